"""predict, ask and note, by mouse and by keyboard alone."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from muscle_lib.questions import question, read
from tests.browser.jupyter import ROOT, Desk, Explorer, Lab, Notebook

pytestmark = pytest.mark.browser

PREDICT = '"nerve_signal.p1",'


@pytest.fixture
def lesson(desk: Desk) -> Notebook:
    """Chapter 1."""
    return desk.notebook("notebooks/01_nerve_signal.ipynb", run=True)


@pytest.fixture
def prediction(lesson: Notebook, lab: Lab) -> Locator:
    """The first prediction, as on the first day."""
    lab.forget("01_nerve_signal")
    return lesson.run_cell(PREDICT)


def expect_focus_at_the_outcome(prediction: Locator) -> None:
    """The button that was pressed is gone. (It comes a moment later, and must not surprise the next test.)"""
    expect(prediction.locator(".ml-outcome .ml-card")).to_be_focused()


def test_an_explorer_is_covered_until_the_prediction(prediction: Locator) -> None:
    asked = question("predict", "nerve_signal.p1")
    expect(prediction).to_contain_text(asked.text)
    expect(prediction.locator("img, .ml-control")).to_have_count(0)
    prediction.get_by_role("button", name="This is my prediction").click()
    expect(prediction.locator(".ml-problem")).to_contain_text("Choose one of the answers first")
    expect(prediction.locator("img, .ml-control")).to_have_count(0)

    wrong = next(choice for choice in asked.choices if choice.misconception)
    prediction.get_by_label(wrong.text).check()
    prediction.get_by_role("button", name="This is my prediction").click()
    expect(prediction.locator("img")).to_be_visible()
    outcome = prediction.locator(".ml-outcome .ml-card")
    for words in (f"You predicted: {wrong.text}", "What happens: ", "Not quite.", wrong.feedback, wrong.misconception):
        expect(outcome).to_contain_text(words)
    # The outcome has no gaps left in it, and the experiment is what the sliders show.
    expect(outcome).not_to_contain_text("{")
    expect(Explorer(prediction).control("First pulse").number).to_have_value(f"{asked.after['stimulus_nC_cm2']:g}")
    expect_focus_at_the_outcome(prediction)


def test_a_right_prediction(prediction: Locator, lesson: Notebook) -> None:
    asked = question("predict", "nerve_signal.p1")
    prediction.get_by_label(asked.choices[asked.right - 1].text).check()
    prediction.get_by_role("button", name="This is my prediction").click()
    expect(prediction.locator(".ml-outcome .ml-right")).to_contain_text(asked.choices[asked.right - 1].feedback)
    expect_in_the_bar(lesson, 1, "done")
    expect_focus_at_the_outcome(prediction)


def expect_in_the_bar(lesson: Notebook, done: int, its: str) -> None:
    """The bar at the top follows; what was entered before has been forgotten with its file."""
    station = lesson.page.get_by_role("img", name=re.compile(rf"^Station 1 · .+: {done} of \d+ done$"))
    expect(station.locator(f".ml-{its}")).to_have_count(1)
    assert station.locator("xpath=ancestor::*[contains(@class, 'ml-progress')]").bounding_box()["height"] <= 180


def test_skip_opens_without_a_prediction(prediction: Locator, lesson: Notebook) -> None:
    prediction.get_by_role("button", name="Skip").click()
    expect(prediction.locator("img")).to_be_visible()
    expect(prediction).not_to_contain_text("You predicted")
    expect_in_the_bar(lesson, 0, "skipped")
    expect_focus_at_the_outcome(prediction)


def test_a_question_with_choices(lesson: Notebook) -> None:
    asked = question("ask", "nerve_signal.q2")
    card = lesson.run_cell('ask("nerve_signal.q2")')
    card.get_by_role("button", name="Check").click()
    expect(card.locator(".ml-problem")).to_contain_text("Choose one of the answers first")
    for number, choice in enumerate(asked.choices, start=1):
        card.get_by_label(choice.text).check()
        card.get_by_role("button", name="Check").click()
        feedback = card.locator(".ml-right" if number == asked.right else ".ml-wrong")
        expect(feedback).to_contain_text(choice.feedback)
        if number != asked.right:
            expect(feedback).to_contain_text(choice.misconception)


def test_a_question_with_a_number(lesson: Notebook) -> None:
    asked = question("ask", "nerve_signal.q1")
    card = lesson.run_cell('ask("nerve_signal.q1")')
    field = card.locator("input")
    expect(field).to_have_accessible_name(f"{asked.text} Answer in {asked.unit}")
    comma = f"{asked.answer}".replace(".", ",")
    for typed, kind, words in (("", ".ml-problem", "Type a number"), ("a lot", ".ml-problem", "Type a number"),
                               ("1", ".ml-wrong", asked.low), ("30", ".ml-wrong", asked.high),
                               (f"{asked.answer}", ".ml-right", asked.right), (comma, ".ml-right", asked.right)):
        field.fill(typed)
        card.get_by_role("button", name="Check").click()
        expect(card.locator(kind)).to_contain_text(words)


def test_a_press_counts_for_what_is_shown_and_not_for_what_has_arrived(lesson: Notebook, prediction: Locator) -> None:
    """Of several changes in a row ipywidgets sends the last one late, but the press that follows at once."""
    asked = question("ask", "nerve_signal.q1")
    prediction.get_by_role("button", name="Skip").click()
    explorer = Explorer(prediction.locator(".ml-explorer"))
    explorer.picture.wait_for()
    pulse = explorer.control("First pulse")
    card = lesson.run_cell('ask("nerve_signal.q1")')
    with lesson.busy():
        for typed in ("1", f"{asked.answer}"):
            card.locator("input").fill(typed)
            card.locator("input").blur()
        card.get_by_role("button", name="Check").click()
        expect(card.locator(".ml-right, .ml-wrong")).to_have_count(0)
    expect(card.locator(".ml-right")).to_contain_text(asked.right)
    with lesson.busy():
        for _ in range(3):
            pulse.handle.press("ArrowRight")
        shown = pulse.value
        explorer.button("Record").click()
    expect(explorer.root.locator("table td", has_text=re.compile(rf"^{shown:g}$"))).to_have_count(1)


def test_a_note_keeps_its_text(lesson: Notebook) -> None:
    box = lesson.run_cell('note("nerve_signal.n1")').get_by_role("textbox")
    expect(box).to_have_accessible_name(question("note", "nerve_signal.n1").text)
    written = "Just below 6.5: nothing.\nJust above: a whole impulse. – Überraschend!"
    box.click()
    lesson.page.keyboard.type(written)
    # Enter and letters belong to the box, not to the notebook's shortcuts; leaving it keeps the text.
    lesson.page.locator(".jp-Notebook h1").click()
    expect(box).to_have_value(written)


def test_by_keyboard_alone(lesson: Notebook, prediction: Locator) -> None:
    page = lesson.page
    asked = question("predict", "nerve_signal.p1")
    _walk_to_cell(page, "First predict, then try.")
    # Predict: Tab to the answers, an arrow to the wanted one; Tab to the button, Space presses it.
    _tab_to(page, prediction.get_by_label(asked.choices[0].text))
    page.keyboard.press("ArrowDown")
    expect(prediction.get_by_label(asked.choices[1].text)).to_be_checked()
    _tab_to(page, prediction.get_by_role("button", name="This is my prediction"))
    page.keyboard.press("Space")
    expect(prediction.locator("img")).to_be_visible()
    # Move a slider.
    explorer = Explorer(prediction.locator(".ml-explorer"))
    pulse = explorer.control("First pulse")
    _tab_to(page, pulse.handle)
    before = pulse.value
    with explorer.new_picture():
        for _ in range(3):
            page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowUp")
    pulse.expect_agreement()
    assert pulse.value == pytest.approx(before - 0.2)
    # Press Pin (the experiment has pinned: here it says Unpin).
    _tab_to(page, explorer.button("Unpin"))
    with explorer.new_picture():
        page.keyboard.press("Space")
    expect(explorer.button("Pin")).to_be_focused()
    with explorer.new_picture():
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Space")  # Reset
    # Answer the question that follows.
    asked = question("ask", "nerve_signal.q1")
    card = page.locator(".jp-CodeCell", has_text=asked.text)
    _tab_to(page, card.locator("input"))
    page.keyboard.type(f"{asked.answer}")
    _tab_to(page, card.get_by_role("button", name="Check"))
    page.keyboard.press("Enter")
    expect(card.locator(".ml-right")).to_contain_text(asked.right)


HERE = """() => {
    const here = document.activeElement, cells = [...document.querySelectorAll('.jp-Notebook .jp-Cell')];
    const what = here.matches('.noUi-handle') ? 'slider' : here.type || here.tagName;
    const words = (here.getAttribute('aria-label') || here.textContent).trim();
    return [what, words, cells.indexOf(here.closest('.jp-Cell'))];
}"""
FIRST_CELL = """() => {
    const notebook = jupyterapp.shell.currentWidget.content;
    notebook.activeCellIndex = 0;
    notebook.activeCell.node.focus();
}"""


def test_a_whole_lesson_from_top_to_bottom_by_keyboard_alone(desk: Desk, lab: Lab) -> None:
    """Tab, Space, arrows and letters do all that a lesson asks for, and write the report."""
    chapter, name = "oxygen_and_glucose", "04_oxygen_and_glucose"
    lab.forget(name)
    page = desk.notebook(f"notebooks/{name}.ipynb", run=True).page
    page.evaluate(FIRST_CELL)
    chosen, moved, last_cell = set(), set(), 0
    for _ in range(1500):
        page.keyboard.press("Tab")
        what, words, cell = page.evaluate(HERE)
        assert cell >= last_cell, f"Tab jumps back, or leaves the lesson, from cell {last_cell} at “{words}”"
        last_cell = cell
        if what == "radio" and cell not in chosen:
            page.keyboard.press("Space")
            chosen.add(cell)
        elif what == "textarea":
            page.keyboard.type("Seen.")
        elif what == "text" and "type a value" not in words:
            page.keyboard.type("Ada" if words == "Your name" else "1")
        elif what == "slider" and cell not in moved:
            page.keyboard.press("ArrowRight")
            moved.add(cell)
        elif words in ("This is my prediction", "Check"):
            page.keyboard.press("Space")
            outcome = page.locator(".jp-Notebook .jp-Cell").nth(cell).locator(".ml-right, .ml-wrong")
            expect(outcome.first).to_be_visible()
        elif words == "Write my lab report":
            page.keyboard.press("Enter")
            break
    expect(page.get_by_text(f"{name}.report.html").first).to_be_visible()
    entered = json.loads((lab.folder / "notebooks" / f"{name}.answers.json").read_text(encoding="utf-8"))
    path = ROOT / "muscle_lib" / "questions" / f"{chapter}.toml"
    asked = read(path.read_text(encoding="utf-8"), path.name)
    for kind in ("predict", "ask", "note"):
        assert {f"{chapter}.{key}" for key in asked[kind]} <= entered[kind].keys(), kind
    assert len(moved) >= len(asked["predict"])


def _walk_to_cell(page: Page, text: str) -> None:
    """In the notebook's command mode the arrow keys walk from cell to cell."""
    page.locator(".jp-Notebook .jp-mod-active").focus()
    here = page.locator(".jp-Notebook .jp-mod-active", has_text=text)
    for key in ["ArrowUp"] * 60 + ["ArrowDown"] * 60:
        if here.count():
            return
        page.keyboard.press(key)
    raise AssertionError(f"the keyboard does not reach the cell with “{text}”")


def _tab_to(page: Page, target: Locator) -> None:
    for _ in range(40):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {target}")
