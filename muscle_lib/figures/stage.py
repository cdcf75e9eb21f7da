"""The stage on which a chapter's figure plays: drawn once, then only the moving parts are drawn again.

A new matplotlib figure for every move of a slider costs a tenth of a second. So the axes, labels and grid are drawn
once and kept as a background; for each new trace the background is put back, the few moving artists are drawn
over it (“blitting”), and the pixels become a small palette PNG.
"""

from __future__ import annotations

import inspect
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from numpy.typing import NDArray
from PIL import Image

from muscle_lib.figures.curve import Cursor, Curve, unit_at
from muscle_lib.figures.page import Page
from muscle_lib.figures.palette import colors_in, palette
from muscle_lib.figures.scene import Scene
from muscle_lib.figures.style import BROAD, DASHES, FAINT, INK, RC, STYLES, our_looks, pale
from muscle_lib.units import factor

#: Drawn pixels per CSS pixel: sharp on a high-resolution laptop when the picture rests; a quarter of the pixels, and so
#: a third of the time, while it follows a slider.
SHARPNESS = 2
SHARPNESS_MOVING = 1
LOWEST_px = 150  # a row of a second page is at least so high: the words along an axis must fit

AnyArtist = TypeVar("AnyArtist", bound=Artist)
#: A class that the decorator adds to.
Cls = TypeVar("Cls", bound=Any)


