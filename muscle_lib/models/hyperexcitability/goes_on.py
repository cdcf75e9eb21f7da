"""For how long an EMG goes on by itself: one measure of how long a cramp lasts, for every model that asks."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.series import mean_over_last, means_of
from muscle_lib.trace import trace

#: It is over in the first whole second in which the EMG is below this, on the mean.
OVER_percent = 3.0
#: What is drawn of an EMG's size is the mean over so many values of 20 ms: a fifth of a second.
SMOOTH = 10


class GoesOn(NamedTuple):
    """So many whole seconds; if it is not over, all that were seen."""

    seconds: float
    is_over: bool


def goes_on(t_s: NDArray, emg_size_percent: NDArray, from_s: float) -> GoesOn:
    """For how long the EMG goes on from a moment on; the times are evenly spaced, and a value is the mean up to its
    time."""
    after = emg_size_percent[np.searchsorted(t_s, from_s + 1e-6):]
    seconds = means_of(after, round(1.0 / (t_s[1] - t_s[0])))
    quiet = np.flatnonzero(seconds < OVER_percent)
    return GoesOn(float(quiet[0] if quiet.size else seconds.size), bool(quiet.size))


def smooth(emg_size_percent: NDArray) -> NDArray:
    """The mean over the last fifth of a second: an EMG's size as it is drawn."""
    return mean_over_last(emg_size_percent, SMOOTH)


@trace
class EmgAfterCommand:
    """An EMG, a value every 20 ms, and whether it goes on by itself: what traces of a cramp have in common."""

    t_s: NDArray
    #: Of the greatest effort of the fresh muscle.
    emg_size_percent: NDArray
    command_end_s: float

    @cached_property
    def goes_on(self) -> GoesOn:
        """For how long it goes on after the command."""
        return goes_on(self.t_s, self.emg_size_percent, self.command_end_s)

    @property
    def is_over(self) -> int:
        """1 if the EMG has gone by the end of the run."""
        return int(self.goes_on.is_over)

    @cached_property
    def emg_smooth_percent(self) -> NDArray:
        """The EMG's size as it is drawn: the mean over the last fifth of a second."""
        return smooth(self.emg_size_percent)
