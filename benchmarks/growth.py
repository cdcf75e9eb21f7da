"""How the cost grows: with the length of a run, the number of units, the size of the sheet, the points of a map.

    python benchmarks/growth.py PICTURES [--svg] [--rounds N]
    python benchmarks/growth.py --executor inline|processes|dask [--workers N] [--scheduler tcp://ADDRESS:8786]

The first form measures processor time, prints a table, and draws a picture of each of the four into the folder PICTURES
(it is made if need be). Its exponent is the slope from the middle to the largest: 1 says that twice as much costs
twice as much. The goal: nowhere above 1.3. What goes beyond 1 is the memory, once a run's arrays or a sheet no longer
fit into the processor's own; a form that compares all with all would have 2. (A sheet's size counts in cells, so a
sheet twice as wide is four times as large. All sizes of a row take turns: a busy computer slows them alike.)

The second form hands the points of four maps to an executor (any that is used as those of ``concurrent.futures``) and
compares each number with that of this process, bit for bit. ``processes``: the computer's own cores. ``dask``: a
cluster of Dask's on this computer, or with ``--scheduler`` your own; ``benchmarks/README.md`` says how to start one.
"""

from __future__ import annotations

import argparse
import importlib.util
import math
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from muscle_lib.compiled import is_compiled, status, warm_up  # noqa: E402
from muscle_lib.models.contract_and_relax.coupling import MIXED, SUBSTEPS  # noqa: E402
from muscle_lib.models.electrolytes.threshold_map import MAP_CA_mM, MAP_K_mM, threshold_map  # noqa: E402
from muscle_lib.models.heart.shock_map import stops  # noqa: E402
from muscle_lib.models.heart.tissue import VF, STEPS_per_ms, advance, pace_edge, rested  # noqa: E402
from muscle_lib.models.hyperexcitability.cramp_map import cramp_map  # noqa: E402
from muscle_lib.models.nerve_signal import Membrane, UnmyelinatedAxon  # noqa: E402
from muscle_lib.models.nerve_signal.cable import velocity_curve  # noqa: E402
from muscle_lib.models.oxygen_and_glucose.chain import Task, run_chain  # noqa: E402
from muscle_lib.models.oxygen_and_glucose.energy import Blood, Muscle  # noqa: E402
from muscle_lib.models.voluntary_contraction import pool  # noqa: E402

GOAL = 1.3
#: One timing lasts at least about this long: far above the clock's grain.
TIMING_s = 0.03
UNITS = (30, 60, 120, 240, 480, 960)
POOL_s, TISSUE_ms = 5.0, 20

Work = Callable[[], object]


class Growth(NamedTuple):
    """One curve: what is run, over what it is drawn, how large, and how a run of a size is made."""

    name: str
    against: str
    sizes: Sequence[float]
    work: Callable[[float], Work]


# --- What is run ------------------------------------------------------------------------------------------------------

def motor_pool(duration_s: float) -> Work:
    """The motor pool under half of its greatest command."""
    units = pool.units_of(30.0, 35.0, 1.0)
    excitation_eu = np.full(round(1000.0 * duration_s), 0.5 * pool.maximal_excitation_eu(units))
    return lambda: pool.run_pool(units, *pool.start_of(1), excitation_eu, 0.0, 0.2, 1.0,
                                 pool.room_for(units, 1000.0 * duration_s))


def sheet(cells_wide: float, tissue_ms: float) -> Work:
    """A sheet of heart muscle while a beat runs over it."""
    tissue = rested(round(cells_wide))
    pace_edge(tissue)
    return partial(advance, tissue, VF, round(tissue_ms * STEPS_per_ms))


def contractions(duration_s: float, repeat_s: float) -> Work:
    """A second of contraction and two of pause, for so long; each is taken again for at most ``repeat_s``."""
    task = Task(25.0, 0.4, 0.0, 1.0, 2.0, duration_s, duration_s, repeat_s, 50, SUBSTEPS)
    return partial(run_chain, MIXED, Muscle(), Blood(), task, 100.0)


def levels(low: float, high: float, points: float) -> list[float]:
    """So many levels of something, one above the other."""
    return np.linspace(low, high, round(points)).tolist()


