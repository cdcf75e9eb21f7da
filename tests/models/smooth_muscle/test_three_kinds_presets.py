"""What the presets of the three kinds say, held to their own runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from muscle_lib.models.smooth_muscle import ThreeKinds, ThreeKindsTrace
from muscle_lib.preset import preset
from tests.models.presets import held


@cache
def usual(**settings: Any) -> ThreeKindsTrace:
    return ThreeKinds(**settings).run()


SAYS: dict[str, Callable[[ThreeKindsTrace], bool]] = {
    "the skeletal fibre and the heart let go after each stimulus; in smooth muscle each twitch stands on the one "
    "before, and the force hardly falls at all": lambda own: (
        own.skeletal_falls_percent > 99.0 and own.heart_falls_percent > 99.0 and own.smooth_falls_percent < 1.0
        and own.smooth_times > 3.0),
    "the heart answers all of them, three beats a second": lambda own: (
        np.array_equal(own.answered_s, own.stimuli_s) and len(own.answered_s) == 30),
    "the heart answers every second one: two beats a second, fewer than with three stimuli": lambda own: (
        np.array_equal(own.answered_s, own.stimuli_s[::2]) and len(own.answered_s) == 20
        < len(usual(rate_Hz=3.0).answered_s)),
    "a fused tetanus of the skeletal fibre, five times as strong as a twitch; the heart still beats, and never pulls "
    "more than in one beat": lambda own: (
        own.skeletal_falls_percent < 1.0 and abs(own.skeletal_times - 5.0) < 0.2 and own.heart_times < 1.02
        and own.heart_falls_percent > 65.0),
    "the twitch of this fibre is over soonest, and so its tetanus still ripples": lambda own: (
        own.skeletal_peak_s < own.heart_peak_s and own.skeletal_falls_percent > 20.0
        and all(own.skeletal_peak_s + own.skeletal_half_s < other.skeletal_peak_s + other.skeletal_half_s
                and own.skeletal_falls_percent > other.skeletal_falls_percent
                for other in (usual(rate_Hz=10.0, fibre=fibre) for fibre in ("slow", "mixed")))),
    "even so the force of smooth muscle falls back by no more than a twentieth before the next twitch": lambda own: (
        own.smooth_falls_percent <= 5.0),
}


def test_what_a_preset_says_is_what_its_run_shows() -> None:
    assert held(ThreeKinds, SAYS) == []
    assert preset(ThreeKinds, "One a second") == ThreeKinds()
