"""One impulse, one twitch: six steps of a slow and a fast fibre, all on one time axis."""

from __future__ import annotations

import math

import numpy as np

from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import STYLES
from muscle_lib.models.contract_and_relax.coupling import REST_CA_uM
from muscle_lib.models.contract_and_relax.two_fibres import DURATION_ms, TwoFibresTrace

#: The panels in the order of events: name, title, unit, upper end, ticks.
_STEPS = (
    ("release", "1 · calcium let out of the store", "mM/s", 55.0, (0, 20, 40)),
    ("calcium", "2 · free calcium", "µM", 60.0, (0.05, 0.5, 5)),
    ("troponin", "3 · troponin with calcium", "%", 118.0, (0, 50, 100)),
    ("filament", "4 · thin filament switched on", "%", 128.0, (0, 50, 100)),
    ("force", "5 · force, by attached heads", "%", 118.0, (0, 50, 100)),
    ("uptake", "6 · calcium pumped back", "mM/s", 6.8, (0, 2, 4)),
)


class TwoFibresFigure:
    """Left, downwards: what calcium does. Right, downwards: the filament, the force, and the way back."""

    def __init__(self) -> None:
        self.stage = Stage([["release", "filament"], ["calcium", "force"], ["troponin", "uptake"]], height_px=420,
                           one_time_axis=True)
        self._curves = {}
        for name, title, unit, top, ticks in _STEPS:
            axes = self.stage.axes[name]
            if name == "calcium":
                axes.set_yscale("log")
            axes.set(xlim=(0, DURATION_ms), ylim=(0.03 if name == "calcium" else 0.0, top), yticks=ticks,
                     yticklabels=[f"{tick:g}" for tick in ticks], ylabel=f"({unit})")
            axes.minorticks_off()
            high = (0.8 if name == "calcium" else 0.97) * top
            self.stage.label(axes, 0.985 * DURATION_ms, high, title, ha="right", va="top")
            self._curves[name] = [self.stage.curve(axes, STYLES[f"{kind} fibre"], f"{kind}: {title[4:]}", unit)
                                  for kind in ("slow", "fast")]
        for name in ("troponin", "uptake"):
            self.stage.axes[name].set_xlabel("Time (ms)")
        # Named once, in words, beside the impulse's panel: six legends would fill the picture.
        (impulses,) = self.stage.axes["release"].plot([], [], "v", markersize=9, color=STYLES["stimulus"].color,
                                                      label="impulse")
        self._impulses = self.stage.moving(impulses)
        handles = [self.stage.axes["force"].plot(
            [], [], color=style.color, linestyle=style.dash, linewidth=style.width, label=f"{kind} fibre")[0]
            for kind in ("slow", "fast") for style in (STYLES[f"{kind} fibre"],)]
        self.stage.axes["release"].legend(handles=[*handles, impulses], loc="center right", fontsize=14, frameon=False,
                                          borderaxespad=0.1, handlelength=2.4, labelspacing=0.2)
        self.stage.add_cursor("Time", "ms", *(self.stage.axes[name] for name, *_ in _STEPS))

    def show(self, trace: TwoFibresTrace) -> None:
        """Move the curves to a new trace."""
        values = {"release": trace.release_mM_s, "calcium": trace.Ca_uM, "troponin": trace.troponin_percent,
                  "filament": trace.filament_percent, "force": trace.force_percent, "uptake": trace.uptake_mM_s}
        for name, rows in values.items():
            for curve, row in zip(self._curves[name], rows, strict=True):
                curve.set_data(trace.t_ms, row)
        self._impulses.set_data(trace.impulses_ms, np.full(len(trace.impulses_ms), 49.0))

    def describe(self, trace: TwoFibresTrace) -> str:
        """What the picture shows, in three sentences."""
        beginning = "One impulse" if len(trace.impulses_ms) == 1 else \
            f"Two impulses, {trace.impulses_ms[1] - trace.impulses_ms[0]:.0f} ms apart"
        slow = _twitch(trace.slow_peak_percent, trace.slow_contraction_ms, trace.slow_half_relaxation_ms)
        fast = _twitch(trace.fast_peak_percent, trace.fast_contraction_ms, trace.fast_half_relaxation_ms)
        return (f"{beginning}. The slow fibre {slow}; the fast fibre {fast}. "
                f"Free calcium {_calcium(trace)}.")


def _twitch(peak_percent: float, contraction_ms: float, half_ms: float) -> str:
    if math.isnan(contraction_ms):
        return "gives no force to speak of"
    words = f"pulls with {peak_percent:.0f} % of its full force after {contraction_ms:.0f} ms"
    if peak_percent < 0.95:
        words = f"pulls with less than 1 % of its full force after {contraction_ms:.0f} ms"
    if math.isnan(half_ms):
        return f"{words}, and has not let go of half of it when the picture ends"
    return f"{words} and has let go of half of it {half_ms:.0f} ms later"


def _calcium(trace: TwoFibresTrace) -> str:
    if max(trace.slow_peak_Ca_uM, trace.fast_peak_Ca_uM) < 1.2 * REST_CA_uM:
        return "stays where it rests"
    return (f"was highest after {trace.slow_calcium_peak_ms:.0f} and {trace.fast_calcium_peak_ms:.0f} ms, "
            f"with {trace.slow_peak_Ca_uM:.1f} and {trace.fast_peak_Ca_uM:.1f} µM")
