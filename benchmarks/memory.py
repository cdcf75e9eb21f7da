"""How much memory the kernel of an open lesson takes: with Numba, without, with everything uncovered and moved, and
after “Run all” five times; or that of a whole class.

    python benchmarks/memory.py [NOTEBOOK ...]
    python benchmarks/memory.py --class 30

Starts a kernel, runs all cells of the lesson in it as JupyterLab does, and reads what Linux says of the process:
resident (all pages that it holds) and proportional (pages that it shares with other processes are counted in parts).
Linux only.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.kernels import kernel  # noqa: E402
from tests.lessons import NAMES, code_cells, lesson  # noqa: E402

LOOK = """
import gc, time
gc.collect()
print(open('/proc/self/smaps_rollup', encoding='utf-8').read(), 'CPU:', time.process_time())
"""
#: Every question is answered, so that each explorer is there, and each of its sliders moved.
USE = """
from ipywidgets.widgets.widget import _instances
from muscle_lib.widgets.explorer import Explorer
from muscle_lib.widgets.predict import Predict
for widget in list(_instances.values()):
    if isinstance(widget, Predict) and not widget.is_open:
        widget.commit(1)
for widget in [each for each in _instances.values() if isinstance(each, Explorer)]:
    for slider in [each._slider for each in widget._controls.values() if hasattr(each, "_slider")]:
        slider.value = slider.max
"""


class Look(NamedTuple):
    """What is seen of a kernel."""

    resident_MB: float
    proportional_MB: float
    cpu_s: float


def look(run: Callable) -> Look:
    text = run(LOOK)
    resident, proportional = (int(re.search(rf"^{what}:\s+(\d+) kB", text, re.MULTILINE)[1]) / 1024.0
                              for what in ("Rss", "Pss"))
    return Look(resident, proportional, float(re.search(r"CPU: ([\d.]+)", text)[1]))


def run_all(run: Callable, name: str) -> None:
    for cell in code_cells(lesson(name)):
        run(cell.source, cell.id)


def one_lesson(name: str) -> str:
    with tempfile.TemporaryDirectory() as folder, kernel(Path(folder), MUSCLE_LAB_PLAIN="1") as run:
        run_all(run, name)
        plain = look(run)
    with tempfile.TemporaryDirectory() as folder, kernel(Path(folder)) as run:
        run_all(run, name)
        first = look(run)
        for _ in range(4):
            run_all(run, name)
        fifth = look(run)
    with tempfile.TemporaryDirectory() as folder, kernel(Path(folder)) as run:
        run_all(run, name)
        run(USE)
        used = look(run)
    return (f"{name:28} Run all {first.resident_MB:4.0f} MB resident, {first.proportional_MB:4.0f} proportional, "
            f"{first.cpu_s:4.1f} s CPU; all uncovered and moved {used.resident_MB:4.0f}; without Numba "
            f"{plain.resident_MB:4.0f}; five times {fifth.resident_MB:4.0f} "
            f"({100.0 * (fifth.resident_MB / first.resident_MB - 1.0):+.0f} %)")


def a_class(students: int) -> str:
    """All at once, the lessons in turn."""
    with ExitStack() as stack:
        runs = []
        for name in islice(cycle(NAMES), students):
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            runs.append(stack.enter_context(kernel(Path(folder))))
            run_all(runs[-1], name)
        found = [look(run) for run in runs]
    return (f"{students} kernels: {sum(each.proportional_MB for each in found) / 1024.0:.2f} GB proportional, "
            f"{sum(each.resident_MB for each in found) / 1024.0:.2f} GB resident")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lessons", nargs="*", default=NAMES)
    parser.add_argument("--class", dest="students", type=int, help="so many kernels at once")
    chosen = parser.parse_args()
    if chosen.students:
        print(a_class(chosen.students))
        return
    for name in chosen.lessons:
        print(one_lesson(name), flush=True)


if __name__ == "__main__":
    main()
