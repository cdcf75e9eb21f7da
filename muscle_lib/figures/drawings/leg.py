"""The leg as a scene: brain, cord, nerve, calf, tendon, foot.

With vessels and store it answers “how far does the order get, and who pays for it?”; with the reflex “what goes on when
nobody commands any more?”; with things to be done to it “what does this change?”. Exaggerated: the bulge of a calf that
pulls; the impulses run fifteen times too slowly. Not drawn: a metre of nerve; the other half of the cord's wiring; skin
and feeling.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.path import Path

from muscle_lib.figures.drawings import table as ink
from muscle_lib.figures.drawings.deeds import Deeds
from muscle_lib.figures.drawings.limb import KNEE, Calf, Limb, Vessels, shape
from muscle_lib.figures.drawings.nerves import Centre, Nerve
from muscle_lib.figures.drawings.reflex import Reflex
from muscle_lib.figures.drawings.shapes import area, dots, sheet
from muscle_lib.figures.drawings.words import Leaders, Stamp, word
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import FAINT, INK, PAPER

WIDTH, HEIGHT = 300, 440
_GLASS = (240.0, 76.0, 22.0, 68.0)


@dataclass(frozen=True)
class Moment:
    """What the leg is at a moment. Shares run from 0 to 1; ``foot_degrees`` is positive with the toes down."""

    force: float = 0.0
    foot_degrees: float = 0.0
    command: float = 0.0
    units: float = 0.0
    impulses: Sequence[float] = ()
    carries: float = 1.0
    blood: float = 1.0
    flow: float = 0.3
    oxygen: float = 1.0
    store: float = 1.0
    broken: Sequence[str] = ()
    spindle: float = 0.0
    organ: float = 0.0
    length: float = 0.0
    current: float = 0.0
    inhibition: float = 0.0
    done: str = "nothing"
    state: str = ""


class Leg:
    """``reflex``: with what reports back in place of vessels, store and a foot that is held; ``deeds``: with what
    people do about a cramp; ``free``: with a foot that is not held."""

    def __init__(self, stage: Stage, axes: Axes, reflex: bool = False, deeds: bool = False,
                 free: bool = False) -> None:
        sheet(axes, WIDTH, HEIGHT, left=-9)
        self._limb, self._calf = Limb(stage, axes), Calf(stage, axes)
        self._centre, self._nerve = Centre(stage, axes, sides=reflex), Nerve(stage, axes, is_named=not reflex,
                                                                        beside=21.0 if reflex else 0.0)
        self._vessels = None if reflex else Vessels(stage, axes)
        self._store = None if reflex else Store(stage, axes)
        self._reflex = Reflex(stage, axes) if reflex else None
        self._deeds = Deeds(stage, axes) if deeds else None
        if reflex:
            for text, y in (("spindle (+)", 320), ("length (−)", 298), ("force (−)", 276)):
                word(axes, text, -5, y)
            word(axes, "inward\ncurrent (+)", 202, 253)
        else:
            for text, x, y in (("calf", 228, 256), ("tendon", 208, 210), ("artery", -5, 262), ("vein", -5, 236)):
                word(axes, text, x, y)
            word(axes, "dots:\noxygen", -5, 203, color=FAINT)
        if not (reflex or free):
            board = Path([(8, 44), (8, 51), (186, 51), (186, 44), (8, 44)], closed=True)
            area(axes, board, ink.GREY_MATTER, INK, 1.3, 1.0)
            word(axes, "foot held", 97, 28, ha="center")
        self._leaders = Leaders(stage, axes)
        self._crosses = [stage.moving(dots(axes, 13.0, color, color, width, 19.0, "x"))
                         for color, width in ((PAPER, 6.0), (INK, 3.2))]
        self._state = stage.moving(Stamp(axes, -5, 434, "", ha="left", va="top", weight="bold", linespacing=1.1))

    def show(self, now: Moment) -> None:
        """Draw a moment."""
        calf = shape(now.foot_degrees, now.force, float(self._deeds is not None and now.done == "massage"))
        self._limb.show(calf)
        self._calf.show(calf, now.force)
        self._centre.show(now.command)
        self._nerve.show(calf, now.units, now.impulses, now.carries)
        ways: list[tuple[Any, Any]] = [self._nerve.far]
        if self._vessels and self._store:
            self._vessels.show(calf, now.flow, now.oxygen, now.blood)
            self._store.show(now.store, "glycogen" in now.broken)
            ways += [((225, 258), calf.inside(0.72, 0.5)), ((205, 210), calf.on_tendon(0.3)),
                     ((43, 262), (141.5, 262)), ((31, 236), (150, 236)), ((266, 302), (264, 320))]
        if self._reflex:
            self._reflex.show(calf, now.spindle, now.organ, now.length, now.current, now.inhibition)
            ways += [((76, 320), self._reflex.spindle_at), ((71, 298), self._reflex.belly_at),
                     ((62, 276), self._reflex.organ_at), ((222, 271), (230.0, 315.0))]
        if self._deeds:
            self._deeds.show(calf, now.done)
        # Where the muscle squeezes its own vessels, the artery is open.
        blood = calf.inside(0.5, -0.6) if now.blood >= 0.9 else (147.0, KNEE)
        places = {"command": (239.0, 362.0), "junction": calf.inside(0.55, 0.2), "fibre": calf.inside(0.7, -0.3),
                  "blood": blood}
        at = np.array([places[link] for link in now.broken if link in places]).reshape(-1, 2)
        for cross in self._crosses:
            cross.set_data(*at.T)
        broken = [f"× {link}" for link in now.broken if link in places]
        self._state.set_text("\n".join([textwrap.fill(now.state, 12, break_long_words=False), *broken]).strip())
        self._leaders.show(*ways)


class Store:
    """A glass of phosphocreatine, with ticks at its quarters."""

    def __init__(self, stage: Stage, axes: Axes) -> None:
        left, low, width, height = _GLASS
        corners = [(left - 2, low - 2), (left - 2, low + height + 2), (left + width + 2, low + height + 2),
                   (left + width + 2, low - 2), (left - 2, low - 2)]
        stage.moving(area(axes, Path(corners, closed=True), PAPER, INK, 1.5, 4.0))
        self._level = stage.moving(Rectangle((left, low), width, height, facecolor=ink.STORE, edgecolor="none",
                                             zorder=5.0))
        axes.add_patch(self._level)
        ticks = [Path([(left + width - 6, low + height * part), (left + width + 2, low + height * part)])
                 for part in (0.25, 0.5, 0.75)]
        stage.moving(area(axes, Path.make_compound_path(*ticks), "none", INK, 1.0, 5.1))
        word(axes, "phospho-\ncreatine", 251, 68, ha="center", va="top")
        self._no_glycogen = stage.moving(Stamp(axes, 251, 182, "", ha="center", va="top", weight="bold",
                                               linespacing=1.1))

    def show(self, filled: float, no_glycogen: bool) -> None:
        """How much of it is there, from 0 to 1; and whether the fuel that fills it again is gone."""
        self._no_glycogen.set_text("no\nglycogen" if no_glycogen else "")
        self._level.set_height(_GLASS[3] * min(max(filled, 0.0), 1.0))
