"""Every explorer, prediction and question of every lesson, driven as a student would: new chapters at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from matplotlib.text import Text

from muscle_lib.quantity import Choice
from muscle_lib.widgets.ask import Ask
from muscle_lib.widgets.explorer import Explorer
from muscle_lib.widgets.inside import LeftOut
from muscle_lib.widgets.lesson import lesson as told_by_notebook
from muscle_lib.widgets.lesson import place
from muscle_lib.widgets.live import LiveMonitor
from muscle_lib.widgets.look import rendered
from muscle_lib.widgets.note import Note
from muscle_lib.widgets.predict import Predict
from tests.conftest import close_widgets
from tests.figures.sweep import box, ends
from tests.instructors import is_written
from tests.lessons import NAMES, cells_with, lesson, not_sharply
from tests.sentences import complaints
from tests.widgets.hands import assert_agrees, choices_of, words_of

EXPLORERS, PREDICTIONS, QUESTIONS, NOTES = map(cells_with, ("explore", "predict", "ask", "note"))
MONITORS = cells_with("live")


_OF_ONE_LESSON: dict[tuple[str, str], Any] = {}


@pytest.fixture(scope="module", autouse=True)
def nothing_is_kept_of_the_last_lesson() -> Iterator[None]:
    yield
    _OF_ONE_LESSON.clear()


def made(name: str, cell: str) -> Any:
    """What a cell shows; made once for all tests of a lesson, because a figure takes a second to make."""
    if _OF_ONE_LESSON and next(iter(_OF_ONE_LESSON))[0] != name:
        _OF_ONE_LESSON.clear()
        close_widgets()
    if (name, cell) not in _OF_ONE_LESSON:
        _OF_ONE_LESSON[name, cell] = lesson(name).shown(cell)
    return _OF_ONE_LESSON[name, cell]


def found(name: str, cell: str) -> Explorer:
    """A cell's explorer, as another test has left it."""
    shown = made(name, cell)
    return shown.explorer if isinstance(shown, Predict) else shown


def explorer_in(name: str, cell: str) -> Explorer:
    """A cell's explorer, at its start."""
    explorer = found(name, cell)
    explorer.build()
    if not is_at_its_start(explorer):
        explorer.reset()
    return explorer


def is_at_its_start(explorer: Explorer) -> bool:
    """Whether it has been reset since it was last moved, and what it shows is no sketch."""
    return (explorer.model == explorer._home and not explorer.problem and not explorer._remark.value
            and not explorer._figure.stage.is_pinned and not explorer._is_sketch)


def kind_of(explorer: Explorer) -> tuple[type, bool]:
    """Its model's class, and whether it has sliders."""
    return type(explorer.model), bool(explorer.control_names)


def covered_in(name: str, cell: str) -> Predict:
    """A cell's prediction, not answered yet: what was answered before is forgotten."""
    for kept in Path.cwd().glob("*.answers.json"):
        kept.unlink()
    return Predict(made(name, cell).key, explorer_in(name, cell))


@pytest.fixture(autouse=True)
def drawn_not_sharply() -> Iterator[None]:
    with not_sharply():
        yield


@pytest.fixture
def without_sketches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each change is shown in full at once. (The sketch that comes before: tests/widgets/test_explorer.)"""
    run = Explorer._run
    monkeypatch.setattr(Explorer, "_run", lambda self, full=False: run(self, full=True))


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_runs_and_keeps_no_widget_in_a_name(name):
    """The other tests see what a cell's last line shows. A widget that is kept in a name would escape them."""
    leftovers = {key: value for key, value in lesson(name).namespace.items()
                 if isinstance(value, (Explorer, Predict, Ask, Note))}
    assert leftovers == {}, "a widget is kept in a name: show it in the cell that makes it"


@pytest.mark.parametrize("name", [name for name, _ in cells_with("lab_report")])
def test_the_report_finds_the_cell_of_every_entry(name):
    """So it stands under its station there."""
    kinds = ("explore", "predict", "ask", "note", "evidence", "live", "mystery", "place_causes", "triage")
    entered = {cell for kind in kinds for of, cell in cells_with(kind) if of == name}
    told = told_by_notebook(lesson(name).path.with_suffix(".answers.json"), lesson(name).chapter)
    for cell in lesson(name).cells:
        if cell.id in entered:
            shown = made(name, cell.id)
            key = shown.explorer._key if isinstance(shown, Predict) else shown.__dict__.get("key") or shown._key
            assert told[place(key, told)].source == cell.source, key


