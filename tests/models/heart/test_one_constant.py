"""One constant: from one rotor to many, over several starts; regular beats; and what the presets say."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest

from muscle_lib.models.heart import OneConstant, OneConstantTrace
from muscle_lib.preset import preset
from tests.checks import Check
from tests.models.heart.wide import whole
from tests.models.presets import held

OWN = "our earlier run of the same equations"
#: What is chaotic is looked at from several starts.
STARTS = (1, 4)


@cache
def run(**settings: Any) -> OneConstantTrace:
    return OneConstant(**settings).run()


CHECKS = [
    Check("heart E-13", "pump with a beat from many places at once every 0.6 s (9.6 cm, τ_in 0.2 ms)", "regression",
          "0.86", 0.85, 0.87, "", OWN, lambda: run(driven="purkinje", in_ms=0.2).pump, 2),
    Check("heart E-13a", "the same from one edge", "regression", "0.70", 0.69, 0.71, "", OWN,
          lambda: run(driven="edge", in_ms=0.2).pump, 2),
    Check("heart E-13b", "pump with one rotor (τ_in 0.3 ms)", "regression", "0.03", 0.01, 0.08, "", OWN,
          lambda: run(in_ms=0.3).pump, 1),
]


@pytest.mark.parametrize("item", CHECKS, ids=lambda item: item.name)
def test_check(item: Check) -> None:
    item.hold()


@pytest.mark.parametrize("start", STARTS)
def test_one_rotor_with_a_weak_current_many_with_a_strong_one(start: int) -> None:
    weak, strong = run(in_ms=0.3, start=start), run(in_ms=0.2, start=start)
    assert weak.most_rotors == 1 and weak.state == "turns"
    assert strong.most_rotors >= 5 and strong.rotors > 2.0 and strong.state == "breaks up"


@pytest.mark.parametrize("start", STARTS)
def test_both_are_busy_electrically_and_nearly_still_mechanically(start: int) -> None:
    beats = run(driven="purkinje", in_ms=0.2)
    for in_ms in (0.2, 0.3):
        trace = run(in_ms=in_ms, start=start)
        assert trace.beats_per_min > 2.5 * beats.beats_per_min and trace.pump < beats.pump / 2.0
        assert trace.synchrony < 0.4 and 40.0 < trace.held_percent < 65.0
        assert trace.excited_percent[trace.t_ms >= 1600.0].min() > 10.0


def test_starts_differ_only_by_what_chance_makes_of_a_little_change() -> None:
    """The first seconds are alike; what breaks up is another picture in each."""
    one, other = run(in_ms=0.2, start=1), run(in_ms=0.2, start=4)
    assert (one.stimuli_ms, other.stimuli_ms) == (pytest.approx([0.0, 305.0]), pytest.approx([0.0, 320.0]))
    np.testing.assert_array_equal(one.sheet_percent[:15], other.sheet_percent[:15])
    assert np.abs(one.voltage_at(3500.0) - other.voltage_at(3500.0)).mean() > 0.1


def test_a_beat_from_one_edge_pumps_the_less_the_slower_its_wave() -> None:
    pumps = [whole(OneConstant(driven="edge", in_ms=in_ms)).pump for in_ms in (0.2, 0.25, 0.3)]
    assert pumps == sorted(pumps, reverse=True)
    many = [whole(OneConstant(driven="purkinje", in_ms=in_ms)).pump for in_ms in (0.2, 0.25, 0.3)]
    assert min(many) > max(pumps) and np.ptp(many) < np.ptp(pumps) / 2.0


SETTINGS = ({"in_ms": 0.3}, *({"driven": driven, "in_ms": 0.2} for driven in ("rotor", "edge", "purkinje")))


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_with_cells_twice_as_wide_it_is_the_same(settings: dict[str, Any]) -> None:
    wide, full = whole(OneConstant(**settings)), run(**settings)
    assert wide.state == full.state and abs(wide.pump - full.pump) < 0.2


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_a_sketch_is_near_the_beginning_of_the_run_and_says_nothing_of_what_comes_then(
        settings: dict[str, Any]) -> None:
    sketch, full = OneConstant(**settings).preview(), run(**settings)
    there = np.interp(sketch.t_ms, full.t_ms, full.force_percent)
    assert np.abs(sketch.force_percent - there)[sketch.t_ms < 500.0].max() < 12.0
    assert sketch.state == "begins" and sketch.t_ms[-1] == 1200.0 and len(sketch.sheet_percent) == 61
    assert all(math.isnan(each) for each in (sketch.pump, sketch.rotors, sketch.held_percent, sketch.beats_per_min,
                                             sketch.synchrony))
    assert sketch.pump_word == "" and sketch.swept[0] == sketch.swept[1]


#: What each preset says, and what must be so in its own run.
SAYS: dict[str, Callable[[OneConstantTrace], bool]] = {
    "one rotor; each place is excited more than five times a second, and the mean force hardly moves": lambda own: (
        own.most_rotors == 1 and own.beats_per_min > 300.0 and own.pump < 0.1),
    "now and then a second and a third wave turn": lambda own: (
        own.most_rotors >= 2 and 1.0 < own.rotors < 4.0 and own.pump < 0.2),
    "the wave breaks up into several that turn and break again; each place is excited about five times a second, and "
    "the mean force still hardly moves": lambda own: (
        own.most_rotors >= 5 and 260.0 < own.beats_per_min < 350.0 and own.pump < 0.4
        and own.rotors_at[own.seen_ms == 1000.0][0] == 1),
    "each beat takes a quarter of a second to run over the sheet: while its far side pulls, the near side lets go":
        lambda own: (_crosses_ms(own) == pytest.approx(250.0, abs=30.0) and own.pump < 0.75 and own.synchrony < 0.8),
    "all cells pull together, and the mean force goes up and down as far as that of a single cell": lambda own: (
        own.synchrony > 0.95 and own.pump > 0.85 and _crosses_ms(own) < 50.0),
}


def _crosses_ms(trace: OneConstantTrace) -> float:
    """How long a beat takes until it has come to the last cell, in steps of 20 ms."""
    pictures = [trace.voltage_at(at) for at in np.arange(1200.0, 1700.0, 20.0)]
    reached = np.array([picture[48] > 0.5 for picture in pictures])
    return 20.0 * float(reached.argmax(axis=0).max())


def test_what_a_preset_says_is_what_its_run_shows() -> None:
    assert held(OneConstant, SAYS) == []
    assert preset(OneConstant, "τ_in 0.30 ms") == OneConstant(in_ms=0.3)
