"""A shock to a fibrillating sheet: the sheet itself; beside it what is excited, mean force and ECG; and what became of
ten such shocks, by dose and by the part that they reach."""

from __future__ import annotations

import math

from muscle_lib.figures.drawings import heart_sheet
from muscle_lib.figures.scene import SIDE_BY_SIDE, Bound, Scene, Told
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.words import said
from muscle_lib.models.heart.shock import END_ms, ShockTrace
from muscle_lib.models.heart.shock_map import MOMENTS, BEFORE_ms, DOSES_percent, PARTS_percent

#: The moment that is shown while nobody moves the cursor: what the shock reached has let go again.
SHOWN_ms = 300.0
#: Until then the film of a sheet runs that fibrillates on.
FILM_END_ms = 1300.0
_BOUND = (
    Told("voltage", "Colour of each cell", "its voltage", "voltage_at"),
    Told("waits", "Dots", "at rest, but not ready yet: fewer channels are ready than a wave needs", "waits_at"),
    Bound("force", "Outline of the heart (a quarter smaller at 100 %)", "mean force", "force_percent",
          of=(0.0, 100.0)),
    Told("struck", "Frame", "what the shock reaches; from 1.5 s on, where the beat begins", "struck_at"),
    Told("strikes", "Frame, thick", "shock or beat, for 60 ms", "strikes_at"),
    Told("frame", "Words at the small frame", "what the frame on the sheet means", "frame_at"),
    Told("word", "Word", "what is going on; “quiet”: no cell of the sheet is excited", "word_at"))


@figure
class ShockFigure:
    """Left: the sheet. Right: how much of it is excited, and its mean force; its ECG with shock and beat; and how many
    of ten such shocks stop it, by dose and by part."""

    def __init__(self) -> None:
        self.stage = Stage([["sheet", "over", "over"], ["sheet", "ecg", "ecg"], ["sheet", "dose", "part"]],
                           widths=(SIDE_BY_SIDE[0], SIDE_BY_SIDE[1] / 2, SIDE_BY_SIDE[1] / 2), heights=(1.5, 1.0, 1.1),
                           scene="sheet", x_unit="s", height_px=heart_sheet.HEIGHT, colors=heart_sheet.FILLS)
        across = {"xlim": (-BEFORE_ms / 1000.0, END_ms / 1000.0)}
        over = self.stage.panel("over", "Sheet", "", ylim=(-4, 130), yticks=(0, 50, 100), **across)
        ecg = self.stage.panel("ecg", "ECG\n(own unit)", "Time from the shock", ylim=(-0.42, 1.05), yticks=(), **across)
        over.tick_params(labelbottom=False)
        tried = {"ylim": (-0.8, MOMENTS + 0.8), "yticks": (0, 5, 10)}
        self.stage.panel("dose", "Stopped (of 10)", "Dose", xlim=(-2, DOSES_percent[-1] + 2), **tried)
        self.stage.panel("part", "", "Part reached", xlim=(PARTS_percent[0] - 2, 102), **tried)
        self.stage.curve("over", "membrane potential", "excited_percent", label="excited")
        self.stage.curve("over", "force", "force_percent", label="mean force")
        for name, label, width in (("shocks_ms", "shock", 3.2), ("beats_ms", "pacemaker", 1.8)):
            self.stage.curve("ecg", "stimulus", 0.62, foot=0.4, x=name, unit="", x_unit="s", pins=False, label=label,
                             linewidth=width)
        self.stage.curve("ecg", "membrane potential", "ecg", label="ECG")
        for name in ("dose", "part"):
            self.stage.curve(name, "heart", f"stopped_by_{name}", x=f"{name}s_percent", x_unit="%", marker="o",
                             markersize=4.0, label=f"stopped by {name}")
            self.stage.dot(name, "heart", f"{name}_percent", "stopped", label="this one, stopped")
        self.stage.legend(over)
        self.stage.legend(ecg)
        self.stage.add_cursor("Time", "s", over, ecg)
        drawing = heart_sheet.HeartSheet(self.stage, self.stage.axes["sheet"])
        self.stage.play(Scene(drawing, heart_sheet.SheetMoment, _BOUND, (heart_sheet.WIDTH, heart_sheet.HEIGHT), "t_ms",
                              lambda trace: min(SHOWN_ms, float(trace.t_ms[-1])), clock="clock", film=_film))

    def show(self, trace: ShockTrace) -> None:
        """Move everything to a new trace."""
        self.stage.show(trace)

    def describe(self, trace: ShockTrace) -> str:
        """What the picture shows, in two or three sentences."""
        what = (f"A shock of {said(trace, 'dose_percent')} to {_part(trace)}" if trace.dose_percent
                else "Without a shock")
        often = f"{trace.stopped} of {MOMENTS} moments" if trace.stopped else f"none of {MOMENTS} moments"
        return f"{what}: {_fate(trace)} It stops at {often}."


def _film(trace: ShockTrace) -> tuple[float, float]:
    """What a film shows. What fibrillates would flash in it if it were all of the run: a film is three seconds long."""
    return -BEFORE_ms, min(float(trace.t_ms[-1]), END_ms if trace.stops else FILM_END_ms)


def _part(trace: ShockTrace) -> str:
    whole = trace.part_percent > 99.95
    return "all of the sheet" if whole else f"{said(trace, 'part_percent', 1).replace('.0', '')} of the sheet"


def _fate(trace: ShockTrace) -> str:
    """What becomes of the sheet, and of the pacemaker's beat."""
    if math.isnan(trace.left_percent):
        return "what comes of it is not yet worked out."
    if not trace.stops:
        lost = "; the pacemaker's beat is lost in it" if trace.is_paced else ""
        left = said(trace, "left_percent", int(trace.left_percent < 1.0))
        return f"1.5 s later {left} of the sheet is excited{lost}."
    quiet = f"the sheet is quiet after {said(trace, 'quiet_ms')}"
    if not trace.is_paced:
        return f"{quiet}, and stays so."
    if not trace.follows:
        return f"{quiet}; the pacemaker's beat does not come through."
    return (f"{quiet}; the pacemaker's beat runs through it from one edge: the mean force comes up to "
            f"{said(trace, 'beat_percent')}, and falls to 0.")
