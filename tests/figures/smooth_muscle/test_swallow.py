"""The picture of a swallow: is its sentence true, and does the drawing show what was worked out?"""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import numpy as np
import pytest
from PIL import Image

from muscle_lib.figures.drawings import gullet
from muscle_lib.figures.smooth_muscle import SwallowFigure, two_swallows
from muscle_lib.figures.smooth_muscle.swallow import TWO, SHOWN_s, STILL_px
from muscle_lib.figures.stage import SHARPNESS
from muscle_lib.models.smooth_muscle import Swallow, SwallowTrace
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = SwallowFigure()
MODELS = [*along(Swallow), *(preset.model for preset in all_presets(Swallow).values()),
          Swallow(inhibition_percent=20.0), Swallow(amplitude_mmHg=35.0), Swallow(inhibition_percent=6.0)]
SAID = {"failed": "failed swallow", "weak": "weak swallow", "premature": "premature swallow",
        "hypercontractile": "hypercontractile swallow", "normal": "normal swallow"}


@cache
def run(model: Swallow) -> SwallowTrace:
    return model.run()


def own_word(trace: SwallowTrace) -> str:
    """The table once more."""
    for word, true in (("failed", trace.vigour_mmHg_s_cm < 100.0), ("weak", trace.vigour_mmHg_s_cm < 450.0),
                       ("premature", trace.latency_s < 4.5), ("hypercontractile", trace.vigour_mmHg_s_cm > 8000.0)):
        if true:
            return word
    return "normal"


def lies(model: Any) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = run(model)
    words = Claims(FIGURE.describe(trace), setting(model))
    words.shows(r"vigour of \d+", trace.vigour_mmHg_s_cm, 0.51, "mmHg·s·cm")
    for word, said in SAID.items():
        words.claim(said, (said in words.words) == (word == own_word(trace)))
    words.claim("4.5 s is said where it was too early", ("before 4.5 s" in words.words) == (
        own_word(trace) == "premature"))
    if np.isfinite(trace.latency_s):
        words.shows(r"after [\d.]+", trace.latency_s, 0.051, "s")
        words.claim("all at once", ("all at once" in words.words) == trace.all_at_once)
    else:
        words.shows(r"reaches \d+", trace.pressure_mmHg.max(), 0.51, "mmHg")
    words.claim("a speed is said where there is one", ("runs down" in words.words) == np.isfinite(trace.speed_cm_s))
    if "runs down" in words.words:
        words.shows(r"runs down at [\d.]+", trace.speed_cm_s, 0.051, "cm/s")
    if trace.arrived_percent >= 0.5:
        words.shows(r"\d+(?= % of the mouthful)", trace.arrived_percent, 0.51, "%")
    else:
        words.claim("nothing passes", "Nothing of the mouthful" in words.words)
    words.claim("what is left is told where it is much", ("is left" in words.words) == (trace.arrived_percent < 90.0))
    if "is left" in words.words:
        words.shows(r"; \d+", trace.left_above_percent, 0.51, "%")
        words.shows(r"part, \d+", trace.left_below_percent, 0.51, "%")
    return words.lies


def test_the_sentence_is_true_along_every_slider_and_for_every_preset():
    assert [lie for model in MODELS for lie in lies(model)] == []


def test_the_sentence_is_true_in_every_corner_of_two_sliders():
    assert [lie for corner in corners(Swallow) for lie in lies(corner)] == []


def test_a_place_on_the_map_is_beside_the_same_place_of_the_tube():
    axes = FIGURE.stage.axes["map"]
    FIGURE.stage.png(moving=True)
    box = axes.get_position()
    assert box.y1 * FIGURE.stage.height_px == pytest.approx(gullet.TOP)
    assert box.y0 * FIGURE.stage.height_px == pytest.approx(gullet.LOW)
    assert tuple(axes.get_ylim()) == (22.0, 0.0)


def test_the_map_has_the_pressures_at_their_times_and_places():
    trace = run(Swallow(inhibition_percent=10.0))
    FIGURE.show(trace)
    shown = np.asarray(FIGURE._map.get_array())
    assert shown.shape == (trace.place_cm.size, trace.t_s.size) and (shown == trace.pressure_mmHg.T).all()
    assert FIGURE._map.get_extent() == [0.0, trace.t_s[-1], trace.place_cm[-1], 0.0]


def test_map_wall_and_key_have_the_same_colours_and_darker_is_more():
    drawn = FIGURE.stage.drawn.drawing
    (key,) = FIGURE.stage.axes["key"].images
    for each in (FIGURE._map, drawn._color):
        assert each.get_cmap() is key.get_cmap() and each.get_clim() == (0.0, 200.0)
    grey = np.asarray(key.get_cmap().colors, dtype=object)
    light = [sum(weight * int(color[1 + 2 * i:3 + 2 * i], 16) for i, weight in enumerate((0.30, 0.59, 0.11)))
             for color in grey]
    assert (np.diff(light) < 0.0).all(), "it can be read in grey"


