"""Random walks: whatever a student does, one thing after another, what is on screen stays in agreement."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muscle_lib.quantity import quantities
from tests.widgets.hands import PRESETS, Wave, assert_agrees, assert_picture_agrees, wave_explorer

RECORDS = {name: record for name, record in quantities(Wave).items() if not record.fixed}


def values(name: str) -> st.SearchStrategy:
    """Good values and bad ones; among the good ones also those at which the model itself fails."""
    record = RECORDS[name]
    if record.is_whole:
        return st.integers(record.low - 2, record.high + 2)
    ends = [record.low, record.high, record.default, record.low - 1, record.high + 1, float("nan")]
    return st.one_of(st.sampled_from(ends), st.floats(record.low, record.high))


ACTIONS = st.one_of(
    *(st.tuples(st.sampled_from(["set", "slider", "field"]), st.just(name), values(name)) for name in RECORDS),
    st.tuples(st.just("preset"), st.sampled_from([preset.name for preset in PRESETS])),
    st.tuples(st.sampled_from(["reset", "pin", "more", "inside"])),
)


def act(explorer, action: tuple) -> None:
    """Do one thing that a student can do."""
    kind, *what = action
    if kind == "set":
        try:
            explorer.set(**{what[0]: what[1]})
        except ValueError as problem:
            assert RECORDS[what[0]].label in str(problem)
    elif kind in ("slider", "field"):
        control = explorer._controls.get(what[0])
        if control is not None:  # it may still be under “More”
            if kind == "slider":
                control._slider.value = what[1]
            else:
                control._number.value = f"{what[1]}"
    elif kind == "preset":
        explorer._preset_buttons[what[0]].click()
    elif kind in ("more", "inside"):
        button = {"more": explorer._more, "inside": explorer._inside}[kind]
        button.value = not button.value
    else:
        {"reset": explorer._reset, "pin": explorer._pin}[kind].click()


@settings(max_examples=40)
@given(st.lists(ACTIONS, min_size=1, max_size=12))
def test_after_any_walk_everything_agrees(walk):
    explorer = wave_explorer()
    start = explorer._picture.value
    for action in walk:
        before = (explorer.model, explorer._picture.value, explorer._sentence.value)
        act(explorer, action)
        # Sliders and fields never show anything but what is wanted.
        for name, control in explorer._controls.items():
            assert float(control._number.value) == explorer._wanted[name]
        for name, record in RECORDS.items():
            assert record.low <= explorer._wanted[name] <= record.high
        if explorer.problem and action[0] != "pin":
            assert (explorer.model, explorer._picture.value, explorer._sentence.value) == before
    assert (explorer._pin.description == "Unpin") == explorer._figure.stage.is_pinned
    if not explorer.problem:
        assert explorer.model == dataclasses.replace(Wave(), **explorer._wanted)
        assert_agrees(explorer)
        assert_picture_agrees(explorer)
    # And Reset is always the way home.
    explorer._reset.click()
    assert explorer.model == Wave()
    assert_agrees(explorer)
    assert explorer._picture.value == start


@pytest.mark.parametrize("kind", ["set", "slider", "field", "preset", "reset", "pin", "more", "inside"])
def test_the_walks_can_do_everything(kind):
    """A kind of action that never happened would never be tested."""
    from hypothesis import find

    assert find(ACTIONS, lambda action: action[0] == kind)[0] == kind
