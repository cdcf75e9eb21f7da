"""The stations of the chain as small pictures: each is drawn around its middle, some 100 wide and 100 high, by a pen
that knows where that is and how large. What runs through a station runs on, and is cut off by its frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from numpy.typing import ArrayLike

from muscle_lib.figures.drawings import table as ink
from muscle_lib.figures.drawings.ions import IONS
from muscle_lib.figures.drawings.shapes import Points, area, arrow, cut_off, dots, line, smooth, together, way
from muscle_lib.figures.style import INK, PAPER, STYLES

AXON, MYELIN = "#f6e3a6", "#e2dcec"
LIPID, TAILS, TAIL = "#efd795", "#f9edcb", "#8a6a10"
CHANNEL, SODIUM, POTASSIUM = "#f3d3c0", "#f0893e", "#5aa5d8"
FIBRE = ink.MUSCLE[0]
SAC, SAC_EDGE, CALCIUM = ink.SAC, ink.SAC_EDGE, STYLES["calcium"].color
THIN, THIN_EDGE, THICK = "#b4c2cc", "#46545e", "#d0b6b2"
MITO, INNER, MITO_EDGE = "#e5d5ea", "#cdb2d6", "#6b4a78"
WALL, PLASMA = "#e9b3a3", "#fbeacb"
HEART, CHAMBER, VEINS, LUNG = "#dd998c", "#efc4bb", "#9db4e0", "#f3d7d5"

#: All fills of the stations, for the stage that they stand on.
FILLS = (AXON, MYELIN, LIPID, TAILS, TAIL, CHANNEL, SODIUM, POTASSIUM, SAC, SAC_EDGE, CALCIUM, THIN, THIN_EDGE,
         THICK, MITO, INNER, MITO_EDGE, WALL, PLASMA, HEART, CHAMBER, VEINS, LUNG,
         *ink.between((AXON, ink.NERVE_EDGE), (MYELIN, ink.BRAIN_EDGE), (SAC, SAC_EDGE), (MITO, MITO_EDGE),
                      (THIN, THIN_EDGE), (HEART, INK), (WALL, ink.MUSCLE_EDGE)))


class Pen:
    """Draws in one frame: around a middle, so much smaller than drawn, or flipped. What is drawn later lies above."""

    def __init__(self, axes: Axes, frame: Patch, x: float, y: float, scale: float, flip: float = 1.0) -> None:
        self._axes, self._frame, self._scale, self._above = axes, frame, scale, 2.0
        self._place = Affine2D().scale(flip * scale, scale).translate(x, y)

    def area(self, path: Path, fill: str, edge: str = "none", width: float = 1.8) -> None:
        """A filled shape."""
        placed = self._place.transform_path(path)
        self._add(area(self._axes, placed, fill, edge, width * self._scale ** 0.5, self._next))

    def line(self, points: ArrayLike, color: str, width: float, **how: Any) -> None:
        """A line through points."""
        self._add(line(self._axes, self._place.transform(np.asarray(points, float)), self._next, color=color,
                       linewidth=width * self._scale, **how))

    def dots(self, points: Points, size: float, fill: str, edge: str = INK, width: float = 1.2,
             marker: str = "o") -> None:
        """Dots of one kind."""
        drawn = dots(self._axes, size * self._scale, fill, edge, width * self._scale, self._next, marker)
        drawn.set_data(*self._place.transform(np.asarray(points, float)).T)
        self._add(drawn)

    @property
    def _next(self) -> float:
        self._above += 0.01
        return self._above

    def _add(self, artist: Any) -> None:
        artist.set_clip_path(self._frame)


def box(left: float, low: float, right: float, high: float) -> Path:
    """A rectangle."""
    return Path([(left, low), (right, low), (right, high), (left, high), (left, low)], closed=True)


def strokes(*lines: Points) -> Path:
    """Several straight or broken lines, as one shape without a fill."""
    return together([Path(each) for each in lines])


def moved(points: Points, x: float, y: float, scale: float) -> Path:
    """A smooth outline from another drawing, with that drawing's point (x, y) in the middle."""
    return smooth((np.asarray(points, float) - (x, y)) * scale)


