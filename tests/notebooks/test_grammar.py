"""The grammar of a lesson: the same parts in the same order, so that a class finds its way in every chapter."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import Any

import pytest

from tests.glossary import explained, meaning
from tests.lessons import FOLDER, NAMES, calls, code_cells, has_call, lesson

#: All lessons that ask something; and of these the chapters, which have a number. (The short course has a grammar of
#: its own: test_short_course.)
ASKING = [name for name in NAMES if lesson(name).asks]
CHAPTERS = [name for name in ASKING if lesson(name).number]
DOI = re.compile(r"10\.\d{4,9}/[A-Za-z0-9][-._;()/:A-Za-z0-9]*[A-Za-z0-9)]")


@dataclass
class Section:
    """What stands under one heading of the second level: its title, the text below it, and the cells that follow."""

    title: str
    text: str
    cells: list[Any]


def sections(name: str) -> list[Section]:
    """The lesson after title, imports and bar. Each second-level heading must begin a cell of its own."""
    found: list[Section] = []
    for cell in lesson(name).cells[3 if lesson(name).asks else 2:]:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            heading, _, text = cell.source.partition("\n")
            found.append(Section(heading.removeprefix("## ").strip(), text.strip(), []))
        else:
            assert found, f"{name}: something stands between the imports and the first heading"
            found[-1].cells.append(cell)
    return found


def section(name: str, title: str) -> Section:
    return next(part for part in sections(name) if part.title == title)


def stations(name: str) -> list[Section]:
    return [part for part in sections(name) if part.title.startswith("Station ")]


STATIONS = [(name, station.title) for name in CHAPTERS for station in stations(name)]


def headings(name: str) -> list[str]:
    return [line for cell in lesson(name).cells if cell.cell_type == "markdown"
            for line in cell.source.splitlines() if re.match(r"#+ ", line)]


# 1. The beginning, which 00_start_here keeps too

@pytest.mark.parametrize("name", NAMES)
def test_there_is_one_title_and_it_is_the_first_thing(name):
    assert [heading for heading in headings(name) if heading.startswith("# ")] == headings(name)[:1]
    title = lesson(name).metadata["title"]
    number = lesson(name).number
    assert lesson(name).cells[0].source.startswith(f"# {number} · {title}\n" if number else f"# {title}\n")


@pytest.mark.parametrize("name", NAMES)
def test_the_first_cell_has_one_sentence_the_minutes_the_level_and_how_to_run_all(name):
    _, sentence, facts, *rest = lesson(name).cells[0].source.split("\n\n")
    assert rest == []
    assert len(re.findall(r"[.!?](?=\s|$)", sentence)) == 1, sentence
    assert re.search(r"\b\d+ minutes\b", facts)
    assert re.search(r"level|no programming", facts)
    assert "run all" in facts


@pytest.mark.parametrize("name", NAMES)
def test_all_imports_stand_in_one_cell_at_the_top(name):
    for place, cell in enumerate(lesson(name).cells):
        if cell.cell_type == "code":
            kinds = {isinstance(node, (ast.Import, ast.ImportFrom)) for node in ast.parse(cell.source).body}
            assert kinds == {place == 1}, f"cell {cell.id}"


@pytest.mark.parametrize("name", ASKING)
def test_the_bar_of_the_chapter_comes_right_after_the_imports(name):
    cell = lesson(name).cells[2]
    assert (cell.id, cell.source) == ("progress", f'progress("{lesson(name).chapter}")')


# 2. to 9. The parts and their order

@pytest.mark.parametrize("name", CHAPTERS)
def test_the_parts_are_there_in_order(name):
    number_of_stations = len(stations(name))
    assert 1 <= number_of_stations <= 6
    expected = ["What you will be able to answer"]
    expected += ["Recall"] if lesson(name).number >= 2 else []
    expected += [f"Station {number}" for number in range(1, number_of_stations + 1)]
    expected += ["The link", "What the model leaves out"]
    expected += ["When to see a doctor"] if lesson(name).metadata.get("illness") else []
    expected += ["Hand in", "Try it in code", "References"]
    assert [re.sub(r"^(Station \d+) · \S.*", r"\1", part.title) for part in sections(name)] == expected


@pytest.mark.parametrize("name", ASKING)
def test_there_are_three_to_five_outcomes(name):
    outcomes = re.findall(r"^- (.+)", section(name, "What you will be able to answer").text, re.MULTILINE)
    assert 3 <= len(outcomes) <= 5
    assert all(outcome.endswith("?") for outcome in outcomes), "a statement would tell what is to be predicted"


@pytest.mark.parametrize("name", ASKING)
def test_the_titles_of_stations_ask(name):
    """A title that tells (“All or nothing”) answers the prediction under it."""
    assert [station.title for station in stations(name) if not station.title.endswith("?")] == []


@pytest.mark.parametrize("name", [name for name in CHAPTERS if lesson(name).number >= 2])
def test_two_questions_recall_earlier_chapters(name):
    assert [has_call(cell, "ask") for cell in section(name, "Recall").cells] == [True, True]


def letter(cell: Any) -> str:
    """What a cell of a station is, as one letter."""
    if cell.cell_type == "markdown":
        return "e" if cell.source.startswith("### ") else "t"
    called = {call.func.id for call in calls(cell)}
    if {"predict", "explore"} <= called:
        return "p"
    letters = {"explore": "x", "live": "x", "evidence": "x", "mystery": "x", "note": "n", "ask": "a", "triage": "w",
               "place_causes": "w"}
    return next((letters[name] for name in letters if name in called), "?")


@pytest.mark.parametrize(("name", "title"), STATIONS)
def test_a_station_is_case_prediction_note_explanation_question(name, title):
    station = section(name, title)
    assert len(re.findall(r"[.!?](?=\s|$)", station.text)) >= 2, "the case is told in two sentences or more"
    order = "".join(letter(cell) for cell in station.cells)
    # p: a prediction over an explorer, x: another explorer, a live muscle, evidence or a mystery, n: a note,
    # w: the trainer or the map of causes, which take the place of a prediction, e: an explanation, a: a question,
    # t: text.
    # After the question that ends the station, there may be further explorers with questions of their own.
    # A station without a model begins with questions instead.
    assert re.fullmatch(r"(p[px]?n(t[px])*|wn|a+)(et?)+a+((t[px])+a*)*t?", order), order


@pytest.mark.parametrize(("name", "title"), STATIONS)
def test_an_explanation_has_its_equation(name, title):
    """In symbols, ``$…$`` with a sign of relation, or in words, in bold or italics with “=” or “times” or the like."""
    explained = "\n\n".join(cell.source for cell in section(name, title).cells if letter(cell) in "et")
    in_symbols = re.search(r"\$[^$]*(=|<|>|\\approx|\\propto)[^$]*\$", explained)
    in_words = re.search(r"\*[^*\n]+( = | × | times |in words: )[^*]+\*", explained)
    assert in_symbols or in_words


@pytest.mark.parametrize("name", ASKING)
def test_the_link_says_something_and_the_model_says_what_it_leaves_out(name):
    assert len(section(name, "The link").text) > 80
    assert any(has_call(cell, "leaves_out") for cell in section(name, "What the model leaves out").cells)


@pytest.mark.parametrize("name", [name for name in ASKING if lesson(name).metadata.get("illness")])
def test_where_illness_is_touched_it_says_when_to_see_a_doctor(name):
    assert "doctor" in section(name, "When to see a doctor").text


@pytest.mark.parametrize("name", ASKING)
def test_the_code_to_try_stands_there_with_its_output(name):
    (cell,) = section(name, "Try it in code").cells
    assert {"keep_output", "nbval-check-output"} <= set(cell.metadata.get("tags", []))
    (output,) = cell.outputs
    assert output.output_type == "stream" and re.search(r"\d", output.text), "it prints its numbers"
    # Without a count nbval takes the cell for one that has never run, and refuses to compare.
    assert isinstance(cell.execution_count, int)


@pytest.mark.parametrize("name", ASKING)
def test_every_reference_can_be_found(name):
    references = re.findall(r"^- (.+)$", section(name, "References").text, flags=re.MULTILINE)
    assert references
    for reference in references:
        match = re.search(r"\[doi (\S+)\]\(https://doi\.org/(\S+)\)$", reference)
        # Without a DOI: an address, or journal, volume and pages, or book and pages; a guideline by who gave it out.
        assert match and match[1] == match[2] or re.search(
            r" <https://\S+>$|\*[^*]+\* (?:[^ ]+:[^ ]+|\d+–\d+)\.$|\*UK Renal Association\*\.$", reference), reference


# Everywhere

@pytest.mark.parametrize("name", NAMES)
def test_every_doi_is_well_formed(name):
    found = re.findall(r"doi\.org/([^\s)\"]*\)?)|doi:? (10[^\s\])]*)", lesson(name).raw)
    for doi in (first or second for first, second in found):
        assert DOI.fullmatch(doi.rstrip(").,")), doi


@pytest.mark.parametrize("name", NAMES)
def test_code_is_folded_and_short(name):
    for cell in code_cells(lesson(name)):
        lines = cell.source.splitlines()
        assert cell.metadata["jupyter"]["source_hidden"] and max(map(len, lines)) <= 120, f"cell {cell.id}"
        assert cell.id == "imports" or len(lines) <= 3, f"cell {cell.id}"


@pytest.mark.parametrize("name", NAMES)
def test_links_between_files_lead_somewhere(name):
    for cell in lesson(name).cells:
        links = r"\]\(([^)\s]+)(?: \"[^\"]*\")?\)"
        for target in re.findall(links, cell.source) if cell.cell_type == "markdown" else []:
            if not target.startswith(("https://", "#", "attachment:")):
                assert (FOLDER / target.partition("#")[0]).is_file(), target


@pytest.mark.parametrize("name", NAMES)
def test_a_word_of_the_glossary_explains_itself_where_it_stands(name):
    for cell in lesson(name).cells:
        if cell.cell_type == "markdown":
            assert cell.source == explained(cell.source), "write it: python -m tests.glossary"


def test_a_link_finds_its_word_in_any_form():
    words = {"**impulses**": "Impulse", "membrane\npotential": "Membrane potential", "*inactivate*": "Inactivation",
             "cramp": "Cramp", "eu": "Excitation unit", "EMG": "Electromyogram", "**tetany**": "Tetany",
             "acetylcholine: **quanta**": "Acetylcholine", "slow one and a fast one": "Slow and fast fibres"}
    assert {word: meaning(word).partition(":")[0] for word in words} == words


def test_every_chapter_is_linked_from_the_start():
    start = "\n".join(cell.source for cell in lesson("00_start_here").cells)
    assert [name for name in ASKING if f"({name}.ipynb)" not in start] == []


@pytest.mark.parametrize("name", NAMES)
def test_headings_skip_no_level(name):
    levels = [len(heading.split()[0]) for heading in headings(name)]
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
