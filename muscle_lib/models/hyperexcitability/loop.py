"""The motor pool with its reflexes: a loop in which a contraction can keep itself going.

Each step adds up what reaches the motor neurons (the command, spindles, what force and length hold back, the rest of
the spinal cord), lets the pool of chapter 5 answer, and works out what its contraction sends back. The loop can be
stopped after any step and taken up again: ``start_loop`` makes one, ``advance_loop`` runs it on under inputs that are
known in advance.

Fifteen of the constants were chosen by search, so that a contraction stops when its command ends, and a tired, short,
excitable muscle cramps for about a minute. That it does so is therefore no evidence for anything. What length holds
back was chosen later, so that all that had been checked stayed as it was.
"""

from __future__ import annotations

import copy
from typing import NamedTuple

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike, NDArray

from muscle_lib.compiled import compiled
from muscle_lib.models.voluntary_contraction.pool import (
    UNITS,
    PoolState,
    Units,
    maximal_excitation_eu,
    pool_step,
    room_for,
    start_of,
    units_of,
)

#: The pool of the loop: largest threshold in smallest ones, peak rate of the smallest unit, irregularity under a
#: command and without one.
FOLD, PEAK_Hz, CV, CV_AT_REST = 30.0, 35.0, 0.2, 0.4
#: The summed twitches at the greatest effort (neutral length, no reflexes but Renshaw cells), and the sum of √twitch
#: over a second's impulses in the greatest effort of the fresh loop: 1 on the scales of force and of EMG.
FORCE_ONE, EMG_ONE = 18_968.0, 14_400.0
#: All constants from here on are our choice. Length: width of the curve of active force, what is left of the tendon
#: organs' pull at the shortest length, and their gain at the longest.
WIDTH, SLACK, LONGEST_GAIN = 1.1, 0.1, 1.6
#: Spindles: drive, its growth with fatigue, the charge for half of it, drive by stretching, delay.
IA_eu, IA_FATIGUE, IA_HALF, IA_STRETCH_eu_s, IA_ms = 29.5, 0.5, 0.55, 2.0, 30.0
#: What a contraction leaves in the spindles (“charge”): how fast it follows, and how far a stretch wipes it out.
CHARGE_s, STRETCH_WIPES = 13.0, 3.0
#: Tendon organs: pull, its loss with fatigue, the force for half of it, delay.
IB_eu, IB_FATIGUE, IB_HALF, IB_ms = 70.0, 0.55, 0.027, 35.0
#: What the length alone holds back, whether the muscle works or not: the most, and the fourth power of the length above
#: the shortest at which it is half of that. At the shortest length it is nothing.
BY_LENGTH_eu, BY_LENGTH_HALF = 25.0, 0.1
#: Tonic inhibition at rest; Renshaw cells; how fast the measure of the pool's activity follows.
TONIC_eu, RENSHAW_eu, ACTIVITY_s = 16.5, 3.0, 0.1
#: A command of this size has its full hold on the reflexes; by how much it lowers spindle and inward current, and
#: what force and length hold back.
FULL_COMMAND, GATE, GATE_IB = 0.05, 0.8, 0.97
#: A command above this steadies the intervals.
COMMANDED = 0.02
#: Fatigue: how fast force brings it on, how fast it goes, and the force it takes away.
TIRES_s, RESTS_s, FORCE_LOST = 25.0, 120.0, 0.5
#: Noise: size and time; fasciculations: rate without excitability, and the excitability for e times as many.
NOISE_eu, NOISE_s, FASCICULATION_per_s, FASCICULATION_eu = 0.5, 0.05, 0.05, 1.5
#: The mean inward current is looked at in every so-manieth step.
LOOK = 10
#: Slots of ``LoopState.now``.
ACTIVITY, CHARGE, FATIGUE, NOISE, FORCE, COUNTER, LENGTH, PIC = range(8)


class LoopConstants(NamedTuple):
    """The links of the loop, each as a multiple of its usual strength; 0 switches a link off."""

    pic: float = 1.0
    #: Whether the inward current wears off by itself.
    wears: float = 1.0
    spindle: float = 1.0
    #: The spindles' answer to the speed of a stretch, and apart from it what stretching wipes out.
    stretch: float = 1.0
    wiped: float = 1.0
    #: What holds back: tendon organs, which feel force, and the muscle's length.
    tendon_organ: float = 1.0
    by_length: float = 1.0
    renshaw: float = 1.0
    tonic_eu: float = TONIC_eu
    #: The part of the tendon organs' pull that is left at the shortest length; 1: length does not matter to them.
    slack: float = SLACK
    #: What fatigue does to spindles and tendon organs.
    fatigue_felt: float = 1.0
    #: Whether fatigue follows the force; 0: it stays as it is.
    fatigue_follows: float = 1.0
    noise: float = 1.0
    fasciculations: float = 1.0
    #: The hold of a command on spindles and inward current, and on what force and length hold back.
    gate: float = 1.0
    gate_tendon_organ: float = 1.0
    cv_at_rest: float = CV_AT_REST
    #: What junctions and fibres make of the impulses: a part of the usual force.
    muscle: float = 1.0


