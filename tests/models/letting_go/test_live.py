"""The live relief lab: each button moves what it says, as soon as it says, and no sooner."""

from __future__ import annotations

import copy
from functools import cache

import numpy as np
import pytest

from muscle_lib.models.hyperexcitability import LiveCramp, LiveCrampRun
from muscle_lib.models.letting_go import REMEDIES, LiveRelief

MUSCLE = LiveRelief()
HELPS_AT_ONCE = {"stretch": 1.0, "stand_on_it": 1.0, "tense_the_opposite_muscle": 8.0}
DOES_NOTHING = ("rest", "water", "salt_drink", "magnesium", "quinine")


def cramping() -> LiveCrampRun:
    return copy.deepcopy(_cramping())


@cache
def _cramping() -> LiveCrampRun:
    muscle = MUSCLE.start()
    muscle.do("set_off")
    muscle.advance(MUSCLE, 14_000)
    assert muscle.trace.state == "cramp"
    return muscle


def lasts_s(action: str | None) -> float:
    """How long the cramp goes on after an action."""
    muscle, passed_s = cramping(), 0.0
    if action:
        muscle.do(action)
    while muscle.trace.emg_now_percent > 3.0 and passed_s < 80.0:
        muscle.advance(MUSCLE, 500)
        passed_s += 0.5
    return passed_s


@pytest.fixture(scope="module")
def untreated_s() -> float:
    return lasts_s(None)


def test_a_cramp_is_set_off_by_a_command_that_ends_by_itself():
    muscle = MUSCLE.start()
    muscle.do("set_off")
    muscle.advance(MUSCLE, 2000)
    assert muscle.trace.command_now_percent == MUSCLE.drive_percent
    muscle.advance(MUSCLE, 3000)
    assert muscle.trace.command_now_percent == 0.0
    muscle.advance(MUSCLE, 5000)
    assert muscle.trace.state == "cramp"


@pytest.mark.parametrize(("action", "within_s"), HELPS_AT_ONCE.items())
def test_what_acts_at_once_ends_it(action, within_s, untreated_s):
    assert lasts_s(action) <= within_s < untreated_s


@pytest.mark.parametrize("action", DOES_NOTHING)
def test_what_cannot_act_in_time_changes_nothing_at_all(action, untreated_s):
    """Not until the cramp is over, and ten seconds more."""
    muscle = cramping()
    muscle.do(action)
    for left_alone in emg_left_alone(untreated_s):
        muscle.advance(MUSCLE, 10_000)
        assert np.array_equal(muscle.trace.emg_size_percent, left_alone, equal_nan=True)
    assert muscle.trace.emg_now_percent <= 3.0


@cache
def emg_left_alone(for_s: float) -> list[np.ndarray]:
    """What is on the screen every ten seconds, while nothing is done."""
    muscle, seen = cramping(), []
    for _ in range(int(for_s / 10.0) + 2):
        muscle.advance(MUSCLE, 10_000)
        seen.append(muscle.trace.emg_size_percent.copy())
    return seen


def test_massage_shortens_it_and_pickle_juice_only_from_half_a_minute_on(untreated_s):
    assert lasts_s("massage") < untreated_s
    plain, juice = cramping(), cramping()
    juice.do("pickle_juice")
    for seconds, same in ((29, True), (10, False)):
        for muscle in (plain, juice):
            muscle.advance(MUSCLE, 1000 * seconds)
        assert (plain.trace.emg_now_percent == juice.trace.emg_now_percent) == same
    assert juice.trace.emg_now_percent < plain.trace.emg_now_percent


def test_after_a_stretch_the_muscle_can_be_short_again_without_a_cramp():
    muscle = cramping()
    muscle.do("stretch")
    muscle.advance(MUSCLE, 5000)
    muscle.do("let_go")
    muscle.advance(MUSCLE, 10_000)
    assert muscle.trace.length_now == MUSCLE.length
    assert muscle.trace.emg_now_percent < 1.0


def test_every_button_says_what_it_moves_how_soon_and_how_good_the_evidence_is():
    for action in LiveRelief.actions:
        remedy = next((each for each in REMEDIES.values() if each.name.lower().replace(" ", "_") == action.key), None)
        if remedy is None:
            assert action.key in ("set_off", "let_go")
            continue
        assert f"In people: {remedy.trials.marks}. {remedy.trials.words}" in action.meaning
        assert bool(action.inhibition_eu) == (remedy.place == "inhibition")
        assert (action.lengthens_by is not None) == (remedy.place == "length")
        assert ("at once" in action.meaning) == (not remedy.moves_nothing and not remedy.delay)
    # Quinine is not to be taken for a cramp, and its button says so.
    quinine = next(action for action in LiveRelief.actions if action.label == REMEDIES["quinine"].name)
    assert "kills" in quinine.meaning and "Not recommended" in quinine.meaning


def test_it_is_chapter_6s_muscle():
    """Left alone, and with the same command, it does what chapter 6's live muscle does, to the last bit."""
    relief, cramp = MUSCLE.start(), LiveCramp().start()
    for action, other in (("set_off", "contract"), (None, "relax")):
        if action:
            relief.do(action)
        cramp.do(other)
        relief.advance(MUSCLE, 4000)
        cramp.advance(LiveCramp(), 4000)
    assert (relief.trace.force_percent == cramp.trace.force_percent).all()
    assert REMEDIES["stretch"].size > 0.0


def test_what_moves_the_foot_is_what_is_seen_whatever_was_done_before():
    """A foot that rises without a hand, beside “foot held”, would be a lie."""
    muscle, seen = cramping(), []
    for action in ("tense_the_opposite_muscle", "stand_on_it", "stretch", "massage", "let_go"):
        muscle.do(action)
        muscle.advance(MUSCLE, 20)
        seen.append(muscle.trace.doing)
    assert seen == ["opposite muscle", "standing", "stretch", "massage", "massage"]
