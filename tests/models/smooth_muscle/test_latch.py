"""The latch: what the equations say in closed form, how fast things go, and what a run must keep to."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from muscle_lib.models.smooth_muscle import Latch, LatchTrace
from muscle_lib.models.smooth_muscle.bridges import steady
from muscle_lib.trace import values
from tests.checks import Check

OWN = "own earlier run of the published constants"
#: The paper's transient drive: strong for five seconds, then as the steady one.
TRANSIENT = Latch(drive_per_s=0.55, later_per_s=0.3, falls_s=5.0)
STEADY = Latch(later_per_s=0.3)


@cache
def run(model: Latch) -> LatchTrace:
    return model.run()


def half_up_s(model: Latch) -> float:
    """When the force first reaches half of its last value."""
    trace = run(model)
    rising = slice(0, int(trace.force_percent.argmax()) + 1)
    return float(np.interp(0.5 * trace.force_percent[-1], trace.force_percent[rising], trace.t_s[rising]))


def regression(number, what, expected, within, unit, measure):
    value = float(expected)
    return Check(id=f"smooth_muscle D-{number}", what=what, kind="regression", expected=expected, low=value - within,
                 high=value + within, unit=unit, source=OWN, measure=measure)


CHECKS = [
    regression("1", "heads with a phosphate, steady drive", "37.5", 0.2, "%",
               lambda: run(STEADY).phosphate_percent[-1]),
    regression("1b", "transient drive: heads with a phosphate at 5 s", "52.1", 0.2, "%",
               lambda: np.interp(5.0, run(TRANSIENT).t_s, run(TRANSIENT).phosphate_percent)),
    regression("2", "heads that hold, steady drive", "75.94", 0.1, "%", lambda: run(STEADY).force_percent[-1]),
    regression("3", "drive at a fifteenth: heads with a phosphate", "3.85", 0.1, "%",
               lambda: run(Latch()).phosphate_percent[-1]),
    regression("3b", "drive at a fifteenth: heads that hold", "40.77", 0.15, "%",
               lambda: run(Latch(duration_s=720.0)).force_percent[-1]),
    regression("4", "transient drive: half of the last force after", "3.97", 0.05, "s", lambda: half_up_s(TRANSIENT)),
    regression("4b", "steady drive: half of the last force after", "6.01", 0.05, "s", lambda: half_up_s(STEADY)),
    regression("12", "drive at a fifteenth: force left", "53.7", 0.2, "%", lambda: run(Latch()).force_left_percent),
    regression("12b", "drive at a fifteenth: ATP use left", "11.5", 0.2, "%", lambda: run(Latch()).atp_left_percent),
    regression("12c", "the same in the artery's muscle: force left", "16.1", 0.2, "%",
               lambda: run(Latch(muscle="arterial")).force_left_percent),
    regression("12d", "drive off: half of the force gone after", "70.7", 0.2, "s",
               lambda: run(Latch(later_per_s=0.0)).half_gone_s),
    regression("12e", "drive off, the artery's muscle: half of the force gone after", "8.6", 0.2, "s",
               lambda: run(Latch(later_per_s=0.0, muscle="arterial")).half_gone_s),
    regression("4c", "last force after a transient drive, as a part of that after a steady one", "1", 0.001, "",
               lambda: run(TRANSIENT).force_percent[-1] / run(STEADY).force_percent[-1]),
]


@pytest.mark.parametrize("item", CHECKS, ids=lambda item: item.name)
def test_check(item):
    item.hold()


@pytest.mark.parametrize("model", [Latch(), Latch(muscle="arterial", drive_per_s=0.6, phosphatase_per_s=1.5),
                                   Latch(later_per_s=0.0)])
def test_each_head_is_in_one_state_and_none_is_in_less_than_none(model):
    states = run(model).states
    assert states.sum(axis=1) == pytest.approx(1.0, abs=1e-9) and states.min() > -1e-12


@pytest.mark.parametrize("muscle", ["tonic", "arterial"])
def test_a_run_ends_where_the_closed_form_is(muscle):
    long = run(Latch(muscle=muscle, duration_s=720.0))
    latch = {"tonic": 0.01, "arterial": 0.1}[muscle]
    assert long.states[-1] == pytest.approx(steady(0.02, 0.5, latch), abs=1e-4)


def test_what_is_used_up_is_counted_at_each_way():
    """In rest all phosphates hung on are taken off again, and all heads that take hold let go."""
    trace = run(STEADY)
    hung_on = trace.phosphate_atp_per_min[-1] / 60.0
    assert hung_on == pytest.approx(0.5 * trace.phosphate_percent[-1] / 100.0, rel=1e-3)
    take_hold = 0.4 * trace.charged[-1]
    assert trace.heads_atp_per_min[-1] / 60.0 == pytest.approx(take_hold, rel=1e-3)
    assert trace.atp_per_min == pytest.approx(trace.heads_atp_per_min + trace.phosphate_atp_per_min)


def test_more_drive_later_is_more_force_and_more_phosphatase_less():
    force = [run(Latch(later_per_s=drive)).force_percent[-1] for drive in (0.0, 0.02, 0.1, 0.3, 0.6)]
    assert force == sorted(force) and force[0] < 5.0
    left = [run(Latch(phosphatase_per_s=rate)).force_percent[-1] for rate in (0.15, 0.5, 1.5)]
    assert left == sorted(left, reverse=True)


def test_phosphates_go_in_seconds_and_the_force_in_minutes():
    trace = run(Latch(later_per_s=0.0))
    after = trace.t_s - trace.falls_s
    phosphates = np.interp(np.log(2.0) / 0.5, after, trace.phosphate_percent)
    assert phosphates == pytest.approx(0.5 * trace.phosphate_percent[599], rel=0.01)


@pytest.mark.parametrize("model", [Latch(), Latch(muscle="arterial", drive_per_s=0.6, later_per_s=0.0)])
def test_half_the_step_changes_no_result(model):
    finer = values(run(replace(model, dt_s=0.05)))
    for name, value in values(run(model)).items():
        assert value == pytest.approx(finer[name], rel=1e-3, abs=0.06, nan_ok=True), name


def test_half_of_the_force_gone_is_no_number_where_more_than_half_stays():
    assert np.isnan(run(Latch()).half_gone_s) and run(Latch()).force_left_percent > 50.0
