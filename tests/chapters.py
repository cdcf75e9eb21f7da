"""Write README's table of lessons, the table under the start page's map, and how long each lesson and each of its
stations takes from the one list of chapters and the rule of ``tests/minutes.py``; and each lesson's cell “When to see a
doctor” from the one list of warning signs.

Run from the project's folder as ``python -m tests.chapters``; ``tests/test_chapters.py`` says when it is time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from muscle_lib.chapters import Chapter, chapters, warning_signs
from muscle_lib.widgets.progress import listed
from tests.lessons import FOLDER, ROOT
from tests.minutes import MARK, further_minutes, minutes

README, START = ROOT / "README.md", FOLDER / "00_start_here.ipynb"
#: A table in Markdown, known by the beginning of its first line.
TABLE = r"^\| {first} \|.*\n(?:\|.*\n?)+"


def readme(text: str) -> str:
    """README with its table of lessons."""
    rows = ["| notebook | what it is about | minutes: core + further |", "| --- | --- | --- |",
            *(f"| [{numbered(each)}](notebooks/{each.lesson}.ipynb) | {each.about} | {long(each)} |"
              for each in chapters() if not each.planned)]
    return _with_table(text, "notebook", rows)


def numbered(chapter: Chapter) -> str:
    """“01 The nerve signal”; a lesson without a number has only its title."""
    return chapter.title if chapter.number is None else f"{chapter.number:02d} {chapter.title}"


def long(chapter: Chapter) -> str:
    """How long a chapter takes: “50 + 45”."""
    further = further_minutes(chapter.lesson, chapter.core) if chapter.core else 0
    return " + ".join(str(part) for part in (chapter.minutes, chapter.core and chapter.core_minutes, further) if part)


def with_marks(text: str, chapter: Chapter) -> str:
    """A lesson, as the text of its file, with the minutes of its core and of the rest in the first cell, and a line
    under the heading of each station. Where no core is chosen yet, it is left as it is."""
    if not chapter.core:
        return text
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["id"] == "title":
            source = re.sub(r"^\*\*(About|A core of) [^·]*·", f"**{core_and_further(chapter)} ·", source,
                            flags=re.MULTILINE)
        source = re.sub(rf"^(## Station (\d+) · .*\n)(\n{MARK}\n)?",
                        lambda found: f"{found[1]}\n{mark(chapter, int(found[2]))}\n", source, flags=re.MULTILINE)
        cell["source"] = source.splitlines(keepends=True)
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def core_and_further(chapter: Chapter) -> str:
    """“A core of 50 minutes (stations 1, 3 and 5), and 45 minutes further”."""
    further = further_minutes(chapter.lesson, chapter.core)
    return (f"A core of {chapter.core_minutes} minutes (station{'s' if len(chapter.core) > 1 else ''} "
            f"{listed(chapter.core)})" + (f", and {further} minutes further" if further else ""))


def mark(chapter: Chapter, station: int) -> str:
    """The line under the heading of a station; it is known by ``tests.minutes.MARK``."""
    kind = "Core" if station in chapter.core else "Further"
    return f"*{kind} · about {minutes(chapter.lesson, station):.0f} minutes*"


def start_page(text: str) -> str:
    """The start page, as the text of its file, with the table under its map. Its links run from the brain down."""
    links = [(link, each) for each in chapters() if not each.planned for link in each.map]
    rows = ["| link | what it does | chapter |", "| --- | --- | --- |",
            *(f"| {link['link']} | {link['does']} | [{each.number} {each.title}]({each.lesson}.ipynb)"
              f"{link.get('where', '')} |" for link, each in sorted(links, key=lambda pair: pair[0]["place"]))]
    return _with_cell(text, "chapters", lambda source: _with_table(source, "link", rows))


#: How a list of signs of one rank begins.
RANKS = {"emergency": "**Call for emergency help at once** for", "today": "**Get medical help today** for",
         "soon": "**See a doctor soon**, within a week or two, about"}


def doctor(name: str) -> str:
    """The text of a chapter's cell “When to see a doctor”: the most urgent first, each sign a line."""
    signs = [sign for sign in warning_signs() if sign.chapters == "all" or name in sign.chapters]
    parts = ["## When to see a doctor", "This lab explains mechanisms. These are general rules; they "
             "cannot examine you. The emergency number is 112, 911, 999 or another: know your own."]
    for rank, begins in RANKS.items():
        if lines := [f"- {sign.words}" for sign in signs if sign.rank == rank]:
            parts.append(f"{begins}\n\n" + "\n".join(lines))
    return "\n\n".join([*parts, *(sign.words for sign in signs if sign.rank == "rest")])


def with_doctor(text: str, name: str) -> str:
    """A lesson, as the text of its file, with that cell."""
    return _with_cell(text, "doctor", lambda source: doctor(name))


def lessons() -> dict[Path, str]:
    """All lessons by their files, each with its marks and, where it touches illness, with that cell."""
    made = {}
    for each in chapters():
        path = FOLDER / f"{each.lesson}.ipynb"
        if not each.planned and each.asks:
            text = with_marks(path.read_text(encoding="utf-8"), each)
            made[path] = with_doctor(text, each.name) if '"id": "doctor"' in text else text
    return made


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
    for path, made in {**pages, **lessons()}.items():
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(made)
