"""The drawings: each number moves its part, in the right direction; the extremes stay inside; every word is seen."""

from __future__ import annotations

import io
import re
from dataclasses import fields, replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from matplotlib.lines import Line2D
from matplotlib.path import Path as Outline
from PIL import Image

from muscle_lib.figures import drawings
from muscle_lib.figures.drawings.deeds import THINGS, pulling_hand
from muscle_lib.figures.drawings.leg import HEIGHT, Moment
from muscle_lib.figures.drawings.limb import ANKLE, FOOT, KNEE, TOES_DOWN, TOES_UP, shape
from muscle_lib.figures.drawings.shapes import smooth, turned
from muscle_lib.figures.drawings.stills import legs_png
from muscle_lib.figures.drawings.table import between
from muscle_lib.figures.drawings.words import Stamp
from muscle_lib.figures.stage import Stage
from muscle_lib.models.letting_go.remedies import REMEDIES
from tests.contact_sheet import GAP, sheet
from tests.figures.scenes import SCENES, Drawn

PARTS = [(name, part.name) for name, case in SCENES.items() for part in fields(case.busy)]
MOMENTS = [(name, place) for name, case in SCENES.items() for place in range(len(case.extremes) + 2)]
#: So much a pixel changes, of 255, if it is seen to; so many pixels do, if a part has moved.
SEEN, MOVED = 40, 8
#: How light red, green and blue are, and so much must change for someone who sees no colours.
LIGHT, SEEN_GREY = np.array([0.2126, 0.7152, 0.0722]), 20


def shift(ink: np.ndarray, axis: int) -> float:
    """How far ink that came lies down (axis 0) or to the right (1) of ink that went."""
    along = np.indices(ink.shape)[axis]
    came, went = (np.clip(sign * ink, 0.0, None) for sign in (1.0, -1.0))
    return float((along * came).sum() / came.sum() - (along * went).sum() / went.sum())


#: What is done where a number grows, as more than nothing: of all ink that changes, more than a tenth comes, or goes;
#: or what comes lies higher, or more to the right, by more than 2 pixels.
DOES = {"darker": lambda ink: ink.sum() / np.abs(ink).sum() - 0.1, "up": lambda ink: -shift(ink, 0) - 2.0,
        "paler": lambda ink: -ink.sum() / np.abs(ink).sum() - 0.1, "right": lambda ink: shift(ink, 1) - 2.0}


@pytest.fixture(scope="module")
def drawn():
    return cache(lambda name: Drawn(SCENES[name]))


@pytest.fixture(scope="module")
def busy(drawn):
    """The picture of a drawing in which everything is going on."""
    return cache(lambda name: drawn(name).pixels(SCENES[name].busy))


@pytest.fixture(scope="module")
def bare(drawn):
    """The picture of what stands still, in grey: the same at each moment."""
    def without_what_moves(name: str) -> np.ndarray:
        made = drawn(name)
        visible = {artist: artist.get_visible() for artist in made.stage._moving}
        for artist in visible:
            artist.set_visible(False)
        grey = made.as_it_stands().mean(axis=2)
        for artist, was in visible.items():
            artist.set_visible(was)
        return grey

    return cache(without_what_moves)


def moment(name: str, place: int):
    case = SCENES[name]
    return (*case.extremes, case.rest, case.busy)[place]


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_every_number_moves_its_part_and_nothing_moves_by_itself(drawn, busy, name, part):
    case, before = SCENES[name], busy(name)
    other = replace(case.busy, **{part: case.other[part]})
    assert other != case.busy, "another value of it is wanted"
    assert {name for names in case.grows.values() for name in names.split()} <= {*case.other} - case.without
    after = drawn(name).pixels(other)
    changed = np.abs(after - before).max(axis=2) > SEEN
    assert (changed.sum() > MOVED) == (part not in case.without), changed.sum()
    if part not in case.without:
        ink = (before - after) @ LIGHT
        assert (np.abs(ink) > SEEN_GREY).sum() > MOVED, "told by its colour alone"
    for does in (does for does, names in case.grows.items() if part in names.split()):
        larger = case.other[part] > getattr(case.busy, part)
        assert DOES[does](ink if larger else -ink) > 0.0, does
    assert (drawn(name).pixels(replace(case.busy)) == before).all(), "the same moment, after others, is the same"


