"""Ions as marks that can be counted: the same form and colour in every drawing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from muscle_lib.figures.drawings.shapes import dots
from muscle_lib.figures.drawings.table import between
from muscle_lib.figures.drawings.words import ABOVE_ALL, word
from muscle_lib.figures.style import INK, STYLES


@dataclass(frozen=True)
class Ion:
    """How an ion looks: the form of its mark with its size, its paler fill, and the colour of its curve."""

    marker: str
    size: float
    fill: str
    color: str

    def marks(self, axes: Axes, zorder: float, scale: float = 1.0) -> Line2D:
        """Marks to be placed."""
        return dots(axes, self.size * scale, self.fill, INK, 0.9, zorder, self.marker)


IONS = MappingProxyType({
    "sodium": Ion("o", 7.2, "#f08a3c", STYLES["sodium"].color),
    "potassium": Ion("s", 6.6, "#4a9fd4", STYLES["potassium"].color),
    "chloride": Ion("^", 7.6, "#d88fbc", STYLES["chloride"].color),
    "calcium": Ion("D", 6.2, "#3fae8d", STYLES["calcium"].color),
})
#: The marks' colours, for the stage that they stand on.
ION_COLORS = (*(ion.fill for ion in IONS.values()), *between(*((ion.fill, INK) for ion in IONS.values())))


def key(axes: Axes, name: str, x: float, y: float) -> None:
    """The mark of an ion with its name: still."""
    mark = IONS[name].marks(axes, ABOVE_ALL, 1.25)
    mark.set_data([x], [y])
    word(axes, name, x + 11, y)


def places(left: float, right: float, low: float, high: float, gap: float, free: Callable[[float, float], bool],
           seed: int) -> tuple[NDArray, NDArray]:
    """Places so far apart, a little out of line, wherever it is free: for plus and for minus, as on a chess board; in
    an order that has no corner of its own."""
    chance = np.random.default_rng(seed)
    plus: list[NDArray] = []
    minus: list[NDArray] = []
    for row, y in enumerate(np.arange(low, high, gap * 0.866)):
        for column, x in enumerate(np.arange(left + gap / 2 * (row % 2), right, gap)):
            place = chance.uniform(-0.13 * gap, 0.13 * gap, 2) + (x, y)
            if free(*place):
                (minus if (row + column) % 2 else plus).append(place)
    return chance.permutation(plus), chance.permutation(minus)
