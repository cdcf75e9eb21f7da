"""How blood carries oxygen: the haemoglobin curve, and how much a litre of blood holds."""

from __future__ import annotations

from muscle_lib.compiled import compiled

#: Half saturation and steepness of Hill's curve; it stands for the measured curve where speed counts.
P50_mmHg, HILL = 26.8, 2.7
#: A gram of haemoglobin binds 1.34 mL of oxygen; a millimole of the gas is 22.4 mL.
BOUND_mL_g, GAS_mL_mmol = 1.34, 22.4
#: What is dissolved in blood water, for each mmHg.
DISSOLVED_mM_mmHg = 0.00134


@compiled
def saturation(po2_mmHg, p50_mmHg):
    """The part of the haemoglobin that carries oxygen (Hill's curve)."""
    ratio = (max(po2_mmHg, 0.0) / p50_mmHg) ** HILL
    return ratio / (1.0 + ratio)


@compiled
def saturation_slope_per_mmHg(po2_mmHg, p50_mmHg):
    """How steep Hill's curve is there."""
    s = saturation(po2_mmHg, p50_mmHg)
    return HILL * s * (1.0 - s) / max(po2_mmHg, 1e-9)


@compiled
def pressure_mmHg(part, p50_mmHg):
    """The oxygen pressure at which this part (below 1) of the haemoglobin carries oxygen."""
    return p50_mmHg * (part / (1.0 - part)) ** (1.0 / HILL)


@compiled
def capacity_mM(Hb_g_L):
    """What the haemoglobin in a litre of blood can carry."""
    return BOUND_mL_g * Hb_g_L / GAS_mL_mmol


@compiled
def venous_mM(po2_mmHg, Hb_g_L, p50_mmHg):
    """Oxygen in a litre of blood that has come into balance with a pressure."""
    return capacity_mM(Hb_g_L) * saturation(po2_mmHg, p50_mmHg) + DISSOLVED_mM_mmHg * po2_mmHg


@compiled
def arterial_mM(part, Hb_g_L, p50_mmHg):
    """Oxygen in a litre of blood whose haemoglobin carries this part."""
    return capacity_mM(Hb_g_L) * part + DISSOLVED_mM_mmHg * pressure_mmHg(part, p50_mmHg)


def severinghaus(po2_mmHg):
    """The saturation of human blood, as fitted to measurements (Severinghaus 1979, J Appl Physiol 46:599); a number
    or an array above 0."""
    cubed = po2_mmHg**3 + 150.0 * po2_mmHg
    return 1.0 / (23400.0 / cubed + 1.0)
