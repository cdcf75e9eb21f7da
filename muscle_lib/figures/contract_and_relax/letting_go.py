"""Letting go: the impulses, ATP, calcium and force of one fibre, before, during and after an order."""

from __future__ import annotations

import math

from matplotlib.patches import Rectangle

from muscle_lib.figures.contract_and_relax.fibre import fibre
from muscle_lib.figures.drawings.twitch import FILLS, HEIGHT
from muscle_lib.figures.scene import SIDE_BY_SIDE
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import SHADE
from muscle_lib.figures.words import said
from muscle_lib.models.contract_and_relax.letting_go import DURATION_ms, END_ms, LettingGoTrace, ORDER_ms, STAYS_uM

#: Calcium that stays is called high from here on: our choice, where it begins to hold a force.
HIGH_uM = 0.2


@figure
class LettingGoFigure:
    """Left: the fibre from close by, at the end: does it let go? Right, one above the other: impulses (as an
    electromyogram shows them), ATP, free calcium and force.

    With ``named=False`` sentence and drawing tell only what they show, and leave its name to the student.
    """

    def __init__(self, named: bool = True) -> None:
        self._named = named
        self.stage = Stage([["fibre", name] for name in ("impulses", "atp", "calcium", "force")], scene="fibre",
                           heights=(0.7, 0.75, 1.05, 1.4), widths=SIDE_BY_SIDE, height_px=HEIGHT, x_unit="s",
                           colors=(SHADE, *FILLS))
        impulses = self.stage.panel("impulses", "EMG\n(spikes)", ylim=(-1.1, 1.1), yticks=())
        impulses.grid(False)
        self.stage.axes["atp"].set_yscale("log")
        atp = self.stage.panel("atp", "ATP\n", ylim=(0.0004, 60.0), yticks=(0.001, 0.1, 8),
                               yticklabels=("0.001", "0.1", "8"))
        atp.minorticks_off()
        # At rest 0.05 µM, in a contracture a thousand times as much.
        self.stage.axes["calcium"].set_yscale("log")
        calcium = self.stage.panel("calcium", "Calcium\n", ylim=(0.02, 6000.0), yticks=(0.05, 1, 20),
                                   yticklabels=("0.05", "1", "20"))
        calcium.minorticks_off()
        force = self.stage.panel("force", "Force", "Time", ylim=(0, 150), yticks=(0, 25, 50, 75, 100))
        for axes in (impulses, atp, calcium, force):
            axes.set_xlim(0, DURATION_ms / 1000.0)
            axes.tick_params(labelbottom=axes is force)
            low, high = axes.get_ylim()
            axes.add_patch(Rectangle((ORDER_ms / 1000.0, low), (END_ms - ORDER_ms) / 1000.0, high - low,
                                     facecolor=SHADE, zorder=0.5))
        self._order = self.stage.moving(self.stage.label(force, 0.32, 124, "", ha="left", va="top"))
        self.stage.curve("impulses", "membrane potential", 0.9, foot=-0.9, x="impulses_ms", x_unit="s",
                         label="spikes", pins=False, linewidth=1.6)
        self.stage.curve("atp", "ATP", "atp_mM", label="ATP")
        # Health is itself something to compare with: a pin leaves no ghost of it.
        for panel, style, y, label in (("calcium", "calcium", "Ca_uM", "free calcium"),
                                       ("force", "force", "force_percent", "this fibre")):
            self.stage.curve(panel, "reference", f"healthy_{y}", label="healthy fibre", pins=False, linewidth=1.8,
                             zorder=2.5)
            self.stage.curve(panel, style, y, label=label)
        self.stage.add_cursor("Time", "s", atp, calcium, force)
        self.stage.legend(calcium)
        self.stage.legend(force)
        fibre(self.stage, lambda trace: float(trace.t_ms[-1]), atp=True, named=named)

    def show(self, trace: LettingGoTrace) -> None:
        """Move the spikes and the curves to a new trace."""
        self.stage.show(trace)
        self._order.set_text("nerve's order" if trace.impulses_in_order else "no order")

    def describe(self, trace: LettingGoTrace) -> str:
        """The four signals in words, and the name that they have together."""
        return " ".join([f"{_impulses(trace)} {_atp(trace)} {_calcium(trace)} {_force(trace)}",
                         *([_NAMES[trace.state]] if self._named else [])])


def _impulses(trace: LettingGoTrace) -> str:
    during, after = trace.impulses_in_order, trace.impulses_after
    if not during:
        return f"No order came, but {_count(after)} after its time." if after else "No order came, and no impulse."
    words = f"{_count(during)} during the order".capitalize()
    return f"{words}, and {after} more after it." if after else f"{words}, none after it."


def _count(impulses: int) -> str:
    return "one impulse" if impulses == 1 else f"{impulses} impulses"


def _atp(trace: LettingGoTrace) -> str:
    digits = 1 if trace.late_atp_mM >= 1.0 else 3
    return f"ATP {'stays at' if trace.late_atp_mM > 8.15 else 'falls to'} {said(trace, 'late_atp_mM', digits)}."


def _calcium(trace: LettingGoTrace) -> str:
    if trace.late_Ca_uM > STAYS_uM:
        stays = "high" if trace.late_Ca_uM > HIGH_uM else "somewhat above rest"
        return f"Calcium stays {stays}: {said(trace, 'late_Ca_uM', 2)} at the end, against 0.05 at rest."
    return f"Calcium is low at the end: {said(trace, 'late_Ca_uM', 2)}."


def _force(trace: LettingGoTrace) -> str:
    if trace.peak_percent < 1.0:
        return "There is no force to speak of."
    words = f"The force reaches {_percent(trace, 'peak_percent')}"
    if trace.end_percent >= 1.0 and not math.isnan(trace.half_relaxation_ms):
        words += f", loses half of what it was {said(trace, 'half_relaxation_ms')} after the order"
    return f"{words}, and is {_percent(trace, 'late_percent')} at the end."


def _percent(trace: LettingGoTrace, name: str) -> str:
    return said(trace, name) if getattr(trace, name) >= 0.95 else "less than 1 %"


_NAMES = {
    "twitches": "Impulses come after the order, but too few to hold a force: twitches, no cramp.",
    "no contraction": "No contraction to speak of.",
    "lets go": "It lets go as it should.",
    "lets go slowly": "It lets go, but slowly.",
    "cramp": "Electrically active: this is a cramp.",
    "contracture": "Electrically silent, with calcium that stays: a contracture.",
    "rigor": "ATP is gone: the heads cannot detach, which is rigor.",
}
