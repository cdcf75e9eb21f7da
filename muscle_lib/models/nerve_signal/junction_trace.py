"""What a train of impulses did at the neuromuscular junction, and what it means at the bedside."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from muscle_lib.trace import result, trace

#: More loss than this from the 1st to the 4th response at 2–5 Hz is abnormal
#: (Kouyoumdjian & Estephan 2023, doi 10.1055/s-0043-1777749).
FADE_PERCENT = 10.0
#: A response that grows by a quarter after effort told botulism from other weakness
#: (Witoonpanich et al. 2009, doi 10.1016/j.clinph.2009.01.019).
GROWTH = 1.25
#: A response that more than doubles after effort is the rule for Lambert–Eaton (Kouyoumdjian & Estephan 2023).
DOUBLING = 2.0
#: Our choice: so few fibres are called “none”, so many “all”; and a ratio to less than 1 % says nothing.
NO_FIBRES, ALL_FIBRES, TOO_FEW = 0.05, 0.95, 0.01


@trace
class JunctionTrace:
    """What a train of impulses did at the junction. Arrays have one value per impulse, unless said otherwise.

    For later chapters: ``delays_ms`` (one row per impulse, one column per fibre; NaN where the fibre does not
    fire) says when each fibre's own impulse starts after the nerve's impulse has arrived, and ``fraction_fired``
    says which part of the whole muscle follows each impulse.
    """

    t_s: NDArray
    quanta: NDArray
    ready: NDArray
    facilitation: NDArray
    augmentation: NDArray
    epp_mV: NDArray
    fraction_fired: NDArray
    delays_ms: NDArray
    #: The time course of the first and the last end-plate potential, over ``t_ms``.
    t_ms: NDArray
    first_epp_mV: NDArray
    last_epp_mV: NDArray
    #: One per fibre, ascending.
    thresholds_mV: NDArray
    threshold_mV: float
    synaptic_ms: float
    #: The fraction that one impulse fires in the rested muscle, before any effort.
    rested_fraction: float
    #: What the first impulse lets in of calcium, as a part of what an impulse does in health.
    calcium_in: float
    receptors_percent: float
    esterase_factor: float
    #: Over ``t_ms``: what is there of the first impulse's transmitter, and so of open end-plate channels; 1 at most.
    transmitter: NDArray
    quanta_needed: float = result("Quanta that the middle fibre needs",
                                  meaning="So many would just fire it, with the receptors and the enzyme left.")

    @cached_property
    def impulse_numbers(self) -> NDArray:
        """1 for the first impulse, 2 for the second …"""
        return np.arange(1, len(self.t_s) + 1)

    @cached_property
    def raster(self) -> NDArray:
        """Which fibre (column) fired at which impulse (row)."""
        return np.isfinite(self.delays_ms)

    @cached_property
    def arrives(self) -> NDArray:
        """Over ``t_ms``: 1 as long as transmitter is still coming, as the nerve's ending is excited; then 0."""
        return (self.t_ms < self.t_ms[int(self.transmitter.argmax())]).astype(float)

    @cached_property
    def first_of_threshold(self) -> NDArray:
        """The first end-plate potential as a part of the middle fibre's threshold."""
        return self.first_epp_mV / self.threshold_mV

    @cached_property
    def fires(self) -> NDArray:
        """Over ``t_ms``: 1 from when the first end-plate potential reaches the middle threshold, before it 0."""
        return np.maximum.accumulate(self.first_epp_mV >= self.threshold_mV).astype(float)

    @cached_property
    def enzyme(self) -> float:
        """What is left of the enzyme's work, as a part of all."""
        return 1.0 / self.esterase_factor

    @property
    def shown_ms(self) -> float:
        """When the middle fibre fires; if it does not, when the potential has come most of its way."""
        enough_mV = self.threshold_mV if self.fires[-1] else 0.75 * float(self.first_epp_mV.max())
        return float(self.t_ms[int(np.argmax(self.first_epp_mV >= enough_mV))])

    @result("Quanta of the first impulse")
    def quanta_first(self) -> float:
        """Quanta that the first impulse released."""
        return float(self.quanta[0])

    @result("First end-plate potential")
    def epp_first_mV(self) -> float:
        """Peak of the first end-plate potential."""
        return float(self.epp_mV[0])

    @result("Last end-plate potential")
    def epp_last_mV(self) -> float:
        """Peak of the last end-plate potential."""
        return float(self.epp_mV[-1])

    @result("Safety factor")
    def safety_factor(self) -> float:
        """How many times the first end-plate potential is larger than the middle fibre's threshold."""
        return self.epp_first_mV / self.threshold_mV

    @result("Release of the last impulse, as a part of the first")
    def release_last(self) -> float:
        """Quanta of the last impulse as a fraction of the first. NaN if there were none."""
        return float(self.quanta[-1] / self.quanta[0]) if self.quanta[0] > 0.0 else math.nan

    @result("Part of the fibres that the first impulse fires", headline=True)
    def fraction_first(self) -> float:
        """Fraction of all fibres that the first impulse fires."""
        return float(self.fraction_fired[0])

    @result("Part of the fibres that the last impulse fires")
    def fraction_last(self) -> float:
        """Fraction of all fibres that the last impulse fires."""
        return float(self.fraction_fired[-1])

    @result("Part of all impulses that reach the fibres")
    def transmitted(self) -> float:
        """Fraction of all impulses, over all fibres and the whole train, that become an impulse of a fibre."""
        return float(self.fraction_fired.mean())

    @result("Loss from the first to the fourth response")
    def decrement_percent(self) -> float:
        """Loss from the first to the fourth response. NaN with fewer than four, or hardly any first response."""
        return loss_percent(self.fraction_fired)

    @result("Last response, in times of the first")
    def growth(self) -> float:
        """Last response as a multiple of the first. NaN if there was hardly any first response."""
        return times(self.fraction_last, self.fraction_first)

    @result("First response after the effort, in times of the rested one")
    def growth_after_effort(self) -> float:
        """First response after the effort as a multiple of the rested one. NaN if that was hardly any."""
        return times(self.fraction_first, self.rested_fraction)

    @result("Time to the threshold")
    def time_to_threshold_ms(self) -> float:
        """When the first end-plate potential passes the middle fibre's threshold. NaN if it does not."""
        above = np.flatnonzero(self.first_epp_mV >= self.threshold_mV)
        return self._time_at(self.threshold_mV, above[0] - 1) if len(above) else math.nan

    @result("Delay at the junction")
    def delay_ms(self) -> float:
        """From the impulse's arrival at the terminal to the start of the middle fibre's own impulse."""
        return self.synaptic_ms + self.time_to_threshold_ms

    @result("Width of the end-plate potential at half its height")
    def half_width_ms(self) -> float:
        """How long the first end-plate potential stays above half of its peak. NaN without one."""
        half = self.first_epp_mV.max() / 2.0
        above = np.flatnonzero(self.first_epp_mV >= half)
        if half <= 0.0 or above[-1] == len(self.t_ms) - 1:
            return math.nan
        return self._time_at(half, above[-1]) - self._time_at(half, above[0] - 1)

    @property
    def state(self) -> str:
        """One of “paralysed”, “fades”, “more than doubles”, “grows with effort”, “all fibres fire”,
        “some fibres fail”: what this train shows, by the limits at the top of this file."""
        if max(self.fraction_first, self.fraction_last) < NO_FIBRES:
            return "paralysed"
        if self.decrement_percent > FADE_PERCENT or self.growth < 1.0 - FADE_PERCENT / 100.0:
            return "fades"
        # From next to nothing to something is growth too, though no ratio can be given.
        if self.growth > DOUBLING or math.isnan(self.growth):
            return "more than doubles"
        if self.growth >= GROWTH:
            return "grows with effort"
        return "all fibres fire" if self.fraction_fired.min() >= ALL_FIBRES else "some fibres fail"

    def _time_at(self, u_mV: float, i: int) -> float:
        """When the first end-plate potential passes a value between sample i and the next."""
        part = (u_mV - self.first_epp_mV[i]) / (self.first_epp_mV[i + 1] - self.first_epp_mV[i])
        return float(self.t_ms[i] + part * (self.t_ms[i + 1] - self.t_ms[i]))


def loss_percent(responses: NDArray) -> float:
    """Loss from the first to the fourth response. NaN with fewer than four, or hardly any first response."""
    return 100.0 * (1.0 - times(responses[3], responses[0])) if len(responses) >= 4 else math.nan


def times(later: float, first: float) -> float:
    """How many times the first response a later one is. NaN if there was hardly any first response."""
    return float(later / first) if first >= TOO_FEW else math.nan
