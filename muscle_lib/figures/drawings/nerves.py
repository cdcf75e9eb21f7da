"""What sends and carries the order: brain, spinal cord, motor nerve; and what reports back: spindle, tendon organ."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Ellipse
from matplotlib.path import Path

from muscle_lib.figures.drawings import table as ink
from muscle_lib.figures.drawings.limb import Shape
from muscle_lib.figures.drawings.shapes import EMPTY, Points, area, arrow, dots, line, smooth, together, way
from muscle_lib.figures.drawings.words import Stamp, word
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import INK, PAPER

_BRAIN: Points = [(216, 408), (218, 424), (232, 434), (252, 437), (273, 432), (286, 419), (286, 404), (274, 395),
                  (260, 398), (244, 396), (230, 393), (222, 398)]
_FOLDS: tuple[Points, ...] = (
    [(229, 433), (234, 427), (232, 422)], [(249, 437), (247, 430), (251, 425)], [(224, 404), (236, 406), (250, 402),
     (264, 405)], [(269, 434), (266, 428), (270, 424)], [(217, 416), (224, 417), (227, 413)],
    [(286, 414), (280, 416), (277, 412)])
_CORD = np.array([250.0, 338.0])
#: Half of the grey matter, from the cord's middle: the broad horn in front (down in the picture), the thin one behind.
_HALF: Points = [(0, 4), (8, 4), (13, 12), (20, 20), (24, 17), (17, 5), (21, -6), (26, -15), (18, -21),
                 (8, -12), (0, -5)]
_NEURON = _CORD + (-18.0, -11.0)


class Cord:
    """The cut face of the spinal cord, seen from above, with the back of the body up; and a stub of it, up to the brain
    if one is drawn. ``sides``: with words for back and front."""

    def __init__(self, axes: Axes, stub: bool = True, sides: bool = True) -> None:
        if stub:
            area(axes, smooth([(243, 399), (245, 388), (244, 376), (243, 352), (255, 352), (255, 376), (257, 388),
                               (260, 399)]), PAPER, ink.BRAIN_EDGE, 1.4, 10.0)
        axes.add_patch(Ellipse((_CORD[0], _CORD[1]), 76, 54, facecolor=PAPER, edgecolor=ink.BRAIN_EDGE, linewidth=1.5,
                               zorder=11))
        butterfly = [*(_CORD + half for half in _HALF), *(_CORD + (-x, y) for x, y in reversed(_HALF))]
        area(axes, smooth(butterfly), ink.GREY_MATTER, ink.GREY_EDGE, 1.0, 11.5)
        line(axes, [_CORD + (0, -27), _CORD + (0, -13)], 11.6, color=ink.BRAIN_EDGE, linewidth=1.2)
        # The canal in the middle.
        axes.add_patch(Circle((_CORD[0], _CORD[1] - 0.5), 2.2, facecolor=PAPER, edgecolor=ink.BRAIN_EDGE, linewidth=1.0,
                              zorder=11.6))
        if sides:
            word(axes, "back", 291, 373, ha="right")
            word(axes, "front of\nspinal\ncord", 263, 288, ha="center", linespacing=0.95)
        else:
            word(axes, "spinal\ncord", 268, 286, ha="center")


class Centre:
    """Brain and spinal cord, and the command that runs down: its width, and the brain's colour, are its size."""

    def __init__(self, stage: Stage, axes: Axes, sides: bool = True) -> None:
        area(axes, smooth([(264, 399), (274, 401), (282, 396), (279, 387), (268, 386), (260, 391)]), ink.BRAIN[1],
             ink.BRAIN_EDGE, 1.3, 11.0)
        Cord(axes, sides=sides)
        self._brain = stage.moving(area(axes, smooth(_BRAIN), ink.BRAIN[0], ink.BRAIN_EDGE, 1.5, 12.0))
        stage.moving(area(axes, together([smooth(fold, closed=False) for fold in _FOLDS]), "none", ink.BRAIN_EDGE, 1.0,
                          13.0))
        self._tract = stage.moving(line(axes, way([(252, 394), (249, 376), (236, 357), (226, 342), (230, 332)], 30),
                                        14.0, color=ink.COMMAND))
        self._tip = stage.moving(area(axes, EMPTY, ink.COMMAND, PAPER, 0.6, 15.2))
        stage.moving(Stamp(axes, 249, 413, "brain", ha="center", zorder=31.0))

    def show(self, command: float) -> None:
        """``command`` as a part of the greatest."""
        self._brain.set_facecolor(ink.pick(ink.BRAIN, command))
        for artist in (self._tract, self._tip):
            artist.set_visible(command > 0.0)
        self._tract.set_linewidth(1.0 + 3.5 * command)
        self._tip.set_path(arrow((225.5, 345), (231, 331), 0.1, 8.0 + 3.0 * command, 8.0 + 4.0 * command))


