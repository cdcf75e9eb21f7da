"""A patch of nerve membrane. Its question: what opens first and what shuts, which way does each ion go, and how many?

Exaggerated and left out: one channel of each kind is drawn for thousands, and its gate stands for their average (a
real one is open or shut); membrane and channels are far too large beside the ions' distances. Pump and leak, and the
negative partners of the ions, are not drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path
from numpy.typing import NDArray

from muscle_lib.figures.drawings.ions import FILLS, ions
from muscle_lib.figures.drawings.shapes import EMPTY, area, arrow, box, line, sheet, smooth, together
from muscle_lib.figures.drawings.table import DETAIL, FAT_EDGE, between
from muscle_lib.figures.drawings.words import ABOVE_ALL, SIZE, Stamp, word
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import FAINT, INK, PAPER, STYLES

WIDTH, HEIGHT = 300, 380
BATH, CELL, OIL, HEAD, HEAD_EDGE = "#e6f0f8", "#fbefdd", "#fdf6d8", "#e9c46a", FAT_EDGE
SODIUM, POTASSIUM = STYLES["sodium"].color, STYLES["potassium"].color
_WALLS = {"sodium": "#f6d9c3", "potassium": "#cfe4f2"}
#: The faces of the membrane: where the heads of its molecules stand, inside and outside; and the channels' middles.
_INNER, _OUTER, _FLOOR = 182.0, 248.0, 70.0
_GATE = _INNER + 28.0
_AT = {"sodium": 78.0, "potassium": 222.0}
#: A current that is a smaller part of the greatest than this is not drawn: ions would pass gates that look shut.
_LEAST = 0.04
#: At most so many ions are in a channel at once.
_IN_CHANNEL = 7
#: One dot in the bath or the cell stands for so much. Outside is sea water; inside, a squid's axon has “some twenty to
#: forty times” its potassium (Hodgkin & Katz 1949, doi 10.1113/jphysiol.1949.sp004310): 400 mM is our choice of it.
mM_A_DOT = 30.0
SODIUM_mM, POTASSIUM_mM = (420.0, 60.0), (20.0, 400.0)
#: Where the signs of charge stand, and the order in which they come.
_SIGNS = np.array([10.0, 27.0, 44.0, 125.0, 150.0, 175.0, 256.0, 273.0, 290.0])[[4, 0, 8, 2, 6, 1, 7, 3, 5]]
mV_A_SIGN = 9.0


def colors() -> list[str]:
    """All fills of the drawing, for the stage that it stands on."""
    edges = between(*((wall, INK) for wall in _WALLS.values()), (HEAD, HEAD_EDGE), (BATH, INK), (CELL, INK),
                    (OIL, HEAD_EDGE), (BATH, SODIUM), (CELL, SODIUM), (BATH, POTASSIUM), (CELL, POTASSIUM))
    return [BATH, CELL, OIL, HEAD, HEAD_EDGE, *_WALLS.values(), *FILLS, *edges]


@dataclass(frozen=True)
class MembraneMoment:
    """What the patch is at a moment. Gates as a part of all that are open: of sodium's channels by their fast gate
    (m³), which the lid may still shut (1: it hangs free; h), and of potassium's channels (n⁴). Flows as a part of the
    greatest; what has crossed in pmol/cm²; the sodium outside as a part of sea
    water's."""

    v_mV: float = -65.0
    sodium_gate: float = 0.0
    lid: float = 0.6
    potassium_gate: float = 0.01
    sodium_in: float = 0.0
    potassium_out: float = 0.0
    sodium_crossed: float = 0.0
    potassium_crossed: float = 0.0
    sodium_outside: float = 1.0


