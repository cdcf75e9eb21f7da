"""Holding still: a contraction squeezes its own vessels, and so a hold ends when its purse is empty."""

from __future__ import annotations

import math
from typing import Any

from numpy.typing import NDArray

from muscle_lib.models.contract_and_relax.coupling import FAST, MIXED, SLOW, SUBSTEPS
from muscle_lib.models.oxygen_and_glucose.chain import SKETCH_SUBSTEPS, Task, run_chain
from muscle_lib.models.oxygen_and_glucose.endurance import power_law_s
from muscle_lib.models.oxygen_and_glucose.working_muscle import WorkingMuscle, blood_of, muscle_of
from muscle_lib.models.oxygen_and_glucose.working_trace import ChainTrace, trace_of
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import choice, model, quantity, same_as
from muscle_lib.trace import result, trace

SADAMOTO = "Sadamoto et al. 1983, doi 10.1007/BF00429076"
FREY_LAW = "Frey Law & Avin 2010, doi 10.1080/00140130903389068"
#: Kind of fibre → its constants, and the impulses per second with which it is driven.
FIBRES = {"slow": (SLOW, 30.0), "mixed": (MIXED, 30.0), "fast": (FAST, 40.0)}
#: In a sketch a contraction, or second of a hold, is repeated for so long.
SKETCH_REPEAT_s = 20.0


@trace
class HoldingTrace(ChainTrace):
    """A force held, or reached again and again, until it can no longer be reached; then recovery."""

    target_percent: float
    recruited_percent: NDArray
    #: −1 if it was never lost.
    failed_s: float
    fibre: str

    @result("Endurance", headline=True)
    def endurance_s(self) -> float:
        """How long the force could be held, or reached again; NaN if to the end of the run."""
        return self.failed_s if self.failed_s >= 0.0 else math.nan

    @property
    def held_s(self) -> float:
        """The same, or the length of the run if the force was not lost in it."""
        return self.failed_s if self.failed_s >= 0.0 else 60.0 * self.work_min

    @property
    def state(self) -> str:
        """“failed”, or “held on” to the end of the run."""
        return "failed" if self.failed_s >= 0.0 else "held on"

    @result("Blood flow in the work")
    def flow_in_work_mL_100g_min(self) -> float:
        """The mean flow while the muscle worked."""
        return float(self.flow_mL_100g_min[1:self._end + 1].mean())

    @result("Fibres that work at the end")
    def recruited_end_percent(self) -> float:
        """The part of the fibres that works at the end of the hold."""
        return float(self.recruited_percent[self._end])

    @result("People, ankle")
    def ankle_s(self) -> float:
        """How long people hold such a force with the ankle."""
        return power_law_s("ankle", self.target_percent / 100.0)

    @result("People, shoulder")
    def shoulder_s(self) -> float:
        """How long people hold such a force with the shoulder."""
        return power_law_s("shoulder", self.target_percent / 100.0)


