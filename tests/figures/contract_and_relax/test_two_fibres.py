"""The picture of the two fibres: is its sentence true, and is each curve its own fibre's?"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import numpy as np

from muscle_lib.figures.contract_and_relax.two_fibres import TwoFibresFigure
from muscle_lib.models.contract_and_relax import TwoFibres
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = TwoFibresFigure()
MODELS = [*along(TwoFibres), *(each.model for each in all_presets(TwoFibres).values()), *corners(TwoFibres)]


@cache
def run(model: Any) -> Any:
    return model.run()


def lies(model: Any) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = run(model)
    words = Claims(FIGURE.describe(trace), setting(model))
    words.claim("one impulse", words.words.startswith("One") == (len(trace.impulses_ms) == 1))
    for row, kind in enumerate(("slow", "fast")):
        force = trace.force_percent[row]
        top = 20 + int(force[20:].argmax())
        part = rf"the {kind} fibre" if row else rf"The {kind} fibre"
        if force[top] < 0.5:
            words.claim("no force", f"{part} gives no force" in words.words)
            continue
        if top == len(force) - 1:
            # No peak: the picture ends before it.
            words.shows(rf"{part} has reached \d+", force[top], 0.51, "%")
            words.claim("still rising", re.search(rf"{part} has [^;.]*still rising", words.words) is not None)
            continue
        if force[top] >= 0.95:
            words.shows(rf"{part} pulls with \d+", force[top], 0.51, "%")
        words.shows(rf"{part} pulls with [^;.]*? after \d+", top - 20, 0.51, "ms")
        below = np.flatnonzero(force[top:] < force[top] / 2.0)
        if len(below):
            words.shows(rf"{part} pulls with [^;.]*? half of it \d+ ms later", below[0], 0.51, "ms")
        else:
            words.claim("has not let go", "has not let go" in words.words)
        if "stays where" not in words.words:
            found = trace.Ca_uM[row]
            words.shows(r"came up to [\d.]+" + r" µM and [\d.]+\d" * row, found.max(), 0.051, "µM")
    peak = int(trace.force_percent[0].argmax())
    troponin, filament = trace.troponin_percent[0], trace.filament_percent[0]
    if "still aside" in words.words:
        words.claim("aside without calcium", troponin[peak] < filament[peak] and troponin[peak] < troponin.max())
        words.claim("and on its way back", filament[peak] < filament[peak - 1])
    elif trace.force_percent[0, peak] > 1.0:
        words.claim("no more thread than calcium", troponin[peak] > filament[peak] or filament.argmax() > peak)
    return words.lies


def test_the_sentence_is_true_along_every_slider_for_every_preset_and_in_every_corner():
    assert [lie for model in MODELS for lie in lies(model)] == []


def test_the_run_is_drawn_inside_its_panels():
    for model in MODELS:
        trace = run(model)
        for name, rows in (("calcium", trace.Ca_uM), ("force", trace.force_percent), ("release", trace.release_mM_s),
                           ("troponin", trace.troponin_percent), ("filament", trace.filament_percent),
                           ("uptake", trace.uptake_mM_s)):
            low, high = FIGURE.stage.axes[name].get_ylim()
            assert low <= rows.min() and rows.max() <= high, (name, setting(model))


def test_each_curve_is_that_of_the_fibre_whose_name_it_bears():
    """Their arrays are the rows of one, whose name cannot tell them apart."""
    curves = [curve for curve in FIGURE.stage.curves if curve.ghost]
    assert len(curves) == 12
    assert all(curve.label.startswith({"0": "slow: ", "1": "fast: "}[curve.y.rpartition(".")[2]]) for curve in curves)


def test_the_first_steps_are_seen_from_close_by_and_no_impulse_is_lost():
    """Over 800 ms the release was a hair-thin stroke, in which two fibres, or 50 and 100 %, cannot be told apart."""
    trace = run(TwoFibres())
    for name, rows in (("release", trace.release_mM_s), ("calcium", trace.Ca_uM), ("troponin", trace.troponin_percent)):
        _, right = FIGURE.stage.axes[name].get_xlim()
        assert right == 100 and all(row.argmax() < right / 2 for row in rows)
        # It is over in view, or on its way.
        assert all(row[100] < 0.7 * row.max() for row in rows)
    FIGURE.show(run(TwoFibres(second_ms=300.0)))
    marks = [curve.line for curve in FIGURE.stage.curves if curve.label == "impulse"]
    assert any(320.0 in mark.get_xdata() and mark.axes.get_xlim()[1] > 320.0 for mark in marks)


def test_its_film_is_slow_where_the_calcium_moves_and_shows_each_impulse():
    """In even steps over 800 ms a release of 2 ms would be missed, or last for one picture."""
    for model, impulses in ((TwoFibres(), 1), (TwoFibres(second_ms=100.0), 2)):
        trace = run(model)
        FIGURE.show(trace)
        moments, lit = FIGURE.moments(trace), []
        for t_ms in moments:
            FIGURE.show_at(trace, t_ms)
            drawing = FIGURE.stage.drawn.drawing
            lit.append(drawing._excited.get_visible())
        assert moments[0] >= 0.0 and moments[-1] == trace.t_ms[-1] and len(moments) < 110
        assert sum(lit) == 6 * impulses, "3 ms in steps of half a ms"
        FIGURE.show(trace)


def test_each_panel_names_what_it_shows_beside_its_unit():
    """A reader found “(%)” and “(µM)” alone."""
    labels = {name: axes.get_ylabel() for name, axes in FIGURE.stage.axes.items() if name != "fibre"}
    assert labels["calcium"] == "Calcium (µM)" and labels["force"] == "Force (%)"
    assert all(label.partition(" (")[0] for label in labels.values()), labels


def test_a_force_that_still_rises_at_the_end_has_no_peak():
    """A cold fibre with next to no pump: what is highest at the last moment is the picture's end, not a peak."""
    cold = TwoFibres(pump_percent=10.0, temperature_C=20.0).run()
    assert cold.force_percent[0].argmax() == len(cold.t_ms) - 1
    slow, fast = FIGURE.describe(cold).split("; ")
    assert "still rising when the picture ends" in slow and " ms" not in slow and "after" in fast
    assert "still rising" not in FIGURE.describe(TwoFibres().run())


def test_the_panels_that_end_earlier_say_so():
    titles = [text.get_text() for axes in FIGURE.stage.axes.values() for text in axes.texts]
    assert sum("the first 100 ms" in title for title in titles) == 3
