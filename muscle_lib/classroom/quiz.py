"""``python3 lab.py quiz 02 --format moodle`` (or gift): a chapter's questions as a file for a course platform.

Moodle XML carries all of a question of ours: each answer's own feedback, a tolerance, pictures. GIFT is a text that
many platforms read; it has no pictures. What neither takes along is told when the file is written.
"""

from __future__ import annotations

import base64
import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as Xml

from muscle_lib.chapters import Chapter
from muscle_lib.classroom.before_after import asked_in_test
from muscle_lib.classroom.lesson import Lesson, Task, case_picture, chapter_of, experiment, read_lesson, titled
from muscle_lib.questions import ChoiceQuestion, NumberQuestion, Prediction, kind_of, question
from muscle_lib.widgets.answers import write_safely
from muscle_lib.widgets.choices import answered
from muscle_lib.widgets.look import rendered

#: What the file is called behind the lesson's name.
ENDINGS = {"moodle": ".moodle.xml", "gift": ".gift.txt"}
#: “Too low” reaches down so far, twice: the formats know “so much, more or less”, but not “less than”.
_FAR = 1e6
_LEFT_OUT = {
    "note": "notes (they are written while one looks at the picture)",
    "evidence": "boards of evidence (finding by finding, with two answers that can both be accepted)",
    "triage": "the trainer's cases (they are decided step by step)",
    "causes": "the map of causes (its cards are moved)"}


@dataclass(frozen=True)
class Picture:
    """A picture in a question, and what it shows in words."""

    png: bytes
    words: str
    width_px: int


@dataclass(frozen=True)
class Answer:
    """One answer: HTML, or a number with its tolerance (without a number: any other), and the feedback as HTML."""

    words: str
    feedback: str
    is_right: bool
    number: float | None = None
    tolerance: float = 0.0


@dataclass(frozen=True)
class Item:
    """One question as a platform takes it: its words as HTML, its answers in their order, and what is told to all."""

    name: str
    words: str
    answers: tuple[Answer, ...]
    is_number: bool = False
    told: str = ""
    picture: Picture | None = None
    told_picture: Picture | None = None


def write(notebook: Path, folder: Path, form: str, which: str = "") -> Iterator[str]:
    """Write a chapter's questions (or those of its test, “before-after”) into a folder, in the format “moodle” or
    “gift”; says meanwhile what is done. A ValueError says what is wrong."""
    chapter = chapter_of(notebook)
    items: list[Item] = []
    if which == "before-after":
        items = list(test_items(chapter))
        if not items:
            raise ValueError(f"For “{titled(chapter)}” there is no file of a test before and after.")
        told = []
    else:
        lesson = read_lesson(notebook)
        for station in lesson.stations:
            for task in station.tasks:
                if item := item_of(lesson, station.number, task, with_pictures=form == "moodle"):
                    yield f"{item.name} ..."
                    items.append(item)
        told = left_out(lesson, form)
    category = f"Muscle Lab/{titled(chapter).replace('/', '//')}{' · before and after' if which else ''}"
    path = folder / f"{notebook.stem}{f'.{which}' if which else ''}{ENDINGS[form]}"
    write_safely(path, moodle_xml(items, category) if form == "moodle" else gift(items, category))
    yield from told
    yield f"Written: {folder.name}/{path.name}, with {len(items)} questions"


def left_out(lesson: Lesson, form: str) -> list[str]:
    """What of a lesson the file does not carry, in words."""
    kinds = [kind_of(f"x.{task.key}") for station in lesson.stations for task in station.tasks]
    lines = [f"Not in it: {words}" for kind, words in _LEFT_OUT.items() if kind in kinds]
    if form == "gift":
        lines.append("Not in it: pictures, for which GIFT has no place; --format moodle has them")
    lines.append("Not in it: the sliders. A question that says “find it” or “try” needs the lesson open beside it")
    return lines


def test_items(chapter: Chapter) -> Iterator[Item]:
    """The questions of the test before and after a chapter."""
    number = 1
    while (asked := asked_in_test(chapter.name, f"b{number}")) is not None:
        yield _choice_item(f"{titled(chapter)} · b{number}", asked)
        number += 1


