"""What the two cable models share: gates read from a table, the tridiagonal solve, sweeps of the velocity."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from muscle_lib.compiled import compiled

#: The voltages at which the gates are tabulated. Between two of them the table is read by linear
#: interpolation, which is off by less than 1e-5; beyond the ends (only under a strong electrode) the end's
#: value holds.
TABLE_LOW_mV = -150.0
TABLE_STEP_mV = 0.1
TABLE_LAST = 5000
TABLE_mV = TABLE_LOW_mV + TABLE_STEP_mV * np.arange(TABLE_LAST + 1)
TABLE_mV.setflags(write=False)


def relaxation(alpha_per_ms: NDArray, beta_per_ms: NDArray, dt_ms: float) -> NDArray:
    """How a gate moves within one step, for each voltage of the table.

    Returns two rows: where the gate would settle, and which fraction of its distance from there is left
    after the step (exponential Euler).
    """
    total = alpha_per_ms + beta_per_ms
    return np.stack((alpha_per_ms / total, np.exp(-dt_ms * total)))


@compiled
def table_place(v_mV):
    """Where voltages lie in the table: the index of the entry below, and the part of the way to the next."""
    place = np.minimum(np.maximum((v_mV - TABLE_LOW_mV) / TABLE_STEP_mV, 0.0), TABLE_LAST - 1.0)
    index = place.astype(np.int64)
    return index, place - index


@compiled
def relaxed(gate, settle, left, index, part):
    """One step of a gate at many places; ``settle`` and ``left`` are the rows of its relaxation table."""
    end = settle[index] + part * (settle[index + 1] - settle[index])
    return end + (gate - end) * (left[index] + part * (left[index + 1] - left[index]))


def _thomas(diagonal, coupling, right):
    """Solve a chain of places in which each is coupled only to its two neighbours (Thomas algorithm).

    Row i reads: diagonal[i]·u[i] − coupling[i−1]·u[i−1] − coupling[i]·u[i+1] = right[i].
    The solution replaces ``right``; ``diagonal`` is used up.
    """
    last = right.size - 1
    # Carried along in variables: reading them back from the arrays costs the plain path a third of its time.
    pivot = diagonal[0]
    value = right[0]
    for i in range(1, last + 1):
        off = coupling[i - 1]
        share = off / pivot
        pivot = diagonal[i] - share * off
        value = right[i] + share * value
        diagonal[i] = pivot
        right[i] = value
    value = value / pivot
    right[last] = value
    for i in range(last - 1, -1, -1):
        value = (right[i] + coupling[i] * value) / diagonal[i]
        right[i] = value


def _lapack(diagonal, coupling, right):
    """The same by LAPACK, which is many times faster than a loop in plain Python, where SciPy is installed."""
    # Imported here: it takes half a second, and only computers without Numba need it (Intel Macs, which get it).
    try:
        from scipy.linalg.lapack import dptsv
    except ImportError:
        _thomas(diagonal, coupling, right)
        return
    right[:] = dptsv(diagonal, -coupling, right)[2]


solve_tridiagonal = compiled(_thomas, without_numba=_lapack)


@compiled
def note_crossings(before_mV, after_mV, level_mV, t_ms, dt_ms, count, arrivals_ms):
    """Count the places whose voltage rose through a level within this step, and keep when it did."""
    crossed = (before_mV < level_mV) & (after_mV >= level_mV)
    for i in range(crossed.size):
        if crossed[i]:
            if count[i] < arrivals_ms.shape[0]:
                part = (level_mV - before_mV[i]) / (after_mV[i] - before_mV[i])
                arrivals_ms[count[i], i] = t_ms + part * dt_ms
            count[i] += 1


def velocity_curve(fibre: Any, name: str, values: Iterable[float],
                   executor: Executor | None = None) -> NDArray:
    """The velocity in m/s for each value of one parameter of an axon; NaN where the impulse fails.

    ``executor`` may be any of concurrent.futures (or one that behaves like it, as Dask's and mpi4py's do);
    without one the runs are done one after the other. Raises ValueError for a value out of range.
    """
    fibres = [replace(fibre, **{name: value}) for value in values]
    velocities = executor.map(_velocity, fibres) if executor else map(_velocity, fibres)
    return np.array(list(velocities))


def _velocity(fibre: Any) -> float:
    return fibre.run().velocity_m_s
