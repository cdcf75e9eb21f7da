"""The only place that knows of Numba.

``@compiled`` makes an inner loop fast where Numba is installed and can keep its compiled code on disk. Where it
cannot (no Numba for this computer, a broken install, a read-only classroom folder) the same function runs as
plain Python: much slower, with the same numbers. Explorers then run a slow model in full only when asked to.
"""

from __future__ import annotations

import errno
import functools
import hashlib
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import FunctionType
from typing import Any, BinaryIO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

#: Set to "1" to run everything as plain Python (the tests compare both paths).
PLAIN_SWITCH = "MUSCLE_LAB_PLAIN"
#: What dies away counts as 0 from here on. With numbers near the smallest that a computer knows, 2e−308, and so with
#: their squares, a step takes twenty times as long: a heart's sheet that was quiet for five seconds fell behind time.
GONE = 1e-150
#: Lies beside the compiled code and says from which sources it was made.
STAMP = "muscle-lab-sources.txt"
#: Lies there, too, once all models of a chapter are compiled for this computer.
READY = "muscle-lab-ready-{}.txt"
_LIBRARY = Path(__file__).parent
_MODELS = _LIBRARY / "models"
_IMPORTED = re.compile(r"^ *(?:from|import) muscle_lib\.models\.(\w+)", re.MULTILINE)
#: Nobody waits longer for another process.
_LONGEST_WAIT_s = 60.0


def _load_numba() -> tuple[Any, str]:
    """Numba and "", or None and the reason why it is not used."""
    if os.environ.get(PLAIN_SWITCH) == "1":
        return None, f"switched off by {PLAIN_SWITCH}=1"
    try:
        import numba
    # Not only ImportError: a half-broken install can fail at import with nearly anything.
    except Exception as problem:
        return None, f"Numba could not be loaded: {problem}"
    try:
        # Decorating is what looks for a writable cache folder; it raises RuntimeError where there is none.
        probe = numba.njit(cache=True)(_probe)
    except Exception as problem:
        return None, f"Numba cannot keep its compiled code: {problem}"
    if probe is _probe:
        return None, "Numba's compiler is switched off, as by NUMBA_DISABLE_JIT=1"
    return numba, ""


def _probe(x: float) -> float:
    return x


_numba, _why_not = _load_numba()


def _chapter_of(file: Path) -> str:
    """The folder of a model below “models”; "" of what is in none."""
    return file.relative_to(_MODELS).parts[0] if file.is_relative_to(_MODELS) and file.parent != _MODELS else ""


def compiled(function: Any, without_numba: Callable | None = None) -> Callable:
    """Compile a function of numbers and arrays on its first use, with a cache on disk; or leave it plain.

    Either way ``function.py_func`` is the plain Python version, which the tests run beside the compiled one.
    ``without_numba`` does the same work, and takes its place where there is no Numba and plain Python is too slow.
    """
    if _numba is not None:
        # nogil: while a full run is worked out in a thread, the next move of a slider is answered.
        fast = _numba.njit(cache=True, nogil=True)(function)
        # Only our own folders: what is compiled elsewhere, as in a notebook, may share its folder with strangers.
        if Path(function.__code__.co_filename).is_relative_to(_LIBRARY):
            _forget_old_code(Path(fast.stats.cache_path), _chapter_of(Path(function.__code__.co_filename)))
        return fast
    function.py_func = function
    return without_numba or function


@functools.cache
def _forget_old_code(folder: Path, chapter: str) -> None:
    """Delete the compiled code of a chapter if it was made from other sources; looks once per run and folder.

    Numba itself looks only at the file of the function that Python calls, and would go on using what that function
    had taken in from another file, such as the solver of ``cable.py``, after that file has been changed.
    """
    stamp, sources = folder / STAMP, _sources(chapter)
    try:
        if stamp.exists() and stamp.read_text(encoding="utf-8") == sources:
            return
        for old in [*folder.glob("*.nbi"), *folder.glob("*.nbc"), *folder.glob(READY.format("*"))]:
            old.unlink(missing_ok=True)
        stamp.write_text(sources, encoding="utf-8")
    except OSError:
        pass  # without the stamp, the next run tries again


@functools.cache
def _files(chapter: str) -> tuple[Path, ...]:
    """All that the compiled code of a chapter may be made of: its models, and those of the chapters they import."""
    wanted, found, paths = {chapter}, set[str](), {Path(__file__)}
    while missing := wanted - found:
        found |= missing
        new = {path for name in missing for path in _own_files(name)}
        paths |= new
        wanted = wanted.union(*(_looked_at(path)[1] for path in new))
    return tuple(sorted(paths))


def _own_files(chapter: str) -> Iterator[Path]:
    folder = _MODELS / chapter
    return folder.rglob("*.py") if chapter and folder.is_dir() else _MODELS.glob(f"{chapter or '*'}.py")


@functools.cache
def _looked_at(path: Path) -> tuple[str, tuple[str, ...]]:
    """What is in a file, in short, and the chapters from which it imports."""
    content = path.read_bytes()
    return hashlib.sha256(content).hexdigest(), tuple(_IMPORTED.findall(content.decode("utf-8")))


