"""What stands where a picture will be, while its model is compiled for the first time on this computer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import ipywidgets
from IPython import get_ipython
from IPython.display import HTML, display

from muscle_lib.compiled import first_time
from muscle_lib.widgets.look import paragraph

PREPARING = "Preparing, first time only …"
#: What is left of it, and takes no room (look.py).
GONE = '<span class="ml-gone"></span>'


class Notice:
    """Of a board, of which nothing stands in the page yet: so it is an output of its cell, which is emptied afterwards;
    or, if the board is covered by a question, a text ``beside`` that."""

    beside: ipywidgets.HTML | None = None
    _output: Any = None

    @contextmanager
    def around(self, model: type) -> Iterator[None]:
        """Around a first run of a model: it is said if it takes longer, also to a screen reader."""
        try:
            with first_time(model, self._show):
                yield
        finally:
            self._end()

    def _show(self) -> None:
        if self.beside is not None:
            self.beside.value = paragraph(PREPARING, "ml-preparing")
        elif self._output is None and get_ipython() is not None:
            # An alert, because that alone is read out although it stood nowhere before.
            self._output = display(HTML(f'<p role="alert">{PREPARING}</p>'), display_id=True)

    def _end(self) -> None:
        if self.beside is not None and PREPARING in self.beside.value:
            self.beside.value = ""
        if self._output is not None:
            self._output.update(HTML(GONE))
            self._output = None
