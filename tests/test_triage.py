"""The trainer's cases: whole, short, fair to guess from, and of one mind with the list of warning signs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pytest

from muscle_lib.chapters import WarningSign, chapters, claims, warning_signs
from muscle_lib.figures.drawings.body import PLACES
from muscle_lib.figures.drawings.chain import NAMES
from muscle_lib.questions import stations
from muscle_lib.triage import RANKS, Case, case, cases, in_order, weight
from tests.lessons import lesson

CASES = cases()
ORDER = list(RANKS)
SIGNS = {sign.key: sign for sign in warning_signs()}
#: C24: the six that stand in every chapter.
SIX = [key for key, sign in SIGNS.items() if sign.chapters == "all"]
#: Words that would rank a story: names of illnesses, and words that alarm or calm.
TELLING = re.compile(
    r"\b(?:suddenly|sudden|severe|worst|alarming|danger\w*|harmless|urgent|emergency|ambulance|hospital|doctor|worse|"
    r"clot|stroke|heart|tetanus|meningitis|thyroid|artery|vein|nerve|tendon torn|torn|swallow\w*|confus\w*|paraly\w*|"
    r"stiff|weak|warning|sign)\b", re.IGNORECASE)
each_case = pytest.mark.parametrize("each", CASES, ids=lambda each: each.key)


def words(text: str) -> int:
    return len(text.split())


def sentences(text: str) -> int:
    return len(re.findall(r"[.!?](?: |$)", text))


def most_urgent(signs: list[WarningSign]) -> str:
    return max((sign.rank for sign in signs), key=ORDER.index, default="rest")


# ---------------------------------------------------------------- each case

def test_there_are_sixteen_and_each_has_a_name_and_a_story_of_its_own() -> None:
    assert len(CASES) == 16
    for field in ("key", "title", "story", "tells", "why", "missed"):
        assert len({getattr(each, field) for each in CASES}) == 16, field
    assert Counter(each.rank for each in CASES) == {"rest": 5, "soon": 2, "today": 2, "emergency": 7}


@each_case
def test_a_case_is_whole_and_short(each: Case) -> None:
    assert 32 <= words(each.story) <= 40 and sentences(each.story) in (2, 3)
    assert words(each.tells) <= 20 and words(each.missed) <= 30 and words(each.pair_why) <= 30
    assert words(each.why) <= 30 and sentences(each.why) <= 2 and words(each.change) <= 25
    for text in (each.tells, each.why, each.missed, each.change, each.pair_why):
        assert text.strip() == text and text[0].isupper() and text.endswith("."), text
    assert 0 < each.age < 100 and each.source and set(each.claims) <= set(claims()) and each.claims


@each_case
def test_a_story_has_no_word_that_ranks_it(each: Case) -> None:
    assert TELLING.findall(each.story) == []
    assert re.fullmatch(r"[a-z_]+", each.key) and TELLING.search(f"{each.key.replace('_', ' ')} {each.title}") is None


@each_case
def test_something_is_marked_on_the_body_and_nothing_twice(each: Case) -> None:
    marked = each.places + each.other + each.weak + each.numb
    assert marked and set(marked) <= set(PLACES) and len(set(marked)) == len(marked)


@each_case
def test_a_case_has_the_rank_of_its_most_urgent_sign(each: Case) -> None:
    assert each.rank in RANKS and set(each.signs) <= set(SIGNS)
    assert most_urgent([SIGNS[key] for key in each.signs]) == each.rank


@each_case
def test_the_link_is_on_the_chain_and_the_station_is_there(each: Case) -> None:
    assert each.link in {*NAMES, "outside"}
    assert bool(each.chapter) == bool(each.station)
    if each.chapter:
        (chapter,) = [one for one in chapters() if one.name == each.chapter]
        assert each.link != "outside" and each.station in stations(each.chapter)
        titles = [cell.source for cell in lesson(chapter.lesson).cells if cell.source.startswith("## Station")]
        assert any(title.startswith(f"## Station {each.station} · ") for title in titles)


@each_case
def test_two_cases_lie_beside_each_other_and_name_each_other(each: Case) -> None:
    other = case(each.pair)
    assert other is not each and other.pair == each.key and other.pair_why == each.pair_why
    assert other.rank != each.rank or each.rank == "emergency"


# ---------------------------------------------------------------- all of them

def test_all_six_emergency_signs_occur_and_each_alone_is_enough() -> None:
    """For each of the six there is somebody who has it, and no other of the six."""
    assert len(SIX) == 6 and {SIGNS[key].rank for key in SIX} == {"emergency"}
    alone = {each.signs[0] for each in CASES if each.rank == "emergency"
             and len(set(SIX) & set(each.signs)) == 1}
    assert set(SIX) <= alone


def test_the_claims_of_the_chapter_are_all_met() -> None:
    assert {"C23", "C24", "C25"} <= {claim for each in CASES for claim in each.claims}


def test_no_number_of_marks_is_a_rank() -> None:
    """Few marks are also those of an emergency, many also those of somebody who may rest."""
    marks = {rank: {len(each.places + each.other + each.weak + each.numb) for each in CASES if each.rank == rank}
             for rank in RANKS}
    assert {1, 3} <= marks["rest"] and {1, 3} <= marks["emergency"]


def test_no_story_is_a_poster() -> None:
    """What stands on every leaflet is told as people tell it."""
    every = " ".join(each.story for each in CASES)
    assert not re.search(r"cola|crooked|cigarette|slurr", every)


def best_border(number: Callable[[Case], float], yes: Callable[[Case], bool]) -> int:
    """How many cases one gets right by a border on a number alone, at best, in either direction."""
    values = sorted({number(each) for each in CASES})
    borders = [values[0] - 1, *((low + high) / 2 for low, high in pairwise(values)), values[-1] + 1]
    right = [sum((number(each) > border) == yes(each) for each in CASES) for border in borders]
    return max(*right, *(len(CASES) - each for each in right))


SURFACE: dict[str, Callable[[Case], float]] = {
    "words of the story": lambda each: words(each.story), "letters of the story": lambda each: len(each.story),
    "sentences": lambda each: sentences(each.story), "age": lambda each: each.age,
    "she": lambda each: each.story.split(" ").count("she") + each.story.count("She ") + each.story.count(" her ") > 0,
    "marks": lambda each: len(each.places + each.other + each.weak + each.numb)}


@pytest.mark.parametrize("surface", SURFACE)
def test_nothing_on_the_surface_gives_an_emergency_away(surface: str) -> None:
    """Who always says no is right 9 times of 16; a border on any such number must not be right much more often."""
    assert best_border(SURFACE[surface], lambda each: each.rank == "emergency") <= 12
    assert best_border(SURFACE[surface], lambda each: each.rank == "rest") <= 13


def test_a_border_that_gave_it_away_would_be_found() -> None:
    assert best_border(lambda each: ORDER.index(each.rank), lambda each: each.rank == "emergency") == 16


def test_a_place_that_is_marked_often_has_several_ranks() -> None:
    places = Counter(place.rstrip("s") for each in CASES for place in set(each.places))
    for place, often in places.items():
        ranks = {each.rank for each in CASES if any(one.rstrip("s") == place for one in each.places)}
        assert often == 1 or len(ranks) > 1, place
    assert {each.rank for each in CASES if {"calf", "calve", "calves"} & set(each.places)} == set(RANKS)


# ---------------------------------------------------------------- ranks, weights, order

def test_the_ranks_are_those_of_the_list_and_are_told_by_a_word_and_a_mark() -> None:
    assert ORDER == ["rest", "soon", "today", "emergency"] and {sign.rank for sign in SIGNS.values()} == set(RANKS)
    assert [rank.words for rank in RANKS.values()] == [
        "rest and wait", "see a doctor, within a week or two", "be seen today", "call now"]
    assert len({rank.mark for rank in RANKS.values()}) == 4 and all(len(rank.mark) == 1 for rank in RANKS.values())


@pytest.mark.parametrize(("right", "weights"), [
    ("rest", [2, -1, -1, -1]), ("soon", [-3, 2, -1, -1]), ("today", [-6, -3, 2, -1]), ("emergency", [-10, -6, -3, 2])])
def test_to_miss_weighs_more_than_to_be_too_careful(right: str, weights: list[int]) -> None:
    assert [weight(given, right) for given in ORDER] == weights


def test_a_rank_that_does_not_exist_weighs_nothing() -> None:
    with pytest.raises(ValueError, match="now"):
        weight("now", "emergency")


def test_a_seed_is_an_order_with_every_case_once_and_other_seeds_are_other_orders() -> None:
    orders = {seed: in_order(seed) for seed in range(20)}
    assert all(sorted(each.key for each in order) == sorted(each.key for each in CASES) for order in orders.values())
    assert all(in_order(seed) == order for seed, order in orders.items())
    assert len(set(orders.values())) == 20 and cases() == CASES
    # The same on every computer: what a class has agreed on.
    assert [each.key for each in in_order(7)[:3]] == ["the_sofa", "five_oclock", "after_the_operation"]
    # In a random order an emergency comes first in 7 of 16 classes, not always.
    assert 3 <= sum(order[0].rank == "emergency" for order in orders.values()) <= 15


def test_an_unknown_case_is_refused() -> None:
    with pytest.raises(ValueError, match="Did you mean 'breakfast'"):
        case("breakfest")


# ---------------------------------------------------------------- the keys of the signs

def test_each_sign_has_a_key_of_its_own_and_those_that_a_case_needs_stand_in_the_chapter() -> None:
    assert len(SIGNS) == len(warning_signs()) and all(re.fullmatch(r"[a-z_]+", key) for key in SIGNS)
    shown = {key for key, sign in SIGNS.items() if sign.chapters == "all" or "warning_signs" in sign.chapters}
    assert {key for each in CASES for key in each.signs} <= shown
