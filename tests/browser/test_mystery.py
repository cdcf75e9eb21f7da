"""The mystery muscle in a real browser: with the keyboard alone from the first test to the diagnosis, and read out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from muscle_lib.models.letting_go import BLOCK_WORDS, BUDGET, Case
from tests.browser.bench import Bench
from tests.browser.offline import expect_no_barriers

pytestmark = pytest.mark.browser


@pytest.fixture
def card(bench: Bench) -> Locator:
    """A case that nobody has touched."""
    card = bench.fresh("mystery").locator(".ml-card")
    expect(card).to_contain_text(f"Left: {BUDGET} of {BUDGET} coins.")
    return card


def press(of: Locator, key: str) -> None:
    of.focus()
    of.page.keyboard.press(key)


def test_a_case_is_solved_by_keyboard_and_read_out(card: Locator) -> None:
    case = Case(seed=7)
    strength = card.get_by_role("button", name="Strength")
    press(strength, "Enter")
    read_out = card.get_by_role("status")
    expect(read_out.filter(has_text=case.find("strength").words)).to_have_count(1)
    expect(strength).to_be_focused()
    expect(card).to_contain_text(f"Left: {BUDGET - 1} of {BUDGET} coins.")
    for asked in ("The link that failed", "How sure are you?"):
        expect(card.get_by_role("radiogroup", name=asked, exact=True)).to_have_count(1)
    for words in (BLOCK_WORDS[case.cause.block], "95 % sure"):
        press(card.get_by_label(words, exact=True), "Space")
        expect(card.get_by_label(words, exact=True)).to_be_checked()
    press(card.get_by_role("button", name="This is my diagnosis"), "Enter")
    # The button has greyed itself: the focus goes to the verdict, and reads it out.
    expect(card.locator(".ml-result")).to_be_focused()
    expect(card.locator(".ml-result")).to_have_accessible_name(re.compile(f"Right, and you knew it.*{case.cause.name}"))
    expect(card.get_by_role("button", name="Blood calcium")).to_be_disabled()
    card.page.keyboard.press("Tab")
    expect(card.locator(":focus")).to_have_count(0)


def test_another_number_is_another_case_and_the_first_stays_as_it_was(card: Locator) -> None:
    card.get_by_role("button", name="Blood potassium").click()
    result = Case(seed=7).find("potassium").words
    expect(card.get_by_role("listitem")).to_contain_text(result)
    number = card.get_by_label("Number of the case")
    for wanted, rows in (("8", 0), ("7", 1)):
        number.fill(wanted)
        number.press("Enter")
        expect(card).to_contain_text(f"Case {wanted}: order a test.")
        expect(card.get_by_role("listitem")).to_have_count(rows)


def test_axe_finds_no_barrier_in_it(card: Locator) -> None:
    card.get_by_role("button", name="Letting go").click()
    expect(card.get_by_role("listitem")).to_have_count(1)
    expect_no_barriers(card)


def test_the_case_and_the_answers_are_seen_together(card: Locator) -> None:
    card.page.set_viewport_size({"width": 1280, "height": 720})
    for test in ("Strength", "Blood potassium", "Blood calcium"):
        card.get_by_role("button", name=test).click()
    expect(card.get_by_role("listitem")).to_have_count(3)
    number, decide = card.get_by_label("Number of the case"), card.get_by_role("button", name="This is my diagnosis")
    # The columns come once the page has its new width.
    card.page.wait_for_function("card => getComputedStyle(card.querySelector('.ml-sides')).display === 'grid'",
                                arg=card.element_handle())
    top = number.bounding_box()["y"]
    ends = [box["y"] + box["height"] for box in (decide.bounding_box(), card.get_by_role("list").bounding_box())]
    assert max(ends) - top <= 590
