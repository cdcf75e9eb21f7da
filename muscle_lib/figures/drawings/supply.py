"""A capillary between two fibres, and what one of them lives on: who pays for a contraction, and what does blood bring?

Red cells go one behind the other from the artery's side to the vein's; each dot in one is a quarter of the oxygen that
it can carry, and the last dot stays until there is none. A contraction presses on the vessel; a cuff shuts it at the
artery's side. The oxygen's arrow ends in a mitochondrion, and so do those of what it burns; where no blood flows, the
oxygen comes from what is left in the fibre. Arrows to the glass of ATP are what each pays. Flow, oxygen, payments and
glasses have a scale each, that of the flow by its square root, as work has up to eighty times the flow of rest. The
vessel is far too wide for its length, and of thousands of mitochondria one is drawn. All vessels of the muscle are
pressed, not only the capillaries. In a film red cells go on as fast as the flow says, and far too slowly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.path import Path
from numpy.typing import ArrayLike, NDArray

from muscle_lib.figures.drawings import table as ink
from muscle_lib.figures.drawings.shapes import EMPTY, area, arrow, dots, rounded, sheet, smooth, together
from muscle_lib.figures.drawings.words import Leaders, Stamp, word
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import INK, PAPER, STYLES

WIDTH, HEIGHT = 300, 400
PLASMA, WALL, WALL_EDGE = "#f7e9c4", "#e9b7a4", "#8a4a35"
FIBRE = ink.ramp("#f8ddd5", "#d98b80", 6)
MITO, MITO_EDGE = ink.ramp("#efe6f3", "#b48cc4", 5), "#5d3a6b"
OXYGEN, FLOW = STYLES["oxygen"].color, STYLES["flow"].color
CUFF = "#6f86a8"
#: The glasses: name, where, colour, and what a full one holds.
GLASSES = (("phospho-\ncreatine", 40.0, STYLES["phosphocreatine"].color, 40.0),
           ("ATP", 114.0, ink.ATP, 10.0),
           ("glycogen", 188.0, STYLES["glycolysis"].color, 150.0),
           ("lactate", 260.0, STYLES["acid"].color, 60.0))
FILLS = (PLASMA, WALL, WALL_EDGE, CUFF, *FIBRE, *MITO, MITO_EDGE, *ink.VEIN, ink.BLOOD_EDGE, ink.MUSCLE_EDGE,
         *(color for _, _, color, _ in GLASSES),
         *ink.between((PLASMA, WALL_EDGE), (WALL, WALL_EDGE), (ink.VEIN[0], ink.BLOOD_EDGE),
                      (ink.VEIN[-1], ink.BLOOD_EDGE), (FIBRE[0], ink.MUSCLE_EDGE), (FIBRE[3], ink.MUSCLE_EDGE),
                      (FIBRE[0], INK), (PLASMA, ink.BLOOD_EDGE), (CUFF, INK)))
#: The capillary's middle, half of its bore when open, its wall, and how far the fibres are from that.
_MIDDLE, _HALF, _WALL, _GAP = 312.0, 15.0, 5.5, 12.0
_ALONG = np.linspace(-6.0, 306.0, 53)
#: So many red cells are drawn at the usual haemoglobin.
CELLS = 7
#: Below this share the flow is drawn as none; and below this a red cell has no dot.
NONE, NO_OXYGEN = 0.003, 0.005
#: Below this share an arrow that may be missing is.
LEAST = 0.02
#: Where a cuff is drawn, between two red cells; and which cells wait outside of a muscle where nothing flows.
_CUFF, _OUTSIDE = (77.0, 95.0), 45.0
#: A red cell, bent like a parachute by the flow: round in front (right), hollow behind.
_CELL = np.array([(-9, 11), (-2, 12), (6, 10), (12, 5), (14, 0), (12, -5), (6, -10), (-2, -12), (-9, -11), (-8, -6),
                  (-4, -3), (-3, 0), (-4, 3), (-8, 6)], float)
_ON_CELL = np.array([(2.0, 5.5), (2.0, -5.5), (8.5, 0.0), (-3.5, 8.0)])
_LOW, _HIGH, _WIDE = 62.0, 142.0, 36.0
_ATP_X, _PAYS_Y = 114.0, 102.0
#: Words on the fibre: where, and with which end. Those of an arrow go with it.
_WITH_STORES = ("mitochondrion", 186, 232, "left"),
_WITHOUT = ("mitochondrion", 150, 70, "center"),
_ALL = (("capillary", 6, 361, "left"), ("dots: oxygen", 6, 263, "left"), ("muscle fibre", 294, 154, "right"))


@dataclass(frozen=True)
class SupplyMoment:
    """What is at a moment. ``flow``, ``uptake``, ``wanted`` and the payments are shares of the largest that is drawn (a
    store that is paid back pays less than 0); ``blood`` is the haemoglobin as a part of the usual; ``carried`` is how
    far the red cells have gone, from one to the next; the four stocks are in mM; ``cuff`` is how far one is tight; all
    else are shares from 0 to 1."""

    flow: float = 0.02
    arterial: float = 0.97
    venous: float = 0.65
    blood: float = 1.0
    carried: float = 0.0
    press: float = 0.0
    cuff: float = 0.0
    force: float = 0.0
    uptake: float = 0.0
    wanted: float = 0.0
    fuel: float = 0.0
    store_pays: float = 0.0
    glycolysis_pays: float = 0.0
    burns: float = 0.0
    pcr_mM: float = 33.0
    ATP_mM: float = 8.2
    glycogen_mM: float = 100.0
    lactate_mM: float = 1.0
    state: str = ""


class Supply:
    """``stores``: with the glasses and who pays; without, the oxygen's arrow stands in what is wanted of it, dashed.
    ``fuel``: with what the blood brings besides oxygen."""

    def __init__(self, stage: Stage, axes: Axes, stores: bool = True, fuel: bool = False) -> None:
        sheet(axes, WIDTH, HEIGHT)
        #: Where the mitochondrion lies, and the fibre's lower edge.
        self._mito, self._floor = ((_ATP_X, 232.0), 54.0) if stores else ((150.0, 106.0), 50.0)
        self._fibres = [stage.moving(area(axes, EMPTY, FIBRE[0], ink.MUSCLE_EDGE, ink.OUTLINE, 1.0)) for _ in (0, 1)]
        threads = [Path([(-6, y), (306, y)]) for y in (192, 180, 168)]
        self._threads = stage.moving(area(axes, together(threads), "none", ink.MUSCLE_EDGE, 1.0, 1.2))
        self._wall = stage.moving(area(axes, EMPTY, WALL, WALL_EDGE, ink.OUTLINE, 2.0))
        self._bore = stage.moving(area(axes, EMPTY, PLASMA, WALL_EDGE, 1.2, 3.0))
        self._cells = [stage.moving(area(axes, EMPTY, ink.VEIN[0], ink.BLOOD_EDGE, 1.2, 4.0)) for _ in range(10)]
        self._oxygen = stage.moving(dots(axes, 4.0, PAPER, ink.BLOOD_EDGE, 0.7, 5.0))
        self._cuff = stage.moving(area(axes, EMPTY, CUFF, INK, ink.OUTLINE, 5.5))
        self._flow = stage.moving(area(axes, EMPTY, FLOW, zorder=4.0))
        self._cuffed = stage.moving(Stamp(axes, 68, 388, "cuff"))
        self._flow_word = stage.moving(Stamp(axes, 0, 388, color=FLOW))
        self._outer = stage.moving(area(axes, _bean(1.0, self._mito), MITO[0], MITO_EDGE, 1.4, 3.0))
        inner = together([_bean(0.86, self._mito), *_folds(self._mito)])
        stage.moving(area(axes, inner, "none", MITO_EDGE, 1.1, 3.2))
        self._uptake = stage.moving(area(axes, EMPTY, OXYGEN, PAPER, 1.0, 5.0))
        self._fuel, self._wanted = None, None
        self._pays: list[Any] = []
        self._levels: list[Rectangle] = []
        if fuel:
            self._fuel = stage.moving(area(axes, EMPTY, STYLES["glycolysis"].color, PAPER, 1.0, 5.0))
        if stores:
            colors = OXYGEN, GLASSES[0][2], GLASSES[2][2], GLASSES[2][2]
            self._pays = [stage.moving(area(axes, EMPTY, color, PAPER, 1.0, 6.0)) for color in colors]
            self._levels = [_glass(stage, axes, *glass) for glass in GLASSES]
            word(axes, "scales in mM", 294, 6, ha="right", va="baseline")
        else:
            self._wanted = stage.moving(area(axes, EMPTY, "none", INK, 1.4, 5.2, linestyle=(0, (3, 2))))
        word(axes, "artery", 6, 383, va="baseline")
        word(axes, "vein", 294, 383, ha="right", va="baseline")
        # On a fibre that changes its colour words must move, too.
        for text, x, y, side in (*_ALL, *(_WITH_STORES if stores else _WITHOUT)):
            stage.moving(Stamp(axes, x, y, text, ha=side))
        self._oxygen_word = stage.moving(Stamp(axes, 126, 263) if stores else Stamp(axes, 95, 226, ha="right"))
        self._other_word = stage.moving(Stamp(axes, 297, 259, ha="right") if stores else Stamp(axes, 222, 226))
        # Nine tenths and eight look alike in the arrow.
        self._met = stage.moving(Stamp(axes, 222, 208))
        self._state = stage.moving(Stamp(axes, 188, 361, "", ha="center", weight="bold"))
        self._leaders = Leaders(stage, axes)

    def show(self, now: SupplyMoment) -> None:
        """Draw a moment."""
        half = 1.5 + (_HALF - 1.5) * (1.0 - min(max(now.press, 0.0), 1.0) * np.exp(-((_ALONG - 150.0) / 105.0) ** 6))
        self._show_tissue(half, now.force)
        self._show_blood(half, now)
        flow = min(now.flow, 1.0)
        flows = flow > NONE
        root = float(np.sqrt(flow))
        tip = 120.0 + 98.0 * root
        self._flow.set_path(arrow((108, 388), (tip, 388), 3 + 6 * root, 10, 12) if flows else EMPTY)
        self._flow_word.set(text="flow" if flows else "no flow", x=tip + 6.0)
        self._outer.set_facecolor(ink.pick(MITO, now.uptake))
        x, y = self._mito
        below = _MIDDLE - float(np.interp(x, _ALONG, half)) - 2.0
        ways: list[tuple[Any, Any]] = [((36, 352), (36, _MIDDLE + float(np.interp(36.0, _ALONG, half)) + 3.0))]
        widest = 30.0 if self._pays else 110.0
        # Of a vessel in which nothing flows nothing comes: what is used then was left in the fibre.
        tail = below if flows else below - _WALL - _GAP - 4.0
        self._uptake.set_path(_fat_arrow((x, tail), (x, y + 18.0), now.uptake, widest, NONE))
        oxygen = ("oxygen" if flows else "oxygen left") if self._pays else "oxygen used"
        self._oxygen_word.set_text(oxygen if now.uptake > NONE else "")
        if self._pays:
            self._show_stores(now)
            ways.append(((183, 232), (166, 232)))
        if self._wanted:
            self._wanted.set_path(_fat_arrow((x, below), (x, y + 18.0), now.wanted, widest, NONE))
            self._other_word.set_text("wanted" if now.wanted > NONE else "")
            self._met.set_text(f"{100.0 * now.uptake / now.wanted:.0f} % met" if now.wanted > NONE else "")
            if now.wanted > NONE:
                ways.append(((219, 226), (x + 0.27 * _broad(now.wanted, widest), 210)))
            if now.uptake > NONE:
                ways.append(((98, 226), (x - 0.2 * _broad(now.uptake, widest), 216)))
        if self._fuel:
            fuel = now.fuel if flows else 0.0
            self._fuel.set_path(_fat_arrow((231.0, _MIDDLE - float(np.interp(231.0, _ALONG, half)) - 2.0),
                                           (171.0, 239.0), fuel, 20.0))
            self._other_word.set_text("glucose, fat" if fuel > LEAST else "")
        self._show_cuff(half, min(now.cuff, 1.0))
        if now.cuff > 0.0:
            ways.append(((82, 379), (86, 340)))
        self._state.set_text(now.state)
        self._leaders.show(*ways)

    def _show_stores(self, now: SupplyMoment) -> None:
        """What each pays into the glass of ATP, and what stands in the glasses."""
        oxygen, store, glycolysis, burns = self._pays
        burns.set_path(_fat_arrow((184, _HIGH + 6), (150, 211), now.burns, 26.0))
        oxygen.set_path(_fat_arrow((_ATP_X, 206), (_ATP_X, _HIGH + 6), now.uptake, 26.0))
        ends = [(x + side * (_WIDE / 2.0 + 1.0), _PAYS_Y) for _, x, _, _ in GLASSES for side in (-1, 1)]
        # What is paid back goes the other way.
        store.set_path(_fat_arrow(*((ends[1], ends[2]) if now.store_pays > 0.0 else (ends[2], ends[1])),
                                  abs(now.store_pays), 26.0))
        glycolysis.set_path(together([_fat_arrow(ends[4], ends[3], now.glycolysis_pays, 26.0),
                                      _fat_arrow(ends[5], ends[6], now.glycolysis_pays, 26.0)]))
        stocks = now.pcr_mM, now.ATP_mM, now.glycogen_mM, now.lactate_mM
        for level, (_, _, _, full), stock in zip(self._levels, GLASSES, stocks, strict=True):
            level.set_height((_HIGH - _LOW - 2.0) * min(max(stock / full, 0.0), 1.0))

    def _show_tissue(self, half: NDArray, force: float) -> None:
        """The fibres press from both sides: where the vessel is narrow, they are thick."""
        upper = np.column_stack([_ALONG, _MIDDLE + half + _WALL + _GAP])
        lower = np.column_stack([_ALONG, _MIDDLE - half - _WALL - _GAP])
        self._fibres[0].set_path(Path(np.vstack([upper, [(306, 376), (-6, 376)], upper[:1]])))
        self._fibres[1].set_path(Path(np.vstack([lower, [(306, self._floor), (-6, self._floor)], lower[:1]])))
        for fibre in self._fibres:
            fibre.set_facecolor(ink.pick(FIBRE, force))
        # Where a fibre pulls, its threads are drawn thicker: not by colour alone.
        self._threads.set_linewidth(0.5 + 2.0 * min(max(force, 0.0), 1.0))
        up, down = np.column_stack([_ALONG, _MIDDLE + half]), np.column_stack([_ALONG, _MIDDLE - half])[::-1]
        self._wall.set_path(Path(np.vstack([up + (0, _WALL), down - (0, _WALL), up[:1] + (0, _WALL)])))
        self._bore.set_path(Path(np.vstack([up, down, up[:1]])))

    def _show_cuff(self, half: NDArray, tight: float) -> None:
        """Two pads that press the vessel together, from both sides."""
        left, right = _CUFF
        apart = float(np.interp((left + right) / 2.0, _ALONG, half)) * (1.0 - tight) + 1.0
        pads = [rounded(left, right, low, high, 4.0) for low, high in
                ((_MIDDLE - 38.0, _MIDDLE - apart), (_MIDDLE + apart, _MIDDLE + 38.0))]
        self._cuff.set_path(together(pads) if tight > 0.0 else EMPTY)
        self._cuffed.set_visible(tight > 0.0)

    def _show_blood(self, half: NDArray, now: SupplyMoment) -> None:
        """Cells, one behind the other, with their oxygen; where it is too narrow there is none."""
        count = min(len(self._cells) - 1, round(CELLS * now.blood))
        marks, outside = [], _CUFF[0] if now.cuff > 0.0 else _OUTSIDE
        apart = 300.0 / max(count, 1)
        # While one leaves at the right, one comes at the left.
        for place, cell in enumerate(self._cells, start=-1):
            x = apart * (place + 0.5 + now.carried % 1.0)
            room = float(np.interp(x, _ALONG, half)) / _HALF
            is_shut_in = now.cuff > 0.5 and _CUFF[0] - 10.0 < x < _CUFF[1] + 8.0
            seen = place < count and room > 0.55 and -14.0 < x < 311.0 and not is_shut_in
            cell.set_visible(seen)
            if not seen:
                continue
            # Blood that stands has given what it had, but for what waits outside of the muscle.
            given = (np.clip((x - apart / 2.0) / max(300.0 - apart, 1.0), 0.0, 1.0) if now.flow > NONE else
                     float(x > outside))
            part = now.arterial + (now.venous - now.arterial) * given
            cell.set_path(smooth(_CELL * (1.0, room) + (x, _MIDDLE)))
            cell.set_facecolor(ink.pick(ink.VEIN, part))
            full = max(round(4.0 * part), int(part >= NO_OXYGEN))
            marks += [(x + right, _MIDDLE + up * room) for right, up in _ON_CELL[:full]]
        self._oxygen.set_data(*np.array(marks).reshape(-1, 2).T)


def _broad(share: float, widest: float) -> float:
    """How broad the tip of an arrow for a share is."""
    return 8.0 + (widest - 8.0) * min(max(share, 0.0), 1.0)


def _fat_arrow(tail: ArrayLike, head: ArrayLike, share: float, widest: float, least: float = LEAST) -> Path:
    """An arrow as broad as a share; nothing below the least."""
    broad = _broad(share, widest)
    return arrow(tail, head, max(2.0, 0.55 * broad), min(24.0, 6.0 + 0.3 * broad), broad) if share > least else EMPTY


def _bean(size: float, at: tuple[float, float]) -> Path:
    return smooth(np.array([(-56, 0), (-46, 15), (-20, 20), (14, 18), (44, 18), (56, 4), (52, -11), (32, -19), (4, -18),
                            (-28, -20), (-48, -13)]) * (size if size == 1.0 else 0.93, size) + at)


def _folds(at: tuple[float, float]) -> list[Path]:
    """The inner membrane's folds, which leave room between them."""
    folds = []
    for place, x in enumerate(np.linspace(-36, 38, 7)):
        side = 1 if place % 2 else -1
        folds.append(smooth(np.array([(x - 3.5, side * 15), (x - 3, side * 3), (x, -side * 6), (x + 3, side * 3),
                                      (x + 3.5, side * 15)]) + at, closed=False))
    return folds


def _glass(stage: Stage, axes: Axes, name: str, x: float, color: str, full_mM: float) -> Rectangle:
    """A measuring glass with four marks, its name and its scale below it; returns what stands in it."""
    left, right = x - _WIDE / 2.0, x + _WIDE / 2.0
    corners = np.array([(left, _HIGH + 2), (left, _LOW), (right, _LOW), (right, _HIGH + 2)])
    stage.moving(area(axes, Path(corners), PAPER, zorder=4.0))
    level = stage.moving(Rectangle((left + 1, _LOW + 1), _WIDE - 2, 0, facecolor=color, edgecolor="none", zorder=4.1,
                                   hatch="///" if name == "lactate" else None))
    axes.add_patch(level)
    marks = [Path([(right - 7, y), (right, y)]) for y in np.linspace(_LOW, _HIGH, 5)[1:]]
    stage.moving(area(axes, together([Path(corners), *marks]), "none", INK, 1.4, 4.3))
    word(axes, f"{name}\n0–{full_mM:.0f}", x, 51.0, ha="center", va="top")
    return level
