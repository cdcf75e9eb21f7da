"""Chance at the junction: how often an impulse released 0, 1, 2 … quanta."""

from __future__ import annotations

import numpy as np
from matplotlib.patches import Rectangle

from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import SHADE, STYLES
from muscle_lib.models.nerve_signal.quanta import QuantaTrace


class QuantaFigure:
    """How often 0, 1, 2 … quanta came, and how often pure chance would have it."""

    _MOST = 12

    def __init__(self) -> None:
        self.stage = Stage([["count"]], height_px=300, colors=(SHADE,))
        axes = self.stage.axes["count"]
        axes.set(xlim=(-0.6, self._MOST + 0.6), ylim=(0, 205), xticks=range(self._MOST + 1),
                 xlabel="Quanta released by one impulse (number)", ylabel="Impulses\n(of 200)")
        self._bars = [self.stage.moving(axes.add_patch(Rectangle(
            (k - 0.4, 0.0), 0.8, 0.0, facecolor=SHADE, edgecolor=STYLES["stimulus"].color)))
            for k in range(self._MOST + 1)]
        self._chance = self.stage.curve(axes, STYLES["potassium"], "pure chance")
        self._chance.set(marker="o", markersize=6)
        self.stage.legend(axes)

    def show(self, trace: QuantaTrace) -> None:
        """Move bars and line to a new trace; other numbers of impulses are scaled to 200."""
        scale = 200.0 / len(trace.quanta)
        seen = np.bincount(trace.quanta, minlength=self._MOST + 1)
        for bar, number in zip(self._bars, seen, strict=False):
            bar.set_height(scale * number)
        expected = scale * trace.poisson_counts[:self._MOST + 1]
        self._chance.set_data(np.arange(len(expected)), expected)

    def describe(self, trace: QuantaTrace) -> str:
        """What the picture shows, in two or three sentences."""
        words = (f"Of {len(trace.quanta)} impulses, {trace.failures or 'none'} released nothing; pure chance lets one "
                 f"expect {trace.failures_expected * len(trace.quanta):.0f}. On average {trace.mean_quanta:.2f} quanta "
                 "came.")
        beyond = int((trace.quanta > self._MOST).sum())
        if not beyond:
            return words
        times = "once" if beyond == 1 else f"{beyond} times"
        return f"{words} More than {self._MOST} came {times}, beyond this picture."
