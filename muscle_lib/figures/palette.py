"""The colours of a picture's file: few of them make it small, and so quick on its way to the page."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axis import Axis
from matplotlib.colors import is_color_like, to_hex, to_rgb
from PIL import Image

from muscle_lib.figures.style import PAPER

_SHADES, _FEWEST_SHADES = 12, 6
#: A fill may be white, or so much darker in its darkest part.
_NEAR = 12 / 255


def palette(lines: Iterable[str], fills: Iterable[str]) -> Image.Image:
    """A PNG palette: each line's colour in several shades up to the paper's white, for smooth edges, and the colours
    that fill areas just as they are."""
    paper = np.array(to_rgb(PAPER))
    inks, fills = dict.fromkeys(to_rgb(color) for color in lines), list(fills)
    # Where the areas need many colours, the lines get fewer shades.
    steps = min(_SHADES, (255 - len(fills)) // len(inks))
    if steps < _FEWEST_SHADES:
        raise ValueError(f"a palette holds 256 colours, these are {1 + _FEWEST_SHADES * len(inks) + len(fills)}")
    shades = [paper]
    for color in inks:
        shades += [paper + (np.array(color) - paper) * part for part in np.linspace(1 / steps, 1, steps)]
    shades += [np.array(to_rgb(color)) for color in fills]
    for fill in fills:
        # Pillow looks colours up coarsely: such a fill would be taken for the paper, all over the page.
        if 0.0 < float(np.abs(np.array(to_rgb(fill)) - paper).max()) < _NEAR:
            raise ValueError(f"the fill {fill} is almost white, and would take the place of white")
    image = Image.new("P", (1, 1))
    image.putpalette(np.rint(np.array(shades) * 255).astype(np.uint8).tobytes())
    return image


def colors_in(artist: Artist) -> set[str]:
    """The colours of an artist and of all that it is made of, but for the ticks of axes: they are grey, and to ask for
    them would make most of them, a tenth of the time that a figure takes."""
    found = set()
    for name in ("get_color", "get_facecolor", "get_edgecolor", "get_markeredgecolor"):
        color = getattr(artist, name)() if hasattr(artist, name) else ""
        found |= {to_hex(color)} if is_color_like(color) else set()
    return found.union(*(colors_in(part) for part in artist.get_children() if not isinstance(part, Axis)))
