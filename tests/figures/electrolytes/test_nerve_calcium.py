"""The picture of a nerve at low calcium: is its sentence true, and does it draw the run?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from muscle_lib.figures.electrolytes.nerve_calcium import NerveCalciumFigure
from muscle_lib.models.electrolytes import NERVE_CALCIUM_PRESETS, NerveAtLowCalcium
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = NerveCalciumFigure()
MODELS = [*along(NerveAtLowCalcium), *(preset.model for preset in NERVE_CALCIUM_PRESETS)]


def lies(model: Any) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = model.run()
    words = Claims(FIGURE.describe(trace), setting(model))
    if "as it is" in words.words:
        words.claim("no shift", abs(trace.shift_mV) < 0.05)
    else:
        words.shows(r"were [\d.]+", abs(trace.shift_mV), 0.051)
        words.claim("nearer", ("nearer to opening" in words.words) == (trace.shift_mV > 0.0))
    crossings = int(np.count_nonzero((trace.v_mV[:-1] < -20.0) & (trace.v_mV[1:] >= -20.0)))
    words.claim("it fires", ("fires by itself" in words.words) == (crossings >= 3))
    if crossings >= 3:
        words.shows(r"about \d+", crossings / 0.3, 4.0)
    else:
        words.shows(r"a pulse of [\d.]+", model.threshold_nC_cm2(), 0.051)
        words.shows(r"cm² sets it off, \d+", 100.0 * model.threshold_nC_cm2() / 6.514, 0.6)
        words.claim("irritable", ("irritable" in words.words) == (model.threshold_nC_cm2() < 0.8 * 6.514))
    if "normal amount" in words.words:
        words.claim("the normal amount", abs(trace.quanta / trace.normal_quanta - 1.0) <= 0.005)
    else:
        words.shows(r"releases \d+", 100.0 * trace.quanta / trace.normal_quanta, 0.51)
    words.claim("most fibres fail", ("most fibres fail" in words.words) == (trace.fibres_fired < 0.5))
    return words.lies


@pytest.mark.parametrize("model", MODELS, ids=setting)
def test_the_sentence_is_true_along_every_slider_and_for_every_preset(model):
    assert lies(model) == []


def test_the_sentence_is_true_in_every_corner_of_two_sliders():
    assert [lie for corner in corners(NerveAtLowCalcium) for lie in lies(corner)] == []


@pytest.mark.parametrize("model", MODELS, ids=setting)
def test_the_run_and_the_two_points_are_drawn_inside_their_panels(model):
    trace = model.run()
    FIGURE.show(trace)
    np.testing.assert_array_equal(FIGURE._voltage.get_ydata(), trace.v_mV)
    wanted = (0.0 if trace.spontaneous_Hz else trace.threshold_nC_cm2, trace.safety_factor)
    for point, name, height in zip(FIGURE._points, ("threshold", "junction"), wanted, strict=True):
        assert list(point.get_xydata()[0]) == [trace.Ca_out_mM, height]
        assert 0.0 <= height < FIGURE.stage.axes[name].get_ylim()[1]
    low, high = FIGURE.stage.axes["voltage"].get_ylim()
    assert low < trace.v_mV.min() and trace.v_mV.max() < high
