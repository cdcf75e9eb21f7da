"""What the presets of the waves say is what their runs do."""

from __future__ import annotations

import pytest

from muscle_lib.models.smooth_muscle import CalciumWaves
from tests.models.presets import held


def gain(trace) -> float:
    return trace.waves_force_percent / trace.steady_force_percent


TRUE = {
    "the force is nearly steady, too": lambda t: t.swing_percent < 1.5 and gain(t) == pytest.approx(1.0, abs=0.01),
    "the same mean of calcium holds a quarter more, and the force swings a little":
        lambda t: gain(t) == pytest.approx(1.25, abs=0.02) and t.swing_percent < 20.0,
    "the force follows each wave far up and down, and its mean is hardly higher than without waves":
        lambda t: t.swing_percent > 50.0 and 1.0 < gain(t) < 1.05,
    "hardly a gain: a tonic muscle holds through the troughs anyway":
        lambda t: t.muscle == "tonic" and 1.0 < gain(t) < 1.06 and t.swing_percent < 5.0,
}


def test_what_the_presets_say_is_so():
    assert held(CalciumWaves, TRUE) == []
