"""What is normal in the blood: one table, ``blood_values.toml``, for every quantity of every chapter.

A model writes ``K_out_mM: float = quantity(4.0, unit="mM", …, **blood("potassium"))`` and gets the normal and the
dangerous range and the second unit. So two chapters cannot call different values normal.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from muscle_lib.chapters import read_table, with_tuples
from muscle_lib.quantity import NO_DANGER, named

Range = tuple[float, float]


@dataclass(frozen=True)
class BloodValue:
    """One line of the table; the fields mean what they mean in a ``Quantity``."""

    name: str
    unit: str
    normal: Range
    source: str
    danger: Range = NO_DANGER
    also: tuple[str, float] | None = None


@cache
def blood_values() -> MappingProxyType[str, BloodValue]:
    """The whole table, by name."""
    values = read_table("blood_values.toml").items()
    return MappingProxyType({name: BloodValue(name=name, **with_tuples(entry)) for name, entry in values})


def blood_value(name: str) -> BloodValue:
    """One line of the table, by its name."""
    return blood_values()[named(blood_values(), name, "blood value")]


def blood(name: str) -> dict[str, Any]:
    """What a quantity that is this blood value hands on to ``quantity(…)``: normal range, danger, second unit."""
    value = blood_value(name)
    return {"normal": value.normal, "danger": value.danger, "also": value.also}
