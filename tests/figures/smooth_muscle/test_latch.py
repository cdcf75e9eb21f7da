"""The latch: is its sentence true, and does everything stay inside its panel?"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from muscle_lib.figures.drawings.latch import HEADS, counted
from muscle_lib.figures.smooth_muscle import LatchFigure
from muscle_lib.models.smooth_muscle import Latch, LatchTrace
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = LatchFigure()
MODELS = [*along(Latch), *corners(Latch), *(preset.model for preset in all_presets(Latch).values())]


@cache
def run(model: Latch) -> LatchTrace:
    return model.run()


def lies(model: Latch) -> list[str]:
    trace = run(model)
    words = Claims(FIGURE.describe(trace), setting(model))
    before = int(np.argmin(np.abs(trace.t_s - (model.falls_s - model.dt_s))))
    words.shows(r"on, \d+", trace.force_percent[before], 0.51, "%")
    words.claim("muscle", words.words.startswith({"tonic": "Tonic", "arterial": "Artery"}[model.muscle]))
    if "stays" in words.words:
        words.claim("stays", abs(model.later_per_s / model.drive_per_s - 1.0) < 0.01)
        words.claim("and so do", abs(trace.force_left_percent - 100.0) < 1.0 and
                    abs(trace.atp_left_percent - 100.0) < 1.0)
        return words.lies
    words.claim("falls", ("falls" in words.words) == (model.later_per_s < model.drive_per_s))
    words.shows(r"(falls|rises) to \d+", 100.0 * model.later_per_s / model.drive_per_s, 0.51, "%")
    for pattern, values in ((r"force is \d+", trace.force_percent), (r"phosphates \d+", trace.phosphate_percent),
                            (r"ATP use \d+", trace.atp_per_min)):
        words.shows(pattern, 100.0 * values[-1] / values[before], 0.51, "%")
    half = "Half of the force" in words.words
    words.claim("half is gone", half == (trace.force_left_percent < 50.0))
    if half:
        words.shows(r"after \d+", trace.half_gone_s, 0.51, "s")
        gone = np.interp(model.falls_s + trace.half_gone_s, trace.t_s, trace.force_percent)
        words.claim("half", abs(gone / trace.force_percent[before] - 0.5) < 0.01)
    return words.lies


def test_the_sentence_is_true_along_every_slider_for_every_preset_and_in_corners():
    assert [lie for model in MODELS for lie in lies(model)] == []


def test_the_curves_stay_inside_their_panels():
    for model in MODELS:
        trace = run(model)
        for panel, array in (("drive", trace.drive_per_s), ("heads", trace.force_percent),
                             ("heads", trace.phosphate_percent), ("cost", trace.atp_per_min)):
            low, high = FIGURE.stage.axes[panel].get_ylim()
            assert low <= array.min() and array.max() <= high, (panel, setting(model))


def shown(model: Latch, t_s: float) -> tuple[int, int, int, int, int]:
    """Heads (free with a phosphate, working, latched) and coins (phosphates, heads) in the drawing at a moment."""
    trace = run(model)
    FIGURE.show(trace)
    FIGURE.stage.show_at(trace, t_s / 60.0)
    at = int(np.argmin(np.abs(trace.t_s - t_s)))
    drawing = FIGURE.stage.drawn.drawing
    coins = tuple(len(each.get_xdata()) for each in drawing._coins)
    return *counted(trace.charged[at], trace.working[at], trace.latched[at]), *coins


def test_the_drawing_counts_heads_and_coins():
    """Before the fall 12 of 16 heads hold, and 30 + 5 ATP are used in 10 s; at the end 7 hold, for 3 + 1."""
    assert shown(Latch(), 59.0) == (1, 5, 7, 30, 5)
    assert shown(Latch(), 360.0) == (1, 0, 7, 3, 1)


@pytest.mark.parametrize("model", MODELS[::3])
def test_all_that_hold_and_all_phosphates_are_right_to_the_nearest_head(model):
    trace = run(model)
    for at in range(0, trace.t_s.size, 50):
        charged, working, latched = counted(trace.charged[at], trace.working[at], trace.latched[at])
        assert min(charged, working, latched) >= 0 and charged + working + latched <= HEADS
        assert working + latched == round(HEADS * trace.force_percent[at] / 100.0)
        assert charged + working == round(HEADS * trace.phosphate_percent[at] / 100.0)
