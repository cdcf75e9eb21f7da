"""The sentence under the membrane's picture: is what it says true?

Each kind of sentence is taken apart again: the words and numbers that a student reads are compared with the arrays.
"""

from __future__ import annotations

import re
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muscle_lib.figures.nerve_signal import MembraneFigure
from muscle_lib.figures.words import said
from muscle_lib.models.nerve_signal import Membrane
from muscle_lib.models.nerve_signal.membrane import MembraneTrace, REST_mV
from muscle_lib.preset import all_presets
from muscle_lib.quantity import quantities
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = MembraneFigure()
SLIDERS = {name: record for name, record in quantities(Membrane).items() if not record.fixed}
COUNTS = {"No": 0, "One": 1, "Two": 2, "Three": 3, "Four": 4}

#: A setting for each kind of sentence, and how that sentence begins.
STATES = {
    "at rest": (Membrane(stimulus_nC_cm2=0.0), "Nothing is sent: the membrane rests at −65 mV."),
    "no impulse": (Membrane(stimulus_nC_cm2=5.0), "No impulse: the voltage rises only to −60 mV and comes back."),
    "one impulse": (Membrane(), "One impulse: 1.6 ms after the stimulus began; the voltage shoots up to +39 mV"),
    "several impulses": (Membrane(stimulus_nC_cm2=0.0, current_uA_cm2=10.0), "Three impulses: the first starts"),
    "swinging": (Membrane(current_uA_cm2=100.0), "One impulse, then the voltage only swings by"),
    "held depolarised": (Membrane(current_uA_cm2=160.0), "One impulse, then the current holds the voltage near"),
    "fires by itself": (Membrane(k_channels_percent=10.0), "The membrane fires by itself"),
}


def counted(words: str) -> int:
    first = words.split()[0]
    return COUNTS[first] if first in COUNTS else int(first)


