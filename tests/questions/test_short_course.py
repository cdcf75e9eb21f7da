"""The short course's questions: each right answer, and what its texts say, is what a model does or a list says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from typing import Any

import numpy as np
import pytest

from muscle_lib import models
from muscle_lib.figures.smooth_muscle import ArteryFigure
from muscle_lib.figures.voluntary_contraction import WholeChainFigure
from muscle_lib.models.contract_and_relax.coupling import unpotentiated
from muscle_lib.models.electrolytes import Excitability, NerveAtLowCalcium
from muscle_lib.models.heart import HeartCell
from muscle_lib.models.hyperexcitability import Cramp
from muscle_lib.models.letting_go import Relief
from muscle_lib.models.smooth_muscle import Artery
from muscle_lib.models.voluntary_contraction import LiveMuscle, WholeChain, whole_chain
from muscle_lib.models.voluntary_contraction.pool import UNITS
from muscle_lib.preset import all_presets, preset
from muscle_lib.questions import cases_of, read
from muscle_lib.triage import RANKS, case, taken
from tests.instructors import quiz
from tests.lessons import lesson
from tests.questions.opened import explorers_in, that_are_so, words_in
from tests.questions.test_questions import content

NAME = "short_course"
ENTRIES = read(content(NAME), f"{NAME}.toml")
words_of = partial(words_in, NAME)
#: What each prediction opens.
STARTS = {"p1": LiveMuscle, "p2": Excitability, "p3": WholeChain, "p4": WholeChain, "p5": Cramp, "p6": Relief,
          "p7": HeartCell}


@cache
def run(model: Any) -> Any:
    return model.run()


def made(model: type, **settings: Any) -> Any:
    return run(replace(model(), **settings))


def halves(key: str) -> tuple[Any, Any]:
    asked = ENTRIES["predict"][key]
    return made(STARTS[key], **asked.before), made(STARTS[key], **asked.after)


def test_each_explorer_opens_where_the_predictions_begin_and_its_sliders_move_what_they_move():
    """But for the fatigue of the cramp, which is no slider: two are enough."""
    names = {cls.__name__: cls for cls in models.every_model()}
    opened = explorers_in(NAME, **names)
    for key, model in STARTS.items():
        start, controls, buttons = opened[key]
        asked = ENTRIES["predict"][key]
        assert start == model()
        moved = {name for half in (asked.before, asked.after) for name in half} - set(controls)
        assert moved <= {"fatigue_percent", "action"}, "a setting that nobody can move back"
        assert buttons if "action" in moved else True
    assert opened["s5-twitch"][0] == preset(Cramp, "Recording 1")


# ---------------------------------------------------------------- the predictions

def firing(trace: Any) -> tuple[int, float]:
    """How many units fired in the window of ten seconds, and how often each of them on average."""
    rows = [len(each) for each in trace.spikes_ago_s if len(each)]
    return len(rows), sum(rows) / len(rows)


def p1() -> list[bool]:
    (few, slow), (many, fast) = map(firing, halves("p1"))
    grows = many > 1.2 * few and fast > 1.2 * slow
    return [many == few and fast == slow, grows, not grows]


def p2() -> list[bool]:
    before, after = halves("p2")
    healthy = made(Excitability)
    assert before.threshold_uA_cm2 < healthy.threshold_uA_cm2, "at 5.5 it is easier than in health"
    return [after.spontaneous, after.fires, not after.excitable]


def p3() -> list[bool]:
    before, after = halves("p3")
    return [after.last_N < 0.9 * after.first_N, after.last_N > 0.95 * before.last_N, after.peak_N < 100.0]


def p4() -> list[bool]:
    before, after = halves("p4")
    part = after.first_N / before.first_N
    return [part > 0.9, 0.4 <= part <= 0.6, part < 0.1]


def p5() -> list[bool]:
    _, after = halves("p5")
    return [after.cramp_s == 0.0, 0.0 < after.cramp_s < 10.0, 40.0 <= after.cramp_s <= 60.0]


def p6() -> list[bool]:
    _, after = halves("p6")
    return [after.saved_s == 0.0, after.left_s < 2.0, 0.4 <= after.left_s / after.untreated_left_s <= 0.6]


def p7() -> list[bool]:
    _, after = halves("p7")
    return [after.left_percent > 50.0, after.left_percent < 30.0 and after.beats < after.stimuli / 2, after.beats <= 5]


PREDICTED: dict[str, Callable[[], list[bool]]] = {each.__name__: each for each in (p1, p2, p3, p4, p5, p6, p7)}


def test_every_prediction_has_its_test():
    assert set(PREDICTED) == set(ENTRIES["predict"]) == set(STARTS)


@pytest.mark.parametrize("key", PREDICTED)
def test_only_the_right_choice_of_a_prediction_is_so(key):
    assert that_are_so(ENTRIES["predict"][key], PREDICTED[key]()) == [ENTRIES["predict"][key].right]


def test_what_the_feedback_adds_is_so():
    # p2: “most gates have jammed shut”; p5: “fatigue makes the cramp longer”, “in a short muscle hardly anything …”
    assert halves("p2")[1].ready_sodium_percent < 10.0
    assert made(Cramp, fatigue_percent=0.0).cramp_s < made(Cramp).cramp_s
    # p3: at the end only the pale curve of oxygen comes back; before, it fell almost as far.
    before, after = halves("p3")
    assert before.lowest_po2_mmHg < 0.1 * before.po2_mmHg[0]
    assert before.po2_mmHg[-1] > before.lowest_po2_mmHg + 5.0 and after.po2_mmHg[-1] < 1.0
    # p3, the text: twelve pushes within 24 seconds.
    model = WholeChain()
    assert (model.contraction_s, model.pause_s) == (1.0, 1.0) and _pushes(before) == 12
    # p4: who runs again on Monday had a nerve that was stunned, not cut.
    assert "stuns" in ENTRIES["predict"]["p4"].text and "not cut" in ENTRIES["predict"]["p4"].text
    # p7: “its impulse is as long as its pull”
    cell = made(HeartCell)
    assert cell.action_potential_ms > 250.0


def test_the_pushes_rise_as_impulses_make_the_next_pulls_stronger(monkeypatch):
    monkeypatch.setattr(whole_chain, "FIBRES", tuple(map(unpotentiated, whole_chain.FIBRES)))
    fresh = WholeChain(seed=99)  # a run is remembered: one that nobody else asks for
    assert fresh.run().last_to_first < 1.0 < made(WholeChain).last_to_first


def _pushes(trace: Any) -> int:
    pulls = trace.force_N > 0.5 * trace.peak_N
    return int((pulls[1:] & ~pulls[:-1]).sum())


# ---------------------------------------------------------------- the questions

def q2() -> int:
    """No force and full stores: so it is with a cut nerve and a shut junction or fibre, and not without blood."""
    full = made(WholeChain, nerve_percent=0.0).lowest_pcr_mM - 2.0
    shut = {"Nerve cut": 1, "No blood: oxygen cut": 2, "Calcium 0.5 mM": 3}
    looks = {number: run(preset(WholeChain, name)) for name, number in shut.items()}
    other = [number for number, each in looks.items() if each.peak_N > 300.0 or each.lowest_pcr_mM < full]
    return other[0] if len(other) == 1 else 0


def q3() -> int:
    """What a drink does is the difference to a cramp without it; in the model of salt water there is none."""
    salt = made(Relief, action="salt drink")
    return 2 if salt.saved_s == salt.untreated_left_s - salt.left_s == 0.0 else 0


ASKED = {each.__name__: each for each in (q2, q3)}


def test_the_right_answer_of_each_question_is_so():
    assert {key: each.right for key, each in ENTRIES["ask"].items()} == {key: answer() for key, answer in ASKED.items()}


# ---------------------------------------------------------------- what is to be tried, and what it means

def test_what_one_tries_shows_what_the_text_asks_for():
    # Station 1: at 5 % the three smallest of the twelve rows fire, at 20 % eight, at 100 % all.
    assert [firing(made(LiveMuscle, drive_percent=drive))[0] for drive in (5.0, 20.0, 100.0)] == [3, 8, 12]
    # “each row one unit”, though the axis ends at 120: “twelve of 120 are drawn”.
    assert (len(made(LiveMuscle).spikes_ago_s), UNITS) == (12, 120)
    assert "twelve of 120 are drawn" in words_of("s1-case")
    # Station 2: little calcium makes it easier; the dot of the pulse needed falls.
    healthy = made(Excitability).threshold_uA_cm2
    low = made(Excitability, Ca_out_mM=0.8)
    assert low.threshold_uA_cm2 < healthy
    # … with fewer channels that are ready; and a nerve does alike.
    assert low.ready_sodium_percent < made(Excitability).ready_sodium_percent
    assert made(NerveAtLowCalcium, Ca_out_mM=0.8).threshold_nC_cm2 < made(NerveAtLowCalcium).threshold_nC_cm2
    # … as they open sooner: at a voltage that lies lower.
    low_mV, usual_mV = (float(np.interp(4.0, each.firing_K_mM, each.firing_threshold_mV))
                        for each in (low, made(Excitability)))
    assert low_mV < usual_mV
    # Station 3: without its own sugar the last push loses a quarter, though blood comes; with it pushes rise.
    assert made(WholeChain, glycogen_mM=0.0).last_to_first == pytest.approx(0.75, abs=0.03)
    assert made(WholeChain).last_to_first > 1.05 and made(WholeChain, blood_percent=0.0).last_to_first > 1.05
    # … as the blood's sugar comes too slowly: three times as much of it in the blood saves little.
    rich, poor = (made(WholeChain, glycogen_mM=0.0, glucose_mM=each).last_to_first for each in (15.0, 5.0))
    assert rich - poor < 0.1 * (made(WholeChain).last_to_first - poor)
    # Stations 2 and 4: calcium a little too low, and far lower, where a fibre alone would be still easier to set off.
    assert made(WholeChain, Ca_out_mM=0.8).first_N > 0.8 * made(WholeChain).first_N
    assert made(WholeChain, Ca_out_mM=0.5).first_N < 0.1 * made(WholeChain).first_N
    # Station 5: without the short position no cramp, but twitches; without excitability a few seconds; rested, less.
    assert made(Cramp, length=0.0).state == "fasciculation"
    assert 5.0 < made(Cramp, fatigue_percent=0.0).cramp_s < made(Cramp).cramp_s / 3
    assert made(Cramp, length=0.0).cramp_s == 0.0 and made(Cramp, excitability_eu=0.0).cramp_s < 5.0


def test_the_buttons_of_station_4_break_three_links_and_say_which():
    stops = {"Nerve cut": "nerve", "Calcium 0.5 mM": "junction", "Potassium 8 mM": "muscle fibre"}
    figure = WholeChainFigure()
    for name, link in stops.items():
        assert f"The chain breaks at the {link}" in figure.describe(run(preset(WholeChain, name)))


def test_of_the_buttons_of_station_6_two_end_it_and_massage_shortens_it():
    left = {name: run(all_presets(Relief)[name].model).left_s for name in
            ("Stretch", "Tense the opposite muscle", "Massage")}
    assert left["Stretch"] < 2.0 and left["Tense the opposite muscle"] < 4.0
    assert 10.0 < left["Massage"] < made(Relief, action="nothing").left_s / 2


def test_the_picture_of_station_7_shows_a_spasm_and_a_hole_that_a_plaque_fills():
    healthy, narrow = made(Artery), run(preset(Artery, "Plaque of 30 %"))
    assert (narrow.spasm_comes_mL_s, healthy.spasm_comes_mL_s) == (0.0, 1.0)
    assert preset(Artery, "Plaque of 30 %").drive_times == Artery().drive_times, "the same squeeze"
    assert narrow.radius_mm[0] / healthy.radius_mm[0] < 0.7 and narrow.spasm_opening_percent == 0.0
    # “the ring narrows, the plaque in it cannot”: its area stays what it was, and fills all that is left.
    assert narrow.ring_mm[-1] < narrow.ring_mm[0] and narrow.plaque_mm2 == pytest.approx(
        np.pi * narrow.ring_mm[-1] ** 2) == pytest.approx(np.pi * (narrow.ring_mm[0] ** 2 - narrow.radius_mm[0] ** 2))
    # “takes 30 % of the width”; the sentence's 40 % are of the area, and say so.
    assert preset(Artery, "Plaque of 30 %").plaque_percent == 30.0
    assert "takes 30 % of the width" in words_of("s7-artery")
    assert "it leaves 40 % of a healthy opening's area" in ArteryFigure().describe(narrow)
    # “though before the squeeze all the wanted blood came”
    assert narrow.comes_mL_s[0] == healthy.comes_mL_s[0] == pytest.approx(1.0)


def test_a_stretched_calf_is_held_back_by_its_length_more_than_its_spindle_drives():
    """Stations 5 and 6: “length, the longer the more”; “when stretched, length (−) outweighs spindle (+)”."""
    trace = run(all_presets(Relief)["Stretch"].model)
    before, after = ((trace.t_s > low) & (trace.t_s < high) for low, high in ((8.0, 10.0), (10.5, 13.0)))
    assert trace.by_length_eu[before].max() < 0.1 and trace.ia_eu[before].mean() > 10.0
    assert trace.by_length_eu[after].mean() > trace.ia_eu[before].mean() > trace.ia_eu[after].mean()


def test_the_trainer_has_two_pairs_and_its_last_case_is_not_known_from_the_others():
    chosen = taken("short_course.t1")
    assert [each.key for each in chosen] == list(cases_of("short_course.t1")) and len(chosen) == 4
    ranks = [each.rank for each in chosen]
    assert {"rest", "emergency"} < set(ranks) < set(RANKS) and len(set(ranks)) < len(ranks)
    assert {case(each.pair).key for each in chosen} == {each.key for each in chosen}


def test_what_is_said_of_people_stands_in_the_sources_of_the_chapters():
    """Ten people, 3 % of their weight: the board of chapter 7 has it."""
    assert re.search(r"ten people who had sweated away 3 % .* \(Miller and others 2010\)", words_of("s6-means"))
    (found,) = [study for study in read(content("letting_go"), "letting_go.toml")["evidence"]["e1"].studies
                if study.study == "Miller 2010, 3 % dehydration"]
    assert "Ten people lost 3 %" in found.finding and found.account == "neither"
    listed = next(cell.source for cell in lesson(NAME).cells if cell.id == "references")
    assert found.source.partition("doi ")[2] in listed


# ---------------------------------------------------------------- the class's test before and after

def quiz1() -> int:
    """A gentle pull: few rows, all the time the same, from below."""
    rows = [len(each) for each in made(LiveMuscle, drive_percent=5.0).spikes_ago_s]
    return 2 if min(rows[:3]) > 10 and not any(rows[3:]) else 0


def quiz2() -> int:
    return 3 if made(Excitability, Ca_out_mM=0.8).threshold_uA_cm2 < made(Excitability).threshold_uA_cm2 else 1


def quiz3() -> int:
    """Without glycogen the first push is as with it, and then the force falls."""
    empty, full = made(WholeChain, glycogen_mM=0.0), made(WholeChain)
    whole = empty.first_N > 0.98 * full.first_N
    return 2 if whole and empty.last_to_first < 0.8 else 1 if whole else 3


def quiz4() -> int:
    """The picture with “Calcium 0.5 mM”: one fibre in sixteen is reached, and the phosphocreatine hardly falls."""
    shut, whole = run(preset(WholeChain, "Calcium 0.5 mM")), made(WholeChain)
    still = made(WholeChain, nerve_percent=0.0)
    assert shut.first_N < 0.1 * whole.first_N
    return 1 if shut.lowest_pcr_mM > 0.8 * still.lowest_pcr_mM + 0.2 * whole.lowest_pcr_mM else 2


def quiz5() -> int:
    """The command has ended, and units fire."""
    trace = made(Cramp)
    return 3 if trace.cramp_s > 40.0 and trace.cramp_units > 50 else 1


def quiz6() -> int:
    """With the stretch the EMG, which is the nerve cells' firing, is gone at once."""
    return 1 if run(all_presets(Relief)["Stretch"].model).left_s < 2.0 else 2


def quiz7() -> int:
    narrow = run(preset(Artery, "Plaque of 30 %"))
    # No swollen plaque: that of the model stays as it is.
    return 3 if narrow.comes_mL_s[0] == pytest.approx(1.0) and narrow.spasm_comes_mL_s == 0.0 else 0


def quiz8() -> int:
    """By the list that stands in the lesson."""
    said = next(cell.source for cell in lesson(NAME).cells if cell.id == "doctor")
    ranks = [part.partition("**")[0] for part in said.split("\n**")[1:]]
    parts = dict(zip(ranks, said.split("\n**")[1:], strict=True))
    now, today, soon = (parts[name] for name in ("Call for emergency help at once", "Get medical help today",
                                                 "See a doctor soon"))
    found = ["cost you your sleep" in soon, "weakness that grows or spreads within hours or days" in now,
             "a cramp of more than ten minutes" in today]
    return 2 if all(found) else 0


TESTED = (quiz1, quiz2, quiz3, quiz4, quiz5, quiz6, quiz7, quiz8)


def test_what_the_class_is_tested_on_is_what_its_own_pictures_show():
    assert [each.right for each in quiz()] == [answer() for answer in TESTED]
