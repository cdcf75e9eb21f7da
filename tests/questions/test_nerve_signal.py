"""Chapter 1's questions against its models: the right answer is what the model does, and what a text says is so.

The experiments start where the lesson's own explorers start. A question that has no test here fails ``test_every_…``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from muscle_lib.models.nerve_signal import (
    Bedside,
    Junction,
    Membrane,
    MyelinatedAxon,
    QuantaCount,
    UnmyelinatedAxon,
)
from muscle_lib.models.nerve_signal.membrane import threshold_nC_cm2
from muscle_lib.preset import all_presets, chosen, preset
from muscle_lib.quantity import quantities
from muscle_lib.questions import NumberQuestion, question, read
from tests.checks import smallest
from tests.lessons import code_cells, has_call, lesson
from tests.questions.opened import that_are_so
from tests.questions.test_questions import content

ENTRIES = read(content("nerve_signal"), "nerve_signal.toml")


def asked(kind: str, key: str) -> Any:
    return question(kind, f"nerve_signal.{key}")


@cache
def run(model: Any) -> Any:
    """Each setting is run once, whatever is asked of it."""
    return model.run()


# ---------------------------------------------------------------- the lesson's explorers

@dataclass
class Seen:
    """What a student finds in an explorer."""

    model: Any
    figure: tuple[str, dict[str, float]]
    controls: list[str]
    buttons: list[str]
    ranges: dict[str, tuple[float, float]]


class Figures:
    """In the place of the figures, which take long to make: their names, and how they are made."""

    def __getattr__(self, name: str) -> Any:
        return lambda **how: (name, how)


@cache
def explorers() -> dict[str, Seen]:
    """The explorers as the lesson's cells make them, by the prediction that goes before, or by the figure."""
    found: dict[str, Seen] = {}

    def explore(model: Any, figure: Any, controls: Any, presets: Any = (), ranges: Any = None) -> Seen:
        buttons = [each.name for each in chosen(model, presets)]
        seen = found[figure[0]] = Seen(model, figure, list(controls), buttons, ranges or {})
        return seen

    def predict(key: str, seen: Seen) -> None:
        del found[seen.figure[0]]
        found[key.removeprefix("nerve_signal.")] = seen

    names: dict[str, Any] = {}
    first, *cells = code_cells(lesson("01_nerve_signal"))
    exec(first.source, names)
    names |= {"explore": explore, "predict": predict, "figures": Figures()}
    for cell in cells:
        if has_call(cell, "explore"):
            exec(cell.source, names)
    return found


EXPLORERS = {
    "p1": Seen(Membrane(), ("MembraneFigure", {}), ["stimulus_nC_cm2", "temperature_C"],
               ["One impulse", "Just too weak"], {}),
    "p2": Seen(Membrane(), ("MembraneFigure", {}),
               ["second_delay_ms", "temperature_C", "na_channels_percent", "k_channels_percent"],
               ["Two pulses, too close", "Local anaesthetic", "Steady current"], {}),
    "p3": Seen(UnmyelinatedAxon(), ("WaveFigure", {}),
               ["diameter_um", "temperature_C", "na_channels_percent", "far_nC_cm2"],
               ["Squid giant axon", "Two impulses that meet", "Too soon after the first", "Too warm"],
               {"diameter_um": (100, 1000), "second_delay_ms": (0.5, 6)}),
    "WaveFigure": Seen(MyelinatedAxon(), ("WaveFigure", {"t_ms": 3.0, "shown_ms": 0.6}),
                       ["diameter_um", "temperature_C", "na_channels_percent"], [],
                       {"diameter_um": (5, 20), "pulses": (0, 5)}),
    "p4": Seen(MyelinatedAxon(), ("LesionFigure", {}),
               ["myelin_percent", "temperature_C", "exposed_k_mS_cm2", "k_block_percent"],
               ["Healthy motor fibre", "Thin myelin: slowed", "Hardly any myelin: blocked", "Uhthoff: at 37 °C",
                "Uhthoff: at 38 °C", "Exposed potassium channels", "The same with 4-aminopyridine"],
               {"pulses": (0, 5)}),
    "p5": Seen(Junction(), ("JunctionFigure", {}), ["receptors_percent", "rate_Hz", "Ca_out_mM", "esterase_factor"],
               ["Healthy", "Healthy, strong effort", "Low calcium, 0.9 mM", "Curare", "Curare and neostigmine",
                "Myasthenia gravis, mild", "Myasthenia gravis", "Myasthenia gravis and pyridostigmine"],
               {"impulses": (1, 60)}),
    "QuantaFigure": Seen(QuantaCount(), ("QuantaFigure", {}), ["Ca_out_mM", "Mg_out_mM", "seed"], [],
                         {"Ca_out_mM": (0.2, 0.6), "Mg_out_mM": (0.2, 3.0)}),
    "BedsideFigure": Seen(Bedside(), ("BedsideFigure", {}), [],
                          ["Patient A", "Patient B", "Patient C"], {}),
}


