"""Sweat, drink and salt: where water goes, and what that does to the concentrations and to the resting potential."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muscle_lib.blood import blood, blood_value
from muscle_lib.models.electrolytes.battery import ghk_mV
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity
from muscle_lib.trace import result, trace

SWEAT = "Baker et al. 2016, doi 10.1080/02640414.2015.1055291"
SALTY = "Lara et al. 2016, doi 10.1186/s12970-016-0141-z"
BODY = "Our choice: the usual textbook value for a lean adult."

REST_NA_mM, REST_K_mM = 140.0, 4.2
REST_K_IN_mM, REST_NA_IN_mM = 155.0, 12.0
#: Of each mM of salt, 1.86 mosm/kg come from the two ions, which get in each other's way a little (factor 0.93).
OSMOLES_PER_SALT = 1.86
#: Our choice: the cells give back whatever would take away more than this part of the potassium outside them.
MOST_TAKEN_OUTSIDE = 0.5
#: Body potassium, nearly all of it inside the cells.
BODY_K_mmol = 3500.0
#: The three drinks of the picture: name → sodium and potassium in mM.
DRINKS = (("water", 0.0, 0.0), ("sports drink", 20.0, 4.0), ("rehydration salts", 60.0, 20.0))
DRUNK_L = np.linspace(0.0, 6.0, 25)
DRUNK_L.setflags(write=False)


class Fluids(NamedTuple):
    """The two fluids: their common osmolality, their volumes, and what is in them; numbers, or arrays of one shape.

    What becomes of them for one drink stands under the same names in the trace.
    """

    osmolality_mosm_kg: float
    outside_L: float
    inside_L: float
    Na_out_mM: float
    K_out_mM: float
    Na_in_mM: float
    K_in_mM: float


@trace
class WaterAndSaltTrace:
    """The two fluids of the body after sweating and drinking. The curves say what would be if other amounts of the
    three ``DRINKS`` were drunk: one row per drink, one column for each ``drunk_L``."""

    drunk_L: NDArray
    Na_curves_mM: NDArray
    #: The resting potential for the drink that the student has mixed, at each ``drunk_L``.
    rest_curve_mV: NDArray
    drink_L: float
    sweat_L: float
    drink_Na_mM: float
    osmolality_mosm_kg: float = result(
        "Osmolality", meaning="Particles in a kilogram of water, alike in both fluids.")
    outside_L: float = result("Fluid outside the cells", meaning="How much fluid there is outside the cells.")
    inside_L: float = result("Fluid inside the cells", meaning="How much fluid there is inside the cells.")
    Na_out_mM: float = result("Sodium in the blood", headline=True, meaning="What is left, in the water that is left.")
    K_out_mM: float = result("Potassium in the blood", meaning="What is left, in the water that is left.")
    Na_in_mM: float
    K_in_mM: float = result("Potassium inside the cells", meaning="What is left, in the water that is left there.")
    rested_outside_L: float
    rested_inside_L: float
    mass_kg: float
    breath_L: float
    rest_mV: float = result("Resting potential", meaning="The resting potential of the muscle fibres.")
    normal_rest_mV: float
    K_lost_mmol: float = result("Potassium lost in the sweat", meaning="How much potassium was in the sweat.")

    @result("Change of the body mass")
    def mass_change_percent(self) -> float:
        """By how much the body has become heavier or, below 0, lighter; a litre of water is a kilogram."""
        return 100.0 * (self.drink_L - self.sweat_L - self.breath_L) / self.mass_kg

    @result("Change of the resting potential")
    def rest_change_mV(self) -> float:
        """By how much the resting potential of the muscle fibres has moved; upwards is towards threshold."""
        return self.rest_mV - self.normal_rest_mV

    @result("Change of the fluid outside the cells")
    def outside_change_percent(self) -> float:
        """By how much the fluid outside the cells has grown or, below 0, shrunk."""
        return 100.0 * (self.outside_L / self.rested_outside_L - 1.0)

    @result("Change of the fluid inside the cells")
    def inside_change_percent(self) -> float:
        """By how much the cells have swollen or, below 0, shrunk."""
        return 100.0 * (self.inside_L / self.rested_inside_L - 1.0)

    @result("Part of the body's potassium that was lost")
    def K_lost_percent(self) -> float:
        """The potassium in the sweat as a part of the body's 3500 mmol."""
        return 100.0 * self.K_lost_mmol / BODY_K_mmol

    @property
    def sodium_drunk_percent(self) -> float:
        """The sodium in the drink, as a part of that outside the cells at rest."""
        return 100.0 * self.drink_L * self.drink_Na_mM / (REST_NA_mM * self.rested_outside_L)

    @property
    def sodium_sweated_percent(self) -> float:
        """The sodium in the sweat, as a part of that outside the cells at rest: what came and is not there."""
        left = 100.0 * self.Na_out_mM * self.outside_L / (REST_NA_mM * self.rested_outside_L)
        return max(100.0 + self.sodium_drunk_percent - left, 0.0)

    @property
    def potassium_inside_percent(self) -> float:
        """The potassium inside the cells, as a part of that at rest."""
        return 100.0 * self.K_in_mM * self.inside_L / (REST_K_IN_mM * self.rested_inside_L)

    @property
    def drink_name(self) -> str:
        """What the drink is called, by its sodium: one of the picture's three, or “drink, 45 mM”."""
        return next((name for name, sodium_mM, _ in DRINKS if abs(self.drink_Na_mM - sodium_mM) < 0.5),
                    f"drink, {self.drink_Na_mM:.0f} mM")

    @property
    def sodium_state(self) -> str:
        """One of “dangerous hyponatraemia”, “hyponatraemia”, “normal”, “hypernatraemia” and “dangerous
        hypernatraemia”."""
        value = blood_value("sodium")
        for (low, high), how in ((value.danger, "dangerous "), (value.normal, "")):
            if self.Na_out_mM < low:
                return f"{how}hyponatraemia"
            if self.Na_out_mM > high:
                return f"{how}hypernatraemia"
        return "normal"


