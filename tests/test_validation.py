"""``docs/validation.md`` shows the check values that the tests have, and what the models give today."""

from __future__ import annotations

import math

import pytest

from tests.checks import Check, smallest
from tests.validation import PAGE, collect, number, page


def test_the_page_is_up_to_date() -> None:
    written = PAGE.read_text(encoding="utf-8").splitlines()
    today = page(collect()).splitlines()
    advice = "docs/validation.md is out of date: python -m tests.validation writes it anew"
    assert len(written) == len(today), advice
    for old, new in zip(written, today, strict=True):
        assert old == new or differ_by_rounding(old, new), f"{advice}\n{old}\n{new}"


def differ_by_rounding(old: str, new: str) -> bool:
    """Whether two rows are equal but for one unit in the last digit of “ours”: computers round differently."""
    old_cells, new_cells = old.split(" | "), new.split(" | ")
    if len(old_cells) != 7 or old_cells[:3] + old_cells[4:] != new_cells[:3] + new_cells[4:]:
        return False
    last_digit = 10.0 ** -len(new_cells[3].partition(".")[2])
    old_value, new_value = (float(cells[3].replace("−", "-")) for cells in (old_cells, new_cells))
    return abs(old_value - new_value) < 1.01 * last_digit


def test_only_rounding_is_forgiven() -> None:
    line = "| A-2 | threshold | 6.51 | {} | 6.46 to 6.56 | nC/cm² | a source |"
    assert differ_by_rounding(line.format("6.514"), line.format("6.513"))
    assert differ_by_rounding(line.format("−6.514"), line.format("−6.515"))
    assert not differ_by_rounding(line.format("6.514"), line.format("6.512"))
    assert not differ_by_rounding(line.format("6.514"), line.format("6.514").replace("A-2", "A-3"))
    assert not differ_by_rounding("## nerve_signal", "## electrolytes")


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
