"""How much memory the kernel of an open lesson takes, with Numba and without.

    python benchmarks/memory.py [NOTEBOOK ...]

Starts a kernel, runs all cells of the lesson in it, and reads what Linux says of the process: resident (all pages that
it holds) and proportional (pages that it shares with other processes are counted in parts). Linux only.
"""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path

import nbformat
from jupyter_client.manager import KernelManager

ROOT = Path(__file__).resolve().parents[1]


def memory_MB(lesson: str, plain: bool) -> tuple[float, float]:
    """Resident and proportional memory after “Run all”."""
    cells = nbformat.read(ROOT / "notebooks" / f"{lesson}.ipynb", as_version=4).cells
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(cwd=os.fspath(ROOT / "notebooks"),
                         env={**os.environ, "PYTHONPATH": os.fspath(ROOT), "MUSCLE_LAB_PLAIN": str(int(plain))})
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        for cell in cells:
            if cell.cell_type == "code":
                reply = client.execute_interactive(cell.source, timeout=600, output_hook=lambda message: None)
                assert reply["content"]["status"] == "ok", reply["content"]
        pid = manager.provisioner.process.pid
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
        return tuple(int(re.search(rf"^{name}:\s+(\d+) kB", text, re.MULTILINE)[1]) / 1024.0 for name in ("Rss", "Pss"))
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lessons", nargs="*", default=["00_start_here", "05_voluntary_contraction"])
    for lesson in parser.parse_args().lessons:
        for plain in (False, True):
            resident, proportional = memory_MB(lesson, plain)
            print(f"{lesson:28} {'plain' if plain else 'Numba'}: {resident:5.0f} MB resident, {proportional:5.0f} MB "
                  "proportional")


if __name__ == "__main__":
    main()
