"""``evidence``: findings are weighed one by one; a verdict comes only after the student's own."""

from __future__ import annotations

import pytest

from muscle_lib.widgets import evidence, lab_report
from muscle_lib.widgets.kept import kept_for
from tests.widgets.hands import words_of

pytestmark = pytest.mark.usefixtures("wave_questions")


@pytest.fixture
def board():
    return evidence("wave.salt")


def buttons(board) -> dict:
    row = board.children[1].children[3]
    return {button.description: button for button in (*row.children[0].children, row.children[1])}


def test_at_first_there_is_a_finding_and_no_verdict(board):
    assert "Finding 1 of 3. Lakes & ponds have waves." in words_of(board._finding)
    assert board._board.value == board._said.value == ""
    assert "against" not in words_of(board._finding)


def test_weighing_shows_the_verdict_the_strength_and_the_next_finding(board):
    buttons(board)["Speaks against it"].click()
    assert ("So it is usually read: “Lakes & ponds have waves.” They are <fresh>. Strength: seen by all."
            in words_of(board._said))
    assert "ml-right" in board._said.value
    assert "Finding 2 of 3" in words_of(board._finding)
    assert "0 for, 1 against, 0 that decide nothing" in words_of(board._board)


def test_another_reading_is_told_what_the_usual_one_is(board):
    words = board.answer("for")
    assert "It is usually read otherwise (Speaks against it):" in words
    assert "ml-wrong" in words


def test_where_two_readings_are_fair_both_are_right(board):
    board.answer("against")
    words = board.answer("for")
    assert "ml-right" in words and "So it can be read, too:" in words


def test_at_the_end_the_whole_board_stands_and_nothing_more_can_be_weighed(board):
    for account in ("against", "neither", "against"):
        board.answer(account)
    assert board.left == 0
    assert "1 for, 1 against, 1 that decide nothing" in words_of(board._board)
    for why in ("They are <fresh>.", "Nothing to compare with.", "Once."):
        assert why in words_of(board._board)
    assert all(buttons(board)[name].disabled for name in ("Speaks for it", "Speaks against it", "Decides nothing"))
    said = board._said.value
    assert board.answer("for") == said
    assert "All findings are weighed" in words_of(board._finding)


def test_what_was_weighed_is_kept_and_goes_into_the_report(board):
    board.answer("against")
    board.answer("against")
    entries = kept_for("wave.salt").all("ask")
    assert [entry["right"] for entry in entries.values()] == [True, False]
    assert entries["wave.salt#1"]["question"] == "A 1990: Lakes & ponds have waves."
    page = words_of(lab_report("wave").write().read_text(encoding="utf-8"))
    assert "The evidence: “Waves need <salt>.”" in page
    assert ("A 1990: Lakes & ponds have waves. Speaks against it as it is usually read Speaks against it. They are "
            "<fresh>." in page)
    assert ("B 1991: The sea has them. Speaks against it usually read otherwise Decides nothing. Nothing to compare "
            "with." in page)
    assert "Findings weighed 2, 1 of them as they are usually read" in page
    again = evidence("wave.salt")
    assert again.left == 1
    assert "Finding 3 of 3" in words_of(again._finding)


def test_a_kept_answer_that_cannot_be_is_no_reason_to_fail(board):
    board.answer("against")
    kept = kept_for("wave.salt")
    kept.put("ask", "wave.salt#1", kept.get("ask", "wave.salt#1") | {"given": 99})
    assert evidence("wave.salt").left == 2


def test_show_all_is_for_a_projector_and_answers_nothing(board):
    board.show_all()
    assert "1 for, 1 against, 1 that decide nothing" in words_of(board._board)
    assert kept_for("wave.salt").all("ask") == {}
    assert board.left == 3


def test_after_show_all_nothing_is_asked_until_it_is_pressed_again(board):
    board.answer("against")
    show, others = buttons(board)["Show all"], [each for name, each in buttons(board).items() if name != "Show all"]
    show.value = True
    assert words_of(board._finding).startswith("All 3 findings are on the board; 1 of them you have weighed.")
    assert "Finding 2" not in words_of(board._finding) and board._said.value == ""
    assert all(each.disabled for each in others)
    board.answer("for")
    assert board.left == 2
    show.value = False
    assert "Finding 2 of 3" in words_of(board._finding)
    assert not any(each.disabled for each in others)
    assert "0 for, 1 against, 0 that decide nothing" in words_of(board._board)


def test_what_is_said_of_one_finding_names_it_and_never_stands_under_the_next(board):
    board.answer("neither")
    parts = list(board.children[1].children)
    assert parts.index(board._said) < parts.index(board._finding)
    assert "Lakes & ponds have waves." in words_of(board._said)
    assert "The sea has them." in words_of(board._finding)


def test_on_paper_there_is_the_whole_board_escaped(board):
    bundle = board._repr_mimebundle_()
    assert bundle["text/plain"] == "Waves need <salt>."
    assert "Waves need &lt;salt&gt;." in bundle["text/html"]
    assert "Lakes &amp; ponds" in bundle["text/html"] and "<th>Strength</th>" in bundle["text/html"]
