"""Waves of calcium: is the sentence true, and does everything stay inside its panel?"""

from __future__ import annotations

from functools import cache

import numpy as np

from muscle_lib.figures.smooth_muscle import WavesFigure
from muscle_lib.models.smooth_muscle import CalciumWaves, WavesTrace
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = WavesFigure()
MODELS = [*along(CalciumWaves), *corners(CalciumWaves), *(each.model for each in all_presets(CalciumWaves).values())]


@cache
def run(model: CalciumWaves) -> WavesTrace:
    return model.run()


def lies(model: CalciumWaves) -> list[str]:
    trace = run(model)
    words = Claims(FIGURE.describe(trace), setting(model))
    words.claim("muscle", words.words.startswith({"tonic": "Tonic", "arterial": "Artery"}[model.muscle]))
    words.shows(r"level of calcium [\d.]+", trace.force_percent[0], 0.051, "%")
    words.shows(r"every \d+", model.period_s, 0.51, "s")
    last = (trace.t_s >= 360.0 - 300.0 % model.period_s - model.period_s - 1e-6) & (
        trace.t_s < 360.0 - 300.0 % model.period_s - 1e-6)
    words.claim("same mean", abs(trace.Ca_uM[last].mean() / trace.Ca_uM[0] - 1.0) < 1e-6)
    words.shows(r"drive's mean is \d+", 100.0 * trace.drive_per_s[last].mean() / trace.drive_per_s[0], 0.51, "%")
    words.shows(r"in the mean [\d.]+", trace.force_percent[last].mean(), 0.051, "%")
    words.shows(r"swings of [\d.]+", np.ptp(trace.force_percent[last]), 0.051, "%")
    return words.lies


def test_the_sentence_is_true_along_every_slider_for_every_preset_and_in_corners():
    assert [lie for model in MODELS for lie in lies(model)] == []


def test_the_curves_stay_inside_their_panels():
    for model in MODELS:
        trace = run(model)
        for panel, array in (("calcium", trace.Ca_uM), ("heads", trace.force_percent),
                             ("heads", trace.phosphate_percent), ("cost", trace.atp_per_min)):
            low, high = FIGURE.stage.axes[panel].get_ylim()
            assert low <= array.min() and array.max() <= high, (panel, setting(model))


def test_the_film_shows_each_wave_in_several_pictures():
    moments = FIGURE.stage.moments(run(CalciumWaves()))
    assert 60.0 * np.diff(moments).max() < 1.0 and moments[-1] == 6.0
