"""Two muscles that fight: is the sentence true, is the film in true time, and does the pen write what the wrist did?"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from muscle_lib.figures.drawings.arm import BACK, FILLS, FORWARD, HEIGHT, WIDTH, Arm, ArmMoment, PULL_px, nib
from muscle_lib.figures.drawings.stills import bare_stage
from muscle_lib.figures.nervous_system import DystoniaFigure
from muscle_lib.figures.nervous_system.dystonia import NEIGHBOUR_percent, SHOWN_s
from muscle_lib.models.nervous_system import Dystonia, DystoniaTrace
from muscle_lib.models.nervous_system.dystonia import POINT_s, SEEN_s
from muscle_lib.preset import all_presets, preset
from muscle_lib.quantity import quantities
from muscle_lib.widgets.film import INTERVAL_ms
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = DystoniaFigure()
MODELS = [*along(Dystonia), *corners(Dystonia), *(each.model for each in all_presets(Dystonia).values())]


@cache
def run(model: Dystonia) -> DystoniaTrace:
    return model.run()


def lies(model: Dystonia) -> list[str]:
    trace = run(model)
    words = Claims(FIGURE.describe(trace), setting(model))
    words.shows(r"to and fro by [\d.]+", trace.movement_deg, 0.051, "°")
    words.shows(r"as one would at \d+", trace.effort_percent, 0.51, "%")
    words.shows(r"Both are at work for \d+", trace.both_percent, 0.51, "%")
    words.shows(r"%; \d+", trace.cancelled_percent, 0.51, "%")
    words.claim("a neighbour joins in", ("neighbour" in words.words) == (trace.overflow_percent >= 0.5))
    if "neighbour" in words.words:
        words.shows(r"with up to \d+", trace.overflow_percent, 0.51, "%")
    words.claim("the wrist is bent", ("bent forward" in words.words) == (trace.posture_deg <= -0.5))
    if "bent forward" in words.words:
        words.shows(r"bent forward by [\d.]+", -trace.posture_deg, 0.051, "°")
    return words.lies


def test_every_sentence_is_true() -> None:
    assert [lie for model in MODELS for lie in lies(model)] == []


def test_all_that_happens_is_in_view() -> None:
    panels = FIGURE.stage.axes
    for model in MODELS:
        FIGURE.show(run(model))
        for curve in FIGURE.stage.curves:
            low, high = curve.line.axes.get_ylim()
            y = np.asarray(curve.line.get_ydata(), float)
            # Names of curves stand in the upper third of the first two.
            top = 0.72 * high if curve.line.axes in (panels["command"], panels["activity"]) else high
            assert low <= y.min() and y.max() <= top, (curve.label, setting(model))
        assert FORWARD <= run(model).wrist_deg.min() and run(model).wrist_deg.max() <= BACK
        assert run(model).overflow_percent <= NEIGHBOUR_percent


def test_the_film_plays_in_true_time() -> None:
    """One beat a second: three seconds in three seconds and a bit."""
    moments = FIGURE.stage.moments(run(Dystonia()))
    lasts_s = (len(moments) - 1) * INTERVAL_ms / 1000.0
    assert (moments[0], moments[-1]) == (0.0, SEEN_s) and lasts_s == pytest.approx(SEEN_s, rel=0.06)
    assert quantities(Dystonia)["beats_Hz"].default == 1.0 and quantities(Dystonia)["beats_Hz"].fixed


def test_the_moment_that_is_shown_tells_one_muscle_from_two() -> None:
    """In the relaxed hand one muscle works then, with less mutual inhibition both do."""
    for name, both in (("Writing, relaxed", False), ("Less mutual inhibition", True), ("No mutual inhibition", True),
                       ("Spreading to a neighbour", True), ("A command that nobody gave", True)):
        trace = run(preset(Dystonia, name))
        smaller = np.interp(SHOWN_s, trace.t_s, np.minimum(trace.extensor_percent, trace.flexor_percent))
        assert (smaller > 15.0) == both and (smaller < 5.0) != both, (name, smaller)


# ---------------------------------------------------------------- the arm

@pytest.fixture(scope="module")
def arm() -> Arm:
    stage = bare_stage(["arm"], WIDTH, HEIGHT, FILLS)
    return Arm(stage, stage.axes["arm"])


def test_the_pen_writes_exactly_what_the_wrist_did(arm: Arm) -> None:
    """Each point of the line lies where the pen's tip was, moved with the paper since; the newest is at the tip."""
    trace = run(Dystonia(inhibition_percent=10.0, unwanted_percent=30.0))
    line = trace.written_deg(SHOWN_s)
    now = float(np.interp(SHOWN_s, trace.t_s, trace.wrist_deg))
    arm.show(ArmMoment(wrist_degrees=now, written=line))
    x, y = (np.asarray(values) for values in arm._line.get_data())
    tip = np.asarray(arm._tip.get_path().vertices)[0]
    assert (x[0], y[0]) == pytest.approx(tuple(tip))
    back = np.column_stack([x + PULL_px * np.arange(len(x)), y])
    for place, angle in ((0, now), (25, float(np.interp(SHOWN_s - 25 * POINT_s, trace.t_s, trace.wrist_deg)))):
        arm.show(ArmMoment(wrist_degrees=angle))
        assert np.asarray(arm._tip.get_path().vertices)[0] == pytest.approx(back[place], abs=1e-6)
    # The higher on the paper, the further back the wrist was bent.
    assert (np.diff(y[np.argsort(line)]) >= -1e-9).all()


