"""The check of sentences finds what it should: otherwise every test that relies on it would pass in silence."""

from __future__ import annotations

import pytest

from tests.sentences import Claims, complaints, numbers


@pytest.mark.parametrize("words", [
    "One impulse: 1.6 ms after the stimulus began; the voltage falls to −76 mV.",
    "The second pulse gives none. It lasts 0.5 ms, from −0.5 to +0.5 mV.",
    "6 impulses: all-or-nothing, as on 3-4 days.",
])
def test_a_good_sentence_passes(words):
    assert complaints(words) == []


@pytest.mark.parametrize(("words", "complaint"), [
    ("", "it is empty"), ("one impulse.", "capital"), ("One impulse", "full stop"), ("One  impulse.", "two spaces"),
    ("It rests at nan mV.", "number that is none"), ("It rests at inf mV.", "number that is none"),
    ("It rests at None mV.", "number that is none"), ("It rests at -65 mV.", "hyphen"), ("From -6.5 mV.", "hyphen"),
    ("It rests at −0 mV.", "signed zero"), ("It rests at +0.0 mV.", "signed zero"),
    ("It rests at {v} mV.", "placeholder"), ("At np.float64(3.0) mV.", "placeholder"), ("A <b>peak.", "placeholder"),
])
def test_a_bad_sentence_is_caught(words, complaint):
    assert any(complaint in found for found in complaints(words))


def test_numbers_are_read_with_their_signs():
    assert numbers("From −65.5 to +40 mV in 2 ms.") == [-65.5, 40.0, 2.0]


@pytest.mark.parametrize(("words", "value", "unit", "true"), [
    ("It reaches 40 mV.", 40.0, "mV", True), ("It reaches 41 mV.", 40.0, "mV", False),
    ("It reaches 40 mV.", 40.0, "V", False), ("It reaches 40 ms.", 40.0, "mV", False),
    ("It reaches 40.", 40.0, "mV", False), ("It reaches 40 mM/s.", 40.0, "mM", False),
    ("It reaches 40 times that.", 40.0, "", True), ("It reaches 40 s.", 40.0, "", False),
    ("It reaches 1,250 N at last.", 1250.0, "N", True), ("It reaches −40 mV", -40.0, "mV", False),
])
def test_a_number_is_held_to_its_value_and_to_its_unit(words, value, unit, true):
    claims = Claims(words)
    claims.shows(r"reaches [−\d.,]+", value, 0.5, unit)
    assert (claims.lies == []) == true, claims.lies
