"""Small words and numbers for the sentences under the pictures."""

from __future__ import annotations

_NUMBERS = ("No impulse", "One impulse", "Two impulses", "Three impulses", "Four impulses")


def mV(value: float) -> str:
    """A voltage: with a true minus sign, and a plus where it is above zero."""
    return "0 mV" if abs(value) < 0.5 else f"{value:+.0f} mV".replace("-", "−")


def count(impulses: int) -> str:
    """How many impulses, as the beginning of a sentence."""
    return _NUMBERS[impulses] if impulses < len(_NUMBERS) else f"{impulses} impulses"
