"""The map of the chain: each mark changes the picture where it belongs, and covers no word."""

from __future__ import annotations

import io

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.text import Text
from PIL import Image

from muscle_lib.figures.drawings.chain import (
    BACK,
    COMMAND_WAY,
    HEIGHT,
    NAMES,
    PLACES,
    STATIONS,
    STRIP_HEIGHT,
    STRIP_PLACES,
    SUPPLY_WAY,
    WIDTH,
    here,
    in_words,
    station_at,
)
from muscle_lib.figures.drawings.chainmap import COLORS, DEAD, ChainMap, ChainMoment, Strip
from muscle_lib.figures.drawings.stations import PICTURES
from muscle_lib.figures.stage import Stage

NOTHING = ChainMoment()
MARKS = ("here", "broken", "too_much", "works")
EVERY = [*STATIONS, BACK]


class Drawn:
    """A map, or a strip, on a stage of its own."""

    def __init__(self, kind=ChainMap, height=HEIGHT) -> None:
        self.height = height
        self.stage = Stage([["scene"]], width_px=WIDTH, height_px=height, colors=COLORS, scene="scene")
        self.axes = self.stage.axes["scene"]
        self.axes.set_in_layout(False)
        self.axes.set_position((0.0, 0.0, 1.0, 1.0))
        self.map = kind(self.stage, self.axes)

    @property
    def still(self) -> list[Text]:
        """The words that stand still."""
        return [text for text in self.axes.texts if text not in self.stage._moving]

    def pixels(self, moment: ChainMoment = NOTHING) -> np.ndarray:
        self.map.show(moment)
        return np.asarray(Image.open(io.BytesIO(self.stage.png(True))).convert("RGB")).astype(int)

    def ways(self, moment: ChainMoment) -> tuple[int, int, int]:
        """How many arrows are drawn: of the command, of the supply, and without anything in them."""
        self.map.show(moment)
        arrows = (self.map._command, self.map._supply, self.map._dead)
        return tuple(int((artist.get_path().codes == 1).sum()) if artist.get_path().codes is not None else 0
                     for artist in arrows)


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    return Drawn()


def box(drawn: Drawn, place) -> tuple[slice, slice]:
    return np.s_[int(drawn.height - place.high):int(np.ceil(drawn.height - place.low)),
                 int(place.left):int(np.ceil(place.right))]


def test_every_station_has_its_picture_its_name_and_its_place():
    assert set(PICTURES) == set(STATIONS) == {*COMMAND_WAY, *SUPPLY_WAY}
    assert set(STATIONS) | {BACK} == set(STRIP_PLACES) == set(PLACES) - {"whole"}
    assert set(NAMES) == set(PLACES)
    for places, height in ((PLACES, HEIGHT), (STRIP_PLACES, STRIP_HEIGHT)):
        for place in places.values():
            assert 0 <= place.left < place.right <= WIDTH and 0 <= place.low < place.high <= height


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("name", EVERY)
def test_each_mark_changes_its_station_and_no_other_and_leaves_the_name(drawn, name, mark):
    before, after = drawn.pixels(), drawn.pixels(ChainMoment(**{mark: [name]}))
    changed = np.abs(after - before).max(axis=2) > 40
    assert changed[box(drawn, PLACES[name])].sum() > 100
    for other in set(EVERY) - {name}:
        inner = PLACES[other]
        # Arrows reach a little way into a frame; the way back is drawn thicker beside its tag.
        inside = changed[int(drawn.height - inner.high) + 5:int(drawn.height - inner.low) - 5,
                         int(inner.left) + 12:int(inner.right) - 12]
        assert inside.sum() == 0 or other == BACK, other
    for text in drawn.still:
        extent = text.get_window_extent(drawn.stage.figure.canvas.get_renderer())
        letters = np.s_[int(HEIGHT - extent.y1) + 1:int(HEIGHT - extent.y0) - 1, int(extent.x0):int(extent.x1)]
        assert changed[letters].sum() == 0, text.get_text()


