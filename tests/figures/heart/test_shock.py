"""The picture of a shock: is its sentence true, and is all of it in view?"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from muscle_lib.figures.drawings.heart_sheet import SheetMoment
from muscle_lib.figures.heart import ShockFigure
from muscle_lib.models.heart import Shock, ShockTrace
from muscle_lib.models.heart.shock_map import MOMENTS
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, setting
from tests.sentences import Claims

FIGURE = ShockFigure()
MODELS = [*along(Shock), *(each.model for each in all_presets(Shock).values()),
          Shock(dose_percent=50.0, part_percent=95.0, moment=4), Shock(dose_percent=20.0, pacemaker="silent", moment=7)]


@cache
def run(model: Shock) -> ShockTrace:
    return model.run()


def lies(model: Shock) -> list[str]:
    trace = run(model)
    words = Claims(FIGURE.describe(trace), setting(model))
    words.claim("no shock", ("Without a shock" in words.words) == (model.dose_percent == 0.0))
    if model.dose_percent:
        words.shows(r"shock of \d+", model.dose_percent, 0.51, "%")
        words.claim("all of it", ("all of the sheet:" in words.words) == (model.part_percent == 100.0))
    if model.dose_percent and model.part_percent < 100.0:
        words.shows(r"to [\d.]+", model.part_percent, 0.051, "%")
    late = trace.excited_percent[trace.t_ms == 1496.0][0]
    stops = late == 0.0
    words.claim("it is quiet", ("quiet after" in words.words) == stops)
    if stops:
        busy = trace.t_ms[(trace.excited_percent > 0.0) & (trace.t_ms < 1500.0)]
        words.shows(r"quiet after \d+", busy[-1] + 4.0, 0.51, "ms")
    else:
        words.shows(r"later \d+", late, 0.51, "%")
    paced = model.pacemaker == "works"
    words.claim("the beat is lost", ("lost in it" in words.words) == (paced and not stops))
    words.claim("it comes through", ("runs through it" in words.words) == (paced and stops))
    if paced and stops:
        words.shows(r"comes up to \d+", trace.force_percent[trace.t_ms >= 1500.0].max(), 0.51, "%")
    words.claim("none stops", ("stops at none of" in words.words) == (trace.stopped == 0))
    if trace.stopped:
        words.shows(r"stops at \d+", trace.stopped, 0.0, "")
    words.shows(r"of \d+ moments", MOMENTS, 0.0, "")
    return words.lies


def test_every_sentence_is_true() -> None:
    assert [lie for model in MODELS for lie in lies(model)] == []


def test_a_sketch_does_not_say_what_comes_of_it() -> None:
    for dose in (0.0, 30.0):
        words = FIGURE.describe(Shock(dose_percent=dose).preview())
        assert "not yet worked out" in words and "quiet" not in words


def test_all_is_in_view() -> None:
    for model in MODELS:
        FIGURE.show(run(model))
        for curve in FIGURE.stage.curves:
            axes: Any = curve.line.axes
            low, high = axes.get_ylim()
            y = np.asarray(curve.line.get_ydata(), float)
            # Above 100 % the names of the curves stand, and above the ECG the strokes.
            top = {"excited": 101.0, "mean force": 101.0, "ECG": 0.4}.get(curve.label, high)
            assert not y.size or low <= np.nanmin(y) and np.nanmax(y) <= top, (curve.label, setting(model))


def test_the_still_picture_says_which_shock_it_was() -> None:
    """Two doses that both stop it leave the same quiet sheet: the words of its frame tell them apart."""
    drawing: Any = FIGURE.stage.drawn
    seen = []
    for dose in (0.0, 30.0, 50.0):
        FIGURE.show(run(Shock(dose_percent=dose)))
        seen.append((drawing.drawing._word.get_text(), drawing.drawing._means.get_text()))
    assert seen[1:] == [("quiet", "reached by a shock of 30 %"), ("quiet", "reached by a shock of 50 %")]
    assert seen[0] == ("fibrillates", "")
    # Where the pacemaker's beat begins the frame is another one, and says so.
    drawing.show(run(Shock(dose_percent=50.0)), 1520.0)
    assert drawing.drawing._means.get_text() == "here the pacemaker's beat begins"


def test_the_drawing_shows_the_sheet_at_its_moment() -> None:
    shown: list[SheetMoment] = []
    scene: Any = FIGURE.stage.drawn
    drawing, trace = scene.drawing, run(Shock(dose_percent=50.0, part_percent=90.0))
    show, drawing.show = drawing.show, shown.append
    try:
        for at in (-100.0, 0.0, 1000.0, 1520.0):
            scene.show(trace, at)
    finally:
        drawing.show = show
    for moment, at in zip(shown, (-100.0, 0.0, 1000.0, 1520.0), strict=True):
        excited = 100.0 * (np.asarray(moment.voltage) > 0.3).mean()
        assert abs(excited - np.interp(at, trace.t_ms, trace.excited_percent)) < 3.0
        assert abs(100.0 * moment.force - np.interp(at, trace.t_ms, trace.force_percent)) < 0.01
    assert [moment.strikes for moment in shown] == [0.0, 1.0, 0.0, 1.0]
    assert [moment.struck[2] for moment in shown[:3]] == [0.9] * 3 and shown[3].struck[2] < 0.05
