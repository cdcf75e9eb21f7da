"""An hour: is its sentence true, and does everything stay inside its panel?"""

from __future__ import annotations

from functools import cache

from muscle_lib.figures.oxygen_and_glucose import FuelFigure
from muscle_lib.models.oxygen_and_glucose import LongExercise, LongTrace
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = FuelFigure()
MODELS = [*along(LongExercise), *(preset.model for preset in all_presets(LongExercise).values())]


@cache
def run(model: LongExercise) -> LongTrace:
    return model.run()


def lies(model: LongExercise) -> list[str]:
    trace = run(model)
    words = Claims(FIGURE.describe(trace), setting(model))
    words.claim("danger to the brain", ("brain is in danger" in words.words) == (model.glucose_mM < 3.0))
    words.shows(r"goes from \d+", model.glycogen_mM, 0.51, "")
    words.shows(r"from \d+ to \d+", trace.glycogen_end_mM, 0.51, "mM")
    words.shows(r"lactate is [\d.]+", trace.lactate_end_mM, 0.051, "mM")
    if "The muscle rests" in words.words:
        words.claim("rest", trace.force_percent.max() < 0.1)
        return words.lies
    words.shows(r"After \d+", trace.work_min, 0.51, "minutes")
    words.shows(r"force is \d+", 100.0 * trace.force_last_percent / trace.force_first_percent, 0.51, "%")
    inside = (trace.t_min > 0.0) & (trace.t_min <= trace.work_min + 1e-9)
    back = 100.0 * (trace.force_last_percent - trace.force_percent[inside].min()) / trace.force_first_percent
    words.claim("a second wind", ("has come back" in words.words) == (back >= 1.0))
    if "has come back" in words.words:
        words.shows(r"by \d+", back, 0.51, "%")
        words.shows(r"minute \d+", trace.t_min[inside][trace.force_percent[inside].argmin()], 0.51, "")
    return words.lies


def test_the_sentence_is_true_along_every_slider_for_every_preset_and_in_corners():
    assert [lie for model in [*MODELS, *corners(LongExercise)[::12]] for lie in lies(model)] == []


def test_the_curves_stay_inside_their_panels():
    for model in MODELS:
        trace = run(model)
        for panel, arrays in (("force", (trace.force_percent,)), ("cell", (trace.pcr_mM, trace.lactate_mM)),
                              ("fuel", (trace.glycogen_mM, trace.delivery_percent))):
            low, high = FIGURE.stage.axes[panel].get_ylim()
            assert all(low <= values.min() and values.max() <= high for values in arrays), (panel, setting(model))


def test_low_glucose_is_called_a_danger_and_what_is_said_of_the_muscle_is_so():
    """The slider said “dangerous” and the sentence nothing: low glucose seemed harmless."""
    for glycogen, least, most in ((100.0, -0.5, 0.5), (5.0, 1.0, 10.0)):
        low, usual = (run(LongExercise(glucose_mM=glucose, glycogen_mM=glycogen)) for glucose in (2.0, 5.0))
        assert "Below 3 mM of glucose the brain is in danger" in FIGURE.describe(low)
        assert least < usual.force_left_percent - low.force_left_percent < most
