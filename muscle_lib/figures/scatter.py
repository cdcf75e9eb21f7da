"""The scatter plot of what a student has recorded. Its axes follow the points; all other figures have fixed ones."""

from __future__ import annotations

from collections.abc import Sequence

from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import STYLES, our_looks
from muscle_lib.figures.words import number


class ScatterPlot:
    """One dot for each recorded row."""

    @our_looks()
    def __init__(self) -> None:
        self.stage = Stage([["dots"]], width_px=620, height_px=300)
        (self._dots,) = self.stage.axes["dots"].plot(
            [], [], "o", markersize=9, color=STYLES["potassium"].color, markeredgecolor="white",
            clip_on=False, zorder=4)  # whole also at 0, where the axes begin
        self._points: Sequence[tuple[float, float]] = ()
        self._titles = ("", "")

    def draw(self, points: Sequence[tuple[float, float]], across: str, up: str) -> None:
        """Draw the points, with axes that hold them all."""
        self._points, self._titles = points, (across, up)
        axes = self.stage.axes["dots"]
        self._dots.set_data([x for x, _ in points], [y for _, y in points])
        axes.set(xlabel=across, ylabel=up, xlim=room([x for x, _ in points]), ylim=room([y for _, y in points]))
        self.stage.redraw_all()

    def describe(self) -> str:
        """How many points there are, and between which values they lie."""
        if not self._points:
            return "Nothing recorded yet that has both values."
        across, up = self._titles
        xs, ys = zip(*self._points, strict=True)
        dots = "1 point" if len(xs) == 1 else f"{len(xs)} points"
        return f"{dots}: {up} {span(ys)}, against {across} {span(xs)}."


def span(values: Sequence[float]) -> str:
    """“from 1 to 2”; or the one value that all have."""
    low, high = number(min(values)), number(max(values))
    return low if low == high else f"from {low} to {high}"


def room(values: Sequence[float]) -> tuple[float, float]:
    """Limits with some air around the values, and from 0 where they are not far from it."""
    if not any(values):
        return 0.0, 1.0
    low, high = min(min(values), 0.0), max(max(values), 0.0)
    air = 0.08 * (high - low)
    return low - (air if low < 0.0 else 0.0), high + (air if high > 0.0 else 0.0)
