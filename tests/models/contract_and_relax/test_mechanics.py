"""The curves of force against length and speed, and Huxley's cross-bridges as a peer that knows nothing of them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muscle_lib.models.contract_and_relax.mechanics import (
    BARE_um,
    FROG_CORNERS_um,
    THICK_um,
    THIN_um,
    active_force_length,
    force_N,
    force_velocity,
    frog_force_length,
    heads_in_reach,
    passive_force,
    peak_power_load,
    smooth_force_velocity,
)
from tests.checks import Check

GORDON = "Gordon et al. 1966, doi 10.1113/jphysiol.1966.sp007909"
OWN = "own earlier run of the same equations"
CLOSED_FORM = "closed form, worked out by hand"

LENGTHS = {0.5: 0.054, 0.7: 0.683, 0.8: 0.835, 1.0: 0.999, 1.2: 0.793, 1.4: 0.378, 1.6: 0.123}
SPEEDS = {-1.0: 0.012, -0.5: 0.244, -0.25: 0.478, 0.0: 1.002, 0.5: 1.585, 1.0: 1.789}
PASSIVE = {1.2: 0.052, 1.4: 0.250, 1.5: 0.504, 1.6: 1.000}


def furthest(curve, table: dict[float, float]) -> float:
    return max(abs(float(curve(at)) - value) for at, value in table.items())


# Huxley 1957: two rates of attaching and detaching along the reach of a bridge (x in units of that reach h), solved
# for steady shortening. It shares no number with the curves of the library.

F1, G1, G2 = 43.3, 10.0, 209.0  # per second


def huxley_force(speed_h_s: float) -> float:
    """The force, ∫ n x dx; 0.406 when held."""
    x = np.linspace(-4.0, 1.0, 50_001)
    if speed_h_s == 0.0:
        bound = np.where(x > 0.0, F1 / (F1 + G1), 0.0)
    else:
        rate = (F1 + G1) / (2.0 * speed_h_s)
        inside = F1 / (F1 + G1) * -np.expm1(-rate * (1.0 - x * x))
        at_zero = F1 / (F1 + G1) * -math.expm1(-rate)
        bound = np.where(x > 0.0, inside, at_zero * np.exp(np.minimum(G2 * x / speed_h_s, 0.0)))
    return float(np.trapezoid(bound * x, x))


def huxley_top_speed() -> float:
    low, high = 1.0, 1000.0
    while high - low > 1e-4:
        middle = (low + high) / 2.0
        low, high = (middle, high) if huxley_force(middle) > 0.0 else (low, middle)
    return low


def huxley_power_load() -> float:
    """The load at which Huxley's muscle gives most power, as a part of its held force."""
    speeds = np.linspace(0.01, 1.0, 100) * huxley_top_speed()
    forces = np.array([huxley_force(speed) for speed in speeds])
    return float(forces[np.argmax(forces * speeds)] / huxley_force(0.0))


CHECKS = [
    Check("contract_and_relax B-1a", "frog fibre: force at the lower edge of the plateau, 2.05 µm", "fitted", "1.0",
          1.0, 1.0, "", "the polygon is drawn after it: " + GORDON, lambda: frog_force_length(2.05)),
    Check("contract_and_relax B-1b", "frog fibre: force at the upper edge of the plateau, 2.20 µm", "fitted", "1.0",
          1.0, 1.0, "", "the polygon is drawn after it: " + GORDON, lambda: frog_force_length(2.20)),
    Check("contract_and_relax B-1c", "frog fibre: length without force", "regression", "3.65", 3.65, 3.65, "µm",
          "corner as usually drawn after " + GORDON, lambda: FROG_CORNERS_um[-1]),
    Check("contract_and_relax B-2a", "frog polygon at 1.8 µm", "regression", "0.903", 0.898, 0.908, "", CLOSED_FORM,
          lambda: frog_force_length(1.8)),
    Check("contract_and_relax B-2b", "frog polygon at 3.0 µm", "regression", "0.464", 0.459, 0.469, "", CLOSED_FORM,
          lambda: frog_force_length(3.0)),
    Check("contract_and_relax B-3a", "Hill, a/F0 = 0.25: load at peak power", "regression", "0.309", 0.308, 0.310, "",
          CLOSED_FORM, lambda: numeric_peak(0.25)[0]),
    Check("contract_and_relax B-3b", "Hill, a/F0 = 0.25: peak power", "regression", "0.0955", 0.0945, 0.0965, "",
          CLOSED_FORM, lambda: numeric_peak(0.25)[1]),
    Check("contract_and_relax B-4a", "De Groote's length curve: largest deviation from the table", "regression", "0",
          0.0, 0.002, "", OWN, lambda: furthest(active_force_length, LENGTHS), decimals=4),
    Check("contract_and_relax B-4b", "De Groote's speed curve: largest deviation from the table", "regression", "0",
          0.0, 0.002, "", OWN, lambda: furthest(smooth_force_velocity, SPEEDS), decimals=4),
    Check("contract_and_relax B-5", "passive tension: largest deviation from the table", "regression", "0", 0.0, 0.002,
          "", OWN, lambda: furthest(passive_force, PASSIVE), decimals=4),
    Check("contract_and_relax B-6", "Huxley's bridges (a peer, in the tests only): integral when held", "regression",
          "0.4062", 0.4052, 0.4072, "", CLOSED_FORM + ": f1/(2(f1 + g1))", lambda: huxley_force(0.0)),
]


