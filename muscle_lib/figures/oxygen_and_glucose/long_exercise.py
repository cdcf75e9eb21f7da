"""An hour of work: the force, the store, the glycogen, and the fuel that the blood brings."""

from __future__ import annotations

from muscle_lib.figures.drawings.supply import FILLS, HEIGHT
from muscle_lib.figures.oxygen_and_glucose.vessel import working_vessel
from muscle_lib.figures.scene import SIDE_BY_SIDE
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.words import said
from muscle_lib.models.oxygen_and_glucose import LongTrace

#: Less than this (of the first force) is no second wind that anybody would see.
SEEN_percent = 1.0


@figure
class FuelFigure:
    """Left: a capillary, and a fibre with its stores, when the work ends. Right, over the hour: force; phosphocreatine
    and lactate; glycogen, and how far the blood's fuel has come."""

    def __init__(self) -> None:
        self.stage = Stage([["supply", name] for name in ("force", "cell", "fuel")], heights=(1.2, 1.2, 1.6),
                           widths=SIDE_BY_SIDE, height_px=HEIGHT, scene="supply", x="t_min", colors=FILLS)
        time = (0, 60)
        force = self.stage.panel("force", "Force", xlim=time, xticklabels=(), ylim=(0, 145), yticks=(0, 50, 100))
        cell = self.stage.panel("cell", "In the fibre\n", xlim=time, xticklabels=(), ylim=(0, 80),
                                yticks=(0, 20, 40, 60))
        fuel = self.stage.panel("fuel", "Fuel\n(mM or %)", "Time", xlim=time, ylim=(0, 260),
                                yticks=(0, 50, 100, 150))
        self.stage.curve("force", "force", "force_percent")
        self.stage.curve("cell", "phosphocreatine", "pcr_mM")
        self.stage.curve("cell", "acid", "lactate_mM", label="lactate")
        self.stage.curve("fuel", "glycolysis", "glycogen_mM", label="glycogen (mM)")
        self.stage.curve("fuel", "oxygen", "delivery_percent", label="delivery by the blood (% of its most)")
        self.stage.add_cursor("Time", "min", force, cell, fuel)
        for axes in (force, cell, fuel):
            self.stage.legend(axes, columns=1 if axes is fuel else 3)
        working_vessel(self.stage, fuel=True)

    def show(self, trace: LongTrace) -> None:
        """Move the curves to a new trace."""
        self.stage.show(trace)

    def describe(self, trace: LongTrace) -> str:
        """What the picture shows, in two to four sentences."""
        glycogen = (f"Glycogen in the muscle goes from {trace.glycogen_mM[0]:.0f} to {said(trace, 'glycogen_end_mM')}, "
                    f"and lactate is {said(trace, 'lactate_end_mM', 1)} at the end.")
        if trace.glucose_is_low:
            glycogen += " Below 3 mM of glucose the brain is in danger; muscle that can use glycogen feels nothing."
        if trace.state == "idle":
            return f"The muscle rests. {glycogen}"
        words = (f"After {trace.work_min:.0f} minutes the force is {said(trace, 'force_left_percent')} of the first.")
        if trace.second_wind_percent >= SEEN_percent:
            words += (f" It was weakest at minute {trace.lowest_at_min:.0f} and has come back by "
                      f"{said(trace, 'second_wind_percent')} of the first since then.")
        return f"{words} {glycogen}"
