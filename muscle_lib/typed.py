"""Numbers as people type them: with a point or a comma, with a minus of either kind, and with the unit behind."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping

_PARTS = re.compile(r"([+-]? ?)([\d.,]*\d[.,]?)(e[+-]?\d+)? ?(.*)", re.IGNORECASE)
_SPACE_IN_NUMBER = re.compile(r"(?<=\d)[ '’](?=\d{3}(?!\d))")
#: “1,234” is a thousand and some in London, and one and a bit in Berlin.
_UNCLEAR = re.compile(r"[1-9]\d{0,2},\d{3}")
#: Unlike these: 1,234.5 and 1,234,567; 1.234,5 and 1.234.567. (1.234 has the decimal point that the lab prints.)
_GROUPED = ((re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d*)?"), ","),
            (re.compile(r"[1-9]\d{0,2}(\.\d{3})+,\d*|[1-9]\d{0,2}(\.\d{3}){2,}"), "."))


#: What is said of such a number: what it could be.
UNCLEAR = "could be {} or {}: type one of these"


class UnclearError(ValueError):
    """What was typed could be either of two numbers."""


def number_in(typed: str, units: Mapping[str, float]) -> float:
    """The number that was typed, in the first of the units.

    ``units`` are those that may stand behind it, each with the factor that leads to it from the first. Raises a
    ValueError that says what is wrong, to follow a name: “must be a number”.
    """
    allowed = " or ".join(known for known in units if known)
    wanted = f"must be a number in {allowed}" if allowed else "must be a number"
    parts = _PARTS.fullmatch(_SPACE_IN_NUMBER.sub("", _plain(typed)))
    if not parts:
        raise ValueError(wanted)
    sign, digits, power, unit = (part or "" for part in parts.groups())
    if _UNCLEAR.fullmatch(digits):
        whole, decimal = digits.replace(",", ""), digits.replace(",", ".")
        raise UnclearError(UNCLEAR.format(whole, decimal))
    for grouped, mark in _GROUPED:
        if grouped.fullmatch(digits):
            digits = digits.replace(mark, "")
    factors = {_same(known): factor for known, factor in units.items()} | {"": 1.0}
    try:
        number = float(f"{sign.strip()}{digits.replace(',', '.')}{power}")
    except ValueError:
        raise ValueError(wanted) from None
    if not math.isfinite(number):
        raise ValueError("must be a finite number")
    if _same(unit) not in factors:
        raise ValueError(wanted)
    return number / factors[_same(unit)] + 0.0  # never −0


def _plain(typed: str) -> str:
    """With plain spaces, digits and minus signs."""
    return re.sub("[−–‐‑]", "-", unicodedata.normalize("NFKC", typed)).strip()


def _same(unit: str) -> str:
    """A unit in the one way in which all its spellings are alike: µ or u, cm² or cm^2, °C or C."""
    return re.sub(r"[\s^°]", "", unicodedata.normalize("NFKC", unit)).replace("μ", "u").casefold()
