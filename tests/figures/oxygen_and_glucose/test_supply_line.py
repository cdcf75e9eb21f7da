"""The supply line: is its sentence true, and are the points where they belong?"""

from __future__ import annotations

import pytest

from muscle_lib.figures.oxygen_and_glucose import SupplyFigure
from muscle_lib.models.oxygen_and_glucose import SUPPLY_PRESETS, SupplyLine
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = SupplyFigure()


def lies(model: SupplyLine) -> list[str]:
    trace = model.run()
    words = Claims(FIGURE.describe(trace), setting(model))
    delivered = model.flow_mL_100g_min * trace.arterial_mL_L / 1000.0
    words.shows(r"delivers [\d.]+", delivered, 0.051)
    words.shows(r"uses [\d.]+", trace.used_mL_100g_min, 0.051)
    words.shows(r"\(\d+ %", 100.0 * trace.used_mL_100g_min / delivered, 0.51)
    met = 100.0 * trace.used_mL_100g_min / model.demand_mL_100g_min
    words.shows(r"That is \d+", met, 0.51)
    words.claim("enough", ("wants: enough" in words.words) == (met >= 90.0))
    words.shows(r"leaves it \d+", trace.venous_percent, 0.51)
    return words.lies


def test_the_sentence_is_true_along_every_slider_for_every_preset_and_in_corners():
    models = [*along(SupplyLine), *(preset.model for preset in SUPPLY_PRESETS), *corners(SupplyLine)]
    assert [lie for model in models for lie in lies(model)] == []


@pytest.mark.parametrize("model", along(SupplyLine), ids=setting)
def test_the_points_lie_on_their_curves_and_inside(model):
    trace = model.run()
    FIGURE.show(trace)
    places = [tuple(point.get_xydata()[0]) for point in FIGURE._points]
    assert places[0] == (trace.arterial_mmHg, trace.arterial_percent)
    assert places[2] == (trace.flow_mL_100g_min, trace.used_mL_100g_min)
    for place, name in zip(places[1:], ("curve", "flow"), strict=True):
        axes = FIGURE.stage.axes[name]
        assert axes.get_xlim()[0] <= place[0] <= axes.get_xlim()[1]
        assert axes.get_ylim()[0] <= place[1] <= axes.get_ylim()[1]
