"""How causes enter: each of them is turned into excitability, and then the muscle contracts and lets go, or not.

The sizes are handles, chosen so that a serious disturbance moves the muscle as far as people with cramps differ from
others. They are no doses: nobody can read from them what a blood value does to a person.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from muscle_lib.blood import blood
from muscle_lib.models.hyperexcitability.cramp import Cramp, SKETCH_DT_ms
from muscle_lib.models.hyperexcitability.cramp_trace import CrampTrace
from muscle_lib.models.hyperexcitability.goes_on import goes_on, smooth
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity, same_as
from muscle_lib.trace import result, trace

#: What each cause does to the excitability: eu for each e-fold fall of calcium and of magnesium (and what counts as
#: usual, mM; of magnesium more than that does nothing), eu for one unit of pH, eu for one mM of potassium, eu at full
#: metabolites, eu of a full neuropathy.
CALCIUM_eu, CALCIUM_mM, MAGNESIUM_eu, MAGNESIUM_mM = 5.0, 1.2, 2.0, 0.55
PH_eu, PH, POTASSIUM_eu_mM, POTASSIUM_mM, METABOLITES_eu, NEUROPATHY_eu = 5.0, 7.4, 0.5, 4.0, 1.5, 1.0
#: Alkaline blood binds calcium: mM of ionised calcium lost for one unit of pH.
BOUND_mM = 0.5
#: A full neuropathy makes so many times as many fasciculations: the least that is said of it.
NEUROPATHY_TWITCHES = 3.0
#: From this potassium outside the fibres on they fail, and at so much more all have.
FAILS_mM, FAILED_mM = 9.0, 3.0
#: The model does not reach further.
LEAST_eu, MOST_eu = -2.0, 6.0
NAMES = ("person", "calcium", "magnesium", "pH of the blood", "potassium", "no blood flow", "nerve disease")
HANDLE = "Our choice of size: a handle, not a dose"


@trace
class CausesTrace:
    """What the causes add up to, and a contraction with them and without them."""

    #: What each adds to the excitability, in the order of ``NAMES``.
    parts_eu: NDArray
    sum_eu: float = result("Excitability, all causes", meaning="What the person and all causes add up to.")
    #: What of the sum the model uses.
    excitability_eu: float
    t_s: NDArray
    #: Of the fibres: where potassium blocks them, the motor neurons may fire and the EMG is silent.
    emg_size_percent: NDArray
    force_percent: NDArray
    #: The EMG of the same person without any cause.
    without_percent: NDArray
    cramp_s: float = result(
        "EMG goes on after the command", headline=True,
        meaning="For how long the EMG goes on with these causes; if it is not over, all that was seen.")
    #: Whether it is then over.
    is_over: int
    without_s: float = result(
        "EMG goes on without the causes", meaning="For how long the EMG of the same person goes on without any cause.")
    without_is_over: int
    fasciculations_per_min: float = result(
        "Fasciculations", meaning="Impulses that came alone in the last minute of the run, over all units.")
    conducting: float = result(
        "Part of the fibres that answer", meaning="The part of EMG and force that is left where potassium blocks "
                                                  "fibres.")

    @property
    def is_limited(self) -> int:
        """1 if the sum lies beyond what the model can show."""
        return int(self.sum_eu != self.excitability_eu)

    @result("Longer by the causes")
    def longer_s(self) -> float:
        """By how much the causes make the cramp longer, as far as it was seen."""
        return self.cramp_s - self.without_s

    @cached_property
    def emg_smooth_percent(self) -> NDArray:
        """The EMG's size as it is drawn: the mean over the last fifth of a second."""
        return smooth(self.emg_size_percent)

    @cached_property
    def emg_without_percent(self) -> NDArray:
        """The same without the causes."""
        return smooth(self.without_percent)


