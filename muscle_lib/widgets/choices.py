"""A list of answers to choose one from, and the feedback that follows: shared by ``predict`` and ``ask``."""

from __future__ import annotations

import html
from collections.abc import Sequence

from ipywidgets import RadioButtons, VBox

from muscle_lib.questions import Choice
from muscle_lib.widgets.look import plain, rendered, text


class Choices(VBox):
    """The question and its choices. ``picked`` is the number of the chosen one, from 1, or None."""

    def __init__(self, question: str, choices: Sequence[Choice]) -> None:
        self._question = question
        self._texts = [choice.text for choice in choices]
        self._buttons = RadioButtons(options=[plain(words) for words in self._texts], value=None)
        words = text(f'<div data-names="{html.escape(plain(question))}"><b>{rendered(question)}</b></div>')
        super().__init__([words, self._buttons])
        self.add_class("ml-names-choices")

    @property
    def on_paper(self) -> str:
        """The question and its choices as plain HTML, with letters to tick."""
        lines = "".join(f"<li>{rendered(choice)}</li>" for choice in self._texts)
        return f'<p><b>{rendered(self._question)}</b></p><ol type="A">{lines}</ol>'

    @property
    def picked(self) -> int | None:
        """The number of the chosen answer, from 1."""
        return None if self._buttons.index is None else self._buttons.index + 1

    @picked.setter
    def picked(self, number: int | None) -> None:
        self._buttons.index = None if number is None else number - 1


def verdict(choice: Choice, is_right: bool) -> str:
    """The feedback on a choice, as HTML; a wrong one names the idea that usually leads to it."""
    words = f"<b>{'Right.' if is_right else 'Not quite.'}</b> {rendered(choice.feedback)}"
    if choice.misconception and not is_right:
        words += f" <i>A common idea behind this answer: {rendered(choice.misconception)}</i>"
    return f'<div class="{"ml-right" if is_right else "ml-wrong"}">{words}</div>'
