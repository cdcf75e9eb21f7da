"""Write README's table of lessons and the map of the start page from the one list of chapters, and each lesson's cell
“When to see a doctor” from the one list of warning signs.

Run from the project's folder as ``python -m tests.chapters``; ``tests/test_chapters.py`` says when it is time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from muscle_lib.chapters import chapters, warning_signs
from tests.lessons import FOLDER, ROOT

README, START = ROOT / "README.md", FOLDER / "00_start_here.ipynb"
#: A table in Markdown, known by the beginning of its first line.
TABLE = r"^\| {first} \|.*\n(?:\|.*\n?)+"


def readme(text: str) -> str:
    """README with its table of lessons."""
    rows = ["| notebook | what it is about | minutes |", "| --- | --- | --- |",
            *(f"| [{each.number:02d} {each.title}](notebooks/{each.lesson}.ipynb) | {each.about} | {each.minutes} |"
              for each in chapters() if not each.planned)]
    return _with_table(text, "notebook", rows)


def start_page(text: str) -> str:
    """The start page, as the text of its file, with the map of the chain. Its links run from the brain down."""
    links = [(link, each) for each in chapters() if not each.planned for link in each.map]
    rows = ["| link | what it does | chapter |", "| --- | --- | --- |",
            *(f"| {link['link']} | {link['does']} | [{each.number} {each.title}]({each.lesson}.ipynb)"
              f"{link.get('where', '')} |" for link, each in sorted(links, key=lambda pair: pair[0]["place"]))]
    return _with_cell(text, "map", lambda source: _with_table(source, "link", rows))


#: How a list of signs of one rank begins.
RANKS = {"emergency": "**Call for emergency help at once** for", "today": "**Get medical help today** for",
         "soon": "See a doctor soon about"}


def doctor(name: str) -> str:
    """The text of a chapter's cell “When to see a doctor”: the most urgent first, each sign a line."""
    signs = [sign for sign in warning_signs() if sign.chapters == "all" or name in sign.chapters]
    parts = ["## When to see a doctor", "This lab explains mechanisms; it gives no advice about you."]
    for rank, begins in RANKS.items():
        if lines := [f"- {sign.words}" for sign in signs if sign.rank == rank]:
            parts.append(f"{begins}\n\n" + "\n".join(lines))
    return "\n\n".join([*parts, *(sign.words for sign in signs if sign.rank == "rest")])


def with_doctor(text: str, name: str) -> str:
    """A lesson, as the text of its file, with that cell."""
    return _with_cell(text, "doctor", lambda source: doctor(name))


def with_doctors() -> dict[Path, str]:
    """All lessons that touch illness, by their files, each with its cell."""
    paths = {FOLDER / f"{each.lesson}.ipynb": each.name for each in chapters() if not each.planned}
    texts = {path: (path.read_text(encoding="utf-8"), name) for path, name in paths.items()}
    return {path: with_doctor(text, name) for path, (text, name) in texts.items() if '"id": "doctor"' in text}


def _with_cell(text: str, cell_id: str, change: Callable[[str], str]) -> str:
    notebook = json.loads(text)
    (cell,) = [cell for cell in notebook["cells"] if cell["id"] == cell_id]
    cell["source"] = change("".join(cell["source"])).splitlines(keepends=True)
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _with_table(text: str, first: str, rows: list[str]) -> str:
    new, count = re.subn(TABLE.format(first=first), lambda _: "\n".join(rows) + "\n", text, flags=re.MULTILINE)
    assert count == 1, f"{count} tables begin with “{first}”"
    return new


if __name__ == "__main__":
    pages = {path: write(path.read_text(encoding="utf-8")) for path, write in ((README, readme), (START, start_page))}
    for path, made in {**pages, **with_doctors()}.items():
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(made)
