"""A cell of the heart under a train of stimuli: its voltage, its channels that are ready, and its force, beside that of
a skeletal fibre."""

from __future__ import annotations

import math

from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.words import said
from muscle_lib.models.heart.cell import DURATION_ms, HeartCellTrace


@figure
class HeartCellFigure:
    """Voltage under the stimuli, with those that were answered as taller strokes; the part of the channels that could
    open, and what is needed; and force, beside that of a skeletal fibre under the same stimuli."""

    def __init__(self) -> None:
        self.stage = Stage([["voltage"], ["ready"], ["force"]], heights=(1.5, 0.9, 1.3), x_unit="s", height_px=380)
        across = {"xlim": (0, DURATION_ms / 1000.0)}
        voltage = self.stage.panel("voltage", "Potential", "", ylim=(-95, 140), yticks=(-80, -40, 0, 40), **across)
        ready = self.stage.panel("ready", "Ready", "", ylim=(-4, 150), yticks=(0, 50, 100), **across)
        force = self.stage.panel("force", "Force, of\nits own most", "Time", ylim=(0, 150), yticks=(0, 50, 100),
                                 **across)
        for axes in (voltage, ready):
            axes.tick_params(labelbottom=False)
        self.stage.curve("voltage", "membrane potential", "v_mV", label="membrane potential", every=2)
        for array, tip, width in (("stimuli_ms", 62.0, 1.0), ("answered_ms", 78.0, 2.4)):
            self.stage.curve("voltage", "stimulus", tip, foot=50.0, x=array, x_unit="s", unit="mV", pins=False,
                             label="stimuli" if width < 2.0 else "answered", linewidth=width)
        self.stage.curve("ready", "sodium", "ready_now_percent", label="ready channels", every=4)
        self.stage.curve("ready", "reference", "needed_all_along_percent", label="needed", pins=False)
        self.stage.curve("force", "heart", "force_percent", label="this cell", every=4)
        self.stage.curve("force", "skeletal", "skeletal_force_percent", label="skeletal fibre", every=4)
        self.stage.legend(voltage)
        self.stage.legend(ready)
        self.stage.legend(force)
        self.stage.add_cursor("Time", "s", voltage, ready, force)

    def show(self, trace: HeartCellTrace) -> None:
        """Move the curves to a new trace."""
        self.stage.show(trace)

    def describe(self, trace: HeartCellTrace) -> str:
        """What the picture shows, in two sentences."""
        count = "The one stimulus is answered" if trace.stimuli == 1 else \
            f"{trace.beats} of {trace.stimuli} stimuli are answered" + (
                ", the others only nudge the voltage" if trace.beats < trace.stimuli else "")
        last = f"the last action potential takes {said(trace, 'action_potential_ms')}"
        if trace.takes_turns:
            last = (f"long and short action potentials take turns, the last two with {trace.lengths_ms[-2]:.0f} and "
                    f"{said(trace, 'action_potential_ms')}")
        words = (f"{count}; {last}. "
                 f"The force comes up to {said(trace, 'peak_percent')}")
        if math.isnan(trace.left_percent):
            return f"{words} of what it would be if the cell stayed excited.{_skeletal(trace)}"
        return (f"{words}, and of the last beat's force {said(trace, 'left_percent')} was there before it began."
                f"{_skeletal(trace)}")


def _skeletal(trace: HeartCellTrace) -> str:
    """What chapter 3's fibre does with these stimuli."""
    if math.isnan(trace.skeletal_left_percent):
        return ""
    return (f" A skeletal fibre comes up to {said(trace, 'skeletal_peak_percent')} of its tetanus; of that "
            f"{said(trace, 'skeletal_left_percent')} is there when the last stimulus comes.")
