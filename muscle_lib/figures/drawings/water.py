"""A body's water in one box with a wall that slides: where do water and salt go when one sweats and drinks?

An area is a volume: left of the wall the cells, right of it all other water. Nothing is exaggerated, so that marks by
area are what is told in mM. Sodium is kept: what is missing in the box is in the drops, what came is in the glass.
Drops and glass are what was lost and drunk in all. Left out: urine (that is said on the picture); what stands in the
cells beside potassium, and outside beside sodium; potassium in sweat and drink. Any body fills the box at rest: so a
mark is 50 mmol in one of 70 kg only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.path import Path
from numpy.typing import NDArray

from muscle_lib.figures.drawings import table as ink
from muscle_lib.figures.drawings.crowd import key
from muscle_lib.figures.drawings.ions import FILLS, ions
from muscle_lib.figures.drawings.shapes import EMPTY, area, arrow, cut_off, line, repeated, sheet, smooth
from muscle_lib.figures.drawings.words import Leaders, Stamp, word
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import FAINT, INK, PAPER, STYLES

WIDTH, HEIGHT = 300, 380
#: The box: its left edge, its width at rest, its floor and height; what is free of marks above the floor.
_LEFT, _WIDE, _FLOOR, _TALL, _CLEAR = 42.0, 178.0, 102.0, 108.0, 27.0
#: Marks at rest: sodium outside the cells, potassium inside them; one is so much, in a body of 70 kg.
SODIUM, POTASSIUM, PER_MARK_mmol = 47, 78, 50
_DROPS = np.array([(212, 352), (286, 262), (236, 330), (14, 250), (262, 346), (287, 208), (13, 198), (284, 316),
                   (287, 154), (13, 146)], float)
_GLASS = (38.0, 304.0, 50.0)
_CELLS, _WATER, _WATER_EDGE, _DROP = "#dfe9c9", "#cfe3f4", "#2f5f86", "#8fc1e6"
_GHOST = STYLES["reference"].color
COLORS = (*FILLS, ink.SKIN, ink.SKIN_EDGE, _CELLS, _WATER, _WATER_EDGE, _DROP, *ink.between(
    (ink.SKIN, ink.SKIN_EDGE), (_CELLS, _WATER_EDGE), (_WATER, _WATER_EDGE), (_DROP, _WATER_EDGE), (ink.SKIN, INK),
    (_CELLS, INK), (_WATER, INK), (ink.SKIN, _WATER_EDGE), (ink.SKIN, FAINT)))


@dataclass(frozen=True)
class WaterMoment:
    """The body: water in litres, now and at rest; what was sweated and drunk, in litres, and the sodium in it, as a
    part of that outside the cells at rest; potassium inside, as a part of that at rest; sodium in mM; what the drink
    is called."""

    outside_L: float = 16.8
    inside_L: float = 25.2
    rested_outside_L: float = 16.8
    rested_inside_L: float = 25.2
    sweat_L: float = 0.0
    drink_L: float = 0.0
    sodium_sweated: float = 0.0
    sodium_drunk: float = 0.0
    potassium: float = 1.0
    sodium_mM: float = 140.0
    drink: str = "water"


def drawn(now: WaterMoment) -> tuple[float, float]:
    """How wide the cells' water and the other water are drawn, in pixels."""
    at_rest = now.rested_outside_L + now.rested_inside_L
    return _WIDE * now.inside_L / at_rest, _WIDE * now.outside_L / at_rest


