"""The membrane of 1952: its check values, and what must be true of it at any setting."""

from __future__ import annotations

import functools
import json
import math
import os
import subprocess
import sys
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from muscle_lib.models.nerve_signal.membrane import (
    HH52,
    Membrane,
    MembraneTrace,
    REST_mV,
    integrate,
    rates_per_ms,
    threshold_nC_cm2,
)
from tests.checks import Check, smallest

ROOT = Path(__file__).parents[3]
OUR_RUN = "Our run of these equations: " + HH52
CLOSED_FORM = "The printed rates, in closed form at −65 mV: " + HH52
#: A preprint that was once seen proves these digits; it was not found again, so they count as our own.
FINER = "our own runs, with ever finer steps"

#: What ``integrate`` wants to know about the squid's membrane at 6.3 °C, besides the current and the step.
SQUID = dict(phi=1.0, c_uF_cm2=1.0, g_na=120.0, g_k=36.0, g_l=0.3, e_na=50.0, e_k=-77.0, e_l=-54.387,
             v_start=REST_mV)


# ---------------------------------------------------------------- how the values are measured

# Neighbouring checks share a run. Only a few are kept: a second of membrane takes 7 MB.
@functools.lru_cache(maxsize=8)
def run(**settings: float) -> MembraneTrace:
    return Membrane(**settings).run()


def strong(**settings: float) -> MembraneTrace:
    """The impulse after 20 nC/cm², three times the threshold."""
    return run(stimulus_nC_cm2=20.0, **settings)


def stepped(current_uA_cm2: float, seconds: float = 1.0, **settings: float) -> MembraneTrace:
    """A steady current from the first moment to the end."""
    return run(stimulus_nC_cm2=0.0, current_uA_cm2=current_uA_cm2, current_lasts_ms=5000.0, start_ms=0.0,
               duration_ms=1000.0 * seconds, **settings)


def resting_gate(which: int) -> float:
    """Where a gate settles at −65 mV; 0, 1, 2 are m, h, n."""
    opening, closing = rates_per_ms(REST_mV)[2 * which:2 * which + 2]
    return opening / (opening + closing)


def resting_time_constant_ms(which: int) -> float:
    return 1.0 / sum(rates_per_ms(REST_mV)[2 * which:2 * which + 2])


def rheobase_uA_cm2(above_mV: float = 0.0, **settings: float) -> float:
    """The smallest steady current, from 5 ms on, that lifts the voltage above a value.

    The moment matters where channels are missing: the run begins at −65 mV, which is then no longer quite the
    membrane's rest, and the threshold changes by some per cent while it settles.
    """
    def lifts(current: float) -> bool:
        return run(stimulus_nC_cm2=0.0, current_uA_cm2=current, duration_ms=100.0, **settings).peak_mV > above_mV
    return smallest(lifts, 0.0, 20.0, 0.002)


def endless_firing_uA_cm2() -> float:
    """The smallest steady current that still gives impulses after three seconds."""
    def goes_on(current: float) -> bool:
        return stepped(current, 3.0).impulse_times_ms[-1] > 2900.0
    return smallest(goes_on, 6.2, 6.3, 0.001)


def pulse_threshold_uA_cm2(pulse_ms: float) -> float:
    """The strength that a pulse of a given length needs."""
    def fires(current: float) -> bool:
        return run(stimulus_nC_cm2=current * pulse_ms, pulse_ms=pulse_ms).impulses > 0
    return smallest(fires, 0.0, 40.0 / pulse_ms, 0.001 / pulse_ms)


@functools.cache
def chronaxie_ms() -> float:
    """How long a pulse of twice the rheobase must last."""
    double = 2.0 * rheobase_uA_cm2()
    return smallest(lambda pulse_ms: pulse_threshold_uA_cm2(pulse_ms) <= double, 0.5, 5.0, 0.01)


def anode_break_uA_cm2() -> float:
    """How strong a current must pull the voltage down for 20 ms, so that an impulse follows its end."""
    def rebounds(current: float) -> bool:
        return run(stimulus_nC_cm2=0.0, current_uA_cm2=-current, current_lasts_ms=20.0).impulses > 0
    return smallest(rebounds, 0.0, 10.0, 0.005)


def after_release() -> MembraneTrace:
    """−10 µA/cm² for 30 ms, from 5 to 35 ms, and what follows."""
    return run(stimulus_nC_cm2=0.0, current_uA_cm2=-10.0, current_lasts_ms=30.0, duration_ms=80.0)


def second_threshold(delay_ms: float, temperature_C: float, resting_nC_cm2: float) -> float:
    """The second pulse's threshold as a multiple of the resting one, after a first pulse of 1.5 times that."""
    both = Membrane(stimulus_nC_cm2=1.5 * resting_nC_cm2, second_delay_ms=delay_ms, temperature_C=temperature_C)
    fires = smallest(lambda charge: replace(both, second_nC_cm2=charge).run().second_fired, 0.0, 60.0, 0.02)
    return fires / resting_nC_cm2


