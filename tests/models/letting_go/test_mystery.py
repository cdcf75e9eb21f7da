"""The mystery muscle: the same for a whole class, solvable within the purse, and not by one cheap test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import combinations

import pytest

from muscle_lib.models.letting_go import (
    BLOCKS,
    BUDGET,
    CAUSES,
    TESTS,
    Case,
    CONFIDENCES_percent,
    Patient,
    finding,
    judge,
    price,
    shortest,
)
from muscle_lib.models.letting_go.mystery import blocks_left, possible, settles

KEYS = [test.key for test in TESTS]
EVERYBODY = [(cause, patient) for cause in CAUSES for patient in cause.patients]


def solve(find: Callable[[str], str]) -> str:
    """A student who thinks: orders one test after the other, and names the link of the chain.

    It knows what the links do, and nothing of the list of illnesses.
    """
    if find("strength") == "weak":
        # The impulse is lost on its way: from the blood to the nerve.
        if find("potassium") != "normal":
            return "membrane"
        # Small and steady: the junctions do their work, and there are too few motor neurons.
        return {"normal": "nerve", "small but steady": "control"}.get(find("3 Hz"), "junction")
    if find("fast stretch") != "normal":
        return "control"
    relaxation = find("relaxation")
    if relaxation == "stiff at rest":
        return "calcium"
    stretched = find("stretch")
    stiff = stretched != "normal"
    if relaxation == "slow":
        # Stiff after a hold as well: something goes on firing. If not, the calcium only goes back slowly.
        return "membrane" if stiff else "calcium"
    if stretched == "gives way":
        # A reflex lets go at once; fibres that fire by themselves do not hear of it.
        return "control"
    if stiff:
        return "energy" if find("lactate") == "flat" else "membrane"
    if find("calcium") == "low":
        return "nerve"
    if find("to and fro") != "normal":
        return "control"
    return "energy" if find("work") == "fades" else "junction"


@pytest.mark.parametrize(("cause", "patient"), EVERYBODY, ids=lambda thing: getattr(thing, "name", ""))
def test_a_thinking_student_solves_every_case_within_the_purse(cause, patient):
    bought: list[str] = []

    def find(key: str) -> str:
        bought.append(key)
        return finding(patient, key).sign

    assert solve(find) == cause.block
    assert price(bought) <= BUDGET, bought


@pytest.mark.parametrize(("cause", "patient"), EVERYBODY, ids=lambda thing: getattr(thing, "name", ""))
def test_the_shortest_path_settles_the_case_and_no_cheaper_one_does(cause, patient):
    path = shortest(patient)
    signs = {key: finding(patient, key).sign for key in path}
    assert blocks_left(signs) == (cause.block,) and cause in possible(signs)
    assert 0 < price(path) <= BUDGET
    cheaper = [some for count in (1, 2, 3) for some in combinations(KEYS, count) if price(some) < price(path)]
    assert not any(settles(patient, some) for some in cheaper)


def test_no_single_test_settles_all_and_no_cheap_one_half_of_them():
    settled = {key: [cause.name for cause in CAUSES if settles(cause.patients[0], [key])] for key in KEYS}
    assert all(len(names) < len(CAUSES) / 2 for names in settled.values()), settled
    assert all(len(settled[test.key]) <= len(CAUSES) / 4 for test in TESTS if test.price == 1), settled


def test_what_the_lesson_says_of_the_first_cut_is_so():
    """Notebook 07: what weakness leaves out, what normal strength leaves open, and who does not let go."""
    assert blocks_left({"strength": "weak"}) == ("nerve", "junction", "membrane", "control")
    assert blocks_left({"strength": "normal"}) == BLOCKS
    assert blocks_left({"strength": "normal", "hold": "stays stiff"}) == ("membrane", "calcium", "energy", "control")
    assert blocks_left({"work": "fades"}) == ("energy",)
    assert blocks_left({"strength": "normal", "tap": "irritable"}) == ("nerve",)
    assert all(blocks_left({"fast stretch": sign}) == ("control",) for sign in ("answers", "goes on"))


def test_the_purse_is_too_small_for_everything():
    assert BUDGET < price(KEYS) / 2


def test_the_same_number_is_the_same_case_and_all_causes_come():
    assert all(Case(seed=seed).patient == Case(seed=seed).patient for seed in range(50))
    drawn = Counter(Case(seed=seed).cause.name for seed in range(1000))
    assert set(drawn) == {cause.name for cause in CAUSES}
    assert max(drawn.values()) < 3 * min(drawn.values())
    assert {Case(seed=seed).patient for seed in range(1000)} == {patient for _, patient in EVERYBODY}


def test_the_first_numbers_are_different_illnesses_that_people_have():
    """A class takes number 1, and its groups the next ones: no toy, and nobody's case twice."""
    first = [Case(seed=seed).cause for seed in range(1, 9)]
    assert len({cause.name for cause in first}) == len(first)
    assert not any("toy" in cause.name for cause in first) and Case().seed == 1
    # A stretch and a nerve block do nothing to what the first one has: it is the contracture of chapter 3.
    assert {Case().find(key).sign for key in ("stretch", "block", "EMG")} == {"resists", "no effect", "normal"}


@pytest.mark.parametrize("seed", [-1, 10000, 1.5, "7", True, None])
def test_a_number_that_is_none_is_refused(seed):
    with pytest.raises(ValueError, match="seed"):
        Case(seed=seed)


def test_a_mistyped_test_or_block_or_confidence_is_refused():
    with pytest.raises(ValueError, match="Did you mean 'potassium'"):
        Case().find("potasium")
    with pytest.raises(ValueError, match="Did you mean 'junction'"):
        judge(Case(), "juntion", 50)
    with pytest.raises(ValueError, match="confidence"):
        judge(Case(), "nerve", 51)


def test_a_case_finds_what_the_bench_finds_on_its_patient():
    for seed in range(5):
        case = Case(seed=seed)
        assert isinstance(case.patient, Patient) and case.patient in case.cause.patients
        assert [case.find(key) for key in KEYS] == [finding(case.patient, key) for key in KEYS]


@pytest.mark.parametrize("truth", [0.25, 0.5, 0.75, 0.95])
def test_honesty_about_ones_confidence_pays_best(truth):
    right = Case(seed=3)
    wrong = next(block for block in BLOCKS if block != right.cause.block)

    def expected(sure: int) -> float:
        return truth * judge(right, right.cause.block, sure).points + (1.0 - truth) * judge(right, wrong, sure).points

    best = max(CONFIDENCES_percent, key=expected)
    assert best == round(100 * truth)


def test_a_verdict_is_told_in_words_that_fit():
    case = Case(seed=8)
    wrong = next(block for block in BLOCKS if block != case.cause.block)
    assert judge(case, case.cause.block, 95).words.startswith("Right, and you knew")
    assert judge(case, case.cause.block, 25).words.startswith("Right, though")
    assert "dangerous" in judge(case, wrong, 95).words and "protects" in judge(case, wrong, 50).words
    assert judge(case, wrong, 95).points < 0 < judge(case, case.cause.block, 25).points
