"""Questions about the wave, which the tests of several widgets share."""

from __future__ import annotations

import sys

import pytest

from muscle_lib.questions import read

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

[note.seen]
text = "What did you see <there>?"
"""
ENTRIES = read(TOML, "wave.toml")


@pytest.fixture
def wave_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the widgets find the questions above under the chapter “wave”."""
    def find(kind: str, key: str):
        return ENTRIES[kind][key.removeprefix("wave.")]

    for name in ("ask", "note", "predict"):
        # Not `muscle_lib.widgets.ask`: under that name the package shows the function.
        monkeypatch.setattr(sys.modules[f"muscle_lib.widgets.{name}"], "question", find)
