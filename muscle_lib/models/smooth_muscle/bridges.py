"""The bridges of smooth muscle: a head can hold on, or not; and carry a phosphate, or not. Four states in all.

The equations in words
----------------------
Calcium switches on an enzyme (the kinase) that hangs a phosphate on a head; another (the phosphatase) takes it off.
    free, without phosphate (M)   ⇄  free, with phosphate (Mp)          kinase, phosphatase
    free, with phosphate (Mp)     ⇄  holding, with phosphate (AMp)      attach, detach: the head works
    holding, with phosphate (AMp) ⇄  holding, without phosphate (AM)    phosphatase, kinase
    holding, without phosphate (AM) → free, without phosphate (M)       lets go slowly: the latch
    force (of the greatest) = all heads that hold = AMp + AM
    ATP used (for each head and second) = AMp that lets go + AM that lets go + phosphates hung on
Both enzymes work alike on free and on holding heads. Without a phosphate no head takes hold anew.

Sources: states and rates Hai & Murphy 1988, doi 10.1152/ajpcell.1988.254.1.C99. That all of a cycle's ATP is counted
when a head lets go, one for each, is our choice.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from muscle_lib.compiled import compiled

#: The phosphatase; a head with phosphate takes hold; and lets go.
PHOSPHATASE_per_s, ATTACH_per_s, DETACH_per_s = 0.5, 0.4, 0.1
#: How fast a head without phosphate lets go: as Hai and Murphy found it, in a muscle that holds for long; and as later
#: models of an artery have it (Koenigsberger et al. 2006, Biophys J 91:1663).
LATCH_per_s, ARTERY_LATCH_per_s = 0.01, 0.1
#: The places of the four states in an array.
M, MP, AMP, AM = range(4)


def steady(kinase: Any, phosphatase: Any, latch: Any) -> NDArray:
    """The parts of the heads in the four states after a long time, for numbers or for arrays; rates in 1/s.

    The last axis is the state. With no kinase all heads are free: so it is also where the drive has long been off.
    """
    kinase, phosphatase, latch = np.broadcast_arrays(
        *(np.asarray(rate, float) for rate in (kinase, phosphatase, latch)))
    with_phosphate = kinase / (kinase + phosphatase)
    latched = phosphatase / (kinase + latch)  # heads that hold without phosphate, for each that holds with it
    working = ATTACH_per_s * with_phosphate / (ATTACH_per_s + DETACH_per_s + latch * latched)
    return np.stack((1.0 - with_phosphate - working * latched, with_phosphate - working, working, working * latched),
                    axis=-1)


@compiled
def over_time(start, kinase, phosphatase, latch, dt_s):
    """The four states from ``start`` on, one row for each moment (Runge and Kutta, fourth order).

    ``kinase`` and ``phosphatase`` are arrays with the rate in each step; the first row is ``start``.
    Up to 0.1 s a step is short enough, as no rate is above about 2/s.
    """
    states = np.empty((kinase.size + 1, 4))
    states[0] = start
    slopes = np.zeros((4, 4))
    trial = np.empty(4)
    for step in range(kinase.size):
        up, down = kinase[step], phosphatase[step]
        for part in range(4):
            for i in range(4):
                way = 0.0 if part == 0 else (dt_s if part == 3 else 0.5 * dt_s) * slopes[part - 1, i]
                trial[i] = states[step, i] + way
            # How many go from M to Mp, from Mp to AMp, from AMp to AM, and from there back to M.
            charged = up * trial[0] - down * trial[1]
            attached = ATTACH_per_s * trial[1] - DETACH_per_s * trial[2]
            latched = down * trial[2] - up * trial[3]
            released = latch * trial[3]
            slopes[part, 0] = released - charged
            slopes[part, 1] = charged - attached
            slopes[part, 2] = attached - latched
            slopes[part, 3] = latched - released
        for i in range(4):
            states[step + 1, i] = states[step, i] + dt_s / 6.0 * (
                slopes[0, i] + 2.0 * slopes[1, i] + 2.0 * slopes[2, i] + slopes[3, i])
    return states


def force(states: NDArray) -> NDArray:
    """The part of the heads that hold; the last axis is the state."""
    return states[..., AMP] + states[..., AM]


def phosphorylated(states: NDArray) -> NDArray:
    """The part of the heads that carry a phosphate; the last axis is the state."""
    return states[..., MP] + states[..., AMP]


def cycling_atp_per_s(states: NDArray, latch: Any) -> NDArray:
    """What the heads that let go have used, for each head and second."""
    return DETACH_per_s * states[..., AMP] + latch * states[..., AM]


def switching_atp_per_s(states: NDArray, kinase: Any) -> NDArray:
    """What the kinase has used, for each head and second: one for each phosphate."""
    return kinase * (states[..., M] + states[..., AM])
