"""The picture of the map: its borders, its point, and its sentence."""

from __future__ import annotations

import numpy as np
import pytest

import muscle_lib.figures.electrolytes.threshold_map as threshold_map_figure
from muscle_lib.figures.electrolytes import ThresholdMapFigure
from muscle_lib.figures.electrolytes.threshold_map import SHADES, BORDERS_uA_cm2
from muscle_lib.figures.stage import SHARPNESS
from muscle_lib.models.electrolytes import Excitability, ThresholdMap, threshold_map
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, setting
from tests.figures.test_style import distance
from tests.sentences import Claims

EMPTY = ThresholdMapFigure()


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
    background = figure.stage.pages[0].backgrounds[SHARPNESS]
    figure.show(Excitability(K_out_mM=7.0, Ca_out_mM=2.0).run())
    assert figure.stage.png() != first
    assert figure.stage.pages[0].backgrounds[SHARPNESS] is background


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


def lies(model: Excitability) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = model.run()
    words = Claims(EMPTY.describe(trace), setting(model))
    words.shows(r"^At [\d.]+", model.K_out_mM, 0.0501, "mM")
    words.shows(r"potassium and [\d.]+", model.Ca_out_mM, 0.00501, "mM")
    excitable = trace.weakest_uA_cm2 <= 500.0
    words.claim("inexcitable", ("inexcitable" in words.words) != excitable)
    if excitable:
        words.shows(r"threshold is \d+", trace.weakest_uA_cm2, 0.5001, "µA/cm²")
        words.shows(r"rests at [−+\d]+", trace.v_S_mV[0], 0.5001, "mV")
        words.shows(r"and (less than )?\d+(?= % of its)", max(trace.ready_sodium_percent, 1.0), 0.5001, "%")
    return words.lies


def test_the_sentence_is_true():
    models = [*along(Excitability), *(preset.model for preset in all_presets(Excitability).values())]
    assert [lie for model in models for lie in lies(model)] == []


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
