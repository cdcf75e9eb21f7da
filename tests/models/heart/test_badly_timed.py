"""A second stimulus on the sheet: its window, the one rule behind it, and what the presets say."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from muscle_lib.models.heart import BadlyTimedBeat, BadlyTimedTrace, LiveHeart, OneConstant, Shock
from muscle_lib.models.heart.badly_timed import EDGE, QUARTER, SHOWN_CELLS
from muscle_lib.models.heart.tissue import ECG_FALLS, RIGID, VF
from muscle_lib.preset import preset
from tests.checks import Check, smallest
from tests.models.presets import held

OWN = "our earlier run of the same equations"


@cache
def run(**settings: float) -> BadlyTimedTrace:
    return BadlyTimedBeat(**settings).run()


def first_ms(low: float, high: float, after: bool, **settings: float) -> float:
    """The first second stimulus, in steps of 5 ms, from which on it turns (or, after it, no longer does)."""
    for second_ms in np.arange(low, high, 5.0):
        if (run(second_ms=float(second_ms), **settings).state == "turns") != after:
            return float(second_ms)
    raise AssertionError("no border")


STRONG = {"in_ms": VF.in_ms}
SPOT = {"in_ms": RIGID.in_ms, "close_ms": RIGID.close_ms, "open_ms": RIGID.open_ms}
CHECKS = [
    Check("heart E-12", "the window: first second stimulus after which it turns", "regression", "240", 235.0, 245.0,
          "ms", OWN, lambda: first_ms(230.0, 260.0, False), 0),
    Check("heart E-12a", "the window: first one after which it no longer does", "regression", "320", 315.0, 325.0, "ms",
          OWN, lambda: first_ms(310.0, 340.0, True), 0),
    Check("heart E-12b", "the window with τ_in 0.2 ms: its beginning", "regression", "285", 280.0, 290.0, "ms", OWN,
          lambda: first_ms(275.0, 300.0, False, **STRONG), 0),
    Check("heart E-12c", "the window with τ_in 0.2 ms: its end", "regression", "330", 325.0, 335.0, "ms", OWN,
          lambda: first_ms(320.0, 345.0, True, **STRONG), 0),
    Check("heart E-12d", "the window of the sheet that turns rigidly: its beginning", "regression", "190", 185.0, 195.0,
          "ms", OWN, lambda: first_ms(180.0, 205.0, False, **SPOT), 0),
    Check("heart E-12e", "the window of the sheet that turns rigidly: its end", "regression", "260", 255.0, 265.0, "ms",
          OWN, lambda: first_ms(250.0, 275.0, True, **SPOT), 0),
]


@pytest.mark.parametrize("item", CHECKS, ids=lambda item: item.name)
def test_check(item: Check) -> None:
    item.hold()


def test_the_steep_falls_of_the_ecg_are_where_it_is_said_that_they_are_ours() -> None:
    trace = run(second_ms=400.0)
    falls = np.diff(trace.ecg)
    at_ms = trace.t_ms[1:][np.argsort(falls)]
    last_column = trace.sheet_percent[:, :, -1].astype(float)
    runs_out_ms = 12.0 * np.flatnonzero((last_column > 50.0).all(axis=1))[0]
    assert runs_out_ms - 12.0 <= at_ms[0] <= runs_out_ms + 8.0
    assert -falls.min() > 2.0 * np.sort(np.abs(falls[trace.t_ms[1:] < 200.0]))[-1], "all that comes before is slower"
    assert 400.0 in trace.t_ms[1:][np.argsort(-np.abs(falls))[:4]], "the stimulus"
    assert all(ECG_FALLS in model.leaves_out for model in (BadlyTimedBeat, Shock, OneConstant, LiveHeart))


@pytest.mark.parametrize(("in_ms", "close_ms", "open_ms"), [
    (0.2, 80.0, 200.0), (0.3, 100.0, 120.0), (0.35, 150.0, 120.0)])
def test_a_wave_leaves_a_side_that_is_as_ready_as_the_line_says(in_ms: float, close_ms: float, open_ms: float) -> None:
    """At both borders, within a fifth: from dying to getting out by the left side, and from turning to getting out by
    the right one, too. (Sketches: cells twice as wide move a border by no more than 10 ms.)"""
    def at(second_ms: float) -> BadlyTimedTrace:
        return BadlyTimedBeat(second_ms=second_ms, in_ms=in_ms, close_ms=close_ms, open_ms=open_ms).preview()

    alive = smallest(lambda second_ms: at(second_ms).state != "dies", 180.0, 480.0, 5.0)
    over = smallest(lambda second_ms: at(second_ms).state == "spreads", alive + 40.0, 480.0, 5.0)
    assert at(alive + 40.0).state.startswith("turns")
    needed = at(alive).needed_percent
    assert at(alive - 5.0).left_percent < 1.2 * needed and at(alive + 5.0).left_percent > 0.8 * needed
    assert at(over - 5.0).right_percent < 1.2 * needed and at(over + 5.0).right_percent > 0.8 * needed


def test_each_way_that_it_can_go_has_its_word() -> None:
    states = {second_ms: run(second_ms=second_ms).state for second_ms in (100.0, 200.0, 235.0, 300.0, 320.0, 600.0)}
    assert states == {100.0: "dies", 200.0: "dies", 235.0: "turns and ends", 300.0: "turns", 320.0: "spreads",
                      600.0: "spreads"}


def test_the_sketch_shows_the_same() -> None:
    for second_ms in (180.0, 260.0, 300.0, 400.0):
        sketch, full = BadlyTimedBeat(second_ms=second_ms).preview(), run(second_ms=second_ms)
        assert (sketch.state, abs(sketch.beats - full.beats) <= 1) == (full.state, True)
        there = np.interp(sketch.t_ms, full.t_ms, full.force_percent)
        assert np.abs(sketch.force_percent - there)[sketch.t_ms < 600.0].max() < 9.0


def test_the_beat_before_the_second_stimulus_is_always_the_same() -> None:
    early, late = run(second_ms=300.0), run(second_ms=600.0)
    for name in ("ecg", "force_percent", "excited_percent", "left_ready_percent"):
        before = early.t_ms < 300.0
        np.testing.assert_array_equal(getattr(early, name)[before], getattr(late, name)[before])


def test_the_second_stimulus_is_where_and_when_it_is_said_to_be() -> None:
    trace = run(second_ms=400.0)
    before, after = trace.voltage_at(396.0), trace.voltage_at(408.0)
    assert before[:30, :30].max() < 0.5 < after[:30, :30].min()
    assert after[40:, 40:].max() < 0.5
    assert trace.struck_at(399.0) == EDGE and trace.struck_at(400.0) == QUARTER
    assert [trace.strikes_at(at) for at in (0.0, 30.0, 400.0, 423.0, 424.0)] == [1.0, 0.0, 1.0, 1.0, 0.0]
    assert [trace.word_at(at) for at in (0.0, 100.0, 400.0, 500.0, 1500.0)] == [
        "first stimulus", "", "second stimulus", "", "quiet"]


def test_what_turns_has_a_rate_and_no_end_and_what_ends_has_an_end_and_no_rate() -> None:
    turns, ends = run(), run(second_ms=400.0)
    assert math.isnan(turns.quiet_ms) and turns.turning_per_min > 250.0
    assert math.isnan(ends.turning_per_min) and ends.quiet_ms > 300.0
    assert ends.excited_percent[ends.t_ms >= 400.0 + ends.quiet_ms].max() == 0.0
    assert ends.excited_percent[(ends.t_ms >= 400.0) & (ends.t_ms < 400.0 + ends.quiet_ms)].min() > 0.0


#: What each preset says, and what must be so in its own run.
SAYS: dict[str, Callable[[BadlyTimedTrace], bool]] = {
    "the quarter is still excited by the first beat: nothing leaves it, and soon all is quiet": lambda own: (
        own.left_percent == own.right_percent == 0.0 and own.beats == 1 and own.quiet_ms < 250.0),
    "ready at its left side, still excited at its right: the wave gets out on one side only, comes round from behind, "
    "and goes on turning; the mean force hardly moves any more": lambda own: (
        own.left_percent > own.needed_percent and own.right_percent == 0.0 and own.state == "turns"
        and own.swing_percent < 10.0 and np.ptp(own.force_percent) > 60.0),
    "ready on all sides: the wave spreads to all of them, and is one more beat": lambda own: (
        min(own.left_percent, own.right_percent) > own.needed_percent and own.state == "spreads"
        and own.voltage_at(480.0)[20, 40] > 0.3 < own.voltage_at(480.0)[40, 20]),
    "a wave needs fewer ready channels, but the first beat lasts longer: this one turns, too": lambda own: (
        own.needed_percent < run().needed_percent and own.state == "turns"
        and own.left_ready_percent[own.t_ms == 240.0][0] < run().left_ready_percent[run().t_ms == 240.0][0]),
    "it turns nearly 400 times a minute": lambda own: 375.0 < own.turning_per_min < 410.0 and own.state == "turns",
}


def test_what_a_preset_says_is_what_its_run_shows() -> None:
    assert held(BadlyTimedBeat, SAYS) == []
    assert preset(BadlyTimedBeat, "After 260 ms") == BadlyTimedBeat()


def test_the_sheet_is_struck_in_the_very_moment_of_the_second_stimulus() -> None:
    """Pictures are kept every 12 ms: without one of its own it would look at rest for up to so long after it."""
    for second_ms in (260.0, 265.0, 270.0, 275.0):
        trace = run(second_ms=second_ms)
        half = SHOWN_CELLS // 2
        before, then = (trace.voltage_at(at)[:half, :half] for at in (second_ms - 0.1, second_ms))
        assert before.min() < 0.01 and then.min() > 0.5, second_ms
        assert (np.diff(trace.pictures_ms) > 0.0).all() and trace.pictures_ms[-1] <= trace.t_ms[-1]
