"""The lower leg with its stretch reflex and a hand under the sole: why does a foot go on beating?

Nothing of the movement is exaggerated: the foot turns as far as it says, and the dots need as long as the reflex does;
beyond 24° toes up and 34° toes down it stays there. The spring is not drawn: calf, tendon and ligaments are it. The
knee is straight; at the bedside it is bent, and mostly the soleus beats, under the muscle that is coloured here. In
the cord the brake's true place is further to the side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.transforms import Affine2D

from muscle_lib.figures.drawings import table as ink
from muscle_lib.figures.drawings.limb import ANKLE, FOOT, Calf, Limb, shape
from muscle_lib.figures.drawings.nerves import Cord, Nerve
from muscle_lib.figures.drawings.reflex import Spindle
from muscle_lib.figures.drawings.shapes import (
    EMPTY,
    Points,
    area,
    arrow,
    cut_off,
    dots,
    line,
    sheet,
    smooth,
    together,
    turned,
    way,
)
from muscle_lib.figures.drawings.words import Leaders, Stamp, word
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import FAINT, INK, PAPER, STYLES

WIDTH, HEIGHT = 300, 440
#: So far below the leg's own paper the picture reaches: the hand needs room under the sole.
BELOW = 24
#: How the brake comes down from above, and where it lies across the spindle's way, just before its end.
_BRAKE: Points = [(250, 379), (250, 368), (247, 356), (239, 343)]
_BAR = np.array([(230.0, 346.0), (243.0, 338.5)])
_FINGERS: Points = [(18, -120), (16, -40), (12, 0), (9, 30), (10, 46), (20, 53), (46, 55), (72, 61), (92, 64),
                    (100, 59), (96, 50), (76, 44), (58, 36), (50, 18), (48, -10), (50, -60), (52, -120)]
_THUMB: Points = [(22, 30), (27, 52), (34, 71), (42, 80), (50, 78), (52, 69), (47, 55), (46, 42), (50, 30)]
_CREASES: tuple[Points, ...] = ([(66, 43), (67, 47), (66, 51)], [(83, 48), (84, 51), (83, 55)],
                                [(37, 75), (41, 72), (46, 74)])
#: Under which place of the fingers the arrow of the push ends.
_TIP = (80.0, 42.0)


@dataclass(frozen=True)
class ClonusMoment:
    """What the foot is at a moment. Shares run from 0 to 1; ``foot_degrees`` is positive with the toes down; ``arc``
    says how far each dot has come, from the spindle (0) by the cord (0.5) to the calf (1)."""

    foot_degrees: float = 0.0
    force: float = 0.0
    units: float = 0.0
    arc: Sequence[float] = ()
    push: float = 0.0
    brake: float = 1.0
    state: str = ""


class FootOnSpring:
    """A foot that is free, its reflex, the brake on it, and the hand."""

    def __init__(self, stage: Stage, axes: Axes) -> None:
        sheet(axes, WIDTH, HEIGHT, left=-9)
        axes.set_ylim(-BELOW, HEIGHT - BELOW)
        self._axes = axes
        # Where the foot rests, dashed: what moves is drawn over it.
        area(axes, smooth(FOOT, closed=False), "none", STYLES["reference"].color, 1.4, 1.0, linestyle=(0, (4, 3)))
        self._limb, self._calf = Limb(stage, axes), Calf(stage, axes)
        Cord(axes, stub=False)
        self._nerve, self._spindle = Nerve(stage, axes, is_named=False, beside=9.0), Spindle(stage, axes)
        self._dots = stage.moving(dots(axes, 8.0, ink.SPARK, ink.NERVE_EDGE, 1.5, 16.0))
        path = way(_BRAKE, 30)
        self._brake = [stage.moving(line(axes, points, 15.6 + step, color=color, solid_capstyle="butt"))
                       for points in (path, _BAR) for step, color in ((0.0, PAPER), (0.1, ink.COMMAND))]
        # The fingers lie under the sole, the thumb at its side: without an edge where it comes from the hand.
        self._hand = [stage.moving(area(axes, path, fill, edge, 1.6, zorder)) for path, fill, edge, zorder in (
            (cut_off(_FINGERS), ink.HAND, ink.HAND_EDGE, 1.5), (cut_off(_THUMB), ink.HAND, "none", 17.0),
            (together([smooth(_THUMB[1:-1], closed=False), *(smooth(each, closed=False) for each in _CREASES)]), "none",
             ink.HAND_EDGE, 17.1))]
        self._push = stage.moving(area(axes, EMPTY, INK, PAPER, 1.0, 18.0))
        self._push_word = stage.moving(Stamp(axes, 0, 0, "push"))
        for text, x, y in (("spindle", -5, 300), ("calf", 228, 236)):
            word(axes, text, x, y)
        word(axes, "brake from\nthe brain", 290, 398, ha="right")
        word(axes, "a dot: 10 ms\nof fast stretch", 186, 36, color=FAINT)
        self._leaders = Leaders(stage, axes)
        self._state = stage.moving(Stamp(axes, -5, 408, "", ha="left", va="top", weight="bold"))

    def show(self, now: ClonusMoment) -> None:
        """Draw a moment."""
        calf = shape(now.foot_degrees, now.force)
        self._limb.show(calf)
        self._calf.show(calf, now.force)
        self._spindle.show(calf, 0.12)
        out = [2.0 * part - 1.0 for part in now.arc if part >= 0.5]
        self._nerve.show(calf, now.units, out)
        back = np.array([2.0 * part for part in now.arc if part < 0.5])
        self._dots.set_data(*self._spindle.way[(back * (len(self._spindle.way) - 1)).astype(int)].T)
        for artist, wider in zip(self._brake, (1.6, 0.0, 1.6, 0.0), strict=True):
            artist.set_linewidth(wider + 0.8 + 4.2 * now.brake)
        with_foot = Affine2D().rotate_deg_around(ANKLE[0], ANKLE[1], calf.degrees) + self._axes.transData
        for hand in self._hand:
            hand.set_visible(now.push > 0.0)
            hand.set_transform(with_foot)
        tip = turned(_TIP, ANKLE, calf.degrees)[0]
        size = min(12.0 + 46.0 * now.push, tip[1] + BELOW - 2.0)
        self._push.set_path(arrow(tip - (0.0, size), tip, 4.0 + 7.0 * now.push, 12.0, 20.0)
                            if now.push > 0.0 else EMPTY)
        self._push_word.set_visible(now.push > 0.0)
        self._push_word.set_position(tip + (14.0, -17.0))
        self._state.set_text(now.state)
        self._leaders.show(((46, 300), self._spindle.at), ((225, 238), calf.inside(0.72, 0.5)), self._nerve.far)
