"""A tract from the brain to the spinal cord with a damaged stretch, and the muscle that waits for its command."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.hyperexcitability.cramp import Cramp
from muscle_lib.models.hyperexcitability.loop import USUAL, advance_loop, inputs_of, start_loop
from muscle_lib.models.nerve_signal.myelinated import MyelinatedAxon
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity, same_as
from muscle_lib.trace import result, trace

RASMINSKY = "Rasminsky 1973, Arch Neurol 28:287–292"
#: The temperatures that can be asked for, and the amounts of exposed potassium channels that were tried.
TEMPERATURES_C = np.arange(34.0, 41.0)
EXPOSED_mS_cm2 = np.array([0.0, 2.0, 5.0, 10.0])
#: The least myelin with which chapter 1's axon still conducts one impulse, at each temperature (rows) and each amount
#: of exposed channels. To find one takes a fifth of a second, so they are kept; a test finds them anew.
LEAST_percent = np.array([
    [2.86, 3.10, 3.46, 4.11],
    [3.16, 3.43, 3.84, 4.58],
    [3.50, 3.80, 4.26, 5.09],
    [3.87, 4.21, 4.74, 5.67],
    [4.29, 4.67, 5.26, 6.32],
    [4.75, 5.18, 5.86, 7.05],
    [5.26, 5.76, 6.52, 7.87]])
#: The loop is asked for its force at so many commands, from this time of a steady command on to that, in such steps of
#: time; it is the mean of so many throws.
COMMANDS = np.linspace(0.0, 1.0, 21)
FROM_s, TO_s, DT_ms, THROWS = 3.0, 5.0, 2.0, 2
HALF = 0.5


@trace
class TractTrace:
    """What a tract lets through, and the force that comes of it, in parts of the greatest force of a whole tract."""

    temperature_C: float
    command_percent: float
    open_k_mS_cm2: float
    #: Parts of all fibres: those that are gone, and those that are there but damaged.
    gone_percent: float
    damaged_percent: float
    #: The fibres that conduct, at each temperature.
    temperatures_C: NDArray
    conducting_by_temperature_percent: NDArray
    #: The force against the fibres that conduct, with all that the brain can send and with half of it.
    fibres_percent: NDArray
    full_percent: NDArray
    half_percent: NDArray
    least_myelin_percent: float = result(
        "Least myelin that conducts", meaning="A damaged fibre with less than this part of its myelin is blocked.")
    conducting_percent: float = result("Fibres that conduct", meaning="Of all fibres of the tract.")

    @result("Command that arrives")
    def arriving_percent(self) -> float:
        """What reaches the motor neurons of all that the brain can send."""
        return self.command_percent * self.conducting_percent / 100.0

    @result("Force", headline=True)
    def force_percent(self) -> float:
        """The force at this effort, of the greatest with a whole tract."""
        return float(force_percent(self.arriving_percent / 100.0))

    @result("Force with a whole tract")
    def whole_percent(self) -> float:
        """The force at the same effort if all fibres conducted."""
        return float(force_percent(self.command_percent / 100.0))

    @result("Left of the force at full effort")
    def full_left_percent(self) -> float:
        """The force at full effort, as a part of that with a whole tract."""
        return float(force_percent(self.conducting_percent / 100.0))

    @result("Left of the force at half effort")
    def half_left_percent(self) -> float:
        """The force at half effort, as a part of that with a whole tract."""
        return float(100.0 * force_percent(HALF * self.conducting_percent / 100.0) / force_percent(HALF))


@model
class Tract:
    """Many nerve fibres from the brain to the spinal cord, each with a damaged stretch, as in multiple sclerosis.

    The equations in words
    ----------------------
    Each fibre is chapter 1's myelinated axon with two damaged stretches between nodes, one behind the other. Their
    myelin differs from fibre to fibre, from 3 to 8 % of a healthy one's, as many between 3 and 4 as between 6 and 8
    (evenly in its logarithm). An impulse gets through where there is enough:
        least myelin = what chapter 1's axon needs at this temperature, with these open potassium channels
        fibres that conduct = (all − gone) · (1 − damaged · part of them with less than the least myelin)
    The motor neurons add up what comes:
        command that arrives = command · fibres that conduct
        force = the force of the loop of chapter 6 (rested, at its neutral length) 3 to 5 s into this command

    ``run()`` returns a TractTrace. Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Sources: that warming by half a degree blocks thinned fibres: Rasminsky 1973, Arch Neurol 28:287–292; that this
    explains what heat does in multiple sclerosis: Frohman et al. 2013, doi 10.1038/nrneurol.2013.98. How the damage is
    spread, and that the command shrinks as the fibres do, are our choice.
    """

    temperature_C: float = quantity(
        37.0, unit="°C", low=float(TEMPERATURES_C[0]), high=float(TEMPERATURES_C[-1]), step=0.1, symbol="T",
        label="Temperature of the body", normal=(36.0, 37.5),
        meaning="Of brain and spinal cord; water must be warm for long before they are.",
        source="Our choice: from cooled to a high fever.")
    command_percent: float = same_as(
        Cramp, "drive_percent", default=100.0, label="Effort",
        meaning="What the brain sends. 100 %: all that it can.", source="Our choice: the strongest effort.")
    exposed_k_mS_cm2: float = same_as(
        MyelinatedAxon, "exposed_k_mS_cm2", high=float(EXPOSED_mS_cm2[-1]),
        meaning="They come to light where myelin is thin, and let the impulse's charge leak away.", idle_at=())
    k_block_percent: float = same_as(
        MyelinatedAxon, "k_block_percent", idle_at=({"exposed_k_mS_cm2": 0.0},))
    damaged_percent: float = quantity(
        100.0, unit="%", low=0.0, high=100.0, step=1.0, symbol="d", label="Fibres with a damaged stretch",
        meaning="Of those that are there. At 0 % all of them are healthy.", source="Our choice: all of them at first.")
    gone_percent: float = quantity(
        0.0, unit="%", low=0.0, high=90.0, step=1.0, symbol="lost", label="Fibres that are gone",
        meaning="Their axons have died: no cooling and no medicine brings them back.",
        source="Our choice: none at first.")
    thinnest_percent: float = quantity(
        3.0, unit="%", low=2.0, high=4.0, symbol="ρ₁", label="Thinnest myelin",
        source="Our choice: it conducts only when cooled.", fixed=True)
    thickest_percent: float = quantity(
        8.0, unit="%", low=5.0, high=20.0, symbol="ρ₂", label="Thickest myelin of a damaged stretch",
        source="Our choice: it just conducts with a fever and many potassium channels.", fixed=True)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "Each fibre is borrowed: chapter 1's axon of a nerve in the leg, with a rabbit's node, as no axon of a "
        "person's spinal cord is known so well. Most fibres of the real tract are thinner, and other cells wrap them.",
        "How myelin is spread over the fibres is made up: 3 to 8 %, where the temperature decides. How many fibres a "
        "real bath blocks cannot be read from it.",
        "One impulse at a time. A damaged stretch that lets one through may fail in a quick train, and it lets all of "
        "them pass late; how late is a question of chapter 1.",
        "Heat does more in people than block fibres: it tires. In eleven people with multiple sclerosis a heated body "
        "gave less force (White et al. 2013, doi 10.1152/japplphysiol.01119.2012). Some 60 to 80 % of people with the "
        "disease feel worse in the heat (Davis et al. 2010, doi 10.1152/japplphysiol.00460.2010).",
        "Cooling helped a little in a blinded trial (Schwid et al. 2003, doi 10.1212/01.wnl.0000070183.30517.2f); the "
        "model makes more of it.",
        "The drug blocks what it blocks; the share that a tablet blocks is not known. In a trial of 301 people 35 % "
        "walked faster time and again with it, 8 % with a dummy; those 35 % were faster by a quarter (Goodman et al. "
        "2009, doi 10.1016/S0140-6736(09)60442-6). It measured walking, not force.",
        "Whoever feels weak tries harder; here the effort stays as it is set. More effort costs more fatigue.",
        "All motor neurons get the same share of what arrives. Real fibres lead to some of them, not to all.",
        "The same damage, above the spinal cord, can make a muscle spastic as well; this chapter's first station has "
        "that. Inflammation, swelling and healing are left out.",
        "The command does not fall alone: what the motor neurons do with it is the loop of chapter 6, with its own "
        "choices.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> TractTrace:
        """What gets through, and what force comes of it."""
        open_mS_cm2 = self.exposed_k_mS_cm2 * (1.0 - self.k_block_percent / 100.0)
        temperatures_C = np.linspace(TEMPERATURES_C[0], TEMPERATURES_C[-1], 61)
        fibres = np.linspace(0.0, 1.0, 41)
        return TractTrace(
            temperature_C=self.temperature_C, command_percent=self.command_percent, open_k_mS_cm2=open_mS_cm2,
            gone_percent=self.gone_percent,
            damaged_percent=self.damaged_percent * (1.0 - self.gone_percent / 100.0),
            temperatures_C=temperatures_C,
            conducting_by_temperature_percent=np.array([self._conducting_percent(least_percent(T, open_mS_cm2))
                                             for T in temperatures_C]),
            fibres_percent=100.0 * fibres, full_percent=force_percent(fibres),
            half_percent=force_percent(HALF * fibres),
            least_myelin_percent=least_percent(self.temperature_C, open_mS_cm2),
            conducting_percent=self._conducting_percent(least_percent(self.temperature_C, open_mS_cm2)))

    def _conducting_percent(self, least_myelin_percent: float) -> float:
        """Of all fibres, those that conduct."""
        enough = math.log(self.thickest_percent / least_myelin_percent) / math.log(
            self.thickest_percent / self.thinnest_percent)
        blocked = self.damaged_percent / 100.0 * (1.0 - min(max(enough, 0.0), 1.0))
        return (100.0 - self.gone_percent) * (1.0 - blocked)


def least_percent(temperature_C: float, open_k_mS_cm2: float) -> float:
    """The least myelin that conducts; between the values that are kept along straight lines of its logarithm."""
    by_channels = [np.interp(temperature_C, TEMPERATURES_C, column) for column in np.log(LEAST_percent).T]
    return float(np.exp(np.interp(open_k_mS_cm2, EXPOSED_mS_cm2, by_channels)))


def find_least_percent(temperature_C: float, open_k_mS_cm2: float, within: float = 0.002) -> float:
    """The same, found with chapter 1's axon by halving."""
    axon = MyelinatedAxon(temperature_C=temperature_C, exposed_k_mS_cm2=open_k_mS_cm2)
    low, high = 1.0, 12.0
    while high - low > within:
        middle = math.sqrt(low * high)
        conducts = replace(axon, myelin_percent=middle).run().conducts
        low, high = (low, middle) if conducts else (middle, high)
    return math.sqrt(low * high)


