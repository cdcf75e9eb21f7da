"""The curves of muscle mechanics: force against length, and force against speed. Pure functions of numbers or arrays.

Lengths are counted in best lengths (1 = where the muscle is strongest), forces in best forces (1 = held at the best
length, fully active) and speeds in top speeds (−1 = the fastest shortening, above 0 = being stretched).
"""

from __future__ import annotations

import math

import numpy as np

DE_GROOTE = "De Groote et al. 2016, doi 10.1007/s10439-016-1591-9"
GORDON = "Gordon et al. 1966, doi 10.1113/jphysiol.1966.sp007909"
HILL = "Hill 1938, doi 10.1098/rspb.1938.0050"
THELEN = "Thelen 2003, doi 10.1115/1.1531112"

#: De Groote's three bells: height, centre, and width as a + b · length.
_BELLS = ((0.815, 1.055, 0.162, 0.063), (0.433, 0.717, -0.030, 0.200), (0.100, 1.000, 0.354, 0.000))
#: De Groote's curve of force against speed.
_SPEED = (-0.318, -8.149, -0.374, 0.886)
#: Passive tension: how steeply it rises, and the stretch at which it is as large as the best active force. These are
#: the values in the public model gait2392, for the equation of Thelen 2003.
PASSIVE_STEEPNESS = 4.0
PASSIVE_STRETCH = 0.6
#: Below this length nobody has measured, and one of the bells would become infinitely thin.
SHORTEST = 0.3

#: One frog fibre: corners of the polygon (sarcomere length in µm, force), as usually drawn after Gordon et al. 1966.
FROG_CORNERS_um = (1.27, 1.67, 2.00, 2.25, 3.65)
FROG_FORCES = (0.0, 0.84, 1.0, 1.0, 0.0)
#: Our choice: the middle of the frog's plateau counts as its best length.
FROG_BEST_um = 2.125

#: Human filaments (Walker & Schrodt 1974, Anat Rec 178:63): thin ones of 1.27 µm and half a Z disc of 0.05 µm, thick
#: ones of 1.6 µm with a bare middle of 0.17 µm. They give a plateau from 2.64 to 2.81 µm, and no overlap at 4.24 µm.
THIN_um = 1.32
THICK_um = 1.60
BARE_um = 0.17
#: The best sarcomere length of human muscle, to which Ward et al. 2009 (doi 10.1007/s11999-008-0594-8) refer theirs.
BEST_SARCOMERE_um = 2.7


def active_force_length(length):
    """The force that a fully active, held muscle can make at a length, without its passive tension; 0.999 at 1.

    De Groote's smooth curve: the sum of three bells. Lengths below 0.3 count as 0.3.
    """
    length = np.maximum(length, SHORTEST)
    return sum(height * np.exp(-0.5 * ((length - centre) / (a + b * length)) ** 2) for height, centre, a, b in _BELLS)


def frog_force_length(sarcomere_um):
    """The force of a single frog fibre at a sarcomere length: straight lines between measured corners."""
    return np.interp(sarcomere_um, FROG_CORNERS_um, FROG_FORCES)


def heads_in_reach(sarcomere_um):
    """Which part of a thick filament's heads has a thin filament beside it, from 0 to 1 (human filaments)."""
    one_side = THIN_um - (sarcomere_um - THICK_um) / 2.0
    return np.clip(one_side / ((THICK_um - BARE_um) / 2.0), 0.0, 1.0)


def passive_force(length):
    """The tension of a stretched muscle that is not active; 0 up to the best length."""
    stretch = np.maximum(length - 1.0, 0.0)
    return np.expm1(PASSIVE_STEEPNESS * stretch / PASSIVE_STRETCH) / math.expm1(PASSIVE_STEEPNESS)


def smooth_force_velocity(v):
    """De Groote's smooth curve for shortening and stretching in one; it misses 1 at rest by 0.002."""
    d1, d2, d3, d4 = _SPEED
    return d1 * np.arcsinh(d2 * v + d3) + d4


def force_velocity(v, curvature: float = 0.25):
    """By what factor the force differs from that of a held muscle, at a speed in top speeds; exactly 1 at rest.

    Shortening (v < 0) follows Hill: (1 − s)/(1 + s/a) with s = −v and a = ``curvature``, and 0 beyond the top speed.
    Being stretched (v > 0) follows De Groote's curve, moved by 0.002 so that the two meet; beyond 1 it stays as at 1.
    """
    shortening = np.clip(-v, 0.0, 1.0)
    held = (1.0 - shortening) / (1.0 + shortening / curvature)
    return held + smooth_force_velocity(np.clip(v, 0.0, 1.0)) - smooth_force_velocity(0.0)


def peak_power_load(curvature: float = 0.25) -> float:
    """The load, and at once the speed, at which Hill's muscle gives most power: √(a² + a) − a."""
    return math.sqrt(curvature * curvature + curvature) - curvature


def force_N(best_N: float, pennation_deg: float, activation: float, length, v, curvature: float = 0.25):
    """The force along the tendon: best force × cos(angle) × (activation × length × speed + passive tension)."""
    active = activation * active_force_length(length) * force_velocity(v, curvature)
    return best_N * math.cos(math.radians(pennation_deg)) * (active + passive_force(length))
