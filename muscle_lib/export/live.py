"""A living muscle without a kernel: a few branches of ten seconds, worked out beforehand by the same model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from muscle_lib.export.pictures import Patch, patches, pixels, whole

LASTS_s, LIVE_fps = 10.0, 8.0
MOST_BRANCHES = 8
#: The sentence is written anew with so many pictures.
WORDS_EVERY = 8


class Shoot(NamedTuple):
    """One branch: what is pressed before it begins, and what is seen."""

    pressed: tuple[str, ...]
    pictures: list[tuple[Patch, ...]]
    sentences: list[tuple[int, str]]


class Grown(NamedTuple):
    """The muscle at rest, whole, with its sentence; the branches; and its buttons, label → what one does."""

    rest: Patch
    sentence: str
    shoots: list[Shoot]
    buttons: dict[str, str]


def grow(muscle: Any, figure: Any, labels: Mapping[str, Any]) -> Grown:
    """Let a muscle live on from rest, once for each way through its forks."""
    raise NotImplementedError
