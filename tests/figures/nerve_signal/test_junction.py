"""The picture of the junction: is what its sentence says true, and is the train drawn as it was?"""

from __future__ import annotations

import math
import re
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muscle_lib.figures.nerve_signal import JunctionFigure
from muscle_lib.figures.nerve_signal.junction import SHOWN_IMPULSES
from muscle_lib.figures.words import fibres
from muscle_lib.models.nerve_signal import JUNCTION_PRESETS, Junction
from muscle_lib.quantity import quantities
from tests.figures.nerve_signal import name_of
from tests.sentences import complaints, numbers

FIGURE = JunctionFigure()
SLIDERS = {name: record for name, record in quantities(Junction).items() if not record.fixed}

#: A setting for each verdict, and how its sentence ends.
STATES = {
    "paralysed": (Junction(release_machinery_percent=5.0), "The muscle is as good as paralysed."),
    "fades": (Junction(receptors_percent=35.0), "The response fades."),
    "more than doubles": (Junction(calcium_entry_percent=67.0, rate_Hz=30.0, impulses=60),
                          "The response more than doubles during the train."),
    "grows with effort": (Junction(release_machinery_percent=30.0, rate_Hz=30.0, impulses=60),
                          "The response grows during the train."),
    "all fibres fire": (Junction(), "The muscle hardly notices."),
    "some fibres fail": (Junction(calcium_entry_percent=77.0, rate_Hz=30.0, impulses=60), "Some of the fibres fail."),
}


def share(words: str) -> tuple[float, float]:
    """The range that “all fibres”, “no fibres” or “12 % of the fibres” stands for, in per cent."""
    if "all fibres" in words:
        return 99.5, 100.0
    if "no fibres" in words:
        return 0.0, 0.5
    found = re.search(r"(\d+) % of the fibres", words)
    return float(found[1]) - 0.501, float(found[1]) + 0.501


def lies(model: Junction) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = model.run()
    words = FIGURE.describe(trace)
    found = complaints(words)

    def claim(what: str, true: bool) -> None:
        if not true:
            found.append(f"not true: {what}: “{words}” {name_of(model)}")

    def between(said: str, fraction: float) -> bool:
        low, high = share(said)
        return low <= 100.0 * fraction <= high

    first, _, rest = words.partition(" fire. ")
    quanta, epp_mV, factor = numbers(first)[:3]
    claim("the quanta", abs(quanta - trace.quanta[0]) <= 0.051)
    claim("the potential", abs(epp_mV - trace.first_epp_mV.max()) <= 0.051)
    claim("the factor", abs(factor - trace.first_epp_mV.max() / model.threshold_mV) <= 0.051)
    claim("the fibres of the first", between(first.rpartition(" and ")[2], trace.fraction_fired[0]))
    # The 30 fibres of the picture agree with the fraction.
    claim("the picture", abs(trace.raster[0].mean() - trace.fraction_fired[0]) <= 1.0 / 30.0)
    claim("a train is a train", bool(rest) == (model.impulses > 1))
    if rest:
        last, _, verdict = rest.partition(" fire. ")
        claim("how many", int(numbers(last)[0]) == model.impulses == len(trace.epp_mV))
        claim("the last potential", abs(numbers(last)[1] - trace.epp_mV[-1]) <= 0.051)
        claim("the fibres of the last", between(last.rpartition(": ")[2], trace.fraction_fired[-1]))
        start, end = trace.fraction_fired[0], trace.fraction_fired[-1]
        if "paralysed" in verdict:
            claim("paralysed", max(start, end) < 0.05)
        elif "fades" in verdict:
            fourth = trace.fraction_fired[3] if model.impulses > 3 else end
            claim("fades", min(fourth, end) < 0.9 * start + 1e-9)
        elif "doubles" in verdict:
            claim("doubles", end > 2.0 * start)
        elif "grows" in verdict:
            claim("grows", 1.25 * start <= end <= 2.0 * start)
        elif "hardly" in verdict:
            claim("hardly anything is lost", trace.fraction_fired.min() >= 0.95)
        else:
            claim("some fail", trace.fraction_fired.min() < 0.95)
    return found


