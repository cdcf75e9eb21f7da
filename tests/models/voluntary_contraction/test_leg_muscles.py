"""Three leg muscles: they differ in architecture, fibre type and length, and in nothing else."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from muscle_lib.models.contract_and_relax import LEG_MUSCLES
from muscle_lib.models.contract_and_relax.architecture import best_force_N, heads_of, muscle_force_N
from muscle_lib.models.voluntary_contraction import LegMuscles, LegMusclesTrace, MotorPool
from tests.checks import Check

BEST = LegMuscles(hamstrings_cm=0.0, calf_cm=0.0, quadriceps_cm=0.0)
ALIKE = replace(BEST, slow_hamstrings_percent=50.0, slow_calf_percent=50.0, slow_quadriceps_percent=50.0)
LENGTHS = ("hamstrings_cm", "calf_cm", "quadriceps_cm")
RAJAGOPAL = "Rajagopal et al. 2016, doi 10.1109/TBME.2016.2586891"


@cache
def run(model: LegMuscles) -> LegMusclesTrace:
    return model.run()


CHECKS = [
    Check("voluntary_contraction legs-1", "best force, quadriceps / gastrocnemius", "regression", "2.45", 2.43, 2.48,
          "", "sums over the heads' forces in " + RAJAGOPAL, lambda: run(BEST).best_N[2] / run(BEST).best_N[1]),
    Check("voluntary_contraction legs-2", "letting go of half, all slow / all fast fibres", "regression", "2.65", 2.3,
          3.0, "", "own earlier run", lambda: run(_all(100.0)).calf_relaxation_ms / run(_all(0.0)).calf_relaxation_ms),
]


def _all(slow_percent: float) -> LegMuscles:
    return replace(BEST, slow_hamstrings_percent=slow_percent, slow_calf_percent=slow_percent,
                   slow_quadriceps_percent=slow_percent)


@pytest.mark.parametrize("item", CHECKS, ids=lambda item: item.name)
def test_check(item):
    item.hold()


def test_with_the_same_fibres_at_their_best_length_the_three_differ_in_size_only():
    trace = run(ALIKE)
    shapes = trace.force_N / trace.force_N.max(axis=1)[:, None]
    # At its own best length a head of each muscle may stand a hair beside its own.
    np.testing.assert_allclose(shapes[0], shapes[1], atol=1e-6)
    np.testing.assert_allclose(shapes[0], shapes[2], atol=1e-6)
    np.testing.assert_allclose(trace.peak_force_percent, trace.peak_force_percent[0], rtol=0.02)


def test_each_is_the_sum_of_its_heads():
    trace = run(LegMuscles())
    for row, name in enumerate(LEG_MUSCLES):
        heads = heads_of(name)
        assert trace.best_N[row] == best_force_N(heads)
        assert trace.passive_N[row] == pytest.approx(float(muscle_force_N(heads, "young", 0.0, trace.now_cm[row], 0.0)))


def test_a_length_moves_its_own_muscle_alone():
    for row in range(3):
        usual, moved = run(BEST), run(replace(BEST, **{LENGTHS[row]: -2.0}))
        same = [np.array_equal(usual.force_N[other], moved.force_N[other]) for other in range(3)]
        assert same == [other != row for other in range(3)]


@pytest.mark.parametrize("row", [0, 1, 2])
def test_shorter_is_weaker_and_slow_fibres_let_go_later(row):
    peaks = [run(replace(BEST, **{LENGTHS[row]: cm})).peak_force_percent[row] for cm in (0.0, -1.0, -2.0, -3.0)]
    assert peaks == sorted(peaks, reverse=True)
    slow = ("slow_hamstrings_percent", "slow_calf_percent", "slow_quadriceps_percent")[row]
    times = [run(replace(BEST, **{slow: percent})).relaxation_ms(row) for percent in (0.0, 25.0, 50.0, 75.0, 100.0)]
    assert times == sorted(times) and times[-1] > 1.5 * times[0]


def test_the_short_fibres_of_the_calf_lose_most_when_all_shorten_alike():
    trace = run(replace(BEST, hamstrings_cm=-2.0, calf_cm=-2.0, quadriceps_cm=-2.0))
    assert trace.peak_force_percent[1] < 0.6 * trace.peak_force_percent[0]
    assert trace.peak_force_percent[1] < 0.6 * trace.peak_force_percent[2]


def test_the_command_is_that_of_the_pool():
    trace = run(replace(BEST, drive_percent=30.0))
    pool = MotorPool(drive_percent=30.0).run()
    on = pool.nominal_Hz > 0.0
    twitch = 100.0 ** (np.arange(1, 121) / 120.0)
    assert trace.working_percent == pytest.approx(100.0 * twitch[on].sum() / twitch.sum())
    assert trace.rate_Hz == pytest.approx((pool.nominal_Hz * twitch)[on].sum() / twitch[on].sum())


def test_without_a_command_only_passive_tension_is_left():
    trace = run(LegMuscles(drive_percent=0.0, calf_cm=3.0))
    np.testing.assert_allclose(trace.force_N, np.repeat(trace.passive_N[:, None], trace.force_N.shape[1], axis=1),
                               rtol=1e-3, atol=1.0)
    assert trace.passive_N[1] > 500.0 and trace.passive_N[0] < 1.0
