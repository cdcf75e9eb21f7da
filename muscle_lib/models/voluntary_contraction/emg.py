"""What an electrode on the skin picks up: one short wave for each impulse of each motor unit."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from muscle_lib.compiled import compiled
from muscle_lib.models.series import mean_around
from muscle_lib.models.voluntary_contraction.pool import UNITS, Units

#: Samples of the trace (2 kHz), and for how long its size is averaged: for a curve, and for a number that is said.
SAMPLE_ms, SMOOTH_ms, SECOND_ms = 0.5, 250.0, 1000.0
#: Our choice: the time scale of the shortest wave, by how much the longest is longer, the spread of sizes (of their
#: natural logarithm), and how many time scales of a wave are drawn to each side.
WAVE_ms, WAVE_RANGE, SIZE_SPREAD, WAVE_REACH = 1.2, 0.6, 0.3, 3.5


def waves_of(units: Units, exponent: float, seed: int) -> tuple[NDArray, NDArray]:
    """The size and the time scale in ms of each unit's wave: larger units make larger ones, with a spread by place."""
    chance = np.random.default_rng([seed, 1])
    scale_ms = WAVE_ms * (1.0 + WAVE_RANGE * chance.random(UNITS))
    return units.twitch ** exponent * np.exp(SIZE_SPREAD * chance.standard_normal(UNITS)), scale_ms


def _all_at_once(spike_ms, sigma_ms, size, samples, reach):
    """The sum of all waves where there is no Numba: all of them in one table."""
    place = np.rint(spike_ms / SAMPLE_ms).astype(np.int64)[:, None] + np.arange(-reach, reach + 1)
    t = (place * SAMPLE_ms - spike_ms[:, None]) / sigma_ms[:, None]
    wave = -size[:, None] * t * np.exp(0.5 * (1.0 - t * t))
    # A wave that reaches beyond an end falls into the margins, which are cut off.
    total = np.bincount((place + reach).ravel(), weights=wave.ravel(), minlength=samples + 2 * reach)
    return total[reach:reach + samples]


def _one_by_one(spike_ms, sigma_ms, size, samples, reach):
    total = np.zeros(samples)
    for spike in range(spike_ms.size):
        middle = round(spike_ms[spike] / SAMPLE_ms)
        for place in range(max(0, middle - reach), min(samples, middle + reach + 1)):
            t = (place * SAMPLE_ms - spike_ms[spike]) / sigma_ms[spike]
            total[place] -= size[spike] * t * math.exp(0.5 * (1.0 - t * t))
    return total


add_waves = compiled(_one_by_one, without_numba=_all_at_once)


def emg_of(spike_ms: NDArray, spike_unit: NDArray, size: NDArray, scale_ms: NDArray, duration_ms: float) -> NDArray:
    """The sum of all waves, −(t/σ)·exp(−t²/2σ²) with a peak of the unit's size, at 2 kHz."""
    return add_waves(spike_ms, scale_ms[spike_unit], size[spike_unit], round(duration_ms / SAMPLE_ms) + 1,
                     reach_of_waves())


def reach_of_waves() -> int:
    """How many samples to each side of its impulse the longest wave is drawn."""
    return math.ceil(WAVE_REACH * WAVE_ms * (1.0 + WAVE_RANGE) / SAMPLE_ms)


@compiled
def fibres_answer(unit, at_ms, intact, shortest_ms, answered_ms):
    """Which impulses of the motor neurons make one of their muscle fibres; ``answered_ms`` is when each unit's fibres
    last did, and is kept up."""
    heard = np.zeros(unit.size, dtype=np.bool_)
    for j in range(unit.size):
        if intact[unit[j]] > 0.0 and at_ms[j] - answered_ms[unit[j]] >= shortest_ms:
            heard[j] = True
            answered_ms[unit[j]] = at_ms[j]
    return heard


def expected_rms(rate_Hz: NDArray, size: NDArray, scale_ms: NDArray) -> float:
    """The root mean square of the trace when units fire at these rates, independently of each other (Campbell)."""
    energy_s = size ** 2 * np.e * np.sqrt(np.pi) / 2.0 * scale_ms / 1000.0
    return float(np.sqrt((rate_Hz * energy_s).sum()))


def smoothed(emg: NDArray, over_ms: float = SMOOTH_ms) -> NDArray:
    """The root mean square over a moving stretch of time."""
    half = round(over_ms / SAMPLE_ms) // 2
    # Where nothing fires, the difference of two large sums may be a hair below zero.
    return np.sqrt(np.maximum(mean_around(emg ** 2, half, half - 1), 0.0))
