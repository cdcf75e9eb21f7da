"""The questions: the files that are there, and what the reader says about a broken one."""

from __future__ import annotations

import re
import string
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest

from muscle_lib import questions
from muscle_lib.questions import (
    FILED,
    ChoiceQuestion,
    NumberQuestion,
    Prediction,
    _chapter,
    chapters,
    decoded,
    question,
    read,
)
from muscle_lib.units import unit_of
from muscle_lib.widgets.look import plain
from tests.lessons import NAMES, keys, lesson


def content(chapter: str) -> str:
    return files(questions).joinpath(f"{chapter}.toml").read_text(encoding="utf-8")


def entries(kind: str) -> list[str]:
    """The full keys of a kind, “chapter.key”, over all files."""
    return [f"{chapter}.{key}" for chapter in chapters() for key in read(content(chapter), chapter)[kind]]


CHOOSING = [(kind, key) for kind in ("predict", "ask", "before_after") for key in entries(kind)
            if isinstance(question(kind, key), (Prediction, ChoiceQuestion))]
NUMBERS = [key for key in entries("ask") if isinstance(question("ask", key), NumberQuestion)]


# The files that are there

@pytest.mark.parametrize("chapter", chapters())
def test_every_file_is_read_and_belongs_to_a_lesson(chapter):
    assert any(read(content(chapter), f"{chapter}.toml").values())
    assert chapter in {lesson(name).chapter for name in NAMES}


@pytest.mark.parametrize("kind", FILED)
def test_the_lessons_use_every_entry_once_and_nothing_else(kind):
    assert sorted(keys(kind)) == sorted(entries(kind))


@pytest.mark.parametrize(("kind", "key"), CHOOSING)
def test_every_choice_differs_and_has_its_own_feedback(kind, key):
    asked = question(kind, key)
    assert 2 <= len(asked.choices) <= 6
    assert len({choice.text for choice in asked.choices}) == len(asked.choices)
    assert len({choice.feedback for choice in asked.choices}) == len(asked.choices)
    for number, choice in enumerate(asked.choices, start=1):
        assert len(choice.feedback) >= 20, f"choice {number}: this is hardly a feedback"
        # The card itself begins with “Right.” or “Not quite.”
        assert not re.match(r"(Right|Correct|Yes|No|Wrong|Not quite)\b[.,!]", choice.feedback), number
        assert number != asked.right or not choice.misconception, "the right choice comes from no misconception"
    assert any(choice.misconception for choice in asked.choices) or kind == "ask", \
        "a prediction names at least one common idea behind a wrong choice"


def test_the_right_choice_is_not_always_at_the_same_place():
    places = [question(kind, key).right for kind, key in CHOOSING]
    assert max(places.count(place) for place in set(places)) <= 0.6 * len(places)


@pytest.mark.parametrize("key", NUMBERS)
def test_every_question_for_a_number_has_three_different_answers(key):
    asked = question("ask", key)
    assert len({asked.right, asked.low, asked.high}) == 3
    assert asked.tolerance < abs(asked.answer), "then 0 would be right too"


@pytest.mark.parametrize("key", entries("predict"))
def test_an_outcome_takes_its_numbers_from_both_halves_of_the_experiment(key):
    asked = question("predict", key)
    assert asked.before != asked.after
    parts = list(string.Formatter().parse(asked.outcome))
    assert {name.split(".")[0] for _, name, _, _ in parts if name} == {"before", "after"}
    # A number that is written into the text can only be one of the settings: a result would not follow the model.
    written = {float(number) for text, *_ in parts for number in re.findall(r"\d+(?:\.\d+)?", text)}
    assert written <= {*asked.before.values(), *asked.after.values()}


#: How an outcome may say a unit in words.
UNITS_IN_WORDS = {"Hz": "(Hz|(times|impulses) a second)", "1/min": "times a minute", "min": "min(utes)?",
                  "%": "(%|points)", "mL/100 g/min": "mL", "mM/s": "mM( of ATP)? a second"}
#: Outcomes that say a unit once, far from one of its numbers.
FAR = {"electrolytes.p2", "hyperexcitability.p12", "oxygen_and_glucose.p7", "voluntary_contraction.p3"}


@pytest.mark.parametrize("key", sorted({*entries("predict")} - FAR))
def test_an_outcome_tells_its_numbers_in_their_unit(key):
    """Of numbers that follow each other, “15 and 20 %”, the last one has it."""
    parts = list(string.Formatter().parse(" ".join(question("predict", key).outcome.split())))
    next_unit = ""
    for (_, name, *_), (behind, *_) in reversed(list(pairwise(parts))):
        unit = unit_of(name)[1]
        has_it = re.match(rf" {UNITS_IN_WORDS.get(unit, re.escape(unit))}(?!\w)", behind)
        assert has_it or not unit or unit == next_unit and len(behind) <= 14, (name, behind)
        next_unit = unit


