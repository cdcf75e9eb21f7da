"""Chapter 8's questions against its models: the right answer is what the model does, and what a text says is so.

A prediction or a right answer that has no test here fails: a new one gets its test at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

import muscle_lib.models.nervous_system as muscle
from muscle_lib.models.hyperexcitability import Cramp
from muscle_lib.models.nervous_system import DRUGS, Clonus, DrugBench, Dystonia, FastStretch, Tract
from muscle_lib.models.voluntary_contraction import MotorPool
from muscle_lib.preset import preset
from muscle_lib.questions import read
from tests.lessons import lesson
from tests.questions.opened import buttons_of, explorers_in, right_answer, text_of, that_are_so
from tests.questions.test_questions import content
from tests.references import cited
from tests.sentences import numbers

ENTRIES = read(content("nervous_system"), "nervous_system.toml")


@cache
def run(model: Any) -> Any:
    return model.run()


def known(model: type, name: str) -> Any:
    """What a button of the lesson shows."""
    return run(preset(model, name))


# ---------------------------------------------------------------- the lesson's explorers

@cache
def explorers() -> dict[str, tuple[Any, list[str], str | list[str]]]:
    """What the lesson opens under each prediction: start, controls, presets."""
    return explorers_in("08_nervous_system", muscle=muscle)


#: Under each prediction: the start, the sliders in view, and its buttons.
OPENED = {
    "p1": (FastStretch(), ["speed_deg_s", "cord", "baclofen_percent"],
           ["Healthy, fast", "The first days, fast", "Weeks later, fast", "Weeks later, slowly",
            "Months after a stroke, fast", "Rigid, slowly", "Rigid, fast"]),
    "p2": (Clonus(), ["gain", "height_cm", "foot_kg", "damping_percent"],
           ["Weak brake", "Well braked", "Brake gone", "More damping", "Tall person", "Short person", "Heavy boot",
            "Pushed slowly", "Nobody pushes"]),
    "p3": (DrugBench(drug="baclofen"), ["drug", "dose_percent"],
           []),  # the list of drugs is the row of buttons
    "p4": (Tract(damaged_percent=0.0), ["gone_percent", "command_percent"],
           ["All fibres, full effort", "Half gone, full effort"]),  # not three tenths, nor half an effort
    "p5": (Tract(damaged_percent=0.0, command_percent=50.0), ["gone_percent", "command_percent"],
           ["All fibres, half effort", "Three tenths gone, half effort", "Half gone, full effort",
            "Half gone, half effort"]),
    "p6": (Tract(), ["temperature_C", "exposed_k_mS_cm2", "k_block_percent", "gone_percent"],
           ["Damaged tract, 37 °C", "Damaged tract, 36 °C", "Healthy tract, 39 °C", "Potassium channels exposed",
            "The same with 4-aminopyridine"]),
    "p7": (Dystonia(), ["inhibition_percent", "surround_percent", "unwanted_percent"],
           ["Less mutual inhibition", "No mutual inhibition", "Spreading to a neighbour", "A command that nobody gave",
            "Writer's cramp", "After a medicine", "After a stroke"]),
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
    slow, fast = halves("p1")
    # “The hand turns his foot by 35°: once slowly, in a second, and once three times as fast.”
    assert (slow.turned_deg, slow.stretch_s) == (35.0, 1.0) and fast.speed_deg_s == 3.0 * slow.speed_deg_s
    forces = slow.greatest_force_percent, fast.greatest_force_percent
    # “for a moment”: it does not keep itself going, as a cramp would.
    assert fast.emg_percent[fast.t_s > 0.5].max() < 1.0
    return [abs(forces[0] - forces[1]) < 5.0, forces[0] < 1.0 and forces[1] > 20.0 and fast.answers,
            0.2 < forces[0] / forces[1] < 0.5]


def p2() -> list[bool]:
    strong, stronger = halves("p2")
    assert strong.lasts and stronger.lasts
    ratio = stronger.beats_Hz / strong.beats_Hz
    return [0.98 < ratio < 1.02, ratio > 1.2, ratio < 0.9]


def p3() -> list[bool]:
    baclofen, dantrolene = halves("p3")
    # “Both make the catch smaller.” “baclofen acts in the spinal cord, dantrolene in the muscle fibre”
    assert baclofen.stretch_direction == dantrolene.stretch_direction == -1
    assert (baclofen.touched, dantrolene.touched) == ("spindle", "calcium")
    will = (baclofen.hold_direction, dantrolene.hold_direction)
    return [will == (0, 0), will == (-1, -1), will == (0, -1)]


def p4() -> list[bool]:
    whole, fewer = halves("p4")
    assert whole.force_percent == pytest.approx(100.0) and fewer.conducting_percent == 70.0
    return [65.0 < fewer.force_percent < 75.0, fewer.force_percent < 15.0, fewer.force_percent > 80.0]


def p5() -> list[bool]:
    whole, fewer = halves("p5")
    left = fewer.force_percent / whole.force_percent
    assert left == pytest.approx(fewer.half_left_percent / 100.0)
    # “Seven tenths of the command arrive, and the force falls more than that”
    assert fewer.arriving_percent == 35.0 and left < 0.7
    return [left > 0.9, 0.5 < left < 0.6, left > 0.8]


def p6() -> list[bool]:
    warm, hot = halves("p6")
    assert (warm.temperature_C, hot.temperature_C, warm.gone_percent) == (37.0, 39.0, 0.0)
    more = hot.conducting_percent - warm.conducting_percent
    # “each then needs more myelin”
    return [more < -10.0 and hot.least_myelin_percent > warm.least_myelin_percent, more > 0.0, abs(more) < 1.0]


def p7() -> list[bool]:
    usual, less = halves("p7")
    wide, effort = less.movement_deg / usual.movement_deg, less.effort_percent / usual.effort_percent
    # “A fifth more effort for nothing.” “The commands stay as they are”; “both muscles are on at once”
    assert 1.17 < effort < 1.25 and np.array_equal(usual.flexor_command_percent, less.flexor_command_percent)
    assert less.cancelled_percent > 4.0 * usual.cancelled_percent
    return [wide < 0.8 and effort < 1.05, 0.95 < wide < 1.02 and effort > 1.1, wide > 1.05 and effort < 1.05]


PREDICTIONS: dict[str, Callable[[], list[bool]]] = {
    "p1": p1, "p2": p2, "p3": p3, "p4": p4, "p5": p5, "p6": p6, "p7": p7}


def test_every_prediction_is_held_to_its_model() -> None:
    assert PREDICTIONS.keys() == ENTRIES["predict"].keys()


@pytest.mark.parametrize("key", PREDICTIONS)
def test_only_the_right_choice_of_a_prediction_is_so(key: str) -> None:
    assert that_are_so(ENTRIES["predict"][key], PREDICTIONS[key]()) == [ENTRIES["predict"][key].right]


# ---------------------------------------------------------------- questions with choices

def q1() -> list[bool]:
    """What a spindle does in the loop: a stretch raises its push, and it pushes without a command."""
    trace = run(FastStretch())
    pushed = trace.spindle_eu.max() > 2.0 * trace.spindle_eu[0]
    with_force = run(Cramp(drive_percent=30.0, hold_s=3.0))
    organs_hold_back = with_force.ib_eu.max() > 0.0
    return [pushed and trace.command_percent == 0.0 and trace.greatest_emg_percent > 50.0, not organs_hold_back, False]


def q2() -> list[bool]:
    small, large = run(MotorPool(drive_percent=10.0)), run(MotorPool(drive_percent=50.0))
    units, rate = large.units_on > small.units_on, large.mean_rate_Hz > small.mean_rate_Hz
    return [not units and not rate, not units and rate, units and rate]


def q3() -> list[bool]:
    """Heard before anybody touches it, and the same at both speeds."""
    def fits(cord: str) -> bool:
        slow, fast = (run(FastStretch(cord=cord, speed_deg_s=speed)) for speed in (35.0, 105.0))
        alike = abs(slow.greatest_force_percent - fast.greatest_force_percent) < 0.5
        return slow.before_percent > 3.0 and alike and slow.greatest_force_percent > 3.0

    # “a stretch ends it (chapter 7)”: a cramp would not resist all the way.
    return [fits("spastic"), False, fits("rigid")]


def q4() -> list[bool]:
    """No order arrives in either; what differs are the cord's settings, and none of the muscle's."""
    shock, later = known(FastStretch, "The first days, fast"), known(FastStretch, "Weeks later, fast")
    assert shock.command_percent == later.command_percent == 0.0 and shock.lesion == later.lesion == "cord"
    assert not shock.answers and later.answers
    return [later.command_percent > 0.0, later.held_eu < shock.held_eu, False]


def q5() -> list[bool]:
    """Five beats with half of the gain, and with all of it and more damping."""
    half, damped = run(Clonus(gain=3.0)), run(Clonus(damping_percent=170.0))
    assert half.beats == damped.beats == 5 and not half.lasts and not damped.lasts
    braked = run(Clonus(gain=1.0))
    return [half.brake_percent == damped.brake_percent == braked.brake_percent,
            half.brake_percent > 1.5 * damped.brake_percent, braked.beats == 0]


def q6() -> list[bool]:
    """Dantrolene touches the fibre, not what excites the motor neurons."""
    dantrolene = run(DrugBench(drug="dantrolene"))
    neurons = dantrolene.excitability_change_eu != 0.0 or dantrolene.current_percent != 100.0
    return [dantrolene.touched == "calcium" and dantrolene.directions == (-1, -1, -1), neurons, False]


def q7() -> list[bool]:
    """Cool again, all that conducted conducts: nothing was lost."""
    before, bath, after = (run(Tract(temperature_C=degrees)) for degrees in (37.0, 39.0, 37.0))
    assert bath.force_percent < before.force_percent == after.force_percent
    return [False, False, after.conducting_percent == before.conducting_percent and bath.gone_percent == 0.0]


def q8() -> list[bool]:
    def back(**settings: float) -> float:
        without, with_it = (run(Tract(**settings, k_block_percent=block)) for block in (0.0, 80.0))
        return with_it.conducting_percent - without.conducting_percent

    leaking = back(exposed_k_mS_cm2=10.0) > 20.0
    gone = back(damaged_percent=0.0, gone_percent=50.0, exposed_k_mS_cm2=10.0) > 0.0
    return [leaking and not gone, gone, back() > 0.0]


def q10() -> list[bool]:
    """A medicine, a writer's cramp, a stroke: both muscles at once in each; the cause is in no result."""
    traces = [known(Dystonia, name) for name in ("Writer's cramp", "After a medicine", "After a stroke")]
    alike = all(70.0 < trace.both_percent < 90.0 for trace in traces)
    return [alike, False, False]


