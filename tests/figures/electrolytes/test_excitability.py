"""The sentence and the picture of the fibre's answer to one pulse: is what they say true?"""

from __future__ import annotations

from functools import cache

import numpy as np

from muscle_lib.figures.electrolytes import ExcitabilityFigure
from muscle_lib.models.electrolytes import Excitability, ExcitabilityTrace
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = ExcitabilityFigure()
MODELS = [*along(Excitability), *(preset.model for preset in all_presets(Excitability).values())]


@cache
def run(model: Excitability) -> ExcitabilityTrace:
    """Once for all tests here."""
    return model.run()


def lies(model: Excitability) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = run(model)
    checked = Claims(FIGURE.describe(trace), setting(model))
    claim, shows, words = checked.claim, checked.shows, checked.words
    shows(r"^At [\d.]+", model.K_out_mM, 0.0501, "mM")
    shows(r"potassium and [\d.]+", model.Ca_out_mM, 0.00501, "mM")
    shows(r"rests at [−+\d.]+", trace.v_S_mV[0], 0.5001, "mV")
    # Where it is less than 1, that is the number.
    shows(r"and (less than )?\d+(?= % of its)", max(trace.ready_sodium_percent, 1.0), 0.5001, "%")
    claim("few are ready", ("less than 1 %" in words) == (trace.ready_sodium_percent < 1.0))
    claim("the lost rest", ("is lost" in words) == (trace.rest_mV > -65.0))
    claim("inexcitable", ("inexcitable" in words) == (not trace.weakest_uA_cm2 <= 500.0))
    claim("a threshold", ("is just enough" in words) == (trace.weakest_uA_cm2 <= 500.0))
    if "is just enough" in words:
        shows(r"A pulse of \d+", trace.weakest_uA_cm2, 0.5001, "µA/cm²")
    later = trace.v_S_mV[trace.t_ms >= trace.start_ms]
    claim("an action potential", ("is followed by one" in words or "by itself" in words) == (len(trace.aps_ms) > 0))
    if "No pulse is given" in words or "by itself" in words:
        claim("nothing given", model.stimulus_uA_cm2 == 0.0 or trace.aps_ms[0] < trace.start_ms)
    else:
        shows(r"This one, \d+", model.stimulus_uA_cm2, 0.5001, "µA/cm²")
        shows(r"(rises|rises only|brings the surface) to [−+\d.]+", later.max(), 0.5001, "mV")
    if "falls back" in words:
        claim("it falls back", trace.v_S_mV[-1] <= trace.peak_mV)
    return checked.lies


def test_the_sentence_is_true_along_every_slider_and_for_every_preset():
    assert [lie for model in MODELS for lie in lies(model)] == []


def test_the_sentence_is_true_in_the_corners_of_two_sliders():
    assert [lie for corner in corners(Excitability)[::3] for lie in lies(corner)] == []


def test_the_sentence_is_true_beside_the_threshold():
    assert [lie for pulse in (190.0, 196.5, 197.5, 205.0) for lie in lies(Excitability(stimulus_uA_cm2=pulse))] == []


def test_the_fibres_own_threshold_has_a_point_only_where_there_is_one():
    (point,) = (curve.line for curve in FIGURE.stage.curves if curve.y == "threshold_uA_cm2")
    FIGURE.show(run(Excitability()))
    assert point.get_ydata()[0] == run(Excitability()).weakest_uA_cm2
    FIGURE.show(run(Excitability(K_out_mM=8.0)))
    assert np.isnan(point.get_ydata()[0])


def test_the_hatched_stretches_leave_out_just_where_it_fires():
    for model in MODELS:
        trace = run(model)
        FIGURE.show(trace)
        covered = [(area.get_xy()[:, 0].min(), area.get_xy()[:, 0].max()) for area in FIGURE._dead]
        assert not any(low < K < high for low, high in covered for K in trace.firing_K_mM), setting(model)
        silent = np.setdiff1d(trace.curve_K_mM, trace.firing_K_mM)
        assert all(any(low <= K <= high for low, high in covered) for K in silent), setting(model)


def test_the_voltages_stay_inside_their_panel():
    pulse, gap = (FIGURE.stage.axes[name].get_ylim() for name in ("pulse", "gap"))
    for trace in map(run, MODELS):
        for voltage, (low, high) in ((trace.v_S_mV, pulse), (trace.v_T_mV, pulse), (trace.curve_rest_mV, gap)):
            assert low <= voltage.min() and voltage.max() <= high
