"""``predict``, ``ask`` and ``note``, on questions that are written here."""

from __future__ import annotations

import asyncio
import dataclasses
import math
import sys
from datetime import date

import pytest
from ipywidgets import HTML

from muscle_lib import questions
from muscle_lib.questions import read
from muscle_lib.widgets import ask, evidence, lab_report, note
from muscle_lib.widgets.explorer import Explorer
from muscle_lib.widgets.kept import kept_for
from muscle_lib.widgets.look import LIVE, RESULT
from muscle_lib.widgets.predict import Predict
from muscle_lib.widgets.report import report_html
from tests.widgets.hands import Wave, assert_agrees, button, figure, wave_explorer, words_of


class SketchedWave(Wave):
    """A wave whose sketch has far too few points."""

    def preview(self):
        return dataclasses.replace(Wave(height_cm=self.height_cm), points=10).run()


pytestmark = pytest.mark.usefixtures("wave_questions")


@pytest.fixture
def prediction() -> Predict:
    return Predict("wave.top", wave_explorer())


# predict

def test_the_page_is_told_which_pick_has_arrived(prediction):
    """A press waits for it: a screen's last pick may come late."""
    words = prediction._choices.children[0]
    assert 'data-has="-1"' in words.value
    for index in (1, 0):
        prediction._choices.buttons.index = index
        assert f'data-has="{index}"' in words.value


def test_what_comes_out_stands_once_and_takes_the_focus(prediction):
    prediction.commit(1)
    assert RESULT in prediction._outcome._dom_classes and LIVE not in prediction._outcome._dom_classes
    assert len(prediction.children) == 2, "the page's hook, and the explorer with the outcome in it"


@pytest.mark.parametrize("field", [lambda: ask("wave.how_much")._answer, lambda: lab_report("wave")._name],
                         ids=["a number", "the name"])
def test_what_is_typed_is_sent_whole(field):
    """Letter by letter, the last of them would come after the press that follows."""
    assert not field().continuous_update


def test_the_explorer_is_covered_until_the_student_commits(prediction):
    assert not prediction.is_open
    assert prediction.explorer not in prediction.children
    assert button(prediction, "Reset") is None, "nothing of the explorer may be on screen"
    prediction._choices.picked = 2
    assert not prediction.is_open, "picking is not committing"
    button(prediction, "This is my prediction").click()
    assert prediction.is_open
    assert button(prediction, "Reset") is not None
    assert button(prediction, "This is my prediction") is None, "a prediction is made once"


def test_committing_without_a_choice_asks_for_one(prediction):
    button(prediction, "This is my prediction").click()
    assert not prediction.is_open
    assert "Choose one of the answers first" in words_of(prediction._asked)
    prediction.commit(1)
    assert prediction.is_open
    assert "Choose one" not in words_of(prediction._outcome)


@pytest.mark.parametrize(("number", "verdict"), [
    (1, "Not quite. It is higher. A common idea behind this answer: more is less <b>."),
    (2, "Right. So it is."),
    (3, "Not quite. Nothing stays the same."),
])
def test_every_choice_gets_its_own_feedback(prediction, number, verdict):
    prediction.commit(number)
    words = words_of(prediction._outcome)
    assert words.startswith("How high <really> will it be?")
    assert f"You predicted: {('Lower', 'Higher', 'The same')[number - 1]}" in words
    assert words.endswith(verdict)


def test_the_numbers_in_the_outcome_come_from_the_model(prediction):
    prediction.commit(2)
    before = Wave(height_cm=0.5).run()
    after = Wave(height_cm=2.0, offset_cm=-1.0).run()
    assert before.top != after.top
    expected = f"What happens: first {before.top:.2f} cm, then {after.top:.2f} cm; the lowest is −1 & no more."
    assert expected in words_of(prediction._outcome)
    assert prediction.explorer.model == Wave(height_cm=2.0, offset_cm=-1.0)
    assert prediction.explorer._figure.stage.is_pinned
    assert_agrees(prediction.explorer)