def force_percent(command: NDArray | float) -> NDArray:
    """The loop's force at a steady command, of the greatest."""
    forces = _forces()
    return 100.0 * np.interp(command, COMMANDS, forces) / forces[-1]


@cache
def _forces() -> NDArray:
    """The loop's force at each of the commands: it does not depend on the tract."""
    steps, first = round(1000.0 * TO_s / DT_ms), round(1000.0 * FROM_s / DT_ms)
    return np.array([[advance_loop(USUAL, start_loop(seed, dt_ms=DT_ms), inputs_of(steps, command)).force[first:].mean()
                      for command in COMMANDS] for seed in range(1, THROWS + 1)]).mean(axis=0)


_DAMAGED, _WHOLE = Tract(), Tract(damaged_percent=0.0)
_EXPOSED = replace(_DAMAGED, exposed_k_mS_cm2=10.0)
_BLOCKED = replace(_EXPOSED, k_block_percent=80.0)
Tract.presets = grouped({
    "bath": (
        Preset("Damaged tract, 37 °C", _DAMAGED, source="Our choice of the damage",
               expect="a quarter of the fibres is blocked; the greatest force is nearly all there",
               signature={"conducting_percent": (72.0, 76.0), "force_percent": (89.0, 94.0)}),
        Preset("Damaged tract, 39 °C", replace(_DAMAGED, temperature_C=39.0),
               source="Our choice of two degrees; that warming blocks: " + RASMINSKY,
               expect="half of the fibres are blocked, and with them goes nearly half of the greatest force",
               signature={"conducting_percent": (51.0, 55.0), "force_percent": (52.0, 58.0)}),
        Preset("Damaged tract, 36 °C", replace(_DAMAGED, temperature_C=36.0), source="Our choice of one degree less",
               expect="more fibres conduct than at 37 °C, and all of the greatest force is back",
               signature={"conducting_percent": (82.0, 86.5), "force_percent": (98.0, 100.0)}),
        Preset("Healthy tract, 39 °C", replace(_WHOLE, temperature_C=39.0), source="Our choice: nothing is damaged",
               expect="all fibres conduct: heat alone blocks no healthy one",
               signature={"conducting_percent": (100.0, 100.0), "force_percent": (100.0, 100.0)})),
    "channels": (
        "Damaged tract, 37 °C",
        Preset("Potassium channels exposed", _EXPOSED, source="Our choice of the channels",
               expect="two of three fibres are blocked; little more than a quarter of the force is left",
               signature={"conducting_percent": (33.0, 37.0), "force_percent": (25.0, 31.0)}),
        Preset("The same with 4-aminopyridine", _BLOCKED,
               source="Our choice of 80 %; that it restores conduction: Targ & Kocsis 1985, "
                      "doi 10.1016/0006-8993(85)91049-2",
               expect="two of three fibres conduct again, and most of the greatest force is back",
               signature={"conducting_percent": (63.5, 67.5), "force_percent": (73.0, 81.0)}),
        Preset("With 4-aminopyridine, 39 °C", replace(_BLOCKED, temperature_C=39.0), source="Our choice: both at once",
               expect="a bath takes away a good part of what the drug gave",
               signature={"conducting_percent": (42.0, 46.5), "force_percent": (38.0, 45.0)})),
    "effort": (
        Preset("All fibres, full effort", _WHOLE, source="Our choice: nothing is lost",
               expect="the greatest force", signature={"force_percent": (100.0, 100.0)}),
        Preset("All fibres, half effort", replace(_WHOLE, command_percent=50.0), source="Our choice of half",
               expect="half of the greatest force", signature={"force_percent": (48.0, 53.0)}),
        Preset("Three tenths gone, full effort", replace(_WHOLE, gone_percent=30.0), source="Our choice of 30 %",
               expect="a seventh of the greatest force is missing",
               signature={"full_left_percent": (84.0, 88.0), "conducting_percent": (70.0, 70.0)}),
        Preset("Three tenths gone, half effort", replace(_WHOLE, gone_percent=30.0, command_percent=50.0),
               source="Our choice of 30 %", expect="over two fifths of what this effort gave are missing",
               signature={"half_left_percent": (53.0, 58.0), "conducting_percent": (70.0, 70.0)}),
        Preset("Half gone, full effort", replace(_WHOLE, gone_percent=50.0), source="Our choice of half",
               expect="half of the greatest force is left", signature={"full_left_percent": (48.0, 53.0)}),
        Preset("Half gone, half effort", replace(_WHOLE, gone_percent=50.0, command_percent=50.0),
               source="Our choice of half", expect="a third of what this effort gave is left",
               signature={"half_left_percent": (30.5, 35.0)})),
})
