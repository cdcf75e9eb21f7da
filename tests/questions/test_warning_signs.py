"""Chapter 11's questions: the right answer is what a model does, what a list says, or what a source says.

A prediction or a right answer that has no test here fails: a new one gets its test at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from typing import Any

import pytest

from muscle_lib.causes import cause
from muscle_lib.chapters import warning_signs
from muscle_lib.models import contract_and_relax as muscle
from muscle_lib.models.contract_and_relax import LettingGo, TwoFibres
from muscle_lib.preset import chosen, preset
from muscle_lib.questions import read
from muscle_lib.triage import case, cases, weight
from tests.lessons import lesson
from tests.questions.opened import explorers_in, right_answer, text_of, that_are_so, words_in
from tests.questions.test_questions import content
from tests.references import cited
from tests.sentences import numbers

ENTRIES = read(content("warning_signs"), "warning_signs.toml")
LESSON = "11_warning_signs"
words_of = partial(words_in, LESSON)


@cache
def run(model: Any) -> Any:
    return model.run()


# ---------------------------------------------------------------- the prediction

def test_the_explorer_opens_with_its_start_its_sliders_and_its_buttons() -> None:
    ((key, (start, controls, group)),) = explorers_in(LESSON, muscle=muscle).items()
    assert (key, start, controls) == ("p1", TwoFibres(), ["pump_percent", "temperature_C"])
    assert [each.name for each in chosen(start, group)] == ["Healthy", "Pump at half its rate", "Cool leg, 30 °C"]
    asked = ENTRIES["predict"]["p1"]
    assert {*asked.before, *asked.after} <= set(controls)


@cache
def halves() -> tuple[Any, Any]:
    asked = ENTRIES["predict"]["p1"]
    return run(replace(TwoFibres(), **asked.before)), run(replace(TwoFibres(), **asked.after))


def test_only_the_right_choice_of_the_prediction_is_so() -> None:
    healthy, slow = halves()
    longer = slow.slow_half_relaxation_ms / healthy.slow_half_relaxation_ms
    # “both fibres are back near 0 when the picture ends”
    comes_back = slow.force_percent[:, -1].max() < 2.0
    holds = [1.8 < longer, 1.2 < longer < 1.35, longer < 1.05, not comes_back]
    assert that_are_so(ENTRIES["predict"]["p1"], holds) == [ENTRIES["predict"]["p1"].right]


# ---------------------------------------------------------------- questions with choices

def q1() -> list[bool]:
    """Hard and silent: the models of chapter 3 whose calcium or ATP is at fault; the one with a cramp is loud."""
    silent = [run(preset(LettingGo, name)) for name in ("Pump nearly gone", "No ATP", "Malignant hyperthermia")]
    cramp = run(preset(LettingGo, "Cramp"))
    inside = all(each.impulses_after == 0 and each.late_percent > 5.0 for each in silent)
    return [cramp.impulses_after == 0, cramp.impulses_after == 0, inside]


def q3() -> list[bool]:
    """One of four is an emergency, three are well: what each decision weighs in all."""
    call, wait = (weight(given, "emergency") + 3 * weight(given, "rest") for given in ("emergency", "rest"))
    # “Three times +2 and once −10 make −4, “call now” makes −1.”
    assert (call, wait) == (-1, -4)
    # What a decision costs is what it lacks of the right one: “a miss costs 12”, “a call in vain 3”.
    miss, in_vain = (weight(right, right) - weight(given, right) for given, right in
                     (("rest", "emergency"), ("emergency", "rest")))
    assert (miss, in_vain) == (12, 3)
    assert "a miss costs 12 (−10 instead of +2), a call in vain 3 (−1 instead of +2)" in words_of("s1-explain")
    # “By these weights one calls from a chance of 1 in 5 on”: chance × miss = (1 − chance) × call in vain.
    assert 0.2 * miss == 0.8 * in_vain and "from a chance of 1 in 5 on" in ENTRIES["ask"]["q3"].choices[1].feedback
    # No other answer would be better still.
    assert all(weight(given, "emergency") + 3 * weight(given, "rest") < call for given in ("soon", "today"))
    return [wait > call, call > wait, call == wait]


def q9() -> list[bool]:
    """What is silent leaves calcium, filaments and energy; of these McArdle's disease has the second wind."""
    silent = all(run(preset(LettingGo, name)).impulses_after == 0 for name in ("Pump nearly gone", "No ATP"))
    locked, narrow, driven = (cause(key) for key in ("mcardle", "claudication", "night_cramp"))
    assert silent and "second wind" in locked.wrong["capillary"] and "silent" in locked.wrong["membrane"]
    assert "gone after minutes of standing still" in narrow.why and "loud" in driven.wrong["calcium"]
    return ["energy" not in locked.places, locked.places == ("energy",), "artery" in locked.places]


