"""The sheet of heart muscle: does it do what its equations and earlier runs say?"""

from __future__ import annotations

import numpy as np
import pytest

from muscle_lib.models.heart.tissue import (
    VF,
    CELL_cm,
    DIFFUSION_cm2_ms,
    DT_ms,
    STEPS_per_ms,
    _all_at_once,
    _cell_by_cell,
    _follow_all_at_once,
    _follow_one_by_one,
    advance,
    inside,
    pace_edge,
    pull,
    rested,
)

#: What of a neighbour's voltage a cell gets in a step.
COUPLING = DIFFUSION_cm2_ms * DT_ms / CELL_cm ** 2


def test_whole_arrays_and_cell_by_cell_are_the_same_for_200_ms():
    fast, plain = rested(128), rested(128)
    pace_edge(fast)
    pace_edge(plain)
    for _ in range(50):
        advance(fast, VF, 4 * STEPS_per_ms)
        pull(fast)
        _all_at_once(plain.voltage, plain.ready, plain.spare, 4 * STEPS_per_ms, DT_ms, COUPLING, VF)
        _follow_all_at_once(plain.voltage, plain.force, 4.0 / 40.0, 4.0 / 60.0)
    assert inside(fast.voltage).max() > 0.5
    for one, other in ((fast.voltage, plain.voltage), (fast.ready, plain.ready), (fast.force, plain.force)):
        np.testing.assert_allclose(inside(one), inside(other), atol=1e-9)


@pytest.mark.parametrize("steps", [1, 2, 7])
def test_the_loops_are_the_same_as_plain_python(steps):
    one, other = rested(10), rested(10)
    pace_edge(one)
    pace_edge(other)
    _cell_by_cell(one.voltage, one.ready, one.spare, steps, DT_ms, COUPLING, VF)
    _all_at_once(other.voltage, other.ready, other.spare, steps, DT_ms, COUPLING, VF)
    _follow_one_by_one(one.voltage, one.force, 0.1, 0.07)
    _follow_all_at_once(other.voltage, other.force, 0.1, 0.07)
    for field in ("voltage", "ready", "force"):
        np.testing.assert_allclose(inside(getattr(one, field)), inside(getattr(other, field)), atol=1e-12)