def widths(t_s: float) -> tuple[np.ndarray, np.ndarray]:
    """How wide mouthful and outer wall are drawn at a moment, from the top down."""
    FIGURE.stage.show_at(FIGURE.stage._trace, t_s)
    drawn = FIGURE.stage.drawn.drawing
    number = drawn._y.size
    food = drawn._food.get_path().vertices
    right = np.array([max((x - gullet.MIDDLE for x, at in food if at == y), default=0.0) for y in drawn._y])
    left_wall = gullet.MIDDLE - drawn._wall.get_path().vertices[:number, 0]
    return right, left_wall


def test_the_mouthful_is_drawn_as_wide_as_it_is_and_the_wall_is_thick_where_it_squeezes():
    FIGURE.show(run(Swallow()))
    trace = run(Swallow())
    mouthful, wall = widths(5.0)
    places = (np.arange(mouthful.size) + 0.5) / mouthful.size * 22.0
    fluid = np.interp(places, trace.slice_cm, trace.fluid_at(5.0))
    per_cm = (gullet.TOP - gullet.LOW) / 22.0
    true = 2.5 * per_cm * np.sqrt(fluid / np.pi)
    assert mouthful[true > 2.5] == pytest.approx(true[true > 2.5], abs=1.5)
    film = true < 1.0
    assert film.any() and not mouthful[film].any(), "a film would be a line: food that trickles through a squeeze"
    pressed, rest = wall - mouthful, widths(0.0)[1] - widths(0.0)[0]
    squeezes = np.interp(places, trace.place_cm, trace.pressures_at(5.0)) > 40.0
    assert squeezes.any() and (pressed[squeezes] > rest.max()).all()


def test_the_stomach_fills_as_told_and_the_sphincter_says_what_it_does():
    FIGURE.show(run(Swallow()))
    drawn = FIGURE.stage.drawn.drawing
    for t_s, gate, share in ((0.0, "shut", "0 %"), (5.0, "open", "0 %"), (15.0, "shut", "98 %")):
        FIGURE.stage.show_at(run(Swallow()), t_s)
        assert (drawn._gate.get_text(), drawn._share.get_text()) == (gate, share)
        assert drawn._pool.get_visible() == (share != "0 %")


def test_the_word_on_the_map_stands_before_every_front():
    """“too early” ends at 3.4 s; no front comes to the lower part sooner, not even the steepest without inhibition."""
    earliest = run(Swallow(inhibition_percent=0.0, amplitude_mmHg=400.0, squeeze_s=2.0))
    assert earliest.front_s[earliest.front_place_cm >= 18.0].min() > 3.4


def test_what_is_said_of_the_two_swallows_that_stand_still_is_so():
    """In order the squeeze stands above the mouthful; in a spasm all of the lower part squeezes; what arrives."""
    _, words, _ = two_swallows()
    order, spasm = (run(all_presets(Swallow)[name].model) for name in TWO.values())
    pressures = [trace.pressures_at(SHOWN_s) for trace in (order, spasm)]
    squeeze_cm, mouthful_cm = (float(np.argmax(values) / (len(values) - 1) * gullet.LENGTH_cm) for values in (
        pressures[0], order.fluid_at(SHOWN_s)))
    assert 0.0 < squeeze_cm < mouthful_cm - 2.0
    # At its two ends it squeezes less.
    lower = pressures[1][len(pressures[1]) // 3 + 1:-2]
    assert lower.min() > 30.0 > 1.0 > np.min(pressures[0][len(pressures[0]) // 3:])
    assert f"Both {SHOWN_s:g} s" in words and spasm.all_at_once and not order.all_at_once
    assert f"{order.arrived_percent:.0f} % of it reaches the stomach" in words
    assert spasm.arrived_percent < 0.5 and "and nothing does" in words
    assert f"{gullet.WIDER:g} times too wide" in words


def test_the_two_swallows_are_one_small_picture_that_is_drawn_once():
    png, _, width_px = two_swallows()
    image = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)
    assert image.shape[:2] == (SHARPNESS * STILL_px[1], SHARPNESS * STILL_px[0]) and width_px == STILL_px[0]
    assert len(png) < 40_000 and two_swallows()[0] is png
    # Nothing of a tube is cut off at the sides, nor a word below.
    edges = np.concatenate([image[:, :2].reshape(-1, 3), image[:, -2:].reshape(-1, 3), image[-2:].reshape(-1, 3)])
    assert (edges == 255).all()
    # The spasm is the darker red.
    left, right = (half[..., 0].sum() - half[..., 1].sum() for half in np.split(image[:image.shape[0] * 3 // 5], 2, 1))
    assert right > 1.3 * left
