"""The scenes of all figures: each part stands where the value that it is bound to puts it, at the right moment."""

from __future__ import annotations

import html
import inspect
from dataclasses import asdict, fields
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scipy.integrate import cumulative_trapezoid

from muscle_lib.figures.scene import PICTURES, SPELT, Bound, Carried, Scene, Sent, Told
from muscle_lib.units import factor
from muscle_lib.widgets.inside import look_inside
from tests.figures.test_every_figure import (
    PAIRS,
    array_at,
    different,
    has_scene,
    made,
    name_in,
    name_of,
    own_unit,
    stems,
)
from tests.sentences import complaints

SCENES = [(figure, model) for figure, model in PAIRS if has_scene(figure)]


def shown_default(figure: type, model: type) -> Any:
    """The default run, shown."""
    made(figure).show(model().run())
    return model().run()


class Watched:
    """A figure whose drawing is watched: what it was shown last."""

    def __init__(self, figure: type) -> None:
        self.stage = made(figure).stage
        self.scene: Scene = self.stage.drawn
        self.seen: list[Any] = []

    def __enter__(self) -> Watched:
        self._show = self.scene.drawing.show
        self.scene.drawing.show = self.seen.append
        return self

    def __exit__(self, *_: object) -> None:
        del self.scene.drawing.show


def moments_of(scene: Scene, trace: Any) -> list[float]:
    """The beginning, the moment that is declared, and the end, in the unit of the scene's time."""
    if not scene._time:
        return [0.0]
    time = array_at(trace, scene._time, own_unit(scene._time))
    return [float(time[0]), *([float(scene._declared(trace))] if scene._declared else []), float(time[-1])]


def wanted(bound: Any, scene: Scene, trace: Any, t: float) -> Any:
    """Where a part has to stand: worked out without the scene's own help."""
    value = trace
    for part in bound.path.split("."):
        value = value[int(part)] if part.isdigit() else getattr(value, part)
    if isinstance(bound, Told):
        return value(t) if callable(value) else value
    if isinstance(bound, Sent):
        ways = [(t - each) / bound.lasts for each in np.atleast_1d(value)]
        return tuple(way for way in ways if 0.0 <= way < 1.0)
    if isinstance(bound, Carried):
        time = array_at(trace, scene._time, own_unit(scene._time))
        come = cumulative_trapezoid(value, time, initial=0.0) / bound.most
        since = np.interp(t, time, come) - np.interp(scene._declared(trace), time, come)
        return bound.STEP * since / (time[-1] - time[0]) * (PICTURES - 1)
    if callable(value):
        value = value(t)
    elif np.ndim(value):
        time = array_at(trace, scene._time, own_unit(scene._time))
        before = (time > t - bound.mean) & (time <= t + 1e-9)
        value = np.mean(value[before]) if bound.mean and before.any() else np.interp(t, time, value)
    (low, high), (start, end) = bound.of, bound.to
    return start + (end - start) * min(max((value - low) / (high - low), 0.0), 1.0)


def test_what_a_flow_carries_goes_half_as_fast_at_half_the_flow_and_stands_where_none_flows():
    """Not only fewer, or a shorter arrow: the dots themselves slow down."""
    minutes = np.linspace(0.0, 3.0, PICTURES)
    trace = SimpleNamespace(flow_mL_s=np.where(minutes < 1.0, 4.0, np.where(minutes < 2.0, 2.0, 0.0)))
    carried = Carried("", "", "", "flow_mL_s", 4.0, lambda trace: 0.5)
    at = [carried.at(trace, minutes, t) for t in (0.2, 0.4, 1.2, 1.4, 2.2, 2.4)]
    fast, slow, none = np.diff(at)[::2]
    assert fast == pytest.approx(2.0 * slow) and none == 0.0 < slow and carried.at(trace, minutes, 0.5) == 0.0
    # From one picture of a film to the next: half of the way to the one before, and they would seem to run back.
    assert carried.at(trace, minutes, minutes[1]) - carried.at(trace, minutes, 0.0) == pytest.approx(carried.STEP)
    assert carried.STEP < 0.5


def test_there_are_scenes():
    assert len(SCENES) >= 7


@pytest.mark.parametrize(("figure", "model"), SCENES, ids=name_of)
def test_every_part_stands_where_its_value_puts_it(figure, model):
    default = shown_default(figure, model)
    with Watched(figure) as watched:
        for trace in (default, different(model)):
            for t in moments_of(watched.scene, trace):
                watched.scene.show(trace, t)
                for bound in watched.scene.bound:
                    got = getattr(watched.seen[-1], bound.part)
                    if isinstance(bound, Told):
                        np.testing.assert_equal(got, wanted(bound, watched.scene, trace, t), bound.part)
                    else:
                        assert got == pytest.approx(wanted(bound, watched.scene, trace, t), abs=1e-9), (bound.part, t)


