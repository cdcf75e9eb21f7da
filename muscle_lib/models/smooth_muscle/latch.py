"""Holding for nearly nothing: the drive of a smooth muscle falls, and most of the force stays."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.smooth_muscle import bridges
from muscle_lib.models.smooth_muscle.bridges import AM, AMP, MP, over_time
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import choice, model, quantity
from muscle_lib.trace import result, trace

HAI = "Hai & Murphy 1988, doi 10.1152/ajpcell.1988.254.1.C99"
KOENIGSBERGER = "Koenigsberger et al. 2006, doi 10.1529/biophysj.106.083311"
#: How fast a head without phosphate lets go, in each of the two muscles; and what they are called.
LATCH_per_s = {"tonic": bridges.LATCH_per_s, "arterial": bridges.ARTERY_LATCH_per_s}
MUSCLES = {"tonic": "Tonic: a latched head holds 100 s", "arterial": "Artery of station 2: it holds 10 s"}
#: All heads are free, and without phosphate.
RELAXED = np.array((1.0, 0.0, 0.0, 0.0))


@trace
class HeadsTrace:
    """The heads of a smooth muscle over time: their four states, the force, and what it costs."""

    t_s: NDArray
    #: How fast the kinase hangs a phosphate on a head that has none.
    drive_per_s: NDArray
    #: One row for each moment: the parts of the heads in the four states.
    states: NDArray
    muscle: str

    @property
    def muscle_name(self) -> str:
        """The muscle, in words."""
        return {"tonic": "tonic muscle", "arterial": "artery's muscle"}[self.muscle]

    @cached_property
    def force_percent(self) -> NDArray:
        """The heads that hold, of all."""
        return 100.0 * bridges.force(self.states)

    @cached_property
    def phosphate_percent(self) -> NDArray:
        """The heads that carry a phosphate, of all."""
        return 100.0 * bridges.phosphorylated(self.states)

    @cached_property
    def heads_atp_per_min(self) -> NDArray:
        """What the heads have used that let go, for each head and minute."""
        return 60.0 * bridges.cycling_atp_per_s(self.states, LATCH_per_s[self.muscle])

    @cached_property
    def phosphate_atp_per_min(self) -> NDArray:
        """What the phosphates have cost that were hung on, for each head and minute."""
        return 60.0 * bridges.switching_atp_per_s(self.states, self.drive_per_s)

    @cached_property
    def atp_per_min(self) -> NDArray:
        """Both together."""
        return self.heads_atp_per_min + self.phosphate_atp_per_min

    @property
    def charged(self) -> NDArray:
        """The part of the heads that are free and have a phosphate."""
        return self.states[:, MP]

    @property
    def working(self) -> NDArray:
        """The part of the heads that hold and have a phosphate."""
        return self.states[:, AMP]

    @property
    def latched(self) -> NDArray:
        """The part of the heads that hold without one."""
        return self.states[:, AM]


@trace
class LatchTrace(HeadsTrace):
    """A smooth muscle whose drive falls, or rises, at one moment."""

    falls_s: float

    @property
    def _before(self) -> int:
        """The last row before the drive changes."""
        return int(np.argmin(np.abs(self.t_s - self.falls_s))) - 1

    def _left_percent(self, values: NDArray) -> float:
        """The last value, as a part of the one before the fall."""
        return float(100.0 * values[-1] / values[self._before])

    @result("Force left", headline=True)
    def force_left_percent(self) -> float:
        """The force at the end, as a part of the force just before the drive falls."""
        return self._left_percent(self.force_percent)

    @result("ATP use left")
    def atp_left_percent(self) -> float:
        """The ATP used in each second at the end, as a part of that before the fall."""
        return self._left_percent(self.atp_per_min)

    @result("Phosphates left")
    def phosphate_left_percent(self) -> float:
        """The heads with a phosphate at the end, as a part of those before the fall."""
        return self._left_percent(self.phosphate_percent)

    @result("Drive left")
    def drive_left_percent(self) -> float:
        """The drive after its fall, as a part of that before."""
        return float(100.0 * self.drive_per_s[-1] / self.drive_per_s[0])

    @result("Force before the fall")
    def force_before_percent(self) -> float:
        """The heads that hold just before the drive falls, of all heads."""
        return float(self.force_percent[self._before])

    @result("Half of the force gone after")
    def half_gone_s(self) -> float:
        """From the fall of the drive until half of the force is gone; NaN if that does not happen in the picture."""
        after = self.t_s > self.falls_s
        below = self.force_percent[after] <= 0.5 * self.force_before_percent
        return float(self.t_s[after][below.argmax()] - self.falls_s) if below.any() else float("nan")


@model
class Latch:
    """A smooth muscle is driven, from rest; after a minute the drive falls to what you set.

    The equations in words
    ----------------------
    The bridges of muscle_lib.models.smooth_muscle.bridges: heads that hold, or not; with a phosphate, or without.
        the kinase (the drive, switched on by calcium) hangs phosphates on, the phosphatase takes them off
        a head with a phosphate takes hold at 0.4 and lets go at 0.1 a second
        a head that holds and has lost its phosphate is latched: it lets go at 0.01 or 0.1 a second
        force = all heads that hold; ATP = one for each phosphate, one for each head that lets go
    ``run()`` returns a LatchTrace. The steps of 0.1 s (Runge and Kutta, fourth order) change no result by 0.01 %.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Sources: Hai & Murphy 1988, doi 10.1152/ajpcell.1988.254.1.C99; the artery's muscle Koenigsberger et al. 2006,
    doi 10.1529/biophysj.106.083311. That force stays while calcium and phosphates fall was measured in the bladder of
    rabbits, among others: Kim et al. 2011, doi 10.4196/kjpp.2011.15.3.171.
    """

    muscle: str = choice(
        "tonic", options=MUSCLES, symbol="k₇", label="Muscle", source=f"{HAI} (0.01 a second); {KOENIGSBERGER} (0.1)",
        meaning="How long a head that holds without a phosphate holds, on average.")
    drive_per_s: float = quantity(
        0.3, unit="1/s", low=0.05, high=0.6, step=0.01, symbol="k₁", label="Drive at first", source=HAI,
        meaning="How many phosphates the kinase hangs on, for each head without one. Calcium switches it on.")
    later_per_s: float = quantity(
        0.02, unit="1/s", low=0.0, high=0.6, step=0.01, symbol="k₁′", label="Drive after a minute",
        source="Our choice: a fifteenth of the drive at first.")
    phosphatase_per_s: float = quantity(
        0.5, unit="1/s", low=0.15, high=1.5, step=0.05, symbol="k₂", label="Phosphatase", source=HAI,
        meaning="How many phosphates are taken off, for each head with one.")
    falls_s: float = quantity(
        60.0, unit="s", low=5.0, high=120.0, symbol="t₁", label="Drive changes at",
        source="Our choice: after a minute the force has come to rest.", fixed=True)
    duration_s: float = quantity(
        360.0, unit="s", low=180.0, high=720.0, symbol="T", label="Duration",
        source="Our choice: five minutes after the fall the force has come to rest again.", fixed=True)
    dt_s: float = quantity(
        0.1, unit="s", low=0.01, high=0.1, symbol="dt", label="Time step",
        source="Our choice: half of it changes no result by 0.01 %.", fixed=True)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "Latch is the leading explanation, not a settled one: other proteins may hold the filaments together, too.",
        "Here phosphates cost three to six times what the heads use. Hai & Murphy 1992 reckoned, with the same four "
        "states, that both cost about the same.",
        "The comparison with skeletal muscle. For the same force the heads of a pig's carotid artery used 300 times "
        "less (Pflügers Arch 1976, doi 10.1007/BF00587295).",
        "All other uses of ATP, above all the pumps that put calcium away: so the whole muscle's bill falls by less.",
        "Nothing moves: the muscle is held at one length.",
        "How calcium switches the kinase on is not worked out: you set its rate.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> LatchTrace:
        """Six minutes of a smooth muscle."""
        steps = round(self.duration_s / self.dt_s)
        t_s = self.dt_s * np.arange(steps + 1)
        drive = np.where(t_s < self.falls_s - 0.5 * self.dt_s, self.drive_per_s, self.later_per_s)
        states = over_time(RELAXED, drive[:-1], np.full(steps, self.phosphatase_per_s), LATCH_per_s[self.muscle],
                           self.dt_s)
        return LatchTrace(t_s, drive, states, self.muscle, self.falls_s)


Latch.presets = grouped({
    "the drive of a tonic muscle": (
        Preset("Drive stays", Latch(later_per_s=0.3), source=HAI,
               expect="the force comes to rest within a minute, and stays",
               signature={"force_left_percent": (99.9, 100.5), "force_before_percent": (75.0, 77.0)}),
        Preset("Drive falls to a fifteenth", Latch(), source=HAI,
               expect="phosphates fall to a tenth, more than half of the force stays, for a ninth of the ATP",
               signature={"force_left_percent": (53.0, 55.0), "atp_left_percent": (11.0, 12.0),
                          "phosphate_left_percent": (10.0, 10.5)}),
        Preset("Drive off", Latch(later_per_s=0.0), source=HAI,
               expect="half of the force is gone after a bit more than a minute",
               signature={"half_gone_s": (68.0, 73.0)}),
    ),
    "two muscles": (
        "Drive falls to a fifteenth",
        Preset("The same in the artery's muscle", Latch(muscle="arterial"), source=KOENIGSBERGER,
               expect="a sixth of the force stays: hardly a latch",
               signature={"force_left_percent": (15.5, 16.5)}),
        Preset("Twice the phosphatase", Latch(phosphatase_per_s=1.0), source="Our choice: to see that it is a contest",
               expect="nearly the same force before the fall, and less of it stays",
               signature={"force_left_percent": (44.0, 46.0), "force_before_percent": (72.0, 74.0)}),
    ),
})
