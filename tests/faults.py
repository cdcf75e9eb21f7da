"""How much do the tests see? Small faults, put in one at a time, and the tests that should notice each of them.

    python -m tests.faults [ids …] [--jobs 2] [--list]      # all of faults.toml, or only these; --list: what there is

Run by hand, never by pytest or CI. A fault is “caught” if a test fails that passes without it, “NOT SEEN” if all pass,
and “broken” if pytest could not say. Which tests are run depends on the room in which the faulty file lies (``ROOMS``),
not on the fault; those in a browser, and those that start a process of their own, are left out.

To add a fault: an entry in ``faults.toml``, realistic, visible to somebody, and chosen without a look at the tests. If
the code has changed so that an entry's ``old`` is no longer there, find by its ``what`` where it would be now. If the
code has become such that it cannot be made any more, take the nearest that can, and say so in ``was_impossible``.
"""

from __future__ import annotations

import argparse
import os
import queue
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
LESSONS, ASKED = "tests/widgets/test_lessons.py", ("tests/questions/test_{0}.py", "tests/questions/test_questions.py")
FIGURES, MODELS = "tests/figures/test_every_figure.py", "tests/models/test_every_model.py"
#: What is written, in texts, questions and lists, against what is so.
TEXTS = ("tests/test_blood.py", "tests/test_chapters.py", "tests/test_instructors.py", "tests/test_sentences.py")
#: Which tests should see a fault: by the room of its file; the quickest come first.
ROOMS = {
    r"muscle_lib/figures/(drawings)/": ("tests/figures/test_*drawing*.py",),
    r"muscle_lib/figures/(\w+)/": (FIGURES, "tests/figures/{0}", *ASKED, LESSONS),
    r"muscle_lib/models/(\w+)/": (MODELS, "tests/models/{0}", *ASKED, *TEXTS, "tests/figures/{0}", LESSONS),
    r"muscle_lib/questions/(\w+)\.toml": (*ASKED, *TEXTS, LESSONS),
    r"notebooks/(?:\d\d_)?(\w+)\.ipynb": (*ASKED, *TEXTS, "tests/notebooks/test_grammar.py", LESSONS),
    r"muscle_lib/(widgets)/": ("tests/widgets",),
    r"muscle_lib/(\w+)\.(py|toml)": ("tests/test_*.py", MODELS),
}
#: Of these, only the tests that bear the chapter's name.
OF_CHAPTER = (FIGURES, MODELS, LESSONS)
LONGEST_s = 1200  # a fault can make a loop endless


def tests_of(file: str, copy: Path) -> list[str]:
    """The tests that should see a fault in this file, as pytest wants them; what does not exist is left out."""
    found, tests = next((match, tests) for room, tests in ROOMS.items() if (match := re.match(room, file)))
    # Not the list's own test: it fails at each of them, because the right text is no longer there.
    paths = [path.relative_to(copy).as_posix() for each in tests for path in sorted(copy.glob(each.format(found[1])))
             if path.name != "test_faults.py"]
    limited = f"{found[1]} or not ({' or '.join(Path(path).stem for path in OF_CHAPTER)})" if LESSONS in tests else ""
    return [*paths, "-k", limited]


def copy_tree(to: Path) -> Path:
    """A copy of all tracked files, as they stand now."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    for name in filter(None, listed.stdout.split("\0")):
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, to / name)
    return to


def pytest_in(copy: Path, *tests: str) -> subprocess.CompletedProcess[str]:
    """Run tests in a copy, up to the first that fails."""
    # Python looks first where it is started. Without .pyc files no old one can be taken for a file that was changed
    # within the same second.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-m", "pytest", *tests, "-m", "not browser and not kernel", "-x", "-q", "-n", "0",
               "-p", "no:cacheprovider", "-p", "tests.quick", "-rfE", "--tb=short"]
    return subprocess.run(command, cwd=copy, env=env | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"},
                          capture_output=True, encoding="utf-8", timeout=LONGEST_s)


def judged(copy: Path, file: str) -> tuple[str, str]:
    """Run the tests in a copy: “caught”, “NOT SEEN” or “broken”, and the first test that failed (or what is broken)."""
    try:
        done = pytest_in(copy, *tests_of(file, copy))
    except subprocess.TimeoutExpired:
        return "broken", f"not done after {LONGEST_s} s"
    if done.returncode == 0:
        return "NOT SEEN", ""
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    # 1: a test failed. 2: tests could not be collected; if the traceback names the faulty file, it is to blame.
    caught = done.returncode == 1 or done.returncode == 2 and file in done.stdout.replace(os.sep, "/")
    return "caught" if caught else "broken", failed[0] if failed else f"pytest's exit code is {done.returncode}"


def try_out(fault: dict[str, str], copies: queue.Queue[Path]) -> str:
    """Put a fault into a free copy, run the tests, take it out again; say how it went."""
    copy, began = copies.get(), time.monotonic()
    path = copy / fault["file"]
    original = path.read_bytes()
    try:
        path.write_bytes(original.replace(fault["old"].encode("utf-8"), fault["new"].encode("utf-8")))
        result, first = judged(copy, fault["file"])
        path.write_bytes(original)
        name = first.partition(" ")[2].partition(" - ")[0]
        if result == "caught" and pytest_in(copy, name).returncode == 1:
            result, first = "broken", f"without the fault too: {first}"
    finally:
        path.write_bytes(original)
        copies.put(copy)
    print(f"{result:8} {fault['id']} [{fault['kind']}] {time.monotonic() - began:.0f} s  {first}", flush=True)
    return result


def listed() -> list[dict[str, str]]:
    """All faults of the list."""
    return tomllib.loads(ROOT.joinpath("tests", "faults.toml").read_text(encoding="utf-8"))["fault"]


def occurs(fault: dict[str, str]) -> int:
    """How often the text that a fault changes occurs in its file."""
    path = ROOT / fault["file"]
    return path.read_bytes().count(fault["old"].encode("utf-8")) if path.is_file() else 0


def main() -> int:
    parser = argparse.ArgumentParser(description="How much do the tests see?")
    parser.add_argument("ids", nargs="*", help="only these faults")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="how many at a time")
    parser.add_argument("--list", action="store_true", help="say what there is, and run nothing")
    options = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8")
    faults = listed()
    if unknown := set(options.ids) - {fault["id"] for fault in faults}:
        parser.error(f"no such fault: {', '.join(sorted(unknown))}")
    faults = [fault for fault in faults if not options.ids or fault["id"] in options.ids]
    faults.sort(key=lambda fault: "/models/" in fault["file"])  # after each of these, much has to be compiled anew
    misfits = [] if options.list else [fault for fault in faults if occurs(fault) != 1]
    for fault in faults if options.list else misfits:
        words = f" no longer fits: its text occurs {occurs(fault)} times in {fault['file']}." if misfits else ""
        print(f"{fault['id']}{words} [{fault['kind']}] {fault['what']}")
    if options.list or misfits:
        return 2 * bool(misfits)
    copies: queue.Queue[Path] = queue.Queue()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, ThreadPoolExecutor(options.jobs) as pool:
        for number in range(options.jobs):
            copies.put(copy_tree(Path(folder, str(number))))
        results = list(pool.map(lambda fault: try_out(fault, copies), faults))
    for kind in (*sorted({fault["kind"] for fault in faults}), "all"):
        own = [result for fault, result in zip(faults, results, strict=True) if kind in (fault["kind"], "all")]
        print(f"{kind:24} {own.count('caught'):3} of {len(own):3}: {own.count('caught') / len(own):4.0%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
