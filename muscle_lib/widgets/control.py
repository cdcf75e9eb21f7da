"""One parameter under the student's hand: its name, a slider, and a field to type in, all from one Quantity."""

from __future__ import annotations

import dataclasses
import html
import math
from collections.abc import Callable, Mapping
from typing import Any

from ipywidgets import Dropdown, FloatLogSlider, FloatSlider, HBox, IntSlider, Layout, Text, ToggleButtons, VBox

from muscle_lib.quantity import Choice, Number, Quantity, Record, named
from muscle_lib.widgets.look import text

# Words that an exported page says, too: behind a slider's name, for a screen reader, and under it.
NORMAL, DANGER, CHANGED, NOW_DANGEROUS = ", normal {}", ", dangerous {}", ", changed", ", now dangerous"
DANGEROUS = "▲ dangerous"
#: A choice with more options than this is a list.
MOST_BUTTONS = 4


class Control(HBox):
    """A slider and a number field that always agree; ``on_change(name, value)`` hears of every new value.

    From the slider it is a number, from the field what was typed, as it is: ``Quantity.read`` says what is wrong. Who
    hears of it then ``put``s what holds from now on: after the picture, which the student waits for.
    """

    def __init__(self, quantity: Quantity, home: Number, on_change: Callable[[str, Number | str], None]) -> None:
        self.quantity = quantity
        self._home = home
        self._on_change = on_change
        self._silent = False
        self._idle = ""
        self._value = home
        self._label = text("", "ml-name")
        self._slider = _slider(quantity, home)
        # Not a FloatText: the browser's number field makes 25 of “2,5”, and the mouse wheel turns it.
        self._number = Text(value=_field(home), continuous_update=False, tooltip=quantity.title,
                            layout=Layout(width="84px"))
        self._number.add_class("ml-number")
        track = VBox([self._slider, text(_marks(quantity, home), "ml-marks")])
        track.add_class("ml-track")
        super().__init__([self._label, track, self._number])
        self.add_class("ml-control")
        self._slider.observe(self._slid, "value")
        self._number.observe(self._typed, "value")
        self._mark(home)

    def put(self, value: Number, idle: str | None = None) -> None:
        """Set slider and field without telling anyone. ``idle`` says why they do nothing now; None: as before."""
        self._idle = self._idle if idle is None else idle
        self._silent = True
        self._value = value
        # A slider that stands there already (but for rounding) is left alone: an answer to it would come late, and pull
        # the handle back from under the hand that has moved on meanwhile.
        away = abs(position(self._slider.value, self.quantity) - position(value, self.quantity))
        if not away <= _step(self.quantity) / 100:  # also where the slider holds no number
            self._slider.value = value
        self._number.value = _field(value)
        self._silent = False
        self._mark(value)

    def _slid(self, change: dict) -> None:
        # A slider in the page snaps to its own grid and reports that. A typed or preset value between two grid
        # points must survive this; whoever moves the slider moves it by at least half a step.
        moved = abs(position(change["new"], self.quantity) - position(self._value, self.quantity))
        if math.isnan(moved):
            self.put(self._value)
        elif not self._silent and moved > 0.499 * _step(self.quantity):
            self._on_change(self.quantity.name, _tidy(change["new"], self.quantity))

    def _typed(self, change: dict) -> None:
        if not self._silent:
            self._on_change(self.quantity.name, change["new"])

    def _mark(self, value: Number) -> None:
        quantity = self.quantity
        changed = not math.isclose(value, self._home, rel_tol=1e-9, abs_tol=1e-12)
        name = quantity.title
        if quantity.normal:
            name += NORMAL.format(f"{quantity.normal[0]:g} to {quantity.normal[1]:g}")
        if quantity.danger_text:
            name += DANGER.format(quantity.danger_text)
        if changed:
            name += CHANGED
        ends = ""
        if quantity.ends:
            low, high = quantity.ends
            name += f", from {low} to {high}"
            ends = f' <small class="ml-ends">← {html.escape(low)} · {html.escape(high)} →</small>'
        below = []
        if quantity.also:
            unit, factor = quantity.also
            below.append(f"= {value * factor:.4g} {html.escape(unit)}")
        if quantity.is_dangerous(value):
            name += NOW_DANGEROUS
            below.append(f'<b class="ml-dangerous">{DANGEROUS}</b>')
        if self._idle:
            name += f", {self._idle}"
            below.append(html.escape(self._idle))
        _grey(self, self._idle)
        # Where a line below the name may come and go, there always is one.
        may_come = quantity.danger_text or quantity.idle_at
        second = f"<br><small>{' '.join(below) or '&nbsp;'}</small>" if below or may_come else ""
        keys = "decimal" if quantity.low >= 0 else "text"  # on a telephone; its number keys have no minus
        words = (f'<span class="ml-label{" ml-changed" if changed else ""}" data-name="{html.escape(name)}" '
                 f'data-unit="{html.escape(quantity.unit)}" data-scale="{quantity.scale}" data-keys="{keys}" '
                 f'title="{html.escape(quantity.meaning)}">{html.escape(quantity.title)}{ends}{second}</span>')
        if words != self._label.value:
            self._label.value = words


