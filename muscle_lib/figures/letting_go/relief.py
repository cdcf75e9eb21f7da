"""The relief lab: the leg with what is done to it, the model's curves, and apart from them what studies say."""

from __future__ import annotations

import textwrap

import numpy as np
from matplotlib.patches import Rectangle

from muscle_lib.figures.drawings.table import colors
from muscle_lib.figures.drawings.words import Stamp
from muscle_lib.figures.hyperexcitability.cramp import HARD, WEAK_percent
from muscle_lib.figures.hyperexcitability.leg import leg_with_reflex
from muscle_lib.figures.scene import SIDE_BY_SIDE
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import FAINT, INK, PAPER, SHADE, STYLES
from muscle_lib.figures.words import goes_on_for, said
from muscle_lib.models.letting_go.relief import FROM_s, UNTIL_s
from muscle_lib.models.letting_go.relief_trace import ReliefTrace
from muscle_lib.models.letting_go.remedies import FOUND, SURE

#: The ruler's height in the panel of the EMG, and how many letters a line of the evidence holds, and
#: the room of that.
RULER_percent, LINE_LETTERS, ROOM_px = 66.0, 62, (478, 166)
#: The lowest and the highest push that is drawn; the legend lies above (a tap at double strength is 40 eu).
LEAST_eu, MOST_eu = -3.0, 13.0


@figure
class ReliefFigure:
    """Left: the leg. Right: the EMG without and with the action, what the action moves, and the evidence from people.
    Under “More curves”: length and inward current, which the leg shows, too."""

    def __init__(self) -> None:
        self.stage = Stage([["leg", "emg"], ["leg", "push"], ["leg", "trials"]], more=[["muscle"]], scene="leg",
                           heights=(1.5, 1.0, 1.9), widths=SIDE_BY_SIDE, x="t_s", height_px=440,
                           colors=colors(SHADE))
        emg = self.stage.panel("emg", "EMG size\n", ylim=(0, 132), yticks=(0, 50, 100))
        since = "Time since the command ended"
        push = self.stage.panel("push", "Moved by\n(excitation\nunits)", since,
                                ylim=(LEAST_eu, MOST_eu + 9.5), yticks=(0, 10))
        muscle = self.stage.panel("muscle", "Length (−1\nto 1), part", since, ylim=(-1.3, 2.7),
                                  yticks=(-1, 0, 1))
        for axes in (emg, push, muscle):
            axes.set_xlim(FROM_s, UNTIL_s)
            axes.tick_params(labelbottom=axes is not emg)
        # It is itself something to compare with, so a pin leaves no ghost of it.
        self.stage.curve("emg", "stimulus", "untreated_smooth_emg_percent", label="left alone", pins=False,
                         linestyle=STYLES["reference"].dash, linewidth=1.8, zorder=2.5)
        self.stage.curve("emg", "EMG", "smooth_emg_percent", label="with the action")
        self.stage.curve("push", "chloride", "inhibition_eu", label="inhibition")
        below_legend = Rectangle((FROM_s, LEAST_eu), UNTIL_s - FROM_s, MOST_eu - LEAST_eu, transform=push.transData)
        for line in filter(None, (self.stage.curves[-1].line, self.stage.curves[-1].ghost)):
            line.set_clip_path(below_legend)
        self.stage.curve("push", "threshold", "excitability_change_eu", label="change of excitability")
        self.stage.curve("muscle", "passive force", "length", label="length")
        self.stage.curve("muscle", "calcium", "current_percent", label="inward current", unit="")
        for axes in (emg, push, muscle):
            self.stage.legend(axes)
        (ruler,) = emg.plot([], [], color=INK, marker="|", markersize=14, linewidth=1.8, zorder=4)
        self._ruler = self.stage.moving(ruler)
        self._saved = self.stage.moving(emg.text(0.0, RULER_percent + 6.0, "", ha="center", va="bottom", fontsize=14,
                                                 color=INK, zorder=5, bbox={"color": PAPER, "pad": 1.0}))
        self._moves = self.stage.moving(emg.text(UNTIL_s - 1.0, 93.0, "", ha="right", va="bottom", fontsize=14,
                                                 color=INK, zorder=5))
        ink = STYLES["stimulus"]
        self._acts = [self.stage.moving(axes.axvline(0.0, color=ink.color, linewidth=ink.width, zorder=2))
                      for axes in (emg, push, muscle)]
        self._lay_out_trials(self.stage.axes["trials"])
        self.stage.add_cursor("Time", "s", emg, push, muscle)
        leg_with_reflex(self.stage, "t_s", "smallest_s", deeds="doing_at", declared=lambda trace: trace.in_action_s)

    def _lay_out_trials(self, trials) -> None:
        """The two marks, each with all it can be, and room for what they mean and for the words."""
        # In pixels, from its upper left corner on. It has no numbers at its left, so its words may begin there.
        trials.set(xlim=(0, ROOM_px[0]), ylim=(-ROOM_px[1], 0), in_layout=False)
        width, height = ROOM_px[0] / self.stage.width_px, ROOM_px[1] / self.stage.height_px
        trials.set_position((1.0 - width, 0.0, width, height))
        trials.axis("off")
        self._name = self.stage.moving(Stamp(trials, 0, -10, "", weight="bold"))
        self._marks = []
        for y, heading, marks in ((-31, "found:", FOUND), (-51, "how sure:", SURE)):
            trials.text(0, y, heading, va="center_baseline", fontsize=14, color=INK)
            for mark, left in zip(marks, (74, 146, 275, 344), strict=True):
                box = Rectangle((left, y - 7), 13, 13, edgecolor=FAINT, facecolor=PAPER, linewidth=1.2, zorder=2)
                trials.add_patch(box)
                trials.text(left + 18, y, mark, va="center_baseline", fontsize=14, color=INK)
                self._marks.append((mark, self.stage.moving(box)))
        self._words = self.stage.moving(Stamp(trials, 0, -64, "", va="top", linespacing=1.1))

    def show(self, trace: ReliefTrace) -> None:
        """Move everything to a new trace."""
        self.stage.show(trace)
        for line in self._acts:
            line.set_visible(not trace.is_left_alone and not trace.is_before)
            line.set_xdata([trace.action_s, trace.action_s])
        self._show_ruler(trace)
        self._moves.set_text(_moves(trace))
        trials = trace.remedy.trials
        self._name.set_text(f"In people: {trace.action_name}")
        for mark, box in self._marks:
            here = mark in (*trials.found, trials.sure)
            box.set_facecolor(SHADE if here else PAPER)
            box.set_hatch("///" if here else "")
        meanings = [f"{mark.capitalize()}: {meaning}." for mark, meaning in (FOUND | SURE).items()
                    if mark in (*trials.found, trials.sure)]
        self._words.set_text("\n".join(textwrap.wrap(" ".join([*meanings, trials.words]), LINE_LETTERS)))

    def _show_ruler(self, trace: ReliefTrace) -> None:
        """From the end with the action to the end without it, and how many seconds these are."""
        ends = [trace.counted_from_s + left for left in (trace.left_s, trace.untreated_left_s)]
        saved = trace.saved_s
        self._ruler.set_data(ends if saved else [], [RULER_percent] * 2 if saved else [])
        at_least = "at least " if not (trace.is_over and trace.untreated_is_over) else ""
        size = said(trace, "saved_s").removeprefix("−")
        words = f"{at_least}{size} longer" if saved < 0.0 else f"{at_least if saved else ''}{size} saved"
        words += " in the model"
        self._saved.set_text("" if trace.is_left_alone else words)
        self._saved.set_x(min(max(sum(ends) / 2.0, 14.0), 50.0))

    def describe(self, trace: ReliefTrace) -> str:
        """What the model says, and after it what studies in people say."""
        trials = trace.remedy.trials
        hard = HARD if trace.is_cramp and trace.cramp_force_percent < WEAK_percent else ""
        return f"In the model: {_model(trace)}.{hard} In people: {trials.marks}. {trials.words}"


