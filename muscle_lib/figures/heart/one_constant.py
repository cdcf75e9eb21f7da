"""One constant: the sheet itself; beside it how many waves turn on it, its ECG, and its mean force."""

from __future__ import annotations

from muscle_lib.figures.drawings import heart_sheet
from muscle_lib.figures.scene import SIDE_BY_SIDE, Bound, Scene, Told
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.words import said
from muscle_lib.models.heart.one_constant import GOOD_BEAT, DURATION_ms, OneConstantTrace

#: The moment that is shown while nobody moves the cursor; and the stretch that a film shows: a longer one would flash,
#: once it is repeated.
SHOWN_ms, FILM_ms = 3080.0, (2600.0, 3725.0)
#: A beat from many places: the moment when its columns can be seen, before they have met.
COLUMNS_ms = 3000.0
_BOUND = (
    Told("voltage", "Colour of each cell", "its voltage", "voltage_at"),
    Told("waits", "Dots", "at rest, but not ready yet: fewer channels are ready than a wave needs", "waits_at"),
    Bound("force", "Outline of the heart (a quarter smaller at 100 %)", "mean force", "force_percent",
          of=(0.0, 100.0)),
    Told("swept", "Strokes on the outline", "how far the mean force went in the last 2.4 s", "swept"),
    Told("word", "Numbers", "how far the mean force goes up and down in the last 2.4 s, of 1; in a good beat",
         "pump_word"))


@figure
class OneConstantFigure:
    """Left: the sheet. Right: its rotors, its ECG with the stimuli, and its mean force."""

    def __init__(self) -> None:
        self.stage = Stage([["sheet", "rotors"], ["sheet", "ecg"], ["sheet", "force"]], widths=SIDE_BY_SIDE,
                           scene="sheet", height_px=heart_sheet.HEIGHT, colors=heart_sheet.FILLS)
        across = {"xlim": (0, DURATION_ms), "xticks": (0, 1000, 2000, 3000, 4000)}
        rotors = self.stage.panel("rotors", "Rotors\n(number)", "", ylim=(-1, 21), yticks=(0, 5, 10, 15, 20), **across)
        ecg = self.stage.panel("ecg", "ECG\n(own unit)", "", ylim=(-0.6, 0.9), yticks=(), **across)
        force = self.stage.panel("force", "Mean force", "Time", ylim=(-4, 104), yticks=(0, 50, 100), **across)
        for axes in (rotors, ecg):
            axes.tick_params(labelbottom=False)
        self.stage.curve("rotors", "command", "rotors_at", x="seen_ms", x_unit="ms", label="rotors",
                         drawstyle="steps-mid")
        self.stage.curve("ecg", "stimulus", 0.88, foot=0.68, x="stimuli_ms", unit="", pins=False, label="stimuli",
                         linewidth=2.4)
        self.stage.curve("ecg", "membrane potential", "ecg", label="ECG", linewidth=1.8)
        self.stage.curve("force", "force", "force_percent", label="mean force")
        self.stage.add_cursor("Time", "ms", rotors, ecg, force)
        drawing = heart_sheet.HeartSheet(self.stage, self.stage.axes["sheet"], "2.4 s")
        self.stage.play(Scene(drawing, heart_sheet.SheetMoment, _BOUND, (heart_sheet.WIDTH, heart_sheet.HEIGHT), "t_ms",
                              _shown_ms, clock="clock", film=lambda trace: FILM_ms))

    def show(self, trace: OneConstantTrace) -> None:
        """Move everything to a new trace."""
        self.stage.show(trace)

    def describe(self, trace: OneConstantTrace) -> str:
        """What the picture shows, in two sentences."""
        if trace.state == "quiet":
            return "What was turning has come to an end: the sheet is quiet."
        begins = {"edge": "Each beat comes from one edge", "purkinje": "Each beat comes from many places at once",
                  "rotor": "A badly timed stimulus has come"}[trace.driven]
        if trace.state == "begins":
            return f"{begins}: what comes of it is not yet worked out."
        excited = f"Each place is excited {trace.beats_per_min:.0f} times a minute"
        if trace.state == "beats":
            return (f"{begins}. {excited}, and the mean force goes up and down by {trace.pump:.2f} of "
                    "all that the cells can do.")
        turns = "One wave turns on the sheet" if trace.most_rotors < 2 else (
            f"On average {trace.rotors:.1f} waves turn on the sheet, {trace.most_rotors} at most")
        return (f"{turns}. {excited}, but the mean force stays near {said(trace, 'held_percent')} and goes up and down "
                f"by only {trace.pump:.2f}, in a good beat by {GOOD_BEAT:.2f}.")


def _shown_ms(trace: OneConstantTrace) -> float:
    """The moment that the drawing shows: a sketch ends before."""
    return min(COLUMNS_ms if trace.driven == "purkinje" else SHOWN_ms, float(trace.t_ms[-1]))
