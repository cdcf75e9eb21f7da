"""A list of answers to choose one from, and the feedback that follows: shared by ``predict``, ``ask`` and others."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from ipywidgets import RadioButtons, VBox

from muscle_lib.questions import Choice
from muscle_lib.widgets.look import heard, plain, rendered, text


class Asked(VBox):
    """A field to choose one thing in, under what it asks, which is its name for a screen reader."""

    def __init__(self, asked: str, field: Any) -> None:
        self._asked, self.field = asked, field
        words = text(f'<div data-names="{html.escape(plain(asked))}"><b>{rendered(asked)}</b></div>')
        super().__init__([heard(field, words, "index"), field])
        self.add_class("ml-names-choices")


class Radios(Asked):
    """Radio buttons: one group."""

    def __init__(self, asked: str, options: Sequence[Any]) -> None:
        self.buttons = RadioButtons(options=options, value=None)
        super().__init__(asked, self.buttons)


class Choices(Radios):
    """The question and its choices. ``picked`` is the number of the chosen one, from 1, or None."""

    def __init__(self, question: str, choices: Sequence[Choice]) -> None:
        self._texts = [choice.text for choice in choices]
        super().__init__(question, [plain(words) for words in self._texts])

    @property
    def on_paper(self) -> str:
        """The question and its choices as plain HTML, with letters to tick."""
        lines = "".join(f"<li>{rendered(choice)}</li>" for choice in self._texts)
        return f'<p><b>{rendered(self._asked)}</b></p><ol type="A">{lines}</ol>'

    @property
    def picked(self) -> int | None:
        """The number of the chosen answer, from 1."""
        return None if self.buttons.index is None else self.buttons.index + 1

    @picked.setter
    def picked(self, number: int | None) -> None:
        self.buttons.index = None if number is None else number - 1


def verdict(choice: Choice, is_right: bool) -> str:
    """The feedback on a choice, as HTML; a wrong one names the idea that usually leads to it."""
    words = f"<b>{'Right.' if is_right else 'Not quite.'}</b> {answered(choice, is_right)}"
    return f'<div class="{"ml-right" if is_right else "ml-wrong"}">{words}</div>'


def answered(choice: Choice, is_right: bool) -> str:
    """The same without the verdict itself, for where something else gives it."""
    idea = f" <i>A common idea behind this answer: {rendered(choice.misconception)}</i>"
    return rendered(choice.feedback) + (idea if choice.misconception and not is_right else "")
