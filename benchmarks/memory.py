"""How much memory the kernel of an open lesson takes: with the imports alone, after “Run all” (predictions covered, as
a student gets it), and with everything uncovered and used; or after “Run all” five times; or that of a whole class.

    python benchmarks/memory.py [NOTEBOOK ...]
    python benchmarks/memory.py --growth [NOTEBOOK ...]
    python benchmarks/memory.py --class 30

Starts a kernel, runs all cells of the lesson in it as JupyterLab does (there is no page), and reads what Linux says of
the process: resident (all pages that it holds) and proportional (pages that it shares with other processes are counted
in parts). A MB is a million bytes. The models must have been compiled before: that takes 60 MB. Linux only.
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
#: As a student who tries everything: each prediction is made; on each board all sliders are moved, and rest; all that
#: opens is opened (further curves, cursor, sound, equations), but no film; and each live muscle lives for a second.
USE = """
import asyncio
from ipywidgets import ToggleButton
from ipywidgets.widgets.widget import _instances
from muscle_lib.widgets.board import Board
from muscle_lib.widgets.predict import Predict
def parts(widget):
    return [widget, *(part for child in getattr(widget, "children", ()) for part in parts(child))]
for widget in list(_instances.values()):
    if isinstance(widget, Predict) and not widget.is_open:
        widget.commit(1)
        await asyncio.sleep(0.01)
for board in [each for each in _instances.values() if isinstance(each, Board)]:
    for control in [each for each in board._controls.values() if hasattr(each, "_slider")]:
        control._slider.value = control._slider.max
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.5)
    film = getattr(board, "_show_film", None)
    for part in [each for each in parts(board) if isinstance(each, ToggleButton) and each is not film]:
        part.value = True
        await asyncio.sleep(0.01)
    if hasattr(board, "start_or_pause"):
        board.start_or_pause()
        await asyncio.sleep(1.0)
        board.pause()
"""


HEAD = """| MB, resident / proportional | only the imports | Run all | all uncovered and used | Run all, s of CPU |
| --- | ---: | ---: | ---: | ---: |"""


class Look(NamedTuple):
    """What is seen of a kernel."""

    resident_MB: float
    proportional_MB: float
    cpu_s: float


def look(run: Callable) -> Look:
    text = run(LOOK)
    resident, proportional = (int(re.search(rf"^{what}:\s+(\d+) kB", text, re.MULTILINE)[1]) * 1024 / 1e6
                              for what in ("Rss", "Pss"))
    return Look(resident, proportional, float(re.search(r"CPU: ([\d.]+)", text)[1]))


def run_all(run: Callable, name: str) -> None:
    for cell in code_cells(lesson(name)):
        run(cell.source, cell.id)


def one_lesson(name: str) -> str:
    with tempfile.TemporaryDirectory() as folder, kernel(Path(folder)) as run:
        imports = next(code_cells(lesson(name)))
        run(imports.source, imports.id)
        floor = look(run)
        run_all(run, name)
        first = look(run)
        run(USE)
        used = look(run)
    return (f"| {name} | {floor.resident_MB:.0f} / {floor.proportional_MB:.0f} | {first.resident_MB:.0f} / "
            f"{first.proportional_MB:.0f} | {used.resident_MB:.0f} / {used.proportional_MB:.0f} | {first.cpu_s:.1f} |")


def growth(name: str) -> str:
    with tempfile.TemporaryDirectory() as folder, kernel(Path(folder), MUSCLE_LAB_PLAIN="1") as run:
        run_all(run, name)
        plain = look(run).resident_MB
    with tempfile.TemporaryDirectory() as folder, kernel(Path(folder)) as run:
        run_all(run, name)
        first = look(run).resident_MB
        for _ in range(4):
            run_all(run, name)
        fifth = look(run).resident_MB
    return (f"{name:28} Run all {first:4.0f} MB, five times {fifth:4.0f} ({100.0 * (fifth / first - 1.0):+.0f} %); "
            f"without Numba {plain:4.0f}")


def a_class(students: int) -> str:
    """All at once, the lessons in turn."""
    with ExitStack() as stack:
        runs = []
        for name in islice(cycle(NAMES), students):
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            runs.append(stack.enter_context(kernel(Path(folder))))
            run_all(runs[-1], name)
        found = [look(run) for run in runs]
    return (f"{students} kernels: {sum(each.proportional_MB for each in found) / 1000.0:.2f} GB proportional, "
            f"{sum(each.resident_MB for each in found) / 1000.0:.2f} GB resident")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lessons", nargs="*", default=NAMES)
    parser.add_argument("--growth", action="store_true", help="“Run all” five times, and without Numba")
    parser.add_argument("--class", dest="students", type=int, help="so many kernels at once")
    chosen = parser.parse_args()
    if chosen.students:
        print(a_class(chosen.students))
        return
    if not chosen.growth:
        print(HEAD)
    for name in chosen.lessons:
        print(growth(name) if chosen.growth else one_lesson(name), flush=True)


if __name__ == "__main__":
    main()
