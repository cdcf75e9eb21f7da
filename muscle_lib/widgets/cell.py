"""The cell that makes a widget: if it is run once more, what it made before is put away, or each run would cost memory.

ipywidgets keeps every widget until it is closed, and IPython keeps what a cell has shown; a picture's buffers alone
take 14 MB.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from IPython import get_ipython
from ipywidgets import Image, Play, VBox, Widget

if sys.platform == "linux":
    # GNU's C library keeps more and more of the freed memory for itself (a tenth of a lesson's, after some “Run all”),
    # unless told where to stop: 3 MB, less than the pixels of a sharp picture, and more than those of a moving one.
    with suppress(AttributeError, OSError):  # another C library
        for which in (-1, -3):  # M_TRIM_THRESHOLD, M_MMAP_THRESHOLD
            ctypes.CDLL(None).mallopt(which, 3 << 20)

#: What each cell has made, and the request that made it.
_made: dict[str, tuple[str, list[CellWidget]]] = {}


def cell_id() -> str:
    """The id of the cell that is being run, which JupyterLab and Notebook send along; "" where none is known."""
    return _request().get("metadata", {}).get("cellId") or ""


def request_id() -> str:
    """The id of this one run of the cell."""
    return _request().get("header", {}).get("msg_id", "")


def _request() -> dict[str, Any]:
    """What the page has sent to have the cell run: JupyterLab, Notebook 7 and VS Code name the cell in it."""
    shell: Any = get_ipython()
    return shell.get_parent() if hasattr(shell, "get_parent") else {}


class CellWidget(VBox):
    """A widget that stands in a cell by itself."""

    def __init__(self, children: Iterable[Widget] = ()) -> None:
        super().__init__(list(children))
        if cell := cell_id():
            request = request_id()
            before, widgets = _made.get(cell, (request, []))
            if before != request:
                for widget in widgets:
                    widget.end()
                    _forget(widget)
                widgets = []
            _made[cell] = request, [*widgets, self]

    def end(self) -> None:
        """Its cell is run once more: close all that it is made of, and let its pictures go."""
        put_away(self)


def _forget(widget: CellWidget) -> None:
    """Take it out of IPython's ``Out``, where nobody needs it any more: it cannot be shown again."""
    shell: Any = get_ipython()
    for kept in (shell.user_ns, shell.user_ns_hidden, shell.user_ns["Out"]):
        for name in [name for name, its in kept.items() if its is widget and str(name).strip("_").isdigit()]:
            del kept[name]


def put_away(whole: Any) -> None:
    """Close a widget with all widgets in it, in view or not, and drop its pictures: someone may still hold it."""
    waiting, done = [whole], set()
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, (list, tuple)):
            waiting += thing
        elif isinstance(thing, dict):
            waiting += thing.values()
        elif id(thing) not in done and (isinstance(thing, Widget) or _is_ours(thing)):
            done.add(id(thing))
            waiting += vars(thing).values()
            if isinstance(thing, Play):
                thing.playing = False  # the page would count on
            if isinstance(thing, Widget):
                thing.close()
            if isinstance(thing, Image):
                thing.value = b""
            if "stage" in vars(thing):
                for page in thing.stage.pages:  # its pixels; they are drawn anew if somebody asks for them
                    page.give_back()


def _is_ours(thing: Any) -> bool:
    """What a widget is made of besides widgets: its drawers; and its figure."""
    return hasattr(thing, "__dict__") and (type(thing).__module__.startswith("muscle_lib.widgets.") or
                                           "stage" in vars(thing))
