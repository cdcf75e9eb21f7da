"""Chapter 2's questions against its models: the right answer is what the model does, and what a text says is so.

A question that has no test here fails ``test_every_question…``: a new one gets its test at once.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

import muscle_lib.models.electrolytes as salts
from muscle_lib.blood import blood_value
from muscle_lib.models.electrolytes import Excitability, IonBattery, MuscleFibre, NerveAtLowCalcium, WaterAndSalt
from muscle_lib.models.electrolytes.battery import thermal_mV
from muscle_lib.models.electrolytes.fibre_rest import stable_states_mV
from muscle_lib.models.electrolytes.threshold_map import MAP_CA_mM, MAP_K_mM
from muscle_lib.models.nerve_signal import Junction
from muscle_lib.preset import all_presets, chosen
from muscle_lib.questions import NumberQuestion, question, read
from muscle_lib.trace import results
from tests.lessons import calls, lesson
from tests.models.electrolytes.fibres import fibre, threshold
from tests.questions.opened import that_are_so
from tests.questions.test_questions import content

ENTRIES = read(content("electrolytes"), "electrolytes.toml")
NOTEBOOK = lesson("02_electrolytes")
TEXT = " ".join(" ".join(cell.source.split()) for cell in NOTEBOOK.cells if cell.cell_type == "markdown")
STRONG = 450.0


def asked(kind: str, key: str) -> Any:
    return question(kind, f"electrolytes.{key}")


@cache
def run(model: Any) -> Any:
    """Once for all tests here."""
    return model.run()


def halves(key: str) -> tuple[Any, Any]:
    """The two results of a prediction's experiment, from where its explorer starts."""
    experiment, start = asked("predict", key), EXPLORERS[key][0]
    return run(replace(start, **experiment.before)), run(replace(start, **experiment.after))


# ---------------------------------------------------------------- the explorers

#: For each prediction: where its explorer starts, its picture, its controls, and its presets in their order.
EXPLORERS: dict[str, tuple[Any, str, list[str], list[str]]] = {
    "p1": (IonBattery(), "BatteryFigure", ["K_out_mM", "Na_out_mM", "na_per_k", "Cl_extra_mM"],
           ["Healthy", "Low potassium, 2.5 mM", "High potassium, 6.5 mM", "Low sodium, 120 mM", "A leaky membrane"]),
    "p2": (Excitability(), "ExcitabilityFigure", ["K_out_mM", "Ca_out_mM", "stimulus_uA_cm2"],
           ["Healthy", "Hypokalaemia, mild", "Hypokalaemia, severe", "Hyperkalaemia, mild"]),
    "p3": (Excitability(K_out_mM=6.0, stimulus_uA_cm2=STRONG), "ExcitabilityFigure", ["K_out_mM", "stimulus_uA_cm2"],
           ["Hyperkalaemia, mild", "Hyperkalaemia, severe"]),
    "p7": (Excitability(K_out_mM=8.0, stimulus_uA_cm2=STRONG), "ExcitabilityFigure",
           ["K_out_mM", "Ca_out_mM", "Mg_out_mM"],
           ["Hyperkalaemia, calcium given", "Hypocalcaemia", "Hypomagnesaemia alone",
            "Hypomagnesaemia with its company", "Hyponatraemia after plain water"]),
    "p4": (NerveAtLowCalcium(), "NerveCalciumFigure", ["Ca_out_mM", "Mg_out_mM", "K_out_mM"],
           ["Normal calcium", "Low calcium, 0.8 mM", "Very low calcium, 0.5 mM", "Low magnesium alone",
            "Low magnesium, calcium and potassium", "The same, potassium given alone", "High calcium, 2.5 mM"]),
    "p5": (MuscleFibre(), "FibreFigure", ["chloride_percent", "K_out_mM", "persistent_na_percent", "pore_mS_cm2"],
           ["Healthy", "Carrier of myotonia", "Myotonia congenita", "Hyperkalaemic paralysis, between attacks",
            "… and in an attack, 5.5 mM", "Hypokalaemic paralysis, between attacks", "… and in an attack, 2.5 mM"]),
    "p6": (MuscleFibre(chloride_percent=10.0), "FibreFigure",
           ["chloride_percent", "K_removal_ms", "na_channels_percent", "pulses"],
           ["Myotonia, channel blocker", "Two small faults"]),
    "p8": (WaterAndSalt(), "WaterAndSaltFigure", ["sweat_L", "drink_L", "drink_Na_mM", "sweat_Na_mM"],
           ["At rest", "2 L of sweat, nothing drunk", "2 L of sweat, 2 L of water", "2 L of sweat, 2 L of sports drink",
            "2 L of sweat, 2 L of rehydration salts", "4 L of sweat, nothing drunk", "4 L of sweat, 4 L of water",
            "2 L of sweat, 5 L of water", "4 L of very salty sweat, 4 L of water"]),
}


