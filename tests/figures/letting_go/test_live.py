"""The live relief lab's monitor is chapter 6's; here it must stay true while remedies act."""

from __future__ import annotations

import pytest

from muscle_lib.figures.letting_go import LiveReliefFigure
from muscle_lib.models.letting_go import LiveRelief
from tests.figures.hyperexcitability.test_live import lies

FIGURE = LiveReliefFigure()


@pytest.mark.parametrize("action", [action.key for action in LiveRelief.actions])
def test_the_sentence_is_true_before_and_after_each_button(action):
    model = LiveRelief()
    muscle = model.start()
    muscle.do("set_off")
    muscle.advance(model, 9000)
    false = lies(muscle.trace)
    muscle.do(action)
    for _ in range(4):
        muscle.advance(model, 500)
        false += lies(muscle.trace)
        FIGURE.show(muscle.trace)
        assert FIGURE.stage.png(moving=True).startswith(b"\x89PNG")
    assert false == []


def test_what_hands_hold_back_is_told_as_long_as_it_lasts():
    model = LiveRelief()
    muscle = model.start()
    assert muscle.trace.inhibition_eu == 0.0
    told = []
    for action in ("massage", "tap_the_tendon", "", ""):
        if action:
            muscle.do(action)
        muscle.advance(model, 100 if action else 5000)
        told.append(muscle.trace.inhibition_eu)
    assert told == [2.0, 22.0, 2.0, 0.0]
