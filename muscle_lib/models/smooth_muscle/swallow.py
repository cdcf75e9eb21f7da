"""One swallow: a squeeze runs down the oesophagus; does it bring the mouthful into the stomach?"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from muscle_lib.models.smooth_muscle.manometry import (
    YADLAPATI,
    PLACES_cm,
    STEP_s,
    fronts_s,
    latency_s,
    speed_cm_s,
    vigour_mmHg_s_cm,
    wave_mmHg,
)
from muscle_lib.models.smooth_muscle.mouthful import (
    FULL,
    SKETCH,
    DURATION_s,
    KEPT_s,
    OPENS_s,
    SHUTS_s,
    slices_cm,
    swallowed,
)
from muscle_lib.models.smooth_muscle.swallow_trace import SwallowTrace
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity

SPECHLER = "Spechler & Castell 2001, doi 10.1136/gut.49.1.145"
RICHTER = "Richter et al. 1987, doi 10.1007/BF01296157"
SIFRIM = "Sifrim et al. 1994, Gastroenterology 106:875"
ROMAN = "Roman et al. 2021, doi 10.1111/nmo.14119"
JACKHAMMER = "Roman et al. 2012, Am J Gastroenterol"


@model
class Swallow:
    """An oesophagus of 22 cm: a squeeze that runs down it, and the mouthful in front of the squeeze.

    The equations in words
    ----------------------
    The squeeze begins at the top 1 s after the swallow, and runs down the upper 7 cm (muscle as in the limbs) at
    3 cm/s. The lower part, smooth muscle, is held back by nerves, the longer the lower. Each place begins at
        begin = 1 s + 7 cm / (3 cm/s) + inhibition · (place − 7 cm) / (3.5 cm/s),   inhibition: 1 in health
    and its pressure then rises and falls:
        P = greatest pressure there · (s/tp)³ · exp(3 − 3 s/tp),   s: time since begin, tp = 0.45 · length of squeeze
    What the clinic reads off: vigour = all P above 20 mmHg in the smooth part, summed over time and place; when 30 mmHg
    arrive 3 cm above the lower sphincter; how fast they run down.
    The mouthful is fluid in slices of the tube (area A each). It presses back the more it stretches the tube, and flows
    from slice to slice, badly where the tube is narrow:
        pressure in a slice = P + A/C,   flow = k · A² · (difference of pressures) / (distance),   A² at most 1 cm⁴
    Out at the bottom it flows while that pressure is higher than what the lower sphincter holds.

    ``run()`` returns a SwallowTrace of 15 s, ``preview()`` one with half as many slices. Errors: a value out of range,
    of the wrong type or not finite raises a ValueError.
    """

    inhibition_percent: float = quantity(
        100.0, unit="%", low=0.0, high=100.0, step=1.0, symbol="I", label="Inhibition of the lower part",
        meaning="Nerves hold the lower part back, the longer the lower. At 0 % nothing is held back.",
        source="Our choice of scale; the less of it in patients, the faster the squeeze: " + SIFRIM)
    amplitude_mmHg: float = quantity(
        100.0, unit="mmHg", low=20.0, high=400.0, step=5.0, symbol="P_max", label="Greatest pressure of the squeeze",
        normal=(30.0, 180.0), meaning="4 cm above the lower sphincter; less further up.",
        source=SPECHLER + " (30 to 180 mmHg); the range is our choice.")
    squeeze_s: float = quantity(
        3.0, unit="s", low=2.0, high=8.0, step=0.5, symbol="W", label="The squeeze lasts, at each place",
        meaning="From its begin until it has nearly gone.", source="Our choice: gives a normal vigour.")
    mouthful_mL: float = quantity(
        5.0, unit="mL", low=1.0, high=10.0, symbol="V", label="Mouthful", fixed=True,
        source="Our choice, as in the clinic's test: 5 mL of water (" + RICHTER + ").")
    resting_mmHg: float = quantity(
        30.0, unit="mmHg", low=10.0, high=45.0, symbol="P_rest", label="Lower sphincter at rest", fixed=True,
        source=SPECHLER + " (10 to 45 mmHg)")
    relaxed_mmHg: float = quantity(
        8.0, unit="mmHg", low=0.0, high=45.0, symbol="P_open", label="Lower sphincter while it is relaxed", fixed=True,
        meaning="From 0.5 to 9 s after the swallow. It always relaxes here; in achalasia it does not.",
        source="Our choice, at the upper limit of health: " + SPECHLER)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "How much of a mouthful passes hangs on how easily it flows and how far the tube gives way, which we chose. "
        "Compare settings; do not quote the numbers.",
        "Gravity, a second swallow, the rising pressure in the chest as one breathes, and food that does not flow.",
        "In patients a squeeze that begins everywhere together often still ends in order, from above to below: in one "
        "kind of achalasia 94 % of such squeezes emptied the tube (Kim et al. 2016). Here it also ends together.",
        "Pain: somebody with a strong, well-timed squeeze can have pain and trouble swallowing. Here all of it passes.",
        "The real squeeze is fastest in the middle of the smooth part (5 cm/s) and slows to 2 cm/s just above the "
        "sphincter (Humphries & Castell 1977, doi 10.1007/BF01073085). Here it runs down all of it at one speed.",
        "The tube shortens as it squeezes, and muscle and nerve take note of what is in it; here they do not.",
        "The lower sphincter always opens, and at the same time. The clinic looks at it first.",
        "A squeeze with a gap of more than 5 cm counts as ineffective in the clinic, too; here it does not.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> SwallowTrace:
        """The swallow, in full."""
        return self._swallow(*FULL)

    def preview(self) -> SwallowTrace:
        """A sketch: the mouthful in thicker slices and longer steps."""
        return self._swallow(*SKETCH)

    def _swallow(self, slices: int, dt_s: float) -> SwallowTrace:
        inhibition = self.inhibition_percent / 100.0
        wave = wave_mmHg(inhibition, self.amplitude_mmHg, self.squeeze_s)
        front_s = fronts_s(wave)
        speed, there = speed_cm_s(front_s), np.isfinite(front_s)
        fluid_cm2, passed_mL = swallowed(inhibition, self.amplitude_mmHg, self.squeeze_s, self.mouthful_mL,
                                         (self.resting_mmHg, self.relaxed_mmHg), slices, dt_s)
        t_s = np.arange(round(DURATION_s / KEPT_s) + 1) * KEPT_s
        return SwallowTrace(
            t_s=t_s, place_cm=PLACES_cm.copy(), pressure_mmHg=wave[::round(KEPT_s / STEP_s)][:t_s.size].copy(),
            front_s=front_s[there], front_place_cm=PLACES_cm[there], slice_cm=slices_cm(slices), fluid_cm2=fluid_cm2,
            passed_percent=100.0 * passed_mL / self.mouthful_mL,
            sphincter_mmHg=np.where((t_s >= OPENS_s) & (t_s < SHUTS_s), self.relaxed_mmHg, self.resting_mmHg),
            vigour_mmHg_s_cm=vigour_mmHg_s_cm(wave), latency_s=latency_s(front_s),
            speed_cm_s=speed if math.isfinite(speed) else math.nan, all_at_once=math.isinf(speed),
            inhibition_percent=self.inhibition_percent)


_HEALTH = Swallow()
_LATE = "Our choice of 10 % inhibition; the word: " + ROMAN
Swallow.presets = grouped({
    "swallows": (
        Preset("In order", _HEALTH, source="Our choice of speeds and profile; normal ranges: " + SPECHLER,
               expect="the squeeze runs down at 3.6 cm/s, and all but 2 % of the mouthful reaches the stomach",
               signature={"speed_cm_s": (3.5, 3.8), "arrived_percent": (97.5, 98.5), "state": ("normal", "normal")}),
        Preset("A tenth of the inhibition", replace(_HEALTH, inhibition_percent=10.0), source=_LATE,
               expect="the same pressures, but they arrive below before 4.5 s: only a quarter of the mouthful passes",
               signature={"latency_s": (4.0, 4.4), "arrived_percent": (24.0, 27.0),
                          "state": ("premature", "premature")}),
        Preset("No inhibition", replace(_HEALTH, inhibition_percent=0.0),
               source="Our choice of 0 %; in patients whose squeezes came all at once inhibition was absent: " + SIFRIM,
               expect="the smooth part squeezes all at once, and nothing passes, though the vigour is normal",
               signature={"all_at_once": (1, 1), "arrived_percent": (0.0, 0.1), "vigour_mmHg_s_cm": (2100.0, 2150.0),
                          "state": ("premature", "premature")}),
        Preset("Three times the pressure, for twice as long", replace(_HEALTH, amplitude_mmHg=300.0, squeeze_s=6.0),
               source="Our choice of size; more than 8000 in one swallow, which no healthy person had: " + JACKHAMMER,
               expect="six times the vigour (hypercontractile, “jackhammer”), in good order: the mouthful passes as in "
                      "health",
               signature={"vigour_mmHg_s_cm": (13850.0, 13950.0), "arrived_percent": (98.0, 99.5),
                          "state": ("hypercontractile", "hypercontractile")}),
        Preset("A quarter of the pressure", replace(_HEALTH, amplitude_mmHg=25.0),
               source="Our choice of 25 mmHg; the word: " + YADLAPATI,
               expect="a weak squeeze, but in order: seven eighths of the mouthful still pass",
               signature={"vigour_mmHg_s_cm": (150.0, 165.0), "arrived_percent": (83.0, 87.5),
                          "state": ("weak", "weak")}),
    ),
})