LENGTH, NUMBER, SIZE, POINTS = "length of the run, s", "motor units", "cells of the sheet", "points of the map"
GROWTHS = (
    Growth("a cell (chapter 1)", LENGTH, [0.02 * 2 ** i for i in range(8)],
           lambda s: Membrane(stimulus_nC_cm2=0.0, current_uA_cm2=10.0, duration_ms=1000.0 * s).run),
    Growth("the motor pool", LENGTH, [0.5 * 2 ** i for i in range(8)], motor_pool),
    Growth("long work, all of it worked out", LENGTH, [120.0 * 2 ** i for i in range(5)],
           lambda s: contractions(s, 0.0)),
    Growth("the same with its shortcut", LENGTH, [120.0 * 2 ** i for i in range(5)], lambda s: contractions(s, 60.0)),
    Growth("a sheet of 128 × 128 cells", LENGTH, [0.005 * 2 ** i for i in range(6)],
           lambda s: sheet(128, 1000.0 * s)),
    Growth("the motor pool, 5 s", NUMBER, UNITS, lambda _: motor_pool(POOL_s)),  # see PoolProcess
    Growth("a sheet, 20 ms", SIZE, [(16 * 2 ** i) ** 2 for i in range(7)],
           lambda cells: sheet(math.sqrt(cells), TISSUE_ms)),
    Growth("thresholds by potassium", POINTS, [2 ** i for i in range(1, 7)],
           lambda points: partial(threshold_map, levels(2.0, 8.0, points), [1.2])),
    Growth("cramps by excitability", POINTS, [2 ** i for i in range(1, 6)],
           lambda points: partial(cramp_map, levels(0.0, 3.0, points), [25.0], [-1.0])),
    Growth("velocities by temperature", POINTS, [2 ** i for i in range(1, 6)],
           lambda points: partial(velocity_curve, UnmyelinatedAxon(), "temperature_C", levels(15.0, 25.0, points))),
)


class PoolProcess:
    """A pool of another number of units. Numba takes the number into the code, so each has a process of its own, and a
    folder of its own for what is compiled; it answers each line with a timing in seconds."""

    def __init__(self, units: int, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, "--units", str(units)], text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, env=os.environ | {"NUMBA_CACHE_DIR": str(folder / f"{units} units")})

    def seconds(self) -> float:
        print(file=self._process.stdin, flush=True)
        return float(self._process.stdout.readline())

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait()


def answer_as_pool(units: int) -> None:
    """The other side of ``PoolProcess``."""
    pool.UNITS = units
    timer = Timer(motor_pool(POOL_s))
    for _ in sys.stdin:
        print(timer.seconds(), flush=True)


# --- Measuring --------------------------------------------------------------------------------------------------------

class Timer:
    """Processor time for each call of some work, from as many calls as make a timing long enough."""

    def __init__(self, work: Work) -> None:
        work()  # may compile
        self._work, self._calls = work, 1
        self._calls = max(1, round(TIMING_s / max(self.seconds(), 1e-6)))

    def seconds(self) -> float:
        begun = time.process_time()
        for _ in range(self._calls):
            self._work()
        return (time.process_time() - begun) / self._calls

    def close(self) -> None:
        pass


def measured(growth: Growth, rounds: int, folder: Path) -> NDArray:
    """Seconds at each size: the medians of some rounds, in each of which every size has its turn."""
    timers = [PoolProcess(round(size), folder) if growth.against == NUMBER else Timer(growth.work(size))
              for size in growth.sizes]
    times = [[timer.seconds() for timer in timers] for _ in range(rounds)]
    for timer in timers:
        timer.close()
    return np.median(times, axis=0)


def exponent(sizes: NDArray, seconds: NDArray) -> float:
    """The slope in a picture with logarithmic axes, over the larger half of the sizes."""
    upper = slice(len(sizes) // 2, None)
    return float(np.polyfit(np.log(sizes[upper]), np.log(seconds[upper]), 1)[0])


def draw(folder: Path, ending: str, against: str, found: list[tuple[Growth, NDArray]]) -> None:
    """A picture of all that was measured against one thing. Dashed: what would cost twice as much for twice as much."""
    import matplotlib
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(6.0, 4.0), layout="constrained")
    for mark, (growth, seconds) in zip("os^Dv", found, strict=False):
        sizes = np.array(growth.sizes)
        line, = axes.loglog(sizes, seconds, mark + "-", label=f"{growth.name}: {exponent(sizes, seconds):.2f}")
        axes.loglog(sizes, seconds[-1] * sizes / sizes[-1], "--", color=line.get_color(), linewidth=0.7)
    axes.set(xlabel=against, ylabel="processor time, s")
    figure.legend(loc="outside upper center", title="exponent (dashed: 1)", fontsize="small", ncols=2)
    figure.savefig(folder / f"growth by {against.split(',')[0]}.{ending}".replace(" ", "_"), dpi=100)
    plt.close(figure)


