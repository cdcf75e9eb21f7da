"""What a patch of membrane did: its arrays, and the numbers and words that are read off them."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from muscle_lib.trace import result, trace

REST_mV = -65.0
#: The charge of a picomole of ions with one charge each, in nC.
FARADAY_nC_pmol = 96.485
#: An impulse is a swing that the membrane's own currents carry up through this voltage.
OVERSHOOT_mV = 0.0
#: Smaller swings than this, in a membrane that is fed a steady current, are no longer called firing.
FIRING_SWING_mV = 20.0


@trace
class MembraneTrace:
    """What the membrane did. All arrays have the shape of ``t_ms``; currents are positive when they depolarise
    (stimulus) or flow outward (ionic)."""

    t_ms: NDArray
    v_mV: NDArray
    m: NDArray
    h: NDArray
    n: NDArray
    g_Na_mS_cm2: NDArray
    g_K_mS_cm2: NDArray
    sodium_uA_cm2: NDArray
    potassium_uA_cm2: NDArray
    ionic_uA_cm2: NDArray
    stimulus_uA_cm2: NDArray
    na_out_percent: float
    #: When the stimulus begins, and when the second pulse begins (NaN without one).
    start_ms: float
    second_ms: float

    @cached_property
    def sodium_gate(self) -> NDArray:
        """Which part of the sodium channels has its three fast gates open: m³. Some of these are inactivated."""
        return self.m**3

    @cached_property
    def potassium_gate(self) -> NDArray:
        """Which part of the potassium channels is open: n⁴."""
        return self.n**4

    @cached_property
    def sodium_in_pmol_cm2(self) -> NDArray:
        """How much sodium has come in since the start of the picture."""
        return -self._crossed(self.sodium_uA_cm2)

    @cached_property
    def potassium_out_pmol_cm2(self) -> NDArray:
        """How much potassium has gone out since the start of the picture."""
        return self._crossed(self.potassium_uA_cm2)

    @property
    def rush_ms(self) -> float:
        """When the most charge flows in: in the middle of an impulse's rise."""
        return float(self.t_ms[int(self.ionic_uA_cm2.argmin())])

    @property
    def impulse_times_ms(self) -> NDArray:
        """When the membrane's own current carried the voltage up through 0 mV.

        A strong pulse can push the voltage through 0 by itself. Then the ionic current flows outward, against it,
        and this is not an impulse.
        """
        v = self.v_mV
        up = np.flatnonzero((v[:-1] < OVERSHOOT_mV) & (v[1:] >= OVERSHOOT_mV) & (self.ionic_uA_cm2[1:] < 0.0))
        part = (OVERSHOOT_mV - v[up]) / (v[up + 1] - v[up])
        return self.t_ms[up] + part * (self.t_ms[up + 1] - self.t_ms[up])

    @result("Impulses")
    def impulses(self) -> int:
        """How many impulses there were."""
        return len(self.impulse_times_ms)

    @result("Highest voltage", headline=True)
    def peak_mV(self) -> float:
        """The highest voltage reached after the stimulus began."""
        return float(self._stimulated.max())

    @result("Lowest voltage")
    def trough_mV(self) -> float:
        """The lowest voltage reached after the stimulus began."""
        return float(self._stimulated.min())

    @result("Undershoot")
    def after_mV(self) -> float:
        """The lowest voltage after the highest one: the undershoot."""
        stimulated = self._stimulated
        return float(stimulated[int(stimulated.argmax()):].min())

    @result("From stimulus to impulse")
    def latency_ms(self) -> float:
        """From the start of the stimulus to the first impulse. NaN without one."""
        times = self.impulse_times_ms
        times = times[times >= self.start_ms]
        return float(times[0]) - self.start_ms if len(times) else math.nan

    @result("Width of the impulse at half its height")
    def half_width_ms(self) -> float:
        """How long the first impulse stays above half of its height over rest. NaN without an impulse."""
        if not self.impulses:
            return math.nan
        after = np.flatnonzero(self.t_ms >= self.impulse_times_ms[0])
        fallen = after[self.v_mV[after] < REST_mV]
        last = fallen[0] if len(fallen) else len(self.v_mV)
        top = after[0] + int(np.argmax(self.v_mV[after[0]:last]))
        half = (REST_mV + self.v_mV[top]) / 2.0
        before = np.flatnonzero(self.v_mV[:top] < half)
        behind = top + np.flatnonzero(self.v_mV[top:] < half)
        if not len(before) or not len(behind):
            return math.nan
        return self._time_at(half, behind[0] - 1) - self._time_at(half, before[-1])

    @result("Strongest current of the stimulus")
    def strongest_stimulus_uA_cm2(self) -> float:
        """The largest current of the stimulus: a pulse's charge divided by its length."""
        return float(self.stimulus_uA_cm2.max())

    @result("Steepest rise")
    def upstroke_V_s(self) -> float:
        """The steepest rise of the voltage outside the stimulus, in V/s (= mV/ms)."""
        slope = np.diff(self.v_mV) / np.diff(self.t_ms)
        # The stimulus of a sample flows from that sample to the next.
        return float(slope[self.stimulus_uA_cm2[:-1] == self.stimulus_uA_cm2[-1]].max(initial=0.0))

    @property
    def rebound_ms(self) -> float:
        """From the end of a current that pulled the voltage down to the first impulse. NaN if there was none."""
        before = self.t_ms < self.start_ms + self.latency_ms
        pulled_down = np.flatnonzero(before & (self.stimulus_uA_cm2 < 0.0))
        if not len(pulled_down) or self.stimulus_uA_cm2[before][-1] != 0.0:
            return math.nan
        return self.start_ms + self.latency_ms - float(self.t_ms[pulled_down[-1]])

    @property
    def second_delay_ms(self) -> float:
        """From the first pulse to the second; NaN without one."""
        return self.second_ms - self.start_ms

    @property
    def second_fired(self) -> bool:
        """Whether an impulse followed the second pulse."""
        return bool((self.impulse_times_ms >= self.second_ms).any())

    @result("Voltage at the end")
    def end_mV(self) -> float:
        """The voltage in the last moment of the run."""
        return float(self.v_mV[-1])

    @result("Mean voltage in the last half")
    def late_mV(self) -> float:
        """The mean voltage in the last half of the run, because a small swing may go on."""
        return float(self._late.mean())

    @result("Swing in the last half")
    def swing_mV(self) -> float:
        """Highest minus lowest voltage in the last half of the run: what goes on after the start is over."""
        return float(np.ptp(self._late))

    @result("Rate in the last half")
    def rate_Hz(self) -> float:
        """Impulses per second in the last half of the run, from the mean interval. 0 with fewer than two swings."""
        if self.swing_mV < 1.0:
            return 0.0
        late = self._late
        middle = (late.max() + late.min()) / 2.0
        up = np.flatnonzero((late[:-1] < middle) & (late[1:] >= middle))
        if len(up) < 2:
            return 0.0
        crossing = up + (middle - late[up]) / (late[up + 1] - late[up])
        return float(1000.0 / (np.diff(crossing).mean() * (self.t_ms[1] - self.t_ms[0])))

    @property
    def state(self) -> str:
        """One of “at rest”, “no impulse”, “one impulse”, “several impulses”, “swinging” (a steady current, no
        overshoot any more), “held depolarised” (a steady current, hardly a swing) and “fires by itself”."""
        fed = self.stimulus_uA_cm2[-1] > 0.0
        if (self.impulse_times_ms < self.start_ms).any() or (self.impulses and not self.stimulus_uA_cm2.any()):
            return "fires by itself"
        if self.impulses > 1 and self.impulse_times_ms[-1] > self.t_ms[-1] / 2.0:
            return "several impulses"
        if fed and self.swing_mV >= FIRING_SWING_mV and self.rate_Hz:
            return "swinging"
        if fed and self.swing_mV < FIRING_SWING_mV and self.late_mV > REST_mV + 15.0:
            return "held depolarised"
        if self.impulses:
            return "one impulse" if self.impulses == 1 else "several impulses"
        return "no impulse" if self.stimulus_uA_cm2.any() else "at rest"

    @property
    def _late(self) -> NDArray:
        return self.v_mV[self.v_mV.size // 2:]

    @property
    def _stimulated(self) -> NDArray:
        return self.v_mV[self.t_ms >= self.start_ms]

    def _crossed(self, current_uA_cm2: NDArray) -> NDArray:
        """The amount that a current has carried out, up to each moment."""
        nC_cm2 = np.cumsum(current_uA_cm2[1:] + current_uA_cm2[:-1]) * self.t_ms[1] / 2.0
        return np.append(0.0, nC_cm2) / FARADAY_nC_pmol

    def _time_at(self, v_mV: float, i: int) -> float:
        """The time at which the voltage passes a value between sample i and the next."""
        part = (v_mV - self.v_mV[i]) / (self.v_mV[i + 1] - self.v_mV[i])
        return float(self.t_ms[i] + part * (self.t_ms[i + 1] - self.t_ms[i]))
