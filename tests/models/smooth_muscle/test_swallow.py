"""A swallow: what the clinic reads off its pressures, and what becomes of the mouthful."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from muscle_lib.models.smooth_muscle import Swallow, SwallowTrace
from muscle_lib.models.smooth_muscle.manometry import (
    LENGTH_cm,
    PLACES_cm,
    fronts_s,
    latency_s,
    speed_cm_s,
    vigour_mmHg_s_cm,
    wave_mmHg,
    word,
)
from muscle_lib.models.smooth_muscle.mouthful import FULL, moved, moved_without_numba, swallowed
from tests.checks import Check

near = pytest.approx
OWN = "own earlier run"
SPECHLER = "Spechler & Castell 2001, doi 10.1136/gut.49.1.145"
HUMPHRIES = "Humphries & Castell 1977, doi 10.1007/BF01073085"
JACKHAMMER = {"amplitude_mmHg": 300.0, "squeeze_s": 6.0}


@cache
def run(**settings: float) -> SwallowTrace:
    return Swallow(**settings).run()


def published(number, what, expected, low, high, unit, source, measure, told):
    return Check(id=f"smooth_muscle {number}", what=what, kind="published", expected=expected, low=low, high=high,
                 unit=unit, source=source, measure=measure, spread_told=told)


def again(number, what, expected, within, unit, measure):
    value = float(expected)
    return Check(id=f"smooth_muscle {number}", what=what, kind="regression", expected=expected, low=value - within,
                 high=value + within, unit=unit, source=OWN, measure=measure)


CHECKS = [
    published("D-5", "speed of a healthy squeeze, 7.5 cm above the lower sphincter (there it is fastest)", "4.98", 2.0,
              8.0, "cm/s", f"{HUMPHRIES}; accepted is the range of health: {SPECHLER}", lambda: run().speed_cm_s,
              "standard error 0.38; of how many men is not in the abstract"),
    again("D-5b", "healthy swallow: arrives below after", "7.24", 0.02, "s", lambda: run().latency_s),
    again("D-5d", "healthy swallow: speed", "3.64", 0.02, "cm/s", lambda: run().speed_cm_s),
    again("D-5e", "healthy swallow: vigour", "2126", 3.0, "mmHg·s·cm", lambda: run().vigour_mmHg_s_cm),
    again("D-6", "15 % inhibition: arrives below after", "4.33", 0.02, "s",
          lambda: run(inhibition_percent=15.0).latency_s),
    again("D-6a", "300 mmHg for 6 s: vigour", "13897", 15.0, "mmHg·s·cm", lambda: run(**JACKHAMMER).vigour_mmHg_s_cm),
    again("D-13", "mouthful passed, in health", "98", 1.0, "%", lambda: run().arrived_percent),
    again("D-13a", "the same at 15 % inhibition", "48", 1.0, "%",
          lambda: run(inhibition_percent=15.0).arrived_percent),
    again("D-13b", "the same without inhibition", "0", 1.0, "%", lambda: run(inhibition_percent=0.0).arrived_percent),
    again("D-13c", "the same at 25 mmHg", "85", 1.0, "%", lambda: run(amplitude_mmHg=25.0).arrived_percent),
    again("D-13d", "15 % inhibition, 300 mmHg for 6 s", "56", 1.0, "%",
          lambda: run(inhibition_percent=15.0, **JACKHAMMER).arrived_percent),
]


@pytest.mark.parametrize("item", CHECKS, ids=lambda item: item.name)
def test_check(item):
    item.hold()


# ---------------------------------------------------------------- what is read off

def test_a_healthy_swallow_is_within_the_ranges_of_health():
    trace = run()
    assert 2.0 < trace.speed_cm_s < 8.0 and 30.0 < trace.peak_mmHg < 180.0 and trace.latency_s > 4.5
    assert 450.0 < trace.vigour_mmHg_s_cm < 8000.0 and trace.state == "normal"


def test_inhibition_is_timing_and_leaves_the_vigour_alone():
    vigours = [run(inhibition_percent=percent).vigour_mmHg_s_cm for percent in (0.0, 15.0, 50.0, 100.0)]
    assert max(vigours) / min(vigours) < 1.001
    latencies = [run(inhibition_percent=percent).latency_s for percent in (0.0, 15.0, 50.0, 100.0)]
    assert latencies == near([3.81 + 3.43 * part for part in (0.0, 0.15, 0.5, 1.0)], abs=0.02)


def test_pressure_is_vigour_and_leaves_the_timing_nearly_alone():
    assert run(amplitude_mmHg=200.0).vigour_mmHg_s_cm > 2.0 * run().vigour_mmHg_s_cm
    assert run(amplitude_mmHg=200.0).latency_s == near(run().latency_s, abs=0.2)


@pytest.mark.parametrize(("settings", "state"), [
    ({}, "normal"), ({"inhibition_percent": 50.0}, "normal"), ({"inhibition_percent": 19.0}, "premature"),
    ({"inhibition_percent": 0.0}, "premature"), ({"amplitude_mmHg": 200.0}, "normal"), (JACKHAMMER, "hypercontractile"),
    ({"amplitude_mmHg": 25.0}, "weak"), ({"amplitude_mmHg": 20.0}, "failed")])
def test_the_word_of_one_swallow(settings, state):
    assert run(**settings).state == state


@pytest.mark.parametrize(("vigour", "latency", "said"), [
    (99.9, 3.0, "failed"), (100.0, 3.0, "weak"), (449.9, 3.0, "weak"), (450.0, 4.49, "premature"),
    (450.0, 4.5, "normal"), (8000.0, 7.0, "normal"), (8000.1, 7.0, "hypercontractile"), (9000.0, 4.0, "premature"),
    (500.0, float("nan"), "normal")])
def test_the_table_is_read_from_top_to_bottom(vigour, latency, said):
    assert word(vigour, latency) == said


def test_a_front_that_runs_upwards_or_too_fast_has_no_speed():
    """Below, the pressure is higher, so that 30 mmHg come there first if all of it begins together."""
    trace = run(inhibition_percent=0.0)
    assert trace.all_at_once and np.isnan(trace.speed_cm_s)
    there = (trace.front_place_cm >= 11.0) & (trace.front_place_cm <= 18.0)
    assert (np.diff(trace.front_s[there]) < 0.0).all()
    assert not run(inhibition_percent=15.0).all_at_once
    together = np.full(PLACES_cm.size, 5.0)
    assert speed_cm_s(together) == np.inf


def test_a_weak_squeeze_has_no_front_and_says_so():
    trace = run(amplitude_mmHg=25.0)
    assert trace.front_s.size == 0 and np.isnan(trace.latency_s) and np.isnan(trace.speed_cm_s)
    assert not trace.all_at_once
    gap = run(amplitude_mmHg=80.0).front_place_cm
    assert np.diff(gap).max() > 1.0, "where two muscles meet, 30 mmHg are not reached"


def test_the_longest_squeeze_is_over_when_it_is_summed():
    wave = wave_mmHg(1.0, 400.0, 8.0)
    assert wave[-1].max() < 1.0
    # A front on a grid twice as fine in time would be the same.
    assert latency_s(fronts_s(wave)) == near(7.24, abs=0.35)


def test_vigour_grows_in_proportion_only_where_the_cut_at_20_mmHg_takes_little():
    part = {size: vigour_mmHg_s_cm(wave_mmHg(1.0, size, 3.0)) / size for size in (50.0, 100.0, 200.0, 400.0)}
    assert part[50.0] < 0.85 * part[100.0] and part[400.0] < 1.05 * part[200.0]


# ---------------------------------------------------------------- the mouthful

SETTINGS = [dict(), dict(inhibition_percent=15.0), dict(inhibition_percent=0.0), dict(amplitude_mmHg=25.0),
            dict(inhibition_percent=15.0, **JACKHAMMER), dict(inhibition_percent=0.0, amplitude_mmHg=400.0),
            dict(mouthful_mL=10.0), dict(resting_mmHg=10.0, relaxed_mmHg=0.0)]


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_no_fluid_is_made_or_lost_and_there_is_never_less_than_none(settings):
    trace = run(**settings)
    mouthful = Swallow(**settings).mouthful_mL
    in_tube = trace.fluid_cm2.sum(axis=1) * LENGTH_cm / FULL[0]
    assert in_tube + trace.passed_percent / 100.0 * mouthful == near(np.full(trace.t_s.size, mouthful), rel=1e-9)
    assert trace.fluid_cm2.min() >= 0.0 and (np.diff(trace.passed_percent) >= 0.0).all()
    assert trace.arrived_percent + trace.left_above_percent + trace.left_below_percent == near(100.0)


def test_the_mouthful_runs_ahead_of_the_squeeze():
    """In health: its middle is below the front as long as it is in the tube."""
    trace = run()
    for t_s in (3.0, 4.0, 5.0, 6.0):
        fluid = trace.fluid_at(t_s)
        middle = float((fluid * trace.slice_cm).sum() / fluid.sum())
        front = float(np.interp(t_s, trace.front_s, trace.front_place_cm))
        assert front < middle < LENGTH_cm


def test_more_inhibition_brings_more_of_it_down():
    passed = [run(inhibition_percent=percent).arrived_percent for percent in (0.0, 5.0, 10.0, 20.0, 40.0, 70.0, 100.0)]
    assert passed == sorted(passed)


def test_timing_helps_more_than_pressure():
    """From a squeeze that comes nearly at once: three times the inhibition against three times the pressure. And all at
    once, no pressure brings anything down, while a weak squeeze in order does."""
    poor = dict(inhibition_percent=10.0)
    assert run(**poor).arrived_percent == near(25.2, abs=0.5)
    assert run(**poor, amplitude_mmHg=300.0).arrived_percent == near(57.9, abs=0.5)
    assert run(inhibition_percent=30.0).arrived_percent == near(81.4, abs=0.5)
    for size in (100.0, 300.0, 400.0):
        assert run(inhibition_percent=0.0, amplitude_mmHg=size).arrived_percent < 0.1
    assert run(amplitude_mmHg=25.0).arrived_percent > run(**poor, amplitude_mmHg=400.0).arrived_percent + 15.0


@pytest.mark.parametrize("ease", [3.0, 20.0])
def test_timing_helps_more_whatever_we_chose_for_the_flow(ease):
    def passed(inhibition: float, amplitude_mmHg: float) -> float:
        return float(swallowed(inhibition, amplitude_mmHg, 3.0, 5.0, (30.0, 8.0), dt_s=0.000125, ease=ease)[1][-1]) / 5

    poor, pressure, timing, health = passed(0.1, 100.0), passed(0.1, 300.0), passed(0.3, 100.0), passed(1.0, 100.0)
    assert poor < pressure < timing < health


@pytest.mark.parametrize("settings", SETTINGS[:5], ids=str)
def test_steps_and_slices_are_fine_enough(settings):
    model = Swallow(**settings)
    usual = run(**settings).arrived_percent
    finer = model._swallow(FULL[0], FULL[1] / 2.0).arrived_percent
    thinner = model._swallow(2 * FULL[0], FULL[1] / 4.0).arrived_percent
    assert usual == near(finer, abs=0.1) and usual == near(thinner, abs=1.5)


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_neighbouring_slices_do_not_fill_and_empty_in_turn(settings):
    """So they would where the steps are too long for so wide a tube: the drawing had a saw's edge."""
    up_and_down = np.lib.stride_tricks.sliding_window_view(np.diff(run(**settings).fluid_cm2, axis=1), 5, axis=-1)
    in_turn = (up_and_down[..., 1:] * up_and_down[..., :-1] < 0.0).all(axis=-1)
    assert (np.abs(up_and_down).min(axis=-1) * in_turn).max() < 0.01


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_the_sketch_is_near(settings):
    sketch, full = Swallow(**settings).preview(), run(**settings)
    assert sketch.arrived_percent == near(full.arrived_percent, abs=3.0)
    assert sketch.state == full.state and sketch.vigour_mmHg_s_cm == full.vigour_mmHg_s_cm


def test_without_numba_it_is_the_same():
    """Slice by slice, and all slices at once: half a second of a mouthful that is cut in two."""
    steps = 2000
    t_s = np.arange(steps) * FULL[1]
    fluid = np.zeros(12)
    fluid[2:9] = 0.8
    args = (fluid, np.arange(12) * 40, np.linspace(300.0, 100.0, 12), np.sin(6.0 * t_s) ** 2, np.full(steps, 8.0), 0.25,
            FULL[1], 0.1, 10.0, 1.0, 0.25, 100)
    one, other = moved(*args), moved_without_numba(*args)
    for each, its in zip(one, other, strict=True):
        assert np.allclose(each, its, rtol=1e-9, atol=1e-12)
    assert one[1][-1] > 0.1
