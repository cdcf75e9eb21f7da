"""``triage``: one case after another is decided, explained and kept; at the end there is a table, and no mark."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import replace

import pytest

from muscle_lib.chapters import chapters
from muscle_lib.figures.drawings.body import PLACES, in_words
from muscle_lib.figures.drawings.chain import NAMES
from muscle_lib.questions import cases_of, kind_of
from muscle_lib.triage import RANKS, cases, in_order, taken, weight
from muscle_lib.widgets import kept, lab_report, triage
from muscle_lib.widgets.decided import Decision, counted, ranked, signed, table
from muscle_lib.widgets.kept import kept_for
from muscle_lib.widgets.look import LIVE, RESULT, ROOT
from muscle_lib.widgets.progress import state
from muscle_lib.widgets.triage import Triage, marked, verdict
from tests.lessons import lesson
from tests.widgets.hands import words_of

KEY = "warning_signs.t1"
CASES = cases()
ORDER = list(RANKS)


@pytest.fixture
def trainer() -> Triage:
    return triage(KEY, seed=7)


@pytest.fixture
def change_list(monkeypatch):
    """Let there be another list of cases."""
    def change(others):
        for module in ("muscle_lib.triage", "muscle_lib.widgets.triage"):
            monkeypatch.setattr(sys.modules[module], "cases", lambda: tuple(others))

    return change


def decide_all(trainer: Triage, how=lambda case: case.rank) -> None:
    """From where it stands to the end."""
    trainer.begin()
    while trainer.case:
        trainer.decide(how(trainer.case))
        trainer.go_on()


def seen(trainer: Triage) -> str:
    """All that is read in the card now."""
    return " ".join(words_of(box) for box in boxes(trainer._card) if hasattr(box, "value") and box.value
                    and isinstance(box.value, str))


def boxes(box):
    return [box, *(inner for child in getattr(box, "children", ()) for inner in boxes(child))]


# The beginning

def test_the_weights_are_seen_before_the_first_case_and_no_case_is(trainer):
    words = seen(trainer)
    assert "right +2" in words and "over-called: sooner than needed −1" in words
    assert "missed: too late, for each rank −3" in words and "missed: an emergency sent home −10" in words
    assert "in life nearly all cramps are harmless" in words and "“When to see a doctor”, at the end" in words
    assert "your local emergency number (112, 911, 999, …)" in words and "not for judging a real person" in words
    assert not any(case.story in words or case.tells in words for case in CASES)
    trainer._begin.click()
    assert trainer.order[0].story in seen(trainer) and "weighs" not in seen(trainer)


def test_the_same_number_gives_a_class_the_same_order_and_another_one_another():
    one, other = triage(KEY, seed=3), triage("elsewhere.t1", seed=3)
    assert one.order == other.order == in_order(3)
    assert {case.key for case in one.order} == {case.key for case in CASES}
    assert len({tuple(case.key for case in in_order(seed)) for seed in range(20)}) > 3
    assert one._number.value == "3"


def test_the_number_of_the_order_can_be_typed_before_the_first_case(trainer):
    trainer._number.value = "12"
    assert trainer.order == in_order(12) and "Order 12." in words_of(trainer._said)
    trainer.begin()
    assert "(order 12)" in seen(trainer) and trainer._number not in boxes(trainer._card)


@pytest.mark.parametrize("typed", ["100000", "-1", "2.5", "eight", "", "1,234", "1e400"])
def test_what_is_no_order_is_explained_and_the_order_stays(trainer, typed):
    trainer._number.value = typed
    assert trainer.seed == 7 and trainer._number.value == "7"
    assert f"“{typed}” is no order" in words_of(trainer._said) and "still order 7" in words_of(trainer._said)


@pytest.mark.parametrize("seed", [-1, 100_000, 2.5, "7", True, None])
def test_a_wrong_order_in_the_cell_says_what_would_do(seed):
    with pytest.raises(ValueError, match="whole number from 0 to 99999"):
        triage(KEY, seed=seed)


# A case

@pytest.mark.parametrize("rank", RANKS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.key)
def test_every_case_can_be_given_every_rank_and_is_explained(case, rank):
    trainer = triage(KEY)
    trainer.begin()
    while trainer.case.key != case.key:
        trainer.decide("today")
        trainer.go_on()
    assert case.story in seen(trainer) and case.tells not in seen(trainer)
    trainer._radios.buttons.value = rank
    trainer._decide.click()
    said, too_low = words_of(trainer._verdict), ORDER.index(case.rank) - ORDER.index(rank)
    begins = ("Right:" if too_low == 0 else "Over-called:" if too_low < 0 else
              "An emergency is missed:" if case.rank == "emergency" else "Missed:")
    assert said.startswith(begins) and f"({signed(weight(rank, case.rank))})" in said
    assert ("ml-right" in trainer._verdict.value) == (rank == case.rank)
    # A missed emergency looks graver than a call in vain.
    assert ("ml-grave" in trainer._verdict.value) == begins.startswith("An emergency")
    assert [value for words, value in trainer._radios.buttons.options if "← right" in words] == [case.rank]
    assert trainer._radios.buttons.value == rank
    assert ranked(case.rank) in said and (rank == case.rank or f"you said {ranked(rank)}" in said)
    link = NAMES.get(case.link, "outside the chain")
    for told in (case.tells, link, case.why, case.missed, case.change):
        assert told.replace("*", "") in said
    # How we saw a source is our bookkeeping; what is named first is always told.
    assert case.source.split(",")[0] in said and not re.search(r"\(read|as quoted at|\(\)", said)
    assert ("local emergency number" in said) == (case.rank == "emergency")
    assert kept_for(KEY).get("triage", f"{KEY}#{case.key}")["given"] == rank


@pytest.mark.parametrize("case", [case for case in CASES if case.chapter], ids=lambda case: case.key)
def test_the_link_leads_to_the_station_where_it_was_seen_to_fail(case):
    chapter = next(each for each in chapters() if each.name == case.chapter)
    (href,) = re.findall(r'href="([^"#]+(?:#[^"]*)?)" target', verdict(case, "soon").split("Source:")[0])
    name, _, at = href.partition(".ipynb")
    assert name == chapter.lesson and f"chapter {chapter.number}" in words_of(verdict(case, "soon"))
    if case.station:
        there = lesson(name)
        heading = there.cells[[cell.id for cell in there.cells].index(at.removeprefix("#cell-id="))].source
        assert f"## Station {case.station} " in heading


def test_in_the_short_course_it_is_the_station_of_the_short_course():
    """Nobody there has seen a chapter. Each station stands before the trainer's."""
    key = "short_course.t1"
    found = {each.key: re.findall(r"seen in (.*?)\.", words_of(verdict(each, "soon", key))) for each in taken(key)}
    assert found == {"extra_time": ["station 6 of this lesson"], "the_accounts": ["station 5 of this lesson"],
                     "the_stairs": ["station 4 of this lesson"], "lunge": []}
    assert "seen in chapter" in words_of(verdict(taken(key)[0], "soon", KEY))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.key)