def test_every_explorer_has_the_start_the_controls_and_the_buttons_that_its_texts_speak_of() -> None:
    assert explorers() == EXPLORERS


def test_the_start_page_shows_one_impulse() -> None:
    source = next(cell.source for cell in code_cells(lesson("00_start_here")) if has_call(cell, "explore"))
    assert "explore(Membrane(), MembraneFigure()," in source and 'presets="one pulse"' in source


# ---------------------------------------------------------------- predictions: each choice as a truth; one holds

#: What each prediction changes, from what to what; all else is as its explorer starts.
EXPERIMENTS = {
    "p1": ({"stimulus_nC_cm2": 7.0}, {"stimulus_nC_cm2": 20.0}),
    "p2": ({"stimulus_nC_cm2": 10.0, "second_nC_cm2": 20.0, "second_delay_ms": 15.0},
           {"stimulus_nC_cm2": 10.0, "second_nC_cm2": 20.0, "second_delay_ms": 7.0}),
    "p3": ({"diameter_um": 119.0}, {"diameter_um": 476.0}),
    "p4": ({"myelin_percent": 100.0}, {"myelin_percent": 50.0}),
    "p5": ({}, {"receptors_percent": 50.0}),
}


def halves(key: str) -> tuple[Any, Any]:
    """The two results of a prediction's experiment."""
    start, experiment = explorers()[key].model, asked("predict", key)
    return run(replace(start, **experiment.before)), run(replace(start, **experiment.after))


def all_or_none() -> list[bool]:
    before, after = halves("p1")
    assert before.impulses == 1, "7 nC/cm² has just set off an impulse"
    height = (after.peak_mV + 65.0) / (before.peak_mV + 65.0)
    return [height > 2.5, 0.9 < height < 1.15 and after.latency_ms < before.latency_ms and after.impulses == 1,
            after.impulses > 1, height < 0.9]


def refractory() -> list[bool]:
    before, after = halves("p2")
    assert before.impulses == 2, "the question says so"
    return [after.impulses == 2, after.peak_mV > before.peak_mV + 20.0,
            after.impulses == 1 and not after.second_fired, after.impulses == 0]


def diameter() -> list[bool]:
    before, after = halves("p3")
    assert 9.0 < before.velocity_m_s < 10.0, "a little over 9 m/s"
    ratio = after.velocity_m_s / before.velocity_m_s
    return [ratio > 3.0, ratio == pytest.approx(2.0, abs=0.01), 0.9 < ratio < 1.1, ratio < 0.9]


def half_myelin() -> list[bool]:
    before, after = halves("p4")
    ratio = after.lesion_us / before.lesion_us
    # “a third more time in this stretch”; behind it the height is full; all along, hardly a change.
    whole = after.peaks_mV[30] == pytest.approx(before.peaks_mV[30], abs=0.5)
    later = before.velocity_m_s / after.velocity_m_s
    return [not after.conducts, after.conducts and not whole,
            after.conducts and whole and ratio == pytest.approx(4 / 3, abs=0.05) and later < 1.1, later > 1.8]


def half_receptors() -> list[bool]:
    before, after = halves("p5")
    assert before.fraction_first > 0.995, "in a healthy junction every fibre fires"
    fired = after.fraction_first
    # The fourth choice is about the fibre's own impulse, which is all or nothing, and not in this model.
    return [0.4 < fired < 0.6, 0.9 <= fired <= 1.0, fired < 0.05, False]


