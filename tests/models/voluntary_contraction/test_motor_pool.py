"""The motor pool: its check values, and what must be true of recruitment, rates, force and EMG."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from muscle_lib.models.voluntary_contraction import MotorPool, MotorPoolTrace
from muscle_lib.models.voluntary_contraction.emg import emg_of, expected_rms, smoothed, waves_of
from muscle_lib.models.voluntary_contraction.motor_pool import wander
from muscle_lib.models.voluntary_contraction.pool import (
    FUGLEVAND,
    UNITS,
    maximal_excitation_eu,
    pool_step,
    rates_Hz,
    room_for,
    run_pool,
    start_of,
    steady_force,
    twitch_gain,
    units_of,
)
from tests.checks import Check, smallest

ROOT = Path(__file__).parents[3]
OUR_RUN = "our earlier run of the same equations"
USUAL = units_of(30.0, 35.0, 1.0)
MOST_eu = maximal_excitation_eu(USUAL)
PIC_SOURCE = "our earlier run of the same equations, ramps of 10 s, units 46 to 71, six throws"


def check(id: str, what: str, expected: str, low: float, high: float, unit: str, measure, kind="regression",
          source=OUR_RUN, decimals=None) -> Check:
    return Check(f"voluntary_contraction {id}", what, kind, expected, low, high, unit, source, measure, decimals)


@cache
def run(**settings: float) -> MotorPoolTrace:
    return MotorPool(**settings).run()


@cache
def held(drive: float, seed: int = 1, seconds: float = 9.0, cv: float = 0.2, dt_ms: float = 1.0):
    """A steady command from rest: the force after the first second, and all spikes."""
    units = units_of(30.0, 35.0, dt_ms)
    state, draws = start_of(seed)
    force, unit, at_ms = run_pool(units, state, draws, np.full(round(seconds * 1000.0 / dt_ms), MOST_eu * drive), 0.0,
                                  cv, dt_ms, room_for(units, seconds * 1000.0))
    return force[round(1000.0 / dt_ms):], unit, at_ms


@cache
def strongest() -> float:
    return float(steady_force(USUAL, np.array([MOST_eu]), 0.2)[0])


@cache
def mean_force(drive: float) -> float:
    return float(np.mean([held(drive, seed)[0].mean() for seed in (1, 2, 3)])) / strongest()


@cache
def force_cv_percent(drive: float) -> float:
    forces = [held(drive, seed)[0] for seed in (1, 2, 3)]
    return float(np.mean([100.0 * force.std() / force.mean() for force in forces]))


def steady_percent(drive_percent: float) -> float:
    """The formula without irregularity."""
    force = steady_force(USUAL, np.array([drive_percent / 100.0 * MOST_eu, MOST_eu]), 0.0)
    return float(100.0 * force[0] / force[1])


def drive_for_percent(force_percent: float) -> float:
    return smallest(lambda drive: steady_percent(drive) >= force_percent, 1.0, 99.9, 0.005)


def rate_ratio(dt_ms: float) -> float:
    """Spikes of all units, in proportion to what their rates promise."""
    _, _, at_ms = held(0.5, dt_ms=dt_ms)
    return len(at_ms) / (9.0 * rates_Hz(USUAL, np.array([0.5 * MOST_eu])).sum())


@cache
def hysteresis(pic: float) -> tuple[float, float]:
    """Input at the start minus input at the stop, and the fall of the control unit's rate in between (ΔF)."""
    # A second longer than the ramps, so that the control unit's rate can be counted on both sides of each moment.
    t_ms = np.arange(1, 21_001, dtype=float)
    drive = 0.4 * np.interp(t_ms, [0.0, 10_000.0, 20_000.0], [0.0, 1.0, 0.0])
    inputs, rates = [], []
    for seed in range(6):
        state, draws = start_of(seed)
        noise = wander(np.random.default_rng([seed, 2]).standard_normal(t_ms.size), np.exp(-1.0 / 50.0), 0.1)
        _, unit, at_ms = run_pool(USUAL, state, draws, MOST_eu * drive + noise, pic, 0.2, 1.0,
                                  room_for(USUAL, 21_000.0))
        control = at_ms[unit == 10]

        def rate_Hz(middle_ms: float, control=control) -> float:
            return np.count_nonzero(np.abs(control - middle_ms) < 750.0) / 1.5

        for number in range(46, 72, 5):
            mine = at_ms[unit == number - 1]
            start, stop = np.interp(mine[[0, -1]], t_ms, MOST_eu * drive)
            inputs.append(start - stop)
            rates.append(rate_Hz(mine[0]) - rate_Hz(mine[-1]))
    return float(np.mean(inputs)), float(np.mean(rates))