@model
class WaterAndSalt:
    """What sweating and drinking do to the body's two fluids, the one outside and the one inside the cells.

    The equations in words
    ----------------------
    Water passes freely between the two fluids; sodium stays outside, and potassium inside but for a small part.
        water = 0.6 · body mass, two fifths of it outside
        change of sodium = drink · its sodium − sweat · its sodium;   the same for potassium
        change of water = drink − sweat − water lost with the breath
    Each salt lost or drunk takes or brings its particles (1.86 for sodium or potassium with its anion):
        particles outside = osmolality at rest · volume outside at rest
                            + 1.86 · (change of sodium + σ · change of potassium)
        particles inside  = osmolality at rest · volume inside at rest + 1.86 · (1 − σ) · change of potassium
    (but the fluid outside loses at most half of its potassium, whatever σ is: the rest comes from the cells).
    Water moves until both fluids are equally concentrated (the osmolality):
        osmolality = all particles / all water;   volume = particles / osmolality, for each fluid
    Concentrations are amounts divided by these volumes. The resting potential of the muscle fibres follows from them by
    the equation of the first station (Goldman–Hodgkin–Katz).

    ``run()`` returns a WaterAndSaltTrace. Errors: a value out of range, of the wrong type or not finite raises a
    ValueError.
    """

    sweat_L: float = quantity(
        2.0, unit="L", low=0.0, high=5.0, step=0.1, symbol="S", label="Sweat lost",
        meaning="An hour of hard sport costs about 1.2 L, in some people more than 3.",
        source="Our choice: up to four hours of sport at the usual rate. The rate: " + SWEAT)
    drink_L: float = quantity(
        2.0, unit="L", low=0.0, high=6.0, step=0.1, symbol="D", label="Drink",
        source="Our choice: from nothing to more than anybody loses in an afternoon.")
    drink_Na_mM: float = quantity(
        0.0, unit="mM", low=0.0, high=100.0, step=1.0, symbol="Na_d", label="Sodium in the drink",
        meaning="Water 0, sports drink about 20, rehydration salts about 60.",
        source="Our choice: all drinks that anybody would swallow.")
    sweat_Na_mM: float = quantity(
        45.0, unit="mM", low=15.0, high=90.0, step=1.0, symbol="Na_s", label="Sodium in the sweat",
        meaning="A third of what is in the blood, as in sweat of the forearm; of the whole body about a quarter.",
        idle_at=({"sweat_L": 0.0},),
        source="Our choice within what was measured: 18 to 71 mM in " + SWEAT)
    mass_kg: float = quantity(
        70.0, unit="kg", low=45.0, high=110.0, step=1.0, symbol="M", label="Body mass",
        source="Our choice: from a small to a large adult.")
    drink_K_mM: float = quantity(
        0.0, unit="mM", low=0.0, high=30.0, step=1.0, symbol="K_d", label="Potassium in the drink",
        meaning="Sports drink about 4, rehydration salts about 20.", source="Our choice: all usual drinks.")
    breath_L: float = quantity(
        0.0, unit="L", low=0.0, high=2.0, step=0.1, symbol="R", label="Water lost with the breath",
        source="Our choice: none, unless you set it.")
    sweat_K_mM: float = quantity(
        5.0, unit="mM", low=2.0, high=10.0, symbol="K_s", label="Potassium in the sweat",
        source="Our choice, rounded from the 5.9 to 6.2 mM of " + SALTY, fixed=True)
    K_from_outside_percent: float = quantity(
        10.0, unit="%", low=0.0, high=100.0, symbol="σ", label="Potassium taken from outside the cells",
        meaning="The rest comes from inside. 100 % is the worst case that one can think of: then half of what is "
                "outside stays there.",
        source="Our choice: cells give most of it back within hours.", fixed=True)
    water_percent: float = quantity(
        60.0, unit="%", low=45.0, high=70.0, symbol="W/M", label="Water in the body", source=BODY, fixed=True)
    outside_percent: float = quantity(
        40.0, unit="%", low=30.0, high=50.0, symbol="V_e/W", label="Water outside the cells", source=BODY, fixed=True)
    rested_mosm_kg: float = quantity(
        285.0, unit="mosm/kg", low=275.0, high=295.0, symbol="P₀", label="Osmolality at rest",
        **blood("osmolality"),
        source="Our choice: the middle of what is normal. " + blood_value("osmolality").source, fixed=True)
    na_per_k: float = quantity(
        0.01, unit="", low=0.001, high=0.1, symbol="α", label="Sodium permeability (that of potassium = 1)",
        source="Our choice: the frog fibre's value, after Hodgkin & Horowicz 1959, J Physiol 148:127", fixed=True)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "No kidney, no thirst, no hormones: what is drunk stays. A healthy kidney gets rid of too much "
        "water within hours, unless a hormone tells it to keep it, as can happen in long hard exercise.",
        "Everything is mixed at once; a real drink takes from minutes to an hour.",
        "It underestimates: at a loss of 3 % of body mass, osmolality rose from 283 to 295 mosm/kg in ten people, to "
        "291 in this model (Miller et al. 2010, doi 10.1249/MSS.0b013e3181dd5e3a). Kidney, breath and metabolites are "
        "left out.",
        "Sugar in a drink counts as water, which it is once it has been burnt.",
        "Potassium that working muscle lets out, and blood that becomes thicker for other reasons, are left out.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> WaterAndSaltTrace:
        """Work out the two fluids, and the curves against the volume that is drunk."""
        mixed = (self.drink_Na_mM, self.drink_K_mM)
        fluids = self._fluids(self.drink_L, *mixed)
        curves = [self._fluids(DRUNK_L, na_d, k_d).Na_out_mM for _, na_d, k_d in DRINKS]
        water = self.mass_kg * self.water_percent / 100.0
        return WaterAndSaltTrace(
            drunk_L=DRUNK_L, Na_curves_mM=np.array(curves), rest_curve_mV=self._rest_mV(self._fluids(DRUNK_L, *mixed)),
            drink_L=self.drink_L, sweat_L=self.sweat_L, drink_Na_mM=self.drink_Na_mM, **fluids._asdict(),
            rested_outside_L=water * self.outside_percent / 100.0,
            rested_inside_L=water * (1.0 - self.outside_percent / 100.0), mass_kg=self.mass_kg, breath_L=self.breath_L,
            rest_mV=float(self._rest_mV(fluids)), K_lost_mmol=self.sweat_L * self.sweat_K_mM,
            normal_rest_mV=float(ghk_mV(REST_K_mM, REST_K_IN_mM, REST_NA_mM, REST_NA_IN_mM, self.na_per_k)))

    def _fluids(self, drink_L, drink_Na_mM, drink_K_mM) -> Fluids:
        """For a drink (its volume may be an array): osmolality; volume outside and inside; sodium and
        potassium outside; sodium and potassium inside."""
        water = self.mass_kg * self.water_percent / 100.0
        rested_outside = water * self.outside_percent / 100.0
        rested_inside = water - rested_outside
        sodium = drink_L * drink_Na_mM - self.sweat_L * self.sweat_Na_mM
        potassium = drink_L * drink_K_mM - self.sweat_L * self.sweat_K_mM
        potassium_outside = np.maximum(potassium * self.K_from_outside_percent / 100.0,
                                       -MOST_TAKEN_OUTSIDE * REST_K_mM * rested_outside)
        salt_outside, salt_inside = sodium + potassium_outside, potassium - potassium_outside
        particles_outside = self.rested_mosm_kg * rested_outside + OSMOLES_PER_SALT * salt_outside
        particles_inside = self.rested_mosm_kg * rested_inside + OSMOLES_PER_SALT * salt_inside
        osmolality = (particles_outside + particles_inside) / (water + drink_L - self.sweat_L - self.breath_L)
        outside, inside = particles_outside / osmolality, particles_inside / osmolality
        return Fluids(
            osmolality, outside, inside, Na_out_mM=(REST_NA_mM * rested_outside + sodium) / outside,
            K_out_mM=(REST_K_mM * rested_outside + salt_outside - sodium) / outside,
            Na_in_mM=REST_NA_IN_mM * rested_inside / inside,
            K_in_mM=(REST_K_IN_mM * rested_inside + salt_inside) / inside)

    def _rest_mV(self, fluids: Fluids):
        return ghk_mV(fluids.K_out_mM, fluids.K_in_mM, fluids.Na_out_mM, fluids.Na_in_mM, self.na_per_k)


