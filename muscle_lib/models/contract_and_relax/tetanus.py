"""From twitch to tetanus: a train of impulses, the force that it gives, and the force–frequency curve."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.contract_and_relax.coupling import SUBSTEPS, FibreType, Supply, contract, train
from muscle_lib.models.contract_and_relax.preparation import (
    FORCE,
    FibreTrace,
    half_time_ms,
    prepared,
    steps_of,
    supplied,
)
from muscle_lib.models.contract_and_relax.two_fibres import DANTROLENE, SALE, TwoFibres
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import choice, model, quantity, same_as
from muscle_lib.trace import result, trace

DURATION_ms, TWITCH_ms = 3000, 1000
#: The rates of a force–frequency curve, and how long each train is.
CURVE_Hz = (1.0, 2.0, 3.0, 5.0, 8.0, 10.0, 12.0, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0, 70.0, 100.0)
CURVE_ms = 3000
#: A tetanus whose force ripples by less than this, as a part of its mean, is called fused. Between two twitches that
#: are called separate, the force falls below a tenth of their peak.
FUSED_PERCENT, SEPARATE = 5.0, 0.1
THOMAS = "Thomas et al. 1991, doi 10.1152/jn.1991.65.6.1509"
VANDERVOORT = "Vandervoort & McComas 1983, Eur J Appl Physiol 51:435"


@trace
class TetanusTrace(FibreTrace):
    """A fibre during a train of impulses and after it. Force is a part of that in a fresh, healthy 100 Hz tetanus."""

    #: One impulse alone, in the same fibre.
    twitch_force_percent: NDArray
    rate_Hz: float
    train_ms: float
    fibre: str

    @result("Impulses")
    def impulses(self) -> int:
        """How many impulses the train has."""
        return len(self.impulses_ms)

    @result("Highest force", headline=True)
    def peak_percent(self) -> float:
        """The highest force."""
        return float(self.force_percent.max())

    @result("Force of one impulse alone")
    def twitch_percent(self) -> float:
        """The highest force of one impulse alone."""
        return float(self.twitch_force_percent.max())

    @result("Highest force, counted in twitches")
    def times_twitch(self) -> float:
        """The highest force as a multiple of the twitch; NaN without a twitch."""
        return self.peak_percent / self.twitch_percent if self.twitch_percent >= 0.05 else math.nan

    @property
    def train_rate_Hz(self) -> float:
        """The rate of the train; one impulse has none: NaN."""
        return self.rate_Hz if self.impulses > 1 else math.nan

    @result("Highest calcium")
    def peak_Ca_uM(self) -> float:
        """The highest free calcium."""
        return float(self.Ca_uM.max())

    @result("Ripple of the force")
    def ripple_percent(self) -> float:
        """How much the force goes up and down between the last two impulses, as a part of its mean there; NaN with
        fewer than three impulses, or without force."""
        last = self._last_interval
        mean = float(last.mean()) if len(last) else 0.0
        return 100.0 * float(np.ptp(last)) / mean if mean >= 0.5 else math.nan

    @result("Half relaxation")
    def half_relaxation_ms(self) -> float:
        """From the last impulse until the force has fallen to half of the highest that came after it; NaN if there was
        no force, or it does not fall so far. After a twitch, from its peak."""
        if self.peak_percent < 0.5:
            return math.nan
        last = int(self.impulses_ms[-1])
        top = last + int(np.argmax(self.force_percent[last:]))
        return half_time_ms(self.force_percent, top) + (top - last if self.impulses > 1 else 0.0)

    @property
    def state(self) -> str:
        """One of “no force” (below 0.5 %), “twitch” (one impulse), “separate twitches”, “unfused tetanus” and “fused
        tetanus”; of two impulses, “unfused tetanus” says that the second twitch began on the first."""
        if self.peak_percent < 0.5:
            return "no force"
        if self.impulses == 1:
            return "twitch"
        between = self.force_percent[int(self.impulses_ms[-2]):int(self.impulses_ms[-1]) + 1]
        if self.force_percent[int(self.impulses_ms[-1])] < SEPARATE * between.max():
            return "separate twitches"
        return "fused tetanus" if self.ripple_percent < FUSED_PERCENT else "unfused tetanus"

    @cached_property
    def _last_interval(self) -> NDArray:
        if self.impulses < 3:
            return np.empty(0)
        return self.force_percent[int(self.impulses_ms[-2]):int(self.impulses_ms[-1]) + 1]


@model
class Tetanus:
    """One muscle fibre that gets a train of impulses.

    The equations in words
    ----------------------
    Those of the single twitch: release, calcium, troponin, thin filament, attached heads, uptake. An impulse that comes
    before the calcium of the last one has been pumped back adds to it, and the filament, which needs time to switch on,
    stays on for longer. So the force of one impulse stands on that of the one before:
        ripple = (highest − lowest force between the last two impulses) / its mean; fused: less than 5 %
    Two things work against it: each impulse leaves a little less to be released by the next, for a tenth of a second;
    and no more heads can attach than there are. With potentiation on, each impulse also makes the filament a little
    more sensitive to calcium, for minutes.

    ``run()`` returns a TetanusTrace. Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    """

    rate_Hz: float = quantity(
        10.0, unit="Hz", low=1.0, high=100.0, step=1.0, symbol="f", label="Impulses in a second",
        meaning="In a voluntary contraction 5 to 40.", source="Our choice of range; human motor units: " + THOMAS)
    train_ms: float = quantity(
        1500.0, unit="ms", low=10.0, high=2000.0, step=10.0, symbol="D", label="Length of the train",
        meaning="So short that there is room for one impulse only, it gives a twitch.",
        source="Our choice: from one impulse to two seconds.")
    fibre: str = choice(
        "mixed", options={"slow": "Slow", "mixed": "Mixed", "fast": "Fast"}, symbol="k", label="Kind of fibre",
        meaning="Slow as in the soleus, mixed as in the gastrocnemius, fast as in the quadriceps.",
        source="Our choice of three sets of constants, fitted to human muscles: " + SALE)
    potentiates: str = choice(
        "no", options={"no": "None", "yes": "Each impulse adds to it"}, symbol="p", label="Potentiation",
        meaning="Each impulse makes the filament a little more sensitive to calcium, for minutes.",
        source="Our choice: with it or without. Its size was fitted to " + VANDERVOORT)
    pump_percent: float = same_as(TwoFibres, "pump_percent")
    release_percent: float = same_as(TwoFibres, "release_percent")
    temperature_C: float = same_as(TwoFibres, "temperature_C")

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "All that the two fibres leave out.",
        "One fibre, and all its impulses at even intervals. A nerve fires unevenly, and often begins with two impulses "
        "close together, to which human fibres respond even more strongly than this one.",
        "The fibre never fails to fire, and never tires: both belong to other chapters.",
        "A muscle of many fibres pulls smoothly far below the rate at which one fibre does, as they take turns.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> TetanusTrace:
        """Stimulate for the length of the train, and watch for the rest of three seconds."""
        fibre, supply = self._fibre_and_supply()
        impulses = np.zeros(DURATION_ms, dtype=bool)
        length = round(self.train_ms)
        impulses[:length] = train(self.rate_Hz, length, at_once=True)
        kept = contract(fibre, supply, impulses, SUBSTEPS)
        alone = np.zeros(TWITCH_ms, dtype=bool)
        alone[0] = True
        return TetanusTrace(
            t_ms=np.arange(DURATION_ms + 1.0), impulses_ms=np.flatnonzero(impulses).astype(float),
            twitch_force_percent=100.0 * contract(fibre, supply, alone, SUBSTEPS)[:, FORCE],
            rate_Hz=self.rate_Hz, train_ms=self.train_ms, fibre=self.fibre, **steps_of(kept))

    def curve_percent(self, rates_Hz: tuple[float, ...] = CURVE_Hz) -> NDArray:
        """The highest force in a train of three seconds at each of some rates; the length of the own train is not
        asked for."""
        fibre, supply = self._fibre_and_supply()
        return np.array([100.0 * contract(fibre, supply, train(rate, CURVE_ms, at_once=True), SUBSTEPS)[:, FORCE].max()
                         for rate in rates_Hz])

    def _fibre_and_supply(self) -> tuple[FibreType, Supply]:
        return (prepared(self.fibre, self.temperature_C, self.potentiates == "yes"),
                supplied(self.pump_percent, self.release_percent))


Tetanus.presets = grouped({
    "trains": (
        Preset("One impulse", Tetanus(train_ms=10.0), source="Our choice: a train with room for one impulse only",
               expect="a twitch of the mixed fibre: 15 % of the force that it can give",
               signature={"impulses": (1, 1), "peak_percent": (14.5, 16.0)}),
        Preset("Slow fibre, soleus-like, 10 a second", Tetanus(fibre="slow"),
               source="Our choice of 10 a second; slow fibres: " + VANDERVOORT,
               expect="fused already, but for a ripple: a slow twitch leaves time for the next to join",
               signature={"peak_percent": (61.0, 65.0), "ripple_percent": (1.0, 5.0)}),
        Preset("Fast fibre, 10 a second", Tetanus(fibre="fast"),
               source="Our choice of 10 a second; the constants: " + SALE,
               expect="at the same rate, deep valleys between the peaks, and half the force of the slow fibre",
               signature={"peak_percent": (31.0, 34.0), "ripple_percent": (25.0, 100.0)}),
        Preset("Fused, 50 a second", Tetanus(rate_Hz=50.0),
               source="Our choice of 50 a second; maximal force at 30 to 100: " + THOMAS,
               expect="one smooth pull, several times as strong as a twitch",
               signature={"peak_percent": (96.0, 98.5), "ripple_percent": (0.0, 1.0), "times_twitch": (6.2, 6.6)}),
        Preset("Cold muscle, 25 °C", Tetanus(temperature_C=25.0),
               source="Our choice of 25 °C; Ranatunga et al. 1987, doi 10.1113/jphysiol.1987.sp016707",
               expect="the same 10 impulses a second now fuse, and give more force",
               signature={"peak_percent": (65.0, 85.0), "ripple_percent": (0.0, 5.0)}),
        Preset("Dantrolene", Tetanus(rate_Hz=30.0, release_percent=40.0),
               source="Our choice of 40 %; the drug: " + DANTROLENE,
               expect="30 impulses a second, all of them, and little more than half of the usual force, "
                      "without any electrical sign",
               signature={"peak_percent": (45.0, 65.0)})),
})
