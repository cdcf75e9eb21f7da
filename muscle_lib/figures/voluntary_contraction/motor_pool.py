"""The motor pool: command and force, the impulses of twelve units, the EMG, and the curve of force against command."""

from __future__ import annotations

import math

import numpy as np

from muscle_lib.figures.sound import Sound, sound_of
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import STYLES
from muscle_lib.figures.voluntary_contraction.raster import SIZES, raster_on, show_raster
from muscle_lib.models.voluntary_contraction.motor_pool_trace import MotorPoolTrace

LENGTH_s = 10.0
#: The EMG has more samples than pixels: each of so many stretches is drawn as its lowest and its highest value.
STRETCHES = 500
#: A curve of ten seconds is drawn from every so many milliseconds.
EVERY_ms = 10.0
#: If units stop at an input that is lower by less than this, it is not said.
PIC_FELT_eu = 0.5


class MotorPoolFigure:
    """Left, over time: command and force, the impulses, the EMG. Right: the force that a steady command gives."""

    def __init__(self) -> None:
        self.stage = Stage([["force", "curve"], ["units", "curve"], ["emg", "curve"]], heights=(1.3, 1.9, 1.3),
                           widths=(2.5, 1.0), height_px=470, colors=SIZES)
        force, units, emg, curve = (self.stage.axes[name] for name in ("force", "units", "emg", "curve"))
        for axes in (force, units, emg):
            axes.set_xlim(0, LENGTH_s)
        force.set(ylim=(0, 145), yticks=(0, 50, 100), ylabel="Command,\nforce (%)")
        force.tick_params(labelbottom=False)
        units.tick_params(labelbottom=False)
        emg.set(ylim=(-500, 780), yticks=(-400, 0, 400), xlabel="Time (s)", ylabel="EMG\n(%)")
        curve.set(xlim=(0, 102), ylim=(0, 108), xticks=(0, 50, 100), xlabel="Command (%)", ylabel="Force (%)")
        self._command = self.stage.curve(force, STYLES["command"], "command", "%")
        self._force = self.stage.curve(force, STYLES["active force"], "force", "%")
        self._rows = raster_on(self.stage, units)
        # No curve: a pin leaves no ghost of each wave, only of their size.
        (waves,) = emg.plot([], [], color="#b9bcc4", linewidth=0.8, zorder=2, label="EMG")
        self._waves = self.stage.moving(waves)
        self._emg = self.stage.curve(emg, STYLES["EMG"], "its size, smoothed", "%")
        self._curve = self.stage.curve(curve, STYLES["active force"], "force")
        (dot,) = curve.plot([], [], "o", color=STYLES["command"].color, markersize=11, zorder=4)
        self._dot = self.stage.moving(dot)
        self.stage.add_cursor("Time", "s", force, units, emg)
        self.stage.legend(force)
        self.stage.legend(emg)

    def show(self, trace: MotorPoolTrace) -> None:
        """Move the curves to a new trace."""
        every = max(1, round(EVERY_ms / (trace.t_ms[1] - trace.t_ms[0])))
        t_s = trace.t_ms[::every] / 1000.0
        self._command.set_data(t_s, trace.command_percent[::every])
        self._force.set_data(t_s, trace.force_percent[::every])
        show_raster(self._rows, trace.spike_ms / 1000.0, trace.spike_unit)
        self._waves.set_data(*_stretches(trace))
        self._emg.set_data(trace.emg_t_ms[::20] / 1000.0, trace.emg_size_percent[::20])
        self._curve.set_data(trace.curve_command_percent, trace.curve_force_percent)
        self._dot.set_data([trace.drive_percent], [trace.mean_force_percent])

    def describe(self, trace: MotorPoolTrace) -> str:
        """Who fires, how fast, with what force and EMG, and what comes next."""
        if not trace.units_on:
            return f"At {trace.drive_percent:.1f} % command no unit fires in the hold, and there is no force."
        return f"{_who(trace)} {_next(trace)}{_after(trace)}"

    def hear(self, trace: MotorPoolTrace) -> Sound:
        """The EMG of the run."""
        return sound_of(trace.emg_percent, 0.0, trace.spike_ms / 1000.0, trace.spike_unit)


def _stretches(trace: MotorPoolTrace) -> tuple[np.ndarray, np.ndarray]:
    each = len(trace.emg_percent) // STRETCHES
    of = trace.emg_percent[:each * STRETCHES].reshape(STRETCHES, each)
    middle_s = (np.arange(STRETCHES) + 0.5) * each * (trace.emg_t_ms[1] - trace.emg_t_ms[0]) / 1000.0
    return np.repeat(middle_s, 2), np.column_stack((of.min(axis=1), of.max(axis=1))).ravel()


def _share(percent: float) -> str:
    return f"{percent:.0f} %" if percent >= 9.95 else f"{percent:.1f} %" if percent >= 0.05 else "less than 0.1 %"


def _who(trace: MotorPoolTrace) -> str:
    command, rate = _share(trace.drive_percent), trace.mean_rate_Hz
    if trace.units_on == 1:
        return (f"At {command} command a single unit fires, about {rate:.0f} times a second, with "
                f"{_share(trace.mean_force_percent)} of the greatest force.")
    who = "all 120 units" if trace.units_on == 120 else f"{trace.units_on} of the 120 units"
    return (f"At {command} command {who} fire, on average {rate:.1f} times a second. They "
            f"give {_share(trace.mean_force_percent)} of the greatest force, with an EMG of "
            f"{_share(trace.mean_emg_percent)}.")


def _next(trace: MotorPoolTrace) -> str:
    limit = trace.threshold_percent[-1]
    force = trace.recruited_by_force_percent
    if trace.drive_percent >= limit:
        return f"All have joined by {force:.0f} % force: from there on, more force comes only from faster firing."
    return f"More command would bring in larger units, up to {force:.0f} % force, and make the others fire faster."


def _after(trace: MotorPoolTrace) -> str:
    words = ""
    if trace.stop_below_start_eu > PIC_FELT_eu:
        words += f" A unit stops at an input {trace.stop_below_start_eu:.1f} eu lower than the one that started it."
    if math.isfinite(trace.outlasts_ms) and trace.outlasts_ms > 250.0:
        words += " Some units fire on when the command has ended."
    return words