class ChoiceControl(HBox):
    """A parameter that is one of several named things: a row of buttons, or a list if there are many."""

    def __init__(self, choice: Choice, home: str, on_change: Callable[[str, str], None]) -> None:
        self.quantity, self._home, self._on_change, self._silent, self._idle = choice, home, on_change, False, ""
        self._label = text("", "ml-name")
        kind = ToggleButtons if len(choice.options) <= MOST_BUTTONS else Dropdown
        self._buttons = kind(options=[(words, word) for word, words in choice.options.items()], value=home,
                             tooltip=choice.title)
        super().__init__([self._label, self._buttons])
        self.add_class("ml-control")
        self.add_class("ml-choice")
        self._buttons.observe(self._picked, "value")
        self._mark(home)

    def put(self, value: str, idle: str | None = None) -> None:
        """Set the buttons without telling anyone. ``idle`` says why they do nothing now; None: as before."""
        self._idle = self._idle if idle is None else idle
        self._silent = True
        self._buttons.value = value
        self._silent = False
        self._mark(value)

    def _picked(self, change: dict) -> None:
        if not self._silent:
            self._mark(change["new"])  # the page is told what has arrived here: a press waits for it
            self._on_change(self.quantity.name, change["new"])

    def _mark(self, value: str) -> None:
        changed, idle = value != self._home, html.escape(self._idle)
        name = html.escape(self.quantity.title + (CHANGED if changed else "") + (f", {idle}" if idle else ""))
        second = f"<br><small>{idle or '&nbsp;'}</small>" if self.quantity.idle_at else ""
        _grey(self, self._idle)
        self._label.value = (f'<span class="ml-label{" ml-changed" if changed else ""}" data-name="{name}" '
                             f'data-has="{list(self.quantity.options).index(value)}" '
                             f'title="{html.escape(self.quantity.meaning)}">{html.escape(self.quantity.title)}{second}'
                             '</span>')


def control_for(record: Record, home: Any, on_change: Callable[[str, Any], None]) -> Control | ChoiceControl:
    """The control that fits a quantity or a choice."""
    return ChoiceControl(record, home, on_change) if isinstance(record, Choice) else Control(record, home, on_change)


def _grey(control: HBox, idle: str) -> None:
    """Show whether a control does something now. It can be moved all the same: its time may come."""
    if idle:
        control.add_class("ml-idle")
    else:
        control.remove_class("ml-idle")


def _slider(quantity: Quantity, home: Number) -> FloatSlider | FloatLogSlider | IntSlider:
    how = {"value": home, "step": _step(quantity), "readout": False, "continuous_update": True}
    if quantity.is_whole:
        return IntSlider(min=quantity.low, max=quantity.high, **how)
    if quantity.scale == "log":
        return FloatLogSlider(min=math.log10(quantity.low), max=math.log10(quantity.high), **how)
    return FloatSlider(min=quantity.low, max=quantity.high, **how)


