"""The picture of the battery: is its sentence true, and does it draw what was worked out?"""

from __future__ import annotations

from typing import Any

import pytest

from muscle_lib.figures.electrolytes.battery import IONS, BatteryFigure
from muscle_lib.models.electrolytes import BATTERY_PRESETS, IonBattery
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = BatteryFigure()


def lies(model: Any) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = model.run()
    words = Claims(FIGURE.describe(trace), setting(model))
    words.shows(r"With [\d.]+", model.K_out_mM, 0.05)
    words.shows(r"potassium pulls towards [−+\d.]+", trace.E_K_mV, 0.051)
    words.shows(r"sodium towards [−+\d.]+", trace.E_Na_mV, 0.051)
    words.shows(r"comes to rest at [−+\d.]+", trace.rest_mV, 0.051)
    words.shows(r"[\d.]+ mV above", trace.rest_mV - trace.E_K_mV, 0.051)
    words.shows(r"followed: [\d.]+", trace.Cl_out_mM, 0.51)
    words.shows(r"outside, [\d.]+", trace.Cl_in_mM, 0.51)
    normal, dangerous = 3.5 <= model.K_out_mM <= 5.0, not 2.5 <= model.K_out_mM <= 6.5
    words.claim("normal", ("(normal)" in words.words) == normal)
    words.claim("dangerous", ("(dangerously" in words.words) == dangerous)
    words.claim("low", ("low)" in words.words) == (model.K_out_mM < 3.5))
    gap = 19.5 - model.Cl_extra_mM
    words.claim("below 0", ("more negative than positive" in words.words) == (gap < 0.0))
    words.claim("above 40", ("much more than proteins" in words.words) == (gap > 40.0))
    if "gap" in words.words:
        words.shows(r"gap \D*[−\d.]+ mEq", gap, 0.051)
    return words.lies


@pytest.mark.parametrize("model", [*along(IonBattery), *(preset.model for preset in BATTERY_PRESETS)], ids=setting)
def test_the_sentence_is_true_along_every_slider_and_for_every_preset(model):
    assert lies(model) == []


def test_the_sentence_is_true_in_every_corner_of_two_sliders():
    assert [lie for corner in corners(IonBattery) for lie in lies(corner)] == []


@pytest.mark.parametrize("model", [*along(IonBattery), *(preset.model for preset in BATTERY_PRESETS)], ids=setting)
def test_the_bars_the_line_and_the_point_are_where_the_trace_says_and_stay_inside(model):
    trace = model.run()
    FIGURE.show(trace)
    pull, curve = FIGURE.stage.axes["pull"], FIGURE.stage.axes["curve"]
    for bar, (_, _, name) in zip(FIGURE._bars, reversed(IONS), strict=True):
        assert bar.get_width() == getattr(trace, name)
        assert pull.get_xlim()[0] < bar.get_width() < pull.get_xlim()[1]
    assert list(FIGURE._rest.get_xdata()) == [trace.rest_mV] * 2
    assert list(FIGURE._point.get_xydata()[0]) == [trace.K_out_mM, trace.rest_mV]
    assert curve.get_ylim()[0] < trace.E_K_curve_mV.min() and trace.rest_curve_mV.max() < 20.0