@pytest.mark.parametrize(("name", "place"), MOMENTS)
def test_all_that_is_drawn_stays_inside_its_frame(drawn, name, place):
    made = drawn(name)
    made.drawing.show(moment(name, place))
    made.stage.png(True)
    frame, renderer = made.axes.get_window_extent(), made.stage.figure.canvas.get_renderer()
    for text in made.axes.texts:
        if text.get_visible() and text.get_text():
            box = text.get_window_extent(renderer)
            inside = (frame.x0 - 1 <= box.x0, box.x1 <= frame.x1 + 1, frame.y0 - 1 <= box.y0, box.y1 <= frame.y1 + 1)
            assert all(inside), (text.get_text(), inside)
    # An outline may lie on the frame.
    room = {side: 1.5 + made.case.out.get(side, 0.0) for side in ("left", "right", "bottom", "top")}
    for artist in (*made.axes.patches, *made.axes.lines, *made.axes.collections, *made.axes.images):
        # A line without points seems to lie in a corner.
        if artist.get_visible() and (not isinstance(artist, Line2D) or np.isfinite(artist.get_xydata()).any()):
            box = artist.get_window_extent(renderer)
            beyond = {"left": frame.x0 - box.x0, "right": box.x1 - frame.x1, "bottom": frame.y0 - box.y0,
                      "top": box.y1 - frame.y1}
            assert all(beyond[side] <= room[side] for side in room), (artist, beyond)


@pytest.mark.parametrize(("name", "place"), MOMENTS)
def test_nothing_that_moves_lies_over_a_word_that_stands_still(drawn, bare, name, place):
    """It would vanish without an error: what moves is drawn over all that stands."""
    made, still = drawn(name), bare(name)
    now = made.pixels(moment(name, place)).mean(axis=2)
    renderer = made.stage.figure.canvas.get_renderer()
    for text in made.axes.texts:
        if text not in made.stage._moving and text.get_text():
            box = text.get_window_extent(renderer)
            height = made.case.size_px[1]
            part = np.s_[int(height - box.y1):int(height - box.y0), int(box.x0):int(box.x1)]
            assert (np.abs(now[part] - still[part]) > SEEN).mean() < 0.03, text.get_text()


@pytest.mark.parametrize("name", SCENES)
def test_all_words_of_a_scene_are_14_pixels_high(drawn, name):
    made = drawn(name)
    texts = [text for text in made.axes.texts if text.get_text()]
    assert texts and all(text.get_fontsize() >= 14.0 for text in texts)
    assert sum(text not in made.stage._moving for text in texts) <= made.case.words


@pytest.mark.parametrize("name", SCENES)
def test_paper_stays_white(drawn, name):
    pixels = drawn(name).pixels(SCENES[name].busy).reshape(-1, 3)
    # In the narrowest strip of it: a bath and a cell fill most of the membrane's picture.
    assert (pixels == 255).all(axis=1).mean() > 0.1


def test_the_contact_sheet_shows_a_scene_three_times_and_the_pictures_of_the_pages():
    case = SCENES["heads of smooth muscle"]
    page = Image.open(io.BytesIO(legs_png()))
    shown = np.asarray(sheet([case], [legs_png()]))
    width, height = (2 * size for size in case.size_px)
    assert shown.shape == (page.height + height + 2 * GAP, 3 * (width + GAP), 3)
    assert (shown[:page.height, :page.width] == np.asarray(page.convert("RGB"))).all()
    rest, busy, extreme = (shown[page.height + GAP:-GAP, place * (width + GAP):][:, :width] for place in range(3))
    assert (rest != busy).any() and (busy != extreme).any() and (rest != extreme).any()


