"""The short course has a grammar of its own: eight stations that are alike, and short."""

from __future__ import annotations

import ast
import re

import pytest

from muscle_lib.chapters import chapters, claims
from muscle_lib.figures.smooth_muscle import two_swallows
from muscle_lib.questions import ChoiceQuestion, Prediction, kind_of, question, stations
from muscle_lib.triage import taken
from tests.instructors import taught
from tests.lessons import calls, has_call
from tests.minutes import buttons, is_glance, minutes, parts, text_words
from tests.notebooks.test_grammar import section, sections

NAME = "short_course"
COURSE = next(each for each in chapters() if each.name == NAME)
STATIONS = range(1, 9)
CELLS = {number: parts(NAME)[number] for number in STATIONS}


def text(number: int) -> str:
    """All that a station says."""
    return "\n".join(cell.source for cell in CELLS[number] if cell.cell_type == "markdown")


def test_the_parts_are_there_in_order():
    titles = [re.sub(r"^(Station \d+) · \S.*", r"\1", part.title) for part in sections(NAME)]
    assert titles == ["What you will be able to answer", *(f"Station {number}" for number in STATIONS), "The link",
                      "What the model leaves out", "When to see a doctor", "Hand in", "Try it in code", "References"]


@pytest.mark.parametrize("number", STATIONS)
def test_a_station_tells_asks_tries_means_and_leads_on(number):
    """One sentence of the story, one prediction (in the last the trainer), one thing to do, what it means, a door."""
    begins, *_, ends = CELLS[number]
    story = begins.source.split("\n\n")[1]
    assert len(re.findall(r"[.!?](?=\s|$)", story)) == 1, story
    asked = [call.func.id for cell in CELLS[number] for call in calls(cell)]
    assert sum(asked.count(name) for name in ("predict", "triage")) == 1
    said = text(number)
    assert [said.count(f"**{what}**") for what in ("Try it.", "What it means.")] == [1, 1]
    assert said.index("**Try it.**") < said.index("**What it means.**")
    door = re.search(r"^\*Deeper:\* .*\.ipynb", ends.source, re.MULTILINE)
    assert door and ends.source.endswith(ends.source[door.start():]), "the door is the last that it says"


#: How the answer to what is to be tried begins. (In the last station the trainer says it.)
ANSWERS = {1: "Small units come first, large ones last.", 2: "It falls:", 3: "No: without glycogen",
           4: "At calcium 0.5 the junction hands over too little; potassium 8 stops the fibre.",
           5: "Nothing but twitches:",
           6: "In the model, stretch and opposite muscle: they silence the nerve cells; when stretched,",
           7: "None, though"}


@pytest.mark.parametrize("number", ANSWERS)
def test_what_is_to_be_tried_asks_one_thing_and_gets_its_answer(number):
    """Of the whole “Try it” only its own question is asked, and “What it means” begins with the answer."""
    tried = text(number).partition("**Try it.** ")[2].partition("\n\n")[0]
    assert tried.count("?") == 1
    assert text(number).partition("**What it means.** ")[2].startswith(ANSWERS[number])


@pytest.mark.parametrize("number", STATIONS)
def test_there_is_little_to_do_in_each(number):
    """At most two sliders or three buttons; what stands beside it as a further picture has one button at most."""
    for cell in CELLS[number]:
        for call in calls(cell):
            if call.func.id != "explore":
                continue
            named = {keyword.arg: ast.literal_eval(keyword.value) for keyword in call.keywords}
            sliders = ast.literal_eval(call.args[2]) if len(call.args) > 2 else named["controls"]
            assert isinstance(named["presets"], list), "a group may grow"
            assert len(sliders) <= 2 and len(named["presets"]) <= (3 if has_call(cell, "predict") else 1)


def test_it_is_short():
    """In words and in minutes, by the rule of tests/minutes.py; and each station, too."""
    every = (0, *STATIONS)
    assert sum(text_words(NAME, number) for number in every) <= 1200
    # It is told as an hour: who read it for the first time took 62 minutes, where the rule counts some less.
    assert COURSE.minutes == 60 and 50 <= sum(minutes(NAME, number) for number in every) <= COURSE.minutes
    assert [number for number in STATIONS if not 4.5 <= minutes(NAME, number) <= 7.5] == []