CHOICES: dict[str, Callable[[], list[bool]]] = {"q1": q1, "q3": q3, "q9": q9}
#: No model can answer these: their right answers are written down here once more, by how they begin.
IN_WORDS = {"q2": "The push on the muscle's motor neurons", "q4": "That the way through nerve and cord is slow",
            "q6": "Pressure shuts the small vessels first: call now", "q7": "Myoglobin", "q8": "To cool him"}


def test_every_question_is_held_to_a_model_a_list_or_its_words() -> None:
    assert CHOICES.keys() | IN_WORDS.keys() | {"q5"} == ENTRIES["ask"].keys()
    assert ENTRIES["predict"].keys() == {"p1"}
    assert all(right_answer(ENTRIES["ask"][key]).startswith(words) for key, words in IN_WORDS.items())


@pytest.mark.parametrize("key", CHOICES)
def test_only_the_right_choice_is_so(key: str) -> None:
    assert that_are_so(ENTRIES["ask"][key], CHOICES[key]()) == [ENTRIES["ask"][key].right]


# ---------------------------------------------------------------- Wells's table

def test_wells_s_table_has_his_items_and_their_points() -> None:
    rows = re.findall(r"^\| (.+) \| (−?\d) \|$", text_of(LESSON, "s2-wells"), re.MULTILINE)
    points = [int(point.replace("−", "-")) for _, point in rows]
    assert points == [1] * 8 + [-2]
    # As tables that name Wells et al. 1997 give them.
    for (what, _), word in zip(rows, ("cancer", "plaster", "in bed", "tenderness", "whole leg", "3 cm", "dent", "veins",
                                      "another explanation"), strict=True):
        assert word in what
    # “3 % had a clot where the sum was 0 or less”, 17 and 75 %: the abstract's numbers, 10, 32 and 53 people.
    assert [round(100 * few / all_) for few, all_ in ((10, 329), (32, 193), (53, 71))] == [3, 17, 75]
    assert 329 + 193 + 71 == 593 and "Of 593 people" in words_of("s2-wells")


def test_the_invented_man_has_as_many_points_as_the_table_gives_him() -> None:
    asked = ENTRIES["ask"]["q5"]
    told = [word for word in ("plaster", "thicker", "dent") if word in asked.text]
    assert (asked.answer, asked.unit) == (len(told), "points") and "nothing else explains it" in asked.text
    assert "invented" in asked.text and "4 cm" in asked.text
    # What does not count is told, too; and no sum lets somebody wait.
    assert "varicose veins" in asked.text and "(no varicose veins)" in text_of(LESSON, "s2-wells")
    assert "with any sum he is seen today" in asked.right
    # “Of such people three in four had a clot”: 75 % of “high”, which begins at 3 points.
    assert "three in four" in asked.right and asked.answer >= 3


def test_nobody_is_to_try_the_table_on_a_leg() -> None:
    words = words_of("s2-wells")
    assert "for trained hands only: a leg that is swollen or tender is seen today, whatever the sum" in words[:140]
    assert "never your own leg or a friend's" in words
    assert "all had an ultrasound" in words, "low is not none"


# ---------------------------------------------------------------- what the texts say in passing

def test_the_note_on_the_jerk_is_so() -> None:
    times = [run(preset(TwoFibres, name)) for name in ("Healthy", "Pump at half its rate", "Cool leg, 30 °C")]
    parts = [(round(each.slow_contraction_ms), round(each.slow_half_relaxation_ms)) for each in times]
    told = numbers(ENTRIES["note"]["n2"].expected)
    assert told == [number for rise, fall in parts for number in (rise, fall, rise + fall)]
    # “From the tap on, the jerk of 131 people took 240 to 340 ms.” (Miles & Surveyor 1965, the abstract)
    assert 240 <= sum(parts[0]) <= 340 < sum(parts[1]) < sum(parts[2])
    assert "From the tap on, the jerk of 131 people took 240 to 340 ms" in ENTRIES["note"]["n2"].text
    assert "until half of it was gone the jerk took 240 to 340 ms in 131 people" in words_of("s2-explain")


