"""A class's answers and points as tables (CSV) for a spreadsheet or a script: a line for each."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from muscle_lib.chapters import chapters
from muscle_lib.classroom.counted import boards, idea_of, tasks
from muscle_lib.classroom.handed_in import HandedIn
from muscle_lib.widgets.answers import Entries
from muscle_lib.widgets.ask import first_answer, first_right

HEADS = ("name", "lesson", "station", "task", "kind", "question", "first answer", "first right", "idea behind it",
         "last answer", "right", "tries")


def answers_csv(handed: HandedIn) -> str:
    """Predictions, answers, findings, decisions and notes of all students, and the test before and after."""
    lines = [[student.name, chapter.lesson, number, *line] for student in handed.students for chapter in chapters()
             if chapter.name in student.works for number, key in tasks(chapter.name)
             for line in _lines(student.works[chapter.name].entries, f"{chapter.name}.{key}")]
    lessons = {each.name: each.lesson for each in chapters()}
    lines += [[taken.name, lessons[taken.chapter], "", key, f"test {taken.test}", "", picked or "", "", "", "", "", ""]
              for taken in handed.taken for key, picked in taken.picked.items()]
    return _table(HEADS, lines)


def points_csv(handed: HandedIn) -> str:
    """All recorded points of all boards."""
    lines = [[point.name, chapter.lesson, board.title, board.across, point.x, board.up, point.y,
              "" if point.is_alike else "yes"] for chapter in chapters()
             for board in boards([(student.name, student.works[chapter.name]) for student in handed.students
                                  if chapter.name in student.works]) for point in board.points]
    return _table(("name", "lesson", "board", "across", "x", "up", "y", "else changed"), lines)


def _lines(entries: Entries, key: str) -> list[list[Any]]:
    """One task of one student: kind, question, answers; of evidence and trainer a line for each finding or case."""
    task = key.partition(".")[2]
    found: list[list[Any]] = []
    if entry := entries["predict"].get(key):
        answer = entry["answer"] if entry["picked"] is not None else "skipped"
        found.append([task, "prediction", entry["question"], answer, _yes(entry["right"]), idea_of(key, answer), answer,
                      _yes(entry["right"]), 1])
    for its, entry in entries["ask"].items():
        if its == key or its.startswith(f"{key}#"):
            _, first = first_answer(entry) or (0, "")
            kind = "question" if its == key else "finding"
            found.append([its.partition(".")[2], kind, entry["question"], first, _yes(first_right(entry)),
                          idea_of(key, first), entry["answer"], _yes(entry["right"]), entry["tries"]])
    if (entry := entries["note"].get(key)) and entry["text"].strip():
        found.append([task, "note", entry["prompt"], entry["text"].strip(), "", "", "", "", ""])
    for its, entry in entries["triage"].items():
        if its.partition("#")[0] == key:
            right = _yes(entry["given"] == entry["right"])
            found.append([its.partition(".")[2], "decision", entry["story"], entry["given"], right, "", "", "", ""])
    return found


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def _table(heads: Sequence[str], lines: Iterable[Sequence[Any]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([_harmless(field) if isinstance(field, str) else field for field in line] for line in lines)
    return file.getvalue()


def _harmless(words: str) -> str:
    """What a student has typed is no formula: a spreadsheet would run “=HYPERLINK(…)”."""
    return f"'{words}" if re.match(r"\s*[=+\-@]", words) else words
