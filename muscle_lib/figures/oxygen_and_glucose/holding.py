"""Holding still: force, flow and oxygen over the minutes; and how long a force can be held."""

from __future__ import annotations

import math

import numpy as np

from muscle_lib.figures.drawings.supply import FILLS
from muscle_lib.figures.oxygen_and_glucose.vessel import working_vessel
from muscle_lib.figures.scene import SIDE_BY_SIDE
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import DASHES, STYLES
from muscle_lib.figures.words import said
from muscle_lib.models.oxygen_and_glucose import HoldingTrace, power_law_s

LENGTH_min = 10.0
_PARTS = np.linspace(0.15, 1.0, 60)


@figure
class HoldingFigure:
    """Left: the muscle's supply and its stores at the end of the hold. Right: force and flow, and endurance against
    force, with people's limits. Under “More curves”: the oxygen pressure."""

    def __init__(self) -> None:
        self.stage = Stage([["supply", name] for name in ("force", "flow", "endurance")], heights=(0.95, 1.35, 1.5),
                           widths=SIDE_BY_SIDE, more=[["oxygen"]], height_px=410, scene="supply", x="t_min",
                           colors=FILLS)
        time = (0, LENGTH_min)
        force = self.stage.panel("force", "Force", xlim=time, xticklabels=(), ylim=(0, 175), yticks=(0, 50, 100))
        flow = self.stage.panel("flow", "Flow\n", "Time", xlim=time, ylim=(0, 220), yticks=(0, 100, 200))
        oxygen = self.stage.panel("oxygen", "O₂ pressure\n", "Time", xlim=time, ylim=(0, 72), yticks=(0, 20, 40, 60))
        endurance = self.stage.panel("endurance", "Held for", "Force wanted", xlim=(10, 100), yscale="log",
                                     ylim=(1.2, 2500), yticks=(10, 60, 600), yticklabels=("10", "60", "600"))
        endurance.minorticks_off()
        joints = ("ankle", "calcium"), ("knee", "phosphocreatine"), ("shoulder", "glycolysis")
        for (joint, style), dash in zip(joints, DASHES, strict=False):
            endurance.plot(100.0 * _PARTS, [power_law_s(joint, part) for part in _PARTS], color=STYLES[style].color,
                           linestyle=dash, linewidth=1.8, label=f"people, {joint}", zorder=2)
        self.stage.curve("force", "force", "force_percent")
        self.stage.curve("force", "glycolysis", "recruited_percent", label="fibres recruited")
        self.stage.curve("flow", "flow", "flow_mL_100g_min", label="blood flow")
        self.stage.curve("oxygen", "oxygen", "po2_mmHg", label="oxygen in the muscle's blood")
        self.stage.dot("endurance", "force", "target_percent", "held_s", label="this muscle", markersize=13,
                       markeredgecolor="white", zorder=5)
        self._more = self.stage.moving(self.stage.label(endurance, 50, 600, "", ha="left", va="bottom"))
        self.stage.add_cursor("Time", "min", force, flow, oxygen)
        for axes in (force, flow, oxygen):
            self.stage.legend(axes)
        endurance.legend(loc="lower left", ncols=2, borderaxespad=0.1, fontsize=14.0, frameon=False)
        working_vessel(self.stage)

    def show(self, trace: HoldingTrace) -> None:
        """Move the curves and the point to a new trace."""
        self.stage.show(trace)
        self._more.set(text="↑ not yet over" if trace.state == "held on" else "",
                       x=min(trace.target_percent + 2.0, 58.0), y=trace.held_s * 0.55)

    def describe(self, trace: HoldingTrace) -> str:
        """What the picture shows, in two sentences."""
        kind = "held" if trace.held else "reached again and again, with pauses,"
        words = f"With {trace.fibre} fibres {said(trace, 'target_percent')} of the maximum is {kind} for "
        if math.isnan(trace.endurance_s):
            words += f"all of the {trace.work_min:.0f} minutes."
        else:
            words += f"{said(trace, 'endurance_s')}, and then it is lost."
        flow = said(trace, "flow_in_work_mL_100g_min", 1).removesuffix("/100 g/min")
        return (f"{words} During the work {flow} of blood flow through 100 g in a minute, and the oxygen pressure "
                f"falls to {said(trace, 'po2_lowest_mmHg', 1)}.")