def measure_growth(folder: Path, ending: str, rounds: int) -> None:
    """The table, and the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    print(f"{os.cpu_count()} cores{load()}. {status()}\n\n"
          "| against | what | from | seconds | to | seconds | exponent |\n"
          "| --- | --- | ---: | ---: | ---: | ---: | ---: |")
    found: dict[str, list[tuple[Growth, NDArray]]] = {}
    worst = 0.0
    with tempfile.TemporaryDirectory() as temporary:
        for growth in GROWTHS:
            seconds = measured(growth, rounds, Path(temporary))
            found.setdefault(growth.against, []).append((growth, seconds))
            slope = exponent(np.array(growth.sizes), seconds)
            worst = max(worst, slope)
            print(f"| {growth.against} | {growth.name} | {growth.sizes[0]:g} | {seconds[0]:.2g} "
                  f"| {growth.sizes[-1]:g} | {seconds[-1]:.2g} | {slope:.2f} |", flush=True)
    for against, curves in found.items():
        draw(folder, ending, against, curves)
    print(f"\nthe greatest exponent: {worst:.2f} (goal: at most {GOAL}): {'reached' if worst <= GOAL else 'MISSED'}"
          f"{load()}; pictures in {folder}")


def load() -> str:
    """How busy the machine is."""
    return f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""


# --- The same map elsewhere -------------------------------------------------------------------------------------------

def shocks(executor: Executor | None) -> NDArray:
    """Which of eight doses stop the fibrillating sheet, at the first of the map's moments."""
    doses = levels(0.0, 50.0, 8)
    return np.array(list((executor.map if executor else map)(stops, doses, [100.0] * 8, [1] * 8)))


MAPS: dict[str, Callable[[Executor | None], NDArray]] = {
    "thresholds: 35 × 14": lambda at: threshold_map(MAP_K_mM, MAP_CA_mM, executor=at).threshold_uA_cm2,
    "cramps: 9 × 4 × 2": lambda at: cramp_map(length=(-1.0, -0.5), executor=at).cramp_s,
    "velocities: 48": lambda at: velocity_curve(UnmyelinatedAxon(), "temperature_C", levels(0.0, 35.0, 48), at),
    "shocks: 8": shocks,
}


@contextmanager
def executor_of(kind: str, workers: int, scheduler: str | None) -> Iterator[Executor | None]:
    """Who works the points out; None is this process itself."""
    # A worker that is started from here finds the library as this process does.
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    if kind == "inline":
        yield None
    elif kind == "processes":
        with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as executor:
            yield executor
    else:
        if importlib.util.find_spec("distributed") is None:
            sys.exit("Dask is not installed here: see benchmarks/README.md.")
        from distributed import Client, LocalCluster

        if scheduler:
            with Client(scheduler) as client:
                yield client.get_executor()
        else:
            with LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster, \
                    Client(cluster) as client:
                yield client.get_executor()


def compare(kind: str, workers: int, scheduler: str | None) -> None:
    """Each map in this process and by the executor: the times by the clock, and whether all bits are the same."""
    print(f"{os.cpu_count()} cores{load()}. {status()}\n\n"
          f"| map | here, s | {kind}, s | bits |\n| --- | ---: | ---: | --- |")
    different = False
    for _ in warm_up("nerve_signal", "electrolytes", "heart", "hyperexcitability"):
        pass  # what is compiled now is not timed below
    with executor_of(kind, workers, scheduler) as executor:
        for name, work in MAPS.items():
            ours, here_s = clocked(partial(work, None))
            theirs, there_s = clocked(partial(work, executor))
            same = ours.shape == theirs.shape and ours.tobytes() == theirs.tobytes()
            different |= not same
            print(f"| {name} | {here_s:.1f} | {there_s:.1f} | {'the same' if same else 'DIFFERENT'} |", flush=True)
    if different:
        sys.exit("Not the same numbers: another version of the library, of Numba, or of the processor?")


def clocked(work: Callable[[], NDArray]) -> tuple[NDArray, float]:
    """What some work gives, and how long it takes by the clock."""
    begun = time.perf_counter()
    return work(), time.perf_counter() - begun


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("pictures", nargs="?", type=Path, metavar="PICTURES", help="a folder for the pictures")
    asked.add_argument("--svg", action="store_true", help="pictures as SVG, not as PNG")
    asked.add_argument("--rounds", type=int, default=5, metavar="N")
    asked.add_argument("--executor", choices=("inline", "processes", "dask"), help="compare the maps instead")
    asked.add_argument("--workers", type=int, default=os.cpu_count() or 1, metavar="N")
    asked.add_argument("--scheduler", metavar="tcp://…", help="of your own cluster of Dask's")
    asked.add_argument("--units", type=int, help=argparse.SUPPRESS)
    options = asked.parse_args()
    if not is_compiled():
        sys.exit(status())
    if options.units:
        answer_as_pool(options.units)
    elif options.executor:
        compare(options.executor, options.workers, options.scheduler)
    elif options.pictures:
        measure_growth(options.pictures, "svg" if options.svg else "png", options.rounds)
    else:
        asked.error("say where the pictures go, or choose an --executor")


if __name__ == "__main__":
    main()
