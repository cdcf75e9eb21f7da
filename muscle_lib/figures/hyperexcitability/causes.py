"""How causes enter: what each adds to the excitability, and the contraction with them and without them."""

from __future__ import annotations

from muscle_lib.figures.hyperexcitability.cramp import share
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import FAINT, INK, STYLES
from muscle_lib.figures.words import goes_on_for, said
from muscle_lib.models.hyperexcitability.causes import NAMES, CausesTrace, MOST_eu
from muscle_lib.models.hyperexcitability.cramp import DURATION_s

ADDS, TAKES, SUM = "#efb58c", "#9cc4e4", "#c9b8dd"
#: Less than this is called nothing.
NOTHING_eu = 0.05


@figure
class CausesFigure:
    """Left: what each cause adds, and the sum. Right: EMG and force over time."""

    def __init__(self) -> None:
        self.stage = Stage([["bars", "emg"], ["bars", "force"]], heights=(1.5, 1.0), widths=(1.0, 1.35), height_px=420,
                           x="t_s", colors=(ADDS, TAKES, SUM))
        rows = len(NAMES) + 1
        bars = self.stage.panel("bars", "", "Excitability (eu)", xlim=(-5.5, 11.0), ylim=(-0.6, rows - 0.4),
                                yticks=range(rows), yticklabels=("sum", *NAMES[::-1]), xticks=(-4, 0, 4, 8))
        bars.axvline(0.0, color=INK, linewidth=1.0)
        bars.axvline(MOST_eu, color=FAINT, linestyle=STYLES["reference"].dash, linewidth=1.6)
        self.stage.label(bars, 10.8, rows - 0.55, "handles,\nnot doses", ha="right", va="top")
        self._bars = [self.stage.moving(bar) for bar in bars.barh(range(rows), [0.0] * rows, height=0.6, zorder=2,
                                                                  edgecolor=INK, linewidth=1.0)]
        emg = self.stage.panel("emg", "EMG size", xlim=(0, DURATION_s), ylim=(0, 145), yticks=(0, 50, 100))
        force = self.stage.panel("force", "Force", "Time", xlim=(0, DURATION_s), ylim=(0, 112), yticks=(0, 50, 100))
        emg.tick_params(labelbottom=False)
        # Without a ghost: it is the same for all causes, and would lie on it.
        self.stage.curve("emg", "reference", "emg_without_percent", label="without causes", pins=False, linewidth=1.8,
                         zorder=2.5)
        self.stage.curve("emg", "EMG", "emg_smooth_percent", label="with them")
        self.stage.curve("force", "active force", "force_percent", label="force")
        self.stage.add_cursor("Time", "s", emg, force)
        self.stage.legend(emg)

    def show(self, trace: CausesTrace) -> None:
        """Move the bars and the curves to a new trace."""
        self.stage.show(trace)
        for bar, value in zip(self._bars, (trace.sum_eu, *trace.parts_eu[::-1]), strict=True):
            bar.set_width(value)
            bar.set_facecolor(ADDS if value >= 0.0 else TAKES)
        self._bars[0].set_facecolor(SUM)

    def describe(self, trace: CausesTrace) -> str:
        """The sum, the largest cause, and what the contraction leaves behind with the causes and without them."""
        words = f"Together this gives an excitability of {said(trace, 'sum_eu', 1)}"
        sizes = abs(trace.parts_eu[1:])
        if sizes.max() >= NOTHING_eu:
            place = int(sizes.argmax()) + 1
            does = "adds" if trace.parts_eu[place] > 0.0 else "takes away"
            words += f"; most of all {does}: {NAMES[place]} ({said(trace, f'parts_eu.{place}', 1, plus=True)})"
        if trace.is_limited:
            words += f". The model does not reach beyond {said(trace, 'excitability_eu', 1)}, and takes that"
        with_them, without = _lasts(trace.cramp_s, trace.is_over), _lasts(trace.without_s, trace.without_is_over)
        if not trace.conducting:
            return (f"{words}. But the potassium leaves no EMG and no force, as the fibres do not answer; without "
                    f"causes {without}.")
        words += f". After the contraction {with_them}; without causes {without}."
        if trace.conducting < 1.0:
            words += f" The potassium leaves {share(100.0 * trace.conducting)} of EMG and force."
        return words


def _lasts(seconds: float, is_over: int) -> str:
    if seconds < 1.0:
        return "the muscle lets go"
    return f"the EMG goes on for {goes_on_for(seconds, is_over)}"
