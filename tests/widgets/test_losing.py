"""Ways to lose an answer. None may succeed without a word."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import stat
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from ipywidgets import HTML

from muscle_lib.causes import causes
from muscle_lib.triage import in_order
from muscle_lib.widgets import (
    answers,
    ask,
    evidence,
    explore,
    kept,
    lab_report,
    mystery,
    note,
    place_causes,
    triage,
)
from muscle_lib.widgets.kept import ELSEWHERE, Kept, kept_for
from muscle_lib.widgets.lesson import is_gone
from muscle_lib.widgets.predict import Predict
from tests.widgets.hands import Wave, button, figure, wave_explorer, words_of

NOTE = {"prompt": "What did you see?", "text": "Mine."}
#: What synchronised folders, browsers and file managers call a second copy.
SECOND = ["01_wave.answers (Ada's conflicted copy 2026-05-03).json", "01_wave.answers-LAPTOP.json",
          "01_wave.answers (1).json", "01_wave.answers.sync-conflict-20260503-101010-ABCDEFG.json",
          "01_wave.answers-Copy1.json", "01_wave.answers 2.json", "01_wave.answers - Copy.json"]

pytestmark = pytest.mark.usefixtures("wave_questions")


@pytest.fixture
def opened(monkeypatch):
    """Open a notebook with a new kernel: nothing is in memory."""
    def opens(name: str) -> None:
        kept._memory.cache_clear()
        monkeypatch.setenv("JPY_SESSION_NAME", name)

    return opens


def enter(text: str, name: str = "") -> None:
    """Write a note and, at the end, a name."""
    note("wave.seen")._box.value = text
    if name:
        kept_for("wave.seen").put("student", "student", {"name": name})


def said(widget) -> str:
    """All words of a widget."""
    own = words_of(widget) if isinstance(widget, HTML) else ""
    return " ".join([own, *(said(child) for child in getattr(widget, "children", ()))])


def offered() -> list[str]:
    """The names of the files that the lab report offers."""
    return [path.name for _, path in lab_report("wave")._others.options]


# Another name

def test_a_renamed_notebook_is_offered_what_was_entered_under_its_old_name(opened, tmp_path):
    opened("01_wave.ipynb")
    enter("Mine.", "Ada")
    opened("01_wave_ada.ipynb")
    for made in (note("wave.seen"), ask("wave.why"), Predict("wave.top", wave_explorer()), evidence("wave.salt"),
                 lab_report("wave")):
        words = said(made)
        assert "there are answers to this chapter in another file: 01_wave.answers.json (Ada, 1 entry, " in words
        assert "If they are yours, take them over under “Your lab report”" in words
    form = lab_report("wave")
    button(form, "Take over").click()
    assert words_of(form._said) == "Taken over from 01_wave.answers.json. Press ▶▶ to see it in the lesson."
    assert form._name.value == "Ada"
    assert note("wave.seen").text == "Mine."
    assert "another file" not in said(note("wave.seen"))
    assert Kept(tmp_path / "01_wave.answers.json").get("note", "wave.seen")["text"] == "Mine.", "copied, not moved"


def test_another_student_s_answers_are_never_taken_without_asking(opened):
    opened("01_wave_anna.ipynb")
    enter("Anna's.", "Anna")
    opened("01_wave_ben.ipynb")
    assert note("wave.seen").text == "" and lab_report("wave")._name.value == ""
    enter("Ben's.", "Ben")
    opened("01_wave_anna.ipynb")
    assert note("wave.seen").text == "Anna's."
    opened("01_wave_ben.ipynb")
    assert note("wave.seen").text == "Ben's."


def test_who_began_anew_before_seeing_it_keeps_both(opened, tmp_path):
    opened("01_wave.ipynb")
    enter("The first.")
    ask("wave.why").answer(1)
    opened("01_wave_ada.ipynb")
    enter("The second.")
    ask("wave.how_much").answer(6.5)
    form = lab_report("wave")
    form.take_over(form._others.value)
    (aside,) = tmp_path.glob("01_wave_ada.answers.old-*.json")
    assert f"What was here before has been put aside as {aside.name}." in words_of(form._said)
    assert note("wave.seen").text == "The first."
    assert ask("wave.why").is_right and ask("wave.how_much").is_right
    assert Kept(aside).get("note", "wave.seen")["text"] == "The second."


def test_of_several_the_newest_is_named_and_all_are_offered(opened, tmp_path):
    for age, name in enumerate(["01_wave.ipynb", "01_wave_ada.ipynb"]):
        opened(name)
        enter(name)
        os.utime(kept_for("wave").path, (1_000_000 + age, 1_000_000 + age))
    opened("final.ipynb")
    assert "in another file: 01_wave_ada.answers.json" in said(note("wave.seen"))
    assert "and in 1 more." in said(note("wave.seen"))
    assert offered() == ["01_wave_ada.answers.json", "01_wave.answers.json"]


def test_answers_to_another_chapter_damaged_ones_and_other_files_are_not_offered(opened, tmp_path):
    Kept(tmp_path / "02_salt.answers.json").put("note", "salt.seen", NOTE)
    (tmp_path / "bad.answers.json").write_text("{", encoding="utf-8")
    (tmp_path / "new.answers.json").write_text('{"muscle_lab": 3}', encoding="utf-8")
    opened("01_wave.ipynb")
    assert offered() == [] and lab_report("wave")._beside.layout.display == "none"
    assert "another file" not in said(note("wave.seen"))
    assert len(list(tmp_path.iterdir())) == 3, "what is not ours is left as it is"


def test_a_file_that_cannot_be_read_any_more_is_said_and_nothing_is_changed(opened, tmp_path):
    opened("01_wave.ipynb")
    enter("Mine.")
    opened("copy.ipynb")
    enter("Here.")
    form = lab_report("wave")
    (tmp_path / "01_wave.answers.json").write_text("{", encoding="utf-8")
    button(form, "Take over").click()
    assert "01_wave.answers.json could not be read" in words_of(form._said)
    assert note("wave.seen").text == "Here."


# The ten ways: each was tried by hand first

def test_1_the_notebook_is_renamed_while_its_kernel_lives(opened, tmp_path):
    """The kernel goes on under the old name, and says so; the next one finds it."""
    opened(str(tmp_path / "01_wave.ipynb"))
    box = note("wave.seen")
    box._box.value = "before"
    (tmp_path / "01_wave_ada.ipynb").write_text("{}", encoding="utf-8")
    box._box.value = "after"
    assert "Kept in 01_wave.answers.json" in said(box)
    opened(str(tmp_path / "01_wave_ada.ipynb"))
    assert offered() == ["01_wave.answers.json"]


@pytest.mark.parametrize("second", SECOND)
def test_2_a_synchronised_folder_makes_a_second_copy(opened, tmp_path, second):
    opened("01_wave.ipynb")
    enter("In the lab.")
    Kept(tmp_path / second).put("ask", "wave.why",
                                {"question": "", "answer": "", "given": 1, "right": True, "tries": 1})
    assert f"in another file: {second}" in said(note("wave.seen"))
    form = lab_report("wave")
    form.take_over(form._others.value)
    assert note("wave.seen").text == "In the lab." and ask("wave.why").is_right
    assert "another file" not in said(note("wave.seen")), "it is said until it is done"
    assert not (tmp_path / second).exists()
    assert len(list(tmp_path.glob("*.old-*.json"))) == 2, "both as they were before"


def test_3_the_whole_folder_is_copied(opened, tmp_path):
    opened(str(tmp_path / "here" / "01_wave.ipynb"))
    (tmp_path / "here").mkdir()
    enter("Mine.")
    shutil.copytree(tmp_path / "here", tmp_path / "there")
    opened(str(tmp_path / "there" / "01_wave.ipynb"))
    assert note("wave.seen").text == "Mine."
    enter("Theirs.")
    opened(str(tmp_path / "here" / "01_wave.ipynb"))
    assert note("wave.seen").text == "Mine."


def test_4_an_older_file_is_unpacked_over_it_while_the_kernel_lives(opened):
    opened("01_wave.ipynb")
    enter("Mine.")
    path = kept_for("wave").path
    path.write_text('{"muscle_lab": 2, "note": {"wave.other": {"prompt": "", "text": "older"}}}', encoding="utf-8")
    assert "Mine." in lab_report("wave").write().read_text(encoding="utf-8")
    assert Kept(path).all("note").keys() == {"wave.other", "wave.seen"}


def test_4a_an_older_file_is_put_over_it_while_no_kernel_lives(opened, tmp_path):
    """Nobody can know what is missing; but the lesson says how much it found, and of when."""
    opened("01_wave.ipynb")
    enter("Mine.", "Ada")
    ask("wave.why").answer(1)
    older = b'{"muscle_lab": 2, "note": {"wave.seen": {"prompt": "", "text": "older"}}}'
    (tmp_path / "01_wave.answers.json").write_bytes(older)
    os.utime(tmp_path / "01_wave.answers.json", (1_000_000_000, 1_000_000_000))
    opened("01_wave.ipynb")
    assert "it held: 1 entry, 09 September 2001" in said(lab_report("wave"))
    opened("01_wave_new.ipynb")
    assert "it held" not in said(lab_report("wave")), "it would be read again after all has been answered"


def test_5_the_disk_fills_up_in_between(opened, monkeypatch, tmp_path):
    opened("01_wave.ipynb")
    enter("There was room.")
    before = (tmp_path / "01_wave.answers.json").read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as no_room:
        no_room.setattr(os, "fsync", full)
        why = ask("wave.why")
        assert "is not saved: 01_wave.answers.json could not be written (No space left on device)" in why.answer(1)
        assert ask("wave.why").is_right, "it is in memory"
        form = lab_report("wave")
        assert form.write() is None
        assert "Save a copy instead" in words_of(form._said) and "is not saved" in words_of(form._said)
        page = form._said.value.partition("base64,")[2].partition('"')[0]
        assert "Because" in base64.b64decode(page).decode() and "There was room." in base64.b64decode(page).decode()
        assert [path.name for path in tmp_path.iterdir()] == ["01_wave.answers.json"]
        assert (tmp_path / "01_wave.answers.json").read_bytes() == before
    lab_report("wave").write()
    opened("01_wave.ipynb")
    assert ask("wave.why").is_right, "it was written with the next entry"


def test_5a_letters_that_are_not_kept_yet_are_marked(opened):
    """A moment passes until a note is written: who pulls the plug in it sees that it was not."""
    opened("01_wave.ipynb")
    box = note("wave.seen")
    box._at_rest.changed = lambda: None  # the moment
    box._box.value = "Mine."
    assert words_of(box._where) == "Not kept yet …"
    box.keep()
    assert re.fullmatch(r"Kept in 01_wave.answers.json, beside this notebook. Last at \d\d:\d\d:\d\d.",
                        words_of(box._where))


@pytest.mark.kernel
def test_6_the_kernel_is_killed_while_it_writes(opened, tmp_path):
    Kept(tmp_path / "01_wave.answers.json").put("note", "wave.seen", NOTE)
    program = ("import os\nfrom pathlib import Path\nfrom muscle_lib.widgets.kept import Kept\n"
               "os.fsync = lambda _: os.kill(os.getpid(), 9) if hasattr(os, 'getpgid') else os._exit(9)\n"
               "file = Kept(Path('01_wave.answers.json'))\nfile.get('note', 'wave.seen')\n"
               "file.put('note', 'wave.seen', {'prompt': '', 'text': 'half'})\n")
    assert subprocess.run([sys.executable, "-c", program], cwd=tmp_path, timeout=120).returncode != 0
    opened("01_wave.ipynb")
    assert note("wave.seen").text == "Mine."
    assert offered() == [], "what lies about half written is not taken for answers"


def test_7_two_kernels_write_at_the_same_moment(tmp_path):
    """The second waits until the first has written, and finds what that has added."""
    left, right = (Kept(tmp_path / "01_wave.answers.json") for _ in range(2))
    with answers.alone(left.path):
        writing = Thread(target=right.put, args=("note", "right", NOTE))
        writing.start()
        writing.join(0.2)
        assert writing.is_alive() and not right.path.exists()
        left._memory.entered["note"]["left"] = NOTE
        left._memory.unwritten.add(("note", "left"))
        left._write()
    writing.join(5)
    assert Kept(left.path).all("note").keys() == {"left", "right"}
    assert [path.name for path in tmp_path.iterdir()] == ["01_wave.answers.json"]


def test_7a_a_kernel_killed_while_it_wrote_keeps_nobody_out(tmp_path):
    (tmp_path / "01_wave.answers.json.lock").touch()
    Kept(tmp_path / "01_wave.answers.json").put("note", "wave.seen", NOTE)
    assert [path.name for path in tmp_path.iterdir()] == ["01_wave.answers.json"]


def test_7b_what_somebody_else_wrote_over_it_comes_back(tmp_path):
    """A synchronised folder knows nothing of our sign: what was entered is in memory, report, and the next writing."""
    left, right = (Kept(tmp_path / "01_wave.answers.json") for _ in range(2))
    left.put("note", "left", NOTE)
    seen = right.path.read_bytes()
    left.put("note", "left 2", NOTE)
    right.path.write_bytes(seen)
    right.put("note", "right", NOTE)
    assert left.all("note").keys() == {"left", "left 2", "right"}
    left.put("ask", "x", {"question": "", "answer": "", "given": 1, "right": True, "tries": 1})
    assert Kept(left.path).all("note").keys() == {"left", "left 2", "right"}


@pytest.fixture
def in_another_lab(tmp_path):
    """What happens inside happens in another kernel, on the same file."""
    memories = {True: kept.Memory(), False: kept.Memory()}

    @contextmanager
    def is_other(other: bool = True):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("JPY_SESSION_NAME", "01_wave.ipynb")
            patch.setattr(kept, "_memory", lambda _: memories[other])
            yield

    return is_other


def test_7c_two_labs_write_the_same_note(in_another_lab, tmp_path):
    """The last one wins, but says so, and what the other had written is beside it, whole."""
    with in_another_lab(False):
        mine = note("wave.seen")
        mine._box.value = "Before."
    with in_another_lab():
        enter("Ten lines.", "Ada")
    with in_another_lab(False):
        for text in ("x", "xy"):
            mine._box.value = text
            (aside,) = tmp_path.glob("*.old-*.json")
            assert "Another window has written to 01_wave.answers.json since this page read it." in said(mine)
            assert f"What it held then is in {aside.name};" in said(mine), "as long as the page is open"
        assert Kept(aside).get("note", "wave.seen")["text"] == "Ten lines."
        assert "Another window" not in ask("wave.why").answer(1), "only where it happened"
        form = lab_report("wave")
        assert offered() == [aside.name]
        form.take_over(aside)
        assert note("wave.seen").text == "Ten lines." and form._name.value == "Ada"
        assert words_of(form._said).startswith(f"Taken over from {aside.name}.")


def test_7d_two_labs_record_the_same_table(in_another_lab, tmp_path):
    with in_another_lab(False):
        mine = wave_explorer()
    with in_another_lab():
        theirs = wave_explorer()
        for height in (0.5, 1.0, 1.5):
            theirs.set(height_cm=height)
            theirs.record()
    with in_another_lab(False):
        mine.record()
        (aside,) = tmp_path.glob("*.old-*.json")
        assert aside.name in words_of(mine._keeping)
    (table,) = Kept(aside).all("record").values()
    assert len(table["rows"]) == 3


def test_7e_two_labs_answer_the_same_question(in_another_lab, tmp_path):
    with in_another_lab(False):
        mine, open_question = ask("wave.why"), Predict("wave.top", wave_explorer())
    with in_another_lab():
        ask("wave.why").answer(1)
        Predict("wave.top", wave_explorer()).commit(2)
    with in_another_lab(False):
        assert "Another window" in mine.answer(2)
        open_question.commit(3)
        assert "Another window" in said(open_question)
    kinds = [Kept(aside) for aside in sorted(tmp_path.glob("*.old-*.json"))]
    assert kinds[0].get("ask", "wave.why")["given"] == 1 and kinds[1].get("predict", "wave.top")["picked"] == 2


def test_7f_where_no_copy_can_be_made_nothing_is_written_over(in_another_lab, monkeypatch, tmp_path):
    with in_another_lab(False):
        mine = note("wave.seen")
    with in_another_lab():
        enter("Theirs.")
    with in_another_lab(False), monkeypatch.context() as full:
        def no_room(*_: object) -> None:
            raise OSError(28, "No space left on device")

        full.setattr(shutil, "copyfile", no_room)
        mine._box.value = "Mine."
        assert "is not saved: another window has written to" in said(mine) and "No space left" in said(mine)
        assert Kept(tmp_path / "01_wave.answers.json").get("note", "wave.seen")["text"] == "Theirs."
        assert note("wave.seen").text == "Mine.", "in memory"
    with in_another_lab(False):
        mine._box.value = "Mine, later."
    (aside,) = tmp_path.glob("*.old-*.json")
    assert Kept(aside).get("note", "wave.seen")["text"] == "Theirs."


def test_7g_what_is_read_anew_is_written_over_without_a_word(in_another_lab, tmp_path):
    """One after the other, or a reload of the page: that is no conflict."""
    for is_other in (False, True, False):
        with in_another_lab(is_other):
            box = note("wave.seen")
            box._box.value += "more "
            assert "Another window" not in said(box)
    assert [path.name for path in tmp_path.iterdir()] == ["01_wave.answers.json"]
    assert box.text == "more more more "


def test_8_the_folder_is_moved_while_the_kernel_lives(opened, tmp_path):
    (tmp_path / "here").mkdir()
    opened(str(tmp_path / "here" / "01_wave.ipynb"))
    box = note("wave.seen")
    box._box.value = "before"
    kept_here = kept_for("wave")
    (tmp_path / "here").rename(tmp_path / "there")
    box._box.value = "after"
    assert "is not saved" in said(box)
    assert kept_here.get("note", "wave.seen")["text"] == "after"
    assert Kept(tmp_path / "there" / "01_wave.answers.json").get("note", "wave.seen")["text"] == "before"


def test_9_start_afresh_by_mistake(opened):
    opened("01_wave.ipynb")
    enter("Mine.")
    form = lab_report("wave")
    form.start_afresh()
    assert note("wave.seen").text == "" and "another file" not in said(note("wave.seen")), "the next student's"
    form.take_over(form._others.value)
    assert note("wave.seen").text == "Mine."


@pytest.mark.parametrize("name", ["x" * 250, "is a folder"])
def test_10_a_name_that_no_file_can_have(opened, tmp_path, name):
    (tmp_path / "is a folder.answers.json").mkdir()
    opened(f"{name}.ipynb")
    enter("Mine.")
    assert note("wave.seen").text == "Mine.", "in memory"
    box = note("wave.seen")
    box._box.value = "More."
    assert "is not saved" in said(box)


def test_11_edited_with_notepad(opened):
    opened("01_wave.ipynb")
    enter("Mine.")
    path = kept_for("wave").path
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert note("wave.seen").text == "Mine."


def test_12_who_takes_the_file_away_begins_anew(opened):
    """On purpose, and by hand: so nothing comes back."""
    opened("01_wave.ipynb")
    enter("Mine.")
    kept_for("wave").path.unlink()
    assert note("wave.seen").text == ""


# Twice the same in one notebook

@pytest.fixture
def in_cell(monkeypatch):
    """Say which cell runs now, and for the how many-th time."""
    def runs(cell: str, run: str = "1") -> None:
        request = {"metadata": {"cellId": cell}, "header": {"msg_id": f"{cell} {run}"}}
        shell = type("Shell", (), {"get_parent": lambda self: request, "user_ns": {"Out": {}}, "user_ns_hidden": {}})()
        monkeypatch.setattr("muscle_lib.widgets.cell.get_ipython", lambda: shell)

    return runs


def test_a_copied_note_is_another_note_and_a_cell_run_again_the_same(in_cell, opened):
    opened("01_wave.ipynb")
    for cell in ("a", "b"):
        in_cell(cell)
        note("wave.seen")._box.value = f"in {cell}"
    for cell in ("b", "a"):
        in_cell(cell, "2")
        assert note("wave.seen").text == f"in {cell}"
    opened("01_wave.ipynb")
    for cell in ("a", "b"):
        in_cell(cell, "3")
        assert note("wave.seen").text == f"in {cell}", "after a restart, too"
    page = lab_report("wave").write().read_text(encoding="utf-8")
    assert "in a" in page and "in b" in page


def test_a_copy_keeps_its_own_over_a_restart_wherever_it_stands(in_cell, opened):
    opened("01_wave.ipynb")
    for cell in ("first", "copy", "second copy"):
        in_cell(cell)
        note("wave.seen")._box.value = f"in {cell}"
    assert "it held: 3 entries" in said(lab_report("wave")), "which cell is which is no answer"
    for order in (("copy", "first", "new", "second copy"), ("second copy", "copy", "new"), ("new", "first")):
        opened("01_wave.ipynb")  # the cells stand in another order, some are gone, one was copied anew
        for cell in order:
            in_cell(cell, "again")
            box = note("wave.seen")
            assert box.text == ("" if cell == "new" and order[-1] == "second copy" else f"in {cell}")
            box._box.value = f"in {cell}"


def save_notebook(name: str, *cells: str, source: str = 'note("wave.seen")') -> None:
    """Write a notebook with these cells."""
    content = [{"id": cell, "cell_type": "code", "source": source.splitlines(keepends=True)} for cell in cells]
    Path(name).write_text(json.dumps({"cells": content}), encoding="utf-8")


def shown(in_cell, *cells: str) -> dict[str, str]:
    """“Run all”, with the same note in each of these cells: what each shows."""
    texts = {}
    for cell in cells:
        in_cell(cell, "all")
        texts[cell] = note("wave.seen").text
    return texts


@pytest.mark.parametrize("restarts", [False, True], ids=["run all", "restart and run all"])
def test_a_copy_above_its_first_that_never_ran_does_not_take_what_that_holds(in_cell, opened, restarts):
    opened("01_wave.ipynb")
    in_cell("first")
    enter("Mine.")
    save_notebook("01_wave.ipynb", "first")  # the page need not have been saved since
    for _ in range(2):
        if restarts:
            opened("01_wave.ipynb")
        assert shown(in_cell, "copy", "first") == {"copy": "", "first": "Mine."}
    assert kept_for("wave").is_safe and kept_for("wave").all("note").keys() == {"wave.seen"}
    in_cell("copy")
    enter("The copy's.")
    for order in (["third", "copy", "first"], ["third", "first", "copy"]):
        opened("01_wave.ipynb")
        assert shown(in_cell, *order) == {"third": "", "copy": "The copy's.", "first": "Mine."}


def test_a_copy_of_any_kind_above_its_first_begins_with_nothing_and_says_so(in_cell, opened):
    opened("01_wave.ipynb")
    in_cell("first")
    Predict("wave.top", wave_explorer()).commit(1)
    ask("wave.why").answer(1)
    evidence("wave.salt").answer("for")
    mystery(7).order("strength")
    trainer = triage("wave.t1")
    trainer.begin()
    trainer.decide("rest")
    its = causes()[0]
    place_causes("wave.m1").place(its.key, its.places[0])
    explore(Wave(), figure(), ["height_cm"]).record()
    before = kept_for("wave").path.read_bytes()
    opened("01_wave.ipynb")
    in_cell("copy")
    prediction, why, salt, case, cases, board, table = copies = (
        Predict("wave.top", wave_explorer()), ask("wave.why"), evidence("wave.salt"), mystery(7), triage("wave.t1"),
        place_causes("wave.m1"), explore(Wave(), figure(), ["height_cm"]))
    table.build()
    assert not prediction.is_open and not why.is_answered and salt.left == 3 and board.left == len(causes())
    assert (case._ordered, cases._decided, table._record.rows) == ([], {}, [])
    assert [ELSEWHERE in said(copy) for copy in copies] == [True] * 7
    assert kept_for("wave").path.read_bytes() == before


def test_an_empty_copy_says_where_what_was_entered_is(in_cell, opened):
    """As the upper part of a cell that was split, or two that were merged: these are new cells."""
    opened("01_wave.ipynb")
    for cell in ("first", "copy"):
        in_cell(cell)
        assert ELSEWHERE not in said(note("wave.seen")), "where nothing was entered nothing is missing"
    in_cell("first")
    enter("Mine.")
    in_cell("copy")
    box = note("wave.seen")
    assert ELSEWHERE in said(box)
    box._box.value = "The copy's."
    assert ELSEWHERE not in said(box)
    for cell in ("copy", "first"):
        in_cell(cell, "2")
        assert ELSEWHERE not in said(note("wave.seen"))


def test_what_a_cell_held_that_is_gone_from_the_notebook_is_taken_up_by_the_one_that_asks_now(in_cell, opened):
    """As in a newer lesson, which names its cells anew; and not before the notebook without it has been saved."""
    opened("01_wave.ipynb")
    save_notebook("01_wave.ipynb", "old", "other")
    in_cell("old")
    enter("Mine.")
    opened("01_wave.ipynb")
    assert shown(in_cell, "new") == {"new": ""}
    save_notebook("01_wave.ipynb", "other", "new")
    opened("01_wave.ipynb")
    assert shown(in_cell, "new", "newer") == {"new": "Mine.", "newer": ""}
    in_cell("new", "2")
    box = note("wave.seen")
    box._box.value = "Still mine."
    assert "Another window" not in said(box), "it is nobody else's"
    opened("01_wave.ipynb")
    assert shown(in_cell, "old", "new") == {"old": "", "new": "Still mine."}


def test_what_a_cell_held_that_asks_for_it_no_more_is_taken_up_by_the_one_that_does(in_cell, opened):
    """As after a split, where the lower part keeps the name."""
    opened("01_wave.ipynb")
    for key, made in {"wave.seen": 'note(\n  "wave.seen")', "wave.why": "ask('wave.why')", "wave.Wave(height_cm)":
                      'explore(Wave(), figure(), ["height_cm"])', "letting_go.mystery": "mystery(7)"}.items():
        save_notebook("01_wave.ipynb", "cell", source=f"1\n{made}")
        assert not is_gone(kept_for("wave").path, "cell", key), key
        save_notebook("01_wave.ipynb", "cell", source=f"1 {key}")
        assert is_gone(kept_for("wave").path, "cell", key), key
    in_cell("cell")
    enter("Mine.")
    opened("01_wave.ipynb")
    assert shown(in_cell, "upper") == {"upper": "Mine."}


def test_a_duplicated_notebook_with_the_same_cells_takes_over_which_is_which(in_cell, opened):
    opened("01_wave.ipynb")
    for cell in ("first", "copy"):
        in_cell(cell)
        enter(f"in {cell}")
    opened("01_wave-Copy1.ipynb")
    assert shown(in_cell, "copy", "first") == {"copy": "", "first": ""}
    form = lab_report("wave")
    form.take_over(form._others.value)
    for _ in range(2):
        assert shown(in_cell, "copy", "first") == {"copy": "in copy", "first": "in first"}
        opened("01_wave-Copy1.ipynb")


def test_where_a_cell_has_no_name_but_a_place_the_order_decides(in_cell, opened):
    """VS Code: “…#W3” is the fourth cell, which is another one after a cell was put in above."""
    opened("01_wave.ipynb")
    where = "vscode-notebook-cell:/lab/01_wave.ipynb#W{}sZmlsZQ%3D%3D"
    for number in (3, 4):
        in_cell(where.format(number))
        enter(f"note {number}")
    opened("01_wave.ipynb")
    assert list(shown(in_cell, where.format(4), where.format(5)).values()) == ["note 3", "note 4"]


