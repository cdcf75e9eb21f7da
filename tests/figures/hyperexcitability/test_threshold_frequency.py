"""The sentence and the picture of the bedside test: is what they say true?"""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest
from matplotlib.text import Text

from muscle_lib.figures.hyperexcitability import ThresholdFigure
from muscle_lib.figures.hyperexcitability.threshold_frequency import CURVE_eu
from muscle_lib.models.hyperexcitability import ThresholdFrequency, ThresholdTrace
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, setting
from tests.sentences import Claims

PRESETS = tuple(all_presets(ThresholdFrequency).values())
FIGURE = ThresholdFigure()


def lies(trace: ThresholdTrace) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    words = FIGURE.describe(trace)
    checked = Claims(words)
    checked.claim("a cramp is left", ("first to leave" in words) == bool(trace.after_percent[-1] > 3.0))
    if "first to leave" in words:
        checked.shows(r"train of \d+", trace.tried_Hz[-1], 0.01, "Hz")
    else:
        checked.claim("all were tried", trace.tried_Hz[-1] == 60.0)
    if "less than 0.1 %" not in words:
        left = trace.after_percent[-1]
        checked.shows(r"an EMG of [\d.]+", left, 0.501 if left >= 9.95 else 0.0501, "%")
    if "four throws" in words:
        checked.shows(r"four throws is [\d.]+", trace.mean_threshold_Hz, 0.0501, "Hz")
    checked.claim("fatigue is told", ("in people it rose" in words) == (math.isfinite(trace.fresh_Hz)
                                                                      and math.isfinite(trace.tired_Hz)))
    if "lowers it" in words:
        checked.claim("it falls", trace.tired_Hz < trace.fresh_Hz)
        checked.shows(r"lowers it, from \d+ to \d+", trace.tired_Hz, 0.501, "Hz")
    elif "in this model" in words:
        checked.claim("it does not fall", trace.tired_Hz >= trace.fresh_Hz)
    return checked.lies


@pytest.mark.parametrize("model", along(ThresholdFrequency), ids=setting)
def test_the_sentence_is_true_along_every_slider(model):
    assert lies(model.preview()) == []


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_the_sentence_is_true_for_every_preset(preset):
    assert lies(preset.model.run()) == []


def test_before_it_is_predicted_nothing_is_shown_or_said_of_fatigue():
    """Chapter 6's p9 stands above p10, which asks for it."""
    quiet, fresh = ThresholdFigure(fatigue=False), ThresholdFrequency().run()
    pictures = []
    for trace in (fresh, replace(fresh, tired_Hz=fresh.tired_Hz + 9.0)):
        quiet.show(trace)
        pictures.append(quiet.stage.png())
        assert re.search("tired|fatigue|exhaust", FIGURE.describe(trace))
        assert not re.search("tired|fatigue|exhaust", quiet.describe(trace) + " ".join(
            text.get_text() for text in quiet.stage.figure.findobj(Text)))
    assert pictures[0] == pictures[1]


def test_the_curve_is_measured_point_by_point_with_the_other_sliders_as_they_are():
    figure, model = ThresholdFigure(), ThresholdFrequency(excitability_eu=6.0, fatigue_percent=50.0)
    steps = list(figure.survey(model))
    assert steps[-1] == (CURVE_eu.size, CURVE_eu.size) and len(steps) == CURVE_eu.size
    assert figure._curve.get_ydata()[-1] == model.mean_Hz()


def test_the_spreads_of_the_two_groups_lie_side_by_side_as_they_overlap():
    bands = sorted((patch for patch in FIGURE.stage.axes["x"].patches), key=lambda patch: patch.get_x())
    assert [(band.get_y(), band.get_y() + band.get_height()) for band in bands] == [
        pytest.approx((20.0, 31.0)), pytest.approx((9.2, 20.6))]
    assert bands[0].get_x() + bands[0].get_width() == pytest.approx(bands[1].get_x())
    assert "On average people with cramps" in FIGURE.describe(ThresholdFrequency().preview())


def test_where_there_is_no_threshold_it_is_said_in_the_picture():
    FIGURE.show(ThresholdFrequency(length=0.0).preview())
    assert FIGURE._verdict.get_text() == "none up to 60 Hz"
    FIGURE.show(ThresholdFrequency().preview())
    assert FIGURE._verdict.get_text() == ""
