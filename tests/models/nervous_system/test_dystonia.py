"""Dystonia: two muscles in balance, the task with its check values, overflow; limits, steps, what presets say."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from muscle_lib.models.nervous_system import Dystonia, DystoniaTrace
from muscle_lib.models.nervous_system.dystonia import LINE_s, POINT_s, SEEN_s, at_once, two_muscles
from muscle_lib.preset import all_presets
from tests.checks import Check
from tests.models.presets import held

FORMULA, OWN = "the two equations, solved for rest", "own earlier run of the same equations"


@cache
def run(model: Dystonia) -> DystoniaTrace:
    return model.run()


@cache
def balance(first: float, second: float, w: float) -> tuple[float, float]:
    """What two muscles settle at that get steady commands."""
    a, b = two_muscles(np.full(3000, first), np.full(3000, second), w, 0.02, 0.001)
    return float(a[-1]), float(b[-1])


def with_inhibition(percent: float) -> DystoniaTrace:
    return run(Dystonia(inhibition_percent=percent))


def check(number: str, what: str, expected: str, within: float, measure: Callable[[], float], unit: str = "",
          source: str = OWN) -> Check:
    value = float(expected)
    return Check(id=f"nervous_system D-{number}", what=what, kind="regression", expected=expected, low=value - within,
                 high=value + within, unit=unit, source=source, measure=measure)


CHECKS = [
    check("6a", "part of the activity that cancels out, commands 1 and 0.5, no mutual inhibition", "0.667", 0.005,
          lambda: at_once(*balance(1.0, 0.5, 0.0)), source=FORMULA),
    check("6b", "the same with a mutual inhibition of 0.3", "0.381", 0.005, lambda: at_once(*balance(1.0, 0.5, 0.3)),
          source=FORMULA),
    check("6c", "the same with a mutual inhibition of 0.5", "0", 0.005, lambda: at_once(*balance(1.0, 0.5, 0.5)),
          source=FORMULA),
    check("7a", "the stronger muscle there, mutual inhibition 0.3", "0.934", 0.003,
          lambda: balance(1.0, 0.5, 0.3)[0], source=FORMULA),
    check("7b", "the weaker muscle there", "0.220", 0.003, lambda: balance(1.0, 0.5, 0.3)[1], source=FORMULA),
    check("8a", "overflow to a neighbour, usual surround inhibition", "0", 1e-9,
          lambda: float(Dystonia().overflow(np.array([100.0]))[0]), "%", FORMULA),
    check("8b", "overflow with a surround inhibition of 10 %", "20", 1e-9,
          lambda: float(Dystonia(surround_percent=10.0).overflow(np.array([100.0]))[0]), "%", FORMULA),
    *(check(f"15{letter}", f"to and fro, mutual inhibition {percent:g} %: {what}", expected, 0.01 * float(expected),
            lambda percent=percent, name=name: getattr(with_inhibition(percent), name), unit)
      for letter, percent, what, expected, name, unit in (
          ("a", 80.0, "effort", "82.6", "effort_percent", "%"),
          ("b", 80.0, "effort that cancels out", "7.3", "cancelled_percent", "%"),
          ("c", 10.0, "effort", "100.0", "effort_percent", "%"),
          ("d", 10.0, "effort that cancels out", "36.9", "cancelled_percent", "%"),
          ("e", 50.0, "effort", "85.7", "effort_percent", "%"),
          ("f", 0.0, "effort", "110.0", "effort_percent", "%"),
          ("g", 80.0, "movement", "19.9", "movement_deg", "°"),
          ("h", 10.0, "movement", "19.8", "movement_deg", "°"),
          ("i", 0.0, "movement", "17.9", "movement_deg", "°"),
          ("j", 80.0, "time with both at work", "17.0", "both_percent", "%"),
          ("k", 10.0, "time with both at work", "72.6", "both_percent", "%"))),
]


@pytest.mark.parametrize("item", CHECKS, ids=lambda item: item.name)
def test_check(item: Check) -> None:
    item.hold()


@pytest.mark.parametrize(("first", "second", "w"), [(1.0, 0.5, 0.0), (1.0, 0.5, 0.3), (0.4, 0.9, 0.2), (0.6, 0.6, 0.8)])
def test_where_both_stay_active_they_settle_where_the_formula_says(first: float, second: float, w: float) -> None:
    a, b = balance(first, second, w)
    assert a == pytest.approx((first - w * second) / (1.0 - w * w), abs=1e-6)
    assert b == pytest.approx((second - w * first) / (1.0 - w * w), abs=1e-6)


@pytest.mark.parametrize("w", [0.5, 0.7, 1.0])
def test_the_weaker_is_silent_from_the_ratio_of_the_commands_on(w: float) -> None:
    assert balance(1.0, 0.5, w) == pytest.approx((1.0, 0.0), abs=1e-6)
    assert balance(1.0, 0.5, 0.49)[1] > 0.005


def test_a_muscle_that_nobody_silences_follows_its_command_within_its_time() -> None:
    a, b = two_muscles(np.full(200, 0.7), np.zeros(200), 0.0, 0.02, 0.0001)
    assert a == pytest.approx(0.7 * (1.0 - np.exp(-np.arange(200) * 0.005)), abs=0.002) and not b.any()


def test_without_activity_nothing_cancels_out() -> None:
    assert at_once([0.0], [0.0]) == 0.0 and at_once([0.4], [0.4]) == 1.0 and at_once([0.4], [0.0]) == 0.0


@pytest.mark.parametrize("changed", [{}, {"inhibition_percent": 10.0}, {"inhibition_percent": 0.0},
                                     {"surround_percent": 0.0, "unwanted_percent": 50.0}], ids=str)
def test_half_the_step_changes_little_and_each_beat_is_like_the_last(changed: dict[str, float]) -> None:
    usual, finer = (run(Dystonia(**changed, dt_ms=dt_ms)) for dt_ms in (1.0, 0.5))
    for name in ("effort_percent", "movement_deg", "cancelled_percent", "overflow_percent"):
        assert getattr(usual, name) == pytest.approx(getattr(finer, name), rel=0.01, abs=0.05), name
    # What is told is that of the rhythm, not of its beginning.
    beats = usual.wrist_deg[:-1].reshape(3, -1)
    assert beats == pytest.approx(np.tile(beats[0], (3, 1)), abs=1e-6)


def test_less_inhibition_is_more_effort_of_which_more_cancels_out_and_never_more_movement() -> None:
    falling = [with_inhibition(percent) for percent in (100.0, 80.0, 50.0, 20.0, 10.0, 0.0)]
    for name in ("effort_percent", "cancelled_percent", "both_percent"):
        values = [getattr(trace, name) for trace in falling]
        assert values == sorted(values) and values[0] < values[-1], name
    moved = [trace.movement_deg for trace in falling]
    assert max(moved) - min(moved[:-1]) < 0.15 and moved[-1] < 0.91 * moved[0]


def test_what_does_not_cancel_out_is_what_moves_the_wrist() -> None:
    """Effort less what cancels out is the mean size of the difference, which bends the wrist."""
    for model in (Dystonia(), Dystonia(inhibition_percent=10.0), Dystonia(unwanted_percent=40.0)):
        trace = run(model)
        left = trace.effort_percent * (1.0 - trace.cancelled_percent / 100.0)
        assert left == pytest.approx(100.0 * np.abs(trace.wrist_deg).mean() / model.bend_deg, rel=1e-9)


def test_extensor_up_is_bent_back_and_the_two_are_alike_without_an_unwanted_command() -> None:
    trace = run(Dystonia(inhibition_percent=10.0))
    assert np.corrcoef(trace.extensor_percent - trace.flexor_percent, trace.wrist_deg)[0, 1] > 0.999
    half = round(0.5 / (trace.t_s[1] - trace.t_s[0]))
    assert trace.extensor_percent[:-half] == pytest.approx(trace.flexor_percent[half:], abs=1e-6)
    assert abs(trace.posture_deg) < 0.01


def test_an_unwanted_command_bends_the_hand_and_mutual_inhibition_keeps_the_movement() -> None:
    kept, lost = (run(Dystonia(unwanted_percent=30.0, inhibition_percent=percent)) for percent in (80.0, 10.0))
    assert kept.posture_deg < -2.0 and lost.posture_deg < -2.0
    assert kept.movement_deg > 0.99 * run(Dystonia()).movement_deg and lost.movement_deg < 0.85 * kept.movement_deg


def test_no_muscle_does_more_than_all_it_can() -> None:
    for model in (Dystonia(unwanted_percent=50.0, inhibition_percent=0.0), Dystonia(middle_percent=80.0)):
        trace = run(model)
        for values in (trace.extensor_percent, trace.flexor_percent, trace.extensor_command_percent,
                       trace.flexor_command_percent, trace.neighbour_percent):
            assert values.min() >= 0.0 and values.max() <= 100.0


def test_the_neighbour_joins_in_only_where_surround_inhibition_is_less_than_the_spread() -> None:
    most = [run(Dystonia(surround_percent=percent)).overflow_percent for percent in (50.0, 40.0, 30.0, 20.0, 10.0, 0.0)]
    assert most == pytest.approx([0.0, 0.0, 0.0, 9.97, 19.93, 29.9], abs=0.05)
    # It does not depend on how the two silence each other.
    assert run(Dystonia(surround_percent=10.0, inhibition_percent=0.0)).overflow_percent == most[4]


def test_a_line_is_where_the_wrist_was_the_newest_first_and_no_longer_than_the_paper() -> None:
    trace = run(Dystonia())
    assert trace.written_deg(0.0) == (trace.wrist_deg[0],)
    line = trace.written_deg(1.3)
    ago = np.arange(len(line)) * POINT_s
    assert line == pytest.approx(tuple(np.interp(1.3 - ago, trace.t_s, trace.wrist_deg))) and len(line) == 66
    assert len(trace.written_deg(SEEN_s)) == math.floor(LINE_s / POINT_s + 1e-9) + 1


#: What each preset says, and what must be so in its own run.
SAYS: dict[str, Callable[[DystoniaTrace], bool]] = {
    "one muscle works, then the other; both at once for a sixth of the time": lambda own: (
        abs(own.both_percent - 100.0 / 6.0) < 1.0 and own.cancelled_percent < 10.0),
    "the same movement for a fifth more effort": lambda own: (
        abs(own.movement_deg / usual().movement_deg - 1.0) < 0.01
        and abs(own.effort_percent / usual().effort_percent - 1.2) < 0.02),
    "a third more effort for a tenth less movement, and both at work all the time": lambda own: (
        abs(own.effort_percent / usual().effort_percent - 4.0 / 3.0) < 0.02 and own.both_percent == 100.0
        and abs(own.movement_deg / usual().movement_deg - 0.9) < 0.01),
    "a muscle that has no part in it joins in, with up to a fifth of its greatest activity": lambda own: (
        abs(own.overflow_percent - 20.0) < 0.5 and usual().overflow_percent == 0.0),
    "the hand goes to and fro by a sixth less, and about another place: bent forward": lambda own: (
        own.posture_deg < -2.0 and abs(own.movement_deg / usual().movement_deg - 5.0 / 6.0) < 0.015),
    "both muscles at once for most of the time, and a neighbour with them": lambda own: (
        own.both_percent > 66.0 and own.overflow_percent > 15.0),
    "as with less mutual inhibition for any other reason: the model cannot tell them apart": lambda own: (
        own.effort_percent == run(all_presets(Dystonia)["Less mutual inhibition"].model).effort_percent),
    "both muscles at once, a neighbour with them, and the hand bent forward": lambda own: (
        own.both_percent > 66.0 and own.overflow_percent > 15.0 and own.posture_deg < -2.0),
}


def usual() -> DystoniaTrace:
    return run(Dystonia())


def test_what_a_preset_says_is_what_its_run_shows() -> None:
    assert held(Dystonia, SAYS) == []
    # The same model for a medicine as for any other loss: that is what its text says.
    presets = all_presets(Dystonia)
    assert presets["After a medicine"].model == presets["Less mutual inhibition"].model
    assert replace(presets["After a stroke"].model, unwanted_percent=0.0) == presets["Writer's cramp"].model