CHOICES: dict[str, Callable[[], list[bool]]] = {
    "q1": q1, "q2": q2, "q3": q3, "q4": q4, "q5": q5, "q6": q6, "q7": q7, "q8": q8, "q10": q10}
#: No model can answer this: its right answer is written down here once more, by how it begins.
IN_WORDS = {"q9": "It comes with a task"}


def test_every_question_with_choices_is_held_to_a_model_or_to_its_words() -> None:
    assert CHOICES.keys() | IN_WORDS.keys() == ENTRIES["ask"].keys()
    assert all(right_answer(ENTRIES["ask"][key]).startswith(words) for key, words in IN_WORDS.items())


@pytest.mark.parametrize("key", CHOICES)
def test_only_the_right_choice_is_so(key: str) -> None:
    assert that_are_so(ENTRIES["ask"][key], CHOICES[key]()) == [ENTRIES["ask"][key].right]


# ---------------------------------------------------------------- what the texts say in passing

def test_the_stretch_as_the_texts_tell_it() -> None:
    # “a relaxed calf lets a hand move it”; “nothing answers”: at any speed.
    for cord in ("healthy", "spinal shock"):
        assert run(FastStretch(cord=cord)).fast_percent < 1.0
    # “here milder”; “Baclofen makes the spinal cord hear less”
    spastic, stroke = run(FastStretch()), run(FastStretch(cord="late after a stroke"))
    assert 0.0 < stroke.greatest_emg_percent < spastic.greatest_emg_percent
    drugged = run(FastStretch(baclofen_percent=100.0))
    assert drugged.greatest_emg_percent < 0.5 * spastic.greatest_emg_percent
    assert drugged.spindle_eu.max() < spastic.spindle_eu.max()
    # “a command of 10 % that never ends”: the made-up rigid calf.
    assert run(FastStretch(cord="rigid")).command_percent == pytest.approx(10.0)