@model
class Holding:
    """A muscle that has to hold a part of its greatest force, or to reach it again and again with pauses.

    The equations in words
    ----------------------
    All of the working muscle; and as force per fibre falls, more fibres are called up:
        part of the fibres that works = wanted force / force of a fibre, and at most all
    The contraction squeezes its vessels: they begin to close at 5 % of the full force and are shut at 55 %:
        flow = what the vessels would let through · (1 − z)²,  z = (force − 5 %) / 50 %
    The hold has failed when the force is below 95 % of what is wanted.

    ``run()`` returns a HoldingTrace, ``preview()`` a sketch that fails up to a twentieth sooner or later.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Sources: flow stops at 50 to 64 % of the maximum: Sadamoto et al. 1983, doi 10.1007/BF00429076. That people's times
    are met was one aim of the constants' choice.
    """

    target_percent: float = quantity(
        50.0, unit="%", low=20.0, high=85.0, step=1.0, symbol="F", label="Force wanted, of the maximum",
        source=f"Our choice: from what can be held for long to what only lasts seconds; people: {FREY_LAW}")
    pause_s: float = quantity(
        0.0, unit="s", low=0.0, high=5.0, step=0.1, symbol="t_off", label="Pause between contractions",
        meaning="0 is one held contraction.", source="Our choice: from a hold to easy work.")
    contraction_s: float = same_as(WorkingMuscle, "contraction_s", default=2.0)
    cuff_percent: float = same_as(WorkingMuscle, "cuff_percent")
    flow_max_mL_100g_min: float = same_as(WorkingMuscle, "flow_max_mL_100g_min")
    oxidation_mM_s: float = same_as(WorkingMuscle, "oxidation_mM_s")
    fibre: str = choice(
        "mixed", options={"slow": "Slow", "mixed": "Mixed", "fast": "Fast"}, symbol="k", label="Fibres",
        meaning="Slow and mixed ones get 30 impulses a second, fast ones 40.",
        source="Our choice: the three kinds of the chapter before.")
    saturation_percent: float = same_as(WorkingMuscle, "saturation_percent", fixed=True)
    Hb_g_L: float = same_as(WorkingMuscle, "Hb_g_L", fixed=True)
    glucose_mM: float = same_as(WorkingMuscle, "glucose_mM", fixed=True)
    glycogen_mM: float = same_as(WorkingMuscle, "glycogen_mM", fixed=True)
    phosphorylase_percent: float = same_as(WorkingMuscle, "phosphorylase_percent", fixed=True)
    duration_min: float = same_as(WorkingMuscle, "duration_min", default=10.0,
                                  source="Our choice: nobody holds on for longer in a class.")
    repeat_s: float = same_as(WorkingMuscle, "repeat_s", default=5.0)
    dt_ms: float = same_as(WorkingMuscle, "dt_ms")

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "Pain and the brain: most people give up before their muscle has to.",
        "Below a quarter of the maximum this muscle hardly ever fails; people do, for other reasons.",
        "All fibres are called up as one; in a body the small slow ones come first.",
        "Some flow goes on in the soleus even at 80 % of its maximum; here the vessels shut at 55 %.",
        "The lines of what people can do are power laws that hide how much people differ.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> HoldingTrace:
        """Hold until it fails, then rest."""
        return self._hold(self.repeat_s, SUBSTEPS)

    def preview(self) -> HoldingTrace:
        """A sketch: the same hold in coarser steps, with more contractions repeated."""
        return self._hold(SKETCH_REPEAT_s, SKETCH_SUBSTEPS)

    def _hold(self, repeat_s: float, substeps: int) -> HoldingTrace:
        fibre, rate_Hz = FIBRES[self.fibre]
        end_s = 60.0 * self.duration_min
        task = Task(rate_Hz, 0.0, self.target_percent / 100.0, self.contraction_s, self.pause_s, end_s, end_s,
                    repeat_s, round(self.dt_ms), substeps)
        table, relaxations, failed_s = run_chain(fibre, muscle_of(self), blood_of(self), task, self.glycogen_mM)
        more: dict[str, Any] = dict(
            target_percent=self.target_percent, recruited_percent=100.0 * table[:, 2],
            failed_s=float(failed_s), fibre=self.fibre)
        work_min = failed_s / 60.0 if failed_s >= 0.0 else self.duration_min
        return trace_of(HoldingTrace, (table, relaxations, failed_s), blood_of(self), work_min,
                        self.pause_s < self.dt_ms / 2000.0, **more)


Holding.presets = grouped({
    "holds": (
        Preset("Hold half of the maximum", Holding(), source=f"Our choice of 50 %; where flow stops: {SADAMOTO}",
               expect="no blood comes, and the hold fails after not quite two minutes",
               signature={"endurance_s": (105.0, 116.0), "flow_in_work_mL_100g_min": (0.0, 2.0)}),
        Preset("… with a tourniquet", Holding(cuff_percent=100.0), source=f"Our choice; where flow stops: {SADAMOTO}",
               expect="some two seconds less: the contraction is its own tourniquet",
               signature={"endurance_s": (103.0, 116.0)}),
        Preset("The same force with pauses", Holding(pause_s=2.0),
               source=f"Our choice of 2 s and 2 s; people: {FREY_LAW}",
               expect="blood comes in each pause, and it goes on for much longer",
               signature={"flow_in_work_mL_100g_min": (10.0, 80.0)}),
        Preset("Hold 30 %", Holding(target_percent=30.0), source=f"Our choice; people: {FREY_LAW}",
               expect="some blood comes: seven minutes", signature={"endurance_s": (400.0, 440.0)}),
        Preset("Hold 80 %", Holding(target_percent=80.0), source=f"Our choice; people: {FREY_LAW}",
               expect="less than half a minute", signature={"endurance_s": (22.5, 25.5)}),
        Preset("Slow fibres", Holding(fibre="slow"), source=f"Our choice; people's joints differ as much: {FREY_LAW}",
               expect="they are cheap: they hold more than half as long again",
               signature={"endurance_s": (173.0, 191.0)}),
        Preset("Fast fibres", Holding(fibre="fast"), source=f"Our choice; people's joints differ as much: {FREY_LAW}",
               expect="they are dear: a minute", signature={"endurance_s": (56.0, 64.0)}),
    ),
})
