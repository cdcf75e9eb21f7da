"""``docs/instructors.md`` and ``docs/answers.md`` are what their parts make today; the plans add up, the examples run.

That the outcomes of the predictions are what the models give: tests/widgets/test_lessons.py.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from muscle_lib.figures.nerve_signal import MembraneFigure
from muscle_lib.models.letting_go import CAUSES, Case
from muscle_lib.models.nerve_signal import Membrane
from muscle_lib.questions import FILED, before_after, chapters, question, read
from muscle_lib.widgets import explore, predict
from tests.instructors import (
    ANSWERS,
    CONTENTS,
    LENGTHS,
    MARK,
    PAGE,
    SHORT,
    across,
    answer,
    answers_page,
    asked_in,
    chapter_plan,
    headings,
    is_written,
    lessons_with_questions,
    outcome,
    page,
    planned_chapters,
    quiz,
    short_course_plan,
    stations,
    title,
    with_contents,
    written_outcomes,
)
from tests.lessons import NAMES, ROOT
from tests.minutes import minutes

TEXT, ANSWERED = (path.read_text(encoding="utf-8") for path in (PAGE, ANSWERS))
OUT_OF_DATE = "it is out of date: python -m tests.instructors writes it anew"


def test_the_plans_are_up_to_date():
    assert TEXT == page(TEXT), OUT_OF_DATE


def test_the_answers_are_up_to_date():
    predictions = {question(kind, key).text for name in NAMES for _, kind, key in asked_in(name) if kind == "predict"}
    assert set(written_outcomes()) == predictions, OUT_OF_DATE
    assert answers_page(written_outcomes()) == ANSWERED, OUT_OF_DATE


def test_what_is_written_by_hand_stays():
    made = page(f"# By hand\n\nStays.\n\n{MARK}\n\nGoes.")
    assert made.startswith(f"# By hand\n\nStays.\n\n{MARK}\n\n## The short course") and "Goes." not in made


def test_the_contents_lead_to_every_heading_also_to_those_of_the_same_words():
    made = with_contents(f"# T\n\n{CONTENTS}\n- [old](#old)\n\n## 1 · A, b\n\n### Recall\n\n## 2 · C?\n\n### Recall\n")
    assert made.partition("**\n\n")[2].partition("\n\n")[0].splitlines() == [
        "- [1 · A, b](#1--a-b)", "  - [Recall](#recall)", "- [2 · C?](#2--c)", "  - [Recall](#recall-1)"]
    assert with_contents(made) == made


def test_all_links_of_all_pages_lead_somewhere():
    """To a file, and to a heading in it."""
    pages = {path: path.read_text(encoding="utf-8") for path in [*PAGE.parent.glob("*.md"), *ROOT.glob("*.md")]}
    links = [(path, file, its) for path, text in pages.items()
             for file, its in re.findall(r"\]\((?!\w+:)([^)#\s]*)#?([^)\s]*)\)", re.sub(r"`[^`]*`", "", text))]
    assert len(links) > 50
    for path, file, its in links:
        target = (path.parent / file).resolve() if file else path
        assert target.exists(), f"{path.name}: {file}"
        assert not its or its in [each for *_, each in headings(pages[target])], f"{path.name}: {file}#{its}"


# The plans

@pytest.mark.parametrize("chapter", planned_chapters(), ids=lambda chapter: chapter.name)
def test_a_chapters_minutes_add_up_and_no_length_leaves_out_the_core(chapter):
    for length, whole in LENGTHS.items():
        assert sum(step.get(length, 0) for step in chapter.steps) == whole
        assert all(step.get(length, 1) > 0 for step in chapter.steps)
        told = [step["station"] for step in chapter.steps if "station" in step and length in step]
        every = set(range(1, len(stations(chapter.lesson)) + 1))
        assert told == sorted(told) and set(chapter.core) <= set(told) <= every


#: Stations that are talked over in the long lesson, as their step says: so many minutes more.
TALKED_OVER = {("warning_signs", 1): 10.0, ("warning_signs", 3): 4.0}


@pytest.mark.parametrize("chapter", planned_chapters(), ids=lambda chapter: chapter.name)
def test_a_plan_gives_a_station_about_the_time_that_the_rule_counts(chapter):
    for step in chapter.steps:
        if "station" in step:
            counted = minutes(chapter.lesson, step["station"])
            more = TALKED_OVER.get((chapter.name, step["station"]), 0.0)
            assert abs(step.get("short", counted) - counted) <= 2.0, step
            assert -2.0 <= step.get("long", counted) - counted <= 2.0 + more, step


def test_a_plan_says_what_goes_wrong_and_shows_what_is_left_out():
    chapter = replace(planned_chapters()[0], goes_wrong=("They hurry:\nwait.",), steps=(
        {"station": 1, "short": 50, "long": 60}, {"station": 2, "long": 30}, {"station": 3}))
    made = chapter_plan(chapter)
    assert made.endswith("\n\n**What usually goes wrong:**\n\n- They hurry: wait.")
    assert [row.split(" | ")[1:] for row in re.findall(r"^\| Station .*", made, re.MULTILINE)] == [
        ["50", "60 |"], ["–", "30 |"], ["–", "– |"]]


@pytest.mark.parametrize("plan", across(), ids=lambda plan: plan["title"])
def test_a_plan_across_chapters_adds_up_and_names_stations_that_there_are(plan):
    assert plan["minutes"] in LENGTHS.values()
    assert sum(step["minutes"] for step in plan["steps"]) == plan["minutes"]
    for step in plan["steps"]:
        assert "station" not in step or 1 <= step["station"] <= len(stations(step["lesson"]))


def test_every_lesson_with_questions_has_a_plan():
    """The short course has one of its own."""
    assert [SHORT, *(chapter.lesson for chapter in planned_chapters())] == lessons_with_questions()


# The short course

def test_its_plan_has_all_stations_all_claims_and_the_test_without_its_answers():
    made = short_course_plan()
    assert re.findall(r"^\| (\d) · .*\? \| \d+ \| C", made, re.MULTILINE) == [str(number) for number in range(1, 9)]
    assert re.findall(r"^\| (C\d\d) \|", made, re.MULTILINE) == [f"C{number:02d}" for number in range(1, 26)]
    test = made.partition("### The test before and after")[2]
    assert re.findall(r"^(\d)\. ", test, re.MULTILINE) == [str(number) for number in range(1, 9)]
    assert "**" not in test and "tation" not in test, "who copies it hands it out"


def test_the_test_before_and_after_is_of_the_form_of_all_questions_and_not_in_the_lesson():
    """None is given away by length (the right one is never the longest) or place; none is asked in the lesson."""
    every = quiz()
    assert [each.station for each in every] == list(range(1, 9))
    for each in every:
        lengths = [len(choice) for choice in each.choices]
        right = lengths.pop(each.right - 1)
        assert right <= max(lengths) and max(right, *lengths) - min(right, *lengths) <= 6, each.text
    assert sum(len(each.choices[each.right - 1]) == min(map(len, each.choices)) for each in every) <= 8 / 3 + 2
    assert all(sum(each.right == place for each in every) <= 8 / 3 + 2 for place in (1, 2, 3))
    assert all(len(each.text.split()) <= 35 and len(each.choices) == 3 for each in every)
    asked = {question(kind, key).text for _, kind, key in asked_in(SHORT) if kind in ("ask", "predict")}
    assert asked.isdisjoint({each.text for each in every})


# The answers

def test_every_question_of_every_lesson_has_its_answer():
    for name in lessons_with_questions():
        for station, kind, key in asked_in(name):
            assert "\n".join(answer(kind, key, written_outcomes())) in under(name, station), key


@pytest.mark.parametrize("chapter", planned_chapters(), ids=lambda chapter: chapter.name)
def test_every_question_of_a_chapters_test_has_its_answer_on_the_page(chapter):
    """Where a chapter has no test, there is no heading for one."""
    asked = before_after(chapter.name)
    of_lesson = ANSWERED.partition(f"\n## {title(chapter.lesson)}\n")[2].partition("\n## ")[0]
    test = of_lesson.partition("\n### The test before and after\n")[2]
    assert re.findall(r"^- \*(b\d):\*", test, re.MULTILINE) == list(asked)
    for each in asked.values():
        assert each.text in test and each.choices[each.right - 1].text in test and each.about in test


def under(name: str, station: int) -> str:
    """What stands on the page of answers under a station of a lesson."""
    of_lesson = ANSWERED.partition(f"\n## {title(name)}\n")[2].partition("\n## ")[0]
    return of_lesson.partition(f"\n### Station {station} · " if station else "\n### Recall\n")[2].partition("\n### ")[0]


def test_an_outcome_that_is_not_the_one_on_the_page_is_seen():
    asked = question("predict", "nerve_signal.p1")
    today = outcome(asked, Membrane())
    number = re.search(r"\d+\.\d", today)[0]
    assert is_written(asked, today) and not is_written(asked, f"{today} And more.")
    assert is_written(asked, today.replace(number, f"{float(number) + 0.1:.1f}", 1)), "another computer's last digit"
    assert not is_written(asked, today.replace(number, f"{float(number) + 0.2:.1f}", 1))


def test_every_question_of_the_files_is_asked_somewhere():
    asked = {(kind, key) for name in NAMES for _, kind, key in asked_in(name)}
    for chapter in chapters():
        path = ROOT / "muscle_lib" / "questions" / f"{chapter}.toml"
        entries = read(path.read_text(encoding="utf-8"), path.name)
        unanswered = [f"{chapter}.{key}" for kind in FILED for key in entries[kind]
                      if (kind, f"{chapter}.{key}") not in asked]
        assert unanswered == [], "neither a student nor this page would ever see it"


def test_an_answer_says_what_is_right_and_why():
    lines = answer("ask", "voluntary_contraction.q1", {})
    assert "How many muscle fibres answer" in lines[0]
    assert "from some ten to some thousand" in lines[1] and "motor unit" in lines[1]
    assert "one axon, one muscle fibre." in lines[2] and len(lines) == 3
    number = answer("ask", "nerve_signal.q7", {})[1]
    assert re.search(r"\d µm.* \(± \d", number)
    board = answer("evidence", "electrolytes.e1", {})
    assert len(board) > 5 and any("Speaks against it" in line for line in board[1:])


def test_the_table_of_cases_tells_the_truth():
    rows = re.findall(r"^\| (.+?) \| (\w+) \| ([\d, ]+) \| .+ \| \d+ \|$", ANSWERED, re.MULTILINE)
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