def test_the_ghost_is_that_of_the_first_half(prediction):
    prediction.commit(1)
    curve, *_ = prediction.explorer._figure.stage.curves
    assert curve.ghost.get_ydata().max() == pytest.approx(Wave(height_cm=0.5).run().top)


def test_the_outcome_of_a_slow_model_is_that_of_its_full_runs_and_not_of_its_sketches():
    async def commit() -> Predict:
        prediction = Predict("wave.top", wave_explorer(model=SketchedWave(), presets=()))
        prediction.commit(2)
        return prediction

    prediction = asyncio.run(commit())
    quick = Predict("wave.top", wave_explorer())
    quick.commit(2)
    assert words_of(prediction._outcome) == words_of(quick._outcome)
    assert "computing" not in prediction.explorer._sentence.value


def test_what_was_moved_before_does_not_change_the_experiment(prediction):
    prediction.explorer.set(bumps=9, phase_deg=90)
    prediction.explorer.pin()
    prediction.commit(2)
    assert prediction.explorer.model == Wave(height_cm=2.0, offset_cm=-1.0)


def test_skip_opens_the_explorer_at_its_start_and_says_nothing_about_right_or_wrong(prediction):
    button(prediction, "Skip").click()
    assert prediction.is_open
    assert words_of(prediction._outcome) == "How high <really> will it be?"
    assert prediction.explorer.model == Wave()
    assert not prediction.explorer._figure.stage.is_pinned


@pytest.mark.parametrize("number", [0, 4, -1])
def test_a_choice_that_does_not_exist_is_refused(prediction, number):
    with pytest.raises(Exception, match="(?i)index|selection"):
        prediction.commit(number)
    assert not prediction.is_open


@pytest.mark.parametrize(("key", "message"), [
    ("wave.impossible", r"“Height” \(height_cm\) is out of range: got 2\.5 cm"),
    ("wave.mistyped", "no control called 'heigth_cm'. Did you mean 'height_cm'"),
    ("wave.misnamed", "no result for the outcome of 'wave.misnamed' called 'tob'. Did you mean 'top'"),
])
def test_an_experiment_that_the_explorer_cannot_do_is_refused_at_once(key, message):
    with pytest.raises(ValueError, match=message):
        Predict(key, wave_explorer())


def test_an_experiment_that_fails_says_so_and_can_be_skipped():
    """A button that does nothing would not say why."""
    prediction = Predict("wave.broken", wave_explorer())
    prediction._choices.picked = 1
    button(prediction, "This is my prediction").click()
    assert words_of(prediction._asked) == ("The experiment of 'wave.broken' could not be done: the wave broke. Press "
                                           "“Skip” to open the explorer without it.")
    assert not prediction.is_open
    button(prediction, "Skip").click()
    assert prediction.is_open


# ask, with choices

@pytest.mark.parametrize(("number", "words"), [
    (1, "Right. Yes & no."),
    (2, "Not quite. There is a reason. A common idea behind this answer: things have no reason."),
])
def test_a_question_with_choices_answers_each(number, words):
    asked = ask("wave.why")
    assert words_of(asked.answer(number)) == words
    assert words_of(asked._feedback) == words


def test_a_question_can_be_answered_again(prediction):
    asked = ask("wave.why")
    asked.answer(2)
    asked._answer.picked = 1
    button(asked, "Check").click()
    assert words_of(asked._feedback).startswith("Right.")


def test_checking_without_an_answer_asks_for_one():
    asked = ask("wave.why")
    button(asked, "Check").click()
    assert words_of(asked._feedback) == "Choose one of the answers first."


# ask, with a number

@pytest.mark.parametrize(("given", "words"), [
    (6.5, "Right. Quite."), (6.35, "Right. Quite."), (6.65, "Right. Quite."),
    (6.349, "Not quite. More."), (6.651, "Not quite. Less."), (-6.5, "Not quite. More."), (1e6, "Not quite. Less."),
    (0.0, "Not quite. More."), (math.nan, "Type a number, in nC/cm² <x>."), (math.inf, "Type a number, in nC/cm² <x>."),
])
def test_a_question_with_a_number_answers_low_right_and_high(given, words):
    assert words_of(ask("wave.how_much").answer(given)) == words


