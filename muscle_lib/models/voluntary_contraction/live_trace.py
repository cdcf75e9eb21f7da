"""The last ten seconds of a muscle that lives on, and how it stands now."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.voluntary_contraction.emg import SAMPLE_ms, smoothed

#: So long a stretch is kept and shown; “now” is the mean over this last part of it (our choice).
WINDOW_s, NOW_s = 10.0, 0.5


@dataclass(frozen=True)
class LiveTrace:
    """Arrays with the length of ``t_s`` hold a value every 20 ms; times are those of the muscle's own clock."""

    t_s: NDArray
    command_percent: NDArray
    force_N: NDArray
    calcium_uM: NDArray
    pcr_mM: NDArray
    ATP_mM: NDArray
    Pi_mM: NDArray
    lactate_mM: NDArray
    glycogen_mM: NDArray
    po2_mmHg: NDArray
    flow_mL_100g_min: NDArray
    #: One entry for each impulse of a motor neuron; units are counted from 1, the smallest, to 120.
    spike_unit: NDArray
    spike_s: NDArray
    #: The EMG at 2 kHz, up to now, in per cent of its size at full command.
    emg_percent: NDArray
    now_s: float
    strength_N: float

    @property
    def time_s(self) -> float:
        """The muscle's clock."""
        return self.now_s

    @property
    def force_now_N(self) -> float:
        """The force now; none before it has begun to live."""
        return self._now(self.force_N)

    @property
    def force_peak_N(self) -> float:
        """The greatest force of these ten seconds."""
        return float(self.force_N.max(initial=0.0))

    @property
    def command_now_percent(self) -> float:
        """The command at this moment."""
        return float(self.command_percent[-1]) if self.command_percent.size else 0.0

    @property
    def units_now(self) -> int:
        """How many motor units have fired in the last half second."""
        return int(np.unique(self.spike_unit[self._recent]).size)

    @property
    def rate_now_Hz(self) -> float:
        """Impulses a second of the units that fire now; NaN if none does."""
        return float(np.count_nonzero(self._recent) / self.units_now / NOW_s) if self.units_now else math.nan

    @property
    def emg_now_percent(self) -> float:
        """The size of the EMG now."""
        recent = self.emg_percent[-round(NOW_s * 1000.0 / SAMPLE_ms):]
        return float(np.sqrt((recent ** 2).mean())) if recent.size else 0.0

    @property
    def emg_peak_percent(self) -> float:
        """The greatest size of the EMG in these ten seconds."""
        return float(smoothed(self.emg_percent).max()) if self.emg_percent.size else 0.0

    @property
    def phosphocreatine_now_mM(self) -> float:
        """Phosphocreatine now; NaN before it has begun to live."""
        return float(self.pcr_mM[-1]) if self.pcr_mM.size else math.nan

    @property
    def oxygen_now_mmHg(self) -> float:
        """The oxygen pressure in the muscle's blood now; NaN before it has begun to live."""
        return float(self.po2_mmHg[-1]) if self.po2_mmHg.size else math.nan

    @cached_property
    def _recent(self) -> NDArray:
        return self.spike_s > self.now_s - NOW_s

    def _now(self, values: NDArray) -> float:
        recent = values[-round(NOW_s / 0.02):]
        return float(recent.mean()) if recent.size else 0.0
