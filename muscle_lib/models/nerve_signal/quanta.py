"""Chance at the junction: in low calcium, single vesicles can be counted, and often none comes."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.nerve_signal.junction import Junction, calcium, end_plate, magnesium, occupied, release
from muscle_lib.quantity import model, quantity
from muscle_lib.trace import result, trace

NORMAL = Junction()


@trace
class QuantaTrace:
    """What many single impulses released, one by one. The arrays have one value per impulse."""

    quanta: NDArray
    epp_mV: NDArray
    mean_expected: float = result("Quanta per impulse, expected",
                                  meaning="What the chance of release lets one expect on average.")

    @result("Quanta per impulse", headline=True)
    def mean_quanta(self) -> float:
        """Average number of quanta per impulse."""
        return float(self.quanta.mean())

    @result("Impulses that released nothing")
    def failures(self) -> int:
        """How many impulses released nothing."""
        return int((self.quanta == 0).sum())

    @result("Part of the impulses that released nothing")
    def failure_fraction(self) -> float:
        """Fraction of the impulses that released nothing."""
        return self.failures / len(self.quanta)

    @result("Part that would release nothing by pure chance")
    def failures_expected(self) -> float:
        """Fraction of failures that pure chance predicts from the average: exp(−m), the Poisson law."""
        return math.exp(-self.mean_expected)

    @result("Quanta per impulse, told by the failures")
    def mean_from_failures(self) -> float:
        """The average number of quanta as the failures tell it, ln(impulses/failures). NaN without any."""
        return math.log(len(self.quanta) / self.failures) if self.failures else math.nan

    @result("Variance of the quanta over their mean")
    def variance_over_mean(self) -> float:
        """Variance of the quanta divided by their mean: 1 for Poisson. NaN if nothing was ever released."""
        return float(self.quanta.var(ddof=1) / self.mean_quanta) if self.mean_quanta > 0.0 else math.nan

    @cached_property
    def poisson_counts(self) -> NDArray:
        """How many of these impulses the Poisson law expects to release 0, 1, 2 … quanta, up to the most seen."""
        k = self.quanta_numbers
        log_factorial = np.array([math.lgamma(i + 1.0) for i in k])
        return len(self.quanta) * np.exp(k * math.log(self.mean_expected) - self.mean_expected - log_factorial)

    @cached_property
    def quanta_numbers(self) -> NDArray:
        """0, 1, 2 … quanta, up to the most seen."""
        return np.arange(int(self.quanta.max()) + 1)

    @cached_property
    def chance_of_200(self) -> NDArray:
        """How many of 200 impulses the Poisson law expects to release 0, 1, 2 … quanta."""
        return 200.0 / len(self.quanta) * self.poisson_counts

    @cached_property
    def seen_of_200(self) -> NDArray:
        """How many impulses, out of 200, did release 0, 1, 2 … quanta."""
        return 200.0 / len(self.quanta) * np.bincount(self.quanta)

    @property
    def state(self) -> str:
        """One of “never fails”, “fails now and then”, “fails often”, “mostly fails”."""
        if self.failures == 0:
            return "never fails"
        if self.failure_fraction < 0.1:
            return "fails now and then"
        return "fails often" if self.failure_fraction <= 0.5 else "mostly fails"


@model
class QuantaCount:
    """A rested junction, tested again and again with single impulses, and the quanta counted.

    The equations in words
    ----------------------
    Each vesicle of the ready store is released or not, by itself, with the same chance p at each impulse:
        quanta = binomial(store, p),   m = store · p on average
    Where p is small this is the Poisson law: no quantum at all comes in a fraction exp(−m) of the impulses.
    The impulses come so slowly that the store is full again each time.

    ``run()`` returns a QuantaTrace. The same seed gives the same numbers.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Source of the idea: del Castillo & Katz 1954, J Physiol 124:560, doi 10.1113/jphysiol.1954.sp005129.
    """

    Ca_out_mM: float = calcium(0.3)
    Mg_out_mM: float = magnesium(0.55)
    impulses: int = quantity(200, unit="", low=10, high=2000, step=10, symbol="N_imp", label="Number of impulses",
                             source="Our choice: enough to see the law, few enough to see the chance.")
    seed: int = quantity(1, unit="", low=0, high=9999, step=1, symbol="seed", label="Repetition number",
                         meaning="Another number repeats the experiment with other luck.",
                         source="Our choice: any whole number will do.")

    leaves_out = (
        "All quanta are of one size; real ones vary, so that the real peaks are broad.",
        "The noise of the recording, and the single quanta that come without an impulse, are left out.",
    )

    def run(self) -> QuantaTrace:
        """Give the impulses and count."""
        junction = replace(NORMAL, Ca_out_mM=self.Ca_out_mM, Mg_out_mM=self.Mg_out_mM)
        quanta = draw_quanta(junction, self.impulses, self.seed)
        # Few different numbers occur: work out one end-plate potential for each of them.
        numbers, which = np.unique(quanta, return_inverse=True)
        peaks_mV, _, _ = end_plate(junction, numbers, np.array([junction.threshold_mV]))
        return QuantaTrace(quanta=quanta, epp_mV=peaks_mV[which], mean_expected=_mean(junction))


def draw_quanta(junction: Junction, impulses: int, seed: int) -> NDArray:
    """Quanta released by each of many single impulses at a rested junction, by chance."""
    return np.random.default_rng(seed).binomial(junction.store, _mean(junction) / junction.store, impulses)


def quanta_at_rest(ca_mM: Any, mg_mM: Any, junction: Junction = NORMAL) -> Any:
    """Mean quanta of a single impulse at any calcium and magnesium, for curves; numbers or arrays.

    Unlike a Junction it takes values outside the sliders' ranges, as experiments in a dish do.
    """
    k1, k2 = junction.K1_mM, junction.K2_mM
    entry = junction.calcium_entry_percent / 100.0 * (
        occupied(ca_mM, mg_mM, k1, k2) / occupied(NORMAL.Ca_out_mM, NORMAL.Mg_out_mM, k1, k2))
    intensity = junction.lambda_rest * junction.release_machinery_percent / 100.0 * entry**4
    return junction.store * (1.0 - np.exp(-intensity))


def log_log_slope(low_ca_mM: float, high_ca_mM: float, mg_mM: float) -> float:
    """Slope of log(quanta) against log(calcium) between two concentrations: how many calcium ions work together."""
    ratio = quanta_at_rest(high_ca_mM, mg_mM) / quanta_at_rest(low_ca_mM, mg_mM)
    return float(math.log(ratio) / math.log(high_ca_mM / low_ca_mM))


def _mean(junction: Junction) -> float:
    return float(release(junction, np.zeros(1))[0][0])
