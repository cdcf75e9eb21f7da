"""The only place that knows of Numba.

``@compiled`` makes an inner loop fast where Numba is installed and can keep its compiled code on disk. Where it
cannot (no Numba for this computer, a broken install, a read-only classroom folder) the same function runs as
plain Python: much slower, with the same numbers. Explorers then run a slow model in full only when asked to.
"""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

#: Set to "1" to run everything as plain Python (the tests compare both paths).
PLAIN_SWITCH = "MUSCLE_LAB_PLAIN"
#: Lies beside the compiled code and says from which sources it was made.
STAMP = "muscle-lab-sources.txt"
_LIBRARY = Path(__file__).parent


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


def compiled(function: Any, without_numba: Callable | None = None) -> Callable:
    """Compile a function of numbers and arrays on its first use, with a cache on disk; or leave it plain.

    Either way ``function.py_func`` is the plain Python version, which the tests run beside the compiled one.
    ``without_numba`` does the same work, and takes its place where there is no Numba and plain Python is too slow.
    """
    if _numba is not None:
        fast = _numba.njit(cache=True)(function)
        # Only our own folders: what is compiled elsewhere, as in a notebook, may share its folder with strangers.
        if Path(function.__code__.co_filename).is_relative_to(_LIBRARY):
            _forget_old_code(Path(fast.stats.cache_path))
        return fast
    function.py_func = function
    return without_numba or function


@functools.cache
def _forget_old_code(folder: Path) -> None:
    """Delete the compiled code in a folder if it was made from other sources; looks once per run and folder.

    Numba itself looks only at the file of the function that Python calls, and would go on using what that function
    had taken in from another file, such as the solver of ``cable.py``, after that file has been changed.
    """
    stamp = folder / STAMP
    try:
        if stamp.exists() and stamp.read_text(encoding="utf-8") == _sources():
            return
        for old in [*folder.glob("*.nbi"), *folder.glob("*.nbc")]:
            old.unlink(missing_ok=True)
        stamp.write_text(_sources(), encoding="utf-8")
    except OSError:
        pass  # without the stamp, the next run tries again


@functools.cache
def _sources() -> str:
    """Changes when a model, or anything else that compiled code may be made of, does."""
    known = hashlib.sha256()
    for path in [Path(__file__), *sorted((_LIBRARY / "models").rglob("*.py"))]:
        known.update(path.read_bytes())
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


def warm_up() -> Iterator[str]:
    """Run every model once, so that all compiled code is on disk before a class begins; yields their names."""
    if _numba is None:
        return  # minutes, and nothing to keep
    from muscle_lib.models import every_model

    for cls in every_model():
        yield f"{cls.__module__.removeprefix('muscle_lib.models.')}.{cls.__name__}"
        cls().run()
