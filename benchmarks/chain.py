"""How fast the motor pool and the whole chain run, beside real time, pymuscle and Brian2.

    python benchmarks/chain.py [--rounds 7]

All contestants take turns in one run, so that a busy computer slows all of them alike; what counts is the CPU time of
the process. Each works out 30 s of 120 motor units under the same steady command, in steps of 1 ms:

- the pool: spikes and force, as ``MotorPool`` runs it;
- pymuscle: its pool of motor neurons (rates and fatigue of rates) and its fibres' force; it has no spikes;
- Brian2, compiled by its Cython: 120 integrators that fire and are reset, and two states of force for each;
- the whole chain: spikes, three fibres with calcium and cross-bridges, energy and blood, which no peer here does.

A peer that is not installed is named and left out. Goals: the chain in 100 ms compiled and 8 s plain, which is 1/300
and about 1/4 of real time.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from rows import Row, add_option, leave

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from muscle_lib.compiled import PLAIN_SWITCH, is_compiled  # noqa: E402
from muscle_lib.models.voluntary_contraction import WholeChain  # noqa: E402
from muscle_lib.models.voluntary_contraction.pool import (  # noqa: E402
    UNITS,
    maximal_excitation_eu,
    room_for,
    run_pool,
    start_of,
    units_of,
)

LENGTH_s, STEP_ms, COMMAND = 30.0, 1.0, 0.5
STEPS = round(1000.0 * LENGTH_s / STEP_ms)
#: What the peers are called in the one table of ``peers.py``.
PEERS = {"Brian2": "Brian2, Cython: spikes and force", "pymuscle": "pymuscle: rates and force, no spikes"}


def pool() -> int:
    """Our pool; returns the number of spikes."""
    units = units_of(30.0, 35.0, STEP_ms)
    state, draws = start_of(1)
    excitation_eu = np.full(STEPS, COMMAND * maximal_excitation_eu(units))
    _, spikes, _ = run_pool(units, state, draws, excitation_eu, 0.0, 0.2, STEP_ms, room_for(units, 1000.0 * LENGTH_s))
    return len(spikes)


def chain() -> int:
    """Our whole chain, at its default: thirty seconds of rhythmic work."""
    return len(WholeChain().run().spike_ms)


def pymuscle_pool() -> Callable[[], float]:
    """pymuscle's standard muscle of 120 units."""
    from pymuscle import PotvinFuglevandMuscle

    def run() -> float:
        muscle = PotvinFuglevandMuscle(UNITS)
        excitation = np.full(UNITS, COMMAND * muscle.max_excitation)
        force = 0.0
        for _ in range(STEPS):
            force = muscle.step(excitation, STEP_ms / 1000.0)
        return float(np.sum(force))
    return run


def brian_pool() -> Callable[[], int]:
    """120 integrators in Brian2 with the same thresholds, rates and twitches (without the interval-dependent gain)."""
    import brian2

    brian2.prefs.codegen.target = "cython"
    units = units_of(30.0, 35.0, STEP_ms)
    excitation = COMMAND * maximal_excitation_eu(units)
    over = excitation - units.threshold_eu
    rates_Hz = np.where(over >= 0.0, np.minimum(8.0 + over, units.peak_Hz), 0.0)

    def run() -> int:
        brian2.start_scope()
        brian2.defaultclock.dt = STEP_ms * brian2.ms
        neurons = brian2.NeuronGroup(UNITS, """
            dphase/dt = rate : 1
            dy1/dt = -y1/tau : 1
            dy2/dt = (y1 - y2)/tau : 1
            rate : Hz
            tau : second
            target : 1""", threshold="phase > target", reset="""phase -= target
            target = clip(1 + 0.2*randn(), 0.3, 10)
            y1 += 1""", method="euler")
        neurons.rate = rates_Hz * brian2.Hz
        neurons.tau = units.contraction_ms * brian2.ms
        neurons.target = 1
        spikes = brian2.SpikeMonitor(neurons)
        network = brian2.Network(neurons, spikes)
        network.run(LENGTH_s * brian2.second)
        return int(spikes.num_spikes)
    return run


def timed(run: Callable[[], object]) -> float:
    """CPU seconds of one run."""
    start = time.process_time()
    run()
    return time.process_time() - start


def plain_s() -> float:
    """The chain in a process of its own, without Numba."""
    program = ("import time; from muscle_lib.models.voluntary_contraction import WholeChain, hand_over; "
               "hand_over(4.0, 1.2); model = WholeChain(); start = time.process_time(); model.run(); "
               "import json; print(json.dumps(time.process_time() - start))")
    done = subprocess.run([sys.executable, "-c", program], env={**os.environ, PLAIN_SWITCH: "1"}, cwd=ROOT, check=True,
                          capture_output=True, text=True, encoding="utf-8")
    return float(json.loads(done.stdout))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    add_option(parser)
    options = parser.parse_args()
    rounds = options.rounds
    runs: dict[str, Callable[[], object]] = {"pool": pool, "whole chain": chain}
    for name, make in (("pymuscle", pymuscle_pool), ("Brian2", brian_pool)):
        try:
            runs[name] = make()
        except ImportError as problem:
            print(f"{name}: left out, it is not installed ({problem})")
    for run in runs.values():
        run()  # compiles
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            times[name].append(timed(run))
    print(f"{platform.platform()}, Python {platform.python_version()}, "
          f"{'compiled' if is_compiled() else 'PLAIN'}, {rounds} rounds, CPU seconds for {LENGTH_s:.0f} s of muscle")
    ours = statistics.median(times["pool"])
    for name, values in times.items():
        middle = statistics.median(values)
        print(f"{name:12} {middle:7.3f} s   {LENGTH_s / middle:7.0f} x real time   {middle / ours:6.1f} x the pool")
    leave([Row(f"motor pool, {UNITS} units, {LENGTH_s:.0f} s", PEERS[name], ours, statistics.median(values),
               statistics.median(theirs / own for theirs, own in zip(values, times["pool"], strict=True)))
           for name, values in times.items() if name in PEERS], options.rows)
    if options.rows:
        return
    plain = plain_s()
    print(f"{'chain, plain':12} {plain:7.3f} s   {LENGTH_s / plain:7.1f} x real time")


if __name__ == "__main__":
    main()
