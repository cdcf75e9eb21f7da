"""Every lesson, whatever is in it: it runs, every slider does something, nothing is cut off, all is described."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.jupyter import ROOT, Control, Desk, Explorer, Notebook

pytestmark = pytest.mark.browser

ANYTHING = re.compile(".")
LESSONS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(params=LESSONS)
def lesson(request: pytest.FixtureRequest, desk: Desk) -> Notebook:
    """The lesson, open in JupyterLab, run with ⏩."""
    return desk.notebook(f"notebooks/{request.param}")


def each_control(lesson: Notebook) -> Iterator[tuple[Explorer, Control]]:
    """Every slider of every explorer, covered ones opened by a prediction (which leaves its experiment on screen)."""
    lesson.open_covered()
    for explorer in lesson.explorers():
        for control in explorer.controls():
            yield explorer, control


def test_runs_again_and_after_a_restart(lesson: Notebook) -> None:
    for run in (lesson.run_all, lesson.restart_and_run_all):
        run()
        assert lesson.errors() == []
    lesson.open_covered()
    for explorer in lesson.explorers():
        assert explorer.picture.evaluate("img => img.naturalWidth") > 0
        expect(explorer.sentence).not_to_be_empty()


def test_every_slider_moves_the_picture_and_the_words(lesson: Notebook) -> None:
    lesson.run_all()
    for explorer, control in each_control(lesson):
        start, words = control.value, {explorer.sentence.text_content()}
        # By keyboard: to both ends, and one step back.
        first, second = ("Home", "End") if start > control.low else ("End", "Home")
        for key in (first, second):
            with explorer.new_picture():
                control.handle.press(key)
            words.add(explorer.sentence.text_content())
        assert len(words) > 1, f"“{control.title}” changes the picture, not the words"
        control.handle.press("End")
        control.handle.press("ArrowLeft")
        control.expect_agreement()
        assert control.low < control.value < control.high
        # By mouse.
        with explorer.new_picture():
            control.drag(1.0, 0.4)
            explorer.page.mouse.up()
        control.expect_agreement()
        assert control.low < control.value < control.high
        # By number: back to where it was, so that the next slider is tried in the same experiment.
        with explorer.new_picture():
            control.type(f"{start:g}")
        control.expect_agreement()
        assert control.value == pytest.approx(start)


def test_a_bad_value_is_explained_and_the_picture_stays(lesson: Notebook) -> None:
    lesson.run_all()
    for explorer, control in each_control(lesson):
        good, sentence = control.number.input_value(), explorer.sentence.text_content()
        picture = explorer.pixels()
        too_much = control.high + 1000
        control.type(f"{too_much:g}")
        label, _, unit = control.title.partition(" (")
        for part in (label, f"{too_much:g}", unit.rstrip(")"), f"{control.low:g} to {control.high:g}"):
            expect(explorer.problem).to_contain_text(part)
        expect(explorer.problem).to_have_css("border-left-color", "rgb(176, 0, 32)")
        expect(control.number).to_have_value(good)
        assert explorer.sentence.text_content() == sentence
        assert explorer.pixels() == picture
        with explorer.new_picture():
            control.type(f"{control.low if float(good) != control.low else control.high:g}")
        expect(explorer.problem).to_have_count(0)
        with explorer.new_picture():
            control.type(good)
        expect(explorer.sentence).to_have_text(sentence)


def test_reset_takes_every_mark_away(lesson: Notebook) -> None:
    for explorer, control in each_control(lesson):
        explorer.button("Reset").click()
        expect(explorer.root.locator(".ml-changed")).to_have_count(0)
        start = control.value
        control.handle.press("End" if start < control.high else "Home")
        expect(control.root.locator(".ml-changed")).to_have_count(1)
        assert "●" in control.label.evaluate("label => getComputedStyle(label, '::before').content")
        explorer.button("Reset").click()
        expect(explorer.root.locator(".ml-changed")).to_have_count(0)
        assert control.value == start


def test_a_screen_reader_finds_a_name_for_everything(lesson: Notebook) -> None:
    for explorer, control in each_control(lesson):
        expect(control.handle).to_have_accessible_name(control.title_pattern)
        expect(control.number).to_have_accessible_name(control.title_pattern)
    for explorer in lesson.explorers():
        expect(explorer.picture).to_have_attribute("alt", explorer.sentence.text_content())
    for field in lesson.page.locator(".ml-root input:visible, .ml-root textarea:visible, .ml-root button:visible").all():
        expect(field).to_have_accessible_name(ANYTHING)
    for status in lesson.page.locator(".ml-root .ml-live > .widget-html-content").all():
        expect(status).to_have_role("status")


def test_sliders_picture_and_sentence_fit_on_a_projector(lesson: Notebook) -> None:
    lesson.open_covered()
    screen = lesson.page.locator(".jp-Notebook .jp-WindowedPanel-outer").bounding_box()
    for explorer in lesson.explorers():
        top = explorer.root.locator(".ml-control").first.bounding_box()["y"]
        words = explorer.sentence.bounding_box()
        # All three can be seen at once if together they are not higher than the notebook's part of the screen.
        assert words["y"] + words["height"] - top <= screen["height"]
        for part in (explorer.picture, *explorer.root.locator(".ml-control:visible, button:visible").all()):
            box = part.bounding_box()
            assert box["x"] >= screen["x"]
            assert box["x"] + box["width"] <= screen["x"] + screen["width"]
