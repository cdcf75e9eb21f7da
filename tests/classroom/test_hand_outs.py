"""What is handed out: the quiz for a course platform, read back by readers of its own; worksheet, key and slides."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import lab
from muscle_lib.classroom import lesson, quiz, slides, worksheet
from muscle_lib.classroom.lesson import read_lesson
from muscle_lib.questions import NumberQuestion, question
from tests.classroom.readers import Read, read_gift, read_xml
from tests.classroom.stills import NAME, PICTURES, made_of, short_lesson, words_of
from tests.lessons import FOLDER, ROOT, not_sharply


@pytest.fixture(scope="module")
def station(tmp_path_factory, nobody_listens) -> Iterator[Path]:
    """Chapter 1 with one of its experiments, and that done once."""
    path = short_lesson(tmp_path_factory.mktemp("lesson"))
    once = cache(lambda key: lesson.experiment(predictions[key]))
    predictions = {}

    def done(prediction):
        predictions[prediction.key] = prediction
        return once(prediction.key)

    with pytest.MonkeyPatch.context() as patch, not_sharply():
        for each in (quiz, slides, worksheet):
            patch.setattr(each, "experiment", done)
        yield path


@pytest.fixture(scope="module")
def quizzes(station) -> dict[str, tuple[str, list[Read]]]:
    said = {form: list(quiz.write(station, station.parent, form)) for form in quiz.ENDINGS}
    for form, lines in said.items():
        assert lines[-1].startswith("Written: ") and lines[-1].endswith("with 4 questions"), form
        assert any("sliders" in line for line in lines) and any("notes" in line for line in lines)
    assert any("pictures" in line for line in said["gift"]) and not any("pictures" in line for line in said["moodle"])
    read = {"moodle": read_xml, "gift": read_gift}
    return {form: read[form]((station.parent / f"{NAME}{ending}").read_text(encoding="utf-8"))
            for form, ending in quiz.ENDINGS.items()}


def plain(words: str) -> str:
    """Words of a question as one reads them: without tags, and with what HTML had to write otherwise."""
    words = re.sub(r"<[^>]+>", "", words)
    for written, meant in (("&#x27;", "'"), ("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        words = words.replace(written, meant)
    return words.strip()


@pytest.mark.parametrize("form", quiz.ENDINGS)
def test_a_choice_question_comes_back_with_its_feedback_and_its_one_right_answer(quizzes, form):
    category, read = quizzes[form]
    assert category == "$course$/top/Muscle Lab/1 · The nerve signal"
    assert [each.name.rsplit(" · ", 2)[1:] for each in read] == [
        ["Station 1", "p1"], ["Station 1", "q1"], ["Station 1", "q2"], ["Station 5", "q11"]]
    for place, kind, key in ((0, "predict", "p1"), (2, "ask", "q2"), (3, "ask", "q11")):
        asked, its = question(kind, f"nerve_signal.{key}"), read[place]
        assert its.kind == "multichoice"
        assert plain(its.text) == asked.text
        assert [plain(words) for words, _, _, _ in its.answers] == [choice.text for choice in asked.choices]
        assert [share for _, share, _, _ in its.answers] == [
            float(number == asked.right) for number in range(1, len(asked.choices) + 1)]
        for (_, share, _, feedback), choice in zip(its.answers, asked.choices, strict=True):
            assert plain(feedback).startswith(choice.feedback)
            assert share or plain(feedback).endswith(choice.misconception)
    assert plain(read[0].told).startswith("What happens: The weaker pulse (pale) gives a peak of 37 mV")


@pytest.mark.parametrize("form", quiz.ENDINGS)
def test_a_number_comes_back_with_its_tolerance_and_a_word_for_too_low_and_too_high(quizzes, form):
    its = quizzes[form][1][1]
    asked: NumberQuestion = question("ask", "nerve_signal.q1")
    assert its.kind == "numerical" and plain(its.text) == f"{asked.text} (Answer in {asked.unit}.)"
    edge = asked.tolerance
    for given, share, words in ((asked.answer, 1.0, asked.right), (asked.answer - edge, 1.0, asked.right),
                                (asked.answer + edge, 1.0, asked.right), (asked.answer - 1.1 * edge, 0.0, asked.low),
                                (0.0, 0.0, asked.low), (-1000.0, 0.0, asked.low),
                                (asked.answer + 1.1 * edge, 0.0, asked.high), (1e5, 0.0, asked.high)):
        assert (its.mark(given)[0], plain(its.mark(given)[1])) == (share, words), given


def test_moodle_gets_the_pictures_of_an_outcome_and_of_a_case_and_none_that_tells_the_answer(quizzes):
    predicted, number, chosen, case = quizzes["moodle"][1]
    assert set(predicted.files) == {"generalfeedback.png"} and set(case.files) == {"questiontext.png"}
    assert not number.files and not chosen.files
    for words, content in ((predicted.told, predicted.files["generalfeedback.png"]),
                           (case.text, case.files["questiontext.png"])):
        assert words.count("@@PLUGINFILE@@/") == 1 and Image.open(io.BytesIO(content)).format == "PNG"
    # The sentence of the picture is its text alternative.
    assert re.search('alt="One impulse', predicted.told) and "<img" not in predicted.text
    assert all(not its.files for its in quizzes["gift"][1])


def test_what_means_something_to_a_format_comes_back_as_it_was():
    words = r"50 % of {a:b} ~ c = d # e \ f &lt; g → [h]"
    item = quiz.Item(words, words, (quiz.Answer(words, words, True), quiz.Answer("no", words, False)), told=words)
    for read, write in ((read_gift, quiz.gift), (read_xml, quiz.moodle_xml)):
        its = read(write([item, item], "x"))[1][1]
        assert its.name == words
        for got in (its.text, its.told, its.answers[0][0], its.answers[0][3], its.answers[1][3]):
            assert got.removeprefix("<p>").removesuffix("</p>") == words


def test_the_test_before_and_after_is_a_file_of_its_own_and_missing_if_there_is_none(station, monkeypatch):
    asked = {"b1": question("ask", "nerve_signal.q2"), "b2": question("ask", "nerve_signal.q3")}
    monkeypatch.setattr(quiz, "asked_in_test", lambda chapter, key: asked.get(key))
    # Nobody waits for experiments that are not in it.
    monkeypatch.delattr(quiz, "read_lesson")
    *_, last = quiz.write(station, station.parent, "gift", "before-after")
    assert last.endswith(f"/{NAME}.before-after.gift.txt, with 2 questions")
    category, read = read_gift((station.parent / f"{NAME}.before-after.gift.txt").read_text(encoding="utf-8"))
    assert category.endswith("1 · The nerve signal · before and after")
    assert [plain(each.text) for each in read] == [each.text for each in asked.values()]
    asked.clear()
    with pytest.raises(ValueError, match="“1 · The nerve signal” there is no file of a test before and after"):
        list(quiz.write(station, station.parent, "gift", "before-after"))


def test_the_program_of_lab_py_writes_and_says_a_problem_in_a_sentence(station, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["-c", "slides", str(station), str(station.parent)])
    exec(compile(lab.HAND_OUT, "hand out", "exec"), {})
    assert "Written: " in capsys.readouterr().out
    monkeypatch.setattr(sys, "argv", ["-c", "slides", str(FOLDER / "00_start_here.ipynb"), str(station.parent)])
    with pytest.raises(SystemExit, match="is no lesson"):
        exec(compile(lab.HAND_OUT, "hand out", "exec"), {})


def test_the_start_page_and_a_damaged_lesson_are_refused_in_a_sentence(tmp_path):
    with pytest.raises(ValueError, match="is no lesson that asks something"):
        read_lesson(FOLDER / "00_start_here.ipynb")
    (tmp_path / f"{NAME}.ipynb").write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match="could not be read"):
        read_lesson(tmp_path / f"{NAME}.ipynb")


# The worksheet

@pytest.fixture(scope="module")
def sheets(station) -> dict[str, str]:
    """The worksheet, and its key on Letter; no browser prints them here."""
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worksheet, "chromium", lambda: None)
        for chosen, name in (("worksheet", "worksheet"), ("key", "key-letter")):
            said = list(worksheet.write(station, station.parent, *name.split("-")))
            assert "no Chromium" in said[-1] and f"{NAME}-{name}.html" in said[-1]
            found[chosen] = (station.parent / f"{NAME}-{name}.html").read_text(encoding="utf-8")
    return found


def seen(page: str) -> str:
    """The words of a page, as one reads them."""
    return " ".join(plain(re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)).split())


def test_a_worksheet_asks_all_and_answers_nothing_and_its_key_answers_all(sheets):
    sheet, key = seen(sheets["worksheet"]), seen(sheets["key"])
    for name in ("predict.p1", "ask.q1", "ask.q2", "ask.q11", "note.n1"):
        kind, _, name = name.partition(".")
        asked = question(kind, f"nerve_signal.{name}")
        told = [choice.feedback for choice in getattr(asked, "choices", ())]
        told += [each for each in (getattr(asked, "expected", ""), getattr(asked, "right", ""))
                 if isinstance(each, str)]
        assert asked.text in sheet and asked.text in key
        assert all(choice.text in sheet for choice in getattr(asked, "choices", ()))
        assert not [words for words in told if words and words in sheet], name
        assert [words for words in told if words and words not in key] == [], name
    assert "The weaker pulse (pale) gives a peak of 37 mV" in key
    assert "peak of 37 mV" not in sheet and "class=right" not in sheets["worksheet"]
    assert "6.6 nC/cm² (± 0.09)" in key


def test_a_worksheet_has_the_case_axes_to_sketch_on_and_a_table_to_fill(sheets):
    sheet = sheets["worksheet"]
    assert "You decide to stand up." in seen(sheet) and "Name" in seen(sheet)
    # A link to the glossary is none on paper; what it explained stays.
    assert "It consists of impulses: short" in seen(sheet) and "ipynb" not in sheet
    assert '<img alt="Empty axes"' in sheet and '<img alt="Empty axes"' not in sheets["key"]
    rows = {kind: re.findall(r"<th scope='row'>(Before|After|Your own)</th>((?:<td>[^<]*</td>)+)", page)
            for kind, page in sheets.items()}
    filled = {kind: [(when, re.findall(r"<td>([^<]*)</td>", cells)) for when, cells in its]
              for kind, its in rows.items()}
    assert filled["worksheet"][:2] == [("Before", ["7", "", "", ""]), ("After", ["20", "", "", ""])]
    assert [when for when, _ in filled["worksheet"]] == ["Before", "After", *["Your own"] * 3]
    assert filled["key"][0][1][:2] == ["7", "37.1"] and all(all(cells) for _, cells in filled["key"])


def test_a_curve_that_a_case_asks_for_gets_its_two_columns(station):
    task = read_lesson(station).stations[0].tasks[0]
    book = json.loads((FOLDER / f"{NAME}.ipynb").read_text(encoding="utf-8"))
    case = next("".join(cell["source"]) for cell in book["cells"] if cell["id"] == "s2-case")
    part = worksheet.station_html(lesson.Station(2, "x", case, (task,)), key=False)
    table = part[part.index("Your own curve</caption>"):]
    assert re.findall("<th scope='col'>([^<]*)</th>", table)[:3] == [
        "", "Length of a pulse (ms)", "First pulse (nC/cm²)"]


def test_a_worksheet_needs_no_network_and_says_its_paper(sheets):
    for kind, size in (("worksheet", "A4"), ("key", "letter")):
        assert f"@page {{ size: {size};" in sheets[kind]
        assert not re.search(r"<script|<link|src=['\"]http|url\(", sheets[kind])


def test_the_axes_to_sketch_on_tell_nothing_the_drawing_stays_and_all_is_seen_again(station):
    explorer = read_lesson(station).stations[0].tasks[0].board
    explorer.build()
    stage = explorer.figure.stage
    seen_before = [artist.get_visible() for artist in stage.figure.findobj()]
    before, bare = stage.png(), stage.empty_png()
    assert [artist.get_visible() for artist in stage.figure.findobj()] == seen_before
    full, bare = (np.asarray(Image.open(io.BytesIO(each)).convert("RGB")) for each in (before, bare))
    for name, axes in stage.axes.items():
        left, low, right, top = axes.get_position().extents * np.tile(full.shape[1::-1], 2)
        part = slice(int(full.shape[0] - top), int(full.shape[0] - low)), slice(int(left), int(right))
        assert (full[part] != bare[part]).any() == (name != stage.scene), name
    # Inside, only the grid (grey) and legends are left: of the axes without a legend no pixel has a colour.
    left, low, right, top = stage.axes["stimulus"].get_position().extents * np.tile(full.shape[1::-1], 2)
    within = bare[int(full.shape[0] - top) + 3:int(full.shape[0] - low) - 3, int(left) + 3:int(right) - 3]
    assert within.min() > 200, "a line or a word is left"


def test_a_browser_that_prints_nothing_makes_a_sentence(tmp_path, monkeypatch):
    page = tmp_path / "x.html"
    page.write_text("x", encoding="utf-8")
    for program, words in ((sys.executable, "could not print"), (str(tmp_path / "none"), "could not print")):
        monkeypatch.setattr(worksheet, "chromium", lambda program=program: program)
        assert words in worksheet.pdf(page) and "Open x.html" in worksheet.pdf(page)


@pytest.fixture(scope="module")
def shown(station) -> tuple[str, list[str]]:
    """The slides, and what was said while they were written."""
    said = list(slides.write(station, station.parent))
    return (station.parent / f"{NAME}-slides.html").read_text(encoding="utf-8"), said


# The slides

def test_slides_have_each_prediction_without_its_answer_and_then_with_its_outcome(shown):
    page, said = shown
    assert "with 1 prediction" in said[-2]
    asked = question("predict", "nerve_signal.p1")
    first, voted, told = re.findall(r"<section id='[^']*'>.*?</section>", page, re.DOTALL)
    assert "1 · The nerve signal" in first
    assert "You decide to stand up." in voted and plain(asked.text) in seen(voted)
    for part in (voted, told):
        assert all(choice.text in seen(part) for choice in asked.choices)
    assert "class=right" not in voted and "<img" not in voted and "37 mV" not in voted
    assert re.findall("<li class=right>([^<]*)", told) == [asked.choices[asked.right - 1].text]
    assert "peak of 37 mV" in told and told.count("<img") == 1 and asked.choices[asked.right - 1].feedback in seen(told)
    # Offline: one small script of its own, nothing loaded.
    assert page.count("<script>") == 1 and not re.search(r"src=['\"]http|<link|url\(|import ", page)
    assert "ArrowRight" in page and "requestFullscreen" in page
    # Tried with Chromium: what the address names would stay in view beside the page that is turned to.
    assert ":target" not in page


# The pictures of the instructors' page

def test_the_pictures_of_worksheet_and_slide_show_what_is_written_now(sheets, shown):
    for kind, page in (("worksheet", sheets["worksheet"]), ("slide", shown[0])):
        assert made_of(kind) == words_of(page), f"{kind}.png is out of date: python -m tests.classroom.stills"


def test_the_instructors_page_shows_each_picture_small_and_says_what_it_is():
    text = (ROOT / "docs" / "instructors.md").read_text(encoding="utf-8")
    for kind, path in PICTURES.items():
        found = re.search(rf'<a href="{kind}.png"><img src="{kind}.png" width="\d+" alt="([^"]+)"></a>', text)
        assert found and len(found[1]) > 100, kind
        assert path.stat().st_size < 60_000
