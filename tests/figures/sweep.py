"""Settings of a model at which a sentence is put to the test."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

from muscle_lib.quantity import Choice, Quantity, Record, quantities


def along(model: type) -> list[Any]:
    """The model with each slider alone at its two ends and in its middle, and with each option of a choice."""
    return [model(**{name: value}) for name, record in _adjustable(model).items()
            for value in (*ends(record), *_middle(record))]


def corners(model: type) -> list[Any]:
    """The model with every two sliders at their ends, or choices at their options, in all ways."""
    return [model(**{one: a, other: b})
            for (one, record), (other, its) in combinations(_adjustable(model).items(), 2)
            for a, b in product(ends(record), ends(its))]


def setting(model: Any) -> str:
    """How a model differs from its default, as the name of a test."""
    changed = {name: getattr(model, name) for name in quantities(model)}
    return ",".join(f"{name}={value if isinstance(value, str) else f'{value:g}'}" for name, value in changed.items()
                    if value != quantities(model)[name].default) or "default"


def ends(record: Record) -> tuple[Any, ...]:
    """Both ends of a range, or all options of a choice."""
    return tuple(record.options) if isinstance(record, Choice) else (record.low, record.high)


def box(record: Quantity) -> tuple[float, float]:
    """The range in which values are tried where nobody looks at the ends: all of it, except where that only costs time.

    A run ten times as long, or with steps ten times as small, does nothing new but takes ten times as long. So the
    length of a run goes only up to twice its default, and a step only down to a quarter of it.
    """
    if record.name.startswith("duration_"):
        return record.low, min(record.high, 2.0 * record.default)
    if record.name.startswith("dt_"):
        return max(record.low, record.default / 4.0), record.high
    return record.low, record.high


def _middle(record: Record) -> tuple[Any, ...]:
    if isinstance(record, Choice):
        return ()
    middle = (record.low + record.high) / 2.0
    return (round(middle) if record.is_whole else middle,)


def _adjustable(model: type) -> dict[str, Record]:
    return {name: record for name, record in quantities(model).items() if not record.fixed}
