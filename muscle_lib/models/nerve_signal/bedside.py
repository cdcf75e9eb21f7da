"""The junction at the bedside: the test with trains of impulses, and the patients to try it on."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.nerve_signal.junction_presets import Junction
from muscle_lib.models.nerve_signal.junction_trace import (
    ALL_FIBRES,
    DOUBLING,
    FADE_PERCENT,
    GROWTH,
    NO_FIBRES,
    loss_percent,
    times,
)
from muscle_lib.preset import Preset, grouped, preset
from muscle_lib.quantity import model, quantities, same_as
from muscle_lib.trace import result, trace

#: The trains of the test, in impulses a second.
SLOW_Hz, FAST_Hz, FASTEST_Hz = 3.0, 30.0, 50.0


@trace
class BedsideTest:
    """The strips of a test: the muscle's electrical response to each impulse, 1 being all fibres."""

    #: 10 impulses at 3 Hz, at rest.
    slow: NDArray
    #: 60 impulses at 30 Hz (2 s), at rest.
    fast: NDArray
    #: 100 impulses at 50 Hz (2 s), at rest.
    fastest: NDArray
    #: 10 impulses at 3 Hz, 2 s after an effort of 10 s.
    after_effort: NDArray

    @cached_property
    def slow_t_s(self) -> NDArray:
        """When the impulses come at 3 Hz, before and after the effort: from the first on."""
        return np.arange(len(self.slow)) / SLOW_Hz

    @cached_property
    def fast_t_s(self) -> NDArray:
        """When the impulses come at 30 Hz."""
        return np.arange(len(self.fast)) / FAST_Hz

    @result("Response at rest, as a part of all fibres")
    def first(self) -> float:
        """The response of the rested muscle."""
        return float(self.slow[0])

    @property
    def fast_last(self) -> float:
        """The last response at 30 Hz."""
        return float(self.fast[-1])

    @result("Loss up to the fourth response at rest", headline=True)
    def decrement_percent(self) -> float:
        """Loss from the 1st to the 4th response at 3 Hz, at rest."""
        return loss_percent(self.slow)

    @result("Loss up to the fourth response after the effort")
    def decrement_after_effort_percent(self) -> float:
        """Loss from the 1st to the 4th response at 3 Hz, just after the effort."""
        return loss_percent(self.after_effort)

    @result("Last response at 30 Hz, in times of the rested one")
    def growth_fast(self) -> float:
        """Last response at 30 Hz as a multiple of the rested one."""
        return times(self.fast_last, self.first)

    @result("Last response at 50 Hz, in times of the rested one")
    def growth_fastest(self) -> float:
        """Last response at 50 Hz as a multiple of the rested one."""
        return times(self.fastest[-1], self.first)

    @result("First response after the effort, in times of the rested one")
    def growth_after_effort(self) -> float:
        """First response after the effort as a multiple of the rested one."""
        return times(self.after_effort[0], self.first)

    @property
    def pattern(self) -> str:
        """What the strips show, by the rules of the bedside: one of “no response”, “fades at 3 Hz”,
        “more than doubles at high rate”, “grows at high rate”, “fades at high rate”, “small but steady” and
        “nothing abnormal”."""
        if max(self.first, self.fast_last) < NO_FIBRES:
            return "no response"
        if self.decrement_percent > FADE_PERCENT:
            return "fades at 3 Hz"
        # A response that comes out of nothing has grown, though no ratio can be given.
        if self.growth_fast > DOUBLING or math.isnan(self.growth_fast):
            return "more than doubles at high rate"
        if self.growth_fast >= GROWTH:
            return "grows at high rate"
        # No rule of the bedside, but the healthy junction does not do it.
        if self.growth_fast < 1.0 - FADE_PERCENT / 100.0:
            return "fades at high rate"
        return "nothing abnormal" if self.first >= ALL_FIBRES else "small but steady"


def bedside_test(patient: Junction) -> BedsideTest:
    """Do the whole test on one junction; the patient's own rate, number of impulses and effort do not matter."""
    return BedsideTest(
        slow=_strip(patient, rate_Hz=SLOW_Hz, impulses=10, effort_s=0.0),
        fast=_strip(patient, rate_Hz=FAST_Hz, impulses=60, effort_s=0.0),
        fastest=_strip(patient, rate_Hz=FASTEST_Hz, impulses=100, effort_s=0.0),
        after_effort=_strip(patient, rate_Hz=SLOW_Hz, impulses=10, effort_s=10.0))


def _strip(patient: Junction, **train: Any) -> NDArray:
    return replace(patient, **train).run().fraction_fired


@model
class Bedside:
    """The bedside test of one patient: the junction model, under a fixed series of trains.

    The equations in words
    ----------------------
    Those of the junction. The nerve is stimulated 10 times at 3 Hz, 60 times at 30 Hz, 100 times at 50 Hz, and once
    more at 3 Hz after an effort of 10 s at 30 Hz and a rest of 2 s. What is recorded is the fraction of all fibres
    that answer each impulse.

    ``run()`` returns a BedsideTest. Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    """

    Ca_out_mM: float = same_as(Junction, "Ca_out_mM")
    Mg_out_mM: float = same_as(Junction, "Mg_out_mM")
    calcium_entry_percent: float = same_as(Junction, "calcium_entry_percent")
    release_machinery_percent: float = same_as(Junction, "release_machinery_percent")
    receptors_percent: float = same_as(Junction, "receptors_percent")
    esterase_factor: float = same_as(Junction, "esterase_factor")
    threshold_mV: float = same_as(Junction, "threshold_mV")

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "All that the junction itself leaves out.",
        "Each fibre that answers adds the same to the response. In real recordings the fibres' signals differ and "
        "partly cancel each other, and the response also changes its shape.",
        "A real test is done on several muscles, warmed, and is read together with antibodies and the patient's story.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> BedsideTest:
        """Do the whole test."""
        return bedside_test(Junction(**{name: getattr(self, name) for name in quantities(self)}))


def _patient(letter: str, name: str, signature: dict[str, tuple[float, float]]) -> Preset:
    """One of the junction's presets as a case without a name."""
    known = preset(Junction, name)
    return Preset(f"Patient {letter}", Bedside(**{name: getattr(known, name) for name in quantities(Bedside)}),
                  source="Our choice: a case made up for this lesson",
                  expect="answer the question about this patient to learn more", signature=signature)


#: The lesson shows these strips without a name, and names them after the guess.
Bedside.presets = grouped({
    "patients": (
        _patient("A", "Lambert–Eaton", {"first": (0.14, 0.18), "growth_fast": (2.6, 3.0)}),
        _patient("B", "Botulism", {"first": (0.58, 0.62), "growth_fast": (1.3, 2.0)}),
        _patient("C", "Myasthenia gravis", {"first": (0.72, 0.76), "decrement_percent": (13.0, 15.0)})),
})
