"""The picture of the lesion: is what its sentence says true, and do the dots lie where the run put them?"""

from __future__ import annotations

import re
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muscle_lib.figures.nerve_signal import LesionFigure
from muscle_lib.models.nerve_signal import MYELINATED_PRESETS, MyelinatedAxon
from muscle_lib.models.nerve_signal.node import ARRIVAL_mV
from muscle_lib.quantity import quantities
from tests.figures.nerve_signal import name_of
from tests.sentences import complaints, numbers

FIGURE = LesionFigure()
SLIDERS = {name: record for name, record in quantities(MyelinatedAxon).items() if not record.fixed}

#: A setting for each kind of sentence, the state it is in, and how the sentence begins.
STATES = [
    ("at rest", MyelinatedAxon(pulses=0), "Nothing is sent: the axon rests."),
    ("no impulse", MyelinatedAxon(na_channels_percent=0.0), "No impulse sets out"),
    ("dies out", MyelinatedAxon(na_channels_percent=26.0), "The impulse dies out: node "),
    ("blocked", MyelinatedAxon(myelin_percent=3.0), "Blocked: node 20 is the last that fires; two nodes on, the "),
    ("some impulses blocked", MyelinatedAxon(myelin_percent=5.0, pulses=3, rate_Hz=1000.0),
     "Of 3 impulses that set out only 2 got through: the 2 damaged internodes cannot follow so fast."),
    ("some impulses blocked", MyelinatedAxon(na_channels_percent=27.0, pulses=20, rate_Hz=1000.0),
     "Of 20 impulses that set out only 10 got through: the axon cannot follow so fast."),
    ("conducts", MyelinatedAxon(), "Every node fires, one after the other, at 49.2 m/s: no myelin is damaged."),
    ("conducts", MyelinatedAxon(myelin_percent=90.0), "The impulse gets through; the 2 damaged internodes took 4"),
    ("slowed", MyelinatedAxon(myelin_percent=50.0, damaged_internodes=1),
     "The impulse gets through; the damaged internode took 26 µs, 1.3 times as long as healthy ones."),
    ("slowed", MyelinatedAxon(myelin_percent=50.0, pulses=5), "All 5 impulses get through; the 2 damaged internodes"),
    ("slowed", MyelinatedAxon(myelin_percent=50.0, pulses=20, rate_Hz=1000.0, temperature_C=25.0),
     "Of 20 pulses only 10 set off an impulse, and these get through; the 2 damaged internodes took"),
    ("slowed", MyelinatedAxon(myelin_percent=2.0, damaged_internodes=1), "The impulse gets through, 417 µs late"),
]


def fired(trace, node: int) -> int:
    """How many impulses pass a node, counted on the stored voltages."""
    v = trace.v_mV[:, node]
    return int(((v[:-1] < ARRIVAL_mV) & (v[1:] >= ARRIVAL_mV)).sum())


def lies(model: MyelinatedAxon) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = model.run()
    words = FIGURE.describe(trace)
    found = complaints(words)

    def claim(what: str, true: bool) -> None:
        if not true:
            found.append(f"not true: {what}: “{words}” {name_of(model)}")

    said = numbers(words)
    if words.startswith("Nothing"):
        claim("nothing is sent", not trace.impulses_at.any())
    elif words.startswith("No impulse"):
        claim("none sets out", not trace.impulses_at[5:].any())
    elif words.startswith(("The impulse dies out", "Blocked")):
        last = int(said[0])
        claim("the last node", trace.impulses_at[last] > 0 and not trace.impulses_at[last + 1:].any())
        claim("nothing arrives", not fired(trace, 38))
        at_damage = model.myelin_percent < 100.0 and 18 <= last <= 20 + model.damaged_internodes
        claim("where", words.startswith("Blocked") == at_damage)
        if at_damage:
            claim("two nodes on", abs(said[1] - trace.peaks_mV[last + 2]) <= 0.5)
    elif " set out only" in words:
        claim("set out", int(said[0]) == trace.impulses_at[5])
        claim("got through", int(said[1]) == trace.impulses_at[38] < trace.impulses_at[5])
        if "damaged" in words:
            claim("they came to the lesion", trace.impulses_at[17] == trace.impulses_at[5])
            claim("there is one", model.myelin_percent < 100.0)
    elif words.startswith("Every node"):
        claim("no damage", model.myelin_percent == 100.0)
        claim("every node", (trace.impulses_at[1:39] >= 1).all())
        took_ms = trace.arrivals_ms[0, 30] - trace.arrivals_ms[0, 10]
        claim("the velocity", abs(said[0] - (trace.x_mm[30] - trace.x_mm[10]) / took_ms) <= 0.051)
    else:
        claim("all get through", trace.impulses_at[38] >= trace.impulses_at[5])
        claim("how many", words.startswith("The impulse") == (trace.pulses == trace.impulses_at[38] == 1))
        if words.startswith("All"):
            claim("all", int(said[0]) == trace.pulses == trace.impulses_at[38])
        if words.startswith("Of"):
            claim("not all", int(said[0]) == trace.pulses > int(said[1]) == trace.impulses_at[38])
        claim("there is damage", model.myelin_percent < 100.0)
        after = 20 + model.damaged_internodes
        took_us = 1000.0 * (trace.arrivals_ms[0, after] - trace.arrivals_ms[0, 20])
        if "jumps" in words:
            claim("a silent node", not trace.impulses_at[20:after + 1].all())
        else:
            claim("the time", abs(float(re.search(r"took (\d+) µs", words)[1]) - took_us) <= 0.51)
            healthy_us = 1000.0 * model.damaged_internodes * (trace.arrivals_ms[0, 16] - trace.arrivals_ms[0, 6]) / 10
            claim("times", abs(float(re.search(r"([\d.]+) times", words)[1]) - took_us / healthy_us) <= 0.051)
    return found


