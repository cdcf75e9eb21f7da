"""Write the second half of ``docs/instructors.md``, its lesson plans, and its table of contents; and
``docs/answers.md``: the answer to every question, station by station, and the mystery muscles.

Run from the project's folder as ``python -m tests.instructors``. What stands above the mark in the first file is
written by hand and stays as it is, but for the contents. The outcomes of the predictions are worked out with the
models, which takes half a minute; that they are still true is tested where these experiments are done anyway
(``tests/widgets/test_lessons.py``).
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import MagicMock

from muscle_lib.causes import PLACES, causes
from muscle_lib.chapters import Chapter, chapters, claims
from muscle_lib.models.letting_go import BUDGET, CAUSES, Case, price, shortest
from muscle_lib.models.letting_go.bench import BY_KEY
from muscle_lib.questions import (
    ACCOUNTS,
    FILED,
    ChoiceQuestion,
    Evidence,
    NotePrompt,
    NumberQuestion,
    Prediction,
    Study,
    before_after,
    question,
)
from muscle_lib.triage import RANKS, case, taken
from tests.checks import same_but_for_rounding
from tests.lessons import calls, has_call, lesson, run
from tests.minutes import minutes

PAGE = Path(__file__).parents[1] / "docs" / "instructors.md"
ANSWERS = PAGE.with_name("answers.md")
PLANS = Path(__file__).with_suffix(".toml")
MARK = "<!-- From here on this page is written by `python -m tests.instructors`. -->"
#: Above the mark only these lines are written: links to the page's headings.
CONTENTS = "**On this page:**\n"
#: How many case numbers are looked through for the table of the mystery muscles, and how many it shows of a cause.
CASES, SHOWN = 200, 4
#: What a lesson asks: what stands in its file of questions, and the two tasks with lists of their own.
ASKED = (*FILED, "triage", "place_causes")
#: The lesson without a number, and how its test is called on the page of answers.
SHORT, TEST = "short_course", "The answers to the test before and after"
#: The minutes of the two kinds of lesson.
LENGTHS = {"short": 50, "long": 90}


def across() -> list[dict[str, Any]]:
    """The plans that take stations from several chapters, as they stand in the TOML file."""
    return tomllib.loads(PLANS.read_text(encoding="utf-8"))["across"]


class Taught(NamedTuple):
    """Where the short course touches a claim: the claim's tag, the station, the words there that stand for it."""

    claim: str
    station: int
    words: tuple[str, ...]


class Asked(NamedTuple):
    """A question of the test before and after: its text, its choices, the number of the right one, and the station
    from which one can know it."""

    text: str
    choices: tuple[str, ...]
    right: int
    station: int


def taught() -> list[Taught]:
    """Where the short course touches each claim."""
    return [Taught(each["tag"], each["station"], tuple(each["words"])) for each in _short_course()["claims"]]


def quiz() -> list[Asked]:
    """The test before and after the short course; the lesson has none of its questions."""
    return [Asked(each["text"], tuple(each["choices"]), each["right"], each["station"])
            for each in _short_course()["quiz"]]


def _short_course() -> dict[str, Any]:
    return tomllib.loads(PLANS.read_text(encoding="utf-8"))["short_course"]


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
    return chapter.title if chapter.number is None else f"{chapter.number} · {chapter.title}"


def step_words(step: Mapping[str, Any], of: str) -> str:
    """A step in words: the station with its title, and what to do there; or just what to do."""
    if "station" not in step:
        return step["do"]
    name = step.get("lesson", of)
    where = f"Station {step['station']}" if name == of else f"{title(name)}, station {step['station']}"
    return f"{where}: {stations(name)[step['station'] - 1]}" + (f" ({step['do']})" if "do" in step else "")


def chapter_plan(chapter: Chapter) -> str:
    """A chapter's plan: one table for both lengths, and what goes wrong."""
    rows = [f"| {step_words(step, chapter.lesson)} | {step.get('short', '–')} | {step.get('long', '–')} |"
            for step in chapter.steps]
    wrong = ["\n**What usually goes wrong:**\n", *(f"- {' '.join(entry.split())}" for entry in chapter.goes_wrong)]
    name = title(chapter.lesson)
    return "\n".join([f"### {name}\n\n{chapter.hint} ([Answers](answers.md#{slug(name)}).)\n",
                      "| what | of 50 minutes | of 90 minutes |", "| --- | ---: | ---: |", *rows,
                      *(wrong if chapter.goes_wrong else [])])


