"""A cell of the heart: its closed form, our earlier runs, and why it cannot be tetanised."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest

from muscle_lib.models.contract_and_relax import Tetanus
from muscle_lib.models.heart import HeartCell, HeartCellTrace
from muscle_lib.models.heart.cell import (
    CELL,
    GATE,
    SUBSTEPS,
    Membrane,
    action_potentials,
    over_time,
    stimulated,
)
from muscle_lib.preset import preset
from tests.checks import Check
from tests.models.presets import held

OWN = "our earlier run of the same equations"
NO_STIMULUS = np.zeros(0)


@cache
def run(**settings: float) -> HeartCellTrace:
    return HeartCell(**settings).run()


@cache
def restitution_ms(rest_ms: float, substeps: int = SUBSTEPS) -> float:
    """How long an action potential is after a rest, from full height on, with as many channels as are then ready."""
    least = 4.0 * CELL.in_ms / CELL.out_ms
    ready = 1.0 - (1.0 - least) * math.exp(-rest_ms / CELL.open_ms)
    return float(action_potentials(over_time(1.0, ready, NO_STIMULUS, 600, CELL, substeps)[:, 0])[0, 1])


def in_theory_ms() -> float:
    """The longest action potential in closed form, for currents much faster than the gate."""
    return CELL.close_ms * math.log(CELL.out_ms / (4.0 * CELL.in_ms))


def longest_that_drops_ms() -> int:
    """The longest time from stimulus to stimulus, in steps of 1 ms, at which every second one is lost."""
    for cycle in range(320, 280, -1):
        train = stimulated(np.arange(0.0, 12_000.0, cycle), 12_000, CELL)
        if len(action_potentials(train[:, 0])) < 0.6 * 12_000 / cycle:
            return cycle
    raise AssertionError("none is lost")


CHECKS = [
    Check("heart E-1", "longest action potential by the formula τ_close · ln(τ_out / 4 τ_in)", "regression", "241.4",
          241.3, 241.5, "ms", OWN, in_theory_ms, 1),
    Check("heart E-1a", "the same as it is in the run, whose currents are not so fast", "regression", "284.7", 283.7,
          285.7, "ms", OWN, lambda: restitution_ms(1e9), 1),
    Check("heart E-2", "action potential after 100 ms of rest", "regression", "220.6", 219.1, 222.1, "ms", OWN,
          lambda: restitution_ms(100.0), 1),
    Check("heart E-2a", "action potential after 400 ms of rest", "regression", "280.3", 278.8, 281.8, "ms", OWN,
          lambda: restitution_ms(400.0), 1),
    Check("heart E-11", "action potential, every 300 ms: that of each second stimulus", "regression", "274", 273.0,
          275.0, "ms", OWN, lambda: run(rate_per_min=200.0).action_potential_ms, 1),
    Check("heart E-11a", "action potential, every 400 ms: that of each stimulus", "regression", "244.8", 244.3, 245.3,
          "ms", OWN, lambda: run(rate_per_min=150.0).action_potential_ms, 1),
    Check("heart E-11b", "longest time between stimuli at which every second one is lost", "regression", "304", 300,
          305, "ms", OWN, longest_that_drops_ms, 0),
]


@pytest.mark.parametrize("item", CHECKS, ids=lambda item: item.name)
def test_check(item: Check) -> None:
    item.hold()


@pytest.mark.parametrize("rest_ms", [50.0, 100.0, 200.0, 400.0])
def test_finer_steps_change_an_action_potential_by_less_than_half_a_ms(rest_ms: float) -> None:
    assert restitution_ms(rest_ms) == pytest.approx(restitution_ms(rest_ms, 100), abs=0.5)


def test_an_action_potential_is_the_longer_the_longer_the_rest_before_it() -> None:
    lasts = [restitution_ms(rest) for rest in (50.0, 100.0, 200.0, 400.0, 1000.0)]
    assert lasts == sorted(lasts) and len({*lasts}) == 5


def test_without_a_stimulus_it_stays_at_rest() -> None:
    assert (stimulated(NO_STIMULUS, 500) == [0.0, 1.0, 0.0]).all()


def test_compiled_and_plain_do_the_same() -> None:
    stimuli = np.arange(0.0, 900.0, 290.0)
    compiled: Any = over_time
    plain = compiled.py_func(0.0, 1.0, stimuli, 1000, CELL, SUBSTEPS)
    np.testing.assert_allclose(stimulated(stimuli, 1000), plain, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("membrane", [CELL, Membrane(0.25, 6.0, 20.0, 20.0), Membrane(0.4, 5.0, 250.0, 20.0),
                                      Membrane(0.25, 6.0, 20.0, 200.0), Membrane(0.4, 5.0, 20.0, 200.0)])
def test_one_stimulus_gives_one_beat_and_all_stays_within_its_limits(membrane: Membrane) -> None:
    kept = stimulated(np.zeros(1), 6000, membrane)
    assert len(action_potentials(kept[:, 0])) == 1 and kept[-1] == pytest.approx([0.0, 1.0, 0.0], abs=1e-3)
    assert kept.min() >= 0.0 and kept.max() <= 1.05


def test_each_beat_has_its_stimulus_and_what_is_not_answered_was_dropped() -> None:
    for rate in (70.0, 150.0, 200.0, 250.0, 333.0, 600.0):
        trace = run(rate_per_min=rate)
        assert len(trace.action_potentials_ms) == trace.beats
        assert sorted([*trace.answered_ms, *trace.dropped_ms]) == list(trace.stimuli_ms)
        late = trace.action_potentials_ms[:, 0] - trace.answered_ms
        assert late.min() > 0.0 and late.max() < 20.0


def test_from_200_a_minute_on_it_drops_beats() -> None:
    """Up to 190 a minute all are answered; at 200 to 300 every second; then fewer."""
    for rate in (30.0, 100.0, 190.0):
        assert not len(run(rate_per_min=rate).dropped_ms)
    for rate in (200.0, 250.0, 300.0):
        trace = run(rate_per_min=rate)
        assert (trace.answered_ms == trace.stimuli_ms[::2]).all()
    # The first action potential, after a long rest, is the longest.
    assert {*np.diff(run(rate_per_min=600.0).answered_ms)[1:]} == {300.0}


def test_its_twitches_never_add_up_whatever_the_rate() -> None:
    """A tetanus is more than one twitch, and does not let go between stimuli."""
    alone = run(train_ms=10.0).peak_percent
    for rate in (*range(30, 601, 30), 305, 333):
        trace = run(rate_per_min=float(rate))
        assert trace.peak_percent < 1.01 * alone, rate
        late = trace.force_percent[2000:5000]
        assert late.min() < 0.25 * late.max(), rate


def test_with_a_short_action_potential_they_do() -> None:
    """So it is the long action potential, and the time until the cell is ready again, that keep it from it."""
    short = {"close_ms": 20.0, "open_ms": 20.0}
    trace, alone = run(rate_per_min=600.0, **short), run(train_ms=10.0, **short)
    assert trace.peak_percent > 1.1 * alone.peak_percent and trace.force_percent[2000:4900].min() > 0.45 * \
        alone.peak_percent
    assert len(trace.dropped_ms) == 0


def test_an_action_potential_that_has_not_ended_ends_at_no_time() -> None:
    kept = stimulated(np.array([0.0, 500.0]), 600)
    # The voltage passes the gate a little after the stimulus.
    (first, second) = action_potentials(kept[:, 0])
    assert first[1] == pytest.approx(284.7 + 1.2, abs=0.5) and math.isnan(second[1])
    assert kept[round(first[1]), 0] == pytest.approx(GATE, abs=0.02)


def test_one_stimulus_has_no_rest_before_it() -> None:
    trace = run(train_ms=10.0)
    assert trace.stimuli == trace.beats == 1 and math.isnan(trace.rest_ms) and math.isnan(trace.left_percent)


#: What each preset says, and what must be so in its own run.
SAYS: dict[str, Callable[[HeartCellTrace], bool]] = {
    "each stimulus is answered, and all force is gone before the next beat": lambda own: (
        own.beats == own.stimuli and own.left_percent < 1.0),
    "each stimulus is answered by a shorter action potential; a little force is left when the next beat begins":
        lambda own: (own.beats == own.stimuli and 1.0 < own.left_percent < 10.0
                     and own.action_potential_ms < run().action_potential_ms - 20.0),
    "every second stimulus comes too early, so the cell beats 100 times a minute": lambda own: (
        (own.answered_ms == own.stimuli_ms[::2]).all() and (np.diff(own.answered_ms) == 600.0).all()),
    "most stimuli come too early; between the beats the cell still lets go of most of its force": lambda own: (
        own.beats < 0.5 * own.stimuli and own.left_percent < 25.0),
    "one beat: an action potential of nearly three tenths of a second, and a force that lasts a little longer":
        lambda own: (own.beats == 1 and 250.0 < own.action_potential_ms < 300.0
                     and own.force_percent[round(own.action_potentials_ms[0, 1]) + 50] > 10.0
                     and own.force_percent[600:].max() < 1.0),
    "a short action potential, and ready again soon: all of ten stimuli in a second are answered, and each beat begins "
    "on the force of the last one": lambda own: (
        own.beats == own.stimuli and own.action_potential_ms < 60.0 and own.left_percent > 35.0),
}


def test_what_a_preset_says_is_what_its_run_shows() -> None:
    assert held(HeartCell, SAYS) == []
    assert preset(HeartCell, "At rest, 70 a minute") == HeartCell()


def test_the_skeletal_fibre_beside_it_is_that_of_chapter_3_and_comes_into_a_tetanus() -> None:
    """The same stimuli: its twitches join to one long pull of several of them, and the heart's beats do not."""
    trace = HeartCell(rate_per_min=600.0).run()
    tetanus = Tetanus(rate_Hz=10.0, train_ms=1500.0, fibre="mixed").run()
    np.testing.assert_allclose(trace.skeletal_force_percent[:1500], tetanus.force_percent[:1500], rtol=1e-9, atol=1e-9)
    assert "tetanus" in tetanus.state
    assert trace.skeletal_peak_percent > 2.5 * HeartCell(train_ms=10.0).run().skeletal_peak_percent
    assert trace.left_percent < 30.0 < 90.0 < trace.skeletal_left_percent
