"""Chapter 6's questions against its models: what is called right is what the model does, and what a text says is so.

A prediction or a question for a number that has no test here fails ``test_every_…``: a new one gets its test at once.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pytest

from muscle_lib.figures.hyperexcitability.leg import MEAN_s
from muscle_lib.models import hyperexcitability as muscle
from muscle_lib.models.hyperexcitability import (
    Causes,
    ChainCramp,
    Cramp,
    Earning,
    Hysteresis,
    LiveCramp,
    MapDot,
    ThresholdFrequency,
)
from muscle_lib.models.hyperexcitability import threshold_frequency as people
from muscle_lib.models.hyperexcitability.cramp_map import stored_map
from muscle_lib.preset import all_presets, chosen, preset
from muscle_lib.questions import NumberQuestion, question, read
from tests.lessons import calls, lesson
from tests.questions.opened import right_answer, that_are_so
from tests.questions.test_questions import content

ENTRIES = read(content("hyperexcitability"), "hyperexcitability.toml")
HEALTHY = "Healthy, greatest effort, toes pointed"


class Shown(NamedTuple):
    """What a cell of the lesson shows: a model as it starts, a figure, the sliders in sight, the buttons."""

    model: Any
    figure: str
    controls: tuple[str, ...]
    presets: tuple[str, ...]


def shown(call: ast.Call) -> Shown:
    """Read off the code: nothing has to be drawn."""
    start, figure, *controls = call.args
    named = {keyword.arg: ast.literal_eval(keyword.value) for keyword in call.keywords}
    model = eval(compile(ast.Expression(start), "lesson", "eval"), {"muscle": muscle, "preset": preset})
    return Shown(model, figure.func.attr, tuple(ast.literal_eval(controls[0]) if controls else named["controls"]),
                 tuple(each.name for each in chosen(model, named.get("presets", ()))))


@cache
def explorers() -> dict[str, Shown]:
    """Those of the predictions by their key, the others by the name of their model."""
    found = {}
    for cell in lesson("06_hyperexcitability").cells:
        by_name = {call.func.id: call for call in calls(cell)}
        for name in by_name.keys() & {"explore", "live"}:
            asked = by_name.get("predict")
            it = shown(by_name[name])
            found[asked.args[0].value.split(".")[1] if asked else type(it.model).__name__] = it
    return found


def asked(kind: str, key: str) -> Any:
    return question(kind, f"hyperexcitability.{key}")


def halves(key: str) -> tuple[Any, Any]:
    """The two results of a prediction's experiment, from where its explorer starts."""
    start, experiment = explorers()[key].model, asked("predict", key)
    return replace(start, **experiment.before).run(), replace(start, **experiment.after).run()


def cramp_s(**settings: float) -> float:
    return Cramp(**settings).run().cramp_s


# ---------------------------------------------------------------- the lesson's explorers

