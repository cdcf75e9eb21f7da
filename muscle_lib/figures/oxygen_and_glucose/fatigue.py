"""When the money runs out: phosphate and acid, and what they do to the force and to the letting go."""

from __future__ import annotations

import math

from muscle_lib.figures.oxygen_and_glucose.working_muscle import LENGTH_min, WorkEnd, recovery
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import STYLES
from muscle_lib.figures.words import said
from muscle_lib.models.oxygen_and_glucose import WorkTrace


@figure
class FatigueFigure:
    """Left: phosphate and pH. Right: the force, and the time in which half of it goes."""

    def __init__(self) -> None:
        self.stage = Stage([["phosphate", "force"], ["acid", "relaxation"]], height_px=390, x="t_min")
        time = (0, LENGTH_min)
        phosphate = self.stage.panel("phosphate", "Phosphate", xlim=time, xticklabels=(), ylim=(0, 55),
                                     yticks=(0, 20, 40))
        acid = self.stage.panel("acid", "pH (–log₁₀ M)", "Time", xlim=time, ylim=(6.0, 7.9),
                                yticks=(6.0, 6.5, 7.0, 7.5))
        force = self.stage.panel("force", "Force", xlim=time, xticklabels=(), ylim=(0, 145), yticks=(0, 50, 100))
        relaxation = self.stage.panel("relaxation", "Relaxation", "Time", xlim=time, ylim=(0, 1250),
                                      yticks=(0, 500, 1000))
        reference = STYLES["reference"]
        acid.axhline(7.05, color=reference.color, linestyle=reference.dash, linewidth=reference.width)
        self._end = WorkEnd(self.stage, (phosphate, acid, force, relaxation), force, 112, room_min=1.7)
        self.stage.curve("phosphate", "phosphate", "Pi_mM")
        self.stage.curve("acid", "acid", "pH", label="pH in the fibre")
        self.stage.curve("force", "force", "force_percent")
        self.stage.curve("relaxation", "calcium", "relaxation_shown_ms", x="relaxed_at_min", label="time to half force",
                         marker="o", markersize=5)
        self.stage.add_cursor("Time", "min", phosphate, acid, force, relaxation)
        for axes in (phosphate, acid, force, relaxation):
            self.stage.legend(axes)

    def show(self, trace: WorkTrace) -> None:
        """Move the curves to a new trace."""
        self.stage.show(trace)
        self._end.show(trace)

    def describe(self, trace: WorkTrace) -> str:
        """What the picture shows, in two or three sentences."""
        if trace.state == "idle":
            return (f"The muscle rests: phosphate stays at {said(trace, 'Pi_end_mM', 1)} and the pH at "
                    f"{said(trace, 'pH_end', 2)}.")
        words = (f"At the end of the work phosphate is {said(trace, 'Pi_end_mM')} and the pH "
                 f"{said(trace, 'pH_end', 2)}; the force is {said(trace, 'force_left_percent')} of the first. "
                 f"{_letting_go(trace)}")
        return f"{words} {recovery(trace)}" if trace.state == "contracture" else words


def _letting_go(trace: WorkTrace) -> str:
    if math.isnan(trace.relaxation_last_ms):
        return "No relaxation to half of the force was seen in the work."
    last = said(trace, "relaxation_last_ms")
    if trace.relaxation_ms.size == 1 or trace.held:
        return f"Letting go of half of the force takes {last}."
    return f"Letting go of half of the force takes {said(trace, 'relaxation_first_ms')} at first and {last} at the end."