def test_the_body_shows_where_it_is_and_says_so(case):
    now = marked(case)
    places = [place for kind in (now.pain, now.other, now.weak, now.numb) for place in kind]
    assert places and set(places) <= set(PLACES)
    trainer = triage(KEY)
    trainer.begin()
    while trainer.case.key != case.key:
        trainer.decide("rest")
        trainer.go_on()
    (words,) = re.findall(r'<img alt="([^"]*)"', trainer._body.value)
    assert words == in_words(now) and all(PLACES[place].words in words for place in places)


def test_nothing_is_decided_before_something_is_picked_and_only_once(trainer):
    trainer.begin()
    trainer._decide.click()
    assert "Choose one of the four first." in words_of(trainer._missing) and trainer._verdict.value == ""
    assert kept_for(KEY).all("triage") == {}
    said = trainer.decide("rest")
    assert trainer._decide.disabled and trainer._radios.buttons.disabled and trainer._missing.value == ""
    assert trainer.decide("emergency") == said
    assert [entry["given"] for entry in kept_for(KEY).all("triage").values()] == ["rest"]


def test_a_mistyped_rank_says_what_would_do(trainer):
    trainer.begin()
    with pytest.raises(ValueError, match="Did you mean 'emergency'"):
        trainer.decide("emergancy")
    assert kept_for(KEY).all("triage") == {}


