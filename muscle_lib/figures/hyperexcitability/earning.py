"""Earned fatigue: work, rest and a last contraction over time, and the cramp without and with the work."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from matplotlib.colors import to_rgb

from muscle_lib.figures.hyperexcitability.cramp import STATE_COLORS, share
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import INK
from muscle_lib.figures.words import goes_on_for, said
from muscle_lib.models.hyperexcitability.earning import EarningTrace, LOOK_ON_s

#: The longest work that the sliders allow begins here.
FIRST_s = -145.0
BAND = (115.0, 140.0)


@figure
class EarningFigure:
    """Left, over time: command and force, EMG and state, fatigue. Right: the cramp without and with work. On a second
    page: length."""

    def __init__(self) -> None:
        self.stage = Stage([["force", "bars"], ["emg", "bars"], ["fatigue", "bars"]], heights=(1.35, 1.3, 1.0),
                           widths=(2.6, 1.0), more=[["length"]], height_px=424, x="t_s", colors=STATE_COLORS)
        time: dict[str, Any] = {"xlim": (FIRST_s, LOOK_ON_s), "xticks": (-100, -50, 0, 50)}
        after = "Time after the last command"
        force = self.stage.panel("force", "Command,\nforce", ylim=(0, 160), yticks=(0, 50, 100), **time)
        emg = self.stage.panel("emg", "EMG size\n", ylim=(0, BAND[1]), yticks=(0, 50, 100), **time)
        fatigue = self.stage.panel("fatigue", "Fatigue\n", after, ylim=(0, 104), yticks=(0, 50, 100), **time)
        length = self.stage.panel("length", "Length\n(−1 to 1)", after, ylim=(-1.25, 1.25), yticks=(-1, 0, 1), **time)
        bars = self.stage.panel("bars", "Cramp (s)", xlim=(-0.6, 1.6), ylim=(0, LOOK_ON_s + 4.0), xticks=(0, 1),
                                xticklabels=("rested", "after work"), yticks=(0, 20, 40, 60))
        for axes in (force, emg):
            axes.tick_params(labelbottom=False)
        self.stage.curve("force", "active force", "force_percent", label="force")
        self.stage.curve("force", "command", "command_percent")
        self.stage.curve("emg", "EMG", "emg_size_percent", label="EMG size")
        self.stage.curve("fatigue", "phosphate", "fatigue_percent", label="fatigue")
        self.stage.curve("length", "passive force", "length", label="length")
        band = emg.imshow(np.ones((1, 2, 3)), extent=(FIRST_s, LOOK_ON_s, *BAND), aspect="auto",
                          interpolation="nearest", zorder=1)
        emg.set(xlim=(FIRST_s, LOOK_ON_s), ylim=(0, BAND[1]))
        self._band = self.stage.moving(band)
        self._bars = [self.stage.moving(bar) for bar in bars.bar([0, 1], [0, 0], width=0.6, zorder=2,
                                                                color=(STATE_COLORS[2], STATE_COLORS[3]),
                                                                edgecolor=INK, linewidth=1.2)]
        self.stage.add_cursor("Time", "s", force, emg, fatigue, length)
        self.stage.legend(force)

    def show(self, trace: EarningTrace) -> None:
        """Move everything to a new trace."""
        self.stage.show(trace)
        self._band.set_data(np.array([to_rgb(color) for color in STATE_COLORS])[trace.states][None])
        self._band.set_extent((trace.t_s[0], trace.t_s[-1], *BAND))
        self._bars[0].set_height(0.0 if math.isnan(trace.rested_s) else min(trace.rested_s, LOOK_ON_s + 4.0))
        self._bars[1].set_height(trace.cramp_s)

    def describe(self, trace: EarningTrace) -> str:
        """What the work earned, and what the last contraction leaves, with and without it."""
        if trace.contractions == 0:
            work = "Without work"
        else:
            times = "one contraction" if trace.contractions == 1 else f"{trace.contractions} contractions"
            work = f"After {times}"
        words = f"{work} the fatigue is {share(trace.earned_percent)} when the last contraction begins"
        if trace.cramp_s < 1.0:
            after = "then the muscle lets go"
        else:
            after = f"then the EMG goes on by itself for {goes_on_for(trace.cramp_s, trace.is_over)}"
        if math.isnan(trace.rested_s):
            return f"{words}; {after}."
        rested = "it lets go" if trace.rested_s < 1.0 else f"that lasts {said(trace, 'rested_s')}"
        return f"{words}; {after}. In a rested muscle {rested}."
