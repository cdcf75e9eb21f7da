"""What the lessons ask: one TOML file per chapter, and the reader that checks it.

A file has five kinds of entry::

    [predict.KEY]   text, choices (each with text and feedback), right (the number of the right choice, from 1),
                    before and after (two settings of the explorer), outcome (a sentence about the two results)
    [ask.KEY]       text and either choices and right, or answer with tolerance, unit, right, low and high
    [note.KEY]      text, and expected: what a good note says (for instructors)
    [evidence.KEY]  statement, and studies, each with study, finding, account (“for”, “against” or “neither”), why,
                    strength and source; and, if there is one, a second account that is accepted (also)
    [before_after.KEY]  text, choices and right, and about: the outcome of the lesson that it measures, in the lesson's
                    words. Five make the test before and after, which the lesson itself does not contain

A table ``[stations]`` says where each stands: 1 = ["p1", "n1", "q3"], in the order of the lesson; 0 is before the
first station. A table ``[triage]`` says which of the trainer's cases a lesson takes: t1 = ["extra_time", …]; without
it, all. A table ``[seen]`` says in which station of this lesson the link that fails in a case was seen to fail:
extra_time = 6; without it, the case names a chapter's. A word between *asterisks* is emphasised.

A broken file raises a ``ValueError`` that names the file, the entry and what is wrong with it.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Formatter
from types import MappingProxyType
from typing import Any

from muscle_lib.quantity import named


@dataclass(frozen=True)
class Choice:
    """One possible answer. ``misconception`` names the idea that usually leads to a wrong one."""

    text: str
    feedback: str
    misconception: str = ""


@dataclass(frozen=True)
class Prediction:
    """A question to be answered before the experiment, and the experiment that answers it."""

    text: str
    choices: tuple[Choice, ...]
    right: int
    before: Mapping[str, float | str]
    after: Mapping[str, float | str]
    outcome: str

    def happens(self, before: Any, after: Any) -> str:
        """How the experiment came out, in words, from its two runs."""
        return self.outcome.format(before=before, after=after).replace(" -", " −")


@dataclass(frozen=True)
class ChoiceQuestion:
    """A question with answers to choose from; ``right`` counts from 1, as in the file."""

    text: str
    choices: tuple[Choice, ...]
    right: int


@dataclass(frozen=True)
class TestQuestion(ChoiceQuestion):
    """A question of the test before and after; ``about`` is the outcome of the lesson that it measures."""

    about: str

    #: To pytest: a class of tests it is not.
    __test__ = False


@dataclass(frozen=True)
class NumberQuestion:
    """A question whose answer is a number; ``low`` and ``high`` answer those who are too low or too high."""

    text: str
    answer: float
    tolerance: float
    unit: str
    right: str
    low: str
    high: str


@dataclass(frozen=True)
class NotePrompt:
    """What the student is asked to write down, and what a good note says."""

    text: str
    expected: str = ""


#: What a finding can say about a statement, in the words of its button.
ACCOUNTS = MappingProxyType({"for": "Speaks for it", "against": "Speaks against it", "neither": "Decides nothing"})


@dataclass(frozen=True)
class Study:
    """One finding to be weighed: what was seen, what it says about the statement, why, and how strong it is."""

    study: str
    finding: str
    account: str
    why: str
    strength: str
    source: str
    #: A second account that is accepted, where a finding can be read in two ways; ``why`` says so.
    also: str = ""


@dataclass(frozen=True)
class Evidence:
    """A contested statement, and what has been found about it."""

    statement: str
    studies: tuple[Study, ...]


#: What a key begins with, and what kind of question it is.
KINDS = MappingProxyType({"p": "predict", "q": "ask", "n": "note", "e": "evidence", "t": "triage", "m": "causes"})
#: The kinds of entry of these files, and what each is read into. (The trainer and the map of causes have lists of their
#: own: triage.toml, causes.toml.)
_STRUCTURE: dict[str, Any] = {
    "predict": Prediction, "ask": (ChoiceQuestion, NumberQuestion), "note": NotePrompt, "evidence": Evidence,
    "before_after": TestQuestion}
#: Those that the lessons ask: all but the test before and after.
FILED = tuple(kind for kind in _STRUCTURE if kind != "before_after")
#: What a file has besides its entries.
_TABLES = ("stations", "triage", "seen")
_LISTS = {"tuple[Choice, ...]": (Choice, "choices"), "tuple[Study, ...]": (Study, "studies")}


def question(kind: str, key: str) -> Any:
    """Find a question by its kind (“predict”, “ask”, “note”, “evidence”, “before_after”) and its key, “chapter.key”."""
    chapter, dot, name = str(key).partition(".")
    if not dot:
        raise ValueError(f"A question's key has the form 'chapter.key', got {key!r}.")
    named(chapters(), chapter, "chapter with questions")
    entries = _chapter(chapter)
    return entries[kind][named(entries[kind], name, f"“{kind}” question in {chapter}.toml")]


@cache
def _chapter(chapter: str) -> dict[str, dict[str, Any]]:
    file = f"{chapter}.toml"
    return read(decoded(files(__name__).joinpath(file).read_bytes(), file), file)


@cache
def stations(chapter: str) -> Mapping[int, tuple[str, ...]]:
    """What each station of a chapter asks, in its order: number of the station → keys (“p1”, “n1”, “q3”)."""
    named(chapters(), chapter, "chapter with questions")
    return MappingProxyType({int(number): tuple(keys) for number, keys in _tables(chapter)["stations"].items()})


def before_after(chapter: str) -> Mapping[str, TestQuestion]:
    """The test before and after a chapter: key (“b1”) → question, in its order; empty, if it has none."""
    named(chapters(), chapter, "chapter with questions")
    return MappingProxyType(_chapter(chapter)["before_after"])


def cases_of(key: str) -> tuple[str, ...]:
    """The cases that a trainer (“short_course.t1”) takes, by their keys; none: its lesson takes all of them."""
    chapter, _, name = key.partition(".")
    return tuple(_tables(chapter).get("triage", {}).get(name, ())) if chapter in chapters() else ()


def seen_in(key: str, case: str) -> int:
    """The station of a trainer's own lesson in which the link of a case was seen to fail; 0: none is named."""
    chapter, *_ = key.partition(".")
    return int(_tables(chapter).get("seen", {}).get(case, 0)) if chapter in chapters() else 0


