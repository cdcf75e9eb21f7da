"""One impulse, one twitch: the order of its steps, and what each slider does to them."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from muscle_lib.models.contract_and_relax import TwoFibres, TwoFibresTrace


@cache
def run(**changed: float) -> TwoFibresTrace:
    return TwoFibres(**changed).run()


@pytest.mark.parametrize("fibre", [0, 1])
def test_the_steps_come_in_their_order(fibre):
    trace = run()
    peaks = [int(np.argmax(rows[fibre])) for rows in (trace.release_mM_s, trace.Ca_uM, trace.troponin_percent,
                                                      trace.filament_percent, trace.force_percent)]
    assert peaks == sorted(peaks) and peaks[0] < peaks[2] < peaks[3] < peaks[4]


@pytest.mark.parametrize("fibre", [0, 1])
def test_what_was_let_out_is_pumped_back(fibre):
    trace = run(pump_percent=200.0)
    out = (trace.release_mM_s - trace.uptake_mM_s)[fibre, 1:].sum()
    assert abs(out) < 0.1 * trace.release_mM_s[fibre, 1:].sum()


def test_the_fast_fibre_is_faster_and_releases_more():
    trace = run()
    assert trace.fast_contraction_ms < trace.slow_contraction_ms
    assert trace.fast_half_relaxation_ms < trace.slow_half_relaxation_ms
    assert trace.fast_released_uM > 1.5 * trace.slow_released_uM


def test_half_the_calcium_gives_less_than_half_the_force():
    half, full = run(release_percent=50.0), run()
    assert half.slow_peak_percent < 0.5 * full.slow_peak_percent
    assert half.fast_peak_percent < 0.5 * full.fast_peak_percent


def test_without_release_there_is_no_force():
    assert run(release_percent=0.0).force_percent.max() < 0.01


def test_a_slow_pump_makes_the_twitch_larger_and_longer():
    peaks = [(run(pump_percent=pump).fast_peak_percent, run(pump_percent=pump).fast_half_relaxation_ms)
             for pump in (200.0, 100.0, 50.0, 30.0)]
    assert peaks == sorted(peaks)


def test_ten_degrees_less_take_1_6_times_as_long():
    assert run(temperature_C=27.0).slow_contraction_ms == pytest.approx(1.6 * run().slow_contraction_ms, rel=0.02)


def test_two_impulses_give_more_than_one_and_a_close_pair_is_two():
    assert len(run(second_ms=1.0).impulses_ms) == 2
    assert run(second_ms=10.0).slow_peak_percent > 1.5 * run().slow_peak_percent


@pytest.mark.parametrize("fibre", [0, 1])
def test_the_store_has_lost_what_went_out_and_did_not_come_back_and_hardly_empties(fibre):
    trace = run()
    lost_uM = np.cumsum((trace.release_mM_s - trace.uptake_mM_s)[fibre, 1:])
    np.testing.assert_allclose(1500.0 * (1.0 - trace.store_percent[fibre, 1:] / 100.0), lost_uM, atol=1e-6)
    assert 96.0 < trace.store_percent[fibre].min() < 98.5


@pytest.mark.parametrize("fibre", [0, 1])
def test_force_goes_with_the_heads_that_are_attached(fibre):
    trace = run()
    above_rest = trace.attached_percent[fibre] - trace.attached_percent[fibre, 0]
    top = trace.force_percent[fibre].argmax()
    np.testing.assert_allclose(above_rest / above_rest[top],
                               trace.force_percent[fibre] / trace.force_percent[fibre, top], atol=1e-9)
