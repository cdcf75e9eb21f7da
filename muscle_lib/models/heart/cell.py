"""One cell of the heart: stimuli go in; its voltage, its readiness for the next one and its force come out.

The equations in words
----------------------
The voltage u goes from 0 (rest) to 1; h is the part of the inward channels that is ready.
    change of u = h · u² · (1 − u) / τ_in − u / τ_out + stimulus
    change of h = (1 − h) / τ_open   below the gate, u < 0.13: the channels become ready
                = −h / τ_close       above it: they close
    change of force = (u − force) / 40 ms while it rises, / 60 ms while it falls
With all channels ready a stimulus lets in more than flows out, and u rises to nearly 1. It stays high until so many
channels have closed that no more flows in than out, h = 4 · τ_in / τ_out; then it falls, and they become ready anew.

Sources: voltage and channels Mitchell & Schaeffer 2003, doi 10.1016/S0092-8240(03)00041-7. The force that follows the
voltage is our choice, and so is the stimulus.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muscle_lib.compiled import compiled
from muscle_lib.models.contract_and_relax import coupling, preparation
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity
from muscle_lib.trace import result, trace

MITCHELL = "Mitchell & Schaeffer 2003, doi 10.1016/S0092-8240(03)00041-7"
#: Below this voltage the inward channels become ready, above it they close.
GATE = 0.13
#: A stimulus: how fast it lifts the voltage, and for how long.
STIMULUS_per_ms, STIMULUS_ms = 0.1, 2.0
#: How soon the force follows the voltage.
RISE_ms, FALL_ms = 40.0, 60.0
#: What leaves the gate and comes higher than this has answered; what does not was too early.
ANSWERED = 0.5
#: Rest and full height of an action potential, as a cell of the heart has them.
REST_mV, HEIGHT_mV = -85.0, 125.0
#: Long and short action potentials take turns where each of the last so many differs from the next by so much.
TURNS_OF, TURNS_ms = 6, 5.0
#: What is needed for an answer is sought by halves, so many times; an answer comes within so long.
HALVES, ANSWER_ms = 12, 60
#: So long is looked on, in steps of so many parts of a ms.
DURATION_ms, SUBSTEPS = 6000, 10
#: The columns of what ``over_time`` returns.
VOLTAGE, READY, FORCE = range(3)


class Membrane(NamedTuple):
    """The constants of a cell; all are floats, so that compiled code can take them."""

    in_ms: float
    out_ms: float
    open_ms: float
    close_ms: float


#: As it was published.
CELL = Membrane(0.3, 6.0, 120.0, 150.0)


@compiled
def over_time(voltage, ready, stimuli_ms, duration_ms, membrane, substeps):
    """Voltage, ready channels and force, a row for each ms, from a voltage and a readiness on; the force begins at 0.

    ``stimuli_ms`` are the times of the stimuli in their order. Euler's steps, each from the old values alone.
    """
    kept = np.empty((duration_ms + 1, 3))
    dt = 1.0 / substeps
    lasts = round(STIMULUS_ms * substeps)
    force, following, left = 0.0, 0, 0
    for ms in range(duration_ms):
        kept[ms, 0], kept[ms, 1], kept[ms, 2] = voltage, ready, force
        for part in range(substeps):
            while following < stimuli_ms.size and stimuli_ms[following] <= ms + part * dt + 1e-9:
                following += 1
                left = lasts
            pushed = STIMULUS_per_ms if left > 0 else 0.0
            left -= 1
            inward = ready * voltage * voltage * (1.0 - voltage) / membrane.in_ms
            outward = voltage / membrane.out_ms
            ready += dt * ((1.0 - ready) / membrane.open_ms if voltage < GATE else -ready / membrane.close_ms)
            force += dt * (voltage - force) / (RISE_ms if voltage > force else FALL_ms)
            voltage += dt * (inward - outward + pushed)
    kept[duration_ms, 0], kept[duration_ms, 1], kept[duration_ms, 2] = voltage, ready, force
    return kept


def stimulated(stimuli_ms: NDArray, duration_ms: int, membrane: Membrane = CELL) -> NDArray:
    """What a rested cell does under stimuli: a row for each ms, with voltage, ready channels and force."""
    return over_time(0.0, 1.0, stimuli_ms, duration_ms, membrane, SUBSTEPS)


@lru_cache(maxsize=8)
def skeletal_force_percent(stimuli_ms: tuple[float, ...], duration_ms: int) -> NDArray:
    """The force of chapter 3's fibre under the same stimuli, for each ms, in per cent of that in a tetanus."""
    impulses = np.zeros(duration_ms, dtype=bool)
    impulses[np.round(stimuli_ms).astype(int)] = True
    fibre, supply = preparation.prepared("mixed"), preparation.supplied(100.0, 100.0)
    return 100.0 * coupling.contract(fibre, supply, impulses, coupling.SUBSTEPS)[:, preparation.FORCE]


