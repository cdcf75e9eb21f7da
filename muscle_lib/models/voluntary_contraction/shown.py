"""What the pictures of a motor pool show of its many impulses: those of twelve units, and the outline of the EMG."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.series import outline
from muscle_lib.models.voluntary_contraction.emg import SAMPLE_ms

#: The units whose impulses are drawn, from the smallest to the largest.
SHOWN = np.rint(np.linspace(1, 120, 12)).astype(int)
SHOWN.setflags(write=False)
#: An EMG has more samples than a picture has pixels: each of so many is drawn as its lowest and its highest value.
SAMPLES_A_STROKE = 40


def of_shown_units(spike_at: NDArray, spike_unit: NDArray) -> tuple[NDArray, ...]:
    """The times of the shown units' impulses, for each of them; units are counted from 1."""
    return tuple(spike_at[spike_unit == unit] for unit in SHOWN)


def emg_outline(emg: NDArray, end_ms: float, samples: int = SAMPLES_A_STROKE) -> tuple[NDArray, NDArray]:
    """Times and values of the outline of an EMG that ends at a time: each stretch stands at its middle."""
    values = outline(emg, samples)
    stretches = np.arange(-(values.size // 2), 0) + 0.5
    return end_ms + np.repeat(stretches * samples * SAMPLE_ms, 2), values
