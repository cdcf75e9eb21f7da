"""Getting tired: the hold is chapter 4's, and the command that it takes is the pool's."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from muscle_lib.models.oxygen_and_glucose import Holding
from muscle_lib.models.voluntary_contraction import Tiring, TiringTrace
from muscle_lib.models.voluntary_contraction.pool import maximal_excitation_eu, units_of
from muscle_lib.models.voluntary_contraction.tiring import CURVE_percent, LONGEST_s, people_s
from tests.checks import Check

FREY_LAW = "Frey Law & Avin 2010, doi 10.1080/00140130903389068"


@cache
def run(model: Tiring) -> TiringTrace:
    return model.run()


def check(number, what, kind, expected, low, high, unit, source, measure):
    return Check(id=f"voluntary_contraction tiring-{number}", what=what, kind=kind, expected=expected, low=low,
                 high=high, unit=unit, source=source, measure=measure)


CHECKS = [
    *(check(i + 1, f"{percent} % held (people: {low} s, shoulder, to {high} s, ankle)", "fitted", f"{time}",
            0.95 * time, 1.05 * time, "s", FREY_LAW,
            lambda percent=percent: run(Tiring(target_percent=float(percent))).endurance_s)
      for i, (percent, time, low, high) in enumerate(((30, 418, 135, 415), (50, 111, 53, 145), (80, 24, 22, 55)))),
    check(4, "half held: command at first", "regression", "41", 40.0, 43.0, "%", "own earlier run",
          lambda: run(Tiring()).first_command_percent),
    check(5, "half held: the EMG at the end / at first", "regression", "1.57", 1.45, 1.70, "", "own earlier run",
          lambda: run(Tiring()).last_emg_percent / run(Tiring()).first_emg_percent),
]


@pytest.mark.parametrize("item", CHECKS, ids=lambda item: item.name)
def test_check(item):
    item.hold()


def test_the_hold_is_that_of_the_chapter_before():
    ours, theirs = run(Tiring()), Holding().run()
    np.testing.assert_array_equal(ours.force_percent, theirs.force_percent)
    np.testing.assert_array_equal(ours.working_percent, theirs.recruited_percent)
    assert ours.endurance_s == theirs.endurance_s


def test_the_curve_is_made_of_such_holds():
    times = [run(Tiring(target_percent=float(percent))).held_s for percent in CURVE_percent]
    np.testing.assert_array_equal(run(Tiring()).tried_held_s, times)
    assert times == sorted(times, reverse=True)


def test_at_a_fifth_it_never_fails_and_people_do():
    trace = run(Tiring(target_percent=20.0))
    assert not trace.fails and trace.held_s == LONGEST_s and math.isnan(trace.endurance_s)
    assert people_s(20.0, "shoulder") < LONGEST_s
    assert "20 %" in Tiring.leaves_out[0] and "People do" in Tiring.leaves_out[0]


@pytest.mark.parametrize("percent", [25.0, 30.0, 50.0, 80.0])
def test_force_stays_while_command_and_emg_climb(percent):
    trace = run(Tiring(target_percent=percent))
    held = (trace.t_min > 3.0 / 60.0) & (60.0 * trace.t_min < trace.held_s - 2.0)
    # Once all work, the force may fall by a twentieth before the hold counts as lost.
    np.testing.assert_allclose(trace.force_percent[held], percent, rtol=0.05)
    for values in (trace.command_percent[held], trace.emg_percent[held]):
        assert (np.diff(values) > -0.05).all() and values[-1] > values[0]


def test_the_command_calls_up_just_the_part_that_works():
    """The units below the command hold the part of the twitch force that works, but for a part of one unit."""
    trace, units = run(Tiring(target_percent=40.0)), units_of(30.0, 35.0, 1.0)
    share = np.concatenate(([0.0], np.cumsum(units.twitch) / units.twitch.sum()))
    worst = units.twitch.max() / units.twitch.sum()
    off = share[trace.units_on] - trace.working_percent / 100.0
    assert np.abs(off).max() <= worst + 1e-9
    everyone = 100.0 * units.threshold_eu[-1] / maximal_excitation_eu(units)
    assert trace.command_percent.max() <= everyone + 1e-9


def test_a_hand_calls_up_its_units_earlier():
    leg, hand = (run(replace(Tiring(), recruitment_fold=fold)) for fold in (50.0, 10.0))
    assert hand.first_command_percent < leg.first_command_percent and hand.endurance_s == leg.endurance_s


def test_a_tourniquet_hardly_matters_to_a_hard_hold_and_much_to_an_easy_one():
    for percent, least, most in ((50.0, 0.95, 1.0), (30.0, 0.0, 0.6)):
        free, cut = (run(Tiring(target_percent=percent, cuff_percent=cuff)).endurance_s for cuff in (0.0, 100.0))
        assert least < cut / free <= most


def test_the_sketch_is_the_run_without_its_curve():
    sketch = Tiring().preview()
    assert sketch.is_sketch and sketch.tried_held_s.size == 0
    np.testing.assert_array_equal(sketch.command_percent, run(Tiring()).command_percent)
