"""What a class predicted, answered and recorded, counted question by question and board by board."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from muscle_lib.classroom.handed_in import Work
from muscle_lib.questions import ACCOUNTS, ChoiceQuestion, kind_of, question, stations
from muscle_lib.triage import RANKS
from muscle_lib.widgets.answers import Entries
from muscle_lib.widgets.ask import first_answer, first_right
from muscle_lib.widgets.decided import decision
from muscle_lib.widgets.record import DONE


@dataclass(frozen=True)
class Mark:
    """What one student has made of one task: a sign, and the same in words."""

    sign: str
    words: str


NOTHING, SKIPPED = Mark("·", "nothing"), Mark("s", "skipped")
#: What the signs say, for the legend.
SIGNS = {"✓": "right at once", "✓2": "right at the second try", "✗": "wrong", "s": "skipped", "34 w": "34 words",
         "4/5": "4 of 5 right", "·": "nothing"}


@dataclass(frozen=True)
class Option:
    """One answer to a question, the idea behind it, and how many of the class gave it."""

    words: str
    idea: str
    is_right: bool
    count: int


@dataclass(frozen=True)
class Tally:
    """What a class answered to one question. ``other``: answers whose words the lesson does not have (any more);
    ``unknown``: files of earlier days that do not say which answer was the first."""

    key: str
    name: str
    text: str
    options: tuple[Option, ...]
    skipped: int = 0
    other: int = 0
    unknown: int = 0

    @property
    def answered(self) -> int:
        """How many gave an answer."""
        return sum(option.count for option in self.options) + self.other


@dataclass(frozen=True)
class Point:
    """One recorded row. ``is_alike``: only what runs along the axis is set otherwise than in most rows."""

    name: str
    x: float
    y: float
    is_alike: bool


@dataclass(frozen=True)
class Board:
    """What a class recorded with one board: the points, what runs along the axes, and what else was changed."""

    key: str
    title: str
    across: str
    up: str
    points: tuple[Point, ...]
    also: tuple[str, ...]
    without_value: int = 0


# One student

def tasks(chapter: str) -> list[tuple[int, str]]:
    """All that a chapter asks, in its order: number of the station, and key (“p1”)."""
    return [(number, key) for number, keys in sorted(stations(chapter).items()) for key in keys]


def mark(entries: Entries, key: str) -> Mark:
    """What was made of a task (“nerve_signal.p1”)."""
    kind = kind_of(key)
    if kind == "evidence":
        return _share([entry["right"] for its, entry in entries["ask"].items() if its.startswith(f"{key}#")],
                      len(question("evidence", key).studies), "weighed as usual")
    if kind == "triage":
        found = [each.kind == "right" for its, entry in entries["triage"].items()
                 if its.partition("#")[0] == key and (each := decision(entry))]
        return _share(found, 0, "decided rightly")
    entry = entries.get(kind, {}).get(key)
    if not entry:
        return NOTHING
    if kind == "predict":
        return (SKIPPED if entry["picked"] is None else Mark("✓", "right") if entry["right"]
                else Mark("✗", "wrong"))
    if kind == "ask":
        tries = entry["tries"]
        return (Mark("✓", "right at once") if first_right(entry) and entry["right"] else
                Mark(f"✓{tries}", f"right, after {tries} tries") if entry["right"] else
                Mark("✗", f"wrong, after {tries} {'try' if tries == 1 else 'tries'}"))
    if kind == "note":
        count = len(entry["text"].split())
        return Mark(f"{count} w", f"{count} words") if count else NOTHING
    return Mark(f"{len(entry['placed'])} pl.", f"{len(entry['placed'])} placed")


def done(entries: Entries, chapter: str) -> int:
    """How many tasks of a chapter were begun; what was skipped is none of them."""
    return sum(mark(entries, f"{chapter}.{key}") not in (NOTHING, SKIPPED) for _, key in tasks(chapter))


def _share(right: Sequence[bool], of: int, what: str) -> Mark:
    done = max(of, len(right))
    return Mark(f"{sum(right)}/{done}", f"{sum(right)} of {done} {what}") if right else NOTHING


# The class, question by question

def tallies(chapter: str, works: Sequence[Work]) -> list[Tally]:
    """Predictions, first answers, findings and decisions, in the order of the lesson; what nobody answered is left
    out."""
    all_entries = [work.entries for work in works]
    found: list[Tally] = []
    for _, name in tasks(chapter):
        key, kind = f"{chapter}.{name}", kind_of(name)
        if kind == "predict":
            found.append(_predicted(key, name, [its for each in all_entries if (its := each["predict"].get(key))]))
        elif kind == "ask":
            found.append(_answered(key, name, [its for each in all_entries if (its := each["ask"].get(key))]))
        elif kind == "evidence":
            found += _weighed(key, name, all_entries)
        elif kind == "triage":
            found += _decided(key, name, all_entries)
    return [tally for tally in found if tally.answered or tally.skipped or tally.unknown]


def _predicted(key: str, name: str, entries: Sequence[Mapping[str, Any]]) -> Tally:
    made = [entry["answer"] for entry in entries if entry["picked"] is not None]
    return _tally(key, f"Prediction {name}", question("predict", key), made, skipped=len(entries) - len(made))


def _answered(key: str, name: str, entries: Sequence[Mapping[str, Any]]) -> Tally:
    asked, first = question("ask", key), [first_answer(dict(entry)) for entry in entries]
    known, unknown = [each for each in first if each], first.count(None)
    if isinstance(asked, ChoiceQuestion):
        return _tally(key, f"Question {name}", asked, [words for _, words in known], unknown=unknown)
    given = [float(number) for number, _ in known]
    low, high = asked.answer - asked.tolerance, asked.answer + asked.tolerance
    options = (Option(f"less than {low:g} {asked.unit}", "", False, sum(number < low for number in given)),
               Option(f"{asked.answer:g} ± {asked.tolerance:g} {asked.unit}", "", True,
                      sum(low <= number <= high for number in given)),
               Option(f"more than {high:g} {asked.unit}", "", False, sum(number > high for number in given)))
    return Tally(key, f"Question {name}", asked.text, options, unknown=unknown)


def _tally(key: str, name: str, asked: Any, given: Sequence[str], skipped: int = 0, unknown: int = 0) -> Tally:
    counts = Counter(given)
    options = tuple(Option(choice.text, "" if number == asked.right else choice.misconception, number == asked.right,
                           counts.pop(choice.text, 0)) for number, choice in enumerate(asked.choices, start=1))
    return Tally(key, name, asked.text, options, skipped, sum(counts.values()), unknown)


def _weighed(key: str, name: str, all_entries: Sequence[Entries]) -> list[Tally]:
    found = []
    for number, study in enumerate(question("evidence", key).studies, start=1):
        counts = Counter(entry["answer"] for each in all_entries if (entry := each["ask"].get(f"{key}#{number}")))
        options = tuple(Option(words, "", account in (study.account, study.also), counts.pop(words, 0))
                        for account, words in ACCOUNTS.items())
        found.append(Tally(key, f"Finding {name}, {number}", f"{study.study}: {study.finding}", options,
                           other=sum(counts.values())))
    return found


def _decided(key: str, name: str, all_entries: Sequence[Entries]) -> list[Tally]:
    made = [each for entries in all_entries for its, entry in entries["triage"].items()
            if its.partition("#")[0] == key and (each := decision(entry))]
    found = []
    for case in dict.fromkeys(each.case for each in made):
        ours = [each for each in made if each.case == case]
        counts = Counter(each.given for each in ours)
        options = tuple(Option(its.words, "", rank == ours[0].right, counts[rank]) for rank, its in RANKS.items())
        found.append(Tally(key, f"Trainer {name}", ours[0].story, options))
    return found


def ideas(found: Sequence[Tally]) -> list[tuple[str, int, int, tuple[str, ...]]]:
    """The misconceptions that were chosen, most often first: the idea, how often, of how many answers to the questions
    that offer it, and the keys of these."""
    chosen: dict[str, list[tuple[int, int, str]]] = {}
    for tally in found:
        for option in tally.options:
            if option.idea and not option.is_right:
                chosen.setdefault(option.idea, []).append((option.count, tally.answered, tally.key))
    listed = [(idea, sum(count for count, _, _ in offers), sum(of for _, of, _ in offers),
               tuple(key for count, _, key in offers if count)) for idea, offers in chosen.items()]
    return sorted((each for each in listed if each[1]), key=lambda each: (-each[1] / each[2], -each[1]))


def idea_of(key: str, words: str) -> str:
    """The misconception behind an answer; "" where there is none, or the answer is right."""
    with suppress(ValueError, KeyError):
        asked = question(kind_of(key), key)
        return next((choice.misconception for number, choice in enumerate(getattr(asked, "choices", ()), start=1)
                     if choice.text == words and number != asked.right), "")
    return ""


# The class, board by board

def boards(works: Sequence[tuple[str, Work]]) -> list[Board]:
    """What was recorded, by board, from students' names and works; a copy of a cell counts as its board."""
    tables: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    for name, work in works:
        for key, entry in work.entries["record"].items():
            if entry["rows"] and _is_told(entry):
                tables.setdefault(re.sub(r"~\d+$", "", key), []).append((name, entry))
    found = [_board(key, kept) for key, kept in tables.items()]
    return [board for board in found if board]


