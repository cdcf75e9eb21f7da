"""Getting tired: the force that is held, command and EMG that it takes, the stores; and how long others are held."""

from __future__ import annotations

import numpy as np

from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import SHADE
from muscle_lib.figures.words import said
from muscle_lib.models.voluntary_contraction.tiring import LONGEST_s, TiringTrace, people_s

AXIS_percent = np.linspace(15.0, 90.0, 41)
#: Ten minutes are drawn from every so many samples.
EVERY = 2


@figure
class TiringFigure:
    """Left, over ten minutes: force, command and EMG, the stores, the flow. Right: endurance against force. No leg
    beside them: in it nothing would move but colours and levels, which the curves tell side by side."""

    def __init__(self) -> None:
        self.stage = Stage([["force", "endurance"], ["stores", "endurance"], ["flow", "endurance"]],
                           heights=(1.7, 1.2, 1.0), widths=(1.8, 1.0), height_px=440, colors=(SHADE,), x="t_min")
        panels = self.stage.axes
        for name in ("force", "stores", "flow"):
            panels[name].set(xlim=(0, 10), xticks=(0, 2, 4, 6, 8, 10))
            panels[name].tick_params(labelbottom=name == "flow")
        self.stage.panel("force", "Of the\ngreatest", ylim=(0, 145), yticks=(0, 50, 100))
        self.stage.panel("stores", "Stores\n", ylim=(0, 62), yticks=(0, 15, 30))
        self.stage.panel("flow", "Blood flow\n", "Time", ylim=(0, 175), yticks=(0, 50, 100))
        panels["endurance"].set_yscale("log")
        endurance = self.stage.panel("endurance", "Held for", "Force held", xlim=(15, 90), ylim=(8, 1400),
                                     xticks=(20, 50, 80), yticks=(10, 30, 100, 300, 600),
                                     yticklabels=("10", "30", "100", "300", "600"))
        endurance.minorticks_off()
        endurance.fill_between(AXIS_percent, people_s(AXIS_percent, "shoulder"), people_s(AXIS_percent, "ankle"),
                               color=SHADE, linewidth=0, zorder=0.5)
        self.stage.label(endurance, 88, 1150, "shaded: people,\nshoulder to ankle", ha="right", va="top")
        self.stage.curve("force", "active force", "force_percent", label="force", every=EVERY)
        self.stage.curve("force", "command", "command_percent", every=EVERY)
        self.stage.curve("force", "EMG", "emg_percent", every=EVERY)
        self.stage.curve("stores", "phosphocreatine", "pcr_mM", every=EVERY)
        self.stage.curve("stores", "phosphate", "Pi_mM", every=EVERY)
        self.stage.curve("flow", "flow", "flow_mL_100g_min", every=EVERY)
        self.stage.curve("endurance", "active force", "tried_held_s", x="tried_percent", label="this muscle")
        self.stage.dot("endurance", "command", x="target_percent", y="held_s")
        self.stage.add_cursor("Time", "min", panels["force"], panels["stores"], panels["flow"])
        self.stage.legend(panels["force"])
        self.stage.legend(panels["stores"])

    def show(self, trace: TiringTrace) -> None:
        """Move the curves to a new trace."""
        self.stage.show(trace)

    def describe(self, trace: TiringTrace) -> str:
        """How long it is held, what the command does meanwhile, and what people do."""
        units = f"motor units at work: {trace.first_units}, then {trace.last_units}"
        work = (f"the command climbs {_from_to(trace, 'command_percent')} ({units}), and the EMG "
                f"{_from_to(trace, 'emg_percent')}")
        if trace.last_command_percent - trace.first_command_percent < 1.0:
            work = (f"the command stays near {said(trace, 'last_command_percent')} (motor units at work: "
                    f"{trace.last_units}), and the EMG near {said(trace, 'last_emg_percent')}")
        low, high = (float(people_s(trace.target_percent, joint)) for joint in ("shoulder", "ankle"))
        people = f"people hold it for about {low:.0f} s (shoulder) to {high:.0f} s (ankle)"
        if not trace.fails:
            return (f"{said(trace, 'target_percent')} of the greatest force is held for all of the "
                    f"{LONGEST_s / 60.0:.0f} minutes; {work}. But {people}.")
        return (f"{said(trace, 'target_percent')} of the greatest force is held for {said(trace, 'held_s')}; "
                f"meanwhile {work}. For comparison, {people}.")


def _from_to(trace: TiringTrace, what: str) -> str:
    return f"from {getattr(trace, f'first_{what}'):.0f} to {said(trace, f'last_{what}')}"