@pytest.mark.long  # that a model runs at these ends, and what is said of it there, its own tests see
@pytest.mark.parametrize(("name", "cell"), EXPLORERS)
def test_every_control_at_both_ends_and_at_the_start(name, cell, without_sketches):
    explorer = explorer_in(name, cell)
    assert isinstance(explorer, Explorer)
    assert_agrees(explorer)
    start, start_sentence = explorer._picture.value, explorer.sentence
    explorer._more.value = True
    assert len(explorer._controls) == (len(explorer._adjustable()) if explorer.control_names else 0)
    back = {}
    # What waits under “More” is driven once for each model: in its first explorer of the lesson.
    is_first = cell == next(each for lesson_name, each in EXPLORERS if lesson_name == name
                            and kind_of(found(name, each)) == kind_of(explorer))
    for control, record in list(explorer._records.items()):
        if record.fixed or not (is_first or control in explorer.control_names):
            continue
        values = ends(record)
        if control not in explorer.control_names and not isinstance(record, Choice):
            # The end that is further away; the model and its figure are tested at both.
            values = (max(box(record), key=lambda end: abs(end - record.default)),)
        for value in values:
            explorer.set(**{**back, control: value})
            assert getattr(explorer.model, control) == value
            # That the trace is the model's own is the explorer's business: tests/widgets/test_explorer.py
            assert_agrees(explorer, run_again=False)
        back = {control: getattr(explorer._home, control)}
    explorer.set(**back)
    assert_agrees(explorer)
    assert explorer._picture.value == start
    assert explorer.sentence == start_sentence


def moved_by(board: Any, preset: Any) -> set[str]:
    return {name for name in board._records if getattr(preset.model, name) != getattr(board._home, name)}


def assert_says_what_it_moves(explorer: Explorer, preset: Any) -> None:
    """A press that moves nothing is known beforehand, and what moves where nobody sees it is told."""
    moved, words = moved_by(explorer, preset), words_of(explorer._remark)
    assert words.startswith(preset.name)
    assert explorer._preset_buttons[preset.name].description.endswith(" (start)") == (not moved)
    for name in moved - set(explorer.control_names) if explorer.control_names else ():
        record = explorer._records[name]
        assert f"{record.label} {record.text(getattr(preset.model, name))}".replace(" -", " −") in words


@pytest.mark.long  # the presets' runs and sentences have tests of their own, and so has the button (test_explorer)
@pytest.mark.parametrize(("name", "cell"), EXPLORERS)
def test_every_preset_and_the_way_back(name, cell, without_sketches):
    explorer = explorer_in(name, cell)
    start, presets = explorer._picture.value, explorer._presets.values()
    assert not presets or any(moved_by(explorer, preset) for preset in presets), "that would be a second “Reset”"
    for preset in presets:
        explorer._preset_buttons[preset.name].click()
        assert explorer.model == preset.model
        assert_says_what_it_moves(explorer, preset)
        # That the trace is the model's own is the explorer's business: tests/widgets/test_explorer.py
        assert_agrees(explorer, run_again=False)
        for result, (low, high) in preset.signature.items():
            assert low <= getattr(explorer.trace, result) <= high, f"{preset.name}: {result}"
    explorer._reset.click()
    assert explorer._picture.value == start


@pytest.mark.parametrize(("name", "cell"), MONITORS)
def test_every_button_and_every_slider_of_every_live_muscle(name, cell):
    shown = made(name, cell)
    assert isinstance(shown, LiveMonitor)
    for action, button in shown._actions.items():
        button.click()
        shown.step()
        assert shown.history[-1][1] == shown._labels[action]
        assert complaints(shown.sentence) == [], shown.sentence
        assert words_of(shown._sentence) == shown.sentence
    start = {control: getattr(shown.model, control) for control in shown._controls}
    for control in shown._controls:
        record = shown._records[control]
        for value in (*ends(record), start[control]):
            shown.set(**{control: value})
            shown.step()
            assert (shown.problem, getattr(shown.model, control)) == ("", value)
            assert complaints(shown.sentence) == [], shown.sentence
    for preset in shown._presets.values():
        assert moved_by(shown, preset) <= set(shown.control_names), "here nothing says what moves under “More”"
        shown._preset_buttons[preset.name].click()
        shown.step()
        assert {control: getattr(shown.model, control) for control in start} == {
            control: getattr(preset.model, control) for control in start}
        assert (shown.problem, complaints(shown.sentence)) == ("", [])
    if shown._sound:
        shown._sound.button.click()
        assert complaints(shown._sound.words) == []
    shown.reset()
    assert (shown.model, shown.trace.now_s, shown.history) == (shown._home, 0.0, [])