#: Where each starts, what it draws, and its buttons in their order.
EXPLORERS = {
    "p1": (Cramp(excitability_eu=4.0, fatigue_percent=0.0, length=0.0, drive_percent=0.0), "RecordingFigure",
           ("Recording 1", "Recording 2", "Recording 3")),
    "p3": (Cramp(), "CrampFigure", ("Ordinary contraction", "Calf cramp at night", "Tired, but neutral length", HEALTHY,
                                    "Hyperexcitable")),
    "p4": (Cramp(excitability_eu=2.0, fatigue_percent=0.0, drive_percent=100.0), "CrampFigure", ()),
    "p5": (Earning(), "EarningFigure", (
        "Hard work, then toes pointed", "No work before", "Hard work, neutral length",
        "Hard work by an excitable muscle", "Gentle work")),
    "p6": (Cramp(), "CrampFigure", ()),
    "p7": (Hysteresis(), "HysteresisFigure", (
        "Ready to cramp", "Calm motor neurons", "Fresh and calm", "Without inward current and spindles")),
    "p8": (Causes(), "CausesFigure", (
        "Little calcium, 0.6 mM", "Little magnesium, 0.3 mM", "Fast breathing, pH 7.6", "Worked without blood",
        "Nerve disease", "Too much potassium")),
    "LiveCramp": (LiveCramp(), "LiveCrampFigure", (
        "Healthy, neutral length", "Tired, short and excitable", "The same, but neutral")),
    "p9": (ThresholdFrequency(), "ThresholdFigure", (
        "People without cramps", "People with cramps", "Cramp-resistant", "Neutral length")),
    "p10": (ThresholdFrequency(), "ThresholdFigure", (
        "People without cramps", "People with cramps", "Cramp-resistant", "Tired")),
    "p11": (MapDot(), "CrampMapFigure", (
        "In the corner", "Fresh and calm, but short", "Tired and excitable, but not short", "The far corner")),
    "p12": (ChainCramp(), "ChainCrampFigure", ("Calf cramp", "It lets go")),
    "p13": (ChainCramp(), "ChainCrampFigure", (
        "Calf cramp", "Calf cramp, fatigue from the whole chain", "Without blood, from the whole chain")),
    "ChainCramp": (preset(ChainCramp, "Calf at night, toes pointed"), "ChainCrampFigure", (
        "Calf at night, toes pointed", "Hamstrings, 80th minute, knee bent", "Hamstrings, 80th minute, knee straight",
        "Rectus femoris after the climb, knee straight")),
}


def test_every_explorer_starts_where_it_should_with_its_picture_and_its_buttons():
    assert {key: (it.model, it.figure, it.presets) for key, it in explorers().items()} == EXPLORERS


def test_what_a_prediction_changes_is_in_sight():
    for key, experiment in ENTRIES["predict"].items():
        changed = {name for name in experiment.before if experiment.before[name] != experiment.after[name]}
        # Of a recording to be guessed nothing may be seen of what is set.
        assert changed <= {*explorers()[key].controls} or key == "p1", key
    assert explorers()["p1"].controls == ()
    # What a text asks to be tried: “cut the spindles instead”, “the slider of the inward current”, the kinds of legs.
    assert {"spindle_percent", "tendon_organ_percent", "by_length_percent"} < {*explorers()["p6"].controls}
    assert "pic_percent" in explorers()["LiveCramp"].controls
    assert {"fatigue_percent", "whole_chain"} < {*explorers()["ChainCramp"].controls}


# ---------------------------------------------------------------- predictions: each choice as a truth; one holds

def recordings() -> list[bool]:
    before, after = halves("p1")
    # The choice about size is wrong in this picture only, and nobody is told that a cramp is weak.
    assert "in people cramps can be strong" in asked("predict", "p1").choices[1].feedback
    # The waves are those of the same units, by the same code: no test could tell them apart.
    return [False, after.cramp_emg_percent > 100.0 or after.cramp_force_percent > before.peak_percent,
            before.cramp_s == 0.0 and after.cramp_s > 30.0
            and after.command_percent[after.t_s > after.command_end_s].max() < 1e-9]


def short() -> list[bool]:
    half, whole = halves("p3")
    assert half.peak_percent > whole.peak_percent, "“Force” is higher there"
    # “Just after the command the arrow “force” is the thick one”: as the picture shows it at the start.
    ia, ib, by_length, in_whole = (trace.mean(values, trace.command_end_s, trace.command_end_s + MEAN_s)
                                   for trace, values in ((half, half.ia_eu), (half, half.ib_eu),
                                                         (half, half.by_length_eu), (whole, whole.ib_eu)))
    assert ib > max(ia, by_length, 4.0 * in_whole)
    # “as the command ends, just this force is what its tendon organs feel”; “At the shortest, tendon organs pull
    # weakly, and length holds nothing back.”
    ends = [(t.t_s > t.command_end_s - 0.1) & (t.t_s < t.command_end_s + 0.3) for t in (half, whole)]
    assert half.ib_eu[ends[0]].max() > 3.0 * whole.ib_eu[ends[1]].max() and half.by_length_eu[ends[0]].max() > 5.0
    assert whole.by_length_eu.max() == 0.0
    return [min(half.cramp_s, whole.cramp_s) > 1.0, half.cramp_s == 0.0 and whole.cramp_s > 30.0,
            half.cramp_s > 1.0 and whole.cramp_s == 0.0]


