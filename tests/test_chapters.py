"""The one list of chapters, and that everything which names chapters agrees with it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from muscle_lib import questions
from muscle_lib.chapters import chapters, claims, warning_signs
from muscle_lib.figures.drawings.chain import PLACES, WHOLE
from muscle_lib.questions import stations
from tests.chapters import RANKS, README, START, core_and_further, doctor, lessons, long, readme, start_page, with_marks
from tests.lessons import NAMES, ROOT, lesson
from tests.minutes import core_minutes, core_words, further_minutes, minutes, words

CHAPTERS = chapters()
BUILT = [each for each in CHAPTERS if not each.planned]
#: All that ask something; and of these the chapters, which have a number, a core and a place in the chain.
ASKING = [each for each in BUILT if each.asks]
NUMBERED = [each for each in ASKING if each.number]
SHORT = next(each for each in CHAPTERS if each.number is None)


def test_the_numbers_run_without_a_gap_and_names_are_different():
    numbers = [each.number for each in CHAPTERS if each.number is not None]
    assert numbers == list(range(len(CHAPTERS) - 1)), "all but the short course have one"
    assert (SHORT.name, SHORT.lesson) == ("short_course", "short_course")
    assert len({each.name for each in CHAPTERS}) == len(CHAPTERS)
    assert all(each.title.strip() and each.about.strip() for each in CHAPTERS)
    assert [each.name for each in CHAPTERS if each.minutes] == [each.name for each in CHAPTERS if not each.core]


def test_every_chapter_that_is_not_planned_has_its_notebook_and_no_other_is_there():
    assert sorted(each.lesson for each in BUILT) == NAMES


@pytest.mark.parametrize("chapter", BUILT, ids=lambda each: each.name)
def test_a_chapter_has_its_name_in_every_room(chapter):
    rooms = [ROOT / "muscle_lib" / room / chapter.name for room in ("models", "figures")]
    assert [room.is_dir() for room in rooms] == [chapter.own_models] * 2
    assert (chapter.name in questions.chapters()) == chapter.asks


@pytest.mark.parametrize("chapter", BUILT, ids=lambda each: each.name)
def test_a_lesson_says_what_the_list_says(chapter):
    metadata = lesson(chapter.lesson).metadata
    assert (metadata["title"], metadata["claims"]) == (chapter.title, list(chapter.claims))
    says = core_and_further(chapter) if chapter.core else f"About {chapter.minutes or ''}"
    assert f"\n\n**{says}" in lesson(chapter.lesson).cells[0].source


@pytest.mark.parametrize("chapter", NUMBERED, ids=lambda each: each.name)
def test_the_core_is_45_to_50_minutes_of_whole_stations(chapter):
    """By the rule of tests/minutes.py, which docs/contributing.md tells."""
    assert 45 <= core_minutes(chapter.lesson, chapter.core) <= 50
    assert core_words(chapter.lesson, chapter.core) <= 1500
    assert chapter.core and set(chapter.core) <= set(stations(chapter.name))


@pytest.mark.parametrize("chapter", NUMBERED, ids=lambda each: each.name)
def test_the_short_plan_is_the_core_and_says_what_goes_wrong(chapter):
    assert [step["station"] for step in chapter.steps if "station" in step and "short" in step] == list(chapter.core)
    assert len(chapter.goes_wrong) >= 2


def test_the_marks_say_core_or_further_and_the_minutes_and_are_written_once():
    chapter = replace(NUMBERED[0], core=(1, 3))
    path = lesson(chapter.lesson).path
    made = with_marks(path.read_text(encoding="utf-8"), chapter)
    assert with_marks(made, chapter) == made
    cells = {cell["id"]: "".join(cell["source"]) for cell in json.loads(made)["cells"]}
    title, further = cells["title"], further_minutes(chapter.lesson, (1, 3))
    assert f"**A core of 50 minutes (stations 1 and 3), and {further} minutes further · first-year level" in title
    assert "run all" in title and long(chapter) == f"50 + {further}"
    for number, kind in enumerate(("Core", "Further", "Core", "Further", "Further"), start=1):
        told = f"*{kind} · about {minutes(chapter.lesson, number):.0f} minutes*"
        heading, none, mark, empty, *_ = cells[f"s{number}-case"].split("\n")
        assert heading.startswith(f"## Station {number} · ") and (none, mark, empty) == ("", told, "")
    other = with_marks(made, replace(chapter, core=(2,)))
    assert "**A core of 50 minutes (station 2), and" in other and other.count("*Core ·") == 1
    assert with_marks(made, replace(chapter, core=())) == made, "no core is chosen yet"
    assert words("## Station 1 · Why?\n\n*Core · about 15 minutes*\n\nTwo words.") == 2


def test_every_claim_has_a_lesson_and_every_lesson_names_known_claims():
    assert list(claims()) == [f"C{number:02d}" for number in range(1, 26)]
    assert all(about.strip() for about in claims().values())
    assert {tag for each in CHAPTERS for tag in each.claims} == set(claims())


@pytest.mark.parametrize(("path", "write"), [(README, readme), (START, start_page)], ids=["README", "the start page"])
def test_the_tables_are_up_to_date(path, write):
    text = path.read_text(encoding="utf-8")
    assert write(text) == text, f"{path.name} is out of date: python -m tests.chapters writes it anew"


def test_every_chapter_with_models_has_a_place_on_the_map():
    assert [each.name for each in BUILT if each.own_models and not each.map] == []
    places = [link["place"] for each in CHAPTERS for link in each.map]
    assert len(set(places)) == len(places)


def test_every_picture_of_the_drawn_map_has_its_chapter_and_every_chapter_its_picture():
    assert {link for each in CHAPTERS for link in each.links} == set(PLACES)
    assert [each.name for each in CHAPTERS if each.number and not each.links] == []
    assert {link for each in CHAPTERS for link in each.near} < set(PLACES)
    # Until the chapter about the whole chain is there, it has no place in it to be marked.
    assert all((WHOLE in each.links) == (each.name == "warning_signs") for each in CHAPTERS)


# ---------------------------------------------------------------- when to see a doctor

#: C24: what is an emergency is one in every chapter.
EMERGENCIES = ("chest pain", "irregular heartbeat", "breathing or swallowing", "weakness that grows",
               "drooping eyelids that come so fast", "loss of consciousness", "cannot be moved", "bladder or bowel",
               "stiff neck")


def test_every_sign_says_how_urgent_it_is_why_and_who_says_so():
    names = {each.name for each in CHAPTERS}
    for sign in warning_signs():
        assert sign.rank in (*RANKS, "rest"), sign.words
        assert sign.chapters == "all" or set(sign.chapters) <= names, sign.words
        assert all(text.strip() for text in (sign.words, sign.why, sign.source)), sign.words
        assert sign.words.endswith(".") == (sign.rank == "rest"), sign.words
    words = [sign.words for sign in warning_signs()]
    assert len(set(words)) == len(words), "one sign has one rank"


def test_the_cells_are_written_from_the_list():
    """A cell of text: it can be read without a kernel. So are the minutes of each station."""
    written = lessons()
    assert {path.stem for path, text in written.items() if '"id": "doctor"' in text} == {
        each.lesson for each in BUILT if lesson(each.lesson).metadata.get("illness")}
    assert {path.stem for path in written} == {each.lesson for each in ASKING}
    for path, made in written.items():
        advice = f"{path.name} is out of date: python -m tests.chapters writes it anew"
        assert path.read_text(encoding="utf-8") == made, advice
    assert all("These are general rules; they cannot examine you." in doctor(each.name) for each in BUILT)


@pytest.mark.parametrize("chapter", ASKING, ids=lambda each: each.name)
def test_the_six_emergencies_stand_in_every_chapter(chapter):
    emergency = doctor(chapter.name).partition("at once")[2].partition("\n\n**")[0].partition("See a doctor")[0]
    for sign in EMERGENCIES:
        assert sign in emergency


#: What points to the illnesses of the mystery muscle, and how soon somebody with it should be seen.
OF_ITS_OWN_CASES = {
    "emergency": ("drooping eyelids", "irregular heartbeat", "suddenly cannot be moved", "under an anaesthetic"),
    "today": ("tingling around the mouth",),
    "soon": ("drooping eyelids that for weeks have come with use", "stay stiff", "early in each effort",
             "walking distance", "cost you your sleep"),
    "rest": ("had malignant hyperthermia", "end by themselves"),
}


def test_chapter_7_names_the_signs_of_its_own_cases_and_what_a_calf_as_hard_as_wood_can_be():
    signs = [sign for sign in warning_signs() if sign.chapters == "all" or "letting_go" in sign.chapters]
    for rank, wanted in OF_ITS_OWN_CASES.items():
        words = " | ".join(sign.words for sign in signs if sign.rank == rank)
        assert [each for each in wanted if each not in words] == [], rank
    ranks = {word: {sign.rank for sign in signs if word in sign.words}
             for word in ("tense and hurts", "numbness between the legs", "a headache that gets worse", "poison",
                          "in the weeks after a wound", "dirty wound, if nobody is sure",
                          "like a cramp that stays")}
    assert ranks == {"tense and hurts": {"emergency"}, "numbness between the legs": {"emergency"},
                     "a headache that gets worse": {"emergency"}, "poison": {"emergency"},
                     "in the weeks after a wound": {"emergency"}, "dirty wound, if nobody is sure": {"today"},
                     "like a cramp that stays": {"today"}}
    # One sign is enough: “and” would make readers wait for all of them.
    assert not any(" and painful" in sign.words or "swollen, painful" in sign.words for sign in signs)


def test_chapter_8_names_a_strokes_signs_and_what_medicines_can_do():
    """Face, arm, speech and time, in one sign; and nobody stops a medicine because of the chapter."""
    signs = {sign.words: sign.rank for sign in warning_signs() if "nervous_system" in sign.chapters}
    (stroke,) = [words for words in signs if "signs of a stroke" in words]
    assert signs[stroke] == "emergency" and "even if they pass" in stroke and "sight" in stroke
    assert [part for part in ("face", "arm", "speech", "time") if part not in stroke] == []
    ranks = {word: {rank for words, rank in signs.items() if word in words}
             for word in ("fever, sweating or confusion", "injured spinal cord", "against sickness or psychosis",
                          "began with a new medicine", "in one task", "Do not stop or change a medicine")}
    assert list(ranks.values()) == [{"emergency"}, {"emergency"}, {"today"}, {"soon"}, {"soon"}, {"rest"}]


def test_what_goes_again_or_goes_on_is_not_ranked_too_low():
    """Sudden double vision that passes, vomiting that does not end, cramps after a wound, a foot that hurts at rest."""
    signs = {sign.key: sign for sign in warning_signs() if sign.chapters == "all" or "warning_signs" in sign.chapters}
    for key, rank, told in (("weakness_that_goes", "soon", "(new, sudden or lasting: an emergency)"),
                            ("stroke", "emergency", "even if they pass"), ("stroke", "emergency", "sight"),
                            ("drink_does_not_stay", "today", "if drink does not stay down"),
                            ("spasms_after_wound", "emergency", "in the weeks after a wound"),
                            ("foot_at_rest", "today", "a sore on the foot"),
                            ("swollen_in_pregnancy", "today", "sudden swelling"),
                            # Stairs that are hard since Tuesday do not wait for a week (the case “The stairs”) …
                            ("growing_weakness", "emergency", "within hours or days"),
                            ("weak_in_daily_things", "soon", "slowly, over weeks or months, in daily things"),
                            # … and who cannot move a leg that cramps need not call.
                            ("cannot_be_moved", "emergency", "cannot be moved, and not because it cramps")):
        assert signs[key].rank == rank and told in signs[key].words, key
    assert "vomiting" not in signs["new_medicine"].words
    order = [sign.key for sign in warning_signs()]
    assert order.index("stroke") == order.index("cannot_be_moved") + 1


@pytest.mark.parametrize("chapter", ASKING, ids=lambda each: each.name)
def test_the_lists_are_short_and_each_says_how_soon(chapter):
    cell = doctor(chapter.name)
    for part in cell.split("\n\n**")[1:]:
        # One more line is better than two signs in one line.
        assert part.count("\n- ") <= 12, part
    assert all(len(sign.words.split()) <= 25 for sign in warning_signs() if sign.rank != "rest")
    assert all(begins.startswith("**") for begins in RANKS.values()) and "within a week or two" in RANKS["soon"]