def test_the_number_of_a_copy_is_no_answer_that_could_be_lost(in_cell, opened):
    opened("01_wave.ipynb")
    for cell in ("first", "copy"):
        in_cell(cell)
        note("wave.seen")
    assert kept_for("wave").is_safe and not kept_for("wave").path.exists(), "looking makes no file"


def test_two_in_one_cell_are_two(in_cell):
    for run in ("1", "2"):
        in_cell("a", run)
        boxes = [note("wave.seen") for _ in range(2)]
        if run == "1":
            for number, box in enumerate(boxes):
                box._box.value = f"note {number}"
    assert [box.text for box in boxes] == ["note 0", "note 1"]


def test_a_copied_explorer_has_its_own_table_and_pictures(in_cell):
    boards = []
    for cell, height in (("a", 0.5), ("b", 1.5)):
        in_cell(cell)
        boards.append(explore(Wave(), figure(), ["height_cm"]))
        boards[-1].build()
        boards[-1].set(height_cm=height)
        boards[-1].record()
        boards[-1].pin()
    boards[0].record()
    assert [len(board._record.rows) for board in boards] == [2, 1]
    stored = kept_for("wave")
    assert sorted(len(entry["rows"]) for entry in stored.all("record").values()) == [1, 2]
    assert len(stored.all("picture")) == 2
    in_cell("b", "2")
    again = explore(Wave(), figure(), ["height_cm"])
    assert [row["height_cm"] for row in again._record.rows] == [1.5]


