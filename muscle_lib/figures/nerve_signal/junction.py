"""Handing over: the end-plate potential against the fibres' thresholds, and which of 30 fibres follow a train."""

from __future__ import annotations

import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.patches import Rectangle

from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import PAPER, SHADE, STYLES
from muscle_lib.models.nerve_signal.bedside import BedsideTest
from muscle_lib.models.nerve_signal.junction import FIBRES
from muscle_lib.models.nerve_signal.junction_trace import JunctionTrace
from muscle_lib.models.nerve_signal.quanta import QuantaTrace

#: The picture has room for this many impulses of a train.
SHOWN_IMPULSES = 60
_FIRED = STYLES["calcium"].color


class JunctionFigure:
    """Left: the first and the last end-plate potential. Right: all of the train, and the fibres that fired."""

    def __init__(self) -> None:
        self.stage = Stage([["epp", "train"], ["epp", "raster"]], heights=(1.0, 1.2), widths=(1.0, 1.25),
                           colors=(SHADE, _FIRED))
        epp, train, raster = (self.stage.axes[name] for name in ("epp", "train", "raster"))
        epp.set(xlim=(0, 20), ylim=(0, 60), xlabel="Time after the impulse (ms)", ylabel="End-plate potential (mV)")
        train.set(xlim=(0, SHOWN_IMPULSES + 1), ylim=(0, 60), yticks=(0, 20, 40, 60), ylabel="Peak (mV)", xticklabels=())
        raster.set(xlim=(0, SHOWN_IMPULSES + 1), ylim=(0, FIBRES), yticks=(1, 10, 20, 30), ylabel="Fibre that fires",
                   xlabel="Impulse of the nerve")
        raster.grid(False)
        self._bands = [self.stage.moving(axes.add_patch(Rectangle(
            (0.0, 0.0), 100.0, 1.0, facecolor=SHADE, zorder=0.5))) for axes in (epp, train)]
        self._first = self.stage.curve(epp, STYLES["membrane potential"], "first", "mV")
        self._last = self.stage.curve(epp, STYLES["potassium"], "last of the train", "mV")
        self.stage.add_cursor("Time", "ms", epp)
        self._peaks = self.stage.curve(train, STYLES["membrane potential"], "end-plate potential")
        self._peaks.set(linestyle="none", marker="o", markersize=5)
        self._raster = self.stage.moving(raster.imshow(
            np.zeros((FIBRES, SHOWN_IMPULSES)), cmap=ListedColormap([PAPER, _FIRED]), vmin=0, vmax=1, aspect="auto",
            interpolation="nearest", origin="lower", extent=(0.5, SHOWN_IMPULSES + 0.5, 0, FIBRES)))
        self.stage.legend(epp)
        self.stage.label(train, SHOWN_IMPULSES + 0.5, 59, "shaded: the fibres' thresholds", ha="right", va="top")

    def show(self, trace: JunctionTrace) -> None:
        """Move everything to a new trace."""
        low, high = trace.thresholds_mV[0], trace.thresholds_mV[-1]
        for band in self._bands:
            band.set(y=low, height=high - low)
        self._first.set_data(trace.t_ms, trace.first_epp_mV)
        self._last.set_data(trace.t_ms, trace.last_epp_mV)
        shown = min(len(trace.epp_mV), SHOWN_IMPULSES)
        self._peaks.set_data(np.arange(1, shown + 1), trace.epp_mV[:shown])
        fired = np.zeros((FIBRES, SHOWN_IMPULSES))
        fired[:, :shown] = trace.raster[:shown].T
        self._raster.set_data(fired)

    def describe(self, trace: JunctionTrace) -> str:
        """What the picture shows, in two or three sentences."""
        words = (f"The first impulse releases {trace.quanta_first:.1f} quanta; the end-plate potential of "
                 f"{trace.epp_first_mV:.1f} mV is {trace.safety_factor:.1f} times the threshold of the middle fibre, and "
                 f"{_fibres(trace.fraction_first)} fire.")
        if len(trace.epp_mV) == 1:
            return words
        return (f"{words} The last of {len(trace.epp_mV)} impulses gives {trace.epp_last_mV:.1f} mV: "
                f"{_fibres(trace.fraction_last)} fire. {_VERDICTS[trace.state]}")