def numeric_peak(curvature: float) -> tuple[float, float]:
    """The load and the power where shortening gives most power, found by looking."""
    speed = np.linspace(0.0, 1.0, 10_001)
    force = force_velocity(-speed, curvature)
    best = int(np.argmax(force * speed))
    return float(force[best]), float(force[best] * speed[best])


@pytest.mark.parametrize("item", CHECKS, ids=lambda item: item.name)
def test_check(item):
    item.hold()


@given(a=st.floats(0.1, 0.4))
def test_the_closed_form_of_peak_power_is_the_peak(a):
    load, power = numeric_peak(a)
    assert load == pytest.approx(peak_power_load(a), abs=0.001)
    assert power == pytest.approx(peak_power_load(a) ** 2, abs=1e-6)


@given(a=st.floats(0.1, 0.4))
def test_force_against_speed_is_1_at_rest_0_at_top_speed_and_never_falls(a):
    force = force_velocity(np.linspace(-1.5, 1.5, 601), a)
    assert (np.diff(force) >= 0.0).all() and (force >= 0.0).all()
    assert float(force_velocity(0.0, a)) == 1.0
    assert float(force_velocity(-1.0, a)) == float(force_velocity(-2.0, a)) == 0.0
    assert 1.4 <= float(force_velocity(1.0, a)) <= 1.8


def test_force_against_speed_has_no_step_at_rest():
    assert float(force_velocity(1e-9) - force_velocity(-1e-9)) == pytest.approx(0.0, abs=1e-7)


def test_the_length_curve_is_1_at_1_and_total_force_has_no_step_there():
    assert float(active_force_length(1.0)) == pytest.approx(1.0, abs=0.015)
    below, above = (float(active_force_length(at) + passive_force(at)) for at in (1.0 - 1e-9, 1.0 + 1e-9))
    assert above == pytest.approx(below, abs=1e-7)
    assert float(passive_force(1.0)) == 0.0


def test_no_length_gives_a_negative_or_an_infinite_force():
    lengths = np.linspace(0.0, 3.0, 3001)
    with np.errstate(all="raise", under="ignore"):
        active, passive = active_force_length(lengths), passive_force(lengths)
    assert (active >= 0.0).all() and np.isfinite(active).all()
    assert (np.diff(passive) >= 0.0).all()


def test_the_human_filaments_give_the_plateau_and_the_end_that_walker_and_schrodt_found():
    assert 2.0 * THIN_um == pytest.approx(2.64)  # the thin filaments meet
    assert 2.0 * THIN_um + BARE_um == pytest.approx(2.81)  # the last heads leave
    assert 2.0 * THIN_um + THICK_um == pytest.approx(4.24)  # no head is in reach
    assert float(heads_in_reach(2.81)) == pytest.approx(1.0)
    assert float(heads_in_reach(4.24)) == pytest.approx(0.0, abs=1e-12)
    assert float(heads_in_reach(3.525)) == pytest.approx(0.5)


def test_on_the_falling_limb_the_frogs_force_is_its_overlap():
    """Gordon's point, and the reason for believing in sliding filaments: half the heads in reach, half the force."""
    frog_thin_um = 1.025
    overlap = (frog_thin_um + THICK_um / 2.0 - 3.0 / 2.0) / (THICK_um / 2.0 - BARE_um / 2.0)
    assert float(frog_force_length(3.0)) == pytest.approx(overlap, abs=0.03)


def test_huxleys_bridges_agree_with_hill_though_they_share_no_number():
    top = huxley_top_speed()
    for part in (0.1, 0.25, 0.5, 0.75):
        assert huxley_force(part * top) / huxley_force(0.0) == pytest.approx(float(force_velocity(-part)), abs=0.06)
    assert huxley_power_load() == pytest.approx(peak_power_load(), abs=0.06)


def test_force_in_newtons_is_that_of_the_parts():
    parts = 0.5 * float(active_force_length(1.2)) * float(force_velocity(-0.1)) + float(passive_force(1.2))
    assert force_N(1000.0, 60.0, 0.5, 1.2, -0.1) == pytest.approx(500.0 * parts)
    assert float(force_N(1000.0, 0.0, 0.0, 1.0, 0.0)) == 0.0


def test_a_short_muscle_keeps_two_thirds_to_four_fifths_of_its_force():
    assert 0.67 <= float(force_N(1.0, 0.0, 1.0, 0.7, 0.0)) <= 0.82
