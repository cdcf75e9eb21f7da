"""The still pictures are what the drawings give now; README shows its own."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from tests.lessons import ROOT
from tests.stills import PICTURES, README_PICTURE, in_cramp


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_a_still_picture_is_what_the_drawing_gives(path):
    now, kept = (np.asarray(picture.convert("RGB")).astype(int) for picture in (PICTURES[path](), Image.open(path)))
    assert now.shape == kept.shape
    # Another version of matplotlib may set a letter's edge a little differently.
    differs = np.abs(now - kept).max(axis=2) > 60
    assert differs.mean() < 0.002, f"{path.name} is out of date: python -m tests.stills draws it anew"


def test_readme_shows_the_leg_and_says_what_it_is():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    head = text[:text.index("## Start")]
    assert '<img src="docs/leg.png" width="600" alt="A lower leg' in head
    assert README_PICTURE.stat().st_size <= 60_000


def test_what_readme_says_of_the_cramp_is_so():
    """No command, yet most units fire; the toes are down; more pushes than holds back; and the force is small."""
    cramp = in_cramp()
    assert cramp.command == 0.0 and cramp.units > 0.5 and cramp.foot_degrees > 20.0
    assert cramp.spindle > 2.0 * (cramp.organ + cramp.length)
    assert 0.02 < cramp.force < 0.2
