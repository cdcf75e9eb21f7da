"""The resting fibre and its threshold: its check values, and what must be true of it at any setting."""

from __future__ import annotations

import functools
import math

import numpy as np
import pytest

from muscle_lib.models.electrolytes import Excitability
from muscle_lib.models.electrolytes.excitability import CURVE_K_mM
from muscle_lib.models.electrolytes.excitability_trace import LIMIT_uA_cm2
from muscle_lib.models.electrolytes.fibre_currents import currents_uA_cm2, settled_gates
from muscle_lib.models.electrolytes.fibre_rest import (
    critical_K_mM,
    imbalance_uA_cm2,
    ready_sodium,
    rest_of,
    stable_states_mV,
    steady_current_uA_cm2,
    surface_mV,
)
from muscle_lib.models.electrolytes.fibre_solver import gates_after, integrate, threshold_uA_cm2
from muscle_lib.preset import all_presets
from tests.checks import Check
from tests.models.electrolytes.fibres import CHOSEN, JURKAT_ROTT, OUR_RUN, current, excited, fibre, threshold, trains

#: Threshold in µA/cm² against potassium in mM.
THRESHOLDS = {2.0: "344", 2.5: "306", 3.0: "266", 3.5: "230", 4.0: "197", 4.5: "166", 5.0: "138", 5.5: "111", 6.0: "87",
              6.5: "70"}


def check(id: str, what: str, expected: str, within: float, unit: str, measure, kind: str = "regression") -> Check:
    middle = float(expected)
    source = CHOSEN if kind == "fitted" else OUR_RUN
    return Check(f"electrolytes {id}", what, kind, expected, middle - within, middle + within, unit, source, measure)


def fitted(id: str, what: str, expected: str, within: float, unit: str, measure) -> Check:
    """The conductances were chosen with an eye on this number."""
    return check(id, what, expected, within, unit, measure, "fitted")


def easiest_K_mM() -> float:
    levels = np.arange(5.0, 8.01, 0.5).tolist()
    return min(levels, key=lambda K: threshold(K_out_mM=K))


def answered(K_mM: float) -> int:
    return len(trains(fibre(K_out_mM=K_mM), (10.0,), 0.5))


def first_failing_K_mM() -> float:
    return next(K for K in np.arange(5.0, 10.01, 0.5).tolist() if answered(K) < 25)


def spontaneous() -> float:
    """Action potentials without any stimulus in 1.5 s, added up over calcium from 0.5 to 2.5 mM."""
    total = 0
    for calcium in (0.5, 0.6, 0.8, 1.0, 1.2, 1.5, 2.0, 2.5):
        there = fibre(Ca_out_mM=calcium)
        total += len(integrate(there, rest_of(there), np.empty(0), 0.5, 0.0, 0.01, 150_000, 150_000, False)[1])
    return float(total)


def conductance_mS_cm2(**settings: float) -> float:
    v_mV = current(fibre(**settings), -1.0, 400.0)
    return 1.0 / (v_mV[0] - v_mV[-1])


