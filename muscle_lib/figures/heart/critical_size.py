"""How small can it be: the sheet in its size; beside it how long sheets of all sizes fibrillated, how many of them
stopped, and this one over time."""

from __future__ import annotations

import math

from muscle_lib.figures.drawings import heart_sheet
from muscle_lib.figures.scene import SIDE_BY_SIDE, Bound, Scene, Told, as_it_is
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import STYLES
from muscle_lib.figures.words import said
from muscle_lib.models.heart.critical_size import CriticalSizeTrace
from muscle_lib.models.heart.fibrillation import STARTS
from muscle_lib.models.heart.life_times import LONGEST_s

#: The moment that is shown while nobody moves the cursor: when most waves have broken, or the last picture.
SHOWN_s = 3.0
#: So much a film shows: in its three seconds more of it would flash.
FILM_s = 1.5
_BOUND = (
    Told("voltage", "Colour of each cell", "its voltage", "voltage_at"),
    Told("waits", "Dots", "at rest, but not ready yet: fewer channels are ready than a wave needs", "waits_at"),
    Bound("force", "Outline of the heart (a quarter smaller at 100 %)", "mean force", "force_percent",
          of=(0.0, 100.0)),
    as_it_is("width", "Frame (dashed: the largest)", "width, in parts of 12.8 cm", "relative_width", 0.0, 1.0),
    Told("word", "Word", "what is going on; “quiet”: no cell of the sheet is excited any more", "word_at"))


@figure
class CriticalSizeFigure:
    """Left: the sheet in its size. Right: for how long this one and those that were tried beforehand fibrillated, by
    width; how many stopped by themselves; and how much of this one is excited, with its mean force."""

    def __init__(self) -> None:
        self.stage = Stage([["sheet", "life", "stopped"], ["sheet", "over", "over"]], scene="sheet", x="t_s",
                           widths=(SIDE_BY_SIDE[0], 0.58 * SIDE_BY_SIDE[1], 0.42 * SIDE_BY_SIDE[1]),
                           heights=(1.4, 1.0), height_px=heart_sheet.HEIGHT, colors=heart_sheet.FILLS)
        wide = {"xlim": (4.0, 13.6), "xticks": (6.4, 9.6, 12.8)}
        life = self.stage.panel("life", "Fibrillated for", "Width", ylim=(-1, 46), yticks=(0, 10, 20, 30), **wide)
        self.stage.panel("stopped", "Stopped (of 8)", "Width", ylim=(-0.7, STARTS + 0.7), yticks=(0, 4, 8), **wide)
        over = self.stage.panel("over", "Sheet", "Time", xlim=(0, 15), ylim=(-4, 135), yticks=(0, 50, 100))
        # What the marks mean, over all life times: how one ended by form, which is this one by size and colour.
        for at_cm, high_s, mark, size, style in ((4.5, 42.5, "o", 4.0, "heart"), (7.7, 42.5, "^", 4.0, "heart"),
                                                 (4.5, 36.0, "o", 9.0, "force"), (5.2, 36.0, "^", 9.0, "force")):
            life.plot([at_cm], [high_s], marker=mark, markersize=size, color=STYLES[style].color, linestyle="none",
                      label="_")
        for at_cm, high_s, word in ((4.8, 42.5, "stopped"), (8.0, 42.5, "still going on"), (5.6, 36.0, "this sheet")):
            self.stage.label(life, at_cm, high_s, word, ha="left", va="center")
        for which, mark in (("stopped", "o"), ("going_on", "^")):
            self.stage.curve("life", "heart", f"{which}_lives_s", x=f"{which}_side_by_side_cm", x_unit="cm",
                             linestyle="none", marker=mark, markersize=4.0, pins=False,
                             label=f"others fibrillated ({'stopped' if mark == 'o' else 'going on'})")
        self.stage.dot("life", "force", "its_side_cm", "life_s", label="this sheet's life")
        self.stage.dot("life", "force", "its_side_cm", "going_on_s", label="this sheet: still going on", marker="^")
        self.stage.curve("stopped", "heart", "stopped_by_width", x="each_width_cm", x_unit="cm", marker="o",
                         markersize=4.0, label="stopped")
        self.stage.dot("stopped", "heart", "kept_cm", "stopped", label="this width, stopped")
        self.stage.curve("over", "membrane potential", "excited_percent", label="excited")
        self.stage.curve("over", "force", "force_percent", label="mean force")
        self.stage.legend(over)
        self.stage.add_cursor("Time", "s", over)
        drawing = heart_sheet.HeartSheet(self.stage, self.stage.axes["sheet"])
        self.stage.play(Scene(drawing, heart_sheet.SheetMoment, _BOUND, (heart_sheet.WIDTH, heart_sheet.HEIGHT), "t_s",
                              lambda trace: min(SHOWN_s, float(trace.t_s[-1])), clock="clock", film=_film))

    def show(self, trace: CriticalSizeTrace) -> None:
        """Move everything to a new trace."""
        self.stage.show(trace)

    def describe(self, trace: CriticalSizeTrace) -> str:
        """What the picture shows, in two sentences."""
        fate = (f"stops by itself after {said(trace, 'so_far_s', 1)}" if trace.is_over
                else f"still fibrillates after {said(trace, 'so_far_s', 1)}, "
                     f"{'and is not yet worked out further' if trace.is_begun_only else 'when the watching ends'}")
        count = {0: "none", STARTS: "all"}.get(trace.stopped, trace.stopped)
        middle = "" if trace.median_s >= LONGEST_s else f", and half of the eight within {said(trace, 'median_s', 1)}"
        such = ("on such a sheet" if math.isclose(trace.kept_cm, trace.width_cm)
                else f"of the nearest width that was tried, {said(trace, 'kept_cm', 1)},")
        return (f"Start {trace.start} on a sheet {said(trace, 'width_cm', 1)} wide {fate}. Of the eight starts {such} "
                f"{count} stopped within {LONGEST_s:g} s{middle}.")


def _film(trace: CriticalSizeTrace) -> tuple[float, float]:
    """The end of it."""
    end = float(trace.t_s[-1])
    return max(0.0, end - FILM_s), end
