"""Twenty fibres from the brain to the spinal cord: how far does the command come on each of them?

Each line is a twentieth of the tract's fibres, with its myelin; they are sorted, those that are gone and those with the
thinnest myelin at the left. The beads are the command. In the damaged stretch, which is drawn far too long, the myelin
is drawn as thick as its rank; the strokes on it are open potassium channels. Left out: how late the messages come, and
the nerve's single fibres. The thermometer stands for the whole body.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Rectangle
from matplotlib.path import Path
from numpy.typing import NDArray

from muscle_lib.figures.drawings import table as ink
from muscle_lib.figures.drawings.shapes import EMPTY, area, box, dots, line, repeated, rounded, sheet, smooth, together
from muscle_lib.figures.drawings.words import Leaders, Stamp, word
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import FAINT, INK, PAPER, SHADE, STYLES

WIDTH, HEIGHT = 300, 440
FIBRES = 20
#: The fibres' places, their upper and lower end; the damaged stretch; where the drawing of the tract ends.
_APART = 9.6
_X = 14.0 + _APART * np.arange(FIBRES)
_TOP, _END, _HURT_TOP, _HURT_LOW, _EDGE = 394.0, 140.0, 300.0, 236.0, 205.0
#: Wrapped stretches above and under the damage, the gap between two, and half of a sleeve's width.
_WRAPS = (*np.linspace(_TOP, _HURT_TOP, 4), *np.linspace(_HURT_LOW, _END, 4))
_GAP, _SLEEVE, _AXON = 5.0, 3.6, 1.5
_EACH = [rounded(-_SLEEVE, _SLEEVE, low + _GAP / 2, high - _GAP / 2, 2.5)
         for high, low in zip(_WRAPS[:-1], _WRAPS[1:], strict=True)]
#: The one in the middle is where the damage can be.
_MIDDLE, _SLEEVES = _EACH[3], together([*_EACH[:3], *_EACH[4:]])
#: The thickness of the myelin in the damaged stretch, from the thinnest to the thickest.
_THIN = (0.5, 1.9)
#: Beads on a line at the greatest command; a bead, and where the cross of a blocked fibre stands; the next one's
#: stands lower, or they would look like a fence.
_BEADS, _BEAD, _CROSS = 6, 7.4, 289.0
#: One stroke is so much of the open channels; every other fibre has them a little higher, for the same reason.
_STROKE_mS_cm2, _STROKES, _HIGHER = 2.0, 5, 3.5
#: The words' column; the thermometer, and the muscle.
_WORDS = 212.0
_BULB, _TUBE, _LOWEST_C, _HIGHEST_C = (222.0, 310.0), (320.0, 392.0), 34.0, 40.0
_MUSCLE = np.array([105.0, 46.0])
_CHANNEL, _WARM = STYLES["potassium"].color, ink.ARTERY
_GONE, _THINNED = "#a8a8a8", ink.mix(ink.MYELIN, ink.MYELIN_EDGE, 0.45)
COLORS = (ink.AXON, ink.NERVE_EDGE, ink.MYELIN, ink.MYELIN_EDGE, ink.LIT, SHADE, _CHANNEL, _WARM, _GONE, _THINNED,
          *ink.MUSCLE, ink.MUSCLE_EDGE, ink.TENDON, ink.TENDON_EDGE, *ink.BRAIN, ink.BRAIN_EDGE, ink.GREY_MATTER,
          ink.GREY_EDGE, ink.NERVE, *ink.between(
              (ink.MYELIN, ink.MYELIN_EDGE), (ink.LIT, ink.NERVE_EDGE), (ink.AXON, ink.NERVE_EDGE),
              (ink.MUSCLE[0], ink.MUSCLE_EDGE), (ink.MUSCLE[6], ink.MUSCLE_EDGE), (ink.BRAIN[3], ink.BRAIN_EDGE),
              (ink.GREY_MATTER, ink.GREY_EDGE)))


@dataclass(frozen=True)
class TractMoment:
    """What the tract does: the command (0…1); of all fibres those that are gone, those that are damaged and those that
    conduct (0…1); the open potassium channels (mS/cm²); the body's temperature (°C); the force (0…1)."""

    command: float = 0.0
    gone: float = 0.0
    damaged: float = 0.0
    conducting: float = 1.0
    open_k: float = 0.0
    temperature_C: float = 37.0
    force: float = 0.0