def second_threshold_beyond_the_slider() -> float:
    """The same 2 ms after the first pulse at 18.5 °C, where it needs more charge than the model's limit."""
    dt = 0.005
    since = (np.arange(4000) + 0.5) * dt - 5.0

    def fires(charge: float) -> bool:
        current = np.where((since >= 0.0) & (since < 0.1), 1.5 * 7.42 / 0.1, 0.0)
        current += np.where((since >= 2.0) & (since < 2.1), charge / 0.1, 0.0)
        v = integrate(current, dt, **{**SQUID, "phi": 3.0 ** ((18.5 - 6.3) / 10.0)})[0]
        return bool((upward(v) * dt >= 7.0).any())
    return smallest(fires, 0.0, 120.0, 0.02) / 7.42


def upward(v_mV: np.ndarray) -> np.ndarray:
    """The samples after which the voltage goes up through 0."""
    return np.flatnonzero((v_mV[:-1] < 0.0) & (v_mV[1:] >= 0.0))


@functools.cache
def ramp_uA_cm2(seconds: float) -> tuple[float, float]:
    """The currents at the first and at the last impulse, while the current goes from 0 to 15 and back to 0."""
    dt = 0.01
    t_ms = (np.arange(round(1000.0 * seconds / dt)) + 0.5) * dt
    current = 15.0 * (1.0 - np.abs(t_ms / (500.0 * seconds) - 1.0))
    impulses = upward(integrate(current, dt, **SQUID)[0])
    return current[impulses[0]], current[impulses[-1]]


# The equations once more, as an ordinary differential equation, so that the eigenvalues owe nothing to ``integrate``.
def derivative(state: np.ndarray, current: float) -> np.ndarray:
    v, m, h, n = state
    alpha_m, beta_m, alpha_h, beta_h, alpha_n, beta_n = rates_per_ms(v)
    return np.array([
        current - 120.0 * m**3 * h * (v - 50.0) - 36.0 * n**4 * (v + 77.0) - 0.3 * (v + 54.387),
        alpha_m * (1.0 - m) - beta_m * m,
        alpha_h * (1.0 - h) - beta_h * h,
        alpha_n * (1.0 - n) - beta_n * n])


def standstill(v_mV: float) -> tuple[np.ndarray, float]:
    """The state in which the voltage stands still at a value, and the current that this takes."""
    alpha_m, beta_m, alpha_h, beta_h, alpha_n, beta_n = rates_per_ms(v_mV)
    state = np.array([v_mV, alpha_m / (alpha_m + beta_m), alpha_h / (alpha_h + beta_h),
                      alpha_n / (alpha_n + beta_n)])
    return state, -derivative(state, 0.0)[0]


def grows(v_mV: float) -> bool:
    """Whether a small disturbance of the standstill grows: an eigenvalue with a positive real part."""
    state, current = standstill(v_mV)
    small = 1e-5
    columns = [(derivative(state + nudge, current) - derivative(state - nudge, current)) / (2.0 * small)
               for nudge in small * np.eye(4)]
    return bool(np.linalg.eigvals(np.array(columns).T).real.max() > 0.0)


def first_hopf_uA_cm2() -> float:
    return standstill(smallest(grows, -65.0, -50.0, 1e-9))[1]


def second_hopf_uA_cm2() -> float:
    return standstill(smallest(lambda v: not grows(v), -50.0, -30.0, 1e-9))[1]


def last_swing_uA_cm2() -> float:
    """The smallest strong current under which the swing dies out (below 1 mV after two to four seconds)."""
    return smallest(lambda current: stepped(current, 4.0).swing_mV < 1.0, 153.0, 157.0, 0.1)


def time_above_0_ms(trace: MembraneTrace) -> float:
    """How long the voltage is above 0 mV in the whole run."""
    return float((trace.v_mV > 0.0).sum() * (trace.t_ms[1] - trace.t_ms[0]))


# ---------------------------------------------------------------- the check values

def check(id: str, what: str, expected: str, within: float, unit: str, measure, source: str = OUR_RUN,
          kind: str = "regression", decimals: int | None = None) -> Check:
    value = float(expected)
    return Check(f"nerve_signal {id}", what, kind, expected, value - within, value + within, unit, source, measure,
                 decimals)


def at_rest() -> list[Check]:
    checks = [check("A-1", "voltage at rest, after 300 ms without a stimulus", "-65.0", 0.02, "mV",
                    lambda: run(stimulus_nC_cm2=0.0, duration_ms=300.0).v_mV[-1])]
    for which, (gate, settled, time, within) in enumerate((
            ("m", "0.0529", "0.237", 0.0012), ("h", "0.5961", "8.52", 0.043), ("n", "0.3177", "5.46", 0.027))):
        checks += [
            check("A-1", f"gate {gate} at rest", settled, 0.0005, "",
                  functools.partial(resting_gate, which), CLOSED_FORM),
            check("A-1", f"time constant of gate {gate} at rest", time, within, "ms",
                  functools.partial(resting_time_constant_ms, which), CLOSED_FORM)]
    return checks


