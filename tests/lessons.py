"""The notebooks as tests see them: their cells, and what a student would find in each.

A lesson's code runs in this process, in a namespace of its own, and once for all tests; nbval runs it in a kernel.
What a cell shows is made anew whenever a test asks for it, so that no test sees the traces of another.
"""

from __future__ import annotations

import ast
import copy
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import nbformat
import pytest
from IPython.core.formatters import DisplayFormatter

from muscle_lib.figures import stage
from muscle_lib.widgets.explorer import Explorer
from muscle_lib.widgets.predict import Predict

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "notebooks"
PATHS = sorted(FOLDER.glob("*.ipynb"))
NAMES = [path.stem for path in PATHS]


@cache
def lesson(name: str) -> Lesson:
    """A notebook by its name without ending; read once."""
    return Lesson(FOLDER / f"{name}.ipynb")


def chapter_of(name: str) -> str:
    """The chapter's name in every room, from that of the lesson: what stands behind the number, if there is one."""
    return re.sub(r"^\d\d_", "", name)


class Lesson:
    """One notebook."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.stem
        self.raw = path.read_text(encoding="utf-8")
        self.notebook = nbformat.reads(self.raw, as_version=nbformat.NO_CONVERT)
        self.cells: list[Any] = self.notebook.cells
        self.metadata: dict[str, Any] = self.notebook.metadata
        self._drawn: dict[str, Any] = {}

    @property
    def number(self) -> int:
        """The chapter's number, from the file's name; 0 for the start page, and for what has none."""
        return int(self.name[:2]) if self.name[:2].isdigit() else 0

    @property
    def chapter(self) -> str:
        """The chapter's name in every room."""
        return chapter_of(self.name)

    @property
    def asks(self) -> bool:
        """Whether it asks something: all but the start page do."""
        return self.chapter != "start_here"

    @cached_property
    def namespace(self) -> dict[str, Any]:
        """What is defined after all code cells have run. Nothing is shown, so no picture is drawn."""
        names: dict[str, Any] = {"__name__": "__main__"}
        for cell in code_cells(self):
            outputs_of(cell, names, self.name, shows=False)
        return names

    @cached_property
    def executed(self) -> Any:
        """The notebook after “Run all”, for the second time, with what it then shows, uncovered."""
        notebook, names = copy.deepcopy(self.notebook), self.namespace
        with uncovered(), not_sharply():
            for cell in code_cells(notebook):
                value, cell.outputs = outputs_of(cell, names, self.name)
                if isinstance(board := board_in(value), Explorer):
                    self._drawn[cell.id] = board._figure
        return notebook

    def shown(self, cell_id: str) -> Any:
        """Make, once more, what a cell shows: the value of its last expression."""
        cell = next(cell for cell in self.cells if cell.id == cell_id)
        shown = run(cell, self.namespace, self.name)
        assert shown is not None, f"{self.name}, cell {cell_id}: its last line shows nothing"
        # To lay a figure out takes longer than all else: the one of that run, which nobody uses any more.
        if cell_id in self._drawn:
            board_in(shown)._figure = self._drawn.pop(cell_id)
        return shown


def run(cell: Any, names: dict[str, Any], where: str) -> Any:
    """Run a cell's code; returns the value of its last line, as a notebook shows it."""
    tree, where = ast.parse(cell.source), f"{where}:{cell.id}"
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, where, "exec"), names)
    return eval(compile(ast.Expression(last.value), where, "eval"), names) if last else None


def board_in(shown: Any) -> Any:
    """The explorer or live muscle that a cell shows, covered or not. (To ask a board for what it has not builds it.)"""
    return shown.explorer if isinstance(shown, Predict) else shown


def outputs_of(cell: Any, names: dict[str, Any], where: str, shows: bool = True) -> tuple[Any, list[Any]]:
    """Run a cell, and return what it shows, and its outputs as a notebook keeps them."""
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        value = run(cell, names, where)
        data, metadata = DisplayFormatter().format(value) if shows and value is not None else ({}, {})
    text = [nbformat.v4.new_output("stream", name="stdout", text=printed.getvalue())] if printed.getvalue() else []
    return value, text + ([nbformat.v4.new_output("display_data", data=data, metadata=metadata)] if data else [])


@contextmanager
def uncovered() -> Iterator[None]:
    """No question covers a picture."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Predict, "is_open", True)
        yield


@contextmanager
def not_sharply() -> Iterator[None]:
    """Pictures with a quarter of the pixels, where nobody looks at them closely: that saves a third of the time. (How
    sharp a picture is when it rests: tests/figures/test_every_figure, tests/browser.)"""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stage, "SHARPNESS", stage.SHARPNESS_MOVING)
        yield


def code_cells(of: Any) -> Iterator[Any]:
    return (cell for cell in of.cells if cell.cell_type == "code")


def calls(cell: Any) -> list[ast.Call]:
    """All calls of a plain name in a code cell: ``ask("…")``, but not ``x.ask("…")``."""
    return _calls(cell.source) if cell.cell_type == "code" else []


@cache
def _calls(code: str) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(code))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]


def has_call(cell: Any, name: str) -> bool:
    return any(call.func.id == name for call in calls(cell))


def cells_with(name: str) -> list[tuple[str, str]]:
    """Where the lessons call a function: (lesson, cell) pairs, found without running anything."""
    return [(found.name, cell.id) for found in map(lesson, NAMES) for cell in found.cells if has_call(cell, name)]


def keys(kind: str) -> list[str]:
    """The questions of a kind (“predict”, “ask”, “note”, “evidence”) that the lessons use, in order."""
    return [call.args[0].value for found in map(lesson, NAMES) for cell in found.cells for call in calls(cell)
            if call.func.id == kind]