def test_the_next_case_asks_anew(trainer):
    trainer.begin()
    trainer.decide("today")
    assert trainer._next.description == "Next case"
    trainer._next.click()
    assert trainer.case == trainer.order[1] and f"Case 2 of {len(CASES)}" in seen(trainer)
    assert trainer._verdict.value == "" and trainer._radios.buttons.value is None
    assert not any("right" in words for words, _ in trainer._radios.buttons.options)
    assert not trainer._radios.buttons.disabled and not trainer._decide.disabled
    assert trainer._next not in boxes(trainer._card)


def test_what_was_decided_so_far_can_be_opened_at_any_time(trainer):
    trainer.begin()
    assert trainer._so_far.value == ""
    trainer.decide("today")
    trainer.go_on()
    assert words_of(trainer._so_far).startswith(counted(trainer.decisions)) and "<summary>" in trainer._so_far.value


# The end

def test_at_the_end_is_a_table_of_decisions_and_no_mark(trainer):
    decide_all(trainer, lambda case: "today")
    words, decided = seen(trainer), trainer.decisions
    assert [each.case for each in decided] == [case.key for case in trainer.order]
    counts = {kind: sum(each.kind == kind for each in decided) for kind in ("right", "missed", "over-called")}
    assert counts["missed"] == sum(case.rank == "emergency" for case in CASES)
    assert counts["over-called"] == sum(case.rank in ("rest", "soon") for case in CASES)
    assert (f"{len(CASES)} decided: {counts['right']} right, {counts['missed']} missed, "
            f"{counts['over-called']} over-called.") in words
    total = sum(weight("today", case.rank) for case in CASES)
    assert f"Your decisions weigh {signed(total)}" in words and "not a mark" in words
    assert "in life nearly all cramps are harmless" in words
    assert all(case.tells in words for case in CASES), "each can be opened again"


def test_the_end_comes_after_the_last_case(trainer):
    trainer.begin()
    for case in trainer.order:
        assert trainer.case == case
        trainer.decide(case.rank)
        assert (trainer._next.description == "Show all my decisions") == (case == trainer.order[-1])
        trainer._next.click()
    assert trainer.case is None and trainer.decide("rest") == ""
    assert f"{len(CASES)} right, 0 missed, 0 over-called" in seen(trainer)


def test_each_decision_stands_in_its_place_of_the_table():
    decided = [Decision(1, "a", "A.", "rest", "emergency", "!"),
               Decision(2, "breakfast", "B.", "rest", "emergency", "!"),
               Decision(3, "the_belt", "C.", "soon", "soon", "!"), Decision(4, "d", "D.", "emergency", "rest", "!")]
    head, *rows = re.findall(r"<tr>(.*?)</tr>", table(decided))
    assert re.findall(r"<th[^>]*>(.*?)</th>", head)[1:] == [ranked(rank) for rank in RANKS]
    assert [re.findall("<td( style)?", row).index(" style") for row in rows] == [0, 1, 2, 3], "framed: the diagonal"
    cells = {rank: [words_of(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)]
             for rank, row in zip(RANKS, rows, strict=True)}
    assert cells == {"rest": ["–", "–", "–", "1 over-called (4)"],
                     "soon": ["–", "1 right (3 The belt)", "–", "–"],
                     "today": ["–"] * 4, "emergency": ["2 missed (1, 2 Breakfast)", "–", "–", "–"]}
    assert counted(decided) == "4 decided: 1 right, 2 missed, 1 over-called"


