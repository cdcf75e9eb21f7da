"""Write the list of references of each lesson from the one table of sources.

Run from the project's folder as ``python -m tests.references``; ``tests/test_references.py`` says when it is time. A
lesson's list has every source that its own text, questions, figures and models name, and those of the blood values. A
paragraph that is written by hand below the list stays.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

from muscle_lib.blood import blood_value
from muscle_lib.models import every_model
from muscle_lib.preset import all_presets
from muscle_lib.quantity import quantities
from muscle_lib.references import Reference, references
from tests.lessons import FOLDER, PATHS, ROOT, chapter_of, code_cells, lesson

HEADING = "## References"
FURTHER = ("Further reading. These could not be looked up for this lab: where a model names one of them, that is told "
           "from memory.")
_DOI = re.compile(r"10\.\d{4,9}/[-._;()/:A-Za-z0-9]+")
#: What may stand between the first name and the year: other names, and the words that join them.
_JOINED = r"(?:(?:,| &| and| et al\.| others| [A-Z][\w’'-]+)*)"


def dois(text: str) -> list[str]:
    """Every DOI in a text, without the punctuation behind it."""
    return [_trimmed(found) for found in _DOI.findall(text)]


@cache
def cited(text: str) -> set[str]:
    """The keys of all sources that a text names, by DOI or by name and year.

    A DOI behind a name says which paper is meant; a name without one means each paper of that name and year.
    """
    by_doi = {entry.doi: key for key, entry in references().items() if entry.doi}
    by_name: dict[tuple[str, str], list[Reference]] = defaultdict(list)
    for entry in references().values():
        by_name[_first(entry), str(entry.year)].append(entry)
    return {by_doi[doi] for doi in dois(text) if doi in by_doi} | {
        entry.key for found in _named().finditer(text) for entry in by_name.get((found["first"], found["year"]), ())
        if _means(entry, found)}


def _first(entry: Reference) -> str:
    return entry.surnames[0].removeprefix("US ")


@cache
def _named() -> re.Pattern[str]:
    """A first author with a year, and what stands between and behind; as it takes nothing up, finds can overlap."""
    first = "|".join(sorted({re.escape(_first(entry)) for entry in references().values()}, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?=(?P<first>{first})(?P<others>{_JOINED}),? \(?(?P<year>\d{{4}})\b"
                      r"(?P<after>.{0,60}))")


def _means(entry: Reference, found: re.Match[str]) -> bool:
    """Whether the other names, and a DOI right behind, are those of the entry."""
    others = set(re.findall(r"[A-Z][\w’'-]+", found["others"]))
    known = {word for name in entry.surnames for word in name.split()}
    doi = re.match(rf"[^;]{{0,40}}?\bdoi ({_DOI.pattern})", found["after"])
    # “A & B” are two people, not two of three.
    all_named = {word for name in entry.surnames[1:] for word in name.split()} <= others
    is_whole = "&" not in found["others"] or entry.authors.endswith("others") or all_named
    return others <= known and is_whole and (not doi or _trimmed(doi[1]) == entry.doi or not entry.doi)


def _trimmed(doi: str) -> str:
    while doi[-1] in ".,;:" or (doi[-1] == ")" and doi.count(")") > doi.count("(")):
        doi = doi[:-1]
    return doi


def text_of(path: Path) -> str:
    """What a file says: texts over several lines in one, and of a notebook the cells without the list itself."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        return "\n\n".join(" ".join("".join(cell["source"]).split()) for cell in json.loads(text)["cells"]
                           if not "".join(cell["source"]).startswith(HEADING))
    if path.suffix == ".toml":
        return " ".join(text.split())
    return re.sub(r'"\s*\n\s*f?"', "", text)


def sources_of(lesson: Path) -> list[Reference]:
    """The sources of a lesson, in the order of their names."""
    chapter = chapter_of(lesson.stem)
    library = ROOT / "muscle_lib"
    text = "\n".join(map(text_of, [lesson, library / "questions" / f"{chapter}.toml",
                                   *sorted((library / "models" / chapter).glob("*.py")),
                                   *sorted((library / "figures" / chapter).glob("*.py"))]))
    values = "\n".join(blood_value(name).source for name in re.findall(r'\bblood(?:_value)?\("([\w ]+)"\)', text))
    return sorted((references()[key] for key in cited("\n".join([text, values, *shown_in(chapter)]))), key=_order)


def shown_in(chapter: str) -> list[str]:
    """What “Look inside” and the presets of a chapter's models give as sources; some of it is handed on from others."""
    # A chapter without models of its own opens those of others.
    models = [cls for cls in every_model() if f".{chapter}." in cls.__module__] or [
        cls for cls in every_model() if re.search(rf"\b{cls.__name__}\b", code_of(chapter))]
    return [each.source for cls in models for each in (*quantities(cls).values(), *all_presets(cls).values())]


def code_of(chapter: str) -> str:
    """The code of a chapter's lesson."""
    return "\n".join(cell.source for path in PATHS if chapter_of(path.stem) == chapter
                     for cell in code_cells(lesson(path.stem)))


def _order(entry: Reference) -> tuple[str, int, str]:
    plain = unicodedata.normalize("NFKD", entry.authors or entry.title)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold(), entry.year, entry.title


def cell_text(sources: list[Reference], before: str) -> str:
    """The text of the cell: what could be seen, further reading, and what somebody wrote below."""
    by_hand = [part for part in before.split("\n\n") if not part.startswith((HEADING, "- ", FURTHER))]
    seen = [f"- {each.line}" for each in sources if each.seen != "not found"]
    unseen = [f"- {each.line}" for each in sources if each.seen == "not found"]
    return "\n\n".join([HEADING, "\n".join(seen), *([FURTHER, "\n".join(unseen)] if unseen else []), *by_hand])


def with_references(path: Path) -> str:
    """A lesson, as the text of its file, with its list."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in _cells(notebook):
        cell["source"] = cell_text(sources_of(path), "".join(cell["source"])).splitlines(keepends=True)
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if "".join(cell["source"]).startswith(HEADING)]


#: The lessons with a list.
LESSONS = [path for path in PATHS if path != FOLDER / "00_start_here.ipynb"]


if __name__ == "__main__":
    for path in LESSONS:
        made = with_references(path)
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(made)
