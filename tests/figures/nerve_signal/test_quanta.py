"""The picture of the counted quanta: is its sentence true, and do bars and line show what was counted?"""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from muscle_lib.figures.nerve_signal import QuantaFigure
from muscle_lib.models.nerve_signal import QuantaCount
from tests.figures.sweep import along, corners, setting
from tests.sentences import complaints, numbers

FIGURE = QuantaFigure()
#: The picture has a bar for each number of quanta up to this one.
MOST = 12


def lies(model: QuantaCount) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = model.run()
    words = FIGURE.describe(trace)
    found = complaints(words)
    told = numbers(words.replace("none released", "0 released").replace("came once", "came 1 times"))
    expected = model.impulses * math.exp(-trace.mean_expected)
    beyond = int((trace.quanta > MOST).sum())
    true = [model.impulses, (trace.quanta == 0).sum(), expected, trace.quanta.mean()]
    true += [MOST, beyond] if beyond else []
    within = [0.0, 0.0, 0.51, 0.0051, 0.0, 0.0]
    if len(told) != len(true) or any(abs(a - b) > c for a, b, c in zip(told, true, within, strict=False)):
        found.append(f"not true: {words} {true}")
    return found


@pytest.mark.parametrize("model", along(QuantaCount), ids=setting)
def test_the_sentence_is_true_along_every_slider(model):
    assert lies(model) == []


def test_the_sentence_is_true_in_every_corner_of_two_sliders():
    assert [lie for corner in corners(QuantaCount) for lie in lies(corner)] == []


@pytest.mark.parametrize("calcium_mM", [0.1, 0.3, 0.6, 0.65, 0.7, 1.2])
def test_the_sentence_is_true_while_calcium_rises(calcium_mM):
    assert lies(QuantaCount(Ca_out_mM=calcium_mM)) == []


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
    x, y = FIGURE._chance.get_data()
    m = trace.mean_expected
    np.testing.assert_allclose(y, [200.0 * math.exp(-m) * m**k / math.factorial(k) for k in x], rtol=1e-9)


@pytest.mark.parametrize("model", along(QuantaCount), ids=setting)
def test_no_bar_is_higher_than_the_picture(model):
    FIGURE.show(model.run())
    top = FIGURE.stage.axes["count"].get_ylim()[1]
    assert max(bar.get_height() for bar in FIGURE._bars) <= top
    assert max(FIGURE._chance.get_ydata()) <= top