def late(trace: MembraneTrace) -> np.ndarray:
    return trace.v_mV[trace.v_mV.size // 2:]


def lies(model: Membrane) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = model.run()
    words = FIGURE.describe(trace)
    sentence, _, second = words.partition(" The second pulse")
    checked = Claims(words, setting(model))
    claim, shows, found = checked.claim, checked.shows, checked.lies

    stimulated = trace.v_mV[trace.t_ms >= trace.start_ms]
    fed = trace.stimulus_uA_cm2[-1] != 0.0
    if "impulse" in sentence.split(":")[0].split(",")[0] and "by itself" not in sentence:
        claim("the count", counted(sentence) == trace.impulses)
    if "rests at" in sentence:
        claim("no stimulus", not trace.stimulus_uA_cm2.any() and not trace.impulses)
        shows(r"rests at [^ ]+", trace.v_mV[-1], 0.5, "mV")
    if "rises only" in sentence:
        shows(r"rises only to [^ ]+", stimulated.max(), 0.5, "mV")
    if "comes back" in sentence:
        claim("nothing flows any more", not fed)
    if "pulls the voltage down" in sentence:
        claim("a current pulls down", trace.stimulus_uA_cm2.min() < 0.0)
        shows(r"down to [^ ]+", stimulated.min(), 0.5, "mV")
    if "shoots up" in sentence:
        shows(r"shoots up to [^ ]+", stimulated.max(), 0.5, "mV")
        shows(r"falls to [^ ]+", stimulated[stimulated.argmax():].min(), 0.5, "mV")
        first = trace.impulse_times_ms[0]
        if "after the stimulus began" in sentence:
            shows(r"[\d.]+(?= ms after the stimulus)", first - trace.start_ms, 0.051, "ms")
        else:
            stopped = trace.start_ms + model.current_lasts_ms
            claim("a downward current has stopped", model.current_uA_cm2 < 0.0 and stopped <= first)
            shows(r"[\d.]+(?= ms after the downward)", first - stopped, 0.08, "ms")
        # A squid's axon holds about five million pmol of potassium for each cm² of its membrane.
        pmol = trace.potassium_uA_cm2[:-1].sum() * (trace.t_ms[1] - trace.t_ms[0]) / 96.485
        shows(r"\d+(?= have gone out)", pmol, 0.6, "")
    if "As long as" in sentence:
        gaps = np.diff(trace.impulse_times_ms)
        claim("the current still flows", trace.stimulus_uA_cm2[-1] > 0.0)
        claim("the impulses go on", trace.t_ms[-1] - trace.impulse_times_ms[-1] <= 1.6 * gaps.mean())
        shows(r"about \d+", 1000.0 / gaps.mean(), 0.5, "a second")
    if "hold" in sentence:
        shows(r"(holds the voltage near|lifts the voltage to) [^ ]+", late(trace).mean(), 0.5, "mV")
        claim("a steady current", trace.stimulus_uA_cm2[-1] > 0.0)
        claim("it is lifted", late(trace).mean() > REST_mV + 10.0)
        if "inactivated" in sentence:
            claim("inactivated", trace.h[trace.h.size // 2:].mean() < 0.25)
        if "swing of" in sentence:
            shows(r"swing of \d+", np.ptp(late(trace)), 0.5, "mV")
    if "only swings" in sentence:
        shows(r"swings by \d+", np.ptp(late(trace)), 0.5, "mV")
        shows(r"\d+(?= times a second)", trace.rate_Hz, 0.5, "times a second")
        claim("it stays below 0 in the end", trace.v_mV[-trace.v_mV.size // 4:].max() < 0.0)
    if "by itself" in sentence:
        before = (trace.impulse_times_ms < trace.start_ms).any()
        claim("nothing has set it off", before or not trace.stimulus_uA_cm2.any())
    claim("a second pulse is mentioned if there is one", bool(second) == (model.second_nC_cm2 > 0.0))
    if second:
        shows(r"second pulse, [\d.]+", model.second_delay_ms, 0.0501, "ms")
        after = (trace.impulse_times_ms >= trace.start_ms + model.second_delay_ms).any()
        claim("what follows it", after != ("gives none" in second))
        # With a steady current the impulse might have come anyway: no word may say that the pulse made it.
        claim("nothing about a cause", "gives an" not in second)
    return found


def test_no_kind_of_sentence_is_left_out():
    from muscle_lib.figures.nerve_signal import membrane

    assert STATES.keys() == membrane._WORDS.keys()


@pytest.mark.parametrize("state", STATES)
def test_the_sentence_for_every_state(state):
    model, beginning = STATES[state]
    trace = model.run()
    assert trace.state == state
    assert FIGURE.describe(trace).startswith(beginning)
    assert lies(model) == []


def test_the_sentence_is_true_along_every_slider():
    quarters = [Membrane(**{name: record.low + share * (record.high - record.low)})
                for name, record in SLIDERS.items() for share in (0.25, 0.75)]
    assert [lie for model in (*along(Membrane), *quarters) for lie in lies(model)] == []


def test_the_sentence_is_true_in_every_corner_of_two_sliders():
    assert [lie for corner in corners(Membrane) for lie in lies(corner)] == []


def test_the_sentence_is_true_for_every_preset():
    assert [lie for preset in all_presets(Membrane).values() for lie in lies(preset.model)] == []


@pytest.mark.parametrize("change", [
    {"current_uA_cm2": 2.0, "stimulus_nC_cm2": 0.0},  # below threshold, and it goes on flowing
    {"current_uA_cm2": 55.1},  # four impulses, and then only swings
    {"current_uA_cm2": 140.7},  # held, with a swing that is only just small enough
    {"current_uA_cm2": -10.0, "current_lasts_ms": 20.0, "stimulus_nC_cm2": 0.0},  # it fires when let go
    {"current_uA_cm2": 10.0, "second_nC_cm2": 1.0},  # it would have fired without the second pulse
    {"na_channels_percent": 0.0, "stimulus_nC_cm2": 0.5},  # drifts down by more than the pulse lifts it
    {"k_channels_percent": 10.0, "second_nC_cm2": 5.0},  # fires by itself, second pulse or not
], ids=str)
def test_the_sentence_is_true_where_it_is_hard(change):
    assert lies(Membrane(**change)) == []


@given(st.fixed_dictionaries({}, optional={
    name: st.one_of(st.sampled_from([record.low, record.high]), st.floats(record.low, record.high))
    for name, record in SLIDERS.items()}))
def test_the_sentence_is_true_anywhere(change):
    assert lies(Membrane(**change)) == []


@pytest.mark.parametrize(("value", "words"), [
    (-65.4, "−65 mV"), (38.6, "+39 mV"), (0.4, "0 mV"), (-0.4, "0 mV"), (0.0, "0 mV"), (100.2, "+100 mV"),
    (-100.0, "−100 mV"), (-10.4, "−10 mV"), (10.0, "+10 mV")])
def test_a_voltage_has_a_true_minus_and_no_signed_zero(value, words):
    assert said(SimpleNamespace(peak_mV=value), "peak_mV", plus=True) == words


def test_the_axis_of_the_stimulus_says_that_it_is_logarithmic():
    axes = FIGURE.stage.axes["stimulus"]
    ticks = [0, 10, 100, 1000]
    assert axes.get_yscale() == "symlog" and axes.get_yticks().tolist() == ticks
    (words,) = (text.get_text() for text in axes.texts)
    assert [int(number) for number in re.findall(r"\d+", words)] == ticks


@pytest.mark.parametrize("name", SLIDERS)
def test_the_voltage_stays_inside_its_panel(name):
    for end in (SLIDERS[name].low, SLIDERS[name].high):
        trace = Membrane(**{name: end}).run()
        low, high = FIGURE.stage.axes["voltage"].get_ylim()
        assert low <= trace.v_mV.min() and trace.v_mV.max() <= high
        bottom, top = FIGURE.stage.axes["stimulus"].get_ylim()
        assert bottom <= trace.stimulus_uA_cm2.min() and trace.stimulus_uA_cm2.max() <= top
        top = FIGURE.stage.axes["conductance"].get_ylim()[1]
        assert max(trace.g_Na_mS_cm2.max(), trace.g_K_mS_cm2.max()) <= top
