"""A peer for the force of a fibre: the quadriceps model of Ding, Wexler & Binder-Macleod 2003 (J Electromyogr Kinesiol
13:575–588), written down anew. It has no calcium, pump or ATP, so it shares nothing with our own model.

    dC/dt = Σ Rᵢ exp(−(t − tᵢ)/τ_c)/τ_c − C/τ_c, with R₁ = 1 and Rᵢ = 1 + (R₀ − 1) exp(−(tᵢ − tᵢ₋₁)/τ_c)
    dF/dt = A·m − F/(τ₁ + τ₂·m), with m = C/(K_m + C) and R₀ = K_m + 1.04
Fatigue moves A, τ₁ and K_m away from rest by the force: dA/dt = −(A − A₀)/τ_fat + α_A·F, and so for the other two.
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
    tau_fat_s: float = 127.0
    alpha_A_s2: float = -0.40
    alpha_tau_N: float = 2.1e-5
    alpha_K_sN: float = 1.9e-5


FRESH = Quadriceps()


def ding_force_N(stimuli_s: Sequence[float], duration_s: float, muscle: Quadriceps, dt_s: float = 1e-4,
                 tires: bool = False) -> NDArray:
    """The force at each millisecond; the drive is stepped exactly, all else by Euler's method."""
    A, tau1, K_m = muscle.A_N_s, muscle.tau1_s, muscle.K_m
    due = {round(at / dt_s): at for at in stimuli_s}
    decay = math.exp(-dt_s / muscle.tau_c_s)
    drive = c = force = 0.0
    last = -math.inf
    kept = []
    for step in range(round(duration_s / dt_s)):
        if step in due:
            drive += 1.0 + (K_m + 0.04) * math.exp(-(due[step] - last) / muscle.tau_c_s)
            last = due[step]
        if step % round(1e-3 / dt_s) == 0:
            kept.append(force)
        m = c / (K_m + c)
        force += dt_s * (A * m - force / (tau1 + muscle.tau2_s * m))
        c += dt_s * (drive - c) / muscle.tau_c_s
        drive *= decay
        if tires:
            A += dt_s * ((muscle.A_N_s - A) / muscle.tau_fat_s + muscle.alpha_A_s2 * force)
            tau1 += dt_s * ((muscle.tau1_s - tau1) / muscle.tau_fat_s + muscle.alpha_tau_N * force)
            K_m += dt_s * ((muscle.K_m - K_m) / muscle.tau_fat_s + muscle.alpha_K_sN * force)
    return np.array(kept)