def hold() -> list[bool]:
    before, after = halves("p4")
    # “In the tired calf a longer hold hardly matters: 55 s after 3 s, 53 s after 20.”
    assert "55 s after 3 s, 53 s after 20" in asked("predict", "p4").choices[2].feedback
    assert (cramp_s(), cramp_s(hold_s=20.0)) == (55.0, 53.0)
    return [max(before.cramp_s, after.cramp_s) < 1.0, abs(after.cramp_s - before.cramp_s) <= 2.0,
            0.0 < before.cramp_s < after.cramp_s - 5.0]


def overuse() -> list[bool]:
    before, after = halves("p5")
    longer_s = after.cramp_s - before.cramp_s
    assert "this model does not show rightly" in asked("predict", "p5").choices[1].feedback
    return [longer_s > 10.0, longer_s < -2.0, abs(longer_s) <= 2.0]


def no_current() -> list[bool]:
    before, after = halves("p6")
    assert after.peak_percent > 0.5 * before.peak_percent, "“The contraction itself stays.”"
    return [after.cramp_s == 0.0 and before.cramp_s > 30.0, 0.8 < after.cramp_s / before.cramp_s < 1.2,
            after.cramp_s > 1.2 * before.cramp_s]


def up_and_down() -> list[bool]:
    calm, ready = halves("p7")
    left = (calm.after_10_s_percent, ready.after_10_s_percent)
    return [max(left) < 1.0, 1.0 <= left[0] < left[1],
            left[0] < 1.0 and 0.8 < left[1] / ready.down_at_10_percent < 1.2]


def breathing() -> list[bool]:
    before, after = halves("p8")
    return [abs(after.cramp_s - before.cramp_s) <= 1.0, after.cramp_s > before.cramp_s + 3.0,
            after.cramp_s == 0.0 and after.force_percent.max() < 0.8 * before.force_percent.max()]


def threshold() -> list[bool]:
    before, after = (trace.mean_threshold_Hz for trace in halves("p9"))
    return [after < before, after > before, after == before]


def tired() -> list[bool]:
    before, after = (trace.mean_threshold_Hz for trace in halves("p10"))
    return [after > before, after < before, after == before]


def half_way() -> list[bool]:
    before, after = (trace.cramp_s for trace in halves("p11"))
    return [after > before, 0.0 < after < before, after == 0.0 < before]


def cost() -> list[bool]:
    ratio = halves("p12")[1].ATP_ratio
    return [ratio < 0.5, 0.8 < ratio < 1.25, ratio > 2.0]


def whole_chain() -> list[bool]:
    off, on = halves("p13")
    more = on.cramp_emg_percent - off.cramp_emg_percent
    return [on.cramp_s < off.cramp_s, abs(more) < 2.0 and abs(on.fatigue_change_percent) < 5.0,
            more > 5.0 and on.fatigue_change_percent > 10.0 > off.fatigue_change_percent and on.end_pcr_mM > 15.0]


PREDICTIONS: dict[str, Callable[[], list[bool]]] = {
    "p1": recordings, "p3": short, "p4": hold, "p5": overuse, "p6": no_current, "p7": up_and_down,
    "p8": breathing, "p9": threshold, "p10": tired, "p11": half_way, "p12": cost, "p13": whole_chain}


def test_every_prediction_is_held_to_its_model():
    assert PREDICTIONS.keys() == ENTRIES["predict"].keys()


@pytest.mark.parametrize("key", PREDICTIONS)
def test_the_right_choice_is_what_the_model_does_and_no_other_is(key):
    assert that_are_so(asked("predict", key), PREDICTIONS[key]()) == [asked("predict", key).right]


