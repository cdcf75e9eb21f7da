"""Getting tired: is the sentence true, and is everything inside its panel?"""

from __future__ import annotations

import numpy as np

from muscle_lib.figures.voluntary_contraction import TiringFigure
from muscle_lib.models.oxygen_and_glucose import power_law_s
from muscle_lib.models.voluntary_contraction import Tiring
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = TiringFigure()


def lies(model: Tiring) -> list[str]:
    # The sentence does not speak of the curve, so the quick run says all that it says.
    trace = model.preview()
    words = Claims(FIGURE.describe(trace), setting(model))
    words.shows(r"^\d+ %", model.target_percent, 0.51, "%")
    minutes = 60.0 * trace.t_min
    lost = minutes[(minutes > 3.0) & (trace.force_percent < 0.5 * model.target_percent)]
    words.claim("held to the end", ("all of the" in words.words) == (lost.size == 0))
    if lost.size:
        # A value a second, and the force takes some time to go.
        words.shows(r"held for \d+ s", lost[0] - 1.0, 1.6, "s")
    before = (minutes >= 2.0) & (minutes < (lost[0] if lost.size else 600.0) - 1.9)
    command, emg, units = (values[before] for values in (trace.command_percent, trace.emg_percent, trace.units_on))
    if "climbs from" in words.words:
        words.claim("the command climbs", command[-1] - command[0] > 0.5)
        for what, values in (("command climbs", command), ("EMG", emg)):
            words.shows(rf"{what} from \d+", values[0], 0.51, "")
            # In the last seconds it climbs steeply: which second is the last is a matter of rounding.
            words.shows(rf"{what} from \d+ to \d+", values[-1], 0.51 + abs(values[-1] - values[-2]), "%")
        words.shows(r"at work: \d+", units[0], 0.0, "")
        words.shows(r"at work: \d+, then \d+", units[-1], abs(units[-1] - units[-2]), "")
    else:
        words.claim("the command stays", command[-1] - command[0] < 1.01)
        words.shows(r"stays near \d+", command[-1], 0.51, "%")
        words.shows(r"the EMG near \d+", emg[-1], 0.51, "%")
        words.shows(r"at work: \d+", units[-1], 0.0, "")
    part = model.target_percent / 100.0
    words.shows(r"for about \d+ s \(shoulder", power_law_s("shoulder", part), 0.51, "s")
    words.shows(r"to \d+ s \(ankle", power_law_s("ankle", part), 0.51, "s")
    return words.lies


MODELS = [*along(Tiring), *(preset.model for preset in all_presets(Tiring).values())]


def test_the_sentence_is_true_along_every_slider_for_every_preset_and_in_corners():
    assert [lie for model in [*MODELS, *corners(Tiring)[::5]] for lie in lies(model)] == []


def test_everything_stays_inside_its_panel():
    for model in MODELS:
        trace = model.preview()
        FIGURE.show(trace)
        for curve in FIGURE.stage.curves:
            low, high = curve.line.axes.get_ylim()
            y = np.asarray(curve.line.get_ydata())
            assert not y.size or low <= y.min() and y.max() <= high, (curve.label, setting(model))


def test_the_dot_lies_on_the_curve():
    """So the curve is that of the same muscle, and not of another fibre."""
    for percent in (30.0, 50.0, 80.0):
        trace = Tiring(target_percent=percent).run()
        assert trace.held_s == np.interp(percent, trace.tried_percent, trace.tried_held_s)
