"""The supply line: how much oxygen blood brings to a muscle, and how much of it the muscle can take."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from muscle_lib.compiled import compiled
from muscle_lib.models.oxygen_and_glucose.energy import ML_100G_MIN, oxygen_use_mM_s
from muscle_lib.models.oxygen_and_glucose.haemoglobin import (
    GAS_mL_mmol,
    P50_mmHg,
    arterial_mM,
    pressure_mmHg,
    saturation,
    venous_mM,
)
from muscle_lib.models.oxygen_and_glucose.working_muscle import FLOW, WorkingMuscle
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity, same_as
from muscle_lib.trace import result, trace

#: mM/s in the cells' water, as mL of oxygen per 100 g of muscle and minute.
ML_PER_mM_s = GAS_mL_mmol * 6.0 * 0.7
#: The axes of the two curves.
PRESSURES_mmHg, FLOWS_mL_100g_min = np.linspace(0.5, 110.0, 80), np.linspace(0.0, 250.0, 51)
#: With this part of what it wants a muscle has enough.
ENOUGH_percent = 90.0
#: Usual blood: its haemoglobin, and how full of oxygen an artery's is.
USUAL_Hb_g_L, USUAL_percent = 150.0, 97.0


@compiled
def tissue_pressure_mmHg(flow_mL_100g_min, demand_mM_s, part, Hb_g_L, p50_mmHg):
    """The pressure at which what the muscle uses is what the blood loses, found by halving."""
    arterial = arterial_mM(part, Hb_g_L, p50_mmHg)
    low, high = 0.0, pressure_mmHg(part, p50_mmHg)
    for _ in range(50):
        middle = 0.5 * (low + high)
        lost = flow_mL_100g_min / ML_100G_MIN * (arterial - venous_mM(middle, Hb_g_L, p50_mmHg))
        if lost > oxygen_use_mM_s(demand_mM_s, middle):
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


@compiled
def _used_mM_s(flows, demand_mM_s, part, Hb_g_L, p50_mmHg):
    used = np.zeros(flows.size)
    for i in range(flows.size):
        used[i] = oxygen_use_mM_s(demand_mM_s, tissue_pressure_mmHg(flows[i], demand_mM_s, part, Hb_g_L, p50_mmHg))
    return used


@trace
class SupplyTrace:
    """A steady state: oxygen delivered, used, and left over; all in mL per 100 g and minute unless said otherwise."""

    po2_axis_mmHg: NDArray
    haemoglobin_percent: NDArray
    flow_axis_mL_100g_min: NDArray
    delivered_curve_mL_100g_min: NDArray
    used_curve_mL_100g_min: NDArray
    arterial_mmHg: float
    arterial_percent: float
    arterial_mL_L: float = result("Oxygen in arterial blood", meaning="What a litre of arterial blood holds.")
    venous_mmHg: float = result("Oxygen pressure of venous blood", meaning="In the blood that leaves the muscle.")
    flow_mL_100g_min: float
    demand_mL_100g_min: float
    #: What usual blood would give, at the same flow and for the same demand.
    usual_used_mL_100g_min: float
    used_mL_100g_min: float = result("Oxygen used", meaning="What the muscle takes out of the blood.")
    Hb_g_L: float
    venous_percent: float = result("Saturation of venous blood", meaning="How full the blood is when it leaves.")

    @result("Oxygen delivered")
    def delivered_mL_100g_min(self) -> float:
        """Oxygen that the arteries bring: flow times what the blood holds."""
        return self.flow_mL_100g_min * self.arterial_mL_L / 1000.0

    @result("Oxygen extracted")
    def extracted_percent(self) -> float:
        """The part of the oxygen delivered that the muscle takes."""
        return 100.0 * self.used_mL_100g_min / self.delivered_mL_100g_min

    @result("Demand met", headline=True)
    def met_percent(self) -> float:
        """The part of the oxygen that the muscle wants which it gets."""
        return 100.0 * self.used_mL_100g_min / self.demand_mL_100g_min

    @property
    def state(self) -> str:
        """“enough” or “short”: too little oxygen for what is wanted."""
        return "enough" if self.met_percent >= ENOUGH_percent else "short"

    @property
    def verdict(self) -> str:
        """The same in words that say what is lacking: what the blood has less of, if usual blood would be enough; else
        the flow; or, where more is delivered than wanted, that it comes too slowly out of the blood (diffusion)."""
        if self.state == "enough":
            return "enough oxygen"
        haemoglobin, saturated = self.Hb_g_L / USUAL_Hb_g_L, self.arterial_percent / USUAL_percent
        if 100.0 * self.usual_used_mL_100g_min < ENOUGH_percent * self.demand_mL_100g_min:
            return ("too little blood flow" if self.delivered_mL_100g_min < self.demand_mL_100g_min else
                    "leaves blood too slowly")
        return "too little haemoglobin" if haemoglobin <= saturated else "too low saturation"


@model
class SupplyLine:
    """A muscle in a steady state, at a flow that you set: what the blood brings, and what the muscle can take of it.

    The equations in words
    ----------------------
        oxygen in a litre of arterial blood = 1.34 mL · haemoglobin · saturation + a little that is dissolved
        saturation = Pⁿ / (Pⁿ + P50ⁿ), with n = 2.7 (Hill's curve)
        delivered = flow · oxygen in arterial blood
        used = flow · (oxygen in arterial − in venous blood) (Fick)
        used = wanted · P/(P + 1 mmHg), at the pressure P that is left at the mitochondria after diffusion
    The venous pressure is the one at which both are the same.

    ``run()`` returns a SupplyTrace. Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Sources: for the measured haemoglobin curve Severinghaus 1979, J Appl Physiol 46:599; for flows and oxygen uptakes
    of hard work Rådegran et al. 1999, doi 10.1152/jappl.1999.87.6.2375.
    """

    saturation_percent: float = same_as(WorkingMuscle, "saturation_percent")
    Hb_g_L: float = same_as(WorkingMuscle, "Hb_g_L", low=50.0, high=200.0)
    flow_mL_100g_min: float = quantity(
        80.0, unit="mL/100 g/min", low=1.0, high=250.0, step=1.0, symbol="Q", label="Blood flow",
        meaning="About 3 at rest, up to 250 in hard work of a small muscle group.",
        source=f"Our choice up to what was measured: {FLOW}")
    demand_mL_100g_min: float = quantity(
        9.0, unit="mL/100 g/min", low=0.1, high=40.0, step=0.1, symbol="V̇", label="Oxygen that the muscle wants",
        meaning="About 0.2 at rest; in the hardest work 35 on average, and 23 to 60 in different people.",
        source=f"Our choice up to a little above the average that was measured: {FLOW}")
    p50_mmHg: float = quantity(
        P50_mmHg, unit="mmHg", low=20.0, high=36.0, step=0.1, symbol="P50", label="Half-saturation of haemoglobin",
        also=("kPa", 0.13332), meaning="Warm and acid blood, as in working muscle, lets oxygen go more easily.",
        source="Our choice: about the value of normal blood at 37 °C; the range of fever, acid, cold and transfusion.")

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "Flow is what you set; in the body it follows the work, as in the other stations.",
        "Diffusion holds back too much: at the flow measured in people the muscle takes 23.5 mL, people's 35.2 "
        "(Rådegran et al. 1999); the venous blood keeps 27 mmHg, people's 22; and inside the fibre 2 mmHg are left, in "
        "people 3 (Richardson et al. 1995).",
        "All parts of the muscle get the same; real flow is uneven, so some of the oxygen delivered passes by.",
        "What the lungs do is set by you: the saturation. Carbon monoxide and carbon dioxide are left out.",
        "Hill's curve lies up to about two per cent off the measured one at its upper end.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> SupplyTrace:
        """Find the steady state, and the same for other flows."""
        part, wanted = self.saturation_percent / 100.0, self.demand_mL_100g_min / ML_PER_mM_s
        venous = tissue_pressure_mmHg(self.flow_mL_100g_min, wanted, part, self.Hb_g_L, self.p50_mmHg)
        arterial = GAS_mL_mmol * arterial_mM(part, self.Hb_g_L, self.p50_mmHg)
        curve = np.array([saturation(p, self.p50_mmHg) for p in PRESSURES_mmHg])
        usual = _used_mM_s(np.array([self.flow_mL_100g_min]), wanted, USUAL_percent / 100.0, USUAL_Hb_g_L,
                            self.p50_mmHg)
        return SupplyTrace(
            po2_axis_mmHg=PRESSURES_mmHg, haemoglobin_percent=100.0 * curve, flow_axis_mL_100g_min=FLOWS_mL_100g_min,
            delivered_curve_mL_100g_min=FLOWS_mL_100g_min * arterial / 1000.0,
            used_curve_mL_100g_min=ML_PER_mM_s * _used_mM_s(
                FLOWS_mL_100g_min, wanted, part, self.Hb_g_L, self.p50_mmHg),
            arterial_mmHg=float(pressure_mmHg(part, self.p50_mmHg)), arterial_percent=self.saturation_percent,
            Hb_g_L=self.Hb_g_L, usual_used_mL_100g_min=float(ML_PER_mM_s * usual[0]),
            arterial_mL_L=float(arterial), venous_mmHg=float(venous), flow_mL_100g_min=self.flow_mL_100g_min,
            demand_mL_100g_min=self.demand_mL_100g_min,
            used_mL_100g_min=float(ML_PER_mM_s * oxygen_use_mM_s(wanted, venous)),
            venous_percent=float(100.0 * saturation(venous, self.p50_mmHg)))


SupplyLine.presets = grouped({
    "supply": (
        Preset("At rest", SupplyLine(flow_mL_100g_min=3.0, demand_mL_100g_min=0.2),
               source="Our choice: textbook values",
               expect="a third of the oxygen is taken, the rest comes back",
               signature={"extracted_percent": (25.0, 40.0), "met_percent": (95.0, 100.0)}),
        Preset("At work", SupplyLine(), source=f"Our choice of moderate work; the most that was measured: {FLOW}",
               expect="more than half of the oxygen is taken",
               signature={"extracted_percent": (50.0, 60.0), "met_percent": (92.0, 97.0)}),
        Preset("Hardest work", SupplyLine(flow_mL_100g_min=246.0, demand_mL_100g_min=35.2), source=FLOW,
               expect="the flow measured in people would bring enough; in this model it leaves the blood too slowly "
                      "(by diffusion)",
               signature={"delivered_mL_100g_min": (46.0, 50.0), "extracted_percent": (45.0, 52.0)}),
        Preset("High mountain", SupplyLine(saturation_percent=80.0), source="Our choice: 80 %",
               expect="a sixth less is delivered, and the muscle takes a larger part of it: it nearly makes good",
               signature={"delivered_mL_100g_min": (12.5, 13.5), "extracted_percent": (60.0, 70.0)}),
        Preset("Narrowed leg artery", SupplyLine(flow_mL_100g_min=25.0), source="Our choice: a third of the flow",
               expect="the blood is fully loaded, and far too little of it comes",
               signature={"met_percent": (48.0, 60.0), "extracted_percent": (90.0, 100.0)}),
        Preset("Anaemia", SupplyLine(Hb_g_L=75.0), source="Our choice: half of the haemoglobin",
               expect="half as much is delivered; the saturation is normal all the same",
               signature={"delivered_mL_100g_min": (7.5, 8.2), "met_percent": (74.0, 84.0)}),
    ),
})
