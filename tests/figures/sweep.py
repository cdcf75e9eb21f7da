"""Settings of a model at which a sentence is put to the test."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

from muscle_lib.quantity import quantities


def along(model: type) -> list[Any]:
    """The model with each slider alone at its two ends and in its middle."""
    return [model(**{name: end}) for name, ends in _ends(model).items() for end in (*ends, _middle(model, *ends))]


def corners(model: type) -> list[Any]:
    """The model with every two sliders at their ends, in all four ways."""
    return [model(**{one: a, other: b}) for (one, ones), (other, others) in combinations(_ends(model).items(), 2)
            for a, b in product(ones, others)]


def setting(model: Any) -> str:
    """How a model differs from its default, as the name of a test."""
    changed = {name: getattr(model, name) for name in quantities(type(model))}
    return ",".join(f"{name}={value:g}" for name, value in changed.items()
                    if value != quantities(type(model))[name].default) or "default"


def _ends(model: type) -> dict[str, tuple[float, float]]:
    return {name: (record.low, record.high) for name, record in quantities(model).items() if not record.fixed}


def _middle(model: type, low: float, high: float) -> float:
    middle = (low + high) / 2.0
    return round(middle) if isinstance(low, int) and isinstance(high, int) else middle
