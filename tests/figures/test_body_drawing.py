"""The body of the red-flag trainer: each place is marked where it is, on its own side, and is seen without colour."""

from __future__ import annotations

import numpy as np
import pytest

from muscle_lib.figures.drawings import body
from muscle_lib.figures.drawings.body import KINDS, PLACES, BodyMoment, in_words
from muscle_lib.figures.drawings.stills import body_png
from tests.figures.scenes import SCENES, Drawn

#: So much a pixel changes in grey, of 255, if it is seen to.
SEEN = 40
#: The line between the two views.
BETWEEN = body.WIDTH / 2


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    return Drawn(SCENES["body"])


@pytest.fixture(scope="module")
def plain(drawn) -> np.ndarray:
    """Its picture with nothing marked, in grey."""
    return drawn.pixels(BodyMoment()).mean(axis=2)


def around(spot, sharp: int = 1, room: int = 0) -> tuple[slice, slice]:
    """The pixels of a spot."""
    x, y, wide, high = spot
    rows = (body.HEIGHT - y - high) * sharp - room, (body.HEIGHT - y + high) * sharp + room + 1
    return np.s_[int(rows[0]):int(rows[1]), int((x - wide) * sharp - room):int((x + wide) * sharp + room + 1)]


def changed(drawn, plain, **marked) -> np.ndarray:
    """What a mark changes in grey, apart from its word and leader."""
    drawn.drawing.show(BodyMoment(**marked))
    for artist in (*drawn.drawing._names, drawn.drawing._leaders._lines, drawn.drawing._leaders._dots):
        artist.set_visible(False)
    found = np.abs(drawn.as_it_stands().mean(axis=2) - plain) > SEEN
    for artist in (*drawn.drawing._names, drawn.drawing._leaders._lines, drawn.drawing._leaders._dots):
        artist.set_visible(True)
    return found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", PLACES)
def test_every_place_is_marked_in_grey_where_it_is_and_nowhere_else(drawn, plain, name, kind):
    seen = changed(drawn, plain, **{kind: (name,)})
    assert seen.sum() > 12
    allowed = np.zeros_like(seen)
    for spot in body._spots([name]):
        allowed[around(spot, room=3)] = True
        assert seen[around(spot, room=3)].any()
    if kind in ("pain", "other") or not PLACES[name].parts:
        assert not (seen & ~allowed).any()


@pytest.mark.parametrize("name", [name for name, place in PLACES.items() if place.parts])
@pytest.mark.parametrize("kind", ["weak", "numb"])
def test_what_is_weak_or_numb_is_on_its_own_side_in_both_views(drawn, plain, name, kind):
    """The front faces us: the body's right is at our left. Behind it is at our right."""
    _, columns = np.nonzero(changed(drawn, plain, **{kind: (name,)}))
    sides = {side for _, side in PLACES[name].parts}
    views = {"front": columns[columns < BETWEEN] - body._MIDDLE["front"],
             "back": body._MIDDLE["back"] - columns[columns > BETWEEN]}
    for view, across in views.items():
        if name == "face" and view == "back":
            assert not across.size, "a face is seen from the front only"
            continue
        assert (across > 3).any() == ("left" in sides), view
        assert (across < -3).any() == ("right" in sides), view


def test_the_four_kinds_of_mark_differ_in_form_not_only_in_colour(drawn):
    pictures = [drawn.pixels(BodyMoment(**{kind: ("calf",)}), moving=False).mean(axis=2) for kind in KINDS]
    (spot,) = body._spots(["calf"])
    box = around(spot, sharp=2)
    for number, one in enumerate(pictures):
        for other in pictures[:number]:
            assert (np.abs(one[box] - other[box]) > SEEN).mean() > 0.05


@pytest.mark.parametrize("name", PLACES)
def test_every_mark_has_its_word_and_the_leader_ends_in_it(drawn, name):
    drawn.drawing.show(BodyMoment(pain=(name,)))
    assert [text.get_text() for text in drawn.drawing._names if text.get_text()] == [PLACES[name].short]
    (x,), (y,) = drawn.drawing._leaders._dots.get_data()
    assert any(np.hypot((x - cx) / wide, (y - cy) / high) < 1.0 for cx, cy, wide, high in body._spots([name]))


def test_no_word_of_a_place_lies_on_the_body(drawn, plain):
    for name in PLACES:
        drawn.pixels(BodyMoment(pain=(name,)))
        renderer = drawn.stage.figure.canvas.get_renderer()
        (text,) = [text for text in drawn.drawing._names if text.get_text()]
        box = text.get_window_extent(renderer)
        under = plain[int(body.HEIGHT - box.y1):int(body.HEIGHT - box.y0), int(box.x0):int(box.x1)]
        assert (under == 255).all(), name


def test_what_is_marked_is_told_in_words():
    assert in_words(BodyMoment()) == "A body, from the front and from behind. Nothing is marked."
    assert in_words(BodyMoment(pain=("calf", "neck", "jaw"), weak=("right arm",))) == (
        "A body, from the front and from behind. Pain or cramp: the right calf, the back of the neck and the jaw. "
        "Weak: the right arm.")
    assert len({place.words for place in PLACES.values()}) == len(PLACES)


def test_a_picture_is_drawn_once_and_is_small():
    one = body_png(BodyMoment(pain=("calf",)))
    assert one is body_png(BodyMoment(pain=("calf",))) and one[:4] == b"\x89PNG" and len(one) < 60_000
