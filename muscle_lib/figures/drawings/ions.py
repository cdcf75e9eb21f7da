"""Ions as dots that can be counted: the same form and colour in every drawing, so that they are told without colour."""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from numpy.typing import ArrayLike

from muscle_lib.figures.drawings.shapes import dots
from muscle_lib.figures.drawings.table import between
from muscle_lib.figures.style import INK


class Ion(NamedTuple):
    """How an ion is drawn: its form, its fill (paler than its curve), its size beside the others'."""

    marker: str
    fill: str
    size: float


IONS = MappingProxyType({
    "sodium": Ion("o", "#f08a3c", 9.5),
    "potassium": Ion("s", "#4a9fd4", 8.5),
    "chloride": Ion("^", "#d88fbc", 10.0),
    "calcium": Ion("D", "#3fae8d", 8.5),
})
#: Their fills and edges, for the stage.
FILLS = (*(ion.fill for ion in IONS.values()), *between(*((ion.fill, INK) for ion in IONS.values())))


def ions(axes: Axes, kind: str, places: ArrayLike = (), zorder: float = 3.0, size: float = 1.0) -> Line2D:
    """Ions of one kind at places, all as one artist."""
    ion = IONS[kind]
    drawn = dots(axes, ion.size * size, ion.fill, INK, 1.0, zorder, ion.marker)
    drawn.set_data(*np.asarray(places, float).reshape(-1, 2).T)
    return drawn
