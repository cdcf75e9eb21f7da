"""A peer for the force of a fibre: the quadriceps model of Ding, Wexler & Binder-Macleod 2003 (J Electromyogr Kinesiol
13:575–588), written down anew. It has no calcium, pump or ATP, so it shares nothing with our own model.

    dC/dt = Σ Rᵢ exp(−(t − tᵢ)/τ_c)/τ_c − C/τ_c, with R₁ = 1 and Rᵢ = 1 + (R₀ − 1) exp(−(tᵢ − tᵢ₋₁)/τ_c)
    dF/dt = A·m − F/(τ₁ + τ₂·m), with m = C/(K_m + C) and R₀ = K_m + 1.04
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Quadriceps(NamedTuple):
    A_N_s: float = 3009.0
    tau1_s: float = 0.050957
    tau2_s: float = 0.060
    K_m: float = 0.103
    tau_c_s: float = 0.020


FRESH = Quadriceps()


def ding_force_N(stimuli_s: Sequence[float], duration_s: float, muscle: Quadriceps, dt_s: float = 1e-4) -> NDArray:
    """The force at each millisecond, without fatigue; the drive is stepped exactly, C and F by Euler's method."""
    due = {round(at / dt_s): at for at in stimuli_s}
    decay = math.exp(-dt_s / muscle.tau_c_s)
    drive = c = force = 0.0
    last = -math.inf
    kept = []
    for step in range(round(duration_s / dt_s)):
        if step in due:
            drive += 1.0 + (muscle.K_m + 0.04) * math.exp(-(due[step] - last) / muscle.tau_c_s)
            last = due[step]
        if step % round(1e-3 / dt_s) == 0:
            kept.append(force)
        m = c / (muscle.K_m + c)
        force += dt_s * (muscle.A_N_s * m - force / (muscle.tau1_s + muscle.tau2_s * m))
        c += dt_s * (drive - c) / muscle.tau_c_s
        drive *= decay
    return np.array(kept)
