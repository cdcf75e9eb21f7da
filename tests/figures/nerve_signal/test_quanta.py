"""The picture of the counted quanta: is its sentence true, and do bars and line show what was counted?"""

from __future__ import annotations

import math
import re
from functools import cache

import numpy as np
import pytest

from muscle_lib.figures.nerve_signal import QuantaFigure
from muscle_lib.models.nerve_signal import QuantaCount, QuantaTrace
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims, numbers

FIGURE = QuantaFigure()
#: The picture has a bar for each number of quanta up to this one.
MOST = 12


@cache
def run(model: QuantaCount) -> QuantaTrace:
    """Each setting is run once, whatever is asked of it."""
    return model.run()


def lies(model: QuantaCount) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = run(model)
    checked = Claims(FIGURE.describe(trace), setting(model))
    told = numbers(checked.words.replace("none released", "0 released").replace("came once", "came 1 times"))
    beyond = int((trace.quanta > MOST).sum())
    true = [model.impulses, (trace.quanta == 0).sum(), model.impulses * math.exp(-trace.mean_expected),
            trace.quanta.mean(), *([MOST, beyond] if beyond else [])]
    within = [0.0, 0.0, 0.51, 0.0051, 0.0, 0.0]
    checked.claim(f"the numbers are {true}", len(told) == len(true) and all(
        abs(a - b) <= c for a, b, c in zip(told, true, within, strict=False)))
    for pattern, value, near in ((r"^Of \d+", model.impulses, 0.0), (r"lets one expect \d+", true[2], 0.51),
                                 (r"On average [\d.]+", true[3], 0.0051)):
        checked.shows(pattern, value, near, "")
    return checked.lies


def test_the_sentence_is_true_along_every_slider():
    assert [lie for model in along(QuantaCount) for lie in lies(model)] == []


def test_the_sentence_is_true_in_every_corner_of_two_sliders():
    assert [lie for corner in corners(QuantaCount) for lie in lies(corner)] == []


def test_the_sentence_is_true_while_calcium_rises():
    assert [lie for calcium_mM in (0.3, 0.6, 0.65, 0.7, 1.2) for lie in lies(QuantaCount(Ca_out_mM=calcium_mM))] == []


def test_the_sentence_does_not_say_0_released_nothing():
    words = FIGURE.describe(QuantaCount(Ca_out_mM=2.5).run())
    assert re.match(r"Of 200 impulses, none released nothing", words)


@pytest.mark.parametrize("model", [
    QuantaCount(), QuantaCount(Ca_out_mM=0.5), QuantaCount(Ca_out_mM=2.5), QuantaCount(impulses=2000)], ids=setting)
def test_bars_and_line_show_what_was_counted_out_of_200(model):
    trace = model.run()
    FIGURE.show(trace)
    for quanta, bar in enumerate(FIGURE._bars):
        assert bar.get_height() == pytest.approx(200.0 * (trace.quanta == quanta).mean())
        assert bar.get_x() + bar.get_width() / 2.0 == pytest.approx(quanta)
    m = trace.mean_expected
    np.testing.assert_allclose(trace.chance_of_200, [200.0 * math.exp(-m) * m**k / math.factorial(k)
                                                     for k in map(int, trace.quanta_numbers)], rtol=1e-9)
    assert trace.quanta_numbers[[0, -1]].tolist() == [0, trace.quanta.max()]


def test_no_bar_is_higher_than_the_picture():
    top = FIGURE.stage.axes["count"].get_ylim()[1]
    for trace in map(run, along(QuantaCount)):
        FIGURE.show(trace)
        assert max(bar.get_height() for bar in FIGURE._bars) <= top and trace.chance_of_200.max() <= top
