"""How much memory the kernel of an open lesson takes: with Numba, without, and after “Run all” five times.

    python benchmarks/memory.py [NOTEBOOK ...]

Starts a kernel, runs all cells of the lesson in it as JupyterLab does, and reads what Linux says of the process:
resident (all pages that it holds) and proportional (pages that it shares with other processes are counted in parts).
Linux only.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.kernels import kernel  # noqa: E402
from tests.lessons import NAMES, code_cells, lesson  # noqa: E402

LOOK = "import gc; gc.collect(); print(open('/proc/self/smaps_rollup', encoding='utf-8').read())"


def memory_MB(name: str, plain: bool, rounds: int) -> list[tuple[float, float]]:
    """Resident and proportional memory after each “Run all”."""
    found = []
    with tempfile.TemporaryDirectory() as folder, kernel(Path(folder), MUSCLE_LAB_PLAIN=str(int(plain))) as run:
        for _ in range(rounds):
            for cell in code_cells(lesson(name)):
                run(cell.source, cell.id)
            text = run(LOOK)
            resident, proportional = (int(re.search(rf"^{what}:\s+(\d+) kB", text, re.MULTILINE)[1]) / 1024.0
                                      for what in ("Rss", "Pss"))
            found.append((resident, proportional))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lessons", nargs="*", default=NAMES)
    for name in parser.parse_args().lessons:
        ((plain, _),) = memory_MB(name, plain=True, rounds=1)
        found = memory_MB(name, plain=False, rounds=5)
        print(f"{name:28} {found[0][0]:5.0f} MB resident, {found[0][1]:5.0f} MB proportional; without Numba "
              f"{plain:5.0f} MB resident; after five times {found[-1][0]:5.0f} MB, "
              f"{100.0 * (found[-1][0] / found[0][0] - 1.0):+.0f} %", flush=True)


if __name__ == "__main__":
    main()