PREDICTIONS: dict[str, Callable[[], list[bool]]] = {
    "p1": all_or_none, "p2": refractory, "p3": diameter, "p4": half_myelin, "p5": half_receptors}


def test_every_prediction_is_held_to_its_model() -> None:
    assert PREDICTIONS.keys() == ENTRIES["predict"].keys() == EXPERIMENTS.keys()


@pytest.mark.parametrize("key", PREDICTIONS)
def test_the_right_choice_is_what_the_model_does_and_no_other_is(key: str) -> None:
    assert that_are_so(asked("predict", key), PREDICTIONS[key]()) == [asked("predict", key).right]


@pytest.mark.parametrize("key", EXPERIMENTS)
def test_an_experiment_is_the_one_that_its_text_describes(key: str) -> None:
    experiment, seen = asked("predict", key), explorers()[key]
    assert (experiment.before, experiment.after) == EXPERIMENTS[key]
    # What is not equal in both halves has a slider in view, which reaches so far.
    for name, after in experiment.after.items():
        record = quantities(seen.model)[name]
        low, high = seen.ranges.get(name, (record.low, record.high))
        assert low <= after <= high and low <= experiment.before.get(name, after) <= high
        assert name in seen.controls or experiment.before.get(name) == after


# ---------------------------------------------------------------- numbers

def thick_enough_um() -> float:
    return smallest(lambda d: run(UnmyelinatedAxon(diameter_um=d)).velocity_m_s >= 10.0, 100.0, 200.0, within=0.1)


def receptors_for_half_percent() -> float:
    return smallest(lambda left: run(Junction(receptors_percent=left)).fraction_first >= 0.5, 10.0, 60.0, within=0.02)


def first_that_fires_nC_cm2() -> float:
    """The first step of the slider with which an impulse comes."""
    return next(step / 10.0 for step in range(100) if run(Membrane(stimulus_nC_cm2=step / 10.0)).impulses)


#: The unit of the answer, to how many decimals it is written, and the model's own number.
NUMBERS: dict[str, tuple[str, int, Callable[[], float]]] = {
    "q1": ("nC/cm²", 1, first_that_fires_nC_cm2),
    "q7": ("µm", 0, thick_enough_um),
    "q8": ("ms", 1, lambda: run(MyelinatedAxon(diameter_um=10.0, temperature_C=37.0)).delay_ms(0.9)),
}


def test_every_question_for_a_number_is_held_to_its_model() -> None:
    assert NUMBERS.keys() == {key for key, entry in ENTRIES["ask"].items() if isinstance(entry, NumberQuestion)}


@pytest.mark.parametrize("key", NUMBERS)
def test_the_models_number_is_the_answer_and_in_its_unit(key: str) -> None:
    asked_for, (unit, decimals, measure) = asked("ask", key), NUMBERS[key]
    assert asked_for.answer == round(measure(), decimals)
    assert asked_for.unit == unit
    # Wide enough for a slider's step, and not so wide that it is no answer.
    assert 0.01 * asked_for.answer < asked_for.tolerance < 0.1 * asked_for.answer


def test_a_pulse_that_does_not_fire_is_no_answer() -> None:
    """Between two steps of the slider the threshold can be found more closely by typing; that is right as well."""
    asked_for, threshold = asked("ask", "q1"), threshold_nC_cm2(Membrane(temperature_C=6.3))
    assert threshold - 0.01 <= asked_for.answer - asked_for.tolerance
    assert run(Membrane(stimulus_nC_cm2=6.5)).impulses == 0 and asked_for.answer - asked_for.tolerance > 6.5


# ---------------------------------------------------------------- questions with choices: each as a truth

def has_a(word: str, *models: type) -> bool:
    """Whether anything in the models has this in its name."""
    return any(word in record.label.lower() for model in models for record in quantities(model).values())


def overshoot() -> list[bool]:
    trace = run(Membrane())
    top = int(trace.v_mV.argmax())
    pulled = run(Membrane(E_Na_mV=40.0)).peak_mV < trace.peak_mV - 5.0
    # Potassium would flow in only below its own resting point.
    return [trace.stimulus_uA_cm2[top] > 0.0, has_a("pump", Membrane),
            pulled and trace.g_Na_mS_cm2[top] > 10.0 * trace.g_K_mS_cm2[top] and Membrane().E_Na_mV == 50.0,
            trace.v_mV.min() < Membrane().E_K_mV]


