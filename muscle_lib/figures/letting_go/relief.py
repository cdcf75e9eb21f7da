"""The relief lab: what the model says on the left; on the right, apart from it, what trials in people say."""

from __future__ import annotations

import textwrap

from matplotlib.patches import Rectangle

from muscle_lib.figures.hyperexcitability.cramp import smooth
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import FAINT, INK, PAPER, SHADE, STYLES
from muscle_lib.models.letting_go.relief import FROM_s, UNTIL_s
from muscle_lib.models.letting_go.relief_trace import ReliefTrace
from muscle_lib.models.letting_go.remedies import LEVELS, NO_PLACE, NOTHING, DAY_s, HOUR_s, MINUTE_s

#: The ruler's height in the panel of the EMG, and how many letters a line of the right side holds.
RULER_percent, LINE_LETTERS = 66.0, 31
#: What can be moved, in a word, in the order of ``PLACES``.
SHORT = ("nothing", "the length", "inhibition", "excitability", "the inward current")
#: Pushes beyond these are drawn at the panel's edge (a tap at double strength is 40 eu, for a third of a second).
LEAST_eu, MOST_eu = -3.0, 14.0


class ReliefFigure:
    """Left, over time: the EMG without and with the action, and what the action moves. Right: the evidence."""

    def __init__(self) -> None:
        self.stage = Stage([["emg", "trials"], ["push", "trials"], ["muscle", "trials"]], heights=(2.0, 1.0, 1.0),
                           widths=(1.9, 1.0), height_px=415, colors=(SHADE,))
        emg, push, muscle, trials = (self.stage.axes[name] for name in ("emg", "push", "muscle", "trials"))
        for axes in (emg, push, muscle):
            axes.set_xlim(FROM_s, UNTIL_s)
            axes.tick_params(labelbottom=axes is muscle)
        emg.set(ylim=(0, 120), yticks=(0, 50, 100), ylabel="EMG size\n(%)")
        emg.set_title("The model", fontsize=14)
        push.set(ylim=(LEAST_eu, MOST_eu + 7.0), yticks=(0, 10), ylabel="Moved by\n(eu)")
        muscle.set(ylim=(-1.3, 2.7), yticks=(-1, 0, 1), ylabel="Length (−1\nto 1), part",
                   xlabel="Time since the command ended (s)")
        reference = STYLES["reference"]
        # No curve: it is itself something to compare with, and a pin leaves no ghost of it.
        (alone,) = emg.plot([], [], color=STYLES["stimulus"].color, linestyle=reference.dash, linewidth=1.8, zorder=2.5,
                            label="left alone")
        self._alone = self.stage.moving(alone)
        self._emg = self.stage.curve(emg, STYLES["EMG"], "with the action", "%")
        self._inhibition = self.stage.curve(push, STYLES["chloride"], "inhibition", "eu")
        self._change = self.stage.curve(push, STYLES["threshold"], "change of excitability", "eu")
        self._length = self.stage.curve(muscle, STYLES["passive force"], "length", " ")
        self._current = self.stage.curve(muscle, STYLES["calcium"], "inward current", " ")
        for axes in (emg, push, muscle):
            self.stage.legend(axes)
        (ruler,) = emg.plot([], [], color=INK, marker="|", markersize=14, linewidth=1.8, zorder=4)
        self._ruler = self.stage.moving(ruler)
        self._saved = self.stage.moving(emg.text(0.0, RULER_percent + 3.0, "", ha="center", va="bottom", fontsize=14,
                                                 color=INK, zorder=5))
        self._moves = self.stage.moving(emg.text(UNTIL_s - 1.0, 87.0, "", ha="right", va="bottom", fontsize=14,
                                                 color=INK, zorder=5))
        ink = STYLES["stimulus"]
        self._acts = [self.stage.moving(axes.axvline(0.0, color=ink.color, linewidth=ink.width, zorder=2))
                      for axes in (emg, push, muscle)]
        self._lay_out_trials(trials)
        self.stage.add_cursor("Time", "s", emg, push, muscle)

    def _lay_out_trials(self, trials) -> None:
        """The bar of five steps, and room for the words."""
        trials.set(xlim=(0, 10), ylim=(0, 20))
        trials.set_title("Trials in people", fontsize=14)
        trials.axis("off")
        self._name = self.stage.moving(trials.text(0.0, 19.7, "", va="top", fontsize=14, fontweight="bold", color=INK))
        self._steps = []
        for place, level in enumerate(LEVELS):
            low = 12.4 + 1.2 * place
            box = Rectangle((0.0, low), 2.0, 1.05, edgecolor=FAINT, facecolor=PAPER, linewidth=1.2, zorder=2)
            trials.add_patch(box)
            self._steps.append((self.stage.moving(box), self.stage.moving(trials.text(
                2.4, low + 0.5, level, va="center", fontsize=14, color=FAINT))))
        self._words = self.stage.moving(trials.text(0.0, 11.7, "", va="top", fontsize=14, color=INK, linespacing=1.15))

    def show(self, trace: ReliefTrace) -> None:
        """Move everything to a new trace."""
        self._alone.set_data(trace.t_s, smooth(trace.untreated_emg_percent))
        self._emg.set_data(trace.t_s, smooth(trace.emg_size_percent))
        self._inhibition.set_data(trace.t_s, trace.inhibition_eu.clip(LEAST_eu, MOST_eu))
        self._change.set_data(trace.t_s, trace.excitability_change_eu)
        self._length.set_data(trace.t_s, trace.length)
        self._current.set_data(trace.t_s, trace.current_percent / 100.0)
        for line in self._acts:
            line.set_visible(trace.action != NOTHING and not trace.taken_before)
            line.set_xdata([trace.action_s, trace.action_s])
        self._show_ruler(trace)
        self._moves.set_text(_moves(trace))
        trials = trace.remedy.trials
        self._name.set_text("\n".join(textwrap.wrap(trace.action_name, LINE_LETTERS - 3)))
        for place, (box, text) in enumerate(self._steps):
            here = place == trials.place
            box.set_facecolor(SHADE if here else PAPER)
            box.set_hatch("///" if here else None)
            text.set_color(INK if here else FAINT)
            text.set_fontweight("bold" if here else "normal")
        self._words.set_text("\n".join(textwrap.wrap(trials.words, LINE_LETTERS)))

    def _show_ruler(self, trace: ReliefTrace) -> None:
        """From the end with the action to the end without it, and how many seconds these are."""
        ends = [trace.counted_from_s + left for left in (trace.left_s, trace.untreated_left_s)]
        saved = trace.saved_s
        self._ruler.set_data(ends if saved else [], [RULER_percent] * 2 if saved else [])
        at_least = "at least " if not (trace.is_over and trace.untreated_is_over) else ""
        words = f"{at_least}{abs(saved):.0f} s {'saved' if saved > 0 else 'longer'}" if saved else \
            "" if trace.action == NOTHING else "0 s saved"
        self._saved.set_text(words)
        self._saved.set_x(min(max(sum(ends) / 2.0, 8.0), 56.0))

    def describe(self, trace: ReliefTrace) -> str:
        """What the model says, and after it what trials say."""
        trials = trace.remedy.trials
        evidence = "In people there is nothing to judge" if trace.action == NOTHING else \
            f"In people the evidence is: {trials.level}"
        return f"In the model: {_model(trace)}. {evidence}. {trials.words}"


