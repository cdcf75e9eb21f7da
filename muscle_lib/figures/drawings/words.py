"""Words of a drawing: those that stand still with a leader to what they name, and those that come, go and move."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform
from numpy.typing import ArrayLike

from muscle_lib.figures.drawings.shapes import dots, line
from muscle_lib.figures.drawings.table import LEADER
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import INK

SIZE = 14.0
ABOVE_ALL = 30.0
#: From one line of a word to the next.
LINE = 18.5


def word(axes: Axes, text: str, x: float, y: float, **how: Any) -> Text:
    """A word that stands still. Nothing that moves may come over it: it would vanish."""
    usual: dict[str, Any] = {"fontsize": SIZE, "color": INK, "zorder": ABOVE_ALL, "linespacing": 1.12,
                             "va": "center" if "\n" in text else "center_baseline"}
    return axes.text(x, y, text, **(usual | how))


class Leaders:
    """The thin lines from still words to what they name, each with a dot at its end: two artists for all of them, so
    that they may lie over what moves, and follow it."""

    def __init__(self, stage: Stage, axes: Axes) -> None:
        self._lines = stage.moving(line(axes, (), ABOVE_ALL, color=INK, linewidth=LEADER))
        self._dots = stage.moving(dots(axes, 3.2, INK, INK, 0.0, ABOVE_ALL))
        self.artists = self._lines, self._dots

    def show(self, *ways: tuple[ArrayLike, ArrayLike]) -> None:
        """Draw the leaders: each from where to where."""
        points = [point for start, end in ways for point in (start, end, (np.nan, np.nan))]
        self._lines.set_data(*np.array(points, float).reshape(-1, 2).T)
        self._dots.set_data(*np.array([end for _, end in ways], float).reshape(-1, 2).T)


class Stamp(Text):
    """A word that moves, or is one of a few: drawn as letters once, then put back as a small picture. Letters are the
    dearest things to draw; a number that changes with each picture gains nothing by it."""

    def __init__(self, axes: Axes, x: float, y: float, text: str = "", **how: Any) -> None:
        usual: dict[str, Any] = {"fontsize": SIZE, "va": "center_baseline", "color": INK, "zorder": ABOVE_ALL}
        super().__init__(x, y, text, transform=axes.transData, **(usual | how))
        axes.add_artist(self)
        self.set_clip_on(False)
        self._pictures: dict[tuple[str, float], tuple[Any, float, float]] = {}

    def draw(self, renderer: Any) -> None:
        """Called by matplotlib."""
        if not self.get_visible() or not self.get_text():
            return
        # On whole pixels: else it would depend on where it was first drawn how the same picture looks.
        x, y = np.rint(self.get_transform().transform(self.get_unitless_position()))
        key = self.get_text(), renderer.dpi
        if key not in self._pictures:
            self._pictures[key] = self._letters(renderer, x, y)
        picture, right, up = self._pictures[key]
        context = renderer.new_gc()
        renderer.draw_image(context, x + right, y + up, picture)
        context.restore()

    def _letters(self, renderer: Any, x: float, y: float) -> tuple[Any, float, float]:
        """The word as a picture, and where that lies beside its place."""
        box = self.get_window_extent(renderer)
        left, low = int(box.x0) - 2, int(box.y0) - 2
        size = (int(box.width) + 6) / renderer.dpi, (int(box.height) + 6) / renderer.dpi
        figure = Figure(size, dpi=renderer.dpi)
        figure.patch.set_alpha(0.0)
        canvas, twin = FigureCanvasAgg(figure), Text()
        twin.update_from(self)
        twin.set(animated=False, transform=IdentityTransform(), clip_on=False, text=self.get_text(),
                 position=(x - left, y - low))
        figure.add_artist(twin)
        canvas.draw()
        return np.array(canvas.buffer_rgba())[::-1], left - x, low - y
