"""Holding: is its sentence true, and is the point where it belongs?"""

from __future__ import annotations

from functools import cache

from muscle_lib.export.draw import FILM_EVERY
from muscle_lib.figures.oxygen_and_glucose import HoldingFigure
from muscle_lib.figures.scene import Carried
from muscle_lib.models.oxygen_and_glucose import Holding, HoldingTrace
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = HoldingFigure()
MODELS = [*along(Holding), *(preset.model for preset in all_presets(Holding).values())]


@cache
def run(model: Holding) -> HoldingTrace:
    return model.run()


def lies(model: Holding) -> list[str]:
    trace = run(model)
    words = Claims(FIGURE.describe(trace), setting(model))
    words.shows(r"fibres \d+", model.target_percent, 0.51, "%")
    words.claim("held or not", ("% of the maximum is held" in words.words) == (model.pause_s < 0.025))
    words.claim("the fibres", words.words.startswith(f"With {model.fibre} fibres "))
    if "then it is lost" in words.words:
        words.shows(r"for \d+", trace.failed_s, 0.51, "s")
    else:
        words.claim("it was not lost", trace.failed_s < 0.0 and abs(trace.work_min - trace.t_min[-1]) < 1e-9)
        words.shows(r"all of the \d+", trace.t_min[-1], 0.51, "minutes")
    inside = (trace.t_min > 0.0) & (trace.t_min <= trace.work_min + 1e-9)
    words.shows(r"work [\d.]+", trace.flow_mL_100g_min[inside].mean(), 0.051, "mL")
    words.shows(r"falls to [\d.]+", trace.po2_mmHg.min(), 0.051, "mmHg")
    return words.lies


def test_the_sentence_is_true_along_every_slider_for_every_preset_and_in_corners():
    assert [lie for model in [*MODELS, *corners(Holding)[::6]] for lie in lies(model)] == []


def test_the_curves_and_the_point_stay_inside_and_the_point_is_where_the_hold_ended():
    for model in MODELS:
        trace = run(model)
        for name, values in (("force", trace.force_percent), ("force", trace.recruited_percent),
                             ("flow", trace.flow_mL_100g_min), ("oxygen", trace.po2_mmHg)):
            low, high = FIGURE.stage.axes[name].get_ylim()
            assert low <= values.min() and values.max() <= high, (name, setting(model))
        low, high = FIGURE.stage.axes["endurance"].get_ylim()
        assert low < trace.held_s < high, setting(model)
        FIGURE.show(trace)
        lost = trace.failed_s >= 0.0
        assert trace.held_s == (trace.failed_s if lost else 60.0 * trace.t_min[-1])
        assert FIGURE._more.get_text() == ("" if lost else "↑ not yet over")


def test_in_no_film_the_red_cells_seem_to_run_back():
    """A page shows each third picture of a film: half of the way to the one before would look like the way back."""
    scene, ways = FIGURE.stage.drawn, []
    (carried,) = (bound for bound in scene.bound if isinstance(bound, Carried))
    for preset in all_presets(Holding).values():
        trace = run(preset.model)
        at = [carried.at(trace, trace.t_min, t) for t in scene.moments(trace)[::FILM_EVERY]]
        ways.append(max(later - before for before, later in zip(at, at[1:], strict=False)))
    assert 0.0 <= min(ways) and 0.1 < max(ways) < 0.5
