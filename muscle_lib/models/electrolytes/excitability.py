"""How easily a muscle fibre fires: its rest, its action potential and its threshold, at the blood's ion levels."""

from __future__ import annotations

import numpy as np

from muscle_lib.blood import blood, blood_value
from muscle_lib.models.electrolytes.excitability_trace import ExcitabilityTrace, LIMIT_uA_cm2
from muscle_lib.models.electrolytes.fibre_currents import fibre_of
from muscle_lib.models.electrolytes.fibre_rest import ready_sodium, rest_of
from muscle_lib.models.electrolytes.fibre_solver import (
    PULSE_ms,
    THRESHOLD_DT_ms,
    integrate,
    threshold_curve,
    threshold_uA_cm2,
)
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity

#: The equations' form is from memory, after papers that could not be looked up: no number hangs on them.
FORM = ("the form of the equations from memory, after Adrian & Marshall 1976, J Physiol 258:125, and Cannon, Brown & "
        "Corey 1993, doi 10.1016/S0006-3495(93)81045-2")
CANNON_COREY = "Cannon & Corey 1993, J Physiol 466:501"
CANNON_REVIEW = "Cannon 2015, doi 10.1002/cphy.c140062"
JURKAT_ROTT = "Jurkat-Rott et al. 2009, doi 10.1073/pnas.0811277106"
KURIHARA = "Kurihara et al. 1984, doi 10.1111/j.1440-1819.1984.tb00798.x"

#: Where the curves against potassium have their points.
CURVE_K_mM = np.arange(1.5, 10.01, 0.5)
#: The pulse begins here, so that the rest is seen before it.
START_ms = 2.0
PICTURE_ms = 20.0


