"""A nerve at low calcium: the membrane of chapter 1, with gates that feel the calcium and magnesium outside."""

from __future__ import annotations

import functools
import math

import numpy as np
from numpy.typing import NDArray

from muscle_lib.blood import blood
from muscle_lib.models.electrolytes.battery import thermal_mV
from muscle_lib.models.electrolytes.surface_charge import gate_shift_mV
from muscle_lib.models.nerve_signal.junction import Junction
from muscle_lib.models.nerve_signal.membrane import HH52, Membrane, integrate
from muscle_lib.models.nerve_signal.membrane_trace import REST_mV
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity, same_as
from muscle_lib.trace import result, trace

CHARGE = "Frankenhaeuser & Hodgkin 1957, doi 10.1113/jphysiol.1957.sp005808"

NORMAL_K_mM = 4.0
#: The pulse that looks for the threshold, and how long an impulse may take to come.
PULSE_ms, WAIT_ms = 0.1, 40.0
#: An impulse rises above the first voltage; firing without a pulse is counted where it passes the second.
IMPULSE_mV, COUNTED_mV = -5.0, -20.0
#: The membrane has this long to settle before the picture begins; fewer than three impulses in it are no firing.
SETTLE_ms, PICTURE_ms = 300.0, 300.0
FEWEST = 3
#: Our choice: a nerve that needs less than this fraction of the normal charge is called irritable.
LATENT = 0.80
#: Our choice: calcium or magnesium is called the cause if it shifts the gates at least so far. Within their normal
#: ranges they shift them by less; a nerve that potassium alone has brought nearer to its threshold has no tetany.
CAUSE_mV = 1.0
#: No stronger pulse is tried.
STRONGEST_nC_cm2 = 40.0
#: Every so many steps make one point of the picture.
SHOWN_EVERY = 10
#: The membrane of chapter 1, at its defaults.
_CELL = Membrane()


@trace
class NerveCalciumTrace:
    """What a settled nerve membrane does by itself in 0.3 s, how little charge would set it off, and what its junction
    releases at the same calcium. Arrays have the shape of ``t_ms``."""

    t_ms: NDArray
    v_mV: NDArray
    Ca_out_mM: float
    Mg_out_mM: float
    K_out_mM: float
    E_K_mV: float
    #: Impulses in the picture, which nobody asked for.
    spontaneous: int
    threshold_nC_cm2: float = result("Threshold", headline=True, meaning="The least charge of a 0.1 ms pulse that sets "
                                     "off an impulse; none if it fires by itself, or if no pulse can.")
    #: The same at normal concentrations.
    normal_threshold_nC_cm2: float
    #: What one impulse releases at chapter 1's junction at this calcium and magnesium.
    quanta: float
    normal_quanta: float
    safety_factor: float = result("Safety factor of its junction", meaning="How many times the end-plate potential of "
                                  "chapter 1's junction is larger than the middle fibre needs.")
    fibres_fired: float = result("Part of the fibres that one impulse fires",
                                 meaning="The part of the muscle's fibres that one impulse fires.")

    @result("Gates feel depolarised by")
    def shift_mV(self) -> float:
        """What calcium and magnesium do: the gates feel the voltage plus this."""
        return gate_shift_mV(self.Ca_out_mM, self.Mg_out_mM)

    @result("Impulses by itself")
    def spontaneous_Hz(self) -> float:
        """Impulses per second without any stimulus; 0 with fewer than three of them."""
        if self.spontaneous < FEWEST:
            return 0.0
        return 1000.0 * self.spontaneous / PICTURE_ms

    @result("Mean voltage")
    def rest_mV(self) -> float:
        """The mean voltage of the picture: the rest, unless it fires."""
        return float(self.v_mV.mean())

    @property
    def needed_nC_cm2(self) -> float:
        """The charge that sets it off: none at all if it fires by itself."""
        return 0.0 if self.spontaneous_Hz else self.threshold_nC_cm2

    @result("Threshold as a part of the normal one")
    def threshold_part(self) -> float:
        """The threshold as a part of the normal one; 0 if it fires by itself, none if no pulse sets it off."""
        return 0.0 if self.spontaneous_Hz else self.threshold_nC_cm2 / self.normal_threshold_nC_cm2

    @result("Release as a part of the normal one")
    def release_part(self) -> float:
        """What one impulse releases at the junction, as a part of the normal."""
        return self.quanta / self.normal_quanta

    @property
    def state(self) -> str:
        """One of “normal”, “latent tetany” (a tap or a cuff is enough), “tetany” (it fires by itself) and “silent” (no
        pulse up to 40 nC/cm² sets it off); “easily set off” and “fires by itself” where potassium alone is the cause.
        """
        is_tetany = self.shift_mV >= CAUSE_mV
        if self.spontaneous_Hz:
            return "tetany" if is_tetany else "fires by itself"
        if math.isnan(self.threshold_nC_cm2):
            return "silent"
        if self.threshold_part >= LATENT:
            return "normal"
        return "latent tetany" if is_tetany else "easily set off"


