"""The last twenty seconds of a muscle with reflexes that lives on, and how it stands now."""

from __future__ import annotations

import math

from numpy.typing import NDArray

from muscle_lib.models.hyperexcitability.states import STATES
from muscle_lib.models.voluntary_contraction.live_trace import LiveWindow
from muscle_lib.trace import result, trace

#: So long a stretch is kept and shown (our choice).
WINDOW_s = 20.0


@trace
class LiveCrampTrace(LiveWindow):
    """The muscle with its reflexes, over the last twenty seconds: command and length as they are at the end of each
    20 ms, the others their mean."""

    length: NDArray
    emg_size_percent: NDArray
    force_percent: NDArray
    fatigue_percent: NDArray
    #: What reaches the motor neurons, see CrampTrace.
    ia_eu: NDArray
    ib_eu: NDArray
    by_length_eu: NDArray
    pic_eu: NDArray
    tonic_eu: NDArray
    #: The state every tenth of a second (places in ``STATES``), the last one at ``states_until_s``.
    states: NDArray
    states_until_s: float
    #: What somebody does about it now, in a word; or “nothing”.
    doing: str
    #: What that takes away now from what the motor neurons hear.
    inhibition_eu: float

    #: Twenty seconds need longer strokes than ten.
    samples_a_stroke = 80

    @property
    def state(self) -> str:
        """What the muscle is doing now."""
        return STATES[self.states[-1]] if self.states.size else STATES[0]

    @result("Force now")
    def force_now_percent(self) -> float:
        """The force now, of the greatest of the fresh muscle."""
        return self.now(self.force_percent)

    @result("EMG now", headline=True)
    def emg_now_percent(self) -> float:
        """The size of the EMG now, of that at the greatest effort."""
        return self.now(self.emg_size_percent)

    @result("Fatigue now")
    def fatigue_now_percent(self) -> float:
        """How tired the muscle is now; NaN before it has begun to live."""
        return float(self.fatigue_percent[-1]) if self.t_s.size else math.nan

    @result("Length now")
    def length_now(self) -> float:
        """How long the muscle is now; NaN before it has begun to live."""
        return float(self.length[-1]) if self.t_s.size else math.nan
