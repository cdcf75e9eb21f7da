"""A writing arm: what do two muscles do that oppose each other, and what does the pen write meanwhile?

A left arm from its inner side, the thumb in front: the extensor lies on the side of the back of the hand, the flexor on
the side of the palm. It is seen from above where it writes, and the paper is pulled away to the left, as a line runs:
each point of the line lies where the pen was. The wrist bends as far as the model says. Exaggerated: how thick a muscle
gets. Left out: other muscles, the bones of the hand, what fingers do; and where the two muscles silence each other: the
circles are no place in the body.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle
from matplotlib.path import Path
from numpy.typing import ArrayLike, NDArray

from muscle_lib.figures.drawings import table as ink
from muscle_lib.figures.drawings.shapes import (
    EMPTY,
    Points,
    area,
    arrow,
    box,
    line,
    sheet,
    smooth,
    together,
    turned,
    way,
)
from muscle_lib.figures.drawings.words import Leaders, word
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import INK, PAPER

WIDTH, HEIGHT = 300, 400
#: The wrist may bend so far, forward (negative) and back, in degrees; more does not fit into the frame.
FORWARD, BACK = -11.0, 11.0
#: So far the paper is pulled from one point of the line to the next.
PULL_px = 1.8
SHEET, SHEET_EDGE, INK_BLUE = ink.BONE, ink.GREY_EDGE, "#3f6fa8"
FILLS = ink.colors(SHEET, SHEET_EDGE, INK_BLUE, *ink.between(
    (INK_BLUE, INK), (SHEET, INK_BLUE), (ink.BONE, ink.BONE_EDGE), (ink.MUSCLE[9], ink.MUSCLE_EDGE)))
_WRIST, _NIB = np.array([174.0, 188.0]), np.array([277.0, 83.0])
_PEN_UP = np.array([-31.0, 65.0]) / np.hypot(31.0, 65.0)
#: A belly's thickness along its length, of its thickest; how much thicker it gets at work.
_ALONG = np.array([0.0, 0.1, 0.25, 0.45, 0.65, 0.82, 0.94, 1.0])
_THICK = np.array([0.1, 0.48, 0.86, 1.0, 0.84, 0.52, 0.24, 0.1])
_BULGE = 0.25

_HUMERUS: Points = [(46, 440), (44, 286), (42, 236), (36, 212), (44, 198), (62, 198), (68, 212), (64, 236), (66, 286),
                    (68, 440)]
_ULNA: Points = [(20, 206), (10, 188), (14, 170), (36, 164), (70, 172), (120, 185), (168, 194), (172, 183), (150, 177),
                 (100, 180), (70, 188), (50, 194), (38, 206)]
_RADIUS: Points = [(58, 202), (56, 187), (76, 186), (110, 180), (150, 172), (172, 170), (174, 184), (150, 185),
                   (110, 194), (78, 200)]
_BICEPS: Points = [(84, 440), (86, 336), (84, 286), (76, 248), (70, 236), (69, 256), (71, 306), (74, 440)]
_HAND: Points = [(200, 215), (218, 216), (234, 207), (250, 192), (262, 170), (268, 150), (265, 139), (259, 137),
                 (253, 144), (248, 137), (244, 129), (237, 127), (231, 133), (226, 126), (218, 125), (212, 132),
                 (205, 130), (198, 136), (192, 148)]
_CREASES: tuple[Points, ...] = ([(231, 133), (228, 146), (220, 156)], [(212, 132), (208, 142), (200, 152)],
                                [(253, 144), (250, 159), (240, 174), (226, 186)], [(254, 178), (249, 175)])
_THUMB: Points = [(180, 192), (194, 188), (208, 185), (222, 173), (238, 159), (250, 150), (254, 142), (250, 136),
                  (241, 138), (226, 148), (214, 155), (200, 159), (188, 161)]
_NAIL: Points = [(252, 142), (247, 147), (240, 152), (237, 148), (244, 142)]
_E, _F = (196.0, 306.0), (264.0, 306.0)


@dataclass(frozen=True)
class ArmMoment:
    """What is seen: activities and commands from 0 to 1; ``wrist_degrees``, bent back is positive; ``written``: where
    the wrist was, newest first; ``inhibition``: of each muscle by the other, from 0 to 1."""

    extensor: float = 0.0
    flexor: float = 0.0
    neighbour: float = 0.0
    wrist_degrees: float = 0.0
    written: Sequence[float] = ()
    extend: float = 0.0
    flex: float = 0.0
    inhibition: float = 0.8


def nib(degrees: ArrayLike) -> NDArray:
    """Where the pen's tip is at each angle of the wrist."""
    angles = np.clip(np.atleast_1d(np.asarray(degrees, float)), FORWARD, BACK)
    return turned(np.tile(_NIB, (len(angles), 1)), _WRIST, angles)


