"""The causes that the chapters have named, ``causes.toml``: what each does, at which link of the chain, and where a
student has seen it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from muscle_lib.chapters import read_table, with_tuples
from muscle_lib.figures.drawings.chain import BACK, COMMAND_WAY, NAMES, SUPPLY_WAY
from muscle_lib.quantity import named


@dataclass(frozen=True)
class Deed:
    """What a link does wrong: in words, and with a mark, so that no colour has to say it alone."""

    mark: str
    words: str


DEEDS: Mapping[str, Deed] = MappingProxyType({
    "much": Deed("★", "too much, or at the wrong moment"),
    "fails": Deed("✕", "too little"),
    "late": Deed("▬", "lets go too late"),
})

#: Where a cause belongs of which it was not shown that it touches any link.
NOWHERE = "nowhere"
#: The places of the map in the order of the chain, each as it is called in a list. Smooth muscle of every organ stands
#: where the map has some, in an artery's wall; the heart's own muscle where the heart is.
PLACES: Mapping[str, str] = MappingProxyType(
    {name: NAMES[name] for name in (*COMMAND_WAY, BACK, *reversed(SUPPLY_WAY[:-1]))}
    | {"capillary": "capillary: the blood", "artery": "artery, or other smooth muscle",
       "heart": "heart (its own muscle) and lungs", NOWHERE: "not shown at any link"})


#: So many are enough for the core; who likes goes on.
ENOUGH = 16


@dataclass(frozen=True)
class Cause:
    """One cause. What its fields mean stands at the head of ``causes.toml``."""

    key: str
    words: str
    places: tuple[str, ...]
    does: str
    chapter: str
    station: int
    why: str
    wrong: Mapping[str, str] = field(default_factory=dict)


@cache
def causes() -> tuple[Cause, ...]:
    """All of them, in an order that tells nothing, and is the same for everybody."""
    found = [Cause(**with_tuples(entry)) for entry in read_table("causes.toml")["cause"]]
    random.Random(2).shuffle(found)
    return tuple(found)


def cause(key: str) -> Cause:
    """One of them, by its key."""
    by_key = {each.key: each for each in causes()}
    return by_key[named(by_key, key, "cause")]


def left(placed: Mapping[str, str]) -> list[Cause]:
    """Those that do not stand at a place of theirs yet; ``placed``: key of a cause → place."""
    return [each for each in causes() if placed.get(each.key) not in each.places]


def standing(placed: Mapping[str, str]) -> Mapping[str, list[Cause]]:
    """Each place of the map, and which causes stand there."""
    return {place: [each for each in causes() if placed.get(each.key) == place] for place in PLACES}
