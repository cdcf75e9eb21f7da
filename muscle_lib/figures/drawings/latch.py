"""Filaments of a smooth muscle from close by: how does it hold with hardly any drive, and what does that cost?

Sixteen heads in four states, told by their form: free or holding on, with a phosphate on the neck or without one. Far
too few and far too large. Heads of one side pull one way, those of the other side the other way (Xu et al. 1996). Left
out: that the filaments criss-cross in a real cell, and all that brings calcium in and out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray

from muscle_lib.figures.drawings import filaments
from muscle_lib.figures.drawings.filaments import HEAD_ON, THICK, THICK_EDGE, THIN, THIN_EDGE
from muscle_lib.figures.drawings.ions import IONS
from muscle_lib.figures.drawings.shapes import EMPTY, area, arrow, box, dots, sheet, smooth, together
from muscle_lib.figures.drawings.table import ATP, DETAIL, OUTLINE, between, mix
from muscle_lib.figures.drawings.words import Stamp, word
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import INK, PAPER, STYLES

WIDTH, HEIGHT = 300, 400
PHOSPHATE, COIN = STYLES["phosphate"].color, ATP
PALE, BODY = mix(PAPER, THICK, 0.55), "#8a8f96"
FILLS = (*filaments.FILLS, PHOSPHATE, COIN, PALE, BODY,
         *between((PALE, THICK_EDGE), (HEAD_ON, THICK_EDGE), (BODY, INK), (COIN, INK), (PHOSPHATE, INK)))
HEADS = 16
#: ATP is counted for all heads of the picture over so long.
SECONDS = 10
#: The height of the thick filament, how far above and below it the thin ones lie, and half its own thickness.
_AXIS, _REACH, _HALF = 276.0, 73.0, 10.0
_ROOTS = np.linspace(42.0, 238.0, HEADS // 2)
#: The order in which heads change: spread along both sides.
_ORDER = [(side, root) for root in (4, 1, 6, 2, 7, 0, 3, 5) for side in (1, -1)]
_COINS_A_ROW, _ROWS = 20, 5


@dataclass(frozen=True)
class LatchMoment:
    """What the filaments are at a moment: parts of the heads, the drive from 0 to 1, and coins (ATP) in ten seconds."""

    charged: float = 0.0
    working: float = 0.0
    latched: float = 0.0
    drive: float = 0.0
    phosphate_coins: float = 0.0
    heads_coins: float = 0.0
    muscle: str = ""


def counted(charged: float, working: float, latched: float) -> tuple[int, int, int]:
    """So many heads are free with a phosphate, hold with one, and hold without one: all that hold, and all phosphates,
    are right to the nearest head."""
    hold, phosphates = round(HEADS * (working + latched)), round(HEADS * (charged + working))
    working_heads = min(round(HEADS * working), hold, phosphates)
    working_heads = max(working_heads, phosphates - (HEADS - hold))
    return phosphates - working_heads, working_heads, hold - working_heads


class Latch:
    """The filaments, the drive, and what it costs."""

    def __init__(self, stage: Stage, axes: Axes) -> None:
        sheet(axes, WIDTH, HEIGHT)
        self._still(axes)
        self._free = stage.moving(area(axes, EMPTY, PALE, THICK_EDGE, 1.3, 4.0))
        self._hold = stage.moving(area(axes, EMPTY, HEAD_ON, THICK_EDGE, 1.3, 4.2))
        self._phosphates = stage.moving(dots(axes, 10.0, PHOSPHATE, PAPER, 1.3, 5.0))
        self._pull = stage.moving(area(axes, EMPTY, HEAD_ON, PAPER, DETAIL, 5.0))
        self._drive = stage.moving(area(axes, EMPTY, IONS["calcium"].fill, "none", 0.0, 2.0))
        self._coins = [stage.moving(dots(axes, 6.6, COIN, INK, 0.8, 3.0, "h")) for _ in range(2)]
        self._muscle = stage.moving(Stamp(axes, 294, 388, "", ha="right", weight="bold"))

    def _still(self, axes: Axes) -> None:
        thick = [(26, _AXIS - 5), (31, _AXIS - _HALF), (269, _AXIS - _HALF), (274, _AXIS - 5), (274, _AXIS + 5),
                 (269, _AXIS + _HALF), (31, _AXIS + _HALF), (26, _AXIS + 5), (26, _AXIS - 5)]
        area(axes, Path(np.array(thick)), THICK, THICK_EDGE, OUTLINE, 2.0)
        for side, first in ((1, 12.0), (-1, 32.0)):
            beads = np.arange(first, first + 262.0, 10.4)
            for row in (-1, 1):
                strand = dots(axes, 11.0, THIN, THIN_EDGE, 1.1, 2.0 + 0.1 * row)
                strand.set_data(beads + 2.6 * row, np.full(len(beads), _AXIS + side * _REACH + 3.0 * row))
            # A dense body, to which the thin filament is tied.
            turn = np.linspace(0.0, 2.0 * np.pi, 13)[:-1]
            middle = np.array([150.0 + side * 134.0, _AXIS + side * _REACH])
            area(axes, smooth(middle + np.column_stack([10.0 * np.cos(turn), 17.0 * np.sin(turn)])), BODY, INK,
                 OUTLINE, 3.0)
        word(axes, "thin filament", 6, 388)
        word(axes, "thick filament", 150, _AXIS, ha="center")
        # The key: the three forms, half as large.
        for x, fill, works, name in ((20, HEAD_ON, True, "works"), (122, HEAD_ON, False, "latched"),
                                     (224, PALE, None, "free")):
            small = Affine2D().translate(-_ROOTS[0], -_AXIS - _HALF).scale(0.45).translate(x, 145)
            area(axes, _head(1, 0, works).transformed(small), fill, THICK_EDGE, 1.1, 4.0)
            word(axes, name, x + 18, 156)
        marks = dots(axes, 8.0, PHOSPHATE, PAPER, 1.2, 5.0)
        marks.set_data((20, 11), (151, 50))
        word(axes, "drive (calcium)", 6, 122)
        area(axes, box(128, 294, 114, 130), PAPER, INK, 1.3, 1.0)
        word(axes, f"ATP used in {SECONDS} s: one coin each", 6, 94)
        word(axes, "phosphates", 18, 50)
        word(axes, "heads", 18, 71)

    def show(self, now: LatchMoment) -> None:
        """Draw a moment."""
        charged, working, latched = counted(now.charged, now.working, now.latched)
        holds = working + latched
        # The first of those that hold have a phosphate, and the first of those that are free.
        on, off = _ORDER[:holds], _ORDER[holds:]
        self._hold.set_path(_together([_head(*head, at < working) for at, head in enumerate(on)]))
        self._free.set_path(_together([_head(*head, None) for head in off]))
        necks = [*(_neck(*head, True) for head in on[:working]), *(_neck(*head, False) for head in off[:charged])]
        self._phosphates.set_data(*np.array(necks).reshape(-1, 2).T)
        self._pull.set_path(together([_pull(side, holds / HEADS) for side in (1, -1)]) if holds else EMPTY)
        self._drive.set_path(box(129, 129 + 164 * min(max(now.drive, 0.0), 1.0), 115, 129) if now.drive > 0 else EMPTY)
        for coins, count, top in zip(self._coins, (now.phosphate_coins, now.heads_coins), (50.0, 71.0), strict=True):
            coins.set_data(*_heap(round(count), top).T)
        self._muscle.set_text(now.muscle)


def _neck(side: int, root: int, holds: bool) -> NDArray:
    """Where a head's phosphate sits."""
    return side * np.array((0.0, 22.0) if holds else (-3.0, 19.0)) + (_ROOTS[root], _AXIS)


