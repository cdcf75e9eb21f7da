"""Steps the fibre through time, and finds the weakest pulse that excites it."""

from __future__ import annotations

import math

import numpy as np

from muscle_lib.compiled import compiled
from muscle_lib.models.electrolytes.fibre_currents import (
    Fibre,
    I_GATE_ms,
    Rest,
    currents_uA_cm2,
    rates_per_ms,
    settled_gates,
    slow_gates,
)
from muscle_lib.models.electrolytes.fibre_rest import TUBULE_AREA, ACCESS_ohm_cm2, SCAN_mV, resting_state

FARADAY_C_mol = 96485.0
#: Volume of the tubules in cm³ for each cm² of their membrane (close to that of Cannon's laboratory, 1.26e-6).
TUBULE_VOLUME_cm = 1.2e-6
#: All pulses are this long.
PULSE_ms = 0.5
#: An action potential is counted when the tubule's membrane passes this voltage upwards.
COUNTED_mV = 0.0
#: Where the threshold is looked for: the first pulse, the steps upwards, the strongest, and how often to halve.
FIRST_uA_cm2, STEP_uA_cm2, STRONGEST_uA_cm2, HALVINGS = 10.0, 30.0, 1500.0, 9
THRESHOLD_DT_ms = 0.005
THRESHOLD_WINDOW_ms = 7.0


@compiled
def gates_after(w_mV, dt_ms, m, h, n, s, i):
    """The gates one step later: each relaxes towards where it would settle at this voltage (exponential Euler)."""
    alpha_m, beta_m, alpha_h, beta_h, alpha_n, beta_n = rates_per_ms(w_mV)
    s_end, s_ms, i_end = slow_gates(w_mV)
    m_end = alpha_m / (alpha_m + beta_m)
    h_end = alpha_h / (alpha_h + beta_h)
    n_end = alpha_n / (alpha_n + beta_n)
    m = m_end + (m - m_end) * math.exp(-dt_ms * (alpha_m + beta_m))
    h = h_end + (h - h_end) * math.exp(-dt_ms * (alpha_h + beta_h))
    n = n_end + (n - n_end) * math.exp(-dt_ms * (alpha_n + beta_n))
    s = s_end + (s - s_end) * math.exp(-dt_ms / s_ms)
    i = i_end + (i - i_end) * math.exp(-dt_ms / I_GATE_ms)
    return m, h, n, s, i


