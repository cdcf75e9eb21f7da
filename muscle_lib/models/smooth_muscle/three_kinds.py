"""Skeletal muscle, heart and smooth muscle: one twitch of each, and what each makes of the same train of stimuli."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.contract_and_relax.coupling import SUBSTEPS, contract
from muscle_lib.models.contract_and_relax.preparation import FORCE, prepared, supplied
from muscle_lib.models.contract_and_relax.tetanus import Tetanus
from muscle_lib.models.heart import cell
from muscle_lib.models.smooth_muscle.bridges import (
    ARTERY_LATCH_per_s,
    LATCH_per_s,
    PHOSPHATASE_per_s,
    force,
    over_time,
    steady,
)
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity, same_as
from muscle_lib.trace import result, trace

HAI = "Hai & Murphy 1988, doi 10.1152/ajpcell.1988.254.1.C99"
#: The train, and how long is looked on. One twitch is looked at for longer: smooth muscle lets go slowly.
TRAIN_s, SEEN_s, TWITCH_s = 10.0, 14.0, 60.0
#: The steps of smooth muscle. In the twitches' picture time is a logarithm: so many moments, from this one on.
STEP_s, FIRST_s, MOMENTS = 0.01, 0.003, 3000
#: Less than this is no twitch that could be measured, in per cent.
SEEN_percent = 0.5
#: How much a force falls back is looked for in so long at the end of the train, or in two intervals if they are longer.
END_s = 3.0


@trace
class ThreeKindsTrace:
    """A skeletal fibre, a cell of the heart and the smooth muscle of an artery."""

    #: One twitch of each, in per cent of its own greatest force.
    twitch_t_s: NDArray
    skeletal_twitch_percent: NDArray
    heart_twitch_percent: NDArray
    smooth_twitch_percent: NDArray
    #: The train. 100 % is the most that each can do: a tetanus, a beat after a long rest, a drive without an end.
    t_s: NDArray
    skeletal_percent: NDArray
    heart_percent: NDArray
    smooth_percent: NDArray
    stimuli_s: NDArray
    #: Those that the heart answered.
    answered_s: NDArray
    rate_Hz: float
    #: What one twitch alone comes to on this scale.
    skeletal_alone_percent: float
    heart_alone_percent: float
    smooth_alone_percent: float

    @result("To the peak of a twitch, skeletal")
    def skeletal_peak_s(self) -> float:
        """From the stimulus to the greatest force of one twitch of the skeletal fibre."""
        return self._peak_s(self.skeletal_twitch_percent)

    @result("To the peak of a twitch, heart")
    def heart_peak_s(self) -> float:
        """From the stimulus to the greatest force of one beat of the heart's cell."""
        return self._peak_s(self.heart_twitch_percent)

    @result("To the peak of a twitch, smooth")
    def smooth_peak_s(self) -> float:
        """From the stimulus to the greatest force of one twitch of smooth muscle."""
        return self._peak_s(self.smooth_twitch_percent)

    @result("Half relaxation, skeletal")
    def skeletal_half_s(self) -> float:
        """From the greatest force of a twitch to half of it, in the skeletal fibre."""
        return self._half_s(self.skeletal_twitch_percent)

    @result("Half relaxation, heart")
    def heart_half_s(self) -> float:
        """From the greatest force of a beat to half of it, in the heart's cell."""
        return self._half_s(self.heart_twitch_percent)

    @result("Half relaxation, smooth")
    def smooth_half_s(self) -> float:
        """From the greatest force of a twitch to half of it, in smooth muscle; NaN if it takes more than a minute."""
        return self._half_s(self.smooth_twitch_percent)

    @result("Force in the train, skeletal, counted in twitches")
    def skeletal_times(self) -> float:
        """The greatest force in the train as a multiple of one twitch, skeletal."""
        return float(self.skeletal_percent.max()) / self.skeletal_alone_percent

    @result("Force in the train, heart, counted in twitches", headline=True)
    def heart_times(self) -> float:
        """The greatest force in the train as a multiple of one beat after a long rest, heart."""
        return float(self.heart_percent.max()) / self.heart_alone_percent

    @result("Force in the train, smooth, counted in twitches")
    def smooth_times(self) -> float:
        """The greatest force in the train as a multiple of one twitch, smooth."""
        return float(self.smooth_percent.max()) / self.smooth_alone_percent

    @result("Force falls back between stimuli, skeletal")
    def skeletal_falls_percent(self) -> float:
        """How far the force falls from a peak before the next, at the end of the train: 0 is fused, 100 is let go."""
        return self._falls_percent(self.skeletal_percent)

    @result("Force falls back between stimuli, heart")
    def heart_falls_percent(self) -> float:
        """How far the force falls from a beat's peak before the next, at the end of the train."""
        return self._falls_percent(self.heart_percent)

    @result("Force falls back between stimuli, smooth")
    def smooth_falls_percent(self) -> float:
        """How far the force of smooth muscle falls from a peak before the next, at the end of the train."""
        return self._falls_percent(self.smooth_percent)

    @result("Stimuli that the heart answers")
    def answered_percent(self) -> float:
        """The part of the stimuli that the heart's cell answers with a beat."""
        return 100.0 * len(self.answered_s) / len(self.stimuli_s)

    @cached_property
    def edges_s(self) -> NDArray:
        """From where to where the train's picture goes."""
        return self.t_s[[0, -1]]

    @cached_property
    def alone_percent(self) -> NDArray:
        """One twitch alone, for each kind a line from edge to edge."""
        return np.repeat([[self.skeletal_alone_percent], [self.heart_alone_percent], [self.smooth_alone_percent]], 2, 1)

    @property
    def let_go_s(self) -> float:
        """When the heart has let go most in the last second of the train."""
        last = (self.t_s >= TRAIN_s - 1.0) & (self.t_s <= TRAIN_s)
        return float(self.t_s[last][np.argmin(self.heart_percent[last])])

    def _peak_s(self, twitch: NDArray) -> float:
        return float(self.twitch_t_s[np.argmax(twitch)])

    def _half_s(self, twitch: NDArray) -> float:
        top = int(np.argmax(twitch))
        below = np.flatnonzero(twitch[top:] < 50.0)
        return float(self.twitch_t_s[top + below[0]] - self.twitch_t_s[top]) if len(below) else np.nan

    def _falls_percent(self, train_percent: NDArray) -> float:
        """The deepest fall of the force below the highest that came before it, as a part of that."""
        end = (self.t_s >= TRAIN_s - max(END_s, 2.0 / self.rate_Hz)) & (self.t_s <= TRAIN_s)
        highest = np.maximum.accumulate(train_percent[end])
        return 100.0 * float(np.max(1.0 - train_percent[end] / np.maximum(highest, SEEN_percent)))


