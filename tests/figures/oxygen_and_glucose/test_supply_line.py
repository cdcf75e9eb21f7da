"""The supply line: is its sentence true, and do points, names and level stand where they belong?"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from muscle_lib.figures.oxygen_and_glucose import SupplyFigure
from muscle_lib.models.oxygen_and_glucose import SupplyLine, SupplyTrace
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = SupplyFigure()


@cache
def run(model: SupplyLine) -> SupplyTrace:
    return model.run()


def lies(model: SupplyLine) -> list[str]:
    trace = run(model)
    words = Claims(FIGURE.describe(trace), setting(model))
    delivered = model.flow_mL_100g_min * trace.arterial_mL_L / 1000.0
    words.shows(r"delivers [\d.]+", delivered, 0.051, "mL")
    words.shows(r"uses [\d.]+", trace.used_mL_100g_min, 0.051, "mL")
    words.shows(r"\(\d+", 100.0 * trace.used_mL_100g_min / delivered, 0.51, "%")
    met = 100.0 * trace.used_mL_100g_min / model.demand_mL_100g_min
    words.shows(r"That is \d+", met, 0.51, "%")
    words.claim("enough", ("wants: enough" in words.words) == (met >= 90.0))
    words.claim("diffusion", ("(diffusion)" in words.words) == (trace.verdict == "leaves blood too slowly"))
    if "(diffusion)" in words.words:
        usual = run(replace(model, saturation_percent=97.0, Hb_g_L=150.0))
        words.claim("not the blood's fault", usual.met_percent < 90.0 and delivered > model.demand_mL_100g_min)
    words.shows(r"leaves it \d+", trace.venous_percent, 0.51, "%")
    return words.lies


def test_the_sentence_is_true_along_every_slider_for_every_preset_and_in_corners():
    models = [*along(SupplyLine), *(preset.model for preset in all_presets(SupplyLine).values()), *corners(SupplyLine)]
    assert [lie for model in models for lie in lies(model)] == []


def test_points_names_and_level_stand_where_they_belong():
    for model in along(SupplyLine):
        trace = run(model)
        FIGURE.show(trace)
        assert list(FIGURE._wanted.get_ydata()) == [model.demand_mL_100g_min] * 2
        # Not the arterial point: nearly full blood can lie beyond the panel's right edge.
        inside = [("curve", (trace.venous_mmHg, trace.venous_percent)),
                  *(("curve", name.get_position()) for name in FIGURE._names),
                  ("flow", (trace.flow_mL_100g_min, trace.used_mL_100g_min))]
        for panel, (x, y) in inside:
            axes = FIGURE.stage.axes[panel]
            assert axes.get_xlim()[0] <= x <= axes.get_xlim()[1], (panel, setting(model))
            assert axes.get_ylim()[0] <= y <= axes.get_ylim()[1], (panel, setting(model))
