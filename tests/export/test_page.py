"""Exported pages in a browser, used as a student uses them: a lesson made for this, with everything in it, and one of
the lab's (all of them with --all-lessons), whose pictures are drawn less sharply here."""

from __future__ import annotations

import base64
import io
import json
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from muscle_lib.export import draw, live
from muscle_lib.export.data import as_json
from muscle_lib.export.lesson import lesson_of
from muscle_lib.export.page import BLOCKED, BRING_BACK, KEPT, page_of
from muscle_lib.export.work import here
from muscle_lib.typed import UnclearError, number_in
from tests.browser.jupyter import SECONDS, browser_for_tests
from tests.browser.offline import expect_no_barriers
from tests.export import made
from tests.lessons import NAMES, ROOT, not_sharply

pytestmark = [pytest.mark.browser, pytest.mark.long]

MADE = "99_made"
#: Of the lab's lessons, unless --all-lessons is given, only this one.
TRIED = ["01_nerve_signal"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "name" in metafunc.fixturenames:
        lessons = [name for name in NAMES if name != "00_start_here"]
        metafunc.parametrize("name", [MADE, *(lessons if metafunc.config.getoption("all_lessons") else TRIED)])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser of its own: these pages need no lab."""
    yield from browser_for_tests()


class Shelf:
    """The lessons as data, and their pages in a folder with a difficult name; each is made when it is first wanted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lessons: dict[str, dict[str, Any]] = {}

    def lesson(self, name: str) -> dict[str, Any]:
        if name not in self._lessons:
            self._lessons[name] = json.loads(as_json(made.lesson() if name == MADE else drawn(name)))
            self.page(name).write_text(page_of(self._lessons[name]), encoding="utf-8")
        return self._lessons[name]

    def page(self, name: str) -> Path:
        return self.folder / f"{name}.html"


def drawn(name: str) -> Any:
    """A lesson of the lab, with fewer pixels and moments."""
    with not_sharply(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(draw, "FILM_EVERY", 100)
        patch.setattr(live, "LASTS_s", 0.5)
        made_now = lesson_of(ROOT / "notebooks" / f"{name}.ipynb", lambda tasks: here(tasks, lambda done, of: None))
    draw._drawer.cache_clear()
    return made_now


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("Übung Мышца "))


@contextmanager
def opened(browser: Browser, shelf: Shelf, name: str, init: str = "", **options: Any) -> Iterator[Page]:
    """A page without a network. Nothing may be asked of anybody, and nothing may go wrong."""
    shelf.lesson(name)
    context = browser.new_context(offline=True, **{"viewport": {"width": 1280, "height": 720}} | options)
    context.set_default_timeout(SECONDS * 1000)
    page, asked, errors = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    if init:
        page.add_init_script(init)
    page.goto(shelf.page(name).as_uri())
    yield page
    context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert errors == []


@pytest.fixture
def page(browser: Browser, shelf: Shelf) -> Iterator[Page]:
    """The made lesson, as on the first day."""
    with opened(browser, shelf, MADE) as its:
        yield its


#: What is said at each place of a slider.
MOVED = """slider => Array.from({length: Number(slider.max) + 1}, (_, at) => {
    slider.value = at;
    slider.dispatchEvent(new Event('input', {bubbles: true}));
    return slider.closest('.ml-board').querySelector('.ml-sentence').textContent;
})"""
#: Note in the page itself what is read out on a board: it stands there for three seconds only.
READ_OUT = """board => {
    const said = board.querySelector('.ml-hidden');
    window.mlSaid = [];
    new MutationObserver(() => window.mlSaid.push(said.textContent)).observe(said, {childList: true});
}"""
#: Whether a part of the page holds this HTML.
SAME = "(part, html) => part.innerHTML === Object.assign(document.createElement('p'), {innerHTML: html}).innerHTML"
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true; })"


# The hands

def uncover(page: Page) -> None:
    """Open each further station, and skip each prediction."""
    page.evaluate(OPEN_ALL)
    for button in page.locator(".ml-skip").all():
        button.click()


def cell(page: Page, name: str) -> Locator:
    return page.locator(f'section[id="{name}"]')


