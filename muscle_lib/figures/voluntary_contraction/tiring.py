"""Getting tired: the force that is held, command and EMG that it takes, the stores; and how long others are held."""

from __future__ import annotations

import numpy as np

from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import SHADE, STYLES
from muscle_lib.models.voluntary_contraction.tiring import LONGEST_s, TiringTrace, people_s

AXIS_percent = np.linspace(15.0, 90.0, 41)


class TiringFigure:
    """Left, over ten minutes: force, command and EMG, the stores, the flow. Right: endurance against force."""

    def __init__(self) -> None:
        self.stage = Stage([["force", "endurance"], ["stores", "endurance"], ["flow", "endurance"]],
                           heights=(1.7, 1.2, 1.0), widths=(1.8, 1.0), height_px=440, colors=(SHADE,))
        force, stores, flow, endurance = (self.stage.axes[name] for name in ("force", "stores", "flow", "endurance"))
        for axes in (force, stores, flow):
            axes.set(xlim=(0, 10), xticks=(0, 2, 4, 6, 8, 10))
        for axes in (force, stores):
            axes.tick_params(labelbottom=False)
        force.set(ylim=(0, 145), yticks=(0, 50, 100), ylabel="Of the\ngreatest (%)")
        stores.set(ylim=(0, 62), yticks=(0, 15, 30), ylabel="Stores\n(mM)")
        flow.set(ylim=(0, 175), yticks=(0, 50, 100), ylabel="Blood flow\n(mL/100 g/min)", xlabel="Time (min)")
        endurance.set_yscale("log")
        endurance.set(xlim=(15, 90), ylim=(8, 1400), xticks=(20, 50, 80), yticks=(10, 30, 100, 300, 600),
                      yticklabels=("10", "30", "100", "300", "600"), xlabel="Force held (%)", ylabel="Held for (s)")
        endurance.minorticks_off()
        endurance.fill_between(AXIS_percent, people_s(AXIS_percent, "shoulder"), people_s(AXIS_percent, "ankle"),
                               color=SHADE, linewidth=0, zorder=0.5)
        self.stage.label(endurance, 88, 1150, "shaded: people,\nshoulder to ankle", ha="right", va="top")
        self._force = self.stage.curve(force, STYLES["active force"], "force", "%")
        self._command = self.stage.curve(force, STYLES["command"], "command", "%")
        self._emg = self.stage.curve(force, STYLES["EMG"], "EMG", "%")
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
        some = slice(None, None, 2)
        t_min = trace.t_min[some]
        for line, values in ((self._force, trace.force_percent), (self._command, trace.command_percent),
                             (self._emg, trace.emg_percent), (self._pcr, trace.pcr_mM), (self._pi, trace.Pi_mM),
                             (self._flow, trace.flow_mL_100g_min)):
            line.set_data(t_min, values[some])
        self._curve.set_data(trace.curve_percent, trace.curve_s)
        self._dot.set_data([trace.target_percent], [trace.held_s])

    def describe(self, trace: TiringTrace) -> str:
        """How long it is held, what the command does meanwhile, and what people do."""
        work = (f"the command climbs from {trace.first_command_percent:.0f} to {trace.last_command_percent:.0f} % "
                f"(motor units at work: {trace.first_units}, then {trace.last_units}), and the EMG from "
                f"{trace.first_emg_percent:.0f} to {trace.last_emg_percent:.0f} %")
        if trace.last_command_percent - trace.first_command_percent < 1.0:
            work = (f"the command stays near {trace.last_command_percent:.0f} % (motor units at work: "
                    f"{trace.last_units}), and the EMG near {trace.last_emg_percent:.0f} %")
        low, high = (float(people_s(trace.target_percent, joint)) for joint in ("shoulder", "ankle"))
        people = f"people hold it for about {low:.0f} s (shoulder) to {high:.0f} s (ankle)"
        if not trace.fails:
            return (f"{trace.target_percent:.0f} % of the greatest force is held for all of the "
                    f"{LONGEST_s / 60.0:.0f} minutes; {work}. But {people}.")
        return (f"{trace.target_percent:.0f} % of the greatest force is held for {trace.endurance_s:.0f} s; meanwhile "
                f"{work}. For comparison, {people}.")
