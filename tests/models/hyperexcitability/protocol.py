"""The contraction with which the loop is put to the test, and what is measured in it."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.hyperexcitability.loop import USUAL, LoopConstants, LoopRun, advance_loop, inputs_of, start_loop

END_s = 5.0


def times_s(seconds: float, dt_ms: float = 1.0) -> NDArray:
    return np.arange(1, round(1000.0 * seconds / dt_ms) + 1) * dt_ms / 1000.0


@cache
def contraction(X: float, F: float, L: float, D: float = 0.6, seed: int = 1, seconds: float = 20.0,
                constants: LoopConstants = USUAL, dt_ms: float = 1.0, end_s: float = END_s,
                stretch: tuple[float, float, float] = (0.0, 1.0, 0.0)) -> LoopRun:
    """A command from 1 s to ``end_s``; then, if wanted, a stretch: to which length, in what time, from when on."""
    t_s = times_s(seconds, dt_ms)
    command = np.interp(t_s, [1.0, 1.5, end_s - 0.2, end_s], [0.0, D, D, 0.0])
    to, takes_s, at_s = stretch
    length = np.interp(t_s, [at_s, at_s + takes_s], [L, to]) if at_s else L
    loop = start_loop(seed, F, dt_ms, constants)
    return advance_loop(constants, loop, inputs_of(t_s.size, command, length, excitability_eu=X))


def emg(run: LoopRun, from_s: float, to_s: float, dt_ms: float = 1.0) -> float:
    """Mean size of the EMG, 1 = greatest effort."""
    return float(run.emg[round(from_s * 1000.0 / dt_ms):round(to_s * 1000.0 / dt_ms)].mean())


def force(run: LoopRun, from_s: float, to_s: float) -> float:
    return float(run.force[round(from_s * 1000.0):round(to_s * 1000.0)].mean())


def cramp_s(run: LoopRun) -> float:
    """Seconds until the first whole second after the command with an EMG below 0.03; all of them if there is none."""
    after = run.emg[round(END_s * 1000.0):]
    seconds = after[:after.size // 1000 * 1000].reshape(-1, 1000).mean(axis=1)
    quiet = np.flatnonzero(seconds < 0.03)
    return float(quiet[0] if quiet.size else seconds.size)


def counts(run: LoopRun, from_s: float, to_s: float) -> NDArray:
    inside = (run.spike_ms > 1000.0 * from_s) & (run.spike_ms <= 1000.0 * to_s)
    return np.bincount(run.spike_unit[inside], minlength=120)


def rate_Hz(run: LoopRun, from_s: float, to_s: float) -> float:
    fired = counts(run, from_s, to_s) / (to_s - from_s)
    return float(fired[fired >= 3.0].mean())


def units(run: LoopRun, from_s: float, to_s: float) -> int:
    return int(np.count_nonzero(counts(run, from_s, to_s) >= 3.0 * (to_s - from_s)))


def last_three_s(run: LoopRun, before_s: float = np.inf) -> float:
    """The last moment at which three different units have fired within a tenth of a second."""
    order = np.argsort(run.spike_ms, kind="stable")
    at_ms, unit = run.spike_ms[order], run.spike_unit[order]
    for last in range(np.searchsorted(at_ms, 1000.0 * before_s) - 1, -1, -1):
        if len(set(unit[np.searchsorted(at_ms, at_ms[last] - 100.0):last + 1].tolist())) >= 3:
            return float(at_ms[last] / 1000.0)
    return 0.0
