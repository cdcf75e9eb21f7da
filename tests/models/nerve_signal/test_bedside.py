"""The bedside test and its patients: every preset shows what it promises."""

from __future__ import annotations

import numpy as np
import pytest

from muscle_lib.models.nerve_signal import JUNCTION_PRESETS, PATIENTS, Bedside, Junction, bedside_test
from muscle_lib.quantity import quantities


@pytest.mark.parametrize("preset", JUNCTION_PRESETS, ids=lambda preset: preset.name)
def test_preset_keeps_its_signature(preset):
    trace = preset.model.run()
    for name, (low, high) in preset.signature.items():
        assert low <= getattr(trace, name) <= high, f"{name}: {getattr(trace, name)}"


def patient(letter: str) -> Bedside:
    return next(preset.model for preset in PATIENTS if preset.name == f"Patient {letter}")


def test_states_and_patterns_in_words():
    states = {preset.name: (preset.model.run().state, bedside_test(preset.model).pattern)
              for preset in JUNCTION_PRESETS}
    assert states["Healthy"] == ("all fibres fire", "nothing abnormal")
    assert states["Low calcium, 0.9 mM"] == ("all fibres fire", "nothing abnormal")
    assert states["Curare"] == states["Myasthenia gravis"] == ("fades", "fades at 3 Hz")
    assert states["Lambert–Eaton"] == ("more than doubles", "more than doubles at high rate")
    assert states["Botulism"] == states["Magnesium, 3.5 mM"] == ("grows with effort", "grows at high rate")
    assert states["Botulinum injection"] == ("paralysed", "no response")
    assert states["Lambert–Eaton and amifampridine"] == ("some fibres fail", "small but steady")
    assert Junction(receptors_percent=30.0, impulses=1).run().state == "some fibres fail"
    assert len({preset.model.run().pattern for preset in PATIENTS}) == len(PATIENTS)


def test_effort_repairs_myasthenia_for_a_moment():
    test = patient("C").run()
    assert test.decrement_after_effort_percent < test.decrement_percent / 2.0
    assert test.growth_after_effort > 1.1


def test_the_patients_own_train_does_not_matter():
    one = bedside_test(Junction(receptors_percent=35.0))
    other = bedside_test(Junction(receptors_percent=35.0, rate_Hz=50.0, impulses=7, effort_s=20.0))
    assert np.array_equal(one.slow, other.slow) and np.array_equal(one.after_effort, other.after_effort)
    assert (len(one.slow), len(one.fast), len(one.fastest), len(one.after_effort)) == (10, 60, 100, 10)


def test_a_patient_is_a_junction_without_a_name():
    settings = [{name: getattr(preset.model, name) for name in quantities(Bedside)} for preset in JUNCTION_PRESETS]
    for preset in PATIENTS:
        assert {name: getattr(preset.model, name) for name in quantities(Bedside)} in settings
        told = f"{preset.name} {preset.expect} {preset.source}".lower()
        assert not [word for word in ("myasth", "eaton", "botul", "health", "curare") if word in told]


def test_the_patients_quantities_are_those_of_the_junction():
    junction = quantities(Junction)
    assert all(record == junction[name] for name, record in quantities(Bedside).items())
    assert np.array_equal(patient("C").run().slow, bedside_test(Junction(receptors_percent=35.0)).slow)


@pytest.mark.parametrize("preset", JUNCTION_PRESETS, ids=lambda preset: preset.name)
def test_words_follow_the_numbers(preset):
    test = bedside_test(preset.model)
    if test.pattern == "fades at 3 Hz":
        assert test.decrement_percent > 10.0
    if test.pattern == "more than doubles at high rate":
        assert test.growth_fast > 2.0
    if test.pattern == "nothing abnormal":
        assert test.first >= 0.95 and test.growth_fast >= 0.9
