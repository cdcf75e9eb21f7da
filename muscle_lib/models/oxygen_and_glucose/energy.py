"""The muscle's purse: who pays for the ATP, second by second; and what an empty purse does to the contraction.

The equations in words
----------------------
    change of the energy store (phosphocreatine + ATP) = oxidation + glycolysis − ATP used
    phosphocreatine and ATP are always in balance (creatine kinase): ATP/ADP = K · [H⁺] · phosphocreatine / creatine
    phosphate = at rest + phosphocreatine lost + ATP lost
    pH = 7.05 − [lactate above rest − 0.5 · phosphocreatine lost] / 38 mM
    glycolysis: lactate made = fastest · (activity switch) · (phosphate switch) · (glycogen left) · (brake by acid)
        it gives 3 ATP for each glycogen unit and 2 for each glucose; the blood takes lactate away;
        ADP, which rises when phosphocreatine runs out, makes the activity switch more sensitive
    oxidation wanted = at rest + fastest · fuel · phosphocreatine lost / phosphocreatine at rest
    oxygen used = wanted/5 · P/(P + 1 mmHg), at the pressure P that is left after diffusion
    blood flow follows the oxidation wanted within 12 s; a contraction squeezes its own vessels shut
    change of oxygen in the blood of the tissue = flow · (arterial − venous) − oxygen used
    phosphate, acid and ADP weaken the heads, make the filament less sensitive, slow the pump and hold back release
    ADP and acid together shut the membrane: it answers no impulse any more, before the ATP is gone
Concentrations are per litre of cell water (0.7 L in a kilogram), flows of blood in mL per 100 g and minute.

The form is a choice of ours around known parts: oxidation in proportion to the phosphocreatine lost (Meyer 1988, Am J
Physiol 254:C548), the flow stopped by half of the full force (Sadamoto et al. 1983, doi 10.1007/BF00429076). The sizes
were set by hand so that recovery, endurance, fatigue and acid come out as in people: a match with those is no evidence.
That oxidation also empties the glycogen store (one unit for 30 ATP) is our own addition, for the long run.
Glycolysis without blood is driven by calcium and by what is lost of the store (Kemp et al. 2001, J Physiol 535:901).
That a membrane short of ATP becomes hard to excite: Leermakers et al. 2020, doi 10.3389/fneur.2020.00541; that ADP and
acid may do it, through potassium channels: Davies et al. 1991, doi 10.1007/BF00785809.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from muscle_lib.compiled import compiled
from muscle_lib.models.contract_and_relax.coupling import Supply, detach_factor
from muscle_lib.models.oxygen_and_glucose.haemoglobin import (
    P50_mmHg,
    arterial_mM,
    capacity_mM,
    pressure_mmHg,
    saturation_slope_per_mmHg,
    venous_mM,
)

#: ATP with ADP; phosphocreatine at rest; with creatine; phosphate and pH at rest; lactate at rest.
ADENYLATE_mM, REST_PCR_mM, CREATINE_mM, REST_PI_mM, REST_pH, REST_LACTATE_mM = 8.2, 33.0, 42.5, 4.0, 7.05, 1.0
#: Creatine kinase, per mole of H⁺; H⁺ bound by each phosphocreatine that is split; H⁺ for one unit of pH.
CK_PER_M, H_PER_PCR, BUFFER_mM = 1.66e9, 0.5, 38.0
#: What a resting muscle uses.
BASAL_mM_s = 0.0075
#: Glycolysis: fastest, half points of its switches (ATP use, phosphate, glycogen), delay; the same from glucose.
LACTATE_mM_s, HALF_USE_mM_s, HALF_PI_mM, HALF_GLYCOGEN_mM, ACTIVITY_s = 1.2, 0.6, 12.0, 10.0, 5.0
GLUCOSE_mM_s, HALF_GLUCOSE_mM, LACTATE_AWAY_per_s = 0.01, 5.0, 0.0020
#: The ADP at which half of the ATP use is enough for glycolysis; and ADP (mM) × fall of the pH that half shut the
#: membrane. Our choice: without blood a healthy muscle stops before its ATP does.
URGENT_ADP_mM, MEMBRANE_mM = 0.10, 0.06
#: Oxidation: ATP for an oxygen molecule, its half pressure, and how easily oxygen gets from the blood to it.
ATP_PER_O2, HALF_O2_mmHg, DIFFUSION_mM_s_mmHg = 5.0, 1.0, 0.010
#: ATP from a glycogen unit that is burnt: six oxygen molecules.
ATP_PER_GLYCOGEN = 6.0 * ATP_PER_O2
MOBILISATION_s, MOBILISED_AT_mM_s = 240.0, 0.3
#: Flow at rest, its delay, and the forces between which the vessels close.
REST_FLOW_mL_100g_min, FLOW_s, SQUEEZE_FROM, SQUEEZE_TO = 3.0, 12.0, 0.05, 0.55
#: mL per 100 g and min, to litres of blood per litre of cell water and s.
ML_100G_MIN = 6000.0 * 0.7
#: Oxygen stores of the tissue: blood as part of the water, myoglobin with its half pressure, dissolved.
BLOOD_PART, MYOGLOBIN_mM, MYOGLOBIN_HALF_mmHg, TISSUE_mM_mmHg = 0.03, 0.3, 2.8, 0.0013
#: Below these nothing is left that could be used.
LEAST_ENERGY_mM, LEAST_PO2_mmHg = 0.02, 0.01


class Muscle(NamedTuple):
    """What a muscle is like: its mitochondria, its way into glycogen (0 in McArdle's disease), its glucose supply."""

    oxidation_mM_s: float = 1.2
    phosphorylase: float = 1.0
    glucose_mM: float = 5.0


class Blood(NamedTuple):
    """What the blood can bring. ``open`` is 0 under a tourniquet."""

    flow_max_mL_100g_min: float = 150.0
    saturation: float = 0.97
    Hb_g_L: float = 150.0
    open: float = 1.0


class CellState(NamedTuple):
    """What changes in the cell. ``wanted_mM_s`` is the oxidation it would do with oxygen enough, ``burnt_mM_s`` the
    part of the oxidation that comes from glycogen."""

    energy_mM: float
    pcr_mM: float
    lactate_mM: float
    glycogen_mM: float
    activity_mM_s: float
    mobilised: float
    pH: float
    oxidation_mM_s: float
    glycolysis_mM_s: float
    wanted_mM_s: float
    burnt_mM_s: float


class BloodState(NamedTuple):
    """Oxygen pressure in the tissue's blood; the flow that the vessels would let through, and what does flow."""

    po2_mmHg: float
    flow_mL_100g_min: float
    flowing_mL_100g_min: float


@compiled
def kinase(energy_mM, pH, start_mM):
    """Phosphocreatine, if together with ATP it makes this energy: a Newton step that never leaves its bracket."""
    k = CK_PER_M * 10.0 ** (-pH)
    low, high = 0.0, min(energy_mM, CREATINE_mM * (1.0 - 1e-12))
    x = min(max(start_mM, low), high)
    for _ in range(60):
        # ATP = total · ρ/(1 + ρ) with ρ = k x/(C − x), written so that nothing is divided by 0.
        below = CREATINE_mM - x + k * x
        miss = x + ADENYLATE_mM * k * x / below - energy_mM
        if miss > 0.0:
            high = x
        else:
            low = x
        step = miss / (1.0 + ADENYLATE_mM * k * CREATINE_mM / (below * below))
        if abs(step) < 1e-13 * (1.0 + x):
            break
        x = x - step if low < x - step < high else 0.5 * (low + high)
    return x


@compiled
def atp_mM(energy_mM, pcr_mM):
    """ATP: what is not phosphocreatine."""
    return energy_mM - pcr_mM


#: ATP at rest, in balance with 33 mM of phosphocreatine.
_RATIO = CK_PER_M * 10.0 ** (-REST_pH) * REST_PCR_mM / (CREATINE_mM - REST_PCR_mM)
REST_ATP_mM = ADENYLATE_mM * _RATIO / (1.0 + _RATIO)


@compiled
def phosphate_mM(pcr_mM, atp):
    """Free phosphate: what phosphocreatine and ATP have lost is found here."""
    return REST_PI_mM + (REST_PCR_mM - pcr_mM) + (REST_ATP_mM - atp)


@compiled
def rested_cell(glycogen_mM):
    """A cell that has rested."""
    return CellState(REST_PCR_mM + REST_ATP_mM, REST_PCR_mM, REST_LACTATE_mM, glycogen_mM, 0.0, 0.0, REST_pH,
                     BASAL_mM_s, 0.0, BASAL_mM_s, 0.0)


@compiled
def rested_blood(blood):
    """The tissue's blood at rest: the pressure at which flow brings what is used. Under a tourniquet: as before it."""
    brought = BASAL_mM_s / ATP_PER_O2 / (REST_FLOW_mL_100g_min / ML_100G_MIN)
    left = arterial_mM(blood.saturation, blood.Hb_g_L, P50_mmHg) - brought
    low, high = 0.0, pressure_mmHg(blood.saturation, P50_mmHg)
    for _ in range(60):
        middle = 0.5 * (low + high)
        if venous_mM(middle, blood.Hb_g_L, P50_mmHg) > left:
            high = middle
        else:
            low = middle
    return BloodState(0.5 * (low + high), REST_FLOW_mL_100g_min, REST_FLOW_mL_100g_min * blood.open)


@compiled
def cell_step(muscle, cell, used_mM_s, blood, dt_s):
    """Step the cell: it has used ATP at this rate, and has this BloodState around it."""
    energy = max(LEAST_ENERGY_mM, cell.energy_mM + dt_s * (cell.oxidation_mM_s + cell.glycolysis_mM_s - used_mM_s))
    pcr = kinase(energy, cell.pH, cell.pcr_mM)
    pi = phosphate_mM(pcr, atp_mM(energy, pcr))
    lost = REST_PCR_mM - pcr
    pH = REST_pH - (cell.lactate_mM - REST_LACTATE_mM - H_PER_PCR * lost) / BUFFER_mM
    above = max(0.0, used_mM_s - BASAL_mM_s)
    activity = cell.activity_mM_s + dt_s * (above - cell.activity_mM_s) / ACTIVITY_s
    adp = ADENYLATE_mM - atp_mM(energy, pcr)
    half_use = HALF_USE_mM_s / (1.0 + (adp / URGENT_ADP_mM) ** 3)
    on = activity * activity * activity
    from_glycogen = (muscle.phosphorylase * LACTATE_mM_s * on / (on + half_use**3)
                     * pi * pi / (pi * pi + HALF_PI_mM**2) * cell.glycogen_mM / (cell.glycogen_mM + HALF_GLYCOGEN_mM)
                     / (1.0 + 10.0 ** (2.5 * (6.5 - pH))))
    from_glucose = GLUCOSE_mM_s * min(1.0, activity) * muscle.glucose_mM / (muscle.glucose_mM + HALF_GLUCOSE_mM)
    flowing = blood.flowing_mL_100g_min
    lactate = cell.lactate_mM + dt_s * (from_glycogen + from_glucose - LACTATE_AWAY_per_s * flowing / (flowing + 2.0)
                                        * (cell.lactate_mM - REST_LACTATE_mM))
    mobilised = cell.mobilised + dt_s * (min(1.0, above / MOBILISED_AT_mM_s) - cell.mobilised) / MOBILISATION_s
    glycogen_part = muscle.phosphorylase * 0.81 * cell.glycogen_mM / (cell.glycogen_mM + 2.0)
    fuel = glycogen_part + 0.15 + 0.20 * mobilised + 0.02 * muscle.glucose_mM * (0.4 + 0.6 * mobilised)
    wanted = max(0.0, BASAL_mM_s + muscle.oxidation_mM_s * min(1.0, fuel) * lost / REST_PCR_mM)
    oxidation = ATP_PER_O2 * oxygen_use_mM_s(wanted / ATP_PER_O2, blood.po2_mmHg)
    burnt = oxidation * glycogen_part / fuel
    glycogen = max(0.0, cell.glycogen_mM - dt_s * (from_glycogen / 2.0 + burnt / ATP_PER_GLYCOGEN))
    return CellState(energy, pcr, lactate, glycogen, activity, mobilised, pH, oxidation,
                     1.5 * from_glycogen + from_glucose, wanted, burnt)


@compiled
def oxygen_use_mM_s(wanted_mM_s, po2_mmHg):
    """What is used of the oxygen wanted at a pressure in the blood: the pressure falls on the way to the mitochondria,
    by the more the more is used (the closed form of that balance)."""
    b = HALF_O2_mmHg + wanted_mM_s / DIFFUSION_mM_s_mmHg - po2_mmHg
    there = 0.5 * (-b + math.sqrt(b * b + 4.0 * HALF_O2_mmHg * po2_mmHg))
    return wanted_mM_s * there / (there + HALF_O2_mmHg)


@compiled
def vessels_open(force):
    """What part of the flow a contraction lets through; force as a part of the whole muscle's maximum."""
    z = min(1.0, max(0.0, (force - SQUEEZE_FROM) / (SQUEEZE_TO - SQUEEZE_FROM)))
    return (1.0 - z) * (1.0 - z)


@compiled
def blood_step(blood, state, wanted_mM_s, oxidation_mM_s, fastest_mM_s, opened, dt_s):
    """Step the blood: the oxidation that is wanted and done (means over all fibres that it serves), the fastest there
    can be, and the part of the vessels that is open."""
    effort = min(1.0, (wanted_mM_s - BASAL_mM_s) / fastest_mM_s)
    target = REST_FLOW_mL_100g_min + (blood.flow_max_mL_100g_min - REST_FLOW_mL_100g_min) * effort
    flow = max(0.0, state.flow_mL_100g_min + dt_s * (target - state.flow_mL_100g_min) / FLOW_s)
    flowing = flow * opened * blood.open
    po2 = state.po2_mmHg
    brought = flowing / ML_100G_MIN * (arterial_mM(blood.saturation, blood.Hb_g_L, P50_mmHg)
                                       - venous_mM(po2, blood.Hb_g_L, P50_mmHg))
    store = (BLOOD_PART * capacity_mM(blood.Hb_g_L) * saturation_slope_per_mmHg(po2, P50_mmHg)
             + MYOGLOBIN_mM * MYOGLOBIN_HALF_mmHg / (MYOGLOBIN_HALF_mmHg + po2) ** 2 + TISSUE_mM_mmHg)
    return BloodState(max(LEAST_PO2_mmHg, po2 + dt_s * (brought - oxidation_mM_s / ATP_PER_O2) / store), flow, flowing)


@compiled
def feedback(cell):
    """What the state of the purse does to the contraction: a Supply for ``coupling.one_ms``; all 1 at rest."""
    atp = atp_mM(cell.energy_mM, cell.pcr_mM)
    pi = max(0.0, phosphate_mM(cell.pcr_mM, atp) - REST_PI_mM)
    acid = max(0.0, REST_pH - cell.pH)
    adp = max(0.0, REST_ATP_mM - atp)
    membrane = 1.0 / (1.0 + (adp * acid / MEMBRANE_mM) ** 6)
    has_atp = atp / (atp + 0.5) * (REST_ATP_mM + 0.5) / REST_ATP_mM
    return Supply(
        has_atp / (1.0 + pi / 40.0) / (1.0 + acid) / (1.0 + (adp / 0.4) ** 2),  # the calcium pump
        membrane * has_atp / (1.0 + (pi / 60.0) ** 2) / (1.0 + (adp / 0.10) ** 2),  # release
        1.0,  # leak
        detach_factor(atp, REST_ATP_mM),
        1.0 / (1.0 + 3.0 * acid + pi / 15.0),  # how quickly heads leave a filament that is off
        1.0 + 0.3 * acid + 0.01 * pi,  # how much calcium the filament needs
        (1.0 - 0.25 * acid) / (1.0 + pi / 45.0),  # the force of a head
        atp)
