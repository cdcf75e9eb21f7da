"""How small can a sheet of heart muscle be, and still fibrillate?"""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.heart.fibrillation import STARTS, FIRST_ms, LATER_ms, begun, watch
from muscle_lib.models.heart.life_times import SIZES, LONGEST_s, stored_times_s
from muscle_lib.models.heart.tissue import CELL_cm, SKETCH_CELL_cm
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity
from muscle_lib.trace import result, trace

#: The widths that were tried beforehand.
WIDTHS_cm = np.round(np.array(SIZES) * CELL_cm, 2)
WIDTHS_cm.setflags(write=False)
#: A sheet that has been quiet for so long has stopped: a run ends then.
SURE_ms = 500
PICTURE_ms, SKETCH_s = 40, 0.4
#: So far beside their width the marks of the eight starts are shown.
ASIDES_cm = 0.15 * (np.arange(STARTS) - (STARTS - 1) / 2.0)


@trace
class CriticalSizeTrace:
    """A sheet that begins to fibrillate, and how long others did."""

    #: Counted from the badly timed stimulus that began it.
    t_s: NDArray
    #: How much of the sheet is excited; the mean force of all cells, of what they would come to if they stayed excited.
    excited_percent: NDArray
    force_percent: NDArray
    #: Every second row and column of the sheet's voltage, every 40 ms, in per cent of an action potential's height.
    sheet_percent: NDArray
    #: Where it is at rest, but not ready yet: at every eighth row and column.
    waits: NDArray
    width_cm: float
    start: int
    #: The sheets that were tried beforehand: the width of each, and for how long it fibrillated; 30 s at most.
    widths_cm: NDArray
    fibrillated_s: NDArray
    #: The widths once each, and how many of the eight starts stopped by themselves.
    each_width_cm: NDArray
    stopped_by_width: NDArray
    stopped: int = result(
        "Starts that stop by themselves, of eight", headline=True,
        meaning="Of eight sheets of the nearest width that was tried beforehand, how many stopped within 30 s.")
    median_s: float = result(
        "Middle one of the eight life times",
        meaning="Half of the eight sheets of the nearest width fibrillated for longer, half for less; 30 if more than "
                "half of them still did after 30 s.")

    @result("This sheet fibrillated for")
    def so_far_s(self) -> float:
        """How long this sheet fibrillated: from its badly timed stimulus until it was quiet, or the run ended."""
        busy = self.t_s[self.excited_percent > 0.0]
        return float(busy[-1])

    @cached_property
    def is_over(self) -> bool:
        """Whether it stopped before the run ended."""
        return self.t_s[-1] - self.so_far_s > SURE_ms / 1000.0 - 1e-6

    @cached_property
    def life_s(self) -> float:
        """How long it fibrillated until it stopped; NaN if it still goes on."""
        return self.so_far_s if self.is_over else math.nan

    @cached_property
    def going_on_s(self) -> float:
        """How long it fibrillates already; NaN if it has stopped, or if that is not worked out yet."""
        return math.nan if self.is_over or self.is_begun_only else self.so_far_s

    @cached_property
    def is_begun_only(self) -> bool:
        """Whether this is only a sketch: nothing to be taken for what becomes of the sheet."""
        return bool(self.t_s[-1] < SURE_ms / 1000.0)

    @result("Force goes up and down by, at the end")
    def swing_percent(self) -> float:
        """Greatest less least mean force in the last second of this run: what would move blood; NaN if it stopped."""
        return math.nan if self.is_over else float(np.ptp(self.force_percent[self.t_s > self.t_s[-1] - 1.0]))

    @cached_property
    def side_by_side_cm(self) -> NDArray:
        """The widths of the sheets that were tried, a little apart from start to start: so that none hides another."""
        return self.widths_cm + np.tile(ASIDES_cm, len(self.each_width_cm))

    @cached_property
    def its_side_cm(self) -> float:
        """Where this sheet stands among them: on its own mark, if it is one of those that were tried."""
        return self.width_cm + float(ASIDES_cm[self.start - 1])

    @cached_property
    def stopped_lives_s(self) -> NDArray:
        """How long those fibrillated that stopped by themselves; and beside it the same of those that go on."""
        return self.fibrillated_s[self.fibrillated_s < LONGEST_s]

    @cached_property
    def going_on_lives_s(self) -> NDArray:
        """How long the others were followed."""
        return self.fibrillated_s[self.fibrillated_s >= LONGEST_s]

    @cached_property
    def stopped_side_by_side_cm(self) -> NDArray:
        """Where those stand that stopped."""
        return self.side_by_side_cm[self.fibrillated_s < LONGEST_s]

    @cached_property
    def going_on_side_by_side_cm(self) -> NDArray:
        """Where the others stand."""
        return self.side_by_side_cm[self.fibrillated_s >= LONGEST_s]

    @cached_property
    def kept_cm(self) -> float:
        """The nearest width of those that were tried beforehand: what is counted is counted there."""
        return float(self.each_width_cm[np.abs(self.each_width_cm - self.width_cm).argmin()])

    @property
    def relative_width(self) -> float:
        """How wide the sheet is, in parts of the largest."""
        return self.width_cm / float(WIDTHS_cm[-1])

    def voltage_at(self, t_s: float) -> list[list[float]]:
        """The sheet's voltages at a moment, from 0 to 1, row by row."""
        return (self.sheet_percent[self._picture_at(t_s)] / 100.0).tolist()

    def waits_at(self, t_s: float) -> NDArray:
        """Where the sheet is at rest at a moment, but not ready yet."""
        return self.waits[self._picture_at(t_s)]

    def _picture_at(self, t_s: float) -> int:
        return int(np.clip(1000.0 * t_s / PICTURE_ms + 1e-6, 0, len(self.sheet_percent) - 1))

    def word_at(self, t_s: float) -> str:
        """What is going on."""
        return "fibrillates" if t_s <= self.so_far_s else "quiet"


