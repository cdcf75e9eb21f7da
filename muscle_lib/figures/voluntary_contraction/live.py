"""The live muscle's monitor: the last ten seconds of impulses, EMG, force and energy, running from right to left."""

from __future__ import annotations

import numpy as np

from muscle_lib.figures.sound import Sound, sound_of
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import STYLES
from muscle_lib.figures.voluntary_contraction.raster import SIZES, raster_on, show_raster
from muscle_lib.models.voluntary_contraction.emg import SAMPLE_ms
from muscle_lib.models.voluntary_contraction.live_trace import LiveTrace, WINDOW_s

#: Each of so many samples of the EMG is drawn as its lowest and its highest value; 20 ms later they look the same.
STRETCH = 40
#: A force below this is called none, an EMG below this silent.
NO_FORCE_N, SILENT_percent = 5.0, 0.05


class LiveFigure:
    """From top to bottom: impulses of twelve units, EMG, command and force, phosphocreatine and oxygen."""

    def __init__(self) -> None:
        self.stage = Stage([["units"], ["emg"], ["force"], ["energy"]], heights=(1.7, 1.25, 1.25, 1.25), height_px=440,
                           colors=SIZES)
        panels = self.stage.axes
        for name, axes in panels.items():
            axes.set_xlim(-WINDOW_s, 0)
            if name != "energy":
                axes.tick_params(labelbottom=False)
        panels["emg"].set(ylim=(-500, 500), yticks=(-400, 0, 400), ylabel="EMG\n(%)")
        panels["force"].set(ylim=(0, 6.8), yticks=(0, 2, 4), ylabel="Force\n(kN)")
        panels["energy"].set(ylim=(0, 72), yticks=(0, 20, 40), ylabel="Energy\n(mM, mmHg)",
                             xlabel="Time before now (s)")
        self._rows = raster_on(self.stage, panels["units"])
        self._waves = self.stage.curve(panels["emg"], STYLES["EMG"], "EMG", "%")
        self._waves.set(linewidth=0.9, linestyle="-")
        self._command = self.stage.curve(panels["force"], STYLES["command"], "command (100 % = 5)", "")
        self._force = self.stage.curve(panels["force"], STYLES["active force"], "force", "kN")
        self._pcr = self.stage.curve(panels["energy"], STYLES["potassium"], "phosphocreatine (mM)", "mM")
        self._oxygen = self.stage.curve(panels["energy"], STYLES["oxygen"], "oxygen in its blood (mmHg)", "mmHg")
        self.stage.add_cursor("Time before now", "s", *panels.values())
        self.stage.legend(panels["force"])
        self.stage.legend(panels["energy"])

    def show(self, trace: LiveTrace) -> None:
        """Move the curves to the last ten seconds."""
        ago_s = trace.t_s - trace.now_s
        show_raster(self._rows, trace.spike_s - trace.now_s, trace.spike_unit)
        self._waves.set_data(*stretches(trace.emg_percent))
        self._command.set_data(ago_s, trace.command_percent / 20.0)
        self._force.set_data(ago_s, trace.force_N / 1000.0)
        self._pcr.set_data(ago_s[::5], trace.pcr_mM[::5])
        self._oxygen.set_data(ago_s[::5], trace.po2_mmHg[::5])

    def describe(self, trace: LiveTrace) -> str:
        """Who fires, what comes of it, and what it costs, now."""
        if not trace.t_s.size:
            return "The muscle rests; its clock stands at 0.0 s."
        return f"At {trace.now_s:.1f} s, {_who(trace)}. {_stores(trace)}"

    def hear(self, trace: LiveTrace) -> Sound:
        """The EMG of the last ten seconds."""
        from_s = trace.now_s - len(trace.emg_percent) * SAMPLE_ms / 1000.0
        return sound_of(trace.emg_percent, from_s, trace.spike_s, trace.spike_unit)


def stretches(emg_percent: np.ndarray, each: int = STRETCH) -> tuple[np.ndarray, np.ndarray]:
    """The EMG up to now as a line from the lowest to the highest value of each stretch of so many samples."""
    count = len(emg_percent) // each
    of = emg_percent[len(emg_percent) - count * each:].reshape(count, each)
    middle_s = (np.arange(count) - count + 0.5) * each * SAMPLE_ms / 1000.0
    return np.repeat(middle_s, 2), np.column_stack((of.min(axis=1), of.max(axis=1))).ravel()


def _who(trace: LiveTrace) -> str:
    if not trace.units_now:
        now = ("there is no force" if trace.force_now_N < NO_FORCE_N
               else f"the force has fallen to {_newtons(trace.force_now_N)}")
        return f"no motor unit fires, and {now}{_before(trace)}"
    who = {1: "a single motor unit fires", 120: "all 120 motor units fire"}.get(
        trace.units_now, f"{trace.units_now} of the 120 motor units fire")
    fires = f"{who}, {trace.rate_now_Hz:.0f} times a second on average"
    if trace.emg_now_percent < SILENT_percent:
        return f"{fires}, but the muscle does not answer: no EMG, and {_newtons(trace.force_now_N)} of force"
    return f"{fires}: {_newtons(trace.force_now_N)} of force, with an EMG of {_percent(trace.emg_now_percent)}"


def _before(trace: LiveTrace) -> str:
    """What the last ten seconds were like, if somebody fired in them."""
    if not trace.spike_s.size:
        return ""
    if trace.force_peak_N < NO_FORCE_N:
        fired = int(np.unique(trace.spike_unit).size)
        return (f"; of the 120 motor neurons {fired} fired in the last ten seconds, but the muscle did not answer")
    return (f"; in the last ten seconds the force reached {_newtons(trace.force_peak_N)}, and the EMG "
            f"{_percent(trace.emg_peak_percent)}")


def _newtons(force_N: float) -> str:
    return f"{force_N / 1000.0:.2f} kN" if force_N >= 100.0 else f"{force_N:.0f} N"


def _percent(value: float) -> str:
    return f"{value:.0f} %" if value >= 9.95 else f"{value:.1f} %"


def _stores(trace: LiveTrace) -> str:
    return (f"Phosphocreatine is at {trace.phosphocreatine_now_mM:.0f} mM, oxygen in its blood at "
            f"{trace.oxygen_now_mmHg:.0f} mmHg.")
