"""Calcium in waves: the filaments of the latch, calcium, the heads that hold, and what it costs."""

from __future__ import annotations

from muscle_lib.figures.smooth_muscle.latch import add_heads, heads_stage
from muscle_lib.figures.stage import figure
from muscle_lib.figures.words import said
from muscle_lib.models.smooth_muscle import WavesTrace


@figure
class WavesFigure:
    """Left: a thick filament with 16 heads between two thin ones, when the run ends. Right, over time: calcium, steady
    at first, then in waves with the same mean; the heads that hold, and those with a phosphate; the ATP of a head."""

    def __init__(self) -> None:
        self.stage = heads_stage("calcium")
        self.stage.panel("calcium", "Calcium\n", xlim=(0, 6), xticklabels=(), ylim=(0, 0.52), yticks=(0, 0.2, 0.4))
        self.stage.curve("calcium", "calcium", "Ca_uM", label="calcium in the cell", every=5)
        # Over all six minutes the film's pictures would be farther apart than half a wave.
        add_heads(self.stage, "calcium", most_per_s=2.0, film_s=60.0)

    def show(self, trace: WavesTrace) -> None:
        """Move the curves and the filaments to a new trace."""
        self.stage.show(trace)

    def describe(self, trace: WavesTrace) -> str:
        """What the picture shows, in two sentences."""
        return (f"{trace.muscle_name.capitalize()}: at a steady level of calcium "
                f"{said(trace, 'steady_force_percent', 1)} of the heads hold. In waves, every "
                f"{said(trace, 'period_s')}, calcium has the same mean: the drive's mean is "
                f"{said(trace, 'drive_percent')} of what it was, and in the mean "
                f"{said(trace, 'waves_force_percent', 1)} of the heads hold, with swings of "
                f"{said(trace, 'swing_percent', 1)}.")
