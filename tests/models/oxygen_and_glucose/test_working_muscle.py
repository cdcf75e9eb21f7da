"""The working muscle: the stocks are conserved, the account balances, and the check values of the energy block."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import fields, replace
from functools import cache

import numpy as np
import pytest
from scipy.optimize import curve_fit

from muscle_lib.models.contract_and_relax.coupling import MIXED
from muscle_lib.models.oxygen_and_glucose import WorkingMuscle, WorkTrace
from muscle_lib.models.oxygen_and_glucose.chain import fibre_at_rest_mM_s
from muscle_lib.models.oxygen_and_glucose.energy import (
    CK_PER_M,
    ADENYLATE_mM,
    BASAL_mM_s,
    CREATINE_mM,
    Muscle,
    REST_ATP_mM,
    REST_PCR_mM,
    REST_pH,
    atp_mM,
    cell_step,
    feedback,
    kinase,
    rested_blood,
    rested_cell,
    vessels_open,
)
from muscle_lib.models.oxygen_and_glucose.working_muscle import blood_of
from muscle_lib.preset import all_presets, preset
from muscle_lib.quantity import quantities
from tests.checks import Check

OWN = "own earlier run"
KEMP = "Kemp et al. 2007, doi 10.1002/nbm.1192"
MCCREARY = "McCreary et al. 1996, doi 10.1152/jappl.1996.81.3.1331"
SLADE = "Slade et al. 2006, doi 10.1002/nbm.1037"
SPRIET = "Spriet et al. 1987, doi 10.1152/jappl.1987.62.2.611"
SEVEN_MEN = "not given in the abstract (seven men); its tables were not seen"
SAHLIN = "Sahlin et al. 1976, doi 10.1007/BF00585150"

#: The runs of the check values, all worked out without repetition of contractions.
LIGHT = WorkingMuscle(intensity_percent=30.0, pause_s=2.0, work_min=5.0, duration_min=10.0)
MAXIMAL = WorkingMuscle(intensity_percent=100.0, pause_s=0.0, work_min=1.0, duration_min=2.0, dt_ms=10.0, repeat_s=0.0)
CRAMP = WorkingMuscle(intensity_percent=50.0, pause_s=0.0, work_min=2.0, duration_min=2.2, repeat_s=1.0)
#: As people's thighs were stimulated: 64 times 1.6 s at 20 Hz, with pauses as long, and no blood.
OCCLUDED = WorkingMuscle(cuff_percent=100.0, intensity_percent=100.0, contraction_s=1.6, pause_s=1.6, rate_Hz=20.0,
                         work_min=64 * 3.2 / 60.0, repeat_s=0.0)
LOCKED = WorkingMuscle(phosphorylase_percent=0.0, intensity_percent=100.0, rate_Hz=30.0, pause_s=0.0, work_min=1.0,
                       duration_min=2.1, repeat_s=1.0)


@cache
def run(model: WorkingMuscle) -> WorkTrace:
    return model.run()


def at(model: WorkingMuscle, name: str, t_s: float) -> float:
    trace = run(model)
    return float(np.interp(t_s / 60.0, trace.t_min, getattr(trace, name)))


def time_constant_s(model: WorkingMuscle, name: str, begin_min: float) -> float:
    """Of a free exponential fit over five minutes."""
    trace = run(model)
    inside = (trace.t_min >= begin_min) & (trace.t_min <= begin_min + 5.0)
    t_s, y = 60.0 * (trace.t_min[inside] - begin_min), getattr(trace, name)[inside]
    found, _ = curve_fit(lambda t, end, size, tau: end + size * np.exp(-t / tau), t_s, y, (y[-1], y[0] - y[-1], 30.0))
    return float(found[2])


def lactate_half_time_min() -> float:
    trace = run(replace(MAXIMAL, rate_Hz=30.0, duration_min=20.0, dt_ms=50, repeat_s=12.0))
    above = trace.lactate_mM - trace.lactate_mM[0]
    after = trace.t_min >= trace.work_min
    half = 0.5 * np.interp(trace.work_min, trace.t_min, above)
    return float(np.interp(-half, -above[after], trace.t_min[after]) - trace.work_min)


def paid_mM(name: str, first: int, last: int) -> float:
    """ATP used, or paid by one, in these of Spriet's 64 contractions."""
    trace = run(OCCLUDED)
    return float(np.sum((60.0 * np.diff(trace.t_min) * getattr(trace, name)[1:])[first - 1:last]))