def test_copied_predictions_questions_boards_of_evidence_and_cases_keep_apart(in_cell):
    for cell, number in (("a", 1), ("b", 2)):
        in_cell(cell)
        Predict("wave.top", wave_explorer()).commit(number)
        ask("wave.why").answer(number)
        evidence("wave.salt").answer(["for", "against"][number - 1])
        mystery(7).order(["strength", "potassium"][number - 1])
        trainer = triage("wave.t1")
        trainer.begin()
        trainer.decide(["rest", "today"][number - 1])
    stored = kept_for("wave")
    assert {key: entry["picked"] for key, entry in stored.all("predict").items()} == {"wave.top": 1, "wave.top~2": 2}
    assert {key: entry["tries"] for key, entry in stored.all("ask").items()} == {
        "wave.why": 1, "wave.why~2": 1, "wave.salt#1": 1, "wave.salt~2#1": 1}
    assert [entry["ordered"] for entry in stored.all("mystery").values()] == [["strength"], ["potassium"]]
    first = in_order(1)[0].key
    assert {key: entry["given"] for key, entry in stored.all("triage").items()} == {
        f"wave.t1#{first}": "rest", f"wave.t1~2#{first}": "today"}


def test_where_no_cell_is_known_every_one_is_the_first():
    assert note("wave.seen")._own == note("wave.seen")._own == "wave.seen"


