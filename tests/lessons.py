"""The notebooks as tests see them: their cells, and what a student would find in each.

A lesson's code runs in this process, in a namespace of its own, once for all tests. What a cell shows is made anew
whenever a test asks for it, so that no test sees the traces of another.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import nbformat

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "notebooks"
PATHS = sorted(FOLDER.glob("*.ipynb"))
NAMES = [path.stem for path in PATHS]


@cache
def lesson(name: str) -> Lesson:
    """A notebook by its name without ending; read once."""
    return Lesson(FOLDER / f"{name}.ipynb")


class Lesson:
    """One notebook."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.stem
        self.raw = path.read_text(encoding="utf-8")
        self.notebook = nbformat.reads(self.raw, as_version=nbformat.NO_CONVERT)
        self.cells: list[Any] = self.notebook.cells
        self.metadata: dict[str, Any] = self.notebook.metadata

    @property
    def number(self) -> int:
        """The chapter's number, from the file's name."""
        return int(self.name.split("_")[0])

    @property
    def chapter(self) -> str:
        """The chapter's name in every room."""
        return self.name.partition("_")[2]

    @cached_property
    def namespace(self) -> dict[str, Any]:
        """What is defined after all code cells have run, once, from top to bottom."""
        names: dict[str, Any] = {"__name__": "__main__"}
        for cell in code_cells(self):
            exec(compile(cell.source, f"{self.name}:{cell.id}", "exec"), names)
        return names

    def shown(self, cell_id: str) -> Any:
        """Make, once more, what a cell shows: the value of its last expression."""
        cell = next(cell for cell in self.cells if cell.id == cell_id)
        tree = ast.parse(cell.source)
        assert isinstance(tree.body[-1], ast.Expr), f"{self.name}, cell {cell_id}: its last line shows nothing"
        where = f"{self.name}:{cell_id}"
        exec(compile(ast.Module(tree.body[:-1], []), where, "exec"), self.namespace)
        return eval(compile(ast.Expression(tree.body[-1].value), where, "eval"), self.namespace)


def code_cells(of: Lesson) -> Iterator[Any]:
    return (cell for cell in of.cells if cell.cell_type == "code")


def calls(cell: Any) -> list[ast.Call]:
    """All calls of a plain name in a code cell: ``ask("…")``, but not ``x.ask("…")``."""
    if cell.cell_type != "code":
        return []
    return [node for node in ast.walk(ast.parse(cell.source))
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