class Tract:
    """The tract between brain and spinal cord, the muscle at its end, and a thermometer."""

    def __init__(self, stage: Stage, axes: Axes) -> None:
        sheet(axes, WIDTH, HEIGHT)
        moving = stage.moving
        self._shade = stage.rectangle(axes, 0, _HURT_LOW, 1, _HURT_TOP - _HURT_LOW, facecolor=SHADE, zorder=0.5)
        self._brain = moving(area(axes, _brain(), ink.BRAIN[0], ink.BRAIN_EDGE, ink.OUTLINE, 3.0))
        moving(area(axes, _folds(), "none", ink.BRAIN_EDGE, ink.DETAIL, 3.1))
        self._gone = moving(area(axes, EMPTY, "none", _GONE, 1.6, 1.0, linestyle=(0, (2, 3))))
        self._axons = moving(area(axes, EMPTY, ink.AXON, ink.NERVE_EDGE, 0.9, 2.0))
        self._wraps = moving(area(axes, EMPTY, ink.MYELIN, ink.MYELIN_EDGE, 0.9, 2.1))
        self._thin = moving(area(axes, EMPTY, _THINNED, "none", 0.0, 2.1))
        self._channels = moving(area(axes, EMPTY, "none", _CHANNEL, 2.0, 2.4))
        self._beads = moving(dots(axes, _BEAD, ink.LIT, ink.NERVE_EDGE, 1.7, 4.0))
        self._crosses = [moving(dots(axes, 9.0, color, color, width, 5.0, "x"))
                         for color, width in ((PAPER, 4.4), (INK, 2.2))]
        area(axes, rounded(5, _EDGE, 104, _END, 10), ink.GREY_MATTER, ink.GREY_EDGE, ink.OUTLINE, 1.0)
        word(axes, "spinal cord", 105, 121, ha="center")
        line(axes, [(105, 103), (105, 76)], 0.9, color=ink.NERVE_EDGE, linewidth=6.4, solid_capstyle="butt")
        line(axes, [(105, 103), (105, 76)], 0.95, color=ink.NERVE, linewidth=3.6, solid_capstyle="butt")
        area(axes, together([box(5, 40, 42.5, 49.5), box(172, 205, 42.5, 49.5)]), ink.TENDON, ink.TENDON_EDGE, 1.3, 1.0)
        self._muscle = moving(area(axes, EMPTY, ink.MUSCLE[0], ink.MUSCLE_EDGE, ink.OUTLINE, 2.0))
        self._threads = moving(area(axes, EMPTY, "none", ink.MUSCLE_EDGE, 0.9, 2.1))
        self._warmth(axes)
        self._level = moving(Rectangle((_BULB[0] - 3.0, _BULB[1]), 6.0, 1.0, facecolor=_WARM, zorder=2.2))
        axes.add_patch(self._level)
        self._temperature = moving(Stamp(axes, 239, 355, ""))
        self._count = moving(Stamp(axes, _WORDS, 190, ""))
        word(axes, "conduct", _WORDS, 171)
        self._force = moving(Stamp(axes, _WORDS, 36, "", weight="bold"))
        self._damaged = moving(Stamp(axes, _WORDS, 268, ""))
        self._gates = [moving(Stamp(axes, _WORDS, y, "")) for y in (236, 217)]
        word(axes, "brain", _WORDS, 416)
        word(axes, "force", _WORDS, 55)
        word(axes, f"1 line: {100 // FIBRES} of 100 fibres", 6, 9, color=FAINT)
        self._leaders = Leaders(stage, axes)

    @staticmethod
    def _warmth(axes: Axes) -> None:
        """The glass of the thermometer, and its marks at each degree; that of 37 °C is long."""
        x, low, (_, high) = _BULB[0], _BULB[1], _TUBE
        area(axes, rounded(x - 6, x + 6, low - 2, high + 8, 6), PAPER, INK, 1.4, 2.0)
        axes.add_patch(Circle(_BULB, 10.0, facecolor=_WARM, edgecolor=INK, linewidth=1.4, zorder=2.1))
        marks = [Path([(x + 6, y := _at(T)), (x + (13 if T == 37.0 else 9), y)])
                 for T in np.arange(_LOWEST_C, _HIGHEST_C + 0.5)]
        area(axes, together(marks), "none", INK, 1.2, 2.0)

    def show(self, now: TractMoment) -> None:
        """Draw the tract."""
        gone = round(FIBRES * now.gone)
        hurt = min(round(FIBRES * now.damaged), FIBRES - gone)
        through = min(round(FIBRES * now.conducting), FIBRES - gone)
        self._lines(gone, hurt)
        self._strokes(gone, hurt, now.open_k)
        self._shade.set(x=_X[gone] - _APART / 2 if hurt else 0.0, width=_APART * hurt, visible=hurt > 0)
        self._damaged.set_text("damaged" if hurt else "")
        self._message(gone, FIBRES - through, now.command)
        self._brain.set_facecolor(ink.pick(ink.BRAIN, now.command))
        self._level.set_height(_at(now.temperature_C) - _BULB[1])
        self._temperature.set_text(f"{now.temperature_C:.1f} °C")
        self._count.set_text(f"{through} of {FIBRES}")
        thick = 15.0 + 13.0 * now.force
        belly = np.array([(-74, 0), (-50, 0.62), (0, 1), (50, 0.62), (74, 0), (50, -0.62), (0, -1), (-50, -0.62)])
        self._muscle.set_path(smooth(_MUSCLE + belly * (1.0, thick)))
        self._muscle.set_facecolor(ink.pick(ink.MUSCLE, now.force))
        self._threads.set_path(together([
            smooth(_MUSCLE + np.array([(-58, 0.3 * y), (0, y), (58, 0.3 * y)]) * (1.0, thick), closed=False)
            for y in (-0.5, 0.0, 0.5)]))
        self._force.set_text(f"{100.0 * now.force:.0f} %")
        last = gone + hurt - 1
        self._leaders.show(
            ((_WORDS - 3, 416), (180, 414)), *([((_WORDS - 3, 268), (_X[last] + 3.0, 268))] if hurt else ()),
            *([((_WORDS - 3, 236), (_X[last] + 3.0, _height(last)))] if self._gates[0].get_text() else ()))

    def _lines(self, gone: int, hurt: int) -> None:
        """The fibres with their myelin."""
        alive, damaged = _X[gone:], _X[gone:gone + hurt]
        self._gone.set_path(_repeated(Path([(0, _TOP), (0, _END)]), _X[:gone]))
        self._axons.set_path(_repeated(box(-_AXON, _AXON, _END, _TOP + 8.0), alive))
        self._wraps.set_path(_joined([_repeated(_SLEEVES, alive), _repeated(_MIDDLE, _X[gone + hurt:])]))
        ranks = (np.arange(hurt) + 0.5) / max(hurt, 1)
        thickness = _THIN[0] + (_THIN[1] - _THIN[0]) * ranks
        self._thin.set_path(_joined([
            box(x + side * _AXON, x + side * (_AXON + thick), _HURT_LOW + 3.0, _HURT_TOP - 3.0)
            for x, thick in zip(damaged, thickness, strict=True) for side in (-1, 1)]))

    def _strokes(self, gone: int, hurt: int, open_mS_cm2: float) -> None:
        """Open potassium channels on the damaged stretches."""
        count = min(round(open_mS_cm2 / _STROKE_mS_cm2), _STROKES) if hurt else 0
        # The first ones come at the bottom, where no cross is.
        fibres = np.arange(gone, gone + hurt)
        self._channels.set_path(_joined([
            _repeated(Path([(side * _AXON, y), (side * 4.0, y)]), _X[fibres[fibres % 2 == odd]])
            for odd in (0, 1) for y in _height(odd) + 7.0 * np.arange(count) for side in (-1, 1)]))
        for stamp, text in zip(self._gates, ("potassium", "channels"), strict=True):
            stamp.set_text(text if count else "")

    def _message(self, gone: int, blocked: int, command: float) -> None:
        """Beads as far as the command comes; a cross where it is stopped."""
        count = max(round(_BEADS * command), int(command > 0.0))
        apart = (_TOP - _END) / max(count, 1)
        beads = [(x, y) for i, x in enumerate(_X[gone:], start=gone)
                 for y in _TOP - apart * (np.arange(count) + 0.15 + 0.7 * (i * 0.382 % 1.0))
                 if i >= blocked or y > _HURT_TOP + 2.0]
        self._beads.set_data(*np.array(beads, float).reshape(-1, 2).T)
        for cross in self._crosses:
            stopped = _X[gone:blocked] if count else _X[:0]
            cross.set_data(stopped, _CROSS - 8.0 * (np.arange(stopped.size) % 2))


