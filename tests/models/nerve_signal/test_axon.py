"""The unmyelinated axon: its check values, its tables, and what must hold at any setting."""

from __future__ import annotations

import functools
import json
import math
import os
import pickle
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from muscle_lib.models.nerve_signal import UnmyelinatedAxon, cable, velocity_curve
from muscle_lib.models.nerve_signal.axon import rate_table
from muscle_lib.models.nerve_signal.cable import TABLE_mV, relaxation, relaxed, solve_tridiagonal, table_place
from muscle_lib.models.nerve_signal.membrane import rates_per_ms
from muscle_lib.quantity import quantities
from tests.checks import Check, smallest

HH52 = "Hodgkin & Huxley 1952, doi 10.1113/jphysiol.1952.sp004764"
#: A preprint that was once seen proves these digits; it was not found again, so they count as our own.
FINER = "our own runs, with ever finer steps"
OURS = "our own earlier run of the same equations, at finer steps"


@functools.cache
def run(**settings):
    return UnmyelinatedAxon(**settings).run()


def first_failing_C():
    return smallest(lambda T: not run(temperature_C=T).conducts, 30.0, 35.0, within=0.1)


@functools.cache
def refractory_ms(temperature_C):
    """The shortest interval at which a strong second pulse sends a second impulse down the axon."""
    def works(delay_ms):
        return run(temperature_C=temperature_C, second_nC_cm2=6000.0,
                   second_delay_ms=delay_ms).transmitted == 2

    return smallest(works, 1.0, 8.0, within=0.02)


def earlier(id, what, expected, low, high, unit, measure):
    """A check against our own earlier run."""
    return Check(f"nerve_signal {id}", what, "regression", expected, low, high, unit, OURS, measure)


#: A quarter of the model's own steps, in time and along the axon.
FINE = {"dt_ms": 0.00125, "places": 600}


def finer(where, expected, low, high, measure):
    """A check against the velocity to which finer steps lead, for the equations and constants of 1952."""
    return Check(f"nerve_signal A-11 {where}", f"velocity in the same axon at {where}; here with steps of "
                 "0.00125 ms (at 6.3 °C 0.0025 ms) and 0.1 mm", "regression", expected, low, high, "m/s", FINER,
                 measure)


