"""What the whole chain did: every link over time, and the numbers that say where it breaks."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.series import mean_around
from muscle_lib.models.voluntary_contraction.chain import COLUMNS
from muscle_lib.models.voluntary_contraction.hand_over import HandOver
from muscle_lib.trace import result, trace

# The limits of the rule that names the first broken link are our choice.
#: A link is called broken if less than this part passes; a muscle that has lost as much of its force tires.
PASSES, TIRES = 0.9, 0.9
#: Rates are means over this time.
MEAN_s = 0.2
#: A first contraction weaker than this is no contraction; less glycogen than this at the start is hardly any.
WEAK_percent, EMPTY_mM = 0.2, 10.0
#: Oxygen below this is called used up: mitochondria then get less than half of what they want.
GONE_mmHg = 1.0


@trace
class ChainTrace:
    """The whole chain, a value every 20 ms. Rates are impulses a second for each unit; large units count for more."""

    t_s: NDArray
    command_percent: NDArray
    nerve_Hz: NDArray
    fibre_Hz: NDArray
    calcium_uM: NDArray
    force_N: NDArray
    used_mM_s: NDArray
    pcr_mM: NDArray
    ATP_mM: NDArray
    Pi_mM: NDArray
    pH: NDArray
    lactate_mM: NDArray
    glycogen_mM: NDArray
    po2_mmHg: NDArray
    flow_mL_100g_min: NDArray
    #: The part of the muscle that is at work, by force.
    recruited: NDArray
    spike_unit: NDArray
    spike_ms: NDArray
    strength_N: float
    #: Handed over by chapters 1 and 2.
    delay_ms: float
    transmitted: float = result("Part of the fibres that an impulse reaches",
                                meaning="What gets across the junction, of all impulses of the nerve.")
    rest_mV: float = result("Resting voltage of the fibres", meaning="Inside against outside, without an impulse.")
    ready_sodium_percent: float = result("Sodium channels that are ready",
                                         meaning="Those of a resting fibre that are not inactivated.")
    followed_Hz: float = result("Fastest rate that the fibres follow",
                                meaning="Of 50, 30, 20, 10 and 5 impulses a second; 0 if they follow none.")
    nerve_percent: float
    #: The part of the motor neurons' impulses that whole axons carry (large units count for more).
    arriving: float
    blood_percent: float
    is_sketch: bool

    @classmethod
    def of(cls, table: NDArray, t_s: NDArray, command_percent: NDArray, strength_N: float, handed: HandOver,
           spike_unit: NDArray, spike_ms: NDArray, nerve_percent: float, arriving: float,
           blood_percent: float, is_sketch: bool) -> ChainTrace:
        """A trace from the chain's table."""
        column = {name: table[:, i].copy() for i, name in enumerate(COLUMNS)}
        return cls(t_s=t_s, command_percent=command_percent, force_N=strength_N * column.pop("force"),
                   nerve_Hz=_smooth(column.pop("nerve_Hz"), t_s), fibre_Hz=_smooth(column.pop("fibre_Hz"), t_s),
                   spike_unit=spike_unit, spike_ms=spike_ms, strength_N=strength_N, delay_ms=handed.delay_ms,
                   transmitted=handed.transmitted, rest_mV=handed.rest_mV,
                   ready_sodium_percent=handed.ready_sodium_percent, followed_Hz=handed.followed_Hz,
                   nerve_percent=nerve_percent, arriving=arriving, blood_percent=blood_percent, is_sketch=is_sketch,
                   **column)

    @cached_property
    def smallest_s(self) -> NDArray:
        """The times of the impulses of the smallest unit."""
        return self.spike_ms[self.spike_unit == 1] / 1000.0

    @property
    def mid_hold_s(self) -> float:
        """The middle of the last contraction's hold."""
        first, end = self.contractions[-1]
        return float(self.t_s[(first + end) // 2])

    @property
    def contractions(self) -> list[tuple[int, int]]:
        """From where to where the command stands at its highest, for each contraction; without a command, all of it."""
        top = self.command_percent >= 0.999 * self.command_percent.max()
        edges = np.flatnonzero(np.diff(np.concatenate(([0], top.astype(int), [0]))))
        pairs = [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
        return [pair for pair in pairs if pair[1] - pair[0] >= 3] or pairs[:1]

    def _peak(self, which: int) -> float:
        first, end = self.contractions[which]
        # A hold's first and last second, so that tiring is seen in it.
        if len(self.contractions) == 1:
            width = min(50, end - first)
            first, end = (first, first + width) if which == 0 else (end - width, end)
        return float(self.force_N[first:end].max())

    @result("Force of the first contraction")
    def first_N(self) -> float:
        """The greatest force of the first contraction (of the first second, if there is only one)."""
        return self._peak(0)

    @result("Force of the last contraction")
    def last_N(self) -> float:
        """The greatest force of the last contraction (of the last second, if there is only one)."""
        return self._peak(-1)

    @result("Last contraction / first")
    def last_to_first(self) -> float:
        """How much of the force is left in the last contraction; NaN without force."""
        return self.last_N / self.first_N if self.first_N > self.strength_N * WEAK_percent / 100.0 else float("nan")

    @result("Greatest force", headline=True)
    def peak_N(self) -> float:
        """The greatest force along the tendon."""
        return float(self.force_N.max())

    @property
    def end_force_N(self) -> float:
        """The force when the picture ends."""
        return float(self.force_N[-1])

    @result("Impulses of the nerve")
    def nerve_mean_Hz(self) -> float:
        """Impulses a second that the motor neurons send in the contractions."""
        return float(np.mean([self.nerve_Hz[a:b].mean() for a, b in self.contractions]))

    @result("Impulses of the fibres")
    def fibre_mean_Hz(self) -> float:
        """Impulses a second of the muscle fibres in the contractions."""
        return float(np.mean([self.fibre_Hz[a:b].mean() for a, b in self.contractions]))

    @result("Impulses of the fibres / of the nerve")
    def conducted(self) -> float:
        """Impulses of fibres / impulses of motor neurons, over the whole run; NaN if there was none."""
        return float(self.fibre_Hz.sum() / self.nerve_Hz.sum()) if self.nerve_Hz.any() else float("nan")

    @result("Highest calcium in the fibres")
    def peak_calcium_uM(self) -> float:
        """The highest mean calcium in the fibres."""
        return float(self.calcium_uM.max())

    @result("ATP used")
    def used_mean_mM_s(self) -> float:
        """What the muscle spends, mean over the run."""
        return float(self.used_mM_s.mean())

    @result("Lowest phosphocreatine")
    def lowest_pcr_mM(self) -> float:
        """The lowest phosphocreatine."""
        return float(self.pcr_mM.min())

    @result("Phosphocreatine spent")
    def spent_pcr_mM(self) -> float:
        """By how much phosphocreatine falls at most."""
        return float(self.pcr_mM[0] - self.pcr_mM.min())

    @result("Lowest oxygen in the muscle")
    def lowest_po2_mmHg(self) -> float:
        """The lowest oxygen pressure in the muscle."""
        return float(self.po2_mmHg.min())

    @result("Greatest blood flow")
    def highest_flow_mL_100g_min(self) -> float:
        """The greatest blood flow."""
        return float(self.flow_mL_100g_min.max())

    @property
    def broken_links(self) -> tuple[str, ...]:
        """All links that let less than nine tenths pass, in their order: “nerve”, “junction”, “fibre”, “blood”,
        “glycogen”; or “command”, if no motor neuron fires; or “energy”, if nothing is cut and the muscle tires."""
        if not self.nerve_Hz.any():
            return ("command",)
        follows = self.followed_Hz > 0.0 and self.conducted >= PASSES * self.transmitted * self.arriving
        blood_percent = self.blood_percent if self.lowest_po2_mmHg >= GONE_mmHg else 0.0
        broken = cut_links(self.nerve_percent, self.transmitted, follows, blood_percent, self.glycogen_mM[0])
        return broken or (("energy",) if self.last_to_first < TIRES else ())

    @property
    def broken_link(self) -> str:
        """The first of the broken links, or “none”."""
        return self.broken_links[0] if self.broken_links else "none"


def cut_links(nerve_percent: float, transmitted: float, follows: bool, blood_percent: float,
              glycogen_mM: float) -> tuple[str, ...]:
    """The links that let less than nine tenths pass, in their order."""
    passes = {"nerve": nerve_percent / 100.0 >= PASSES, "junction": transmitted >= PASSES, "fibre": follows,
              "blood": blood_percent / 100.0 >= PASSES, "glycogen": glycogen_mM >= EMPTY_mM}
    return tuple(link for link, holds in passes.items() if not holds)


def _smooth(values: NDArray, t_s: NDArray) -> NDArray:
    half = round(MEAN_s / (t_s[1] - t_s[0])) // 2
    # Where there is no impulse, the difference of two sums may be a hair below zero.
    return np.maximum(mean_around(values, half, half), 0.0)
