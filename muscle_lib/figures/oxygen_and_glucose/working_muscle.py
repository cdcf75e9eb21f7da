"""The account: force, who pays for it, what is left; and as bars, what each has paid in all."""

from __future__ import annotations

import math

from matplotlib.patches import Rectangle

from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import STYLES
from muscle_lib.models.oxygen_and_glucose import WorkTrace

LENGTH_min = 6.0
PAYERS = (("oxygen", "oxygen", "oxygen_share_percent"), ("glycolysis", "glycolysis", "glycolysis_share_percent"),
          ("store", "phosphocreatine", "store_share_percent"))


class AccountFigure:
    """Left, over the minutes: force, the payers of ATP, the stocks. Right: each payer's part of the whole work."""

    def __init__(self) -> None:
        self.stage = Stage([["force", "bars"], ["rates", "bars"], ["stocks", "bars"]], heights=(1.0, 1.6, 1.5),
                           widths=(2.9, 1.0), height_px=410,
                           colors=[STYLES[style].color for _, style, _ in PAYERS])
        force, rates, stocks, bars = (self.stage.axes[name] for name in ("force", "rates", "stocks", "bars"))
        for axes in (force, rates):
            axes.set(xlim=(0, LENGTH_min), xticklabels=())
        force.set(ylim=(0, 150), yticks=(0, 50, 100), ylabel="Force (%)")
        rates.set(ylim=(-1.05, 2.1), yticks=(-1, 0, 1), ylabel="ATP (mM/s)")
        stocks.set(xlim=(0, LENGTH_min), ylim=(0, 62), yticks=(0, 20, 40), ylabel="Stock (mM)", xlabel="Time (min)")
        bars.set(xlim=(-0.6, 2.6), ylim=(-26, 118), yticks=(0, 50, 100), xticks=(), ylabel="Paid in the work (%)")
        bars.axhline(0.0, color=STYLES["stimulus"].color, linewidth=1.0)
        end = STYLES["reference"]
        self._ends = [self.stage.moving(axes.axvline(3.0, ymax=0.8, color=end.color, linestyle=end.dash, linewidth=1.8))
                      for axes in (force, rates, stocks)]
        self._end_word = self.stage.moving(self.stage.label(force, 3.0, 128, "", ha="left", va="center"))
        self._force = self.stage.curve(force, STYLES["force"], "force", "%")
        self._used = self.stage.curve(rates, STYLES["ATP"], "used", "mM/s")
        self._payers = [self.stage.curve(rates, STYLES[style], name, "mM/s") for name, style, _ in PAYERS]
        self._stocks = [self.stage.curve(stocks, STYLES[style], name, "mM") for name, style in (
            ("ATP", "ATP"), ("phosphocreatine", "phosphocreatine"), ("phosphate", "phosphate"))]
        self.stage.add_cursor("Time", "min", force, rates, stocks)
        self.stage.legend(force)
        for axes in (rates, stocks):
            axes.legend(loc="upper right", ncols=4, borderaxespad=0.1, handlelength=2.2, columnspacing=0.9,
                        fontsize=14.0, frameon=False)
        self._bars, self._words = [], []
        for i, (_, style, _) in enumerate(PAYERS):
            self._bars.append(self.stage.moving(bars.add_patch(Rectangle((i - 0.36, 0), 0.72, 1, zorder=2,
                                                                         facecolor=STYLES[style].color))))
            self._words.append(self.stage.moving(self.stage.label(bars, i, 0.0, "", ha="center", va="bottom")))
            self.stage.label(bars, i, -2.0, ("O₂", "glyco-\nlysis", "store")[i], ha="center", va="top")

    def show(self, trace: WorkTrace) -> None:
        """Move curves and bars to a new trace."""
        for line in self._ends:
            line.set_xdata([trace.work_min, trace.work_min])
        self._end_word.set(text="the work ends", x=min(trace.work_min, LENGTH_min - 2.6) + 0.05)
        t = trace.t_min
        self._force.set_data(t, trace.force_percent)
        self._used.set_data(t[1:], trace.used_mM_s[1:])
        for line, values in zip(self._payers, (trace.oxidation_mM_s, trace.glycolysis_mM_s, trace.stored_mM_s),
                                strict=True):
            line.set_data(t[1:], values[1:])
        for line, values in zip(self._stocks, (trace.ATP_mM, trace.pcr_mM, trace.Pi_mM), strict=True):
            line.set_data(t, values)
        for bar, word, (_, _, share) in zip(self._bars, self._words, PAYERS, strict=True):
            part = getattr(trace, share)
            bar.set_height(part)
            word.set(text=f"{max(part, 0.0):.0f} %", y=max(part, 0.0) + 1.0)

    def describe(self, trace: WorkTrace) -> str:
        """What the picture shows, in two or three sentences."""
        if trace.state == "idle":
            return (f"The muscle rests: phosphocreatine stays at {trace.pcr_end_mM:.1f} mM and ATP at "
                    f"{trace.ATP_end_mM:.1f} mM.")
        return f"{_paid(trace)} {_left(trace)} {recovery(trace)}"


def _paid(trace: WorkTrace) -> str:
    shares = [round(getattr(trace, share)) for _, _, share in PAYERS]
    return (f"In {trace.work_min:.1f} minutes of work oxygen pays {max(shares[0], 0)} % of the ATP, glycolysis "
            f"{max(shares[1], 0)} % and the store {max(shares[2], 0)} %.")


def _left(trace: WorkTrace) -> str:
    atp = "ATP stays near" if trace.ATP_lowest_mM > 0.98 * trace.ATP_mM[0] else "ATP falls to"
    return (f"{atp} {trace.ATP_lowest_mM:.1f} mM, phosphocreatine is down to {trace.pcr_end_mM:.1f} mM, and the force "
            f"at the end is {trace.force_left_percent:.0f} % of the first.")


def recovery(trace: WorkTrace) -> str:
    """What comes after the work, as a sentence."""
    if trace.state == "contracture":
        return (f"Afterwards it does not let go: {trace.force_after_percent:.0f} % of the first force is there at the "
                "end, without any impulse.")
    if math.isnan(trace.pcr_recovery_s):
        return "The phosphocreatine is not paid back within the picture."
    return f"63 % of the phosphocreatine lost is back after {trace.pcr_recovery_s:.0f} s."
