"""axe-core finds no barrier in what is ours; what is opened by a button included."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.jupyter import ROOT, Desk, Explorer, Notebook
from tests.browser.offline import expect_no_barriers

pytestmark = pytest.mark.browser

LESSONS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture
def lesson(request: pytest.FixtureRequest, desk: Desk) -> Notebook:
    """A lesson (chapter 1, where no other is asked for), its explorers open."""
    lesson = desk.notebook(f"notebooks/{getattr(request, 'param', '01_nerve_signal.ipynb')}")
    lesson.open_covered()
    return lesson


@pytest.mark.parametrize("lesson", LESSONS, indirect=True)
def test_a_lesson(lesson: Notebook) -> None:
    if not lesson.explorers():
        pytest.skip("nothing of ours on this page")
    expect_no_barriers(lesson.page, ".ml-root")


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