@pytest.mark.parametrize(("name", "cell"), EXPLORERS)
def test_what_can_be_heard_is_said_in_words_and_forgotten_with_its_run(name, cell):
    explorer = explorer_in(name, cell)
    assert bool(explorer._sound) == hasattr(explorer._figure, "hear")
    if explorer._sound:
        explorer._sound.button.click()
        player, words = explorer._sound.panel.children
        assert (player.autoplay, player.loop, player.format) == (False, False, "wav")
        assert bytes(player.value[:4]) == b"RIFF"
        assert complaints(explorer._sound.words) == [] and explorer._sound.words in words_of(words)
        # An explorer of cases without a name has no sliders; its model can be changed all the same.
        record = explorer._records[(explorer.control_names or explorer._adjustable())[0]]
        explorer.set(**{record.name: next(end for end in ends(record) if end != getattr(explorer.model, record.name))})
        assert explorer._sound.panel.children == () and explorer._sound.words == ""


@pytest.mark.parametrize(("name", "cell"), EXPLORERS)
def test_look_inside_shows_every_parameter(name, cell):
    explorer = explorer_in(name, cell)
    explorer._inside.value = True
    for record in explorer._records.values():
        assert f"<code>{record.name}</code>" in explorer._inside_box.value
        assert record.source, record.name


@pytest.mark.parametrize(("name", "cell"), PREDICTIONS)
def test_every_choice_of_every_prediction(name, cell, monkeypatch, without_sketches):
    assert isinstance(made(name, cell), Predict)
    outcome = covered_in(name, cell).experiment()
    assert complaints(outcome[:1].upper() + outcome[1:]) == [], outcome
    out_of_date = "docs/answers.md is out of date: python -m tests.instructors writes it anew"
    assert is_written(made(name, cell)._question, outcome), out_of_date
    # The experiment is the same for every choice, and takes a second.
    monkeypatch.setattr(Predict, "experiment", lambda self: outcome)
    right = made(name, cell)._question.right
    for number, choice in enumerate(made(name, cell)._question.choices, start=1):
        prediction = covered_in(name, cell)
        assert not prediction.is_open
        prediction.commit(number)
        assert prediction.is_open
        words = words_of(prediction._outcome)
        for part in (f"You predicted: {choice.text}", f"What happens: {outcome}", choice.feedback):
            assert words_of(rendered(part)) in words
        assert ("Right." in words, "Not quite." in words) == (number == right, number != right)


@pytest.mark.parametrize(("name", "cell"), PREDICTIONS)
def test_the_two_halves_of_every_experiment_differ(name, cell, without_sketches):
    explorer, question = explorer_in(name, cell), made(name, cell)._question
    explorer.set(**question.before)
    before = explorer._picture.value
    assert_agrees(explorer)
    explorer.set(**question.after)
    assert_agrees(explorer)
    assert explorer._picture.value != before
    # The template must take numbers from both halves: what it says then comes from the model.
    assert {"before", "after"} <= set(re.findall(r"\{(\w+)\.", question.outcome))


def in_view(explorer: Explorer) -> str:
    """All words of a picture that can be seen when the explorer opens."""
    figure = explorer._figure.stage.figure
    seen = [text.get_text() for text in figure.findobj(Text) if text.get_visible()]
    return " | ".join(" ".join(text.replace("\n", " ").split()) for text in seen)


@pytest.mark.parametrize(("name", "cell"), PREDICTIONS)
def test_a_wrong_prediction_is_told_what_in_the_picture_speaks_against_it(name, cell):
    """Its feedback names, between “…”, a curve, a panel or an axis as the picture names it; and that is in view."""
    seen, question = in_view(explorer_in(name, cell)), made(name, cell)._question
    missing = []
    for number, choice in enumerate(question.choices, start=1):
        named = re.findall("“([^”]+)”", choice.feedback)
        if number != question.right and not any(words.rstrip(".,;") in seen for words in named):
            missing.append((number, choice.feedback, seen))
    assert missing == []


#: Who speaks so speaks of the picture.
PICTURE = re.compile(r"\b(curves?|panels?|strips?|picture|drawing|recordings?|signals|look (at|again)|watch)\b", re.I)
#: The least part of a lesson's wrong answers, at stations with a board, that are told what in the picture speaks
#: against them. The rest is recall, definitions, advice. Chapter 7 asks mostly what a trial can show: in no picture.
LEAST = dict.fromkeys((name for name in NAMES if 1 <= lesson(name).number <= 10), 0.6) | {"07_letting_go": 0.25}


