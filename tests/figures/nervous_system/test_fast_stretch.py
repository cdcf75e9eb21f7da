"""A stretch by hand: is its sentence true, does everything stay inside its panel, and what does the scene show?"""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from muscle_lib.figures.nervous_system import FastStretchFigure
from muscle_lib.models.nervous_system import FastStretch, StretchTrace
from muscle_lib.models.nervous_system.cords import CORDS
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = FastStretchFigure()
MODELS = [*along(FastStretch), *(preset.model for preset in all_presets(FastStretch).values()),
          *(FastStretch(cord=cord, speed_deg_s=speed) for cord in CORDS for speed in (20.0, 60.0, 140.0)),
          *(FastStretch(cord=cord, excitability_eu=X) for cord in CORDS for X in (-4.0, 4.0))]


@cache
def run(model: FastStretch) -> StretchTrace:
    return model.run()


def lies(model: FastStretch) -> list[str]:
    trace = run(model)
    words = Claims(FIGURE.describe(trace), setting(model))
    words.shows(r"by \d+°", 35.0, 0.01, "")
    words.shows(r"at \d+", model.speed_deg_s, 0.51, "°/s")
    words.shows(r"in [\d.]+", 35.0 / model.speed_deg_s, 0.0051, "s")
    moving = (trace.t_s > 0.0) & (trace.t_s <= trace.stretch_s)
    most = float(trace.force_percent[trace.t_s > 0.0].max())
    answered = trace.tried_deg_s[trace.tried_emg_percent > 3.0]
    if "works all the time" in words.words:
        words.claim("before", min(trace.emg_percent[trace.t_s <= 0.0].min(), trace.force_percent[moving].min()) > 1.0)
        words.shows(r"was [\d.]+", float(np.interp(0.0, trace.t_s, trace.emg_percent)), 0.51, "%")
        words.shows(r"up to [\d.]+", most, 0.51, "%")
        words.shows(r"greatest EMG is [\d.]+", float(trace.tried_emg_percent[0]), 0.51, "%")
        words.shows(r"tried, and [\d.]+", float(trace.tried_emg_percent[-1]), 0.51, "%")
        return words.lies
    if "answers after" in words.words:
        first_s = float(trace.spike_s[trace.spike_s > 0.0].min())
        words.shows(r"answers after \d+", 1000.0 * first_s, 0.51, "ms")
        words.shows(r"has gone \d+°", min(first_s * model.speed_deg_s, 35.0), 0.51, "")
        words.shows(r"rises to [\d.]+", float(trace.emg_percent[trace.t_s > 0.099].max()), 0.51, "%")
        words.shows(r"force to [\d.]+", most, 0.51, "%")
        words.claim("a catch", ("feels a catch" in words.words) == (most >= 5.0))
    else:
        words.claim("no answer", trace.emg_percent.max() < 3.0)
    words.claim("none", ("No speed that was tried" in words.words) == (not answered.size))
    if answered.size:
        words.shows(r"tried, \d+", float(answered[0]), 0.01, "°/s")
    return words.lies


def test_the_sentence_is_true_along_every_slider_for_every_preset_and_in_corners():
    assert [lie for model in [*MODELS, *corners(FastStretch)[::6]] for lie in lies(model)] == []


def test_the_curves_stay_inside_their_panels():
    for model in MODELS:
        trace = run(model)
        for panel, arrays in (("foot", (trace.toes_up_deg,)), ("emg", (trace.emg_percent,)),
                              ("force", (trace.force_percent,)), ("speeds", (trace.tried_emg_percent,))):
            low, high = FIGURE.stage.axes[panel].get_ylim()
            assert all(low <= values.min() and values.max() <= high for values in arrays), (panel, setting(model))


def now(trace: StretchTrace, at_s: float):
    """What the scene shows at a moment."""
    scene, shown = FIGURE.stage.drawn, []
    show, scene.drawing.show = scene.drawing.show, shown.append
    try:
        scene.show(trace, at_s)
    finally:
        scene.drawing.show = show
    return shown[0]


def test_the_scene_shows_cause_before_effect():
    """The message of the spindle, then the units, then the force; the foot has its true angle, toes down first."""
    trace = run(FastStretch())
    before, message, answer = (now(trace, at_s) for at_s in (-0.1, 0.035, 0.15))
    assert (before.foot_degrees, before.hand, before.spindle, before.units, before.force) == (17.5, 0, 0, 0, 0)
    assert message.spindle > 0.7 and message.force < 0.01 and message.hand == 0.75
    assert answer.force > 0.3 and answer.units > 0.5 and answer.foot_degrees < message.foot_degrees
    assert now(trace, 2.0).foot_degrees == -17.5 and now(trace, 2.0).hand == 0.0


def test_the_scene_shows_what_differs_between_cords():
    shown = {cord: now(run(FastStretch(cord=cord)), 0.1) for cord in CORDS}
    assert {cord: each.lesion for cord, each in shown.items()} == {
        "healthy": "nowhere", "rigid": "nowhere", "spinal shock": "cord", "spastic": "cord",
        "late after a stroke": "brain"}
    held = [shown[cord].held for cord in ("spastic", "late after a stroke", "healthy", "spinal shock")]
    assert held == sorted(held) and held[0] < 0.5 * held[-1] < held[-1] < 1.0
    assert [cord for cord, each in shown.items() if each.command > 0.0] == ["rigid"]
    assert shown["spinal shock"].spindle == 0.0 < shown["healthy"].spindle < shown["spastic"].spindle


def test_the_moment_that_is_shown_first_is_that_of_the_greatest_emg():
    FIGURE.stage.show(run(FastStretch()))
    line = FIGURE.stage._here[0].get_xdata()[0]
    assert line == run(FastStretch()).peak_s and not math.isnan(line)
