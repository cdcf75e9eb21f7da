"""Models that are slow, or that fail in a part of their range: made here, because no lesson should have one."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.jupyter import Desk, Explorer, Lab, write_notebook

pytestmark = pytest.mark.browser

MODELS = '''
import time
from dataclasses import dataclass
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.style import STYLES
from muscle_lib.quantity import model, quantity
from muscle_lib.widgets import explore

@dataclass(frozen=True)
class Level:
    level_mV: float
    points: int

@model
class Slow:
    """Takes 150 ms to find out what it was told."""
    level_mV: float = quantity(0.0, unit="mV", low=0.0, high=100.0, step=1.0, symbol="V", label="Level", source="None.")
    leaves_out = ("Everything.",)

    def run(self):
        time.sleep(0.15)
        return Level(self.level_mV, 100)

@model
class SlowWithPreview(Slow):
    """The same, with a quick look first."""
    def preview(self):
        return Level(self.level_mV, 3)

@model
class Fragile(Slow):
    """Has no solution above 60 mV."""
    def run(self):
        if self.level_mV > 60:
            raise ArithmeticError(f"There is no solution at {self.level_mV:g} mV.")
        return Level(self.level_mV, 100)

class LevelFigure:
    def __init__(self):
        self.stage = Stage([["level"]], height_px=200)
        self.stage.axes["level"].set(xlim=(0, 1), ylim=(0, 100))
        self._line = self.stage.curve(self.stage.axes["level"], STYLES["membrane potential"], "level")

    def show(self, trace):
        # A sketch is shorter, so that its picture is another one.
        self._line.set_data([0, trace.points / 100], [trace.level_mV, trace.level_mV])

    def describe(self, trace):
        return f"The level is {trace.level_mV:g} mV."
'''
CELLS = ['explore(Slow(), LevelFigure(), ["level_mV"])', 'explore(SlowWithPreview(), LevelFigure(), ["level_mV"])',
         'explore(Fragile(), LevelFigure(), ["level_mV"])']


@pytest.fixture
def explorer(request: pytest.FixtureRequest, desk: Desk, lab: Lab) -> Explorer:
    """One of the three explorers, at its start."""
    path = "notebooks/hard models.ipynb"
    if not (lab.folder / path).exists():
        write_notebook(lab, path, MODELS, *CELLS)
    explorer = desk.notebook(path).explorers()[("slow", "preview", "fragile").index(request.param)]
    explorer.root.scroll_into_view_if_needed()
    return explorer


@pytest.mark.parametrize("explorer", ["slow", "preview"], indirect=True)
def test_the_latest_value_wins(explorer: Explorer, request: pytest.FixtureRequest) -> None:
    has_preview = "preview" in request.node.callspec.id
    level = explorer.control("Level")
    explorer.watch()
    level.drag(0.0, 0.83, moves=60)
    explorer.page.mouse.up()
    last = f"The level is {level.value:g} mV."
    explorer.wait_until(lambda: explorer.announced.text_content() == last, "the last value was not read out")
    expect(explorer.sentence).to_have_text(last)
    released = [what for what, _ in explorer.seen()].index("released")
    before, after = explorer.seen()[:released], explorer.seen()[released:]
    assert sum(what == "picture" for what, _ in before) >= (3 if has_preview else 1), "nothing follows the drag"
    # After the release: the run that was under way, the last value, and this once more in full and drawn sharply.
    assert sum(what == "picture" for what, _ in after) <= 3, f"stale pictures: {after}"
    computing = [words for what, words in explorer.seen() if what == "sentence" and "computing…" in words]
    assert bool(computing) == has_preview
    # The picture at rest is that of the last value: coming back to it gives the same.
    at_rest, value = explorer.pixels(), level.value
    level.handle.press("Home")
    expect(explorer.sentence).to_have_text("The level is 0 mV.")
    level.type(f"{value:g}")
    expect(explorer.sentence).to_have_text(last)
    assert explorer.pixels() == at_rest


@pytest.mark.parametrize("explorer", ["fragile"], indirect=True)
def test_a_model_that_fails_says_so_and_keeps_the_last_picture(explorer: Explorer) -> None:
    level = explorer.control("Level")
    with explorer.new_picture():
        level.type("40")
    good, sentence = explorer.source(), explorer.sentence.text_content()
    level.handle.press("End")
    expect(explorer.problem).to_have_text("There is no solution at 100 mV.")
    assert (explorer.source(), explorer.sentence.text_content()) == (good, sentence)
    with explorer.new_picture():
        level.type("20")
    expect(explorer.problem).to_have_count(0)
    expect(explorer.sentence).to_have_text("The level is 20 mV.")
    # Reset gets one out of it, too.
    level.handle.press("End")
    expect(explorer.problem).to_have_count(1)
    explorer.button("Reset").click()
    expect(explorer.problem).to_have_count(0)
    expect(explorer.sentence).to_have_text("The level is 0 mV.")