@model
class CriticalSize:
    """A square sheet of heart muscle, small or large, that is made to fibrillate: does it stop by itself?

    The equations in words
    ----------------------
    Each cell is the one of HeartCell, with a stronger inward current and a shorter beat; besides, voltage flows in from
    its four neighbours.
        change of u = h · u² · (1 − u) / 0.2 ms − u / 6 ms + D · (the four neighbours − 4 · u) / (width of a cell)²
        change of h = (1 − h) / 120 ms while u is below 0.13, the gate; −h / 100 ms while it is above
        change of force = (u − force) / 40 ms while it rises, / 60 ms while it falls
    A badly timed stimulus makes a wave that turns, and breaks into many. Each of them can run into an edge or into
    muscle that is not ready, and die. When the last one has died, all is quiet. In a small sheet there are few.

    Which wave dies when is chance: another start, 3 ms later, has another life. So eight starts of each width were
    followed for half a minute beforehand (``life_times.csv``); ``run()`` follows one for as long as you like, and
    returns a CriticalSizeTrace, ``preview()`` its first 0.4 s. Errors: a value out of range, of the wrong type or not
    finite raises a ValueError.
    Sources: a cell Mitchell & Schaeffer 2003, doi 10.1016/S0092-8240(03)00041-7; sheet, stimuli and force are our
    choice.
    """

    width_cm: float = quantity(
        6.4, unit="cm", low=float(WIDTHS_cm[0]), high=float(WIDTHS_cm[-1]), step=1.6, symbol="w",
        label="Width of the sheet", meaning="The same cells, 0.5 mm wide: only fewer or more of them.",
        source="Our choice of range: from where fibrillation hardly begins to where it stays.")
    start: int = quantity(
        1, unit="", low=1, high=STARTS, step=1, symbol="n", label="Number of the start",
        meaning=f"The badly timed stimulus comes {FIRST_ms} ms after the first one, and {LATER_ms} ms later with each "
                "further start.", source="Our choice: eight, as one says nothing.")
    duration_s: float = quantity(
        6.0, unit="s", low=1.0, high=15.0, step=1.0, symbol="T", label="Watched for",
        meaning="It ends sooner when the sheet is quiet.", source="Our choice: the longer, the slower is the run.")

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "A heart's form. A wall with thickness, closed to a ring, has fewer edges at which waves die; so these widths "
        "are no widths of hearts.",
        "Animals. Hearts of small mammals (mouse, rat, rabbit) are more likely to recover by themselves; in dogs one "
        "recovery was seen in more than 400 cases (Wiggers 1940). Small and large hearts differ in more than their "
        "size; here only the width changes.",
        "What keeps a real heart from stopping or lets it: nerves, drugs, temperature, and that it gets no blood.",
        "Eight starts are few: with other ones the counts would be others. That waves are born and die by chance, so "
        "that the last one may die, is known of such sheets (Rappel et al. 2022, doi 10.3389/fnetp.2022.809532).",
        "A life that is longer than 30 s: it counts as 30.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> CriticalSizeTrace:
        """Follow one sheet until it is quiet, or for as long as it is watched."""
        return self._watch(CELL_cm, self.duration_s)

    def preview(self) -> CriticalSizeTrace:
        """A quick sketch: its first 0.4 s, with cells twice as wide."""
        return self._watch(SKETCH_CELL_cm, SKETCH_s)

    def _watch(self, cell_cm: float, duration_s: float) -> CriticalSizeTrace:
        cells = 2 * round(self.width_cm / cell_cm / 2.0)
        seen = watch(begun(cells, self.start, cell_cm), round(1000.0 * duration_s), PICTURE_ms, sure_ms=SURE_ms)
        times_s = stored_times_s()
        own = times_s[int(np.argmin(np.abs(WIDTHS_cm - self.width_cm)))]
        return CriticalSizeTrace(
            t_s=seen.t_ms / 1000.0, excited_percent=seen.excited_percent, force_percent=seen.force_percent,
            sheet_percent=seen.sheet_percent, waits=seen.waits, width_cm=self.width_cm, start=self.start,
            widths_cm=np.repeat(WIDTHS_cm, STARTS), fibrillated_s=times_s.ravel(), each_width_cm=WIDTHS_cm,
            stopped_by_width=(times_s < LONGEST_s).sum(axis=1), stopped=int((own < LONGEST_s).sum()),
            median_s=float(np.median(own)))


_CELL = "Our choice of width; the cell: Mitchell & Schaeffer 2003, doi 10.1016/S0092-8240(03)00041-7"
CriticalSize.presets = grouped({"width": (
    Preset("4.8 cm", CriticalSize(width_cm=4.8), source=_CELL,
           expect="few waves, and soon none: of most starts not one wave comes round at all",
           signature={"stopped": (8, 8), "median_s": (0.2, 3.0)}),
    Preset("6.4 cm", CriticalSize(), source=_CELL,
           expect="it fibrillates for seconds, then it stops by itself, whichever start",
           signature={"stopped": (6, 8), "median_s": (3.0, 12.0)}),
    Preset("9.6 cm", CriticalSize(width_cm=9.6, duration_s=4.0), source=_CELL,
           expect="some starts stop by themselves within half a minute, some do not",
           signature={"stopped": (2, 7), "so_far_s": (3.9, 4.1)}),
    Preset("12.8 cm", CriticalSize(width_cm=12.8, duration_s=4.0), source=_CELL,
           expect="there are always waves left: it goes on, whichever start",
           signature={"stopped": (0, 2), "so_far_s": (3.9, 4.1), "median_s": (30.0, 30.0)})),
})
