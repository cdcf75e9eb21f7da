"""What is seen of a foot that is pushed up and may beat."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from muscle_lib.trace import result, trace

#: A burst that pulls less is no beat: it would not be seen.
LEAST_N = 2.5
#: Who still beats within the last half second, beats on. The rate and the swing are those of the last three seconds.
LATE_s, LAST_s = 0.5, 3.0


@trace
class ClonusTrace:
    """Eight seconds of a foot that a hand pushes up after half a second. Toes up is positive."""

    t_s: NDArray
    angle_deg: NDArray
    #: What the reflex orders, as it arrives in the calf, and what the calf then pulls; the hand's push.
    order_N: NDArray
    pull_N: NDArray
    push_N: NDArray
    #: When a dot leaves the spindle: one each ten milliseconds, while the stretch is fast enough to be answered.
    sent_s: NDArray
    delay_ms: float = result("Delay of the reflex", meaning="From the stretch to the order in the calf.")
    brake_percent: float = result("Brake from the brain",
                                  meaning="Of that of a well-braked reflex: 100 % divided by the gain.")

    @cached_property
    def beat_s(self) -> NDArray:
        """When the calf pulls hardest in each beat: the tops of parabolas through the three highest values."""
        before, here, after = self.pull_N[:-2], self.pull_N[1:-1], self.pull_N[2:]
        at = np.nonzero((here > before) & (here >= after) & (here >= LEAST_N))[0]
        bend = before[at] - 2.0 * here[at] + after[at]
        return self.t_s[1 + at] + 0.5 * (before[at] - after[at]) / bend * (self.t_s[1] - self.t_s[0])

    @cached_property
    def later_beat_s(self) -> NDArray:
        """The times of all beats but the first."""
        return self.beat_s[1:]

    @cached_property
    def beats_each_Hz(self) -> NDArray:
        """Beats a second, from each beat to the next; they stand at the second of the two."""
        return 1.0 / np.diff(self.beat_s)

    @result("Beats a second", headline=True)
    def beats_Hz(self) -> float:
        """The mean of the last three of the eight seconds; NaN if the foot has come to rest."""
        late = self._late_s
        return float((late.size - 1) / (late[-1] - late[0])) if self.lasts else math.nan

    @result("Beats that were counted")
    def beats(self) -> int:
        """Bursts of the calf within the eight seconds, as far as they can be seen."""
        return int(self.beat_s.size)

    @result("Beats to the end", meaning="1 if the foot still beats after eight seconds, 0 if it does not.")
    def lasts(self) -> int:
        """Whether the last beat is less than half a second before the end."""
        return int(self.beat_s.size > 0 and self.t_s[-1] - self.beat_s[-1] < LATE_s)

    @result("Greatest swing")
    def greatest_deg(self) -> float:
        """How far the toes come up, at most, from where the foot rested."""
        return float(self.angle_deg.max())

    @result("Swing at the end")
    def swing_deg(self) -> float:
        """How far the foot swings to either side in the last three seconds."""
        return float(np.ptp(self.angle_deg[self.t_s >= self.t_s[-1] - LAST_s])) / 2.0

    @result("Beating")
    def beating_s(self) -> float:
        """From the first beat to the last; 0 if there is at most one."""
        return float(self.beat_s[-1] - self.beat_s[0]) if self.beat_s.size else 0.0

    @property
    def up_ms(self) -> float:
        """How long the toes go up in each beat that lasts; NaN if none does."""
        if not self.lasts:
            return math.nan
        whole = self.angle_deg[(self.t_s >= self._late_s[0]) & (self.t_s <= self._late_s[-1])]
        return 1000.0 / self.beats_Hz * float(np.mean(np.diff(whole) > 0.0))

    @property
    def _late_s(self) -> NDArray:
        """The beats of the last three seconds."""
        return self.beat_s[self.beat_s >= self.t_s[-1] - LAST_s]

    @property
    def shown_at_s(self) -> float:
        """The moment that is shown while nobody asks for one: the toes are highest, just before the third beat (or the
        last one); without a beat at all, where they are highest."""
        end = self.beat_s[:3][-1] if self.beat_s.size else self.t_s[-1]
        start = end - LATE_s / 3.0 if self.beat_s.size else 0.0
        near = np.where((self.t_s >= start) & (self.t_s <= end), self.angle_deg, -np.inf)
        return float(self.t_s[np.argmax(near)])

    def on_the_way(self, t: float) -> tuple[float, ...]:
        """The dots between spindle (0), cord (0.5) and calf (1)."""
        come = (t - self.sent_s) / (self.delay_ms / 1000.0)
        return tuple(float(part) for part in come[(come >= 0.0) & (come < 1.0)])

    def word(self, t: float) -> str:
        """What goes on, in a word or two."""
        done = int(np.count_nonzero(self.beat_s <= t + 1e-9))
        if done and t - self.beat_s[done - 1] < LATE_s:
            return f"beat {done}"
        still = float(np.ptp(self.angle_deg[(self.t_s >= t - 0.1) & (self.t_s <= t + 1e-9)])) < 0.2
        return "at rest" if still else "swings" if done else "pushed up"
