"""One record per parameter: the Quantity or the Choice, and the dataclass decorator that reads it.

A model declares each of its parameters once::

    @model
    class Battery:
        '''A membrane that only potassium can cross.'''

        K_out_mM: float = quantity(4.0, unit="mM", low=1.5, high=10.0, symbol="[K⁺]ₒ",
                                   label="Potassium in the blood", normal=(3.5, 5.0), source="…")

What is one of several named things is a choice, and a word in code::

    fibre: str = choice("fast", options={"slow": "Slow", "fast": "Fast"}, symbol="f", label="Fibre", source="…")

The slider with its label, the table under “Look inside”, the check of bad input, the table in the docstring
and the sweep in the tests are all made from this one line, so they cannot disagree.
"""

from __future__ import annotations

import dataclasses
import difflib
import math
import numbers
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar, dataclass_transform

from muscle_lib.typed import number_in

Number = int | float
#: Two limits of which neither is ever passed: nothing is dangerous.
NO_DANGER = (-math.inf, math.inf)


@dataclasses.dataclass(frozen=True)
class Quantity:
    """What is known about one parameter.

    ``normal`` is the usual range; ``danger`` holds two limits, and what lies below the first or above the second is
    dangerous (infinite where there is none). ``also`` is a second unit that classes may know better, as
    ``(unit, factor)``: value × factor is the value in that unit. ``scale`` is how a slider walks through the range.
    ``ends`` says in words what it is at its low and at its high end, where the number alone would mislead.
    A ``fixed`` quantity is a constant of the
    preparation: it stands in the table and can be changed in code, but gets no slider. ``idle_at`` are settings of
    other parameters at which this one does nothing: ``({"pulses": 1},)``; its slider is then grey and says why.
    """

    name: str
    default: Number
    unit: str
    low: Number
    high: Number
    symbol: str
    label: str
    source: str
    meaning: str = ""
    normal: tuple[float, float] | None = None
    danger: tuple[float, float] = NO_DANGER
    also: tuple[str, float] | None = None
    scale: str = "linear"
    ends: tuple[str, str] | None = None
    step: Number | None = None
    fixed: bool = False
    idle_at: Sequence[Mapping[str, Any]] = dataclasses.field(default=(), hash=False)

    @property
    def is_whole(self) -> bool:
        """Whether only whole numbers make sense (a count, a seed)."""
        return isinstance(self.default, int)

    @property
    def title(self) -> str:
        """The name for people, with its unit: “Temperature (°C)”."""
        return f"{self.label} ({self.unit})" if self.unit else self.label

    @property
    def range_text(self) -> str:
        """The allowed range in words: “0 to 25 °C”."""
        return f"{self.low:g} to {self.high:g} {self.unit}".rstrip()

    @property
    def danger_text(self) -> str:
        """Where it becomes dangerous, in words: “below 2.5 or above 6.5 mM”; empty if nowhere in the range."""
        low, high = self.danger
        words = [f"below {low:g}"] * (low > self.low) + [f"above {high:g}"] * (high < self.high)
        return f"{' or '.join(words)} {self.unit}".rstrip() if words else ""

    def is_dangerous(self, value: Number) -> bool:
        """Whether a value lies where it is dangerous."""
        low, high = self.danger
        return value < low or value > high

    def text(self, value: Number) -> str:
        """A value with its unit, and in the second unit where there is one: “4 mM (4 mEq/L)”."""
        words = f"{value:.6g} {self.unit}".rstrip()
        if self.also:
            unit, factor = self.also
            words += f" ({value * factor:.4g} {unit})"
        return words

    def check(self, value: Any) -> Number:
        """Return the value as a plain float or int, or raise a ValueError that says what would be allowed."""
        kind: Any = numbers.Integral if self.is_whole else numbers.Real
        wanted = "a whole number" if self.is_whole else "a number"
        # True and False are whole numbers to Python; to a student who mistyped they are not.
        if isinstance(value, bool) or not isinstance(value, kind):
            raise self._refusal(value, f"must be {wanted}")
        try:
            value = int(value) if self.is_whole else float(value)
        except OverflowError:  # a whole number too long for a float
            raise self._refusal(value, "is out of range") from None
        # A whole number is finite, and may be too long for math.isfinite.
        if not self.is_whole and not math.isfinite(value):
            raise self._refusal(value, "must be a finite number")
        if not self.low <= value <= self.high:
            raise self._refusal(value, "is out of range")
        return value

    def read(self, value: Number | str) -> Number:
        """The same of what a student has typed, which may end with the unit, or with the second one."""
        if not isinstance(value, str):
            return self.check(value)
        try:
            number = number_in(value, {self.unit: 1.0} | dict([self.also] if self.also else []))
        except ValueError as problem:
            raise self._refusal(value, str(problem)) from None
        return self.check(int(number) if self.is_whole and number.is_integer() else number)

    def _refusal(self, value: Any, problem: str) -> ValueError:
        shown = f"{value:.6g}" if isinstance(value, float) else repr(value)
        unit = f" {self.unit}" if self.unit and not isinstance(value, str) else ""
        return ValueError(f"“{self.label}” ({self.name}) {problem}: got {shown}{unit}, allowed is {self.range_text}.")


