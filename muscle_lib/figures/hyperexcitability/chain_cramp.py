"""A cramp on the whole chain: command and fatigue, EMG, force on the left; what pays for it on the right."""

from __future__ import annotations

from muscle_lib.figures.hyperexcitability.cramp import share, smooth
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import STYLES
from muscle_lib.models.hyperexcitability.chain_cramp import DURATION_ms
from muscle_lib.models.hyperexcitability.chain_cramp_trace import ChainCrampTrace, CRAMP_s

#: A slow curve is drawn from every so many samples.
EVERY = 5
#: Oxygen below this is called used up.
GONE_mmHg = 5.0


class ChainCrampFigure:
    """Left: command and fatigue, EMG, force. Right: ATP used, phosphocreatine, oxygen and flow."""

    def __init__(self) -> None:
        self.stage = Stage([["command", "use"], ["emg", "stores"], ["force", "oxygen"]], height_px=430)
        panels = self.stage.axes
        for name, axes in panels.items():
            axes.set_xlim(0, DURATION_ms / 1000.0)
            axes.tick_params(labelbottom=name in ("force", "oxygen"))
        panels["command"].set(ylim=(0, 145), yticks=(0, 50, 100), ylabel="Command,\nfatigue (%)")
        panels["emg"].set(ylim=(0, 118), yticks=(0, 50, 100), ylabel="EMG size\n(%)")
        panels["force"].set(ylim=(0, 5.2), yticks=(0, 2, 4), ylabel="Force\n(kN)", xlabel="Time (s)")
        panels["use"].set(ylim=(0, 2.9), yticks=(0, 1, 2), ylabel="ATP used\n(mM/s)")
        panels["stores"].set(ylim=(0, 42), yticks=(0, 15, 30), ylabel="Phospho-\ncreatine (mM)")
        panels["oxygen"].set(ylim=(0, 92), yticks=(0, 20, 40, 60), ylabel="Oxygen (mmHg),\nflow", xlabel="Time (s)")
        curve = self.stage.curve
        self._command = curve(panels["command"], STYLES["command"], "command", "%")
        self._fatigue = curve(panels["command"], STYLES["phosphate"], "fatigue felt", "%")
        self._emg = curve(panels["emg"], STYLES["EMG"], "EMG size", "%")
        self._force = curve(panels["force"], STYLES["active force"], "force", "kN")
        self._use = curve(panels["use"], STYLES["sodium"], "ATP used", "mM/s")
        self._pcr = curve(panels["stores"], STYLES["phosphocreatine"], "phosphocreatine", "mM")
        self._oxygen = curve(panels["oxygen"], STYLES["oxygen"], "oxygen", "mmHg")
        self._flow = curve(panels["oxygen"], STYLES["membrane potential"], "flow (mL/100 g/min)", "mL/100 g/min")
        self.stage.add_cursor("Time", "s", *panels.values())
        for name in ("command", "oxygen"):
            self.stage.legend(panels[name])

    def show(self, trace: ChainCrampTrace) -> None:
        """Move the curves to a new trace."""
        t_s, some = trace.t_s, slice(None, None, EVERY)
        self._command.set_data(t_s, trace.command_percent)
        self._fatigue.set_data(t_s[some], trace.fatigue_percent[some])
        self._emg.set_data(t_s, smooth(trace.emg_size_percent))
        self._force.set_data(t_s, trace.force_N / 1000.0)
        self._use.set_data(t_s, trace.used_mM_s)
        self._pcr.set_data(t_s[some], trace.pcr_mM[some])
        self._oxygen.set_data(t_s[some], trace.po2_mmHg[some])
        self._flow.set_data(t_s[some], trace.flow_mL_100g_min[some])

    def describe(self, trace: ChainCrampTrace) -> str:
        """Force and cost of the contraction and of what follows; oxygen, potassium."""
        effort = f"The contraction gives {_newton(trace.effort_N)} and uses {trace.effort_ATP_mM_s:.2f} mM ATP a second"
        if trace.cramp_s < 1.0:
            return f"{effort}. Then the muscle lets go.{_oxygen(trace)}"
        seen = min(CRAMP_s, trace.t_s[-1] - trace.command_end_s - 1.0)
        after = (f"in the {seen:.0f} s from one second after it on, it gives {_newton(trace.cramp_N)} and uses "
                 f"{trace.cramp_ATP_mM_s:.2f} mM a second by itself, with {share(trace.cramp_emg_percent)} of the EMG")
        units = (f" At {trace.cramp_Hz:.0f} impulses a second, potassium in the fibres' tubules reaches "
                 f"{trace.cramp_K_mM:.1f} mM." if trace.cramp_Hz >= 5.0 else "")
        return f"{effort}; {after}.{units}{_oxygen(trace)}"


def _newton(force_N: float) -> str:
    return f"{round(force_N, -1):,.0f} N" if force_N >= 100.0 else f"{force_N:.0f} N"


def _oxygen(trace: ChainCrampTrace) -> str:
    if trace.lowest_po2_mmHg < GONE_mmHg:
        return f" Its oxygen falls to {trace.lowest_po2_mmHg:.1f} mmHg: used up."
    return f" Its oxygen falls no lower than {trace.lowest_po2_mmHg:.0f} mmHg."