def item_of(lesson: Lesson, station: int, task: Task, with_pictures: bool) -> Item | None:
    """A task as a platform's question; None if it is none that a platform could ask."""
    kind, where = kind_of(f"x.{task.key}"), f"Station {station}" if station else "Recall"
    name = f"{titled(lesson.chapter)} · {where} · {task.key}"
    if kind == "predict":
        asked = question(kind, task.shown.key)
        done = experiment(task.shown)
        item = _choice_item(name, asked, f"<b>What happens:</b> {rendered(done.outcome)}")
        picture = Picture(done.after, done.after_words, done.width_px) if with_pictures else None
        return Item(item.name, item.words, item.answers, told=item.told, told_picture=picture)
    if kind != "ask":
        return None
    asked = question(kind, task.shown.key)
    if isinstance(asked, NumberQuestion):
        return Item(name, f"{rendered(asked.text)} (Answer in {html.escape(asked.unit)}.)", (
            Answer("", rendered(asked.right), True, asked.answer, asked.tolerance),
            Answer("", rendered(asked.low), False, asked.answer - _FAR, _FAR),
            Answer("", rendered(asked.high), False)), is_number=True)
    shown = case_picture(task) if with_pictures else None
    item = _choice_item(name, asked)
    return Item(item.name, item.words, item.answers, picture=Picture(*shown) if shown else None)


def _choice_item(name: str, asked: ChoiceQuestion | Prediction, told: str = "") -> Item:
    answers = [Answer(rendered(choice.text), answered(choice, number == asked.right), number == asked.right)
               for number, choice in enumerate(asked.choices, start=1)]
    return Item(name, rendered(asked.text), tuple(answers), told=told)


# Moodle XML: https://docs.moodle.org/en/Moodle_XML_format


def moodle_xml(items: Sequence[Item], category: str) -> str:
    """A file that Moodle imports into a category of its own in the course's question bank."""
    quiz = Xml.Element("quiz")
    _text(Xml.SubElement(Xml.SubElement(quiz, "question", type="category"), "category"), f"$course$/top/{category}")
    for item in items:
        asked = Xml.SubElement(quiz, "question", type="numerical" if item.is_number else "multichoice")
        _text(Xml.SubElement(asked, "name"), item.name)
        _html(asked, "questiontext", item.words, item.picture)
        _html(asked, "generalfeedback", item.told, item.told_picture)
        Xml.SubElement(asked, "defaultgrade").text = "1"
        if not item.is_number:
            Xml.SubElement(asked, "single").text = "true"
            Xml.SubElement(asked, "shuffleanswers").text = "true"
            Xml.SubElement(asked, "answernumbering").text = "ABCD"
        for answer in item.answers:
            fraction = "100" if answer.is_right else "0"
            if item.is_number:
                made = Xml.SubElement(asked, "answer", fraction=fraction, format="moodle_auto_format")
                _text(made, "*" if answer.number is None else _plain(answer.number))
                Xml.SubElement(made, "tolerance").text = _plain(answer.tolerance)
            else:
                made = Xml.SubElement(asked, "answer", fraction=fraction, format="html")
                _text(made, answer.words)
            _html(made, "feedback", answer.feedback)
    Xml.indent(quiz)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(quiz, encoding="unicode") + "\n"


def _text(parent: Xml.Element, words: str) -> None:
    Xml.SubElement(parent, "text").text = words


def _html(parent: Xml.Element, tag: str, words: str, picture: Picture | None = None) -> None:
    """Words as HTML; a picture stands under them, and its file beside them."""
    made = Xml.SubElement(parent, tag, format="html")
    if picture is None:
        _text(made, f"<p>{words}</p>" if words else "")
        return
    _text(made, f'<p>{words}</p><p><img src="@@PLUGINFILE@@/{tag}.png" width="{picture.width_px}" class="img-fluid" '
                f'alt="{html.escape(picture.words)}"></p>')
    file = Xml.SubElement(made, "file", name=f"{tag}.png", path="/", encoding="base64")
    file.text = base64.b64encode(picture.png).decode("ascii")


def _plain(number: float) -> str:
    """With a decimal point and without an exponent, which not every reader knows."""
    return f"{number:.9f}".rstrip("0").rstrip(".")


# GIFT: https://docs.moodle.org/en/GIFT_format


def gift(items: Sequence[Item], category: str) -> str:
    """The same as a text, without pictures: a question is a block, and an empty line ends it."""
    blocks = [f"$CATEGORY: $course$/top/{category}"]
    for item in items:
        lines = [f"::{_escaped(item.name)}::[html]{_escaped(item.words)}{{{'#' if item.is_number else ''}"]
        for answer in item.answers:
            if not item.is_number:
                its = f"{'=' if answer.is_right else '~'}{_escaped(answer.words)}"
            elif answer.number is None:
                its = "~"
            else:
                its = f"=%{100 if answer.is_right else 0}%{_plain(answer.number)}:{_plain(answer.tolerance)}"
            lines.append(f"\t{its}#{_escaped(answer.feedback)}")
        blocks.append("\n".join([*lines, *([f"\t####{_escaped(item.told)}"] if item.told else []), "}"]))
    return "\n\n".join(blocks) + "\n"


def _escaped(words: str) -> str:
    """What means something to GIFT gets a backslash."""
    return "".join(f"\\{each}" if each in "\\~=#{}:" else each for each in words)
