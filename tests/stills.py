"""Draw the still pictures anew: the map and the legs of the start page, the strip of the lessons' heads, and README's
leg. They are drawn once and kept as files, as a lesson must not wait for them.

Run from the project's folder as ``python -m tests.stills``; ``tests/test_stills.py`` says when it is time.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from muscle_lib.figures import stage as sharp
from muscle_lib.figures.drawings import table
from muscle_lib.figures.drawings.chain import HEIGHT, STRIP_HEIGHT, WIDTH
from muscle_lib.figures.drawings.chainmap import COLORS, ChainMap, ChainMoment, Strip
from muscle_lib.figures.drawings.leg import HEIGHT as LEG_HEIGHT
from muscle_lib.figures.drawings.leg import WIDTH as LEG_WIDTH
from muscle_lib.figures.drawings.leg import Leg, Moment
from muscle_lib.figures.drawings.limb import TOES_DOWN, Calf, Limb, shape
from muscle_lib.figures.drawings.words import word
from muscle_lib.figures.stage import Stage
from muscle_lib.models.hyperexcitability import Cramp
from muscle_lib.models.voluntary_contraction.pool import UNITS
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


def in_cramp() -> Moment:
    """The leg in a cramp, by chapter 6's model: what it is like from two to five seconds after the command."""
    trace = Cramp().run()
    start, end = trace.command_end_s + 2.0, trace.command_end_s + 5.0
    assert trace.state_at(end) == "cramp"
    after = (trace.t_s > start) & (trace.t_s <= end)
    fired = trace.spike_unit[(trace.spike_ms > 1000.0 * start) & (trace.spike_ms <= 1000.0 * end)]

    def mean(values: NDArray) -> float:
        return float(values[after].mean())

    # What pushes and what holds back are drawn on one scale. A calf at its shortest is one with the toes down.
    greatest = max(float(values.max()) for values in (trace.ia_eu, trace.ib_eu, trace.by_length_eu))
    return Moment(force=mean(trace.force_percent) / 100.0, foot_degrees=-TOES_DOWN * mean(trace.length),
                  command=mean(trace.command_percent) / 100.0, units=np.unique(fired).size / UNITS,
                  impulses=(0.08, 0.3, 0.52, 0.74, 0.96), spindle=mean(trace.ia_eu) / greatest,
                  organ=mean(trace.ib_eu) / greatest, length=mean(trace.by_length_eu) / greatest, state="in a cramp")


def readme() -> Image.Image:
    """The leg with its reflexes twice: at rest, and in a cramp."""
    pictures = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sharp, "SHARPNESS", 1.75)  # a file of 60 kB
        for moment in (Moment(state="at rest"), in_cramp()):
            stage = _stage([["scene"]], LEG_WIDTH, LEG_HEIGHT, table.colors())
            Leg(stage, stage.axes["scene"], reflex=True).show(moment)
            pictures.append(_picture(stage))
    both = Image.new("P", (sum(picture.width for picture in pictures), pictures[0].height))
    both.putpalette(pictures[0].getpalette())
    for place, picture in enumerate(pictures):
        both.paste(picture, (place * picture.width, 0))
    return both


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
