"""The neuromuscular junction. Its question: why is one impulse of the nerve more than enough, and when is it not?

Exaggerated and left out: gap and folds are drawn far too wide, ten places for release stand for hundreds, one vesicle
for five (each is a quantum), one receptor for a tenth of them all. The fibre is the middle one of the muscle's: half of
the fibres need less. Not drawn: the sodium channels deep in the folds, which start the fibre's own impulse; what fills
the vesicles again; the nerve's covering cell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path
from numpy.typing import NDArray

from muscle_lib.figures.drawings import table as ink
from muscle_lib.figures.drawings.ions import FILLS, ions
from muscle_lib.figures.drawings.shapes import EMPTY, Points, area, arrow, dots, sheet, smooth, together
from muscle_lib.figures.drawings.words import Leaders, Stamp, word
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import FAINT, INK, PAPER

WIDTH, HEIGHT = 300, 380
FIBRE, RECEPTOR, OPEN = "#f6d8d0", "#b8c4cc", "#3f5f78"
#: The ending's face, and the crests of the folds under it.
_FACE, _CREST = 206.0, 172.0
_FOLDS = np.array([74.0, 112.0, 150.0, 188.0, 226.0])
#: Where vesicles are released, two above each crest; in which order they open, and in which receptors are lost, so
#: that of those under an open vesicle as large a part is lost as of all.
_SITES = np.sort(np.r_[_FOLDS - 8.0, _FOLDS + 8.0])
_OPENS = np.array([4, 5, 3, 6, 2, 7, 1, 8, 0, 9])
_IS_LOST = _OPENS[[7, 1, 4, 8, 2, 5, 6, 0, 9, 3]]
#: One vesicle stands for so many quanta, one dot of calcium for so much of what a healthy impulse lets in.
QUANTA_A_VESICLE, CALCIUM_A_DOT = 5.0, 0.125
_DOTS = 5
_ENDING: Points = [(133, 392), (132, 372), (130, 350), (118, 328), (92, 312), (60, 290), (42, 258), (42, 226),
                   (54, 210), (80, _FACE), (150, _FACE - 1), (220, _FACE), (246, 210), (258, 226), (258, 258),
                   (240, 290), (208, 312), (182, 328), (170, 350), (168, 372), (167, 392)]
_STORE: Points = [(108, 270), (128, 282), (150, 272), (172, 282), (192, 270), (84, 262), (216, 262), (119, 256),
                  (139, 259), (161, 258), (181, 256), (202, 252), (98, 252), (150, 296)]
#: Half of a receptor.
_HALF = np.array([(0.0, 9.0), (3.4, 10.0), (4.4, 4.5), (3.2, 0.0), (3.2, -7.0), (0.0, -7.0)])


def colors() -> list[str]:
    """All fills of the drawing, for the stage that it stands on."""
    edges = ink.between((ink.AXON, ink.NERVE_EDGE), (FIBRE, ink.MUSCLE_EDGE), (RECEPTOR, INK), (ink.LIT, INK),
                        (ink.LIT, ink.NERVE_EDGE), (ink.MYELIN, ink.MYELIN_EDGE), (ink.AXON, INK), (FIBRE, INK),
                        (ink.AXON, ink.LIT), (FIBRE, ink.LIT))
    return [ink.AXON, ink.NERVE_EDGE, ink.LIT, ink.MYELIN, ink.MYELIN_EDGE, FIBRE, ink.MUSCLE_EDGE, RECEPTOR, OPEN,
            *FILLS, *edges]


@dataclass(frozen=True)
class JunctionMoment:
    """What the junction is at a moment after an impulse of the nerve. ``arrives``: whether the ending is lit by it;
    calcium as a part of what a healthy impulse lets in; ``transmitter``: what is left of what was released, ``working``
    receptors and enzyme as parts of all; ``potential`` as a part of the threshold; ``needed``: the quanta that would
    just do."""

    arrives: float = 0.0
    calcium: float = 0.0
    quanta: float = 0.0
    transmitter: float = 0.0
    working: float = 1.0
    enzyme: float = 1.0
    potential: float = 0.0
    fires: float = 0.0
    needed: float = 0.0


class Junction:
    """A nerve's ending over the folds of a muscle fibre."""

    def __init__(self, stage: Stage, axes: Axes) -> None:
        sheet(axes, WIDTH, HEIGHT)
        face = _folded()
        self._draw_still(axes, face)
        ending = smooth(_ENDING)
        area(axes, ending, ink.AXON, ink.NERVE_EDGE, zorder=3.0)
        # What is lit glows on both sides of its outline, so that goes over it once more.
        self._potential, self._lit = (
            [stage.moving(area(axes, path, "none", color, width, zorder))
             for color, width in ((ink.LIT, 8.0), (edge, ink.OUTLINE))]
            for path, edge, zorder in ((face, ink.MUSCLE_EDGE, 2.1), (ending, ink.NERVE_EDGE, 3.1)))
        self._docked = stage.moving(dots(axes, 13.2, PAPER, INK, 1.4, 5.0))
        self._opened = stage.moving(area(axes, EMPTY, PAPER, INK, 1.4, 5.0))
        self._transmitter = stage.moving(dots(axes, 3.6, INK, "none", 0.0, 6.0))
        self._calcium = stage.moving(ions(axes, "calcium", zorder=5.5, size=0.8))
        self._shut = stage.moving(area(axes, EMPTY, RECEPTOR, INK, 1.1, 5.2))
        self._open = stage.moving(area(axes, EMPTY, OPEN, INK, 1.1, 5.3))
        self._enzymes = stage.moving(area(axes, EMPTY, ink.MYELIN, INK, 1.1, 5.1))
        self._lost = stage.moving(dots(axes, 8.0, INK, INK, 2.0, 7.0, "x"))
        self._impulse = stage.moving(area(axes, EMPTY, ink.LIT, INK, 1.2, 4.0))
        self._leaders = Leaders(stage, axes)
        self._impulse_word = stage.moving(Stamp(axes, 4, 162, ""))
        self._lost_word = stage.moving(Stamp(axes, 6, 117, ""))
        self._verdict = stage.moving(Stamp(axes, 6, 46, "", weight="bold"))
        self._quanta = stage.moving(word(axes, "", 6, 27))

    def _draw_still(self, axes: Axes, face: Path) -> None:
        """Fibre and ending with what does not move in them, and the words."""
        vertices = np.vstack([np.asarray(face.vertices), [(310, 62), (-10, 62)]])
        area(axes, Path(vertices, np.r_[np.asarray(face.codes), Path.LINETO, Path.LINETO]), FIBRE, zorder=2.0)
        area(axes, face, "none", ink.MUSCLE_EDGE, zorder=2.05)
        area(axes, together([Path([(0, y), (WIDTH, y)]) for y in (62, 82, 102)]), "none", ink.MUSCLE_EDGE, 0.8, 2.05)
        area(axes, together([Path([(x, low + 3), (x, low + 17)]) for low in (62, 82) for x in range(6, WIDTH, 12)]),
             "none", ink.MUSCLE_EDGE, 2.2, 2.05)
        sleeve = np.array([(19, 392), (33, 392), (35, 376), (33, 358), (26, 350), (20, 354), (18, 370)])
        for side in (-1, 1):
            area(axes, smooth(sleeve * (side, 1) + (150, 0)), ink.MYELIN, ink.MYELIN_EDGE, 1.3, 4.0)
        dots(axes, 13.0, PAPER, INK, 1.4, 5.0).set_data(*np.array(_STORE).T)
        inside = np.vstack([np.array(_STORE) + corner for corner in ((-2.8, -2.0), (2.8, -2.0), (0.0, 2.8))])
        dots(axes, 3.4, INK, "none", 0.0, 5.1).set_data(*inside.T)
        word(axes, "nerve ending", 4, 367)
        word(axes, "myelin", 296, 367, ha="right")
        word(axes, "one vesicle\ndrawn for five", 296, 336, ha="right")
        dots(axes, 3.6, INK, "none", 0.0, 6.0).set_data([10.0], [340.0])
        word(axes, "acetylcholine", 18, 341)
        ions(axes, "calcium", [(10.0, 316.0)], size=0.8)
        word(axes, "calcium", 18, 317)
        word(axes, "enzyme", 299, 203, ha="right")
        word(axes, "receptor", 294, 148, ha="right")
        word(axes, "muscle fibre", 294, 117, ha="right")
        word(axes, "gap and folds: drawn too wide", 6, 9, color=FAINT)

    def show(self, now: JunctionMoment) -> None:
        """Draw a moment."""
        for artists, is_lit in ((self._lit, now.arrives > 0.5), (self._potential, now.potential > 0.02)):
            for artist in artists:
                artist.set_visible(is_lit)
        self._potential[0].set_linewidth(2.5 + 5.0 * min(now.potential, 1.0))
        count = 0 if now.quanta < 0.5 else min(len(_SITES), max(1, round(now.quanta / QUANTA_A_VESICLE)))
        open_at, docked_at = _SITES[np.sort(_OPENS[:count])], _SITES[np.sort(_OPENS[count:])]
        self._opened.set_path(together([_omega(x) for x in open_at]) if count else EMPTY)
        self._docked.set_data(docked_at, np.full(len(docked_at), _FACE + 9.5))
        packed = [(x + right, _FACE + up) for x in docked_at for right, up in ((-2.6, 7.6), (2.6, 7.6), (0.0, 12.2))]
        released = [(x + right, _FACE - down) for x in open_at
                    for right, down in _SCATTER[:round(_DOTS * now.transmitter)]]
        self._transmitter.set_data(*np.array(packed + released, float).reshape(-1, 2).T)
        self._calcium.set_data(*_CALCIUM[:round(now.calcium / CALCIUM_A_DOT)].T)
        self._receptors(count, now.working, now.transmitter)
        mouths = (_FOLDS[1:] + _FOLDS[:-1]) / 2.0
        at_work = mouths[:max(1, round(len(mouths) * now.enzyme))]
        self._enzymes.set_path(together([_pincers(x) for x in mouths]))
        lost = _SITES[_IS_LOST[:len(_SITES) - self._left(now.working)]]
        stopped = mouths[len(at_work):]
        self._lost_word.set_text("× blocked or lost" if len(lost) + len(stopped) else "")
        self._lost.set_data(np.r_[lost, stopped], np.r_[np.full(len(lost), _CREST + 4.0),
                                                        np.full(len(stopped), _CREST + 15.0)])
        self._impulse.set_path(_RUNS if now.fires > 0.5 else EMPTY)
        self._impulse_word.set_text("impulse" if now.fires > 0.5 else "")
        self._say(now)
        self._leaders.show(((100, 364), (140, 348)), ((246, 314), (218, 268)), ((241, 202), (209, _CREST + 15)),
                           ((262, 156), (236, _CREST + 2)), ((244, 367), (177, 370)))

    def _receptors(self, vesicles: int, working: float, transmitter: float) -> None:
        """Those that work and lie under an open vesicle open, as long as there is transmitter."""
        lost = set(_IS_LOST[:len(_SITES) - self._left(working)])
        reached = [site for site in _OPENS[:vesicles] if site not in lost]
        is_open = set(reached if round(_DOTS * transmitter) else ())
        for artist, sites, gap in ((self._shut, set(range(len(_SITES))) - is_open, 0.0), (self._open, is_open, 2.8)):
            artist.set_path(together([
                Path((_SITES[site], _CREST + 2.0) + (_HALF + (gap, 0.0)) * (side, 1.0), closed=False)
                for site in sorted(sites) for side in (-1.0, 1.0)]) if sites else EMPTY)

    @staticmethod
    def _left(working: float) -> int:
        """How many of the drawn receptors work; as long as any do, one."""
        return max(int(working > 0.0), round(len(_SITES) * working))

    def _say(self, now: JunctionMoment) -> None:
        """What came, and whether it does."""
        if now.transmitter <= 0.0 and now.fires <= 0.5:
            self._verdict.set_text("")
            self._quanta.set_text("")
            return
        enough = now.quanta >= now.needed
        what = "fires" if now.fires > 0.5 else "" if enough else "stays silent"
        self._verdict.set_text(f"a middle fibre {what}" if what else "")
        needed = f"{np.ceil(now.needed):.0f} {'would fire it' if enough else 'are needed'}"
        self._quanta.set_text(f"{now.quanta:.0f} quanta (vesicles); {needed}")


