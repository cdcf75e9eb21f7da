"""A muscle fibre cut lengthwise: what keeps it firing, or silent, when its nerve is healthy?

Drawn: the wall with its T-tubules, potassium that gathers in them, sodium gates, chloride pores, and what came in and
went out in the last fifth of a second. Exaggerated: the tubules are far too wide and too few; gates and pores are a few
for very many. The model has one surface and one tubule: so all of the wall is excited at once, and that the excitement
fills a tubule from above is only drawn (as deep as its voltage has risen). Left out: contraction, the pump, the few
sodium gates that never lock, the leak of another disease.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.path import Path
from numpy.typing import ArrayLike, NDArray

from muscle_lib.figures.drawings import table as ink
from muscle_lib.figures.drawings.crowd import places
from muscle_lib.figures.drawings.ions import FILLS, ions
from muscle_lib.figures.drawings.shapes import EMPTY, area, dots, line, repeated, rounded, together
from muscle_lib.figures.drawings.words import Leaders, Stamp, word
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import FAINT, INK, PAPER, STYLES

WIDTH, HEIGHT = 300, 380
#: The surface's height, the tubules' ends, their middles and half their width.
_TOP, _DEEP, _MIDDLES, _HALF, _CORNER = 294.0, 166.0, (64.0, 150.0, 236.0), 15.0, 6.0
_FLOOR = 116.0
#: Sodium gates on the surface, in the order in which they lock; chloride pores in the tubules' walls.
_GATES = tuple(x + side * 11.0 for x in (21.0, 107.0, 193.0, 279.0) for side in (-1, 1))
_LOCK_ORDER = (3, 6, 0, 5, 2, 7, 4, 1)
_PORES = tuple((x + side * _HALF, y) for y in (240.0, 206.0) for x in _MIDDLES for side in (-1, 1))
_FAIL_ORDER = (3, 10, 5, 0, 7, 8, 2, 11, 4, 1, 6, 9)
#: How many marks of potassium a mM is in the bath; the most that a tubule holds; how far back the ticks look.
BATH_PER_mM, FULL_mM, BACK_ms = 5, 18, 200.0
_TICKS = (124.0, 294.0)
_BATH_FILL, _FLESH, _WALL, _WALL_EDGE, _GATE = "#dfecf6", "#f6dcd4", "#eadfc4", "#7a6332", "#f2cfb4"
_EXCITED, _STUCK = "#ffb81c", "#efe9f2"
#: On what does not work; and where a line is broken.
_CROSS = Path([(-5, -5), (5, 5), (-5, 5), (5, -5)], [Path.MOVETO, Path.LINETO] * 2)
_GAP = (np.nan, np.nan)
_PORE = STYLES["chloride"].color
COLORS = (*FILLS, _BATH_FILL, _FLESH, _WALL, _WALL_EDGE, _GATE, _EXCITED, _STUCK, *ink.between(
    (_BATH_FILL, _WALL_EDGE), (_FLESH, _WALL_EDGE), (_WALL, _WALL_EDGE), (_GATE, INK), (_EXCITED, INK), (_STUCK, INK),
    (_BATH_FILL, INK), (_FLESH, INK), (_EXCITED, _WALL_EDGE), (_STUCK, _WALL_EDGE)))


@dataclass(frozen=True)
class FibreMoment:
    """The fibre: is its surface excited (0 or 1), how far down are its tubules (0 to 1), is its wall ``stuck`` half
    way; potassium in tubules and bath in mM; the share of locked sodium gates and of open chloride pores; how long ago
    the nerve's signals and the impulses were, in ms; which moment it is."""

    excited: float = 0.0
    depth: float = 0.0
    stuck: float = 0.0
    potassium: float = 4.0
    bath: float = 4.0
    locked: float = 0.2
    chloride: float = 1.0
    signals: Sequence[float] = ()
    impulses: Sequence[float] = ()
    clock: str = "now"


