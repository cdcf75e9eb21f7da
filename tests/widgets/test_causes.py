"""``place_causes``: causes are placed on the map, again if need be; what stands is kept."""

from __future__ import annotations

import json
import re

import pytest

from muscle_lib.causes import DEEDS, NOWHERE, PLACES, cause, causes
from muscle_lib.chapters import chapters
from muscle_lib.figures.drawings.chain import CORNER, HEIGHT, NAMES, WIDTH
from muscle_lib.figures.drawings.chain import PLACES as ON_MAP
from muscle_lib.widgets import lab_report, place_causes
from muscle_lib.widgets.causes import filled, listed
from muscle_lib.widgets.kept import kept_for
from muscle_lib.widgets.look import LIVE, ROOT
from muscle_lib.widgets.progress import state
from tests.widgets.hands import button, words_of

KEY = "warning_signs.m1"
FIRST = causes()[0]


@pytest.fixture
def board():
    return place_causes(KEY)


def pick(board, key: str) -> None:
    """Pick a cause in the list, as a hand does."""
    board._list.value = key


def a_wrong_place(key: str, told: bool = True) -> str:
    its = cause(key)
    return next(place for place in PLACES if place not in its.places and (place in its.wrong) == told)


def place_all(board) -> None:
    for each in causes():
        board.place(each.key, each.places[0])


def seen(board) -> dict[str, str]:
    """What each button over the map is called."""
    return {name: made.description for name, made in board._buttons.items()}


# Placing

def test_at_first_the_first_cause_is_picked_and_the_map_is_empty(board):
    assert board.left == len(causes()) and board._list.value == FIRST.key and board._where.value is None
    assert [label for label, _ in board._list.options] == [each.words for each in causes()]
    assert seen(board) == {name: f"{NAMES.get(name, 'not shown')}: 0 causes" for name in PLACES}
    assert f"0 of {len(causes())} placed" in words_of(board._count)
    assert "16 are enough for the core" in words_of(board._count)
    assert "ml-right" not in board._said.value and board._again.disabled
    # Only “not shown” has words of its own on the map, as nothing there is drawn.
    assert re.findall(r"<span[^>]*>([^<]*)</span>", board._map.value) == ["not shown"]


@pytest.mark.parametrize("each", causes(), ids=lambda each: each.key)
def test_every_cause_can_be_put_to_each_of_its_places(each):
    for place in each.places:
        board = place_causes(f"{KEY}~{place}")
        pick(board, each.key)
        board._buttons[place].click()
        said = words_of(board._said)
        assert "ml-right" in board._said.value and said.startswith(f"Right: {each.words} → {PLACES[place]}.")
        assert each.why in said and (not each.does or DEEDS[each.does].words in said.lower())
        number = next(chapter.number for chapter in chapters() if chapter.name == each.chapter)
        assert re.search(rf'href="{number:02d}_{each.chapter}\.ipynb#cell-id=s{each.station}-case"[^>]*>'
                         rf"Chapter {number}, station {each.station}</a>", board._said.value)
        assert seen(board)[place] == f"{NAMES.get(place, 'not shown')}: 1 cause"
        assert each.words in board._buttons[place].tooltip


def test_after_a_right_one_the_next_is_picked_and_told(board):
    board.place(FIRST.key, FIRST.places[0])
    second = causes()[1]
    assert board._list.value == second.key
    assert words_of(board._said).endswith(f"Next: {second.words}")
    assert f"✓ {FIRST.words}" in [label for label, _ in board._list.options]
    # From wherever one picks it goes on, and round.
    last = causes()[-1]
    board.place(last.key, last.places[0])
    assert board._list.value == second.key


def test_a_wrong_place_says_why_and_can_be_tried_again(board):
    place = a_wrong_place("tetany")
    pick(board, "tetany")
    board.press(place)
    said = words_of(board._said)
    assert "ml-wrong" in board._said.value and said.startswith("Not there: too little calcium in the blood: tetany →")
    assert cause("tetany").wrong[place] in said and cause("tetany").why not in said
    assert board._list.value == "tetany" and board.left == len(causes())
    assert set(seen(board).values()) == {f"{NAMES.get(name, 'not shown')}: 0 causes" for name in PLACES}
    board.press("nerve")
    assert words_of(board._said).startswith(f"Right, after {NAMES[place]}: too little calcium")


def test_a_place_that_nobody_thought_of_is_answered_too_and_the_third_wrong_one_is_told_the_reason(board):
    its = cause("tetany")
    said = board.place("tetany", a_wrong_place("tetany", told=False))
    assert "ml-wrong" in said and "what was the first to change" in said and "Chapter 2, station 3" in said
    board.place("tetany", "calcium")
    assert its.why not in board._said.value
    assert its.why in words_of(board.place("tetany", "junction"))