def _folded() -> Path:
    """The fibre's face under the ending: five crests, and between them the folds."""
    points: list[tuple[float, float]] = [(-10, 182), (20, 181), (44, 178)]
    for x in _FOLDS:
        points += [(x - 15, _CREST - 2), (x - 10, _CREST + 1), (x, _CREST + 2), (x + 10, _CREST + 1),
                   (x + 15, _CREST - 2)]
        if x != _FOLDS[-1]:
            points += [(x + 16.5, _CREST - 16), (x + 16, _CREST - 34), (x + 19, _CREST - 40), (x + 22, _CREST - 34),
                       (x + 21.5, _CREST - 16)]
    return smooth([*points, (256, 178), (280, 181), (310, 182)], closed=False)


def _omega(x: float) -> Path:
    """A vesicle that has opened into the gap."""
    angle = np.deg2rad(np.linspace(-48.0, 228.0, 20))
    ring = np.column_stack([x + 6.8 * np.cos(angle), _FACE + 6.0 + 6.8 * np.sin(angle)])
    return Path(np.vstack([[(x + 7.0, _FACE - 1.6)], ring, [(x - 7.0, _FACE - 1.6)]]))


def _pincers(x: float) -> Path:
    """The enzyme that breaks the transmitter down, over the mouth of a fold: a disc with an open mouth."""
    angle = np.deg2rad(np.linspace(130.0, 410.0, 22))
    rim = np.column_stack([x + 5.0 * np.cos(angle), _CREST + 15.0 + 5.0 * np.sin(angle)])
    return Path(np.vstack([[(x, _CREST + 15.0)], rim, [(x, _CREST + 15.0)]]), closed=True)


def _calcium_places() -> NDArray:
    """Between the pairs of vesicles, over them and over these, from the middle outwards: none right above another."""
    gaps = np.r_[_FOLDS[0] - 17.0, (_FOLDS[1:] + _FOLDS[:-1]) / 2.0, _FOLDS[-1] + 17.0]
    between = [(gaps[i], _FACE + (7.0 if 0 < i < 5 else 16.0)) for i in (2, 3, 1, 4, 0, 5)]
    over = [(x, _FACE + 23.0) for x in _FOLDS[[2, 1, 3, 0, 4]]]
    return np.array([*between, *over, *((x, y + 27.0) for x, y in between)])


_CALCIUM = _calcium_places()
#: Where a vesicle's transmitter lies under it: right of its middle, below the ending's face.
_SCATTER = ((0.0, 4.0), (-5.0, 9.0), (5.0, 11.0), (-1.5, 14.0), (3.0, 18.0))
#: The fibre's own impulse runs along its face, away from the ending to both sides.
_RUNS = together([arrow((150 + side * 112, 181), (150 + side * 148, 184), 8.0, 14.0, 20.0) for side in (-1, 1)])
