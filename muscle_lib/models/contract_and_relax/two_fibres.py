"""One impulse, one twitch: a slow and a fast fibre beside each other, step by step from calcium to force and back."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from muscle_lib.models.contract_and_relax.coupling import SUBSTEPS, contract
from muscle_lib.models.contract_and_relax.preparation import (
    BODY_C,
    TEMPERATURE_SOURCE,
    FibreTrace,
    Twitch,
    measured,
    prepared,
    steps_of,
    supplied,
)
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity
from muscle_lib.trace import result, trace

#: When the impulse comes, and how long the picture is.
IMPULSE_ms, DURATION_ms = 20, 800
SALE = "Sale et al. 1982, doi 10.1152/jappl.1982.52.6.1636"
DANTROLENE = "Krause et al. 2004, doi 10.1111/j.1365-2044.2004.03658.x"
BRODY = "Odermatt et al. 1996, doi 10.1038/ng1096-191"
THYROID = "Simonides et al. 2001, Biosci Rep 21:139"


@trace
class TwoFibresTrace(FibreTrace):
    """A slow and a fast fibre after one or two impulses. The two-dimensional arrays have a row for each of the two."""

    @property
    def apart_ms(self) -> float:
        """From the first impulse to the last."""
        return float(self.impulses_ms[-1] - self.impulses_ms[0])

    @cached_property
    def _slow(self) -> Twitch:
        return measured(self.force_percent[0], IMPULSE_ms)

    @cached_property
    def _fast(self) -> Twitch:
        return measured(self.force_percent[1], IMPULSE_ms)

    @result("Peak force, slow fibre", headline=True)
    def slow_peak_percent(self) -> float:
        """The highest force of the slow fibre."""
        return self._slow.peak_percent

    @result("Peak force, fast fibre")
    def fast_peak_percent(self) -> float:
        """The highest force of the fast fibre."""
        return self._fast.peak_percent

    @result("Impulse to peak force, slow fibre")
    def slow_contraction_ms(self) -> float:
        """From the first impulse to the slow fibre's highest force; NaN if there is none."""
        return self._slow.contraction_ms

    @result("Impulse to peak force, fast fibre")
    def fast_contraction_ms(self) -> float:
        """From the first impulse to the fast fibre's highest force; NaN if there is none."""
        return self._fast.contraction_ms

    @result("Half relaxation, slow fibre")
    def slow_half_relaxation_ms(self) -> float:
        """From the slow fibre's highest force to half of it; NaN if it does not fall so far."""
        return self._slow.half_relaxation_ms

    @result("Half relaxation, fast fibre")
    def fast_half_relaxation_ms(self) -> float:
        """From the fast fibre's highest force to half of it; NaN if it does not fall so far."""
        return self._fast.half_relaxation_ms

    @result("Peak calcium, slow fibre")
    def slow_peak_Ca_uM(self) -> float:
        """The highest free calcium in the slow fibre."""
        return float(self.Ca_uM[0].max())

    @result("Peak calcium, fast fibre")
    def fast_peak_Ca_uM(self) -> float:
        """The highest free calcium in the fast fibre."""
        return float(self.Ca_uM[1].max())

    @result("Impulse to peak calcium, slow fibre")
    def slow_calcium_peak_ms(self) -> float:
        """From the first impulse to the slow fibre's highest calcium."""
        return float(np.argmax(self.Ca_uM[0]) - IMPULSE_ms)

    @result("Impulse to peak calcium, fast fibre")
    def fast_calcium_peak_ms(self) -> float:
        """From the first impulse to the fast fibre's highest calcium."""
        return float(np.argmax(self.Ca_uM[1]) - IMPULSE_ms)

    @result("Calcium released, slow fibre")
    def slow_released_uM(self) -> float:
        """Calcium that left the slow fibre's store, above the leak at rest."""
        return float((self.release_mM_s[0, 1:] - self.release_mM_s[0, 0]).sum())

    @result("Calcium released, fast fibre")
    def fast_released_uM(self) -> float:
        """Calcium that left the fast fibre's store, above the leak at rest."""
        return float((self.release_mM_s[1, 1:] - self.release_mM_s[1, 0]).sum())