class Membrane:
    """A channel for sodium, one for potassium, and the membrane between them; outside is above."""

    def __init__(self, stage: Stage, axes: Axes) -> None:
        sheet(axes, WIDTH, HEIGHT)
        self._draw_still(axes)
        self._gates = {kind: stage.moving(area(axes, EMPTY, STYLES[kind].color, INK, 1.3, 6.0)) for kind in _AT}
        self._chain = stage.moving(line(axes, (), 6.0, color=INK, linewidth=1.4))
        self._lid = stage.moving(area(axes, EMPTY, SODIUM, INK, 1.4, 7.0))
        self._letter = stage.moving(Stamp(axes, 0, 0, "h", ha="center", va="center", color=PAPER, weight="bold",
                                           zorder=8.0))
        self._streams = {kind: stage.moving(ions(axes, kind, zorder=5.0, size=0.9)) for kind in _AT}
        self._arrows = {kind: stage.moving(area(axes, EMPTY, STYLES[kind].color, PAPER, 1.2, 4.5)) for kind in _AT}
        self._plus, self._minus = (stage.moving(line(axes, (), 3.0, linestyle="", marker=sign, markersize=10,
                                                     markeredgecolor=INK, markeredgewidth=2.2)) for sign in "+_")
        self._bath = stage.moving(ions(axes, "sodium"))
        self._places = _spread(18, _OUTER + 32.0, HEIGHT - 31.0)
        ions(axes, "potassium", self._places[:_dots(POTASSIUM_mM[0])])
        inside = _spread(_dots(SODIUM_mM[1]) + _dots(POTASSIUM_mM[1]), _FLOOR + 29.0, _INNER - 36.0, seed=7)
        ions(axes, "sodium", inside[:_dots(SODIUM_mM[1])])
        ions(axes, "potassium", inside[_dots(SODIUM_mM[1]):])
        self._count = {kind: stage.moving(axes.text(x, 58, "", fontsize=SIZE, color=INK, va="center_baseline",
                                                    zorder=ABOVE_ALL))
                       for kind, x in (("sodium", 98.0), ("potassium", 190.0))}

    def _draw_still(self, axes: Axes) -> None:
        """Bath, cell and membrane, the channels' walls, and the words."""
        middle = (_INNER + _OUTER) / 2.0
        area(axes, box(0.0, WIDTH, middle, HEIGHT), BATH, zorder=0.0)
        area(axes, box(0.0, WIDTH, _FLOOR, middle), CELL, zorder=0.0)
        left, right = _AT["sodium"], _AT["potassium"]
        area(axes, together([box(start, end, _INNER, _OUTER) for start, end in (
            (0.0, left - 26.0), (left + 26.0, right - 26.0), (right + 26.0, WIDTH))]), OIL, zorder=0.5)
        heads = np.r_[left - 38.0 - 14.2 * np.arange(4), np.linspace(left + 38.0, right - 38.0, 6),
                      right + 38.0 + 14.2 * np.arange(4)]
        wave = np.column_stack([1.1 * np.sin(np.arange(6) * 2.2), np.linspace(6.0, 31.0, 6)])
        area(axes, together([Path((x + side, face) + wave * (1.0, down)) for x in heads for side in (-3.0, 3.0)
                             for face, down in ((_OUTER, -1.0), (_INNER, 1.0))]), "none", HEAD_EDGE, DETAIL, 1.0)
        line(axes, [(x, face) for face in (_INNER, _OUTER) for x in heads], 2.0, linestyle="", marker="o",
             markersize=12.5, markerfacecolor=HEAD, markeredgecolor=HEAD_EDGE, markeredgewidth=1.2)
        wall = np.array([(25, 80), (29, 74), (29, 34), (29, -6), (25, -13), (15, -12), (9, 0), (8.5, 20), (8.5, 44),
                         (10, 64), (17, 80)], float) + (0.0, _INNER)
        for kind, x in _AT.items():
            area(axes, together([smooth((x, 0.0) + wall * (side, 1.0)) for side in (-1.0, 1.0)]), _WALLS[kind], INK,
                 zorder=4.0)
            word(axes, {"sodium": "m", "potassium": "n"}[kind], x - 19.0, _GATE, ha="center", zorder=8.0)
        word(axes, "outside", 6, 366)
        word(axes, "inside", 6, 82)
        for kind, x in (("sodium", 112.0), ("potassium", 204.0)):
            ions(axes, kind, [(x, 365.0)])
            word(axes, kind, x + 9.0, 366)
        word(axes, f"1 dot: {mM_A_DOT:.0f} mM", 294, 82, ha="right", color=FAINT)
        word(axes, "crossed:", 6, 58)
        for kind, x in (("sodium", 88.0), ("potassium", 180.0)):
            ions(axes, kind, [(x, 57.0)])
        word(axes, "pmol/cm²; potassium inside: 5 million\nm, n: gates that open; h: lid that shuts\n"
             "average channels; pump, leak not drawn", 6, 2, color=FAINT, va="bottom")

    def show(self, now: MembraneMoment) -> None:
        """Draw a moment."""
        for kind, gate in (("sodium", now.sodium_gate), ("potassium", now.potassium_gate)):
            self._gates[kind].set_path(_flaps(_AT[kind], gate))
        self._hang(now.lid)
        for kind, flow, crossed in (("sodium", -now.sodium_in, now.sodium_crossed),
                                    ("potassium", now.potassium_out, now.potassium_crossed)):
            x, is_out, size = _AT[kind], flow > 0.0, min(abs(flow), 1.0)
            flows = size > _LEAST
            self._arrows[kind].set_path(_arrow(x, is_out, size) if flows else EMPTY)
            count = int(np.ceil(_IN_CHANNEL * size - 0.2)) if flows else 0
            along = (np.arange(count) + (crossed if is_out else -crossed) % 1.0) / max(count, 1)
            self._streams[kind].set_data(np.full(count, x), _INNER - 40.0 + 150.0 * along)
        self._bath.set_data(*self._places[-_dots(SODIUM_mM[0] * now.sodium_outside):].T)
        self._charge(now.v_mV)
        self._count["sodium"].set_text(f"{_tenths(now.sodium_crossed)} in")
        self._count["potassium"].set_text(f"{_tenths(now.potassium_crossed)} out")

    def _hang(self, free: float) -> None:
        """The lid on its chain: beside the channel where it is free, in its mouth where it shuts it. Its way goes with
        the root, as the flaps' gap: at the height of the current hardly a fifth is free."""
        free = float(np.sqrt(np.clip(free, 0.0, 1.0)))
        x, shut = _AT["sodium"], 1.0 - free
        lid = (np.array([x + 42.0, _INNER - 36.0]) * free + np.array([x, _INNER - 5.0]) * shut
               + np.array([-4.0, -12.0]) * np.sin(np.pi * shut))
        hinge = np.array([x + 22.0, _INNER - 13.0])
        part = np.linspace(0.0, 1.0, 12)[:, None]
        bend = (hinge + lid) / 2.0 + (6.0, -8.0)
        self._chain.set_data(*((1 - part) ** 2 * hinge + 2 * part * (1 - part) * bend + part**2 * lid).T)
        self._lid.set_path(Path.circle(tuple(lid), 10.5))
        self._letter.set_position(lid - (0.0, 0.5))

    def _charge(self, v_mV: float) -> None:
        """Signs along both faces: their number is the voltage's size, plus is outside at rest."""
        at = _SIGNS[:min(len(_SIGNS), round(abs(v_mV) / mV_A_SIGN))]
        outside, inside = ((self._plus, self._minus) if v_mV < 0.0 else (self._minus, self._plus))
        outside.set_data(at, np.full(len(at), _OUTER + 18.0))
        inside.set_data(at, np.full(len(at), _INNER - 20.0))


