"""The oesophagus, cut lengthwise. Its question: where is the squeeze, where is the mouthful, and does it get through?

A place in it stands beside the same place on the map of pressures, and its wall has the map's colours; where it
squeezes it is thicker, too. Exaggerated: it is drawn 2.5 times too wide, and the mouthful in the stomach far too large
(full is all of it). Left out: that the tube gets shorter as it squeezes, and what the throat does. Stomach and
diaphragm only stand there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.patches import Rectangle
from matplotlib.path import Path
from numpy.typing import NDArray

from muscle_lib.figures.drawings import table as ink
from muscle_lib.figures.drawings.shapes import EMPTY, Points, area, line, sheet, smooth, together
from muscle_lib.figures.drawings.words import Leaders, Stamp, word
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import FAINT, STYLES

WIDTH, HEIGHT = 300, 420
#: Where the tube stands: its middle line, its upper and its lower end; so long it is, and so much wider it is drawn.
MIDDLE, TOP, LOW = 122.0, 404.0, 160.0
LENGTH_cm, WIDER = 22.0, 2.5
#: The border between the two kinds of muscle.
BORDER = TOP - (TOP - LOW) * 7.0 / LENGTH_cm
#: Pressures up to this have colours of their own.
DARKEST_mmHg = 200.0
_RED = STYLES["force"].color
RAMP = (*ink.ramp("#f6ddd5", "#d9776a", 8), *ink.ramp("#d9776a", _RED, 14)[1:], *ink.ramp(_RED, "#2e0606", 22)[1:])
PRESSURE = ListedColormap(RAMP)
#: The wall at rest and what it gains at the darkest; how thick the sphincter is; where its ring begins and ends.
_WALL, _GAIN, _RING, _MOUTH = 9.0, 8.0, 9.0, 144.0
_OPEN_mmHg, _SHUT_mmHg, _GAP = 10.0, 25.0, 7.0
#: A thinner film of food is not drawn: its outline alone would look like a trickle.
_FILM = 1.6
_FOOD, _FOOD_EDGE, _LINING, _STOMACH = "#d9b160", "#6d4d12", "#fae6da", ink.MUSCLE[0]
#: The stomach from in front, from the right of the sphincter around to its left: the outer side of its wall.
_OUTER: Points = [(138, 146), (146, 152), (166, 160), (200, 158), (230, 140), (244, 108), (240, 74), (220, 46),
                  (186, 28), (146, 22), (104, 26), (78, 30), (78, 50), (104, 50), (128, 56), (136, 74), (128, 98),
                  (112, 122), (106, 146)]
_INNER: Points = [(133, 146), (146, 144), (168, 151), (197, 149), (222, 134), (235, 107), (231, 77), (213, 53),
                  (183, 37), (146, 31), (104, 34), (78, 37), (78, 43), (104, 42), (134, 48), (146, 73), (137, 102),
                  (120, 126), (111, 146)]
_FLOOR, _FULL = 31.0, 36.0
COLORS = (*RAMP, _FOOD, _FOOD_EDGE, _LINING, _STOMACH, ink.MUSCLE_EDGE, *ink.between(
    (_FOOD, _FOOD_EDGE), (_LINING, ink.MUSCLE_EDGE), (_STOMACH, ink.MUSCLE_EDGE), (RAMP[0], ink.MUSCLE_EDGE)))


@dataclass(frozen=True)
class GulletMoment:
    """What is seen of a swallow. ``pressures_mmHg`` and ``fluid_cm2`` (the mouthful's cross-section): at places evenly
    from the top of the tube to its lower end; what the lower sphincter holds; which part of the mouthful is in the
    stomach; ``clock`` says which moment it is."""

    pressures_mmHg: Sequence[float] | NDArray = field(default=(0.0, 0.0))
    fluid_cm2: Sequence[float] | NDArray = field(default=(0.0, 0.0))
    sphincter_mmHg: float = 30.0
    passed: float = 0.0
    clock: str = ""


class Gullet:
    """Tube, sphincter and stomach, with the words beside them; ``note`` is said with how wide it is drawn. Where it is
    not ``named``, it stands without words and what belongs to them."""

    def __init__(self, stage: Stage, axes: Axes, note: str = "", named: bool = True) -> None:
        # The ring of the sphincter belongs to the same wall; one row of colour is 2 pixels high.
        self._y = np.arange(TOP, LOW - 1.0, -2.0)
        self._ring = np.arange(LOW - 2.0, _MOUTH - 1.0, -2.0)
        self._all = np.concatenate([self._y, self._ring])
        self._bump = np.exp(-((self._ring - 153.0) / 5.5) ** 2)
        moving = stage.moving
        self._color = moving(axes.imshow(
            np.zeros((self._all.size, 1)), cmap=PRESSURE, vmin=0.0, vmax=DARKEST_mmHg, aspect="auto",
            interpolation="nearest", extent=(MIDDLE - 60.0, MIDDLE + 60.0, _MOUTH, TOP), zorder=3.0))
        sheet(axes, WIDTH, HEIGHT)
        area(axes, smooth(_OUTER, closed=False), _STOMACH, ink.MUSCLE_EDGE, 1.6, 1.0)
        area(axes, smooth(_INNER, closed=False), _LINING, "none", 0.0, 1.2)
        if named:
            self._name(axes, "; ".join(filter(None, [f"{WIDER:g} × too wide", note])))
        self._wall = moving(area(axes, EMPTY, "none", ink.MUSCLE_EDGE, 1.4, 3.2))
        self._lumen = moving(area(axes, EMPTY, _LINING, "none", 0.0, 2.9))
        self._food = moving(area(axes, EMPTY, _FOOD, _FOOD_EDGE, 1.2, 3.4))
        inside = area(axes, smooth(_INNER), "none", "none", 0.0, 1.5)
        self._pool = moving(Rectangle((60.0, _FLOOR), 190.0, 1.0, facecolor=_FOOD, edgecolor=_FOOD_EDGE, linewidth=1.2,
                                      zorder=1.6))
        axes.add_patch(self._pool)
        self._pool.set_clip_path(inside)
        self._rim = moving(area(axes, smooth(_INNER, closed=False), "none", ink.MUSCLE_EDGE, 1.2, 1.8))
        self._gate = moving(Stamp(axes, 4, 158, "", weight="bold"))
        self._clock = moving(Stamp(axes, 296, 396, "", ha="right"))
        self._share = moving(word(axes, "", 190, 92, ha="center", weight="bold"))
        self._leaders = Leaders(stage, axes)
        for each in (self._gate, self._clock, self._share, *self._leaders.artists):
            each.set_visible(named)

    @staticmethod
    def _name(axes: Axes, note: str) -> None:
        """Diaphragm, brackets and words."""
        for points in ([(4, 112), (40, 132), (76, 146), (96, 151)], [(178, 174), (205, 177), (248, 167), (296, 140)]):
            area(axes, smooth(points, closed=False), "none", FAINT, 1.4, 0.9)
        for high, low in ((TOP, BORDER + 3.0), (BORDER - 3.0, LOW)):
            line(axes, [(166, high), (172, high), (172, low), (166, low)], 1.0, color=FAINT, linewidth=1.2,
                 solid_joinstyle="miter")
        word(axes, "muscle as\nin the limbs", 180, 358)
        word(axes, "smooth\nmuscle", 180, 244)
        word(axes, "mouthful", 4, 300)
        word(axes, "sphincter", 4, 178)
        word(axes, "diaphragm", 296, 190, ha="right", color=FAINT)
        word(axes, "stomach", 190, 124, ha="center")
        word(axes, note, 4, 9, color=FAINT)

    def show(self, now: GulletMoment) -> None:
        """Draw a moment."""
        along = (TOP - self._y) / (TOP - LOW)
        pressure = np.interp(along, np.linspace(0.0, 1.0, len(now.pressures_mmHg)), now.pressures_mmHg)
        number = len(now.fluid_cm2)
        fluid = np.interp(along, (np.arange(number) + 0.5) / number, now.fluid_cm2)
        per_cm = (TOP - LOW) / LENGTH_cm
        open_part = float(np.clip((_SHUT_mmHg - now.sphincter_mmHg) / (_SHUT_mmHg - _OPEN_mmHg), 0.0, 1.0))
        wide = WIDER * per_cm * np.sqrt(np.maximum(fluid, 0.0) / np.pi)
        # The ring: shut at its middle, or open; below it the tube widens into the stomach.
        funnel = np.linspace(wide[-1], 11.0, self._ring.size)
        ring = (funnel + (_GAP * open_part - funnel) * self._bump) * (1.0 - self._bump * (1.0 - open_part))
        half = np.concatenate([wide, ring])
        thick = np.concatenate([_WALL + _GAIN * np.clip(pressure / DARKEST_mmHg, 0.0, 1.0) - 0.12 * wide,
                                _WALL + _RING * self._bump * (1.0 - 0.5 * open_part)])
        outer = half + thick
        self._color.set_data(np.concatenate([pressure, np.full(self._ring.size, now.sphincter_mmHg)])[:, None])
        walls = [self._between(side * outer, side * half) for side in (-1, 1)]
        self._wall.set_path(together(walls))
        self._color.set_clip_path(self._wall)
        self._lumen.set_path(self._between(-half, half))
        food = np.concatenate([wide, ring]) if open_part > 0.5 and wide[-1] > 3.0 else wide
        here = np.flatnonzero(food > _FILM)
        parts = [part for part in np.split(here, np.flatnonzero(np.diff(here) > 1) + 1) if part.size > 1]
        self._food.set_path(together([self._between(-food[part], food[part], part[0]) for part in parts])
                            if parts else EMPTY)
        self._pool.set_visible(now.passed > 0.005)
        self._pool.set_height(_FULL * now.passed)
        self._share.set_text(f"{100.0 * now.passed:.0f} %")
        self._gate.set_text("open" if open_part > 0.5 else "shut")
        self._clock.set_text(now.clock)
        ways = [((74, 178), (MIDDLE - outer[self._y.size + 6] + 5.0, 153.0))]
        if fluid.max() > 0.02:
            most = float(np.clip(self._y[int(np.argmax(fluid))], LOW + 8.0, TOP - 14.0))
            ways.append(((71, 300), (MIDDLE, most)))
        self._leaders.show(*ways)

    def _between(self, one: NDArray, other: NDArray, first: int = 0) -> Path:
        """What lies between two lines along the tube, from the top (or a lower place) down, each so far from its
        middle."""
        y = self._all[first:first + one.size]
        around = np.vstack([np.column_stack([MIDDLE + one, y]), np.column_stack([MIDDLE + other, y])[::-1]])
        return Path(np.vstack([around, around[:1]]), closed=True)