class Names:
    """Stands for the module of figures: gives the name of what is made, and makes no picture."""

    def __getattr__(self, name: str) -> Callable[[], str]:
        return lambda: name


def explorers() -> dict[str, tuple[Any, str, list[str], list[str]]]:
    """What the lesson's cells hand to ``explore``, by the key of the prediction before it (the map has none)."""
    found = {}

    def explore(model: Any, figure: str, controls: list[str], presets: Any = ()) -> tuple:
        return model, figure, controls, [preset.name for preset in chosen(model, presets)]

    def predict(key: str, explorer: tuple) -> None:
        found[key.removeprefix("electrolytes.")] = explorer

    names = {"salts": salts, "figures": Names(), "explore": explore, "predict": predict}
    for cell in NOTEBOOK.cells:
        if any(call.func.id == "predict" for call in calls(cell)):
            exec(cell.source, names)
        elif any(call.func.id == "explore" for call in calls(cell)):
            found["map"] = eval(cell.source, names)
    return found


def test_the_lessons_explorers_start_where_the_questions_do_and_offer_what_they_need():
    found = explorers()
    assert found.pop("map") == (Excitability(), "ThresholdMapFigure", ["K_out_mM", "Ca_out_mM"], [])
    assert found == EXPLORERS
    for key, (start, _, controls, _) in found.items():
        before, after = asked("predict", key).before, asked("predict", key).after
        moved = {name for name in {*before, *after} if not before.get(name) == after.get(name) == getattr(start, name)}
        assert moved <= set(controls), f"{key}: without these, no student can do it again"


# ---------------------------------------------------------------- predictions: each choice as a truth; one holds

def potassium_rises() -> list[bool]:
    before, after = halves("p1")
    moved = after.rest_mV - before.rest_mV
    return [moved < -1.0, moved > 1.0, abs(moved) < 1.0, abs(moved) < 1.0]


def nearer_to_threshold() -> list[bool]:
    before, after = halves("p2")
    # “at −80 instead of −91 mV”; “the rest has come 10 mV nearer”; “the channels that are lost do not matter yet”
    assert (round(before.rest_mV), round(after.rest_mV)) == (-91, -80)
    assert after.rest_mV - before.rest_mV > 10.0 and after.ready_sodium_percent < before.ready_sodium_percent
    ratio = after.threshold_uA_cm2 / before.threshold_uA_cm2
    return [ratio < 0.5, 0.8 < ratio < 1.25, ratio > 1.6]


def too_near() -> list[bool]:
    before, after = halves("p3")
    assert before.fires, "the outcome says so"
    return [after.fires and after.weakest_uA_cm2 < before.weakest_uA_cm2, not after.excitable and not after.fires,
            after.spontaneous]


def calcium_given() -> list[bool]:
    before, after = halves("p7")
    assert not before.excitable and not before.fires, "the question says so"
    assert abs(after.rest_mV - before.rest_mV) < 3.0, "the resting potential has hardly moved"
    more_ready = after.ready_sodium_percent / before.ready_sodium_percent
    return [more_ready < 1.5, after.weakest_uA_cm2 > before.weakest_uA_cm2, after.excitable and after.fires]


def low_calcium() -> list[bool]:
    before, after = halves("p4")
    assert before.spontaneous_Hz == 0.0
    quiet = after.spontaneous_Hz == 0.0
    return [quiet, quiet and after.threshold_part > 1.0, after.spontaneous_Hz > 20.0]