# Who may read it

@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")
@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o002, 0o664), (0o077, 0o600)])
def test_answers_and_report_can_be_read_by_whom_the_system_lets(mask, mode):
    before = os.umask(mask)
    try:
        report = lab_report("wave").write()
    finally:
        os.umask(before)
    for path in (report, kept_for("wave").path):
        assert stat.S_IMODE(path.stat().st_mode) == mode


# Whatever stands in the file

VALUES = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(some.characters(), max_size=5),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=3), inner, max_size=3),
    max_leaves=6)
KEYS = {"predict": "wave.top", "ask": "wave.why", "note": "wave.seen", "record": "wave.top", "picture": "wave.top#1",
        "mystery": "letting_go.mystery#7", "log": "wave.live", "student": "student",
        "triage": "warning_signs.t1#lunge", "causes": "warning_signs.m1", "copies": "wave.seen~2"}
RIGHT = {str: some.text(some.characters(), max_size=5), int: some.integers(), bool: some.booleans(),
         list: some.lists(VALUES, max_size=3), dict: some.dictionaries(some.text(max_size=3), VALUES, max_size=3),
         (int, float): some.integers() | some.floats(), (int, type(None)): some.none() | some.integers(-1, 5)}
#: Of each field mostly what belongs there.
ENTRIES = {kind: some.fixed_dictionaries({name: RIGHT[its] | VALUES for name, its in fields.items()})
           for kind, fields in answers.SHAPES.items()}
