"""The map of thresholds, potassium against calcium, with the student's fibre as a point on it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from matplotlib.artist import Artist

from muscle_lib.figures.electrolytes.excitability import blood_words, ready_words
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import FAINT, INK, STYLES
from muscle_lib.figures.words import said
from muscle_lib.models.electrolytes.excitability_trace import ExcitabilityTrace, LIMIT_uA_cm2
from muscle_lib.models.electrolytes.threshold_map import MAP_CA_mM, MAP_K_mM, ThresholdMap, threshold_row

#: Borders between the shades, in µA/cm², and the shades: the darker, the more easily it fires.
BORDERS_uA_cm2 = (0.0, 100.0, 150.0, 200.0, 250.0, 300.0, 400.0, LIMIT_uA_cm2)
SHADES = ("#63a4d1", "#7db4d9", "#97c3e0", "#b0d2e8", "#c8e0ef", "#dcebf5", "#edf5fa")


@figure
class ThresholdMapFigure:
    """Potassium to the right, calcium upwards, the threshold as shade and as lines with numbers.

    The map is measured once (``threshold_map``) and given with ``set_map``; only the point moves with the sliders.
    """

    def __init__(self, map: ThresholdMap | None = None) -> None:
        self.stage = Stage([["map"]], colors=SHADES)
        self._axes = self.stage.panel("map", "Ionised calcium in the blood", "Potassium in the blood", xlim=(1.5, 10.0),
                                      xticks=range(2, 11), ylim=(0.4, 2.5))
        self._axes.grid(False)
        self._drawn: list[Artist] = [self.stage.label(
            self._axes, 5.75, 1.45, "The map has not been measured yet.", ha="center", va="center")]
        reference = STYLES["reference"]
        self._cross = [self.stage.moving(draw(0.0, color=INK, linestyle=reference.dash, linewidth=reference.width))
                       for draw in (self._axes.axvline, self._axes.axhline)]
        # A curve of a single point, so that “Pin” leaves its ghost.
        self.stage.curve("map", "membrane potential", "Ca_out_mM", x="K_out_mM", label="this fibre", linestyle="none",
                         marker="o", markersize=14, markeredgecolor="white", markeredgewidth=2.5, zorder=6)
        self._map: ThresholdMap | None = None
        if map is not None:
            self.set_map(map)

    #: What the explorer's button says.
    survey_name = "Measure the map"

    def survey(self, model: object) -> Iterator[tuple[int, int]]:
        """Measure the map point by point, drawing each calcium's row when it is complete: (done, all) after each.

        The map is that of a fibre that is healthy otherwise, whatever else ``model`` is set to.
        """
        rows: list[np.ndarray] = []
        for calcium in MAP_CA_mM:
            row = []
            for potassium in MAP_K_mM:
                row.append(threshold_row((potassium,), calcium)[0])
                yield len(rows) * len(MAP_K_mM) + len(row), len(MAP_CA_mM) * len(MAP_K_mM)
            rows.append(np.array(row))
            if len(rows) > 1:  # one row is no area
                self.set_map(ThresholdMap(np.array(MAP_K_mM), np.array(MAP_CA_mM[:len(rows)]), np.array(rows)))

    @property
    def map(self) -> ThresholdMap | None:
        """The map that is drawn, if any."""
        return self._map

    def set_map(self, map: ThresholdMap) -> None:
        """Draw a map under the point."""
        for artist in self._drawn:
            artist.remove()
        # NaN (nothing excites at all) lies beyond the last border like every local response.
        level = np.nan_to_num(map.threshold_uA_cm2, nan=2.0 * LIMIT_uA_cm2)
        axes = self._axes
        shades = axes.contourf(map.K_mM, map.Ca_mM, level, levels=BORDERS_uA_cm2, colors=SHADES, zorder=1)
        beyond = axes.contourf(map.K_mM, map.Ca_mM, level, levels=(LIMIT_uA_cm2, 1e6), colors="none", hatches=("//",),
                               zorder=1)
        beyond.set_edgecolor(FAINT)
        lines = axes.contour(map.K_mM, map.Ca_mM, level, levels=(100.0, 200.0, 300.0, LIMIT_uA_cm2), colors=INK,
                             linewidths=(1.2, 1.2, 1.2, 2.4), zorder=2)
        self._drawn = [shades, beyond, lines]
        self._drawn += self._numbers(map, level)
        dead = level > LIMIT_uA_cm2
        # Its name stands where potassium is high and calcium low: there the region is widest.
        if dead[map.Ca_mM < 1.0][:, map.K_mM > 7.0].all() and (map.K_mM > 7.0).any():
            self._drawn.append(axes.text(8.4, 0.75, "inexcitable", ha="center", va="center", fontsize=14, color=INK,
                                         bbox={"facecolor": "white", "edgecolor": "none"}, zorder=3))
        self._map = map
        self.stage.redraw_all()

    def show(self, trace: ExcitabilityTrace) -> None:
        """Move the point to the potassium and calcium of a trace."""
        self.stage.show(trace)
        self._cross[0].set_xdata([trace.K_out_mM] * 2)
        self._cross[1].set_ydata([trace.Ca_out_mM] * 2)

    def describe(self, trace: ExcitabilityTrace) -> str:
        """Where the point lies and what the fibre's own threshold is there."""
        where = blood_words(trace)
        if not trace.excitable:
            return f"{where} the fibre is inexcitable: no pulse up to {LIMIT_uA_cm2:.0f} µA/cm² excites it."
        return (f"{where} the fibre's threshold is {said(trace, 'threshold_uA_cm2')}; it rests at "
                f"{said(trace, 'rest_mV', plus=True)}, and {ready_words(trace)}.")

    def _numbers(self, map: ThresholdMap, level: np.ndarray) -> list:
        """The number of each line, each at a calcium of its own, so that no two are in each other's way."""
        found = []
        for border, calcium in ((100.0, 1.75), (200.0, 1.35), (300.0, 1.05)):
            at = np.array([np.interp(calcium, map.Ca_mM, level[:, column]) for column in range(len(map.K_mM))])
            down = np.flatnonzero((at[:-1] >= border) & (at[1:] < border))
            if len(down) and map.Ca_mM[0] <= calcium <= map.Ca_mM[-1]:
                i = down[-1]
                part = (at[i] - border) / (at[i] - at[i + 1])
                found.append(self._axes.text(map.K_mM[i] + part * (map.K_mM[i + 1] - map.K_mM[i]), calcium,
                                             f"{border:.0f} µA/cm²", ha="center", va="center", fontsize=14, color=INK,
                                             bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5}, zorder=3))
        return found

