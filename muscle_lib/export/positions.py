"""Which places of a slider a page has: 9 to 15 of the slider's own steps (where they grow by factors, round numbers
between its ends), the start value and both ends among them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from muscle_lib.quantity import Choice, Record
from muscle_lib.widgets.control import own_steps, position

FEWEST, MOST = 9, 15
#: Round steps are easier to read than even ones.
ROUND = (1.0, 2.0, 2.5, 5.0)
#: Where a slider goes by factors: which numbers of each power of ten, the fewer the wider it is.
LADDERS = ((1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0), (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0),
           (1.0, 2.0, 3.0, 5.0, 7.0), (1.0, 2.0, 5.0), (1.0, 3.0), (1.0,))


def positions(record: Record, start: Any, wanted: Iterable[Any] = ()) -> list[Any]:
    """The values of a control that a page shows. ``wanted``: those that the lesson itself sets there, as far as there
    is room."""
    if isinstance(record, Choice):
        return list(record.options)
    steps = np.asarray(own_steps(record))
    found = {start, *steps[[0, -1]].tolist()}
    if len(steps) <= MOST - 1:
        return _sorted(record, found | set(steps.tolist()))
    found |= set(list(dict.fromkeys(value for value in wanted if value not in found))[:MOST - FEWEST])
    return _sorted(record, found | set(_between(record, steps, MOST - len(found))))


def _between(record: Any, steps: Any, count: int) -> list[Any]:
    """At most so many of the steps, at round distances if the slider has such."""
    low, high = float(steps[0]), float(steps[-1])
    if record.scale == "linear":
        for power in range(-6, 7):
            for digit in ROUND:
                each = digit * 10.0 ** power
                round_ones = [value for value in steps.tolist() if abs(value / each - round(value / each)) < 1e-6
                              and low < value < high]
                # All that are round must be there, or the distances would not be even.
                expected = np.floor(high / each + 1e-9) - np.ceil(low / each - 1e-9) + 1
                within = len(round_ones) + sum(abs(end / each - round(end / each)) < 1e-6 for end in (low, high))
                if FEWEST - 2 <= len(round_ones) <= count and within == expected:
                    return round_ones
    else:
        for ladder in LADDERS:
            rungs = [digit * 10.0 ** power for power in range(-6, 7) for digit in ladder]
            between = [float(f"{rung:g}") for rung in rungs if low < rung < high]
            if FEWEST - 3 <= len(between) <= count:
                return between
    at = np.linspace(0, len(steps) - 1, min(count + 2, MOST)).round().astype(int)
    return steps[at[1:-1]].tolist()


def _sorted(record: Any, found: Iterable[Any]) -> list[Any]:
    kind = int if record.is_whole else float
    return sorted({kind(value) for value in found}, key=lambda value: position(value, record))
