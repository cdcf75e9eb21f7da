"""The sentence and the picture of the motor pool: is what they say true?"""

from __future__ import annotations

import re

import numpy as np
import pytest

from muscle_lib.figures.voluntary_contraction import MotorPoolFigure
from muscle_lib.models.voluntary_contraction import POOL_PRESETS, MotorPool, MotorPoolTrace
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = MotorPoolFigure()


def lies(trace: MotorPoolTrace) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    words = FIGURE.describe(trace)
    low, high = trace.window_ms
    inside = (trace.spike_ms > low) & (trace.spike_ms <= high)
    on = len(set(trace.spike_unit[inside].tolist()))
    held = trace.force_percent[(trace.t_ms > low) & (trace.t_ms <= high)].mean()
    checked = Claims(words)
    if "no unit fires" in words:
        checked.claim("silence", on == 0)
        return checked.lies
    count = {"a single unit": 1, "all 120 units": 120}
    said = next((number for text, number in count.items() if text in words), None)
    checked.claim("the units", (said or int(re.search(r"(\d+) of the 120", words)[1])) == on)
    rate = inside.sum() / on / (high - low) * 1000.0
    checked.shows(r"(average|about) [\d.]+ times", rate, 0.501 if "about" in words else 0.0501)
    if "less than 0.1 %" in words.partition("of the greatest")[0]:
        checked.claim("hardly any force", held < 0.05)
    else:
        checked.shows(r"(give|with) [\d.]+ % of the greatest", held, 0.501 if held >= 9.95 else 0.0501)
    all_on = bool(trace.drive_percent >= trace.threshold_percent[-1])
    checked.claim("all have joined", ("All have joined" in words) == all_on)
    checked.shows(r"(joined by|up to) [\d.]+ % force", trace.recruited_by_force_percent, 0.501)
    checked.claim("it fires on", ("fire on" in words) == bool(trace.outlasts_ms > 250.0))
    if "lower than" in words:
        checked.shows(r"input [\d.]+ eu", trace.stop_below_start_eu, 0.0501)
    return checked.lies


@pytest.mark.parametrize("model", [*along(MotorPool), *corners(MotorPool)[::8]], ids=setting)
def test_the_sentence_is_true_along_every_slider_and_in_corners(model):
    assert lies(model.run()) == []


@pytest.mark.parametrize("preset", POOL_PRESETS, ids=lambda preset: preset.name)
def test_the_sentence_is_true_for_every_preset(preset):
    assert lies(preset.model.run()) == []


def test_the_curves_are_the_traces_arrays_and_each_row_has_its_units_impulses():
    trace = MotorPool(drive_percent=80.0).run()
    FIGURE.show(trace)
    lines = {curve.label: curve.line for curve in FIGURE.stage._curves}
    np.testing.assert_array_equal(lines["command"].get_ydata(), trace.command_percent[::10])
    np.testing.assert_allclose(FIGURE._rows[-1].get_xdata()[::3], trace.spike_ms[trace.spike_unit == 120] / 1000.0)
    assert FIGURE._dot.get_ydata()[0] == trace.mean_force_percent


@pytest.mark.parametrize("model", [MotorPool(drive_percent=100.0), MotorPool(drive_percent=100.0, emg_exponent=1.0),
                                   MotorPool(drive_percent=100.0, pic_percent=100.0, noise_eu=2.0)], ids=setting)
def test_the_curves_stay_inside_their_panels(model):
    trace = model.run()
    for name, values in (("force", trace.force_percent), ("emg", trace.emg_percent)):
        low, high = FIGURE.stage.axes[name].get_ylim()
        assert low <= values.min() and values.max() <= high, name
