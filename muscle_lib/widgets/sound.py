"""“Hear it”: a run's EMG as sound, with the same in words beside it."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

from ipywidgets import Audio, Button, VBox

from muscle_lib.widgets.look import LIVE, text

# Words that an exported page says, too.
HEAR, WHAT_IS_HEARD, TO_HEAR = "Hear it", "The EMG as sound: one crackle for each impulse", "To hear:"


class SoundDrawer:
    """The button, and the panel with the player and the transcript; it never plays by itself.

    The figure's ``hear(trace)`` makes the sound. It is shown as a widget, made anew for each sound: a player whose
    bytes change goes on with the old ones.
    """

    def __init__(self, figure: Any, trace: Callable[[], Any]) -> None:
        self._figure, self._trace = figure, trace
        self.button = Button(description=HEAR, tooltip=WHAT_IS_HEARD)
        self._words = text("", LIVE)
        self.panel = VBox([])
        self.button.on_click(lambda _: self.press())

    @property
    def words(self) -> str:
        """What is heard, in words; empty without a sound."""
        return self._said if self.panel.children else ""

    def press(self) -> None:
        """Make the sound of what is shown now."""
        self.forget()
        sound = self._figure.hear(self._trace())
        self._said = sound.words
        self._words.value = f"<b>{TO_HEAR}</b> {html.escape(sound.words)}"
        player = Audio(value=sound.wav, format="wav", autoplay=False, loop=False)
        self.panel.children = [player, self._words]

    def forget(self) -> None:
        """Take the sound away: what is shown is another run."""
        for child in self.panel.children[:1]:
            self.panel.children = ()
            child.close()
