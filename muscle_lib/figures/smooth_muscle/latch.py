"""The latch: filaments with their heads, the drive, the heads that hold, and what it costs."""

from __future__ import annotations

import math

from muscle_lib.figures.drawings.latch import FILLS, HEADS, HEIGHT, SECONDS, WIDTH, Latch, LatchMoment
from muscle_lib.figures.scene import SIDE_BY_SIDE, Bound, Scene, Told
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.words import said
from muscle_lib.models.smooth_muscle import LatchTrace

#: Less than this (of what it was) is hardly a change.
SEEN_percent = 1.0
#: A coin is one ATP of all heads in the drawing: so many for one that a head uses in a minute; and the most drawn.
_COINS, _MOST = HEADS * SECONDS / 60.0, 100.0


@figure
class LatchFigure:
    """Left: a thick filament with 16 heads between two thin ones, when the run ends. Right, over time: the drive; the
    heads that hold, which is the force, and those with a phosphate; the ATP that a head uses."""

    def __init__(self) -> None:
        self.stage = heads_stage("drive")
        self.stage.panel("drive", "Drive\n", xlim=(0, 6), xticklabels=(), ylim=(0, 0.65), yticks=(0, 0.3, 0.6))
        self.stage.curve("drive", "calcium", "drive_per_s", label="drive", every=5)
        add_heads(self.stage, "drive", most_per_s=0.6)

    def show(self, trace: LatchTrace) -> None:
        """Move the curves and the filaments to a new trace."""
        self.stage.show(trace)

    def describe(self, trace: LatchTrace) -> str:
        """What the picture shows, in two or three sentences."""
        before = (f"{trace.muscle_name.capitalize()}: with the drive on, {said(trace, 'force_before_percent')} of the "
                  "heads hold.")
        change = trace.drive_left_percent - 100.0
        if abs(change) < SEEN_percent:
            return f"{before} The drive stays, and so do the force and what it costs."
        words = (f"{before} The drive {'falls' if change < 0.0 else 'rises'} to {said(trace, 'drive_left_percent')}; "
                 f"at the end the force is {said(trace, 'force_left_percent')} of what it was, the phosphates "
                 f"{said(trace, 'phosphate_left_percent')}, the ATP use {said(trace, 'atp_left_percent')}.")
        if math.isnan(trace.half_gone_s):
            return words
        return f"{words} Half of the force was gone after {said(trace, 'half_gone_s')}."


def heads_stage(first: str) -> Stage:
    """A stage with the filaments at the left; at the right a first panel, one for the heads, one for the cost."""
    return Stage([["filaments", name] for name in (first, "heads", "cost")], heights=(0.8, 1.6, 1.2),
                 widths=SIDE_BY_SIDE, height_px=HEIGHT, scene="filaments", x="t_s", x_unit="min", colors=FILLS)


def add_heads(stage: Stage, first: str, most_per_s: float, film_s: float = math.inf) -> None:
    """The heads and the cost over time, the cursor, and the filaments, with so much drive as a full bar; their film
    shows the last so many seconds."""
    heads = stage.panel("heads", "Heads", xlim=(0, 6), xticklabels=(), ylim=(0, 119), yticks=(0, 25, 50, 75, 100))
    cost = stage.panel("cost", "ATP\n", "Time", xlim=(0, 6), ylim=(0, 48), yticks=(0, 10, 20, 30))
    stage.curve("heads", "force", "force_percent", label="hold: the force", every=5)
    stage.curve("heads", "phosphate", "phosphate_percent", label="with a phosphate", every=5)
    stage.curve("cost", "ATP", "atp_per_min", label="ATP in all", every=5)
    stage.curve("cost", "force", "heads_atp_per_min", label="of it by heads", every=5)
    stage.add_cursor("Time", "min", stage.axes[first], heads, cost)
    for axes in (heads, cost):
        stage.legend(axes)
    stage.play(Scene(Latch(stage, stage.axes["filaments"]), LatchMoment, (
        Bound("charged", "Free heads with a phosphate", "part of the heads", "charged"),
        Bound("working", "Heads that hold, with a phosphate; arrows", "part of the heads", "working"),
        Bound("latched", "Heads that hold, without a phosphate; arrows", "part of the heads", "latched"),
        Bound("drive", "Bar", "drive", "drive_per_s", of=(0.0, most_per_s)),
        Bound("phosphate_coins", f"Coins for phosphates: of {HEADS} heads in {SECONDS} s", "ATP for phosphates",
              "phosphate_atp_per_min", of=(0.0, _MOST / _COINS), to=(0.0, _MOST)),
        Bound("heads_coins", f"Coins for heads: of {HEADS} heads in {SECONDS} s", "ATP of heads that let go",
              "heads_atp_per_min", of=(0.0, _MOST / _COINS), to=(0.0, _MOST)),
        Told("muscle", "Word", "which muscle", "muscle_name"),
    ), (WIDTH, HEIGHT), "t_s", lambda trace: float(trace.t_s[-1]),
        film=lambda trace: (max(0.0, float(trace.t_s[-1]) - film_s), float(trace.t_s[-1]))))
