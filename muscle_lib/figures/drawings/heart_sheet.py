"""A sheet of heart muscle. Its question: where is it excited, and does the heart pull all at once?

A piece of the wall, laid flat: each of its cells has the colour of its voltage, dots say where it rests but no wave
can run yet, and all of it is shown, so that nothing that lives is hidden. On it stands the outline of a heart, which
gets smaller by the mean force of all cells, beside the dashed one of a slack heart. Strokes can say how far it moved
lately: one that is small and holds still pumps nothing. “As a heart” the sheet lies in that outline instead; its
corners are then out of view.
Exaggerated: a real heart is no flat sheet, and its vessels and atria only stand there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap, to_hex
from matplotlib.patches import Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray

from muscle_lib.figures.drawings import heart
from muscle_lib.figures.drawings.shapes import EMPTY, area, box, line, sheet, smooth
from muscle_lib.figures.drawings.words import Stamp, word
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import FAINT, INK, PAPER

WIDTH, HEIGHT = 300, 400
#: Where the square stands. 256 pixels: two, or one, for each cell along it.
LEFT, LOW, SIDE = 22.0, 108.0, 256.0
#: Ten colours from rest to excited: each is darker than the one before, in grey and for every eye.
STEPS = 10
RAMP = tuple(to_hex(matplotlib.colormaps["magma_r"](part)) for part in np.linspace(0.03, 0.88, STEPS))
FILLS = (*RAMP, *heart.FILLS, FAINT)
#: So much smaller the ventricles get, in each direction, when all cells pull with all their force.
SQUEEZE = 0.25
#: How wide a dot is: so little that dots that come and go are no flashing area.
DOT = 2.0
#: How large the heart is drawn, and where the middle of its base stands: on the square, and as a heart.
_ON_SQUARE, _AS_HEART = (2.28, (150.0, 348.0)), (1.9, (160.0, 284.0))
#: A cross with a gap in its middle.
_CROSS = np.array([(-13, 0), (-4, 0), (4, 0), (13, 0), (0, -13), (0, -4), (0, 4), (0, 13)], float)
#: The scale of the colours, and the lines over it: the frame, the outline, the slack one or the strokes, the dots.
_KEY, _LINES = (140.0, 7.0, 10.0), (95.0, 75.0, 54.0, 33.0)


@dataclass(frozen=True)
class SheetMoment:
    """What is seen. ``voltage``: that of the cells, from 0 (rest) to 1, row 0 uppermost; ``waits``: where they are at
    rest but not ready yet, in rows as wide; ``force``: the mean of all cells, from 0 to 1, and ``swept`` its least and
    its greatest lately; ``struck``: which part of the sheet a stimulus or shock reaches (left, top, right, bottom, from
    0 to 1), ``strikes``, from 0 to 1, whether it does so now, and ``frame`` what that part is, in words; ``width``:
    that of the sheet, in parts of the largest one, whose frame is then dashed (not as a heart); a word, and the time.
    ``aim``: where a poke would go (across, down, from 0 to 1; empty: nowhere), and ``pokes``, from 0 to 1, whether it
    does so now."""

    voltage: Sequence[Sequence[float]] | NDArray = field(default=((0.0, 0.0), (0.0, 0.0)))
    waits: Sequence[Sequence[bool]] | NDArray = field(default=((False, False), (False, False)))
    force: float = 0.0
    swept: tuple[float, float] = (0.0, 0.0)
    struck: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    strikes: float = 0.0
    frame: str = ""
    width: float = 1.0
    as_heart: bool = False
    word: str = ""
    clock: str = ""
    aim: tuple[float, ...] = ()
    pokes: float = 0.0


class HeartSheet:
    """The square, the outline on it, the part that is struck, and the words. ``lately`` is for how long strokes say how
    far the outline moved (“1.5 s”), if they do."""

    def __init__(self, stage: Stage, axes: Axes, lately: str = "") -> None:
        moving = stage.moving
        self._image = moving(axes.imshow(
            np.zeros((2, 2)), cmap=ListedColormap(RAMP), vmin=0.0, vmax=1.0, interpolation="bilinear", aspect="auto",
            extent=(LEFT, LEFT + SIDE, LOW, LOW + SIDE), zorder=2.0))
        sheet(axes, WIDTH, HEIGHT)
        self._dots = moving(axes.plot([], [], "o", color=INK, markersize=DOT, markeredgewidth=0.0, zorder=2.1)[0])
        self._around = [moving(area(axes, EMPTY, fill, INK, 1.4, 1.0 + 0.1 * place))
                        for place, (_, fill) in enumerate(heart.AROUND)]
        self._frame = moving(area(axes, EMPTY, "none", INK, 1.2, 3.0))
        self._largest = moving(area(axes, box(LEFT, LEFT + SIDE, LOW, LOW + SIDE), "none", FAINT, 1.2, 2.9,
                                    linestyle=(0, (4, 4))))
        self._largest_word = moving(Stamp(axes, LEFT + 6, LOW + 10, "the largest"))
        # A white line under each dark one: so both are seen on every colour.
        self._lines = [moving(area(axes, EMPTY, "none", color, width, above, **how)) for color, width, above, how in (
            (PAPER, 2.8, 3.1, {}), (INK, 1.2, 3.2, {"linestyle": (0, (5, 3))}), (PAPER, 5.0, 3.3, {}),
            (INK, 2.4, 3.4, {}))]
        self._ways = [moving(line(axes, (), above, color=color, linewidth=width, solid_capstyle="butt"))
                      for color, width, above in ((PAPER, 3.0, 3.01), (INK, 1.2, 3.02))]
        self._struck = moving(Rectangle((0.0, 0.0), 0.0, 0.0, facecolor="none", edgecolor=INK, zorder=4.0))
        self._casing = moving(Rectangle((0.0, 0.0), 0.0, 0.0, facecolor="none", edgecolor=PAPER, zorder=3.9))
        for each in (self._struck, self._casing):
            axes.add_patch(each)
        self._cross = [moving(area(axes, EMPTY, "none", color, 1.0, above))
                       for color, above in ((PAPER, 4.1), (INK, 4.2))]
        self._word = moving(Stamp(axes, LEFT, 383, "", weight="bold"))
        self._clock = moving(Stamp(axes, LEFT + SIDE, 383, "", ha="right"))
        # What the frame means: as it is drawn, in small.
        self._small = moving(area(axes, box(6, 30, _LINES[0] - 7, _LINES[0] + 7), "none", INK, 1.4, 3.0,
                                  linestyle=(0, (2, 2))))
        self._means = moving(Stamp(axes, 42, _LINES[0], ""))
        self._axes = axes
        self._mode: tuple[bool, float] | None = None
        self._key(axes, lately)

    @staticmethod
    def _key(axes: Axes, lately: str) -> None:
        """What colours and outline mean, in words."""
        left, low, side = _KEY
        for place, fill in enumerate(RAMP):
            axes.add_patch(Rectangle((left + place * side, low), side, side, facecolor=fill, edgecolor="none"))
        axes.add_patch(Rectangle((left, low), STEPS * side, side, facecolor="none", edgecolor=INK, linewidth=1.0))
        word(axes, "at rest", left - 8, low + side / 2, ha="right")
        word(axes, "excited", left + STEPS * side + 8, low + side / 2)
        _, outline, third, dots = _LINES
        now, slack = (outline + 4, outline - 4) if lately else (outline, third)
        line(axes, [(4, now), (34, now)], color=INK, linewidth=2.4)
        line(axes, [(4, slack), (34, slack)], color=INK, linewidth=1.2, linestyle=(0, (5, 3)))
        if lately:
            line(axes, [at for x in (7, 15, 23, 31) for at in ((x, third - 7), (x, third + 7), (np.nan, np.nan))],
                 color=INK, linewidth=1.2)
        word(axes, "mean force (dashed: all slack)" if lately else "outline: mean force of all cells", 42, outline)
        word(axes, f"how far it moved in {lately}" if lately else "the same while all are slack", 42, third)
        axes.add_patch(Rectangle((6, dots - 8), 24, 16, facecolor=RAMP[0], edgecolor="none"))
        axes.plot(np.tile([10, 18, 26], 2), np.repeat([dots - 4, dots + 4], 3), "o", color=INK, markersize=DOT,
                  markeredgewidth=0.0)
        word(axes, "at rest, but not ready yet", 42, dots)

    def show(self, now: SheetMoment) -> None:
        """Draw a moment."""
        width = 1.0 if now.as_heart else now.width
        size, base = _AS_HEART if now.as_heart else (width * _ON_SQUARE[0], _within(width, *_ON_SQUARE[1]))
        place = Affine2D().translate(-heart.HINGE[0], -heart.HINGE[1]).scale(size).translate(*base)
        slack = place.transform(heart.VENTRICLES)
        pulled, least, most = ((heart.smaller(part, part) + place).transform(heart.VENTRICLES)
                               for part in SQUEEZE * np.clip((now.force, *now.swept), 0.0, 1.0))
        outline = smooth(pulled)
        for each, path in zip(self._lines, (smooth(slack), smooth(slack), outline, outline), strict=True):
            each.set_path(path)
        for way in self._ways:
            way.set_data(*np.stack([least, most, np.full_like(least, np.nan)], axis=1).reshape(-1, 2).T)
        self._image.set_data(np.asarray(now.voltage))
        low, high = (pulled.min(axis=0) - 1.0, pulled.max(axis=0) + 1.0) if now.as_heart else (
            np.array(_within(width, LEFT, LOW)), np.array(_within(width, LEFT + SIDE, LOW + SIDE)))
        if now.as_heart:
            self._image.set_clip_path(outline, self._axes.transData)
            self._image.set_extent((low[0], high[0], low[1], high[1]))
            self._dots.set_clip_path(outline, self._axes.transData)
        if (now.as_heart, width) != self._mode:
            self._switch(now.as_heart, width, place)
        self._dot(now, low, high - low)
        self._strike(now, low, high - low)
        self._point(now, low, high - low)
        self._word.set_text(now.word)
        self._clock.set_text(now.clock)

    def _switch(self, as_heart: bool, width: float, place: Affine2D) -> None:
        """From the square to a heart or back, or to another width: what then stands still."""
        self._mode = as_heart, width
        for each, (points, _) in zip(self._around, heart.AROUND, strict=True):
            each.set_visible(as_heart)
            each.set_path(smooth(place.transform(points)))
        self._frame.set_visible(not as_heart)
        for of_largest in (self._largest, self._largest_word):
            of_largest.set_visible(not as_heart and width < 1.0)
        (left, low), (right, top) = _within(width, LEFT, LOW), _within(width, LEFT + SIDE, LOW + SIDE)
        self._frame.set_path(box(left, right, low, top))
        if not as_heart:
            self._image.set_clip_path(None)
            self._dots.set_clip_path(None)
            self._image.set_extent((left, right, low, top))

    def _dot(self, now: SheetMoment, low: NDArray, size: NDArray) -> None:
        """A dot where it is not ready: what is only pale is."""
        waits = np.asarray(now.waits, dtype=bool)
        down, across = np.nonzero(waits)
        self._dots.set_data(low[0] + (across + 0.5) / waits.shape[1] * size[0],
                            low[1] + (1.0 - (down + 0.5) / waits.shape[0]) * size[1])

    def _strike(self, now: SheetMoment, low: NDArray, size: NDArray) -> None:
        """The frame round the part that is struck: thin and dashed, or thick while it happens; and what it means."""
        left, top, right, bottom = now.struck
        there = right > left and bottom > top
        self._small.set_visible(there and bool(now.frame))
        self._means.set_text(now.frame if there else "")
        for each, width in ((self._struck, 1.4 + 3.6 * now.strikes), (self._casing, 3.6 + 3.6 * now.strikes)):
            each.set_visible(there)
            each.set_bounds(low[0] + left * size[0], low[1] + (1.0 - bottom) * size[1], (right - left) * size[0],
                            (bottom - top) * size[1])
            each.set_linewidth(width)
            each.set_linestyle("-" if now.strikes > 0.5 or each is self._casing else (0, (2, 2)))

    def _point(self, now: SheetMoment, low: NDArray, size: NDArray) -> None:
        """The cross where a poke goes: its middle stays free, so that the spot itself is seen."""
        for each, width in zip(self._cross, (4.6 + 2.0 * now.pokes, 1.8 + 2.0 * now.pokes), strict=True):
            each.set_visible(bool(now.aim))
            each.set_linewidth(width)
            if now.aim:
                middle = low + size * (now.aim[0], 1.0 - now.aim[1])
                each.set_path(Path(_CROSS * (1.0 + 0.4 * now.pokes) + middle, [Path.MOVETO, Path.LINETO] * 4))

    def part_at(self, x: float, y: float) -> tuple[float, float] | None:
        """Which part of the sheet (across, down, from 0 to 1) lies at a point of the drawing; None beside the sheet."""
        left, right, low, high = self._image.get_extent()
        across, down = (x - left) / (right - left), (high - y) / (high - low)
        return (across, down) if 0.0 <= across <= 1.0 and 0.0 <= down <= 1.0 else None


def _within(width: float, x: float, y: float) -> tuple[float, float]:
    """Where a point of the largest square is in a smaller one, which stands in its middle."""
    middle = LEFT + SIDE / 2, LOW + SIDE / 2
    return middle[0] + width * (x - middle[0]), middle[1] + width * (y - middle[1])
