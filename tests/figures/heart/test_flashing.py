"""No film of a heart's sheet flashes; and the measure sees what does. (The living sheet: test_live.)"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from muscle_lib.figures.drawings.heart_sheet import DOT, SIDE, HeartSheet
from muscle_lib.figures.heart import BadlyTimedFigure, CriticalSizeFigure, OneConstantFigure, ShockFigure
from muscle_lib.models.heart import BadlyTimedBeat, CriticalSize, OneConstant, Shock
from muscle_lib.preset import all_presets
from tests.figures.flashing import ALLOWED, AREA_px, changes, film_flashes
from tests.figures.sweep import setting
from tests.figures.test_every_figure import FIGURES, made, name_of
from tests.models.heart.wide import whole


def presets(model: type) -> list[Any]:
    return [each.model for each in all_presets(model).values()]


#: What turns fastest, or goes on.
FILMS: dict[type, list[Any]] = {
    BadlyTimedFigure: [*presets(BadlyTimedBeat), BadlyTimedBeat(in_ms=0.2, open_ms=60.0)],
    ShockFigure: [Shock(), Shock(dose_percent=0.0), Shock(dose_percent=15.0),
                  Shock(dose_percent=50.0, part_percent=90.0)],
    CriticalSizeFigure: [*presets(CriticalSize), CriticalSize(width_cm=11.2, duration_s=1.0)],
    OneConstantFigure: [*presets(OneConstant), OneConstant(in_ms=0.32)]}


def seen(model: Any) -> Any:
    """Its sketch if it is all there: it turns as fast."""
    if isinstance(model, OneConstant):
        return whole(model)
    return model.preview() if isinstance(model, BadlyTimedBeat) else model.run()


def test_every_figure_with_such_a_film_is_here():
    drawn = {figure: made(figure).stage.drawn for figure in FIGURES if ".heart." in figure.__module__}
    assert {figure for figure, scene in drawn.items()
            if scene and scene.has_film and isinstance(scene.drawing, HeartSheet)} == {*FILMS}


@pytest.mark.parametrize("figure", FILMS, ids=name_of)
def test_no_film_flashes(figure):
    worst = {setting(model): film_flashes(made(figure), seen(model)) for model in FILMS[figure]}
    assert max(worst.values()) < 0.8 * ALLOWED, worst


def test_all_dots_that_can_come_and_go_are_less_than_what_is_left_of_the_area():
    """Of the colours no more than four fifths of what is allowed may flash; the dots come besides."""
    assert 32 ** 2 * np.pi * (DOT / 2.0) ** 2 / AREA_px < 0.2 * ALLOWED
    for model in (BadlyTimedBeat(), CriticalSize(width_cm=4.8, duration_s=1.0)):
        trace = seen(model)
        places_px = SIDE * getattr(trace, "relative_width", 1.0) / trace.waits.shape[1]
        assert places_px > 7.99 and trace.waits.shape[1] == trace.waits.shape[2]


def test_a_film_of_all_that_turns_would_flash(monkeypatch):
    """So the stretch that it shows is what keeps it from it, and the measure sees it."""
    monkeypatch.setattr(made(BadlyTimedFigure).stage.drawn, "_film", None)
    assert film_flashes(made(BadlyTimedFigure), seen(BadlyTimedBeat())) > ALLOWED


def test_a_flash_is_seen_for_what_it_is():
    dark, light = np.full((20, 20), 0.05), np.full((20, 20), 0.7)
    blinking = np.array([(dark, light)[place // 3 % 2] for place in range(50)])
    assert changes(blinking).sum(axis=0).min() == 16
    slow = np.linspace(0.0, 1.0, 50)[:, None, None] * np.ones((1, 20, 20))
    assert changes(slow).sum(axis=0).max() == 1
    pale = np.array([np.full((20, 20), (0.84, 0.97)[place % 2]) for place in range(50)])
    assert changes(pale).sum() == 0, "what is nearly white is no flash"