def test_no_verdict_is_left_out():
    from muscle_lib.figures.nerve_signal import junction

    assert STATES.keys() == junction._VERDICTS.keys()


@pytest.mark.parametrize("state", STATES)
def test_the_sentence_for_every_state(state):
    model, end = STATES[state]
    assert model.run().state == state
    assert FIGURE.describe(model.run()).endswith(end)
    assert lies(model) == []


@pytest.mark.parametrize(("name", "part"), list(product(SLIDERS, (0.0, 0.25, 0.5, 0.75, 1.0))))
def test_the_sentence_is_true_along_every_slider(name, part):
    record = SLIDERS[name]
    value = record.low + part * (record.high - record.low)
    assert lies(Junction(**{name: round(value) if record.is_whole else value})) == []


@pytest.mark.parametrize(("one", "other"), list(combinations(SLIDERS, 2)))
def test_the_sentence_is_true_in_every_corner_of_two_sliders(one, other):
    for low_high in product(*((SLIDERS[name].low, SLIDERS[name].high) for name in (one, other))):
        assert lies(Junction(**dict(zip((one, other), low_high, strict=True)))) == []


@pytest.mark.parametrize("preset", JUNCTION_PRESETS, ids=name_of)
def test_the_sentence_is_true_for_every_preset(preset):
    assert lies(preset.model) == []


@given(st.fixed_dictionaries({}, optional={
    name: st.integers(record.low, record.high) if record.is_whole else st.floats(record.low, record.high)
    for name, record in SLIDERS.items()}))
def test_the_sentence_is_true_anywhere(change):
    assert lies(Junction(**change)) == []


@pytest.mark.parametrize(("fraction", "words"), [
    (1.0, "all fibres"), (0.995, "all fibres"), (0.994, "99 % of the fibres"), (0.5, "50 % of the fibres"),
    (0.006, "1 % of the fibres"), (0.005, "no fibres"), (0.0, "no fibres")])
def test_a_fraction_of_the_fibres_in_words(fraction, words):
    assert fibres(fraction) == words


def test_the_curves_and_the_fibres_are_the_traces_arrays():
    trace = Junction(receptors_percent=35.0, rate_Hz=30.0, impulses=20).run()
    FIGURE.show(trace)
    np.testing.assert_array_equal(FIGURE._first.get_ydata(), trace.first_epp_mV)
    np.testing.assert_array_equal(FIGURE._last.get_ydata(), trace.last_epp_mV)
    np.testing.assert_array_equal(FIGURE._peaks.get_ydata(), trace.epp_mV)
    fired = np.asarray(FIGURE._raster.get_array())
    np.testing.assert_array_equal(fired[:, :20], trace.raster.T)
    assert not fired[:, 20:].any()
    for band in FIGURE._bands:
        assert band.get_y() == trace.thresholds_mV[0]
        assert band.get_y() + band.get_height() == pytest.approx(trace.thresholds_mV[-1])


def test_a_long_train_is_shown_up_to_the_pictures_end():
    trace = Junction(impulses=300, rate_Hz=30.0).run()
    FIGURE.show(trace)
    np.testing.assert_array_equal(FIGURE._peaks.get_ydata(), trace.epp_mV[:SHOWN_IMPULSES])
    assert FIGURE._peaks.get_xdata()[-1] < FIGURE.stage.axes["train"].get_xlim()[1]
    assert "The last of 300 impulses" in FIGURE.describe(trace)


@pytest.mark.parametrize("name", SLIDERS)
def test_the_potentials_stay_inside_their_panels(name):
    for end in (SLIDERS[name].low, SLIDERS[name].high):
        trace = Junction(**{name: end}).run()
        for panel in ("epp", "train"):
            low, high = FIGURE.stage.axes[panel].get_ylim()
            assert low <= trace.epp_mV.min() and trace.epp_mV.max() < high
            assert trace.thresholds_mV[-1] < high
        # What is cut off on the right is the tail.
        still_mV = np.interp(FIGURE.stage.axes["epp"].get_xlim()[1], trace.t_ms, trace.first_epp_mV)
        assert still_mV < 0.3 * max(trace.epp_first_mV, 1.0)
        assert math.isfinite(still_mV)
