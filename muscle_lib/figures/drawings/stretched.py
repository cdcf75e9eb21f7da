"""The leg of somebody who does nothing, and a hand that lifts its toes.

It answers “does the calf ask how fast it is stretched?”: the hand's arrow is its speed, the arrow under the foot is
what resists. Exaggerated: the bulge of a calf that pulls; the impulses run fifteen times too slowly. Not drawn: what
force and length hold back, skin and feeling.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle

from muscle_lib.figures.drawings import table as ink
from muscle_lib.figures.drawings.deeds import PULLS_AT, pulled, pulling_hand
from muscle_lib.figures.drawings.limb import ANKLE, Calf, Limb, shape
from muscle_lib.figures.drawings.nerves import Centre, Nerve
from muscle_lib.figures.drawings.reflex import Spindle
from muscle_lib.figures.drawings.shapes import EMPTY, area, arrow, dots, line, sheet, turned
from muscle_lib.figures.drawings.words import Leaders, Stamp, word
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import INK, PAPER

WIDTH, HEIGHT = 300, 440
#: A smaller part of the greatest force is not drawn.
FELT = 0.005
#: The place under the ball of a foot that stands level; where the way from the brain can break.
_BALL = (62.0, 58.0)
_BROKEN = {"cord": (248.5, 384.0), "brain": (275.0, 424.0)}


@dataclass(frozen=True)
class StretchMoment:
    """What is seen at a moment. Shares run from 0 to 1; ``foot_degrees`` is positive with the toes down."""

    foot_degrees: float = 0.0
    hand: float = 0.0
    force: float = 0.0
    spindle: float = 0.0
    held: float = 0.7
    command: float = 0.0
    units: float = 0.0
    impulses: Sequence[float] = ()
    #: Where the way from the brain is broken: “cord”, “brain” or “nowhere”.
    lesion: str = "nowhere"
    cord: str = ""
    clock: str = ""


class StretchedLeg:
    """Brain, cord, nerve, calf with its spindle, foot, and the hand."""

    def __init__(self, stage: Stage, axes: Axes) -> None:
        sheet(axes, WIDTH, HEIGHT, left=-9)
        self._axes = axes
        self._limb, self._calf = Limb(stage, axes), Calf(stage, axes)
        self._centre, self._nerve = Centre(stage, axes), Nerve(stage, axes, is_named=False, beside=9.0)
        self._spindle = Spindle(stage, axes)
        fingers, arm = pulling_hand()
        self._hand = [stage.moving(area(axes, path, ink.HAND, ink.HAND_EDGE, 1.6, zorder))
                      for path, zorder in ((fingers, 16.9), (arm, 17.0))]
        self._speed = stage.moving(area(axes, EMPTY, INK, PAPER, 1.0, 18.0))
        self._resists = stage.moving(area(axes, EMPTY, ink.MUSCLE[-1], PAPER, 1.0, 18.0))
        # A cell of the cord that holds the motor neuron back: a bar on it.
        stage.moving(axes.add_patch(Circle((243.0, 346.0), 4.2, facecolor=PAPER, edgecolor=ink.HOLDS, linewidth=1.5,
                                           zorder=15.2)))
        self._stem = stage.moving(line(axes, [(240, 343), (236, 335)], 15.1, color=ink.HOLDS))
        self._bar = stage.moving(line(axes, [(232.5, 338), (240, 332)], 15.3, color=ink.HOLDS))
        for text, x, y in (("spindle (+)", -5, 320), ("hand", -5, 284), ("calf", 232, 214),
                           ("held\nback (−)", 214, 246)):
            word(axes, text, x, y)
        self._felt = stage.moving(Stamp(axes, 194, 34, ""))
        self._leaders = Leaders(stage, axes)
        self._cross = [stage.moving(dots(axes, 13.0, color, color, width, 19.0, "x"))
                       for color, width in ((PAPER, 6.0), (INK, 3.2))]
        self._cord = stage.moving(Stamp(axes, -5, 434, "", ha="left", va="top", weight="bold", linespacing=1.1))
        self._clock = stage.moving(Stamp(axes, -5, 396, "", ha="left", va="top"))

    def show(self, now: StretchMoment) -> None:
        """Draw a moment."""
        calf = shape(now.foot_degrees, now.force)
        self._limb.show(calf)
        self._calf.show(calf, now.force)
        self._centre.show(now.command)
        self._nerve.show(calf, now.units, now.impulses)
        self._spindle.show(calf, now.spindle)
        self._stem.set_linewidth(0.8 + 2.4 * now.held)
        self._bar.set_linewidth(1.0 + 4.2 * now.held)
        moved, ball = pulled(calf.degrees), turned(_BALL, ANKLE, calf.degrees)[0]
        for part in self._hand:
            part.set_transform(moved + self._axes.transData)
        start = moved.transform(PULLS_AT)
        self._speed.set_path(arrow(start, start + (0.0, 16.0 + 48.0 * now.hand), 7.0, 13.0, 18.0)
                             if now.hand > 0.0 else EMPTY)
        resists, size = now.force > FELT, float(np.sqrt(now.force))
        self._resists.set_path(arrow(ball, ball - (0.0, 10.0 + 42.0 * size), 4.0 + 10.0 * size, 6.0 + 12.0 * size,
                                     8.0 + 20.0 * size) if resists else EMPTY)
        self._felt.set_text("resistance" if resists else "no resistance" if now.hand > 0.0 else "")
        for cross in self._cross:
            cross.set_data(*np.array([_BROKEN[now.lesion]] if now.lesion in _BROKEN else []).reshape(-1, 2).T)
        self._cord.set_text(textwrap.fill(now.cord, 11, break_long_words=False))
        self._clock.set_text(now.clock)
        ways: list[tuple[Any, Any]] = [((76, 320), self._spindle.at), ((14, 274), moved.transform((24, 205))),
                                       ((229, 216), calf.inside(0.72, 0.5)), ((226, 265), (242.0, 340.0)),
                                       self._nerve.far]
        self._leaders.show(*ways, *([((192, 36), ball + (6.0, -8.0))] if resists else []))
