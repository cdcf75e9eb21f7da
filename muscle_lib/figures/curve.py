"""What is drawn of a trace: a curve with what it shows, by its path, and the cursor that runs over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from muscle_lib.units import factor, unit_of


def lead(trace: Any, path: str) -> Any:
    """What a path in a trace leads to, as it is: “force_N”, “slow.force_N”, “curves_percent.2”."""
    for part in path.split("."):
        trace = trace[int(part)] if part.isdigit() else getattr(trace, part)
    return trace


def reach(trace: Any, path: str) -> NDArray:
    """What a curve shows, by its path in the trace; always an array."""
    return np.atleast_1d(lead(trace, path))


def unit_at(path: str) -> str:
    """The unit of what a path leads to, as its name says."""
    return unit_of([part for part in path.split(".") if not part.isdigit()][-1])[1]


@dataclass(frozen=True)
class Curve:
    """A line, what of a trace it shows, and its ghost; of a dot, the shadow where it was.

    ``x`` and ``y`` are paths in the trace; each is shown in its own unit or in another that can be made of it. Strokes
    rise from a ``foot`` to ``y``; both may be a height of their own instead of a path. Where ``x`` is empty, the
    figure moves the line by hand.
    """

    line: Line2D
    ghost: Line2D | None
    label: str
    unit: str
    x_unit: str = ""
    x: str = ""
    y: str | float = ""
    foot: str | float | None = None
    every: int = 1
    shadow: Line2D | None = None

    @property
    def left(self) -> Line2D | None:
        """What “Pin” leaves of it: a line's ghost, a dot's shadow, or nothing."""
        return self.ghost or self.shadow

    def data(self, trace: Any) -> tuple[NDArray, NDArray]:
        """Where the line runs for a trace."""
        x = reach(trace, self.x) * factor(unit_at(self.x), self.x_unit)
        if self.foot is not None:
            ends = [self._height(trace, end) for end in (self.foot, self.y, np.nan)]
            return np.repeat(x, 3), np.column_stack([np.broadcast_to(end, x.shape) for end in ends]).ravel()
        y = self._height(trace, self.y)
        return x[:len(y)][::self.every], y[::self.every]

    def _height(self, trace: Any, height: str | float) -> NDArray:
        if not isinstance(height, str):
            return np.atleast_1d(height)
        return reach(trace, height) * factor(unit_at(height), self.unit)


@dataclass(frozen=True)
class Cursor:
    """What the cursor runs along (“Time”, in “ms”, from low to high), and its lines on each of its panels."""

    name: str
    unit: str
    low: float
    high: float
    lines: tuple[Line2D, ...]
    marks: tuple[Line2D, ...]
    axes: tuple[Axes, ...]
