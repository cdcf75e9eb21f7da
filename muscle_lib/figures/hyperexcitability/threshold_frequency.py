"""The bedside test: the last two trains, what each left, the threshold against excitability, and what fatigue does."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from muscle_lib.figures.drawings.words import Stamp
from muscle_lib.figures.hyperexcitability.cramp import share
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import FAINT, SHADE, STYLES
from muscle_lib.figures.words import said
from muscle_lib.models.hyperexcitability.threshold_frequency import (
    CRAMP_percent,
    RATES_Hz,
    STONE_FRESH_Hz,
    STONE_TIRED_Hz,
    ThresholdFrequency,
    ThresholdTrace,
    WITH_CRAMPS_Hz,
    WITHOUT_CRAMPS_Hz,
)

#: Where the curve against excitability is measured.
CURVE_eu = np.arange(-2.0, 6.1, 1.0)
LONGEST_s, TOP_Hz = 16.0, 62.0
#: Left of this part of the panel stand the people without cramps, right of it those with cramps.
BORDER = 0.62


@figure
class ThresholdFigure:
    """Left: the EMG of the last two trains, and what each train left. Right: the threshold, beside what people have.

    The curve against excitability is measured on demand (``survey``). Without ``fatigue`` nothing is shown or said of
    what it does: it is about to be predicted.
    """

    survey_name = "Measure the curve"

    def __init__(self, fatigue: bool = True) -> None:
        self._tells_fatigue, last = fatigue, ["tired"] if fatigue else []
        self.stage = Stage([["trains", "x", *last], ["after", "x", *last]], widths=(1.45, 1.15, 0.75)[:2 + len(last)],
                           height_px=430, x="t_s", colors=(SHADE,))
        trains = self.stage.panel("trains", "EMG size", "Time", xlim=(0, LONGEST_s), ylim=(0, 310),
                                  xticks=(0, 5, 10, 15), yticks=(0, 100, 200))
        after = self.stage.panel("after", "Left after it", "Rate of the train", xlim=(0, TOP_Hz), ylim=(0, 62),
                                 xticks=(0, 20, 40, 60), yticks=(0, 25, 50))
        after.axhline(CRAMP_percent, color=STYLES["reference"].color, linestyle=STYLES["reference"].dash, linewidth=1.6)
        x = self.stage.panel("x", "Threshold", "Excitability", xlim=(-2.3, 6.3), ylim=(0, TOP_Hz),
                             xticks=(-2, 0, 2, 4, 6), yticks=(0, 20, 40, 60))
        # The spreads of the two groups overlap, so each has a part of the panel; the lines are their means.
        for (middle, spread), name, low, high in ((WITHOUT_CRAMPS_Hz, "people without", 0.0, BORDER),
                                                  (WITH_CRAMPS_Hz, "with cramps", BORDER, 1.0)):
            x.axhspan(middle - spread, middle + spread, low, high, color=SHADE, linewidth=0, zorder=0.5)
            x.axhline(middle, low, high, color=FAINT, linestyle="--", linewidth=1.8, zorder=0.6)
            self.stage.label(x, -2.2 + 8.6 * low, middle + 0.4, name, ha="left", va="bottom")
        self.stage.curve("trains", "phosphate", "below_percent", label="train below")
        self.stage.curve("trains", "EMG", "last_percent", label="last train")
        self.stage.dot("after", "EMG", "tried_Hz", "after_percent", linestyle="-", linewidth=1.2, markersize=7)
        # Measured on demand, so it is no part of a trace.
        (curve,) = x.plot([], [], color=STYLES["threshold"].color, marker="o",
                          markersize=5, linewidth=2.0)
        self._curve = self.stage.moving(curve)
        self.stage.dot("x", "threshold", "excitability_eu", "mean_threshold_Hz", markersize=13, markeredgecolor="white",
                       zorder=5)
        self._verdict = self.stage.moving(Stamp(x, 2.0, 57.0, ha="center", va="center"))
        if fatigue:
            self._add_fatigue()
        self.stage.add_cursor("Time", "s", trains)
        self.stage.legend(trains)

    def _add_fatigue(self) -> None:
        tired = self.stage.panel("tired", xlim=(-0.4, 1.4), ylim=(0, TOP_Hz), xticks=(0, 1),
                                 xticklabels=("fresh", "tired"), yticks=(0, 20, 40, 60), yticklabels=())
        tired.plot([0, 1], [STONE_FRESH_Hz, STONE_TIRED_Hz], "s--", color=FAINT, markersize=9, linewidth=1.8)
        self.stage.label(tired, 0.5, 40.0, "people\n(2010)", ha="center", va="bottom")
        self.stage.curve("tired", "threshold", "fresh_and_tired_Hz", x="fresh_or_tired",
                         label="model, fresh and tired (Hz)", marker="o", markersize=11)
        self.stage.label(tired, 0.5, 3.0, "dots: model", ha="center", va="center")

    def survey(self, model: ThresholdFrequency) -> Iterator[tuple[int, int]]:
        """Measure the threshold at nine excitabilities, with the other sliders as they are: (done, all)."""
        found: list[float] = []
        for done, X in enumerate(CURVE_eu, start=1):
            found.append(replace(model, excitability_eu=float(X)).mean_Hz())
            self._curve.set_data(CURVE_eu[:done], found)
            yield done, CURVE_eu.size

    def show(self, trace: ThresholdTrace) -> None:
        """Move the curves and the dots to a new trace."""
        self.stage.show(trace)
        self._verdict.set_text("" if trace.cramps else f"none up to {RATES_Hz[-1]:.0f} Hz")

    def describe(self, trace: ThresholdTrace) -> str:
        """The threshold, beside people's; and what fatigue does here and there."""
        fatigue = _fatigue(trace) if self._tells_fatigue else ""
        if not trace.cramps:
            return (f"No train up to {RATES_Hz[-1]:.0f} Hz leaves a cramp; the last one leaves an EMG of "
                    f"{share(trace.after_percent[-1])}.{fatigue}")
        return (f"The train of {said(trace, 'threshold_Hz')} is the first to leave a cramp, with an EMG of "
                f"{share(trace.after_percent[-1])} in the fifth second after it.{_mean(trace)} On average people with "
                f"cramps have their threshold at {WITH_CRAMPS_Hz[0]} Hz, others at {WITHOUT_CRAMPS_Hz[0]} Hz."
                f"{fatigue}")


def _mean(trace: ThresholdTrace) -> str:
    if not math.isfinite(trace.fresh_Hz):
        return ""
    return f" The mean of four throws is {said(trace, 'mean_threshold_Hz', 1)}."


def _fatigue(trace: ThresholdTrace) -> str:
    if not math.isfinite(trace.tired_to_fresh_Hz):
        return ""
    if trace.tired_to_fresh_Hz >= 0.0:
        change = f"Fresh and half tired, the mean is {trace.fresh_Hz:.0f} and {said(trace, 'tired_Hz')} in this model"
    else:
        change = f"In this model fatigue lowers it, from {trace.fresh_Hz:.0f} to {said(trace, 'tired_Hz')}"
    people = f"from {STONE_FRESH_Hz:.0f} to {STONE_TIRED_Hz:.0f} Hz"
    return f" {change}; in people it rose after exhausting exercise, {people}."