@model
class ThreeKinds:
    """A skeletal fibre, a cell of the heart and the smooth muscle of an artery get the same stimuli.

    The equations in words
    ----------------------
    Each is a model of its own, and nothing is changed in it:
        skeletal: the fibre of chapter 3; a stimulus lets calcium out of the store, calcium sits down on troponin
        heart: the cell of Mitchell and Schaeffer; a stimulus is answered if enough of its channels are ready again
        smooth: the four states of Hai and Murphy; a stimulus switches the kinase on, for as long as calcium stays
    For each kind:
        force, counted in twitches = greatest force in the train / greatest force after one stimulus
        falls back = the deepest fall below a peak before the next one, as a part of the peak; 0 % is a fused tetanus

    ``run()`` returns a ThreeKindsTrace of fourteen seconds, of which ten with stimuli. Errors: a value out of range, of
    the wrong type or not finite raises a ValueError.
    Sources: Mitchell & Schaeffer 2003, doi 10.1016/S0092-8240(03)00041-7; Hai & Murphy 1988, doi
    10.1152/ajpcell.1988.254.1.C99; where the calcium comes from, and what it switches: Sweeney & Hammers 2018, doi
    10.1101/cshperspect.a023200.
    """

    rate_Hz: float = quantity(
        1.0, unit="Hz", low=0.25, high=30.0, step=0.25, scale="log", symbol="f", label="Stimuli in a second",
        meaning="All three kinds get the same.",
        source="Our choice of range: from one in four seconds to what fuses a skeletal muscle.")
    fibre: str = same_as(Tetanus, "fibre", label="Kind of skeletal fibre")
    calcium_s: float = quantity(
        1.0, unit="s", low=0.5, high=3.0, step=0.1, symbol="D", label="Calcium stays in smooth muscle for",
        meaning="So long a stimulus keeps the kinase switched on.",
        source="Our choice: a short drive, so that there is a twitch at all.")
    kinase_per_s: float = quantity(
        0.55, unit="1/s", low=0.1, high=1.0, symbol="k₁", label="Kinase while calcium is there",
        meaning="The strongest drive of the paper.", source=HAI, fixed=True)
    latch_per_s: float = quantity(
        ARTERY_LATCH_per_s, unit="1/s", low=LATCH_per_s, high=ARTERY_LATCH_per_s, symbol="k₇",
        label="Heads without phosphate let go",
        meaning="0.1 as in the artery of this chapter; 0.01 is a muscle that holds for long.",
        source="Our choice: the artery of this chapter. The slower rate: " + HAI, fixed=True)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "All that the three models leave out. Of the times only those of the skeletal fibre were fitted to human "
        "muscle; those of the heart's force and of the calcium in smooth muscle are our choice.",
        "What starts them in the body. A skeletal fibre waits for its nerve. The heart, and many a smooth muscle, "
        "start by themselves, and nerves and hormones only make them faster or slower, stronger or weaker.",
        "The way to calcium. In skeletal muscle it comes from the store alone; in the heart and in smooth muscle from "
        "the store and from outside (Sweeney & Hammers 2018). In these models "
        "neither the heart nor the smooth muscle has calcium.",
        "Other smooth muscle. It differs much from organ to organ; this one is an artery's.",
        "What such rates do to a whole heart. That is chapter 10.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> ThreeKindsTrace:
        """One stimulus for each kind, and then a train of them."""
        stimuli_s = np.arange(0.0, TRAIN_s - 1e-9, 1.0 / self.rate_Hz)
        seen = np.geomspace(FIRST_s, TWITCH_s, MOMENTS)
        t_s = np.arange(round(1000.0 * SEEN_s) + 1) / 1000.0
        voltage_and_force = cell.stimulated(1000.0 * stimuli_s, len(t_s) - 1)
        beats_s = cell.action_potentials(voltage_and_force[:, cell.VOLTAGE])[:, 0] / 1000.0
        answered = np.unique(np.searchsorted(stimuli_s, beats_s, side="right") - 1)
        one = np.zeros(1)
        # For each kind: force after one stimulus, in the train, the most that it can do, and the step of time.
        kinds = {
            "skeletal": (self._skeletal(one, 3000), self._skeletal(stimuli_s, len(t_s) - 1), 1.0, 0.001),
            "heart": (beat := cell.stimulated(one, 3000)[:, cell.FORCE], voltage_and_force[:, cell.FORCE], beat.max(),
                      0.001),
            "smooth": (self._smooth(one, TWITCH_s), self._smooth(stimuli_s, SEEN_s),
                       force(steady(self.kinase_per_s, PHOSPHATASE_per_s, self.latch_per_s)), STEP_s)}
        curves: dict[str, Any] = {}
        for kind, (alone, together, most, step) in kinds.items():
            curves[f"{kind}_twitch_percent"] = 100.0 * np.interp(
                seen, step * np.arange(len(alone)), alone / alone.max(), right=0.0)
            curves[f"{kind}_percent"] = 100.0 * np.interp(t_s, step * np.arange(len(together)), together / most)
            curves[f"{kind}_alone_percent"] = 100.0 * float(alone.max() / most)
        return ThreeKindsTrace(twitch_t_s=seen, t_s=t_s, stimuli_s=stimuli_s, answered_s=stimuli_s[answered],
                               rate_Hz=self.rate_Hz, **curves)

    def _skeletal(self, stimuli_s: NDArray, duration_ms: int) -> NDArray:
        """The force of the fibre of chapter 3, for each ms, as a part of that in a fresh tetanus."""
        impulses = np.zeros(duration_ms, dtype=bool)
        impulses[np.round(1000.0 * stimuli_s).astype(int)] = True
        return contract(prepared(self.fibre), supplied(100.0, 100.0), impulses, SUBSTEPS)[:, FORCE]

    def _smooth(self, stimuli_s: NDArray, duration_s: float) -> NDArray:
        """The force of smooth muscle, for each step, as the part of the heads that hold."""
        begins = STEP_s * np.arange(round(duration_s / STEP_s)) + 1e-9
        since = begins - stimuli_s[np.searchsorted(stimuli_s, begins, side="right") - 1]
        kinase = np.where(since < self.calcium_s, self.kinase_per_s, 0.0)
        phosphatase = np.full(len(begins), PHOSPHATASE_per_s)
        return force(over_time(np.array([1.0, 0.0, 0.0, 0.0]), kinase, phosphatase, self.latch_per_s, STEP_s))