def test_pairs_for_the_debriefing_are_named_once_by_their_numbers(trainer):
    decide_all(trainer)
    numbers = {each.case: each.number for each in trainer.decisions}
    words = seen(trainer)
    pairs = {frozenset((case.key, case.pair)) for case in CASES if case.pair}
    assert pairs
    for pair in pairs:
        # The one of which the reason tells first comes first.
        one, other = (each for each in CASES if each.key in pair)
        told = " and ".join(f"{numbers[each.key]} ({each.title})" for each in (one, other))
        assert words.count(f"Cases {told}: {one.pair_why}") == 1


# Kept

def test_one_can_stop_and_go_on_where_one_was(trainer):
    trainer._number.value = "12"
    trainer.begin()
    for rank in ("rest", "soon"):
        trainer.decide(rank)
        trainer.go_on()
    again = triage(KEY, seed=7)
    assert again.seed == 12, "the order in which it was begun"
    assert again.case == in_order(12)[2] and in_order(12)[2].story in seen(again)
    assert [each.given for each in again.decisions] == ["rest", "soon"]
    decide_all(again)
    assert triage(KEY).case is None and "decided:" in seen(triage(KEY))


def test_after_the_list_has_changed_what_is_still_on_it_stays(trainer, change_list):
    trainer.begin()
    gone, stays = trainer.order[:2]
    for _ in range(2):
        trainer.decide("emergency")
        trainer.go_on()
    change_list([replace(case, rank="rest") for case in CASES if case != gone])
    again = triage(KEY)
    assert [(each.case, each.given, each.right) for each in again.decisions] == [(stays.key, "emergency", "rest")]
    assert again.decisions[0].number == [case.key for case in in_order(7)].index(stays.key) + 1
    assert again.case and again.case.key not in (gone.key, stays.key)
    assert state(KEY, kept_for(KEY).everything()) == "begun"
    assert f"{KEY}#{gone.key}" in kept_for(KEY).all("triage"), "nothing is thrown away"


def test_a_new_case_on_the_list_is_asked_after_all(trainer, change_list):
    change_list(CASES[:-1])
    first = triage(KEY)
    decide_all(first)
    assert first.case is None and state(KEY, kept_for(KEY).everything()) == "done"
    change_list(CASES)
    again = triage(KEY)
    assert again.case == CASES[-1] and state(KEY, kept_for(KEY).everything()) == "begun"


@pytest.mark.parametrize("broken", [{"given": "perhaps"}, {"right": "never"}, {"case": "nobody"}], ids=str)
def test_a_kept_decision_that_cannot_be_is_no_reason_to_fail(trainer, broken):
    trainer.begin()
    trainer.decide("rest")
    own = kept_for(KEY)
    (key,) = own.all("triage")
    own.put("triage", key, own.get("triage", key) | broken)
    assert triage(KEY).decisions == []
    lab_report("warning_signs").write()


def test_an_order_that_cannot_be_is_not_taken_from_a_file(trainer):
    trainer.begin()
    trainer.decide("rest")
    own = kept_for(KEY)
    (key,) = own.all("triage")
    own.put("triage", key, own.get("triage", key) | {"seed": 10 ** 9})
    assert triage(KEY, seed=5).seed == 5


def test_a_decision_under_a_key_that_we_never_write_is_told_in_the_report_all_the_same(trainer):
    trainer.begin()
    trainer.decide("rest")
    own = kept_for(KEY)
    own.put("triage", KEY, next(iter(own.all("triage").values())))
    page = lab_report("warning_signs").write().read_text(encoding="utf-8")
    assert "The red-flag trainer: 2 decided" in words_of(page)


@pytest.mark.parametrize("broken", [{"number": "1"}, {"given": None}, {"story": 3}], ids=str)
def test_a_file_in_which_a_decision_is_damaged_is_put_aside_and_said_so(trainer, broken):
    trainer.begin()
    trainer.decide("rest")
    path = kept_for(KEY).path
    content = json.loads(path.read_text(encoding="utf-8"))
    (entry,) = content["triage"].values()
    entry |= broken
    path.write_text(json.dumps(content), encoding="utf-8")
    kept._memory.cache_clear()  # another kernel
    again = triage(KEY)
    assert again.decisions == [] and "damaged" in words_of(again._said)