def short_course_plan() -> str:
    """The short course: how long its stations are, where each claim is touched, what goes wrong, and the test."""
    course = next(each for each in chapters() if each.lesson == SHORT)
    about = claims()
    times = [f"| {number} · {words} | {minutes(SHORT, number):.0f} | "
             f"{', '.join(each.claim for each in taught() if each.station == number)} |"
             for number, words in enumerate(stations(SHORT), start=1)]
    touched = [f"| {each.claim} | {about[each.claim]} | {each.station} |" for each in taught()]
    test = [f"{number}. {each.text}\n" + "".join(f"   - {letter}: {choice}\n" for letter, choice in
                                                zip("ABC", each.choices, strict=True))
            for number, each in enumerate(quiz(), start=1)]
    told = _short_course()
    return "\n".join([f"## {course.title}\n\n{told['hint']} ([Answers](answers.md#{slug(course.title)}).)\n",
                      "| station | minutes | claims |", "| --- | ---: | --- |", *times,
                      f"| beginning and end | {minutes(SHORT, 0):.0f} | |",
                      "\n**What usually goes wrong:**\n", *(f"- {entry}" for entry in told["goes_wrong"]),
                      "\n### Where each claim is touched\n", "| claim | about | station |", "| --- | --- | ---: |",
                      *touched, "\n### The test before and after\n",
                      "Eight questions that the lesson does not ask. The answers are on "
                      f"[the other page](answers.md#{slug(TEST)}).\n", *test]).rstrip()


def short_course_test() -> str:
    """The answers to the test before and after."""
    lines = [f"{number}. **{'ABC'[each.right - 1]}**: {each.choices[each.right - 1]}. (Station {each.station}.)"
             for number, each in enumerate(quiz(), start=1)]
    return "\n".join([f"### {TEST}\n", *lines])


def chapter_test(name: str) -> str:
    """The test before and after a chapter, with its answers, and what each question measures; nothing, if there is
    none."""
    asked = before_after(next(each.name for each in chapters() if each.lesson == name))
    lines = [line for key, each in asked.items() for line in (
        f"- *{key}:* **{each.text}**",
        f"  - {'ABCDEF'[each.right - 1]}: {each.choices[each.right - 1].text}. {each.choices[each.right - 1].feedback}",
        f"  - It measures: {each.about}")]
    return "\n".join(["\n### The test before and after\n", *lines]) if lines else ""


def across_plan(plan: dict[str, Any]) -> str:
    """A plan that takes stations from several chapters."""
    rows = [f"| {step_words(step, '')} | {step['minutes']} |" for step in plan["steps"]]
    return "\n".join([f"### {plan['title']} ({plan['minutes']} minutes)\n\n{plan['hint']}\n", "| what | minutes |",
                      "| --- | ---: |", *rows])


def mysteries() -> str:
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


def answer(kind: str, key: str, outcomes: Mapping[str, str]) -> list[str]:
    """One question with its answer, as lines of a list. ``outcomes``: of each prediction, by its text."""
    if kind in _LISTS:
        return _LISTS[kind](key)
    asked = question(kind, key)
    if isinstance(asked, Evidence):
        return [f"- *Weigh:* **{asked.statement}**",
                *(f"  - {study.study}: {study.finding} → **{accounts(study)}.** {study.why} "
                  f"(Strength: {study.strength})" for study in asked.studies)]
    if isinstance(asked, NotePrompt):
        good = [f"  - A good note: {asked.expected}"] if asked.expected else []
        return [f"- *Note (open):* {asked.text}", *good]
    if isinstance(asked, NumberQuestion):
        return [f"- *Question:* **{asked.text}**",
                f"  - {asked.answer:g} {asked.unit} (± {asked.tolerance:g}). {asked.right}"]
    choice = asked.choices[asked.right - 1]
    what = {Prediction: "Prediction", ChoiceQuestion: "Question"}[type(asked)]
    happens = [f"{HAPPENS}{outcomes[asked.text]}"] if isinstance(asked, Prediction) else []
    ideas = [wrong.misconception for wrong in asked.choices if wrong.misconception and wrong is not choice]
    behind = [f"  - Ideas behind wrong answers: {' '.join(ideas)}"] if ideas else []
    return [f"- *{what}:* **{asked.text}**", f"  - {choice.text}. {choice.feedback}".replace("?.", "?"), *happens,
            *behind]


def trainer(key: str) -> list[str]:
    """The cases of a trainer, the harmless first, each with its answer; and the pairs for the debriefing, by ages."""
    asked = taken(key)
    pairs = {each.pair_why: f"{each.age} and {case(each.pair).age}" for each in reversed(asked)}
    return ["- *The trainer* (the same order for all who type the same number):",
            *(f"  - {each.age}: {each.story} → **{RANKS[each.rank].words}.** {each.tells}" for each in asked),
            *(f"  - Lay beside each other: {ages}. {why}" for why, ages in reversed(pairs.items()))]


def map_of_causes(key: str) -> list[str]:
    """The causes of the map, by their chapters, each with where it counts as right."""
    return ["- *The map of causes:*",
            *(f"  - {each.words} → **{' or '.join(PLACES[place] for place in each.places)}.** {each.why}"
              for each in sorted(causes(), key=lambda each: (NUMBERS[each.chapter] or 0, each.station, each.key)))]


#: The tasks that have lists of their own.
_LISTS: Mapping[str, Callable[[str], list[str]]] = {"triage": trainer, "place_causes": map_of_causes}
NUMBERS = {each.name: each.number for each in chapters()}


def accounts(study: Study) -> str:
    """What a finding says, and the second account that is accepted, if there is one."""
    return " or: ".join(ACCOUNTS[account] for account in (study.account, study.also) if account)


