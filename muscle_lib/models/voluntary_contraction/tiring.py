"""Getting tired: a force is held as long as the muscle can, and the command must grow to keep it."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.oxygen_and_glucose import Holding, power_law_s
from muscle_lib.models.oxygen_and_glucose.holding import FREY_LAW
from muscle_lib.models.voluntary_contraction.emg import expected_rms, waves_of
from muscle_lib.models.voluntary_contraction.motor_pool import MotorPool
from muscle_lib.models.voluntary_contraction.pool import FUGLEVAND, maximal_excitation_eu, rates_Hz, units_of
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, same_as
from muscle_lib.trace import result, trace

#: Where the curve of endurance is worked out, and its top: the longest hold that is tried.
CURVE_percent = np.array([25.0, 30.0, 40.0, 50.0, 65.0, 80.0])
CURVE_percent.setflags(write=False)
LONGEST_s = 600.0
#: Smallest and largest threshold and peak rate are those of this chapter's first model.
POOL = MotorPool()


@trace
class TiringTrace:
    """A hold until failure, and what follows, for ten minutes in all."""

    t_min: NDArray
    force_percent: NDArray
    #: The part of the muscle that has to work, by force.
    working_percent: NDArray
    #: The least command that calls up so much of the muscle, and the EMG that goes with it.
    command_percent: NDArray
    emg_percent: NDArray
    units_on: NDArray
    pcr_mM: NDArray
    Pi_mM: NDArray
    flow_mL_100g_min: NDArray
    #: How long other forces are held by this muscle; empty in a sketch.
    tried_percent: NDArray
    tried_held_s: NDArray
    #: NaN: it did not fail within ten minutes.
    endurance_s: float
    target_percent: float
    is_sketch: bool

    @property
    def fails(self) -> int:
        """1 if the force could not be held for ten minutes."""
        return int(math.isfinite(self.endurance_s))

    @result("Held for", headline=True)
    def held_s(self) -> float:
        """How long the force was held: until it failed, or for all of the ten minutes."""
        return self.endurance_s if self.fails else LONGEST_s

    @property
    def _end(self) -> int:
        return max(1, int(np.searchsorted(60.0 * self.t_min, self.held_s - 1.0)) - 1)

    @property
    def _start(self) -> int:
        return int(np.searchsorted(60.0 * self.t_min, 2.0))

    @result("Command at first")
    def first_command_percent(self) -> float:
        """The command that the force takes when the muscle is fresh, after two seconds."""
        return float(self.command_percent[self._start])

    @result("Command just before the end")
    def last_command_percent(self) -> float:
        """The command just before the hold ends."""
        return float(self.command_percent[self._end])

    @result("Motor units at work at first")
    def first_units(self) -> int:
        """Those that work when the muscle is fresh, after two seconds."""
        return int(self.units_on[self._start])

    @result("Motor units at work just before the end")
    def last_units(self) -> int:
        """Those that work just before the hold ends."""
        return int(self.units_on[self._end])

    @result("EMG at first")
    def first_emg_percent(self) -> float:
        """The EMG when the muscle is fresh, after two seconds, of the greatest."""
        return float(self.emg_percent[self._start])

    @result("EMG just before the end")
    def last_emg_percent(self) -> float:
        """The EMG just before the hold ends, of the greatest."""
        return float(self.emg_percent[self._end])

    @result("Phosphocreatine just before the end")
    def end_pcr_mM(self) -> float:
        """What is left of it just before the hold ends."""
        return float(self.pcr_mM[self._end])

    @result("Blood flow in the middle of the hold")
    def hold_flow_mL_100g_min(self) -> float:
        """What the squeezed vessels let through."""
        return float(self.flow_mL_100g_min[max(1, self._end // 2)])


@model
class Tiring:
    """A muscle that holds a force until it cannot; and the command that this takes.

    The equations in words
    ----------------------
    The hold is that of chapter 4 (force, energy and blood of one kind of fibre):
        part of the muscle that works = wanted force / force of its fibres, and at most all
    This chapter adds who works. Small units come first, so the part that works fixes the last unit that has joined:
        command = threshold of the unit up to which the twitch forces add up to that part
        EMG     = that of a pool under this command, of the greatest
    As fibres weaken, more of them must work: force stays, command and EMG climb. When all work and the force is below
    95 % of what is wanted, the hold has failed.

    ``run()`` returns a TiringTrace of ten minutes; the curve of endurance takes the same run at six other forces.
    ``preview()`` leaves the curve out.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Sources: those of chapter 4; the pool: Fuglevand, Winter & Patla 1993, doi 10.1152/jn.1993.70.6.2470.
    """

    target_percent: float = same_as(Holding, "target_percent")
    recruitment_fold: float = same_as(MotorPool, "recruitment_fold")
    fibre: str = same_as(Holding, "fibre")
    cuff_percent: float = same_as(Holding, "cuff_percent")
    oxidation_mM_s: float = same_as(Holding, "oxidation_mM_s")
    glycogen_mM: float = same_as(Holding, "glycogen_mM", fixed=False)
    dt_ms: float = same_as(Holding, "dt_ms")

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "At 20 % of its greatest force this muscle never fails. People do, within some five to fifteen minutes: will, "
        "pain, the motor neurons and heat are not in the model.",
        "Fibres fire at one steady rate, whatever the command; only how many of them work follows the force. So "
        "command and EMG are the least that would do: a person's climb to the top.",
        "One kind of fibre stands for the whole muscle. In a person the small units are slow and tire less.",
        "The sizes of phosphate's and acid's effects were chosen so that endurance comes out near people's: a match is "
        "no evidence.",
        "In people's grip the EMG rose by about 30 % in each hold (Lind & Petrofsky 1979); here it rises by 44 % in an "
        "easy hold (30 %), by 15 % in a hard one (70 %).",
        "What people held is a power law through many studies, with a wide scatter around it.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> TiringTrace:
        """Hold until failure, and work out how long other forces would be held."""
        held_s = _endurance_s(self.fibre, self.cuff_percent, self.oxidation_mM_s, self.glycogen_mM, self.dt_ms)
        return self._run(CURVE_percent, np.array(held_s), is_sketch=False)

    def preview(self) -> TiringTrace:
        """The hold alone, without the curve."""
        return self._run(np.empty(0), np.empty(0), is_sketch=True)

    def _run(self, tried_percent: NDArray, tried_held_s: NDArray, is_sketch: bool) -> TiringTrace:
        held = Holding(target_percent=self.target_percent, fibre=self.fibre, cuff_percent=self.cuff_percent,
                       oxidation_mM_s=self.oxidation_mM_s, glycogen_mM=self.glycogen_mM, dt_ms=self.dt_ms).run()
        units = units_of(self.recruitment_fold, POOL.peak_rate_Hz, POOL.dt_ms)
        strongest_eu = maximal_excitation_eu(units)
        share = np.cumsum(units.twitch) / units.twitch.sum()
        working = held.recruited_percent / 100.0
        # Nobody works without a command; all work from the last unit's threshold on.
        excitation_eu = np.interp(working, np.concatenate(([0.0], share)), np.concatenate(([0.0], units.threshold_eu)))
        size, scale_ms = waves_of(units, POOL.emg_exponent, POOL.seed)
        tried_eu = np.linspace(0.0, strongest_eu, 141)
        rms = np.array([expected_rms(rates, size, scale_ms) for rates in rates_Hz(units, tried_eu)])
        return TiringTrace(
            t_min=held.t_min, force_percent=held.force_percent, working_percent=held.recruited_percent,
            command_percent=100.0 * excitation_eu / strongest_eu,
            emg_percent=100.0 * np.interp(excitation_eu, tried_eu, rms) / expected_rms(units.peak_Hz, size, scale_ms),
            units_on=np.searchsorted(units.threshold_eu, excitation_eu + 1e-9), pcr_mM=held.pcr_mM, Pi_mM=held.Pi_mM,
            flow_mL_100g_min=held.flow_mL_100g_min, tried_percent=tried_percent, tried_held_s=tried_held_s,
            endurance_s=held.endurance_s, target_percent=self.target_percent, is_sketch=is_sketch)


def people_s(target_percent: float | NDArray, joint: str) -> NDArray:
    """How long people hold a force, by a power law through many studies."""
    return power_law_s(joint, np.asarray(target_percent) / 100.0)


@lru_cache(maxsize=64)
def _endurance_s(fibre: str, cuff_percent: float, oxidation_mM_s: float, glycogen_mM: float,
                 dt_ms: float) -> tuple[float, ...]:
    """How long each force of the curve is held; kept, as the curve stays while another force is tried."""
    runs = [Holding(target_percent=float(percent), fibre=fibre, cuff_percent=cuff_percent,
                    oxidation_mM_s=oxidation_mM_s, glycogen_mM=glycogen_mM, dt_ms=dt_ms).run()
            for percent in CURVE_percent]
    return tuple(run.endurance_s if math.isfinite(run.endurance_s) else LONGEST_s for run in runs)


Tiring.presets = grouped({"holds": (
        Preset("Hold 30 %", Tiring(target_percent=30.0), source="Our choice of 30 %; people: " + FREY_LAW,
               expect="minutes: some blood still flows", signature={"endurance_s": (380.0, 450.0)}),
        Preset("Hold 50 %", Tiring(), source="Our choice of 50 %; people: " + FREY_LAW,
               expect="less than two minutes; the command has to climb all the time",
               signature={"endurance_s": (100.0, 120.0), "last_units": (119, 120)}),
        Preset("Hold 80 %", Tiring(target_percent=80.0), source="Our choice of 80 %; people: " + FREY_LAW,
               expect="no blood flows: it lives on its stores", signature={"endurance_s": (21.0, 27.0)}),
        Preset("Hold 20 %", Tiring(target_percent=20.0), source="Our choice of 20 %; people: " + FREY_LAW,
               expect="this muscle never fails; people do", signature={"fails": (0, 0)}),
        Preset("Slow fibres", Tiring(fibre="slow"), source="Our choice: as in the soleus; the pool: " + FUGLEVAND,
               expect="slow fibres spend less and hold longer", signature={"endurance_s": (170.0, 195.0)}),
        Preset("Fast fibres", Tiring(fibre="fast"), source="Our choice: the other end; the pool: " + FUGLEVAND,
               expect="fast fibres spend more and give up first", signature={"endurance_s": (55.0, 65.0)}),
        Preset("Tourniquet", Tiring(cuff_percent=100.0), source="Our choice: no blood at all; people: " + FREY_LAW,
               expect="hardly shorter: the hold was its own tourniquet", signature={"endurance_s": (95.0, 116.0)}),
)})
