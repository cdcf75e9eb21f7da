"""Chapter 1's questions against its models: the right answer is what the model does, and what a text says is so.

A prediction or a question for a number that has no test here fails ``test_every_…``: a new one gets its test at once.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from muscle_lib.models.nerve_signal import (
    JUNCTION_PRESETS,
    PATIENTS,
    Bedside,
    Junction,
    Membrane,
    MyelinatedAxon,
    UnmyelinatedAxon,
    bedside_test,
)
from muscle_lib.models.nerve_signal.membrane import threshold_nC_cm2
from muscle_lib.questions import NumberQuestion, question, read
from tests.checks import smallest
from tests.questions.test_questions import content

ENTRIES = read(content("nerve_signal"), "nerve_signal.toml")


def asked(kind: str, key: str) -> Any:
    return question(kind, f"nerve_signal.{key}")


@cache
def halves(key: str, model: Any) -> tuple[Any, Any]:
    """The two results of a prediction's experiment."""
    experiment = asked("predict", key)
    return replace(model, **experiment.before).run(), replace(model, **experiment.after).run()


# ---------------------------------------------------------------- predictions: each choice as a truth; one holds

def all_or_none() -> list[bool]:
    before, after = halves("all_or_none", Membrane())
    height = (after.peak_mV + 65.0) / (before.peak_mV + 65.0)
    return [height > 2.5, 0.9 < height < 1.15 and after.latency_ms < before.latency_ms and after.impulses == 1,
            after.impulses > 1, after.impulses == 0]


def refractory() -> list[bool]:
    before, after = halves("refractory", Membrane())
    assert before.impulses == 2, "the question says so"
    return [after.impulses == 2, after.peak_mV > before.peak_mV + 20.0,
            after.impulses == 1 and not after.second_fired, after.impulses == 0]


def diameter() -> list[bool]:
    before, after = halves("diameter", UnmyelinatedAxon())
    assert 9.0 < before.velocity_m_s < 10.0, "a little over 9 m/s"
    ratio = after.velocity_m_s / before.velocity_m_s
    return [ratio > 3.0, ratio == pytest.approx(2.0, abs=0.01), 0.9 < ratio < 1.1, ratio < 0.9]


def half_myelin() -> list[bool]:
    before, after = halves("half_myelin", MyelinatedAxon())
    ratio = after.lesion_us / before.lesion_us
    # “A third longer over this stretch”; behind it the height is full; all along, hardly a change.
    whole = after.peaks_mV[30] == pytest.approx(before.peaks_mV[30], abs=0.5)
    later = before.velocity_m_s / after.velocity_m_s
    return [not after.conducts, after.conducts and not whole,
            after.conducts and whole and ratio == pytest.approx(4 / 3, abs=0.05) and later < 1.1, later > 1.8]


def half_receptors() -> list[bool]:
    before, after = halves("half_receptors", Junction())
    assert before.fraction_first > 0.995, "in a healthy junction every fibre fires"
    fired = after.fraction_first
    # The fourth choice is about the fibre's own impulse, which is all or nothing, and not in this model.
    return [0.4 < fired < 0.6, 0.9 <= fired <= 1.0, fired < 0.05, False]


PREDICTIONS: dict[str, Callable[[], list[bool]]] = {
    "all_or_none": all_or_none, "refractory": refractory, "diameter": diameter, "half_myelin": half_myelin,
    "half_receptors": half_receptors}


def test_every_prediction_is_held_to_its_model() -> None:
    assert PREDICTIONS.keys() == ENTRIES["predict"].keys()


@pytest.mark.parametrize("key", PREDICTIONS)
def test_the_right_choice_is_what_the_model_does_and_no_other_is(key: str) -> None:
    right, choices = asked("predict", key).right, asked("predict", key).choices
    assert PREDICTIONS[key]() == [number == right for number in range(1, len(choices) + 1)]


# ---------------------------------------------------------------- numbers

def thick_enough_um() -> float:
    return smallest(lambda d: UnmyelinatedAxon(diameter_um=d).run().velocity_m_s >= 10.0, 100.0, 200.0, within=0.5)


def receptors_for_half_percent() -> float:
    return smallest(lambda left: Junction(receptors_percent=left).run().fraction_first >= 0.5, 10.0, 60.0, within=0.05)


NUMBERS: dict[str, Callable[[], float]] = {
    "threshold": lambda: threshold_nC_cm2(Membrane()),
    "thick_enough": thick_enough_um,
    "calf": lambda: MyelinatedAxon(diameter_um=10.0, temperature_C=37.0).run().delay_ms(0.9),
    "receptors_for_half": receptors_for_half_percent,
}


def test_every_question_for_a_number_is_held_to_its_model() -> None:
    assert NUMBERS.keys() == {key for key, entry in ENTRIES["ask"].items() if isinstance(entry, NumberQuestion)}


