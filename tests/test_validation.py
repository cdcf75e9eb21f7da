"""``docs/validation.md`` shows the check values that the tests have, and what the models give today."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from tests.checks import OUT_OF_DATE, PAGE, Check, number, row, smallest, without_value, written_values
from tests.validation import collect, page


def test_the_page_has_a_row_for_every_check_value() -> None:
    """What the models give today each check value compares with its row itself, when it is measured: tests/checks.py"""
    unmeasured = [replace(check, measure=lambda: 0.0) for check in collect()]
    written, today = (list(map(without_value, text.splitlines()))
                      for text in (PAGE.read_text(encoding="utf-8"), page(unmeasured)))
    assert written == today, OUT_OF_DATE
    known = written_values()
    assert all(without_value(row(check)) in known for check in unmeasured)


def test_a_value_that_is_not_the_one_on_the_page_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    check = made()
    for written, is_well in (("6.500", True), ("6.501", True), ("6.502", False), ("−6.500", False)):
        monkeypatch.setattr("tests.checks.written_values", lambda w=written: {without_value(row(check)): w})
        if is_well:
            check.hold()
            continue
        with pytest.raises(AssertionError, match="out of date"):
            check.hold()


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
])
def test_a_check_that_makes_no_sense_is_refused(changes: dict, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        made(**changes)


def test_smallest_finds_a_border() -> None:
    assert smallest(lambda x: x >= 2.0, 0.0, 10.0, 1e-6) == pytest.approx(2.0, abs=1e-6)
    with pytest.raises(AssertionError, match="no threshold"):
        smallest(lambda x: False, 0.0, 10.0, 1e-6)
