"""A cell in its bath: why is the inside negative, and which ion decides how negative?

Drawn: the ions that can be counted, how hard each pulls and how wide its way through the membrane is, and where it
alone would bring the cell to rest. Exaggerated: the membrane and its pores; a pore's width is the cube root of how much
it lets through, an arrow's length the square root of the pull, or one of them could not be seen. Left out: magnesium,
and the surplus of minus that makes the voltage, which is far too small to be drawn. The pump stands still: no number of
the model moves it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray

from muscle_lib.figures.drawings import table as ink
from muscle_lib.figures.drawings.crowd import key, places
from muscle_lib.figures.drawings.ions import FILLS, IONS, ions
from muscle_lib.figures.drawings.shapes import EMPTY, area, arrow, dots, line, rounded, sheet, together
from muscle_lib.figures.drawings.words import LINE, word
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import FAINT, INK, PAPER, STYLES

WIDTH, HEIGHT = 300, 380
#: One mark is so much of an ion.
PER_MARK_mM = 2.5
#: The bath's right edge and floor; the cell.
_BATH, _FLOOR = 204.0, 70.0
_LEFT, _RIGHT, _LOW, _HIGH = 27.0, 177.0, 112.0, 272.0
_WALL = 7.0
#: Where each ion's way leads through the upper wall, and its charge.
_WAYS = {"potassium": (54.0, 1), "calcium": (87.0, 2), "sodium": (120.0, 1), "chloride": (152.0, -1)}
#: How large a mark is beside those of other drawings.
_SIZE = 0.76
#: The widest pore, and chloride's.
_WIDEST, _CHLORIDE = 14.0, 10.0
_PUMP = (112.0, _LOW - _WALL / 2)
#: The gauge: its place, its ends, its lowest and highest voltage.
_GAUGE, _GAUGE_LOW, _GAUGE_HIGH, _LOWEST_mV, _HIGHEST_mV = 262.0, 116.0, 326.0, -150.0, 150.0
_BATH_FILL, _CELL_FILL, _WALL_FILL, _WALL_EDGE, _PUMP_FILL = ink.BATH, "#fbead0", "#e3c477", ink.FAT_EDGE, "#d9d3df"
COLORS = (*FILLS, _BATH_FILL, _CELL_FILL, _WALL_FILL, _WALL_EDGE, _PUMP_FILL, *ink.between(
    (_BATH_FILL, _WALL_EDGE), (_CELL_FILL, _WALL_EDGE), (_WALL_FILL, _WALL_EDGE), (_BATH_FILL, INK), (_CELL_FILL, INK),
    (_PUMP_FILL, INK)), *(ink.mix(STYLES[ion].color, ground, 0.5) for ion in IONS
                          for ground in (_BATH_FILL, _CELL_FILL)))


@dataclass(frozen=True)
class BatteryMoment:
    """The cell: concentrations in mM, the voltage, and the voltage of each ion alone (``own``) in mV; how much sodium
    the membrane lets through, as a part of potassium; the other negative ions in mM of charge."""

    rest_mV: float = -90.0
    potassium_out: float = 4.0
    sodium_out: float = 140.0
    chloride_out: float = 103.0
    others_out: float = 44.5
    potassium_in: float = 155.0
    sodium_in: float = 12.0
    chloride_in: float = 3.6
    others_in: float = 165.0
    potassium_own_mV: float = -97.7
    sodium_own_mV: float = 65.7
    chloride_own_mV: float = -90.0
    calcium_own_mV: float = 125.5
    sodium_way: float = 0.01


def height(voltage_mV: float) -> float:
    """Where a voltage stands on the gauge."""
    part = (np.clip(voltage_mV, _LOWEST_mV, _HIGHEST_mV) - _LOWEST_mV) / (_HIGHEST_mV - _LOWEST_mV)
    return float(_GAUGE_LOW + part * (_GAUGE_HIGH - _GAUGE_LOW))


def count(amount: float) -> int:
    """So many marks; one at least, if there is any to speak of."""
    return max(round(amount / PER_MARK_mM), int(amount > 0.3))


class Battery:
    """The cell in its bath, and a gauge of its voltage."""

    def __init__(self, stage: Stage, axes: Axes) -> None:
        sheet(axes, WIDTH, HEIGHT)
        self._still(axes)
        self._places = _all_places()
        moving = stage.moving
        self._others = moving(area(axes, EMPTY, "none", FAINT, 1.5, 2.4))
        self._marks = {name: moving(ions(axes, name, size=_SIZE)) for name in ("potassium", "sodium", "chloride")}
        self._pore = moving(area(axes, EMPTY, PAPER, "none", 0.0, 3.5))
        self._posts = moving(area(axes, EMPTY, "none", INK, 2.0, 4.05))
        # Calcium's arrow is thin and dashed: a pull at a door that is shut, through which nothing flows.
        looks = {name: (STYLES[name].color, PAPER) for name in IONS} | {"calcium": (PAPER, STYLES["calcium"].color)}
        self._pulls = {name: moving(area(axes, EMPTY, *looks[name], 1.2, 4.0)) for name in IONS}
        self._pulls["calcium"].set_linestyle((0, (2.5, 1.5)))
        # Hollow, too: the sign of whose arrow it is, not one more ion.
        self._tails = {name: moving(_hollow(axes, name, 0.9, 4.1)) for name in IONS}
        self._own = {name: moving(ions(axes, name, zorder=4.0, size=0.95)) for name in IONS}
        self._level = moving(Rectangle((_GAUGE - 2.5, 0.0), 5.0, 1.0, facecolor=INK, edgecolor="none", zorder=2.6))
        axes.add_patch(self._level)
        self._needle = moving(area(axes, EMPTY, INK, PAPER, 0.8, 4.2))
        self._voltage = moving(word(axes, "\n", 252, 88, ha="center", weight="bold"))

    @staticmethod
    def _still(axes: Axes) -> None:
        """Bath, cell, walls, pump and words."""
        axes.add_patch(Rectangle((0, _FLOOR), _BATH, HEIGHT - _FLOOR, facecolor=_BATH_FILL, edgecolor="none"))
        area(axes, rounded(_LEFT - _WALL, _RIGHT + _WALL, _LOW - _WALL, _HIGH + _WALL, 26.0), _WALL_FILL, _WALL_EDGE,
             1.4, 1.0)
        area(axes, rounded(_LEFT, _RIGHT, _LOW, _HIGH, 20.0), _CELL_FILL, _WALL_EDGE, 1.4, 1.1)
        for name, wide in (("potassium", _WIDEST), ("chloride", _CHLORIDE)):
            pore, posts = _pore(_WAYS[name][0], wide)
            area(axes, pore, PAPER, "none", 0.0, 1.3)
            area(axes, posts, "none", INK, 2.0, 1.4)
        x, y = _PUMP
        axes.add_patch(Circle(_PUMP, 12.0, facecolor=_PUMP_FILL, edgecolor=INK, linewidth=1.4, zorder=2.0))
        area(axes, together([arrow((x - 5, y + 8), (x - 5, y - 20), 2.6, 7.0, 9.0),
                             arrow((x + 5, y - 8), (x + 5, y + 20), 2.6, 7.0, 9.0)]), INK, "none", 0.0, 2.1)
        # Hollow, and small: what the pump turns over is not counted with the others.
        for name, at in (("sodium", [(x - 14, y - 26), (x - 5, y - 26), (x + 4, y - 26)]),
                         ("potassium", [(x + 1, y + 26), (x + 10, y + 26)])):
            mark = _hollow(axes, name, 0.62, 2.2)
            mark.set_data(*np.array(at).T)
        # One mark, as long as anybody lives: it need not be counted.
        ions(axes, "calcium", _LONE, size=_SIZE)
        word(axes, "pump", x + 18, y - 21)
        word(axes, "outside", 6, HEIGHT - 12)
        word(axes, "inside", _LEFT + 10, _LOW + 13)
        axes.add_patch(Rectangle((_GAUGE - 4, _GAUGE_LOW), 8, _GAUGE_HIGH - _GAUGE_LOW, facecolor=PAPER, edgecolor=INK,
                                 linewidth=1.5, zorder=2.0))
        ticks = [Path([(_GAUGE - 9, height(value)), (_GAUGE - 4, height(value))]) for value in range(-100, 101, 50)]
        area(axes, together(ticks), "none", INK, 1.2, 2.0)
        for value in (-100, 0, 100):
            word(axes, f"{value:+d}".replace("-", "−") if value else "0", _GAUGE - 13, height(value), ha="right")
        word(axes, "mV at which\neach ion\nwould rest", 297, 354, ha="right")
        key(axes, ("potassium", "chloride"), 12, 50)
        key(axes, ("sodium", "calcium"), 112, 50)
        line(axes, [(200, 50 + LINE / 2), (208, 50 + LINE / 2)], 3.0, color=FAINT, linewidth=1.8)
        word(axes, "other ions,\nnegative", 214, 50)
        word(axes, f"1 mark: {PER_MARK_mM} mM. Arrow: long = hard pull,\nwide = passes easily, dashed = shut", 5, 15)

    def show(self, now: BatteryMoment) -> None:
        """Draw a cell."""
        self._count(now)
        drives = {name: now.rest_mV - getattr(now, f"{name}_own_mV") for name in IONS}
        widths = {"potassium": _WIDEST, "sodium": _WIDEST * now.sodium_way ** (1 / 3), "chloride": _CHLORIDE,
                  "calcium": 0.0}
        pore, posts = _pore(_WAYS["sodium"][0], widths["sodium"])
        self._pore.set_path(pore)
        # Calcium's door is shut, also where its arrow lies.
        self._posts.set_path(together([posts, _shut(_WAYS["calcium"][0])]))
        for name, pull in self._pulls.items():
            x, charge = _WAYS[name]
            path, tail = _pull(drives[name] * charge, 0.65 * widths[name])
            pull.set_path(path.transformed(Affine2D().translate(x, _HIGH + _WALL / 2)))
            self._tails[name].set_data([x], [_HIGH + _WALL / 2 + tail])
        for name, mark in self._own.items():
            # Chloride's own voltage is nearly the membrane's, and potassium's is close: two columns.
            mark.set_data([_GAUGE + (28 if name == "chloride" else 15)], [height(getattr(now, f"{name}_own_mV"))])
        y = height(now.rest_mV)
        self._level.set_y(min(y, height(0.0)))
        self._level.set_height(abs(y - height(0.0)))
        self._needle.set_path(Path([(_GAUGE - 10, y - 1.6), (_GAUGE + 8, y - 1.6), (_GAUGE + 8, y + 1.6),
                                    (_GAUGE - 10, y + 1.6), (_GAUGE - 10, y - 1.6)], closed=True))
        self._voltage.set_text(f"inside:\n{now.rest_mV:+.0f} mV".replace("-", "−"))

    def _count(self, now: BatteryMoment) -> None:
        """As many marks as there is of each ion, outside and inside."""
        found: dict[str, list[NDArray]] = {name: [] for name in self._marks}
        minus: list[NDArray] = []
        for side, plus, less in self._places:
            amounts = {name: count(getattr(now, f"{name}_{side}")) for name in found}
            others = count(getattr(now, f"others_{side}"))
            if side == "out":
                # Few: at places of their own, where they are found.
                found["potassium"].append(_FOUND[:amounts["potassium"]])
                found["sodium"].append(plus[:amounts["sodium"]])
            else:
                found["potassium"].append(plus[:amounts["potassium"]])
                found["sodium"].append(plus[::-1][:amounts["sodium"]])
            # Together they are as many as the plus marks, so they never meet.
            found["chloride"].append(less[:amounts["chloride"]])
            minus.append(less[::-1][:others])
        for name, marks in self._marks.items():
            marks.set_data(*np.vstack(found[name]).T)
        self._others.set_path(_strokes(np.vstack(minus)))


#: Places of the few potassium marks outside, and of the one of calcium.
_FOUND = np.array([(9.0, 316.0), (194.0, 318.0), (103.0, 344.0), (30.0, 84.0), (191.0, 92.0)])
_LONE = np.array([(70.0, 369.0)])


def _all_places() -> list[tuple[str, NDArray, NDArray]]:
    """For each side: where plus marks stand, and where minus marks do, in turn."""
    def clear(x: float, y: float) -> bool:
        """Not under an arrow, and not under the pump."""
        at_pump = abs(x - _PUMP[0]) < 22 and abs(y - _PUMP[1]) < 34
        return not at_pump and not (_HIGH - 48 < y < _HIGH + 62 and any(abs(x - at) < 11 for at, _ in _WAYS.values()))

    def outside(x: float, y: float) -> bool:
        in_cell = _LEFT - _WALL - 5 < x < _RIGHT + _WALL + 5 and _LOW - _WALL - 5 < y < _HIGH + _WALL + 5
        at_word = (x < 66 and y > HEIGHT - 25) or (_PUMP[0] < x < _PUMP[0] + 66 and y < _PUMP[1] - 8)
        return clear(x, y) and not in_cell and not at_word and all(
            np.hypot(x - a, y - b) > 13.0 for a, b in (*_FOUND, *_LONE))

    def inside(x: float, y: float) -> bool:
        return clear(x, y) and not (x < _LEFT + 60 and y < _LOW + 26) and not (
            min(x - _LEFT, _RIGHT - x) + min(y - _LOW, _HIGH - y) < 19)

    return [("out", *places(7, _BATH - 5, _FLOOR + 7, HEIGHT - 5, 11.6, outside, 3)),
            ("in", *places(_LEFT + 7, _RIGHT - 6, _LOW + 7, _HIGH - 6, 10.0, inside, 9))]


def _hollow(axes: Axes, kind: str, size: float, zorder: float) -> Line2D:
    """Marks that are not counted."""
    ion = IONS[kind]
    return dots(axes, ion.size * size, PAPER, STYLES[kind].color, 1.2, zorder, ion.marker)


def _strokes(at: NDArray) -> Path:
    """Minus signs."""
    ends = np.repeat(at, 2, axis=0)
    ends[::2, 0] -= 3.0
    ends[1::2, 0] += 3.0
    return Path(ends, [Path.MOVETO, Path.LINETO] * len(at)) if len(at) else EMPTY


def _pore(x: float, wide: float) -> tuple[Path, Path]:
    """A gap in the upper wall, and its two posts."""
    low, high, left, right = _HIGH - 2.0, _HIGH + _WALL + 2.0, x - wide / 2, x + wide / 2
    gap = Path([(left, low), (left, high), (right, high), (right, low), (left, low)], closed=True)
    return gap, together([Path([(left, low), (left, high)]), Path([(right, low), (right, high)])])


def _shut(x: float) -> Path:
    """A door of two bars."""
    return together([Path([(x - 7, y), (x + 7, y)]) for y in (_HIGH - 1.0, _HIGH + _WALL + 1.0)])


def _pull(outwards_mV: float, width: float) -> tuple[Path, float]:
    """An arrow through a wall at 0, longer for a greater pull, and where its tail's mark stands; where there is no
    pull, the mark alone."""
    width = max(width, 2.4)
    if abs(outwards_mV) < 2.0:
        return EMPTY, 14.0
    half = np.sign(outwards_mV) * 3.2 * min(abs(outwards_mV), 230.0) ** 0.5
    path = arrow((0, -half), (0, half), width, min(6.0 + 0.8 * width, 1.4 * abs(half)), 8.0 + 1.3 * width)
    return path, -half - np.sign(half) * 7.0
