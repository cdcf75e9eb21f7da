"""An artery of the heart, cut across, and the blood that comes through it: why does the same squeeze shut one artery
and hardly narrow another?

The circles are to scale: ring and plaque keep their areas, whatever the opening does. A plaque is drawn at one side; in
the model it only counts how large it is. The lining is drawn too thick, and what lies around the ring too thin. The
wall of a real artery that squeezes is folded. The arrow's length is the flow.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path
from numpy.typing import NDArray

from muscle_lib.figures.drawings import table as ink
from muscle_lib.figures.drawings.shapes import EMPTY, area, arrow, dots, line, sheet, together
from muscle_lib.figures.drawings.words import Leaders, Stamp, word
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import INK, STYLES

WIDTH, HEIGHT = 300, 400
PLAQUE = "#f5dd8e"
FILLS = (*ink.MUSCLE, ink.MUSCLE_EDGE, PLAQUE, ink.FAT_EDGE, ink.LINING, ink.AROUND, ink.BONE_EDGE, ink.ARTERY,
         ink.BLOOD_EDGE,
         *ink.between((ink.MUSCLE[0], ink.MUSCLE_EDGE), (ink.MUSCLE[5], ink.MUSCLE_EDGE), (PLAQUE, ink.FAT_EDGE),
                      (ink.ARTERY, ink.BLOOD_EDGE), (ink.LINING, ink.MUSCLE_EDGE), (ink.AROUND, ink.BONE_EDGE)))
#: The middle of the ring, pixels for a millimetre, and the way from there to the plaque's thickest place.
_MIDDLE, _SCALE = np.array([150.0, 250.0]), 54.0
_TO_PLAQUE = np.array([np.cos(np.deg2rad(-40.0)), np.sin(np.deg2rad(-40.0))])
_ACROSS = np.array([-_TO_PLAQUE[1], _TO_PLAQUE[0]])
_AROUND, _LINING = 5.0, 3.0
#: Where the flow's scale begins, and pixels for 1 mL/s; the heights of the arrow and of the mark of the most.
_LEFT, _FLOW, _ARROW_Y, _MOST_Y = 20.0, 58.0, 86.0, 40.0
#: Fibres of the ring: at these parts of its thickness; each has so many strands.
_DEEP, _STRANDS = (0.25, 0.5, 0.75), 5
#: Grains of fat in the plaque: parts of its thickness, and of the angle to either side.
_GRAINS = ((0.25, 0.1), (0.62, 0.3), (0.3, -0.32), (0.66, -0.45), (0.35, 0.65))


@dataclass(frozen=True)
class ArteryMoment:
    """What is at a moment: radii in mm (outside, inside of the muscle ring, opening, and a healthy artery's opening),
    the share of the force, and flows in mL/s (what comes, what is wanted, what could come at most)."""

    outside_mm: float = 1.7
    ring_mm: float = 1.38
    opening_mm: float = 1.38
    healthy_mm: float = 1.38
    force: float = 0.19
    comes: float = 1.0
    wanted: float = 1.0
    most: float = 4.48
    state: str = "open"
    given: str = ""


class ArterySection:
    """The ring with its plaque, and the flow under it."""

    def __init__(self, stage: Stage, axes: Axes) -> None:
        sheet(axes, WIDTH, HEIGHT)
        self._around = stage.moving(area(axes, EMPTY, ink.AROUND, ink.BONE_EDGE, 1.3, 1.0))
        self._ring = stage.moving(area(axes, EMPTY, ink.MUSCLE[0], ink.MUSCLE_EDGE, ink.OUTLINE, 2.0))
        self._strands = stage.moving(area(axes, EMPTY, "none", ink.MUSCLE_EDGE, 1.0, 2.5))
        self._plaque = stage.moving(area(axes, EMPTY, PLAQUE, ink.MUSCLE_EDGE, ink.OUTLINE, 3.0))
        self._grains = stage.moving(dots(axes, 4.0, ink.FAT_EDGE, ink.FAT_EDGE, 0.0, 3.2))
        self._lining = stage.moving(area(axes, EMPTY, ink.LINING, ink.MUSCLE_EDGE, 1.2, 4.0))
        self._blood = stage.moving(area(axes, EMPTY, ink.ARTERY, ink.BLOOD_EDGE, 1.2, 5.0))
        self._seam = stage.moving(line(axes, (), 5.2, color=INK, linewidth=2.6))
        self._healthy = stage.moving(area(axes, EMPTY, "none", INK, 1.4, 6.0, linestyle=(0, (1, 2.5))))
        self._comes = stage.moving(area(axes, EMPTY, ink.ARTERY, ink.BLOOD_EDGE, 1.2, 2.0))
        self._wanted = stage.moving(area(axes, EMPTY, "none", INK, 1.4, 3.0, linestyle=(0, (4, 2.5))))
        blue = STYLES["power"].color
        self._most = stage.moving(line(axes, (), 2.0, color=blue, linewidth=3.0, solid_capstyle="butt"))
        line(axes, [(_LEFT, 27.0), (_LEFT + 4.0 * _FLOW, 27.0)], color=INK, linewidth=1.0)
        for mark in range(5):
            line(axes, [(_LEFT + mark * _FLOW, 27.0), (_LEFT + mark * _FLOW, 22.0)], color=INK, linewidth=1.0)
        word(axes, "0", _LEFT, 11, ha="center")
        word(axes, "2", _LEFT + 2.0 * _FLOW, 11, ha="center")
        word(axes, "4 mL/s", 294, 11, ha="right")
        word(axes, "comes (dashed: wanted)", _LEFT, 115)
        word(axes, "could come at most", _LEFT, 58)
        word(axes, "muscle ring", 4, 148)
        word(axes, "dotted: a healthy one at rest", 4, 369)
        self._plaque_word = stage.moving(Stamp(axes, 296, 148, "plaque", ha="right"))
        self._state = stage.moving(Stamp(axes, 4, 389, "", weight="bold"))
        self._given = stage.moving(Stamp(axes, 296, 389, "", ha="right"))
        self._leaders = Leaders(stage, axes)

    def show(self, now: ArteryMoment) -> None:
        """Draw a moment."""
        outside, ring, opening = (_SCALE * size for size in (now.outside_mm, now.ring_mm, now.opening_mm))
        # The opening lies where the plaque is not, and touches the ring there.
        hole = _MIDDLE - _TO_PLAQUE * max(0.0, ring - opening) * 0.8
        self._around.set_path(_circle(_MIDDLE, outside + _AROUND))
        self._ring.set_path(_circle(_MIDDLE, outside))
        self._ring.set_facecolor(ink.pick(ink.MUSCLE, now.force))
        self._strands.set_path(_strands(ring, outside))
        self._strands.set_linewidth(0.7 + 1.3 * now.force)
        has_plaque = now.ring_mm - now.opening_mm > 0.01
        self._plaque.set_path(_circle(_MIDDLE, ring))
        self._plaque.set_facecolor(PLAQUE if has_plaque else ink.LINING)
        thick = np.hypot(*(hole - _MIDDLE)) + ring - opening
        self._grains.set_data(*np.array([_MIDDLE + ring * _TO_PLAQUE * 0.98 - thick * deep * _TO_PLAQUE
                                         + ring * 0.7 * side * _ACROSS for deep, side in _GRAINS]).T)
        self._grains.set_visible(has_plaque)
        is_open = opening > 0.4
        self._lining.set_path(_circle(hole, opening + _LINING if has_plaque else opening) if is_open else EMPTY)
        self._blood.set_path(_circle(hole, opening if has_plaque else opening - _LINING) if is_open else EMPTY)
        bend = np.linspace(-1.0, 1.0, 9)
        self._seam.set_data(*(hole + np.outer(12.0 * bend, _ACROSS) + np.outer(4.0 * bend ** 2, _TO_PLAQUE)).T)
        self._seam.set_visible(not is_open)
        self._healthy.set_path(_circle(_MIDDLE, _SCALE * now.healthy_mm))
        self._show_flow(now)
        self._plaque_word.set_visible(has_plaque)
        self._state.set_text(now.state)
        self._given.set_text(now.given)
        half = (outside + ring) / 2.0
        ways = [((48, 160), _MIDDLE + half * np.array([-0.72, -0.69]))]
        if has_plaque:
            ways.append(((270, 160), _MIDDLE + (ring - 0.45 * thick) * _TO_PLAQUE))
        self._leaders.show(*ways)

    def _show_flow(self, now: ArteryMoment) -> None:
        """What comes, in what is wanted; and what could come at most."""
        for artist, flow in ((self._comes, now.comes), (self._wanted, now.wanted)):
            artist.set_path(arrow((_LEFT, _ARROW_Y), (_LEFT + _FLOW * flow, _ARROW_Y), 20.0, 18.0, 34.0)
                            if flow > 0.005 else EMPTY)
        end = _LEFT + _FLOW * now.most
        self._most.set_data([_LEFT, _LEFT, _LEFT, end, end, end],
                            [_MOST_Y - 5, _MOST_Y + 5, _MOST_Y, _MOST_Y, _MOST_Y + 5, _MOST_Y - 5])


def _circle(middle: NDArray, radius: float) -> Path:
    return Path.circle((float(middle[0]), float(middle[1])), radius)


def _strands(inside: float, outside: float) -> Path:
    """The ring's fibres, which run around."""
    arcs = []
    for row, deep in enumerate(_DEEP):
        at = inside + (outside - inside) * deep
        for place in range(_STRANDS):
            angle = np.linspace(0.0, 0.9, 8) + (place + 0.5 * (row % 2)) * 2.0 * np.pi / _STRANDS
            arcs.append(Path(_MIDDLE + at * np.column_stack([np.cos(angle), np.sin(angle)])))
    return together(arcs)


