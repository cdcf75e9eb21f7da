"""``mystery``: tests are paid for, results are told, an answer closes the case, and all of it is kept."""

from __future__ import annotations

import json

import pytest

from muscle_lib.models.letting_go import BLOCK_WORDS, BLOCKS, BUDGET, CAUSES, POINTS_TO, TESTS, Case, price, shortest
from muscle_lib.models.letting_go.bench import BY_KEY
from muscle_lib.widgets import lab_report, mystery
from muscle_lib.widgets.kept import kept_for
from muscle_lib.widgets.look import LIVE, RESULT, ROOT
from muscle_lib.widgets.mystery import _NUMBER
from tests.lessons import lesson
from tests.widgets.hands import words_of

KEYS = [test.key for test in TESTS]


def wrong(case: Case) -> str:
    return next(block for block in BLOCKS if block != case.cause.block)


def boxes(box):
    """A box and all boxes in it."""
    return [box, *(inner for child in getattr(box, "children", ()) for inner in boxes(child))]


@pytest.fixture
def board():
    return mystery(7)


# Ordering

def test_at_first_all_can_be_ordered_and_nothing_is_known(board):
    assert board.left == BUDGET
    assert not any(button.disabled for button in board._tests.values())
    assert "Case 7: order a test." in words_of(board._said)
    assert "Nothing has been ordered" in words_of(board._list)
    assert board._answer_said.value == ""
    assert all(cause.name not in words_of(shown) for cause in CAUSES for shown in (board._said, board._list))


def test_what_the_patient_tells_is_read_before_the_first_test_and_goes_with_the_case(board):
    assert Case(seed=7).cause.history in words_of(board._who)
    board._number.value = "8"
    assert Case(seed=8).cause.history in words_of(board._who)
    assert Case(seed=8).cause.history in words_of(board._repr_mimebundle_()["text/html"])


@pytest.mark.parametrize("test", TESTS, ids=lambda test: test.key)
def test_a_button_orders_its_test_and_the_result_is_a_sentence(board, test):
    board._tests[test.key].click()
    words = Case(seed=7).find(test.key).words
    assert words in words_of(board._said) and words in words_of(board._list)
    assert board.left == BUDGET - test.price
    assert f"Left: {board.left} coins." in words_of(board._said)
    assert f"{board.left} of {BUDGET} coins" in words_of(board._purse)
    assert board._tests[test.key].description == f"✓ {test.name} · {test.price}"
    # It can be pressed again, for nothing: a press that greys its own button leaves the keyboard nowhere.
    assert not board._tests[test.key].disabled
    board._tests[test.key].click()
    assert words in words_of(board._said) and board.left == BUDGET - test.price


def test_a_test_is_paid_for_once(board):
    assert board.order("EMG") == board.order("EMG")
    assert board.left == BUDGET - BY_KEY["EMG"].price
    assert words_of(board._list).count("EMG with a needle") == 1


def test_what_cannot_be_paid_cannot_be_ordered(board):
    for key in ("EMG", "block", "3 Hz"):
        board.order(key)
    assert board.left == 0 and all(button.disabled for key, button in board._tests.items() if key not in board._ordered)
    assert "costs 1 coin: too much" in board.order("strength")
    assert "too much" in words_of(board._said) and "Strength" not in words_of(board._list)


def test_whatever_is_ordered_the_purse_is_never_overdrawn(board):
    for key in KEYS:
        board.order(key)
        assert 0 <= board.left == BUDGET - price(board._ordered)
        affordable = {key for key in KEYS if key in board._ordered or BY_KEY[key].price <= board.left}
        assert {key for key, button in board._tests.items() if not button.disabled} == affordable


def test_a_mistyped_test_link_or_number_says_what_would_do(board):
    with pytest.raises(ValueError, match="Did you mean 'potassium'"):
        board.order("potasium")
    with pytest.raises(ValueError, match="Did you mean 'junction'"):
        board.answer("juntion", 75)
    with pytest.raises(ValueError, match="confidence"):
        board.answer("junction", 76)
    with pytest.raises(ValueError, match="Number of the case"):
        mystery(-3)
    assert board._verdict is None


# Answering

def test_an_answer_needs_a_link_and_a_confidence(board):
    board._decide.click()
    assert "Choose a link" in words_of(board._missing)
    board._block.value = "nerve"
    board._decide.click()
    assert "how sure you are" in words_of(board._missing)
    assert board._verdict is None and board._answer_said.value == ""
    board._sure.value = 95
    board._decide.click()
    assert board._verdict and board._missing.value == ""


