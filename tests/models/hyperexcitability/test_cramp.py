"""A contraction and what follows it: the trace's numbers, and what the sliders do."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from muscle_lib.models.hyperexcitability import Cramp, CrampTrace
from tests.models.hyperexcitability.protocol import contraction, cramp_s, emg

NIGHT = Cramp()


def night(**changed: float) -> CrampTrace:
    return replace(NIGHT, **changed).run()


def test_the_model_is_the_loop_under_this_contraction():
    trace, run = night(), contraction(4.0, 0.5, -1.0, seconds=75.0)
    np.testing.assert_array_equal(trace.spike_ms, run.spike_ms)
    assert trace.cramp_s == cramp_s(run)
    assert trace.mean(trace.emg_size_percent, 8.0, 18.0) == pytest.approx(100.0 * emg(run, 8.0, 18.0))


def test_a_sketch_shows_the_same_cramp_in_coarser_steps():
    trace, sketch = night(), NIGHT.preview()
    assert sketch.t_s.size == trace.t_s.size and sketch.states.size == trace.states.size
    assert sketch.cramp_emg_percent == pytest.approx(trace.cramp_emg_percent, rel=0.15)
    assert sketch.cramp_s == pytest.approx(trace.cramp_s, abs=8.0)


@pytest.mark.parametrize("dt_ms", [0.5, 0.77, 1.3, 2.0])
def test_any_step_gives_a_trace_of_the_same_length(dt_ms):
    trace = night(dt_ms=dt_ms)
    assert trace.t_s.size == 3750 and trace.t_s[-1] == pytest.approx(75.0) and trace.states.size == 750


def test_a_stretch_ends_the_cramp_and_an_earlier_one_ends_it_earlier():
    late, early = (night(stretch_by=1.5, relief_after_s=after) for after in (20.0, 5.0))
    assert late.cramp_s == pytest.approx(20.0, abs=1.0) and early.cramp_s == pytest.approx(5.0, abs=1.0)
    assert late.length[-1] == pytest.approx(0.5)
    assert night(stretch_by=2.0, length=0.5).length[-1] == 1.0


def test_the_further_and_the_faster_the_stretch_the_sooner_the_end():
    far = [night(stretch_by=by).relieved_s for by in (0.5, 1.0, 2.0)]
    slow = [night(stretch_by=1.0, stretch_takes_s=takes).relieved_s for takes in (0.5, 1.0, 3.0)]
    assert far == sorted(far, reverse=True) and slow == sorted(slow)
    assert far[0] == pytest.approx(0.57, abs=0.4) and slow[-1] == pytest.approx(0.87, abs=0.4)


def test_more_inhibition_shortens_it_more():
    left = [night(inhibition_eu=eu).cramp_s for eu in (0.0, 2.0, 4.0, 10.0)]
    assert left == sorted(left, reverse=True) and left[-1] == pytest.approx(10.0, abs=1.0)


def test_without_relief_there_is_no_time_of_relief():
    assert math.isnan(night().relief_s) and math.isnan(night().relieved_s)
    assert math.isnan(night(length=1.0, stretch_by=1.0).relief_s), "it cannot be longer than 1"


def test_a_longer_hold_in_the_short_position_lasts_longer_afterwards():
    healthy = replace(NIGHT, excitability_eu=2.0, fatigue_percent=0.0, drive_percent=100.0)
    lasts = [replace(healthy, hold_s=hold).run().cramp_s for hold in (3.3, 6.0, 12.0)]
    assert lasts == sorted(lasts) and lasts[-1] > lasts[0] + 5.0


def test_the_numbers_are_what_the_arrays_say():
    trace = night()
    low, high = trace.window_s
    inside = (trace.spike_ms > 1000.0 * low) & (trace.spike_ms <= 1000.0 * high)
    fired = np.bincount(trace.spike_unit[inside], minlength=121)[1:] / (high - low)
    assert (low, high) == (6.0, 16.0)
    assert trace.cramp_units == (fired >= 3.0).sum()
    assert trace.cramp_rate_Hz == pytest.approx(fired[fired >= 3.0].mean())
    assert trace.peak_percent == trace.force_percent[:250].max()
    assert 55.0 < trace.outlasts_s < 66.0


def test_the_emg_can_be_heard_and_is_loud_when_its_size_is():
    trace = night()
    assert trace.emg_percent.size == trace.emg_t_ms.size == 150_001

    def loudness(from_s: float, to_s: float) -> float:
        inside = (trace.emg_t_ms > 1000.0 * from_s) & (trace.emg_t_ms <= 1000.0 * to_s)
        return float(np.sqrt((trace.emg_percent[inside] ** 2).mean()))

    assert loudness(2.0, 4.5) > 1.5 * loudness(10.0, 15.0) > 30.0
    assert loudness(70.0, 75.0) < 0.1 * loudness(10.0, 15.0)


def test_the_states_are_looked_up_at_the_right_moment():
    trace = night()
    assert trace.state_at(3.0) == "voluntary contraction" and trace.state_at(0.5) == "rest"
    assert trace.state_at(20.0) == "cramp" == trace.state_after
    assert trace.state_at(-1.0) == "rest" and trace.state_at(1e6) == trace.state


def test_throws_differ_less_than_people():
    lasts = [replace(NIGHT, seed=seed).preview().cramp_s for seed in range(8)]
    assert 0.0 < np.std(lasts) < 5.0