#: What each experiment changes; the texts speak of just these settings.
EXPERIMENTS = {
    "p1": ({"excitability_eu": 0.0, "fatigue_percent": 0.0, "length": 0.0, "drive_percent": 20.0, "hold_s": 20.0},
           {"excitability_eu": 4.0, "fatigue_percent": 50.0, "length": -1.0, "drive_percent": 60.0, "hold_s": 3.0}),
    "p3": ({"length": -0.5}, {"length": -1.0}), "p4": ({"hold_s": 3.3}, {"hold_s": 20.0}),
    "p5": ({"contractions": 0}, {"contractions": 6}), "p6": ({"pic_percent": 100.0}, {"pic_percent": 0.0}),
    "p7": ({"excitability_eu": 0.0, "fatigue_percent": 0.0}, {"excitability_eu": 4.0, "fatigue_percent": 50.0}),
    "p8": ({"pH": 7.4}, {"pH": 7.6}), "p9": ({"excitability_eu": 2.0}, {"excitability_eu": 5.0}),
    "p10": ({"fatigue_percent": 0.0}, {"fatigue_percent": 50.0}),
    "p11": ({"length": -1.0, "excitability_eu": 4.0}, {"length": -0.5, "excitability_eu": 6.0}),
    "p12": ({"length": 0.0}, {"length": -1.0}), "p13": ({"whole_chain": "no"}, {"whole_chain": "yes"}),
}


def test_the_experiments_are_those_that_the_texts_tell():
    assert {key: (each.before, each.after) for key, each in ENTRIES["predict"].items()} == EXPERIMENTS
    for key, words in {"p4": "once for 3 seconds, once for 20",
                       "p5": "six hard contractions", "p8": "from pH 7.4 to 7.6"}.items():
        assert words in asked("predict", key).text
    # The muscle starts where the experiment or the cell says; the first two recordings are two of the three buttons.
    for half, number in (("before", 3), ("after", 2)):
        settings = getattr(asked("predict", "p1"), half)
        assert replace(explorers()["p1"].model, **settings) == preset(Cramp, f"Recording {number}")


# ---------------------------------------------------------------- numbers

def map_border_eu(fatigue_percent: float) -> float:
    X = np.linspace(-2.0, 6.0, 801)
    return float(X[np.argmax(stored_map().at(-1.0, fatigue_percent, X) >= 5.0)])


#: For each question its unit, and what the model says.
NUMBERS: dict[str, tuple[str, Callable[[], float]]] = {
    "q17": ("eu", lambda: map_border_eu(0.0))}


def test_every_question_for_a_number_is_held_to_its_model():
    assert NUMBERS.keys() == {key for key, entry in ENTRIES["ask"].items() if isinstance(entry, NumberQuestion)}


@pytest.mark.parametrize("key", NUMBERS)
def test_the_models_number_is_right_and_well_inside_the_tolerance(key):
    unit, value = NUMBERS[key][0], NUMBERS[key][1]()
    assert abs(value - asked("ask", key).answer) <= 0.5 * asked("ask", key).tolerance
    assert asked("ask", key).unit == unit


def test_the_sentence_under_the_map_is_right_as_an_answer():
    # “the sentence says it”: only as finely as the map's curve has points.
    read_off, it = MapDot(fatigue_percent=0.0).run().border_eu, asked("ask", "q17")
    assert abs(read_off - it.answer) <= it.tolerance
    # “With half fatigue, less than 1 eu is enough.”
    assert map_border_eu(50.0) < 1.0


# ---------------------------------------------------------------- answers that a run gives, and those that none can

def rights(key: str) -> str:
    """The text of the right choice."""
    return right_answer(asked("ask", key))


def kind_of(trace: muscle.CrampTrace) -> str:
    if trace.state_after == "cramp":
        return "a cramp"
    return "Fasciculations" if trace.command_percent.max() == 0.0 else "a contraction that is meant"


def test_each_recording_is_what_its_question_calls_it():
    kinds = [kind_of(preset(Cramp, f"Recording {number}").run()) for number in (1, 2, 3)]
    assert rights("q3") == "{}, {}, {}".format(*kinds)


