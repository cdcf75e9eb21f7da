"""The numbers and words that a MembraneTrace derives from its arrays, on traces made by hand."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from muscle_lib.models.nerve_signal.membrane import Membrane, MembraneTrace, REST_mV


def made(v_mV, dt_ms: float = 1.0, ionic=-1.0, stimulus=0.0, start_ms: float = 0.0,
         second_ms: float = math.nan, sodium=0.0) -> MembraneTrace:
    """A trace with a given voltage. The ionic current flows inward, unless said otherwise; the rest is empty."""
    v = np.asarray(v_mV, dtype=float)
    empty = np.zeros_like(v)
    return MembraneTrace(t_ms=np.arange(v.size) * dt_ms, v_mV=v, m=empty, h=empty, n=empty, g_Na_mS_cm2=empty,
                         g_K_mS_cm2=empty, sodium_uA_cm2=empty + sodium, potassium_uA_cm2=empty,
                         ionic_uA_cm2=empty + ionic, stimulus_uA_cm2=empty + stimulus, na_out_percent=100.0,
                         start_ms=start_ms, second_ms=second_ms)


def sine(size_mV: float, rate_Hz: float, dt_ms: float = 0.1, duration_ms: float = 1000.0,
         middle_mV: float = -40.0, impulses_at: tuple[int, ...] = (), **more) -> MembraneTrace:
    """A voltage that swings, with an impulse at some of its samples."""
    t_ms = np.arange(0.0, duration_ms, dt_ms)
    v_mV = middle_mV + size_mV / 2.0 * np.sin(2.0 * np.pi * rate_Hz * t_ms / 1000.0)
    for at in impulses_at:
        v_mV[at:at + 2] = REST_mV, 20.0
    return made(v_mV, dt_ms, **more)


# ---------------------------------------------------------------- impulses

def test_an_impulse_is_timed_between_two_samples() -> None:
    assert made([-65, -30, 10, -65]).impulse_times_ms.tolist() == [1.75]
    assert made([-65, -30, 10, -65], dt_ms=0.01).impulse_times_ms == pytest.approx([0.0175])


def test_a_voltage_of_exactly_0_is_counted_once() -> None:
    assert made([-65, 0, 0, 20, -65]).impulse_times_ms.tolist() == [1.0]
    assert made([-65, 0, -65]).impulses == 1


def test_going_down_or_starting_above_0_is_no_impulse() -> None:
    assert made([40, 20, -65]).impulses == 0
    assert made([-65, -1e-9, -65]).impulses == 0


def test_a_push_against_the_ionic_current_is_no_impulse() -> None:
    assert made([-65, 10, -65], ionic=+1.0).impulses == 0
    assert made([-65, 10, -65], ionic=0.0).impulses == 0
    # What counts is the current at the sample above 0.
    assert made([-65, 10, -65], ionic=np.array([1.0, -1.0, 1.0])).impulses == 1


def test_every_impulse_is_counted() -> None:
    assert made([-65, 20, -65, 20, -65, 20, -65]).impulse_times_ms == pytest.approx([65 / 85 + i for i in (0, 2, 4)])


# ---------------------------------------------------------------- heights

def test_peak_and_trough_look_only_at_what_follows_the_start() -> None:
    trace = made([50, -90, -65, 30, -80, -70], start_ms=2.0)
    assert trace.peak_mV == 30.0 and trace.trough_mV == -80.0


def test_the_sample_at_the_start_belongs_to_what_follows() -> None:
    trace = made([-65, 20, -65], start_ms=1.0)
    assert trace.peak_mV == 20.0 and trace.trough_mV == -65.0


def test_the_undershoot_is_looked_for_behind_the_peak() -> None:
    trace = made([-65, -90, 30, -75, -65])
    assert trace.trough_mV == -90.0 and trace.after_mV == -75.0


def test_a_voltage_that_rises_to_the_end_has_no_undershoot() -> None:
    assert made([-65, -60, -55]).after_mV == -55.0


# ---------------------------------------------------------------- times

def test_latency_counts_from_the_start() -> None:
    assert made([-65, -65, -65, -10, 10, -65], start_ms=2.0).latency_ms == pytest.approx(1.5)


def test_latency_is_nan_without_an_impulse_and_ignores_earlier_ones() -> None:
    assert math.isnan(made([-65, -60, -65]).latency_ms)
    assert math.isnan(made([-65, 20, -65, -65], start_ms=2.0).latency_ms)
    assert made([-65, 20, -65, -65, -20, 20], start_ms=2.0).latency_ms == pytest.approx(2.5)


def test_half_width_of_a_triangle() -> None:
    # From −65 up to 35 in 10 ms, and down again in 20: half of the height, −15 mV, is passed at 5 and at 20 ms.
    triangle = np.interp(np.arange(41.0), [0, 10, 30, 40], [-65, 35, -65, -65])
    assert made(triangle).half_width_ms == pytest.approx(15.0)
    assert made(triangle, dt_ms=0.01).half_width_ms == pytest.approx(0.15)


def test_half_width_is_that_of_the_first_impulse() -> None:
    t_ms = np.arange(101.0)
    two = np.interp(t_ms, [0, 10, 20, 40, 60, 70, 100], [-65, 15, -66, -66, 55, -66, -66])
    assert made(two).half_width_ms == pytest.approx(made(two[:40]).half_width_ms)


def test_half_width_is_nan_where_there_is_none() -> None:
    assert math.isnan(made([-65, -10, -65]).half_width_ms)  # no impulse
    assert math.isnan(made([-65, -65, 20, 30, 25]).half_width_ms)  # the run ends before it falls
    assert math.isnan(made([-10, 20, -65]).half_width_ms)  # the run begins above half of its height


def test_steepest_rise() -> None:
    assert made([-65, -55, 0, 20, -65], dt_ms=0.5).upstroke_V_s == pytest.approx(110.0)
    assert made([-65, -70, -75]).upstroke_V_s == 0.0


def test_steepest_rise_leaves_out_what_the_pulse_does() -> None:
    # The stimulus of a sample flows until the next one: here it lifts the voltage from −65 to 0.
    assert made([-65, 0, 10, -65], stimulus=np.array([100.0, 0.0, 0.0, 0.0])).upstroke_V_s == pytest.approx(10.0)


def test_steepest_rise_of_a_weak_impulse_is_not_that_of_the_pulse() -> None:
    """With little sodium the impulse rises more slowly than the pulse of 200 µA/cm² lifts the voltage."""
    assert Membrane(stimulus_nC_cm2=20.0, na_out_percent=20.0).run().upstroke_V_s < 125.0


def test_second_fired() -> None:
    v = [-65, 20, -65, -65, 20, -65]
    assert made(v, second_ms=3.0).second_fired
    assert not made(v, second_ms=4.0).second_fired
    assert not made(v).second_fired  # without a second pulse there is no second impulse


# ---------------------------------------------------------------- what goes on

def test_swing_looks_at_the_last_half() -> None:
    assert made([100, -100, 0, 3, 1, 2]).swing_mV == 2.0
    assert made([5, 5, 5, 5]).swing_mV == 0.0


@pytest.mark.parametrize("rate_Hz", [20.0, 52.3, 169.0])
def test_rate_of_a_sine(rate_Hz: float) -> None:
    assert sine(30.0, rate_Hz).rate_Hz == pytest.approx(rate_Hz, rel=1e-3)
    assert sine(30.0, rate_Hz, dt_ms=0.05).rate_Hz == pytest.approx(rate_Hz, rel=1e-3)


def test_what_the_voltage_is_in_the_last_half_and_at_the_end() -> None:
    trace = made([100, -100, 0, 3, 1, 2])
    assert trace.late_mV == 2.0 and trace.end_mV == 2.0
    assert sine(30.0, 100.0, middle_mV=-50.0).late_mV == pytest.approx(-50.0, abs=1e-9)


def test_an_impulse_after_a_downward_current_is_timed_from_its_end() -> None:
    pulled_down = np.array([-5.0, -5.0, 0.0, 0.0, 0.0, 0.0])
    v = [-65, -90, -90, -65, 65, -65]
    assert made(v, stimulus=pulled_down).rebound_ms == pytest.approx(2.5)
    assert math.isnan(made(v, stimulus=-5.0).rebound_ms)  # the current has not stopped
    assert math.isnan(made(v, stimulus=5.0).rebound_ms)
    assert math.isnan(made([-65] * 6, stimulus=pulled_down).rebound_ms)  # no impulse


def test_rate_knows_swings_that_do_not_reach_0() -> None:
    assert sine(5.0, 100.0, middle_mV=-50.0).rate_Hz == pytest.approx(100.0, rel=1e-3)


def test_rate_is_0_below_a_swing_of_1_mV_or_with_fewer_than_two_swings() -> None:
    assert sine(1.01, 100.0).rate_Hz > 0.0
    assert sine(0.99, 100.0).rate_Hz == 0.0
    assert sine(50.0, 3.0).rate_Hz == 0.0
    assert made([-65.0] * 100).rate_Hz == 0.0


# ---------------------------------------------------------------- in words

QUIET = [-65.0] * 4


def test_state_without_an_impulse() -> None:
    assert made(QUIET).state == "at rest"
    pulse = np.array([5.0, 0.0, 0.0, 0.0])
    assert made(QUIET, stimulus=pulse).state == "no impulse"


def test_state_with_one_and_with_several_impulses() -> None:
    pulse = np.zeros(20)
    pulse[1] = 5.0
    one = np.full(20, -65.0)
    one[3] = 20.0
    assert made(one, stimulus=pulse, start_ms=1.0).state == "one impulse"
    two = one.copy()
    two[6] = 20.0
    assert made(two, stimulus=pulse, start_ms=1.0).state == "several impulses"
    # With the steady current still on, several impulses early in the run are still several impulses at rest again.
    assert made(two, stimulus=5.0, start_ms=1.0).state == "several impulses"


def test_state_of_a_membrane_that_fires_by_itself() -> None:
    assert made([-65, 20, -65, -65]).state == "fires by itself"  # nothing stimulated it
    pulse = np.array([0.0, 0.0, 0.0, 5.0, 0.0])
    assert made([-65, 20, -65, -65, -65], stimulus=pulse, start_ms=3.0).state == "fires by itself"  # before the pulse


def test_state_under_a_steady_current() -> None:
    # One impulse, then a swing of 20 mV that does not reach 0, or of just less.
    def then_swinging(size_mV: float, middle_mV: float = -40.0) -> MembraneTrace:
        return sine(size_mV, 100.0, middle_mV=middle_mV, impulses_at=(1,), stimulus=80.0)
    assert then_swinging(20.1).state == "swinging"
    assert then_swinging(19.9).state == "held depolarised"
    assert then_swinging(0.0).state == "held depolarised"
    # Held less than 15 mV above rest, it has come back.
    assert then_swinging(0.0, middle_mV=-49.9).state == "held depolarised"
    assert then_swinging(0.0, middle_mV=-50.1).state == "one impulse"


def test_impulses_of_the_first_half_do_not_hide_what_goes_on() -> None:
    trace = sine(30.0, 100.0, impulses_at=(1, 2000), stimulus=80.0)
    assert trace.impulses == 2 and trace.state == "swinging"
    assert sine(30.0, 100.0, impulses_at=(1, 2000, 6000), stimulus=80.0).state == "several impulses"


def test_a_held_membrane_need_not_have_fired() -> None:
    assert sine(0.0, 100.0, stimulus=80.0).state == "held depolarised"
    assert sine(0.0, 100.0, middle_mV=-60.0, stimulus=2.0).state == "no impulse"


def test_impulses_in_the_last_half_are_firing() -> None:
    trace = sine(120.0, 50.0, middle_mV=-20.0, stimulus=10.0)
    assert trace.state == "several impulses"


def test_a_current_that_pulls_down_holds_nothing() -> None:
    assert sine(0.0, 100.0, middle_mV=-80.0, stimulus=-5.0).state == "no impulse"


@pytest.mark.parametrize("settings, state", [
    ({"stimulus_nC_cm2": 0.0}, "at rest"),
    ({"stimulus_nC_cm2": 5.0}, "no impulse"),
    ({}, "one impulse"),
    ({"current_uA_cm2": 10.0}, "several impulses"),
    ({"current_uA_cm2": 80.0, "duration_ms": 500.0}, "swinging"),
    ({"current_uA_cm2": 155.0, "duration_ms": 500.0}, "held depolarised"),
    ({"k_channels_percent": 50.0, "stimulus_nC_cm2": 0.0}, "fires by itself"),
])
def test_every_state_is_reached_by_the_model(settings: dict[str, float], state: str) -> None:
    assert Membrane(**settings).run().state == state


def test_times_of_the_two_pulses() -> None:
    assert math.isnan(Membrane().run().second_ms)
    trace = Membrane(second_nC_cm2=20.0, second_delay_ms=12.0).run()
    assert trace.start_ms == 5.0 and trace.second_ms == 17.0


def test_all_arrays_have_one_shape() -> None:
    trace = Membrane(duration_ms=30.0).run()
    shapes = {getattr(trace, field.name).shape for field in dataclasses.fields(trace)
              if isinstance(getattr(trace, field.name), np.ndarray)}
    assert shapes == {(3001,)}


# ---------------------------------------------------------------- what has crossed

def test_what_has_crossed_is_the_currents_charge_over_faradays_constant() -> None:
    """−96.485 µA/cm² for 1 ms is a picomole for each cm², inwards."""
    trace = made([-65] * 11, dt_ms=0.1, sodium=-96.485)
    assert trace.sodium_in_pmol_cm2[0] == 0.0 and trace.sodium_in_pmol_cm2[-1] == pytest.approx(1.0)
    assert trace.potassium_out_pmol_cm2[-1] == 0.0


def test_few_ions_cross_in_an_impulse_and_sodium_goes_first() -> None:
    """Some 15 pmol/cm² each way (1 pmol/cm² charges the membrane by 96 mV); half of the sodium is in before half of the
    potassium is out."""
    trace = Membrane().run()
    sodium, potassium = trace.sodium_in_pmol_cm2, trace.potassium_out_pmol_cm2
    assert sodium[-1] == pytest.approx(15.0, abs=0.5) and potassium[-1] == pytest.approx(16.4, abs=0.5)
    half = [int(np.argmax(crossed > crossed[-1] / 2.0)) for crossed in (sodium, potassium)]
    assert half[0] < half[1]
    rush = int(np.argmax(trace.t_ms >= trace.rush_ms))
    assert -trace.sodium_uA_cm2[rush] > 3.0 * trace.potassium_uA_cm2[rush]
