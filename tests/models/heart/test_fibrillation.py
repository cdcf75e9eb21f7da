"""Sheets that fibrillate: how they are begun, copied and watched."""

from __future__ import annotations

import numpy as np
import pytest

from muscle_lib.models.heart.fibrillation import STARTS, FIRST_ms, LATER_ms, begun, copied, lasts_ms, refined, watch
from muscle_lib.models.heart.tissue import EXCITED, VF, LOOK_ms, advance, inside, pace_edge, quiet, rested


def test_each_start_is_a_badly_timed_stimulus_of_its_own() -> None:
    sheets = [begun(96, start) for start in range(1, STARTS + 1)]
    for sheet in sheets:
        assert inside(sheet.voltage)[:48, :48].min() >= 0.9
    assert all((one.voltage != other.voltage).any() for one, other in zip(sheets, sheets[1:], strict=False))
    # The window in which a sheet of 6.4 cm with these cells begins to turn: 285 to 325 ms.
    assert 285 <= FIRST_ms and FIRST_ms + LATER_ms * (STARTS - 1) <= 325


def test_a_copy_does_not_change_with_the_original() -> None:
    sheet = begun(32, 1)
    other = copied(sheet)
    advance(sheet, VF, 50)
    assert (other.voltage != sheet.voltage).any() and (other.ready != sheet.ready).any()
    advance(other, VF, 50)
    np.testing.assert_array_equal(inside(other.voltage), inside(sheet.voltage))


def test_a_finer_sheet_has_the_same_width_and_voltages() -> None:
    wide = rested(16, 0.1)
    pace_edge(wide)
    fine = refined(wide)
    assert fine.size * fine.cell_cm == pytest.approx(wide.size * wide.cell_cm)
    assert inside(fine.voltage).mean() == pytest.approx(inside(wide.voltage).mean())
    assert (inside(fine.voltage)[::2, ::2] == inside(wide.voltage)).all()


def test_a_beat_lasts_until_no_cell_is_excited_and_is_over_then() -> None:
    sheet = rested(64)
    pace_edge(sheet)
    seen = watch(copied(sheet), 800, 40)
    busy = seen.t_ms[seen.excited_percent > 0.0]
    assert lasts_ms(sheet, 800) == pytest.approx(busy[-1], abs=20) and quiet(sheet)
    assert 200.0 < busy[-1] < 400.0
    # Watched no longer than it has to be.
    other = rested(64)
    pace_edge(other)
    short = watch(other, 800, 40, sure_ms=100)
    assert short.t_ms[-1] == pytest.approx(busy[-1] + 100.0, abs=LOOK_ms)


def test_what_is_watched_is_what_the_sheet_is() -> None:
    sheet = rested(32)
    seen = watch(sheet, 100, 20, {40: pace_edge})
    assert len(seen.t_ms) == 26 and seen.sheet_percent.shape == (6, 16, 16)
    assert (seen.excited_percent[seen.t_ms < 40] == 0.0).all() and seen.excited_percent[10] == 100.0 * 5 / 32
    assert (seen.sheet_percent[2, :, :2] == 100).all() and not seen.sheet_percent[1].any()
    assert seen.excited_percent[-1] == 100.0 * (inside(sheet.voltage) > EXCITED).mean()
    assert 0.0 < seen.force_percent[-1] < 100.0 and seen.force_percent[10] == 0.0
    assert seen.ecg[0] == 0.0 and seen.ecg[-1] != 0.0
