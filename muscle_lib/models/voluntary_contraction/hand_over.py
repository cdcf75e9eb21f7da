"""What chapters 1 and 2 hand over to the whole muscle: numbers, worked out by their own models when a setting changes.

They are kept for each setting, so that a slider that moves elsewhere does not ask for them again.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from muscle_lib.models.electrolytes import FibreTrace, MuscleFibre
from muscle_lib.models.nerve_signal import Junction, MyelinatedAxon

#: From the spinal cord to the calf (our choice), and the rates at which the fibre is tried, from the fastest on.
NERVE_m = 0.8
RATES_Hz = (50.0, 30.0, 20.0, 10.0, 5.0)
PULSES, SHORTEST_RUN_ms, AFTER_ms, STEP_ms = 25, 1000.0, 220.0, 0.02
#: The junction is asked after a third of a second of strong effort.
EFFORT_Hz, EFFORT_IMPULSES = 30.0, 10


class HandOver(NamedTuple):
    """What lies between the motor neuron's impulse and that of the muscle fibre."""

    #: Along the nerve and over the junction.
    delay_ms: float
    #: The part of the muscle fibres that an impulse of their nerve reaches.
    transmitted: float
    rest_mV: float
    ready_sodium_percent: float
    #: The fastest of the rates tried that the fibre follows; 0 if it follows none.
    followed_Hz: float


def hand_over(K_out_mM: float, Ca_out_mM: float) -> HandOver:
    """The numbers for a blood with these salts."""
    # No finer than this does a setting make a difference that can be seen.
    return _hand_over(round(K_out_mM, 1), round(Ca_out_mM, 2))


@lru_cache(maxsize=256)
def _hand_over(K_out_mM: float, Ca_out_mM: float) -> HandOver:
    junction = Junction(Ca_out_mM=Ca_out_mM, rate_Hz=EFFORT_Hz, impulses=EFFORT_IMPULSES).run()
    followed_Hz = 0.0
    # From the fastest rate down: a healthy fibre answers at the first question.
    for rate_Hz in RATES_Hz:
        fibre = _train(K_out_mM, Ca_out_mM, rate_Hz)
        if fibre.n_in >= len(fibre.pulses_ms):
            followed_Hz = rate_Hz
            break
        # The first impulse is the same one at all rates: a fibre that does not answer it follows none.
        if fibre.n_in == 0:
            break
    return HandOver(_nerve_ms() + Junction().synaptic_ms, float(junction.fraction_last), float(fibre.rest_mV),
                    float(fibre.ready_sodium_percent), followed_Hz)


@lru_cache(maxsize=1)
def _nerve_ms() -> float:
    return float(MyelinatedAxon().run().delay_ms(NERVE_m))


def _train(K_out_mM: float, Ca_out_mM: float, rate_Hz: float) -> FibreTrace:
    length_ms = max(SHORTEST_RUN_ms, PULSES * 1000.0 / rate_Hz + AFTER_ms)
    return MuscleFibre(K_out_mM=K_out_mM, Ca_out_mM=Ca_out_mM, rate_Hz=rate_Hz, pulses=PULSES, duration_ms=length_ms,
                       dt_ms=STEP_ms).run()
