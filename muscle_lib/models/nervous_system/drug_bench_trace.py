"""Three tests of one loop, without a drug and with it: how hard the muscle pulls in each."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.nervous_system.drugs import DRUGS, LESS, LINKS, MORE, SAME, Drug
from muscle_lib.trace import result, trace

#: Less than a tenth is called no change. Our choice: about what a hand could feel.
CHANGE = 0.1
WORDS = {LESS: "less", SAME: "no change", MORE: "more"}


@trace
class DrugBenchTrace:
    """Forces in per cent of the greatest one in the same test without the drug, as drawn; the drug's handles.

    The times run from 0 to 1 through each picture: how many seconds a drug takes from a cramp, this loop cannot say.
    """

    drug: str
    dose_percent: float
    cramp_part: NDArray
    cramp_drug_percent: NDArray
    cramp_without_percent: NDArray
    stretch_part: NDArray
    stretch_drug_percent: NDArray
    stretch_without_percent: NDArray
    hold_part: NDArray
    hold_drug_percent: NDArray
    hold_without_percent: NDArray
    #: The greatest half second of cramp, stretch and hold with the drug, as a part of that without it.
    kept: NDArray

    @property
    def record(self) -> Drug:
        """What is known about the drug, and its handles at this dose."""
        return DRUGS[self.drug].at(self.dose_percent / 100.0)

    @property
    def is_taken(self) -> bool:
        """Whether anything is."""
        return self.drug != "none" and self.dose_percent > 0.0

    @property
    def touched(self) -> str:
        """Which link is touched: a key of ``LINKS``."""
        return self.record.link if self.is_taken else "nothing"

    @property
    def touched_words(self) -> tuple[str, str]:
        """How that is called, and what it has become: (“the junction”, “weaker”)."""
        name, less, more = LINKS[self.touched]
        drug = self.record
        is_more = drug.spindle * drug.current * drug.muscle > 1.0 or drug.excitability_eu > 0.0
        return name, more if is_more else less

    @property
    def sign(self) -> str:
        """The same for the drawing: “junction: weaker”."""
        name, way = self.touched_words
        return f"{name.removeprefix('the ')}: {way}" if way else "nothing is touched"

    @property
    def drug_name(self) -> str:
        """What is taken."""
        return self.record.name

    @property
    def shown_dose_percent(self) -> float:
        """How full the bottle is."""
        return self.dose_percent if self.is_taken else 0.0

    @property
    def spindle_percent(self) -> float:
        """What is left of the spindles' hold."""
        return 100.0 * self.record.spindle

    @property
    def current_percent(self) -> float:
        """What is left of the inward current."""
        return 100.0 * self.record.current

    @property
    def excitability_change_eu(self) -> float:
        """What the drug adds to the excitability."""
        return self.record.excitability_eu

    @property
    def junction_percent(self) -> float:
        """What comes through the junction."""
        return 100.0 * self.record.muscle if self.record.link == "junction" else 100.0

    @property
    def calcium_percent(self) -> float:
        """What a fibre's calcium makes of an impulse."""
        return 100.0 * self.record.muscle if self.record.link == "calcium" else 100.0

    @result("The cramp: −1 less, 0 no change, 1 more", headline=True)
    def cramp_direction(self) -> int:
        """Which way the drug moves the greatest pull of the cramp, in this model."""
        return self.directions[0]

    @result("The fast stretch: −1 less, 0 no change, 1 more")
    def stretch_direction(self) -> int:
        """Which way the drug moves the pull that answers a fast stretch in a spastic cord, in this model."""
        return self.directions[1]

    @result("The willed contraction: −1 less, 0 no change, 1 more")
    def hold_direction(self) -> int:
        """Which way the drug moves the pull of a healthy muscle at half of the command, in this model."""
        return self.directions[2]

    @cached_property
    def directions(self) -> tuple[int, ...]:
        """All three."""
        return tuple(int(np.sign(change)) if abs(change) > CHANGE else SAME for change in self.kept - 1.0)

    @property
    def direction_words(self) -> tuple[str, ...]:
        """All three in words."""
        return tuple(WORDS[direction] for direction in self.directions)
