"""The picture of the two fibres: is its sentence true, and does it draw the run?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from muscle_lib.figures.contract_and_relax.two_fibres import TwoFibresFigure
from muscle_lib.models.contract_and_relax import TWO_FIBRES_PRESETS, TwoFibres
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = TwoFibresFigure()
MODELS = [*along(TwoFibres), *(preset.model for preset in TWO_FIBRES_PRESETS)]


def lies(model: Any) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = model.run()
    words = Claims(FIGURE.describe(trace), setting(model))
    words.claim("one impulse", words.words.startswith("One") == (len(trace.impulses_ms) == 1))
    for row, kind in enumerate(("slow", "fast")):
        force = trace.force_percent[row]
        top = 20 + int(force[20:].argmax())
        part = rf"the {kind} fibre" if row else rf"The {kind} fibre"
        if force[top] < 0.5:
            words.claim("no force", f"{part} gives no force" in words.words)
            continue
        if force[top] >= 0.95:
            words.shows(rf"{part} pulls with \d+", force[top], 0.51)
        words.shows(rf"{part} pulls with [^;.]*? after \d+", top - 20, 0.51)
        below = np.flatnonzero(force[top:] < force[top] / 2.0)
        if len(below):
            words.shows(rf"{part} pulls with [^;.]*? half of it \d+ ms later", below[0], 0.51)
        else:
            words.claim("has not let go", "has not let go" in words.words)
        if "stays where" not in words.words:
            found = trace.Ca_uM[row]
            words.shows(r"highest after [\d.]+" if not row else r"highest after \d+ and \d+", found.argmax() - 20, 0.51)
            words.shows(r"with [\d.]+ and" if not row else r"and [\d.]+ µM", found.max(), 0.051)
    return words.lies


@pytest.mark.parametrize("model", MODELS, ids=setting)
def test_the_sentence_is_true_along_every_slider_and_for_every_preset(model):
    assert lies(model) == []


def test_the_sentence_is_true_in_every_corner_of_two_sliders():
    assert [lie for corner in corners(TwoFibres) for lie in lies(corner)] == []


def test_the_run_is_drawn_inside_its_panels():
    for model in (*MODELS, *corners(TwoFibres)):
        trace = model.run()
        FIGURE.show(trace)
        for name, rows in (("calcium", trace.Ca_uM), ("force", trace.force_percent), ("release", trace.release_mM_s),
                           ("troponin", trace.troponin_percent), ("filament", trace.filament_percent),
                           ("uptake", trace.uptake_mM_s)):
            for curve, row in zip(FIGURE._curves[name], rows, strict=True):
                np.testing.assert_array_equal(curve.get_ydata(), row)
            low, high = FIGURE.stage.axes[name].get_ylim()
            assert low <= rows.min() and rows.max() <= high, (name, setting(model))
