"""The leg as a scene: brain, cord, nerve, calf, tendon, foot; with vessels and store, or with the reflex and hands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.path import Path

from muscle_lib.figures.drawings import table as ink
from muscle_lib.figures.drawings.limb import Calf, Limb, Vessels, shape
from muscle_lib.figures.drawings.nerves import Centre, Nerve
from muscle_lib.figures.drawings.reflex import Hands, Reflex
from muscle_lib.figures.drawings.shapes import area
from muscle_lib.figures.drawings.words import Leaders, Stamp, word
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import INK, PAPER

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
    flow: float = 0.3
    oxygen: float = 1.0
    store: float = 1.0
    spindle: float = 0.0
    organ: float = 0.0
    length: float = 0.0
    pull: float = 0.0
    press: float = 0.0
    state: str = ""


class Leg:
    """``reflex``: with spindle and tendon organ in place of vessels and store; ``hands``: with what is done to it."""

    def __init__(self, stage: Stage, axes: Axes, reflex: bool = False, hands: bool = False) -> None:
        axes.set(xlim=(-9, WIDTH - 9), ylim=(0, HEIGHT))
        axes.set_axis_off()
        self._limb, self._calf = Limb(stage, axes), Calf(stage, axes)
        self._vessels = None if reflex else Vessels(stage, axes)
        self._centre, self._nerve = Centre(stage, axes), Nerve(stage, axes, is_named=not reflex)
        self._reflex = Reflex(stage, axes) if reflex else None
        self._hands = Hands(stage, axes) if hands else None
        self._level: Rectangle | None = None
        if reflex:
            word(axes, "spindle", -5, 300)
            word(axes, "tendon\norgan", -5, 252)
        else:
            word(axes, "calf", 228, 256)
            word(axes, "tendon", 208, 200)
            word(axes, "artery", -5, 262)
            word(axes, "vein", -5, 236)
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
        self._leaders = Leaders(stage, axes)
        self._state = stage.moving(Stamp(axes, -4, 424, "", ha="left", weight="bold"))

    def show(self, now: Moment) -> None:
        """Draw a moment."""
        calf = shape(now.foot_degrees, now.force, now.press)
        self._limb.show(calf)
        self._calf.show(calf, now.force)
        self._centre.show(now.command)
        self._nerve.show(calf, now.units, now.impulses, now.carries)
        ways: list[tuple[Any, Any]] = [((258, 302), (262, 320))]
        if self._vessels:
            self._vessels.show(calf, now.flow, now.oxygen)
            ways += [((225, 258), calf.inside(0.72, 0.5)), ((205, 200), calf.on_tendon(0.35)),
                     ((43, 262), (141.5, 262)), ((31, 236), (150, 236)), ((205, 379), self._nerve.way[38])]
        if self._level:
            self._level.set_height(_GLASS[3] * min(max(now.store, 0.0), 1.0))
        if self._reflex:
            self._reflex.show(calf, now.spindle, now.organ, now.length)
            ways += [((53, 300), self._reflex.spindle_at), ((51, 252), self._reflex.organ_at)]
        if self._hands:
            self._hands.show(calf, now.pull, now.press)
        self._state.set_text(now.state)
        self._leaders.show(*ways)
