"""The same cramp twice: left alone, and with something done about it; and what the difference is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.hyperexcitability.cramp_trace import OVER_percent
from muscle_lib.models.letting_go.remedies import NOTHING, PLACES, REMEDIES, Remedy


@dataclass(frozen=True)
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
    action: int
    action_s: float
    taken_before: int

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
    def counted_from_s(self) -> float:
        """Where the counting begins: with the action, or, if there is none or it was long before, with the command's
        end."""
        return 0.0 if self.taken_before or self.action == NOTHING else self.action_s

    @property
    def begins_s(self) -> float:
        """When the action begins to act; for something that was taken long before: at the start of the picture."""
        return float(self.t_s[0]) if self.taken_before else self.action_s + self.remedy.delay_s

    @property
    def begins_in_picture(self) -> int:
        """1 if that is before the picture ends."""
        return int(self.begins_s < self.t_s[-1])

    @property
    def left_s(self) -> float:
        """For how many whole seconds the cramp goes on from the action; if it is not over, all that was seen."""
        return self._left_s(self.emg_size_percent)

    @property
    def untreated_left_s(self) -> float:
        """The same without the action."""
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
    def saved_s(self) -> float:
        """How many seconds the action saves; below 0: it costs some. At least so many, if a run is not over."""
        return self.untreated_left_s - self.left_s

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
