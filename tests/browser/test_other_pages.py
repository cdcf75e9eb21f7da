"""The page on which the lab opens; and the same explorer and the same live muscle outside JupyterLab: in Notebook 7 and
in Voilà, which our server offers as well."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Locator, expect

from lab import FIRST_PAGE
from muscle_lib.chapters import chapters
from muscle_lib.figures.drawings.chain import WIDTH
from tests.browser.jupyter import (
    Desk,
    Explorer,
    Lab,
    Notebook,
    close_dialogs,
    let_it_act,
    run_all_by_menu,
    write_notebook,
)
from tests.browser.offline import expect_no_barriers
from tests.browser.test_live import Monitor

pytestmark = pytest.mark.browser


CELLS = ("""from muscle_lib.widgets import explore, live
from muscle_lib.models.nerve_signal import Membrane
from muscle_lib.figures.nerve_signal import MembraneFigure
explore(Membrane(), MembraneFigure(), ["stimulus_nC_cm2", "temperature_C"])""", """
from muscle_lib.models.voluntary_contraction import LiveMuscle
from muscle_lib.figures.voluntary_contraction import LiveFigure
live(LiveMuscle(), LiveFigure(), ["drive_percent"])""")


@pytest.fixture(scope="module", autouse=True)
def a_notebook_with_both(lab: Lab) -> None:
    write_notebook(lab, "notebooks/elsewhere.ipynb", *CELLS)


def test_from_the_first_page_to_a_chapter_and_to_the_files(desk: Desk, lab: Lab) -> None:
    page = desk.new_page()
    page.goto(lab.link(FIRST_PAGE.lstrip("/")))
    expect(page.get_by_role("heading", name="Start here")).to_be_visible()
    # Nothing takes width away from the lesson.
    files = page.locator(".jp-FileBrowser")
    expect(files).to_be_hidden()
    page.get_by_role("link", name="1 The nerve signal").first.click()
    expect(page.get_by_role("heading", name="1 · The nerve signal")).to_be_visible()
    expect(page).to_have_title(re.compile("^01_nerve"))
    # Another file, and the way back.
    page.get_by_role("tab", name=re.compile("^File Browser")).click()
    for name, heading in (("02_electrolytes.ipynb", "2 · Electrolytes"), ("00_start_here.ipynb", "Start here")):
        files.locator(".jp-DirListing-item", has_text=name).dblclick()
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    page.close()


def test_the_map_of_the_start_page_opens_a_chapter_by_keyboard(desk: Desk, lab: Lab) -> None:
    page = desk.new_page()
    notebook = Notebook(lab, page, "notebooks/00_start_here.ipynb")
    notebook.run_cell("import MembraneFigure")
    notebook.run_cell("chain_map()")
    links = page.get_by_role("navigation", name="The chapters on the map").get_by_role("link")
    built = [each for each in chapters() if each.number and not each.planned]
    expect(links).to_have_count(len(built))
    for link, chapter in zip(links.all(), built, strict=True):
        expect(link).to_have_accessible_name(f"Chapter {chapter.number}: {chapter.title}")
    # All of the map is in view, and its words are as large as they were drawn.
    assert page.locator(".ml-chain-map").bounding_box()["width"] >= WIDTH
    # It is plain HTML: the tests of what a cell shows look only within a widget.
    expect_no_barriers(page, ".ml-chain")
    with notebook.in_dark():
        expect_no_barriers(page, ".ml-chain")
    with notebook.in_high_contrast():
        expect_no_barriers(page, ".ml-chain")
    links.first.focus()
    page.keyboard.press("Tab")
    expect(links.nth(1)).to_be_focused()
    assert links.nth(1).evaluate("link => getComputedStyle(link).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="2 · Electrolytes")).to_be_visible()
    page.close()


def let_live(monitor: Monitor) -> None:
    """Start it, contract, and let it stand again."""
    monitor.root.scroll_into_view_if_needed()
    monitor.start()
    monitor.button("Contract").click()
    monitor.wait_until(lambda: "kN of force" in monitor.sentence.text_content(), "no force")
    monitor.button("Pause").click()
    monitor.expect_to_stand()


def use(explorer: Explorer) -> None:
    """Move a slider, and see that it is described here as well."""
    control = explorer.controls()[0]
    with explorer.new_picture():
        control.handle.press("End")
    with explorer.new_picture():
        control.drag(1.0, 0.5)
        explorer.page.mouse.up()
    control.expect_agreement()
    expect(control.handle).to_have_accessible_name(control.title_pattern)
    explorer.wait_until(lambda: explorer.picture.get_attribute("alt") == explorer.sentence.text_content(),
                        "the picture is not described")


def test_in_notebook_7(desk: Desk, lab: Lab) -> None:
    page = desk.new_page()
    page.goto(lab.link("notebooks/notebooks/elsewhere.ipynb"))
    # Before this the menu does not work yet.
    page.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']").wait_for()
    explorer = Explorer(page.locator(".ml-explorer"))

    def is_in_view(what: Locator = explorer.root, top: str = "0") -> bool:
        # Notebook 7 goes to the last cell, and draws only what is near the part that can be seen.
        page.locator(".jp-WindowedPanel-outer").evaluate(f"panel => panel.scrollTop = {top}")
        return what.is_visible()

    # “Idle” is shown a moment before the kernel takes anything: what was asked too early is lost, or answered by a
    # dialog, and asked again. But not while the kernel is at work, which would begin anew.
    taken = page.locator(".jp-Notebook .jp-InputPrompt", has_text=re.compile(r"\[(\*|\d+)\]")).first
    for _ in range(4):
        close_dialogs(page)
        run_all_by_menu(page)
        with suppress(AssertionError):
            expect(taken).to_be_visible(timeout=8000)
            explorer.wait_until(is_in_view, "the explorer does not appear", seconds=40)
            break
    explorer.wait_until(is_in_view, "the explorer does not appear")
    use(explorer)
    # After the drag the handle has the focus: what is typed now is no command here, either.
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    page.keyboard.type("12,5")
    page.keyboard.press("Enter")
    expect(explorer.controls()[0].number).to_have_value("12.5")
    for key in "xdd00mab":
        explorer.controls()[0].handle.press(key)
        explorer.button("Pin").press(key)
    let_it_act(page)
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    expect(page.locator(".jp-Notebook .jp-Cell")).to_have_count(cells)
    expect(explorer.picture).to_be_visible()
    monitor = Monitor(page.locator(".ml-monitor"))
    monitor.wait_until(lambda: is_in_view(monitor.root, "panel.scrollHeight"), "no live muscle")
    let_live(monitor)


def test_in_voila(desk: Desk, lab: Lab) -> None:
    page = desk.new_page()
    page.goto(lab.link("voila/render/notebooks/elsewhere.ipynb"))
    explorer = Explorer(page.locator(".ml-explorer"))
    explorer.root.wait_for()
    use(explorer)
    let_live(Monitor(page.locator(".ml-monitor")))
