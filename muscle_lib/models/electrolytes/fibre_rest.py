"""Where a fibre rests: found by algebra, not by waiting.

A fibre rests where no net current flows. Because the inward rectifier shuts when the voltage is far above potassium's
own resting point, there can be two such voltages: the normal one near −90 mV, and one near −58 mV.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from muscle_lib.compiled import compiled
from muscle_lib.models.electrolytes.fibre_currents import Fibre, Rest, settled_gates, settled_uA_cm2

#: The tubules' membrane, in cm² for each cm² of surface (our choice: several times the surface).
TUBULE_AREA = 4.8
#: The narrow mouths of the tubules (the public parameter file of Cannon's laboratory).
ACCESS_ohm_cm2 = 40.0
#: Where resting states are looked for: from, to, step.
SCAN_mV = (-125.0, -20.0, 0.1)


@compiled
def both_uA_cm2(fibre, v_mV):
    """The steady current of surface and tubule together, per cm² of surface, if both are at one voltage."""
    return settled_uA_cm2(fibre, False, v_mV)[0] + TUBULE_AREA * settled_uA_cm2(fibre, True, v_mV)[0]


@compiled
def steady_current_uA_cm2(fibre, v_mV):
    """The same, at each of an array of voltages: the curve that crosses zero at the resting states."""
    current = np.empty(v_mV.size)
    for i in range(v_mV.size):
        current[i] = both_uA_cm2(fibre, v_mV[i])
    return current


@compiled
def surface_mV(fibre, v_T_mV):
    """The surface voltage that drives the tubule's own steady current through the tubules' mouths."""
    return v_T_mV + TUBULE_AREA * settled_uA_cm2(fibre, True, v_T_mV)[0] * ACCESS_ohm_cm2 / 1000.0


@compiled
def imbalance_uA_cm2(fibre, v_T_mV):
    """What flows out of both membranes together, when the tubule is at a voltage and the surface feeds it."""
    v_S_mV = surface_mV(fibre, v_T_mV)
    return settled_uA_cm2(fibre, False, v_S_mV)[0] + TUBULE_AREA * settled_uA_cm2(fibre, True, v_T_mV)[0]


@compiled
def resting_state(fibre, low_mV, high_mV, step_mV):
    """The most negative stable state: the tubule's voltage, the surface's, and the pump's current that it needs."""
    v = low_mV
    before = both_uA_cm2(fibre, v)
    number = 0
    while v < high_mV:
        number += 1
        v = low_mV + number * step_mV
        now = both_uA_cm2(fibre, v)
        # Inward below and outward above: a disturbance dies out. The other way round it would grow.
        if before < 0.0 <= now:
            break
        before = now
    # The two membranes differ by some hundredths of a millivolt.
    low, high = v - step_mV - 2.0, v + 2.0
    for _ in range(60):
        middle = (low + high) / 2.0
        if imbalance_uA_cm2(fibre, middle) < 0.0:
            low = middle
        else:
            high = middle
    v_T = (low + high) / 2.0
    return surface_mV(fibre, v_T), v_T, settled_uA_cm2(fibre, True, v_T)[1]


def rest_of(fibre: Fibre) -> Rest:
    """The state from which every run starts: the normal resting state, or the only other one if that is lost."""
    return Rest(*resting_state(fibre, *SCAN_mV))


def stable_states_mV(fibre: Fibre) -> NDArray:
    """All voltages at which the fibre can rest, to a tenth of a millivolt: one or two."""
    low, high, step = SCAN_mV
    v = low + step * np.arange(round((high - low) / step) + 1)
    current = steady_current_uA_cm2(fibre, v)
    up = np.flatnonzero((current[:-1] < 0.0) & (current[1:] >= 0.0))
    return v[up] - current[up] * step / (current[up + 1] - current[up])


def critical_K_mM(fibre: Fibre, within_mM: float = 0.01) -> float:
    """Below this potassium the normal resting state is lost: what is left lies above −65 mV."""
    low, high = 0.5, 6.0
    while high - low > within_mM:
        middle = (low + high) / 2.0
        if stable_states_mV(fibre._replace(K_out_mM=middle))[0] > -65.0:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0


def ready_sodium(fibre: Fibre, v_mV: float) -> float:
    """The part of the sodium channels that could open, after a long time at a voltage: both inactivations lifted."""
    _, h, _, s, _ = settled_gates(v_mV + fibre.shift_mV)
    return float(h * s)
