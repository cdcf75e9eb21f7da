"""The picture of the three leg muscles: its sentence is true, and its bars and dot are where the trace says."""

from __future__ import annotations

import math

import pytest

from muscle_lib.figures.contract_and_relax import LegMuscleFigure
from muscle_lib.models.contract_and_relax import LEG_MUSCLES, LEG_PRESETS, LegMuscle
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = LegMuscleFigure()
MODELS = [*along(LegMuscle), *(preset.model for preset in LEG_PRESETS)]


def lies(model: LegMuscle) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = model.run()
    words = Claims(FIGURE.describe(trace), setting(model))
    words.claim("the muscle", words.words.startswith(f"Muscle: {tuple(LEG_MUSCLES)[model.muscle - 1]},"))
    words.claim("shorter", ("cm shorter" in words.words) == (model.change_cm < 0.0))
    words.claim("longer", ("cm longer" in words.words) == (model.change_cm > 0.0))
    words.claim("at its best", ("at its best length" in words.words) == (model.change_cm == 0.0))
    words.claim("held", (" and held." in words.words) == (model.speed_cm_s == 0.0))
    words.claim("shortening", ("shortening by" in words.words) == (model.speed_cm_s < 0.0))
    if model.change_cm:
        words.shows(r"[\d.]+ cm (shorter|longer)", abs(model.change_cm), 0.051)
    if model.speed_cm_s:
        words.shows(r"(shortening|stretched) by \d+", abs(model.speed_cm_s), 0.51)
    words.shows(r"pulls with \d+", trace.force_N, 0.51)
    words.shows(r"\d+ % of its best held", 100.0 * trace.force_N / trace.strength_N, 0.51)
    passive_N = LegMuscle(muscle=model.muscle, change_cm=model.change_cm, people=model.people,
                          activation_percent=0.0).run().force_N
    words.claim("passive", ("of it passive" in words.words) == (passive_N >= 0.5))
    if passive_N >= 0.5:
        words.shows(r"\d+ N of it passive", passive_N, 0.51)
    words.shows(r"fibres are [\d.]+\d", trace.mean_fibre_cm, 0.051)
    words.shows(r"over [\d.]+ cm", trace.reach_cm, 0.051)
    words.shows(r"up to \d+ cm/s", 10.0 * trace.mean_fibre_cm, 0.51)
    words.claim("slow fibres", ("no sure number" in words.words) == math.isnan(trace.slow_fibres_percent))
    return words.lies


@pytest.mark.parametrize("model", MODELS, ids=setting)
def test_the_sentence_is_true_along_every_slider_and_for_every_preset(model):
    assert lies(model) == []


def test_the_sentence_is_true_in_every_corner_of_two_sliders():
    assert [lie for corner in corners(LegMuscle) for lie in lies(corner)] == []


@pytest.mark.parametrize("model", MODELS, ids=setting)
def test_the_bars_and_the_dot_are_where_the_trace_says_and_stay_inside(model):
    trace = model.run()
    FIGURE.show(trace)
    assert [bar.get_width() for bar in FIGURE._now] == list(trace.now_N / 1000.0)
    assert [bar.get_width() for bar in FIGURE._frames] == list(trace.best_N / 1000.0)
    assert [bar.get_width() for bar in FIGURE._spans] == list(trace.range_cm)
    assert list(FIGURE._dot.get_xydata()[0]) == [trace.change_cm, trace.force_percent]
    assert FIGURE._lines[trace.chosen].get_linewidth() > 4.0
    assert sum(line.get_linewidth() > 4.0 for line in FIGURE._lines) == 1


def test_nothing_reaches_beyond_its_panel_at_any_corner():
    for model in corners(LegMuscle):
        trace = model.run()
        FIGURE.show(trace)
        assert trace.curves_percent.max() < FIGURE.stage.axes["curve"].get_ylim()[1]
        assert trace.now_N.max() / 1000.0 < FIGURE.stage.axes["strength"].get_xlim()[1]
