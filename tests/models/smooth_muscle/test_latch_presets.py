"""What the presets of the latch say is what their runs do."""

from __future__ import annotations

import numpy as np
import pytest

from muscle_lib.models.smooth_muscle import Latch
from tests.models.presets import held, start

near = pytest.approx


def at(trace, minute: float) -> float:
    return float(np.interp(60.0 * minute, trace.t_s, trace.force_percent))


TRUE = {
    "the force comes to rest within a minute, and stays":
        lambda t: at(t, 1.0) == near(at(t, 6.0), rel=0.002) and at(t, 0.2) < 0.95 * at(t, 1.0),
    "phosphates fall to a tenth, more than half of the force stays, for a ninth of the ATP":
        lambda t: t.phosphate_left_percent == near(10.0, abs=0.5) and 50.0 < t.force_left_percent < 60.0
        and t.atp_left_percent == near(100.0 / 9.0, abs=0.5) and t.drive_left_percent == near(100.0 / 15.0),
    "half of the force is gone after a bit more than a minute": lambda t: 60.0 < t.half_gone_s < 75.0,
    "a sixth of the force stays: hardly a latch":
        lambda t: t.muscle == "arterial" and t.force_left_percent == near(100.0 / 6.0, abs=1.0),
    "nearly the same force before the fall, and less of it stays":
        lambda t: t.force_before_percent == near(start(Latch).force_before_percent, rel=0.05)
        and t.force_left_percent < start(Latch).force_left_percent - 5.0,
}


def test_what_the_presets_say_is_so():
    assert held(Latch, TRUE) == []