class Fibre:
    """The fibre with its tubules."""

    def __init__(self, stage: Stage, axes: Axes) -> None:
        axes.set(xlim=(0, WIDTH), ylim=(0, HEIGHT))
        axes.set_axis_off()
        self._surface, self._tubules = _walls()
        self._still(axes)
        moving = stage.moving
        self._wall = moving(line(axes, (), 2.2, linewidth=5.0, solid_capstyle="butt"))
        self._core = moving(line(axes, (), 2.3, color=INK, linewidth=1.3, solid_capstyle="butt"))
        # Bars across: a wall that is stuck looks like neither of the others, also without its colour.
        self._bars = moving(line(axes, (), 2.3, color=INK, linewidth=5.0, linestyle=(0, (0.3, 1.1)),
                                 dash_capstyle="butt"))
        # Through an open gate or pore one looks out.
        self._holes = moving(area(axes, EMPTY, _BATH_FILL, "none", 0.0, 3.9))
        self._halves = moving(area(axes, EMPTY, _GATE, INK, 1.2, 4.0))
        self._balls = moving(dots(axes, 10.0, "#4d4d4d", INK, 1.0, 5.0))
        self._lips = moving(area(axes, EMPTY, _PORE, PAPER, 0.8, 4.0))
        self._crosses = moving(area(axes, EMPTY, "none", INK, 2.0, 4.2))
        self._potassium = moving(ions(axes, "potassium", size=0.78))
        self._bath_at, _ = _bath()
        self._slots = _slots()
        self._signals = moving(line(axes, (), 3.0, color=STYLES["stimulus"].color, linewidth=2.0))
        self._impulses = moving(line(axes, (), 3.0, color=STYLES["sodium"].color, linewidth=2.4))
        leaders = Leaders(stage, axes)
        leaders.show(((54, 160), (64, _DEEP)), ((78, 153), (140, _DEEP + 4)))
        self._pores_word = moving(Stamp(axes, 24, 102, ""))
        self._state = moving(Stamp(axes, 294, 131, "", ha="right", weight="bold"))
        self._clock = moving(Stamp(axes, _TICKS[1], 10, "", ha="right", color=FAINT))
        self._more = moving(Stamp(axes, 294, 154, "", ha="right"))

    def _still(self, axes: Axes) -> None:
        """Bath, flesh, the wall at rest, keys and words."""
        axes.add_patch(Rectangle((0, _FLOOR), WIDTH, HEIGHT - _FLOOR, facecolor=_BATH_FILL, edgecolor="none"))
        outline = self._surface[0]
        for tubule, surface in zip(self._tubules, self._surface[1:], strict=True):
            outline = np.vstack([outline, tubule, surface])
        area(axes, Path(np.vstack([outline, [(WIDTH + 8, _FLOOR), (-8, _FLOOR)]]), closed=False), _FLESH, "none", 0.0)
        line(axes, [(0, _FLOOR), (WIDTH, _FLOOR)], 1.5, color=_WALL_EDGE, linewidth=1.4)
        for color, width, zorder in ((_WALL_EDGE, 8.0, 2.0), (_WALL, 5.0, 2.1)):
            line(axes, outline, zorder, color=color, linewidth=width)
        ions(axes, "potassium", [(12, HEIGHT - 12)], size=0.95)
        word(axes, "potassium (in a tubule, one: 1 mM)", 22, HEIGHT - 12)
        word(axes, "T-tubules\nmuscle fibre", 6, 142)
        area(axes, repeated(_lips(True), (12, 102)), _PORE, PAPER, 0.8, 3.0)
        word(axes, "sodium gate:", 6, 80)
        for x, name in ((112, "ready"), (176, "open"), (241, "locked")):
            area(axes, repeated(_gate(name == "open"), (x, 80)), _GATE, INK, 1.2, 3.0)
            if name == "locked":
                ball = dots(axes, 10.0, "#4d4d4d", INK, 1.0, 3.1)
                ball.set_data([x], [72])
            word(axes, name, x + (13 if name == "open" else 8), 80)
        word(axes, "nerve's signals\nimpulses", 6, 46)
        line(axes, [(_TICKS[0], 22), (_TICKS[1], 22)], 2.0, color=FAINT, linewidth=1.0)
        word(axes, "0.2 s ago", _TICKS[0], 10, color=FAINT)

    def show(self, now: FibreMoment) -> None:
        """Draw a moment."""
        self._show_wall(now)
        holes = [*self._show_gates(now), *self._show_pores(now.chloride)]
        self._holes.set_path(together(holes))
        slots = self._slots[:min(round(now.potassium), FULL_mM)]
        tubules = np.vstack([slots + (x, 0.0) for x in _MIDDLES])
        self._potassium.set_data(*np.vstack([self._bath_at[:round(BATH_PER_mM * now.bath)], tubules]).T)
        self._more.set_text("more than is drawn" if now.potassium > FULL_mM + 0.5 else "")
        self._clock.set_text(now.clock)
        self._signals.set_data(*_ticks(now.signals, 49.0, 63.0).T)
        self._impulses.set_data(*_ticks(now.impulses, 25.0, 43.0).T)

    def _show_wall(self, now: FibreMoment) -> None:
        """At rest as it stands behind; excited with a dark core; stuck with bars across."""
        is_stuck = now.stuck > 0.5
        parts: list[NDArray] = []
        if is_stuck or now.excited > 0.5:
            parts += self._surface
        depth = 1.0 if is_stuck else now.depth
        if depth > 0.02:
            parts += [_down_to(tubule, depth) for tubule in self._tubules]
        broken = np.vstack([np.empty((0, 2)), *(np.vstack([part, _GAP]) for part in parts)])
        self._wall.set_data(*broken.T)
        self._wall.set_color(_STUCK if is_stuck else _EXCITED)
        self._core.set_data(*([], []) if is_stuck else broken.T)
        self._bars.set_data(*broken.T if is_stuck else ([], []))
        self._state.set_text("half way, stuck" if is_stuck else "impulse" if parts else "at rest")

    def _show_gates(self, now: FibreMoment) -> list[Path]:
        """Locked ones have a ball; of the others all are open while the surface is excited."""
        number = round(len(_GATES) * float(np.clip(now.locked, 0.0, 1.0)))
        locked, free = (sorted(_GATES[i] for i in order) for order in (_LOCK_ORDER[:number], _LOCK_ORDER[number:]))
        is_open = now.excited > 0.5
        self._halves.set_path(together([repeated(_gate(is_open), [(x, _TOP) for x in free]),
                                        repeated(_gate(False), [(x, _TOP) for x in locked])]))
        self._balls.set_data(locked, [_TOP - 8.0] * number)
        return [repeated(_hole(9.0, 9.0), [(x, _TOP) for x in free])] if is_open else []

    def _show_pores(self, share: float) -> list[Path]:
        """Open ones have a gap, those that do not work a cross; and they are counted in words."""
        number = round(len(_PORES) * float(np.clip(share, 0.0, 1.0)))
        shut = [_PORES[i] for i in _FAIL_ORDER[:len(_PORES) - number]]
        work = [_PORES[i] for i in _FAIL_ORDER[len(_PORES) - number:]]
        self._lips.set_path(together([repeated(_lips(True), work), repeated(_lips(False), shut)]))
        self._crosses.set_path(repeated(_CROSS, shut))
        self._pores_word.set_text(f"chloride pores: {number} of {len(_PORES)} work")
        return [repeated(_hole(10.0, 5.0), work)]