FILES = some.fixed_dictionaries({"muscle_lab": some.just(2)}, optional={
    kind: some.fixed_dictionaries({KEYS[kind]: entry}) | VALUES for kind, entry in ENTRIES.items()})


@pytest.mark.long  # sixty files with anything in them; what is likely to be wrong has tests of its own above
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FILES | VALUES)
def test_whatever_stands_in_the_file_the_lesson_opens_and_the_report_is_written(wave_questions, content):
    kept._memory.cache_clear()
    path = kept_for("wave").path
    path.write_text(json.dumps(content), encoding="utf-8")
    Predict("wave.top", wave_explorer())
    ask("wave.why"), ask("wave.how_much"), note("wave.seen"), evidence("wave.salt"), mystery(7)
    triage("warning_signs.t1"), place_causes("warning_signs.m1")
    assert lab_report("wave").write() is not None
    assert Kept(path).all("student")
    for left in Path.cwd().iterdir():
        left.unlink()
    note("wave.seen")._box.value = "Mine."
    assert note("wave.seen").text == "Mine."


def test_half_a_character_is_no_reason_to_lose_the_report(opened):
    opened("01_wave.ipynb")
    form = lab_report("wave")
    form._name.value = "Ada \ud83d"
    assert "Ada ?" in form.write().read_text(encoding="utf-8")
    path = kept_for("wave").path
    path.write_text(r'{"muscle_lab": 2, "note": {"wave.seen": {"prompt": "\uD83D", "text": "\ud83d \ud83d\ude00"}}}',
                    encoding="utf-8")
    assert note("wave.seen").text == "? 😀"
    assert lab_report("wave").write() is not None
