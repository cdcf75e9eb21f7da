"""Three leg muscles in one contraction: their forces over time, and what their length does to them."""

from __future__ import annotations

import math

from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.words import newtons, said
from muscle_lib.models.voluntary_contraction.leg_muscles import LegMusclesTrace

NAMES = ("hamstrings", "gastrocnemius", "quadriceps")
#: The same, as the trace's numbers are named.
PARTS = ("hamstrings", "calf", "quadriceps")


@figure
class LegMusclesFigure:
    """Left: the force of each over time. Right: its force against its length; the dots are where they are now."""

    def __init__(self) -> None:
        self.stage = Stage([["force", "length"]], widths=(1.3, 1.0), height_px=400, x_unit="s")
        force = self.stage.panel("force", "Force", "Time", xlim=(0, 1.6), ylim=(0, 16.5), yticks=(0, 4, 8, 12))
        self.stage.panel("length", "Force (% of its best)", "Change of length", xlim=(-3.2, 3.2), ylim=(0, 150),
                         yticks=(0, 50, 100))
        lines = [self.stage.curve("force", name, f"force_N.{row}", unit="kN", every=4)
                 for row, name in enumerate(NAMES)]
        for row, name in enumerate(NAMES):
            self.stage.curve("length", name, f"force_curves_percent.{row}", x="changes_cm")
            self.stage.dot("length", name, x=f"now_cm.{row}", y=f"peak_force_percent.{row}", markersize=10)
        self.stage.add_cursor("Time", "s", force)
        force.legend(handles=lines, loc="upper left", fontsize=14, frameon=False, borderaxespad=0.1)

    def show(self, trace: LegMusclesTrace) -> None:
        """Move the curves to a new trace."""
        self.stage.show(trace)

    def describe(self, trace: LegMusclesTrace) -> str:
        """How strong each is, in newtons and beside its best, and how quickly it lets go."""
        strong = ", ".join(f"{name} {newtons(trace, f'peaks_N.{row}')} ({said(trace, f'{part}_percent')} of its best)"
                           for row, (name, part) in enumerate(zip(NAMES, PARTS, strict=True)))
        times = {name: f"{part}_relaxation_ms" for name, part in zip(NAMES, PARTS, strict=True)}
        if not all(math.isfinite(getattr(trace, time)) for time in times.values()):
            return f"Without a command that reaches a motor unit, only passive tension is left: {strong}."
        first, last = (pick(NAMES, key=lambda name: getattr(trace, times[name])) for pick in (min, max))
        first_said, last_said = said(trace, times[first]), said(trace, times[last])
        end = f"After it the {first} lets go first ({first_said} to half), the {last} last ({last_said})"
        if getattr(trace, times[last]) - getattr(trace, times[first]) < 2.0:
            end = f"All three let go in about {last_said} to half"
        return f"Under the same command: {strong}. {end}."