@cache
def _tables(chapter: str) -> dict[str, Any]:
    file = f"{chapter}.toml"
    return tomllib.loads(decoded(files(__name__).joinpath(file).read_bytes(), file))


def kind_of(key: str) -> str:
    """The kind of a question by its key, which tells no more: “nerve_signal.p1” is a prediction."""
    return KINDS[key.rpartition(".")[2][0]]


def chapters() -> list[str]:
    """The chapters that have a file of questions."""
    return sorted(entry.name.removesuffix(".toml") for entry in files(__name__).iterdir()
                  if entry.name.endswith(".toml"))


def decoded(content: bytes, file: str) -> str:
    """The text of a file as an editor has saved it: in UTF-8, with or without a mark for it at the beginning."""
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = "\0"
    if "\0" in words:  # UTF-16 without a mark is full of them
        raise ValueError(f"{file}: this file is not saved as UTF-8. Save it anew, with the encoding “UTF-8” "
                         "(in Windows' Notepad: Save as, at the bottom).")
    return words


def read(content: str, file: str) -> dict[str, dict[str, Any]]:
    """Turn the text of a TOML file into checked questions: kind → key → question."""
    try:
        raw = tomllib.loads(content)
    except tomllib.TOMLDecodeError as problem:
        raise ValueError(f"{file}: this is not valid TOML: {problem}") from None
    found: dict[str, dict[str, Any]] = {kind: {} for kind in _STRUCTURE}
    for kind, entries in raw.items():
        if kind in _TABLES:
            continue
        if kind not in _STRUCTURE or not isinstance(entries, dict):
            raise ValueError(f"{file}: [{kind}]: an entry is [predict.KEY], [ask.KEY], [note.KEY], [evidence.KEY] or "
                             "[before_after.KEY]")
        for key, entry in entries.items():
            found[kind][key] = _entry(kind, entry, f"{file}: [{kind}.{key}]")
    return found


