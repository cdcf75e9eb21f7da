"""Chapter 5's questions against its models: what is called right is what the model does, and what a text says is so.

A prediction or a question for a number that has no test here fails ``test_every_…``: a new one gets its test at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import muscle_lib.models.voluntary_contraction as muscle
from muscle_lib.models.contract_and_relax.architecture import heads_of, mean_fibre_cm
from muscle_lib.models.voluntary_contraction import LegMuscles, LiveMuscle, MotorPool, Tiring, WholeChain
from muscle_lib.models.voluntary_contraction.pool import rates_Hz, units_of
from muscle_lib.models.voluntary_contraction.tiring import people_s
from muscle_lib.preset import chosen, preset
from muscle_lib.questions import ChoiceQuestion, read
from tests.lessons import code_cells, lesson
from tests.questions.opened import that_are_so
from tests.questions.test_questions import content

ENTRIES = read(content("voluntary_contraction"), "voluntary_contraction.toml")
BEST = LegMuscles(hamstrings_cm=0.0, calf_cm=0.0, quadriceps_cm=0.0)


@cache
def run(model: Any) -> Any:
    return model.run()


def known(model: type, name: str) -> Any:
    """What a button of the lesson shows."""
    return run(preset(model, name))


@cache
def halves(key: str) -> tuple[Any, Any]:
    """The two results of a prediction's experiment, in the explorer that the lesson has for it."""
    experiment, start = ENTRIES["predict"][key], EXPLORERS[key].start
    return run(replace(start, **experiment.before)), run(replace(start, **experiment.after))


# ---------------------------------------------------------------- the lesson's explorers

#: For each prediction, and for the live muscle: the start, the controls, and the buttons in their order.
LIVE_BUTTONS = ["Rested and healthy", "Half of the axons cut", "Tourniquet, strong command", "Potassium 8 mM"]
EXPLORERS = {name: SimpleNamespace(start=start, figure=figure, controls=controls, buttons=buttons)
             for name, start, figure, controls, buttons in (
    ("p1", MotorPool(), "MotorPoolFigure", ["drive_percent", "recruitment_fold", "peak_rate_Hz", "pic_percent"],
     ["One unit", "Gentle hold", "Hand muscle", "Leg muscle", "Ramp with inward current"]),
    ("p2", MotorPool(), "MotorPoolFigure", ["drive_percent", "emg_exponent", "irregularity_percent", "seed"],
     ["Gentle hold", "Hand muscle", "Leg muscle"]),
    ("p3", WholeChain(), "WholeChainFigure", ["nerve_percent", "K_out_mM", "Ca_out_mM", "drive_percent"],
     ["All links whole", "Nerve cut", "Potassium 8 mM", "Calcium 0.5 mM"]),
    ("p4", WholeChain(), "WholeChainFigure", ["blood_percent", "glycogen_mM", "glucose_mM", "pause_s"],
     ["No blood: oxygen cut", "No glucose: glycogen gone, blood low", "Only blood glucose low", "One long hold"]),
    ("p5", LegMuscles(), "LegMusclesFigure", ["hamstrings_cm", "calf_cm", "quadriceps_cm", "drive_percent"],
     ["All at their best length", "Foot pointed, knee bent", "All fibres slow", "All fibres fast"]),
    ("p6", Tiring(), "TiringFigure", ["target_percent", "fibre", "cuff_percent", "oxidation_mM_s"],
     ["Hold 30 %", "Hold 50 %", "Hold 80 %", "Hold 20 %", "Slow fibres", "Fast fibres", "Tourniquet"]),
    ("p7", LiveMuscle(), "LiveFigure", ["drive_percent", "nerve_percent", "blood_percent", "K_out_mM"], LIVE_BUTTONS),
    ("live", LiveMuscle(), "LiveFigure", ["drive_percent", "nerve_percent", "blood_percent", "K_out_mM"],
     LIVE_BUTTONS))}


class _Names:
    """Stands for the module of figures: they are only asked for by name."""

    def __getattr__(self, name: str) -> Callable[[], str]:
        return lambda: name


