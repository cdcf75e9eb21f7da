"""Sheets of heart muscle that fibrillate: how they are begun, and what is seen of one while time goes by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.heart.tissue import (
    EXCITED,
    VF,
    CELL_cm,
    SKETCH_CELL_cm,
    STEPS_per_ms,
    Tissue,
    advance,
    ecg,
    going_on,
    inside,
    mean_force,
    pace_edge,
    pace_quarter,
    paced,
    picture,
    quiet,
    rested,
    waiting,
)

#: Each start is another chance: its second stimulus comes 3 ms later than that of the one before.
STARTS = 8
FIRST_ms, LATER_ms = 302, 3


def begun(size: int, start: int, cell_cm: float = CELL_cm) -> Tissue:
    """A sheet right after a badly timed second stimulus; the starts count from 1."""
    tissue = rested(size, cell_cm)
    pace_edge(tissue)
    advance(tissue, VF, (FIRST_ms + LATER_ms * (start - 1)) * STEPS_per_ms)
    pace_quarter(tissue)
    return tissue


def sketched(tissue: Tissue) -> Tissue:
    """The same sheet with one cell in place of four: to be gone on with quickly, and not quite so."""
    wide = rested(tissue.size // 2, SKETCH_CELL_cm)
    for name in ("voltage", "ready", "force"):
        inside(getattr(wide, name))[:] = inside(getattr(tissue, name))[::2, ::2]
    return wide


def copied(tissue: Tissue) -> Tissue:
    """The same once more, to be changed without the other."""
    return tissue._replace(**{name: getattr(tissue, name).copy() for name in ("voltage", "ready", "force", "spare")})


def refined(tissue: Tissue) -> Tissue:
    """The same sheet with four cells in place of each."""
    fine = rested(2 * tissue.size, tissue.cell_cm / 2.0)
    for name in ("voltage", "ready", "force"):
        inside(getattr(fine, name))[:] = inside(getattr(tissue, name)).repeat(2, axis=0).repeat(2, axis=1)
    return fine


def lasts_ms(tissue: Tissue, longest_ms: int, sure_ms: int = 300, look_ms: int = 20) -> int:
    """How long a sheet goes on, in steps of ``look_ms``: it is over when it has been quiet for ``sure_ms``."""
    excited_ms = 0
    for now in range(0, longest_ms + 1, look_ms):
        if not quiet(tissue):
            excited_ms = now
        elif now - excited_ms >= sure_ms:
            break
        advance(tissue, VF, look_ms * STEPS_per_ms)
    return excited_ms


class Watched(NamedTuple):
    """What was seen of a sheet: curves, a value every 4 ms, and pictures."""

    t_ms: NDArray
    #: How much of the sheet is excited, and the mean force of all cells.
    excited_percent: NDArray
    force_percent: NDArray
    ecg: NDArray
    #: Every second row and column, in per cent of an action potential's height.
    sheet_percent: NDArray
    #: Where it is at rest, but not ready yet: at every eighth row and column.
    waits: NDArray


def watch(tissue: Tissue, duration_ms: int, picture_ms: int,
          stimuli: Mapping[int, Callable[[Tissue], None]] | None = None, sure_ms: int | None = None) -> Watched:
    """Let a sheet go on and look at it; no longer than ``sure_ms`` after the last of its cells was excited."""
    voltage, rows, pictures, waits, excited_ms = inside(tissue.voltage), [], [], [], 0
    look_ms, cells = paced(tissue)[0], tissue.size * tissue.cell_cm / CELL_cm
    for now in going_on(tissue, VF, duration_ms, stimuli):
        rows.append((100.0 * (voltage > EXCITED).mean(), 100.0 * mean_force(tissue), ecg(tissue)))
        if now % picture_ms < look_ms:
            pictures.append(picture(tissue, round(cells) // 2))
            waits.append(waiting(tissue, VF, round(cells / 8)))
        if rows[-1][0] > 0.0:
            excited_ms = now
        elif sure_ms is not None and now - excited_ms >= sure_ms:
            break
    excited, force, seen = np.array(rows).T
    return Watched(np.arange(len(rows)) * float(look_ms), excited, force, seen, np.array(pictures),
                   np.array(waits))
