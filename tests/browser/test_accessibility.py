"""axe-core finds no barrier in what a button opens. (The lessons as they open: tests/browser/test_lessons.)"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.jupyter import Desk, Explorer, Notebook
from tests.browser.offline import expect_no_barriers

pytestmark = pytest.mark.browser

@pytest.fixture
def lesson(desk: Desk) -> Notebook:
    """Chapter 1, its explorers open."""
    lesson = desk.notebook("notebooks/01_nerve_signal.ipynb")
    lesson.open_covered()
    return lesson


def opened(lesson: Notebook, button: str, part: str) -> Explorer:
    """An explorer that has this button, after a press on it."""
    explorer = Explorer(lesson.page.locator(".ml-explorer").filter(
        has=lesson.page.get_by_role("button", name=button, exact=True)).first)
    if not explorer.root.locator(part).count():
        explorer.button(button).click()
    expect(explorer.root.locator(part).first).to_be_attached()
    return explorer


def test_more_inside_and_cursor(lesson: Notebook) -> None:
    for button, part in (("More", ".ml-grid:nth-last-child(3) .ml-control"), ("Look inside", ".ml-inside"),
                         ("Cursor", ".ml-wide:visible")):
        opened(lesson, button, part)
    expect_no_barriers(lesson.page, ".ml-root")
    for button in ("More", "Look inside", "Cursor"):
        lesson.page.locator(".ml-explorer").first.get_by_role("button", name=button, exact=True).click()


def test_record(lesson: Notebook) -> None:
    opened(lesson, "Record", "select")
    expect_no_barriers(lesson.page, ".ml-root")


def test_film(lesson: Notebook) -> None:
    explorer = opened(lesson, "Film", ".ml-film")
    try:
        expect_no_barriers(lesson.page, ".ml-film")
    finally:
        explorer.button("Film").click()
