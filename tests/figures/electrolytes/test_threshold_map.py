"""The picture of the map: its borders, its point, and its sentence."""

from __future__ import annotations

import numpy as np
import pytest

import muscle_lib.figures.electrolytes.threshold_map as threshold_map_figure
from muscle_lib.figures.electrolytes import ThresholdMapFigure
from muscle_lib.figures.electrolytes.threshold_map import SHADES, BORDERS_uA_cm2
from muscle_lib.figures.stage import SHARPNESS
from muscle_lib.models.electrolytes import EXCITABILITY_PRESETS, Excitability, ThresholdMap, threshold_map
from tests.figures.sweep import along, setting
from tests.figures.test_style import distance
from tests.sentences import complaints, numbers


@pytest.fixture(scope="module")
def measured() -> ThresholdMap:
    return threshold_map((1.5, 2.0, 4.0, 6.0, 7.0, 8.0, 10.0), (0.4, 0.8, 1.2, 2.0, 2.5))


def test_the_map_may_come_at_once_or_later_and_may_be_measured_again(measured):
    trace = Excitability().run()
    empty, at_once = ThresholdMapFigure(), ThresholdMapFigure(measured)
    assert empty.map is None and at_once.map is measured
    for figure in (empty, at_once):
        figure.show(trace)
    before, wanted = empty.stage.png(), at_once.stage.png()
    assert before != wanted
    for _ in range(2):
        empty.set_map(measured)
        assert empty.stage.png() == wanted


def test_only_the_point_moves(measured):
    figure = ThresholdMapFigure(measured)
    figure.show(Excitability().run())
    first = figure.stage.png()
    background = figure.stage._backgrounds[SHARPNESS]
    figure.show(Excitability(K_out_mM=7.0, Ca_out_mM=2.0).run())
    assert figure.stage.png() != first
    assert figure.stage._backgrounds[SHARPNESS] is background
    assert [float(value[0]) for value in figure._point.get_data()] == [7.0, 2.0]


def test_the_shades_go_one_way_from_dark_to_light():
    assert len(SHADES) == len(BORDERS_uA_cm2) - 1
    for eye in ("usual", "protan", "deutan", "tritan"):
        from_white = [distance(shade, "#ffffff", eye) for shade in SHADES]
        assert (np.diff(from_white) < -3.0).all()


def test_what_nothing_excites_is_drawn_as_inexcitable():
    nothing = ThresholdMap(K_mM=np.array([2.0, 4.0, 8.0]), Ca_mM=np.array([0.4, 1.2]),
                           threshold_uA_cm2=np.full((2, 3), np.nan))
    figure = ThresholdMapFigure(nothing)
    figure.show(Excitability().run())
    assert figure.stage.png().startswith(b"\x89PNG")
    assert not nothing.excitable.any()


@pytest.mark.parametrize("model", [*along(Excitability), *(preset.model for preset in EXCITABILITY_PRESETS)],
                         ids=setting)
def test_the_sentence_is_true(model):
    trace = model.run()
    words = ThresholdMapFigure().describe(trace)
    assert complaints(words) == []
    potassium, calcium = numbers(words)[:2]
    assert abs(potassium - model.K_out_mM) <= 0.0501 and abs(calcium - model.Ca_out_mM) <= 0.00501
    assert ("inexcitable" in words) == (not trace.threshold_uA_cm2 <= 500.0)
    if "threshold is" in words:
        assert numbers(words)[2] == pytest.approx(trace.threshold_uA_cm2, abs=0.5001)


def test_the_survey_draws_the_same_map_row_by_row(monkeypatch):
    levels = (2.5, 4.0, 7.5), (0.6, 1.2, 2.0)
    for name, values in zip(("MAP_K_mM", "MAP_CA_mM"), levels, strict=True):
        monkeypatch.setattr(threshold_map_figure, name, values)
    figure = ThresholdMapFigure()
    figure.show(Excitability().run())
    steps, rows = [], []
    for step in figure.survey(Excitability()):
        steps.append(step)
        rows.append(0 if figure.map is None else len(figure.map.Ca_mM))
    assert steps == [(done, 9) for done in range(1, 10)]
    assert rows == [0, 0, 0, 0, 0, 0, 2, 2, 2]
    measured = threshold_map(*levels)
    assert np.array_equal(figure.map.threshold_uA_cm2, measured.threshold_uA_cm2, equal_nan=True)
