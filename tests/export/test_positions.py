"""Which places a slider of a page has."""

from __future__ import annotations

import pytest

from muscle_lib.export.positions import FEWEST, MOST, positions
from muscle_lib.models import every_model
from muscle_lib.models.nerve_signal import Membrane
from muscle_lib.quantity import Choice, quantities
from muscle_lib.widgets.control import own_steps

SLIDERS = [(model, record) for model in every_model() for record in quantities(model).values() if not record.fixed]


@pytest.mark.parametrize("model", sorted({model for model, _ in SLIDERS}, key=lambda model: model.__name__),
                         ids=lambda model: model.__name__)
def test_start_and_both_ends_are_among_few_allowed_places(model):
    for record in quantities(model).values():
        if record.fixed:
            continue
        places = positions(record, record.default)
        assert record.default in places and [record.check(place) for place in places] == places
        if isinstance(record, Choice):
            assert places == list(record.options)
            continue
        assert (places[0], places[-1]) == (record.low, record.high) and places == sorted(set(places))
        steps = own_steps(record)
        assert len(places) >= min(FEWEST, len(steps)) and len(places) <= MOST
        if record.scale == "linear":
            assert set(places) <= {*steps, record.default}


def test_what_a_lesson_sets_is_among_them_as_far_as_there_is_room():
    record = quantities(Membrane)["temperature_C"]
    places = positions(record, record.default, [11.5, 18.5])
    assert {11.5, 18.5} <= set(places) and len(places) <= MOST
    many = [round(0.5 * each + 0.25, 2) for each in range(40)]
    assert FEWEST <= len(positions(record, record.default, many)) <= MOST
