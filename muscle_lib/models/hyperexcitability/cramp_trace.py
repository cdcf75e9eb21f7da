"""What a muscle did after a contraction: did it let go, or go on by itself? And the numbers that matter."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.hyperexcitability.goes_on import EmgAfterCommand
from muscle_lib.models.hyperexcitability.loop import FOLD, PEAK_Hz
from muscle_lib.models.hyperexcitability.states import BUSY_UNITS, STATES, GRID_ms, bands
from muscle_lib.models.voluntary_contraction.emg import SAMPLE_ms, emg_of, expected_rms, waves_of
from muscle_lib.models.voluntary_contraction.pool import UNITS, units_of
from muscle_lib.models.voluntary_contraction.shown import emg_outline
from muscle_lib.trace import result, trace

#: The state after the command is looked up so long after its end: a cramp is called one once it has lasted two seconds
#: without a command.
LOOK_s = 3.5
#: What a cramp is like is measured from one second after the command on, and at most until here.
FROM_s, UNTIL_s = 1.0, 11.0
#: A unit that does more than fire now and then fires at least so fast.
ON_Hz = 3.0
#: A unit counts as firing for so long after an impulse.
FIRING_ms = 100.0
#: How many samples of the EMG are drawn as one stroke.
SAMPLES_A_STROKE = 50


@trace
class CrampTrace(EmgAfterCommand):
    """A contraction and what follows. Arrays with the length of ``t_s`` hold means over the last 20 ms."""

    command_percent: NDArray
    length: NDArray
    #: Of the greatest of the fresh muscle.
    force_percent: NDArray
    #: What reaches the motor neurons: from the spindles, from the tendon organs (it is subtracted), the inward current
    #: of the mean unit, and the tonic inhibition (it is subtracted).
    ia_eu: NDArray
    ib_eu: NDArray
    by_length_eu: NDArray
    pic_eu: NDArray
    tonic_eu: NDArray
    fatigue_percent: NDArray
    #: One entry for each impulse; units are counted from 1, the smallest, to 120.
    spike_ms: NDArray
    spike_unit: NDArray
    #: The state every tenth of a second: places in ``STATES``.
    states: NDArray
    fasciculations_per_min: float = result(
        "Fasciculations", meaning="Impulses that came alone in the last minute of the run, over all units.")
    #: NaN: nothing is done against it.
    relief_s: float
    seed: int

    @property
    def state(self) -> str:
        """What the muscle is doing at the end of the run."""
        return STATES[self.states[-1]]

    @property
    def state_after(self) -> str:
        """What it is doing soon after the command has ended."""
        return self.state_at(self.looked_at_s)

    @property
    def looked_at_s(self) -> float:
        """When it is looked up what it is doing soon after the command."""
        return self.command_end_s + LOOK_s

    @property
    def waited_s(self) -> float:
        """How long after the command the relief begins; NaN if nothing is done."""
        return self.relief_s - self.command_end_s

    def state_at(self, at_s: float) -> str:
        """What it is doing at a moment."""
        place = int(np.clip(round(at_s * 1000.0 / GRID_ms) - 1, 0, self.states.size - 1))
        return STATES[self.states[place]]

    @cached_property
    def bands(self) -> list[tuple[float, float, int]]:
        """From when to when it was in which state."""
        return bands(self.states)

    @result("EMG goes on after the command", headline=True)
    def cramp_s(self) -> float:
        """For how long the EMG goes on after the command, in whole seconds; if it is not over, all that was seen."""
        return self.goes_on.seconds

    @property
    def window_s(self) -> tuple[float, float]:
        """Where the cramp is measured."""
        return (self.command_end_s + FROM_s,
                self.command_end_s + float(np.clip(self.cramp_s, FROM_s + 1.0, UNTIL_s)))

    def counts(self, from_s: float, to_s: float) -> NDArray:
        """The impulses of each unit in a time."""
        inside = (self.spike_ms > 1000.0 * from_s) & (self.spike_ms <= 1000.0 * to_s)
        return np.bincount(self.spike_unit[inside] - 1, minlength=UNITS)

    def mean(self, values: NDArray, from_s: float, to_s: float) -> float:
        """The mean of one of the arrays in a time."""
        return float(values[(self.t_s > from_s) & (self.t_s <= to_s + 1e-9)].mean())

    def firing_at(self, at_s: float) -> int:
        """How many units have fired in the half second before a moment."""
        return int(np.count_nonzero(self.counts(at_s - 0.5, at_s)))

    @cached_property
    def smallest_s(self) -> NDArray:
        """The times of the impulses of the smallest unit."""
        return self.spike_ms[self.spike_unit == 1] / 1000.0

    @result("Units in the cramp")
    def cramp_units(self) -> int:
        """How many units fire on, at least three times a second, early in the cramp."""
        low, high = self.window_s
        return int(np.count_nonzero(self.counts(low, high) >= ON_Hz * (high - low)))

    @result("Rate of the units in the cramp")
    def cramp_rate_Hz(self) -> float:
        """How fast the units of the cramp fire; NaN if there is none."""
        low, high = self.window_s
        fired = self.counts(low, high)
        return float(fired[fired >= ON_Hz * (high - low)].mean() / (high - low)) if self.cramp_units else math.nan

    @result("EMG in the cramp")
    def cramp_emg_percent(self) -> float:
        """The size of the EMG after the command, in parts of that at the greatest effort."""
        return self.mean(self.emg_size_percent, *self.window_s)

    @result("Force in the cramp")
    def cramp_force_percent(self) -> float:
        """The force after the command, in parts of the greatest of the fresh muscle."""
        return self.mean(self.force_percent, *self.window_s)

    @result("Greatest force of the contraction")
    def peak_percent(self) -> float:
        """The greatest force while the command lasts."""
        return float(self.force_percent[self.t_s <= self.command_end_s].max())

    def last_active_s(self, from_s: float = 0.0) -> float:
        """The last moment at which at least three units fire; NaN if there is none after ``from_s``."""
        order = np.argsort(self.spike_ms, kind="stable")
        at_ms, unit = self.spike_ms[order], self.spike_unit[order]
        for last in range(at_ms.size - 1, -1, -1):
            if at_ms[last] <= 1000.0 * from_s:
                break
            first = np.searchsorted(at_ms, at_ms[last] - FIRING_ms)
            if last + 1 - first >= BUSY_UNITS and np.unique(unit[first:last + 1]).size >= BUSY_UNITS:
                return float(at_ms[last] / 1000.0)
        return math.nan

    @result("Three units fire on after the command")
    def outlasts_s(self) -> float:
        """How long after the command's end three units still fire; NaN if they never do after it."""
        return self.last_active_s(self.command_end_s) - self.command_end_s

    @result("Three units fire on after the relief")
    def relieved_s(self) -> float:
        """How long after the relief three units still fire; NaN if they do not, or nothing was done."""
        return self.last_active_s(self.relief_s) - self.relief_s if math.isfinite(self.relief_s) else math.nan

    @cached_property
    def emg_percent(self) -> NDArray:
        """The EMG as an electrode hears it, at 2 kHz: what a loudspeaker would play."""
        units = units_of(FOLD, PEAK_Hz, 1.0)
        size, scale_ms = waves_of(units, 0.5, self.seed)
        emg = emg_of(self.spike_ms, self.spike_unit - 1, size, scale_ms, 1000.0 * float(self.t_s[-1]))
        return 100.0 * emg / expected_rms(units.peak_Hz, size, scale_ms)

    @cached_property
    def emg_t_ms(self) -> NDArray:
        """The times of ``emg_percent``."""
        return np.arange(self.emg_percent.size) * SAMPLE_ms

    @property
    def emg_outline_percent(self) -> NDArray:
        """The waves as a line on paper: the lowest and the highest value of each 25 milliseconds."""
        return self._outline[1]

    @cached_property
    def emg_outline_s(self) -> NDArray:
        """The times of ``emg_outline_percent``."""
        return self._outline[0] / 1000.0

    @cached_property
    def _outline(self) -> tuple[NDArray, NDArray]:
        return emg_outline(self.emg_percent, 1000.0 * float(self.t_s[-1]), SAMPLES_A_STROKE)
