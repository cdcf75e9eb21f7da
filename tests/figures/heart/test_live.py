"""The monitor of the living sheet: are its sentences true, is it touched where it is drawn, and does it never flash?
"""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from numpy.typing import NDArray
from PIL import Image

from muscle_lib.figures.drawings.heart_sheet import LEFT, LOW, RAMP, SIDE
from muscle_lib.figures.heart import LiveHeartFigure
from muscle_lib.models.heart import LiveHeart, LiveHeartTrace, live
from muscle_lib.models.heart.live import LiveHeartRun
from muscle_lib.models.heart.live_trace import FIBRILLATES, QUIET, WAITS
from muscle_lib.preset import all_presets
from muscle_lib.widgets.clock import FRAME_ms
from tests.figures.flashing import ALLOWED, luminance, worst
from tests.figures.test_style import EYES, lab
from tests.sentences import Claims

FIGURE = LiveHeartFigure()
STEP_ms = round(FRAME_ms * LiveHeart.pace)
A_SECOND = round(1000.0 / FRAME_ms)
#: So many letters fit into a line of the board on half a screen, whatever letters they are.
LINE = 92
#: Even three *changes* in a second are the most that is allowed here (three flashes are six), as one such picture is
#: seldom alone on a screen.
MOST = 3


# ---------------------------------------------------------------- the sentence

def lies(trace: LiveHeartTrace) -> list[str]:
    words = Claims(FIGURE.describe(trace))
    if not trace.t_s.size:
        words.claim("not begun", "clock stands at 0.0 s" in words.words)
        return words.lies
    words.shows(r"At [\d.]+", trace.now_s, 0.0501, "s")
    words.claim("the state", f" s: {trace.state}" in words.words)
    words.shows(r"Excited now: \d+", 100.0 * (trace.voltage >= 0.3).mean(), 0.501, "%")
    lately = trace.force_percent[trace.t_s > trace.now_s - 1.5]
    words.shows(r"pump [\d.]+\d", np.ptp(lately) / 100.0, 0.00501, "")
    words.claim("and when", "in the last 1.5 s" in words.words)
    if trace.state == FIBRILLATES:
        words.shows(r"now \d+", trace.turning, 0.0, "")
    if trace.state in (QUIET, WAITS):
        words.shows(r"excited for [\d.]+", trace.quiet_s, 0.0501, "s")
        words.claim("no cell of all", trace.voltage.max() < 0.3)
    words.claim("a shock waits", ("shock waits" in words.words) == trace.is_charging)
    # Two lines on half a screen, or the board would be higher than what is seen of it.
    words.claim("two lines", len(words.words) <= LINE * (2 + trace.is_charging))
    return words.lies


@pytest.mark.parametrize("model", [
    LiveHeart(), LiveHeart(in_ms=0.2, rate_per_min=200.0), LiveHeart(pacing="edge", in_ms=0.4, rate_per_min=50.0),
    LiveHeart(pacing="off", in_ms=0.2, dose_percent=50.0, across_percent=0.0, down_percent=100.0)])
def test_the_sentence_is_true_at_every_moment(model, monkeypatch):
    # On a quarter of the cells: the sentence is held to whatever happens there.
    monkeypatch.setattr(live, "SIZE", 128)
    sheet = model.start()
    false = lies(sheet.trace)
    states = set()
    sheet.advance(model, 100)
    false += lies(sheet.trace)
    assert (sheet.trace.state == QUIET) == (model.pacing == "off")
    for key, ms in (("poke", 100), ("poke", 300), ("turn", 200), ("poke", 1500), ("shock", 50), ("shock", 300),
                    ("poke", 400), ("shock", 1200)):
        sheet.do(key)
        sheet.advance(model, ms)
        false += lies(sheet.trace)
        states.add(sheet.trace.state)
    assert false == []
    assert FIBRILLATES in states or model.in_ms > 0.2 or model.pacing == "purkinje"


def test_the_warning_is_one_line_and_says_whom_it_concerns_and_what_to_press():
    assert len(FIGURE.warning) <= LINE
    assert all(words in FIGURE.warning for words in ("flickering light", "seizure", "“Stills” before “Start”"))


@pytest.mark.parametrize("preset", all_presets(LiveHeart).values(), ids=lambda preset: preset.name)
def test_the_sentence_is_true_for_every_preset(preset):
    assert lies(preset.model.run()) == []


# ---------------------------------------------------------------- the picture

def test_now_is_at_the_right_edge_and_the_state_stands_in_words():
    trace = LiveHeart().run()
    FIGURE.show(trace)
    lines: dict[str, Any] = {curve.label: curve.line for curve in FIGURE.stage.curves}
    assert lines["ECG"].get_xdata()[-1] == 0.0 == FIGURE.stage.axes["ecg"].get_xlim()[1]
    for what, number in (("beats", len(trace.beats_s)), ("pokes", 1), ("shocks", 1)):
        assert len(lines[what].get_xdata()) == 3 * number
    assert FIGURE._state.get_text() == trace.state


def test_a_lost_beat_has_a_short_stroke_beside_the_tall_ones():
    model = LiveHeart(rate_per_min=300.0)
    sheet = model.start()
    sheet.advance(model, 1500)
    FIGURE.show(sheet.trace)
    lines: dict[str, Any] = {curve.label: curve.line for curve in FIGURE.stage.curves}
    assert len(lines["lost beats"].get_xdata()) == 3 * len(sheet.trace.lost_s) > 6
    tall, short = (np.nanmax(lines[name].get_ydata()) for name in ("beats", "lost beats"))
    assert np.nanmin(lines["lost beats"].get_ydata()) == np.nanmin(lines["beats"].get_ydata()) < short < tall