def action_potentials(voltage: NDArray) -> NDArray:
    """When each action potential begins and ends, a row for each: from when on the voltage is above the gate until it
    is below it again. ``voltage`` has a value for each ms; one that has not ended yet ends at NaN."""
    above = voltage > GATE
    up, down = (np.flatnonzero(change) for change in (~above[:-1] & above[1:], above[:-1] & ~above[1:]))
    if above[0]:
        up = np.r_[-1, up]
    found = []
    for start in up:
        end = down[np.searchsorted(down, start):][:1]
        until = int(end[0]) if len(end) else len(voltage) - 1
        if voltage[max(start, 0):until + 1].max() > ANSWERED:
            found.append((_crossing(voltage, int(start)) if start >= 0 else 0.0,
                          _crossing(voltage, until) if len(end) else np.nan))
    return np.array(found).reshape(-1, 2)


def needed_percent(membrane: Membrane) -> float:
    """How many of its channels must be ready for a cell at rest to answer a stimulus."""
    low, high = 0.0, 1.0
    for _ in range(HALVES):
        ready = (low + high) / 2.0
        kept = over_time(0.0, ready, np.zeros(1), ANSWER_ms, membrane, SUBSTEPS)
        low, high = (low, ready) if kept[:, VOLTAGE].max() > ANSWERED else (ready, high)
    return 100.0 * high


def _crossing(voltage: NDArray, ms: int) -> float:
    """When the voltage goes through the gate, in the ms that begins here."""
    return ms + float((GATE - voltage[ms]) / (voltage[ms + 1] - voltage[ms]))