CHECKS = [
    Check("nerve_signal A-11", "velocity in a squid's giant axon, 476 µm, 18.5 °C, calculated by hand",
          "published", "18.8", 18.6, 19.0, "m/s", HH52, lambda: run().velocity_m_s,
          spread_told="none: a calculation"),
    finer("18.5 °C", "18.7319", 18.7219, 18.7419, lambda: run(**FINE).velocity_m_s),
    finer("6.3 °C", "12.3138", 12.3038, 12.3238, lambda: run(temperature_C=6.3, **FINE).velocity_m_s),
    earlier("A-11 fine", "the same with steps of 0.0025 ms and 0.2 mm", "18.73", 18.70, 18.76, "m/s",
            lambda: run(dt_ms=0.0025, places=300).velocity_m_s),
    earlier("A-12", "velocity of an axon four times as thick / velocity (cable theory: 2)", "2.000", 1.998,
            2.002, "", lambda: run(diameter_um=476.0).velocity_m_s / run(diameter_um=119.0).velocity_m_s),
    earlier("A-13", "temperature at which the axon stops conducting", "33.3", 33.0, 34.0, "°C",
            first_failing_C),
    earlier("A-14 cold", "propagated refractory period at 6.3 °C", "5.4", 5.4 * 0.96, 5.4 * 1.04, "ms",
            lambda: refractory_ms(6.3)),
    earlier("A-14 warm", "propagated refractory period at 18.5 °C", "1.87", 1.87 * 0.96, 1.87 * 1.04, "ms",
            lambda: refractory_ms(18.5)),
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_check_values(check):
    check.hold()


# The tables: our own earlier runs, at finer steps.

@pytest.mark.parametrize("diameter_um, m_s", [(119.0, 9.37), (238.0, 13.24), (476.0, 18.73), (952.0, 26.49)])
def test_velocity_against_diameter(diameter_um, m_s):
    assert run(diameter_um=diameter_um).velocity_m_s == pytest.approx(m_s, rel=0.003)


@pytest.mark.parametrize("temperature_C, m_s", [
    (6.3, 12.3), (10.0, 14.2), (15.0, 16.8), (18.5, 18.7), (20.0, 19.5), (25.0, 22.1), (30.0, 23.4),
    (32.0, 23.0), (33.0, 22.0)])
def test_velocity_against_temperature(temperature_C, m_s):
    assert run(temperature_C=temperature_C).velocity_m_s == pytest.approx(m_s, rel=0.01)


@pytest.mark.parametrize("temperature_C, peak_mV", [
    (6.3, 38.0), (18.5, 25.6), (25.0, 12.2), (30.0, -3.1), (33.0, -17.0)])
def test_the_travelling_peak_falls_with_warmth(temperature_C, peak_mV):
    assert run(temperature_C=temperature_C).peak_mV == pytest.approx(peak_mV, abs=0.3)


@pytest.mark.parametrize("temperature_C, fails, works", [(6.3, 22.0, 23.0), (18.5, 38.0, 39.0)])
def test_sodium_channels_needed(temperature_C, fails, works):
    assert not run(temperature_C=temperature_C, na_channels_percent=fails).conducts
    assert run(temperature_C=temperature_C, na_channels_percent=works).conducts


@pytest.mark.parametrize("percent, part", [(75.0, 0.90), (50.0, 0.73)])
def test_fewer_sodium_channels_slow_the_impulse(percent, part):
    fewer = run(na_channels_percent=percent).velocity_m_s
    assert fewer / run().velocity_m_s == pytest.approx(part, abs=0.006)


@pytest.mark.parametrize("temperature_C, second_m_s, first_m_s", [(6.3, 8.25, 12.3), (18.5, 14.8, 18.7)])
def test_the_second_impulse_is_slower_in_the_relative_refractory_period(temperature_C, second_m_s, first_m_s):
    trace = run(temperature_C=temperature_C, second_nC_cm2=6000.0,
                second_delay_ms=1.1 * refractory_ms(temperature_C))
    assert trace.velocity_m_s == pytest.approx(first_m_s, rel=0.01)
    assert trace.second_velocity_m_s == pytest.approx(second_m_s, rel=0.02)
    # It catches up: the further behind the first it has fallen, the faster it runs.
    assert trace.velocity_between(0.1, 0.3, impulse=1) < 0.9 * trace.velocity_between(0.5, 0.8, impulse=1)


@pytest.mark.parametrize("Ri_ohm_cm, m_s", [(35.4, 0.86), (100.0, 0.51)])
def test_c_fibre(Ri_ohm_cm, m_s):
    trace = run(diameter_um=1.0, Ri_ohm_cm=Ri_ohm_cm)
    assert trace.velocity_m_s == pytest.approx(m_s, abs=0.005)
    assert trace.delay_ms(1.0) == pytest.approx(1000.0 / trace.velocity_m_s)


# What must hold.

def test_velocity_does_not_depend_on_where_it_is_measured():
    assert run().velocity_between(0.3, 0.6) == pytest.approx(run().velocity_between(0.5, 0.8), rel=0.005)
    weak, strong = run(stimulus_nC_cm2=300.0).velocity_m_s, run(stimulus_nC_cm2=6000.0).velocity_m_s
    assert weak == pytest.approx(strong, rel=0.005)


def test_velocity_scales_with_the_root_of_the_diameter_on_a_grid_that_does_not_scale():
    # Half the places on half the length constant: the same 0.4 mm between places as in the thick axon.
    thin = run(diameter_um=119.0, places=75)
    assert thin.velocity_m_s * 2.0 == pytest.approx(run().velocity_m_s, rel=0.005)


def test_two_impulses_meet_and_both_end():
    trace = run(far_nC_cm2=1200.0)
    assert trace.state == "two impulses met"
    assert (trace.impulses_at == 1).all()
    assert trace.meeting_mm == pytest.approx(trace.x_mm.mean(), abs=0.5)
    assert trace.transmitted == 0 and math.isnan(trace.delay_ms(0.9))
    assert trace.velocity_m_s == pytest.approx(run().velocity_m_s, rel=0.005)
    assert trace.v_mV[-1].max() < -60.0


def test_an_impulse_runs_backwards_just_as_well():
    backwards = run(stimulus_nC_cm2=0.0, far_nC_cm2=1200.0)
    assert backwards.state == "conducts backwards" and backwards.fraction_transmitted == 0.0
    assert backwards.velocity_m_s == pytest.approx(run().velocity_m_s, rel=1e-3)


def test_a_second_impulse_may_follow_after_two_have_met():
    trace = run(far_nC_cm2=1200.0, second_nC_cm2=6000.0, second_delay_ms=6.0)
    assert trace.state == "two impulses met" and trace.transmitted == 1


@pytest.mark.parametrize("settings, state, fraction", [
    ({}, "conducts", 1.0),
    ({"stimulus_nC_cm2": 0.0}, "at rest", 0.0),
    ({"stimulus_nC_cm2": 40.0}, "no impulse", 0.0),
    ({"stimulus_nC_cm2": 40.0, "far_nC_cm2": 1200.0}, "conducts backwards", 0.0),
    ({"far_nC_cm2": 40.0}, "conducts", 1.0),
    ({"stimulus_nC_cm2": 40.0, "far_nC_cm2": 1200.0, "second_nC_cm2": 6000.0, "second_delay_ms": 12.0},
     "conducts backwards", 0.5),
    ({"far_nC_cm2": 1200.0, "na_channels_percent": 36.0}, "no impulse", 0.0),
    ({"na_channels_percent": 0.0}, "no impulse", 0.0),
    ({"na_channels_percent": 38.0}, "dies out", 0.0),
    ({"temperature_C": 35.0}, "no impulse", 0.0),
    ({"second_nC_cm2": 6000.0, "second_delay_ms": 1.5}, "second impulse fails", 0.5),
    ({"second_nC_cm2": 6000.0, "second_delay_ms": 3.0}, "conducts", 1.0),
])
def test_states(settings, state, fraction):
    assert run(**settings).state == state
    assert run(**settings).fraction_transmitted == fraction


@pytest.mark.parametrize("temperature_C", [6.3, 18.5, 35.0])
def test_without_a_stimulus_rest_stays(temperature_C):
    model = UnmyelinatedAxon(stimulus_nC_cm2=0.0, temperature_C=temperature_C)
    trace = model._integrate(quiet_mV=-math.inf)
    assert trace.t_ms[-1] > 40.0
    assert np.abs(trace.v_mV + 65.0).max() < 0.05
    assert not trace.impulses_at.any() and trace.reached_mm == 0.0


def test_without_sodium_channels_only_the_electrode_is_seen():
    trace = run(na_channels_percent=0.0)
    assert not trace.impulses_at[trace.x_mm > 6.0].any()
    assert math.isnan(trace.velocity_m_s)


def test_voltages_stay_between_the_equilibrium_potentials_away_from_the_electrode():
    for settings in ({}, {"temperature_C": 0.0}, {"temperature_C": 30.0}, {"na_channels_percent": 50.0}):
        trace = run(**settings)
        away = trace.v_mV[:, trace.x_mm > 6.0]
        assert away.min() >= -77.0 and away.max() <= 50.0


def test_fewer_sodium_channels_never_help():
    for temperature_C in (6.3, 18.5, 30.0):
        fast = [run(temperature_C=temperature_C, na_channels_percent=p).velocity_m_s
                for p in (30, 45, 60, 80, 100)]
        fast = np.nan_to_num(fast, nan=0.0)
        assert (np.diff(fast) >= 0.0).all()


SETTINGS = [{}, {"temperature_C": 0.0}, {"temperature_C": 10.0}, {"temperature_C": 25.0},
            {"temperature_C": 33.0},
            {"na_channels_percent": 50.0}, {"diameter_um": 1.0}]


@pytest.mark.parametrize("finer", [{"dt_ms": 0.0025}, {"places": 300}], ids=["half dt", "half dx"])
@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_halving_a_step_changes_little(settings, finer):
    coarse, fine = run(**settings), run(**settings, **finer)
    assert coarse.velocity_m_s == pytest.approx(fine.velocity_m_s, rel=0.01)
    # In per cent of the impulse's height over rest.
    assert coarse.peak_mV + 65.0 == pytest.approx(fine.peak_mV + 65.0, rel=0.01)
    assert coarse.transmitted == fine.transmitted


def random_axon(seed):
    chance = random.Random(seed)
    settings = {"temperature_C": chance.uniform(0.0, 35.0),
                "na_channels_percent": chance.uniform(20.0, 100.0),
                "stimulus_nC_cm2": chance.choice((0.0, 90.0, 1200.0)),
                "far_nC_cm2": chance.choice((0.0, 0.0, 150.0, 1200.0)),
                "second_nC_cm2": chance.choice((0.0, 300.0, 6000.0)),
                "second_delay_ms": chance.uniform(0.5, 12.0)}
    return UnmyelinatedAxon(**settings)


def membrane_corners():
    """Every electrical constant at either end of its range, and all at the excitable end together."""
    excitable = {"g_Na_mS_cm2": 1, "g_K_mS_cm2": 0, "g_L_mS_cm2": 1, "E_Na_mV": 1, "E_K_mV": 1, "E_L_mV": 1,
                 "C_uF_cm2": 0}
    ends = {name: (q.low, q.high) for name, q in quantities(UnmyelinatedAxon).items() if name in excitable}
    singles = [{name: end} for name, both in ends.items() for end in both]
    return [*singles, {name: ends[name][side] for name, side in excitable.items()}]


@pytest.mark.parametrize("constants", membrane_corners(), ids=str)
def test_no_membrane_in_range_fires_by_itself(constants):
    trace = UnmyelinatedAxon(stimulus_nC_cm2=0.0, **constants)._integrate(quiet_mV=-math.inf)
    assert not trace.impulses_at.any()
    full = UnmyelinatedAxon(**constants)._integrate(quiet_mV=-math.inf)
    np.testing.assert_array_equal(run(**constants).impulses_at, full.impulses_at)


@pytest.mark.parametrize("seed", range(12))
def test_ending_early_changes_no_number(seed):
    model = random_axon(seed)
    early, full = model.run(), model._integrate(quiet_mV=-math.inf)
    np.testing.assert_array_equal(early.arrivals_ms, full.arrivals_ms)
    np.testing.assert_array_equal(early.impulses_at, full.impulses_at)
    # Where no impulse came the voltage may still creep up.
    np.testing.assert_allclose(early.peaks_mV, full.peaks_mV, atol=0.1)
    assert early.state == full.state
    np.testing.assert_array_equal(early.v_mV, full.v_mV[:len(early.v_mV)])
    # No picture is empty, and none longer than it must be.
    assert 40 < len(early.t_ms) <= len(full.t_ms)


def test_the_trace_is_fit_for_a_movie():
    trace = run()
    assert trace.v_mV.shape == (len(trace.t_ms), len(trace.x_mm)) == (102, 150)
    assert np.diff(trace.t_ms) == pytest.approx(0.04)
    assert trace.x_mm[-1] == pytest.approx(60.2, abs=0.3)
    # The arrival times of the whole run agree with the pictures.
    place = 75
    picture = np.flatnonzero(trace.v_mV[:, place] >= -20.0)[0]
    assert trace.t_ms[picture - 1] <= trace.arrivals_ms[0, place] <= trace.t_ms[picture]


def test_every_parameter_changes_what_is_seen():
    base = {"second_nC_cm2": 6000.0, "second_delay_ms": 2.5}
    for name, record in quantities(UnmyelinatedAxon).items():
        one, others = run(**base), (run(**{**base, name: end}) for end in (record.low, record.high))
        assert any(one.v_mV.shape != other.v_mV.shape or not (
            np.allclose(one.v_mV, other.v_mV, atol=1e-3) and np.allclose(one.x_mm, other.x_mm))
            for other in others), f"{name} changes nothing"


def test_velocity_curve_alone_and_with_an_executor():
    values = [119.0, 476.0, 952.0]
    alone = velocity_curve(UnmyelinatedAxon(), "diameter_um", values)
    with ThreadPoolExecutor(2) as executor:
        together = velocity_curve(UnmyelinatedAxon(), "diameter_um", values, executor)
    np.testing.assert_array_equal(alone, together)
    assert alone == pytest.approx([9.35, 18.70, 26.45], rel=0.002)
    assert np.isnan(velocity_curve(UnmyelinatedAxon(), "temperature_C", [35.0])).all()
    # Other processes and other computers need the model to travel.
    assert pickle.loads(pickle.dumps(UnmyelinatedAxon(diameter_um=3.0))) == UnmyelinatedAxon(diameter_um=3.0)
    with pytest.raises(ValueError, match="diameter_um"):
        velocity_curve(UnmyelinatedAxon(), "diameter_um", [0.0])


# The parts.

def test_the_table_reproduces_the_gates():
    dt_ms, v_mV = 0.02, np.random.default_rng(1).uniform(-120.0, 120.0, 300)
    table = relaxation(*rate_table()[:2], dt_ms)
    index, part = table_place(v_mV)
    gate = relaxed(np.full(300, 0.3), table[0], table[1], index, part)
    for v, got in zip(v_mV, gate, strict=True):
        alpha, beta = rates_per_ms(v)[:2]
        end = alpha / (alpha + beta)
        assert got == pytest.approx(end + (0.3 - end) * math.exp(-dt_ms * (alpha + beta)), abs=1e-5)


def test_the_table_has_ends():
    index, part = table_place(np.array([-1e6, TABLE_mV[0], TABLE_mV[-1], 1e6]))
    assert index.min() >= 0 and index.max() <= len(TABLE_mV) - 2
    assert part.min() >= 0.0 and part.max() <= 1.0


@pytest.mark.parametrize("solve", [solve_tridiagonal, cable._thomas, cable._lapack])
def test_the_solver_solves(solve):
    rng = np.random.default_rng(2)
    coupling = rng.uniform(0.5, 2.0, 29)
    diagonal = rng.uniform(5.0, 9.0, 30)
    right = rng.normal(size=30)
    matrix = np.diag(diagonal) - np.diag(coupling, 1) - np.diag(coupling, -1)
    wanted = np.linalg.solve(matrix, right)
    solve(diagonal, coupling, right)
    np.testing.assert_allclose(right, wanted, rtol=1e-12)


PLAIN = """
import json
from muscle_lib.compiled import is_compiled
from muscle_lib.models.nerve_signal import MyelinatedAxon, UnmyelinatedAxon
assert not is_compiled()
models = (UnmyelinatedAxon(places=50, dt_ms=0.01), MyelinatedAxon(myelin_percent=5.0, exposed_k_mS_cm2=2.0))
print(json.dumps([m.run().arrivals_ms[0].tolist() + m.run().peaks_mV.tolist() for m in models]))
"""


@pytest.mark.kernel
def test_compiled_and_plain_paths_agree():
    from muscle_lib.models.nerve_signal import MyelinatedAxon

    out = subprocess.run([sys.executable, "-c", PLAIN], env={**os.environ, "MUSCLE_LAB_PLAIN": "1"},
                         check=True, capture_output=True, text=True).stdout
    models = (UnmyelinatedAxon(places=50, dt_ms=0.01),
              MyelinatedAxon(myelin_percent=5.0, exposed_k_mS_cm2=2.0))
    for plain, model in zip(json.loads(out), models, strict=True):
        trace = model.run()
        np.testing.assert_allclose(plain, np.concatenate((trace.arrivals_ms[0], trace.peaks_mV)), rtol=1e-8)


def test_a_model_is_not_changed_by_running():
    model = UnmyelinatedAxon()
    np.testing.assert_array_equal(model.run().v_mV, replace(model).run().v_mV)
    assert UnmyelinatedAxon.leaves_out and "Ri_ohm_cm" in UnmyelinatedAxon.__doc__
