"""A preset: a named, cited setting of a model, with what is expected of it; and a model's presets in named groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from muscle_lib.quantity import Record, named

#: Name of a result → lowest and highest value; of a result that is a word, the word twice.
Signature = Mapping[str, tuple[float, float] | tuple[str, str]]


@dataclass(frozen=True)
class Preset:
    """A button of the explorer.

    ``expect`` says in words what should be seen; ``signature`` says it in numbers, and the tests hold every preset to
    it.
    """

    name: str
    model: Any
    source: str
    expect: str
    signature: Signature

    def checked(self, model: Any, records: Mapping[str, Record]) -> Preset:
        """This preset, if an explorer of ``model`` with these quantities can show it; otherwise a ValueError."""
        if type(self.model) is not type(model):
            raise ValueError(f"The preset {self.name!r} is for {type(self.model).__name__}, "
                             f"this explorer for {type(model).__name__}.")
        for name, record in records.items():
            record.check(getattr(self.model, name))
        return self


def grouped(groups: Mapping[str, Iterable[Preset | str]]) -> Mapping[str, tuple[Preset, ...]]:
    """A model's presets, as ``Model.presets = grouped({…})`` under its class: name of the group → its presets.

    A preset that stands in several groups is written out once, and named in the others.
    """
    written = {item.name: item for items in groups.values() for item in items if isinstance(item, Preset)}
    if len(written) != sum(isinstance(item, Preset) for items in groups.values() for item in items):
        raise ValueError(f"Two presets have the same name, among {', '.join(written)}.")
    return MappingProxyType({
        group: tuple(item if isinstance(item, Preset) else written[named(written, item, "preset")] for item in items)
        for group, items in groups.items()})


def all_presets(model: Any) -> dict[str, Preset]:
    """All presets of a model (or of its class), by name."""
    return {preset.name: preset for group in model.presets.values() for preset in group}


def preset(model: type, name: str) -> Any:
    """The model as a preset sets it: ``explore(preset(Cramp, "Night cramp"), …)`` starts there."""
    known = all_presets(model)
    return known[named(known, name, f"preset of {model.__name__}")].model


def chosen(model: Any, presets: str | Iterable[Preset | str]) -> list[Preset]:
    """What a lesson asks for: the name of a group of the model; or a list of names, and of presets of one's own."""
    groups, known = model.presets, all_presets(model)
    name = presets.name if isinstance(presets, Preset) else presets
    if isinstance(presets, Preset) or (isinstance(presets, str) and name in known and name not in groups):
        raise ValueError(f"{name!r} is one preset: put it in square brackets, as presets=[{name!r}].")
    if isinstance(presets, str):
        return list(groups[named(groups, presets, f"group of presets of {type(model).__name__}")])
    if not isinstance(presets, Iterable):
        raise ValueError(f"presets must be the name of a group, or a list, got {presets!r}.")
    presets = list(presets)
    for item in presets:
        if isinstance(item, str) and item in groups and item not in known:
            raise ValueError(f"{item!r} is a group of presets: write presets={item!r}, without square brackets.")
    return [item if isinstance(item, Preset) else known[named(known, item, f"preset of {type(model).__name__}")]
            for item in presets]