def one_impulse() -> list[Check]:
    return [
        check("A-2", "threshold charge, 6.3 °C", "6.51", 0.05, "nC/cm²", lambda: threshold_nC_cm2(Membrane())),
        check("A-2", "threshold charge, 18.5 °C", "7.42", 0.05, "nC/cm²",
              lambda: threshold_nC_cm2(Membrane(temperature_C=18.5))),
        check("A-3", "peak, 7 nC/cm²", "37.1", 0.1, "mV", lambda: run(stimulus_nC_cm2=7.0).peak_mV),
        check("A-3", "time to 0 mV, 7 nC/cm²", "3.21", 0.02, "ms", lambda: run(stimulus_nC_cm2=7.0).latency_ms),
        check("A-3", "peak, 10 nC/cm²", "39.4", 0.1, "mV", lambda: run(stimulus_nC_cm2=10.0).peak_mV),
        check("A-3", "time to 0 mV, 10 nC/cm²", "1.60", 0.02, "ms", lambda: run(stimulus_nC_cm2=10.0).latency_ms),
        check("A-3", "peak, 20 nC/cm²", "40.9", 0.1, "mV", lambda: strong().peak_mV),
        check("A-3", "time to 0 mV, 20 nC/cm²", "0.72", 0.02, "ms", lambda: strong().latency_ms),
        check("A-3", "trough, 20 nC/cm²", "-76.2", 0.1, "mV", lambda: strong().trough_mV),
        check("A-3", "time of the trough after the pulse began", "3.8", 0.1, "ms",
              lambda: strong().t_ms[strong().v_mV.argmin()] - 5.0),
        check("A-3", "half-width, 20 nC/cm²", "1.48", 0.03, "ms", lambda: strong().half_width_ms),
        check("A-3", "steepest rise, 20 nC/cm²", "315", 1.0, "V/s", lambda: strong().upstroke_V_s),
        check("A-3", "highest sodium conductance", "33.9", 0.1, "mS/cm²", lambda: strong().g_Na_mS_cm2.max()),
        check("A-3", "its time after the pulse began", "1.07", 0.02, "ms",
              lambda: strong().t_ms[strong().g_Na_mS_cm2.argmax()] - 5.0),
        check("A-3", "highest potassium conductance", "12.7", 0.1, "mS/cm²", lambda: strong().g_K_mS_cm2.max()),
        check("A-3", "its time after the pulse began (potassium)", "2.57", 0.02, "ms",
              lambda: strong().t_ms[strong().g_K_mS_cm2.argmax()] - 5.0),
        check("A-3", "h falls to", "0.078", 0.001, "", lambda: strong().h.min()),
        check("A-3", "n rises to", "0.77", 0.005, "", lambda: strong().n.max()),
    ]


def steady_current() -> list[Check]:
    checks = [
        check("A-4", "smallest steady current for one impulse", "2.24", 0.03, "µA/cm²", rheobase_uA_cm2),
        check("A-4", "smallest steady current for endless firing", "6.265", 0.03, "µA/cm²",
              endless_firing_uA_cm2),
        check("A-4", "impulses at 6.20 µA/cm²", "3", 0.0, "", lambda: stepped(6.20, 2.0).impulses),
        check("A-4", "impulses at 6.25 µA/cm²", "7", 0.0, "", lambda: stepped(6.25, 2.0).impulses),
        # So near to the border, rounding may cost or give an impulse.
        check("A-4", "impulses at 6.26 µA/cm²", "35", 1.0, "", lambda: stepped(6.26, 2.0).impulses, decimals=0),
    ]
    for current, rate, swing in (
            (6.3, "52.4", "104"), (6.5, "55.1", "105"), (7, "58.3", "106"), (8, "62.5", "106"),
            (10, "68.3", "105"), (15, "78.6", "102"), (20, "86.5", "98.7"), (30, "98.7", "91.5"),
            (50, "117", "76.9"), (80, "137", "54.7"), (100, "147", "40.5"), (150, "168", "8.2"),
            (154, "169", "2.9"), (155, "0", "1.0")):
        checks += [
            check("A-5", f"rate, steady current of {current} µA/cm²", rate, 1.0, "Hz",
                  functools.partial(lambda current: stepped(current).rate_Hz, current)),
            check("A-5", f"peak to peak, steady current of {current} µA/cm²", swing, 1.0, "mV",
                  functools.partial(lambda current: stepped(current).swing_mV, current))]
    checks += [
        check("A-5", "peak to peak after 2 to 4 s, 154 µA/cm²", "2.75", 0.02, "mV",
              lambda: stepped(154.0, 4.0).swing_mV),
        check("A-5", "peak to peak after 2 to 4 s, 155 µA/cm²", "0.04", 0.02, "mV",
              lambda: stepped(155.0, 4.0).swing_mV),
        Check("nerve_signal A-5", "interval between impulses, steady current of 8 µA/cm²", "regression", "16.01",
              16.0058, 16.0140, "ms", FINER, lambda: 1000.0 / stepped(8.0).rate_Hz),
        check("A-6", "current at which rest becomes unstable (first Hopf point)", "9.775438", 0.01, "µA/cm²",
              first_hopf_uA_cm2, FINER, "regression"),
        check("A-6", "current at which rest becomes stable again (second Hopf point)", "154.522434", 0.01,
              "µA/cm²", second_hopf_uA_cm2, FINER, "regression"),
        Check("nerve_signal A-6", "current above which the swing dies out", "regression", "154.52", 153.0, 157.0,
              "µA/cm²", OUR_RUN, last_swing_uA_cm2),
    ]
    # A slow ramp carries the membrane past 9.775, where rest becomes unstable, before anything is seen: the disturbance
    # that grows there begins as a rounding error. So the start depends on the speed of the ramp and a little on the
    # computer; and where in its last interval the firing stops depends on when it started.
    for seconds, start, stop in ((4, "14.8", "6.30"), (16, "12.2", "6.24")):
        low, high = float(start) - 2.0, float(start) + 2.0
        checks += [
            Check("nerve_signal A-7", f"ramp up and down in {seconds} s: firing starts at", "regression", start,
                  low, high, "µA/cm²", OUR_RUN, functools.partial(lambda seconds: ramp_uA_cm2(seconds)[0], seconds),
                  decimals=0),
            Check("nerve_signal A-7", f"ramp up and down in {seconds} s: firing stops at", "regression", stop,
                  6.1, 6.4, "µA/cm²", OUR_RUN, functools.partial(lambda seconds: ramp_uA_cm2(seconds)[1], seconds),
                  decimals=1)]
    return checks