def _walls() -> tuple[list[NDArray], list[NDArray]]:
    """The surface's pieces, and the tubules between them, as points from left to right."""
    mouth = _HALF + _CORNER
    ends = [-8.0, *(x + side * mouth for x in _MIDDLES for side in (-1, 1)), WIDTH + 8.0]
    surface = [np.array([(ends[i], _TOP), (ends[i + 1], _TOP)]) for i in range(0, len(ends), 2)]
    turn = np.linspace(0.0, np.pi / 2.0, 7)
    left = np.column_stack([-mouth + _CORNER * np.sin(turn), _TOP - _CORNER + _CORNER * np.cos(turn)])
    left = np.vstack([left, np.column_stack([np.full(13, -_HALF), np.linspace(_TOP - _CORNER, _DEEP + _HALF, 14)[1:]])])
    around = np.linspace(np.pi, 1.5 * np.pi, 9)[1:]
    left = np.vstack([left, np.column_stack([_HALF * np.cos(around), _DEEP + _HALF + _HALF * np.sin(around)])])
    whole = np.vstack([left, left[-2::-1] * (-1.0, 1.0)])
    return surface, [whole + (x, 0.0) for x in _MIDDLES]


def _down_to(tubule: NDArray, depth: float) -> NDArray:
    """A tubule's wall from its mouth so far down, at both sides."""
    low = _TOP - min(depth, 1.0) * (_TOP - _DEEP) - 0.01
    half = len(tubule) // 2
    left = np.minimum(np.searchsorted(-tubule[:half + 1, 1], -low), half + 1)
    if left > half:
        return tubule
    # The height at which it ends lies between two points.
    end = (np.interp(-low, -tubule[:half + 1, 1], tubule[:half + 1, 0]), low)
    other = (tubule[half, 0] * 2.0 - end[0], low)
    return np.vstack([tubule[:left], [end, _GAP, other], tubule[len(tubule) - left:]])


def _bath() -> tuple[NDArray, NDArray]:
    """Where potassium stands in the bath."""
    plus, minus = places(7, WIDTH - 5, _TOP + 17, HEIGHT - 26, 14.0, lambda x, y: True, 6)
    return np.vstack([plus, minus]), minus


def _slots() -> NDArray:
    """Where potassium stands in a tubule, from its middle: the first few are spread over its depth."""
    rows = np.linspace(_DEEP + 14.0, _TOP - 9.0, FULL_mM // 2)
    order = [0, 5, 2, 7, 4, 8, 1, 6, 3]
    return np.array([(4.1 * (1 if (row + turn) % 2 else -1), rows[row]) for turn in (0, 1) for row in order])


@cache
def _gate(is_open: bool) -> Path:
    """The two halves of a sodium gate."""
    near = 4.5 if is_open else 0.4
    return together([rounded(left, left + 4.6, -10.0, 10.0, 2.2) for left in (near, -near - 4.6)])


@cache
def _lips(is_open: bool) -> Path:
    """A chloride pore across a wall that runs upwards: two lips, apart or together."""
    near = 2.2 if is_open else 0.0
    return together([rounded(-6.5, 6.5, low, low + 4.4, 1.6) for low in (near, -near - 4.4)])


def _hole(width: float, height: float) -> Path:
    """A gap in the wall."""
    x, y = width / 2.0, height / 2.0
    return Path([(-x, -y), (x, -y), (x, y), (-x, y), (-x, -y)], closed=True)


def _ticks(ages: ArrayLike, low: float, high: float) -> NDArray:
    """A stroke for each of what came in the last fifth of a second, the newest at the right."""
    ages = np.asarray(ages, float)
    x = _TICKS[1] - (_TICKS[1] - _TICKS[0]) * ages[(ages >= 0.0) & (ages <= BACK_ms)] / BACK_ms
    return np.column_stack([np.repeat(x, 3), np.tile([low, high, np.nan], len(x))])
