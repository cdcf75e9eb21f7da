"""When the money runs out: phosphate and acid, and what they do to the force and to the letting go."""

from __future__ import annotations

import math

from muscle_lib.figures.oxygen_and_glucose.working_muscle import LENGTH_min, recovery
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import STYLES
from muscle_lib.models.oxygen_and_glucose import WorkTrace

#: Slower relaxations than this are drawn at the upper edge.
SLOWEST_ms = 1000.0


class FatigueFigure:
    """Left: phosphate and pH. Right: the force, and the time in which half of it goes."""

    def __init__(self) -> None:
        self.stage = Stage([["phosphate", "force"], ["acid", "relaxation"]], height_px=390)
        phosphate, acid, force, relaxation = (self.stage.axes[name] for name in (
            "phosphate", "acid", "force", "relaxation"))
        for axes in (phosphate, force):
            axes.set(xlim=(0, LENGTH_min), xticklabels=())
        for axes in (acid, relaxation):
            axes.set(xlim=(0, LENGTH_min), xlabel="Time (min)")
        phosphate.set(ylim=(0, 55), yticks=(0, 20, 40), ylabel="Phosphate (mM)")
        acid.set(ylim=(6.0, 7.9), yticks=(6.0, 6.5, 7.0, 7.5), ylabel="pH (–log₁₀ M)")
        force.set(ylim=(0, 145), yticks=(0, 50, 100), ylabel="Force (%)")
        relaxation.set(ylim=(0, 1250), yticks=(0, 500, 1000), ylabel="Half of it gone (ms)")
        acid.axhline(7.05, color=STYLES["reference"].color, linestyle=STYLES["reference"].dash, linewidth=1.2)
        end = STYLES["reference"]
        self._ends = [self.stage.moving(axes.axvline(3.0, ymax=0.8, color=end.color, linestyle=end.dash, linewidth=1.8))
                      for axes in (phosphate, acid, force, relaxation)]
        self._end_word = self.stage.moving(self.stage.label(force, 3.0, 112, "", ha="left", va="center"))
        self._phosphate = self.stage.curve(phosphate, STYLES["phosphate"], "phosphate", "mM")
        self._acid = self.stage.curve(acid, STYLES["acid"], "pH in the fibre", "")
        self._force = self.stage.curve(force, STYLES["force"], "force", "%")
        self._relaxation = self.stage.curve(relaxation, STYLES["calcium"], "time to half force", "ms")
        self._relaxation.set_marker("o")
        self._relaxation.set_markersize(5)
        self.stage.add_cursor("Time", "min", phosphate, acid, force, relaxation)
        for axes in (phosphate, acid, force, relaxation):
            self.stage.legend(axes)

    def show(self, trace: WorkTrace) -> None:
        """Move the curves to a new trace."""
        for line in self._ends:
            line.set_xdata([trace.work_min, trace.work_min])
        self._end_word.set(text="the work ends", x=min(trace.work_min, LENGTH_min - 1.7) + 0.05)
        self._phosphate.set_data(trace.t_min, trace.Pi_mM)
        self._acid.set_data(trace.t_min, trace.pH)
        self._force.set_data(trace.t_min, trace.force_percent)
        self._relaxation.set_data(trace.relaxed_at_min, trace.relaxation_ms.clip(max=SLOWEST_ms))

    def describe(self, trace: WorkTrace) -> str:
        """What the picture shows, in two or three sentences."""
        if trace.state == "idle":
            return f"The muscle rests: phosphate stays at {trace.Pi_end_mM:.1f} mM and the pH at {trace.pH_end:.2f}."
        words = (f"At the end of the work phosphate is {trace.Pi_end_mM:.0f} mM and the pH {trace.pH_end:.2f}; the "
                 f"force is {trace.force_left_percent:.0f} % of the first. {_letting_go(trace)}")
        return f"{words} {recovery(trace)}" if trace.state == "contracture" else words


def _letting_go(trace: WorkTrace) -> str:
    first, last = trace.relaxation_first_ms, trace.relaxation_last_ms
    if math.isnan(last):
        return "No relaxation to half of the force was seen in the work."
    if trace.relaxation_ms.size == 1 or trace.held:
        return f"Letting go of half of the force takes {last:.0f} ms."
    return f"Letting go of half of the force takes {first:.0f} ms at first and {last:.0f} ms at the end."
