"""What a run returns: a trace that nobody can change, and the results that it declares.

A trace declares the numbers that students see as a model declares its parameters, once::

    @trace
    class TwitchTrace:
        '''One twitch.'''

        t_ms: NDArray
        force_N: NDArray
        seen_s: float = result("The force is seen for")

        @result("Greatest force", headline=True)
        def peak_N(self) -> float:
            '''The greatest force; NaN if there is none.'''
            return float(self.force_N.max())

The columns of Record, the table in the lab report and the tests are made from these. The unit is the one in the name,
unless another is given. What is not declared is not shown.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any, TypeVar, dataclass_transform

import numpy as np

from muscle_lib.units import unit_of

#: A class that the decorator adds to.
Cls = TypeVar("Cls", bound=Any)


@dataclasses.dataclass(frozen=True)
class Result:
    """What is known about one number that comes out. The ``headline`` is what Record plots first."""

    label: str
    unit: str
    meaning: str
    headline: bool
    name: str = ""

    @property
    def title(self) -> str:
        """The name for people, with its unit: “Greatest force (N)”."""
        return f"{self.label} ({self.unit})" if self.unit else self.label


class _Declared(property):
    """A result that is worked out when it is first asked for, and then kept: its trace does not change."""

    def __init__(self, measure: Callable[[Any], Any], record: Result) -> None:
        super().__init__(measure)
        self.record = dataclasses.replace(
            record, name=measure.__name__, meaning=record.meaning or _first_sentence(measure.__doc__))

    def __get__(self, trace: Any, owner: type | None = None) -> Any:
        if trace is None:
            return self
        kept = trace.__dict__.setdefault("_results", {})
        if self.record.name not in kept:
            kept[self.record.name] = super().__get__(trace, owner)
        return kept[self.record.name]


class _Declaration:
    """What ``result(…)`` leaves in a class: a decorator of a method, or the value of a field."""

    def __init__(self, record: Result) -> None:
        self.record = record

    def __call__(self, measure: Callable[[Any], Any]) -> _Declared:
        return _Declared(measure, self.record)


def result(label: str, *, unit: str = "", meaning: str = "", headline: bool = False) -> Any:
    """Declare a number that students see: over a method, or as the value of a field of a trace.

    Without a ``meaning`` it is the first sentence of the method's docstring.
    """
    return _Declaration(Result(label, unit, meaning, headline))


@dataclass_transform(frozen_default=True, eq_default=False, field_specifiers=(result,))
def trace(cls: Cls) -> Cls:
    """Turn a class into a frozen dataclass whose arrays are read-only, also those that it works out later."""
    for name in vars(cls).get("__annotations__", {}):
        declaration = vars(cls).get(name)
        if isinstance(declaration, _Declaration):
            record = dataclasses.replace(declaration.record, name=name)
            setattr(cls, name, dataclasses.field(metadata={"result": record}))
    for name, member in list(vars(cls).items()):
        if type(member) is cached_property:
            safe = _Locked(member.func)
            safe.__set_name__(cls, name)
            setattr(cls, name, safe)

    def lock_all(self: Any) -> None:
        for field in dataclasses.fields(self):
            object.__setattr__(self, field.name, locked(getattr(self, field.name)))

    cls.__post_init__ = lock_all
    dataclasses.dataclass(frozen=True, eq=False)(cls)
    return cls


class _Locked(cached_property):
    """A cached property whose arrays are read-only."""

    def __init__(self, work_out: Callable[[Any], Any]) -> None:
        super().__init__(lambda trace: locked(work_out(trace)))
        self.__doc__ = work_out.__doc__


def locked(value: Any) -> Any:
    """The same, but so that it cannot be changed: arrays as read-only views, lists as tuples, dictionaries as views."""
    if isinstance(value, np.ndarray):
        view = value.view()
        view.flags.writeable = False
        return view
    if isinstance(value, list) or type(value) is tuple:
        return tuple(locked(each) for each in value)
    if isinstance(value, dict):
        return MappingProxyType({key: locked(each) for key, each in value.items()})
    return value


def results(trace_class: type) -> Mapping[str, Result]:
    """The results that a class of traces declares, by name: first its fields, then its methods, in their order."""
    return _results(trace_class)


@cache
def _results(trace_class: type) -> Mapping[str, Result]:
    found = {}
    for field in dataclasses.fields(trace_class):
        if record := field.metadata.get("result"):
            found[field.name] = record
    for cls in reversed(trace_class.__mro__):
        found |= {name: member.record for name, member in vars(cls).items() if isinstance(member, _Declared)}
    with_units = {name: dataclasses.replace(record, unit=record.unit or unit_of(name)[1])
                  for name, record in found.items()}
    return MappingProxyType(with_units)


def values(trace: Any) -> dict[str, float]:
    """What came out, by name: the values of all declared results."""
    return {name: float(getattr(trace, name)) for name in results(type(trace))}


def _first_sentence(text: str | None) -> str:
    words = " ".join((text or "").split())
    return words.partition(". ")[0].removesuffix(".")