def test_where_nothing_was_shown_no_change_is_asked_for(board):
    """Sweat and statins have no link: “what was the first to change?” would send a student to look for one."""
    for key in ("sweat", "statin"):
        for place in set(PLACES) - {NOWHERE}:
            assert "first to change" not in board.place(key, place)
    assert "was not shown. Was it shown at any link?" in board._said.value


def test_by_the_second_list_it_is_put_where_it_is_chosen(board):
    pick(board, "tetany")
    button(board, "Put it there").click()
    assert "Choose a place" in words_of(board._said) and board.left == len(causes())
    board._where.value = "nerve"
    button(board, "Put it there").click()
    assert "ml-right" in board._said.value and board._where.value is None
    assert [words for words, _ in board._where.options] == list(PLACES.values())


def test_one_that_stands_is_told_again_and_stays(board):
    board.place("rigor", "energy")
    pick(board, "rigor")
    board.press("nerve")
    assert "ml-right" in board._said.value and "energy supply" in words_of(board._said)
    assert board._placed == {"rigor": "energy"} and board._wrong == {}


def test_a_mistyped_cause_or_place_says_what_would_do(board):
    with pytest.raises(ValueError, match="Did you mean 'tetany'"):
        board.place("tetani", "nerve")
    with pytest.raises(ValueError, match="Did you mean 'nerve'"):
        board.place("tetany", "nerf")
    for key in ("warning_signs", "", 3):
        with pytest.raises(ValueError, match="place_causes must be given a key"):
            place_causes(key)
    assert board.left == len(causes()) and kept_for(KEY).all("causes") == {}


# The map

def test_each_place_shows_how_many_of_each_kind_stand_there(board):
    for key in ("tetany", "lost_myelin", "brody"):
        board.place(key, cause(key).places[0])
    marks = dict(re.findall(r'style="left: ([\d.]+)%[^"]*">([^<]*)</span>', board._map.value))
    nerve, store = (f"{100 * ON_MAP[name].tag[0] / WIDTH:.2f}" for name in ("nerve", "calcium"))
    assert marks[nerve] == "★1 ✕1" and marks[store] == "▬1" and len(marks) == 3
    assert "nerve ✕ lost myelin between back and foot" in words_of(board._standing)
    assert seen(board)["nerve"] == "nerve: 2 causes"
    board.place("sweat", NOWHERE)
    assert "not shown: 1" in words_of(board._map)


def test_at_the_end_the_whole_map_is_there(board):
    place_all(board)
    assert board.left == 0 and board._list.value is None
    assert "the whole course in one picture" in words_of(board._said)
    assert all(each.words in words_of(board._standing) for each in causes())
    assert all(not description.endswith(": 0 causes") for description in seen(board).values())
    board.press("junction")
    assert "✕ antibodies against receptors: myasthenia" in words_of(board._said)
    assert not board._put.disabled, "a press that greys its own button leaves the keyboard nowhere"


def test_without_a_pick_a_place_says_that_nothing_stands_there_yet(board):
    board._list.value = None
    board.press("heart")
    assert "nothing is placed there yet" in words_of(board._said) and board.left == len(causes())


def test_the_buttons_lie_on_their_pictures_in_parts_of_the_map(board):
    for name, made in board._buttons.items():
        place = CORNER if name == NOWHERE else ON_MAP[name]
        left, top, width, height = (float(getattr(made.layout, side).rstrip("%")) for side in
                                    ("left", "top", "width", "height"))
        assert left == pytest.approx(100 * place.left / WIDTH, abs=0.01)
        assert top == pytest.approx(100 * (HEIGHT - place.high) / HEIGHT, abs=0.01)
        assert width * WIDTH / 100 >= 24 and height * HEIGHT / 100 >= 24


def test_marks_lie_on_the_map_and_under_no_name():
    """The name is drawn at the foot of each picture, the mark at its head."""
    full = filled({each.key: each.places[0] for each in causes()})
    spots = re.findall(r'style="left: ([\d.]+)%; top: ([\d.]+)%">', full)
    assert len(spots) == len(PLACES)
    for left, top in spots:
        x, y = float(left) * WIDTH / 100, HEIGHT - float(top) * HEIGHT / 100
        place = next(place for place in (*ON_MAP.values(), CORNER) if place.holds(x, y))
        assert place.high - y < 16 or place.high - place.low < 40


# Again

def test_begin_again_empties_the_map_and_a_second_press_brings_all_back(board):
    board.place("tetany", "calcium")
    board.place("tetany", "nerve")
    button(board, "Begin again").click()
    assert board.left == len(causes()) and "The map is empty" in words_of(board._said)
    assert kept_for(KEY).get("causes", KEY) == {"placed": {}, "wrong": {}}
    undo = button(board, "Undo: bring all back")
    assert not undo.disabled
    undo.click()
    assert board._placed == {"tetany": "nerve"} and board._wrong == {"tetany": ["calcium"]}
    assert "back on the map" in words_of(board._said) and seen(board)["nerve"] == "nerve: 1 cause"
    button(board, "Begin again").click()
    board.place("brody", "calcium")
    assert board._again.description == "Begin again", "what is placed since is not lost by a press"
    assert board._placed == {"brody": "calcium"}


