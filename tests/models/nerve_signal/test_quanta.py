"""Counting quanta: the law of chance, and the same luck for the same seed."""

from __future__ import annotations

import math

import numpy as np
import pytest

from muscle_lib.models.nerve_signal import Junction, QuantaCount
from muscle_lib.models.nerve_signal.quanta import draw_quanta


def test_counts_keep_to_the_law_of_poisson():
    trace = QuantaCount(impulses=2000, seed=7).run()
    assert abs(trace.mean_quanta - trace.mean_expected) < 3.0 * trace.quanta.std() / math.sqrt(2000)
    expected = trace.failures_expected
    assert expected == pytest.approx(0.488, abs=0.001)
    assert abs(trace.failure_fraction - expected) < 3.0 * math.sqrt(expected * (1.0 - expected) / 2000)
    assert trace.mean_from_failures == pytest.approx(trace.mean_expected, abs=0.08)
    assert trace.variance_over_mean == pytest.approx(1.0, abs=0.1)
    assert trace.poisson_counts.sum() == pytest.approx(2000, rel=0.01)
    for k in range(3):
        assert (trace.quanta == k).sum() == pytest.approx(trace.poisson_counts[k], abs=3.0 * math.sqrt(2000 * 0.25))


def test_the_mean_of_many_seeds_is_the_mean():
    junction = Junction(Ca_out_mM=0.3)
    means = np.array([draw_quanta(junction, 200, seed).mean() for seed in range(20)])
    assert abs(means.mean() - 0.718) < 2.09 * means.std(ddof=1) / math.sqrt(20)


def test_the_seed_is_the_luck():
    first, again, other = (QuantaCount(seed=seed).run() for seed in (1, 1, 2))
    assert np.array_equal(first.quanta, again.quanta) and np.array_equal(first.epp_mV, again.epp_mV)
    assert not np.array_equal(first.quanta, other.quanta)


def test_one_quantum_is_one_millivolt_and_many_add_less():
    trace = QuantaCount().run()
    assert trace.epp_mV[trace.quanta == 0] == pytest.approx(0.0)
    assert trace.epp_mV[trace.quanta == 1] == pytest.approx(1.0, abs=0.001)
    assert (trace.epp_mV[trace.quanta > 1] < trace.quanta[trace.quanta > 1]).all()


def test_a_full_store_is_not_poisson():
    # At normal calcium 6 % of the store go at once: the spread is a binomial's, 1 − p, and nothing ever fails.
    normal = draw_quanta(Junction(), 20_000, 3)
    assert normal.var() / normal.mean() == pytest.approx(0.94, abs=0.03)
    trace = QuantaCount(Ca_out_mM=1.2).run()
    assert trace.state == "never fails" and math.isnan(trace.mean_from_failures)


@pytest.mark.parametrize(("calcium", "state"), [(1.2, "never fails"), (0.5, "fails now and then"),
                                                (0.35, "fails often"), (0.2, "mostly fails")])
def test_states_in_words(calcium, state):
    assert QuantaCount(Ca_out_mM=calcium, impulses=1000).run().state == state
