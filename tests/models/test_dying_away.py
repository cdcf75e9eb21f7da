"""What dies away ends at 0, and not at the smallest numbers of all, with which a computer is twenty times slower.

(A living sheet of heart muscle that had been quiet for five seconds needed ten seconds for each further one; a motor
pool twice its time after half a minute of silence.) Whether it is so cannot be seen in what is drawn; so it is looked
for in the states.
"""

from __future__ import annotations

import numpy as np
import pytest

from muscle_lib.compiled import GONE
from muscle_lib.models.contract_and_relax.coupling import MIXED, SUBSTEPS, Supply, at_rest, one_ms
from muscle_lib.models.heart import tissue
from muscle_lib.models.heart.tissue import TACHY, STEPS_per_ms, advance, inside, pace_edge, pull, rested
from muscle_lib.models.voluntary_contraction import pool as motor_pool
from muscle_lib.models.voluntary_contraction.pool import UNITS, start_of, units_of

STEP_ms = 20.0


def test_the_square_of_what_counts_is_no_number_that_slows_a_computer_down():
    """In the sheet u · u · h is worked out."""
    assert GONE ** 2 > 100.0 * np.finfo(float).tiny


@pytest.mark.parametrize("step", [motor_pool._all_at_once, motor_pool._one_by_one])
def test_the_twitches_of_a_pool(step):
    units, (pool, _) = units_of(30.0, 45.0, STEP_ms), start_of(1)
    pool.y1[:] = 1.0
    least = 1.0
    for _ in range(2000):  # 40 s of silence; plain, a step takes long
        step(units, pool, 0.0, 0.0, STEP_ms)
        left = np.concatenate((pool.y1, pool.y2))
        least = min(least, left[left > 0.0].min(initial=1.0))
        if not left.any():
            break
    assert left.size == 2 * UNITS and not left.any()
    assert least > 1e-3 * GONE


def test_the_calcium_pulse_of_a_fibre():
    state, rest, seen = at_rest(MIXED), at_rest(MIXED).attached, []
    for ms in range(800):
        state, _ = one_ms(MIXED, Supply(), state, rest, ms == 0, SUBSTEPS)
        seen.append(state.pulse_uM_ms)
    assert seen[0] > 1.0 and seen[-1] == 0.0
    assert min(each for each in seen if each > 0.0) > 1e-3 * GONE


def test_the_voltage_and_the_force_of_a_sheet():
    sheet = rested(8)
    pace_edge(sheet)
    for ms in range(0, 4000, 4):
        advance(sheet, TACHY, 4 * STEPS_per_ms)
        pull(sheet)
        assert not (0.0 < inside(sheet.voltage).min() < 1e-3 * GONE), f"after {ms} ms"
    assert inside(sheet.voltage).max() == 0.0 and inside(sheet.force).max() < 1e-20
    inside(sheet.force)[:] = 2.0 * GONE
    for _ in range(100):
        pull(sheet)
    assert inside(sheet.force).max() == 0.0


@pytest.mark.parametrize("kernel", [tissue._all_at_once, tissue._cell_by_cell])
@pytest.mark.parametrize("steps", [2, 3])
def test_both_forms_of_a_sheet_end_it(kernel, steps):
    sheet = rested(2)
    inside(sheet.voltage)[:] = [[GONE, 1e-100], [GONE, 1e-100]]
    kernel(sheet.voltage, sheet.ready, sheet.spare, steps, 0.2, 0.0, TACHY)
    assert (inside(sheet.voltage)[:, 0] == 0.0).all() and (inside(sheet.voltage)[:, 1] > 1e-101).all()
