"""What reports back from the calf, and what comes of it in the cord: who pushes the motor neuron, who holds it back."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Ellipse
from matplotlib.path import Path
from numpy.typing import NDArray

from muscle_lib.figures.drawings import table as ink
from muscle_lib.figures.drawings.limb import Shape
from muscle_lib.figures.drawings.shapes import EMPTY, area, arrow, line, smooth, together, way
from muscle_lib.figures.drawings.words import Stamp
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import PAPER, STYLES

#: Where the ways back enter the cord, by the hind root with its knot of cells.
_KNOT = (214.0, 361.0)
_CELL, _BRAKE = (231.5, 333.5), (243.0, 346.0)
_CELL_MIDDLE = np.array([232.0, 327.0])
_INHIBITION = STYLES["chloride"].color


class Feeler:
    """A sense organ in or at the calf with its way to the cord: the way is as wide as what is reported."""

    def __init__(self, stage: Stage, axes: Axes, color: str, dash: object, zorder: float) -> None:
        self._case = stage.moving(line(axes, (), zorder, color=PAPER))
        self._line = stage.moving(line(axes, (), zorder + 0.05, color=color, linestyle=dash, dash_capstyle="butt"))
        self._tip = stage.moving(area(axes, EMPTY, color, PAPER, 0.8, zorder + 0.4))

    def show(self, points: NDArray, share: float, tip: int) -> None:
        """Along these points, from 0 to 1; the arrow's head stands at one of them."""
        share = float(np.clip(share, 0.0, 1.0))
        for artist, width in ((self._line, 1.3), (self._case, 3.1)):
            artist.set_data(*points.T)
            artist.set_linewidth(width + 5.0 * share)
        along = points[tip + 1] - points[tip]
        along, size = along / np.hypot(*along), 7.0 + 6.0 * share
        self._tip.set_path(arrow(points[tip] - along * size * 0.5, points[tip] + along * size * 0.6, 0.1, size * 1.1,
                                 size * 1.1) if share > 0.02 else EMPTY)


class Spindle:
    """The spindle lies between the fibres; its way back ends with a knob on the motor neuron: it excites."""

    def __init__(self, stage: Stage, axes: Axes) -> None:
        self.feeler = Feeler(stage, axes, ink.PUSHES, "-", 14.5)
        self._case = stage.moving(area(axes, EMPTY, PAPER, ink.PUSHES, 1.5, 9.0))
        self._coil = stage.moving(area(axes, EMPTY, "none", ink.PUSHES, 1.1, 9.1))
        stage.moving(axes.add_patch(Ellipse(_KNOT, 16, 12, angle=15, facecolor=ink.GREY_MATTER,
                                            edgecolor=ink.BRAIN_EDGE, linewidth=1.2, zorder=14.45)))
        stage.moving(axes.add_patch(Circle(_CELL, 2.6, facecolor=ink.PUSHES, edgecolor=PAPER, linewidth=0.7,
                                           zorder=15.4)))
        self.at = np.zeros(2)
        self.way = np.zeros((70, 2))

    def show(self, calf: Shape, share: float) -> None:
        """How much it reports, from 0 to 1."""
        middle = calf.inside(0.46, 0.12)
        outline = np.array([(0, 22), (5, 9), (6, 0), (5, -9), (0, -22), (-5, -9), (-6, 0), (-5, 9)])
        threads = [Path([middle + (0, 22), middle + (0, 36)]), Path([middle + (0, -22), middle + (0, -36)])]
        self._case.set_path(together([smooth(outline + middle), *threads]))
        turns = np.linspace(-9.0, 9.0, 48)
        self._coil.set_path(Path(np.column_stack([4.4 * np.sin(turns * 1.9) * np.cos(turns / 7.5), turns]) + middle))
        self.way = way([middle + (-4, 1), middle + (-13, 16), (165, 340), (166, 366), (169, 388), (182, 404),
                        (202, 390), (208, 368), _KNOT, (232, 357), (238, 345), _CELL], 70)
        self.feeler.show(self.way, share, 24)
        self.at = middle + (-3, 0)


