"""The people behind the mystery muscle: one fault each, in its own degree, and nobody outside a model's range."""

from __future__ import annotations

import re

import pytest

from muscle_lib.chapters import warning_signs
from muscle_lib.models.letting_go import BLOCK_WORDS, BLOCKS, CAUSES, Patient, finding
from muscle_lib.models.letting_go.patient import HEALTHY
from muscle_lib.quantity import quantities

#: Which parameters a cause may touch: its own link of the chain, and the blood.
ALLOWED = {
    "nerve": {"Ca_out_mM", "myelin_percent", "damaged_axons_percent"},
    "junction": {"calcium_entry_percent", "release_machinery_percent", "receptors_percent"},
    "membrane": {"chloride_percent", "pore_mS_cm2", "persistent_na_percent", "K_out_mM", "half_K_mM",
                 "rest_flow_percent"},
    "calcium": {"pump_percent", "leak_times"},
    "energy": {"phosphorylase_percent", "flow_max_mL_100g_min"},
    "control": {"excitability_eu", "pic_percent", "renshaw_percent", "tonic_eu", "stretch_times",
                "cord_inhibition_percent", "mutual_percent", "fasciculation_percent", "units_percent"},
}


def changed(patient: Patient) -> set[str]:
    return {name for name in quantities(Patient) if getattr(patient, name) != getattr(HEALTHY, name)}


def test_there_are_causes_enough_and_each_has_its_name():
    assert len(CAUSES) >= 18
    assert len({cause.name for cause in CAUSES}) == len(CAUSES)
    assert {cause.block for cause in CAUSES} <= set(BLOCKS) == set(BLOCK_WORDS)


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.name)
def test_a_fault_lies_in_its_own_link_of_the_chain_and_has_degrees(cause):
    assert len(set(cause.patients)) == 3
    for patient in cause.patients:
        assert changed(patient) and changed(patient) <= ALLOWED[cause.block]
    assert len({frozenset(changed(patient)) for patient in cause.patients}) == 1, "the degrees differ in kind"
    assert cause.what.endswith(".")


#: Words that would name an illness or its link of the chain before anything is tested.
TELLING = re.compile(r"\b(nerve|junction|membrane|calcium|energy|control|motor|potassium|chloride|artery|blood|myelin|"
                     r"cramp|contracture|antibod\w+|toxin|glycogen|channel|pump|spinal)\b", re.IGNORECASE)


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.name)
def test_a_history_is_one_line_of_what_people_say_and_does_not_name_the_cause(cause):
    assert cause.history.endswith(".”") and len(cause.history.split()) <= 25
    assert not TELLING.search(cause.history)
    assert not {word.casefold() for word in re.findall(r"[\w–]{5,}", cause.name)} & {
        word.casefold() for word in re.findall(r"[\w–]+", cause.history)}
    assert sum(other.history == cause.history for other in CAUSES) == 1


def test_what_has_an_emg_is_called_no_contracture():
    """The lab's own word: a contracture is silent (chapter 3)."""
    for cause in CAUSES:
        fires = "not silent" in finding(cause.patients[0], "EMG").words
        assert not (fires and "contracture" in f"{cause.name} {cause.what}".casefold()), cause.name


def test_the_healthy_person_is_healthy():
    for name, record in quantities(Patient).items():
        if record.normal:
            assert record.normal[0] <= getattr(HEALTHY, name) <= record.normal[1]


def test_tetany_is_as_low_in_calcium_as_chosen():
    tetany = next(cause for cause in CAUSES if "tetany" in cause.name)
    assert all(0.76 <= patient.Ca_out_mM <= 0.84 for patient in tetany.patients)


@pytest.mark.parametrize("record", quantities(Patient).values(), ids=lambda record: record.name)
def test_a_parameter_is_checked_and_has_a_source(record):
    with pytest.raises(ValueError, match=re.escape(record.name)):
        Patient(**{record.name: record.high + 1.0})
    assert record.symbol and record.label
    assert re.search(r"(18|19|20)\d\d\b.*doi 10\.\d{4,}/\S+", record.source) or record.source.startswith("Our choice")


def test_what_is_left_out_is_said():
    assert all(text.endswith(".") for text in Patient.leaves_out)
    assert any("toy" in text for text in Patient.leaves_out)


def test_what_cannot_wait_in_life_has_the_rank_of_its_sign_a_reason_and_a_source():
    ranks = {sign.key: sign.rank for sign in warning_signs() if sign.chapters == "all" or "letting_go" in sign.chapters}
    urgent = {cause.name: ranks[cause.sign] for cause in CAUSES if cause.sign}
    assert urgent == {"Low calcium (tetany)": "today", "Botulism": "emergency", "Tetanus": "emergency",
                      "Hypokalaemic paralysis, in an attack": "emergency", "Malignant hyperthermia": "emergency",
                      "Hyperkalaemic paralysis, in an attack": "emergency"}
    for cause in CAUSES:
        assert bool(cause.sign) == bool(cause.urgent) == bool(cause.source), cause.name
        assert not cause.urgent or (cause.urgent[0].islower() and cause.urgent.endswith(".")), cause.name