def few_chloride_channels() -> list[bool]:
    before, after = halves("p5")
    assert before.rest_mV == after.rest_mV, "the question says so"
    assert before.n_after == 0
    return [after.n_after == 0, after.n_after > 0 and after.after_ms > 2000.0, "paralysis" in after.state]


def washed_tubule() -> list[bool]:
    before, after = halves("p6")
    return [after.n_after == 0, 0.8 < after.n_after / before.n_after < 1.2, after.n_after > 1.2 * before.n_after]


def sweat_alone() -> list[bool]:
    before, after = halves("p8")
    moved = after.Na_out_mM - before.Na_out_mM
    return [moved > 1.0, moved < -1.0, abs(moved) < 1.0]


PREDICTIONS: dict[str, Callable[[], list[bool]]] = {
    "p1": potassium_rises, "p2": nearer_to_threshold, "p3": too_near, "p7": calcium_given, "p4": low_calcium,
    "p5": few_chloride_channels, "p6": washed_tubule, "p8": sweat_alone}
#: What is changed between the two halves: the words before each prediction are about these numbers.
EXPERIMENTS = {
    "p1": ({"K_out_mM": 3.0}, {"K_out_mM": 5.0}),
    "p2": ({"K_out_mM": 4.0}, {"K_out_mM": 6.0}),
    "p3": ({"K_out_mM": 6.0, "stimulus_uA_cm2": STRONG}, {"K_out_mM": 8.0, "stimulus_uA_cm2": STRONG}),
    "p7": ({"K_out_mM": 8.0, "stimulus_uA_cm2": STRONG},
           {"K_out_mM": 8.0, "Ca_out_mM": 2.0, "stimulus_uA_cm2": STRONG}),
    "p4": ({"Ca_out_mM": 1.2}, {"Ca_out_mM": 0.5}),
    "p5": ({"chloride_percent": 100.0}, {"chloride_percent": 10.0}),
    "p6": ({"chloride_percent": 10.0}, {"chloride_percent": 10.0, "K_removal_ms": 1.0}),
    "p8": ({"sweat_L": 0.0, "drink_L": 0.0}, {"sweat_L": 4.0, "drink_L": 0.0}),
}


def test_every_prediction_is_held_to_its_model():
    assert PREDICTIONS.keys() == EXPERIMENTS.keys() == ENTRIES["predict"].keys()


@pytest.mark.parametrize("key", PREDICTIONS)
def test_the_right_choice_is_what_the_model_does_and_no_other_is(key):
    assert that_are_so(asked("predict", key), PREDICTIONS[key]()) == [asked("predict", key).right]


def test_the_experiments_are_those_of_the_words():
    for key, (before, after) in EXPERIMENTS.items():
        experiment = asked("predict", key)
        assert (dict(experiment.before), dict(experiment.after)) == (before, after), key
        # Each value that changes is named in the question; 0 as a word, “drinks nothing”.
        start = EXPLORERS[key][0]
        changed = {name: value for name, value in after.items() if value != getattr(start, name) and value}
        for name, value in changed.items():
            said = {"chloride_percent": "a tenth of its chloride channels"}.get(name, f"{value:g}")
            assert re.search(rf"\b{said}\b", experiment.text), f"{key}: {said}"


# ---------------------------------------------------------------- questions for a number

#: Each number from its model, its unit, and with how many decimals the answer is given.
NUMBERS: dict[str, tuple[Callable[[], float], str, int]] = {
    "q4": (lambda: run(IonBattery()).K_lost_ppm / 1e4, "%", 4),
}


def test_every_question_for_a_number_is_held_to_its_model():
    numbers = {key for key, entry in ENTRIES["ask"].items() if isinstance(entry, NumberQuestion)}
    assert numbers == NUMBERS.keys() and ENTRIES["ask"].keys() == numbers | CHOICES.keys()


