"""A cramp on the whole chain: what the motor neurons do, the force, what it costs, and what pays for it."""

from __future__ import annotations

from muscle_lib.figures.drawings.table import colors
from muscle_lib.figures.hyperexcitability.cramp import HARD, WEAK_percent, share
from muscle_lib.figures.scene import SIDE_BY_SIDE
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.voluntary_contraction.leg import DARKEST_N, FOOT, leg_with_supplies
from muscle_lib.figures.words import newtons, said
from muscle_lib.models.hyperexcitability.chain_cramp import DURATION_ms
from muscle_lib.models.hyperexcitability.chain_cramp_trace import ChainCrampTrace

#: A slow curve is drawn from every so many samples.
EVERY = 5
#: Oxygen below this is called used up.
GONE_mmHg = 5.0


@figure
class ChainCrampFigure:
    """Left: the leg. Right: command, fatigue and EMG; force; ATP used; phosphocreatine and oxygen. Under “More curves”:
    flow."""

    def __init__(self) -> None:
        self.stage = Stage([["leg", name] for name in ("nerves", "force", "use", "stores")], scene="leg", x="t_s",
                           widths=SIDE_BY_SIDE, heights=(1.5, 0.8, 0.8, 1.4), height_px=440, more=[["flow"]],
                           colors=colors())
        time = (0, DURATION_ms / 1000.0)
        panel, curve = self.stage.panel, self.stage.curve
        panel("nerves", "EMG, command,\nfatigue", ylim=(0, 190), yticks=(0, 50, 100), xlim=time)
        panel("force", "Force\n", ylim=(0, 5.2), yticks=(0, 2, 4), xlim=time)
        panel("use", "ATP used\n", ylim=(0, 2.9), yticks=(0, 1, 2), xlim=time)
        panel("stores", "Supplies\n(mM, mmHg)", "Time", ylim=(0, 100), yticks=(0, 20, 40), xlim=time)
        panel("flow", "Flow of blood\n", "Time", ylim=(0, 62), yticks=(0, 20, 40, 60), xlim=time)
        for name in ("nerves", "force", "use"):
            self.stage.axes[name].tick_params(labelbottom=False)
        curve("nerves", "EMG", "emg_smooth_percent", label="EMG size")
        curve("nerves", "command", "command_percent")
        curve("nerves", "phosphate", "fatigue_percent", label="fatigue felt", every=EVERY)
        curve("force", "active force", "force_N", label="force", unit="kN")
        curve("use", "sodium", "used_mM_s", label="ATP used")
        curve("stores", "phosphocreatine", "pcr_mM", label="phosphocreatine (mM)", every=EVERY)
        curve("stores", "oxygen", "po2_mmHg", label="oxygen (mmHg)", every=EVERY)
        curve("flow", "flow", "flow_mL_100g_min", every=EVERY)
        panels = [axes for name, axes in self.stage.axes.items() if name != "leg"]
        self.stage.add_cursor("Time", "s", *panels)
        self.stage.legend(self.stage.axes["nerves"], columns=2)
        self.stage.legend(self.stage.axes["stores"], columns=1)
        leg_with_supplies(self.stage, "t_s", "smallest_s", lambda trace: trace.mid_cramp_s, special=FOOT)

    def show(self, trace: ChainCrampTrace) -> None:
        """Move the curves to a new trace."""
        self.stage.show(trace)

    def describe(self, trace: ChainCrampTrace) -> str:
        """Force and cost of the contraction and of what follows; oxygen, potassium."""
        used = said(trace, "effort_ATP_mM_s", 2).replace("/s", " ATP a second")
        effort = f"The contraction gives {newtons(trace, 'effort_N')} and uses {used}"
        if trace.command_percent.max() < 0.05:
            effort = f"No command comes; the muscle uses {used} at rest"
            if trace.cramp_s < 1.0:
                return f"{effort}.{_oxygen(trace)}"
        if trace.cramp_s < 1.0:
            return f"{effort}. Then the muscle lets go.{_oxygen(trace)}"
        uses = said(trace, "cramp_ATP_mM_s", 2).replace("/s", " a second")
        after = (f"for {said(trace, 'measured_s')} after it, by itself, {newtons(trace, 'cramp_N')} "
                 f"and {uses}, with {share(trace.cramp_emg_percent)} of the EMG")
        units = (f" At {trace.cramp_Hz:.0f} impulses a second, potassium in the tubules reaches "
                 f"{said(trace, 'cramp_K_mM', 1)}." if trace.cramp_Hz >= 5.0 else "")
        hard = HARD if trace.cramp_N < DARKEST_N * WEAK_percent / 100.0 else ""
        return f"{effort}; {after}.{units}{_oxygen(trace)}{hard}"


def _oxygen(trace: ChainCrampTrace) -> str:
    if trace.lowest_po2_mmHg < GONE_mmHg:
        return f" Oxygen falls to {said(trace, 'lowest_po2_mmHg', 1)}: used up."
    return f" Oxygen falls no lower than {said(trace, 'lowest_po2_mmHg')}."
