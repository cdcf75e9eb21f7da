"""The bedside test: what the muscle answers to three trains of impulses."""

from __future__ import annotations

import math

import numpy as np

from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import STYLES
from muscle_lib.figures.words import fibres
from muscle_lib.models.nerve_signal.bedside import BedsideTest
from muscle_lib.models.nerve_signal.junction_trace import NO_FIBRES


class BedsideFigure:
    """The three strips of the bedside test: one spike for each response, as high as the fraction of fibres."""

    def __init__(self) -> None:
        self.stage = Stage([["slow", "fast", "after"]], height_px=300)
        titles = {"slow": "3 a second, at rest", "fast": "30 a second for 2 s", "after": "3 a second, after an effort"}
        self._strips = {}
        for name, axes in self.stage.axes.items():
            axes.set(ylim=(0, 1.12), xlim=(-0.15, 3.3 if name != "fast" else 2.15), yticks=(0, 0.5, 1.0),
                     xlabel="Time (s)")
            self.stage.label(axes, axes.get_xlim()[1], 1.10, titles[name], ha="right", va="top")
            self._strips[name] = self.stage.curve(axes, STYLES["membrane potential"], titles[name])
        self.stage.axes["slow"].set_ylabel("Response of the muscle\n(1 = all fibres)")

    def show(self, trace: BedsideTest) -> None:
        """Move the spikes to a new trace."""
        strips = (("slow", trace.slow, 3.0), ("fast", trace.fast, 30.0), ("after", trace.after_effort, 3.0))
        for name, strip, rate_Hz in strips:
            t_s = np.arange(len(strip)) / rate_Hz
            # From the floor to the height and a gap: many spikes in one line.
            self._strips[name].set_data(np.repeat(t_s, 3), np.column_stack(
                (np.zeros_like(strip), strip, np.full_like(strip, np.nan))).ravel())

    def describe(self, trace: BedsideTest) -> str:
        """What the strips show, in two or three sentences."""
        if max(strip.max() for strip in (trace.slow, trace.fast, trace.after_effort)) < NO_FIBRES:
            return "Hardly any response, at rest or at 30 a second: the message does not get across."
        loss = trace.decrement_percent
        if math.isnan(loss):
            change = "stays next to nothing"
        elif abs(loss) >= 1.0:
            change = f"{'falls' if loss > 0.0 else 'grows'} by {abs(loss):.0f} % up to the fourth"
        else:
            change = "hardly changes up to the fourth"
        return (f"At rest {fibres(trace.first)} answer. At 3 a second the response {change}. After two seconds at 30 a "
                f"second, {fibres(float(trace.fast[-1]))} answer; just after an effort of ten seconds, "
                f"{fibres(float(trace.after_effort[0]))}.")
