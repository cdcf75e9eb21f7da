"""A second stimulus soon after the first, on a sheet of heart muscle: too early, late, or at the wrong moment."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.heart.cell import GATE, MITCHELL, HeartCell, Membrane
from muscle_lib.models.heart.tissue import (
    ECG_FALLS,
    EXCITED,
    RIGID,
    TACHY,
    VF,
    NEEDED_per_ms,
    SKETCH_CELL_cm,
    Tissue,
    ecg,
    going_on,
    inside,
    mean_force,
    pace_edge,
    pace_quarter,
    paced,
    picture,
    rested,
    waiting,
)
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity, same_as
from muscle_lib.trace import result, trace

#: The sheet: so many cells along each side.
CELLS = 128
DURATION_ms = 1800
#: A picture of the sheet is kept so often, with so many cells and dots along each side; a stimulus is shown so long.
PICTURE_ms, SHOWN_CELLS, DOTS, SHOWN_ms = 12, 64, 32, 24
#: Where a beat is counted: so far from the lower right corner, the one farthest from both stimuli.
COUNTED_AT_cm = 0.5
#: Over this voltage a cell there has been reached by a wave.
REACHED = 0.5
#: The two stimuli, as parts of the sheet: left, top, right, bottom.
EDGE, QUARTER = (0.0, 0.0, 0.04, 1.0), (0.0, 0.0, 0.5, 0.5)


@trace
class BadlyTimedTrace:
    """What becomes of a second stimulus on a sheet of 6.4 cm."""

    t_ms: NDArray
    #: What an electrode 2 cm over the sheet, at its right edge, sees; in units of its own.
    ecg: NDArray
    excited_percent: NDArray
    #: Which part of the inward channels could open, at the left and at the right side of the second stimulus' quarter;
    #: none while the cells there are excited.
    left_ready_percent: NDArray
    right_ready_percent: NDArray
    #: So many a wave needs to run on.
    needed_percent: float
    #: The mean force of all cells, of what they would come to if they stayed excited.
    force_percent: NDArray
    #: When there is a picture of the sheet: every 12 ms, and at the second stimulus.
    pictures_ms: NDArray
    #: The voltage of the whole sheet (every second cell) then, in per cent of an action potential's height.
    sheet_percent: NDArray
    #: Where it is at rest then, but not ready yet: at 32 × 32 places.
    waits: NDArray
    #: When a wave came to the far corner.
    reached_ms: NDArray
    #: In whole milliseconds.
    second_ms: float

    @result("Beats at the far corner", headline=True)
    def beats(self) -> int:
        """How many times a wave came to the lower right corner, the one farthest from both stimuli."""
        return len(self.reached_ms)

    @result("Quiet again after the second stimulus")
    def quiet_ms(self) -> float:
        """From the second stimulus until no cell of the sheet is excited any more; NaN if that is not seen."""
        last = self.t_ms[self.excited_percent > 0.0]
        return float(last[-1] + self.t_ms[1] - self.second_ms) if last[-1] < self.t_ms[-1] else math.nan

    @result("Ready at the left side of the quarter")
    def left_percent(self) -> float:
        """The part of the inward channels that could open when the second stimulus came, at the left edge."""
        return float(self.left_ready_percent[self.t_ms < self.second_ms][-1])

    @result("Ready at the right side of the quarter")
    def right_percent(self) -> float:
        """The part of the inward channels that could open when the second stimulus came, in the sheet's middle."""
        return float(self.right_ready_percent[self.t_ms < self.second_ms][-1])

    @result("Rate at which it turns")
    def turning_per_min(self) -> float:
        """How often a wave comes to the far corner, by its last two; NaN if fewer than three came, or all is quiet."""
        if self.beats < 3 or math.isfinite(self.quiet_ms):
            return math.nan
        return float(60_000.0 / (self.reached_ms[-1] - self.reached_ms[-2]))

    @result("Force goes up and down by, at the end")
    def swing_percent(self) -> float:
        """Greatest less least mean force in the last 0.6 s: what would move blood."""
        return float(np.ptp(self.force_percent[self.t_ms >= DURATION_ms - 600.0]))

    @result("Mean force at the end")
    def held_percent(self) -> float:
        """The mean force in the last 0.6 s."""
        return float(self.force_percent[self.t_ms >= DURATION_ms - 600.0].mean())

    @cached_property
    def t_wave(self) -> tuple[float, float]:
        """Where the first beat's T wave is deepest: ms, ECG; NaN if a second beat came before it. Where the second
        stimulus dies, all that there is belongs to the first beat."""
        before = self.ecg if self.state == "dies" else self.ecg[self.t_ms < self.second_ms]
        deepest = int(np.argmin(before))
        return (float(self.t_ms[deepest]), float(before[deepest])) if before[deepest] < 0.0 else (math.nan, math.nan)

    @cached_property
    def stimuli_ms(self) -> NDArray:
        """When the two stimuli come."""
        return np.array([0.0, self.second_ms])

    @cached_property
    def needed_all_along_percent(self) -> NDArray:
        """What a wave needs to run on, as a line."""
        return np.full(len(self.t_ms), self.needed_percent)

    @cached_property
    def state(self) -> str:
        """What becomes of it: “dies”, “spreads”, “turns” (and goes on), “turns and ends”."""
        if math.isnan(self.quiet_ms):
            return "turns"
        return "dies" if self.beats < 2 else "spreads" if self.beats == 2 else "turns and ends"

    def voltage_at(self, t_ms: float) -> NDArray:
        """The sheet at a moment: voltages from 0 to 1."""
        return self.sheet_percent[self._picture_at(t_ms)].astype(float) / 100.0

    def waits_at(self, t_ms: float) -> NDArray:
        """Where the sheet is at rest at a moment, but not ready yet."""
        return self.waits[self._picture_at(t_ms)]

    def _picture_at(self, t_ms: float) -> int:
        return max(0, int(np.searchsorted(self.pictures_ms, t_ms, side="right")) - 1)

    def struck_at(self, t_ms: float) -> tuple[float, float, float, float]:
        """Which part of the sheet was stimulated last."""
        return EDGE if t_ms < self.second_ms else QUARTER

    def strikes_at(self, t_ms: float) -> float:
        """1 at a stimulus and for 24 ms after it."""
        since = t_ms - (0.0 if t_ms < self.second_ms else self.second_ms)
        return float(since < SHOWN_ms)

    def frame_at(self, t_ms: float) -> str:
        """What the frame round that part means."""
        return f"struck by the {'first' if t_ms < self.second_ms else 'second'} stimulus"

    def word_at(self, t_ms: float) -> str:
        """What is going on."""
        if self.strikes_at(t_ms):
            return "first stimulus" if t_ms < self.second_ms else "second stimulus"
        return "" if np.interp(t_ms, self.t_ms, self.excited_percent) > 0.0 else "quiet"