class Belly:
    """A muscle's belly between two points: colour, thickness and thicker fibres with its activity."""

    def __init__(self, stage: Stage, axes: Axes, start: ArrayLike, end: ArrayLike, thick: float, zorder: float) -> None:
        self._start, self._end, self._thick = np.asarray(start, float), np.asarray(end, float), thick
        self._belly = stage.moving(area(axes, EMPTY, ink.MUSCLE[0], ink.MUSCLE_EDGE, ink.OUTLINE, zorder))
        self._fibres = stage.moving(area(axes, EMPTY, "none", ink.MUSCLE_EDGE, 0.8, zorder + 0.1))

    def show(self, activity: float, end_moves: float = 0.0) -> None:
        """``activity`` from 0 to 1; its far end is drawn back (or let out) by so many pixels."""
        share = float(np.clip(activity, 0.0, 1.0))
        along = self._end - self._start
        length = float(np.hypot(*along))
        along = along * (length + end_moves) / length
        across = np.array([-along[1], along[0]]) / np.hypot(*along)
        middle = self._start + _ALONG[:, None] * along
        half = across * (_THICK * self._thick * (1.0 + _BULGE * share))[:, None]
        self._belly.set_path(smooth(np.vstack([middle + half, (middle - half)[::-1]])))
        self._belly.set_facecolor(ink.pick(ink.MUSCLE, share))
        self._fibres.set_path(together([smooth((middle + half * side)[1:-1], closed=False) for side in (-0.5, 0, 0.5)]))
        self._fibres.set_linewidth(0.7 + 1.3 * share)