def _dots(mM: float) -> int:
    """How many dots stand for a concentration; at least one."""
    return max(1, round(mM / mM_A_DOT))


def _tenths(amount: float) -> str:
    """An amount with one decimal: what is left over of in and out is less than 1."""
    return f"{round(amount, 1) + 0.0:.1f}".replace("-", "−")


def _flaps(x: float, open_part: float) -> Path:
    """A pair of flaps in a channel. The gap's width goes with the root of what is open, as the area of a pore."""
    root = float(np.sqrt(np.clip(open_part, 0.0, 1.0)))
    reach, tip = 9.5 - 8.3 * root, _GATE - 5.0 + 12.0 * root
    edge, end = 10.0, 10.0 - reach
    return together([Path([(x + side * edge, _GATE - 5.0), (x + side * edge, _GATE + 7.0), (x + side * end, tip),
                           (x + side * end, tip - 5.0), (x + side * edge, _GATE - 5.0)], closed=True)
                     for side in (-1.0, 1.0)])


def _arrow(x: float, is_out: bool, size: float) -> Path:
    """Which way ions flow, and how many: an arrow behind the channel."""
    tail, way = (_OUTER + 48.0, 1.0) if is_out else (_INNER - 50.0, -1.0)
    return arrow((x, tail), (x, tail + way * (7.0 + 43.0 * size)), 2.0 + 14.0 * size, 5.0 + 16.0 * size,
                 7.0 + 25.0 * size)


def _spread(count: int, low: float, high: float, seed: int = 4) -> NDArray:
    """Places for ions, evenly mixed, clear of the channels' mouths and of the lid."""
    chance = np.random.default_rng(seed)
    places: list[Sequence[float]] = []
    while len(places) < count:
        x, y = chance.uniform((10.0, low), (WIDTH - 10.0, high))
        is_clear = (all(abs(x - at) > 26.0 for at in _AT.values())
                    and not (x < _AT["sodium"] + 66.0 and x > _AT["sodium"] and 124.0 < y < _INNER))
        if is_clear and all(np.hypot(x - left, y - up) > 17.0 for left, up in places):
            places.append((x, y))
    return np.array(places)
