"""What is seen of a minute in which the muscle ring of an artery squeezes, and a drug may let it go."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from muscle_lib.trace import result, trace

#: The squeeze comes, what is given acts, the minute is over.
SPASM_s, DRUG_s, END_s = 5.0, 30.0, 60.0
#: Narrowed by so much an artery counts as nearly shut (Beltrame et al. 2017: “> 90 % constriction”).
NEARLY_percent = 90.0


@trace
class ArteryTrace:
    """A minute of an artery of the heart. What is called “in the spasm” is at 30 s, before anything that is given
    acts; what is called “at the end” is at 60 s."""

    t_s: NDArray
    #: Of the greatest: the part of the muscle's heads that hold.
    force_percent: NDArray
    #: Of the opening; of the outside.
    radius_mm: NDArray
    outside_mm: NDArray
    #: Of the healthy artery with a slack muscle, in diameter.
    narrowing_percent: NDArray
    #: What could come at most, what comes, and what the heart muscle wants.
    could_come_mL_s: NDArray
    comes_mL_s: NDArray
    wanted_mL_s: NDArray
    #: The same for any narrowing; and what would come if nothing but the radius⁴ counted.
    narrowing_axis_percent: NDArray
    could_come_curve_mL_s: NDArray
    comes_curve_mL_s: NDArray
    by_radius_curve_mL_s: NDArray
    plaque_mm2: float
    #: The radius of a healthy artery's opening, with the tone that it has at rest.
    healthy_mm: float
    #: What was given: “nothing”, “nitrate”, “calcium blocker” or “both drugs”.
    given: str

    @result("Greatest flow at the end", headline=True)
    def end_most_mL_s(self) -> float:
        """What could come at most at the end, after what was given has acted; 0 if the artery is shut."""
        return float(self.could_come_mL_s[-1])

    @result("Greatest flow in the spasm")
    def spasm_most_mL_s(self) -> float:
        """What could come at most in the spasm, before what is given acts; 0 if the artery is shut."""
        return float(self.could_come_mL_s[self._spasm])

    @result("Flow in the spasm")
    def spasm_comes_mL_s(self) -> float:
        """What the heart muscle gets in the spasm: what it wants, or else all that can come."""
        return float(self.comes_mL_s[self._spasm])

    @result("Flow at the end")
    def end_comes_mL_s(self) -> float:
        """What the heart muscle gets at the end: what it wants, or else all that can come."""
        return float(self.comes_mL_s[-1])

    @result("Radius of the opening in the spasm")
    def spasm_mm(self) -> float:
        """Half the width of what is open in the spasm; 0 if it is shut."""
        return float(self.radius_mm[self._spasm])

    @result("Radius of the opening at the end")
    def end_mm(self) -> float:
        """Half the width of what is open at the end; 0 if it is shut."""
        return float(self.radius_mm[-1])

    @result("Opening in the spasm")
    def spasm_opening_percent(self) -> float:
        """The area that is open in the spasm, of that of a healthy artery at rest."""
        return float(self.opening_percent[self._spasm])

    @result("Opening at the end")
    def end_opening_percent(self) -> float:
        """The area that is open at the end, of that of a healthy artery at rest."""
        return float(self.opening_percent[-1])

    @result("Shut for")
    def shut_s(self) -> float:
        """For how much of the minute nothing at all was open."""
        return float(np.mean(self.radius_mm[1:] <= 0.0)) * END_s

    @property
    def ring_mm(self) -> NDArray:
        """The inner radius of the muscle ring, in which plaque and opening lie."""
        return np.sqrt(self.radius_mm ** 2 + self.plaque_mm2 / np.pi)

    @property
    def opening_percent(self) -> NDArray:
        """The area that is open, of that of a healthy artery at rest."""
        return 100.0 * (self.radius_mm / self.healthy_mm) ** 2

    @property
    def spasm_narrowing_percent(self) -> float:
        """How much narrower the diameter is in the spasm than that of a healthy artery with a slack muscle."""
        return float(self.narrowing_percent[self._spasm])

    @property
    def end_narrowing_percent(self) -> float:
        """The same at the end."""
        return float(self.narrowing_percent[-1])

    @property
    def squeezes(self) -> bool:
        """Whether the ring pulls harder in the spasm than at rest."""
        return bool(self.force_percent[self._spasm] > self.force_percent[0] + 0.1)

    @property
    def state(self) -> str:
        """What the artery is at the end: “open”, “nearly shut” or “shut”."""
        return self.state_at(END_s)

    @property
    def spasm_state(self) -> str:
        """The same in the spasm."""
        return self.state_at(DRUG_s)

    @property
    def supply(self) -> str:
        """Whether what comes at the end is “enough”, “too little” or “none”."""
        if self.comes_mL_s[-1] <= 0.0:
            return "none"
        return "enough" if self.comes_mL_s[-1] >= self.wanted_mL_s[-1] else "too little"

    def state_at(self, t: float) -> str:
        """Open, nearly shut or shut, at a moment."""
        narrowing = float(np.interp(t, self.t_s, self.narrowing_percent))
        return "shut" if narrowing >= 100.0 else "nearly shut" if narrowing > NEARLY_percent else "open"

    def opening_in_words(self, t: float) -> str:
        """The same, with how much of the area of a healthy artery's opening is left; if nothing is, how much it was at
        rest, as a shut artery looks as if the plaque had filled it."""
        left = float(np.interp(t, self.t_s, self.opening_percent))
        state = self.state_at(t)
        if state == "shut":
            return f"shut (at rest: {self.opening_percent[0]:.0f} %)"
        return f"{'open area' if state == 'open' else state}: {left:.0f} %"

    def given_by(self, t: float) -> str:
        """What acts at a moment, in a word or two; empty if nothing does."""
        return self.given if self.given != "nothing" and t > DRUG_s else ""

    @property
    def _spasm(self) -> int:
        return int(np.searchsorted(self.t_s, DRUG_s - 1e-9))
