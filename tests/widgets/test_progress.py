"""``progress``: the bar at the top of a lesson says what of its core is done, at once and after a restart."""

from __future__ import annotations

import gc
import json
import re
import weakref
from dataclasses import replace

import pytest

from muscle_lib.chapters import chapters
from muscle_lib.questions import FILED, kind_of, question, stations
from muscle_lib.widgets import ask, evidence, kept, lab_report, note, progress
from muscle_lib.widgets.kept import kept_for
from muscle_lib.widgets.progress import STATES, Progress, listed, told
from tests.lessons import NAMES, lesson
from tests.widgets.hands import Cells, is_open, words_of

NERVE, SALTS = (next(each for each in chapters() if each.name == name) for name in ("nerve_signal", "electrolytes"))
FIRST_AND_THIRD = replace(NERVE, core=(1, 3))
PREDICTION = {"question": "?", "answer": "So.", "outcome": "So.", "right": False}


@pytest.fixture
def bar() -> Progress:
    """Over chapter 1, with the first and third station as its core: p1 n1 q1 q2, p3 n3 q6 q7 q8."""
    return Progress(FIRST_AND_THIRD)


def put(kind: str, key: str, **entry: object) -> None:
    """As a widget of another cell does."""
    kept_for(key).put(kind, key, entry)


def tasks(made: Progress) -> int:
    return sum(len(stations(made.chapter.name)[number]) for number in made._core)


def pieces(made: Progress) -> dict[str, list[str]]:
    """What the bar shows of each station: its words → the states of its pieces."""
    groups = re.findall(r'aria-label="([^"]*)" title="([^"]*)">(?:\w+) ((?:<i[^>]*></i>)*)</span>', made._bar.value)
    assert groups and all(read == hovered for read, hovered, _ in groups)
    return {read: re.findall(r"ml-step ml-(\w+)", shown) for read, _, shown in groups}


def test_at_first_all_is_to_do_and_every_task_has_its_piece(bar):
    assert bar.sentence == f"Core: 0 of {tasks(bar)} done; next: station 1."
    assert bar.sentence in words_of(bar._bar)
    asked = stations("nerve_signal")
    assert [len(shown) for shown in pieces(bar).values()] == [len(asked[number]) for number in (1, 3, 2, 4, 5)]
    assert {state for shown in pieces(bar).values() for state in shown} == {"left"}


def test_it_follows_what_is_entered_in_other_cells(bar):
    put("predict", "nerve_signal.p1", picked=2, **PREDICTION)
    assert bar.sentence == f"Core: 1 of {tasks(bar)} done; next: station 1."
    assert bar.sentence in words_of(bar._bar)
    put("predict", "nerve_signal.p3", picked=None, **PREDICTION)
    assert bar.sentence == f"Core: 1 of {tasks(bar)} done, 1 skipped; next: station 1."
    first, third, *_ = pieces(bar).values()
    assert (first[0], third[0]) == ("done", "skipped")


def test_answered_wrong_is_begun_and_right_is_done(bar):
    right = question("ask", "nerve_signal.q2").right
    asked = ask("nerve_signal.q2")
    asked.answer(right % 4 + 1)
    place = stations("nerve_signal")[1].index("q2")
    assert next(iter(pieces(bar).values()))[place] == "begun" and "Core: 0 of" in bar.sentence
    asked.answer(right)
    assert next(iter(pieces(bar).values()))[place] == "done" and "Core: 1 of" in bar.sentence


def test_a_note_counts_once_it_has_words(bar):
    note("nerve_signal.n1")._box.value = "  "
    assert "Core: 0 of" in bar.sentence
    note("nerve_signal.n1")._box.value = "All or nothing."
    assert "Core: 1 of" in bar.sentence


def test_a_board_of_evidence_is_done_when_all_is_weighed():
    (number,) = [number for number, keys in stations("electrolytes").items() if "e1" in keys]
    made = Progress(replace(SALTS, core=(number,)))
    place, board = stations("electrolytes")[number].index("e1"), evidence("electrolytes.e1")
    seen = []
    while board.left:
        board.answer("for")
        seen.append(list(pieces(made).values())[1][place])
    assert seen == ["begun"] * (len(seen) - 1) + ["done"] and len(seen) > 1


def test_the_recall_questions_belong_to_the_core():
    made = Progress(replace(SALTS, core=(2,)))
    assert made.sentence.endswith("next: recall.")
    assert [len(shown) for shown in pieces(made).values()][:2] == [2, len(stations("electrolytes")[2])]


