"""Three kinds of muscle: is the sentence true, is all in view, and does each muscle move with its own force?"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from matplotlib.patches import PathPatch
from numpy.typing import NDArray

from muscle_lib.figures.drawings.stills import bare_stage
from muscle_lib.figures.drawings.three_muscles import FILLS, HEIGHT, KINDS, WIDTH, ThreeMuscles, ThreeMusclesMoment
from muscle_lib.figures.smooth_muscle import ThreeKindsFigure
from muscle_lib.figures.smooth_muscle.three_kinds import FILM_s
from muscle_lib.models.smooth_muscle import ThreeKinds, ThreeKindsTrace
from muscle_lib.models.smooth_muscle.three_kinds import TRAIN_s
from muscle_lib.preset import all_presets
from muscle_lib.widgets.film import INTERVAL_ms
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = ThreeKindsFigure()
MODELS = [*along(ThreeKinds), *corners(ThreeKinds), *(each.model for each in all_presets(ThreeKinds).values())]


@cache
def run(model: ThreeKinds) -> ThreeKindsTrace:
    return model.run()


def lies(model: ThreeKinds) -> list[str]:
    """What the sentence says that is not so; each kind has its own part of it."""
    trace, found = run(model), []
    sentence = FIGURE.describe(trace)
    begin, heart = sentence.split(". The heart ")
    skeletal, smooth = begin.split("; the smooth muscle ")
    found += Claims(sentence, setting(model)).lies
    for kind, part in (("skeletal", skeletal), ("smooth", smooth), ("heart", heart)):
        words = Claims(f"It {part.removeprefix('The skeletal fibre ').rstrip('.')}.", setting(model))
        force = getattr(trace, f"{kind}_percent")
        times = force.max() / getattr(trace, f"{kind}_alone_percent")
        words.claim("no harder than in one", ("no harder than in one" in words.words) == (times < 1.05))
        if "times as hard" in words.words:
            words.shows(r"up to [\d.]+", times, 0.051, "times")
        lost = getattr(trace, f"{kind}_falls_percent")
        words.claim("fused", ("fused" in words.words) == (lost < 5.0))
        if "loses nothing" in words.words:
            words.claim("loses nothing", lost < 0.05)
        else:
            words.shows(r"loses (only )?[\d.]+", lost, 0.051 if lost < 5.0 else 0.51, "%")
        found += words.lies
    words = Claims(f"It {heart}", setting(model))
    is_all = len(trace.answered_s) == len(trace.stimuli_s)
    words.claim("all stimuli", ("answers all stimuli" in words.words) == is_all)
    if "of the stimuli" in words.words:
        words.shows(r"answers \d+", 100.0 * len(trace.answered_s) / len(trace.stimuli_s), 0.51, "%")
    return found + words.lies


def test_every_sentence_is_true() -> None:
    assert [lie for model in MODELS for lie in lies(model)] == []


def test_the_heart_is_never_said_to_fuse_and_the_smooth_muscle_nearly_always() -> None:
    """Only a short stay of calcium, once in four seconds, leaves a ripple of some per cent."""
    for model in MODELS:
        assert "fused" not in FIGURE.describe(run(model)).split("The heart")[1]
        assert run(model).smooth_falls_percent < (7.0 if model.rate_Hz < 0.5 else 2.0)


def test_all_force_is_in_view_and_below_the_strokes_of_the_stimuli() -> None:
    for model in MODELS:
        trace = run(model)
        for kind in KINDS:
            force = getattr(trace, f"{kind}_percent")
            assert force.min() >= 0.0 and force.max() < 106.0, (kind, setting(model))
            low, high = FIGURE.stage.axes[kind].get_xlim()
            assert (low, high) == (trace.t_s[0], trace.t_s[-1])
        # The word “one twitch” stands over its dotted line, and under no force once the train is over.
        assert trace.skeletal_alone_percent < 22.0
        assert trace.skeletal_percent[round(1000 * (TRAIN_s + 1.0)):].max() < 22.0


def test_a_twitch_is_seen_from_before_its_peak_to_its_half() -> None:
    low, high = FIGURE.stage.axes["twitch"].get_xlim()
    for model in MODELS:
        trace = run(model)
        for kind in KINDS:
            top, half = getattr(trace, f"{kind}_peak_s"), getattr(trace, f"{kind}_half_s")
            assert low < top and top + half < high


def test_the_film_plays_in_true_time_and_shows_who_lets_go() -> None:
    moments = FIGURE.stage.moments(run(ThreeKinds(rate_Hz=20.0)))
    assert (moments[0], moments[-1]) == FILM_s and moments[0] < TRAIN_s < moments[-1]
    assert (len(moments) - 1) * INTERVAL_ms / 1000.0 == pytest.approx(FILM_s[1] - FILM_s[0], rel=0.06)


def test_the_moment_that_is_shown_tells_the_heart_from_the_other_two() -> None:
    trace = run(ThreeKinds(rate_Hz=20.0))
    at = round(1000 * trace.let_go_s)
    assert trace.skeletal_percent[at] > 70.0 and trace.smooth_percent[at] > 70.0 and trace.heart_percent[at] < 30.0


# ---------------------------------------------------------------- the drawing

def points(patch: PathPatch) -> NDArray:
    return np.asarray(patch.get_path().vertices)


@pytest.fixture(scope="module")
def drawing() -> ThreeMuscles:
    stage = bare_stage(["muscles"], WIDTH, HEIGHT, FILLS)
    return ThreeMuscles(stage, stage.axes["muscles"])


def test_a_calf_that_pulls_is_thicker_a_heart_smaller_and_an_artery_narrower(drawing: ThreeMuscles) -> None:
    seen = []
    for share in (0.0, 0.5, 1.0):
        drawing.show(ThreeMusclesMoment(skeletal=share, heart=share, smooth=share))
        seen.append((np.ptp(points(drawing._calf)[:, 0]),
                     -np.ptp(points(drawing._ventricles)[:, 1]),
                     -np.ptp(points(drawing._blood)[:, 0])))
    for values in zip(*seen, strict=True):
        assert values[0] < values[1] < values[2]


def test_the_artery_s_ring_keeps_its_area(drawing: ThreeMuscles) -> None:
    areas = []
    for share in (0.0, 0.5, 1.0):
        drawing.show(ThreeMusclesMoment(smooth=share))
        outer, inner = (np.ptp(points(part)[:, 0]) for part in (drawing._ring, drawing._lining))
        areas.append(outer**2 - inner**2)
    assert areas == pytest.approx([areas[0]] * 3, rel=1e-6)


@pytest.mark.parametrize("place", range(3))
def test_each_bar_is_as_high_as_its_own_force_and_its_line_as_its_own_twitch(drawing: ThreeMuscles, place: int) -> None:
    kind = KINDS[place]
    quarter: dict[str, Any] = {kind: 0.25}
    half: dict[str, Any] = {kind: 0.5, f"{kind}_twitch": 0.5}
    drawing.show(ThreeMusclesMoment(**quarter))
    low = [np.ptp(points(bar)[:, 1]) for bar in drawing._bars]
    drawing.show(ThreeMusclesMoment(**half))
    high = [np.ptp(points(bar)[:, 1]) for bar in drawing._bars]
    assert high[place] == pytest.approx(2.0 * low[place]) and high[place] > 0.0
    assert [high[other] for other in range(3) if other != place] == [0.0, 0.0]
    top = points(drawing._bars[place])[:, 1].max()
    assert float(np.asarray(drawing._marks.get_ydata(), float)[3 * place]) == pytest.approx(top)
