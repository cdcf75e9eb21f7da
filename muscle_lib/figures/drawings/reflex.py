"""What reports back from the calf, and what a hand can do to it."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Ellipse
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray

from muscle_lib.figures.drawings import table as ink
from muscle_lib.figures.drawings.limb import ANKLE, Shape
from muscle_lib.figures.drawings.shapes import EMPTY, Points, area, arrow, cut_off, line, smooth, together, turned, way
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import INK, PAPER

#: Where the ways back enter the cord, by the hind root with its knot of cells.
_KNOT = (214.0, 361.0)
_CELL, _BRAKE = (231.5, 333.5), (243.0, 346.0)


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
            artist.set_linewidth(width + 3.2 * share)
        along = points[tip + 1] - points[tip]
        along, size = along / np.hypot(*along), 7.0 + 6.0 * share
        self._tip.set_path(arrow(points[tip] - along * size * 0.5, points[tip] + along * size * 0.6, 0.1, size * 1.1,
                                 size * 1.1) if share > 0.02 else EMPTY)


class Reflex:
    """Spindle and tendon organ. The spindle lies between the fibres and excites (a knob on the cell); the tendon organ
    lies where muscle and tendon meet, feels the pull, and holds back by a cell between (a bar on the cell); so does,
    on a way of its own, the length of the muscle."""

    def __init__(self, stage: Stage, axes: Axes) -> None:
        self._ia = Feeler(stage, axes, ink.PUSHES, "-", 14.5)
        self._ib = Feeler(stage, axes, ink.HOLDS, (0, (3, 1.2)), 14.6)
        self._length = Feeler(stage, axes, ink.STRETCH, (0, (1, 0.9)), 14.55)
        self._spindle = stage.moving(area(axes, EMPTY, PAPER, ink.PUSHES, 1.5, 9.0))
        self._coil = stage.moving(area(axes, EMPTY, "none", ink.PUSHES, 1.1, 9.1))
        self._organ = stage.moving(area(axes, EMPTY, PAPER, ink.HOLDS, 1.5, 9.0))
        self._branch = stage.moving(area(axes, EMPTY, "none", ink.HOLDS, 1.1, 9.1))
        stage.moving(axes.add_patch(Ellipse(_KNOT, 16, 12, angle=15, facecolor=ink.GREY_MATTER,
                                            edgecolor=ink.BRAIN_EDGE, linewidth=1.2, zorder=14.45)))
        stage.moving(axes.add_patch(Circle(_BRAKE, 4.2, facecolor=PAPER, edgecolor=ink.HOLDS, linewidth=1.5,
                                           zorder=15.2)))
        stage.moving(line(axes, [(240, 343), (236, 335)], 15.1, color=ink.HOLDS, linewidth=1.6))
        stage.moving(line(axes, [(233, 337.5), (239.5, 332.5)], 15.3, color=ink.HOLDS, linewidth=3.0))
        self._knob = stage.moving(axes.add_patch(Circle(_CELL, 2.6, facecolor=ink.PUSHES, edgecolor=PAPER,
                                                        linewidth=0.7, zorder=15.4)))
        self.spindle_at = self.organ_at = np.zeros(2)

    def show(self, calf: Shape, spindle: float, organ: float, length: float) -> None:
        """Each from 0 to 1."""
        middle, organ_at = calf.inside(0.46, 0.12), calf.end + (0.0, -4.0)
        outline = np.array([(0, 22), (5, 9), (6, 0), (5, -9), (0, -22), (-5, -9), (-6, 0), (-5, 9)])
        threads = [Path([middle + (0, 22), middle + (0, 36)]), Path([middle + (0, -22), middle + (0, -36)])]
        self._spindle.set_path(together([smooth(outline + middle), *threads]))
        turns = np.linspace(-9.0, 9.0, 48)
        self._coil.set_path(Path(np.column_stack([4.4 * np.sin(turns * 1.9) * np.cos(turns / 7.5), turns]) + middle))
        body = np.array([(0, 13), (6, 6), (6, -6), (0, -13), (-6, -6), (-6, 6)])
        self._organ.set_path(smooth(body + organ_at))
        self._branch.set_path(Path(np.array([(-3, 8), (3, 4), (-3, 0), (3, -4), (-2, -8)]) + organ_at))
        up = [(182, 404), (202, 390), (208, 368), _KNOT, (232, 357)]
        self._ia.show(way([middle + (-4, 1), middle + (-13, 16), (165, 340), (166, 366), (169, 388), *up, (238, 345),
                           _CELL], 70), spindle, 24)
        outer = [(181, 411), (206, 396), (212, 370), (216, 364), (236, 360), _BRAKE]
        self._ib.show(way([organ_at + (-5, 5), organ_at + (-13, 36), (157, 310), (158, 352), (161, 390), *outer], 80),
                      organ, 26)
        belly = calf.inside(0.66, -0.4)
        far = [(179, 418), (210, 401), (217, 373), (219, 367), (238, 364), _BRAKE]
        self._length.show(way([belly, belly + (-9, 24), (150, 320), (151, 356), (155, 394), *far], 80), length, 34)
        self.spindle_at, self.organ_at, self.belly_at = middle + (-3, 0), organ_at + (-2, 0), belly


_ARM: Points = [(8, 218), (12, 182), (13, 148), (7, 124), (4, 104), (6, 87), (16, 78), (36, 76), (54, 77), (59, 83),
                (53, 89), (38, 89), (25, 91), (19, 98), (20, 107), (27, 113), (40, 114), (53, 118), (58, 125),
                (51, 130), (40, 129), (37, 140), (38, 162), (41, 192), (44, 218)]
_ARM_LINES: tuple[Points, ...] = (
    [(27, 113), (24, 119), (25, 126)], [(29, 76.5), (31, 79), (31, 82)], [(43, 76.2), (44.5, 78.5), (44.5, 81.5)],
    [(50, 120.5), (52, 123.5), (57, 123.5)], [(14, 140), (20, 137), (26, 138)])
_FINGERS: Points = [(3, 102), (3, 86), (10, 74), (22, 68), (40, 67), (50, 69), (54, 74), (48, 80), (20, 86)]
_PALM: Points = [(170, 17), (120, 14), (84, 13), (66, 20), (44, 22), (18, 22), (6, 20), (3, 16), (7, 11.5), (2, 10),
                 (-5, 6), (-2, 1), (-4, -2), (-3, -8), (3, -10), (3, -15), (8, -20), (22, -21), (42, -21), (36, -30),
                 (30, -40), (34, -46), (42, -42), (54, -30), (70, -18), (88, -13), (120, -15), (170, -18)]
_CREASES: tuple[Points, ...] = ([(8, 11), (24, 11.5), (40, 11)], [(0, 0.5), (20, 0), (42, 0)],
                                [(4, -10), (22, -10.5), (40, -10.5)])


class Hands:
    """A hand that pulls the toes up, and one that presses on the calf."""

    def __init__(self, stage: Stage, axes: Axes) -> None:
        self._axes = axes
        arm = together([cut_off(_ARM), *(smooth(crease, closed=False) for crease in _ARM_LINES)])
        self._pull = [stage.moving(area(axes, path, ink.HAND, ink.HAND_EDGE, 1.6, zorder))
                      for path, zorder in ((smooth(_FINGERS), 16.9), (arm, 17.0))]
        self._palm = together([smooth(_PALM), *(smooth(crease, closed=False) for crease in _CREASES)])
        self._press = stage.moving(area(axes, EMPTY, ink.HAND, ink.HAND_EDGE, 1.6, 17.0))
        self._arrows = stage.moving(area(axes, EMPTY, INK, PAPER, 1.0, 18.0))

    def show(self, calf: Shape, pull: float, press: float) -> None:
        """Each from 0 (no hand) to 1."""
        arrows = []
        for hand in self._pull:
            hand.set_visible(pull > 0.0)
            hand.set_transform(Affine2D().rotate_deg_around(ANKLE[0], ANKLE[1], calf.degrees) + self._axes.transData)
        if pull > 0.0:
            start = turned((66, 144), ANKLE, calf.degrees)[0]
            arrows.append(arrow(start, start + (0.0, 22.0 + 30.0 * pull), 7.0, 13.0, 18.0))
        self._press.set_visible(press > 0.0)
        if press > 0.0:
            at = np.array([calf.back[5, 0] + 5.0 - 4.0 * press, min(calf.back[5, 1] + 4.0, 272.0)])
            self._press.set_path(self._palm.transformed(Affine2D().rotate_deg(-38).translate(*at)))
            start = at + (52.0, -86.0)
            arrows.append(arrow(start, start + np.array([-0.79, 0.62]) * (18.0 + 16.0 * press), 7.0, 13.0, 18.0))
        self._arrows.set_path(together(arrows) if arrows else EMPTY)