def outcome(asked: Prediction, model: Any) -> str:
    """What happens in the experiment of a prediction, as the lesson says it: before and then after, from the start of
    the explorer."""
    before = replace(model, **asked.before)
    after = replace(before, **asked.after)
    return asked.happens(before.run(), after.run())


def outcomes(name: str) -> dict[str, str]:
    """Of all predictions of a lesson, by their texts. Its cells are run without their figures, which take longest."""
    found: dict[str, str] = {}
    names: dict[str, Any] = {}
    for cell in lesson(name).cells:
        if cell.id == "imports":
            run(cell, names, name)
            # The short course takes its figures by name.
            names |= {name: MagicMock() for name in names if name.endswith("Figure")}
            names |= {"figures": MagicMock(), "explore": lambda model, *_, **__: model,
                      "predict": lambda key, model: (question("predict", key), model)}
        elif has_call(cell, "predict"):
            asked, model = run(cell, names, name)
            found[asked.text] = outcome(asked, model)
    return found


HAPPENS = "  - What happens: "


@cache
def written_outcomes() -> dict[str, str]:
    """The same as they stand on the page."""
    found = re.findall(rf"^- \*Prediction:\* \*\*(.+)\*\*\n.*\n{HAPPENS}(.*)$", ANSWERS.read_text(encoding="utf-8"),
                       re.MULTILINE)
    return dict(found)


def is_written(asked: Prediction, happens: str) -> bool:
    """Whether this outcome stands on the page, but for a last digit that another computer may round otherwise."""
    number = r"−?\d+(?:\.\d+)?"
    both = written_outcomes().get(asked.text, ""), happens
    one, other = (re.findall(number, words) for words in both)
    return len({re.sub(number, "#", words) for words in both}) == 1 and all(map(same_but_for_rounding, one, other))


def asked_in(name: str) -> list[tuple[int, str, str]]:
    """The stations (0: none), kinds and keys of all that a lesson asks, in its order."""
    return [(int(station[1]) if (station := re.match(r"s(\d)-", cell.id)) else 0, call.func.id, call.args[0].value)
            for cell in lesson(name).cells for call in calls(cell) if call.func.id in ASKED]


def answers(name: str, happens: Mapping[str, str]) -> str:
    """A lesson's questions with their answers, station by station."""
    lines = [f"## {title(name)}"]
    for station, asked in groupby(asked_in(name), lambda entry: entry[0]):
        lines.append(f"\n### Station {station} · {stations(name)[station - 1]}\n" if station else "\n### Recall\n")
        lines += [line for _, kind, key in asked for line in answer(kind, key, happens)]
    lines.append(f"\n{short_course_test()}" if name == SHORT else chapter_test(name))
    return "\n".join(lines).rstrip()


def page(by_hand: str) -> str:
    """``docs/instructors.md``: what stands above the mark, and what is made."""
    parts = [by_hand.partition(MARK)[0].rstrip(), MARK, short_course_plan(), "## Lesson plans",
             "A lesson of 50 minutes is the core of a chapter; in 90 minutes there is room for more. What is left out "
             "(–) can be done at home. The minutes are counted by "
             "[a rule of ours](contributing.md#how-long-a-lesson-takes); they were not measured in a class.",
             *map(chapter_plan, planned_chapters()), "## Lessons across chapters", *map(across_plan, across())]
    return with_contents("\n\n".join(parts) + "\n")


def with_contents(text: str) -> str:
    """A page with links to its headings, where it has a place for them."""
    links = "".join(f"{'  ' * (len(level) - 2)}- [{words}](#{its})\n" for level, words, its in headings(text))
    return re.sub(rf"{re.escape(CONTENTS)}\n(?: *- .*\n)*", lambda _: f"{CONTENTS}\n{links}", text)


def headings(text: str) -> list[tuple[str, str, str]]:
    """All headings of a page but its title: “##”, the words, and how GitHub names it in an address."""
    told: Counter[str] = Counter()
    found = []
    for level, words in re.findall(r"^(##+) (.+)$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE):
        its = slug(words)
        found.append((level, words, f"{its}-{told[its]}" if told[its] else its))
        told[its] += 1
    return found


def slug(heading: str) -> str:
    """How GitHub names a heading in an address."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def answers_page(happens: Mapping[str, str]) -> str:
    """``docs/answers.md``."""
    parts = ["# Answers", "For instructors. This page is written by `python -m tests.instructors`, from the lessons, "
             "the questions and the models.", CONTENTS, "## The mystery muscles", mysteries(),
             *(answers(name, happens) for name in lessons_with_questions())]
    return with_contents("\n\n".join(parts) + "\n")


def lessons_with_questions() -> Iterable[str]:
    """The lessons that ask something, in the order of the list."""
    return [each.lesson for each in chapters() if not each.planned and asked_in(each.lesson)]


if __name__ == "__main__":
    happens = {text: words for each in lessons_with_questions() for text, words in outcomes(each).items()}
    for path, made in ((PAGE, page(PAGE.read_text(encoding="utf-8"))), (ANSWERS, answers_page(happens))):
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(made)
        print(f"{path.name}: {len(made.splitlines())} lines")
