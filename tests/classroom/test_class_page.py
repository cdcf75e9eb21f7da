"""What a class has handed in: what is read and what is left out, whose it is, what is counted, and the page."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

import lab
from muscle_lib.classroom import before_after, handed_in
from muscle_lib.classroom.before_after import Gain, gains, taken_in
from muscle_lib.classroom.class_page import class_html, write
from muscle_lib.classroom.counted import boards, done, ideas, mark, tallies
from muscle_lib.classroom.handed_in import HandedIn, read_all, without_names
from muscle_lib.questions import ChoiceQuestion, question
from tests.classroom.five import (
    ASKED,
    FORMULA,
    MOODLE,
    NERVE,
    P1,
    P1_WRONG,
    RED,
    SALT,
    WRONG,
    Desk,
    evidence_of,
    hand_in,
    spoil,
)
from tests.classroom.stills import class_of_twelve, made_of, words_of
from tests.widgets.test_report import Page


@pytest.fixture(scope="module")
def made(tmp_path_factory, nobody_listens) -> tuple[Path, dict[str, str]]:
    """The folder of the five, with what is left out; made once."""
    folder = tmp_path_factory.mktemp("handed in") / "Übung 1"
    with pytest.MonkeyPatch.context() as patch:
        hand_in(folder, patch)
    return folder, spoil(folder)


@pytest.fixture(scope="module")
def five(made) -> HandedIn:
    return read_all(made[0])


@pytest.fixture(scope="module")
def written(made) -> dict[str, str]:
    """What ``lab.py class`` writes: the end of each file's name → its content."""
    folder, _ = made
    said = [*write(folder), *write(folder, names=False)]
    assert said.count("Counting the answers of 5 students ...") == 2
    return {path.name.removeprefix(folder.name): path.read_text(encoding="utf-8") for path in folder.parent.glob("*.*")}


def works_of(five: HandedIn, chapter: str):
    return [(student.name, student.works[chapter]) for student in five.students if chapter in student.works]


def entries_of(five: HandedIn, name: str, chapter: str = NERVE):
    return next(student for student in five.students if student.name == name).works[chapter].entries


# What is read

def test_all_are_there_however_they_have_handed_in(five):
    assert {student.name: set(student.works) for student in five.students} == {
        "Ada": {NERVE}, "Ben <b>": {NERVE, RED}, "Dana (1)": {NERVE}, "Dana (2)": {NERVE, RED}, "Ela Müller": {SALT}}
    assert entries_of(five, "Dana (1)")["predict"][f"{NERVE}.p1"]["picked"] == P1_WRONG
    assert set(five.doubles) == {"Dana"} and len(five.doubles["Dana"]) == 3
    assert works_of(five, SALT)[0][1].place == "Ela Müller.zip/Ela Müller/02_electrolytes.answers.json"


def test_what_cannot_be_used_is_named_with_its_reason_and_nothing_else(made, five):
    found = {each.place: each.why for each in five.skipped}
    assert found.pop(f"{MOODLE}/01_nerve_signal.answers.json") == "no more than another file of the same student holds"
    assert set(found) == set(made[1])
    for place, why in made[1].items():
        assert why in found[place], place


def test_a_report_carries_all_but_the_pictures(made):
    folder = made[0] / MOODLE
    report, answers = (handed_in._understood(path.name, path.read_bytes()) for path in sorted(
        folder.glob("01*"), reverse=True))
    for kind in ("student", "predict", "ask", "note"):
        assert report.entries[kind] == answers.entries[kind] != {}
    (kept,), (carried,) = answers.entries["record"].values(), report.entries["record"].values()
    assert carried == kept | {"png": ""}


