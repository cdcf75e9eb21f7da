"""What the artery's presets say is what their runs do: each whole text, and the check of it.

Who changes a text must look at its run again.
"""

from __future__ import annotations

import pytest

from muscle_lib.models.smooth_muscle import Artery
from tests.models.presets import held, start

near = pytest.approx


def falls_by(trace) -> float:
    """By which part the greatest flow falls in the spasm."""
    return 1.0 - trace.spasm_most_mL_s / trace.could_come_mL_s[0]


def alone(**drug: float) -> float:
    return start(Artery, plaque_percent=30.0, **drug).end_most_mL_s


TRUE = {
    "more than half of its area stays open, and the greatest flow falls by 4 %":
        lambda t: t.spasm_opening_percent > 50.0 and falls_by(t) == near(0.04, abs=0.005),
    "the same squeeze leaves nothing open: no blood comes":
        lambda t: t.spasm_mm == t.spasm_comes_mL_s == 0.0
        and (t.force_percent == start(Artery).force_percent).all(),
    "a tenth of the healthy area is open, and at rest nothing is missing":
        lambda t: t.spasm_opening_percent == near(10.0, abs=0.6) and t.spasm_comes_mL_s == t.wanted_mL_s[0] == 1.0,
    "six tenths of what is wanted come": lambda t: t.spasm_comes_mL_s / t.wanted_mL_s[0] == near(0.6, abs=0.02),
    "an eighth of the healthy area is open, and at rest nothing is missing":
        lambda t: t.end_opening_percent == near(12.5, abs=0.7) and t.end_comes_mL_s == t.wanted_mL_s[0] == 1.0
        and not t.squeezes,
    "a third of what is wanted is missing, without any squeeze":
        lambda t: 1.0 - t.end_comes_mL_s / t.wanted_mL_s[0] == near(1 / 3, abs=0.02) and not t.squeezes,
    "it opens a little: the flow of rest just comes":
        lambda t: t.spasm_mm == 0.0 and 1.0 <= t.end_most_mL_s < 1.1 and t.end_comes_mL_s == 1.0,
    "it opens: the flow of rest comes, and half as much again could":
        lambda t: t.spasm_mm == 0.0 and t.end_comes_mL_s == 1.0 and t.end_most_mL_s == near(1.5, abs=0.05),
    "three times the flow of rest could come: more than both alone together":
        lambda t: t.end_most_mL_s == near(3.15, abs=0.2)
        and t.end_most_mL_s > alone(nitrate_percent=100.0) + alone(blocker_percent=100.0),
    "it stays shut": lambda t: t.end_mm == 0.0 and t.given == "nitrate",
    "it opens late, and the flow of rest comes":
        lambda t: t.end_comes_mL_s == 1.0 and t.shut_s > start(
            Artery, plaque_percent=30.0, nitrate_percent=100.0, blocker_percent=100.0).shut_s + 5.0,
}


def test_what_the_presets_say_is_true() -> None:
    assert held(Artery, TRUE) == []