@model
class Causes:
    """What may make motor neurons excitable, as handles, and the contraction of a muscle under them.

    The equations in words
    ----------------------
    Each cause adds to the excitability of the motor neurons (in excitation units, eu):
        little ionised calcium:    5 · ln(1.2 mM / calcium)
        little ionised magnesium:  2 · ln(0.55 mM / magnesium); more than 0.55 mM adds and takes nothing
        fast breathing (high pH):  5 · (pH − 7.4); and alkaline blood binds calcium, 0.05 mM for each 0.1 of pH
        potassium round the fibres: 0.5 for each mM above 4; from 9 mM on fibres fail, and with them EMG and force;
        at 12 mM all have
        no blood flow:             1.5 at full metabolites
        nerve disease:             1 when fully there, with three times as many fasciculations
    Together they count up to 6 eu. Then the muscle of this chapter's first model contracts, and the command ends.
    Loss of water adds nothing: no effect on the threshold for cramps was shown for a loss of 3 % of body weight.

    ``run()`` returns a CausesTrace. Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Source: our choice, of the sizes and, but for calcium and pH, of the directions; except that the effect of
    metabolites is as large as that of pain in the muscle: Serrao et al. 2007, doi 10.1007/s00221-007-0985-1; and no
    effect of water: Miller et al. 2010, doi 10.1249/MSS.0b013e3181dd5e3a.
    """

    person_eu: float = same_as(Cramp, "excitability_eu", default=2.0, symbol="X₀", label="Excitability of this person")
    Ca_mM: float = quantity(
        1.2, unit="mM", low=0.6, high=1.5, step=0.05, symbol="[Ca²⁺]ₒ", label="Ionised calcium in the blood",
        **blood("ionised calcium"), meaning="Little calcium lets sodium channels open more easily (chapter 2).",
        source=HANDLE + "; that nerves fire more easily is chapter 2's surface charge.")
    Mg_mM: float = quantity(
        0.55, unit="mM", low=0.2, high=1.2, step=0.05, symbol="[Mg²⁺]ₒ", label="Ionised magnesium in the blood",
        **blood("ionised magnesium"),
        meaning="Filling a lack helps; more than 0.55 mM does nothing here. (Much more, as in a treatment, calms "
                "nerves: chapter 2.)",
        source=HANDLE + "; it acts like calcium, but more weakly.")
    pH: float = quantity(
        7.4, unit="", low=7.3, high=7.7, step=0.02, symbol="pH", label="pH of the blood", **blood("pH"),
        meaning="Fast breathing makes it alkaline.",
        source=HANDLE + "; calcium that alkaline blood binds makes a third of it, the rest is put in.")
    K_mM: float = quantity(
        4.0, unit="mM", low=4.0, high=12.0, step=0.5, symbol="[K⁺]ᵢₙₜ", label="Potassium around the fibres",
        meaning="It leaves working fibres. This is not the potassium of the blood.",
        source="Our choice of direction and size: a handle, not a dose.")
    metabolites_percent: float = quantity(
        0.0, unit="%", low=0.0, high=100.0, step=5.0, symbol="M", label="Metabolites of a muscle without blood",
        source="Our choice of scale; the effect of pain: Serrao et al. 2007, doi 10.1007/s00221-007-0985-1")
    neuropathy_percent: float = quantity(
        0.0, unit="%", low=0.0, high=100.0, step=5.0, symbol="N", label="Nerve disease, or great age",
        source=HANDLE + ".")
    fatigue_percent: float = same_as(Cramp, "fatigue_percent", default=0.0, source="Our choice: a fresh muscle.")
    length: float = same_as(Cramp, "length")
    seed: int = same_as(Cramp, "seed")
    dt_ms: float = same_as(Cramp, "dt_ms", low=1.0)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "These are handles, not doses: no person's risk can be read from them.",
        "After a race, runners with cramps had somewhat less sodium than others (139.8 and 142.3 mM) and, if anything, "
        "more magnesium (0.73 and 0.67 mM); both were judged to be of no clinical weight (Schwellnus et al. 2004). A "
        "handle that works in the model is not yet the reason for a person's cramp.",
        "A usual value in the blood does not exclude a lack in the body; here the blood is all there is.",
        "Where potassium blocks fibres, the reflexes of this model still feel the force of unblocked ones.",
        "Little potassium in the blood makes muscles weak; whether it makes cramps is not clear, so it has no handle.",
        "Loss of water and salt has no handle either: for a loss of 3 % of body weight no effect on the threshold was "
        "shown.",
        "Each cause acts on the motor neurons alone here; in a body it acts on nerve, muscle and brain at once.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    @property
    def ionised_mM(self) -> float:
        """The calcium that is left free at this pH."""
        return self.Ca_mM - BOUND_mM * (self.pH - PH)

    @property
    def parts_eu(self) -> NDArray:
        """What each cause adds, in the order of ``NAMES``; calcium that is bound by alkaline blood counts as pH.
        """
        calcium = CALCIUM_eu * np.log(CALCIUM_mM / self.Ca_mM)
        magnesium = MAGNESIUM_eu * max(0.0, np.log(MAGNESIUM_mM / self.Mg_mM))
        bound = CALCIUM_eu * np.log(self.Ca_mM / self.ionised_mM)
        return np.array([self.person_eu, calcium, magnesium, bound + PH_eu * (self.pH - PH),
                         POTASSIUM_eu_mM * (self.K_mM - POTASSIUM_mM),
                         METABOLITES_eu * self.metabolites_percent / 100.0,
                         NEUROPATHY_eu * self.neuropathy_percent / 100.0])

    @property
    def muscle(self) -> Cramp:
        """The muscle of this chapter's first model under these causes."""
        twitches = 1.0 + (NEUROPATHY_TWITCHES - 1.0) * self.neuropathy_percent / 100.0
        return replace(self._without, excitability_eu=float(np.clip(self.parts_eu.sum(), LEAST_eu, MOST_eu)),
                       fasciculation_percent=100.0 * twitches)

    @property
    def _without(self) -> Cramp:
        return Cramp(excitability_eu=self.person_eu, fatigue_percent=self.fatigue_percent, length=self.length,
                     seed=self.seed, dt_ms=self.dt_ms)

    def run(self) -> CausesTrace:
        """Add the causes up, and let the muscle contract with them and without them."""
        trace, without = self.muscle.run(), _kept(self._without)
        conducting = float(np.clip(1.0 - (self.K_mM - FAILS_mM) / FAILED_mM, 0.0, 1.0))
        parts_eu, emg_size_percent = self.parts_eu, conducting * trace.emg_size_percent
        lasts = goes_on(trace.t_s, emg_size_percent, trace.command_end_s)
        return CausesTrace(
            parts_eu=parts_eu, sum_eu=float(parts_eu.sum()), excitability_eu=self.muscle.excitability_eu,
            t_s=trace.t_s, emg_size_percent=emg_size_percent, force_percent=conducting * trace.force_percent,
            without_percent=without.emg_size_percent, cramp_s=lasts.seconds, is_over=int(lasts.is_over),
            without_s=without.cramp_s, without_is_over=without.is_over,
            fasciculations_per_min=trace.fasciculations_per_min if conducting else 0.0, conducting=conducting)

    def preview(self) -> CausesTrace:
        """A quick sketch, in larger steps."""
        return replace(self, dt_ms=SKETCH_DT_ms).run()


