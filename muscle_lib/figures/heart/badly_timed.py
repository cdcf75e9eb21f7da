"""A badly timed beat: the sheet itself; beside it how ready it is, its ECG, and its mean force."""

from __future__ import annotations

import math

from muscle_lib.figures.drawings import heart_sheet
from muscle_lib.figures.drawings.words import Stamp
from muscle_lib.figures.scene import SIDE_BY_SIDE, Bound, Scene, Told
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.words import said
from muscle_lib.models.heart.badly_timed import BadlyTimedTrace, DURATION_ms

#: So long after the second stimulus is the moment that is shown while nobody moves the cursor.
SHOWN_ms = 100.0
#: So much a film shows: in its three seconds all of the run would flash, where a wave turns.
FILM_ms = (0.0, 1300.0)
_BOUND = (
    Told("voltage", "Colour of each cell", "its voltage", "voltage_at"),
    Told("waits", "Dots", "at rest, but not ready yet: fewer channels are ready than a wave needs", "waits_at"),
    Bound("force", "Outline of the heart (a quarter smaller at 100 %)", "mean force", "force_percent",
          of=(0.0, 100.0)),
    Told("struck", "Frame", "the part of the sheet that was stimulated last", "struck_at"),
    Told("strikes", "Frame, thick", "a stimulus, for 24 ms", "strikes_at"),
    Told("frame", "Words at the small frame", "what the frame on the sheet means", "frame_at"),
    Told("word", "Word", "stimuli; “quiet”: no cell of the sheet is excited", "word_at"))


@figure
class BadlyTimedFigure:
    """Left: the sheet. Right: the channels that are ready at both sides of the second stimulus' quarter, and what a
    wave needs; the ECG with the two stimuli; and the mean force."""

    def __init__(self) -> None:
        self.stage = Stage([["sheet", "ready"], ["sheet", "ecg"], ["sheet", "force"]], widths=SIDE_BY_SIDE,
                           scene="sheet", heights=(1.3, 1.0, 1.0), height_px=heart_sheet.HEIGHT,
                           colors=heart_sheet.FILLS)
        across = {"xlim": (0, DURATION_ms), "xticks": (0, 300, 600, 900, 1200, 1500, 1800)}
        ready = self.stage.panel("ready", "Ready", "", ylim=(-4, 150), yticks=(0, 50, 100), **across)
        ecg = self.stage.panel("ecg", "ECG\n(own unit)", "", ylim=(-0.5, 0.6), yticks=(), **across)
        force = self.stage.panel("force", "Mean force", "Time", ylim=(-4, 100), yticks=(0, 50, 100), **across)
        for axes in (ready, ecg):
            axes.tick_params(labelbottom=False)
        self.stage.curve("ready", "sodium", "left_ready_percent", label="quarter's left")
        self.stage.curve("ready", "potassium", "right_ready_percent", label="quarter's right")
        self.stage.curve("ready", "reference", "needed_all_along_percent", label="needed", pins=False)
        self.stage.curve("ecg", "stimulus", 0.58, foot=0.44, x="stimuli_ms", unit="", pins=False, label="stimuli",
                         linewidth=2.4)
        self.stage.curve("ecg", "membrane potential", "ecg", label="ECG")
        self.stage.curve("force", "force", "force_percent", label="mean force")
        self._t_wave = self.stage.moving(Stamp(ecg, 0.0, 0.0, "T wave, here downward", va="top"))
        self.stage.legend(ready)
        self.stage.add_cursor("Time", "ms", ready, ecg, force)
        drawing = heart_sheet.HeartSheet(self.stage, self.stage.axes["sheet"])
        self.stage.play(Scene(drawing, heart_sheet.SheetMoment, _BOUND, (heart_sheet.WIDTH, heart_sheet.HEIGHT), "t_ms",
                              lambda trace: trace.second_ms + SHOWN_ms, clock="clock", film=lambda trace: FILM_ms))

    def show(self, trace: BadlyTimedTrace) -> None:
        """Move everything to a new trace."""
        self.stage.show(trace)
        at_ms, _ = trace.t_wave
        self._t_wave.set_visible(not math.isnan(at_ms))
        if self._t_wave.get_visible():
            # Under all of the curve, also where it goes deeper later.
            self._t_wave.set_position((at_ms, float(trace.ecg.min()) - 0.04))

    def describe(self, trace: BadlyTimedTrace) -> str:
        """What the picture shows, in two sentences."""
        return (f"After {said(trace, 'second_ms')}, when the second stimulus comes, its quarter is "
                f"{_how_ready(trace)}. {_fate(trace)}")


def _how_ready(trace: BadlyTimedTrace) -> str:
    """Both sides of the quarter."""
    left, right = (f"ready to {said(trace, side)}" if getattr(trace, side) >= 0.5 else "still excited"
                   for side in ("left_percent", "right_percent"))
    return left if left == right else f"{left} at its left side and {right} at its right"


def _fate(trace: BadlyTimedTrace) -> str:
    """What becomes of the second stimulus."""
    quiet = f"{said(trace, 'quiet_ms')} later the sheet is quiet"
    if trace.state == "dies":
        return f"The second stimulus dies where it is, and {quiet}."
    if trace.state == "spreads":
        return f"Its wave is one more beat, and {quiet}."
    if trace.state == "turns and ends":
        return f"Its wave comes back and reaches the far corner {trace.beats - 1} times, but {quiet}."
    rate = "" if math.isnan(trace.turning_per_min) else f", {trace.turning_per_min:.0f} times a minute"
    return (f"Its wave comes back and goes on turning{rate}; the mean force stays near {said(trace, 'held_percent')} "
            f"and goes up and down by only {said(trace, 'swing_percent')}.")
