"""The causes of the chapters: each has its place, was met where it says, and its words do not tell the place."""

from __future__ import annotations

import re

import pytest

from muscle_lib.causes import DEEDS, NOWHERE, PLACES, cause, causes, left, standing
from muscle_lib.chapters import chapters
from muscle_lib.figures.drawings.chain import BACK, CORNER, HEIGHT, NAMES, STATIONS, WHOLE
from muscle_lib.figures.drawings.chain import PLACES as ON_MAP
from muscle_lib.models.letting_go import CAUSES as OF_THE_MYSTERY
from muscle_lib.questions import stations
from tests.figures.scenes import SCENES, Drawn
from tests.lessons import lesson

BUILT = {each.name: each for each in chapters() if each.number and each.own_models}
EVERY = [pytest.param(each, id=each.key) for each in causes()]


def spoken(name: str) -> str:
    """All that a lesson says and asks, in small letters, without what stands in brackets behind a link."""
    words = " ".join(cell.source for cell in lesson(name).cells if cell.cell_type == "markdown")
    return re.sub(r"\]\([^)]*\)", " ", words).lower()


def test_there_are_twenty_to_thirty_and_none_twice():
    assert 20 <= len(causes()) <= 30
    assert len({each.key for each in causes()}) == len({each.words for each in causes()}) == len(causes())
    assert cause("tetany").places == ("nerve",)
    with pytest.raises(ValueError, match="Did you mean 'tetany'"):
        cause("tetani")


@pytest.mark.parametrize("each", EVERY)
def test_a_cause_has_its_form(each):
    assert each.places and set(each.places) <= set(PLACES) and len(set(each.places)) == len(each.places)
    assert len(each.words.split()) <= 8 and len(each.words) <= 40, "it has to fit on a line of the list"
    assert (each.does in DEEDS) != (each.places == (NOWHERE,) and each.does == "")
    assert each.why.endswith((".", ".)")) and 8 <= len(each.why.split()) <= 45
    assert set(each.wrong) <= set(PLACES) - set(each.places)
    assert all(words.endswith((".", "?")) and 4 <= len(words.split()) <= 30 for words in each.wrong.values())
    assert len(set(each.wrong.values())) >= len(each.wrong) - 1, "two wrong places may share what is said"


@pytest.mark.parametrize("each", EVERY)
def test_the_words_of_a_cause_do_not_name_its_place(each):
    for place in each.places:
        names = {NAMES.get(place, ""), PLACES[place], place}
        telling = {word for name in names for word in re.findall(r"[a-z]+", name.lower())} - {
            "the", "or", "and", "at", "any", "from", "its", "own", "not"}
        assert not telling & set(re.findall(r"[a-z]+", each.words.lower())), (place, telling)


@pytest.mark.parametrize("each", EVERY)
def test_what_is_said_of_a_wrong_place_does_not_name_the_right_one(each):
    for words in each.wrong.values():
        for place in each.places:
            # A tempting place that is part of the right one's story has to say that it is another one's.
            assert not re.search(rf"\bis (?:in )?the {NAMES.get(place, place)}\b", words), words


@pytest.mark.parametrize("each", EVERY)
def test_where_several_places_count_the_reason_says_so(each):
    assert (len(each.places) > 1) == bool(re.search(r"\bcounts?\b", each.why))


@pytest.mark.parametrize("each", EVERY)
def test_it_was_met_at_a_station_that_is_there(each):
    assert each.station in stations(each.chapter) and each.station > 0
    assert any(cell.id == f"s{each.station}-case" for cell in lesson(BUILT[each.chapter].lesson).cells), \
        "the link leads to this cell"


def test_every_place_has_one_and_every_chapter_of_models_has_one():
    assert set(PLACES) == {*STATIONS, BACK, NOWHERE}
    assert {place for each in causes() for place in each.places} == set(PLACES)
    # Were all of them put to the place that is meant, no place of the map would be empty.
    full = {each.key: each.places[0] for each in causes()}
    assert all(standing(full).values())
    assert {each.chapter for each in causes()} == set(BUILT) and len(BUILT) == 10
    assert {each.does for each in causes()} == {*DEEDS, ""}


def test_no_place_is_right_for_too_many():
    counts = [len(here) for here in standing({each.key: each.places[0] for each in causes()}).values()]
    assert max(counts) <= len(causes()) / 5


def test_the_order_tells_nothing():
    """Neither chapter nor place runs through the list; and it is the same for everybody."""
    numbers = [BUILT[each.chapter].number for each in causes()]
    places = [each.places[0] for each in causes()]
    assert sum(one <= other for one, other in zip(numbers, numbers[1:], strict=False)) < 0.7 * len(numbers)
    assert sum(one == other for one, other in zip(places, places[1:], strict=False)) <= 3
    assert causes() is causes()


#: A word by which the lesson itself names the cause, in the chapter where it was met.
NAMED = {
    "lost_myelin": "lost myelin", "myasthenia": "myasthenia", "tetany": "tetany", "potassium": "sick kidneys",
    "myotonia": "myotonia", "brody": "brody's disease", "hyperthermia": "malignant hyperthermia", "rigor": "rigor",
    "fatigue": "phosphate and acid", "hold": "holds the same bag", "claudication": "narrowed artery",
    "anaemia": "anaemia", "mcardle": "mcardle's disease", "low_glucose": "blood glucose",
    "long_ride": "on a long ride", "night_cramp": "cramp", "spindles": "leaves a *charge*",
    "spasticity": "spasticity", "writers_cramp": "writer's cramp", "hot_bath": "multiple sclerosis",
    "esterase": "cholinesterase inhibitors", "gullet": "gullet", "coronary": "plaque", "chest_blow": "hit on the chest",
    "sweat": "dehydration", "statin": "statin"}
OF_A_CASE = {"tetanus": "Tetanus", "motor_neurons": "Motor neuron disease"}


@pytest.mark.parametrize("each", EVERY)
def test_the_chapter_names_it(each):
    if each.key in OF_A_CASE:
        assert OF_A_CASE[each.key] in {case.name for case in OF_THE_MYSTERY}
    else:
        assert NAMED[each.key] in spoken(BUILT[each.chapter].lesson)


def test_a_cause_at_another_place_is_still_left():
    assert len(left({})) == len(causes())
    assert cause("rigor") not in left({"rigor": "energy"}) and cause("rigor") in left({"rigor": "nerve"})
    assert left({each.key: each.places[-1] for each in causes()}) == []
    assert standing({"rigor": "energy", "no such": "nerve"})["energy"] == [cause("rigor")]


def test_the_corner_for_what_was_not_shown_lies_over_the_legend_s_words():
    whole = ON_MAP[WHOLE]
    assert whole.left <= CORNER.left < CORNER.right <= whole.right and CORNER.high <= whole.high <= HEIGHT
    assert CORNER.high - CORNER.low >= 24, "large enough to be pressed"
    drawn = Drawn(SCENES["chain map"])
    drawn.pixels(SCENES["chain map"].rest)
    renderer = drawn.stage.figure.canvas.get_renderer()
    legend = [text for text in drawn.axes.texts if whole.holds(*text.get_position())]
    assert legend and all(text.get_window_extent(renderer).y1 < CORNER.low for text in legend)
