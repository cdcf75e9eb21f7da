"""Hands and eyes for the tests of the widgets: a small model, its figure, and what must always agree on screen."""

from __future__ import annotations

import html
import math
import re
from functools import cache
from itertools import count
from typing import Any

import numpy as np

from muscle_lib.figures.stage import Stage
from muscle_lib.preset import Preset
from muscle_lib.quantity import model, quantity
from muscle_lib.trace import result, trace
from muscle_lib.widgets.control import ChoiceControl, _step, position
from muscle_lib.widgets.explorer import Explorer


@trace
class WaveTrace:
    """A wave over ten seconds."""

    t_s: np.ndarray
    y: np.ndarray

    @result("Top of the wave", unit="cm", headline=True)
    def top(self) -> float:
        """The highest point."""
        return float(self.y.max())


class WaveFigure:
    """One panel with one curve; small, because hundreds of its pictures are made."""

    def __init__(self) -> None:
        self.stage = Stage([["wave"]], width_px=160, height_px=80, x="t_s")
        self.stage.panel("wave", xlim=(0, 10), ylim=(-110, 110))
        self._line = self.stage.curve("wave", "sodium", "y", label="wave")

    def show(self, trace: WaveTrace) -> None:
        self.stage.show(trace)

    def describe(self, trace: WaveTrace) -> str:
        return f"The wave is {trace.top:.3f} cm high."


@model
class Wave:
    """A wave with one parameter of each kind.

    y = height · sin(speed · t) + offset
    """

    height_cm: float = quantity(1.0, unit="cm", low=0.0, high=2.0, step=0.1, symbol="h", label="Height",
                                meaning="From the middle to the top.", normal=(0.5, 1.5), source="Our choice.",
                                also=("mm", 10.0))
    speed_Hz: float = quantity(1.0, unit="Hz", low=0.01, high=100.0, symbol="f", label="Speed", scale="log",
                               normal=(0.1, 10.0), source="Our choice.")
    bumps: int = quantity(3, unit="", low=1, high=9, symbol="n", label="Bumps", source="Our choice.")
    offset_cm: float = quantity(0.0, unit="cm", low=-5.0, high=5.0, symbol="o", label="Offset <of all>",
                                source="Our choice.")
    phase_deg: float = quantity(0.0, unit="°", low=-180.0, high=180.0, symbol="φ", label="Phase",
                                source="Our choice.", idle_at=({"height_cm": 0.0, "speed_Hz": 1.0}, {"bumps": 9}))
    points: int = quantity(50, unit="", low=10, high=500, symbol="N", label="Points", source="Our choice.",
                           fixed=True)

    leaves_out = ("The water.", "The wind & the <shore>.")

    def _check_together(self) -> None:
        if self.bumps == 7 and self.offset_cm == 5.0:
            raise ValueError("Seven bumps and an offset of 5 cm do not go together.")

    def run(self) -> WaveTrace:
        if self.offset_cm == -5.0:
            raise ZeroDivisionError("the wave broke")
        if self.offset_cm == -4.0:
            raise RuntimeError  # without words
        t = np.linspace(0.0, 10.0, self.points)
        wave = self.height_cm * np.sin(self.speed_Hz * t + math.radians(self.phase_deg))
        return WaveTrace(t, self.bumps * wave + self.offset_cm)


PRESETS = (
    Preset("Flat", Wave(height_cm=0.0), source="nobody & sons", expect="no wave <at all>", signature={}),
    Preset("Many points", Wave(bumps=9, points=500), source="nobody", expect="the same, finer", signature={}),
)


@cache
def figure() -> WaveFigure:
    """One figure for all explorers: making it takes most of the time, and only one explorer is in use at a time."""
    return WaveFigure()


def wave_explorer(**how: Any) -> Explorer:
    """An explorer over the wave; by default with three sliders and both presets."""
    how = {"controls": ["height_cm", "speed_Hz", "bumps"], "presets": PRESETS, "model": Wave()} | how
    figure().stage.unpin()
    explorer = Explorer(how.pop("model"), figure(), **how)
    explorer.build()
    return explorer


def button(widget: Any, description: str) -> Any:
    """The button with this word, wherever it stands."""
    for child in getattr(widget, "children", ()):
        if getattr(child, "description", None) == description:
            return child
        if found := button(child, description):
            return found
    return None


def words_of(shown: Any) -> str:
    """What a reader reads in a piece of HTML, without tags."""
    content = shown if isinstance(shown, str) else shown.value
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", content)).split())


def choices_of(widget: Any) -> Any:
    """The choices of a question; None if it asks for a number."""
    return getattr(widget._question, "choices", None)


def assert_agrees(explorer: Explorer, run_again: bool = True) -> None:
    """Model, sliders, number fields, marks and sentence of an explorer without a message all say the same.

    ``run_again``: whether its trace, too, is checked to be that of its model.
    """
    assert explorer.problem == ""
    assert explorer._problem.value == ""
    for name, control in explorer._controls.items():
        value = getattr(explorer.model, name)
        if isinstance(control, ChoiceControl):
            assert control._buttons.value == value, name
            assert ("ml-changed" in control._label.value) == (value != getattr(explorer._home, name)), name
            continue
        assert float(control._number.value) == value, name
        # A handle that is right to a hundredth of a step, which nobody can see, is left where the hand has put it.
        away = position(control._slider.value, control.quantity) - position(value, control.quantity)
        assert abs(away) <= _step(control.quantity) / 100 + 1e-12, name
        changed = not math.isclose(value, getattr(explorer._home, name), rel_tol=1e-9, abs_tol=1e-12)
        assert ("ml-changed" in control._label.value) == changed, name
    words = explorer._figure.describe(explorer.model.run() if run_again else explorer.trace)
    assert explorer.sentence == words
    assert words_of(explorer._sentence) == words


def assert_picture_agrees(explorer: Explorer) -> None:
    """The picture is that of the explorer's model (apart from `assert_agrees` because it takes longer)."""
    explorer._figure.show(explorer.model.run())
    assert explorer._picture.value == explorer._figure.stage.png()


class Cells:
    """What a page sends along with the code of a cell."""

    def __init__(self) -> None:
        self.user_ns: dict[str, Any] = {"Out": {}}
        self.user_ns_hidden: dict[str, Any] = {}
        self._runs = count()
        self.run("")

    def run(self, name: str) -> None:
        """From now on it is a new run of this cell."""
        self._parent = {"header": {"msg_id": f"run {next(self._runs)}"}, "metadata": {"cellId": name} if name else {}}

    def get_parent(self) -> dict[str, Any]:
        return self._parent


def is_open(widget: Any) -> bool:
    """Whether it is still there, here and in the page."""
    return widget.comm is not None
