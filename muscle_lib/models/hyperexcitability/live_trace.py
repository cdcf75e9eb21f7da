"""The last twenty seconds of a muscle with reflexes that lives on, and how it stands now."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.hyperexcitability.states import STATES
from muscle_lib.models.series import outline
from muscle_lib.models.voluntary_contraction.emg import SAMPLE_ms
from muscle_lib.trace import result, trace

#: So long a stretch is kept and shown; “now” is the mean over this last part of it (our choice).
WINDOW_s, NOW_s = 20.0, 0.5
#: Each of so many samples of the EMG is drawn as its lowest and its highest value.
STRETCH = 80


@trace
class LiveCrampTrace:
    """Arrays with the length of ``t_s`` hold a value for each 20 ms: command and length as they are at its end, the
    others their mean. Times are those of the muscle's own clock."""

    t_s: NDArray
    command_percent: NDArray
    length: NDArray
    emg_size_percent: NDArray
    force_percent: NDArray
    fatigue_percent: NDArray
    #: What reaches the motor neurons, see CrampTrace.
    ia_eu: NDArray
    ib_eu: NDArray
    pic_eu: NDArray
    tonic_eu: NDArray
    #: One entry for each impulse; units are counted from 1, the smallest, to 120.
    spike_unit: NDArray
    spike_s: NDArray
    #: The EMG at 2 kHz, up to now, in per cent of its size at full command.
    emg_percent: NDArray
    #: The state every tenth of a second (places in ``STATES``), the last one at ``states_until_s``.
    states: NDArray
    states_until_s: float
    now_s: float

    @result("Clock")
    def time_s(self) -> float:
        """What the muscle's own clock says."""
        return self.now_s

    @property
    def state(self) -> str:
        """What the muscle is doing now."""
        return STATES[self.states[-1]] if self.states.size else STATES[0]

    @result("Command now")
    def command_now_percent(self) -> float:
        """The command at this moment."""
        return float(self.command_percent[-1]) if self.t_s.size else 0.0

    @result("Force now")
    def force_now_percent(self) -> float:
        """The force now, of the greatest of the fresh muscle."""
        return self.now(self.force_percent)

    @result("EMG now", headline=True)
    def emg_now_percent(self) -> float:
        """The size of the EMG now, of that at the greatest effort."""
        return self.now(self.emg_size_percent)

    @result("Fatigue now")
    def fatigue_now_percent(self) -> float:
        """How tired the muscle is now; NaN before it has begun to live."""
        return float(self.fatigue_percent[-1]) if self.t_s.size else math.nan

    @result("Length now")
    def length_now(self) -> float:
        """How long the muscle is now; NaN before it has begun to live."""
        return float(self.length[-1]) if self.t_s.size else math.nan

    @result("Units that fire now")
    def units_now(self) -> int:
        """How many motor units have fired in the last half second."""
        return int(np.unique(self.spike_unit[self._recent]).size)

    @result("Rate now")
    def rate_now_Hz(self) -> float:
        """Impulses a second of the units that fire now; NaN if none does."""
        return float(np.count_nonzero(self._recent) / self.units_now / NOW_s) if self.units_now else math.nan

    def now(self, values: NDArray) -> float:
        """The mean of one of the arrays over the last half second."""
        recent = values[-round(NOW_s / 0.02):]
        return float(recent.mean()) if recent.size else 0.0

    @cached_property
    def ago_s(self) -> NDArray:
        """The times of the arrays, counted from now."""
        return self.t_s - self.now_s

    @cached_property
    def spike_ago_s(self) -> NDArray:
        """The times of the impulses, counted from now."""
        return self.spike_s - self.now_s

    @cached_property
    def emg_outline_percent(self) -> NDArray:
        """The waves as a line on paper: the lowest and the highest value of each twenty-fifth of a second."""
        return outline(self.emg_percent, STRETCH)

    @cached_property
    def emg_outline_ago_s(self) -> NDArray:
        """The times of ``emg_outline_percent``, counted from now."""
        strokes = self.emg_outline_percent.size // 2
        return np.repeat((np.arange(strokes) - strokes + 0.5) * STRETCH * SAMPLE_ms / 1000.0, 2)

    @cached_property
    def _recent(self) -> NDArray:
        return self.spike_s > self.now_s - NOW_s
