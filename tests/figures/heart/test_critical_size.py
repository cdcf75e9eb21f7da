"""The picture of small and large sheets: is its sentence true, and is all of it in view?"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from muscle_lib.figures.heart import CriticalSizeFigure
from muscle_lib.models.heart import CriticalSize, CriticalSizeTrace
from muscle_lib.models.heart.life_times import LONGEST_s, stored_times_s
from muscle_lib.preset import all_presets
from tests.figures.sweep import setting
from tests.sentences import Claims

FIGURE = CriticalSizeFigure()
MODELS = [*(each.model for each in all_presets(CriticalSize).values()), CriticalSize(duration_s=1.0),
          CriticalSize(width_cm=4.8, start=3), CriticalSize(width_cm=4.8, start=8),
          CriticalSize(width_cm=8.0, start=6, duration_s=5.0), CriticalSize(width_cm=11.2, duration_s=1.0),
          CriticalSize(start=8, duration_s=15.0), CriticalSize(width_cm=7.0, duration_s=1.0)]


@cache
def run(model: CriticalSize) -> CriticalSizeTrace:
    return model.run()


def lies(model: CriticalSize) -> list[str]:
    trace = run(model)
    words = Claims(FIGURE.describe(trace), setting(model))
    words.shows(r"^Start \d+", model.start, 0.0, "")
    words.shows(r"sheet [\d.]+", model.width_cm, 0.051, "cm")
    quiet = trace.excited_percent[-1] == 0.0
    words.claim("it stops", ("stops by itself" in words.words) == quiet)
    words.claim("it goes on", ("still fibrillates" in words.words) != quiet)
    words.shows(r"after [\d.]+", trace.t_s[trace.excited_percent > 0.0][-1], 0.051, "s")
    own = stored_times_s()[round((model.width_cm - 4.8) / 1.6)]
    count = int((own < LONGEST_s).sum())
    told = {0: "none", 8: "all"}.get(count, str(count))
    nearest = round(4.8 + 1.6 * round((model.width_cm - 4.8) / 1.6), 1)
    such = "on such a sheet" if nearest == model.width_cm else f"of the nearest width that was tried, {nearest} cm,"
    words.claim("how many stopped", f"starts {such} {told} stopped within 30 s" in words.words)
    words.claim("a middle", ("half of the eight" in words.words) == (np.median(own) < LONGEST_s))
    if np.median(own) < LONGEST_s:
        words.shows(r"half of the eight within [\d.]+", float(np.median(own)), 0.051, "s")
    return words.lies


def test_every_sentence_is_true() -> None:
    assert [lie for model in MODELS for lie in lies(model)] == []


def test_all_is_in_view() -> None:
    for model in MODELS:
        FIGURE.show(run(model))
        for curve in FIGURE.stage.curves:
            axes: Any = curve.line.axes
            (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
            x, y = (np.asarray(values, float) for values in curve.line.get_data())
            top = 101.0 if curve.label in ("excited", "mean force") else high
            there = np.isfinite(y)
            # Of the two marks of this sheet the one that does not apply is not there.
            assert there.all() or curve.shadow, curve.label
            assert ((low <= y) & (y <= top))[there].all(), (curve.label, setting(model))
            assert ((left <= x) & (x <= right)).all(), (curve.label, setting(model))


def test_a_sheet_that_stopped_has_a_dot_and_one_that_goes_on_a_triangle() -> None:
    for model, is_over in ((CriticalSize(), True), (CriticalSize(duration_s=1.0), False)):
        FIGURE.show(run(model))
        marks = {curve.label: np.asarray(curve.line.get_ydata(), float) for curve in FIGURE.stage.curves}
        assert np.isfinite(marks["this sheet's life"]).all() == is_over
        assert np.isfinite(marks["this sheet: still going on"]).all() == (not is_over)


def test_of_the_others_too_a_triangle_is_one_that_goes_on() -> None:
    FIGURE.show(run(CriticalSize()))
    marked = {str(curve.line.get_marker()): np.asarray(curve.line.get_ydata(), float) for curve in FIGURE.stage.curves
              if curve.label.startswith("others fibrillated")}
    assert (marked["^"] == LONGEST_s).all() and (marked["o"] < LONGEST_s).all()
    assert len(marked["^"]) == (stored_times_s() >= LONGEST_s).sum() > 8


def test_a_sketch_is_no_result() -> None:
    sketch = CriticalSize().preview()
    FIGURE.show(sketch)
    assert "after 0.4 s, and is not yet worked out further." in FIGURE.describe(sketch)
    for curve in FIGURE.stage.curves:
        if curve.label.startswith("this sheet"):
            assert np.isnan(np.asarray(curve.line.get_ydata(), float)).all(), curve.label
    assert "when the watching ends" in FIGURE.describe(run(CriticalSize(duration_s=1.0)))


def test_the_count_stands_at_the_width_where_it_was_counted() -> None:
    FIGURE.show(run(CriticalSize(width_cm=7.0, duration_s=1.0)))
    (dot,) = [curve.line for curve in FIGURE.stage.curves if curve.label == "this width, stopped"]
    (line,) = [curve.line for curve in FIGURE.stage.curves if curve.label == "stopped"]
    at: Any = np.ravel(dot.get_xydata())
    assert at[0] == 6.4 and any(np.allclose(at, point) for point in np.asarray(line.get_xydata()))


def test_no_small_dot_hides_another_and_each_stands_at_its_width() -> None:
    trace = run(CriticalSize())
    FIGURE.show(trace)
    lines: list[Any] = [curve.line for curve in FIGURE.stage.curves if curve.label.startswith("others fibrillated")]
    FIGURE.stage.png()
    points = np.concatenate([np.asarray(line.get_xydata()) for line in lines])
    assert len(points) == 48
    at = lines[0].axes.transData.transform(points) / FIGURE.stage.figure.dpi * 72.0
    apart = np.hypot(*(at[:, None] - at[None, :]).T) + 1e9 * np.eye(len(at))
    assert apart.min() > 0.8 * lines[0].get_markersize()
    assert np.abs(trace.side_by_side_cm - trace.widths_cm).max() < 0.8, "nearer to its own width than to the next"


def test_what_dot_and_triangle_mean_stands_beside_them_where_no_life_time_is() -> None:
    life = FIGURE.stage.axes["life"]
    words = {text.get_text(): text for text in life.texts}
    assert {"stopped", "still going on", "this sheet"} <= {*words}
    own: list[Any] = [line for line in life.lines if line.get_label() == "_" and not line.get_animated()]
    assert sorted((str(mark.get_marker()), mark.get_markersize() > 8.0) for mark in own) == [
        ("^", False), ("^", True), ("o", False), ("o", True)]
    # Over all life times, so that no mark of the key is taken for one.
    lowest = min(float(thing.get_ydata()[0]) for thing in own)
    assert lowest > LONGEST_s + 5.0 and all(word.get_position()[1] >= lowest for word in words.values())


def test_the_widths_that_the_texts_speak_of_are_marked_on_the_axis() -> None:
    for panel in ("life", "stopped"):
        assert [*FIGURE.stage.axes[panel].get_xticks()] == [6.4, 9.6, 12.8]
    assert {6.4, 9.6, 12.8} <= {*run(CriticalSize()).widths_cm.ravel().round(1)}


def test_each_film_shows_the_end() -> None:
    for model in MODELS:
        trace = run(model)
        assert FIGURE.stage.moments(trace)[-1] == trace.t_s[-1]


def test_the_sheet_is_drawn_in_its_size() -> None:
    scene: Any = FIGURE.stage.drawn
    widths = []
    for width in (4.8, 6.4, 12.8):
        scene.show(run(CriticalSize(width_cm=width, duration_s=4.0 if width > 12.0 else 6.0)))
        left, right, low, top = scene.drawing._image.get_extent()
        assert abs((right - left) - (top - low)) < 1e-9
        widths.append((right - left) / 256.0)
    assert np.allclose(widths, [0.375, 0.5, 1.0])