def test_no_colour_is_written_down_in_two_places():
    """What two drawings share stands in the table: changed in one of them only, it would tell them apart."""
    places: dict[str, set[str]] = {}
    folder = Path(drawings.__file__).parent
    for module in (*folder.glob("*.py"), folder.parent / "style.py"):
        for color in re.findall(r'"(#[0-9a-fA-F]{6})"', module.read_text(encoding="utf-8")):
            places.setdefault(color.lower(), set()).add(module.name)
    assert len(places) > 80 and {color: names for color, names in places.items() if len(names) > 1} == {}


def test_a_fill_almost_as_white_as_the_paper_is_refused():
    with pytest.raises(ValueError, match="#fdfcf7"):
        Stage([["scene"]], colors=["#fdfcf7"])


# ---------------------------------------------------------------- the leg

REST = Moment()


@pytest.mark.parametrize("degrees", [TOES_UP, TOES_DOWN])
def test_the_leg_fits_into_its_frame_at_both_ends_of_the_joint(drawn, degrees):
    made = drawn("leg with reflex and deeds")
    made.drawing.show(replace(REST, foot_degrees=degrees))
    skin, width = made.drawing._limb._skin.get_path().vertices, made.case.size_px[0]
    assert skin[:, 1].min() >= 0.0 and skin[:, 0].min() >= -9.0 and skin[:, 0].max() <= width - 9.0


def area(path: Outline) -> float:
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
    drawn = Drawn(SCENES["leg with supplies"])
    darkness, widths = [], []
    for force in (0.0, 0.5, 1.0):
        drawn.drawing.show(replace(REST, force=force))
        darkness.append(sum(drawn.drawing._calf._muscle.get_facecolor()[:3]))
        widths.append(drawn.drawing._calf._fibres.get_linewidth())
    assert darkness == sorted(darkness, reverse=True) and widths == sorted(widths)
    assert len(set(darkness)) == len(set(widths)) == 3


def test_a_vein_with_less_oxygen_has_fewer_dots_and_the_artery_keeps_its_own():
    drawn = Drawn(SCENES["leg with supplies"])
    counts, artery = [], []
    for oxygen in (0.0, 0.5, 1.0):
        drawn.drawing.show(replace(REST, oxygen=oxygen))
        counts.append(len(drawn.drawing._vessels._dots.get_xdata()))
        artery.append(drawn.drawing._vessels._to.get_edgecolor())
    assert counts == [10, 15, 20] and len(set(artery)) == 1


def test_blood_runs_on_into_the_foot_where_only_the_calf_squeezes_its_vessels_and_no_dot_lies_on_the_calf(drawn):
    """Dots that end at the knee mean an artery that is shut there; what is behind it is narrow, too."""
    made = drawn("leg with supplies")
    lowest, widths = [], []
    for blood in (0.0, 0.5, 1.0):
        made.drawing.show(replace(REST, flow=0.0, oxygen=0.0, blood=blood))
        vessels = made.drawing._vessels
        lowest.append(vessels._dots.get_ydata().min())
        inside = vessels._vessels[0][3][1].get_path().vertices
        widths.append(np.ptp(inside[np.abs(inside[:, 1] - 200.0) < 4.0, 0]))
    assert lowest[0] > KNEE > lowest[1] > 140.0 > lowest[2] and widths == sorted(widths) and widths[0] < widths[1]
    for degrees in (TOES_UP, TOES_DOWN):
        made.drawing.show(replace(REST, foot_degrees=degrees, flow=1.0))
        on = [made.drawing._calf._muscle, made.drawing._calf._soleus, made.drawing._calf._head]
        at = np.column_stack(vessels._dots.get_data())
        assert not any(part.get_path().contains_points(at).any() for part in on) and at[:, 1].max() < HEIGHT - 4


