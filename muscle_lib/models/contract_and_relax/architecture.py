"""The leg muscles that cramp most often: how their build makes some strong and others fast, in newtons.

What is known of each head (how strong, how long its fibres are) stands in one table. Everything that is said about a
whole muscle is the sum or the mean of its heads.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.contract_and_relax.mechanics import active_force_length, force_N
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import choice, model, quantities, quantity
from muscle_lib.trace import result, trace

RAJAGOPAL = "Rajagopal et al. 2016, doi 10.1109/TBME.2016.2586891"
DELP = "Delp et al. 1990, doi 10.1109/10.102791"
WARD = "Ward et al. 2009, doi 10.1007/s11999-008-0594-8"

#: Top speed in fibre lengths a second, as in the models of the leg that the table comes from.
TOP_SPEED_lengths_s = 10.0
#: The changes of length along the curves.
CHANGES_cm = np.linspace(-3.0, 3.0, 61)
_WIDE_cm = np.linspace(-10.0, 10.0, 1001)
for axis in (CHANGES_cm, _WIDE_cm):
    axis.setflags(write=False)


@dataclass(frozen=True)
class Head:
    """One head of a muscle.

    Best force and angle of the fibres: for young adults (Rajagopal et al. 2016) and in the older set (Delp et al.
    1990). Fibre and tendon length: Rajagopal et al. 2016. Cross-section of all fibres (PCSA): Ward et al. 2009, from
    elderly donors. Slow fibres: the range of what was found (Johnson et al. 1973, doi 10.1016/0022-510X(73)90023-3,
    and Edgerton et al. 1975, Histochem J 7:259); None where we know no sure number.
    """

    young_N: float
    older_N: float
    fibre_cm: float
    tendon_cm: float
    young_deg: float
    older_deg: float
    pcsa_cm2: float
    slow_percent: tuple[float, float] | None = None

    def best_N(self, people: str) -> float:
        """The best force of its fibres: of “young” adults, or in the “older” set."""
        return self.young_N if people == "young" else self.older_N

    def pennation_deg(self, people: str) -> float:
        """The angle between fibres and tendon."""
        return self.young_deg if people == "young" else self.older_deg


HEADS = MappingProxyType({
    "biceps femoris, long head": Head(1313.0, 896.0, 9.76, 32.5, 10.1, 0.0, 11.3),
    "biceps femoris, short head": Head(557.0, 804.0, 11.03, 10.6, 15.1, 23.0, 5.1),
    "semitendinosus": Head(591.0, 410.0, 19.30, 24.7, 13.8, 5.0, 4.8),
    "semimembranosus": Head(2201.0, 1288.0, 6.90, 34.8, 14.6, 15.0, 18.4),
    "rectus femoris": Head(2192.0, 1169.0, 7.59, 44.8, 12.4, 5.0, 13.5, (30.0, 42.0)),
    "vastus lateralis": Head(5149.0, 1871.0, 9.94, 22.1, 14.5, 5.0, 35.1, (32.0, 47.0)),
    "vastus medialis": Head(2748.0, 1294.0, 9.68, 20.0, 24.2, 5.0, 20.6, (44.0, 62.0)),
    "vastus intermedius": Head(1697.0, 1365.0, 9.93, 20.2, 3.6, 3.0, 16.7, (47.0, 47.0)),
    "gastrocnemius, medial head": Head(3116.0, 1558.0, 5.10, 39.9, 9.5, 17.0, 21.1, (50.0, 51.0)),
    "gastrocnemius, lateral head": Head(1575.0, 683.0, 5.88, 37.6, 12.0, 8.0, 9.7, (44.0, 50.0)),
    "soleus": Head(6195.0, 3549.0, 4.40, 27.7, 21.9, 25.0, 51.8, (70.0, 89.0)),
    "tibialis anterior": Head(1227.0, 905.0, 6.83, 24.0, 11.2, 5.0, 10.9, (73.0, 73.0)),
})

#: The three muscles by their full names, in the order of the choice, and their heads.
LEG_MUSCLES = MappingProxyType({
    "hamstrings": ("biceps femoris, long head", "biceps femoris, short head", "semitendinosus", "semimembranosus"),
    "gastrocnemius": ("gastrocnemius, medial head", "gastrocnemius, lateral head"),
    "quadriceps": ("rectus femoris", "vastus lateralis", "vastus medialis", "vastus intermedius"),
})


def heads_of(muscle: str) -> tuple[Head, ...]:
    """The heads of one of the three muscles."""
    return tuple(HEADS[name] for name in LEG_MUSCLES[muscle])


def best_force_N(heads: tuple[Head, ...], people: str = "young") -> float:
    """What the heads pull together along the tendon, held at their best lengths and fully active."""
    return sum(head.best_N(people) * math.cos(math.radians(head.pennation_deg(people))) for head in heads)


def mean_fibre_cm(heads: tuple[Head, ...], people: str = "young") -> float:
    """The mean length of the heads' fibres; a stronger head counts for more."""
    return sum(head.best_N(people) * head.fibre_cm for head in heads) / sum(head.best_N(people) for head in heads)


