"""The one table of colours: an ion or a signal looks the same in every chapter. And how lines are told apart.

What is now is solid, and fine; what was (a pin) has the same colour, but pale, and is broad; what is dotted is there
to compare with: people, rest, health. Where several curves share a panel, the second and those that follow are dashed,
so that nothing is told by colour alone.

The colours come from Okabe & Ito's set for colour-blind readers (https://jfly.uni-koeln.de/color/), without those
that are too pale on white.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import matplotlib
from matplotlib.colors import to_hex, to_rgb

INK = "#1a1a1a"
FAINT = "#6b6b6b"
GRID = "#dddddd"
PAPER = "#ffffff"
#: Fills an area that is meant: a range, a lesion.
SHADE = "#e3d3bd"


@dataclass(frozen=True)
class Style:
    """How a line is drawn."""

    color: str
    dash: Any = "-"
    width: float = 2.2


#: The curves of one panel, in the order in which they are added. None is dotted.
DASHES: tuple[Any, ...] = ("-", (0, (6, 2)), (0, (6, 2, 1.5, 2)), (0, (2.5, 1.5)))
#: How much of its ink a line keeps when it is what was, and how many times as broad it becomes.
PALE, BROAD = 0.5, 2.0

STYLES = MappingProxyType({
    "membrane potential": Style("#000000"),
    "sodium": Style("#c44e00"),
    "potassium": Style("#0072b2"),
    "calcium": Style("#007a59"),
    "chloride": Style("#a3487f"),
    "without myelin": Style("#a3487f"),
    "with myelin": Style("#007a59"),
    "active force": Style("#9b1c1c", width=2.6),
    "passive force": Style("#8a5a00"),
    "total force": Style("#000000", width=1.8),
    "power": Style("#0072b2"),
    "hamstrings": Style("#c44e00"),
    "gastrocnemius": Style("#0072b2"),
    "quadriceps": Style("#007a59"),
    "extensor": Style("#0072b2"),
    "flexor": Style("#c44e00"),
    "skeletal": Style("#9b1c1c"),
    "heart": Style("#5b2a86"),
    "smooth": Style("#007a59"),
    "T-tubule": Style("#8a5a00"),
    "force": Style("#9b1c1c"),
    "slow fibre": Style("#a03010"),
    "fast fibre": Style("#0a5fb4"),
    "threshold": Style("#5b2a86"),
    "command": Style("#5b2a86"),
    "EMG": Style("#8a5a00", width=1.6),
    "stimulus": Style("#4d4d4d", width=1.8),
    "oxygen": Style("#c2185b"),
    "ATP": Style("#000000"),
    "phosphocreatine": Style("#0072b2"),
    "glycolysis": Style("#8a5a00"),
    "phosphate": Style("#a3487f"),
    "acid": Style("#c44e00"),
    "flow": Style("#5b2a86"),
    "cursor": Style("#5b2a86", width=1.6),
    "reference": Style("#6b6b6b", (0, (1, 2)), width=1.2),
})

#: What matplotlib has to know. Sizes are in CSS pixels, because the stage draws one point per pixel.
RC: Mapping[Any, Any] = MappingProxyType({
    "font.size": 14.0, "axes.labelsize": 14.0, "xtick.labelsize": 14.0, "ytick.labelsize": 14.0,
    "legend.fontsize": 14.0, "font.family": "DejaVu Sans", "text.color": INK, "axes.labelcolor": INK,
    "xtick.color": INK, "ytick.color": INK, "axes.edgecolor": FAINT, "axes.linewidth": 1.0,
    "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True, "grid.color": GRID,
    "grid.linewidth": 0.8, "axes.axisbelow": True, "figure.facecolor": PAPER, "legend.frameon": False,
    "axes.unicode_minus": True,
})


def pale(color: str) -> str:
    """The colour of a curve as it was: of the same hue, half way to the paper."""
    both = zip(to_rgb(color), to_rgb(PAPER), strict=True)
    red, green, blue = (PALE * ink + (1.0 - PALE) * paper for ink, paper in both)
    return to_hex((red, green, blue))


@contextmanager
def our_looks() -> Iterator[None]:
    """Draw as said here, and else as matplotlib comes: not as somebody's matplotlibrc or ``plt.style.use`` says."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(RC)
        yield