@pytest.mark.parametrize(("state", "model", "beginning"), STATES, ids=name_of)
def test_the_sentence_for_every_state(state, model, beginning):
    assert model.run().state == state
    assert FIGURE.describe(model.run()).startswith(beginning)
    assert lies(model) == []


@pytest.mark.parametrize(("name", "share"), list(product(SLIDERS, (0.0, 0.25, 0.5, 0.75, 1.0))))
def test_the_sentence_is_true_along_every_slider(name, share):
    record = SLIDERS[name]
    value = record.low + share * (record.high - record.low)
    assert lies(MyelinatedAxon(**{name: round(value) if record.is_whole else value})) == []


@pytest.mark.parametrize(("one", "other"), list(combinations(SLIDERS, 2)))
def test_the_sentence_is_true_in_every_corner_of_two_sliders(one, other):
    for low_high in product(*((SLIDERS[name].low, SLIDERS[name].high) for name in (one, other))):
        assert lies(MyelinatedAxon(**dict(zip((one, other), low_high, strict=True)))) == []


@pytest.mark.parametrize("preset", MYELINATED_PRESETS, ids=name_of)
def test_the_sentence_is_true_for_every_preset(preset):
    assert lies(preset.model) == []


@given(st.fixed_dictionaries({"myelin_percent": st.floats(1.0, 12.0)}, optional={
    name: st.integers(record.low, record.high) if record.is_whole else st.floats(record.low, record.high)
    for name, record in SLIDERS.items() if name != "myelin_percent"}))
def test_the_sentence_is_true_around_the_block(change):
    assert lies(MyelinatedAxon(**change)) == []


def test_the_dots_are_the_traces_arrays_and_the_line_ends_where_the_impulse_does():
    for percent in (100.0, 10.0, 3.0):
        trace = MyelinatedAxon(myelin_percent=percent).run()
        FIGURE.show(trace)
        lines = {curve.label: curve.line.get_ydata() for curve in FIGURE.stage._curves}
        np.testing.assert_array_equal(lines["highest potential"], trace.peaks_mV)
        np.testing.assert_array_equal(lines["arrival of the first impulse"], trace.arrivals_ms[0])
        assert np.isfinite(trace.arrivals_ms[0]).sum() == (41 if percent > 4.0 else trace.reached_node + 1)


@pytest.mark.parametrize(("damaged", "percent"), [(1, 50.0), (2, 50.0), (5, 3.0), (2, 100.0)])
def test_the_shade_covers_the_damage_and_only_where_there_is_some(damaged, percent):
    FIGURE.show(MyelinatedAxon(damaged_internodes=damaged, myelin_percent=percent).run())
    for shade in FIGURE._shades:
        assert (shade.get_x(), shade.get_width()) == (20, damaged)
        assert (shade.get_alpha() > 0.0) == (percent < 100.0)
    assert FIGURE._damage.get_text() == ("thin myelin" if percent < 100.0 else "")


@pytest.mark.parametrize("name", SLIDERS)
def test_the_dots_stay_inside_their_panels(name):
    for end in (SLIDERS[name].low, SLIDERS[name].high):
        trace = MyelinatedAxon(**{name: end}).run()
        low, high = FIGURE.stage.axes["peak"].get_ylim()
        assert low < trace.peaks_mV.min() and trace.peaks_mV.max() < high
        bottom, top = FIGURE.stage.axes["arrival"].get_ylim()
        arrivals_ms = trace.arrivals_ms[0, np.isfinite(trace.arrivals_ms[0])]
        assert top <= arrivals_ms.min(initial=top) and arrivals_ms.max(initial=top) < bottom