class Water:
    """A person with the box in the body, drops of sweat, and a glass."""

    def __init__(self, stage: Stage, axes: Axes) -> None:
        sheet(axes, WIDTH, HEIGHT)
        self._still(axes)
        moving = stage.moving
        self._fills = [moving(Rectangle((_LEFT, _FLOOR), 1.0, _TALL, facecolor=fill, edgecolor="none", zorder=2.0))
                       for fill in (_CELLS, _WATER)]
        for fill in self._fills:
            axes.add_patch(fill)
        self._frame = moving(line(axes, (), 4.0, color=_WATER_EDGE, linewidth=2.2, solid_joinstyle="miter"))
        self._before = moving(line(axes, (), 4.1, color=_GHOST, linewidth=1.5, linestyle=(0, (4, 2.5))))
        self._wall = moving(line(axes, (), 4.2, color=_WATER_EDGE, linewidth=4.6, linestyle=(0, (2.2, 0.9)),
                                 dash_capstyle="butt"))
        self._at = {"sodium": _spread(68, 62.0, 1), "potassium": _spread(86, 97.0, 2)}
        self._marks = {name: moving(ions(axes, name, zorder=5.0, size=0.62)) for name in self._at}
        self._flow = moving(area(axes, EMPTY, _WATER_EDGE, PAPER, 1.1, 6.0))
        self._drops = moving(area(axes, EMPTY, _DROP, _WATER_EDGE, 1.1, 5.0))
        self._salt = moving(ions(axes, "sodium", zorder=5.5, size=0.65))
        self._drink = moving(area(axes, EMPTY, _WATER, "none", 0.0, 5.0))
        x, low, high = _GLASS
        self._glass = moving(line(axes, [(x - 22, low + high), (x - 18, low), (x + 18, low), (x + 22, low + high)], 5.2,
                                  color=INK, linewidth=1.8))
        self._pour = moving(area(axes, arrow((66, 330), (116, 320), 5.0, 11.0, 14.0), INK, PAPER, 1.0, 6.0))
        self._drink_word = moving(Stamp(axes, 4, 367))
        self._sweat_word = moving(Stamp(axes, 292, 367, "sweat", ha="right"))
        self._leaders = Leaders(stage, axes)
        self._sodium = moving(word(axes, "", 150, 256, ha="center", weight="bold"))
        self._flows = moving(Stamp(axes, 150, 237, "", ha="center"))
        self._litres = [moving(word(axes, "", x, 220, ha=side)) for x, side in ((_LEFT, "left"), (0, "right"))]

    @staticmethod
    def _still(axes: Axes) -> None:
        """The person and the words."""
        middle = 150.0
        side = [(0, 376), (17, 373), (28, 361), (32, 343), (28, 322), (16, 306), (15, 297), (26, 290), (62, 283),
                (96, 270), (114, 240), (119, 180), (121, 120), (122, 61)]
        outline = [(middle - x, y) for x, y in side[::-1]] + [(middle + x, y) for x, y in side[1:]]
        area(axes, cut_off(outline), ink.SKIN, ink.SKIN_EDGE, 1.8, 1.0)
        for points in ([(-10, 347)], [(10, 347)]):
            line(axes, [(middle + x, y) for x, y in points], 1.2, color=ink.SKIN_EDGE, marker="o", markersize=3.8)
        for points in ([(0, 344), (4, 333), (-2, 332)], [(-9, 321), (-4, 319), (4, 319), (9, 321)]):
            line(axes, [(middle + x, y) for x, y in points], 1.2, color=ink.SKIN_EDGE, linewidth=1.5)
        word(axes, "the body's water", 150, 275, ha="center")
        word(axes, "cells", 80, 86, ha="center")
        word(axes, "plasma and fluid\nbetween cells", 192, 79, ha="center")
        key(axes, ["potassium"], 12, 48)
        key(axes, ["sodium"], 116, 48)
        word(axes, "dashed: before", 296, 48, ha="right", color=FAINT)
        word(axes, f"one mark: {PER_MARK_mmol} mmol (in 70 kg)", 4, 29, color=FAINT)
        word(axes, "kidneys off in this model: no urine", 4, 10)

    def show(self, now: WaterMoment) -> None:
        """Draw a body."""
        inside, outside = drawn(now)
        wall, edge, top = _LEFT + inside, _LEFT + inside + outside, _FLOOR + _TALL
        self._fills[0].set_width(inside)
        self._fills[1].set_x(wall)
        self._fills[1].set_width(outside)
        self._frame.set_data(*np.array([(_LEFT, _FLOOR), (_LEFT, top), (edge, top), (edge, _FLOOR),
                                        (_LEFT, _FLOOR)]).T)
        self._wall.set_data([wall, wall], [_FLOOR, top])
        rest = _LEFT + _WIDE * now.rested_inside_L / (now.rested_inside_L + now.rested_outside_L)
        # Inside the box only below the marks.
        before = _LEFT + _WIDE
        self._before.set_data([rest, rest, np.nan, before, before],
                              [_FLOOR, _FLOOR + _CLEAR, np.nan, _FLOOR, top if before > edge else _FLOOR + _CLEAR])
        lost, gained = (round(SODIUM * part) for part in (now.sodium_sweated, now.sodium_drunk))
        for name, left, width, number in (
                ("potassium", _LEFT, inside, round(POTASSIUM * now.potassium)),
                ("sodium", wall, outside, SODIUM - lost + gained)):
            at = self._at[name][:max(number, 0)]
            self._marks[name].set_data(left + 6.0 + at[:, 0] * (width - 12.0), at[:, 1])
        salt = [self._show_sweat(now.sweat_L, lost), self._show_drink(now.drink_L, gained)]
        self._drink_word.set_text(now.drink)
        self._salt.set_data(*np.vstack(salt).T)
        change = now.inside_L / now.rested_inside_L - 1.0
        way, size = np.sign(change), min(abs(change) / 0.15, 1.0)
        self._flow.set_visible(abs(change) > 0.004)
        self._flow.set_path(arrow((wall + way * 17, _FLOOR + 9), (wall - way * 17, _FLOOR + 9), 3.0 + 5.0 * size,
                                  11.0, 11.0 + 6.0 * size))
        self._flows.set_text("" if abs(change) <= 0.004 else f"water {'enters' if change > 0 else 'leaves'} the cells")
        self._sodium.set_text(f"blood sodium {now.sodium_mM:.0f} mM")
        self._litres[0].set_text(f"{now.inside_L:.1f} L")
        self._litres[1].set(text=f"{now.outside_L:.1f} L", x=max(edge, _LEFT + 104.0))
        self._leaders.show(((80, 94), (80, _FLOOR + 4)),
                           ((192, 98), (float(np.clip(192.0, wall + 6.0, edge - 6.0)), _FLOOR + 4)))

    def _show_sweat(self, litres: float, salt: int) -> NDArray:
        """Two drops for a litre; where their marks of sodium stand: first one in each, then a second."""
        at = _DROPS[:min(round(2.0 * litres), len(_DROPS))]
        self._drops.set_path(repeated(_DROP_SHAPE, at))
        self._sweat_word.set_visible(len(at) > 0)
        side = (3.4, 0.0) if salt > len(at) else (0.0, 0.0)
        return np.vstack([at - side, at + side])[:salt] - (0.0, 3.5)

    def _show_drink(self, litres: float, salt: int) -> NDArray:
        """A glass, full at 6 litres; where its marks of sodium stand."""
        is_drunk = litres > 0.02
        for artist in (self._glass, self._pour, self._drink_word, self._drink):
            artist.set_visible(is_drunk)
        x, low, high = _GLASS
        level = high * min(litres / 6.0, 1.0)
        wide = 18.0 + 4.0 * level / high
        self._drink.set_path(Path([(x - 18, low), (x + 18, low), (x + wide, low + level), (x - wide, low + level),
                                   (x - 18, low)], closed=True))
        number = np.arange(salt if is_drunk else 0)
        return np.column_stack([x - 12.0 + 8.0 * (number % 4), low + 6.0 + 8.0 * (number // 4)])


def _spread(number: int, wide: float, seed: int) -> NDArray:
    """Places in a room so wide at rest, across as a part of its width and up in pixels: each as far as can be from all
    before it, so that few marks and many are spread evenly."""
    low, high = _FLOOR + _CLEAR + 3.0, _FLOOR + _TALL - 7.0
    free = np.random.default_rng(seed).uniform((0.0, low), (1.0, high), (1500, 2))
    chosen = [free[0]]
    distance = np.full(len(free), np.inf)
    for _ in range(number - 1):
        distance = np.minimum(distance, np.hypot(*((free - chosen[-1]) * (wide, 1.0)).T))
        chosen.append(free[distance.argmax()])
    return np.array(chosen)


#: A drop of sweat, about its middle.
_DROP_SHAPE = smooth([(0, 11), (4.8, 2), (7, -4), (4, -9), (0, -10), (-4, -9), (-7, -4), (-4.8, 2)])
