"""The last seconds of a sheet of heart muscle that lives on, and how it stands now."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.heart.tissue import EXCITED, pump
from muscle_lib.trace import result, trace

#: So long a stretch is kept and shown (our choice).
WINDOW_s = 4.0
#: The pump is looked at over so long: one beat at the slowest rate. So long without an excited cell is called quiet.
PUMP_s, QUIET_s = 1.5, 1.0
#: From so many waves that turn on it is called fibrillation (our choice).
MANY = 3
#: What came so lately is seen as coming.
JUST_NOW_s = 0.06
QUIET, BEATS, TURNS, FIBRILLATES = "quiet", "beating", "one or two waves turn", "fibrillation: many waves turn"
#: A shock stops, it does not start: what it has excited is no beat, and after it a beat has to come from elsewhere.
JUST_SHOCKED, WAITS = "shocked: no beat yet", "quiet: waiting for the pacemaker"


@trace
class LiveHeartTrace:
    """A sheet of heart muscle over the last four seconds, by its own clock."""

    t_s: NDArray
    #: What an electrode over the right edge sees, in units of its own.
    ecg: NDArray
    #: The mean force of all cells, of what they would come to if they stayed excited.
    force_percent: NDArray
    #: The voltage of each cell now, from 0 (rest) to 1; row 0 is the uppermost.
    voltage: NDArray
    #: Where it is at rest now, but not ready yet: at every eighth row and column.
    waits: NDArray
    #: When a beat came in, or was lost as it came too early; a poke, a shock.
    beats_s: NDArray
    lost_s: NDArray
    pokes_s: NDArray
    shocks_s: NDArray
    now_s: float
    #: Where a poke goes, which part of the sheet a shock reaches, and whether one waits until it is charged.
    across_percent: float
    down_percent: float
    reach_percent: float
    is_charging: bool
    #: Whether beats are to come.
    is_paced: bool
    #: The median of what was seen in the last 200 ms: ends of waves that last a moment are no turning waves.
    turning: int = result("Waves that turn", meaning="How many waves turned in circles in the last fifth of a second")
    quiet_s: float = result("Quiet for", meaning="How long no cell of the whole sheet has been excited")

    @property
    def ago_s(self) -> NDArray:
        """The times, counted back from now."""
        return self.t_s - self.now_s

    @property
    def beats_ago_s(self) -> NDArray:
        """When beats came in, counted back from now."""
        return self.beats_s - self.now_s

    @property
    def lost_ago_s(self) -> NDArray:
        """When beats were due that were lost, counted back from now."""
        return self.lost_s - self.now_s

    @property
    def pokes_ago_s(self) -> NDArray:
        """When the sheet was poked, counted back from now."""
        return self.pokes_s - self.now_s

    @property
    def shocks_ago_s(self) -> NDArray:
        """When shocks came, counted back from now."""
        return self.shocks_s - self.now_s

    @property
    def is_poked(self) -> bool:
        """Whether a poke has just come."""
        return bool((self.pokes_ago_s > -JUST_NOW_s).any())

    @property
    def is_shocked(self) -> bool:
        """Whether a shock has just come."""
        return bool((self.shocks_ago_s > -JUST_NOW_s).any())

    @property
    def is_just_shocked(self) -> bool:
        """Whether a shock was the last that came from outside: no beat and no poke has followed it."""
        return self.shocks_s.size > 0 and self.shocks_s[-1] >= max([*self.beats_s, *self.pokes_s], default=0.0)

    @property
    def aim(self) -> tuple[float, float]:
        """Where a poke goes: across and down, from 0 to 1."""
        return self.across_percent / 100.0, self.down_percent / 100.0

    @property
    def reached(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of what a shock reaches, if it comes now or does not reach all; or of nothing."""
        seen = self.is_shocked or self.reach_percent < 100.0
        return (0.0, 0.0, self.reach_percent / 100.0, 1.0) if seen else (0.0, 0.0, 0.0, 0.0)

    @property
    def frame_words(self) -> str:
        """What the frame on the sheet means."""
        return "reached by the shock"

    @property
    def _lately_percent(self) -> NDArray:
        """The mean force of the last second and a half."""
        return self.force_percent[self.t_s > self.now_s - PUMP_s - 1e-9]

    @property
    def swept(self) -> tuple[float, float]:
        """The least and the greatest mean force of the last second and a half, from 0 to 1; none before it lives."""
        force_percent = self._lately_percent
        return (force_percent.min() / 100.0, force_percent.max() / 100.0) if force_percent.size else (0.0, 0.0)

    @property
    def pump_words(self) -> str:
        """The pump, as the picture says it: with its time, as what turns now may still have beaten then."""
        return f"pump {self.pump:.2f} in the last {PUMP_s:g} s"

    @property
    def state(self) -> str:
        """What the whole sheet does now."""
        if self.turning >= MANY:
            return FIBRILLATES
        if self.turning:
            return TURNS
        if self.is_just_shocked and self.quiet_s == 0.0:
            return JUST_SHOCKED
        if self.is_just_shocked or self.quiet_s >= min(QUIET_s, self.now_s):
            return WAITS if self.is_paced else QUIET
        return BEATS

    @result("Pump", headline=True)
    def pump(self) -> float:
        """How much the mean force went up and down in the last second and a half, of 1; 0 before it lives."""
        force_percent = self._lately_percent
        return pump(force_percent) / 100.0 if force_percent.size else 0.0

    @result("Mean force now")
    def force_now_percent(self) -> float:
        """The mean force of the whole sheet now."""
        return float(self.force_percent[-1]) if self.force_percent.size else 0.0

    @result("Excited now")
    def excited_percent(self) -> float:
        """How much of the whole sheet is excited now."""
        return 100.0 * float(np.mean(self.voltage >= EXCITED))
