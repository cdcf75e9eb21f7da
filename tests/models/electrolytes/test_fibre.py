"""The fibre in a train of pulses: its check values, its states, and what must be true of it at any setting."""

from __future__ import annotations

import functools
import json
import math
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from muscle_lib.models.electrolytes import MuscleFibre, followed_rate_Hz
from muscle_lib.models.electrolytes.fibre import SKETCH_ms
from muscle_lib.models.electrolytes.fibre_rest import rest_of
from muscle_lib.models.electrolytes.fibre_solver import PULSE_ms, integrate
from muscle_lib.preset import all_presets
from tests.checks import Check
from tests.models.electrolytes.fibres import CHOSEN, OUR_RUN, fibre, threshold, train, trains

ROOT = Path(__file__).parents[3]
#: Chloride channels in per cent → the state after 25 pulses at 50 Hz.
STATES = {100: "normal", 70: "normal", 50: "normal", 40: "latent", 30: "latent", 25: "latent", 18: "myotonia",
          15: "myotonia", 10: "myotonia", 5: "myotonia"}
#: State by channels that fail to inactivate (rows, per cent) and chloride channels (columns, per cent), at 4 mM
#: potassium: normal, latent, myotonia, paralysis.
PLANE_CHLORIDE = (100, 70, 50, 40, 30, 25, 20, 15, 10)
PLANE = {0.02: "NNNLLLMMM", 0.25: "NNLLLMMMP", 0.5: "NNLLMMPPP", 0.75: "NLLPPPPPP", 1.0: "LLPPPPPPP",
         1.25: "LPPPPPPPP", 1.5: "PPPPPPPPP"}


def check(id: str, what: str, expected: str, low: float, high: float, unit: str, measure, kind="regression") -> Check:
    source = CHOSEN if kind == "fitted" else OUR_RUN
    return Check(f"electrolytes {id}", what, kind, expected, low, high, unit, source, measure)


def highest_K_T_mM(rate_Hz: float) -> float:
    """The highest potassium in the tubule in half a second of pulses."""
    pulses = np.arange(10.0, 500.0, 1000.0 / rate_Hz)
    kept, _ = integrate(fibre(), rest_of(fibre()), pulses, PULSE_ms, 500.0, 0.01, 50_000, 1, False)
    return float(kept[:, 2].max())


@functools.cache
def warmed_up(chloride_percent: float) -> tuple[int, int]:
    """Action potentials after the first and after the second of two trains, the second 8 s after the first."""
    aps = trains(fibre(chloride_percent=chloride_percent), (10.0, 8010.0), 16.0)
    return int(((aps > 500.0) & (aps < 8010.0)).sum()), int((aps > 8500.0).sum())


def short(state: str) -> str:
    return state[0].upper()


@functools.cache
def state(model: MuscleFibre) -> str:
    """Only the word is kept: a hundred traces would be too much."""
    return model.run().state


def watched(**settings: float) -> MuscleFibre:
    """As ``train``: watched for 4 s, in which the state can be told."""
    return MuscleFibre(duration_ms=4000.0, **settings)


@functools.cache
def equal_cells() -> int:
    """How many fields of the plane have the state of our earlier run."""
    return sum(short(state(watched(persistent_na_percent=stuck, chloride_percent=float(chloride)))) == wanted
               for stuck, row in PLANE.items() for chloride, wanted in zip(PLANE_CHLORIDE, row, strict=True))


