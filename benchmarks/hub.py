"""Thirty students at once: a real JupyterHub with one install of the lab, and a class that comes, opens lesson 1, runs
it, predicts, drags sliders, answers and writes the report. How much memory, how long, and does all stay one's own?

    python benchmarks/hub.py [--students 30] [--stations 1] [--arrive-within 60] [--memory-limit 7.5]

The students are no browsers: they speak as JupyterLab's page does (log in, open, run all cells, comm messages), all in
one process, so what a browser itself needs is not measured. Hub, proxy, servers and kernels are real; their memory is
proportional (what processes share is counted once). Where it does not stay under the limit, the number of students
that would is the result. Linux only; needs npm, which fetches the hub's proxy into a temporary folder.
"""

from __future__ import annotations

import argparse
import asyncio
import ctypes
import os
import platform
import random
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from hub_results import how_many_fit, load, look, processes, spread, table, together_GB, wrong_in_folders
from hub_student import Student

ROOT = Path(__file__).resolve().parents[1]
#: The last one that an old Node (18, 20) can run.
PROXY = "configurable-http-proxy@5.1.0"
#: Where root starts the hub, the students' accounts begin here.
FIRST_ACCOUNT = 61000
LOOK_EVERY_s = 5.0
#: With less left on the whole machine all is stopped: others may need it.
LEAST_FREE_GB = 1.0
#: Once everybody is there: so many drags each, with thinking between them.
DRAGS, THINK_s = 3, (5.0, 15.0)

# What one account does before the lesson, and all others get a copy of.
PREPARE = """
from muscle_lib.compiled import warm_up
print(*warm_up("nerve_signal"))
"""


# --- The hub -----------------------------------------------------------------------------------------------------


def free_ports() -> int:
    """The first of three that nobody uses."""
    for first in random.sample(range(20000, 32000, 3), 50):
        with suppress(OSError):
            for port in range(first, first + 3):
                with socket.socket() as tried:
                    tried.bind(("127.0.0.1", port))
            return first
    raise OSError("no three free ports in a row")


def account(number: int) -> int | None:
    """As whom a student's processes run: only root can choose."""
    return FIRST_ACCOUNT + number if os.getuid() == 0 else None


def clean_environment() -> dict[str, str]:
    """Without what would show the servers another lab than the one that is installed."""
    mine = ("PYTHON", "JUPYTER", "MUSCLE", "NUMBA", "MPL", "XDG", "IPYTHON", "VIRTUAL_ENV")
    return {name: value for name, value in os.environ.items() if not name.startswith(mine)}


def prepare(folder: Path, names: Sequence[str]) -> None:
    """A home folder for each student with the lessons, and what the first account compiled; and the proxy."""
    folder.chmod(0o711)
    subprocess.run(["npm", "install", "--silent", "--prefix", folder / "npm", PROXY], check=True)
    first = folder / "first"
    first.mkdir()
    own(first, 0)
    subprocess.run([sys.executable, "-c", PREPARE], cwd=first, check=True, stdout=subprocess.DEVNULL,
                   env={**clean_environment(), "HOME": os.fspath(first)}, user=account(0), group=account(0))
    for number, name in enumerate(names, start=1):
        home = folder / "home" / name
        shutil.copytree(ROOT / "notebooks", home / "notebooks", ignore=shutil.ignore_patterns(".*", "*.answers.json"))
        if (first / ".cache/numba").exists():  # who may write where the lab is installed compiles into it
            shutil.copytree(first / ".cache/numba", home / ".cache/numba")
        own(home, number)


def own(home: Path, number: int) -> None:
    """Give a folder with all that is in it to a student, and to nobody else."""
    home.chmod(0o700)
    if uid := account(number):
        for path in [home, *home.rglob("*")]:
            os.chown(path, uid, uid)


