"""What a motor pool did: its command, spikes, force and EMG, and the numbers that matter."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.voluntary_contraction.shown import emg_outline, of_shown_units
from muscle_lib.trace import result, trace

#: What is measured in the hold begins so long after its start, when the twitches have added up (our choice).
SETTLE_ms = 500.0
#: If the hold is shorter than that and as much again, it is measured in so much around its middle.
SHORT_ms = 500.0


@trace
class MotorPoolTrace:
    """A motor pool over ten seconds. Arrays with the length of ``t_ms`` hold the value after each step."""

    t_ms: NDArray
    command_percent: NDArray
    #: What reaches the units: the command and its unsteadiness.
    excitation_eu: NDArray
    force_percent: NDArray
    #: One entry for each impulse; units are counted from 1, the smallest, to 120.
    spike_ms: NDArray
    spike_unit: NDArray
    #: The EMG, and its root mean square over a moving quarter of a second, in per cent of that at full command.
    emg_t_ms: NDArray
    emg_percent: NDArray
    emg_size_percent: NDArray
    #: The mean force at each steady command.
    curve_command_percent: NDArray
    curve_force_percent: NDArray
    hold_from_ms: float
    hold_to_ms: float
    drive_percent: float
    #: The command at which each unit joins, and its rate in the hold without persistent inward current.
    threshold_percent: NDArray
    nominal_Hz: NDArray

    @property
    def window_ms(self) -> tuple[float, float]:
        """Where the hold is measured."""
        if self.hold_to_ms - self.hold_from_ms >= 2.0 * SETTLE_ms:
            return self.hold_from_ms + SETTLE_ms, self.hold_to_ms
        middle = (self.hold_from_ms + self.hold_to_ms) / 2.0
        return middle - SHORT_ms / 2.0, middle + SHORT_ms / 2.0

    @cached_property
    def _held(self) -> NDArray:
        low, high = self.window_ms
        return self.force_percent[(self.t_ms > low) & (self.t_ms <= high)]

    @cached_property
    def _spikes_in_hold(self) -> NDArray:
        low, high = self.window_ms
        return np.bincount(self.spike_unit[(self.spike_ms > low) & (self.spike_ms <= high)],
                           minlength=len(self.threshold_percent) + 1)[1:]

    @cached_property
    def shown_spikes_ms(self) -> tuple[NDArray, ...]:
        """The impulses of the units that the picture shows, for each of them."""
        return of_shown_units(self.spike_ms, self.spike_unit)

    @property
    def emg_outline_ms(self) -> NDArray:
        """The times of the EMG's outline."""
        return self._outline[0]

    @property
    def emg_outline_percent(self) -> NDArray:
        """The EMG as the picture shows it: the lowest and the highest value of each stretch."""
        return self._outline[1]

    @cached_property
    def _outline(self) -> tuple[NDArray, NDArray]:
        return emg_outline(self.emg_percent, float(self.emg_t_ms[-1]))

    @result("Motor units that fire")
    def units_on(self) -> int:
        """How many units fire in the hold."""
        return int(np.count_nonzero(self._spikes_in_hold))

    @result("Mean rate of those that fire")
    def mean_rate_Hz(self) -> float:
        """Impulses a second of the units that fire in the hold; NaN if none does."""
        low, high = self.window_ms
        return float(self._spikes_in_hold.sum() / self.units_on / (high - low) * 1000.0) if self.units_on else math.nan

    @result("Mean force", headline=True)
    def mean_force_percent(self) -> float:
        """The mean force in the hold, of the greatest."""
        return float(self._held.mean())

    @result("Unsteadiness of the force")
    def force_cv_percent(self) -> float:
        """How unsteady the force is in the hold: standard deviation / mean; NaN without force."""
        return float(100.0 * self._held.std() / self._held.mean()) if self.units_on else math.nan

    @result("Size of the EMG")
    def mean_emg_percent(self) -> float:
        """The size of the EMG in the hold, of that at full command."""
        low, high = self.window_ms
        held = self.emg_percent[(self.emg_t_ms > low) & (self.emg_t_ms <= high)]
        return float(np.sqrt((held ** 2).mean()))

    @result("Force at which the last unit joins")
    def recruited_by_force_percent(self) -> float:
        """From this force on only the rates rise."""
        return float(np.interp(self.threshold_percent[-1], self.curve_command_percent, self.curve_force_percent))

    @result("Input at the start − input at the stop")
    def stop_below_start_eu(self) -> float:
        """By how much less excitation a unit stops than it started with; mean over all units; NaN if none fires."""
        fired = np.unique(self.spike_unit)
        if not fired.size:
            return math.nan
        first = np.array([self.spike_ms[self.spike_unit == unit][0] for unit in fired])
        last = np.array([self.spike_ms[self.spike_unit == unit][-1] for unit in fired])
        return float((np.interp(first, self.t_ms, self.excitation_eu)
                      - np.interp(last, self.t_ms, self.excitation_eu)).mean())

    @result("Last impulse after the command's end")
    def outlasts_ms(self) -> float:
        """How long after the command's end the last impulse comes; negative if before; NaN if there was none."""
        ended_ms = self.t_ms[np.flatnonzero(self.command_percent > 0.0)[-1]] if self.drive_percent > 0.0 else 0.0
        return float(self.spike_ms[-1] - ended_ms) if self.spike_ms.size else math.nan