def _step(quantity: Quantity) -> Number:
    """One step of the slider: a hundredth of its way, unless the quantity says otherwise."""
    if quantity.is_whole:
        return quantity.step or 1
    if quantity.scale == "log":
        return (math.log10(quantity.high) - math.log10(quantity.low)) / 100
    return quantity.step or (quantity.high - quantity.low) / 100


def own_steps(quantity: Quantity) -> list[Number]:
    """All values at which a slider can stand, both ends among them."""
    low, high = position(quantity.low, quantity), position(quantity.high, quantity)
    count = math.floor((high - low) / _step(quantity) + 1e-9)
    at = [low + place * _step(quantity) for place in range(count + 1)]
    values = [_tidy(10.0 ** each if quantity.scale == "log" else each, quantity) for each in at]
    return values if values[-1] == quantity.high else [*values, quantity.high]


def position(value: Number, quantity: Quantity) -> float:
    """Where a value lies on the slider's own scale."""
    return math.log10(value) if quantity.scale == "log" else value


def _tidy(value: Number, quantity: Quantity) -> Number:
    """A slider's value without the dust of binary fractions (0.30000000000000004), and inside the range."""
    if quantity.is_whole:
        return value
    digits = 4 - math.floor(math.log10(abs(value))) if quantity.scale == "log" and value else 9
    return min(max(round(value, digits), quantity.low), quantity.high)


def _field(value: Number) -> str:
    """A value as it stands in the number field."""
    return repr(value).removesuffix(".0")


def _marks(quantity: Quantity, home: Number) -> str:
    """Under the slider: a tick at the start value, a band over the normal range, and stripes where it is dangerous."""
    marks = f'<span class="ml-tick" title="start value" style="left:{percent(quantity, home):.1f}%"></span>'
    if quantity.normal:
        left, right = (percent(quantity, end) for end in quantity.normal)
        words = html.escape(f"normal: {quantity.normal[0]:g} to {quantity.normal[1]:g} {quantity.unit}")
        marks = (f'<span class="ml-band" title="{words}" style="left:{left:.1f}%;width:{right - left:.1f}%"></span>'
                 + marks)
    if quantity.danger_text:
        words = html.escape(f"dangerous: {quantity.danger_text}")
        low, high = (percent(quantity, min(max(end, quantity.low), quantity.high)) for end in quantity.danger)
        marks = "".join(f'<span class="ml-danger" title="{words}" style="left:{left:.1f}%;width:{width:.1f}%"></span>'
                        for left, width in ((0.0, low), (high, 100.0 - high)) if width > 0.0) + marks
    return marks


def percent(quantity: Quantity, value: Number) -> float:
    """How far along the slider a value lies."""
    at, low, high = (position(number, quantity) for number in (value, quantity.low, quantity.high))
    return 100.0 * min(max((at - low) / (high - low), 0.0), 1.0)


def narrowed(records: Mapping[str, Record], ranges: Mapping[str, tuple[Number, Number]]) -> dict[str, Record]:
    """The quantities with the ranges that a lesson gives them: within their own, never beyond."""
    records = dict(records)
    if not isinstance(ranges, Mapping):
        raise ValueError(f'ranges must say of which quantity, as ranges={{"{next(iter(records))}": (1, 2)}}, '
                         f"got {ranges!r}.")
    for name, span in ranges.items():
        record = records[named(records, name, "control")]
        if isinstance(record, Choice):
            raise ValueError(f"“{record.label}” ({name}) is a choice and has no range.")
        try:
            low, high = span
            is_within = record.low <= low < high <= record.high
        except (TypeError, ValueError):  # not two numbers
            is_within = False
        if not is_within:
            raise ValueError(f"“{record.label}” ({name}) can be narrowed within {record.range_text}, not to {span!r}. "
                             f'Write two numbers, as "{name}": ({record.low:g}, {record.high:g}).')
        records = records | {name: dataclasses.replace(record, low=low, high=high)}
    return records