@functools.cache
def _sources(chapter: str) -> str:
    """Changes when a chapter's models, or anything else that its compiled code may be made of, does."""
    known = hashlib.sha256()
    for path in _files(chapter):
        known.update(_looked_at(path)[0].encode())
    return known.hexdigest()


def is_compiled() -> bool:
    """Whether the models run compiled on this computer."""
    return _numba is not None


def status() -> str:
    """One sentence for the install check."""
    if _numba is not None:
        return f"The models run compiled (Numba {_numba.__version__})."
    return ("The models run as plain Python: correct, but slow. Some full runs take up to a minute "
            f"({_why_not}).")


def chapters_with_models() -> list[str]:
    """Their names, in the order of the lessons."""
    numbers = _numbers()
    found = [path.name for path in _MODELS.iterdir() if (path / "__init__.py").exists()]
    return sorted(found, key=lambda name: (numbers.get(name, len(numbers)), name))


def _numbers() -> dict[str, int]:
    from muscle_lib.chapters import chapters  # nothing else here needs them

    return {chapter.name: chapter.number for chapter in chapters() if chapter.number is not None}


def warm_up(*wanted: str) -> Iterator[str]:
    """Run each model of these chapters (of all, if none is named) once, so that all compiled code is on disk; yields
    their names. What is there already is left alone."""
    if _numba is None:
        return  # minutes, and nothing to keep
    from muscle_lib.models import every_model

    for chapter in wanted or chapters_with_models():
        mark = _ready_mark(chapter)
        if mark.exists():
            continue
        for cls in every_model(chapter):
            yield f"{cls.__module__.removeprefix('muscle_lib.models.')}.{cls.__name__}"
            with _alone(chapter):
                cls().run()
        mark.touch()


def is_ready(chapter: str) -> bool:
    """Whether all models of a chapter are compiled, so that none has to wait for it."""
    return _numba is None or _ready_mark(chapter).exists()


def progress() -> str:
    """How far the models are prepared, in a sentence for the start page; empty where nothing is compiled."""
    if _numba is None:
        return ""
    numbers = _numbers()
    missing = [numbers[name] for name in chapters_with_models() if name in numbers and not is_ready(name)]
    if not missing:
        return "All chapters are prepared."
    return (f"Still being prepared (first time only): {'chapters' if len(missing) > 1 else 'chapter'} "
            f"{', '.join(map(str, missing))}. You can work meanwhile; a chapter that is opened before just starts more "
            "slowly, once. Run this cell again to see how far it is.")


@contextmanager
def first_time(cls: type, say: Callable[[], None]) -> Iterator[None]:
    """Around the first run of a model: ``say`` is called as soon as something has to be compiled, or waited for.

    Another process may be at the same work; so a chapter that is not ready yet is compiled by one at a time.
    """
    chapter = cls.__module__.removeprefix("muscle_lib.models.").split(".")[0]
    is_ours = cls.__module__.startswith("muscle_lib.models.")
    with when_compiling(say), nullcontext() if not is_ours or is_ready(chapter) else _alone(chapter, say):
        yield


@contextmanager
def when_compiling(say: Callable[[], None]) -> Iterator[None]:
    """``say`` is called whenever something has to be compiled meanwhile."""
    if _numba is None:
        yield
        return
    from numba.core import event

    class Listener(event.Listener):
        def on_start(self, _: Any) -> None:
            say()

        def on_end(self, _: Any) -> None:
            pass

    with event.install_listener("numba:compile", Listener()):
        yield


@functools.cache
def _cache_folder(chapter: str) -> Path:
    """Where Numba keeps the compiled code of a chapter: it alone knows."""
    code = _probe.__code__.replace(co_filename=str(_MODELS / chapter / "__init__.py"))
    return Path(_numba.njit(cache=True)(FunctionType(code, {})).stats.cache_path)


def _ready_mark(chapter: str) -> Path:
    """A file that is there once a chapter is compiled from these sources, by this Numba, for this processor."""
    from llvmlite.binding import get_host_cpu_name

    times = [path.stat().st_mtime for path in _files(chapter)]  # Numba compares them, too
    made_of = (_sources(chapter), times, sys.version, _numba.__version__, get_host_cpu_name())
    return _cache_folder(chapter) / READY.format(hashlib.sha256(repr(made_of).encode()).hexdigest()[:16])


@contextmanager
def _alone(chapter: str, say_waits: Callable[[], None] = lambda: None) -> Iterator[None]:
    """One process at a time in each chapter. The system itself unlocks what a process had locked when it ends. Where a
    disk knows no locks, two may compile the same, which only costs time."""
    try:
        file = (_cache_folder(chapter) / "muscle-lab.lock").open("ab")
    except OSError:
        yield
        return
    until_s = time.monotonic() + _LONGEST_WAIT_s
    with file:
        try:
            if not _try_lock(file):
                say_waits()
                while not _try_lock(file) and time.monotonic() < until_s:
                    time.sleep(0.05)
        except OSError:
            pass
        yield


def _try_lock(file: BinaryIO) -> bool:
    try:
        if sys.platform == "win32":
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        if problem.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            return False
        raise
    return True
