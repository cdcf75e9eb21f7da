"""A battery of ions: what each ion pulls towards, and where the membrane comes to rest between them."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from muscle_lib.blood import blood, blood_value
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity
from muscle_lib.trace import result, trace

GOLDMAN = "after Hodgkin & Horowicz 1959, J Physiol 148:127"
HUMAN = "Jurkat-Rott et al. 2009, doi 10.1073/pnas.0811277106"
INSIDE = "Our choice: the usual textbook value for the inside of a resting muscle fibre."

GAS_J_mol_K = 8.314462618
FARADAY_C_mol = 96485.33212
ZERO_C = 273.15

#: Potassium outside, along the curve of the picture.
CURVE_mM = np.geomspace(1.0, 12.0, 61)
CURVE_mM.setflags(write=False)
#: A gap outside these bounds is no blood that anyone has: a number was mistyped, or the sample is wrong.
GAP_LOW_mEq_L, GAP_HIGH_mEq_L = 0.0, 40.0


def thermal_mV(temperature_C: float) -> float:
    """RT/F: how many mV one e-fold of concentration is worth for an ion with one charge; 26.727 at 37 °C."""
    return 1000.0 * GAS_J_mol_K * (temperature_C + ZERO_C) / FARADAY_C_mol


def nernst_mV(out_mM: float, in_mM: float, charge: int, temperature_C: float = 37.0) -> float:
    """The voltage at which an ion is at rest: electrical pull and concentration difference hold each other."""
    for where, value in (("outside", out_mM), ("inside", in_mM)):
        if not value > 0.0:
            raise ValueError(f"The concentration {where} must be above 0 mM: got {value:g} mM.")
    return thermal_mV(temperature_C) / charge * math.log(out_mM / in_mM)


def ghk_mV(K_out_mM, K_in_mM: float, Na_out_mM: float, Na_in_mM: float, na_per_k: float, temperature_C: float = 37.0):
    """The voltage at which as much sodium leaks in as potassium leaks out (Goldman, Hodgkin and Katz); also for
    arrays of concentrations."""
    outside = K_out_mM + na_per_k * Na_out_mM
    return thermal_mV(temperature_C) * np.log(outside / (K_in_mM + na_per_k * Na_in_mM))


def chloride_in_mM(Cl_out_mM: float, v_mV: float, temperature_C: float = 37.0) -> float:
    """Chloride inside, when it has followed the voltage and come to rest."""
    return Cl_out_mM * math.exp(v_mV / thermal_mV(temperature_C))


@trace
class BatteryTrace:
    """Where each ion pulls, and where the membrane rests. The curve has one value for each ``K_axis_mM``."""

    K_axis_mM: NDArray
    rest_curve_mV: NDArray
    E_K_curve_mV: NDArray
    K_out_mM: float
    Na_out_mM: float
    Ca_out_mM: float
    Mg_out_mM: float
    Cl_out_mM: float = result("Chloride outside", meaning="Chloride outside, which follows the other ions there.")
    K_in_mM: float
    Na_in_mM: float
    Ca_in_mM: float
    Mg_in_mM: float
    bicarbonate_mM: float
    na_per_k: float
    temperature_C: float
    C_uF_cm2: float
    radius_um: float
    rest_mV: float = result("Resting potential", headline=True, meaning="Where the membrane comes to rest.")

    @result("Potassium's own potential")
    def E_K_mV(self) -> float:
        """Where potassium alone would hold the membrane: its equilibrium potential."""
        return nernst_mV(self.K_out_mM, self.K_in_mM, 1, self.temperature_C)

    @result("Sodium's own potential")
    def E_Na_mV(self) -> float:
        """Where sodium alone would hold the membrane."""
        return nernst_mV(self.Na_out_mM, self.Na_in_mM, 1, self.temperature_C)

    @result("Chloride's own potential")
    def E_Cl_mV(self) -> float:
        """Where chloride alone would hold the membrane: the resting potential, because it has followed that."""
        return nernst_mV(self.Cl_out_mM, self.Cl_in_mM, -1, self.temperature_C)

    @result("Calcium's own potential")
    def E_Ca_mV(self) -> float:
        """Where calcium alone would hold the membrane."""
        return nernst_mV(self.Ca_out_mM, self.Ca_in_mM, 2, self.temperature_C)

    @result("Magnesium's own potential")
    def E_Mg_mV(self) -> float:
        """Where magnesium alone would hold the membrane."""
        return nernst_mV(self.Mg_out_mM, self.Mg_in_mM, 2, self.temperature_C)

    @result("Chloride inside")
    def Cl_in_mM(self) -> float:
        """Chloride inside, which has followed the voltage."""
        return chloride_in_mM(self.Cl_out_mM, self.rest_mV, self.temperature_C)

    @result("Gap outside")
    def gap_mEq_L(self) -> float:
        """Positive minus negative charges of the listed ions outside: what proteins and other anions make up for."""
        positive = self.Na_out_mM + self.K_out_mM + 2.0 * self.Ca_out_mM + 2.0 * self.Mg_out_mM
        return positive - self.Cl_out_mM - self.bicarbonate_mM

    @result("Charge on the membrane")
    def charge_nC_cm2(self) -> float:
        """The charge that stands on the membrane at this voltage."""
        return self.C_uF_cm2 * abs(self.rest_mV)

    @result("Potassium that leaves to make this charge")
    def K_lost_mM(self) -> float:
        """How much the potassium inside a long fibre falls by what has to leave for that charge."""
        # 1 nC/cm² on the wall, spread over a cylinder with volume/surface = radius/2; 1 mol/cm³ is a million mM.
        return self.charge_nC_cm2 * 1e-9 / FARADAY_C_mol * 2.0 / (self.radius_um * 1e-4) * 1e6

    @result("Charge on the membrane, in ions")
    def ions_moved_pmol_cm2(self) -> float:
        """The charge on the membrane, counted in ions."""
        return 1000.0 * self.charge_nC_cm2 / FARADAY_C_mol

    @result("Part of the potassium inside that leaves")
    def K_lost_ppm(self) -> float:
        """The potassium that leaves, in millionths of what is inside."""
        return 1e6 * self.K_lost_mM / self.K_in_mM

    @result("Rest above potassium's own potential")
    def from_E_K_mV(self) -> float:
        """How far the rest lies above potassium's own potential: what the sodium leak does."""
        return self.rest_mV - self.E_K_mV

    @property
    def others_out_mM(self) -> float:
        """Negative charges outside that are not chloride: bicarbonate, and the gap."""
        return self.gap_mEq_L + self.bicarbonate_mM

    @property
    def others_in_mM(self) -> float:
        """Negative charges inside that are not chloride: proteins, phosphates. As many as the positive ones need."""
        return self.K_in_mM + self.Na_in_mM + 2.0 * (self.Ca_in_mM + self.Mg_in_mM) - self.Cl_in_mM

    @property
    def gap_state(self) -> str:
        """One of “possible”, “below 0” and “above 40”."""
        if self.gap_mEq_L < GAP_LOW_mEq_L:
            return "below 0"
        return "above 40" if self.gap_mEq_L > GAP_HIGH_mEq_L else "possible"

    @property
    def potassium_state(self) -> str:
        """One of “dangerously low”, “low”, “normal”, “high” and “dangerously high”."""
        value = blood_value("potassium")
        for (low, high), how in ((value.danger, "dangerously "), (value.normal, "")):
            if self.K_out_mM < low:
                return f"{how}low"
            if self.K_out_mM > high:
                return f"{how}high"
        return "normal"


