"""A stretch by hand and the calf's answer: what was seen, and how the answer depends on the speed."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.voluntary_contraction.pool import UNITS
from muscle_lib.trace import result, trace

#: Less EMG than this is no answer; with more than this before the stretch, nobody can say when one begins.
ANSWER_percent, BUSY_percent = 3.0, 1.0
#: A unit counts as firing for so long after an impulse; the EMG is a mean over as long.
FIRING_s = 0.1


@trace
class StretchTrace:
    """A stretch. ``t_s`` is 0 where it begins; the EMG is the mean over the last tenth of a second."""

    t_s: NDArray
    #: The foot's angle: 0 is level, and toes up is positive; and how fast the hand turns it.
    toes_up_deg: NDArray
    hand_deg_s: NDArray
    #: Of the greatest effort of a healthy, fresh muscle.
    emg_percent: NDArray
    force_percent: NDArray
    #: What the spindles push the motor neurons with.
    spindle_eu: NDArray
    #: A command that is always there, and how far the motor neurons are held back where nothing is going on.
    command_percent: float
    held_eu: float
    #: One entry for each impulse; units are counted from 1, the smallest, to 120.
    spike_s: NDArray
    spike_unit: NDArray
    #: The speeds at which the same muscle was tried, and the greatest EMG at each.
    tried_deg_s: NDArray
    tried_emg_percent: NDArray
    speed_deg_s: float
    #: How long the foot is on its way.
    stretch_s: float
    cord: str
    #: Where the way from the brain is broken: “cord”, “brain” or “nowhere”.
    lesion: str

    @result("Greatest EMG", headline=True)
    def greatest_emg_percent(self) -> float:
        """The greatest EMG in any tenth of a second from the beginning of the stretch on."""
        return float(self.emg_percent[self._whole].max())

    @property
    def peak_s(self) -> float:
        """When it is reached."""
        return float(self.t_s[self._whole][self.emg_percent[self._whole].argmax()])

    @result("EMG in the first second")
    def first_second_percent(self) -> float:
        """The mean EMG of the first second of the stretch."""
        # The EMG is a mean over the last tenth: ten of them make the second.
        return float(np.interp(np.arange(1, 11) * FIRING_s, self.t_s, self.emg_percent).mean())

    @result("EMG before")
    def before_percent(self) -> float:
        """The mean EMG of the last tenth of a second before the stretch."""
        return float(np.interp(0.0, self.t_s, self.emg_percent))

    @result("Greatest force")
    def greatest_force_percent(self) -> float:
        """The greatest force with which the calf resists the hand."""
        return float(self.force_percent[self.t_s > 0.0].max())

    @property
    def answers(self) -> bool:
        """Whether the stretch itself makes the calf contract."""
        return self.greatest_emg_percent > ANSWER_percent and self.before_percent < BUSY_percent

    @result("The answer begins after")
    def begins_ms(self) -> float:
        """The first impulse after the beginning of the stretch; NaN without an answer to it."""
        if not self.answers:
            return math.nan
        return 1000.0 * float(self.spike_s[self.spike_s > 0.0].min())

    @result("Turned until then")
    def begins_deg(self) -> float:
        """How far the foot has been turned when the answer begins; NaN without an answer."""
        return min(self.begins_ms / 1000.0, self.stretch_s) * self.speed_deg_s if self.answers else math.nan

    @result("Slowest speed with an answer")
    def slowest_deg_s(self) -> float:
        """The slowest of the speeds tried with an EMG above 3 %; NaN if there is none."""
        answered = self.tried_deg_s[self.tried_emg_percent > ANSWER_percent]
        return float(answered[0]) if answered.size else math.nan

    @property
    def slow_percent(self) -> float:
        """The greatest EMG at the slowest of the speeds tried."""
        return float(self.tried_emg_percent[0])

    @property
    def fast_percent(self) -> float:
        """The greatest EMG at the fastest of the speeds tried."""
        return float(self.tried_emg_percent[-1])

    @property
    def turned_deg(self) -> float:
        """How far the foot is turned in all."""
        return float(self.toes_up_deg[-1] - self.toes_up_deg[0])

    @property
    def _whole(self) -> NDArray:
        """The tenths of a second that begin after the stretch has."""
        return self.t_s > FIRING_s - 1e-9

    @cached_property
    def smallest_s(self) -> NDArray:
        """The times of the impulses of the smallest unit."""
        return self.spike_s[self.spike_unit == 1]

    def firing_at(self, at_s: float) -> int:
        """How many units have fired in the tenth of a second before a moment."""
        inside = (self.spike_s > at_s - FIRING_s) & (self.spike_s <= at_s)
        return int(np.count_nonzero(np.bincount(self.spike_unit[inside] - 1, minlength=UNITS)))
