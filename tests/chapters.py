"""Write README's table of lessons and the map of the start page from the one list of chapters.

Run from the project's folder as ``python -m tests.chapters``; ``tests/test_chapters.py`` says when it is time.
"""

from __future__ import annotations

import json
import re

from muscle_lib.chapters import chapters
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
    notebook = json.loads(text)
    (cell,) = [cell for cell in notebook["cells"] if cell["id"] == "map"]
    cell["source"] = _with_table("".join(cell["source"]), "link", rows).splitlines(keepends=True)
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _with_table(text: str, first: str, rows: list[str]) -> str:
    new, count = re.subn(TABLE.format(first=first), lambda _: "\n".join(rows) + "\n", text, flags=re.MULTILINE)
    assert count == 1, f"{count} tables begin with “{first}”"
    return new


if __name__ == "__main__":
    for path, write in ((README, readme), (START, start_page)):
        made = write(path.read_text(encoding="utf-8"))
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(made)