_VERDICTS = {
    "paralysed": "The muscle is paralysed.",
    "fades": "The response fades.",
    "more than doubles": "The response more than doubles during the train.",
    "grows with effort": "The response grows during the train.",
    "all fibres fire": "The muscle notices nothing.",
    "some fibres fail": "Some fibres stay behind all the time.",
}


def _fibres(fraction: float) -> str:
    """A fraction of all fibres in words."""
    if fraction >= 0.995:
        return "all fibres"
    return "no fibres" if fraction < 0.005 else f"{100.0 * fraction:.0f} % of the fibres"


class BedsideFigure:
    """The three strips of the bedside test: one spike for each response, as high as the fraction of fibres."""

    def __init__(self) -> None:
        self.stage = Stage([["slow", "fast", "after"]], height_px=300)
        titles = {"slow": "3 a second, at rest", "fast": "30 a second for 2 s", "after": "3 a second, after an effort"}
        self._strips = {}
        for name, axes in self.stage.axes.items():
            axes.set(ylim=(0, 1.12), xlim=(-0.15, 3.3 if name != "fast" else 2.15), yticks=(0, 0.5, 1.0), xlabel="Time (s)")
            self.stage.label(axes, axes.get_xlim()[1], 1.10, titles[name], ha="right", va="top")
            self._strips[name] = self.stage.curve(axes, STYLES["membrane potential"], titles[name])
        self.stage.axes["slow"].set_ylabel("Response of the muscle\n(1 = all fibres)")

    def show(self, trace: BedsideTest) -> None:
        """Move the spikes to a new trace."""
        for name, strip, rate_Hz in (("slow", trace.slow, 3.0), ("fast", trace.fast, 30.0), ("after", trace.after_effort, 3.0)):
            t_s = np.arange(len(strip)) / rate_Hz
            # From the floor to the height and a gap: many spikes in one line.
            self._strips[name].set_data(np.repeat(t_s, 3), np.column_stack(
                (np.zeros_like(strip), strip, np.full_like(strip, np.nan))).ravel())

    def describe(self, trace: BedsideTest) -> str:
        """What the strips show, in two or three sentences."""
        if trace.pattern == "no response":
            return "Hardly any response, at rest or at 30 a second: the message does not get across."
        words = f"At rest {_fibres(trace.first)} answer. "
        words += (f"At 3 a second the response falls by {trace.decrement_percent:.0f} % up to the fourth. "
                  if trace.decrement_percent >= 1.0 else "At 3 a second it stays as it is. ")
        words += f"After two seconds at 30 a second, {_fibres(float(trace.fast[-1]))} answer"
        return words + f"; just after an effort of ten seconds, {_fibres(float(trace.after_effort[0]))}."


class QuantaFigure:
    """How often 0, 1, 2 … quanta came, and how often pure chance would have it."""

    _MOST = 12

    def __init__(self) -> None:
        self.stage = Stage([["count"]], height_px=300, colors=(SHADE,))
        axes = self.stage.axes["count"]
        axes.set(xlim=(-0.6, self._MOST + 0.6), ylim=(0, 205), xticks=range(self._MOST + 1),
                 xlabel="Quanta released by one impulse", ylabel="Number of impulses\n(of 200)")
        self._bars = [self.stage.moving(axes.add_patch(Rectangle(
            (k - 0.4, 0.0), 0.8, 0.0, facecolor=SHADE, edgecolor=STYLES["stimulus"].color))) for k in range(self._MOST + 1)]
        self._chance = self.stage.curve(axes, STYLES["potassium"], "pure chance")
        self._chance.set(marker="o", markersize=6)
        self.stage.legend(axes)

    def show(self, trace: QuantaTrace) -> None:
        """Move bars and line to a new trace; other numbers of impulses are scaled to 200."""
        scale = 200.0 / len(trace.quanta)
        seen = np.bincount(trace.quanta, minlength=self._MOST + 1)
        for bar, number in zip(self._bars, seen, strict=False):
            bar.set_height(scale * number)
        expected = scale * trace.poisson_counts[:self._MOST + 1]
        self._chance.set_data(np.arange(len(expected)), expected)

    def describe(self, trace: QuantaTrace) -> str:
        """What the picture shows, in two sentences."""
        return (f"Of {len(trace.quanta)} impulses, {trace.failures} released nothing; pure chance lets one expect "
                f"{trace.failures_expected * len(trace.quanta):.0f}. On average {trace.mean_quanta:.2f} quanta came.")
