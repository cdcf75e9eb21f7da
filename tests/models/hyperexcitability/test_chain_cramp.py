"""The cramp on the whole chain: the loop stays what it was, and what the switch changes."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from muscle_lib.models.hyperexcitability import ChainCramp, ChainCrampTrace, Cramp
from muscle_lib.models.hyperexcitability.chain_cramp import tubule_mM
from tests.checks import Check

OUR_RUN = "our earlier run of chapter 2's fibre"


@cache
def run(**changed: float | str) -> ChainCrampTrace:
    return ChainCramp(**changed).run()


CHECKS = tuple(
    Check("hyperexcitability K_T", f"potassium in the tubule at {rate} Hz", "regression", expected,
          float(expected) - 0.05, float(expected) + 0.05, "mM", OUR_RUN, lambda rate=rate: tubule_mM(rate))
    for rate, expected in ((10.0, "4.97"), (20.0, "5.50"), (30.0, "5.98"), (50.0, "6.82")))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_check_value(check: Check) -> None:
    check.hold()


def test_with_the_switch_off_the_loop_is_that_of_the_first_model():
    chain, cramp = run(), Cramp().run()
    seen = cramp.t_s <= 40.0 + 1e-9
    np.testing.assert_allclose(chain.emg_size_percent, cramp.emg_size_percent[seen], rtol=1e-9)
    np.testing.assert_allclose(chain.fatigue_percent, cramp.fatigue_percent[seen], rtol=1e-9)


def test_the_blood_does_not_reach_the_loop_unless_the_switch_is_on():
    np.testing.assert_array_equal(run(blood_percent=0.0).emg_size_percent, run().emg_size_percent)
    on, off = (run(blood_percent=0.0, whole_chain=switch) for switch in ("yes", "no"))
    assert on.cramp_emg_percent > off.cramp_emg_percent + 5.0


def test_with_the_switch_on_fatigue_grows_in_the_cramp_and_without_it_it_goes():
    on, off = run(whole_chain="yes"), run()
    assert on.fatigue_change_percent > 10.0 > 0.0 > off.fatigue_change_percent
    assert on.cramp_N > 1.15 * off.cramp_N and on.lowest_pcr_mM < off.lowest_pcr_mM


def test_a_cramp_costs_much_less_than_the_contraction_and_is_no_failure_of_energy():
    trace = run()
    assert 0.15 < trace.ATP_ratio < 0.5
    assert trace.end_pcr_mM > trace.command_end_pcr_mM - 2.0


def test_the_force_of_the_chain_and_that_of_the_loop_agree_within_reason():
    """Two ways to a force from the same impulses: twitches added up, and calcium with cross-bridges."""
    trace = run(length=0.0, fatigue_percent=0.0)
    assert trace.effort_N / 4600.0 == pytest.approx(trace._effort(trace.loop_force_percent) / 100.0, rel=0.3)


def test_where_it_lets_go_the_stores_recover():
    trace = run(length=0.0)
    assert trace.is_over and trace.cramp_N < 20.0
    assert trace.end_pcr_mM > trace.command_end_pcr_mM + 2.0


def test_without_blood_the_oxygen_goes_and_the_stores_fall_faster():
    bound, free = run(blood_percent=0.0), run()
    assert bound.lowest_po2_mmHg < 1.0 and bound.end_pcr_mM < free.end_pcr_mM - 1.0


def test_the_force_is_lower_where_the_curve_of_length_is():
    short, neutral = run(fatigue_percent=0.0, excitability_eu=0.0), run(fatigue_percent=0.0, excitability_eu=0.0,
                                                                      length=0.0)
    assert short.effort_N / neutral.effort_N == pytest.approx(np.exp(-(1.0 / 1.1) ** 2), rel=0.15)


def test_potassium_is_that_of_the_mean_rate_and_rest_below_five_impulses_a_second():
    trace = run()
    assert trace.cramp_K_mM == tubule_mM(trace.cramp_Hz) and trace.effort_K_mM > trace.cramp_K_mM > 5.0
    assert tubule_mM(0.0) == tubule_mM(4.0) == 4.0


@pytest.mark.parametrize("whole_chain", ["no", "yes"])
def test_a_sketch_is_the_beginning_in_coarser_steps(whole_chain):
    trace, sketch = run(whole_chain=whole_chain), ChainCramp(whole_chain=whole_chain).preview()
    assert sketch.is_sketch and sketch.t_s[-1] == 16.0
    assert sketch.effort_N == pytest.approx(trace.effort_N, rel=0.05)
    assert sketch.cramp_N == pytest.approx(trace.cramp_N, rel=0.2)
