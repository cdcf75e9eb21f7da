"""Where in the chain are we, and which link is it? The whole way on one map: the command comes from the brain, the
supply from heart and lungs, they meet at the filaments; the muscle reports back to the cord.

Nothing is to scale: a filament is as large as a heart. Left out: the veins, the nerves of the vessels, the kidneys.
``ChainMap`` is the map of the start page, and with its marks the board on which causes are sorted; ``Strip`` is the
same chain in one row.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch
from matplotlib.path import Path

from muscle_lib.figures.drawings import table as ink
from muscle_lib.figures.drawings.chain import (
    BACK,
    COMMAND_WAY,
    HEIGHT,
    NAMES,
    PLACES,
    STATIONS,
    STRIP_HEIGHT,
    STRIP_PLACES,
    SUPPLY_WAY,
    WIDTH,
    Place,
)
from muscle_lib.figures.drawings.shapes import EMPTY, Points, area, arrow, sheet, together
from muscle_lib.figures.drawings.stations import FILLS, PICTURES, Pen, box
from muscle_lib.figures.drawings.words import Stamp, word
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import INK, PAPER

FRAME, DEAD = "#9a9a9a", "#767676"
SUPPLY = ink.ARTERY
COLORS = ink.colors(*FILLS, FRAME, DEAD)

#: Half as wide as a tag with its word.
_TAGS = MappingProxyType({"broken": 36.0, "too much": 46.0, "works": 32.0})
#: Under a station's picture stands its name, this high.
_NAME = 23.0
_DASHES = (0, (3.2, 2.4))


@dataclass(frozen=True)
class ChainMoment:
    """What is marked: the stations where we are (``here``), those that are ``broken``, those that do ``too_much`` (fire
    too much, or let go too late), and those that a test has shown to work."""

    here: Collection[str] = ()
    broken: Collection[str] = ()
    too_much: Collection[str] = ()
    works: Collection[str] = ()


class _Chain:
    """What map and strip share: pictures in their frames, the arrows between them, the way back.

    ``foot``: so high from a frame's lower edge its picture begins; ``way_back``: the line from the filaments to the
    cord, in two parts, with its name between them.
    """

    def __init__(self, stage: Stage, axes: Axes, height: int, places: Mapping[str, Place], scale: float, foot: float,
                 way_back: tuple[Points, Points]) -> None:
        sheet(axes, WIDTH, height)
        self._places = places
        for name in STATIONS:
            x, y = places[name].middle
            # In the strip the supply comes from the right, and so does its blood.
            flip = -1.0 if name == "capillary" and places[name].left > places["energy"].left else 1.0
            axes.add_patch(_frame(places[name], PAPER, 1.0))
            PICTURES[name](Pen(axes, _inner(axes, places[name], foot), x, y, scale, flip))
            axes.add_patch(_frame(places[name], "none", 3.0))
        # Arrows that are alike are one artist: the command's are solid, the supply's are hollow.
        self._command = stage.moving(area(axes, EMPTY, ink.COMMAND, PAPER, 1.2, 10))
        self._supply = stage.moving(area(axes, EMPTY, PAPER, SUPPLY, 1.9, 10))
        self._dead = stage.moving(area(axes, EMPTY, PAPER, DEAD, 1.3, 10, linestyle=(0, (2.2, 1.6))))
        self._back = stage.moving(area(axes, together([Path(part) for part in way_back]), "none", INK, 1.4, 9,
                                       linestyle=_DASHES))
        end, before = np.array(way_back[1][-1]), np.array(way_back[1][-2])
        along = (end - before) / np.hypot(*(end - before))
        self._tip = stage.moving(area(axes, arrow(end - along * 9, end, 0.1, 9, 10), INK, INK, 0.8, 9.1))

    def _arrow(self, one: str, other: str, beside: float = 0.0) -> Path:
        """The arrow from a station to the next one, or so far beside its way."""
        start, end = self._places[one], self._places[other]
        x, y = start.middle
        if start.left == end.left:
            return arrow((x + beside, start.low + 1), (x + beside, end.high + 1), 8, 11, 18)
        tail, head = ((start.right - 3.5, end.left + 4.5) if end.left > start.left else
                      (start.left + 3.5, end.right - 4.5))
        return arrow((tail, y + beside), (head, y + beside), 8, 11, 18)

    def show(self, now: ChainMoment) -> None:
        """Draw a moment."""
        dead, ways = [], []
        for names in (COMMAND_WAY, SUPPLY_WAY):
            # Behind a broken link nothing arrives any more, to the end.
            first = min((number for number, name in enumerate(names) if name in now.broken), default=len(names))
            links = list(pairwise(names))
            # What a station sends too much of leaves it by two arrows.
            ways.append([self._arrow(*link, beside) for link in links[:first]
                         for beside in ((-10.0, 10.0) if link[0] in now.too_much else (0.0,))])
            dead += [self._arrow(*link) for link in links[first:]]
        for artist, paths in ((self._command, ways[0]), (self._supply, ways[1]), (self._dead, dead)):
            artist.set_path(_all(paths))
        is_dead = bool({"filaments", BACK} & set(now.broken))
        self._back.set(edgecolor=DEAD if is_dead else INK, linewidth=3.4 if BACK in now.too_much else 1.4)
        self._tip.set_visible(not is_dead)


#: What is carried is meant as well as the vessel: too little haemoglobin has its place there.
_ON_MAP = {"capillary": "capillary: blood"}


class ChainMap(_Chain):
    """The map, with a legend and room for marks."""

    def __init__(self, stage: Stage, axes: Axes) -> None:
        right, (cord, _) = PLACES["filaments"].left + 30, PLACES["cord"].middle
        back, (_, y) = PLACES[BACK], PLACES[BACK].middle
        super().__init__(stage, axes, HEIGHT, PLACES, 0.74, _NAME,
                         ([(right, 131), (right, y), (back.right, y)], [(back.right - 190, y), (cord, y), (cord, 169)]))
        word(axes, NAMES[BACK], back.right - 6, y, ha="right")
        for name in STATIONS:
            word(axes, _ON_MAP.get(name, NAMES[name]), PLACES[name].middle[0], PLACES[name].low + 9, ha="center",
                 va="baseline")
        # Above the legend is room for the link of the chapter about the whole chain.
        for y, text in ((82, "command"), (56, "supply"), (30, "report")):
            word(axes, text, 54, y)
        area(axes, arrow((12, 82), (44, 82), 8, 11, 18), ink.COMMAND, PAPER, 1.2, 5)
        area(axes, arrow((13, 56), (43, 56), 8, 11, 18), PAPER, SUPPLY, 1.9, 5)
        area(axes, Path([(12, 30), (36, 30)]), "none", INK, 1.4, 5, linestyle=_DASHES)
        area(axes, arrow((35, 30), (44, 30), 0.1, 9, 10), INK, INK, 0.8, 5)
        self._frames = stage.moving(area(axes, EMPTY, "none", ink.COMMAND, 3.6, 9.5))
        self._cracks = stage.moving(area(axes, EMPTY, PAPER, INK, 1.5, 22))
        self._sparks = stage.moving(area(axes, EMPTY, ink.SPARK, INK, 1.5, 22))
        self._tags = stage.moving(area(axes, EMPTY, PAPER, INK, 1.5, 24))
        self._words = {name: stage.moving(Stamp(axes, *PLACES[name].tag, ha="center", weight="bold"))
                       for name in (*STATIONS, BACK)}

    def show(self, now: ChainMoment) -> None:
        """Draw a moment."""
        super().show(now)
        for artist, made, marked in ((self._frames, _outline, now.here), (self._cracks, _crack, now.broken),
                                     (self._sparks, _spark, now.too_much)):
            artist.set_path(_all([made(name) for name in self._words if name in marked]))
        tags = []
        for name, stamp in self._words.items():
            text = next((said for said, marked in zip(_TAGS, (now.broken, now.too_much, now.works), strict=True)
                         if name in marked), "")
            stamp.set_text(text)
            if text:
                (x, y), half = PLACES[name].tag, _TAGS[text]
                tags.append(box(x - half, y - 10, x + half, y + 10))
        self._tags.set_path(_all(tags))


class Strip(_Chain):
    """The chain in one row; where we are is marked on the page, over it."""

    def __init__(self, stage: Stage, axes: Axes) -> None:
        (right, _), (cord, _) = STRIP_PLACES["filaments"].middle, STRIP_PLACES["cord"].middle
        back, (x, y) = STRIP_PLACES[BACK], STRIP_PLACES[BACK].middle
        super().__init__(stage, axes, STRIP_HEIGHT, STRIP_PLACES, 0.52, 0.0,
                         ([(right, 64), (right, y), (back.right, y)], [(back.left, y), (cord, y), (cord, 63)]))
        word(axes, NAMES[BACK], x, y, ha="center")


def _frame(place: Place, fill: str, zorder: float) -> FancyBboxPatch:
    return FancyBboxPatch((place.left, place.low), place.right - place.left, place.high - place.low,
                          boxstyle="round,pad=0,rounding_size=8", facecolor=fill, edgecolor=FRAME, linewidth=1.2,
                          zorder=zorder)


def _inner(axes: Axes, place: Place, foot: float) -> FancyBboxPatch:
    """Where a frame's picture may be: it is not seen itself."""
    inner = _frame(Place(place.left, place.low + foot, place.right, place.high), "none", 0.0)
    inner.set_linewidth(0.0)
    axes.add_patch(inner)
    return inner


def _all(paths: Sequence[Path]) -> Path:
    return together(paths) if paths else EMPTY


def _outline(name: str) -> Path:
    return _frame(PLACES[name], "none", 0.0).get_path()


def _crack(name: str) -> Path:
    """A jagged gap through a station's picture; the way back has only its tag."""
    if name == BACK:
        return EMPTY
    left = np.array([(-7, 38), (3, 23), (-9, 8), (3, -8), (-8, -22), (-1, -37)], float)
    right = left[::-1] + [(2, 0), (10, 0), (10, 0), (10, 0), (10, 0), (12, 0)]
    return Path(np.vstack([left, right, left[:1]]) + PLACES[name].middle, closed=True)


def _spark(name: str) -> Path:
    """A star beside a station's picture; the way back is drawn thicker instead."""
    if name == BACK:
        return EMPTY
    turn = np.pi / 2.0 + np.arange(20) * np.pi / 10.0
    star = np.column_stack([np.cos(turn), np.sin(turn)]) * np.array([17, 8, 13, 8] * 5)[:, None]
    return Path(np.vstack([star, star[:1]]) + PLACES[name].middle + (42, -20), closed=True)
