"""The red-flag trainer in a real browser: with the keyboard alone from case to case, read out, and on one screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from muscle_lib.triage import RANKS, cases, in_order
from tests.browser.bench import Bench
from tests.browser.offline import expect_no_barriers

pytestmark = pytest.mark.browser

ORDER = in_order(7)


@pytest.fixture
def card(bench: Bench) -> Locator:
    """A trainer that nobody has touched."""
    card = bench.fresh("triage").locator(".ml-card")
    expect(card).to_contain_text("What a decision weighs")
    return card


def press(of: Locator, key: str = "Enter") -> None:
    of.focus()
    of.page.keyboard.press(key)


def test_one_goes_from_case_to_case_by_keyboard_and_all_is_read_out(card: Locator) -> None:
    press(card.get_by_role("button", name="Show the first case"))
    first, second = ORDER[:2]
    # The button is gone: the focus goes to the story, and reads it out.
    expect(card.locator(":focus")).to_have_accessible_name(re.compile(re.escape(first.story[:40])))
    expect(card.get_by_role("radiogroup", name="How soon does this person need help?")).to_have_count(1)
    expect(card.get_by_role("img")).to_have_accessible_name(re.compile("^A body, from the front and from behind. .*"))
    press(card.get_by_label(RANKS[first.rank].words), "Space")
    press(card.get_by_role("button", name="Decide"))
    expect(card.locator(":focus")).to_have_accessible_name(re.compile(f"^ ?Right:.*{re.escape(first.tells[:30])}"))
    expect(card.get_by_role("radio").first).to_be_disabled()
    press(card.get_by_role("button", name="Next case"))
    expect(card.locator(":focus")).to_have_accessible_name(re.compile(re.escape(second.story[:40])))
    expect_no_barriers(card)


def test_every_case_is_on_one_screen_with_its_verdict_and_the_end_is_a_table(card: Locator) -> None:
    card.page.set_viewport_size({"width": 1280, "height": 720})
    card.get_by_role("button", name="Show the first case").click()
    for case in ORDER:
        expect(card).to_contain_text(case.story[:40])
        card.get_by_label(RANKS["today"].words).check()
        card.get_by_role("button", name="Decide").click()
        expect(card).to_contain_text(case.tells)
        assert card.bounding_box()["height"] <= 590, case.key
        card.get_by_role("button", name=re.compile("Next case|Show all my decisions")).click()
    expect(card).to_contain_text(f"{len(cases())} decided")
    expect(card.get_by_role("table")).to_have_count(1)
    expect_no_barriers(card)