@pytest.mark.parametrize("key", entries("predict"))
def test_an_outcome_tells_of_each_result_the_first_half_first(key):
    """So it tells which of two numbers belongs to which half; the other way round only as “5 instead of 7”."""
    outcome = question("predict", key).outcome
    for result in set(re.findall(r"\{after\.(\w+)", outcome)):
        told = list(re.finditer(rf"\{{(before|after)\.{result}\b.*?\}}", outcome))
        if told[0][1] == "after" and len(told) > 1:
            assert outcome[told[0].end():told[1].start()] == " instead of ", result


@pytest.mark.parametrize("chapter", chapters())
def test_what_a_test_quotes_is_what_the_texts_say(chapter):
    """A number in a text is held to the model by a test that quotes it: who changes the text must change the test."""
    tests = re.sub(r"\n *# (?!-)", " ", Path(__file__).with_name(f"test_{chapter}.py").read_text(encoding="utf-8"))
    texts = [content(chapter), *(cell.source for name in NAMES if lesson(name).chapter == chapter
                                 for cell in lesson(name).cells)]
    said = " ".join(" ".join(texts).replace("*", "").split())
    quoted = [part for words in re.findall(r"“([^”]*\d[^”]*)”", tests) for part in words.split("…")]
    assert [part for part in quoted if " ".join(part.split()).strip(" .,;:") not in said] == []


# Finding one

def test_a_question_is_found_by_kind_and_key():
    assert question("ask", "nerve_signal.q1").unit == "nC/cm²"


@pytest.mark.parametrize(("kind", "key", "message"), [
    ("ask", "threshold", "A question's key has the form 'chapter.key', got 'threshold'."),
    ("ask", None, "A question's key has the form 'chapter.key', got None."),
    ("ask", "nerve_sigal.threshold", "chapter with questions called 'nerve_sigal'. Did you mean 'nerve_signal'?"),
    ("ask", "nerve_signal.q19", "question in nerve_signal.toml called 'q19'. Did you mean 'q9'?"),
    ("note", "nerve_signal.q1", "There is no “note” question in nerve_signal.toml called 'q1'."),
])
def test_a_mistyped_key_is_answered_with_what_there_is(kind, key, message):
    with pytest.raises(ValueError) as caught:
        question(kind, key)
    assert message in str(caught.value)


# Broken files. Each case: the text of a file, and the whole message.

CHOICES = 'choices = [{ text = "a", feedback = "b" }, { text = "c", feedback = "d" }]\n'
CHOICE = '[ask.x]\ntext = "?"\nright = 1\n' + CHOICES
NUMBER = ('[ask.x]\ntext = "?"\nanswer = 1.0\ntolerance = 0.1\nunit = "mV"\nright = "r"\nlow = "l"\nhigh = "h"\n')
PREDICT = '[predict.x]\ntext = "?"\nright = 1\nbefore = { a = 1 }\nafter = { a = 2 }\noutcome = "o"\n' + CHOICES
STUDY = ('{ study = "A 1999", finding = "f", account = "against", why = "w", strength = "cohort", source = "doi" }')
EVIDENCE = f'[evidence.x]\nstatement = "s"\nstudies = [{STUDY}, {STUDY}]\n'
TESTED = CHOICE.replace("[ask.x]", '[before_after.x]\nabout = "o"')
AN_ENTRY = "an entry is [predict.KEY], [ask.KEY], [note.KEY], [evidence.KEY] or [before_after.KEY]"

