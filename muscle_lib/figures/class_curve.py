"""All points that a class has recorded with one board, in one picture."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from muscle_lib.figures.scatter import room, span
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import STYLES, our_looks

Points = Sequence[tuple[float, float]]


class ClassCurve:
    """Dots, and through them the class's own curve; hollow triangles where something else was changed, too.

    The points are told apart by their form, not by colour, and from student to student not at all.
    """

    @our_looks()
    def __init__(self) -> None:
        self.stage = Stage([["points"]], width_px=700, height_px=360)
        axes, ink = self.stage.axes["points"], STYLES["potassium"].color
        (self._curve,) = axes.plot([], [], "-", color=STYLES["reference"].color, linewidth=1.6, zorder=2)
        (self._others,) = axes.plot([], [], "^", markersize=9, color="none", markeredgewidth=1.8, clip_on=False,
                                    markeredgecolor=STYLES["sodium"].color, zorder=3)
        (self._dots,) = axes.plot([], [], "o", markersize=9, color=ink, markeredgecolor="white", clip_on=False,
                                  zorder=4)

    def draw(self, alike: Points, others: Points, across: str, up: str) -> bytes:
        """Draw the points, with axes that hold them all, as PNG."""
        axes, all_points = self.stage.axes["points"], [*alike, *others]
        self._dots.set_data([x for x, _ in alike], [y for _, y in alike])
        self._others.set_data([x for x, _ in others], [y for _, y in others])
        at = sorted({x for x, _ in alike})
        curve = [median(y for x, y in alike if x == each) for each in at] if len(at) > 2 else []
        self._curve.set_data(at if curve else [], curve)
        axes.set(xlabel=across, ylabel=up, xlim=room([x for x, _ in all_points]), ylim=room([y for _, y in all_points]))
        self.stage.redraw_all()
        return self.stage.png()


def in_words(alike: Points, others: Points, people: int, across: str, up: str) -> str:
    """The same for who does not see it."""
    xs, ys = zip(*[*alike, *others], strict=True)
    of = f"{len(xs)} {'point' if len(xs) == 1 else 'points'} of {people} {'student' if people == 1 else 'students'}"
    places = len({*alike, *others})
    of += f", in {places} {'place' if places == 1 else 'places'}" if places < len(xs) else ""
    also = (f" In {len(others)} of them (hollow triangles) something else was changed, too." if others else "")
    return f"{of}: {up} {span(ys)}, against {across} {span(xs)}.{also}"