def muscle_force_N(heads: tuple[Head, ...], people: str, activation: float, change_cm, speed_cm_s: float):
    """The force of all heads along the tendon, when the whole muscle is longer by ``change_cm`` than at its best."""
    return sum(force_N(head.best_N(people), head.pennation_deg(people), activation, 1.0 + change_cm / head.fibre_cm,
                       speed_cm_s / (TOP_SPEED_lengths_s * head.fibre_cm)) for head in heads)


def range_cm(heads: tuple[Head, ...], people: str = "young") -> float:
    """Over how many cm of length the heads together make at least half of their best active force."""
    active = sum(head.best_N(people) * active_force_length(1.0 + _WIDE_cm / head.fibre_cm) for head in heads)
    strong = _WIDE_cm[active >= 0.5 * active.max()]
    return float(strong[-1] - strong[0])


@trace
class LegMuscleTrace:
    """The three muscles beside each other; arrays have one row, or one value, for each of them."""

    changes_cm: NDArray
    force_curves_percent: NDArray
    best_N: NDArray
    now_N: NDArray
    now_passive_N: NDArray
    fibre_cm: NDArray
    range_cm: NDArray
    pcsa_cm2: NDArray
    #: The lengths of the chosen muscle's heads; 1 is a head's best length.
    head_lengths: NDArray
    chosen: int
    change_cm: float
    speed_cm_s: float
    slow_fibres_percent: float = result(
        "Slow fibres", meaning="The share of slow fibres in the chosen muscle; NaN where no sure number is known.")

    @property
    def muscle(self) -> str:
        """The name of the chosen muscle."""
        return tuple(LEG_MUSCLES)[self.chosen]

    @property
    def top_speeds_cm_s(self) -> NDArray:
        """How fast each of the three can shorten without a load."""
        return TOP_SPEED_lengths_s * self.fibre_cm

    @result("Force", headline=True)
    def force_N(self) -> float:
        """What the chosen muscle pulls now, along its tendon."""
        return float(self.now_N[self.chosen])

    @result("Force, of the best held one")
    def force_percent(self) -> float:
        """The force as a part of the muscle's best held force."""
        return 100.0 * self.force_N / self.strength_N

    @result("Passive force")
    def passive_N(self) -> float:
        """The part of the force that stretched tissue gives, without any activity."""
        return float(self.now_passive_N[self.chosen])

    @result("Best held force")
    def strength_N(self) -> float:
        """The best held force of the chosen muscle."""
        return float(self.best_N[self.chosen])

    @result("Mean length of the fibres")
    def mean_fibre_cm(self) -> float:
        """The mean fibre length of the chosen muscle."""
        return float(self.fibre_cm[self.chosen])

    @result("Range of length")
    def reach_cm(self) -> float:
        """Over how many cm the chosen muscle keeps at least half of its best active force."""
        return float(self.range_cm[self.chosen])

    @result("Top speed of shortening")
    def top_speed_cm_s(self) -> float:
        """How fast the chosen muscle can shorten without a load."""
        return float(self.top_speeds_cm_s[self.chosen])

    @result("Power", unit="W")
    def power_W(self) -> float:
        """Active force × speed of shortening; below 0 the muscle brakes."""
        return -(self.force_N - self.passive_N) * self.speed_cm_s / 100.0 if self.speed_cm_s else 0.0

    @result("Shortest head, against its best length")
    def shortest_head(self) -> float:
        """The length of the chosen muscle's head that is shortest for its fibres."""
        return float(self.head_lengths.min())

    @result("Longest head, against its best length")
    def longest_head(self) -> float:
        """The length of the chosen muscle's head that is longest for its fibres."""
        return float(self.head_lengths.max())