@pytest.mark.parametrize("key", NUMBERS)
def test_the_models_number_is_right_and_well_inside_the_tolerance(key):
    asked_for, (measure, unit, decimals) = asked("ask", key), NUMBERS[key]
    assert (round(measure(), decimals), unit) == (asked_for.answer, asked_for.unit)
    assert abs(measure() - asked_for.answer) <= 0.5 * asked_for.tolerance
    # Wide enough for who reads a picture, and narrower than the answer itself.
    assert 0.02 * asked_for.answer <= asked_for.tolerance <= 0.45 * asked_for.answer


def test_the_words_of_the_questions_for_a_number():
    # Its number stands in the table under this title.
    title = re.search(r"read “(.+?)”", asked("ask", "q4").text)[1]
    assert title == results(type(run(IonBattery())))["K_lost_ppm"].title
    assert round(run(IonBattery()).K_lost_ppm) == 5 and round(run(IonBattery()).rest_mV) == -90


# ---------------------------------------------------------------- questions with choices: each choice as a truth

def rests() -> list[bool]:
    usual = threshold()
    return [threshold(K_out_mM=3.0) < usual, threshold(K_out_mM=5.0) < usual,
            threshold(na_channels_percent=50.0) < usual, threshold(K_out_mM=5.0) == usual]


def half_the_calcium() -> list[bool]:
    part = run(Junction(Ca_out_mM=0.6, impulses=1)).quanta_first / run(Junction(impulses=1)).quanta_first
    return [0.95 < part < 1.05, part > 1.05, 0.45 < part < 0.55, part < 0.4]


def sodium_is_weak() -> list[bool]:
    healthy, low = run(IonBattery()), run(IonBattery(Na_out_mM=120.0))
    moved = abs(low.rest_mV - healthy.rest_mV)
    leaky = [run(IonBattery(na_per_k=0.3, Na_out_mM=sodium)).rest_mV for sodium in (140.0, 120.0)]
    assert moved < 1.5, "hardly moves"
    assert blood_value("sodium").danger[0] > 120.0, "a dangerous loss"
    assert round(healthy.E_Na_mV, -1) == 70.0 and healthy.E_Na_mV > 60.0
    other_chloride = run(IonBattery(Cl_extra_mM=-20.0)).rest_mV
    return [abs(healthy.E_Na_mV - healthy.rest_mV) < 10.0, other_chloride != healthy.rest_mV,
            abs(leaky[1] - leaky[0]) > 3.0 * moved]


def weak_at_2_mM() -> list[bool]:
    healthy, low = run(Excitability()), run(Excitability(K_out_mM=2.0))
    # “near −103 mV”; “about three quarters more current”
    assert round(low.rest_mV) == -103
    assert low.threshold_uA_cm2 / healthy.threshold_uA_cm2 == pytest.approx(1.75, abs=0.05)
    return [low.threshold_gap_mV < healthy.threshold_gap_mV or low.spontaneous,
            not low.excitable,
            low.threshold_gap_mV > healthy.threshold_gap_mV and low.threshold_uA_cm2 > healthy.threshold_uA_cm2]


def nerve_before_junction() -> list[bool]:
    low, very_low = (run(NerveAtLowCalcium(Ca_out_mM=calcium)) for calcium in (0.8, 0.5))
    assert low.state == "latent tetany" and very_low.safety_factor < 1.0
    # The muscle's own store is in chapter 3; here nothing of the fibre contracts with the blood's calcium.
    assert round(low.release_part, 1) == 0.4  # “only 40 %”
    return [low.release_part > 0.9, low.safety_factor > 1.0, False]


def half_the_channels() -> list[bool]:
    healthy, carrier, ill = (run(MuscleFibre(chloride_percent=percent)) for percent in (100.0, 50.0, 10.0))
    # “7 instead of 4.5 mV”; “the border lies near one fifth”
    assert round(carrier.adp_mV) == 7 and round(healthy.adp_mV, 1) == 4.5
    assert run(MuscleFibre(chloride_percent=25.0)).n_after == 0 < run(MuscleFibre(chloride_percent=20.0)).n_after
    return [0.3 < carrier.n_after / ill.n_after < 0.7, carrier.state == "normal" and carrier.adp_mV > healthy.adp_mV,
            carrier.adp_mV == healthy.adp_mV]