def _head(side: int, root: int, works: bool | None) -> Path:
    """A head: folded on the thick filament (None), or holding the thin one, upright if it works, leaning if it is
    latched. Those of the lower side are those of the upper one, turned by half a turn."""
    lean = 0.0 if works else 9.0
    if works is None:
        points = [(-3.0, 10.0), (-2.0, 17.0), (-4.0, 23.0), (0.0, 33.0), (10.0, 38.0), (17.0, 31.0), (13.0, 21.0),
                  (6.0, 17.0), (3.0, 10.0)]
    else:
        tip = _REACH - 12.0
        points = [(-3.0, 10.0), (-3.0, 25.0), (-8.0 - 0.6 * lean, tip - 20), (-8 - lean, tip - 3), (-lean, tip + 2),
                  (8 - lean, tip - 3), (8 - 0.6 * lean, tip - 20), (3.0, 25.0), (3.0, 10.0)]
    return smooth(side * np.array(points) + (_ROOTS[root], _AXIS))


def _together(paths: list[Path]) -> Path:
    return together(paths) if paths else EMPTY


def _pull(side: int, share: float) -> Path:
    """The pull on a thin filament, towards the other one's end."""
    y, x = _AXIS + side * (_REACH + 21.0), 150.0 + side * 112.0
    return arrow((x, y), (x - side * (12.0 + 76.0 * share), y), 3.0 + 5.0 * share, 11.0, 9.0 + 6.0 * share)


def _heap(count: int, top: float) -> NDArray:
    """So many coins in rows, each row in two tens."""
    places = np.arange(min(count, _COINS_A_ROW * _ROWS))
    row, column = places // _COINS_A_ROW, places % _COINS_A_ROW
    return np.column_stack([109.0 + 9.2 * column + 7.0 * (column // 10), top - 10.0 * row]).reshape(-1, 2)
