"""A scene: a drawing of the thing itself that moves with a trace's values, and shows one moment of it.

A drawing knows no trace. A scene binds each of its parts to one named value; that list stands under “Look inside”.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from muscle_lib.figures.curve import lead, reach, unit_at

#: A film of a scene has so many pictures.
PICTURES = 76
#: So wide are a drawing of 300 pixels and the curves beside it: with less room their numbers would lie on its words.
SIDE_BY_SIDE = (345, 495)
#: A unit of our own: nobody knows it by its letters.
SPELT = {"eu": "excitation units"}


@dataclass(frozen=True)
class Bound:
    """A part of a drawing, and the value of a trace that moves it.

    ``part`` is a field of what the drawing shows; ``seen`` says what is seen of it, ``value`` what that is in words.
    ``path`` leads to an array over the scene's time, to a number, or to a function of the time. Where it is ``of[0]``
    the part stands at ``to[0]``, at ``of[1]`` at ``to[1]``; beyond, it stays at that end. With a ``mean`` it is the
    mean over so long before the moment.
    """

    part: str
    seen: str
    value: str
    path: str
    of: tuple[float, float] = (0.0, 1.0)
    to: tuple[float, float] = (0.0, 1.0)
    mean: float = 0.0

    def at(self, trace: Any, time: NDArray, t: float) -> float | None:
        """Where the part stands at a moment; None if there is no value yet."""
        value = _at(trace, self.path, time, t, self.mean)
        if not np.isfinite(value):
            return None
        share = float(np.clip((value - self.of[0]) / (self.of[1] - self.of[0]), 0.0, 1.0))
        return self.to[0] + share * (self.to[1] - self.to[0])

    @property
    def words(self) -> str:
        """What moves with what, for “Look inside”."""
        unit = unit_at(self.path)
        unit = f" {SPELT.get(unit, unit)}".rstrip()
        over = f", mean over {self.mean:g} s" if self.mean else ""
        return f"{self.seen}: {self.value}, from {self.of[0]:g} to {self.of[1]:g}{unit}{over}".replace(" -", " −")


def as_it_is(part: str, seen: str, value: str, path: str, low: float, high: float) -> Bound:
    """A part that takes a number as it is, between two limits: an amount that is counted out, a voltage."""
    return Bound(part, seen, value, path, of=(low, high), to=(low, high))


@dataclass(frozen=True)
class Told:
    """A word, or a list of them, that the drawing takes as it is: a state, a broken link."""

    part: str
    seen: str
    value: str
    path: str

    def at(self, trace: Any, time: NDArray, t: float) -> Any:
        """What it is at a moment."""
        value = lead(trace, self.path)
        return value(t) if callable(value) else value

    @property
    def words(self) -> str:
        """What moves with what, for “Look inside”."""
        return f"{self.seen}: {self.value}"


@dataclass(frozen=True)
class Sent:
    """Impulses on their way: each is shown from its time on, for so long, at the part of the way that it has come.

    ``path`` leads to the times of the impulses, in the unit of the scene's time.
    """

    part: str
    seen: str
    value: str
    path: str
    lasts: float

    def at(self, trace: Any, time: NDArray, t: float) -> tuple[float, ...]:
        """How far each has come, from 0 to 1."""
        since = (t - reach(trace, self.path)) / self.lasts
        return tuple(float(part) for part in since[(since >= 0.0) & (since < 1.0)])

    @property
    def words(self) -> str:
        """What moves with what, for “Look inside”."""
        return f"{self.seen}: {self.value}"


@dataclass(frozen=True)
class Carried:
    """What a flow carries along: how far it has come since a moment (at which it stands where it is drawn).

    The flow is added up over the scene's time, so where it is half as large all goes half as fast, and where there is
    none it stands. At the ``most`` it goes ``STEP`` from one picture of a film to the next: never so far that it would
    seem to run back.
    """

    part: str
    seen: str
    value: str
    path: str
    most: float
    since: Callable[[Any], float]

    STEP: ClassVar[float] = 0.3

    def at(self, trace: Any, time: NDArray, t: float) -> float:
        """How far it has come, from one of those that follow each other to the next."""
        flow = reach(trace, self.path)
        come = np.r_[0.0, np.cumsum(np.diff(time) * (flow[1:] + flow[:-1]) / 2.0)]
        then, now = np.interp((self.since(trace), t), time, come)
        return float(now - then) * self.STEP * (PICTURES - 1) / (self.most * float(time[-1] - time[0]))

    @property
    def words(self) -> str:
        """What moves with what, for “Look inside”."""
        return f"{self.seen}: {self.value}, added up over time"


class Scene:
    """A drawing with its bindings. ``moment`` is the class of what the drawing shows; ``time`` the path of the times;
    ``declared`` says which moment of a trace is shown where nobody asks for one (None: the last, as a live muscle's
    now; without ``time`` there is no moment, only a state). ``clock`` names the part that tells which moment it is.
    ``film`` says from when to when a film runs, where that is not all of the time."""

    def __init__(self, drawing: Drawing, moment: Callable[..., Any], bound: Sequence[Bound | Told | Sent | Carried],
                 size_px: tuple[int, int], time: str = "", declared: Callable[[Any], float] | None = None,
                 clock: str = "", film: Callable[[Any], tuple[float, float]] | None = None) -> None:
        self.drawing, self.bound, self.size_px = drawing, tuple(bound), size_px
        self._moment, self._time, self._declared, self._clock = moment, time, declared, clock
        self._film = film
        self.time_unit = unit_at(time) if time else ""

    @property
    def is_live(self) -> bool:
        """Whether it shows the last moment, or a state that has none."""
        return self._declared is None

    def show(self, trace: Any, at: float | None = None) -> float:
        """Draw a moment, in the unit of the scene's time, and return it."""
        time = reach(trace, self._time) if self._time else np.zeros(0)
        if at is None:
            at = self._declared(trace) if self._declared else float(time[-1]) if time.size else 0.0
        values = {each.part: each.at(trace, time, at) for each in self.bound}
        if self._clock:
            digits = 2 if abs(at) < 1.0 else 1 if abs(at) < 100.0 else 0
            values[self._clock] = f"at {at:.{digits}f} {self.time_unit}".replace("-", "−")
        self.drawing.show(self._moment(**{part: value for part, value in values.items() if value is not None}))
        return at

    @property
    def has_film(self) -> bool:
        """Whether time passes in it, and nobody lives it."""
        return bool(self._time) and not self.is_live

    def moments(self, trace: Any) -> NDArray:
        """The times of a film; none of what has no time, or lives."""
        time = reach(trace, self._time) if self.has_film else np.zeros(0)
        if not time.size:
            return time
        first, last = self._film(trace) if self._film else (time[0], time[-1])
        return np.linspace(first, last, PICTURES)


class Drawing(Protocol):
    """What a scene plays."""

    def show(self, now: Any) -> None:
        """Draw a moment."""


def _at(trace: Any, path: str, time: NDArray, t: float, mean: float) -> float:
    """A value at a moment: NaN if there is none yet."""
    value = lead(trace, path)
    if callable(value):
        return float(value(t))
    value = np.asarray(value, dtype=float)
    if not value.ndim:
        return float(value)
    if not value.size:
        return float("nan")
    if mean:
        return float(value[(time > t - mean) & (time <= t + 1e-9)].mean()) if time[0] <= t else float(value[0])
    return float(np.interp(t, time, value))
