"""Chance at the junction: how often an impulse released 0, 1, 2 … quanta."""

from __future__ import annotations

from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import SHADE, STYLES
from muscle_lib.figures.words import said
from muscle_lib.models.nerve_signal.quanta import QuantaTrace


@figure
class QuantaFigure:
    """How often 0, 1, 2 … quanta came, and how often pure chance would have it."""

    _MOST = 12

    def __init__(self) -> None:
        self.stage = Stage([["count"]], height_px=300, colors=(SHADE,))
        axes = self.stage.panel("count", "Impulses\n(of 200)", "Quanta released by one impulse (number)",
                                xlim=(-0.6, self._MOST + 0.6), ylim=(0, 205), xticks=range(self._MOST + 1))
        self._bars = [self.stage.rectangle(axes, k - 0.4, 0.0, 0.8, 0.0, facecolor=SHADE,
                                           edgecolor=STYLES["stimulus"].color) for k in range(self._MOST + 1)]
        self.stage.curve("count", "potassium", "chance_of_200", x="quanta_numbers", label="pure chance", marker="o",
                         markersize=6)
        self.stage.legend(axes)

    def show(self, trace: QuantaTrace) -> None:
        """Move bars and line to a new trace."""
        self.stage.show(trace)
        for quanta, bar in enumerate(self._bars):
            bar.set_height(trace.seen_of_200[quanta] if quanta < len(trace.seen_of_200) else 0.0)

    def describe(self, trace: QuantaTrace) -> str:
        """What the picture shows, in two or three sentences."""
        expected = trace.failures_expected * len(trace.quanta)
        words = (f"Of {len(trace.quanta)} impulses, {trace.failures or 'none'} released nothing; pure chance lets one "
                 f"expect {expected:.0f}. On average {said(trace, 'mean_quanta', 2)} quanta came.")
        beyond = int((trace.quanta > self._MOST).sum())
        if not beyond:
            return words
        times = "once" if beyond == 1 else f"{beyond} times"
        return f"{words} More than {self._MOST} came {times}, beyond this picture."