# Kept

def test_what_stands_and_what_was_tried_survives_a_restart(board):
    board.place("tetany", "calcium")
    board.place("tetany", "nerve")
    board.place("rigor", "energy")
    again = place_causes(KEY)
    assert again._placed == {"tetany": "nerve", "rigor": "energy"} and again._wrong == {"tetany": ["calcium"]}
    assert again._map.value == board._map.value and again._standing.value == board._standing.value
    assert seen(again) == seen(board) and again.left == len(causes()) - 2
    assert again._list.value not in ("tetany", "rigor")


def test_what_cannot_be_is_left_out_and_no_reason_to_fail():
    kept_for(KEY).put("causes", KEY, {
        "placed": {"tetany": "heart", "no such cause": "nerve", "brody": "calcium", "rigor": "soul"},
        "wrong": {"tetany": ["calcium", "soul", "calcium"], "no such cause": ["nerve"]}})
    board = place_causes(KEY)
    assert board._placed == {"brody": "calcium"} and board._wrong == {"tetany": ["calcium"]}
    assert "Right, after calcium store:" in words_of(board.place("tetany", "nerve"))
    assert "brody" not in words_of(lab_report("warning_signs").write().read_text(encoding="utf-8"))


@pytest.mark.parametrize("broken", [{"placed": ["tetany"]}, {"placed": {"tetany": 3}}, {"wrong": {"tetany": "calcium"}},
                                    {"wrong": {"tetany": [3]}}, {"wrong": None}], ids=str)
def test_a_file_in_which_the_map_is_damaged_is_put_aside_and_said_so(board, broken):
    board.place("tetany", "nerve")
    path = kept_for(KEY).path
    content = json.loads(path.read_text(encoding="utf-8"))
    content["causes"][KEY] |= broken
    path.write_text(json.dumps(content), encoding="utf-8")
    again = place_causes(KEY)
    assert "damaged" in words_of(again._said) and not path.exists()
    assert again._placed == {"tetany": "nerve"}, "this kernel knows it as it was"


def test_it_is_one_task_of_the_bar(board):
    def now() -> str:
        return state(KEY, kept_for(KEY).everything())

    assert now() == "left"
    for number, each in enumerate(causes(), start=1):
        board.place(each.key, each.places[0])
        # Sixteen are enough, and the board says so.
        assert now() == ("done" if number >= 16 else "begun")
    board.begin_again()
    assert now() == "left"


def test_map_and_list_go_into_the_lab_report(board):
    report = lab_report("warning_signs")
    assert "At which link" not in report.write().read_text(encoding="utf-8")
    board.place("tetany", "calcium")
    board.place("tetany", "nerve")
    board.place("rigor", "energy")
    page = report.write().read_text(encoding="utf-8")
    words = words_of(re.sub(r"<style>.*?</style>", " ", page, flags=re.DOTALL))
    assert "At which link of the chain does each cause act?" in words and 'class="ml-filled"' in page
    assert "nerve ★ too little calcium in the blood: tetany" in words
    assert f"2 of {len(causes())} placed, 1 of them at the first try; wrong tries: 1." in words
    assert f"Causes placed 2 of {len(causes())} placed, 1 of them at the first try" in words
    assert 'src="data:image/png' in page and "heart (its own muscle)" not in words


# For everybody

def test_lists_have_names_the_verdict_is_read_out_and_a_press_waits_for_the_picks(board):
    assert ROOT in board._dom_classes and LIVE in board._said._dom_classes
    desk = board.children[1].children[2]
    hand = desk.children[0].children
    assert [words_of(part.children[0]) for part in hand[:2]] == ["1. The cause", "2. Its place"]
    for part, field in zip(hand[:2], (board._list, board._where), strict=True):
        assert "ml-names-choices" in part._dom_classes and "data-names=" in part.children[0].value
        field.index = 3
        assert 'data-has="3"' in part.children[0].value
    board._where.value = None
    assert 'data-has="-1"' in hand[1].children[0].value


def test_on_paper_there_is_the_empty_map_and_a_table_to_be_filled_in_and_no_answer(board):
    place_all(board)
    bundle = board._repr_mimebundle_()
    page = bundle["text/html"]
    assert all(each.words in bundle["text/plain"] for each in causes())
    rows = re.findall(r"<tr><td>(.*?)</td><td></td><td></td></tr>", page)
    assert [words_of(row) for row in rows] == [each.words for each in causes()]
    assert 'alt="The chain of a movement.' in page and "★1" not in page and "✓" not in page
    assert not any(each.why in words_of(page) for each in causes())


def test_what_stands_where_is_told_in_the_order_of_the_chain():
    told = words_of(listed({"chest_blow": "heart", "hot_bath": "brain", "tetany": "nerve"}))
    assert told.index("brain") < told.index("nerve") < told.index("heart")
