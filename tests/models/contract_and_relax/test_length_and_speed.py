"""A muscle at one length and speed: what its trace says must follow from the curves, at any setting."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muscle_lib.models.contract_and_relax import LengthAndSpeed, LengthAndSpeedTrace


def run(**settings: float) -> LengthAndSpeedTrace:
    return LengthAndSpeed(**settings).run()


@given(length=st.floats(0.5, 1.6), speed=st.floats(-10, 10), activation=st.floats(0, 100), top=st.floats(2, 15))
def test_power_is_given_only_in_shortening_and_never_more_than_the_peak(length, speed, activation, top):
    trace = run(length=length, speed_lengths_s=speed, activation_percent=activation, top_speed_lengths_s=top)
    assert trace.active >= 0.0 and trace.passive >= 0.0 and trace.total >= trace.passive
    assert (trace.power <= 0.0) or speed < 0.0
    assert trace.power <= trace.peak_power + 1e-12
    assert (trace.power_at_speed >= 0.0).all() and trace.speeds_lengths_s[trace.power_at_speed.size - 1] == 0.0
    assert math.isnan(trace.given_power) if trace.power < 0.0 else trace.given_power == trace.power


def test_the_curves_run_through_the_students_point():
    trace = run(length=1.2, speed_lengths_s=-2.5, activation_percent=60.0, pennation_deg=20.0)
    assert np.interp(1.2, trace.lengths, trace.active_curve) == pytest.approx(trace.held, abs=1e-3)
    assert np.interp(1.2, trace.lengths, trace.passive_curve) == pytest.approx(trace.passive, abs=1e-9)
    assert np.interp(-2.5, trace.speeds_lengths_s, trace.active_at_speed) == pytest.approx(trace.active, abs=1e-9)
    shortening = trace.speeds_lengths_s[:trace.power_at_speed.size]
    assert np.interp(-2.5, shortening, trace.power_at_speed) == pytest.approx(trace.power, abs=1e-9)


def test_activation_scales_the_active_force_and_leaves_the_passive_one():
    half, full = run(length=1.4, activation_percent=50.0), run(length=1.4)
    assert half.active == pytest.approx(full.active / 2.0)
    assert half.passive == full.passive
    relaxed = run(length=1.4, activation_percent=0.0, speed_lengths_s=-3.0)
    assert (relaxed.active, relaxed.power, relaxed.passive_percent) == (0.0, 0.0, 100.0)


def test_the_angle_of_the_fibres_costs_its_cosine():
    assert run(pennation_deg=35.0).total / run().total == pytest.approx(math.cos(math.radians(35.0)))


def test_a_gentle_stretch_leaves_four_fifths_of_the_active_force():
    """“Stretch breaks a cramp by pulling the filaments apart” cannot be right."""
    assert run(length=1.2).active == pytest.approx(0.793, abs=0.002)
    assert run(length=1.2).total > 0.84 * run().total


def test_faster_than_its_top_speed_a_muscle_has_no_force():
    slow = run(speed_lengths_s=-5.0, top_speed_lengths_s=4.0)
    assert slow.total == 0.0 and math.isnan(slow.passive_percent)


def test_the_words_for_length_and_motion():
    states = {0.5: "short", 0.8: "short", 0.95: "near its best length", 1.1: "near its best length", 1.2: "stretched",
              1.4: "stretched", 1.46: "overstretched", 1.6: "overstretched"}
    assert {length: run(length=length).length_state for length in states} == states
    motions = {-0.1: "shortening", 0.0: "held", 0.1: "being stretched"}
    assert {speed: run(speed_lengths_s=speed).motion for speed in motions} == motions


def test_the_sarcomere_follows_the_length_and_loses_its_overlap_only_when_stretched():
    reach = [run(length=float(length)).in_reach_percent for length in np.linspace(0.5, 1.6, 23)]
    assert (np.diff(reach) <= 0.0).all()
    assert run(length=1.0).in_reach_percent == 100.0 and run(length=1.6).in_reach_percent == 0.0
    assert run(length=1.5).sarcomere_um == pytest.approx(4.05)
