"""What a cramp on the whole chain did: force, use of ATP, supplies, and the numbers that matter."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.hyperexcitability.cramp_trace import OVER_percent

#: The contraction is measured in its last second of steady command; the cramp from one second after the command on, for
#: so long.
FALL_s, EFFORT_s, FROM_s, CRAMP_s = 0.2, 1.0, 1.0, 10.0


@dataclass(frozen=True)
class ChainCrampTrace:
    """A contraction and a cramp on the whole chain, a value every 20 ms."""

    t_s: NDArray
    command_percent: NDArray
    #: Of the greatest effort of the fresh muscle; the force is the simple one that the tendon organs feel.
    emg_size_percent: NDArray
    loop_force_percent: NDArray
    #: What the reflexes feel of it.
    fatigue_percent: NDArray
    force_N: NDArray
    calcium_uM: NDArray
    used_mM_s: NDArray
    pcr_mM: NDArray
    po2_mmHg: NDArray
    flow_mL_100g_min: NDArray
    #: Mean rates of the units that fire, and the potassium in the tubule that chapter 2's fibre has at them.
    effort_Hz: float
    cramp_Hz: float
    effort_K_mM: float
    cramp_K_mM: float
    command_end_s: float
    is_sketch: bool

    def _effort(self, values: NDArray) -> float:
        end_s = self.command_end_s - FALL_s
        return float(values[(self.t_s > end_s - EFFORT_s) & (self.t_s <= end_s)].mean())

    def _cramp(self, values: NDArray) -> float:
        low_s = self.command_end_s + FROM_s
        return float(values[(self.t_s > low_s) & (self.t_s <= low_s + CRAMP_s)].mean())

    @property
    def effort_N(self) -> float:
        """The force at the end of the contraction."""
        return self._effort(self.force_N)

    @property
    def cramp_N(self) -> float:
        """The force afterwards, mean over up to ten seconds."""
        return self._cramp(self.force_N)

    @property
    def effort_ATP_mM_s(self) -> float:
        """ATP used at the end of the contraction."""
        return self._effort(self.used_mM_s)

    @property
    def cramp_ATP_mM_s(self) -> float:
        """ATP used afterwards."""
        return self._cramp(self.used_mM_s)

    @property
    def ATP_ratio(self) -> float:
        """ATP used afterwards / in the contraction."""
        return self.cramp_ATP_mM_s / self.effort_ATP_mM_s

    @property
    def cramp_emg_percent(self) -> float:
        """The EMG afterwards."""
        return self._cramp(self.emg_size_percent)

    @property
    def lowest_pcr_mM(self) -> float:
        """The lowest phosphocreatine."""
        return float(self.pcr_mM.min())

    @property
    def lowest_po2_mmHg(self) -> float:
        """The lowest oxygen pressure in the muscle's blood."""
        return float(self.po2_mmHg.min())

    @property
    def end_pcr_mM(self) -> float:
        """Phosphocreatine when the run ends."""
        return float(self.pcr_mM[-1])

    @property
    def command_end_pcr_mM(self) -> float:
        """Phosphocreatine when the command has ended."""
        return float(np.interp(self.command_end_s, self.t_s, self.pcr_mM))

    @property
    def _after_percent(self) -> NDArray:
        after = self.emg_size_percent[round(self.command_end_s / (self.t_s[1] - self.t_s[0])):]
        each = round(1.0 / (self.t_s[1] - self.t_s[0]))
        return after[:after.size // each * each].reshape(-1, each).mean(axis=1)

    @property
    def cramp_s(self) -> float:
        """How long the EMG goes on after the command, in whole seconds; if it is not over, all that was seen."""
        quiet = np.flatnonzero(self._after_percent < OVER_percent)
        return float(quiet[0] if quiet.size else self._after_percent.size)

    @property
    def is_over(self) -> int:
        """1 if the EMG has gone by the end of the run."""
        return int((self._after_percent < OVER_percent).any())

    @property
    def peak_N(self) -> float:
        """The greatest force."""
        return float(self.force_N.max())

    @property
    def fatigue_change_percent(self) -> float:
        """By how much the fatigue that the reflexes feel has changed at the end; NaN if nothing was recorded."""
        return float(self.fatigue_percent[-1] - self.fatigue_percent[0]) if self.t_s.size else math.nan