def brain(pen: Pen) -> None:
    """From the left, as in the leg's drawing."""
    def at(points: Points) -> Path:
        return moved(points, 253, 411, 1.5)

    pen.area(at([(250, 399), (254, 390), (256, 384), (256, 376), (266, 376), (266, 384), (266, 392), (264, 399)]),
             PAPER, ink.BRAIN_EDGE, 1.6)
    pen.area(at([(266, 399), (276, 401), (284, 396), (281, 387), (270, 386), (262, 391)]), ink.BRAIN[1],
             ink.BRAIN_EDGE, 1.6)
    pen.area(at([(218, 408), (220, 424), (234, 434), (254, 437), (275, 432), (288, 419), (288, 404), (276, 395),
                 (262, 398), (246, 396), (232, 393), (224, 398)]), ink.BRAIN[1], ink.BRAIN_EDGE, 1.8)
    folds: tuple[Points, ...] = (
        [(231, 433), (236, 427), (234, 420), (238, 415)], [(251, 437), (249, 430), (253, 424), (250, 417)],
        [(226, 404), (238, 406), (252, 402), (266, 405)], [(271, 434), (268, 427), (272, 421), (268, 415)],
        [(219, 416), (226, 417), (229, 412)], [(288, 414), (282, 416), (278, 411)])
    pen.area(together([smooth((np.asarray(fold) - (253, 411)) * 1.5, closed=False) for fold in folds]), "none",
             ink.BRAIN_EDGE, 1.3)


def cord(pen: Pen) -> None:
    """Cut across, the back of the body up. Below leave the nerves to the muscles; above arrive those from them."""
    for side in (-1.0, 1.0):
        motor = way([(side * 22, -14), (side * 44, -22), (side * 90, -26)], 20)
        sensory = way([(side * 22, 18), (side * 44, 24), (side * 90, 20)], 20)
        for points, fill in ((motor, ink.NERVE), (sensory, MYELIN)):
            pen.line(points, ink.NERVE_EDGE, 7.0)
            pen.line(points, fill, 4.0)
        pen.dots([(side * 52, 24)], 13, MYELIN, ink.NERVE_EDGE, 1.6)
    pen.area(Path.circle((0, 0), 1).transformed(Affine2D().scale(46, 36)), PAPER, ink.BRAIN_EDGE)
    half = [(0, 5), (10, 5), (16, 15), (27, 25), (31, 20), (22, 5), (26, -10), (31, -20), (18, -24), (10, -11), (0, -6)]
    pen.area(smooth(half + [(-x, y) for x, y in half[::-1]]), ink.GREY_MATTER, ink.GREY_EDGE, 1.2)
    for side in (-1.0, 1.0):
        pen.line(way([(side * 22, -15), (side * 36, -20), (side * 46, -22)], 10), ink.NERVE_EDGE, 7.0)
        pen.line(way([(side * 22, -15), (side * 36, -20), (side * 46, -22)], 10), ink.NERVE, 4.0)
    pen.dots([(-22, -15), (22, -15)], 13, PAPER, ink.NERVE_EDGE, 1.8)


def nerve(pen: Pen) -> None:
    """An axon in its sheath, which has gaps; an impulse on it, and where it goes."""
    along = way([(-92, 26), (-44, 22), (0, 2), (44, -20), (92, -26)], 160)
    pen.line(along, ink.NERVE_EDGE, 9.0)
    pen.line(along, AXON, 6.0)
    for start, end in ((0, 22), (28, 74), (84, 132), (138, 160)):
        pen.line(along[start:end], ink.BRAIN_EDGE, 26, solid_capstyle="butt")
        pen.line(along[start + 1:end - 1], MYELIN, 22.5, solid_capstyle="butt")
        pen.line(along[start:end], AXON, 6.0)
    pen.dots([tuple(along[79])], 17, ink.SPARK, ink.NERVE_EDGE, 2.0)
    pen.area(arrow((2, 36), (40, 20), 7, 14, 18), ink.NERVE_EDGE, PAPER, 1.0)


def junction(pen: Pen) -> None:
    """The nerve's ending with its packets, over the folds of the fibre. Transmitter: dots of ink; calcium is green."""
    pen.area(smooth([(-8, 75), (-9, 48), (-28, 38), (-44, 22), (-44, 4), (-32, -5), (0, -6), (32, -5), (44, 4),
                     (44, 22), (28, 38), (9, 48), (8, 75)], closed=False), AXON, ink.NERVE_EDGE)
    packets: Points = [(-27, 17), (-9, 28), (12, 22), (29, 13), (-15, 6), (6, 4)]
    pen.dots(packets, 12, PAPER, SAC_EDGE, 1.6)
    pen.dots(packets, 4.5, INK, INK)
    top: list[tuple[float, float]] = [(-95, -18), (-40, -20)]
    for crest in (-28, 0, 28):
        top += [(crest - 9, -21), (crest, -19), (crest + 9, -21)]
        top += [(crest + 11.5, -32), (crest + 14, -40), (crest + 16.5, -32)] if crest < 28 else []
    top += [(44, -20), (95, -18), (95, -56), (-95, -56)]
    pen.area(cut_off(top), FIBRE, ink.MUSCLE_EDGE)
    pen.dots([(-30, -12), (-13, -11), (3, -13), (19, -11), (33, -12)], 4.0, INK, INK)