class Reflex:
    """Spindle and tendon organ. The spindle lies between the fibres and excites (a knob on the cell); the tendon organ
    lies where muscle and tendon meet, feels the pull, and holds back by a cell between (a bar on the cell); so does,
    on a way of its own, the length of the muscle."""

    def __init__(self, stage: Stage, axes: Axes) -> None:
        self._spindle = Spindle(stage, axes)
        self._ib = Feeler(stage, axes, ink.HOLDS, (0, (3, 1.2)), 14.6)
        self._length = Feeler(stage, axes, ink.STRETCH, (0, (1, 0.9)), 14.55)
        self._organ = stage.moving(area(axes, EMPTY, PAPER, ink.HOLDS, 1.5, 9.0))
        self._branch = stage.moving(area(axes, EMPTY, "none", ink.HOLDS, 1.1, 9.1))
        stage.moving(axes.add_patch(Circle(_BRAKE, 4.2, facecolor=PAPER, edgecolor=ink.HOLDS, linewidth=1.5,
                                           zorder=15.2)))
        stage.moving(line(axes, [(240, 343), (236, 335)], 15.1, color=ink.HOLDS, linewidth=1.6))
        stage.moving(line(axes, [(233, 337.5), (239.5, 332.5)], 15.3, color=ink.HOLDS, linewidth=3.0))
        # The inward current is the cell's own: an arrow from it to itself.
        turn = np.deg2rad(np.linspace(165.0, 330.0, 30))
        around = _CELL_MIDDLE + 12.5 * np.column_stack([np.cos(turn), np.sin(turn)])
        self._current = [stage.moving(line(axes, around, 15.5 + step, color=color)) for step, color in
                         ((0.0, PAPER), (0.1, ink.PUSHES))]
        self._current_tip = stage.moving(area(axes, EMPTY, ink.PUSHES, PAPER, 0.6, 15.7))
        # What somebody does holds the cell back by ways that the model does not have: a ring around it, and the same
        # ring before its word.
        self._rings = [
            stage.moving(axes.add_patch(Circle(at, size, facecolor="none", edgecolor=_INHIBITION, zorder=14.95)))
            for at, size in (((float(_CELL_MIDDLE[0]), float(_CELL_MIDDLE[1])), 9.5), ((-1.0, 235.0), 4.0))]
        self._ring_word = stage.moving(Stamp(axes, 7, 235, "inhibition (−)"))
        self.spindle_at = self.organ_at = self.belly_at = np.zeros(2)

    def show(self, calf: Shape, spindle: float, organ: float, length: float, current: float,
             inhibition: float) -> None:
        """Each from 0 to 1."""
        self._ring_word.set_visible(inhibition > 0.0)
        for ring in self._rings:
            ring.set_visible(inhibition > 0.0)
            ring.set_linewidth(1.3 + 5.0 * inhibition)
        for artist, width in zip(self._current, (2.8, 1.0), strict=True):
            artist.set_visible(current > 0.02)
            artist.set_linewidth(width + 3.0 * current)
        self._current_tip.set_visible(current > 0.02)
        self._current_tip.set_path(arrow(_CELL_MIDDLE + (9.5, -9.0), _CELL_MIDDLE + (14.5, -1.5), 0.1,
                                         7.0 + 2.0 * current, 8.0 + 4.0 * current))
        self._spindle.show(calf, spindle)
        organ_at = calf.end + (0.0, -4.0)
        body = np.array([(0, 13), (6, 6), (6, -6), (0, -13), (-6, -6), (-6, 6)])
        self._organ.set_path(smooth(body + organ_at))
        self._branch.set_path(Path(np.array([(-3, 8), (3, 4), (-3, 0), (3, -4), (-2, -8)]) + organ_at))
        outer = [(181, 411), (206, 396), (212, 370), (216, 364), (236, 360), _BRAKE]
        self._ib.show(way([organ_at + (-5, 5), organ_at + (-13, 36), (157, 310), (158, 352), (161, 390), *outer], 80),
                      organ, 26)
        belly = calf.inside(0.66, -0.4)
        far = [(179, 418), (210, 401), (217, 373), (219, 367), (238, 364), _BRAKE]
        self._length.show(way([belly, belly + (-9, 24), (150, 320), (151, 356), (155, 394), *far], 80), length, 34)
        self.spindle_at, self.organ_at, self.belly_at = self._spindle.at, organ_at + (-2, 0), belly
