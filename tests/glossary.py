"""Write what a word means into each link to the glossary: it explains itself where it stands, without leaving the page.

Run from the project's folder as ``python -m tests.glossary``; ``tests/notebooks/test_grammar.py`` says when it is time.
"""

from __future__ import annotations

import json
import os
import re

from tests.lessons import FOLDER, PATHS

START = FOLDER / "00_start_here.ipynb"
#: Of what a page may ask JupyterLab for in another notebook, only a cell is also found where that is not open yet.
GLOSSARY = "00_start_here.ipynb#cell-id=glossary"
_LINK = re.compile(r"\[([^\]]+)\]\(00_start_here\.ipynb#(?:Glossary|cell-id=glossary)(?: \"[^\"]*\")?\)")


def glossary() -> dict[str, str]:
    """Each name of each word, in small letters, and what is said of it."""
    cells = json.loads(START.read_text(encoding="utf-8"))["cells"]
    text = "".join(next(cell for cell in cells if cell["id"] == "glossary")["source"])
    found = {}
    for name, other, words in re.findall(r"^- \*\*(.+?)\*\*(?: \((.+?)\))?: (.+)$", text, re.MULTILINE):
        assert '"' not in words, f"{name}: only “these” quotation marks"
        found |= {each.lower(): f"{name}: {words.replace('*', '')}" for each in (name, other) if each}
    return found


def meaning(words: str) -> str:
    """What the glossary says of the words of a link, which may be another form (“impulses”, “inactivate”)."""
    words = " ".join(words.replace("*", "").lower().split())
    known = glossary()
    # The shortest of those that begin most alike: “cramp” is no “cramp threshold frequency”.
    return known[max(known, key=lambda name: (len(os.path.commonprefix([name, words])), -len(name)))]


def explained(text: str) -> str:
    """Markdown whose links to the glossary say what is meant."""
    return _LINK.sub(lambda link: f'[{link[1]}]({GLOSSARY} "{meaning(link[1])}")', text)


if __name__ == "__main__":
    for path in PATHS:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            if cell["cell_type"] == "markdown":
                cell["source"] = explained("".join(cell["source"])).splitlines(keepends=True)
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n")
