"""The whole chain: from the command down to the force on the left, what pays for it on the right, one time for all."""

from __future__ import annotations

import math

from muscle_lib.figures.sound import Sound, sound_of
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import STYLES
from muscle_lib.models.voluntary_contraction.whole_chain import emg_percent
from muscle_lib.models.voluntary_contraction.whole_chain_trace import ChainTrace

LENGTH_s = 30.0
#: A slow curve is drawn from every so many samples.
EVERY = 5
#: A change of the last contraction by less than this is not said to be one.
SAME = 0.03
#: Oxygen below this is called used up; the stores are full above this part of the resting phosphocreatine.
GONE_mmHg, REST_PCR_mM = 5.0, 33.0


class WholeChainFigure:
    """Left: command, impulses, calcium, force. Right: ATP used, phosphocreatine and phosphate, oxygen, blood flow."""

    def __init__(self) -> None:
        self.stage = Stage([["command", "use"], ["impulses", "stores"], ["calcium", "oxygen"], ["force", "flow"]],
                           height_px=430)
        panels = self.stage.axes
        for name, axes in panels.items():
            axes.set_xlim(0, LENGTH_s)
            if name not in ("force", "flow"):
                axes.tick_params(labelbottom=False)
        panels["command"].set(ylim=(0, 140), yticks=(0, 50, 100), ylabel="Command\n(%)")
        panels["impulses"].set(ylim=(0, 62), yticks=(0, 20, 40), ylabel="Impulses\n(Hz)")
        panels["calcium"].set(ylim=(0, 8.5), yticks=(0, 3, 6), ylabel="Calcium\n(µM)")
        panels["force"].set(ylim=(0, 6.6), yticks=(0, 2, 4), ylabel="Force\n(kN)", xlabel="Time (s)")
        panels["use"].set(ylim=(0, 3.6), yticks=(0, 1, 2), ylabel="ATP used\n(mM/s)")
        panels["stores"].set(ylim=(0, 54), yticks=(0, 15, 30), ylabel="Stores\n(mM)")
        panels["oxygen"].set(ylim=(0, 62), yticks=(0, 20, 40), ylabel="Oxygen\n(mmHg)")
        panels["flow"].set(ylim=(0, 118), yticks=(0, 40, 80), ylabel="Flow\n(mL/100 g/min)", xlabel="Time (s)")
        curve = self.stage.curve
        self._command = curve(panels["command"], STYLES["command"], "the brain's command", "%")
        self._nerve = curve(panels["impulses"], STYLES["command"], "of the nerve", "Hz")
        self._fibre = curve(panels["impulses"], STYLES["membrane potential"], "of the fibres", "Hz")
        self._calcium = curve(panels["calcium"], STYLES["calcium"], "in the fibres", "µM")
        self._force = curve(panels["force"], STYLES["active force"], "at the tendon", "kN")
        self._use = curve(panels["use"], STYLES["sodium"], "spent", "mM/s")
        self._pcr = curve(panels["stores"], STYLES["potassium"], "phosphocreatine", "mM")
        self._pi = curve(panels["stores"], STYLES["chloride"], "phosphate", "mM")
        self._oxygen = curve(panels["oxygen"], STYLES["active force"], "left in the blood", "mmHg")
        self._flow = curve(panels["flow"], STYLES["membrane potential"], "let through", "mL/100 g/min")
        for line in (self._calcium, self._force, self._use, self._nerve, self._fibre, self._flow):
            line.set_linewidth(1.4)
        self.stage.add_cursor("Time", "s", *panels.values())
        for axes in panels.values():
            self.stage.legend(axes)

    def show(self, trace: ChainTrace) -> None:
        """Move the curves to a new trace."""
        t_s, some = trace.t_s, slice(None, None, EVERY)
        self._command.set_data(t_s, trace.command_percent)
        self._nerve.set_data(t_s, trace.nerve_Hz)
        self._fibre.set_data(t_s, trace.fibre_Hz)
        self._calcium.set_data(t_s, trace.calcium_uM)
        self._force.set_data(t_s, trace.force_N / 1000.0)
        self._use.set_data(t_s, trace.used_mM_s)
        self._pcr.set_data(t_s[some], trace.pcr_mM[some])
        self._pi.set_data(t_s[some], trace.Pi_mM[some])
        self._oxygen.set_data(t_s[some], trace.po2_mmHg[some])
        self._flow.set_data(t_s[some], trace.flow_mL_100g_min[some])

    def describe(self, trace: ChainTrace) -> str:
        """How far the command gets, and what that costs."""
        return f"{_WORDS[trace.broken_link](trace)} {_supply(trace)}"

    def hear(self, trace: ChainTrace) -> Sound:
        """The EMG of the run, with the impulses that made it through the nerve."""
        return sound_of(emg_percent(trace), 0.0, trace.spike_ms / 1000.0, trace.spike_unit)


