"""What is handed out: the quiz for a course platform, read back by readers of its own."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from PIL import Image

from muscle_lib.classroom import quiz
from muscle_lib.classroom.lesson import read_lesson
from muscle_lib.questions import NumberQuestion, question
from tests.classroom.readers import Read, read_gift, read_xml
from tests.lessons import FOLDER

NAME = "01_nerve_signal"


@pytest.fixture(scope="module")
def station(tmp_path_factory, nobody_listens) -> Path:
    """Chapter 1 with its first station only, and with the cases of the last: one experiment instead of five."""
    book = json.loads((FOLDER / f"{NAME}.ipynb").read_text(encoding="utf-8"))
    book["cells"] = [cell for cell in book["cells"]
                     if re.match("title|imports|s1-|link", cell["id"]) or cell["id"] in CASES]
    path = tmp_path_factory.mktemp("lesson") / f"{NAME}.ipynb"
    path.write_text(json.dumps(book), encoding="utf-8")
    return path


CASES = ("s5-case", "s5-patients", "s5-explore-patients", "s5-ask-a")


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


def test_moodle_gets_the_pictures_of_an_experiment_and_of_a_case(quizzes):
    predicted, number, chosen, case = quizzes["moodle"][1]
    assert set(predicted.files) == {"questiontext.png", "generalfeedback.png"}
    assert not number.files and not chosen.files and set(case.files) == {"questiontext.png"}
    for its in (predicted, case):
        assert its.text.count("@@PLUGINFILE@@/questiontext.png") == 1
        for content in its.files.values():
            assert Image.open(io.BytesIO(content)).format == "PNG"
    assert predicted.files["questiontext.png"] != predicted.files["generalfeedback.png"]
    # The sentence of the picture is its text alternative.
    assert re.search('alt="One impulse', predicted.text)
    assert all(not its.files for its in quizzes["gift"][1])


def test_what_means_something_to_a_format_comes_back_as_it_was():
    words = r"50 % of {a:b} ~ c = d # e \ f &lt; g → [h]"
    item = quiz.Item(words, words, (quiz.Answer(words, words, True), quiz.Answer("no", words, False)), told=words)
    for read, write in ((read_gift, quiz.gift), (read_xml, quiz.moodle_xml)):
        its = read(write([item, item], "x"))[1][1]
        assert its.name == words
        for got in (its.text, its.told, its.answers[0][0], its.answers[0][3], its.answers[1][3]):
            assert got.removeprefix("<p>").removesuffix("</p>") == words


def test_the_start_page_and_a_damaged_lesson_are_refused_in_a_sentence(tmp_path):
    with pytest.raises(ValueError, match="is no lesson that asks something"):
        read_lesson(FOLDER / "00_start_here.ipynb")
    (tmp_path / f"{NAME}.ipynb").write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match="could not be read"):
        read_lesson(tmp_path / f"{NAME}.ipynb")
