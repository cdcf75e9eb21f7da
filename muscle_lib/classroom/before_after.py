"""The test before and after a lesson, where it was taken: a table with a line for each student and test.

On paper, somebody types it in; from a course platform, its columns are brought into this form. Saved as CSV in the
folder of what was handed in::

    name,chapter,test,b1,b2,b3,b4,b5
    Ada Lovelace,nerve_signal,before,A,C,B,,A
    Ada Lovelace,nerve_signal,after,B,C,B,A,D

An answer is a letter, a number from 1, or the words of the choice; an empty field is none.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from muscle_lib.chapters import chapters
from muscle_lib.questions import question

TESTS = ("before", "after")
_HEADS = ("name", "chapter", "test")


@dataclass(frozen=True)
class Taken:
    """One test of one student: which choice was picked for each question (0: none)."""

    name: str
    chapter: str
    test: str
    picked: Mapping[str, int]


@dataclass(frozen=True)
class Gain:
    """One student's right answers before and after, of so many questions."""

    name: str
    before: int
    after: int
    questions: int


def taken_in(words: str) -> list[Taken]:
    """The tests of such a table. A ValueError says what is wrong with it."""
    head = words.partition("\n")[0]
    # Excel writes a semicolon where the comma is for decimals.
    rows = list(csv.DictReader(io.StringIO(words), delimiter=max(",;\t", key=head.count)))
    if not rows or not set(_HEADS) <= {str(name).strip().casefold() for name in rows[0]}:
        raise ValueError("no table of the test before and after: its columns are name, chapter, test, b1, b2, …")
    return [_taken({str(name).strip().casefold(): str(value or "").strip() for name, value in row.items()}, line)
            for line, row in enumerate(rows, start=2) if any(row.values())]


def _taken(row: Mapping[str, str], line: int) -> Taken:
    known = {each.name: each.name for each in chapters()} | {str(each.number): each.name for each in chapters()}
    chapter = known.get(row["chapter"]) or known.get(row["chapter"].lstrip("0"))
    test = row["test"].casefold()
    if not chapter or test not in TESTS or not row["name"]:
        raise ValueError(f"line {line}: wanted are a name, a chapter (its number or name), and before or after; got "
                         f"{row['name']!r}, {row['chapter']!r}, {row['test']!r}")
    keys = [key for key in row if key.startswith("b") and key[1:].isdigit()]
    return Taken(row["name"], chapter, test, {key: _picked(chapter, key, row[key], line) for key in keys})


def _picked(chapter: str, key: str, words: str, line: int) -> int:
    if not words:
        return 0
    asked = asked_in_test(chapter, key)
    choices = [each.text.casefold() for each in asked.choices] if asked else []
    if words.casefold() in choices:
        return choices.index(words.casefold()) + 1
    number = int(words) if words.isdecimal() else "abcdefghi".find(words.casefold()) + 1 if len(words) == 1 else 0
    if not 1 <= number <= (len(choices) or 9):
        raise ValueError(f"line {line}, {key}: {words!r} is none of the choices")
    return number


def asked_in_test(chapter: str, key: str) -> Any:
    """The question of a chapter's test; None if it has none of this key."""
    try:
        return question("before_after", f"{chapter}.{key}")
    except (ValueError, KeyError):
        return None


def gains(taken: Sequence[Taken], chapter: str) -> list[Gain]:
    """Who has taken both tests, and how many answers were right. A question that the lab does not have counts not."""
    found = []
    first: dict[str, Taken] = {}
    for each in taken:
        if each.chapter == chapter and each.test == "before":
            first.setdefault(each.name.casefold(), each)
    for each in taken:
        if each.chapter == chapter and each.test == "after" and (before := first.pop(each.name.casefold(), None)):
            asked = {key: its for key in each.picked if key in before.picked and (its := asked_in_test(chapter, key))}
            right = [sum(test.picked[key] == its.right for key, its in asked.items()) for test in (before, each)]
            found.append(Gain(each.name, right[0], right[1], len(asked)))
    return found


def right_by_question(taken: Sequence[Taken], chapter: str, test: str) -> dict[str, tuple[int, int]]:
    """For each question of one test: how many were right, of how many tests."""
    tests = [each for each in taken if (each.chapter, each.test) == (chapter, test)]
    keys = sorted({key for each in tests for key in each.picked}, key=lambda key: int(key[1:]))
    return {key: (sum(each.picked.get(key) == asked.right for each in tests), len(tests))
            for key in keys if (asked := asked_in_test(chapter, key))}
