"""How many of ten shocks stop a fibrillating sheet, by dose and by the part that they reach.

It takes some minutes, and is therefore kept beside this file. It is made anew with

    python -m muscle_lib.models.heart.shock_map
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.heart.fibrillation import begun, copied, lasts_ms, refined
from muscle_lib.models.heart.tissue import VF, CELL_cm, STEPS_per_ms, Tissue, advance, pull, shock
from muscle_lib.trace import locked

#: The sheet: 12.8 cm wide. It has fibrillated for so long before the first moment; the moments are so far apart.
CELLS, START, BEGUN_ms = 256, 1, 4000
MOMENTS, APART_ms = 10, 120
#: So long before its shock a moment begins; so long after it one looks whether the sheet is quiet.
BEFORE_ms, VERDICT_ms = 200, 1500
#: What was tried.
DOSES_percent = tuple(5.0 * place for place in range(11))
PARTS_percent = tuple(50.0 + 5.0 * place for place in range(11))
STORED = Path(__file__).with_name("shock_map.csv")
COLUMNS = ("dose_percent", "part_percent", "stopped")


def before(moment: int) -> Tissue:
    """A copy of the fibrillating sheet 0.2 s before the shock of a moment (1 to 10)."""
    return copied(_before(moment))


@lru_cache(maxsize=MOMENTS)
def _before(moment: int) -> Tissue:
    if moment > 1:
        tissue = before(moment - 1)
        advance(tissue, VF, APART_ms * STEPS_per_ms)
        return tissue
    # The first seconds with cells twice as wide, an eighth of the work; then long enough for it to be as if without.
    wide = begun(CELLS // 2, START, 2.0 * CELL_cm)
    advance(wide, VF, (BEGUN_ms - BEFORE_ms) * STEPS_per_ms)
    tissue = refined(wide)
    for _ in range(100):
        advance(tissue, VF, 4 * STEPS_per_ms)
        pull(tissue)
    return tissue


def stops(dose_percent: float, part_percent: float, moment: int) -> bool:
    """Whether the sheet is quiet 1.5 s after a shock, and stays so."""
    tissue = before(moment)
    advance(tissue, VF, BEFORE_ms * STEPS_per_ms)
    shock(tissue, dose_percent / 100.0, part_percent / 100.0)
    return lasts_ms(tissue, VERDICT_ms) < VERDICT_ms - 20


def stopped(dose_percent: float, part_percent: float) -> int:
    """How many of the ten moments' shocks stop it."""
    return sum(stops(dose_percent, part_percent, moment) for moment in range(1, MOMENTS + 1))


@lru_cache(maxsize=1)
def stored_map() -> NDArray:
    """How many were stopped: a row for each dose, a column for each part."""
    counts = np.loadtxt(STORED, int, delimiter=",", skiprows=1, usecols=COLUMNS.index("stopped"), encoding="utf-8")
    return locked(counts.reshape(len(DOSES_percent), len(PARTS_percent)))


def write_map(path: Path) -> None:
    """Try all shocks, and keep the counts."""
    rows = [(dose, part, stopped(dose, part)) for dose in DOSES_percent for part in PARTS_percent]
    with path.open("w", newline="\n", encoding="utf-8") as file:
        np.savetxt(file, rows, "%g", ",", header=",".join(COLUMNS), comments="")


if __name__ == "__main__":
    write_map(STORED)
