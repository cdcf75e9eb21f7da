"""The one table of the drawings: colours, widths of lines. One unit of a drawing is one CSS pixel.

What is pale is either exactly white or clearly darker: a colour almost as white as the paper takes its place when the
picture's colours are counted.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from matplotlib.colors import to_hex, to_rgb

from muscle_lib.figures.style import FAINT, INK, PAPER, STYLES

#: Widths of lines: outlines, details, leaders of words.
OUTLINE, DETAIL, LEADER = 1.6, 1.0, 0.9


def mix(one: str, other: str, part: float) -> str:
    """A colour so far on the way from one to another."""
    ends = np.array(to_rgb(one)), np.array(to_rgb(other))
    red, green, blue = ends[0] + (ends[1] - ends[0]) * part
    return to_hex((red, green, blue))


def ramp(one: str, other: str, steps: int) -> tuple[str, ...]:
    """Colours from one to another: flat fills in steps that can be counted."""
    return tuple(mix(one, other, part) for part in np.linspace(0.0, 1.0, steps))


def between(*pairs: tuple[str, str]) -> list[str]:
    """The colours between a fill and its outline, which make its edge smooth. Never with white: see above."""
    if any(PAPER in pair for pair in pairs):
        raise ValueError(f"no colour between a fill and white, got {pairs}: it would be taken for white")
    return [mix(one, other, part) for one, other in pairs for part in (0.25, 0.5, 0.75)]


def pick(colors: tuple[str, ...], share: float) -> str:
    """One colour of a ramp, for a share from 0 to 1."""
    return colors[round(float(np.clip(share, 0.0, 1.0)) * (len(colors) - 1))]


SKIN, SKIN_EDGE = "#f8ebde", "#a9866a"
BONE, BONE_EDGE = "#f5f1e3", "#a89b7c"
TENDON, TENDON_EDGE = "#f0e7c6", "#8d7d4b"
MUSCLE, MUSCLE_EDGE = ramp("#f3cfc6", STYLES["force"].color, 10), "#5a1512"
NEIGHBOUR = "#f0dcd3"
ARTERY, BLOOD_EDGE = "#d0213f", "#4a1030"
#: Blood of a vein, from the one that has lost its oxygen to the one that has kept it: dark red to bright red.
VEIN = ramp("#571026", ARTERY, 9)
COMMAND = STYLES["command"].color
BRAIN, BRAIN_EDGE = ramp("#f1ebf6", mix(PAPER, COMMAND, 0.62), 6), "#4b3a5e"
GREY_MATTER, GREY_EDGE = "#d6d0da", "#8f8799"
NERVE, NERVE_EDGE, SPARK = "#e3b21a", "#6d5200", "#fff1a8"
#: A nerve fibre at rest, and what is lit of it by an impulse; its wrapping.
AXON, LIT, MYELIN, MYELIN_EDGE = "#f4ecd2", "#ffb81c", "#ddd6ea", BRAIN_EDGE
HAND, HAND_EDGE = "#e9cfb4", "#8a6546"
GLASS, JUICE = "#bcdcec", "#c3d48a"
STORE, ATP = STYLES["phosphocreatine"].color, FAINT
#: What a cell bathes in; the fibre's store of calcium; what is fat: a membrane, a plaque.
BATH, SAC, SAC_EDGE, FAT_EDGE = "#dfecf6", "#d5eae1", "#00402e", "#8a6a1c"
#: The inner skin of a tube, and what holds it from outside.
LINING, AROUND = "#fbe9dc", "#efe2c8"
PUSHES, HOLDS, STRETCH = STYLES["sodium"].color, STYLES["potassium"].color, STYLES["with myelin"].color


def colors(*more: str) -> list[str]:
    """All fills of the leg, for the stage that it stands on."""
    fills: Iterable[str] = [
        SKIN, SKIN_EDGE, BONE, BONE_EDGE, TENDON, TENDON_EDGE, *MUSCLE, MUSCLE_EDGE, NEIGHBOUR, *VEIN, BLOOD_EDGE,
        *BRAIN, BRAIN_EDGE, GREY_MATTER, GREY_EDGE, NERVE, NERVE_EDGE, SPARK, HAND, HAND_EDGE, GLASS, JUICE, STORE,
        PUSHES, HOLDS, STRETCH, INK,
        *between((SKIN, SKIN_EDGE), (NERVE, NERVE_EDGE), (MUSCLE[0], MUSCLE_EDGE), (MUSCLE[5], MUSCLE_EDGE),
                 (HAND, HAND_EDGE), (TENDON, TENDON_EDGE)), *more]
    return list(dict.fromkeys(fills))
