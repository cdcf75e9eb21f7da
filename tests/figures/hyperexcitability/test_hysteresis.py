"""The sentence and the picture of hysteresis: is what they say true?"""

from __future__ import annotations

import numpy as np
import pytest

from muscle_lib.figures.hyperexcitability import HysteresisFigure
from muscle_lib.models.hyperexcitability import Hysteresis, HysteresisTrace
from muscle_lib.preset import all_presets
from tests.figures.hyperexcitability.test_cramp import shown
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

PRESETS = tuple(all_presets(Hysteresis).values())
FIGURE = HysteresisFigure()


def lies(trace: HysteresisTrace) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    words = FIGURE.describe(trace)
    checked = Claims(words)
    up, down = (float(np.interp(10.0, trace.branch_percent, way)) for way in (trace.up_percent, trace.down_percent))
    shown(checked, r"EMG is [\w .]*%", up)
    shown(checked, r"way up and [\w .]*% on the way down", down)
    checked.claim("two answers", ("two answers" in words) == (down > up + 2.0))
    checked.claim("less", ("less on the way down" in words) == (up > down + 2.0))
    for seconds, pattern in ((2.0, r"end it is [\w .]*%,"), (10.0, r"after ten seconds [\w .]*%")):
        at = float(np.interp(trace.command_end_s + seconds, trace.t_s, trace.emg_size_percent))
        shown(checked, pattern, at)
    return checked.lies


@pytest.mark.parametrize("model", [*along(Hysteresis), *corners(Hysteresis)[::29]], ids=setting)
def test_the_sentence_is_true_along_every_slider_and_in_corners(model):
    assert lies(model.preview()) == []


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_the_sentence_is_true_for_every_preset(preset):
    assert lies(preset.model.run()) == []
