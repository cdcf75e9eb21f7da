"""How causes enter: what each adds to the excitability, and the contraction with them and without them."""

from __future__ import annotations

from muscle_lib.figures.hyperexcitability.cramp import share, smooth
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import FAINT, INK, STYLES
from muscle_lib.models.hyperexcitability.causes import NAMES, CausesTrace, LEAST_eu, MOST_eu
from muscle_lib.models.hyperexcitability.cramp import DURATION_s

ADDS, TAKES, SUM = "#efb58c", "#9cc4e4", "#c9b8dd"
#: Less than this is called nothing.
NOTHING_eu = 0.05


class CausesFigure:
    """Left: what each cause adds, and the sum. Right: EMG and force over time."""

    def __init__(self) -> None:
        self.stage = Stage([["bars", "emg"], ["bars", "force"]], heights=(1.5, 1.0), widths=(1.0, 1.35), height_px=420,
                           colors=(ADDS, TAKES, SUM))
        bars, emg, force = (self.stage.axes[name] for name in ("bars", "emg", "force"))
        rows = len(NAMES) + 1
        bars.set(xlim=(-5.5, 11.0), ylim=(-0.6, rows - 0.4), yticks=range(rows), yticklabels=("sum", *NAMES[::-1]),
                 xticks=(-4, 0, 4, 8), xlabel="Excitability (eu)")
        bars.axvline(0.0, color=INK, linewidth=1.0)
        bars.axvline(MOST_eu, color=FAINT, linestyle=STYLES["reference"].dash, linewidth=1.6)
        self.stage.label(bars, 10.8, rows - 0.55, "handles,\nnot doses", ha="right", va="top")
        self._bars = [self.stage.moving(bar) for bar in bars.barh(range(rows), [0.0] * rows, height=0.6, zorder=2,
                                                                  edgecolor=INK, linewidth=1.0)]
        for axes, label in ((emg, "EMG size (%)"), (force, "Force (%)")):
            axes.set(xlim=(0, DURATION_s), ylim=(0, 112), yticks=(0, 50, 100), ylabel=label)
        emg.set(ylim=(0, 145))
        emg.tick_params(labelbottom=False)
        force.set_xlabel("Time (s)")
        self._without = self.stage.curve(emg, STYLES["potassium"], "without causes", "%")
        self._emg = self.stage.curve(emg, STYLES["EMG"], "with them", "%")
        self._force = self.stage.curve(force, STYLES["active force"], "force", "%")
        self.stage.add_cursor("Time", "s", emg, force)
        self.stage.legend(emg)

    def show(self, trace: CausesTrace) -> None:
        """Move the bars and the curves to a new trace."""
        for bar, value in zip(self._bars, (trace.sum_eu, *trace.parts_eu[::-1]), strict=True):
            bar.set_width(value)
            bar.set_facecolor(ADDS if value >= 0.0 else TAKES)
        self._bars[0].set_facecolor(SUM)
        self._without.set_data(trace.t_s, smooth(trace.without_percent))
        self._emg.set_data(trace.t_s, smooth(trace.emg_size_percent))
        self._force.set_data(trace.t_s, trace.force_percent)

    def describe(self, trace: CausesTrace) -> str:
        """The sum, the largest cause, and what the contraction leaves behind with the causes and without them."""
        words = f"Together this gives an excitability of {signed(trace.sum_eu)} eu"
        causes = trace.parts_eu[1:]
        if abs(causes).max() >= NOTHING_eu:
            place = int(abs(causes).argmax())
            words += f"; most of all counts: {NAMES[place + 1]} ({signed(causes[place], plus=True)} eu)"
        if trace.is_limited:
            limit = MOST_eu if trace.sum_eu > MOST_eu else LEAST_eu
            words += f". The model does not reach beyond {signed(limit)} eu, and takes that"
        with_them, without = _lasts(trace.cramp_s, trace.is_over), _lasts(trace.without_s, trace.without_is_over)
        words += f". After the contraction {with_them}; without causes {without}."
        if trace.conducting < 1.0:
            words += f" The potassium leaves {share(100.0 * trace.conducting)} of the force." if trace.conducting else (
                " The potassium leaves no force: the fibres do not answer.")
        return words


def _lasts(seconds: float, is_over: int) -> str:
    if seconds < 1.0:
        return "the muscle lets go"
    return f"the EMG goes on for {'' if is_over else 'more than '}{seconds:.0f} s"


def signed(value: float, plus: bool = False) -> str:
    """A number with one digit, a true minus sign, and if wanted a plus."""
    if abs(value) < NOTHING_eu:
        return "0"
    return f"{value:{'+' if plus else ''}.1f}".replace("-", "−")
