"""A lesson as a page that is complete without a network: the formulas, and a small notebook from end to end. (What it
shows: tests/export.)"""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

from lab import EXPORT
from muscle_lib.export import MOST_MB, export
from muscle_lib.export.words import TO_BEGIN, with_mathml
from muscle_lib.models.nerve_signal import Membrane
from tests.lessons import PATHS, ROOT

#: They start processes of their own.
pytestmark = pytest.mark.kernel

MATH = r"<math\b.*?</math>"


# Formulas

@pytest.mark.parametrize(("markdown", "around", "display"), [
    ("The law $v = d^2$ holds.", "The law ¤ holds.", ["inline"]),
    ("$x$", "¤", ["inline"]),
    ("$x$, $y$ and $z$", "¤, ¤ and ¤", ["inline"] * 3),
    ("Then\n\n$$\\frac{a}{b}$$\n\nand", "Then\n\n¤\n\nand", ["block"]),
    ("$$\na\n+ b\n$$", "¤", ["block"]),
    ("**$[K^+]_o$** is *$x$*", "**¤** is *¤*", ["inline", "inline"]),
])
def test_formulas_become_mathml_and_the_words_around_them_stay(markdown, around, display):
    result = with_mathml(markdown)
    assert re.sub(MATH, "¤", result, flags=re.DOTALL) == around
    assert re.findall(r'<math [^>]*display="(\w+)"', result) == display


@pytest.mark.parametrize("markdown", [
    "no formula", "", r"costs \$5 and \$6", r"\$x\$", "it costs $5 and $10 today", "between $5 and $10", "($5–$10)",
    "from $5, or $6.50, on", "one $ only", "$ x $", "`$x$` is code", "``a ` $x$``", "```\n$x$ and $$y$$\n```",
    "```python\nprice = '$x$'\n```\n"])
def test_dollars_that_are_no_formula_stay_as_they_are(markdown):
    assert with_mathml(markdown) == markdown


def test_code_and_money_beside_formulas_stay_as_they_are():
    result = with_mathml("`$a$` but $b$, for $5 a piece\n\n```\n$c$\n```\n$d$")
    assert re.sub(MATH, "¤", result) == "`$a$` but ¤, for $5 a piece\n\n```\n$c$\n```\n¤"


@pytest.mark.parametrize("lesson", PATHS, ids=lambda path: path.stem)
def test_no_page_speaks_of_the_bar_above_it(lesson):
    title = nbformat.read(lesson, as_version=4).cells[0].source
    assert "bar above" in title
    assert re.search(r"\*\*(About|A core of) \d+ minutes.*[^ ]\.\*\*$", TO_BEGIN.sub("", title), re.DOTALL)
    assert "▶▶" not in TO_BEGIN.sub("", title)


# A whole notebook

CELLS = [
    nbformat.v4.new_markdown_cell(
        "# 1 · A small lesson\n\n**About 5 minutes · press ▶▶ (“Restart the kernel and run all\n"
        "cells”) in the bar above to begin.**\n\nThe energy is $E = m \\cdot c^2$ and\n\n"
        "$$\\frac{a_1 * b_1}{c_1 * d_1}$$\n\n"
        "See [all in an hour](short_course.ipynb), [chapter 2](02_electrolytes.ipynb), "
        "[its end](02_electrolytes.ipynb#the-end) and "
        "[a paper](https://doi.org/10.1113/jphysiol.1952.sp004764)."),
    nbformat.v4.new_code_cell(
        "import muscle_lib.figures.nerve_signal as figures\nimport muscle_lib.models.nerve_signal as nerve\n"
        "from muscle_lib.widgets import ask, explore, lab_report, leaves_out, note, predict"),
    nbformat.v4.new_code_cell(
        'predict("nerve_signal.p1", explore(nerve.Membrane(), figures.MembraneFigure(), '
        'controls=["stimulus_nC_cm2"]))'),
    nbformat.v4.new_code_cell('note("nerve_signal.n1")'),
    nbformat.v4.new_code_cell('ask("nerve_signal.q1")'),
    nbformat.v4.new_code_cell("leaves_out(nerve.Membrane)"),
    nbformat.v4.new_code_cell('lab_report("nerve_signal")'),
    nbformat.v4.new_code_cell('print(nerve.Membrane(stimulus_nC_cm2=20.0).run().impulses, "impulse")'),
]


