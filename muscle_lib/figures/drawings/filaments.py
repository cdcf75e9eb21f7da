"""Thin and thick filaments: a whole sarcomere that slides, and half of one from close by, with its heads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.path import Path
from numpy.typing import NDArray

from muscle_lib.figures.drawings.ions import IONS, ions
from muscle_lib.figures.drawings.shapes import area, dots, line, together
from muscle_lib.figures.drawings.table import MUSCLE_EDGE, between
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import INK, PAPER, STYLES

THIN, THIN_EDGE = "#c3cfda", "#44525e"
THICK, THICK_EDGE = "#d09a94", MUSCLE_EDGE
HEAD_ON = STYLES["active force"].color
#: The thread that covers the places on the thin filament to which heads attach (tropomyosin).
THREAD = "#2f3e4e"
FILLS = (THIN, THIN_EDGE, THICK, THICK_EDGE, HEAD_ON, THREAD, *between((THIN, THIN_EDGE), (THICK, THICK_EDGE)),
         IONS["calcium"].fill, *between((IONS["calcium"].fill, INK)))

#: Rows of the sliding sarcomere: thick filaments between thin ones.
_THIN_ROWS, _THICK_ROWS = (0.0, 1.0, 2.0), (0.5, 1.5)


class Sarcomere:
    """A sarcomere whose thin filaments slide past the thick ones, on axes in µm from its middle: the lengths are given,
    nothing is exaggerated along it. Many heads are left out."""

    def __init__(self, stage: Stage, axes: Axes, thin_um: float, thick_um: float, bare_um: float) -> None:
        self._thin_um, self._thick_um = thin_um, thick_um
        #: The heads of one half of a thick filament, from its bare middle to its end.
        self._heads_um = np.linspace(bare_um / 2.0, thick_um / 2.0, 15)[1:]

        def strokes(style: str, width: float, zorder: float):
            return stage.moving(line(axes, (), zorder, color=STYLES[style].color, linewidth=width,
                                     solid_capstyle="butt"))

        self._thick = strokes("stimulus", 7.0, 2.0)
        self._out_of_reach = strokes("reference", 2.0, 2.5)
        self._in_reach = strokes("active force", 2.6, 2.6)
        self._thin = strokes("power", 3.0, 3.0)
        self._discs = strokes("total force", 5.0, 3.5)

    def show(self, half_um: float) -> None:
        """Draw it with its Z discs this far from its middle."""
        tip_um = half_um - self._thin_um
        # A thick filament that no longer fits between the discs is pressed against them.
        end_um = min(self._thick_um / 2.0, half_um)
        self._discs.set_data(*_strokes((side * half_um, -0.4, side * half_um, 2.4) for side in (-1, 1)))
        self._thick.set_data(*_strokes((-end_um, y, end_um, y) for y in _THICK_ROWS))
        # The thin filaments of the two sides lie a little above each other, so that one sees where they cross.
        self._thin.set_data(*_strokes((side * half_um, y + 0.06 * side, side * tip_um, y + 0.06 * side)
                                      for side in (-1, 1) for y in _THIN_ROWS))
        for drawn, reach in ((self._in_reach, True), (self._out_of_reach, False)):
            heads_um = self._heads_um[((self._heads_um >= tip_um) == reach) & (self._heads_um <= end_um)]
            drawn.set_data(*_strokes((side * x, y - 0.3, side * x, y + 0.3)
                                     for x in heads_um for side in (-1, 1) for y in _THICK_ROWS))


def _strokes(ends: Iterable[tuple[float, float, float, float]]) -> tuple[list[float], list[float]]:
    """Many strokes (x, y to x, y) as one line with gaps."""
    x: list[float] = []
    y: list[float] = []
    for x0, y0, x1, y1 in ends:
        x += [x0, x1, np.nan]
        y += [y0, y1, np.nan]
    return x, y


#: Half a sarcomere, to scale along it (200 px are 1 µm): Z disc, middle, ends of the thin and the thick filament, the
#: heights of the two thin filaments and of the thick one between them.
Z_DISC, MIDDLE, THIN_END, THICK_END = 16.0, 286.0, 280.0, 126.0
UPPER, LOWER, AXIS = 114.0, 42.0, 78.0
_BEADS = np.arange(Z_DISC + 4.3, THIN_END, 8.6)
#: Each troponin sits on a stretch of the thread, which it can move aside.
TROPONINS = _BEADS[3::5]
_STRETCH = 43.0
#: Where heads begin on the thick filament, away from its bare middle.
_ROOTS = np.linspace(133.0, 261.0, 9)
#: Both thin filaments' stretches (1 upper, −1 lower; which), and their heads, in an order in which the first few are
#: far apart.
STRETCHES = ((1, 3), (-1, 5), (1, 0), (-1, 2), (1, 4), (-1, 1), (-1, 3), (1, 5), (1, 1), (-1, 4), (1, 2), (-1, 0))
HEADS = tuple(((-1) ** k, 2 * k % 9) for k in range(18))
#: How far the thread lies from the filament's middle, on the side of the heads, where it is in their way; and aside.
_IN_THE_WAY, _ASIDE = -5.2, 2.4


class HalfSarcomere:
    """Half a sarcomere from close by, held at one length: thin filaments of beads with their thread and troponins, and
    a thick one with heads: far fewer than there are, and far too large."""

    def __init__(self, stage: Stage, axes: Axes) -> None:
        thick = [(300, AXIS - 6), (THICK_END + 5, AXIS - 6), (THICK_END, AXIS - 3), (THICK_END, AXIS + 3),
                 (THICK_END + 5, AXIS + 6), (300, AXIS + 6)]
        area(axes, Path(np.array(thick)), THICK, THICK_EDGE, 1.3, 2.0)
        line(axes, [(MIDDLE, AXIS - 44), (MIDDLE, AXIS + 44)], 1.5, color=THICK_EDGE, linewidth=1.4)
        axes.add_patch(Rectangle((Z_DISC - 3.0, LOWER - 14), 4.0, UPPER - LOWER + 28, facecolor=INK, zorder=3.0))
        rows = np.array([(x, y) for y in (UPPER, LOWER) for x in _BEADS])
        beads = dots(axes, 9.0, THIN, THIN_EDGE, 1.0, 3.0)
        beads.set_data(*rows.T)
        self._sites = {(side, at): (x, (UPPER if side > 0 else LOWER) + 8.0 * side)
                       for side in (1, -1) for at, x in enumerate(TROPONINS)}
        troponins = dots(axes, 9.5, PAPER, INK, 1.3, 3.5, "s")
        troponins.set_data(*np.array(list(self._sites.values())).T)
        self._thread = stage.moving(line(axes, (), 4.0, color=THREAD, linewidth=3.0, solid_joinstyle="round"))
        self._bound = stage.moving(ions(axes, "calcium", zorder=4.5, size=0.6))
        self._aside: set[tuple[int, int]] = set()
        self._off = stage.moving(area(axes, _NO_HEADS, THICK, THICK_EDGE, 1.1, 4.2))
        self._on = stage.moving(area(axes, _NO_HEADS, HEAD_ON, THICK_EDGE, 1.1, 4.4))

    def thread_at(self, side: int, stretch: int) -> float:
        """How high a stretch of the thread lies now."""
        return _height(side, (side, stretch) in self._aside)

    def show(self, troponin: float, filament: float, attached: float, stuck: bool = False) -> None:
        """Shares: of the troponins with calcium, of the thread moved aside, of the heads attached. ``stuck``: all of
        those are at the end of their stroke."""
        bound = STRETCHES[:round(len(STRETCHES) * troponin)]
        self._bound.set_data(*np.array([self._sites[site] for site in bound]).reshape(-1, 2).T)
        free = STRETCHES[:round(len(STRETCHES) * filament)]
        # Where the thread is aside; and there first where calcium is.
        heads = sorted(HEADS, key=lambda head: [(head[0], _stretch(head[1])) not in where for where in (free, bound)])
        on = heads[:round(len(HEADS) * attached)]
        # Where a head holds on, the thread cannot go back.
        self._aside = {*free, *((side, _stretch(root)) for side, root in on)}
        self._thread.set_data(*thread(self._aside).T)
        self._off.set_path(_together(_OFF, [head for head in HEADS if head not in on]))
        self._on.set_path(_together(_STUCK if stuck else _PULLING, on))


def _stretch(root: int) -> int:
    """Which stretch of the thread lies over a head; the last reaches to the filament's end."""
    return min(int((_ROOTS[root] + 8.0 - TROPONINS[0] + 0.5 * _STRETCH) // _STRETCH), len(TROPONINS) - 1)


def _height(side: int, aside: bool) -> float:
    """How high the thread lies, upon the upper or the lower filament."""
    return (UPPER if side > 0 else LOWER) + side * (_ASIDE if aside else _IN_THE_WAY)


def thread(aside: Iterable[tuple[int, int]]) -> NDArray:
    """The threads of both thin filaments as one line with a gap: in the way of the heads, but for some stretches."""
    aside, points = set(aside), []
    for side in (1, -1):
        for at, x in enumerate(TROPONINS):
            y = _height(side, (side, at) in aside)
            left = Z_DISC + 2.0 if at == 0 else x - 0.5 * _STRETCH + 4.0
            right = THIN_END if at == len(TROPONINS) - 1 else x + 0.5 * _STRETCH - 4.0
            points += [(left, y), (right, y)]
        points.append((np.nan, np.nan))
    return np.array(points)


def _head(root: int, side: int, lean: float | None) -> Path:
    """A head, stalk and club: lying by the thick filament (None), or reaching the thin one, its tip leaning towards
    the middle by so many degrees: upright as the stroke begins, 38 at its end."""
    angle = np.deg2rad(160.0 if lean is None else 90.0 - lean)
    length = 12.0 if lean is None else 20.5 / np.sin(angle)
    along = np.array([np.cos(angle), side * np.sin(angle)])
    across = np.array([-along[1], along[0]])
    start = np.array([_ROOTS[root], AXIS + side * 6.0])
    turn = np.linspace(0.8 * np.pi, -0.8 * np.pi, 9)[:, None]
    club = start + along * length + 4.4 * (1.35 * np.cos(turn) * along + np.sin(turn) * across)
    outline = np.vstack([start + 1.6 * across, club, start - 1.6 * across, start + 1.6 * across])
    return Path(outline, [Path.MOVETO, *[Path.LINETO] * (len(outline) - 2), Path.CLOSEPOLY])


_NO_HEADS = Path(np.zeros((1, 2)))
_OFF = {(side, root): _head(root, side, None) for side, root in HEADS}
#: Some have just attached, some are on their way.
_PULLING = {(side, root): _head(root, side, (0.0, 14.0, 28.0, 16.0)[(root + side) % 4]) for side, root in HEADS}
_STUCK = {(side, root): _head(root, side, 38.0) for side, root in HEADS}


def _together(shapes: dict[tuple[int, int], Path], which: Sequence[tuple[int, int]]) -> Path:
    return together([shapes[head] for head in which]) if which else _NO_HEADS
