"""The picture of chance: bars, line and sentence say what was drawn."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muscle_lib.figures.nerve_signal import QuantaFigure
from muscle_lib.models.nerve_signal import QuantaCount
from muscle_lib.quantity import quantities
from tests.figures.nerve_signal import name_of
from tests.sentences import complaints, numbers

FIGURE = QuantaFigure()
SLIDERS = quantities(QuantaCount)


def lies(model: QuantaCount) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = model.run()
    words = FIGURE.describe(trace)
    said = numbers(words)
    true = [len(trace.quanta), (trace.quanta == 0).sum(), np.exp(-trace.mean_expected) * len(trace.quanta),
            trace.quanta.mean()]
    if (trace.quanta > 12).any():
        true += [12, (trace.quanta > 12).sum()]
    found = complaints(words)
    # The expected failures are rounded to whole impulses, the mean to two decimals; the others are counts.
    within = [0, 0, 0.501, 0.00501, 0, 0][:len(true)]
    if len(said) != len(true) or (np.abs(np.array(said) - true) > within).any():
        found.append(f"not true: “{words}” {name_of(model)}")
    return found


@pytest.mark.parametrize("state, calcium", [("never fails", 1.2), ("fails now and then", 0.5), ("fails often", 0.35),
                                            ("mostly fails", 0.2)])
def test_the_sentence_for_every_state(state, calcium):
    model = QuantaCount(Ca_out_mM=calcium, impulses=1000)
    assert model.run().state == state and lies(model) == []


@pytest.mark.parametrize(("name", "part"), list(product(SLIDERS, (0.0, 0.25, 0.5, 0.75, 1.0))))
def test_the_sentence_is_true_along_every_slider(name, part):
    record = SLIDERS[name]
    value = record.low + part * (record.high - record.low)
    assert lies(QuantaCount(**{name: round(value) if record.is_whole else value})) == []


@given(st.fixed_dictionaries({}, optional={
    name: st.integers(record.low, record.high) if record.is_whole else st.floats(record.low, record.high)
    for name, record in SLIDERS.items()}))
def test_the_sentence_is_true_anywhere(change):
    assert lies(QuantaCount(**change)) == []


@pytest.mark.parametrize("impulses", [10, 200, 2000])
def test_the_bars_are_the_counts_scaled_to_200_impulses(impulses):
    trace = QuantaCount(impulses=impulses).run()
    FIGURE.show(trace)
    for k, bar in enumerate(FIGURE._bars):
        assert bar.get_height() == pytest.approx(200.0 / impulses * (trace.quanta == k).sum())
        assert bar.get_x() + bar.get_width() / 2.0 == pytest.approx(k)
    expected = FIGURE._chance.get_ydata()
    assert expected[0] == pytest.approx(200.0 * trace.failures_expected)
    assert len(expected) == min(int(trace.quanta.max()), 12) + 1
    assert max(bar.get_height() for bar in FIGURE._bars) < FIGURE.stage.axes["count"].get_ylim()[1]
