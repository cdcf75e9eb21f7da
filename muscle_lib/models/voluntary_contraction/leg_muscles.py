"""Three leg muscles under one command: hamstrings, gastrocnemius and quadriceps."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.contract_and_relax.architecture import LEG_MUSCLES, best_force_N, heads_of, muscle_force_N
from muscle_lib.models.contract_and_relax.coupling import FAST, SLOW, SUBSTEPS, Supply, contract, train
from muscle_lib.models.voluntary_contraction.motor_pool import MotorPool
from muscle_lib.models.voluntary_contraction.pool import maximal_excitation_eu, rates_Hz, units_of
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity, same_as
from muscle_lib.trace import result, trace

EDGERTON = "Edgerton et al. 1975, Histochem J 7:259"
#: The command begins here and lasts so long; the picture ends later.
START_ms, END_ms, LENGTH_ms = 100, 1100, 1600
CHANGES_cm = np.linspace(-3.0, 3.0, 49)
CHANGES_cm.setflags(write=False)
#: The column of force in the table of ``contract``.
FORCE = 6


@trace
class LegMusclesTrace:
    """Three muscles in one contraction; rows are hamstrings, gastrocnemius and quadriceps."""

    t_ms: NDArray
    force_N: NDArray
    changes_cm: NDArray
    #: Force at this command against the change of length, in per cent of each muscle's best.
    force_curves_percent: NDArray
    now_cm: NDArray
    passive_N: NDArray
    best_N: NDArray
    rate_Hz: float = result("Impulses of each unit that works", meaning="The mean rate of the units that are on.")
    working_percent: float = result("Part of each muscle that works", meaning="The units that are on, by their force.")

    @cached_property
    def peaks_N(self) -> NDArray:
        """The greatest force of each."""
        return self.force_N.max(axis=1)

    @cached_property
    def peak_force_percent(self) -> NDArray:
        """The greatest force of each, in per cent of its best."""
        return 100.0 * self.peaks_N / self.best_N

    def relaxation_ms(self, row: int) -> float:
        """From the command's end until half of one muscle's active force is gone; NaN without any."""
        active = self.force_N[row] - self.passive_N[row]
        after = np.flatnonzero(active[END_ms:] <= 0.5 * active[END_ms])
        return float(after[0]) if after.size and active[END_ms] > 0.0 else float("nan")

    @result("Greatest force of the hamstrings")
    def hamstrings_N(self) -> float:
        """The force along the tendon at its highest."""
        return float(self.peaks_N[0])

    @result("Greatest force of the gastrocnemius", headline=True)
    def calf_N(self) -> float:
        """The force along the tendon at its highest."""
        return float(self.peaks_N[1])

    @result("Greatest force of the quadriceps")
    def quadriceps_N(self) -> float:
        """The force along the tendon at its highest."""
        return float(self.peaks_N[2])

    @result("Hamstrings, of their best force")
    def hamstrings_percent(self) -> float:
        """The greatest force beside that of all fibres at the best length."""
        return float(self.peak_force_percent[0])

    @result("Gastrocnemius, of its best force")
    def calf_percent(self) -> float:
        """The greatest force beside that of all fibres at the best length."""
        return float(self.peak_force_percent[1])

    @result("Quadriceps, of its best force")
    def quadriceps_percent(self) -> float:
        """The greatest force beside that of all fibres at the best length."""
        return float(self.peak_force_percent[2])

    @result("Hamstrings let go of half within")
    def hamstrings_relaxation_ms(self) -> float:
        """From the command's end until half of the active force is gone."""
        return self.relaxation_ms(0)

    @result("Gastrocnemius lets go of half within")
    def calf_relaxation_ms(self) -> float:
        """From the command's end until half of the active force is gone."""
        return self.relaxation_ms(1)

    @result("Quadriceps lets go of half within")
    def quadriceps_relaxation_ms(self) -> float:
        """From the command's end until half of the active force is gone."""
        return self.relaxation_ms(2)


def _length(default: float, symbol: str, label: str) -> float:
    return quantity(default, unit="cm", low=-3.0, high=3.0, step=0.1, symbol=symbol, label=label,
                    meaning="0: at its best length; − shorter, + longer.",
                    source="Our choice: a usual position, not a measured one.")


def _slow(default: float, symbol: str, label: str, source: str) -> float:
    return quantity(default, unit="%", low=0.0, high=100.0, step=1.0, symbol=symbol, label=label, source=source)


