"""A lesson as who hands it out needs it: the case of each station, what it asks, and the experiments' pictures."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from muscle_lib.chapters import Chapter, chapters
from muscle_lib.export.draw import value_of
from muscle_lib.export.words import STATION, as_html
from muscle_lib.figures.words import number
from muscle_lib.quantity import quantities
from muscle_lib.questions import question
from muscle_lib.trace import results
from muscle_lib.widgets.record import columns

_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]\([^()\s]+(?:\s+\"[^\"]*\")?\)")
#: What asks something, by the name of its function.
_ASKING = ("predict", "ask", "note", "evidence", "triage", "place_causes")


@dataclass(frozen=True)
class Task:
    """One thing that a lesson asks. ``shown`` is what its cell shows: a prediction has its explorer. ``words`` stand
    right above it. ``board`` is the explorer last seen before it."""

    key: str
    words: str
    shown: Any
    board: Any


@dataclass(frozen=True)
class Station:
    """One station, or (0) the recall before the first; its words are Markdown."""

    number: int
    title: str
    case: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class Lesson:
    """One lesson: its place in the list of chapters, and its stations."""

    chapter: Chapter
    stations: tuple[Station, ...]


@dataclass(frozen=True)
class Experiment:
    """A prediction's experiment: its axes with nothing on them; the picture of both halves, the first pale, with its
    sentence; and how it came out. (The picture of the first half alone is not handed out: in the lesson it is covered,
    too, as its scales and other curves can tell the answer.)"""

    axes: bytes
    after: bytes
    after_words: str
    width_px: int
    outcome: str
    #: What Record would write down of both: title → (before, after); first the controls, then the results.
    settings: Mapping[str, tuple[str, str]]
    results: Mapping[str, tuple[str, str]]


def read_lesson(notebook: Path) -> Lesson:
    """Run a lesson's cells here, and take what they show: nothing is drawn yet. A ValueError says what is wrong."""
    chapter = chapter_of(notebook)
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError) as problem:
        raise ValueError(f"{notebook.name} could not be read: {problem}") from None
    return Lesson(chapter, tuple(_stations(cells)))


def chapter_of(notebook: Path) -> Chapter:
    """The chapter of a lesson; a ValueError says that it is none that asks something."""
    chapter = next((each for each in chapters() if each.lesson == notebook.stem and each.asks), None)
    if chapter is None:
        raise ValueError(f"{notebook.name} is no lesson that asks something.")
    return chapter


def _stations(cells: list[dict[str, Any]]) -> Iterator[Station]:
    names: dict[str, Any] = {"__name__": "__main__"}
    place, title, case, above = -1, "", "", ""
    tasks: list[Task] = []
    board = None
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            above = "" if source.startswith("#") else source
            if source.startswith("## "):
                if tasks:
                    yield Station(place, title, case, tuple(tasks))
                head, _, case = source.partition("\n")
                found = STATION.match(head)
                place, title = (int(found[1]), found[2]) if found else (0, head[3:])
                tasks = []
        elif called := _called(source):
            key = called[1].partition(".")[2] if called[0] in _ASKING else ""
            # What only shows something (the lab report, the bar of the lesson) need not be made.
            if key or called[0] in ("explore", "import"):
                shown = value_of(source, names)
                board = getattr(shown, "explorer", shown if called[0] == "explore" else board)
                if key:
                    tasks.append(Task(key, above, shown, board))
                above = "" if key else above
    if tasks:
        yield Station(place, title, case, tuple(tasks))


def _called(source: str) -> tuple[str, str]:
    """The function that a cell's last line calls, with its first word; (“import”, “”) for one that only prepares."""
    last = ast.parse(source).body[-1:]
    if last and isinstance(last[0], ast.Expr) and isinstance(last[0].value, ast.Call):
        call = last[0].value
        first = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else ""
        return getattr(call.func, "id", ""), str(first)
    return ("import", "") if last and isinstance(last[0], (ast.Import, ast.ImportFrom, ast.Assign)) else ("", "")


def experiment(prediction: Any) -> Experiment:
    """Do the experiment of a prediction, as its lesson does it."""
    explorer = prediction.explorer
    first: list[Any] = []
    outcome = prediction.experiment(lambda: first.extend(
        (explorer.figure.stage.empty_png(), _recorded(explorer))))
    axes, row = first
    rows = {title: (row[title], after) for title, after in _recorded(explorer).items()}
    controls = [quantities(explorer.model)[name].title for name in explorer.control_names]
    records = results(type(explorer.trace)).values()
    found = [each.title for each in sorted(records, key=lambda each: not each.headline)]
    return Experiment(axes, explorer.figure.stage.png(), explorer.sentence, explorer.figure.stage.width_px,
                      outcome[:1].upper() + outcome[1:], {title: rows[title] for title in controls},
                      {title: rows[title] for title in found if title in rows})


def _recorded(explorer: Any) -> dict[str, str]:
    """What Record would write down now: title → value in words."""
    row = explorer.row()
    return {title: _in_words(row.get(name)) for name, title in columns(explorer.model, explorer.trace).items()}


def _in_words(value: Any) -> str:
    return "–" if value is None else value if isinstance(value, str) else number(value)


def case_picture(task: Task) -> tuple[bytes, str, int] | None:
    """The picture of the case that a question asks about by its name (“Patient A: …”), its sentence, and its width;
    None if its board has no such case."""
    if task.board is None or task.board.control_names:
        return None
    words = question("ask", task.shown.key).text
    name = next((name for name in task.board.presets if words.startswith(f"{name}:")), None)
    if name is None:
        return None
    task.board.choose(name)
    task.board.finish()
    return task.board.figure.stage.png(), task.board.sentence, task.board.figure.stage.width_px


def words_html(markdown: str) -> str:
    """Words of a lesson as HTML for paper: links, which lead nowhere there, leave their words behind."""
    return as_html(_LINK.sub(r"\1", markdown))


def titled(chapter: Chapter) -> str:
    """“1 · The nerve signal”."""
    return chapter.title if chapter.number is None else f"{chapter.number} · {chapter.title}"
