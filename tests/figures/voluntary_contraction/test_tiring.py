"""Getting tired: is the sentence true, and is everything inside its panel?"""

from __future__ import annotations

import numpy as np
import pytest

from muscle_lib.figures.voluntary_contraction import TiringFigure
from muscle_lib.models.voluntary_contraction import TIRING_PRESETS, Tiring
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = TiringFigure()


def lies(model: Tiring) -> list[str]:
    # The sentence does not speak of the curve, so the quick run says all that it says.
    trace = model.preview()
    words = Claims(FIGURE.describe(trace), setting(model))
    words.shows(r"^\d+ %", model.target_percent, 0.51)
    minutes = 60.0 * trace.t_min
    lost = minutes[(minutes > 3.0) & (trace.force_percent < 0.5 * model.target_percent)]
    words.claim("held to the end", ("all of the" in words.words) == (lost.size == 0))
    if lost.size:
        # A value a second, and the force takes some time to go.
        words.shows(r"held for \d+ s", lost[0] - 1.0, 1.6)
    before = (minutes >= 2.0) & (minutes < (lost[0] if lost.size else 600.0) - 1.9)
    command, emg, units = (values[before] for values in (trace.command_percent, trace.emg_percent, trace.units_on))
    climbs = "climbs from" in words.words
    words.claim("the command climbs", climbs or command[-1] - command[0] < 1.01)
    words.shows(r"command (climbs|stays).*? [\d]+ (to|%)", command[0 if climbs else -1], 1.0)
    if climbs:
        words.shows(r"at work: \d+", units[0], 0.0)
        words.shows(r"EMG from \d+", emg[0], 0.51)
    words.claim("shorter than the ankle", words.words.rstrip(".").endswith("(ankle)"))
    return words.lies


MODELS = [*along(Tiring), *(preset.model for preset in TIRING_PRESETS)]


def test_the_sentence_is_true_along_every_slider_for_every_preset_and_in_corners():
    assert [lie for model in [*MODELS, *corners(Tiring)[::5]] for lie in lies(model)] == []


def test_everything_stays_inside_its_panel():
    for model in MODELS:
        trace = model.preview()
        FIGURE.show(trace)
        for name, values in (("force", trace.force_percent), ("force", trace.emg_percent), ("stores", trace.pcr_mM),
                             ("stores", trace.Pi_mM), ("flow", trace.flow_mL_100g_min)):
            low, high = FIGURE.stage.axes[name].get_ylim()
            assert low <= values.min() and values.max() <= high, (name, setting(model))
        ((x, y),) = FIGURE._dot.get_xydata()
        low, high = FIGURE.stage.axes["endurance"].get_ylim()
        assert x == model.target_percent and low < y < high


@pytest.mark.parametrize("preset", TIRING_PRESETS[:3], ids=lambda preset: preset.name)
def test_the_dot_lies_on_the_curve(preset):
    trace = preset.model.run()
    FIGURE.show(trace)
    ((x, y),) = FIGURE._dot.get_xydata()
    assert y == np.interp(x, trace.curve_percent, trace.curve_s)
