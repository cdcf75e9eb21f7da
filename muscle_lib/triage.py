"""The cases of the red-flag trainer, ``triage.toml``: who needs help, how soon, and which sign tells it.

The people are invented; what is said of their signs is not. No score of a student is made here: a weight says what one
decision costs or saves.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from muscle_lib.chapters import read_table, with_tuples
from muscle_lib.quantity import named
from muscle_lib.questions import cases_of


@dataclass(frozen=True)
class Rank:
    """How soon help is needed: in words, and with a bar, the higher the more urgent; no colour has to say it alone."""

    words: str
    mark: str


#: From the least to the most urgent; the keys are those of ``warning_signs.toml``.
RANKS: Mapping[str, Rank] = MappingProxyType({
    "rest": Rank("rest and wait", "▁"),
    "soon": Rank("see a doctor, within a week or two", "▃"),
    "today": Rank("be seen today", "▅"),
    "emergency": Rank("call now", "█"),
})

#: What a decision weighs. To miss something costs more than to be too careful, and most if an emergency is sent home.
RIGHT, TOO_CAREFUL, TOO_CARELESS_A_RANK, EMERGENCY_SENT_HOME = 2, -1, -3, -10


@dataclass(frozen=True)
class Case:
    """One person. What its fields mean stands at the head of ``triage.toml``."""

    key: str
    title: str
    age: int
    story: str
    rank: str
    tells: str
    link: str
    why: str
    missed: str
    change: str
    pair: str
    pair_why: str
    source: str
    places: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    numb: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    chapter: str = ""
    station: int = 0
    claims: tuple[str, ...] = ()


@cache
def cases() -> tuple[Case, ...]:
    """All of them, as the file has them."""
    return tuple(Case(**with_tuples(entry)) for entry in read_table("triage.toml")["case"])


def case(key: str) -> Case:
    """One of them, by its key."""
    by_key = {each.key: each for each in cases()}
    return by_key[named(by_key, key, "case")]


def taken(key: str) -> tuple[Case, ...]:
    """The cases that a lesson's trainer (“short_course.t1”) takes: those that its questions name, or all."""
    return tuple(case(each) for each in cases_of(key)) or cases()


def in_order(seed: int | str, of: Sequence[Case] = ()) -> tuple[Case, ...]:
    """Cases (all, if none are given) in an order that looks random, and is the same for the same seed everywhere."""
    shuffled = list(of or cases())
    random.Random(seed).shuffle(shuffled)
    return tuple(shuffled)


def ranks_too_low(given: str, right: str) -> int:
    """By how many ranks help would come too late; below 0: sooner than needed."""
    order = list(RANKS)
    return order.index(right) - order.index(given)


def weight(given: str, right: str) -> int:
    """What it weighs to give one rank where another is right."""
    too_low = ranks_too_low(given, right)
    if too_low == 0:
        return RIGHT
    if too_low < 0:
        return TOO_CAREFUL
    if (given, right) == ("rest", "emergency"):
        return EMERGENCY_SENT_HOME
    return TOO_CARELESS_A_RANK * too_low