def test_everything_that_lives_is_in_view():
    for model, deed in ((LiveHeart(in_ms=0.2), "turn"), (LiveHeart(pacing="edge", in_ms=0.2), ""), (LiveHeart(), "")):
        sheet = model.start()
        if deed:
            sheet.do(deed)
        sheet.advance(model, 1500)
        FIGURE.show(sheet.trace)
        for curve in FIGURE.stage.curves:
            y = np.asarray(curve.line.get_ydata(), float)
            axes: Any = curve.line.axes
            low, high = axes.get_ylim()
            assert not y.size or (low <= np.nanmin(y) and np.nanmax(y) <= high), curve.label
        ecg = next(curve.line.get_ydata() for curve in FIGURE.stage.curves if curve.label == "ECG")
        assert np.max(np.asarray(ecg, float)) < 0.5, "the strokes stand over it"


@pytest.mark.parametrize("as_heart", [False, True])
def test_a_touch_goes_where_the_cross_is_then_drawn(as_heart):
    figure, model = LiveHeartFigure(), LiveHeart(pacing="off")
    figure.is_switched = as_heart
    figure.show(model.start().trace)
    middle = (150.0, 190.0) if as_heart else (LEFT + SIDE / 2.0, 400.0 - LOW - SIDE / 2.0)
    for x, y in (middle, (middle[0] + 40.0, middle[1] - 30.0)):
        found = figure.touched(x, y)
        assert found
        figure.show(LiveHeart(pacing="off", **found).start().trace)
        across, up = np.asarray(figure.sheet._cross[1].get_path().vertices).mean(axis=0)
        assert (across, 400.0 - up) == pytest.approx((x, y), abs=2.0)
    assert figure.touched(600.0, 200.0) is None and figure.touched(150.0, 395.0) is None


def test_a_click_pokes_the_cells_under_it():
    found = FIGURE.touched(LEFT + 0.25 * SIDE, 400.0 - LOW - 0.9 * SIDE)
    assert found
    model = LiveHeart(pacing="off", **found)
    sheet = model.start()
    sheet.do("poke")
    rows, columns = np.nonzero(sheet.trace.voltage > 0.5)
    assert (columns.mean() / 256, rows.mean() / 256) == pytest.approx((0.25, 0.1), abs=0.02)


# ---------------------------------------------------------------- the colours

def test_more_excited_is_darker_in_grey_and_for_every_eye():
    for eye in EYES:
        light = [lab(color, eye)[0] for color in RAMP]
        assert all(one > other + 3.0 for one, other in pairwise(light)), eye
    grey = luminance(np.array([to_rgb(color) for color in RAMP]))
    assert all(one > other for one, other in pairwise(grey)) and grey[0] > 5.0 * grey[-1]


def test_no_colour_is_a_saturated_red():
    """WCAG has a rule of its own for flashes of it: red is 80 % or more of the whole."""
    red, green, blue = np.array([to_rgb(color) for color in RAMP]).T
    assert (red / (red + green + blue)).max() < 0.8


# ---------------------------------------------------------------- flashing

def filmed(model: LiveHeart, act: Callable[[LiveHeartRun, int], None], seconds: float, step_ms: int = STEP_ms,
           from_ms: int = 0) -> NDArray:
    """The luminance of the pictures that the page would show, pixel by pixel."""
    sheet, frames = model.start(), []
    act(sheet, -1)
    sheet.advance(model, from_ms)
    for place in range(round(seconds * A_SECOND)):
        act(sheet, place)
        sheet.advance(model, step_ms)
        FIGURE.show(sheet.trace)
        image = np.asarray(Image.open(io.BytesIO(FIGURE.stage.png(moving=True))).convert("RGB"))
        # The curves are thin lines; all that fills an area is here. Of it every second pixel.
        frames.append(luminance(image[::2, :300:2] / 255.0))
    return np.array(frames)


def press(key: str, every: int = 1) -> Callable[[LiveHeartRun, int], None]:
    return lambda sheet, place: sheet.do(key) if place % every == 0 else None


def at_first(key: str) -> Callable[[LiveHeartRun, int], None]:
    return lambda sheet, place: sheet.do(key) if place < 0 else None


WORST = {
    "fibrillation": (LiveHeart(pacing="off", in_ms=0.2), at_first("turn"), 2000),
    "tachycardia": (LiveHeart(pacing="off", in_ms=0.4), at_first("turn"), 1000),
    "beats as fast as they can": (LiveHeart(in_ms=0.2, rate_per_min=300.0), press("poke", 10_000), 1000),
    "shocks, the key held down": (LiveHeart(in_ms=0.2, dose_percent=50.0, rate_per_min=300.0), press("shock"), 0),
    "pokes, the key held down": (LiveHeart(in_ms=0.2, rate_per_min=300.0), press("poke"), 0),
    "set turning, again and again": (LiveHeart(in_ms=0.2), press("turn"), 0),
}


@pytest.mark.parametrize("case", WORST)
def test_it_never_flashes(case):
    model, act, from_ms = WORST[case]
    assert worst(filmed(model, act, 1.8, from_ms=from_ms), MOST, pixels=4.0) < ALLOWED


def test_in_real_time_it_would_flash():
    """So the pace is what keeps it from it, and the measure sees it."""
    model, act, from_ms = WORST["fibrillation"]
    assert worst(filmed(model, act, 1.2, step_ms=4 * STEP_ms, from_ms=from_ms), MOST, pixels=4.0) > ALLOWED
