"""How fast the sheet of heart muscle runs, and what it costs when it lives.

    python benchmarks/heart.py [--rounds N] [--tissue-ms N]

A second of tissue, 128 × 128 and 256 × 256 cells, as the library runs it compiled; beside two peers that do the same
steps: whole arrays in NumPy (what the library does without Numba), and the same compiled loop as one would write it
first, with a test of the edges at every cell. All take turns in one run; what counts is the process's CPU time, and a
ratio is worked out round by round. All must come to the same voltages.

Then the living sheet, 256 × 256 at a quarter of real time: what its pictures, 25 in a second, take of one core while it
fibrillates: the tissue, the trace, the curves and the picture of the sheet, without the way to the page.
The goals: a living sheet takes at most 40 % of one core, compiled, and makes 20 pictures a second without Numba, too.
"""

from __future__ import annotations

import argparse
import os
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

from muscle_lib.compiled import PLAIN_SWITCH, compiled, is_compiled, status  # noqa: E402
from muscle_lib.models.heart import LiveHeart  # noqa: E402
from muscle_lib.models.heart.cell import GATE, Membrane  # noqa: E402
from muscle_lib.models.heart.tissue import (  # noqa: E402
    VF,
    CELL_cm,
    DIFFUSION_cm2_ms,
    DT_ms,
    STEPS_per_ms,
    Tissue,
    _all_at_once,
    advance,
    inside,
    pace_edge,
    pace_quarter,
    rested,
)

SIZES = (128, 256)
#: The second stimulus, after which the sheet fibrillates.
SECOND_ms = 310
#: Pictures of a living sheet in a second; at a quarter of real time; so many of them are measured.
PICTURES_per_s, PACE, PICTURES = 25, 0.25, 100
#: Goals: the part of one core that a living sheet takes, and the pictures in a second without Numba.
GOAL_percent, GOAL_per_s = 40.0, 20.0
COUPLING = DIFFUSION_cm2_ms * DT_ms / CELL_cm ** 2


@compiled
def with_edge_tests(voltage, ready, new, steps, membrane):
    """The same steps over fields without a ring: at every cell it is asked whether there is a neighbour."""
    rows, columns = voltage.shape
    for _ in range(steps):
        for i in range(rows):
            for j in range(columns):
                u = voltage[i, j]
                above = voltage[i - 1, j] if i > 0 else voltage[1, j]
                below = voltage[i + 1, j] if i < rows - 1 else voltage[rows - 2, j]
                left = voltage[i, j - 1] if j > 0 else voltage[i, 1]
                right = voltage[i, j + 1] if j < columns - 1 else voltage[i, columns - 2]
                new[i, j] = (u + COUPLING * (above + below + left + right - 4.0 * u)
                             + DT_ms * (ready[i, j] * u * u * (1.0 - u) / membrane.in_ms - u / membrane.out_ms))
                if u < GATE:
                    ready[i, j] += DT_ms * (1.0 - ready[i, j]) / membrane.open_ms
                else:
                    ready[i, j] -= DT_ms * ready[i, j] / membrane.close_ms
        for i in range(rows):
            for j in range(columns):
                voltage[i, j] = new[i, j]


class Edged:
    """A sheet for the loop with edge tests."""

    def __init__(self, tissue: Tissue) -> None:
        self.fields = inside(tissue.voltage).copy(), inside(tissue.ready).copy(), np.zeros((tissue.size,) * 2)

    def run(self, membrane: Membrane, steps: int) -> None:
        with_edge_tests(*self.fields, steps, membrane)


def excited(size: int) -> Tissue:
    """A sheet as its first beat runs over it."""
    tissue = rested(size)
    pace_edge(tissue)
    advance(tissue, VF, 50 * STEPS_per_ms)
    return tissue


