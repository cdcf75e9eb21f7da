"""The muscle of this chapter as it lives on: it goes on from where it stands, while somebody turns its settings."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.contract_and_relax.coupling import SUBSTEPS
from muscle_lib.models.oxygen_and_glucose.energy import Muscle
from muscle_lib.models.voluntary_contraction.chain import (
    COLUMNS,
    FIBRES,
    SUPPLY_ms,
    advance_chain,
    start_chain,
)
from muscle_lib.models.voluntary_contraction.live_emg import LiveEmg
from muscle_lib.models.voluntary_contraction.live_trace import LiveTrace, WINDOW_s
from muscle_lib.models.voluntary_contraction.motor_pool import MotorPool
from muscle_lib.models.voluntary_contraction.pool import (
    FUGLEVAND,
    maximal_excitation_eu,
    pool_steps,
    room_for,
    start_of,
    units_of,
)
from muscle_lib.models.voluntary_contraction.whole_chain import POOL, WholeChain, blood_of, link_of
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity, same_as

#: How fast the command follows the will: all of it in a fifth of a second (our choice, as in the whole chain).
COMMAND_percent_s = 500.0
#: A run without anybody at the buttons: “Contract” and “Relax” are pressed at these times.
CONTRACT_s, RELAX_s = 1.0, 5.0


class Action(NamedTuple):
    """A button of the live muscle: its key, its words, and what pressing it means."""

    key: str
    label: str
    meaning: str


@model
class LiveMuscle:
    """A calf muscle in real time, from the command to the force, with its supplies.

    The equations in words
    ----------------------
    They are those of the whole chain: command → motor pool → nerve → junction → fibre → calcium → force ⇄ ATP, oxygen,
    blood. The command is now yours:
        “Contract”: it rises to what the slider says, “Relax”: it falls to nothing, by 5 % in each hundredth of a second
    The EMG is what an electrode over the muscle picks up: one wave for each impulse that the muscle fibres answer. An
    axon that is cut makes none, and what the junction lets through makes them smaller.

    ``start()`` returns the muscle as it lives on, a LiveRun. ``run()`` presses the buttons itself, Contract after one
    second and Relax after five, and returns a LiveTrace of ten seconds; the same inputs give the same trace, live or
    not.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Sources: those of chapters 1 to 4; the pool: Fuglevand, Winter & Patla 1993, doi 10.1152/jn.1993.70.6.2470. The
    speed of the command is our choice.
    """

    drive_percent: float = same_as(WholeChain, "drive_percent", default=40.0,
                                   source="Our choice: a firm command that leaves room above it.")
    nerve_percent: float = same_as(WholeChain, "nerve_percent")
    blood_percent: float = same_as(WholeChain, "blood_percent")
    glucose_mM: float = same_as(WholeChain, "glucose_mM")
    K_out_mM: float = same_as(WholeChain, "K_out_mM")
    Ca_out_mM: float = same_as(WholeChain, "Ca_out_mM")
    glycogen_mM: float = same_as(WholeChain, "glycogen_mM", fixed=True)
    strength_N: float = same_as(WholeChain, "strength_N")
    seed: int = same_as(MotorPool, "seed", fixed=True)
    dt_ms: int = quantity(
        1, unit="ms", low=1, high=2, symbol="dt", label="Step of the pool", fixed=True,
        source="Our choice: 2 ms changes the force by less than 1 %.")

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        *WholeChain.leaves_out[:5],
        "A setting takes effect at once: in a body salts, blood and nerves change over minutes and hours.",
        "The muscle's clock may run slower than the one on the wall; it then says so.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it
    #: What a student can do to it.
    actions = (
        Action("contract", "Contract", "the brain sends the command that the slider says"),
        Action("relax", "Relax", "the command ends"),
    )

    def start(self) -> LiveRun:
        """A rested muscle, ready to go on."""
        return LiveRun(self)

    def run(self) -> LiveTrace:
        """Ten seconds with one contraction."""
        muscle = self.start()
        muscle.advance(self, CONTRACT_s * 1000.0)
        muscle.do("contract")
        muscle.advance(self, (RELAX_s - CONTRACT_s) * 1000.0)
        muscle.do("relax")
        muscle.advance(self, (WINDOW_s - RELAX_s) * 1000.0)
        return muscle.trace


class LiveRun:
    """A muscle that goes on from where it stands. ``now_s`` is its own clock, ``trace`` its last ten seconds."""

    def __init__(self, of: LiveMuscle) -> None:
        # In whole milliseconds, so that an hour of small steps leaves no dust on it.
        self._now_ms = 0
        self._dt_ms = of.dt_ms
        self._units = units_of(POOL.recruitment_fold, POOL.peak_rate_Hz, float(of.dt_ms))
        self._pool, self._draws = start_of(of.seed)
        self._emg = LiveEmg(self._units, POOL.emg_exponent, of.seed, WINDOW_s)
        self._chain = start_chain(link_of(of), FIBRES, blood_of(of), of.glycogen_mM)
        self._contracting = False
        self._command_percent = 0.0
        self._rows = np.empty((0, len(COLUMNS) + 2))
        self._spike_unit, self._spike_s = np.empty(0, dtype=np.int64), np.empty(0)
        self._of, self._link = of, link_of(of)

    def do(self, action: str) -> None:
        """Press a button."""
        self._contracting = {"contract": True, "relax": False}[action]

    def advance(self, of: LiveMuscle, duration_ms: float) -> None:
        """Live on for a time, a whole number of 20 ms, with these settings."""
        now_ms, dt_ms, units = self._now_ms, float(self._dt_ms), self._units
        link, blood = link_of(of), blood_of(of)
        command_percent = self._follow(of.drive_percent, round(duration_ms / dt_ms))
        excitation_eu = command_percent / 100.0 * maximal_excitation_eu(units)
        _, unit, at_ms, counts = pool_steps(units, self._pool, self._draws, excitation_eu, 0.0,
                                            POOL.irregularity_percent / 100.0, dt_ms, round(now_ms / dt_ms),
                                            room_for(units, duration_ms))
        table, self._chain = advance_chain(units, link, FIBRES, Muscle(1.2, 1.0, of.glucose_mM), blood, self._chain,
                                           counts, unit, at_ms, dt_ms, SUBSTEPS)
        each = round(SUPPLY_ms / dt_ms)
        t_s = (now_ms + np.arange(1, len(table) + 1) * SUPPLY_ms) / 1000.0
        self._note(np.column_stack((t_s, command_percent[each - 1::each], table)), unit, at_ms)
        self._emg.add(unit, at_ms, now_ms, duration_ms, link.intact, link.shortest_ms, link.transmitted)
        self._now_ms = now_ms + round(duration_ms)
        self._of, self._link = of, link

    @property
    def now_s(self) -> float:
        """The muscle's own clock."""
        return self._now_ms / 1000.0

    @property
    def trace(self) -> LiveTrace:
        """What the last ten seconds were like."""
        of, link = self._of, self._link
        column = dict(zip(("t_s", "command_percent", *COLUMNS), self._rows.T, strict=True))
        return LiveTrace(
            t_s=column["t_s"], command_percent=column["command_percent"],
            force_N=of.strength_N * column["force"], calcium_uM=column["calcium_uM"], pcr_mM=column["pcr_mM"],
            ATP_mM=column["ATP_mM"], Pi_mM=column["Pi_mM"], lactate_mM=column["lactate_mM"],
            glycogen_mM=column["glycogen_mM"], po2_mmHg=column["po2_mmHg"],
            flow_mL_100g_min=column["flow_mL_100g_min"], spike_unit=self._spike_unit + 1, spike_s=self._spike_s,
            emg_percent=self._emg.percent, now_s=self.now_s, recruited=column["recruited"], strength_N=of.strength_N,
            nerve_percent=of.nerve_percent, transmitted=link.transmitted, followed_Hz=1000.0 / link.shortest_ms,
            blood_percent=of.blood_percent)

    def _follow(self, drive_percent: float, steps: int) -> NDArray:
        """The command after each step, on its way to where the will wants it."""
        goal = drive_percent if self._contracting else 0.0
        away = goal - self._command_percent
        moved = np.minimum(np.arange(1, steps + 1) * (COMMAND_percent_s * self._dt_ms / 1000.0), abs(away))
        command_percent = self._command_percent + math.copysign(1.0, away) * moved
        # So that it stands just where it is wanted, without the dust of many small steps.
        command_percent[moved >= abs(away)] = goal
        self._command_percent = float(command_percent[-1])
        return command_percent

    def _note(self, rows: NDArray, unit: NDArray, at_ms: NDArray) -> None:
        """Keep ten seconds."""
        self._rows = np.concatenate((self._rows, rows))[-round(WINDOW_s * 1000.0 / SUPPLY_ms):]
        at_s = np.concatenate((self._spike_s, at_ms / 1000.0))
        kept = at_s > rows[-1, 0] - WINDOW_s
        self._spike_unit, self._spike_s = np.concatenate((self._spike_unit, unit))[kept], at_s[kept]


