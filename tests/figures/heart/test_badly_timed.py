"""The picture of a badly timed beat: is its sentence true, is all of it in view, and does the sheet show the trace?"""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import numpy as np
from PIL import Image

from muscle_lib.figures.drawings import heart_sheet
from muscle_lib.figures.heart import BadlyTimedFigure
from muscle_lib.models.heart import BadlyTimedBeat, BadlyTimedTrace
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = BadlyTimedFigure()
MODELS = [*along(BadlyTimedBeat), *corners(BadlyTimedBeat),
          *(each.model for each in all_presets(BadlyTimedBeat).values()),
          *(BadlyTimedBeat(second_ms=at) for at in (200.0, 235.0, 320.0, 400.0))]


@cache
def run(model: BadlyTimedBeat) -> BadlyTimedTrace:
    return model.preview()


def lies(model: BadlyTimedBeat) -> list[str]:
    trace = run(model)
    words = Claims(FIGURE.describe(trace), setting(model))
    text = words.words
    words.shows(r"^After \d+", model.second_ms, 0.51, "ms")
    left, right = trace.left_percent, trace.right_percent
    if left < 0.5 > right:
        words.claim("all of it is excited", "its quarter is still excited." in text)
    elif left >= 0.5:
        words.shows(r"quarter is ready to \d+", left, 0.51, "%")
        words.claim("the right side", ("still excited at its right" in text) == (right < 0.5))
        if right >= 0.5:
            words.shows(r"and ready to \d+", right, 0.51, "%")
    last = trace.t_ms[trace.excited_percent > 0.0][-1]
    words.claim("it is quiet", ("the sheet is quiet" in text) == (last < trace.t_ms[-1]))
    words.claim("it dies", ("dies where it is" in text) == (last < trace.t_ms[-1] and len(trace.reached_ms) < 2))
    words.claim("one more", ("one more beat" in text) == (last < trace.t_ms[-1] and len(trace.reached_ms) == 2))
    if "is quiet" in text:
        words.shows(r"\d+ ms later", last + 4.0 - model.second_ms, 4.1, "ms")
    if "far corner" in text:
        words.shows(r"corner \d+", len(trace.reached_ms) - 1, 0.0, "")
    if "goes on turning" in text:
        words.shows(r"turning, \d+", 60_000.0 / np.diff(trace.reached_ms)[-1], 0.51, "")
        end = trace.force_percent[trace.t_ms >= 1200.0]
        words.shows(r"stays near \d+", end.mean(), 0.51, "%")
        words.shows(r"by only \d+", np.ptp(end), 0.51, "%")
        words.claim("only", np.ptp(end) < 0.5 * np.ptp(trace.force_percent))
    return words.lies


def test_every_sentence_is_true() -> None:
    assert [lie for model in MODELS for lie in lies(model)] == []


def test_all_is_in_view() -> None:
    for model in MODELS:
        FIGURE.show(run(model))
        for curve in FIGURE.stage.curves:
            axes: Any = curve.line.axes
            low, high = axes.get_ylim()
            y = np.asarray(curve.line.get_ydata(), float)
            top = {"ECG": 0.44, "quarter's left": 105.0, "quarter's right": 105.0}.get(curve.label, high)
            assert low <= np.nanmin(y) and np.nanmax(y) <= top, (curve.label, setting(model))


def test_the_t_wave_is_named_where_it_is_and_only_once_it_has_begun() -> None:
    # Where the second stimulus dies the T wave is all there, as early as it may have come; not if a beat came before.
    quick = BadlyTimedBeat(second_ms=140.0, in_ms=0.35, close_ms=60.0, open_ms=60.0)
    models = [quick, *(BadlyTimedBeat(second_ms=at) for at in (150.0, 200.0, 260.0, 600.0))]
    for model in models:
        trace, second_ms, is_there = run(model), model.second_ms, model is not quick
        FIGURE.show(trace)
        word: Any = next(text for text in FIGURE.stage.axes["ecg"].texts if text.get_text().startswith("T wave"))
        assert word.get_visible() == is_there
        if is_there:
            at_ms, below = word.get_position()
            # Most people's points the other way; and all of the word is in its panel.
            assert "downward" in word.get_text()
            FIGURE.stage.png()
            room, panel = word.get_window_extent(), FIGURE.stage.axes["ecg"].get_window_extent()
            assert panel.x0 <= room.x0 and room.x1 <= panel.x1 and panel.y0 - 4.0 <= room.y0, second_ms
            assert below < trace.ecg.min()
            assert at_ms < second_ms or trace.state == "dies"
            assert below < trace.ecg[trace.t_ms == at_ms][0] < 0.0
            # The heart lets go then: its mean force falls, or is about to.
            assert trace.force_percent[trace.t_ms >= at_ms][-1] < trace.force_percent[trace.t_ms == at_ms][0]
    # All of a beat in view: its deepest point after the first wave.
    assert trace.t_wave[1] == trace.ecg[trace.t_ms < 600.0].min()


def test_the_frame_says_which_stimulus_it_was() -> None:
    scene: Any = FIGURE.stage.drawn
    trace = run(BadlyTimedBeat())
    for at_ms, which in ((100.0, "first"), (300.0, "second")):
        scene.show(trace, at_ms)
        assert scene.drawing._means.get_text() == f"struck by the {which} stimulus"


def test_the_sheet_shows_the_moment() -> None:
    """The wave of the first beat has come to its place: left of it the cells are dark, right of it they rest."""
    trace = run(BadlyTimedBeat(second_ms=400.0))
    FIGURE.show(trace)
    FIGURE.stage.show_at(trace, 120.0)
    pixels = np.asarray(Image.open(io.BytesIO(FIGURE.stage.png(True))).convert("L")).astype(int)
    row = pixels[round(heart_sheet.HEIGHT - heart_sheet.LOW - 6)]
    left = round(heart_sheet.LEFT)
    assert row[left + 20] < 60 and row[left + 230] > 200
    front = np.flatnonzero(row[left + 20:left + 250] > 150)[0] + 20
    reached = (trace.voltage_at(120.0)[-2] > 0.5).sum() / 64 * heart_sheet.SIDE
    assert abs(front - reached) < 12
