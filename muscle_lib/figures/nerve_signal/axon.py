"""An impulse on its way: the fibre and the wave at one moment, its path through space and time, and its speed among
others."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import matplotlib
import numpy as np
from matplotlib.ticker import NullFormatter, ScalarFormatter
from numpy.typing import NDArray

from muscle_lib.figures.drawings import axon as drawing
from muscle_lib.figures.scene import Bound, Scene, Told
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import DASHES, PAPER, STYLES
from muscle_lib.figures.words import said, speed
from muscle_lib.models.nerve_signal.axon import UnmyelinatedAxon
from muscle_lib.models.nerve_signal.cable import velocity_curve
from muscle_lib.models.nerve_signal.cable_trace import CableTrace
from muscle_lib.models.nerve_signal.myelinated import MyelinatedAxon
from muscle_lib.models.nerve_signal.myelinated_trace import MyelinatedTrace

#: From dark (at rest and below) to bright (at the peak); readable for colour-blind eyes and in grey.
_COLORS = matplotlib.colormaps["cividis"].resampled(96)
_DARK_mV, _BRIGHT_mV = -85.0, 40.0
#: A film shows this many moments.
_MOMENTS = 60
#: Where the panels along the fibre begin and end, in pixels: the fibre lies over them, place over place.
LEFT, RIGHT = 96.0, 545.0
ALONG = (
    Told("along_mV", "Fibre (colour), and the signs of the charge inside (none from half of the rest to 0)",
         "voltage along the fibre", "voltage_at"),
    Bound("rest_mV", "Fibre where it is pale", "voltage at rest", "rest_mV", of=(-100.0, 0.0), to=(-100.0, 0.0)),
    Bound("diameter_um", "Fibre (thickness, exaggerated)", "diameter", "diameter_um", of=(0.0, 1000.0),
          to=(0.0, 1000.0)))


@figure
class WaveFigure:
    """For either kind of axon, on a fixed length: the fibre, the wave on it, and a fixed time running downward."""

    def __init__(self, x_mm: float = 90.0, t_ms: float = 10.0, shown_ms: float = 2.2) -> None:
        self._t_ms, self._shown_ms = t_ms, shown_ms
        self.stage = Stage([["fibre", "fibre"], ["wave", "speed"], ["map", "speed"]], scene="fibre", height_px=420,
                           colors=[*(matplotlib.colors.to_hex(color) for color in _COLORS(range(_COLORS.N))),
                                   *drawing.colors()])
        place(self.stage, wave=(LEFT, 206, RIGHT, 308), map=(LEFT, 48, RIGHT, 194), speed=(642, 48, 826, 308))
        wave = self.stage.panel("wave", "Membrane\npotential", xlim=(0, x_mm), ylim=(-100, 60),
                                yticks=(-80, -40, 0, 40), xticklabels=())
        path = self.stage.panel("map", "Time (ms) ↓", "Distance along the axon (mm)", xlim=(0, x_mm), ylim=(t_ms, 0))
        path.grid(False)
        # Which row of the voltages it shows depends on the moment of the film.
        self._wave = self.stage.free_curve("wave", "membrane potential", "membrane potential", "mV")
        self.stage.add_cursor("Distance", "mm", wave)
        self._clock = self.stage.moving(self.stage.label(wave, x_mm * 0.99, 56, "", ha="right", va="top"))
        self._map = self.stage.moving(path.imshow(
            np.full((2, 2), _DARK_mV), cmap=_COLORS, vmin=_DARK_mV, vmax=_BRIGHT_mV, aspect="auto",
            interpolation="nearest", extent=(0, x_mm, t_ms, 0)))
        (line,) = path.plot([], [], color=PAPER, linestyle="--", linewidth=1.6)
        self._now = self.stage.moving(line)
        _speed_panel(self.stage)
        fibre = self.stage.axes["fibre"]
        drawn = drawing.Axon(self.stage, fibre, LEFT, notes=("drawn too thick", "drawn: every fourth node"))
        self.stage.play(Scene(drawn, drawing.AxonMoment, _BOUND, (drawing.WIDTH, drawing.HEIGHT), "t_ms",
                              lambda trace: self._shown_ms))

    def show(self, trace: CableTrace) -> None:
        """Move everything to a new trace, at the moment that a still picture shows."""
        self.stage.show(trace)
        window = trace.t_ms <= self._t_ms
        v_mV = trace.v_mV[window]
        # A run ends when the fibre is quiet; below it the picture goes on at rest.
        missing = round((self._t_ms - trace.t_ms[window][-1]) / (trace.t_ms[1] - trace.t_ms[0]))
        self._map.set_data(np.vstack([v_mV, np.repeat(v_mV[-1:], missing, axis=0)]))
        self._map.set_extent((0.0, trace.x_mm[-1], self._t_ms, 0.0))
        self._show_wave(trace, self._shown_ms)

    def show_at(self, trace: CableTrace, t_ms: float) -> None:
        """Fibre and wave at one moment."""
        self.stage.show_at(trace, t_ms)
        self._show_wave(trace, t_ms)

    def _show_wave(self, trace: CableTrace, t_ms: float) -> None:
        """The wave at one moment, and that moment as a line across the map."""
        self._wave.set_data(trace.x_mm, np.array(trace.voltage_at(t_ms)))
        self._now.set_data([0.0, trace.x_mm[-1]], [t_ms, t_ms])
        self._clock.set_text(f"at {t_ms:.2f} ms")

    def moments(self, trace: CableTrace) -> NDArray:
        """The times of a film, in ms."""
        return np.linspace(0.0, min(self._t_ms, trace.t_ms[-1]), _MOMENTS)

    def describe(self, trace: CableTrace) -> str:
        """What the picture shows, in one or two sentences."""
        # As many decimals as four digits need.
        digits = len(f"{trace.diameter_um:.4g}".partition(".")[2])
        length = (f"{said(trace, 'length_mm', 0 if trace.length_mm >= 10.0 else 1)} of an axon "
                  f"{said(trace, 'diameter_um', digits)} thick")
        return _WORDS[trace.state](trace, length)


def place(stage: Stage, **panels: tuple[float, float, float, float]) -> None:
    """Put panels where they are to stand, in pixels: left, low, right, high."""
    for name, (left, low, right, high) in panels.items():
        axes, width, height = stage.axes[name], stage.width_px, stage.height_px
        axes.set_in_layout(False)
        axes.set_position((left / width, low / height, (right - left) / width, (high - low) / height))


_BOUND = (
    *ALONG,
    Bound("length", "Fibre (length)", "length of the fibre", "length_mm", of=(0.0, 90.0), to=(0.0, RIGHT - LEFT)),
    Bound("internodes", "Wrapped stretches (one for four)", "internodes of the fibre", "internodes", of=(0.0, 40.0),
          to=(0.0, 10.0)),
    Bound("near_pulse", "Bolt at the near electrode", "pulses at the near end", "pulses"),
    Bound("far_pulse", "Bolt at the far electrode", "pulses at the far end", "far_pulses"))


def _rest(trace: CableTrace, length: str) -> str:
    return f"Nothing is sent: {length} at rest."


def _no_impulse(trace: CableTrace, length: str) -> str:
    return f"No impulse gets going: near the electrode the potential rises, and further on it fades ({length})."


def _met(trace: CableTrace, length: str) -> str:
    words = (f"Two impulses set out from the two ends of {length}. They meet at {said(trace, 'meeting_mm')}, and both "
             "end there: behind each of them the membrane is refractory.")
    return words + _later(trace)


def _backwards(trace: CableTrace, length: str) -> str:
    return (f"The impulse runs from the far end to the near one, at {speed(trace, 'velocity_m_s')}, along {length}."
            + _later(trace))


def _later(trace: CableTrace) -> str:
    return " The impulse of the second pulse comes later and gets through." if trace.transmitted else ""


def _dies_out(trace: CableTrace, length: str) -> str:
    if getattr(trace, "far_pulses", 0):
        return f"What sets out fades on its way along {length}: from neither end does an impulse reach the other."
    words = (f"The impulse sets out but gets smaller on its way along {length}: half-way it only reaches "
             f"{said(trace, 'half_way_mV', plus=True)}.")
    if trace.peaks_mV[-1] > trace.half_way_mV + 1.0:
        return f"{words} At the sealed end, where no current can flow on, what is left of it rises once more."
    return f"{words} It dies out, and nothing arrives."


def _blocked(trace: MyelinatedTrace, length: str) -> str:
    return f"The impulse stops at node {trace.reached_node}, at the damaged stretch: nothing arrives ({length})."


def _conducts(trace: CableTrace, length: str) -> str:
    return (f"The impulse runs along {length} at {speed(trace, 'velocity_m_s')}; half-way its peak is "
            f"{said(trace, 'half_way_mV', plus=True)}." + _how_many(trace))


def _slowed(trace: CableTrace, length: str) -> str:
    return (f"The impulse runs along {length} at {speed(trace, 'velocity_before_m_s')}, but the damaged stretch holds "
            f"it up by {said(trace, 'extra_delay_us')}." + _how_many(trace))


def _how_many(trace: CableTrace) -> str:
    if trace.pulses < 2:
        return ""
    through = "Each" if trace.transmitted == trace.pulses else f"Only {trace.transmitted}"
    return f" {through} of the {trace.pulses} pulses sent an impulse to the far end."


_WORDS: dict[str, Callable[[Any, str], str]] = {
    "at rest": _rest, "no impulse": _no_impulse, "two impulses met": _met, "conducts backwards": _backwards,
    "dies out": _dies_out, "blocked": _blocked, "conducts": _conducts, "slowed": _slowed,
    "second impulse fails": _conducts, "some impulses blocked": _conducts}


@cache
def _speed_lines() -> dict[str, tuple[NDArray, NDArray]]:
    """Velocity against diameter for both kinds of axon: computed once by the models themselves."""
    plain, covered = np.array([1.0, 10.0, 100.0, 1000.0]), np.array([1.0, 5.0, 20.0])
    return {"without myelin, 18.5 °C": (plain, velocity_curve(UnmyelinatedAxon(), "diameter_um", plain)),
            "with myelin, 37 °C": (covered, velocity_curve(MyelinatedAxon(), "diameter_um", covered))}


def _speed_panel(stage: Stage) -> None:
    """Velocity against diameter, both logarithmic, with the present axon as a dot."""
    axes = stage.panel("speed", "Velocity", "Diameter", xscale="log", yscale="log", xlim=(0.8, 1200), ylim=(0.3, 150),
                       xticks=(1, 10, 100, 1000), yticks=(1, 10, 100))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(ScalarFormatter())
        axis.set_minor_formatter(NullFormatter())
    styles = (STYLES["without myelin"], STYLES["with myelin"])
    for (name, (x, y)), style, dash in zip(_speed_lines().items(), styles, DASHES[1::-1], strict=True):
        axes.plot(x, y, color=style.color, linestyle=dash, linewidth=style.width, label=name)
    stage.label(axes, 24, 110, "with myelin:\nin proportion", ha="left", va="top")
    stage.label(axes, 9, 1.5, "without myelin:\nsquare root", ha="left", va="top")
    stage.dot("speed", "membrane potential", x="diameter_um", y="velocity_m_s", label="this axon")
