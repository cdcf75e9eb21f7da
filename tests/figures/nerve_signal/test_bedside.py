"""The strips of the bedside test: is their sentence true, and are they drawn as they were recorded?"""

from __future__ import annotations

from functools import cache
from typing import Any

from muscle_lib.figures.nerve_signal import BedsideFigure
from muscle_lib.models.nerve_signal import Bedside, BedsideTest
from muscle_lib.preset import all_presets
from tests.figures.nerve_signal.test_junction import percent
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = BedsideFigure()
PATIENTS = [preset.model for preset in all_presets(Bedside).values()]
#: Where next to nothing is left at rest.
NEARLY_NOTHING = [Bedside(calcium_entry_percent=50.0), Bedside(calcium_entry_percent=55.0),
                  Bedside(release_machinery_percent=8.0), Bedside(Mg_out_mM=5.0), Bedside(Ca_out_mM=0.5)]


@cache
def run(model: Bedside) -> BedsideTest:
    """Each setting is run once."""
    return model.run()


def lies(model: Any) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = run(model)
    words = FIGURE.describe(trace)
    checked = Claims(words, setting(model))
    claim, found = checked.claim, checked.lies

    if words.startswith("Hardly any response"):
        claim("hardly any", max(trace.slow.max(), trace.fast.max(), trace.after_effort.max()) < 0.05)
        return found
    rest, slow, fast = words.split(". ")
    at_once, after = fast.split(";")
    claim("at rest", abs(percent(rest) - 100.0 * trace.slow[0]) <= 0.51)
    loss = 100.0 * (1.0 - trace.slow[3] / trace.slow[0])
    if "next to nothing" in slow:
        claim("next to nothing", trace.slow.max() < 0.02)
    elif "hardly changes" in slow:
        claim("less than 1 %", abs(loss) < 1.0)
    else:
        claim("which way", ("falls" in slow) == (loss > 0.0))
        checked.shows(r"(falls|grows) by \d+", abs(loss), 0.51, "%")
    claim("after two seconds at 30 a second", abs(percent(at_once) - 100.0 * trace.fast[-1]) <= 0.51)
    claim("after an effort", abs(percent(after) - 100.0 * trace.after_effort[0]) <= 0.51)
    return found


def test_the_sentence_is_true_for_every_patient_and_along_every_slider():
    assert [lie for model in (*PATIENTS, *along(Bedside)) for lie in lies(model)] == []


def test_the_sentence_is_true_in_every_corner_of_two_sliders():
    assert [lie for corner in corners(Bedside) for lie in lies(corner)] == []


def test_the_sentence_is_true_where_there_is_next_to_no_response_at_rest():
    assert [lie for model in NEARLY_NOTHING for lie in lies(model)] == []


def test_the_sentence_is_true_where_the_response_grows_at_3_a_second():
    model = Bedside(release_machinery_percent=5.0, esterase_factor=6.0, threshold_mV=4.0)
    assert "the response grows by 16 %" in FIGURE.describe(model.run())
    assert lies(model) == []


def test_no_response_is_said_in_so_many_words():
    words = FIGURE.describe(Bedside(release_machinery_percent=0.0).run())
    assert words == "Hardly any response, at rest or at 30 a second: the message does not get across."


def test_each_strip_has_its_own_times_and_fits_into_its_panel():
    trace = run(PATIENTS[0])
    assert trace.slow_t_s[[0, -1]].tolist() == [0.0, 3.0] and trace.fast_t_s[[0, -1]].tolist() == [0.0, 59.0 / 30.0]
    for trace in map(run, PATIENTS):
        FIGURE.show(trace)
        for curve, strip, axes in zip(FIGURE.stage.curves, (trace.slow, trace.fast, trace.after_effort),
                                      FIGURE.stage.axes.values(), strict=True):
            x, y = curve.line.get_data()
            assert curve.line.axes is axes and max(y[1::3]) == strip.max()
            assert axes.get_xlim()[0] < x.min() and x.max() < axes.get_xlim()[1]
            assert strip.max() <= axes.get_ylim()[1]


def test_the_strips_have_no_cursor():
    assert FIGURE.stage.cursor is None
