"""The pictures that stand still: those of the pages, and README's, which is what the drawing gives now."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from muscle_lib.figures.drawings.leg import Moment
from muscle_lib.figures.drawings.stills import legs_png, map_png, strip_png
from muscle_lib.figures.hyperexcitability import leg
from muscle_lib.figures.stage import Stage
from tests.lessons import ROOT
from tests.stills import README_PICTURE, at_rest_and_in_cramp, readme


def test_the_pictures_of_the_pages_are_drawn_once():
    for draw in (map_png, strip_png, legs_png):
        assert Image.open(io.BytesIO(draw())).format == "PNG"
        assert draw() is draw()


def test_readmes_picture_is_what_the_drawing_gives():
    now, kept = (np.asarray(picture.convert("RGB")).astype(int) for picture in (readme(), Image.open(README_PICTURE)))
    assert now.shape == kept.shape
    # Another version of matplotlib may set a letter's edge a little differently.
    differs = np.abs(now - kept).max(axis=2) > 60
    assert differs.mean() < 0.002, "it is out of date: python -m tests.stills draws it anew"


def test_readme_shows_the_leg_and_says_what_it_is():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    head = text[:text.index("## Start")]
    assert '<img src="docs/leg.png" width="600" alt="A lower leg' in head
    assert README_PICTURE.stat().st_size <= 60_000


def test_what_readme_says_of_rest_and_cramp_is_so():
    shown = []

    class Seen:
        def __init__(self, *_, **__) -> None:
            """In the leg's place."""

        def show(self, now: Moment) -> None:
            shown.append(now)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(leg, "Leg", Seen)
        stage = Stage([["scene"]], scene="scene")
        leg.leg_with_reflex(stage, "t_s", "smallest_s", state="state_at")
        for trace, at_s in at_rest_and_in_cramp():
            stage.drawn.show(trace, at_s)
    rest, cramp = shown
    assert (rest.state, cramp.state) == ("rest", "cramp") and rest.command == cramp.command == 0.0
    assert rest.foot_degrees < 10.0 < 30.0 < cramp.foot_degrees
    assert (len(rest.impulses), rest.units) == (0, 0.0) and len(cramp.impulses) >= 2 and cramp.units > 0.5
    assert rest.length > 0.3 > 0.05 > cramp.length and rest.spindle < 0.05 < cramp.spindle
    assert cramp.spindle > 2.0 * cramp.organ
