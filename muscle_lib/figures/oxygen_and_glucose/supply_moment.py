"""A moment of a working muscle's trace, or a steady state, as the drawing of the capillary shows it."""

from __future__ import annotations

import numpy as np

from muscle_lib.figures.drawings.supply import SupplyMoment
from muscle_lib.models.oxygen_and_glucose import SupplyTrace
from muscle_lib.models.oxygen_and_glucose.working_trace import ChainTrace

#: What the longest or broadest arrow stands for: flow, a payment, the oxygen of a steady state. And the haemoglobin
#: with which all red cells are drawn.
FLOW_mL_100g_min, PAYS_mM_s, OXYGEN_mL_100g_min, USUAL_Hb_g_L = 250.0, 2.0, 40.0, 150.0
#: With less than this part of their flow the vessels are called shut; below this payment nothing is called paid back.
SHUT_percent, PAID_BACK_mM_s = 10.0, -0.03


def working_moment(trace: ChainTrace, t_min: float) -> SupplyMoment:
    """The muscle in the contraction, or the second, in which a moment lies: as means over it, as its curves are."""
    at = min(int(np.searchsorted(trace.t_min, t_min - 1e-9)), len(trace.t_min) - 1)
    state = ""
    if trace.open_percent[at] < SHUT_percent:
        state = "vessels pressed shut"
    elif trace.store_pays_mM_s[at] < PAID_BACK_mM_s and t_min > trace.work_min:
        state = "the store is paid back"
    return SupplyMoment(
        flow=trace.flow_mL_100g_min[at] / FLOW_mL_100g_min, arterial=trace.arterial_percent / 100.0,
        venous=trace.venous_percent[at] / 100.0, blood=trace.Hb_g_L / USUAL_Hb_g_L,
        press=1.0 - trace.open_percent[at] / 100.0, force=trace.force_percent[at] / 100.0,
        uptake=trace.oxygen_pays_mM_s[at] / PAYS_mM_s, store_pays=trace.store_pays_mM_s[at] / PAYS_mM_s,
        glycolysis_pays=trace.glycolysis_pays_mM_s[at] / PAYS_mM_s, fuel=trace.delivery_percent[at] / 100.0,
        pcr_mM=trace.pcr_mM[at], ATP_mM=trace.ATP_mM[at], glycogen_mM=trace.glycogen_mM[at],
        lactate_mM=trace.lactate_mM[at], state=state)


def steady_moment(trace: SupplyTrace) -> SupplyMoment:
    """A steady state: what is used of the oxygen, and what is wanted."""
    return SupplyMoment(
        flow=trace.flow_mL_100g_min / FLOW_mL_100g_min, arterial=trace.arterial_percent / 100.0,
        venous=trace.venous_percent / 100.0, blood=trace.Hb_g_L / USUAL_Hb_g_L,
        uptake=trace.used_mL_100g_min / OXYGEN_mL_100g_min, wanted=trace.demand_mL_100g_min / OXYGEN_mL_100g_min,
        state="enough oxygen" if trace.state == "enough" else "too little oxygen")
