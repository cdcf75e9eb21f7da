"""The last ten seconds of a muscle that lives on, and how it stands now."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.voluntary_contraction.emg import SAMPLE_ms, SECOND_ms, smoothed
from muscle_lib.models.voluntary_contraction.shown import SAMPLES_A_STROKE, emg_outline, of_shown_units
from muscle_lib.models.voluntary_contraction.whole_chain_trace import EMPTY_mM, cut_links
from muscle_lib.trace import result, trace

#: So long a stretch is kept and shown; “now” is the mean over this last part of it (our choice).
WINDOW_s, NOW_s = 10.0, 0.5
#: The arrays over ``t_s`` hold a value for each so long a time.
EACH_s = 0.02
#: An EMG below this is silent.
SILENT_percent = 0.05


def units_firing(spike_unit: NDArray, since_s: NDArray, within_s: float = NOW_s) -> int:
    """How many units have fired in the last half second; ``since_s`` is how long ago each impulse was."""
    return int(np.unique(spike_unit[(since_s >= 0.0) & (since_s < within_s)]).size)


@trace
class LiveWindow:
    """The last seconds of any muscle that lives on. Arrays with the length of ``t_s`` hold a value every 20 ms; times
    are those of the muscle's own clock."""

    t_s: NDArray
    command_percent: NDArray
    #: One entry for each impulse of a motor neuron; units are counted from 1, the smallest, to 120.
    spike_unit: NDArray
    spike_s: NDArray
    #: The EMG at 2 kHz, up to now, in per cent of its size at full command.
    emg_percent: NDArray
    now_s: float = result("The muscle's clock", meaning="How long it has lived by now.")

    #: How many samples of the EMG are drawn as one stroke; more where more seconds are shown.
    samples_a_stroke = SAMPLES_A_STROKE

    @result("Command now")
    def command_now_percent(self) -> float:
        """The command at this moment."""
        return float(self.command_percent[-1]) if self.command_percent.size else 0.0

    @result("Motor units that fire now")
    def units_now(self) -> int:
        """How many motor units have fired in the last half second."""
        return int(np.unique(self.spike_unit[self._recent]).size)

    @result("Mean rate of those that fire now")
    def rate_now_Hz(self) -> float:
        """Impulses a second of the units that fire now; NaN if none does."""
        return float(np.count_nonzero(self._recent) / self.units_now / NOW_s) if self.units_now else math.nan

    @cached_property
    def ago_s(self) -> NDArray:
        """``t_s`` as a picture shows it: now is 0, and what was before is negative."""
        return self.t_s - self.now_s

    def firing_at(self, ago_s: float) -> int:
        """How many motor units have fired in the half second before a moment; now is 0."""
        return units_firing(self.spike_unit, self.now_s + ago_s - self.spike_s)

    @cached_property
    def spikes_ago_s(self) -> tuple[NDArray, ...]:
        """The impulses of the units that a picture shows, for each of them, in the same time."""
        return of_shown_units(self.spike_s - self.now_s, self.spike_unit)

    @property
    def emg_outline_ago_s(self) -> NDArray:
        """The times of the EMG's outline."""
        return self._outline[0]

    @property
    def emg_outline_percent(self) -> NDArray:
        """The EMG as a picture shows it: the lowest and the highest value of each stretch."""
        return self._outline[1]

    def now(self, values: NDArray) -> float:
        """The mean of one of the arrays over the last half second; 0 before it has begun to live."""
        recent = values[-round(NOW_s / EACH_s):]
        return float(recent.mean()) if recent.size else 0.0

    @cached_property
    def _recent(self) -> NDArray:
        return self.spike_s > self.now_s - NOW_s

    @cached_property
    def _outline(self) -> tuple[NDArray, NDArray]:
        at_ms, percent = emg_outline(self.emg_percent, 0.0, self.samples_a_stroke)
        return at_ms / 1000.0, percent


@trace
class LiveTrace(LiveWindow):
    """The muscle with its supplies, over the last ten seconds."""

    force_N: NDArray
    calcium_uM: NDArray
    pcr_mM: NDArray
    ATP_mM: NDArray
    Pi_mM: NDArray
    lactate_mM: NDArray
    glycogen_mM: NDArray
    po2_mmHg: NDArray
    flow_mL_100g_min: NDArray
    #: The part of the muscle that is at work, by force.
    recruited: NDArray
    strength_N: float
    #: How it is set now: what the nerve and the junction let through, the rate that the fibres follow, the blood.
    nerve_percent: float
    transmitted: float
    followed_Hz: float
    blood_percent: float

    @property
    def broken_links(self) -> tuple[str, ...]:
        """The links that let less than nine tenths pass now."""
        return cut_links(self.nerve_percent, self.transmitted, self.followed_Hz > 0.0, self.blood_percent,
                         self.glycogen_mM[-1] if self.glycogen_mM.size else EMPTY_mM)

    @property
    def state(self) -> str:
        """What the muscle is doing now, in a word or two."""
        if not self.units_now:
            return "rest"
        return "contraction" if self.emg_now_percent >= SILENT_percent else "impulses, but no answer of the muscle"

    @cached_property
    def command_of_5(self) -> NDArray:
        """The command as it stands beside the force in kN: all of it is 5."""
        return self.command_percent / 20.0

    @result("Force now")
    def force_now_N(self) -> float:
        """The mean force of the last half second; none before it has begun to live."""
        return self.now(self.force_N)

    @result("Greatest force of the ten seconds", headline=True)
    def force_peak_N(self) -> float:
        """The greatest force of these ten seconds."""
        return float(self.force_N.max(initial=0.0))

    @result("EMG now")
    def emg_now_percent(self) -> float:
        """The size of the EMG in the last half second, of its mean size at full command (around which it flutters)."""
        recent = self.emg_percent[-round(NOW_s * 1000.0 / SAMPLE_ms):]
        return float(np.sqrt((recent ** 2).mean())) if recent.size else 0.0

    @result("Greatest EMG of the ten seconds")
    def emg_peak_percent(self) -> float:
        """The greatest size of the EMG over a second, of its mean size at full command."""
        return float(smoothed(self.emg_percent, SECOND_ms).max()) if self.emg_percent.size else 0.0

    @result("Phosphocreatine now")
    def phosphocreatine_now_mM(self) -> float:
        """Phosphocreatine at this moment; NaN before it has begun to live."""
        return float(self.pcr_mM[-1]) if self.pcr_mM.size else math.nan

    @result("Oxygen in the muscle now")
    def oxygen_now_mmHg(self) -> float:
        """The oxygen pressure in the muscle at this moment; NaN before it has begun to live."""
        return float(self.po2_mmHg[-1]) if self.po2_mmHg.size else math.nan
