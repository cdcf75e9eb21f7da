"""How long a lesson takes, counted by one rule for all (``docs/contributing.md`` says it in words).

The numbers are our choice, from what such tasks took us and from a reading speed that leaves time to look at a
picture; they were not measured in a class.
"""

from __future__ import annotations

import ast
import re

from muscle_lib.questions import Evidence, NumberQuestion, question
from muscle_lib.triage import cases, taken
from tests.lessons import calls, has_call, lesson

#: Words of running text in a minute.
WORDS_PER_MINUTE = 120
#: Minutes for one of each: a prediction with its experiment, a note with its trials, a question with choices or for a
#: number, a study to be weighed, a live muscle, a mystery muscle, all cases of the trainer, all causes on the map.
MINUTES = {"predict": 4.0, "note": 5.0, "ask": 1.5, "number": 2.5, "study": 1.0, "live": 5.0, "mystery": 10.0,
           "explore": 2.0, "triage": 18.0, "place_causes": 8.0}
#: One for a further explorer without a slider and with one button at most: a picture to compare with. And one for what
#: is to be tried without a note, as in the short course (in the trainer's station that is the cases). Where that is to
#: press the one button of such an explorer, which stands next, it is one thing, and counts once.
GLANCE = 1.0
TRY = "**Try it.**"
#: Cells without running text of the lesson: lists to look up.
NOT_TEXT = ("doctor", "references")


#: The line under a station's heading that ``tests/chapters.py`` writes.
MARK = r"\*(?:Core|Further) · about \d+ minutes\*"


def words(source: str) -> int:
    """The words of a cell of text that are read: without headings and their marks, equations, addresses and meanings
    behind words."""
    source = re.sub(rf"^{MARK}$", " ", source, flags=re.MULTILINE)
    source = re.sub(r"\$\$.*?\$\$", " ", source, flags=re.DOTALL)
    source = re.sub(r"\]\([^)\s]+(?: \"[^\"]*\")?\)", " ", source)
    source = re.sub(r"^#+ .*$", " ", source, flags=re.MULTILINE)
    return len([word for word in source.split() if re.search(r"[A-Za-z0-9]", word)])


def parts(name: str) -> dict[int, list]:
    """The cells of each station of a lesson, by its number; 0: what stands before the first and behind the last."""
    found: dict[int, list] = {}
    for cell in lesson(name).cells:
        station = re.match(r"s(\d)-", cell.id)
        found.setdefault(int(station[1]) if station else 0, []).append(cell)
    return found


def text_words(name: str, number: int) -> int:
    """The words of running text of a station."""
    return sum(words(cell.source) for cell in parts(name)[number]
               if cell.cell_type == "markdown" and cell.id not in NOT_TEXT)


def minutes(name: str, number: int) -> float:
    """How long a station takes by the rule."""
    total = text_words(name, number) / WORDS_PER_MINUTE
    cells = parts(name)[number]
    if not any(has_call(cell, "triage") for cell in cells):
        total += GLANCE * sum(cell.source.count(TRY) for cell in cells if cell.cell_type == "markdown")
    for before, cell in zip([None, *cells[:-1]], cells, strict=True):
        called = [call.func.id for call in calls(cell)]
        for call in calls(cell):
            kind = call.func.id
            if kind == "explore" and "predict" in called:
                continue
            if kind in ("ask", "evidence"):
                entry = question(kind, call.args[0].value)
                if isinstance(entry, Evidence):
                    total += MINUTES["study"] * len(entry.studies)
                    continue
                kind = "number" if isinstance(entry, NumberQuestion) else kind
            if kind == "explore" and is_glance(call):
                total += 0.0 if before and TRY in before.source and buttons(call) else GLANCE
            elif kind == "triage":
                total += MINUTES[kind] * len(taken(call.args[0].value)) / len(cases())
            else:
                total += MINUTES.get(kind, 0.0)
    return total


def is_glance(call: ast.Call) -> bool:
    """Whether an explorer has no slider, and one button at most."""
    sliders = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}.get("controls")
    return sliders == "[]" and isinstance(buttons(call), list) and len(buttons(call)) <= 1


def buttons(call: ast.Call) -> list[str] | str:
    """The presets of an explorer: their names, or that of their group."""
    named = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
    return ast.literal_eval(named.get("presets", "[]"))


def core_minutes(name: str, core: tuple[int, ...]) -> float:
    """How long the core takes: the beginning and the end, and its stations."""
    return sum(minutes(name, number) for number in (0, *core))


def core_words(name: str, core: tuple[int, ...]) -> int:
    """The running text of the core."""
    return sum(text_words(name, number) for number in (0, *core))


def further_minutes(name: str, core: tuple[int, ...]) -> int:
    """How long the other stations take together, to five minutes."""
    return 5 * round(sum(minutes(name, number) for number in parts(name) if number not in (0, *core)) / 5)


if __name__ == "__main__":
    from muscle_lib.chapters import chapters

    for chapter in chapters():
        if chapter.planned or not chapter.number:
            continue
        name = chapter.lesson
        told = ", ".join(f"{number}: {minutes(name, number):.1f} min, {text_words(name, number)} words"
                         for number in sorted(parts(name)))
        print(f"{name}: core {chapter.core}: {core_minutes(name, chapter.core):.1f} min, "
              f"{core_words(name, chapter.core)} words; {told}")