def test_when_nothing_is_left_it_says_so_and_does_not_nag_about_what_was_skipped(bar):
    for number in (1, 3):
        for key in stations("nerve_signal")[number]:
            kind = kind_of(f"nerve_signal.{key}")
            entry = {"predict": PREDICTION | {"picked": None}, "note": {"prompt": "?", "text": "x"},
                     "ask": {"question": "?", "answer": "x", "given": 1, "right": True, "tries": 1}}[kind]
            put(kind, f"nerve_signal.{key}", **entry)
    assert bar.sentence == f"Core: {tasks(bar) - 2} of {tasks(bar)} done, 2 skipped; nothing left to do."
    assert "Further: 0 of" in words_of(bar._bar)


def test_after_a_restart_it_stands_as_it_was(bar):
    put("predict", "nerve_signal.p1", picked=2, **PREDICTION)
    kept._memory.cache_clear()  # another kernel
    again = Progress(FIRST_AND_THIRD)
    assert again._bar.value == bar._bar.value and "Core: 1 of" in again.sentence


def test_start_afresh_empties_it(bar):
    put("predict", "nerve_signal.p1", picked=2, **PREDICTION)
    lab_report("nerve_signal").start_afresh()
    assert "Core: 0 of" in words_of(bar._bar)


def test_it_is_the_first_to_see_a_damaged_file_and_says_so(tmp_path):
    (tmp_path / "wave.answers.json").write_text("{", encoding="utf-8")
    assert "was damaged" in words_of(progress("nerve_signal")._bar)


def test_a_copy_of_a_station_counts_once(bar):
    put("predict", "nerve_signal.p1~2", picked=2, **PREDICTION)
    assert "Core: 0 of" in bar.sentence


def test_it_is_not_closed_with_another_cell_nor_kept_when_it_is_closed(cells: Cells):
    cells.run("progress")
    made = progress("nerve_signal")
    cells.run("note")
    note("nerve_signal.n1")
    cells.run("note")
    note("nerve_signal.n1")._box.value = "x"
    assert is_open(made) and is_open(made._bar) and "Core: 1 of" in words_of(made._bar)
    cells.run("progress")
    progress("nerve_signal")
    assert not is_open(made)
    shown, gone = made._bar.value, weakref.ref(made)
    note("nerve_signal.n1")._box.value = ""
    assert made._bar.value == shown, "a closed one reads no files"
    del made
    gc.collect()
    assert gone() is None


def test_it_tells_the_titles_of_the_stations_where_the_notebook_is_known(tmp_path, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "my copy.ipynb"))
    (tmp_path / "my copy.ipynb").write_text(json.dumps({"cells": [
        {"cell_type": "markdown", "source": "## Station 1 · Does <it> fire?\n\nText."},
        {"cell_type": "code", "source": 'lab_report("nerve_signal")'}]}), encoding="utf-8")
    told = list(pieces(Progress(FIRST_AND_THIRD)))
    assert told[0] == f"Station 1 · Does &lt;it&gt; fire?: 0 of {len(stations('nerve_signal')[1])} done"
    assert told[1].startswith("Station 3: 0 of")


def test_a_state_is_told_by_its_words_and_by_a_shape_of_its_own(bar):
    style = bar.children[0].value
    shapes = {state: re.search(rf"\.ml-root \.ml-{state} {{([^}}]*)}}", style) for state in STATES}
    assert shapes["left"] is None, "empty"
    assert "repeating" in shapes["skipped"][1] and "(to top" in shapes["begun"][1]
    assert "gradient" not in shapes["done"][1]
    assert all(words in words_of(bar._bar) for words in STATES.values())


def test_on_paper_it_says_which_stations_are_the_core(bar):
    assert bar._repr_mimebundle_()["text/plain"] == f"Core: stations 1 and 3, about {NERVE.core_minutes} minutes"
    assert [listed(numbers) for numbers in ((2,), (1, 4), (1, 3, 5))] == ["2", "1 and 4", "1, 3 and 5"]


def test_an_unknown_chapter_is_refused_with_the_nearest():
    with pytest.raises(ValueError, match="nerve_signal"):
        progress("nerv_signal")


@pytest.mark.parametrize("name", [name for name in NAMES if lesson(name).asks])
def test_every_task_of_every_chapter_can_be_told(name):
    made = progress(lesson(name).chapter)
    every = {f"{lesson(name).chapter}.{key}" for keys in stations(lesson(name).chapter).values() for key in keys}
    assert sum(map(len, pieces(made).values())) == len(every)
    for key in every:
        assert kind_of(key) not in FILED or question(kind_of(key), key)


def test_a_lesson_without_a_core_has_one_row_of_all_its_stations():
    made = progress("short_course")
    assert made.sentence == "All: 0 of 10 done; next: station 1." and len(pieces(made)) == 8
    assert "Core" not in words_of(made._bar) and "Further" not in words_of(made._bar)
    assert made._repr_mimebundle_()["text/plain"] == "All: stations 1, 2, 3, 4, 5, 6, 7 and 8, about 60 minutes"
    assert told("short_course", made._kept.everything()) == ["All: 0 of 10 done."]
