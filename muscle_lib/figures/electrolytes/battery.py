"""The battery of ions: where each ion pulls, and where the membrane comes to rest, also for other potassium."""

from __future__ import annotations

from matplotlib.patches import Rectangle

from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import SHADE, STYLES
from muscle_lib.models.electrolytes.battery import BatteryTrace

#: The ions from top to bottom: sign, style, and the name of its potential in the trace.
IONS = (("Ca²⁺", "calcium", "E_Ca_mV"), ("Na⁺", "sodium", "E_Na_mV"), ("Mg²⁺", "stimulus", "E_Mg_mV"),
        ("Cl⁻", "chloride", "E_Cl_mV"), ("K⁺", "potassium", "E_K_mV"))
_NORMAL_K_mM, _DANGER_K_mM = (3.5, 5.0), (2.5, 6.5)


class BatteryFigure:
    """Left: a bar from 0 to each ion's own potential, and the membrane's rest. Right: the rest against potassium."""

    def __init__(self) -> None:
        self.stage = Stage([["pull", "curve"]], widths=(1.15, 1.0),
                           colors=(SHADE, *(STYLES[style].color for _, style, _ in IONS)))
        pull, curve = self.stage.axes["pull"], self.stage.axes["curve"]
        pull.set(xlim=(-150, 150), ylim=(-0.6, 5.3), yticks=range(5), yticklabels=[ion for ion, *_ in reversed(IONS)],
                 xticks=(-100, -50, 0, 50, 100), xlabel="Where each ion pulls the inside (mV)")
        pull.axvline(0.0, color=STYLES["stimulus"].color, linewidth=1.0)
        curve.set(xlim=(1, 12), ylim=(-145, 45), yticks=range(-140, 21, 20), xlabel="Potassium outside (mM)",
                  ylabel="Potential (mV)", xscale="log", xticks=(1, 2, 4, 6.5, 12),
                  xticklabels=("1", "2", "4", "6.5", "12"))
        curve.minorticks_off()
        curve.add_patch(Rectangle((_NORMAL_K_mM[0], -145), _NORMAL_K_mM[1] - _NORMAL_K_mM[0], 190, facecolor=SHADE,
                                  zorder=0.5))
        for limit in _DANGER_K_mM:
            curve.axvline(limit, color=STYLES["reference"].color, linestyle=STYLES["reference"].dash, linewidth=1.6)
        self.stage.label(curve, 4.18, -143, "normal", ha="center", va="bottom")
        self.stage.label(curve, 2.4, -143, "danger", ha="right", va="bottom")
        self.stage.label(curve, 6.8, -143, "danger", ha="left", va="bottom")

        self._bars, self._words = [], []
        for row, (_, style, _) in enumerate(reversed(IONS)):
            self._bars.append(self.stage.moving(pull.add_patch(Rectangle(
                (0.0, row - 0.3), 1.0, 0.6, facecolor=STYLES[style].color, zorder=2))))
            self._words.append(self.stage.moving(self.stage.label(pull, 0.0, row, "", va="center")))
        rest = STYLES["membrane potential"]
        self._rest = self.stage.moving(pull.axvline(-90.0, ymax=0.9, color=rest.color, linewidth=rest.width, zorder=3))
        self._rest_word = self.stage.moving(self.stage.label(pull, -90.0, 4.85, "", ha="left", va="center"))
        self._own = self.stage.curve(curve, STYLES["potassium"], "K⁺ alone", "mV")
        self._curve = self.stage.curve(curve, STYLES["membrane potential"], "membrane", "mV")
        (self._point,) = curve.plot([], [], "o", markersize=11, color=rest.color, markeredgecolor="white", zorder=4,
                                   clip_on=False)
        self.stage.moving(self._point)
        self.stage.add_cursor("Potassium outside", "mM", curve)
        self.stage.legend(curve)

    def show(self, trace: BatteryTrace) -> None:
        """Move the bars, the lines and the point to a new trace."""
        for bar, word, (_, _, name) in zip(self._bars, self._words, reversed(IONS), strict=True):
            pull = getattr(trace, name)
            bar.set_width(pull)
            # On the other side of 0, where no bar is ever in its way.
            # Chloride outside depends on all the others, so its amount is told too.
            amount = f"\n{trace.Cl_out_mM:.0f} mM outside" if name == "E_Cl_mV" else ""
            word.set(text=_mV(pull) + amount, x=-8.0 if pull > 0.0 else 8.0, ha="right" if pull > 0.0 else "left")
        self._rest.set_xdata([trace.rest_mV, trace.rest_mV])
        self._rest_word.set(text=f"membrane at rest: {_mV(trace.rest_mV)}", x=min(trace.rest_mV, -40.0) - 8.0)
        self._own.set_data(trace.K_axis_mM, trace.E_K_curve_mV)
        self._curve.set_data(trace.K_axis_mM, trace.rest_curve_mV)
        self._point.set_data([trace.K_out_mM], [trace.rest_mV])

    def describe(self, trace: BatteryTrace) -> str:
        """What the picture shows, in two to four sentences."""
        words = (f"With {trace.K_out_mM:.3g} mM of potassium outside ({trace.potassium_state}), potassium pulls "
                 f"towards {_mV(trace.E_K_mV)} and sodium towards {_mV(trace.E_Na_mV)}; the membrane comes to rest at "
                 f"{_mV(trace.rest_mV)}, {trace.from_E_K_mV:.1f} mV above potassium's own potential. Chloride has "
                 f"followed: {trace.Cl_out_mM:.0f} mM outside, {trace.Cl_in_mM:.3g} mM inside.")
        if trace.gap_state == "below 0":
            words += (f" There is more negative than positive charge outside (a gap of {_signed(trace.gap_mEq_L)} "
                      "mEq/L): no blood is like this.")
        elif trace.gap_state == "above 40":
            words += (f" The gap outside is {trace.gap_mEq_L:.1f} mEq/L: much more than proteins and other anions can "
                      "fill in healthy blood.")
        return words


def _mV(value: float) -> str:
    """A voltage with one decimal, a true minus sign, and a plus above zero."""
    return "0 mV" if abs(value) < 0.05 else f"{_signed(value, plus=True)} mV"


def _signed(value: float, plus: bool = False) -> str:
    return (f"{value:+.1f}" if plus else f"{value:.1f}").replace("-", "−")