def test_a_right_answer_is_told_with_the_cause_and_the_cheapest_way(board):
    case = Case(seed=7)
    board.order("strength")
    board._block.value, board._sure.value = case.cause.block, 95
    board._decide.click()
    said = words_of(board._answer_said)
    assert "ml-right" in board._answer_said.value and "Right, and you knew it. (+100 points)" in said
    assert f"It was: {case.cause.name}. Link: {case.cause.block}. {case.cause.what}" in said
    path = shortest(case.patient)
    assert f"settle it: {' and '.join(BY_KEY[key].name for key in path)}, for {price(path)} coins." in said
    assert "your tests (1 coin) left these links open:" in said


def test_a_wrong_answer_is_told_as_one_and_its_points_have_a_true_minus(board):
    words = board.answer(wrong(Case(seed=7)), 75)
    assert "ml-wrong" in words and "(−56 points)" in words_of(words)
    assert "without a test these links were open" in words_of(words)


def test_tests_that_settle_it_are_said_to_have_settled_it(board):
    for key in shortest(Case(seed=7).patient):
        board.order(key)
    assert f"left one link open: {Case(seed=7).cause.block}." in words_of(board.answer("control", 25))


def test_after_the_answer_the_case_is_closed(board):
    board.order("strength")
    said = board.answer(wrong(board.case), 50)
    assert all(button.disabled for button in board._tests.values())
    assert board._block.disabled and board._sure.disabled and board._decide.disabled
    assert board.order("calcium") == "The case is closed."
    assert board.answer(board.case.cause.block, 95) == said
    assert board.left == BUDGET - 1


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.name)
def test_every_illness_can_be_played_to_its_end(cause):
    board = mystery(next(seed for seed in range(300) if Case(seed=seed).cause is cause))
    for key in shortest(board.case.patient):
        board.order(key)
    said = words_of(board.answer(cause.block, 95))
    assert said.startswith("Right") and cause.name in said and f"open: {cause.block}." in said


@pytest.mark.parametrize("cause", [cause for cause in CAUSES if cause.urgent], ids=lambda cause: cause.name)
def test_a_verdict_says_after_the_points_what_cannot_wait_in_life(cause):
    board = mystery(next(seed for seed in range(300) if Case(seed=seed).cause is cause))
    said = words_of(board.answer(cause.block, 95))
    when = "is seen by a doctor today" if cause.name == "Low calcium (tetany)" else "is an emergency"
    assert f"(+100 points) In life this {when}: {cause.urgent} It was: {cause.name}." in said
    assert cause.urgent in words_of(lab_report("letting_go").write().read_text(encoding="utf-8"))


def test_what_points_to_each_link_is_not_shown_before_a_decision(board):
    signs = list(POINTS_TO.values())
    assert list(POINTS_TO) == list(BLOCKS) and board._signs.value == ""
    cells = [cell.source for cell in lesson("07_letting_go").cells]
    assert not any(sign in cell for sign in signs for cell in cells)
    board.answer("nerve", 50)
    assert all(sign in words_of(board._signs) for sign in signs)
    board._number.value = "8"
    assert board._signs.value == ""
    board._number.value = "7"
    assert signs[0] in words_of(board._signs)


def test_the_words_of_a_link_fit_on_one_line_beside_its_button():
    assert max(len(words) for words in BLOCK_WORDS.values()) <= 40


# Other cases

def test_the_number_field_takes_up_another_case_and_comes_back(board):
    board.order("strength")
    board._number.value = "8"
    assert board.case == Case(seed=8) and board.left == BUDGET
    assert "Case 8" in words_of(board._said) and "Nothing has been ordered" in words_of(board._list)
    assert board._block.value is None and not board._decide.disabled
    board.order("calcium")
    board.answer("energy", 25)
    board._number.value = "7"
    assert board._ordered == ["strength"] and not board._decide.disabled and board._answer_said.value == ""
    board._number.value = "8"
    assert board._ordered == ["calcium"] and board._decide.disabled and "It was" in words_of(board._answer_said)


@pytest.mark.parametrize("typed", ["123456", "−1", "2.5", "eight", ""])
def test_a_number_that_is_no_case_is_explained_and_the_case_stays(board, typed):
    board._number.value = typed
    assert board.case.seed == 7 and board._number.value == "7"
    said = words_of(board._said)
    assert f"“{typed}” is no case" in said and f"{_NUMBER.low} to {_NUMBER.high}" in said and "Case 7 is still" in said
    assert "seed" not in said, "a word of the code"


