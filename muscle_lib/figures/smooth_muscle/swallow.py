"""A swallow: the oesophagus with its mouthful; beside it the pressures, place over time; below, what has passed."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np

from muscle_lib.figures.drawings import gullet
from muscle_lib.figures.drawings.stills import bare_stage
from muscle_lib.figures.drawings.words import Leaders, Stamp, word
from muscle_lib.figures.nerve_signal.axon import place
from muscle_lib.figures.scene import Bound, Scene, Told, as_it_is
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import INK, PAPER
from muscle_lib.figures.words import said
from muscle_lib.models.smooth_muscle.manometry import FRONT_mmHg, TOO_EARLY_s
from muscle_lib.models.smooth_muscle.swallow import Swallow
from muscle_lib.models.smooth_muscle.swallow_trace import SwallowTrace
from muscle_lib.preset import preset

#: Where the map stands, in pixels: a place on it is beside the same place of the tube.
LEFT, RIGHT = 372.0, 724.0
LENGTH_cm, DURATION_s = gullet.LENGTH_cm, 15.0
#: The moment that is shown while nobody moves the cursor.
SHOWN_s = 5.0
_BOUND = (
    Told("pressures_mmHg", "Wall (colour, thickness)", "pressure along the tube", "pressures_at"),
    Told("fluid_cm2", "Mouthful (width; 2.5 times too wide)", "cross-section along the tube", "fluid_at"),
    as_it_is("sphincter_mmHg", "Sphincter (colour; open or shut)", "what it holds", "sphincter_mmHg", 0.0, 200.0),
    Bound("passed", "Level in the stomach (full: all of it), number", "mouthful that has passed", "passed_percent",
          of=(0.0, 100.0)))
#: The still picture of two swallows: which they are, and how large it is.
TWO: dict[str, str] = {"a swallow in order": "In order", "a spasm": "No inhibition"}
STILL_px = (420, 294)


@figure
class SwallowFigure:
    """Left: the tube. Right: a map of its pressures, place (downwards) over time, and how much has passed."""

    def __init__(self) -> None:
        self.stage = Stage([["tube", "map", "key"], ["tube", "passed", "key"]], scene="tube", x="t_s",
                           height_px=gullet.HEIGHT, colors=gullet.COLORS)
        place(self.stage, map=(LEFT, gullet.LOW, RIGHT, gullet.TOP), passed=(LEFT, 48, RIGHT, 122),
              key=(748, gullet.LOW, 762, gullet.TOP))
        time: dict[str, Any] = {"xlim": (0, DURATION_s), "xticks": (0, 3, 6, 9, 12, 15)}
        pressure = self.stage.panel("map", "Place from the throat down\n", ylim=(LENGTH_cm, 0),
                                    yticks=(0, 7, 14, 19, 22), **time, xticklabels=())
        passed = self.stage.panel("passed", "Passed\n", "Time", ylim=(-5, 112), yticks=(0, 50, 100), **time)
        pressure.grid(False)
        self._map = self.stage.moving(pressure.imshow(
            np.zeros((2, 2)), cmap=gullet.PRESSURE, vmin=0.0, vmax=gullet.DARKEST_mmHg, aspect="auto",
            interpolation="nearest", extent=(0.0, DURATION_s, LENGTH_cm, 0.0), zorder=1.0))
        self.stage.dot("map", "membrane potential", x="front_s", y="front_place_cm", label="front", marker=".",
                       markersize=4.0)
        self.stage.dot("map", "membrane potential", x="latency_s", y="read_place_cm", label="arrives below", marker="o",
                       markersize=10.0, markeredgecolor=PAPER, markeredgewidth=1.5)
        # Before this moment it is too early there. The mark lies on the map, which moves: so it must be drawn with it.
        (limit,) = pressure.plot((TOO_EARLY_s, TOO_EARLY_s), (16.5, 21.7), color=INK, linewidth=1.6,
                                 linestyle=(0, (4, 2)), zorder=3.0)
        self.stage.moving(limit)
        self.stage.moving(Stamp(pressure, 3.4, 20.6, "too early", ha="right"))
        self.stage.label(pressure, 0.0, LENGTH_cm + 1.9, ha="left", va="center",
                         text=f"dots: the front, {FRONT_mmHg:g} mmHg; dashed: {TOO_EARLY_s:g} s")
        self.stage.curve("passed", "force", "passed_percent", label="passed into the stomach")
        self._key()
        self.stage.add_cursor("Time", "s", passed, pressure)
        # A film has 76 pictures, two dozen a second.
        drawing = gullet.Gullet(self.stage, self.stage.axes["tube"], "film: 5 × too fast")
        self.stage.play(Scene(drawing, gullet.GulletMoment, _BOUND, (gullet.WIDTH, gullet.HEIGHT), "t_s",
                              lambda trace: SHOWN_s, clock="clock"))

    def _key(self) -> None:
        """Which colour is which pressure, for map and wall."""
        axes = self.stage.panel("key", "Pressure (mmHg)", ylim=(0, gullet.DARKEST_mmHg), xticks=(),
                                yticks=(0, 50, 100, 150, 200), yticklabels=("0", "50", "100", "150", "200+"))
        axes.imshow(np.linspace(gullet.DARKEST_mmHg, 0.0, 200)[:, None], cmap=gullet.PRESSURE, aspect="auto",
                    extent=(0.0, 1.0, 0.0, gullet.DARKEST_mmHg))
        axes.yaxis.tick_right()
        axes.yaxis.set_label_position("right")
        axes.grid(False)

    def show(self, trace: SwallowTrace) -> None:
        """Move everything to a new trace."""
        self.stage.show(trace)
        self._map.set_data(trace.pressure_mmHg.T)

    def describe(self, trace: SwallowTrace) -> str:
        """What the picture shows, in two or three sentences."""
        return (f"{_timing(trace)}, with a vigour of {said(trace, 'vigour_mmHg_s_cm')}: {_WORDS[trace.state]} "
                f"{_fate(trace)}")


def _timing(trace: SwallowTrace) -> str:
    """How the squeeze comes down."""
    if math.isnan(trace.latency_s):
        return f"The squeeze reaches {said(trace, 'peak_mmHg')} at most, too little to read when it arrives below"
    after = f"after {said(trace, 'latency_s', 1)}"
    if trace.all_at_once:
        return f"The lower part squeezes all at once, {after}"
    if math.isnan(trace.speed_cm_s):
        return f"The squeeze arrives below {after}"
    return f"The squeeze runs down at {said(trace, 'speed_cm_s', 1)} and arrives below {after}"


_WORDS = {
    "failed": "a failed swallow (hardly any squeeze).", "weak": "a weak swallow.",
    "premature": f"a premature swallow (too early: before {TOO_EARLY_s:g} s).",
    "hypercontractile": "a hypercontractile swallow (too strong).", "normal": "a normal swallow."}


def _fate(trace: SwallowTrace) -> str:
    """What becomes of the mouthful."""
    passed = (f"{said(trace, 'arrived_percent')} of the mouthful reaches the stomach" if trace.arrived_percent >= 0.5
              else "Nothing of the mouthful reaches the stomach")
    if trace.arrived_percent >= 90.0:
        return f"{passed}."
    return (f"{passed}; {said(trace, 'left_above_percent')} is left in the upper part, "
            f"{said(trace, 'left_below_percent')} in the lower.")


@cache
def two_swallows() -> tuple[bytes, str, int]:
    """A swallow in order and a spasm at the same moment, as a picture that stands still; its sentence; its width."""
    stage = bare_stage(list(TWO), *STILL_px, gullet.COLORS)
    traces = [preset(Swallow, name).run() for name in TWO.values()]
    for (name, axes), trace in zip(stage.axes.items(), traces, strict=True):
        drawing = gullet.Gullet(stage, axes, named=False)
        Scene(drawing, gullet.GulletMoment, _BOUND, (gullet.WIDTH, gullet.HEIGHT), "t_s").show(trace, SHOWN_s)
        # Seven tenths of its size, but for the words.
        axes.set(xlim=(-22, 278), ylim=(-12, 408))
        word(axes, name, 122, 1, ha="center")
    first = stage.axes["a swallow in order"]
    word(first, "mouthful", -18, 232)
    word(first, "stomach", 200, 182, ha="center")
    Leaders(stage, first).show(((80, 232), (gullet.MIDDLE, 232)))
    good, spasm = (said(trace, "arrived_percent") if trace.arrived_percent >= 0.5 else "nothing" for trace in traces)
    return stage.png(), (
        f"Both {SHOWN_s:g} s after the swallow began. Left: the squeeze (red) follows the mouthful, and in the end "
        f"{good} of it reaches the stomach. Right: the lower part squeezes all at once, and {spasm} does. Drawn "
        f"{gullet.WIDER:g} times too wide."), STILL_px[0]
