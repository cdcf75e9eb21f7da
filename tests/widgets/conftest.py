"""Questions about the wave, and the cells of a page, which the tests of several widgets share."""

from __future__ import annotations

import sys

import pytest

from muscle_lib.questions import read
from muscle_lib.widgets import cell
from tests.widgets.hands import Cells

TOML = """
[predict.top]
text = "How high <really> will it be?"
right = 2
before = { height_cm = 0.5 }
after = { height_cm = 2.0, offset_cm = -1.0 }
outcome = "first {before.top:.2f} cm, then {after.top:.2f} cm; the lowest is {after.y[0]:.0f} & no more."
choices = [
    { text = "Lower", feedback = "It is higher.", misconception = "more is less <b>." },
    { text = "Higher", feedback = "So it is.", misconception = "never shown" },
    { text = "The same", feedback = "Nothing stays the same." },
]

[predict.impossible]
text = "?"
right = 1
before = { height_cm = 0.5 }
after = { height_cm = 2.5 }
outcome = "."
choices = [{ text = "a", feedback = "b" }, { text = "c", feedback = "d" }]

[predict.mistyped]
text = "?"
right = 1
before = { heigth_cm = 0.5 }
after = { height_cm = 0.5 }
outcome = "."
choices = [{ text = "a", feedback = "b" }, { text = "c", feedback = "d" }]

[predict.misnamed]
text = "?"
right = 1
before = { height_cm = 0.5 }
after = { height_cm = 0.6 }
outcome = "{before.top:.0f}, then {after.tob:.0f}"
choices = [{ text = "a", feedback = "b" }, { text = "c", feedback = "d" }]

[predict.broken]
text = "?"
right = 1
before = { height_cm = 0.5 }
after = { offset_cm = -5.0 }
outcome = "."
choices = [{ text = "a", feedback = "b" }, { text = "c", feedback = "d" }]

[ask.why]
text = "Why <so>?"
right = 1
choices = [
    { text = "Because", feedback = "Yes & no.", misconception = "never shown" },
    { text = "Just so", feedback = "There is a reason.", misconception = "things have no reason." },
]

[ask.how_much]
text = "How much?"
answer = 6.5
tolerance = 0.15
unit = "nC/cm² <x>"
right = "Quite."
low = "More."
high = "Less."

[evidence.salt]
statement = "Waves need <salt>."

[[evidence.salt.studies]]
study = "A 1990"
finding = "Lakes & ponds have waves."
account = "against"
why = "They are <fresh>."
strength = "seen by all"
source = "doi 10.1/a"

[[evidence.salt.studies]]
study = "B 1991"
finding = "The sea has them."
account = "neither"
also = "for"
why = "Nothing to compare with."
strength = "one sea"
source = "doi 10.1/b"

[[evidence.salt.studies]]
study = "C 1992"
finding = "Salt made a wave."
account = "for"
why = "Once."
strength = "weak"
source = "doi 10.1/c"

[note.seen]
text = "What did you see <there>?"
"""
ENTRIES = read(TOML, "wave.toml")


@pytest.fixture
def wave_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the widgets find the questions above under the chapter “wave”."""
    def find(kind: str, key: str):
        return ENTRIES[kind][key.removeprefix("wave.")]

    for name in ("ask", "evidence", "note", "predict"):
        # Not `muscle_lib.widgets.ask`: under that name the package shows the function.
        monkeypatch.setattr(sys.modules[f"muscle_lib.widgets.{name}"], "question", find)


@pytest.fixture
def cells(monkeypatch: pytest.MonkeyPatch) -> Cells:
    made = Cells()
    monkeypatch.setattr(cell, "get_ipython", lambda: made)
    monkeypatch.setattr(cell, "_made", {})
    return made