def test_the_shaking_foot_as_the_texts_tell_it() -> None:
    usual = run(Clonus())
    # “the calf answers what the foot did 45 ms before”
    assert usual.delay_ms == 45.0
    assert run(Clonus(height_cm=200.0)).beats_Hz < usual.beats_Hz > run(Clonus(foot_kg=4.0)).beats_Hz
    # “It must be set off by a fast stretch”, even with the strongest reflex.
    slowly = preset(Clonus, "Pushed slowly")
    assert run(slowly).beats == run(replace(slowly, gain=20.0)).beats == 0
    # “A few beats can be normal.”
    assert 0 < run(Clonus(gain=1.0)).beats <= 3
    # q5: at a damping of 170 % the angle fades after five beats
    assert run(Clonus(damping_percent=170.0)).beats == 5


def test_the_tract_as_the_texts_tell_it() -> None:
    def left(gone: float) -> tuple[float, float]:
        trace = run(Tract(damaged_percent=0.0, gone_percent=gone))
        return trace.full_left_percent, trace.half_left_percent

    # “the first tenth of the fibres costs nothing”
    assert left(10.0)[0] > 99.5
    # “Three tenths of the fibres lost cost a seventh of the greatest force”; “over two fifths of what it gave”
    full, half = left(30.0)
    assert 100.0 - full == pytest.approx(100.0 / 7.0, abs=0.5) and 40.0 < 100.0 - half < 47.0
    # “full effort just meets its dotted line there, half effort lies below its own”, at 50 % of the fibres
    full, half = left(50.0)
    assert full == pytest.approx(50.0, abs=0.5) and half < 35.0
    # “Without exposed channels the drug changes nothing here.”
    assert run(Tract(k_block_percent=80.0)).conducting_percent == run(Tract()).conducting_percent