@cache
def emg_slope(exponent: float) -> float:
    """The slope of EMG against force, both on logarithmic scales, above 3 % of the force."""
    drives = (0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1.0)
    rates = rates_Hz(USUAL, MOST_eu * np.array(drives))
    # The sizes differ by chance; the mean of twenty throws does not. That a run has this size is tested below.
    sizes = [[expected_rms(rate, *waves_of(USUAL, exponent, seed)) for rate in rates] for seed in range(20)]
    force = [mean_force(drive) for drive in drives]
    return float(np.polyfit(np.log(force), np.log(sizes).mean(axis=0), 1)[0])


CHECKS = (
    *(check("A-1", f"{what} of unit {unit}", expected, float(expected) * 0.999 - 1e-9, float(expected) * 1.001 + 1e-9,
            name, lambda values=values, unit=unit: values[unit - 1], source="closed form; the model: " + FUGLEVAND)
      for what, name, values, numbers in (
          ("threshold", "eu", USUAL.threshold_eu, ("1.0287", "5.4772", "30.0000")),
          ("twitch force", "", USUAL.twitch, ("1.0391", "10.0000", "100.0000")),
          ("contraction time", "ms", USUAL.contraction_ms, ("89.180", "51.962", "30.000")),
          ("peak rate", "Hz", USUAL.peak_Hz, ("34.657", "33.174", "25.000")))
      for unit, expected in zip((1, 60, 120), numbers, strict=True)),
    check("A-2", "excitation at which the last unit reaches its peak rate", "47", 47, 47, "eu", lambda: MOST_eu,
          source="closed form; the model: " + FUGLEVAND),
    *(check("A-3", f"force at {drive * 100:.0f} % command", expected, 0.96 * float(expected), 1.04 * float(expected),
            "of the greatest", lambda drive=drive: mean_force(drive))
      for drive, expected in ((0.1, "0.036"), (0.3, "0.190"), (0.5, "0.429"), (0.7, "0.726"))),
    *(check("A-4", f"units on at {drive:.0f} % command", str(expected), expected, expected, "",
            lambda drive=drive: np.count_nonzero(rates_Hz(USUAL, np.array([drive / 100.0 * MOST_eu]))),
            source="closed form; the model: " + FUGLEVAND)
      for drive, expected in ((5.0, 30), (10.0, 54), (30.0, 93))),
    *(check("A-5", f"command for {force:.0f} % of the force", expected, float(expected) - 0.3, float(expected) + 0.3,
            "%", lambda force=force: drive_for_percent(force), source="closed form, our own earlier evaluation")
      for force, expected in ((10.0, "20.2"), (50.0, "55.7"), (90.0, "84.0"))),
    check("A-6", "command at which the last unit joins", "63.8", 63.5, 64.1, "%", lambda: 3000.0 / MOST_eu,
          source="closed form; the model: " + FUGLEVAND),
    check("A-6", "force at which the last unit joins", "62.1", 61.8, 62.4, "%",
          lambda: steady_percent(3000.0 / MOST_eu), source="closed form, our own earlier evaluation"),
    *(check("A-7", f"impulses counted / promised, step {dt_ms:g} ms", "0.999", 0.995, 1.005, "",
            lambda dt_ms=dt_ms: rate_ratio(dt_ms)) for dt_ms in (2.0, 0.5)),
    *(check("A-8", f"input at start − at stop, inward current × {pic:g}", expected, float(expected) - 0.4,
            float(expected) + 0.4, "eu", lambda pic=pic: hysteresis(pic)[0], source=PIC_SOURCE)
      for pic, expected in ((0.0, "0.00"), (0.1, "1.33"), (0.2, "2.62"), (0.3, "3.90"))),
    *(check("A-8", f"fall of the control unit's rate (ΔF), inward current × {pic:g}", expected, float(expected) - 1.2,
            float(expected) + 1.2, "Hz", lambda pic=pic: hysteresis(pic)[1], source=PIC_SOURCE)
      for pic, expected in ((0.0, "-0.4"), (0.1, "1.8"), (0.2, "2.7"), (0.3, "4.0"))),
    check("A-8p", "ΔF with a fifth of the inward current, beside soleus in people (3.15 ± 1.45)", "3.15", 1.7, 4.6,
          "Hz", lambda: hysteresis(0.2)[1], kind="fitted", source="Foley & Kalmar 2019, doi 10.1152/jn.00254.2019"),
    *(check("A-9", f"unsteadiness of the force at {drive * 100:.0f} % command", expected, 0.75 * float(expected),
            1.25 * float(expected), "%", lambda drive=drive: force_cv_percent(drive))
      for drive, expected in ((0.05, "4.6"), (0.5, "2.1"))),
    *(check("A-10", f"slope of EMG against force, exponent {exponent:g}", expected, float(expected) - 0.05,
            float(expected) + 0.05, "", lambda exponent=exponent: emg_slope(exponent))
      for exponent, expected in ((0.5, "0.55"), (1.0, "0.90"))),
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_check_value(check: Check) -> None:
    check.hold()


# ---------------------------------------------------------------- recruitment and rates

@pytest.mark.parametrize(("drive", "expected"), [(0.025, 0.0013), (0.05, 0.0118), (0.1, 0.0357), (0.2, 0.1018),
                                                 (0.3, 0.1898), (0.5, 0.4291), (0.7, 0.7262), (1.0, 1.0)])
def test_the_mean_force_of_a_long_run_is_that_of_the_formula(drive, expected):
    formula = steady_force(USUAL, np.array([drive * MOST_eu]), 0.2)[0] / strongest()
    assert formula == pytest.approx(expected, rel=0.02)
    assert mean_force(drive) == pytest.approx(formula, rel=0.02)


def test_units_join_in_the_order_of_their_size():
    trace = run(drive_percent=90.0, ramp_s=2.5)
    first_ms = np.array([trace.spike_ms[trace.spike_unit == unit][0] for unit in range(1, UNITS + 1)])
    place = np.argsort(np.argsort(first_ms))
    # A unit's first impulse comes up to an interval after it has joined, so neighbours may change places.
    assert np.corrcoef(place, np.arange(UNITS))[0, 1] > 0.98
    assert np.abs(place - np.arange(UNITS)).max() <= 30
    last_ms = np.array([trace.spike_ms[trace.spike_unit == unit][-1] for unit in range(1, UNITS + 1)])
    # By rank, as thresholds lie the closer the smaller the units are.
    order = np.argsort(np.argsort(last_ms))
    assert np.corrcoef(order, np.arange(UNITS))[0, 1] < -0.95, "the last to join is the first to stop"


@pytest.mark.parametrize("drive", [0.1, 0.3, 0.6, 1.0])
def test_a_small_unit_fires_at_least_as_fast_as_a_larger_one(drive):
    rates = rates_Hz(USUAL, np.array([drive * MOST_eu]))[0]
    assert (np.diff(rates) <= 1e-12).all()
    assert rates.max() <= 35.0


def test_force_and_emg_rise_with_the_command():
    traces = [run(drive_percent=drive) for drive in (5.0, 10.0, 20.0, 40.0, 60.0, 80.0, 100.0)]
    assert (np.diff([trace.mean_force_percent for trace in traces]) > 0.0).all()
    assert (np.diff([trace.mean_emg_percent for trace in traces]) > 0.0).all()
    assert traces[-1].mean_force_percent == pytest.approx(100.0, abs=1.0)
    assert traces[-1].mean_emg_percent == pytest.approx(100.0, abs=3.0)


def test_below_a_third_of_the_force_more_force_is_mostly_new_units():
    """The same units at their new rates, without those that have joined in between, would give far less."""
    low_eu, high_eu = 0.1 * MOST_eu, 0.2 * MOST_eu
    few = USUAL._replace(twitch=np.where(USUAL.threshold_eu <= low_eu, USUAL.twitch, 0.0))
    gained = steady_force(USUAL, np.array([low_eu, high_eu]), 0.0)
    by_rate = steady_force(few, np.array([low_eu, high_eu]), 0.0)
    assert np.diff(by_rate)[0] < 0.5 * np.diff(gained)[0]


def test_a_wider_range_of_thresholds_moves_the_end_of_recruitment_up():
    ends = [run(recruitment_fold=fold, drive_percent=2.0).recruited_by_force_percent
            for fold in (10.0, 30.0, 50.0, 70.0)]
    assert ends == pytest.approx([27.0, 62.1, 80.0, 87.0], abs=2.0)


# ---------------------------------------------------------------- time

def test_without_irregularity_the_intervals_are_exact():
    _, unit, at_ms = held(0.5, cv=0.0)
    for number in (0, 40, 100):
        rate = rates_Hz(USUAL, np.array([0.5 * MOST_eu]))[0, number]
        # The step is 1 ms; the times are not rounded to it.
        np.testing.assert_allclose(np.diff(at_ms[unit == number]), 1000.0 / rate, rtol=1e-9)


def test_half_the_step_changes_the_mean_force_by_less_than_one_per_cent():
    for drive in (0.1, 0.5):
        assert held(drive, dt_ms=0.5)[0].mean() == pytest.approx(held(drive)[0].mean(), rel=0.01)


def test_the_twitch_is_the_formula_and_does_not_depend_on_the_step():
    for dt_ms in (1.0, 0.5):
        units = units_of(30.0, 35.0, dt_ms)
        state, draws = start_of(1)
        pulsed, fired, fired_ms = np.zeros(UNITS, dtype=bool), np.empty(UNITS, dtype=np.int64), np.empty(UNITS)
        pulsed[59] = True
        assert pool_step(units, state, draws, 0.0, 0.0, 0.2, pulsed, dt_ms, dt_ms, fired, fired_ms) == 1
        assert fired[0] == 59
        pulsed[59] = False
        for step in range(1, 1 + round(52.0 / dt_ms)):
            end_ms = (step + 1) * dt_ms
            assert pool_step(units, state, draws, 0.0, 0.0, 0.2, pulsed, dt_ms, end_ms, fired, fired_ms) == 0
        assert state.y2.sum() == pytest.approx(units.twitch[59], rel=1e-4), "at its contraction time it is at its peak"


def test_two_pulses_within_four_milliseconds_are_one():
    state, draws = start_of(1)
    everyone, fired, fired_ms = np.ones(UNITS, dtype=bool), np.empty(UNITS, dtype=np.int64), np.empty(UNITS)
    counts = [pool_step(USUAL, state, draws, 0.0, 0.0, 0.2, everyone, 1.0, ms, fired, fired_ms) for ms in range(1, 7)]
    assert counts == [UNITS, 0, 0, 0, 0, UNITS]
    assert (state.phase == 0.0).all() and (state.target == 1.0).all()


def test_a_twitch_in_a_train_is_larger_and_has_no_jump():
    assert twitch_gain(0.1) == 1.0 == pytest.approx(twitch_gain(0.4000001), abs=1e-5)
    assert twitch_gain(0.8) > 1.5
    assert 3.0 * 0.3 * twitch_gain(3.0) == pytest.approx(1.0, abs=0.01), "fused, each adds what its interval lasts"


def test_a_unit_keeps_its_intervals_whatever_the_others_and_the_step_do():
    """The k-th interval of a unit has the same chance in each run, so that runs can be compared."""
    _, unit, at_ms = held(0.5)
    _, unit_2, at_2_ms = held(0.5, dt_ms=0.5)
    np.testing.assert_allclose(at_ms[unit == 7][:100], at_2_ms[unit_2 == 7][:100], atol=1e-6)


@pytest.mark.parametrize("pic_percent", [0.0, 10.0, 20.0, 35.0, 50.0])
def test_in_a_healthy_pool_no_unit_fires_on_when_the_command_has_ended(pic_percent):
    """And yet units stop at a lower command than the one that started them, the more so the larger the current."""
    traces = [run(drive_percent=40.0, ramp_s=2.5, hold_s=0.5, pic_percent=part * pic_percent) for part in (1.0, 0.5)]
    assert traces[0].outlasts_ms < 0.0
    assert not pic_percent or traces[0].stop_below_start_eu > traces[1].stop_below_start_eu > 0.5


def test_near_the_measured_strength_the_limit_touches_small_units_only():
    """So the check values A-8, of units 46 to 71, are also those of the model."""
    touched = 0.2 * USUAL.pic_eu > USUAL.threshold_eu
    assert touched[:30].all() and not touched[60:].any()


def test_the_input_at_the_stop_falls_as_the_inward_current_grows():
    assert (np.diff([hysteresis(pic)[0] for pic in (0.0, 0.1, 0.2, 0.3)]) > 0.8).all()


# ---------------------------------------------------------------- EMG

def test_a_wave_has_the_units_size_wherever_it_falls_between_the_samples():
    for at_ms in (50.0, 50.13, 50.25):
        wave = emg_of(np.array([at_ms]), np.array([0]), np.array([3.0]), np.array([1.9]), 100.0)
        assert wave.max() == pytest.approx(3.0, rel=0.04) and wave.min() == pytest.approx(-3.0, rel=0.04)
        assert abs(wave.sum()) < 0.05


def test_the_expected_size_is_that_of_a_long_run():
    size, scale_ms = waves_of(USUAL, 0.5, 1)
    _, unit, at_ms = held(0.7)
    emg = emg_of(at_ms, unit, size, scale_ms, 9000.0)[2000:]
    expected = expected_rms(rates_Hz(USUAL, np.array([0.7 * MOST_eu]))[0], size, scale_ms)
    assert np.sqrt(np.mean(emg ** 2)) == pytest.approx(expected, rel=0.03)
    assert smoothed(np.full(1000, 2.0)) == pytest.approx(np.full(1000, 2.0))


def test_the_emg_of_a_large_unit_counts_more_with_a_larger_exponent():
    few, many = (run(drive_percent=20.0, emg_exponent=x).mean_emg_percent for x in (1.0, 0.5))
    assert few < 0.7 * many


# ---------------------------------------------------------------- the rest

def test_at_no_command_nothing_happens():
    trace = MotorPool(drive_percent=0.0).run()
    assert trace.units_on == 0 and not trace.spike_ms.size and trace.force_percent.max() == 0.0
    assert np.isnan([trace.mean_rate_Hz, trace.force_cv_percent, trace.stop_below_start_eu, trace.outlasts_ms]).all()


def test_a_hold_of_no_length_is_measured_around_the_peak():
    trace = MotorPool(hold_s=0.0, ramp_s=2.0).run()
    assert trace.window_ms == (2250.0, 2750.0)
    assert trace.command_percent.max() == 20.0


def test_another_throw_changes_the_spikes_and_hardly_the_force():
    one, other = (run(seed=seed) for seed in (1, 2))
    assert not np.array_equal(one.spike_ms, other.spike_ms)
    assert one.mean_force_percent == pytest.approx(other.mean_force_percent, rel=0.05)


def test_there_is_room_for_all_spikes():
    for peak_Hz in (20.0, 60.0):
        units = units_of(70.0, peak_Hz, 2.0)
        state, draws = start_of(3)
        _, unit, _ = run_pool(units, state, draws, np.full(5000, 200.0), 1.0, 0.4, 2.0, room_for(units, 10_000.0))
        assert len(unit) < room_for(units, 10_000.0)


PLAIN = """
import json
from muscle_lib.models.voluntary_contraction import MotorPool
from muscle_lib.compiled import is_compiled
assert not is_compiled()
trace = MotorPool(drive_percent=30.0, pic_percent=20.0, noise_eu=0.5, dt_ms=2.0).run()
print(json.dumps([trace.spike_ms.tolist(), trace.mean_force_percent, trace.mean_emg_percent]))
"""


@pytest.mark.kernel
def test_the_plain_path_gives_the_same_numbers():
    done = subprocess.run([sys.executable, "-c", PLAIN], cwd=ROOT, env={**os.environ, "MUSCLE_LAB_PLAIN": "1"},
                          capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    spike_ms, force, emg = json.loads(done.stdout)
    trace = MotorPool(drive_percent=30.0, pic_percent=20.0, noise_eu=0.5, dt_ms=2.0).run()
    np.testing.assert_allclose(spike_ms, trace.spike_ms, atol=1e-6)
    assert (force, emg) == pytest.approx((trace.mean_force_percent, trace.mean_emg_percent), rel=1e-9)


