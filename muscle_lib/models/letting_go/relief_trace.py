"""The same cramp twice: left alone, and with something done about it; and what the difference is."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.hyperexcitability.cramp_trace import OVER_percent
from muscle_lib.models.letting_go.remedies import PLACES, REMEDIES, Remedy
from muscle_lib.models.series import mean_over_last
from muscle_lib.trace import result, trace

#: The picture shows the mean over the last so many values: a fifth of a second, as in chapter 6.
SMOOTH = 10


@trace
class ReliefTrace:
    """Two runs of one muscle. Arrays have the length of ``t_s`` and hold means over the last 20 ms; the command ends
    at 0."""

    t_s: NDArray
    emg_size_percent: NDArray
    #: Without the action.
    untreated_emg_percent: NDArray
    #: What was moved, in the run with the action: the length, what holds the motor neurons back, how much their
    #: excitability has changed, and how much of their inward current is there.
    length: NDArray
    inhibition_eu: NDArray
    excitability_change_eu: NDArray
    current_percent: NDArray
    action: str
    action_s: float
    taken_before: str

    @cached_property
    def smooth_emg_percent(self) -> NDArray:
        """The size of the EMG, over a fifth of a second."""
        return mean_over_last(self.emg_size_percent, SMOOTH)

    @cached_property
    def untreated_smooth_emg_percent(self) -> NDArray:
        """The same without the action."""
        return mean_over_last(self.untreated_emg_percent, SMOOTH)

    @property
    def remedy(self) -> Remedy:
        """What was done."""
        return REMEDIES[self.action]

    @property
    def action_name(self) -> str:
        """Its name."""
        return self.remedy.name

    @property
    def moves(self) -> str:
        """Which part of the loop it moves."""
        return PLACES[self.remedy.place]

    @property
    def level(self) -> str:
        """How good the evidence from people is; no number of the model has a part in it."""
        return self.remedy.trials.level

    @property
    def is_before(self) -> bool:
        """Whether it was taken long before the cramp."""
        return self.taken_before == "yes"

    @property
    def is_left_alone(self) -> bool:
        """Whether nothing is done."""
        return self.action == "nothing"

    @property
    def counted_from_s(self) -> float:
        """Where the counting begins: with the action, or, if there is none or it was long before, with the command's
        end."""
        return 0.0 if self.is_before or self.is_left_alone else self.action_s

    @property
    def begins_s(self) -> float:
        """When the action begins to act; for something that was taken long before: at the start of the picture."""
        return float(self.t_s[0]) if self.is_before else self.action_s + self.remedy.delay_s

    @property
    def begins_in_picture(self) -> int:
        """1 if that is before the picture ends."""
        return int(self.begins_s < self.t_s[-1])

    @result("Time saved by the action", headline=True)
    def saved_s(self) -> float:
        """How much sooner the cramp is over than without the action; below 0, it is later. At least so much, if one
        of the two is not over."""
        return self.untreated_left_s - self.left_s

    @result("The cramp goes on for, with the action")
    def left_s(self) -> float:
        """For how many whole seconds the EMG goes on from the action; if it is not over, all that was seen. Without
        an action, or if it came long before, from the end of the command."""
        return self._left_s(self.emg_size_percent)

    @result("The cramp goes on for, left alone")
    def untreated_left_s(self) -> float:
        """For how many whole seconds it goes on from the same moment, if nothing is done."""
        return self._left_s(self.untreated_emg_percent)

    @property
    def is_over(self) -> int:
        """1 if the cramp is over by the end of the picture."""
        return int(self._is_over(self.emg_size_percent))

    @property
    def untreated_is_over(self) -> int:
        """The same without the action."""
        return int(self._is_over(self.untreated_emg_percent))

    @property
    def changed(self) -> int:
        """1 if the action made any difference to the EMG."""
        return int(not np.array_equal(self.emg_size_percent, self.untreated_emg_percent))

    def _seconds(self, emg_percent: NDArray) -> NDArray:
        """The EMG in each whole second from the counting's start."""
        each = round(1.0 / (self.t_s[1] - self.t_s[0]))
        after = emg_percent[np.searchsorted(self.t_s, self.counted_from_s + 1e-6):]
        return after[:after.size // each * each].reshape(-1, each).mean(axis=1)

    def _is_over(self, emg_percent: NDArray) -> bool:
        return bool((self._seconds(emg_percent) < OVER_percent).any())

    def _left_s(self, emg_percent: NDArray) -> float:
        seconds = self._seconds(emg_percent)
        quiet = np.flatnonzero(seconds < OVER_percent)
        return float(quiet[0] if quiet.size else seconds.size)