def boards_of(name: str) -> dict[str, list[Any]]:
    """The boards of a lesson at their start, by the station (“s2”)."""
    found: dict[str, list[Any]] = {}
    for of, cell in [*EXPLORERS, *MONITORS]:
        if of == name:
            board = explorer_in(name, cell) if (of, cell) in EXPLORERS else made(name, cell)
            found.setdefault(cell.partition("-")[0], []).append(board)
    return found


def without_hyphens(words: str) -> str:
    """A word that a label has broken is one word: “phospho- creatine”."""
    return words.replace("- ", "")


def controls_of(board: Any) -> set[str]:
    """What its buttons and sliders say."""
    buttons = [board._page, *([board._sound.button] if board._sound else []), *getattr(board, "_actions", {}).values()]
    return {*board._presets, *(button.description for button in buttons),
            *(record.label for record in board._records.values())}


@pytest.mark.parametrize("name", LEAST)
def test_a_wrong_answer_is_told_what_in_the_picture_speaks_against_it_where_something_does(name):
    """Between “…” stands a word of a picture of the station, as it opens; or one of its buttons and sliders, or of the
    question's own. Who speaks of the picture says where in it."""
    views = {station: without_hyphens(" | ".join(map(in_view, boards))) for station, boards in boards_of(name).items()}
    controls = {station: set().union(*map(controls_of, boards)) for station, boards in boards_of(name).items()}
    unseen, vague, told = [], [], []
    for _, cell in (each for each in QUESTIONS if each[0] == name):
        station, asked = cell.partition("-")[0], made(name, cell)
        if station not in views:
            continue
        texts, tells = [asked._question.text, *(choice.text for choice in choices_of(asked) or ())], []
        for _, feedback, right in answers_of(asked):
            named = [words.rstrip(".,;:") for words in re.findall("“([^”]+)”", " ".join(feedback.split()))]
            seen = [words in views[station] for words in named]
            unseen += [(cell, words) for words, is_seen in zip(named, seen, strict=True)
                       if not is_seen and not any(words in each for each in [*controls[station], *texts])]
            if choices_of(asked) and not right:
                tells.append(any(seen))
                vague += [(cell, feedback)] if PICTURE.search(feedback) and not any(seen) else []
        vague += [(cell, texts[0])] if tells and PICTURE.search(texts[0]) and sum(tells) < len(tells) / 2 else []
        told += tells
    assert (unseen, vague) == ([], [])
    assert sum(told) >= LEAST[name] * len(told), f"{sum(told)} of {len(told)}"


@pytest.mark.parametrize(("name", "cell"), QUESTIONS)
def test_every_answer_to_every_question(name, cell):
    asked = made(name, cell)
    assert isinstance(asked, Ask)
    for answer, feedback, right in answers_of(asked):
        words = words_of(asked.answer(answer))
        assert words.startswith("Right." if right else "Not quite.")
        assert words_of(rendered(feedback)) in words
        assert words_of(asked._feedback) == words


def answers_of(asked: Ask) -> list[tuple[float, str, bool]]:
    """Answers to try, each with the feedback that must come, and whether it is right."""
    question = asked._question
    if choices := choices_of(asked):
        return [(number, choice.feedback, number == question.right) for number, choice in enumerate(choices, start=1)]
    low, high = question.answer - question.tolerance, question.answer + question.tolerance
    further = question.tolerance / 100
    return [(question.answer, question.right, True), (low, question.right, True), (high, question.right, True),
            (low - further, question.low, False), (high + further, question.high, False)]


@pytest.mark.parametrize("name", [name for name in NAMES if lesson(name).asks])
def test_a_lesson_says_of_each_of_its_models_what_it_leaves_out(name):
    used = {type(explorer_in(name, cell).model) for lesson_name, cell in EXPLORERS if lesson_name == name}
    used |= {type(made(name, cell).model) for lesson_name, cell in MONITORS if lesson_name == name}
    lists = [lesson(name).shown(cell) for lesson_name, cell in cells_with("leaves_out") if lesson_name == name]
    assert all(isinstance(shown, LeftOut) for shown in lists)
    said = {cls for shown in lists for cls in shown.models}
    assert used <= said
    for cls in said:
        assert len(cls.leaves_out) >= 2
        assert all(line.endswith(".") for line in cls.leaves_out)


@pytest.mark.parametrize(("name", "cell"), NOTES)
def test_every_note_takes_what_is_written(name, cell):
    box = made(name, cell)
    assert isinstance(box, Note)
    box._box.value = "It fires.\nThen it rests."
    assert box.text == "It fires.\nThen it rests."


def test_the_lessons_have_something_to_touch():
    assert min(map(len, (EXPLORERS, PREDICTIONS, QUESTIONS, NOTES))) > 0
