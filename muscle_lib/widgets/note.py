"""``note``: a few lines for “What did you see?”."""

from __future__ import annotations

import html
from typing import Any

from ipywidgets import Layout, Textarea, VBox

from muscle_lib.questions import question
from muscle_lib.widgets.look import ROOT, page_hook, text


def note(key: str) -> Note:
    """A text box under the prompt ``key`` (“chapter.key”)."""
    return Note(key)


class Note(VBox):
    """What ``note`` returns. ``text`` is what the student wrote."""

    def __init__(self, key: str) -> None:
        self.key = key
        self._prompt = prompt = html.escape(question("note", key).text)
        self._box = Textarea(placeholder="Write what you saw, in your own words.", rows=3,
                             layout=Layout(width="100%", max_width="840px"))
        card = VBox([text(f'<div data-names="{prompt}"><b>What did you see?</b> {prompt}</div>'), self._box])
        card.add_class("ml-names-note")
        super().__init__([page_hook(), card])
        self.add_class(ROOT)

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, str]:
        """The live widget; and for paper the prompt, with what has been written."""
        bundle = super()._repr_mimebundle_(**kwargs)
        bundle["text/html"] = f"<p><b>What did you see?</b> {self._prompt}</p><p>{html.escape(self.text)}</p>"
        bundle["text/plain"] = f"What did you see? {html.unescape(self._prompt)}"
        return bundle

    @property
    def text(self) -> str:
        """What stands in the box."""
        return self._box.value