def strength_and_time() -> list[Check]:
    checks = []
    for pulse, strength, within in ((0.05, "130", 1.0), (0.1, "65.1", 0.5), (0.2, "32.6", 0.3), (0.5, "13.3", 0.1),
                                    (1.0, "6.92", 0.03), (2.0, "3.86", 0.03), (5.0, "2.35", 0.03),
                                    (10.0, "2.24", 0.03)):
        checks.append(check("A-8", f"threshold of a pulse of {pulse:g} ms", strength, within, "µA/cm²",
                            functools.partial(pulse_threshold_uA_cm2, pulse)))
    checks += [
        check("A-8", "chronaxie", "1.65", 0.05, "ms", chronaxie_ms),
        check("A-8", "threshold charge of a pulse of 0.05 ms", "6.5", 0.1, "nC/cm²",
              lambda: 0.05 * pulse_threshold_uA_cm2(0.05)),
        check("A-8", "threshold charge of a pulse of 0.2 ms", "6.5", 0.1, "nC/cm²",
              lambda: 0.2 * pulse_threshold_uA_cm2(0.2)),
        check("A-9", "downward current of 20 ms that an impulse follows", "2.79", 0.05, "µA/cm²",
              anode_break_uA_cm2),
        check("A-9", "voltage at the end of −10 µA/cm² for 30 ms", "-87.7", 0.1, "mV",
              lambda: after_release().trough_mV),
        check("A-9", "time from release to 0 mV", "5.73", 0.03, "ms", lambda: after_release().latency_ms - 30.0),
        check("A-9", "time from release to the peak", "5.95", 0.03, "ms",
              lambda: after_release().t_ms[after_release().v_mV.argmax()] - 35.0),
        check("A-9", "peak after release", "46.8", 0.1, "mV", lambda: after_release().peak_mV),
    ]
    for delay, multiple in ((7.0, "9.0"), (8.0, "6.5"), (9.0, "4.9"), (10.0, "3.8"), (12.0, "2.35"), (14.0, "1.53"),
                            (16.0, "1.08"), (18.0, "0.88"), (20.0, "0.85"), (25.0, "1.00")):
        checks.append(refractory(delay, 6.3, multiple, functools.partial(second_threshold, delay, 6.3, 6.51)))
    checks.append(refractory(2.0, 18.5, "9.0", second_threshold_beyond_the_slider))
    for delay, multiple in ((2.5, "3.7"), (3.0, "2.6"), (4.0, "1.56"), (5.0, "1.05"), (6.0, "0.84")):
        checks.append(refractory(delay, 18.5, multiple, functools.partial(second_threshold, delay, 18.5, 7.42)))
    return checks


def refractory(delay_ms: float, temperature_C: float, multiple: str, measure) -> Check:
    within = 0.01 if len(multiple) == 4 else 0.05
    return check("refractory", f"threshold {delay_ms:g} ms after an impulse, {temperature_C} °C, in resting thresholds",
                 multiple, within, "", measure)