def _height(fibre: int) -> float:
    """Where the lowest potassium channel of a fibre is."""
    return _HURT_LOW + 6.0 + _HIGHER * (fibre % 2)


def _at(temperature_C: float) -> float:
    """Where a temperature stands."""
    part = np.clip((temperature_C - _LOWEST_C) / (_HIGHEST_C - _LOWEST_C), 0.0, 1.0)
    return float(_TUBE[0] + part * (_TUBE[1] - _TUBE[0]))


def _repeated(path: Path, x: NDArray) -> Path:
    """The same shape on several fibres."""
    points = np.asarray(path.vertices)
    codes = path.codes if path.codes is not None else [Path.MOVETO] + [Path.LINETO] * (len(points) - 1)
    return repeated(Path(points, codes), np.column_stack([x, np.zeros(len(x))]))


def _joined(paths: list[Path]) -> Path:
    """Several as one, or nothing."""
    seen = [path for path in paths if path is not EMPTY]
    return together(seen) if seen else EMPTY


def _brain() -> Path:
    """The crown of a brain, from the side, as far as the tract begins in it."""
    return smooth([(14, 398), (10, 412), (20, 426), (44, 434), (76, 437), (108, 438), (140, 437), (170, 433),
                   (190, 425), (199, 411), (195, 398), (160, 396), (108, 398), (56, 396)])


def _folds() -> Path:
    """Some of its folds."""
    return together([smooth(points, closed=False) for points in (
        [(34, 430), (42, 420), (36, 410)], [(70, 436), (66, 424), (76, 412)], [(104, 437), (112, 425), (104, 411)],
        [(142, 436), (136, 424), (146, 412)], [(174, 432), (168, 422), (176, 410)])])
