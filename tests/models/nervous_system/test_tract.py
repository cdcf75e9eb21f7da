"""The damaged tract: its check values, what blocks its fibres, and what their loss costs."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from muscle_lib.models.hyperexcitability.loop import USUAL, advance_loop, inputs_of, start_loop
from muscle_lib.models.nervous_system import Tract, TractTrace
from muscle_lib.models.nervous_system.tract import (
    TEMPERATURES_C,
    EXPOSED_mS_cm2,
    LEAST_percent,
    find_least_percent,
    force_percent,
    least_percent,
)
from tests.checks import Check
from tests.models.presets import held

OUR_RUN = "our earlier run of the same equations"


def run(**settings: float) -> TractTrace:
    return Tract(**settings).run()


def left(gone: float) -> TractTrace:
    """A healthy tract of which some fibres, in per cent, are gone."""
    return run(damaged_percent=0.0, gone_percent=gone)


CHECKS = (
    *(Check("nervous_system D-13", f"least myelin that conducts, {T:g} °C, two internodes", "regression", expected,
            0.98 * float(expected), 1.02 * float(expected), "%", OUR_RUN, lambda T=T: find_least_percent(T, 0.0), 2)
      for T, expected in ((36.0, "3.51"), (38.0, "4.29"), (40.0, "5.28"))),
    *(Check("nervous_system D-14", f"fibres that conduct, {what}", "regression", expected, float(expected) - 2.0,
            float(expected) + 2.0, "%", OUR_RUN, lambda settings=settings: run(**settings).conducting_percent)
      for what, expected, settings in (
          ("37 °C", "73.5", {}), ("39 °C", "53", {"temperature_C": 39.0}),
          ("potassium channels exposed", "34", {"exposed_k_mS_cm2": 10.0}),
          ("the same with 4-aminopyridine", "65", {"exposed_k_mS_cm2": 10.0, "k_block_percent": 80.0}))),
    *(Check("nervous_system D-17", f"left of the force at {effort} effort, {gone:g} % of the fibres gone", "regression",
            expected, float(expected) - 3.0, float(expected) + 3.0, "%", OUR_RUN,
            lambda gone=gone, name=name: getattr(left(gone), name))
      for gone, effort, name, expected in ((30.0, "full", "full_left_percent", "86"),
                                           (30.0, "half", "half_left_percent", "55"),
                                           (50.0, "full", "full_left_percent", "50"),
                                           (50.0, "half", "half_left_percent", "33"))),
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_check_value(check: Check) -> None:
    check.hold()


# What is kept is what chapter 1's axon does

@pytest.mark.parametrize(("row", "column"), [(0, 0), (0, 3), (3, 0), (3, 2), (5, 1), (6, 3)])
def test_the_least_myelin_that_is_kept_is_found_again(row: int, column: int) -> None:
    again = find_least_percent(float(TEMPERATURES_C[row]), float(EXPOSED_mS_cm2[column]))
    assert LEAST_percent[row, column] == pytest.approx(again, abs=0.008)


@pytest.mark.parametrize(("T", "open_mS_cm2"), [(37.5, 1.0), (34.5, 7.5), (39.5, 8.0)])
def test_between_the_kept_values_it_is_the_axons_too(T: float, open_mS_cm2: float) -> None:
    assert least_percent(T, open_mS_cm2) == pytest.approx(find_least_percent(T, open_mS_cm2), rel=0.005)


def test_a_warmer_or_leakier_fibre_needs_more_myelin() -> None:
    assert (np.diff(LEAST_percent, axis=0) > 0.0).all() and (np.diff(LEAST_percent, axis=1) > 0.0).all()


def test_the_force_is_the_loops_own_and_no_throw_of_luck() -> None:
    def force(command: float, seed: int, dt_ms: float = 1.0) -> float:
        steps = round(5000.0 / dt_ms)
        return float(advance_loop(USUAL, start_loop(seed, dt_ms=dt_ms), inputs_of(steps, command)).force[
            round(3000.0 / dt_ms):].mean())

    for command in (0.15, 0.35, 0.7):
        throws = [100.0 * force(command, seed) / force(1.0, seed) for seed in (2, 3, 4)]
        assert float(force_percent(command)) == pytest.approx(np.mean(throws), abs=1.5)


# What blocks, and what does not

def test_heat_channels_and_losses_take_fibres_away_and_the_drug_brings_them_back() -> None:
    assert run(temperature_C=39.0).conducting_percent < run().conducting_percent < run(
        temperature_C=36.0).conducting_percent
    exposed = run(exposed_k_mS_cm2=10.0)
    drug = run(exposed_k_mS_cm2=10.0, k_block_percent=80.0)
    all_of_it = run(exposed_k_mS_cm2=10.0, k_block_percent=100.0)
    assert exposed.conducting_percent < drug.conducting_percent < all_of_it.conducting_percent
    assert all_of_it.conducting_percent == run().conducting_percent
    # A fibre that has died is brought back by nothing.
    assert run(gone_percent=60.0, temperature_C=34.0).conducting_percent == pytest.approx(40.0)


@pytest.mark.parametrize("T", [34.0, 37.0, 40.0])
def test_a_healthy_tract_does_not_care_about_heat_or_channels(T: float) -> None:
    trace = run(damaged_percent=0.0, temperature_C=T, exposed_k_mS_cm2=10.0)
    assert trace.conducting_percent == 100.0 and trace.force_percent == pytest.approx(100.0)


def test_the_fibres_stay_between_none_and_those_that_are_there() -> None:
    for T, exposed, gone, damaged in itertools.product((34.0, 40.0), (0.0, 10.0), (0.0, 90.0), (0.0, 50.0, 100.0)):
        trace = run(temperature_C=T, exposed_k_mS_cm2=exposed, gone_percent=gone, damaged_percent=damaged)
        assert 0.0 <= trace.conducting_percent <= 100.0 - gone
        assert trace.conducting_percent >= (100.0 - gone) * (1.0 - damaged / 100.0)


def test_the_curves_hold_the_present_tract() -> None:
    model = Tract(temperature_C=38.4, exposed_k_mS_cm2=3.0, command_percent=50.0)
    trace = model.run()
    assert np.interp(38.4, trace.temperatures_C, trace.conducting_by_temperature_percent) == pytest.approx(
        trace.conducting_percent, abs=0.1)
    assert np.interp(trace.conducting_percent, trace.fibres_percent, trace.half_percent) == pytest.approx(
        trace.force_percent, abs=0.5)
    full = replace(model, command_percent=100.0).run()
    assert np.interp(full.conducting_percent, full.fibres_percent, full.full_percent) == pytest.approx(
        full.force_percent, abs=0.1)


# What the loss costs

def test_the_same_loss_costs_more_of_a_middling_force_than_of_the_greatest() -> None:
    for gone in (10.0, 20.0, 30.0, 50.0, 70.0, 90.0):
        trace = left(gone)
        assert trace.half_left_percent < 0.9 * trace.full_left_percent


def test_the_first_tenth_is_felt_at_half_effort_only() -> None:
    """At full effort all units fire as fast as they can long before all of the command has come."""
    assert left(10.0).full_left_percent > 99.5 and left(10.0).half_left_percent < 88.0


def test_without_an_effort_there_is_no_force_and_no_number_that_cannot_be() -> None:
    trace = run(command_percent=0.0)
    assert trace.force_percent == trace.whole_percent == trace.arriving_percent == 0.0


# What the presets say

def test_every_preset_does_what_it_says() -> None:
    normal, bath = run(), run(temperature_C=39.0)
    exposed = run(exposed_k_mS_cm2=10.0)
    drug = run(exposed_k_mS_cm2=10.0, k_block_percent=80.0)
    assert held(Tract, {
        "a quarter of the fibres is blocked; the greatest force is nearly all there": lambda t: (
            abs(t.conducting_percent - 75.0) < 3.0 and t.force_percent > 90.0),
        "half of the fibres are blocked, and with them goes nearly half of the greatest force": lambda t: (
            abs(t.conducting_percent - 50.0) < 5.0 and 40.0 < 100.0 - t.force_percent < 50.0),
        "more fibres conduct than at 37 °C, and all of the greatest force is back": lambda t: (
            t.conducting_percent > normal.conducting_percent + 5.0 and t.force_percent > 99.0),
        "all fibres conduct: heat alone blocks no healthy one": lambda t: (
            t.conducting_percent == 100.0 and t.temperature_C == bath.temperature_C),
        "two of three fibres are blocked; little more than a quarter of the force is left": lambda t: (
            abs(t.conducting_percent - 33.3) < 3.0 and 25.0 < t.force_percent < 30.0),
        "two of three fibres conduct again, and most of the greatest force is back": lambda t: (
            abs(t.conducting_percent - 66.7) < 3.0 and t.force_percent > exposed.force_percent + 40.0),
        "a bath takes away a good part of what the drug gave": lambda t: (
            0.4 * (drug.force_percent - exposed.force_percent) < drug.force_percent - t.force_percent),
        "the greatest force": lambda t: t.force_percent == 100.0,
        "half of the greatest force": lambda t: abs(t.force_percent - 50.0) < 2.0,
        "a seventh of the greatest force is missing": lambda t: abs(
            100.0 - t.force_percent - 100.0 / 7.0) < 1.5 and t.conducting_percent == 70.0,
        "over two fifths of what this effort gave are missing": lambda t: (
            40.0 < 100.0 * (1.0 - t.force_percent / t.whole_percent) < 50.0 and t.conducting_percent == 70.0),
        "half of the greatest force is left": lambda t: abs(t.force_percent - 50.0) < 2.0,
        "a third of what this effort gave is left": lambda t: (
            abs(100.0 * t.force_percent / t.whole_percent - 33.3) < 2.0 and t.command_percent == 50.0),
    }) == []
