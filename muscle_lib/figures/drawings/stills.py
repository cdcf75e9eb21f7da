"""Drawings that stand still on a page: the map of the chain, the strip in a lesson's head, the legs beside the map, the
body of the red-flag trainer.

Each is drawn when it is first asked for, and once: a lesson must not wait for it twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from muscle_lib.figures.drawings import body, table
from muscle_lib.figures.drawings.body import Body, BodyMoment
from muscle_lib.figures.drawings.chain import HEIGHT, STRIP_HEIGHT, WIDTH
from muscle_lib.figures.drawings.chainmap import COLORS, ChainMap, ChainMoment, Strip
from muscle_lib.figures.drawings.limb import TOES_DOWN, Calf, Limb, shape
from muscle_lib.figures.drawings.words import word
from muscle_lib.figures.stage import Stage

LEGS_px = (236, 250)


def bare_stage(panels: Sequence[str], width_px: int, height_px: int, colors: Sequence[str]) -> Stage:
    """A stage whose panels lie side by side and fill it, for drawings."""
    stage = Stage([panels], width_px=width_px, height_px=height_px, colors=colors, scene=panels[0])
    for place, axes in enumerate(stage.axes.values()):
        axes.set_in_layout(False)
        axes.set_position((place / len(panels), 0.0, 1.0 / len(panels), 1.0))
    return stage


@cache
def map_png() -> bytes:
    """The map, with nothing marked."""
    return _chain(ChainMap, HEIGHT)


@cache
def strip_png() -> bytes:
    """The strip, with nothing marked."""
    return _chain(Strip, STRIP_HEIGHT)


@cache
def legs_png() -> bytes:
    """The lower leg twice: at rest, and while the calf contracts with all its force and the foot is free."""
    stage = bare_stage(["at rest", "contracting"], *LEGS_px, table.colors())
    for (name, axes), (degrees, force) in zip(stage.axes.items(), ((0.0, 0.0), (TOES_DOWN, 1.0)), strict=True):
        axes.set(xlim=(6, 216), ylim=(-32, 413))
        axes.set_axis_off()
        limb, calf = Limb(stage, axes), Calf(stage, axes)
        limb.show(shape(degrees, force))
        calf.show(shape(degrees, force), force)
        word(axes, name, 111, -30, ha="center", va="bottom")
    return stage.png()


@cache
def body_png(now: BodyMoment) -> bytes:
    """The body with what is marked on it."""
    stage = bare_stage(["body"], body.WIDTH, body.HEIGHT, body.FILLS)
    Body(stage, stage.axes["body"]).show(now)
    return stage.png()


def _chain(kind: Callable[..., ChainMap | Strip], height: int) -> bytes:
    stage = bare_stage(["chain"], WIDTH, height, COLORS)
    kind(stage, stage.axes["chain"]).show(ChainMoment())
    return stage.png()
