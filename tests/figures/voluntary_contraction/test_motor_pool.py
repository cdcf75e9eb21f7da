"""The sentence and the picture of the motor pool: is what they say true?"""

from __future__ import annotations

import re

import numpy as np

from muscle_lib.figures.voluntary_contraction import MotorPoolFigure
from muscle_lib.models.voluntary_contraction import MotorPool
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = MotorPoolFigure()


def lies(model: MotorPool) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = model.run()
    words = FIGURE.describe(trace)
    low, high = trace.window_ms
    inside = (trace.spike_ms > low) & (trace.spike_ms <= high)
    on = len(set(trace.spike_unit[inside].tolist()))
    held = trace.force_percent[(trace.t_ms > low) & (trace.t_ms <= high)].mean()
    checked = Claims(words, setting(model))
    drive = model.drive_percent
    checked.shows(r"^At [\d.]+", drive, 0.501 if drive >= 9.95 and on else 0.0501, "%")
    if "no unit fires" in words:
        checked.claim("silence", on == 0)
        return checked.lies
    count = {"a single unit": 1, "all 120 units": 120}
    said = next((number for text, number in count.items() if text in words), None)
    checked.claim("the units", (said or int(re.search(r"(\d+) of the 120", words)[1])) == on)
    rate = inside.sum() / on / (high - low) * 1000.0
    checked.shows(r"(average|about) [\d.]+ times", rate, 0.501 if "about" in words else 0.0501,
                  "times a second")
    if "less than 0.1 %" in words.partition("of the greatest")[0]:
        checked.claim("hardly any force", held < 0.05)
    else:
        checked.shows(r"(give|with) [\d.]+ % of the greatest", held, 0.501 if held >= 9.95 else 0.0501, "%")
    if on > 1:
        emg = trace.mean_emg_percent
        checked.shows(r"an EMG of [\d.]+", emg, 0.501 if emg >= 9.95 else 0.0501, "%")
    all_on = bool(trace.drive_percent >= trace.threshold_percent[-1])
    checked.claim("all have joined", ("All have joined" in words) == all_on)
    checked.shows(r"(joined by|up to) [\d.]+ % force", trace.recruited_by_force_percent, 0.501, "%")
    if "lower than" in words:
        checked.shows(r"input [\d.]+ eu", trace.stop_below_start_eu, 0.0501, "eu")
    return checked.lies


def test_the_sentence_is_true_along_every_slider_for_every_preset_and_in_corners():
    models = [*along(MotorPool), *(preset.model for preset in all_presets(MotorPool).values()),
              *corners(MotorPool)[::8]]
    assert [lie for model in models for lie in lies(model)] == []


def test_each_row_has_its_units_impulses():
    trace = MotorPool(drive_percent=80.0).run()
    FIGURE.show(trace)
    for unit in (1, 55, 120):
        (row,) = [curve.line for curve in FIGURE.stage.curves if curve.label == f"unit {unit}"]
        np.testing.assert_allclose(row.get_xdata()[::3], trace.spike_ms[trace.spike_unit == unit] / 1000.0)
        # At the height of its label.
        place = {"1": 0, "55": 5, "120": 11}[str(unit)]
        assert row.axes.get_yticks()[(0, 5, 11).index(place)] == place == np.mean(row.get_ydata()[:2])


def test_all_impulses_are_strokes_of_one_size():
    """A large unit's impulse is no bigger than a small one's; only its colour tells whose it is."""
    rows = [curve.line for curve in FIGURE.stage.curves if curve.label.startswith("unit ")]
    assert len(rows) == 12 and len({row.get_linewidth() for row in rows}) == 1
    assert len({row.get_color() for row in rows}) == 12


def test_the_curves_stay_inside_their_panels():
    for model in (MotorPool(drive_percent=100.0), MotorPool(drive_percent=100.0, emg_exponent=1.0),
                  MotorPool(drive_percent=100.0, pic_percent=50.0, noise_eu=2.0)):
        trace = model.run()
        for name, values in (("force", trace.force_percent), ("force", trace.emg_size_percent),
                             ("emg", trace.emg_percent)):
            low, high = FIGURE.stage.axes[name].get_ylim()
            assert low <= values.min() and values.max() <= high, (name, setting(model))


def test_the_size_of_the_emg_has_a_scale_on_which_it_can_be_read():
    """On the scale of its waves it was a flat line."""
    (curve,) = [curve for curve in FIGURE.stage.curves if curve.label == "size of the EMG"]
    low, high = curve.line.axes.get_ylim()
    for drive_percent, least in ((20.0, 0.1), (60.0, 0.4)):
        FIGURE.show(MotorPool(drive_percent=drive_percent).run())
        assert curve.line.get_ydata().max() > least * (high - low)
