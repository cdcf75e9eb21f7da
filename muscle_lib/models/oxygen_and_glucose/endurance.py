"""How long can a force be held? Two descriptions of what people do, without any chemistry.

The power laws were fitted to 194 studies (Frey Law & Avin 2010, doi 10.1080/00140130903389068); the three compartments
(resting, active, tired fibres) are those of Xia & Frey Law 2008, J Biomech 41:3046, with rates of Frey-Law et al. 2012,
doi 10.1016/j.jbiomech.2012.04.018. The constants stand here as we know them and were not checked against the tables of
these papers; the order of the joints was.
"""

from __future__ import annotations

import math
from typing import TypeVar

from numpy.typing import NDArray

#: Joint → seconds at full force, and the power: time = seconds · (part of maximum)^power.
POWER_LAWS = {"ankle": (34.71, -2.06), "trunk": (22.69, -2.27), "grip": (33.55, -1.61), "elbow": (17.98, -2.21),
              "knee": (19.38, -1.88), "shoulder": (14.86, -1.83)}
#: Joint → the rates of tiring and of recovering, per second.
COMPARTMENTS_per_s = {"ankle": (0.00589, 0.00058), "knee": (0.01500, 0.00149), "grip": (0.00980, 0.00064),
                      "elbow": (0.00912, 0.00094), "shoulder": (0.01820, 0.00168), "trunk": (0.00755, 0.00075)}
#: How fast resting fibres are called up, per second; a hold has failed below this part of its target.
CALL_UP_per_s, FAILED_BELOW = 10.0, 0.99


#: A number, or an array of them.
Part = TypeVar("Part", float, NDArray)


def power_law_s(joint: str, part: Part) -> Part:
    """Endurance time at a part of the maximum."""
    seconds, power = POWER_LAWS[joint]
    return seconds * part**power


def three_compartments_s(joint: str, part: float) -> float:
    """The closed form for a hold, without the first ramp; infinite below the part that can be held for ever."""
    tiring, recovering = COMPARTMENTS_per_s[joint]
    left = 1.0 - recovering * (1.0 - part) / (tiring * part)
    return -math.log(left) / recovering if left > 0.0 else math.inf


def three_compartments_stepped_s(joint: str, part: float, dt_s: float = 0.01, longest_s: float = 2000.0) -> float:
    """The same in steps, with the ramp: when the active fibres first fall below 99 % of the target, after 2 s."""
    tiring, recovering = COMPARTMENTS_per_s[joint]
    resting, active, tired, t_s = 1.0, 0.0, 0.0, 0.0
    while t_s < longest_s:
        lacking = part - active
        called = CALL_UP_per_s * (lacking if active >= part or resting > lacking else resting)
        resting, active, tired = (resting + dt_s * (recovering * tired - called),
                                  active + dt_s * (called - tiring * active),
                                  tired + dt_s * (tiring * active - recovering * tired))
        t_s += dt_s
        if t_s > 2.0 and active < FAILED_BELOW * part:
            return t_s
    return math.inf
