"""How fast the models run: beside NEURON where it can do the same work, and all of them by themselves.

    python benchmarks/models.py [--rounds 9]

All contestants take turns (A B C, A B C, …) in one run, so that a busy computer slows all of them. What counts is the
CPU time of the process, not the clock on the wall. A ratio is worked out round by round, from times that were measured
next to each other. The path without Numba has a process of its own, which waits until it is asked.

“The same accuracy” is measured: each program is compared with its own run at a very fine step, and of NEURON's steps
and tolerances the coarsest is timed that is as accurate as Muscle Lab's default step. The two programs must agree
within 1 %, or the benchmark fails. Beside each stands the same setting with the table of rates that NEURON uses if
nothing is set: it is faster, and how far off it is, is shown; it is another accuracy, so no goal counts against it.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rows import Row, add_option, leave

# The library is used as it stands in this folder's repository, whether or not it is installed.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from muscle_lib.compiled import PLAIN_SWITCH, is_compiled, status  # noqa: E402
from muscle_lib.models import every_model  # noqa: E402
from muscle_lib.models.nerve_signal import Membrane, UnmyelinatedAxon, axon, cable, membrane  # noqa: E402
from muscle_lib.models.nerve_signal.membrane_trace import OVERSHOOT_mV, REST_mV  # noqa: E402

#: One timing lasts about this long: far above the clock's grain, short beside the computer's other business.
TIMING_s = 0.05
#: The two programs may differ by this part.
AGREEMENT = 0.01
#: NEURON's error may be larger than Muscle Lab's by this factor: a last digit must not send it to a finer step.
AS_ACCURATE = 1.1
#: NEURON's settings, from coarse to fine. The ends of each stimulus fall on a step of each dt.
DT_ms = (0.1, 0.05, 0.04, 0.025, 0.02, 0.0125, 0.01, 0.008, 0.005, 0.004, 0.0025, 0.002, 0.001)
ATOL = (1e-1, 1e-2, 5e-3, 2e-3, 1e-3, 5e-4, 2e-4, 1e-4, 5e-5, 2e-5, 1e-5, 1e-6, 1e-7)
#: NEURON's time as a multiple of the compiled path's: what is aimed at.
CELL_GOAL, CABLE_GOAL = 10.0, 1.0

CELL = Membrane(stimulus_nC_cm2=0.0, current_uA_cm2=10.0, duration_ms=100.0)
CABLE = UnmyelinatedAxon()
#: A long run, of which the cable is quiet most of the time, and one that ends when the impulse has left, as the model's
#: own run() does. A fixed step spends its time evenly; CVode hurries through the quiet.
CABLE_ms = (20.0, 4.0)
#: Its velocity is measured between these two places, as the model's own trace does it.
FROM, TO = (round(part * (CABLE.places - 1)) for part in (0.4, 0.8))

#: Seconds of CPU time per call, from this many calls.
Timer = Callable[[int], float]


# --- Muscle Lab's work --------------------------------------------------------------------------------------

def cell_kernel(dt_ms: float) -> Callable[[], tuple]:
    """The cell's inner loop, ready to be called: 100 ms with a steady current that makes it fire."""
    middle_ms = (np.arange(round(CELL.duration_ms / dt_ms)) + 0.5) * dt_ms
    current = np.where(middle_ms >= CELL.start_ms, CELL.current_uA_cm2, 0.0)
    return lambda: membrane.integrate(current, dt_ms, 1.0, CELL.C_uF_cm2, CELL.g_Na_mS_cm2, CELL.g_K_mS_cm2,
                                      CELL.g_L_mS_cm2, CELL.E_Na_mV, CELL.E_K_mV, CELL.E_L_mV, REST_mV)


