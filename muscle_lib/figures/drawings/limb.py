"""The lower leg from its inner side: bones, skin, foot, calf and tendon, vessels. A right leg, as its owner's other leg
sees it.

The tendon keeps its length, so the calf's length follows from the foot's angle: toes down, and the heel comes up and
the calf is shorter; it keeps its volume, so a shorter calf is thicker (as one over the root of its length).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray

from muscle_lib.figures.drawings import table as ink
from muscle_lib.figures.drawings.shapes import (
    EMPTY,
    Points,
    area,
    dots,
    line,
    smooth,
    tapered,
    together,
    turned,
    way,
)
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import PAPER

#: The foot may turn so far, toes up (negative) and toes down, in degrees; more does not fit into the frame.
TOES_UP, TOES_DOWN = -24.0, 34.0
#: The joint's axis; where the calf begins, on the thigh bone above the knee; where its tendon ends, on the heel.
ANKLE, ORIGIN, HEEL = np.array([140.0, 118.0]), np.array([168.0, 386.0]), np.array([171.0, 90.0])
CONDYLE = np.array([157.0, 400.0])
#: The tendon's length; how long the calf is where the foot stands level.
TENDON, REST = 134.0, 166.0
#: A pull on a foot that cannot move: a little thicker is all that is seen of it.
BULGE = 0.08
#: The calf's outline: how far down, and how far out to the skin and in to the bone, of its thickness.
DOWN = np.array([0.0, 0.08, 0.2, 0.36, 0.52, 0.68, 0.82, 0.93, 1.0])
OUT = np.array([0.12, 0.48, 0.82, 1.0, 0.96, 0.78, 0.5, 0.26, 0.12])
IN = np.array([0.12, 0.4, 0.62, 0.75, 0.74, 0.62, 0.42, 0.26, 0.14])
THICK_OUT, THICK_IN = 23.0, 16.0

_SHIN: Points = [(84, 484), (85, 447), (88, 414), (84, 394), (83, 376), (90, 354), (96, 336), (99, 302), (103, 252),
                 (110, 202), (117, 164)]
FOOT: Points = [(108, 122), (88, 105), (64, 90), (42, 80), (28, 77), (18, 69), (21, 59), (46, 56), (78, 64), (104, 66),
                 (136, 57), (160, 55), (174, 63), (179, 76), (178, 90)]
_THIGH: Points = [(180, 382), (186, 417), (193, 452), (197, 488)]
_LONG_BONES: tuple[Points, ...] = (
    [(108, 492), (110, 442), (106, 412), (103, 394), (108, 380), (130, 376), (152, 378), (160, 392), (152, 412),
     (138, 436), (134, 492)],
    [(102, 366), (112, 373), (132, 371), (152, 372), (155, 360), (144, 342), (134, 312), (133, 252), (136, 182),
     (143, 150), (154, 138), (150, 132), (128, 132), (121, 140), (122, 172), (115, 252), (108, 316), (101, 344)])
_FOOT_BONES: tuple[Points, ...] = (
    [(121, 116), (130, 127), (146, 128), (157, 120), (158, 108), (146, 102), (126, 102)],
    [(134, 100), (150, 103), (163, 108), (171, 98), (173, 80), (166, 67), (151, 65), (136, 76), (126, 86)],
    [(119, 116), (108, 114), (96, 100), (99, 84), (116, 84), (124, 90), (122, 102)],
    [(93, 99), (72, 88), (54, 80), (47, 77), (46, 67), (56, 65), (76, 72), (95, 83)],
    [(44, 77), (36, 75), (34, 69), (38, 65), (44, 66)],
    [(32, 74), (26, 72), (24, 67), (28, 65), (32, 66)])
#: Where the vessels' twigs leave the trunks, and how far down the calf they end.
_TWIGS = ((300.0, 0.36), (268.0, 0.5), (240.0, 0.64))
#: The vessels' ways from behind the ankle into the sole.
_ARTERY_SOLE: Points = [(148, 94), (122, 76), (92, 74)]
_VEIN_SOLE: Points = [(155, 90), (124, 69), (88, 68)]
#: Which points of the vessels have a dot: where they are seen, not where they run behind the calf. And where the artery
#: can be shut.
_ARTERY_DOTS, _VEIN_DOTS = (np.array(at) for at in ((8, 12, 19, 30, 34, 38, 42, 46, 50, 66),
                                                    (8, 10, 12, 43, 50, 52, 54, 58, 62, 68)))
KNEE = 318.0
_KNEECAP = Path.circle((0, 0), 1).transformed(Affine2D().scale(7, 15).rotate_deg(-6).translate(92, 388))


@dataclass(frozen=True)
class Shape:
    """Where calf, tendon and heel are at an angle of the foot and a force."""

    degrees: float
    heel: NDArray
    end: NDArray
    along: NDArray
    across: NDArray
    middle: NDArray
    back: NDArray
    front: NDArray
    out: float
    inn: float

    def inside(self, down: float, side: float) -> NDArray:
        """A place in the calf: so far down its length, and so far to its back (1) or front (−1)."""
        return ORIGIN + down * (self.end - ORIGIN) + self.across * side * (self.out if side > 0 else self.inn)

    def on_tendon(self, down: float, right: float = 0.0) -> NDArray:
        """A place on the tendon, from the calf (0) to the heel (1), so many pixels to its right."""
        return self.end + (self.heel - self.end) * down + (right - 2.5 * np.sin(np.pi * down), 0.0)


def shape(degrees: float, force: float, press: float = 0.0) -> Shape:
    """The calf with the foot turned (toes down is positive) at a part of its greatest force; ``press`` is a dent."""
    degrees = float(np.clip(degrees, TOES_UP, TOES_DOWN))
    heel = turned(HEEL, ANKLE, degrees)[0]
    end = np.array([169.0 + 0.5 * (heel[0] - HEEL[0]), heel[1] + TENDON - 2.0])
    length = float(np.hypot(*(end - ORIGIN)))
    along = (end - ORIGIN) / length
    across = np.array([-along[1], along[0]])
    thick = np.sqrt(REST / length) * (1.0 + BULGE * force)
    out, inn = THICK_OUT * thick, THICK_IN * thick
    dent = press * 9.0 * np.exp(-((DOWN - 0.58) / 0.17) ** 2)
    middle = ORIGIN + DOWN[:, None] * (end - ORIGIN)
    return Shape(degrees, heel, end, along, across, middle, middle + across * (OUT * out - dent)[:, None],
                 middle - across * (IN * inn)[:, None], out, inn)


class Limb:
    """Skin, bones and foot. The skin is one outline from thigh to toes and back, so that no gap can open."""

    def __init__(self, stage: Stage, axes: Axes) -> None:
        self._axes = axes
        self._skin = stage.moving(area(axes, EMPTY, ink.SKIN, ink.SKIN_EDGE, 1.8, 2.0))
        # The muscle at the front of the shin, which lifts the toes; it has no part in what is shown.
        stage.moving(area(axes, smooth([(97, 340), (106, 338), (112, 300), (113, 250), (116, 210), (110, 208),
                                        (104, 250), (100, 300)]), ink.NEIGHBOUR, ink.SKIN_EDGE, 1.0, 2.5))
        bones = [smooth(bone) for bone in _LONG_BONES]
        stage.moving(area(axes, together([*bones, _KNEECAP]), ink.BONE, ink.BONE_EDGE, 1.3, 3.0))
        stage.moving(line(axes, [(94, 374), (101, 352)], 2.9, color=ink.BONE_EDGE, linewidth=2.6))
        foot = together([smooth(bone) for bone in _FOOT_BONES])
        self._foot = stage.moving(area(axes, foot, ink.BONE, ink.BONE_EDGE, 1.3, 3.0))

    def show(self, calf: Shape) -> None:
        """Turn the foot, and let the skin go with the calf."""
        edge = [calf.back[i] + (7.5, 0.0) for i in (6, 5, 4, 3, 2)]
        tendon = [calf.on_tendon(0.76, 9.5), calf.on_tendon(0.5, 10.0), calf.on_tendon(0.24, 11.0),
                  calf.on_tendon(0.02, 12.5)]
        bend = turned((117, 140), ANKLE, 0.45 * calf.degrees)
        self._skin.set_path(smooth(np.vstack([_SHIN, bend, turned(FOOT, ANKLE, calf.degrees), tendon, edge, _THIGH])))
        self._foot.set_transform(Affine2D().rotate_deg_around(ANKLE[0], ANKLE[1], calf.degrees) + self._axes.transData)


class Calf:
    """The calf's two muscles and their tendon: the outer one, which moves and is coloured by the force, and behind it
    the soleus, pale."""

    def __init__(self, stage: Stage, axes: Axes) -> None:
        self._soleus = stage.moving(area(axes, EMPTY, ink.NEIGHBOUR, ink.SKIN_EDGE, 1.0, 6.0))
        self._head = stage.moving(area(axes, EMPTY, ink.TENDON, ink.TENDON_EDGE, 1.2, 6.5))
        self._muscle = stage.moving(area(axes, EMPTY, ink.MUSCLE[0], ink.MUSCLE_EDGE, ink.OUTLINE, 7.0))
        self._fibres = stage.moving(area(axes, EMPTY, "none", ink.MUSCLE_EDGE, 0.8, 8.0))
        self._tendon = stage.moving(area(axes, EMPTY, ink.TENDON, ink.TENDON_EDGE, 1.3, 8.5))

    def show(self, calf: Shape, force: float) -> None:
        """Shape and colour; ``force`` as a part of the greatest."""
        self._muscle.set_path(smooth(np.vstack([calf.back, calf.front[::-1]])))
        self._muscle.set_facecolor(ink.pick(ink.MUSCLE, force))
        # Where the muscle pulls, its fibres are drawn thicker: not by colour alone.
        self._fibres.set_linewidth(0.7 + 1.3 * force)
        self._fibres.set_path(together([
            smooth([calf.inside(float(down), side * float(width)) for down, width in zip(
                DOWN[1:-1], (OUT if side > 0 else IN)[1:-1], strict=True)], closed=False)
            for side in (-0.6, -0.15, 0.3, 0.62)]))
        front = calf.front
        self._soleus.set_path(smooth(np.vstack([
            [(151, 348), (147, 320), (147, 280), (151, 240)], calf.on_tendon(0.25, -5.0), calf.on_tendon(0.02, -3.0),
            front[6] + (5, 0), front[4] + (6, 0), front[2] + (6, 0)])))
        self._head.set_path(smooth([CONDYLE + (-3, 4), CONDYLE + (5, 2), ORIGIN + (4, -6), ORIGIN + (-5, -4)]))
        end, along, across = calf.end, calf.along, calf.across
        heel = [calf.heel + turned(corner, (0, 0), calf.degrees)[0] for corner in ((5.5, -16), (-4.0, -14))]
        self._tendon.set_path(smooth(np.vstack([
            end - along * 40 + across * 2, end - along * 14 + across * 5.5, calf.on_tendon(0.04, 6.0),
            calf.on_tendon(0.3, 4.6), calf.on_tendon(0.7, 3.8), calf.on_tendon(0.92, 6.0), *heel,
            calf.on_tendon(0.95, -4.0), calf.on_tendon(0.7, -3.4), calf.on_tendon(0.3, -4.4),
            calf.on_tendon(0.04, -6.0), end - along * 14 - across * 4])))


class Vessels:
    """Artery and vein. The trunks stay; their twigs in the muscle are as wide as the flow. The artery brings always the
    same blood; the vein's colour and dots are the oxygen that is left. Behind the ankle they run into the sole, where
    they get thinner, and turn with the foot."""

    def __init__(self, stage: Stage, axes: Axes) -> None:
        places = np.array([484, 432, 382, 332, 282, 232, 182, 150, 118], float)
        right = np.array([146, 150, 161, 150, 142, 141, 145, 149, 152], float)
        heights = np.linspace(484.0, 118.0, 60)
        side = np.interp(heights, places[::-1], right[::-1])
        self._trunk = np.column_stack([np.convolve(np.pad(side, 5, "edge"), np.ones(11) / 11, "valid"), heights])
        self._vein = self._trunk + (8.5, 0.0)
        kinds = (ink.BLOOD_EDGE, 5.0), (ink.ARTERY, 5.1)
        self._vessels = [(trunk, sole, walls, [stage.moving(area(axes, EMPTY, fill, zorder=at)) for fill, at in kinds])
                         for trunk, sole, walls in ((self._trunk, _ARTERY_SOLE, 2.8), (self._vein, _VEIN_SOLE, 1.4))]
        self._rims = stage.moving(area(axes, EMPTY, "none", ink.BLOOD_EDGE, 1.0, 8.6))
        self._to, self._from = (stage.moving(area(axes, EMPTY, "none", ink.ARTERY, 1.0, 8.7)) for _ in (0, 1))
        self._dots = stage.moving(dots(axes, 3.2, PAPER, "none", 0.0, 5.2))

    def show(self, calf: Shape, flow: float, oxygen: float, blood: float) -> None:
        """``flow`` as a part of the greatest; ``oxygen`` left in the vein as a part of what the artery has; ``blood``
        is the part that the artery lets through at the knee."""
        flow, oxygen, blood = (float(np.clip(share, 0.0, 1.0)) for share in (flow, oxygen, blood))
        width, vein = 0.3 + 4.7 * flow, ink.pick(ink.VEIN, oxygen)
        ways = []
        for (trunk, sole, walls, (rim, inside)), passes in zip(self._vessels, (blood, 1.0), strict=True):
            leg = trunk[trunk[:, 1] > 142.0]
            bend = turned(trunk[-1], ANKLE, 0.5 * calf.degrees)
            foot = way(np.vstack([leg[-1:], bend, turned(sole, ANKLE, calf.degrees)]), 30)[1:]
            points, thin = np.vstack([leg, foot]), np.r_[np.ones(len(leg)), np.linspace(1.0, 0.0, len(foot)) ** 0.6]
            thin[points[:, 1] < KNEE] *= 0.3 + 0.7 * passes
            rim.set_path(tapered(points, (4.6 + walls) * thin))
            inside.set_path(tapered(points, 4.6 * thin))
            ways.append(points)
        inside.set_facecolor(vein)
        twigs = [[self._twig(calf, trunk, height + up, down) for height, down in _TWIGS]
                 for trunk, up in ((self._trunk, 9.0), (self._vein, 0.0))]
        for artists, paths, its_width in ((self._rims, [*twigs[0], *twigs[1]], width + (2.0 if width > 0.5 else 0.6)),
                                          (self._to, twigs[0], width), (self._from, twigs[1], width)):
            artists.set_path(together(paths))
            artists.set_linewidth(its_width)
        self._from.set_edgecolor(vein)
        # New oxygen comes as far as blood is let through: to the knee, or on past the calf into the foot.
        full, left = ways[0][_ARTERY_DOTS[:3 + round(7 * blood)]], ways[1][_VEIN_DOTS[:round(10 * oxygen)]]
        self._dots.set_data(*np.vstack([full, left]).T)

    @staticmethod
    def _twig(calf: Shape, trunk: NDArray, height: float, down: float) -> Path:
        """From a trunk into the muscle."""
        start, goal = trunk[np.argmin(abs(trunk[:, 1] - height))], calf.inside(down, 0.15)
        return smooth([start, (start + goal) / 2.0 + (0.0, -4.0), goal], closed=False)
