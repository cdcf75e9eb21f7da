"""Waves of calcium: how much they hold, and why."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from muscle_lib.models.smooth_muscle import CalciumWaves, WavesTrace
from muscle_lib.trace import values
from tests.checks import Check

OWN = "own earlier run"


@cache
def run(model: CalciumWaves) -> WavesTrace:
    return model.run()


def waves(period_s: float) -> float:
    return run(CalciumWaves(period_s=period_s)).waves_force_percent


def check(number, what, expected, measure):
    value = float(expected)
    return Check(id=f"smooth_muscle D-10{number}", what=what, kind="regression", expected=expected, low=value - 0.2,
                 high=value + 0.2, unit="%", source=OWN, measure=measure)


CHECKS = [
    check("", "waves every 10 s: mean of the heads that hold", "47.0", lambda: waves(10.0)),
    check("b", "waves every 20 s", "44.3", lambda: waves(20.0)),
    check("c", "waves every 30 s", "42.2", lambda: waves(30.0)),
    check("d", "waves every 60 s", "38.5", lambda: waves(60.0)),
    check("e", "a steady level with the same mean", "37.5", lambda: run(CalciumWaves()).steady_force_percent),
    check("f", "a steady level with the same mean drive (0.245 µM)", "50.4",
          lambda: run(CalciumWaves(Ca_uM=0.245)).steady_force_percent),
    check("g", "waves every 10 s: the force's swing", "14.6", lambda: run(CalciumWaves()).swing_percent),
    check("h", "waves every 60 s: the force's swing", "57.4", lambda: run(CalciumWaves(period_s=60.0)).swing_percent),
]


@pytest.mark.parametrize("item", CHECKS, ids=lambda item: item.name)
def test_check(item):
    item.hold()


@pytest.mark.parametrize("period_s", [5.0, 35.0, 60.0])
def test_waves_have_the_mean_of_the_steady_level(period_s):
    trace = run(CalciumWaves(period_s=period_s))
    assert trace.Ca_uM[trace._last_wave].mean() == pytest.approx(0.2, rel=1e-9)
    assert trace.t_s[trace._last_wave][-1] <= 360.0 and len(trace.t_s[trace._last_wave]) == round(10 * period_s)


def test_the_drive_s_mean_rises_by_the_waves_height_squared():
    """The mean of (1 + a · sine)³ is 1 + 3 a²/2."""
    for height in (5.0, 40.0, 100.0):
        assert run(CalciumWaves(height_percent=height)).drive_percent == pytest.approx(
            100.0 * (1.0 + 1.5 * (height / 100.0) ** 2), rel=1e-6)


def test_before_the_waves_nothing_changes_and_then_slow_waves_swing_more():
    trace = run(CalciumWaves())
    assert np.ptp(trace.force_percent[trace.t_s <= 60.0]) < 1e-9
    swings = [run(CalciumWaves(period_s=period)).swing_percent for period in (5.0, 10.0, 20.0, 30.0, 60.0)]
    means = [waves(period) for period in (5.0, 10.0, 20.0, 30.0, 60.0)]
    assert swings == sorted(swings) and means == sorted(means, reverse=True)
    # With the same mean drive a steady level, a fifth higher, holds more than any of them.
    assert means[0] < run(CalciumWaves(Ca_uM=0.2 * trace.drive_percent ** (1.0 / 3.0) / 100.0 ** (1.0 / 3.0))
                          ).steady_force_percent


def test_a_tonic_muscle_gains_less():
    tonic, artery = run(CalciumWaves(muscle="tonic")), run(CalciumWaves())
    assert (tonic.waves_force_percent / tonic.steady_force_percent - 1.0
            < 0.25 * (artery.waves_force_percent / artery.steady_force_percent - 1.0))


@pytest.mark.parametrize("model", [CalciumWaves(), CalciumWaves(Ca_uM=0.25, height_percent=100.0, period_s=5.0)])
def test_each_head_is_in_one_state_and_half_the_step_changes_no_result(model):
    assert run(model).states.sum(axis=1) == pytest.approx(1.0, abs=1e-9) and run(model).states.min() > -1e-12
    finer = values(run(replace(model, dt_s=0.05)))
    assert values(run(model)) == pytest.approx(finer, rel=3e-3)
