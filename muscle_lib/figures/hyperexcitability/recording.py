"""A recording as a doctor has it: what the person is asked to do, the EMG, the force. It names nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from muscle_lib.figures.hyperexcitability.cramp import share
from muscle_lib.figures.sound import FEW_UNITS, EMG_Hz, Sound, STRETCH_s, sound_of
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.words import said
from muscle_lib.models.hyperexcitability.cramp import DURATION_s
from muscle_lib.models.hyperexcitability.cramp_trace import CrampTrace
from muscle_lib.models.hyperexcitability.goes_on import OVER_percent
from muscle_lib.models.series import means_of

#: The sound is that of the first seconds.
HEARD_s = 20.0
#: Whoever is asked for less than this is asked for nothing.
NOTHING_percent = 0.05


@figure
class RecordingFigure:
    """From top to bottom: the contraction that is asked for, the EMG, the force."""

    def __init__(self) -> None:
        self.stage = Stage([["asked"], ["emg"], ["force"]], heights=(0.9, 1.7, 1.2), height_px=400, x="t_s")
        time = (0, DURATION_s)
        asked = self.stage.panel("asked", "Asked for\n", ylim=(0, 112), yticks=(0, 100), xlim=time)
        emg = self.stage.panel("emg", "EMG\n", ylim=(-450, 450), yticks=(-400, 0, 400), xlim=time)
        force = self.stage.panel("force", "Force\n", "Time", ylim=(0, 112), yticks=(0, 50, 100), xlim=time)
        for axes in (asked, emg):
            axes.tick_params(labelbottom=False)
        self.stage.curve("asked", "command", "command_percent", label="command (asked for)")
        self.stage.curve("emg", "EMG", "emg_outline_percent", x="emg_outline_s", linewidth=0.9)
        self.stage.curve("force", "active force", "force_percent", label="force")
        self.stage.add_cursor("Time", "s", asked, emg, force)

    def show(self, trace: CrampTrace) -> None:
        """Move the curves to a new trace."""
        self.stage.show(trace)

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
    return np.flatnonzero(means_of(trace.emg_size_percent, each) >= OVER_percent) + 1


def _asked(trace: CrampTrace) -> str:
    most = float(trace.command_percent.max())
    if most < NOTHING_percent:
        return "The person is asked to do nothing."
    return (f"The person is asked for a contraction of {share(most)}; it begins at 1.0 s, and the order is over at "
            f"{said(trace, 'command_end_s', 1)}.")


def _emg(trace: CrampTrace) -> str:
    loud, limit = loud_s(trace), f"{OVER_percent:.0f} % of that in the greatest effort"
    count = int(trace.spike_ms.size)
    if not count:
        return "The EMG is silent."
    if not loud.size:
        impulses = "one impulse" if count == 1 else f"{count} impulses"
        return (f"Averaged over a second, the EMG never reaches {limit}; all {DURATION_s:.0f} s hold {impulses} in the "
                "muscle.")
    number = "one second, which" if loud.size == 1 else f"{loud.size} seconds, the last of which"
    return f"The EMG is above {limit} in {number} ends at {loud[-1]:.0f} s."
