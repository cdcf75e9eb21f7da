"""The test before and after a chapter: five questions or none, about its outcomes, none of which the lesson asks; and
each is what a model gives or the lesson says. (Their form: test_form.)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pytest

from muscle_lib.chapters import chapters
from muscle_lib.questions import NumberQuestion, before_after, kind_of, question, stations
from tests.lessons import lesson
from tests.questions.test_form import stems

CHAPTERS = [each for each in chapters() if each.asks and not each.planned and each.number is not None]
NAMES = [each.name for each in CHAPTERS]
TESTED = [f"{name}.{key}" for name in NAMES for key in before_after(name)]
#: The most that two questions may have in common: the part of their words that both have.
IN_COMMON = 0.28


def said(asked: object) -> set[str]:
    """The words of a question, and of its choices."""
    choices = [] if isinstance(asked, NumberQuestion) else [each.text for each in asked.choices]
    return stems(" ".join([asked.text, *choices]))


def common(one: object, other: object) -> float:
    return len(said(one) & said(other)) / len(said(one) | said(other))


def in_lesson(chapter: str) -> dict[str, object]:
    """What a lesson asks, but for its notes and boards."""
    return {key: question(kind_of(key), f"{chapter}.{key}") for keys in stations(chapter).values() for key in keys
            if kind_of(key) in ("ask", "predict")}


@cache
def told(chapter: str) -> str:
    """All texts of a lesson, and what its questions say, as one line without marks."""
    name = next(each.lesson for each in CHAPTERS if each.name == chapter)
    texts = [cell.source for cell in lesson(name).cells if cell.cell_type == "markdown"]
    feedback = [repr(asked) for asked in in_lesson(chapter).values()]
    plain = re.sub(r"\]\([^)]*\)|[*\[\]]", "", " ".join(texts + feedback))
    return " ".join(plain.split())


@pytest.mark.parametrize("name", NAMES)
def test_a_chapter_has_five_questions_or_none(name):
    assert list(before_after(name)) in ([], [f"b{number}" for number in range(1, 6)])


@pytest.mark.parametrize("chapter", CHAPTERS, ids=NAMES)
def test_each_measures_an_outcome_of_the_lesson_and_none_is_left_out(chapter):
    (outcomes,) = [cell.source for cell in lesson(chapter.lesson).cells if cell.id == "outcomes"]
    can = re.findall(r"^- (.+)$", outcomes, re.MULTILINE)
    measured = [asked.about for asked in before_after(chapter.name).values()]
    assert set(measured) <= set(can)
    assert not measured or len(set(measured)) == min(5, len(can)), "one is measured twice, while another is not"


@pytest.mark.parametrize("name", NAMES)
def test_no_question_repeats_one_of_the_lesson_or_of_the_test(name):
    test = before_after(name)
    others = {**in_lesson(name), **test}
    again = [(key, other) for key, asked in test.items() for other in others
             if other != key and common(asked, others[other]) > IN_COMMON]
    assert again == []


def test_a_repeated_question_would_be_seen():
    """Patient A and patient B have the same choices; and so would a question in which a few words are others."""
    asked = in_lesson("nerve_signal")
    assert common(asked["q11"], asked["q12"]) > IN_COMMON
    assert common(asked["q6"], asked["q7"]) < IN_COMMON


#: What the right answer, and each number in a question, is held to: a run of a model …
HELD: dict[str, Callable[[], bool]] = {}
#: … or the words of the lesson (or of what its questions say).
TOLD: dict[str, str] = {}


def test_each_is_held_to_a_model_or_to_the_words_of_its_lesson():
    assert sorted([*HELD, *TOLD]) == sorted(TESTED)


@pytest.mark.parametrize("key", HELD)
def test_it_is_what_the_model_gives(key):
    assert HELD[key]()


@pytest.mark.parametrize("key", TOLD)
def test_it_is_what_the_lesson_says(key):
    assert TOLD[key] in told(key.partition(".")[0])