BROKEN = {
    "an unknown kind": ("[tell.x]\ntext = '?'", f"f.toml: [tell]: {AN_ENTRY}"),
    "an entry outside a kind": ("text = '?'", f"f.toml: [text]: {AN_ENTRY}"),
    "a kind that is no table": ("ask = 1", f"f.toml: [ask]: {AN_ENTRY}"),
    "an entry that is no table": ("[ask]\nx = 1", "f.toml: [ask.x]: must be a table, got 1"),
    "a mistyped field": (
        CHOICE + 'rigth = 2', "There is no field at f.toml: [ask.x] called 'rigth'. Did you mean 'right'? Known are: "
        "text, choices, right."),
    "a mistyped field of a choice": (
        CHOICE.replace("feedback = \"d\"", "feedbak = \"d\""), "There is no field at f.toml: [ask.x] choices[2] called "
        "'feedbak'. Did you mean 'feedback'? Known are: text, feedback, misconception."),
    "a missing field": (CHOICE.replace("right = 1\n", ""), "f.toml: [ask.x]: 'right' is missing"),
    "a missing feedback": (
        CHOICE.replace(', feedback = "d"', ""), "f.toml: [ask.x] choices[2]: 'feedback' is missing"),
    "a missing outcome": (PREDICT.replace('outcome = "o"\n', ""), "f.toml: [predict.x]: 'outcome' is missing"),
    "neither choices nor an answer": (
        "[ask.x]\ntext = '?'\nright = 'r'", "f.toml: [ask.x]: 'answer' is missing"),
    "a number for a text": (CHOICE.replace('"?"', "5"), "f.toml: [ask.x] text: must be a text, got 5"),
    "an empty text": (CHOICE.replace('"?"', '"  "'), "f.toml: [ask.x] text: must be a text, got '  '"),
    "an empty feedback": (
        CHOICE.replace('"d"', '""'), "f.toml: [ask.x] choices[2] feedback: must be a text, got ''"),
    "right beyond the choices": (
        CHOICE.replace("right = 1", "right = 3"),
        "f.toml: [ask.x] right: must be a choice's number from 1 to 2, got 3"),
    "right of 0": (
        PREDICT.replace("right = 1", "right = 0"),
        "f.toml: [predict.x] right: must be a choice's number from 1 to 2, got 0"),
    "right as a text": (
        CHOICE.replace("right = 1", "right = '1'"), "f.toml: [ask.x] right: must be a whole number, got '1'"),
    "right as a fraction": (
        CHOICE.replace("right = 1", "right = 1.0"), "f.toml: [ask.x] right: must be a whole number, got 1.0"),
    "right as true": (CHOICE.replace("right = 1", "right = true"),
                      "f.toml: [ask.x] right: must be a whole number, got True"),
    "only one choice": (
        CHOICE.replace(', { text = "c", feedback = "d" }', ""),
        "f.toml: [ask.x] choices: must be a list of at least two choices"),
    "choices that are a text": (
        CHOICE.replace(CHOICES, 'choices = "a or c"\n'),
        "f.toml: [ask.x] choices: must be a list of at least two choices"),
    "a choice that is a text": (
        CHOICE.replace(CHOICES, 'choices = ["a", "c"]\n'), "f.toml: [ask.x] choices[1]: must be a table, got 'a'"),
    "a negative tolerance": (
        NUMBER.replace("0.1", "-0.1"), "f.toml: [ask.x] tolerance: must be above 0, got -0.1"),
    "no tolerance at all": (NUMBER.replace("0.1", "0"), "f.toml: [ask.x] tolerance: must be above 0, got 0"),
    "a number given as a text": (NUMBER.replace("1.0", "'1.0'"), "f.toml: [ask.x] answer: must be a number, got '1.0'"),
    "true given as a number": (NUMBER.replace("1.0", "true"), "f.toml: [ask.x] answer: must be a number, got True"),
    "a setting that is no table": (
        PREDICT.replace("{ a = 1 }", "1"), "f.toml: [predict.x] before: must be a table, got 1"),
    "a setting with a list": (
        PREDICT.replace("{ a = 2 }", "{ a = [2] }"), "f.toml: [predict.x] after.a: must be a number, got [2]"),
    "a finding without a verdict": (
        EVIDENCE.replace('account = "against", ', "", 1), "f.toml: [evidence.x] studies[1]: 'account' is missing"),
    "a verdict that is none": (
        EVIDENCE.replace('account = "against"', 'account = "agianst"', 1),
        "There is no account at f.toml: [evidence.x] studies[1] called 'agianst'. Did you mean 'against'? Known are: "
        "for, against, neither."),
    "a second verdict that is none": (
        EVIDENCE.replace('account = "against"', 'account = "against", also = "maybe"', 1),
        "There is no account at f.toml: [evidence.x] studies[1] called 'maybe'. Known are: for, against, neither."),
    "evidence of one study": (
        f'[evidence.x]\nstatement = "s"\nstudies = [{STUDY}]', "f.toml: [evidence.x] studies: must be a list of at "
        "least two studies"),
    "two choices with one text": (
        CHOICE.replace('"c"', '" a "'), "f.toml: [ask.x] choices[2]: there are two choices with the text 'a'"),
    "an outcome of another half": (
        PREDICT.replace('"o"', '"{then.a:.0f}"'), "f.toml: [predict.x] outcome: a result is written as {before.name} "
        "or {after.name}, got {then.a}"),
    "an outcome of no result": (
        PREDICT.replace('"o"', '"{after}"'), "f.toml: [predict.x] outcome: a result is written as {before.name} or "
        "{after.name}, got {after}"),
    "an open brace": (PREDICT.replace('"o"', '"{after.a"'), "f.toml: [predict.x] outcome: expected '}' before end of "
                      "string"),
    "a mistyped form": (PREDICT.replace('"o"', '"{after.a:.0g0}"'), "f.toml: [predict.x] outcome: nothing can be "
                        "written in the form '.0g0'; whole numbers are :.0f"),
    "a question of the test that measures nothing": (
        TESTED.replace('about = "o"\n', ""), "f.toml: [before_after.x]: 'about' is missing"),
    "a question of the test for a number": (
        NUMBER.replace("[ask.x]", '[before_after.x]\nabout = "o"'), "There is no field at f.toml: [before_after.x] "
        "called 'answer'. Known are: text, choices, right, about."),
    "right beyond the choices of the test": (
        TESTED.replace("right = 1", "right = 3"),
        "f.toml: [before_after.x] right: must be a choice's number from 1 to 2, got 3"),
    "a note with a choice": (
        "[note.x]\ntext = '?'\nright = 1",
        "There is no field at f.toml: [note.x] called 'right'. Known are: text, expected."),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_refused_with_file_entry_and_reason(case):
    broken, message = BROKEN[case]
    with pytest.raises(ValueError) as caught:
        read(broken, "f.toml")
    assert str(caught.value) == message


@pytest.mark.parametrize("field", ["answer", "tolerance"])
@pytest.mark.parametrize("value", ["nan", "inf"])
def test_a_number_that_is_none_is_refused(field, value):
    broken = NUMBER.replace({"answer": "1.0", "tolerance": "0.1"}[field], value)
    with pytest.raises(ValueError, match=rf"f\.toml: \[ask\.x\] {field}: must be a number, got {value}"):
        read(broken, "f.toml")


@pytest.mark.parametrize("broken", ["[ask.x", "[ask.x]\ntext = ?", "[ask.x]\n[ask.x]", 'text = "a'])
def test_invalid_toml_is_refused_with_the_place(broken):
    with pytest.raises(ValueError, match=r"^f\.toml: this is not valid TOML: .*(line \d+|end of document)"):
        read(broken, "f.toml")


def test_good_files_pass():
    """The broken cases above differ from these in one place each."""
    assert read(CHOICE, "f.toml")["ask"]["x"].right == 1
    assert read(NUMBER, "f.toml")["ask"]["x"].answer == 1.0
    assert read(PREDICT, "f.toml")["predict"]["x"].after == {"a": 2}
    assert read(EVIDENCE, "f.toml")["evidence"]["x"].studies[1].account == "against"
    assert read(TESTED, "f.toml")["before_after"]["x"].about == "o"
    assert read("", "f.toml") == {"predict": {}, "ask": {}, "note": {}, "evidence": {}, "before_after": {}}


def test_a_file_may_begin_with_a_mark_for_utf_8():
    assert read(decoded("[note.x]\ntext = 'µ'".encode("utf-8-sig"), "f.toml"), "f.toml")["note"]["x"].text == "µ"


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_in_another_encoding_is_refused_with_its_name_and_what_to_do(encoding):
    with pytest.raises(ValueError, match=r"^f\.toml: this file is not saved as UTF-8\. Save it anew, with"):
        decoded("[note.x]\ntext = '5 µm'".encode(encoding), "f.toml")


def test_lines_are_joined_so_that_a_file_may_break_them_anywhere():
    assert read('[note.x]\ntext = """one\n  two\n"""', "f.toml")["note"]["x"].text == "one two"


@pytest.mark.parametrize("chapter", chapters())
def test_every_asterisk_belongs_to_an_emphasis(chapter):
    """One that has lost its partner would be shown."""
    assert "*" not in plain(repr(_chapter(chapter)))


def test_where_a_study_is_said_to_decide_nothing_too_that_answer_is_accepted():
    """p = 0.12 in ten people: who reads “decides nothing” has read well."""
    for chapter in chapters():
        for board in read(content(chapter), chapter)["evidence"].values():
            for study in board.studies:
                assert ("“decides nothing” is right, too" in study.why) == (study.also == "neither"), study.study
                assert study.also == "neither" or "p = 0.12" not in study.finding or study.account == "neither"