def no_cramp() -> list[bool]:
    # What fires on is a fibre without any nerve; cramps are chapter 6's.
    alone = run(MuscleFibre(chloride_percent=10.0)).n_after > 100
    return [not alone, not alone, alone]


def paralysed_at_2_5_mM() -> list[bool]:
    ill = run(MuscleFibre(pore_mS_cm2=0.008, K_out_mM=2.5))
    assert round(ill.rest_mV) == -56 and ill.ready_sodium_percent < 3.0
    states = stable_states_mV(fibre(pore_mS_cm2=0.008, K_out_mM=2.5))
    pulled_mV = run(IonBattery(K_out_mM=2.5)).E_K_mV
    assert 155.0 / 4.0 > 30.0, "more than thirty times as concentrated inside"
    return [len(states) == 1 and states[0] > -65.0 and run(MuscleFibre(K_out_mM=2.5)).rest_mV < -90.0,
            pulled_mV > ill.rest_mV, ill.n_in > 0]


def runners() -> list[bool]:
    sodium = [run(WaterAndSalt(**settings)).Na_out_mM for settings in (
        {"sweat_L": 4.0, "drink_L": 0.0}, {}, {"drink_L": 5.0},
        {"drink_L": 5.0, "drink_Na_mM": 60.0, "drink_K_mM": 20.0})]
    for choice, value in zip(asked("ask", "q10").choices, sodium, strict=True):
        assert f"{value:.0f} mM" in choice.feedback
    low, high = blood_value("sodium").normal
    # “sodium is 149 mM, 4 above the upper end of”, “within the normal range” twice; “swollen by nearly a tenth”
    assert sodium[0] - high == pytest.approx(4.0, abs=0.5) and low < min(sodium[1], sodium[3]) < 140.0
    assert run(WaterAndSalt(drink_L=5.0)).inside_change_percent == pytest.approx(9.0, abs=1.0)
    beyond = [max(low - value, value - high, 0.0) for value in sodium]
    return [value == max(beyond) > 0.0 for value in beyond]


CHOICES: dict[str, Callable[[], list[bool]]] = {
    "q1": rests, "q2": half_the_calcium, "q3": sodium_is_weak, "q5": weak_at_2_mM, "q6": nerve_before_junction,
    "q7": half_the_channels, "q8": no_cramp, "q9": paralysed_at_2_5_mM, "q10": runners}


@pytest.mark.parametrize("key", CHOICES)
def test_the_right_answer_is_what_the_model_says_and_no_other_is(key):
    assert that_are_so(asked("ask", key), CHOICES[key]()) == [asked("ask", key).right]


# ---------------------------------------------------------------- what the texts say in passing

def says(*parts: str) -> None:
    """The lesson's text has these words: who changes them must look at the number again."""
    for part in parts:
        assert part in TEXT, part


def test_the_texts_about_the_battery():
    says("For potassium that is −98 mV, for sodium +66 mV.", r"61.5\,\text{mV}", "here 19.5 mEq/L",
         "five in a million", "a gap below 0 or above 40")
    healthy = run(IonBattery())
    assert (round(healthy.E_K_mV), round(healthy.E_Na_mV), healthy.gap_mEq_L) == (-98, 66, 19.5)
    assert round(thermal_mV(37.0) * math.log(10.0), 1) == 61.5
    # “a patient's potassium is 6.5 mM instead of 4 … and yet somebody runs to the bedside”
    says("potassium is 6.5 mM instead of 4")
    assert blood_value("potassium").danger[1] == 6.5


