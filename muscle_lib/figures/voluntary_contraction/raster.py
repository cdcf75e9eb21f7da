"""The impulses of twelve motor units, a row for each: what every picture of the pool shows in the same way."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from muscle_lib.figures.stage import Stage

#: The units whose impulses are drawn, from the smallest to the largest; a row each, and a colour from pale to dark.
SHOWN = np.rint(np.linspace(1, 120, 12)).astype(int)
SIZES = [to_hex((0.60 - 0.50 * part, 0.62 - 0.47 * part, 0.86 - 0.46 * part)) for part in np.linspace(0.0, 1.0, 12)]


def raster_on(stage: Stage, axes: Axes) -> list[Line2D]:
    """The twelve rows, still empty; the stage must know the colours in ``SIZES``."""
    axes.set(ylim=(-0.7, 11.7), yticks=(0, 5, 11), yticklabels=("1", "55", "120"), ylabel="Unit\n(by size)")
    axes.grid(False)
    return [stage.moving(axes.plot([], [], color=color, linewidth=width)[0])
            for color, width in zip(SIZES, np.linspace(0.9, 1.7, 12), strict=True)]


def show_raster(rows: list[Line2D], spike_s: NDArray, spike_unit: NDArray) -> None:
    """Draw each impulse of the shown units as a stroke; units are counted from 1."""
    for place, (unit, row) in enumerate(zip(SHOWN, rows, strict=True)):
        at_s = spike_s[spike_unit == unit]
        row.set_data(np.repeat(at_s, 3), np.tile((place - 0.38, place + 0.38, np.nan), len(at_s)))
