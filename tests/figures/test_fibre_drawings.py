"""The fibre from close by: what is counted is right, and no head is attached where the thread is in its way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from muscle_lib.figures.drawings import filaments, twitch
from muscle_lib.figures.drawings.filaments import HEADS, LOWER, STRETCHES, TROPONINS, UPPER, thread
from muscle_lib.figures.drawings.twitch import FREE, GONE, STORED, Twitch, TwitchMoment
from muscle_lib.figures.stage import Stage

PULLING = TwitchMoment(release=0.5, store=0.9, calcium=12.4, troponin=0.5, filament=0.5, attached=0.4, uptake=0.5)


@pytest.fixture(scope="module")
def fibre():
    stage = Stage([["scene"]], width_px=twitch.WIDTH, height_px=twitch.HEIGHT, colors=twitch.FILLS, scene="scene")
    return Twitch(stage, stage.axes["scene"], atp=True)


def count(dots) -> int:
    return len(dots.get_xdata())


def test_dots_are_as_many_as_they_say_and_never_more_than_there_is_room_for(fibre):
    fibre.show(PULLING)
    assert (count(fibre._stored), count(fibre._free)) == (27, 12)
    assert count(fibre._filaments._bound) == len(STRETCHES) / 2
    fibre.show(replace(PULLING, store=2.0, calcium=1e4))
    assert (count(fibre._stored), count(fibre._free)) == (STORED, FREE)


@pytest.mark.parametrize(("calcium", "words"), [(0.0, "each 0.1 µM"), (40.0, "each 0.1 µM"), (40.2, "more than 4 µM"),
                                                (253.0, "more than 4 µM")])
def test_of_more_free_calcium_than_there_are_marks_it_is_said(fibre, calcium, words):
    """A reader counted 4 µM beside a sentence of 25."""
    fibre.show(replace(PULLING, calcium=calcium))
    assert fibre._counted.get_text() == f"free calcium: {words}"


def test_the_first_dots_are_spread_over_all_of_their_room():
    for few in (4, 12, 30):
        x = np.sort(twitch._evenly(FREE, 8, 158, 292, 204)[:few, 0])
        assert x[0] < 8 + 284 / 2 < x[-1] and np.diff(x).max() < 284 / few * 2.5


def aside(points) -> set:
    """The stretches at which a thread lies away from the heads."""
    found = set()
    for side, middle in ((1, UPPER), (-1, LOWER)):
        of_side = [y for _, y in points[:12]] if side > 0 else [y for _, y in points[13:25]]
        found |= {(side, at) for at in range(len(TROPONINS)) if side * (of_side[2 * at] - middle) > 0}
    return found


@pytest.mark.parametrize(("filament", "attached"), [(0.0, 0.0), (0.4, 0.15), (1.0, 0.7), (0.0, 0.3), (0.3, 1.0)])
def test_no_head_is_attached_where_the_thread_is_in_its_way(fibre, filament, attached):
    fibre.show(replace(PULLING, filament=filament, attached=attached))
    moved = aside(fibre._filaments._thread.get_xydata())
    tips = [path[4] for path in np.split(fibre._filaments._on.get_path().vertices, round(18 * attached))] \
        if attached else []
    assert len(tips) == round(len(HEADS) * attached)
    for x, y in tips:
        side = 1 if y > filaments.AXIS else -1
        near = {(side, int(at)) for at in np.flatnonzero(np.abs(TROPONINS - x) < 40)}
        assert near & moved, (x, y)
    assert set(STRETCHES[:round(len(STRETCHES) * filament)]) <= moved
    if not attached:
        assert moved == set(STRETCHES[:round(len(STRETCHES) * filament)])


def test_heads_attach_first_where_calcium_is(fibre):
    """A reader saw one hold on at an empty box, while one with calcium had none."""
    fibre.show(replace(PULLING, troponin=1 / 12, filament=4 / 12, attached=3 / 18))
    (side, at), = STRETCHES[:1]
    for path in np.split(fibre._filaments._on.get_path().vertices, 3):
        assert side * (path[4, 1] - filaments.AXIS) > 0 and abs(path[4, 0] - TROPONINS[at]) < 40


def test_without_atp_the_pump_is_shut_and_every_attached_head_leans_as_far_as_its_stroke_goes(fibre):
    fibre.show(PULLING)
    assert len(fibre._lift.get_path().vertices) > 1
    fibre.show(replace(PULLING, atp=GONE / 2.0))
    assert len(fibre._lift.get_path().vertices) == 1 and fibre._level.get_height() < 1.0
    leans = [path[4, 0] - path[0, 0] for path in np.split(fibre._filaments._on.get_path().vertices, 7)]
    # Towards the middle, which lies at the right.
    assert min(leans) > 10.0 and np.ptp(leans) < 4.0


def test_gates_and_pump_show_more_where_more_goes_through(fibre):
    leaving, heights, lifts = [], [], []
    for share in (0.0, 0.4, 1.0):
        fibre.show(replace(PULLING, release=share, uptake=share))
        leaving.append(count(fibre._leaving))
        heights.append(np.ptp(fibre._gates.get_path().vertices[:, 1]))
        lifts.append(np.ptp(fibre._lift.get_path().vertices[:, 0]))
    assert leaving == [0, 6, 10]
    assert heights == sorted(set(heights)) and lifts == sorted(set(lifts))


@pytest.mark.parametrize(("uptake", "atp", "word"), [(0.5, 1.0, "pump"), (0.0, 1.0, "idle pump"),
                                                     (0.0018, 1.0, "pump"),
                                                     (0.5, 0.0, "stuck pump")])
def test_a_pump_that_lifts_nothing_says_whether_it_has_nothing_to_lift_or_cannot(fibre, uptake, atp, word):
    """A reader took the weak pump's arrow for more work than the healthy one's, which had none left."""
    fibre.show(replace(PULLING, uptake=uptake, atp=atp))
    assert fibre._pump_word.get_text() == word
    box = fibre._pump_word.get_window_extent(fibre._pump_word.figure.canvas.get_renderer())
    (start, _), = [pair for pair in fibre._leaders._lines.get_xydata() if pair[1] == 223]
    assert 0.0 < 296.0 - 72.0 * box.width / fibre._pump_word.figure.dpi - start < 6.0, "before the word, not in it"


def test_the_membrane_is_excited_only_while_there_is_an_impulse(fibre):
    for impulses in ((0.3,), (), (0.0, 0.9)):
        fibre.show(replace(PULLING, impulses=impulses))
        assert fibre._excited.get_visible() == fibre._impulse.get_visible() == bool(impulses)


@pytest.mark.parametrize(("filament", "attached", "release"), [(0.0, 0.0, 0.0), (0.5, 0.1, 0.5), (1.0, 0.6, 1.0)])
def test_leaders_end_on_what_they_name_wherever_it_is_and_not_on_a_troponin(fibre, filament, attached, release):
    fibre.show(replace(PULLING, filament=filament, attached=attached, release=release))
    ends = fibre._leaders._dots.get_xydata()
    (thread_end,), (bead_end,), (gate_end,) = ([end for end in ends if abs(end[0] - x) < 0.1] for x in (34, 98, 105))
    line = fibre._filaments._thread.get_xydata()
    upper, lower = line[:12], line[13:25]
    assert thread_end[1] == pytest.approx(np.interp(34.0, *upper.T))
    # Upon a bead, and not upon the thread.
    assert abs(bead_end[1] - LOWER) < 4.0 and abs(bead_end[1] - np.interp(98.0, *lower.T)) > 3.0
    assert fibre._gates.get_path().contains_point(gate_end)
    for x, y in ends:
        assert min(max(abs(x - right), abs(y - up)) for right, up in fibre._filaments._sites.values()) > 6.0


def test_the_thread_is_one_line_with_a_gap():
    assert np.isnan(thread([])).all(axis=1).sum() == 2
    assert aside(thread([(1, 0), (-1, 5)])) == {(1, 0), (-1, 5)}
