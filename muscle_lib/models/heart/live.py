"""A sheet of heart muscle as it lives on: paced, poked, shocked, and its one constant turned."""

from __future__ import annotations

import math
from collections import deque
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muscle_lib.compiled import is_compiled
from muscle_lib.models.heart.cell import (
    FORCE,
    GATE,
    MITCHELL,
    READY,
    SUBSTEPS,
    VOLTAGE,
    HeartCell,
    Membrane,
    over_time,
)
from muscle_lib.models.heart.live_trace import LiveHeartTrace, WINDOW_s
from muscle_lib.models.heart.tissue import (
    ECG_FALLS,
    TACHY,
    NEEDED_per_ms,
    STEPS_per_ms,
    Tissue,
    advance,
    ecg,
    inside,
    mean_force,
    pace_edge,
    pace_purkinje,
    poke,
    pull,
    quiet,
    rested,
    rotors,
    shock,
    waiting,
)
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import choice, model, quantity, same_as

#: The sheet has so many cells along each side: on a smaller one fibrillation may end by itself.
SIZE = 256
#: So often force, ECG and quiet are looked at; rotors, which cost more, so often, in pictures so long apart.
ROW_ms, ROTORS_ms, ROTOR_ms = 5, 40, 15
#: Waves that turn are counted as the median of so many looks: of a fifth of a second.
LOOKS = 5
#: A shock needs so long until the next one is ready: without it, who holds the key down would make the sheet flash.
CHARGE_ms = 500
#: A turn of the wave that is set turning takes so long at first.
TURN_ms = 300
#: A run without anybody at the buttons: so long, and when it is poked and shocked.
RUN_ms, POKE_ms, SHOCK_ms = 1100, 500, 1000
#: The constants of the sheet, but the one that can be turned.
SET = TACHY


class Action(NamedTuple):
    """A button of the living sheet: its key, its words, and what pressing it means."""

    key: str
    label: str
    meaning: str


@model
class LiveHeart:
    """A piece of the heart's wall, laid flat, at a quarter of real time.

    The equations in words
    ----------------------
    Each of 256 × 256 cells is the heart's cell of this chapter, and its four neighbours excite it:
        change of u = h · u² · (1 − u) / τ_in − u / τ_out + D · (the four neighbours − 4 · u) / (width of a cell)²
        change of h = (1 − h) / τ_open below the gate, u < 0.13; −h / τ_close above it
        change of force = (u − force) / 40 ms while it rises, / 60 ms while it falls
    τ_out is 6 ms, τ_open 120 ms, τ_close 100 ms, D 0.001 cm²/ms, a cell 0.05 cm wide.
    A beat lifts some cells to u = 1: the leftmost columns, or three of each 32 columns at once. Beats that come at once
    everywhere come through the heart's own quick threads, which a sheet that is excited excites too: they bring a beat
    only into a quiet sheet. A poke lifts a round spot to 0.9; a shock adds its dose to every cell, up to 1.
    Pump: the greatest minus the least mean force of the last second and a half.

    ``start()`` returns the sheet as it lives on, a LiveHeartRun. ``run()`` is poked and shocked by itself, and returns
    a LiveHeartTrace of its 1.1 seconds.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Sources: Mitchell & Schaeffer 2003, doi 10.1016/S0092-8240(03)00041-7, for a cell; all else is our choice.
    """

    rate_per_min: float = quantity(
        100.0, unit="1/min", low=50.0, high=300.0, step=5.0, symbol="f", label="Beats asked for",
        meaning="How often a beat comes, if the sheet can take it; one that comes too early is lost.",
        source="Our choice of range.", idle_at=({"pacing": "off"},))
    pacing: str = choice(
        "purkinje", options={"purkinje": "all at once", "edge": "left edge", "off": "none"},
        symbol="from", label="Beats come", meaning="The heart's own quick threads bring a beat nearly everywhere at "
        "once; without them it has to run through the muscle.", source="Our choice: every 32nd of the columns, or "
               "one edge.")
    in_ms: float = same_as(
        HeartCell, "in_ms", low=0.2, high=0.4, step=0.02, fixed=False, label="Time of the inward current",
        source=f"{MITCHELL}: 0.3; the range is our choice.")
    dose_percent: float = quantity(
        30.0, unit="%", low=0.0, high=50.0, step=2.5, symbol="A", label="Dose of the shock",
        meaning="How far the shock lifts the voltage, of the way from rest to full height.",
        source="Our choice of range.")
    reach_percent: float = quantity(
        100.0, unit="%", low=50.0, high=100.0, step=1.0, symbol="R", label="Part that the shock reaches",
        meaning="Counted from the left edge.", source="Our choice of range.")
    across_percent: float = quantity(
        75.0, unit="%", low=0.0, high=100.0, step=2.0, symbol="x", label="Place of the poke, from the left",
        source="Our choice: a place on the right half.")
    down_percent: float = quantity(
        40.0, unit="%", low=0.0, high=100.0, step=2.0, symbol="y", label="Place of the poke, from above",
        source="Our choice: a place on the upper half.")
    poke_cm: float = quantity(
        1.5, unit="cm", low=0.3, high=2.5, step=0.1, symbol="r", label="Radius of the poke",
        meaning="A small one, behind a wave, is not enough to set a wave turning.", source="Our choice of range.")

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "The form of a heart: this is a flat square sheet of one layer, with edges. A real heart is a thick bag of "
        "muscle whose fibres turn from layer to layer; waves run along them faster than across.",
        ECG_FALLS,
        "Human rates: a wave that turns does so more than 300 times a minute, faster than most tachycardias of people.",
        "Blood. The pump is only how much the mean force goes up and down. It knows nothing of filling: it must not be "
        "read as saying that a tachycardia is worse than fibrillation.",
        "Drugs, lack of oxygen, scars, and the nerves of the heart.",
        "What a shock does in a real heart: the current flows unevenly, and it may hurt.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it
    #: What a student can do to it.
    actions = (
        Action("poke", "Poke", "a stimulus at the cross"),
        Action("turn", "Set a wave turning", "the sheet as it stands when a wave has begun to turn in a circle"),
        Action("shock", "Shock", "the voltage is lifted at once, by the dose, in the part that it reaches"),
    )
    #: It lives at this part of real time: fast enough to be alive, and slow enough not to flash.
    pace = 0.25
    #: What a click into the picture sets, and does.
    touch = ("across_percent", "down_percent", "poke")

    def start(self) -> LiveHeartRun:
        """A sheet at rest."""
        return LiveHeartRun(self)

    def run(self) -> LiveHeartTrace:
        """A little more than a second, with a poke and a shock."""
        sheet, before_ms = self.start(), 0
        for at_ms, key in ((POKE_ms, "poke"), (SHOCK_ms, "shock"), (RUN_ms, "")):
            sheet.advance(self, at_ms - before_ms)
            if key:
                sheet.do(key)
            before_ms = at_ms
        return sheet.trace


