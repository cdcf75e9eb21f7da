"""A calf, a heart and an artery that get the same stimuli: which of them can be held in a tetanus, and which lets go?

Beside each a bar: its force now, of the most that it can do; the line across it is what one twitch alone comes to. So
the heart's line lies at the top: it can do no more than one beat. Each muscle gets thicker, darker and coarser with its
force. The three are not to one scale; how far each moves is exaggerated. In the models none of them moves at all: they
pull without getting shorter. Left out: the bones, the heart's back, and all that brings the stimuli.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path
from numpy.typing import NDArray

from muscle_lib.figures.drawings import heart
from muscle_lib.figures.drawings import table as ink
from muscle_lib.figures.drawings.shapes import (
    EMPTY,
    Points,
    area,
    box,
    cut_off,
    line,
    sheet,
    smooth,
    together,
    turned,
)
from muscle_lib.figures.drawings.words import Leaders, Stamp, word
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import INK, STYLES

WIDTH, HEIGHT = 300, 400
KINDS = ("skeletal", "heart", "smooth")
FILLS = ink.colors(
    *heart.FILLS, ink.AROUND, ink.LINING, *(STYLES[kind].color for kind in KINDS),
    *ink.between((ink.MUSCLE[9], ink.MUSCLE_EDGE),
                 (ink.ARTERY, ink.BLOOD_EDGE), (ink.AROUND, ink.BONE_EDGE), (ink.LINING, ink.MUSCLE_EDGE)))

#: The leg: the shin and the foot, from the knee down; and the back, from the heel up to the calf.
_SHIN: Points = [(92, 402), (92, 386), (96, 366), (100, 340), (102, 318)]
_FOOT: Points = [(100, 306), (84, 296), (64, 288), (56, 281), (62, 276), (90, 276), (116, 274), (127, 278), (127, 290)]
_ACHILLES: Points = [(125, 304), (128, 318)]
_KNEE: Points = [(134, 388), (138, 402)]
#: The calf, from the hollow of the knee to its tendon on the heel: its middle line, and its thickness along it.
_CALF = np.array([(127.0, 391.0), (128.0, 380.0), (127.5, 366.0), (126.0, 351.0), (124.0, 337.0), (122.0, 326.0)])
_THICK = np.array([2.0, 8.0, 12.5, 11.0, 6.0, 2.0])
_TENDON: Points = [(119, 330), (125, 328), (122, 306), (126, 290), (120, 288), (118, 306)]
#: How much thicker the calf gets with all of its force.
_BULGE = 0.28

#: So much smaller the ventricles get with all of their force, across and along.
_ACROSS, _ALONG = 0.12, 0.15

#: The artery: its middle, pixels for a millimetre; the radii of a slack one, in mm; how far the ring shortens.
_MIDDLE, _SCALE = np.array([116.0, 73.0]), 23.5
_OUTER, _INNER, _SHORTENS = 1.8, 1.5, 0.18

#: The bars: left, right and height; for each kind where it begins, what its line means, and how far up that stands.
_LEFT, _RIGHT, _BAR = 206.0, 224.0, 88.0
_FOOTS, _MEANS, _UP = (288.0, 156.0, 34.0), ("one\ntwitch", "one\nbeat", "one\ntwitch"), (38.0, 62.0, 46.0)


@dataclass(frozen=True)
class ThreeMusclesMoment:
    """What is seen: the force of each, and what one twitch alone comes to; all parts of the most that it can do."""

    skeletal: float = 0.0
    heart: float = 0.0
    smooth: float = 0.0
    skeletal_twitch: float = 0.15
    heart_twitch: float = 1.0
    smooth_twitch: float = 0.24
    clock: str = ""


class ThreeMuscles:
    """The three, one above the other, each with its bar."""

    def __init__(self, stage: Stage, axes: Axes) -> None:
        sheet(axes, WIDTH, HEIGHT)
        self._draw_leg(stage, axes)
        self._draw_heart(stage, axes)
        self._draw_artery(stage, axes)
        self._bars = [stage.moving(area(axes, EMPTY, STYLES[kind].color, "none", zorder=2.0)) for kind in KINDS]
        self._rims = stage.moving(area(axes, together([box(_LEFT, _RIGHT, foot, foot + _BAR) for foot in _FOOTS]),
                                       "none", INK, 1.2, 3.0))
        self._marks = stage.moving(line(axes, (), 4.0, color=INK, linewidth=2.2, solid_capstyle="butt"))
        for name, foot, means, up in zip(("calf", "heart", "artery"), _FOOTS, _MEANS, _UP, strict=True):
            word(axes, name, 4, foot + 76)
            word(axes, means, 246, foot + up)
        word(axes, "full bar: the most that it can do", 150, 12, ha="center")
        self._clock = stage.moving(Stamp(axes, 296, 390, "", ha="right"))
        self._leaders = Leaders(stage, axes)

    def show(self, now: ThreeMusclesMoment) -> None:
        """Draw a moment."""
        shares = [float(np.clip(share, 0.0, 1.0)) for share in (now.skeletal, now.heart, now.smooth)]
        self._show_leg(shares[0])
        self._show_heart(shares[1])
        self._show_artery(shares[2])
        marks, ways = [], []
        for bar, share, foot, twitch, up in zip(
                self._bars, shares, _FOOTS, (now.skeletal_twitch, now.heart_twitch, now.smooth_twitch), _UP,
                strict=True):
            bar.set_path(box(_LEFT, _RIGHT, foot, foot + _BAR * share))
            height = foot + _BAR * float(np.clip(twitch, 0.0, 1.0))
            marks += [(_LEFT - 4.0, height), (_RIGHT + 4.0, height), (np.nan, np.nan)]
            ways.append(((244.0, foot + up), (_RIGHT + 4.0, height)))
        self._marks.set_data(*np.array(marks).T)
        self._leaders.show(*ways)
        self._clock.set_text(now.clock)

    def _draw_leg(self, stage: Stage, axes: Axes) -> None:
        self._skin = stage.moving(area(axes, EMPTY, ink.SKIN, ink.SKIN_EDGE, 1.8, 1.0))
        self._tendon = stage.moving(area(axes, smooth(_TENDON), ink.TENDON, ink.TENDON_EDGE, 1.2, 2.0))
        self._calf = stage.moving(area(axes, EMPTY, ink.MUSCLE[0], ink.MUSCLE_EDGE, ink.OUTLINE, 3.0))
        self._fibres = stage.moving(area(axes, EMPTY, "none", ink.MUSCLE_EDGE, 0.8, 3.5))

    def _show_leg(self, force: float) -> None:
        thick = (_THICK * (1.0 + _BULGE * force))[:, None] * (1.0, 0.0)
        back = _CALF + thick
        self._skin.set_path(cut_off(np.vstack([_SHIN, _FOOT, _ACHILLES, back[4:0:-1] + (5.0, 0.0), _KNEE])))
        self._calf.set_path(smooth(np.vstack([back, (_CALF - 0.75 * thick)[::-1]])))
        self._calf.set_facecolor(ink.pick(ink.MUSCLE, force))
        self._fibres.set_path(together([smooth((_CALF + part * thick)[1:-1], closed=False)
                                        for part in (-0.4, 0.1, 0.55)]))
        self._fibres.set_linewidth(0.7 + 1.3 * force)

    def _draw_heart(self, stage: Stage, axes: Axes) -> None:
        for place, (points, fill) in enumerate(heart.AROUND):
            area(axes, smooth(points), fill, INK, 1.3, 1.0 + 0.1 * place)
        area(axes, smooth(heart.VENTRICLES), "none", ink.MUSCLE_EDGE, 1.0, 1.8, linestyle=(0, (4, 3)))
        self._ventricles = stage.moving(area(axes, EMPTY, ink.MUSCLE[0], ink.MUSCLE_EDGE, 1.8, 2.0))
        self._strands = stage.moving(area(axes, EMPTY, "none", ink.MUSCLE_EDGE, 0.8, 2.2))

    def _show_heart(self, force: float) -> None:
        smaller = heart.smaller(_ACROSS * force, _ALONG * force)
        self._ventricles.set_path(smooth(smaller.transform(heart.VENTRICLES)))
        self._ventricles.set_facecolor(ink.pick(ink.MUSCLE, force))
        self._strands.set_path(smooth(smaller.transform(heart.GROOVE), closed=False))
        self._strands.set_linewidth(0.9 + 1.3 * force)

    def _draw_artery(self, stage: Stage, axes: Axes) -> None:
        self._around = stage.moving(area(axes, EMPTY, ink.AROUND, ink.BONE_EDGE, 1.2, 1.0))
        self._ring = stage.moving(area(axes, EMPTY, ink.MUSCLE[0], ink.MUSCLE_EDGE, ink.OUTLINE, 2.0))
        self._rings = stage.moving(area(axes, EMPTY, "none", ink.MUSCLE_EDGE, 0.8, 2.5))
        self._lining = stage.moving(area(axes, EMPTY, ink.LINING, ink.MUSCLE_EDGE, 1.2, 3.0))
        self._blood = stage.moving(area(axes, EMPTY, ink.ARTERY, ink.BLOOD_EDGE, 1.2, 3.5))

    def _show_artery(self, force: float) -> None:
        # The ring keeps its area: a shorter one is thicker, and the opening pays for it twice.
        outer = _OUTER * (1.0 - _SHORTENS * force)
        inner = float(np.sqrt(outer**2 - (_OUTER**2 - _INNER**2)))
        self._around.set_path(_circle(outer + 0.14))
        self._ring.set_path(_circle(outer))
        self._ring.set_facecolor(ink.pick(ink.MUSCLE, force))
        self._rings.set_path(together([_arc(inner + (outer - inner) * deep, 24.0 + 72.0 * part + 30.0 * place)
                                       for place, deep in enumerate((0.33, 0.67)) for part in range(5)]))
        self._rings.set_linewidth(0.7 + 1.3 * force)
        self._lining.set_path(_circle(inner))
        self._blood.set_path(_circle(inner - 0.12))


def _circle(radius_mm: float) -> Path:
    return Path.circle(tuple(_MIDDLE), _SCALE * radius_mm)


def _arc(radius_mm: float, start: float) -> Path:
    """A strand of the ring, as long as a seventh of it."""
    along: NDArray = turned(np.tile((_SCALE * radius_mm, 0.0), (7, 1)), (0.0, 0.0), np.linspace(start, start + 50.0, 7))
    return smooth(along + _MIDDLE, closed=False)
