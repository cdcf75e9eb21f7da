"""Write the second half of ``docs/instructors.md``: lesson plans, mystery muscles, the answer to every question.

Run from the project's folder as ``python -m tests.instructors``. What stands above the mark in that file is written by
hand and stays as it is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from muscle_lib.chapters import Chapter, chapters
from muscle_lib.models.letting_go import BUDGET, CAUSES, Case, price, shortest
from muscle_lib.models.letting_go.bench import BY_KEY
from muscle_lib.questions import (
    ACCOUNTS,
    ChoiceQuestion,
    Evidence,
    NotePrompt,
    NumberQuestion,
    Prediction,
    Study,
    question,
)
from tests.lessons import NAMES, calls, lesson

PAGE = Path(__file__).parents[1] / "docs" / "instructors.md"
PLANS = Path(__file__).with_suffix(".toml")
MARK = "<!-- From here on this page is written by `python -m tests.instructors`. -->"
#: How many case numbers are looked through for the table of the mystery muscles, and how many it shows of a cause.
CASES, SHOWN = 200, 4
#: The minutes of the two kinds of lesson.
LENGTHS = {"short": 50, "long": 90}
KINDS = ("predict", "ask", "note", "evidence")


def across() -> list[dict[str, Any]]:
    """The plans that take stations from several chapters, as they stand in the TOML file."""
    return tomllib.loads(PLANS.read_text(encoding="utf-8"))["across"]


def planned_chapters() -> list[Chapter]:
    """The chapters that have a lesson plan and a lesson."""
    return [each for each in chapters() if each.steps and not each.planned]


def stations(name: str) -> list[str]:
    """The titles of a lesson's stations, from its notebook."""
    text = "\n".join(cell.source for cell in lesson(name).cells if cell.cell_type == "markdown")
    return re.findall(r"^## Station \d+ · (.+)$", text, re.MULTILINE)


def title(name: str) -> str:
    """A lesson's number and name for people."""
    chapter = next(each for each in chapters() if each.lesson == name)
    return f"{chapter.number} · {chapter.title}"


def step_words(step: Mapping[str, Any], of: str) -> str:
    """A step in words: the station with its title, and what to do there; or just what to do."""
    if "station" not in step:
        return step["do"]
    name = step.get("lesson", of)
    where = f"Station {step['station']}" if name == of else f"{title(name)}, station {step['station']}"
    return f"{where}: {stations(name)[step['station'] - 1]}" + (f" ({step['do']})" if "do" in step else "")


def chapter_plan(chapter: Chapter) -> str:
    """A chapter's plan: one table for both lengths."""
    rows = [f"| {step_words(step, chapter.lesson)} | {step.get('short', '–')} | {step.get('long', '–')} |"
            for step in chapter.steps]
    return "\n".join([f"### {title(chapter.lesson)}\n\n{chapter.hint}\n",
                      "| what | of 50 minutes | of 90 minutes |", "| --- | ---: | ---: |", *rows])


def across_plan(plan: dict[str, Any]) -> str:
    """A plan that takes stations from several chapters."""
    rows = [f"| {step_words(step, '')} | {step['minutes']} |" for step in plan["steps"]]
    return "\n".join([f"### {plan['title']} ({plan['minutes']} minutes)\n\n{plan['hint']}\n", "| what | minutes |",
                      "| --- | ---: |", *rows])


def cases() -> str:
    """Which case numbers hide which cause, and the cheapest way to find it."""
    rows = []
    for cause in CAUSES:
        numbers = [number for number in range(1, CASES) if Case(seed=number).cause is cause][:SHOWN]
        path = shortest(cause.patients[0])
        rows.append(f"| {cause.name} | {cause.block} | {', '.join(map(str, numbers))} | "
                    f"{', '.join(BY_KEY[key].name for key in path)} | {price(path)} |")
    return "\n".join([f"The same case number is the same patient for everybody. The purse holds {BUDGET} coins.\n",
                      "| cause | link | case numbers | cheapest tests that settle it | coins |",
                      "| --- | --- | --- | --- | ---: |", *rows])


def answer(kind: str, key: str) -> list[str]:
    """One question with its answer, as lines of a list."""
    asked = question(kind, key)
    if isinstance(asked, Evidence):
        return [f"- *Weigh:* **{asked.statement}**",
                *(f"  - {study.study}: {study.finding} → **{accounts(study)}.** {study.why} "
                  f"(Strength: {study.strength})" for study in asked.studies)]
    if isinstance(asked, NotePrompt):
        return [f"- *Note (open):* {asked.text}"]
    if isinstance(asked, NumberQuestion):
        return [f"- *Question:* **{asked.text}**",
                f"  - {asked.answer:g} {asked.unit} (± {asked.tolerance:g}). {asked.right}"]
    choice = asked.choices[asked.right - 1]
    what = {Prediction: "Prediction", ChoiceQuestion: "Question"}[type(asked)]
    ideas = [wrong.misconception for wrong in asked.choices if wrong.misconception and wrong is not choice]
    behind = [f"  - Ideas behind wrong answers: {' '.join(ideas)}"] if ideas else []
    return [f"- *{what}:* **{asked.text}**", f"  - {choice.text}. {choice.feedback}".replace("?.", "?"), *behind]


def accounts(study: Study) -> str:
    """What a finding says, and the second account that is accepted, if there is one."""
    return " or: ".join(ACCOUNTS[account] for account in (study.account, study.also) if account)


def asked_in(name: str) -> list[tuple[str, str]]:
    """The kinds and keys of all that a lesson asks, in its order."""
    return [(call.func.id, call.args[0].value) for cell in lesson(name).cells for call in calls(cell)
            if call.func.id in KINDS]


def answers(name: str) -> str:
    """A lesson's questions with their answers."""
    lines = [line for kind, key in asked_in(name) for line in answer(kind, key)]
    return "\n".join([f"### {title(name)}\n", *lines])


def page(by_hand: str) -> str:
    """The whole page: what stands above the mark, and what is made."""
    parts = [by_hand.partition(MARK)[0].rstrip(), MARK, "## Lesson plans",
             "Each chapter fills a lab of 90 minutes; in 50 minutes some stations are left out (–).",
             *map(chapter_plan, planned_chapters()), "## Lessons across chapters", *map(across_plan, across()),
             "## The mystery muscles", cases(), "## Answers",
             "In the order of the lessons. The numbers of a prediction's outcome come from the models while the lesson "
             "runs, so they are not here.", *(answers(name) for name in lessons_with_questions())]
    return "\n\n".join(parts) + "\n"


def lessons_with_questions() -> Iterable[str]:
    """The lessons that ask something."""
    return [name for name in NAMES if asked_in(name)]


if __name__ == "__main__":
    made = page(PAGE.read_text(encoding="utf-8"))
    with open(PAGE, "w", encoding="utf-8", newline="\n") as file:
        file.write(made)
    print(f"{PAGE.name}: {len(made.splitlines())} lines")
