"""Calcium in waves: does it hold more force than a steady level with the same mean?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.smooth_muscle.bridges import over_time, steady
from muscle_lib.models.smooth_muscle.latch import KOENIGSBERGER, HeadsTrace, Latch, LATCH_per_s
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity, same_as
from muscle_lib.trace import result, trace

WANG = "Wang et al. 2008, doi 10.1529/biophysj.107.113977"
#: The kinase's rate at 1 µM of calcium; it goes with the third power.
DRIVE_per_s = 17.0


@trace
class WavesTrace(HeadsTrace):
    """A smooth muscle whose calcium is steady for a minute, and then comes in waves with the same mean."""

    Ca_uM: NDArray
    starts_s: float
    period_s: float

    @property
    def _last_wave(self) -> slice:
        """The rows of the last whole wave."""
        dt_s = float(self.t_s[1])
        rows, since = round(self.period_s / dt_s), round(self.starts_s / dt_s)
        last = since + (self.t_s.size - 1 - since) // rows * rows
        return slice(last - rows, last)

    @property
    def _before(self) -> int:
        """The last row before the waves."""
        return round(self.starts_s / float(self.t_s[1])) - 1

    @result("Mean force in waves", headline=True)
    def waves_force_percent(self) -> float:
        """The heads that hold, as a mean over the last whole wave."""
        return float(self.force_percent[self._last_wave].mean())

    @result("Force at the steady level")
    def steady_force_percent(self) -> float:
        """The heads that hold just before the waves begin."""
        return float(self.force_percent[self._before])

    @result("Force swings by")
    def swing_percent(self) -> float:
        """From the lowest to the highest force of the last whole wave, of all heads."""
        return float(np.ptp(self.force_percent[self._last_wave]))

    @result("Mean drive, of the steady one")
    def drive_percent(self) -> float:
        """The mean drive of the last whole wave, as a part of the drive before."""
        return float(100.0 * self.drive_per_s[self._last_wave].mean() / self.drive_per_s[self._before])


@model
class CalciumWaves:
    """A smooth muscle with a steady level of calcium; after a minute it comes in waves, with the same mean.

    The equations in words
    ----------------------
    The bridges of the latch; here the drive comes from calcium:
        drive = 17 · calcium³ (in 1/s, with calcium in µM)
        calcium in waves = mean · (1 + height · sine)
    ``run()`` returns a WavesTrace. The steps of 0.1 s change no result by 0.3 %.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Sources: the drive Koenigsberger et al. 2006, doi 10.1529/biophysj.106.083311. The waves' form is our choice; that
    waves pull more than a steady level: Wang et al. 2008, doi 10.1529/biophysj.107.113977 (a model, too).
    """

    muscle: str = same_as(Latch, "muscle", default="arterial")
    Ca_uM: float = quantity(
        0.2, unit="µM", low=0.1, high=0.25, step=0.01, symbol="[Ca²⁺]ᵢ", label="Mean calcium in the cell",
        source="Our choice: with it a steady level holds about 40 % of the heads.")
    height_percent: float = quantity(
        75.0, unit="%", low=5.0, high=100.0, step=5.0, symbol="a", label="Height of the waves, of the mean",
        source="Our choice: from a quarter of the mean to seven quarters.")
    period_s: float = quantity(
        10.0, unit="s", low=5.0, high=60.0, step=5.0, symbol="P", label="From wave to wave",
        source="Our choice: fast and slow beside the 10 s for which a latched head of an artery holds.")
    phosphatase_per_s: float = same_as(Latch, "phosphatase_per_s", fixed=True)
    starts_s: float = same_as(Latch, "falls_s", label="Waves begin at", low=30.0,
                              source="Our choice: long enough to see the steady force.")
    duration_s: float = same_as(Latch, "duration_s", low=240.0)
    dt_s: float = same_as(Latch, "dt_s", source="Our choice: half of it changes no result by 0.3 %.")

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "Real waves run along each cell, and those of several cells need not be in step; here all heads see the same.",
        "Where calcium and its stores make the waves is not worked out.",
        "The third power makes waves pull more: crests count most. A steady level with the same mean drive, a fifth "
        "more calcium, holds more than any wave.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> WavesTrace:
        """Six minutes of a smooth muscle."""
        steps = round(self.duration_s / self.dt_s)
        t_s = self.dt_s * np.arange(steps + 1)
        since_s = np.maximum(t_s - self.starts_s, 0.0)
        calcium = self.Ca_uM * (1.0 + 0.01 * self.height_percent * np.sin(2.0 * np.pi * since_s / self.period_s))
        drive = DRIVE_per_s * calcium ** 3
        latch = LATCH_per_s[self.muscle]
        # In each step the drive in its middle.
        states = over_time(steady(drive[0], self.phosphatase_per_s, latch), 0.5 * (drive[:-1] + drive[1:]),
                           np.full(steps, self.phosphatase_per_s), latch, self.dt_s)
        return WavesTrace(t_s, drive, states, self.muscle, calcium, self.starts_s, self.period_s)


CalciumWaves.presets = grouped({
    "waves of calcium": (
        Preset("Nearly steady", CalciumWaves(height_percent=5.0), source=KOENIGSBERGER,
               expect="the force is nearly steady, too",
               signature={"waves_force_percent": (37.0, 38.0), "swing_percent": (0.0, 1.5)}),
        Preset("Every 10 s", CalciumWaves(), source=WANG,
               expect="the same mean of calcium holds a quarter more, and the force swings a little",
               signature={"waves_force_percent": (46.0, 48.0), "swing_percent": (10.0, 20.0)}),
        Preset("Every 60 s", CalciumWaves(period_s=60.0), source=WANG,
               expect="the force follows each wave far up and down, and its mean is hardly higher than without waves",
               signature={"waves_force_percent": (38.0, 39.0), "swing_percent": (50.0, 65.0)}),
        Preset("Every 10 s, tonic muscle", CalciumWaves(muscle="tonic"), source=WANG,
               expect="hardly a gain: a tonic muscle holds through the troughs anyway",
               signature={"waves_force_percent": (71.0, 76.0), "swing_percent": (0.0, 10.0)}),
    ),
})