def test_it_asks_ten_times():
    keys = [f"{NAME}.{key}" for each in stations(NAME).values() for key in each]
    assert len(keys) == 10
    assert {type(question(kind_of(key), key)) for key in keys if kind_of(key) != "triage"} == {
        Prediction, ChoiceQuestion}, "nothing has to be written, and no number found"


def test_what_is_tried_with_the_button_of_the_picture_beside_it_counts_once():
    """Station 7: the heart's prediction, the artery with its button; and the words."""
    assert [len(buttons(call)) for cell in CELLS[7] for call in calls(cell) if is_glance(call)] == [1]
    assert minutes(NAME, 7) == pytest.approx(4.0 + 1.0 + text_words(NAME, 7) / 120)


def test_the_oesophagus_is_a_picture_that_needs_no_time():
    """It stands still, behind the words that it shows; a board of its own cost readers two minutes."""
    (place,) = (place for place, cell in enumerate(CELLS[7]) if has_call(cell, "picture"))
    assert CELLS[7][place].source == "picture(*two_swallows())"
    assert CELLS[7][place - 1].source.endswith("in the oesophagus, swallowing fails, and the chest hurts badly.")
    assert len(two_swallows()[1].split()) <= 45


def test_no_station_tells_before_the_prediction_what_it_asks_for():
    """A reader who is told the answer predicts nothing."""
    for number, told in ((1, "not bigger"), (5, "not let go"), (7, "answered")):
        assert told not in CELLS[number][0].source


def test_the_order_of_the_buttons_is_not_that_of_the_answers():
    assert "Where does each button stop the order: fibre, nerve or junction?" in text(4)
    assert 'presets=["Nerve cut", "Calcium 0.5 mM", "Potassium 8 mM"]' in CELLS[4][1].source


def test_a_case_of_today_says_so():
    assert "a torn muscle, one swollen leg a clot: be seen today" in text(8)
    today = section(NAME, "When to see a doctor").text.partition("Get medical help today")[2].partition("\n\n**")[0]
    assert "one leg that is swollen" in today and "a blow or snap in a muscle" in today


def test_all_claims_are_touched_where_the_instructors_page_says():
    """The words that stand for a claim are in the text, the questions or the cases of its station."""
    assert COURSE.claims == tuple(claims())
    assert [each.claim for each in taught()] == list(claims())
    for each in taught():
        for words in each.words:
            assert words in shown(each.station), f"{each.claim}: “{words}” is not in station {each.station}"


def shown(number: int) -> str:
    """What is read in a station: its text, its questions with their answers, its cases."""
    keys = [f"{NAME}.{key}" for key in stations(NAME)[number]]
    asked = [repr(question(kind_of(key), key)) for key in keys if kind_of(key) != "triage"]
    told = [f"{case.story} {case.tells} {case.why}" for key in keys if kind_of(key) == "triage"
            for case in taken(key)]
    return " ".join(" ".join([text(number), *asked, *told]).split())


#: Words of the trade that the course uses, each explained where it stands first: in brackets, behind “:”, or by a link
#: into the glossary.
TRADE = ("unit", "EMG", "junction", "membrane", "T-tubule", "mM", "Phosphocreatine", "phosphate", "glycogen",
         "glucose", "ATP", "threshold", "Excitability", "Dystonia", "Multiple sclerosis", "hamstrings",
         "quadriceps", "hyperexcitable", "motor neuron", "action potential", "ionised", "axon", "reflexes", "eu",
         "spindle", "oesophagus", "coronary artery", "plaque", "angina",
         "ventricular fibrillation", "Smooth muscle", "hypothyroidism", "inward current", "impulse", "fasciculation",
         "mmHg", "inhibition")


@pytest.mark.parametrize("word", TRADE)
def test_a_word_of_the_trade_is_set_apart_and_explained_where_it_comes_first(word):
    # Without what the links into the glossary say when one points at them.
    said = re.sub(r"\]\([^)\s]+ \"[^\"]*\"\)", "]", "\n".join(text(number) for number in STATIONS))
    first = re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", said, re.IGNORECASE)
    assert first, f"“{word}” is not used any more"
    before = said[max(0, first.start() - 2):first.start()]
    assert before.endswith(("*", "[")), f"{said[first.start() - 40:first.end() + 40]}"


def test_the_six_signs_stand_in_the_last_station_and_in_the_list():
    for sign in ("chest pain", "breathing or swallowing", "weakness", "suddenly cannot be moved",
                 "stiff neck with fever or headache"):
        assert sign in text(8).lower() and sign in section(NAME, "When to see a doctor").text