def named(part: str) -> set[str]:
    """The drugs of the bench that a text names."""
    return {word for word in DRUGS if word in part.lower()}


def test_the_note_about_the_bench_names_the_drugs_that_do_so() -> None:
    found = {word: run(DrugBench(drug=word)).directions for word in DRUGS if word != "none"}
    spared, both, neither, cramp = re.split(r"\. |\.\) ", ENTRIES["note"]["n3"].expected)[:4]
    assert named(spared) == {word for word, (_, stretch, hold) in found.items() if (stretch, hold) == (-1, 0)}
    assert named(both) == {word for word, (_, stretch, hold) in found.items() if stretch == hold == -1}
    assert named(neither) == {"quinine"} and found["quinine"] == (-1, 0, 0)
    assert named(cramp) == {word for word, (way, *_) in found.items() if way == 1}
    assert all(way == -1 for word, (way, *_) in found.items() if word not in named(cramp))
    # “the line is silent on cramps”; “no trial of ordinary cramps is known”
    for word in ("baclofen", "tizanidine", "botulinum toxin"):
        assert "cramp" not in DRUGS[word].people
    for word in ("diazepam", "serotonin drugs"):
        assert "On ordinary cramps we know of no" in DRUGS[word].people


def test_the_bench_as_the_texts_tell_it() -> None:
    # What each drug touches, as the station's list says it.
    touched = {word: DRUGS[word].link for word in DRUGS}
    station = text_of("08_nervous_system", "s3-explain")
    for part, words in {"spindle": ("baclofen", "diazepam"), "current": ("tizanidine",), "calcium": ("dantrolene",),
                        "junction": ("botulinum toxin", "cholinesterase inhibitors")}.items():
        assert all(touched[word] == part and word in station.lower() for word in words)
    # “Two are not on the bench”
    assert not {"statins", "beta-2 agonists"} & DRUGS.keys()
    assert [line.partition(" ")[0] for line in muscle.LEFT_OFF] == ["Statins", "Beta-2"]
    assert "statin" in station and "beta-2 agonist" in station


