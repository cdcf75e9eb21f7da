"""What an impulse did on its way along a myelinated axon, at its nodes."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.nerve_signal.cable_trace import CableTrace
from muscle_lib.trace import result, trace

NODES = 41
#: The first thinned internode is the one behind this node.
LESION_NODE = 20
#: An impulse that fires this node has got through.
LAST_NODE = 38
#: A node behind the last that fired has had its chance after so long. Where nothing sets out, this moment is shown.
STOPPED_ms, EARLY_ms = 0.1, 0.25
#: A healthy impulse that is here is well behind each damaged stretch.
WELL_BEHIND = 27
#: One that gets through is shown when it is so many nodes behind the damage.
SEEN_BEHIND = 4
#: An impulse is at its highest sooner than this after its arrival, and the next one later.
PEAK_ms = 0.5
#: From this many times the time of healthy internodes on, a lesion is said to slow the impulse.
SLOWED = 1.2


@trace
class MyelinatedTrace(CableTrace):
    """What a myelinated axon did, at its 41 nodes; the stimulated node 0 is included.

    To hand over to other chapters: ``fraction_transmitted`` and ``delay_ms(length_m)``.
    """

    damaged_internodes: int
    has_lesion: bool
    myelin_percent: float

    @cached_property
    def nodes(self) -> NDArray:
        """The number of each node: the columns of the arrays."""
        return np.arange(NODES)

    @result("Velocity", headline=True)
    def velocity_m_s(self) -> float:
        """Velocity of the first impulse from node 10 to node 30, the lesion included. NaN if it fails."""
        return self.velocity_from_to(10, 30)

    @result("Velocity before the lesion")
    def velocity_before_m_s(self) -> float:
        """Velocity of the first impulse in the healthy stretch before the lesion, from node 6 to node 16."""
        return self.velocity_from_to(6, 16)

    @result("Time through the lesion")
    def lesion_us(self) -> float:
        """From the arrival at the lesion's first node to the arrival at the node after it, also when
        the myelin there is whole. NaN when the first impulse does not fire both nodes."""
        after = LESION_NODE + self.damaged_internodes
        return float(1000.0 * (self.arrivals_ms[0, after] - self.arrivals_ms[0, LESION_NODE]))

    @result("Times as long as through healthy internodes")
    def lesion_times(self) -> float:
        """How many times as long as a healthy stretch of its length the lesion takes. NaN without its time."""
        return float(self.lesion_us / self._healthy_us)

    @result("Delay by the lesion")
    def extra_delay_us(self) -> float:
        """How much later than in a healthy fibre the first impulse arrives because of the lesion."""
        return float(1000.0 * self.x_mm[20] * (1.0 / self.velocity_m_s - 1.0 / self.velocity_before_m_s))

    @result("Impulses that got through")
    def transmitted(self) -> int:
        """How many impulses got through (fired node 38)."""
        return int(self.impulses_at[LAST_NODE])

    @result("Last node that fired")
    def reached_node(self) -> int:
        """The last node that fired; −1 if none did. Where the impulse died, if it did not get through."""
        return int(np.flatnonzero(self.impulses_at).max(initial=-1))

    @result("Highest voltage before the lesion")
    def peak_mV(self) -> float:
        """The highest voltage at node 10, in the healthy stretch."""
        return float(self.peaks_mV[10])

    @result("Highest voltage at the worst node")
    def lowest_peak_mV(self) -> float:
        """The highest voltage at the node that does worst: how near conduction is to failing."""
        return float(self.peaks_mV[:LAST_NODE + 1].min())

    @property
    def internodes(self) -> int:
        """How many stretches are wrapped in myelin."""
        return NODES - 1

    @property
    def far_pulses(self) -> int:
        """How many pulses were given at the far end."""
        return 0

    @property
    def damage_from(self) -> float:
        """Where the damaged stretch begins, as a part of the length."""
        return LESION_NODE / (NODES - 1)

    @property
    def damage_to(self) -> float:
        """Where the damaged stretch ends, as a part of the length; without one, where it would begin."""
        return (LESION_NODE + self.damaged_internodes * self.has_lesion) / (NODES - 1)

    @property
    def shown_ms(self) -> float:
        """When a healthy impulse would be well behind the damaged stretch, and this one is behind it or has stopped."""
        behind_ms = self.arrivals_ms[0, 6] + self.to_peak_ms + (WELL_BEHIND - 6) * self._node_ms
        stopped_ms = math.nan if self.conducts else self.arrivals_ms[0, self.reached_node] + STOPPED_ms
        through_ms = math.nan
        if self.has_lesion and self.conducts:
            node = min(LESION_NODE + self.damaged_internodes + SEEN_BEHIND, LAST_NODE)
            through_ms = self.arrivals_ms[0, node] + self.to_peak_ms
        return float(np.nanmax([behind_ms, stopped_ms, through_ms, EARLY_ms]))

    def stopped_at(self, t_ms: float) -> float:
        """Where the first impulse has come to its end by now, as a part of the length; −1 if it has not."""
        node = self.reached_node
        if node < 0 or self.conducts or t_ms < self.arrivals_ms[0, node] + STOPPED_ms:
            return -1.0
        return min(node + 0.5, NODES - 1.0) / (NODES - 1)

    @cached_property
    def to_peak_ms(self) -> float:
        """From the arrival of the first impulse at a node to its highest voltage there, before the damage."""
        since_ms = self.t_ms[:, None] - self.arrivals_ms[0, 6:17]
        risen_mV = np.where((since_ms >= 0.0) & (since_ms < PEAK_ms), self.v_mV[:, 6:17], -np.inf)
        return float(np.take_along_axis(since_ms, risen_mV.argmax(axis=0)[None], axis=0).mean())

    def healthy_at(self, t_ms: float) -> float:
        """Where the highest voltage of the first impulse would be now with all the myelin, as a part of the length; −1
        where that is no news: before the damaged stretch, and where this impulse is as far."""
        front = 6.0 + (t_ms - self.arrivals_ms[0, 6]) / self._node_ms
        peak = min(front - self.to_peak_ms / self._node_ms, NODES - 1.0)
        here = np.flatnonzero(self.arrivals_ms[0] <= t_ms).max(initial=0)
        is_news = self.has_lesion and peak > LESION_NODE and min(front, NODES - 1.0) > here + 1.5
        return peak / (NODES - 1) if is_news else -1.0

    def arrived_by(self, t_ms: float) -> float:
        """1 once the first impulse has come to the last node, else 0."""
        return float(self.arrivals_ms[0, -1] <= t_ms)

    @property
    def state(self) -> str:
        """One of “at rest”, “no impulse”, “dies out” (not at the lesion), “blocked” (at the lesion), “some
        impulses blocked”, “slowed” (by the lesion), “conducts”."""
        if not self.pulses:
            return "at rest"
        if not self.impulses_at[5]:
            return "no impulse"
        if not self.conducts:
            at_lesion = LESION_NODE - 2 <= self.reached_node <= LESION_NODE + self.damaged_internodes
            return "blocked" if at_lesion and self.has_lesion else "dies out"
        if self.transmitted < self.impulses_at[5]:
            return "some impulses blocked"
        slowed = self.has_lesion and self.extra_delay_us > (SLOWED - 1.0) * self._healthy_us
        return "slowed" if slowed else "conducts"

    def delay_ms(self, length_m: float) -> float:
        """A hand-over number: how long the first impulse takes for a length of such a fibre with this one
        lesion in it. NaN if it fails."""
        if not self.conducts:
            return math.nan
        return 1000.0 * length_m / self.velocity_before_m_s + self.extra_delay_us / 1000.0

    @property
    def _node_ms(self) -> float:
        """From node to node before the damage."""
        return float(self.arrivals_ms[0, 16] - self.arrivals_ms[0, 6]) / 10.0

    @property
    def _healthy_us(self) -> float:
        """How long the lesion's internodes would take with all their myelin."""
        return float(1000.0 * self.x_mm[self.damaged_internodes] / self.velocity_before_m_s)