@contextmanager
def running_hub(folder: Path, port: int, password: str) -> Iterator[None]:
    """JupyterHub with its proxy; at the end neither of the two runs, nor any server or kernel."""
    # Whoever loses its parent becomes our child: so nobody can be left behind.
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
    environment = {**clean_environment(), "MUSCLE_LAB_HUB": os.fspath(folder), "MUSCLE_LAB_HUB_PORT": str(port),
                   "MUSCLE_LAB_PROXY": os.fspath(folder / "npm/node_modules/.bin/configurable-http-proxy"),
                   "MUSCLE_LAB_PASSWORD": password}
    (folder / "hub").mkdir(mode=0o700)
    command = [sys.executable, "-m", "jupyterhub", "-f", os.fspath(Path(__file__).with_name("hub_settings.py"))]
    with open(folder / "hub.log", "wb") as log:
        hub = subprocess.Popen(command, cwd=folder / "hub", env=environment, stdout=log, stderr=log)
    try:
        yield
    except BaseException:
        print("".join((folder / "hub.log").read_text(encoding="utf-8", errors="replace").splitlines(True)[-30:]))
        raise
    finally:
        hub.terminate()  # it stops its servers itself
        with suppress(subprocess.TimeoutExpired):
            hub.wait(timeout=60)
        for end in (psutil.Process.terminate, psutil.Process.kill):
            for process in (left := processes()):
                with suppress(psutil.NoSuchProcess):
                    end(process)
            psutil.wait_procs(left, timeout=10)


@dataclass
class Memory:
    """Looks from time to time."""

    peak_GB: float = 0.0
    peak: dict[str, list[float]] = field(default_factory=dict)

    async def watch(self) -> None:
        while True:
            await self.look()
            await asyncio.sleep(LOOK_EVERY_s)

    async def look(self) -> dict[str, list[float]]:
        parts = await asyncio.to_thread(look)
        if together_GB(parts) > self.peak_GB:
            self.peak_GB, self.peak = together_GB(parts), parts
        free_GB = psutil.virtual_memory().available / 1024.0 ** 3
        if free_GB < LEAST_FREE_GB:
            raise MemoryError(f"stopped: only {free_GB:.1f} GB are left on this machine\n{table(parts)}")
        return parts


# --- The class ---------------------------------------------------------------------------------------------------


@dataclass
class Times:
    """What was measured, in seconds; of the sliders in milliseconds."""

    server_s: list[float] = field(default_factory=list)
    ready_s: list[float] = field(default_factory=list)
    all_ready_s: float = 0.0
    rush_ms: list[float] = field(default_factory=list)
    work_ms: list[float] = field(default_factory=list)


async def attend(student: Student, delay_s: float, stations: int, times: Times, everybody: asyncio.Barrier) -> None:
    """One student's lesson, to the report."""
    await asyncio.sleep(delay_s)
    came = time.monotonic()
    await student.log_in()
    await student.start_server()
    server_s = time.monotonic() - came
    await student.open_lesson()
    await student.run_all()
    ready_s = time.monotonic() - came
    times.server_s.append(server_s)
    times.ready_s.append(ready_s)
    print(f"  {student.name}: server after {server_s:.0f} s, lesson after {ready_s:.0f} s", flush=True)
    await student.predict(1)
    times.rush_ms += await student.drag(1)
    await everybody.wait()
    for _ in range(DRAGS):
        await asyncio.sleep(random.uniform(*THINK_s))
        times.work_ms += await student.drag(1)
    for station in range(2, stations + 1):
        await asyncio.sleep(random.uniform(*THINK_s))
        await student.predict(station)
        times.work_ms += await student.drag(station)
    await student.answer()
    await student.write_note()
    await asyncio.sleep(random.uniform(*THINK_s))
    await student.report()
    await student.save()


