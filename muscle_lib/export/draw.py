"""One board of a lesson, drawn at many settings: by the figure itself, from the model's own full runs.

A process draws what it is asked for (``perform``); so a lesson's boards can be shared among several.
"""

from __future__ import annotations

import ast
import dataclasses
import io
import wave
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import numpy as np
from numpy.typing import NDArray

from muscle_lib.export.live import Shoot, Step, grown
from muscle_lib.export.pictures import Patch, patches, pixels, whole
from muscle_lib.questions import question
from muscle_lib.widgets.live import LiveMonitor
from muscle_lib.widgets.predict import Predict

#: The lab shows 24 pictures of a film a second; a page every third of them, in the same time.
FILM_EVERY, FILM_fps = 3, 8.0
#: An EMG has nothing above 1 kHz: every third of the lab's samples is enough.
SOUND_EVERY = 3

#: What defines something and shows nothing.
_DEFINES = ast.Import, ast.ImportFrom, ast.Assign, ast.FunctionDef, ast.ClassDef

#: What is not as at the start: (name of a quantity, its value), in the order of the names.
Settings = tuple[tuple[str, Any], ...]


class Task(NamedTuple):
    """What a process is asked for: of which cell, what (a method of ``Drawer``), and with what."""

    notebook: str
    cell: str
    what: str
    arguments: tuple[Any, ...] = ()


class Drawn(NamedTuple):
    """A state: what it has otherwise than the background, and its words."""

    patches: tuple[Patch, ...]
    sentence: str
    problem: str = ""


class Cell(NamedTuple):
    """What a cell of code shows, and what it prints."""

    value: Any
    printed: str


class Drawer:
    """Draws one board."""

    def __init__(self, board: Any, asked: str = "") -> None:
        self.home, self.figure, self._asked = board.home, board.figure, asked
        # What lives is seen as in the lab while it does: less sharp.
        self._lives = isinstance(board, LiveMonitor)
        trace = self.home.start().trace if self._lives else self.home.run()
        self._ground, self._sentence = self._picture(trace), self.figure.describe(trace)

    def ground(self) -> tuple[Patch, str]:
        """The start, whole, and its sentence."""
        return whole(self._ground), self._sentence

    def states(self, *of: Settings) -> list[Drawn]:
        """Some states. Where the model cannot be set so, the picture stays that of the start, and it is said why."""
        found = []
        for settings in of:
            try:
                trace = self._run(settings)
                found.append(Drawn(patches(self._picture(trace), self._ground), self.figure.describe(trace)))
            except ValueError as problem:
                found.append(Drawn((), "", str(problem)))
        return found

    def experiment(self) -> tuple[Drawn, str]:
        """What a prediction is about: the second half of its experiment over the pale curves of the first; and how it
        came out, in words."""
        asked, stage = question("predict", self._asked), self.figure.stage
        before, after = (self._run(as_settings(half)) for half in (asked.before, asked.before | asked.after))
        self.figure.show(before)
        stage.pin()
        drawn = Drawn(patches(self._picture(after), self._ground), self.figure.describe(after))
        stage.unpin()
        return drawn, asked.happens(before, after)

    def film(self, settings: Settings) -> list[tuple[Patch, ...]]:
        """The pictures of a run's film, each over the picture of that run; none if it has no film."""
        trace = self._run(settings)
        still, source = self._picture(trace), self.figure if hasattr(self.figure, "moments") else self.figure.stage
        shown = []
        for moment in source.moments(trace)[::FILM_EVERY]:
            source.show_at(trace, moment)
            shown.append(patches(pixels(self.figure.stage.png()), still))
        return shown

    def sound(self, settings: Settings) -> tuple[bytes, str]:
        """A run as a WAV file, and what is heard in it."""
        sound = self.figure.hear(self._run(settings))
        return smaller(sound.wav), sound.words

    def live(self, step: Step) -> list[Shoot]:
        """What comes of doing something to a living muscle, and then of each thing that may follow."""
        return grown(step, self.home, self.figure, self._ground)

    def _run(self, settings: Settings) -> Any:
        return dataclasses.replace(self.home, **dict(settings)).run()

    def _picture(self, trace: Any) -> NDArray:
        self.figure.show(trace)
        return pixels(self.figure.stage.png(moving=self._lives))


def as_settings(values: Mapping[str, Any]) -> Settings:
    """Values by name as something that can be compared and found again."""
    return tuple(sorted(values.items()))


def perform(task: Task) -> Any:
    """Do a task, in whichever process this is."""
    method: Callable[..., Any] = getattr(_drawer(task.notebook, task.cell), task.what)
    return method(*task.arguments)


# Not all: each keeps its drawn figure.
@lru_cache(maxsize=2)
def _drawer(notebook: str, cell: str) -> Drawer:
    value = one_cell(notebook, cell)
    return Drawer(value.explorer, value.key) if isinstance(value, Predict) else Drawer(value)


def cells(notebook: str) -> Mapping[str, Cell]:
    """All cells of code, run in their order: id → what it shows. (Boards are built when they are needed.)"""
    names: dict[str, Any] = {"__name__": "__main__"}
    return {cell.id: _run(cell, names) for cell in _code(notebook)}


def one_cell(notebook: str, wanted: str) -> Any:
    """What one cell shows; of those before it only what they define is needed."""
    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in _code(notebook):
        if cell.id == wanted:
            return _run(cell, names).value
        if all(isinstance(node, _DEFINES) for node in ast.parse(cell.source).body):
            _run(cell, names)
    raise KeyError(wanted)


@cache
def _code(notebook: str) -> list[Any]:
    book = nbformat.reads(Path(notebook).read_text(encoding="utf-8"), as_version=4)
    return [cell for cell in book.cells if cell.cell_type == "code"]


def _run(cell: Any, names: dict[str, Any]) -> Cell:
    """Run a cell; its value is that of its last line, as a notebook shows it."""
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        value = value_of(cell.source, names, cell.id)
    return Cell(value, printed.getvalue())


def value_of(source: str, names: dict[str, Any], called: str = "lesson") -> Any:
    """Run code, and return the value of its last line, as a notebook shows it."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, called, "exec"), names)
    return eval(compile(ast.Expression(last.value), called, "eval"), names) if isinstance(last, ast.Expr) else None


def smaller(wav: bytes) -> bytes:
    """The same sound with fewer samples."""
    with wave.open(io.BytesIO(wav)) as sound:
        how = sound.getparams()
        loud = np.frombuffer(sound.readframes(how.nframes), "<i2")[::SOUND_EVERY]
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams(how._replace(framerate=how.framerate // SOUND_EVERY))
        sound.writeframes(loud.tobytes())
    return file.getvalue()