def test_before_anything_is_typed_there_is_no_answer():
    asked = ask("wave.how_much")
    button(asked, "Check").click()
    assert words_of(asked._feedback) == "Type a number, in nC/cm² <x>."


@pytest.mark.parametrize(("typed", "words"), [
    ("6.5", "Right."), ("6,5", "Right."), (" 6.5 ", "Right."), ("−6.5", "Not quite. More."),
    ("-6.5", "Not quite. More."), ("", "Type a number"), ("six", "Type a number"), ("6.5 nC", "Type a number"),
    ("<b>", "Type a number"), ("6,5 nC/cm² <x>", "Right."),
    ("6,500", "Type a number, in nC/cm² <x>. 6,500 could be 6500 or 6.500: type one of these.")])
def test_a_typed_number_may_have_a_comma_or_its_unit_and_is_never_guessed(typed, words):
    asked = ask("wave.how_much")
    asked._answer.value = typed
    assert words_of(asked.check()).startswith(words)


# note

def test_a_note_keeps_what_is_written():
    written = note("wave.seen")
    assert written.text == ""
    written._box.value = "First <this>,\nthen that."
    assert written.text == "First <this>,\nthen that."


# What a screen reader and the page's script find

@pytest.mark.parametrize(("make", "prompt"), [
    (lambda: ask("wave.why"), "Why &lt;so&gt;?"),
    (lambda: ask("wave.how_much"), "How much? Answer in nC/cm² &lt;x&gt;"),
    (lambda: note("wave.seen"), "What did you see &lt;there&gt;?"),
    (lambda: Predict("wave.top", wave_explorer()), "How high &lt;really&gt; will it be?")])
def test_every_input_has_its_name_for_a_screen_reader(make, prompt):
    widget = make()
    assert "ml-root" in widget._dom_classes
    assert f'data-names="{prompt}"' in all_html(widget)


def all_html(widget) -> str:
    own = widget.value if isinstance(getattr(widget, "value", None), str) else ""
    return own + "".join(all_html(child) for child in getattr(widget, "children", ()))


def test_a_mistyped_key_suggests_the_nearest(monkeypatch):
    monkeypatch.undo()
    with pytest.raises(ValueError, match="Did you mean 'q1'"):
        ask("nerve_signal.Q1")
    with pytest.raises(ValueError, match="chapter with questions called 'nerve_sigal'. Did you mean 'nerve_signal'"):
        note("nerve_sigal.all_or_none")
    with pytest.raises(ValueError, match="'chapter.key', got 'threshold'"):
        ask("threshold")
    assert questions.chapters()


# On paper

@pytest.mark.parametrize(("make", "on_paper", "plain"), [
    (lambda: ask("wave.why"), '<p><b>Why &lt;so&gt;?</b></p><ol type="A"><li>Because</li><li>Just so</li></ol>',
     "Why <so>?"),
    (lambda: ask("wave.how_much"), "<p><b>How much?</b> ________ nC/cm² &lt;x&gt;</p>", "How much?"),
    (lambda: note("wave.seen"), "<p><b>What did you see?</b> What did you see &lt;there&gt;?</p><p></p>",
     "What did you see? What did you see <there>?"),
])
def test_on_paper_a_question_is_text(make, on_paper, plain):
    bundle = make()._repr_mimebundle_()
    assert (bundle["text/html"], bundle["text/plain"]) == (on_paper, plain)
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_the_plain_version_of_a_covered_explorer_is_its_question_and_no_picture_is_made(prediction):
    covered = Predict("wave.top", Explorer(Wave(), figure(), ["height_cm"]))
    bundle = covered._repr_mimebundle_()
    assert "<li>Lower</li><li>Higher</li><li>The same</li>" in bundle["text/html"]
    assert "<img" not in bundle["text/html"] and not covered.explorer._is_built
    covered.commit(1)
    assert "<img" in covered._repr_mimebundle_()["text/html"]


