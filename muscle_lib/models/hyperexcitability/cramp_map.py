"""The map: where, in fatigue × excitability × length, a normal contraction ends and a cramp begins.

The default map takes a quarter of a minute of work, and is therefore kept beside this file. It is made anew with

    python -m muscle_lib.models.hyperexcitability.cramp_map
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, as_completed
from functools import cached_property, lru_cache
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.hyperexcitability.cramp import Cramp, SKETCH_DT_ms
from muscle_lib.models.hyperexcitability.goes_on import OVER_percent
from muscle_lib.models.hyperexcitability.loop import USUAL, Inputs, advance_loop, inputs_of, start_loop
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantities, same_as
from muscle_lib.trace import result, trace

#: The default map.
MAP_X_eu = tuple(float(X) for X in range(-2, 7))
MAP_F_percent = (0.0, 25.0, 50.0, 75.0)
MAP_LENGTH = (-1.0, -0.75, -0.5, 0.0)
#: A cramp that lasts so long is called one on the map; so does the thick line.
BORDER_s = 5.0
#: A cramp is followed for so long; one that is not over by then counts as that.
LONGEST_s = 115.0
#: A run goes on in pieces of this length until it is over.
PIECE_s = 5.0
STORED = Path(__file__).with_name("cramp_map.csv")
COLUMNS = ("length", "fatigue_percent", "excitability_eu", "cramp_s")
CONTRACTION = Cramp()


@trace
class CrampMap:
    """How long a cramp lasts after a short strong contraction, in seconds: one value for each length, fatigue and
    excitability (in this order); 115 where it is not over by then."""

    length: NDArray
    fatigue_percent: NDArray
    excitability_eu: NDArray
    cramp_s: NDArray

    def at(self, length: float, fatigue_percent: float, excitability_eu: NDArray | float) -> NDArray:
        """The time between the points of the map, by straight lines; beyond its edges, that at the edge."""
        by_length = _between(self.cramp_s, self.length, length)
        return np.interp(excitability_eu, self.excitability_eu,
                         _between(by_length, self.fatigue_percent, fatigue_percent))


def _between(values: NDArray, places: NDArray, place: float) -> NDArray:
    at = float(np.interp(place, places, np.arange(places.size)))
    low = min(int(at), places.size - 2)
    return values[low] + (at - low) * (values[low + 1] - values[low])


def cramp_time_s(excitability_eu: float, fatigue_percent: float, length: float, seed: int = 1,
                 dt_ms: float = 1.0) -> float:
    """How long the EMG goes on after the contraction of this chapter's first model, in whole seconds."""
    end_s = CONTRACTION.command_end_s
    steps_s = round(1000.0 / dt_ms)
    t_s = np.arange(1, round((end_s + LONGEST_s) * steps_s) + 1) / steps_s
    inputs = inputs_of(t_s.size, CONTRACTION.command_at(t_s), length, excitability_eu=excitability_eu)
    loop = start_loop(seed, fatigue_percent / 100.0, 1000.0 / steps_s)
    first, piece, seconds = round(end_s * steps_s), round(PIECE_s * steps_s), 0
    advance_loop(USUAL, loop, _part(inputs, 0, first))
    for at in range(first, t_s.size, piece):
        emg = advance_loop(USUAL, loop, _part(inputs, at, at + piece)).emg
        for each in emg.reshape(-1, steps_s).mean(axis=1):
            if 100.0 * each < OVER_percent:
                return float(seconds)
            seconds += 1
    return float(seconds)


def _part(inputs: Inputs, low: int, high: int) -> Inputs:
    return Inputs(*(values[low:high] for values in inputs))


def cramp_row(excitability_eu: Sequence[float], fatigue_percent: float, length: float,
              dt_ms: float = 1.0) -> list[float]:
    """The times at several excitabilities, with one fatigue and one length."""
    return [cramp_time_s(X, fatigue_percent, length, dt_ms=dt_ms) for X in excitability_eu]


def cramp_map(excitability_eu: Sequence[float] = MAP_X_eu, fatigue_percent: Sequence[float] = MAP_F_percent,
              length: Sequence[float] = MAP_LENGTH, executor: Executor | None = None,
              progress: Callable[[int, int], None] | None = None, dt_ms: float = 1.0) -> CrampMap:
    """Let the muscle contract at every point of the map.

    ``executor`` is any ``concurrent.futures.Executor``, to which the rows are handed; without one they are worked out
    here, one after the other. ``progress(done, all)`` is called in the caller's own thread after every row.
    Errors: an empty list, one that does not rise, or a value out of range raises a ValueError.
    """
    X, F, L = (_checked(name, values) for name, values in (
        ("excitability_eu", excitability_eu), ("fatigue_percent", fatigue_percent), ("length", length)))
    times, places = np.empty((len(L), len(F), len(X))), list(product(range(len(L)), range(len(F))))
    if executor is None:
        for done, (i, j) in enumerate(places, start=1):
            times[i, j] = cramp_row(X, F[j], L[i], dt_ms)
            if progress:
                progress(done, len(places))
    else:
        jobs = {executor.submit(cramp_row, X, F[j], L[i], dt_ms): (i, j) for i, j in places}
        for done, job in enumerate(as_completed(jobs), start=1):
            times[jobs[job]] = job.result()
            if progress:
                progress(done, len(places))
    return CrampMap(np.array(L), np.array(F), np.array(X), times)


def _checked(name: str, values: Sequence[float]) -> tuple[float, ...]:
    record = quantities(Cramp)[name]
    checked = tuple(record.check(value) for value in np.asarray(values, dtype=float).tolist())
    if not checked or any(later <= sooner for sooner, later in zip(checked, checked[1:], strict=False)):
        raise ValueError(f"{record.label} ({name}): a map needs values that rise, between {record.range_text}; "
                         f"got {list(checked)}.")
    return checked


