"""Fatigue that is earned: contraction after contraction on screen, and then one in the short position."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.hyperexcitability.cramp import Cramp, FALL_s, RISE_s, SKETCH_DT_ms, START_s
from muscle_lib.models.hyperexcitability.cramp_map import cramp_time_s
from muscle_lib.models.hyperexcitability.goes_on import GoesOn, goes_on
from muscle_lib.models.hyperexcitability.loop import USUAL, advance_loop, inputs_of, start_loop
from muscle_lib.models.hyperexcitability.states import SAMPLE_ms, states_of, watch
from muscle_lib.models.series import means_of
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity, same_as
from muscle_lib.trace import result, trace

#: After the last contraction's command one looks on for so long; the trace has a value for so many milliseconds.
LOOK_ON_s, TRACE_ms = 60.0, 100.0
#: The last contraction is that of this chapter's first model; the muscle is brought to its length in so much time,
#: just before it.
LAST = Cramp()
MOVE_s = 1.0
#: A force of the work below this is none that could be lost.
LEAST_percent = 1.0


@trace
class EarningTrace:
    """Work, rest, and a last contraction. Time is counted from the end of the last command."""

    t_s: NDArray
    command_percent: NDArray
    emg_size_percent: NDArray
    force_percent: NDArray
    fatigue_percent: NDArray
    length: NDArray
    #: The state every tenth of a second: places in ``STATES``.
    states: NDArray
    last_start_s: float
    contractions: int
    rested_s: float = result(
        "EMG goes on in a rested muscle",
        meaning="For how long the EMG goes on after the same contraction without work before it; NaN in a sketch.")

    @result("Fatigue that is earned")
    def earned_percent(self) -> float:
        """The fatigue when the last contraction begins."""
        return float(np.interp(self.last_start_s, self.t_s, self.fatigue_percent))

    @cached_property
    def _goes_on(self) -> GoesOn:
        return goes_on(self.t_s, self.emg_size_percent, 0.0)

    @result("EMG goes on after the last command", headline=True)
    def cramp_s(self) -> float:
        """For how long the EMG goes on after the last command, in whole seconds; if it is not over, all that was seen.
        """
        return self._goes_on.seconds

    @property
    def is_over(self) -> int:
        """1 if the EMG has gone by the end of the run."""
        return int(self._goes_on.is_over)

    @result("Force lost in the work")
    def force_lost_percent(self) -> float:
        """By how much the force has fallen from the first contraction of the work to its last; NaN without force."""
        if not self.contractions:
            return math.nan
        working = self.t_s < self.last_start_s
        pulling = working & (self.command_percent > 0.99 * self.command_percent[working].max())
        if not pulling.any():
            return math.nan
        found = self.force_percent[pulling]
        first = found[4:9].mean() if found.size > 14 else 0.0
        return float(100.0 * (1.0 - found[-5:].mean() / first)) if first >= LEAST_percent else math.nan


@model
class Earning:
    """A muscle that works, contraction after contraction, and is then made to contract in the short position.

    The equations in words
    ----------------------
    The muscle is that of this chapter's first model; but here it starts fresh, and earns its fatigue:
        fatigue grows with force (within 25 s at full force) and goes without it (within two minutes)
    After the work and a rest it is brought to another length, contracts for four seconds, and the command ends.

    ``run()`` returns an EarningTrace.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Source: the loop is our choice, as in this chapter's first model.
    """

    contractions: int = quantity(
        6, unit="", low=0, high=8, step=1, symbol="n", label="Number of contractions",
        source="Our choice: enough to tire.")
    work_s: float = quantity(
        6.0, unit="s", low=1.0, high=8.0, step=0.5, symbol="t_work", label="Time of each contraction",
        source="Our choice: longer than the pause.", idle_at=({"contractions": 0},))
    pause_s: float = quantity(
        2.0, unit="s", low=1.0, high=5.0, step=0.5, symbol="t_pause", label="Pause after each",
        source="Our choice: short, so that fatigue builds up.", idle_at=({"contractions": 0},))
    work_percent: float = quantity(
        80.0, unit="%", low=0.0, high=100.0, step=1.0, symbol="D_work", label="Command of the work",
        source="Our choice: hard work.", idle_at=({"contractions": 0},))
    work_length: float = quantity(
        0.0, unit="", low=-1.0, high=1.0, step=0.05, symbol="L_work", label="Length during the work",
        meaning="−1 is the shortest, 0 neutral, 1 the longest.", source="Our choice: neutral.")
    rest_s: float = quantity(
        5.0, unit="s", low=2.0, high=30.0, step=1.0, symbol="t_rest", label="Rest after the work",
        source="Our choice: short, as when one lies down.")
    length: float = same_as(Cramp, "length", label="Length at the end",
                            meaning="In the last contraction: −1 is the shortest, 0 neutral, 1 the longest.")
    excitability_eu: float = same_as(Cramp, "excitability_eu", default=2.0)
    seed: int = same_as(Cramp, "seed")
    dt_ms: float = same_as(Cramp, "dt_ms", low=1.0)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "Fatigue is a single number here. In a muscle it is phosphate, acid, potassium and more, each with its own "
        "time (chapter 4).",
        "That fatigue makes spindles push more and tendon organs hold back less is one idea of how overuse leads to a "
        "cramp. After exhausting exercise people's threshold for cramps rose; the idea does not explain that.",
        "Loss of salt and water, heat and training are left out.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> EarningTrace:
        """Work, rest, contract once more, and watch."""
        return self._run(self.dt_ms, cramp_time_s(self.excitability_eu, 0.0, self.length, self.seed))

    def preview(self) -> EarningTrace:
        """A quick sketch, in larger steps; it is not compared with the rested muscle."""
        return self._run(SKETCH_DT_ms, math.nan)

    def _run(self, dt_ms: float, rested_s: float) -> EarningTrace:
        # States are worked out from steps of which a whole number makes 20 ms.
        every = round(TRACE_ms / SAMPLE_ms) * round(SAMPLE_ms / dt_ms)
        dt_ms = TRACE_ms / every
        last_s = START_s + self.contractions * (self.work_s + self.pause_s) + self.rest_s
        end_s = round(last_s + LAST.command_end_s - START_s, 1)
        t_s = np.arange(1, every * round((end_s + LOOK_ON_s) * 1000.0 / TRACE_ms) + 1) * dt_ms / 1000.0
        command = self._command(t_s, last_s)
        length = np.interp(t_s, [last_s - MOVE_s, last_s], [self.work_length, self.length])
        run = advance_loop(USUAL, start_loop(self.seed, 0.0, dt_ms), inputs_of(
            t_s.size, command, length, excitability_eu=self.excitability_eu))

        def thin(values: NDArray) -> NDArray:
            return means_of(values, every)

        states = states_of(watch(run, command, length, np.zeros(t_s.size), dt_ms))
        return EarningTrace(
            t_s=t_s[every - 1::every] - end_s, command_percent=100.0 * thin(command),
            emg_size_percent=100.0 * thin(run.emg), force_percent=100.0 * thin(run.force),
            fatigue_percent=100.0 * thin(run.fatigue), length=thin(length), states=states,
            last_start_s=last_s - end_s, contractions=self.contractions, rested_s=rested_s)

    def _command(self, t_s: NDArray, last_s: float) -> NDArray:
        corners_s, levels = [0.0], [0.0]
        for number in range(self.contractions):
            on_s = START_s + number * (self.work_s + self.pause_s)
            off_s = on_s + self.work_s
            ramp_s = min(RISE_s, self.work_s / 2.0)
            corners_s += [on_s, on_s + ramp_s, off_s - FALL_s, off_s]
            levels += [0.0, self.work_percent / 100.0, self.work_percent / 100.0, 0.0]
        # The last one, from its own start on.
        return np.interp(t_s, corners_s, levels) + LAST.command_at(t_s - last_s + START_s)


_DEFAULT = Earning()
Earning.presets = grouped({"all": (
    Preset("Hard work, then toes pointed", _DEFAULT, source="Our choice: six contractions of six seconds",
           expect="the force falls as fatigue grows; the last contraction, in the short position, goes on by itself",
           signature={"earned_percent": (35.0, 70.0), "cramp_s": (10.0, 40.0), "force_lost_percent": (10.0, 40.0)}),
    Preset("No work before", replace(_DEFAULT, contractions=0), source="Our choice: rested",
           expect="hardly more than a cramp of a few seconds", signature={"earned_percent": (0.0, 1.0),
                                                                         "cramp_s": (0.0, 5.0)}),
    Preset("Hard work, neutral length", replace(_DEFAULT, length=0.0), source="Our choice: the same work",
           expect="tired, but it lets go", signature={"earned_percent": (35.0, 70.0), "cramp_s": (0.0, 0.0)}),
    Preset("Hard work by an excitable muscle", replace(_DEFAULT, excitability_eu=4.0),
           source="Our choice: all three meet", expect="a long cramp", signature={"cramp_s": (45.0, 70.0)}),
    Preset("Gentle work", replace(_DEFAULT, work_percent=30.0), source="Our choice: the same times, less command",
           expect="less fatigue, and a shorter cramp",
           signature={"earned_percent": (15.0, 32.0), "cramp_s": (4.0, 18.0)}),
)})
