"""The loop of chapter 6 on the bench: a hold, a quick contraction, a stretch of a muscle at rest, a minute of rest."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.hyperexcitability.cramp import Cramp
from muscle_lib.models.hyperexcitability.cramp_trace import ON_Hz
from muscle_lib.models.hyperexcitability.loop import LoopConstants, advance_loop, inputs_of, start_loop
from muscle_lib.models.hyperexcitability.states import BUSY_UNITS, watch
from muscle_lib.models.series import mean_over_last
from muscle_lib.models.voluntary_contraction.pool import UNITS
from muscle_lib.trace import trace

#: Commands, all our choice. The hold: a calf that is somewhat tired, toes pointed, as at the end of a day. The quick
#: contraction: a second of a rested calf at its neutral length.
HOLD = Cramp(fatigue_percent=25.0, length=-1.0)
QUICK = Cramp(fatigue_percent=0.0, length=0.0, hold_s=0.3)
#: The run goes on so long after the command; impulses are counted from a second after it.
AFTER_s, COUNTED_s = 4.0, 1.0
#: The stretch makes the muscle so much longer within this time.
STRETCH, STRETCH_TAKES_s = 1.0, 0.5
#: Under a complete block of the nerve no motor neuron's impulse arrives: here none is made.
BLOCKED_eu = 1000.0
#: A calf at rest is stretched by half of the joint's range, after some rest; 35° are one unit of length. The size of
#: the EMG is a mean over a tenth of a second, and looked at once more when the stretch has been over for a while.
FROM, TO, DEGREES, ALONE_s, LATER_s, BURST_ms = -0.5, 0.5, 35.0, 2.0, 2.0, 100.0
#: The minute of rest goes in larger steps: where nothing happens they are fine enough, and without Numba it is long.
MINUTE_s, REST_DT_ms = 60.0, 2.0
DT_ms, SEED = 1.0, 1


@trace
class Hold:
    """What is left after the command, of the greatest force in it; and how fast the units fire that go on."""

    since_s: NDArray
    force_percent: NDArray
    rate_Hz: float


@lru_cache(maxsize=128)
def held(model: Cramp, constants: LoopConstants, action_s: float = 2.0, stretched: bool = False,
         blocked: bool = False) -> Hold:
    """A contraction and what follows it; a stretch or a block comes ``action_s`` after it."""
    t_s = np.arange(1, round(1000.0 * (model.command_end_s + AFTER_s) / DT_ms) + 1) * DT_ms / 1000.0
    since_s = t_s - model.command_end_s
    length = model.length + STRETCH * stretched * np.clip((since_s - action_s) / STRETCH_TAKES_s, 0.0, 1.0)
    inhibition_eu = np.where(since_s > action_s, BLOCKED_eu * blocked, 0.0)
    inputs = inputs_of(t_s.size, model.command_at(t_s), length, inhibition_eu=inhibition_eu,
                       excitability_eu=model.excitability_eu)
    run = advance_loop(constants, start_loop(SEED, model.fatigue_percent / 100.0, DT_ms, constants), inputs)
    counted = run.spike_ms > 1000.0 * (model.command_end_s + COUNTED_s)
    rates_Hz = np.bincount(run.spike_unit[counted], minlength=UNITS) / (AFTER_s - COUNTED_s)
    going_on = rates_Hz[rates_Hz >= ON_Hz]
    rate_Hz = float(going_on.mean()) if going_on.size >= BUSY_UNITS else 0.0
    return Hold(since_s, 100.0 * run.force / run.force.max(), rate_Hz)


@lru_cache(maxsize=128)
def answer_percent(constants: LoopConstants, excitability_eu: float, speed_deg_s: float) -> tuple[float, float]:
    """The EMG of a calf at rest that is stretched at a speed, of that of the greatest effort: the most of it, and what
    is left when the stretch has been over for two seconds."""
    over_s = ALONE_s + (TO - FROM) * DEGREES / speed_deg_s
    t_s = np.arange(1, round(1000.0 * (over_s + LATER_s) / DT_ms) + 1) * DT_ms / 1000.0
    length = np.interp(t_s, [ALONE_s, over_s], [FROM, TO])
    run = advance_loop(constants, start_loop(SEED, 0.0, DT_ms, constants),
                       inputs_of(t_s.size, 0.0, length, excitability_eu=excitability_eu))
    emg_percent = 100.0 * mean_over_last(run.emg, round(BURST_ms / DT_ms))
    return float(emg_percent[t_s > ALONE_s].max()), float(emg_percent[-1])


@lru_cache(maxsize=128)
def twitches_per_min(constants: LoopConstants, excitability_eu: float) -> float:
    """How often a single unit fires by itself in a minute of rest, at the neutral length."""
    steps = round(1000.0 * MINUTE_s / REST_DT_ms)
    nothing = np.zeros(steps)
    run = advance_loop(constants, start_loop(SEED, 0.0, REST_DT_ms, constants),
                       inputs_of(steps, excitability_eu=excitability_eu))
    return float(watch(run, nothing, nothing, nothing, REST_DT_ms).lone_per_min[-1])
