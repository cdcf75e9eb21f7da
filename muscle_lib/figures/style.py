"""The one table of colours and line styles: an ion or a signal looks the same in every chapter.

The colours come from Okabe & Ito's set for colour-blind readers (https://jfly.uni-koeln.de/color/), without those
that are too pale on white. Line styles differ as well, so that nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import matplotlib

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


STYLES = MappingProxyType({
    "membrane potential": Style("#000000"),
    "sodium": Style("#c44e00"),
    "potassium": Style("#0072b2", (0, (6, 2))),
    "calcium": Style("#007a59", (0, (6, 2, 1.5, 2))),
    "chloride": Style("#a3487f", (0, (1.5, 1.5))),
    "without myelin": Style("#a3487f", (0, (6, 2))),
    "with myelin": Style("#007a59"),
    "active force": Style("#9b1c1c", (0, (16, 1)), width=2.6),
    "passive force": Style("#8a5a00", (0, (2, 1.2))),
    "total force": Style("#000000", (0, (9, 1.5)), width=1.8),
    "power": Style("#0072b2", (0, (1.2, 1.2))),
    "hamstrings": Style("#c44e00", (0, (5, 1.5))),
    "gastrocnemius": Style("#0072b2"),
    "quadriceps": Style("#007a59", (0, (2.5, 1.2))),
    "T-tubule": Style("#8a5a00", (0, (4, 1.5))),
    "force": Style("#9b1c1c"),
    "slow fibre": Style("#a03010", (0, (9, 1.5))),
    "fast fibre": Style("#0a5fb4", (0, (3, 1.5))),
    "threshold": Style("#5b2a86", (0, (8, 2))),
    "command": Style("#5b2a86", (0, (4, 1.2, 1, 1.2))),
    "EMG": Style("#8a5a00", (0, (12, 1)), width=1.6),
    "stimulus": Style("#4d4d4d", width=1.8),
    "oxygen": Style("#c2185b", (0, (10, 2))),
    "ATP": Style("#000000", (0, (14, 1.5))),
    "phosphocreatine": Style("#0072b2", (0, (10, 2, 2, 2))),
    "glycolysis": Style("#8a5a00", (0, (5, 1, 1, 1))),
    "phosphate": Style("#a3487f", (0, (3, 1))),
    "acid": Style("#c44e00", (0, (5, 2))),
    "flow": Style("#5b2a86", (0, (12, 3))),
    "cursor": Style("#5b2a86", width=1.6),
    "ghost": Style("#808080", (0, (3, 2)), width=1.6),
    "reference": Style("#6b6b6b", (0, (1, 2)), width=1.2),
})

#: What matplotlib has to know. Sizes are in CSS pixels, because the stage draws one point per pixel.
RC: Mapping[Any, Any] = MappingProxyType({
    "font.size": 14.0, "axes.labelsize": 14.0, "xtick.labelsize": 14.0, "ytick.labelsize": 14.0,
    "legend.fontsize": 14.0, "font.family": "DejaVu Sans", "text.color": INK, "axes.labelcolor": INK,
    "xtick.color": INK, "ytick.color": INK, "axes.edgecolor": FAINT, "axes.linewidth": 1.0,
    "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True, "grid.color": GRID,
    "grid.linewidth": 0.8, "axes.axisbelow": True, "figure.facecolor": PAPER, "legend.frameon": False,
    "axes.unicode_minus": True, "path.simplify": True, "path.simplify_threshold": 0.3,
})


@contextmanager
def our_looks() -> Iterator[None]:
    """Draw as said here, and else as matplotlib comes: not as somebody's matplotlibrc or ``plt.style.use`` says."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(RC)
        yield
