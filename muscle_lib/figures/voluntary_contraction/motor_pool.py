"""The motor pool: command, force and EMG, the impulses of twelve units, and the curve of force against command."""

from __future__ import annotations

from muscle_lib.figures.sound import Sound, sound_of
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.voluntary_contraction.raster import SIZES, add_raster
from muscle_lib.figures.words import said
from muscle_lib.models.voluntary_contraction.motor_pool_trace import MotorPoolTrace

LENGTH_s = 10.0
#: Ten seconds in steps of a millisecond, and of half a millisecond, are drawn from every so many.
EVERY, EMG_EVERY = 10, 20
#: The waves of the EMG.
WAVES = "#b9bcc4"
#: If units stop at an input that is lower by less than this, it is not said.
PIC_FELT_eu = 0.5


@figure
class MotorPoolFigure:
    """Left, over time: command, force and the size of the EMG; the impulses; the EMG's waves. Right: the force that a
    steady command gives. No leg beside them: it has four end plates, and the question is which of 120 units fire."""

    def __init__(self) -> None:
        self.stage = Stage([["force", "curve"], ["units", "curve"], ["emg", "curve"]], heights=(1.6, 1.7, 1.2),
                           widths=(2.5, 1.0), height_px=440, colors=(*SIZES, WAVES), x_unit="s")
        panels = self.stage.axes
        for name in ("force", "units", "emg"):
            panels[name].set_xlim(0, LENGTH_s)
            panels[name].tick_params(labelbottom=name == "emg")
        self.stage.panel("force", "Of the\ngreatest", ylim=(0, 170), yticks=(0, 50, 100))
        self.stage.panel("emg", "EMG waves\n", "Time", ylim=(-500, 500), yticks=(-400, 0, 400))
        self.stage.panel("curve", "Force", "Command", xlim=(0, 102), ylim=(0, 108), xticks=(0, 50, 100))
        self.stage.curve("force", "active force", "force_percent", label="force", every=EVERY)
        self.stage.curve("force", "command", "command_percent", every=EVERY)
        # The size of the EMG beside the force, on one scale: on that of its waves it would be a flat line.
        self.stage.curve("force", "EMG", "emg_size_percent", x="emg_t_ms", x_unit="s", label="size of the EMG",
                         every=EMG_EVERY)
        add_raster(self.stage, "units", "shown_spikes_ms")
        # A pin leaves no ghost of each wave, only of their size.
        self.stage.curve("emg", "EMG", "emg_outline_percent", x="emg_outline_ms", x_unit="s", pins=False, color=WAVES,
                         linewidth=0.8, zorder=2)
        self.stage.curve("curve", "active force", "curve_force_percent", x="curve_command_percent", label="force")
        self.stage.dot("curve", "command", x="drive_percent", y="mean_force_percent")
        self.stage.add_cursor("Time", "s", panels["force"], panels["units"], panels["emg"])
        self.stage.legend(panels["force"])

    def show(self, trace: MotorPoolTrace) -> None:
        """Move the curves to a new trace."""
        self.stage.show(trace)

    def describe(self, trace: MotorPoolTrace) -> str:
        """Who fires, how fast, with what force and EMG, and what comes next."""
        if not trace.units_on:
            return f"At {said(trace, 'drive_percent', 1)} command no unit fires in the hold, and there is no force."
        return f"{_who(trace)} {_next(trace)}{_after(trace)}"

    def hear(self, trace: MotorPoolTrace) -> Sound:
        """The EMG of the run."""
        return sound_of(trace.emg_percent, 0.0, trace.spike_ms / 1000.0, trace.spike_unit)


def _share(trace: MotorPoolTrace, path: str) -> str:
    percent = getattr(trace, path)
    return "less than 0.1 %" if percent < 0.05 else said(trace, path, 0 if percent >= 9.95 else 1)


def _who(trace: MotorPoolTrace) -> str:
    command, rate = _share(trace, "drive_percent"), trace.mean_rate_Hz
    if trace.units_on == 1:
        return (f"At {command} command a single unit fires, about {rate:.0f} times a second, with "
                f"{_share(trace, 'mean_force_percent')} of the greatest force.")
    who = "all 120 units" if trace.units_on == 120 else f"{trace.units_on} of the 120 units"
    return (f"At {command} command {who} fire, on average {rate:.1f} times a second. They "
            f"give {_share(trace, 'mean_force_percent')} of the greatest force, with an EMG of "
            f"{_share(trace, 'mean_emg_percent')}.")


def _next(trace: MotorPoolTrace) -> str:
    limit = trace.threshold_percent[-1]
    force = said(trace, "recruited_by_force_percent")
    if trace.drive_percent >= limit:
        return f"All have joined by {force} force: from there on, more force comes only from faster firing."
    return f"More command would bring in larger units, up to {force} force, and make the others fire faster."


def _after(trace: MotorPoolTrace) -> str:
    words = ""
    if trace.stop_below_start_eu > PIC_FELT_eu:
        less = said(trace, "stop_below_start_eu", 1)
        words += f" A unit stops at an input {less} lower than the one that started it."
    return words