def _moves(trace: ReliefTrace) -> str:
    """What the action moves in the loop, and after what delay."""
    remedy = trace.remedy
    if trace.is_left_alone:
        return ""
    if remedy.moves_nothing:
        return "moves nothing in the loop"
    what = f"the {remedy.place}" if remedy.place in ("length", "inward current") else remedy.place
    when = f"after {remedy.delay}" if remedy.delay else "at once"
    return f"moves {what}, {'for days before' if trace.is_before else when}"


def _for(seconds: float, is_over: int) -> str:
    return "for less than 1 s" if is_over and seconds < 1.0 else f"for {goes_on_for(seconds, is_over)}"


def _model(trace: ReliefTrace) -> str:
    remedy, name = trace.remedy, trace.remedy.phrase
    alone = _for(trace.untreated_left_s, trace.untreated_is_over)
    if not trace.is_cramp and trace.left_s < 1.0:
        return "there is no cramp: the EMG is over within a second after the command"
    if trace.is_left_alone:
        return f"left alone, the EMG goes on {alone} after the command"
    if trace.is_before:
        return _before(trace)
    at = f"{said(trace, 'action_s')} after the command" if trace.action_s else "as the command ends"
    moved = trace.length[np.argmax(np.abs(trace.length - trace.length[0]))]
    lengths = f" (length from {trace.length[0]:.2g} to {moved + 0.0:.2g}; −1 is the shortest)".replace("-", "−")
    when = f"{name}{lengths if moved != trace.length[0] else ''} comes {at}"
    if trace.untreated_left_s < 1.0:
        return f"{when}, when the cramp is over anyhow" + ("" if trace.left_s < 1.0 else ", and wakes it")
    if remedy.moves_nothing and not remedy.delay:
        return f"{when} and changes nothing in the loop; the EMG goes on {alone}"
    if not trace.begins_in_picture:
        return f"{when} and would need {remedy.delay} to begin; the EMG goes on {alone}, with it and without"
    if not trace.changed:
        if trace.action == "shorten":
            return f"{when}, but the muscle is as short as it can be; the EMG goes on {alone}"
        if remedy.delay:
            return f"{when} and begins {remedy.delay} later; nothing changes, and the EMG goes on {alone}"
        return f"{when} and changes nothing; the EMG goes on {alone}"
    return f"{when}; from then on the EMG goes on {_for(trace.left_s, trace.is_over)}, without it {alone}"


def _before(trace: ReliefTrace) -> str:
    alone = _for(trace.untreated_left_s, trace.untreated_is_over)
    if not trace.remedy.is_taken:
        return (f"what {trace.remedy.phrase} does is over long before the cramp; the EMG goes on {alone} after the "
                "command")
    if not trace.changed:
        return f"{trace.remedy.phrase}, taken for days before, changes nothing; the EMG goes on {alone}"
    return (f"with {trace.remedy.phrase}, taken for days before, the EMG goes on "
            f"{_for(trace.left_s, trace.is_over)} after the command, without it {alone}")
