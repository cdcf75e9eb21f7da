"""The sentence, the picture and the film of the beating foot: is what they say true?"""

from __future__ import annotations

from functools import cache
from unittest.mock import patch

import numpy as np
import pytest
from matplotlib.patches import Rectangle

from muscle_lib.figures.drawings.clonus import ClonusMoment
from muscle_lib.figures.drawings.limb import TOES_DOWN, TOES_UP
from muscle_lib.figures.nervous_system import ClonusFigure
from muscle_lib.figures.nervous_system.clonus import FILM_s, PEOPLE_Hz, SHOWN_s, SPREAD_Hz
from muscle_lib.figures.scene import PICTURES
from muscle_lib.models.nervous_system import Clonus, ClonusTrace
from muscle_lib.preset import all_presets
from muscle_lib.widgets.cursor import CursorDrawer
from muscle_lib.widgets.film import INTERVAL_ms
from tests.figures.scenes import SCENES, Drawn
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = ClonusFigure()


@cache
def run(**settings: float) -> ClonusTrace:
    return Clonus(**settings).run()


def lies(trace: ClonusTrace) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    words = FIGURE.describe(trace)
    checked = Claims(words)
    late = trace.pull_N[trace.t_s > trace.t_s[-1] - 0.5]
    pull = trace.pull_N
    peaks = int(np.count_nonzero((pull[1:-1] > pull[:-2]) & (pull[1:-1] >= pull[2:]) & (pull[1:-1] >= 2.5)))
    checked.claim("it goes on", ("still does" in words) == bool(np.ptp(late) > 2.0 and late.max() >= 2.5))
    checked.claim("it comes to rest", ("comes to rest" in words) == bool(peaks and "still does" not in words))
    checked.claim("nothing is answered", ("does not answer" in words or "Nobody" in words) == (not peaks))
    checked.claim("nobody pushes", ("Nobody" in words) == (not trace.push_N.any()))
    if peaks:
        checked.shows(r"answers \d+ ms", trace.delay_ms, 0.501, "ms")
    if "still does" in words:
        tail = trace.t_s >= 5.0
        turns = trace.angle_deg[tail] - trace.angle_deg[tail].mean()
        up = trace.t_s[tail][1:][(turns[1:] > 0.0) & (turns[:-1] <= 0.0)]
        checked.shows(r"beats [\d.]+", (up.size - 1) / (up[-1] - up[0]), 0.02, "")
        checked.shows(r"swings by [\d.]+", np.ptp(trace.angle_deg[tail]) / 2.0, 0.0501, "°")
    elif "beats within" in words:
        checked.shows(r"^\d+", peaks, 0.0, "")
        checked.shows(r"within [\d.]+", trace.beating_s, 0.0501, "s")
    elif "One beat" in words:
        checked.claim("one beat", peaks == 1)
    elif "does not answer" in words:
        checked.shows(r"up by [\d.]+", trace.angle_deg.max(), 0.0501, "°")
    return checked.lies


@pytest.mark.parametrize("model", along(Clonus), ids=setting)
def test_the_sentence_is_true_along_every_slider(model):
    assert lies(model.run()) == []


def test_the_sentence_is_true_at_the_ends_of_every_two_sliders():
    assert [lie for model in corners(Clonus) for lie in lies(model.run())] == []


@pytest.mark.parametrize("preset", all_presets(Clonus).values(), ids=lambda preset: preset.name)
def test_the_sentence_is_true_for_every_preset(preset):
    assert lies(preset.model.run()) == []


def shown(trace: ClonusTrace, at: float | None = None) -> ClonusMoment:
    """What the drawing is told of a moment."""
    scene = FIGURE.stage.drawn
    assert scene
    with patch.object(scene.drawing, "show") as show:
        scene.show(trace, at)
    return show.call_args.args[0]


def test_the_foot_turns_as_far_as_it_says_toes_up_as_toes_up():
    trace = run()
    for t in (0.3, 0.58, 0.68, 2.0):
        angle = float(np.interp(t, trace.t_s, trace.angle_deg))
        assert shown(trace, t).foot_degrees == pytest.approx(-angle)
    # The usual foot never reaches an end of the drawing: nothing of it is hidden.
    for preset in all_presets(Clonus).values():
        angle = preset.model.run().angle_deg
        assert -TOES_DOWN < angle.min() and angle.max() < -TOES_UP


def test_nothing_comes_before_its_cause():
    """Push, stretch, dots on the way, order in the calf, pull: in this order, the order one delay after the dots."""
    trace = run()

    def first(happens) -> float:
        return next(t for t in np.arange(0.45, 0.8, 0.002) if happens(shown(trace, t)))

    push, stretch = first(lambda now: now.push > 0.0), first(lambda now: now.foot_degrees < -0.1)
    dot, order = first(lambda now: len(now.arc) > 0), first(lambda now: now.units > 0.01)
    pull = first(lambda now: now.force > 0.05)
    assert push <= stretch <= dot + 0.01 < order < pull
    assert order - dot == pytest.approx(trace.delay_ms / 1000.0, abs=0.012)


