"""A map that is worked out while a slider is dragged, and a board of evidence: both of chapter 2."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from muscle_lib.questions import question
from tests.browser.bench import Bench
from tests.browser.offline import expect_no_barriers

pytestmark = pytest.mark.browser


def test_the_map_grows_while_the_slider_still_answers(bench: Bench) -> None:
    explorer = bench.explorer("map")
    empty = explorer.pixels()
    explorer.button("Measure the map").click()
    progress = explorer.root.locator(".ml-live", has_text="points")
    expect(progress).to_contain_text(re.compile(r"\d+ of 490 points …"))
    expect(explorer.button("Stop")).to_be_visible()
    explorer.control("Potassium in the blood").type("6")
    expect(explorer.sentence).to_contain_text("At 6.0 mM potassium")
    expect(progress).to_contain_text("All 490 points are done.")
    expect(explorer.button("Measure the map")).to_be_visible()
    assert explorer.pixels() != empty


def test_findings_are_weighed_by_keyboard_one_after_the_other(bench: Bench) -> None:
    board = bench.fresh("evidence").locator(".ml-card")
    studies = question("evidence", "electrolytes.e1").studies
    expect(board).to_contain_text(f"Finding 1 of {len(studies)}.")
    expect(board.locator("table")).to_have_count(0)
    against = board.get_by_role("button", name="Speaks against it")
    against.focus()
    bench.page.keyboard.press("Enter")
    expect(board.get_by_role("status").filter(has_text="So it is usually read:")).to_have_count(1)
    expect(board.locator("tbody tr")).to_have_count(1)
    expect(board).to_contain_text(f"Finding 2 of {len(studies)}.")
    expect_no_barriers(board)
    board.get_by_role("button", name="Show all").click()
    expect(board.locator("tbody tr")).to_have_count(len(studies))
