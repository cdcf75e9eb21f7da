"""Draw README's leg anew.

Run from the project's folder as ``python -m tests.stills``; ``tests/test_stills.py`` says when it is time.
"""

from __future__ import annotations

import io

import pytest
from PIL import Image

from muscle_lib.figures import stage as sharp
from muscle_lib.figures.drawings import table
from muscle_lib.figures.drawings.leg import HEIGHT as LEG_HEIGHT
from muscle_lib.figures.drawings.leg import WIDTH as LEG_WIDTH
from muscle_lib.figures.drawings.stills import bare_stage
from muscle_lib.figures.hyperexcitability.leg import leg_with_reflex
from muscle_lib.figures.stage import Stage
from muscle_lib.models.hyperexcitability import Cramp
from muscle_lib.models.hyperexcitability.cramp import START_s
from muscle_lib.models.hyperexcitability.cramp_trace import CrampTrace
from tests.lessons import ROOT

README_PICTURE = ROOT / "docs" / "leg.png"


def readme() -> Image.Image:
    """The leg with its reflexes twice, as chapter 6 binds it to its model: at rest, and in a cramp."""
    pictures = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sharp, "SHARPNESS", 1.7)  # a file of 60 kB
        for trace, at_s in at_rest_and_in_cramp():
            stage = bare_stage(["scene"], LEG_WIDTH, LEG_HEIGHT, table.colors())
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
    return [(rest, START_s - 0.1), (cramp, cramp.looked_at_s)]


def _picture(stage: Stage) -> Image.Image:
    """With the stage's own palette: the colours stay exactly those of the table."""
    return Image.open(io.BytesIO(stage.png()))


if __name__ == "__main__":
    readme().save(README_PICTURE, "PNG", optimize=True)
