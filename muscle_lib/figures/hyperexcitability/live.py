"""The monitor of the muscle with reflexes: twenty seconds of impulses, EMG, force and length, and the leg now."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.colors import to_rgb

from muscle_lib.figures.drawings.table import colors
from muscle_lib.figures.drawings.words import Stamp
from muscle_lib.figures.hyperexcitability.cramp import HARD, STATE_COLORS, WEAK_percent, share
from muscle_lib.figures.hyperexcitability.leg import leg_with_reflex
from muscle_lib.figures.scene import SIDE_BY_SIDE
from muscle_lib.figures.sound import Sound, sound_of
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.voluntary_contraction.raster import SIZES, add_raster
from muscle_lib.figures.words import said, units_fire
from muscle_lib.models.hyperexcitability.live_trace import LiveCrampTrace, WINDOW_s
from muscle_lib.models.hyperexcitability.states import GRID_ms
from muscle_lib.models.voluntary_contraction.emg import SAMPLE_ms

#: The band of states lies between these heights of the EMG's panel; so long the sound is.
BAND, HEARD_s = (420.0, 620.0), 10.0
#: Pushes and pulls below this are not worth a word.
FELT_eu = 0.5


@figure
class LiveCrampFigure:
    """Left: the leg. Right, up to now: impulses of twelve units; EMG, with the states above it; command and force;
    length."""

    def __init__(self) -> None:
        self.stage = Stage([["leg", name] for name in ("units", "emg", "force", "length")], scene="leg",
                           widths=SIDE_BY_SIDE, heights=(1.5, 1.6, 1.1, 0.9), height_px=440,
                           colors=colors(*SIZES, *STATE_COLORS), x="ago_s")
        time: dict[str, Any] = {"xlim": (-WINDOW_s, 0), "xticks": range(-20, 1, 5)}
        units = self.stage.panel("units", **time)
        add_raster(self.stage, "units", "spikes_ago_s")
        emg = self.stage.panel("emg", "EMG\n", ylim=(-420, BAND[1]), yticks=(-300, 0, 300), **time)
        force = self.stage.panel("force", "Force\n", ylim=(0, 112), yticks=(0, 50, 100), **time)
        self.stage.panel("length", "Length\n(−1 to 1)", "Time before now", ylim=(-1.2, 1.2), yticks=(-1, 0, 1), **time)
        for axes in (units, emg, force):
            axes.tick_params(labelbottom=False)
        band = emg.imshow(np.ones((1, 2, 3)), extent=(-WINDOW_s, 0.0, *BAND), aspect="auto", interpolation="nearest",
                          zorder=1)
        # The image has moved them.
        emg.set(xlim=(-WINDOW_s, 0), ylim=(-420, BAND[1]))
        self._band = self.stage.moving(band)
        self._state = self.stage.moving(Stamp(emg, -0.15, sum(BAND) / 2.0 - 4.0, ha="right", va="center"))
        self.stage.curve("emg", "EMG", "emg_outline_percent", x="emg_outline_ago_s", linewidth=0.9)
        self.stage.curve("force", "active force", "force_percent", label="force")
        self.stage.curve("force", "command", "command_percent")
        self.stage.curve("length", "passive force", "length", label="length")
        self.stage.legend(force)
        leg_with_reflex(self.stage, "ago_s", "spikes_ago_s.0", "state", deeds="doing")

    def show(self, trace: LiveCrampTrace) -> None:
        """Move everything to the last twenty seconds."""
        self.stage.show(trace)
        until_s = trace.states_until_s - trace.now_s
        states = trace.states if trace.states.size else np.zeros(1, dtype=np.int64)
        self._band.set_data(np.array([to_rgb(color) for color in STATE_COLORS])[states][None])
        self._band.set_extent((until_s - trace.states.size * GRID_ms / 1000.0, until_s, *BAND))
        self._state.set_text(trace.state if trace.t_s.size else "")

    def describe(self, trace: LiveCrampTrace) -> str:
        """The state, who fires, and what pushes."""
        if not trace.t_s.size:
            return "The muscle rests; its clock stands at 0.0 s."
        hard = HARD if trace.state == "cramp" and trace.force_now_percent < WEAK_percent else ""
        return f"At {said(trace, 'now_s', 1)} the state is {trace.state}: {_who(trace)}. {_loop(trace)}{hard}"

    def hear(self, trace: LiveCrampTrace) -> Sound:
        """The EMG of the last ten seconds."""
        emg_percent = trace.emg_percent[-round(1000.0 * HEARD_s / SAMPLE_ms):]
        return sound_of(emg_percent, trace.now_s - len(emg_percent) * SAMPLE_ms / 1000.0, trace.spike_s,
                        trace.spike_unit)


def _who(trace: LiveCrampTrace) -> str:
    # The state looks back on a second.
    just_now = trace.command_percent[trace.t_s > trace.states_until_s - 1.0].max(initial=0.0) >= 0.5
    command = "the command has just ended" if just_now else "nobody commands"
    if trace.command_now_percent >= 0.5:
        command = f"the command is {said(trace, 'command_now_percent')}"
    if not trace.units_now:
        return f"{command}, and no motor unit fires"
    return (f"{command}, and {units_fire(trace.units_now)}, {trace.rate_now_Hz:.0f} times a second on average, with "
            f"{share(trace.force_now_percent)} of the greatest force")


def _loop(trace: LiveCrampTrace) -> str:
    spindles, force, length, current = (trace.now(values) for values in (
        trace.ia_eu, trace.ib_eu, trace.by_length_eu, trace.pic_eu))
    pushes = [f"{words} with {size:.0f} eu" for words, size in (("spindles push", spindles),
                                                                ("the inward current", current)) if size >= FELT_eu]
    holds = [f"{words} holds back {size:.0f} eu" for words, size in (("force", force), ("length", length))
             if size >= FELT_eu]
    first = " and ".join(pushes) if pushes else "hardly anything pushes"
    second = " and ".join(holds) if holds else "neither force nor length holds back"
    return f"{first[0].upper()}{first[1:]}; {second}. Fatigue: {said(trace, 'fatigue_now_percent')}."
