"""``python3 lab.py export 01``: a lesson as one HTML page that is operated anywhere, with nothing installed.

All that its explorers can show there is computed beforehand, by the models themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from muscle_lib.export.data import Lesson
from muscle_lib.export.lesson import MOST_MB, lesson_of
from muscle_lib.export.page import index, page
from muscle_lib.export.work import Progress, shared

#: Hears a line about how far it is.
Say = Callable[[str], None]
#: So many times it is said how far a lesson is.
TOLD = 5


def export(notebook: Path, folder: Path, say: Say = lambda words: None) -> Path:
    """Write a lesson as a page into a folder; ``say`` hears how far it is. Returns the page's path."""
    return written(lesson_of(notebook, partial(shared, progress=told(notebook.stem, say))), folder, say)


def site(notebooks: Sequence[Path], folder: Path, say: Say = lambda words: None) -> Path:
    """Write several lessons into a folder, with a page that leads to them. Returns that page's path."""
    target, lessons = folder / "index.html", []
    for number, notebook in enumerate(notebooks, start=1):
        say(f"{notebook.stem}: page {number} of {len(notebooks)}")
        lesson = lesson_of(notebook, partial(shared, progress=told(notebook.stem, say)))
        written(lesson, folder, say)
        lessons.append(replace(lesson, blocks=()))  # a hundred megabytes of pictures are not kept
    target.write_text(index(lessons), encoding="utf-8")
    return target


def written(lesson: Lesson, folder: Path, say: Say) -> Path:
    """Write the page of a lesson, and say how large it is."""
    target = folder / f"{lesson.file}.html"
    target.write_text(page(lesson), encoding="utf-8")
    size_MB = target.stat().st_size / 1e6
    say(f"{target.name}: {size_MB:.1f} MB{', more than a page should have' if size_MB > MOST_MB else ''}")
    return target


def told(name: str, say: Say) -> Progress:
    """Says how far the work on a lesson is, some times on its way."""
    def progress(done: int, of: int) -> None:
        if done * TOLD // of > (done - 1) * TOLD // of:
            say(f"{name}: {100 * done // of} % of its pictures are drawn")

    return progress