def fewer_channels_less_sodium() -> list[Check]:
    checks = []
    for g_na, peak in ((120, "40.9"), (100, "38.7"), (80, "35.3"), (60, "29.0"), (50, "23.6"), (40, "14.5"),
                       (30, "-14.6")):
        tagged = "A-10" if g_na in (60, 40) else "sodium channels"
        checks.append(check(tagged, f"peak, g_Na {g_na} mS/cm²", peak, 0.5 if tagged == "A-10" else 0.1, "mV",
                            functools.partial(lambda left: strong(na_channels_percent=left).peak_mV, g_na / 1.2)))
    for g_na, charge in ((100, "8.19"), (80, "10.2"), (60, "12.8"), (50, "14.5")):
        checks.append(check("sodium channels", f"threshold charge, g_Na {g_na} mS/cm²", charge, 0.05, "nC/cm²",
                            functools.partial(lambda left: threshold_nC_cm2(Membrane(na_channels_percent=left)),
                                              g_na / 1.2)))
    for g_na, current in ((100, "2.99"), (80, "4.00"), (60, "5.47")):
        checks.append(check("sodium channels", f"smallest steady current, g_Na {g_na} mS/cm²", current, 0.03, "µA/cm²",
                            functools.partial(lambda left: rheobase_uA_cm2(na_channels_percent=left), g_na / 1.2)))
    # With so few channels the impulses grow smoothly out of the failures, and the border depends on where one sets
    # it: 6.52 at −20 mV, 6.56 at 0.
    checks.append(check("sodium channels", "smallest steady current to rise above −20 mV, g_Na 50 mS/cm²", "6.52", 0.03,
                        "µA/cm²", lambda: rheobase_uA_cm2(-20.0, na_channels_percent=50 / 1.2)))
    for left, peak, rise in ((100.0, "40.9", "315"), (70.0, "32.7", "266"), (50.0, "25.0", "222"),
                             (33.0, "15.4", "172"), (20.0, "3.6", "119")):
        checks += [
            check("sodium outside", f"peak, {left:.0f} % of sea water", peak, 0.1, "mV",
                  functools.partial(lambda left: strong(na_out_percent=left).peak_mV, left)),
            check("sodium outside", f"steepest rise, {left:.0f} % of sea water", rise, 1.0, "V/s",
                  functools.partial(lambda left: strong(na_out_percent=left).upstroke_V_s, left))]
    checks += [
        check("potassium channels", "time above 0 mV", "1.2", 0.05, "ms", lambda: time_above_0_ms(strong())),
        # Not one long impulse, but three, of 1.5, 1.4 and 1.4 ms.
        check("potassium channels", "time above 0 mV in 50 ms, g_K 18 mS/cm²", "4.3", 0.05, "ms",
              lambda: time_above_0_ms(strong(g_K_mS_cm2=18.0)))]
    return checks


def temperatures() -> list[Check]:
    checks = []
    for temperature, peak, width in ((0.0, "42.0", "2.95"), (6.3, "40.9", "1.48"), (10.0, "39.6", "0.99"),
                                     (18.5, "33.4", "0.42"), (20.0, "31.6", "0.37"), (25.0, "23.3", "0.24")):
        checks += [
            check("temperature", f"peak, {temperature:g} °C", peak, 0.1, "mV",
                  functools.partial(lambda T: strong(temperature_C=T).peak_mV, temperature)),
            check("temperature", f"half-width, {temperature:g} °C", width, 0.01, "ms",
                  functools.partial(lambda T: strong(temperature_C=T).half_width_ms, temperature))]
    return checks


CHECKS = (*at_rest(), *one_impulse(), *steady_current(), *strength_and_time(), *fewer_channels_less_sodium(),
          *temperatures())


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_check_value(check: Check) -> None:
    check.hold()


# ---------------------------------------------------------------- what must be true

@pytest.mark.parametrize("temperature_C", [0.0, 6.3, 25.0])
def test_without_a_stimulus_it_stays_at_rest(temperature_C: float) -> None:
    trace = run(stimulus_nC_cm2=0.0, duration_ms=300.0, temperature_C=temperature_C)
    assert np.abs(trace.v_mV - REST_mV).max() < 0.05
    assert trace.state == "at rest"


@pytest.mark.parametrize("settings", [
    {"stimulus_nC_cm2": 40.0, "pulse_ms": 0.05},
    {"stimulus_nC_cm2": 40.0, "second_nC_cm2": 60.0, "second_delay_ms": 1.0},
    {"current_uA_cm2": 160.0, "temperature_C": 25.0},
    {"current_uA_cm2": -10.0, "current_lasts_ms": 20.0, "k_channels_percent": 10.0},
    {"stimulus_nC_cm2": 40.0, "current_uA_cm2": 160.0, "C_uF_cm2": 0.5, "g_Na_mS_cm2": 240.0, "dt_ms": 0.02},
])
def test_gates_stay_between_shut_and_open(settings: dict[str, float]) -> None:
    trace = run(**settings)
    for gate in (trace.m, trace.h, trace.n):
        assert gate.min() >= 0.0 and gate.max() <= 1.0


@pytest.mark.parametrize("settings", [
    {}, {"k_channels_percent": 50.0}, {"g_K_mS_cm2": 18.0, "temperature_C": 25.0}, {"na_out_percent": 10.0},
])
def test_without_a_stimulus_the_voltage_stays_between_the_equilibria(settings: dict[str, float]) -> None:
    """Even where the membrane fires by itself, no ion can carry it beyond the place where that ion rests."""
    trace = run(stimulus_nC_cm2=0.0, duration_ms=200.0, **settings)
    e_na = 50.0 + 24.08 * math.log(settings.get("na_out_percent", 100.0) / 100.0)
    assert trace.v_mV.min() > -77.0 and trace.v_mV.max() < max(e_na, -54.387)


