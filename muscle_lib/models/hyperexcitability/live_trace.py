"""The last twenty seconds of a muscle with reflexes that lives on, and how it stands now."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.hyperexcitability.states import STATES

#: So long a stretch is kept and shown; “now” is the mean over this last part of it (our choice).
WINDOW_s, NOW_s = 20.0, 0.5


@dataclass(frozen=True)
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

    @property
    def time_s(self) -> float:
        """The muscle's clock."""
        return self.now_s

    @property
    def state(self) -> str:
        """What the muscle is doing now."""
        return STATES[self.states[-1]] if self.states.size else STATES[0]

    @property
    def command_now_percent(self) -> float:
        """The command at this moment."""
        return float(self.command_percent[-1]) if self.t_s.size else 0.0

    @property
    def force_now_percent(self) -> float:
        """The force now, of the greatest of the fresh muscle."""
        return self.now(self.force_percent)

    @property
    def emg_now_percent(self) -> float:
        """The size of the EMG now, of that at the greatest effort."""
        return self.now(self.emg_size_percent)

    @property
    def fatigue_now_percent(self) -> float:
        """How tired it is now."""
        return float(self.fatigue_percent[-1]) if self.t_s.size else math.nan

    @property
    def length_now(self) -> float:
        """How long it is now."""
        return float(self.length[-1]) if self.t_s.size else math.nan

    @property
    def units_now(self) -> int:
        """How many motor units have fired in the last half second."""
        return int(np.unique(self.spike_unit[self._recent]).size)

    @property
    def rate_now_Hz(self) -> float:
        """Impulses a second of the units that fire now; NaN if none does."""
        return float(np.count_nonzero(self._recent) / self.units_now / NOW_s) if self.units_now else math.nan

    def now(self, values: NDArray) -> float:
        """The mean of one of the arrays over the last half second."""
        recent = values[-round(NOW_s / 0.02):]
        return float(recent.mean()) if recent.size else 0.0

    @cached_property
    def _recent(self) -> NDArray:
        return self.spike_s > self.now_s - NOW_s