def test_the_moment_that_stands_still_shows_dots_and_toes_up():
    trace = run()
    now = shown(trace)
    assert now.arc and now.foot_degrees < -5.0 and now.state == "beat 2"
    assert shown(run(kick_N=0.0, load_N=0.0)).state == "at rest"


def test_the_brake_is_bound_to_the_gain_alone():
    brakes = [shown(run(gain=gain)).brake for gain in (1.0, 2.0, 6.0, 20.0)]
    assert brakes == pytest.approx([1.0, 0.5, 1 / 6, 0.05])
    for other in ({"damping_percent": 160.0}, {"foot_kg": 4.0}, {"height_cm": 200.0}, {"stiffness_percent": 50.0}):
        assert shown(run(**other)).brake == shown(run()).brake


def test_a_weaker_brake_is_a_thinner_line_and_no_hand_is_there_while_nobody_pushes():
    drawn = Drawn(SCENES["foot on its spring"])
    widths = []
    for brake in (0.05, 0.5, 1.0):
        drawn.drawing.show(ClonusMoment(brake=brake))
        widths.append(drawn.drawing._brake[1].get_linewidth())
        assert not any(hand.get_visible() for hand in drawn.drawing._hand)
    assert widths == sorted(widths) and widths[0] < 0.4 * widths[-1]
    drawn.drawing.show(ClonusMoment(push=0.3))
    assert all(hand.get_visible() for hand in drawn.drawing._hand) and drawn.drawing._push_word.get_visible()


def test_a_dot_of_the_arc_goes_up_to_the_cord_and_back_to_the_calf():
    drawing = Drawn(SCENES["foot on its spring"]).drawing
    drawing.show(ClonusMoment(arc=(0.0, 0.49, 0.5, 0.999)))
    (x, y), (back_x, back_y) = drawing._dots.get_data(), drawing._nerve._impulses.get_data()
    assert np.hypot(x[0] - drawing._spindle.at[0], y[0] - drawing._spindle.at[1]) < 10.0
    assert x[1] > 225.0 and back_x[0] > 225.0, "in the cord"
    assert back_x[1] < 185.0 and back_y[1] < 340.0, "in the calf"


def test_the_film_runs_as_fast_as_the_foot_and_shows_the_push_and_a_dozen_beats():
    trace = run()
    moments = FIGURE.stage.moments(trace)
    first, last = FILM_s
    assert last - first == pytest.approx((PICTURES - 1) * INTERVAL_ms / 1000.0)
    assert moments.size == PICTURES and (moments[0], moments[-1]) == pytest.approx(FILM_s)
    assert moments[0] < trace.t_s[np.argmax(trace.push_N > 0.0)] and moments[-1] < SHOWN_s
    assert np.count_nonzero((trace.beat_s > first) & (trace.beat_s < last)) >= 12
    # Three or more pictures a beat, also of the quickest foot: fewer would show a beat that is not there.
    quickest = max(model.run().beats_each_Hz.max(initial=0.0) for model in along(Clonus))
    assert 1000.0 / INTERVAL_ms / quickest > 3.0
    angles = [shown(trace, t).foot_degrees for t in moments]
    turns = np.count_nonzero(np.diff(np.sign(np.diff(angles))))
    assert turns >= 2 * 12, "each beat goes up and down in the film, too"


def test_the_film_has_a_picture_of_its_own_for_each_moment_and_the_still_one_comes_back():
    trace = run()
    FIGURE.show(trace)
    still, pictures = FIGURE.stage.png(True), set()
    for t in FIGURE.stage.moments(trace):
        FIGURE.stage.show_at(trace, t)
        pictures.add(FIGURE.stage.png(True))
    assert len(pictures) == PICTURES
    FIGURE.show(trace)
    assert FIGURE.stage.png(True) == still


def test_the_cursor_moves_the_foot_and_reads_angle_pull_push_and_beat():
    trace, redrawn = run(), []
    FIGURE.show(trace)
    drawer = CursorDrawer(FIGURE, lambda: redrawn.append(FIGURE.stage.png(True)))
    drawer.button.value = True
    try:
        drawer.at = 2.0
        for label, path in (("angle, toes up", "angle_deg"), ("pull of the calf", "pull_N"),
                            ("push of the hand", "push_N")):
            value = float(np.interp(drawer.at, trace.t_s, getattr(trace, path)))
            read = {name: value for name, value, _ in FIGURE.stage.readings(drawer.at)}
            assert read[label] == pytest.approx(value, abs=0.6) and label in drawer.words
        assert read["from beat to beat"] == pytest.approx(trace.beats_Hz, abs=0.01)
        drawer.at = 0.58
        assert len(set(redrawn)) > 1
    finally:
        drawer.button.value = False


def test_the_band_is_peoples_mean_and_spread():
    (band,) = FIGURE.stage.axes["rate"].patches
    assert isinstance(band, Rectangle)
    assert (band.get_y(), band.get_y() + band.get_height()) == pytest.approx((4.5, 6.3))
    assert (PEOPLE_Hz, SPREAD_Hz) == (5.4, 0.9)
    assert any("5.4 ± 0.9" in text.get_text() for text in FIGURE.stage.axes["rate"].texts)