def test_two_in_one_lesson_are_apart(trainer):
    trainer.begin()
    trainer.decide("rest")
    assert triage("warning_signs.t2").decisions == []


def test_it_goes_into_the_report_as_a_table_of_decisions(trainer):
    trainer.begin()
    for rank in ("rest", "emergency"):
        trainer.decide(rank)
        trainer.go_on()
    words = words_of(lab_report("warning_signs").write().read_text(encoding="utf-8"))
    told = counted(trainer.decisions)
    assert f"The red-flag trainer: {told}" in words and f"Red-flag trainer {told}" in words
    for each in trainer.decisions:
        told = f"{each.story} {ranked(each.given)} {ranked(each.right)} ({each.kind})"
        its = next(one for one in CASES if one.key == each.case)
        assert f"{its.title}, age {its.age}. {told}" in words
        assert each.tells in words
    assert "not a mark" in words and "(order 7)" in words
    assert "not for judging a real person" in words and "local emergency number (112, 911, 999, …)" in words
    assert not any(each.story in words for each in trainer.order[2:]), "what was not decided stays untold"


def test_for_the_bar_it_is_one_task_begun_with_the_first_case_and_done_with_the_last(trainer):
    assert kind_of(KEY) == "triage" and state(KEY, kept_for(KEY).everything()) == "left"
    trainer.begin()
    for _ in trainer.order:
        trainer.decide("rest")
        trainer.go_on()
        left = trainer.case is not None
        assert state(KEY, kept_for(KEY).everything()) == ("begun" if left else "done")


# For everybody

def test_story_and_verdict_stand_where_they_are_read_out(trainer):
    assert ROOT in trainer._dom_classes
    assert RESULT in trainer._story._dom_classes and RESULT in trainer._verdict._dom_classes
    assert LIVE in trainer._missing._dom_classes and LIVE in trainer._said._dom_classes
    trainer.begin()
    trainer.decide("rest")
    assert trainer._card.children[0] is trainer._story, "where the focus goes when a button is gone"
    inner = list(trainer._side.children)
    # The focus goes on to the first such text behind the button that has greyed itself.
    assert inner.index(trainer._decide) < inner.index(trainer._verdict) < inner.index(trainer._next)
    assert trainer._radios._asked == "How soon does this person need help?"
    assert "ml-names-choices" in trainer._radios._dom_classes


def test_every_rank_has_words_and_a_mark_of_its_own(trainer):
    shown = [words for words, _ in trainer._radios.buttons.options]
    assert shown == [f"{rank.mark} {rank.words}" for rank in RANKS.values()]
    assert len({rank.mark for rank in RANKS.values()}) == 4


def test_on_paper_there_are_all_stories_with_a_line_each_and_no_answer(trainer):
    bundle = trainer._repr_mimebundle_()
    words = words_of(bundle["text/html"])
    assert [case.key for case in in_order(7)] == sorted(
        (case.key for case in CASES), key=lambda key: words.index(next(c.story for c in CASES if c.key == key)))
    assert words.count("Rank: ____") == len(CASES) and all(ranked(rank) in words for rank in RANKS)
    assert not any(case.tells in words or case.missed in words for case in CASES)
    assert bundle["text/plain"] == f"How soon does this person need help? {len(CASES)} cases."


# A lesson that takes only some of the cases

def test_a_lesson_can_take_some_of_the_cases():
    """Its questions name them: the trainer asks no others, counts them, and is done with them."""
    short = triage("short_course.t1")
    assert {each.key for each in short.order} == set(cases_of("short_course.t1")) and len(short.order) == 4
    assert "4 people:" in seen(short) and short._repr_mimebundle_()["text/html"].count("<li>") == 4
    short.begin()
    assert "Case 1 of 4" in seen(short)
    decide_all(short)
    assert "4 decided: 4 right" in seen(short)
    assert state("short_course.t1", short._kept.everything()) == "done"
    assert triage("short_course.t1").decisions == short.decisions, "and after a restart, too"
    # The other trainer is another one, with all of them.
    assert state(KEY, short._kept.everything()) == "left" and len(triage(KEY).order) == len(CASES)
