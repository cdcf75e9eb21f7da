"""What a page to touch holds: one lesson as plain data, which the page's own script reads.

All HTML in it is ours and finished.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, ClassVar

from muscle_lib.export.shown import Board

#: Links from lesson to lesson lead to their pages, and there to the same cells.
_LINK = re.compile(r'href="(\w+)\.ipynb(#?)(?:cell-id=)?([^"]*)"')
@dataclass(frozen=True)
class Block:
    """A cell of the lesson, by its id. ``station``: the one it stands in (0 before the first, and after the last);
    ``further``: whether that one is not of the core; ``begins``: whether it is its heading."""

    type: ClassVar[str] = ""
    cell: str
    station: int
    further: bool


@dataclass(frozen=True)
class Text(Block):
    """Words, or a picture that only stands there."""

    type: ClassVar[str] = "text"
    html: str
    begins: bool = False


@dataclass(frozen=True)
class BoardBlock(Block):
    """A board by itself."""

    type: ClassVar[str] = "board"
    board: Board


@dataclass(frozen=True)
class Choice:
    """One answer. ``feedback_html`` is the whole verdict, in its frame."""

    html: str
    feedback_html: str
    right: bool


@dataclass(frozen=True)
class Predict(Block):
    """A question that covers a board. ``outcome_state`` is shown once it is answered: the experiment, the curves before
    it pale; ``outcome_settings`` says how it was set, ``outcome_places`` at which position each control stands then."""

    type: ClassVar[str] = "predict"
    id: str
    question_html: str
    choices: tuple[Choice, ...]
    outcome_html: str
    outcome_state: int
    outcome_settings: str
    outcome_places: tuple[int, ...]
    board: Board


@dataclass(frozen=True)
class Ask(Block):
    """A question with choices, or for a number (``kind``: “choice” or “number”), as ``widgets/ask.py`` judges it."""

    type: ClassVar[str] = "ask"
    id: str
    kind: str
    question_html: str
    choices: tuple[Choice, ...] = ()
    answer: float = 0.0
    tolerance: float = 0.0
    unit: str = ""
    right_html: str = ""
    low_html: str = ""
    high_html: str = ""


@dataclass(frozen=True)
class Finding:
    """A finding to be weighed; ``said_html``: for each account the verdict. ``row_html``: its row on the board."""

    html: str
    account: str
    also: str
    said_html: dict[str, str]
    row_html: str


@dataclass(frozen=True)
class Evidence(Block):
    """A contested statement. ``accounts``: key → words of the button; ``head_html``: the head of the board's table."""

    type: ClassVar[str] = "evidence"
    id: str
    statement_html: str
    accounts: dict[str, str]
    findings: tuple[Finding, ...]
    head_html: str


@dataclass(frozen=True)
class Note(Block):
    """A box for words."""

    type: ClassVar[str] = "note"
    id: str
    prompt_html: str
    placeholder: str


@dataclass(frozen=True)
class Case:
    """A case of the trainer; ``verdicts``: rank → the whole verdict, in its frame; ``kinds``: rank → “right”, …"""

    key: str
    title: str
    age: int
    story_html: str
    body_html: str
    right: str
    verdicts: dict[str, str]
    kinds: dict[str, str]
    weights: dict[str, int]


@dataclass(frozen=True)
class Triage(Block):
    """The trainer, its cases in the order of number 1. ``ranks``: key → words with the mark."""

    type: ClassVar[str] = "triage"
    id: str
    beginning_html: str
    asked: str
    ranks: dict[str, str]
    cases: tuple[Case, ...]
    mix: str
    pairs_html: str


@dataclass(frozen=True)
class Place:
    """A place of the map: its name, its short name, and where its button and its count lie (CSS, in per cent)."""

    key: str
    name: str
    short: str
    button_style: str
    count_style: str


@dataclass(frozen=True)
class Cause:
    """A cause; ``right_html`` is what is said at a place of its own, ``wrong`` at some others (place → words)."""

    key: str
    words: str
    mark: str
    places: tuple[str, ...]
    right_html: str
    wrong: dict[str, str]
    wrong_else: str
    seen_again_html: str


@dataclass(frozen=True)
class Causes(Block):
    """The map on which causes are placed."""

    type: ClassVar[str] = "causes"
    id: str
    asked_html: str
    map_html: str
    places: tuple[Place, ...]
    causes: tuple[Cause, ...]
    enough: int


@dataclass(frozen=True)
class Progress(Block):
    """Where the bar stands; ``strip_html`` shows where in the chain we are."""

    type: ClassVar[str] = "progress"
    strip_html: str
    title: str


@dataclass(frozen=True)
class Report(Block):
    """Where the page is printed."""

    type: ClassVar[str] = "report"


@dataclass(frozen=True)
class LabOnly(Block):
    """What only the lab can do, in one sentence; ``html`` is what a page on paper shows of it, if anything."""

    type: ClassVar[str] = "lab_only"
    sentence: str
    html: str = ""


@dataclass(frozen=True)
class Station:
    """A piece of the bar: number (0: the recall questions), title, and the ids of its questions in their order."""

    number: int
    title: str
    further: bool
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Lesson:
    """A whole lesson. ``key`` names its entries in the browser's storage; ``number`` is -1 where it has none."""

    key: str
    file: str
    title: str
    number: int
    version: str
    stations: tuple[Station, ...]
    blocks: tuple[Block, ...]
    language: str = "en"


def as_json(lesson: Lesson) -> str:
    """The lesson as JSON that may stand in a page's ``<script type="application/json">``."""
    words = json.dumps(_plain(lesson), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return words.replace("<", "\\u003c")  # a “</script>” inside a text would end the element


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        made = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {"type": value.type} | made if isinstance(value, Block) else made
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, str):
        return _LINK.sub(r'href="\1.html\2\3"', value) if ".ipynb" in value else value
    return {key: _plain(each) for key, each in value.items()} if isinstance(value, dict) else value
