"""Command up and down: both over time, and the EMG against the command on both ways."""

from __future__ import annotations

from muscle_lib.figures.hyperexcitability.cramp import share
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import STYLES
from muscle_lib.models.hyperexcitability.hysteresis import COMPARED_percent, DURATION_s, HysteresisTrace

#: Below this difference (in per cent of the greatest EMG) the two ways count as one.
SAME_percent = 2.0


class HysteresisFigure:
    """Left, over time: command, EMG, force. Right: the EMG on the way up and on the way down."""

    def __init__(self) -> None:
        self.stage = Stage([["command", "loop"], ["emg", "loop"], ["force", "loop"]], widths=(1.2, 1.0), height_px=420)
        command, emg, force, loop = (self.stage.axes[name] for name in ("command", "emg", "force", "loop"))
        for axes, label in ((command, "Command\n(%)"), (emg, "EMG size\n(%)"), (force, "Force\n(%)")):
            axes.set(xlim=(0, DURATION_s), ylim=(0, 112), yticks=(0, 50, 100), ylabel=label)
            axes.tick_params(labelbottom=axes is force)
        force.set_xlabel("Time (s)")
        loop.set(xlim=(0, 101), ylim=(0, 130), xticks=(0, 25, 50, 75, 100), yticks=(0, 25, 50, 75, 100),
                 xlabel="Command (%)", ylabel="EMG size (%)")
        self._command = self.stage.curve(command, STYLES["command"], "command", "%")
        self._emg = self.stage.curve(emg, STYLES["EMG"], "EMG size", "%")
        self._force = self.stage.curve(force, STYLES["active force"], "force", "%")
        self._up = self.stage.curve(loop, STYLES["potassium"], "on the way up")
        self._down = self.stage.curve(loop, STYLES["sodium"], "on the way down")
        reference = STYLES["reference"]
        loop.axvline(COMPARED_percent, color=reference.color, linestyle=reference.dash, linewidth=reference.width)
        (dots,) = loop.plot([], [], "o", color=STYLES["sodium"].color, markersize=10, markeredgecolor="white", zorder=5,
                            clip_on=True)
        self._dots = self.stage.moving(dots)
        self.stage.label(loop, 4.0, 112.0, "dot: 10 s after the end", ha="left", va="center")
        self.stage.add_cursor("Time", "s", command, emg, force)
        loop.legend(loc="upper left", bbox_to_anchor=(0.0, 1.02), ncols=2, borderaxespad=0.1, handlelength=2.0,
                    columnspacing=1.0, fontsize=14, frameon=False)

    def show(self, trace: HysteresisTrace) -> None:
        """Move the curves to a new trace."""
        for line, values in ((self._command, trace.command_percent), (self._emg, trace.emg_size_percent),
                             (self._force, trace.force_percent)):
            line.set_data(trace.t_s, values)
        self._up.set_data(trace.branch_percent, trace.up_percent)
        self._down.set_data(trace.branch_percent, trace.down_percent)
        self._dots.set_data([1.5], [trace.after_10_s_percent])

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
