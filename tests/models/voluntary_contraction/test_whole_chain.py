"""The whole chain: what each cut changes and what it leaves alone, and that nothing is made from nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from muscle_lib.models.electrolytes import MuscleFibre
from muscle_lib.models.nerve_signal import Junction, MyelinatedAxon
from muscle_lib.models.oxygen_and_glucose.energy import ADENYLATE_mM, REST_PCR_mM
from muscle_lib.models.voluntary_contraction import ChainTrace, WholeChain, hand_over
from muscle_lib.models.voluntary_contraction.chain import shares_of
from muscle_lib.models.voluntary_contraction.hand_over import NERVE_m
from muscle_lib.models.voluntary_contraction.pool import maximal_excitation_eu, rates_Hz, units_of
from muscle_lib.preset import all_presets
from tests.checks import Check
from tests.lessons import ROOT, lesson

WHOLE = WholeChain()
OWN = "own earlier run"


@cache
def run(model: WholeChain) -> ChainTrace:
    return model.run()


# ------------------------------------------------------------------------------------------ the table of signs

#: What is cut. Glucose alone is blood glucose; both are the muscle's own glycogen as well.
CUTS = {
    "nerve": dict(nerve_percent=0.0),
    "potassium": dict(K_out_mM=8.0),
    "calcium": dict(Ca_out_mM=0.5),
    "blood": dict(blood_percent=0.0),
    "glycogen and glucose": dict(glycogen_mM=0.0, glucose_mM=2.5),
    "blood glucose alone": dict(glucose_mM=2.5),
}
#: A change by less than this part is “unchanged”.
UNCHANGED = 0.03
OUTPUTS = {
    "impulses of the nerve": lambda trace: trace.nerve_mean_Hz,
    "impulses of the fibres": lambda trace: trace.fibre_mean_Hz,
    "calcium in the fibres": lambda trace: trace.peak_calcium_uM,
    "force of the first contraction": lambda trace: trace.first_N,
    "force of the last contraction": lambda trace: trace.last_N,
    "ATP used": lambda trace: trace.used_mean_mM_s,
    "phosphocreatine spent": lambda trace: trace.spent_pcr_mM,
    "oxygen left in the muscle": lambda trace: trace.lowest_po2_mmHg,
    "blood flow": lambda trace: trace.highest_flow_mL_100g_min,
}
#: In the order of the outputs; this table stands in the lesson, too.
SIGNS = {
    "nerve": "= − − − − − − + −",
    "potassium": "= − − − − − − + −",
    "calcium": "= − − − − − − + −",
    "blood": "= = = = = = + − −",
    "glycogen and glucose": "= = − = − − + + −",
    "blood glucose alone": "= = = = = = = = =",
}


@pytest.mark.parametrize("cut", CUTS)
def test_the_table_of_signs(cut: str) -> None:
    normal, after = run(WHOLE), run(replace(WHOLE, **CUTS[cut]))
    changes = {what: measure(after) / measure(normal) - 1.0 for what, measure in OUTPUTS.items()}
    signs = ["=" if abs(change) < UNCHANGED else "+" if change > 0.0 else "−" for change in changes.values()]
    assert " ".join(signs) == SIGNS[cut], changes


def test_the_table_in_the_lesson_is_this_one() -> None:
    cells = [cell.source for cell in lesson("05_voluntary_contraction").cells if cell.cell_type == "markdown"]
    lines = [line for source in cells for line in source.splitlines() if line.startswith("| ")]
    table = [[part.strip() for part in line.strip("|").split("|")] for line in lines]
    assert table[0][1:] == list(OUTPUTS)
    assert {row[0]: " ".join(row[1:]) for row in table[2:]} == SIGNS


@pytest.mark.parametrize("cut", CUTS)
def test_nothing_upstream_of_a_cut_changes(cut: str) -> None:
    """Not by a hair: there is no feedback to the motor neurons in this chapter."""
    normal, after = run(WHOLE), run(replace(WHOLE, **CUTS[cut]))
    np.testing.assert_array_equal(normal.spike_ms, after.spike_ms)
    np.testing.assert_array_equal(normal.spike_unit, after.spike_unit)
    np.testing.assert_array_equal(normal.nerve_Hz, after.nerve_Hz)
    if cut in ("blood", "glycogen and glucose", "blood glucose alone"):
        np.testing.assert_array_equal(normal.fibre_Hz, after.fibre_Hz)


def test_each_cut_is_named() -> None:
    names = [run(replace(WHOLE, **cut)).broken_link for cut in CUTS.values()]
    assert names == ["nerve", "fibre", "junction", "blood", "glycogen", "none"]
    assert run(WHOLE).broken_link == "none" and run(replace(WHOLE, drive_percent=0.0)).broken_link == "command"


def test_where_two_links_are_cut_both_are_named() -> None:
    both = run(replace(WHOLE, nerve_percent=50.0, K_out_mM=8.0))
    assert both.broken_links == ("nerve", "fibre") and both.peak_N < 0.5
    # Half of the axons do not make the fibres look ill, nor do ill fibres the nerve.
    assert run(replace(WHOLE, nerve_percent=50.0)).broken_links == ("nerve",)
    assert run(replace(WHOLE, nerve_percent=50.0, blood_percent=0.0)).broken_links == ("nerve", "blood")
    # A hold is its own tourniquet.
    assert run(replace(WHOLE, pause_s=0.0)).broken_links == ("blood",)


# ------------------------------------------------------------------------------------------ the normal chain

def test_the_force_follows_the_command_up_and_down() -> None:
    trace = run(WHOLE)
    for first, end in trace.contractions:
        inside = slice(first, end)
        assert trace.force_N[inside].max() > 0.8 * trace.first_N
        # Half a second after the command's end nearly all of the force is gone.
        after = end + round((0.2 + 0.5) / 0.02)
        if after < len(trace.t_s):
            assert trace.force_N[after] < 0.05 * trace.first_N
    assert trace.end_force_N < 1.0


def test_more_command_gives_more_force_and_costs_more() -> None:
    traces = [run(replace(WHOLE, drive_percent=drive)) for drive in (5.0, 20.0, 40.0, 60.0, 80.0, 100.0)]
    for name in ("first_N", "used_mean_mM_s", "nerve_mean_Hz"):
        values = [getattr(trace, name) for trace in traces]
        assert values == sorted(values) and values[-1] > 5.0 * values[0], name


def test_the_nerves_rate_is_the_pools() -> None:
    units = units_of(30.0, 35.0, 1.0)
    rates = rates_Hz(units, np.array([0.6 * maximal_excitation_eu(units)]))[0]
    assert run(WHOLE).nerve_mean_Hz == pytest.approx((rates * units.twitch).sum() / units.twitch.sum(), rel=0.1)
    assert shares_of(units.twitch).sum() == pytest.approx(1.0)


def test_a_partly_cut_nerve_loses_force_and_no_more_than_that() -> None:
    forces = [run(replace(WHOLE, nerve_percent=percent)).first_N for percent in (100.0, 75.0, 50.0, 25.0, 0.0)]
    assert forces == sorted(forces, reverse=True) and forces[-1] == 0.0
    assert forces[2] == pytest.approx(forces[0] / 2.0, rel=0.35)


# ------------------------------------------------------------------------------------------ the hand-over

def test_the_numbers_handed_over_are_those_of_the_chapters_own_models() -> None:
    handed = hand_over(4.0, 1.2)
    assert handed.delay_ms == MyelinatedAxon().run().delay_ms(NERVE_m) + Junction().synaptic_ms
    fibre = MuscleFibre(K_out_mM=4.0, Ca_out_mM=1.2, rate_Hz=50.0, pulses=25, duration_ms=1000.0, dt_ms=0.02).run()
    assert handed.rest_mV == fibre.rest_mV and handed.ready_sodium_percent == fibre.ready_sodium_percent
    assert handed.followed_Hz == 50.0 and fibre.n_in == 25
    assert handed.transmitted == Junction(Ca_out_mM=1.2, rate_Hz=30.0, impulses=10).run().fraction_last


def test_a_depolarised_fibre_hands_over_a_slower_rate() -> None:
    handed = [hand_over(K_out_mM, 1.2) for K_out_mM in (4.0, 6.0, 8.0)]
    assert [one.rest_mV for one in handed] == sorted(one.rest_mV for one in handed)
    assert [one.followed_Hz for one in handed] == sorted((one.followed_Hz for one in handed), reverse=True)
    assert handed[-1].followed_Hz == 0.0
    assert hand_over(4.0, 0.5).transmitted < hand_over(4.0, 0.8).transmitted < hand_over(4.0, 1.2).transmitted


def test_the_impulse_arrives_after_the_nerves_delay() -> None:
    trace = run(WHOLE)
    assert 10.0 < trace.delay_ms < 40.0
    assert trace.t_s[np.flatnonzero(trace.fibre_Hz)[0]] >= trace.t_s[np.flatnonzero(trace.nerve_Hz)[0]]


# ------------------------------------------------------------------------------------------ conservation and limits

def test_phosphate_and_creatine_are_conserved_and_no_stock_is_below_zero() -> None:
    """Of the three fibres' means; what holds in each of them holds for their mean."""
    for button, preset in all_presets(WholeChain).items():
        trace = run(preset.model)
        ADP = ADENYLATE_mM - trace.ATP_mM
        phosphate = trace.pcr_mM + 3.0 * trace.ATP_mM + 2.0 * ADP + trace.Pi_mM
        np.testing.assert_allclose(phosphate, phosphate[0], rtol=0.0, atol=1e-9, err_msg=button)
        for name in ("pcr_mM", "ATP_mM", "Pi_mM", "lactate_mM", "glycogen_mM", "po2_mmHg", "flow_mL_100g_min",
                     "force_N", "calcium_uM", "used_mM_s"):
            assert getattr(trace, name).min() >= -1e-12, (button, name)
        assert ADP.min() >= 0.0 and trace.pcr_mM.max() <= REST_PCR_mM + 1e-6 and trace.recruited.max() <= 1.0 + 1e-9