def _is_told(entry: Mapping[str, Any]) -> bool:
    """Whether a table says which columns are sliders, and which is the number that is meant. (Files of earlier days
    do not.)"""
    return "controls" in entry and entry.get("headline") in entry["titles"]


def _board(key: str, kept: Sequence[tuple[str, Mapping[str, Any]]]) -> Board | None:
    titles, controls, up = kept[0][1]["titles"], kept[0][1]["controls"], kept[0][1]["headline"]
    rows = [(name, row) for name, entry in kept for row in entry["rows"]]
    values = {name: {row[name] for _, row in rows if name in row} for name in titles}
    sliders = [name for name in controls if values.get(name) and not any(isinstance(v, str) for v in values[name])]
    if not sliders:
        return None
    across = max(sliders, key=lambda name: len(values[name]))
    results = set(kept[0][1]["first"]) - set(controls)
    others = [name for name in titles if name not in (across, DONE) and name not in results and len(values[name]) > 1]
    usual = Counter(_setting(row, others) for _, row in rows).most_common(1)[0][0]
    points = tuple(Point(name, float(row[across]), float(row[up]), _setting(row, others) == usual)
                   for name, row in rows if _is_number(row.get(across)) and _is_number(row.get(up)))
    title = kept[0][1]["title"].partition(" recorded: ")[2] or key
    return Board(key, title, titles[across], titles[up], points, tuple(titles[name] for name in others),
                 len(rows) - len(points))


def _setting(row: Mapping[str, Any], names: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{value:.6g}" if _is_number(value := row.get(name)) else str(value) for name in names)


def _is_number(value: object) -> bool:
    """One that can be drawn: a file from elsewhere may hold numbers that no model gives."""
    return isinstance(value, (int, float)) and abs(value) < 1e12
