"""What an impulse did on its way along an axon of either kind."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from muscle_lib.trace import result, trace


@trace
class CableTrace:
    """What both kinds of axon have in common.

    ``v_mV`` has a row for each of ``t_ms`` and a column for each of ``x_mm``: enough for a movie. Arrival times (one
    row for the first, second … impulse at a place; NaN = none), impulse counts and peaks come from every step of the
    run. They include the stimulated ends, where an electrode can lift the voltage with no impulse.
    """

    t_ms: NDArray
    x_mm: NDArray
    v_mV: NDArray
    arrivals_ms: NDArray
    impulses_at: NDArray
    peaks_mV: NDArray
    #: How many pulses were given at the near end.
    pulses: int
    diameter_um: float

    @property
    def state(self) -> str:
        """What happened, in a word: each kind of axon has its own words."""
        raise NotImplementedError

    @property
    def transmitted(self) -> int:
        """How many impulses got through: each kind of axon counts for itself."""
        raise NotImplementedError

    @property
    def conducts(self) -> bool:
        """Whether an impulse from the near end got through."""
        return self.transmitted > 0

    @result("Part of the pulses that got through")
    def fraction_transmitted(self) -> float:
        """Impulses that got through, for each pulse that was given at the near end. It is 0 without a pulse."""
        return self.transmitted / self.pulses if self.pulses else 0.0

    @property
    def length_mm(self) -> float:
        """Where the last place lies."""
        return float(self.x_mm[-1])

    @property
    def half_way_mV(self) -> float:
        """The highest voltage at the place half-way."""
        return float(self.peaks_mV[(len(self.x_mm) - 1) // 2])

    @property
    def rest_mV(self) -> float:
        """The voltage before anything was done."""
        return float(self.v_mV[0, 0])

    @property
    def internodes(self) -> int:
        """How many stretches are wrapped in myelin."""
        return 0

    def voltage_at(self, t_ms: float) -> list[float]:
        """The voltage at each place, at the nearest moment that is kept."""
        return [float(v_mV) for v_mV in self.v_mV[int(np.argmin(np.abs(self.t_ms - t_ms)))]]

    def velocity_from_to(self, start: int, end: int, impulse: int = 0) -> float:
        """Velocity in m/s of an impulse (0 is the first) between two columns of the arrays; NaN if it fails."""
        took_ms = self.arrivals_ms[impulse, end] - self.arrivals_ms[impulse, start]
        return float((self.x_mm[end] - self.x_mm[start]) / took_ms)