def _case(name: str, expect: str, signature: dict[str, tuple[float, float]], **settings: float) -> Preset:
    return Preset(name, WaterAndSalt(**settings), source="Our choice of amounts; what sweat holds: " + SWEAT,
                  expect=expect, signature=signature)


WaterAndSalt.presets = grouped({"sweat and drink": (
    _case("At rest", "140 mM of sodium, 285 mosm/kg", {"Na_out_mM": (139.99, 140.01), "rest_mV": (-88.79, -88.75),
                                                       "osmolality_mosm_kg": (284.99, 285.01)},
          sweat_L=0.0, drink_L=0.0),
    _case("2 L of sweat, nothing drunk", "sodium rises, because sweat is thinner than blood",
          {"Na_out_mM": (144.2, 144.4), "mass_change_percent": (-2.87, -2.85), "rest_mV": (-88.38, -88.34)},
          drink_L=0.0),
    _case("2 L of sweat, 2 L of water", "the mass is back, and sodium is a little low but normal",
          {"Na_out_mM": (137.3, 137.5), "mass_change_percent": (0.0, 0.0), "osmolality_mosm_kg": (280.5, 280.7)}),
    _case("2 L of sweat, 2 L of sports drink", "hardly different from water",
          {"Na_out_mM": (138.5, 138.7), "osmolality_mosm_kg": (282.6, 282.8)}, drink_Na_mM=20.0, drink_K_mM=4.0),
    _case("2 L of sweat, 2 L of rehydration salts", "sodium a little above where it began",
          {"Na_out_mM": (141.2, 141.4), "osmolality_mosm_kg": (287.6, 287.8)}, drink_Na_mM=60.0, drink_K_mM=20.0),
    _case("4 L of sweat, nothing drunk", "a loss of nearly 6 % of body mass: sodium is high, the resting potential "
          "moves by less than 1 mV", {"Na_out_mM": (148.9, 149.1), "rest_change_mV": (0.81, 0.91),
                                "outside_change_percent": (-13.3, -13.1)}, sweat_L=4.0, drink_L=0.0),
    _case("4 L of sweat, 4 L of water", "the mass is right, and sodium is just below normal: a mild hyponatraemia",
          {"Na_out_mM": (134.7, 134.9), "mass_change_percent": (0.0, 0.0)}, sweat_L=4.0, drink_L=4.0),
    _case("2 L of sweat, 5 L of water", "a marked hyponatraemia, and cells that swell by nearly a tenth",
          {"Na_out_mM": (128.2, 128.4), "inside_change_percent": (8.0, 9.0)}, drink_L=5.0),
    _case("4 L of very salty sweat, 4 L of water", "a clearer hyponatraemia",
          {"Na_out_mM": (132.0, 132.2)}, sweat_L=4.0, drink_L=4.0, sweat_Na_mM=70.0),
)})
