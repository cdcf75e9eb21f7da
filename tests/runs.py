"""What a model gave is kept and given again: tests ask for the same settings many times, and a trace cannot change.

Each run is made with warnings as errors: an overflow or a division by zero is a bug even if NumPy goes on.
"""

from __future__ import annotations

import dataclasses
import functools
import warnings
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import numpy as np

from muscle_lib.models import every_model

#: What is kept may take so many bytes in each process; what was asked for longest ago goes first.
MOST_BYTES = 200_000_000


class Runs:
    """The traces that are kept. ``is_on`` is switched off for a test that changes what a model is made of."""

    def __init__(self) -> None:
        self.is_on = True
        self._kept: OrderedDict[tuple[str, Any], tuple[Any, int]] = OrderedDict()
        self._bytes = 0

    def keep(self) -> None:
        """From now on every model's runs are kept. The run itself stays there as ``run.__wrapped__``."""
        for cls in every_model():
            for name in ("run", "preview"):
                method = vars(cls).get(name)
                if method and not hasattr(method, "__wrapped__"):
                    setattr(cls, name, self._kept_version(method))

    def _kept_version(self, method: Callable[[Any], Any]) -> Callable[[Any], Any]:
        @functools.wraps(method)
        def run(model: Any) -> Any:
            key = (method.__qualname__, model)
            if self.is_on and key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][0]
            trace = quietly(method, model)
            if self.is_on:
                self._put(key, trace)
            return trace

        return run

    def _put(self, key: tuple[str, Any], trace: Any) -> None:
        size = sum(bytes_of(value) for value in vars(trace).values()) + 10_000
        self._kept[key] = trace, size
        self._bytes += size
        while self._bytes > MOST_BYTES:
            self._bytes -= self._kept.popitem(last=False)[1][1]


def bytes_of(value: Any) -> int:
    """What a value of a trace keeps in memory: a view keeps all that it is a view of."""
    if isinstance(value, (tuple, list)):
        return sum(map(bytes_of, value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return sum(map(bytes_of, vars(value).values()))
    owner = value.base if getattr(value, "base", None) is not None else value
    return getattr(owner, "nbytes", 0)


def quietly(method: Callable[[Any], Any], model: Any) -> Any:
    """Run with warnings as errors."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with np.errstate(all="raise", under="ignore"):
            return method(model)


RUNS = Runs()