def test_a_saved_page_of_an_open_prediction_has_its_choices_and_the_explorers_picture(prediction):
    prediction.skip()
    bundle = prediction._repr_mimebundle_()
    assert "<li>Lower</li><li>Higher</li><li>The same</li>" in bundle["text/html"]
    assert bundle["text/html"].endswith(prediction.explorer._repr_mimebundle_()["text/html"])
    assert bundle["text/plain"].endswith(prediction.explorer.sentence)
    assert "higher." not in bundle["text/html"], "no feedback is saved"


def test_on_paper_a_note_has_what_was_written():
    written = note("wave.seen")
    written._box.value = "a < b"
    assert written._repr_mimebundle_()["text/html"].endswith("<p>a &lt; b</p>")


# Emphasis

STRESSED = """
[predict.loud]
text = "Is it *really* <so>?"
right = 1
before = { height_cm = 0.5 }
after = { height_cm = 2.0 }
outcome = "It *is* so."
choices = [
    { text = "Yes, *all*", feedback = "*Quite*." },
    { text = "No", feedback = "b", misconception = "an *old* idea" },
]

[ask.many]
text = "How *many*?"
answer = 2
tolerance = 1
unit = "mM"
right = "*So*."
low = "*More*."
high = "*Less*."

[note.said]
text = "What is *there*?"

[evidence.weighed]
statement = "It is *proven*."
studies = [
    { study = "A", finding = "*one*", account = "for", why = "*so*", strength = "*weak*", source = "*there*" },
    { study = "B", finding = "b", account = "for", why = "b", strength = "b", source = "b" },
]
"""


def test_emphasis_is_set_and_never_shown_as_asterisks(monkeypatch, tmp_path):
    """On screen, on paper, read out, and in the report; and a student's own asterisks stay."""
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "01_wave.ipynb"))
    entries = read(STRESSED, "wave.toml")
    for name in ("ask", "evidence", "note", "predict"):
        monkeypatch.setattr(sys.modules[f"muscle_lib.widgets.{name}"], "question",
                            lambda kind, key: entries[kind][key.removeprefix("wave.")])
    predicted = [Predict("wave.loud", wave_explorer()) for _ in range(2)]
    asked, noted, board = ask("wave.many"), note("wave.said"), evidence("wave.weighed")
    shown = [every_text(widget) for widget in (*predicted, asked, noted, board)]
    for number in (1, 2):
        predicted[number - 1].commit(number)
    shown += [asked.answer(value) for value in (0.5, 9.0, 2.0)] + [board.answer("for")]
    for widget in (*predicted, asked, noted, board):
        paper = widget._repr_mimebundle_()
        shown += [every_text(widget), paper["text/html"], paper["text/plain"]]
    noted._box.value = "2 * 3 * 4, *mine*"
    noted.keep()
    page = report_html(kept_for("wave.report"), "wave", "", date(2024, 1, 1))
    assert "2 * 3 * 4, *mine*" in page
    shown.append(page.replace("2 * 3 * 4, *mine*", ""))
    assert [words for words in shown if "*" in words.split("</style>")[-1]] == []
    everything = "".join(shown)
    for stressed in ("really", "is", "all", "Quite", "old", "many", "So", "More", "Less", "there", "proven", "one",
                     "so", "weak"):
        assert f"<em>{stressed}</em>" in everything, stressed
    assert 'data-names="Is it really &lt;so&gt;?"' in everything
    assert "Is it <em>really</em> &lt;so&gt;?" in page


def every_text(widget) -> str:
    """All HTML and all labels of a widget and of what is in it, but for the hook that styles it."""
    own = [] if "ml-script" in getattr(widget, "_dom_classes", ()) else [
        str(getattr(widget, "value", "")) if isinstance(widget, HTML) else "",
        " ".join(getattr(widget, "_options_labels", ()))]
    return " ".join([*own, *(every_text(child) for child in getattr(widget, "children", ()))])