def test_what_half_of_the_pump_costs_after_one_impulse_and_after_a_second_of_work_is_so() -> None:
    one = [each.slow_half_relaxation_ms for each in halves()]
    second = [run(LettingGo(pump_percent=percent)).half_relaxation_ms for percent in (100.0, 50.0)]
    assert 1.2 < one[1] / one[0] < 1.35 and 2.0 < second[1] / second[0] < 3.0
    words = words_of("s2-explain")
    # The prediction stands above it: the number is not told before it is seen.
    assert "After one impulse half of the pump costs little; after a second of hard work letting go takes more" in words
    assert "a quarter" not in words
    # “In the model both halves become longer, the rise as well.”
    assert halves()[1].slow_contraction_ms > 1.2 * halves()[0].slow_contraction_ms
    # “It also becomes stronger”
    assert halves()[1].slow_peak_percent > 1.5 * halves()[0].slow_peak_percent


def test_the_doors_lead_to_where_the_link_was_seen_to_fail() -> None:
    door = r"\[chapter (\d+)\]\((\d+)[^#]*#cell-id=s(\d)-case\), station (\d)"
    doors = re.findall(r"\| ([^|,]+)[^|]* \| [^|]+ \| [^|]*" + door, text_of(LESSON, "s2-explain"))
    assert {what: (int(chapter), int(station)) for what, chapter, _, station, _ in doors} == {
        "always cold": (3, 5), "tingling around the mouth": (2, 3), "pain at the same lamp post each day": (4, 2)}
    assert all(int(chapter) == int(file) and told == station for _, chapter, file, station, told in doors)


def test_the_weights_of_the_case_are_those_of_the_trainer() -> None:
    """They stand in the trainer; the case says them not once more in other words."""
    words = words_of("s1-case")
    assert not re.search(r"[+−]\d", words)
    assert [weight("today", "today"), weight("today", "rest"), weight("soon", "today"), weight("rest", "today"),
            weight("rest", "emergency")] == [2, -1, -3, -6, -10]
    assert "sixteen people" in words and len(cases()) == 16
    assert "112, 911, 999, …" in words


def test_pain_is_a_poor_measure() -> None:
    """“An arm that sinks, or legs that get weaker by the day, may not hurt at all.”"""
    for key, weak in (("breakfast", "right arm"), ("the_stairs", "legs")):
        its = case(key)
        assert its.rank == "emergency" and weak in its.weak and not its.places
        assert re.search(r"feels no pain|[Nn]othing hurts", its.story)
    assert "An arm that sinks, or legs that get weaker by the day, may not hurt at all." in words_of("s1-explain")


def test_what_is_called_harmless_fits_no_case_that_is_not() -> None:
    """The shape is that of a cramp in a limb; pain that comes at the same distance, or a chest, is never called so."""
    words = words_of("s1-explain")
    assert "A harmless cramp has a shape, too**: in a limb" in words and "same distance each time" in words
    assert "or a face, speech or sight that fails, is not harmless because it has gone again." in words
    assert "Each line under “Call for emergency help at once” is enough alone." in words
    assert case("the_lamp_post").rank == "soon" and case("five_oclock").rank == "emergency"
    assert "on the first morning" in case("five_oclock").missed


def test_what_the_questions_call_an_emergency_is_one_in_the_list() -> None:
    for part in ("tense and hurts ever more after injury", "dark urine with muscles that are painful, swollen",
                 "confusion, a seizure"):
        (sign,) = [each for each in warning_signs() if part in each.words]
        assert sign.rank == "emergency" and (sign.chapters == "all" or "warning_signs" in sign.chapters), part


def test_each_paper_that_is_named_is_in_the_table_of_sources() -> None:
    every = " ".join([content("warning_signs"), *(cell.source for cell in lesson(LESSON).cells
                                                  if cell.id != "references")])
    assert cited(every) >= {"wells_1997", "demartini_2015", "miles_surveyor_1965", "khaleeli_edwards_1984",
                            "maclean_1973", "simonides_2001", "nuttall_doe_1964"}
    assert "British Orthopaedic Association 2014" in every


def test_no_text_diagnoses_the_reader() -> None:
    texts = [content("warning_signs"), *(cell.source for cell in lesson(LESSON).cells if cell.id != "references")]
    assert not re.search(r"\b(you|You) (probably |may |might )?have (a|an) (clot|stroke|disease|emergency)",
                         " ".join(texts))
    assert "They are not for judging your own leg: for that see [When to see a doctor]" in text_of(LESSON, "s1-case")
    assert "[When to see a doctor](11_warning_signs.ipynb#cell-id=doctor)" in text_of(LESSON, "title")