def glycolysis_percent(first: int, last: int) -> float:
    return 100.0 * paid_mM("glycolysis_pays_mM_s", first, last) / paid_mM("used_mM_s", first, last)


def cost_of_two_seconds_mM_s() -> float:
    """What a greatest contraction of 2 s and its relaxation use, for each second of the contraction."""
    trace = run(WorkingMuscle(intensity_percent=100.0, contraction_s=2.0, pause_s=5.0, rate_Hz=30.0))
    return float((trace.used_mM_s[1:11].mean() - BASAL_mM_s) * 7.0 / 2.0)


def check(number, what, kind, expected, low, high, unit, source, measure, spread=None, told=""):
    return Check(id=f"oxygen_and_glucose C-{number}", what=what, kind=kind, expected=expected, low=low, high=high,
                 unit=unit, source=source, measure=measure, spread=spread, spread_told=told)


CHECKS = [
    check("1a", "phosphocreatine at rest", "fitted", "33", 29.0, 37.0, "mM", KEMP, lambda: run(LIGHT).pcr_mM[0],
          2.0 * 4**0.5, "standard error 2, four people"),
    check("1b", "free phosphate at rest", "fitted", "4.5", 3.7, 5.3, "mM", KEMP, lambda: run(LIGHT).Pi_mM[0],
          0.2 * 4**0.5, "standard error 0.2, four people"),
    check("1c", "ATP at rest", "fitted", "8.2", 7.4, 9.0, "mM", KEMP, lambda: run(LIGHT).ATP_mM[0], 0.4 * 4**0.5,
          "standard error 0.4, four people"),
    check("2", "ADP at rest, from the balance of creatine kinase", "regression", "15.9", 15.7, 16.1, "µM", OWN,
          lambda: 1000.0 * (ADENYLATE_mM - REST_ATP_mM)),
    # Its mean is printed without a spread; other people's stand beside it.
    check("3", "time constant of phosphocreatine after light work (11 people, no spread printed; 11 others: 22 to "
          "61 s)", "fitted", "44.8", 25.0, 50.0, "s", f"{MCCREARY}; the others: {SLADE}",
          lambda: time_constant_s(LIGHT, "pcr_mM", 5.0)),
    check("4", "the same, at the beginning / at the end of the work", "fitted", "1.05", 0.85, 1.25, "", MCCREARY,
          lambda: time_constant_s(LIGHT, "pcr_mM", 0.0) / time_constant_s(LIGHT, "pcr_mM", 5.0)),
    check("7", "pH after a maximal hold of a minute; people: after cycling to exhaustion", "fitted", "6.60", 6.2, 6.7,
          "", SAHLIN, lambda: run(MAXIMAL).pH_end),
    check("8", "lactate: time to half after a maximal minute", "fitted", "9.5", 7.5, 12.0, "min", SAHLIN,
          lactate_half_time_min),
    check("11", "force after a maximal hold of a minute / after a second (people's hands: about 0.5)", "regression",
          "0.708", 0.69, 0.73, "", OWN, lambda: at(MAXIMAL, "force_percent", 59.0) / at(MAXIMAL, "force_percent", 1.0)),
    # The constants were not chosen to meet these. Where they are missed, “What the model leaves out” says so.
    check("16a", "what a contraction of 2 s with all fibres costs, for each second of it", "published", "1.69", 0.99,
          2.49, "mM/s", SLADE, cost_of_two_seconds_mM_s, 0.16 * 11**0.5,
          "standard error 0.16, 11 people; range 0.99 to 2.49"),
    check("16b", "64 contractions without blood: glycolysis pays, of the first 16", "published", "58", 48.0, 68.0, "%",
          SPRIET, lambda: glycolysis_percent(1, 16), told=SEVEN_MEN),
    check("16c", "the same, of the other 48 (a miss: the store lasts for too long)", "published", "90", 65.0, 100.0,
          "%", SPRIET, lambda: glycolysis_percent(17, 64), told=SEVEN_MEN),
    check("16d", "ATP used in the last 16, of that in the first 16 (a miss: it is spent for too long)", "published",
          "10", 5.0, 55.0, "%", SPRIET,
          lambda: 100.0 * paid_mM("used_mM_s", 49, 64) / paid_mM("used_mM_s", 1, 16), told=SEVEN_MEN),
    check("13a", "light work: phosphocreatine at the end", "regression", "29.2", 27.7, 30.7, "mM", OWN,
          lambda: run(LIGHT).pcr_end_mM),
    check("13b", "light work: time constant at the beginning", "regression", "28.7", 27.3, 30.2, "s", OWN,
          lambda: time_constant_s(LIGHT, "pcr_mM", 0.0)),
    check("13c", "light work: time constant after it", "regression", "28.9", 27.4, 30.4, "s", OWN,
          lambda: time_constant_s(LIGHT, "pcr_mM", 5.0)),
    check("13d", "light work: time constant of the oxygen used", "regression", "29.4", 27.9, 30.9, "s", OWN,
          lambda: time_constant_s(LIGHT, "oxygen_pays_mM_s", 0.0)),
    check("13e", "the same after it, trained", "regression", "19.1", 18.1, 20.1, "s", OWN,
          lambda: time_constant_s(replace(LIGHT, oxidation_mM_s=1.9), "pcr_mM", 5.0)),
    check("13f", "the same after it, old", "regression", "57", 54.1, 59.9, "s", OWN,
          lambda: time_constant_s(replace(LIGHT, oxidation_mM_s=0.6), "pcr_mM", 5.0)),
    check("13g", "the same after it, narrowed artery (40 mL/100 g/min)", "regression", "52", 49.4, 54.6, "s", OWN,
          lambda: time_constant_s(replace(LIGHT, flow_max_mL_100g_min=40.0), "pcr_mM", 5.0)),
    *(check(f"13h{i}", f"maximal hold: force at {t:.0f} s", "regression", f"{value}", 0.95 * value, 1.05 * value, "%",
            OWN, lambda t=t: at(MAXIMAL, "force_percent", t))
      for i, (t, value) in enumerate(((1.0, 85.3), (10.0, 81.7), (30.0, 72.7), (59.0, 60.4)))),
    *(check(f"13i{i}", f"maximal hold: oxygen pressure at {t:.0f} s", "regression", f"{value}", value - 0.5,
            value + 0.5, "mmHg", OWN, lambda t=t: at(MAXIMAL, "po2_mmHg", t))
      for i, (t, value) in enumerate(((5.0, 26.6), (10.0, 7.8), (15.0, 1.7), (20.0, 0.8)))),
    check("13j", "maximal hold: phosphocreatine at its end", "regression", "12.2", 11.6, 12.8, "mM", OWN,
          lambda: run(MAXIMAL).pcr_end_mM),
    check("13k", "maximal hold: lactate at its end", "regression", "29", 27.5, 30.5, "mM", OWN,
          lambda: run(MAXIMAL).lactate_end_mM),
    check("13l", "drive as in a cramp, 25 Hz, half of the fibres: force after 2 min", "regression", "33", 31.0, 35.0,
          "%", OWN, lambda: run(CRAMP).force_last_percent),
    check("13m", "the same: pH after 2 min", "regression", "6.61", 6.58, 6.64, "", OWN, lambda: run(CRAMP).pH_end),
    check("15a", "without phosphorylase, forced hold: pH after a minute", "regression", "7.47", 7.44, 7.50, "", OWN,
          lambda: run(LOCKED).pH_end),
    check("15b", "the same: force a minute after the last impulse", "regression", "52", 48.0, 56.0, "%", OWN,
          lambda: at(LOCKED, "force_percent", 120.0)),
]


