"""The bench: one notebook with everything that is tried by itself, each in a cell that a test runs when it needs it.

One page and one kernel serve all these tests: to open a page, start a kernel and import the models takes longer than
most of the tests. ``bench.fresh("slow")`` runs a cell once more, on an answers file that holds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator

from tests.browser.jupyter import Explorer, Lab, Notebook, write_notebook

PATH = "notebooks/bench.ipynb"

IMPORTS = '''
import asyncio, sys, time
from dataclasses import dataclass
from muscle_lib.figures.contract_and_relax import TetanusFigure, TwoFibresFigure
from muscle_lib.figures.electrolytes import ThresholdMapFigure
from muscle_lib.figures.heart import LiveHeartFigure
from muscle_lib.figures.letting_go import ReliefFigure
from muscle_lib.figures.nerve_signal import MembraneFigure, WaveFigure
from muscle_lib.figures.stage import Stage
from muscle_lib.figures.voluntary_contraction import LiveFigure
from muscle_lib.models.contract_and_relax import Tetanus, TwoFibres
from muscle_lib.models.electrolytes import Excitability
from muscle_lib.models.heart import LiveHeart
from muscle_lib.models.letting_go import Relief
from muscle_lib.models.nerve_signal import Membrane, UnmyelinatedAxon
from muscle_lib.models.voluntary_contraction import LiveMuscle
from muscle_lib.quantity import model, quantity
from muscle_lib.widgets import (
    ask,
    clock,
    evidence,
    explore,
    lab_report,
    live,
    mystery,
    note,
    place_causes,
    predict,
    triage,
)
'''

# Models that are slow, or that fail in a part of their range: made here, because no lesson should have one.
HARD_MODELS = '''
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
        self._line = self.stage.moving(self.stage.axes["level"].plot([], [])[0])

    def show(self, trace):
        # A sketch is shorter, so that its picture is another one.
        self._line.set_data([0, trace.points / 100], [trace.level_mV, trace.level_mV])

    def describe(self, trace):
        return f"The level is {trace.level_mV:g} mV."
'''

CELLS = {
    "imports": IMPORTS,
    "hard models": HARD_MODELS,
    "slow": 'explore(Slow(), LevelFigure(), ["level_mV"])',
    "preview": 'explore(SlowWithPreview(), LevelFigure(), ["level_mV"])',
    "fragile": 'explore(Fragile(), LevelFigure(), ["level_mV"])',
    # A lesson in little, with the questions and the second explorer of chapter 1.
    "predict": 'pulse = predict("nerve_signal.p1", explore(Membrane(), MembraneFigure(), ["stimulus_nC_cm2", '
               '"temperature_C"]))\npulse',
    "note": 'note("nerve_signal.n1")',
    "the same note": 'note("nerve_signal.n1")',
    "ask": 'ask("nerve_signal.q1")',
    "report": 'lab_report("nerve_signal")',
    "membrane": 'explore(Membrane(), MembraneFigure(), ["second_delay_ms", "temperature_C", "na_channels_percent", '
                '"k_channels_percent"], presets="all")',
    "film": 'explore(UnmyelinatedAxon(), WaveFigure(), ["diameter_um"], ranges={"diameter_um": (100, 1000)})',
    # A row of buttons, a list, and a figure with two pages.
    "buttons": 'explore(Tetanus(), TetanusFigure(), ["rate_Hz", "fibre"], presets="trains")',
    "list": 'explore(Relief(), ReliefFigure(), ["action"])',
    "two pages": 'explore(TwoFibres(), TwoFibresFigure(), ["pump_percent"])',
    "map": 'explore(Excitability(), ThresholdMapFigure(), ["K_out_mM", "Ca_out_mM"])',
    "evidence": 'evidence("electrolytes.e1")',
    "mystery": "mystery(7)",
    "triage": 'triage("warning_signs.t1", seed=7)',
    "causes": 'place_causes("warning_signs.m1")',
    "one muscle": 'one = live(LiveMuscle(), LiveFigure(), ["drive_percent", "nerve_percent"])\none',
    "sheet": 'sheet = live(LiveHeart(), LiveHeartFigure(), ["rate_per_min", "pacing", "in_ms", "dose_percent"], '
             '"to begin with")\nsheet',
    "another": 'two = live(LiveMuscle(), LiveFigure(), ["drive_percent"])\ntwo',
}


class Bench:
    """The notebook, and its cells by name."""

    def __init__(self, notebook: Notebook, lab: Lab) -> None:
        self.notebook, self.page = notebook, notebook.page
        self._lab = lab

    def run(self, name: str) -> Locator:
        """Run a cell once more, and return its output, which is new."""
        return self.notebook.run_cell(f"# {name}\n")

    def fresh(self, name: str) -> Locator:
        """The same, after everything that has been entered was taken away."""
        self._lab.forget("bench")
        return self.run(name)

    @contextmanager
    def patient(self) -> Iterator[None]:
        """On a slow machine a drag has pauses, and more happens in each: here only a long one counts as rest."""
        self.notebook.kernel_says("from muscle_lib.widgets import rest; rest.QUIET_SECONDS *= 5")
        try:
            yield
        finally:
            self.notebook.kernel_says("rest.QUIET_SECONDS /= 5")

    def explorer(self, name: str) -> Explorer:
        """An explorer at its start."""
        explorer = Explorer(self.fresh(name).locator(".ml-explorer"))
        explorer.picture.wait_for()
        return explorer


def write_bench(lab: Lab) -> None:
    """Put the notebook into the lab's folder."""
    write_notebook(lab, PATH, *(f"# {name}\n{source}" for name, source in CELLS.items()))
