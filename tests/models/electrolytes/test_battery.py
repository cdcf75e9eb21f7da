"""The battery of ions: its closed forms, its balance, and what must be true at any setting."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muscle_lib.models.electrolytes import BatteryTrace, IonBattery, ghk_mV, nernst_mV
from muscle_lib.models.electrolytes.battery import chloride_in_mM, thermal_mV
from tests.checks import Check

CONSTANTS = "The gas and the Faraday constant, SI 2019"
CLOSED_FORM = "Nernst's equation, worked out by hand"
OWN = "own earlier run"
JURKAT = "Jurkat-Rott et al. 2009, doi 10.1073/pnas.0811277106"

#: Potassium outside in mM → potassium's own potential and the resting potential, in mV.
TABLE = {1: (-134.8, -111.4), 2: (-116.3, -102.1), 2.5: (-110.3, -98.4), 3: (-105.4, -95.2), 3.5: (-101.3, -92.3),
         4: (-97.7, -89.7), 4.5: (-94.6, -87.4), 5: (-91.8, -85.2), 5.5: (-89.2, -83.2), 6: (-86.9, -81.3),
         7: (-82.8, -77.9), 8: (-79.2, -74.9), 10: (-73.3, -69.8), 12: (-68.4, -65.5)}


def run(**settings: float) -> BatteryTrace:
    return IonBattery(**settings).run()


def rise(name: str) -> float:
    """What potassium from 3 to 5 mM does to a result."""
    return getattr(run(K_out_mM=5.0), name) - getattr(run(K_out_mM=3.0), name)


def table_gap(column: int) -> float:
    names = ("E_K_mV", "rest_mV")
    return max(abs(getattr(run(K_out_mM=float(k)), names[column]) - row[column]) for k, row in TABLE.items())


def check(number: str, what: str, kind: str, expected: str, low: float, high: float, unit: str, source: str, measure,
          told: str = ""):
    return Check(id=f"electrolytes A-{number}", what=what, kind=kind, expected=expected, low=low, high=high, unit=unit,
                 source=source, measure=measure, spread_told=told)


CHECKS = [
    check("1a", "RT/F at 37 °C", "regression", "26.727", 26.725, 26.729, "mV", CONSTANTS, lambda: thermal_mV(37.0)),
    check("1b", "the same for a tenfold difference", "regression", "61.540", 61.538, 61.542, "mV", CONSTANTS,
          lambda: thermal_mV(37.0) * math.log(10.0)),
    check("2a", "equilibrium potential of potassium", "regression", "-97.74", -97.79, -97.69, "mV", CLOSED_FORM,
          lambda: run().E_K_mV),
    check("2b", "the same of sodium", "regression", "65.66", 65.61, 65.71, "mV", CLOSED_FORM, lambda: run().E_Na_mV),
    check("2c", "the same of calcium", "regression", "125.5", 125.45, 125.55, "mV", CLOSED_FORM,
          lambda: run().E_Ca_mV),
    check("2d", "the same of magnesium", "regression", "-5.0", -5.05, -4.95, "mV", CLOSED_FORM, lambda: run().E_Mg_mV),
    check("3a", "potassium's potential at 1 to 12 mM: largest deviation from the table", "regression", "0", 0.0, 0.1,
          "mV", OWN, lambda: table_gap(0)),
    check("3b", "resting potential at 1 to 12 mM: largest deviation from the table", "regression", "0", 0.0, 0.1, "mV",
          OWN, lambda: table_gap(1)),
    check("4a", "potassium from 3 to 5 mM: the resting potential rises", "regression", "10.01", 9.96, 10.06, "mV",
          CLOSED_FORM, lambda: rise("rest_mV")),
    check("4b", "potassium from 3 to 5 mM: its own potential rises", "regression", "13.65", 13.60, 13.70, "mV",
          CLOSED_FORM, lambda: rise("E_K_mV")),
    check("5", "resting potential of muscle fibres at 4 mM", "published", "-85", -95.0, -75.0, "mV", JURKAT,
          lambda: run().rest_mV, "not given: “about −85 mV”"),
    check("6", "chloride inside, in equilibrium at −90.66 mV", "regression", "3.46", 3.44, 3.48, "mM", CLOSED_FORM,
          lambda: chloride_in_mM(103.0, -90.66)),
    check("7", "potassium ions that charge the membrane to −90 mV", "regression", "0.93", 0.92, 0.94, "pmol/cm²",
          "Charge = capacitance × voltage", lambda: run().ions_moved_pmol_cm2 * 90.0 / -run().rest_mV),
]


@pytest.mark.parametrize("item", CHECKS, ids=lambda item: item.name)
def test_check(item):
    item.hold()


@given(k=st.floats(1, 12), na=st.floats(110, 170), k_in=st.floats(120, 170), na_in=st.floats(5, 30),
       alpha=st.floats(0.001, 1))
def test_the_rest_lies_between_potassium_and_sodium(k, na, k_in, na_in, alpha):
    trace = run(K_out_mM=k, Na_out_mM=na, K_in_mM=k_in, Na_in_mM=na_in, na_per_k=alpha)
    assert trace.E_K_mV <= trace.rest_mV <= trace.E_Na_mV
    assert trace.E_Cl_mV == pytest.approx(trace.rest_mV)
    assert trace.from_E_K_mV >= 0.0


@given(k=st.floats(1, 12), na=st.floats(110, 170), ca=st.floats(0.4, 2.5), mg=st.floats(0.2, 5),
       extra=st.floats(-40, 40))
def test_charges_outside_balance(k, na, ca, mg, extra):
    trace = run(K_out_mM=k, Na_out_mM=na, Ca_out_mM=ca, Mg_out_mM=mg, Cl_extra_mM=extra)
    assert na + k + 2 * ca + 2 * mg == pytest.approx(trace.Cl_out_mM + 25.0 + trace.gap_mEq_L)
    assert trace.gap_mEq_L == pytest.approx(19.5 - extra)
    assert trace.Cl_out_mM > 0.0


def test_a_leak_that_no_sodium_passes_gives_potassiums_own_potential():
    assert float(ghk_mV(4.0, 155.0, 140.0, 12.0, 0.0)) == pytest.approx(nernst_mV(4.0, 155.0, 1))


def test_no_difference_gives_no_voltage():
    assert nernst_mV(100.0, 100.0, 2) == 0.0
    assert float(ghk_mV(100.0, 100.0, 50.0, 50.0, 0.3)) == 0.0


def test_the_curve_rises_everywhere_and_runs_through_the_students_point():
    trace = run(K_out_mM=7.3)
    assert (np.diff(trace.rest_curve_mV) > 0.0).all()
    assert np.interp(7.3, trace.K_axis_mM, trace.rest_curve_mV) == pytest.approx(trace.rest_mV, abs=0.02)
    assert np.interp(7.3, trace.K_axis_mM, trace.E_K_curve_mV) == pytest.approx(trace.E_K_mV, abs=0.05)


def test_above_5_mM_a_tenfold_rise_is_worth_less_than_nernst_says():
    per_decade = (run(K_out_mM=10.0).rest_mV - run(K_out_mM=5.0).rest_mV) / math.log10(2.0)
    assert per_decade == pytest.approx(51.3, abs=0.1)


def test_sodium_hardly_moves_the_rest():
    assert run(Na_out_mM=120.0).rest_mV - run().rest_mV == pytest.approx(-1.0, abs=0.05)
    assert run(na_per_k=0.02).rest_mV == pytest.approx(-83.6, abs=0.05)


def test_temperature_scales_the_whole_battery():
    cold, warm = run(temperature_C=0.0), run()
    for name in ("rest_mV", "E_K_mV", "E_Na_mV", "E_Ca_mV", "E_Mg_mV"):
        assert getattr(cold, name) / getattr(warm, name) == pytest.approx(273.15 / 310.15)


def test_very_few_ions_make_the_voltage():
    trace = run()
    assert trace.K_lost_mM == pytest.approx(0.00075, abs=0.00001)
    assert trace.K_lost_ppm == pytest.approx(4.8, abs=0.05)
    assert run(radius_um=50.0).K_lost_mM == pytest.approx(trace.K_lost_mM / 2.0)


@pytest.mark.parametrize("bad", [0.0, -3.0, math.nan])
def test_a_concentration_of_zero_or_below_is_refused(bad):
    with pytest.raises(ValueError, match="outside must be above 0 mM"):
        nernst_mV(bad, 100.0, 1)
    with pytest.raises(ValueError, match="inside must be above 0 mM"):
        nernst_mV(100.0, bad, 1)
    with pytest.raises(ValueError, match=r"“Potassium outside” \(K_out_mM\).*1 to 12 mM"):
        IonBattery(K_out_mM=bad)


def test_more_potassium_inside_than_there_is_room_for_is_refused():
    with pytest.raises(ValueError, match=r"“Potassium inside” \(K_in_mM\) is out of range: got 171 mM.*120 to 170 mM"):
        IonBattery(K_in_mM=171.0)


def test_a_gap_that_no_blood_has_is_named():
    states = {0.0: "possible", 19.4: "possible", 19.6: "below 0", -20.4: "possible", -20.6: "above 40"}
    assert {extra: run(Cl_extra_mM=extra).gap_state for extra in states} == states


def test_the_words_for_potassium_are_those_of_its_quantity():
    states = {2.4: "dangerously low", 2.5: "low", 3.4: "low", 3.5: "normal", 5.0: "normal", 5.1: "high", 6.5: "high",
              6.6: "dangerously high"}
    assert {k: run(K_out_mM=k).potassium_state for k in states} == states
