"""Holding still: force, flow and oxygen over the minutes; and how long a force can be held."""

from __future__ import annotations

import math

import numpy as np

from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import STYLES
from muscle_lib.models.oxygen_and_glucose import HoldingTrace, power_law_s
from muscle_lib.models.oxygen_and_glucose.holding import FIBRE_NAMES

LENGTH_min = 10.0
_PARTS = np.linspace(0.15, 1.0, 60)


class HoldingFigure:
    """Left: the force, the flow, and the oxygen pressure. Right: endurance against force, with people's limits."""

    def __init__(self) -> None:
        self.stage = Stage([["force", "endurance"], ["flow", "endurance"], ["oxygen", "endurance"]],
                           heights=(1.15, 1.0, 1.1), widths=(1.4, 1.0), height_px=410)
        force, flow, oxygen, endurance = (self.stage.axes[name] for name in ("force", "flow", "oxygen", "endurance"))
        for axes in (force, flow):
            axes.set(xlim=(0, LENGTH_min), xticklabels=())
        force.set(ylim=(0, 175), yticks=(0, 50, 100), ylabel="Force (%)")
        flow.set(ylim=(0, 220), yticks=(0, 100, 200), ylabel="Flow (mL/\n100 g/min)")
        oxygen.set(xlim=(0, LENGTH_min), ylim=(0, 72), yticks=(0, 20, 40, 60), ylabel="O₂ pressure\n(mmHg)",
                   xlabel="Time (min)")
        endurance.set(xlim=(10, 100), yscale="log", ylim=(1.2, 2500), yticks=(10, 60, 600), xlabel="Force wanted (%)",
                      yticklabels=("10", "60", "600"), ylabel="Held for (s)")
        endurance.minorticks_off()
        for joint, style in (("ankle", "calcium"), ("knee", "phosphocreatine"), ("shoulder", "glycolysis")):
            endurance.plot(100.0 * _PARTS, [power_law_s(joint, part) for part in _PARTS], color=STYLES[style].color,
                           linestyle=STYLES[style].dash, linewidth=1.8, label=f"people, {joint}", zorder=2)
        self._force = self.stage.curve(force, STYLES["force"], "force", "%")
        self._recruited = self.stage.curve(force, STYLES["glycolysis"], "fibres that work", "%")
        self._flow = self.stage.curve(flow, STYLES["flow"], "blood flow", "mL/100 g/min")
        self._oxygen = self.stage.curve(oxygen, STYLES["oxygen"], "oxygen in the muscle's blood", "mmHg")
        (point,) = endurance.plot([], [], "o", markersize=13, color=STYLES["force"].color, markeredgecolor="white",
                                  zorder=5, label="this muscle")
        self._point = self.stage.moving(point)
        self._more = self.stage.moving(self.stage.label(endurance, 50, 600, "", ha="left", va="bottom"))
        self.stage.add_cursor("Time", "min", force, flow, oxygen)
        for axes in (force, flow, oxygen):
            self.stage.legend(axes)
        endurance.legend(loc="lower left", ncols=1, borderaxespad=0.1, fontsize=14.0, frameon=False)

    def show(self, trace: HoldingTrace) -> None:
        """Move the curves and the point to a new trace."""
        self._force.set_data(trace.t_min, trace.force_percent)
        self._recruited.set_data(trace.t_min, trace.recruited_percent)
        self._flow.set_data(trace.t_min, trace.flow_mL_100g_min)
        self._oxygen.set_data(trace.t_min, trace.po2_mmHg)
        held_on = trace.state == "held on"
        lasted = 60.0 * trace.work_min if held_on else trace.endurance_s
        self._point.set_data([trace.target_percent], [lasted])
        self._more.set(text="↑ not yet over" if held_on else "", x=min(trace.target_percent + 2.0, 58.0),
                       y=lasted * 0.55)

    def describe(self, trace: HoldingTrace) -> str:
        """What the picture shows, in two sentences."""
        kind = "held" if trace.held else "reached again and again, with pauses,"
        words = f"With {FIBRE_NAMES[trace.fibre]} fibres {trace.target_percent:.0f} % of the maximum is {kind} for "
        if math.isnan(trace.endurance_s):
            words += f"all of the {trace.work_min:.0f} minutes."
        else:
            words += f"{trace.endurance_s:.0f} s, and then it is lost."
        return (f"{words} During the work {trace.flow_in_work_mL_100g_min:.1f} mL of blood flow through 100 g in a "
                f"minute, and the oxygen pressure falls to {trace.po2_lowest_mmHg:.1f} mmHg.")