@model
class BadlyTimedBeat:
    """A sheet of heart muscle, 6.4 cm wide, that gets a second stimulus while the first one's beat is not over.

    The equations in words
    ----------------------
    Each cell is the one of HeartCell; besides, voltage flows in from its four neighbours.
        change of u = h · u² · (1 − u) / τ_in − u / τ_out + D · (the four neighbours − 4 · u) / (width of a cell)²
        change of h = (1 − h) / τ_open while u is below 0.13, the gate; −h / τ_close while it is above
        change of force = (u − force) / 40 ms while it rises, / 60 ms while it falls
    The first stimulus excites a strip at the left edge, from where a wave runs over the sheet; the second one the upper
    left quarter. Where that is still excited, or not ready again, nothing spreads. Where one side of the quarter is
    ready and the other not yet, the wave gets out on one side only; it can come back from behind, and turn for ever.

    ``run()`` returns a BadlyTimedTrace of 1.8 s, ``preview()`` one with cells twice as wide. Errors: a value out of
    range, of the wrong type or not finite raises a ValueError.
    Sources: a cell Mitchell & Schaeffer 2003, doi 10.1016/S0092-8240(03)00041-7; sheet, stimuli and force are our
    choice.
    """

    second_ms: float = quantity(
        260.0, unit="ms", low=100.0, high=600.0, step=5.0, symbol="t₂", label="Second stimulus comes after",
        meaning="Counted from the first.", source="Our choice of range: from within the first beat to long after it.")
    in_ms: float = same_as(HeartCell, "in_ms", low=0.2, high=0.35, step=0.01, fixed=False)
    close_ms: float = same_as(HeartCell, "close_ms", default=TACHY.close_ms, low=60.0, high=150.0,
                              source="Our choice of 100 ms, with which the sheet turns as one; published 150: "
                                     + MITCHELL)
    open_ms: float = same_as(HeartCell, "open_ms", low=60.0)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "The heart's form, its thickness, the direction of its fibres, scars. In a heart a wave often turns round a "
        "scar; here it turns round nothing but cells that are not ready.",
        "The threads that bring each beat to all parts of the heart at nearly the same time. Here it runs over the "
        "sheet from one edge, which takes a fifth of a second; so the ECG's first wave is as long.",
        "Its T wave points the other way than most people's: here all cells stay excited for equally long, in a heart "
        "those that are excited last let go first.",
        ECG_FALLS,
        "Rates. What turns here comes round more than 300 times a minute, faster than most tachycardias of people.",
        "How the second stimulus comes about: an extra beat from a sick spot, a current, a blow to the chest. In young "
        "pigs 9 of 10 blows 30 to 15 ms before the peak of the T wave made the heart fibrillate, and none at any other "
        "time (Link et al. 1998, doi 10.1056/NEJM199806183382504). How wide the window is here says nothing of a "
        "heart's.",
        "What the force does: filling, pressure, blood.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> BadlyTimedTrace:
        """Stimulate twice, and watch for 1.8 s."""
        return self._watch(rested(CELLS))

    def preview(self) -> BadlyTimedTrace:
        """A sketch: the same sheet of cells twice as wide."""
        return self._watch(rested(CELLS // 2, SKETCH_CELL_cm))

    def _watch(self, tissue: Tissue) -> BadlyTimedTrace:
        voltage, ready = inside(tissue.voltage), inside(tissue.ready)
        corner, row = tissue.size - tissue.cells(COUNTED_AT_cm), tissue.size // 4
        look_ms, _ = paced(tissue)
        sides, second = [2 * row // 32, 2 * row - 1], round(self.second_ms)
        rows, pictures, waits, reached, was = [], {}, [], [], False
        for now in going_on(tissue, self.membrane, DURATION_ms, {0: pace_edge, second: pace_quarter}):
            rows.append((ecg(tissue), (voltage > EXCITED).mean(), mean_force(tissue),
                         *np.where(voltage[row, sides] < GATE, ready[row, sides], 0.0)))
            is_struck = now - look_ms < second <= now
            if is_struck or now % PICTURE_ms == 0:
                pictures[float(second if is_struck else now)] = picture(tissue, SHOWN_CELLS)
                waits.append(waiting(tissue, self.membrane, DOTS))
            is_there = bool(voltage[corner, corner] > REACHED)
            reached += [float(now)] if is_there and not was else []
            was = is_there
        curves = np.array(rows) * (1.0, 100.0, 100.0, 100.0, 100.0)
        return BadlyTimedTrace(
            t_ms=np.arange(len(curves)) * float(look_ms), ecg=curves[:, 0], excited_percent=curves[:, 1],
            force_percent=curves[:, 2], left_ready_percent=curves[:, 3], right_ready_percent=curves[:, 4],
            needed_percent=NEEDED_per_ms * 100.0 * self.in_ms, pictures_ms=np.array([*pictures]),
            sheet_percent=np.array([*pictures.values()]), waits=np.array(waits), reached_ms=np.array(reached),
            second_ms=float(second))

    @property
    def membrane(self) -> Membrane:
        """The constants of each cell."""
        return TACHY._replace(in_ms=self.in_ms, close_ms=self.close_ms, open_ms=self.open_ms)


_STRONG = "Our choice of a shorter τ_in: a stronger inward current. The cell: " + MITCHELL
BadlyTimedBeat.presets = grouped({
    "second stimulus": (
        Preset("After 180 ms", BadlyTimedBeat(second_ms=180.0), source="Our choice: all of the quarter is excited",
               expect="the quarter is still excited by the first beat: nothing leaves it, and soon all is quiet",
               signature={"beats": (1, 1), "left_percent": (0.0, 0.0), "state": ("dies", "dies")}),
        Preset("After 260 ms", BadlyTimedBeat(), source="Our choice: while the left half of the quarter is ready again",
               expect="ready at its left side, still excited at its right: the wave gets out on one side only, comes "
                      "round from behind, and goes on turning; the mean force hardly moves any more",
               signature={"beats": (7, 9), "left_percent": (44.0, 51.0), "right_percent": (0.0, 0.0),
                          "swing_percent": (2.0, 7.0), "state": ("turns", "turns")}),
        Preset("After 400 ms", BadlyTimedBeat(second_ms=400.0), source="Our choice: when all of the quarter is ready",
               expect="ready on all sides: the wave spreads to all of them, and is one more beat",
               signature={"beats": (2, 2), "quiet_ms": (335.0, 355.0), "right_percent": (55.0, 75.0),
                          "state": ("spreads", "spreads")})),
    "other muscles": (
        Preset("Stronger inward current, after 305 ms", BadlyTimedBeat(second_ms=305.0, in_ms=VF.in_ms), source=_STRONG,
               expect="a wave needs fewer ready channels, but the first beat lasts longer: this one turns, too",
               signature={"beats": (6, 9), "state": ("turns", "turns")}),
        Preset("Short beats, slow to get ready, after 220 ms",
               BadlyTimedBeat(second_ms=220.0, in_ms=RIGID.in_ms, close_ms=RIGID.close_ms, open_ms=RIGID.open_ms),
               source="Our choice: the sheet on which a wave turns on one spot",
               expect="it turns nearly 400 times a minute",
               signature={"turning_per_min": (375.0, 410.0), "state": ("turns", "turns")})),
})