def test_the_texts_about_the_fibres_excitability():
    says("At 4 mM 78 % of the channels are ready, at 6 mM 31 %, at 8 mM 3 %.", "it is near −70 mV",
         "Up to about 6.5 mM the shrinking gap wins", "at 8 mM no pulse excites it")
    found = {K: run(Excitability(K_out_mM=K)) for K in (2.0, 4.0, 6.0, 8.0)}
    assert [round(found[K].ready_sodium_percent) for K in (4.0, 6.0, 8.0)] == [78, 31, 3]
    usual = found[4.0]
    assert usual.firing_threshold_mV[usual.firing_K_mM <= 6.5] == pytest.approx(-70.0, abs=6.0)
    assert not found[8.0].excitable and found[2.0].threshold_uA_cm2 > usual.threshold_uA_cm2
    # The map: “490 fibres”; “Start at 7 mM potassium and 1.0 mM calcium, where nothing works, and find two ways back.”
    says("490 fibres", "Start at 7 mM potassium and 1.0 mM calcium, where nothing works")
    assert len(MAP_K_mM) * len(MAP_CA_mM) == 490
    assert not run(Excitability(K_out_mM=7.0, Ca_out_mM=1.0)).excitable
    assert run(Excitability(K_out_mM=6.0, Ca_out_mM=1.0)).excitable
    assert run(Excitability(K_out_mM=7.0, Ca_out_mM=2.0)).excitable


def test_the_texts_about_low_calcium():
    says("At 0.8 mM this is 3 mV, and seven tenths of the usual charge", "about 50 times a second",
         "At 0.8 mM one impulse releases only 40 % of the normal transmitter",
         "still 1.4 times what the middle fibre needs")
    low = run(NerveAtLowCalcium(Ca_out_mM=0.8))
    assert (round(low.shift_mV), round(low.threshold_part, 1)) == (3, 0.7)
    assert (round(low.release_part, 2), round(low.safety_factor, 1)) == (0.4, 1.4)
    assert run(NerveAtLowCalcium(Ca_out_mM=0.5)).spontaneous_Hz == pytest.approx(50.0, abs=4.0)
    # “People's nerves do so at higher calcium”: where this one is only irritable, the junction still has its reserve.
    says("People's nerves do so at higher calcium")
    assert low.state == "latent tetany" and low.safety_factor > 1.0
    # “Magnesium alone hardly moves the gates … the low potassium hides the low calcium; giving potassium alone …”
    parts = {name: run(preset.model).threshold_part for name, preset in all_presets(NerveAtLowCalcium).items()}
    assert parts["Low magnesium alone"] > 0.9
    assert parts["Low magnesium, calcium and potassium"] > 1.0 > 0.8 > parts["The same, potassium given alone"]


def test_the_texts_about_chloride():
    says("After 25 action potentials the model's tubule holds 6.8 mM instead of 4", "The 45 mM of the model's tubule",
         "With less than about a fifth", "about a hundred times a second", "stuck near −46 mV",
         "Chloride channels are three quarters of all that is open")
    healthy, ill = run(MuscleFibre()), run(MuscleFibre(chloride_percent=10.0))
    assert (healthy.n_in, round(healthy.peak_K_T_mM, 1), healthy.K_out_mM) == (25, 6.8, 4.0)
    assert ill.own_rate_Hz == pytest.approx(100.0, abs=5.0) and ill.lowest_s_percent < 62.0
    # “If one sodium channel in a hundred fails to inactivate, a little more potassium leaves the fibre stuck”
    attack = run(MuscleFibre(persistent_na_percent=1.1, K_out_mM=5.5))
    assert round(attack.late_mV) == -46 and "paralysis" in attack.state and round(attack.peak_K_T_mM) == 45
    # The feedback of p5: “try 10 % chloride channels with 6 mM potassium”
    assert "paralysis" in run(MuscleFibre(chloride_percent=10.0, K_out_mM=6.0)).state
    assert "10 % chloride channels with 6 mM potassium" in asked("predict", "p5").choices[2].feedback
    # The feedback of q7: “about a quarter” was measured; a blocker, as the preset says, stops it.
    assert run(MuscleFibre(chloride_percent=10.0, na_channels_percent=50.0)).n_after <= 2
    # The note n4: each of the four can be found with chloride channels and potassium alone.
    states = {run(MuscleFibre(chloride_percent=chloride, K_out_mM=K)).state
              for chloride, K in ((100.0, 4.0), (30.0, 4.0), (10.0, 4.0), (10.0, 6.0))}
    assert {state.split()[0] for state in states} == {"normal", "latent", "myotonia", "paralysis"}