def test_of_the_links_only_one_makes_the_cramp_longer_when_it_is_cut():
    cut = {"The spindles": "spindle_percent", "The effect of fatigue on the reflexes": "fatigue_felt_percent",
           "What force holds back (tendon organs)": "tendon_organ_percent"}
    assert [choice.text for choice in asked("ask", "q9").choices] == list(cut)
    assert [words for words, name in cut.items() if cramp_s(**{name: 0.0}) > cramp_s()] == [rights("q9")]


def test_of_the_ways_out_of_the_corner_only_one_leads_out():
    ways = {"Bring it to its neutral length": {"length": 0.0},
            "Rest until the fatigue is gone": {"fatigue_percent": 0.0},
            "Calm the motor neurons to 2 eu": {"excitability_eu": 2.0}}
    assert [choice.text for choice in asked("ask", "q18").choices] == list(ways)
    left_s = {words: MapDot(**changed).run().cramp_s for words, changed in ways.items()}
    assert [words for words, seconds in left_s.items() if seconds < 1.0] == [rights("q18")]
    # “at 0 % fatigue and 4 eu”; “still a cramp of many seconds at 2 eu and half fatigue”
    assert sorted(left_s.values())[1] > 10.0


def test_every_cause_makes_the_cramp_longer_but_for_so_much_potassium_that_no_fibre_answers():
    # … and raises the one sum at the motor neurons.
    causes = {name: each.model.run() for name, each in all_presets(Causes).items()}
    usual, blocked = causes.pop("Nothing unusual"), causes.pop("Too much potassium")
    assert blocked.cramp_s == 0.0 == blocked.emg_size_percent.max()
    assert all(each.longer_s >= 1.0 and each.sum_eu > usual.sum_eu for each in causes.values())
    assert rights("q11") == "They add to one sum at the motor neurons"


def test_what_keeps_the_living_muscle_going():
    model, left = LiveCramp(), LiveCramp().run()
    assert left.state == "cramp" and left.command_now_percent == 0.0
    assert min(left.now(left.ia_eu), left.now(left.pic_eu)) > 10.0
    assert rights("q13") == "The muscle's own spindles and the motor neurons' inward current"
    # “Cut the inward current under way, with its slider, and it is over.”
    muscle = model.start()
    muscle.do("contract")
    muscle.advance(model, 4000)
    muscle.do("relax")
    muscle.advance(model, 6000)
    muscle.advance(replace(model, pic_percent=0.0), 6000)
    assert muscle.trace.emg_now_percent < 1.0


def test_the_cases_of_the_legs():
    calf, bent, straight = (preset(ChainCramp, name).run() for name in (
        "Calf at night, toes pointed", "Hamstrings, 80th minute, knee bent", "Hamstrings, 80th minute, knee straight"))
    assert calf.cramp_s > 10.0
    # “The fatigue is the same in both cases”; “They pull about twice as hard there.”
    assert bent.fatigue_percent[0] == pytest.approx(straight.fatigue_percent[0], abs=0.1)
    assert straight.effort_N / bent.effort_N == pytest.approx(2.0, abs=0.3)
    assert bent.cramp_s > 10.0 and straight.cramp_s == 0.0
    assert rights("q22").startswith("With the knee bent they are short")


def test_the_whole_chain_has_energy_enough():
    trace = ChainCramp().run()
    assert rights("q20").startswith("It disagrees") and trace.lowest_pcr_mM > 20.0 and trace.cramp_emg_percent > 10.0
    # “rises from 4 to a little above 5 mM”
    assert 5.0 < trace.cramp_K_mM < 5.6


#: What no run of the model decides: how the right answer begins.
OTHERS = {"q1": "A contracture", "q2": "It keeps pushing the neuron", "q6": "Single motor units that fire",
          "q8": "Something that outlasts the stretch", "q10": "What the pool does depends on what has been before",
          "q12": "His blood: his nerves bathe in as much", "q14": "To measure threshold, reflexes and force",
          "q15": "How the threshold changes with fatigue", "q16": "No size for its effect"}


