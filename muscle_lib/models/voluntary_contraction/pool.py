"""A pool of motor units: one step of time, for everyone who drives it.

The motor pool of this chapter gives it a command; a chapter that adds reflexes gives it the command and the feedback,
and the same units with the same seed answer the same input with the same spikes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muscle_lib.compiled import GONE, compiled

FUGLEVAND = "Fuglevand, Winter & Patla 1993, doi 10.1152/jn.1993.70.6.2470"
#: The constants of that model: number of units, range of twitch forces and of contraction times (fold), the slowest
#: contraction time, the lowest rate, the range of peak rates, and how much a unit of excitation adds to the rate.
UNITS = 120
TWITCH_FOLD, TIME_FOLD, SLOWEST_ms = 100.0, 3.0, 90.0
MINIMUM_Hz, PEAK_RANGE_Hz, GAIN_Hz_eu = 8.0, 10.0, 1.0
#: The twitch is larger than in the first impulse of a train once the interval is short: from this ratio of
#: contraction time to interval on.
FUSE = 0.4
FUSE_SCALE = (1.0 - np.exp(-2.0 * FUSE ** 3)) / FUSE
#: The persistent inward current at its full strength (our choice): eu, eu for each eu of threshold; how far a spike
#: switches it on; how fast it decays; how fast it wears off, and how strongly it wears itself off.
PIC_eu, PIC_PER_THRESHOLD, PIC_JUMP = 16.0, 1.3, 0.48
PIC_ms, PIC_WEARS_ms, PIC_WEAR = 500.0, 100_000.0, 1.0
#: An interval is at least this part of the mean one.
SHORTEST = 0.3
#: After a spike no pulse from outside makes another for so long (our choice).
REFRACTORY_ms = 4.0
#: So many random numbers are drawn for each unit; then they come again.
DRAWS = 1024
#: The last spike of a unit that has not fired yet.
NEVER_ms = -1e12


class Units(NamedTuple):
    """What the units are: arrays, from the smallest unit to the largest."""

    threshold_eu: NDArray
    twitch: NDArray
    contraction_ms: NDArray
    peak_Hz: NDArray
    pic_eu: NDArray
    #: exp(−step / contraction time): what is left of a twitch's state after one step.
    decay: NDArray
    #: How strongly the persistent inward current wears itself off; 0 if it does not.
    wear: float = PIC_WEAR


class PoolState(NamedTuple):
    """What changes from step to step; the arrays are changed in place."""

    phase: NDArray
    target: NDArray
    p: NDArray
    q: NDArray
    y1: NDArray
    y2: NDArray
    last_ms: NDArray
    spikes: NDArray


def units_of(recruitment_fold: float, peak_rate_Hz: float, dt_ms: float) -> Units:
    """The units of a pool, for steps of a length."""
    i = np.arange(1, UNITS + 1) / UNITS
    threshold_eu = recruitment_fold ** i
    twitch = TWITCH_FOLD ** i
    contraction_ms = SLOWEST_ms * twitch ** (-np.log(TIME_FOLD) / np.log(TWITCH_FOLD))
    return Units(threshold_eu, twitch, contraction_ms, peak_rate_Hz - PEAK_RANGE_Hz * threshold_eu / recruitment_fold,
                 PIC_eu + PIC_PER_THRESHOLD * threshold_eu, np.exp(-dt_ms / contraction_ms))


def maximal_excitation_eu(units: Units) -> float:
    """The excitation at which the largest unit reaches its peak rate."""
    return float(units.threshold_eu[-1] + (units.peak_Hz[-1] - MINIMUM_Hz) / GAIN_Hz_eu)


def start_of(seed: int) -> tuple[PoolState, NDArray]:
    """A pool at rest, each unit somewhere in its interval; and the random numbers of all intervals to come.

    Each unit has its own numbers. So its intervals stay comparable when the step, the command or another unit changes.
    """
    phase, draws = _thrown(seed)
    zero = np.zeros(UNITS)
    state = PoolState(phase.copy(), np.ones(UNITS), zero.copy(), zero.copy(), zero.copy(), zero.copy(),
                      np.full(UNITS, NEVER_ms), np.zeros(UNITS, dtype=np.int64))
    return state, draws.copy()


@lru_cache(maxsize=4)
def _thrown(seed: int) -> tuple[NDArray, NDArray]:
    """To throw the dice 120,000 times takes as long as four seconds of the pool; a slider leaves the seed as it is."""
    chance = np.random.default_rng(seed)
    return chance.random(UNITS), chance.standard_normal((UNITS, DRAWS))


@compiled
def twitch_gain(ratio):
    """How much larger a twitch is than a lone one, from contraction time / interval to the spike before."""
    return 1.0 if ratio <= FUSE else (1.0 - np.exp(-2.0 * ratio ** 3)) / (FUSE_SCALE * ratio)


def _all_at_once(units, state, excitation_eu, pic, dt_ms):
    """What happens to all units in a step, and their rates, in whole arrays: for where there is no Numba."""
    p, q, y1, y2 = state.p, state.q, state.y1, state.y2
    over = excitation_eu - units.threshold_eu
    if pic > 0.0:
        over += pic * units.pic_eu * p * (1.0 - q)
        p *= 1.0 - dt_ms / PIC_ms
        q += dt_ms / PIC_WEARS_ms * (units.wear * p * (1.0 - q) - q)
    rate = (over >= 0.0) * np.minimum(MINIMUM_Hz + GAIN_Hz_eu * over, units.peak_Hz)
    state.phase[:] += rate * (dt_ms / 1000.0)
    # The exact twitch: two states for each unit, P·(t/T)·exp(1 − t/T) between the spikes.
    y2[:] = units.decay * (y2 + y1)
    y1 *= units.decay
    y2 *= y2 > GONE
    y1 *= y1 > GONE
    return rate


def _one_by_one(units, state, excitation_eu, pic, dt_ms):
    """The same, unit by unit, to the last bit: compiled it is three times as fast, plain far slower.

    A loop for each few arrays: of one with all of them the compiler makes no vector code.
    """
    phase, p, q, y1, y2 = state.phase, state.p, state.q, state.y1, state.y2
    threshold_eu, peak_Hz, pic_eu, decay = units.threshold_eu, units.peak_Hz, units.pic_eu, units.decay
    rate = np.empty(UNITS)
    for i in range(UNITS):
        over = excitation_eu - threshold_eu[i]
        if pic > 0.0:
            over += pic * pic_eu[i] * p[i] * (1.0 - q[i])
        reached = MINIMUM_Hz + GAIN_Hz_eu * over
        reached = reached if reached < peak_Hz[i] else peak_Hz[i]
        rate[i] = reached if over >= 0.0 else 0.0
        phase[i] += rate[i] * (dt_ms / 1000.0)
    if pic > 0.0:
        for i in range(UNITS):
            p[i] *= 1.0 - dt_ms / PIC_ms
            q[i] += dt_ms / PIC_WEARS_ms * (units.wear * p[i] * (1.0 - q[i]) - q[i])
    for i in range(UNITS):
        pulled, driven = decay[i] * (y2[i] + y1[i]), decay[i] * y1[i]
        y2[i] = pulled if pulled > GONE else 0.0
        y1[i] = driven if driven > GONE else 0.0
    return rate


def _due_at_once(phase, target, pulsed):
    """Which units have come to the end of their interval, or are fired from outside."""
    return np.flatnonzero((phase >= target) | pulsed)


def _due_one_by_one(phase, target, pulsed):
    """The same: in most steps it is none or one, and then to count them first is quicker."""
    count = 0
    for i in range(UNITS):
        count += (phase[i] >= target[i]) | pulsed[i]
    found = np.empty(count, dtype=np.int64)
    if count > 0:
        count = 0
        for i in range(UNITS):
            if phase[i] >= target[i] or pulsed[i]:
                found[count] = i
                count += 1
    return found


between_spikes = compiled(_one_by_one, without_numba=_all_at_once)
due = compiled(_due_one_by_one, without_numba=_due_at_once)


@compiled
def pool_step(units, state, draws, excitation_eu, pic, cv, pulsed, dt_ms, end_ms, fired, fired_ms):
    """One step: the units that fire and when, written into ``fired`` and ``fired_ms``; returns how many they are.

    ``excitation_eu`` goes to all units, ``pic`` is the strength of the persistent inward current (0 to 1), ``cv`` the
    irregularity of the intervals. ``pulsed`` marks the units that a pulse from outside fires. Force is the sum of y2.
    """
    phase, target, p, y1 = state.phase, state.target, state.p, state.y1
    rate = between_spikes(units, state, excitation_eu, pic, dt_ms)
    count = 0
    for i in due(phase, target, pulsed):
        if phase[i] >= target[i] and rate[i] > 0.0:
            # What goes beyond the target belongs to the next interval; set to zero, it would slow the unit down.
            phase[i] -= target[i]
            at_ms = end_ms - phase[i] / rate[i] * 1000.0
            target[i] = max(SHORTEST, 1.0 + cv * draws[i, state.spikes[i] % DRAWS])
            state.spikes[i] += 1
        elif end_ms - state.last_ms[i] > REFRACTORY_ms:
            phase[i] = 0.0
            at_ms = end_ms
        else:
            continue
        p[i] += PIC_JUMP * (1.0 - p[i])
        time_ms = units.contraction_ms[i]
        y1[i] += twitch_gain(time_ms / (at_ms - state.last_ms[i])) * units.twitch[i] * np.e / time_ms * dt_ms
        state.last_ms[i] = at_ms
        fired[count] = i
        fired_ms[count] = at_ms
        count += 1
    return count


@compiled
def pool_steps(units, state, draws, excitation_eu, pic, cv, dt_ms, first_step, room):
    """A pool under an excitation that is known in advance, an array with one value for each step.

    ``first_step`` is how many steps went before these. Returns the force after each step, in twitches of the smallest
    unit; the units and times of all spikes, of which there must be room for this many; and their number in each step.
    """
    steps = excitation_eu.size
    force, counts = np.empty(steps), np.empty(steps, dtype=np.int64)
    spike_unit, spike_ms = np.empty(room, dtype=np.int64), np.empty(room)
    fired, fired_ms = np.empty(UNITS, dtype=np.int64), np.empty(UNITS)
    nobody = np.zeros(UNITS, dtype=np.bool_)
    total = 0
    for step in range(steps):
        count = pool_step(units, state, draws, excitation_eu[step], pic, cv, nobody, dt_ms,
                          (first_step + step + 1) * dt_ms, fired, fired_ms)
        for j in range(count):
            spike_unit[total + j] = fired[j]
            spike_ms[total + j] = fired_ms[j]
        total += count
        counts[step] = count
        force[step] = np.sum(state.y2)
    return force, spike_unit[:total], spike_ms[:total], counts


def run_pool(units: Units, state: PoolState, draws: NDArray, excitation_eu: NDArray, pic: float, cv: float,
             dt_ms: float, room: int) -> tuple[NDArray, NDArray, NDArray]:
    """A whole run from the beginning: the force after each step, and the units and times of all spikes."""
    return pool_steps(units, state, draws, excitation_eu, pic, cv, dt_ms, 0, room)[:3]


def room_for(units: Units, duration_ms: float) -> int:
    """More spikes than these units can fire in a time: an interval is 1 on the mean, and never below 0.3."""
    return int(1.3 * units.peak_Hz.sum() * duration_ms / 1000.0) + 20 * UNITS


def rates_Hz(units: Units, excitation_eu: NDArray) -> NDArray:
    """The rate of each unit (second axis) at each excitation (first axis), without persistent inward current."""
    over = np.asarray(excitation_eu, dtype=float)[:, None] - units.threshold_eu
    return np.where(over >= 0.0, np.minimum(MINIMUM_Hz + GAIN_Hz_eu * over, units.peak_Hz), 0.0)


def steady_force(units: Units, excitation_eu: NDArray, cv: float) -> NDArray:
    """The mean force of a steady excitation, in twitches of the smallest unit: what a long run would give.

    A spike adds an area of gain · P · e · T. Irregular intervals change the mean gain, which is averaged over them.
    """
    z, weight = np.polynomial.hermite_e.hermegauss(12)
    weight = weight / weight.sum()
    interval = np.maximum(SHORTEST, 1.0 + cv * z)
    rate = rates_Hz(units, excitation_eu) / 1000.0
    ratio = (units.contraction_ms * rate)[..., None] / interval
    gain = np.where(ratio <= FUSE, 1.0,
                    (1.0 - np.exp(-2.0 * ratio ** 3)) / (FUSE_SCALE * np.maximum(ratio, FUSE)))
    spikes = rate / (interval * weight).sum()
    return (spikes * (gain * weight).sum(axis=-1) * units.twitch * np.e * units.contraction_ms).sum(axis=-1)
