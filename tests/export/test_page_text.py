"""Exported pages as text: nothing is fetched, nothing breaks out of its place, and all that is named is there."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from muscle_lib import export
from muscle_lib.export import data
from muscle_lib.export.page import index, page
from tests.export import made

SCRIPT = files("muscle_lib.export").joinpath("page.js").read_text(encoding="utf-8")
STYLE = files("muscle_lib.export").joinpath("page.css").read_text(encoding="utf-8")


class Elements(HTMLParser):
    """The elements of a page, and the texts of its scripts."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[str] = []
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1][0] == "script":
            self.scripts[-1] += data

    def all(self, name: str) -> list[str]:
        """All values of an attribute."""
        return [attributes[name] for _, attributes in self.found if name in attributes]


@pytest.fixture(scope="module")
def content() -> str:
    return page(made.lesson())


@pytest.fixture(scope="module")
def elements(content) -> Elements:
    return Elements(content)


def test_the_script_is_one_plain_strict_file_of_400_lines():
    assert len(SCRIPT.splitlines()) <= 400
    assert max(map(len, [*SCRIPT.splitlines(), *STYLE.splitlines()])) <= 120
    assert SCRIPT.split("*/")[1].lstrip().startswith('"use strict";')
    for word in ("fetch(", "XMLHttpRequest", "WebSocket", "import ", "eval(", "http", "sendBeacon", "document.write"):
        assert word not in SCRIPT
    assert "url(" not in STYLE and "@import" not in STYLE and "http" not in STYLE


def test_nothing_is_loaded_from_anywhere(elements):
    assert all(source.startswith("data:") for source in elements.all("src"))
    assert "link" not in [name for name, _ in elements.found]
    allowed = re.compile(r"https://doi\.org/|\d\d_\w+\.html(#|$)")
    assert [link for link in elements.all("href") if not allowed.match(link)] == []


def test_no_text_breaks_out_of_its_place(content, elements):
    assert elements.found[0] == ("html", {"lang": "en"})
    # Each board has its data; and there are the page's own, the line in the head, and the script.
    assert len(elements.scripts) == 3 + content.count('class="ml-board"') == content.count("<script") == 7
    *_, lesson, script = elements.scripts
    assert json.loads(lesson)["key"] == "made" and script.strip() == SCRIPT.strip()
    states = json.loads(elements.scripts[1])["states"]
    assert states[3]["sentence"] == made.sentence(3)
    assert f"<title>Made: {html.escape(made.NASTY)} · Muscle Lab</title>" in content


def test_each_id_is_there_once_and_each_name_leads_to_one(elements):
    ids = Counter(elements.all("id"))
    assert [name for name, count in ids.items() if count > 1] == []
    named = [*elements.all("for"), *(name for names in elements.all("aria-labelledby") for name in names.split())]
    assert named and set(named) <= set(ids)


def test_what_a_page_has_no_place_for_is_not_in_its_bar(elements):
    stations = json.loads(elements.scripts[-2])["stations"]
    assert [station["further"] for station in stations] == [False, True]
    assert "made.q1" in stations[0]["keys"] and "made.gone" not in stations[0]["keys"]


def test_a_further_station_is_folded_under_its_own_heading(content):
    (folded,) = re.findall(r'<details class="ml-further-station">.*?</details>', content, re.DOTALL)
    assert re.match(r".*?<summary><h2>Station 2 · Not of the core</h2>", folded)
    assert content.count("Station 2 · Not of the core</h2>") == 1
    assert 'data-key="made.p2"' in content


def test_the_start_is_in_the_page_once_and_is_seen_without_a_script(content):
    # As a picture in each of its four boards, and not once more in the data.
    assert content.count(made.IMAGES[0]) == 4


def test_links_lead_to_the_other_pages(content):
    assert 'href="02_electrolytes.html#s2-case"' in content and ".ipynb" not in content


def test_the_index_leads_to_each_page():
    lessons = [made.lesson(), data.Lesson("x", "short_course", "A & B", -1, "0", (), ())]
    links = Elements(index(lessons)).all("href")
    assert links == ["99_made.html", "short_course.html"]
    assert ">A &amp; B</a>" in index(lessons) and ">99 · Made: a &lt; b" in index(lessons)


def test_it_is_said_which_page_of_how_many_is_drawn(monkeypatch, tmp_path):
    monkeypatch.setattr(export, "lesson_of", lambda notebook, draw: made.lesson())
    said = []
    first = export.site([tmp_path / "a.ipynb", tmp_path / "b.ipynb"], tmp_path, said.append)
    assert [line for line in said if "page" in line] == ["a: page 1 of 2", "b: page 2 of 2"]
    assert first.read_text(encoding="utf-8").count("99_made.html") == 2
