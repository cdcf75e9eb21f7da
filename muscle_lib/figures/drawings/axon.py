"""A nerve fibre on its side. Its question: where is the impulse now, where does it stop, and is the rest of it well?

The fibre lies over the curves of its own length, so that a place in the drawing is the same place in them. Exaggerated
and left out: it is drawn far too thick for its length; of the nodes of a long fibre only some are drawn; myelin is cut
open, and drawn as thick as the logarithm of what is left of it, as what counts lies between 1 and 10 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.path import Path
from numpy.typing import NDArray

from muscle_lib.figures.drawings import table as ink
from muscle_lib.figures.drawings.shapes import EMPTY, Points, area, box, corners, dots, line, sheet, smooth, together
from muscle_lib.figures.drawings.words import Leaders, Stamp, word
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import FAINT, INK, PAPER, STYLES

WIDTH, HEIGHT = 840, 112
#: The fibre's middle line; the signs of the charge inside stand above it, words above and below.
_MIDDLE, _SIGNS, _ABOVE, _BELOW = 44.0, 77.0, 102.0, 9.0
#: A fibre at rest is pale; half way up it is lit, at the peak dark.
_COLORS = (*ink.ramp(ink.AXON, ink.LIT, 4), *ink.ramp(ink.LIT, "#b34700", 5)[1:])
_PEAK_mV = 30.0
_GATE, _MUSCLE, _GHOST = STYLES["sodium"].color, ink.MUSCLE[0], FAINT
#: Pixels for a µm of thickness, without and with myelin; a fibre is drawn at least so thick.
_PX_A_um, _THINNEST = (0.03, 1.2), 3.0
#: The myelin's thickness where it is whole.
_WRAP = 9.0
#: Where the word for the gates stands, behind the fibre's beginning: without and with the word for myelin before it.
_GATES_WORD = (60.0, 124.0)
#: Nearer to 0 than this part of the voltage at rest, below 0, the inside has no sign.
_HARDLY = 0.5
#: Pieces of the fibre that are coloured, the distance of two signs, and of two gates where they are all along it.
_PIECES, _SIGN_EACH, _GATE_EACH = 80, 20.0, 9.0
_CELL: Points = [(6, 4), (8, 9), (20, 18), (7, 16), (4, 27), (-4, 17), (-17, 25), (-14, 11), (-27, 6), (-15, 0),
                 (-22, -15), (-10, -9), (-4, -24), (2, -13), (16, -17), (8, -8), (6, -4)]


def colors() -> list[str]:
    """All fills of the drawing, for the stage that it stands on."""
    edges = ink.between((ink.AXON, ink.NERVE_EDGE), (ink.MYELIN, ink.MYELIN_EDGE), (ink.LIT, ink.NERVE_EDGE),
                        (_COLORS[-1], ink.NERVE_EDGE), (_MUSCLE, ink.MUSCLE_EDGE))
    return [*_COLORS, ink.NERVE_EDGE, ink.MYELIN, ink.MYELIN_EDGE, _MUSCLE, ink.MUSCLE_EDGE, _GATE, *edges]


@dataclass(frozen=True)
class AxonMoment:
    """What the fibre is at a moment. ``along_mV``: the voltage at places evenly along it; its length in pixels; how
    many wrapped stretches are drawn (0: a fibre without myelin); which part of it is damaged (from where to where, of
    its length) and how much myelin is left there; where the impulse has stopped, and where it would be in a healthy
    fibre (of the length; below 0: nowhere); ``clock`` says which moment it is."""

    along_mV: Sequence[float] | NDArray = field(default=(-65.0, -65.0))
    rest_mV: float = -65.0
    length: float = 300.0
    diameter_um: float = 476.0
    internodes: float = 0.0
    damage_from: float = 0.0
    damage_to: float = 0.0
    myelin: float = 1.0
    stopped: float = -1.0
    healthy: float = -1.0
    near_pulse: float = 0.0
    far_pulse: float = 0.0
    arrived: float = 0.0
    clock: str = ""


class Axon:
    """A fibre that begins at ``left``. With myelin it comes from a cell and leads to an ``end``, “muscle” or “cell”;
    without, it was cut out, and has electrodes in both ends. One of the ``notes`` stands beside it: without, with
    myelin."""

    def __init__(self, stage: Stage, axes: Axes, left: float, end: str = "muscle",
                 notes: tuple[str, str] = ("", "")) -> None:
        sheet(axes, WIDTH, HEIGHT)
        self._left, self._end, self._notes = left, end, notes
        self._body = stage.moving(area(axes, EMPTY, ink.AXON, ink.NERVE_EDGE, 1.4, 2.5))
        self._lit = stage.moving(PolyCollection([], antialiased=False, linewidths=0, zorder=2.6))
        axes.add_collection(self._lit)
        self._rim = stage.moving(area(axes, EMPTY, "none", ink.NERVE_EDGE, 1.4, 2.7))
        self._wraps = stage.moving(area(axes, EMPTY, ink.MYELIN, ink.MYELIN_EDGE, 1.3, 2.8))
        self._gates = stage.moving(area(axes, EMPTY, "none", _GATE, 2.4, 3.0))
        self._plus, self._minus = (stage.moving(line(axes, (), 3.0, linestyle="", marker=sign, markersize=9,
                                                     markeredgecolor=INK, markeredgewidth=1.8)) for sign in "+_")
        self._cells = [stage.moving(area(axes, EMPTY, ink.AXON, ink.NERVE_EDGE, 1.4, 2.9)) for _ in (0, 1)]
        self._muscle = stage.moving(area(axes, EMPTY, _MUSCLE, ink.MUSCLE_EDGE, 1.3, 1.0))
        self._twigs = stage.moving(area(axes, EMPTY, "none", ink.NERVE_EDGE, 2.0, 2.0))
        self._plates = stage.moving(dots(axes, 9.0, ink.AXON, ink.NERVE_EDGE, 1.4, 2.2))
        self._needles = stage.moving(area(axes, EMPTY, "none", INK, 1.3, 4.0))
        self._bolts = stage.moving(area(axes, EMPTY, ink.LIT, INK, 1.1, 4.1))
        self._ghost = stage.moving(line(axes, (), 5.0, color=_GHOST, linewidth=1.8, linestyle=(0, (3, 2)),
                                        solid_capstyle="butt"))
        self._ghost_word = stage.moving(Stamp(axes, 0, _BELOW, "", color=FAINT))
        self._cross = [stage.moving(dots(axes, 15.0, color, color, width, 6.0, "x"))
                       for color, width in ((PAPER, 6.5), (INK, 3.4))]
        self._stopped = stage.moving(Stamp(axes, 0, _BELOW, "", ha="right", weight="bold"))
        self._leaders = Leaders(stage, axes)
        self._end_word = stage.moving(Stamp(axes, 0, _ABOVE if end == "cell" else _MIDDLE, "",
                                            ha="center" if end == "cell" else "left"))
        self._damage_word = stage.moving(Stamp(axes, 0, _ABOVE, "", ha="center"))
        word(axes, "inside:", left - 8.0, _SIGNS, ha="right")
        self._myelin_word = stage.moving(Stamp(axes, left + 30.0, _ABOVE, "", ha="center"))
        self._gates_word = stage.moving(Stamp(axes, 0, _ABOVE, "sodium gates", ha="center"))
        self._cell_word = stage.moving(Stamp(axes, 4.0, _ABOVE, ""))
        # With a mark of its own: “sodium gates orange: excited” was read as one phrase.
        dots(axes, 11.0, _COLORS[5], ink.NERVE_EDGE, 1.2, 3.0, "s").set_data([left + 203.0], [_ABOVE])
        word(axes, "excited", left + 213.0, _ABOVE)
        self._clock = stage.moving(Stamp(axes, WIDTH - 88.0, _ABOVE, "", ha="right", color=FAINT))
        self._note = stage.moving(Stamp(axes, WIDTH - (184.0 if end == "cell" else 4.0), _ABOVE, "", ha="right",
                                        color=FAINT))

    def show(self, now: AxonMoment) -> None:
        """Draw a moment."""
        left, right, half = self._left, self._left + now.length, _half(now)
        share = np.interp(np.linspace(0.0, 1.0, _PIECES), np.linspace(0.0, 1.0, len(now.along_mV)),
                          np.asarray(now.along_mV, float))
        level = np.clip((share - now.rest_mV) / (_PEAK_mV - now.rest_mV), 0.0, 1.0)
        shades = np.round(level * (len(_COLORS) - 1)).astype(int)
        body = box(left, right, _MIDDLE - half, _MIDDLE + half)
        self._body.set_path(body)
        self._rim.set_path(body)
        edges = np.linspace(left, right, _PIECES + 1)
        cuts = np.r_[0, np.flatnonzero(np.diff(shades)) + 1, _PIECES]
        runs = [(first, last) for first, last in zip(cuts[:-1], cuts[1:], strict=True) if shades[first] > 0]
        self._lit.set_verts([corners(edges[first], edges[last], _MIDDLE - half, _MIDDLE + half)
                             for first, last in runs])
        self._lit.set_facecolor([_COLORS[shades[first]] for first, _ in runs])
        signs = np.arange(left + 10.0, right - 4.0, _SIGN_EACH)
        inside = np.interp(signs, np.linspace(left, right, _PIECES), share)
        for artist, at in ((self._plus, signs[inside > 0.0]), (self._minus, signs[inside < _HARDLY * now.rest_mV])):
            artist.set_data(at, np.full(len(at), _SIGNS))
        self._clock.set_text(now.clock)
        self._wrap(now)
        self._ends(now, int(shades[0]), int(shades[-1]))
        self._fails(now)

    def _wrap(self, now: AxonMoment) -> None:
        """Myelin, and the gates: at the nodes, or all along a fibre that has none."""
        left, half, count = self._left, _half(now), round(now.internodes)
        if count:
            nodes = left + now.length * np.arange(count + 1) / count
        else:
            nodes = left + np.arange(min(4.0, now.length / 2.0), now.length, _GATE_EACH)
        self._gates.set_path(together([Path([(x, _MIDDLE + side * (half - 2.5)), (x, _MIDDLE + side * (half + 4.0))])
                                       for x in nodes for side in (-1, 1)]))
        sleeves = []
        middles = (nodes[1:] + nodes[:-1]) / 2.0
        for start, end, middle in zip(nodes[:-1], nodes[1:], middles, strict=True) if count else ():
            is_hurt = now.damage_from < (middle - left) / now.length < now.damage_to
            thick = _WRAP * (_shown(now.myelin) if is_hurt else 1.0)
            gap = min(2.5, (end - start) / 5.0)
            if thick > 0.5:
                sleeves += [box(start + gap, end - gap, _MIDDLE + half, _MIDDLE + half + thick),
                            box(start + gap, end - gap, _MIDDLE - half - thick, _MIDDLE - half)]
        self._wraps.set_path(together(sleeves) if sleeves else EMPTY)
        hurt = left + now.length * (now.damage_from + now.damage_to) / 2.0
        is_hurt = count > 0 and now.damage_to > now.damage_from and now.myelin < 1.0
        self._damage_word.set_text("thin myelin" if is_hurt else "")
        self._damage_word.set_x(hurt)
        ends = [(hurt, hurt, half + 3.0)] if is_hurt else []
        if count:
            ends.append((left + 30.0, middles[np.argmin(abs(middles - left - 30.0))], half + 5.0))
        gates = left + _GATES_WORD[count > 0]
        ends.append((gates, nodes[np.argmin(abs(nodes - gates))], half + 3.0))
        self._leaders.show(*(((start, _ABOVE - 9.0), (end, _MIDDLE + up)) for start, end, up in ends),
                           *([((14.0, _ABOVE - 9.0), (left - 36.0, _MIDDLE + 3.0))] if count else ()),
                           *([((at := left + now.length * now.stopped, _BELOW + 15.0), (at, _MIDDLE))]
                             if now.stopped >= 0.0 else ()))
        self._gates_word.set_x(gates)
        self._myelin_word.set_text("myelin" if count else "")
        self._note.set_text(self._notes[count > 0])

    def _ends(self, now: AxonMoment, near: int, far: int) -> None:
        """What lies before and behind the fibre: cells, muscle fibres, or the electrodes of an experiment."""
        left, right = self._left, self._left + now.length
        is_whole = round(now.internodes) > 0
        for artist in (*self._cells[:2 if self._end == "cell" else 1], self._twigs, self._plates, self._muscle):
            artist.set_visible(is_whole)
        for artist in (self._needles, self._bolts):
            artist.set_visible(not is_whole)
        self._cell_word.set_text("cell body" if is_whole else "")
        self._end_word.set_text({"muscle": "muscle fibres", "cell": "next cell"}[self._end] if is_whole else "")
        if not is_whole:
            self._needles.set_path(together([_needle(left, 1.0), _needle(right, -1.0)]))
            given = [_bolt(x, _MIDDLE - 24.0) for x, pulse in ((left - 16.0, now.near_pulse),
                                                               (right + 16.0, now.far_pulse)) if pulse > 0.5]
            self._bolts.set_path(together(given) if given else EMPTY)
            return
        self._cells[0].set_path(smooth(np.array(_CELL) * 0.8 + (left - 21.0, _MIDDLE)))
        # At half tone, or it would look as if the cell were the impulse.
        self._cells[0].set_facecolor(_COLORS[near // 2])
        self._end_word.set_x(right + (46.0 if self._end == "cell" else 90.0))
        if self._end == "cell":
            self._twigs.set_path(Path([(right, _MIDDLE), (right + 16.0, _MIDDLE)]))
            self._plates.set_data([right + 18.0], [_MIDDLE])
            self._cells[1].set_path(smooth(np.array(_CELL) * (-0.8, 0.8) + (right + 46.0, _MIDDLE)))
            self._cells[1].set_facecolor(ink.LIT if now.arrived > 0.5 else ink.AXON)
        else:
            heights = _MIDDLE + np.array([-24.0, 0.0, 24.0])
            self._twigs.set_path(together([smooth([(right, _MIDDLE), (right + 12.0, (_MIDDLE + y) / 2.0),
                                                   (right + 28.0, y)], closed=False) for y in heights]))
            self._plates.set_data(np.full(3, right + 28.0), heights)
            self._muscle.set_path(together([box(right + 24.0, right + 84.0, y - 8.0, y + 8.0) for y in heights]))
        self._plates.set_markerfacecolor(_COLORS[far])

    def _fails(self, now: AxonMoment) -> None:
        """Where the impulse has stopped, and where a healthy one would be."""
        at = self._left + now.length * now.stopped
        for cross in self._cross:
            # Under the fibre, or it would hide the thin myelin.
            cross.set_data([at] if now.stopped >= 0.0 else [], [_BELOW + 5.0] if now.stopped >= 0.0 else [])
        self._stopped.set_text("it stops here" if now.stopped >= 0.0 else "")
        # Before the cross, or where there is no room behind it.
        self._stopped.set_x(at - 14.0 if at > 130.0 else at + 122.0)
        there = self._left + now.length * min(now.healthy, 1.0)
        is_late = now.healthy >= 0.0
        self._ghost.set_data([there] * 2 if is_late else [], [_BELOW + 10.0, _SIGNS - 8.0] if is_late else [])
        self._ghost_word.set_text("" if not is_late else "a healthy axon's impulse has arrived" if
                                  now.healthy >= 1.0 else
                                  "a healthy axon's peak is here")
        self._ghost_word.set_x(min(there - 6.0, WIDTH - (266.0 if now.healthy >= 1.0 else 210.0)))


def _half(now: AxonMoment) -> float:
    """Half of the thickness."""
    return max(_THINNEST, _PX_A_um[round(now.internodes) > 0] * now.diameter_um) / 2.0


def _shown(myelin: float) -> float:
    """How thick myelin is drawn: nothing at 1 %, half at 10 %."""
    return float(np.clip(np.log10(max(100.0 * myelin, 1.0)) / 2.0, 0.0, 1.0))


def _needle(x: float, inwards: float) -> Path:
    """A glass electrode with its tip in the fibre's end."""
    back = x - 40.0 * inwards
    return Path([(back, _MIDDLE + 5.0), (x + 4.0 * inwards, _MIDDLE), (back, _MIDDLE - 5.0)])


def _bolt(x: float, y: float) -> Path:
    """A current pulse is given here."""
    return Path([(x + 4, y + 18), (x - 4, y + 8), (x + 0, y + 8), (x - 4, y), (x + 5, y + 10), (x + 1, y + 10),
                 (x + 4, y + 18)], closed=True)
