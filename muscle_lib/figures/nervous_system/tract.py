"""A damaged tract: which of its fibres conduct, at which temperature, and what force is left of an effort."""

from __future__ import annotations

from muscle_lib.figures.drawings.tract import COLORS, HEIGHT, WIDTH, Tract, TractMoment
from muscle_lib.figures.scene import SIDE_BY_SIDE, Bound, Scene, as_it_is
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import SHADE, STYLES
from muscle_lib.figures.words import said
from muscle_lib.models.nervous_system.tract import TEMPERATURES_C, TractTrace

_ALL = (0.0, 100.0)
_BOUND = (
    Bound("command", "Beads on a line (how many), brain (colour)", "the effort", "command_percent", of=_ALL),
    Bound("gone", "Broken grey lines", "fibres that are gone", "gone_percent", of=_ALL),
    Bound("damaged", "Lines with hardly any myelin in the middle", "fibres with a damaged stretch", "damaged_percent",
          of=_ALL),
    Bound("conducting", "Lines without a cross, and their number", "fibres that conduct", "conducting_percent",
          of=_ALL),
    as_it_is("open_k", "Blue strokes (one for 2 mS/cm²)", "exposed potassium channels that are not blocked",
             "open_k_mS_cm2", 0.0, 10.0),
    as_it_is("temperature_C", "Thermometer", "temperature of the body", "temperature_C", float(TEMPERATURES_C[0]),
             float(TEMPERATURES_C[-1])),
    Bound("force", "Muscle (colour, thickness; the bulge is exaggerated)", "the force", "force_percent", of=_ALL),
)


@figure
class TractFigure:
    """Left: the tract, as twenty lines, and its muscle. Right: the fibres that conduct against the temperature; the
    force against the fibres that conduct, at full effort and at half."""

    def __init__(self) -> None:
        self.stage = Stage([["tract", "heat"], ["tract", "force"]], scene="tract", widths=SIDE_BY_SIDE, height_px=440,
                           heights=(1.0, 1.45), x="fibres_percent", colors=(SHADE, *COLORS))
        heat = self.stage.panel("heat", "Fibres that\nconduct", "Temperature of the body", xlim=(34, 40), ylim=(0, 105),
                                xticks=range(34, 41), yticks=(0, 50, 100))
        heat.axvspan(36.0, 37.5, facecolor=SHADE, zorder=0.5)
        self.stage.label(heat, 36.75, 3, "normal", ha="center", va="bottom")
        force = self.stage.panel("force", "Force", "Fibres that conduct", xlim=(0, 100), ylim=(0, 105),
                                 xticks=range(0, 101, 20), yticks=range(0, 101, 20))
        reference = STYLES["reference"]
        for height in (100.0, 50.0):
            force.plot([0, 100], [0, height], color=reference.color, linestyle=reference.dash, linewidth=1.8, zorder=1)
        self.stage.label(force, 3, 99, "dotted: in proportion", ha="left", va="top")
        self.stage.label(force, 58, 76, "full effort", ha="right", va="center")
        self.stage.label(force, 99, 14, "half effort", ha="right", va="center")
        self.stage.curve("heat", "with myelin", "conducting_by_temperature_percent", x="temperatures_C",
                         label="fibres that conduct")
        self.stage.curve("force", "force", "full_percent", label="full effort")
        self.stage.curve("force", "total force", "half_percent", label="half effort")
        self.stage.dot("heat", "with myelin", "temperature_C", "conducting_percent", markeredgecolor="white",
                       clip_on=False)
        self.stage.dot("force", "force", "conducting_percent", "force_percent", markeredgecolor="white", clip_on=False)
        self.stage.add_cursor("Fibres that conduct", "%", force)
        self.stage.play(Scene(Tract(self.stage, self.stage.axes["tract"]), TractMoment, _BOUND, (WIDTH, HEIGHT)))

    def show(self, trace: TractTrace) -> None:
        """Move the tract, the curves and the dots to a new trace."""
        self.stage.show(trace)

    def describe(self, trace: TractTrace) -> str:
        """Which fibres conduct, and what force is left."""
        return f"{_fibres(trace)} {_force(trace)}"


def _fibres(trace: TractTrace) -> str:
    at = f"At {said(trace, 'temperature_C', 1)}"
    there = 100.0 - trace.gone_percent
    blocked = there - trace.conducting_percent
    gone = f" {said(trace, 'gone_percent')} are gone." if trace.gone_percent >= 0.5 else ""
    if blocked < 0.5:
        return f"{at} {'no fibre that is left' if gone else 'no fibre'} is blocked.{gone}"
    if trace.conducting_percent < 0.5:
        return f"{at} no fibre conducts.{gone}"
    return (f"{at} {said(trace, 'conducting_percent')} of the fibres conduct; a damaged one needs "
            f"{said(trace, 'least_myelin_percent', 1)} of its myelin.{gone}")


def _force(trace: TractTrace) -> str:
    if trace.command_percent < 0.5:
        return "Nobody makes an effort, and there is no force."
    effort = "full effort" if trace.command_percent > 99.5 else f"an effort of {said(trace, 'command_percent')}"
    force = f"With {effort} the muscle has {said(trace, 'force_percent')} of its greatest force"
    if trace.conducting_percent > 99.5:
        return f"{force}."
    whole = "" if trace.command_percent > 99.5 else f"; with all fibres it would have {said(trace, 'whole_percent')}"
    return f"{force}{whole}."
