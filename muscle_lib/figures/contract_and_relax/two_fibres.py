"""One impulse, one twitch: six steps of a slow and a fast fibre, all on one time axis."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from muscle_lib.figures.contract_and_relax.fibre import fibre
from muscle_lib.figures.drawings.twitch import FILLS, HEIGHT
from muscle_lib.figures.scene import SIDE_BY_SIDE
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.words import said
from muscle_lib.models.contract_and_relax.coupling import REST_CA_uM
from muscle_lib.models.contract_and_relax.two_fibres import DURATION_ms, TwoFibresTrace

#: So much is seen of the first steps, which are over within a few thousandths of a second.
FIRST_ms = 100
#: The panels in the order of events: name, title, array of the trace, upper end, ticks, and how long it looks on.
_STEPS = (
    ("release", "step 1: release from the store", "release_mM_s", 55.0, (0, 20, 40), FIRST_ms),
    ("calcium", "step 2: free calcium", "Ca_uM", 60.0, (0.05, 0.5, 5), FIRST_ms),
    ("troponin", "step 3: troponin with calcium", "troponin_percent", 118.0, (0, 50, 100), FIRST_ms),
    ("filament", "step 4: thin filament switched on", "filament_percent", 128.0, (0, 50, 100), DURATION_ms),
    ("force", "step 5: force, % of its own greatest", "force_percent", 118.0, (0, 50, 100), DURATION_ms),
    ("uptake", "step 6: uptake by the pump", "uptake_mM_s", 6.8, (0, 2, 4), DURATION_ms),
)
#: A trace's arrays have a row for each kind of fibre.
_KINDS = ("slow", "fast")


@figure
class TwoFibresFigure:
    """Left: the slow fibre from close by, at its peak. Right: calcium in the first tenth of a second, and the force of
    both fibres. Under “More curves” the steps between these, which the drawing shows, too."""

    def __init__(self) -> None:
        self.stage = Stage([["fibre", "calcium"], ["fibre", "force"]], more=[["release", "filament"],
                                                                             ["troponin", "uptake"]],
                           widths=SIDE_BY_SIDE, heights=(1.0, 1.2), height_px=HEIGHT, scene="fibre", colors=FILLS)
        for name, title, array, top, ticks, until in _STEPS:
            is_calcium = name == "calcium"
            axes = self.stage.axes[name]
            axes.set_yscale("log" if is_calcium else "linear")
            # Only the lowest panels of a column name the time.
            self.stage.panel(name, name.capitalize(), "" if name in ("release", "filament") else "Time",
                             xlim=(0, until), ylim=(0.03 if is_calcium else 0.0, top), yticks=ticks,
                             yticklabels=[f"{tick:g}" for tick in ticks])
            axes.minorticks_off()
            # The axes differ: most of this is over long before the force is at its peak.
            first = f", the first {FIRST_ms} ms" if until == FIRST_ms else ""
            self.stage.label(axes, 0.985 * until, (0.8 if is_calcium else 0.97) * top, title + first, ha="right",
                             va="top")
            lines = [self.stage.curve(name, f"{kind} fibre", f"{array}.{row}", label=f"{kind}: {title[8:]}")
                     for row, kind in enumerate(_KINDS)]
            # With the force as well: a second impulse may come later than the first steps look on.
            if name in ("calcium", "force"):
                # Below the title: a second impulse can stand under it.
                foot, tip = (part * top for part in ((0.1, 0.22) if is_calcium else (0.58, 0.7)))
                lines.append(self.stage.curve(name, "stimulus", tip, foot=foot, x="impulses_ms", label="impulse",
                                              pins=False, linewidth=4.0))
            # Once: a legend in every panel would fill the picture.
            if name == "force":
                axes.legend(lines, ["slow fibre", "fast fibre", "impulse"], loc="center right",
                            fontsize=14, frameon=False, borderaxespad=0.1, handlelength=2.4, labelspacing=0.2)
        self.stage.add_cursor("Time", "ms", *(self.stage.axes[name] for name in ("force", "filament", "uptake",
                                                                                 "release", "calcium", "troponin")))
        fibre(self.stage, lambda trace: float(trace.force_percent[0].argmax()), ".0", "slow fibre")

    def show(self, trace: TwoFibresTrace) -> None:
        """Move the curves to a new trace."""
        self.stage.show(trace)

    def show_at(self, trace: TwoFibresTrace, t_ms: float) -> None:
        """Move the drawing to a moment."""
        self.stage.show_at(trace, t_ms)

    def moments(self, trace: TwoFibresTrace) -> NDArray:
        """The times of a film: slow after an impulse, as nearly all of the calcium's way is over within some ms."""
        slowly = (trace.impulses_ms[:, None] + np.arange(-2.0, 12.0, 0.5)).ravel()
        return np.unique(np.r_[slowly, np.linspace(slowly[0], trace.t_ms[-1], 40)])

    def describe(self, trace: TwoFibresTrace) -> str:
        """What the picture shows, in three or four sentences."""
        beginning = "One impulse"
        if len(trace.impulses_ms) == 2:
            beginning = f"Two impulses, {said(trace, 'apart_ms')} apart"
        return (f"{beginning}. The slow fibre {_twitch(trace, 'slow')}; the fast fibre {_twitch(trace, 'fast')}. "
                f"Free calcium {_calcium(trace)}.{_thread(trace)}")


def _twitch(trace: TwoFibresTrace, kind: str) -> str:
    if math.isnan(getattr(trace, f"{kind}_contraction_ms")):
        return "gives no force to speak of"
    peak = said(trace, f"{kind}_peak_percent") if getattr(trace, f"{kind}_peak_percent") >= 0.95 else "less than 1 %"
    force = trace.force_percent[_KINDS.index(kind)]
    if force.argmax() == len(force) - 1:
        return f"has reached {peak} of its full force, and is still rising when the picture ends"
    words = f"pulls with {peak} of its full force after {said(trace, f'{kind}_contraction_ms')}"
    if math.isnan(getattr(trace, f"{kind}_half_relaxation_ms")):
        return f"{words}, and has not let go of half of it when the picture ends"
    return f"{words} and has let go of half of it {said(trace, f'{kind}_half_relaxation_ms')} later"


def _calcium(trace: TwoFibresTrace) -> str:
    if max(trace.slow_peak_Ca_uM, trace.fast_peak_Ca_uM) < 1.2 * REST_CA_uM:
        return "stays where it rests"
    slow, fast = (said(trace, f"{kind}_peak_Ca_uM", 1) for kind in _KINDS)
    return f"came up to {slow} and {fast}"


def _thread(trace: TwoFibresTrace) -> str:
    """Why the drawing, which stands at the slow fibre's peak, has heads where troponins are empty."""
    peak = int(trace.force_percent[0].argmax())
    troponin, filament = trace.troponin_percent[0], trace.filament_percent[0]
    if trace.force_percent[0, peak] < 0.95 or filament.argmax() > peak or filament[peak] < troponin[peak]:
        return ""
    return " Drawn: calcium has left troponins whose thread is still aside."
