"""A nerve at low calcium: what it does by itself, how little sets it off, and what its junction still releases."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from muscle_lib.blood import blood_value
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import SHADE, STYLES
from muscle_lib.figures.words import said
from muscle_lib.models.electrolytes.nerve_calcium import LATENT, NORMAL_LINE, NerveCalciumTrace
from muscle_lib.models.nerve_signal.junction import Junction

_CALCIUM_mM = np.linspace(0.4, 2.5, 43)


@figure
class NerveCalciumFigure:
    """Above: the voltage of a nerve that nobody stimulates. Below: its threshold, and its junction's safety factor."""

    def __init__(self) -> None:
        self.stage = Stage([["voltage", "voltage"], ["threshold", "junction"]], heights=(1.0, 1.15), colors=(SHADE,))
        voltage = self.stage.panel("voltage", "Potential", "Time, without any stimulus", xlim=(0, 300), ylim=(-95, 62),
                                   yticks=(-80, -40, 0, 40))
        span: dict[str, Any] = dict(x="Ionised calcium", xlim=(0.4, 2.5), xticks=(0.5, 1, 1.5, 2, 2.5))
        threshold = self.stage.panel("threshold", "Threshold\n", ylim=(0, 17), yticks=(0, 5, 10, 15), **span)
        junction = self.stage.panel("junction", "Safety factor\n(times enough)", ylim=(0, 7.5), yticks=(0, 2, 4, 6),
                                    **span)
        reference = STYLES["reference"]
        for axes in (threshold, junction):
            axes.axvspan(*blood_value("ionised calcium").normal, facecolor=SHADE, zorder=0.5)
        junction.axhline(1.0, color=reference.color, linestyle=reference.dash, linewidth=1.6)
        self.stage.label(junction, 2.48, 0.9, "1: only just enough", ha="right", va="top")
        # The two lines hold for normal magnesium and potassium; the point moves off them when these change.
        calcium = STYLES["calcium"]
        threshold.plot(*zip(*NORMAL_LINE, strict=True), color=calcium.color, linewidth=2.2)
        junction.plot(_CALCIUM_mM, [Junction(Ca_out_mM=float(ca), impulses=1).run().safety_factor
                                    for ca in _CALCIUM_mM], color=calcium.color, linewidth=2.2)
        self.stage.label(threshold, 0.43, 16.7, "line: magnesium, potassium normal", ha="left", va="top")
        self.stage.label(junction, 0.43, 7.35, "shaded: normal calcium", ha="left", va="top")
        self.stage.curve("voltage", "membrane potential", "v_mV", label="nerve, left alone")
        self.stage.add_cursor("Time", "ms", voltage)
        self.stage.legend(voltage)
        self._latent = self.stage.moving(threshold.axhline(5.2, color=reference.color, linestyle=reference.dash,
                                                           linewidth=1.6))
        self._latent_word = self.stage.moving(self.stage.label(threshold, 2.48, 5.0, "below: irritable", ha="right",
                                                               va="top"))
        for panel, y, label in (("threshold", "needed_nC_cm2", "needed by this nerve"),
                                ("junction", "safety_factor", "its junction")):
            self.stage.dot(panel, "membrane potential", x="Ca_out_mM", y=y, label=label, markeredgecolor="white",
                           clip_on=False)

    def show(self, trace: NerveCalciumTrace) -> None:
        """Move the voltage, the two points and the border of irritable nerves to a new trace."""
        self.stage.show(trace)
        limit = LATENT * trace.normal_threshold_nC_cm2
        self._latent.set_ydata([limit, limit])
        self._latent_word.set_y(limit - 0.3)

    def describe(self, trace: NerveCalciumTrace) -> str:
        """What the picture shows, in two or three sentences."""
        return f"{_gates(trace)} {_NERVE[trace.state](trace)} {_junction(trace)}"


def _gates(trace: NerveCalciumTrace) -> str:
    if abs(trace.shift_mV) < 0.05:
        return "The gates feel the voltage as it is."
    direction = "nearer to" if trace.shift_mV > 0.0 else "farther from"
    return f"The gates behave as if the membrane were {said(trace, 'shift_mV', 1).lstrip('−')} {direction} opening."


def _fires(trace: NerveCalciumTrace) -> str:
    words = f"The nerve fires by itself, about {trace.spontaneous_Hz:.0f} times a second"
    return words + (": tetany." if trace.state == "tetany" else _BY_POTASSIUM)


def _quiet(trace: NerveCalciumTrace) -> str:
    words = (f"The nerve is quiet, and a pulse of {said(trace, 'threshold_nC_cm2', 1)} sets it off, "
             f"{said(trace, 'threshold_part', unit='%')} of normal")
    return words + {"normal": ".", "easily set off": _BY_POTASSIUM,
                    "latent tetany": ": irritable, so that a tap can be enough (latent tetany)."}[trace.state]


def _silent(trace: NerveCalciumTrace) -> str:
    return "The nerve is quiet, and no pulse of the range sets it off."


_BY_POTASSIUM = ". Its potassium does that, not its calcium: no tetany."
_NERVE = {"tetany": _fires, "fires by itself": _fires, "normal": _quiet, "easily set off": _quiet,
          "latent tetany": _quiet, "silent": _silent}


def _junction(trace: NerveCalciumTrace) -> str:
    release = f"At its junction an impulse releases {said(trace, 'release_part', unit='%')} of the normal"
    if math.isclose(trace.release_part, 1.0, abs_tol=0.005):
        release = "At its junction an impulse releases the normal amount"
    if trace.safety_factor >= 1.0:
        return f"{release}, {said(trace, 'safety_factor', 1)} times what the middle fibre needs."
    words = f"{release}: {said(trace, 'safety_factor', unit='%')} of what the middle fibre needs, so most fibres fail."
    if "tetany" not in trace.state:
        return words
    return f"{words} In people nerves fire earlier, while the junction has its reserve."
