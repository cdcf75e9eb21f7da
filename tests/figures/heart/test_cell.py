"""The picture of a cell of the heart: is its sentence true, and is all of it in view?"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from muscle_lib.figures.heart import HeartCellFigure
from muscle_lib.models.heart import HeartCell, HeartCellTrace
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = HeartCellFigure()
MODELS = [*along(HeartCell), *corners(HeartCell), *(each.model for each in all_presets(HeartCell).values())]


@cache
def run(model: HeartCell) -> HeartCellTrace:
    return model.run()


def lies(model: HeartCell) -> list[str]:
    trace = run(model)
    words = Claims(FIGURE.describe(trace), setting(model))
    words.claim("one stimulus", ("one stimulus is answered" in words.words) == (len(trace.stimuli_ms) == 1))
    if len(trace.stimuli_ms) > 1:
        words.shows(r"^\d+", len(trace.answered_ms), 0.0, "")
        words.shows(r"of \d+ stimuli", len(trace.stimuli_ms), 0.0, "")
    begin, end = trace.action_potentials_ms[-1]
    lengths = np.diff(trace.action_potentials_ms, axis=1).ravel()
    long_and_short = np.ptp([lengths[-6::2], lengths[-5::2]], axis=0) if len(lengths) > 5 else np.zeros(1)
    if "take turns" in words.words:
        words.claim("they differ", long_and_short.min() >= 5.0)
        words.shows(r"last two with \d+", lengths[-2], 0.51, "")
        words.shows(r"with \d+ and \d+", end - begin, 0.51, "ms")
    else:
        words.shows(r"potential takes \d+", end - begin, 0.51, "ms")
    force = trace.force_percent
    words.shows(r"up to \d+", force.max(), 0.51, "%")
    words.claim("there was a beat before", ("before it began" in words.words) == (len(trace.answered_ms) > 1))
    if "before it began" in words.words:
        last = force[int(begin):]
        words.shows(r"force \d+", 100.0 * last[0] / last.max(), 0.51, "%")
    others = trace.skeletal_force_percent
    words.claim("a fibre beside it", ("A skeletal fibre" in words.words) == (len(trace.stimuli_ms) > 1))
    if len(trace.stimuli_ms) > 1:
        words.shows(r"fibre comes up to \d+", others.max(), 0.51, "%")
        words.shows(r"of that \d+", 100.0 * others[int(trace.stimuli_ms[-1])] / others.max(), 0.51, "%")
    return words.lies


def test_every_sentence_is_true() -> None:
    assert [lie for model in MODELS for lie in lies(model)] == []


def test_beats_that_are_long_and_short_by_turns_are_called_so() -> None:
    """From the last one alone one would take all of them for as long: at 195 a minute, and at 600."""
    for per_min, differs in ((195.0, True), (465.0, True), (600.0, True), (150.0, False), (200.0, False)):
        trace = run(HeartCell(rate_per_min=per_min))
        each_ms = np.diff(trace.action_potentials_ms, axis=1)[-6:, 0]
        assert (min(each_ms[::2]) > max(each_ms[1::2]) + 3.0 or min(each_ms[1::2]) > max(each_ms[::2]) + 3.0) == differs
        assert ("long and short action potentials take turns" in FIGURE.describe(trace)) == differs, per_min


def test_all_is_in_view() -> None:
    for model in MODELS:
        FIGURE.show(run(model))
        for curve in FIGURE.stage.curves:
            axes: Any = curve.line.axes
            low, high = axes.get_ylim()
            y = np.asarray(curve.line.get_ydata(), float)
            # The strokes of the stimuli and the names of the curves stand above the voltage.
            top = 50.0 if curve.label == "membrane potential" else high
            assert low <= np.nanmin(y) and np.nanmax(y) <= top, (curve.label, setting(model))


def test_what_is_above_the_line_is_answered_and_what_is_below_is_lost() -> None:
    """So the picture says why: at each stimulus the curve of the ready channels stands on the side of its fate."""
    for model in MODELS:
        trace = run(model)
        FIGURE.show(trace)
        lines = {curve.label: curve.line for curve in FIGURE.stage.curves}
        ready, needed = (np.asarray(lines[name].get_ydata(), float) for name in ("ready channels", "needed"))
        assert (needed == trace.needed_percent).all()
        there = np.interp(trace.stimuli_ms[1:], trace.t_ms, trace.ready_now_percent)
        answered = np.isin(trace.stimuli_ms[1:], trace.answered_ms)
        # Nearer to the line than half a per cent nobody sees on which side it is.
        clear = np.abs(there - trace.needed_percent) > 0.5
        assert ((there > trace.needed_percent) == answered)[clear].all(), setting(model)
        assert np.allclose(np.interp(np.asarray(lines["ready channels"].get_xdata(), float), trace.t_ms / 1000.0,
                                     trace.ready_now_percent), ready)


def test_answered_stimuli_are_among_the_stimuli_and_have_taller_strokes() -> None:
    FIGURE.show(run(HeartCell(rate_per_min=200.0)))
    lines = {curve.label: curve.line for curve in FIGURE.stage.curves}
    given, answered = (np.asarray(lines[name].get_xdata(), float)[::3] for name in ("stimuli", "answered"))
    assert {*answered} < {*given} and len(answered) == 9
    assert np.nanmax(lines["answered"].get_ydata()) > np.nanmax(lines["stimuli"].get_ydata())
