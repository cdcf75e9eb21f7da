"""The sentence, the picture and the film of the artery: is what they say true?"""

from __future__ import annotations

from functools import cache
from unittest.mock import patch

import numpy as np
import pytest

from muscle_lib.figures.drawings.artery import _SCALE, ArteryMoment
from muscle_lib.figures.smooth_muscle import ArteryFigure
from muscle_lib.models.smooth_muscle import Artery, ArteryTrace
from muscle_lib.models.smooth_muscle.artery import OPEN_mm, OUTSIDE_mm
from muscle_lib.preset import all_presets
from tests.figures.scenes import SCENES, Drawn
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = ArteryFigure()
MODELS = [*along(Artery), *corners(Artery), *(preset.model for preset in all_presets(Artery).values())]


@cache
def run(**settings: float) -> ArteryTrace:
    return Artery(**settings).run()


def lies(model: Artery) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = model.run()
    words = FIGURE.describe(trace)
    told = Claims(words, setting(model))
    told.claim("there is a squeeze", ("In the spasm" in words) == (model.drive_times > 1.0))
    told.claim("a plaque", ("plaque" in words) == (model.plaque_percent > 0.0))
    if "plaque" in words:
        told.shows(r"takes up [\d.]+", trace.plaque_mm2, 0.0501, "mm²")
        told.claim("at rest", ("at rest" in words) == (model.drive_times > 1.0))
    if "at rest" in words:
        told.shows(r"leaves [\d.]+ % of", 100.0 * (trace.radius_mm[0] / run().radius_mm[0]) ** 2, 0.501, "%")
    told.claim("a drug", ("Half a minute later" in words) == (model.nitrate_percent + model.blocker_percent > 0.0))
    parts = words.split("Half a minute later")
    for part, place in zip(parts, (600, 1200), strict=False):
        said = Claims(part.strip() if place == 600 else part.replace(", with", "With"), setting(model))
        radius, flow = float(trace.radius_mm[place]), float(trace.comes_mL_s[place])
        said.claim("shut", ("is shut" in part) == (radius == 0.0))
        if radius > 0.0:
            healthy = run().radius_mm[0]
            said.shows(r"[\d.]+ % of a healthy opening is left", 100.0 * (radius / healthy) ** 2, 0.501, "%")
            said.shows(r"the [\d.]+ mL/s that", model.wanted_mL_s, 0.0501, "mL/s")
            said.claim("all of it", ("All of" in part) == (flow >= model.wanted_mL_s))
            if "All of" in part:
                said.shows(r"come; [\d.]+", trace.could_come_mL_s[place], 0.00501, "mL/s")
            else:
                said.shows(r"only [\d.]+", flow, 0.00501, "mL/s")
        told.lies += said.lies
    for drug, dose in (("nitrate", model.nitrate_percent), ("calcium blocker", model.blocker_percent)):
        told.claim(drug, (drug in words or "both drugs" in words) == (dose > 0.0))
    return told.lies


@pytest.mark.parametrize("chunk", range(6))
def test_the_sentence_is_true_along_every_slider_for_every_preset_and_in_corners(chunk):
    assert [lie for model in MODELS[chunk::6] for lie in lies(model)] == []


def shown(trace: ArteryTrace, at: float | None = None) -> ArteryMoment:
    """What the drawing is told of a moment."""
    scene = FIGURE.stage.drawn
    assert scene
    with patch.object(scene.drawing, "show") as show:
        scene.show(trace, at)
    return show.call_args.args[0]


def test_the_artery_is_drawn_as_the_model_has_it():
    trace = run(plaque_percent=30.0, nitrate_percent=100.0, blocker_percent=100.0)
    for at in (0.0, 9.0, 20.0, 40.0, 60.0):
        now = shown(trace, at)
        assert now.opening_mm == pytest.approx(float(np.interp(at, trace.t_s, trace.radius_mm)))
        assert now.outside_mm ** 2 - now.ring_mm ** 2 == pytest.approx(OUTSIDE_mm ** 2 - OPEN_mm ** 2, rel=1e-3)
        assert now.comes == pytest.approx(min(1.0, now.most)) and now.healthy_mm == pytest.approx(1.384, abs=0.001)
    assert shown(trace, 20.0).state == "shut (at rest: 40 %)" and shown(trace, 20.0).given == ""
    assert shown(trace).given == "both drugs" and shown(trace).state == "open area: 23 %"
    assert shown(run()).state == "open area: 57 %" and shown(run(), 0.0).state == "open area: 100 %"


def test_ring_and_plaque_keep_their_areas_in_the_picture_and_the_opening_lies_in_the_ring():
    drawing = Drawn(SCENES["artery cut across"]).drawing
    found = []
    for at in (0.0, 8.0, 11.0, 60.0):
        drawing.show(shown(run(plaque_percent=30.0, blocker_percent=150.0), at))
        outside, ring, lining = (path.get_path().get_extents() for path in
                                 (drawing._ring, drawing._plaque, drawing._lining))
        found.append((outside.width ** 2 - ring.width ** 2, ring.width ** 2 - (lining.width - 6.0) ** 2))
        assert ring.x0 < lining.x0 and lining.x1 < ring.x1 and ring.y0 < lining.y0 and lining.y1 < ring.y1
    assert np.ptp(found, axis=0) == pytest.approx(0.0, abs=0.01 * float(np.min(found)))
    assert found[0][0] == pytest.approx(4.0 * _SCALE ** 2 * (OUTSIDE_mm ** 2 - OPEN_mm ** 2), rel=0.01)


def test_shut_looks_shut():
    """No red is left in the ring, and a line stands where the opening was."""
    drawn = Drawn(SCENES["artery cut across"])
    trace = run(plaque_percent=30.0)

    def red(at: float) -> int:
        pixels = drawn.pixels(shown(trace, at))[60:245]
        return int(((pixels[..., 0] > 180) & (pixels[..., 1] < 70) & (pixels[..., 2] < 110)).sum())

    assert red(60.0) < 10 < 1000 < red(0.0)
    assert drawn.drawing._seam.get_visible() is False
    drawn.drawing.show(shown(trace, 60.0))
    assert drawn.drawing._seam.get_visible()


def test_the_curves_and_the_words_beside_the_dots_stay_inside_their_panels():
    for model in MODELS:
        trace = model.run()
        FIGURE.show(trace)
        for panel, arrays in (("opening", (trace.radius_mm,)), ("flow", (trace.could_come_mL_s, trace.wanted_mL_s)),
                              ("curve", (trace.could_come_curve_mL_s,))):
            low, high = FIGURE.stage.axes[panel].get_ylim()
            assert all(low <= values.min() and values.max() <= high for values in arrays), (panel, setting(model))
        one, other = (name.get_position() for name in FIGURE._names)
        assert max(one[1], other[1]) + 0.95 <= 6.4 and max(one[0], other[0]) + 23.0 <= 100.0
        if FIGURE._names[1].get_visible():
            assert abs(one[0] - other[0]) >= 23.0 or abs(one[1] - other[1]) >= 0.94, setting(model)