@trace
class HeartCellTrace:
    """A cell of the heart under a train of stimuli, and after it."""

    t_ms: NDArray
    v_mV: NDArray
    #: The part of the inward channels that has not closed.
    ready_percent: NDArray
    #: So many must be ready, or a stimulus is lost.
    needed_percent: float
    #: Of what it would come to if the cell stayed excited.
    force_percent: NDArray
    #: That of a skeletal fibre under the same stimuli, of what it comes to in a tetanus.
    skeletal_force_percent: NDArray
    stimuli_ms: NDArray
    #: When each action potential begins and ends.
    action_potentials_ms: NDArray

    @cached_property
    def ready_now_percent(self) -> NDArray:
        """The part of the inward channels that could open: none while an action potential lasts."""
        begin, end = np.nan_to_num(self.action_potentials_ms, nan=np.inf).T[..., np.newaxis]
        return np.where(((self.t_ms > begin) & (self.t_ms < end)).any(axis=0), 0.0, self.ready_percent)

    @cached_property
    def needed_all_along_percent(self) -> NDArray:
        """What is needed, as a line."""
        return np.full(len(self.t_ms), self.needed_percent)

    @cached_property
    def answered_ms(self) -> NDArray:
        """The stimuli that an action potential answered."""
        place = np.searchsorted(self.stimuli_ms, self.action_potentials_ms[:, 0], side="right") - 1
        return self.stimuli_ms[np.unique(place)]

    @cached_property
    def dropped_ms(self) -> NDArray:
        """The stimuli that came too early."""
        return np.setdiff1d(self.stimuli_ms, self.answered_ms)

    @result("Stimuli")
    def stimuli(self) -> int:
        """How many stimuli the train has."""
        return len(self.stimuli_ms)

    @result("Beats", headline=True)
    def beats(self) -> int:
        """How many of the stimuli were answered."""
        return len(self.answered_ms)

    @result("Last action potential")
    def action_potential_ms(self) -> float:
        """How long the last action potential was: from when on the voltage is above −69 mV until it is below it."""
        return float(self.lengths_ms[-1]) if self.beats else np.nan

    @cached_property
    def lengths_ms(self) -> NDArray:
        """How long each action potential was; NaN for one that has not ended."""
        return np.diff(self.action_potentials_ms, axis=1).ravel()

    @cached_property
    def takes_turns(self) -> bool:
        """Whether long and short action potentials follow each other by turns."""
        change_ms = np.diff(self.lengths_ms[-TURNS_OF:])
        return bool(len(change_ms) == TURNS_OF - 1 and (np.abs(change_ms) >= TURNS_ms).all()
                    and (change_ms[1:] * change_ms[:-1] < 0.0).all())

    @result("Rest before the last beat")
    def rest_ms(self) -> float:
        """From the end of the last action potential but one to the beginning of the last; NaN with fewer than two."""
        return float(self.action_potentials_ms[-1, 0] - self.action_potentials_ms[-2, 1]) if self.beats > 1 else np.nan

    @result("Greatest force")
    def peak_percent(self) -> float:
        """The greatest force, in per cent of what it would come to if the cell stayed excited."""
        return float(self.force_percent.max())

    @result("Force left before the last beat")
    def left_percent(self) -> float:
        """How much of the last beat's greatest force was still there when it began; NaN with fewer than two beats."""
        if self.beats < 2:
            return np.nan
        last = self.force_percent[int(self.action_potentials_ms[-1, 0]):]
        return 100.0 * float(last[0] / last.max())


    @result("Greatest force of a skeletal fibre")
    def skeletal_peak_percent(self) -> float:
        """The greatest force of chapter 3's fibre under the same stimuli, in per cent of that in a tetanus."""
        return float(self.skeletal_force_percent.max())

    @result("Force of a skeletal fibre left before the last stimulus")
    def skeletal_left_percent(self) -> float:
        """How much of its greatest force that fibre still has when the last stimulus comes; NaN with only one."""
        if self.stimuli < 2:
            return np.nan
        return 100.0 * float(self.skeletal_force_percent[int(self.stimuli_ms[-1])]) / self.skeletal_peak_percent


