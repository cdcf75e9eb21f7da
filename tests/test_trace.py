"""A trace cannot be changed, and declares what students see; units are turned into one another."""

from __future__ import annotations

import dataclasses
from functools import cached_property

import numpy as np
import pytest
from numpy.typing import NDArray

from muscle_lib.preset import Preset, all_presets, chosen, grouped, preset
from muscle_lib.quantity import model, quantity
from muscle_lib.trace import result, results, trace, values
from muscle_lib.units import factor, unit_of


@trace
class Twitch:
    """One twitch."""

    t_ms: NDArray
    rows_N: list
    held_s: float = result("Held for", meaning="As told.")

    @cached_property
    def doubled_ms(self) -> NDArray:
        """Twice the time."""
        return 2.0 * self.t_ms

    @result("Longest", headline=True)
    def longest_ms(self) -> float:
        """The last moment. It is asked for more than once."""
        self.__dict__.setdefault("asked", []).append(1)
        return float(self.t_ms[-1])


def twitch() -> Twitch:
    return Twitch(np.array([0.0, 1.0]), [np.zeros(2), np.ones(2)], 3.0)


def test_nothing_of_a_trace_can_be_changed():
    made = twitch()
    for array in (made.t_ms, made.doubled_ms, *made.rows_N):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 5.0
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.t_ms = np.zeros(2)
    assert isinstance(made.rows_N, tuple)


def test_who_made_an_array_can_go_on_with_it():
    mine = np.array([0.0, 1.0])
    Twitch(mine, [], 1.0)
    mine[0] = 7.0
    assert mine[0] == 7.0


def test_results_come_in_order_with_label_unit_and_meaning_and_are_worked_out_once():
    made = twitch()
    assert values(made) == values(made) == {"held_s": 3.0, "longest_ms": 1.0}
    assert made.__dict__["asked"] == [1]
    held, longest = results(Twitch).values()
    assert (held.title, held.meaning, held.headline) == ("Held for (s)", "As told.", False)
    assert (longest.title, longest.meaning, longest.headline) == ("Longest (ms)", "The last moment", True)


# Presets

@model
class Pond:
    """A pond."""

    depth_mm: float = quantity(1.0, unit="mm", low=0.0, high=9.0, symbol="d", label="Depth", source="Our choice: wet.")


def of(name: str, depth_mm: float) -> Preset:
    return Preset(name, Pond(depth_mm=depth_mm), source="nobody", expect="water", signature={})


Pond.presets = grouped({"shallow": (of("Puddle", 0.5),), "all": ("Puddle", of("Lake", 9.0))})


def test_presets_are_found_by_group_and_by_name():
    assert [each.name for each in chosen(Pond(), "all")] == ["Puddle", "Lake"]
    mine = of("Mine", 2.0)
    assert chosen(Pond(), ["Lake", mine]) == [all_presets(Pond)["Lake"], mine]
    assert preset(Pond, "Lake") == Pond(depth_mm=9.0)


@pytest.mark.parametrize(("ask", "words"), [
    (lambda: chosen(Pond(), "deep"), "no group of presets of Pond called 'deep'"),
    (lambda: chosen(Pond(), ["Lak"]), "Did you mean 'Lake'"), (lambda: preset(Pond, "Lak"), "Did you mean 'Lake'"),
    (lambda: grouped({"a": (of("One", 1.0), of("One", 2.0))}), "Two presets have the same name"),
    (lambda: grouped({"a": ("Nobody",)}), "no preset called 'Nobody'"),
])
def test_a_wrong_name_of_a_preset_is_answered_with_what_there_is(ask, words):
    with pytest.raises(ValueError, match=words):
        ask()


# Units

@pytest.mark.parametrize(("unit", "wanted", "times"), [
    ("ms", "s", 0.001), ("min", "s", 60.0), ("N", "kN", 0.001), ("", "%", 100.0), ("%", "", 0.01), ("µM", "mM", 0.001),
    ("mm", "cm", 0.1), ("mV", "V", 0.001), ("eu", "eu", 1.0)])
def test_a_unit_is_turned_into_another(unit, wanted, times):
    assert factor(unit, wanted) == pytest.approx(times, rel=1e-12)


def test_what_is_not_of_one_kind_is_not_turned():
    with pytest.raises(ValueError, match="mV cannot be shown in s"):
        factor("mV", "s")


def test_the_longest_ending_of_a_name_is_its_unit():
    assert [unit_of(name) for name in ("peak_mV", "g_Na_mS_cm2", "velocity_m_s", "pH")] == [
        ("peak", "mV"), ("g_Na", "mS/cm²"), ("velocity", "m/s"), ("pH", "")]
