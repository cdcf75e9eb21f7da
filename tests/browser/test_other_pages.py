"""The same explorer outside JupyterLab: in Notebook 7 and in Voilà, which our server offers as well."""

from __future__ import annotations

from contextlib import suppress

import pytest
from playwright.sync_api import expect

from tests.browser.jupyter import Desk, Explorer, Lab, run_all_by_menu

pytestmark = pytest.mark.browser


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
    page.goto(lab.link("notebooks/notebooks/00_start_here.ipynb"))
    # Before this the menu does not work yet.
    page.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']").wait_for()
    explorer = Explorer(page.locator(".ml-explorer"))

    def is_in_view() -> bool:
        # Notebook 7 goes to the last cell, and draws only what is near the part that can be seen: back to the top.
        page.locator(".jp-WindowedPanel-outer").evaluate("panel => panel.scrollTop = 0")
        return explorer.root.is_visible()

    # “Idle” is shown a moment before the kernel takes anything: what was asked too early is lost, and asked again.
    for _ in range(4):
        run_all_by_menu(page)
        with suppress(AssertionError):
            explorer.wait_until(is_in_view, "the explorer does not appear", seconds=15)
            break
    assert is_in_view()
    use(explorer)


def test_in_voila(desk: Desk, lab: Lab) -> None:
    page = desk.new_page()
    page.goto(lab.link("voila/render/notebooks/00_start_here.ipynb"))
    explorer = Explorer(page.locator(".ml-explorer"))
    explorer.root.wait_for()
    use(explorer)