def test_the_lesson_has_these_explorers() -> None:
    found = {}

    def explorer(start: Any, figure: str, controls: list[str], presets: Any = ()) -> SimpleNamespace:
        return SimpleNamespace(start=start, figure=figure, controls=controls,
                               buttons=[each.name for each in chosen(start, presets)])

    def nothing(*_: Any) -> None:
        pass

    names = {"muscle": muscle, "figures": _Names(), "explore": explorer,
             "live": lambda *shown, **more: found.update(live=explorer(*shown, **more)),
             "predict": lambda key, shown: found.update({key.removeprefix("voluntary_contraction."): shown}),
             "ask": nothing, "note": nothing, "lab_report": nothing, "leaves_out": nothing, "progress": nothing}
    for cell in code_cells(lesson("05_voluntary_contraction")):
        if cell.id != "imports":
            exec(compile(cell.source, cell.id, "exec"), names)
    assert found == EXPLORERS


# ---------------------------------------------------------------- predictions: each choice as a truth; one holds

def new_units_or_rate() -> list[bool]:
    before, after = halves("p1")
    assert 4.5 < after.mean_force_percent / before.mean_force_percent < 5.5, "five times as large"
    faster = after.mean_rate_Hz / before.mean_rate_Hz
    twitch = units_of(30.0, 35.0, 1.0).twitch
    joined = twitch[before.units_on:after.units_on].sum() / twitch[:after.units_on].sum()
    # “They do fire faster, but not twice as fast”; “the units that joined hold four fifths of the twitch force”
    assert joined == pytest.approx(0.8, abs=0.05)
    return [faster > 4.0, 1.0 < faster < 2.0 and joined > 0.5, after.units_on == before.units_on == 120]


def emg_and_force() -> list[bool]:
    before, after = halves("p2")
    force, emg = (getattr(after, name) / getattr(before, name) for name in ("mean_force_percent", "mean_emg_percent"))
    assert force == pytest.approx(4.0, abs=0.5), "about four times as large"
    return [2.0 < emg < 3.0, emg == pytest.approx(force, rel=0.15), 0.9 < emg < 1.1]


def much_potassium() -> list[bool]:
    before, after = halves("p3")
    assert after.nerve_mean_Hz == before.nerve_mean_Hz, "the brain commands as before"
    left = after.peak_N / before.peak_N
    return [left < 0.001 and after.fibre_mean_Hz == 0.0 and after.broken_link == "fibre", left > 1.05, 0.4 < left < 0.6]


def no_blood() -> list[bool]:
    before, after = halves("p4")
    left = after.last_N / before.last_N
    # “the oxygen is gone, and in the rest at the end less is paid back, from glycogen alone”
    assert after.lowest_po2_mmHg < 1.0
    with_blood, without = (trace.pcr_mM[-1] - trace.pcr_mM.min() for trace in (before, after))
    assert 0.5 < without < with_blood and after.lactate_mM[-1] > before.lactate_mM[-1]
    return [left < 0.1, 0.4 < left < 0.6, left > 0.95]


def two_centimetres() -> list[bool]:
    before, after = halves("p5")
    hamstrings, calf = after.hamstrings_N / before.hamstrings_N, after.calf_N / before.calf_N
    lengths = {name: mean_fibre_cm(heads_of(name)) for name in ("hamstrings", "gastrocnemius", "quadriceps")}
    # “Their fibres are about twice as long”; “Some 5 cm long: 2 cm are two fifths of that”
    assert lengths["hamstrings"] / lengths["gastrocnemius"] == pytest.approx(1.8, abs=0.3)
    assert 2.0 / lengths["gastrocnemius"] == pytest.approx(0.4, abs=0.05)
    return [hamstrings == pytest.approx(calf, abs=0.05), calf < hamstrings - 0.05, hamstrings < calf - 0.05]


def twice_the_force() -> list[bool]:
    before, after = halves("p6")
    left = after.held_s / before.held_s
    # “for seven minutes”; “is small with 30 %, and stops altogether with 60 %”
    assert before.held_s == pytest.approx(420.0, abs=15.0)
    assert before.hold_flow_mL_100g_min > 10.0 and after.hold_flow_mL_100g_min < 0.5
    return [0.4 < left < 0.6, 0.28 < left < 0.4, left == pytest.approx(0.2, abs=0.04)]