CHECKS = (
    *(check("B-1", f"threshold at {K:g} mM potassium", expected, 0.03 * float(expected), "µA/cm²",
            functools.partial(threshold, K_out_mM=K)) for K, expected in THRESHOLDS.items()),
    check("B-2", "potassium at which the fibre is easiest to excite", "6.5", 0.5, "mM", easiest_K_mM),
    check("B-3", "potassium at which a train at 50 Hz first fails", "7.5", 0.5, "mM", first_failing_K_mM),
    check("B-9", "action potentials without a stimulus, calcium 0.5 to 2.5 mM", "0", 0.0, "", spontaneous),
    fitted("C-1", "rest of the surface", "-90.66", 0.02, "mV", lambda: rest_of(fibre()).v_S_mV),
    fitted("C-1", "rest of the tubule", "-90.63", 0.02, "mV", lambda: rest_of(fibre()).v_T_mV),
    fitted("C-1", "current of the pump", "1.406", 0.005, "µA/cm²", lambda: rest_of(fibre()).pump_uA_cm2),
    *(fitted("C-2", f"peak of the action potential, pulse of {pulse} µA/cm²", peak, 1.0, "mV",
             functools.partial(lambda pulse: excited(stimulus_uA_cm2=pulse, dt_ms=0.01).peak_mV, float(pulse)))
      for pulse, peak in ((250, "48.2"), (300, "47.9"), (400, "47.7"))),
    *(fitted("C-2", f"half-width, pulse of {pulse} µA/cm²", width, 0.03, "ms",
             functools.partial(lambda pulse: excited(stimulus_uA_cm2=pulse, dt_ms=0.01).half_width_ms, float(pulse)))
      for pulse, width in ((250, "0.652"), (300, "0.673"), (400, "0.684"))),
    *(fitted("C-2", f"potassium added to the tubule, pulse of {pulse} µA/cm²", step, 0.02, "mM",
             functools.partial(lambda pulse: excited(stimulus_uA_cm2=pulse, dt_ms=0.01).K_step_mM, float(pulse)))
      for pulse, step in ((250, "0.598"), (300, "0.588"), (400, "0.581"))),
    Check("electrolytes C-3", "chloride's share of the resting conductance", "fitted", "0.74", 0.70, 0.78, "", CHOSEN,
          lambda: 1.0 - conductance_mS_cm2(chloride_percent=0.0) / conductance_mS_cm2()),
    fitted("C-9", "normal resting state at 4 mM", "-90.6", 0.3, "mV", lambda: stable_states_mV(fibre())[0]),
    fitted("C-9", "second resting state at 4 mM", "-58.5", 0.3, "mV", lambda: stable_states_mV(fibre())[1]),
    fitted("C-9", "potassium below which the normal rest is lost", "1.58", 0.05, "mM", lambda: critical_K_mM(fibre())),
    *(check("C-10", f"the same with a leak of {leak} mS/cm²", expected, 0.05, "mM",
            functools.partial(lambda leak: critical_K_mM(fibre(pore_mS_cm2=leak)), leak))
      for leak, expected in ((0.002, "1.87"), (0.004, "2.17"), (0.006, "2.50"), (0.008, "2.91"), (0.009, "3.19"))),
    # It is the number of C-9 again, on which the conductances were chosen.
    Check("electrolytes C-13", "second resting state at 4 mM, beside that of real fibres below 1 mM", "fitted", "-60",
          -66.0, -54.0, "mV", f"{CHOSEN}; {JURKAT_ROTT}", lambda: stable_states_mV(fibre())[1]),
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_check_value(check: Check) -> None:
    check.hold()


# ---------------------------------------------------------------- tables of our earlier run

def test_rest_and_ready_sodium_channels_against_potassium():
    rests = {2: -103.0, 2.5: -99.8, 3: -96.5, 3.5: -93.5, 4: -90.7, 4.5: -88.0, 5: -85.5, 5.5: -82.9, 6: -80.3,
             7: -74.5, 8: -70.4, 10: -65.6, 1.5: -56.9}
    assert {K: rest_of(fibre(K_out_mM=K)).v_S_mV for K in rests} == pytest.approx(rests, abs=0.1)
    ready = {2: 97, 2.5: 95, 3: 91, 3.5: 86, 4: 78, 4.5: 68, 5: 57, 5.5: 44, 6: 31, 6.5: 18, 7: 10, 7.5: 5, 8: 3,
             9: 1.5}
    found = {K: 100.0 * ready_sodium(fibre(K_out_mM=K), rest_of(fibre(K_out_mM=K)).v_S_mV) for K in ready}
    assert found == pytest.approx(ready, abs=0.6)
    assert excited().ready_sodium_percent == found[4]


def test_how_many_pulses_of_a_train_are_answered():
    counts = {1.5: 0, 2.0: 25, 4.0: 25, 7.0: 25, 7.5: 5, 8.0: 0, 9.0: 0}
    assert {K: answered(K) for K in counts} == counts


def test_a_fibre_can_rest_at_two_voltages():
    for K_mM, states in ((2.0, (-103.0, -56.8)), (3.0, (-96.5, -57.1)), (4.0, (-90.6, -58.5)), (5.0, (-85.4,)),
                         (6.0, (-80.2,))):
        assert stable_states_mV(fibre(K_out_mM=K_mM)) == pytest.approx(states, abs=0.15)


def test_the_leak_through_gating_pores_loses_the_normal_rest():
    assert excited(pore_mS_cm2=0.008).rest_mV == pytest.approx(-85.6, abs=0.1)
    assert threshold(pore_mS_cm2=0.008) == pytest.approx(128.0, rel=0.03)
    assert rest_of(fibre(pore_mS_cm2=0.008, K_out_mM=3.0)).v_S_mV == pytest.approx(-88.1, abs=0.1)
    assert excited(pore_mS_cm2=0.008, K_out_mM=2.5).lost_rest


# ---------------------------------------------------------------- what must be true

@pytest.mark.parametrize("preset", all_presets(Excitability).values(), ids=lambda preset: preset.name)
def test_at_rest_all_currents_cancel_and_chloride_and_potassium_are_in_balance(preset):
    there = fibre(**{name: getattr(preset.model, name) for name in (
        "K_out_mM", "Ca_out_mM", "Mg_out_mM", "Na_out_mM", "chloride_percent", "pore_mS_cm2")})
    rest = rest_of(there)
    assert imbalance_uA_cm2(there, rest.v_T_mV) == pytest.approx(0.0, abs=1e-9)
    assert surface_mV(there, rest.v_T_mV) == rest.v_S_mV
    gates = settled_gates(rest.v_T_mV + there.shift_mV)
    flow = currents_uA_cm2(there, True, rest.v_T_mV, *gates, there.K_out_mM, rest.v_T_mV)
    assert flow.cl == 0.0
    assert flow.k + flow.kir - rest.pump_uA_cm2 == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("settings", [
    {}, {"K_out_mM": 2.0}, {"K_out_mM": 8.0}, {"Ca_out_mM": 0.4}, {"chloride_percent": 0.0},
    {"persistent_na_percent": 1.5}, {"pore_mS_cm2": 0.008, "K_out_mM": 2.5}], ids=str)
def test_without_a_stimulus_nothing_changes(settings):
    there = fibre(**settings)
    kept, aps = integrate(there, rest_of(there), np.empty(0), 0.5, 0.0, 0.01, 100_000, 1000, False)
    assert len(aps) == 0
    assert np.abs(kept - kept[0]).max() < 1e-6


def test_the_chloride_that_works_does_not_move_the_rest():
    rests = {rest_of(fibre(chloride_percent=c)).v_S_mV for c in (0.0, 10.0, 50.0, 100.0)}
    assert len(rests) == 1


def test_the_threshold_falls_with_potassium_and_then_rises():
    low = [threshold(K_out_mM=K) for K in (2.0, 3.0, 4.0, 5.0, 6.0)]
    assert (np.diff(low) < 0.0).all()
    assert threshold(K_out_mM=7.5) > threshold(K_out_mM=4.0)


def test_calcium_raises_the_threshold_and_magnesium_does_a_little():
    assert (np.diff([threshold(Ca_out_mM=Ca) for Ca in (0.5, 0.8, 1.2, 1.5, 2.5)]) > 0.0).all()
    assert threshold(Mg_out_mM=0.2) < threshold() < threshold(Mg_out_mM=5.0)
    assert threshold(Mg_out_mM=0.2) > threshold(Ca_out_mM=0.8)


def test_in_dangerous_hyperkalaemia_calcium_brings_the_channels_back():
    assert threshold(K_out_mM=8.0) > 500.0 > threshold(K_out_mM=8.0, Ca_out_mM=2.0)
    assert excited(K_out_mM=8.0, Ca_out_mM=2.0).ready_sodium_percent > 5.0 * excited(K_out_mM=8.0).ready_sodium_percent
    # And not by way of the resting potential.
    assert excited(K_out_mM=8.0, Ca_out_mM=2.0).rest_mV == pytest.approx(excited(K_out_mM=8.0).rest_mV, abs=3.0)


def test_the_threshold_is_all_or_none():
    weakest = threshold()
    below, above = excited(stimulus_uA_cm2=weakest - 0.5), excited(stimulus_uA_cm2=weakest + 0.5)
    assert not below.fires and above.fires
    assert below.peak_mV < -60.0 < 30.0 < above.peak_mV


def test_the_limit_lies_below_what_pushes_a_dead_fibre_through_zero():
    dead = fibre()._replace(sodium=0.0)
    assert threshold_uA_cm2(dead, rest_of(dead), 0.005) > 1.5 * LIMIT_uA_cm2


def test_beyond_the_limit_there_is_no_threshold_only_a_local_response():
    dead = excited(K_out_mM=8.0)
    assert dead.weakest_uA_cm2 > LIMIT_uA_cm2 and math.isnan(dead.threshold_uA_cm2) and not dead.excitable
    assert excited().threshold_uA_cm2 == excited().weakest_uA_cm2 == threshold()


def test_a_threshold_that_does_not_exist_is_none():
    clamped = fibre()._replace(sodium=0.0, chloride=200.0)
    assert math.isnan(threshold_uA_cm2(clamped, rest_of(clamped), 0.005))


def test_the_quick_curve_agrees_with_the_threshold():
    trace = excited()
    for K in (2.0, 4.0, 6.0, 7.0):
        place = int(np.flatnonzero(trace.firing_K_mM == K)[0])
        assert trace.firing_threshold_uA_cm2[place] == pytest.approx(threshold(K_out_mM=K), rel=0.025)
    assert trace.curve_rest_mV[CURVE_K_mM == 4.0][0] == trace.rest_mV
    assert trace.firing_K_mM.min() == 2.0 and trace.firing_K_mM.max() == 7.5
    assert 15.0 < trace.threshold_gap_mV < 25.0


@pytest.mark.parametrize("settings", [{}, {"K_out_mM": 6.0}, {"Ca_out_mM": 0.8}, {"K_out_mM": 2.5}], ids=str)
def test_halving_the_step_changes_little(settings):
    assert threshold(**settings) == pytest.approx(threshold(dt_ms=0.0025, **settings), rel=0.01)
    coarse, fine = excited(**settings), excited(dt_ms=0.0025, **settings)
    assert coarse.peak_mV == pytest.approx(fine.peak_mV, abs=1.0)
    assert coarse.fires == fine.fires


def test_gates_relax_to_where_they_settle_and_stay_between_shut_and_open():
    for v_mV in (-120.0, -90.0, -46.0, -40.0, 0.0, 50.0):
        settled = settled_gates(v_mV)
        assert all(0.0 <= gate <= 1.0 for gate in settled)
        moved = gates_after(v_mV, 0.01, *settled)
        assert moved == pytest.approx(settled, abs=1e-12)
        gates = settled_gates(-90.0)
        for _ in range(300):
            gates = gates_after(v_mV, 1.0, *gates)
        assert gates[:3] == pytest.approx(settled[:3], abs=1e-6)


def test_the_steady_current_rises_through_zero_at_each_stable_state():
    states = stable_states_mV(fibre())
    for state in states:
        below, above = steady_current_uA_cm2(fibre(), np.array([state - 0.5, state + 0.5]))
        assert below < 0.0 < above


def test_compiled_and_plain_code_agree():
    """The outer loop only; a process with the whole plain path is run in the train's tests."""
    there = fibre()
    rest = rest_of(there)
    fast = integrate(there, rest, np.array([1.0]), 0.5, 250.0, 0.01, 600, 1, False)
    plain = integrate.py_func(there, rest, np.array([1.0]), 0.5, 250.0, 0.01, 600, 1, False)
    np.testing.assert_allclose(fast[0], plain[0], rtol=1e-9)
    np.testing.assert_allclose(fast[1], plain[1], rtol=1e-9)
