"""A shock to a sheet of heart muscle that fibrillates: does it stop, and what comes then?"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.heart.fibrillation import sketched, watch
from muscle_lib.models.heart.shock_map import (
    MOMENTS,
    APART_ms,
    BEFORE_ms,
    DOSES_percent,
    PARTS_percent,
    VERDICT_ms,
    before,
    stored_map,
)
from muscle_lib.models.heart.tissue import ECG_FALLS, CELL_cm, EDGE_cm, LOOK_ms, Tissue, pace_edge, shock
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import choice, model, quantity
from muscle_lib.trace import result, trace

#: What is watched: from 0.2 s before the shock on; the pacemaker's beat comes when one has looked whether it is quiet.
END_ms, SKETCH_END_ms = 2300, 200
PICTURE_ms, SHOWN_ms = 20, 60
#: The beat has come through where the voltage of the right edge got so high, in per cent.
REACHED_percent = 50.0
#: The strip from which a beat comes, as a part of the sheet: left, top, right, bottom.
EDGE = (0.0, 0.0, EDGE_cm / CELL_cm / 256.0, 1.0)


@trace
class ShockTrace:
    """A fibrillating sheet before, at and after a shock, and the beat that a pacemaker then sends."""

    #: Counted from the shock.
    t_ms: NDArray
    #: How much of the sheet is excited; the mean force of all cells, of what they would come to if they stayed excited.
    excited_percent: NDArray
    force_percent: NDArray
    #: What an electrode 2 cm over the sheet, at its right edge, sees; in units of its own.
    ecg: NDArray
    #: Every second row and column of the sheet's voltage, every 20 ms, in per cent of an action potential's height.
    sheet_percent: NDArray
    #: Where it is at rest, but not ready yet: at every eighth row and column.
    waits: NDArray
    dose_percent: float
    part_percent: float
    is_paced: bool
    #: How many of ten shocks stopped it: at all doses with this part, at all parts with this dose.
    doses_percent: NDArray
    stopped_by_dose: NDArray
    parts_percent: NDArray
    stopped_by_part: NDArray
    stopped: int = result(
        "Moments at which it stops, of ten", headline=True,
        meaning="At how many of ten moments such a shock stops the fibrillation: kept from runs that were made "
                "beforehand, for the nearest dose and part that were tried, in steps of 5 %.")

    @cached_property
    def stops(self) -> bool:
        """Whether the sheet is quiet 1.5 s after this shock; False in a sketch, which ends before."""
        return self.left_percent == 0.0

    @result("Excited 1.5 s after the shock")
    def left_percent(self) -> float:
        """How much of the sheet is excited 1.5 s after this shock; NaN in a sketch, which ends before."""
        late = self.excited_percent[(self.t_ms >= VERDICT_ms - LOOK_ms) & (self.t_ms < VERDICT_ms)]
        return float(late[0]) if late.size else math.nan

    @result("Quiet after")
    def quiet_ms(self) -> float:
        """How long after this shock the last cell is excited; NaN if it does not stop, or in a sketch."""
        if not self.stops:
            return math.nan
        busy = self.t_ms[(self.excited_percent > 0.0) & (self.t_ms < VERDICT_ms)]
        return max(0.0, float(busy[-1]) + LOOK_ms)

    @result("Greatest mean force of the beat after it")
    def beat_percent(self) -> float:
        """The greatest mean force when a pacemaker's beat then runs through the sheet; NaN if none does."""
        return float(self.force_percent[self.t_ms >= VERDICT_ms].max()) if self.follows else math.nan

    @cached_property
    def follows(self) -> bool:
        """Whether a pacemaker's beat runs through the quiet sheet, up to its right edge."""
        edge = self.sheet_percent[int((BEFORE_ms + VERDICT_ms) // PICTURE_ms):, :, -1]
        return bool(self.is_paced and self.stops and (edge.max(axis=0) > REACHED_percent).all())

    @cached_property
    def beats_ms(self) -> NDArray:
        """When the pacemaker sends a beat."""
        return np.array([float(VERDICT_ms)] if self.is_paced else [])

    @cached_property
    def shocks_ms(self) -> NDArray:
        """When there is a shock."""
        return np.zeros(1 if self.dose_percent else 0)

    def voltage_at(self, t_ms: float) -> list[list[float]]:
        """The sheet's voltages at a moment, from 0 to 1, row by row."""
        return (self.sheet_percent[self._picture_at(t_ms)] / 100.0).tolist()

    def waits_at(self, t_ms: float) -> NDArray:
        """Where the sheet is at rest at a moment, but not ready yet."""
        return self.waits[self._picture_at(t_ms)]

    def _picture_at(self, t_ms: float) -> int:
        return int(np.clip((t_ms + BEFORE_ms) // PICTURE_ms, 0, len(self.sheet_percent) - 1))

    def struck_at(self, t_ms: float) -> tuple[float, float, float, float]:
        """Which part of the sheet the shock or the beat reaches first."""
        if self.is_paced and t_ms >= VERDICT_ms:
            return EDGE
        return (0.0, 0.0, self.part_percent / 100.0, 1.0) if self.dose_percent else (0.0, 0.0, 0.0, 0.0)

    def strikes_at(self, t_ms: float) -> float:
        """1 at the shock and at the beat, and for 60 ms after each."""
        return float(((t_ms >= (ours := np.r_[self.shocks_ms, self.beats_ms])) & (t_ms < ours + SHOWN_ms)).any())

    def frame_at(self, t_ms: float) -> str:
        """What the frame round that part means."""
        if self.is_paced and t_ms >= VERDICT_ms:
            return "here the pacemaker's beat begins"
        return f"reached by a shock of {self.dose_percent:g} %"

    def word_at(self, t_ms: float) -> str:
        """What is going on."""
        if self.strikes_at(t_ms):
            return "shock" if t_ms < VERDICT_ms else "pacemaker"
        if np.interp(t_ms, self.t_ms, self.excited_percent) == 0.0:
            return "quiet"
        if t_ms >= VERDICT_ms and self.follows:
            return "one beat"
        return "fibrillates" if t_ms < 0.0 or self.left_percent > 0.0 else "excited"


@model
class Shock:
    """A sheet of heart muscle, 12.8 cm wide, that fibrillates, gets a shock, and later a beat from its pacemaker.

    The equations in words
    ----------------------
    Each cell is the one of HeartCell, with a stronger inward current and a shorter beat; besides, voltage flows in from
    its four neighbours.
        change of u = h · u² · (1 − u) / 0.2 ms − u / 6 ms + D · (the four neighbours − 4 · u) / (width of a cell)²
        change of h = (1 − h) / 120 ms while u is below 0.13, the gate; −h / 100 ms while it is above
        change of force = (u − force) / 40 ms while it rises, / 60 ms while it falls
    A shock lifts u of all cells in its part by the dose at one instant, but not over 1. Cells that were ready are then
    excited at once, all together; when they let go, no wave is left. 1.5 s later a pacemaker sends a beat from the left
    edge.

    ``run()`` returns a ShockTrace of 2.5 s, ``preview()`` one of the first 0.4 s. How many of ten moments' shocks stop
    it is kept beside this file (``shock_map.csv``). Errors: a value out of range, of the wrong type or not finite
    raises a ValueError.
    Sources: a cell Mitchell & Schaeffer 2003, doi 10.1016/S0092-8240(03)00041-7; sheet, shock and force are our choice.
    """

    dose_percent: float = quantity(
        30.0, unit="%", low=0.0, high=50.0, step=5.0, symbol="A", label="Dose of the shock",
        meaning="By how much it lifts the voltage, in per cent of an action potential's height; 0: no shock.",
        source="Our choice of range: from none to more than twice what is needed.")
    part_percent: float = quantity(
        100.0, unit="%", low=50.0, high=100.0, step=5.0, symbol="p", label="Part of the sheet that it reaches",
        meaning="Counted from the left edge.", source="Our choice of range: from half of the sheet to all of it.")
    moment: int = quantity(
        1, unit="", low=1, high=MOMENTS, step=1, symbol="n", label="Moment of the shock",
        meaning=f"Each comes {APART_ms} ms after the one before, to the same fibrillating sheet.",
        source="Our choice: ten moments in 1.1 s.")
    pacemaker: str = choice(
        "works", options={"works": "sends a beat after 1.5 s", "silent": "is silent"}, symbol="S",
        label="The pacemaker", meaning="In a heart some cells give a beat by themselves; here it comes from the left "
                                       "edge.", source="Our choice: one beat, when it is clear whether it has stopped.")

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "How a shock gets into a real heart: bundles of cells and the sheaths between them act as electrodes of their "
        "own (Dosdall and others 2010), so each place gets another dose. Here all cells get the same.",
        "How much of a real heart a shock has to reach. That it is nearly all is the answer of this sheet: there "
        "whatever goes on fibrillating has an open way into the rest.",
        "Joules, volts, electrodes, the chest. The dose is one of voltage in the cells.",
        ECG_FALLS,
        "What makes a real heart fibrillate again after a shock: the cause is still there.",
        "Time without blood flow. Here the sheet is as fresh after minutes as at first; a heart is not.",
        "Its waves come round more than 300 times a minute, and after the shock its beat runs over the sheet from one "
        "edge, without the threads that bring it to all parts of a heart at nearly the same time.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> ShockTrace:
        """Let it fibrillate for 0.2 s, give the shock, look after 1.5 s, and let the pacemaker send its beat."""
        return self._watch(before(self.moment), END_ms)

    def preview(self) -> ShockTrace:
        """A quick sketch: the first 0.2 s after the shock, of a sheet of cells twice as wide."""
        return self._watch(sketched(before(self.moment)), SKETCH_END_ms)

    def _watch(self, tissue: Tissue, end_ms: int) -> ShockTrace:
        stimuli: dict[int, Callable[[Tissue], None]] = {
            BEFORE_ms: partial(shock, dose=self.dose_percent / 100.0, part=self.part_percent / 100.0)}
        is_paced = self.pacemaker == "works"
        if is_paced:
            stimuli[BEFORE_ms + VERDICT_ms] = pace_edge
        seen = watch(tissue, BEFORE_ms + end_ms, PICTURE_ms, stimuli)
        counts, (row, column) = stored_map(), self._place
        return ShockTrace(
            t_ms=seen.t_ms - BEFORE_ms, excited_percent=seen.excited_percent, force_percent=seen.force_percent,
            ecg=seen.ecg, sheet_percent=seen.sheet_percent, waits=seen.waits, dose_percent=self.dose_percent,
            part_percent=self.part_percent, is_paced=is_paced, doses_percent=np.array(DOSES_percent),
            stopped_by_dose=counts[:, column], parts_percent=np.array(PARTS_percent), stopped_by_part=counts[row],
            stopped=int(counts[row, column]))

    @property
    def _place(self) -> tuple[int, int]:
        """Where dose and part are in what was tried beforehand, or next to it."""
        row, column = (int(np.argmin(np.abs(np.array(tried) - value))) for tried, value in (
            (DOSES_percent, self.dose_percent), (PARTS_percent, self.part_percent)))
        return row, column


_CELL = "Our choice; the cell: Mitchell & Schaeffer 2003, doi 10.1016/S0092-8240(03)00041-7"
_ALL, _MOST = Shock(), Shock(dose_percent=50.0, part_percent=90.0)
Shock.presets = grouped({
    "dose and part": (
        Preset("30 %, all of it", _ALL, source=_CELL,
               expect="all cells are excited at once, and a quarter of a second later all have let go; the pacemaker's "
                      "beat then runs through all of it",
               signature={"stopped": (10, 10), "stops": (1, 1), "follows": (1, 1), "quiet_ms": (150.0, 1000.0)}),
        Preset("15 %, all of it", Shock(dose_percent=15.0), source=_CELL,
               expect="too little to excite what is ready: it fibrillates on, and the pacemaker's beat is lost in it",
               signature={"stopped": (0, 1), "stops": (0, 0), "follows": (0, 0)}),
        Preset("50 %, nine tenths of it", _MOST, source=_CELL,
               expect="nine tenths fall silent, but the strip that was not reached sends waves back into them",
               signature={"stopped": (0, 3), "stops": (0, 0), "follows": (0, 0)})),
    "what comes then": (
        "30 %, all of it",
        Preset("30 %, all of it, silent pacemaker", Shock(pacemaker="silent"), source=_CELL,
               expect="the shock stops it, and then nothing happens at all",
               signature={"stops": (1, 1), "follows": (0, 0), "left_percent": (0.0, 0.0)}),
        Preset("No shock", Shock(dose_percent=0.0), source=_CELL,
               expect="it fibrillates on, and the pacemaker's beat is lost in it",
               signature={"stopped": (0, 0), "stops": (0, 0), "follows": (0, 0)})),
})
