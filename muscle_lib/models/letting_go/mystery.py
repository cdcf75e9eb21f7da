"""The mystery muscle: a hidden cause for each number, a purse to buy tests with, and how an answer is judged."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from muscle_lib.models.letting_go.bench import BY_KEY, TESTS, Finding, finding
from muscle_lib.models.letting_go.patient import BLOCKS, CAUSES, Cause, Patient
from muscle_lib.quantity import model, named, quantity

#: What there is to spend. Our choice: about a third of what all tests would cost.
BUDGET = 9
#: What is hashed with the number. Chosen so that the first eight numbers are eight illnesses that people have.
DRAWN = "hidden muscle 13843"
#: How sure one can say that one is, in per cent.
CONFIDENCES_percent = (25, 50, 75, 95)


@model
class Case:
    """A patient whose illness nobody tells: the same number gives the same patient, on every computer.

    The number is hashed (SHA-256), and the hash picks the cause and how marked it is. Nothing of it depends on a
    random generator that another version of a library might change.

    Errors: a number out of range, or that is not whole, raises a ValueError.
    """

    seed: int = quantity(
        1, unit="", low=0, high=9999, step=1, symbol="№", label="Number of the case",
        meaning="A class that takes the same number has the same patient.", source="Our choice: easy to say aloud.")

    @property
    def cause(self) -> Cause:
        """What is wrong."""
        return CAUSES[self._drawn(0) % len(CAUSES)]

    @property
    def patient(self) -> Patient:
        """The person who has it."""
        return self.cause.patients[self._drawn(8) % len(self.cause.patients)]

    def find(self, key: str) -> Finding:
        """The result of a test; a ValueError if there is no such test."""
        return finding(self.patient, named(BY_KEY, key, "test"))

    def _drawn(self, start: int) -> int:
        return int.from_bytes(hashlib.sha256(f"{DRAWN} {self.seed}".encode()).digest()[start:start + 8], "big")


def price(keys: Iterable[str]) -> int:
    """What tests cost together."""
    return sum(BY_KEY[key].price for key in keys)


def possible(signs: Mapping[str, str]) -> tuple[Cause, ...]:
    """The causes whose typical patient shows all these signs (test → sign)."""
    return tuple(cause for cause in CAUSES
                 if all(finding(cause.patients[0], key).sign == sign for key, sign in signs.items()))


def blocks_left(signs: Mapping[str, str]) -> tuple[str, ...]:
    """The links of the chain that may have failed, as far as the signs tell, in the order of the chain."""
    left = {cause.block for cause in possible(signs)}
    return tuple(block for block in BLOCKS if block in left)


def settles(patient: Patient, keys: Iterable[str]) -> bool:
    """Whether these tests leave one link of the chain only."""
    return len(blocks_left({key: finding(patient, key).sign for key in keys})) == 1


@lru_cache(maxsize=256)
def shortest(patient: Patient) -> tuple[str, ...]:
    """The cheapest tests that leave one link of the chain only; of equally cheap ones the fewest, then the first.

    It is known only afterwards: who does not yet know the answer needs some luck to order just these.
    """
    keys = [test.key for test in TESTS]
    sets = (some for count in range(1, len(keys) + 1) for some in combinations(keys, count))
    # Nobody is diagnosed without a test, so the empty set is not tried.
    cheap = sorted((some for some in sets if price(some) <= BUDGET), key=lambda some: (price(some), len(some)))
    return next((some for some in cheap if settles(patient, some)), tuple(keys))


@dataclass(frozen=True)
class Verdict:
    """How an answer came out."""

    right: bool
    points: int
    words: str


def judge(case: Case, block: str, confidence_percent: int) -> Verdict:
    """Compare a block and how sure one was with the truth.

    Points: 100 · (1 − (1 − c)²) if right, −100 · c² if wrong, with c the confidence as a part of 1. Over many cases
    nobody gains by saying that he is surer, or less sure, than he is. A block or a confidence that is not to be chosen
    raises a ValueError.
    """
    named(BLOCKS, block, "block")
    if confidence_percent not in CONFIDENCES_percent:
        raise ValueError(f"The confidence is one of {CONFIDENCES_percent} %, got {confidence_percent!r}.")
    sure = confidence_percent / 100.0
    right = case.cause.block == block
    points = round(100.0 * (1.0 - (1.0 - sure) ** 2)) if right else round(-100.0 * sure**2)
    if right:
        words = "Right, and you knew it." if sure > 0.6 else "Right, though you were not sure: you may trust yourself."
    else:
        words = "Not so, and you were quite sure: that is the dangerous kind of error." if sure > 0.6 else \
            "Not so, but you knew that you did not know: that protects a patient."
    return Verdict(right, points, words)