@model
class NerveAtLowCalcium:
    """A patch of nerve membrane in blood with more or less calcium, magnesium and potassium.

    The equations in words
    ----------------------
    It is the membrane of chapter 1 (Hodgkin & Huxley 1952) with one change: the gates do not feel the voltage V but
        V + shift,   shift = −9 mV · ln((Ca + 0.3 · Mg) / (the same at normal concentrations))
    because calcium and magnesium hide negative charge on the outer face of the membrane (Frankenhaeuser & Hodgkin
    1957). With few of them the shift is positive: the gates behave as if the membrane were depolarised.
    Potassium outside moves potassium's equilibrium potential:
        E_K = −77 mV + 26.7 mV · ln(K / 4 mM)
    Twice the same membrane: once it is left alone, and impulses that come by themselves
    are counted; and pulses of 0.1 ms are tried until the least one that gives an impulse is known to 0.01 nC/cm².
    The junction of chapter 1 (``Junction``) is asked what it releases at the same calcium and magnesium.

    ``run()`` returns a NerveCalciumTrace. Errors: a value out of range, of the wrong type or not finite raises a
    ValueError.
    """

    Ca_out_mM: float = same_as(
        Junction, "Ca_out_mM", low=0.4,
        meaning="Hides negative charge on the membrane, and is what the nerve's terminal needs for release.")
    Mg_out_mM: float = same_as(
        Junction, "Mg_out_mM", high=5.0,
        meaning="Hides charge as calcium does, but more weakly; at the terminal it works against calcium.")
    K_out_mM: float = quantity(
        NORMAL_K_mM, unit="mM", low=2.5, high=5.5, step=0.1, symbol="[K⁺]ₒ", label="Potassium in the blood",
        **blood("potassium"), meaning="Moves potassium's equilibrium potential.",
        source="Our choice: a narrower range than in the first stations, because this membrane rests nearer to "
               "threshold than a muscle fibre.")
    temperature_C: float = same_as(Membrane, "temperature_C", high=18.5, fixed=True)
    dt_ms: float = quantity(
        0.01, unit="ms", low=0.0025, high=0.02, symbol="dt", label="Time step",
        source="Our choice: halving it moves the threshold by less than 1 %.", fixed=True)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "It is a squid's membrane with a person's calcium. Patients tingle and cramp below about 0.8 to 0.9 mM of "
        "ionised calcium; this membrane fires by itself only near 0.5 mM. Human axons are long, branched and have a "
        "sodium current that does not shut off: they fire earlier. Read the direction, not the number.",
        "Magnesium alone hardly moves the gates. In patients, too little of it acts mostly by lowering calcium and "
        "potassium.",
        "Alkalosis (breathing too fast) lowers ionised calcium by a tenth or so, and also acts on the axon directly; "
        "the direct action is left out.",
        "At the junction the model lets release fall with calcium as in frog experiments; real human terminals may "
        "be nearer to saturation. An irritable nerve also sends more impulses, which make up for smaller ones.",
        "The hormones that keep calcium constant are left out.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> NerveCalciumTrace:
        """Leave the membrane alone, look for its threshold, and ask the junction."""
        alone = self._settled()
        spontaneous = int(np.count_nonzero((alone[:-1] < COUNTED_mV) & (alone[1:] >= COUNTED_mV)))
        at_junction = Junction(Ca_out_mM=self.Ca_out_mM, Mg_out_mM=self.Mg_out_mM, impulses=1).run()
        return NerveCalciumTrace(
            t_ms=np.arange(alone.size)[::SHOWN_EVERY] * self.dt_ms, v_mV=alone[::SHOWN_EVERY],
            Ca_out_mM=self.Ca_out_mM, Mg_out_mM=self.Mg_out_mM, K_out_mM=self.K_out_mM,
            E_K_mV=self.E_K_mV, spontaneous=spontaneous,
            threshold_nC_cm2=math.nan if spontaneous >= FEWEST else self._threshold_nC_cm2(float(alone[-1])),
            normal_threshold_nC_cm2=normal_threshold_nC_cm2(self.temperature_C, self.dt_ms),
            quanta=at_junction.quanta_first, normal_quanta=normal_quanta(),
            safety_factor=at_junction.safety_factor, fibres_fired=at_junction.fraction_first)

    @property
    def shift_mV(self) -> float:
        """How much more depolarised than they are the gates feel."""
        return gate_shift_mV(self.Ca_out_mM, self.Mg_out_mM)

    @property
    def E_K_mV(self) -> float:
        """Potassium's equilibrium potential at this potassium outside."""
        return _CELL.E_K_mV + thermal_mV(37.0) * math.log(self.K_out_mM / NORMAL_K_mM)

    def threshold_nC_cm2(self) -> float:
        """The least charge of a 0.1 ms pulse that gives an impulse from rest, to 0.01 nC/cm²; NaN if none."""
        return self._threshold_nC_cm2(float(self._settled()[-1]))

    def _settled(self) -> NDArray:
        """The voltage during the picture, after the membrane has been left alone to settle."""
        steps = round((SETTLE_ms + PICTURE_ms) / self.dt_ms)
        return self._voltage(np.zeros(steps), REST_mV)[round(SETTLE_ms / self.dt_ms):]

    def _threshold_nC_cm2(self, rest_mV: float) -> float:
        low, high = 0.0, STRONGEST_nC_cm2
        if not self._fires(rest_mV, high):
            return math.nan
        while high - low > 0.01:
            middle = (low + high) / 2.0
            low, high = (low, middle) if self._fires(rest_mV, middle) else (middle, high)
        return high

    def _fires(self, rest_mV: float, charge_nC_cm2: float) -> bool:
        current = np.zeros(round(WAIT_ms / self.dt_ms))
        # The steps need not divide the pulse exactly: the charge is what is asked for.
        steps = round(PULSE_ms / self.dt_ms)
        current[:steps] = charge_nC_cm2 / (steps * self.dt_ms)
        return bool(self._voltage(current, rest_mV).max() > IMPULSE_mV)

    def _voltage(self, current_uA_cm2: NDArray, start_mV: float) -> NDArray:
        """The voltage of chapter 1's membrane under this current, with potassium's potential and the gates moved."""
        return integrate(current_uA_cm2, self.dt_ms, 3.0 ** ((self.temperature_C - 6.3) / 10.0), _CELL.C_uF_cm2,
                         _CELL.g_Na_mS_cm2, _CELL.g_K_mS_cm2, _CELL.g_L_mS_cm2, _CELL.E_Na_mV, self.E_K_mV,
                         _CELL.E_L_mV, start_mV, self.shift_mV)[0]


