"""The muscle with its reflexes as it lives on: it can be tired, shortened, made to cramp, and stretched out of it."""

from __future__ import annotations

import math
from collections import deque
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.hyperexcitability.cramp import Cramp
from muscle_lib.models.hyperexcitability.live_trace import LiveCrampTrace, WINDOW_s
from muscle_lib.models.hyperexcitability.loop import (
    FULL_COMMAND,
    Inputs,
    LoopConstants,
    LoopRun,
    TONIC_eu,
    advance_loop,
    inputs_of,
    start_loop,
)
from muscle_lib.models.hyperexcitability.states import GRID_ms, states_of, watch
from muscle_lib.models.series import means_of
from muscle_lib.models.voluntary_contraction import MotorPool
from muscle_lib.models.voluntary_contraction.live_emg import LiveEmg
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, same_as

#: How fast the command follows the will, and the muscle's length whoever moves the joint (our choice).
COMMAND_percent_s, LENGTH_per_s = 500.0, 1.5
#: What is done for a moment only is seen for so long.
SEEN_s = 3.0
#: The monitor has a value every 20 ms; the state is looked up so often, from so much of the past.
ROW_ms, STATE_ms, PAST_s = 20, 400, 60.0
#: A run without anybody at the buttons: “Contract” and “Relax” are pressed at these times.
CONTRACT_s, RELAX_s = 1.0, 5.0
MINETTO = "Minetto et al. 2011, doi 10.1113/jphysiol.2011.212332"


class LoopAction(NamedTuple):
    """A button: its key, its words, what pressing it means; and what it changes in the loop."""

    key: str
    label: str
    meaning: str
    #: The command begins (or ends); if it begins for a time only, for so long.
    contracts: bool | None = None
    contracts_for_s: float = math.inf
    #: By how much the joint makes the muscle longer (shorter) than the slider says; 0: back to the slider.
    lengthens_by: float | None = None
    #: What is taken away from the input, from so long after the press on, for so long.
    inhibition_eu: float = 0.0
    after_s: float = 0.0
    lasts_s: float = 0.0
    #: What somebody is seen to do, in a word.
    deed: str = ""


@model
class LiveCramp:
    """A calf muscle with its reflexes in real time.

    The equations in words
    ----------------------
    They are those of the cramp model: motor neurons hear command, tonic inhibition, excitability, spindles, what force
    and length hold back, Renshaw cells and noise; what they have fired pushes them on; the muscle's contraction tires
    it. The command and the joint are now yours:
        “Contract”: the command rises to what the slider says, “Relax”: it falls to nothing, by 5 % in each hundredth of
        a second
        “Stretch”: the joint lengthens the muscle by 1.5 within a second, “Let it go”: back to the length of the slider
    Fatigue begins as it is set; from then on it is earned by force, and goes slowly.

    ``start()`` returns the muscle as it lives on, a LiveCrampRun. ``run()`` presses the buttons itself, Contract after
    one second and Relax after five, and returns a LiveCrampTrace of twenty seconds.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Source: the pool is Fuglevand, Winter & Patla 1993, doi 10.1152/jn.1993.70.6.2470; the loop and its constants are
    our choice, searched for with this behaviour in mind.
    """

    drive_percent: float = same_as(Cramp, "drive_percent")
    length: float = same_as(Cramp, "length")
    excitability_eu: float = same_as(Cramp, "excitability_eu")
    fatigue_percent: float = same_as(Cramp, "fatigue_percent", fixed=True)
    pic_percent: float = same_as(Cramp, "pic_percent")
    spindle_percent: float = same_as(Cramp, "spindle_percent")
    tendon_organ_percent: float = same_as(Cramp, "tendon_organ_percent")
    seed: int = same_as(MotorPool, "seed", fixed=True)
    dt_ms: float = same_as(Cramp, "dt_ms")

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        *Cramp.leaves_out[:4],
        "Force is in parts of the greatest of the fresh muscle. Newtons, ATP and oxygen have a model of their own in "
        "this chapter.",
        "In a body the brain would do something about the pain.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it
    #: What a student can do to it.
    actions = (
        LoopAction("contract", "Contract", "the brain sends the command that the slider says", contracts=True),
        LoopAction("relax", "Relax", "the command ends", contracts=False),
        LoopAction("stretch", "Stretch", "somebody pulls the foot up: the muscle gets longer by 1.5 within a second",
                   lengthens_by=1.5, deed="stretch"),
        LoopAction("let_go", "Let it go", "the foot goes back to where the slider says", lengthens_by=0.0),
    )

    def start(self) -> LiveCrampRun:
        """A muscle at rest, as tired as it is set, ready to go on."""
        return LiveCrampRun(self)

    def run(self) -> LiveCrampTrace:
        """Twenty seconds with one contraction."""
        return run_by_itself(self)