def _entry(kind: str, entry: Any, where: str) -> Any:
    if not isinstance(entry, dict):
        raise ValueError(f"{where}: must be a table, got {entry!r}")
    wanted = _STRUCTURE[kind]
    if kind == "ask":
        wanted = wanted["choices" not in entry]
    made = _build(wanted, entry, where)
    if "choices" in entry and not 1 <= made.right <= len(made.choices):
        raise ValueError(f"{where} right: must be a choice's number from 1 to {len(made.choices)}, got {made.right}")
    for i, choice in enumerate(made.choices if "choices" in entry else (), start=1):
        if choice.text in [other.text for other in made.choices[:i - 1]]:
            raise ValueError(f"{where} choices[{i}]: there are two choices with the text {choice.text!r}")
    if wanted is Prediction:
        _check_outcome(made.outcome, f"{where} outcome")
    if wanted is NumberQuestion and made.tolerance <= 0:
        raise ValueError(f"{where} tolerance: must be above 0, got {made.tolerance:g}")
    if wanted is Evidence:
        for i, study in enumerate(made.studies, start=1):
            for account in filter(None, [study.account, study.also]):
                named(ACCOUNTS, account, f"account at {where} studies[{i}]")
    return made


def places(outcome: str) -> list[tuple[str, str]]:
    """The places in an outcome where a result stands: “{after.peak_mV:.0f}” → ("after", "peak_mV")."""
    found = []
    for _, path, spec, _ in Formatter().parse(outcome):
        if path is not None:
            half, dot, name = path.partition(".")
            if half not in ("before", "after") or not dot:
                raise ValueError(f"a result is written as {{before.name}} or {{after.name}}, got {{{path}}}")
            _check_form(spec or "")
            found.append((half, re.split(r"[.\[]", name)[0]))
    return found


def _check_form(spec: str) -> None:
    """A ValueError unless a number or a word can be written so."""
    for value in (1.0, 1, "a"):
        with suppress(ValueError):
            format(value, spec)
            return
    raise ValueError(f"nothing can be written in the form {spec!r}; whole numbers are :.0f")


def _check_outcome(outcome: str, where: str) -> None:
    try:
        places(outcome)
    except ValueError as problem:
        raise ValueError(f"{where}: {problem}") from None


def _build(cls: Any, entry: Mapping[str, Any], where: str) -> Any:
    """Make one record out of a table, checking each field by its declared type."""
    fields = cls.__dataclass_fields__
    for key in entry:
        named(fields, key, f"field at {where}") if key not in fields else None
    values = {}
    for name, field in fields.items():
        if name in entry:
            values[name] = _value(entry[name], str(field.type), f"{where} {name}")
        elif name not in ("misconception", "also", "expected"):
            raise ValueError(f"{where}: {name!r} is missing")
    return cls(**values)


def _value(value: Any, kind: str, where: str) -> Any:
    if kind in _LISTS:
        part, name = _LISTS[kind]
        if not isinstance(value, list) or len(value) < 2:
            raise ValueError(f"{where}: must be a list of at least two {name}")
        return tuple(_build(part, _table(entry, f"{where}[{i}]"), f"{where}[{i}]")
                     for i, entry in enumerate(value, start=1))
    if kind.startswith("Mapping"):
        # A setting is a number, or the word of a choice.
        return {key: setting if isinstance(setting, str) else _number(setting, f"{where}.{key}")
                for key, setting in _table(value, where).items()}
    if kind == "float":
        return float(_number(value, where))
    if kind == "int":
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError(f"{where}: must be a whole number, got {value!r}")
        return value
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{where}: must be a text, got {value!r}")
    return " ".join(value.split())


def _table(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{where}: must be a table, got {value!r}")
    return value


def _number(value: Any, where: str) -> float | int:
    # TOML knows nan and inf; nobody could answer them.
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ValueError(f"{where}: must be a number, got {value!r}")
    return value