ThreeKinds.presets = grouped({
    "trains": (
        Preset("One a second", ThreeKinds(), source="Our choice of rate",
               expect="the skeletal fibre and the heart let go after each stimulus; in smooth muscle each twitch "
                      "stands on the one before, and the force hardly falls at all",
               signature={"skeletal_falls_percent": (99.0, 100.0), "heart_falls_percent": (99.0, 100.0),
                          "smooth_falls_percent": (0.0, 1.0), "smooth_times": (3.7, 4.1)}),
        Preset("Three a second", ThreeKinds(rate_Hz=3.0), source="Our choice of rate",
               expect="the heart answers all of them, three beats a second",
               signature={"answered_percent": (100.0, 100.0), "heart_times": (0.99, 1.01)}),
        Preset("Four a second", ThreeKinds(rate_Hz=4.0), source="Our choice of rate",
               expect="the heart answers every second one: two beats a second, fewer than with three stimuli",
               signature={"answered_percent": (49.0, 51.0), "heart_times": (0.99, 1.01)}),
        Preset("Twenty a second", ThreeKinds(rate_Hz=20.0), source="Our choice of rate",
               expect="a fused tetanus of the skeletal fibre, five times as strong as a twitch; the heart still "
                      "beats, and never pulls more than in one beat",
               signature={"skeletal_times": (5.0, 5.3), "skeletal_falls_percent": (0.0, 1.0),
                          "heart_times": (0.99, 1.02), "heart_falls_percent": (65.0, 80.0)}),
        Preset("Fast fibre, ten a second", ThreeKinds(rate_Hz=10.0, fibre="fast"), source="Our choice of rate",
               expect="the twitch of this fibre is over soonest, and so its tetanus still ripples",
               signature={"skeletal_falls_percent": (25.0, 31.0), "skeletal_peak_s": (0.072, 0.078)}),
        Preset("One in four seconds", ThreeKinds(rate_Hz=0.25), source="Our choice of rate",
               expect="even so the force of smooth muscle falls back by no more than a twentieth before the next "
                      "twitch",
               signature={"smooth_falls_percent": (4.0, 5.0), "smooth_times": (1.9, 2.2)}),
    ),
})
