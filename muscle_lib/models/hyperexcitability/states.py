"""What a muscle is doing, in one word: rest, voluntary contraction, fasciculation, after-discharge, cramp, …

The word follows from what can be measured from outside in the last second: the command, the size of the EMG, the
impulses of the units, the force. Where the borders lie is our choice; what is asked, and in which order, follows from
how the words are used: a contracture is silent, a cramp is not; a fasciculation is one unit, once.
Pain is never worked out, and passive force does not count.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from muscle_lib.models.hyperexcitability.loop import CV, EMG_ONE, FOLD, FORCE_ONE, WIDTH, LoopRun, PEAK_Hz
from muscle_lib.models.series import mean_over_last, means_of
from muscle_lib.models.voluntary_contraction.pool import UNITS, maximal_excitation_eu, rates_Hz, steady_force, units_of

STATES = ("rest", "fasciculation", "after-discharge", "cramp", "clonus", "voluntary contraction",
          "weakness (nerve or junction)", "weakness (muscle)", "paralysis", "contracture", "stimulated")
REST, FASCICULATION, AFTER_DISCHARGE, CRAMP, CLONUS, VOLUNTARY, WEAK_NERVE, WEAK_MUSCLE, PARALYSIS, CONTRACTURE, \
    STIMULATED = range(len(STATES))
#: A state is worked out every tenth of a second, from the second before; fasciculations from the minute before.
GRID_ms, SECOND, MINUTE = 100.0, 10, 600
#: Commands: below the first nobody means to move, above the second one means it.
NO_COMMAND, CLEAR_COMMAND = 0.02, 0.2
#: Sizes of the EMG (1: greatest effort): silent, something, a cramp.
SILENT, SOMETHING, LOUD = 0.01, 0.005, 0.03
#: Rates of a unit that is busy, and above which it does more than twitch; how many must be busy.
BUSY_Hz, TWITCH_Hz, BUSY_UNITS = 4.0, 3.0, 3
#: So long must it last to be called a cramp, a silent force to be called a contracture, a rhythm to be no accident.
CRAMP_s, CONTRACTURE_s, CLONUS_s = 2.0, 1.0, 2.0
#: Forces: none, and what a contracture has; the part of the expected force below which a muscle is weak; the part of
#: the expected EMG below which the reason lies before the muscle.
NO_FORCE, STIFF_FORCE, WEAK, WEAK_EMG = 0.02, 0.05, 0.5, 0.5
#: Calcium that keeps a muscle stiff, and ATP without which cross-bridges do not let go.
STIFF_uM, RIGOR_mM = 0.3, 1.0
#: So many lone impulses a minute are called fasciculation.
OFTEN_per_min = 10
#: Clonus: the part of the EMG's power between the outer rates that one rhythm between the inner rates must have.
RHYTHM, OUTER_Hz, INNER_Hz = 0.4, (1.0, 20.0), (3.0, 9.0)
SAMPLE_ms, SAMPLES = 20.0, 100


class Seen(NamedTuple):
    """What can be seen at each moment of the grid; all means are those of the last second."""

    command: NDArray
    emg: NDArray
    force: NDArray
    #: What a fresh muscle gives at this command and length.
    expected_emg: NDArray
    expected_force: NDArray
    busy_units: NDArray
    fastest_Hz: NDArray
    lone_per_min: NDArray
    since_spike_s: NDArray
    #: The largest part of the EMG's power that lies in one rhythm of 3 to 9 Hz.
    rhythm: NDArray
    is_stimulated: NDArray
    #: Only where there is a fibre to ask: high calcium in it, or too little ATP.
    is_stiff: NDArray | None = None


def watch(run: LoopRun, command: NDArray, length: NDArray, stimulus_Hz: NDArray, dt_ms: float) -> Seen:
    """Look at a run of the loop, with the inputs that it had, every tenth of a second.

    A whole number of steps must make 20 ms.
    """
    every = round(GRID_ms / dt_ms)
    moments = run.emg.size // every

    def last_second(values: NDArray) -> NDArray:
        return mean_over_last(means_of(values, every), SECOND)

    expected_emg, expected_force = expected(command[:moments * every:every], length[:moments * every:every])
    place = np.minimum((run.spike_ms / GRID_ms).astype(np.int64), moments - 1)
    counts = np.bincount(run.spike_unit * moments + place, minlength=UNITS * moments).reshape(UNITS, moments)
    rates = np.cumsum(counts, axis=1)
    rates[:, SECOND:] -= rates[:, :-SECOND].copy()
    lone = np.cumsum(np.bincount(place[_lone(run, command, stimulus_Hz, dt_ms)], minlength=moments))
    lone[MINUTE:] -= lone[:-MINUTE].copy()
    busy = counts.any(axis=0)
    latest = np.maximum.accumulate(np.where(busy, np.arange(moments), -10 * MINUTE))
    emg, commanded = last_second(run.emg), last_second(command)
    return Seen(commanded, emg, last_second(run.force),
                mean_over_last(expected_emg, SECOND), mean_over_last(expected_force, SECOND),
                np.count_nonzero(rates > BUSY_Hz, axis=0), rates.max(axis=0), lone,
                (np.arange(moments) - latest) * GRID_ms / 1000.0,
                _rhythm(run.emg, dt_ms, moments, (commanded <= NO_COMMAND) & (emg > SOMETHING)),
                last_second(stimulus_Hz) > 0.0)


def states_of(seen: Seen) -> NDArray:
    """The state at each moment: places in ``STATES``. The first question that is answered with yes decides."""
    at_rest, wanted = seen.command <= NO_COMMAND, seen.command > CLEAR_COMMAND
    busy = at_rest & (seen.busy_units >= BUSY_UNITS)
    stiff = at_rest & (seen.emg < SILENT) & (seen.force > STIFF_FORCE) & (seen.since_spike_s > CONTRACTURE_s)
    weak = wanted & (seen.force < WEAK * seen.expected_force)
    long = lasting(busy & (seen.emg > LOUD)) >= CRAMP_s
    # A rhythm of few busy units is only theirs; one of the whole pool is the reflex's.
    rhythmic = at_rest & (seen.rhythm > RHYTHM) & (seen.emg > SOMETHING) & ((seen.emg > LOUD) | ~busy)
    return np.select(
        [seen.is_stimulated, stiff if seen.is_stiff is None else stiff & seen.is_stiff,
         wanted & (seen.emg < SILENT) & (seen.force < NO_FORCE), weak & (seen.emg < WEAK_EMG * seen.expected_emg), weak,
         ~at_rest & (seen.emg >= SOMETHING), lasting(rhythmic) >= CLONUS_s, long, busy & (seen.emg > SOMETHING),
         at_rest & (seen.lone_per_min >= OFTEN_per_min) & (seen.fastest_Hz <= TWITCH_Hz)],
        [STIMULATED, CONTRACTURE, PARALYSIS, WEAK_NERVE, WEAK_MUSCLE, VOLUNTARY, CLONUS, CRAMP, AFTER_DISCHARGE,
         FASCICULATION], REST)


def lasting(true: NDArray) -> NDArray:
    """For how many seconds something has been so without a break, at each moment of the grid."""
    moment = np.arange(true.size)
    return (moment - np.maximum.accumulate(np.where(true, -1, moment))) * GRID_ms / 1000.0


def bands(states: NDArray) -> list[tuple[float, float, int]]:
    """Stretches of one state: from and to (seconds), and the state, for a coloured band."""
    borders = np.concatenate(([0], np.flatnonzero(np.diff(states)) + 1, [states.size]))
    return [(float(a * GRID_ms / 1000.0), float(b * GRID_ms / 1000.0), int(states[a]))
            for a, b in zip(borders[:-1], borders[1:], strict=True)]


def is_stiff(calcium_uM: NDArray, ATP_mM: NDArray) -> NDArray:
    """Whether the fibre itself holds on: too much calcium, or too little ATP to let go."""
    return (calcium_uM > STIFF_uM) | (ATP_mM < RIGOR_mM)


def expected(command: NDArray, length: NDArray) -> tuple[NDArray, NDArray]:
    """EMG and force of a fresh muscle that has obeyed these commands for a while."""
    commands, emg, force = _expected_table()
    return np.interp(command, commands, emg), np.interp(command, commands, force) * np.exp(-(length / WIDTH) ** 2)


@lru_cache(maxsize=1)
def _expected_table() -> tuple[NDArray, NDArray, NDArray]:
    units, commands = units_of(FOLD, PEAK_Hz, 1.0), np.linspace(0.0, 1.0, 41)
    excitation_eu = commands * maximal_excitation_eu(units)
    return (commands, rates_Hz(units, excitation_eu) @ np.sqrt(units.twitch) / EMG_ONE,
            steady_force(units, excitation_eu, CV) / FORCE_ONE)


def _lone(run: LoopRun, command: NDArray, stimulus_Hz: NDArray, dt_ms: float) -> NDArray:
    """Which impulses come alone: nobody means them, and their unit is silent before and after."""
    order = np.argsort(run.spike_unit.astype(np.int16), kind="stable")
    unit, at_ms = run.spike_unit[order], run.spike_ms[order]
    close = (np.diff(unit) == 0) & (np.diff(at_ms) < 1000.0 / TWITCH_Hz)
    alone = np.ones(unit.size, dtype=bool)
    alone[1:] &= ~close
    alone[:-1] &= ~close
    found = np.empty(unit.size, dtype=bool)
    found[order] = alone
    step = np.minimum((run.spike_ms / dt_ms).astype(np.int64), command.size - 1)
    return found & (command[step] <= NO_COMMAND) & (stimulus_Hz[step] <= 0.0)


def _rhythm(emg: NDArray, dt_ms: float, moments: int, where: NDArray) -> NDArray:
    """The largest part of the EMG's power (1 to 20 Hz) in one rhythm of 3 to 9 Hz, in the last two seconds."""
    found = np.zeros(moments)
    every, per_moment = round(SAMPLE_ms / dt_ms), round(GRID_ms / SAMPLE_ms)
    samples = emg[:moments * per_moment * every].reshape(-1, every).mean(axis=1)
    asked = np.flatnonzero(where & (np.arange(1, moments + 1) * per_moment >= SAMPLES))
    if not asked.size:
        return found
    pieces = sliding_window_view(samples, SAMPLES)[(asked + 1) * per_moment - SAMPLES]
    window = np.hanning(SAMPLES)
    power = np.abs(np.fft.rfft((pieces - pieces.mean(axis=1, keepdims=True)) * window, axis=1)) ** 2
    rate_Hz = np.fft.rfftfreq(SAMPLES, SAMPLE_ms / 1000.0)
    power[:, (rate_Hz < OUTER_Hz[0]) | (rate_Hz > OUTER_Hz[1])] = 0.0
    # The window spreads a pure rhythm over three neighbours.
    line = power[:, :-2] + power[:, 1:-1] + power[:, 2:]
    inner = (rate_Hz[1:-1] >= INNER_Hz[0]) & (rate_Hz[1:-1] <= INNER_Hz[1])
    total = power.sum(axis=1)
    found[asked] = line[:, inner].max(axis=1) / np.where(total > 0.0, total, 1.0)
    return found