def test_a_name_that_is_missing_is_that_of_the_folder(tmp_path, monkeypatch):
    for folder in (MOODLE, "Ben", "week 1/Ben", "x/Chloé_7_assignsubmission_file_/more",
                   "jupyter-dana/muscle-lab-lessons/notebooks"):
        Desk(monkeypatch, tmp_path / "in" / folder, NERVE).predict("p1", 1)
    names = {student.name for student in read_all(tmp_path / "in").students}
    assert names == {"Ada Lovelace", "Ben", "Chloé", "jupyter-dana"}, "the same answers twice are one Ben's"


def test_who_goes_on_later_is_the_same_student(tmp_path, monkeypatch):
    """A note written anew, one more try: what had been handed in before is no second student."""
    for week in (1, 2):
        desk = Desk(monkeypatch, tmp_path / "in" / str(week), NERVE, "Ada" if week == 1 else "ada")
        desk.predict("p1", 1)
        desk.answer("q2", *[WRONG, ASKED.right][:week])
        desk.write("n1", f"Version {week}")
    handed = read_all(tmp_path / "in")
    (ada,) = handed.students
    assert ada.works[NERVE].place.startswith("2/") and [each.place[:2] for each in handed.skipped] == ["1/"]
    other = Desk(monkeypatch, tmp_path / "in" / "3", NERVE, "Ada")
    other.answer("q2", ASKED.right)
    assert len(read_all(tmp_path / "in").students) == 2, "another first answer: another Ada"


def test_zip_files_in_zip_files_are_opened_but_not_for_ever(tmp_path, monkeypatch):
    Desk(monkeypatch, tmp_path, NERVE, "Ada").predict("p1", 1)
    content = (tmp_path / "01_nerve_signal.answers.json").read_bytes()
    for depth, name in enumerate(("01_nerve_signal.answers.json", "one.zip", "two.zip"), start=1):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr(name, content)
        content = file.getvalue()
        (tmp_path / "in.zip").write_bytes(content)
        if depth < 3:
            assert [student.name for student in read_all(tmp_path / "in.zip").students] == ["Ada"]
    with pytest.raises(ValueError, match=r"in.zip/two.zip/one.zip: neither a lab report"):
        read_all(tmp_path / "in.zip")


def test_what_is_too_large_is_not_read(made, monkeypatch):
    monkeypatch.setattr(handed_in, "LARGEST_MB", 1e-5)
    with pytest.raises(ValueError, match="larger than 1e-05 MB") as problem:
        read_all(made[0])
    assert "Ela Müller.zip/Ela Müller/02_electrolytes.answers.json: larger" in str(problem.value)


def test_a_folder_that_is_not_there_or_has_nothing_says_so(tmp_path):
    with pytest.raises(ValueError, match="There is no folder"):
        read_all(tmp_path / "none")
    (tmp_path / "essay.pdf").write_bytes(b"")
    with pytest.raises(ValueError, match=r"no answers file that can be read\.\n  essay.pdf: neither"):
        read_all(tmp_path)


def test_a_student_who_has_entered_nothing_is_there_with_nothing(tmp_path, monkeypatch):
    Desk(monkeypatch, tmp_path, NERVE, "Ada")
    (ada,) = read_all(tmp_path).students
    assert done(ada.works[NERVE].entries, NERVE) == 0


# What is counted

def test_predictions_and_first_answers_are_counted_choice_by_choice(five):
    counted = {tally.key: tally for tally in tallies(NERVE, [work for _, work in works_of(five, NERVE)])}
    assert set(counted) == {f"{NERVE}.{key}" for key in ("p1", "p2", "q1", "q2")}
    p1, q2 = counted[f"{NERVE}.p1"], counted[f"{NERVE}.q2"]
    assert [option.count for option in p1.options] == [
        2 if number in (P1.right, P1_WRONG) else 0 for number in range(1, len(P1.choices) + 1)]
    assert (p1.answered, p1.skipped) == (4, 0)
    assert (counted[f"{NERVE}.p2"].answered, counted[f"{NERVE}.p2"].skipped) == (0, 1)
    assert q2.options[WRONG - 1].count == q2.answered == 2, "Ada was right only at the second try"
    assert q2.options[WRONG - 1].idea == ASKED.choices[WRONG - 1].misconception
    assert [(option.count, option.is_right) for option in counted[f"{NERVE}.q1"].options] == [
        (1, False), (1, True), (0, False)]


