"""Arrays over time that several chapters make: means over a moment, and long ones thinned out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def mean_over_last(values: NDArray, samples: int) -> NDArray:
    """At each place the mean over the last so many values; at the beginning over those that there are."""
    return mean_around(values, samples - 1, 0)


def means_of(values: NDArray, each: int) -> NDArray:
    """The mean of each so many values that follow one another; what is left over at the end is not used."""
    whole = values.size // each * each
    return values[:whole].reshape(-1, each).mean(axis=1)


def mean_around(values: NDArray, before: int, after: int) -> NDArray:
    """At each place the mean of the value, so many before it and so many after it; at the ends of those there are."""
    total = np.concatenate(([0.0], np.cumsum(values)))
    place = np.arange(values.size)
    first, end = np.maximum(place - before, 0), np.minimum(place + after + 1, values.size)
    return (total[end] - total[first]) / (end - first)


def outline(values: NDArray, each: int) -> NDArray:
    """The lowest and the highest value of each so many, in turn: as a line it looks like all of them. What is left over
    is at the beginning, and not used, so that a record that goes on is outlined without flicker."""
    whole = values[len(values) % each:].reshape(-1, each)
    return np.column_stack((whole.min(axis=1), whole.max(axis=1))).ravel()
