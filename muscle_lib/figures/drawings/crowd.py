"""Marks in a crowd that can be counted, and their names."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from muscle_lib.figures.drawings.ions import ions
from muscle_lib.figures.drawings.words import ABOVE_ALL, LINE, word


def key(axes: Axes, kinds: Sequence[str], x: float, y: float) -> None:
    """The marks of one or two ions below each other, with their names: still."""
    for row, kind in enumerate(kinds):
        ions(axes, kind, [(x, y + LINE * ((len(kinds) - 1) / 2.0 - row))], ABOVE_ALL, 0.95)
    word(axes, "\n".join(kinds), x + 11, y)


def places(left: float, right: float, low: float, high: float, gap: float, free: Callable[[float, float], bool],
           seed: int) -> tuple[NDArray, NDArray]:
    """Places so far apart, a little out of line, wherever it is free: for plus and for minus, as on a chess board; in
    an order that has no corner of its own."""
    chance = np.random.default_rng(seed)
    plus: list[NDArray] = []
    minus: list[NDArray] = []
    for row, y in enumerate(np.arange(low, high, gap * 0.866)):
        for column, x in enumerate(np.arange(left + gap / 2 * (row % 2), right, gap)):
            place = chance.uniform(-0.13 * gap, 0.13 * gap, 2) + (x, y)
            if free(*place):
                (minus if (row + column) % 2 else plus).append(place)
    return chance.permutation(plus), chance.permutation(minus)