def test_the_ideas_are_listed_by_their_share(five):
    found = ideas(tallies(NERVE, [work for _, work in works_of(five, NERVE)]))
    assert found == [(ASKED.choices[WRONG - 1].misconception, 2, 2, (f"{NERVE}.q2",)),
                     (P1.choices[P1_WRONG - 1].misconception, 2, 4, (f"{NERVE}.p1",))]


def test_files_of_earlier_days_do_not_say_the_first_of_several_answers(five):
    work = works_of(five, NERVE)[0][1]
    entry = work.entries["ask"][f"{NERVE}.q2"]
    old = {name: value for name, value in entry.items() if name != "first"}
    changed = handed_in.Work("Ada", "x", NERVE, work.entries | {"ask": {f"{NERVE}.q2": old}})
    (tally,) = [each for each in tallies(NERVE, [changed]) if each.key.endswith("q2")]
    assert (tally.answered, tally.unknown) == (0, 1)
    reworded = work.entries | {"ask": {f"{NERVE}.q2": entry | {"first": [1, "Words of another version"]}}}
    (tally,) = [each for each in tallies(NERVE, [handed_in.Work("A", "x", NERVE, reworded)]) if "q2" in each.key]
    assert (tally.answered, tally.other, sum(option.count for option in tally.options)) == (1, 1, 0)


def test_evidence_and_the_trainer_are_counted_too(five):
    key = f"{SALT}.{evidence_of(SALT)}"
    (tally,) = tallies(SALT, [work for _, work in works_of(five, SALT)])
    assert [option.count for option in tally.options] == [0, 0, 1]
    assert {option.is_right for option in tally.options} == {True, False}
    studies = question("evidence", key).studies
    assert mark(entries_of(five, "Ela Müller", SALT), key).sign in (f"0/{len(studies)}", f"1/{len(studies)}")
    trained = next(tally for tally in tallies(RED, [work for _, work in works_of(five, RED)]) if "t1" in tally.name)
    assert trained.answered == 1 and sum(option.count for option in trained.options if option.is_right) == 0


@pytest.mark.parametrize(("name", "key", "sign"), [
    ("Ada", "p1", "✗"), ("Ada", "p2", "s"), ("Ada", "q1", "✓"), ("Ada", "q2", "✓2"), ("Ben <b>", "q2", "✗"),
    ("Ben <b>", "p1", "✓"), ("Ben <b>", "p2", "·"), ("Ada", "n1", "5 w"), ("Dana (1)", "n1", "·")])
def test_the_marks_of_the_matrix(five, name, key, sign):
    assert mark(entries_of(five, name), f"{NERVE}.{key}").sign == sign


def test_all_have_recorded_one_curve_and_what_else_was_changed_stands_apart(five):
    (board,) = boards(works_of(five, NERVE))
    assert (board.across, board.up, board.also) == ("Height (cm)", "Top of the wave (cm)", ("Bumps",))
    found = [(point.name, point.x, point.is_alike) for point in board.points]
    assert found == [("Ada", 0.5, True), ("Ada", 1.0, True), ("Ada", 1.5, True), ("Ben <b>", 1.0, True),
                     ("Ben <b>", 1.0, False)]


# The page

def test_the_page_is_whole_runs_nothing_and_obeys_nobody(written):
    content = written["-class.html"]
    page = Page(content)
    assert [name for name, _ in page.elements if name in ("script", "link", "iframe", "object", "form")] == []
    for name, attributes in page.elements:
        assert not any(each.startswith("on") for each in attributes), name
        assert attributes.get("src", "data:").startswith("data:")
        assert attributes.get("href", "#").startswith(("#", "https://doi.org/"))
    assert FORMULA in page.text and "Ben <b>" in page.text and "url(" not in content
    targets = {link["href"][1:] for link in page.all("a") if link["href"].startswith("#")}
    assert targets == {NERVE, RED, SALT} <= {heading.get("id") for heading in page.all("h2")}