def run_by_itself(of: Any, buttons: tuple[str, ...] = ("contract", "relax")) -> LiveCrampTrace:
    """Twenty seconds without anybody at the buttons: these are pressed one after the other."""
    muscle, at_s = of.start(), 0.0
    for button, press_s in zip(buttons, (CONTRACT_s, RELAX_s), strict=False):
        muscle.advance(of, (press_s - at_s) * 1000.0)
        muscle.do(button)
        at_s = press_s
    muscle.advance(of, (WINDOW_s - at_s) * 1000.0)
    return muscle.trace


class LiveCrampRun:
    """A muscle that goes on from where it stands. ``now_s`` is its own clock, ``trace`` its last twenty seconds."""

    def __init__(self, of: Any) -> None:
        # In whole milliseconds, so that an hour of small steps leaves no dust on it.
        self._now_ms = 0
        self._actions = {action.key: action for action in of.actions}
        self._loop = start_loop(of.seed, of.fatigue_percent / 100.0, _step_ms(of), _constants(of))
        self._emg = LiveEmg(self._loop.units, MotorPool().emg_exponent, of.seed, WINDOW_s)
        self._contracts_until_s, self._command_percent = 0.0, 0.0
        self._lengthened_by, self._length = 0.0, of.length
        self._inhibitions: list[tuple[float, float, float]] = []
        self._deed, self._deed_until_s, self._pulls = "nothing", 0.0, "nothing"
        self._rows = np.empty((0, 11))
        self._spike_unit, self._spike_s = np.empty(0, dtype=np.int64), np.empty(0)
        self._past: deque[tuple[float, LoopRun, Inputs]] = deque()
        self._states, self._looked_ms = np.zeros(0, dtype=np.int64), 0

    @property
    def now_s(self) -> float:
        """The muscle's own clock."""
        return self._now_ms / 1000.0

    def do(self, key: str) -> None:
        """Press a button."""
        action = self._actions[key]
        if action.contracts is not None:
            self._contracts_until_s = self.now_s + action.contracts_for_s if action.contracts else 0.0
        if action.lengthens_by is not None:
            self._lengthened_by, self._pulls = action.lengthens_by, action.deed or "nothing"
            # What moves the foot is what is seen, whatever was done before.
            self._deed_until_s = self.now_s if action.deed else self._deed_until_s
        elif action.deed:
            self._deed, self._deed_until_s = action.deed, self.now_s + action.after_s + max(action.lasts_s, SEEN_s)
        if action.inhibition_eu:
            begins_s = self.now_s + action.after_s
            self._inhibitions.append((begins_s, begins_s + action.lasts_s, action.inhibition_eu))

    def advance(self, of: Any, duration_ms: float) -> None:
        """Live on for a time, a whole number of 20 ms, with these settings."""
        now_ms, dt_ms, steps = self._now_ms, self._loop.dt_ms, round(duration_ms / self._loop.dt_ms)
        at_s = (now_ms + np.arange(1, steps + 1) * dt_ms) / 1000.0
        command = self._commands(of.drive_percent, at_s)
        length = self._toward(self._length, float(np.clip(of.length + self._lengthened_by, -1.0, 1.0)), LENGTH_per_s,
                              steps)
        self._length = float(length[-1])
        inputs = inputs_of(steps, command / 100.0, length, inhibition_eu=self._inhibition_eu(at_s),
                           excitability_eu=of.excitability_eu)
        run = advance_loop(_constants(of), self._loop, inputs)
        self._emg.add(run.spike_unit, run.spike_ms, now_ms, duration_ms)
        self._note(run, inputs, at_s)
        self._now_ms = now_ms + round(duration_ms)
        self._look()

    @property
    def trace(self) -> LiveCrampTrace:
        """What the last twenty seconds were like."""
        names = ("t_s", "command_percent", "length", "emg_size_percent", "force_percent", "fatigue_percent", "ia_eu",
                 "ib_eu", "by_length_eu", "pic_eu", "tonic_eu")
        return LiveCrampTrace(**dict(zip(names, self._rows.T, strict=True)), spike_unit=self._spike_unit + 1,
                              spike_s=self._spike_s, emg_percent=self._emg.percent, states=self._states,
                              states_until_s=self._looked_ms / 1000.0, now_s=self.now_s,
                              inhibition_eu=float(self._inhibition_eu(np.array([self.now_s]))[0]),
                              doing=self._deed if self.now_s < self._deed_until_s else self._pulls)

    def _commands(self, drive_percent: float, at_s: NDArray) -> NDArray:
        """The command after each step: on its way up as long as it is wanted, then on its way down."""
        wanted = int(np.count_nonzero(at_s <= self._contracts_until_s + 1e-9))
        pieces = []
        for goal, steps in ((drive_percent, wanted), (0.0, at_s.size - wanted)):
            if steps:
                pieces.append(self._toward(self._command_percent, goal, COMMAND_percent_s, steps))
                self._command_percent = float(pieces[-1][-1])
        return np.concatenate(pieces)

    def _toward(self, value: float, goal: float, speed_per_s: float, steps: int) -> NDArray:
        """A value after each step, on its way to where it is wanted."""
        away = goal - value
        moved = np.arange(1, steps + 1) * (speed_per_s * self._loop.dt_ms / 1000.0)
        # So that it stands just where it is wanted, without the dust of many small steps.
        return np.where(moved >= abs(away) - 1e-9, goal, value + math.copysign(1.0, away) * moved)

    def _inhibition_eu(self, at_s: NDArray) -> NDArray:
        self._inhibitions = [each for each in self._inhibitions if each[1] > at_s[0]]
        total = np.zeros(at_s.size)
        for from_s, to_s, size_eu in self._inhibitions:
            total += size_eu * ((at_s > from_s) & (at_s <= to_s))
        return total

    def _note(self, run: LoopRun, inputs: Inputs, at_s: NDArray) -> None:
        """Keep twenty seconds for the picture, and a minute for the state."""
        every = round(ROW_ms / self._loop.dt_ms)
        tonic_eu = TONIC_eu * (1.0 - np.minimum(1.0, inputs.command / FULL_COMMAND))
        moments = [values[every - 1::every] for values in (at_s, 100.0 * inputs.command, inputs.length)]
        means = [means_of(values, every) for values in (
            100.0 * run.emg, 100.0 * run.force, 100.0 * run.fatigue, run.ia_eu, run.ib_eu,
            run.by_length_eu, run.pic_eu, tonic_eu)]
        self._rows = np.concatenate((self._rows, np.column_stack((*moments, *means))))
        self._rows = self._rows[-round(WINDOW_s * 1000.0 / ROW_ms):]
        spike_s = np.concatenate((self._spike_s, run.spike_ms / 1000.0))
        kept = spike_s > at_s[-1] - WINDOW_s
        self._spike_unit, self._spike_s = np.concatenate((self._spike_unit, run.spike_unit))[kept], spike_s[kept]
        self._past.append((self.now_s, run, inputs))
        while len(self._past) > 1 and self._past[1][0] < at_s[-1] - PAST_s - 1.0:
            self._past.popleft()

    def _look(self) -> None:
        """Name the states of the last minute; not at each picture, as that would be most of the work."""
        if self._now_ms // STATE_ms == self._looked_ms // STATE_ms:
            return
        from_ms = 1000.0 * self._past[0][0]
        runs, inputs = [part[1] for part in self._past], [part[2] for part in self._past]
        whole = round((self._now_ms - from_ms) // GRID_ms * GRID_ms / self._loop.dt_ms)

        def joined(of: list[Any], name: str) -> NDArray:
            return np.concatenate([getattr(part, name) for part in of])

        spike_ms = joined(runs, "spike_ms") - from_ms
        seen_ms = whole * self._loop.dt_ms
        inside = spike_ms <= seen_ms
        values = {name: joined(runs, name)[:whole] for name in LoopRun._fields if not name.startswith("spike_")}
        run = LoopRun(**values, spike_unit=joined(runs, "spike_unit")[inside], spike_ms=spike_ms[inside])
        seen = watch(run, joined(inputs, "command")[:whole], joined(inputs, "length")[:whole],
                     joined(inputs, "stimulus_Hz")[:whole], self._loop.dt_ms)
        self._states = states_of(seen)[-round(WINDOW_s * 1000.0 / GRID_ms):]
        self._looked_ms = round(from_ms + seen_ms)


def _step_ms(of: Any) -> float:
    """A whole number of steps makes a row of the trace."""
    return ROW_ms / round(ROW_ms / of.dt_ms)


def _constants(of: Any) -> LoopConstants:
    return LoopConstants(pic=of.pic_percent / 100.0, spindle=of.spindle_percent / 100.0,
                         tendon_organ=of.tendon_organ_percent / 100.0)


LiveCramp.presets = grouped({"all": (
    Preset("Healthy, neutral length", LiveCramp(excitability_eu=0.0, length=0.0),
           source="Our choice: neither excitable nor short", expect="it lets go with the command",
           signature={"state": ("rest", "rest"), "emg_now_percent": (0.0, 1.0)}),
    Preset("Tired, short and excitable", LiveCramp(), source="Our choice, as in the night cramp; people: " + MINETTO,
           expect="the command ends, the contraction does not",
           signature={"state": ("cramp", "cramp"), "force_now_percent": (5.0, 10.0), "rate_now_Hz": (12.0, 18.0)}),
    Preset("The same, but neutral", LiveCramp(length=0.0), source="Our choice: the same muscle, not shortened",
           expect="it lets go", signature={"state": ("rest", "rest")}),
)})
