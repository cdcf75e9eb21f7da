"""The bedside test: what the muscle answers to three trains of impulses."""

from __future__ import annotations

import math

from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.words import fibres, said
from muscle_lib.models.nerve_signal.bedside import BedsideTest
from muscle_lib.models.nerve_signal.junction_trace import NO_FIBRES


@figure
class BedsideFigure:
    """The three strips of the bedside test: one spike for each response, as high as the fraction of fibres."""

    def __init__(self) -> None:
        self.stage = Stage([["slow", "fast", "after_effort"]], height_px=300)
        for name, t_s, last_s, title in (
                ("slow", "slow_t_s", 3.3, "3 a second, at rest"), ("fast", "fast_t_s", 2.15, "30 a second for 2 s"),
                ("after_effort", "slow_t_s", 3.3, "3 a second, after an effort")):
            axes = self.stage.panel(name, "Response of the muscle\n(1 = all fibres)" if name == "slow" else "", "Time",
                                    xlim=(-0.15, last_s), ylim=(0, 1.12), yticks=(0, 0.5, 1.0))
            self.stage.label(axes, last_s, 1.10, title, ha="right", va="top")
            self.stage.curve(name, "membrane potential", name, x=t_s, foot=0.0, label=title)

    def show(self, trace: BedsideTest) -> None:
        """Move the spikes to a new trace."""
        self.stage.show(trace)

    def describe(self, trace: BedsideTest) -> str:
        """What the strips show, in two or three sentences."""
        if max(strip.max() for strip in (trace.slow, trace.fast, trace.after_effort)) < NO_FIBRES:
            return "Hardly any response, at rest or at 30 a second: the message does not get across."
        loss = trace.decrement_percent
        if math.isnan(loss):
            change = "stays next to nothing"
        elif abs(loss) >= 1.0:
            by = said(trace, "decrement_percent").removeprefix("−")
            change = f"{'falls' if loss > 0.0 else 'grows'} by {by} up to the fourth"
        else:
            change = "hardly changes up to the fourth"
        return (f"At rest {fibres(trace, 'first')} answer. At 3 a second the response {change}. After two seconds at "
                f"30 a second, {fibres(trace, 'fast_last')} answer; just after an effort of ten seconds, "
                f"{fibres(trace, 'after_effort')}.")
