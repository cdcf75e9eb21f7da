"""One patch of nerve membrane and its impulse: the Hodgkin–Huxley model of 1952."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from muscle_lib.compiled import compiled
from muscle_lib.models.nerve_signal.membrane_trace import MembraneTrace, REST_mV
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity

HH52 = "Hodgkin & Huxley 1952, doi 10.1113/jphysiol.1952.sp004764"
GUTTMAN = "Guttman 1966, doi 10.1085/jgp.49.5.1007"


@compiled
def rates_per_ms(v_mV: float) -> tuple[float, float, float, float, float, float]:
    """How fast the three kinds of gate open (alpha) and close (beta) at a voltage, at 6.3 °C.

    Returns alpha_m, beta_m, alpha_h, beta_h, alpha_n, beta_n in 1/ms (Hodgkin & Huxley 1952, in today's sign).
    """
    # Both fractions are 0/0 at one voltage; near it their series takes over.
    x = -(v_mV + 40.0)
    alpha_m = 0.1 * (10.0 * (1.0 - x / 20.0) if abs(x) < 1e-3 else x / (math.exp(x / 10.0) - 1.0))
    x = -(v_mV + 55.0)
    alpha_n = 0.01 * (10.0 * (1.0 - x / 20.0) if abs(x) < 1e-3 else x / (math.exp(x / 10.0) - 1.0))
    beta_m = 4.0 * math.exp(-(v_mV + 65.0) / 18.0)
    alpha_h = 0.07 * math.exp(-(v_mV + 65.0) / 20.0)
    beta_h = 1.0 / (1.0 + math.exp(-(v_mV + 35.0) / 10.0))
    beta_n = 0.125 * math.exp(-(v_mV + 65.0) / 80.0)
    return alpha_m, beta_m, alpha_h, beta_h, alpha_n, beta_n


@compiled
def integrate(current_uA_cm2, dt_ms, phi, c_uF_cm2, g_na, g_k, g_l, e_na, e_k, e_l, v_start,
              gate_shift_mV=0.0):
    """Step the membrane through a current that is given at the middle of every step.

    The scheme is exponential Euler (Rush & Larsen 1978): within one step each gate, and then the voltage, relaxes
    exactly towards where it would settle if all else stood still. It is stable at any step.
    ``gate_shift_mV`` is added to the voltage that the gates feel, and to nothing else: with few divalent ions outside
    they behave as if the membrane were already depolarised.
    Returns four arrays, one value longer than the current: the voltage in mV, and the gates m, h and n.
    """
    steps = current_uA_cm2.size
    v_all = np.empty(steps + 1)
    m_all = np.empty(steps + 1)
    h_all = np.empty(steps + 1)
    n_all = np.empty(steps + 1)
    v = v_start
    alpha_m, beta_m, alpha_h, beta_h, alpha_n, beta_n = rates_per_ms(v + gate_shift_mV)
    m = alpha_m / (alpha_m + beta_m)
    h = alpha_h / (alpha_h + beta_h)
    n = alpha_n / (alpha_n + beta_n)
    v_all[0], m_all[0], h_all[0], n_all[0] = v, m, h, n
    for i in range(steps):
        alpha_m, beta_m, alpha_h, beta_h, alpha_n, beta_n = rates_per_ms(v + gate_shift_mV)
        m_end = alpha_m / (alpha_m + beta_m)
        h_end = alpha_h / (alpha_h + beta_h)
        n_end = alpha_n / (alpha_n + beta_n)
        m = m_end + (m - m_end) * math.exp(-dt_ms * phi * (alpha_m + beta_m))
        h = h_end + (h - h_end) * math.exp(-dt_ms * phi * (alpha_h + beta_h))
        n = n_end + (n - n_end) * math.exp(-dt_ms * phi * (alpha_n + beta_n))
        open_na = g_na * m * m * m * h
        open_k = g_k * n * n * n * n
        total = open_na + open_k + g_l
        # A plain float, or everything after it is slow NumPy arithmetic where Numba is missing.
        v_end = (open_na * e_na + open_k * e_k + g_l * e_l + float(current_uA_cm2[i])) / total
        v = v_end + (v - v_end) * math.exp(-dt_ms * total / c_uF_cm2)
        v_all[i + 1], m_all[i + 1], h_all[i + 1], n_all[i + 1] = v, m, h, n
    return v_all, m_all, h_all, n_all


@model
class Membrane:
    """One patch of nerve membrane, in which the voltage is everywhere the same (Hodgkin & Huxley 1952).

    The equations in words
    ----------------------
    The membrane is a capacitor. Whatever current flows into it changes its voltage:
        C · dV/dt = stimulus − sodium current − potassium current − leak current
    Each ionic current is a conductance times the distance from the voltage at which that ion would rest:
        sodium current = g_Na · m³ · h · (V − E_Na)        m opens fast, h (inactivation) shuts more slowly
        potassium current = g_K · n⁴ · (V − E_K)           n opens slowly
        leak current = g_L · (V − E_L)
    Each gate moves towards the value that the voltage asks for, three times as fast for every 10 °C:
        dx/dt = 3^((T − 6.3)/10) · (opening rate · (1 − x) − closing rate · x),   x = m, h or n
    Less sodium outside lowers E_Na by 24.08 mV times the natural logarithm of the fraction left (Nernst).

    ``run()`` returns a MembraneTrace whose arrays have one value per step, from 0 to ``duration_ms``.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Source: Hodgkin & Huxley 1952, J Physiol 117:500, doi 10.1113/jphysiol.1952.sp004764.
    """

    stimulus_nC_cm2: float = quantity(
        10.0, unit="nC/cm²", low=0.0, high=40.0, step=0.1, symbol="Q₁", label="First pulse",
        meaning="Charge of a short current pulse; 1 nC/cm² lifts the voltage by 1 mV.",
        source="Our choice: 0 to 6 times the threshold of the resting membrane.")
    second_nC_cm2: float = quantity(
        0.0, unit="nC/cm²", low=0.0, high=60.0, step=0.1, symbol="Q₂", label="Second pulse",
        meaning="Charge of a second pulse of the same length.",
        source="Our choice: 0 to 9 times the threshold of the resting membrane.")
    second_delay_ms: float = quantity(
        10.0, unit="ms", low=1.0, high=30.0, step=0.1, symbol="Δt", label="Second pulse comes after",
        meaning="From the start of the first pulse to the start of the second.", idle_at=({"second_nC_cm2": 0.0},),
        source="Our choice: spans the refractory period at 6.3 °C.")
    temperature_C: float = quantity(
        6.3, unit="°C", low=0.0, high=25.0, step=0.1, symbol="T", label="Temperature",
        meaning="Gates move three times as fast for every 10 °C. A squid's membrane: from about 28 °C it gives no "
                "all-or-none impulse any more, so it must not be read as a warm human nerve.",
        source=HH52)
    na_channels_percent: float = quantity(
        100.0, unit="%", low=0.0, high=100.0, step=1.0, symbol="g_Na left", label="Sodium channels left",
        meaning="What a local anaesthetic or tetrodotoxin leaves.", source="Our choice: all of the range.")
    k_channels_percent: float = quantity(
        100.0, unit="%", low=10.0, high=100.0, step=1.0, symbol="g_K left", label="Potassium channels left",
        meaning="What a potassium-channel blocker such as tetraethylammonium leaves.",
        source="Our choice: with fewer than 10 % the membrane has no resting voltage of its own.")
    na_out_percent: float = quantity(
        100.0, unit="%", low=10.0, high=120.0, step=1.0, symbol="[Na⁺]ₒ", label="Sodium outside",
        meaning="In per cent of sea water; the rest is replaced by something that cannot pass the membrane.",
        source="Our choice, after the experiment of Hodgkin & Katz 1949, doi 10.1113/jphysiol.1949.sp004310")
    current_uA_cm2: float = quantity(
        0.0, unit="µA/cm²", low=-10.0, high=160.0, step=0.1, symbol="I", label="Steady current",
        meaning="Flows from the first pulse on; negative makes the inside more negative.",
        source="Our choice: from an inhibiting current to beyond the end of all firing.")
    current_lasts_ms: float = quantity(
        1000.0, unit="ms", low=1.0, high=5000.0, step=1.0, symbol="t_I", label="Steady current lasts", scale="log",
        meaning="Longer than the picture: to its end.", idle_at=({"current_uA_cm2": 0.0},),
        source="Our choice: from one short pulse to longer than any picture.")
    pulse_ms: float = quantity(
        0.1, unit="ms", low=0.05, high=20.0, step=0.05, symbol="t_p", label="Length of a pulse", scale="log",
        meaning="The same charge, given faster or more slowly.",
        source="Our choice: from far below to far above the chronaxie.")
    g_Na_mS_cm2: float = quantity(
        120.0, unit="mS/cm²", low=60.0, high=240.0, symbol="g_Na", label="Sodium conductance, all gates open",
        source=HH52, fixed=True)
    g_K_mS_cm2: float = quantity(
        36.0, unit="mS/cm²", low=18.0, high=72.0, symbol="g_K", label="Potassium conductance, all gates open",
        source=HH52, fixed=True)
    g_L_mS_cm2: float = quantity(
        0.3, unit="mS/cm²", low=0.1, high=1.0, symbol="g_L", label="Leak conductance", source=HH52, fixed=True)
    E_Na_mV: float = quantity(
        50.0, unit="mV", low=20.0, high=80.0, symbol="E_Na", label="Equilibrium potential of sodium",
        source=HH52, fixed=True)
    E_K_mV: float = quantity(
        -77.0, unit="mV", low=-100.0, high=-60.0, symbol="E_K", label="Equilibrium potential of potassium",
        source=HH52, fixed=True)
    E_L_mV: float = quantity(
        -54.387, unit="mV", low=-80.0, high=-40.0, symbol="E_L", label="Equilibrium potential of the leak",
        meaning="Set so that no current flows at −65 mV.", source=HH52, fixed=True)
    C_uF_cm2: float = quantity(
        1.0, unit="µF/cm²", low=0.5, high=2.0, symbol="C", label="Membrane capacitance", source=HH52, fixed=True)
    start_ms: float = quantity(
        5.0, unit="ms", low=0.0, high=10.0, symbol="t₀", label="Start of the stimulus",
        source="Our choice: shows the rest before, and lies within every run.", fixed=True)
    duration_ms: float = quantity(
        50.0, unit="ms", low=20.0, high=5000.0, symbol="t_end", label="Length of the run",
        source="Our choice: two impulses and the recovery between them.", fixed=True)
    # From 0.01 to 0.005 ms the peak moves by less than 0.05 mV up to 10 °C; above, the gates are faster.
    dt_ms: float = quantity(
        0.01, unit="ms", low=0.0005, high=0.02, symbol="dt", label="Time step, up to 10 °C",
        meaning="Half of it above 10 °C.", source="Our choice: halving it changes no reported number by 1 %.",
        fixed=True)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "It is a squid's giant axon at sea-water temperature, not a human nerve at 37 °C.",
        "One patch: nothing travels. The impulse on its way is the next station.",
        "Concentrations stay as they are. One impulse moves so few ions (a few picomoles per cm²) that this is "
        "nearly true, and the sodium pump, which is missing, is not needed for an impulse.",
        "A squid axon cannot fire slowly: it starts at about 50 impulses a second. Human motoneurons can, with "
        "channels that are not in this model.",
        "Every run begins at −65 mV, also with channels missing: the membrane may still be on its way to a new rest "
        "when the stimulus comes.",
        "It fires too easily: at 20 °C a short pulse needs 7.7 nC/cm² here and 15 in real squid axons, a weak long one "
        "6.3 µA/cm² here and 12 there: " + GUTTMAN + ".",
        "Warmth acts on the gates alone. E_Na and E_K stay as they are, though by Nernst's law they would grow by a "
        "third of a per cent for each degree.",
        "The gates' currents are smooth: the noise of single channels is left out.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> MembraneTrace:
        """Run the experiment that the parameters describe."""
        dt = self.dt_ms if self.temperature_C <= 10.0 else self.dt_ms / 2.0
        steps = round(self.duration_ms / dt)
        t_ms = np.arange(steps + 1) * dt
        current = self._current(t_ms[:-1] + dt / 2.0)
        e_na = self.E_Na_mV + 24.08 * math.log(self.na_out_percent / 100.0)
        g_na = self.g_Na_mS_cm2 * self.na_channels_percent / 100.0
        g_k = self.g_K_mS_cm2 * self.k_channels_percent / 100.0
        v, m, h, n = integrate(current, dt, 3.0 ** ((self.temperature_C - 6.3) / 10.0), self.C_uF_cm2,
                               g_na, g_k, self.g_L_mS_cm2, e_na, self.E_K_mV, self.E_L_mV, REST_mV, 0.0)
        open_na = g_na * m**3 * h
        open_k = g_k * n**4
        sodium, potassium = open_na * (v - e_na), open_k * (v - self.E_K_mV)
        return MembraneTrace(t_ms=t_ms, v_mV=v, m=m, h=h, n=n, g_Na_mS_cm2=open_na, g_K_mS_cm2=open_k,
                             sodium_uA_cm2=sodium, potassium_uA_cm2=potassium,
                             ionic_uA_cm2=sodium + potassium + self.g_L_mS_cm2 * (v - self.E_L_mV),
                             stimulus_uA_cm2=np.append(current, current[-1]),
                             na_out_percent=self.na_out_percent, start_ms=self.start_ms,
                             second_ms=self.start_ms + self.second_delay_ms if self.second_nC_cm2 else math.nan)

    def _current(self, t_ms: NDArray) -> NDArray:
        """The stimulus current at the given times: two pulses of a given charge on top of a steady current."""
        since = t_ms - self.start_ms
        later = since - self.second_delay_ms
        steady = np.where((since >= 0.0) & (since < self.current_lasts_ms), self.current_uA_cm2, 0.0)
        first = np.where((since >= 0.0) & (since < self.pulse_ms), self.stimulus_nC_cm2 / self.pulse_ms, 0.0)
        second = np.where((later >= 0.0) & (later < self.pulse_ms), self.second_nC_cm2 / self.pulse_ms, 0.0)
        return steady + first + second


def threshold_nC_cm2(resting: Membrane) -> float:
    """The smallest first pulse that gives an impulse, to 0.01 nC/cm², by halving the interval; NaN if none does."""
    low, high = 0.0, 40.0
    if not _fires(resting, high):
        return math.nan
    while high - low > 0.01:
        middle = (low + high) / 2.0
        low, high = (low, middle) if _fires(resting, middle) else (middle, high)
    return high


def _fires(membrane: Membrane, charge_nC_cm2: float) -> bool:
    return replace(membrane, stimulus_nC_cm2=charge_nC_cm2).run().impulses > 0


Membrane.presets = grouped({
    "one pulse": (
        Preset("One impulse", Membrane(), source=HH52,
               expect="one impulse that overshoots to about +39 mV",
               signature={"impulses": (1, 1), "peak_mV": (38.0, 41.0)}),
        Preset("Just too weak", Membrane(stimulus_nC_cm2=6.4), source=HH52,
               expect="a small bump, no impulse",
               signature={"impulses": (0, 0), "peak_mV": (-60.0, -50.0)})),
    "all": (
        "One impulse", "Just too weak",
        Preset("Two pulses, too close", Membrane(second_nC_cm2=20.0, second_delay_ms=7.0), source=HH52,
               expect="the second pulse falls into the refractory period and gives no impulse",
               signature={"impulses": (1, 1)}),
        Preset("Local anaesthetic", Membrane(stimulus_nC_cm2=20.0, na_channels_percent=25.0),
               source="Our choice of 25 %; the model: " + HH52,
               expect="most sodium channels blocked: even a strong pulse gives no impulse",
               signature={"impulses": (0, 0), "peak_mV": (-45.0, 0.0)}),
        Preset("Steady current", Membrane(stimulus_nC_cm2=0.0, current_uA_cm2=10.0), source=HH52,
               expect="impulse after impulse, nearly 70 a second",
               signature={"impulses": (3, 4)})),
})
