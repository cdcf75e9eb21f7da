"""The impulses of twelve motor units, a row for each: what every picture of the pool shows in the same way."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from muscle_lib.figures.stage import Stage
from muscle_lib.models.voluntary_contraction.shown import SHOWN, of_shown_units

#: A colour for each row, from pale for the smallest unit to dark for the largest; a stage must know them.
SIZES = [to_hex((0.60 - 0.50 * part, 0.62 - 0.47 * part, 0.86 - 0.46 * part)) for part in np.linspace(0.0, 1.0, 12)]
#: How far a stroke reaches above and below the middle of its row.
STROKE = 0.38


def add_raster(stage: Stage, panel: str, spikes: str) -> None:
    """Make a panel of the twelve rows; ``spikes`` is where a trace holds their impulses, for each of them."""
    stage.panel(panel, "Unit\n(by size)", ylim=(-0.7, 11.7), yticks=(0, 5, 11), yticklabels=("1", "55", "120"))
    stage.axes[panel].grid(False)
    for row, (unit, color) in enumerate(zip(SHOWN, SIZES, strict=True)):
        stage.curve(panel, "membrane potential", row + STROKE, foot=row - STROKE, x=f"{spikes}.{row}", x_unit="s",
                    label=f"unit {unit}", pins=False, color=color, linewidth=0.9 + 0.8 * row / 11)


# The old form, for chapter 6's monitor until it uses the one above.

def raster_on(stage: Stage, axes: Axes) -> list[Line2D]:
    """The twelve rows, still empty."""
    axes.set(ylim=(-0.7, 11.7), yticks=(0, 5, 11), yticklabels=("1", "55", "120"), ylabel="Unit\n(by size)")
    axes.grid(False)
    return [stage.moving(axes.plot([], [], color=color, linewidth=width)[0])
            for color, width in zip(SIZES, np.linspace(0.9, 1.7, 12), strict=True)]


def show_raster(rows: list[Line2D], spike_s: NDArray, spike_unit: NDArray) -> None:
    """Draw each impulse of the shown units as a stroke; units are counted from 1."""
    for place, (at_s, row) in enumerate(zip(of_shown_units(spike_s, spike_unit), rows, strict=True)):
        row.set_data(np.repeat(at_s, 3), np.tile((place - STROKE, place + STROKE, np.nan), len(at_s)))
