"""The muscle fibre's two membranes: what flows through them at a voltage, and how their gates move.

One patch of surface membrane (S) and, behind the narrow mouths of the tubules, one lumped T-tubule membrane (T), after
Adrian & Marshall 1976 (J Physiol 258:125) and Cannon, Brown & Corey 1993 (doi 10.1016/S0006-3495(93)81045-2). Inward
current is negative. Everything of the tubule is counted per cm² of tubule membrane.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from muscle_lib.compiled import compiled
from muscle_lib.models.electrolytes.surface_charge import gate_shift_mV

#: RT/F at 37 °C.
RT_F_mV = 26.727
#: Our choice, in the region of published fibres: all channels of a kind open, in the surface membrane.
G_NA_mS_cm2 = 350.0
G_K_mS_cm2 = 130.0
G_KIR_mS_cm2 = 0.5
G_CL_mS_cm2 = 0.55
G_LEAK_mS_cm2 = 0.011
#: Our choice: what part of these densities the tubule's membrane has.
T_NA, T_K, T_KIR, T_CL = 0.6, 0.06, 0.6, 0.4
#: Potassium inside the fibre.
K_IN_mM = 155.0
#: The classic value with which such models fit the height of the action potential; textbooks' 66 mV is a little more.
E_NA_NORMAL_mV = 50.0
NORMAL_NA_mM = 140.0
#: Slow inactivation of the delayed rectifier.
I_GATE_ms = 315.0


class Fibre(NamedTuple):
    """What is given to a fibre from outside, or has been changed in it: plain numbers for the compiled solver."""

    K_out_mM: float
    E_Na_mV: float
    shift_mV: float  # of the gates, by surface charge
    chloride: float  # part of the chloride channels that work
    stuck: float  # part of the sodium channels that do not inactivate
    sodium: float  # part of the sodium channels that are not blocked
    pore_mS_cm2: float  # leak through the gating pores
    K_removal_ms: float  # how fast the tubule's potassium returns to that of the blood


class Rest(NamedTuple):
    """A resting state: the voltages, and what has come into balance with them."""

    v_S_mV: float
    v_T_mV: float
    pump_uA_cm2: float


class Currents(NamedTuple):
    """The currents of one membrane in µA/cm²; together they charge it."""

    na: float
    k: float
    kir: float
    cl: float
    leak: float
    pore: float


@compiled
def ratio_per_ms(x, k):
    """x / (1 − exp(−x/k)), with its limit where it is 0/0."""
    return k * (1.0 + x / (2.0 * k)) if abs(x / k) < 1e-6 else x / (1.0 - math.exp(-x / k))


@compiled
def rates_per_ms(w_mV):
    """How fast the quick gates open (alpha) and close (beta): alpha_m, beta_m, alpha_h, beta_h, alpha_n, beta_n.

    ``w`` is what the gates feel: the voltage and the shift by surface charge. 1.5 is the step from the temperature of
    the measurements to that of the body.
    """
    alpha_m = 1.5 * 0.288 * ratio_per_ms(w_mV + 46.0, 10.0)
    beta_m = 1.5 * 1.38 * math.exp(-(w_mV + 46.0) / 18.0)
    alpha_h = 1.5 * 0.0081 * math.exp(-(w_mV + 45.0) / 14.7)
    beta_h = 1.5 * 4.38 / (1.0 + math.exp(-(w_mV + 45.0) / 9.0))
    alpha_n = 1.5 * 0.0131 * ratio_per_ms(w_mV + 40.0, 7.0)
    beta_n = 1.5 * 0.067 * math.exp(-(w_mV + 40.0) / 40.0)
    return alpha_m, beta_m, alpha_h, beta_h, alpha_n, beta_n


@compiled
def slow_gates(w_mV):
    """Where the slow gates settle, and how fast the sodium channels' one moves: s∞, τ_s in ms, i∞."""
    s_end = 1.0 / (1.0 + math.exp((w_mV + 78.0) / 5.8))
    s_ms = 8571.0 / (0.2 + 5.65 * ((w_mV + 90.0) / 100.0) ** 2)
    i_end = 1.0 / (1.0 + math.exp((w_mV + 40.0) / 7.5))
    return s_end, s_ms, i_end


@compiled
def settled_gates(w_mV):
    """The gates m, h, n, s, i where they come to stand at a voltage that is held."""
    alpha_m, beta_m, alpha_h, beta_h, alpha_n, beta_n = rates_per_ms(w_mV)
    s_end, _, i_end = slow_gates(w_mV)
    return (alpha_m / (alpha_m + beta_m), alpha_h / (alpha_h + beta_h), alpha_n / (alpha_n + beta_n), s_end, i_end)


@compiled
def currents_uA_cm2(fibre, tubule, v_mV, m, h, n, s, i, K_mM, E_Cl_mV):
    """The currents of one membrane, the tubule's or the surface's, with potassium ``K_mM`` outside it."""
    E_K_mV = RT_F_mV * math.log(K_mM / K_IN_mM)
    g_na = G_NA_mS_cm2 * fibre.sodium * (T_NA if tubule else 1.0)
    g_k = G_K_mS_cm2 * (T_K if tubule else 1.0)
    g_kir = G_KIR_mS_cm2 * math.sqrt(K_mM / 4.0) * (T_KIR if tubule else 1.0)
    g_cl = G_CL_mS_cm2 * fibre.chloride * (T_CL if tubule else 1.0)
    na = g_na * m**3 * (h * (1.0 - fibre.stuck) + fibre.stuck) * s * (v_mV - fibre.E_Na_mV)
    k = g_k * n**4 * i * (v_mV - E_K_mV)
    # The inward rectifier: ions inside plug it when the voltage is far above potassium's own resting point.
    kir = g_kir * (v_mV - E_K_mV) / (1.0 + math.exp((v_mV - E_K_mV - 15.0) / 12.0))
    return Currents(na, k, kir, g_cl * (v_mV - E_Cl_mV), G_LEAK_mS_cm2 * (v_mV - fibre.E_Na_mV),
                    fibre.pore_mS_cm2 * v_mV)


@compiled
def settled_uA_cm2(fibre, tubule, v_mV):
    """The current through one membrane that has long been held at a voltage, without chloride; and its potassium part.

    Chloride is left out because it follows: it leaves or enters until it carries no current.
    """
    m, h, n, s, i = settled_gates(v_mV + fibre.shift_mV)
    flow = currents_uA_cm2(fibre, tubule, v_mV, m, h, n, s, i, fibre.K_out_mM, v_mV)
    return flow.na + flow.k + flow.kir + flow.leak + flow.pore, flow.k + flow.kir


def sodium_E_mV(Na_out_mM: float) -> float:
    """Sodium's equilibrium potential in this model: +50 mV at 140 mM outside, shifted by Nernst's law."""
    return E_NA_NORMAL_mV + RT_F_mV * math.log(Na_out_mM / NORMAL_NA_mM)


def fibre_of(model: Any, K_removal_ms: float = 400.0) -> Fibre:
    """A model's parameters as plain numbers for the solver."""
    return Fibre(K_out_mM=model.K_out_mM, E_Na_mV=sodium_E_mV(model.Na_out_mM),
                 shift_mV=gate_shift_mV(model.Ca_out_mM, model.Mg_out_mM), chloride=model.chloride_percent / 100.0,
                 stuck=model.persistent_na_percent / 100.0, sodium=model.na_channels_percent / 100.0,
                 pore_mS_cm2=model.pore_mS_cm2, K_removal_ms=K_removal_ms)
