"""Chapter 9's questions against its models: the right answer is what the model does, and what a text says is so.

A prediction or a right answer that has no test here fails: a new one gets its test at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from typing import Any

import numpy as np
import pytest

import muscle_lib.models.smooth_muscle as muscle
from muscle_lib.chapters import warning_signs
from muscle_lib.models.heart import HeartCell
from muscle_lib.models.smooth_muscle import Artery, CalciumWaves, Latch, Swallow, TenSwallows, ThreeKinds
from muscle_lib.models.smooth_muscle.bridges import ARTERY_LATCH_per_s, LATCH_per_s
from muscle_lib.models.smooth_muscle.manometry import FAILED, TOO_STRONG, WEAK, COUNTED_mmHg, TOO_EARLY_s
from muscle_lib.preset import preset
from muscle_lib.questions import NumberQuestion, read
from tests.lessons import lesson
from tests.questions.opened import buttons_of, explorers_in, right_answer, that_are_so, words_in
from tests.questions.test_questions import content
from tests.references import cited
from tests.sentences import numbers

ENTRIES = read(content("smooth_muscle"), "smooth_muscle.toml")
LESSON = "09_smooth_muscle"
words_of = partial(words_in, LESSON)


@cache
def run(model: Any) -> Any:
    return model.run()


# ---------------------------------------------------------------- the lesson's explorers

@cache
def explorers() -> dict[str, tuple[Any, list[str], str | list[str]]]:
    """What the lesson opens, under each prediction or alone (by the name of its cell): start, controls, presets."""
    return explorers_in(LESSON, muscle=muscle)


#: In each explorer: the start, the sliders in view, and its buttons.
OPENED = {
    "p1": (Swallow(), ["inhibition_percent", "amplitude_mmHg"], ["In order", "No inhibition"]),
    "p2": (Swallow(inhibition_percent=10.0), ["inhibition_percent", "amplitude_mmHg", "squeeze_s"],
           ["In order", "A tenth of the inhibition", "No inhibition", "Three times the pressure, for twice as long",
            "A quarter of the pressure"]),
    "s1-explore-ten": (TenSwallows(complains="no"), ["measured", "complains", "inhibition_percent", "amplitude_mmHg"],
                       ["Somebody well", "Patient A", "Patient B", "Patient C", "Patient D"]),
    "p3": (Artery(), ["plaque_percent", "drive_times"],
           ["Healthy artery", "Plaque of 30 %", "The same, a weaker squeeze"]),
    "p4": (Artery(drive_times=1.0), ["plaque_percent", "drive_times", "wanted_mL_s"],
           ["Healthy artery", "Plaque of 30 %", "The same, a weaker squeeze", "The same, at work",
            "Plaque of 50 %, no squeeze", "Plaque of 50 %, at work"]),
    "s2-explore-drugs": (Artery(plaque_percent=30.0), ["nitrate_percent", "blocker_percent", "plaque_percent"],
                         ["Plaque of 30 %", "Nitrate", "Calcium channel blocker", "Both", "Larger plaque, nitrate",
                          "Larger plaque, both"]),
    "p5": (Latch(later_per_s=0.3), ["later_per_s", "phosphatase_per_s", "muscle"],
           ["Drive stays", "Drive falls to a fifteenth", "Drive off", "The same in the artery's muscle",
            "Twice the phosphatase"]),
    "p6": (CalciumWaves(height_percent=5.0), ["height_percent", "period_s", "muscle"],
           ["Nearly steady", "Every 10 s", "Every 60 s", "Every 10 s, tonic muscle"]),
    "p7": (ThreeKinds(), ["rate_Hz", "fibre", "calcium_s"],
           ["One a second", "Three a second", "Four a second", "Twenty a second", "Fast fibre, ten a second",
            "One in four seconds"]),
}


def test_each_explorer_opens_with_its_start_its_sliders_and_its_buttons() -> None:
    assert buttons_of(explorers()) == OPENED


def test_what_a_prediction_changes_has_a_control_in_view() -> None:
    for key, asked in ENTRIES["predict"].items():
        assert {*asked.before, *asked.after} <= set(explorers()[key][1]), key


# ---------------------------------------------------------------- predictions: each choice as a truth; one holds

@cache
def halves(key: str) -> tuple[Any, Any]:
    """The two results of a prediction's experiment, from where the lesson's explorer starts."""
    asked, start = ENTRIES["predict"][key], explorers()[key][0]
    return run(replace(start, **asked.before)), run(replace(start, **asked.after))


def p1() -> list[bool]:
    order, none = halves("p1")
    as_strong = abs(none.peak_mmHg - order.peak_mmHg) < 1.0
    # “all of it squeezes together, and earlier”; “the way is shut before the mouthful has come through”
    assert none.latency_s < order.latency_s and none.arrived_percent < 1.0 < 95.0 < order.arrived_percent
    return [none.peak_mmHg > 1.1 * order.peak_mmHg, as_strong and none.all_at_once and not order.all_at_once,
            none.peak_mmHg < 0.9 * order.peak_mmHg and none.latency_s > order.latency_s]


def p2() -> list[bool]:
    start = explorers()["p2"][0]
    pressure, inhibition = halves("p2")
    # “A tenth of the inhibition is left, and a quarter of the mouthful passes.” “three times …”, both.
    assert 23.0 < run(start).arrived_percent < 27.0 and start.inhibition_percent == 10.0
    assert ENTRIES["predict"]["p2"].before["amplitude_mmHg"] == 3.0 * start.amplitude_mmHg
    assert ENTRIES["predict"]["p2"].after["inhibition_percent"] == 3.0 * start.inhibition_percent
    # “The tube still squeezes all together, and sends a part back up.”
    assert pressure.left_above_percent > 20.0
    # “Set the inhibition to 0: then no pressure brings anything down.”
    assert all(run(Swallow(inhibition_percent=0.0, amplitude_mmHg=mmHg)).arrived_percent < 0.1
               for mmHg in (100.0, 300.0, 400.0))
    more = inhibition.arrived_percent - pressure.arrived_percent
    return [more < -10.0, more > 10.0, abs(more) <= 10.0]


def p3() -> list[bool]:
    healthy, plaque = halves("p3")
    # “The squeeze leaves a healthy artery over half of its opening.”
    assert 50.0 < healthy.spasm_opening_percent < 65.0
    left = plaque.spasm_opening_percent
    assert plaque.radius_mm[0] < healthy.radius_mm[0], "“Radius” begins lower"
    return [0.6 * healthy.spasm_opening_percent < left < healthy.spasm_opening_percent,
            left > healthy.spasm_opening_percent, left == 0.0 and plaque.spasm_mm == 0.0]


def p4() -> list[bool]:
    healthy, half = halves("p4")
    # “Nobody squeezes. A plaque takes half of the width; an eighth of a healthy opening is left.”
    assert explorers()["p4"][0].drive_times == 1.0 and half.end_opening_percent == pytest.approx(12.5, abs=1.0)
    part = half.end_comes_mL_s / half.wanted_mL_s[-1]
    # “What has fallen is what could come”; “Set the heart to work, and some is missing.”
    assert half.end_most_mL_s < 0.5 * healthy.end_most_mL_s
    working = run(Artery(plaque_percent=50.0, drive_times=1.0, wanted_mL_s=3.0))
    assert working.end_comes_mL_s < 0.7 * 3.0
    # “comes” lies far above “radius⁴”
    assert half.end_comes_mL_s > 3.0 * np.interp(50.0, half.narrowing_axis_percent, half.by_radius_curve_mL_s)
    return [part < 0.2, part > 0.999, part < 0.1]


def p5() -> list[bool]:
    stays, falls = halves("p5")
    # “Then its drive falls to a fifteenth, and the heads with a phosphate to a tenth … after five minutes”
    assert falls.drive_left_percent == pytest.approx(100.0 / 15.0)
    assert falls.phosphate_left_percent == pytest.approx(10.0, abs=0.5)
    assert falls.t_s[-1] - falls.falls_s == 300.0
    # “In the drawing seven of sixteen heads still hold.”
    assert round(16 * (falls.working[-1] + falls.latched[-1])) == 7
    left = falls.force_left_percent
    assert stays.force_left_percent == pytest.approx(100.0, abs=0.5)
    return [left < 8.0, 8.0 < left < 12.0, 40.0 < left < 60.0, left > 90.0]


def p6() -> list[bool]:
    steady, waves = halves("p6")
    assert waves.period_s == 10.0 and waves.muscle == "arterial"
    last = waves._last_wave
    assert waves.Ca_uM[last].mean() == pytest.approx(steady.Ca_uM[0], rel=1e-3), "the same mean"
    # “the new curve swings above the pale one for most of the time”; “the troughs of the new curve are shallow”
    assert np.mean(waves.force_percent[last] > steady.waves_force_percent) > 0.5
    assert waves.force_percent[last].min() > 0.7 * waves.force_percent[last].max()
    # “a crest brings more than a trough takes”
    assert waves.drive_percent > 120.0
    more = waves.waves_force_percent - steady.waves_force_percent
    return [more > 5.0, abs(more) < 1.0, more < -5.0]


def p7() -> list[bool]:
    once, often = halves("p7")
    fused = {kind for kind in ("skeletal", "heart", "smooth") if getattr(often, f"{kind}_falls_percent") < 5.0}
    # “still falls by three quarters after each peak”; “one for five stimuli”
    assert often.heart_falls_percent == pytest.approx(75.0, abs=5.0) and often.answered_percent == 20.0
    # “At the top stands one twitch of each”: the heart's lasts longer than the skeletal one, the smooth one longest.
    ends = [getattr(once, f"{kind}_peak_s") + getattr(once, f"{kind}_half_s")
            for kind in ("skeletal", "heart", "smooth")]
    assert ends == sorted(ends) and ends[2] > 10.0 * ends[1]
    return [fused == {"skeletal", "heart", "smooth"}, fused == {"skeletal", "smooth"}, fused == {"smooth"},
            fused == {"heart", "smooth"}]


PREDICTIONS: dict[str, Callable[[], list[bool]]] = {
    "p1": p1, "p2": p2, "p3": p3, "p4": p4, "p5": p5, "p6": p6, "p7": p7}


def test_every_prediction_is_held_to_its_model() -> None:
    assert PREDICTIONS.keys() == ENTRIES["predict"].keys()


@pytest.mark.parametrize("key", PREDICTIONS)
def test_only_the_right_choice_of_a_prediction_is_so(key: str) -> None:
    assert that_are_so(ENTRIES["predict"][key], PREDICTIONS[key]()) == [ENTRIES["predict"][key].right]


# ---------------------------------------------------------------- questions for a number

NUMBERS: dict[str, tuple[str, Callable[[], float]]] = {"q6": ("%", lambda: run(Latch()).atp_left_percent)}


def test_every_question_for_a_number_is_held_to_its_model() -> None:
    assert NUMBERS.keys() == {key for key, asked in ENTRIES["ask"].items() if isinstance(asked, NumberQuestion)}
    for key, (unit, value) in NUMBERS.items():
        asked = ENTRIES["ask"][key]
        assert asked.unit == unit and abs(value() - asked.answer) <= 0.5 * asked.tolerance, key
        assert asked.tolerance < 0.2 * asked.answer, "too wide: a guess would do"


def test_what_is_taken_for_the_atp_that_is_left_is_wrong_and_is_named() -> None:
    asked, trace = ENTRIES["ask"]["q6"], run(Latch())
    assert trace.drive_left_percent < asked.answer - asked.tolerance and "drive" in asked.low
    assert trace.force_left_percent > asked.answer + asked.tolerance and "force" in asked.high
    # “A ninth, phosphates included, and over half of the force. The heads' own part falls to 18 %.”
    own = 100.0 * trace.heads_atp_per_min[-1] / trace.heads_atp_per_min[trace._before]
    assert 100.0 / trace.atp_left_percent == pytest.approx(9.0, abs=0.5) and own == pytest.approx(18.0, abs=0.5)


# ---------------------------------------------------------------- questions with choices

def q3() -> list[bool]:
    """Nine swallows, then the tenth."""
    nine, ten = run(preset(TenSwallows, "Patient D")), run(preset(TenSwallows, "Patient A"))
    # “Nine swallows are measured; one was premature.” “the same, with the tenth: two of ten came too early”
    assert (nine.measured, nine.premature, ten.measured, ten.premature) == (9, 1, 10, 2)
    assert nine.said == ten.said[:9] and ten.state == "spasm"
    return [nine.state == "too few" and ten.state != nine.state, nine.state == "spasm", ten.state == "normal"]


def q4() -> list[bool]:
    """How narrow the width must be until less comes than is wanted at rest: a third, half, nearly four fifths."""
    trace = run(Artery(drive_times=1.0))
    bends = float(trace.narrowing_axis_percent[np.argmax(trace.comes_curve_mL_s < 1.0 - 1e-9)])
    # “At 78 %”
    assert numbers(ENTRIES["ask"]["q4"].choices[2].feedback)[0] == round(bends)
    return [28.0 < bends < 38.0, 45.0 < bends < 55.0, 75.0 < bends < 80.0]


def q7() -> list[bool]:
    """Held with little drive; without any it lets go only slowly; and not for lack of ATP."""
    falls, off = run(Latch()), run(Latch(later_per_s=0.0))
    # “Latched heads hold with a fifteenth of the drive, and for a while with none.”
    holds = falls.force_left_percent > 50.0 and off.half_gone_s > 60.0
    return [not holds, holds and falls.atp_left_percent < 15.0, False]


def q8() -> list[bool]:
    three, four = (len(run(ThreeKinds(rate_Hz=rate)).answered_s) / 10.0 for rate in (3.0, 4.0))
    return [(three, four) == (3.0, 4.0), (three, four) == (3.0, 2.0), (three, four) == (3.0, 3.0)]


def q9() -> list[bool]:
    """How long the impulse lasts, beside how long the force needs to come down to half; and who lets go faster."""
    heart, kinds = run(HeartCell()), run(ThreeKinds())
    lasts_s = heart.action_potential_ms / 1000.0
    faster = kinds.heart_half_s < kinds.skeletal_half_s
    ratio = lasts_s / (kinds.heart_peak_s + kinds.heart_half_s)
    return [faster, False, 0.8 < ratio < 1.2]


def q10() -> list[bool]:
    """“Half as wide lets a sixteenth through, with the same push.”"""
    trace = run(Artery())
    whole, half = np.interp((0.0, 50.0), trace.narrowing_axis_percent, trace.by_radius_curve_mL_s)
    return [False, half / whole == pytest.approx(1.0 / 16.0, rel=1e-3), False]


CHOICES: dict[str, Callable[[], list[bool]]] = {"q3": q3, "q4": q4, "q7": q7, "q8": q8, "q9": q9, "q10": q10}
#: No model of this chapter can answer these: their right answers are written down here once more, by how they begin.
IN_WORDS = {"q1": "It sits down on troponin", "q2": "Heads let go and take hold again", "q5": "Call for help now",
            "q11": "Its own beat", "q12": "Its own blood", "q13": "Timing", "q14": "Its own beat",
            "q15": "Its nerves report to a level"}


def test_every_question_with_choices_is_held_to_a_model_or_to_its_words() -> None:
    assert NUMBERS.keys() | CHOICES.keys() | IN_WORDS.keys() == ENTRIES["ask"].keys()
    assert all(right_answer(ENTRIES["ask"][key]).startswith(words) for key, words in IN_WORDS.items())


@pytest.mark.parametrize("key", CHOICES)
def test_only_the_right_choice_is_so(key: str) -> None:
    assert that_are_so(ENTRIES["ask"][key], CHOICES[key]()) == [ENTRIES["ask"][key].right]


def test_the_five_cases_ask_for_the_five_that_the_station_names() -> None:
    """Each case begins with its organ, is told in two sentences and asks; each answer is one of the five, or force."""
    named = re.findall(r"\*([^*:]+):\*", words_of("s5-case"))
    assert named == ["Timing", "Width", "Holding", "Its own beat", "Its own blood"]
    organs = []
    for key in ("q10", "q11", "q12", "q13", "q14"):
        asked = ENTRIES["ask"][key]
        organ, case = re.fullmatch(r"\*(\w+)\.\* (.+)", " ".join(asked.text.split())).groups()
        assert re.fullmatch(r"[^.?]+\. [^.?]+\. [^.?]+\?", case), key
        assert {choice.text.partition(":")[0] for choice in asked.choices} <= {*named, "Force"}, key
        # The table under the cases says the same as the right answer, and where it is felt.
        row = next(line for line in words_of("s5-explain").split(" | | ") if line.startswith(f"{organ.lower()} | "))
        mechanism = asked.choices[asked.right - 1].text.partition(":")[0].lower()
        assert row.split(" | ")[1].startswith(mechanism), key
        organs.append(organ)
    assert organs == ["Bronchi", "Stomach", "Womb", "Bladder", "Gut"]


# ---------------------------------------------------------------- what the texts say in passing

def test_the_table_of_words_is_the_clinics() -> None:
    told = numbers(words_of("s1-case").partition("| failed")[2])
    assert told == [FAILED, WEAK, TOO_EARLY_s, TOO_STRONG]
    # “all pressure above 20 mmHg in the lower part”
    assert numbers(words_of("s1-case").partition("*vigour*")[2])[0] == COUNTED_mmHg == 20.0


def test_what_a_good_note_holds_is_so() -> None:
    """The numbers that an instructor reads, each from its own run, in the order of the text."""
    def told(key: str) -> list[float]:
        return numbers(ENTRIES["note"][key].expected)

    failed, weak, premature, strong = (run(Swallow(**settings)) for settings in (
        {"amplitude_mmHg": 20.0}, {"amplitude_mmHg": 25.0}, {"inhibition_percent": 10.0},
        {"amplitude_mmHg": 300.0, "squeeze_s": 6.0}))
    assert [trace.state for trace in (failed, weak, premature, strong)] == [
        "failed", "weak", "premature", "hypercontractile"]
    assert told("n1") == [
        20.0, round(failed.vigour_mmHg_s_cm), 25.0, round(weak.vigour_mmHg_s_cm), 300.0, 6.0,
        round(strong.vigour_mmHg_s_cm), 10.0, round(premature.latency_s, 1),
        *(round(trace.arrived_percent) for trace in (premature, failed, weak, strong))]

    narrow, lever = run(Artery(plaque_percent=50.0, drive_times=1.0, wanted_mL_s=3.0)), run(
        Artery(plaque_percent=30.0, drive_times=6.0, wanted_mL_s=3.0))
    at_rest = run(Artery(plaque_percent=50.0, drive_times=1.0)), run(Artery(plaque_percent=30.0, drive_times=6.0))
    assert all(trace.spasm_comes_mL_s == 1.0 for trace in at_rest)
    small, quiet = run(Artery(plaque_percent=25.0)), run(Artery(plaque_percent=30.0, drive_times=1.0))
    assert run(Artery(plaque_percent=30.0)).spasm_comes_mL_s == 0.0
    assert run(Artery(wanted_mL_s=4.0)).spasm_comes_mL_s == 4.0, "a healthy artery never is"
    assert told("n2") == [
        50.0, 3.0, round(narrow.spasm_comes_mL_s, 2), 1.0, 30.0, 6.0, round(lever.spasm_comes_mL_s, 2), 3.0, 30.0,
        25.0, round(small.spasm_comes_mL_s, 2), 1.0, 30.0, round(quiet.spasm_most_mL_s, 2)]

    falls, artery, off = run(Latch()), run(Latch(muscle="arterial")), run(Latch(later_per_s=0.0))
    assert told("n3") == [round(falls.atp_left_percent), round(falls.force_left_percent),
                          round(artery.force_left_percent), round(artery.half_gone_s), round(off.half_gone_s)]
    # “whose heads let go ten times as fast”
    assert ARTERY_LATCH_per_s == pytest.approx(10.0 * LATCH_per_s)

    one, three, four, twenty = (run(ThreeKinds(rate_Hz=rate)) for rate in (1.0, 3.0, 4.0, 20.0))
    assert min(one.skeletal_falls_percent, one.heart_falls_percent) > 99.0 and one.smooth_falls_percent < 0.05
    assert told("n4") == [1.0, 3.0, len(three.answered_s) / 10.0, 4.0, len(four.answered_s) / 10.0, 20.0,
                          round(twenty.skeletal_times, 1), round(twenty.heart_falls_percent)]
    assert twenty.skeletal_falls_percent < 1.0


def test_holding_as_the_texts_tell_it() -> None:
    falls = run(Latch())
    # “over half of it for a ninth of the ATP”; “it lets go after 100 s on average”
    assert falls.force_left_percent > 50.0 and falls.atp_left_percent == pytest.approx(100.0 / 9.0, abs=0.6)
    assert 1.0 / LATCH_per_s == 100.0
    # “fast ones leave no time to let go”: slow waves hold less in the mean, and swing more.
    fast, slow = run(CalciumWaves()), run(CalciumWaves(period_s=60.0))
    assert fast.waves_force_percent > slow.waves_force_percent > fast.steady_force_percent
    assert slow.swing_percent > fast.swing_percent


def test_both_drugs_together_do_more() -> None:
    """“Both drugs let the muscle go, and together more.”"""
    start = Artery(plaque_percent=30.0)
    nitrate, blocker, both = (run(replace(start, nitrate_percent=n, blocker_percent=b)).end_opening_percent
                              for n, b in ((100.0, 0.0), (0.0, 100.0), (100.0, 100.0)))
    assert both > nitrate + blocker > nitrate > 0.0 and blocker > 0.0 == run(start).end_opening_percent


# ---------------------------------------------------------------- evidence

#: What each finding says about its statement: no model has a say in it, so it is written down here once more.
ACCOUNTS = {"e1": ["against", "for", "neither"]}


def test_what_the_findings_say_is_as_it_was_weighed() -> None:
    assert {key: [study.account for study in board.studies] for key, board in ENTRIES["evidence"].items()} == ACCOUNTS


@pytest.mark.parametrize("key", ACCOUNTS)
def test_every_finding_names_its_paper_and_nothing_is_sold(key: str) -> None:
    for study in ENTRIES["evidence"][key].studies:
        assert len(cited(study.source)) == 1, study.source
        assert not re.search(r"\bcures?\b|guarantee", study.finding + study.why)


# ---------------------------------------------------------------- chest pain

def test_chest_pain_is_an_emergency_wherever_it_is_told() -> None:
    assert "chest pain is an emergency, whatever it turns out to be" in words_of("s2-case")
    asked = ENTRIES["ask"]["q5"]
    assert "Chest pain is an emergency, whatever it turns out to be." in asked.choices[asked.right - 1].feedback
    # Chest pain, breathing and swallowing stand first in the list at the end.
    assert re.search(r"emergency help at once\*\* for - chest pain, .*? - trouble breathing or swallowing -",
                     words_of("doctor"))


def test_no_text_says_that_a_pain_is_harmless_or_tells_anybody_to_take_a_medicine() -> None:
    texts = "\n".join([content("smooth_muscle"), *(cell.source for cell in lesson(LESSON).cells)])
    assert not re.search(r"\b(you should|take) (take )?(a |the )?(nitrate|nitroglycerin|blocker|spray)", texts, re.I)
    assert not re.search(r"only the gullet|just the gullet", texts)
    # The reader is told of others: nobody is told what “you” have.
    assert not re.search(r"\byour (pain|chest|heart|gullet|artery)", texts)


def test_the_chapters_own_signs_have_their_rank() -> None:
    ranks = {part: {sign.rank for sign in warning_signs() if part in sign.words and (
        sign.chapters == "all" or "smooth_muscle" in sign.chapters)}
        for part in ("chest pain", "breathing or swallowing", "a hard belly", "walking distance", "keeps coming back",
                     "do not try a medicine out")}
    assert ranks == {"chest pain": {"emergency"}, "breathing or swallowing": {"emergency"},
                     "a hard belly": {"emergency"}, "walking distance": {"soon"}, "keeps coming back": {"soon"},
                     "do not try a medicine out": {"rest"}}
