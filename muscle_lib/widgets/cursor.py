"""The cursor: one line over the picture, moved by mouse or keyboard, with its readings in units."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from ipywidgets import Button, FloatSlider, HBox, Layout, ToggleButton, VBox

from muscle_lib.figures.stage import Stage
from muscle_lib.figures.words import number
from muscle_lib.widgets.look import LIVE, text


class CursorDrawer:
    """The button that opens the cursor, and the panel under the picture. ``redraw`` shows the picture anew."""

    def __init__(self, figure: Any, redraw: Callable[[], None]) -> None:
        self._stage, self._redraw = figure.stage, redraw
        self._mark: float | None = None
        self._was_open = False
        scale = self._stage.cursor
        self._name = f"{scale.name} ({scale.unit})" if scale.unit else scale.name
        self.button = ToggleButton(value=False, description="Cursor", tooltip="Read values off the curves")
        self._slider = FloatSlider(min=scale.low, max=scale.high, step=(scale.high - scale.low) / 500, readout=False,
                                   value=(scale.low + scale.high) / 2, layout=Layout(width="100%"))
        self._set_mark = Button(description="Set mark", tooltip="Measure from here")
        self._no_mark = Button(description="No mark", tooltip="Take the mark away")
        self._words = text("", LIVE)
        label = text(f'<span class="ml-label" data-name="Cursor: {html.escape(self._name)}" '
                     f'data-unit="{html.escape(scale.unit)}">Cursor</span>', "ml-name")
        track = VBox([self._slider])
        track.add_class("ml-track")
        row = HBox([label, track, self._set_mark, self._no_mark])
        row.add_class("ml-control")
        row.add_class("ml-wide")
        self.panel = VBox([row, self._words], layout=Layout(display="none"))
        self.button.observe(lambda change: self._open(change["new"]), "value")
        # A slider that has just come into the page may report its place anew, rounded to its grid: that opens nothing.
        self._slider.observe(lambda _: self._move() if self.button.value else None, "value")
        self._set_mark.on_click(lambda _: self.set_mark())
        self._no_mark.on_click(lambda _: self.remove_mark())

    @property
    def at(self) -> float:
        """Where the cursor stands: where the slider does, or at a peak that lies within half a step of it."""
        here, half = self._slider.value, self._slider.step / 2
        return min((peak for peak in _peaks(self._stage) if abs(peak - here) <= half),
                   key=lambda peak: abs(peak - here), default=here)

    @at.setter
    def at(self, value: float) -> None:
        self._slider.value = value

    @property
    def words(self) -> str:
        """The readings: every curve's value under the cursor, and what has changed since the mark."""
        stage, here = self._stage, self._stage.readings(self.at)
        unit = f" {stage.cursor.unit}".rstrip()
        words = f"At {number(self.at, self._slider.step / 10)}{unit}: "
        words += ", ".join(f"{label} {number(value, _finest(stage, label))} {its}".rstrip()
                           for label, value, its in here)
        words += "." if here else "no curve."
        if self._mark is not None:
            there = {label: value for label, value, _ in stage.readings(self._mark)}
            words += (f" From the mark at {number(self._mark, self._slider.step / 10)}{unit}: "
                      f"{number(self.at - self._mark, self._slider.step / 10, plus=True)}{unit}")
            words += "".join(
                f"; {label} {number(value - there[label], _finest(stage, label), plus=True)} {its}".rstrip()
                for label, value, its in here if label in there) + "."
        return words

    def set_mark(self) -> None:
        """Measure from here."""
        self._mark = self.at
        self._move()

    def remove_mark(self) -> None:
        """Measure from nowhere."""
        self._mark = None
        self._move()

    def refresh(self) -> None:
        """There is a new trace under the cursor."""
        if self.button.value:
            self._words.value = html.escape(self.words)

    def _move(self) -> None:
        self._stage.place_cursor(self.at, self._mark)
        self.refresh()
        self._redraw()

    def _open(self, is_open: bool) -> None:
        self.panel.layout.display = "" if is_open else "none"
        if is_open and not self._was_open:
            self._was_open, peak = True, _peak(self._stage)
            self.at = self.at if peak is None else peak
        if is_open:
            self._move()
        else:
            self._stage.place_cursor(None)
            self._redraw()


def _peaks(stage: Stage) -> Iterator[float]:
    """Where the curves that the cursor reads have a peak: between two steps of a slider one could not be read."""
    for curve in stage.read:
        x, y = (np.asarray(data, dtype=float) for data in curve.line.get_data())
        yield from x[1:-1][(y[1:-1] > y[:-2]) & (y[1:-1] >= y[2:])].tolist()


def _peak(stage: Stage) -> float | None:
    """Where the first curve that the cursor reads is highest; None if it is level."""
    for curve in stage.read[:1]:
        x, y = (np.asarray(data, dtype=float) for data in curve.line.get_data())
        if np.isfinite(y).any() and np.nanmax(y) > np.nanmin(y):
            return float(x[np.nanargmax(y)])
    return None


def _finest(stage: Stage, label: str) -> float:
    """The least that can be read off a curve: a thousandth of its axis. On a logarithmic axis 0: it depends."""
    axes: Any = next(curve.line.axes for curve in stage.read if curve.label == label)
    low, high = axes.get_ylim()
    return abs(high - low) / 1000 if axes.get_yscale() == "linear" else 0.0
