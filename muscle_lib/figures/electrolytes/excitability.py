"""The fibre's answer to one pulse, and how its rest and its threshold lie against potassium."""

from __future__ import annotations

import math

import matplotlib
import numpy as np

from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import FAINT, INK, RC, SHADE, STYLES
from muscle_lib.figures.words import mV
from muscle_lib.models.electrolytes.excitability_trace import ExcitabilityTrace, LIMIT_uA_cm2

K_ENDS_mM = (1.5, 10.0)
#: A stretch of potassium narrower than this has no room for its name.
NAMED_mM = 1.6


class ExcitabilityFigure:
    """Left the action potential; right rest and threshold against potassium, with the fibre's own point on them."""

    def __init__(self) -> None:
        self.stage = Stage([["pulse", "gap"], ["pulse", "current"]], widths=(1.0, 1.15), colors=(SHADE,))
        pulse, gap, current = (self.stage.axes[name] for name in ("pulse", "gap", "current"))
        pulse.set(xlim=(0, 14), ylim=(-125, 75), yticks=(-120, -80, -40, 0, 40), xlabel="Time (ms)",
                  ylabel="Membrane potential (mV)")
        gap.set(xlim=K_ENDS_mM, ylim=(-112, -38), yticks=(-100, -80, -60, -40), ylabel="Membrane\npotential (mV)")
        gap.tick_params(labelbottom=False)
        current.set(xlim=K_ENDS_mM, xticks=range(2, 11), ylim=(0, 640), yticks=(0, 200, 400),
                    xlabel="Potassium in the blood (mM)", ylabel="Threshold\n(µA/cm²)")
        self._between = self._area(gap, facecolor=SHADE)
        self._dead = [self._area(current, facecolor="none", edgecolor=FAINT, hatch="//", linewidth=0.0)
                      for _ in range(2)]
        self._named = self.stage.moving(current.text(
            0, 420, "inexcitable", ha="center", va="center", fontsize=14, color=INK, zorder=6,
            bbox={"facecolor": "white", "edgecolor": "none"}))
        self._surface = self.stage.curve(pulse, STYLES["membrane potential"], "surface", "mV")
        self._tubule = self.stage.curve(pulse, STYLES["T-tubule"], "T-tubule", "mV")
        self._rest = self.stage.curve(gap, STYLES["potassium"], "rest", "mV")
        self._reach = self.stage.curve(gap, STYLES["threshold"], "threshold", "mV")
        self._threshold = self.stage.curve(current, STYLES["threshold"], "threshold", "µA/cm²")
        self._given = self.stage.curve(current, STYLES["stimulus"], "this pulse", "µA/cm²")
        self._points = [self._point(axes) for axes in (gap, current)]
        self.stage.add_cursor("Time", "ms", pulse)
        for axes in (pulse, current):
            self.stage.legend(axes)
        # Here the threshold climbs out of the upper right corner.
        with matplotlib.rc_context(dict(RC)):
            gap.legend(loc="lower right", ncols=2, borderaxespad=0.1, handlelength=2.4, columnspacing=1.4)

    def show(self, trace: ExcitabilityTrace) -> None:
        """Move the curves and the points to a new trace."""
        self._surface.set_data(trace.t_ms, trace.v_S_mV)
        self._tubule.set_data(trace.t_ms, trace.v_T_mV)
        self._rest.set_data(trace.curve_K_mM, trace.curve_rest_mV)
        self._reach.set_data(trace.firing_K_mM, trace.firing_threshold_mV)
        self._threshold.set_data(trace.firing_K_mM, trace.firing_threshold_uA_cm2)
        self._given.set_data(K_ENDS_mM, (trace.stimulus_uA_cm2, trace.stimulus_uA_cm2))
        self._points[0].set_data([trace.K_out_mM], [trace.rest_mV])
        self._points[1].set_data([trace.K_out_mM], [trace.threshold_uA_cm2 if trace.excitable else math.nan])
        self._shade_between(trace)
        self._shade_dead(trace)

    def describe(self, trace: ExcitabilityTrace) -> str:
        """What the picture shows, in two or three sentences."""
        ready = trace.ready_sodium_percent
        channels = f"{'less than 1' if ready < 1.0 else f'{ready:.0f}'} % of its sodium channels are"
        lost = ": the normal resting state is lost" if trace.lost_rest else ""
        return (f"At {trace.K_out_mM:.1f} mM potassium and {trace.Ca_out_mM:.2f} mM calcium the fibre rests at "
                f"{mV(trace.rest_mV)}, and {channels} ready{lost}. {_threshold(trace)}{_answer(trace)}")

    def _area(self, axes, **how):
        """A filled area that moves; so far it is a single point."""
        (area,) = axes.fill([0.0], [0.0], zorder=1, **how)
        return self.stage.moving(area)

    def _point(self, axes):
        (point,) = axes.plot([], [], "o", markersize=11, color=INK, markeredgecolor="white", zorder=5)
        return self.stage.moving(point)

    def _shade_between(self, trace: ExcitabilityTrace) -> None:
        if not len(trace.firing_K_mM):
            self._between.set_xy([(0.0, 0.0)])
            return
        rest = np.interp(trace.firing_K_mM, trace.curve_K_mM, trace.curve_rest_mV)
        there = np.column_stack((trace.firing_K_mM, rest))
        back = np.column_stack((trace.firing_K_mM, trace.firing_threshold_mV))[::-1]
        self._between.set_xy(np.vstack((there, back)))

    def _shade_dead(self, trace: ExcitabilityTrace) -> None:
        low, high = K_ENDS_mM
        fires = trace.firing_K_mM
        # Between the last level at which it fires and the next on the grid lies the border; the middle stands for it.
        half = float(trace.curve_K_mM[1] - trace.curve_K_mM[0]) / 2.0
        stretches = [(low, fires[0] - half), (fires[-1] + half, high)] if len(fires) else [(low, high), (high, high)]
        for area, (left, right) in zip(self._dead, stretches, strict=True):
            right = max(left, right)
            area.set_xy([(left, 0.0), (right, 0.0), (right, LIMIT_uA_cm2), (left, LIMIT_uA_cm2)])
        left, right = max(stretches, key=lambda stretch: stretch[1] - stretch[0])
        self._named.set_visible(right - left >= NAMED_mM)
        self._named.set_x((left + right) / 2.0)


def _threshold(trace: ExcitabilityTrace) -> str:
    if not trace.excitable:
        return f"No pulse up to {LIMIT_uA_cm2:.0f} µA/cm² sets off an action potential in time: it is inexcitable."
    return f"A pulse of {trace.threshold_uA_cm2:.0f} µA/cm² is just enough to set off an action potential."


def _answer(trace: ExcitabilityTrace) -> str:
    if trace.spontaneous:
        return " It fires by itself."
    if trace.stimulus_uA_cm2 == 0.0:
        return " No pulse is given."
    given = f" This one, {trace.stimulus_uA_cm2:.0f} µA/cm²,"
    if trace.fires:
        return f"{given} is followed by one that rises to {mV(trace.peak_mV)}."
    if not trace.excitable:
        return f"{given} brings the surface to {mV(trace.peak_mV)}, and it falls back."
    return f"{given} is too weak: the surface rises only to {mV(trace.peak_mV)}."
