"""From twitch to tetanus: calcium and force in a train of impulses, and the point on the force–frequency curve."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import STYLES
from muscle_lib.models.contract_and_relax.preparation import FIBRE_NAMES
from muscle_lib.models.contract_and_relax.tetanus import CURVE_Hz, DURATION_ms, Tetanus, TetanusTrace

#: Where the marks of the impulses stand in the calcium's panel.
_MARKS_uM = (300.0, 1100.0)


class TetanusFigure:
    """Left: impulses and calcium, and the force under them. Right: force against rate, with the fibre as a point.

    The curve on the right is not there at the beginning: it is measured on demand (``survey``), point by point.
    """

    def __init__(self) -> None:
        self.stage = Stage([["calcium", "curve"], ["force", "curve"]], heights=(1.0, 1.3), widths=(1.5, 1.0))
        calcium, force, curve = (self.stage.axes[name] for name in ("calcium", "force", "curve"))
        seconds = DURATION_ms / 1000.0
        # A pump that hardly works lets calcium rise to a hundred.
        calcium.set_yscale("log")
        calcium.set(xlim=(0, seconds), ylim=(0.03, 1500.0), yticks=(0.05, 1, 20), yticklabels=("0.05", "1", "20"),
                    ylabel="Calcium (µM)", xticklabels=())
        calcium.minorticks_off()
        force.set(xlim=(0, seconds), ylim=(0, 125), yticks=(0, 25, 50, 75, 100), xlabel="Time (s)", ylabel="Force (%)")
        curve.set(xscale="log", xlim=(0.9, 115), ylim=(0, 125), xticks=(1, 3, 10, 30, 100), yticks=(0, 25, 50, 75, 100),
                  xticklabels=("1", "3", "10", "30", "100"), xlabel="Impulses in a second (Hz)",
                  ylabel="Highest force (%)")
        curve.minorticks_off()
        self.stage.label(curve, 0.95, 123, "dot: this train", ha="left", va="top")
        (impulses,) = calcium.plot([], [], color=STYLES["stimulus"].color, linewidth=1.2)
        self._impulses = self.stage.moving(impulses)
        self._calcium = self.stage.curve(calcium, STYLES["calcium"], "free calcium", "µM")
        self._calcium.set_linewidth(1.4)
        self._force = self.stage.curve(force, STYLES["force"], "force", "%")
        self._twitch = self.stage.curve(force, STYLES["potassium"], "one impulse alone", "%")
        self._twitch.set_zorder(2.5)
        self.stage.add_cursor("Time", "s", calcium, force)
        self.stage.label(calcium, 0.99 * seconds, 1000.0, "marks: impulses", ha="right", va="top")
        self.stage.legend(force)
        (measured,) = curve.plot([], [], color=STYLES["force"].color, linewidth=2.2, marker="o", markersize=5)
        self._measured = self.stage.moving(measured)
        (point,) = curve.plot([], [], "o", markersize=13, color=STYLES["membrane potential"].color,
                              markeredgecolor="white", zorder=4, clip_on=False)
        self._point = self.stage.moving(point)

    #: What the explorer's button says.
    survey_name = "Measure the curve"

    def survey(self, model: Tetanus) -> Iterator[tuple[int, int]]:
        """Measure this fibre's force–frequency curve, rate by rate, with trains of three seconds: (done, all)."""
        forces: list[float] = []
        for done, rate in enumerate(CURVE_Hz, start=1):
            forces += list(model.curve_percent((rate,)))
            self._measured.set_data(CURVE_Hz[:done], forces)
            yield done, len(CURVE_Hz)

    def show(self, trace: TetanusTrace) -> None:
        """Move the curves and the point to a new trace."""
        t_s = trace.t_ms / 1000.0
        self._impulses.set_data(np.repeat(trace.impulses_ms / 1000.0, 3),
                                np.tile((*_MARKS_uM, np.nan), trace.impulses))
        self._calcium.set_data(t_s, trace.Ca_uM)
        self._force.set_data(t_s, trace.force_percent)
        self._twitch.set_data(t_s[:len(trace.twitch_force_percent)], trace.twitch_force_percent)
        self._point.set_data([trace.rate_Hz], [trace.peak_percent])

    def describe(self, trace: TetanusTrace) -> str:
        """What the picture shows, in two or three sentences."""
        count = "One impulse" if trace.impulses == 1 else f"{trace.impulses} impulses, {trace.rate_Hz:.0f} a second"
        name = FIBRE_NAMES[trace.fibre - 1]
        if trace.state == "no force":
            return f"{count}: the {name} fibre gives no force to speak of."
        words = f"{count}: the {name} fibre's force reaches {trace.peak_percent:.0f} %, {_STATES[trace.state](trace)}."
        if trace.impulses > 1:
            words += (f" That is {trace.times_twitch:.1f} times a single twitch." if not math.isnan(trace.times_twitch)
                      else " A single twitch gives next to nothing.")
        if math.isnan(trace.half_relaxation_ms):
            return words + " Half of the force is not gone when the picture ends."
        since = "its peak" if trace.impulses == 1 else "the last impulse"
        return f"{words} Half of the force is gone {trace.half_relaxation_ms:.0f} ms after {since}."


def _ripples(trace: TetanusTrace) -> str:
    if math.isnan(trace.ripple_percent):
        return "and the second twitch stands on the first"
    return f"an unfused tetanus: between the last impulses it still goes up and down by {trace.ripple_percent:.0f} %"


_STATES = {
    "twitch": lambda trace: "a twitch",
    "separate twitches": lambda trace: "in twitches with a rest between them",
    "unfused tetanus": _ripples,
    "fused tetanus": lambda trace: "one smooth pull: a fused tetanus",
}