@pytest.mark.parametrize("key", NUMBERS)
def test_the_models_number_is_right_and_well_inside_the_tolerance(key: str) -> None:
    asked_for = asked("ask", key)
    assert abs(NUMBERS[key]() - asked_for.answer) <= 0.5 * asked_for.tolerance
    # What a student types after “About …” must be right too.
    assert abs(round(NUMBERS[key](), 1) - asked_for.answer) <= asked_for.tolerance


# ---------------------------------------------------------------- patients

#: What the strips show (BedsideTest.pattern) and the words of the choice that names it.
DIAGNOSES = {"nothing abnormal": "Healthy", "fades at 3 Hz": "Myasthenia gravis", "no response": "Botulinum",
             "grows at high rate": "Botulism", "more than doubles at high rate": "Lambert–Eaton"}


@pytest.mark.parametrize("preset", PATIENTS, ids=lambda preset: preset.name)
def test_the_right_diagnosis_follows_from_the_strips(preset: Any) -> None:
    asked_for = asked("ask", f"patient_{preset.name[-1].lower()}")
    assert asked_for.text.startswith(f"{preset.name}: ")
    right = asked_for.choices[asked_for.right - 1]
    assert right.text.startswith(DIAGNOSES[preset.model.run().pattern] + ":")
    assert right.feedback.startswith("This is what the strips show")
    others = [choice for choice in asked_for.choices if choice is not right]
    assert all(choice.feedback.startswith("Its sign would be") for choice in others)


def test_every_patient_has_a_question_and_every_diagnosis_a_patient() -> None:
    assert {key for key in ENTRIES["ask"] if key.startswith("patient_")} == {
        f"patient_{preset.name[-1].lower()}" for preset in PATIENTS}
    assert {preset.model.run().pattern for preset in PATIENTS} == DIAGNOSES.keys()


# ---------------------------------------------------------------- what the texts say in passing

def known(name: str) -> Junction:
    return next(preset.model for preset in JUNCTION_PRESETS if preset.name == name)


def test_the_membranes_texts() -> None:
    strong = Membrane(stimulus_nC_cm2=20.0)
    fewer = replace(strong, na_channels_percent=100.0 * 2.0 / 3.0)
    # “the threshold has gone from 6.5 to 10, while the peak after a strong pulse has lost only 5 to 6 mV”
    assert threshold_nC_cm2(Membrane()) == pytest.approx(6.5, abs=0.05)
    assert threshold_nC_cm2(fewer) == pytest.approx(10.0, abs=0.3)
    assert 5.0 < strong.run().peak_mV - fewer.run().peak_mV < 6.0
    # “The resting voltage hardly moves”
    assert Membrane(stimulus_nC_cm2=0.0, na_channels_percent=0.0).run().v_mV[-1] == pytest.approx(-65.0, abs=1.0)
    # “At 7 ms the voltage lies below rest”, “sodium channels inactivated, potassium channels still open”
    late = Membrane().run()
    at_7_ms = int(abs(late.t_ms - 12.0).argmin())
    assert late.v_mV[at_7_ms] < -70.0 and late.h[at_7_ms] < 0.4 and late.n[at_7_ms] > 1.5 * late.n[0]
    # “a little longer, and from about 60 % down the membrane fires by itself”, again and again
    assert 1.05 < Membrane(k_channels_percent=60.0).run().half_width_ms / Membrane().run().half_width_ms < 1.3
    silent = Membrane(stimulus_nC_cm2=0.0, duration_ms=500.0)
    assert replace(silent, k_channels_percent=75.0).run().impulses == 0
    # Between: one impulse, because the run begins beside its new rest (the model says so under “leaves out”).
    assert replace(silent, k_channels_percent=66.0).run().impulses == 1
    assert replace(silent, k_channels_percent=60.0).run().impulses > 15
    assert replace(silent, k_channels_percent=50.0).run().state == "fires by itself"


