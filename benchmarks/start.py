"""What a first start costs, from a machine with nothing but Python to the open lab, and what a second one costs.

    python3 benchmarks/start.py [--keep FOLDER]

Clones this repository (what is committed) into a new folder, and starts the lab there with empty caches of packages and
fonts, and without a browser. What counts is the processor time of ``lab.py`` and of all that it has started, read at
three moments: when the packages are installed, when the lab prints its address, and when the other chapters are
prepared, too, which a process of low priority does beside the open lab. Then the lab is closed and started again.
With ``--keep`` the clone stays there; it shows also what fills ``.venv``. Linux only; needs git and the internet.

The goals: 18 s to the address (our own part: without what was spent meanwhile on the other chapters), 2 s again.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GOAL_FIRST_s, GOAL_SECOND_s = 18.0, 2.0
TICKS_per_s = os.sysconf("SC_CLK_TCK")
#: Where lab.py is, in its own words, and the address as JupyterLab prints it.
PREPARES, BESIDE, ADDRESS = "Preparing the models", "The other chapters are prepared", "http://127.0.0.1:"
#: A start that takes longer has gone wrong.
LONGEST_s = 1800.0


def seconds_of(process: int) -> tuple[int, float, float]:
    """A process's parent; its own processor time, and that of its children that have ended."""
    text = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    fields = text.rpartition(")")[2].split()  # its name may have blanks
    user, system, ended_user, ended_system = (int(field) / TICKS_per_s for field in fields[11:15])
    return int(fields[1]), user + system, ended_user + ended_system


def cpu_s(root: int) -> tuple[float, float]:
    """The processor time of a process with all that it has started; and of it that of the low-priority helper."""
    known = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                known[int(path.name)] = (*seconds_of(int(path.name)), is_helper(path))
            except OSError:
                pass  # it has just ended
    total = helper = 0.0
    for process, (_, own, ended, helps) in known.items():
        above, helped = process, helps
        while above not in (root, 0, 1) and above in known:
            above = known[above][0]
            helped = helped or (above in known and known[above][3])
        if above == root:
            total += own + ended
            helper += (own + ended) * helped
    return total, helper


def is_helper(path: Path) -> bool:
    """Whether this process prepares the other chapters: it steps back at its very beginning."""
    return b"os.nice(15)" in (path / "cmdline").read_bytes()


class Start:
    """A lab that is being started; ``until`` reads its lines up to one with certain words."""

    def __init__(self, folder: Path, caches: Path) -> None:
        env = os.environ | {"MPLCONFIGDIR": str(caches / "fonts"), "UV_CACHE_DIR": str(caches / "uv"),
                            "PIP_NO_CACHE_DIR": "1", "PYTHONUNBUFFERED": "1"}
        self.begun_s = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "lab.py", "--no-browser"], cwd=folder, env=env, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace")
        self.heard = ""

    def until(self, *words: str) -> tuple[float, float, float]:
        """Processor time so far, of it the helper's, and time by the clock, when a line with one of the words comes."""
        for line in self.process.stdout:
            self.heard += line
            if any(word in line for word in words):
                return *cpu_s(self.process.pid), time.monotonic() - self.begun_s
        sys.exit(f"The lab did not start:\n{self.heard}")

    def until_prepared(self) -> float:
        """Processor time of the low-priority helper, when it has ended."""
        helper = 0.0
        while time.monotonic() - self.begun_s < LONGEST_s:
            now = cpu_s(self.process.pid)[1]
            if now == 0.0 and helper:
                return helper
            helper = now or helper
            time.sleep(2.0)
        sys.exit("The other chapters were not prepared in half an hour.")

    def close(self) -> None:
        """As Ctrl-C does."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)


def sizes_MB(folder: Path) -> Counter[str]:
    """What each thing in an environment's folder of packages takes on the disk."""
    packages = next(folder.glob("lib/python*/site-packages"))
    found: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            inside = path.is_relative_to(packages)
            name = path.relative_to(packages if inside else folder).parts[0]
            found[name if inside else f"{name}/ beside the packages"] += path.stat().st_blocks * 512
    return Counter({name: size / 1e6 for name, size in found.items()})


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--keep", type=Path, metavar="FOLDER", help="clone into this new folder, and leave it there")
    keep = asked.parse_args().keep
    with tempfile.TemporaryDirectory() as temporary:
        folder = keep or Path(temporary) / "muscle-lab"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(folder)], check=True)
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}; seconds")
        first = Start(folder, Path(temporary))
        installed, _, installed_clock = first.until(PREPARES)
        ready, _, ready_clock = first.until(BESIDE)
        opened, beside, opened_clock = first.until(ADDRESS)
        rest = first.until_prepared()
        first.close()
        second = Start(folder, Path(temporary))
        again, _, again_clock = second.until(ADDRESS)
        second.close()
        own = opened - beside
        print(f"\n| | processor time | by the clock |\n| --- | ---: | ---: |\n"
              f"| packages installed | {installed:.1f} | {installed_clock:.0f} |\n"
              f"| chapter 1 prepared | {ready - installed:.1f} | {ready_clock - installed_clock:.0f} |\n"
              f"| JupyterLab, to its address | {own - ready:.1f} | {opened_clock - ready_clock:.0f} |\n"
              f"| **first start** | **{own:.1f}** | **{opened_clock:.0f}** |\n"
              f"| the other chapters, beside the open lab | {rest:.1f} | |\n"
              f"| **second start** | **{again:.1f}** | **{again_clock:.1f}** |\n")
        for what, taken, goal in (("first start", own, GOAL_FIRST_s), ("second start", again, GOAL_SECOND_s)):
            print(f"{what}: {'reached' if taken <= goal else 'MISSED'} (goal: at most {goal:g} s)")
        sizes = sizes_MB(folder / ".venv")
        print(f"\n.venv: {sum(sizes.values()):.0f} MB on the disk")
        for name, size in sizes.most_common(25):
            print(f"| {name} | {size:.0f} MB |")
        print(f"load at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
