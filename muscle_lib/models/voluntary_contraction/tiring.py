"""Getting tired: a force is held as long as the muscle can, and the command must grow to keep it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.contract_and_relax.coupling import FAST, MIXED, SLOW
from muscle_lib.models.oxygen_and_glucose.chain import COLUMNS, Task, run_chain
from muscle_lib.models.oxygen_and_glucose.energy import Blood, Muscle
from muscle_lib.preset import Preset
from muscle_lib.quantity import model, quantity

FREY_LAW = "Frey Law & Avin 2010, Ergonomics 53:109"
#: A hold is watched for so long, and the rest after it for so much longer.
LONGEST_s, REST_s = 600.0, 60.0
#: Stretches of the hold that are alike are worked out once, for no longer than this.
REPEAT_s = 1000.0
#: Kinds of fibre by number, and the rate at which each is driven: the fast one fuses later.
KINDS = ((SLOW, 30.0), (MIXED, 30.0), (FAST, 40.0))
#: Endurance of people = a · (force as a part of the maximum)^−b, ankle and shoulder, the longest and the shortest.
ANKLE, SHOULDER = (34.71, 2.06), (14.86, 1.83)
#: Where the curve of endurance is worked out.
CURVE_percent = np.array([25.0, 30.0, 40.0, 50.0, 65.0, 85.0])
CURVE_percent.setflags(write=False)
#: Inner steps of a millisecond: the coarse ones of chapter 3.
SUBSTEPS = 2


def people_s(force_percent: NDArray, joint: tuple[float, float]) -> NDArray:
    """How long people hold a force, by a power law through many studies."""
    a, b = joint
    return a * (np.asarray(force_percent) / 100.0) ** -b


@dataclass(frozen=True)
class TiringTrace:
    """A hold until failure, and the rest after it; a value each second."""

    t_s: NDArray
    force_percent: NDArray
    recruited_percent: NDArray
    pcr_mM: NDArray
    Pi_mM: NDArray
    pH: NDArray
    flow_mL_100g_min: NDArray
    po2_mmHg: NDArray
    #: How long other forces are held by this muscle; ten minutes is the longest that is tried.
    curve_percent: NDArray
    curve_s: NDArray
    #: NaN: it did not fail within ten minutes.
    endurance_s: float
    hold_percent: float

    @property
    def fails(self) -> int:
        """1 if the force could not be held for ten minutes."""
        return int(math.isfinite(self.endurance_s))

    @property
    def held_s(self) -> float:
        """How long it was held: until it failed, or for all of the ten minutes."""
        return self.endurance_s if self.fails else LONGEST_s

    @property
    def _end(self) -> int:
        return max(1, int(np.searchsorted(self.t_s, self.held_s + 1e-9)) - 1)

    @property
    def first_recruited_percent(self) -> float:
        """The part of the muscle that the force needs when it is fresh, after two seconds."""
        return float(self.recruited_percent[2])

    @property
    def last_recruited_percent(self) -> float:
        """The part that works when the hold ends."""
        return float(self.recruited_percent[self._end])

    @property
    def end_pcr_mM(self) -> float:
        """Phosphocreatine when the hold ends."""
        return float(self.pcr_mM[self._end])

    @property
    def end_pH(self) -> float:
        """pH when the hold ends."""
        return float(self.pH[self._end])

    @property
    def hold_flow_mL_100g_min(self) -> float:
        """Blood flow in the middle of the hold."""
        return float(self.flow_mL_100g_min[max(1, self._end // 2)])


@model
class Tiring:
    """A muscle that holds a force until it cannot.

    The equations in words
    ----------------------
    Force, energy and blood are those of chapters 3 and 4, for one kind of fibre. The command follows the force:
        part of the muscle that works → wanted force / force of its fibres, within 0.05 s, and at most all of it
    As fibres weaken, more of them must work. When all work and the force is below 95 % of what is wanted, it fails.
    Above 5 % of the greatest force the muscle begins to squeeze its own vessels; at 55 % no blood flows.

    ``run()`` returns a TiringTrace of ten minutes or less, and a minute of rest. The curve of endurance takes the same
    run at six other forces; a second of a hold that is like the one before it is not worked out again.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Sources: those of chapters 3 and 4. Whose endurance is drawn beside: Frey Law & Avin 2010, Ergonomics 53:109.
    """

    hold_percent: float = quantity(
        50.0, unit="%", low=10.0, high=90.0, step=1.0, symbol="f", label="Force to hold (of the greatest)",
        source="Our choice: from easy to nearly all.")
    kind: int = quantity(
        2, unit="", low=1, high=3, step=1, symbol="kind", label="Fibres: 1 slow, 2 mixed, 3 fast",
        source="Our choice: the three kinds of chapter 3.")
    oxidation_mM_s: float = quantity(
        1.2, unit="mM/s", low=0.3, high=2.5, step=0.05, symbol="V_ox", label="Fastest oxidation: how well trained",
        source="Our choice: as in chapter 4; 1.9 is well trained, 0.6 is old or ill.")
    blood_percent: float = quantity(
        100.0, unit="%", low=0.0, high=100.0, step=1.0, symbol="open", label="Blood let through",
        meaning="0: a tourniquet.", source="Our choice: from free flow to none.")
    glycogen_mM: float = quantity(
        100.0, unit="mM", low=0.0, high=150.0, step=1.0, symbol="G", label="Glycogen in the muscle",
        source="Our choice: a usual store; 0 is after a very long effort.")
    dt_ms: int = quantity(
        50, unit="ms", low=10, high=50, symbol="dt", label="Step of energy and blood", fixed=True,
        source="Our choice: a step of 20 ms changes the endurance by less than 2 %.")

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "At 20 % of its greatest force this muscle never fails. People do, within some five to fifteen minutes: will, "
        "pain, the motor neurons and heat are not in the model.",
        "One kind of fibre at one steady rate stands for the muscle; only how many of them work follows the force.",
        "The sizes of phosphate's and acid's effects were chosen so that endurance comes out near people's: a match is "
        "no evidence.",
        "The metabolites are means over all fibres; those that work hardest are worse off.",
        "What people held is a power law through many studies, with a wide scatter around it.",
    )

    def run(self) -> TiringTrace:
        """Hold until failure, at most ten minutes, and rest for one."""
        endurance_s, table = self._hold(self.hold_percent)
        others = np.array([self._hold(force)[0] for force in CURVE_percent])
        others = np.where(np.isnan(others), LONGEST_s, others)
        column = {name: table[:, i] for i, name in enumerate(COLUMNS)}
        return TiringTrace(
            t_s=column["t_s"], force_percent=100.0 * column["force"], recruited_percent=100.0 * column["recruited"],
            pcr_mM=column["pcr_mM"], Pi_mM=column["Pi_mM"], pH=column["pH"],
            flow_mL_100g_min=column["flowing_mL_100g_min"], po2_mmHg=column["po2_mmHg"], curve_percent=CURVE_percent,
            curve_s=others, endurance_s=endurance_s, hold_percent=self.hold_percent)

    def _hold(self, force_percent: float) -> tuple[float, NDArray]:
        fibre, rate_Hz = KINDS[self.kind - 1]
        task = Task(rate_Hz, 0.0, force_percent / 100.0, 1.0, 0.0, LONGEST_s, LONGEST_s + REST_s, REPEAT_s,
                    self.dt_ms, SUBSTEPS)
        table, _, failed_s = run_chain(fibre, Muscle(self.oxidation_mM_s, 1.0, 5.0),
                                       Blood(150.0, 0.97, 150.0, self.blood_percent / 100.0), task, self.glycogen_mM)
        return (failed_s if failed_s >= 0.0 else math.nan), table


TIRING_PRESETS = (
    Preset("Hold 30 %", Tiring(hold_percent=30.0), source="Our choice of 30 %; people: " + FREY_LAW,
           expect="minutes: some blood still flows", signature={"endurance_s": (380.0, 450.0)}),
    Preset("Hold 50 %", Tiring(), source="Our choice of 50 %; people: " + FREY_LAW,
           expect="about as long as people's legs hold it", signature={"endurance_s": (100.0, 120.0)}),
    Preset("Hold 80 %", Tiring(hold_percent=80.0), source="Our choice of 80 %; people: " + FREY_LAW,
           expect="no blood flows: it lives on its stores", signature={"endurance_s": (21.0, 27.0)}),
    Preset("Hold 20 %", Tiring(hold_percent=20.0), source="Our choice of 20 %; people: " + FREY_LAW,
           expect="this muscle never fails; people do", signature={"fails": (0, 0)}),
    Preset("Hold 50 %, slow fibres", Tiring(kind=1), source="Our choice: as in the soleus",
           expect="slow fibres spend less and hold longer", signature={"endurance_s": (155.0, 180.0)}),
    Preset("Hold 50 %, fast fibres", Tiring(kind=3), source="Our choice: the other end",
           expect="fast fibres spend more and give up first", signature={"endurance_s": (55.0, 65.0)}),
    Preset("Hold 50 % under a tourniquet", Tiring(blood_percent=0.0), source="Our choice: no blood at all",
           expect="hardly shorter: the hold was its own tourniquet", signature={"endurance_s": (95.0, 112.0)}),
)
