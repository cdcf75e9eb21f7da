"""``docs/instructors.md`` is what its parts make today; its plans add up, and its examples run."""

from __future__ import annotations

import re

import pytest

from muscle_lib.figures.nerve_signal import MembraneFigure
from muscle_lib.models.letting_go import CAUSES, Case
from muscle_lib.models.nerve_signal import Membrane
from muscle_lib.questions import chapters, read
from muscle_lib.widgets import explore, predict
from tests.instructors import (
    LENGTHS,
    MARK,
    PAGE,
    across,
    answer,
    asked_in,
    lessons_with_questions,
    page,
    planned_chapters,
    stations,
)
from tests.lessons import NAMES, ROOT

TEXT = PAGE.read_text(encoding="utf-8")


def test_the_page_is_up_to_date():
    assert TEXT == page(TEXT), "docs/instructors.md is out of date: python -m tests.instructors writes it anew"


def test_what_is_written_by_hand_stays():
    made = page(f"# By hand\n\nStays.\n\n{MARK}\n\nGoes.")
    assert made.startswith(f"# By hand\n\nStays.\n\n{MARK}\n\n## Lesson plans") and "Goes." not in made


# The plans

@pytest.mark.parametrize("chapter", planned_chapters(), ids=lambda chapter: chapter.name)
def test_a_chapters_minutes_add_up_and_the_long_lesson_has_every_station(chapter):
    for length, minutes in LENGTHS.items():
        assert sum(step.get(length, 0) for step in chapter.steps) == minutes
        assert all(step.get(length, 1) > 0 for step in chapter.steps)
    numbers = [step["station"] for step in chapter.steps if "station" in step and "long" in step]
    assert numbers == list(range(1, len(stations(chapter.lesson)) + 1)), "the lesson has other stations than the plan"


@pytest.mark.parametrize("plan", across(), ids=lambda plan: plan["title"])
def test_a_plan_across_chapters_adds_up_and_names_stations_that_there_are(plan):
    assert plan["minutes"] in LENGTHS.values()
    assert sum(step["minutes"] for step in plan["steps"]) == plan["minutes"]
    for step in plan["steps"]:
        assert "station" not in step or 1 <= step["station"] <= len(stations(step["lesson"]))


def test_every_lesson_with_questions_has_a_plan():
    assert [chapter.lesson for chapter in planned_chapters()] == lessons_with_questions()


# The answers

def test_every_question_of_every_lesson_has_its_answer():
    for name in lessons_with_questions():
        for kind, key in asked_in(name):
            assert "\n".join(answer(kind, key)) in TEXT, key


def test_every_question_of_the_files_is_asked_somewhere():
    asked = {(kind, key) for name in NAMES for kind, key in asked_in(name)}
    for chapter in chapters():
        path = ROOT / "muscle_lib" / "questions" / f"{chapter}.toml"
        entries = read(path.read_text(encoding="utf-8"), path.name)
        unanswered = [f"{chapter}.{key}" for kind in entries for key in entries[kind]
                      if (kind, f"{chapter}.{key}") not in asked]
        assert unanswered == [], "neither a student nor this page would ever see it"


def test_an_answer_says_what_is_right_and_why():
    lines = answer("ask", "voluntary_contraction.q1")
    assert "How many muscle fibres answer" in lines[0]
    assert "from some ten to some thousand" in lines[1] and "motor unit" in lines[1]
    assert "one axon, one muscle fibre." in lines[2] and len(lines) == 3
    number = answer("ask", "nerve_signal.q7")[1]
    assert re.search(r"\d µm.* \(± \d", number)
    board = answer("evidence", "electrolytes.e1")
    assert len(board) > 5 and any("Speaks against it" in line for line in board[1:])


def test_the_table_of_cases_tells_the_truth():
    rows = re.findall(r"^\| (.+?) \| (\w+) \| ([\d, ]+) \| .+ \| \d+ \|$", TEXT, re.MULTILINE)
    assert {name for name, _, _ in rows} == {cause.name for cause in CAUSES}
    for name, block, numbers in rows:
        for number in numbers.split(", "):
            cause = Case(seed=int(number)).cause
            assert (cause.name, cause.block) == (name, block)


# What is written by hand

def test_every_example_of_a_cell_runs():
    examples = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert len(examples) >= 2
    names: dict = {}
    for example in examples:
        exec(compile(example, PAGE.name, "exec"), names)


def test_a_range_too_narrow_for_a_prediction_is_refused_as_the_page_says():
    explorer = explore(Membrane(stimulus_nC_cm2=7.0), MembraneFigure(), ["stimulus_nC_cm2"],
                       ranges={"stimulus_nC_cm2": (0.0, 8.0)})
    with pytest.raises(ValueError, match="stimulus_nC_cm2"):
        predict("nerve_signal.p1", explorer)


def test_it_warns_that_the_answers_stand_on_it():
    assert "answers" in TEXT.partition(MARK)[0].lower()
