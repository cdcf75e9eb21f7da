"""A body from the front and from behind: where does it hurt, and where is another sign?

It stands still. Each kind of mark has a form of its own: pain has spikes and is filled, another sign (it twitches, is
stiff) is a ring, what is weak is hatched, what is numb or tingles is dotted and has a broken edge; each has its word.
Left and right are the body's own: seen from the front its right is at the picture's left. Left out: all that would make
it one person, and what lies under the skin. A mark says where something is felt, never where it comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray

from muscle_lib.figures.drawings import table as ink
from muscle_lib.figures.drawings.shapes import EMPTY, Points, area, cut_off, dots, sheet, smooth, together
from muscle_lib.figures.drawings.words import SIZE, Leaders, Stamp, word
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import INK, STYLES

WIDTH, HEIGHT = 300, 420
SKIN, EDGE, WEAR = "#efe3d6", "#86705c", "#c9d3da"
PAIN, PAIN_EDGE = STYLES["force"].color, "#4a0d0d"
SIGN = STYLES["command"].color
FILLS = [SKIN, EDGE, WEAR, PAIN, PAIN_EDGE, SIGN, INK, *ink.between(
    (SKIN, EDGE), (WEAR, EDGE), (PAIN, PAIN_EDGE), (PAIN, SKIN), (PAIN, WEAR), (SIGN, SKIN), (SIGN, WEAR))]

#: Where the middle of each view stands, and the soles; the body is 340 high.
_MIDDLE = {"front": 74.0, "back": 226.0}
_SOLES = 66.0

#: One half of the outline, from the crown down the side to the crotch, in parts: across from the middle, up from the
#: soles.
_HEAD: Points = [(0, 340), (12, 337), (19, 326), (20, 312), (16, 299), (11, 291)]
_SHOULDER: Points = [(10, 283), (18, 276), (34, 270)]
_ARM: Points = [
    (45, 262), (50, 248), (52, 226), (55, 200), (59, 178), (62, 158), (65, 148), (66, 136), (63, 125), (58, 122),
    (55, 127), (54.5, 139), (51, 132), (48, 135), (49, 146), (52, 156), (47, 178), (42, 202), (39, 226), (37, 236)]
_FLANK: Points = [(35, 214), (33, 200), (34, 186)]
_LEG: Points = [
    (37, 170), (38, 150), (37, 126), (34, 104), (32, 92), (33, 76), (32, 58), (27, 36), (25, 20), (29, 8), (27, 1),
    (14, 1), (11, 8), (12, 24), (11, 46), (9, 66), (11, 86), (10, 104), (7, 126), (4, 148), (0, 160)]
_HALF: Points = [*_HEAD, *_SHOULDER, *_ARM, *_FLANK, *_LEG]
#: What can be weak or numb as a whole: a part of the outline, and how it is closed.
_PARTS: Mapping[str, Points] = MappingProxyType({
    "side": _HALF, "arm": _ARM, "leg": [(34, 186), *_LEG], "face": [*_HEAD, (0, 287)]})

#: Lines within the outline, for both views and for each; half of those that are in pairs.
_FINGERS: Sequence[Points] = [[(58, 139), (58, 127)], [(61.5, 139), (61.5, 128)]]
_LINES: Mapping[str, tuple[Sequence[Points], Sequence[Points]]] = MappingProxyType({
    "front": ([[(0, 316), (-2, 311), (1, 310)], [(-4.5, 305), (0, 304), (4.5, 305)], [(0, 206), (0, 204)]],
              [[(5, 319), (8, 320)], [(28, 262), (12, 265), (4, 262)], [(27, 92), (21, 88), (15, 92)],
               [(17, 1), (17, 6)], [(20, 1), (20, 6.5)], [(23, 1), (23, 6)]]),
    "back": ([[(0, 276), (0, 240), (0, 196)]],
             [[(22, 252), (14, 240), (16, 226)], [(28, 90), (21, 92), (14, 90)], [(20, 34), (20, 15)],
              [(13.5, 6), (20, 9.5), (26.5, 6)]])})
_SHORTS: Points = [(-34, 188), (0, 186), (34, 188), (38, 168), (38.5, 146), (22, 142), (5, 146), (0, 160), (-5, 146),
                   (-22, 142), (-38.5, 146), (-38, 168)]


@dataclass(frozen=True)
class Place:
    """A place that can be marked: what it is called in a sentence and in the picture, and where it is.

    ``spots``: view, across from the middle (to the picture's right), up from the soles, and the radii of its mark.
    ``parts``: what is marked in place of the spots where it is weak or numb: (part of the outline, side of the body).
    """

    words: str
    short: str
    spots: tuple[tuple[str, float, float, float, float], ...]
    parts: tuple[tuple[str, str], ...] = ()


def _pair(spot: tuple[str, float, float, float, float]) -> tuple[tuple[str, float, float, float, float], ...]:
    view, x, y, wide, high = spot
    return (spot, (view, -x, y, wide, high))


_RIGHT_ARM = (("front", -43.0, 244.0, 8.0, 9.0), ("front", -48.0, 216.0, 7.5, 9.0), ("front", -55.0, 186.0, 7.0, 8.0))
_LEFT_ARM = tuple((view, -x, y, wide, high) for view, x, y, wide, high in _RIGHT_ARM)
_ARMS, _LEGS = (("arm", "left"), ("arm", "right")), (("leg", "left"), ("leg", "right"))

#: All that can be marked. One calf, thigh, foot or hand is the right one; the arm is the left one.
PLACES: Mapping[str, Place] = MappingProxyType({
    "head": Place("the head", "head", (("front", 0, 330, 13, 9),)),
    "eyelid": Place("the right lower eyelid", "eyelid", (("front", -7, 318, 7, 5.5),)),
    "face": Place("the right half of the face", "face", (("front", -8, 308, 8, 10),), (("face", "right"),)),
    "lips": Place("the lips", "lips", (("front", 0, 304.5, 9, 5.5),)),
    "jaw": Place("the jaw", "jaw", (("front", 7, 299, 9, 8),)),
    "throat": Place("the throat", "throat", (("front", 0, 282, 9, 7),)),
    "neck": Place("the back of the neck", "neck", (("back", 0, 286, 11, 10),)),
    "chest": Place("the chest", "chest", (("front", 4, 240, 17, 15),)),
    "upper belly": Place("the upper belly", "upper belly", (("front", 0, 221, 14, 9),)),
    "abdomen": Place("the belly", "belly", (("front", 0, 210, 20, 15),)),
    "back": Place("the back", "back", (("back", 0, 228, 14, 24),)),
    "lower back": Place("the lower back", "lower back", (("back", 0, 200, 20, 11),)),
    "arm": Place("the left arm", "left arm", _LEFT_ARM, (("arm", "left"),)),
    "right arm": Place("the right arm", "right arm", _RIGHT_ARM, (("arm", "right"),)),
    "arms": Place("both arms", "both arms", (*_LEFT_ARM, *_RIGHT_ARM), _ARMS),
    "forearm": Place("the right forearm", "forearm", (("front", -56, 182, 7, 16),)),
    "hand": Place("the right hand", "hand", (("front", -59, 136, 8, 12),)),
    "hands": Place("both hands", "hands", _pair(("front", 59, 136, 8, 12))),
    "fingers": Place("the fingers of both hands", "fingers", _pair(("front", 60, 131, 7, 10))),
    "thigh front": Place("the front of the right thigh", "thigh", (("front", -22, 122, 11, 24),)),
    "thighs": Place("the front of both thighs", "thighs", _pair(("front", 22, 122, 11, 24))),
    "thigh back": Place("the back of the right thigh", "thigh", (("back", 22, 120, 12, 24),)),
    "calf": Place("the right calf", "calf", (("back", 22, 66, 10, 20),)),
    "calves": Place("both calves", "calves", _pair(("back", 22, 66, 10, 20))),
    "shin": Place("the right shin", "shin", (("front", -21, 60, 7, 20),)),
    "ankle": Place("the right ankle", "ankle", (("back", 20, 22, 9, 9),)),
    "foot": Place("the right foot", "foot", (("front", -20, 10, 10, 10),)),
    "feet": Place("both feet", "feet", _pair(("front", 20, 10, 10, 10))),
    "toes": Place("the toes of both feet", "toes", _pair(("front", 20, 5, 10, 8))),
    "leg": Place("the right leg", "leg", (("front", -21, 100, 12, 40),), (("leg", "right"),)),
    "legs": Place("both legs", "legs", _pair(("front", 21, 100, 12, 40)), _LEGS),
    "right side": Place("the whole right side", "right side", (("front", -18, 226, 12, 30),), (("side", "right"),)),
    "left side": Place("the whole left side", "left side", (("front", 18, 226, 12, 30),), (("side", "left"),)),
})

#: The kinds of mark, in words: for the legend, and for who does not see them.
KINDS: Mapping[str, str] = MappingProxyType({
    "pain": "pain or cramp", "other": "other sign", "weak": "weak", "numb": "numb, tingling"})


@dataclass(frozen=True)
class BodyMoment:
    """What is marked: places where it hurts, where another sign is, and what is weak or numb."""

    pain: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    numb: tuple[str, ...] = ()


def in_words(now: BodyMoment) -> str:
    """The picture as a sentence, for who does not see it."""
    told = []
    for kind, name in KINDS.items():
        if marked := getattr(now, kind):
            *others, last = [PLACES[place].words for place in marked]
            told.append(f"{name[0].upper()}{name[1:]}: {', '.join(others)}{' and ' if others else ''}{last}.")
    return " ".join(["A body, from the front and from behind.", *(told or ["Nothing is marked."])])


class Body:
    """Both views, the legend, and the marks."""

    def __init__(self, stage: Stage, axes: Axes) -> None:
        sheet(axes, WIDTH, HEIGHT)
        for view, x in _MIDDLE.items():
            self._draw(axes, view)
            word(axes, view if view == "front" else "behind", x, 52, ha="center")
        self._draw_legend(axes)
        self._weak = stage.moving(area(axes, EMPTY, "none", SIGN, 1.6, 5.0, hatch="////"))
        # Opaque: what is weak may also be numb, and its lines would hide the dots.
        self._numb = stage.moving(area(axes, EMPTY, SKIN, SIGN, 1.6, 5.2, hatch="...", linestyle=(0, (2, 2))))
        self._other = stage.moving(area(axes, EMPTY, "none", SIGN, 2.4, 6.0))
        self._dots = stage.moving(dots(axes, 3.6, SIGN, SIGN, 0.0, 6.1))
        self._pain = stage.moving(area(axes, EMPTY, PAIN, PAIN_EDGE, 1.4, 6.2))
        self._names = [stage.moving(Stamp(axes, WIDTH / 2.0, 0.0, ha="center")) for _ in (*_ABOVE, *_BELOW)]
        self._leaders = Leaders(stage, axes)

    def show(self, now: BodyMoment) -> None:
        """Draw the marks."""
        self._pain.set_path(_whole(burst(spot) for spot in _spots(now.pain)))
        self._other.set_path(_whole(oval(spot) for spot in _spots(now.other)))
        self._dots.set_data(*_centres(now.other).T)
        self._weak.set_path(_whole(_areas(now.weak)))
        self._numb.set_path(_whole(_areas(now.numb)))
        places = list(dict.fromkeys((*now.pain, *now.other, *now.weak, *now.numb)))
        put = _put(places)
        for name in self._names:
            name.set_text("")
        for name, (place, y) in zip(self._names, put, strict=False):
            name.set_text(PLACES[place].short)
            name.set_position((WIDTH / 2.0, y))
        self._leaders.show(*(_leader(place, y) for place, y in put))

    def _draw(self, axes: Axes, view: str) -> None:
        at = Affine2D().translate(_MIDDLE[view], _SOLES)
        half = np.array(_HALF)
        area(axes, smooth(np.vstack([half, (half * (-1, 1))[::-1][1:-1]])).transformed(at), SKIN, EDGE, 1.8, 2.0)
        area(axes, Path([*_SHORTS, _SHORTS[0]], closed=True).transformed(at), WEAR, EDGE, 1.2, 3.0)
        whole, paired = _LINES[view]
        lines = [np.array(each) for each in whole]
        lines += [np.array(each) * (side, 1) for side in (-1, 1) for each in (*paired, *_FINGERS)]
        area(axes, together([smooth(each, closed=False) for each in lines]).transformed(at), "none", EDGE, 1.1, 3.5)

    @staticmethod
    def _draw_legend(axes: Axes) -> None:
        area(axes, burst((16, 30, 9, 9)), PAIN, PAIN_EDGE, 1.4, 5.0)
        area(axes, oval((166, 30, 8, 8)), "none", SIGN, 2.4, 5.0)
        dots(axes, 3.6, SIGN, SIGN, 0.0, 5.1).set_data([166], [30])
        area(axes, oval((16, 9, 8, 7)), "none", SIGN, 1.6, 5.0, hatch="////")
        area(axes, oval((166, 9, 8, 7)), SKIN, SIGN, 1.6, 5.0, hatch="...", linestyle=(0, (2, 2)))
        for name, x, y in zip(KINDS.values(), (31, 181, 31, 181), (30, 30, 9, 9), strict=True):
            word(axes, name, x, y)


Spot = tuple[float, float, float, float]


def burst(spot: Spot, spikes: int = 9) -> Path:
    """Pain: a shape with spikes."""
    x, y, wide, high = spot
    angle = np.linspace(0.0, 2.0 * np.pi, 2 * spikes, endpoint=False) + np.pi / 2.0
    out = np.where(np.arange(2 * spikes) % 2 == 0, 1.0, 0.66)
    points = np.column_stack([x + wide * out * np.cos(angle), y + high * out * np.sin(angle)])
    return Path(np.vstack([points, points[:1]]), closed=True)


def oval(spot: Spot) -> Path:
    """An ellipse."""
    x, y, wide, high = spot
    return Path.unit_circle().transformed(Affine2D().scale(wide, high).translate(x, y))


def _spots(places: Iterable[str]) -> list[Spot]:
    """The spots of places, on the picture."""
    return [(_MIDDLE[view] + x, _SOLES + y, wide, high) for place in places
            for view, x, y, wide, high in PLACES[place].spots]


def _centres(places: Iterable[str]) -> NDArray:
    return np.array([spot[:2] for spot in _spots(places)], float).reshape(-1, 2)


def _areas(places: Iterable[str]) -> list[Path]:
    """What is hatched or dotted: parts of the outline, or ellipses where a place is none."""
    found = []
    for place in places:
        parts = PLACES[place].parts
        found += [_part(part, side, view) for part, side in parts for view in _MIDDLE
                  if part != "face" or view == "front"] or [oval(spot) for spot in _spots([place])]
    return found


def _part(part: str, side: str, view: str) -> Path:
    """A part of one side of the outline. The front faces us: the body's left is at our right."""
    mirror = (1 if side == "left" else -1) * (1 if view == "front" else -1)
    return cut_off(np.array(_PARTS[part]) * (mirror, 1)).transformed(Affine2D().translate(_MIDDLE[view], _SOLES))


def _whole(paths: Iterable[Path]) -> Path:
    found = list(paths)
    return together(found) if found else EMPTY


#: Where words have room: between the heads, and between the legs; from above.
_ABOVE, _BELOW = (398.0, 376.0, 354.0), (150.0, 128.0, 106.0, 84.0)


def _target(place: str) -> NDArray:
    """The spot that a place's leader goes to: that nearest to the words."""
    return np.array(min(_spots([place]), key=lambda spot: (abs(spot[0] - WIDTH / 2.0), -spot[1])))


def _put(places: Sequence[str]) -> list[tuple[str, float]]:
    """The height at which each place's word stands: beside it as well as there is room, and no leader over another."""
    targets = {place: _target(place) for place in places}
    upper = [place for place in places if targets[place][1] > _SOLES + 195.0]
    lower = [place for place in places if place not in upper]
    # A mark that is further away, and lower, belongs to a higher word.
    upper.sort(key=lambda place: -(targets[place][1] + abs(targets[place][0] - WIDTH / 2.0) / 2.0))
    lower.sort(key=lambda place: -targets[place][1])
    return [*zip(upper, _ABOVE, strict=False), *zip(lower, _BELOW, strict=False)]


def _leader(place: str, y: float) -> tuple[NDArray, NDArray]:
    """From the word's edge into the mark, near the mark's own edge."""
    x, high, wide, tall = _target(place)
    half = TextPath((0, 0), PLACES[place].short, size=SIZE).get_extents().width / 2.0 + 5.0
    start = np.array([WIDTH / 2.0 + np.sign(x - WIDTH / 2.0) * half, y])
    back, deep = start - (x, high), 0.2 if PLACES[place].parts else 0.62
    return start, np.array([x, high]) + back / np.hypot(*(back / (wide, tall))) * deep
