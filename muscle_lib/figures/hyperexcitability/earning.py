"""Earned fatigue: work, rest and a last contraction over time, and the cramp without and with the work."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.colors import to_rgb

from muscle_lib.figures.hyperexcitability.cramp import STATE_COLORS, share
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import INK, STYLES
from muscle_lib.models.hyperexcitability.earning import EarningTrace, LOOK_ON_s

#: The longest work that the sliders allow begins here.
FIRST_s = -145.0
BAND = (115.0, 140.0)


class EarningFigure:
    """Left, over time: command and force, EMG and state, fatigue and length. Right: the cramp without and with work."""

    def __init__(self) -> None:
        self.stage = Stage([["force", "bars"], ["emg", "bars"], ["fatigue", "bars"], ["length", "bars"]],
                           heights=(1.35, 1.3, 1.0, 0.85), widths=(2.6, 1.0), height_px=440, colors=STATE_COLORS)
        force, emg, fatigue, length, bars = (self.stage.axes[name] for name in ("force", "emg", "fatigue", "length",
                                                                               "bars"))
        for axes in (force, emg, fatigue, length):
            axes.set(xlim=(FIRST_s, LOOK_ON_s), xticks=(-100, -50, 0, 50))
            axes.tick_params(labelbottom=axes is length)
        force.set(ylim=(0, 160), yticks=(0, 50, 100), ylabel="Command,\nforce (%)")
        emg.set(ylim=(0, BAND[1]), yticks=(0, 50, 100), ylabel="EMG size\n(%)")
        fatigue.set(ylim=(0, 104), yticks=(0, 50, 100), ylabel="Fatigue\n(%)")
        length.set(ylim=(-1.25, 1.25), yticks=(-1, 1), ylabel="Length\n(−1 to 1)",
                   xlabel="Time after the last command (s)")
        bars.set(xlim=(-0.6, 1.6), ylim=(0, LOOK_ON_s + 4.0), xticks=(0, 1), xticklabels=("rested", "after work"),
                 yticks=(0, 20, 40, 60), ylabel="Cramp (s)")
        self._command = self.stage.curve(force, STYLES["command"], "command", "%")
        self._force = self.stage.curve(force, STYLES["active force"], "force", "%")
        self._emg = self.stage.curve(emg, STYLES["EMG"], "EMG size", "%")
        self._fatigue = self.stage.curve(fatigue, STYLES["phosphate"], "fatigue", "%")
        self._length = self.stage.curve(length, STYLES["passive force"], "length", " ")
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
        for line, values in ((self._command, trace.command_percent), (self._force, trace.force_percent),
                             (self._emg, trace.emg_size_percent), (self._fatigue, trace.fatigue_percent),
                             (self._length, trace.length)):
            line.set_data(trace.t_s, values)
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
        elif trace.is_over:
            after = f"then the EMG goes on by itself for {trace.cramp_s:.0f} s"
        else:
            after = f"then the EMG goes on by itself for more than {trace.cramp_s:.0f} s"
        if math.isnan(trace.rested_s):
            return f"{words}; {after}."
        rested = "it lets go" if trace.rested_s < 1.0 else f"that lasts {trace.rested_s:.0f} s"
        return f"{words}; {after}. In a rested muscle {rested}."
