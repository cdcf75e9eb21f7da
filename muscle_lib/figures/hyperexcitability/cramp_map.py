"""The map of cramps at four lengths, with the student's muscle as a dot; beside it a cut through the map."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import FAINT, INK, PAPER
from muscle_lib.figures.words import goes_on_for, said
from muscle_lib.models.hyperexcitability.cramp_map import (
    MAP_LENGTH,
    BORDER_s,
    CrampMap,
    MAP_F_percent,
    MAP_X_eu,
    MapDot,
    MapDotTrace,
    cramp_row,
    stored_map,
)

#: Borders between the shades, in seconds, and the shades: the darker, the longer the cramp.
BORDERS_s = (1.0, BORDER_s, 15.0, 30.0, 60.0, 200.0)
SHADES = ("#fbeadd", "#f6d3b8", "#efb58c", "#e3915e", "#cf6c35")
#: A muscle this near to a panel's length is shown in it; otherwise in the nearest, hollow.
NEAR = 0.05
NAMES = ("A", "B", "C", "D")
#: The numbers of the lines stand at this fatigue.
LABELS_AT_percent = 36.0


@figure
class CrampMapFigure:
    """How long a cramp lasts, over excitability and fatigue, at four lengths; then a cut, at this fatigue and length.

    The stored map is there at once; ``survey`` works it out anew, and ``set_map`` takes another one.
    """

    survey_name = "Work out the map anew"

    def __init__(self) -> None:
        self.stage = Stage([["A", "B"], ["C", "D"]], more=[["curve"]], height_px=430, x="map_eu", colors=SHADES)
        self._panels = [self.stage.axes[name] for name in NAMES]
        dot: dict[str, Any] = {"x": "excitability_eu", "marker": "o", "markersize": 12, "linestyle": "none",
                               "markeredgecolor": PAPER, "markeredgewidth": 2.0, "zorder": 6}
        self._dots = []
        for place, (name, length) in enumerate(zip(NAMES, MAP_LENGTH, strict=True)):
            axes = self.stage.panel(name, "Fatigue", "Excitability", xlim=(-2.5, 6.5), ylim=(-8, 112),
                                    xticks=(-2, 0, 2, 4, 6), yticks=(0, 25, 50, 75))
            axes.text(-2.3, 108.0, f"length {length:g}".replace("-", "−"), ha="left", va="top", fontsize=14)
            # Curves of one point: a pin leaves the place of the muscle as a grey dot.
            self._dots.append(self.stage.curve(name, "membrane potential", f"fatigue_on_maps_percent.{place}",
                                               label="this muscle's fatigue (%)", **dot))
            axes.label_outer()
        self.stage.label(self._panels[-1], 6.3, 108.0, "dot: this muscle", ha="right", va="top")
        curve = self.stage.panel("curve", "Cramp", "Excitability", xlim=(-2.4, 6.5), ylim=(-4, 150),
                                 xticks=(-2, 0, 2, 4, 6), yticks=(0, 30, 60, 90, 115))
        self.stage.curve("curve", "threshold", "map_cramp_s", label="the map, at this fatigue and length")
        self.stage.curve("curve", "membrane potential", "cramp_s", label="this muscle", pins=False, **dot)
        self.stage.legend(curve)
        self._drawn: list = []
        self._map = stored_map()
        self.set_map(self._map)

    def survey(self, model: MapDot) -> Iterator[tuple[int, int]]:
        """Work out the map anew, row by row: (done, all). The rows are those of the default map, whatever ``model``."""
        times = self._map.cramp_s.copy()
        rows = [(i, j) for i in range(len(MAP_LENGTH)) for j in range(len(MAP_F_percent))]
        for done, (i, j) in enumerate(rows, start=1):
            times[i, j] = cramp_row(MAP_X_eu, MAP_F_percent[j], MAP_LENGTH[i])
            self.set_map(CrampMap(self._map.length, self._map.fatigue_percent, self._map.excitability_eu, times.copy()))
            yield done, len(rows)

    @property
    def map(self) -> CrampMap:
        """The map that is drawn."""
        return self._map

    def set_map(self, map: CrampMap) -> None:
        """Draw a map under the dot. It needs the four lengths of the panels."""
        for artist in self._drawn:
            artist.remove()
        self._drawn = []
        for axes, length in zip(self._panels, MAP_LENGTH, strict=True):
            times = map.cramp_s[int(np.flatnonzero(map.length == length)[0])]
            if times.max() < BORDERS_s[0]:
                self._drawn.append(axes.text(2.0, 40.0, "no cramp", ha="center", va="center", color=FAINT, fontsize=14))
                continue
            where = (map.excitability_eu, map.fatigue_percent, times)
            self._drawn += [
                axes.contourf(*where, levels=BORDERS_s, colors=SHADES, zorder=1),
                axes.contour(*where, levels=BORDERS_s[1:-1], colors=INK, linewidths=(2.0, 0.8, 0.8, 0.8), zorder=2)]
            self._drawn += _numbers(axes, map, times)
        self._map = map
        # Nothing has changed that takes room: the panels stay where they are.
        self.stage.pages[0].backgrounds.clear()

    def show(self, trace: MapDotTrace) -> None:
        """Move the dot, and the cut through the map."""
        self.stage.show(trace)
        is_near = abs(trace.length - MAP_LENGTH[trace.place]) <= NEAR
        self._dots[trace.place].set_markerfacecolor("black" if is_near else "#9a9a9a")

    def describe(self, trace: MapDotTrace) -> str:
        """What this muscle does, and what its neighbours do."""
        setting = (f"With an excitability of {said(trace, 'excitability_eu', 1)}, {said(trace, 'fatigue_percent')} "
                   f"fatigue and a length of {said(trace, 'length', 2)}")
        if trace.cramp_s < 1.0:
            return f"{setting} the muscle lets go when the command ends.{_neighbours(trace)}"
        return (f"{setting} the EMG goes on for {goes_on_for(trace.cramp_s, trace.is_over)} after the command."
                f"{_neighbours(trace)}")


def _neighbours(trace: MapDotTrace) -> str:
    if math.isnan(trace.border_eu):
        return f" On the map no excitability up to {MAP_X_eu[-1]:g} eu gives a cramp of 5 s at this fatigue and length."
    if trace.border_eu <= trace.map_eu[0]:
        return " On the map every excitability gives a cramp of 5 s at this fatigue and length."
    return (f" On the map a cramp of 5 s takes an excitability of about {said(trace, 'border_eu', 2)} at this fatigue "
            "and length.")


def _numbers(axes, map: CrampMap, times: np.ndarray) -> list:
    """Which line is which: the seconds stand where a line crosses one fatigue."""
    found = []
    at = np.array([np.interp(LABELS_AT_percent, map.fatigue_percent, column) for column in times.T])
    for border in (BORDER_s, 60.0):
        up = np.flatnonzero((at[:-1] < border) & (at[1:] >= border))
        if up.size:
            part = (border - at[up[0]]) / (at[up[0] + 1] - at[up[0]])
            x = map.excitability_eu[up[0]] + part * (map.excitability_eu[up[0] + 1] - map.excitability_eu[up[0]])
            found.append(axes.text(x, LABELS_AT_percent, f"{border:g} s", ha="center", va="center", fontsize=14,
                                   color=INK, zorder=3, bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.0}))
    return found
