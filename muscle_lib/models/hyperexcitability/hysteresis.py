"""Command up and down again: does the same command give the same contraction on both ways?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.hyperexcitability.cramp import LINK, Cramp, SKETCH_DT_ms
from muscle_lib.models.hyperexcitability.loop import LoopConstants, advance_loop, inputs_of, start_loop
from muscle_lib.models.series import mean_around, means_of
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity, same_as
from muscle_lib.trace import result, trace

#: A run always lasts as long. The command begins to rise after the start; after its end one looks on.
DURATION_s, START_s, LOOK_s = 32.0, 1.0, 10.0
#: The EMG is averaged over so long around each moment.
SMOOTH_ms, TRACE_ms = 500.0, 20.0
#: The two branches are compared at this command, and each is given at so many.
COMPARED_percent, POINTS = 10.0, 61


@trace
class HysteresisTrace:
    """A command that rises and falls evenly. Arrays with the length of ``t_s`` hold means over half a second."""

    t_s: NDArray
    command_percent: NDArray
    emg_size_percent: NDArray
    force_percent: NDArray
    #: The EMG at each command while it rises, and while it falls.
    branch_percent: NDArray
    up_percent: NDArray
    down_percent: NDArray
    top_s: float
    command_end_s: float

    def _at(self, at_s: float) -> float:
        return float(np.interp(at_s, self.t_s, self.emg_size_percent))

    @result("EMG at a command of 10 %, up")
    def up_at_10_percent(self) -> float:
        """The EMG at a command of 10 %, on the way up."""
        return float(np.interp(COMPARED_percent, self.branch_percent, self.up_percent))

    @result("EMG at a command of 10 %, down")
    def down_at_10_percent(self) -> float:
        """The EMG at a command of 10 %, on the way down."""
        return float(np.interp(COMPARED_percent, self.branch_percent, self.down_percent))

    @result("EMG two seconds after the end")
    def after_2_s_percent(self) -> float:
        """The EMG two seconds after the command's end."""
        return self._at(self.command_end_s + 2.0)

    @result("EMG ten seconds after the end", headline=True)
    def after_10_s_percent(self) -> float:
        """The EMG ten seconds after the command's end."""
        return self._at(self.command_end_s + 10.0)

    @property
    def command_after_percent(self) -> float:
        """The command ten seconds after its end."""
        return float(np.interp(self.command_end_s + 10.0, self.t_s, self.command_percent))

    @result("EMG larger on the way down by")
    def gap_percent(self) -> float:
        """By how much the EMG on the way down is larger than on the way up, on the mean over all commands."""
        return float((self.down_percent - self.up_percent).mean())


