"""``docs/validation.md`` shows the check values that the tests have, and what the models give today."""

from __future__ import annotations

import math
import tomllib
from dataclasses import replace

import pytest

from tests.checks import (
    CELLS,
    IN_WORDS,
    OUT_OF_DATE,
    PAGE,
    Check,
    number,
    row,
    smallest,
    without_value,
    written_regressions,
    written_value,
    written_values,
)
from tests.validation import collect, counts, page, regressions


def test_every_check_value_is_written_down() -> None:
    """What the models give today each check value compares with that itself, when it is measured: tests/checks.py"""
    unmeasured = [replace(check, measure=lambda: 0.0) for check in collect()]
    written, today = (list(map(without_value, text.splitlines()))
                      for text in (PAGE.read_text(encoding="utf-8"), page(unmeasured)))
    assert written == today, OUT_OF_DATE
    assert list(written_regressions()) == [check.name for check in collect() if check.kind == "regression"], OUT_OF_DATE
    assert all(written_value(check) for check in unmeasured)


def test_readers_find_no_regression_values_but_how_many_there_are() -> None:
    text = PAGE.read_text(encoding="utf-8")
    number_of = {kind: sum(check.kind == kind for check in collect()) for kind in ("published", "regression", "fitted")}
    rows = [row for row in written_values() if not row.startswith(("| id |", "| --- |"))]
    assert len(rows) == number_of["published"] + number_of["fitted"] > 0
    assert f"| **all** | {number_of['published']} | {number_of['regression']} | {number_of['fitted']} |" in text
    assert f"The {number_of['regression']} regression values" in text


def test_the_counts_are_those_of_each_chapter() -> None:
    some = [made(id="electrolytes 1"), made(id="nerve_signal 1", kind="fitted"), made(id="nerve_signal 2")]
    assert counts(some).splitlines()[2:] == [
        "| 1 · The nerve signal | 0 | 1 | 1 |", "| 2 · Electrolytes | 0 | 1 | 0 |", "| **all** | 0 | 2 | 1 |"]


@pytest.mark.parametrize("chapter", ["oxygen_and_glucose", "voluntary_contraction", "hyperexcitability", "letting_go"])
def test_five_published_numbers_at_least_stand_beside_a_chapters_models(chapter: str) -> None:
    assert sum(check.kind == "published" and check.id.startswith(f"{chapter} ") for check in collect()) >= 5


def test_off_by_is_told_in_per_cent_and_in_the_papers_spread() -> None:
    def told(ours: float, **changes: object) -> str:
        return published(low=-100, high=100, measure=lambda: ours, **changes).off_by

    assert told(6.6, expected="6.0") == "+10 %"
    assert told(5.8, expected="6.0", spread=0.4) == "−3.3 % = −0.5 SD"
    assert told(-84.0, expected="-85", spread=4.0) == "+1.2 % = +0.2 SD"
    assert told(6.0, expected="6.0", spread=0.4) == "0.0 % = 0.0 SD"
    assert told(0.2, expected="0") == "–" and told(0.2, expected="0", spread=0.1) == "+2.0 SD"
    cells = row(published(expected="6.0", spread=0.4, spread_told="SD, 28 frogs")).split(" | ")
    assert cells[3:7] == ["6.50", "mV", "± 0.4 (SD, 28 frogs)", "+8.3 % = +1.2 SD"]
    assert row(published(expected="6.0")).split(" | ")[5:7] == ["not seen", "+8.3 %"]
    assert row(made(kind="fitted", spread=3.7 * 9**0.5)).split(" | ")[5] == "± 11.1"


def test_no_published_value_is_without_the_papers_spread_or_a_word_why() -> None:
    text = PAGE.read_text(encoding="utf-8")
    parts = [part for part in text.split("\n## ")[1:] if part.partition("\n")[0].endswith(": published")]
    told = [line.split(" | ")[5] for part in parts for line in part.splitlines() if len(line.split(" | ")) == CELLS]
    told = [cell for cell in told if cell not in ("paper's spread", "---")]
    assert len(told) == sum(check.kind == "published" for check in collect()) > 35
    assert [cell for cell in told if not cell.startswith(IN_WORDS)] == [], "in words, or as ± a number"
    # Some of each kind: what is here always the same would say nothing.
    for words in ("± ", "SD, ", "standard error ", "range ", "none: ", "not given", "not seen"):
        assert any(words in cell for cell in told), words


def test_a_value_that_is_not_the_one_on_the_page_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = made(), made(kind="fitted")
    for written, is_well in (("6.500", True), ("6.501", True), ("6.502", False), ("−6.500", False)):
        monkeypatch.setattr("tests.checks.written_regressions", lambda w=written: {ours.name: w})
        monkeypatch.setattr("tests.checks.written_values", lambda w=written: {without_value(row(theirs)): w})
        for check in (ours, theirs):
            if is_well:
                check.hold()
                continue
            with pytest.raises(AssertionError, match="out of date"):
                check.hold()


def test_what_is_written_for_the_tests_is_read_again_as_it_was() -> None:
    checks = [made(what="a “thing”, 3 % \\ \"so\""), made(id="a_chapter A-2", measure=lambda: -6.5, low=-7)]
    assert tomllib.loads(regressions(checks)) == {checks[0].name: "6.500", checks[1].name: "−6.500"}


def test_no_check_has_the_name_of_another() -> None:
    names = [check.name for check in collect()]
    assert names and len(set(names)) == len(names)


def test_checks_are_found_in_packages_within_packages() -> None:
    assert any(check.id == "nerve_signal A-2" for check in collect())


def test_numbers_for_people() -> None:
    assert number(-76.18, 1) == "−76.2"
    assert number(-0.001, 1) == "0.0"
    assert number(math.pi, 3) == "3.142"


def made(**changes) -> Check:
    parts = dict(id="a_chapter A-1", what="a thing", kind="regression", expected="6.51", low=6.0, high=7.0, unit="mV",
                 source="Our run.", measure=lambda: 6.5)
    return Check(**{**parts, **changes})


def published(**changes) -> Check:
    return made(**{"kind": "published", "source": "doi 10.1/a", "spread_told": "not seen", **changes})


def test_a_check_holds_within_its_band_and_fails_outside() -> None:
    made().hold()
    for value in (5.9, 7.1, math.nan):
        with pytest.raises(AssertionError, match="a_chapter A-1: a thing: got"):
            made(measure=lambda value=value: value).hold()


def test_a_check_measures_once() -> None:
    calls = []
    check = made(measure=lambda: calls.append(1) or 6.5)
    assert check.ours == check.ours == 6.5 and calls == [1]


def test_a_check_knows_its_chapter_and_digits() -> None:
    assert made().chapter == "a_chapter" and made().shown_decimals == 3
    assert made(expected="7").shown_decimals == 1
    assert made(decimals=0).shown_decimals == 0


@pytest.mark.parametrize("changes, complaint", [
    ({"kind": "guessed"}, "the kind of a check"), ({"kind": "published"}, "DOI"), ({"low": 6.6}, "its own band"),
    ({"spread": 0.0}, "spread"), ({"kind": "published", "source": "doi 10.1/a"}, "why it has none"),
    ({"spread_told": "large"}, "begins with one of"),
])
def test_a_check_that_makes_no_sense_is_refused(changes: dict, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        made(**changes)


def test_smallest_finds_a_border() -> None:
    assert smallest(lambda x: x >= 2.0, 0.0, 10.0, 1e-6) == pytest.approx(2.0, abs=1e-6)
    with pytest.raises(AssertionError, match="no threshold"):
        smallest(lambda x: False, 0.0, 10.0, 1e-6)
