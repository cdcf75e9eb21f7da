"""Shapes: smooth outlines through a few points, ways along a curve, arrows. All are matplotlib paths or points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from numpy.typing import ArrayLike, NDArray

from muscle_lib.figures.drawings.table import OUTLINE

Points = Sequence[tuple[float, float]]
#: Nothing to be seen.
EMPTY = Path(np.zeros((1, 2)))


def smooth(points: ArrayLike, closed: bool = True) -> Path:
    """A smooth line through points (Catmull and Rom's): at each point it runs parallel to its neighbours' chord."""
    at = np.asarray(points, float)
    if closed:
        before, here, there, after = np.roll(at, 1, 0), at, np.roll(at, -1, 0), np.roll(at, -2, 0)
    else:
        before, here, there, after = np.vstack([at[:1], at[:-2]]), at[:-1], at[1:], np.vstack([at[2:], at[-1:]])
    vertices = np.empty((3 * len(here) + 1, 2))
    vertices[0] = at[0]
    vertices[1::3], vertices[2::3] = here + (there - before) / 6.0, there - (after - here) / 6.0
    vertices[3::3] = there
    codes = np.full(len(vertices), Path.CURVE4)
    codes[0] = Path.MOVETO
    if closed:
        vertices, codes = np.vstack([vertices, at[:1]]), np.append(codes, Path.CLOSEPOLY)
    return Path(vertices, codes)


def cut_off(points: ArrayLike) -> Path:
    """A smooth outline with one straight edge, from its last point to its first: where a limb is cut off."""
    path = smooth(points, closed=False)
    vertices = np.asarray(path.vertices)
    return Path(np.vstack([vertices, vertices[:1]]), np.append(np.asarray(path.codes), Path.CLOSEPOLY))


def rounded(left: float, right: float, low: float, high: float, corner: float) -> Path:
    """A box with round corners: quarters of circles, as a smooth line through so few points would have hooks."""
    quarter = Path.arc(0.0, 90.0)
    parts = []
    for turn, (x, y) in zip((0, 90, 180, 270), ((right - corner, high - corner), (left + corner, high - corner),
                                                (left + corner, low + corner), (right - corner, low + corner)),
                            strict=True):
        parts.append(quarter.transformed(Affine2D().scale(corner).rotate_deg(turn).translate(x, y)))
    codes = np.concatenate([np.asarray(part.codes) for part in parts])
    codes[np.cumsum([len(part) for part in parts])[:-1]] = Path.LINETO
    vertices = np.vstack([part.vertices for part in parts])
    return Path(np.vstack([vertices, vertices[:1]]), np.append(codes, Path.CLOSEPOLY))


def way(points: Any, steps: int = 80) -> NDArray:
    """Points evenly along a smooth open line."""
    line = np.asarray(smooth(points, closed=False).to_polygons(closed_only=False)[0])
    along = np.r_[0.0, np.cumsum(np.hypot(*np.diff(line, axis=0).T))]
    at = np.linspace(0.0, along[-1], steps)
    return np.column_stack([np.interp(at, along, line[:, 0]), np.interp(at, along, line[:, 1])])


def tapered(points: NDArray, widths: ArrayLike) -> Path:
    """A band along a line of points, so wide at each: what gets thinner on its way."""
    along = np.gradient(points, axis=0)
    across = np.column_stack([-along[:, 1], along[:, 0]]) / np.hypot(*along.T)[:, None]
    half = across * np.asarray(widths, float)[:, None] / 2.0
    outline = np.vstack([points + half, (points - half)[::-1]])
    return Path(np.vstack([outline, outline[:1]]), closed=True)


def turned(points: ArrayLike, centre: ArrayLike, degrees: ArrayLike) -> NDArray:
    """Points turned about a centre, anticlockwise; all alike, or each by its own angle."""
    at, middle = np.atleast_2d(np.asarray(points, float)), np.asarray(centre, float)
    angle = np.deg2rad(np.broadcast_to(degrees, len(at)))
    x, y = (at - middle).T
    return np.column_stack([x * np.cos(angle) - y * np.sin(angle), x * np.sin(angle) + y * np.cos(angle)]) + middle


def together(paths: Sequence[Path]) -> Path:
    """Several as one: drawn at once, and so cheaper."""
    return Path.make_compound_path(*paths)


def repeated(path: Path, places: ArrayLike) -> Path:
    """The same shape, drawn about 0, at several places: as one."""
    at = np.asarray(places, float).reshape(-1, 1, 2)
    if not len(at):
        return EMPTY
    return Path((np.asarray(path.vertices) + at).reshape(-1, 2), np.tile(np.asarray(path.codes), len(at)))


def corners(left: float, right: float, low: float, high: float) -> list[tuple[float, float]]:
    """Those of a box, from its lower left one on."""
    return [(left, low), (left, high), (right, high), (right, low)]


def box(left: float, right: float, low: float, high: float) -> Path:
    """A rectangle."""
    around = corners(left, right, low, high)
    return Path([*around, around[0]], closed=True)


def sheet(axes: Axes, width: float, height: float, left: float = 0.0) -> None:
    """Make axes paper to draw on: one unit is one pixel, and no axis is seen."""
    axes.set(xlim=(left, left + width), ylim=(0, height))
    axes.set_axis_off()


def arrow(tail: ArrayLike, head: ArrayLike, width: float, tip: float, broad: float) -> Path:
    """A block arrow: so long and broad is its tip."""
    start, end = np.asarray(tail, float), np.asarray(head, float)
    length = float(np.hypot(*(end - start)))
    if length < 1e-6:
        return EMPTY
    along = (end - start) / length
    across, neck = np.array([-along[1], along[0]]), end - along * min(tip, length)
    half = across * width / 2.0
    corners = [start + half, neck + half, neck + across * broad / 2.0, end, neck - across * broad / 2.0, neck - half,
               start - half, start + half]
    return Path(corners, [Path.MOVETO, *[Path.LINETO] * 6, Path.CLOSEPOLY])


def area(axes: Axes, path: Path, fill: str, edge: str = "none", width: float = OUTLINE, zorder: float = 1.0,
         **how: Any) -> PathPatch:
    """A filled shape on the axes."""
    patch = PathPatch(path, facecolor=fill, edgecolor=edge, linewidth=0.0 if edge == "none" else width, zorder=zorder,
                      joinstyle="round", capstyle="round", **how)
    axes.add_patch(patch)
    return patch


def line(axes: Axes, points: ArrayLike = (), zorder: float = 1.0, **how: Any) -> Line2D:
    """A line through points on the axes."""
    x, y = np.asarray(points, float).reshape(-1, 2).T
    usual: dict[str, Any] = {"solid_capstyle": "round"}
    drawn = Line2D(x, y, zorder=zorder, **(usual | how))
    axes.add_line(drawn)
    return drawn


def dots(axes: Axes, size: float, fill: str, edge: str, width: float, zorder: float, marker: Any = "o") -> Line2D:
    """Dots on the axes, to be placed."""
    return line(axes, (), zorder, linestyle="", marker=marker, markersize=size, markerfacecolor=fill,
                markeredgecolor=edge, markeredgewidth=width)
