"""The monitor of the living sheet: the sheet now, and four seconds of its ECG and of its mean force."""

from __future__ import annotations

from typing import Any

from muscle_lib.figures.drawings.heart_sheet import FILLS, HEIGHT, WIDTH, HeartSheet, SheetMoment
from muscle_lib.figures.drawings.words import Stamp
from muscle_lib.figures.scene import SIDE_BY_SIDE, Bound, Scene, Told
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.words import said
from muscle_lib.models.heart.live_trace import (
    BEATS,
    FIBRILLATES,
    JUST_SHOCKED,
    QUIET,
    TURNS,
    WAITS,
    LiveHeartTrace,
    PUMP_s,
    WINDOW_s,
)
from muscle_lib.models.heart.one_constant import GOOD_BEAT

#: Over the ECG: a row of strokes for each thing that came from outside, and how tall a stroke is.
_ROWS, _TALL = {"beats": 0.5, "pokes": 0.68, "shocks": 0.86}, 0.12
#: What the state means for the whole sheet.
_REST = "No cell of the whole sheet has been excited for {quiet}."
_MEANS = {QUIET: _REST,
          WAITS: _REST,
          JUST_SHOCKED: "What a shock excites is no beat.",
          BEATS: "Waves come and go.",
          TURNS: "What turns comes back to where it was, again and again.",
          FIBRILLATES: "Each part is excited at another time: no standstill, and no beat."}


@figure
class LiveHeartFigure:
    """Left: the sheet now, with a heart's outline that follows its mean force. Right, up to now: the ECG, with a stroke
    for what came from outside; and the mean force."""

    #: A second view of the same, for a button.
    switch = ("As a heart", "Show the sheet in the outline of a heart; its corners are then out of view")
    #: Said before it lives, in one line on half a screen: who may be harmed, and what to do then.
    warning = "If flickering light can give you a seizure or migraine, press “Stills” before “Start”."

    def __init__(self) -> None:
        self.is_switched = False
        self.stage = Stage([["sheet", "ecg"], ["sheet", "force"]], scene="sheet", widths=SIDE_BY_SIDE,
                           heights=(1.2, 1.0), height_px=HEIGHT, colors=FILLS, x="ago_s")
        time: dict[str, Any] = {"xlim": (-WINDOW_s, 0), "xticks": range(-4, 1)}
        ecg = self.stage.panel("ecg", "ECG\n(its own units)", ylim=(-0.3, 1.02), **time)
        ecg.set_yticks([-0.2, 0.0, 0.2, *(foot + _TALL / 2.0 for foot in _ROWS.values())], ["−0.2", "0", "0.2", *_ROWS])
        force = self.stage.panel("force", "Mean force\n", "Time before now", ylim=(0, 125),
                                 yticks=(0, 50, 100), **time)
        ecg.tick_params(labelbottom=False)
        self.stage.curve("ecg", "membrane potential", "ecg", label="ECG", linewidth=1.6)
        for what, foot in _ROWS.items():
            self.stage.curve("ecg", "stimulus", foot + _TALL, foot=foot, x=f"{what}_ago_s", label=what, pins=False,
                             linewidth=3.0)
        # As in station 1: what is not answered has a short stroke.
        self.stage.curve("ecg", "stimulus", _ROWS["beats"] + 0.4 * _TALL, foot=_ROWS["beats"], x="lost_ago_s",
                         label="lost beats", pins=False, linewidth=1.0)
        self.stage.curve("force", "force", "force_percent", label="mean force")
        self._state = self.stage.moving(Stamp(force, -0.06, 113, ha="right", va="center"))
        self.stage.add_cursor("Time before now", "s", ecg, force)
        self.sheet = HeartSheet(self.stage, self.stage.axes["sheet"], f"{PUMP_s:g} s")
        self.stage.play(Scene(self.sheet, self._moment, (
            Told("voltage", "Colour of each cell of the sheet", "its voltage, from 0 to 1, in ten steps", "voltage"),
            Told("waits", "Dots", "at rest, but not ready yet: fewer channels are ready than a wave needs", "waits"),
            Bound("force", "Size of the outline (exaggerated)", "mean force of the whole sheet", "force_percent",
                  of=(0.0, 100.0)),
            Told("swept", "Strokes on the outline", "how far the mean force went in the last 1.5 s", "swept"),
            Told("struck", "Frame on the sheet", "what the shock reaches, if not all or if it comes now", "reached"),
            Bound("strikes", "Width of that frame", "whether a shock comes now", "is_shocked"),
            Told("frame", "Words at the small frame", "what the frame on the sheet means", "frame_words"),
            Told("aim", "Cross", "where a poke goes", "aim"),
            Bound("pokes", "Width of the cross", "whether a poke comes now", "is_poked"),
            Told("word", "The word “pump”", "greatest minus least mean force of the last 1.5 s", "pump_words"),
        ), (WIDTH, HEIGHT), "t_s"))

    def _moment(self, **now: Any) -> SheetMoment:
        return SheetMoment(as_heart=self.is_switched, **now)

    def show(self, trace: LiveHeartTrace) -> None:
        """Move everything to the last four seconds."""
        self.stage.show(trace)
        self._state.set_text(trace.state)

    def touched(self, x: float, y: float) -> dict[str, float] | None:
        """Where a poke goes that is meant for this point of the picture, in its pixels from the upper left; None
        beside the sheet."""
        part = self.sheet.part_at(x, HEIGHT - y)
        return part and dict(zip(("across_percent", "down_percent"), (float(round(100.0 * each)) for each in part),
                                 strict=True))

    def describe(self, trace: LiveHeartTrace) -> str:
        """What the whole sheet does, and what it pumps."""
        if not trace.t_s.size:
            return "The sheet rests; its clock stands at 0.0 s."
        how_many = f" (now {trace.turning})" if trace.state == FIBRILLATES else ""
        means = _MEANS[trace.state].format(quiet=said(trace, "quiet_s", 1))
        charging = " A shock waits until it is charged." if trace.is_charging else ""
        return (f"At {said(trace, 'now_s', 1)}: {trace.state}{how_many}. {means} Excited now: "
                f"{said(trace, 'excited_percent')}; {trace.pump_words} (a good beat: {GOOD_BEAT:.2f})."
                f"{charging}")