def test_every_table_has_a_name_and_heads_and_the_picture_has_words(written):
    page = Page(written["-class.html"])
    assert len(page.all("table")) == len(page.all("caption")) > 6
    assert all(set(head) & {"scope"} for head in page.all("th"))
    (image,) = page.all("img")
    assert image["alt"].startswith("5 points of 2 students, in 4 places: Top of the wave (cm) from 1.5 to ")
    assert image["alt"].endswith(", against Height (cm) from 0.5 to 1.5. In 1 of them (hollow triangles) something "
                                 "else was changed, too.")
    assert "@media print" in written["-class.html"]


def test_the_page_says_what_was_left_out_and_who_could_not_be_told_apart(made, written):
    text = Page(written["-class.html"]).text
    assert all(place in text for place in made[1])
    assert "“Dana” stands over different answers to the same lesson" in text


def test_without_names_nobody_is_named_in_page_or_tables(written):
    files = [content for name, content in written.items() if "without-names" in name]
    assert len(files) == 3
    for content in files:
        assert not re.search(r"\b(Ada|Ben <b>|Ben &lt;b|Dana|Ela|Müller|Lovelace|assignsubmission)\b", content)
        assert "Student 1" in content or "Student 2" in content
    (page,) = [each for each in files if "<html" in each]
    assert f"named without --no-names</b>: {', '.join(['a file'] * 13)}" in page, "not even the names of files"


def test_a_number_tells_nothing_of_the_alphabet_and_is_one_student_s(five):
    unnamed = without_names(five)
    assert [each.name for each in unnamed.students] == [f"Student {n}" for n in range(1, 6)]
    assert [len(each.works) for each in unnamed.students] != [len(each.works) for each in five.students]


def test_the_tables_open_in_a_spreadsheet_and_run_nothing_there(written):
    content = written["-class.csv"]
    assert content.startswith("\ufeff"), "else Excel takes é for something else"
    lines = list(csv.DictReader(io.StringIO(content[1:])))
    line = {(each["name"], each["task"]): each for each in lines}
    assert line["Ada", "q2"]["first right"] == "no" and line["Ada", "q2"]["right"] == "yes"
    assert line["Ada", "q2"]["idea behind it"] == ASKED.choices[WRONG - 1].misconception
    assert line["Ada", "q2"]["last answer"] == ASKED.choices[ASKED.right - 1].text and line["Ada", "q2"]["tries"] == "2"
    assert line["Ada", "p2"]["first answer"] == "skipped" and line["Ada", "p1"]["lesson"] == "01_nerve_signal"
    assert line["Ben <b>", "n1"]["first answer"] == f"'{FORMULA}", "a formula that a student has typed"
    points = list(csv.DictReader(io.StringIO(written["-class-points.csv"][1:])))
    assert [(each["x"], each["else changed"]) for each in points] == [
        ("0.5", ""), ("1.0", ""), ("1.5", ""), ("1.0", ""), ("1.0", "yes")]


def test_what_lab_py_runs_says_what_it_does_and_a_mistake_is_one_sentence(made, written, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["-c", str(made[0]), "names"])
    exec(compile(lab.CLASS, "class", "exec"), {})
    said = capsys.readouterr().out
    assert "Written: " in said and "Left out, neither a lab report nor an answers file: bad/me.jpg" in said
    monkeypatch.setattr(sys, "argv", ["-c", str(made[0] / "none"), "names"])
    with pytest.raises(SystemExit, match="There is no folder"):
        exec(compile(lab.CLASS, "class", "exec"), {})


