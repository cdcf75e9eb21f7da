"""The strips of the bedside test: is their sentence true, and are they drawn as they were recorded?"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from muscle_lib.figures.nerve_signal import BedsideFigure
from muscle_lib.models.nerve_signal import PATIENTS, Bedside
from tests.figures.nerve_signal.test_junction import percent
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims, numbers

FIGURE = BedsideFigure()


def lies(model: Any) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = model.run()
    words = FIGURE.describe(trace)
    checked = Claims(words, setting(model))
    claim, found = checked.claim, checked.lies

    if words.startswith("Hardly any response"):
        claim("hardly any", max(trace.slow.max(), trace.fast.max(), trace.after_effort.max()) < 0.05)
        return found
    rest, slow, fast = words.split(". ")
    at_once, after = fast.split(";")
    claim("at rest", abs(percent(rest) - 100.0 * trace.slow[0]) <= 0.51)
    loss = 100.0 * (1.0 - trace.slow[3] / trace.slow[0])
    if "next to nothing" in slow:
        claim("next to nothing", trace.slow.max() < 0.02)
    elif "hardly changes" in slow:
        claim("less than 1 %", abs(loss) < 1.0)
    else:
        claim("which way", ("falls" in slow) == (loss > 0.0))
        claim("by how much", abs(numbers(re.search(r"by \d+ %", slow)[0])[0] - abs(loss)) <= 0.51)
    claim("after two seconds at 30 a second", abs(percent(at_once) - 100.0 * trace.fast[-1]) <= 0.51)
    claim("after an effort", abs(percent(after) - 100.0 * trace.after_effort[0]) <= 0.51)
    return found


@pytest.mark.parametrize("patient", PATIENTS, ids=lambda preset: preset.name)
def test_the_sentence_is_true_for_every_patient(patient):
    assert lies(patient.model) == []


@pytest.mark.parametrize("model", along(Bedside), ids=setting)
def test_the_sentence_is_true_along_every_slider(model):
    assert lies(model) == []


def test_the_sentence_is_true_in_every_corner_of_two_sliders():
    assert [lie for corner in corners(Bedside) for lie in lies(corner)] == []


@pytest.mark.parametrize("model", [
    Bedside(calcium_entry_percent=50.0), Bedside(calcium_entry_percent=55.0), Bedside(release_machinery_percent=8.0),
    Bedside(Mg_out_mM=5.0), Bedside(Ca_out_mM=0.5)], ids=setting)
def test_the_sentence_is_true_where_there_is_next_to_no_response_at_rest(model):
    assert lies(model) == []


def test_the_sentence_is_true_where_the_response_grows_at_3_a_second():
    model = Bedside(release_machinery_percent=5.0, esterase_factor=6.0, threshold_mV=4.0)
    assert "the response grows by 16 %" in FIGURE.describe(model.run())
    assert lies(model) == []


def test_no_response_is_said_in_so_many_words():
    words = FIGURE.describe(Bedside(release_machinery_percent=0.0).run())
    assert words == "Hardly any response, at rest or at 30 a second: the message does not get across."


@pytest.mark.parametrize("patient", PATIENTS, ids=lambda preset: preset.name)
def test_each_spike_stands_at_its_time_and_is_as_high_as_its_response(patient):
    trace = patient.model.run()
    FIGURE.show(trace)
    strips = (("slow", trace.slow, 3.0), ("fast", trace.fast, 30.0), ("after", trace.after_effort, 3.0))
    for name, strip, rate_Hz in strips:
        x, y = (np.asarray(data).reshape(-1, 3) for data in FIGURE._strips[name].get_data())
        np.testing.assert_allclose(x[:, 1], np.arange(len(strip)) / rate_Hz)
        np.testing.assert_array_equal(x[:, 0], x[:, 1])
        np.testing.assert_array_equal(y[:, 0], 0.0)
        np.testing.assert_array_equal(y[:, 1], strip)
        assert np.isnan(y[:, 2]).all(), "without a gap the spikes would be joined"
        axes = FIGURE.stage.axes[name]
        assert axes.get_xlim()[0] < x.min() and x.max() < axes.get_xlim()[1]
        assert strip.max() <= axes.get_ylim()[1]


def test_the_strips_have_no_cursor():
    assert FIGURE.stage.cursor is None
