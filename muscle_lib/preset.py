"""A preset: a named, cited setting of a model, with what is expected of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from muscle_lib.quantity import Quantity


@dataclass(frozen=True)
class Preset:
    """A button of the explorer.

    ``expect`` says in words what should be seen; ``signature`` says it in numbers (name of a result → lowest and
    highest value), and the tests hold every preset to it.
    """

    name: str
    model: Any
    source: str
    expect: str
    signature: Mapping[str, tuple[float, float]]

    def checked(self, model: Any, records: Mapping[str, Quantity]) -> Preset:
        """This preset, if an explorer of ``model`` with these quantities can show it; otherwise a ValueError."""
        if type(self.model) is not type(model):
            raise ValueError(f"The preset {self.name!r} is for {type(self.model).__name__}, "
                             f"this explorer for {type(model).__name__}.")
        for name, record in records.items():
            record.check(getattr(self.model, name))
        return self
