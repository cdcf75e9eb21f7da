"""A picture that stands still on a page, with its sentence: nothing to press, nothing to wait for."""

from __future__ import annotations

import html

from muscle_lib.widgets.look import still


def picture(png: bytes, words: str, width_px: int) -> Picture:
    """Show a picture that a figure has drawn; its words stand under it, and are its text for who does not see it."""
    return Picture(png, words, width_px)


class Picture:
    """What ``picture`` returns: plain HTML, which needs no kernel and stands on paper, too."""

    def __init__(self, png: bytes, words: str, width_px: int) -> None:
        self._png, self._words, self._width_px = png, words, width_px

    def __str__(self) -> str:
        return self._words

    def _repr_html_(self) -> str:
        return (f'<figure style="margin: 0">{still(self._png, self._words, self._width_px)}'
                f"<figcaption>{html.escape(self._words)}</figcaption></figure>")
