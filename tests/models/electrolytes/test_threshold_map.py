"""The map of thresholds: the earlier run's table, any executor, and the progress that it tells."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from muscle_lib.models.electrolytes import threshold_map
from muscle_lib.models.electrolytes.threshold_map import MAP_CA_mM, MAP_K_mM
from tests.checks import Check
from tests.models.electrolytes.fibres import OUR_RUN, threshold

CALCIUM = (0.5, 0.6, 0.8, 1.0, 1.2, 1.5, 2.0, 2.5)
#: Threshold in µA/cm² by potassium (rows) and calcium (columns).
TABLE = {
    2.5: (220, 237, 265, 287, 306, 329, 360, 384), 3.0: (180, 197, 225, 248, 266, 290, 321, 345),
    4.0: (105, 125, 155, 178, 197, 221, 252, 276), 5.0: (552, 63, 92, 118, 138, 162, 194, 218),
    6.0: (817, 722, 186, 69, 87, 112, 145, 170), 7.0: (876, 834, 721, 502, 126, 74, 102, 127),
    8.0: (900, 871, 812, 737, 629, 307, 76, 92)}
#: Beyond the minimum the threshold climbs steeply, and no number there is very exact.
STEEP = {(5.0, 0.5), (6.0, 0.5), (6.0, 0.6), (6.0, 0.8), (7.0, 0.5), (7.0, 0.6), (7.0, 0.8), (7.0, 1.0), (8.0, 0.5),
         (8.0, 0.6), (8.0, 0.8), (8.0, 1.0), (8.0, 1.2)}


def cells() -> list[Check]:
    checks = []
    for K, row in TABLE.items():
        for calcium, expected in zip(CALCIUM, row, strict=True):
            within = expected * (0.10 if (K, calcium) in STEEP else 0.04)
            checks.append(Check("electrolytes B-4", f"threshold at {K:g} mM potassium, {calcium:g} mM calcium",
                                "regression", f"{expected}", expected - within, expected + within, "µA/cm²", OUR_RUN,
                                lambda K=K, calcium=calcium: threshold(K_out_mM=K, Ca_out_mM=calcium)))
    return checks


CHECKS = tuple(cells())


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_check_value(check: Check) -> None:
    check.hold()


def test_the_map_alone_and_with_an_executor_and_its_progress():
    told = []
    alone = threshold_map((4.0, 8.0), (0.8, 1.2, 2.5), progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]
    with ThreadPoolExecutor(2) as executor:
        together = threshold_map((4.0, 8.0), (0.8, 1.2, 2.5), executor, lambda done, of: told.append((done, of)))
    assert told[3:] == [(1, 3), (2, 3), (3, 3)]
    np.testing.assert_array_equal(alone.threshold_uA_cm2, together.threshold_uA_cm2)
    assert alone.threshold_uA_cm2[1, 0] == threshold()
    assert alone.excitable.tolist() == [[True, False], [True, False], [True, True]]


def test_the_map_covers_the_sliders():
    assert (MAP_K_mM[0], MAP_K_mM[-1], MAP_CA_mM[0], MAP_CA_mM[-1]) == (1.5, 10.0, 0.4, 2.5)


@pytest.mark.parametrize(("K_mM", "Ca_mM", "name"), [
    ((0.0, 4.0), (1.2,), "K_out_mM"), ((4.0,), (0.0,), "Ca_out_mM"), ((), (1.2,), "K_out_mM"),
    ((5.0, 4.0), (1.2,), "K_out_mM"), ((4.0,), (1.2, 1.2), "Ca_out_mM"), ((float("nan"),), (1.2,), "K_out_mM")])
def test_a_map_of_nonsense_is_refused(K_mM, Ca_mM, name):
    with pytest.raises(ValueError, match=name):
        threshold_map(K_mM, Ca_mM)