@lru_cache(maxsize=8)
def _kept(muscle: Cramp) -> CrampTrace:
    """The muscle without causes: kept, as it stays the same while a cause's slider is moved."""
    return muscle.run()


_DEFAULT = Causes()
Causes.presets = grouped({"all": (
    Preset("Nothing unusual", _DEFAULT, source="Our choice: a person without cramps",
           expect="a few seconds at most",
           signature={"longer_s": (0.0, 0.0), "cramp_s": (0.0, 5.0), "sum_eu": (2.0, 2.0)}),
    Preset("Little calcium, 0.6 mM", replace(_DEFAULT, Ca_mM=0.6), source="Our choice of 0.6 mM",
           expect="it cramps easily", signature={"sum_eu": (5.4, 5.5), "cramp_s": (20.0, 45.0)}),
    Preset("Little magnesium, 0.3 mM", replace(_DEFAULT, Mg_mM=0.3), source="Our choice of 0.3 mM",
           expect="somewhat longer", signature={"sum_eu": (3.15, 3.27), "longer_s": (1.0, 12.0)}),
    Preset("Fast breathing, pH 7.6", replace(_DEFAULT, pH=7.6), source="Our choice of pH 7.6",
           expect="longer; calcium that alkaline blood binds makes a third of it",
           signature={"sum_eu": (3.4, 3.5), "longer_s": (1.0, 12.0)}),
    Preset("Worked without blood", replace(_DEFAULT, K_mM=7.0, metabolites_percent=100.0, fatigue_percent=50.0),
           source="Our choice: potassium 7 mM, full metabolites, tired",
           expect="a long cramp", signature={"sum_eu": (5.0, 5.0), "cramp_s": (60.0, 70.0)}),
    Preset("Nerve disease", replace(_DEFAULT, neuropathy_percent=100.0), source="Our choice: fully there",
           expect="fasciculations, and longer cramps", signature={"sum_eu": (3.0, 3.0),
                                                                 "fasciculations_per_min": (20.0, 90.0)}),
    Preset("Too much potassium", replace(_DEFAULT, K_mM=12.0), source="Our choice: 12 mM around the fibres",
           expect="no EMG, no force and no cramp: the motor neurons may fire, the fibres do not answer",
           signature={"conducting": (0.0, 0.0), "sum_eu": (6.0, 6.0), "cramp_s": (0.0, 0.0)}),
)})