USUAL = LoopConstants()


class LoopState(NamedTuple):
    """What changes from step to step; the arrays are changed in place."""

    pool: PoolState
    draws: NDArray
    #: Signals on their way to the spinal cord, as rings.
    ia_eu: NDArray
    ib_eu: NDArray
    #: Recent activity, charge of the spindles, fatigue, noise, force, the stimulator's counter, length, inward current.
    now: NDArray
    #: How many steps have been made.
    step: NDArray


class Loop(NamedTuple):
    """A loop that is under way: its units, its state, its two sources of chance, and its step."""

    units: Units
    state: LoopState
    unsteady: Generator
    twitchy: Generator
    dt_ms: float


class Inputs(NamedTuple):
    """What acts on the loop in each step: arrays of one length."""

    #: From 0 to 1, all that the brain can give.
    command: NDArray
    #: From −1 (shortest) over 0 (neutral) to 1 (longest).
    length: NDArray
    stimulus_Hz: NDArray
    inhibition_eu: NDArray
    excitability_eu: NDArray


class LoopRun(NamedTuple):
    """What the loop did: arrays with one value for each step; units are counted from 0."""

    #: √twitch summed over the impulses of the step, so that the mean over a second's steps is 1 at the greatest effort.
    emg: NDArray
    #: In parts of the greatest force of the fresh muscle at neutral length.
    force: NDArray
    #: The part of the peak rates at which the pool fires.
    activity: NDArray
    charge: NDArray
    fatigue: NDArray
    #: What reaches the motor neurons from the spindles, what force (tendon organs) and length hold back, and the mean
    #: inward current in the motor neurons.
    ia_eu: NDArray
    ib_eu: NDArray
    by_length_eu: NDArray
    pic_eu: NDArray
    #: All that reaches the motor neurons from outside.
    input_eu: NDArray
    #: The impulses, in the order of the steps, and how many each step has.
    spike_unit: NDArray
    spike_ms: NDArray
    counts: NDArray


def inputs_of(steps: int, command: ArrayLike = 0.0, length: ArrayLike = 0.0, stimulus_Hz: ArrayLike = 0.0,
              inhibition_eu: ArrayLike = 0.0, excitability_eu: ArrayLike = 0.0) -> Inputs:
    """Inputs for so many steps, from numbers (the same in each step) and arrays."""
    return Inputs(*(np.array(np.broadcast_to(np.asarray(values, dtype=float), steps))
                    for values in (command, length, stimulus_Hz, inhibition_eu, excitability_eu)))


def start_loop(seed: int, fatigue: float = 0.0, dt_ms: float = 1.0, constants: LoopConstants = USUAL) -> Loop:
    """A loop at rest, with a fatigue from 0 to 1. The same seed gives the pool of chapter 5 with that seed."""
    units = units_of(FOLD, PEAK_Hz, dt_ms)._replace(wear=constants.wears)
    pool, draws = start_of(seed)
    now = np.zeros(8)
    now[FATIGUE], now[COUNTER], now[LENGTH] = fatigue, 1.0, np.nan
    state = LoopState(pool, draws, np.zeros(round(IA_ms / dt_ms)), np.zeros(round(IB_ms / dt_ms)), now,
                      np.zeros(1, dtype=np.int64))
    return Loop(units, state, np.random.default_rng([seed, 2]), np.random.default_rng([seed, 3]), dt_ms)


def copy_of(loop: Loop) -> Loop:
    """A second loop in the same state and with the same chances to come: what if …?"""
    return copy.deepcopy(loop)


def advance_loop(constants: LoopConstants, loop: Loop, inputs: Inputs) -> LoopRun:
    """Run a loop on, as many steps as there are inputs; many short runs give what a long one gives."""
    steps = inputs.command.size
    # The chances are drawn one after the other, so that it does not matter in what pieces.
    white, chance = loop.unsteady.standard_normal(steps), loop.twitchy.random((steps, 2))
    duration_ms = steps * loop.dt_ms
    stimuli = int(inputs.stimulus_Hz.sum() * loop.dt_ms / 1000.0) + 2
    room = room_for(loop.units, duration_ms) + UNITS * stimuli + int(np.count_nonzero(chance[:, 0] < 0.1))
    table, spike_unit, spike_ms, counts = _advance(loop.units, constants, loop.state, loop.dt_ms,
                                           maximal_excitation_eu(loop.units), inputs, white, chance, room)
    return LoopRun._make([*table.T, spike_unit, spike_ms, counts])


@compiled
def tendon_gain(length, slack):
    """How strongly the tendon organs pull at a length: weakly in a short, slack muscle."""
    return slack + (1.0 - slack) * (1.0 + length) if length < 0.0 else 1.0 + (LONGEST_GAIN - 1.0) * length


@compiled
def held_by_length_eu(length):
    """What a muscle's length holds back: nothing at the shortest, most of it from the neutral length on."""
    above = (1.0 + length) ** 4
    return BY_LENGTH_eu * above / (above + BY_LENGTH_HALF)


