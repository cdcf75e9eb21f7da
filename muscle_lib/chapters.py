"""The one list of chapters (``chapters.toml``): what each is called, how long it takes, what it must teach; and the one
list of signs with which one should see a doctor (``warning_signs.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Chapter:
    """One chapter. What its fields mean stands at the head of ``chapters.toml``."""

    name: str
    title: str
    about: str
    claims: tuple[str, ...]
    number: int | None = None
    minutes: int = 0
    own_models: bool = True
    planned: bool = False
    map: tuple[Mapping[str, str], ...] = ()
    links: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    hint: str = ""
    core: tuple[int, ...] = ()
    goes_wrong: tuple[str, ...] = ()
    steps: tuple[Mapping[str, Any], ...] = ()

    @property
    def lesson(self) -> str:
        """The name of its notebook, without the ending: “01_nerve_signal”; “short_course”, which has no number."""
        return self.name if self.number is None else f"{self.number:02d}_{self.name}"

    @property
    def asks(self) -> bool:
        """Whether it asks something: all but the start page do."""
        return self.number != 0

    @property
    def core_minutes(self) -> int:
        """What the plan of the short lesson, which is that of the core, adds up to."""
        return sum(step.get("short", 0) for step in self.steps)


@dataclass(frozen=True)
class WarningSign:
    """A sign with which somebody should see a doctor. What its fields mean stands at the head of
    ``warning_signs.toml``."""

    key: str
    rank: str
    chapters: tuple[str, ...] | str
    words: str
    why: str
    source: str


@cache
def warning_signs() -> tuple[WarningSign, ...]:
    """All of them, the most urgent first."""
    return tuple(WarningSign(**with_tuples(entry)) for entry in read_table("warning_signs.toml")["sign"])


@cache
def chapters() -> tuple[Chapter, ...]:
    """All chapters, in order, also those that are only planned."""
    return tuple(Chapter(**with_tuples(entry)) for entry in read_table()["chapter"])


@cache
def claims() -> Mapping[str, str]:
    """What the lab must teach: tag → what it is about."""
    return read_table()["claims"]


def with_tuples(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry of a table as it is given to a frozen dataclass."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}


def read_table(name: str = "chapters.toml") -> dict[str, Any]:
    """One of the library's tables."""
    return tomllib.loads(files("muscle_lib").joinpath(name).read_text(encoding="utf-8"))