def cable_kernel(dt_ms: float, duration_ms: float) -> Callable[[], tuple]:
    """The cable's inner loop, ready to be called: the default squid axon, which is never told to stop early."""
    steps = round(duration_ms / dt_ms)
    electrode, uA_cm2 = electrode_current()
    near = np.zeros(round((CABLE.start_ms + CABLE.pulse_ms) / dt_ms))
    near[round(CABLE.start_ms / dt_ms):] = uA_cm2
    rates, rest = axon.rate_table(), membrane.rates_per_ms(REST_mV)
    warmer_dt = dt_ms * 3.0 ** ((CABLE.temperature_C - 6.3) / 10.0)
    tables = [cable.relaxation(rates[i], rates[i + 1], warmer_dt) for i in (0, 2, 4)]
    starts = [rest[i] / (rest[i] + rest[i + 1]) for i in (0, 2, 4)]
    coupling_mS_cm2 = CABLE.g_L_mS_cm2 / (CABLE.length_lambda / CABLE.places) ** 2
    return lambda: axon.integrate_cable(
        near, np.zeros_like(near), electrode, CABLE.places, steps, steps, round(axon.PICTURE_ms / dt_ms), dt_ms,
        *tables, *starts, coupling_mS_cm2, CABLE.C_uF_cm2, CABLE.g_Na_mS_cm2, CABLE.g_K_mS_cm2,
        CABLE.g_L_mS_cm2, CABLE.E_Na_mV, CABLE.E_K_mV, CABLE.E_L_mV, REST_mV, -1e9)


def electrode_current() -> tuple[int, float]:
    """How many places lie under the cable's electrode, and the current into each of them in µA/cm²."""
    place_lambda = CABLE.length_lambda / CABLE.places
    electrode = max(1, round(axon.ELECTRODE_LAMBDA / place_lambda))
    return electrode, CABLE.stimulus_nC_cm2 * axon.ELECTRODE_LAMBDA / (electrode * place_lambda) / CABLE.pulse_ms


def our_work() -> dict[str, Callable[[], object]]:
    """What is timed of Muscle Lab, by name; the same in the compiled process and in the plain one."""
    models = {f"{model.__module__.removeprefix('muscle_lib.models.')}.{model.__name__}": model().run
              for model in every_model()}
    cables = {f"cable, {long_ms:g} ms": cable_kernel(CABLE.dt_ms, long_ms) for long_ms in CABLE_ms}
    return {"cell": cell_kernel(CELL.dt_ms), "cell run()": CELL.run} | cables | models


# --- NEURON's work ------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Setting:
    """How NEURON steps: Crank–Nicolson at a fixed dt, or CVode with an absolute tolerance. ``table``: whether its
    channel `hh` reads its rates from a table with an entry per mV, as it does when nothing is set."""

    dt_ms: float = 0.0
    atol: float = 0.0
    table: bool = False

    @property
    def text(self) -> str:
        """The setting in words."""
        how = f"CVode, atol {self.atol:g}" if self.atol else f"fixed step, dt {self.dt_ms:g} ms"
        return f"NEURON, {how}{', table' if self.table else ''}"


#: NEURON's two ways to run: the settings of each from coarse to fine, and one finer still, as the reference.
WAYS = (([Setting(dt_ms=dt) for dt in DT_ms], Setting(dt_ms=0.0005)),
        ([Setting(atol=atol) for atol in ATOL], Setting(atol=1e-9)))


