"""The squeeze of a swallow along the oesophagus, and what a clinic reads off it: vigour, latency, speed, a word.

Manometry is the measuring of pressure: a thin tube with many sensors lies in the oesophagus while somebody swallows.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

YADLAPATI = "Yadlapati et al. 2021, doi 10.1111/nmo.14058"
#: From the upper sphincter (0) to the lower one. Above the border the muscle is striated, below it smooth.
LENGTH_cm, BORDER_cm = 22.0, 7.0
#: The squeeze begins at the top so long after the swallow, and runs down each part at this speed, in health.
BEGINS_s, ABOVE_cm_s, BELOW_cm_s = 1.0, 3.0, 3.5
#: The greatest pressure along the tube, where that of its lower part is 100: less at the border of the two muscles.
PROFILE_cm = np.array([0.0, 4.0, BORDER_cm, 11.0, 18.0, LENGTH_cm])
PROFILE_percent = np.array([60.0, 50.0, 30.0, 70.0, 100.0, 90.0])
#: At one place the pressure is greatest after this part of the time that the squeeze lasts.
PEAK_AT = 0.45
#: Where and when the pressure is worked out: until the longest squeeze is over.
STEP_cm, STEP_s = 0.25, 0.02
PLACES_cm = np.linspace(0.0, LENGTH_cm, round(LENGTH_cm / STEP_cm) + 1)
TIMES_s = np.arange(round(30.0 / STEP_s)) * STEP_s
#: Pressure up to this does not count as vigour; the front of a squeeze is where it reaches that one.
COUNTED_mmHg, FRONT_mmHg = 20.0, 30.0
#: The latency is read here, 3 cm above the lower sphincter; the speed between these places.
READ_AT_cm, SPEED_FROM_cm, SPEED_TO_cm = 19.0, 11.0, 20.0
#: Faster, or upwards, is said as “all at once”.
AT_ONCE_cm_s = 100.0
#: The borders of the table by which a swallow gets its word (as told by Richter 2021).
FAILED, WEAK, TOO_STRONG, TOO_EARLY_s = 100.0, 450.0, 8000.0, 4.5

for _array in (PROFILE_cm, PROFILE_percent, PLACES_cm, TIMES_s):
    _array.setflags(write=False)


def begins_s(place_cm: NDArray, inhibition: float) -> NDArray:
    """When the squeeze begins at each place. Without inhibition all of the smooth part begins together."""
    above, below = np.minimum(place_cm, BORDER_cm), np.maximum(place_cm - BORDER_cm, 0.0)
    return BEGINS_s + above / ABOVE_cm_s + inhibition * below / BELOW_cm_s


def greatest_mmHg(place_cm: NDArray, amplitude_mmHg: float) -> NDArray:
    """The greatest pressure at each place."""
    return amplitude_mmHg / 100.0 * np.interp(place_cm, PROFILE_cm, PROFILE_percent)


def squeeze(since_s: NDArray, squeeze_s: float) -> NDArray:
    """How the pressure at one place rises and falls after its begin, as a part of the greatest."""
    part = np.maximum(since_s, 0.0) / (PEAK_AT * squeeze_s)
    return part * part * part * np.exp(3.0 * (1.0 - part))


def wave_mmHg(inhibition: float, amplitude_mmHg: float, squeeze_s: float) -> NDArray:
    """The pressure of the squeeze at all times (rows) and places."""
    since_s = TIMES_s[:, None] - begins_s(PLACES_cm, inhibition)
    return greatest_mmHg(PLACES_cm, amplitude_mmHg) * squeeze(since_s, squeeze_s)


def vigour_mmHg_s_cm(wave: NDArray) -> float:
    """The distal contractile integral: all pressure above 20 mmHg in the smooth part, summed over time and place."""
    below = wave[:, PLACES_cm >= BORDER_cm]
    return float(below[below > COUNTED_mmHg].sum()) * STEP_cm * STEP_s


def fronts_s(wave: NDArray) -> NDArray:
    """When the pressure reaches 30 mmHg at each place; NaN where it never does."""
    found = np.full(wave.shape[1], np.nan)
    for place in np.flatnonzero(wave.max(axis=0) >= FRONT_mmHg):
        step = int(np.argmax(wave[:, place] >= FRONT_mmHg))
        low, high = wave[step - 1, place], wave[step, place]
        found[place] = TIMES_s[step - 1] + STEP_s * (FRONT_mmHg - low) / (high - low)
    return found


def latency_s(front_s: NDArray) -> float:
    """When the front arrives below; NaN if it does not."""
    return float(front_s[round(READ_AT_cm / STEP_cm)])


def speed_cm_s(front_s: NDArray) -> float:
    """How fast the front runs down the smooth part: the slope of a straight line through its places and times.

    Infinite if it comes everywhere at once, or later above than below; NaN if it is missing somewhere there.
    """
    here = (PLACES_cm >= SPEED_FROM_cm) & (PLACES_cm <= SPEED_TO_cm)
    times, places = front_s[here], PLACES_cm[here]
    if np.isnan(times).any():
        return math.nan
    away = times - times.mean()
    spread = float(away @ away)
    slope = float(away @ (places - places.mean())) / spread if spread else math.inf
    return slope if 0.0 < slope <= AT_ONCE_cm_s else math.inf


def word(vigour: float, latency: float) -> str:
    """What the table of the Chicago Classification calls one swallow; it is read from top to bottom."""
    if vigour < FAILED:
        return "failed"
    if vigour < WEAK:
        return "weak"
    if latency < TOO_EARLY_s:
        return "premature"
    return "hypercontractile" if vigour > TOO_STRONG else "normal"
