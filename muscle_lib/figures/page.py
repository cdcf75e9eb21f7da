"""One figure of a stage with its pixels: what stands still is drawn once and kept, what moves is drawn over it."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from numpy.typing import NDArray
from PIL import Image

from muscle_lib.figures.style import our_looks


class Page:
    """A stage has one or two of them. ``backgrounds`` holds what does not move, packed, for each sharpness; while it
    moves, the pixels stay at hand. A lesson has a dozen pictures, and each would keep twenty megabytes, seldom needed.
    """

    def __init__(self, mosaic: Sequence[Sequence[str]], heights: Sequence[float] | None,
                 widths: Sequence[float] | None, one_time_axis: bool, size_px: tuple[int, int],
                 sharpness: float) -> None:
        self.figure = Figure(figsize=(size_px[0] / 72, size_px[1] / 72), dpi=72 * sharpness, layout="constrained")
        self._canvas = FigureCanvasAgg(self.figure)
        self.axes: dict[str, Axes] = self.figure.subplot_mosaic(
            [list(row) for row in mosaic], height_ratios=heights, width_ratios=widths, sharex=one_time_axis)
        self.backgrounds: dict[float, bytes] = {}
        self._at_hand: dict[float, NDArray] = {}
        self._drawn: set[Artist] = set()

    def draw(self, sharpness: float, moving: Iterable[Artist], at_rest: bool) -> NDArray:
        """All pixels, with what moves; at rest what it took is given back."""
        if self.figure.dpi != 72 * sharpness:
            self.figure.dpi = 72 * sharpness
        if sharpness not in self.backgrounds:
            self._draw_background(sharpness)
        # Asked for once: to draw an artist by way of its axes asks for it each time, a tenth of all work.
        renderer = self._canvas.get_renderer()
        pixels = np.asarray(renderer.buffer_rgba())
        pixels[:] = self._background(sharpness, pixels.shape)
        for artist in sorted(moving, key=Artist.get_zorder):
            artist.draw(renderer)
            self._drawn.add(artist)
        if at_rest:
            self._forget_pixels()
        return pixels

    def give_back(self) -> None:
        """Keep no pixels; they are drawn anew if somebody asks for them."""
        self.backgrounds.clear()
        self._forget_pixels()

    def redraw_all(self) -> None:
        """Forget what does not move: axes or labels have changed."""
        self.backgrounds.clear()
        self._at_hand.clear()
        self.figure.set_layout_engine("constrained")

    def _forget_pixels(self) -> None:
        self._at_hand.clear()
        self._canvas = FigureCanvasAgg(self.figure)
        # Every text keeps hold of what it was drawn on, and so of all its pixels.
        for artist in self._drawn:
            for text in artist.findobj(Text):
                vars(text)["_renderer"] = None
        self._drawn.clear()

    def _background(self, sharpness: float, shape: tuple[int, ...]) -> NDArray:
        if sharpness not in self._at_hand:
            pixels = np.frombuffer(zlib.decompress(self.backgrounds[sharpness]), np.uint8)
            self._at_hand[sharpness] = pixels.reshape(shape)
        return self._at_hand[sharpness]

    def _draw_background(self, sharpness: float) -> None:
        # To draw it costs a tenth of a second, so one that is half as sharp is made of the sharp one.
        if 2 * sharpness in self.backgrounds:
            wide, high = (round(2 * side) for side in self.figure.bbox.size)
            pixels = np.asarray(Image.fromarray(self._background(2 * sharpness, (high, wide, 4))).reduce(2))
        else:
            # The first drawing lays the axes out; after it they must stay, or the background would not fit.
            with our_looks():
                self._canvas.draw()
                self._drawn.add(self.figure)
                self.figure.set_layout_engine("none")
            pixels = np.array(self._canvas.buffer_rgba())
        self.backgrounds[sharpness] = zlib.compress(pixels.tobytes(), 1)
        self._at_hand[sharpness] = pixels
