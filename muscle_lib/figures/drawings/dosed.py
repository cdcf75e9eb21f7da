"""A drug on its way: which link of the loop does it touch, and is the link weaker or stronger then?

The loop is drawn as a plan, from the spindle in the muscle over the motor neuron in the cord back to the muscle; what
carries more is wider, fuller, or has more marks. The motor neuron and the junction are drawn far too large. Left out:
tendon organs, brakes and the brain, which no drug of this bench moves here; and all that a drug does elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Ellipse, Rectangle

from muscle_lib.figures.drawings import table as ink
from muscle_lib.figures.drawings.ions import FILLS as IONS
from muscle_lib.figures.drawings.ions import ions
from muscle_lib.figures.drawings.shapes import EMPTY, Points, area, arrow, dots, line, rounded, sheet, smooth, way
from muscle_lib.figures.drawings.words import Leaders, Stamp, word
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import INK, PAPER

WIDTH, HEIGHT = 300, 440
READY, STORE = ink.BRAIN[4], ink.SAC
_CELL, _RADIUS = np.array([178.0, 288.0]), 30.0
_SPINDLE = np.array([62.0, 78.0])
_BULB: Points = [(166, 190), (164, 172), (148, 160), (146, 146), (158, 138), (178, 138), (198, 138), (210, 146),
                 (208, 160), (192, 172), (190, 190)]
#: In which order marks vanish, so that those that are left lie apart.
_PACKETS = np.array([(160, 128), (196, 128), (178, 128), (169, 128), (187, 128), (164, 120), (192, 120), (174, 120),
                     (183, 120), (154, 121), (202, 121), (178, 112), (166, 112)])
_GRAINS = np.array([(228, 82), (262, 66), (246, 90), (234, 62), (270, 86), (252, 76), (240, 74), (260, 92)])
#: At a usual link: packets of transmitter, marks of calcium.
PACKETS, GRAINS = 10, 8
#: The ring about what is touched: its middle, and half of its width and height.
_RINGS = {"spindle": ((139.0, 288.0), (15.0, 15.0)), "current": ((221.0, 277.0), (17.0, 17.0)),
          "excitability": ((178.0, 288.0), (30.0, 30.0)), "junction": ((178.0, 121.0), (38.0, 18.0)),
          "calcium": ((249.0, 78.0), (37.0, 29.0))}

COLORS = [*ink.colors(READY, STORE), *IONS, *ink.between((ink.BRAIN[4], INK), (STORE, INK))]


@dataclass(frozen=True)
class DosedMoment:
    """The loop with a drug. ``spindle``, ``current``, ``junction``, ``calcium``: what is left of each, 1 is usual;
    ``excitability``: how near to firing the cell is, 0.5 is usual; ``touched``: the link; ``sign``: the same in words,
    with the way; ``name`` of the drug and ``dose``, from 0 to 1."""

    spindle: float = 1.0
    current: float = 1.0
    excitability: float = 0.5
    junction: float = 1.0
    calcium: float = 1.0
    touched: str = "nothing"
    sign: str = ""
    name: str = "No drug"
    dose: float = 0.0


class Dosed:
    """The plan of the loop, a bottle with the drug, and a ring about what it touches."""

    def __init__(self, stage: Stage, axes: Axes) -> None:
        sheet(axes, WIDTH, HEIGHT)
        # The cord, the nerve and the muscle.
        axes.add_patch(Ellipse((158.0, 286.0), 236.0, 128.0, facecolor=PAPER, edgecolor=ink.BRAIN_EDGE, linewidth=1.5,
                               zorder=1.0))
        nerve = np.array([_CELL - (0, _RADIUS), (_CELL[0], 186.0)])
        for width, color in ((9.0, ink.NERVE_EDGE), (6.0, ink.NERVE)):
            line(axes, nerve, 2.0, color=color, linewidth=width)
        area(axes, rounded(10, 290, 48, 110, 16), ink.MUSCLE[1], ink.MUSCLE_EDGE, 1.6, 1.0)
        for y in (64, 94):
            line(axes, [(20, y), (280, y)], 1.1, color=ink.MUSCLE[4], linewidth=1.2)
        area(axes, rounded(218, 280, 54, 102, 10), STORE, INK, 1.4, 1.5)
        area(axes, smooth(_BULB), ink.AXON, ink.NERVE_EDGE, 1.6, 2.5)
        area(axes, smooth(_SPINDLE + np.array([(-30, 0), (-12, 9), (0, 12), (12, 9), (30, 0), (12, -9), (0, -12),
                                               (-12, -9)])), PAPER, ink.PUSHES, 1.6, 1.6)
        turns = np.linspace(-15.0, 15.0, 60)
        line(axes, _SPINDLE + np.column_stack([turns, 7.0 * np.sin(turns * 1.4)]), 1.7, color=ink.PUSHES, linewidth=1.2)
        # What changes.
        self._cell = stage.moving(axes.add_patch(Circle(tuple(_CELL), _RADIUS, facecolor=PAPER, edgecolor="none",
                                                        zorder=3.0)))
        self._level = stage.moving(Rectangle(tuple(_CELL - _RADIUS), 2 * _RADIUS, 0.0, facecolor=READY,
                                             edgecolor="none", zorder=3.1))
        axes.add_patch(self._level)
        self._level.set_clip_path(Circle(tuple(_CELL), _RADIUS, transform=axes.transData))
        stage.moving(axes.add_patch(Circle(tuple(_CELL), _RADIUS, facecolor="none", edgecolor=ink.NERVE_EDGE,
                                           linewidth=2.0, zorder=3.4)))
        self._way = way([_SPINDLE + (-2, 12), (44, 130), (34, 190), (42, 250), (84, 284), (112, 288), (139, 288)], 70)
        self._ia = [stage.moving(line(axes, self._way[:-2], 4.0 + step, color=color)) for step, color in
                    ((0.0, PAPER), (0.1, ink.PUSHES))]
        self._knob = stage.moving(dots(axes, 12.0, ink.PUSHES, PAPER, 1.2, 4.2))
        turn = np.deg2rad(np.linspace(80.0, -12.0, 40))
        around = _CELL + 42.0 * np.column_stack([np.cos(turn), np.sin(turn)])
        self._current = [stage.moving(line(axes, around, 4.0 + step, color=color, solid_capstyle="butt"))
                         for step, color in ((0.0, PAPER), (0.1, ink.PUSHES))]
        self._tip = stage.moving(area(axes, EMPTY, ink.PUSHES, PAPER, 0.8, 4.2))
        self._packets = stage.moving(dots(axes, 6.0, INK, PAPER, 0.6, 4.0))
        self._grains = stage.moving(ions(axes, "calcium", zorder=4.0, size=0.75))
        # The bottle: how full it is, is the dose.
        area(axes, rounded(8, 40, 388, 426, 6), PAPER, INK, 1.6, 1.0)
        area(axes, rounded(15, 33, 426, 435, 2), ink.GREY_MATTER, INK, 1.4, 1.1)
        self._drug = stage.moving(Rectangle((10.0, 390.0), 28.0, 0.0, facecolor=ink.GLASS, edgecolor="none",
                                            zorder=1.2))
        axes.add_patch(self._drug)
        self._ring = [stage.moving(axes.add_patch(Ellipse((0, 0), 1, 1, facecolor="none", edgecolor=color,
                                                          linewidth=width, zorder=21.0 - width / 10.0)))
                      for width, color in ((6.5, PAPER), (3.2, INK))]
        self._name = stage.moving(Stamp(axes, 50, 419, "", weight="bold"))
        self._sign = stage.moving(Stamp(axes, 50, 398, ""))
        for text, x, y in (("spindle (+)", 20, 28), ("spinal cord", 24, 358), ("junction", 66, 146),
                           ("calcium", 214, 28), ("muscle", 116, 79)):
            word(axes, text, x, y)
        word(axes, "inward\ncurrent (+)", 210, 362)
        word(axes, "motor neuron:\nready to fire", 60, 198)
        self._leaders = Leaders(stage, axes)

    def show(self, now: DosedMoment) -> None:
        """Draw a moment."""
        spindle, current = (float(np.clip(share, 0.0, 2.0)) for share in (now.spindle, now.current))
        for artist, width in zip(self._ia, (1.0 + 7.0 * spindle + 2.4, 1.0 + 7.0 * spindle), strict=True):
            artist.set_linewidth(width)
        self._knob.set_data([self._way[-1, 0]], [self._way[-1, 1]])
        self._knob.set_markersize(7.0 + 7.0 * spindle)
        for artist, width in zip(self._current, (1.0 + 6.0 * current + 2.4, 1.0 + 6.0 * current), strict=True):
            artist.set_linewidth(width)
        head = _CELL + 42.0 * np.array([np.cos(np.deg2rad(-12.0)), np.sin(np.deg2rad(-12.0))])
        size = 7.0 + 7.0 * current
        self._tip.set_path(arrow(head + (2.0, 2.0), head + (-0.25 * size, -size), 0.1, size, size * 1.3))
        self._level.set_height(2.0 * _RADIUS * float(np.clip(now.excitability, 0.0, 1.0)))
        self._packets.set_data(*_PACKETS[:round(PACKETS * float(np.clip(now.junction, 0.0, 1.3)))].T)
        self._grains.set_data(*_GRAINS[:round(GRAINS * float(np.clip(now.calcium, 0.0, 1.0)))].T)
        self._drug.set_height(34.0 * float(np.clip(now.dose, 0.0, 1.0)))
        self._name.set_text(now.name)
        self._sign.set_text(now.sign)
        touched = _RINGS.get(now.touched)
        for ring in self._ring:
            ring.set_visible(touched is not None)
            if touched:
                middle, half = touched
                ring.set(center=middle, width=2.0 * half[0], height=2.0 * half[1])
        self._leaders.show(((62, 38), _SPINDLE + (2, -9)), ((250, 344), (217, 304)), ((126, 212), _CELL + (-18, -16)),
                           ((130, 144), (152, 130)), ((240, 38), (246, 64)))
