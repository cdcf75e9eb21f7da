"""The picture of the junction: is its sentence true, and does it draw the train that was run?"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import numpy as np
import pytest

from muscle_lib.figures.nerve_signal import JunctionFigure
from muscle_lib.figures.nerve_signal.junction import _VERDICTS, SHOWN_IMPULSES
from muscle_lib.models.nerve_signal import Junction, JunctionTrace
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims, numbers

FIGURE = JunctionFigure()
PRESETS = [preset.model for preset in all_presets(Junction).values()]
#: A setting for each state, and how its sentence ends.
STATES = {
    "paralysed": (Junction(release_machinery_percent=0.0), "The muscle is as good as paralysed."),
    "fades": (Junction(receptors_percent=30.0), "The response fades."),
    "more than doubles": (Junction(calcium_entry_percent=67.0, rate_Hz=30.0, impulses=60),
                          "The response more than doubles during the train."),
    "grows with effort": (Junction(release_machinery_percent=30.0, rate_Hz=30.0, impulses=60),
                          "The response grows during the train."),
    "all fibres fire": (Junction(), "The muscle hardly notices."),
    "some fibres fail": (Junction(threshold_mV=15.0), "Some of the fibres fail."),
}


@cache
def run(model: Junction) -> JunctionTrace:
    """Each setting is run once, whatever is asked of it."""
    return model.run()


def percent(words: str) -> float:
    """The fraction of fibres that a piece of a sentence names, in percent."""
    if "all fibres" in words:
        return 100.0
    return 0.0 if "no fibres" in words else numbers(re.search(r"\d+ % of the fibres", words)[0])[0]


def lies(model: Any) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = run(model)
    words = FIGURE.describe(trace)
    first, _, rest = words.partition(" The last of ")
    fired = 100.0 * trace.fraction_fired

    checked = Claims(words, setting(model))
    claim, shows, found = checked.claim, checked.shows, checked.lies

    if "next to nothing" in first:
        claim("it is next to nothing", trace.quanta[0] < 0.05 and trace.epp_mV[0] < 0.1)
    else:
        shows(r"releases [\d.]+", trace.quanta[0], 0.051, "")
        shows(r"potential of [\d.]+", trace.epp_mV[0], 0.051, "mV")
        claim("what would fire it does", ("would fire" in first) == (trace.epp_mV[0] >= model.threshold_mV))
        shows(r"where \d+", trace.quanta_needed + 0.5, 0.501, "")
        shows(r"is [\d.]+ times", trace.epp_mV[0] / model.threshold_mV, 0.051, "")
    claim("the first fraction", abs(percent(first) - fired[0]) <= 0.51)
    claim("a last impulse if there are two", bool(rest) == (model.impulses > 1))
    if rest:
        claim("how many impulses", numbers(rest)[0] == model.impulses)
        shows(r"gives [\d.]+", trace.epp_mV[-1], 0.051, "mV")
        claim("the last fraction", abs(percent(rest) - fired[-1]) <= 0.51)
        claim("what the picture shows", ("picture shows" in rest) == (model.impulses > SHOWN_IMPULSES))
    if "paralysed" in rest:
        claim("hardly a fibre fires, all along", fired.max() < 10.0)
    if "fades" in rest:
        claim("it has become smaller", min(fired[-1], fired[min(3, len(fired) - 1)]) < 0.901 * fired[0])
    if "more than doubles" in rest:
        claim("twice as many", fired[-1] > 2.0 * fired[0])
    if "response grows" in rest:
        claim("a quarter more", 1.25 <= fired[-1] / fired[0] <= 2.0)
    if "hardly notices" in rest:
        claim("nearly all fire, all along", fired.min() >= 95.0)
    if "fibres fail" in rest:
        claim("some fail", fired.min() < 95.0)
    return found


def test_no_verdict_is_left_out():
    assert STATES.keys() == _VERDICTS.keys()


@pytest.mark.parametrize("state", STATES)
def test_the_sentence_for_every_state(state):
    model, end = STATES[state]
    trace = model.run()
    assert trace.state == state
    assert FIGURE.describe(trace).endswith(end)
    assert lies(model) == []


def test_the_sentence_is_true_for_every_preset_and_along_every_slider():
    assert [lie for model in (*PRESETS, *along(Junction)) for lie in lies(model)] == []


def test_the_sentence_is_true_in_every_corner_of_two_sliders():
    assert [lie for corner in corners(Junction) for lie in lies(corner)] == []


def test_one_impulse_has_no_last_and_no_verdict():
    words = FIGURE.describe(Junction(impulses=1).run())
    assert words == ("The first impulse releases 30.0 quanta, where 9 would fire the middle fibre; the end-plate "
                     "potential of 24.1 mV is 3.0 times its threshold, and all fibres fire.")


def test_the_potentials_stay_inside_their_panels():
    for trace in map(run, (*PRESETS, *along(Junction))):
        assert 0.0 <= trace.epp_mV.min()
        assert trace.epp_mV[:SHOWN_IMPULSES].max() <= FIGURE.stage.axes["train"].get_ylim()[1]
        assert max(trace.first_epp_mV.max(), trace.last_epp_mV.max()) <= FIGURE.stage.axes["epp"].get_ylim()[1]


@pytest.mark.parametrize("impulses", [1, 10, 300])
def test_the_picture_shows_which_fibres_followed_the_train(impulses):
    trace = Junction(receptors_percent=35.0, impulses=impulses).run()
    FIGURE.show(trace)
    shown = min(impulses, SHOWN_IMPULSES)
    np.testing.assert_array_equal(trace.impulse_numbers, np.arange(1, impulses + 1))
    fired = np.asarray(FIGURE._raster.get_array())
    np.testing.assert_array_equal(fired[:, :shown] == 1.0, trace.raster[:shown].T)
    assert not fired[:, shown:].any()
    # The peaks end where the fibres below them end.
    low, high = FIGURE.stage.axes["train"].get_xlim()
    assert (low, high) == FIGURE.stage.axes["raster"].get_xlim() and SHOWN_IMPULSES < high < SHOWN_IMPULSES + 1


def test_the_shade_reaches_from_the_lowest_threshold_to_the_highest():
    trace = Junction(threshold_mV=12.0).run()
    FIGURE.show(trace)
    for band in FIGURE._bands:
        assert band.get_y() == pytest.approx(trace.thresholds_mV.min())
        assert band.get_y() + band.get_height() == pytest.approx(trace.thresholds_mV.max())


def test_the_cursor_reads_both_potentials_and_not_the_trains_peaks():
    trace = Junction(receptors_percent=35.0).run()
    FIGURE.show(trace)
    assert FIGURE.stage.readings(2.0) == [
        ("first", pytest.approx(np.interp(2.0, trace.t_ms, trace.first_epp_mV)), "mV"),
        ("last of the train", pytest.approx(np.interp(2.0, trace.t_ms, trace.last_epp_mV)), "mV")]
