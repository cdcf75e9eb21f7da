"""“Compute the map”: point by point, with progress, and never at the student's cost."""

from __future__ import annotations

import asyncio
import re

import pytest

from muscle_lib.widgets import explore
from tests.widgets.hands import Wave, WaveFigure, words_of


class Chart(WaveFigure):
    """A figure with a map of twenty points."""

    survey_name = "Compute the map"
    fails_at = None

    def __init__(self) -> None:
        super().__init__()
        self.heights: list[float] = []

    def survey(self, model):
        self.heights.clear()
        for done in range(1, 21):
            if done == self.fails_at:
                raise RuntimeError("point <7> is impossible")
            self.heights.append(model.height_cm)
            yield done, 20


@pytest.fixture
def explorer():
    return explore(Wave(), Chart(), ["height_cm"])


async def until(happened) -> None:
    while not happened():
        await asyncio.sleep(0.005)


def test_only_a_figure_with_a_map_has_the_button(explorer):
    assert explorer._survey.button.description == "Compute the map"
    assert explore(Wave(), WaveFigure(), ["height_cm"])._survey is None


def test_without_an_event_loop_the_map_is_there_at_once(explorer):
    explorer._survey.button.click()
    assert len(explorer._figure.heights) == 20
    assert words_of(explorer._survey.panel) == "All 20 points are done."


def test_progress_is_shown_and_a_slider_answers_meanwhile(explorer):
    async def drag() -> list[str]:
        seen = []
        explorer._survey.button.click()
        await until(lambda: len(explorer._figure.heights) > 8)
        seen.append(words_of(explorer._survey.panel))
        assert explorer._survey.button.description == "Stop"
        explorer._controls["height_cm"]._slider.value = 0.4
        assert explorer.trace.top == Wave(height_cm=0.4).run().top, "the picture follows the slider"
        await until(lambda: explorer._survey._task is None)
        return [*seen, words_of(explorer._survey.panel)]

    half_way, end = asyncio.run(drag())
    # A slow machine looks a little later.
    assert re.fullmatch(r"(8|1\d) of 20 points …", half_way)
    assert end == "All 20 points are done."
    assert set(explorer._figure.heights) == {1.0}, "one map is made with one setting"
    assert explorer._survey.button.description == "Compute the map"


def test_pressing_again_stops_it(explorer):
    async def stop() -> None:
        explorer._survey.button.click()
        await until(lambda: len(explorer._figure.heights) > 4)
        explorer._survey.button.click()
        await until(lambda: explorer._survey._task is None)

    asyncio.run(stop())
    assert 4 < len(explorer._figure.heights) < 20
    assert words_of(explorer._survey.panel).startswith("Stopped after ")
    explorer._survey.button.click()
    assert len(explorer._figure.heights) == 20, "and it can begin anew"


def test_what_goes_wrong_is_said_and_the_button_works_again(explorer, monkeypatch):
    monkeypatch.setattr(Chart, "fails_at", 7)
    explorer._survey.button.click()
    assert words_of(explorer._survey.panel) == "This went wrong: point <7> is impossible"
    monkeypatch.setattr(Chart, "fails_at", None)
    explorer._survey.button.click()
    assert words_of(explorer._survey.panel) == "All 20 points are done."