@model
class Excitability:
    """A resting muscle fibre, one pulse to it, and how strong a pulse it needs.

    The equations in words
    ----------------------
    In the surface membrane, and in the membrane of the T-tubules, which lie behind a narrow mouth:
        capacitance · dV/dt = stimulus (surface only) + current through the mouth − sum of the ion currents
        each ion current    = conductance · open gates · (V − E of the ion)
    Five ion currents: sodium, potassium (delayed rectifier), potassium at rest (inward rectifier), chloride, leak.
        sodium: m³ · h · s;  m opens within a tenth of a millisecond, h shuts within one, s within seconds
    Potassium outside sets E_K and with it the rest. Calcium and magnesium shift the voltage that the gates feel:
        shift = −9 mV · ln((Ca + 0.3 · Mg) / normal)
    Rest: the most negative voltage at which no net current flows and to which the fibre returns.
    Threshold: the weakest pulse of 0.5 ms that brings the tubule above 0 mV within 7 ms.

    ``run()`` returns an ExcitabilityTrace: the action potential, and rest and threshold against potassium.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Sources: from memory, after papers that could not be looked up (further reading): Adrian & Bryant 1974, J Physiol
    240:505; Adrian & Marshall 1976, J Physiol 258:125; Cannon, Brown & Corey 1993, doi 10.1016/S0006-3495(93)81045-2;
    slow inactivation after Wallinga et al. 1999, Eur Biophys J 28:317. All numbers are our choice.
    """

    K_out_mM: float = quantity(
        4.0, unit="mM", low=1.5, high=10.0, step=0.1, symbol="[K⁺]ₒ", label="Potassium in the blood",
        **blood("potassium"), meaning="Also outside the surface of the fibre.",
        source="Our choice: from far below to far above what patients survive. Normal and dangerous: "
               + blood_value("potassium").source)
    Ca_out_mM: float = quantity(
        1.2, unit="mM", low=0.4, high=2.5, step=0.05, symbol="[Ca²⁺]ₒ", label="Ionised calcium in the blood",
        **blood("ionised calcium"),
        meaning="The free half of all the calcium in the blood: what the membrane feels.",
        source="Our choice: from tetany to a severe excess. " + blood_value("ionised calcium").source)
    stimulus_uA_cm2: float = quantity(
        250.0, unit="µA/cm²", low=0.0, high=LIMIT_uA_cm2, step=1.0, symbol="I", label="Strength of the pulse",
        meaning="It lasts 0.5 ms.", source="Our choice: up to 2.5 times what a healthy fibre needs.")
    Mg_out_mM: float = quantity(
        0.55, unit="mM", low=0.2, high=5.0, step=0.05, symbol="[Mg²⁺]ₒ", label="Ionised magnesium in the blood",
        **blood("ionised magnesium"), scale="log",
        meaning="Screens the membrane like calcium, about a third as well.",
        source="Our choice: from a severe lack to the levels under treatment with magnesium. Normal: "
               + blood_value("ionised magnesium").source)
    Na_out_mM: float = quantity(
        140.0, unit="mM", low=110.0, high=170.0, step=1.0, symbol="[Na⁺]ₒ", label="Sodium in the blood",
        **blood("sodium"),
        source="Our choice: from severe hyponatraemia to hypernatraemia. " + blood_value("sodium").source)
    chloride_percent: float = quantity(
        100.0, unit="%", low=0.0, high=100.0, step=1.0, symbol="c", label="Chloride channels that work",
        meaning="The brake. In myotonia congenita they are missing.",
        source="Our choice: all of the range. Rats' muscle became myotonic at 38 % of the conductance: " + KURIHARA)
    persistent_na_percent: float = quantity(
        0.02, unit="%", low=0.0, high=1.5, step=0.01, symbol="f", label="Sodium channels that fail to inactivate",
        meaning="In hyperkalaemic periodic paralysis a few of them stay open.",
        source="Our choice. A toxin that mimics the fault left 1 to 2 % of rats' channels open: " + CANNON_COREY)
    pore_mS_cm2: float = quantity(
        0.0, unit="mS/cm²", low=0.0, high=0.009, step=0.001, symbol="g_gp", label="Leak through gating pores",
        meaning="In hypokalaemic periodic paralysis the voltage sensor of a channel is itself a small leak.",
        source="Patients' fibres leak 0.012–0.0195 mS/cm²: " + JURKAT_ROTT + "; our choice to end at 0.009: above it "
               "this model's fibre has no normal rest at 4 mM potassium.")
    na_channels_percent: float = quantity(
        100.0, unit="%", low=30.0, high=100.0, step=1.0, symbol="n_Na", label="Sodium channels not blocked",
        meaning="What a blocker of sodium channels, such as mexiletine, leaves.",
        source="Our choice: from no drug to a block that stops the fibre.")
    dt_ms: float = quantity(
        THRESHOLD_DT_ms, unit="ms", low=0.00125, high=0.01, symbol="dt", label="Time step",
        source="Our choice: a quarter of it changes the threshold by 0.2 %.", fixed=True)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "One patch with one tubule: nothing travels along the fibre or into its depth.",
        "Real muscle becomes inexcitable at about 8–11 mM potassium, this fibre at about 7.5: its sodium channels "
        "are shut a few millivolts too easily.",
        "Its action potential, with a peak near +48 mV, is a little too tall, and each brings about twice as much "
        "potassium into the tubule as was measured in frog muscle.",
        "Every state is one that has lasted: chloride has followed the voltage. After a sudden change of potassium "
        "this takes minutes.",
        "In life the heart is in danger long before the muscle fails at high potassium.",
        "Real weakness at low potassium has more causes than the higher threshold: blood flow, sugar stores, calcium "
        "handling and the pump are not in the model.",
        "Magnesium acts here only on surface charge. In patients a lack of it acts mostly by lowering calcium and "
        "potassium.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> ExcitabilityTrace:
        """Measure the fibre: rest, threshold, the answer to the pulse, and the curves against potassium."""
        fibre = fibre_of(self)
        rest = rest_of(fibre)
        steps = round(PICTURE_ms / self.dt_ms)
        kept, aps = integrate(fibre, rest, np.array([START_ms]), PULSE_ms, self.stimulus_uA_cm2, self.dt_ms, steps, 1,
                              False)
        rests, thresholds, voltages = threshold_curve(fibre, CURVE_K_mM, LIMIT_uA_cm2)
        fires = np.isfinite(thresholds)
        return ExcitabilityTrace(
            t_ms=np.arange(steps + 1) * self.dt_ms, v_S_mV=kept[:, 0], v_T_mV=kept[:, 1], K_T_mM=kept[:, 2],
            aps_ms=aps, start_ms=START_ms, K_out_mM=self.K_out_mM, Ca_out_mM=self.Ca_out_mM, rest_mV=rest.v_S_mV,
            ready_sodium_percent=100.0 * ready_sodium(fibre, rest.v_S_mV), gate_shift_mV=fibre.shift_mV,
            stimulus_uA_cm2=self.stimulus_uA_cm2, weakest_uA_cm2=threshold_uA_cm2(fibre, rest, self.dt_ms),
            curve_K_mM=CURVE_K_mM, curve_rest_mV=rests, firing_K_mM=CURVE_K_mM[fires],
            firing_threshold_uA_cm2=thresholds[fires], firing_threshold_mV=voltages[fires])


