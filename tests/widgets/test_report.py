"""The lab report: one HTML file with all that was entered, complete in itself, and nothing in it obeyed."""

from __future__ import annotations

import base64
import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from muscle_lib.chapters import chapters
from muscle_lib.questions import question, stations
from muscle_lib.widgets import ask, lab_report, note, report
from muscle_lib.widgets.kept import kept_for
from muscle_lib.widgets.lesson import lesson, place
from muscle_lib.widgets.predict import Predict
from muscle_lib.widgets.report import report_html
from tests.widgets.hands import wave_explorer, words_of

EVIL = '<script>alert("1")</script><img src=x onerror=alert(2)> & \' "'


class Page(HTMLParser):
    """A page as a browser sees it: its elements and its words; and whether every element is closed in order."""

    EMPTY = ("meta", "img", "br")

    def __init__(self, content: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(content)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in self.EMPTY:
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self.text += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture
def filled(wave_questions, monkeypatch):
    """A lesson in which something of every kind was entered."""
    monkeypatch.setenv("JPY_SESSION_NAME", "01_wave.ipynb")
    prediction = Predict("wave.top", wave_explorer())
    prediction.commit(1)
    for height in (0.5, 1.5):
        prediction.explorer.set(height_cm=height)
        prediction.explorer.record()
    prediction.explorer.pin()
    ask("wave.why").answer(1)
    number = ask("wave.how_much")
    number.answer(-9)
    number.answer(7.5)
    note("wave.seen")._box.value = f"First this,\nthen {EVIL}"
    return prediction


def written(name: str = "Ada Lovelace") -> str:
    form = lab_report("wave")
    form._name.value = name
    return form.write().read_text(encoding="utf-8")


def test_it_has_every_kind_of_entry_with_name_and_date(filled):
    page = Page(written("  Ada <Lovelace> "))
    assert page.text.count("Lab report: wave") == 2, "title and heading"
    assert f"Ada <Lovelace> · {date.today():%d %B %Y} · Muscle Lab" in page.text
    outcome = kept_for("wave").get("predict", "wave.top")["outcome"]
    assert outcome.endswith("the lowest is −1 & no more.")
    assert f"Predicted: Lower (wrong)What happened: {outcome}" in page.text
    assert "Why <so>?Because (right)" in page.text
    assert "How much?7.5 nC/cm² <x> (wrong, after 2 tries)" in page.text
    assert f"First this,\nthen {EVIL}" in page.text
    assert "2 rows recorded: A wave with one parameter of each kind" in page.text
    assert "RowHeight (cm)Top of the wave (cm)10.5" in page.text
    assert "Height 1.5 cm (15 mm); Offset <of all> −1 cm" in page.text


def test_it_needs_no_network_and_runs_nothing(filled):
    content = written(EVIL)
    page = Page(content)
    assert "http" not in content
    assert [name for name, _ in page.elements if name in ("script", "link", "iframe", "object", "form")] == []
    sources = [image["src"] for image in page.all("img")]
    assert len(sources) == 2
    for source in sources:
        kind, _, data = source.partition(",")
        assert kind == "data:image/png;base64"
        assert base64.b64decode(data, validate=True).startswith(b"\x89PNG")
    for _, attributes in page.elements:
        assert not any(name.startswith("on") or name == "href" for name in attributes)
    assert EVIL in page.text
    assert "url(" not in content and "@import" not in content


def test_every_picture_has_its_sentence_as_text_alternative(filled):
    alts = [image["alt"] for image in Page(written()).all("img")]
    assert alts == [filled.explorer._record._record.sentence, filled.explorer.sentence]


def test_it_prints(filled):
    style = re.search(r"<style>(.*?)</style>", written(), re.DOTALL)[1]
    assert "@media print" in style
    assert "@page" in style
    assert "break-inside: avoid" in style


def test_what_someone_wrote_into_the_file_by_hand_is_not_obeyed(filled):
    """The teacher opens reports of many students."""
    kept = kept_for("wave")
    record = kept.get("record", "wave.top")
    kept.put("record", "wave.top", record | {
        "title": EVIL, "sentence": EVIL, "png": f'"{EVIL}', "titles": {name: EVIL for name in record["titles"]}})
    kept.put("picture", "wave.top#1", {"png": f'"{EVIL}', "sentence": EVIL, "settings": EVIL})
    kept.put("predict", "wave.top", {"question": EVIL, "picked": 1, "answer": EVIL, "outcome": EVIL, "right": False})
    kept.put("ask", "wave.why", {"question": EVIL, "answer": EVIL, "given": 1, "right": True, "tries": 1})
    kept.put("note", "wave.seen", {"prompt": EVIL, "text": EVIL})
    content = report_html(kept, EVIL, EVIL, date(2026, 1, 2))
    page = Page(content)
    assert "<script" not in content
    assert len(page.all("img")) == 2
    assert all(set(image) == {"alt", "src"} for image in page.all("img"))
    assert page.text.count(EVIL) > 10


def test_a_lesson_with_nothing_entered_says_so_and_leaves_a_line_for_the_name():
    page = Page(written(""))
    assert "Nothing has been entered in this lesson yet." in page.text
    assert "Name: ______" in page.text
    assert "Notes" not in page.text


def test_a_skipped_prediction_is_called_skipped_and_an_empty_note_is_left_out(wave_questions):
    Predict("wave.top", wave_explorer()).skip()
    box = note("wave.seen")
    box._box.value = "x"
    box._box.value = " \n"
    text = Page(written()).text
    assert "How high <really> will it be?Skipped." in text
    assert "Notes" not in text


def test_it_stands_beside_the_notebook_and_can_be_saved_elsewhere(filled, tmp_path):
    form = lab_report("wave")
    path = form.write()
    assert path == tmp_path / "01_wave.report.html"
    said = form._said.value
    assert "Written: 01_wave.report.html , beside this notebook." in words_of(said)
    name, data = re.search(r'download="([^"]*)" href="data:text/html;base64,([^"]*)"', said).groups()
    assert name == path.name
    assert base64.b64decode(data) == path.read_bytes()


def test_where_it_cannot_be_written_it_can_still_be_saved(filled, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    form = lab_report("wave")
    monkeypatch.setattr(report, "write_safely", refuse)
    assert form.write() is None
    assert "could not be written here (Permission denied). Save a copy instead." in words_of(form._said)
    assert "data:text/html;base64," in form._said.value


def test_the_name_is_there_again_after_a_restart(filled):
    written(" Ada ")
    assert lab_report("wave")._name.value == "Ada"


# The way of the lesson

def put_notebook(name: str = "01_wave.ipynb") -> None:
    """A lesson with two stations, in which the question comes before the prediction."""
    def cell(kind: str, source: str) -> dict:
        return {"cell_type": kind, "source": source.splitlines(keepends=True)}

    cells = [cell("markdown", "# 1 · The wave\n\nWords."), cell("markdown", "## Station 1 · How *much*\n\nWords."),
             cell("code", 'ask("wave.how_much")'), cell("code", 'ask("wave.why")'),
             cell("markdown", "### Why it is so"), cell("code", 'note("wave.seen")'),
             cell("markdown", "## Station 2 · How high"),
             cell("code", 'predict("wave.top", explore(Wave(), figure(), ["height_cm"]))'),
             cell("code", 'predict("wave.more", explore(Wave(), figure(), ["height_cm"]))'),
             cell("code", 'explore(Wave(), figure(),\n        ["height_cm", "offset_cm"])'),
             cell("markdown", "## Hand in"), cell("code", 'lab_report("wave")')]
    Path(name).write_text(json.dumps({"cells": cells}), encoding="utf-8")


def headings(content: str) -> list[str]:
    return re.findall("<h2>(.*?)</h2>", content)


@pytest.mark.parametrize("name", ["01_wave.ipynb", "renamed while the kernel lives.ipynb"])
def test_its_headings_are_the_stations_in_their_order(filled, name):
    Path("00_other.ipynb").write_text("[]", encoding="utf-8")
    put_notebook(name)
    content = written()
    assert headings(content) == ["Station 1 · How much", "Station 2 · How high"]
    order = [Page(content).text.index(words) for words in (
        "How much?", "Why <so>?", "What did you see", "How high <really>", "2 rows recorded")]
    assert order == sorted(order)


def test_without_its_notebook_or_from_another_lesson_it_still_has_all(filled):
    assert headings(written()) == ["What was done"]
    put_notebook()
    note("wave.seen")
    kept_for("wave").put("note", "salt.n1", {"prompt": "Of another chapter?", "text": "Yes."})
    assert headings(written()) == ["Station 1 · How much", "Station 2 · How high", "Elsewhere"]


def test_an_explorer_by_itself_has_its_place_and_is_named_in_words(filled):
    put_notebook()
    explorer = wave_explorer(controls=["height_cm", "offset_cm"])
    explorer.keep_under("wave.Wave(height_cm, offset_cm)")
    explorer.record()
    text = Page(written()).text
    place = text.index("1 row recorded: A wave with one parameter of each kind")
    assert text.index("Station 2") < place and "Wave(" not in text


@pytest.mark.parametrize(("key", "number"), [
    ("wave.why", 1), ("wave.why~2", 1), ("wave.top#3", 3), ("wave.Wave(height_cm, offset_cm)", 5),
    ("wave.mystery#7", 7), ("wave.Wave(height_cm, offset_cm)~2#1", 5), ("wave.wh", 7), ("wave.Wav(height_cm)", 7),
    ("student", 7), ("", 7)])
def test_the_place_of_a_key(key, number):
    put_notebook()
    assert place(key, lesson(Path.cwd() / "01_wave.answers.json", "wave")) == number


def test_at_its_top_is_what_was_done_skipped_and_right_at_the_first_try(filled):
    put_notebook()
    text = words_of(written())
    assert "Predictions 1 made, 0 of them right; 0 skipped (the lesson has 2)" in text
    # One at once; the other not even after two tries.
    assert "Questions 2 answered; right at the first try 1, in the end 1 (the lesson has 2)" in text
    assert "Notes 1 written (the lesson has 1)" in text
    assert "Mystery" not in text
    ask("wave.why").answer(2)  # only to read what it says
    assert "right at the first try 1, in the end 0" in words_of(written())


def test_a_skipped_prediction_counts_as_skipped(wave_questions):
    Predict("wave.top", wave_explorer()).skip()
    assert "Predictions 0 made, 0 of them right; 1 skipped" in words_of(written())


def test_titles_of_earlier_days_lose_their_name_in_code(filled):
    kept_for("wave").put("log", "wave.Live(x)", {"title": "wave.Live(x): what was done", "lines": [[0.5, "Pull"]]})
    assert "<b>what was done</b>" in written()


# Start afresh

def press(form, description: str) -> None:
    """Press a button of the form."""
    row = form.children[1].children[1]
    next(child for child in row.children if getattr(child, "description", "") == description).click()


def test_start_afresh_puts_everything_aside_and_deletes_nothing(filled, tmp_path):
    file = kept_for("wave").path
    content = file.read_bytes()
    form = lab_report("wave")
    press(form, "Start afresh")
    assert not file.exists()
    (aside,) = tmp_path.glob("01_wave.answers.old-*.json")
    assert aside.read_bytes() == content
    assert words_of(form._said) == f"Put aside as {aside.name}. Press ▶▶ to begin anew."
    assert note("wave.seen").text == ""
    assert not Predict("wave.top", wave_explorer()).is_open
    assert lab_report("wave")._name.value == ""


def test_start_afresh_with_nothing_entered_says_so():
    form = lab_report("wave")
    press(form, "Start afresh")
    assert words_of(form._said) == "Nothing has been entered yet."


def test_the_form_says_which_file_is_kept_and_names_its_field():
    form = lab_report("wave")
    shown = " ".join(child.value for child in form.children[1].children if hasattr(child, "value"))
    assert "wave.answers.json beside the notebook, and nowhere else" in words_of(shown)
    named = form.children[1].children[1]
    assert 'data-names="Your name"' in named.children[0].value
    assert "ml-names-student" in named._dom_classes


def test_on_paper_there_is_a_line_for_the_name():
    bundle = lab_report("wave")._repr_mimebundle_()
    assert "Name: ____" in bundle["text/html"]
    assert bundle["text/plain"] == "Your lab report"


def test_a_wrong_prediction_is_told_what_would_have_been_right_and_the_core_is_counted(monkeypatch):
    """With a chapter of the lab: the core stands first, as who has done it all has not done all of the lesson."""
    asked = question("predict", "nerve_signal.p1")
    wrong = 1 if asked.right != 1 else 2
    kept = kept_for("nerve_signal.p1")
    for key, picked in (("nerve_signal.p1", wrong), ("nerve_signal.p1~2", asked.right)):
        kept.put("predict", key, {"question": asked.text, "picked": picked, "answer": asked.choices[picked - 1].text,
                                  "outcome": "It fires.", "right": picked == asked.right})
    page = Page(report_html(kept, "nerve_signal", "Ada", date.today()))
    assert page.text.count(f"Right would have been: {asked.choices[asked.right - 1].text}") == 1
    core = [key for number in (0, *next(each for each in chapters() if each.name == "nerve_signal").core)
            for key in stations("nerve_signal").get(number, ())]
    assert f"Core: 1 of {len(core)} done." in page.text and "Further: 0 of" in page.text
