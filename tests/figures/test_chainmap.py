"""The map of the chain: each mark changes the picture where it belongs, and covers no word."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.text import Text

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
from muscle_lib.figures.drawings.chainmap import _ON_MAP, COLORS, DEAD, ChainMoment, Strip
from muscle_lib.figures.drawings.stations import PICTURES
from tests.figures.scenes import SCENES, Case, Drawn

NOTHING = ChainMoment()
MARKS = ("here", "broken", "too_much", "works")
EVERY = [*STATIONS, BACK]


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    return Drawn(SCENES["chain map"])


@pytest.fixture(scope="module")
def plain(drawn) -> np.ndarray:
    """Its picture without any mark."""
    return drawn.pixels(NOTHING)


def ways(drawn: Drawn, moment: ChainMoment) -> tuple[int, ...]:
    """How many arrows are drawn: of the command, of the supply, and with nothing in them."""
    drawn.drawing.show(moment)
    paths = [artist.get_path() for artist in (drawn.drawing._command, drawn.drawing._supply, drawn.drawing._dead)]
    return tuple(0 if path.codes is None else int((path.codes == path.MOVETO).sum()) for path in paths)


def still(drawn: Drawn) -> list[Text]:
    """The words that stand still."""
    return [text for text in drawn.axes.texts if text not in drawn.stage._moving]


def box(drawn: Drawn, place) -> tuple[slice, slice]:
    return np.s_[int(drawn.case.size_px[1] - place.high):int(np.ceil(drawn.case.size_px[1] - place.low)),
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
def test_each_mark_changes_its_station_and_no_other_and_leaves_the_name(drawn, plain, name, mark):
    changed = np.abs(drawn.pixels(ChainMoment(**{mark: [name]})) - plain).max(axis=2) > 40
    assert changed[box(drawn, PLACES[name])].sum() > 100
    for other in set(EVERY) - {name}:
        inner = PLACES[other]
        # Arrows reach a little way into a frame; the way back is drawn thicker beside its tag.
        inside = changed[int(drawn.case.size_px[1] - inner.high) + 5:int(drawn.case.size_px[1] - inner.low) - 5,
                         int(inner.left) + 12:int(inner.right) - 12]
        assert inside.sum() == 0 or other == BACK, other
    for text in still(drawn):
        extent = text.get_window_extent(drawn.stage.figure.canvas.get_renderer())
        letters = np.s_[int(HEIGHT - extent.y1) + 1:int(HEIGHT - extent.y0) - 1, int(extent.x0):int(extent.x1)]
        assert changed[letters].sum() == 0, text.get_text()


@pytest.mark.parametrize("mark", ["broken", "too_much", "works"])
def test_a_tag_is_wider_than_its_word(drawn, mark):
    drawn.pixels(ChainMoment(**{mark: EVERY}))
    renderer = drawn.stage.figure.canvas.get_renderer()
    tags = {name: each for each in drawn.drawing._tags.get_path().to_polygons() for name in EVERY
            if PLACES[name].holds(*each.mean(axis=0))}
    for name, word in drawn.drawing._words.items():
        extent = word.get_window_extent(renderer)
        assert word.get_text() and tags[name][:, 0].min() < extent.x0 and extent.x1 < tags[name][:, 0].max()
        assert PLACES[name].left <= tags[name][:, 0].min() and tags[name][:, 0].max() <= PLACES[name].right


def test_no_name_reaches_out_of_its_frame(drawn):
    drawn.pixels(NOTHING)
    renderer = drawn.stage.figure.canvas.get_renderer()
    for name in STATIONS:
        (word,) = [text for text in still(drawn) if text.get_text() == _ON_MAP.get(name, NAMES[name])]
        extent = word.get_window_extent(renderer)
        assert PLACES[name].left + 2 < extent.x0 and extent.x1 < PLACES[name].right - 2


def test_the_legend_leaves_room_for_the_link_of_the_whole_chain(drawn):
    drawn.pixels(NOTHING)
    legend = [text for text in still(drawn) if PLACES["whole"].holds(*text.get_position())]
    assert [text.get_text() for text in legend] == ["command", "supply", "report"]
    renderer, (_, chip) = drawn.stage.figure.canvas.get_renderer(), PLACES["whole"].tag
    assert all(text.get_window_extent(renderer).y1 < chip - 12 for text in legend)


def test_behind_a_broken_link_nothing_arrives_any_more(drawn):
    assert ways(drawn, ChainMoment()) == (6, 4, 0)
    assert ways(drawn, ChainMoment(broken=["junction"])) == (3, 4, 3)
    assert ways(drawn, ChainMoment(broken=["brain", "junction"])) == (0, 4, 6)
    assert ways(drawn, ChainMoment(broken=["artery"])) == (6, 1, 3)
    assert ways(drawn, ChainMoment(broken=["filaments"])) == (6, 4, 0)


def test_what_is_too_much_leaves_by_two_arrows_and_is_no_crack(drawn):
    assert ways(drawn, ChainMoment(too_much=["nerve", "calcium"])) == (8, 4, 0)
    assert ways(drawn, ChainMoment(too_much=["nerve"], broken=["cord"])) == (1, 4, 5)
    drawn.drawing.show(ChainMoment(too_much=["nerve"]))
    assert len(drawn.drawing._cracks.get_path().vertices) == 1 < len(drawn.drawing._sparks.get_path().vertices)


def test_a_report_that_is_broken_does_not_arrive(drawn):
    for broken, color, arrives in (((), "#1a1a1a", True), ((BACK,), DEAD, False), (("filaments",), DEAD, False)):
        drawn.drawing.show(ChainMoment(broken=broken))
        assert (to_hex(drawn.drawing._back.get_edgecolor()), drawn.drawing._tip.get_visible()) == (color, arrives)


def test_transmitter_and_calcium_differ_in_form_and_colour(drawn):
    def looks(name: str) -> set:
        return {(line.get_marker(), to_hex(line.get_markerfacecolor())) for line in drawn.axes.lines
                if line.get_linestyle() == "None" and PLACES[name].holds(*line.get_xydata().mean(axis=0))}

    transmitter, calcium = looks("junction") - {("o", "#ffffff")}, looks("calcium")
    assert {marker for marker, _ in transmitter} == {"o"} and {marker for marker, _ in calcium} == {"D"}
    assert not {color for _, color in transmitter} & {color for _, color in calcium}


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
    strip = Case(Strip, (WIDTH, STRIP_HEIGHT), NOTHING, NOTHING, {}, (), COLORS)
    for case, places in ((SCENES["chain map"], PLACES), (strip, STRIP_PLACES)):
        drawn = Drawn(case)
        tube = drawn.pixels(NOTHING)[box(drawn, places["capillary"])]
        middle = tube[tube.shape[0] // 2 - 8:tube.shape[0] // 2 + 8]
        halves = np.array_split(middle[:, 12:-12], 2, axis=1)
        bright = [(half[..., 0] > 180)[(half[..., 1] < 90)].mean() for half in halves]
        assert (bright[0] > bright[1]) == (places["artery"].left < places["capillary"].left)
