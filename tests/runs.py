"""What a model gave is kept and given again: tests ask for the same settings many times, and a trace cannot change.

In this process; and, what took long, in files that all processes share and that the next pytest finds again, as long as
nothing has changed that a run is made of. (Away with them: delete .pytest_cache.)

Each run is made with warnings as errors: an overflow or a division by zero is a bug even if NumPy goes on.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import io
import os
import pickle
import platform
import shutil
import sys
import time
import warnings
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from muscle_lib import compiled
from muscle_lib.models import every_model

ROOT = Path(__file__).parents[1]
#: What is kept may take so many bytes in each process; what was asked for longest ago goes first.
MOST_BYTES = 200_000_000
#: A file is written for what took so long to work out, and as long as that is worth its megabytes.
LONG_s, LONG_s_MB = 0.005, 0.03
FILES = ROOT / ".pytest_cache" / "runs"


class Runs:
    """The traces that are kept. ``is_on`` is switched off for a test that changes what a model is made of."""

    def __init__(self) -> None:
        self.is_on = True
        self._kept: OrderedDict[tuple[str, Any], tuple[Any, int]] = OrderedDict()
        self._bytes = 0

    def keep(self) -> None:
        """From now on every model's runs are kept. The run itself stays there as ``run.__wrapped__``."""
        self._folder = FILES / made_of()
        for old in set(FILES.glob("*")) - {self._folder}:
            shutil.rmtree(old, ignore_errors=True)
        self._folder.mkdir(parents=True, exist_ok=True)
        for cls in every_model():
            for name in ("run", "preview"):
                method = vars(cls).get(name)
                if method and not hasattr(method, "__wrapped__"):
                    setattr(cls, name, self._kept_version(method))

    def _kept_version(self, method: Callable[[Any], Any]) -> Callable[[Any], Any]:
        @functools.wraps(method)
        def run(model: Any) -> Any:
            if not self.is_on:
                return quietly(method, model)
            key = (method.__qualname__, model)
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][0]
            trace = self._from_file_or_run(method, model)
            self._put(key, trace)
            return trace

        return run

    def _put(self, key: tuple[str, Any], trace: Any) -> None:
        size = bytes_of(trace, set()) + 10_000
        self._kept[key] = trace, size
        self._bytes += size
        while self._bytes > MOST_BYTES:
            self._bytes -= self._kept.popitem(last=False)[1][1]

    def _from_file_or_run(self, method: Callable[[Any], Any], model: Any) -> Any:
        name = hashlib.sha256(f"{method.__module__}.{method.__qualname__} {model!r}".encode()).hexdigest()
        file = self._folder / name
        try:
            return pickle.loads(file.read_bytes())
        except (OSError, EOFError, pickle.UnpicklingError):
            pass  # nobody has asked for it yet (or a computer went off while it was being written)
        began = time.process_time()
        trace = quietly(method, model)
        took_s = time.process_time() - began
        if took_s > LONG_s and took_s > LONG_s_MB * len(packed := _packed(trace)) / 1e6:
            written = file.with_name(f"{name}.{os.getpid()}")
            try:
                written.write_bytes(packed)
                os.replace(written, file)
            except OSError:
                pass  # a full disk, or a virus scanner: it will be run again
        return trace


class _Packer(pickle.Pickler):
    """Packs a trace such that it comes out as it was: what was read-only, too."""

    def reducer_override(self, thing: Any) -> Any:
        if isinstance(thing, MappingProxyType):
            return MappingProxyType, (dict(thing),)
        if isinstance(thing, np.ndarray) and not thing.flags.c_contiguous:
            whole = np.ascontiguousarray(thing)
            whole.flags.writeable = thing.flags.writeable
            return whole.__reduce_ex__(5)
        return NotImplemented


def _packed(trace: Any) -> bytes:
    packed = io.BytesIO()
    _Packer(packed, 5).dump(trace)
    return packed.getvalue()


def made_of() -> str:
    """Changes with all that a run is made of: the library below figures and widgets, and what it stands on."""
    known = hashlib.sha256(repr((sys.version, platform.uname(), np.__version__, compiled.status())).encode())
    library = ROOT / "muscle_lib"
    for path in sorted([Path(__file__), *library.glob("*.py"), *library.joinpath("models").rglob("*.*")]):
        if path.suffix in (".py", ".csv"):
            known.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return known.hexdigest()[:16]


def bytes_of(value: Any, counted: set[int]) -> int:
    """What a value of a trace keeps in memory: a view keeps all that it is a view of, but once for all views."""
    if isinstance(value, (tuple, list)):
        return sum(bytes_of(each, counted) for each in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return sum(bytes_of(each, counted) for each in vars(value).values())
    while getattr(value, "base", None) is not None:
        value = value.base
    if id(value) in counted:
        return 0
    counted.add(id(value))
    return getattr(value, "nbytes", 0)


def quietly(method: Callable[[Any], Any], model: Any) -> Any:
    """Run with warnings as errors."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with np.errstate(all="raise", under="ignore"):
            return method(model)


RUNS = Runs()
