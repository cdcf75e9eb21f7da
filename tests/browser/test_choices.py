"""A parameter that is one of several things, by mouse and by keyboard, and what a screen reader is told; and the
second page of a figure."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.bench import Bench
from tests.browser.jupyter import Choice, Explorer
from tests.browser.offline import expect_no_barriers

pytestmark = pytest.mark.browser


def pressed(choice: Choice) -> Locator:
    """The options of a row of buttons that are pressed."""
    return choice.root.locator("button[aria-pressed=true]")


def test_a_row_of_buttons(bench: Bench) -> None:
    explorer = bench.explorer("buttons")
    fibre, page = explorer.choice("Kind of fibre"), explorer.page
    group = fibre.root.get_by_role("group", name="Kind of fibre", exact=True)
    start, others = fibre.value, [option for option in fibre.options() if option != fibre.value]
    assert len(others) >= 2
    expect(group).to_be_visible()
    for option in others:
        with explorer.new_picture():
            fibre.choose(option)
        expect(pressed(fibre)).to_have_text([option])
        expect(explorer.sentence).to_contain_text(f"{option.lower()} fibre")
    # It says that it is no longer as at the start, to the eye and to the ear.
    expect(fibre.label).to_have_class("ml-label ml-changed")
    expect(fibre.root.get_by_role("group", name="Kind of fibre, changed", exact=True)).to_be_visible()
    # By keyboard: back to the start, and the focus stays where it was.
    button = fibre.root.get_by_role("button", name=start, exact=True)
    fibre.root.get_by_role("button", name=others[-1], exact=True).focus()
    for _ in fibre.options():
        if button.evaluate("button => button === document.activeElement"):
            break
        page.keyboard.press("Shift+Tab")
    with explorer.new_picture():
        page.keyboard.press("Space")
    expect(pressed(fibre)).to_have_text([start])
    expect(button).to_be_focused()
    expect(explorer.root.locator(".ml-changed")).to_have_count(0)
    explorer.wait_until(lambda: explorer.announced.text_content() == explorer.sentence.text_content(), "not read out")
    # A preset and Reset set it, too.
    fibre.choose(others[0])
    expect(pressed(fibre)).to_have_text([others[0]])
    explorer.button("Reset").click()
    expect(pressed(fibre)).to_have_text([start])
    preset = explorer.root.get_by_role("button", name="Slow fibre")
    preset.click()
    expect(pressed(fibre)).to_have_text(["Slow"])
    expect_no_barriers(explorer.root)


def test_a_list(bench: Bench) -> None:
    explorer = bench.explorer("list")
    action = explorer.choice(explorer.choices()[0].title)
    assert action.is_list
    expect(action.list).to_have_accessible_name(action.title)
    start, last = action.value, action.options()[-1]
    with explorer.new_picture():
        action.choose(last)
    expect(action.label).to_have_class("ml-label ml-changed")
    # By keyboard: the arrow keys go through the list.
    action.list.focus()
    with explorer.new_picture():
        explorer.page.keyboard.press("ArrowUp")
    assert action.value == action.options()[-2]
    expect(action.list).to_be_focused()
    explorer.button("Reset").click()
    explorer.wait_until(lambda: action.value == start, "Reset does not reach the list")
    expect_no_barriers(explorer.root)


def test_more_curves_are_a_second_page(bench: Bench) -> None:
    explorer = bench.explorer("two pages")
    more, control = explorer.button("More curves"), explorer.controls()[0]
    start = control.number.input_value()
    expect(more).to_have_attribute("aria-pressed", "false")
    with explorer.new_picture():
        more.press("Space")
    expect(more).to_have_attribute("aria-pressed", "true")
    expect(more).to_be_focused()
    # The sliders move this page as well.
    with explorer.new_picture():
        control.handle.press("Home")
    with explorer.new_picture():
        control.type(start)
    second = explorer.pixels()
    with explorer.new_picture():
        more.click()
    first = explorer.pixels()
    for page in (second, first):
        more.click()
        explorer.wait_until(lambda page=page: explorer.pixels() == page, "the page does not come back as it was")
    expect(more).to_have_attribute("aria-pressed", "false")


def parts(bench: Bench) -> bool:
    """Whether the explorer under the prediction has been made, and its model been run."""
    return bench.notebook.kernel_says("print('trace' in vars(pulse.explorer))") == "True"


def test_a_covered_explorer_is_not_built(bench: Bench) -> None:
    output = bench.fresh("predict")
    expect(output.get_by_role("button", name="Skip")).to_be_visible()
    assert not parts(bench), "it was built although nobody sees it"
    output.get_by_role("button", name="Skip").click()
    Explorer(output.locator(".ml-explorer")).picture.wait_for()
    expect(output.locator(".ml-outcome .ml-card")).to_be_focused()  # a moment later: not in the next test
    assert parts(bench)
