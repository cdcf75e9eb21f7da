"""The impulses of twelve motor units, a row for each: what every picture of the pool shows in the same way."""

from __future__ import annotations

import numpy as np
from matplotlib.colors import to_hex

from muscle_lib.figures.stage import Stage
from muscle_lib.models.voluntary_contraction.shown import SHOWN

#: A colour for each row, from pale for the smallest unit to dark for the largest; a stage must know them.
SIZES = [to_hex((0.60 - 0.50 * part, 0.62 - 0.47 * part, 0.86 - 0.46 * part)) for part in np.linspace(0.0, 1.0, 12)]
#: How far a stroke reaches above and below the middle of its row.
STROKE = 0.38
#: Its width is that of every other: an impulse is there or not, in a large unit as in a small one.
WIDTH = 1.1


def add_raster(stage: Stage, panel: str, spikes: str) -> None:
    """Make a panel of the twelve rows; ``spikes`` is where a trace holds their impulses, for each of them."""
    stage.panel(panel, "Unit\n(by size)", ylim=(-0.7, 11.7), yticks=(0, 5, 11), yticklabels=("1", "55", "120"))
    stage.axes[panel].grid(False)
    for row, (unit, color) in enumerate(zip(SHOWN, SIZES, strict=True)):
        stage.curve(panel, "membrane potential", row + STROKE, foot=row - STROKE, x=f"{spikes}.{row}", x_unit="s",
                    label=f"unit {unit}", pins=False, color=color, linewidth=WIDTH)
