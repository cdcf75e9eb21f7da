"""A muscle fibre in a train of pulses: normal, myotonic or paralysed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from muscle_lib.compiled import is_compiled
from muscle_lib.models.electrolytes.excitability import (
    CANNON_COREY,
    CANNON_REVIEW,
    FORM,
    JURKAT_ROTT,
    KURIHARA,
    Excitability,
)
from muscle_lib.models.electrolytes.fibre_currents import fibre_of
from muscle_lib.models.electrolytes.fibre_rest import ready_sodium, rest_of
from muscle_lib.models.electrolytes.fibre_solver import PULSE_ms, integrate
from muscle_lib.models.electrolytes.fibre_trace import FibreTrace
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity, same_as

#: The first pulse begins here.
START_ms = 10.0
#: No pulse begins later than this before the end: what comes after it must still be seen.
TAIL_ms = 200.0
SAMPLE_ms = 0.1
#: The sketch: coarser steps, and a shorter run (shorter still in plain Python, where a second takes seconds).
SKETCH_DT_ms = 0.02
SKETCH_ms = 1500.0 if is_compiled() else 800.0
#: What is known of the potassium in and around a fibre.
LATE = "Freygang et al. 1964, J Gen Physiol 48:235"
BETWEEN = "McKenna et al. 2024, doi 10.1007/s00421-023-05335-9"
RATES_Hz = (5.0, 10.0, 20.0, 30.0, 50.0, 80.0)


@model
class MuscleFibre:
    """A muscle fibre that is given a train of pulses, as from its nerve, and is then left alone.

    The equations in words
    ----------------------
    The two membranes, surface and T-tubule, their currents and their rest are those of ``Excitability``. What counts
    here is what a train leaves behind in the narrow tubule:
        change of the tubule's potassium = what flows out of the fibre there, less what the pump takes back
                                           − (potassium in the tubule − potassium in the blood) / time to clear
    More potassium in the tubule depolarises the fibre. Chloride channels in the tubule and the surface hold it at
    rest against that. Slow inactivation (s) shuts sodium channels within seconds of firing.

    ``run()`` returns a FibreTrace; 7 s of a fibre take about a quarter of a second. ``preview()`` is a sketch in some
    hundredths of a second: the same fibre with steps twice as long, and only up to 1.5 s (0.8 s in plain Python, where
    a full run takes many seconds). Whether a fibre fires on for long, or which kind of paralysis it is, is seen only in
    the full run.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Sources: those of ``Excitability``. The conductances, and the rule that names the state, are our choice.
    """

    chloride_percent: float = same_as(Excitability, "chloride_percent")
    K_out_mM: float = same_as(Excitability, "K_out_mM")
    persistent_na_percent: float = same_as(
        Excitability, "persistent_na_percent",
        meaning="In hyperkalaemic periodic paralysis a few of them stay open. From about 1 % on, potassium in the "
                "model's tubule can climb far beyond the 13 mM that were found between hard-working fibres.")
    pore_mS_cm2: float = same_as(Excitability, "pore_mS_cm2")
    rate_Hz: float = quantity(
        50.0, unit="Hz", low=5.0, high=80.0, step=1.0, symbol="r", label="Pulses per second",
        source="Our choice: from a slow to the fastest voluntary rate of a motor neuron, and beyond.")
    pulses: int = quantity(
        25, unit="", low=1, high=50, step=1, symbol="N", label="Number of pulses",
        meaning="Those that would begin in the last 0.2 s of the run are left out.",
        source="Our choice: half a second at 50 a second.")
    Ca_out_mM: float = same_as(Excitability, "Ca_out_mM")
    Mg_out_mM: float = same_as(Excitability, "Mg_out_mM")
    Na_out_mM: float = same_as(Excitability, "Na_out_mM")
    na_channels_percent: float = same_as(Excitability, "na_channels_percent")
    K_removal_ms: float = quantity(
        400.0, unit="ms", low=1.0, high=600.0, step=1.0, symbol="τ_K", label="Time to clear the tubule's potassium",
        scale="log", meaning="Until a third of an excess is left. At 1 ms nothing can gather: the tubule is clamped. "
                             "How fast it falls in a person's fibre was not measured.",
        source="Our choice. That potassium gathers in the tubules was concluded from how long a frog's fibre stays "
               "depolarised after a train: " + LATE + ". 1 ms is the experiment “as if without a tubule”.")
    stimulus_uA_cm2: float = quantity(
        500.0, unit="µA/cm²", low=300.0, high=800.0, symbol="I", label="Strength of the pulses",
        meaning="Each lasts 0.5 ms.", source="Our choice: 2.5 times what a healthy fibre needs.", fixed=True)
    duration_ms: float = quantity(
        7000.0, unit="ms", low=1000.0, high=10000.0, symbol="t_end", label="Length of the run",
        source="Our choice: long enough to see a run of myotonia end.", fixed=True)
    dt_ms: float = quantity(
        0.01, unit="ms", low=0.0025, high=0.02, symbol="dt", label="Time step",
        source="Our choice: a quarter of it changes the count in a run of myotonia by 3 %, and no preset's state.",
        fixed=True)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "One patch with one tubule: nothing travels along the fibre or into its depth.",
        "How much potassium gathers in the tubule, and how slowly it falls, is the model's: in a person's tubule it "
        "was not measured. Between the fibres of hard-working muscle it rises to 12 to 13 mM: " + BETWEEN + ".",
        "Sodium that gathers inside, shifts of water and chloride, and the control of the pump are left out. So "
        "potassium in the tubule of a paralysed fibre climbs to 40 mM and more, or stays high for seconds: neither is "
        "to be believed.",
        "The name of the state is what counts, not how long it lasts: attacks of periodic paralysis last hours, "
        "because chloride, sodium and potassium shift slowly and the patients' channels inactivate less.",
        "Channels that fail to inactivate make this fibre latent or paralysed, but not myotonic by themselves. "
        "In patients and in the model of 1993 they also make it fire on.",
        "Above 6 mM potassium a fibre with such channels is called normal again, because few of its channels are "
        "ready: this is the model's limit, not the patient's luck.",
        "The warm-up of myotonia comes here from slow inactivation. In patients its cause is not settled.",
        "Each action potential brings about twice as much potassium into the tubule as was measured in frog muscle.",
        "Temperature, fibre types, the end-plate and the force are not here: the next chapters count these action "
        "potentials.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> FibreTrace:
        """Give the fibre its train and watch it until the end."""
        return self._run(self.duration_ms, self.dt_ms, is_sketch=False)

    def preview(self) -> FibreTrace:
        """A quick sketch of the beginning: the train and, if it is short, the second after it."""
        sketch_ms = min(SKETCH_ms, self.duration_ms)
        return self._run(sketch_ms, SKETCH_DT_ms, is_sketch=True)

    def _run(self, duration_ms: float, dt_ms: float, is_sketch: bool) -> FibreTrace:
        fibre = fibre_of(self, self.K_removal_ms)
        rest = rest_of(fibre)
        pulses_ms = START_ms + np.arange(self.pulses) * 1000.0 / self.rate_Hz
        pulses_ms = pulses_ms[pulses_ms <= duration_ms - TAIL_ms]
        keep_every = max(1, round(SAMPLE_ms / dt_ms))
        steps = round(duration_ms / dt_ms)
        kept, aps_ms = integrate(fibre, rest, pulses_ms, PULSE_ms, self.stimulus_uA_cm2, dt_ms, steps, keep_every,
                                 False)
        return FibreTrace(
            t_ms=np.arange(len(kept)) * keep_every * dt_ms, v_S_mV=kept[:, 0], v_T_mV=kept[:, 1], K_T_mM=kept[:, 2],
            h=kept[:, 3], s=kept[:, 4], aps_ms=aps_ms, pulses_ms=pulses_ms, rest_mV=rest.v_S_mV,
            K_out_mM=self.K_out_mM, chloride_percent=self.chloride_percent,
            persistent_na_percent=self.persistent_na_percent, pore_mS_cm2=self.pore_mS_cm2,
            ready_sodium_percent=100.0 * ready_sodium(fibre, rest.v_S_mV), is_sketch=is_sketch)


def followed_rate_Hz(fibre: MuscleFibre, rates_Hz: Iterable[float] = RATES_Hz) -> float:
    """The highest of some rates at which the fibre answers every one of 25 pulses; 0 if it follows none.

    For the chapters that come after: a muscle is given no more action potentials than its fibres can carry.
    """
    followed = 0.0
    for rate_Hz in rates_Hz:
        length_ms = max(1000.0, START_ms + 24.0 * 1000.0 / rate_Hz + TAIL_ms + 1.0)
        trace = replace(fibre, rate_Hz=rate_Hz, pulses=25, duration_ms=length_ms).run()
        if trace.n_in >= len(trace.pulses_ms):
            followed = max(followed, rate_Hz)
    return followed


MuscleFibre.presets = grouped({
    "channels and potassium": (
        Preset("Healthy", MuscleFibre(), source="Our choice of conductances; " + FORM,
               expect="one action potential for each of the 25 pulses, then rest",
               signature={"n_in": (25, 25), "n_after": (0, 0), "adp_mV": (4.2, 4.8), "peak_K_T_mM": (6.75, 6.9)}),
        Preset("Carrier of myotonia", MuscleFibre(chloride_percent=50.0),
               source="Our choice of one half, as with one healthy gene of two; review: " + CANNON_REVIEW,
               expect="half of the chloride channels are enough: normal",
               signature={"n_in": (25, 25), "n_after": (0, 0), "adp_mV": (6.9, 7.7)}),
        Preset("Myotonia congenita", MuscleFibre(chloride_percent=10.0),
               source="Our choice of one tenth, below the 38 % of " + KURIHARA + "; review: " + CANNON_REVIEW,
               expect="the fibre fires on by itself for nearly six seconds",
               signature={"n_in": (25, 60), "n_after": (558, 628), "after_ms": (5400.0, 6100.0)}),
        Preset("Hyperkalaemic paralysis, between attacks", MuscleFibre(persistent_na_percent=1.1),
               source="Our choice, within the 1 to 2 % of " + CANNON_COREY + "; review: " + CANNON_REVIEW,
               expect="all pulses are answered, with a large after-depolarisation: latent",
               signature={"n_in": (25, 25), "n_after": (0, 0), "adp_mV": (8.7, 9.7)}),
        Preset("… and in an attack, 5.5 mM", MuscleFibre(persistent_na_percent=1.1, K_out_mM=5.5),
               source="Our choice, within the 1 to 2 % of " + CANNON_COREY + "; review: " + CANNON_REVIEW,
               expect="a little more potassium, and the fibre stays depolarised after half of the pulses: paralysis. "
                      "(Potassium in the model's tubule then climbs to 45 mM, which is not to be believed)",
               signature={"n_in": (11, 15), "late_mV": (-52.0, -40.0)}),
        Preset("Hypokalaemic paralysis, between attacks", MuscleFibre(pore_mS_cm2=0.008), source=JURKAT_ROTT,
               expect="rests some millivolts higher, and works",
               signature={"rest_mV": (-86.0, -85.2), "n_in": (25, 25), "n_after": (0, 0)}),
        Preset("… and in an attack, 2.5 mM", MuscleFibre(pore_mS_cm2=0.008, K_out_mM=2.5),
               source=JURKAT_ROTT,
               expect="less potassium outside, and yet it is depolarised: it rests near −56 mV; each pulse pushes it "
                      "up to about −7 mV, and no action potential follows",
               signature={"rest_mV": (-57.0, -55.5), "n_in": (0, 0)})),
    "a blocker, a second fault": (
        Preset("Myotonia, channel blocker", MuscleFibre(chloride_percent=10.0, na_channels_percent=50.0),
               source="Our choice of half of the sodium channels; review of the disease: " + CANNON_REVIEW,
               expect="fewer sodium channels: it follows the pulses and stops with them; a small push more could tip "
                      "it",
               signature={"n_in": (25, 25), "n_after": (0, 2)}),
        Preset("Two small faults", MuscleFibre(chloride_percent=20.0, persistent_na_percent=0.25),
               source="Our choice of values; channels that fail to inactivate: " + CANNON_COREY,
               expect="with a few channels that fail to inactivate, a milder loss of chloride gives a long run of "
                      "myotonia",
               signature={"n_in": (33, 41), "n_after": (470, 530)})),
    "potassium alone": (
        Preset("Hypokalaemia, severe", MuscleFibre(K_out_mM=2.0), source="Our choice of 2.0 mM",
               expect="every strong pulse is still answered: the weakness of patients has more causes than this",
               signature={"rest_mV": (-103.5, -102.5), "n_in": (25, 25), "n_after": (0, 0)}),
        Preset("Hyperkalaemia, severe", MuscleFibre(K_out_mM=8.0), source="Our choice of 8.0 mM",
               expect="no pulse is answered: paralysis",
               signature={"n_in": (0, 0), "ready_sodium_percent": (2.0, 4.0)})),
})
