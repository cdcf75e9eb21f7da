"""Holding: endurance times against our own earlier runs and against what people do."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from muscle_lib.models.oxygen_and_glucose import Holding, HoldingTrace, power_law_s, three_compartments_s
from muscle_lib.models.oxygen_and_glucose.endurance import POWER_LAWS, three_compartments_stepped_s
from muscle_lib.models.oxygen_and_glucose.haemoglobin import P50_mmHg, saturation
from tests.checks import Check

OWN = "own earlier run"
SADAMOTO = "Sadamoto et al. 1983, doi 10.1007/BF00429076"
FREY_LAW = "Frey Law & Avin 2010, doi 10.1080/00140130903389068"
#: Fibre and part of the maximum → seconds.
TIMES_s = {("mixed", 30): 421, ("mixed", 40): 165, ("mixed", 50): 111, ("mixed", 60): 79, ("mixed", 70): 49,
           ("mixed", 80): 24, ("slow", 50): 182, ("slow", 60): 125, ("fast", 50): 59, ("fast", 60): 42,
           ("fast", 25): 268}


@cache
def run(model: Holding) -> HoldingTrace:
    return model.run()


def check(number, what, kind, expected, low, high, unit, source, measure):
    return Check(id=f"oxygen_and_glucose C-{number}", what=what, kind=kind, expected=expected, low=low, high=high,
                 unit=unit, source=source, measure=measure)


CHECKS = [
    check("5", "flow in a hold at 55 % of the maximum, of the greatest flow", "fitted", "0", 0.0, 5.0, "%", SADAMOTO,
          lambda: run(Holding(target_percent=55.0)).flow_in_work_mL_100g_min / 1.5),
    check("9", "half of the maximum held, mixed fibres (people: 53 s, shoulder, to 145 s, ankle)", "fitted", "110",
          60.0, 165.0, "s", FREY_LAW, lambda: run(Holding()).endurance_s),
    check("10a", "three compartments, knee at a half, in steps", "regression", "71.2", 70.2, 72.2, "s", OWN,
          lambda: three_compartments_stepped_s("knee", 0.5)),
    check("10b", "the same, closed form", "regression", "70.2", 69.2, 71.2, "s", "closed form",
          lambda: three_compartments_s("knee", 0.5)),
    *(check(f"13n{i}", f"{fibre} fibres, {part} % held", "regression", f"{time}",
            0.95 * time, 1.05 * time, "s", OWN, lambda fibre=fibre, part=part: run(
                Holding(fibre=fibre, target_percent=float(part))).endurance_s)
      for i, ((fibre, part), time) in enumerate(TIMES_s.items())),
]


@pytest.mark.parametrize("item", CHECKS, ids=lambda item: item.name)
def test_check(item):
    item.hold()


def test_the_harder_the_shorter():
    times = [TIMES_s["mixed", part] for part in (30, 40, 50, 60, 70, 80)]
    assert times == sorted(times, reverse=True)
    assert math.isnan(run(Holding(target_percent=20.0)).endurance_s)


def test_the_shortcut_and_the_step_do_not_move_the_moment_of_failing():
    for model in (Holding(), Holding(target_percent=35.0), Holding(pause_s=0.6, target_percent=70.0)):
        for other in (replace(model, repeat_s=0.0), replace(model, dt_ms=25)):
            assert run(model).endurance_s == pytest.approx(run(other).endurance_s, rel=0.02)


@pytest.mark.parametrize(("target_percent", "contraction_s", "pause_s"), [
    (20.0, 1.0, 1.0), (30.0, 2.0, 2.0), (30.0, 3.0, 1.0), (50.0, 1.0, 2.0)])
def test_a_repeated_contraction_costs_what_a_worked_out_one_costs(target_percent, contraction_s, pause_s):
    task = dict(target_percent=target_percent, contraction_s=contraction_s, pause_s=pause_s)
    short, whole = Holding(**task).run(), Holding(**task, repeat_s=0.0).run()
    assert short.lactate_mM[-1] == pytest.approx(whole.lactate_mM[-1], rel=0.01)
    assert short.pcr_mM[-1] == pytest.approx(whole.pcr_mM[-1], abs=0.25)


@pytest.mark.parametrize("target_percent", [20.0, 50.0, 70.0])
@pytest.mark.parametrize("pause_s", [0.0, 2.0])
def test_the_force_is_what_was_asked_for_from_the_onset_on(target_percent, pause_s):
    trace = Holding(target_percent=target_percent, pause_s=pause_s).run()
    assert trace.force_percent.max() <= 1.04 * target_percent


def test_a_hold_is_its_own_tourniquet_and_pauses_let_blood_in():
    held, cuffed, paused = run(Holding()), run(Holding(cuff_percent=100.0)), run(Holding(pause_s=2.0))
    assert cuffed.endurance_s == pytest.approx(held.endurance_s, rel=0.03)
    assert held.flow_in_work_mL_100g_min < 2.0 < 10.0 < paused.flow_in_work_mL_100g_min
    assert paused.state == "held on" and held.state == "failed"


def test_the_order_of_the_joints_is_the_published_one():
    order = ("ankle", "trunk", "grip", "elbow", "knee", "shoulder")
    times = [power_law_s(joint, 0.5) for joint in order]
    assert times == sorted(times, reverse=True) and set(order) == set(POWER_LAWS)


def test_what_can_be_held_for_ever():
    assert three_compartments_s("knee", 0.05) == math.inf
    assert three_compartments_stepped_s("knee", 0.05, dt_s=0.05, longest_s=300.0) == math.inf


def test_vessels_are_pressed_as_far_as_the_force_of_a_hold_says_and_open_at_rest():
    for target_percent, z in ((30.0, 0.5), (50.0, 0.9), (80.0, 1.0)):
        trace = run(Holding(target_percent=target_percent))
        assert trace.open_percent[0] == 100.0 and trace.pressed_percent[-1] == pytest.approx(0.0, abs=0.1)
        middle = trace._end // 2
        assert trace.pressed_percent[middle] == pytest.approx(100.0 * z, abs=3.0)
        assert trace.open_percent[middle] == pytest.approx(100.0 * (1.0 - z) ** 2, abs=4.0)
        words = {30.0: "", 50.0: "vessels nearly shut", 80.0: "vessels shut"}
        assert trace.vessels_and_store_at(float(trace.t_min[middle])) == words[target_percent]
        assert trace.vessels_and_store_at(0.0) == ""


def test_after_a_hold_the_store_is_said_to_be_paid_back_and_in_the_end_nothing():
    trace = run(Holding())
    assert trace.vessels_and_store_at(trace.work_min + 0.3) == "store is paid back"
    assert trace.vessels_and_store_at(trace.t_min[-1]) == ""


def test_venous_blood_is_as_full_as_the_haemoglobin_curve_says():
    trace = run(Holding())
    expected = [100.0 * saturation(pressure, P50_mmHg) for pressure in trace.po2_mmHg]
    assert trace.venous_percent == pytest.approx(expected)
    assert (trace.arterial_percent, trace.Hb_g_L) == (97.0, 150.0)


def test_the_trace_knows_its_cuff():
    assert run(Holding()).cuff_percent == 0.0 and run(Holding(cuff_percent=100.0)).cuff_percent == 100.0


@pytest.mark.parametrize("settings", [{}, {"pause_s": 2.0}, {"pause_s": 5.0}, {"target_percent": 30.0},
                                      {"target_percent": 85.0}, {"pause_s": 1.0, "fibre": "fast"}], ids=str)
def test_the_sketch_is_near(settings):
    sketch, full = Holding(**settings).preview(), run(Holding(**settings))
    assert sketch.state == full.state and sketch.held_s == pytest.approx(full.held_s, rel=0.03)
    until = full.t_min < 0.9 * full.held_s / 60.0
    assert np.interp(full.t_min[until], sketch.t_min, sketch.pcr_mM) == pytest.approx(full.pcr_mM[until], abs=2.5)