@model
class LegMuscles:
    """The three leg muscles that cramp most often, under the same command for one second.

    The equations in words
    ----------------------
    Command and motor pool are the same for all three, and so are the fibres. They differ in architecture, in the
    mixture of fibre types and in the length at which they usually work, and in nothing else:
        fibres' force(t) = part of the pool that is on · (slow part · slow fibre(t) + fast part · fast fibre(t))
        muscle = sum over its heads of best force · cos(angle) · (fibres' force(t) · length factor + passive tension)
    Fibres are those of chapter 3, at the mean rate of the units that are on (large units count for more).

    ``run()`` returns a LegMusclesTrace.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Sources: heads: Rajagopal et al. 2016, doi 10.1109/TBME.2016.2586891; the pool: Fuglevand, Winter & Patla 1993,
    doi 10.1152/jn.1993.70.6.2470.
    """

    drive_percent: float = same_as(MotorPool, "drive_percent", default=60.0,
                                   source="Our choice: a strong command that leaves room above it.")
    hamstrings_cm: float = _length(-1.0, "L_h", "Length of the hamstrings")
    calf_cm: float = _length(-1.5, "L_g", "Length of the gastrocnemius")
    quadriceps_cm: float = _length(0.0, "L_q", "Length of the quadriceps")
    slow_hamstrings_percent: float = _slow(50.0, "s_h", "Slow fibres, hamstrings",
                                           "Our choice: studies differ, from a half to two thirds.")
    slow_calf_percent: float = _slow(50.0, "s_g", "Slow fibres, gastrocnemius",
                                     "Our choice: about a half, as in " + EDGERTON)
    slow_quadriceps_percent: float = _slow(40.0, "s_q", "Slow fibres, quadriceps",
                                           "Our choice: between a third and a half, as in " + EDGERTON)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "One command for all three: the brain gives each muscle its own, and their pools differ too.",
        "The usual lengths are our guess of a person who lies or sits at ease. They are sliders, not data.",
        "Joints and lever arms are left out: the force is that along the tendon.",
        "The best forces are those of a model of walking, and large: the quadriceps of men pulled with 6.4 kN (Narici "
        "and others 1992), this one can give 10.",
        "The muscle is held. When it shortens quickly, its force is smaller (chapter 3).",
        "That these three cramp more often than others may lie in how they are used, across two joints and often "
        "short; nothing here proves it.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> LegMusclesTrace:
        """Contract all three for a second."""
        pool = MotorPool()
        units = units_of(pool.recruitment_fold, pool.peak_rate_Hz, 1.0)
        rates = rates_Hz(units, np.array([self.drive_percent / 100.0 * maximal_excitation_eu(units)]))[0]
        on = units.twitch * (rates > 0.0)
        working = on.sum() / units.twitch.sum()
        rate_Hz = float((rates * on).sum() / on.sum()) if on.any() else 0.0
        impulses = np.zeros(LENGTH_ms, dtype=np.bool_)
        impulses[START_ms:END_ms] = train(rate_Hz, END_ms - START_ms, at_once=True)
        slow, fast = (contract(fibre, Supply(), impulses, SUBSTEPS)[:, FORCE] for fibre in (SLOW, FAST))
        now_cm = np.array([self.hamstrings_cm, self.calf_cm, self.quadriceps_cm])
        slow_percent = np.array([self.slow_hamstrings_percent, self.slow_calf_percent, self.slow_quadriceps_percent])
        slow_parts = slow_percent / 100.0
        groups = [heads_of(name) for name in LEG_MUSCLES]
        best_N = np.array([best_force_N(heads) for heads in groups])
        fibres = working * (slow_parts[:, None] * slow + (1.0 - slow_parts[:, None]) * fast)
        passive, full = (np.array([float(muscle_force_N(heads, "young", activation, cm, 0.0))
                                   for heads, cm in zip(groups, now_cm, strict=True)]) for activation in (0.0, 1.0))
        curves = np.array([muscle_force_N(heads, "young", float(part.max()), CHANGES_cm, 0.0)
                           for heads, part in zip(groups, fibres, strict=True)])
        return LegMusclesTrace(
            t_ms=np.arange(LENGTH_ms + 1, dtype=float), force_N=passive[:, None] + (full - passive)[:, None] * fibres,
            changes_cm=CHANGES_cm, force_curves_percent=100.0 * curves / best_N[:, None], now_cm=now_cm,
            passive_N=passive, best_N=best_N, rate_Hz=rate_Hz, working_percent=100.0 * float(working))


_SAME = {"hamstrings_cm": 0.0, "calf_cm": 0.0, "quadriceps_cm": 0.0}
LegMuscles.presets = grouped({"lengths and fibres": (
        Preset("All at their best length", LegMuscles(**_SAME), source="Our choice of lengths",
               expect="the quadriceps is by far the strongest, by its cross-section",
               signature={"quadriceps_N": (6500.0, 10000.0), "calf_N": (2500.0, 4300.0)}),
        Preset("Foot pointed, knee bent", LegMuscles(hamstrings_cm=-3.0, calf_cm=-2.5), source="Our choice of lengths",
               expect="the short fibres of the calf lose most", signature={"calf_percent": (5.0, 20.0)}),
        Preset("All fibres slow", LegMuscles(slow_hamstrings_percent=100.0, slow_calf_percent=100.0,
                                             slow_quadriceps_percent=100.0, **_SAME),
               source="Our choice: as in the soleus",
               expect="the same build, but all let go more slowly", signature={"calf_relaxation_ms": (70.0, 250.0)}),
        Preset("All fibres fast", LegMuscles(slow_hamstrings_percent=0.0, slow_calf_percent=0.0,
                                             slow_quadriceps_percent=0.0, **_SAME), source="Our choice: the other end",
               expect="the same build, and all let go quickly", signature={"calf_relaxation_ms": (20.0, 110.0)}),
)})
