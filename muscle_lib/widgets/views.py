"""How a living picture can be seen: with a warning before it moves much, in stills, from a second side; and no faster
than the page can show it."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

from ipywidgets import ToggleButton

from muscle_lib.widgets.echo import Echo
from muscle_lib.widgets.look import paragraph, text

#: With “Stills” only one of so many pictures is shown: one every two seconds.
STILL_EVERY = 50


class Views:
    """What a figure's ``warning`` and ``switch`` add to a live monitor (nothing if it has neither), and which of its
    pictures are shown."""

    def __init__(self, figure: Any, redraw: Callable[[], None]) -> None:
        self._figure, self._redraw, self._echo = figure, redraw, Echo()
        words = getattr(figure, "warning", "")
        self.warning = text(paragraph(words, "ml-problem"))
        self.stills = ToggleButton(value=False, description="Stills", tooltip="A still picture every two seconds")
        self.stills.add_class("ml-stills")
        name, tooltip = getattr(figure, "switch", ("", ""))
        self.switch = ToggleButton(value=False, description=name, tooltip=tooltip)
        self.switch.observe(lambda change: self._turn(change["new"]), "value")
        self._longest = ""
        #: Its buttons, in the rows where they belong, and its words.
        self.beside_start, self.tools = [self.stills] * bool(words), [self.switch] * bool(name)
        self.words = [self.warning] * bool(words)

    def skips(self, pictures: int) -> bool:
        """Whether the picture with this number is not shown."""
        return (self.stills.value and pictures % STILL_EVERY != 0) or self._echo.holds_back()

    def begin(self) -> None:
        """It lives: the warning goes, and its room stays, or all that lies under it would jump."""
        self.warning.add_class("ml-unseen")

    def sentence(self, words: str) -> str:
        """A sentence as HTML. It keeps the room of the longest one so far (look.py): nothing under it jumps."""
        self._longest = max(self._longest, words, key=len)
        return (f'<div class="ml-sentence" data-longest="{html.escape(self._longest)}">'
                f"<span>{html.escape(words)}</span></div>")

    def _turn(self, is_on: bool) -> None:
        self._figure.is_switched = is_on
        self._redraw()