class Neuron:
    """One NEURON section with the built-in `hh` channels.

    It keeps every step of the voltage at the ``watched`` segments and nothing else, and runs by ``psolve``, its loop
    without Python: the least that NEURON has to do for the same numbers.
    """

    def __init__(self, our: Membrane | UnmyelinatedAxon, duration_ms: float, segments: int, length_um: float,
                 diameter_um: float, stimulated: int, uA_cm2: float, pulse_ms: float, watched: Iterable[int]):
        # Not above: the plain process does without NEURON.
        os.environ.setdefault("NEURON_MODULE_OPTIONS", "-nogui")
        from neuron import h

        if len(list(h.allsec())):
            raise RuntimeError("NEURON would run the sections of an earlier model along with this one")
        self._h, self._parallel, self._cvode = h, h.ParallelContext(), h.CVode()
        self._duration_ms = duration_ms
        h.celsius = our.temperature_C
        self._section = section = h.Section()
        section.L, section.diam, section.nseg, section.cm = length_um, diameter_um, segments, our.C_uF_cm2
        section.insert("hh")
        section.ena, section.ek, section.el_hh = our.E_Na_mV, our.E_K_mV, our.E_L_mV
        section.gnabar_hh, section.gkbar_hh = our.g_Na_mS_cm2 / 1000.0, our.g_K_mS_cm2 / 1000.0
        section.gl_hh = our.g_L_mS_cm2 / 1000.0
        section.Ra = getattr(our, "Ri_ohm_cm", section.Ra)
        places = [section((i + 0.5) / segments) for i in range(segments)]
        self._clamps = [h.IClamp(place) for place in places[:stimulated]]
        for place, clamp in zip(places, self._clamps, strict=False):
            # µA/cm² · cm², in nA.
            clamp.delay, clamp.dur, clamp.amp = our.start_ms, pulse_ms, uA_cm2 * place.area() * 1e-8 * 1000.0
        self._t = h.Vector().record(h._ref_t)
        self._v = [h.Vector().record(places[i]._ref_v) for i in watched]

    def choose(self, setting: Setting) -> None:
        """Use a setting from now on."""
        self._h.usetable_hh = int(setting.table)
        self._cvode.active(bool(setting.atol))
        if setting.atol:
            self._cvode.atol(setting.atol)
            self._cvode.rtol(0.0)
        else:
            self._h.secondorder, self._h.dt = 2, setting.dt_ms
        self._parallel.set_maxstep(10.0)

    def run(self) -> None:
        """Run from rest to the end."""
        self._h.finitialize(REST_mV)
        self._parallel.psolve(self._duration_ms)

    def voltages(self, setting: Setting) -> tuple[NDArray, list[NDArray]]:
        """The times of a run, and the voltage at each of the watched segments."""
        self.choose(setting)
        self.run()
        return np.array(self._t), [np.array(v) for v in self._v]

    def timer(self, setting: Setting) -> Timer:
        """The timer of a setting; the change of settings itself is not timed."""

        def seconds(calls: int) -> float:
            self.choose(setting)
            return cpu_s(self.run, calls)

        return seconds


def rises_ms(t_ms: NDArray, v_mV: NDArray, level_mV: float) -> NDArray:
    """When a voltage rose through a level."""
    i = np.flatnonzero((v_mV[:-1] < level_mV) & (v_mV[1:] >= level_mV))
    return t_ms[i] + (level_mV - v_mV[i]) / (v_mV[i + 1] - v_mV[i]) * (t_ms[i + 1] - t_ms[i])


# --- Timing -------------------------------------------------------------------------------------------------

def cpu_s(work: Callable[[], object], calls: int) -> float:
    """Seconds of CPU time per call of some work."""
    begin = time.process_time()
    for _ in range(calls):
        work()
    return (time.process_time() - begin) / calls


