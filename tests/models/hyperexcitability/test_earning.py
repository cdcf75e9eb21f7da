"""Earned fatigue: it follows from the work, and matters only with a short position."""

from __future__ import annotations

import math

import numpy as np
import pytest

from muscle_lib.models.hyperexcitability import Earning, EarningTrace
from muscle_lib.models.hyperexcitability.cramp_map import cramp_time_s


def run(**changed: float) -> EarningTrace:
    return Earning(**changed).run()


def sketch_of(**changed: float) -> EarningTrace:
    return Earning(**changed).preview()


def test_fatigue_is_earned_by_force_and_goes_with_rest():
    earned = [sketch_of(contractions=n).earned_percent for n in (0, 2, 4, 8)]
    assert earned[0] == 0.0 and earned == sorted(earned) and earned[-1] > 50.0
    assert sketch_of(work_percent=30.0).earned_percent < sketch_of().earned_percent
    assert sketch_of(rest_s=30.0).earned_percent < sketch_of(rest_s=2.0).earned_percent


def test_the_fatigue_is_the_integral_of_its_equation():
    trace = run()
    fatigue = 0.0
    for force in trace.force_percent / 100.0:
        fatigue += 0.1 * (force * (1.0 - fatigue) / 25.0 - fatigue / 120.0)
    assert fatigue == pytest.approx(trace.fatigue_percent[-1] / 100.0, abs=0.005)


def test_the_more_was_earned_the_longer_the_cramp_and_none_at_neutral_length():
    lasts = [sketch_of(contractions=n).cramp_s for n in (0, 3, 8)]
    assert lasts == sorted(lasts) and lasts[-1] > lasts[0] + 10.0
    assert sketch_of(length=0.0, excitability_eu=4.0).cramp_s == 0.0


def test_force_falls_during_the_work():
    trace = run()
    assert trace.force_lost_percent == pytest.approx(25.0, abs=8.0)
    assert math.isnan(sketch_of(contractions=0).force_lost_percent)


def test_without_work_it_is_the_contraction_of_the_map():
    trace = run(contractions=0, work_length=-1.0)
    assert trace.cramp_s == pytest.approx(trace.rested_s, abs=3.0)
    assert trace.rested_s == cramp_time_s(2.0, 0.0, -1.0)


def test_a_sketch_is_not_compared_and_is_near_the_run():
    trace, sketch = run(), sketch_of()
    assert math.isnan(sketch.rested_s)
    assert sketch.cramp_s == pytest.approx(trace.cramp_s, abs=6.0)
    assert sketch.t_s.size == trace.t_s.size == trace.states.size


def test_time_is_counted_from_the_end_of_the_last_command():
    for n in (0, 5):
        trace = sketch_of(contractions=n, rest_s=7.0)
        assert trace.t_s[-1] == pytest.approx(60.0)
        commanded = trace.t_s[trace.command_percent > 0.0]
        assert commanded.max() == pytest.approx(0.0, abs=1e-9)
        assert np.isclose(trace.last_start_s, -4.0)