def boards(lesson: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The boards of a lesson by their cells."""
    return {block["cell"]: block["board"] for block in lesson["blocks"] if "board" in block}


def picture(board: Mapping[str, Any], tiles: Any) -> np.ndarray:
    """What is to be seen: the background with tiles over it."""
    def image(number: int) -> Image.Image:
        data = base64.b64decode(board["images"][number].partition(",")[2])
        return Image.open(io.BytesIO(data)).convert("RGBA")

    whole = image(board["background"]).copy()
    for x, y, number in tiles:
        whole.alpha_composite(image(number), (x, y))
    return np.asarray(whole.convert("RGB")).astype(int)


def seen(root: Locator) -> np.ndarray:
    """What is seen."""
    data = root.locator("canvas").evaluate("canvas => canvas.toDataURL()")
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data.partition(",")[2]))).convert("RGB")).astype(int)


def expect_picture(root: Locator, board: Mapping[str, Any], tiles: Any) -> None:
    """Pixel by pixel, but for rounding where something is half transparent."""
    wanted = picture(board, tiles)
    expect(root.locator("canvas")).to_have_count(1)
    until = time.monotonic() + SECONDS
    while (differs := np.abs(seen(root) - wanted).max()) > 2:
        assert time.monotonic() < until, f"another picture is shown: {differs}"
        root.page.wait_for_timeout(50)


def expect_state(root: Locator, board: Mapping[str, Any], number: int) -> None:
    """A state is shown: in words, for who does not see it, and as a picture."""
    words = board["states"][number]["sentence"]
    expect(root.locator(".ml-sentence")).to_have_text(words)
    expect(root.locator(".ml-picture img")).to_have_attribute("alt", words)
    expect(root.locator(".ml-refused")).to_have_text(board["states"][number]["problem"])
    expect_picture(root, board, board["states"][number]["tiles"])


# Boards

def test_every_slider_goes_to_both_ends_by_key_and_by_hand(browser: Browser, shelf: Shelf, name: str) -> None:
    with opened(browser, shelf, name) as page:
        uncover(page)
        for where, board in boards(shelf.lesson(name)).items():
            root = cell(page, where).locator(".ml-board")
            sliders = [each for each in board["controls"] if each["kind"] == "slider"]
            for number, control in enumerate(sliders):
                slider = root.get_by_role("slider", name=control["label"])
                expect(slider).to_have_attribute("aria-valuetext", control["positions"][control["start"]]["text"])
                slider.fill(str(len(control["positions"]) // 2))
                for key, at in (("Home", 0), ("End", -1)):
                    slider.press(key)
                    expect(slider).to_have_attribute("aria-valuetext", control["positions"][at]["text"])
                    expect(slider.locator("xpath=..").locator(".ml-value")).to_contain_text(
                        control["positions"][at]["text"])
                    expect_state(root, board, control["positions"][at]["state"])
                # And to each place between, by hand.
                assert slider.evaluate(MOVED) == [board["states"][place["state"]]["sentence"]
                                                  for place in control["positions"]]
                # The one before has gone back to its start.
                if number:
                    before = sliders[number - 1]
                    expect(root.get_by_role("slider", name=before["label"])).to_have_value(str(before["start"]))


def test_every_preset_shows_its_own_state(browser: Browser, shelf: Shelf, name: str) -> None:
    with opened(browser, shelf, name) as page:
        uncover(page)
        for where, board in boards(shelf.lesson(name)).items():
            root = cell(page, where).locator(".ml-board")
            for number, preset in enumerate(board["presets"]):
                button = root.locator(".ml-try").get_by_role("button").nth(number)
                button.click()
                expect(button).to_have_attribute("aria-pressed", "true")
                expect_state(root, board, preset["state"])
                expect(root.locator(".ml-remark")).to_contain_text("Source:" if preset["state"] else "expected:")
                for control, at in zip(board["controls"], preset["places"], strict=True):
                    if control["kind"] == "slider":
                        expect(root.get_by_role("slider", name=control["label"])).to_have_value(
                            str(control["start"] if at < 0 else at))
            if board["presets"]:
                root.locator(".ml-reset").click()
                expect_state(root, board, 0)
                expect(root.locator(".ml-remark")).to_be_empty()
                assert root.locator(".ml-try [aria-pressed=true]").count() == 0


def test_a_slider_moves_its_picture_at_once(browser: Browser, shelf: Shelf) -> None:
    with opened(browser, shelf, TRIED[0]) as page:
        uncover(page)
        root = page.locator(".ml-board").first
        root.get_by_role("slider").first.press("End")
        expect(root.locator("canvas")).to_have_count(1)
        # The quickest of many, as the machine has other things to do.
        passes: list[list[float]] = []
        while not passes or median(quickest := list(map(min, zip(*passes, strict=True)))) > 50.0:
            assert len(passes) < 40, f"not at once: {quickest}"
            passes.append(root.get_by_role("slider").first.evaluate("""slider => {
                const context = slider.closest('.ml-board').querySelector('canvas').getContext('2d');
                return Array.from({length: Number(slider.max) + 1}, (_, at) => {
                    const begun = performance.now();
                    slider.value = at;
                    slider.dispatchEvent(new Event('input', {bubbles: true}));
                    context.getImageData(0, 0, 1, 1);  // it is drawn by now
                    return performance.now() - begun;
                });
            }"""))


def test_choices_are_buttons_or_a_list(page: Page, shelf: Shelf) -> None:
    uncover(page)
    root, its = cell(page, "s1-predict").locator(".ml-board"), boards(shelf.lesson(MADE))["s1-predict"]
    root.get_by_role("radio", name="Fast").check()
    expect_state(root, its, 6)
    root.get_by_role("combobox", name="Place").select_option("Place 3")
    expect_state(root, its, 7)
    expect(root.get_by_role("radio", name="Slow")).to_be_checked()
    root.locator(".ml-reset").click()
    expect(root.get_by_role("combobox", name="Place")).to_have_value("0")


def test_a_slider_says_what_the_lab_s_says(page: Page) -> None:
    uncover(page)
    root = cell(page, "s1-predict").locator(".ml-board")
    rate, force = root.get_by_role("slider", name="Rate"), root.get_by_role("slider", name="Force")
    name = "Rate (Hz), normal 1 to 2 Hz, dangerous above 3 Hz"
    expect(rate).to_have_attribute("aria-label", name)
    rate.press("End")
    expect(rate).to_have_attribute("aria-label", f"{name}, changed, now dangerous")
    expect(root.locator(".ml-value").first).to_have_text("4 Hz ▲ dangerous")
    # It would do nothing, as long as all others stand at their starts.
    words = root.get_by_text("does nothing while there is no order")
    expect(words).to_be_hidden()
    force.press("End")
    expect(words).to_be_visible()


def test_what_is_shown_is_read_out_once_it_rests_and_does_not_stay(page: Page) -> None:
    uncover(page)
    root = cell(page, "s1-predict").locator(".ml-board")
    root.evaluate(READ_OUT)
    root.get_by_role("slider", name="Rate").evaluate(MOVED)
    page.wait_for_function("window.mlSaid.length >= 2")
    assert page.evaluate("window.mlSaid") == [made.sentence(2), ""]


def test_a_film_is_played_and_moved_by_hand(page: Page, shelf: Shelf) -> None:
    uncover(page)
    root, board = cell(page, "s1-predict").locator(".ml-board"), boards(shelf.lesson(MADE))["s1-predict"]
    root.locator(".ml-reset").click()
    expect(root.locator(".ml-hear")).to_be_hidden()
    root.locator(".ml-try").get_by_role("button").nth(1).click()
    root.locator(".ml-roll").click()
    under, film = board["states"][8]["tiles"], board["presets"][1]["film"]["pictures"]
    expect_picture(root, board, [*under, *film[0]])
    moment = root.get_by_role("slider", name="Moment of the film")
    moment.press("End")
    expect(moment).to_have_attribute("aria-valuetext", "3 of 3")
    expect_picture(root, board, [*under, *film[3]])
    play = root.locator(".ml-play")
    # While it plays; looked at at once, as it is short.
    assert play.evaluate("button => { button.click(); return button.textContent; }") == "Pause"
    expect(play).to_have_text("Start")
    expect(moment).to_have_value("3")
    root.locator(".ml-roll").click()
    expect_state(root, board, 8)
    expect(moment).to_be_hidden()
    # With another state it would be a lie.
    root.locator(".ml-roll").click()
    root.get_by_role("slider", name="Rate").press("Home")
    expect(moment).to_be_hidden()
    expect(root.locator(".ml-roll")).to_be_hidden()


def test_a_sound_stands_beside_its_words(page: Page) -> None:
    uncover(page)
    root = cell(page, "s1-predict").locator(".ml-board")
    root.locator(".ml-try").get_by_role("button").nth(1).click()
    root.locator(".ml-hear").click()
    expect(root.locator("audio")).to_have_attribute("src", made.WAV)
    expect(root.locator(".ml-sound")).to_contain_text("To hear: two <clicks>")
    root.locator(".ml-reset").click()
    expect(root.locator("audio")).to_have_count(0)


def test_a_living_muscle_goes_on_at_its_forks(page: Page, shelf: Shelf) -> None:
    root, board = cell(page, "s1-live").locator(".ml-board"), boards(shelf.lesson(MADE))["s1-live"]
    root.scroll_into_view_if_needed()
    expect(root.get_by_text("It will move much.")).to_be_visible()
    expect(root.locator(".ml-sentence")).to_have_text("It rests.")
    root.evaluate(READ_OUT)
    root.evaluate("""board => {
        window.mlFocused = [];
        board.addEventListener('focusin', event => window.mlFocused.push(event.target.className));
    }""")
    root.get_by_role("button", name="Contract").press("Enter")
    expect(root.get_by_role("button", name="Wait")).to_be_focused()
    assert "ml-play" in page.evaluate("window.mlFocused"), "it cannot be paused at once"
    expect(root.locator(".ml-sentence")).to_have_text("It pulls.")
    expect_picture(root, board, board["live"]["branches"][1]["pictures"][-1])
    root.get_by_role("button", name="Wait").click()
    expect(root.locator(".ml-sentence")).to_have_text("It is over.")
    page.wait_for_function("window.mlSaid.includes('It is over.')")
    root.locator(".ml-reset").click()
    expect(root.get_by_role("button", name="Contract")).to_be_visible()
    expect_state(root, board | {"states": [board["states"][0] | {"sentence": "It rests."}]}, 0)


def test_all_of_a_lesson_is_drawn(browser: Browser, shelf: Shelf) -> None:
    with opened(browser, shelf, TRIED[0]) as page:
        page.evaluate(OPEN_ALL)
        for image in page.locator("img").all():
            assert image.evaluate("img => img.decode().then(() => img.naturalWidth)") > 0
            assert image.get_attribute("alt"), "a picture without words"
        assert page.locator("math").count() > 5
        assert page.locator("math[display=block]").first.bounding_box()["height"] > 20, "the formula is not drawn"
        expect(page.locator("body")).not_to_contain_text("$$")


# Predictions and questions

def test_each_prediction_covers_its_board_until_it_is_made(browser: Browser, shelf: Shelf, name: str) -> None:
    lesson = shelf.lesson(name)
    with opened(browser, shelf, name) as page:
        page.evaluate(OPEN_ALL)
        for number, block in enumerate(each for each in lesson["blocks"] if each["type"] == "predict"):
            root, board = cell(page, block["cell"]), block["board"]
            expect(root.locator(".ml-board")).to_be_hidden()
            root.get_by_role("button", name="This is my prediction").click()
            expect(root.locator(".ml-missing")).to_have_text("Choose one of the answers first, or press “Skip”.")
            choice = block["choices"][number % len(block["choices"])]
            root.get_by_role("radio").nth(number % len(block["choices"])).check()
            root.get_by_role("button", name="This is my prediction").press("Enter")
            outcome = root.locator(".ml-outcome")
            expect(outcome).to_be_focused()
            for words in (block["question_html"], choice["html"], block["outcome_html"], choice["feedback_html"]):
                expect(outcome).to_contain_text(page.evaluate(
                    "html => Object.assign(document.createElement('p'), {innerHTML: html}).textContent", words))
            expect(root.get_by_role("button", name="This is my prediction")).to_be_hidden()
            expect_state(root.locator(".ml-board"), board, block["outcome_state"])
            for control, at in zip(board["controls"], block["outcome_places"], strict=True):
                if control["kind"] == "slider":
                    expect(root.get_by_role("slider", name=control["label"])).to_have_value(
                        str(control["start"] if at < 0 else at))


def test_who_skips_stands_at_the_board(page: Page) -> None:
    root = cell(page, "s1-predict")
    root.get_by_role("button", name="Skip").press("Enter")
    expect(root.get_by_role("slider", name="Rate")).to_be_focused()
    expect(root.locator(".ml-outcome")).to_be_hidden()
    expect(page.locator(".ml-bar")).to_contain_text("Core: 0 of 7 done, 1 skipped; next: station 1.")


def test_what_no_slider_shows_of_an_outcome_is_said(page: Page) -> None:
    root = cell(page, "s1-predict")
    root.get_by_role("radio").first.check()
    root.get_by_role("button", name="This is my prediction").click()
    expect(root.locator(".ml-remark")).to_have_text("Rate 4 Hz; Mass 2 kg")


def test_every_question_says_what_belongs_to_its_answer(browser: Browser, shelf: Shelf, name: str) -> None:
    with opened(browser, shelf, name) as page:
        page.evaluate(OPEN_ALL)
        for block in (each for each in shelf.lesson(name)["blocks"] if each["type"] == "ask"):
            root = cell(page, block["cell"])
            check, said = root.get_by_role("button", name="Check"), root.locator(".ml-said")
            assert said.get_attribute("role") == "status"
            check.click()
            if block["kind"] == "choice":
                expect(said).to_have_text("Choose one of the answers first.")
                answers = [(root.get_by_role("radio").nth(number).check, each["feedback_html"])
                           for number, each in enumerate(block["choices"])]
            else:
                expect(said).to_have_text(f"Type a number, in {block['unit']}.")
                right, away = block["answer"], block["tolerance"]
                # The ends of what is right are right; a little beyond is not.
                answers = [(partial(root.get_by_role("textbox").fill, repr(value)), block[words]) for value, words in (
                    (right, "right_html"), (right - away, "right_html"), (right + away, "right_html"),
                    (right - 1.01 * away, "low_html"), (right + 1.01 * away, "high_html"))]
            for give, html in answers:
                give()
                check.click()
                assert said.evaluate(SAME, html)


TYPED = ["6.5", "6,5", " 6.5 ", "+6.5", "−6.5", "- 6.5", "‐3", "6.5 µA/cm²", "6.5 uA/cm2", "6.5uA/cm^2", "6.5 μA / cm²",
         "6.5 mA", "6.5e0", "65e-1", "65E−1", "1e400", "1,234", "12,345", "0,123", "1.234", "1,234.5", "1,234,567",
         "1.234,5", "1.234.567", "1 234", "1 234 567", "1'234", "1’234", "1 23", "6.", ".5", ",5", ".", "", "x", "six",
         "6.5.5", "6..5", "٦", "६,५", "６．５", "0x10", "Infinity", "NaN", "1e", "--6", "6 5", "1,2,3", "1,234 µA/cm²",
         "-0"]


def test_numbers_are_read_as_the_library_reads_them(page: Page) -> None:
    root = cell(page, "s1-number")
    field, said = root.get_by_role("textbox"), root.locator(".ml-said")
    expect(field).to_have_accessible_name("How much? Answer in µA/cm²")
    unit = "µA/cm²"
    for typed in TYPED:
        page.evaluate("localStorage.clear()")
        field.fill(typed)
        root.get_by_role("button", name="Check").click()
        entry = page.evaluate("JSON.parse(localStorage.getItem('muscle-lab.made') || '{}')['made.q2']")
        try:
            wanted = number_in(typed, {unit: 1.0})
        except UnclearError as problem:
            assert entry is None
            expect(said).to_have_text(f"Type a number, in {unit}. {typed} {problem}.")
        except ValueError:
            assert entry is None, typed
            expect(said).to_have_text(f"Type a number, in {unit}.")
        else:
            assert entry is not None, typed
            assert entry["given"] == wanted, typed


# Evidence, trainer, map, notes

def test_findings_are_weighed_one_after_another(page: Page, shelf: Shelf) -> None:
    root = cell(page, "s1-evidence")
    block = next(each for each in shelf.lesson(MADE)["blocks"] if each["type"] == "evidence")
    size = len(block["findings"])
    rows = root.locator("tbody tr")
    root.get_by_role("button", name="Show all").click()
    expect(root.locator("tbody tr:visible")).to_have_count(size)
    expect(root).to_contain_text(f"All {size} findings are on the board; 0 of them you have weighed.")
    expect(root.get_by_role("button", name="Speaks for it")).to_be_disabled()
    root.get_by_role("button", name="Show all").click()
    for number in range(size):
        expect(root).to_contain_text(f"Finding {number + 1} of {size}.")
        expect(root.locator("tbody tr:visible")).to_have_count(number)
        root.get_by_role("button", name="Decides nothing").click()
        assert root.locator(".ml-said").evaluate(SAME, block["findings"][number]["said_html"]["neither"])
    expect(root).to_contain_text("All findings are weighed.")
    expect(rows.last).to_be_visible()
    expect(root.get_by_role("button", name="Show all")).to_be_focused()
    page.reload()
    expect(root).to_contain_text("All findings are weighed.")


def test_the_trainer_goes_from_case_to_case_to_the_table(page: Page, shelf: Shelf) -> None:
    root = cell(page, "s1-triage")
    block = next(each for each in shelf.lesson(MADE)["blocks"] if each["type"] == "triage")
    cases, ranks = block["cases"], list(block["ranks"])
    root.get_by_role("button", name="Show the first case").click()
    for number, case in enumerate(cases, start=1):
        shown = root.locator(".ml-case:visible")
        expect(shown).to_contain_text(f"Case {number} of {len(cases)} · {case['title']} · age {case['age']}")
        expect(shown.locator("img")).to_have_attribute("alt", re.compile("."))
        shown.get_by_role("button", name="Decide").click()
        expect(shown.locator(".ml-missing")).to_have_text("Choose one of the four first.")
        shown.get_by_role("radio").nth(0).check()
        shown.get_by_role("button", name="Decide").click()
        expect(shown.locator(".ml-said")).to_be_focused()
        expect(shown).to_contain_text("← right")
        expect(shown.get_by_role("radio").first).to_be_disabled()
        if number == 2:  # one can stop, and go on later
            page.reload()
            continue
        shown.get_by_role("button", name="Next case" if number < len(cases) else "Show all my decisions").click()
    kinds = [case["kinds"][ranks[0]] for case in cases]
    expect(root.locator(".ml-end")).to_contain_text(
        f"{len(cases)} decided: {kinds.count('right')} right, {kinds.count('missed')} missed, 0 over-called.")
    weighs = sum(case["weights"][ranks[0]] for case in cases)
    best = sum(case["weights"][case["right"]] for case in cases)
    words = f"weigh {weighs:+d}; all right would be {best:+d}".replace("-", "−")
    expect(root.locator(".ml-cost")).to_contain_text(words)
    expect(root.locator(".ml-case:visible")).to_have_count(len(cases))
    first = root.locator(".ml-so-far tbody tr").nth(ranks.index(cases[0]["right"])).locator("td").first
    expect(first).to_contain_text(f"1 {cases[0]['title']}")


def test_causes_are_placed_on_the_map(page: Page, shelf: Shelf) -> None:
    root = cell(page, "s1-map")
    block = next(each for each in shelf.lesson(MADE)["blocks"] if each["type"] == "causes")
    cause = block["causes"][0]
    keys = [place["key"] for place in block["places"]]
    right, wrong = cause["places"][0], next(key for key in keys if key not in cause["places"])
    row = root.locator(".ml-cause").first
    row.get_by_role("button", name="Check").click()
    expect(row.locator(".ml-problem")).to_be_visible()
    row.get_by_role("combobox", name=cause["words"]).select_option(str(keys.index(wrong) + 1))
    row.get_by_role("button", name="Check").click()
    expect(row.locator(".ml-wrong")).to_contain_text("Not there:")
    row.get_by_role("combobox").select_option(str(keys.index(right) + 1))
    row.get_by_role("button", name="Check").click()
    expect(row.locator(".ml-right")).to_contain_text(f"Right: {cause['words']} → ")
    mark = root.locator(f'[data-place="{keys.index(right) + 1}"]')
    expect(mark).to_have_text(cause["mark"] or "·")
    page.reload()
    expect(mark).to_have_text(cause["mark"] or "·")
    expect(row.locator(".ml-right")).to_be_visible()


# What is kept

def work(page: Page) -> None:
    """Enter something everywhere."""
    root = cell(page, "s1-predict")
    root.get_by_role("radio").nth(0).check()
    root.get_by_role("button", name="This is my prediction").click()
    cell(page, "s1-choice").get_by_role("radio").nth(2).check()
    cell(page, "s1-choice").get_by_role("button", name="Check").click()
    cell(page, "s1-number").get_by_role("textbox").fill("7.5")
    cell(page, "s1-number").get_by_role("button", name="Check").click()
    cell(page, "s1-note").get_by_role("textbox").fill(made.NASTY)
    cell(page, "s1-evidence").get_by_role("button", name="Speaks for it").click()


def expect_worked(page: Page) -> None:
    """It is there again."""
    expect(cell(page, "s1-predict").locator(".ml-board")).to_be_visible()
    expect(cell(page, "s1-predict").locator(".ml-outcome")).to_contain_text("You predicted: answer 1")
    expect(cell(page, "s1-choice").locator(".ml-said")).to_have_text("Right. verdict 3")
    expect(cell(page, "s1-number").get_by_role("textbox")).to_have_value("7.5")
    expect(cell(page, "s1-number").locator(".ml-said")).to_have_text("Too high")
    expect(cell(page, "s1-note").get_by_role("textbox")).to_have_value(made.NASTY)
    expect(cell(page, "s1-evidence")).to_contain_text("Finding 2 of")
    expect(page.locator(".ml-bar")).to_contain_text("Core: 3 of 7 done; next: station 1.")
    expect(page.get_by_role("img", name="Station 1 · The first: 3 of 7 done")).to_be_visible()


def test_what_was_entered_is_there_after_a_reload(page: Page, shelf: Shelf) -> None:
    expect(page.locator(".ml-bar")).to_contain_text("Core: 0 of 7 done; next: station 1.")
    expect(page.locator(".ml-about .ml-where")).to_have_text(KEPT)
    work(page)
    expect_worked(page)
    page.reload()
    expect_worked(page)
    board = boards(shelf.lesson(MADE))["s1-predict"]
    expect_state(cell(page, "s1-predict").locator(".ml-board"), board, 9)


def test_two_windows_take_nothing_from_each_other(page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    cell(page, "s1-note").get_by_role("textbox").fill("one")
    cell(other, "s1-choice").get_by_role("radio").nth(2).check()
    cell(other, "s1-choice").get_by_role("button", name="Check").click()
    expect(other.locator(".ml-bar")).to_contain_text("2 of 7 done")


def test_start_afresh_puts_aside_and_brings_back(page: Page) -> None:
    work(page)
    page.get_by_role("button", name="Start afresh").click()
    expect(page.locator(".ml-bar")).to_contain_text("Core: 0 of 7 done")
    expect(cell(page, "s1-predict").locator(".ml-board")).to_be_hidden()
    expect(cell(page, "s1-note").get_by_role("textbox")).to_have_value("")
    page.get_by_role("button", name=BRING_BACK).click()
    expect_worked(page)
    expect(page.get_by_role("button", name="Start afresh")).to_be_visible()


def test_a_copy_holds_what_was_entered_and_opens_anywhere(browser: Browser, page: Page, tmp_path: Path) -> None:
    work(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save a copy").click()
    assert download.value.suggested_filename == "99_made.report.html"
    download.value.save_as(tmp_path / "copy.html")
    assert (tmp_path / "copy.html").stat().st_size < 60_000
    context = browser.new_context(offline=True)
    copy = context.new_page()
    copy.goto((tmp_path / "copy.html").as_uri())
    words = copy.locator("body").inner_text()
    for entered in ("Station 1 · The first", "3 of 7 done", "You predicted: answer 1", "What happens: it comes",
                    "verdict 3", "Too high", made.NASTY):
        assert entered in words, entered
    assert "Which?" in words and "One of the causes" not in words and "Show the first case" not in words
    expect(copy.get_by_role("radio", checked=True)).to_have_count(1)
    expect(copy.get_by_role("textbox")).to_have_value("7.5")
    assert copy.locator("button:visible, script:not(head script)").count() == 0
    context.close()


def test_where_storage_is_blocked_it_says_so_and_all_works(browser: Browser, shelf: Shelf) -> None:
    blocked = ("Object.defineProperty(window, 'localStorage', "
               "{get() { throw new DOMException('no', 'SecurityError'); }})")
    with opened(browser, shelf, MADE, blocked) as page:
        expect(page.locator(".ml-about .ml-where")).to_have_text(BLOCKED)
        work(page)
        expect_worked(page)
        page.get_by_role("button", name="Start afresh").click()
        expect(page.locator(".ml-bar")).to_contain_text("Core: 0 of 7 done")


def test_a_full_store_is_said_when_it_happens(browser: Browser, shelf: Shelf) -> None:
    full = ("const put = Storage.prototype.setItem; Storage.prototype.setItem = function (key, value) "
            "{ if (value.length > 60) throw new DOMException('full', 'QuotaExceededError'); "
            "put.call(this, key, value); }")
    with opened(browser, shelf, MADE, full) as page:
        expect(page.locator(".ml-about .ml-where")).to_have_text(KEPT)
        work(page)
        expect(page.locator(".ml-about .ml-where")).to_have_text(BLOCKED)
        expect_worked(page)


@pytest.mark.parametrize("content", ["{", "3"])
def test_what_somebody_else_wrote_there_breaks_nothing(browser: Browser, shelf: Shelf, content: str) -> None:
    with opened(browser, shelf, MADE) as page:
        page.evaluate("content => localStorage.setItem('muscle-lab.made', content)", content)
        page.reload()
        expect(page.locator(".ml-bar")).to_contain_text("Core: 0 of 7 done")
        work(page)
        expect_worked(page)


# For everybody, everywhere

@pytest.mark.parametrize("width", [320, 375])
def test_nothing_is_wider_than_a_telephone(browser: Browser, shelf: Shelf, name: str, width: int) -> None:
    with opened(browser, shelf, name, viewport={"width": width, "height": 640}) as page:
        page.evaluate(OPEN_ALL)
        for root in page.locator(".ml-predict").all():
            root.get_by_role("radio").first.check()
            root.get_by_role("button", name="This is my prediction").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        # The picture stands above its sliders, and can be pushed sideways, also by keyboard.
        root = page.locator(".ml-board:has(.ml-control)").first
        root.scroll_into_view_if_needed()
        above, below = root.locator(".ml-picture").bounding_box(), root.locator(".ml-control").first.bounding_box()
        assert above["y"] + above["height"] <= below["y"] + 1
        assert below["width"] <= width - 32
        if name != MADE:
            expect(root.locator(".ml-sideways")).to_have_attribute("tabindex", "0")


def test_on_a_wide_page_the_picture_stands_beside_its_sliders(browser: Browser, shelf: Shelf) -> None:
    with opened(browser, shelf, TRIED[0]) as page:
        uncover(page)
        root = page.locator(".ml-board:has(.ml-control)").first
        left, right = root.locator(".ml-picture").bounding_box(), root.locator(".ml-control").first.bounding_box()
        assert left["width"] == pytest.approx(840, abs=1)
        assert left["x"] + left["width"] <= right["x"] and abs(left["y"] - right["y"]) < 20
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280


@pytest.mark.parametrize("look", [{}, {"forced_colors": "active"},
                                  {"color_scheme": "dark", "viewport": {"width": 320, "height": 640}}], ids=str)
def test_axe_finds_no_barrier(browser: Browser, shelf: Shelf, look: dict[str, Any]) -> None:
    with opened(browser, shelf, MADE, **look) as page:
        expect_no_barriers(page)
        page.evaluate(OPEN_ALL)
        work(page)
        cell(page, "s1-predict").locator(".ml-try").get_by_role("button").nth(1).click()
        for press in (".ml-roll", ".ml-hear"):
            cell(page, "s1-predict").locator(press).click()
        cell(page, "s1-triage").get_by_role("button", name="Show the first case").click()
        expect_no_barriers(page)


def test_axe_finds_no_barrier_in_a_lesson(browser: Browser, shelf: Shelf, name: str) -> None:
    with opened(browser, shelf, name) as page:
        uncover(page)
        expect_no_barriers(page)


@pytest.mark.parametrize("width", [320, 1280])
def test_a_word_of_the_glossary_says_what_it_means(browser: Browser, shelf: Shelf, width: int) -> None:
    with opened(browser, shelf, MADE, viewport={"width": width, "height": 640}, has_touch=True) as page:
        word = page.get_by_text("words", exact=True)
        expect(word).to_have_attribute("title", "Word: something said.")
        told = "word => getComputedStyle(word, '::after').content"
        assert word.evaluate(told) == "none"
        word.tap()
        expect(word).to_be_focused()
        assert word.evaluate(told) in ('"Word: something said."', "attr(title)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator('a[href*="glossary"]').count() == 0


def test_where_cases_are_guessed_no_setting_is_told(browser: Browser, shelf: Shelf) -> None:
    with opened(browser, shelf, MADE) as page:
        page.evaluate(OPEN_ALL)
        root = cell(page, "s1-guess")
        root.get_by_role("radio").first.check()
        root.get_by_role("button", name="This is my prediction").click()
        expect(root.locator(".ml-outcome")).to_be_focused()
        expect(root.locator(".ml-remark")).to_be_empty()


def test_all_can_be_done_by_keyboard_alone(page: Page) -> None:
    page.locator("h1").click()
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.className + document.activeElement.name"))
        if reached[-1] == "made-p1":
            break
    assert reached[-1] == "made-p1", reached
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(cell(page, "s1-predict").locator(".ml-outcome")).to_contain_text("You predicted: answer 2")
    page.keyboard.press("Tab")
    expect(cell(page, "s1-predict").get_by_role("slider", name="Rate")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(cell(page, "s1-predict").locator(".ml-sentence")).to_have_text(made.sentence(0))


def test_printed_it_is_whole(browser: Browser, shelf: Shelf, name: str, tmp_path: Path) -> None:
    lesson = shelf.lesson(name)
    with opened(browser, shelf, name) as page:
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        for block in lesson["blocks"]:
            its = cell(page, block["cell"])
            if "board" in block:
                expect(its.locator(".ml-picture img")).to_be_visible()
                expect(its.locator(".ml-sentence")).to_be_visible()
            if block["type"] == "predict":
                expect(its.locator(".ml-outcome")).to_contain_text("What happens:")
                expect(its.locator(".ml-outcome")).to_be_visible()
                expect(its.locator(".ml-predicted")).to_be_hidden()
                expect(its.get_by_role("radio").first).to_be_visible()
            if block["type"] == "evidence":
                expect(its.locator("tbody tr").last).to_be_visible()
            if block["type"] == "triage":
                expect(its.locator(".ml-case:visible")).to_have_count(len(block["cases"]))
        assert page.locator("button:visible, input[type=range]:visible, textarea:visible, select:visible").count() == 0
        assert page.locator("details:not([open], .ml-look)").count() == 0
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.locator("details:not([open], .ml-look)").count() > 0
        page.emulate_media(media=None)
        assert len(page.pdf(path=str(tmp_path / "page.pdf"), format="A4")) > 20_000


def test_what_was_entered_is_printed(page: Page) -> None:
    work(page)
    page.emulate_media(media="print")
    words = page.locator("body").inner_text()
    for entered in ("You predicted: answer 1", "verdict 1", "verdict 3", "Too high", made.NASTY):
        assert entered in words, entered
    expect(cell(page, "s1-number").get_by_role("textbox")).to_be_visible()


def test_without_scripts_it_can_be_read(browser: Browser, shelf: Shelf) -> None:
    with opened(browser, shelf, MADE, java_script_enabled=False) as page:
        expect(cell(page, "s1-predict").locator(".ml-picture img")).to_be_visible()
        expect(cell(page, "s1-predict")).to_contain_text("What happens: it comes")
        expect(cell(page, "s1-triage").locator(".ml-case").first).to_be_visible()
        expect(page.locator("noscript")).to_be_visible()
