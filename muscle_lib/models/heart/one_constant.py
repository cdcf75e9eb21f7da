"""One constant: how strong the inward current is decides whether one wave turns on a sheet, or many."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.heart.cell import MITCHELL, HeartCell
from muscle_lib.models.heart.tissue import (
    ECG_FALLS,
    EXCITED,
    VF,
    ROTOR_ms,
    SKETCH_CELL_cm,
    Tissue,
    ecg,
    going_on,
    inside,
    mean_force,
    pace_edge,
    pace_purkinje,
    pace_quarter,
    paced,
    picture,
    rested,
    rotors,
    waiting,
)
from muscle_lib.models.heart.tissue import pump as up_and_down
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import choice, model, quantity, same_as
from muscle_lib.trace import result, trace

#: The sheet: so many cells along each side.
CELLS = 192
DURATION_ms = 4000
#: What was before this is the beginning. The rest of it is four regular beats long. A sketch ends before.
BEGIN_ms, SKETCH_ms = 1600, 1200
#: Rotors are looked for, and pictures kept, so often; the pictures have so many cells and dots along each side.
SEEN_EVERY_ms, PICTURE_ms, SHOWN_CELLS, DOTS = 40, 20, 96, 32
#: Broken ends of waves that last a moment only are no rotors: the median of so many looks is shown.
MEDIAN_OF = 5
#: With a badly timed second stimulus, start 1 has it at this time, each further one so much later.
SECOND_ms, LATER_ms = 305, 5
#: Regular beats come so often.
PACED_ms = 600
#: What a good beat gives, to compare with: this model's own, with beats that come to many places at once, τ_in 0.20 ms.
GOOD_BEAT = 0.86
#: Where it is counted how often a place is excited.
REACHED = 0.5


@trace
class OneConstantTrace:
    """Four seconds of a sheet of 9.6 cm, electrically and mechanically."""

    t_ms: NDArray
    #: What an electrode 2 cm over the sheet, at its right edge, sees; in units of its own.
    ecg: NDArray
    excited_percent: NDArray
    #: The mean force of all cells, of what they would come to if they stayed excited.
    force_percent: NDArray
    #: How many rotors there are, at some times: the median of 200 ms.
    seen_ms: NDArray
    rotors_at: NDArray
    #: The voltage of the whole sheet (every second cell), every 20 ms, in per cent of an action potential's height.
    sheet_percent: NDArray
    #: Where it is at rest, but not ready yet: at 32 × 32 places, every 20 ms.
    waits: NDArray
    stimuli_ms: NDArray
    driven: str
    beats_per_min: float = result(
        "Each place is excited", meaning="How often a cell is excited, in the last 2.4 s: the mean of 36 places. NaN, "
                                         "like all of that time, in a sketch, which ends before.")
    synchrony: float = result(
        "Synchrony", meaning="How much the mean force goes up and down, divided by how much that of a single cell does "
                             "(standard deviations, last 2.4 s): 1 if all cells pull together.")

    @result("Pump", headline=True)
    def pump(self) -> float:
        """How much the mean force of all cells goes up and down in the last 2.4 s, from 0 to 1."""
        return math.nan if self.is_sketch else up_and_down(self._lately_percent) / 100.0

    @result("Rotors")
    def rotors(self) -> float:
        """How many waves turn at a time: the mean of the last 2.4 s."""
        return math.nan if self.is_sketch else float(self.rotors_at[self.seen_ms >= BEGIN_ms].mean())

    @result("Most rotors")
    def most_rotors(self) -> int:
        """How many waves turn at most."""
        return int(self.rotors_at.max())

    @result("Mean force")
    def held_percent(self) -> float:
        """The mean force of all cells in the last 2.4 s."""
        return math.nan if self.is_sketch else float(self._lately_percent.mean())

    @property
    def is_sketch(self) -> bool:
        """Whether it ends before it can be said what comes of it."""
        return float(self.t_ms[-1]) < BEGIN_ms

    @property
    def state(self) -> str:
        """“beats” with regular stimuli; else “turns” (one rotor), “breaks up” (several), or “quiet” at the end; of a
        sketch, “begins”."""
        if self.is_sketch:
            return "begins"
        if self.driven != "rotor":
            return "beats"
        if self.excited_percent[-1] == 0.0:
            return "quiet"
        return "turns" if self.rotors < 1.5 else "breaks up"

    @property
    def swept(self) -> tuple[float, float]:
        """The least and the greatest mean force of the last 2.4 s, from 0 to 1; of a sketch that of its end, twice."""
        if self.is_sketch:
            return (float(self.force_percent[-1]) / 100.0,) * 2
        return float(self._lately_percent.min()) / 100.0, float(self._lately_percent.max()) / 100.0

    @property
    def _lately_percent(self) -> NDArray:
        """The mean force of the last 2.4 s."""
        return self.force_percent[self.t_ms >= BEGIN_ms]

    @property
    def pump_word(self) -> str:
        """What the heart makes of it."""
        return "" if self.is_sketch else f"pump {self.pump:.2f}, beat {GOOD_BEAT:.2f}"

    def voltage_at(self, t_ms: float) -> NDArray:
        """The sheet at a moment: voltages from 0 to 1."""
        return self.sheet_percent[self._picture_at(t_ms)].astype(float) / 100.0

    def waits_at(self, t_ms: float) -> NDArray:
        """Where the sheet is at rest at a moment, but not ready yet."""
        return self.waits[self._picture_at(t_ms)]

    def _picture_at(self, t_ms: float) -> int:
        return int(np.clip(t_ms // PICTURE_ms, 0, len(self.sheet_percent) - 1))


@model
class OneConstant:
    """A sheet of heart muscle, 9.6 cm wide, that is paced, or on which a wave turns; and how strong its current is.

    The equations in words
    ----------------------
    Each cell is the one of HeartCell; besides, voltage flows in from its four neighbours.
        change of u = h · u² · (1 − u) / τ_in − u / τ_out + D · (the four neighbours − 4 · u) / (width of a cell)²
        change of h = (1 − h) / τ_open while u is below 0.13, the gate; −h / τ_close while it is above
        change of force = (u − force) / 40 ms while it rises, / 60 ms while it falls
    The shorter τ_in, the stronger is the inward current: cells that are hardly ready can be excited already, and stay
    so for longer. What a turning wave leaves behind then becomes so uneven that the next wave breaks on it.

    ``run()`` returns a OneConstantTrace of 4 s, ``preview()`` one of the first 1.2 s with cells twice as wide. Errors:
    a value out of range, of the wrong type or not finite raises a ValueError.
    Sources: a cell Mitchell & Schaeffer 2003, doi 10.1016/S0092-8240(03)00041-7; sheet, stimuli and force are our
    choice. With a short τ_in the sheet is chaotic: another start, or another computer, gives another picture.
    """

    driven: str = choice(
        "rotor", options={"edge": "beats from one edge", "purkinje": "beats from many places at once",
                  "rotor": "one badly timed stimulus"}, symbol="S", label="What excites it",
        meaning="Beats come every 0.6 s; the badly timed stimulus once, about 0.3 s after the first.",
        source="Our choice of these three.")
    in_ms: float = same_as(HeartCell, "in_ms", low=0.2, high=0.32, step=0.01, fixed=False)
    start: int = quantity(
        1, unit="", low=1, high=8, step=1, symbol="n", label="Number of the start",
        idle_at=({"driven": "edge"}, {"driven": "purkinje"}),
        meaning="Each start has its second stimulus 5 ms later than the one before: a little change, as chance makes "
                "it.", source="Our choice: eight starts.")

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "What the pump knows: only how far the mean force goes up and down. Nothing of filling, pressure or form. Do "
        "not rank one turning wave below many by it: one wave that goes round always has as much muscle in "
        "contraction. Both are near nothing.",
        "Why the inward current is strong. In a heart no single constant does it: lack of blood, stretch, drugs and "
        "potassium act on many at once.",
        "The heart's form, its thickness, the direction of its fibres, scars, nerves.",
        ECG_FALLS,
        "Rates. What turns here comes round more than 300 times a minute, faster than most tachycardias of people.",
        "Layers. On the outside of six pigs' hearts, as large as a person's, about 12 rotors could be seen at a time "
        "that lasted for a fifth of a second or longer (Kay et al. 2006, doi 10.1152/ajpheart.00276.2006). Old ones "
        "end, new ones begin: in 1 of 17 recordings only did one last for all of 4 s. The inside of the wall was not "
        "seen.",
        "The end of it. A small sheet stops by itself after seconds; a heart of a person does not.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> OneConstantTrace:
        """Four seconds."""
        return self._watch(rested(CELLS), DURATION_ms)

    def preview(self) -> OneConstantTrace:
        """A sketch: the first 1.2 s of the same sheet of cells twice as wide."""
        return self._watch(rested(CELLS // 2, SKETCH_CELL_cm), SKETCH_ms)

    def _watch(self, tissue: Tissue, duration_ms: int) -> OneConstantTrace:
        stimuli, membrane = self._stimuli(), VF._replace(in_ms=self.in_ms)
        voltage, force = inside(tissue.voltage), inside(tissue.force)
        places = np.ix_(*[np.arange(tissue.size // 12, tissue.size, tissue.size // 6)] * 2)
        rows, pictures, waits, found, pulls, came, earlier = [], [], [], [], [], 0, voltage.copy()
        was = voltage[places] > REACHED
        look_ms, _ = paced(tissue)
        for now in going_on(tissue, membrane, duration_ms, stimuli):
            rows.append((ecg(tissue), 100.0 * (voltage > EXCITED).mean(), 100.0 * mean_force(tissue)))
            if now % PICTURE_ms < look_ms:
                pictures.append(picture(tissue, SHOWN_CELLS))
                waits.append(waiting(tissue, membrane, DOTS))
            if now % SEEN_EVERY_ms == 0:
                found.append(len(rotors(earlier, voltage)) if now else 0)
            if now % SEEN_EVERY_ms == SEEN_EVERY_ms - ROTOR_ms:
                earlier = voltage.copy()
            there = voltage[places] > REACHED
            if now > BEGIN_ms:
                came += int((there & ~was).sum())
                pulls.append(force[places].copy())
            was = there
        curves = np.array(rows)
        return OneConstantTrace(
            t_ms=np.arange(len(curves)) * float(look_ms), ecg=curves[:, 0], excited_percent=curves[:, 1],
            force_percent=curves[:, 2], seen_ms=np.arange(len(found)) * float(SEEN_EVERY_ms),
            rotors_at=_median(np.array(found)), sheet_percent=np.array(pictures), waits=np.array(waits),
            stimuli_ms=np.array([*stimuli], float), driven=self.driven,
            beats_per_min=60_000.0 * came / was.size / (duration_ms - BEGIN_ms) if pulls else math.nan,
            synchrony=_together(np.array(pulls), curves[-len(pulls):, 2] / 100.0) if pulls else math.nan)

    def _stimuli(self) -> dict[int, Callable[[Tissue], None]]:
        """What is done to the sheet, and when."""
        if self.driven == "rotor":
            return {0: pace_edge, SECOND_ms + LATER_ms * (self.start - 1): pace_quarter}
        return dict.fromkeys(range(0, DURATION_ms, PACED_ms), pace_edge if self.driven == "edge" else pace_purkinje)


def _median(counts: NDArray) -> NDArray:
    """Each count with its neighbours: the middle one of so many."""
    half = MEDIAN_OF // 2
    return np.median(np.lib.stride_tricks.sliding_window_view(np.pad(counts, half, "edge"), MEDIAN_OF), axis=1)


def _together(forces: NDArray, mean: NDArray) -> float:
    """How much the mean of all cells varies over time, against single cells."""
    single = float(forces.std(axis=0).mean())
    return float(mean.std()) / single if single > 0.0 else 0.0


_TURNS, _BEATS = OneConstant(in_ms=0.3), OneConstant(driven="edge", in_ms=0.2)
_SHORTER = "Our choice: a shorter τ_in than the published one. The cell: " + MITCHELL
OneConstant.presets = grouped({
    "one constant": (
        Preset("τ_in 0.30 ms", _TURNS, source="Our choice of start; τ_in as published: " + MITCHELL,
               expect="one rotor; each place is excited more than five times a second, and the mean force hardly moves",
               signature={"rotors": (1.0, 1.0), "pump": (0.01, 0.08), "beats_per_min": (320.0, 355.0),
                          "state": ("turns", "turns")}),
        Preset("τ_in 0.24 ms", replace(_TURNS, in_ms=0.24), source=_SHORTER,
               expect="now and then a second and a third wave turn", signature={"most_rotors": (2, 15),
                                                                               "pump": (0.02, 0.2)}),
        Preset("τ_in 0.20 ms", replace(_TURNS, in_ms=0.2), source=_SHORTER,
               expect="the wave breaks up into several that turn and break again; each place is excited about five "
                      "times a second, and the mean force still hardly moves",
               signature={"most_rotors": (5, 30), "pump": (0.05, 0.4), "beats_per_min": (260.0, 350.0),
                          "state": ("breaks up", "breaks up")})),
    "regular beats": (
        Preset("From one edge", _BEATS, source="Our choice: a beat every 0.6 s",
               expect="each beat takes a quarter of a second to run over the sheet: while its far side pulls, the near "
                      "side lets go",
               signature={"pump": (0.69, 0.72), "synchrony": (0.6, 0.8), "beats_per_min": (99.0, 101.0)}),
        Preset("From many places at once", replace(_BEATS, driven="purkinje"),
               source="Our choice: columns 1.6 cm apart, as if quick threads brought each beat",
               expect="all cells pull together, and the mean force goes up and down as far as that of a single cell",
               signature={"pump": (0.85, 0.87), "synchrony": (0.95, 1.01), "beats_per_min": (99.0, 101.0)})),
})
