"""A piece of a muscle fibre from close by: what happens between an impulse and the pull, and how does it let go?

Impulse, store, calcium, thread and heads, pump. Held at one length: nothing slides. Sizes across the fibre are not to
scale, along the filaments they are. In a large mark of the store there is 500 times as much calcium as in a small one
outside of it; of the store's many gates two are drawn, of its many pumps one. Left out: what moves the gate, and the
other buffers, which hold three times the free calcium. Of free calcium there can be more than marks: then it is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.path import Path
from numpy.typing import NDArray

from muscle_lib.figures.drawings import filaments
from muscle_lib.figures.drawings.filaments import LOWER, THICK_END, TROPONINS, HalfSarcomere
from muscle_lib.figures.drawings.ions import IONS, ions
from muscle_lib.figures.drawings.shapes import EMPTY, area, arrow, sheet, together
from muscle_lib.figures.drawings.table import ATP, OUTLINE, SAC, SAC_EDGE, between
from muscle_lib.figures.drawings.words import Leaders, Stamp, word
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import INK, PAPER

WIDTH, HEIGHT = 300, 400
BATH = "#e2eef7"
SURFACE, SURFACE_EDGE, EXCITED = "#ddd2b8", "#7a6a4a", "#ffc421"
PUMP, PUMP_OFF, GATE = "#f2a65a", "#c4c4c4", "#9aa7c7"
FILLS = (BATH, SAC, SAC_EDGE, SURFACE, SURFACE_EDGE, EXCITED, PUMP, PUMP_OFF, GATE, ATP, *filaments.FILLS,
         *between((SAC, SAC_EDGE), (SURFACE, SURFACE_EDGE), (SAC, INK), (BATH, INK),
                  (EXCITED, SURFACE_EDGE), (PUMP, INK)))
#: So many marks are a full store, and so many are drawn outside of it at most; what one of these is.
STORED, FREE, MARK_uM = 30, 40, 0.1
#: Below this part of its ATP the pump and the heads are drawn as stuck.
GONE = 0.006
_TUBE, _GATE_AT, _PUMP_AT = THICK_END, 262.0, 206.0
#: What the pump is called when it lifts calcium, has none to lift, or no ATP; and where that word begins.
_PUMP_WORDS = {"pump": 252.0, "idle pump": 222.0, "stuck pump": 212.0}


@dataclass(frozen=True)
class TwitchMoment:
    """What the fibre is at a moment. ``impulses`` are on its membrane now; ``calcium`` counts small marks; ``uptake``
    and ``release`` are shares of their fastest; all else are shares from 0 to 1."""

    impulses: Sequence[float] = ()
    release: float = 0.0
    store: float = 1.0
    calcium: float = 0.0
    troponin: float = 0.0
    filament: float = 0.0
    attached: float = 0.0
    uptake: float = 0.0
    atp: float = 1.0
    state: str = ""


def _evenly(count: int, left: float, low: float, right: float, high: float) -> NDArray:
    """Places in a box of which the first few are always spread over all of it: each is the farthest from those before
    it, of many."""
    steps = np.arange(400)[:, None] * (0.7548776662, 0.5698402910)
    offered = (left, low) + (0.5 + steps) % 1.0 * (right - left, high - low)
    places, away = [offered[0]], np.full(len(offered), np.inf)
    while len(places) < count:
        away = np.minimum(away, np.hypot(*(offered - places[-1]).T))
        places.append(offered[away.argmax()])
    return np.array(places)


def _rounded(left: float, low: float, right: float, high: float, radius: float) -> Path:
    """A box with round corners."""
    points: list[tuple[float, float]] = []
    for x, y, start in ((right, high, 0), (left, high, 90), (left, low, 180), (right, low, 270)):
        turn = np.deg2rad(np.linspace(start, start + 90, 9))
        middle = (x - radius if x == right else x + radius, y - radius if y == high else y + radius)
        points += [(middle[0] + radius * np.cos(each), middle[1] + radius * np.sin(each)) for each in turn]
    return Path([*points, points[0]], [Path.MOVETO, *[Path.LINETO] * (len(points) - 1), Path.CLOSEPOLY])


def _surface() -> tuple[Path, Path]:
    """The fibre's surface with a tubule, as a skin of 8 px; and all that is outside of it."""
    def edge(half: float, top: float, bottom: float, corner: float) -> list[tuple[float, float]]:
        def arc(x: float, y: float, radius: float, start: float, end: float) -> list[tuple[float, float]]:
            return [(x + radius * np.cos(turn), y + radius * np.sin(turn))
                    for turn in np.deg2rad(np.linspace(start, end, 13))]
        return [(-8, top), *arc(_TUBE - half - corner, top - corner, corner, 90, 0),
                *arc(_TUBE, bottom + half, half, 180, 360),
                *arc(_TUBE + half + corner, top - corner, corner, 180, 90), (WIDTH + 8, top)]
    outer, inner = edge(3.5, 361, 222, 12), edge(11.5, 353, 214, 4)
    skin = Path([*outer, *inner[::-1], outer[0]], [Path.MOVETO, *[Path.LINETO] * (2 * len(outer) - 1), Path.CLOSEPOLY])
    return skin, Path([*outer, (WIDTH + 8, 410), (-8, 410)])


