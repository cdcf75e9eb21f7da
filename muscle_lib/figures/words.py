"""Small words and numbers for the sentences under the pictures."""

from __future__ import annotations

import math

from muscle_lib.figures.curve import reach, unit_at
from muscle_lib.units import factor

_NUMBERS = ("No impulse", "One impulse", "Two impulses", "Three impulses", "Four impulses")


def count(impulses: int) -> str:
    """How many impulses, as the beginning of a sentence."""
    return _NUMBERS[impulses] if impulses < len(_NUMBERS) else f"{impulses} impulses"


def speed(trace: object, path: str) -> str:
    """A velocity of the trace, with more digits where it is slow."""
    return said(trace, path, 2 if reach(trace, path)[0] < 3.0 else 1)


def fibres(trace: object, path: str) -> str:
    """A fraction of a muscle's fibres that is a number of the trace."""
    fraction = reach(trace, path)[0]
    if fraction >= 0.995:
        return "all fibres"
    return "no fibres" if fraction < 0.005 else f"{said(trace, path, unit='%')} of the fibres"


def said(trace: object, path: str, digits: int = 0, *, unit: str | None = None, plus: bool = False) -> str:
    """A number of the trace with its unit, as a sentence says it: ``said(trace, "peak_mV")`` → “41 mV”.

    The unit is the one in the name, or another that can be made of it. With a true minus sign, and no signed zero.
    """
    own = unit_at(path)
    unit = own if unit is None else unit
    words = f"{float(reach(trace, path)[0]) * factor(own, unit):{'+' if plus else ''}.{digits}f}"
    if not any(digit in words for digit in "123456789"):
        words = words.lstrip("+-")
    return f"{words} {unit}".rstrip().replace("-", "−")


def newtons(trace: object, path: str) -> str:
    """A force of the trace; a large one to the next ten, with a comma in the thousands: “1,250 N”."""
    force_N = float(reach(trace, path)[0])
    return f"{round(force_N, -1):,.0f} N" if force_N >= 100.0 else said(trace, path)


def number(value: float, finest: float = 0.0, plus: bool = False) -> str:
    """A number with as many digits as mean something: down to the ``finest`` that can be read, or else three.

    A short one, as somebody types it, stays as it is. With a true minus sign, and no signed zero.
    """
    if finest:
        digits = max(0, math.ceil(-math.log10(finest)))
    else:
        short = math.isclose(value, float(f"{value:.4g}"), rel_tol=1e-9)
        digits = min(max(0, (3 if short else 2) - math.floor(math.log10(abs(value)))), 9) if value else 0
    words = f"{value:{'+' if plus else ''}.{digits}f}"
    words = words.rstrip("0").rstrip(".") if "." in words else words
    return "0" if words in ("+0", "-0") else words.replace("-", "−")


def units_fire(units: int) -> str:
    """How many of a muscle's motor units fire, as a part of a sentence."""
    return {1: "a single motor unit fires", 120: "all 120 motor units fire"}.get(
        units, f"{units} of the 120 motor units fire")


def goes_on_for(seconds: float, is_over: bool | int) -> str:
    """How long something goes on; if it was not over when the picture ended, at least so long."""
    return f"{'' if is_over else 'more than '}{seconds:.0f} s"
