"""Holding: is its sentence true, and is the point where it belongs?"""

from __future__ import annotations

import pytest

from muscle_lib.figures.oxygen_and_glucose import HoldingFigure
from muscle_lib.models.oxygen_and_glucose import HOLDING_PRESETS, Holding
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = HoldingFigure()
MODELS = [*along(Holding), *(preset.model for preset in HOLDING_PRESETS)]


def lies(model: Holding) -> list[str]:
    trace = model.run()
    words = Claims(FIGURE.describe(trace), setting(model))
    words.shows(r"fibres \d+ %", model.target_percent, 0.51)
    words.claim("held or not", ("% of the maximum is held" in words.words) == (model.pause_s < 0.025))
    words.claim("the fibres", ("slow", "mixed", "fast")[model.fibre - 1] in words.words)
    if "then it is lost" in words.words:
        words.shows(r"for \d+ s", trace.failed_s, 0.51)
    else:
        words.claim("it was not lost", trace.failed_s < 0.0 and abs(trace.work_min - trace.t_min[-1]) < 1e-9)
    inside = (trace.t_min > 0.0) & (trace.t_min <= trace.work_min + 1e-9)
    words.shows(r"work [\d.]+ mL", trace.flow_mL_100g_min[inside].mean(), 0.051)
    words.shows(r"falls to [\d.]+", trace.po2_mmHg.min(), 0.051)
    return words.lies


def test_the_sentence_is_true_along_every_slider_for_every_preset_and_in_corners():
    assert [lie for model in [*MODELS, *corners(Holding)[::6]] for lie in lies(model)] == []


@pytest.mark.parametrize("model", MODELS, ids=setting)
def test_the_curves_and_the_point_stay_inside(model):
    trace = model.run()
    FIGURE.show(trace)
    for name, values in (("force", trace.force_percent), ("force", trace.recruited_percent),
                         ("flow", trace.flow_mL_100g_min), ("oxygen", trace.po2_mmHg)):
        low, high = FIGURE.stage.axes[name].get_ylim()
        assert low <= values.min() and values.max() <= high, name
    ((x, y),) = FIGURE._point.get_xydata()
    low, high = FIGURE.stage.axes["endurance"].get_ylim()
    assert x == model.target_percent and low < y < high
