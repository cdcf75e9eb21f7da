"""The drawings: each number moves its part, in the right direction; the extremes stay inside; every word is seen."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.path import Path
from PIL import Image

from muscle_lib.figures.drawings.leg import HEIGHT, WIDTH, Leg, Moment
from muscle_lib.figures.drawings.limb import TOES_DOWN, TOES_UP, shape
from muscle_lib.figures.drawings.table import between, colors
from muscle_lib.figures.stage import Stage

REST = Moment()
#: A moment in which everything is going on, and what each of its parts changes into.
BUSY = Moment(force=0.4, foot_degrees=5.0, command=0.4, units=0.5, impulses=(0.2, 0.6), flow=0.4, oxygen=0.5, store=0.5,
              spindle=0.3, organ=0.3, length=0.3, pull=0.4, press=0.4, state="voluntary")
OTHER = {"force": 0.8, "foot_degrees": 25.0, "command": 0.9, "units": 1.0, "impulses": (0.3, 0.7), "carries": 0.0,
         "flow": 0.9, "oxygen": 0.9, "store": 0.9, "spindle": 0.9, "organ": 0.9, "length": 0.9, "pull": 0.9,
         "press": 0.9, "state": "cramp"}
EXTREMES = [Moment(force=1.0, foot_degrees=TOES_DOWN, command=1.0, units=1.0, impulses=(0.0, 1.0), flow=0.0, oxygen=0.0,
                   store=0.0, spindle=1.0, organ=1.0, length=1.0, state="cramp"),
            Moment(foot_degrees=TOES_UP, flow=1.0, length=1.0, pull=1.0), Moment(press=1.0, force=1.0), REST,
            Moment(carries=0.0, command=1.0, impulses=(0.1,))]


class Drawn:
    """A leg on a stage of its own."""

    def __init__(self, **how: bool) -> None:
        self.stage = Stage([["scene"]], width_px=WIDTH, height_px=HEIGHT, colors=colors(), scene="scene")
        self.axes = self.stage.axes["scene"]
        self.axes.set_in_layout(False)
        self.axes.set_position((0.0, 0.0, 1.0, 1.0))
        self.leg = Leg(self.stage, self.axes, **how)

    def pixels(self, moment: Moment) -> np.ndarray:
        self.leg.show(moment)
        return np.asarray(Image.open(io.BytesIO(self.stage.png(True))).convert("RGB")).astype(int)


KINDS = {"with supplies": {}, "with reflex and hands": {"reflex": True, "hands": True}}
#: What each kind does not draw.
WITHOUT = {"with supplies": {"spindle", "organ", "length", "pull", "press"},
           "with reflex and hands": {"flow", "oxygen", "store"}}


@pytest.fixture(scope="module", params=KINDS)
def drawn(request):
    made = Drawn(**KINDS[request.param])
    made.without = WITHOUT[request.param]
    return made


@pytest.mark.parametrize("part", OTHER)
def test_every_number_moves_its_part_and_nothing_moves_by_itself(drawn, part):
    before = drawn.pixels(BUSY)
    assert (drawn.pixels(replace(BUSY)) == before).all()
    changed = np.abs(drawn.pixels(replace(BUSY, **{part: OTHER[part]})) - before).max(axis=2) > 40
    # A hand that is there pulls and dents: press has no skin to dent where there is no hand.
    assert (changed.sum() > 8) == (part not in drawn.without or part == "press")


@pytest.mark.parametrize("moment", EXTREMES, ids=range(len(EXTREMES)))
def test_the_extremes_stay_inside_the_frame(drawn, moment):
    drawn.leg.show(moment)
    skin = drawn.leg._limb._skin.get_path().vertices
    lowest, highest = skin[:, 1].min(), skin[:, 0].max()
    assert lowest >= 0.0 and highest <= WIDTH - 9 and skin[:, 0].min() >= -9.0
    box = drawn.axes.get_window_extent()
    for text in drawn.axes.texts:
        if text.get_visible() and text.get_text():
            extent = text.get_window_extent(drawn.stage.figure.canvas.get_renderer())
            assert box.x0 <= extent.x0 and extent.x1 <= box.x1 and box.y0 <= extent.y0 and extent.y1 <= box.y1


@pytest.mark.parametrize("moment", [*EXTREMES, BUSY], ids=range(len(EXTREMES) + 1))
def test_nothing_that_moves_lies_over_a_word_that_stands_still(drawn, moment):
    """It would vanish without an error: what moves is drawn over all that stands."""
    for artist in drawn.stage._moving:
        artist.set_visible(False)
    bare = np.asarray(Image.open(io.BytesIO(drawn.stage.png(True))).convert("L")).astype(int)
    for artist in drawn.stage._moving:
        artist.set_visible(True)
    drawn.leg.show(moment)
    now = np.asarray(Image.open(io.BytesIO(drawn.stage.png(True))).convert("L")).astype(int)
    for text in drawn.axes.texts:
        if text not in drawn.stage._moving:
            box = text.get_window_extent(drawn.stage.figure.canvas.get_renderer())
            part = np.s_[int(HEIGHT - box.y1):int(HEIGHT - box.y0), int(box.x0):int(box.x1)]
            assert (np.abs(now[part] - bare[part]) > 40).mean() < 0.03, text.get_text()


def test_paper_stays_white(drawn):
    assert (drawn.pixels(BUSY)[HEIGHT - 3, 2] == 255).all()
    with pytest.raises(ValueError, match="#fdfcf7"):
        Stage([["scene"]], colors=["#fdfcf7"])


def area(path: Path) -> float:
    x, y = path.to_polygons()[0].T
    return abs(float(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))) / 2.0


@pytest.mark.parametrize("degrees", [TOES_UP, 15.0, TOES_DOWN])
def test_the_calf_keeps_its_volume_and_its_tendon_its_length(degrees):
    """A body of the same form: its volume goes with the area of its side view and its thickness."""
    def volume(at: float) -> float:
        calf = shape(at, 0.0)
        return float(np.hypot(*(calf.end - calf.middle[0])) * (calf.out + calf.inn) ** 2)

    assert volume(degrees) == pytest.approx(volume(0.0), rel=0.02)
    calf = shape(degrees, 0.0)
    assert np.hypot(*(calf.end - calf.heel)) == pytest.approx(134.0, rel=0.05)


def test_toes_down_is_a_short_thick_calf_and_a_raised_heel():
    up, level, down = (shape(at, 0.0) for at in (TOES_UP, 0.0, TOES_DOWN))
    assert up.heel[1] < level.heel[1] < down.heel[1]
    assert up.out < level.out < down.out
    assert shape(0.0, 1.0).out <= 1.2 * shape(0.0, 0.0).out, "a muscle that pulls does not fill up"


def test_force_makes_the_calf_darker_and_its_fibres_thicker():
    drawn = Drawn()
    darkness, widths = [], []
    for force in (0.0, 0.5, 1.0):
        drawn.leg.show(replace(REST, force=force))
        darkness.append(sum(drawn.leg._calf._muscle.get_facecolor()[:3]))
        widths.append(drawn.leg._calf._fibres.get_linewidth())
    assert darkness == sorted(darkness, reverse=True) and widths == sorted(widths)
    assert len(set(darkness)) == len(set(widths)) == 3


def test_a_vein_with_less_oxygen_has_fewer_dots_and_the_artery_keeps_its_own():
    drawn = Drawn()
    counts, artery = [], []
    for oxygen in (0.0, 0.5, 1.0):
        drawn.leg.show(replace(REST, oxygen=oxygen))
        counts.append(len(drawn.leg._vessels._dots.get_xdata()))
        artery.append(drawn.leg._vessels._to.get_edgecolor())
    assert counts == [10, 15, 20] and len(set(artery)) == 1


def test_no_impulse_passes_a_broken_nerve_and_no_plate_is_lit_behind_it():
    drawn = Drawn()
    drawn.leg.show(replace(BUSY, carries=0.0, impulses=(0.05, 0.2, 0.3, 0.5, 0.9)))
    assert len(drawn.leg._nerve._impulses.get_xdata()) == 2
    assert len(drawn.leg._nerve._lit.get_xdata()) == 0
    drawn.leg.show(BUSY)
    assert len(drawn.leg._nerve._impulses.get_xdata()) == 2 and len(drawn.leg._nerve._lit.get_xdata()) == 2


def test_each_way_back_is_as_wide_as_what_it_reports():
    drawn = Drawn(reflex=True)
    for part, way in (("spindle", "_ia"), ("organ", "_ib"), ("length", "_length")):
        widths = []
        for share in (0.0, 0.5, 1.0):
            drawn.leg.show(replace(REST, **{part: share}))
            widths.append(getattr(drawn.leg._reflex, way)._line.get_linewidth())
        assert widths == sorted(widths) and widths[0] < widths[2]


def test_no_colour_lies_between_a_fill_and_white():
    with pytest.raises(ValueError, match="white"):
        between(("#f8ebde", "#ffffff"))