def test_no_right_answer_can_be_changed_unseen():
    for key, words in OTHERS.items():
        assert rights(key).startswith(words), key
    held = {"q3", "q9", "q11", "q13", "q18", "q20", "q22"} | NUMBERS.keys()
    assert OTHERS.keys() | held == ENTRIES["ask"].keys()


# ---------------------------------------------------------------- what the texts say in passing

def test_what_the_texts_say_about_the_loop():
    usual = cramp_s()
    # “made longer, it always lets go”, “even at the end of the scale a long muscle lets go”
    assert cramp_s(length=1.0) == cramp_s(length=0.5) == cramp_s(length=1.0, excitability_eu=6.0) == 0.0
    # q8: neither more excitability nor more force makes a long muscle cramp; the force holds back
    long, harder = (Cramp(length=1.0, drive_percent=drive).run() for drive in (60.0, 100.0))
    assert harder.cramp_s == 0.0 and harder.ib_eu.max() > long.ib_eu.max()
    # “Now cut the spindles instead and leave the current: no cramp either.”
    assert cramp_s(spindle_percent=0.0) == 0.0
    # What holds back, and what pushes; “without it the cramp is much shorter”
    assert min(cramp_s(renshaw_percent=0.0), cramp_s(wear_percent=0.0)) > usual
    assert cramp_s(fatigue_felt_percent=0.0) < 0.5 * usual
    # At length 0 even the long hold ends with its command.
    assert cramp_s(excitability_eu=2.0, fatigue_percent=0.0, drive_percent=100.0, hold_s=20.0, length=0.0) == 0.0
    # Weak muscles cramp, too: fatigue takes force away, and the cramp lasts longer.
    fresh, tired = (Cramp(fatigue_percent=percent).run() for percent in (0.0, 50.0))
    assert tired.peak_percent < 0.8 * fresh.peak_percent and tired.cramp_s > fresh.cramp_s + 10.0
    # “Only at the very end of all scales is half shortened enough”, “after 20 s of full effort, it is 6 s”
    assert cramp_s(length=-0.5, excitability_eu=6.0, fatigue_percent=80.0) == 0.0
    assert cramp_s(length=-0.5, excitability_eu=6.0, fatigue_percent=80.0, drive_percent=100.0, hold_s=20.0) == 6.0


def test_causes_lengthen_a_cramp_gradually_and_it_fades_gradually():
    """There is no step: no text says that a cramp comes or goes suddenly in this model."""
    lasts = [cramp_s(excitability_eu=X) for X in (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0)]
    assert lasts == sorted(lasts) and lasts[0] == 0.0 and max(np.diff(lasts)) <= 6.0
    trace = Cramp().run()
    sizes = [trace.mean(trace.emg_size_percent, trace.command_end_s + at, trace.command_end_s + at + 5.0)
             for at in range(0, 60, 5)]
    assert sizes == sorted(sizes, reverse=True) and sizes[0] > 25.0 and max(-np.diff(sizes)) < 6.0
    text = content("hyperexcitability") + "".join(cell.source for cell in lesson("06_hyperexcitability").cells
                                                  if cell.id != "doctor")
    assert "sudden" not in text


def test_what_stands_in_the_model_alone_is_said_to():
    cells = {cell.id: cell.source for cell in lesson("06_hyperexcitability").cells}
    half = "in this model a muscle holds its motor neurons back already from half shortened"
    for key, words in (("s2-explain", half),
                       ("s2-explain", "In this model three things meet"),
                       ("s6-explain-map", "In this model a cramp is"),
                       ("s3-case", "of calcium and alkaline blood the direction is known"),
                       ("s4-explain-loop", "The loop was tuned"), ("s1-explain", "people's can be strong")):
        assert words in cells[key], words
    # The equation has all that the loop adds up, and each is said in words below it.
    equation, _, below = cells["s2-explain"].partition("- **[Spindles]")
    for letter in ("B", "I_a", "P", "I_b", "I_L", "R"):
        assert letter in equation.partition(r"\qquad")[0] and f"${letter}$" in below


