"""A check value: what a model should give, from where we know it, and what it gives today.

Every test module of a model lists its check values as ``CHECKS`` and tests each of them; ``tests/validation.py``
writes the same lists as ``docs/validation.md``, and those of our own earlier runs as ``tests/regression.toml``. What is
measured here is compared with these files at once: to measure everything a second time for a test of theirs would take
ten seconds.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

KINDS = ("published", "regression", "fitted")
PAGE = Path(__file__).parents[1] / "docs" / "validation.md"
#: What our own earlier runs gave: nothing for readers, so it stands in a file for the tests.
REGRESSION = Path(__file__).with_name("regression.toml")
#: How many cells a row of the page has, and where among them are our own value and how far off it is.
CELLS, OURS, OFF_BY = 9, 3, 6
#: What a paper prints behind ± without a word: where it would be absurdly wide as the error of a mean, it is the spread
#: of the people; else we do not know, and no distance in SD is worked out from it.
READ_AS_SD = "printed without a word, read as SD"
SD_OR_ERROR = "whether SD or standard error, the abstract does not say"
#: How a spread in words may begin, so that no row is without one in silence.
IN_WORDS = ("none: ", "not given", "not seen", "± ", "range", "standard error")
OUT_OF_DATE = "docs/validation.md or tests/regression.toml is out of date: python -m tests.validation writes both anew"


@dataclass(frozen=True)
class Check:
    """One check value.

    ``kind`` says how much a match proves: “published” (a paper's number), “regression” (our own earlier run of
    the same equations) or “fitted” (the constants were chosen to meet it). ``low`` to ``high`` is accepted.
    """

    id: str
    what: str
    kind: str
    expected: str
    low: float
    high: float
    unit: str
    source: str
    measure: Callable[[], float]
    #: With how many decimals our own value is shown; None: one more than the expected value has. A value in which
    #: tiny rounding errors grow, so that another computer finds a slightly different one, is shown with fewer.
    decimals: int | None = None
    spread: float | None = None  # the paper's own SD, in the same unit
    #: How the paper tells its spread (SD, of how many; a standard error, from which the SD is worked out; a range); or
    #: why there is no SD: “none: …” (there can be none), “not given …” (not in what we saw of it), “not seen …”.
    spread_told: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.id}: the kind of a check is one of {KINDS}, got {self.kind!r}")
        if self.kind == "published" and "doi 10." not in self.source:
            raise ValueError(f"{self.id}: a published value needs a source with its DOI, got {self.source!r}")
        if not self.low <= float(self.expected) <= self.high:
            raise ValueError(f"{self.id}: {self.expected} is outside its own band, {self.low} to {self.high}")
        if self.spread is not None and not self.spread > 0:
            raise ValueError(f"{self.id}: a paper's spread is above 0, got {self.spread}")
        if self.kind == "published" and not self.spread_told:
            raise ValueError(f"{self.id}: a published value needs spread_told: what its spread is, or why it has none")
        if self.spread is None and self.spread_told and not self.spread_told.startswith(IN_WORDS):
            raise ValueError(f"{self.id}: a spread in words begins with one of {IN_WORDS}, got {self.spread_told!r}")

    @property
    def name(self) -> str:
        """What a test run calls it."""
        return f"{self.id}: {self.what}"

    @property
    def chapter(self) -> str:
        """The chapter, which is the first word of the id."""
        return self.id.split()[0]

    @cached_property
    def ours(self) -> float:
        """What the model gives today; measured once in a test run, however many tests ask for it."""
        return float(self.measure())

    @property
    def shown_decimals(self) -> int:
        """With how many decimals our own value is shown."""
        return len(self.expected.partition(".")[2]) + 1 if self.decimals is None else self.decimals

    @property
    def shown(self) -> str:
        """Our own value as it is written down."""
        return number(self.ours, self.shown_decimals)

    @property
    def spread_shown(self) -> str:
        """The paper's spread as it is written down, or the words that say why there is none."""
        if self.spread is None:
            return self.spread_told or "–"
        return f"± {self.spread:.3g}" + f" ({self.spread_told})" * bool(self.spread_told)

    @property
    def off_by(self) -> str:
        """How far our value is from the paper's: in per cent of it and, where its spread is told, in spreads."""
        expected = float(self.expected)
        off = self.ours - expected
        parts = [signed(100.0 * off / abs(expected), "%")] if expected else []
        return " = ".join([*parts, *([signed(off / self.spread, "SD")] if self.spread else [])]) or "–"

    def hold(self) -> None:
        """Fail, with everything that one wants to know, if the model's value is outside the band, or not the one that
        is written down. (That every check value is written down: tests/test_validation.py.)"""
        assert self.low <= self.ours <= self.high, (
            f"{self.name}: got {self.ours:.6g} {self.unit}, expected {self.expected} ({self.kind}), "
            f"accepted {self.low:g} to {self.high:g}")
        written = written_value(self)
        assert written is None or same_but_for_rounding(written, self.shown), OUT_OF_DATE


def number(value: float, decimals: int) -> str:
    """A number for people: with a true minus sign, and never “−0”."""
    words = f"{value:.{decimals}f}"
    return words.lstrip("-") if float(words) == 0.0 else words.replace("-", "−")


def signed(value: float, unit: str) -> str:
    """How far something is off: “+3.4 %”, “−12 %”."""
    words = number(value, 1 if abs(value) < 9.95 else 0)
    return f"{words} {unit}" if words.startswith("−") or not float(words) else f"+{words} {unit}"


def row(check: Check) -> str:
    """One line of a table. The chapter stands in the heading, so the id is shown without it."""
    cells = (check.id.removeprefix(check.chapter).strip(), check.what, check.expected.replace("-", "−"), check.shown,
             check.unit, check.spread_shown, check.off_by if check.kind == "published" else "–",
             f"{check.low:.6g} to {check.high:.6g}".replace("-", "−"), check.source)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def without_value(row: str) -> str:
    """A row of the page but for our own value, and what follows from it. (No other line has so many cells.)"""
    cells = row.split(" | ")
    return " | ".join(cells[:OURS] + cells[OURS + 1:OFF_BY] + cells[OFF_BY + 1:]) if len(cells) == CELLS else row


def written_value(check: Check) -> str | None:
    """Our own value of a check as it is written down; None where it is not yet."""
    return (written_regressions().get(check.name) if check.kind == "regression" else
            written_values().get(without_value(row(check))))


@cache
def written_values() -> dict[str, str]:
    """Our own values as they stand on the page, by the rest of their rows."""
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if len(line.split(" | ")) == CELLS]
    return {without_value(row): row.split(" | ")[OURS] for row in rows}


@cache
def written_regressions() -> dict[str, str]:
    """What our own earlier runs gave, by the names of the checks."""
    return tomllib.loads(REGRESSION.read_text(encoding="utf-8"))


def same_but_for_rounding(old: str, new: str) -> bool:
    """Whether two values are equal but for one unit in the last digit: computers round differently."""
    last_digit = 10.0 ** -len(new.partition(".")[2])
    return abs(float(old.replace("−", "-")) - float(new.replace("−", "-"))) < 1.01 * last_digit


def smallest(happens: Callable[[float], bool], low: float, high: float, within: float) -> float:
    """The smallest value at which something happens, found by halving; it must happen at ``high``, not at ``low``."""
    assert happens(high) and not happens(low), f"no threshold between {low} and {high}"
    while high - low > within:
        middle = (low + high) / 2.0
        low, high = (low, middle) if happens(middle) else (middle, high)
    return (low + high) / 2.0