@pytest.mark.parametrize("moment", [ChainMoment(**{mark: EVERY}) for mark in MARKS], ids=MARKS)
def test_all_marks_at_once_stay_inside_and_every_word_is_large_enough(drawn, moment):
    drawn.pixels(moment)
    renderer = drawn.stage.figure.canvas.get_renderer()
    for text in drawn.axes.texts:
        if text.get_text():
            extent = text.get_window_extent(renderer)
            assert extent.x0 >= 0 and extent.x1 <= WIDTH and extent.y0 >= 0 and extent.y1 <= HEIGHT
            assert text.get_fontsize() >= 14
    for name, word in drawn.map._words.items():
        if word.get_text():
            extent = word.get_window_extent(renderer)
            tag = drawn.map._tags.get_path()
            assert any(each[:, 0].min() < extent.x0 and extent.x1 < each[:, 0].max() for each in tag.to_polygons()
                       if PLACES[name].holds(*each.mean(axis=0))), f"the tag of {name} is narrower than its word"


def test_no_name_reaches_out_of_its_frame(drawn):
    drawn.pixels()
    renderer = drawn.stage.figure.canvas.get_renderer()
    for name in STATIONS:
        (word,) = [text for text in drawn.still if text.get_text() == NAMES[name]]
        extent = word.get_window_extent(renderer)
        assert PLACES[name].left + 2 < extent.x0 and extent.x1 < PLACES[name].right - 2


def test_behind_a_broken_link_nothing_arrives_any_more(drawn):
    assert drawn.ways(ChainMoment()) == (6, 4, 0)
    assert drawn.ways(ChainMoment(broken=["junction"])) == (3, 4, 3)
    assert drawn.ways(ChainMoment(broken=["brain", "junction"])) == (0, 4, 6)
    assert drawn.ways(ChainMoment(broken=["artery"])) == (6, 1, 3)
    assert drawn.ways(ChainMoment(broken=["filaments"])) == (6, 4, 0)


def test_what_is_too_much_leaves_by_two_arrows_and_is_no_crack(drawn):
    assert drawn.ways(ChainMoment(too_much=["nerve", "calcium"])) == (8, 4, 0)
    assert drawn.ways(ChainMoment(too_much=["nerve"], broken=["cord"])) == (1, 4, 5)
    drawn.map.show(ChainMoment(too_much=["nerve"]))
    assert len(drawn.map._cracks.get_path().vertices) == 1 < len(drawn.map._sparks.get_path().vertices)


def test_a_report_that_is_broken_does_not_arrive(drawn):
    for broken, color, arrives in (((), "#1a1a1a", True), ((BACK,), DEAD, False), (("filaments",), DEAD, False)):
        drawn.map.show(ChainMoment(broken=broken))
        assert (to_hex(drawn.map._back.get_edgecolor()), drawn.map._tip.get_visible()) == (color, arrives)


def test_a_point_finds_its_station():
    assert all(station_at(*PLACES[name].middle) == name for name in EVERY)
    assert station_at(*PLACES["whole"].middle) is None and station_at(1.0, 150.0) is None


def test_it_is_told_in_words():
    assert all(NAMES[name] in in_words() for name in STATIONS)
    assert here(["junction", "nerve"]) == "You are here: nerve and junction."
    assert here(["heart"]) == "You are here: heart and lungs."
    assert here(["nerve", "cord", "brain"]) == "You are here: brain, spinal cord and nerve."


def test_in_the_strip_the_blood_comes_from_the_heart_s_side():
    """In both pictures the cells lose their colour towards the filaments."""
    for kind, height, places in ((ChainMap, HEIGHT, PLACES), (Strip, STRIP_HEIGHT, STRIP_PLACES)):
        drawn = Drawn(kind, height)
        tube = drawn.pixels()[box(drawn, places["capillary"])]
        middle = tube[tube.shape[0] // 2 - 8:tube.shape[0] // 2 + 8]
        halves = np.array_split(middle[:, 12:-12], 2, axis=1)
        bright = [(half[..., 0] > 180)[(half[..., 1] < 90)].mean() for half in halves]
        from_the_left = places["artery"].left < places["capillary"].left
        assert (bright[0] > bright[1]) == from_the_left
