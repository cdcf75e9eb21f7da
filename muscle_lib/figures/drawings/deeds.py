"""What people do about a cramp: hands, a hammer, the floor, a glass, a tablet, a warm pack. A word says which it is."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from muscle_lib.figures.drawings import table as ink
from muscle_lib.figures.drawings.limb import ANKLE, Shape
from muscle_lib.figures.drawings.shapes import EMPTY, Points, area, arrow, box, cut_off, smooth, together, turned
from muscle_lib.figures.drawings.words import Stamp
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import INK, PAPER

#: Which thing belongs to what is done; all others are words alone. The words stand below it, broken into lines.
THINGS = {"stretch": "pull", "massage": "press", "opposite muscle": "shin", "standing": "floor", "tap": "hammer",
          "pickle juice": "glass", "water": "glass", "salt drink": "glass", "salt drink, sodium low": "glass",
          "magnesium": "tablet", "magnesium, level low": "tablet", "quinine": "tablet", "mexiletine": "tablet",
          "heat": "pack", "shorten": "pull"}
WORDS = {"nothing": "", "rest": "rest: as\nleft alone", "shorten": "shorten\nit more",
         "opposite muscle": "shin pulls,\nfoot held", "standing": "stand\non it",
         "tap": "tap the\ntendon",
         "pickle juice": "pickle\njuice", "salt drink": "salt\ndrink", "salt drink, sodium low": "salt\ndrink",
         "magnesium, level low": "magnesium"}
#: The thumb lies on the toes, the fingers below them; the forefinger is nearest.
_ARM: Points = [(8, 218), (12, 182), (12, 150), (5, 126), (0, 106), (-2, 84), (-1, 64), (4, 53), (16, 47), (36, 44),
                (53, 44), (60, 49), (57, 54), (44, 55.5), (26, 57), (18, 62), (15, 70), (17, 79), (24, 83), (38, 82),
                (51, 84), (57, 89), (52, 96), (41, 98), (34, 104), (33, 116), (35, 136), (38, 162), (41, 192),
                (44, 218)]
_ARM_LINES: tuple[Points, ...] = (
    [(24, 83), (19, 88), (18, 95)], [(30, 44.7), (31.5, 47.5), (31, 50)], [(43, 43.8), (44.5, 46.5), (44, 49)],
    [(49, 84), (51, 88), (55.5, 88)], [(12, 142), (19, 139), (26, 140)])
_FINGERS: Points = [(6, 53), (16, 43), (34, 39.5), (56, 39.5), (64, 43.5), (63, 49), (50, 52), (20, 54)]
_PALM: Points = [(170, 17), (120, 14), (84, 13), (66, 20), (44, 22), (18, 22), (6, 20), (3, 16), (7, 11.5), (2, 10),
                 (-5, 6), (-2, 1), (-4, -2), (-3, -8), (3, -10), (3, -15), (8, -20), (22, -21), (42, -21), (36, -30),
                 (30, -40), (34, -46), (42, -42), (54, -30), (70, -18), (88, -13), (120, -15), (170, -18)]
_CREASES: tuple[Points, ...] = ([(8, 11), (24, 11.5), (40, 11)], [(0, 0.5), (20, 0), (42, 0)],
                                [(4, -10), (22, -10.5), (40, -10.5)])
#: Where a hand that pulls the toes up has its arrow.
PULLS_AT = (66.0, 144.0)
#: Where it holds a foot that stands level.
_GRIP = (36.0, 92.0)
_MIDDLE = 251.0
_SHIN_MUSCLE: Points = [(97, 340), (106, 338), (112, 300), (113, 250), (116, 210), (110, 208), (104, 250), (100, 300)]


def pulling_hand() -> tuple[Path, Path]:
    """A hand that holds the toes of a foot that stands level: the other fingers, and all the rest."""
    return smooth(_FINGERS), together([cut_off(_ARM), *(smooth(crease, closed=False) for crease in _ARM_LINES)])


def pulled(degrees: float) -> Affine2D:
    """How that hand goes with the foot: the arm turns less than the foot that it holds."""
    return Affine2D().rotate_deg_around(*_GRIP, 0.5 * degrees).translate(*(turned(_GRIP, ANKLE, degrees)[0] - _GRIP))


class Deeds:
    """One thing at a time is there: at the leg, or at the right of it."""

    def __init__(self, stage: Stage, axes: Axes) -> None:
        self._axes = axes
        fingers, arm = pulling_hand()
        self._palm = together([smooth(_PALM), *(smooth(crease, closed=False) for crease in _CREASES)])
        glass = Path([(_MIDDLE - 16, 108), (_MIDDLE - 12, 58), (_MIDDLE + 12, 58), (_MIDDLE + 16, 108)])
        drink = Path([(_MIDDLE - 14, 94), (_MIDDLE - 12, 60), (_MIDDLE + 12, 60), (_MIDDLE + 14, 94),
                      (_MIDDLE - 14, 94)], closed=True)
        tablets = [smooth([(x - 12, y), (x - 9, y + 7), (x + 9, y + 7), (x + 12, y), (x + 9, y - 7), (x - 9, y - 7)])
                   for x, y in ((_MIDDLE - 10, 68), (_MIDDLE + 12, 86))]
        warm = [smooth([(x, 206), (x + 4, 214), (x, 222), (x + 4, 230)], closed=False) for x in (210, 221, 232)]

        def add(path: Path, fill: str, edge: str = INK, width: float = 1.6, zorder: float = 17.0):
            return stage.moving(area(axes, path, fill, edge, width, zorder))

        self._things = {
            "pull": [add(fingers, ink.HAND, ink.HAND_EDGE, zorder=16.9), add(arm, ink.HAND, ink.HAND_EDGE)],
            "press": [add(EMPTY, ink.HAND, ink.HAND_EDGE)],
            "shin": [add(smooth(_SHIN_MUSCLE), ink.MUSCLE[7], ink.MUSCLE_EDGE, zorder=2.6)],
            "floor": [add(EMPTY, ink.GREY_MATTER, INK)],
            "hammer": [add(box(186, 250, 124, 130), ink.GREY_MATTER),
                       add(smooth([(180, 110), (192, 110), (194, 144), (180, 144)]), ink.GREY_EDGE)],
            "glass": [add(drink, ink.GLASS, "none"), add(glass, "none")],
            "tablet": [add(together([*tablets, *(Path([(x, y - 7), (x, y + 7)]) for x, y in
                                                 ((_MIDDLE - 10, 68), (_MIDDLE + 12, 86)))]), PAPER)],
            "pack": [add(box(196, 246, 158, 202), ink.MUSCLE[4]), add(together(warm), "none", ink.MUSCLE_EDGE, 2.0)]}
        self._arrows = add(EMPTY, INK, PAPER, 1.0, 18.0)
        self._word = stage.moving(Stamp(axes, _MIDDLE, 44, "", ha="center", va="top", weight="bold", linespacing=1.1))

    def show(self, calf: Shape, done: str) -> None:
        """``done``: one of ``THINGS``, or any other words; or “nothing”."""
        here, arrows = THINGS.get(done, ""), []
        for name, artists in self._things.items():
            for artist in artists:
                artist.set_visible(name == here or (name == "pull" and here == "shin"))
        if here in ("pull", "shin"):
            moved = pulled(calf.degrees)
            for hand in self._things["pull"]:
                hand.set_transform(moved + self._axes.transData)
            start = moved.transform(PULLS_AT)
            end = start + (0.0, 44.0)
            if done == "shorten":
                start, end = end, start
            # A foot that is only held has no arrow.
            if here == "pull":
                arrows.append(arrow(start, end, 7.0, 13.0, 18.0))
        elif here == "press":
            at = np.array([calf.back[5, 0] + 1.0, min(calf.back[5, 1] + 4.0, 226.0)])
            self._things["press"][0].set_path(self._palm.transformed(Affine2D().rotate_deg(-38).translate(*at)))
            arrows.append(arrow(at + (52.0, -86.0), at + (28.0, -67.0), 7.0, 13.0, 18.0))
        elif here == "floor":
            sole = turned([(20, 58), (172, 52)], ANKLE, calf.degrees)
            along = (sole[1] - sole[0]) / np.hypot(*(sole[1] - sole[0])) * 30.0
            self._things["floor"][0].set_path(Path(np.vstack([
                sole[0] - along * 0.4, sole[1] + along, sole[1] + along - (0, 7), sole[0] - along * 0.4 - (0, 7),
                sole[0] - along * 0.4]), closed=True))
            arrows.append(arrow((122, 438), (122, 396), 8.0, 14.0, 20.0))
        self._things["glass"][0].set_facecolor(ink.JUICE if done == "pickle juice" else ink.GLASS)
        self._arrows.set_path(together(arrows) if arrows else EMPTY)
        self._word.set_text(WORDS.get(done, done))
