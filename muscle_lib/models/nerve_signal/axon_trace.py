"""What an impulse did on its way along an axon without myelin."""

from __future__ import annotations

import math

import numpy as np

from muscle_lib.models.nerve_signal.cable_trace import CableTrace
from muscle_lib.trace import result, trace


@trace
class AxonTrace(CableTrace):
    """What an unmyelinated axon did.

    To hand over to other chapters: ``fraction_transmitted`` and ``delay_ms(length_m)``.
    """

    far_pulses: int

    @result("Velocity", headline=True)
    def velocity_m_s(self) -> float:
        """Velocity of the first impulse between 40 and 80 % of the length. NaN if it does not get there.

        With pulses at both ends it is measured on the near one, from 20 to 40 %, before the two meet.
        """
        if self.pulses and self.far_pulses:
            return abs(self.velocity_between(0.2, 0.4))
        return abs(self.velocity_between(0.4, 0.8))

    @result("Velocity of the second impulse")
    def second_velocity_m_s(self) -> float:
        """Velocity of the second impulse between 40 and 80 % of the length. NaN if there is none."""
        return self.velocity_between(0.4, 0.8, impulse=1)

    @result("Impulses that got through")
    def transmitted(self) -> int:
        """How many impulses leave by the far end, having come from the near one."""
        return self._moving(0.8, 0.9)

    @result("How far places have fired")
    def reached_mm(self) -> float:
        """How far from the near end an unbroken row of places has fired."""
        silent = np.flatnonzero(self.impulses_at == 0)
        places = silent[0] if len(silent) else len(self.x_mm)
        return float(self.x_mm[places - 1]) if places else 0.0

    @result("Where two impulses met")
    def meeting_mm(self) -> float:
        """Where two impulses from the two ends met and ended. NaN if they did not.

        Up to there the arrivals come later and later, and behind it earlier and earlier.
        """
        first_ms = self.arrivals_ms[0]
        if not (self.pulses and self.far_pulses) or np.isnan(first_ms).any():
            return math.nan
        place = int(np.argmax(first_ms))
        return float(self.x_mm[place]) if self._place(0.1) < place < self._place(0.9) else math.nan

    @result("Highest voltage half-way")
    def peak_mV(self) -> float:
        """The highest voltage half-way down the axon."""
        return float(self.peaks_mV[self._place(0.5)])

    @property
    def state(self) -> str:
        """One of “at rest”, “no impulse”, “dies out”, “conducts”, “second impulse fails”, “two impulses met”,
        “conducts backwards” (from the far end to the near one; an impulse from there may get through later)."""
        if not self.pulses and not self.far_pulses:
            return "at rest"
        if not math.isnan(self.meeting_mm):
            return "two impulses met"
        if self._moving(0.2, 0.1):
            return "conducts backwards"
        if not self.transmitted:
            set_out = self.impulses_at[[self._place(0.25), self._place(0.75)]]
            return "dies out" if set_out.any() else "no impulse"
        return "second impulse fails" if self.transmitted < self.pulses else "conducts"

    def velocity_between(self, start: float, end: float, impulse: int = 0) -> float:
        """Velocity in m/s of an impulse (0 is the first) between two fractions of the length, or NaN."""
        return self.velocity_from_to(self._place(start), self._place(end), impulse)

    def delay_ms(self, length_m: float) -> float:
        """A hand-over number: how long the impulse takes for a length of such an axon. NaN if it fails."""
        return 1000.0 * length_m / self.velocity_m_s if self.conducts else math.nan

    def _moving(self, start: float, end: float) -> int:
        """How many impulses came to one fraction of the length after they had come to another."""
        return int(np.sum(self.arrivals_ms[:, self._place(end)] > self.arrivals_ms[:, self._place(start)]))

    def _place(self, fraction: float) -> int:
        return round(fraction * (len(self.x_mm) - 1))
