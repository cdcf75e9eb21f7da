"""The form of the questions: none gives its answer away by its form, and none is too long. (That each wrong prediction
is told what in the picture speaks against it: tests/widgets/test_lessons, where the pictures are.)"""

from __future__ import annotations

import re

import pytest

from muscle_lib.chapters import chapters
from muscle_lib.questions import (
    ChoiceQuestion,
    NumberQuestion,
    Prediction,
    before_after,
    kind_of,
    question,
    stations,
)
from tests.lessons import board_in, calls, lesson, run

#: The most words of a question, of a choice, of a feedback.
QUESTION, CHOICE, FEEDBACK = 35, 12, 30
#: The kinds with choices. (Those of the test before and after hang on no station: they are measured by the outcomes.)
CHOOSING = ("ask", "predict", "before_after")
CHAPTERS = [each for each in chapters() if each.asks and not each.planned]
NAMES = [each.name for each in CHAPTERS]


def asked(chapter: str, kind: str) -> list[tuple[str, object]]:
    """All entries of a kind in a chapter: (key, entry)."""
    if kind == "before_after":
        return [*before_after(chapter).items()]
    return [(key, question(kind, f"{chapter}.{key}")) for keys in stations(chapter).values() for key in keys
            if kind_of(key) == kind]


def with_choices(chapter: str, kind: str) -> list:
    return [each for _, each in asked(chapter, kind) if isinstance(each, (Prediction, ChoiceQuestion))]


def words(text: str) -> int:
    return len(text.split())


@pytest.mark.parametrize("kind", CHOOSING)
@pytest.mark.parametrize("chapter", NAMES)
def test_the_right_answer_is_known_neither_by_its_length_nor_by_its_place(chapter, kind):
    """For questions and predictions apart: one kind must not hide what the other gives away."""
    every = with_choices(chapter, kind)
    chance = sum(1 / len(each.choices) for each in every)
    longest = shortest = 0
    for each in every:
        lengths = [len(choice.text) for choice in each.choices]
        right = lengths[each.right - 1]
        longest += right == max(lengths) and lengths.count(right) == 1
        shortest += right == min(lengths) and lengths.count(right) == 1
    assert longest <= chance + 2, f"the right one is the longest in {longest} of {len(every)}"
    assert shortest <= chance + 2, f"the right one is the shortest in {shortest} of {len(every)}"
    for place in range(1, max((len(each.choices) for each in every), default=0) + 1):
        can = [each for each in every if len(each.choices) >= place]
        here = sum(each.right == place for each in can)
        assert here <= sum(1 / len(each.choices) for each in can) + 2, f"place {place}: right in {here}"


#: What a newcomer guesses by: words like “never”, words of caution, and many parts.
CUES = {
    "no absolutes": lambda text: -len(re.findall(r"\b(never|always|only|nothing|all|none|every|no|at once|by itself|"
                                                 r"completely|any)\b", text, re.IGNORECASE)),
    "caution": lambda text: len(re.findall(r"\b(about|nearly|hardly|mostly|some|may|little|most|half|as well|but|"
                                           r"while|though|so that)\b", text, re.IGNORECASE)),
    "parts": lambda text: text.count(",") + text.count(":"),
    # Whoever invents a wrong answer argues for it; the right one needs no reason.
    "no reason": lambda text: -len(re.findall(r"\b(as|like|because|since|so|for)\b|:", text, re.IGNORECASE)),
}
#: Words that all texts have in common.
COMMON = {*"the and its that what which how does with for from not than are has have will was were them they this "
          "these you your one more less but out into when".split()}


def stems(text: str) -> set[str]:
    return {word[:6] for word in re.findall(r"[a-z]{3,}", text.lower()) if word not in COMMON}