@dataclasses.dataclass(frozen=True)
class Choice:
    """What is known about one parameter that is a word: each of its ``options`` (word in code → words for people)."""

    name: str
    default: str
    options: Mapping[str, str] = dataclasses.field(hash=False)
    symbol: str
    label: str
    source: str
    meaning: str = ""
    fixed: bool = False
    idle_at: Sequence[Mapping[str, Any]] = dataclasses.field(default=(), hash=False)

    #: What a quantity may have, and a choice never has.
    unit = danger_text = ""
    normal = also = None
    danger = NO_DANGER

    @property
    def title(self) -> str:
        """The name for people."""
        return self.label

    @property
    def range_text(self) -> str:
        """What is allowed, in words."""
        return ", ".join(repr(option) for option in self.options)

    def is_dangerous(self, value: str) -> bool:
        """Nothing that has a name here is."""
        return False

    def text(self, value: str) -> str:
        """An option in words for people."""
        return self.options[value]

    def place(self, value: str) -> int:
        """The place of an option, from 0: for compiled loops, which know no words."""
        return list(self.options).index(value)

    def check(self, value: Any) -> str:
        """Return the option, or raise a ValueError that says which there are."""
        if not isinstance(value, str) or value not in self.options:
            raise ValueError(f"“{self.label}” ({self.name}) must be one of its options: got {value!r}, "
                             f"allowed is {self.range_text}.")
        return str(value)

    read = check


Record = Quantity | Choice


def choice(default: str, *, options: Mapping[str, str], symbol: str, label: str, source: str, **more: Any) -> Any:
    """Declare a parameter that is one of several named things: the value of a field that carries its Choice."""
    record = Choice(name="", default=default, options=MappingProxyType(dict(options)), symbol=symbol, label=label,
                    source=source, **more)
    return dataclasses.field(default=default, metadata={"quantity": record})


def quantity(default: Number, *, unit: str, low: Number, high: Number, symbol: str, label: str, source: str,
             **more: Any) -> Any:
    """Declare a parameter of a model: the value of a dataclass field that carries its Quantity."""
    record = Quantity(name="", default=default, unit=unit, low=low, high=high, symbol=symbol, label=label,
                      source=source, **more)
    return dataclasses.field(default=default, metadata={"quantity": record})


def same_as(model: Any, name: str, **changed: Any) -> Any:
    """Declare a quantity that another model has already declared, with nothing but the named parts changed."""
    record = dataclasses.replace(quantities(model)[name], **changed)
    return dataclasses.field(default=record.default, metadata={"quantity": record})


#: A class that the decorator adds to.
Cls = TypeVar("Cls", bound=Any)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def model(cls: Cls) -> Cls:
    """Turn a class of quantities into a frozen dataclass that refuses bad values and documents itself.

    A model may add ``_check_together(self)`` for rules that concern several quantities at once.
    """
    def check_all(self: Any) -> None:
        for record in quantities(type(self)).values():
            object.__setattr__(self, record.name, record.check(getattr(self, record.name)))
        if hasattr(self, "_check_together"):
            self._check_together()

    cls.__post_init__ = check_all
    #: Filled in under the class, as presets are made of it (see muscle_lib.preset).
    cls.presets = MappingProxyType({})
    dataclasses.dataclass(frozen=True, kw_only=True)(cls)
    cls.__doc__ = f"{cls.__doc__ or ''}\n\nParameters\n----------\n{_parameter_list(cls)}"
    return cls


def quantities(model_or_class: Any) -> Mapping[str, Any]:
    """The quantities and choices of a model, by name, in the order in which they were declared."""
    return _quantities(model_or_class if isinstance(model_or_class, type) else type(model_or_class))


@cache
def _quantities(cls: type) -> Mapping[str, Record]:
    found = {}
    for field in dataclasses.fields(cls):
        record = field.metadata.get("quantity")
        if record is None:
            raise TypeError(f"{field.name}: every field of a model must be declared with quantity(…) or choice(…)")
        found[field.name] = dataclasses.replace(record, name=field.name)
    return MappingProxyType(found)


def why_idle(record: Record, records: Mapping[str, Record], setting: Callable[[str], Any]) -> str:
    """Why a parameter does nothing now, in words; empty if it does something. ``setting`` gives a value by name."""
    for settings in record.idle_at:
        # What another model does not have (see ``same_as``), it cannot be waiting for.
        if all(name in records and setting(name) == value for name, value in settings.items()):
            causes = (f"{records[name].label} is {records[name].text(value)}" for name, value in settings.items())
            return f"no effect while {' and '.join(causes)}"
    return ""


def named(names: Iterable[str], name: Any, what: str) -> str:
    """Return ``name`` if it is one of ``names``; otherwise a ValueError that suggests the nearest."""
    names = list(names)
    if name in names:
        return name
    near = difflib.get_close_matches(str(name), names, n=1, cutoff=0.4)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise ValueError(f"There is no {what} called {name!r}.{hint} Known are: {', '.join(names)}.")


def _parameter_list(cls: type) -> str:
    lines = []
    for record in quantities(cls).values():
        lines.append(f"{record.name} : {record.label}, {record.symbol}, default {record.text(record.default)}, "
                     f"allowed {record.range_text}")
        if record.meaning:
            lines.append(f"    {record.meaning}")
        lines.append(f"    Source: {record.source}")
    return "\n".join(lines)
