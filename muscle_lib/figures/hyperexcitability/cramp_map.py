"""The map of cramps at four lengths, with the student's muscle as a dot; beside it a cut through the map."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import FAINT, INK, PAPER, STYLES
from muscle_lib.models.hyperexcitability.cramp_map import (
    MAP_LENGTH,
    CrampMap,
    LONGEST_s,
    MAP_F_percent,
    MAP_X_eu,
    MapDot,
    MapDotTrace,
    cramp_row,
    stored_map,
)

#: Borders between the shades, in seconds, and the shades: the darker, the longer the cramp.
BORDERS_s = (1.0, 5.0, 15.0, 30.0, 60.0, 200.0)
SHADES = ("#fbeadd", "#f6d3b8", "#efb58c", "#e3915e", "#cf6c35")
#: A muscle this near to a panel's length is shown in it; otherwise in the nearest, hollow.
NEAR = 0.05
NAMES = ("A", "B", "C", "D")
#: The numbers of the lines stand at this fatigue.
LABELS_AT_percent = 36.0


class CrampMapFigure:
    """Left: how long a cramp lasts, over excitability and fatigue, at four lengths. Right: at this fatigue and length.

    The stored map is there at once; ``survey`` works it out anew, and ``set_map`` takes another one.
    """

    survey_name = "Work out the map anew"

    def __init__(self) -> None:
        self.stage = Stage([["A", "B", "curve"], ["C", "D", "curve"]], widths=(1.0, 1.0, 1.25), height_px=430,
                           colors=SHADES)
        self._panels = [self.stage.axes[name] for name in NAMES]
        for number, (axes, length) in enumerate(zip(self._panels, MAP_LENGTH, strict=True)):
            axes.set(xlim=(-2.5, 6.5), ylim=(-8, 112), xticks=(-2, 0, 2, 4, 6), yticks=(0, 25, 50, 75))
            axes.tick_params(labelbottom=number > 1, labelleft=number % 2 == 0)
            axes.text(-2.3, 108.0, f"length {length:g}".replace("-", "−"), ha="left", va="top", fontsize=14)
            if number % 2 == 0:
                axes.set_ylabel("Fatigue (%)")
            if number > 1:
                axes.set_xlabel("Excitability (eu)")
        curve = self.stage.axes["curve"]
        curve.set(xlim=(-2.4, 6.5), ylim=(-4, 150), xticks=(-2, 0, 2, 4, 6), yticks=(0, 30, 60, 90, 115),
                  xlabel="Excitability (eu)", ylabel="Cramp (s)")
        self._line = self.stage.curve(curve, STYLES["threshold"], "the map, here", "")
        self._dots = []
        for axes in (*self._panels, curve):
            (dot,) = axes.plot([], [], "o", markersize=12, color=INK, markeredgecolor=PAPER, markeredgewidth=2.0,
                               zorder=6)
            self._dots.append(self.stage.moving(dot))
        self.stage.label(curve, -1.8, 132.0, "dot: this muscle", ha="left", va="top")
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
        self.stage.redraw_all()

    def show(self, trace: MapDotTrace) -> None:
        """Move the dot, and the cut through the map."""
        nearest = int(np.argmin([abs(trace.length - length) for length in MAP_LENGTH]))
        for number, dot in enumerate(self._dots[:-1]):
            dot.set_data(*(([trace.excitability_eu], [trace.fatigue_percent]) if number == nearest else ([], [])))
            dot.set_markerfacecolor(INK if abs(trace.length - MAP_LENGTH[nearest]) <= NEAR else "#9a9a9a")
        self._dots[-1].set_data([trace.excitability_eu], [trace.cramp_s])
        self._line.set_data(trace.curve_eu, trace.curve_s)

    def describe(self, trace: MapDotTrace) -> str:
        """What this muscle does, and what its neighbours do."""
        setting = (f"With an excitability of {_signed(trace.excitability_eu)} eu, {trace.fatigue_percent:.0f} % "
                   f"fatigue and a length of {_signed(trace.length)}")
        if trace.cramp_s < 1.0:
            return f"{setting} the muscle lets go when the command ends.{_neighbours(trace)}"
        if not trace.is_over:
            return f"{setting} the EMG goes on for more than {LONGEST_s:.0f} s after the command.{_neighbours(trace)}"
        return f"{setting} the EMG goes on for {trace.cramp_s:.0f} s after the command.{_neighbours(trace)}"


def _neighbours(trace: MapDotTrace) -> str:
    long = trace.curve_eu[trace.curve_s >= BORDERS_s[1]]
    if not long.size:
        return f" On the map no excitability up to {MAP_X_eu[-1]:g} eu gives a cramp of 5 s at this fatigue and length."
    if long[0] <= trace.curve_eu[0]:
        return " On the map every excitability gives a cramp of 5 s at this fatigue and length."
    return (f" On the map a cramp of 5 s takes an excitability of about {_signed(long[0])} eu at this fatigue and "
            "length.")


def _signed(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", "−")


def _numbers(axes, map: CrampMap, times: np.ndarray) -> list:
    """Which line is which: the seconds stand where a line crosses one fatigue."""
    found = []
    at = np.array([np.interp(LABELS_AT_percent, map.fatigue_percent, column) for column in times.T])
    for border in (5.0, 60.0):
        up = np.flatnonzero((at[:-1] < border) & (at[1:] >= border))
        if up.size:
            part = (border - at[up[0]]) / (at[up[0] + 1] - at[up[0]])
            x = map.excitability_eu[up[0]] + part * (map.excitability_eu[up[0] + 1] - map.excitability_eu[up[0]])
            found.append(axes.text(x, LABELS_AT_percent, f"{border:g} s", ha="center", va="center", fontsize=14,
                                   color=INK, zorder=3, bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.0}))
    return found
