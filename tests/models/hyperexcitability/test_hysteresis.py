"""Command up and down: the reference values, and what makes the two ways differ."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from muscle_lib.models.hyperexcitability import Hysteresis, HysteresisTrace
from muscle_lib.models.series import mean_around
from tests.checks import Check

OUR_RUN = "our earlier run of the same equations"


def run(**changed: float) -> HysteresisTrace:
    return Hysteresis(**changed).run()


@cache
def measured(X: float, F_percent: float) -> tuple[float, ...]:
    """EMG (1: greatest effort) at a tenth of the command up and down, and 2 and 10 s after its end; two throws."""
    traces = [run(excitability_eu=X, fatigue_percent=F_percent, seed=seed) for seed in (1, 2)]
    return tuple(float(np.mean([getattr(trace, name) for trace in traces])) / 100.0 for name in (
        "up_at_10_percent", "down_at_10_percent", "after_2_s_percent", "after_10_s_percent"))


PLACES = ("at 10 % command, up", "at 10 % command, down", "2 s after it", "10 s after it")
REFERENCE = {(0.0, 50.0): ("0.07", "0.17", "0.07", "0.00"), (2.0, 50.0): ("0.12", "0.22", "0.18", "0.13"),
             (4.0, 50.0): ("0.17", "0.28", "0.28", "0.25"), (0.0, 0.0): ("0.07", "0.16", "0.00", "0.00"),
             (4.0, 0.0): ("0.16", "0.26", "0.17", "0.09")}
CHECKS = tuple(
    Check("hyperexcitability B-hys", f"EMG {place}, X {X:g}, fatigue {F:g} %", "regression", expected,
          float(expected) - 0.03, float(expected) + 0.03, "", OUR_RUN, lambda X=X, F=F, i=i: measured(X, F)[i], 2)
    for (X, F), values in REFERENCE.items() for i, (place, expected) in enumerate(zip(PLACES, values, strict=True)))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_check_value(check: Check) -> None:
    check.hold()


def test_the_command_alone_would_give_one_answer():
    full = run().gap_percent
    no_pic = run(pic_percent=0.0).gap_percent
    neither = run(pic_percent=0.0, spindle_percent=0.0).gap_percent
    assert full > 5.0 and abs(neither) < 1.5 and neither <= no_pic + 1.0 < full


def test_the_branches_are_the_emg_at_each_command():
    trace = run()
    rising = trace.t_s < trace.top_s
    at = np.interp(30.0, trace.command_percent[rising], trace.emg_size_percent[rising])
    assert np.interp(30.0, trace.branch_percent, trace.up_percent) == pytest.approx(at, abs=1.5)
    assert trace.up_percent[-1] == pytest.approx(trace.down_percent[-1])
    assert trace.branch_percent[-1] == pytest.approx(trace.command_percent.max(), rel=0.01)


def test_without_a_hold_of_the_command_it_cannot_be_turned_down():
    held, loose = run(), run(gate_percent=0.0)
    assert loose.down_at_10_percent > held.down_at_10_percent + 5.0


def test_a_sketch_is_near_the_run():
    trace, sketch = run(), Hysteresis().preview()
    assert sketch.down_at_10_percent == pytest.approx(trace.down_at_10_percent, abs=4.0)
    assert sketch.t_s.size == trace.t_s.size


def test_the_mean_around_each_value_is_narrower_at_the_ends():
    assert mean_around(np.arange(10.0), 1, 1) == pytest.approx([0.5, *range(1, 9), 8.5])


def test_any_step_gives_as_many_values():
    assert {replace(Hysteresis(), dt_ms=dt_ms).run().t_s.size for dt_ms in (0.5, 0.9, 2.0)} == {1600}
