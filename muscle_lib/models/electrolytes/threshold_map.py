"""The map of thresholds: potassium against calcium, for a fibre that is healthy otherwise.

A map is some hundred thresholds, seconds of work. Whoever wants it says who does the work (an executor) and is told
how far it has come; the library starts no threads by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, as_completed

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.electrolytes.excitability import Excitability
from muscle_lib.models.electrolytes.excitability_trace import LIMIT_uA_cm2
from muscle_lib.models.electrolytes.fibre_currents import fibre_of
from muscle_lib.models.electrolytes.fibre_rest import rest_of
from muscle_lib.models.electrolytes.fibre_solver import THRESHOLD_DT_ms, threshold_uA_cm2
from muscle_lib.quantity import quantities
from muscle_lib.trace import trace

#: What a map shows if nothing else is asked for.
MAP_K_mM = tuple(float(K) for K in np.arange(1.5, 10.01, 0.25))
MAP_CA_mM = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.4, 1.6, 1.8, 2.0, 2.25, 2.5)


@trace
class ThresholdMap:
    """Thresholds in µA/cm², one row per calcium, one column per potassium; NaN where nothing excites.

    Above 500 µA/cm² it is a local response, not an action potential: the fibre counts as inexcitable.
    """

    K_mM: NDArray
    Ca_mM: NDArray
    threshold_uA_cm2: NDArray

    @property
    def excitable(self) -> NDArray:
        """Where a pulse of at most 500 µA/cm² excites."""
        return self.threshold_uA_cm2 <= LIMIT_uA_cm2


def threshold_row(K_mM: Sequence[float], Ca_mM: float) -> NDArray:
    """The thresholds at one calcium and several potassium levels."""
    found = np.empty(len(K_mM))
    for place, potassium in enumerate(K_mM):
        fibre = fibre_of(Excitability(K_out_mM=potassium, Ca_out_mM=Ca_mM))
        found[place] = threshold_uA_cm2(fibre, rest_of(fibre), THRESHOLD_DT_ms)
    return found


def threshold_map(K_mM: Sequence[float] = MAP_K_mM, Ca_mM: Sequence[float] = MAP_CA_mM,
                  executor: Executor | None = None,
                  progress: Callable[[int, int], None] | None = None) -> ThresholdMap:
    """Measure the thresholds at every pair of potassium and calcium.

    ``executor`` is any ``concurrent.futures.Executor``, to which the rows are handed; without one they are measured
    here, one after the other. ``progress(done, all)`` is called in the caller's own thread after every row.
    Errors: an empty list, one that does not rise, or a value out of range raises a ValueError.
    """
    K_mM, Ca_mM = _checked("K_out_mM", K_mM), _checked("Ca_out_mM", Ca_mM)
    rows = np.empty((len(Ca_mM), len(K_mM)))
    if executor is None:
        for number, calcium in enumerate(Ca_mM):
            rows[number] = threshold_row(K_mM, calcium)
            if progress:
                progress(number + 1, len(Ca_mM))
    else:
        jobs = {executor.submit(threshold_row, K_mM, calcium): number for number, calcium in enumerate(Ca_mM)}
        for done, job in enumerate(as_completed(jobs), start=1):
            rows[jobs[job]] = job.result()
            if progress:
                progress(done, len(Ca_mM))
    return ThresholdMap(K_mM=np.array(K_mM), Ca_mM=np.array(Ca_mM), threshold_uA_cm2=rows)


def _checked(name: str, values: Sequence[float]) -> tuple[float, ...]:
    record = quantities(Excitability)[name]
    checked = tuple(record.check(value) for value in np.asarray(values, dtype=float).tolist())
    if not checked or any(later <= sooner for sooner, later in zip(checked, checked[1:], strict=False)):
        raise ValueError(f"{record.label} ({name}): a map needs levels that rise, in {record.unit}, "
                         f"between {record.range_text}; got {list(checked)}.")
    return checked
