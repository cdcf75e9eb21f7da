"""Draw the still pictures anew: the map and the legs of the start page, the strip of the lessons' heads, and README's
leg. They are drawn once and kept as files, as a lesson must not wait for them.

Run from the project's folder as ``python -m tests.stills``; ``tests/test_stills.py`` says when it is time.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from muscle_lib.figures import stage as sharp
from muscle_lib.figures.drawings import table
from muscle_lib.figures.drawings.chain import HEIGHT, STRIP_HEIGHT, WIDTH
from muscle_lib.figures.drawings.chainmap import COLORS, ChainMap, ChainMoment, Strip
from muscle_lib.figures.drawings.leg import HEIGHT as LEG_HEIGHT
from muscle_lib.figures.drawings.leg import WIDTH as LEG_WIDTH
from muscle_lib.figures.drawings.limb import TOES_DOWN, Calf, Limb, shape
from muscle_lib.figures.drawings.words import word
from muscle_lib.figures.hyperexcitability.leg import leg_with_reflex
from muscle_lib.figures.stage import Stage
from muscle_lib.models.hyperexcitability import Cramp
from muscle_lib.models.hyperexcitability.cramp import START_s
from muscle_lib.models.hyperexcitability.cramp_trace import CrampTrace, LOOK_s
from muscle_lib.widgets.chain import LEGS_px
from tests.lessons import ROOT

FOLDER = ROOT / "muscle_lib" / "figures" / "drawings" / "stills"
README_PICTURE = ROOT / "docs" / "leg.png"


def chain(kind: Callable[..., ChainMap | Strip], height: int) -> Image.Image:
    """The map or the strip, with nothing marked."""
    stage = _stage([["scene"]], WIDTH, height, COLORS)
    kind(stage, stage.axes["scene"]).show(ChainMoment())
    return _picture(stage)


def legs() -> Image.Image:
    """The lower leg twice: at rest, and while the calf contracts with all its force and the foot is free."""
    stage = _stage([["at rest", "contracting"]], LEGS_px, 250, table.colors())
    for (name, axes), (degrees, force) in zip(stage.axes.items(), ((0.0, 0.0), (TOES_DOWN, 1.0)), strict=True):
        axes.set(xlim=(6, 216), ylim=(-32, 413))
        axes.set_axis_off()
        limb, calf = Limb(stage, axes), Calf(stage, axes)
        limb.show(shape(degrees, force))
        calf.show(shape(degrees, force), force)
        word(axes, name, 111, -30, ha="center", va="bottom")
    return _picture(stage)


def readme() -> Image.Image:
    """The leg with its reflexes twice, as chapter 6 binds it to its model: at rest, and in a cramp."""
    pictures = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sharp, "SHARPNESS", 1.7)  # a file of 60 kB
        for trace, at_s in at_rest_and_in_cramp():
            stage = _stage([["scene"]], LEG_WIDTH, LEG_HEIGHT, table.colors())
            leg_with_reflex(stage, "t_s", "smallest_s", state="state_at")
            assert stage.drawn is not None
            stage.drawn.show(trace, at_s)
            pictures.append(_picture(stage))
    both = Image.new("P", (sum(picture.width for picture in pictures), pictures[0].height))
    both.putpalette(pictures[0].getpalette() or [])
    for place, picture in enumerate(pictures):
        both.paste(picture, (place * picture.width, 0))
    return both


def at_rest_and_in_cramp() -> list[tuple[CrampTrace, float]]:
    """Two runs, each with its moment in seconds: before a command with the foot level; and some time after the command,
    with the toes down."""
    rest, cramp = Cramp(length=0.0).run(), Cramp().run()
    return [(rest, START_s - 0.1), (cramp, cramp.command_end_s + LOOK_s)]


def _stage(mosaic: list[list[str]], width: int, height: int, colors: list[str]) -> Stage:
    stage = Stage(mosaic, width_px=width, height_px=height, colors=colors, scene=mosaic[0][0])
    for place, axes in enumerate(stage.axes.values()):
        axes.set_in_layout(False)
        axes.set_position((place / len(stage.axes), 0.0, 1.0 / len(stage.axes), 1.0))
    return stage


def _picture(stage: Stage) -> Image.Image:
    """With the stage's own palette: the colours stay exactly those of the table."""
    return Image.open(io.BytesIO(stage.png()))


PICTURES: dict[Path, Callable[[], Image.Image]] = {
    FOLDER / "map.png": lambda: chain(ChainMap, HEIGHT), FOLDER / "strip.png": lambda: chain(Strip, STRIP_HEIGHT),
    FOLDER / "legs.png": legs, README_PICTURE: readme}


if __name__ == "__main__":
    for path, draw in PICTURES.items():
        path.parent.mkdir(exist_ok=True)
        draw().save(path, "PNG", optimize=True)
