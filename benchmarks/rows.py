"""The rows of the one table of ``peers.py``: each script leaves its own in a file, if it is asked to (``--rows``)."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple


class Row(NamedTuple):
    """A piece of work that we and a peer did in turn: processor times, and the median of the rounds' ratios."""

    work: str
    peer: str
    ours_s: float
    peer_s: float
    ahead: float
    #: So many times our time the peer should take; None if nothing is aimed at.
    goal: float | None = None


def add_option(parser: argparse.ArgumentParser) -> None:
    """The option of a script that has rows."""
    parser.add_argument("--rows", type=Path, metavar="FILE", help="only the peers, and their rows into this file, too")


def leave(rows: Iterable[Row], path: Path | None) -> None:
    """Add rows to a file, if there is to be one."""
    if path:
        with path.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)


def found(path: Path) -> list[Row]:
    """The rows in a file."""
    return [Row(*json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def table(rows: Iterable[Row]) -> str:
    """All of them in Markdown."""
    lines = ["| work | peer | our time, ms | its time, ms | its time ÷ ours | goal |",
             "| --- | --- | ---: | ---: | ---: | --- |"]
    for row in rows:
        goal = "" if row.goal is None else f"{row.goal:g}: {'reached' if row.ahead >= row.goal else 'missed'}"
        lines.append(f"| {row.work} | {row.peer} | {1000.0 * row.ours_s:.3g} | {1000.0 * row.peer_s:.3g} "
                     f"| {row.ahead:.3g} | {goal} |")
    return "\n".join(lines)
