"""How small a sheet can be and still fibrillate: life times by size, always of several starts."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import numpy as np
import pytest

from muscle_lib.models.heart import CriticalSize, CriticalSizeTrace
from muscle_lib.models.heart.critical_size import WIDTHS_cm
from muscle_lib.models.heart.fibrillation import STARTS
from muscle_lib.models.heart.life_times import COLUMNS, SIZES, STORED, LONGEST_s, life_time_s, stored_times_s
from tests.checks import Check
from tests.models.presets import held

OWN = "our earlier run of the same equations, eight starts"


@cache
def run(**settings: Any) -> CriticalSizeTrace:
    return CriticalSize(**settings).run()


def kept_s(cells: int) -> np.ndarray:
    return stored_times_s()[SIZES.index(cells)]


def going_on(cells: int) -> int:
    return int((kept_s(cells) >= LONGEST_s).sum())


# Which start stops when is chance, so only counts and middles are held to what they were.
CHECKS = [
    Check("heart E-7b", "sheet of 12.8 cm, eight starts: fibrillate on after 30 s", "regression", "8", 7, 8, "", OWN,
          partial(going_on, 256), 0),
    Check("heart E-7c", "sheet of 6.4 cm, eight starts: fibrillate on after 30 s", "regression", "0", 0, 2, "", OWN,
          partial(going_on, 128), 0),
    Check("heart E-7d", "sheet of 4.8 cm, eight starts: longest fibrillation", "regression", "8.6", 2.0, 15.0, "s", OWN,
          lambda: float(kept_s(96).max()), 1),
    Check("heart E-7e", "sheet of 6.4 cm, eight starts: middle one of the life times", "regression", "7.3", 3.0, 12.0,
          "s", OWN, lambda: float(np.median(kept_s(128))), 1),
]


@pytest.mark.parametrize("item", CHECKS, ids=lambda item: item.name)
def test_check(item: Check) -> None:
    item.hold()


@pytest.mark.long
def test_what_is_kept_is_what_comes_out_now() -> None:
    """E-7c, too. By ranges: another computer may round otherwise, and then each start has another life.
    (That a sheet of 12.8 cm goes on from the same start for 5 s: test_tissue.py.)"""
    small = [life_time_s(96, start) for start in range(1, STARTS + 1)]
    middle = [life_time_s(128, start) for start in range(1, STARTS + 1)]
    assert np.median(small) < 3.0 < np.median(middle) < 12.0
    assert max(small) < 15.0 and sum(life >= LONGEST_s for life in middle) <= 2 and min(middle) > 1.0


def test_what_is_kept_is_whole_and_says_what_it_is() -> None:
    lines = STORED.read_text(encoding="utf-8").splitlines()
    assert lines[0] == ",".join(COLUMNS) and len(lines) == 1 + len(SIZES) * STARTS
    told = [tuple(map(float, line.split(","))) for line in lines[1:]]
    assert [row[:2] for row in told] == [(cells, start) for cells in SIZES for start in range(1, STARTS + 1)]
    assert all(0.2 < row[2] <= LONGEST_s for row in told)


def test_the_larger_the_longer() -> None:
    middles = np.median(stored_times_s(), axis=1)
    assert (np.diff(middles) >= 0.0).all() and middles[-1] == LONGEST_s
    counts = run().stopped_by_width
    assert counts[0] == STARTS and counts[-1] <= 1 and (np.diff(counts) <= 1).all()


def test_a_run_that_ends_lasts_as_long_as_was_kept() -> None:
    """On the smallest sheet, where chance has little time to make another life of a rounding error."""
    for start in (3, 6):
        trace = run(width_cm=4.8, start=start)
        assert trace.is_over and trace.so_far_s == pytest.approx(kept_s(96)[start - 1], abs=0.05)
        assert trace.t_s[-1] == pytest.approx(trace.so_far_s + 0.5, abs=0.01)
        assert trace.word_at(trace.t_s[-1]) == "quiet" and trace.word_at(0.1) == "fibrillates"


def test_a_run_that_does_not_end_says_so() -> None:
    trace = run(width_cm=12.8, duration_s=2.0)
    assert not trace.is_over and trace.so_far_s == trace.t_s[-1] == 2.0 and trace.word_at(2.0) == "fibrillates"
    assert 0.0 < trace.swing_percent < 60.0 and np.isnan(run(width_cm=4.8, start=3).swing_percent)


def test_another_start_is_another_fibrillation() -> None:
    one, other = run(), run(start=2)
    both = min(len(one.t_s), len(other.t_s))
    assert np.abs(one.excited_percent[:both] - other.excited_percent[:both]).max() > 10.0
    assert one.stopped == other.stopped and one.median_s == other.median_s


def test_a_width_between_two_that_were_tried_takes_the_counts_of_the_nearer() -> None:
    trace = CriticalSize(width_cm=6.9, duration_s=1.0).run()
    assert trace.stopped == run().stopped and trace.sheet_percent.shape[1:] == (69, 69)
    assert CriticalSize(width_cm=12.5, duration_s=1.0).preview().stopped == int((kept_s(256) < LONGEST_s).sum())


def test_a_sketch_is_near_the_beginning_of_the_run() -> None:
    sketch = CriticalSize().preview()
    for name, off in (("excited_percent", 15.0), ("force_percent", 8.0)):
        there = np.interp(sketch.t_s, run().t_s, getattr(run(), name))
        assert getattr(sketch, name) == pytest.approx(there, abs=off), name
    assert sketch.sheet_percent.shape[1:] == run().sheet_percent.shape[1:]
    assert sketch.t_s[-1] == 0.4 and not sketch.is_over


#: What each preset says, and what must be so in its own run.
SAYS: dict[str, Callable[[CriticalSizeTrace], bool]] = {
    "few waves, and soon none: of most starts not one wave comes round at all": lambda own: (
        own.is_over and (kept_s(96) < 0.5).sum() > STARTS / 2 and own.stopped == STARTS),
    "it fibrillates for seconds, then it stops by itself, whichever start": lambda own: (
        1.0 < kept_s(128).min() and kept_s(128).max() < LONGEST_s and own.stopped == STARTS),
    "some starts stop by themselves within half a minute, some do not": lambda own: 0 < own.stopped < STARTS,
    "there are always waves left: it goes on, whichever start": lambda own: (
        own.stopped == 0 and not own.is_over and own.excited_percent.min() > 10.0),
}


def test_what_a_preset_says_is_what_its_run_shows() -> None:
    assert held(CriticalSize, SAYS) == []
    assert list(WIDTHS_cm) == pytest.approx([4.8, 6.4, 8.0, 9.6, 11.2, 12.8])