@model
class HeartCell:
    """One cell of the heart that gets a train of stimuli.

    The equations in words
    ----------------------
    The voltage u goes from 0 (rest, −85 mV) to 1 (+40 mV); h is the part of the inward channels that is ready.
        change of u = h · u² · (1 − u) / τ_in − u / τ_out + stimulus
        change of h = (1 − h) / τ_open while u is below 0.13, the gate; −h / τ_close while it is above
        change of force = (u − force) / 40 ms while it rises, / 60 ms while it falls
    A stimulus that comes while too few channels are ready is not answered. As the channels close only while the cell
    is excited, and become ready only after it, and the force follows the voltage, the next beat can begin no sooner
    than when the force of the last one is nearly gone.
    Beside it stands the force of the skeletal fibre of chapter 3 (mixed, in a model of its own) under the same stimuli.

    ``run()`` returns a HeartCellTrace of six seconds. Errors: a value out of range, of the wrong type or not finite
    raises a ValueError.
    Sources: Mitchell & Schaeffer 2003, doi 10.1016/S0092-8240(03)00041-7; the force is our choice.
    """

    rate_per_min: float = quantity(
        70.0, unit="1/min", low=30.0, high=600.0, step=5.0, symbol="f", label="Stimuli in a minute",
        meaning="How often the cell is asked to beat.", source="Our choice of range: up to ten in a second.")
    train_ms: float = quantity(
        5000.0, unit="ms", low=10.0, high=5000.0, step=10.0, symbol="D", label="Length of the train",
        meaning="So short that there is room for one stimulus only, it gives one beat.",
        source="Our choice: from one beat to five seconds.")
    close_ms: float = quantity(
        CELL.close_ms, unit="ms", low=20.0, high=200.0, step=5.0, symbol="τ_close",
        label="Inward channels close within", meaning="The slower they close, the longer is the action potential.",
        source=MITCHELL)
    open_ms: float = quantity(
        CELL.open_ms, unit="ms", low=20.0, high=250.0, step=5.0, symbol="τ_open",
        label="Inward channels are ready again within", meaning="Counted from the end of the action potential.",
        source=MITCHELL)
    in_ms: float = quantity(
        CELL.in_ms, unit="ms", low=0.25, high=0.4, symbol="τ_in", label="Time of the inward current",
        meaning="The shorter, the stronger is the current.", ends=("stronger", "weaker"), source=MITCHELL, fixed=True)
    out_ms: float = quantity(
        CELL.out_ms, unit="ms", low=5.0, high=6.0, symbol="τ_out", label="Time of the outward current",
        source=MITCHELL, fixed=True)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "Calcium. In a real cell it is calcium, let in and let out of the store, that makes the force; here the force "
        "simply follows the voltage: without the delay until calcium is there, and it does not grow when the heart "
        "beats faster, as a healthy heart's does.",
        "All ions but two flows: one inward, one outward. Millivolts are the model's 0 to 1, stretched to −85 to +40 "
        "mV.",
        "A pacemaker. This cell waits for a stimulus; in the body some cells of the heart give it by themselves.",
        "Neighbours. In the heart a beat comes from the cell next door, and what happens in a sheet of cells is "
        "another model's task.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> HeartCellTrace:
        """Stimulate for the length of the train, and watch for the rest of six seconds."""
        stimuli_ms = np.arange(0.0, self.train_ms, 60_000.0 / self.rate_per_min)
        kept = stimulated(stimuli_ms, DURATION_ms, self.membrane)
        return HeartCellTrace(
            t_ms=np.arange(DURATION_ms + 1.0), v_mV=REST_mV + HEIGHT_mV * kept[:, VOLTAGE],
            ready_percent=100.0 * kept[:, READY], needed_percent=needed_percent(self.membrane),
            force_percent=100.0 * kept[:, FORCE], stimuli_ms=stimuli_ms,
            skeletal_force_percent=skeletal_force_percent(tuple(stimuli_ms), DURATION_ms),
            action_potentials_ms=action_potentials(kept[:, VOLTAGE]))

    @property
    def membrane(self) -> Membrane:
        """The constants of this cell."""
        return Membrane(self.in_ms, self.out_ms, self.open_ms, self.close_ms)


HeartCell.presets = grouped({
    "rates": (
        Preset("At rest, 70 a minute", HeartCell(), source="Our choice of 70 a minute; the cell: " + MITCHELL,
               expect="each stimulus is answered, and all force is gone before the next beat",
               signature={"beats": (6, 6), "left_percent": (0.0, 1.0), "action_potential_ms": (282.0, 285.0)}),
        Preset("Hard work, 150 a minute", HeartCell(rate_per_min=150.0), source="Our choice of 150 a minute",
               expect="each stimulus is answered by a shorter action potential; a little force is left when the next "
                      "beat begins",
               signature={"beats": (13, 13), "left_percent": (3.0, 9.0), "action_potential_ms": (243.0, 247.0)}),
        Preset("200 a minute", HeartCell(rate_per_min=200.0), source="Our choice of 200 a minute",
               expect="every second stimulus comes too early, so the cell beats 100 times a minute",
               signature={"beats": (9, 9), "left_percent": (0.0, 2.0), "peak_percent": (85.0, 86.0)}),
        Preset("600 a minute", HeartCell(rate_per_min=600.0), source="Our choice: ten stimuli in a second",
               expect="most stimuli come too early; between the beats the cell still lets go of most of its force",
               signature={"beats": (15, 25), "left_percent": (5.0, 30.0), "peak_percent": (80.0, 88.0)}),
        Preset("One stimulus", HeartCell(train_ms=10.0), source="Our choice: a train with room for one stimulus only",
               expect="one beat: an action potential of nearly three tenths of a second, and a force that lasts a "
                      "little longer",
               signature={"beats": (1, 1), "action_potential_ms": (283.0, 286.0)}),
        Preset("Much shorter impulse", HeartCell(rate_per_min=600.0, close_ms=20.0, open_ms=20.0),
               source="Our choice: to try what the long action potential is for",
               expect="a short action potential, and ready again soon: all of ten stimuli in a second are answered, "
                      "and each beat begins on the force of the last one",
               signature={"beats": (50, 50), "left_percent": (38.0, 46.0), "action_potential_ms": (50.0, 54.0)})),
})
