"""From twitch to tetanus: calcium and force in a train of impulses, and the point on the force–frequency curve."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from muscle_lib.figures.contract_and_relax.fibre import fibre
from muscle_lib.figures.drawings.twitch import FILLS, HEIGHT
from muscle_lib.figures.scene import SIDE_BY_SIDE
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.words import said
from muscle_lib.models.contract_and_relax.tetanus import CURVE_Hz, DURATION_ms, Tetanus, TetanusTrace

#: The steps of the film.
STEP_ms = 41.0


@figure
class TetanusFigure:
    """Left: the fibre from close by, at its peak. Right: impulses and force, and force against rate, with this train as
    a dot. Under “More curves”: calcium.

    The curve against the rate is not there at the beginning: it is measured on demand (``survey``), point by point.
    """

    def __init__(self) -> None:
        self.stage = Stage([["fibre", "force"], ["fibre", "curve"]], heights=(1.0, 1.0), widths=SIDE_BY_SIDE,
                           more=[["calcium"]], height_px=HEIGHT, scene="fibre", x_unit="s", colors=FILLS)
        seconds = DURATION_ms / 1000.0
        # A pump that hardly works lets calcium rise to a hundred.
        self.stage.axes["calcium"].set_yscale("log")
        calcium = self.stage.panel("calcium", "Calcium", "Time", xlim=(0, seconds), ylim=(0.03, 1500.0),
                                   yticks=(0.05, 1, 20), yticklabels=("0.05", "1", "20"))
        calcium.minorticks_off()
        force = self.stage.panel("force", "Force", "Time", xlim=(0, seconds), ylim=(0, 145),
                                 yticks=(0, 25, 50, 75, 100))
        curve = self.stage.panel("curve", "Highest force", "Impulses in a second", xscale="log", xlim=(0.9, 115),
                                 ylim=(0, 125), xticks=(1, 3, 10, 30, 100), yticks=(0, 25, 50, 75, 100),
                                 xticklabels=("1", "3", "10", "30", "100"))
        curve.minorticks_off()
        self.stage.label(curve, 112, 123, "100 %: fresh, at 100 Hz", ha="right", va="top")
        self._dot = self.stage.moving(self.stage.label(curve, 0.95, 123, "", ha="left", va="top"))
        # The marks stand above all force.
        self.stage.curve("force", "stimulus", 117.0, foot=106.0, x="impulses_ms", x_unit="s", unit="%",
                         label="impulses", pins=False, linewidth=1.2)
        self.stage.curve("calcium", "calcium", "Ca_uM", label="free calcium", linewidth=1.4)
        self.stage.curve("force", "force", "force_percent")
        self.stage.curve("force", "potassium", "twitch_force_percent", label="one twitch alone", zorder=2.5)
        self.stage.add_cursor("Time", "s", force, calcium)
        self.stage.legend(force)
        self.stage.dot("curve", "membrane potential", "train_rate_Hz", "peak_percent", label="peak of this train",
                       markersize=13, markeredgecolor="white", clip_on=False)
        fibre(self.stage, lambda trace: float(trace.force_percent.argmax()))
        self._measured = self.stage.free_curve("curve", "force", "force–frequency curve", "%", marker="o", markersize=5)

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
        self.stage.show(trace)
        self._dot.set_text("dot: this train" if trace.impulses > 1 else "one impulse has no rate: no dot")

    def show_at(self, trace: TetanusTrace, t_s: float) -> None:
        """Move the drawing to a moment."""
        self.stage.show_at(trace, t_s)

    def moments(self, trace: TetanusTrace) -> NDArray:
        """The times of a film. In steps of a round number most rates would be seen at the same point of each twitch."""
        return np.arange(0.0, DURATION_ms, STEP_ms) / 1000.0

    def describe(self, trace: TetanusTrace) -> str:
        """What the picture shows, in two or three sentences."""
        count = "One impulse" if trace.impulses == 1 else f"{trace.impulses} impulses, {trace.rate_Hz:.0f} a second"
        if trace.state == "no force":
            return f"{count}: the {trace.fibre} fibre gives no force to speak of."
        words = (f"{count}: the {trace.fibre} fibre's force reaches {said(trace, 'peak_percent')}, "
                 f"{_STATES[trace.state](trace)}.")
        if trace.impulses > 1:
            words += (" A single twitch gives next to nothing." if math.isnan(trace.times_twitch) else
                      f" That is {said(trace, 'times_twitch', 1)} times a single twitch.")
        if math.isnan(trace.half_relaxation_ms):
            return words + " Half of the force is not gone when the picture ends."
        since = "its peak" if trace.impulses == 1 else "the last impulse"
        return f"{words} Half of the force is gone {said(trace, 'half_relaxation_ms')} after {since}."


def _ripples(trace: TetanusTrace) -> str:
    if math.isnan(trace.ripple_percent):
        return "and the second twitch stands on the first"
    return f"an unfused tetanus: between the last impulses it still goes up and down by {said(trace, 'ripple_percent')}"


_STATES = {
    "twitch": lambda trace: "a twitch",
    "separate twitches": lambda trace: "in twitches with a rest between them",
    "unfused tetanus": _ripples,
    "fused tetanus": lambda trace: "one smooth pull: a fused tetanus",
}