@model
class LegMuscle:
    """Hamstrings, gastrocnemius and quadriceps: the same fibres, built in three ways.

    The equations in words
    ----------------------
    Each head, with its own best force, fibre length and angle:
        force = best force · cos(angle) · (activation · length factor · speed factor + passive tension)
    A muscle is the sum of its heads, which are all stretched by the same number of cm. So a head with long fibres is
    stretched by a smaller part of its length:
        length of a head = 1 + change of length / fibre length
        speed of a head = speed / (10 · fibre length),   10 fibre lengths a second being the top speed
    The curves are those of the model before (De Groote for length, Hill and De Groote for speed).

    ``run()`` returns a LegMuscleTrace.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError that names it, its unit and the
    range.
    Sources: Rajagopal et al. 2016, Delp et al. 1990, Ward et al. 2009.
    """

    muscle: str = choice(
        "calf", options={"hamstrings": "Hamstrings", "calf": "Calf", "quadriceps": "Quadriceps"}, symbol="muscle",
        label="Muscle", meaning="Back of the thigh, calf (gastrocnemius) or front of the thigh.",
        source="Our choice: the three in which cramps are most often described")
    change_cm: float = quantity(
        0.0, unit="cm", low=-3.0, high=3.0, step=0.1, symbol="ΔL", label="Change of length (− shorter)",
        meaning="0: all heads at their best lengths. Pointing the foot or bending the knee shortens the calf muscle.",
        source="Our choice: as far as the short fibres of the calf can follow")
    activation_percent: float = quantity(
        100.0, unit="%", low=0.0, high=100.0, step=1.0, symbol="act", label="Activation",
        meaning="0 %: relaxed. 100 %: all fibres in a full tetanus, which hardly anybody reaches at will.",
        source="Our choice: from a relaxed muscle to a full tetanus")
    speed_cm_s: float = quantity(
        0.0, unit="cm/s", low=-40.0, high=40.0, step=1.0, symbol="v", label="Speed (− shortens)",
        meaning="0: held. The same for all three, so that they can be compared.",
        source="Our choice: below the top speed of the shortest fibres, 44 cm/s")
    people: str = choice(
        "young", options={"young": "Young adults", "older": "Older set"}, symbol="set", label="Best forces",
        meaning=f"Young adults: {RAJAGOPAL}; older set: {DELP}. The second is weaker, by a factor of about 2 in the "
                "whole muscles.",
        source=f"Our choice: both sets in use. {RAJAGOPAL} and {DELP}")

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "All heads are taken to be at their best lengths together. In a real leg they are not, and where in the "
        "joint's range the best length lies differs among people and muscles.",
        "There are no joints: how many degrees make a centimetre, and how far the force turns the joint, depend on the "
        "lever arm.",
        "The tendon does not give way. In the calf it does, so that a muscle that is held still shortens its fibres.",
        "The angle of the fibres stays as it is; in a calf muscle that contracts fully it grows, to about 35°.",
        "The two sets of best forces differ by a factor of about 2, in single heads up to 3: cadavers of the elderly "
        "or scans of the young, and another assumed strength of a square centimetre. How strong a single head is "
        "cannot be measured directly in a person's leg.",
        "All fibres have the same top speed. In truth slow and fast fibres are mixed.",
        "That these muscles cramp is a matter of their nerves as much as of their build: chapter 6.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> LegMuscleTrace:
        """Compare the three muscles, and look at the chosen one."""
        activation = self.activation_percent / 100.0
        groups = [heads_of(name) for name in LEG_MUSCLES]
        best_N = np.array([best_force_N(heads, self.people) for heads in groups])
        curves_N = np.array([muscle_force_N(heads, self.people, activation, CHANGES_cm, self.speed_cm_s)
                             for heads in groups])
        chosen = quantities(self)["muscle"].place(self.muscle)
        return LegMuscleTrace(
            changes_cm=CHANGES_cm, force_curves_percent=100.0 * curves_N / best_N[:, None], best_N=best_N,
            now_N=self._each(groups, activation), now_passive_N=self._each(groups, 0.0),
            fibre_cm=np.array([mean_fibre_cm(heads, self.people) for heads in groups]),
            range_cm=np.array([range_cm(heads, self.people) for heads in groups]),
            pcsa_cm2=np.array([sum(head.pcsa_cm2 for head in heads) for heads in groups]),
            head_lengths=np.array([1.0 + self.change_cm / head.fibre_cm for head in groups[chosen]]), chosen=chosen,
            change_cm=self.change_cm, speed_cm_s=self.speed_cm_s,
            slow_fibres_percent=_slow_fibres_percent(groups[chosen], self.people))

    def _each(self, groups: list[tuple[Head, ...]], activation: float) -> NDArray:
        return np.array([float(muscle_force_N(heads, self.people, activation, self.change_cm, self.speed_cm_s))
                         for heads in groups])


