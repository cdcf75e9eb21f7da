"""The sheet's drawing: colours that every eye can put in order, an outline that follows the force, all of it shown."""

from __future__ import annotations

import io
from itertools import product

import numpy as np
from matplotlib.colors import to_rgb
from PIL import Image

from muscle_lib.figures.drawings import heart_sheet
from muscle_lib.figures.drawings.heart_sheet import HeartSheet, SheetMoment
from muscle_lib.figures.drawings.stills import bare_stage
from muscle_lib.figures.stage import Stage

#: Linear red, green and blue as the most common colour-blind eye (without the middle cone) sees them: Viénot's matrix.
DEUTERANOPIA = np.array([[0.29275, 0.70725, -0.02978], [0.29275, 0.70725, 0.02978], [-0.02234, 0.02234, 1.0]])
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


def linear(color: str) -> np.ndarray:
    return np.array(to_rgb(color)) ** 2.2


def bare() -> Stage:
    return bare_stage(["scene"], heart_sheet.WIDTH, heart_sheet.HEIGHT, list(heart_sheet.FILLS))


def made(stage: Stage | None = None) -> HeartSheet:
    stage = stage or bare()
    return HeartSheet(stage, stage.axes["scene"])


def test_from_rest_to_excited_each_colour_is_darker_in_print_and_for_colour_blind_eyes():
    for seen in (lambda color: LUMINANCE @ linear(color), lambda color: LUMINANCE @ (DEUTERANOPIA @ linear(color))):
        light = [seen(color) for color in heart_sheet.RAMP]
        assert light == sorted(light, reverse=True) and light[0] > 15.0 * light[-1]
        # Two that lie side by side can be told apart on paper.
        grey = np.array(light) ** (1.0 / 2.2)
        assert -np.diff(grey).max() > 0.03


def test_the_outline_gets_smaller_with_the_force_and_the_dashed_one_stays():
    sheet, sizes = made(), []
    for force in (0.0, 0.5, 1.0):
        sheet.show(SheetMoment(force=force))
        slack, outline = (np.ptp(sheet._lines[place].get_path().vertices, axis=0) for place in (1, 3))
        sizes.append(outline / slack)
    np.testing.assert_allclose(np.array(sizes)[:, 0], 1.0 - heart_sheet.SQUEEZE * np.array([0.0, 0.5, 1.0]), atol=0.01)
    np.testing.assert_allclose(np.array(sizes)[:, 1], np.array(sizes)[:, 0], atol=0.01)


def test_the_square_shows_all_of_the_sheet_and_a_heart_only_what_is_in_its_outline():
    sheet = made()
    sheet.show(SheetMoment())
    left, right, low, high = sheet._image.get_extent()
    assert (left, right - left, low, high - low) == (
        heart_sheet.LEFT, heart_sheet.SIDE, heart_sheet.LOW, heart_sheet.SIDE)
    assert sheet._image.get_clip_path() is None
    sheet.show(SheetMoment(as_heart=True))
    assert sheet._image.get_clip_path() is not None and all(each.get_visible() for each in sheet._around)
    sheet.show(SheetMoment())
    assert sheet._image.get_clip_path() is None and not any(each.get_visible() for each in sheet._around)


def test_what_is_not_ready_has_dots_and_what_is_ready_is_only_pale():
    """They are told apart in grey, too: else a sheet at rest looks the same where a wave can run and where it dies."""
    stage, waits = bare(), np.zeros((32, 32), dtype=bool)
    sheet = made(stage)
    waits[:16, :16] = True
    sheet.show(SheetMoment(waits=waits))
    pixels = np.asarray(Image.open(io.BytesIO(stage.png(True))).convert("L")).astype(float)
    # In the corners, beside the outline.
    corners = [pixels[row:row + 16, column:column + 16] for row, column in product((39, 274), (25, 260))]
    assert [bool(np.ptp(corner) > 60.0) for corner in corners] == [True, False, False, False]
    # So many as there are places, each on its own.
    assert np.size(sheet._dots.get_xdata()) == 256


def test_the_dots_of_a_heart_stay_in_its_outline():
    sheet = made()
    sheet.show(SheetMoment(waits=((True,),), as_heart=True))
    assert sheet._dots.get_clip_path() is not None
    sheet.show(SheetMoment(waits=((True,),)))
    assert sheet._dots.get_clip_path() is None


def test_a_frame_says_what_it_is_and_without_one_nothing_is_said():
    sheet = made()
    for struck, said in (((0.0, 0.0, 1.0, 1.0), "reached by a shock of 30 %"), ((0.0, 0.0, 0.0, 0.0), "")):
        sheet.show(SheetMoment(struck=struck, frame="reached by a shock of 30 %"))
        assert sheet._means.get_text() == said
        assert sheet._small.get_visible() == sheet._struck.get_visible() == bool(said)


def test_strokes_go_from_the_least_to_the_greatest_force_and_one_that_holds_still_has_none():
    """Else a small outline that pumps nothing would look like one that has just pulled."""
    sheet, lengths = HeartSheet(stage := bare(), stage.axes["scene"], "1.5 s"), []
    for force, swept in ((0.5, (0.5, 0.5)), (0.5, (0.45, 0.6)), (0.0, (0.0, 0.85))):
        sheet.show(SheetMoment(force=force, swept=swept))
        ways = np.asarray(sheet._ways[1].get_xydata()).reshape(-1, 3, 2)
        lengths.append(np.hypot(*(ways[:, 1] - ways[:, 0]).T).max())
        # At the force that is now they begin at the outline itself.
        now = np.asarray(sheet._lines[3].get_path().vertices)[:-1:3]
        if force == swept[0]:
            np.testing.assert_allclose(ways[:, 0], now[:len(ways)])
    assert lengths[0] == 0.0 and 20.0 < 4.0 * lengths[1] < lengths[2]


def test_row_0_is_the_uppermost_and_the_frame_stands_on_what_is_struck():
    sheet = made()
    sheet.show(SheetMoment(voltage=((1.0, 0.0), (0.0, 0.0)), struck=(0.0, 0.0, 0.5, 0.5), strikes=1.0))
    assert sheet._image.origin == "upper"
    assert sheet._struck.get_bbox().bounds == (heart_sheet.LEFT, heart_sheet.LOW + heart_sheet.SIDE / 2.0,
                                               heart_sheet.SIDE / 2.0, heart_sheet.SIDE / 2.0)
    assert sheet._struck.get_linewidth() > 4.0