@pytest.mark.parametrize("item", CHECKS, ids=lambda item: item.name)
def test_check(item):
    item.hold()


HARD = ({name: each.model for name, each in all_presets(WorkingMuscle).items()}
        | {"maximal hold": MAXIMAL, "nothing left": WorkingMuscle(glycogen_mM=0.0, saturation_percent=60.0)})


def test_phosphate_is_conserved_and_no_stock_is_below_zero():
    for name, model in HARD.items():
        trace = run(model)
        ADP = ADENYLATE_mM - trace.ATP_mM
        phosphate = trace.pcr_mM + 3.0 * trace.ATP_mM + 2.0 * ADP + trace.Pi_mM
        np.testing.assert_allclose(phosphate, phosphate[0], rtol=0.0, atol=1e-9, err_msg=name)
        for stock in (trace.pcr_mM, trace.ATP_mM, ADP, trace.Pi_mM, trace.lactate_mM, trace.glycogen_mM,
                      trace.po2_mmHg, trace.flow_mL_100g_min):
            assert stock.min() >= -1e-12, name
        assert trace.pcr_mM.max() <= REST_PCR_mM + 1e-6 and trace.ATP_mM.max() <= ADENYLATE_mM, name


def test_the_account_balances():
    """What the store has lost is what nobody else has paid (explicit steps pay with one step's delay)."""
    for name, model in list(HARD.items())[:7]:
        trace = run(model)
        paid = np.cumsum(60.0 * np.diff(trace.t_min) * trace.store_pays_mM_s[1:])
        late = 0.05 * (np.abs(trace.oxygen_pays_mM_s).max() + np.abs(trace.glycolysis_pays_mM_s).max())
        np.testing.assert_allclose(trace.energy_mM[0] - trace.energy_mM[1:], paid, rtol=0.0, atol=late + 1e-6,
                                   err_msg=name)


