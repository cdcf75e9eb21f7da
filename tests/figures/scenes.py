"""Every drawing of the kit, with moments to show it at: at rest, busy, at its extremes, and each part at another value.

The tests and the contact sheet (`python -m tests.contact_sheet`) go through this list; a new drawing is added here.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from muscle_lib.figures.drawings.leg import HEIGHT, WIDTH, Leg, Moment
from muscle_lib.figures.drawings.limb import TOES_DOWN, TOES_UP
from muscle_lib.figures.drawings.table import colors
from muscle_lib.figures.stage import Stage


@dataclass(frozen=True)
class Case:
    """A drawing: how it is made on a stage and its axes, how large it is, and what it is shown."""

    make: Callable[[Stage, Any], Any]
    size_px: tuple[int, int]
    rest: Any
    #: A moment in which everything is going on, and another value of each of its parts.
    busy: Any
    other: dict[str, Any]
    extremes: tuple[Any, ...]
    colors: Iterable[str] = field(default_factory=colors)
    #: Parts of the moment that this kind does not draw.
    without: frozenset[str] = frozenset()


class Drawn:
    """A drawing on a stage of its own."""

    def __init__(self, case: Case) -> None:
        width, height = case.size_px
        self.case = case
        self.stage = Stage([["scene"]], width_px=width, height_px=height, colors=case.colors, scene="scene")
        self.axes = self.stage.axes["scene"]
        self.axes.set_in_layout(False)
        self.axes.set_position((0.0, 0.0, 1.0, 1.0))
        self.drawing = case.make(self.stage, self.axes)

    def pixels(self, moment: Any, moving: bool = True) -> NDArray:
        """The picture of a moment; sharp, if it is not moving."""
        self.drawing.show(moment)
        return np.asarray(Image.open(io.BytesIO(self.stage.png(moving))).convert("RGB")).astype(int)


_SUPPLIES, _REFLEX = frozenset({"flow", "oxygen", "store", "broken", "carries"}), frozenset(
    {"spindle", "organ", "length", "current", "done"})
_OTHER = {"force": 0.8, "foot_degrees": 25.0, "command": 0.9, "units": 1.0, "impulses": (0.3, 0.7), "carries": 0.0,
          "flow": 0.9, "oxygen": 0.9, "store": 0.9, "broken": ("blood", "fibre"), "spindle": 0.9, "organ": 0.9,
          "length": 0.9, "current": 0.9, "done": "massage", "state": "cramp"}
_BUSY = Moment(force=0.4, foot_degrees=5.0, command=0.4, units=0.5, impulses=(0.2, 0.6), flow=0.4, oxygen=0.5,
               store=0.5, spindle=0.3, organ=0.3, length=0.3, current=0.4, done="stretch", state="contraction")
_DEEDS = ("stretch", "massage", "opposite muscle", "standing", "tap", "pickle juice", "quinine", "heat", "rest")

SCENES = {
    "leg with supplies": Case(
        Leg, (WIDTH, HEIGHT), Moment(), _BUSY, _OTHER, without=_REFLEX, extremes=(
            Moment(force=1.0, command=1.0, units=1.0, impulses=(0.0, 1.0), flow=0.0, oxygen=0.0, store=0.0,
                   state="at 23.6 s"),
            Moment(carries=0.0, command=1.0, impulses=(0.1,), broken=("nerve",)), Moment(carries=0.5),
            Moment(broken=("command", "junction", "fibre", "blood", "glycogen"), flow=1.0))),
    "leg with supplies, foot free": Case(
        lambda stage, axes: Leg(stage, axes, free=True), (WIDTH, HEIGHT), Moment(foot_degrees=5.0), _BUSY, _OTHER,
        without=_REFLEX, extremes=(Moment(foot_degrees=TOES_DOWN, force=1.0, flow=1.0),
                                   Moment(foot_degrees=TOES_UP, oxygen=0.0))),
    "leg with reflex and deeds": Case(
        lambda stage, axes: Leg(stage, axes, reflex=True, deeds=True), (WIDTH, HEIGHT), Moment(foot_degrees=5.0),
        _BUSY, _OTHER, without=_SUPPLIES - {"carries", "broken"}, extremes=(
            Moment(force=0.1, foot_degrees=TOES_DOWN, command=1.0, units=1.0, impulses=(0.0, 1.0), spindle=1.0,
                   current=1.0, state="cramp"),
            Moment(foot_degrees=TOES_UP, length=1.0, organ=1.0, done="stretch", state="voluntary contraction"),
            *(Moment(foot_degrees=TOES_DOWN, done=done) for done in _DEEDS),
            *(Moment(foot_degrees=TOES_UP, done=done) for done in _DEEDS))),
}
