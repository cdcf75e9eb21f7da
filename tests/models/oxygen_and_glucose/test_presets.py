"""What a preset says is what its own run shows: each part of each text of this chapter, held to the trace. The same for
the misses that “What the model leaves out” tells."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from muscle_lib.models.oxygen_and_glucose import Holding, LongExercise, SupplyLine, WorkingMuscle
from muscle_lib.preset import all_presets, preset
from tests.models.oxygen_and_glucose import test_supply_line, test_working_muscle

#: The run that a text compares its own with.
USUAL = {WorkingMuscle: WorkingMuscle(), SupplyLine: SupplyLine(), Holding: Holding(), LongExercise: LongExercise()}


@cache
def run(model: Any) -> Any:
    return model.run()


def times(name: str, low: float, high: float) -> Callable[[Any, Any], bool]:
    """A result is so many times the usual one."""
    return lambda own, usual: low <= getattr(own, name) / getattr(usual, name) <= high


def pays_alone(own: Any, usual: Any) -> bool:
    """From half a minute on oxygen pays next to nothing, before it something."""
    late = (own.t_min > 0.5) & (own.t_min <= own.work_min)
    return own.oxygen_pays_mM_s[late].max() < 0.1 * own.used_mM_s[late].min() and own.oxygen_share_percent > 2.0


def blood_in_each_pause(own: Any, usual: Any) -> bool:
    return own.flow_in_work_mL_100g_min > 20.0 and usual.flow_in_work_mL_100g_min < 1.0


#: Preset → the parts of its text, in order, with what must be so in its own run (first) beside the usual one (second).
SAYS: dict[tuple[type, str], dict[str, Callable[[Any, Any], bool]]] = {
    (WorkingMuscle, "Untrained, healthy"): {
        "oxygen pays more than half": lambda own, _: own.oxygen_share_percent > 50.0,
        "ATP is defended": lambda own, _: own.ATP_lowest_mM > 0.98 * own.ATP_mM[0],
        "phosphocreatine recovers in half a minute": lambda own, _: 26.0 < own.pcr_recovery_s < 34.0},
    (WorkingMuscle, "Trained"): {
        "the same work": times("used_mM", 0.98, 1.02),
        "a recovery that is a third quicker": times("pcr_recovery_s", 0.62, 0.72)},
    (WorkingMuscle, "Old"): {
        "more phosphocreatine is spent": lambda own, usual: own.pcr_end_mM < usual.pcr_end_mM - 1.0,
        "its recovery takes twice as long": times("pcr_recovery_s", 1.85, 2.15)},
    (WorkingMuscle, "Anaemia"): {
        "the flow rises by a half": times("flow_end_mL_100g_min", 1.4, 1.6),
        "makes good a part of it": lambda own, usual: 0.5 < own.oxygen_share_percent / usual.oxygen_share_percent < 0.9,
        "phosphocreatine falls further": lambda own, usual: own.pcr_end_mM < usual.pcr_end_mM - 2.0},
    (WorkingMuscle, "High mountain"): {
        "the oxygen pressure in the muscle is lower": times("po2_lowest_mmHg", 0.3, 0.9),
        "the flow makes good nearly all of it": lambda own, usual: (
            own.flow_end_mL_100g_min > usual.flow_end_mL_100g_min and own.pcr_end_mM > usual.pcr_end_mM - 1.5)},
    (WorkingMuscle, "Narrowed leg artery"): {
        "force falls by a quarter": lambda own, _: 70.0 < own.force_left_percent < 80.0,
        "the recovery takes more than three times as long: claudication": times("pcr_recovery_s", 3.0, 4.0)},
    (WorkingMuscle, "Tourniquet"): {
        "the oxygen that is there pays for half a minute, then phosphocreatine and glycolysis pay alone": pays_alone,
        "nothing recovers": lambda own, _: math.isnan(own.pcr_recovery_s)},
    (WorkingMuscle, "Low blood glucose"): {
        "the muscle notices nothing: it has its own glycogen": times("force_left_percent", 0.99, 1.01)},
    (WorkingMuscle, "McArdle disease"): {
        "no lactate": lambda own, _: own.lactate_end_mM < 1.5,
        "no acid": lambda own, _: own.pH_end > 7.05,
        "force is lost early all the same": times("force_left_percent", 0.2, 0.6)},
    (WorkingMuscle, "McArdle disease, held at full force"): {
        "the money runs out: the muscle does not let go, although no impulse comes any more (contracture)": (
            lambda own, _: own.ATP_lowest_mM < 0.5 and own.state == "contracture")},
    (SupplyLine, "At rest"): {
        "a third of the oxygen is taken": lambda own, _: 28.0 < own.extracted_percent < 38.0,
        "the rest comes back": lambda own, _: own.venous_percent > 60.0},
    (SupplyLine, "At work"): {"more than half of the oxygen is taken": lambda own, _: own.extracted_percent > 50.0},
    (SupplyLine, "Hardest work"): {
        "the flow measured in people would bring enough": lambda own, _: (
            own.delivered_mL_100g_min > own.demand_mL_100g_min),
        "in this model it leaves the blood too slowly (by diffusion)": lambda own, _: (
            own.met_percent < 75.0 and own.verdict == "leaves blood too slowly")},
    (SupplyLine, "High mountain"): {
        "a sixth less is delivered": times("delivered_mL_100g_min", 0.80, 0.85),
        "the muscle takes a larger part of it: it nearly makes good": lambda own, usual: (
            own.extracted_percent > usual.extracted_percent + 5.0 and own.met_percent > usual.met_percent - 4.0)},
    (SupplyLine, "Narrowed leg artery"): {
        "the blood is fully loaded": lambda own, _: own.arterial_percent >= 97.0,
        "far too little of it comes": lambda own, _: own.met_percent < 60.0},
    (SupplyLine, "Anaemia"): {
        "half as much is delivered": times("delivered_mL_100g_min", 0.48, 0.53),
        "the saturation is normal all the same": lambda own, _: own.arterial_percent >= 95.0},
    (Holding, "Hold half of the maximum"): {
        "no blood comes": lambda own, _: own.flow_in_work_mL_100g_min < 1.0,
        "the hold fails after not quite two minutes": lambda own, _: 100.0 < own.endurance_s < 120.0},
    (Holding, "… with a tourniquet"): {
        "some two seconds less: the contraction is its own tourniquet": lambda own, usual: (
            1.0 < usual.endurance_s - own.endurance_s < 3.5)},
    (Holding, "The same force with pauses"): {
        "blood comes in each pause": blood_in_each_pause,
        "it goes on for much longer": times("held_s", 3.0, 10.0)},
    (Holding, "Hold 30 %"): {
        "some blood comes: seven minutes": lambda own, _: (
            own.flow_in_work_mL_100g_min > 10.0 and 405.0 < own.endurance_s < 435.0)},
    (Holding, "Hold 80 %"): {"less than half a minute": lambda own, _: 20.0 < own.endurance_s < 30.0},
    (Holding, "Slow fibres"): {
        "they are cheap: they hold more than half as long again": times("endurance_s", 1.5, 1.8)},
    (Holding, "Fast fibres"): {"they are dear: a minute": lambda own, _: 55.0 < own.endurance_s < 65.0},
    (LongExercise, "Healthy, an hour"): {
        "force holds": lambda own, _: own.force_left_percent > 93.0,
        "a part of the glycogen is used up": lambda own, _: 50.0 < own.glycogen_end_mM < 85.0},
    (LongExercise, "Low blood glucose"): {
        "with glycogen in the muscle, nothing is to be seen": times("force_left_percent", 0.99, 1.01)},
    (LongExercise, "Glycogen used up"): {
        "glycogen runs out": lambda own, _: own.glycogen_end_mM < 1.0,
        "oxygen pays from what the blood brings": lambda own, _: own.oxygen_share_percent > 80.0,
        "force falls to 73 %": lambda own, _: 72.5 < own.force_left_percent < 73.5},
    (LongExercise, "… and low blood glucose"): {
        "68 % of the first force": lambda own, _: 67.5 < own.force_left_percent < 68.5,
        "instead of 73": lambda own, _: (
            72.5 < run(preset(LongExercise, "Glycogen used up")).force_left_percent < 73.5),
        "now it shows, and only a little": lambda own, _: (
            2.0 < run(preset(LongExercise, "Glycogen used up")).force_left_percent - own.force_left_percent < 10.0)},
    (LongExercise, "McArdle disease"): {
        "force falls for some minutes": lambda own, _: 3.0 < own.lowest_at_min < 10.0,
        "then comes back a little: the second wind": lambda own, _: 2.0 < own.second_wind_percent < 10.0},
    (LongExercise, "McArdle disease, more glucose"): {
        "the same with more sugar in the blood": lambda own, _: 2.0 < own.second_wind_percent,
        "weaker by less": lambda own, _: (
            own.force_left_percent > run(preset(LongExercise, "McArdle disease")).force_left_percent + 3.0)},
}


@pytest.mark.parametrize(("cls", "name"), SAYS, ids=lambda each: getattr(each, "__name__", each))
def test_what_a_preset_says_is_what_it_shows(cls, name):
    item, parts = all_presets(cls)[name], SAYS[cls, name]
    own, usual = run(item.model), run(USUAL[cls])
    assert [part for part, holds in parts.items() if not holds(own, usual)] == []
    # Nothing is said beside the parts that are held.
    rest = item.expect
    for part in parts:
        assert part in rest, part
        rest = rest.replace(part, "", 1)
    assert re.findall(r"\w+", rest) in ([], ["and"], ["and", "and"]), rest


def test_each_preset_of_the_chapter_is_held():
    assert {(cls, name) for cls in USUAL for name in all_presets(cls)} == set(SAYS)


def test_the_misses_that_are_told_are_those_of_the_checks():
    """“What the model leaves out” quotes our own values: they are today's."""
    told = " ".join((*WorkingMuscle.leaves_out, *SupplyLine.leaves_out))
    checks = {item.id.split("C-")[1]: item for item in (*test_working_muscle.CHECKS, *test_supply_line.CHECKS)}
    assert f"takes {checks['17a'].ours:.1f} mL" in told and f"keeps {checks['17b'].ours:.0f} mmHg" in told
    assert f"pays {checks['16c'].ours:.0f} % of the last three quarters" in told
    assert "nearly half of the first" in told and 42.0 < checks["16d"].ours < 50.0
    assert "costs a fifth less ATP" in told and 0.75 < checks["16a"].ours / 1.69 < 0.85
    light = run(WorkingMuscle(cuff_percent=100.0, intensity_percent=30.0, pause_s=2.0))
    assert "In light work without blood the pH stays too high" in told and light.pH_end > 7.1
