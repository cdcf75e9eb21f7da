"""The three leg muscles beside each other: force against length, strength in newtons, and range and speed."""

from __future__ import annotations

import math

from matplotlib.patches import Rectangle

from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import STYLES
from muscle_lib.figures.words import said
from muscle_lib.models.contract_and_relax.architecture import LEG_MUSCLES, LegMuscleTrace

_NAMES = tuple(LEG_MUSCLES)
#: The bars from top to bottom, as heights on the axis.
_ROWS = (2, 1, 0)


@figure
class LegMuscleFigure:
    """Left: each muscle's force against its change of length; the chosen one is bold, with a dot. Right: how strong the
    three are (frame) and what they give now (filled), and over what range and how fast they work."""

    def __init__(self) -> None:
        self.stage = Stage([["curve", "strength"], ["curve", "range"]], widths=(1.25, 1.0), x="changes_cm",
                           colors=[STYLES[name].color for name in _NAMES])
        curve = self.stage.panel("curve", "Active + passive force (% of its best)", "Change of length (cm, − shorter)",
                                 xlim=(-3, 3), ylim=(0, 225), yticks=range(0, 201, 50))
        curve.axvline(0.0, color=STYLES["stimulus"].color, linewidth=1.0)
        self.stage.label(curve, 0.08, 222.0, "best length", ha="left", va="top")
        strength = self.stage.panel("strength", x="Force: frame best, filled now (kN)", xlim=(0, 21),
                                    xticks=(0, 5, 10, 15, 20))
        span = self.stage.panel("range", x="Range (cm); beside it, top speed", xlim=(0, 16), xticks=(0, 5, 10, 15))
        self._lines, self._frames, self._now, self._spans, self._words = [], [], [], [], []
        for number, (name, row) in enumerate(zip(_NAMES, _ROWS, strict=True)):
            color = STYLES[name].color
            self._lines.append(self.stage.curve("curve", name, f"force_curves_percent.{number}"))
            self._now.append(self._bar(strength, row, color, color))
            self._frames.append(self._bar(strength, row, "none", STYLES["total force"].color))
            self._spans.append(self._bar(span, row, color, color))
            self._words.append([self.stage.moving(axes.text(0.0, row, "", fontsize=14, va="center"))
                                for axes in (strength, span)])
        for axes in (strength, span):
            axes.set(ylim=(-0.55, 2.55), yticks=_ROWS, yticklabels=_NAMES)
            axes.grid(False, axis="y")
        # One below the other: in a row the names would be wider than the panel.
        curve.legend(loc="upper left", fontsize=14, frameon=False, borderaxespad=0.1, handlelength=2.4)
        self._dot = self.stage.dot("curve", "total force", "change_cm", "force_percent", label="force now",
                                   markersize=12, markeredgecolor="white", zorder=5, clip_on=False)

    def _bar(self, axes, row: int, face: str, edge: str) -> Rectangle:
        return self.stage.rectangle(axes, 0.0, row - 0.32, 0.0, 0.64, facecolor=face, edgecolor=edge, linewidth=1.6,
                                    zorder=2)

    def show(self, trace: LegMuscleTrace) -> None:
        """Move the curves, the dot and the bars to a new trace."""
        self.stage.show(trace)
        self._dot.set_color(STYLES[trace.muscle].color)
        for number, line in enumerate(self._lines):
            line.set_linewidth(4.5 if number == trace.chosen else 1.8)
            now_kN, best_kN = trace.now_N[number] / 1000.0, trace.best_N[number] / 1000.0
            self._now[number].set_width(now_kN)
            self._frames[number].set_width(best_kN)
            self._spans[number].set_width(trace.range_cm[number])
            force, span = self._words[number]
            force.set(text=said(trace, f"now_N.{number}"), x=max(now_kN, best_kN) + 0.4)
            # The longest bar of force leaves no room to its right.
            if max(now_kN, best_kN) > 16.0:
                force.set(x=min(now_kN, best_kN) - 0.4, ha="right", color="white")
            else:
                force.set(ha="left", color="black")
            span.set(text=f"{said(trace, f'range_cm.{number}', 1)}; {said(trace, f'top_speeds_cm_s.{number}')}",
                     x=trace.range_cm[number] + 0.4)

    def describe(self, trace: LegMuscleTrace) -> str:
        """What the picture shows, in three sentences."""
        place, motion = "at its best length", "held"
        if trace.change_cm:
            which = "shorter" if trace.change_cm < 0.0 else "longer"
            place = f"{_size(trace, 'change_cm', 1)} {which} than at its best"
        if trace.speed_cm_s:
            verb = "shortening" if trace.speed_cm_s < 0.0 else "being stretched"
            motion = f"{verb} by {_size(trace, 'speed_cm_s', 0)}"
        slow = ("there is no sure number for its slow fibres" if math.isnan(trace.slow_fibres_percent) else
                f"about {said(trace, 'slow_fibres_percent')} of its fibres are slow")
        passive = f", {said(trace, 'passive_N')} of it passive" if trace.passive_N >= 0.5 else ""
        return (f"Muscle: {trace.muscle}, {place} and {motion}. It pulls with {said(trace, 'force_N')} along its "
                f"tendon, {said(trace, 'force_percent')} of its best held force{passive}. Its fibres are "
                f"{said(trace, 'mean_fibre_cm', 1)} long on average: it keeps at least half of its best active force "
                f"over {said(trace, 'reach_cm', 1)}, and can shorten by up to {said(trace, 'top_speed_cm_s')} without "
                f"a load; {slow}.")


def _size(trace: LegMuscleTrace, name: str, digits: int) -> str:
    """A number with its unit, without its sign: the words beside it say which way."""
    return said(trace, name, digits).removeprefix("−")
