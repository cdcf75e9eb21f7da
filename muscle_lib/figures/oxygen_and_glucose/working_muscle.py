"""The account: force, who pays for it, what is left; and as bars, what each has paid in all."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes

from muscle_lib.figures.drawings.supply import FILLS
from muscle_lib.figures.oxygen_and_glucose.vessel import working_vessel
from muscle_lib.figures.scene import SIDE_BY_SIDE
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import STYLES
from muscle_lib.figures.words import said
from muscle_lib.models.oxygen_and_glucose import WorkTrace
from muscle_lib.models.oxygen_and_glucose.working_trace import HARDLY_mM

LENGTH_min = 6.0
#: Its name, its style, what it pays each second, and its part of the whole.
PAYERS = (("oxygen", "oxygen", "oxygen_pays_mM_s", "oxygen_share_percent"),
          ("glycolysis", "glycolysis", "glycolysis_pays_mM_s", "glycolysis_share_percent"),
          ("store: phosphocreatine", "phosphocreatine", "store_pays_mM_s", "store_share_percent"))


class WorkEnd:
    """The line at which the work ends, on several panels, and its name beside it on one of them, at a height.

    The name keeps so much room to the panel's right edge.
    """

    def __init__(self, stage: Stage, panels: Sequence[Axes], named: Axes, height: float,
                 room_min: float) -> None:
        self._last_min = LENGTH_min - room_min
        look = STYLES["reference"]
        # It ends below the legends.
        self._lines = [stage.moving(axes.axvline(3.0, ymax=0.8 if axes is named else 0.6, color=look.color,
                                                 linestyle=look.dash, linewidth=1.8)) for axes in panels]
        self._name = stage.moving(stage.label(named, 3.0, height, "the work ends", ha="left", va="center"))

    def show(self, trace: WorkTrace) -> None:
        """Move it to where the work of a trace ends."""
        for line in self._lines:
            line.set_xdata([trace.work_min, trace.work_min])
        self._name.set_x(min(trace.work_min, self._last_min) + 0.05)


@figure
class AccountFigure:
    """Left: the muscle's supply and its stores at the end of the work. Right, over the minutes: force, the payers of
    ATP, the stocks. Under “More curves”: each payer's part of the whole work."""

    def __init__(self) -> None:
        self.stage = Stage([["supply", name] for name in ("force", "rates", "stocks")], heights=(1.0, 1.7, 1.4),
                           widths=SIDE_BY_SIDE, more=[["bars"]], height_px=410, scene="supply", x="t_min",
                           colors=[*FILLS, *(STYLES[style].color for _, style, _, _ in PAYERS)])
        time = (0, LENGTH_min)
        force = self.stage.panel("force", "Force", xlim=time, xticklabels=(), ylim=(0, 150), yticks=(0, 50, 100))
        rates = self.stage.panel("rates", "ATP", xlim=time, xticklabels=(), ylim=(-1.05, 3.3), yticks=(-1, 0, 1))
        stocks = self.stage.panel("stocks", "Stock", "Time", xlim=time, ylim=(0, 64), yticks=(0, 20, 40))
        bars = self.stage.panel("bars", "Paid in the\nwork (%)", xlim=(-0.6, 2.6), ylim=(-25, 125), yticks=(0, 50, 100),
                                xticks=())
        bars.axhline(0.0, color=STYLES["stimulus"].color, linewidth=1.0)
        self._end = WorkEnd(self.stage, (force, rates, stocks), force, 128, room_min=2.6)
        self.stage.curve("force", "force", "force_percent")
        self.stage.curve("rates", "ATP", "used_mM_s", label="used")
        for name, style, pays, _ in PAYERS:
            self.stage.curve("rates", style, pays, label=name)
        self.stage.curve("stocks", "ATP", "ATP_mM")
        self.stage.curve("stocks", "phosphocreatine", "pcr_mM", label="phosphocreatine")
        self.stage.curve("stocks", "phosphate", "Pi_mM")
        self.stage.add_cursor("Time", "min", force, rates, stocks)
        self.stage.legend(force)
        self.stage.legend(rates, columns=2)
        self.stage.legend(stocks)
        self.stage.label(rates, 0.05, -1.0, "below 0: paid back", ha="left", va="bottom")
        working_vessel(self.stage)
        self._bars, self._words = [], []
        for i, (_, style, _, _) in enumerate(PAYERS):
            self._bars.append(self.stage.rectangle(bars, i - 0.36, 0, 0.72, 1, zorder=2,
                                                   facecolor=STYLES[style].color))
            self._words.append(self.stage.moving(self.stage.label(bars, i, 0.0, "", ha="center", va="bottom")))
            self.stage.label(bars, i, -2.0, ("oxygen", "glycolysis", "store")[i], ha="center", va="top")

    def show(self, trace: WorkTrace) -> None:
        """Move curves and bars to a new trace."""
        self.stage.show(trace)
        self._end.show(trace)
        for bar, word, (_, _, _, share) in zip(self._bars, self._words, PAYERS, strict=True):
            part = getattr(trace, share)
            bar.set_height(part)
            word.set(text=_share(trace, share), y=max(part, 0.0) + 1.0)

    def describe(self, trace: WorkTrace) -> str:
        """What the picture shows, in two or three sentences."""
        if trace.state == "idle":
            return (f"The muscle rests: phosphocreatine stays at {said(trace, 'pcr_end_mM', 1)} and ATP at "
                    f"{said(trace, 'ATP_end_mM', 1)}.")
        return f"{_paid(trace)} {_left(trace)} {recovery(trace)}"


def _paid(trace: WorkTrace) -> str:
    oxygen, glycolysis, store = (_share(trace, share) for _, _, _, share in PAYERS)
    return (f"In {trace.work_min:.1f} minutes of work oxygen pays {oxygen} of the ATP, glycolysis {glycolysis} and the "
            f"store {store}.")


def _share(trace: WorkTrace, name: str) -> str:
    # A store that has been filled a little in the work has paid nothing.
    return said(trace, name) if getattr(trace, name) > 0.0 else "0 %"


def _left(trace: WorkTrace) -> str:
    atp = "ATP stays near" if trace.ATP_lowest_mM > 0.98 * trace.ATP_mM[0] else "ATP falls to"
    return (f"{atp} {said(trace, 'ATP_lowest_mM', 1)}, phosphocreatine is down to {said(trace, 'pcr_end_mM', 1)}, and "
            f"the force at the end is {said(trace, 'force_left_percent')} of the first.")


def recovery(trace: WorkTrace) -> str:
    """What comes after the work, as a sentence."""
    if trace.state == "contracture":
        return (f"Afterwards it does not let go: {said(trace, 'force_after_percent')} of the first force is there at "
                "the end, without any impulse.")
    if trace.pcr_mM[0] - trace.pcr_end_mM < HARDLY_mM:
        return "Hardly any phosphocreatine is missing after it."
    if math.isnan(trace.pcr_recovery_s):
        return "The phosphocreatine is not paid back within the picture."
    return f"63 % of the phosphocreatine lost is back after {said(trace, 'pcr_recovery_s')}."