def potassium_heard() -> list[bool]:
    before, after = halves("p7")
    assert np.array_equal(after.spike_s, before.spike_s), "the motor neurons fire as before"
    left = after.emg_peak_percent / before.emg_peak_percent
    return [0.9 < left < 1.1 and after.force_peak_N < 1.0, left > 1.1, left < 0.001 and after.force_peak_N < 1.0]


#: The right choice, how each choice begins, and which of them the model bears out.
PREDICTIONS: dict[str, tuple[int, tuple[str, ...], Callable[[], list[bool]]]] = {
    "p1": (2, ("Mostly by faster firing", "Mostly by new units", "Mostly by a harder pull"), new_units_or_rate),
    "p2": (1, ("Two to three times", "Four times", "As large as before"), emg_and_force),
    "p3": (1, ("Hardly any force", "More force", "About half"), much_potassium),
    "p4": (3, ("It is almost gone", "It is about half", "It is about the same"), no_blood),
    "p5": (2, ("Both alike", "The gastrocnemius", "The hamstrings"), two_centimetres),
    "p6": (3, ("About 210", "About 140", "About 80"), twice_the_force),
    "p7": (3, ("The same crackling", "A louder crackling", "Silence"), potassium_heard)}
#: The two settings, written down once more: another pair would be another question.
SETTINGS = {
    "p1": ({"drive_percent": 10.0}, {"drive_percent": 30.0}), "p2": ({"drive_percent": 20.0}, {"drive_percent": 50.0}),
    "p3": ({"K_out_mM": 4.0}, {"K_out_mM": 8.0}), "p4": ({"blood_percent": 100.0}, {"blood_percent": 0.0}),
    "p5": ({"hamstrings_cm": 0.0, "calf_cm": 0.0, "quadriceps_cm": 0.0},
           {"hamstrings_cm": -2.0, "calf_cm": -2.0, "quadriceps_cm": 0.0}),
    "p6": ({"target_percent": 30.0}, {"target_percent": 60.0}), "p7": ({"K_out_mM": 4.0}, {"K_out_mM": 8.0})}


def test_every_prediction_is_held_to_its_model() -> None:
    assert PREDICTIONS.keys() == ENTRIES["predict"].keys()
    assert SETTINGS == {key: (entry.before, entry.after) for key, entry in ENTRIES["predict"].items()}


@pytest.mark.parametrize("key", PREDICTIONS)
def test_the_right_choice_is_what_the_model_does_and_no_other_is(key: str) -> None:
    asked, (right, beginnings, truths) = ENTRIES["predict"][key], PREDICTIONS[key]
    assert asked.right == right
    assert all(choice.text.startswith(words) for choice, words in zip(asked.choices, beginnings, strict=True))
    assert that_are_so(asked, truths()) == [asked.right]


# ---------------------------------------------------------------- choices

#: The right answers, and the beginning of what they say: those that are knowledge, and those that a model bears out.
RIGHT = {"q1": (2, "All on its branches"), "q2": (3, "It squeezes its own"), "q3": (1, "The smallest ones"),
         "q4": (2, "At the junction or"), "q5": (1, "The nerve's endings"), "q6": (3, "Without its own glycogen"),
         "q7": (2, "It has the most fibres"), "q8": (1, "Its fibres weaken"), "q9": (3, "104 of 120"),
         "q10": (1, "The brain and the motor neurons"), "q11": (2, "A held force"), "q12": (3, "Its stores pay")}


def test_the_right_answers_are_these() -> None:
    found = {key: entry for key, entry in ENTRIES["ask"].items() if isinstance(entry, ChoiceQuestion)}
    assert found.keys() == RIGHT.keys()
    for key, (number, words) in RIGHT.items():
        assert found[key].right == number and found[key].choices[number - 1].text.startswith(words), key


