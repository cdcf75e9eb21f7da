"""A recording as a doctor has it: what the person is asked to do, the EMG, the force. It names nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from muscle_lib.figures.hyperexcitability.cramp import share
from muscle_lib.figures.sound import FEW_UNITS, EMG_Hz, Sound, STRETCH_s, sound_of
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import STYLES
from muscle_lib.models.hyperexcitability.cramp import DURATION_s
from muscle_lib.models.hyperexcitability.cramp_trace import CrampTrace, OVER_percent

#: Each of so many samples of the EMG is drawn as its lowest and its highest value.
STRETCH = 50
#: The sound is that of the first seconds.
HEARD_s = 20.0
#: Whoever is asked for less than this is asked for nothing.
NOTHING_percent = 0.05


class RecordingFigure:
    """From top to bottom: the contraction that is asked for, the EMG, the force."""

    def __init__(self) -> None:
        self.stage = Stage([["asked"], ["emg"], ["force"]], heights=(0.9, 1.7, 1.2), height_px=400)
        asked, emg, force = (self.stage.axes[name] for name in ("asked", "emg", "force"))
        for axes in (asked, emg, force):
            axes.set_xlim(0, DURATION_s)
            axes.tick_params(labelbottom=axes is force)
        asked.set(ylim=(0, 112), yticks=(0, 100), ylabel="Asked for\n(%)")
        emg.set(ylim=(-450, 450), yticks=(-400, 0, 400), ylabel="EMG\n(%)")
        force.set(ylim=(0, 112), yticks=(0, 50, 100), ylabel="Force\n(%)", xlabel="Time (s)")
        self._asked = self.stage.curve(asked, STYLES["command"], "asked for", "%")
        self._waves = self.stage.curve(emg, STYLES["EMG"], "EMG", "%")
        self._waves.set(linewidth=0.9, linestyle="-")
        self._force = self.stage.curve(force, STYLES["active force"], "force", "%")
        self.stage.add_cursor("Time", "s", asked, emg, force)

    def show(self, trace: CrampTrace) -> None:
        """Move the curves to a new trace."""
        self._asked.set_data(trace.t_s, trace.command_percent)
        self._waves.set_data(*_outline(trace.emg_percent))
        self._force.set_data(trace.t_s, trace.force_percent)

    def describe(self, trace: CrampTrace) -> str:
        """What is asked for, when the EMG is large, and how large the force becomes."""
        return f"{_asked(trace)} {_emg(trace)} The force reaches {share(float(trace.force_percent.max()))}."

    def hear(self, trace: CrampTrace) -> Sound:
        """The EMG of the first twenty seconds."""
        heard = trace.spike_ms < 1000.0 * HEARD_s
        spike_s = trace.spike_ms[heard] / 1000.0
        sound = sound_of(trace.emg_percent[:round(HEARD_s * EMG_Hz)], 0.0, spike_s, trace.spike_unit[heard])
        crowd = np.bincount((spike_s / STRETCH_s).astype(int), minlength=1).max()
        if 2 <= spike_s.size and crowd <= FEW_UNITS:
            # One by one the ticks would fill a page.
            return Sound(sound.wav, f"From 0.0 to {HEARD_s:.1f} s: silence, with {spike_s.size} single ticks in all.")
        return sound


def loud_s(trace: CrampTrace) -> NDArray:
    """The whole seconds (each by its end) in which the EMG is more than a few stray impulses."""
    each = round(1.0 / (trace.t_s[1] - trace.t_s[0]))
    return np.flatnonzero(trace.emg_size_percent.reshape(-1, each).mean(axis=1) >= OVER_percent) + 1


def _outline(emg_percent: NDArray) -> tuple[NDArray, NDArray]:
    count = emg_percent.size // STRETCH
    of = emg_percent[:count * STRETCH].reshape(count, STRETCH)
    middle_s = (np.arange(count) + 0.5) * STRETCH / EMG_Hz
    return np.repeat(middle_s, 2), np.column_stack((of.min(axis=1), of.max(axis=1))).ravel()


def _asked(trace: CrampTrace) -> str:
    most = float(trace.command_percent.max())
    if most < NOTHING_percent:
        return "The person is asked to do nothing."
    return (f"The person is asked for a contraction of {share(most)}; it begins at 1.0 s, and the order is over at "
            f"{trace.command_end_s:.1f} s.")


def _emg(trace: CrampTrace) -> str:
    loud, limit = loud_s(trace), f"{OVER_percent:.0f} % of that in the greatest effort"
    count = int(trace.spike_ms.size)
    if not count:
        return "The EMG is silent."
    if not loud.size:
        impulses = "one impulse" if count == 1 else f"{count} impulses"
        return f"The EMG never reaches {limit} for a second; all {DURATION_s:.0f} s hold {impulses} in the muscle."
    number = "one second" if loud.size == 1 else f"{loud.size} seconds"
    return f"The EMG is above {limit} in {number}, the last of which ends at {loud[-1]:.0f} s."