def membrane(pen: Pen) -> None:
    """Two layers, and a gate through which sodium comes in."""
    places = np.array([-90, -78, -66, -54, -42, -30, 30, 42, 54, 66, 78, 90.0])
    pen.area(box(-95, -20, 95, 20), TAILS)
    pen.area(strokes(*[[(x + leg, side * 16), (x + leg * 1.3, side * 2)] for x in places for side in (-1, 1)
                       for leg in (-2.6, 2.6)]), "none", TAIL, 1.2)
    pen.dots([(x, side * 21) for x in places for side in (-1, 1)], 11.5, LIPID, TAIL, 1.2)
    for side in (-1.0, 1.0):
        pen.area(smooth([(side * x, y) for x, y in ((20, 32), (12, 28), (7, 14), (6, 0), (7, -14), (12, -28), (20, -32),
                                                    (23, -16), (23, 16))]), CHANNEL, INK, 1.7)
    pen.area(arrow((0, 36), (0, -46), 6, 14, 17), STYLES["sodium"].color, PAPER, 1.0)
    pen.dots([(-18, 41), (18, 40), (42, 43), (-44, 40)], 11, SODIUM)
    pen.dots([(-44, -41), (-21, -43), (26, -42)], 10, POTASSIUM, marker="s")


def calcium(pen: Pen) -> None:
    """The store, gate to gate with a tubule in which the impulse comes down; calcium leaves it for the filaments."""
    pen.area(box(22, -60, 42, 60), FIBRE)
    pen.area(strokes([(22, 60), (22, -60)], [(42, 60), (42, -60)]), "none", ink.MUSCLE_EDGE, 1.8)
    pen.area(smooth([(-50, 32), (-22, 40), (4, 38), (13, 32), (14, 18), (14, 2), (11, -7), (-8, -9), (-40, -7),
                     (-54, 10)]), SAC, SAC_EDGE)
    pen.area(together([box(13, y - 4, 22, y + 4) for y in (28, 13)]), CALCIUM, SAC_EDGE, 1.3)
    pen.area(together([box(x - 3, -15, x + 3, -4) for x in (-20, -2)]), CHANNEL, INK, 1.3)
    pen.dots([(-40, 22), (-37, 6), (-25, 30), (-23, 13), (-8, 26), (-7, 8), (5, 19), (-11, -12), (-18, -27), (-3, -27),
              (-32, -40), (-11, -42), (8, -38)], 7.5, CALCIUM, SAC_EDGE, 1.0, IONS["calcium"].marker)
    pen.area(arrow((32, 48), (32, -6), 7, 14, 17), ink.NERVE, ink.NERVE_EDGE, 1.3)


def filaments(pen: Pen) -> None:
    """Thick filament with its heads between thin ones: the heads' feet lean to the lines, their tips to the middle."""
    for y in (27, -27):
        for side in (-1.0, 1.0):
            pen.dots([(side * x, y) for x in np.arange(57, 10, -8.6)], 9.6, THIN, THIN_EDGE, 1.1)
    pen.area(strokes([(-60, 44), (-60, -44)], [(60, 44), (60, -44)]), "none", INK, 4.2)
    heads = [smooth([(side * foot - 2.5, y * 6), (side * (foot + 1) - 1.5, y * 12), (side * (foot + 6) - 5, y * 18),
                     (side * (foot + 6), y * 22), (side * (foot + 6) + 5, y * 18), (side * (foot + 2) + 2.5, y * 12),
                     (side * foot + 2.5, y * 6)])
             for side in (-1, 1) for foot in (17, 31) for y in (-1, 1)]
    pen.area(together(heads), ink.MUSCLE[6], ink.MUSCLE_EDGE, 1.5)
    pen.area(box(-42, -7, 42, 7), THICK, ink.MUSCLE_EDGE, 1.6)
    for side in (-1, 1):
        pen.area(arrow((side * 54, -44), (side * 20, -44), 7, 13, 17), STYLES["force"].color, PAPER, 0.8)


def energy(pen: Pen) -> None:
    """A mitochondrion with its two membranes, the inner one folded; beside it the small store, phosphocreatine."""
    outer = [(-58, 4), (-50, 26), (-24, 34), (4, 30), (20, 10), (14, -16), (-10, -28), (-42, -24)]
    middle = np.array((-19.0, 3.0))
    pen.area(smooth(outer), MITO, MITO_EDGE)
    pen.area(smooth(middle + (np.asarray(outer) - middle) * 0.84), INNER, MITO_EDGE, 1.3)
    folds = [smooth([(x - 3.5, start), (x - 3, start + fold * 0.7), (x, start + fold), (x + 3, start + fold * 0.7),
                     (x + 3.5, start)], closed=False)
             for x, start, fold in ((-38, -19, 28), (-14, -22, 34), (5, -16, 22), (-27, 29, -28), (-3, 28, -30))]
    pen.area(together(folds), MITO, MITO_EDGE, 1.3)
    pen.area(box(34, -32, 56, 14), STYLES["phosphocreatine"].color)
    pen.area(Path([(34, 34), (34, -32), (56, -32), (56, 34)]), "none", INK, 1.8)
    pen.area(strokes(*[[(49, y), (56, y)] for y in (-16, 0, 16)]), "none", INK, 1.3)


