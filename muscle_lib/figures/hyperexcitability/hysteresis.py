"""Command up and down: both over time, and the EMG against the command on both ways."""

from __future__ import annotations

from typing import Any

from muscle_lib.figures.hyperexcitability.cramp import share
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import STYLES
from muscle_lib.models.hyperexcitability.hysteresis import COMPARED_percent, DURATION_s, HysteresisTrace

#: Below this difference (in per cent of the greatest EMG) the two ways count as one.
SAME_percent = 2.0


@figure
class HysteresisFigure:
    """Left, over time: command, EMG, force. Right: the EMG on the way up and on the way down."""

    def __init__(self) -> None:
        self.stage = Stage([["command", "loop"], ["emg", "loop"], ["force", "loop"]], widths=(1.2, 1.0), height_px=420,
                           x="t_s")
        time: dict[str, Any] = {"xlim": (0, DURATION_s), "ylim": (0, 112), "yticks": (0, 50, 100)}
        command = self.stage.panel("command", "Command\n", **time)
        emg = self.stage.panel("emg", "EMG size\n", **time)
        force = self.stage.panel("force", "Force\n", "Time", **time)
        for axes in (command, emg):
            axes.tick_params(labelbottom=False)
        loop = self.stage.panel("loop", "EMG size", "Command", xlim=(0, 101), ylim=(0, 130),
                                xticks=(0, 25, 50, 75, 100), yticks=(0, 25, 50, 75, 100))
        self.stage.curve("command", "command", "command_percent")
        self.stage.curve("emg", "EMG", "emg_size_percent", label="EMG size")
        self.stage.curve("force", "active force", "force_percent", label="force")
        self.stage.curve("loop", "potassium", "up_percent", x="branch_percent", label="on the way up")
        self.stage.curve("loop", "sodium", "down_percent", x="branch_percent", label="on the way down")
        reference = STYLES["reference"]
        loop.axvline(COMPARED_percent, color=reference.color, linestyle=reference.dash, linewidth=reference.width)
        self.stage.dot("loop", "sodium", "command_after_percent", "after_10_s_percent", label="10 s after the end",
                       markersize=10, markeredgecolor="white", zorder=5, clip_on=False)
        self.stage.add_cursor("Time", "s", command, emg, force)
        self.stage.legend(loop, columns=1)

    def show(self, trace: HysteresisTrace) -> None:
        """Move the curves to a new trace."""
        self.stage.show(trace)

    def describe(self, trace: HysteresisTrace) -> str:
        """The EMG at one command on both ways, and what is left when the command has ended."""
        up, down = trace.up_at_10_percent, trace.down_at_10_percent
        words = (f"At a command of {COMPARED_percent:.0f} % the EMG is {share(up)} of the greatest on the way up and "
                 f"{share(down)} on the way down")
        if down - up > SAME_percent:
            words += ": the same command, two answers"
        elif up - down > SAME_percent:
            words += ": less on the way down"
        after_2, after_10 = share(trace.after_2_s_percent), share(trace.after_10_s_percent)
        return f"{words}. Two seconds after the command's end it is {after_2}, after ten seconds {after_10}."
