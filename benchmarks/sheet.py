"""A second of heart tissue: our loops beside whole arrays, and beside the same loops with a test of the edges.

    python benchmarks/sheet.py [--rounds N]

CPU time for 1 s (5000 steps) on sheets of 128 × 128 and 256 × 256 cells, in turn, the median of the rounds. The peers:
the same step in whole NumPy arrays (what runs where there is no Numba), and the loops that one would write first, which
look at each cell whether a neighbour is there, compiled by Numba too.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numba

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from muscle_lib.models.heart import tissue as ours  # noqa: E402
from muscle_lib.models.heart.cell import GATE  # noqa: E402

STEPS = 1000 * ours.STEPS_per_ms
COUPLING = ours.DIFFUSION_cm2_ms * ours.DT_ms / ours.CELL_cm ** 2


@numba.njit
def with_edge_tests(voltage, ready, spare, steps, dt_ms, coupling, membrane):
    """The same step; the mirror at the edges is found out at every cell."""
    rows, columns = voltage.shape
    old, new = voltage, spare
    for _ in range(steps):
        for i in range(rows):
            for j in range(columns):
                u, h = old[i, j], ready[i, j]
                around = ((old[i - 1, j] if i > 0 else old[1, j]) + (old[i + 1, j] if i < rows - 1 else old[i - 1, j])
                          + (old[i, j - 1] if j > 0 else old[i, 1])
                          + (old[i, j + 1] if j < columns - 1 else old[i, j - 1]))
                new[i, j] = (u + coupling * (around - 4.0 * u)
                             + dt_ms * (h * u * u * (1.0 - u) / membrane.in_ms - u / membrane.out_ms))
                ready[i, j] = h + dt_ms * ((1.0 - h) / membrane.open_ms if u < GATE else -h / membrane.close_ms)
        old, new = new, old
    if steps % 2:
        voltage[:, :] = spare


def cost(step: Callable, size: int, is_padded: bool, steps: int) -> float:
    """Seconds of CPU time, on a sheet that a wave crosses."""
    sheet = ours.rested(size)
    ours.pace_edge(sheet)
    fields = [field if is_padded else ours.inside(field).copy() for field in (sheet.voltage, sheet.ready, sheet.spare)]
    begun = time.process_time()
    step(*fields, steps, ours.DT_ms, COUPLING, ours.VF)
    return time.process_time() - begun


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--rounds", type=int, default=5, metavar="N")
    rounds = asked.parse_args().rounds
    ways: dict[str, tuple[Callable, bool]] = {
        "ours, compiled": (ours._steps, True), "edge tests, compiled": (with_edge_tests, False),
        "whole arrays (NumPy)": (ours._all_at_once, True)}
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{os.cpu_count()} cores{load}; 1 s of tissue, CPU time, median of {rounds}")
    for size in (128, 256):
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for step, is_padded in ways.values():
            cost(step, size, is_padded, 2)  # compiles
        for _ in range(rounds):
            for name, (step, is_padded) in ways.items():
                taken[name].append(cost(step, size, is_padded, STEPS))
        first = statistics.median(taken["ours, compiled"])
        for name, times in taken.items():
            middle = statistics.median(times)
            print(f"{size} × {size}  {name:22} {middle:6.3f} s  {middle / first:5.1f} ×")


if __name__ == "__main__":
    main()
