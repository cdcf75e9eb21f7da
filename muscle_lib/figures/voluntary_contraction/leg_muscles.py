"""Three leg muscles in one contraction: their forces over time, and what their length does to them."""

from __future__ import annotations

import math

from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import STYLES
from muscle_lib.models.voluntary_contraction.leg_muscles import LegMusclesTrace

NAMES = ("hamstrings", "gastrocnemius", "quadriceps")


class LegMusclesFigure:
    """Left: the force of each over time. Right: its force against its length; the dots are where they are now."""

    def __init__(self) -> None:
        self.stage = Stage([["force", "length"]], widths=(1.3, 1.0), height_px=400)
        force, length = self.stage.axes["force"], self.stage.axes["length"]
        force.set(xlim=(0, 1.6), ylim=(0, 16.5), yticks=(0, 4, 8, 12), xlabel="Time (s)", ylabel="Force (kN)")
        length.set(xlim=(-3.2, 3.2), ylim=(0, 150), yticks=(0, 50, 100), xlabel="Change of length (cm)",
                   ylabel="Force (% of its best)")
        self._forces = [self.stage.curve(force, STYLES[name], name, "kN") for name in NAMES]
        self._curves = [self.stage.curve(length, STYLES[name], name) for name in NAMES]
        self._dots = []
        for name in NAMES:
            (dot,) = length.plot([], [], "o", color=STYLES[name].color, markersize=10, zorder=4)
            self._dots.append(self.stage.moving(dot))
        self.stage.add_cursor("Time", "s", force)
        force.legend(handles=self._forces, loc="upper left", fontsize=14, frameon=False, borderaxespad=0.1)

    def show(self, trace: LegMusclesTrace) -> None:
        """Move the curves to a new trace."""
        for row in range(len(NAMES)):
            self._forces[row].set_data(trace.t_ms[::4] / 1000.0, trace.force_N[row, ::4] / 1000.0)
            self._curves[row].set_data(trace.changes_cm, trace.curves_percent[row])
            self._dots[row].set_data([trace.now_cm[row]], [trace.peaks_percent[row]])

    def describe(self, trace: LegMusclesTrace) -> str:
        """How strong each is, in newtons and beside its best, and how quickly it lets go."""
        peaks = trace.force_N.max(axis=1)
        strong = ", ".join(f"{name} {round(peak, -1):,.0f} N ({percent:.0f} % of its best)"
                           for name, peak, percent in zip(NAMES, peaks, trace.peaks_percent, strict=True))
        times = (trace.hamstrings_relaxation_ms, trace.calf_relaxation_ms, trace.quadriceps_relaxation_ms)
        if not all(math.isfinite(time) for time in times):
            return f"Without a command that reaches a motor unit, only passive tension is left: {strong}."
        slowest, quickest = max(times), min(times)
        quick, slow = NAMES[times.index(quickest)], NAMES[times.index(slowest)]
        end = (f"All three let go in about {slowest:.0f} ms to half" if slowest - quickest < 2.0 else
               f"After it the {quick} lets go first ({quickest:.0f} ms to half), the {slow} last ({slowest:.0f} ms)")
        return f"Under the same command: {strong}. {end}."