def test_the_axons_texts() -> None:
    # “A human motor fibre with myelin does it (10 m/s) with 2 µm”
    assert MyelinatedAxon(diameter_um=2.0).run().velocity_m_s == pytest.approx(10.0, abs=0.1)
    # “from node to node in 20 µs”; “by 1 to 2 m/s for each degree”
    assert MyelinatedAxon(damaged_internodes=1).run().lesion_us == pytest.approx(20.0, abs=0.5)
    for warm_C in (20.0, 30.0, 37.0):
        gain = MyelinatedAxon(temperature_C=warm_C + 1).run().velocity_m_s
        assert 1.0 < gain - MyelinatedAxon(temperature_C=warm_C).run().velocity_m_s < 2.0
    # “The squid's axon fails from about 33 °C on”
    assert UnmyelinatedAxon(temperature_C=32.5).run().conducts
    assert not UnmyelinatedAxon(temperature_C=33.5).run().conducts
    # “slowed, more than ten times in the damaged stretch”, and then blocked
    healthy_us = MyelinatedAxon().run().lesion_us
    assert MyelinatedAxon(myelin_percent=4.0).run().lesion_us / healthy_us > 10.0
    assert MyelinatedAxon(myelin_percent=3.8).run().state == "blocked"
    # “The last node before the damage is already lower”; “4.2 %: passes at 37 °C and is blocked at 38”
    bad = MyelinatedAxon(myelin_percent=4.2)
    assert bad.run().peaks_mV[20] < bad.run().peaks_mV[10] - 10.0
    assert bad.run().conducts and replace(bad, temperature_C=38.0).run().state == "blocked"
    # “there by about a quarter” slower with half of the myelin
    assert healthy_us / MyelinatedAxon(myelin_percent=50.0).run().lesion_us == pytest.approx(0.75, abs=0.02)
    # “Try its slider with whole myelin: it does nothing at all”
    exposed = MyelinatedAxon(exposed_k_mS_cm2=20.0)
    assert replace(exposed, k_block_percent=100.0).run().velocity_m_s == exposed.run().velocity_m_s


def test_the_junctions_texts() -> None:
    healthy = Junction().run()
    assert (round(healthy.quanta_first), round(healthy.epp_first_mV)) == (30, 24)
    assert healthy.safety_factor == pytest.approx(3.0, abs=0.05)
    # “half of the receptors give a little more than half of the voltage”
    assert 0.5 < Junction(receptors_percent=50.0).run().epp_first_mV / healthy.epp_first_mV < 0.6
    # “For no fibre to fire, about nine in ten receptors must be blocked”
    assert Junction(receptors_percent=10.0).run().fraction_first < 0.005 < Junction(receptors_percent=15.0).run(
        ).fraction_first
    # “From 100 down to 60 % nearly nothing happened; between 40 and 20 % the muscle went from 86 to 14 %”
    left = {percent: 100.0 * Junction(receptors_percent=percent).run().fraction_first for percent in (60.0, 40.0, 20.0)}
    assert left[60.0] > 98.0 and left[40.0] == pytest.approx(86.0, abs=0.5) and left[20.0] == pytest.approx(14, abs=0.5)
    # “release runs down to about three quarters”
    for rate_Hz in (3.0, 10.0, 30.0, 50.0):
        assert 0.7 < Junction(rate_Hz=rate_Hz, impulses=int(5 * rate_Hz)).run().release_last < 0.81
    # “passes on 60 impulses in 2 s with hardly one lost”
    assert Junction(rate_Hz=30.0, impulses=60).run().transmitted > 0.995
    # “falls by 14 % up to the fourth”; at 30 Hz: “rises for a moment, then falls far below its start”
    myasthenia = known("Myasthenia gravis")
    assert bedside_test(myasthenia).decrement_percent == pytest.approx(14.0, abs=0.5)
    fast = bedside_test(myasthenia).fast
    assert fast[:6].max() > 1.1 * fast[0] and fast[-1] < 0.6 * fast[0]
    # “very small, stays small at 3 Hz, and nearly triples at 30 Hz”
    lambert_eaton = bedside_test(known("Lambert–Eaton"))
    assert lambert_eaton.first < 0.2 and lambert_eaton.slow.max() < 0.2 and 2.6 < lambert_eaton.growth_fast < 3.0
    # “with 35 % of the receptors it rises from 9.7 to 14.7 mV, and instead of 74 % now 98 % fire”; the same quanta
    treated = known("Myasthenia gravis and pyridostigmine").run()
    untreated = myasthenia.run()
    assert (round(untreated.epp_first_mV, 1), round(treated.epp_first_mV, 1)) == (9.7, 14.7)
    assert (round(100 * untreated.fraction_first), round(100 * treated.fraction_first)) == (74, 98)
    assert treated.quanta_first == untreated.quanta_first


def test_the_patients_texts() -> None:
    strips = {preset.name[-1]: preset.model.run() for preset in PATIENTS}
    # “a short effort repairs it for a moment”
    assert strips["C"].after_effort[0] > 1.1 * strips["C"].first
    assert strips["C"].decrement_after_effort_percent < 0.5 * strips["C"].decrement_percent
    # “a response of about half that grows with the rate, but less than twofold”
    assert 0.4 < strips["E"].first < 0.7 and 1.25 <= strips["E"].growth_fast < 2.0
    # “full strips at all rates”
    assert min(strips["B"].slow.min(), strips["B"].fast.min(), strips["B"].after_effort.min()) > 0.99
    assert math.isnan(strips["D"].growth_fast) and isinstance(PATIENTS[0].model, Bedside)
