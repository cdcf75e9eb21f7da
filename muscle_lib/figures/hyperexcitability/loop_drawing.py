"""The loop as a drawing: brain, motor neurons, muscle, and arrows that swell with what runs along them."""

from __future__ import annotations

from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch

from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import FAINT, INK, PAPER, STYLES

#: An arrow's width in pixels: the thinnest, what each excitation unit (or per cent) adds, the widest.
THIN, PER_eu, PER_percent, WIDE = 0.8, 0.28, 0.13, 13.0
PUSH, HOLD, DOWN = STYLES["sodium"].color, STYLES["potassium"].color, INK


class Flow(NamedTuple):
    """What runs along the arrows at a moment."""

    command_percent: float
    tonic_eu: float
    ia_eu: float
    ib_eu: float
    by_length_eu: float
    pic_eu: float
    emg_percent: float


class LoopDrawing:
    """Boxes and arrows on one panel; ``show`` makes the arrows thick or thin and writes the numbers beside them."""

    def __init__(self, stage: Stage, axes: Axes) -> None:
        axes.set(xlim=(0, 1), ylim=(0, 1))
        axes.set_axis_off()
        for text, y in (("brain", 0.93), ("motor neurons", 0.575), ("muscle", 0.07)):
            axes.text(0.5, y, text, ha="center", va="center", fontsize=14, zorder=5,
                      bbox={"facecolor": PAPER, "edgecolor": FAINT, "boxstyle": "round,pad=0.35"})
        places = {"command": ((0.42, 0.88), (0.42, 0.63), 0.0, DOWN), "tonic": ((0.58, 0.88), (0.58, 0.63), 0.0, HOLD),
                  "impulses": ((0.48, 0.52), (0.48, 0.125), 0.0, DOWN), "ia": ((0.36, 0.12), (0.36, 0.52), -0.35, PUSH),
                  "ib": ((0.61, 0.12), (0.61, 0.52), 0.2, HOLD), "length": ((0.72, 0.16), (0.69, 0.52), 0.8, HOLD),
                  "pic": ((0.74, 0.605), (0.74, 0.545), -1.6, PUSH)}
        self._arrows, self._numbers = {}, {}
        for name, (start, end, bend, color) in places.items():
            arrow = FancyArrowPatch(start, end, connectionstyle=f"arc3,rad={bend}", arrowstyle="-|>", color=color,
                                    shrinkA=0, shrinkB=0, zorder=3, mutation_scale=14)
            axes.add_patch(arrow)
            self._arrows[name] = stage.moving(arrow)
        # The words stay; only the numbers are written anew, as letters cost most of a picture's time.
        for name, words, x, y, align in (
                ("command", "command", 0.36, 0.755, "right"), ("tonic", "holds back", 0.64, 0.755, "left"),
                ("ia", "spindles", 0.225, 0.32, "right"), ("ib", "force", 0.685, 0.32, "left"),
                ("length", "length", 0.68, 0.085, "left"),
                ("pic", "inward\ncurrent", 0.835, 0.575, "left"), ("impulses", "", 0.475, 0.32, "center")):
            ink = self._arrows[name].get_edgecolor()
            axes.text(x, y, words, ha=align, va="bottom", fontsize=14, linespacing=1.05, color=ink)
            number = axes.text(x, y, "", ha=align, va="top", fontsize=14, zorder=6, color=ink)
            self._numbers[name] = stage.moving(number)
        self._numbers["impulses"].set(va="center", bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.0})

    def show(self, flow: Flow) -> None:
        """Draw a moment."""
        for name, width in (("command", PER_percent * flow.command_percent), ("tonic", PER_eu * flow.tonic_eu),
                            ("ia", PER_eu * flow.ia_eu), ("ib", PER_eu * flow.ib_eu),
                            ("length", PER_eu * flow.by_length_eu), ("pic", PER_eu * flow.pic_eu),
                            ("impulses", PER_percent * flow.emg_percent)):
            arrow = self._arrows[name]
            arrow.set_linewidth(min(WIDE, THIN + width))
            arrow.set_mutation_scale(12.0 + 1.1 * min(WIDE, width))
        for name, words in (("command", f"{flow.command_percent:.0f} %"), ("tonic", signed(-flow.tonic_eu)),
                            ("ia", signed(flow.ia_eu)), ("ib", signed(-flow.ib_eu)),
                            ("length", signed(-flow.by_length_eu)), ("pic", signed(flow.pic_eu)),
                            ("impulses", f"EMG {flow.emg_percent:.0f} %")):
            self._numbers[name].set_text(words)


def signed(value_eu: float) -> str:
    """A push or a pull, with a true minus sign and its unit."""
    return "0 eu" if abs(value_eu) < 0.5 else f"{value_eu:+.0f} eu".replace("-", "−")
