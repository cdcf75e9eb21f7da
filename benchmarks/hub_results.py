"""What ``hub.py`` finds: how much memory its processes take, whose answers lie where, and how that is put in words."""

from __future__ import annotations

import json
import os
import statistics
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

import psutil

LESSON = "01_nerve_signal"


class Writer(Protocol):
    """A student. ``given`` is what they entered, unlike anybody else; ``mark`` stands in their note only."""

    name: str
    mark: str
    given: dict[str, Any]


# --- Memory ------------------------------------------------------------------------------------------------------


def processes() -> list[psutil.Process]:
    """All that this process has started, and that these have."""
    return psutil.Process().children(recursive=True)


def proportional_MB(rollup: str) -> float:
    """Of /proc/…/smaps_rollup: the pages that a process holds; those that it shares count in parts."""
    return next((int(line.split()[1]) / 1024.0 for line in rollup.splitlines() if line.startswith("Pss:")), 0.0)


def part(command: str) -> str:
    """What a process is, by its command line."""
    known = {"ipykernel_launcher": "kernels", "jupyterhub-singleuser": "servers", "configurable-http-proxy": "proxy",
             "-m jupyterhub": "hub"}
    return next((what for words, what in known.items() if words in command), "others")


def look() -> dict[str, list[float]]:
    """What each process takes now, in MB, by parts."""
    found: dict[str, list[float]] = {}
    for process in processes():
        with suppress(psutil.Error, OSError):  # it has just ended
            rollup = Path(f"/proc/{process.pid}/smaps_rollup").read_text(encoding="utf-8")
            found.setdefault(part(" ".join(process.cmdline())), []).append(proportional_MB(rollup))
    return found


def together_GB(parts: Mapping[str, Sequence[float]]) -> float:
    return sum(map(sum, parts.values())) / 1024.0


def how_many_fit(parts: Mapping[str, Sequence[float]], students: int, limit_GB: float) -> int:
    """How many students there is room for, if each takes as much as these do: a share of servers and kernels."""
    shared_MB = sum(sum(parts.get(name, ())) for name in ("hub", "proxy"))
    each_MB = (1024.0 * together_GB(parts) - shared_MB) / students
    return int((1024.0 * limit_GB - shared_MB) / each_MB)


# --- Answers -----------------------------------------------------------------------------------------------------


def wrong_in(answers: Mapping[str, Any], student: Writer) -> list[str]:
    """What an answers file does not hold as this student gave it."""
    held = {"name": answers["student"].get("student", {}).get("name"),
            "prediction": answers["predict"].get("nerve_signal.p1", {}).get("picked"),
            "answer": answers["ask"].get("nerve_signal.q1", {}).get("given"),
            "note": answers["note"].get("nerve_signal.n1", {}).get("text")}
    return [f"{student.name}: {what} is {held[what]!r}, was {given!r}" for what, given in student.given.items()
            if held[what] != given]


def wrong_in_folders(students: Iterable[Writer], home: Path) -> list[str]:
    """Whose own answers are not there, and whose are in another's folder."""
    problems = []
    for student in students:
        notebooks = home / student.name / "notebooks"
        try:
            answers = json.loads((notebooks / f"{LESSON}.answers.json").read_text(encoding="utf-8"))
            problems += wrong_in(answers, student)
            report = (notebooks / f"{LESSON}.report.html").read_text(encoding="utf-8")
        except OSError as problem:
            problems.append(f"{student.name}: {problem}")
            continue
        if student.mark not in report:
            problems.append(f"{student.name}: not one's own report")
        everything = "".join(path.read_text(encoding="utf-8", errors="replace") for path in notebooks.rglob("*")
                             if path.is_file())
        problems += [f"{student.name} has what {other.name} wrote" for other in students
                     if other is not student and other.mark in everything]
    return problems


# --- In words ----------------------------------------------------------------------------------------------------


def load() -> str:
    """How busy the machine is: a latency means little without it."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def spread(values: Sequence[float], unit: str) -> str:
    """Median, 95th percentile and the slowest of all."""
    if len(values) < 2:
        return f"{len(values)} measured"
    late = statistics.quantiles(values, n=20, method="inclusive")[-1]
    return (f"median {statistics.median(values):.0f} {unit}, 95 % within {late:.0f} {unit}, "
            f"slowest {max(values):.0f} {unit} ({len(values)})")


def table(parts: Mapping[str, Sequence[float]]) -> str:
    """Memory by parts."""
    lines = [f"    {name:10}{len(each):4} × {statistics.mean(each):6.1f} MB = {sum(each) / 1024.0:5.2f} GB"
             for name, each in sorted(parts.items(), key=lambda part: -sum(part[1]))]
    return "\n".join(lines)