class Page(HTMLParser):
    """The elements of a page, and its words without those of its style sheet and its script."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(content)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_data(self, data):
        if self.elements and self.elements[-1][0] not in ("style", "script"):
            self.text += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def content(tmp_path_factory) -> str:
    """The exported page; made once, because its processes take seconds to start."""
    folder = tmp_path_factory.mktemp("Übung 1")
    notebook = folder / "01_small.ipynb"
    book = nbformat.v4.new_notebook(cells=CELLS, metadata={
        "title": "Small & <new>", "kernelspec": {"name": "python3", "display_name": "Python 3"}})
    nbformat.write(book, notebook)
    before = notebook.read_bytes()
    said: list[str] = []
    written = export(notebook, folder, said.append)
    assert written == folder / "01_small.html"
    assert said[-2:] == ["01_small: 100 % of its pictures are drawn",
                         f"01_small.html: {written.stat().st_size / 1e6:.1f} MB"]
    assert written.stat().st_size < 1e6 < MOST_MB * 1e6
    assert notebook.read_bytes() == before, "the lesson itself stays as it is"
    assert {path.name for path in folder.iterdir()} == {"01_small.ipynb", "01_small.html"}
    return Path(written).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(content) -> Page:
    return Page(content)


def test_nothing_is_loaded_from_anywhere(content, page):
    assert [name for name, _ in page.elements if name in ("link", "iframe", "object", "embed")] == []
    assert page.all("script") and not any("src" in script for script in page.all("script"))
    for name, attributes in page.elements:
        if "src" in attributes:
            assert attributes["src"].startswith("data:"), name
    # The names of MathML are no addresses; and a paper may be linked to.
    addresses = {address for address in re.findall(r"https?://[^\s\"'<>)]+", content) if "www.w3.org" not in address}
    assert addresses == {f"https://doi.org/{doi}" for doi in (
        "10.1113/jphysiol.1952.sp004764", "10.1085/jgp.49.5.1007", "10.1113/jphysiol.1949.sp004310")}
    assert "@import" not in content and "url(" not in content


def test_the_picture_has_its_sentence_as_text_alternative_and_under_it(page):
    image = page.all("img")[0]
    assert "impulse" in image["alt"]
    assert page.text.count(image["alt"]) == 1


def test_the_formulas_are_mathml_which_no_star_or_underscore_has_broken(page):
    assert [formula["display"] for formula in page.all("math")] == ["inline", "block"]
    assert [name for name, _ in page.elements].count("mfrac") == 1
    assert [name for name, _ in page.elements].count("msub") == 4
    assert page.all("em") == []
    assert "$" not in page.text


def test_what_is_folded_in_the_lesson_is_folded_here_and_said_in_words(page):
    assert page.all("details") and Membrane.leaves_out[0][:20] in page.text


def test_code_is_left_out_and_what_it_prints_stays(page):
    assert "import" not in page.text
    assert "explore(" not in page.text
    assert "1 impulse" in page.text


def test_widgets_are_text_and_never_their_own_description(page):
    for words in ("What did you see?", "First predict, then try."):
        assert words in page.text
    for noise in ("children=", "HTML(value", "Layout(", "widget-view"):
        assert noise not in page.text
    assert len([field for field in page.all("input") if field["type"] == "radio"]) >= 3, "the prediction's choices"
    assert len(page.all("textarea")) == 1


def test_links_to_other_chapters_lead_to_exported_pages(page):
    targets = [link.get("href") for link in page.all("a")]
    assert {"02_electrolytes.html", "short_course.html"} <= set(targets)
    assert "02_electrolytes.html#the-end" in targets
    assert not any(".ipynb" in target for target in targets if target)


def test_it_does_not_say_how_to_begin_in_a_bar_that_is_not_there(page):
    assert "About 5 minutes." in page.text and "bar above" not in page.text


def test_the_title_is_that_of_the_lesson(content, page):
    assert "<title>Small &amp; &lt;new&gt; · Muscle Lab</title>" in content
    assert page.elements[0] == ("html", {"lang": "en"})
    assert "@media print" in content


def test_several_lessons_have_a_page_that_leads_to_them(tmp_path):
    """By the lines that lab.py hands to Python."""
    told = [tmp_path / f"{name}.ipynb" for name in ("01_one", "02_two")]
    for path in told:
        nbformat.write(nbformat.v4.new_notebook(cells=CELLS[:1], metadata={"title": path.stem}), path)
    done = subprocess.run([sys.executable, "-c", EXPORT, *told, tmp_path], cwd=ROOT, check=True, text=True,
                          encoding="utf-8", stdout=subprocess.PIPE)
    assert [line.strip(" .") for line in done.stdout.splitlines()
            if ": page " in line] == ["01_one: page 1 of 2", "02_two: page 2 of 2"]
    assert [line.split(": ")[0].strip(" .") for line in done.stdout.splitlines()
            if ".html" in line] == ["01_one.html", "02_two.html"]
    page = Page((tmp_path / "index.html").read_text(encoding="utf-8"))
    assert {"01_one.html", "02_two.html"} <= {link.get("href") for link in page.all("a")}
    assert (tmp_path / "01_one.html").is_file() and (tmp_path / "02_two.html").is_file()