def _slow_fibres_percent(heads: tuple[Head, ...], people: str) -> float:
    """The mean share of slow fibres; a stronger head counts for more. NaN if it is not known for every head."""
    known = [(head.best_N(people), sum(head.slow_percent) / 2.0) for head in heads if head.slow_percent]
    if len(known) < len(heads):
        return math.nan
    return sum(best_N * percent for best_N, percent in known) / sum(best_N for best_N, _ in known)


LegMuscle.presets = grouped({
    "three muscles": (
        Preset("Calf at its best length", LegMuscle(), source=RAJAGOPAL,
               expect="short fibres, many of them: strong, but only over a few centimetres",
               signature={"strength_N": (4550.0, 4700.0), "force_percent": (99.0, 101.0), "mean_fibre_cm": (5.3, 5.4)}),
        Preset("Hamstrings", LegMuscle(muscle="hamstrings"), source=RAJAGOPAL,
               expect="about as strong as the calf, with fibres of nearly twice the length",
               signature={"strength_N": (4400.0, 4650.0), "mean_fibre_cm": (9.0, 10.5)}),
        Preset("Quadriceps", LegMuscle(muscle="quadriceps"), source=RAJAGOPAL,
               expect="by far the strongest of the three: the largest cross-section",
               signature={"strength_N": (11000.0, 11500.0), "mean_fibre_cm": (9.0, 10.0)}),
        Preset("Calf, 2 cm shorter", LegMuscle(change_cm=-2.0), source="Our choice of 2 cm; fibre lengths " + RAJAGOPAL,
               expect="2 cm leave its short fibres at 0.63 of their best length: more than half of the force is lost",
               signature={"force_percent": (40.0, 60.0), "shortest_head": (0.60, 0.62)}),
        Preset("Hamstrings, 2 cm shorter", LegMuscle(muscle="hamstrings", change_cm=-2.0),
               source="Our choice of 2 cm; fibre lengths " + RAJAGOPAL,
               expect="the same 2 cm cost the longer fibres much less", signature={"force_percent": (75.0, 90.0)}),
        Preset("Calf in the older set", LegMuscle(people="older"), source=DELP,
               expect="half the force from fibres of the same length: how strong a muscle is taken to be depends on "
                      "the data set",
               signature={"strength_N": (2100.0, 2250.0)}),
        Preset("Calf stretched, relaxed", LegMuscle(change_cm=2.0, activation_percent=0.0),
               source="Our choice of 2 cm; fibre lengths " + RAJAGOPAL,
               expect="no fibre is active, and yet it pulls: passive tension",
               signature={"force_percent": (15.0, 30.0), "longest_head": (1.38, 1.40)})),
})