def at_7_ms() -> list[bool]:
    trace = run(Membrane())
    then = int(abs(trace.t_ms - trace.start_ms - 7.0).argmin())
    # A film of sea water (440 mM) that is only a thousandth of a millimetre thick holds 44 000 pmol.
    used_up = sodium_pmol_cm2() > 0.1 * 44_000.0
    return [bool(trace.h[then] < 0.4 and trace.n[then] > 1.5 * trace.n[0]), used_up, has_a("pump", Membrane),
            bool(trace.v_mV[then] > -65.0)]


def sodium_pmol_cm2() -> float:
    """How much sodium flows in through a square centimetre in one impulse."""
    trace = run(Membrane())
    charge_nC = np.abs(trace.g_Na_mS_cm2 * (trace.v_mV - 50.0)).sum() * (trace.t_ms[1] - trace.t_ms[0])
    return float(charge_nC / 96.485)


def anaesthetic() -> list[bool]:
    """What has changed most with two thirds of the sodium channels left, in parts of what it was."""
    whole, fewer = (run(Membrane(stimulus_nC_cm2=20.0, na_channels_percent=left)) for left in (100.0, 200.0 / 3.0))
    thresholds = [threshold_nC_cm2(Membrane(na_channels_percent=left)) for left in (100.0, 200.0 / 3.0)]
    change = [(whole.peak_mV - fewer.peak_mV) / (whole.peak_mV + 65.0), fewer.half_width_ms / whole.half_width_ms - 1.0,
              abs(fewer.end_mV - whole.end_mV) / 65.0, thresholds[1] / thresholds[0] - 1.0]
    assert run(Membrane(stimulus_nC_cm2=20.0, na_channels_percent=25.0)).impulses == 0, "at last there is none"
    return [each == max(change) for each in change]


def fewer_potassium_channels() -> list[bool]:
    whole, at_60 = run(Membrane()), run(Membrane(k_channels_percent=60.0))
    longer = at_60.half_width_ms / whole.half_width_ms
    alone = run(Membrane(k_channels_percent=50.0, stimulus_nC_cm2=0.0)).state == "fires by itself"
    return [longer > 1.02 and not alone, 1.05 < longer < 1.3 and alone, longer < 0.9,
            run(Membrane(k_channels_percent=50.0)).impulses == 0]