def test_what_the_texts_say_about_the_pool() -> None:
    # n1: when the last units join, in the lesson's muscle, in a hand, and with the widest range
    for fold, command, force in ((30.0, 64.0, 62.0), (10.0, 37.0, 28.0), (70.0, 80.0, 88.0)):
        trace = run(MotorPool(recruitment_fold=fold))
        assert trace.threshold_percent[-1] == pytest.approx(command, abs=0.5)
        assert trace.recruited_by_force_percent == pytest.approx(force, abs=2.0)
    # p1: “A unit's range, 8 to 35 a second”
    smallest_Hz = rates_Hz(units_of(30.0, 35.0, 1.0), np.linspace(0.0, 47.0, 400))[:, 0]
    assert (round(smallest_Hz[smallest_Hz > 0.0].min()), round(smallest_Hz.max())) == (8, 35)
    # p2: “Make the exponent 1: the two come closer”
    usual, steep = ([run(MotorPool(drive_percent=drive, emg_exponent=exponent)).mean_emg_percent
                     for drive in (20.0, 50.0)] for exponent in (0.5, 1.0))
    force = halves("p2")[1].mean_force_percent / halves("p2")[0].mean_force_percent
    assert abs(steep[1] / steep[0] - force) < 0.5 * abs(usual[1] / usual[0] - force)
    # “Up to about two thirds of the force both happen at once”; q3: small units join first, at every command
    assert run(MotorPool()).recruited_by_force_percent == pytest.approx(66.0, abs=4.0)
    fine = run(MotorPool(drive_percent=3.0))
    assert set(fine.spike_unit) == set(range(1, fine.units_on + 1))


def test_what_the_texts_say_about_the_chain() -> None:
    # p3: “at 7 mM this model's fibre still follows 50 impulses a second, at 8 mM none”
    assert [run(WholeChain(K_out_mM=mM)).followed_Hz for mM in (7.0, 8.0)] == [50.0, 0.0]
    # q4: “Calcium” and “Potassium” show the two cases; what lies below leaves the impulses alone
    whole = run(WholeChain())
    cases = [known(WholeChain, name) for name in ("Calcium 0.5 mM", "Potassium 8 mM")]
    assert [case.broken_link for case in cases] == ["junction", "fibre"]
    for case in cases:
        assert case.nerve_mean_Hz == whole.nerve_mean_Hz and case.fibre_mean_Hz < 0.2 * whole.fibre_mean_Hz
    assert run(WholeChain(blood_percent=0.0)).fibre_mean_Hz == whole.fibre_mean_Hz
    # q5: the junction, not the filaments: what calcium does in a fibre that is reached, it does as before
    assert cases[0].transmitted < 0.1 and cases[0].followed_Hz == whole.followed_Hz
    # q6: a quarter without glycogen, and “there is oxygen”; low blood glucose alone: nothing, and no cramp
    gone, low = (known(WholeChain, name) for name in ("No glucose: glycogen gone, blood low", "Only blood glucose low"))
    assert gone.last_to_first == pytest.approx(0.75, abs=0.03) and gone.lowest_po2_mmHg > whole.lowest_po2_mmHg
    assert low.last_N == pytest.approx(whole.last_N, rel=0.01) and low.end_force_N < 0.01 * low.peak_N
    # n2: “to 0, to 0, to about 6 %”
    parts = [case.fibre_mean_Hz / whole.fibre_mean_Hz for case in (known(WholeChain, "Nerve cut"), *reversed(cases))]
    assert parts == pytest.approx([0.0, 0.0, 0.06], abs=0.01)