def _apart(release: float) -> float:
    """How far each half of a gate is from its middle."""
    return 1.0 + 7.0 * min(release, 1.0)


class Twitch:
    """``atp``: with a glass of ATP, for a fibre whose ATP can fall. ``name``: which fibre it is."""

    def __init__(self, stage: Stage, axes: Axes, atp: bool = False, name: str = "") -> None:
        sheet(axes, WIDTH, HEIGHT)
        skin, outside = _surface()
        area(axes, outside, BATH, zorder=0.5)
        area(axes, skin, SURFACE, SURFACE_EDGE, 1.2, 1.0)
        self._excited = stage.moving(area(axes, skin, EXCITED, SURFACE_EDGE, 1.2, 1.2))
        self._impulse = stage.moving(Stamp(axes, 6 if atp else 78, 386, "impulse", weight="bold"))
        # The store lies on both sides of the tubule, as everywhere in the fibre.
        end = 250.0 if atp else WIDTH + 20.0
        for left, right in ((-20.0, _TUBE - 19.0), (_TUBE + 19.0, end)):
            area(axes, _rounded(left, 236, right, 338, 16), SAC, SAC_EDGE, OUTLINE, 2.0)
        word(axes, "calcium store", 6, 322)
        word(axes, "each 50 µM", _TUBE + 27, 322)
        half = STORED // 2
        left_half = _evenly(half, 8, 246, _TUBE - 36, 306)
        right_half = _evenly(half, _TUBE + 37, 260, min(end, WIDTH) - 9, 306)
        self._places = np.stack([right_half, left_half], axis=1).reshape(-1, 2)
        self._stored = stage.moving(ions(axes, "calcium", size=0.75))
        self._around = _evenly(FREE, 8, 158, 292, 204)
        self._free = stage.moving(ions(axes, "calcium", size=0.45))
        self._gates = stage.moving(area(axes, EMPTY, GATE, INK, 1.2, 3.2))
        self._leaving = stage.moving(ions(axes, "calcium", zorder=3.4, size=0.45))
        self._pump = stage.moving(area(axes, EMPTY, PUMP, INK, 1.5, 3.6))
        self._lift = stage.moving(area(axes, EMPTY, IONS["calcium"].fill, INK, 1.0, 3.8))
        self._level: Rectangle | None = None
        if atp:
            area(axes, Path([(261, 246), (261, 318), (289, 318), (289, 246), (261, 246)]), PAPER, INK, 1.5, 2.0)
            self._level = stage.moving(Rectangle((263, 248), 24, 0, facecolor=ATP, edgecolor="none", zorder=3.0))
            axes.add_patch(self._level)
            word(axes, "ATP", 275, 332, ha="center")
        self._filaments = HalfSarcomere(stage, axes)
        # To the troponin's edge: a dot upon it would be taken for calcium.
        self._name, self._ways = name, [((32, 22), (TROPONINS[0] - 2, LOWER - 15)), ((291, 23), (291, 76))]
        if not atp:
            word(axes, "T-tubule", 6, 386)
            self._ways.append(((40, 377), (_TUBE, 352)))
        self._pump_word = stage.moving(Stamp(axes, 296, 220, ha="right"))
        word(axes, "thread", 6, 142)
        self._counted = stage.moving(Stamp(axes, 294, 142, ha="right"))
        word(axes, "gates", 44, 221)
        word(axes, "troponin", 6, 11, va="baseline")
        word(axes, "thin filament", 82, 11, va="baseline")
        word(axes, "thick filament", 296, 11, ha="right", va="baseline")
        self._leaders = Leaders(stage, axes)
        self._state = stage.moving(Stamp(axes, 294, 386, "", ha="right", weight="bold"))

    def show(self, now: TwitchMoment) -> None:
        """Draw a moment."""
        # An impulse is so long that all of this membrane is excited at once.
        for excited in (self._excited, self._impulse):
            excited.set_visible(len(now.impulses) > 0)
        self._stored.set_data(*self._places[:round(STORED * min(max(now.store, 0.0), 1.0))].T)
        self._free.set_data(*self._around[:round(min(max(now.calcium, 0.0), FREE))].T)
        each = f"each {MARK_uM:g} µM" if now.calcium <= FREE else f"more than {FREE * MARK_uM:g} µM"
        self._counted.set_text(f"free calcium: {each}")
        self._show_gates(min(now.release, 1.0))
        self._show_pump(min(now.uptake, 1.0), now.atp > GONE)
        if self._level:
            self._level.set_height(68.0 * min(max(now.atp, 0.0), 1.0))
        self._filaments.show(now.troponin, now.filament, now.attached, stuck=now.atp <= GONE)
        # These follow what they name: thread, the beads beside it, gate.
        lower = self._filaments.thread_at(-1, 1)
        self._leaders.show(*self._ways, ((_PUMP_WORDS[self._pump_word.get_text()], 223), (_PUMP_AT + 9, 230)),
                           ((34, 134), (34, self._filaments.thread_at(1, 0))),
                           ((98, 22), (98, LOWER + (3.0 if lower < LOWER else -3.0))),
                           ((83, 225), (_TUBE - 21.0, _GATE_AT - _apart(now.release) - 5.5)))
        self._state.set_text(now.state or self._name)

    def _show_gates(self, release: float) -> None:
        """Two halves that move apart, between tubule and store, on both sides; calcium goes through where they do."""
        apart, count, halves, leaving = _apart(release), round(1.0 + 4.0 * release), [], []
        for side in (-1, 1):
            x = _TUBE + side * 19.0
            for up in (-1, 1):
                near, far = _GATE_AT + up * apart, _GATE_AT + up * (apart + 11.0)
                halves.append(Path([(x - 8, near), (x + 8, near), (x + 8, far), (x - 8, far), (x - 8, near)],
                                   [Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY]))
            leaving += [(x + side * 5.0, _GATE_AT), (x - side * 3.0, _GATE_AT), (x - side * 3.0, 242.0),
                        (x - side * 1.0, 229.0), (x + side * 3.0, 217.0)][:count if release > 0.03 else 0]
        self._gates.set_path(together(halves))
        self._leaving.set_data(*np.array(leaving).reshape(-1, 2).T)

    def _show_pump(self, uptake: float, works: bool) -> None:
        """Two halves in the store's wall; what they lift goes between them. Without ATP they are shut."""
        gap, turn = 5.0 if works else 0.8, np.deg2rad(np.linspace(-90.0, 90.0, 13))
        half = np.column_stack([gap + 10.0 * np.cos(turn), 15.0 * np.sin(turn)])
        sides = [np.vstack([half * (side, 1.0), half[:1] * (side, 1.0)]) + (_PUMP_AT, 236.0) for side in (-1, 1)]
        self._pump.set_path(together([Path(each, [Path.MOVETO, *[Path.LINETO] * (len(each) - 2), Path.CLOSEPOLY])
                                      for each in sides]))
        self._pump.set_facecolor(PUMP if works else PUMP_OFF)
        # Above what goes round at rest: a pump of a tenth, in the cold, still lifts some.
        shown = works and uptake > 0.001
        self._pump_word.set_text("pump" if shown else "idle pump" if works else "stuck pump")
        self._lift.set_path(arrow((_PUMP_AT, 214), (_PUMP_AT, 250 + 18 * uptake), 3.0 + 6.0 * uptake,
                                  9.0 + 5.0 * uptake, 9.0 + 10.0 * uptake) if shown else EMPTY)