def _newton(force_N: float) -> str:
    return f"{round(force_N, -1):,.0f} N" if force_N >= 100.0 else f"{force_N:.0f} N"


def _force(trace: ChainTrace) -> str:
    words = f"The force reaches {_newton(trace.first_N)} in the first contraction"
    if len(trace.contractions) == 1:
        words = f"The force reaches {_newton(trace.first_N)} in the first second"
    if not math.isfinite(trace.last_to_first):
        return words + "."
    if abs(trace.last_to_first - 1.0) < SAME:
        return words + " and as much at the end."
    return words + f" and {_newton(trace.last_N)} at the end."


def _none(trace: ChainTrace) -> str:
    return f"All links hold: the motor neurons' impulses reach the fibres. {_force(trace)}"


def _command(trace: ChainTrace) -> str:
    return "The command is too weak for a single motor unit: nothing happens."


def _nerve(trace: ChainTrace) -> str:
    words = f"The chain breaks at the nerve: only {trace.nerve_percent:.0f} % of its axons conduct. "
    if trace.nerve_percent < 0.5:
        words = "The chain breaks at the nerve: no axon conducts. "
    return words + _left(trace)


def _junction(trace: ChainTrace) -> str:
    part = f"only {100.0 * trace.transmitted:.0f} %" if trace.transmitted >= 0.005 else "hardly any"
    return f"The chain breaks at the junction: an impulse of the nerve reaches {part} of the fibres. {_left(trace)}"


def _fibre(trace: ChainTrace) -> str:
    if not trace.followed_Hz:
        why = "the fibres cannot be excited"
    else:
        why = f"the fibres follow only {trace.followed_Hz:.0f} impulses a second"
    return f"The chain breaks at the muscle fibre: {why}. {_left(trace)}"


def _energy(trace: ChainTrace) -> str:
    return f"All impulses arrive, but the muscle tires. {_force(trace)}"


def _left(trace: ChainTrace) -> str:
    return "No force comes out." if trace.peak_N < 0.5 else _force(trace)


def _supply(trace: ChainTrace) -> str:
    spent = f"Phosphocreatine falls to {trace.lowest_pcr_mM:.0f} mM"
    if trace.lowest_pcr_mM > REST_PCR_mM - 0.5:
        return "The stores stay full."
    oxygen = (f"and hardly any oxygen is left in its blood ({trace.lowest_po2_mmHg:.1f} mmHg)"
              if trace.lowest_po2_mmHg < GONE_mmHg else f"and oxygen in its blood to {trace.lowest_po2_mmHg:.0f} mmHg")
    return f"{spent}, {oxygen}." if trace.lowest_po2_mmHg < GONE_mmHg else f"{spent} {oxygen}."


_WORDS = {"none": _none, "command": _command, "nerve": _nerve, "junction": _junction, "fibre": _fibre,
          "energy": _energy}
