"""Three leg muscles: is the sentence true, and is everything inside its panel?"""

from __future__ import annotations

import re

import numpy as np

from muscle_lib.figures.voluntary_contraction import LegMusclesFigure
from muscle_lib.models.voluntary_contraction import LegMuscles
from muscle_lib.models.voluntary_contraction.leg_muscles import END_ms
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = LegMusclesFigure()
NAMES = ("hamstrings", "gastrocnemius", "quadriceps")
MODELS = [*along(LegMuscles), *(preset.model for preset in all_presets(LegMuscles).values()), *corners(LegMuscles)]


def lies(model: LegMuscles) -> list[str]:
    trace = model.run()
    words = Claims(FIGURE.describe(trace), setting(model))
    plain = words.words.replace(",", "")
    peaks = trace.force_N.max(axis=1)
    for name, peak, best in zip(NAMES, peaks, trace.best_N, strict=True):
        said = re.search(rf"{name} (\d+) N \((\d+) %", plain)
        words.claim(f"{name} is {peak:.0f} N", bool(said) and abs(float(said[1]) - peak) <= 5.01)
        percent = 100.0 * peak / best
        words.claim(f"{name} is {percent:.0f} %", bool(said) and abs(float(said[2]) - percent) <= 0.51)
    active = trace.force_N - trace.passive_N[:, None]
    works = bool((active[:, END_ms] > 1e-9).all())
    words.claim("a command arrives", ("Without a command" in plain) == (not works))
    if works:
        times = [int(np.flatnonzero(one[END_ms:] <= 0.5 * one[END_ms])[0]) for one in active]
        if "All three" in plain:
            words.shows(r"about \d+ ms", max(times), 0.51, "ms")
            words.claim("they are alike", max(times) - min(times) < 2.0)
        else:
            words.shows(r"first \(\d+ ms", min(times), 0.51, "ms")
            words.shows(r"last \(\d+ ms", max(times), 0.51, "ms")
            first, last = re.search(r"the (\w+) lets go first .* the (\w+) last", plain).groups()
            words.claim("who is first", times[NAMES.index(first)] == min(times))
            words.claim("who is last", times[NAMES.index(last)] == max(times))
    return words.lies


def test_the_sentence_is_true_along_every_slider_for_every_preset_and_in_corners():
    assert [lie for model in MODELS for lie in lies(model)] == []


def test_everything_stays_inside_its_panel():
    for model in MODELS:
        FIGURE.show(model.run())
        for curve in FIGURE.stage.curves:
            low, high = curve.line.axes.get_ylim()
            y = np.asarray(curve.line.get_ydata())
            assert low <= y.min() + 1e-9 and y.max() <= high, (curve.label, setting(model))