def test_the_part_of_an_end_plate_that_is_lit_is_the_part_of_the_muscle():
    """One of 120 motor units is no quarter of the muscle."""
    drawn = Drawn(SCENES["leg with supplies"])
    lit = []
    for units in (0.0, 1 / 120, 0.06, 0.25, 0.6, 1.0):
        drawn.drawing.show(replace(REST, units=units))
        nerve = drawn.drawing._nerve
        part = nerve._part.get_markersize() ** 2 / nerve._plates.get_markersize() ** 2 if len(
            nerve._part.get_xdata()) else 0.0
        lit.append((len(nerve._lit.get_xdata()) + part) / 4.0)
    assert lit == pytest.approx([0.0, 1 / 120, 0.06, 0.25, 0.6, 1.0], abs=1e-5)


@pytest.mark.parametrize("name", [name for name in SCENES if name.startswith(("leg", "foot on"))])
def test_a_mark_says_that_a_metre_of_all_nerves_is_left_out(drawn, name):
    """A leg is not beside its spinal cord."""
    made = drawn(name)
    made.drawing.show(SCENES[name].busy)
    assert any("≈ 1 m\nleft out" in text.get_text() for text in made.axes.texts)
    drawing, ways = made.drawing, [made.drawing._nerve.way]
    reflex = getattr(drawing, "_reflex", None)
    spindle = reflex._spindle if reflex else getattr(drawing, "_spindle", None)
    ways += [spindle.way] if spindle else []
    ways += [np.column_stack(way._line.get_data()) for way in ((reflex._ib, reflex._length) if reflex else ())]
    (left, low), (right, high) = (np.array(end) for end in drawing._nerve._strokes.get_path().vertices[:2])
    for x, y in (way[-30:].T if way is not drawing._nerve.way else way[:45].T for way in ways):
        at = np.abs(y - np.interp(x, (left, right), (low, high))).argmin()
        assert left < x[at] < right


