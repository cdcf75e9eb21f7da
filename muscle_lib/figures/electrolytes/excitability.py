"""The fibre's answer to one pulse, and how its rest and its threshold lie against potassium."""

from __future__ import annotations

import numpy as np

from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import FAINT, INK, SHADE
from muscle_lib.figures.words import said
from muscle_lib.models.electrolytes.excitability_trace import ExcitabilityTrace, LIMIT_uA_cm2

K_ENDS_mM = (1.5, 10.0)
#: A stretch of potassium narrower than this has no room for its name.
NAMED_mM = 1.6


@figure
class ExcitabilityFigure:
    """Left the action potential; right rest and threshold against potassium, with the fibre's own point on them."""

    def __init__(self) -> None:
        self.stage = Stage([["pulse", "gap"], ["pulse", "current"]], widths=(1.0, 1.15), colors=(SHADE,))
        pulse = self.stage.panel("pulse", "Membrane potential", "Time", xlim=(0, 14), ylim=(-125, 75),
                                 yticks=(-120, -80, -40, 0, 40))
        gap = self.stage.panel("gap", "Membrane\npotential", xlim=K_ENDS_mM, ylim=(-112, -38),
                               yticks=(-100, -80, -60, -40))
        gap.tick_params(labelbottom=False)
        current = self.stage.panel("current", "Threshold\n", "Potassium in the blood", xlim=K_ENDS_mM,
                                   xticks=range(2, 11), ylim=(0, 640), yticks=(0, 200, 400))
        self._between = self._area(gap, facecolor=SHADE)
        self._dead = [self._area(current, facecolor="none", edgecolor=FAINT, hatch="//", linewidth=0.0)
                      for _ in range(2)]
        self._named = self.stage.moving(current.text(
            0, 420, "inexcitable", ha="center", va="center", fontsize=14, color=INK, zorder=6,
            bbox={"facecolor": "white", "edgecolor": "none"}))
        self.stage.curve("pulse", "membrane potential", "v_S_mV", label="surface")
        self.stage.curve("pulse", "T-tubule", "v_T_mV")
        self.stage.curve("gap", "potassium", "curve_rest_mV", x="curve_K_mM", label="rest")
        self.stage.curve("gap", "threshold", "firing_threshold_mV", x="firing_K_mM")
        self.stage.curve("current", "threshold", "firing_threshold_uA_cm2", x="firing_K_mM",
                         label="pulse needed (threshold)")
        self.stage.curve("current", "stimulus", "pulse_uA_cm2", x="curve_K_mM", label="this pulse")
        self.stage.add_cursor("Time", "ms", pulse)
        for axes in (pulse, current):
            self.stage.legend(axes)
        # Here the threshold climbs out of the upper right corner.
        gap.legend(loc="lower right", ncols=2, borderaxespad=0.1, handlelength=2.4, columnspacing=1.4)
        for panel, y, label in (("gap", "rest_mV", "this fibre at rest"),
                                ("current", "threshold_uA_cm2", "needed by this fibre")):
            self.stage.dot(panel, "membrane potential", x="K_out_mM", y=y, label=label, markeredgecolor="white",
                           zorder=5)

    def show(self, trace: ExcitabilityTrace) -> None:
        """Move the curves, the points and the shaded areas to a new trace."""
        self.stage.show(trace)
        self._shade_between(trace)
        self._shade_dead(trace)

    def describe(self, trace: ExcitabilityTrace) -> str:
        """What the picture shows, in two or three sentences."""
        lost = ": the normal resting state is lost" if trace.lost_rest else ""
        return (f"{blood_words(trace)} the fibre rests at {said(trace, 'rest_mV', plus=True)}, and "
                f"{ready_words(trace)}{lost}. {_threshold(trace)}{_answer(trace)}")

    def _area(self, axes, **how):
        """A filled area that moves; so far it is a single point."""
        (area,) = axes.fill([0.0], [0.0], zorder=1, **how)
        return self.stage.moving(area)

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


def blood_words(trace: ExcitabilityTrace) -> str:
    """In which blood the fibre lies, as the beginning of a sentence."""
    return f"At {said(trace, 'K_out_mM', 1)} potassium and {said(trace, 'Ca_out_mM', 2)} calcium"


def ready_words(trace: ExcitabilityTrace) -> str:
    """How many of the fibre's sodium channels could open."""
    few = trace.ready_sodium_percent < 1.0
    return f"{'less than 1 %' if few else said(trace, 'ready_sodium_percent')} of its sodium channels are ready"


def _threshold(trace: ExcitabilityTrace) -> str:
    if not trace.excitable:
        return f"No pulse up to {LIMIT_uA_cm2:.0f} µA/cm² sets off an action potential in time: it is inexcitable."
    return f"A pulse of {said(trace, 'threshold_uA_cm2')} is just enough to set off an action potential."


def _answer(trace: ExcitabilityTrace) -> str:
    if trace.spontaneous:
        return " It fires by itself."
    if trace.stimulus_uA_cm2 == 0.0:
        return " No pulse is given."
    given, peak = f" This one, {said(trace, 'stimulus_uA_cm2')},", said(trace, "peak_mV", plus=True)
    if trace.fires:
        return f"{given} is followed by one that rises to {peak}."
    if not trace.excitable:
        return f"{given} brings the surface to {peak}, and it falls back."
    return f"{given} is too weak: the surface rises only to {peak}."
