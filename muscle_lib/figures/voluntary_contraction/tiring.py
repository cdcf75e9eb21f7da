"""Getting tired: the force that is held, the command it takes, the stores; and how long other forces are held."""

from __future__ import annotations

import numpy as np

from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import SHADE, STYLES
from muscle_lib.models.voluntary_contraction.tiring import ANKLE, SHOULDER, LONGEST_s, TiringTrace, people_s

AXIS_percent = np.linspace(10.0, 90.0, 41)


class TiringFigure:
    """Left, over ten minutes: force and the part of the muscle that works, the stores, the flow. Right: endurance."""

    def __init__(self) -> None:
        self.stage = Stage([["force", "endurance"], ["stores", "endurance"], ["flow", "endurance"]],
                           heights=(1.6, 1.2, 1.0), widths=(1.8, 1.0), height_px=460, colors=(SHADE,))
        force, stores, flow, endurance = (self.stage.axes[name] for name in ("force", "stores", "flow", "endurance"))
        for axes in (force, stores, flow):
            axes.set(xlim=(0, 11), xticks=(0, 2, 4, 6, 8, 10))
        for axes in (force, stores):
            axes.tick_params(labelbottom=False)
        force.set(ylim=(0, 140), yticks=(0, 50, 100), ylabel="Force, working\npart (%)")
        stores.set(ylim=(0, 52), yticks=(0, 15, 30), ylabel="Stores\n(mM)")
        flow.set(ylim=(0, 175), yticks=(0, 50, 100), ylabel="Blood flow\n(mL/100 g/min)", xlabel="Time (min)")
        endurance.set_yscale("log")
        endurance.set(xlim=(5, 95), ylim=(8, 1100), xticks=(20, 50, 80), yticks=(10, 30, 100, 300, 600),
                      yticklabels=("10", "30", "100", "300", "600"), xlabel="Force held (%)", ylabel="Held for (s)")
        endurance.minorticks_off()
        endurance.fill_between(AXIS_percent, people_s(AXIS_percent, SHOULDER), people_s(AXIS_percent, ANKLE),
                               color=SHADE, linewidth=0, zorder=0.5)
        self.stage.label(endurance, 93, 850, "shaded: people,\nshoulder to ankle", ha="right", va="top")
        self._force = self.stage.curve(force, STYLES["active force"], "force", "%")
        self._recruited = self.stage.curve(force, STYLES["command"], "part that works", "%")
        self._pcr = self.stage.curve(stores, STYLES["potassium"], "phosphocreatine", "mM")
        self._pi = self.stage.curve(stores, STYLES["chloride"], "phosphate", "mM")
        self._flow = self.stage.curve(flow, STYLES["membrane potential"], "flow", "mL/100 g/min")
        self._curve = self.stage.curve(endurance, STYLES["active force"], "this muscle")
        (dot,) = endurance.plot([], [], "o", color=STYLES["command"].color, markersize=11, zorder=4)
        self._dot = self.stage.moving(dot)
        self.stage.add_cursor("Time", "min", force, stores, flow)
        for axes in (force, stores):
            self.stage.legend(axes)

    def show(self, trace: TiringTrace) -> None:
        """Move the curves to a new trace."""
        t_min = trace.t_s / 60.0
        self._force.set_data(t_min, trace.force_percent)
        self._recruited.set_data(t_min, trace.recruited_percent)
        self._pcr.set_data(t_min, trace.pcr_mM)
        self._pi.set_data(t_min, trace.Pi_mM)
        self._flow.set_data(t_min, trace.flow_mL_100g_min)
        self._curve.set_data(trace.curve_percent, trace.curve_s)
        self._dot.set_data([trace.hold_percent], [trace.held_s])

    def describe(self, trace: TiringTrace) -> str:
        """How long it is held, with how much of the muscle, and beside people."""
        hold = f"{trace.hold_percent:.0f} % of the greatest force"
        work = (f"{trace.first_recruited_percent:.0f} % of the muscle must work at first, "
                f"{trace.last_recruited_percent:.0f} % at the end")
        low, high = (float(people_s(trace.hold_percent, joint)) for joint in (SHOULDER, ANKLE))
        people = f"people hold it for about {low:.0f} s (shoulder) to {high:.0f} s (ankle)"
        if not trace.fails:
            return f"{hold} is held for all of the {LONGEST_s / 60.0:.0f} minutes: {work}. But {people}."
        blood = ("no blood flows meanwhile" if trace.hold_flow_mL_100g_min < 1.0
                 else f"{trace.hold_flow_mL_100g_min:.0f} mL of blood flow through 100 g a minute")
        return (f"{hold} is held for {trace.endurance_s:.0f} s: {work}, and {blood}. For comparison, {people}.")
