"""What the resting fibre and its answer to one pulse look like, and the numbers that are read off them."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from muscle_lib.trace import result, trace

#: Our choice: a fibre that 2.5 times the healthy threshold does not excite is called inexcitable. Still stronger
#: pulses push the voltage through 0 by themselves, without an action potential.
LIMIT_uA_cm2 = 500.0
#: Above this resting voltage the normal resting state is lost. Our choice: between the two states of a fibre.
LOST_REST_mV = -65.0


@trace
class ExcitabilityTrace:
    """A fibre before, during and after one pulse, and its rest and threshold against potassium.

    The arrays from ``v_S_mV`` to ``K_T_mM`` have the shape of ``t_ms``; S is the surface, T the T-tubule.
    ``curve_rest_mV`` belongs to ``curve_K_mM``; the threshold, as current and as the surface voltage that it reaches
    when the pulse ends, belongs to ``firing_K_mM``, the potassium levels at which the fibre can be excited.
    """

    t_ms: NDArray
    v_S_mV: NDArray
    v_T_mV: NDArray
    K_T_mM: NDArray
    #: When action potentials passed 0 mV in the tubule.
    aps_ms: NDArray
    start_ms: float
    K_out_mM: float
    Ca_out_mM: float
    rest_mV: float = result("Resting potential", meaning="The surface voltage at which the fibre rests.")
    ready_sodium_percent: float = result(
        "Sodium channels that are ready", meaning="Sodium channels that could open: neither h nor s holds them shut.")
    gate_shift_mV: float = result(
        "Gates feel depolarised by", meaning="What calcium and magnesium do: the gates feel the voltage plus this.")
    stimulus_uA_cm2: float
    #: What brings the tubule above 0 mV; NaN if even 1500 µA/cm² does not. Above 500 it is only a local response.
    weakest_uA_cm2: float
    curve_K_mM: NDArray
    curve_rest_mV: NDArray
    firing_K_mM: NDArray
    firing_threshold_uA_cm2: NDArray
    firing_threshold_mV: NDArray

    @property
    def excitable(self) -> bool:
        """Whether a pulse of at most 500 µA/cm² excites the fibre."""
        return self.weakest_uA_cm2 <= LIMIT_uA_cm2

    @result("Threshold", headline=True)
    def threshold_uA_cm2(self) -> float:
        """The weakest pulse that sets off an action potential; none if 500 µA/cm² do not."""
        return self.weakest_uA_cm2 if self.excitable else math.nan

    @cached_property
    def pulse_uA_cm2(self) -> NDArray:
        """The strength of this fibre's pulse, beside the thresholds: the same at every ``curve_K_mM``."""
        return np.full_like(self.curve_K_mM, self.stimulus_uA_cm2)

    @property
    def fires(self) -> bool:
        """Whether this pulse gave an action potential."""
        return len(self.aps_ms) > 0

    @property
    def spontaneous(self) -> bool:
        """Whether an action potential came before the pulse, or without one."""
        return self.fires and (self.stimulus_uA_cm2 == 0.0 or bool(self.aps_ms[0] < self.start_ms))

    @property
    def lost_rest(self) -> bool:
        """Whether the fibre rests in its second, depolarised state, above −65 mV."""
        return self.rest_mV > LOST_REST_mV

    @result("Highest voltage")
    def peak_mV(self) -> float:
        """The highest surface voltage after the pulse began."""
        return float(self.v_S_mV[self.t_ms >= self.start_ms].max())

    @result("Highest voltage in the T-tubule")
    def tubule_peak_mV(self) -> float:
        """The highest voltage in the T-tubule after the pulse began."""
        return float(self.v_T_mV[self.t_ms >= self.start_ms].max())

    @result("Width of the action potential at half its height")
    def half_width_ms(self) -> float:
        """How long the surface stays above half of the action potential's height over rest; none without one."""
        if not self.fires:
            return math.nan
        top = int(self.v_S_mV.argmax())
        half = (self.rest_mV + self.v_S_mV[top]) / 2.0
        before = np.flatnonzero(self.v_S_mV[:top] < half)
        behind = top + np.flatnonzero(self.v_S_mV[top:] < half)
        if not len(before) or not len(behind):
            return math.nan
        return self._time_at(half, behind[0] - 1) - self._time_at(half, before[-1])

    @result("Potassium that gathers in the T-tubule")
    def K_step_mM(self) -> float:
        """By how much the tubule's potassium rises, at most, above that of the blood."""
        return float(self.K_T_mM.max()) - self.K_out_mM

    @result("From rest to the threshold")
    def threshold_gap_mV(self) -> float:
        """From rest to the voltage that a threshold pulse must reach, read off the curve; none where it has none."""
        if len(self.firing_K_mM) < 2 or not self.firing_K_mM[0] <= self.K_out_mM <= self.firing_K_mM[-1]:
            return math.nan
        return float(np.interp(self.K_out_mM, self.firing_K_mM, self.firing_threshold_mV)) - self.rest_mV

    def _time_at(self, v_mV: float, i: int) -> float:
        """The time at which the surface voltage passes a value between sample i and the next."""
        part = (v_mV - self.v_S_mV[i]) / (self.v_S_mV[i + 1] - self.v_S_mV[i])
        return float(self.t_ms[i] + part * (self.t_ms[i + 1] - self.t_ms[i]))
