"""The sentence and the picture of the fibre's answer to one pulse: is what they say true?"""

from __future__ import annotations

import numpy as np
import pytest

from muscle_lib.figures.electrolytes import ExcitabilityFigure
from muscle_lib.models.electrolytes import EXCITABILITY_PRESETS, Excitability
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims, numbers

FIGURE = ExcitabilityFigure()


def lies(model: Excitability) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = model.run()
    words = FIGURE.describe(trace)

    checked = Claims(words)
    claim, found = checked.claim, checked.lies

    potassium, calcium, rest = numbers(words)[:3]
    claim("potassium", abs(potassium - model.K_out_mM) <= 0.0501)
    claim("calcium", abs(calcium - model.Ca_out_mM) <= 0.00501)
    claim("rest", abs(rest - trace.v_S_mV[0]) <= 0.5001)
    claim("the lost rest", ("is lost" in words) == (trace.rest_mV > -65.0))
    claim("inexcitable", ("inexcitable" in words) == (not trace.threshold_uA_cm2 <= 500.0))
    if "is just enough" in words:
        weakest = numbers(words.partition("A pulse of")[2])[0]
        claim("the threshold", abs(weakest - trace.threshold_uA_cm2) <= 0.5001)
    later = trace.v_S_mV[trace.t_ms >= trace.start_ms]
    claim("an action potential", ("is followed by one" in words or "by itself" in words) == (len(trace.aps_ms) > 0))
    if "No pulse is given" in words or "by itself" in words:
        claim("nothing given", model.stimulus_uA_cm2 == 0.0 or trace.aps_ms[0] < trace.start_ms)
    else:
        claim("the peak", abs(numbers(words)[-1] - later.max()) <= 0.5001)
    if "falls back" in words:
        claim("it falls back", trace.v_S_mV[-1] <= trace.peak_mV)
    return found


@pytest.mark.parametrize("model", along(Excitability), ids=setting)
def test_the_sentence_is_true_along_every_slider(model):
    assert lies(model) == []


@pytest.mark.parametrize("model", corners(Excitability)[::3], ids=setting)
def test_the_sentence_is_true_in_the_corners_of_two_sliders(model):
    assert lies(model) == []


@pytest.mark.parametrize("preset", EXCITABILITY_PRESETS, ids=lambda preset: preset.name)
def test_the_sentence_is_true_for_every_preset(preset):
    assert lies(preset.model) == []


@pytest.mark.parametrize("pulse", [190.0, 196.5, 197.5, 205.0])
def test_the_sentence_is_true_beside_the_threshold(pulse):
    assert lies(Excitability(stimulus_uA_cm2=pulse)) == []


def test_the_curves_are_the_traces_arrays():
    trace = Excitability(K_out_mM=5.0).run()
    FIGURE.show(trace)
    drawn = {(curve.label, curve.unit): curve.line.get_ydata() for curve in FIGURE.stage._curves}
    np.testing.assert_array_equal(drawn["surface", "mV"], trace.v_S_mV)
    np.testing.assert_array_equal(drawn["T-tubule", "mV"], trace.v_T_mV)
    np.testing.assert_array_equal(drawn["rest", "mV"], trace.curve_rest_mV)
    np.testing.assert_array_equal(drawn["threshold", "mV"], trace.firing_threshold_mV)
    np.testing.assert_array_equal(drawn["threshold", "µA/cm²"], trace.firing_threshold_uA_cm2)


def test_the_point_lies_on_both_curves():
    trace = Excitability(K_out_mM=5.0).run()
    FIGURE.show(trace)
    at = [tuple(float(value[0]) for value in point.get_data()) for point in FIGURE._points]
    assert at == [(5.0, trace.rest_mV), (5.0, trace.threshold_uA_cm2)]
    FIGURE.show(Excitability(K_out_mM=8.0).run())
    assert np.isnan(FIGURE._points[1].get_ydata()[0])


@pytest.mark.parametrize("model", along(Excitability), ids=setting)
def test_the_hatched_stretches_leave_out_just_where_it_fires(model):
    trace = model.run()
    FIGURE.show(trace)
    covered = [(area.get_xy()[:, 0].min(), area.get_xy()[:, 0].max()) for area in FIGURE._dead]
    hidden = [any(low < K < high for low, high in covered) for K in trace.firing_K_mM]
    assert not any(hidden)
    silent = np.setdiff1d(trace.curve_K_mM, trace.firing_K_mM)
    assert all(any(low <= K <= high for low, high in covered) for K in silent)


@pytest.mark.parametrize("model", along(Excitability), ids=setting)
def test_the_voltages_stay_inside_their_panel(model):
    trace = model.run()
    low, high = FIGURE.stage.axes["pulse"].get_ylim()
    assert low <= min(trace.v_S_mV.min(), trace.v_T_mV.min()) and max(trace.v_S_mV.max(), trace.v_T_mV.max()) <= high
    low, high = FIGURE.stage.axes["gap"].get_ylim()
    assert low <= trace.curve_rest_mV.min() and trace.curve_rest_mV.max() <= high