Excitability.presets = grouped({
    "potassium": (
        Preset("Healthy", Excitability(), source="Our choice of conductances; " + FORM,
               expect="rests near −91 mV and fires at about 200 µA/cm²",
               signature={"rest_mV": (-91.0, -90.3), "threshold_uA_cm2": (193.0, 201.0), "fires": (True, True)}),
        Preset("Hypokalaemia, mild", Excitability(K_out_mM=3.0), source="Our choice of 3.0 mM",
               expect="rests more negative, so it needs a stronger pulse: this one is too weak",
               signature={"rest_mV": (-97.0, -96.0), "threshold_uA_cm2": (258.0, 274.0), "fires": (False, False)}),
        Preset("Hypokalaemia, severe", Excitability(K_out_mM=2.0), source="Our choice of 2.0 mM",
               expect="rests near −103 mV and needs three quarters more current than in health",
               signature={"rest_mV": (-103.5, -102.5), "threshold_uA_cm2": (334.0, 354.0), "fires": (False, False)}),
        Preset("Hyperkalaemia, mild", Excitability(K_out_mM=5.5), source="Our choice of 5.5 mM",
               expect="nearer to its threshold: easier to excite, although more than half of its channels are shut",
               signature={"threshold_uA_cm2": (107.0, 115.0), "ready_sodium_percent": (41.0, 47.0),
                          "fires": (True, True)}),
        Preset("Hyperkalaemia, severe", Excitability(K_out_mM=8.0), source="Our choice of 8.0 mM",
               expect="so few sodium channels are ready that no action potential comes: inexcitable",
               signature={"excitable": (False, False), "ready_sodium_percent": (2.0, 4.0), "fires": (False, False)})),
    "calcium, magnesium, sodium": (
        Preset("Hyperkalaemia, calcium given", Excitability(K_out_mM=8.0, Ca_out_mM=2.0, stimulus_uA_cm2=450.0),
               source="Our choice of 8 mM potassium and 2 mM calcium",
               expect="potassium is still 8 mM and the pulse 450 µA/cm², but five times as many channels are ready, "
                      "and it fires",
               signature={"threshold_uA_cm2": (73.0, 79.0), "ready_sodium_percent": (15.0, 19.0),
                          "fires": (True, True)}),
        Preset("Hypocalcaemia", Excitability(Ca_out_mM=0.8), source="Our choice of 0.8 mM ionised calcium",
               expect="at normal potassium a fifth less current is enough; the resting potential has hardly moved",
               signature={"threshold_uA_cm2": (150.0, 160.0), "rest_mV": (-91.2, -90.0),
                          "spontaneous": (False, False)}),
        Preset("Hypomagnesaemia alone", Excitability(Mg_out_mM=0.2), source="Our choice of 0.2 mM ionised magnesium",
               expect="by itself it does almost nothing to the fibre",
               signature={"threshold_uA_cm2": (181.0, 193.0)}),
        Preset("Hypomagnesaemia with its company", Excitability(Mg_out_mM=0.2, Ca_out_mM=0.9, K_out_mM=3.0),
               source="Our choice of values; a lack of magnesium brings calcium and potassium down with it",
               expect="low potassium hides the low calcium: the threshold is even raised a little",
               signature={"threshold_uA_cm2": (218.0, 232.0)}),
        Preset("Hyponatraemia after plain water", Excitability(Na_out_mM=134.8),
               source="Our choice: 4 litres of sweat replaced by 4 litres of water, in our water-and-salt model",
               expect="the fibre does not notice: same rest, same threshold",
               signature={"threshold_uA_cm2": (193.0, 202.0), "rest_mV": (-91.0, -90.3)})),
    "faults of the fibre": (
        Preset("Carrier of myotonia", Excitability(chloride_percent=50.0),
               source="Our choice of one half, as with one healthy gene of two; review: " + CANNON_REVIEW,
               expect="a little easier to excite, and well",
               signature={"threshold_uA_cm2": (168.0, 178.0), "rest_mV": (-91.0, -90.3)}),
        Preset("Hypokalaemic periodic paralysis", Excitability(pore_mS_cm2=0.008, K_out_mM=2.5), source=JURKAT_ROTT,
               expect="less potassium outside, and yet the fibre is depolarised: it rests near −56 mV, inexcitable",
               signature={"rest_mV": (-57.0, -55.5), "excitable": (False, False)})),
})