@model
class TwoFibres:
    """A slow and a fast muscle fibre that get one impulse, or two.

    The equations in words
    ----------------------
    An impulse opens the store, which lets out some calcium:
        free calcium rises by (release − uptake − what troponin binds) / 4; other buffers hold the rest
        uptake = fastest · Ca² / (Ca² + 1 µM²)
    Calcium sits down on troponin; the thin filament follows with a delay:
        filament on, in the end = T⁴ / (T⁴ + half⁴), where T is the part of troponin with calcium
    Where the filament is on, heads of myosin attach and pull; they let go again, faster where it is off:
        heads attached rise by attach rate · filament on · free heads − detach rate · [1 + γ · filament off] · attached
        force = heads attached, less those at rest, as a part of those in a fresh tetanus
        (one smooth pull of a rested fibre) at 100 impulses a second
    The two fibres differ in their constants only. The fast one releases more calcium and pumps it back faster, and its
    heads attach and let go sooner.

    ``run()`` returns a TwoFibresTrace. Errors: a value out of range, of the wrong type or not finite raises a
    ValueError.
    Source: the constants were fitted to human twitches (Sale et al. 1982, doi 10.1152/jappl.1982.52.6.1636).
    """

    release_percent: float = quantity(
        100.0, unit="%", low=0.0, high=150.0, step=5.0, symbol="A", label="Calcium released by an impulse",
        meaning="The drug dantrolene lowers it: it keeps the store's channel from opening.",
        source="Our choice of range; the drug: " + DANTROLENE)
    pump_percent: float = quantity(
        100.0, unit="%", low=10.0, high=200.0, step=5.0, symbol="P", label="Calcium pump",
        meaning="SERCA, the pump that brings calcium back into the store. In Brody's disease much of it is missing.",
        source="Our choice of range; the disease: " + BRODY)
    second_ms: float = quantity(
        0.0, unit="ms", low=0.0, high=300.0, step=5.0, symbol="Δt", label="Second impulse after (0: none)",
        meaning="So long after the first; 0: there is none.",
        source="Our choice: from none to when a twitch is nearly over.")
    temperature_C: float = quantity(
        BODY_C, unit="°C", low=20.0, high=40.0, step=0.5, symbol="ϑ", label="Temperature of the muscle",
        normal=(34.0, 38.0), source=TEMPERATURE_SOURCE)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "The constants were chosen so that contraction, relaxation, tetanus and energy use are like those of human "
        "muscle. That they are met is no evidence for the model.",
        "Hardly anybody has measured free calcium in human fibres. The 2 to 4 µM here are less than in mice.",
        "The model's fast fibre releases nearly twice the calcium of the slow one. In mice it is about three times, "
        "though free calcium rises only twice as high (Baylor & Hollingworth 2003).",
        "Parvalbumin, a calcium buffer of fast fibres of small animals, is left out; so are the tubules, along which "
        "the impulse goes into the depth.",
        "In the cold all rates are lowered alike. In reality a twitch also becomes weaker below about 25 °C.",
        "The muscle is held at one length. What length and speed do to its force is another model's task.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> TwoFibresTrace:
        """Let both fibres twitch."""
        impulses = np.zeros(DURATION_ms, dtype=bool)
        impulses[IMPULSE_ms] = True
        # A second impulse in the same millisecond would be none.
        if self.second_ms >= 0.5:
            impulses[IMPULSE_ms + max(1, round(self.second_ms))] = True
        supply = supplied(self.pump_percent, self.release_percent)
        kept = np.array([contract(prepared(fibre, self.temperature_C), supply, impulses, SUBSTEPS)
                         for fibre in ("slow", "fast")])
        return TwoFibresTrace(
            t_ms=np.arange(DURATION_ms + 1.0), impulses_ms=np.flatnonzero(impulses).astype(float), **steps_of(kept))


TwoFibres.presets = grouped({
    "twitches": (
        Preset("Healthy", TwoFibres(), source=SALE + " (the constants were chosen to meet such values)",
               expect="calcium first, force much later; the fast fibre's twitch takes half the time of the slow one's",
               signature={"slow_contraction_ms": (148, 153), "fast_contraction_ms": (72, 77),
                          "slow_half_relaxation_ms": (143, 149), "fast_half_relaxation_ms": (64, 70)}),
        Preset("Dantrolene", TwoFibres(release_percent=40.0), source="Our choice of 40 %; the drug: " + DANTROLENE,
               expect="a drug that keeps the store's channel from opening: less calcium, and far less force, as "
                      "troponin answers steeply; the impulses are all there",
               signature={"slow_peak_percent": (3.4, 3.8), "fast_peak_percent": (2.1, 2.5)}),
        Preset("Brody disease", TwoFibres(pump_percent=30.0),
               source="Our choice of 30 %, and in both fibres; in the disease it is the pump of the fast ones: "
                      + BRODY,
               expect="calcium stays for longer: both twitches become stronger, and let go later",
               signature={"fast_peak_percent": (31.0, 33.0), "fast_half_relaxation_ms": (103.0, 113.0)}),
        Preset("Two impulses, 50 ms apart", TwoFibres(second_ms=50.0), source="Our choice of 50 ms",
               expect="the second twitch stands on the shoulders of the first",
               signature={"slow_peak_percent": (35.0, 36.5), "fast_peak_percent": (31.5, 33.0)}),
        Preset("Cold muscle, 25 °C", TwoFibres(temperature_C=25.0),
               source="Our choice of 25 °C; Ranatunga et al. 1987, doi 10.1113/jphysiol.1987.sp016707",
               expect="every step is slower, the first as much as the last",
               signature={"slow_contraction_ms": (255, 275), "fast_contraction_ms": (126, 136)})),
    # Chapter 11 times them, as a doctor does after a tap on the tendon.
    "after a tap": (
        "Healthy",
        Preset("Pump at half its rate", TwoFibres(pump_percent=50.0),
               source="Our choice of 50 %; thyroid hormone makes more of the pump: " + THYROID,
               expect="both twitches take a quarter longer to rise, and a quarter longer to let go",
               signature={"slow_contraction_ms": (191, 197), "slow_half_relaxation_ms": (181, 187)}),
        Preset("Cool leg, 30 °C", TwoFibres(temperature_C=30.0),
               source="Our choice of 30 °C; Ranatunga et al. 1987, doi 10.1113/jphysiol.1987.sp016707",
               expect="slower still than with half of the pump, though nothing is ill",
               signature={"slow_contraction_ms": (206, 214), "slow_half_relaxation_ms": (201, 207)})),
})
