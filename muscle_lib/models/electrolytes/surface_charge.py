"""What calcium and magnesium outside do to the gates of a membrane: surface charge.

The outer face of a membrane carries negative charge. Calcium and magnesium, with two positive charges each, gather
there and hide it. When they are few, the bare negative charge outside makes the channels in the membrane feel as if
the inside were less negative than it is: their gates behave as in a membrane that is already a little depolarised.
The voltage that an electrode measures does not change, and neither does the force on any ion.
"""

from __future__ import annotations

import math

#: How far the gates move when the divalent ions fall e-fold. Our choice: Frankenhaeuser & Hodgkin 1957
#: (doi 10.1113/jphysiol.1957.sp005808) found that a fivefold fall of calcium acts on a squid axon like 10–15 mV of
#: depolarisation, which is 6.2–9.3 mV for an e-fold fall.
SHIFT_PER_E_FOLD_mV = 9.0
#: How much one magnesium counts beside one calcium. Our choice: magnesium is known to be weaker, about a third.
MAGNESIUM_WEIGHT = 0.3
#: The normal ionised concentrations, at which there is no shift.
NORMAL_CA_mM = 1.2
NORMAL_MG_mM = 0.55


def gate_shift_mV(Ca_mM: float, Mg_mM: float) -> float:
    """By how much the gates feel depolarised at these concentrations of ionised calcium and magnesium outside.

    Positive when the divalent ions are few. Add it to the voltage in the rates of the gates only: not in the driving
    forces (V − E), and not in the inward rectifier, whose gate is the blocking ion inside.
    """
    normal = NORMAL_CA_mM + MAGNESIUM_WEIGHT * NORMAL_MG_mM
    return -SHIFT_PER_E_FOLD_mV * math.log((Ca_mM + MAGNESIUM_WEIGHT * Mg_mM) / normal)
