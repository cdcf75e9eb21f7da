"""What the tests of the fibre share: runs that are made once, and the fibre's parts as plain numbers."""

from __future__ import annotations

import functools

import numpy as np

from muscle_lib.models.electrolytes import Excitability, ExcitabilityTrace, FibreTrace, MuscleFibre
from muscle_lib.models.electrolytes.fibre_currents import Fibre, fibre_of
from muscle_lib.models.electrolytes.fibre_rest import rest_of
from muscle_lib.models.electrolytes.fibre_solver import PULSE_ms, integrate, threshold_uA_cm2

CHOSEN = "our conductances were chosen with an eye on this number"
OUR_RUN = "our own earlier run of the same equations, in a separately written program"
JURKAT_ROTT = "Jurkat-Rott et al. 2009, doi 10.1073/pnas.0811277106"


@functools.lru_cache(maxsize=64)
def excited(**settings: float) -> ExcitabilityTrace:
    return Excitability(**settings).run()


@functools.lru_cache(maxsize=64)
def train(**settings: float) -> FibreTrace:
    """25 pulses at 50 Hz, watched for 4 s unless said otherwise."""
    return MuscleFibre(**{"duration_ms": 4000.0, **settings}).run()


def fibre(K_removal_ms: float = 400.0, **settings: float) -> Fibre:
    return fibre_of(Excitability(**settings), K_removal_ms)


@functools.cache
def threshold(dt_ms: float = 0.005, **settings: float) -> float:
    """The threshold alone, without the curves."""
    there = fibre(**settings)
    return threshold_uA_cm2(there, rest_of(there), dt_ms)


def current(there: Fibre, uA_cm2: float, lasts_ms: float, dt_ms: float = 0.01) -> np.ndarray:
    """The surface voltage while a steady current flows from the first moment."""
    kept, _ = integrate(there, rest_of(there), np.zeros(1), lasts_ms, uA_cm2, dt_ms, round(lasts_ms / dt_ms), 1, False)
    return kept[:, 0]


def trains(there: Fibre, starts_ms: tuple[float, ...], seconds: float) -> np.ndarray:
    """When action potentials came, if trains of 25 pulses at 50 Hz begin at these times."""
    pulses = np.concatenate([start + 20.0 * np.arange(25) for start in starts_ms])
    steps = round(seconds * 1e5)
    return integrate(there, rest_of(there), pulses, PULSE_ms, 500.0, 0.01, steps, steps, False)[1]