LiveMuscle.presets = grouped({"what you can break": (
        Preset("Rested and healthy", LiveMuscle(), source="Our choice of the command; the pool: " + FUGLEVAND,
               expect="it contracts when you say so, and lets go when you say so",
               signature={"force_peak_N": (1000.0, 1800.0), "force_now_N": (0.0, 15.0)}),
        Preset("Half of the axons cut", LiveMuscle(nerve_percent=50.0), source="Our choice of one half",
               expect="the same command, and a smaller force and EMG",
               signature={"force_peak_N": (350.0, 1000.0)}),
        Preset("Tourniquet, strong command", LiveMuscle(blood_percent=0.0, drive_percent=80.0),
               source="Our choice: no blood, and a strong command",
               expect="oxygen in the muscle falls steeply, and phosphocreatine pays for the force",
               signature={"oxygen_now_mmHg": (5.0, 20.0), "force_peak_N": (2800.0, 4600.0)}),
        Preset("Potassium 8 mM", LiveMuscle(K_out_mM=8.0), source="Our choice of 8.0 mM, as in chapter 2",
               expect="the motor neurons fire, the muscle answers neither with force nor with EMG",
               signature={"force_peak_N": (0.0, 1.0), "emg_peak_percent": (0.0, 0.0)}),
)})