def test_what_a_good_note_holds_is_so() -> None:
    """The numbers that an instructor reads, each from its own run, in the order of the text."""
    def told(key: str) -> list[float]:
        return numbers(ENTRIES["note"][key].expected)

    def stretch(name: str) -> Any:
        return known(FastStretch, name)

    later, stroke = stretch("Weeks later, fast"), stretch("Months after a stroke, fast")
    rigid = stretch("Rigid, slowly"), stretch("Rigid, fast")
    assert told("n1") == [
        round(later.greatest_emg_percent), later.slowest_deg_s,
        round(stroke.greatest_emg_percent), stroke.slowest_deg_s,
        round(rigid[0].before_percent), *(round(trace.greatest_emg_percent) for trace in rigid)]
    usual, damped = run(Clonus()), run(Clonus(damping_percent=160.0))
    assert told("n2") == [
        200.0, round(run(Clonus(height_cm=200.0)).beats_Hz, 1), round(usual.beats_Hz, 1), 4.0,
        round(run(Clonus(foot_kg=4.0)).beats_Hz, 1), round(usual.beats_Hz, 1), 6.0, 20.0, 4.0, 160.0, 20.0]
    assert round(run(Clonus(gain=20.0)).beats_Hz, 1) == round(usual.beats_Hz, 1)
    assert (run(Clonus(gain=4.0)).beats, damped.beats) == (9, 6)
    lost = run(Tract(damaged_percent=0.0, gone_percent=27.0))
    assert round(lost.full_left_percent) == 90 and run(
        Tract(damaged_percent=0.0, gone_percent=26.0)).full_left_percent > 90.5
    tenth = run(Tract(damaged_percent=0.0, gone_percent=10.0))
    assert told("n4") == [27.0, round(lost.half_left_percent), 10.0, round(tenth.half_left_percent)]
    usual, less, none, spread, forced = (known(Dystonia, name) for name in (
        "Writing, relaxed", "Less mutual inhibition", "No mutual inhibition", "Spreading to a neighbour",
        "A command that nobody gave"))
    assert told("n5") == [
        round(less.effort_percent), round(usual.effort_percent), round(none.effort_percent), round(none.movement_deg),
        round(usual.movement_deg), round(spread.overflow_percent), round(-forced.posture_deg, 1),
        round(forced.movement_deg)]


# ---------------------------------------------------------------- evidence

#: What each finding says about its statement: no model has a say in it, so it is written down here once more.
ACCOUNTS = {"e1": ["for", "neither", "neither"]}


def test_what_the_findings_say_is_as_it_was_weighed() -> None:
    assert {key: [study.account for study in board.studies] for key, board in ENTRIES["evidence"].items()} == ACCOUNTS


@pytest.mark.parametrize("key", ACCOUNTS)
def test_every_finding_names_its_paper_and_nothing_is_sold(key: str) -> None:
    for study in ENTRIES["evidence"][key].studies:
        assert len(cited(study.source)) == 1
        assert not re.search(r"\bcures?\b|guarantee", study.finding + study.why)


def test_no_text_tells_anybody_to_take_or_to_stop_a_medicine() -> None:
    texts = "\n".join([content("nervous_system"), *(cell.source for cell in lesson("08_nervous_system").cells)])
    assert not re.search(r"\b(you should|take|stop) (take |taking )?(baclofen|diazepam|dantrolene|quinine)",
                         texts, re.IGNORECASE)
    # Directions, never seconds: nothing of a drug is told in them.
    station = "\n".join(cell.source for cell in lesson("08_nervous_system").cells if cell.id.startswith("s3-"))
    assert not re.search(r"\d (s|seconds)\b", station)
    assert "nobody" in text_of("08_nervous_system", "s3-explain").lower() and DRUGS.keys() >= {"baclofen", "dantrolene"}
