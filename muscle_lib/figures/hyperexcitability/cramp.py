"""A contraction and what follows: the leg with its reflex; command, EMG with the state's name, force, length."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.colors import to_rgb

from muscle_lib.figures.drawings.table import colors
from muscle_lib.figures.drawings.words import Stamp
from muscle_lib.figures.hyperexcitability.leg import MEAN_s, leg_with_reflex
from muscle_lib.figures.scene import SIDE_BY_SIDE
from muscle_lib.figures.sound import EMG_Hz, Sound, sound_of
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.words import said
from muscle_lib.models.hyperexcitability.cramp import DURATION_s
from muscle_lib.models.hyperexcitability.cramp_trace import CrampTrace, LOOK_s
from muscle_lib.models.hyperexcitability.states import STATES, GRID_ms

#: A pale colour for each state, in the order of ``STATES``; its name is written on it.
STATE_COLORS = ("#f1f1f1", "#cfe3f3", "#f7e0b2", "#f2ab96", "#dcc6ee", "#c3e3c7", "#e4dccb", "#d6cdb8", "#c9c9c9",
                "#eabfd3", "#ffec99")
#: The band of states lies between these heights of the EMG's panel; so many of them are named at most, and each letter
#: of a name needs so many seconds.
BAND, NAMES, LETTER_s = (117.0, 152.0), 4, 1.4
#: What is heard begins so long before the command's end, and lasts so long: the contraction, and what comes of it.
BEFORE_s, HEARD_s = 5.0, 20.0
#: What is drawn pale is not felt so: a cramp with less than this part of the greatest force.
WEAK_percent, HARD = 20.0, " In life a cramp is as hard as wood: that the model misses."


@figure
class CrampFigure:
    """Left: the leg in the cramp; or, if the muscle lets go, just after the command, when that is decided. Right:
    command, EMG and state, force, length."""

    def __init__(self) -> None:
        self.stage = Stage([["leg", name] for name in ("command", "emg", "force", "length")], scene="leg",
                           widths=SIDE_BY_SIDE, heights=(1.1, 1.7, 0.95, 0.95), height_px=440, x="t_s",
                           colors=colors(*STATE_COLORS))
        time = (0, DURATION_s)
        command = self.stage.panel("command", "Command\n", ylim=(0, 108), yticks=(0, 100), xlim=time)
        emg = self.stage.panel("emg", "EMG size\n", ylim=(0, BAND[1]), yticks=(0, 50, 100), xlim=time)
        force = self.stage.panel("force", "Force\n", ylim=(0, 108), yticks=(0, 50, 100), xlim=time)
        length = self.stage.panel("length", "Length\n(−1 to 1)", "Time", ylim=(-1.2, 1.2), yticks=(-1, 0, 1), xlim=time)
        for axes in (command, emg, force):
            axes.tick_params(labelbottom=False)
        self.stage.curve("command", "command", "command_percent")
        self.stage.curve("emg", "EMG", "emg_smooth_percent", label="EMG size")
        self.stage.curve("force", "active force", "force_percent", label="force")
        self.stage.curve("length", "passive force", "length", label="length")
        band = emg.imshow(np.ones((1, 2, 3)), extent=(0.0, DURATION_s, *BAND), aspect="auto", interpolation="nearest",
                          zorder=1)
        emg.set(xlim=(0, DURATION_s), ylim=(0, BAND[1]))
        self._band = self.stage.moving(band)
        self._names = [self.stage.moving(Stamp(emg, 0.0, sum(BAND) / 2.0 - 1.0, ha="center", va="center", zorder=5))
                       for _ in range(NAMES)]
        self.stage.add_cursor("Time", "s", command, emg, force, length)
        leg_with_reflex(self.stage, "t_s", "smallest_s", declared=_decisive_s)

    def show(self, trace: CrampTrace) -> None:
        """Move everything to a new trace."""
        self.stage.show(trace)
        self._band.set_data(np.array([to_rgb(color) for color in STATE_COLORS])[trace.states][None])
        self._band.set_extent((0.0, trace.states.size * GRID_ms / 1000.0, *BAND))
        widest = sorted(trace.bands, key=lambda band: band[0] - band[1])[:NAMES]
        for text, (from_s, to_s, state) in zip(self._names, [*widest, *[(0.0, 0.0, 0)] * NAMES], strict=False):
            text.set_text(STATES[state] if to_s - from_s >= LETTER_s * len(STATES[state]) else "")
            text.set_x((from_s + to_s) / 2.0)

    def hear(self, trace: CrampTrace) -> Sound:
        """The EMG of the contraction and of what follows: a cramp sounds on when the command has ended."""
        from_s = max(0.0, trace.command_end_s - BEFORE_s)
        first = round(from_s * EMG_Hz)
        return sound_of(trace.emg_percent[first:first + round(HEARD_s * EMG_Hz)], from_s, trace.spike_ms / 1000.0,
                        trace.spike_unit)

    def describe(self, trace: CrampTrace) -> str:
        """What the command does, what comes after it, and what a relief changes."""
        return " ".join(filter(None, (_during(trace), _after(trace), _twitches(trace), _relief(trace))))


def _decisive_s(trace: CrampTrace) -> float:
    """When the leg is shown: as its state is looked up, if that is a cramp; else while force still holds back."""
    return trace.looked_at_s if trace.state_after == "cramp" else trace.command_end_s + MEAN_s


def share(percent: float) -> str:
    """A part of the greatest, not finer than it is worth."""
    return f"{percent:.0f} %" if percent >= 9.95 else f"{percent:.1f} %" if percent >= 0.05 else "less than 0.1 %"


def _during(trace: CrampTrace) -> str:
    command = float(trace.command_percent.max())
    if command < 0.05:
        return "No command comes."
    return f"A command of up to {share(command)} raises the force to {share(trace.peak_percent)} of the greatest."


def _after(trace: CrampTrace) -> str:
    when = f"{LOOK_s:g} s after the command"
    if trace.command_percent.max() < 0.05:
        when = f"{said(trace, 'looked_at_s', 1)} after the start"
    if trace.cramp_s < 1.0:
        if trace.state_after == "rest":
            return f"The muscle is at rest {when}."
        return (f"{when[0].upper()}{when[1:]} its EMG is below 3 % of the greatest, and its state is "
                f"“{trace.state_after}”.")
    lasts = said(trace, "cramp_s")
    if not trace.is_over:
        lasts = f"all of the {lasts} that are left"
    words = f"Then the EMG goes on by itself for {lasts}"
    if trace.cramp_units:
        who = f"{trace.cramp_units} units fire" if trace.cramp_units > 1 else "one unit fires"
        words += (f": at first {who} on, about {trace.cramp_rate_Hz:.0f} times a second, with "
                  f"{share(trace.cramp_emg_percent)} of the EMG and {share(trace.cramp_force_percent)} of the force of "
                  "the greatest effort")
    hard = HARD if trace.state_after == "cramp" and trace.cramp_force_percent < WEAK_percent else ""
    return f"{words}. Its state {when} is “{trace.state_after}”.{hard}"


def _twitches(trace: CrampTrace) -> str:
    """Where nobody commands, the lone twitches are all there is to see."""
    if trace.command_percent.max() >= 0.05:
        return ""
    number = round(trace.fasciculations_per_min)
    if number < 2:
        return f"In the last minute there is {('no', 'one')[number]} lone impulse."
    return f"In the last minute there are {number} lone impulses, now of one unit, now of another."


def _relief(trace: CrampTrace) -> str:
    if not math.isfinite(trace.relief_s):
        return ""
    since = f"{said(trace, 'waited_s', 1)} after the command" if trace.waited_s >= 0.05 else "as the command ends"
    if trace.command_percent.max() < 0.05:
        since = f"at {said(trace, 'relief_s', 1)}"
    if trace.cramp_s < 1.0:
        return f"Relief begins {since}: there is no cramp to end."
    if trace.is_over and trace.cramp_s < trace.waited_s:
        return f"The relief, {since}, comes when that is over."
    if not math.isfinite(trace.relieved_s):
        return f"Relief begins {since}; from then on no three units fire together."
    if trace.is_over:
        return (f"Relief begins {since}; {said(trace, 'relieved_s', 1)} later three units fire "
                "together for the last time.")
    return f"Relief begins {since}, and does not end it."
