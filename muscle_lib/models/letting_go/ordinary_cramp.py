"""The bench's hold as the loop of chapter 6 sees it: do the motor neurons stop when the command does?"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.hyperexcitability.cramp import Cramp
from muscle_lib.models.hyperexcitability.cramp_trace import ON_Hz
from muscle_lib.models.hyperexcitability.loop import advance_loop, inputs_of, start_loop
from muscle_lib.models.hyperexcitability.states import BUSY_UNITS
from muscle_lib.models.voluntary_contraction.pool import UNITS
from muscle_lib.trace import trace

#: A calf that is somewhat tired, toes pointed, as at the end of a day: our choice.
FATIGUE_percent, LENGTH = 25.0, -1.0
#: The run goes on so long after the command; impulses are counted from a second after it.
AFTER_s, COUNTED_s = 4.0, 1.0
#: The stretch makes the muscle so much longer within this time.
STRETCH, STRETCH_TAKES_s = 1.0, 0.5
#: Under a complete block of the nerve no motor neuron's impulse arrives: here none is made.
BLOCKED_eu = 1000.0
DT_ms, SEED = 1.0, 1


@trace
class Hold:
    """What is left after the command, of the greatest force in it; and how fast the units fire that go on."""

    since_s: NDArray
    force_percent: NDArray
    rate_Hz: float


@lru_cache(maxsize=64)
def hold(excitability_eu: float, action_s: float = 2.0, stretched: bool = False, blocked: bool = False) -> Hold:
    """A strong contraction of some four seconds and what follows it; a stretch or a block comes ``action_s`` after
    it."""
    model = Cramp(excitability_eu=excitability_eu, fatigue_percent=FATIGUE_percent, length=LENGTH)
    t_s = np.arange(1, round(1000.0 * (model.command_end_s + AFTER_s) / DT_ms) + 1) * DT_ms / 1000.0
    since_s = t_s - model.command_end_s
    length = LENGTH + STRETCH * stretched * np.clip((since_s - action_s) / STRETCH_TAKES_s, 0.0, 1.0)
    inhibition_eu = np.where(since_s > action_s, BLOCKED_eu * blocked, 0.0)
    inputs = inputs_of(t_s.size, model.command_at(t_s), length, inhibition_eu=inhibition_eu,
                       excitability_eu=excitability_eu)
    run = advance_loop(model.constants, start_loop(SEED, FATIGUE_percent / 100.0, DT_ms, model.constants), inputs)
    counted = run.spike_ms > 1000.0 * (model.command_end_s + COUNTED_s)
    rates_Hz = np.bincount(run.spike_unit[counted], minlength=UNITS) / (AFTER_s - COUNTED_s)
    going_on = rates_Hz[rates_Hz >= ON_Hz]
    rate_Hz = float(going_on.mean()) if going_on.size >= BUSY_UNITS else 0.0
    return Hold(since_s, 100.0 * run.force / run.force.max(), rate_Hz)
