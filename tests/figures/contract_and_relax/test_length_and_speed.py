"""The picture of length and speed: its sentence is true, and its filaments and dots are where the trace says."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from muscle_lib.figures.contract_and_relax import LengthAndSpeedFigure
from muscle_lib.models.contract_and_relax import LengthAndSpeed
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = LengthAndSpeedFigure()
MODELS = [*along(LengthAndSpeed), *corners(LengthAndSpeed),
          *(each.model for each in all_presets(LengthAndSpeed).values())]


@cache
def run(model: Any) -> Any:
    return model.run()


def lies(model: LengthAndSpeed) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = run(model)
    words = Claims(FIGURE.describe(trace), setting(model))
    words.shows(r"[\d.]+ times as long", model.length, 0.0051, "")
    words.shows(r"a sarcomere of [\d.]+", 2.7 * model.length, 0.0051, "µm")
    words.shows(r"with \d+(?= %)", trace.in_reach_percent, 0.51, "%")
    if trace.total >= 0.005:
        words.shows(r"pulls with [\d.]+\d", trace.active + trace.passive, 0.0051, "")
    words.claim("short", ("is short," in words.words) == (model.length < 0.87))
    words.claim("overstretched", ("overstretched" in words.words) == (model.length > 1.44))
    words.claim("held", ("While held" in words.words) == (model.speed_lengths_s == 0.0))
    words.claim("shortening", ("While shortening" in words.words) == (model.speed_lengths_s < 0.0))
    if model.speed_lengths_s:
        words.shows(r"(shortening|stretched) by [\d.]+", abs(model.speed_lengths_s), 0.051, "best lengths a second")
    if "active" in words.words:
        words.shows(r"[\d.]+ active", trace.active, 0.0051, "")
        words.shows(r"[\d.]+ passive", trace.passive, 0.0051, "")
    else:
        words.claim("no force", trace.total < 0.005)
    # “0 % of its heads” and a force of 0.12 do not stand in one sentence without a reason.
    words.claim("uneven", trace.active < 0.05 or trace.in_reach_percent > 15.0 or "not all equally long" in words.words)
    words.claim("power", ("Its power" in words.words) == (trace.active * -model.speed_lengths_s >= 0.005))
    words.claim("brakes", ("brakes" in words.words) == (trace.active * model.speed_lengths_s >= 0.005))
    if "Its power" in words.words:
        words.shows(r"power is [\d.]+\d", -trace.active * model.speed_lengths_s, 0.0051, "")
        words.shows(r"would be [\d.]+\d", trace.power_at_speed.max(), 0.02, "")
    return words.lies


def test_the_sentence_is_true_along_every_slider_for_every_preset_and_in_every_corner():
    assert [lie for model in MODELS for lie in lies(model)] == []


def test_dots_and_curves_stay_inside_and_braking_has_no_dot_of_power():
    for model in MODELS:
        trace = run(model)
        FIGURE.show(trace)
        for curve in FIGURE.stage.curves:
            low, high = curve.line.axes.get_ylim()
            heights = curve.line.get_ydata()
            if curve.y == "given_power" and trace.power < 0.0:  # as there is no curve
                assert np.isnan(heights).all()
            else:
                assert low <= heights.min() and heights.max() < high, (curve.label, setting(model))


@pytest.mark.parametrize("length", [0.5, 0.7, 0.98, 1.04, 1.2, 1.5, 1.6])
def test_the_drawn_heads_in_reach_are_those_of_the_trace(length):
    """A thin filament is as long at every length: nothing but the overlap changes."""
    trace = LengthAndSpeed(length=length).run()
    FIGURE.show(trace)
    drawn = FIGURE._sarcomere
    counts = [np.isfinite(line.get_xdata()).sum() for line in (drawn._in_reach, drawn._out_of_reach)]
    assert 100.0 * counts[0] / sum(counts) == pytest.approx(trace.in_reach_percent, abs=8.0)
    x = np.array(drawn._thin.get_xdata()).reshape(-1, 3)
    assert np.abs(x[:, 1] - x[:, 0]) == pytest.approx(1.32)
    discs = np.array(drawn._discs.get_xdata())
    assert np.nanmax(discs) - np.nanmin(discs) == pytest.approx(trace.sarcomere_um)


def test_every_dot_is_seen_where_the_forces_are_alike():
    """In a short muscle total and active force are one point: the total is a ring around it."""
    FIGURE.show(LengthAndSpeed(length=0.7).run())
    dots = {curve.y: curve.line for curve in FIGURE.stage.curves if curve.shadow and curve.x == "length"}
    assert dots["total"].get_ydata() == dots["active"].get_ydata()
    assert dots["total"].get_markerfacecolor() == "none" != dots["active"].get_markerfacecolor()
    assert dots["total"].get_markersize() > dots["active"].get_markersize() + 2.0


def test_a_station_about_length_has_no_panel_of_speed():
    figure = LengthAndSpeedFigure(speed=False)
    assert list(figure.stage.axes) == ["sarcomere", "length"]
    trace = LengthAndSpeed(length=1.2, activation_percent=50.0).run()
    figure.show(trace)
    assert figure.describe(trace) == FIGURE.describe(trace)
