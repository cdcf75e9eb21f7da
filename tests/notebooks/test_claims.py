"""What the lab must teach: every claim has its lesson, and every lesson says which claims it shows."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.lessons import NAMES, lesson

CLAIMS = tomllib.loads(Path(__file__).with_name("claims.toml").read_text(encoding="utf-8"))
#: All lessons that there will be.
PLANNED = ["00_start_here", "01_nerve_signal", "02_electrolytes", "03_contract_and_relax", "04_oxygen_and_glucose",
           "05_voluntary_contraction", "06_hyperexcitability", "07_letting_go", "08_nervous_system",
           "09_smooth_muscle", "10_heart", "11_warning_signs"]


def test_the_claims_are_numbered_without_a_gap():
    assert list(CLAIMS) == [f"C{number:02d}" for number in range(1, 26)]


@pytest.mark.parametrize("tag", CLAIMS)
def test_every_claim_says_what_it_is_about_and_has_a_lesson(tag):
    assert CLAIMS[tag].keys() == {"about", "lessons"}
    assert CLAIMS[tag]["about"].strip()
    assert CLAIMS[tag]["lessons"]
    assert set(CLAIMS[tag]["lessons"]) <= set(PLANNED)


@pytest.mark.parametrize("name", NAMES)
def test_every_lesson_names_the_claims_that_it_shows(name):
    assert name in PLANNED
    assert lesson(name).metadata["claims"] == [tag for tag in CLAIMS if name in CLAIMS[tag]["lessons"]]