def test_rest_stays_rest() -> None:
    trace = run(replace(WHOLE, drive_percent=0.0))
    assert trace.peak_N < 1e-6 and not trace.spike_ms.size
    for name in ("pcr_mM", "ATP_mM", "pH", "lactate_mM", "calcium_uM"):
        values = getattr(trace, name)
        np.testing.assert_allclose(values, values[0], rtol=2e-3, err_msg=name)


def test_the_step_of_the_pool_changes_little() -> None:
    one, two = run(WHOLE), run(replace(WHOLE, dt_ms=2))
    for name in ("first_N", "last_N", "used_mean_mM_s", "lowest_pcr_mM"):
        assert getattr(two, name) == pytest.approx(getattr(one, name), rel=0.01), name


def test_another_throw_changes_the_spikes_and_hardly_the_force() -> None:
    one, other = run(WHOLE), run(replace(WHOLE, seed=2))
    assert one.spike_ms[:50].tolist() != other.spike_ms[:50].tolist()
    assert other.first_N == pytest.approx(one.first_N, rel=0.05)


def test_the_sketch_is_the_beginning_of_the_run() -> None:
    sketch, trace = WHOLE.preview(), run(WHOLE)
    assert sketch.is_sketch and sketch.t_s[-1] == pytest.approx(10.0)
    same = trace.t_s <= 10.0 + 1e-9
    assert sketch.force_N.mean() == pytest.approx(trace.force_N[same].mean(), rel=0.02)