def test_a_wrist_that_bends_back_lifts_the_pen_and_shortens_the_extensor(arm: Arm) -> None:
    ends = {}
    for angle in (-10.0, 0.0, 10.0):
        arm.show(ArmMoment(wrist_degrees=angle))
        ends[angle] = [belly._belly.get_path().vertices[:, 0].max() for belly in (arm._extensor, arm._flexor)]
    assert ends[10.0][0] < ends[0.0][0] < ends[-10.0][0] and ends[10.0][1] > ends[0.0][1] > ends[-10.0][1]
    low, level, high = nib((-10.0, 0.0, 10.0))[:, 1]
    assert low < level < high


def test_the_extensor_lies_on_the_side_of_the_back_of_the_hand_and_the_flexor_on_that_of_the_palm(arm: Arm) -> None:
    """The back of the hand is up, and bending back moves the hand to its side: the extensor is the upper one."""
    upper, lower = (belly._belly.get_path().vertices[:, 1].mean() for belly in (arm._extensor, arm._flexor))
    assert upper > 200.0 > 180.0 > lower


@pytest.mark.parametrize("part", ["extensor", "flexor", "neighbour"])
def test_a_muscle_at_work_is_darker_thicker_and_of_thicker_fibres_but_does_not_fill_up(arm: Arm, part: str) -> None:
    belly, seen = getattr(arm, f"_{part}"), []
    for share in (0.0, 0.5, 1.0):
        arm.show(ArmMoment(**{part: share}))
        extent = np.ptp(belly._belly.get_path().vertices, axis=0).min()
        seen.append((-sum(belly._belly.get_facecolor()[:3]), extent, belly._fibres.get_linewidth()))
    for values in zip(*seen, strict=True):
        assert values[0] < values[1] < values[2]
    assert seen[2][1] < 1.3 * seen[0][1]


def test_bars_are_as_wide_as_the_inhibition_and_crossed_out_only_without_any(arm: Arm) -> None:
    widths, pieces = [], []
    for share in (0.1, 0.5, 1.0):
        arm.show(ArmMoment(inhibition=share))
        widths.append(arm._brakes.get_linewidth())
        pieces.append(len(arm._brakes.get_path().vertices))
    assert widths == sorted(widths) and len({*widths}) == 3 and len({*pieces}) == 1
    arm.show(ArmMoment(inhibition=0.0))
    assert len(arm._brakes.get_path().vertices) < pieces[0]
