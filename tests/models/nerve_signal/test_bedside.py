"""The bedside test and its patients: every preset shows what it promises."""

from __future__ import annotations

from functools import cache

import numpy as np

from muscle_lib.models.nerve_signal import Bedside, BedsideTest, Junction, bedside_test
from muscle_lib.preset import all_presets
from muscle_lib.quantity import quantities

PATIENTS = all_presets(Bedside)
JUNCTIONS = all_presets(Junction)


@cache
def bedside(name: str) -> BedsideTest:
    """The bedside test of one of the junction's presets."""
    return bedside_test(JUNCTIONS[name].model)


def patient(letter: str) -> Bedside:
    return PATIENTS[f"Patient {letter}"].model


def test_states_and_patterns_in_words():
    states = {name: (preset.model.run().state, bedside(name).pattern) for name, preset in JUNCTIONS.items()}
    assert states["Healthy"] == ("all fibres fire", "nothing abnormal")
    assert states["Low calcium, 0.9 mM"] == ("all fibres fire", "nothing abnormal")
    assert states["Curare"] == states["Myasthenia gravis"] == ("fades", "fades at 3 Hz")
    assert states["Lambert–Eaton"] == ("more than doubles", "more than doubles at high rate")
    assert states["Botulism"] == states["Magnesium, 3.5 mM"] == ("grows with effort", "grows at high rate")
    assert states["Botulinum injection"] == ("paralysed", "no response")
    assert states["Lambert–Eaton and amifampridine"] == ("some fibres fail", "small but steady")
    assert Junction(receptors_percent=30.0, impulses=1).run().state == "some fibres fail"
    assert len({preset.model.run().pattern for preset in PATIENTS.values()}) == len(PATIENTS)


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
    settings = [{name: getattr(preset.model, name) for name in quantities(Bedside)} for preset in JUNCTIONS.values()]
    for preset in PATIENTS.values():
        assert {name: getattr(preset.model, name) for name in quantities(Bedside)} in settings
        told = f"{preset.name} {preset.expect} {preset.source}".lower()
        assert not [word for word in ("myasth", "eaton", "botul", "health", "curare") if word in told]


def test_the_patients_quantities_are_those_of_the_junction():
    junction = quantities(Junction)
    assert all(record == junction[name] for name, record in quantities(Bedside).items())
    assert np.array_equal(patient("C").run().slow, bedside_test(Junction(receptors_percent=35.0)).slow)


def test_words_follow_the_numbers():
    for test in map(bedside, JUNCTIONS):
        if test.pattern == "fades at 3 Hz":
            assert test.decrement_percent > 10.0
        if test.pattern == "more than doubles at high rate":
            assert test.growth_fast > 2.0
        if test.pattern == "nothing abnormal":
            assert test.first >= 0.95 and test.growth_fast >= 0.9