@model
class IonBattery:
    """A resting muscle fibre as a battery: ions at different concentrations on the two sides of its membrane.

    The equations in words
    ----------------------
    Each ion pulls the voltage towards its own equilibrium potential (Nernst):
        E = (RT/zF) · ln(outside / inside),   RT/F = 26.7 mV at 37 °C, z the ion's charge
    At rest the membrane lets potassium through, and a little sodium. It settles between the two
    (Goldman–Hodgkin–Katz):
        V = RT/F · ln((K out + α · Na out) / (K in + α · Na in)),   α = permeability of sodium / that of potassium
    Chloride is not pumped much. It follows the voltage, so that its own equilibrium potential is the resting one:
        Cl in = Cl out · exp(V / (RT/F))
    Outside, positive and negative charges balance. What sodium, potassium, calcium and magnesium have more than
    chloride and bicarbonate is the gap: proteins and other anions, here 19.5 mEq/L. Chloride therefore follows the
    other ions, unless you add or take away some:
        Cl out = Na + K + 2·Ca + 2·Mg − bicarbonate − 19.5 + extra chloride
    The charge on the membrane is capacitance × voltage.

    ``run()`` returns a BatteryTrace.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError that names it, its unit and the
    range. So does an inside concentration above what is possible: water follows particles, so the inside cannot hold
    more of them than the blood (about 290 mosm/kg), and beside 170 mM of potassium no room is left for its anions.
    """

    K_out_mM: float = quantity(
        4.0, unit="mM", low=1.0, high=12.0, step=0.1, symbol="[K⁺]ₒ", label="Potassium outside", scale="log",
        meaning="Below 2.5 mM weakness, above 6.5 mM danger to the heart's rhythm.", **blood("potassium"),
        source=blood_value("potassium").source)
    Na_out_mM: float = quantity(
        140.0, unit="mM", low=110.0, high=170.0, step=1.0, symbol="[Na⁺]ₒ", label="Sodium outside",
        meaning="Below 125 or above 155 mM the brain is in danger, because it swells or shrinks.",
        **blood("sodium"), source=blood_value("sodium").source)
    K_in_mM: float = quantity(
        155.0, unit="mM", low=120.0, high=170.0, step=1.0, symbol="[K⁺]ᵢ", label="Potassium inside",
        meaning="More than 170 mM is not possible: with its anions it would be more particles than the blood has, and "
                "water would come in and dilute it.",
        source=INSIDE)
    na_per_k: float = quantity(
        0.01, unit="", low=0.001, high=1.0, symbol="α", label="Sodium permeability (that of potassium = 1)",
        scale="log", meaning="0.01: one hundredth as leaky to sodium as to potassium.",
        source="Our choice: the frog fibre's value, " + GOLDMAN)
    Ca_out_mM: float = quantity(
        1.2, unit="mM", low=0.4, high=2.5, step=0.01, symbol="[Ca²⁺]ₒ", label="Ionised calcium outside",
        meaning="It hardly carries any current at rest. What it does is the business of station 3.",
        **blood("ionised calcium"), source=blood_value("ionised calcium").source)
    Mg_out_mM: float = quantity(
        0.55, unit="mM", low=0.2, high=5.0, step=0.05, symbol="[Mg²⁺]ₒ", label="Ionised magnesium outside",
        **blood("ionised magnesium"), source=blood_value("ionised magnesium").source)
    Cl_extra_mM: float = quantity(
        0.0, unit="mM", low=-40.0, high=40.0, step=1.0, symbol="ΔCl⁻", label="Extra chloride outside",
        meaning="At 0, chloride follows the other ions at a gap of 19.5 mEq/L, as it must if nothing else changes.",
        source="Our choice: wide enough to make gaps that no blood has, so that they can be recognised.")
    Na_in_mM: float = quantity(
        12.0, unit="mM", low=5.0, high=30.0, step=1.0, symbol="[Na⁺]ᵢ", label="Sodium inside", source=INSIDE)
    bicarbonate_mM: float = quantity(
        25.0, unit="mM", low=10.0, high=40.0, symbol="[HCO₃⁻]ₒ", label="Bicarbonate outside",
        **blood("bicarbonate"), source=blood_value("bicarbonate").source, fixed=True)
    resting_gap_mM: float = quantity(
        19.5, unit="mM", low=10.0, high=30.0, symbol="gap", label="Charge of proteins and other anions outside",
        meaning="In mM of single charges (mEq/L).",
        source="Our choice: what is missing in the balance of the usual concentrations.", fixed=True)
    Ca_in_mM: float = quantity(
        1e-4, unit="mM", low=1e-5, high=1e-2, symbol="[Ca²⁺]ᵢ", label="Calcium inside", source=INSIDE, fixed=True)
    Mg_in_mM: float = quantity(
        0.8, unit="mM", low=0.3, high=2.0, symbol="[Mg²⁺]ᵢ", label="Magnesium inside", source=INSIDE, fixed=True)
    temperature_C: float = quantity(
        37.0, unit="°C", low=0.0, high=42.0, symbol="T", label="Temperature",
        source="Our choice: the body's; the whole scale of voltages grows with the absolute temperature.", fixed=True)
    C_uF_cm2: float = quantity(
        1.0, unit="µF/cm²", low=0.5, high=2.0, symbol="C", label="Membrane capacitance",
        source="Our choice: the usual value of biological membranes.", fixed=True)
    radius_um: float = quantity(
        25.0, unit="µm", low=10.0, high=60.0, symbol="r", label="Radius of the fibre",
        source="Our choice: a human fibre is about 50 µm thick.", fixed=True)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "The sodium–potassium pump has made all of the differences, over hours. That it also adds a few mV directly is "
        "left out.",
        "Real resting potentials lie a few mV apart: human fibres have been measured at about −85 mV with 4 mM of "
        "potassium outside; this model says −90 mV.",
        "Chloride follows and so does not move the rest, but it resists every change of it: that is station 4.",
        "The permeabilities stay as they are. With very little potassium outside, a real fibre's potassium channels "
        "shut and it can jump to about −60 mV: this equation cannot show it.",
        "Bicarbonate and the charge of the proteins stay as they are.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> BatteryTrace:
        """Work out all potentials, and the curve of the rest against the potassium outside."""
        kelvin_mV = thermal_mV(self.temperature_C)
        positive = self.Na_out_mM + self.K_out_mM + 2.0 * self.Ca_out_mM + 2.0 * self.Mg_out_mM
        cl_out_mM = positive - self.bicarbonate_mM - self.resting_gap_mM + self.Cl_extra_mM
        return BatteryTrace(
            K_axis_mM=CURVE_mM, rest_curve_mV=self._rest_mV(CURVE_mM),
            E_K_curve_mV=kelvin_mV * np.log(CURVE_mM / self.K_in_mM), K_out_mM=self.K_out_mM,
            Na_out_mM=self.Na_out_mM, Ca_out_mM=self.Ca_out_mM, Mg_out_mM=self.Mg_out_mM, Cl_out_mM=cl_out_mM,
            K_in_mM=self.K_in_mM, Na_in_mM=self.Na_in_mM, Ca_in_mM=self.Ca_in_mM, Mg_in_mM=self.Mg_in_mM,
            bicarbonate_mM=self.bicarbonate_mM, na_per_k=self.na_per_k, temperature_C=self.temperature_C,
            C_uF_cm2=self.C_uF_cm2, radius_um=self.radius_um, rest_mV=float(self._rest_mV(self.K_out_mM)))

    def _rest_mV(self, K_out_mM):
        return ghk_mV(K_out_mM, self.K_in_mM, self.Na_out_mM, self.Na_in_mM, self.na_per_k, self.temperature_C)


