"""``python3 lab.py export 01``: a lesson as one HTML page that is operated anywhere, with nothing installed.

All that its explorers can show there is computed beforehand, by the models themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from muscle_lib.export.lesson import lesson_of
from muscle_lib.export.work import Progress, shared

#: So many times it is said how far a lesson is.
TOLD = 5


def export(notebook: Path, folder: Path, say: Callable[[str], None] = lambda words: None) -> Path:
    """Write a lesson as a page into a folder; ``say`` hears how far it is. Returns the page's path."""
    from muscle_lib.export.page import page

    lesson = lesson_of(notebook, partial(shared, progress=told(notebook.stem, say)))
    target = folder / f"{notebook.stem}.html"
    target.write_text(page(lesson), encoding="utf-8")
    say(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB")
    return target


def site(notebooks: Sequence[Path], folder: Path, say: Callable[[str], None] = lambda words: None) -> Path:
    """Write several lessons into a folder, with a page that leads to them. Returns that page's path."""
    from muscle_lib.export.page import index

    for notebook in notebooks:
        export(notebook, folder, say)
    target = folder / "index.html"
    target.write_text(index([notebook.stem for notebook in notebooks]), encoding="utf-8")
    return target


def told(name: str, say: Callable[[str], None]) -> Progress:
    """Says how far the work on a lesson is, some times on its way."""
    def progress(done: int, of: int) -> None:
        if done * TOLD // of > (done - 1) * TOLD // of:
            say(f"{name}: {100 * done // of} % of its pictures are drawn")

    return progress
