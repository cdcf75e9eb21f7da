"""A notebook as plain data: each of its cells as a block of the page."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat

from muscle_lib import __version__
from muscle_lib.chapters import Chapter, chapters
from muscle_lib.export import data, lists
from muscle_lib.export.boards import Plan, built, lighter, plan
from muscle_lib.export.draw import Cell, Task, cells
from muscle_lib.export.shown import Board
from muscle_lib.export.words import STATION, as_html
from muscle_lib.questions import ChoiceQuestion, NumberQuestion, kind_of, question, stations
from muscle_lib.widgets.ask import Ask, right_number, wrong_number
from muscle_lib.widgets.causes import CausesBoard
from muscle_lib.widgets.chain import strip
from muscle_lib.widgets.check import InstallCheck
from muscle_lib.widgets.choices import verdict
from muscle_lib.widgets.evidence import EvidenceBoard
from muscle_lib.widgets.explorer import Explorer
from muscle_lib.widgets.live import LiveMonitor
from muscle_lib.widgets.look import rendered
from muscle_lib.widgets.mystery import Mystery
from muscle_lib.widgets.note import Note
from muscle_lib.widgets.predict import Predict
from muscle_lib.widgets.progress import Progress, core_of, title_of
from muscle_lib.widgets.report import LabReport
from muscle_lib.widgets.triage import Triage

#: A page that is larger is slow on a telephone.
MOST_MB = 25.0
#: Cell, station, and whether it is not of the core.
Where = tuple[str, int, bool]
#: Does tasks, and gives what each gave.
Work = Callable[[list[Task]], Mapping[Task, Any]]
_MYSTERY = "In the lab a muscle with a hidden fault waits here: you order tests on a budget, and name the link."
_CHECK = "In the lab this is where it checks itself. This page needs nothing that could be missing."


def lesson_of(notebook: Path, work: Work, most_MB: float = MOST_MB) -> data.Lesson:
    """Read a notebook, have its boards drawn, and put all together. Films give way if it would be too large."""
    path, book = str(notebook), nbformat.reads(notebook.read_text(encoding="utf-8"), as_version=4)
    chapter = next((each for each in chapters() if each.lesson == notebook.stem), None)
    core = (0, *core_of(chapter)) if chapter and chapter.asks else None
    shown, places, titles, station = cells(path), {}, {}, 0
    for cell in book.cells:
        if cell.cell_type == "markdown" and (found := STATION.search(cell.source)):
            station = int(found[1])
            titles[station] = f"Station {station} · {found[2]}"
        elif cell.cell_type == "markdown" and re.match(r"^## ", cell.source):
            station = 0
        places[cell.id] = station, core is not None and station not in core
    sought = _sought(chapter) if chapter and chapter.asks else {}
    planned = [plan(id, cell.value, places[id][1], sought.get(places[id][0], ())) for id, cell in shown.items()
               if isinstance(cell.value, (Explorer, LiveMonitor, Predict))]
    done = work([task for each in planned for task in each.tasks(path)])
    plans = {each.cell: each for each in lighter(planned, done, path, most_MB)}
    blocks: list[data.Block] = []
    for cell in book.cells:
        where = (cell.id, *places[cell.id])
        if cell.cell_type == "markdown":
            blocks.append(data.Text(*where, as_html(cell.source), bool(STATION.search(cell.source))))
        elif cell.cell_type == "code":
            blocks += _blocks(where, shown[cell.id], plans.get(cell.id), done, path)
    return data.Lesson(chapter.name if chapter else notebook.stem, notebook.stem,
                       book.metadata.get("title", notebook.stem),
                       -1 if chapter is None or chapter.number is None else chapter.number, __version__,
                       tuple(_stations(chapter, titles, core)) if chapter and core else (), tuple(blocks))


def _sought(chapter: Chapter) -> dict[int, list[NumberQuestion]]:
    """Each station, and the numbers that are to be found there."""
    asked = {number: [question("ask", f"{chapter.name}.{key}") for key in keys if kind_of(key) == "ask"]
             for number, keys in stations(chapter.name).items()}
    return {number: [each for each in of if isinstance(each, NumberQuestion)] for number, of in asked.items()}


def _stations(chapter: Chapter, titles: Mapping[int, str], core: tuple[int, ...]) -> Iterator[data.Station]:
    for number, keys in stations(chapter.name).items():
        yield data.Station(number, titles.get(number, "Recall" if not number else f"Station {number}"),
                           number not in core, tuple(f"{chapter.name}.{key}" for key in keys))


def _blocks(where: Where, cell: Cell, plan: Plan | None, done: Mapping[Task, Any],
            path: str) -> Iterator[data.Block]:
    """What a cell of code has to show: mostly one thing."""
    if cell.printed:
        yield data.Text(*where, f"<pre>{html.escape(cell.printed)}</pre>")
    value = cell.value
    if plan:
        board, outcome_state, outcome = built(plan, done, path)
        yield (_predict(where, value, board, outcome_state, outcome, plan) if isinstance(value, Predict) else
               data.BoardBlock(*where, board))
    elif isinstance(value, Ask):
        yield _ask(where, value.key, question("ask", value.key))
    elif isinstance(value, Note):
        yield data.Note(*where, value.key, rendered(question("note", value.key).text), value._box.placeholder)
    elif isinstance(value, EvidenceBoard):
        yield lists.evidence(where, value.key)
    elif isinstance(value, Triage):
        yield lists.triage(where, value)
    elif isinstance(value, CausesBoard):
        yield lists.places(where, value.key)
    elif isinstance(value, Mystery):
        yield data.LabOnly(*where, _MYSTERY, value._repr_mimebundle_()["text/html"])
    elif isinstance(value, InstallCheck):
        yield data.LabOnly(*where, _CHECK)
    elif isinstance(value, LabReport):
        yield data.Report(*where)
    elif isinstance(value, Progress):
        yield data.Progress(*where, strip(value.chapter), title_of(value.chapter))
    elif hasattr(value, "_repr_html_"):
        yield data.Text(*where, value._repr_html_())
    elif hasattr(value, "_repr_mimebundle_"):
        yield data.Text(*where, value._repr_mimebundle_()["text/html"])
    elif value is not None:
        yield data.Text(*where, f"<pre>{html.escape(repr(value))}</pre>")


def _predict(where: Where, value: Predict, board: Board, state: int, outcome: str, plan: Plan) -> data.Predict:
    asked, explorer = question("predict", value.key), value.explorer
    after = {**asked.before, **asked.after}
    settings = explorer.changed(replace(explorer.home, **after), explorer.records)
    return data.Predict(*where, value.key, rendered(asked.text), _choices(asked), rendered(outcome), state,
                        settings or "All values as at the start", plan.places(after), board)


def _choices(asked: Any) -> tuple[data.Choice, ...]:
    return tuple(data.Choice(rendered(choice.text), verdict(choice, number == asked.right), number == asked.right)
                 for number, choice in enumerate(asked.choices, start=1))


def _ask(where: Where, key: str, asked: ChoiceQuestion | NumberQuestion) -> data.Ask:
    if isinstance(asked, ChoiceQuestion):
        return data.Ask(*where, key, "choice", rendered(asked.text), _choices(asked))
    low, high = (wrong_number(asked, asked.answer + side) for side in (-1.0, 1.0))
    return data.Ask(*where, key, "number", rendered(asked.text), (), asked.answer, asked.tolerance, asked.unit,
                    right_number(asked), low, high)