@functools.cache
def normal_quanta() -> float:
    """What one impulse releases at the junction at normal concentrations."""
    return Junction(impulses=1).run().quanta_first


@functools.lru_cache(maxsize=32)
def normal_threshold_nC_cm2(temperature_C: float, dt_ms: float) -> float:
    """The threshold at normal concentrations; remembered, because every run compares itself with it."""
    return NerveAtLowCalcium(temperature_C=temperature_C, dt_ms=dt_ms).threshold_nC_cm2()


NerveAtLowCalcium.presets = grouped({"blood": (
    Preset("Normal calcium", NerveAtLowCalcium(), source=HH52,
           expect="the nerve is quiet, and a pulse of 6.5 nC/cm² sets it off",
           signature={"threshold_nC_cm2": (6.4, 6.65), "spontaneous_Hz": (0.0, 0.0), "threshold_part": (0.99, 1.01)}),
    Preset("Low calcium, 0.8 mM", NerveAtLowCalcium(Ca_out_mM=0.8),
           source="Our choice of 0.8 mM, where patients' signs begin; the shift: " + CHARGE,
           expect="quiet, but seven tenths of the charge are enough: a tap on the nerve can do it",
           signature={"threshold_part": (0.70, 0.74), "spontaneous_Hz": (0.0, 0.0)}),
    Preset("Very low calcium, 0.5 mM", NerveAtLowCalcium(Ca_out_mM=0.5),
           source="Our choice of 0.5 mM, where this membrane fires; the shift: " + CHARGE,
           expect="the nerve fires about 50 times a second by itself: tetany. (In people it does so at higher calcium, "
                  "where the junction still has its reserve)",
           signature={"spontaneous_Hz": (45.0, 55.0), "threshold_part": (0.0, 0.0)}),
    Preset("Low magnesium alone", NerveAtLowCalcium(Mg_out_mM=0.2),
           source="Our choice of 0.2 mM; the shift: " + CHARGE,
           expect="hardly a difference: low magnesium acts mostly through calcium and potassium",
           signature={"threshold_part": (0.91, 0.97), "spontaneous_Hz": (0.0, 0.0)}),
    Preset("Low magnesium, calcium and potassium", NerveAtLowCalcium(Mg_out_mM=0.2, Ca_out_mM=0.9, K_out_mM=3.0),
           source="Our choice of 0.2, 0.9 and 3 mM: the three that fall together; the shift: " + CHARGE,
           expect="low potassium hides the low calcium: the threshold is even a little above normal",
           signature={"threshold_part": (1.05, 1.13), "spontaneous_Hz": (0.0, 0.0)}),
    Preset("The same, potassium given alone", NerveAtLowCalcium(Mg_out_mM=0.2, Ca_out_mM=0.9, K_out_mM=4.0),
           source="Our choice of 0.2, 0.9 and 4 mM; the shift: " + CHARGE,
           expect="with potassium corrected and calcium still low, the nerve becomes irritable",
           signature={"threshold_part": (0.6, 0.8), "spontaneous_Hz": (0.0, 0.0)}),
    Preset("High calcium, 2.5 mM", NerveAtLowCalcium(Ca_out_mM=2.5),
           source="Our choice of 2.5 mM, a severe hypercalcaemia; the shift: " + CHARGE,
           expect="the nerve is harder to set off", signature={"threshold_part": (1.45, 1.57)}),
)})

#: Ionised calcium in mM and the threshold in nC/cm² at normal magnesium and potassium and 6.3 °C: the line of the
#: picture. Worked out by ``threshold_nC_cm2``; the tests do it again.
NORMAL_LINE = ((0.55, 2.97), (0.6, 3.36), (0.7, 4.06), (0.8, 4.67), (0.9, 5.20), (1.0, 5.68), (1.1, 6.12),
               (1.2, 6.51), (1.5, 7.53), (2.0, 8.83), (2.5, 9.85))