CHECKS = (
    *(check("C-4", f"highest potassium in the tubule, {rate} Hz", expected, float(expected) - 0.05,
            float(expected) + 0.05, "mM", functools.partial(highest_K_T_mM, float(rate)), "fitted")
      for rate, expected in ((10, "4.97"), (20, "5.50"), (30, "5.98"), (50, "6.82"), (80, "7.89"))),
    check("C-5", "chloride settings, of ten, with the expected state", "10", 10, 10, "",
          lambda: sum(state(watched(chloride_percent=float(c))) == wanted for c, wanted in STATES.items()), "fitted"),
    check("C-6", "action potentials after the train, 10 % of the chloride channels", "593", 557, 629, "",
          lambda: train(chloride_percent=10.0, duration_ms=10000.0).n_after, "fitted"),
    check("C-6", "how long they go on", "5760", 5414, 6106, "ms",
          lambda: train(chloride_percent=10.0, duration_ms=10000.0).after_ms, "fitted"),
    check("C-7", "the same with the tubule's potassium held", "0", 0, 2, "",
          lambda: train(chloride_percent=10.0, K_removal_ms=1.0).n_after),
    check("C-7", "the same with half of the sodium channels", "0", 0, 2, "",
          lambda: train(chloride_percent=10.0, na_channels_percent=50.0).n_after),
    check("C-7", "the same at 3 mM potassium", "0", 0, 2, "",
          lambda: train(chloride_percent=10.0, K_out_mM=3.0).n_after),
    check("C-8", "second train / first train, 15 % of the chloride channels", "0", 0.0, 0.2, "",
          lambda: warmed_up(15.0)[1] / warmed_up(15.0)[0]),
    check("C-11", "paralysed at 4 mM potassium, 1.1 % of the sodium channels do not inactivate (1 = yes)", "0", 0, 0,
          "", lambda: "paralysis" in train(persistent_na_percent=1.1).state, "fitted"),
    check("C-11", "paralysed at 5.5 mM potassium (1 = yes)", "1", 1, 1, "",
          lambda: "paralysis" in train(persistent_na_percent=1.1, K_out_mM=5.5).state, "fitted"),
    check("C-12", "states, of 63, as in the earlier run", "63", 58, 63, "", equal_cells),
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_check_value(check: Check) -> None:
    check.hold()


# ---------------------------------------------------------------- tables of our earlier run

def test_the_after_depolarisation_grows_and_the_threshold_falls_as_chloride_channels_are_lost():
    adp_mV = {100.0: 4.5, 70.0: 5.8, 50.0: 7.3, 40.0: 8.4, 30.0: 10.1, 25.0: 11.5}
    # Read 20 ms after the last pulse: a second's run shows it.
    found = {chloride: train(chloride_percent=chloride, duration_ms=1000.0).adp_mV for chloride in adp_mV}
    assert found == pytest.approx(adp_mV, abs=0.1)
    thresholds = {100.0: 197, 50.0: 173, 25.0: 159, 10.0: 148, 5.0: 145}
    found = {chloride: threshold(chloride_percent=chloride) for chloride in thresholds}
    assert found == pytest.approx(thresholds, rel=0.01)


def test_the_run_of_myotonia_grows_as_chloride_channels_are_lost():
    for chloride, n_after in ((20.0, 314), (18.0, 367), (15.0, 446), (10.0, 593), (5.0, 775)):
        trace = train(chloride_percent=chloride, duration_ms=10000.0)
        assert trace.n_after == pytest.approx(n_after, rel=0.06), chloride
        assert 88.0 < trace.own_rate_Hz < 106.0, chloride


@pytest.mark.parametrize(("settings", "low", "high"), [
    ({"pulses": 1}, 0, 0), ({"pulses": 5}, 0, 0), ({"pulses": 10}, 100, 1000), ({"K_removal_ms": 200.0}, 0, 0),
    ({"K_out_mM": 2.5}, 0, 0), ({"Ca_out_mM": 2.5}, 0, 0), ({"na_channels_percent": 70.0}, 0, 2),
    ({"na_channels_percent": 80.0}, 100, 590)], ids=str)
def test_what_helps_a_myotonic_fibre_and_what_does_not(settings, low, high):
    assert low <= train(chloride_percent=10.0, duration_ms=10000.0, **settings).n_after <= high


def test_more_potassium_turns_myotonia_into_paralysis():
    assert train(chloride_percent=10.0, K_out_mM=5.0).state == "myotonia, then block"
    assert "paralysis" in train(chloride_percent=10.0, K_out_mM=6.0).state


def test_low_calcium_makes_a_silent_carrier_myotonic():
    assert train(chloride_percent=30.0).state == "latent"
    low = train(chloride_percent=30.0, Ca_out_mM=0.8, duration_ms=10000.0)
    assert low.state == "myotonia" and low.n_after == pytest.approx(371, rel=0.06)


def test_channels_that_fail_to_inactivate_and_potassium():
    for K_mM in (2.0, 4.0, 5.0, 6.0):
        assert train(persistent_na_percent=0.5, K_out_mM=K_mM).state == "normal"
    assert train(persistent_na_percent=1.2, K_out_mM=4.0).state == "latent"
    assert "paralysis" in train(persistent_na_percent=1.2, K_out_mM=4.5).state
    # How many come before the block (8, and 10 at finer steps; 7 in the earlier run) is no property of the fibre.
    trace = train(persistent_na_percent=0.8, K_out_mM=6.0)
    assert trace.state == "myotonia, then block" and 3 <= trace.n_after <= 12


# ---------------------------------------------------------------- what must be true

@pytest.mark.long  # the states at the usual step, and what half a step changes, come without it
@pytest.mark.parametrize("preset", all_presets(MuscleFibre).values(), ids=lambda preset: preset.name)
def test_no_presets_state_depends_on_the_step(preset):
    """Which of the two paralyses it is may: an action potential that hardly passes 0 mV counts at one step only.
    (What half a step changes in a long run: below.)"""
    coarse, usual = (state(replace(preset.model, dt_ms=dt_ms)).split()[0] for dt_ms in (0.02, 0.01))
    assert coarse == usual


def test_the_states_of_the_presets():
    states = {preset.name: state(preset.model) for preset in all_presets(MuscleFibre).values()}
    assert states == {
        "Healthy": "normal", "Carrier of myotonia": "normal", "Myotonia congenita": "myotonia",
        "Myotonia, channel blocker": "latent", "Two small faults": "myotonia", "Hypokalaemia, severe": "normal",
        "Hyperkalaemia, severe": "paralysis", "Hyperkalaemic paralysis, between attacks": "latent",
        "… and in an attack, 5.5 mM": "paralysis",
        "Hypokalaemic paralysis, between attacks": "normal",
        "… and in an attack, 2.5 mM": "paralysis at rest"}


def test_halving_the_step_changes_a_run_of_myotonia_little():
    coarse, fine = (train(chloride_percent=10.0, duration_ms=10000.0, dt_ms=dt) for dt in (0.01, 0.005))
    assert coarse.n_after == pytest.approx(fine.n_after, rel=0.03)
    assert coarse.after_ms == pytest.approx(fine.after_ms, rel=0.02)
    healthy, finer = train(), train(dt_ms=0.005)
    assert (healthy.n_in, healthy.n_after) == (finer.n_in, finer.n_after)
    assert healthy.peak_K_T_mM == pytest.approx(finer.peak_K_T_mM, rel=0.01)


@pytest.mark.parametrize("settings", [
    {}, {"chloride_percent": 0.0}, {"persistent_na_percent": 1.5}, {"K_out_mM": 10.0}, {"K_removal_ms": 1.0},
    {"pore_mS_cm2": 0.009}, {"Ca_out_mM": 0.4}, {"chloride_percent": 10.0, "duration_ms": 10000.0},
    {"stimulus_uA_cm2": 800.0, "dt_ms": 0.02, "persistent_na_percent": 1.5, "chloride_percent": 0.0}], ids=str)
def test_potassium_never_falls_below_the_bloods_and_gates_stay_between_shut_and_open(settings):
    trace = train(**settings)
    # Where a fibre comes to rest a little lower than before, its pump is ahead by some hundredths.
    assert trace.K_T_mM.min() >= trace.K_out_mM - (0.01 if trace.state in ("normal", "myotonia") else 0.03)
    for gate in (trace.h, trace.s):
        assert 0.0 <= gate.min() and gate.max() <= 1.0
    assert (np.diff(trace.aps_ms) > 0.0).all()
    assert trace.n_in + trace.n_after == len(trace.aps_ms)


def test_the_pump_never_takes_potassium_that_is_not_there():
    """A fibre that rests depolarised has a busy pump, which goes on when pulses let it fall to its lower state."""
    trace = train(chloride_percent=28.0, K_out_mM=1.5, rate_Hz=9.0, pulses=4, Mg_out_mM=2.0, Na_out_mM=110.0,
                  na_channels_percent=30.0, K_removal_ms=120.0, stimulus_uA_cm2=300.0)
    assert 0.0 < trace.K_T_mM.min() < 1.45
    assert np.isfinite(trace.v_S_mV).all()


def test_the_gate_s_falls_in_a_run_of_myotonia_and_ends_it():
    trace = train(chloride_percent=10.0, duration_ms=10000.0)
    assert trace.s[0] == pytest.approx(0.90, abs=0.01)
    assert trace.lowest_s_percent < 62.0
    assert not trace.fires_to_the_end
    assert train(chloride_percent=10.0).fires_to_the_end


def test_a_train_that_is_longer_than_the_run_is_cut_short():
    trace = MuscleFibre(rate_Hz=5.0, pulses=50, duration_ms=2000.0).run()
    assert trace.last_pulse_ms <= 1800.0 and len(trace.pulses_ms) == 9
    assert trace.n_in == 9 and trace.state == "normal"


def test_the_sketch_is_the_beginning_of_the_run():
    sketch, full = MuscleFibre().preview(), MuscleFibre().run()
    assert sketch.is_sketch and not full.is_sketch
    assert sketch.t_ms[-1] == pytest.approx(SKETCH_ms, abs=0.2)
    assert (sketch.n_in, sketch.state) == (full.n_in, full.state)
    assert sketch.rest_mV == full.rest_mV


def test_samples_lie_a_tenth_of_a_millisecond_apart_up_to_the_end():
    trace = train()
    assert np.diff(trace.t_ms) == pytest.approx(0.1)
    assert trace.t_ms[-1] == pytest.approx(4000.0, abs=0.1)
    for samples in (trace.v_S_mV, trace.v_T_mV, trace.K_T_mM, trace.h, trace.s):
        assert samples.shape == trace.t_ms.shape


def test_without_action_potentials_after_the_train_there_is_no_time_and_no_rate():
    assert math.isnan(train().after_ms) and math.isnan(train().own_rate_Hz)


@pytest.mark.parametrize(("settings", "rate_Hz"), [({}, 80.0), ({"K_out_mM": 7.5}, 10.0), ({"K_out_mM": 8.0}, 0.0)],
                         ids=str)
def test_the_rate_that_a_fibre_follows(settings, rate_Hz):
    assert followed_rate_Hz(MuscleFibre(**settings)) == rate_Hz


PLAIN = """
import json
from muscle_lib.models.electrolytes import Excitability, MuscleFibre
from muscle_lib.models.electrolytes.fibre_currents import fibre_of
from muscle_lib.models.electrolytes.fibre_rest import rest_of
from muscle_lib.models.electrolytes.fibre_solver import threshold_uA_cm2
from muscle_lib.compiled import is_compiled
assert not is_compiled()
train = MuscleFibre(pulses=3, duration_ms=1000.0, dt_ms=0.02).run()
there = fibre_of(Excitability())
print(json.dumps([train.aps_ms.tolist(), train.end_mV, train.peak_K_T_mM, rest_of(there),
                  threshold_uA_cm2(there, rest_of(there), 0.01)]))
"""


@pytest.mark.kernel
def test_the_plain_path_gives_the_same_numbers():
    done = subprocess.run([sys.executable, "-c", PLAIN], cwd=ROOT, env={**os.environ, "MUSCLE_LAB_PLAIN": "1"},
                          capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    aps_ms, end_mV, peak_mM, rest, weakest = json.loads(done.stdout)
    trace = MuscleFibre(pulses=3, duration_ms=1000.0, dt_ms=0.02).run()
    assert aps_ms == pytest.approx(trace.aps_ms, rel=1e-6)
    assert (end_mV, peak_mM) == pytest.approx((trace.end_mV, trace.peak_K_T_mM), rel=1e-6)
    assert rest == pytest.approx(rest_of(fibre()), rel=1e-9)
    assert weakest == pytest.approx(threshold(dt_ms=0.01), rel=1e-6)