def test_phosphocreatine_and_ATP_are_in_balance():
    for energy in (0.02, 1.0, 8.0, 20.0, 41.184, 49.0):
        for pH in (6.2, 7.05, 7.5):
            for start in (0.0, 10.0, 33.0, 42.0):
                pcr = kinase(energy, pH, start)
                ratio = CK_PER_M * 10.0 ** -pH * pcr / (CREATINE_mM - pcr)
                assert pcr + ADENYLATE_mM * ratio / (1.0 + ratio) == pytest.approx(energy, abs=1e-9)
    assert kinase(REST_PCR_mM + REST_ATP_mM, REST_pH, 20.0) == pytest.approx(REST_PCR_mM, abs=1e-9)


def test_a_muscle_at_rest_rests_for_an_hour():
    trace = WorkingMuscle(intensity_percent=0.0, duration_min=60.0, dt_ms=100, repeat_s=60.0).run()
    assert trace.state == "idle"
    for name, within in (("pcr_mM", 0.01), ("ATP_mM", 0.001), ("pH", 0.001), ("lactate_mM", 1e-6), ("po2_mmHg", 0.2),
                         ("flow_mL_100g_min", 0.1)):
        values = getattr(trace, name)
        assert np.abs(values - values[0]).max() < within, name


def test_at_rest_feedback_changes_nothing():
    assert np.allclose(feedback(rested_cell(100.0))[:7], 1.0, atol=1e-12)
    assert fibre_at_rest_mM_s(MIXED) < BASAL_mM_s


@pytest.mark.parametrize("model", [WorkingMuscle(), LIGHT, preset(WorkingMuscle, "Narrowed leg artery")],
                         ids=["usual", "light", "artery"])
def test_repeating_contractions_and_the_step_change_less_than_one_percent(model):
    usual = run(model)
    for other in (replace(model, repeat_s=0.0), replace(model, dt_ms=25)):
        finer = run(other)
        for name in ("pcr_end_mM", "force_last_percent", "Pi_end_mM", "lactate_end_mM", "used_mM", "pcr_recovery_s",
                     "oxygen_share_percent"):
            assert getattr(usual, name) == pytest.approx(getattr(finer, name), rel=0.01), name
        assert usual.pH_end == pytest.approx(finer.pH_end, abs=0.01)


def test_contractions_that_are_alike_are_not_worked_out_again():
    assert run(LIGHT).resolved < 0.25 * run(replace(LIGHT, repeat_s=0.0)).resolved


def test_the_vessels_close_between_their_two_forces():
    assert [vessels_open(force) for force in (0.0, 0.05, 0.3, 0.55, 1.0)] == pytest.approx([1.0, 1.0, 0.25, 0.0, 0.0])


def test_supply_decides():
    """Less of anything that the blood brings never leaves more phosphocreatine."""
    for less in (dict(flow_max_mL_100g_min=40.0), dict(saturation_percent=70.0), dict(Hb_g_L=70.0),
                 dict(cuff_percent=80.0)):
        assert run(replace(LIGHT, **less)).pcr_end_mM <= run(LIGHT).pcr_end_mM + 1e-6


def test_without_oxygen_nothing_is_oxidised_and_the_store_buys_time():
    cell, blood = rested_cell(100.0), rested_blood(blood_of(WorkingMuscle()))._replace(po2_mmHg=0.01)
    after = cell_step(Muscle(), cell, 1.0, blood, 0.05)
    assert after.oxidation_mM_s < 0.02 * BASAL_mM_s
    tourniquet = preset(WorkingMuscle, "Tourniquet")
    trace = run(tourniquet)
    assert at(tourniquet, "pcr_mM", 30.0) > 24.0 and trace.oxygen_pays_mM_s[-1] < 1e-3


