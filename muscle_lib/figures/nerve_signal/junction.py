"""Handing over: the end-plate potential against the fibres' thresholds, and which of 30 fibres follow a train."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.colors import ListedColormap

from muscle_lib.figures.drawings import junction as drawing
from muscle_lib.figures.scene import SIDE_BY_SIDE, Bound, Scene
from muscle_lib.figures.stage import Stage, figure
from muscle_lib.figures.style import SHADE, STYLES
from muscle_lib.figures.words import fibres, said
from muscle_lib.models.nerve_signal.junction import FIBRES
from muscle_lib.models.nerve_signal.junction_trace import JunctionTrace

#: The picture has room for this many impulses of a train.
SHOWN_IMPULSES = 60
_FIRED = STYLES["calcium"].color
#: A film shows so long after the impulse.
_FILM_ms = 8.0
#: More quanta than this no impulse releases, nor does a fibre need more.
_MOST_QUANTA = 1000.0
_BOUND = (
    Bound("arrives", "Ending lit", "transmitter still comes", "arrives"),
    Bound("calcium", "Calcium inside (eight dots: as in health)", "calcium that the impulse lets in", "calcium_in",
          of=(0.0, 2.0), to=(0.0, 2.0)),
    Bound("quanta", "Vesicles that are open (one for five, each a quantum), and the first number",
          "quanta of the first impulse", "quanta_first", of=(0.0, _MOST_QUANTA), to=(0.0, _MOST_QUANTA)),
    Bound("transmitter", "Dots in the gap (as long as there are any, the receptors under them are open)",
          "transmitter left, of its most", "transmitter"),
    Bound("working", "Receptors without a cross", "receptors that work", "receptors_percent", of=(0.0, 100.0)),
    Bound("enzyme", "Enzymes without a cross", "esterase at work", "enzyme"),
    Bound("potential", "Glow along the folds (width)", "end-plate potential, of the threshold", "first_of_threshold"),
    Bound("fires", "Arrows along the face of the fibre", "the middle fibre has reached its threshold", "fires"),
    Bound("needed", "The second number", "quanta that the middle fibre needs", "quanta_needed",
          of=(0.0, _MOST_QUANTA), to=(0.0, _MOST_QUANTA)),
)


@figure
class JunctionFigure:
    """Left: the junction at the first impulse. Right: the first and the last end-plate potential, all of the train, and
    the fibres that fired."""

    def __init__(self) -> None:
        self.stage = Stage([["junction", "epp"], ["junction", "train"], ["junction", "raster"]], scene="junction",
                           widths=SIDE_BY_SIDE, heights=(1.4, 0.75, 1.0), height_px=410,
                           colors=(SHADE, _FIRED, *drawing.colors()))
        epp = self.stage.panel("epp", "End-plate\npotential", "Time after the impulse", xlim=(0, 20), ylim=(0, 60),
                               xticks=range(0, 21, 5), yticks=(0, 20, 40))
        # What comes after the last impulse for which there is room is drawn too, but beyond the panel.
        span = (0.0, SHOWN_IMPULSES + 0.5)
        train = self.stage.panel("train", "Peak\n", xlim=span, ylim=(0, 60), yticks=(0, 20, 40), xticklabels=())
        raster = self.stage.panel("raster", "Fibre\n(number)", "Impulse of the nerve (number)", xlim=span,
                                  ylim=(0, FIBRES), yticks=(1, 10, 20, 30))
        raster.grid(False)
        self._bands = [self.stage.rectangle(axes, 0.0, 0.0, 100.0, 1.0, facecolor=SHADE, zorder=0.5)
                       for axes in (epp, train)]
        self.stage.curve("epp", "membrane potential", "first_epp_mV", label="first")
        self.stage.curve("epp", "potassium", "last_epp_mV", label="last of the train")
        self.stage.add_cursor("Time", "ms", epp)
        self.stage.curve("train", "membrane potential", "epp_mV", x="impulse_numbers", label="end-plate potential",
                         linestyle="none", marker="o", markersize=5)
        self._raster = self.stage.moving(raster.imshow(
            np.zeros((FIBRES, SHOWN_IMPULSES)), cmap=ListedColormap(["none", _FIRED]), vmin=0, vmax=1, aspect="auto",
            interpolation="nearest", origin="lower", extent=(0.5, SHOWN_IMPULSES + 0.5, 0, FIBRES)))
        self.stage.legend(epp)
        self.stage.label(train, SHOWN_IMPULSES + 0.5, 58, "shaded: the fibres' thresholds", ha="right", va="top")
        self.stage.play(Scene(
            drawing.Junction(self.stage, self.stage.axes["junction"]), drawing.JunctionMoment, _BOUND,
            (drawing.WIDTH, drawing.HEIGHT), "t_ms", lambda trace: trace.shown_ms,
            film=lambda trace: (0.0, _FILM_ms)))

    def show(self, trace: JunctionTrace) -> None:
        """Move everything to a new trace."""
        self.stage.show(trace)
        low, high = trace.thresholds_mV[0], trace.thresholds_mV[-1]
        for band in self._bands:
            band.set(y=low, height=high - low)
        shown = min(len(trace.epp_mV), SHOWN_IMPULSES)
        fired = np.zeros((FIBRES, SHOWN_IMPULSES))
        fired[:, :shown] = trace.raster[:shown].T
        self._raster.set_data(fired)

    def describe(self, trace: JunctionTrace) -> str:
        """What the picture shows, in two or three sentences."""
        if trace.quanta_first < 0.05:
            words = "The first impulse releases next to nothing, and no fibres fire."
        else:
            enough = "would fire" if trace.quanta_first >= trace.quanta_needed else "are needed to fire"
            words = (f"The first impulse releases {said(trace, 'quanta_first', 1)} quanta, where "
                     f"{math.ceil(trace.quanta_needed)} {enough} the middle fibre; the end-plate potential of "
                     f"{said(trace, 'epp_first_mV', 1)} is {said(trace, 'safety_factor', 1)} times its threshold, and "
                     f"{fibres(trace, 'fraction_first')} fire.")
        count = len(trace.epp_mV)
        if count == 1:
            return words
        beyond = f" The picture shows the first {SHOWN_IMPULSES}." if count > SHOWN_IMPULSES else ""
        return (f"{words} The last of {count} impulses gives {said(trace, 'epp_last_mV', 1)}: "
                f"{fibres(trace, 'fraction_last')} fire. {_VERDICTS[trace.state]}{beyond}")


_VERDICTS = {
    "paralysed": "The muscle is as good as paralysed.",
    "fades": "The response fades.",
    "more than doubles": "The response more than doubles during the train.",
    "grows with effort": "The response grows during the train.",
    "all fibres fire": "The muscle hardly notices.",
    "some fibres fail": "Some of the fibres fail.",
}
