"""Arrays over time that several chapters make: means over a moment, and long ones thinned out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def mean_over_last(values: NDArray, samples: int) -> NDArray:
    """At each place the mean over the last so many values; at the beginning over those that there are."""
    total = np.concatenate(([0.0], np.cumsum(values)))
    end = np.arange(1, values.size + 1)
    first = np.maximum(end - samples, 0)
    return (total[end] - total[first]) / (end - first)


def means_of(values: NDArray, each: int) -> NDArray:
    """The mean of each so many values that follow one another; what is left over at the end is not used."""
    whole = values.size // each * each
    return values[:whole].reshape(-1, each).mean(axis=1)