class Arm:
    """The arm, its three muscles, the pen and its line; above, the commands and the brakes between them."""

    def __init__(self, stage: Stage, axes: Axes) -> None:
        sheet(axes, WIDTH, HEIGHT)
        area(axes, box(5, 295, 48, 130), SHEET, SHEET_EDGE, 1.3, 1.0)
        word(axes, "what the pen writes", 150, 26, ha="center")
        self._line = stage.moving(line(axes, (), 1.5, color=INK_BLUE, linewidth=2.4))
        self._skin = stage.moving(area(axes, EMPTY, ink.SKIN, ink.SKIN_EDGE, 1.8, 2.0))
        stage.moving(area(axes, smooth(_BICEPS), ink.NEIGHBOUR, ink.SKIN_EDGE, 1.0, 2.5))
        stage.moving(area(axes, together([smooth(_HUMERUS), smooth(_ULNA)]), ink.BONE, ink.BONE_EDGE, 1.3, 3.0))
        stage.moving(area(axes, smooth(_RADIUS), ink.BONE, ink.BONE_EDGE, 1.3, 3.1))
        # Where the flexor begins, on the inner knob of the upper arm's bone; where the neighbour ends, on the elbow.
        origins = [[(50, 202), (48, 182), (50, 160)], [(27, 242), (21, 222), (17, 200)]]
        stage.moving(area(axes, together([smooth(each, closed=False) for each in origins]), "none", ink.TENDON_EDGE,
                          5.0, 4.0))
        stage.moving(area(axes, together([smooth(each, closed=False) for each in origins]), "none", ink.TENDON, 3.0,
                          4.1))
        self._tendons = stage.moving(area(axes, EMPTY, ink.TENDON, ink.TENDON_EDGE, 1.2, 4.2))
        self._extensor = Belly(stage, axes, (50, 218), (138, 211), 13.5, 5.0)
        self._flexor = Belly(stage, axes, (48, 158), (138, 168), 13.5, 5.0)
        self._neighbour = Belly(stage, axes, (24, 420), (27, 236), 12.0, 5.0)
        self._creases = stage.moving(area(axes, EMPTY, "none", ink.SKIN_EDGE, 1.2, 6.0))
        self._pen = stage.moving(area(axes, EMPTY, INK_BLUE, INK, 1.3, 7.0))
        self._tip = stage.moving(area(axes, EMPTY, INK, INK, 1.0, 7.1))
        self._thumb = stage.moving(area(axes, EMPTY, ink.SKIN, ink.SKIN_EDGE, 1.6, 8.0))
        self._nail = stage.moving(area(axes, EMPTY, ink.SKIN, ink.SKIN_EDGE, 1.0, 8.1))
        for (x, y), letter in ((_E, "E"), (_F, "F")):
            axes.add_patch(Circle((x, y), 13, facecolor=PAPER, edgecolor=ink.NERVE_EDGE, linewidth=1.6, zorder=10))
            word(axes, letter, x, y, ha="center")
        self._commands = stage.moving(area(axes, EMPTY, ink.COMMAND, PAPER, 0.6, 11.0))
        self._brakes = stage.moving(area(axes, EMPTY, "none", INK, 2.0, 12.0))
        word(axes, "commands\nfrom the brain", 230, 380, ha="center")
        word(axes, "mutual inhibition", 230, 278, ha="center")
        word(axes, "neighbour", 100, 348)
        word(axes, "extensor (E)", 108, 250)
        word(axes, "flexor (F)", 100, 118)
        self._leaders = Leaders(stage, axes)

    def show(self, now: ArmMoment) -> None:
        """Draw a moment."""
        degrees = float(np.clip(now.wrist_degrees, FORWARD, BACK))
        self._show_muscles(now, degrees)
        self._show_hand(degrees)
        at = nib(now.written) - np.outer(np.arange(len(now.written)), (PULL_px, 0.0)) if len(now.written) else []
        self._line.set_data(*np.asarray(at, float).reshape(-1, 2).T)
        self._show_brakes(now)
        self._leaders.show(((97, 348), (30, 332)), ((122, 241), (98, 218)), ((112, 127), (98, 162)))

    def _show_muscles(self, now: ArmMoment, degrees: float) -> None:
        pull = 0.6 * degrees  # a tendon's way, in px
        self._extensor.show(now.extensor, -pull)
        self._flexor.show(now.flexor, pull)
        self._neighbour.show(now.neighbour)
        tendons = []
        for start, over, end, side in (((138 - pull, 211), (166, 210), (200, 210), 1),
                                       ((138 + pull, 168), (168, 164), (196, 158), -1)):
            goal = turned([end], _WRIST, degrees)[0]
            along = way([np.subtract(start, (16, -1.6 * side)), np.add(over, (goal - end) * 0.25), goal], 16)
            slope = np.gradient(along, axis=0)
            across = np.column_stack([-slope[:, 1], slope[:, 0]]) / np.hypot(*slope.T)[:, None]
            half = across * np.linspace(3.4, 1.5, 16)[:, None]
            tendons.append(smooth(np.vstack([along + half, (along - half)[::-1]])))
        self._tendons.set_path(together(tendons))

    def _show_hand(self, degrees: float) -> None:
        def at(points: ArrayLike) -> NDArray:
            return turned(points, _WRIST, degrees)

        above = [(90, 440), (92, 296), (91, 264), (92, 248), (106, 242), (132, 230), (156, 217)]
        below = [(164, 160), (130, 150), (92, 139), (52, 136), (14, 154), (2, 182), (2, 226), (5, 296), (4, 440)]
        self._skin.set_path(smooth(np.vstack([above, at(_HAND), below])))
        self._creases.set_path(together([smooth(at(each), closed=False) for each in _CREASES]))
        self._thumb.set_path(smooth(at(_THUMB), closed=False))
        self._nail.set_path(smooth(at(_NAIL)))
        across = np.array([-_PEN_UP[1], _PEN_UP[0]]) * 4.0
        neck, top = _NIB + _PEN_UP * 14, _NIB + _PEN_UP * 150
        self._pen.set_path(Path(at([neck + across, top + across, top + _PEN_UP * 5, top - across, neck - across,
                                    neck + across]), closed=True))
        self._tip.set_path(Path(at([_NIB, neck + across, neck - across, _NIB]), closed=True))

    def _show_brakes(self, now: ArmMoment) -> None:
        """The two commands, as wide as they are; between them what each takes from the other, as wide as that is."""
        self._commands.set_path(together([arrow((x, 358), (x, y + 15), 1.0 + 8.0 * share, 7.0 + 5.0 * share,
                                                7.0 + 10.0 * share)
                                          for (x, y), share in ((_E, now.extend), (_F, now.flex))]))
        (left, y), (right, _) = _E, _F
        bars = [Path([(left + 14, y + 6), (right - 17, y + 6)]), Path([(right - 17, y + 13), (right - 17, y - 1)]),
                Path([(right - 14, y - 6), (left + 17, y - 6)]), Path([(left + 17, y + 1), (left + 17, y - 13)])]
        gone = now.inhibition < 0.02
        middle = (left + right) / 2.0
        cross = [Path([(middle - 9, y - 9), (middle + 9, y + 9)]), Path([(middle - 9, y + 9), (middle + 9, y - 9)])]
        self._brakes.set_path(together(cross if gone else bars))
        self._brakes.set_linewidth(2.4 if gone else 0.6 + 4.0 * now.inhibition)