@pytest.mark.parametrize("kind", CHOOSING)
@pytest.mark.parametrize("chapter", CHAPTERS, ids=NAMES)
def test_the_right_answer_is_not_guessed_from_title_outcomes_and_case_or_by_its_tone(chapter, kind):
    """Who always takes the choice with the most words of the outcomes and the case, or the most careful one, is right
    no more often than by chance, plus two."""
    cells = {cell.id: cell.source for cell in lesson(chapter.lesson).cells}
    outcomes = chapter.title + "".join(text for text in cells.values() if "able to answer" in text)
    hits, chance = dict.fromkeys([*CUES, "words shared"], 0.0), 0.0
    parts = ({0: tuple(before_after(chapter.name))} if kind == "before_after" else
             {station: tuple(key for key in keys if kind_of(key) == kind)
              for station, keys in stations(chapter.name).items()})
    for station, keys in parts.items():
        told = stems(outcomes + cells.get(f"s{station}-case", ""))
        cues = {**CUES,
                "words shared": lambda text, told=told: len(stems(text) & told) / len(stems(text) or "-") ** 0.5}
        for each in (question(kind, f"{chapter.name}.{key}") for key in keys):
            if isinstance(each, NumberQuestion):
                continue
            chance += 1 / len(each.choices)
            for cue, of in cues.items():
                scores = [of(choice.text) for choice in each.choices]
                best = [place for place, score in enumerate(scores, 1) if score == max(scores)]
                hits[cue] += (each.right in best) / len(best)
    assert {cue: hit for cue, hit in hits.items() if hit > chance + 2} == {}


@pytest.mark.parametrize("chapter", NAMES)
def test_no_question_asks_for_the_humble_answer(chapter):
    """“What is the honest conclusion?” is answered by who knows nothing: by the choice with the most doubt in it."""
    asking = re.compile(r"\b(honest|fair|wise|careful|right conclusion|would a scientist)\b")
    assert [each.text for kind in CHOOSING for each in with_choices(chapter, kind)
            if asking.search(each.text)] == []


@pytest.mark.parametrize("chapter", NAMES)
def test_questions_choices_and_feedback_are_short(chapter):
    long = []
    for kind in CHOOSING:
        for key, each in asked(chapter, kind):
            long += [(key, words(each.text), each.text)] if words(each.text) > QUESTION else []
            if isinstance(each, NumberQuestion):
                feedback = [each.right, each.low, each.high]
            else:
                feedback = [choice.feedback for choice in each.choices]
                long += [(key, words(choice.text), choice.text) for choice in each.choices
                         if words(choice.text) > CHOICE]
            long += [(key, words(text), text) for text in feedback if words(text) > FEEDBACK]
    assert long == []


@pytest.mark.parametrize("chapter", CHAPTERS, ids=NAMES)
def test_no_button_shows_what_the_next_prediction_of_its_station_asks(chapter):
    """No preset that is open before a prediction sets what that prediction is going to change."""
    told, names, station, opened = [], {}, "", []
    for cell in lesson(chapter.lesson).cells:
        asked = {call.func.id: call for call in calls(cell)}
        if cell.id == "imports":
            run(cell, names, chapter.lesson)
        if not asked.keys() & {"explore", "live"}:
            continue
        if cell.id.split("-")[0] != station:
            station, opened = cell.id.split("-")[0], []
        board = board_in(run(cell, names, chapter.lesson))
        if "predict" in asked:
            key = asked["predict"].args[0].value
            each = question("predict", key)
            changed = {name: value for name, value in each.after.items()
                       if value != {**vars(board._home), **each.before}[name]}
            told += [(key, preset.name) for earlier in opened if type(earlier._home) is type(board._home)
                     for preset in earlier._presets.values()
                     if all(getattr(preset.model, name) == value for name, value in changed.items())]
        opened.append(board)
    assert told == []


@pytest.mark.parametrize("chapter", NAMES)
def test_every_note_says_for_the_instructor_what_a_good_one_holds(chapter):
    assert [key for key, each in asked(chapter, "note") if not each.expected.strip()] == []


@pytest.mark.parametrize("chapter", CHAPTERS, ids=NAMES)
def test_the_list_of_stations_is_what_the_lesson_asks(chapter):
    told: dict[int, list[str]] = {}
    for cell in lesson(chapter.lesson).cells:
        station = re.match(r"s(\d)-", cell.id)
        for call in calls(cell):
            if call.func.id in ("ask", "predict", "note", "evidence", "triage", "place_causes"):
                told.setdefault(int(station[1]) if station else 0, []).append(call.args[0].value.partition(".")[2])
    assert {number: list(keys) for number, keys in stations(chapter.name).items()} == told