IonBattery.presets = grouped({"one change": (
    Preset("Healthy", IonBattery(), source=HUMAN,
           expect="the membrane rests near −90 mV, a little above potassium's own potential",
           signature={"rest_mV": (-90.0, -89.5), "E_K_mV": (-97.8, -97.7), "gap_mEq_L": (19.4, 19.6)}),
    Preset("Low potassium, 2.5 mM", IonBattery(K_out_mM=2.5),
           source="Our choice of 2.5 mM, where weakness begins; the equation " + GOLDMAN,
           expect="the rest falls, away from threshold", signature={"rest_mV": (-98.6, -98.2)}),
    Preset("High potassium, 6.5 mM", IonBattery(K_out_mM=6.5),
           source="Our choice of 6.5 mM, where the danger to the heart begins; the equation " + GOLDMAN,
           expect="the rest rises by 10 mV, towards threshold", signature={"rest_mV": (-79.8, -79.2)}),
    Preset("Low sodium, 120 mM", IonBattery(Na_out_mM=120.0),
           source="Our choice of 120 mM: a dangerous hyponatraemia; the equation " + GOLDMAN,
           expect="the rest hardly moves, by 1 mV: what suffers is the brain, by swelling",
           signature={"rest_mV": (-90.9, -90.5), "gap_mEq_L": (19.4, 19.6)}),
    Preset("A leaky membrane", IonBattery(na_per_k=0.3), source="Our choice: thirty times the sodium leak.",
           expect="the rest moves towards sodium's potential: the balance of the leaks decides",
           signature={"rest_mV": (-36.0, -32.0)}),
)})