def test_threshold_is_all_or_none() -> None:
    assert run(stimulus_nC_cm2=6.4).impulses == run(stimulus_nC_cm2=6.50).impulses == 0
    assert run(stimulus_nC_cm2=6.52).impulses == run(stimulus_nC_cm2=6.6).impulses == 1
    assert run(stimulus_nC_cm2=6.50).peak_mV < -50.0
    assert run(stimulus_nC_cm2=6.52).peak_mV > 30.0


def test_a_slow_ramp_starts_later_than_a_slower_one_and_both_stop_far_below() -> None:
    (start_4s, stop_4s), (start_16s, stop_16s) = ramp_uA_cm2(4), ramp_uA_cm2(16)
    assert start_4s > start_16s > 9.8 > 6.4 > max(stop_4s, stop_16s)
    assert start_4s == pytest.approx(14.8, abs=0.3) and start_16s == pytest.approx(12.2, abs=0.3)


def test_threshold_is_nan_where_nothing_fires() -> None:
    assert math.isnan(threshold_nC_cm2(Membrane(na_channels_percent=0.0)))


@pytest.mark.parametrize("temperature_C", [0.0, 6.3, 10.0, 10.1, 18.5, 25.0])
def test_halving_the_step_changes_nothing_that_is_reported(temperature_C: float) -> None:
    coarse, fine = (strong(temperature_C=temperature_C, dt_ms=dt) for dt in (0.01, 0.005))
    assert abs(coarse.peak_mV - fine.peak_mV) < 0.05
    for name in ("peak_mV", "trough_mV", "after_mV", "latency_ms", "half_width_ms", "upstroke_V_s"):
        assert getattr(coarse, name) == pytest.approx(getattr(fine, name), rel=0.01), name
    for name in ("g_Na_mS_cm2", "g_K_mS_cm2"):
        assert getattr(coarse, name).max() == pytest.approx(getattr(fine, name).max(), rel=0.01), name
    assert threshold_nC_cm2(Membrane(temperature_C=temperature_C)) == pytest.approx(
        threshold_nC_cm2(Membrane(temperature_C=temperature_C, dt_ms=0.005)), rel=0.01)
    # A warm membrane needs more current to fire on and on.
    current = 10.0 if temperature_C < 15.0 else 30.0
    coarse, fine = (stepped(current, 0.5, temperature_C=temperature_C, dt_ms=dt) for dt in (0.01, 0.005))
    assert coarse.rate_Hz > 30.0
    assert coarse.rate_Hz == pytest.approx(fine.rate_Hz, rel=0.01)
    assert coarse.swing_mV == pytest.approx(fine.swing_mV, rel=0.01)


def test_fewer_sodium_channels_raise_the_threshold() -> None:
    thresholds = [threshold_nC_cm2(Membrane(na_channels_percent=left)) for left in (100.0, 80.0, 60.0, 40.0, 30.0)]
    assert thresholds == sorted(thresholds) and len(set(thresholds)) == 5


def test_less_sodium_outside_lowers_the_peak_and_not_the_rest() -> None:
    traces = [strong(na_out_percent=left) for left in (120.0, 100.0, 70.0, 50.0, 30.0, 20.0, 10.0)]
    peaks = [trace.peak_mV for trace in traces]
    assert peaks == sorted(peaks, reverse=True) and len(set(peaks)) == 7
    assert all(abs(trace.v_mV[trace.t_ms < 5.0] - REST_mV).max() < 1.0 for trace in traces)


def test_warmth_makes_the_impulse_narrower() -> None:
    widths = [strong(temperature_C=T).half_width_ms for T in (0.0, 5.0, 10.0, 15.0, 20.0, 25.0)]
    assert widths == sorted(widths, reverse=True) and len(set(widths)) == 6


def test_a_stronger_pulse_gives_an_earlier_impulse_of_nearly_the_same_height() -> None:
    traces = [run(stimulus_nC_cm2=charge) for charge in (7.0, 10.0, 20.0, 40.0)]
    latencies = [trace.latency_ms for trace in traces]
    assert latencies == sorted(latencies, reverse=True)
    assert max(trace.peak_mV for trace in traces) - min(trace.peak_mV for trace in traces) < 6.0


@pytest.mark.parametrize("stimulus", [
    {"stimulus_nC_cm2": 40.0, "pulse_ms": 0.05},
    {"stimulus_nC_cm2": 40.0, "pulse_ms": 1.0},
    {"stimulus_nC_cm2": 40.0, "second_nC_cm2": 60.0, "second_delay_ms": 1.0},
    {"stimulus_nC_cm2": 40.0, "second_nC_cm2": 60.0, "current_uA_cm2": 160.0, "k_channels_percent": 10.0},
])
@pytest.mark.parametrize("temperature_C", [0.0, 25.0])
def test_a_push_through_zero_without_sodium_channels_is_no_impulse(stimulus: dict, temperature_C: float) -> None:
    trace = run(na_channels_percent=0.0, temperature_C=temperature_C, **stimulus)
    assert trace.impulses == 0
    assert not trace.second_fired and math.isnan(trace.latency_ms) and math.isnan(trace.half_width_ms)


