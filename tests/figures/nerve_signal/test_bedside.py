"""The strips of the bedside test: is what the sentence says true, and does it keep the diagnosis to itself?"""

from __future__ import annotations

import re
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muscle_lib.figures.nerve_signal import BedsideFigure
from muscle_lib.models.nerve_signal import JUNCTION_PRESETS, PATIENTS, Bedside
from muscle_lib.quantity import quantities
from tests.figures.nerve_signal import name_of
from tests.figures.nerve_signal.test_junction import share
from tests.sentences import complaints

FIGURE = BedsideFigure()
SLIDERS = quantities(Bedside)
#: All the junction's presets, as patients.
CASES = {preset.name: Bedside(**{name: getattr(preset.model, name) for name in SLIDERS})
         for preset in JUNCTION_PRESETS}


def lies(model: Bedside) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = model.run()
    words = FIGURE.describe(trace)
    found = complaints(words)

    def claim(what: str, true: bool) -> None:
        if not true:
            found.append(f"not true: {what}: “{words}” {name_of(model)}")

    if words.startswith("Hardly any"):
        claim("hardly any", max(trace.slow[0], trace.fast[-1]) < 0.05)
        return found
    rest, change, after = words.split(". ", 2)
    fast, effort = after.split("; ")
    for said, fraction in ((rest, trace.slow[0]), (fast, trace.fast[-1]), (effort, trace.after_effort[0])):
        low, high = share(said)
        claim(said, low <= 100.0 * fraction <= high)
    ratio = trace.slow[3] / trace.slow[0] if trace.slow[0] >= 0.01 else 1.0
    if "stays as it is" in change:
        claim("stays", abs(ratio - 1.0) < 0.01)
    else:
        by = float(re.search(r"by (\d+) %", change)[1])
        claim("changes", abs(by - 100.0 * abs(1.0 - ratio)) <= 0.501)
        claim("falls or grows", ("falls" in change) == (ratio < 1.0))
    return found


@pytest.mark.parametrize("name", CASES)
def test_the_sentence_is_true_for_every_patient(name):
    assert lies(CASES[name]) == []


@pytest.mark.parametrize(("name", "part"), list(product(SLIDERS, (0.0, 0.5, 1.0))))
def test_the_sentence_is_true_along_every_quantity(name, part):
    record = SLIDERS[name]
    assert lies(Bedside(**{name: record.low + part * (record.high - record.low)})) == []


@given(st.fixed_dictionaries({}, optional={
    name: st.floats(record.low, record.high) for name, record in SLIDERS.items()}))
def test_the_sentence_is_true_anywhere(change):
    assert lies(Bedside(**change)) == []


@pytest.mark.parametrize("preset", PATIENTS, ids=name_of)
def test_nothing_in_the_picture_names_the_disease(preset):
    FIGURE.show(preset.model.run())
    told = FIGURE.describe(preset.model.run()) + " ".join(
        text.get_text() for axes in FIGURE.stage.axes.values() for text in axes.texts)
    assert not re.search(r"myasth|eaton|botul|health|curare|receptor|calcium", told, re.IGNORECASE)


def test_the_strips_are_the_traces_arrays():
    trace = PATIENTS[0].model.run()
    FIGURE.show(trace)
    for name, strip, rate_Hz in (("slow", trace.slow, 3.0), ("fast", trace.fast, 30.0),
                                 ("after", trace.after_effort, 3.0)):
        x, y = FIGURE._strips[name].get_data()
        np.testing.assert_array_equal(y[1::3], strip)
        assert (y[0::3] == 0.0).all() and np.isnan(y[2::3]).all(), "each spike stands on the floor, by itself"
        np.testing.assert_allclose(x[1::3], np.arange(len(strip)) / rate_Hz)
        left, right = FIGURE.stage.axes[name].get_xlim()
        assert left < x.min() and x.max() < right and np.nanmax(y) < FIGURE.stage.axes[name].get_ylim()[1]
