"""The same cramp twice: left alone, and with something done about it; and what the difference is."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.hyperexcitability.goes_on import goes_on, smooth
from muscle_lib.models.letting_go.remedies import PLACES, REMEDIES, Remedy
from muscle_lib.models.voluntary_contraction.live_trace import units_firing
from muscle_lib.trace import result, trace


@trace
class ReliefTrace:
    """Two runs of one muscle. Arrays have the length of ``t_s`` and hold means over the last 20 ms; the command ends
    at 0."""

    t_s: NDArray
    emg_size_percent: NDArray
    #: What else the run with the action did, see CrampTrace; and its impulses.
    command_percent: NDArray
    force_percent: NDArray
    ia_eu: NDArray
    ib_eu: NDArray
    by_length_eu: NDArray
    pic_eu: NDArray
    spike_s: NDArray
    spike_unit: NDArray
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
        return smooth(self.emg_size_percent)

    @cached_property
    def untreated_smooth_emg_percent(self) -> NDArray:
        """The same without the action."""
        return smooth(self.untreated_emg_percent)

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
    def evidence(self) -> str:
        """What studies in people found, and how sure that is; no number of the model has a part in it."""
        return self.remedy.trials.marks

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

    def doing_at(self, at_s: float) -> str:
        """What somebody does about the cramp at a moment (a key of ``REMEDIES``)."""
        if self.is_left_alone or self.is_before and not self.remedy.is_taken:
            return "nothing"
        lasts_s = math.inf if self.remedy.moves_nothing else (
            self.remedy.delay_s + 2.0 * self.remedy.takes_s + self.remedy.lasts_s)
        return self.action if self.is_before or self.action_s <= at_s < self.action_s + lasts_s else "nothing"

    @property
    def in_action_s(self) -> float:
        """A moment in the action, when its movement has ended and what it does is seen; where there is none, the same
        one in the cramp."""
        return 2.0 if self.is_before else self.action_s + self.remedy.takes_s + min(1.0, 0.95 * self.remedy.lasts_s)

    def firing_at(self, at_s: float) -> int:
        """How many units have fired in the quarter second before a moment: a tap's pause is as short."""
        return units_firing(self.spike_unit, at_s - self.spike_s, 0.25)

    @cached_property
    def smallest_s(self) -> NDArray:
        """The times of the impulses of the smallest unit."""
        return self.spike_s[self.spike_unit == 1]

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
        return goes_on(self.t_s, self.emg_size_percent, self.counted_from_s).seconds

    @result("The cramp goes on for, left alone")
    def untreated_left_s(self) -> float:
        """For how many whole seconds it goes on from the same moment, if nothing is done."""
        return goes_on(self.t_s, self.untreated_emg_percent, self.counted_from_s).seconds

    @property
    def is_over(self) -> int:
        """1 if the cramp is over by the end of the picture."""
        return int(goes_on(self.t_s, self.emg_size_percent, self.counted_from_s).is_over)

    @property
    def untreated_is_over(self) -> int:
        """The same without the action."""
        return int(goes_on(self.t_s, self.untreated_emg_percent, self.counted_from_s).is_over)

    @property
    def is_cramp(self) -> int:
        """1 if without the action the EMG goes on for a second or more after the command: else there is no cramp."""
        return int(goes_on(self.t_s, self.untreated_emg_percent, 0.0).seconds >= 1.0)

    @property
    def cramp_force_percent(self) -> float:
        """The greatest force from one second after the command on."""
        return float(self.force_percent[self.t_s > 1.0].max())

    @property
    def changed(self) -> int:
        """1 if the action made any difference to the EMG."""
        return int(not np.array_equal(self.emg_size_percent, self.untreated_emg_percent))
