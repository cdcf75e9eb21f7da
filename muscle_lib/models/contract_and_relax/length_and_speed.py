"""Length and speed: how strong a muscle is when it is short or stretched, and when it shortens or is pulled out."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.contract_and_relax.mechanics import (
    DE_GROOTE,
    GORDON,
    HILL,
    BEST_SARCOMERE_um,
    active_force_length,
    force_velocity,
    heads_in_reach,
    passive_force,
    peak_power_load,
)
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity
from muscle_lib.trace import result, trace

#: The lengths and speeds along the curves of the picture.
LENGTHS = np.linspace(0.5, 1.6, 111)
SPEEDS_lengths_s = np.linspace(-10.0, 10.0, 161)
for axis in (LENGTHS, SPEEDS_lengths_s):
    axis.setflags(write=False)
#: Within this part of the best active force a length is called “near its best”. Our choice.
NEAR = 0.9
#: When the drawn sarcomere has less than this part of what the whole muscle's curve gives, the sentence says why.
UNEVEN = 0.7


@trace
class LengthAndSpeedTrace:
    """The forces at one length and speed, and the curves around them. Forces: 1 is the best force of the fibres."""

    lengths: NDArray
    active_curve: NDArray
    passive_curve: NDArray
    total_curve: NDArray
    #: From the fastest shortening to the fastest stretching.
    speeds_lengths_s: NDArray
    active_at_speed: NDArray
    #: Shorter than the speeds: power is given in shortening only, and those speeds come first.
    power_at_speed: NDArray
    length: float
    speed_lengths_s: float
    top_speed_lengths_s: float
    curvature: float
    active: float = result("Active force", meaning="What the heads pull along the tendon; 1 is their best force.")
    passive: float = result("Passive force", meaning="The tension of the stretched tissue, along the tendon.")
    held: float = result("Active force if held", meaning="The active force at this length if nothing moved.")
    length_factor: float = result(
        "Length factor", meaning="What a held, fully active muscle can do at this length; 1 at its best length.")
    speed_factor: float = result(
        "Speed factor", meaning="By how much the movement changes the active force; 1 when the muscle is held.")

    @result("Total force", headline=True)
    def total(self) -> float:
        """Active and passive force together."""
        return self.active + self.passive

    @result("Power")
    def power(self) -> float:
        """Active force × speed of shortening, in best force × best lengths a second; below 0 the muscle brakes."""
        # Not −0 in a held muscle.
        return 0.0 - self.active * self.speed_lengths_s

    @property
    def given_power(self) -> float:
        """The power that the muscle gives; NaN while it brakes."""
        return self.power if self.power >= 0.0 else math.nan

    @result("Highest power")
    def peak_power(self) -> float:
        """The most power that the muscle gives at this length, and any speed."""
        return self.held * peak_power_load(self.curvature) ** 2 * self.top_speed_lengths_s

    @result("Length of a sarcomere")
    def sarcomere_um(self) -> float:
        """The length of a sarcomere."""
        return self.length * BEST_SARCOMERE_um

    @result("Heads in reach")
    def in_reach_percent(self) -> float:
        """How many of the heads of the thick filaments have a thin filament beside them."""
        return 100.0 * float(heads_in_reach(self.sarcomere_um))

    @result("Passive part of the force")
    def passive_percent(self) -> float:
        """The passive part of the total force; NaN if there is no force."""
        return 100.0 * self.passive / self.total if self.total > 0.0 else math.nan

    @property
    def length_state(self) -> str:
        """One of “short”, “near its best length”, “stretched” and “overstretched” (a fully active, held muscle would
        owe more to its passive tension than to its heads)."""
        if self.length_factor >= NEAR:
            return "near its best length"
        if self.length < 1.0:
            return "short"
        return "overstretched" if float(passive_force(self.length)) > self.length_factor else "stretched"

    @property
    def motion(self) -> str:
        """One of “held”, “shortening” and “being stretched”."""
        if self.speed_lengths_s == 0.0:
            return "held"
        return "shortening" if self.speed_lengths_s < 0.0 else "being stretched"


@model
class LengthAndSpeed:
    """A muscle at one length, held there or moving through it at a constant speed.

    The equations in words
    ----------------------
    Force along the tendon (1 = the best force of its fibres):
        force = cos(angle) · (activation · length factor · speed factor + passive tension)
    Length factor: De Groote's smooth bell, 1 at the best length. It is wide, because the sarcomeres of a whole muscle
    are not all equally long.
    Passive tension: nothing up to the best length, then rising exponentially, to 1 at 1.6 best lengths.
    Speed factor when it shortens (Hill), with s the speed as a part of the top speed, and a the curvature:
        factor = (1 − s)/(1 + s/a)
    When it is stretched while active, De Groote's curve: it rises quickly, and flattens near 1.8.
    Power = active force · speed of shortening. It is below 0 when the muscle is stretched: it brakes.
    The drawn sarcomere has human filaments, and 2.7 µm at the best length.

    ``run()`` returns a LengthAndSpeedTrace.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError that names it, its unit and the
    range.
    Sources: Gordon, Huxley & Julian 1966, Hill 1938, De Groote et al. 2016, Thelen 2003.
    """

    length: float = quantity(
        1.0, unit="", low=0.5, high=1.6, step=0.01, symbol="l", label="Length (best length = 1)",
        meaning="0.7 is a muscle in a shortened position; 1.4 and more is rarely reached in the body.",
        source="Our choice of the range: what the curve covers. The curve: " + DE_GROOTE)
    speed_lengths_s: float = quantity(
        0.0, unit="lengths/s", low=-10.0, high=10.0, step=0.1, symbol="v", label="Change of length (− shortens)",
        meaning="0: held. Below 0 the muscle shortens, as when it lifts; above 0 it is stretched, as when it lowers.",
        source="Our choice: up to the top speed of the fibres")
    activation_percent: float = quantity(
        100.0, unit="%", low=0.0, high=100.0, step=1.0, symbol="act", label="Activation",
        meaning="How much force the calcium in the fibres allows; 100 %: a full tetanus, 0 %: relaxed.",
        source="Our choice: from a relaxed muscle to a full tetanus")
    curvature: float = quantity(
        0.25, unit="", low=0.1, high=0.4, step=0.01, symbol="a/F₀", label="Shape of Hill's curve",
        meaning="Small: the curve sags, and force is soon lost when the muscle shortens, as in slow fibres.",
        source="Default, for frog muscle: " + HILL + ". Range: our choice")
    top_speed_lengths_s: float = quantity(
        10.0, unit="lengths/s", low=2.0, high=15.0, step=0.5, symbol="vmax", label="Top speed of shortening",
        meaning="Slow fibres have a lower one than fast fibres.",
        source="Default, usual in models of the leg: Rajagopal et al. 2016, doi 10.1109/TBME.2016.2586891. Range: our "
               "choice")
    pennation_deg: float = quantity(
        0.0, unit="°", low=0.0, high=35.0, step=1.0, symbol="α", label="Angle between fibres and tendon",
        meaning="Only cos α of the fibres' force goes along the tendon: 0.94 at 20°.",
        source="Our choice: 0, so that the curves are those of the fibres; 35° is about what a calf muscle reaches")

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "The speed is constant and the picture is of the moment at which the muscle passes the length: nothing swings, "
        "and there is no mass.",
        "The tendon does not give way. A real one stretches by some per cent, and stores energy.",
        "A real muscle that is stretched while active keeps some extra force afterwards, and one that has shortened "
        "has lost some: muscles remember, this model does not.",
        "Passive tension depends on length only. In a real muscle that is held stretched it falls within a minute.",
        "The length curve is that of full activation. With little activation a real muscle is strongest at a somewhat "
        "greater length.",
        "A muscle that is stretched far beyond its usual range tears. The model's does not.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> LengthAndSpeedTrace:
        """Work out the forces at this length and speed, and the curves around them."""
        along = math.cos(math.radians(self.pennation_deg))
        activation = self.activation_percent / 100.0
        length_factor = float(active_force_length(self.length))
        speed_factor = float(self._speed_factor(self.speed_lengths_s))
        held = along * activation * length_factor
        active_curve = along * activation * active_force_length(LENGTHS)
        passive_curve = along * passive_force(LENGTHS)
        active_at_speed = held * self._speed_factor(SPEEDS_lengths_s)
        shortens = SPEEDS_lengths_s <= 0.0
        return LengthAndSpeedTrace(
            lengths=LENGTHS, active_curve=active_curve, passive_curve=passive_curve,
            total_curve=active_curve + passive_curve, speeds_lengths_s=SPEEDS_lengths_s,
            active_at_speed=active_at_speed, power_at_speed=-(active_at_speed * SPEEDS_lengths_s)[shortens],
            length=self.length,
            speed_lengths_s=self.speed_lengths_s, top_speed_lengths_s=self.top_speed_lengths_s,
            curvature=self.curvature, active=held * speed_factor, passive=along * float(passive_force(self.length)),
            held=held, length_factor=length_factor, speed_factor=speed_factor)

    def _speed_factor(self, speed_lengths_s):
        return force_velocity(speed_lengths_s / self.top_speed_lengths_s, self.curvature)


LengthAndSpeed.presets = grouped({
    "lengths and speeds": (
        Preset("At its best length", LengthAndSpeed(), source=GORDON,
               expect="every head that can pull has a thin filament beside it: the best active force, no passive "
                      "tension",
               signature={"active": (0.99, 1.01), "passive": (0.0, 0.0), "sarcomere_um": (2.69, 2.71)}),
        Preset("Shortened", LengthAndSpeed(length=0.7), source="Our choice of 0.7; the curve " + DE_GROOTE,
               expect="all heads are in reach, but the thin filaments get in each other's way: two thirds of the force",
               signature={"active": (0.67, 0.70), "passive": (0.0, 0.0), "in_reach_percent": (100.0, 100.0)}),
        Preset("Stretched", LengthAndSpeed(length=1.2), source="Our choice of 1.2; the curve " + DE_GROOTE,
               expect="some heads have lost their thin filament, and the passive tension begins",
               signature={"active": (0.78, 0.81), "passive": (0.04, 0.06), "in_reach_percent": (69.0, 71.0)}),
        Preset("Overstretched", LengthAndSpeed(length=1.5), source="Our choice of 1.5; the curve " + DE_GROOTE,
               expect="few heads of the drawn sarcomere are in reach: most of the tension is passive now",
               signature={"active": (0.2, 0.27), "passive": (0.49, 0.52), "passive_percent": (60.0, 75.0)}),
        Preset("Overstretched and relaxed", LengthAndSpeed(length=1.5, activation_percent=0.0),
               source="Our choice of 1.5; the passive curve: Thelen 2003, doi 10.1115/1.1531112",
               expect="no head pulls, yet the muscle is tense: passive tension needs no calcium and no ATP",
               signature={"active": (0.0, 0.0), "passive": (0.49, 0.52), "passive_percent": (100.0, 100.0)}),
        Preset("Lifting at peak power", LengthAndSpeed(speed_lengths_s=-3.1), source=HILL,
               expect="at about a third of its top speed it pulls with about a third of its force: the most power",
               signature={"active": (0.30, 0.32), "power": (0.95, 0.96), "peak_power": (0.95, 0.96)}),
        Preset("Lowering a load", LengthAndSpeed(speed_lengths_s=3.0), source="Our choice of 3; the curve " + DE_GROOTE,
               expect="stretched while active it pulls with almost one and a half times the force of holding, and "
                      "brakes",
               signature={"active": (1.40, 1.47), "power": (-4.4, -4.2)}),
        Preset("A slow fibre, lifting", LengthAndSpeed(speed_lengths_s=-3.1, top_speed_lengths_s=4.0, curvature=0.15),
               source="Our choice of 4 lengths/s and 0.15: slower and more curved than the default, as slow fibres are",
               expect="at the same speed it has almost no force left",
               signature={"active": (0.02, 0.05), "power": (0.05, 0.2)})),
})
