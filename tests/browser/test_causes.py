"""The map of causes in a real browser: placed by mouse and by keyboard, read out, and all of it on one screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from muscle_lib.causes import PLACES, cause, causes
from tests.browser.bench import Bench
from tests.browser.offline import expect_no_barriers

pytestmark = pytest.mark.browser


@pytest.fixture
def board(bench: Bench) -> Locator:
    """A map on which nothing stands."""
    board = bench.fresh("causes").locator(".ml-causes")
    expect(board).to_contain_text(f"0 of {len(causes())} placed")
    return board


def pick(board: Locator, key: str) -> None:
    board.get_by_role("listbox", name="1. The cause").select_option(index=causes().index(cause(key)))


def test_a_press_on_the_picture_places_what_is_picked(board: Locator) -> None:
    pick(board, "tetany")
    board.get_by_role("button", name="calcium store: 0 causes").click()
    read_out = board.get_by_role("status")
    expect(read_out.filter(has_text="Not there")).to_have_count(1)
    board.get_by_role("button", name="nerve: 0 causes").click()
    expect(read_out.filter(has_text="Right, after calcium store")).to_have_count(1)
    expect(board.get_by_role("button", name="nerve: 1 cause")).to_be_focused()
    expect(board.get_by_role("link", name="Chapter 2, station 3")).to_have_count(1)


def test_by_keyboard_through_the_two_lists(board: Locator) -> None:
    keys = board.page.keyboard
    board.get_by_role("listbox", name="1. The cause").focus()
    # Quicker than the kernel hears of it: the press waits for the last of them.
    for _ in range(5):
        keys.press("ArrowDown")
    keys.press("Tab")
    expect(board.get_by_role("combobox", name="2. Its place")).to_be_focused()
    keys.type("heart")
    keys.press("Tab")
    keys.press("Enter")
    expect(board.get_by_role("status")).to_contain_text(f"{causes()[5].words} → {PLACES['heart']}")
    expect(board.get_by_role("button", name="Put it there")).to_be_focused()


def test_each_button_lies_over_its_picture_and_its_words_are_not_seen(board: Locator) -> None:
    picture = board.locator(".ml-filled img").bounding_box()
    for name in ("brain", "filaments", "not shown"):
        button = board.get_by_role("button", name=f"{name}: 0 causes")
        box = button.bounding_box()
        assert picture["x"] <= box["x"] and box["x"] + box["width"] <= picture["x"] + picture["width"] + 1
        assert picture["y"] <= box["y"] and box["y"] + box["height"] <= picture["y"] + picture["height"] + 1
        assert min(box["width"], box["height"]) >= 24
        assert button.evaluate("b => getComputedStyle(b).backgroundColor") == "rgba(0, 0, 0, 0)"


def test_list_map_and_verdict_are_seen_together(board: Locator) -> None:
    board.page.set_viewport_size({"width": 1280, "height": 720})
    pick(board, "tetany")
    board.get_by_role("button", name="nerve: 0 causes").click()
    expect(board.get_by_role("status")).to_contain_text("Next:")
    top, said = board.bounding_box(), board.get_by_role("status").bounding_box()
    assert said["y"] + said["height"] - top["y"] <= 590
    # On a narrow page the map is pushed sideways, and its words stay large enough.
    board.page.set_viewport_size({"width": 640, "height": 720})
    expect(board.locator(".ml-sideways")).to_have_attribute("tabindex", "0")
    assert board.locator(".ml-filled img").bounding_box()["width"] >= 720
    board.page.set_viewport_size({"width": 1280, "height": 720})


def test_axe_finds_no_barrier_in_it(board: Locator) -> None:
    pick(board, "tetany")
    board.get_by_role("button", name="nerve: 0 causes").click()
    expect(board.get_by_role("button", name="nerve: 1 cause")).to_have_count(1)
    expect_no_barriers(board)
