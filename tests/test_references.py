"""One table says what every source is: each is in it once, is used, and says how far it was seen."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

from muscle_lib.references import SEEN, Reference, reference, references
from tests.lessons import ROOT, chapter_of
from tests.references import (
    FURTHER,
    HEADING,
    LESSONS,
    cell_text,
    cited,
    dois,
    shown_in,
    sources_of,
    text_of,
    with_references,
)

TABLE = references()
#: Everything that may name a source; not the table itself, nor what reads it, nor a test with sources made up.
FILES = [path for pattern in ("muscle_lib/**/*.py", "muscle_lib/**/*.toml", "notebooks/*.ipynb", "docs/*.md", "*.md",
                              "tests/**/*.py", "tests/*.toml", "benchmarks/**/*.py")
         for path in sorted(ROOT.glob(pattern))
         if path.name not in ("references.toml", "references.py", "test_references.py", "test_inside.py")]
#: “Name et al. 1999”, “Name & Name 1999”, “Name and others (1999)”.
NAMED = re.compile(r"(?:del )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?(?: et al\.| and others|(?:, [A-Z][\w’'-]+)* (?:&|and) "
                   r"[A-Z][\w’'-]+(?: [A-Z][a-z][\w-]+)?),? \(?(?:18|19|20)\d\d\b")
#: “… Name 1999, doi 10.…”, with a remark in brackets between, if need be.
WITH_DOI = re.compile(r"(?P<who>[A-Z][^;:()\n“”\"]{2,80}?),? (?P<year>(?:18|19|20)\d\d)"
                      r"(?: \([^()]*\)|, [^;:()\n\"]{0,60}?(?: \([^()]*\))?)?,? doi (?P<doi>10\.\S+)")


@cache
def texts() -> dict[str, str]:
    return {path.relative_to(ROOT).as_posix(): text_of(path) for path in FILES}


# The table

@pytest.mark.parametrize("entry", TABLE.values(), ids=lambda entry: entry.key)
def test_an_entry_is_whole_and_says_how_far_it_was_seen(entry: Reference) -> None:
    assert entry.seen in SEEN
    assert 1850 < entry.year < 2030 and entry.title.strip() and entry.journal.strip()
    assert not entry.doi or re.fullmatch(r"10\.\d{4,9}/[-._;()/:A-Za-z0-9]*[A-Za-z0-9)]", entry.doi)
    # Somebody must be able to find it: by its DOI, in the web, or on its pages; a guideline by who gave it out.
    assert entry.doi or entry.address or entry.pages or "UK Renal Association" in entry.journal
    assert re.search(r"[.>)]$", entry.line) and "  " not in entry.line and ".." not in entry.line


def test_no_source_is_in_the_table_twice() -> None:
    found = [entry.doi for entry in TABLE.values() if entry.doi]
    assert len(set(found)) == len(found)
    titles = [entry.title.casefold() for entry in TABLE.values()]
    assert len(set(titles)) == len(titles)
    assert list(TABLE) == sorted(TABLE)


def test_a_source_is_found_by_its_key_and_by_its_doi() -> None:
    entry = reference("hodgkin_huxley_1952")
    assert reference("10.1113/jphysiol.1952.sp004764") is entry and entry.surnames == ("Hodgkin", "Huxley")
    with pytest.raises(ValueError, match="Did you mean 'hodgkin_huxley_1952'"):
        reference("hodgkin_huxley_1953")


def test_an_entry_as_a_line_of_a_list() -> None:
    assert reference("hill_1938").line == (
        "Hill AV (1938). The heat of shortening and the dynamic constants of muscle. *Proc R Soc Lond B* 126:136–195. "
        "[doi 10.1098/rspb.1938.0050](https://doi.org/10.1098/rspb.1938.0050)")
    assert reference("brain_research_1981").line.startswith("Facilitation of acetylcholine secretion at a mouse "
                                                            "neuromuscular junction (1981). *Brain Res* 204:327–337.")
    assert reference("kost_1990").line.endswith("98042)") and "centers. *JAMA*" in reference("kost_1990").line


# What is named, and what is used

def test_every_doi_of_the_project_is_in_the_table() -> None:
    known = {entry.doi for entry in TABLE.values()}
    assert {(doi, where) for where, text in texts().items() for doi in dois(text) if doi not in known} == set()


def test_every_source_that_is_named_is_in_the_table() -> None:
    unknown = {(found, where) for where, text in texts().items() for found in NAMED.findall(text) if not cited(found)}
    assert unknown == set()


def test_every_source_of_the_table_is_named_somewhere() -> None:
    assert TABLE.keys() - set().union(*map(cited, texts().values())) == set()


def test_a_doi_stands_behind_the_names_and_the_year_of_its_paper() -> None:
    checked = 0
    for where, text in texts().items():
        for found in WITH_DOI.finditer(text):
            (doi,) = dois(found["doi"])[:1] or [""]
            entry = next((entry for entry in TABLE.values() if entry.doi == doi), None)
            if entry is None:
                continue
            checked += 1
            assert int(found["year"]) == entry.year, f"{where}: {found[0]}"
            assert entry.surnames[0] in found["who"], f"{where}: {found[0]}"
    assert checked > 150


def test_a_wrong_year_or_name_before_a_doi_would_be_found() -> None:
    found = WITH_DOI.search("source = Hodgkin & Huxley 1953, doi 10.1113/jphysiol.1952.sp004764")
    assert found and found["year"] == "1953" and found["who"].endswith("Hodgkin & Huxley")
    assert cited("Hodgkin & Katz 1952") == set() and cited("Hodgkin & Katz 1949") == {"hodgkin_katz_1949"}
    assert cited("Cannon & Corey 1993") == {"cannon_corey_1993"}
    assert cited("Cannon, Brown & Corey 1993") == {"cannon_brown_corey_1993"}
    both = {"miller_2010_dehydration", "miller_2010_pickle_juice"}
    assert cited("Miller et al. 2010 found") == both
    assert cited("Miller et al. 2010, doi 10.1249/MSS.0b013e3181c0647e.") == {"miller_2010_pickle_juice"}


# The lists of the lessons

@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lessons_list_is_up_to_date(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert with_references(path) == text, f"{path.name} is out of date: python -m tests.references writes it anew"
    lists = ["".join(cell["source"]) for cell in json.loads(text)["cells"]
             if "".join(cell["source"]).startswith(HEADING)]
    assert len(lists) == 1 and "not found" not in lists[0]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_what_look_inside_shows_is_in_the_list_of_its_lesson(path: Path) -> None:
    listed = "\n".join(entry.line for entry in sources_of(path))
    shown = shown_in(chapter_of(path.stem))
    found = {doi for source in shown for doi in dois(source)}
    assert found and {doi for doi in found if f"[doi {doi}]" not in listed} == set()


def test_what_nobody_saw_is_further_reading_or_told_from_memory() -> None:
    for path in LESSONS:
        for source in {*shown_in(chapter_of(path.stem))}:
            if any(TABLE[key].seen == "not found" for key in cited(source)):
                assert re.search("from memory|[Ff]urther reading", source), source
                # What is our choice may have a number, but not the paper that nobody saw.
                part = re.split(r"from memory|[Ff]urther reading", source)[1]
                assert not re.search(r"\d", re.sub(r"\b(19|20)\d\d\b|doi \S+|\d+:\d+\S*", "", part)), source


def test_the_list_keeps_what_is_written_by_hand_and_sets_apart_what_nobody_saw() -> None:
    sources = [reference("koles_rasminsky_1972"), reference("hill_1938")]
    made = cell_text(sources, f"{HEADING}\n\n- Old.\n\nThe links have their own.")
    assert made.startswith(f"{HEADING}\n\n- Hill AV (1938)") and made.endswith("\n\nThe links have their own.")
    assert f"\n\n{FURTHER}\n\n- Koles ZJ" in made and "Old." not in made
    assert cell_text(sources, made) == made


def test_no_published_value_hangs_on_a_source_that_was_not_found() -> None:
    """Such a source may be further reading; but what the page of comparisons names has been seen."""
    page = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    named = set(re.findall(r"doi (10\.[^\s;,|]+)", page))
    unseen = {entry.doi for entry in TABLE.values() if entry.seen == "not found"}
    assert len(named) > 30 and named & unseen == set()
