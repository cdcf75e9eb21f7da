"""The picture of one constant: is its sentence true, and is all of it in view?"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from muscle_lib.figures.heart import OneConstantFigure
from muscle_lib.models.heart import OneConstant, OneConstantTrace
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, setting
from tests.models.heart.wide import whole
from tests.sentences import Claims

FIGURE = OneConstantFigure()
MODELS = [*along(OneConstant), *(each.model for each in all_presets(OneConstant).values())]


@cache
def run(model: OneConstant) -> OneConstantTrace:
    return whole(model)


def lies(model: OneConstant) -> list[str]:
    trace = run(model)
    words = Claims(FIGURE.describe(trace), setting(model))
    text, late = words.words, trace.t_ms >= 1600.0
    quiet = model.driven == "rotor" and trace.excited_percent[-1] == 0.0
    words.claim("it is quiet", ("is quiet" in text) == quiet)
    if quiet:
        return words.lies
    force = trace.force_percent[late]
    words.shows(r"is excited \d+", trace.beats_per_min, 0.51, "")
    words.shows(r"by (only )?\d\.\d+", np.ptp(force) / 100.0, 0.0051, "")
    words.claim("one edge", ("from one edge" in text) == (model.driven == "edge"))
    words.claim("many places", ("from many places" in text) == (model.driven == "purkinje"))
    if model.driven == "rotor":
        words.shows(r"stays near \d+", force.mean(), 0.51, "%")
        words.claim("only", np.ptp(force) < 45.0)
        words.claim("one", ("One wave" in text) == (trace.rotors_at.max() < 2))
        if "average" in text:
            words.shows(r"average \d+\.\d", trace.rotors_at[trace.seen_ms >= 1600.0].mean(), 0.051, "")
            words.shows(r"sheet, \d+", trace.rotors_at.max(), 0.0, "")
    return words.lies


def test_every_sentence_is_true() -> None:
    assert [lie for model in MODELS for lie in lies(model)] == []


def test_a_sketch_does_not_say_what_comes_of_it() -> None:
    for driven in ("rotor", "edge", "purkinje"):
        sketch = OneConstant(driven=driven).preview()
        FIGURE.show(sketch)
        words = FIGURE.describe(sketch)
        assert "not yet worked out" in words and not any(each.isdigit() for each in words)
        assert ("badly timed" in words) == (driven == "rotor")


def test_all_is_in_view() -> None:
    for model in MODELS:
        FIGURE.show(run(model))
        for curve in FIGURE.stage.curves:
            axes: Any = curve.line.axes
            low, high = axes.get_ylim()
            y = np.asarray(curve.line.get_ydata(), float)
            top = 0.68 if curve.label == "ECG" else high
            assert low <= np.nanmin(y) and np.nanmax(y) <= top, (curve.label, setting(model))


def test_a_beat_from_many_places_is_shown_while_they_can_be_told_apart() -> None:
    trace = run(OneConstant(driven="purkinje", in_ms=0.2))
    scene: Any = FIGURE.stage.drawn
    excited = trace.voltage_at(scene.show(trace)) > 0.5
    columns = excited.all(axis=0)
    assert (excited.any(axis=0) == columns).all() and 4 < (np.diff(columns.astype(int)) == 1).sum() < 9
    assert scene.show(run(OneConstant(driven="edge", in_ms=0.2))) == 3080.0


def test_the_number_on_the_sheet_is_the_pump() -> None:
    for model in MODELS[:4]:
        trace = run(model)
        assert trace.pump_word == (
            f"pump {np.ptp(trace.force_percent[trace.t_ms >= 1600.0]) / 100.0:.2f}, beat 0.86")
