"""The picture of the tetanus: is its sentence true, and is the curve measured?"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from muscle_lib.figures.contract_and_relax.tetanus import TetanusFigure
from muscle_lib.models.contract_and_relax import Tetanus
from muscle_lib.models.contract_and_relax.tetanus import CURVE_Hz
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = TetanusFigure()
MODELS = [*along(Tetanus), *(each.model for each in all_presets(Tetanus).values()), *corners(Tetanus)]


@cache
def run(model: Any) -> Any:
    return model.run()


def lies(model: Any) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = run(model)
    words = Claims(FIGURE.describe(trace), setting(model))
    count = len(trace.impulses_ms)
    words.claim("one impulse", words.words.startswith("One impulse") == (count == 1))
    if count > 1:
        words.shows(r"^\d+", count, 0.0, "")
        words.shows(r"impulses, \d+", model.rate_Hz, 0.51, "a second")
    words.claim("the kind", f"the {model.fibre} fibre" in words.words)
    force = trace.force_percent
    words.claim("no force", ("no force to speak of" in words.words) == (force.max() < 0.5))
    if force.max() < 0.5:
        return words.lies
    words.shows(r"reaches \d+", force.max(), 0.51, "%")
    if "times a single" in words.words:
        words.shows(r"is [\d.]+ times", force.max() / trace.twitch_force_percent.max(), 0.051, "")
    last = int(trace.impulses_ms[-1])
    if count > 2:
        between = force[int(trace.impulses_ms[-2]):last + 1]
        ripple = 100.0 * np.ptp(between) / between.mean()
        words.claim("fused", ("one smooth pull" in words.words) == (ripple < 5.0))
        if "up and down" in words.words:
            words.shows(r"down by \d+", ripple, 0.51, "%")
    top = last + int(force[last:].argmax())
    below = np.flatnonzero(force[top:] < force[top] / 2.0)
    words.claim("not gone", ("is not gone" in words.words) == (not len(below)))
    if len(below):
        words.shows(r"gone \d+", below[0] + (top - last if count > 1 else 0), 0.51, "ms")
    return words.lies


def test_the_sentence_is_true_along_every_slider_for_every_preset_and_in_every_corner():
    assert [lie for model in MODELS for lie in lies(model)] == []


def test_the_run_is_drawn_inside_its_panels():
    for model in MODELS:
        trace = run(model)
        for name, values in (("calcium", trace.Ca_uM), ("force", trace.force_percent)):
            low, high = FIGURE.stage.axes[name].get_ylim()
            assert low <= values.min() and values.max() <= high, setting(model)


def test_the_curve_is_measured_point_by_point_on_demand():
    figure, model = TetanusFigure(), Tetanus(fibre="slow")
    assert len(figure._measured.get_xdata()) == 0
    assert list(figure.survey(model)) == [(done, len(CURVE_Hz)) for done in range(1, len(CURVE_Hz) + 1)]
    np.testing.assert_allclose(figure._measured.get_xydata(), np.column_stack((CURVE_Hz, model.curve_percent())))


def test_its_film_does_not_see_every_twitch_at_the_same_point():
    trace = run(Tetanus(rate_Hz=25.0))
    since_ms = 1000.0 * FIGURE.moments(trace)[:30] % 40.0
    assert len(np.unique(np.round(since_ms))) == 30
    FIGURE.show(trace)


def test_one_impulse_has_no_rate_and_so_no_dot():
    for model, rate_Hz, word in ((Tetanus(train_ms=10.0), np.nan, "one impulse has no rate: no dot"),
                                 (Tetanus(rate_Hz=25.0), 25.0, "dot: this train")):
        FIGURE.show(run(model))
        (dot,) = [curve for curve in FIGURE.stage.curves if curve.label == "peak of this train"]
        np.testing.assert_array_equal(dot.line.get_xdata(), [rate_Hz])
        assert FIGURE._dot.get_text() == word


def test_a_hundred_per_cent_is_what_the_picture_says():
    assert "100 %: fresh, at 100 Hz" in [text.get_text() for text in FIGURE.stage.axes["curve"].texts]
    for fibre in ("slow", "mixed", "fast"):
        assert abs(run(Tetanus(rate_Hz=100.0, train_ms=2000.0, fibre=fibre)).peak_percent - 100.0) < 0.5
