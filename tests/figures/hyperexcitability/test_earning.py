"""The sentence and the picture of earned fatigue: is what they say true?"""

from __future__ import annotations

import math

import numpy as np
import pytest

from muscle_lib.figures.hyperexcitability import EarningFigure
from muscle_lib.models.hyperexcitability import Earning, EarningTrace
from muscle_lib.preset import all_presets
from tests.figures.hyperexcitability.test_cramp import shown
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

PRESETS = tuple(all_presets(Earning).values())
FIGURE = EarningFigure()


def lies(trace: EarningTrace) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    words = FIGURE.describe(trace)
    checked = Claims(words)
    shown(checked, r"fatigue is [\w .]*%", float(np.interp(-4.0, trace.t_s, trace.fatigue_percent)))
    checked.claim("no work", ("Without work" in words) == (trace.contractions == 0))
    seconds = trace.emg_size_percent[trace.t_s > 1e-6].reshape(-1, 10).mean(axis=1)
    quiet = np.flatnonzero(seconds < 3.0)
    first = words.partition(". In a rested")[0]
    if quiet.size and quiet[0] == 0:
        checked.claim("it lets go", "then the muscle lets go" in first)
    else:
        checked.claim("it is over", ("more than" in first) == (not quiet.size))
        checked.claim("for so long", f" {quiet[0] if quiet.size else seconds.size} s" in first)
    checked.claim("compared", ("rested muscle" in words) == math.isfinite(trace.rested_s))
    if "that lasts" in words:
        checked.shows(r"that lasts \d+", trace.rested_s, 0.501, "s")
    return checked.lies


@pytest.mark.parametrize("model", [*along(Earning), *corners(Earning)[::41]], ids=setting)
def test_the_sentence_is_true_along_every_slider_and_in_corners(model):
    assert lies(model.preview()) == []


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_the_sentence_is_true_for_every_preset(preset):
    assert lies(preset.model.run()) == []


def test_the_bars_are_the_two_times():
    trace = Earning().run()
    FIGURE.show(trace)
    assert [bar.get_height() for bar in FIGURE._bars] == [trace.rested_s, trace.cramp_s]


def test_the_longest_work_fits_into_the_picture():
    trace = Earning(contractions=8, work_s=8.0, pause_s=5.0, rest_s=30.0).preview()
    assert trace.t_s[0] >= FIGURE.stage.axes["force"].get_xlim()[0]
