"""How long an EMG goes on: counted in whole seconds from a moment on."""

from __future__ import annotations

import numpy as np
import pytest

from muscle_lib.models.hyperexcitability import Cramp
from muscle_lib.models.hyperexcitability.goes_on import goes_on, smooth
from tests.models.hyperexcitability.protocol import contraction, cramp_s


@pytest.mark.parametrize(("each_s", "starts_s"), [(0.02, 0.0), (0.1, 0.0), (0.1, -5.3), (0.02, -4.0)])
def test_it_is_over_in_the_first_second_below_three_per_cent(each_s, starts_s):
    t_s = starts_s + np.arange(1, round(12.0 / each_s) + 1) * each_s
    from_s = starts_s + 2.0
    for loud_s in (0, 1, 4):
        emg = np.where(t_s <= from_s + loud_s + 1e-9, 10.0, 1.0)
        assert goes_on(t_s, emg, from_s) == (loud_s, True)
    assert goes_on(t_s, np.full(t_s.size, 10.0), from_s) == (10.0, False)


def test_a_second_is_judged_by_its_mean():
    t_s = np.arange(1, 501) * 0.02
    emg = np.where(t_s <= 4.5 + 1e-9, 10.0, 0.0)
    assert goes_on(t_s, emg, 4.0) == (1.0, True)
    assert goes_on(t_s, np.where(t_s <= 4.2 + 1e-9, 10.0, 0.0), 4.0) == (0.0, True)


def test_it_is_the_measure_with_which_the_loop_was_tested():
    assert Cramp().run().cramp_s == cramp_s(contraction(4.0, 0.5, -1.0, seconds=75.0))


def test_smoothing_is_the_mean_of_the_last_fifth_of_a_second():
    values = np.arange(30.0)
    assert smooth(values)[[0, 4, 20]] == pytest.approx([0.0, 2.0, np.mean(values[11:21])])
