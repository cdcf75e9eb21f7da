"""The chain on the pages: links on the start page's map, and each lesson's own place in its head."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations

import pytest

from muscle_lib.chapters import chapters
from muscle_lib.figures.drawings.chain import HEIGHT, NAMES, STRIP_HEIGHT, STRIP_PLACES, WIDTH
from muscle_lib.figures.drawings.stills import map_png, strip_png
from muscle_lib.widgets import chain_map, progress
from muscle_lib.widgets.chain import ChainPage, around, parts, strip
from tests.lessons import FOLDER

BUILT = [each for each in chapters() if not each.planned and each.number]
#: As it will be when every chapter is there.
ALL = [replace(each, planned=False) for each in chapters() if each.number]
#: The chapter about the whole chain has no place in the strip.
PLACED = [each for each in BUILT if STRIP_PLACES.keys() & set(each.links)]
LINK = re.compile(r'<a class="ml-chapter" href="([^"]*)" aria-label="([^"]*)"[^>]*>(.*?)</a>')


def test_each_chapter_that_is_there_has_one_link_with_its_name_and_no_other_has():
    links = LINK.findall(chain_map()._repr_html_())
    assert [(href, name) for href, name, _ in links] == [
        (f"{each.lesson}.ipynb", f"Chapter {each.number}: {each.title}") for each in BUILT]
    assert all((FOLDER / href).is_file() for href, _, _ in links)


def test_a_new_chapter_s_pictures_become_its_link():
    """As long as a chapter is only planned its pictures lead nowhere."""
    *others, new = BUILT
    found = [[link[:2] for link in LINK.findall(ChainPage(shown)._repr_html_())] for shown in (others, BUILT)]
    assert found[1] == [*found[0], (f"{new.lesson}.ipynb", f"Chapter {new.number}: {new.title}")]


@pytest.mark.parametrize("shown", [BUILT, ALL], ids=["now", "when all are there"])
def test_links_are_large_enough_lie_on_the_map_and_apart(shown):
    areas = [around(parts(each, shown)) for each in shown]
    for area in areas:
        assert area.right - area.left >= 24 and area.high - area.low >= 24
        assert 0 <= area.left and area.right <= WIDTH and 0 <= area.low and area.high <= HEIGHT
    for one, other in combinations(areas, 2):
        assert min(one.right, other.right) <= max(one.left, other.left) + 1e-9 or \
            min(one.high, other.high) <= max(one.low, other.low)


def test_what_is_seen_on_a_link_is_part_of_its_name():
    """For who speaks to the page: “press chapter 3”."""
    for _, name, shown in LINK.findall(ChainPage(ALL)._repr_html_()):
        chips = re.findall(r"<span[^>]*>([^<]*)</span>", shown)
        assert chips and all(chip in name for chip in chips)
        for left, top in re.findall(r"left: ([\d.]+)%; top: ([\d.]+)%", shown):
            assert 0 < float(left) < 100 and 0 < float(top) < 100


def test_the_map_is_told_in_words_and_as_text():
    page = chain_map()
    assert 'alt="The chain of a movement.' in page._repr_html_() and 'alt="A leg at rest' in page._repr_html_()
    assert all(f"Chapter {each.number}: {each.title}" in str(page) for each in BUILT)


@pytest.mark.parametrize("chapter", PLACED, ids=lambda each: each.name)
def test_each_lesson_marks_its_own_place(chapter):
    made = progress(chapter.name)
    shown = made.children[1].children[0].value
    own = {*chapter.links, *chapter.near}
    told = re.search(r"<b>You are here: ([^<]*)\.</b>", shown)[1]
    assert set(re.split(r", | and (?!lungs)", told)) == {NAMES[name] for name in own}
    assert f"You are here: {told}." in re.search(r'alt="([^"]*)"', shown)[1]
    marked = re.findall(r'<i style="left: ([\d.]+)%; top: ([\d.]+)%', shown)
    assert {(float(left), float(top)) for left, top in marked} == {
        (round(100 * STRIP_PLACES[name].left / WIDTH, 2),
         round(100 * (STRIP_HEIGHT - STRIP_PLACES[name].high) / STRIP_HEIGHT, 2)) for name in own}


@pytest.mark.parametrize("chapter", PLACED, ids=lambda each: each.name)
def test_the_strip_is_on_paper_too_with_its_marks(chapter):
    paper = progress(chapter.name)._repr_mimebundle_()["text/html"]
    assert "You are here" in paper and paper.count("<i style=") == len({*chapter.links, *chapter.near})
    # The widgets' style sheet is not there on paper.
    assert ".ml-strip i { position: absolute" in paper and "forced-color-adjust: none" in paper


def test_the_chapter_about_the_whole_chain_has_no_place_in_its_strip():
    assert strip(next(each for each in ALL if each.name == "warning_signs")) == ""


def test_the_pictures_are_small_and_drawn_once(monkeypatch):
    assert len(strip_png()) < 60_000 and len(map_png()) < 110_000
    monkeypatch.setattr("muscle_lib.figures.stage.Stage.__init__", None)
    assert strip(BUILT[0])