def test_such_a_push_does_reach_zero() -> None:
    """Otherwise the test above would prove nothing."""
    assert run(na_channels_percent=0.0, stimulus_nC_cm2=40.0, second_nC_cm2=60.0, second_delay_ms=1.0).peak_mV > 0.0


def test_half_the_potassium_channels_fire_by_themselves() -> None:
    """The impulses that then follow one pulse are not the pulse's doing: they come without it too."""
    assert run(k_channels_percent=50.0, stimulus_nC_cm2=20.0).impulses > 1
    alone = run(k_channels_percent=50.0, stimulus_nC_cm2=0.0, duration_ms=500.0)
    assert alone.state == "fires by itself" and alone.impulse_times_ms[-1] > 450.0


def test_the_fewer_potassium_channels_the_longer_the_impulse() -> None:
    widths = [strong(k_channels_percent=left, start_ms=0.0).half_width_ms for left in (100.0, 80.0, 60.0, 50.0, 30.0,
                                                                                    10.0)]
    assert widths == sorted(widths) and widths[-1] > 2.0 * widths[0]


def test_blocked_channels_and_a_smaller_conductance_are_the_same() -> None:
    assert np.array_equal(run(k_channels_percent=50.0).v_mV, run(g_K_mS_cm2=18.0).v_mV)
    assert np.array_equal(run(na_channels_percent=75.0).v_mV, run(g_Na_mS_cm2=90.0).v_mV)


def test_at_two_milliseconds_and_18_degrees_the_strongest_pulse_is_too_weak() -> None:
    """The check value for this delay lies beyond the model's limit of 60 nC/cm²."""
    assert not Membrane(stimulus_nC_cm2=1.5 * 7.42, second_nC_cm2=60.0, second_delay_ms=2.0,
                        temperature_C=18.5).run().second_fired


# ---------------------------------------------------------------- the numbers behind it

@pytest.mark.parametrize("rates", [rates_per_ms, rates_per_ms.py_func], ids=["compiled", "plain"])
def test_rates_have_their_limits_where_the_quotient_is_zero_over_zero(rates) -> None:
    assert rates(-40.0)[0] == pytest.approx(1.0, abs=1e-12)
    assert rates(-55.0)[4] == pytest.approx(0.1, abs=1e-12)


@pytest.mark.parametrize("rates", [rates_per_ms, rates_per_ms.py_func], ids=["compiled", "plain"])
def test_rates_are_smooth_near_that_voltage(rates) -> None:
    away_mV = (1e-300, 1e-16, 1e-12, 1e-9, 1e-6, 1e-4, 0.999e-3, 1e-3, 1.001e-3, 0.01, 1.0)
    for (centre, which, factor), away, sign in product(((-40.0, 0, 0.1), (-55.0, 4, 0.01)), away_mV, (-1.0, 1.0)):
        v_mV = centre + sign * away
        x = -(v_mV - centre)
        # expm1 keeps all digits where exp(x) − 1 loses them.
        exact = factor * (x / math.expm1(x / 10.0) if x else 10.0)
        assert rates(v_mV)[which] == pytest.approx(exact, rel=1e-8)


@pytest.mark.parametrize("v_start", [-40.0, -55.0, -40.0 + 1e-13, -55.0 - 1e-13])
def test_a_run_may_begin_where_the_quotient_is_zero_over_zero(v_start: float) -> None:
    for array in integrate(np.zeros(1000), 0.01, **{**SQUID, "v_start": v_start}):
        assert np.isfinite(array).all()


@pytest.mark.parametrize("current, changes", [
    (0.0, {}),
    (10.0, {}),
    (160.0, {"phi": 3.0 ** ((25.0 - 6.3) / 10.0)}),
    (-10.0, {"phi": 3.0 ** ((0.0 - 6.3) / 10.0), "c_uF_cm2": 2.0}),
    (1200.0, {"c_uF_cm2": 0.5, "g_na": 0.0}),
    (5.0, {"g_k": 3.6, "g_l": 1.0, "e_k": -100.0, "e_l": -40.0}),
    (0.0, {"v_start": -40.0}),
    (0.0, {"v_start": -55.0}),
])
def test_compiled_and_plain_path_agree(current: float, changes: dict[str, float]) -> None:
    currents = np.full(3000, current)
    for dt_ms in (0.0005, 0.02):
        compiled = integrate(currents, dt_ms, **{**SQUID, **changes})
        plain = integrate.py_func(currents, dt_ms, **{**SQUID, **changes})
        for one, other in zip(compiled, plain, strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-9)


def test_no_steps_give_the_start() -> None:
    v, m, h, n = integrate(np.empty(0), 0.01, **SQUID)
    assert v.tolist() == [REST_mV] and m.size == h.size == n.size == 1


