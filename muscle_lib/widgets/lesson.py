"""The lesson as its notebook tells it: which cell stands under which heading."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from muscle_lib.chapters import chapters


@dataclass(frozen=True)
class Cell:
    """A cell of code, and the heading it stands under (“Station 1 · All or nothing”)."""

    heading: str
    source: str


def lesson(answers: Path, chapter: str) -> list[Cell]:
    """The cells of the notebook that these answers belong to; none where it cannot be found.

    A notebook that was renamed while its kernel lives is found by its chapter.
    """
    for path in (_notebook(answers), *sorted(answers.parent.glob("*.ipynb"))):
        try:
            cells = _cells(json.loads(path.read_text(encoding="utf-8")))
        # It went away, or is no notebook.
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            continue
        if any(re.search(rf"""lab_report\(["']{chapter}["']""", cell.source) for cell in cells):
            return cells
    return []


def is_gone(answers: Path, cell: str, key: str) -> bool:
    """Whether the notebook has no cell of this id any more that asks for this key: it was taken out, or split, or a
    newer lesson names it anew. Where the notebook cannot be read, nobody knows."""
    try:
        cells = json.loads(_notebook(answers).read_text(encoding="utf-8"))["cells"]
        sources = ["".join(each["source"]) for each in cells if each.get("id") == cell]
        return all(place(key, [Cell("", source)]) for source in sources)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return False


def _notebook(answers: Path) -> Path:
    return answers.with_name(answers.name.replace(".answers.json", ".ipynb"))


def station_link(chapter: str, station: int, word: str = "Chapter") -> str:
    """“Chapter 2, station 4”, as a link that opens it there, in a page of its own."""
    its = next(each for each in chapters() if each.name == chapter)
    return (f'<a class="ml-link" href="{its.lesson}.ipynb#cell-id=s{station}-case" target="_blank" rel="noopener">'
            f"{word} {its.number}, station {station}</a>")


def _cells(notebook: dict) -> list[Cell]:
    heading, found = "", []
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            found.append(Cell(heading or "At the beginning", source))
        elif headings := re.findall(r"^## +(.+)$", source, re.MULTILINE):
            heading = re.sub(r"[*`]", "", headings[-1]).strip()
    return found


def place(key: str, cells: Sequence[Cell]) -> int:
    """The number of the cell in which something with this key was entered; behind all cells where none is it.

    A question is named in its cell; of an explorer by itself the key has the model and its sliders.
    """
    name = re.sub(r"(~\d+)?(#\d+)?$", "", key)
    made, is_board, controls = name.partition(".")[2].partition("(")
    sliders = [_quoted(each) for each in controls[:-1].split(", ") if each]
    parts = [r"\b(explore|live)\(", rf"\b{re.escape(made)}\b", *sliders] if is_board else [rf"\b{re.escape(made)}\("]
    for number, cell in enumerate(cells):
        made_here = made and "predict(" not in cell.source and all(re.search(part, cell.source) for part in parts)
        if made_here or re.search(_quoted(name), cell.source):
            return number
    return len(cells)


def _quoted(word: str) -> str:
    return rf"""["']{re.escape(word)}["']"""