def _time(seconds: float) -> str:
    """A delay, in the unit in which people say it."""
    for unit_s, name in ((DAY_s, "day"), (HOUR_s, "hour"), (MINUTE_s, "minute"), (1.0, "second")):
        if seconds >= unit_s:
            return f"{seconds / unit_s:.0f} {name}{'s' if seconds >= 1.5 * unit_s else ''}"
    return "no time"


def _moves(trace: ReliefTrace) -> str:
    """What the action moves in the loop, and after what delay."""
    if trace.action == NOTHING:
        return ""
    remedy = trace.remedy
    when = "long before" if trace.taken_before else \
        f"after {_time(remedy.delay_s)}" if remedy.delay_s else "at once"
    return f"moves {SHORT[remedy.place]}, {when}" if remedy.place != NO_PLACE else "moves nothing in the loop"


def _lasts(seconds: float, is_over: int) -> str:
    if is_over:
        return f"for {seconds:.0f} s" if seconds >= 1.0 else "for less than 1 s"
    return "to the end of the picture"


def _model(trace: ReliefTrace) -> str:
    remedy, name = trace.remedy, trace.remedy.phrase
    alone = _lasts(trace.untreated_left_s, trace.untreated_is_over)
    if trace.action == NOTHING:
        return f"left alone, the EMG goes on {alone} after the command"
    if trace.taken_before:
        return _before(trace)
    when = f"{name} comes {trace.action_s:.0f} s after the command"
    if trace.untreated_left_s < 1.0:
        return f"{when}, when the cramp is over anyhow" + ("" if trace.left_s < 1.0 else ", and wakes it")
    if remedy.place == NO_PLACE and remedy.delay_s == 0.0:
        return f"{when} and changes nothing in the loop; the EMG goes on {alone}"
    if not trace.begins_in_picture:
        return f"{when} and would need {_time(remedy.delay_s)} to begin; the EMG goes on {alone}, with it and without"
    if not trace.changed:
        if trace.remedy.delay_s > 0.0:
            return f"{when} and begins {_time(remedy.delay_s)} later; nothing changes, and the EMG goes on {alone}"
        return f"{when} and changes nothing; the EMG goes on {alone}"
    return f"{when}; from then on the EMG goes on {_lasts(trace.left_s, trace.is_over)}, without it {alone}"


def _before(trace: ReliefTrace) -> str:
    alone = _lasts(trace.untreated_left_s, trace.untreated_is_over)
    if not trace.remedy.is_taken:
        return (f"what {trace.remedy.phrase} does is over long before the cramp; the EMG goes on {alone} after the "
                "command")
    if not trace.changed:
        return (f"{trace.remedy.phrase}, taken for days before, changes nothing; the EMG goes on {alone} after the "
                "command")
    return (f"with {trace.remedy.phrase}, taken for days before, the EMG goes on "
            f"{_lasts(trace.left_s, trace.is_over)} after the command, without it {alone}")