def test_the_vessels_run_into_the_foot_and_turn_with_it(drawn):
    made = drawn("leg with supplies, foot free")
    for degrees in (TOES_UP, 0.0, TOES_DOWN):
        made.drawing.show(replace(REST, foot_degrees=degrees))
        skin = made.drawing._limb._skin.get_path()
        for *_, (vessel, _) in made.drawing._vessels._vessels:
            tip = vessel.get_path().vertices[len(vessel.get_path()) // 2]
            level = turned(tip, ANKLE, -degrees)[0]
            assert 85.0 < level[0] < 95.0 and level[1] < 80.0 and skin.contains_point(tip)


def test_no_impulse_passes_a_broken_nerve_and_no_plate_is_lit_behind_it():
    drawn = Drawn(SCENES["leg with supplies"])
    drawn.drawing.show(replace(SCENES["leg with supplies"].busy, carries=0.0, impulses=(0.05, 0.2, 0.3, 0.5, 0.9)))
    assert len(drawn.drawing._nerve._impulses.get_xdata()) == 2
    assert len(drawn.drawing._nerve._lit.get_xdata()) == 0
    drawn.drawing.show(SCENES["leg with supplies"].busy)
    assert len(drawn.drawing._nerve._impulses.get_xdata()) == 2 and len(drawn.drawing._nerve._lit.get_xdata()) == 2


def test_each_way_back_is_as_wide_as_what_it_reports():
    drawn = Drawn(SCENES["leg with reflex and deeds"])
    reflex = drawn.drawing._reflex
    for part, way in (("spindle", reflex._spindle.feeler), ("organ", reflex._ib), ("length", reflex._length)):
        widths = []
        for share in (0.0, 0.5, 1.0):
            drawn.drawing.show(replace(REST, **{part: share}))
            widths.append(way._line.get_linewidth())
        assert widths == sorted(widths) and widths[0] < widths[2]


def test_no_colour_lies_between_a_fill_and_white():
    with pytest.raises(ValueError, match="white"):
        between(("#f8ebde", "#ffffff"))


def test_a_partly_cut_nerve_is_thin_and_says_so_and_a_whole_one_is_not():
    drawn = Drawn(SCENES["leg with supplies"])
    widths, words = [], []
    for carries in (0.3, 0.6, 1.0):
        drawn.drawing.show(replace(REST, carries=carries))
        widths.append(drawn.drawing._nerve._whole[1].get_linewidth())
        words.append(drawn.drawing._nerve._word.get_text())
    assert widths == sorted(widths) and words == ["part\ncut", "part\ncut", ""]


def test_the_nerve_has_its_name_and_what_is_said_beside_it_touches_no_brain_stem(drawn):
    made = drawn("leg with supplies")
    assert any(text.get_text().startswith("nerve") for text in made.axes.texts)
    for carries in (0.0, 0.5):
        made.drawing.show(replace(REST, carries=carries))
        box = made.drawing._nerve._word.get_window_extent(made.stage.figure.canvas.get_renderer())
        assert box.transformed(made.axes.transData.inverted()).x1 < 240.0, "the stem begins at 243"


@pytest.mark.parametrize("degrees", [TOES_UP, 0.0, TOES_DOWN])
def test_no_leader_runs_through_a_cross(drawn, degrees):
    made = drawn("leg with supplies, foot free")
    made.drawing.show(replace(REST, foot_degrees=degrees, broken=("command", "junction", "fibre", "blood")))
    ends = np.column_stack(made.drawing._leaders._lines.get_data()).reshape(-1, 3, 2)[:, :2]
    for cross in np.column_stack(made.drawing._crosses[0].get_data()):
        for start, end in ends:
            part = np.clip(np.dot(cross - start, end - start) / np.sum((end - start) ** 2), 0.0, 1.0)
            assert np.hypot(*(start + part * (end - start) - cross)) > 12.0, (cross, start)


def test_a_hand_that_pulls_holds_the_toes_from_below_with_its_thumb_on_them():
    """Fingers that lie on the toes could only push them down."""
    _, hand = pulling_hand()
    for x in (28.0, 36.0, 44.0):
        toes = [y for y in range(40, 120) if smooth(FOOT).contains_point((x, y))]
        held = [y for y in range(20, 120) if hand.contains_point((x, y))]
        assert max(y for y in held if y < 70) < min(toes) + 3 and min(y for y in held if y > 70) > max(toes) - 3
        assert {y for y in held if y < 50} and {y for y in held if y > 86}


def test_what_is_done_about_a_cramp_has_one_thing_and_its_word():
    drawn = Drawn(SCENES["leg with reflex and deeds"])
    assert {*THINGS} < {*REMEDIES}, "each is a remedy of the model"
    for done in REMEDIES:
        drawn.drawing.show(replace(REST, done=done))
        deeds = drawn.drawing._deeds
        here = [name for name, artists in deeds._things.items() if artists[0].get_visible()]
        # What the shin cannot move is held by a hand.
        held = ["pull"] if done == "opposite muscle" else []
        assert here == held + ([THINGS[done]] if done in THINGS else [])
        first = deeds._word.get_text().split("\n")[0]
        assert bool(first) == (done != "nothing")


def test_a_broken_link_is_crossed_where_it_is():
    drawn = Drawn(SCENES["leg with supplies"])
    drawn.drawing.show(replace(REST, broken=("junction", "blood"), blood=0.0))
    x, y = drawn.drawing._crosses[1].get_data()
    assert len(x) == 2 and x[0] > 160 > x[1], "at the end plates; on the artery, which is further to the front"
    drawn.drawing.show(REST)
    assert len(drawn.drawing._crosses[1].get_xdata()) == 0


def test_how_a_word_that_moves_looks_does_not_depend_on_where_it_was_before():
    def pictures(*places: float) -> list[bytes]:
        stage = Stage([["one"]], width_px=200, height_px=100)
        axes = stage.panel("one")
        axes.set(xlim=(0, 1), ylim=(0, 1))
        word, found = stage.moving(Stamp(axes, 0.0, 0.5, "cramp", ha="center")), []
        for x in places:
            word.set_x(x)
            found.append(stage.png())
        return found

    here, there = pictures(0.3, 0.5037)
    assert pictures(0.5037, 0.3) == [there, here]
    assert here != there
