"""The film: a picture for each moment, shown in the place of the still picture, and gone without a trace."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from ipywidgets import Image, Widget
from ipywidgets.widgets.widget import _instances

from muscle_lib.widgets import explore
from muscle_lib.widgets.film import Film
from tests.widgets.hands import PRESETS, Wave, WaveFigure, WaveTrace, button, wave_explorer

MOMENTS = 25


class FilmFigure(WaveFigure):
    """The wave, drawn up to a moment."""

    def moments(self, trace: WaveTrace) -> np.ndarray:
        return np.linspace(0.0, 10.0, MOMENTS)

    def show_at(self, trace: WaveTrace, t_ms: float) -> None:
        upto = round(t_ms / 10.0 * trace.y.size)
        self._line.set_data(np.linspace(0, 10, trace.y.size)[:upto], trace.y[:upto])


@cache
def figure() -> FilmFigure:
    return FilmFigure()


@pytest.fixture
def explorer():
    figure().stage.unpin()
    explorer = explore(Wave(), figure(), controls=["height_cm"], presets=PRESETS)
    explorer.build()
    return explorer


def pictures(film: Film) -> list[Image]:
    return list(film.children[0].children)


def living() -> set[Widget]:
    """All widgets that ipywidgets still holds, here and in the browser."""
    return set(_instances.values())


def test_there_is_a_picture_for_each_moment_from_the_first_to_the_last(explorer):
    explorer._show_film.value = True
    assert explorer._screen.children == (explorer._film,)
    shown = pictures(explorer._film)
    assert len(shown) == MOMENTS
    assert len({picture.value for picture in shown}) == MOMENTS
    assert shown[-1].value == explorer._picture.value, "the last moment shows the whole wave"


def test_the_player_and_the_slider_reach_every_picture(explorer):
    explorer._show_film.value = True
    reel, row = explorer._film.children
    play, _, scrub = row.children
    assert (play.min, play.max, scrub.min, scrub.max) == (0, MOMENTS - 1, 0, MOMENTS - 1)
    assert reel.selected_index == 0
    targets = [(link.source, link.target) for link in explorer._film._links]
    assert targets == [((play, "value"), (reel, "selected_index")), ((play, "value"), (scrub, "value"))]


def test_while_it_is_made_the_student_hears_how_far_it_is(explorer, monkeypatch):
    heard = []
    monkeypatch.setattr(explorer, "_count_pictures", lambda done, of: heard.append((done, of)))
    explorer._show_film.value = True
    assert heard == [(number, MOMENTS) for number in range(1, MOMENTS + 1)]


def test_the_progress_is_in_words_and_leaves_a_presets_remark_standing(explorer):
    explorer.choose("Flat")
    remark = explorer._remark.value
    said = []
    explorer._remark.observe(lambda change: said.append(change["new"]), "value")
    explorer._show_film.value = True
    assert said == ["Making the film: picture 10 of 25 …", "Making the film: picture 20 of 25 …", remark]
    assert explorer._remark.value == remark


def test_the_figure_shows_the_still_picture_again_after_the_film_was_made(explorer):
    still = explorer._picture.value
    explorer._show_film.value = True
    assert figure().stage.png() == still
    explorer._show_film.value = False
    assert explorer._screen.children == (explorer._picture,)
    assert explorer._picture.value == still


@pytest.mark.parametrize("change", [
    lambda explorer: explorer.set(height_cm=0.3),
    lambda explorer: setattr(explorer._controls["height_cm"]._slider, "value", 0.3),
    lambda explorer: explorer.choose("Flat"),
    lambda explorer: explorer.reset(),
], ids=["set", "slider", "preset", "reset"])
def test_a_film_of_other_values_would_be_a_lie_and_goes(explorer, change):
    explorer._show_film.value = True
    change(explorer)
    assert explorer._show_film.value is False
    assert explorer._film is None
    assert explorer._screen.children == (explorer._picture,)


def test_pinning_shows_the_picture_with_its_ghost_again(explorer):
    explorer._show_film.value = True
    explorer.pin()
    assert explorer._screen.children == (explorer._picture,)
    explorer._show_film.value = True
    explorer.unpin()
    assert explorer._screen.children == (explorer._picture,)


def test_a_refused_value_leaves_the_film_of_what_is_still_shown(explorer):
    explorer._show_film.value = True
    explorer._controls["height_cm"]._number.value = "99.0"
    assert explorer.problem
    assert explorer._screen.children == (explorer._film,)


def test_nothing_of_a_film_is_left_when_it_goes(explorer):
    before = living()
    for _ in range(3):
        explorer._show_film.value = True
        assert len(living() - before) > MOMENTS
        explorer._show_film.value = False
        assert living() - before == set()


def test_a_figure_without_moments_has_no_button_for_a_film():
    assert button(wave_explorer(), "Reset") is not None
    assert button(wave_explorer(), "Film") is None
