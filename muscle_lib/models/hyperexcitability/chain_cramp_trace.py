"""What a cramp on the whole chain did: force, use of ATP, supplies, and the numbers that matter."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.hyperexcitability.goes_on import EmgAfterCommand
from muscle_lib.models.voluntary_contraction.whole_chain_trace import cut_links
from muscle_lib.trace import result, trace

#: The contraction is measured in its last second of steady command; the cramp from one second after the command on, for
#: so long.
FALL_s, EFFORT_s, FROM_s, CRAMP_s = 0.2, 1.0, 1.0, 10.0


@trace
class ChainCrampTrace(EmgAfterCommand):
    """A contraction and a cramp on the whole chain, a value every 20 ms."""

    command_percent: NDArray
    #: Of the greatest effort of the fresh muscle: the simple force that the tendon organs feel.
    loop_force_percent: NDArray
    #: What the reflexes feel of it.
    fatigue_percent: NDArray
    force_N: NDArray
    calcium_uM: NDArray
    used_mM_s: NDArray
    pcr_mM: NDArray
    po2_mmHg: NDArray
    flow_mL_100g_min: NDArray
    #: The part of the muscle that is at work, by force; the times of the impulses of the smallest unit.
    recruited: NDArray
    smallest_s: NDArray
    #: How it was set.
    length: float
    blood_percent: float
    glycogen_mM: float
    effort_Hz: float = result(
        "Rate in the contraction", meaning="Mean rate of the units that fire at the end of the contraction.")
    cramp_Hz: float = result(
        "Rate in the cramp", meaning="Mean rate of the units that fire two to five seconds after it.")
    effort_K_mM: float = result(
        "Potassium in the tubule, contraction",
        meaning="In the tubules of chapter 2's fibre at the contraction's rate.")
    cramp_K_mM: float = result(
        "Potassium in the tubule, cramp",
        meaning="In the tubules of chapter 2's fibre at the cramp's rate.")
    is_sketch: bool

    @property
    def broken_links(self) -> tuple[str, ...]:
        """The supplies that let less than nine tenths pass, or are empty."""
        return cut_links(100.0, 1.0, True, self.blood_percent, self.glycogen_mM)

    @property
    def mid_cramp_s(self) -> float:
        """A moment in the cramp, if there is one: three seconds after the command."""
        return self.command_end_s + FROM_s + 2.0

    @property
    def measured_s(self) -> float:
        """For how long the cramp is measured."""
        return min(CRAMP_s, float(self.t_s[-1]) - self.command_end_s - FROM_s)

    def _effort(self, values: NDArray) -> float:
        end_s = self.command_end_s - FALL_s
        return float(values[(self.t_s > end_s - EFFORT_s) & (self.t_s <= end_s)].mean())

    def _cramp(self, values: NDArray) -> float:
        low_s = self.command_end_s + FROM_s
        return float(values[(self.t_s > low_s) & (self.t_s <= low_s + CRAMP_s)].mean())

    @result("Force of the contraction")
    def effort_N(self) -> float:
        """The force at the end of the contraction."""
        return self._effort(self.force_N)

    @result("Force of the cramp")
    def cramp_N(self) -> float:
        """The force after the contraction, on the mean over up to ten seconds."""
        return self._cramp(self.force_N)

    @result("ATP used in the contraction")
    def effort_ATP_mM_s(self) -> float:
        """ATP used in the last second of the contraction, per litre of muscle and second."""
        return self._effort(self.used_mM_s)

    @result("ATP used in the cramp")
    def cramp_ATP_mM_s(self) -> float:
        """ATP used after it, per litre of muscle and second."""
        return self._cramp(self.used_mM_s)

    @result("ATP used, cramp / contraction", headline=True)
    def ATP_ratio(self) -> float:
        """ATP that is used after the contraction, in parts of what the contraction used."""
        return self.cramp_ATP_mM_s / self.effort_ATP_mM_s

    @result("EMG in the cramp")
    def cramp_emg_percent(self) -> float:
        """The size of the EMG after the contraction, in parts of that at the greatest effort."""
        return self._cramp(self.emg_size_percent)

    @result("Lowest phosphocreatine")
    def lowest_pcr_mM(self) -> float:
        """The lowest phosphocreatine of the run."""
        return float(self.pcr_mM.min())

    @result("Lowest oxygen")
    def lowest_po2_mmHg(self) -> float:
        """The lowest oxygen pressure in the muscle's blood."""
        return float(self.po2_mmHg.min())

    @result("Phosphocreatine at the end")
    def end_pcr_mM(self) -> float:
        """Phosphocreatine when the run ends."""
        return float(self.pcr_mM[-1])

    @result("Phosphocreatine after the command")
    def command_end_pcr_mM(self) -> float:
        """Phosphocreatine when the command has ended."""
        return float(np.interp(self.command_end_s, self.t_s, self.pcr_mM))

    @result("EMG goes on after the command")
    def cramp_s(self) -> float:
        """For how long the EMG goes on after the command, in whole seconds; if it is not over, all that was seen."""
        return self.goes_on.seconds

    @result("Greatest force")
    def peak_N(self) -> float:
        """The greatest force of the run."""
        return float(self.force_N.max())

    @result("Change of the fatigue that is felt")
    def fatigue_change_percent(self) -> float:
        """By how much the fatigue that the reflexes feel has changed at the end; NaN if nothing was recorded."""
        return float(self.fatigue_percent[-1] - self.fatigue_percent[0]) if self.t_s.size else math.nan