class Nerve:
    """A motor neuron with its nerve to the calf. Each dot on the way is an impulse; a broken nerve lets none pass. Two
    strokes across it, and all that runs beside it, say that a piece is left out: about a metre, in life."""

    BROKEN = (24, 36)
    STEPS = 90

    #: Where its twigs end in the calf: how far down, and how far to its back or front.
    ENDS = ((0.44, 0.68), (0.52, 0.84), (0.58, 0.5), (0.53, -0.45))

    def __init__(self, stage: Stage, axes: Axes, is_named: bool = True, beside: float = 0.0) -> None:
        self.way = way([_NEURON, (219, 321), (207, 330), (202, 354), (196, 384), (185, 396), (177, 384), (175, 355),
                        (177, 326)], self.STEPS)
        first, last = self.BROKEN
        broken = self.way.copy()
        broken[first:last] = np.nan
        self._whole, cut = (
            [stage.moving(line(axes, points, 14.0 + step, color=color, linewidth=width, solid_capstyle=cap))
             for step, color, width in ((0.0, ink.NERVE_EDGE, 5.4), (0.1, ink.NERVE, 3.4))]
            for points, cap in ((self.way, "round"), (broken, "butt")))
        frayed = stage.moving(area(axes, self._frayed(), "none", ink.NERVE_EDGE, 1.3, 14.2))
        self._cut: list[Artist] = [*cut, frayed]
        self._twigs = stage.moving(area(axes, EMPTY, "none", ink.NERVE_EDGE, 1.6, 13.9))
        self._plates = stage.moving(dots(axes, 6.0, PAPER, ink.NERVE_EDGE, 1.2, 14.3))
        self._lit = stage.moving(dots(axes, 7.5, ink.NERVE, ink.NERVE_EDGE, 1.4, 14.4))
        self._part = stage.moving(dots(axes, 7.5, ink.NERVE, ink.NERVE_EDGE, 0.8, 14.4))
        self._neuron = stage.moving(axes.add_patch(Circle(tuple(_NEURON), 6.5, facecolor=PAPER,
                                                          edgecolor=ink.NERVE_EDGE, linewidth=1.6, zorder=15)))
        self._impulses = stage.moving(dots(axes, 8.0, ink.SPARK, ink.NERVE_EDGE, 1.5, 16.0))
        low, wide = np.array([191.0, 377.0]), 12.0 + beside
        gap = np.array([low, low + (wide, 0.27 * wide), low + (wide, 5.0 + 0.27 * wide), low + (0.0, 5.0)])
        stage.moving(area(axes, Path([*gap, gap[0]], closed=True), PAPER, zorder=16.5))
        self._strokes = stage.moving(area(axes, together([Path(gap[:2]), Path(gap[2:])]), "none", INK, 1.2, 16.6))
        # Lower where a list of what is broken may come down from above.
        words, start, y = ("nerve (≈ 1 m\nleft out)", 91, 308) if is_named else ("≈ 1 m\nleft out", 48, 354)
        word(axes, words, -5, y)
        self.far = (start, y + (8 if is_named else 0)), (192, 380)
        self._word = stage.moving(Stamp(axes, 207, 371, "", va="center", linespacing=1.1))

    def _frayed(self) -> Path:
        """Three loose threads at each end of the break."""
        ends = self.way[self.BROKEN[0] - 1], self.way[self.BROKEN[1]]
        threads = []
        for here, there in (ends, ends[::-1]):
            along = (there - here) / np.hypot(*(there - here))
            across = np.array([-along[1], along[0]])
            threads += [Path([here + across * side, here + across * side * 2.3 + along * length])
                        for side, length in ((-2.2, 5.0), (0.0, 8.0), (2.2, 4.0))]
        return together(threads)

    def show(self, calf: Shape, units: float, impulses: Sequence[float], carries: float = 1.0) -> None:
        """``units``: the part of the motor units that fire; ``impulses``: how far each has come, from 0 to 1;
        ``carries``: the part of the impulses that gets through. None gets through a nerve that is broken."""
        is_broken = carries <= 0.0
        for whole in self._whole:
            whole.set_visible(not is_broken)
        # What is left of its axons.
        self._whole[1].set_linewidth(0.9 + 2.5 * carries)
        for cut in self._cut:
            cut.set_visible(is_broken)
        on_way = np.asarray(impulses, float)
        if is_broken:
            on_way = on_way[on_way < (self.BROKEN[0] - 3) / self.STEPS]
        self._impulses.set_data(*self.way[(on_way * (self.STEPS - 1)).astype(int)].T)
        self._neuron.set_facecolor(ink.SPARK if len(impulses) else PAPER)
        ends = np.array([calf.inside(down, side) for down, side in self.ENDS])
        start = self.way[-1]
        self._twigs.set_path(together([smooth([start, (0.5 * (start[0] + x), 0.42 * start[1] + 0.58 * y), (x, y)],
                                              closed=False) for x, y in ends]))
        lit, part = (0, 0.0) if is_broken else divmod(round(units * len(ends), 6), 1)
        self._plates.set_data(*ends.T)
        self._lit.set_data(*ends[:int(lit)].T)
        # Of the last one so much of its face.
        self._part.set_data(*ends[int(lit):][:1].T)
        self._part.set_markersize(6.0 * np.sqrt(part))
        self._word.set_text("cut" if is_broken else "part\ncut" if carries < 0.9 else "")
