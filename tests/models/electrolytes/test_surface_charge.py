"""The shift of the gates by calcium and magnesium."""

from __future__ import annotations

import math

import pytest

from muscle_lib.models.electrolytes.surface_charge import SHIFT_PER_E_FOLD_mV, gate_shift_mV
from tests.checks import Check

FORMULA = "closed form of our own formula"
SQUID = "the constant was chosen from Frankenhaeuser & Hodgkin 1957, doi 10.1113/jphysiol.1957.sp005808"


def check(what: str, expected: str, Ca_mM: float, Mg_mM: float) -> Check:
    return Check("electrolytes B-5", what, "regression", expected, float(expected) - 0.02, float(expected) + 0.02, "mV",
                 FORMULA, lambda: gate_shift_mV(Ca_mM, Mg_mM))


CHECKS = (
    check("shift of the gates, calcium 0.8 mM", "3.12", 0.8, 0.55),
    check("shift of the gates, calcium 2.5 mM", "-6.02", 2.5, 0.55),
    check("shift of the gates, magnesium 5 mM", "-6.14", 1.2, 5.0),
    check("shift of the gates, magnesium 0.2 mM", "0.72", 1.2, 0.2),
    Check("electrolytes B-6", "shift by a fivefold fall of calcium without magnesium", "fitted", "14.5", 10.0, 15.0,
          "mV", SQUID, lambda: SHIFT_PER_E_FOLD_mV * math.log(5.0)),
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_check_value(check: Check) -> None:
    check.hold()


def test_the_table_of_calcium():
    table = {0.4: 7.94, 0.5: 6.47, 0.6: 5.21, 0.7: 4.11, 0.9: 2.23, 1.0: 1.43, 1.1: 0.68, 1.5: -1.79, 2.0: -4.15}
    assert {Ca_mM: gate_shift_mV(Ca_mM, 0.55) for Ca_mM in table} == pytest.approx(table, abs=0.006)


def test_there_is_no_shift_at_normal_levels():
    assert gate_shift_mV(1.2, 0.55) == pytest.approx(0.0, abs=1e-12)


def test_less_of_either_ion_depolarises_and_calcium_counts_more():
    assert gate_shift_mV(1.1, 0.55) > 0.0 > gate_shift_mV(1.3, 0.55)
    assert gate_shift_mV(1.2, 0.5) > 0.0 > gate_shift_mV(1.2, 0.6)
    assert gate_shift_mV(1.1, 0.55) > gate_shift_mV(1.2, 0.45)
