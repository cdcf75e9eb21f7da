"""One swallow: the pressure along the oesophagus, the mouthful in it, and what the clinic reads off."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.smooth_muscle.manometry import BORDER_cm, READ_AT_cm, word
from muscle_lib.trace import result, trace


@trace
class SwallowTrace:
    """A swallow in places (rows of time) from the throat down, and its mouthful."""

    t_s: NDArray
    #: Pressure of the squeeze at these places, at all times.
    place_cm: NDArray
    pressure_mmHg: NDArray
    #: The front: when 30 mmHg are reached, and where they ever are.
    front_s: NDArray
    front_place_cm: NDArray
    #: Cross-section of the mouthful in the slices of the tube, at all times.
    slice_cm: NDArray
    fluid_cm2: NDArray
    #: What has reached the stomach, as a part of the mouthful.
    passed_percent: NDArray
    #: What the lower sphincter holds.
    sphincter_mmHg: NDArray
    vigour_mmHg_s_cm: float = result(
        "Vigour (DCI)", meaning="All pressure above 20 mmHg in the smooth part, summed over time and place: the "
                                "clinic's “distal contractile integral”.")
    latency_s: float = result(
        "Squeeze arrives below after", meaning="From the swallow until 30 mmHg are reached 3 cm above the lower "
                                               "sphincter: the “distal latency”. NaN if they never are.")
    speed_cm_s: float = result(
        "Speed of the front", meaning="How fast 30 mmHg run down the smooth part; NaN if they come everywhere at once, "
                                      "or are never reached.")
    #: The greatest pressure comes below before it comes above, or together.
    all_at_once: bool
    inhibition_percent: float
    #: Where the latency is read.
    read_place_cm: float = READ_AT_cm

    @result("Mouthful that reaches the stomach", headline=True)
    def arrived_percent(self) -> float:
        """The part of the mouthful that is in the stomach after 15 s."""
        return float(self.passed_percent[-1])

    @result("Left in the upper part")
    def left_above_percent(self) -> float:
        """The part of the mouthful that is left in the upper 7 cm after 15 s."""
        return self._left_percent(self.slice_cm < BORDER_cm)

    @result("Left in the lower part")
    def left_below_percent(self) -> float:
        """The part of the mouthful that is left below these after 15 s."""
        return self._left_percent(self.slice_cm >= BORDER_cm)

    @result("Half of the mouthful has passed after")
    def half_s(self) -> float:
        """When half of the mouthful is in the stomach; NaN if it never is."""
        if self.arrived_percent < 50.0:
            return math.nan
        return float(np.interp(50.0, self.passed_percent, self.t_s))

    @result("Greatest pressure")
    def peak_mmHg(self) -> float:
        """The greatest pressure of the squeeze at any place."""
        return float(self.pressure_mmHg.max())

    @property
    def state(self) -> str:
        """What the table of the Chicago Classification calls this one swallow: “failed”, “weak”, “premature”,
        “hypercontractile” or “normal”. A disease has its name only after ten swallows, from somebody with complaints.
        """
        return word(self.vigour_mmHg_s_cm, self.latency_s)

    def pressures_at(self, t_s: float) -> NDArray:
        """The pressures along the tube at a moment."""
        return self.pressure_mmHg[self._row(t_s)]

    def fluid_at(self, t_s: float) -> NDArray:
        """The mouthful's cross-sections along the tube at a moment."""
        return self.fluid_cm2[self._row(t_s)]

    def _row(self, t_s: float) -> int:
        return int(np.clip(np.searchsorted(self.t_s, t_s - 1e-9), 0, self.t_s.size - 1))

    def _left_percent(self, here: NDArray) -> float:
        mouthful = float(self.fluid_cm2[0].sum())
        return 100.0 * float(self.fluid_cm2[-1][here].sum()) / mouthful