def test_what_the_texts_say_about_the_leg_muscles() -> None:
    best = run(BEST)
    # q7: “more than twice as hard as each of the other two”; “The hamstrings have fibres as long, and are weaker”
    assert best.quadriceps_N > 2.0 * max(best.hamstrings_N, best.calf_N)
    # “at their best length each stands near 70 in”
    assert [best.hamstrings_percent, best.calf_percent, best.quadriceps_percent] == pytest.approx([70.0] * 3, abs=1.5)
    assert mean_fibre_cm(heads_of("hamstrings")) == pytest.approx(mean_fibre_cm(heads_of("quadriceps")), rel=0.15)
    # n3: the times of letting go, and the forces; length leaves the time alone, size too
    slow, fast = known(LegMuscles, "All fibres slow"), known(LegMuscles, "All fibres fast")
    assert 2.5 < slow.calf_relaxation_ms / fast.calf_relaxation_ms < 3.0
    short = run(replace(BEST, calf_cm=-2.0))
    assert short.calf_relaxation_ms == best.calf_relaxation_ms and short.calf_N < 0.5 * best.calf_N
    assert slow.quadriceps_relaxation_ms == slow.calf_relaxation_ms
    assert (slow.calf_relaxation_ms, fast.calf_relaxation_ms) == pytest.approx((183.0, 69.0), abs=1.5)
    assert (best.calf_relaxation_ms, best.quadriceps_relaxation_ms) == pytest.approx((120.0, 105.0), abs=1.5)
    assert slow.calf_N / fast.calf_N == pytest.approx(1.25, abs=0.02)
    assert run(replace(BEST, calf_cm=-2.5)).calf_N == pytest.approx(0.1 * best.calf_N, rel=0.15)


def test_what_the_texts_say_about_getting_tired() -> None:
    half = run(Tiring(target_percent=50.0))
    # q8: “the EMG climbs, in a hold with steady force”, as more units are called up
    assert half.last_emg_percent > 1.4 * half.first_emg_percent and half.last_units > half.first_units
    # q9: “104 of 120, and more of them in the end”; “the last sixteen … hold nearly half of the force”
    assert half.first_units == 104 and 115 < half.last_units <= 120
    twitch = units_of(30.0, 35.0, 1.0).twitch
    assert 0.4 < twitch[104:].sum() / twitch.sum() < 0.5
    # q10: “In the model it never fails; people give up after some five to fifteen minutes.”
    fifth = run(Tiring(target_percent=20.0))
    assert not fifth.fails
    # q10: blood flows; “from 4 to 14 mM, and more units make up for it”
    assert fifth.hold_flow_mL_100g_min > 10.0 and fifth.first_units < fifth.last_units < 120
    assert (fifth.Pi_mM[0], fifth.Pi_mM.max()) == pytest.approx((4.0, 14.0), abs=0.5)
    people_min = [float(people_s(20.0, joint)) / 60.0 for joint in ("shoulder", "ankle")]
    assert people_min == pytest.approx([5.0, 15.5], abs=0.6)
    # n4: command and EMG from first to last, and when it ends
    assert (half.first_command_percent, half.last_command_percent) == pytest.approx((41.0, 63.0), abs=0.5)
    assert (half.first_emg_percent, half.last_emg_percent) == pytest.approx((52.0, 81.0), abs=0.5)
    assert half.held_s == pytest.approx(111.0, abs=1.0)
    # “From about half of the greatest force on, no blood flows”
    assert half.hold_flow_mL_100g_min < 1.0


def test_what_the_texts_say_about_the_live_muscle() -> None:
    whole, cut = run(LiveMuscle()), known(LiveMuscle, "Half of the axons cut")
    # q11: “Then sound and force both become less.”
    assert cut.emg_peak_percent < 0.9 * whole.emg_peak_percent and cut.force_peak_N < 0.7 * whole.force_peak_N
    # n5: half of the axons
    assert (whole.emg_peak_percent, cut.emg_peak_percent) == pytest.approx((55.0, 39.0), abs=1.0)
    assert (whole.force_peak_N, cut.force_peak_N) == pytest.approx((1500.0, 800.0), abs=15.0)
    # q12: “The force comes as before”; “watch the oxygen fall, and phosphocreatine with it”
    bloodless = run(LiveMuscle(blood_percent=0.0))
    assert bloodless.force_peak_N == pytest.approx(whole.force_peak_N, rel=0.02)
    assert bloodless.oxygen_now_mmHg < bloodless.po2_mmHg[0] - 10.0
    assert bloodless.pcr_mM.min() < bloodless.pcr_mM[0] - 1.0
