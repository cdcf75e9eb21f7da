"""How long sheets of different sizes fibrillate before they stop by themselves.

Half a minute of eight large sheets takes minutes, so the times are kept beside this file. They are made anew with

    python -m muscle_lib.models.heart.life_times
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.heart.fibrillation import STARTS, begun, lasts_ms
from muscle_lib.trace import locked

#: Cells along each side of the sheets; a cell is half a millimetre wide.
SIZES = tuple(range(96, 257, 32))
#: A sheet is followed for so long; one that still goes on then counts as that.
LONGEST_s = 30.0
STORED = Path(__file__).with_name("life_times.csv")
COLUMNS = ("cells", "start", "life_s")


def life_time_s(cells: int, start: int, longest_s: float = LONGEST_s) -> float:
    """How long a sheet fibrillates after its badly timed stimulus; at most ``longest_s``."""
    return lasts_ms(begun(cells, start), round(1000.0 * longest_s)) / 1000.0


@lru_cache(maxsize=1)
def stored_times_s() -> NDArray:
    """The times that were kept: a row for each size, a column for each start."""
    times_s = np.loadtxt(STORED, delimiter=",", skiprows=1, usecols=COLUMNS.index("life_s"), encoding="utf-8")
    return locked(times_s.reshape(len(SIZES), STARTS))


def write_times(path: Path) -> None:
    """Let all sheets fibrillate, and keep the times."""
    rows = [(cells, start, life_time_s(cells, start)) for cells in SIZES for start in range(1, STARTS + 1)]
    with path.open("w", newline="\n", encoding="utf-8") as file:
        np.savetxt(file, rows, "%g", ",", header=",".join(COLUMNS), comments="")


if __name__ == "__main__":
    write_times(STORED)