@compiled
def _advance(units, k, state, dt_ms, strongest_eu, inputs, white, chance, room):
    pool, now, steps = state.pool, state.now, inputs.command.size
    table, counts = np.empty((steps, 10)), np.empty(steps, dtype=np.int64)
    spike_unit, spike_ms = np.empty(room, dtype=np.int64), np.empty(room)
    fired, fired_ms, pulsed = np.empty(UNITS, dtype=np.int64), np.empty(UNITS), np.zeros(UNITS, dtype=np.bool_)
    root = np.sqrt(units.twitch)
    dt_s = dt_ms / 1000.0
    keep_noise, keep_activity = np.exp(-dt_s / NOISE_s), np.exp(-dt_s / ACTIVITY_s)
    activity, charge, fatigue, noise, force = now[ACTIVITY], now[CHARGE], now[FATIGUE], now[NOISE], now[FORCE]
    counter, last_length, pic_eu, total = now[COUNTER], now[LENGTH], now[PIC], 0
    for i in range(steps):
        step = state.step[0] + i
        length, command = inputs.length[i], inputs.command[i]
        stretch = max(0.0, (length - last_length) / dt_s) if step > 0 else 0.0
        last_length = length
        # What comes back from the muscle, and arrives after its time on the nerve.
        hold = min(1.0, command / FULL_COMMAND)
        place = step % state.ia_eu.size
        ia_eu = state.ia_eu[place] * (1.0 - GATE * k.gate * hold)
        state.ia_eu[place] = (k.spindle * IA_eu * (1.0 + IA_FATIGUE * k.fatigue_felt * fatigue) * charge
                              / (charge + IA_HALF) + k.stretch * IA_STRETCH_eu_s * stretch)
        place = step % state.ib_eu.size
        let = 1.0 - GATE_IB * k.gate_tendon_organ * hold
        ib_eu, by_length_eu = let * state.ib_eu[place], let * k.by_length * held_by_length_eu(length)
        state.ib_eu[place] = (k.tendon_organ * IB_eu * (1.0 - IB_FATIGUE * k.fatigue_felt * fatigue)
                              * tendon_gain(length, k.slack) * force / (force + IB_HALF))
        noise = noise * keep_noise + k.noise * NOISE_eu * np.sqrt(1.0 - keep_noise * keep_noise) * white[i]
        input_eu = (strongest_eu * command - k.tonic_eu * (1.0 - hold) + inputs.excitability_eu[i] + ia_eu - ib_eu
                    - by_length_eu - inputs.inhibition_eu[i] - k.renshaw * RENSHAW_eu * activity + noise)
        # Pulses from outside: the stimulator reaches all units, a fasciculation starts in one.
        pulsed[:] = False
        if inputs.stimulus_Hz[i] > 0.0:
            counter += inputs.stimulus_Hz[i] * dt_s
            if counter >= 1.0:
                counter -= 1.0
                pulsed[:] = True
        else:
            counter = 1.0 - 1e-9
        often = k.fasciculations * FASCICULATION_per_s * np.exp(inputs.excitability_eu[i] / FASCICULATION_eu)
        if chance[i, 0] < often * dt_s:
            pulsed[int(chance[i, 1] * UNITS)] = True
        pic = k.pic * (1.0 - GATE * k.gate * hold)
        if step % LOOK == 0:
            pic_eu = pic * np.mean(units.pic_eu * pool.p * (1.0 - pool.q))
        count = pool_step(units, pool, state.draws, input_eu, pic, CV if command > COMMANDED else k.cv_at_rest, pulsed,
                          dt_ms, (step + 1) * dt_ms, fired, fired_ms)
        emg = share = 0.0
        for j in range(count):
            spike_unit[total + j], spike_ms[total + j] = fired[j], fired_ms[j]
            emg += root[fired[j]]
            share += 1.0 / units.peak_Hz[fired[j]]
        total += count
        counts[i] = count
        activity = activity * keep_activity + (1.0 - keep_activity) * share / (UNITS * dt_s)
        wiped = k.wiped * STRETCH_WIPES * stretch * charge
        charge = max(0.0, charge + dt_s * ((activity - charge) / CHARGE_s - wiped))
        whole = np.sum(pool.y2) / FORCE_ONE * np.exp(-(length / WIDTH) ** 2) * (1.0 - FORCE_LOST * fatigue)
        force = k.muscle * whole
        fatigue += k.fatigue_follows * dt_s * (force * (1.0 - fatigue) / TIRES_s - fatigue / RESTS_s)
        row = table[i]
        row[0], row[1], row[2], row[3], row[4] = emg / (EMG_ONE * dt_s), force, activity, charge, fatigue
        row[5], row[6], row[7], row[8], row[9] = ia_eu, ib_eu, by_length_eu, pic_eu, input_eu
    now[ACTIVITY], now[CHARGE], now[FATIGUE], now[NOISE], now[FORCE] = activity, charge, fatigue, noise, force
    now[COUNTER], now[LENGTH], now[PIC] = counter, last_length, pic_eu
    state.step[0] += steps
    return table, spike_unit[:total].copy(), spike_ms[:total].copy(), counts