def test_where_it_cannot_be_written_it_says_so(made, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("muscle_lib.classroom.class_page.write_safely", refuse)
    with pytest.raises(ValueError, match=r"Übung 1-class.html could not be written into .* \(Permission denied\)"):
        list(write(made[0]))


# The test before and after

TEST = """name;chapter;Test;b1;b2
Ada;1;before;A;b
Ada;nerve_signal;after;B;
Ben;01;before;{words};1

Ben;nerve_signal;After;2;2
Cleo;1;before;2;2
"""


@pytest.fixture
def asked(monkeypatch) -> ChoiceQuestion:
    """In place of questions that only this test needs: for b1 and b2, and not for b3, that one of the lesson."""
    def find(kind: str, key: str) -> ChoiceQuestion:
        if kind != "before_after" or key not in (f"{NERVE}.b1", f"{NERVE}.b2"):
            raise ValueError(key)
        return question("ask", f"{NERVE}.q2")

    monkeypatch.setattr(before_after, "question", find)
    return question("ask", f"{NERVE}.q2")


def test_an_answer_is_a_letter_a_number_or_the_words_of_a_choice(asked):
    taken = taken_in(TEST.format(words=asked.choices[2].text.upper()))
    assert [(each.name, each.test, dict(each.picked)) for each in taken] == [
        ("Ada", "before", {"b1": 1, "b2": 2}), ("Ada", "after", {"b1": 2, "b2": 0}),
        ("Ben", "before", {"b1": 3, "b2": 1}), ("Ben", "after", {"b1": 2, "b2": 2}),
        ("Cleo", "before", {"b1": 2, "b2": 2})]
    assert {each.chapter for each in taken} == {NERVE}


@pytest.mark.parametrize(("words", "why"), [
    ("name,b1\nAda,1\n", "no table of the test"), ("", "no table of the test"),
    ("name,chapter,test,b1\nAda,99,before,1\n", "line 2: wanted are"),
    ("name,chapter,test,b1\nAda,1,once,1\n", "line 2: wanted are"),
    ("name,chapter,test,b1\n,1,before,1\n", "line 2: wanted are"),
    ("name,chapter,test,b1\nAda,1,before,1\nAda,1,after,e\n", "line 3, b1: 'e' is none of the choices"),
    ("name,chapter,test,b1\nAda,1,before,0\n", "b1: '0' is none")])
def test_a_table_with_a_mistake_names_the_line(asked, words, why):
    with pytest.raises(ValueError, match=why):
        taken_in(words)


def test_the_gain_is_that_of_who_took_both(asked, tmp_path, monkeypatch):
    right = asked.right
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "test.csv").write_text(
        f"name,chapter,test,b1,b2,b3\nAda,1,before,{right},,1\nAda,1,after,{right},{right},1\n"
        f"ben,1,before,,,\nBen,1,after,{right},,\nCleo,1,before,{right},,\n", encoding="utf-8-sig")
    handed = read_all(tmp_path / "in")
    assert gains(handed.taken, NERVE) == [Gain("Ada", 1, 2, 2), Gain("Ben", 0, 1, 2)]
    text = Page(class_html(handed, date(2026, 1, 2))).text
    assert ("2 students took both tests: 25 % of the answers were right before, 75 % after. Of what was missing "
            "before, 67 % was gained.") in text
    assert "Ada1 of 22 of 2+1" in text, "right before, right after, gain"
    assert "2 of 32 of 2" in text, "question b1: of three tests before and of two after"
    assert "Ada" not in Page(class_html(without_names(handed), date(2026, 1, 2))).text
    content = json.dumps([each.picked for each in handed.taken])
    assert '"b3": 1' in content, "kept, though the lab does not have this question"


def test_the_picture_of_a_class_shows_what_is_written_now(tmp_path, nobody_listens):
    page = class_of_twelve(tmp_path)
    assert "12 students, 1 lesson" in page
    assert made_of("class") == words_of(page), "class.png is out of date: python -m tests.classroom.stills"