class Stage:
    """A matplotlib figure without pyplot, and the list of what moves on it.

    ``mosaic`` names the panels as they lie on the page (a name that stands in several places is one large panel), the
    most important first; ``heights`` and ``widths`` are relative. At most four are in view: the others wait in
    ``more``, a second page under the first. ``scene`` names the panel, if there is one, that is a drawing of the thing
    itself. ``x`` is the array over which a curve runs unless it says another, ``x_unit`` the unit in which it is shown.
    ``axes`` holds all panels by name. Sizes are in CSS pixels.
    """

    def __init__(self, mosaic: Sequence[Sequence[str]], *, heights: Sequence[float] | None = None,
                 widths: Sequence[float] | None = None, more: Sequence[Sequence[str]] = (),
                 scene: str = "", x: str = "t_ms", x_unit: str | None = None, one_time_axis: bool = False,
                 width_px: int = 840, height_px: int = 380, colors: Iterable[str] = ()) -> None:
        self.width_px, self.height_px, self.scene = width_px, height_px, scene
        self._x, self._x_unit = x, x_unit
        self._moving: list[Artist] = []
        self.curves: list[Curve] = []
        self._words: dict[Axes, tuple[str, str]] = {}
        self.cursor: Cursor | None = None
        #: The drawing that moves with what is shown; where it stands is a line on the curves.
        self.drawn: Scene | None = None
        self._trace: Any = None
        self._cursor_at: float | None = None
        self._here: list[Line2D] = []
        self._colors, self._palette = list(colors), palette([INK], colors)
        self._has_all = False
        with our_looks():
            self.pages = [Page(mosaic, heights, widths, one_time_axis, (width_px, height_px), SHARPNESS)]
            if more:
                high_px = max(height_px * len(more) // len(mosaic), 50 + LOWEST_px * len(more))
                self.pages.append(Page(more, None, None, one_time_axis, (width_px, high_px), SHARPNESS))
        #: The last page in view: 0, or 1 for “More curves”.
        self.page = 0
        self.axes: dict[str, Axes] = {name: axes for page in self.pages for name, axes in page.axes.items()}

    @property
    def figure(self) -> Figure:
        """The last page in view, as matplotlib knows it."""
        return self.pages[self.page].figure

    def panel(self, name: str, y: str = "", x: str = "", **how: Any) -> Axes:
        """Set a panel up: the words along its axes, and what matplotlib's ``Axes.set`` takes (limits, ticks).

        The units come from the first curve of the panel, behind the words or, after a line break at their end, under
        them; words with a bracket stand as they are.
        """
        axes = self.axes[name]
        self._words[axes] = (x, y)
        axes.set(xlabel=x, ylabel=y, **how)
        return axes

    def moving(self, artist: AnyArtist) -> AnyArtist:
        """Register an artist that changes from trace to trace, and return it."""
        artist.set_animated(True)
        self._moving.append(artist)
        return artist

    def curve(self, panel: str, style: str, y: str | float, *, x: str = "", label: str = "",
              unit: str | None = None, x_unit: str | None = None, every: int = 1, foot: str | float | None = None,
              pins: bool = True, **how: Any) -> Line2D:
        """A moving line that shows an array of the trace, together with the pale ghost that “Pin” leaves of it.

        ``style`` is a name in the table of styles, and the label too, unless there is another. ``unit`` and ``x_unit``
        are for arrays that are shown in another unit than their own; ``every`` thins a long array out; with a ``foot``
        there is a stroke at each x instead. What does not ``pins`` leaves no ghost: a crowd of strokes or waves, where
        one would only be noise. ``show`` of the stage then moves the line to a trace.
        """
        x, x_unit = (x, x_unit) if x else (self._x, self._x_unit if x_unit is None else x_unit)
        return self._add(panel, style, label or style, unit, x, x_unit, y, foot, every, pins, how)

    def dot(self, panel: str, style: str, x: str, y: str, *, label: str = "", unit: str | None = None,
            x_unit: str | None = None, **how: Any) -> Line2D:
        """A moving dot at two numbers of the trace (or several, at two arrays); “Pin” leaves its shadow."""
        usual: dict[str, Any] = {"linestyle": "none", "marker": "o", "markersize": 11, "zorder": 4}
        how = usual | {"color": STYLES[style].color} | how
        dot = self._add(panel, style, label or style, unit, x, x_unit, y, None, 1, False, how)
        (shadow,) = self.axes[panel].plot([], [], **how)
        # Not in the layout, which would make room for it where it is not: in the corner of the picture.
        self.moving(shadow).set(color=pale(how["color"]), markeredgecolor=how["color"], zorder=3.5, label="_",
                                in_layout=False, visible=False)
        self.curves[-1] = replace(self.curves[-1], shadow=shadow)
        return dot

    def free_curve(self, panel: str, style: str, label: str, unit: str = "", **how: Any) -> Line2D:
        """A moving line with its ghost that the figure sets by hand. Only for what is no array of a trace."""
        return self._add(panel, style, label, unit, "", "", "", None, 1, True, how)

    def _add(self, panel: str, style: str, label: str, unit: str | None, x: str, x_unit: str | None, y: str | float,
             foot: str | float | None, every: int, pins: bool, how: dict[str, Any]) -> Line2D:
        axes, look, ghost = self.axes[panel], STYLES[style], None
        unit = unit_at(y) if unit is None and isinstance(y, str) else unit or ""
        x_unit = unit_at(x) if x_unit is None else x_unit
        place = sum(curve.ghost is not None and curve.line.axes is axes for curve in self.curves)
        dash = DASHES[place] if pins else look.dash
        how = {"color": look.color, "linestyle": dash, "linewidth": look.width, "zorder": 3, "label": label} | how
        if pins:
            (ghost,) = axes.plot([], [], **how)
            # Moving, too: in the background a shade that moves would cover it.
            self.moving(ghost).set(color=pale(how["color"]), linewidth=BROAD * how["linewidth"], zorder=1.5, label="_",
                                   visible=False)
        (line,) = axes.plot([], [], **how)
        self.curves.append(Curve(line, ghost, label, unit, x_unit, x, y, foot, every))
        for axis, words, its in zip((axes.xaxis, axes.yaxis), self._words.get(axes, ("", "")), (x_unit, unit),
                                    strict=True):
            if words and its and "(" not in axis.get_label_text():
                axis.set_label_text(f"{words}({its})" if words.endswith("\n") else f"{words} ({its})")
        return self.moving(line)

    def show(self, trace: Any) -> None:
        """Move every curve and dot to a new trace, and the drawing to its moment."""
        self._trace = trace
        for curve in self.curves:
            if curve.x:
                curve.line.set_data(*curve.data(trace))
        self.show_at(trace)

    def play(self, scene: Scene) -> None:
        """Let a drawing stand in the scene's panel, from the upper left corner on. After cursor and legends."""
        axes, (width, height) = self.axes[self.scene], scene.size_px
        axes.set_in_layout(False)
        axes.set_position((0.0, 1.0 - height / self.height_px, width / self.width_px, height / self.height_px))
        self.drawn, ink = scene, STYLES["reference"]
        if self._time_cursor and not scene.is_live:
            # Not up to the names of the curves.
            self._here = [self.moving(each.axvline(0.0, 0.0, 0.68 if each.get_legend() else 1.0, color=ink.color,
                                                   linestyle=ink.dash, linewidth=ink.width, zorder=2))
                          for each in self._time_cursor.axes]

    @property
    def _time_cursor(self) -> Cursor | None:
        """The cursor, if it runs along the time; one along a fibre is no moment."""
        return self.cursor if self.cursor and self.cursor.name.startswith("Time") else None

    def show_at(self, trace: Any, at: float | None = None) -> None:
        """Move the drawing to a moment: this one (as the cursor counts), the cursor's, or the one it declares."""
        if not self.drawn:
            return
        clock = self._time_cursor
        at = self._cursor_at if at is None and clock else at
        times = factor(clock.unit, self.drawn.time_unit) if clock else 1.0
        shown = self.drawn.show(trace, at if at is None else at * times)
        for line in self._here:
            line.set_xdata([shown / times, shown / times])

    def moments(self, trace: Any) -> NDArray:
        """The times of a film of the drawing, as the cursor counts; none if there is no drawing or no time."""
        clock = self._time_cursor
        if not self.drawn:
            return np.zeros(0)
        return self.drawn.moments(trace) * (factor(self.drawn.time_unit, clock.unit) if clock else 1.0)

    def rectangle(self, axes: Axes, left: float, low: float, width: float, height: float, **how: Any) -> Rectangle:
        """A moving rectangle, in data coordinates."""
        rectangle = Rectangle((left, low), width, height, **how)
        axes.add_patch(rectangle)
        return self.moving(rectangle)

    def legend(self, axes: Axes, columns: int = 3) -> None:
        """Name the axes' curves in their upper right corner, in a row or in so many columns."""
        axes.legend(loc="upper right", ncols=columns, borderaxespad=0.1, handlelength=2.4, columnspacing=1.4)

    def label(self, axes: Axes, x: float, y: float, text: str, **how: Any) -> Text:
        """A word that stays where it is, in data coordinates."""
        return axes.text(x, y, text, color=FAINT, fontsize=RC["font.size"], **how)

    def pin(self) -> None:
        """Leave a ghost of every curve as it stands now."""
        for curve in self.curves:
            if curve.left:
                curve.left.set(data=curve.line.get_data(), visible=True)

    def unpin(self) -> None:
        """Take the ghosts away."""
        for curve in self.curves:
            if curve.left:
                curve.left.set(data=([], []), visible=False)

    @property
    def is_pinned(self) -> bool:
        """Whether there is a ghost."""
        return any(curve.left.get_visible() for curve in self.curves if curve.left)

    def add_cursor(self, name: str, unit: str, *axes: Axes) -> None:
        """Give panels that share their horizontal axis one cursor, and a mark to measure from."""
        low, high = axes[0].get_xlim()
        ink = STYLES["cursor"]
        lines = [[self.moving(each.axvline(low, color=ink.color, linestyle=dash, linewidth=ink.width, visible=False))
                  for each in axes] for dash in (ink.dash, ":")]
        self.cursor = Cursor(name, unit, low, high, tuple(lines[0]), tuple(lines[1]), axes)

    def place_cursor(self, at: float | None, mark: float | None = None) -> None:
        """Put the cursor and the mark somewhere, or (None) take them away."""
        if not self.cursor:
            return
        self._cursor_at = at
        for lines, x in ((self.cursor.lines, at), (self.cursor.marks, mark)):
            for line in lines:
                line.set_visible(x is not None)
                line.set_xdata([x or 0.0, x or 0.0])
        if self._trace is not None:
            self.show_at(self._trace)

    def readings(self, at: float) -> list[tuple[str, float, str]]:
        """Label, value and unit of every curve under the cursor, where it has a value."""
        found = []
        for curve in self.read:
            x, y = (np.asarray(data, dtype=float) for data in curve.line.get_data())
            if len(x) and x[0] <= at <= x[-1]:
                value = float(np.interp(at, x, y))
                found += [(curve.label, value, curve.unit)] if np.isfinite(value) else []
        return found

    @property
    def read(self) -> list[Curve]:
        """The curves that the cursor reads."""
        panels = self.cursor.axes if self.cursor else ()
        return [curve for curve in self.curves
                if curve.ghost and curve.line.axes in panels and (curve.unit or curve.x and not curve.foot)]

    def png(self, moving: bool = False) -> bytes:
        """The picture as it stands now; not quite so sharp, but sooner, if the next one is about to come."""
        sharpness, pictures = SHARPNESS_MOVING if moving else SHARPNESS, []
        if not self._has_all:
            self._palette, self._has_all = self._all_colors(), True
        for page in self.pages[:self.page + 1]:
            ours = [artist for artist in self._moving if artist.get_visible() and artist.get_figure() is page.figure]
            pictures.append(page.draw(sharpness, ours, at_rest=not moving))
        pixels = np.concatenate(pictures) if self.page else pictures[0]
        image, file = Image.frombytes("RGB", pixels.shape[1::-1], pixels, "raw", "RGBX"), io.BytesIO()
        image.quantize(palette=self._palette, dither=Image.Dither.NONE).save(file, "PNG", compress_level=1)
        return file.getvalue()

    def empty_png(self) -> bytes:
        """Its axes to sketch on: scales, words along them and legends. What stands inside could tell how it comes out,
        so all of it is left out; a drawing beside them stays."""
        inside = [artist for name, axes in self.axes.items() if name != self.scene
                  for artist in (*axes.lines, *axes.collections, *axes.patches, *axes.texts, *axes.images)
                  if artist.get_visible()]
        self._let_be_seen(inside, False)
        picture = self.png()
        self._let_be_seen(inside, True)
        return picture

    def _let_be_seen(self, artists: Iterable[Artist], visible: bool) -> None:
        for artist in artists:
            artist.set_visible(visible)
        self.redraw_all()

    def _all_colors(self) -> Image.Image:
        """The palette, once all is declared: only of styles that are there, so that each gets many shades."""
        used = set().union(*(colors_in(page.figure) for page in self.pages))
        return palette([INK, *(style.color for style in STYLES.values() if to_hex(style.color) in used)], self._colors)

    def redraw_all(self) -> None:
        """Forget the background: axes or labels have changed. Only for pictures that may do that."""
        for page in self.pages:
            page.redraw_all()


def figure(cls: Cls) -> Cls:
    """Let a class of figures draw when it is first needed, though its arguments are looked at at once.

    A lesson makes a dozen figures, most of which are covered by a question; drawing one takes a tenth of a second.
    """
    draw = cls.__init__

    def remember(self: Any, *args: Any, **how: Any) -> None:
        inspect.signature(draw).bind(self, *args, **how)
        self.__dict__["_draw_first"] = lambda: our_looks()(draw)(self, *args, **how)

    def draw_now(self: Any, name: str) -> Any:
        """Called by Python for what is not there yet."""
        # The second name is one that pytest asks of everything: it would draw all figures before the first test.
        if name.startswith("__") or name == "_mock_name" or "_draw_first" not in self.__dict__:
            raise AttributeError(f"{cls.__name__} has no attribute {name!r}")
        self.__dict__.pop("_draw_first")()
        return getattr(self, name)

    cls.__init__, cls.__getattr__ = remember, draw_now
    return cls
