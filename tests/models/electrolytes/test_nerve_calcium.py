"""A nerve at low calcium: the thresholds, the firing that nobody asked for, and the junction beside it."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muscle_lib.models.electrolytes import NerveAtLowCalcium, NerveCalciumTrace
from muscle_lib.models.electrolytes.nerve_calcium import NORMAL_LINE
from muscle_lib.models.electrolytes.surface_charge import SHIFT_PER_E_FOLD_mV, gate_shift_mV
from muscle_lib.models.nerve_signal import Junction
from muscle_lib.models.nerve_signal.membrane import Membrane, integrate
from muscle_lib.models.nerve_signal.membrane_trace import REST_mV
from tests.checks import Check

OWN = "own earlier run"
FRANKENHAEUSER = "Frankenhaeuser & Hodgkin 1957, doi 10.1113/jphysiol.1957.sp005808"

#: Ionised calcium → threshold in nC/cm², at 4 mM of potassium.
ROW = {0.55: 2.99, 0.6: 3.36, 0.7: 4.05, 0.8: 4.66, 0.9: 5.20, 1.0: 5.68, 1.1: 6.12, 1.2: 6.51, 1.5: 7.52, 2.0: 8.83,
       2.5: 9.85}
#: Potassium → threshold at 0.6, 0.8, 1.0, 1.2, 1.5 and 2.0 mM of calcium; negative: it fires at so many Hz.
MAP = {3.0: (6.07, 7.10, 7.91, 8.58, 9.41, 10.51), 4.5: (-50, 3.34, 4.47, 5.40, 6.52, 7.96),
       5.0: (-57, -50, 3.19, 4.21, 5.46, 7.04), 5.5: (-63, -57, -47, 2.95, 4.32, 6.06)}


@cache
def run(**changed: float) -> NerveCalciumTrace:
    return NerveAtLowCalcium(**changed).run()


def row_gap_percent() -> float:
    return max(100.0 * abs(NerveAtLowCalcium(Ca_out_mM=ca).threshold_nC_cm2() / wanted - 1.0)
               for ca, wanted in ROW.items())


def check(number: str, what: str, kind: str, expected: str, low: float, high: float, unit: str, source: str, measure):
    return Check(id=f"electrolytes B-{number}", what=what, kind=kind, expected=expected, low=low, high=high, unit=unit,
                 source=source, measure=measure)


CHECKS = [
    check("6", "a fivefold fall of calcium, without magnesium, acts like a depolarisation of (squid: 10–15 mV)",
          "fitted", "14.5", 10.0, 15.0, "mV", FRANKENHAEUSER + "; the strength was chosen within this range",
          lambda: SHIFT_PER_E_FOLD_mV * math.log(5.0)),
    check("7", "nerve's threshold at 0.55 to 2.5 mM of calcium: largest deviation from the table", "regression", "0",
          0.0, 2.0, "%", OWN, row_gap_percent),
    check("8a", "the nerve fires by itself at 0.5 mM of calcium", "regression", "50", 45.0, 55.0, "Hz", OWN,
          lambda: run(Ca_out_mM=0.5).spontaneous_Hz),
    check("8b", "and not at 0.55 mM", "regression", "0", 0.0, 0.0, "Hz", OWN,
          lambda: run(Ca_out_mM=0.55).spontaneous_Hz),
]


@pytest.mark.parametrize("item", CHECKS, ids=lambda item: item.name)
def test_check(item):
    item.hold()


@pytest.mark.parametrize("potassium", MAP)
def test_potassium_and_calcium_together(potassium):
    for ca, wanted in zip((0.6, 0.8, 1.0, 1.2, 1.5, 2.0), MAP[potassium], strict=True):
        trace = run(K_out_mM=potassium, Ca_out_mM=ca)
        if wanted < 0.0:
            assert trace.state == "tetany"
            assert trace.spontaneous_Hz == pytest.approx(-wanted, abs=4.0)
            assert math.isnan(trace.threshold_nC_cm2)
        else:
            assert trace.threshold_nC_cm2 == pytest.approx(wanted, rel=0.02)


def test_warm_it_needs_more():
    for ca, wanted in ((1.2, 7.42), (0.8, 5.73), (0.4, 2.93)):
        warm = run(Ca_out_mM=ca, temperature_C=18.5)
        assert warm.spontaneous_Hz == 0.0
        assert warm.threshold_nC_cm2 == pytest.approx(wanted, rel=0.02)


def test_the_line_of_the_picture_is_what_the_model_gives():
    for ca, threshold in NORMAL_LINE:
        assert NerveAtLowCalcium(Ca_out_mM=ca).threshold_nC_cm2() == pytest.approx(threshold, abs=0.015)


def test_without_a_shift_it_is_the_membrane_of_chapter_1():
    current = np.full(2000, 8.0)
    cell = Membrane()
    arguments = (0.01, 1.0, cell.C_uF_cm2, cell.g_Na_mS_cm2, cell.g_K_mS_cm2, cell.g_L_mS_cm2, cell.E_Na_mV,
                 cell.E_K_mV, cell.E_L_mV, REST_mV)
    for one, other in zip(integrate(current, *arguments), integrate(current, *arguments, 0.0), strict=True):
        np.testing.assert_array_equal(one, other)
    assert NerveAtLowCalcium().shift_mV == 0.0
    assert NerveAtLowCalcium().E_K_mV == cell.E_K_mV


@pytest.mark.parametrize("shift_mV", [-6.0, 0.0, 7.9])
def test_both_paths_agree(shift_mV):
    cell = Membrane()
    arguments = (np.full(4000, 5.0), 0.01, 1.0, cell.C_uF_cm2, cell.g_Na_mS_cm2, cell.g_K_mS_cm2, cell.g_L_mS_cm2,
                 cell.E_Na_mV, cell.E_K_mV, cell.E_L_mV, REST_mV, shift_mV)
    for fast, plain in zip(integrate(*arguments), integrate.py_func(*arguments), strict=True):
        np.testing.assert_allclose(fast, plain, rtol=1e-7, atol=1e-8)


def test_shifting_the_gates_is_shifting_everything_else_the_other_way():
    """The gates feel V + shift: the same membrane as one whose driving forces all lie higher by the shift."""
    cell, shift = Membrane(), 4.0
    current = np.zeros(3000)
    current[:10] = 80.0
    shifted = integrate(current, 0.01, 1.0, cell.C_uF_cm2, cell.g_Na_mS_cm2, cell.g_K_mS_cm2, cell.g_L_mS_cm2,
                        cell.E_Na_mV, cell.E_K_mV, cell.E_L_mV, REST_mV, shift)[0]
    moved = integrate(current, 0.01, 1.0, cell.C_uF_cm2, cell.g_Na_mS_cm2, cell.g_K_mS_cm2, cell.g_L_mS_cm2,
                      cell.E_Na_mV + shift, cell.E_K_mV + shift, cell.E_L_mV + shift, REST_mV + shift)[0]
    np.testing.assert_allclose(shifted + shift, moved, atol=1e-6)


def test_the_threshold_rises_with_calcium_and_magnesium_and_falls_with_potassium():
    calcium = [run(Ca_out_mM=ca).threshold_nC_cm2 for ca in (0.55, 0.8, 1.2, 2.5)]
    magnesium = [run(Mg_out_mM=mg).threshold_nC_cm2 for mg in (0.2, 0.55, 2.0, 5.0)]
    potassium = [run(K_out_mM=k).threshold_nC_cm2 for k in (2.5, 3.5, 4.5, 5.5)]
    assert calcium == sorted(calcium) and magnesium == sorted(magnesium)
    assert potassium == sorted(potassium, reverse=True)


def test_much_calcium_silences_what_little_fires():
    assert run(Ca_out_mM=0.5).state == "tetany"
    assert run(Ca_out_mM=2.5).state == "normal"
    assert run(Ca_out_mM=0.8).state == "latent tetany"


def test_halving_the_step_changes_little():
    for changed in ({}, {"Ca_out_mM": 0.8}, {"K_out_mM": 3.0, "Ca_out_mM": 2.0}):
        coarse, fine = run(**changed), run(dt_ms=0.005, **changed)
        assert fine.threshold_nC_cm2 == pytest.approx(coarse.threshold_nC_cm2, rel=0.01)
        assert fine.state == coarse.state
    assert run(Ca_out_mM=0.5, dt_ms=0.005).spontaneous_Hz == pytest.approx(50.0, abs=4.0)


@settings(max_examples=25)
@given(ca=st.floats(0.4, 2.5), mg=st.floats(0.2, 5))
def test_the_junction_is_that_of_chapter_1(ca, mg):
    trace = NerveAtLowCalcium(Ca_out_mM=ca, Mg_out_mM=mg).run()
    junction = Junction(Ca_out_mM=ca, Mg_out_mM=mg, impulses=1).run()
    assert (trace.quanta, trace.safety_factor, trace.fibres_fired) == (
        junction.quanta_first, junction.safety_factor, junction.fraction_first)
    assert trace.shift_mV == gate_shift_mV(ca, mg)


def test_gate_and_junction_pull_in_opposite_directions():
    low, normal = run(Ca_out_mM=0.8), run()
    assert low.threshold_nC_cm2 < normal.threshold_nC_cm2
    assert low.release_part < normal.release_part == 1.0
    assert low.safety_factor > 1.0, "the junction still passes most impulses on"


def test_its_picture_begins_when_it_has_settled():
    quiet = run(K_out_mM=5.0)
    assert np.ptp(quiet.v_mV) < 0.5
    assert (quiet.t_ms[0], quiet.t_ms[-1]) == (0.0, pytest.approx(300.0))