@pytest.mark.parametrize("rate_Hz", [10.0, 25.0, 40.0])
@pytest.mark.parametrize("pause_s", [0.0, 1.0])
@pytest.mark.parametrize("intensity_percent", [30.0, 50.0, 100.0])
def test_a_healthy_muscle_stops_before_its_ATP_does(intensity_percent, pause_s, rate_Hz):
    """Under a full tourniquet and the hardest orders: it goes limp, it does not go into rigor."""
    trace = run(WorkingMuscle(cuff_percent=100.0, work_min=5.0, intensity_percent=intensity_percent, pause_s=pause_s,
                              rate_Hz=rate_Hz))
    assert trace.ATP_lowest_mM > 0.9 * REST_ATP_mM and trace.force_after_percent < 3.0
    assert trace.state != "contracture"


def test_without_blood_the_pH_falls_and_phosphocreatine_does_not_come_back():
    trace = run(WorkingMuscle(cuff_percent=100.0))
    assert trace.pH_end < 6.85 < 7.05 < trace.pH_highest < 7.15
    assert trace.pcr_mM[-1] < trace.pcr_end_mM + 1.0 and np.isnan(trace.pcr_recovery_s)
    assert trace.oxygen_share_percent < 6.0 < 50.0 < trace.glycolysis_share_percent


def test_only_ADP_and_acid_together_shut_the_membrane():
    rested = rested_cell(100.0)
    spent = rested._replace(energy_mM=9.0, pcr_mM=kinase(9.0, 7.05, 2.0))
    acid = rested._replace(pH=6.3)
    both = rested._replace(energy_mM=9.0, pcr_mM=kinase(9.0, 6.3, 2.0), pH=6.3)
    assert feedback(acid).release == pytest.approx(1.0, abs=0.02)
    assert feedback(both).release < 0.01 * feedback(spent).release


def test_the_muscle_becomes_alkaline_first_and_acid_then():
    trace = run(replace(WorkingMuscle(), intensity_percent=100.0))
    assert trace.pH_highest > trace.pH[0] + 0.02 and trace.pH_end < trace.pH[0] - 0.3
    assert run(WorkingMuscle(phosphorylase_percent=0.0)).pH_end > 7.2


def test_ATP_is_defended_while_phosphocreatine_lasts():
    for model in HARD.values():
        trace = run(model)
        defended = (trace.pcr_mM > 8.0) & (trace.pH < 7.1)
        assert (trace.ATP_mM[defended] > 0.98 * REST_ATP_mM).all()


def test_low_blood_glucose_moves_nothing_within_minutes():
    usual, low = run(WorkingMuscle()), run(WorkingMuscle(glucose_mM=2.5))
    np.testing.assert_allclose(low.force_percent, usual.force_percent, atol=1.0)
    np.testing.assert_allclose(low.pcr_mM, usual.pcr_mM, atol=0.3)


def test_a_tired_muscle_lets_go_slowly():
    trace = run(WorkingMuscle(intensity_percent=100.0))
    assert trace.relaxation_last_ms > 2.0 * trace.relaxation_first_ms


def test_limits_of_low_blood_glucose():
    record = quantities(WorkingMuscle)["glucose_mM"]
    assert (record.normal[0], record.danger[0]) == (3.9, 3.0)


@pytest.mark.kernel
def test_compiled_and_plain_paths_agree():
    """Another Python, without Numba: a short, hard run."""
    model = "WorkingMuscle(intensity_percent=80.0, work_min=0.5, duration_min=2.0, dt_ms=100, repeat_s=20.0)"
    program = ("import json; from muscle_lib.models.oxygen_and_glucose import WorkingMuscle; "
               f"t = {model}.run(); print(json.dumps([t.pcr_mM.tolist(), t.force_percent.tolist(), t.pH.tolist()]))")
    done = subprocess.run([sys.executable, "-c", program], env={**os.environ, "MUSCLE_LAB_PLAIN": "1"}, check=True,
                          capture_output=True, text=True, encoding="utf-8", cwd=os.fspath(_root()))
    trace = WorkingMuscle(intensity_percent=80.0, work_min=0.5, duration_min=2.0, dt_ms=100, repeat_s=20.0).run()
    for plain, compiled in zip(json.loads(done.stdout), (trace.pcr_mM, trace.force_percent, trace.pH), strict=True):
        np.testing.assert_allclose(plain, compiled, rtol=1e-7, atol=1e-9)


def _root():
    from tests.lessons import ROOT
    return ROOT


def test_every_array_has_a_value_for_every_row():
    trace = run(WorkingMuscle())
    arrays = [getattr(trace, field.name) for field in fields(trace) if not field.name.startswith("relax")]
    assert {values.shape for values in arrays if isinstance(values, np.ndarray)} == {trace.t_min.shape}
    assert atp_mM(41.184, 33.0) == pytest.approx(8.184)
