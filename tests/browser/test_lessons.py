"""Every lesson, whatever is in it: it runs, every slider does something, nothing is cut off, all is described."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import pairwise

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.jupyter import ROOT, SCREEN, Control, Desk, Explorer, Lab, Notebook
from tests.browser.offline import expect_no_barriers
from tests.browser.test_small_pages import NARROW

pytestmark = pytest.mark.browser

LESSONS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
#: For what is the same code in every lesson, and is tried in each without a browser (tests/widgets/test_lessons).
FIRST_TWO = ["00_start_here.ipynb", "01_nerve_signal.ipynb"]
FIRST = pytest.mark.parametrize("lesson", FIRST_TWO, indirect=True, scope="module")
#: Each lesson is executed, converted, and driven without a browser; in it, unless --all-lessons is given, only these:
#: the third has choices, a living muscle, a mystery and evidence, too.
TRIED = [*FIRST_TWO, "07_letting_go.ipynb"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    chosen = any(mark.args[0] == "lesson" for mark in metafunc.definition.iter_markers("parametrize"))
    if "lesson" in metafunc.fixturenames and not chosen:
        lessons = LESSONS if metafunc.config.getoption("all_lessons") else TRIED
        metafunc.parametrize("lesson", lessons, indirect=True, scope="module")

# How many places Tab has to go to; and where it is, seen from the explorer: [what it is, left, top, bottom].
TAB_STOPS = """root => {
    const stops = [...root.querySelectorAll('button, input, select, textarea, a[href], [tabindex="0"]')]
        .filter(e => e.checkVisibility() && !e.disabled && e.tabIndex >= 0);
    stops[0].focus();
    return stops.length;
}"""
FOCUS = """root => {
    const e = document.activeElement, box = e.getBoundingClientRect(), zero = root.getBoundingClientRect().top;
    const name = e.ariaLabel || e.title || e.textContent;
    return root.contains(e) ? [name, box.left, box.top - zero, box.bottom - zero] : null;
}"""


@pytest.fixture(scope="module")
def lesson(request: pytest.FixtureRequest, desk: Desk, lab: Lab) -> Notebook:
    """The lesson as on the first day, run with ▶▶, its covered explorers opened by a prediction."""
    lab.forget(request.param.removesuffix(".ipynb"))
    lesson = desk.notebook(f"notebooks/{request.param}", run=True)
    lesson.open_covered()
    return lesson


def each_control(lesson: Notebook) -> Iterator[tuple[Explorer, Control]]:
    """Every slider that can be seen."""
    for explorer in lesson.explorers():
        for control in explorer.controls():
            yield explorer, control


def presets_of(explorer: Explorer) -> list[Locator]:
    """The buttons after “Try:”."""
    return explorer.root.locator(".ml-row", has_text="Try:").get_by_role("button").all()


def is_first(lesson: Notebook) -> bool:
    """Whether it is one of the lessons in which everything is tried."""
    return any(name in lesson.path for name in FIRST_TWO)


def first_controls(lesson: Notebook) -> Iterator[tuple[Explorer, Control]]:
    """One slider of each explorer, for what is the same code for all of them; in the later lessons of some of them."""
    explorers = lesson.explorers()
    for explorer in explorers if is_first(lesson) else explorers[::3]:
        explorer.come_into_view()
        for control in explorer.controls()[:1]:
            yield explorer, control


def move_by_keyboard(explorer: Explorer, control: Control) -> None:
    """To the end that is further away. Where one slider needs another (a drug against channels that are not there), it
    must move something in one of the presets."""
    def press() -> None:
        control.handle.press("Home" if control.value > (control.low + control.high) / 2 else "End")
    presets = iter(presets_of(explorer))
    while not explorer.changes_on(press):
        with explorer.new_picture():
            next(presets).click()
    control.expect_agreement()


@pytest.mark.parametrize("lesson", FIRST_TWO[:1], indirect=True, scope="module")
def test_runs_a_second_time(lesson: Notebook) -> None:
    lesson.run_all()
    # What was predicted stands.
    expect(lesson.page.get_by_role("button", name="This is my prediction")).to_have_count(0)
    for explorer in lesson.explorers():
        assert explorer.picture.evaluate("img => img.naturalWidth") > 0
        expect(explorer.sentence).not_to_be_empty()


def test_sliders_move_the_picture_and_the_words(lesson: Notebook) -> None:
    # One of each explorer by keyboard, and in the first lessons by mouse and by number, too: the others are the same
    # code, and are all driven without a browser (tests/widgets/test_lessons).
    for explorer, control in first_controls(lesson):
        start, words = control.number.input_value(), {explorer.sentence.text_content()}
        begin = (control.value - control.low) / (control.high - control.low)

        def is_told(explorer: Explorer = explorer, words: set[str] = words) -> bool:
            words.add(explorer.sentence.text_content())
            return len(words) > 1

        move_by_keyboard(explorer, control)
        # The words come after the picture that they belong to.
        if not is_first(lesson):
            explorer.wait_until(is_told, f"“{control.title}” changes the picture, not the words")
            continue
        is_told()
        # By mouse: to somewhere between the ends, which is not where it stood at first.
        at = (control.value - control.low) / (control.high - control.low)
        with explorer.new_picture():
            control.drag(at, 0.4 if abs(begin - 0.4) > 0.05 else 0.6, moves=4)
            explorer.page.mouse.up()
        control.expect_agreement()
        assert control.low < control.value < control.high
        explorer.wait_until(is_told, f"“{control.title}” changes the picture, not the words")
        # By number: back to where it was, so that the next slider is tried in the same experiment. (One with few whole
        # numbers may stand there already.)
        if control.number.input_value() != start:
            with explorer.new_picture():
                control.type(start)
        expect(control.number).to_have_value(start)


def test_choices_move_the_picture(lesson: Notebook) -> None:
    for explorer in lesson.explorers()[::1 if is_first(lesson) else 3]:
        for choice in explorer.choices()[:1]:
            start = choice.value
            # Some of them may be alike in what they do here; not all.
            others = [partial(choice.choose, option) for option in choice.options() if option != start]
            assert any(explorer.changes_on(choose) for choose in others), f"“{choice.title}” changes nothing"
            with explorer.new_picture():
                choice.choose(start)
            explorer.wait_until(lambda choice=choice, start=start: choice.value == start, f"it is not {start} again")


@FIRST
def test_a_bad_value_is_explained_and_the_picture_stays(lesson: Notebook) -> None:
    for explorer, control in first_controls(lesson):
        good, sentence = control.number.input_value(), explorer.sentence.text_content()
        picture = explorer.pixels()
        allowed, too_much = control.range_text, 1e6
        control.type(f"{too_much:g}")
        label, _, unit = control.title.partition(" (")
        for part in (label, f"{too_much:g}", unit.rstrip(")"), allowed):
            expect(explorer.problem).to_contain_text(part)
        expect(explorer.problem).to_have_css("border-left-color", "rgb(176, 0, 32)")
        expect(control.number).to_have_value(good)
        assert explorer.sentence.text_content() == sentence
        assert explorer.pixels() == picture
        with explorer.new_picture():
            low, high = allowed.split(" to ")
            control.type(low if float(good) != float(low) else high)
        expect(explorer.problem).to_have_count(0)


@FIRST
def test_reset_takes_every_mark_away(lesson: Notebook) -> None:
    for explorer, control in first_controls(lesson):
        explorer.button("Reset").click()
        expect(explorer.root.locator(".ml-changed")).to_have_count(0)
        start = control.value
        control.handle.press("End" if start < control.high else "Home")
        expect(control.root.locator(".ml-changed")).to_have_count(1)
        assert "●" in control.label.evaluate("label => getComputedStyle(label, '::before').content")
        explorer.button("Reset").click()
        expect(explorer.root.locator(".ml-changed")).to_have_count(0)
        explorer.wait_until(lambda control=control, start=start: control.value == start, "Reset leaves the slider")


def test_a_screen_reader_finds_a_name_for_everything(lesson: Notebook) -> None:
    # (That everything has a name at all, axe sees in all lessons.)
    for _, control in each_control(lesson) if is_first(lesson) else first_controls(lesson):
        expect(control.handle).to_have_accessible_name(control.title_pattern)
        expect(control.number).to_have_accessible_name(control.title_pattern)
        # Of one without a unit (“Transmitter stays (times normal)”) the name says what is counted.
        unit, said = control.label.get_attribute("data-unit"), control.handle.get_attribute("aria-valuetext")
        assert control.title.endswith(f"({unit})") or not unit
        assert re.fullmatch(rf"−?[\d.]+(e[-+]?\d+)?{re.escape(f' {unit}'.rstrip())}", said), f"{control.title}: {said}"
    for explorer in lesson.explorers():
        expect(explorer.picture).to_have_attribute("alt", explorer.sentence.text_content())
        for choice in explorer.choices():
            named = choice.list if choice.is_list else choice.root.get_by_role("group")
            expect(named).to_have_accessible_name(re.compile("^" + re.escape(choice.title)))
            assert choice.value in choice.options()
    for status in lesson.page.locator(".ml-root .ml-live > .widget-html-content").all():
        expect(status).to_have_role("status")


#: All of a lesson that is ours: its texts, and what its cells show, be it a widget or plain HTML.
OURS = ".jp-MarkdownOutput, .jp-OutputArea-output"


def test_axe_finds_no_barriers(lesson: Notebook) -> None:
    assert lesson.explorers()
    expect_no_barriers(lesson.page, OURS)
    with lesson.in_dark():
        expect_no_barriers(lesson.page, OURS)
    with lesson.in_high_contrast():
        expect_no_barriers(lesson.page, OURS)


def test_on_a_narrow_page_everything_can_be_used_and_read(lesson: Notebook) -> None:
    page, found = lesson.page, []
    try:
        for width in (640, 800):  # 1280 at 200 %, and half a screen
            page.set_viewport_size({"width": width, "height": 720})
            page.wait_for_function("""() => document.querySelector('.jp-Notebook .jp-WindowedPanel-outer')
                .getBoundingClientRect().right <= innerWidth""")
            found += [f"{width}: {words}" for words in page.evaluate(
                f"() => [...document.querySelectorAll('.jp-OutputArea-output')].flatMap({NARROW})")]
    finally:
        page.set_viewport_size(SCREEN)
    assert not found, "\n".join(found)


@FIRST
def test_tab_walks_through_every_explorer_from_top_to_bottom(lesson: Notebook) -> None:
    for explorer in lesson.explorers():
        count = explorer.root.evaluate(TAB_STOPS)
        path = []
        while (here := explorer.root.evaluate(FOCUS)) and len(path) <= count:
            path.append(here)
            explorer.page.keyboard.press("Tab")
        assert len(path) == count, f"Tab reaches {[name for name, *_ in path]}: {len(path)} of {count}"
        for (name, left, top, bottom), (following, its_left, its_top, its_bottom) in pairwise(path):
            below, beside = its_bottom > top, its_left > left or its_top > (top + bottom) / 2
            assert below and beside, f"Tab jumps back from “{name}” to “{following}”"


#: So much of a notebook is to be seen at once, in px: on a projector, where the board lies in two columns (as it does
#: from a window of 1268 px on: JupyterLab takes 168), and on half of a large screen, where it is stacked.
WIDE, STACKED = {"width": 1280, "height": 720}, {"width": 900, "height": 800}
#: So high may be what belongs together, in px.
TOGETHER_px = {"wide": 590, "stacked": 630}
PLACES = """board => {
    const top = board.getBoundingClientRect().top;
    const part = name => board.querySelector(`:scope > .ml-${name}`).getBoundingClientRect();
    const from = name => part(name).top - top, to = name => part(name).bottom - top;
    return {hand: from('hand'), tried: to('try'),
            bottom: Math.max(...['outcome', 'hand', 'screen', 'words'].map(to))};
}"""
# Whether a board has the shape that it should have at this width.
LAID_OUT = """([board, layout]) => board.getBoundingClientRect().right <= innerWidth
    && (getComputedStyle(board).display === 'grid') === (layout === 'wide')"""


@pytest.mark.parametrize(("layout", "size"), [("stacked", STACKED), ("wide", WIDE)], ids=["stacked", "wide"])
def test_what_belongs_together_is_seen_together(lesson: Notebook, layout: str, size: dict[str, int]) -> None:
    lesson.page.set_viewport_size(size)
    boards = lesson.page.locator(".ml-board")
    too_high = []
    for number, board in enumerate(boards.all()):
        board.scroll_into_view_if_needed()  # or the browser skips it
        lesson.page.wait_for_function(LAID_OUT, arg=[board.element_handle(), layout])
        screen = lesson.page.locator(".jp-Notebook .jp-WindowedPanel-outer").bounding_box()
        assert screen["height"] >= TOGETHER_px[layout]
        # After a prediction: picture, sliders, words, presets and what came out of it; where these lie under one
        # another, what came out may scroll away while one goes on to turn, and the presets come after the words.
        places = board.evaluate(PLACES)
        height = max(places["bottom"], places["tried"]) if layout == "wide" else places["bottom"] - places["hand"]
        if height > TOGETHER_px[layout]:
            too_high.append(f"board {number}: {height:.0f} px: {board.locator('.ml-sentence').text_content()}")
        picture = board.locator("img.widget-image").first
        for part in (picture, *board.locator("button:visible, .ml-control:visible").all()):
            box = part.bounding_box()
            assert box["x"] >= screen["x"], "something is cut off"
            assert box["x"] + box["width"] <= screen["x"] + screen["width"], "something is cut off"
        # Whole, and not out of shape.
        shape, whole = picture.evaluate("p => [p.clientWidth / p.clientHeight, p.naturalWidth / p.naturalHeight]")
        assert shape == pytest.approx(whole, rel=0.01)
    assert not too_high, "\n".join(too_high)
