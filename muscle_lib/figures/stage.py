"""The stage on which a chapter's figure plays: drawn once, then only the moving parts are drawn again.

A new matplotlib figure for every move of a slider costs a tenth of a second. So the axes, labels and grid are drawn
once and kept as a background; for each new trace the background is put back, the few moving artists are drawn
over it (“blitting”), and the pixels become a small palette PNG.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from PIL import Image

from muscle_lib.figures.style import FAINT, INK, PAPER, RC, STYLES, Style

#: Drawn pixels per CSS pixel: sharp on a high-resolution laptop when the picture rests; a quarter of the pixels, and so
#: a third of the time, while it follows a slider.
SHARPNESS = 2
SHARPNESS_MOVING = 1
_SHADES, _FEWEST_SHADES = 12, 6


@dataclass(frozen=True)
class _Curve:
    line: Line2D
    ghost: Line2D
    label: str
    unit: str


@dataclass(frozen=True)
class Cursor:
    """What the cursor runs along (“Time”, in “ms”, from low to high), and its lines on each of its panels."""

    name: str
    unit: str
    low: float
    high: float
    lines: tuple[Line2D, ...]
    marks: tuple[Line2D, ...]
    axes: tuple[Axes, ...]


class Stage:
    """A matplotlib figure without pyplot, and the list of what moves on it.

    ``mosaic`` names the panels as they lie on the page (a name that stands in several places is one large panel);
    ``heights`` and ``widths`` are relative. ``axes`` holds the panels by name. Sizes are in CSS pixels.
    """

    def __init__(self, mosaic: Sequence[Sequence[str]], *, heights: Sequence[float] | None = None,
                 widths: Sequence[float] | None = None, one_time_axis: bool = False, width_px: int = 840,
                 height_px: int = 380, colors: Iterable[str] = ()) -> None:
        self.width_px, self.height_px = width_px, height_px
        self._moving: list[Artist] = []
        self._curves: list[_Curve] = []
        self.cursor: Cursor | None = None
        self._backgrounds: dict[float, object] = {}
        self._palette = _palette([INK, *(style.color for style in STYLES.values())], colors)
        with matplotlib.rc_context(dict(RC)):
            self.figure = Figure(figsize=(width_px / 72, height_px / 72), dpi=72 * SHARPNESS, layout="constrained")
            self._canvas = FigureCanvasAgg(self.figure)
            self.axes: dict[str, Axes] = self.figure.subplot_mosaic(
                [list(row) for row in mosaic], height_ratios=heights, width_ratios=widths, sharex=one_time_axis)

    def moving(self, artist: Artist) -> Artist:
        """Register an artist that changes from trace to trace, and return it."""
        artist.set_animated(True)
        self._moving.append(artist)
        return artist

    def curve(self, axes: Axes, style: Style, label: str, unit: str = "") -> Line2D:
        """A moving line, together with the grey dashed ghost that “Pin” leaves of it.

        With a unit, the cursor reads it.
        """
        ghost_style = STYLES["ghost"]
        (ghost,) = axes.plot([], [], color=ghost_style.color, linestyle=ghost_style.dash,
                             linewidth=ghost_style.width, zorder=1.5)
        (line,) = axes.plot([], [], color=style.color, linestyle=style.dash, linewidth=style.width, label=label,
                            zorder=3)
        self._curves.append(_Curve(line, ghost, label, unit))
        # Not in the background, where a shade that moves would cover it.
        self.moving(ghost)
        return self.moving(line)

    def legend(self, axes: Axes) -> None:
        """Name the axes' curves in their upper right corner, in a row."""
        with matplotlib.rc_context(dict(RC)):
            axes.legend(loc="upper right", ncols=3, borderaxespad=0.1, handlelength=2.4, columnspacing=1.4)

    def label(self, axes: Axes, x: float, y: float, text: str, **how: str) -> Text:
        """A word that stays where it is, in data coordinates."""
        return axes.text(x, y, text, color=FAINT, fontsize=RC["font.size"], **how)

    def pin(self) -> None:
        """Leave a ghost of every curve as it stands now."""
        for curve in self._curves:
            curve.ghost.set_data(*curve.line.get_data())

    def unpin(self) -> None:
        """Take the ghosts away."""
        for curve in self._curves:
            curve.ghost.set_data([], [])

    @property
    def is_pinned(self) -> bool:
        """Whether there is a ghost."""
        return any(len(curve.ghost.get_xdata()) for curve in self._curves)

    def add_cursor(self, name: str, unit: str, *axes: Axes) -> None:
        """Give panels that share their horizontal axis one cursor, and a mark to measure from."""
        low, high = axes[0].get_xlim()
        ink = STYLES["cursor"]
        lines = [[self.moving(each.axvline(low, color=ink.color, linestyle=dash, linewidth=ink.width, visible=False))
                  for each in axes] for dash in (ink.dash, ":")]
        self.cursor = Cursor(name, unit, low, high, tuple(lines[0]), tuple(lines[1]), axes)

    def place_cursor(self, at: float | None, mark: float | None = None) -> None:
        """Put the cursor and the mark somewhere, or (None) take them away."""
        for lines, x in ((self.cursor.lines, at), (self.cursor.marks, mark)):
            for line in lines:
                line.set_visible(x is not None)
                line.set_xdata([x or 0.0, x or 0.0])

    def readings(self, at: float) -> list[tuple[str, float, str]]:
        """Label, value and unit of every curve under the cursor, where it has a value."""
        found = []
        for curve in self._curves:
            x, y = (np.asarray(data, dtype=float) for data in curve.line.get_data())
            if curve.unit and curve.line.axes in self.cursor.axes and len(x) and x[0] <= at <= x[-1]:
                value = float(np.interp(at, x, y))
                found += [(curve.label, value, curve.unit)] if np.isfinite(value) else []
        return found

    def png(self, moving: bool = False) -> bytes:
        """The picture as it stands now; not quite so sharp, but sooner, if the next one is about to come."""
        sharpness = SHARPNESS_MOVING if moving else SHARPNESS
        if self.figure.dpi != 72 * sharpness:
            self.figure.dpi = 72 * sharpness
        if sharpness not in self._backgrounds:
            self._draw_background(sharpness)
        self._canvas.restore_region(self._backgrounds[sharpness])
        for artist in sorted(self._moving, key=Artist.get_zorder):
            artist.axes.draw_artist(artist) if artist.axes else self.figure.draw_artist(artist)
        pixels = np.asarray(self._canvas.buffer_rgba())
        image = Image.fromarray(pixels).convert("RGB").quantize(palette=self._palette, dither=Image.Dither.NONE)
        file = io.BytesIO()
        image.save(file, "PNG", compress_level=1)
        return file.getvalue()

    def redraw_all(self) -> None:
        """Forget the background: axes or labels have changed. Only for pictures that may do that."""
        self._backgrounds.clear()
        self.figure.set_layout_engine("constrained")

    def _draw_background(self, sharpness: float) -> None:
        # The first drawing lays the axes out; after it they must stay, or the background would not fit.
        with matplotlib.rc_context(dict(RC)):
            self._canvas.draw()
            self.figure.set_layout_engine("none")
            self._backgrounds[sharpness] = self._canvas.copy_from_bbox(self.figure.bbox)


def _palette(lines: Iterable[str], fills: Iterable[str]) -> Image.Image:
    """A PNG palette: each line's colour in several shades up to the paper's white, for smooth edges, and the colours
    that fill areas just as they are."""
    paper = np.array(to_rgb(PAPER))
    lines, fills = dict.fromkeys(to_rgb(color) for color in lines), list(fills)
    # Where the areas need many colours, the lines get fewer shades.
    steps = min(_SHADES, (255 - len(fills)) // len(lines))
    if steps < _FEWEST_SHADES:
        raise ValueError(f"a palette holds 256 colours, these are {1 + _FEWEST_SHADES * len(lines) + len(fills)}")
    shades = [paper]
    for color in lines:
        shades += [paper + (np.array(color) - paper) * part for part in np.linspace(1 / steps, 1, steps)]
    shades += [np.array(to_rgb(color)) for color in fills]
    image = Image.new("P", (1, 1))
    image.putpalette(np.rint(np.array(shades) * 255).astype(np.uint8).tobytes())
    return image
