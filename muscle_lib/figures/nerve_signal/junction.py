"""Handing over: the end-plate potential against the fibres' thresholds, and which of 30 fibres follow a train."""

from __future__ import annotations

import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.patches import Rectangle

from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import SHADE, STYLES
from muscle_lib.figures.words import fibres
from muscle_lib.models.nerve_signal.junction import FIBRES
from muscle_lib.models.nerve_signal.junction_trace import JunctionTrace

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
        span = (0, SHOWN_IMPULSES + 1)
        train.set(xlim=span, ylim=(0, 60), yticks=(0, 20, 40, 60), ylabel="Peak (mV)", xticklabels=())
        raster.set(xlim=span, ylim=(0, FIBRES), yticks=(1, 10, 20, 30), ylabel="Fibre (number)",
                   xlabel="Impulse of the nerve (number)")
        raster.grid(False)
        self._bands = [self.stage.moving(axes.add_patch(Rectangle(
            (0.0, 0.0), 100.0, 1.0, facecolor=SHADE, zorder=0.5))) for axes in (epp, train)]
        self._first = self.stage.curve(epp, STYLES["membrane potential"], "first", "mV")
        self._last = self.stage.curve(epp, STYLES["potassium"], "last of the train", "mV")
        self.stage.add_cursor("Time", "ms", epp)
        self._peaks = self.stage.curve(train, STYLES["membrane potential"], "end-plate potential")
        self._peaks.set(linestyle="none", marker="o", markersize=5)
        self._raster = self.stage.moving(raster.imshow(
            np.zeros((FIBRES, SHOWN_IMPULSES)), cmap=ListedColormap(["none", _FIRED]), vmin=0, vmax=1, aspect="auto",
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
        if trace.quanta_first < 0.05:
            words = "The first impulse releases next to nothing, and no fibres fire."
        else:
            words = (f"The first impulse releases {trace.quanta_first:.1f} quanta; the end-plate potential of "
                     f"{trace.epp_first_mV:.1f} mV is {trace.safety_factor:.1f} times the threshold of the middle "
                     f"fibre, and {fibres(trace.fraction_first)} fire.")
        count = len(trace.epp_mV)
        if count == 1:
            return words
        beyond = f" The picture shows the first {SHOWN_IMPULSES}." if count > SHOWN_IMPULSES else ""
        return (f"{words} The last of {count} impulses gives {trace.epp_last_mV:.1f} mV: "
                f"{fibres(trace.fraction_last)} fire. {_VERDICTS[trace.state]}{beyond}")


_VERDICTS = {
    "paralysed": "The muscle is as good as paralysed.",
    "fades": "The response fades.",
    "more than doubles": "The response more than doubles during the train.",
    "grows with effort": "The response grows during the train.",
    "all fibres fire": "The muscle hardly notices.",
    "some fibres fail": "Some of the fibres fail.",
}
