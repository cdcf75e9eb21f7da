"""A muscle fibre cut lengthwise: what keeps it firing, or silent, when its nerve is healthy?

Drawn: the wall with its T-tubules, potassium that gathers in them, sodium gates, chloride pores, and what came in and
went out in the last fifth of a second. Exaggerated: the tubules are far too wide and too few; gates and pores are a few
for very many. The model has one surface and one tubule: so all of the wall is excited at once, and that the excitement
fills a tubule from above is only drawn (as deep as its voltage has risen). Of the gates that lack their quick lock one
is drawn, and told how many it stands for. Left out: contraction, the pump.
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
from muscle_lib.figures.drawings.shapes import EMPTY, area, arrow, dots, line, repeated, rounded, sheet, together
from muscle_lib.figures.drawings.words import Leaders, Stamp, word
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import FAINT, INK, PAPER, STYLES

WIDTH, HEIGHT = 300, 380
#: The surface's height, the tubules' ends, their middles and half their width.
_TOP, _DEEP, _MIDDLES, _HALF, _CORNER = 294.0, 166.0, (64.0, 150.0, 236.0), 15.0, 6.0
_FLOOR = 116.0
#: Sodium gates on the surface, in the order in which they lock; chloride pores in the tubules' walls.
_GATES = tuple(x + side * 11.0 for x in (21.0, 107.0, 193.0, 279.0) for side in (-1, 1))
_QUICK_ORDER, _SLOW_ORDER = (3, 6, 0, 5, 2, 7, 1, 4), (1, 5, 7, 2, 6, 0, 3, 4)
#: The gate that stands for those without a quick lock; fewer of them are usual, in per cent.
_LEAKY, USUAL_percent = 4, 0.1
#: Where gating pores leak.
_PORE_LEAK = 21.0
_PORES = tuple((x + side * _HALF, y) for y in (240.0, 206.0) for x in _MIDDLES for side in (-1, 1))
_FAIL_ORDER = (3, 10, 5, 0, 7, 8, 2, 11, 4, 1, 6, 9)
#: How many marks of potassium a mM is in the bath; the most that a tubule holds; how far back the ticks look.
BATH_PER_mM, FULL_mM, BACK_ms = 2, 18, 200.0
_TICKS = (134.0, 294.0)
_BATH_FILL, _FLESH, _WALL, _WALL_EDGE, _GATE = ink.BATH, "#f6dcd4", "#eadfc4", "#7a6332", "#f2cfb4"
_EXCITED, _STUCK = ink.LIT, "#efe9f2"
#: On what does not work; and where a line is broken.
_CROSS = Path([(-5, -5), (5, 5), (-5, 5), (5, -5)], [Path.MOVETO, Path.LINETO] * 2)
_BALL, _BAR = ink.mix(INK, PAPER, 0.22), rounded(-8.0, 8.0, 9.0, 14.0, 2.0)
_GAP = (np.nan, np.nan)
#: A piece of the wall beside the word for its state.
_SAMPLE = np.array([(145.0, 130.0), (163.0, 130.0)])
_PORE = STYLES["chloride"].color
COLORS = (*FILLS, _BATH_FILL, _FLESH, _WALL, _WALL_EDGE, _GATE, _EXCITED, _STUCK, *ink.between(
    (_BATH_FILL, _WALL_EDGE), (_FLESH, _WALL_EDGE), (_WALL, _WALL_EDGE), (_GATE, INK), (_EXCITED, INK), (_STUCK, INK),
    (_BATH_FILL, INK), (_FLESH, INK), (_EXCITED, _WALL_EDGE), (_STUCK, _WALL_EDGE)))


@dataclass(frozen=True)
class FibreMoment:
    """The fibre: is its surface excited (0 or 1), how far down are its tubules (0 to 1), is its wall ``stuck`` half
    way; potassium in tubules and bath in mM; the shares of sodium gates that are locked quickly and slowly, and how
    many per cent lack the quick lock; the leak through gating pores in mS/cm²; the share of open chloride pores; how
    long ago the pulses and the action potentials were, in ms; which moment it is."""

    excited: float = 0.0
    depth: float = 0.0
    stuck: float = 0.0
    potassium: float = 4.0
    bath: float = 4.0
    quick: float = 0.13
    slow: float = 0.1
    leaky: float = 0.02
    pores: float = 0.0
    chloride: float = 1.0
    pulses: Sequence[float] = ()
    fired: Sequence[float] = ()
    clock: str = "now"


class Fibre:
    """The fibre with its tubules."""

    def __init__(self, stage: Stage, axes: Axes, inside: str = "155 mM") -> None:
        sheet(axes, WIDTH, HEIGHT)
        self._surface, self._tubules = _walls()
        self._still(axes, inside)
        moving = stage.moving
        self._wall = moving(line(axes, (), 2.2, linewidth=5.0, solid_capstyle="butt"))
        self._core = moving(line(axes, (), 2.3, color=INK, linewidth=1.3, solid_capstyle="butt"))
        # Bars across: a wall that is stuck looks like neither of the others, also without its colour.
        self._bars = moving(line(axes, (), 2.3, color=INK, linewidth=5.0, linestyle=(0, (0.3, 1.1)),
                                 dash_capstyle="butt"))
        # Through an open gate or pore one looks out.
        self._holes = moving(area(axes, EMPTY, _BATH_FILL, "none", 0.0, 3.9))
        self._halves = moving(area(axes, EMPTY, _GATE, INK, 1.2, 4.0))
        self._balls = moving(dots(axes, 10.0, _BALL, INK, 1.0, 5.0))
        self._slow_bars = moving(area(axes, EMPTY, _BALL, INK, 1.0, 5.0))
        x = _GATES[_LEAKY]
        self._leak = moving(area(axes, arrow((x, _TOP + 10), (x, _TOP - 22), 4.0, 12.0, 11.0),
                                 STYLES["sodium"].color, PAPER, 0.8, 5.0))
        self._lips = moving(area(axes, EMPTY, _PORE, PAPER, 0.8, 4.0))
        self._crosses = moving(area(axes, EMPTY, "none", INK, 2.0, 4.2))
        self._potassium = moving(ions(axes, "potassium", size=0.78))
        self._bath_at, _ = _bath()
        self._slots = _slots()
        self._pulses = moving(line(axes, (), 3.0, color=STYLES["stimulus"].color, linewidth=2.0))
        self._fired = moving(line(axes, (), 3.0, color=STYLES["sodium"].color, linewidth=2.4))
        self._pore_leak = moving(area(axes, EMPTY, INK, PAPER, 0.8, 5.0))
        self._leaders = Leaders(stage, axes)
        self._pores_word = moving(Stamp(axes, 24, 103, ""))
        self._leaky_word = moving(Stamp(axes, _GATES[_LEAKY], 331, "", ha="center"))
        self._pore_leak_word = moving(Stamp(axes, 6, 346, "gating pores leak"))
        self._state = moving(Stamp(axes, 294, 130, "", ha="right", weight="bold"))
        self._clock = moving(Stamp(axes, _TICKS[1], 10, "", ha="right", color=FAINT))
        self._more = moving(Stamp(axes, 294, 150, "", ha="right"))

    def _still(self, axes: Axes, inside: str) -> None:
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
        word(axes, "T-tubules\nfibre:", 6, 141)
        ions(axes, "potassium", [(53, 131)], size=0.95)
        word(axes, inside, 63, 132)
        area(axes, repeated(_lips(True), (12, 103)), _PORE, PAPER, 0.8, 3.0)
        for x, name in ((12, "sodium gate, ready"), (178, "open")):
            area(axes, repeated(_gate(name == "open"), (x, 82)), _GATE, INK, 1.2, 3.0)
            word(axes, name, x + (15 if name == "open" else 12), 82)
        dots(axes, 10.0, _BALL, INK, 1.0, 3.0).set_data([12], [61])
        word(axes, "quick lock (h)", 24, 61)
        area(axes, repeated(_BAR, (178, 49.5)), _BALL, INK, 1.0, 3.0)
        word(axes, "slow lock (s)", 193, 61)
        word(axes, "pulses\naction potentials", 6, 35)
        line(axes, [(_TICKS[0], 19), (_TICKS[1], 19)], 2.0, color=FAINT, linewidth=1.0)
        word(axes, "0.2 s ago", _TICKS[0], 10, color=FAINT)

    def show(self, now: FibreMoment) -> None:
        """Draw a moment."""
        self._show_wall(now)
        holes = [*self._show_gates(now), *self._show_pores(now.chloride)]
        self._holes.set_path(together(holes))
        slots = self._slots[:min(round(now.potassium), FULL_mM)]
        tubules = np.vstack([slots + (x, 0.0) for x in _MIDDLES])
        self._potassium.set_data(*np.vstack([self._bath_at[:round(BATH_PER_mM * now.bath)], tubules]).T)
        self._more.set_text("more potassium than is drawn" if now.potassium > FULL_mM + 0.5 else "")
        self._clock.set_text(now.clock)
        self._pulses.set_data(*_ticks(now.pulses, 38.0, 49.0).T)
        self._fired.set_data(*_ticks(now.fired, 21.0, 34.0).T)

    def _show_wall(self, now: FibreMoment) -> None:
        """At rest as it stands behind; excited with a dark core; stuck with bars across."""
        is_stuck = now.stuck > 0.5
        parts: list[NDArray] = []
        if is_stuck or now.excited > 0.5:
            parts += self._surface
        depth = 1.0 if is_stuck else now.depth
        if depth > 0.02:
            parts += [_down_to(tubule, depth) for tubule in self._tubules]
        if parts:
            # What the word names.
            parts.append(_SAMPLE)
        broken = np.vstack([np.empty((0, 2)), *(np.vstack([part, _GAP]) for part in parts)])
        self._wall.set_data(*broken.T)
        self._wall.set_color(_STUCK if is_stuck else _EXCITED)
        self._core.set_data(*([], []) if is_stuck else broken.T)
        self._bars.set_data(*broken.T if is_stuck else ([], []))
        self._state.set_text("depolarised" if is_stuck else "action potential" if parts else "at rest")

    def _show_gates(self, now: FibreMoment) -> list[Path]:
        """Locked ones have a ball, a bar or both; of the others all are open while the surface is excited. One without
        a quick lock is open wherever the wall is not at rest, unless its slow lock holds it."""
        is_leaky = now.leaky >= USUAL_percent
        quick, slow = ({*order[:round(len(_GATES) * float(np.clip(share, 0.0, 1.0)))]}
                       for order, share in ((_QUICK_ORDER, now.quick), (_SLOW_ORDER, now.slow)))
        quick -= {_LEAKY} if is_leaky else set()
        free = {*range(len(_GATES))} - quick - slow
        leaks = is_leaky and now.stuck > 0.5 and _LEAKY in free
        is_open = free if now.excited > 0.5 else free & {_LEAKY} if leaks else set()
        self._halves.set_path(together([repeated(_gate(i in is_open), (x, _TOP)) for i, x in enumerate(_GATES)]))
        self._balls.set_data([_GATES[i] for i in sorted(quick)], [_TOP - 8.0] * len(quick))
        self._slow_bars.set_path(repeated(_BAR, [(_GATES[i], _TOP) for i in sorted(slow)]) if slow else EMPTY)
        self._leak.set_visible(leaks)
        x = _GATES[_LEAKY]
        self._leaky_word.set_text(f"{now.leaky:.2g} % lack the quick lock" if is_leaky else "")
        has_pores = now.pores > 0.0
        self._pore_leak_word.set_visible(has_pores)
        self._pore_leak.set_path(arrow((_PORE_LEAK, _TOP + 8), (_PORE_LEAK, _TOP - 20), 2.0 + 500.0 * now.pores, 9.0,
                                       11.0) if has_pores else EMPTY)
        self._leaders.show(((54, 158), (64, _DEEP)), *([((x, 321), (x, _TOP + 12))] if is_leaky else []),
                           *([((_PORE_LEAK, 338), (_PORE_LEAK, _TOP + 10))] if has_pores else []))
        return [repeated(_hole(9.0, 9.0), (_GATES[i], _TOP)) for i in sorted(is_open)]

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
    """Where potassium stands in the bath: clear of the gates, and of the words for what leaks."""
    def free(x: float, y: float) -> bool:
        at_gate = y < _TOP + 25.0 and any(abs(x - gate) < 13.0 for gate in _GATES)
        at_word = (88.0 < x < 276.0 and 318.0 < y < 344.0) or (x < 134.0 and y > 333.0) or abs(x - _PORE_LEAK) < 9.0
        return not (at_gate or at_word)

    plus, minus = places(7, WIDTH - 5, _TOP + 17, HEIGHT - 26, 13.0, free, 6)
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