def test_the_same_number_tells_the_whole_class_the_same():
    one, other = mystery(31), mystery(31, key="elsewhere.mystery")
    assert [one.order(key) for key in KEYS[:4]] == [other.order(key) for key in KEYS[:4]]


# Kept

def test_what_was_ordered_and_answered_survives_a_restart(board):
    board.order("strength")
    board.order("potassium")
    again = mystery(7)
    assert again._ordered == ["strength", "potassium"] and again.left == BUDGET - 2
    said = board.answer("membrane", 50)
    third = mystery(7)
    assert third._answer_said.value == said and third._decide.disabled


def test_the_case_that_was_open_is_open_again_unless_the_cell_asks_for_another(board):
    board._number.value = "12"
    assert mystery(7).case.seed == 12
    assert mystery(9).case.seed == 9
    board._number.value = "7"
    assert mystery(7).case.seed == 7


def test_a_kept_case_that_cannot_be_is_no_reason_to_fail(board):
    board.order("strength")
    board.answer("nerve", 50)
    kept = kept_for("letting_go.mystery")
    entry = kept.get("mystery", "letting_go.mystery#7")
    kept.put("mystery", "letting_go.mystery#7", entry | {
        "ordered": ["horoscope", "EMG", "EMG", "block", "3 Hz", "strength"], "block": "soul", "confidence": 101})
    again = mystery(7)
    assert again._ordered == ["EMG", "block", "3 Hz"] and again.left == 0
    assert again._verdict is None and not again._decide.disabled
    kept.put("mystery", "letting_go.mystery#7", entry | {"seed": 123456})
    assert mystery(7).case.seed == 7


@pytest.mark.parametrize("broken", [{"ordered": [3]}, {"results": "all"}, {"seed": "7"}, {"reveal": None}], ids=str)
def test_a_file_in_which_a_case_is_damaged_is_put_aside_and_said_so(board, broken):
    board.order("strength")
    path = kept_for("letting_go.mystery").path
    content = json.loads(path.read_text(encoding="utf-8"))
    content["mystery"]["letting_go.mystery#7"] |= broken
    path.write_text(json.dumps(content), encoding="utf-8")
    again = mystery(7)
    assert again.left == BUDGET and "damaged" in words_of(again._said)


def test_a_file_without_any_case_is_read(board):
    path = kept_for("letting_go.mystery").path
    path.write_text('{"muscle_lab": 2, "note": {"a.b": {"prompt": "?", "text": "!"}}}', encoding="utf-8")
    assert mystery(7)._kept.problem == ""
    assert kept_for("letting_go.mystery").get("note", "a.b")["text"] == "!"


def test_it_goes_into_the_lab_report_with_tests_answer_and_truth(board):
    board.order("strength")
    board.order("potassium")
    board.answer(wrong(board.case), 95)
    board._number.value = "8"
    board.order("calcium")
    board._number.value = "9"
    page = lab_report("letting_go").write().read_text(encoding="utf-8")
    words = words_of(page)
    assert "Mystery muscles" in words and "Case 7" in words and Case(seed=7).find("strength").words in words
    assert "95 % sure (wrong)" in words and f"It was: {Case(seed=7).cause.name}." in words
    assert "Case 8" in words and "Not answered." in words and Case(seed=8).cause.name not in words
    assert "Case 9" not in words, "nothing was done in it"


# For everybody

def test_results_and_verdict_stand_where_they_are_read_out(board):
    assert ROOT in board._dom_classes
    assert LIVE in board._said._dom_classes and LIVE in board._missing._dom_classes
    # The focus goes to the verdict, and reads it out: a live region would do so once more.
    assert RESULT in board._answer_said._dom_classes and LIVE not in board._answer_said._dom_classes
    named = [box for box in boxes(board.children[1]) if any(name.startswith("ml-names-") for name in box._dom_classes)]
    # The number field, the links and the confidences get their names from the words beside them.
    assert [words_of(box.children[0]) for box in named] == [
        "Case number:", "The link that failed", "How sure are you?"]
    assert all("data-names=" in box.children[0].value for box in named)
    assert all(button.tooltip for button in board._tests.values())


def test_on_paper_there_are_all_results_to_uncover_and_not_the_answer(board):
    bundle = board._repr_mimebundle_()
    words = words_of(bundle["text/html"])
    assert "case 7" in bundle["text/plain"]
    assert f"You have {BUDGET} coins" in words and "Cover the last column" in words
    assert all(test.name in words and Case(seed=7).find(test.key).words in words for test in TESTS)
    assert not any(cause.name in words or cause.what in words for cause in CAUSES)
