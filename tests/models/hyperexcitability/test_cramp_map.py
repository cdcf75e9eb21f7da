"""The map of cramps: the stored one is what the model gives, and a sweep may be spread over any executor."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from muscle_lib.models.hyperexcitability import Cramp, MapDot, cramp_map
from muscle_lib.models.hyperexcitability.cramp_map import (
    MAP_LENGTH,
    LONGEST_s,
    MAP_F_percent,
    MAP_X_eu,
    cramp_time_s,
    read_map,
    stored_map,
    write_map,
)
from tests.checks import Check

OUR_RUN = "our earlier run of the same equations"


def stored(length: float, F: float, X: float) -> float:
    return float(stored_map().at(length, F, X))


CHECKS = tuple(
    Check("hyperexcitability B-map", f"cramp on the map, length {length:g}, fatigue {F:g} %, X {X:g}", "regression",
          expected, float(expected) - within, float(expected) + within, "s", OUR_RUN,
          lambda length=length, F=F, X=X: stored(length, F, X))
    for length, F, X, expected, within in (
        (-1.0, 0.0, 2.0, "2", 3.0), (-1.0, 0.0, 5.0, "26", 4.0), (-1.0, 25.0, 3.0, "17", 3.0),
        (-1.0, 50.0, 5.0, "82", 7.0), (-1.0, 75.0, 1.0, "21", 4.0), (-0.75, 50.0, 6.0, "10", 3.0),
        (-0.75, 75.0, 6.0, "23", 4.0), (-0.5, 75.0, 6.0, "0", 0.5), (0.0, 75.0, 6.0, "0", 0.5)))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_check_value(check: Check) -> None:
    check.hold()


def test_a_coarse_map_made_now_is_the_stored_one():
    X, F, L = (0.0, 2.0, 4.0), (0.0, 50.0), (-1.0, -0.75, 0.0)
    fresh = cramp_map(X, F, L)
    kept = np.array([[[stored(length, percent, each) for each in X] for percent in F] for length in L])
    # The same equations on another computer: a rounding error may move the end by a second or two.
    np.testing.assert_allclose(fresh.cramp_s, kept, atol=2.0)


def test_the_stored_map_is_the_default_one_and_complete():
    kept = stored_map()
    assert (tuple(kept.length), tuple(kept.fatigue_percent), tuple(kept.excitability_eu)) == (
        MAP_LENGTH, MAP_F_percent, MAP_X_eu)
    assert np.isfinite(kept.cramp_s).all() and kept.cramp_s.min() == 0.0 and kept.cramp_s.max() == LONGEST_s


def test_on_the_map_the_time_grows_with_excitability_and_fatigue_and_shrinks_with_length():
    times = stored_map().cramp_s
    # One throw a point: a second or two of scatter is allowed for.
    assert (np.diff(times, axis=2) >= -2.0).all() and (np.diff(times, axis=1) >= -2.0).all()
    assert (np.diff(times, axis=0) <= 2.0).all()


def test_a_map_that_was_written_is_read_as_it_was(tmp_path):
    map = cramp_map((4.0, 6.0), (0.0, 50.0), (-0.75, -0.5), dt_ms=2.0)
    write_map(map, tmp_path / "map.csv")
    again = read_map(tmp_path / "map.csv")
    for name in ("length", "fatigue_percent", "excitability_eu", "cramp_s"):
        np.testing.assert_array_equal(getattr(again, name), getattr(map, name))


def test_an_executor_gives_the_same_map_and_progress_is_told_for_every_row():
    told = []
    settings = ((0.0, 6.0), (0.0, 75.0), (-0.75, 0.0))
    plain = cramp_map(*settings, progress=lambda done, of: told.append((done, of)), dt_ms=2.0)
    with ThreadPoolExecutor(2) as executor:
        spread = cramp_map(*settings, executor=executor, progress=lambda done, of: told.append((done, of)), dt_ms=2.0)
    np.testing.assert_array_equal(plain.cramp_s, spread.cramp_s)
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)] * 2


@pytest.mark.parametrize("bad", [(), (2.0, 1.0), (1.0, 1.0), (0.0, 7.0)])
def test_a_list_that_does_not_rise_or_leaves_the_range_is_refused(bad):
    with pytest.raises(ValueError, match="excitability_eu"):
        cramp_map(bad, (0.0,), (-1.0,))


def test_the_time_is_that_of_the_cramp_itself():
    assert cramp_time_s(4.0, 50.0, -1.0) == Cramp().run().cramp_s


def test_between_its_points_the_map_is_straight_and_at_its_edges_it_stays():
    kept = stored_map()
    middle = stored(-0.875, 37.5, 5.5)
    around = [stored(L, F, X) for L in (-1.0, -0.75) for F in (25.0, 50.0) for X in (5.0, 6.0)]
    assert middle == pytest.approx(np.mean(around))
    assert stored(-1.0, 80.0, 6.0) == kept.cramp_s[0, -1, -1] and stored(1.0, 75.0, 6.0) == 0.0


def test_the_dot_is_where_the_sliders_are_and_near_what_the_map_says():
    trace = MapDot(excitability_eu=5.0, fatigue_percent=25.0, seed=2).run()
    assert (trace.excitability_eu, trace.fatigue_percent, trace.length) == (5.0, 25.0, -1.0)
    assert trace.cramp_s == pytest.approx(trace.map_s, abs=6.0)
    assert replace(MapDot(), length=0.0).run().map_cramp_s.max() == 0.0


def test_the_border_is_where_the_map_passes_five_seconds():
    rested, calm = MapDot(fatigue_percent=0.0, dt_ms=2.0).run(), MapDot(length=0.0, dt_ms=2.0).run()
    assert stored(-1.0, 0.0, rested.border_eu - 0.25) < 5.0 <= stored(-1.0, 0.0, rested.border_eu)
    assert np.isnan(calm.border_eu)
    assert [MapDot(length=length, dt_ms=2.0).run().place for length in (-0.9, -0.85, -0.4, 1.0)] == [0, 1, 2, 3]