def test_what_the_texts_say_about_causes_and_the_map():
    # “usual blood does not exclude one in the body”: no more than that is said of a usual value.
    assert "does not exclude" in asked("ask", "q12").choices[1].feedback
    # “A third of it here is calcium that proteins bind” (the sizes: tests/models/hyperexcitability/test_causes.py)
    assert "A third of it here" in asked("predict", "p8").choices[0].feedback
    # “So it is on the map “length −0.75”. On “length −0.5” what force and length hold back has won.”
    assert 5.0 < MapDot(excitability_eu=6.0, length=-0.75).run().cramp_s < MapDot().run().cramp_s
    # “At neutral length the whole panel is empty”, and from half way on
    assert stored_map().cramp_s[stored_map().length >= -0.5].max() < 1.0


def test_what_instructors_are_told_to_expect_is_what_the_model_gives():
    def told(key: str, *numbers: float) -> None:
        words = re.findall(r"\d+", asked("note", key).expected)
        assert [f"{number:.0f}" for number in numbers if f"{number:.0f}" not in words] == [], key

    twitches, cramp, meant = (preset(Cramp, f"Recording {number}").run() for number in (1, 2, 3))
    told("n1", twitches.fasciculations_per_min, cramp.cramp_s, cramp.cramp_force_percent, meant.peak_percent)
    told("n2", cramp_s(fatigue_percent=0.0), cramp_s(excitability_eu=2.0), cramp_s(excitability_eu=6.0))
    causes = all_presets(Causes)
    told("n6", *(causes[name].model.run().cramp_s for name in causes if name != "Too much potassium"))
    assert "no EMG, no force and no cramp" in asked("note", "n6").expected
    assert cramp_s(by_length_percent=0.0) == cramp_s()
    assert cramp_s(pic_percent=0.0) == 0.0 == cramp_s(spindle_percent=0.0)
    told("n7", *(cramp_s(**{link: 0.0}) for link in ("tendon_organ_percent", "renshaw_percent", "wear_percent")))
    cut = [cramp_s(length=0.0, **{link: 0.0 for link in links}) for links in (
        ("tendon_organ_percent",), ("by_length_percent",), ("tendon_organ_percent", "by_length_percent"))]
    assert cut == [0.0, 0.0, 70.0] and "cut both, and it cramps (70 s)" in asked("note", "n7").expected
    far = ThresholdFrequency(excitability_eu=6.0, fatigue_percent=80.0, length=-0.5)
    assert far.threshold_Hz() == pytest.approx(58.0, abs=2.0) and np.isnan(far.mean_Hz())
    told("n3", *(ThresholdFrequency(excitability_eu=X).mean_Hz() + more for X, more in ((-2.0, 0.0), (6.0, 0.5))))
    assert np.isnan([ThresholdFrequency(excitability_eu=6.0, fatigue_percent=80.0, length=length).threshold_Hz()
                     for length in (0.0, 1.0)]).all()


def test_the_thresholds_of_people_are_everywhere_the_same():
    (with_Hz, _), (without_Hz, _) = people.WITH_CRAMPS_Hz, people.WITHOUT_CRAMPS_Hz
    lower, falls = asked("predict", "p9").choices[0].feedback, asked("predict", "p10").choices
    assert f"threshold of {with_Hz} Hz, others {without_Hz} Hz" in lower
    for choice in falls[:2]:
        assert f"{people.STONE_FRESH_Hz} Hz before and {people.STONE_TIRED_Hz} Hz after" in choice.feedback
    # “At 2 and at 5.2 eu the model's mean thresholds lie within 2 Hz of those of people without and with cramps.”
    assert "within 2 Hz" in asked("ask", "q15").text
    for excitability_eu, Hz in ((2.0, without_Hz), (5.2, with_Hz)):
        assert ThresholdFrequency(excitability_eu=excitability_eu).run().mean_threshold_Hz == pytest.approx(Hz, abs=2.0)