class LiveHeartRun:
    """A sheet that goes on from where it stands. ``now_s`` is its own clock, ``trace`` its last four seconds."""

    def __init__(self, of: LiveHeart) -> None:
        # In whole milliseconds, so that an hour of small steps leaves no dust on it.
        self._now_ms, self._of = 0, of
        self._tissue = rested(SIZE)
        if not is_compiled():
            # Half as many bytes, half the time: then 20 pictures a second have room on a slow computer, too.
            voltage, ready, force, spare = (field.astype(np.float32) for field in self._tissue[:4])
            self._tissue = Tissue(voltage, ready, force, spare)
        rows = round(WINDOW_s * 1000.0 / ROW_ms)
        #: Time, ECG and mean force.
        self._rows: deque[tuple[float, float, float]] = deque(maxlen=rows)
        self._done: dict[str, list[float]] = {"beat": [], "lost": [], "poke": [], "shock": []}
        self._beat_ms, self._charged_ms, self._excited_ms = -math.inf, 0, 0
        self._shock_waits = False
        self._before = self._picture()
        self._turning: deque[int] = deque([0] * LOOKS, maxlen=LOOKS)

    @property
    def _membrane(self) -> Membrane:
        return SET._replace(in_ms=self._of.in_ms)

    @property
    def now_s(self) -> float:
        """The sheet's own clock."""
        return self._now_ms / 1000.0

    def do(self, key: str) -> None:
        """Press a button; it is done at once, a shock as soon as it is charged."""
        of, tissue = self._of, self._tissue
        if key == "poke":
            poke(tissue, of.down_percent / 100.0 * (SIZE - 1), of.across_percent / 100.0 * (SIZE - 1),
                 of.poke_cm)
        elif key == "turn":
            set_turning(tissue, self._membrane)
            return
        elif key == "shock":
            # A second press while the first one waits is no other one.
            self._shock_waits = self._now_ms < self._charged_ms
            if self._shock_waits:
                return
            shock(tissue, of.dose_percent / 100.0, of.reach_percent / 100.0)
            self._charged_ms = self._now_ms + CHARGE_ms
        else:
            raise KeyError(key)
        self._done[key].append(self.now_s)

    def advance(self, of: LiveHeart, duration_ms: float) -> None:
        """Live on for a time, a whole number of 5 ms, with these settings."""
        self._of = of
        for _ in range(round(duration_ms / ROW_ms)):
            self._beat(of)
            if self._shock_waits and self._now_ms >= self._charged_ms:
                self.do("shock")
            advance(self._tissue, self._membrane, ROW_ms * STEPS_per_ms)
            pull(self._tissue, ROW_ms)
            self._now_ms += ROW_ms
            self._look()

    @property
    def trace(self) -> LiveHeartTrace:
        """What the last four seconds were like."""
        t_s, ecg_now, force_percent = np.array(self._rows).reshape(-1, 3).T
        beats, lost, pokes, shocks = (np.array([at_s for at_s in done if at_s > self.now_s - WINDOW_s])
                                      for done in self._done.values())
        return LiveHeartTrace(
            t_s=t_s, ecg=ecg_now, force_percent=force_percent, voltage=self._picture(),
            waits=waiting(self._tissue, self._membrane, SIZE // 8), beats_s=beats, lost_s=lost,
            pokes_s=pokes, shocks_s=shocks, now_s=self.now_s, turning=int(np.median(self._turning)),
            quiet_s=(self._now_ms - self._excited_ms) / 1000.0, across_percent=self._of.across_percent,
            down_percent=self._of.down_percent, reach_percent=self._of.reach_percent,
            is_charging=self._shock_waits, is_paced=self._of.pacing != "off")

    def _beat(self, of: LiveHeart) -> None:
        """A beat, if one is due; one that is lost does not put off the next."""
        if of.pacing == "off" or self._now_ms - self._beat_ms < 60_000.0 / of.rate_per_min:
            return
        self._beat_ms, tissue = self._now_ms, self._tissue
        # From the edge a wave runs on only where most of it is ready again.
        finds_a_way = quiet(tissue) if of.pacing == "purkinje" else np.mean(
            (inside(tissue.voltage)[:, 0] < GATE) & (inside(tissue.ready)[:, 0] > NEEDED_per_ms * of.in_ms)) > 0.5
        if of.pacing == "edge" or finds_a_way:
            (pace_edge if of.pacing == "edge" else pace_purkinje)(tissue)
        self._done["beat" if finds_a_way else "lost"].append(self.now_s)

    def _look(self) -> None:
        tissue = self._tissue
        self._rows.append((self.now_s, ecg(tissue), 100.0 * mean_force(tissue)))
        if not quiet(tissue):
            self._excited_ms = self._now_ms
        if self._now_ms % ROTORS_ms == 0:
            self._turning.append(len(rotors(self._before, inside(tissue.voltage))))
        elif self._now_ms % ROTORS_ms == ROTORS_ms - ROTOR_ms:
            self._before = self._picture()

    def _picture(self) -> NDArray:
        """The voltage now, to keep."""
        return inside(self._tissue.voltage).copy()


def set_turning(tissue: Tissue, membrane: Membrane) -> None:
    """Let a wave turn round the middle: all moments of an action potential and of the rest after it, in a circle."""
    from_middle = np.arange(tissue.size) - (tissue.size - 1) / 2.0
    turn = np.arctan2(from_middle[:, np.newaxis], from_middle[np.newaxis, :]) / (2.0 * np.pi) % 1.0
    moment = (turn * TURN_ms).astype(int)
    kept = over_time(1.0, 1.0, np.empty(0), TURN_ms, membrane, SUBSTEPS)
    for field, column in ((tissue.voltage, VOLTAGE), (tissue.ready, READY), (tissue.force, FORCE)):
        inside(field)[:] = kept[moment, column]


LiveHeart.presets = grouped({"to begin with": (
    Preset("Beats, everywhere at once", LiveHeart(), source="Our choice; the cell: " + MITCHELL,
           expect="the whole sheet is excited at once, pulls at once, and lets go", signature={"pump": (0.7, 0.95)}),
    Preset("Beats from the left edge", LiveHeart(pacing="edge"), source="Our choice; the cell: " + MITCHELL,
           expect="each beat runs through the sheet, and the sheet pulls piece by piece: it pumps less",
           signature={"pump": (0.5, 0.7)}),
    Preset("More excitable", LiveHeart(in_ms=0.2), source="Our choice of 0.2 ms; the cell: " + MITCHELL,
           expect="it beats as before; but a wave that turns breaks up into many", signature={"pump": (0.7, 0.95)}),
)})
