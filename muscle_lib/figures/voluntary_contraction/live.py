"""The live muscle's monitor: the last ten seconds of impulses, EMG, force and energy, running from right to left."""

from __future__ import annotations

import numpy as np

from muscle_lib.figures.drawings.table import colors
from muscle_lib.figures.scene import SIDE_BY_SIDE
from muscle_lib.figures.sound import Sound, sound_of
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.voluntary_contraction.leg import leg_with_supplies
from muscle_lib.figures.voluntary_contraction.raster import SIZES, add_raster
from muscle_lib.figures.words import said, units_fire
from muscle_lib.models.voluntary_contraction.emg import SAMPLE_ms
from muscle_lib.models.voluntary_contraction.live_trace import LiveTrace, SILENT_percent, WINDOW_s

#: A slow curve is drawn from every so many samples.
EVERY = 5
#: A force below this is called none.
NO_FORCE_N = 5.0


@figure
class LiveFigure:
    """Left: the leg now. Right, from top to bottom: impulses of twelve units, EMG, command and force, phosphocreatine
    and oxygen."""

    def __init__(self) -> None:
        self.stage = Stage([["leg", name] for name in ("units", "emg", "force", "energy")], scene="leg",
                           widths=SIDE_BY_SIDE, heights=(1.7, 1.25, 1.25, 1.4), height_px=440, colors=colors(*SIZES),
                           x="ago_s")
        panels = {name: axes for name, axes in self.stage.axes.items() if name != "leg"}
        for name, axes in panels.items():
            axes.set_xlim(-WINDOW_s, 0)
            axes.tick_params(labelbottom=name == "energy")
        self.stage.panel("emg", "EMG\n", ylim=(-500, 500), yticks=(-400, 0, 400))
        self.stage.panel("force", "Force\n", ylim=(0, 6.8), yticks=(0, 2, 4))
        self.stage.panel("energy", "Energy\n(mM, mmHg)", "Time before now", ylim=(0, 110), yticks=(0, 20, 40))
        add_raster(self.stage, "units", "spikes_ago_s")
        self.stage.curve("emg", "EMG", "emg_outline_percent", x="emg_outline_ago_s", linewidth=0.9)
        self.stage.curve("force", "active force", "force_N", unit="kN", label="force")
        self.stage.curve("force", "command", "command_of_5", label="command (100 % = 5)")
        self.stage.curve("energy", "phosphocreatine", "pcr_mM", label="phosphocreatine (mM)", every=EVERY)
        self.stage.curve("energy", "oxygen", "po2_mmHg", label="oxygen in the muscle (mmHg)", every=EVERY)
        self.stage.add_cursor("Time before now", "s", *panels.values())
        self.stage.legend(panels["force"])
        self.stage.legend(panels["energy"], columns=1)
        leg_with_supplies(self.stage, "ago_s", "spikes_ago_s.0")

    def show(self, trace: LiveTrace) -> None:
        """Move the curves to the last ten seconds."""
        self.stage.show(trace)

    def describe(self, trace: LiveTrace) -> str:
        """Who fires, what comes of it, and what it costs, now."""
        if not trace.t_s.size:
            return "The muscle rests; its clock stands at 0.0 s."
        now = f"at {said(trace, 'now_s', 1)}, {_who(trace)}. {_stores(trace)}"
        before = "" if trace.units_now else _before(trace)
        return f"{before}; now, {now}" if before else f"{now[0].upper()}{now[1:]}"

    def hear(self, trace: LiveTrace) -> Sound:
        """The EMG of the last ten seconds."""
        from_s = trace.now_s - len(trace.emg_percent) * SAMPLE_ms / 1000.0
        return sound_of(trace.emg_percent, from_s, trace.spike_s, trace.spike_unit)


def _who(trace: LiveTrace) -> str:
    if not trace.units_now:
        now = ("there is no force" if trace.force_now_N < NO_FORCE_N
               else f"the force has fallen to {_force(trace, 'force_now_N')}")
        return f"no motor unit fires, and {now}"
    fires = f"{units_fire(trace.units_now)}, {trace.rate_now_Hz:.0f} times a second on average"
    if trace.emg_now_percent < SILENT_percent:
        return f"{fires}, but the muscle does not answer: no EMG, and {_force(trace, 'force_now_N')} of force"
    return f"{fires}: {_force(trace, 'force_now_N')} of force, with an EMG of {_emg(trace, 'emg_now_percent')}"


def _before(trace: LiveTrace) -> str:
    """What the last ten seconds were like, if somebody fired in them: it is told first, as it is what was done."""
    if not trace.spike_s.size:
        return ""
    if trace.force_peak_N < NO_FORCE_N:
        fired = int(np.unique(trace.spike_unit).size)
        return f"In the last ten seconds {fired} of the 120 motor neurons fired, but the muscle did not answer"
    return (f"In the last ten seconds the force reached {_force(trace, 'force_peak_N')}, and the EMG "
            f"{_emg(trace, 'emg_peak_percent')}")


def _force(trace: LiveTrace, path: str) -> str:
    return said(trace, path, 2, unit="kN") if getattr(trace, path) >= 100.0 else said(trace, path)


def _emg(trace: LiveTrace, path: str) -> str:
    return said(trace, path, 0 if getattr(trace, path) >= 9.95 else 1)


def _stores(trace: LiveTrace) -> str:
    return (f"Phosphocreatine is at {said(trace, 'phosphocreatine_now_mM')}, oxygen in the muscle at "
            f"{said(trace, 'oxygen_now_mmHg')}.")
