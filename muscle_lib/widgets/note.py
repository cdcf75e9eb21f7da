"""``note``: a few lines for “What did you see?”."""

from __future__ import annotations

import atexit
import html
from datetime import datetime
from typing import Any

from ipywidgets import Layout, Textarea, VBox

from muscle_lib.questions import question
from muscle_lib.widgets.cell import CellWidget
from muscle_lib.widgets.kept import kept_for
from muscle_lib.widgets.look import LIVE, ROOT, page_hook, paragraph, plain, rendered, text
from muscle_lib.widgets.rest import AtRest

#: The notes with letters that are not in the file yet, because the student is still typing.
_typing: set[Note] = set()

# Words that an exported page says, too.
ASKED, IN_YOUR_WORDS = "What did you see?", "Write what you saw, in your own words."


def note(key: str) -> Note:
    """A text box under the prompt ``key`` (“chapter.key”)."""
    return Note(key)


def keep_all_notes() -> None:
    """Write down what was typed a moment ago: before anyone reads the file, and before the kernel ends."""
    for writing in list(_typing):
        writing.keep()


atexit.register(keep_all_notes)


class Note(CellWidget):
    """What ``note`` returns. ``text`` is what the student wrote."""

    def __init__(self, key: str) -> None:
        # “Run all” may come while the old box of this very note still waits for the typing to rest.
        keep_all_notes()
        self.key = key
        self._prompt = question("note", key).text
        self._kept = kept_for(key)
        self._own = self._kept.own_key(key)
        written = self._kept.get("note", self._own) or {"text": ""}
        self._box = Textarea(value=written["text"], placeholder=IN_YOUR_WORDS, rows=3, tooltip=ASKED,
                              layout=Layout(width="100%", max_width="840px"))
        self._said = text(paragraph(self._kept.problem, "ml-problem"), LIVE)
        self._where = text(f"<small>{html.escape(self._kept.where)}</small>")
        asked = text(f'<div data-names="{html.escape(plain(self._prompt))}"><b>{ASKED}</b> '
                     f"{rendered(self._prompt)}</div>")
        card = VBox([asked, self._box, self._where, self._said])
        card.add_class("ml-names-note")
        super().__init__([page_hook(), card])
        self.add_class(ROOT)
        self._at_rest = AtRest(self.keep)
        self._box.observe(lambda _: self._typed(), "value")

    @property
    def text(self) -> str:
        """What stands in the box."""
        return self._box.value

    def keep(self) -> None:
        """Write the note into the file now."""
        self._at_rest.cancel()
        _typing.discard(self)
        self._kept.put("note", self._own, {"prompt": self._prompt, "text": self._box.value})
        self._said.value = paragraph(self._kept.problem, "ml-problem")
        # With the time: who loses power sees what had been kept.
        since = "" if self._kept.problem or not self._kept.is_file else f" Last at {datetime.now():%H:%M:%S}."
        self._where.value = f"<small>{html.escape(self._kept.where)}{since}</small>"

    def _typed(self) -> None:
        # Not at every letter: the whole file is written each time.
        _typing.add(self)
        self._where.value = "<small>Not kept yet …</small>"
        self._at_rest.changed()

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, str]:
        """The live widget; and for paper the prompt, with what has been written."""
        bundle = super()._repr_mimebundle_(**kwargs)
        bundle["text/html"] = (f"<p><b>{ASKED}</b> {rendered(self._prompt)}</p>"
                               f"<p>{html.escape(self.text)}</p>")
        bundle["text/plain"] = f"{ASKED} {plain(self._prompt)}"
        return bundle