def collision() -> list[bool]:
    trace = run(preset(UnmyelinatedAxon, "Two impulses that meet"))
    inside = slice(len(trace.x_mm) // 5, -len(trace.x_mm) // 5)
    height = (trace.peaks_mV[inside].max() + 65.0) / (run(UnmyelinatedAxon()).peak_mV + 65.0)
    once = bool((trace.impulses_at == 1).all())
    return [trace.transmitted > 0, not once, once and trace.transmitted == 0, bool(height > 1.9)]


def warm_bath() -> list[bool]:
    cold, warm = (MyelinatedAxon(myelin_percent=4.2, temperature_C=T) for T in (37.0, 38.0))
    blocks = run(cold).conducts and run(warm).state == "blocked"
    sooner = (time_above_mV(MyelinatedAxon(temperature_C=41.0)) < time_above_mV(MyelinatedAxon())
              and run(MyelinatedAxon(temperature_C=41.0)).peak_mV < run(MyelinatedAxon()).peak_mV)
    # “The axon rests at −80 mV at 37 °C and at 38 °C”
    rests = [float(run(each).v_mV[0].mean()) for each in (cold, warm)]
    assert rests[0] == pytest.approx(-80.0, abs=0.1)
    return [cold.myelin_percent != warm.myelin_percent, abs(rests[1] - rests[0]) > 1.0, blocks and not sooner,
            blocks and sooner]


def time_above_mV(model: MyelinatedAxon, level_mV: float = -30.0) -> float:
    """How long the impulse lasts at node 10."""
    trace = run(model)
    return float((trace.v_mV[:, 10] > level_mV).sum() * (trace.t_ms[1] - trace.t_ms[0]))


def pyridostigmine() -> list[bool]:
    without, treated = (preset(Junction, f"Myasthenia gravis{drug}") for drug in ("", " and pyridostigmine"))
    one, other = run(without), run(treated)
    return [other.quanta_first > one.quanta_first, without.receptors_percent != treated.receptors_percent,
            other.epp_first_mV > 1.3 * one.epp_first_mV and other.half_width_ms > 1.3 * one.half_width_ms,
            other.threshold_mV < one.threshold_mV]


#: What the strips show (BedsideTest.pattern), in the order of the choices, and how the choice that names it begins.
DIAGNOSES = {"nothing abnormal": "Healthy", "fades at 3 Hz": "Myasthenia gravis", "grows at high rate": "Botulism",
             "more than doubles at high rate": "Lambert–Eaton"}
PATIENTS = dict(zip(("q11", "q12", "q13"), all_presets(Bedside).values(), strict=True))


def diagnosis(key: str) -> list[bool]:
    return [pattern == run(PATIENTS[key].model).pattern for pattern in DIAGNOSES]


CHOICES: dict[str, Callable[[], list[bool]]] = {
    "q2": overshoot, "q3": at_7_ms, "q4": anaesthetic, "q5": fewer_potassium_channels, "q6": collision,
    "q9": warm_bath, "q10": pyridostigmine,
    **{key: lambda key=key: diagnosis(key) for key in PATIENTS}}


def test_every_question_with_choices_is_held_to_its_model() -> None:
    assert CHOICES.keys() | NUMBERS.keys() == ENTRIES["ask"].keys()


@pytest.mark.parametrize("key", CHOICES)
def test_the_right_answer_is_what_the_model_does_and_no_other_is(key: str) -> None:
    assert that_are_so(asked("ask", key), CHOICES[key]()) == [asked("ask", key).right]


@pytest.mark.parametrize("key", PATIENTS)
def test_a_patients_question_names_him_and_all_diagnoses(key: str) -> None:
    asked_for = asked("ask", key)
    assert asked_for.text.startswith(f"{PATIENTS[key].name}: ")
    for number, (choice, name) in enumerate(zip(asked_for.choices, DIAGNOSES.values(), strict=True), start=1):
        assert choice.text.startswith(f"{name}:")
        says = "This is what the strips show" if number == asked_for.right else "Its sign would be"
        assert choice.feedback.startswith(says)


def test_no_patient_is_known_by_what_is_left_over() -> None:
    assert {run(patient.model).pattern for patient in PATIENTS.values()} < DIAGNOSES.keys()


# ---------------------------------------------------------------- what the texts say in passing

def test_the_membranes_texts() -> None:
    # “is back at 0 after a tenth of a millisecond”, while the potential is still far below 0
    one = run(Membrane())
    assert Membrane().pulse_ms == 0.1 and one.v_mV[abs(one.t_ms - 5.1).argmin()] < -50.0
    # “to about +40 mV”; “about 15 millionths of a millionth of a mole through each square centimetre”
    assert one.peak_mV == pytest.approx(40.0, abs=1.0)
    assert sodium_pmol_cm2() == pytest.approx(15.0, abs=0.5)
    strong = Membrane(stimulus_nC_cm2=20.0)
    fewer = replace(strong, na_channels_percent=100.0 * 2.0 / 3.0)
    # “the threshold has gone from 6.5 to 10 nC/cm²; the peak after a strong pulse has lost only 5 to 6 mV”
    assert threshold_nC_cm2(Membrane()) == pytest.approx(6.5, abs=0.05)
    assert threshold_nC_cm2(fewer) == pytest.approx(10.0, abs=0.3)
    assert 5.0 < strong.run().peak_mV - fewer.run().peak_mV < 6.0
    # q4: the resting potential hardly moves
    assert run(Membrane(stimulus_nC_cm2=0.0, na_channels_percent=0.0)).v_mV[-1] == pytest.approx(-65.0, abs=1.0)
    # q4: the potential “even comes down a little sooner”
    assert 0.8 < fewer.run().half_width_ms / strong.run().half_width_ms < 1.0
    # “7 ms after the first pulse” it lies below rest; “sodium channels inactivated, potassium channels still open”
    late = run(Membrane())
    at_7_ms = int(abs(late.t_ms - 12.0).argmin())
    assert late.v_mV[at_7_ms] < -70.0 and late.h[at_7_ms] < 0.4 and late.n[at_7_ms] > 1.5 * late.n[0]
    # “From about 60 % on the brake is too weak”, again and again
    assert 1.05 < run(Membrane(k_channels_percent=60.0)).half_width_ms / run(Membrane()).half_width_ms < 1.3
    silent = Membrane(stimulus_nC_cm2=0.0, duration_ms=500.0)
    assert replace(silent, k_channels_percent=75.0).run().impulses == 0
    # Between: one impulse, because the run begins beside its new rest (the model says so under “leaves out”).
    assert replace(silent, k_channels_percent=66.0).run().impulses == 1
    assert replace(silent, k_channels_percent=60.0).run().impulses > 15
    assert replace(silent, k_channels_percent=50.0).run().state == "fires by itself"


def test_the_axons_texts() -> None:
    # “0.9 m at about 49 m/s”
    assert run(MyelinatedAxon()).velocity_m_s == pytest.approx(49.0, abs=0.5)
    # “A human motor fibre with myelin does it with 2 µm”, 10 m/s
    assert run(MyelinatedAxon(diameter_um=2.0)).velocity_m_s == pytest.approx(10.0, abs=0.1)
    # “20 µs from node to node”; “by 1 to 2 m/s for each degree”
    assert run(MyelinatedAxon(damaged_internodes=1)).lesion_us == pytest.approx(20.0, abs=0.5)
    for warm_C in (20.0, 30.0, 37.0):
        gain = run(MyelinatedAxon(temperature_C=warm_C + 1)).velocity_m_s
        assert 1.0 < gain - run(MyelinatedAxon(temperature_C=warm_C)).velocity_m_s < 2.0
    # q9: above the dotted line, at −30 mV, at all nodes
    assert preset(MyelinatedAxon, "Uhthoff: at 37 °C").run().lowest_peak_mV > -30.0
    # “The squid's axon fails from about 33 °C on”
    assert run(UnmyelinatedAxon(temperature_C=32.5)).conducts
    assert not run(UnmyelinatedAxon(temperature_C=33.5)).conducts
    # “slowed, more than ten times in the damaged stretch”, and then blocked
    healthy_us = run(MyelinatedAxon()).lesion_us
    assert run(MyelinatedAxon(myelin_percent=4.0)).lesion_us / healthy_us > 10.0
    assert run(MyelinatedAxon(myelin_percent=3.8)).state == "blocked"
    # “The last node before the damage is already lower”; “4.2 % … passes at 37 °C and is blocked at 38”
    bad = MyelinatedAxon(myelin_percent=4.2)
    assert bad.run().peaks_mV[20] < bad.run().peaks_mV[10] - 10.0
    assert bad.run().conducts and replace(bad, temperature_C=38.0).run().state == "blocked"
    assert replace(bad, temperature_C=36.0).run().conducts
    # “there by about a quarter” slower with half of the myelin
    assert healthy_us / run(MyelinatedAxon(myelin_percent=50.0)).lesion_us == pytest.approx(0.75, abs=0.02)
    # “4-aminopyridine (fampridine) closes them, and the message can pass again”
    blocked, treated = (preset(MyelinatedAxon, name) for name in (
        "Exposed potassium channels", "The same with 4-aminopyridine"))
    assert blocked.run().state == "blocked" and treated.run().conducts


def test_the_junctions_texts() -> None:
    healthy = run(Junction())
    assert (round(healthy.quanta_first), round(healthy.epp_first_mV)) == (30, 24)
    assert healthy.safety_factor == pytest.approx(3.0, abs=0.05)
    # “For no fibre to fire, about nine in ten receptors must be blocked”
    few, more = (run(Junction(receptors_percent=left)).fraction_first for left in (10.0, 15.0))
    assert few < 0.005 < more
    assert Junction().threshold_mV == 8.0
    # “release runs down to about three quarters”
    for rate_Hz in (3.0, 10.0, 30.0, 50.0):
        assert 0.7 < Junction(rate_Hz=rate_Hz, impulses=int(5 * rate_Hz)).run().release_last < 0.81
    # “With 35 % of the receptors it rises from 9.7 to 14.7 mV, and instead of 74 % now 98 % of the fibres fire”; the
    # same quanta
    treated = preset(Junction, "Myasthenia gravis and pyridostigmine").run()
    untreated = preset(Junction, "Myasthenia gravis").run()
    assert (round(untreated.epp_first_mV, 1), round(treated.epp_first_mV, 1)) == (9.7, 14.7)
    assert (round(100 * untreated.fraction_first), round(100 * treated.fraction_first)) == (74, 98)
    assert treated.quanta_first == untreated.quanta_first


def test_the_patients_texts() -> None:
    strips = {patient.name[-1]: run(patient.model) for patient in PATIENTS.values()}
    # “a very small first response that more than doubles at 30 a second”
    assert strips["A"].first < 0.2 and strips["A"].growth_fast > 2.0
    # “a response of about half that grows with the rate, but less than twofold”
    assert 0.4 < strips["B"].first < 0.7 and 1.25 <= strips["B"].growth_fast < 2.0
    # “the strip fades at 3 a second, and a short effort repairs it for a moment”
    assert strips["C"].decrement_percent > 10.0 and strips["C"].after_effort[0] > 1.1 * strips["C"].first
    assert strips["C"].decrement_after_effort_percent < 0.5 * strips["C"].decrement_percent


def test_what_the_instructors_are_told_of_the_notes() -> None:
    # n1: “Up to 6.5 nC/cm² there is a small bump that comes back; from 6.6 there is a whole impulse”; “peak +37 mV at
    # 7, +39 at 10, +41 at 20”; “3.2, 1.6, 0.7 ms to 0 mV”
    assert first_that_fires_nC_cm2() == 6.6
    pulses = [run(Membrane(stimulus_nC_cm2=charge)) for charge in (7.0, 10.0, 20.0)]
    assert [round(pulse.peak_mV) for pulse in pulses] == [37, 39, 41]
    assert [round(pulse.latency_ms, 1) for pulse in pulses] == [3.2, 1.6, 0.7]
    # n2: “about 11 ms at 6.3 °C, and about 3 ms at 18.5 °C: gates are nearly four times as fast there”
    two = preset(Membrane, "Two pulses, too close")
    assert two.second_nC_cm2 == 20.0 and 3.0 ** ((18.5 - 6.3) / 10.0) == pytest.approx(3.8, abs=0.05)
    for T_C, shortest_ms in ((6.3, 10.8), (18.5, 3.1)):
        assert run(replace(two, temperature_C=T_C, second_delay_ms=shortest_ms)).impulses == 2
        assert run(replace(two, temperature_C=T_C, second_delay_ms=shortest_ms - 0.1)).impulses == 1
    # n3: “18.7 m/s at 18.5 °C, 13 at 8.5 and 23 at 28.5 °C”
    assert [round(run(UnmyelinatedAxon(temperature_C=T_C)).velocity_m_s) for T_C in (8.5, 18.5, 28.5)] == [13, 19, 23]
    # n4: “It fails below 3.9 % of the myelin”; “378 µs at 36 °C and 413 at 37”; “stops at node 20”
    assert run(MyelinatedAxon(myelin_percent=3.9)).conducts and not run(MyelinatedAxon(myelin_percent=3.8)).conducts
    held = [run(MyelinatedAxon(myelin_percent=4.2, temperature_C=T_C)) for T_C in (36.0, 37.0, 38.0)]
    assert [round(one.lesion_us) for one in held[:2]] == [378, 413] and held[2].reached_node == 20
    # n5: “Nothing is noticed down to 60 % at 3 a second; at 55 % some fibres fail late in the train, from 45 % on the
    # response fades”; “at 40 %: 88 instead of 67 % of the fibres answer the last one”; “28 % of the receptors”
    slow = [run(Junction(receptors_percent=left)).state for left in (60.0, 55.0, 50.0, 45.0)]
    assert slow == ["all fibres fire", "some fibres fail", "some fibres fail", "fades"]
    last = [run(Junction(receptors_percent=40.0, rate_Hz=rate_Hz)).fraction_last for rate_Hz in (30.0, 3.0)]
    assert [round(100.0 * part) for part in last] == [88, 67]
    assert round(receptors_for_half_percent()) == 28
