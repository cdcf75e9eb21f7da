"""The picture of the battery: is its sentence true, and does it draw what was worked out?"""

from __future__ import annotations

from functools import cache
from typing import Any

from muscle_lib.figures.electrolytes.battery import IONS, BatteryFigure
from muscle_lib.models.electrolytes import BatteryTrace, IonBattery
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = BatteryFigure()
MODELS = [*along(IonBattery), *(preset.model for preset in all_presets(IonBattery).values())]


@cache
def run(model: IonBattery) -> BatteryTrace:
    return model.run()


def lies(model: Any) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = run(model)
    words = Claims(FIGURE.describe(trace), setting(model))
    words.shows(r"With [\d.]+", model.K_out_mM, 0.05, "mM")
    words.shows(r"potassium pulls towards [−+\d.]+", trace.E_K_mV, 0.051, "mV")
    words.shows(r"sodium towards [−+\d.]+", trace.E_Na_mV, 0.051, "mV")
    words.shows(r"comes to rest at [−+\d.]+", trace.rest_mV, 0.051, "mV")
    words.shows(r"mV, [\d.]+(?= mV above)", trace.rest_mV - trace.E_K_mV, 0.051, "mV")
    words.shows(r"followed: [\d.]+", trace.Cl_out_mM, 0.51, "mM")
    words.shows(r"outside, [\d.]+", trace.Cl_in_mM, 0.051, "mM")
    normal, dangerous = 3.5 <= model.K_out_mM <= 5.0, not 2.5 <= model.K_out_mM <= 6.5
    words.claim("normal", ("(normal)" in words.words) == normal)
    words.claim("dangerous", ("(dangerously" in words.words) == dangerous)
    words.claim("low", ("low)" in words.words) == (model.K_out_mM < 3.5))
    gap = 19.5 - model.Cl_extra_mM
    words.claim("below 0", ("more negative than positive" in words.words) == (gap < 0.0))
    words.claim("above 40", ("much more than proteins" in words.words) == (gap > 40.0))
    if "hardly less" in words.words:
        words.claim("hardly less than 0", -0.05 < gap < 0.0)
    elif "gap" in words.words:
        words.shows(r"gap \D*?[−\d.]+", gap, 0.051, "mEq/L")
    return words.lies


def test_the_sentence_is_true_along_every_slider_and_for_every_preset():
    assert [lie for model in MODELS for lie in lies(model)] == []


def test_the_sentence_is_true_in_every_corner_of_two_sliders():
    assert [lie for corner in corners(IonBattery) for lie in lies(corner)] == []


def test_the_bars_and_the_line_of_the_rest_are_where_the_trace_says_and_all_stays_inside():
    pull, curve = FIGURE.stage.axes["pull"], FIGURE.stage.axes["curve"]
    for model in MODELS:
        trace = run(model)
        FIGURE.show(trace)
        for bar, (_, _, name) in zip(FIGURE._bars, reversed(IONS), strict=True):
            assert bar.get_width() == getattr(trace, name)
            assert pull.get_xlim()[0] < bar.get_width() < pull.get_xlim()[1]
        assert list(FIGURE._rest.get_xdata()) == [trace.rest_mV] * 2
        assert curve.get_ylim()[0] < trace.E_K_curve_mV.min() and trace.rest_curve_mV.max() < 20.0