@pytest.mark.parametrize("figure", dict.fromkeys(figure for figure, _ in SCENES), ids=name_of)
def test_each_part_is_bound_once_to_what_its_words_say(figure):
    scene = made(figure).stage.drawn
    parts = [bound.part for bound in scene.bound]
    assert len(set(parts)) == len(parts) and {*parts} <= {part.name for part in fields(scene._moment())}
    for bound in scene.bound:
        said = stems(f"{bound.seen} {bound.value} {bound.part}")
        assert said & stems(name_in(bound.path)), f"{bound.words}: nothing of this is in the name {bound.path}"
        assert complaints(f"{bound.words}.") == []
        if isinstance(bound, Bound) and own_unit(bound.path):
            # A unit of our own is written out.
            unit = SPELT.get(own_unit(bound.path), own_unit(bound.path))
            assert bound.words.split(", mean over")[0].endswith(f" {unit}"), bound.words


@pytest.mark.parametrize(("figure", "model"), SCENES, ids=name_of)
def test_it_shows_the_moment_of_the_cursor_or_else_the_one_it_declares_and_marks_that(figure, model):
    trace, stage = shown_default(figure, model), made(figure).stage
    if stage.cursor is None:
        assert stage.drawn._declared is None, "what declares a moment marks it on curves"
        return
    if not stage.cursor.name.startswith("Time"):
        assert_a_cursor_along_something_else_is_no_moment(figure, trace, stage)
        return
    declared, marked = stage.drawn.show(trace), [line.get_xdata()[0] for line in stage._here]
    as_the_cursor_counts = declared * factor(stage.drawn.time_unit, stage.cursor.unit) if marked else 0.0
    assert bool(marked) != stage.drawn.is_live and marked == pytest.approx([as_the_cursor_counts] * len(marked))
    before = stage.png(True)
    at = stage.cursor.low + 0.37 * (stage.cursor.high - stage.cursor.low)
    with Watched(figure) as watched:
        stage.place_cursor(at)
        stage.place_cursor(None)
        stage.show_at(trace, at)
        stage.show_at(trace)
    for one, other in ((0, 2), (1, 3)):
        np.testing.assert_equal(asdict(watched.seen[one]), asdict(watched.seen[other]))
    made(figure).show(trace)
    assert stage.png(True) == before


def assert_a_cursor_along_something_else_is_no_moment(figure, trace, stage):
    made(figure).show(trace)
    with Watched(figure) as watched:
        stage.show_at(trace)
        stage.place_cursor(0.37 * stage.cursor.high)
        stage.place_cursor(None)
        stage.show_at(trace, float(trace.t_ms[len(trace.t_ms) // 4]) if stage.drawn.time_unit else 0.0)
    assert watched.seen[0] == watched.seen[1] == watched.seen[2]
    # A state without a time is always the same.
    assert (watched.seen[2] != watched.seen[3]) == bool(stage.drawn.time_unit)
    assert stage._here == []
    made(figure).show(trace)


@pytest.mark.parametrize(("figure", "model"), SCENES, ids=name_of)
def test_a_recorded_scene_has_a_film_and_a_living_one_none(figure, model):
    trace, stage = shown_default(figure, model), made(figure).stage
    moments = stage.moments(trace)
    assert (len(moments) == PICTURES) == stage.drawn.has_film
    if len(moments):
        assert stage.cursor.low <= moments[0] < moments[-1] <= stage.cursor.high + 1e-9
        pictures = set()
        for t in moments[::15]:
            stage.show_at(trace, t)
            pictures.add(stage.png(True))
        stage.show_at(trace)
        assert len(pictures) > 1


@pytest.mark.parametrize(("figure", "model"), SCENES, ids=name_of)
def test_what_moves_stands_under_look_inside(figure, model):
    words = look_inside(model(), made(figure).stage.drawn)
    assert "What moves in the drawing" in words
    for bound in made(figure).stage.drawn.bound:
        assert html.escape(bound.seen) in words and html.escape(bound.value) in words
    assert "What moves" not in look_inside(model())


def test_a_value_that_is_not_there_yet_leaves_its_part_at_rest():
    bound = Bound("force", "Calf", "force", "force_N", of=(0.0, 10.0))

    class Empty:
        force_N = np.zeros(0)

    assert bound.at(Empty, np.zeros(0), 0.0) is None


def test_a_scenes_docstring_says_what_it_answers():
    for figure, _ in SCENES:
        module = inspect.getmodule(type(made(figure).stage.drawn.drawing))
        assert "?" in module.__doc__ or "”" in module.__doc__, module.__name__
