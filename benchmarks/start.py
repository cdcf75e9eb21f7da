"""What a first start costs, from a machine with nothing but Python to the open lab, and what a second one costs.

    python3 benchmarks/start.py [--keep FOLDER] [--not-the-rest]

Clones this repository (what is committed) into a new folder, and starts the lab there with empty caches of packages and
fonts, and without a browser. What counts is the processor time of ``lab.py`` and of all that it has started, read
whenever it says what comes next, and when the lab prints its address; then how much the other chapters take, which a
process of low priority prepares beside the open lab (``--not-the-rest`` does not wait for it). Then the lab is closed
and started again, and it is shown what fills ``.venv``. With ``--keep`` the clone stays there. Linux only; needs git
and the internet.

The goals: 18 s to the address, 2 s again; without what was spent meanwhile on the other chapters.
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
#: What has been done when lab.py says these words; the last is the address, as JupyterLab prints it.
ADDRESS = "http://127.0.0.1:"
DONE = {"Fetching the installer": "an environment made", "Installing the packages": "uv fetched",
        "Preparing the models": "packages installed", "The other chapters are": "chapter 1 prepared",
        ADDRESS: "JupyterLab, to its address"}
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

    def until(self, words: str) -> tuple[float, float]:
        """Processor time so far, without the helper's, and time by the clock, when a line with these words comes."""
        for line in self.process.stdout:
            self.heard += line
            if words in line:
                total, helper = cpu_s(self.process.pid)
                return total - helper, time.monotonic() - self.begun_s
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
    asked.add_argument("--not-the-rest", action="store_true", help="do not wait for the other chapters")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary) / "muscle-lab"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(folder)], check=True)
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}; seconds\n\n"
              "| | processor time | by the clock |\n| --- | ---: | ---: |", flush=True)
        start, before, before_clock = Start(folder, Path(temporary)), 0.0, 0.0
        for words, done in DONE.items():
            first, clock = start.until(words)
            print(f"| {done} | {first - before:.1f} | {clock - before_clock:.0f} |", flush=True)
            before, before_clock = first, clock
        print(f"| **first start** | **{first:.1f}** | **{clock:.0f}** |", flush=True)
        if not options.not_the_rest:
            print(f"| the other chapters, beside the open lab | {start.until_prepared():.1f} | |", flush=True)
        start.close()
        start = Start(folder, Path(temporary))
        second, clock = start.until(ADDRESS)
        start.close()
        print(f"| **second start** | **{second:.1f}** | **{clock:.0f}** |\n")
        for what, taken, goal in (("first start", first, GOAL_FIRST_s), ("second start", second, GOAL_SECOND_s)):
            print(f"{what}: {'reached' if taken <= goal else 'MISSED'} (goal: at most {goal:g} s)")
        sizes = sizes_MB(folder / ".venv")
        print(f"\n.venv: {sum(sizes.values()):.0f} MB on the disk")
        for name, size in sizes.most_common(25):
            print(f"| {name} | {size:.0f} MB |")
        print(f"load at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