def seconds(work: Callable[[], None]) -> float:
    """The CPU time of some work."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def in_arrays(tissue: Tissue, steps: int) -> None:
    """Whole arrays."""
    _all_at_once(tissue.voltage, tissue.ready, tissue.spare, steps, DT_ms, COUPLING, VF)


def compare(size: int, rounds: int, tissue_ms: int) -> list[Row]:
    """A line of the table: a second of tissue, and how many times longer the peers take. The same as rows."""
    steps = tissue_ms * STEPS_per_ms
    ours, arrays = excited(size), excited(size)
    edged = Edged(ours)
    contestants = (lambda: advance(ours, VF, steps), lambda: in_arrays(arrays, steps), lambda: edged.run(VF, steps))
    for each in contestants:
        each()  # compiles, and is not counted
    # Only the beginning can be compared: later a last bit that differs becomes another picture.
    for other in (inside(arrays.voltage), edged.fields[0]):
        np.testing.assert_allclose(inside(ours.voltage), other, atol=1e-6)
    times = np.array([[seconds(each) for each in contestants] for _ in range(rounds)])
    ratios = np.median(times / times[:, :1], axis=0)
    per_s = 1000.0 / tissue_ms * np.median(times[:, 0])
    print(f"| {size} × {size} | {per_s:.3f} s | {1.0 / per_s:.0f} × faster | {ratios[1]:.1f} × our time "
          f"| {ratios[2]:.1f} × our time |")
    middle_s = 1000.0 / tissue_ms * np.median(times, axis=0)
    return [Row(f"sheet, {size} × {size}, a second", name, middle_s[0], middle_s[i], ratios[i])
            for i, name in ((1, "NumPy, whole arrays"), (2, "the same loop, a test at every edge"))]


def living() -> float:
    """Milliseconds of CPU time for one picture of a living, fibrillating sheet."""
    from muscle_lib.figures.heart import LiveHeartFigure  # not above: the environment of ``peers.py`` draws nothing

    model = LiveHeart(in_ms=VF.in_ms, pacing="off")
    figure, sheet = LiveHeartFigure(), model.start()
    pace_edge(sheet._tissue)
    sheet.advance(model, SECOND_ms)
    pace_quarter(sheet._tissue)
    # Until it fibrillates; that also fills the trace.
    sheet.advance(model, 2500)
    step_ms = 1000.0 / PICTURES_per_s * PACE

    def picture() -> None:
        sheet.advance(model, step_ms)
        figure.show(sheet.trace)
        figure.stage.png(True)

    picture()
    return 1000.0 * statistics.median(seconds(picture) for _ in range(PICTURES))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--rounds", type=int, default=9, metavar="N")
    asked.add_argument("--tissue-ms", type=int, default=100, metavar="N", help="tissue in each timing (default 100)")
    asked.add_argument("--living", action="store_true", help="only the living sheet's milliseconds a picture")
    add_option(asked)
    options = asked.parse_args()
    if options.living:
        print(living())
        return
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{os.cpu_count()} cores{load}. {status()}")
    if not is_compiled():
        raise SystemExit("Without Numba there is nothing to compare: whole arrays are then all there is.")
    print("\n| cells | a second of tissue, CPU | beside real time | whole arrays (NumPy) | a test at every edge |\n"
          "| --- | --- | --- | --- | --- |")
    for size in SIZES:
        leave(compare(size, options.rounds, options.tissue_ms), options.rows)
    if options.rows:
        return
    print(f"\nThe living sheet, 256 × 256, {PICTURES_per_s} pictures a second, a quarter of real time, fibrillating:")
    ours_ms = living()
    share = ours_ms * PICTURES_per_s / 10.0
    plain = subprocess.run([sys.executable, __file__, "--living"], env={**os.environ, PLAIN_SWITCH: "1"}, check=True,
                           capture_output=True, text=True, encoding="utf-8")
    plain_ms = float(plain.stdout)
    print(f"compiled {ours_ms:.1f} ms a picture, {share:.0f} % of one core (goal: at most {GOAL_percent:.0f} %): "
          f"{'reached' if share <= GOAL_percent else 'missed'}")
    print(f"plain    {plain_ms:.1f} ms a picture, {1000.0 / plain_ms:.0f} pictures a second at most (goal: "
          f"{GOAL_per_s:.0f}): {'reached' if 1000.0 / plain_ms >= GOAL_per_s else 'missed'}")


if __name__ == "__main__":
    main()