def test_the_texts_about_sweat():
    says("after 4 L of sweat and 4 L of water, sodium is 134.8 mM, just below normal",
         "Even 4 L of sweat move the fibres' resting potential by less than 1 mV",
         "Sweat is about a quarter to a third as salty as blood")
    water = run(WaterAndSalt(sweat_L=4.0, drink_L=4.0))
    assert round(water.Na_out_mM, 1) == 134.8 and 0.0 < blood_value("sodium").normal[0] - water.Na_out_mM < 1.0
    assert run(WaterAndSalt(sweat_L=4.0, drink_L=0.0)).rest_change_mV < 1.0
    assert WaterAndSalt().sweat_Na_mM / 140.0 == pytest.approx(1 / 3, abs=0.03)
    assert "about 45 mM of sodium, blood 140 mM" in asked("predict", "p8").choices[2].feedback
    # The note n5: with 60 mM of sodium in the drink, sodium stays normal much longer; the rest hardly moves.
    plain, salted = (run(WaterAndSalt(sweat_L=4.0, drink_L=5.0, drink_Na_mM=sodium)) for sodium in (0.0, 60.0))
    assert plain.sodium_state != "normal" == salted.sodium_state and abs(plain.rest_change_mV) < 1.5


def test_what_the_instructors_are_told_of_the_notes():
    # n1: “from −111 to −65 mV, sodium only from −91 to −88 mV”; “at 1 mM it lies 23 mV above it, at 12 mM 3 mV”
    ends = [run(IonBattery(K_out_mM=K)) for K in (1.0, 12.0)]
    assert [round(end.rest_mV) for end in ends] == [-111, -65] and [round(end.from_E_K_mV) for end in ends] == [23, 3]
    assert [round(run(IonBattery(Na_out_mM=sodium)).rest_mV) for sodium in (110.0, 170.0)] == [-91, -88]
    # n2: “Easiest near 6.5 mM (70 µA/cm², at 4 mM 197); from about 7.5 mM on no pulse works”
    least = min(np.arange(5.5, 7.51, 0.1).tolist(), key=lambda K: threshold(K_out_mM=K))
    assert least == pytest.approx(6.5, abs=0.1) and round(threshold(K_out_mM=6.5)) == 70 and round(threshold()) == 197
    assert run(Excitability(K_out_mM=7.4)).excitable and not run(Excitability(K_out_mM=7.6)).excitable
    # “78 % at 4 mM, 31 % at 6, 18 % at 6.5, 3 % at 8”
    ready = [run(Excitability(K_out_mM=K)).ready_sodium_percent for K in (4.0, 6.0, 6.5, 8.0)]
    assert [round(each) for each in ready] == [78, 31, 18, 3]
    # n3: “from about 0.9 mM, at 0.8 mM 72 %; it fires by itself at 0.5 mM”; “Magnesium of 2 mM quiets it”; “3 mM … too”
    parts = {Ca: run(NerveAtLowCalcium(Ca_out_mM=Ca)).threshold_part for Ca in (0.95, 0.9, 0.8, 0.5)}
    assert parts[0.95] > 0.8 > parts[0.9] and round(100 * parts[0.8]) == 72 and parts[0.5] == 0.0
    quiet = [run(NerveAtLowCalcium(Ca_out_mM=0.5, **more)) for more in ({"Mg_out_mM": 2.0}, {"K_out_mM": 3.0})]
    assert [each.state for each in quiet] == ["normal", "normal"] and quiet[0].safety_factor < 0.2
    # n5: “from about 1.5 to 3.5 L (149 mM with nothing, 129 at 6 L)”; “from 2 to 6 L”; “by 2 mV at the most”
    def four(drink_L: float, drink_Na_mM: float = 0.0) -> Any:
        return run(WaterAndSalt(sweat_L=4.0, drink_L=drink_L, drink_Na_mM=drink_Na_mM))

    assert [four(drink).sodium_state == "normal" for drink in (1.0, 1.5, 3.5, 4.0)] == [False, True, True, False]
    assert (round(four(0.0).Na_out_mM), round(four(6.0).Na_out_mM)) == (149, 129)
    assert [four(drink, 60.0).sodium_state == "normal" for drink in (1.5, 2.1, 6.0)] == [False, True, True]
    assert abs(four(6.0, 60.0).rest_change_mV) < 2.0
