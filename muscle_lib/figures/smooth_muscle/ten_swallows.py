"""Ten swallows of a patient: each as a dot on the clinic's table; beside it how many got which word."""

from __future__ import annotations

from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import PAPER, STYLES
from muscle_lib.models.smooth_muscle.manometry import FAILED, TOO_STRONG, WEAK, TOO_EARLY_s
from muscle_lib.models.smooth_muscle.ten_swallows import TEN, NO_FRONT_s, TenTrace


@figure
class TenSwallowsFigure:
    """Left: vigour against when it arrives below, with the borders of the table. Right: the counted words."""

    def __init__(self) -> None:
        self.stage = Stage([["table", "count"]], widths=(400, 440), height_px=340, x="arrives_s")
        table = self.stage.panel("table", "Vigour\n", "Arrives below after", xlim=(2, 14), ylim=(25, 40000),
                                 yscale="log",
                                 xticks=(3, TOO_EARLY_s, 6, 9, NO_FRONT_s), yticks=(FAILED, WEAK, TOO_STRONG),
                                 xticklabels=("3", f"{TOO_EARLY_s:g}", "6", "9", "no front"),
                                 yticklabels=(f"{FAILED:g}", f"{WEAK:g}", f"{TOO_STRONG:g}"))
        table.minorticks_off()
        table.grid(False)
        ink = STYLES["reference"]
        for vigour in (FAILED, WEAK):
            table.axhline(vigour, color=ink.color, linestyle=ink.dash, linewidth=1.6)
        table.plot((TOO_EARLY_s, 14), (TOO_STRONG, TOO_STRONG), color=ink.color, linestyle=ink.dash, linewidth=1.6)
        table.plot((TOO_EARLY_s, TOO_EARLY_s), (WEAK, 40000), color=ink.color, linestyle=ink.dash, linewidth=1.6)
        for x, vigour, text in ((2.2, 30000, "pre-\nmature"), (13.8, 30000, "hypercontractile"), (13.8, 6300, "normal"),
                                (2.2, 370, "weak"), (2.2, 82, "failed")):
            self.stage.label(table, x, vigour, text, ha="left" if x < 3.0 else "right", va="top")
        self.stage.dot("table", "membrane potential", x="arrives_s", y="vigour_mmHg_s_cm", label="a swallow",
                       markersize=10, markeredgecolor=PAPER, markeredgewidth=1.5)
        self.stage.panel("count", "Swallows (number)", xlim=(-0.6, 4.6), ylim=(0, 10.5), xticks=range(5),
                         xticklabels=("failed", "weak", "normal", "pre-\nmature", "hyper-\ncontractile"),
                         yticks=(0, 2, 4, 6, 8, 10))
        self.stage.curve("count", "force", "swallows_of_word", x="word_number", label="swallows", foot=0.0,
                         pins=False, linewidth=22, solid_capstyle="butt")

    def show(self, trace: TenTrace) -> None:
        """Move dots and bars."""
        self.stage.show(trace)

    def describe(self, trace: TenTrace) -> str:
        """What was counted, and what may be said of it."""
        counts = [(trace.premature, "premature"), (trace.hypercontractile, "hypercontractile"),
                  (trace.ineffective, "weak or failed")]
        found = ", ".join(f"{number} {word}" for number, word in counts if number) or "all normal"
        swallows = "swallow" if trace.measured == 1 else "swallows"
        return f"Of {trace.measured} {swallows}: {found}. {_MEANS[trace.state]}"


_MEANS = {
    "too few": f"No disease is named before {TEN} have been measured.",
    "normal": "That is a normal oesophagus, as far as its squeeze goes.",
    "spasm": "At least 2 of 10 too early, with complaints: distal spasm, a fault of timing.",
    "jackhammer": "At least 2 of 10 too strong, with complaints: jackhammer, a fault of force.",
    "premature": "At least 2 of 10 too early, but without complaints: no disease.",
    "hypercontractile": "At least 2 of 10 too strong, but without complaints: no disease.",
    "ineffective": "More than 7 of 10 weak, or 5 of 10 failed: an ineffective oesophagus.",
    "unclear": "5 to 7 of 10 weak or failed: not clear, other tests must help.",
    "absent": "All of them failed: the squeeze is absent."}