@model
class Hysteresis:
    """A command that rises evenly and falls evenly, and the contraction that it gives on both ways.

    The equations in words
    ----------------------
    The muscle is that of this chapter's first model. If the contraction depended on the command alone, the EMG at a
    command would be the same on the way up and on the way down. But the units that have fired push themselves (inward
    current), and the spindles are charged by the contraction; so it depends on what has been before. Two answers to one
    and the same command are called hysteresis.

    ``run()`` returns a HysteresisTrace of 32 seconds.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Source: the loop is our choice, as in this chapter's first model.
    """

    excitability_eu: float = same_as(Cramp, "excitability_eu")
    fatigue_percent: float = same_as(Cramp, "fatigue_percent")
    length: float = same_as(Cramp, "length")
    top_percent: float = quantity(
        60.0, unit="%", low=15.0, high=100.0, step=1.0, symbol="D_top", label="Highest command",
        source="Our choice: as strong as the contraction of the first model.")
    ramp_s: float = quantity(
        5.0, unit="s", low=2.0, high=10.0, step=0.5, symbol="t_ramp", label="Time to rise, and to fall",
        source="Our choice: slow enough to see the units follow.")
    pic_percent: float = same_as(Cramp, "pic_percent")
    spindle_percent: float = same_as(Cramp, "spindle_percent")
    gate_percent: float = quantity(
        100.0, unit="%", low=0.0, high=100.0, step=5.0, symbol="gate", label="Hold of a command on the reflexes",
        meaning="At 100 % a command brings spindles and inward current down to a fifth.", source=LINK)
    seed: int = same_as(Cramp, "seed")
    dt_ms: float = same_as(Cramp, "dt_ms")

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "A person who feels a cramp coming does something about it; this command does not care.",
        "That a command holds the reflexes in check is a device of the model: without it, it could not be turned down.",
        "The length stays as it is, whatever the force.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> HysteresisTrace:
        """Let the command rise and fall, and watch the EMG."""
        per_value = round(TRACE_ms / self.dt_ms)
        dt_ms = TRACE_ms / per_value
        t_s = np.arange(1, round(1000.0 * DURATION_s / dt_ms) + 1) * dt_ms / 1000.0
        top_s, end_s = START_s + self.ramp_s, START_s + 2.0 * self.ramp_s
        command = self.top_percent / 100.0 * np.interp(t_s, [START_s, top_s, end_s], [0.0, 1.0, 0.0])
        constants = LoopConstants(pic=self.pic_percent / 100.0, spindle=self.spindle_percent / 100.0,
                                  gate=self.gate_percent / 100.0, gate_tendon_organ=self.gate_percent / 100.0)
        run = advance_loop(constants, start_loop(self.seed, self.fatigue_percent / 100.0, dt_ms, constants), inputs_of(
            t_s.size, command, self.length, excitability_eu=self.excitability_eu))

        def thin(values: NDArray) -> NDArray:
            return means_of(values, per_value)

        half = round(SMOOTH_ms / TRACE_ms) // 2
        emg = 100.0 * mean_around(thin(run.emg), half, half)
        seen_s = thin(t_s)
        branch = np.linspace(0.0, self.top_percent, POINTS)
        way_s = branch / self.top_percent * self.ramp_s
        return HysteresisTrace(
            t_s=seen_s, command_percent=100.0 * thin(command), emg_size_percent=emg,
            force_percent=100.0 * thin(run.force), branch_percent=branch,
            up_percent=np.interp(START_s + way_s, seen_s, emg), down_percent=np.interp(end_s - way_s, seen_s, emg),
            top_s=top_s, command_end_s=end_s)

    def preview(self) -> HysteresisTrace:
        """A quick sketch, in larger steps."""
        return replace(self, dt_ms=SKETCH_DT_ms).run()


_DEFAULT = Hysteresis()
Hysteresis.presets = grouped({"all": (
    Preset("Ready to cramp", _DEFAULT, source="Our choice: tired, short and excitable",
           expect="two answers to one command, and no way back by the will alone",
           signature={"up_at_10_percent": (12.0, 22.0), "down_at_10_percent": (23.0, 33.0),
                      "after_10_s_percent": (19.0, 31.0)}),
    Preset("Calm motor neurons", replace(_DEFAULT, excitability_eu=0.0), source="Our choice: no excitability",
           expect="still two answers, but it ends soon after the command",
           signature={"up_at_10_percent": (4.0, 10.0), "down_at_10_percent": (13.0, 21.0),
                      "after_10_s_percent": (0.0, 2.0)}),
    Preset("Fresh and calm", replace(_DEFAULT, excitability_eu=0.0, fatigue_percent=0.0),
           source="Our choice: a healthy muscle in the short position", expect="it ends with the command",
           signature={"after_2_s_percent": (0.0, 1.0), "after_10_s_percent": (0.0, 1.0)}),
    Preset("Without inward current and spindles", replace(_DEFAULT, pic_percent=0.0, spindle_percent=0.0),
           source="Our choice: both taken out", expect="one answer: what rises falls the same way",
           signature={"gap_percent": (-5.0, 5.0), "after_2_s_percent": (0.0, 1.0)}),
)})