@compiled
def integrate(fibre, rest, pulses_ms, pulse_ms, pulse_uA_cm2, dt_ms, steps, keep_every, stop_at_ap):
    """Step the fibre from rest through pulses of one strength that begin at given times.

    In each step all currents come from the values at its start; the voltages and the tubule's potassium go forward
    (Euler), and only then the gates, with their rates at the old voltage.
    Returns the kept samples, one row each: surface and tubule voltage in mV, tubule potassium in mM, and the gates h
    and s of the tubule's and of the surface's sodium channels; and the times in ms at which action potentials passed
    0 mV in the tubule. With ``stop_at_ap`` it ends there.
    """
    shift = fibre.shift_mV
    v_S, v_T, K_T = rest.v_S_mV, rest.v_T_mV, fibre.K_out_mM
    m_S, h_S, n_S, s_S, i_S = settled_gates(v_S + shift)
    m_T, h_T, n_T, s_T, i_T = settled_gates(v_T + shift)
    # Chloride has come into balance with the resting voltage, and stays there during the run.
    E_Cl_S, E_Cl_T = v_S, v_T
    kept = np.empty((steps // keep_every + 1, 5))
    kept[0, 0], kept[0, 1], kept[0, 2], kept[0, 3], kept[0, 4] = v_S, v_T, K_T, h_S, s_S
    aps = np.empty(4096)
    found = 0
    upcoming = 0
    on_until = -1
    pulse_steps = round(pulse_ms / dt_ms)
    for step in range(steps):
        if upcoming < pulses_ms.size and step >= round(pulses_ms[upcoming] / dt_ms):
            on_until = step + pulse_steps
            upcoming += 1
        stimulus = pulse_uA_cm2 if step < on_until else 0.0
        surface = currents_uA_cm2(fibre, False, v_S, m_S, h_S, n_S, s_S, i_S, fibre.K_out_mM, E_Cl_S)
        tubule = currents_uA_cm2(fibre, True, v_T, m_T, h_T, n_T, s_T, i_T, K_T, E_Cl_T)
        into_T = 1000.0 * (v_S - v_T) / ACCESS_ohm_cm2
        dv_S = stimulus - into_T - (surface.na + surface.k + surface.kir + surface.cl + surface.leak + surface.pore)
        dv_T = into_T / TUBULE_AREA - (tubule.na + tubule.k + tubule.kir + tubule.cl + tubule.leak + tubule.pore)
        # The pump runs as at rest; only below a quarter of the blood's potassium it slows, as none is left to take.
        pump = rest.pump_uA_cm2 * min(1.0, 4.0 * K_T / fibre.K_out_mM)
        gathered = (tubule.k + tubule.kir - pump) / (1000.0 * FARADAY_C_mol * TUBULE_VOLUME_cm)
        dK_T = gathered - (K_T - fibre.K_out_mM) / fibre.K_removal_ms
        m_S, h_S, n_S, s_S, i_S = gates_after(v_S + shift, dt_ms, m_S, h_S, n_S, s_S, i_S)
        m_T, h_T, n_T, s_T, i_T = gates_after(v_T + shift, dt_ms, m_T, h_T, n_T, s_T, i_T)
        v_old = v_T
        # The capacitance is 1 µF/cm².
        v_S += dt_ms * dv_S
        v_T += dt_ms * dv_T
        K_T += dt_ms * dK_T
        if (step + 1) % keep_every == 0:
            row = (step + 1) // keep_every
            kept[row, 0], kept[row, 1], kept[row, 2], kept[row, 3], kept[row, 4] = v_S, v_T, K_T, h_S, s_S
        if v_old < COUNTED_mV <= v_T and found < aps.size:
            aps[found] = (step + (COUNTED_mV - v_old) / (v_T - v_old)) * dt_ms
            found += 1
            if stop_at_ap:
                break
    return kept, aps[:found]


@compiled
def excites(fibre, rest, pulse_uA_cm2, dt_ms):
    """Whether one pulse from rest brings the tubule above 0 mV within 7 ms."""
    steps = round(THRESHOLD_WINDOW_ms / dt_ms)
    _, aps = integrate(fibre, rest, np.zeros(1), PULSE_ms, pulse_uA_cm2, dt_ms, steps, steps, True)
    return aps.size > 0


@compiled
def threshold_uA_cm2(fibre, rest, dt_ms):
    """The weakest pulse that excites, to 0.06 µA/cm²; NaN if even 1500 µA/cm² does not.

    Upwards in steps of 30 µA/cm² until one excites, then nine halvings; the upper end is given.
    """
    high = FIRST_uA_cm2
    while not excites(fibre, rest, high, dt_ms):
        high += STEP_uA_cm2
        if high > STRONGEST_uA_cm2:
            return math.nan
    low = max(0.0, high - STEP_uA_cm2)
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        if excites(fibre, rest, middle, dt_ms):
            high = middle
        else:
            low = middle
    return high


@compiled
def threshold_curve(fibre, K_out_mM, limit_uA_cm2):
    """Rest, threshold and the voltage that it reaches, at each of an array of potassium levels: three arrays.

    Quick, for a picture that moves with a slider: steps of 0.01 ms, to about 1 %, and each search begins at the
    threshold of the level before. The voltage is that of the surface when the threshold's pulse ends. NaN for the
    threshold and its voltage where a pulse of the limit does not excite.
    """
    rests = np.empty(K_out_mM.size)
    thresholds = np.full(K_out_mM.size, math.nan)
    voltages = np.full(K_out_mM.size, math.nan)
    dt = 2.0 * THRESHOLD_DT_ms
    steps = round(PULSE_ms / dt)
    guess = 0.0
    for place in range(K_out_mM.size):
        there = Fibre(K_out_mM[place], fibre.E_Na_mV, fibre.shift_mV, fibre.chloride, fibre.stuck, fibre.sodium,
                      fibre.pore_mS_cm2, fibre.K_removal_ms)
        v_S, v_T, pump = resting_state(there, SCAN_mV[0], SCAN_mV[1], SCAN_mV[2])
        rest = Rest(v_S, v_T, pump)
        rests[place] = v_S
        if not excites(there, rest, limit_uA_cm2, dt):
            continue
        low, high = 0.0, limit_uA_cm2
        # Close the bracket around the neighbour's threshold, which is near.
        for factor in (0.8, 1.0, 1.25):
            if guess > 0.0 and low < guess * factor < high:
                if excites(there, rest, guess * factor, dt):
                    high = guess * factor
                    break
                low = guess * factor
        while high - low > 0.01 * high:
            middle = (low + high) / 2.0
            if excites(there, rest, middle, dt):
                high = middle
            else:
                low = middle
        guess = high
        kept, _ = integrate(there, rest, np.zeros(1), PULSE_ms, high, dt, steps, steps, False)
        thresholds[place] = high
        voltages[place] = kept[1, 0]
    return rests, thresholds, voltages