async def hold_class(students: list[Student], memory: Memory, stations: int, within_s: float, times: Times) -> None:
    """All of them, and their memory beside it: whatever fails ends both."""
    began = time.monotonic()
    everybody = asyncio.Barrier(len(students) + 1)

    async def note_when_all_are_there() -> None:
        await everybody.wait()
        times.all_ready_s = time.monotonic() - began
        print(f"all are there after {times.all_ready_s:.0f} s, {load()}", flush=True)

    async with asyncio.TaskGroup() as group:
        watch = group.create_task(memory.watch())
        lessons = [group.create_task(note_when_all_are_there())]
        for place, student in enumerate(students):
            delay_s = within_s * place / max(1, len(students) - 1)
            lessons.append(group.create_task(attend(student, delay_s, stations, times, everybody)))
        await asyncio.gather(*lessons)
        watch.cancel()


async def refused(students: list[Student]) -> str:
    """Each tries to get at the next one's server; a sentence, or Refused where one was let in."""
    count = 0
    for student, other in zip(students, [*students[1:], students[0]], strict=True):
        count += await student.try_to_reach(other)
    return f"{count} of {count} requests to another's server were refused; to one's own none was"


async def measure(folder: Path, chosen: argparse.Namespace) -> int:
    """Start the hub, hold the class, print; 0 if all went well."""
    names = [f"student-{number:02}" for number in range(1, chosen.students + 1)]
    print(f"{platform.platform()}, Python {platform.python_version()}, {load()}")
    accounts = "each with an account of their own" if account(0) else "all as this user"
    print(f"{chosen.students} students arrive within {chosen.arrive_within:g} s, {accounts}; stations: "
          f"{chosen.stations}", flush=True)
    prepare(folder, names)
    port, password, times = free_ports(), secrets.token_hex(8), Times()
    memory = Memory()
    with running_hub(folder, port, password):
        async with AsyncExitStack() as stack:
            students = [await stack.enter_async_context(Student(name, number, f"http://127.0.0.1:{port}", password))
                        for number, name in enumerate(names, start=1)]
            await students[0].wait_for_hub()
            await hold_class(students, memory, chosen.stations, chosen.arrive_within, times)
            reached = await refused(students)
            await asyncio.sleep(2 * LOOK_EVERY_s)
            rest = await memory.look()
            problems = wrong_in_folders(students, folder / "home")
    fit = how_many_fit(memory.peak, len(students), chosen.memory_limit)
    print(f"""
a server was there after  {spread(times.server_s, "s")}
the lesson had been run after  {spread(times.ready_s, "s")}
all were ready {times.all_ready_s:.0f} s after the first had come
slider to picture, while others still came:  {spread(times.rush_ms, "ms")}
slider to picture, with all at work:  {spread(times.work_ms, "ms")}
memory, peak: {memory.peak_GB:.2f} GB; under {chosen.memory_limit:g} GB there is room for {fit} students
{table(memory.peak)}
memory at rest, all still open: {together_GB(rest):.2f} GB
{table(rest)}
{reached}
{len(students)} answers files: {"each holds its student's own answers, and nobody else's" if not problems else "WRONG"}
at the end: {load()}""")
    print(*problems, sep="\n")
    return 1 if problems else 0


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--students", type=int, default=30, help="how many (30)")
    options.add_argument("--stations", type=int, default=1, choices=range(1, 6), help="how far they come (1)")
    options.add_argument("--arrive-within", type=float, default=60.0, help="seconds from the first to the last (60)")
    options.add_argument("--memory-limit", type=float, default=7.5, help="GB: how many students fit? (7.5)")
    chosen = options.parse_args()
    if chosen.students < 2:
        options.error("two students are the least: each tries to look at another's answers")
    if not shutil.which("npm"):
        sys.exit("This needs npm (of Node.js 18 or later), which fetches the hub's proxy.")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # it too ends with everything put away
    with tempfile.TemporaryDirectory(prefix="muscle-lab-hub-", ignore_cleanup_errors=True) as folder:
        sys.exit(asyncio.run(measure(Path(folder), chosen)))


if __name__ == "__main__":
    main()
