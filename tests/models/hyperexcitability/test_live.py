"""The muscle with reflexes as it lives on: the same as in one run, and a cramp that can be made and ended."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from muscle_lib.models.hyperexcitability import Cramp, LiveCramp, LiveCrampRun, LiveCrampTrace
from muscle_lib.models.hyperexcitability.live import LENGTH_per_s
from muscle_lib.models.hyperexcitability.loop import USUAL, advance_loop, inputs_of, start_loop

TIRED = LiveCramp()


def cramping(model: LiveCramp = TIRED, seconds: float = 8.0) -> LiveCrampRun:
    """Four seconds of contraction, and then so many without a command."""
    muscle = model.start()
    muscle.do("contract")
    muscle.advance(model, 4000)
    muscle.do("relax")
    muscle.advance(model, round(1000.0 * seconds))
    return muscle


@pytest.mark.parametrize("piece_ms", [20, 40, 500])
def test_live_and_in_one_run_it_is_the_same(piece_ms):
    one, muscle = TIRED.run(), TIRED.start()
    for at_ms in range(0, 20_000, piece_ms):
        if at_ms == 1000:
            muscle.do("contract")
        if at_ms == 5000:
            muscle.do("relax")
        muscle.advance(TIRED, piece_ms)
    live = muscle.trace
    for field in fields(LiveCrampTrace):
        if field.name == "emg_percent":
            np.testing.assert_allclose(live.emg_percent, one.emg_percent, rtol=0, atol=1e-9)
        else:
            np.testing.assert_array_equal(getattr(live, field.name), getattr(one, field.name), err_msg=field.name)


def test_it_is_the_loop_of_the_cramp_model_with_another_hand_at_the_command():
    """The same command and length, given to the loop in one go, make the same force, to the last bit."""
    t_s = np.arange(1, 12_001) / 1000.0
    up, down = np.minimum(0.6, t_s * 5.0), np.maximum(0.0, 0.6 - (t_s - 4.0) * 5.0)
    inputs = inputs_of(t_s.size, np.where(t_s <= 4.0, up, down), TIRED.length, excitability_eu=TIRED.excitability_eu)
    run = advance_loop(USUAL, start_loop(TIRED.seed, TIRED.fatigue_percent / 100.0), inputs)
    force_percent = 100.0 * run.force.reshape(-1, 20).mean(axis=1)
    np.testing.assert_allclose(cramping().trace.force_percent, force_percent, rtol=1e-9)
    assert cramping().trace.state == Cramp().run().state_after == "cramp"


def test_a_healthy_muscle_lets_go():
    muscle = cramping(LiveCramp(excitability_eu=0.0, fatigue_percent=0.0, length=0.0), 2.0)
    assert muscle.trace.state == "rest"
    assert muscle.trace.emg_now_percent < 1.0


def test_the_cramp_ends_by_itself_within_two_minutes():
    muscle = cramping(seconds=20.0)
    assert muscle.trace.state == "cramp"
    muscle.advance(TIRED, 70_000)
    assert muscle.trace.emg_now_percent < 1.0


def test_a_stretch_ends_it_at_once_and_it_does_not_come_back():
    muscle = cramping()
    muscle.do("stretch")
    muscle.advance(TIRED, 1000)
    assert muscle.trace.length_now == 0.5
    assert muscle.trace.emg_now_percent < 1.0
    muscle.advance(TIRED, 4000)
    muscle.do("let_go")
    muscle.advance(TIRED, 3000)
    assert muscle.trace.length_now == TIRED.length
    assert muscle.trace.emg_now_percent < 1.0


def test_the_length_follows_the_hand_no_faster_than_it_can():
    muscle, model = TIRED.start(), replace(TIRED, length=1.0)
    muscle.advance(model, 400)
    assert muscle.trace.length_now == pytest.approx(-1.0 + 0.4 * LENGTH_per_s, abs=0.02)
    muscle.advance(model, 1600)
    assert muscle.trace.length_now == 1.0


def test_contractions_tire_it_and_rest_does_not_bring_all_back_at_once():
    model = LiveCramp(fatigue_percent=0.0, length=0.0, drive_percent=100.0, excitability_eu=0.0)
    muscle = model.start()
    muscle.do("contract")
    muscle.advance(model, 20_000)
    tired = muscle.trace.fatigue_now_percent
    assert tired > 30.0
    muscle.do("relax")
    muscle.advance(model, 20_000)
    assert 0.5 * tired < muscle.trace.fatigue_now_percent < tired


def test_less_excitability_ends_a_cramp_and_more_makes_it_stronger():
    muscle = cramping()
    before = muscle.trace.emg_now_percent
    muscle.advance(replace(TIRED, excitability_eu=6.0), 3000)
    assert muscle.trace.emg_now_percent > before
    muscle.advance(replace(TIRED, excitability_eu=-2.0), 8000)
    assert muscle.trace.emg_now_percent < 0.5 * before


def test_its_state_is_looked_up_over_a_minute():
    """Fasciculations are counted by the minute: an excitable muscle at rest gets the name only by and by."""
    model = LiveCramp(excitability_eu=4.0, length=1.0, fatigue_percent=0.0)
    muscle = model.start()
    muscle.advance(model, 60_000)
    assert muscle.trace.state == "fasciculation"
    assert muscle.trace.states.size == 200


def test_nothing_happens_before_it_lives_and_unknown_buttons_are_refused():
    muscle = TIRED.start()
    trace = muscle.trace
    assert (trace.t_s.size, trace.state, trace.force_now_percent, trace.units_now) == (0, "rest", 0.0, 0)
    with pytest.raises(KeyError):
        muscle.do("massage")
