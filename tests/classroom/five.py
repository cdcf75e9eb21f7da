"""A class of five that hands in: made with the lessons' own widgets and files, as students do it."""

from __future__ import annotations

import json
import zipfile
from dataclasses import asdict
from pathlib import Path

import pytest

from muscle_lib.chapters import chapters
from muscle_lib.questions import ChoiceQuestion, Prediction, question, stations
from muscle_lib.triage import cases
from muscle_lib.widgets import ask, evidence, lab_report, note
from muscle_lib.widgets.decided import Decision
from muscle_lib.widgets.kept import kept_for
from tests.widgets.hands import wave_explorer

NERVE, RED, SALT = "nerve_signal", "warning_signs", "electrolytes"
MOODLE = "Ada Lovelace_12345_assignsubmission_file_"
#: A choice of “nerve_signal.q2” that is wrong and has an idea behind it, and the right one.
ASKED: ChoiceQuestion = question("ask", f"{NERVE}.q2")
P1: Prediction = question("predict", f"{NERVE}.p1")
WRONG, P1_WRONG = (next(number for number, choice in enumerate(asked.choices, start=1)
                        if number != asked.right and choice.misconception) for asked in (ASKED, P1))
FORMULA = '=HYPERLINK("http://x.example","<b>see</b>")'


class Desk:
    """Where one student works at one lesson: its folder, and the notebook's name."""

    def __init__(self, patch: pytest.MonkeyPatch, folder: Path, chapter: str, name: str = "") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.chapter = chapter
        self.lesson = next(each.lesson for each in chapters() if each.name == chapter)
        self.answers = folder / f"{self.lesson}.answers.json"
        patch.setenv("JPY_SESSION_NAME", str(folder / f"{self.lesson}.ipynb"))
        self.kept = kept_for(f"{chapter}.x")
        if name:
            self.kept.put("student", "student", {"name": name})

    def predict(self, key: str, picked: int | None) -> None:
        """A prediction, without the seconds that its experiment takes."""
        asked = question("predict", f"{self.chapter}.{key}")
        self.kept.put("predict", f"{self.chapter}.{key}", {
            "question": asked.text, "picked": picked, "answer": asked.choices[picked - 1].text if picked else "",
            "outcome": "", "right": picked == asked.right})

    def answer(self, key: str, *tries: float) -> None:
        for value in tries:
            ask(f"{self.chapter}.{key}").answer(value)

    def write(self, key: str, words: str) -> None:
        box = note(f"{self.chapter}.{key}")
        box._box.value = words
        box.keep()

    def record(self, *heights: float, bumps: int = 3) -> None:
        """Points of a small model, which takes no time."""
        explorer = wave_explorer(controls=["height_cm", "bumps"])
        explorer.keep_under(f"{self.chapter}.p1")
        for height in heights:
            explorer.set(height_cm=height, bumps=bumps)
            explorer.record()


def hand_in(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Five students in a folder: two of one name, one without, one in a zip file, one with report and answers."""
    ada = Desk(patch, folder / MOODLE, NERVE, "Ada")
    ada.predict("p1", P1_WRONG)
    ada.predict("p2", None)
    ada.answer("q1", 6.6)
    ada.answer("q2", WRONG, ASKED.right)
    ada.write("n1", f"First this,\nthen that. {FORMULA}")
    ada.record(0.5, 1.0, 1.5)
    form = lab_report(NERVE)
    form._name.value = "Ada"
    form.write()

    ben = Desk(patch, folder / "week 1" / "ben", NERVE, "Ben <b>")
    ben.predict("p1", P1.right)
    ben.answer("q1", 1.0)
    ben.answer("q2", WRONG)
    ben.write("n1", FORMULA)
    ben.record(1.0)
    ben.record(1.0, bumps=5)
    later = Desk(patch, folder / "week 2" / "ben", RED, "Ben <b>")
    case = cases()[0]
    later.kept.put("triage", f"{RED}.t1#{case.key}", {"seed": 1, **asdict(Decision(
        1, case.key, case.story, "today" if case.rank != "today" else "soon", case.rank, case.tells))})

    for number, picked in enumerate((P1_WRONG, P1.right), start=1):
        dana = Desk(patch, folder / f"dana {number}", NERVE, "Dana")
        dana.predict("p1", picked)
    Desk(patch, folder / "dana 2", RED, "Dana").answer("q1", 1)

    board = evidence_of(SALT)
    ela = Desk(patch, folder / "Ela Müller", SALT)
    evidence(f"{SALT}.{board}").answer("neither")
    with zipfile.ZipFile(folder / "Ela Müller.zip", "w") as file:
        file.write(ela.answers, "Ela Müller/" + ela.answers.name)
        file.writestr("__MACOSX/Ela Müller/._x.json", b"\0")
    ela.answers.unlink()
    ela.answers.parent.rmdir()


def evidence_of(chapter: str) -> str:
    """The key of a chapter's board of evidence."""
    return next(key for keys in stations(chapter).values() for key in keys if key.startswith("e"))


def spoil(folder: Path) -> dict[str, str]:
    """Put beside them what cannot be used; returns what must be said of each."""
    answers = next((folder / "week 1").rglob("*.answers.json"))
    report = next(folder.rglob("*.report.html")).read_text(encoding="utf-8")
    before = report.index("<meta name=\"muscle-lab-answers\"")
    content = json.loads(answers.read_text(encoding="utf-8"))
    files: dict[str, tuple[bytes, str]] = {
        "bad/cut.answers.json": (answers.read_bytes()[:200], "damaged"),
        "bad/old.answers.json": (json.dumps(content | {"muscle_lab": 1}).encode(), "of another version of Muscle Lab"),
        "bad/empty.answers.json": (b"", "no answers file of Muscle Lab, or damaged"),
        "bad/nothing.answers.json": (b'{"muscle_lab": 2}', "without answers"),
        "bad/latin.answers.json": ("é".encode("latin-1"), "not in UTF-8"),
        "bad/salt.answers.json": (answers.read_bytes().replace(b'"nerve_signal.', b'"salt.'), "does not have (salt)"),
        "bad/older.report.html": ((report[:before] + report[report.index("<style>"):]).encode(), "carries no data"),
        "bad/essay.html": (b"<p>My essay", "no lab report"),
        "bad/01_nerve_signal.ipynb": (b"{}", "a notebook"),
        "bad/me.jpg": (b"\xff\xd8", "neither a lab report nor an answers file"),
        "bad/marks.csv": (b"a,b\n1,2\n", "no table of the test before and after"),
        "bad/broken.zip": (b"PK\x03\x04 nothing", "not to be opened"),
    }
    for name, (held, _) in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(held)
    (folder / ".DS_Store").write_bytes(b"")
    return {name: why for name, (_, why) in files.items()}