def capillary(pen: Pen) -> None:
    """The narrowest vessel: red cells go through it one by one, and lose oxygen on their way."""
    pen.area(box(-95, -30, 95, 30), WALL)
    pen.area(box(-95, -24, 95, 24), PLASMA)
    pen.area(strokes(*[[(-95, y), (95, y)] for y in (30, 24, -24, -30)]), "none", "#8b4a35", 1.5)
    for x, y, fill in ((-66, -3, ink.ARTERY), (-22, 4, ink.VEIN[6]), (22, -4, ink.VEIN[4]), (66, 3, ink.VEIN[2])):
        for wide, high, shade in ((19, 15, fill), (9, 6.5, ink.mix(fill, INK, 0.35))):
            disc = Path.circle((0, 0), 1).transformed(Affine2D().scale(wide, high).rotate_deg(24).translate(x, y))
            pen.area(disc, shade, ink.BLOOD_EDGE if wide > 10 else "none", 1.4)


def artery(pen: Pen) -> None:
    """Cut across: a ring of smooth muscle around the blood."""
    for size, fill, edge in ((47.0, ink.BONE, ink.BONE_EDGE), (42.0, ink.MUSCLE[4], ink.MUSCLE_EDGE),
                             (18.0, ink.ARTERY, ink.BLOOD_EDGE)):
        pen.area(Path.circle((0, 0), size), fill, edge)
    cells = []
    for ring, radius in enumerate((25.0, 34.5)):
        for place in range(5):
            turn = np.deg2rad(np.linspace(place * 72 + ring * 36 + 8, place * 72 + ring * 36 + 58, 12))
            half = 3.2 * np.sin(np.linspace(0, np.pi, 12))
            around = np.column_stack([np.cos(turn), np.sin(turn)])
            outer, inner = around * (radius + half)[:, None], around * (radius - half)[:, None]
            cells.append(Path(np.vstack([outer, inner[::-1]])))
    pen.area(together(cells), ink.MUSCLE[2], ink.MUSCLE_EDGE, 1.0)


def heart(pen: Pen) -> None:
    """The heart between the lungs, from the front."""
    pen.area(strokes([(-3, 52), (-3, 34), (-22, 22)], [(-3, 34), (16, 22)]), "none", ink.BRAIN_EDGE, 7.0)
    pen.area(strokes([(-3, 52), (-3, 34), (-22, 22)], [(-3, 34), (16, 22)]), "none", PAPER, 3.6)
    for side in (-1.0, 1.0):
        pen.area(smooth([(side * x - 3, y) for x, y in ((8, 26), (16, 40), (30, 40), (44, 20), (54, -10), (56, -38),
                                                        (44, -40), (26, -32), (14, -14))]), LUNG, ink.MUSCLE_EDGE, 1.6)
    def at(points: Points) -> Path:
        return moved(points, 146, 214, 0.27)

    pen.area(at([(66, 370), (91, 370), (92, 340), (94, 300), (90, 262), (66, 262), (65, 310)]), VEINS, INK, 1.5)
    pen.area(at([(126, 250), (124, 312), (132, 338), (152, 350), (176, 346), (192, 328), (198, 300), (206, 290),
                 (222, 292), (228, 316), (222, 346), (204, 368), (178, 379), (150, 380), (118, 368), (98, 340),
                 (94, 300), (98, 250)]), ink.ARTERY, INK, 1.5)
    pen.area(at([(52, 220), (44, 250), (54, 282), (80, 292), (98, 276), (96, 246), (74, 222)]), CHAMBER, INK, 1.5)
    pen.area(at([(196, 262), (206, 286), (232, 288), (252, 270), (254, 244), (240, 228), (214, 240)]), CHAMBER, INK,
             1.5)
    pen.area(at([(84, 262), (120, 276), (160, 274), (200, 268), (234, 246), (252, 210), (252, 166), (236, 122),
                 (210, 82), (186, 60), (166, 62), (132, 84), (96, 116), (66, 156), (54, 200), (62, 240)]), HEART, INK)


#: All pictures, in the order of the chain: the command's way down to the filaments, then the supply's way back up.
PICTURES: Mapping[str, Callable[[Pen], None]] = MappingProxyType({
    "brain": brain, "cord": cord, "nerve": nerve, "junction": junction, "membrane": membrane, "calcium": calcium,
    "filaments": filaments, "energy": energy, "capillary": capillary, "artery": artery, "heart": heart})
