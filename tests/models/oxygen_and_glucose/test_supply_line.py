"""The supply line: the haemoglobin curve, Fick's balance, and what can fail."""

from __future__ import annotations

import numpy as np
import pytest

from muscle_lib.models.oxygen_and_glucose import SupplyLine, severinghaus
from muscle_lib.models.oxygen_and_glucose.energy import HALF_O2_mmHg
from muscle_lib.models.oxygen_and_glucose.haemoglobin import pressure_mmHg, saturation, saturation_slope_per_mmHg
from muscle_lib.models.oxygen_and_glucose.supply_line import ML_PER_mM_s
from muscle_lib.preset import preset
from tests.checks import Check, smallest

SEVERINGHAUS = "Severinghaus 1979, J Appl Physiol 46:599, its formula"
RICHARDSON = "Richardson et al. 1995, doi 10.1172/JCI118237"
RADEGRAN = "Rådegran et al. 1999, doi 10.1152/jappl.1999.87.6.2375"


def hardest():
    return preset(SupplyLine, "Hardest work").run()


def pressure_inside_mmHg() -> float:
    """At the mitochondria in the hardest work: used = wanted · P/(P + half)."""
    part = hardest().met_percent / 100.0
    return HALF_O2_mmHg * part / (1.0 - part)


def check(number, what, kind, expected, low, high, unit, source, measure, spread=None, told=""):
    return Check(id=f"oxygen_and_glucose C-{number}", what=what, kind=kind, expected=expected, low=low, high=high,
                 unit=unit, source=source, measure=measure, spread=spread, spread_told=told)


CHECKS = [
    check("6", "oxygen for the fastest ATP production of a trained muscle, without limits of flow and diffusion",
          "fitted", "35.2", 31.5, 38.9, "mL/100 g/min", RADEGRAN, lambda: 1.9 / 5.0 * ML_PER_mM_s),
    # Their own range is accepted.
    check("17a", "oxygen used at the greatest flow measured (a miss: diffusion holds back too much)", "published",
          "35.2", 22.6, 59.6, "mL/100 g/min", RADEGRAN, lambda: hardest().used_mL_100g_min, 3.7 * 9**0.5,
          "standard error 3.7, nine people; range 22.6 to 59.6"),
    check("17b", "oxygen pressure of the venous blood in the hardest work", "published", "22", 14.0, 30.0, "mmHg",
          RICHARDSON, lambda: hardest().venous_mmHg, told="not seen (six men)"),
    check("17c", "oxygen pressure inside the fibre in the hardest work", "published", "3.1", 1.5, 4.7, "mmHg",
          RICHARDSON, pressure_inside_mmHg,
          told="not seen (six men); the myoglobin it was worked out from had lost 51 ± 3 % of its oxygen"),
    check("12a", "half saturation of measured blood", "regression", "26.86", 26.85, 26.87, "mmHg", SEVERINGHAUS,
          lambda: smallest(lambda p: severinghaus(p) >= 0.5, 20.0, 35.0, 1e-4)),
    check("12b", "its saturation at 40 mmHg", "regression", "0.7495", 0.7490, 0.7500, "", SEVERINGHAUS,
          lambda: severinghaus(40.0)),
    check("12c", "its saturation at 95 mmHg", "regression", "0.9739", 0.9734, 0.9744, "", SEVERINGHAUS,
          lambda: severinghaus(95.0)),
    check("12d", "oxygen in arterial blood (150 g/L, 97 %)", "regression", "198", 196.0, 200.0, "mL/L",
          "own earlier run", lambda: SupplyLine().run().arterial_mL_L),
]


@pytest.mark.parametrize("item", CHECKS, ids=lambda item: item.name)
def test_check(item):
    item.hold()


def test_hills_curve_its_slope_and_its_inverse_belong_together():
    for p in (0.5, 5.0, 26.8, 60.0, 110.0):
        assert pressure_mmHg(saturation(p, 26.8), 26.8) == pytest.approx(p, rel=1e-6)
        slope = (saturation(p + 1e-4, 26.8) - saturation(p - 1e-4, 26.8)) / 2e-4
        assert saturation_slope_per_mmHg(p, 26.8) == pytest.approx(slope, rel=1e-4)
    pressures = np.linspace(1.0, 110.0, 50)
    assert max(abs(saturation(p, 26.8) - severinghaus(p)) for p in pressures) < 0.05


@pytest.mark.parametrize("settings", [dict(), dict(flow_mL_100g_min=5.0), dict(saturation_percent=60.0, Hb_g_L=50.0),
                                      dict(demand_mL_100g_min=40.0, flow_mL_100g_min=250.0), dict(p50_mmHg=36.0)])
def test_what_is_used_is_what_the_blood_has_lost(settings):
    model = SupplyLine(**settings)
    trace = model.run()
    venous = 1.34 * model.Hb_g_L * trace.venous_percent / 100.0 + 22.4 * 0.00134 * trace.venous_mmHg
    assert trace.flow_mL_100g_min * (trace.arterial_mL_L - venous) / 1000.0 == pytest.approx(
        trace.used_mL_100g_min, rel=1e-6, abs=1e-9)
    assert 0.0 <= trace.used_mL_100g_min <= min(trace.delivered_mL_100g_min, trace.demand_mL_100g_min) + 1e-9
    point = np.interp(trace.flow_mL_100g_min, trace.flow_axis_mL_100g_min, trace.used_curve_mL_100g_min)
    assert point == pytest.approx(trace.used_mL_100g_min, abs=0.3)


def test_more_of_anything_never_gives_less():
    for name, values in (("flow_mL_100g_min", (2.0, 20.0, 80.0, 250.0)), ("Hb_g_L", (50.0, 100.0, 150.0, 200.0)),
                         ("saturation_percent", (60.0, 80.0, 97.0))):
        used = [SupplyLine(**{name: value}).run().used_mL_100g_min for value in values]
        assert used == sorted(used), name


def test_blood_that_lets_go_easily_gives_more_at_the_same_arterial_saturation():
    assert SupplyLine(p50_mmHg=30.0).run().used_mL_100g_min > SupplyLine(p50_mmHg=22.0).run().used_mL_100g_min


def test_the_verdict_names_what_is_lacking():
    for name, words in (("At rest", "enough oxygen"), ("At work", "enough oxygen"), ("High mountain", "enough oxygen"),
                        ("Narrowed leg artery", "too little blood flow"), ("Anaemia", "too little haemoglobin"),
                        ("Hardest work", "leaves blood too slowly")):
        assert preset(SupplyLine, name).run().verdict == words
    assert SupplyLine(saturation_percent=60.0, flow_mL_100g_min=60.0).run().verdict == "too low saturation"
    # More is delivered than wanted; but it is the saturation that has been moved, and usual blood would be enough.
    assert SupplyLine(saturation_percent=60.0).run().verdict == "too low saturation"
    # Thin blood at a flow that is too small for any blood: the flow is what it needs.
    assert SupplyLine(Hb_g_L=75.0, flow_mL_100g_min=25.0).run().verdict == "too little blood flow"