@pytest.mark.kernel
def test_a_whole_run_in_plain_python_agrees() -> None:
    program = ("import json, muscle_lib.compiled; from muscle_lib.models.nerve_signal import Membrane; "
               "trace = Membrane(current_uA_cm2=10.0, temperature_C=18.5).run(); "
               "print(json.dumps([muscle_lib.compiled.is_compiled(), trace.state, trace.v_mV[::50].tolist()]))")
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env={**os.environ, "MUSCLE_LAB_PLAIN": "1"},
                          capture_output=True, text=True, encoding="utf-8", check=True)
    is_compiled, state, v_mV = json.loads(done.stdout)
    here = run(current_uA_cm2=10.0, temperature_C=18.5)
    assert is_compiled is False
    assert state == here.state
    np.testing.assert_allclose(v_mV, here.v_mV[::50], rtol=0.0, atol=1e-7)


def test_a_pulse_delivers_its_charge() -> None:
    for pulse_ms, temperature_C in product((0.05, 0.1, 0.15, 0.5, 1.0, 3.0), (6.3, 18.5)):
        trace = run(stimulus_nC_cm2=12.0, second_nC_cm2=8.0, second_delay_ms=10.0, pulse_ms=pulse_ms,
                    temperature_C=temperature_C)
        flowed = np.cumsum(trace.stimulus_uA_cm2[:-1]) * (trace.t_ms[1] - trace.t_ms[0])  # µA · ms = nC
        assert flowed[trace.t_ms[:-1] < 5.0 - 1e-6][-1] == 0.0
        assert flowed[trace.t_ms[:-1] < 15.0 - 1e-6][-1] == pytest.approx(12.0)
        assert flowed[-1] == pytest.approx(20.0)


def test_pulses_that_overlap_add_up() -> None:
    trace = run(stimulus_nC_cm2=4.0, second_nC_cm2=4.0, second_delay_ms=1.0, pulse_ms=2.0)
    assert trace.stimulus_uA_cm2[trace.t_ms == 6.5] == pytest.approx(4.0)
    assert trace.stimulus_uA_cm2[trace.t_ms == 5.5] == pytest.approx(2.0)


def test_the_steady_current_flows_when_it_is_said_to() -> None:
    trace = run(stimulus_nC_cm2=0.0, current_uA_cm2=-4.0, current_lasts_ms=7.0)
    flows = trace.t_ms[trace.stimulus_uA_cm2 != 0.0]
    assert set(trace.stimulus_uA_cm2) == {0.0, -4.0}
    assert flows[0] == pytest.approx(5.0, abs=0.006) and flows[-1] == pytest.approx(11.99, abs=0.006)


def test_what_flows_in_changes_the_voltage() -> None:
    """C · dV/dt = stimulus − ionic current, with the trace's own arrays."""
    trace = run(C_uF_cm2=1.5, dt_ms=0.001)
    charging = 1.5 * np.diff(trace.v_mV) / np.diff(trace.t_ms)
    flowing = trace.stimulus_uA_cm2[:-1] - (trace.ionic_uA_cm2[:-1] + trace.ionic_uA_cm2[1:]) / 2.0
    assert np.abs(charging - flowing).max() < 0.01 * np.abs(charging).max()


def test_temperature_changes_only_the_gates() -> None:
    """Without gates that move there is only the leak, and the leak knows no temperature."""
    cold, warm = (integrate(np.full(500, 5.0), 0.01, **{**SQUID, "phi": phi, "g_na": 0.0, "g_k": 0.0})[0]
                  for phi in (0.5, 8.0))
    assert np.array_equal(cold, warm)
    # One resistor and one capacitor: the exact solution.
    t_ms = np.arange(501) * 0.01
    settled = -54.387 + 5.0 / 0.3
    np.testing.assert_allclose(cold, settled + (REST_mV - settled) * np.exp(-0.3 * t_ms), rtol=0.0, atol=1e-9)


def test_warm_runs_take_half_the_step() -> None:
    assert run(temperature_C=10.0).t_ms[1] == 0.01
    assert run(temperature_C=10.1).t_ms[1] == 0.005
    assert run(temperature_C=10.1).t_ms[-1] == pytest.approx(50.0)


def test_how_much_too_easily_it_fires_is_told() -> None:
    """At 20 °C, beside Guttman 1966, doi 10.1085/jgp.49.5.1007: 15 nC/cm², and 12 µA/cm² for 10 ms."""
    warm = Membrane(temperature_C=20.0, stimulus_nC_cm2=0.0, current_lasts_ms=10.0)
    charge = threshold_nC_cm2(warm)
    current = smallest(lambda uA_cm2: replace(warm, current_uA_cm2=uA_cm2).run().impulses > 0, 1.0, 20.0, within=0.01)
    told = next(line for line in Membrane.leaves_out if "Guttman" in line)
    assert f"{charge:.1f} nC/cm² here and 15" in told and f"{current:.1f} µA/cm² here and 12" in told
    assert any("E_Na and E_K stay as they are" in line for line in Membrane.leaves_out)
