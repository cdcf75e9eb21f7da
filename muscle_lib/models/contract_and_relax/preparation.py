"""What the chapter's models share: the three kinds of fibre, the cold, fatigue, and how a twitch is measured."""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.contract_and_relax.coupling import (
    FAST,
    MIXED,
    SLOW,
    FibreType,
    REST_STORE_uM,
    Supply,
    slowed,
    unpotentiated,
)
from muscle_lib.trace import trace

#: The kinds of fibre, by the words that students choose them with.
FIBRES = MappingProxyType({"slow": SLOW, "mixed": MIXED, "fast": FAST})
#: The temperature for which the constants hold, and how many times faster everything is for 10 °C more.
BODY_C, Q10 = 37.0, 1.6
#: The columns of what ``coupling.contract`` returns.
RELEASE, CALCIUM, TROPONIN, FILAMENT, ATTACHED, STORE, FORCE, UPTAKE, PUMP_ATP, BRIDGES_ATP = range(10)

TEMPERATURE_SOURCE = ("Our choice: all rates change 1.6-fold for 10 °C, between the 1.43 (time to the peak) and 1.7 "
                      "(half relaxation) of a human hand muscle at 25 to 35 °C, Ranatunga et al. 1987, "
                      "doi 10.1113/jphysiol.1987.sp016707")


def prepared(fibre: str, temperature_C: float = BODY_C, potentiates: bool = False) -> FibreType:
    """The constants of a kind of fibre (“slow”, “mixed” or “fast”) at a temperature."""
    chosen = FIBRES[fibre] if potentiates else unpotentiated(FIBRES[fibre])
    return slowed(chosen, Q10 ** ((temperature_C - BODY_C) / 10.0))


def supplied(pump_percent: float, release_percent: float, leak_times: float = 1.0,
             fatigue_percent: float = 0.0) -> Supply:
    """What the fibre gets. ``fatigue_percent`` goes from fresh (0) to what a minute of the strongest effort leaves."""
    tired = fatigue_percent / 100.0

    def faded(to: float) -> float:
        return 1.0 + tired * (to - 1.0)

    return Supply(pump=pump_percent / 100.0 * faded(0.45), release=release_percent / 100.0 * faded(0.75),
                  leak=leak_times, switch_off=faded(0.27), half_on=faded(1.35), head_force=faded(0.6))


@trace
class FibreTrace:
    """What goes on in a fibre, from the store to the force: a value for each moment, or a row for each fibre."""

    t_ms: NDArray
    impulses_ms: NDArray
    #: Calcium that leaves the store, and that is pumped back into it. 1 mM/s is 1 µM in a millisecond.
    release_mM_s: NDArray
    uptake_mM_s: NDArray
    #: What is in the store, of what is in it at rest.
    store_percent: NDArray
    Ca_uM: NDArray
    troponin_percent: NDArray
    filament_percent: NDArray
    #: Of all heads.
    attached_percent: NDArray
    #: Of what the same fibre has in a fresh, healthy tetanus at 100 Hz.
    force_percent: NDArray


def steps_of(kept: NDArray) -> dict[str, Any]:
    """What a FibreTrace wants of what ``coupling.contract`` returns; the last axis is that of its columns."""
    return {"release_mM_s": kept[..., RELEASE], "uptake_mM_s": kept[..., UPTAKE],
            "store_percent": 100.0 * kept[..., STORE] / REST_STORE_uM, "Ca_uM": kept[..., CALCIUM],
            "troponin_percent": 100.0 * kept[..., TROPONIN], "filament_percent": 100.0 * kept[..., FILAMENT],
            "attached_percent": 100.0 * kept[..., ATTACHED], "force_percent": 100.0 * kept[..., FORCE]}


class Twitch(NamedTuple):
    """How a response is measured; times in ms, NaN where there is none."""

    peak_percent: float
    #: From the impulse to the peak, and from there to half of it.
    contraction_ms: float
    half_relaxation_ms: float


def measured(force_percent: NDArray, impulse_ms: int) -> Twitch:
    """Measure a response that begins with an impulse; a force below 0.5 % counts as none."""
    top = impulse_ms + int(np.argmax(force_percent[impulse_ms:]))
    peak = float(force_percent[top])
    if peak < 0.5:
        return Twitch(peak, math.nan, math.nan)
    return Twitch(peak, float(top - impulse_ms), half_time_ms(force_percent, top))


def half_time_ms(force_percent: NDArray, start_ms: int) -> float:
    """How long the force takes from some moment until it has fallen to half of what it was then; NaN if it does not."""
    below = np.flatnonzero(force_percent[start_ms:] < force_percent[start_ms] / 2.0)
    return float(below[0]) if len(below) else math.nan
