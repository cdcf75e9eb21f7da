"""Letting go: the names of what is seen, and how each step that costs ATP fails."""

from __future__ import annotations

import numpy as np
import pytest

from muscle_lib.models.contract_and_relax import BLIND_MUSCLES, LETTING_GO_PRESETS, LettingGo, LettingGoTrace

STATES = {"Healthy": "lets go", "Cramp": "cramp", "Fatigued": "lets go slowly", "Brody disease": "lets go slowly",
          "Pump nearly gone": "contracture", "No ATP": "rigor", "Malignant hyperthermia": "contracture",
          "… and dantrolene": "no contraction", "Cold muscle, 25 °C": "lets go slowly"}


def run(**changed: float) -> LettingGoTrace:
    return LettingGo(**changed).run()


@pytest.mark.parametrize("preset", LETTING_GO_PRESETS, ids=lambda preset: preset.name)
def test_every_preset_has_its_name(preset):
    assert preset.model.run().state == STATES[preset.name]


def test_the_four_muscles_are_four_different_things():
    assert [case.model.run().state for case in BLIND_MUSCLES] == ["lets go slowly", "rigor", "cramp", "contracture"]


def test_without_an_order_a_healthy_fibre_gives_no_force():
    for fibre in (1, 2, 3):
        assert run(order_Hz=0.0, fibre=fibre).force_percent.max() < 0.01


def test_the_healthy_fibre_is_its_own_reference():
    trace = run()
    np.testing.assert_array_equal(trace.force_percent, trace.healthy_force_percent)


def test_less_atp_lets_go_later_until_it_does_not_at_all():
    late = [run(atp_mM=atp).late_percent for atp in (8.2, 0.1, 0.01, 0.003, 0.001)]
    assert late == sorted(late) and late[0] < 0.1 and late[-1] == 100.0


def test_a_larger_leak_leaves_more_calcium_and_more_force():
    traces = [run(order_Hz=0.0, leak_times=leak) for leak in (1.0, 10.0, 30.0, 100.0)]
    for name in ("late_Ca_uM", "late_percent"):
        values = [getattr(trace, name) for trace in traces]
        assert values == sorted(values)


def test_the_pump_takes_about_a_third_of_the_bill_or_a_little_more():
    # Fitted: the model's share is at the top of the 30 to 40 % that are accepted.
    assert 35.0 < run().pump_share_percent < 45.0


def test_impulses_are_counted_in_the_order_and_after_it():
    trace = run(order_Hz=20.0, after_Hz=10.0)
    assert (trace.impulses_in_order, trace.impulses_after) == (20, 27)


def test_force_is_shown_up_to_100():
    assert run(atp_mM=0.001, fibre=3).peak_percent == 100.0
