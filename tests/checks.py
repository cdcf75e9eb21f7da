"""A check value: what a model should give, from where we know it, and what it gives today.

Every test module of a model lists its check values as ``CHECKS`` and tests each of them; ``tests/validation.py``
writes the same lists as ``docs/validation.md``. What is measured here is compared with that page at once: to measure
everything a second time for the page's own test would take ten seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

KINDS = ("published", "regression", "fitted")
PAGE = Path(__file__).parents[1] / "docs" / "validation.md"
#: The place of our own value among the cells of a row of that page.
OURS = 3
OUT_OF_DATE = "docs/validation.md is out of date: python -m tests.validation writes it anew"


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

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.id}: the kind of a check is one of {KINDS}, got {self.kind!r}")
        if self.kind == "published" and "doi 10." not in self.source:
            raise ValueError(f"{self.id}: a published value needs a source with its DOI, got {self.source!r}")
        if not self.low <= float(self.expected) <= self.high:
            raise ValueError(f"{self.id}: {self.expected} is outside its own band, {self.low} to {self.high}")

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

    def hold(self) -> None:
        """Fail, with everything that one wants to know, if the model's value is outside the band, or not the one that
        the page shows. (That every check value has its row there: tests/test_validation.py.)"""
        assert self.low <= self.ours <= self.high, (
            f"{self.name}: got {self.ours:.6g} {self.unit}, expected {self.expected} ({self.kind}), "
            f"accepted {self.low:g} to {self.high:g}")
        written = written_values().get(without_value(row(self)))
        assert written is None or same_but_for_rounding(written, row(self).split(" | ")[OURS]), OUT_OF_DATE


def number(value: float, decimals: int) -> str:
    """A number for people: with a true minus sign, and never “−0”."""
    words = f"{value:.{decimals}f}"
    return words.lstrip("-") if float(words) == 0.0 else words.replace("-", "−")


def row(check: Check) -> str:
    """One line of a table. The chapter stands in the heading, so the id is shown without it."""
    cells = (check.id.removeprefix(check.chapter).strip(), check.what, check.expected.replace("-", "−"),
             number(check.ours, check.shown_decimals), f"{check.low:.6g} to {check.high:.6g}".replace("-", "−"),
             check.unit, check.source)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def without_value(row: str) -> str:
    """A row of the page but for our own value. (No other line has seven cells.)"""
    cells = row.split(" | ")
    return " | ".join(cells[:OURS] + cells[OURS + 1:]) if len(cells) == 7 else row


@cache
def written_values() -> dict[str, str]:
    """Our own values as they stand on the page, by the rest of their rows."""
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if len(line.split(" | ")) == 7]
    return {without_value(row): row.split(" | ")[OURS] for row in rows}


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