class PlainProcess:
    """The same work without Numba: a second process of this file, which times one piece of work at a time."""

    def __enter__(self) -> PlainProcess:
        self._process = subprocess.Popen(
            [sys.executable, __file__, "--plain-process"], env=os.environ | {PLAIN_SWITCH: "1"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stdin.close()  # it ends at the end of its input
        self._process.wait()

    def seconds(self, name: str, calls: int) -> float:
        """The time of a piece of work in the other process."""
        print(calls, name, file=self._process.stdin, flush=True)
        return float(self._process.stdout.readline() or sys.exit(f"The plain process failed at “{name}”."))


def answer_as_plain_process() -> None:
    """The other side of PlainProcess: a line asks for some calls of some work, a line answers in seconds."""
    work = our_work()
    for line in sys.stdin:
        calls, name = line.rstrip("\n").split(" ", 1)
        print(cpu_s(work[name], int(calls)), flush=True)


def take_turns(timers: list[Timer], rounds: int) -> NDArray:
    """Seconds per call: a row for each timer, a column for each round."""
    calls = []
    for timer in timers:
        timer(1)  # may compile
        calls.append(max(1, round(TIMING_s / timer(1))))
    return np.array([[timer(n) for timer, n in zip(timers, calls, strict=True)] for _ in range(rounds)]).T


# --- The tables ---------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Race:
    """One piece of work for both programs. Its results are a few numbers; ``error`` compares them with finer ones."""

    title: str
    names: tuple[str, ...]
    dt_ms: float
    fine_dt_ms: float
    ours: Callable[[float], NDArray]
    theirs: Callable[[Setting], NDArray]
    neuron: Neuron
    error: Callable[[NDArray, NDArray], float]
    facts: Callable[[NDArray], str]
    goal: float

    def off(self, numbers: NDArray, finer: NDArray) -> float:
        """The error; infinite if there are not as many numbers, as when an impulse is missing."""
        return self.error(numbers, finer) if numbers.size == finer.size > 0 else np.inf

    def check(self, what: str, one: NDArray, other: NDArray) -> None:
        """End with a message if the two programs did not do the same work."""
        if one.size != other.size or not (np.abs(other / one - 1.0) <= AGREEMENT).all():
            sys.exit(f"{self.title}, {what}: Muscle Lab gives {one}, NEURON {other}.")

    def run(self, plain: PlainProcess, rounds: int) -> list[Row]:
        """Find settings of the same accuracy, take turns, and print the table. Returns NEURON's rows."""
        work = our_work()
        ours, finer = self.ours(self.dt_ms), self.ours(self.fine_dt_ms)
        error = self.off(ours, finer)
        lines = [(f"Muscle Lab, compiled, {name}", ours, error, partial(cpu_s, work[name])) for name in self.names]
        lines += [(f"Muscle Lab, plain, {name}", ours, error, partial(plain.seconds, name)) for name in self.names]
        rivals = []
        for settings, finest in WAYS:
            reference = self.theirs(finest)
            self.check(finest.text, finer, reference)
            rival = self.coarsest(settings, reference, AS_ACCURATE * error)
            rivals.append(rival.text)
            for setting in (rival, replace(rival, table=True)):
                theirs = self.theirs(setting)
                self.check(setting.text, ours, theirs)
                lines.append((setting.text, theirs, self.off(theirs, reference), self.neuron.timer(setting)))
        seconds = take_turns([timer for *_, timer in lines], rounds)
        print(f"\n{self.title}\n{'':46}{'result':>28}{'error':>10}{'CPU time, ms (quartiles)':>28}{'÷ first line':>14}")
        ahead = {name: np.median(taken / seconds[0]) for (name, *_), taken in zip(lines, seconds, strict=True)}
        for (name, numbers, off, _), taken in zip(lines, seconds, strict=True):
            print(f"{name:46}{self.facts(numbers):>28}{off:>10.3g}{spread(1000.0 * taken):>28}{ahead[name]:>14.2f}")
        for name in rivals:
            print(f"  goal {self.goal:g} × ahead: {'met' if ahead[name] >= self.goal else 'MISSED'}, {name}")
        middle = {name: float(np.median(taken)) for (name, *_), taken in zip(lines, seconds, strict=True)}
        work = self.title.partition(";")[0]
        return [Row(work, name, middle[lines[0][0]], middle[name], float(ahead[name]), self.goal) for name in rivals]

    def coarsest(self, settings: list[Setting], reference: NDArray, error: float) -> Setting:
        """The coarsest setting from which on, towards the fine ones, no error is larger than the given one.

        Not simply the first that is good enough: CVode's error jumps, and one tolerance may be lucky.
        """
        chosen = None
        for setting in reversed(settings):
            if self.off(self.theirs(setting), reference) > error:
                break
            chosen = setting
        return chosen or sys.exit("None of NEURON's settings is accurate enough: give finer ones in DT_ms or ATOL.")


def spread(values: NDArray) -> str:
    """A median with its quartiles, to three digits."""
    low, middle, high = (f"{float(f'{x:.3g}'):g}" for x in np.percentile(values, [25, 50, 75]))
    return f"{middle} ({low}–{high})"


def cell_race() -> Race:
    """The cell: the times of its impulses are compared; the error is the largest, in µs."""
    neuron = Neuron(CELL, CELL.duration_ms, segments=1, length_um=10.0, diameter_um=10.0, stimulated=1,
                    uA_cm2=CELL.current_uA_cm2, pulse_ms=1e9, watched=[0])

    def ours(dt_ms: float) -> NDArray:
        v_mV = cell_kernel(dt_ms)()[0]
        return rises_ms(np.arange(v_mV.size) * dt_ms, v_mV, OVERSHOOT_mV)

    def theirs(setting: Setting) -> NDArray:
        t_ms, (v_mV,) = neuron.voltages(setting)
        return rises_ms(t_ms, v_mV, OVERSHOOT_mV)

    return Race(f"A cell: {CELL.duration_ms:g} ms of Hodgkin–Huxley; error: largest of an impulse's time, µs",
                ("cell", "cell run()"), CELL.dt_ms, 0.0002, ours, theirs, neuron,
                lambda some, finer: float(1000.0 * np.abs(some - finer).max()),
                lambda some: f"{some.size} impulses, last {some[-1]:.3f} ms", CELL_GOAL)


def cable_race(duration_ms: float) -> Race:
    """The cable: the velocity of its impulse is compared; the error is in %."""
    electrode, uA_cm2 = electrode_current()
    neuron = Neuron(CABLE, duration_ms, segments=CABLE.places, stimulated=electrode, uA_cm2=uA_cm2,
                    length_um=CABLE.length_lambda * CABLE.lambda_mm * 1000.0, diameter_um=CABLE.diameter_um,
                    pulse_ms=CABLE.pulse_ms, watched=[FROM, TO])
    distance_mm = (TO - FROM) * CABLE.length_lambda * CABLE.lambda_mm / CABLE.places

    def ours(dt_ms: float) -> NDArray:
        arrivals_ms = cable_kernel(dt_ms, duration_ms)()[1]
        return np.array([distance_mm / (arrivals_ms[0, TO] - arrivals_ms[0, FROM])])

    def theirs(setting: Setting) -> NDArray:
        t_ms, voltages = neuron.voltages(setting)
        here, there = (rises_ms(t_ms, v_mV, axon.ARRIVAL_mV) for v_mV in voltages)
        return distance_mm / (there - here) if here.size == there.size == 1 else np.array([])

    return Race(f"A cable: {duration_ms:g} ms of a squid's axon, {CABLE.places} places; error: of the velocity, %",
                (f"cable, {duration_ms:g} ms",), CABLE.dt_ms, 0.0005, ours, theirs, neuron,
                lambda some, finer: float(100.0 * np.abs(some / finer - 1.0).max()),
                lambda some: f"{some[0]:.4f} m/s", CABLE_GOAL)


def print_models(plain: PlainProcess, rounds: int) -> None:
    """All models of the library, as they come."""
    print(f"\nEvery model: one run() with the default values\n"
          f"{'':46}{'compiled, ms (quartiles)':>28}{'plain, ms (quartiles)':>28}{'plain ÷ compiled':>18}")
    for name, work in our_work().items():
        if "." in name:  # the others are the races' own work
            fast, slow = take_turns([partial(cpu_s, work), partial(plain.seconds, name)], rounds)
            print(f"{name:46}{spread(1000.0 * fast):>28}{spread(1000.0 * slow):>28}{np.median(slow / fast):>18.1f}")


def main() -> None:
    """Run all of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9, help="how many turns each contestant takes")
    add_option(parser)
    parser.add_argument("--plain-process", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    # Each process must be what it is called, or the table compares a thing with itself.
    if is_compiled() == options.plain_process:
        sys.exit(status())
    if options.plain_process:
        return answer_as_plain_process()
    load = "{:.1f}, {:.1f}, {:.1f}".format(*os.getloadavg()) if hasattr(os, "getloadavg") else "unknown"
    print(f"NEURON {version('neuron')}, Numba {version('numba')}, NumPy {version('numpy')}, Python "
          f"{platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores, load {load}")
    with PlainProcess() as plain:
        for make in (cell_race, *(partial(cable_race, long_ms) for long_ms in CABLE_ms)):
            # Made one after the other: NEURON runs all sections that there are.
            leave(make().run(plain, options.rounds), options.rows)
        if not options.rows:
            print_models(plain, options.rounds)


if __name__ == "__main__":
    main()
