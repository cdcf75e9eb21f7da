"""The EMG of a muscle that lives on: waves are added as impulses come, and the oldest are forgotten."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.voluntary_contraction.emg import (
    SAMPLE_ms,
    emg_of,
    expected_rms,
    fibres_answer,
    reach_of_waves,
    waves_of,
)
from muscle_lib.models.voluntary_contraction.pool import UNITS, NEVER_ms, Units

#: What an electrode hears of a muscle whose nerve, junctions and fibres are healthy.
ALL_INTACT = np.ones(UNITS)
ALL_INTACT.setflags(write=False)


class LiveEmg:
    """The last seconds of an EMG at 2 kHz."""

    def __init__(self, units: Units, exponent: float, seed: int, window_s: float) -> None:
        self._size, self._scale_ms = waves_of(units, exponent, seed)
        self._most = expected_rms(units.peak_Hz, self._size, self._scale_ms)
        self._answered_ms = np.full(UNITS, NEVER_ms)
        # The waves of the last impulses reach a little beyond now; one more sample for an impulse just now.
        self._reach = reach_of_waves() + 1
        self._window = round(window_s * 1000.0 / SAMPLE_ms)
        self._emg = np.zeros(2 * self._reach)
        self._known = 0

    def add(self, unit: NDArray, at_ms: NDArray, now_ms: float, duration_ms: float, intact: NDArray = ALL_INTACT,
            shortest_ms: float = 0.0, transmitted: float = 1.0) -> None:
        """Let the electrode hear the impulses, of a time that follows on ``now_ms``, that the fibres answer."""
        heard = fibres_answer(unit, at_ms, intact, shortest_ms, self._answered_ms)
        before_ms = self._reach * SAMPLE_ms
        more = emg_of(at_ms[heard] - (now_ms - before_ms), unit[heard], transmitted * self._size, self._scale_ms,
                      duration_ms + 2.0 * before_ms)[:-1]
        new = np.concatenate((self._emg, np.zeros(round(duration_ms / SAMPLE_ms))))
        new[-more.size:] += more
        self._known = min(self._window, self._known + round(duration_ms / SAMPLE_ms))
        self._emg = new[-max(2 * self._reach, self._known + self._reach):]

    @property
    def percent(self) -> NDArray:
        """Up to now, in per cent of the size at full command."""
        end = self._emg.size - self._reach
        return 100.0 * self._emg[end - self._known:end] / self._most