def write_map(map: CrampMap, path: Path) -> None:
    """Keep a map as a table of four columns."""
    places = product(map.length, map.fatigue_percent, map.excitability_eu)
    rows = [(*place, cramp_s) for place, cramp_s in zip(places, map.cramp_s.flat, strict=True)]
    with path.open("w", newline="\n", encoding="utf-8") as file:
        np.savetxt(file, rows, "%g", ",", header=",".join(COLUMNS), comments="")


def read_map(path: Path) -> CrampMap:
    """A map that was kept."""
    table = np.loadtxt(path, delimiter=",", skiprows=1, encoding="utf-8")
    L, F, X = (np.unique(table[:, column]) for column in range(3))
    return CrampMap(L, F, X, table[:, 3].reshape(L.size, F.size, X.size))


@lru_cache(maxsize=1)
def stored_map() -> CrampMap:
    """The default map, as it was kept."""
    return read_map(STORED)


@trace
class MapDotTrace:
    """A muscle on the map: what it does itself, and what the map says about its neighbours."""

    excitability_eu: float
    fatigue_percent: float
    length: float
    cramp_s: float = result(
        "EMG goes on after the command", headline=True,
        meaning="For how long the EMG goes on after the command, in whole seconds; 115 if it is not over by then.")
    #: What the map says at these excitabilities, for this fatigue and length; by straight lines between its points.
    map_eu: NDArray
    map_cramp_s: NDArray

    @property
    def is_over(self) -> int:
        """1 if the cramp is over after 115 seconds."""
        return int(self.cramp_s < LONGEST_s)

    @result("What the map says of it")
    def map_s(self) -> float:
        """How long the cramp of this muscle lasts as the map has it."""
        return float(np.interp(self.excitability_eu, self.map_eu, self.map_cramp_s))

    @result("Excitability for a cramp of 5 s")
    def border_eu(self) -> float:
        """The least excitability that gives a cramp of 5 s on the map, at this fatigue and length; NaN if none does."""
        long_eu = self.map_eu[self.map_cramp_s >= BORDER_s]
        return float(long_eu[0]) if long_eu.size else math.nan

    @property
    def place(self) -> int:
        """Which of the lengths of the default map is the nearest."""
        return int(np.argmin([abs(self.length - length) for length in MAP_LENGTH]))

    @cached_property
    def fatigue_on_maps_percent(self) -> NDArray:
        """The fatigue, at the place of the nearest of the map's lengths; NaN at the others."""
        return np.where(np.arange(len(MAP_LENGTH)) == self.place, self.fatigue_percent, math.nan)


@model
class MapDot:
    """The student's own muscle as a dot on the map of cramps.

    The equations in words
    ----------------------
    The muscle of this chapter's first model contracts strongly for four seconds, and the command ends. What is measured
    is for how long the EMG then stays above 3 % of the greatest. The map has that time at many settings of fatigue,
    excitability and length; between them it is drawn by straight lines.

    ``run()`` returns a MapDotTrace. Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Source: the loop is our choice, as in this chapter's first model.
    """

    excitability_eu: float = same_as(Cramp, "excitability_eu")
    fatigue_percent: float = same_as(Cramp, "fatigue_percent")
    length: float = same_as(Cramp, "length")
    seed: int = same_as(Cramp, "seed")
    dt_ms: float = same_as(Cramp, "dt_ms")

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "A map of a model is no map of people: the constants were searched for (see this chapter's first model).",
        "Only one contraction is tried; a weaker or a longer one has another map.",
        "Each point of the map is one throw; another throw moves a time by a second or two.",
        "The map ends at 75 % fatigue; beyond that, what it says is what holds at its edge.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> MapDotTrace:
        """Let the muscle contract, and look it up on the map."""
        return self._run(self.dt_ms)

    def preview(self) -> MapDotTrace:
        """A quick sketch, in larger steps."""
        return self._run(SKETCH_DT_ms)

    def _run(self, dt_ms: float) -> MapDotTrace:
        map_eu = np.linspace(MAP_X_eu[0], MAP_X_eu[-1], 33)
        return MapDotTrace(
            self.excitability_eu, self.fatigue_percent, self.length,
            cramp_time_s(self.excitability_eu, self.fatigue_percent, self.length, self.seed, dt_ms),
            map_eu, stored_map().at(self.length, self.fatigue_percent, map_eu))


_DEFAULT = MapDot()
MapDot.presets = grouped({"all": (
    Preset("In the corner", _DEFAULT, source="Our choice: tired, short and excitable",
           expect="a cramp of about a minute", signature={"cramp_s": (48.0, 65.0), "is_over": (1, 1)}),
    Preset("Fresh and calm, but short", MapDot(excitability_eu=0.0, fatigue_percent=0.0),
           source="Our choice: only one of the three", expect="no cramp", signature={"cramp_s": (0.0, 1.0)}),
    Preset("Tired and excitable, but not short", MapDot(length=-0.5), source="Our choice: two of the three",
           expect="no cramp: without a short position the other two are not enough",
           signature={"cramp_s": (0.0, 0.0), "map_s": (0.0, 0.5)}),
    Preset("The far corner", MapDot(excitability_eu=6.0, fatigue_percent=75.0), source="Our choice: the map's end",
           expect="a cramp that is not over after 115 s", signature={"is_over": (0, 0)}),
)})


if __name__ == "__main__":
    write_map(cramp_map(), STORED)
