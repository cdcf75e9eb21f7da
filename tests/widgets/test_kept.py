"""What a student enters is kept: in one file for each notebook, whatever happens to the file or the kernel."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from muscle_lib.widgets import ask, kept, lab_report, note
from muscle_lib.widgets.ask import Ask
from muscle_lib.widgets.explorer import Explorer
from muscle_lib.widgets.kept import Kept, kept_for, write_safely
from muscle_lib.widgets.note import Note
from muscle_lib.widgets.predict import Predict
from muscle_lib.widgets.rest import QUIET_SECONDS
from tests.widgets.hands import Wave, figure, wave_explorer, words_of

NOTE = {"prompt": "What did you see?", "text": "It fires: “−70 mV”, 你好."}
ANSWER = {"question": "Why?", "answer": "So.", "given": 1, "right": True, "tries": 1}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "01_wave.answers.json"


def asides(file: Path) -> list[Path]:
    """The files that were put aside."""
    return sorted(path for path in file.parent.iterdir() if path != file)


def refuse(*_: object, **__: object) -> None:
    """A folder that cannot be written to. (Tests may run as root, whom no file permission stops.)"""
    raise PermissionError(13, "Permission denied")


# Putting and getting

def test_what_is_put_is_got_again_and_nothing_else(file):
    kept = Kept(file)
    assert kept.get("note", "wave.seen") is None
    assert not file.exists(), "looking makes no file"
    kept.put("note", "wave.seen", NOTE)
    kept.put("ask", "wave.seen", ANSWER)
    assert (kept.get("note", "wave.seen"), kept.get("ask", "wave.seen")) == (NOTE, ANSWER)
    assert kept.get("note", "wave.other") is None
    assert kept.all("note") == {"wave.seen": NOTE}
    assert kept.all("record") == {}
    assert kept.problem == ""


def test_the_file_can_be_read_by_people(file):
    Kept(file).put("note", "wave.seen", NOTE)
    assert NOTE["text"] in file.read_text(encoding="utf-8")


def test_two_windows_that_add_in_turn_lose_nothing(file):
    left, right = Kept(file), Kept(file)
    assert left.all("note") == right.all("note") == {}
    for number in range(5):
        left.put("note", f"left {number}", NOTE)
        right.put("note", f"right {number}", NOTE)
    wanted = {f"{side} {number}" for side in ("left", "right") for number in range(5)}
    assert set(left.all("note")) == set(right.all("note")) == wanted


# Writing

def test_a_crash_while_writing_leaves_the_old_file_whole_and_nothing_beside_it(file, monkeypatch):
    Kept(file).put("note", "a", NOTE)
    before = file.read_bytes()

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", crash)
    with pytest.raises(KeyboardInterrupt):
        write_safely(file, "half of it")
    assert file.read_bytes() == before
    assert asides(file) == []


def test_the_file_is_never_seen_half_written(file, monkeypatch):
    """Everything is on disk before the one move that shows it."""
    seen = []
    move = os.replace
    monkeypatch.setattr(os, "replace", lambda new, old: (
        seen.append(Path(new).read_text(encoding="utf-8")), move(new, old)))
    Kept(file).put("note", "a", NOTE)
    assert [json.loads(text)["note"] for text in seen] == [{"a": NOTE}]


def test_half_a_character_is_kept_as_a_question_mark(file):
    kept = Kept(file)
    kept.put("note", "a", NOTE | {"text": "broken \ud83d emoji"})
    assert kept.get("note", "a")["text"] == "broken ? emoji"


@pytest.mark.parametrize("fails", ["builtins.open", "os.fsync", "os.replace"])
def test_a_folder_that_cannot_be_written_to_is_said_and_passes(file, monkeypatch, fails):
    window = Kept(file)
    with monkeypatch.context() as refusing:
        refusing.setattr(fails, refuse)
        window.put("note", "a", NOTE)
    assert "01_wave.answers.json could not be written (Permission denied)" in window.problem
    assert "Until you close the lab it is in memory" in window.problem
    assert list(file.parent.iterdir()) == []
    assert window.get("note", "a") == NOTE and not window.is_safe
    window.put("note", "b", NOTE)
    assert window.problem == "" and window.is_safe
    assert Kept(file).all("note") == {"a": NOTE, "b": NOTE}, "what could not be written is written with the next"


# A damaged file

WRONG_NOTE = '{"muscle_lab": 2, "note": {"a": %s}}'
RECORD = ('{"muscle_lab": 2, "record": {"a": {"title": "", "png": "", "sentence": "", "first": [], "titles": %s, '
          '"rows": %s}}}')
DAMAGED = {
    "empty": b"", "cut off": b'{"note": {"a": {"prompt": "P", "te', "words": "Übung".encode(),
    "binary": b"\x89PNG\x00\xff",
    "a list": b"[]", "a number": b"3", "nothing": b"null", "a kind as a list": b'{"muscle_lab": 2, "note": []}',
    "an entry as a text": (WRONG_NOTE % '"text"').encode(), "an entry without its text": (WRONG_NOTE % "{}").encode(),
    "a text as a number": (WRONG_NOTE % '{"prompt": "", "text": 5}').encode(),
    "no first answer": b'{"muscle_lab": 2, "ask": {"a": {"question": "", "answer": "", "given": 1, "right": true, '
                       b'"tries": 1, "first": [[], 1]}}}',
    "sliders without names": b'{"muscle_lab": 2, "record": {"a": {"title": "", "png": "", "sentence": "", "first": [], '
                             b'"titles": {}, "rows": [], "controls": [{}]}}}',
    "not a number": b'{"ask": {"a": {"question": "", "answer": "", "given": NaN, "right": true, "tries": 1}}}',
    "an answer without its outcome": b'{"muscle_lab": 2, "predict": {"a": {"question": "", "picked": 1}}}',
    "rows as numbers": (RECORD % ("{}", "[1]")).encode(),
    "a row of lists": (RECORD % ("{}", '[{"a": []}]')).encode(),
    "a title as a number": (RECORD % ('{"a": 1}', "[]")).encode(), "very deep": b"[" * 100_000,
    "a line without its time": b'{"muscle_lab": 2, "log": {"k": {"title": "", "lines": [5]}}}',
    "a number beyond all": (RECORD % ("{}", '[{"a": 1e400}]')).encode(),
    "a whole number beyond all": (RECORD % ("{}", f'[{{"a": 1{"0" * 400}}}]')).encode(),
    "more digits than Python reads": (RECORD % ("{}", f'[{{"a": {"1" * 5000}}}]')).encode(),
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_put_aside_with_a_message_and_nothing_is_lost(file, content):
    file.write_bytes(content)
    kept = Kept(file)
    assert kept.all("note") == {}
    (aside,) = asides(file)
    assert aside.read_bytes() == content
    assert f"was damaged. It has been put aside as {aside.name}, and a new one is begun." in kept.problem
    kept.put("note", "a", NOTE)
    assert kept.get("note", "a") == NOTE
    assert asides(file) == [aside]


def test_damage_that_is_found_while_putting_is_said_too(file):
    file.write_bytes(b"{")
    kept = Kept(file)
    kept.put("note", "a", NOTE)
    assert "was damaged" in kept.problem
    assert kept.get("note", "a") == NOTE


def test_every_damaged_file_gets_a_name_of_its_own(file):
    for content in (b"first", b"second"):
        file.write_bytes(content)
        Kept(file).all("note")
    assert {path.read_bytes() for path in asides(file)} == {b"first", b"second"}


def test_a_damaged_file_that_cannot_be_put_aside_is_not_written_over(file, monkeypatch):
    file.write_bytes(b"precious")
    monkeypatch.setattr(os, "replace", refuse)
    kept = Kept(file)
    kept.put("note", "a", NOTE)
    assert "could not be put aside (Permission denied)" in kept.problem
    assert file.read_bytes() == b"precious"


def test_a_file_that_cannot_be_read_for_a_moment_is_not_written_over(file, monkeypatch):
    """On Windows a virus scanner or a synchronised folder may hold the file."""
    Kept(file).put("note", "old", NOTE)
    kept = Kept(file)
    with monkeypatch.context() as held:
        held.setattr(Path, "read_text", refuse)
        kept.put("note", "new", NOTE)
        assert "could not be read (Permission denied)" in kept.problem
    assert Kept(file).all("note") == {"old": NOTE}
    assert kept.all("note") == {"old": NOTE, "new": NOTE}, "in memory"


@pytest.mark.parametrize("version", [1, 3, "2", None])
def test_a_file_of_another_version_is_put_aside_whole_with_a_sentence(file, version):
    content = json.dumps({"muscle_lab": version, "note": {"a": NOTE}})
    file.write_text(content, encoding="utf-8")
    kept = Kept(file)
    assert kept.all("note") == {}
    (aside,) = asides(file)
    assert aside.read_text(encoding="utf-8") == content
    assert "is of another version of Muscle Lab. It has been put aside as" in kept.problem


def test_a_kind_of_entry_that_is_not_known_does_no_harm(file):
    file.write_text(json.dumps({"muscle_lab": 2, "note": {"a": NOTE}, "songs": {"x": 1}}), encoding="utf-8")
    assert Kept(file).all("note") == {"a": NOTE}
    assert Kept(file).problem == ""


# Which file

@pytest.mark.parametrize(("session", "name"), [
    ("01_nerve_signal.ipynb", "01_nerve_signal"), ("notebooks/my copy.ipynb", "my copy"),
    (r"C:\Users\Zoë\lab\02 Übung.ipynb", "02 Übung"), ("a/b.c.ipynb", "b.c"), ("RTC:a/b.ipynb", "b")])
def test_the_file_is_named_after_the_notebook(session, name, monkeypatch, tmp_path):
    monkeypatch.setenv("JPY_SESSION_NAME", session)
    kept = kept_for("wave.seen")
    assert kept.path == tmp_path / f"{name}.answers.json" and kept.is_file
    assert kept.where == f"Kept in {name}.answers.json, beside this notebook."


def test_it_lies_beside_the_notebook_also_when_a_cell_has_gone_to_another_folder(monkeypatch, tmp_path):
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "01_wave.ipynb"))
    monkeypatch.chdir(tmp_path / "data")
    assert kept_for("wave.seen").path == tmp_path / "01_wave.answers.json"


@pytest.mark.parametrize(("session", "voila"), [("", None), ("console-1", None), ("01_wave.ipynb", "http://x/")])
def test_without_a_notebook_of_ones_own_nothing_is_kept_on_disk_and_that_is_said(session, voila, monkeypatch, tmp_path,
                                                                                wave_questions):
    """A page of Voilà, a console, a script: the next one to open it is somebody else."""
    monkeypatch.setenv("JPY_SESSION_NAME", session)
    if voila:
        monkeypatch.setenv("VOILA_REQUEST_URL", voila)
    box = note("wave.seen")
    box._box.value = "mine"
    assert "nothing is kept in a file" in words_of(box.children[1].children[2])
    form = lab_report("wave")
    form._name.value = "Ada"
    assert form.write() is None
    assert "Save a copy" in words_of(form._said)
    page = base64.b64decode(re.search("base64,([^\"]*)", form._said.value)[1]).decode()
    assert "mine" in page and "Ada" in page
    assert list(tmp_path.iterdir()) == []
    form.start_afresh()
    assert "is in no file" in words_of(form._said)
    kept._memory.cache_clear()  # somebody else's kernel
    assert note("wave.seen").text == "" and lab_report("wave")._name.value == ""


def test_vs_code_tells_the_notebook_in_its_own_way(monkeypatch, tmp_path):
    monkeypatch.setenv("JPY_SESSION_NAME", "")
    shell = SimpleNamespace(user_ns={"__vsc_ipynb_file__": str(tmp_path / "02_salt.ipynb")})
    monkeypatch.setattr(kept, "get_ipython", lambda: shell)
    assert kept_for("wave.seen").path == tmp_path / "02_salt.answers.json"


def test_two_notebooks_and_two_folders_do_not_mix(tmp_path, monkeypatch, wave_questions):
    (tmp_path / "another").mkdir()
    places = [("one.ipynb", tmp_path), ("two.ipynb", tmp_path), ("one.ipynb", tmp_path / "another")]
    for number, (session, folder) in enumerate(places):
        monkeypatch.setenv("JPY_SESSION_NAME", session)
        monkeypatch.chdir(folder)
        box = note("wave.seen")
        assert box.text == ""
        box._box.value = f"note {number}"
    for number, (session, folder) in enumerate(places):
        monkeypatch.setenv("JPY_SESSION_NAME", session)
        monkeypatch.chdir(folder)
        assert note("wave.seen").text == f"note {number}"


# After a restart: new widgets, the same file

def one_of_each() -> tuple[Predict, Ask, Ask, Note]:
    return Predict("wave.top", wave_explorer()), ask("wave.why"), ask("wave.how_much"), note("wave.seen")


def everything_entered() -> dict[str, object]:
    """One widget of each kind, with something entered in each."""
    prediction, why, number, seen = one_of_each()
    prediction.commit(1)
    prediction.explorer.record()
    why.answer(2)
    number.answer(6.2)
    seen._box.value = "First <this>,\nthen that."
    return {"prediction": words_of(prediction._outcome), "why": words_of(why._feedback),
            "number": words_of(number._feedback), "table": prediction.explorer._record._record.rows}


def test_everything_is_there_again_after_a_restart_and_nothing_is_written(wave_questions, monkeypatch):
    before = everything_entered()
    file = kept_for("wave.top").path
    content = file.read_bytes()
    monkeypatch.setattr(kept, "write_safely", refuse)
    prediction, why, number, seen = one_of_each()
    assert prediction.is_open
    assert words_of(prediction._outcome) == before["prediction"]
    assert "You predicted: Lower" in before["prediction"]
    assert prediction.explorer._record.rows == before["table"]
    assert len(before["table"]) == 1
    assert prediction.explorer._record.panel.children, "the table is on screen"
    assert (why._answer.picked, words_of(why._feedback)) == (2, before["why"])
    assert (number._answer.value, words_of(number._feedback)) == ("6.2", before["number"])
    assert seen.text == "First <this>,\nthen that."
    assert file.read_bytes() == content
    assert "ml-problem" not in prediction._outcome.value + why._feedback.value + number._feedback.value


def test_a_skipped_prediction_is_open_after_a_restart(wave_questions):
    Predict("wave.top", wave_explorer()).skip()
    again = Predict("wave.top", wave_explorer())
    assert again.is_open
    assert words_of(again._outcome) == "How high <really> will it be?"


def test_a_prediction_that_the_lesson_no_longer_offers_is_asked_again(wave_questions):
    Predict("wave.top", wave_explorer()).commit(3)
    kept = kept_for("wave.top")
    for picked in (0, 4):
        kept.put("predict", "wave.top", kept.get("predict", "wave.top") | {"picked": picked})
        assert not Predict("wave.top", wave_explorer()).is_open


def test_an_answer_that_the_question_no_longer_offers_is_asked_again(wave_questions):
    ask("wave.why").answer(2)
    kept = kept_for("wave.why")
    kept.put("ask", "wave.why", kept.get("ask", "wave.why") | {"given": 7})
    again = ask("wave.why")
    assert not again.is_answered
    assert again._feedback.value == ""


def test_the_tries_are_counted_over_a_restart(wave_questions):
    ask("wave.why").answer(2)
    ask("wave.why").answer(1)
    entry = kept_for("wave.why").get("ask", "wave.why")
    assert (entry["tries"], entry["right"], entry["answer"]) == (2, True, "Because")


# Where a problem is shown

def test_every_widget_says_when_it_cannot_keep_what_was_entered(wave_questions, monkeypatch):
    widgets = Predict("wave.top", wave_explorer()), ask("wave.why"), note("wave.seen")
    prediction, why, seen = widgets
    monkeypatch.setattr(kept, "write_safely", refuse)
    prediction.commit(2)
    why.answer(1)
    seen._box.value = "x"
    prediction.explorer._keeping.value = ""
    prediction.explorer.record()
    for shown in (prediction._outcome, why._feedback, seen._said, prediction.explorer._keeping):
        assert "could not be written (Permission denied)" in words_of(shown)
    prediction.explorer._keeping.value = ""
    prediction.explorer.pin()
    assert "could not be written" in words_of(prediction.explorer._keeping)
    assert prediction.explorer.problem == "", "the picture itself is as it should be"
    # It was answered all the same.
    assert prediction.is_open
    assert words_of(why._feedback).startswith("Right.")


def test_that_the_file_was_damaged_is_said_by_the_first_widget_that_finds_it(wave_questions, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "01_wave.ipynb")
    path = kept_for("wave.top").path
    makers = [lambda: ask("wave.why")._feedback, lambda: note("wave.seen")._said, lambda: lab_report("wave")._said,
              lambda: Predict("wave.top", Explorer(Wave(), figure(), []))._asked]
    for make in makers:
        path.write_text("{", encoding="utf-8")
        assert "was damaged. It has been put aside" in words_of(make())


def test_an_explorer_by_itself_says_that_the_file_was_damaged():
    path = kept_for(wave_explorer()._key).path
    path.write_text("{", encoding="utf-8")
    assert "was damaged" in words_of(wave_explorer()._keeping)


# A note while it is being typed

def test_a_note_is_written_when_the_typing_rests_and_not_at_every_letter(wave_questions, monkeypatch):
    written = []
    monkeypatch.setattr(kept, "write_safely", lambda path, content: written.append(json.loads(content)))

    async def type_it() -> None:
        box = note("wave.seen")
        for end in range(1, 11):
            box._box.value = "0123456789"[:end]
            await asyncio.sleep(0.01)
        assert written == []
        await asyncio.sleep(QUIET_SECONDS + 0.2)

    asyncio.run(type_it())
    assert [content["note"]["wave.seen"]["text"] for content in written] == ["0123456789"]


def test_run_all_in_the_middle_of_typing_loses_nothing(wave_questions):
    async def type_and_run() -> str:
        note("wave.seen")._box.value = "unfinished"
        return note("wave.seen").text

    assert asyncio.run(type_and_run()) == "unfinished"


def test_a_report_in_the_middle_of_typing_has_the_last_words(wave_questions):
    async def type_and_report() -> str:
        note("wave.seen")._box.value = "the last words"
        return lab_report("wave").write().read_text(encoding="utf-8")

    assert "the last words" in asyncio.run(type_and_report())


@pytest.mark.kernel
def test_a_kernel_that_ends_in_the_middle_of_typing_writes_the_note_down(tmp_path):
    """In a process of its own, because nothing but its end is tested."""
    program = ("import asyncio\nfrom muscle_lib.widgets import note\n"
               "async def type_it():\n    note('nerve_signal.n1')._box.value = 'typed, then restarted'\n"
               "asyncio.run(type_it())\n")
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=True, timeout=120)
    assert Kept(tmp_path / "wave.answers.json").get("note", "nerve_signal.n1")["text"] == (
        "typed, then restarted")
