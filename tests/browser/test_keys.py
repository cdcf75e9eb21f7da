"""Keys: what is typed at a widget of ours is never a command to the notebook, and the focus is never lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from muscle_lib.questions import question
from tests.browser.bench import Bench
from tests.browser.jupyter import Control, Explorer, let_it_act

pytestmark = pytest.mark.browser

#: In command mode: cut, delete, restart, interrupt, another kind of cell, insert, paste, undo, extend, merge, go on.
COMMANDS = ("x", "d", "d", "0", "0", "i", "i", "m", "r", "a", "b", "v", "z", "A", "B", "J", "K", "M", "V", "L",
            "Delete", "Backspace", "ArrowUp", "ArrowDown", "Shift+ArrowDown", "Control+Shift+ArrowUp",
            "Control+Backspace")
STATE = """() => {
    const notebook = jupyterapp.shell.currentWidget.content;
    return [notebook.activeCellIndex, notebook.widgets.filter(cell => notebook.isSelected(cell)).length,
            ...notebook.widgets.map(cell => cell.model.type + cell.model.sharedModel.getSource())];
}"""


def expect_no_command(page: Page, press_at: Locator | None = None) -> None:
    """Whatever is pressed where the focus is (or at an element, each time anew), the notebook stays as it is."""
    before = page.evaluate(STATE)
    for key in COMMANDS:
        (press_at or page.keyboard).press(key)
    let_it_act(page)
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    assert page.evaluate(STATE) == before


def expect_number_typed_on_a_handle(control: Control) -> None:
    """After a drag the handle has the focus, and people type the number that they want."""
    control.drag(0.5, 0.3)
    control.explorer.page.mouse.up()
    expect(control.handle).to_be_focused()
    with control.explorer.new_picture():
        control.explorer.page.keyboard.type("12,5")
        control.explorer.page.keyboard.press("Enter")
    expect(control.explorer.page.locator(".jp-Dialog")).to_have_count(0)
    expect(control.number).to_be_focused()
    expect(control.number).to_have_value("12.5")
    control.expect_agreement()


@pytest.fixture
def explorer(bench: Bench) -> Explorer:
    return bench.explorer("membrane")


def test_letters_are_no_commands(explorer: Explorer) -> None:
    page, temperature = explorer.page, explorer.control("Temperature")
    expect_number_typed_on_a_handle(temperature)
    expect_no_command(page, temperature.handle)
    explorer.button("Pin").click()
    expect(explorer.button("Unpin")).to_be_focused()
    expect_no_command(page)
    explorer.picture.click()
    expect_no_command(page)


def test_other_keys_do_what_they_always_do(bench: Bench, explorer: Explorer) -> None:
    page, temperature = explorer.page, explorer.control("Temperature")
    before = temperature.value
    with explorer.new_picture():
        temperature.handle.press("ArrowUp")
    assert temperature.value > before
    # A digit typed in the field stays there; it is not taken for the beginning of another number.
    temperature.type("17")
    temperature.number.press("End")
    page.keyboard.type(".5")
    page.keyboard.press("Enter")
    expect(temperature.number).to_have_value("17.5")
    explorer.button("Pin").press("Enter")
    expect(explorer.button("Unpin")).to_be_focused()
    # Chords are still the notebook's: save, and run this cell.
    page.evaluate("() => { jupyterapp.shell.currentWidget.context.model.dirty = true; }")
    page.keyboard.press("Control+s")
    page.wait_for_function("() => !jupyterapp.shell.currentWidget.context.model.dirty")
    here = page.evaluate(STATE)[0]
    page.keyboard.press("Shift+Enter")
    page.wait_for_function("here => jupyterapp.shell.currentWidget.content.activeCellIndex === here + 1", arg=here)


def test_the_wheel_and_unclear_numbers_change_nothing(explorer: Explorer) -> None:
    temperature = explorer.control("Temperature")
    temperature.number.click()
    explorer.page.mouse.wheel(0, -200)
    let_it_act(explorer.page)
    expect(temperature.number).to_have_value("6.3")
    temperature.type("1,234")
    expect(explorer.problem).to_contain_text("could be 1234 or 1.234: type one of these")
    expect(temperature.number).to_have_value("6.3")
    for typed, value in (("7,5", "7.5"), ("−0", "0"), ("18 °C", "18")):
        temperature.type(typed)
        expect(temperature.number).to_have_value(value)
    expect(explorer.problem).to_have_count(0)


def test_the_focus_goes_on_when_its_button_goes(bench: Bench) -> None:
    asked, output = question("predict", "nerve_signal.p1"), bench.fresh("predict")
    output.get_by_label(asked.choices[0].text).check()
    output.get_by_role("button", name="This is my prediction").press("Enter")
    pulse = Explorer(output.locator(".ml-explorer")).control("First pulse")
    # What comes out of it is read out by the focus, and it stands only once in the reading order.
    outcome = output.locator(".ml-outcome .ml-card")
    expect(outcome).to_be_focused()
    expect(outcome).to_have_accessible_name(re.compile("You predicted: .+ What happens: .+"))
    expect(output.get_by_text("What happens:")).to_have_count(1)
    expect_no_command(bench.page)
    bench.page.keyboard.press("Tab")
    expect(pulse.handle).to_be_focused()
    expect(outcome).not_to_have_attribute("role", "group")
    output = bench.fresh("predict")
    output.get_by_role("button", name="Skip").click()
    expect(output.locator(".ml-outcome .ml-card")).to_be_focused()
    expect_no_command(bench.page)


def test_radio_buttons_are_one_group_and_one_stop(bench: Bench) -> None:
    asked, output = question("predict", "nerve_signal.p1"), bench.fresh("predict")
    keys, group = bench.page.keyboard, output.get_by_role("radiogroup", name=asked.text, exact=True)
    radios = group.get_by_role("radio")
    expect(radios).to_have_count(len(asked.choices))
    radios.first.focus()
    keys.press("ArrowDown")
    expect(radios.nth(1)).to_be_focused()
    expect(radios.nth(1)).to_be_checked()
    keys.press("Tab")
    expect(output.get_by_role("button", name="This is my prediction")).to_be_focused()
    keys.press("Shift+Tab")
    expect(radios.nth(1)).to_be_focused()
    # Quick hands: the last of many picks comes to the kernel after the press, and it is the one that counts.
    for key in ("ArrowDown", "ArrowUp", "ArrowUp", "Tab", "Enter"):
        keys.press(key)
    expect(output).to_contain_text(f"You predicted: {asked.choices[0].text}")


def test_what_was_typed_a_moment_before_enter_counts(bench: Bench) -> None:
    """Dictation and quick hands leave no pause; and the kernel may be busy, as with a live muscle."""
    asked = question("ask", "nerve_signal.q1")
    for name, label, typed, press, expected in (
            ("report", "Your name", "Ada N.", "Write my lab report", "Written"),
            ("ask", f"{asked.text} Answer in {asked.unit}", f"{asked.answer:.2f}", "Check", "Right.")):
        output = bench.fresh(name)
        output.get_by_label(label).focus()
        bench.page.keyboard.type(typed)
        bench.page.keyboard.press("Tab")
        expect(output.get_by_role("button", name=press)).to_be_focused()
        bench.page.keyboard.press("Enter")
        expect(output).to_contain_text(expected)
    report = bench.notebook.kernel_says("print(open('bench.report.html', encoding='utf-8').read())")
    assert "<b>Ada N.</b>" in report


def test_the_focus_goes_on_when_its_button_is_greyed(bench: Bench) -> None:
    output = bench.fresh("evidence")
    neither = output.get_by_role("button", name=re.compile("nothing", re.IGNORECASE))
    for _ in question("evidence", "electrolytes.e1").studies:
        expect(neither).to_be_enabled()
        finding = output.locator(".ml-live").first.text_content()
        neither.press("Enter")
        expect(output.locator(".ml-live").first).not_to_have_text(finding)
    expect(output.get_by_role("button", name="Show all")).to_be_focused()


def test_what_is_read_out_is_not_met_a_second_time(explorer: Explorer) -> None:
    hidden = explorer.root.locator(".ml-hidden.ml-live")
    with explorer.new_picture():
        explorer.control("Temperature").handle.press("ArrowUp")
    expect(hidden).to_have_text(explorer.sentence.text_content())
    expect(hidden).to_have_text("")
    expect(explorer.sentence).not_to_be_empty()


def test_a_slider_says_its_value_in_its_unit(bench: Bench, explorer: Explorer) -> None:
    temperature = explorer.control("Temperature")
    expect(temperature.handle).to_have_attribute("aria-valuetext", "6.3 °C")
    temperature.handle.press("ArrowRight")
    expect(temperature.handle).to_have_attribute("aria-valuetext", "6.4 °C")
    expect(temperature.number).to_have_value("6.4")  # what is typed before this comes would be written over
    temperature.type("18.53")  # between two steps, where the handle cannot stand
    expect(temperature.handle).to_have_attribute("aria-valuetext", "18.53 °C")
    explorer.button("More").click()
    lasts = explorer.control("Steady current lasts")
    assert lasts.is_log
    lasts.type("50")
    expect(lasts.handle).to_have_attribute("aria-valuetext", "50 ms")
    lasts.handle.press("ArrowRight")
    expect(lasts.handle).to_have_attribute("aria-valuetext", re.compile(r"^5\d\.\d+ ms$"))
    explorer.button("Cursor").click()
    expect(explorer.root.get_by_role("slider", name=re.compile("^Cursor"))).to_have_attribute(
        "aria-valuetext", re.compile(r"^[\d.]+ ms$"))
