"""The cord's condition: what of the loop of chapter 6 is changed in each, and by how much.

All sizes are our choice: sources say which link changes and in which direction, none says by how much of this loop.
What is not named is as in a healthy cord.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType

from muscle_lib.models.hyperexcitability.loop import USUAL, LoopConstants

#: Reflexes gone at first, exaggerated weeks later; which links change.
SHOCK = "Ditunno et al. 2004, doi 10.1038/sj.sc.3101603"
HYPEREXCITABLE = "D'Amico et al. 2014, doi 10.3389/fnint.2014.00036"
#: In mice with spasms: more inward current, less inhibition, and no stronger excitation.
MICE = "Mahrous et al. 2024, doi 10.1523/JNEUROSCI.1695-23.2023"
#: How doctors tell the two apart: a catch that comes with speed; a resistance that is there at every speed.
EXAMINED = "Fearon et al. 2015, doi 10.1002/mdc3.12147"
#: The calf's answers to movement were gone two hours after an injection, in six people. Where baclofen does that is not
#: settled: in people with multiple sclerosis it did not act on the spindles' endings (Orsnes et al. 2000).
RELIEVED = "Latash et al. 1989, Exp Neurol 103:165"


@dataclass(frozen=True)
class Cord:
    """One condition of the spinal cord: the links of its loop, and what its motor neurons get without being asked."""

    name: str
    links: LoopConstants
    source: str
    #: Above (or below) that of a healthy cord.
    excitability_eu: float = 0.0
    #: A command that is always there, in parts of all that the brain can give.
    drive: float = 0.0
    #: Where the way from the brain is broken.
    lesion: str = "nowhere"


HEALTHY = Cord("Healthy", USUAL, "Our choice: the loop of chapter 6, a resting muscle.")

#: The first days and weeks after an injury: the motor neurons lack what came from above, and answer nothing.
SPINAL_SHOCK = Cord(
    "Spinal shock", USUAL._replace(pic=0.0, stretch=0.0),
    "Our choice: all that could answer is switched off; that reflexes are lost at first: " + SHOCK,
    excitability_eu=-6.0, lesion="cord")

#: Weeks later: less inhibition from above and within the cord, more inward current, and a message of the spindles that
#: gets through, as the inhibition on its way is gone, too (the spindles themselves are as they were).
SPASTIC = Cord(
    "Spastic", USUAL._replace(stretch=10.0, renshaw=0.5, tonic_eu=10.0, pic=1.5),
    f"Our choice of sizes; less inhibition, more excitable motor neurons: {HYPEREXCITABLE}; in mice: {MICE}",
    lesion="cord")

#: The same, less of it, on one side of the body.
LATE_AFTER_STROKE = Cord(
    "Late after a stroke", USUAL._replace(stretch=8.0, renshaw=0.7, tonic_eu=10.5, pic=1.3),
    "Our choice: as in the spastic cord, but less of each; we know of no measurement.", lesion="brain")

#: Parkinson's disease, made up: a constant drive, and a loop that does not feel that it is stretched, nor how fast.
RIGID = Cord(
    "Rigid (Parkinson’s disease, made up)", USUAL._replace(stretch=0.0, wiped=0.0),
    "Our choice, made up: a constant command of 10 %, in a loop that does not feel speed; that speed does not matter: "
    + EXAMINED, drive=0.1)

#: By the word in code.
CORDS = MappingProxyType({"healthy": HEALTHY, "spinal shock": SPINAL_SHOCK, "spastic": SPASTIC,
                          "late after a stroke": LATE_AFTER_STROKE, "rigid": RIGID})

#: What a full dose of baclofen leaves of what spindles tell the motor neurons, with their answer to speed: our choice.
BACLOFEN_SPINDLE = 0.6


def with_baclofen(cord: Cord, dose: float) -> Cord:
    """The cord under baclofen, from none (0) to a full dose (1)."""
    left = 1.0 - dose * (1.0 - BACLOFEN_SPINDLE)
    return replace(cord, links=cord.links._replace(spindle=cord.links.spindle * left,
                                                   stretch=cord.links.stretch * left))