@pytest.mark.kernel
def test_compiled_and_plain_paths_agree() -> None:
    """Another Python, without Numba, draws the same sketch."""
    program = ("import json; from muscle_lib.models.voluntary_contraction import WholeChain; t = WholeChain().preview()"
               "; print(json.dumps([t.force_N.tolist(), t.pcr_mM.tolist(), t.spike_ms.tolist()]))")
    done = subprocess.run([sys.executable, "-c", program], env={**os.environ, "MUSCLE_LAB_PLAIN": "1"}, check=True,
                          capture_output=True, text=True, encoding="utf-8", cwd=os.fspath(ROOT))
    trace = WHOLE.preview()
    for plain, ours in zip(json.loads(done.stdout), (trace.force_N, trace.pcr_mM, trace.spike_ms), strict=True):
        np.testing.assert_allclose(plain, ours, rtol=1e-7, atol=1e-9)


CHECKS = [
    Check("voluntary_contraction chain-1", "whole chain at 60 % command: force of the first contraction / best force",
          "regression", "0.607", 0.58, 0.64, "", OWN, lambda: run(WHOLE).first_N / run(WHOLE).strength_N),
    Check("voluntary_contraction chain-2", "the same: phosphocreatine spent in 24 s of rhythmic work", "regression",
          "7.7", 7.2, 8.2, "mM", OWN, lambda: run(WHOLE).spent_pcr_mM),
    Check("voluntary_contraction chain-3", "the same without glycogen, at 2.5 mM glucose: last force / first",
          "regression", "0.75", 0.71, 0.79, "", OWN,
          lambda: run(replace(WHOLE, glycogen_mM=0.0, glucose_mM=2.5)).last_to_first),
    Check("voluntary_contraction chain-4", "one hold of 24 s: lowest oxygen pressure", "regression", "0.4", 0.2, 0.8,
          "mmHg", OWN, lambda: run(replace(WHOLE, pause_s=0.0)).lowest_po2_mmHg),
]


@pytest.mark.parametrize("item", CHECKS, ids=lambda item: item.name)
def test_check(item) -> None:
    item.hold()
