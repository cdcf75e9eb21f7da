"""The sentence and the picture of the relief lab: is what they say true, and are model and trials kept apart?"""

from __future__ import annotations

import numpy as np
import pytest

from muscle_lib.figures.hyperexcitability.cramp import smooth
from muscle_lib.figures.letting_go import ReliefFigure
from muscle_lib.models.letting_go import RELIEF_PRESETS, REMEDIES, Relief, ReliefTrace
from muscle_lib.models.letting_go.remedies import NOTHING, QUININE, SHORTEN, STRETCH
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = ReliefFigure()


def seconds(emg_percent: np.ndarray, t_s: np.ndarray, from_s: float) -> tuple[int, bool]:
    """For how many whole seconds the EMG goes on, and whether it ends: counted anew."""
    after = emg_percent[t_s > from_s + 1e-6]
    means = [after[i:i + 50].mean() for i in range(0, after.size - 49, 50)]
    for number, mean in enumerate(means):
        if mean < 3.0:
            return number, True
    return len(means), False


def told(count: int, ends: bool) -> str:
    return ("less than 1 s" if count == 0 else f"for {count} s") if ends else "to the end of the picture"


def lies(trace: ReliefTrace) -> list[str]:
    words = FIGURE.describe(trace)
    checked = Claims(words)
    model, _, people = words.partition(". In people")
    trials = trace.remedy.trials
    checked.claim("the trials' words stand apart, and word by word", people.endswith(trials.words))
    checked.claim("the level is the trials'", trace.action == NOTHING or f": {trials.level}. " in people)
    checked.claim("the model's part knows no trial", not any(word in model for word in ("trial", "people", "evidence")))
    from_s = trace.action_s if trace.action != NOTHING and not trace.taken_before else 0.0
    treated = seconds(trace.emg_size_percent, trace.t_s, from_s)
    alone = seconds(trace.untreated_emg_percent, trace.t_s, from_s)
    same = np.array_equal(trace.emg_size_percent, trace.untreated_emg_percent)
    if "is over anyhow" in model:
        checked.claim("it is over", alone == (0, True) and (treated == (0, True)) != ("wakes" in model))
    else:
        checked.claim("how long it goes on alone", told(*alone) in model)
        checked.claim("how long it goes on", same or told(*treated) in model)
    if "would need" in model:
        checked.claim("it begins after the picture", trace.action_s + trace.remedy.delay_s > trace.t_s[-1])
    if "nothing" in model and trace.action != NOTHING:
        checked.claim("nothing changes", same)
    if "comes" in model:
        checked.shows(r"comes \d+ s", trace.action_s, 0.501)
    return checked.lies


@pytest.mark.parametrize("model", [*along(Relief), *corners(Relief)[::7],
                                   *(Relief(action=number, action_s=at) for number in range(1, len(REMEDIES))
                                     for at in (20.0, 45.0))], ids=setting)
def test_the_sentence_is_true_along_every_slider_and_for_every_action(model):
    assert lies(model.preview()) == []


@pytest.mark.parametrize("preset", RELIEF_PRESETS, ids=lambda preset: preset.name)
def test_the_sentence_is_true_for_every_preset(preset):
    assert lies(preset.model.preview()) == []


def test_the_curves_are_the_traces_arrays():
    trace = Relief(action=STRETCH).preview()
    FIGURE.show(trace)
    lines = {curve.label: curve.line for curve in FIGURE.stage._curves}
    np.testing.assert_array_equal(lines["with the action"].get_ydata(), smooth(trace.emg_size_percent))
    np.testing.assert_array_equal(lines["length"].get_ydata(), trace.length)
    np.testing.assert_array_equal(FIGURE._alone.get_ydata(), smooth(trace.untreated_emg_percent))


@pytest.mark.parametrize(("settings", "words"), [
    ({"action": STRETCH}, "s saved"), ({"action": SHORTEN, "length": -0.9}, "s longer"),
    ({"action": STRETCH, "excitability_eu": 6.0}, "at least"), ({"action": NOTHING}, ""),
    ({"action": QUININE}, "0 s saved")], ids=str)
def test_the_ruler_reaches_from_end_to_end(settings, words):
    trace = Relief(**settings).preview()
    FIGURE.show(trace)
    assert words in FIGURE._saved.get_text() and bool(words) == bool(FIGURE._saved.get_text())
    ends = np.asarray(FIGURE._ruler.get_xdata())
    assert (np.diff(ends) == trace.saved_s).all() and bool(ends.size) == bool(trace.saved_s)


@pytest.mark.parametrize("number", range(len(REMEDIES)))
def test_the_bar_shows_the_level_and_all_words_fit_on_the_picture(number):
    trace = Relief(action=number, taken_before=1).preview()
    FIGURE.show(trace)
    FIGURE.stage.png()
    marked = [text.get_text() for box, text in FIGURE._steps if box.get_hatch()]
    assert marked == ([] if number == NOTHING else [trace.level])
    page = FIGURE.stage.figure.bbox
    for text in (FIGURE._name, FIGURE._words, FIGURE._moves, FIGURE._saved):
        if text.get_text():
            box = text.get_window_extent()
            assert page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 and box.y1 <= page.y1
    assert FIGURE._name.get_window_extent().y0 > FIGURE._steps[-1][0].get_window_extent().y1 - 2.0


def test_the_most_excitable_muscles_curve_stays_inside():
    trace = Relief(excitability_eu=6.0, action=SHORTEN).preview()
    assert smooth(trace.emg_size_percent).max() <= FIGURE.stage.axes["emg"].get_ylim()[1]
    assert smooth(trace.emg_size_percent)[trace.t_s > 1.0].max() < 62.0, "the ruler lies above it"
