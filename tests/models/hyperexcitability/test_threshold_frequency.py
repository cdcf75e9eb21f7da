"""The bedside test: its check values, and what the threshold depends on."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from muscle_lib.models.hyperexcitability import ThresholdFrequency
from muscle_lib.models.hyperexcitability.threshold_frequency import RATES_Hz, WITH_CRAMPS_Hz, WITHOUT_CRAMPS_Hz
from tests.checks import Check

TUNED = "the constants were searched for until thresholds fell with excitability like this"
OUR_RUN = "our earlier run of the same equations"


@cache
def threshold_Hz(X: float, F_percent: float = 0.0, seeds: int = 4, length: float = -1.0) -> float:
    return float(np.mean([ThresholdFrequency(excitability_eu=X, fatigue_percent=F_percent, length=length,
                                             seed=seed).threshold_Hz() for seed in range(1, seeds + 1)]))


CHECKS = (
    *(Check(f"hyperexcitability {id}", f"cramp threshold frequency, X {X:g}, fatigue {F:g} %", kind, expected,
            float(expected) - 2.0, float(expected) + 2.0, "Hz", source, lambda X=X, F=F: threshold_Hz(X, F), 0)
      for id, kind, source, F, values in (("B-9", "fitted", TUNED, 0.0, ("35", "26", "20")),
                                          ("B-10", "regression", OUR_RUN, 50.0, ("24", "18", "12")))
      for X, expected in zip((0.0, 2.0, 4.0), values, strict=True)),
    *(Check("hyperexcitability B-9p", f"threshold at X {X:g}, beside people {who}", "fitted", expected,
            float(expected) - 3.0, float(expected) + 3.0, "Hz",
            "X was chosen for it; Miller & Knight 2009, doi 10.1002/mus.21170", lambda X=X: threshold_Hz(X), 0)
      for X, who, expected in ((2.0, "without cramps, 25.5 (standard error 1.6)", "25.5"),
                               (5.2, "with cramps, 14.9 (standard error 1.3)", "14.9"))),
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_check_value(check: Check) -> None:
    check.hold()


def test_the_threshold_falls_with_excitability_and_with_fatigue():
    by_X = [threshold_Hz(X, seeds=1) for X in (-2.0, 0.0, 2.0, 4.0, 6.0)]
    by_F = [threshold_Hz(2.0, F, seeds=1) for F in (0.0, 25.0, 50.0, 80.0)]
    assert by_X == sorted(by_X, reverse=True) and len(set(by_X)) == 5
    assert by_F == sorted(by_F, reverse=True) and by_F[0] > by_F[-1]


@pytest.mark.parametrize("length", [-0.5, 0.0, 1.0])
def test_away_from_the_shortest_length_no_rate_leaves_a_cramp(length):
    assert np.isnan(ThresholdFrequency(excitability_eu=4.0, fatigue_percent=50.0, length=length).threshold_Hz())


def test_raising_the_rate_and_halving_find_the_same_threshold():
    for X in (2.0, 5.0):
        model = ThresholdFrequency(excitability_eu=X)
        trace, sketch = model.run(), replace(model, dt_ms=2.0).run()
        assert sketch.threshold_Hz == pytest.approx(model.preview().threshold_Hz, abs=2.0)
        assert trace.threshold_Hz == pytest.approx(model.threshold_Hz(), abs=4.0)


def test_only_the_last_train_leaves_a_cramp():
    trace = ThresholdFrequency().run()
    assert (trace.after_percent[:-1] <= 3.0).all() and trace.after_percent[-1] > 3.0
    np.testing.assert_array_equal(trace.tried_Hz, RATES_Hz[:trace.trains])
    assert trace.last_Hz == trace.threshold_Hz
    inside = trace.t_s > trace.train_end_s + 4.0
    assert trace.last_percent[inside].mean() == pytest.approx(trace.after_percent[-1])
    assert trace.below_percent[inside].mean() == pytest.approx(trace.after_percent[-2])


def test_longer_trains_need_a_lower_rate():
    short, long = (ThresholdFrequency(train_s=seconds).threshold_Hz() for seconds in (2.0, 10.0))
    assert long < short


def test_the_comparison_is_that_of_the_same_muscle_fresh_and_tired():
    trace = ThresholdFrequency(fatigue_percent=30.0).run()
    assert trace.fresh_Hz == ThresholdFrequency().mean_Hz()
    assert trace.tired_Hz == ThresholdFrequency(fatigue_percent=50.0).mean_Hz()
    assert trace.tired_Hz < trace.mean_threshold_Hz < trace.fresh_Hz


def test_what_is_shown_beside_people_is_the_mean_of_throws_and_no_single_one():
    for X, (people_Hz, spread_Hz) in ((2.0, WITHOUT_CRAMPS_Hz), (5.2, WITH_CRAMPS_Hz)):
        trace = ThresholdFrequency(excitability_eu=X).run()
        throws = [ThresholdFrequency(excitability_eu=X, seed=seed, dt_ms=2.0).threshold_Hz() for seed in (1, 2, 3, 4)]
        assert trace.mean_threshold_Hz == pytest.approx(np.mean(throws))
        assert abs(trace.mean_threshold_Hz - people_Hz) < min(2.0, spread_Hz)
