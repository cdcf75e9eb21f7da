"""The live muscle, driven without a browser: its clock, its buttons, and that nothing runs on, races or gets lost."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
import pytest
from ipywidgets import Text, Widget
from matplotlib.colors import to_rgb
from PIL import Image

from muscle_lib.figures.drawings.table import SKIN
from muscle_lib.figures.hyperexcitability import LiveCrampFigure
from muscle_lib.figures.letting_go import LiveReliefFigure
from muscle_lib.figures.voluntary_contraction import LiveFigure
from muscle_lib.models.hyperexcitability import LiveCramp
from muscle_lib.models.letting_go import LiveRelief
from muscle_lib.models.voluntary_contraction import LiveMuscle
from muscle_lib.preset import Preset
from muscle_lib.quantity import model, quantity
from muscle_lib.trace import result, trace
from muscle_lib.widgets import clock, lab_report, live, look
from muscle_lib.widgets.clock import LiveClock
from muscle_lib.widgets.live import LiveMonitor
from muscle_lib.widgets.look import LIVE
from tests.widgets.hands import WaveFigure, words_of


class Act(NamedTuple):
    key: str
    label: str
    meaning: str


@trace
class BeatTrace:
    """How far a simple muscle has come."""

    t_s: np.ndarray
    y: np.ndarray
    now_s: float
    state: str = ""

    @result("Top of the beat", unit="cm", headline=True)
    def top(self) -> float:
        return float(self.y.max(initial=0.0))


class BeatRun:
    """A muscle whose force is its height as long as it contracts."""

    def __init__(self) -> None:
        self.now_s, self.on, self.force = 0.0, False, 0.0
        self.takes_s, self.breaks, self.steps_ms = 0.0, False, []
        #: What it does by itself, and from when on.
        self.fate: tuple[tuple[float, str], ...] = ((0.0, "rest"),)

    def do(self, key: str) -> None:
        self.on = key == "contract"

    def advance(self, of: Beat, duration_ms: float) -> None:
        if self.breaks:
            raise ZeroDivisionError("the muscle <tore>")
        time.sleep(self.takes_s)
        self.steps_ms.append(duration_ms)
        self.now_s = round(self.now_s + duration_ms / 1000.0, 3)
        self.force = of.height_cm if self.on else 0.0

    @property
    def trace(self) -> BeatTrace:
        state = [words for from_s, words in self.fate if from_s <= self.now_s + 1e-9][-1]
        return BeatTrace(np.arange(5.0), np.full(5, self.force), self.now_s, state)


@model
class Beat:
    """A muscle of one height."""

    height_cm: float = quantity(1.0, unit="cm", low=0.0, high=2.0, step=0.1, symbol="h", label="Height",
                                source="Our choice.")
    depth_cm: float = quantity(1.0, unit="cm", low=0.0, high=2.0, step=0.1, symbol="d", label="Depth",
                               source="Our choice.")
    leaves_out = ("The sea.", "The sand.")
    actions = (Act("contract", "Contract", "it gets high"), Act("relax", "Relax", "it gets low"))

    def start(self) -> BeatRun:
        return BeatRun()

    def run(self) -> BeatTrace:
        return BeatTrace(np.arange(5.0), np.full(5, self.height_cm), 10.0)


class BeatFigure(WaveFigure):
    """Says the time, too."""

    def describe(self, trace: BeatTrace) -> str:
        return f"At {trace.now_s:.2f} s it is {trace.top:.1f} cm high{f' ({trace.state})' if trace.state else ''}."


HIGH = Preset("High", Beat(height_cm=2.0), source="nobody", expect="high", signature={})


def monitor(**how: object) -> LiveMonitor:
    made = live(Beat(), BeatFigure(), ["height_cm"], presets=[HIGH], **how)
    made.build()
    return made


@model
class Pond(Beat):
    """A muscle that can be touched, at a quarter of real time."""

    pace = 0.25
    touch = ("height_cm", "depth_cm", "contract")


class PondFigure(BeatFigure):
    """The left 100 pixels can be touched; there is a second view, and much moves."""

    warning = "Much moves here."
    switch = ("From above", "See it from above")
    is_switched = False

    def touched(self, x: float, y: float) -> dict[str, float] | None:
        return {"height_cm": x / 50.0, "depth_cm": y / 50.0} if x <= 101.0 else None


def pond() -> LiveMonitor:
    made = live(Pond(), PondFigure(), ["height_cm"])
    made.build()
    return made


def field_of(shown: LiveMonitor) -> Text:
    """What the page's script writes into when the picture is touched."""
    return next(widget for widget in walk(shown) if isinstance(widget, Text) and "ml-touched" in widget._dom_classes)


def walk(widget: Widget) -> Iterator[Widget]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from walk(child)


async def until(happened, seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        await asyncio.sleep(0.005)


def tasks() -> list[asyncio.Task]:
    return [task for task in asyncio.all_tasks() if task.get_name() == clock.TASK]


def play(scene) -> None:
    """Run a scene on an event loop, as in a kernel; at its end nothing may be left running by mistake."""
    asyncio.run(scene())


def test_it_does_not_live_by_itself():
    async def scene() -> None:
        shown = monitor()
        await asyncio.sleep(0.15)
        assert not shown.is_running and shown._muscle.now_s == 0.0
        assert shown._start.description == "Start"
        assert not shown._ticking.pulse.playing

    play(scene)


def test_start_lives_in_real_time_and_pause_stands():
    async def scene() -> None:
        shown = monitor()
        shown._start.click()
        assert shown.is_running and shown._start.description == "Pause" and shown._ticking.pulse.playing
        begun, pictures = time.monotonic(), {shown._picture.value}
        await until(lambda: shown._muscle.now_s >= 0.6)
        # Not sooner than the clock on the wall; later on a slow machine.
        assert time.monotonic() - begun > 0.5
        shown._start.click()
        await until(lambda: not shown.is_running)
        stood = shown._muscle.now_s
        await asyncio.sleep(0.15)
        assert shown._muscle.now_s == stood
        assert shown._start.description == "Start" and not shown._ticking.pulse.playing
        assert words_of(shown._clock) == "Paused. The muscle's clock stands."
        assert words_of(shown._announcement) == f"Paused. The muscle's clock stands. {shown.sentence}"
        assert shown.sentence == words_of(shown._sentence)
        assert set(shown._muscle.steps_ms) == {40}
        assert tasks() == [] and len(pictures) == 1

    play(scene)


def test_sliders_and_buttons_work_while_it_lives():
    async def scene() -> None:
        shown = monitor()
        shown._start.click()
        shown._actions["contract"].click()
        await until(lambda: shown.trace.top == 1.0)
        shown._controls["height_cm"]._slider.value = 1.7
        await until(lambda: shown.trace.top == 1.7)
        assert shown.model.height_cm == 1.7
        shown._preset_buttons["High"].click()
        await until(lambda: shown.trace.top == 2.0)
        shown._actions["relax"].click()
        await until(lambda: shown.trace.top == 0.0)
        shown.pause()
        await until(lambda: not shown.is_running)
        assert [words for _, words in shown.history] == ["Contract", "Height 1.7 cm", "High", "Relax"]
        assert [at for at, _ in shown.history] == sorted(at for at, _ in shown.history)

    play(scene)


def test_what_the_last_button_meant_is_not_left_standing_when_something_else_is_set():
    shown = monitor()
    for set_else in (lambda: shown.choose("High"), lambda: setattr(shown._controls["height_cm"]._slider, "value", 1.7)):
        shown.do("contract")
        assert "Contract" in shown._remark.value
        set_else()
        assert shown._remark.value == ""


def test_slow_motion_and_steps():
    async def scene() -> None:
        shown = monitor()
        shown._slow.value = True
        shown._start.click()
        await until(lambda: len(shown._muscle.steps_ms) >= 4)
        assert set(shown._muscle.steps_ms) == {20}
        assert "Slow motion" in words_of(shown._clock)
        shown._step.click()
        await until(lambda: not shown.is_running)
        assert shown._muscle.steps_ms[-1] == 100
        before = shown._muscle.now_s
        shown._step.click()
        assert shown._muscle.now_s == pytest.approx(before + 0.1)
        assert words_of(shown._announcement) == shown.sentence

    play(scene)


def test_without_an_event_loop_it_steps_and_says_why_it_does_not_run():
    shown = monitor()
    shown._start.click()
    assert not shown.is_running
    assert "no event loop" in words_of(shown._clock)
    shown.do("contract")
    shown.step()
    assert shown.trace.top == 1.0


def test_reset_is_a_rested_muscle_with_the_start_values():
    async def scene() -> None:
        shown = monitor()
        shown._start.click()
        shown.do("contract")
        shown.set(height_cm=2.0)
        await until(lambda: shown.trace.top == 2.0)
        shown._reset.click()
        await until(lambda: not shown.is_running)
        assert shown.model == Beat() and shown._muscle.now_s == 0.0 and shown.trace.top == 0.0
        assert shown.history == [] and words_of(shown._done) == ""
        assert float(shown._controls["height_cm"]._number.value) == 1.0

    play(scene)


class Wall:
    """A clock on the wall that goes only if told to: by as much for each picture, and for what else takes time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now_s, self.picture_s, self.pictures = 100.0, 0.04, 0
        monkeypatch.setattr(clock, "time", SimpleNamespace(monotonic=lambda: self.now_s))

    def frame(self, step_ms: int) -> None:
        self.now_s += self.picture_s
        self.pictures += 1

    def pass_by(self, seconds: float) -> None:
        self.now_s += seconds

    async def see(self, pictures: int) -> None:
        """Wait for so many more, or until it stands."""
        wanted = self.pictures + pictures
        while tasks() and self.pictures < wanted:
            await asyncio.sleep(0)


@pytest.fixture
def wall(monkeypatch):
    return Wall(monkeypatch)


def test_nobody_there_and_it_stops(wall):
    async def scene() -> None:
        shown = monitor()
        shown._ticking._frame = wall.frame
        shown._start.click()
        for count in range(1, 11):
            await wall.see(25)
            shown._ticking.pulse.value = count % 2
        assert shown.is_running, "each count of the page keeps it alive"
        begun_s = wall.now_s
        await wall.see(10_000)
        assert not shown.is_running and wall.now_s - begun_s == pytest.approx(clock.GRACE_s, abs=0.1)
        assert "nobody is watching" in words_of(shown._clock)
        assert shown._start.description == "Start"
        shown._start.click()
        await wall.see(5)
        assert shown.is_running, "and it can go on"
        shown.pause()
        await until(lambda: not shown.is_running)

    play(scene)


@pytest.mark.parametrize("deaf_in", ["a picture", "another cell"])
def test_a_kernel_that_was_deaf_for_long_takes_nobody_for_gone(wall, deaf_in):
    """As when the laptop slept. What the page had said may come only after the next picture; then it is silent."""
    async def scene() -> None:
        ended: list[str] = []
        ticking = LiveClock(wall.frame, lambda words: None, lambda words, problem: ended.append(words))
        ticking.start()
        await wall.see(25)
        for _ in range(2):
            if deaf_in == "a picture":
                wall.picture_s = 60.0
                await wall.see(1)
                wall.picture_s = 0.04
            else:
                asyncio.get_running_loop().call_soon(wall.pass_by, 60.0)
            await wall.see(1)
            ticking.beat()
            await wall.see(25)
            assert ticking.is_running and ended == []
        begun_s = wall.now_s
        await wall.see(10_000)
        assert "nobody is watching" in ended[0] and wall.now_s - begun_s < clock.GRACE_s

    play(scene)


def test_also_where_each_picture_takes_long_a_closed_page_is_noticed(wall):
    async def scene() -> None:
        wall.picture_s = 5.0
        ticking = LiveClock(wall.frame, lambda words: None, lambda words, problem: None)
        ticking.start()
        await wall.see(100)
        assert not ticking.is_running and wall.pictures == 9, "eight pulses did not come"

    play(scene)


def test_one_muscle_lives_at_a_time():
    async def scene() -> None:
        one, other = monitor(), monitor()
        one._start.click()
        await until(lambda: one._muscle.now_s > 0.0)
        other._start.click()
        await until(lambda: not one.is_running)
        assert other.is_running and len(tasks()) == 1
        assert "another live muscle" in words_of(one._clock)
        # The cell is run once more.
        monitor()
        await until(lambda: not other.is_running)
        assert tasks() == []

    play(scene)


def test_an_error_stops_it_and_is_said_and_reset_mends_it():
    async def scene() -> None:
        shown = monitor()
        shown._start.click()
        await until(lambda: shown._muscle.now_s > 0.0)
        shown._muscle.breaks = True
        await until(lambda: not shown.is_running)
        assert shown.problem == "the muscle <tore>" == words_of(shown._problem)
        assert "Stopped by an error" in words_of(shown._clock)
        shown._step.click()
        assert shown.problem == "the muscle <tore>"
        shown._reset.click()
        assert shown.problem == ""
        shown._start.click()
        await until(lambda: shown._muscle.now_s > 0.0)
        shown.pause()
        await until(lambda: not shown.is_running)

    play(scene)


@pytest.mark.parametrize("part", ["show", "describe"])
def test_a_figure_that_fails_stops_it_and_the_clock_tells_no_lie(part):
    async def scene() -> None:
        def fail(trace: BeatTrace) -> None:
            raise ZeroDivisionError("the figure <tore>")

        shown = monitor()
        shown._start.click()
        await until(lambda: shown._muscle.now_s > 0.0)
        setattr(shown._figure, part, fail)
        await until(lambda: not shown.is_running)
        assert shown.problem == "the figure <tore>" == words_of(shown._problem)
        assert "Stopped by an error" in words_of(shown._clock)
        assert "real time" not in words_of(shown._clock)
        assert shown._start.description == "Start" and not shown._ticking.pulse.playing
        for press in (shown._step, shown._actions["contract"], shown._reset):
            shown._say_problem("")
            press.click()
            assert shown.problem == "the figure <tore>"
        delattr(shown._figure, part)
        shown._reset.click()
        assert shown.problem == "" and shown.sentence == words_of(shown._sentence)

    play(scene)


def test_a_slow_machine_slows_the_clock_and_says_so(monkeypatch):
    monkeypatch.setattr(clock, "JUDGE_s", 0.4)

    async def scene() -> None:
        shown = monitor()
        shown._start.click()
        shown._muscle.takes_s = 0.08
        begun = time.monotonic()
        await until(lambda: "too slow" in words_of(shown._clock))
        assert shown._muscle.now_s < 0.75 * (time.monotonic() - begun)
        shown._muscle.takes_s = 0.0
        await until(lambda: "too slow" not in words_of(shown._clock))
        # What was lost is not caught up with.
        assert max(shown._muscle.steps_ms) == 40
        shown.pause()
        await until(lambda: not shown.is_running)

    play(scene)


@pytest.mark.parametrize(("pace", "is_slow_motion", "asked", "lives"), [
    (1.0, False, "real time", "60 %"), (0.25, False, "25 % of real time", "15 %"),
    (1.0, True, "25 % of real time", "15 %")])
def test_how_slow_it_is_is_said_of_real_time_and_of_nothing_else(pace, is_slow_motion, asked, lives):
    ticking = LiveClock(lambda ms: None, lambda words: None, lambda words, problem: None, pace)
    ticking.is_slow_motion = is_slow_motion
    slow = "Slow motion. " * is_slow_motion
    assert ticking._words(0.6) == (f"{slow}This computer is too slow for {asked}: the muscle now lives at {lives} of "
                                   "real time.")
    assert "too slow" not in ticking._words(1.0)


def test_that_it_is_slow_is_read_out_once_however_often_its_speed_is_judged(monkeypatch):
    monkeypatch.setattr(clock, "JUDGE_s", 0.1)

    async def scene() -> None:
        shown, aloud, seen = monitor(), [], set()
        shown._announcement.observe(lambda change: aloud.append(change["new"]), "value")
        shown._clock.observe(lambda change: seen.add(change["new"]), "value")
        assert LIVE not in shown._clock._dom_classes
        shown._start.click()
        for takes_s in (0.06, 0.3, 0.0, 0.15):
            shown._muscle.takes_s = takes_s
            await asyncio.sleep(0.7)
        shown.pause()
        await until(lambda: not shown.is_running)
        assert len([words for words in seen if "too slow" in words]) > 1, "what can be seen is up to date"
        assert len([words for words in aloud if "too slow" in words]) == 1

    play(scene)


def lives(shown: LiveMonitor, *fate: tuple[float, str], seconds: float) -> list[str]:
    """Let it live, picture by picture, as its clock would; returns what is read out."""
    aloud: list[str] = []
    shown._announcement.observe(lambda change: aloud.append(words_of(change["new"])), "value")
    shown._muscle.fate = ((0.0, "rest"), *fate)
    for _ in range(round(seconds * 25)):
        shown._frame(40)
        # The picture says the state as it is; the sentence must not say another one.
        assert f"({shown.trace.state})" in words_of(shown._sentence)
    return aloud


def test_each_change_of_its_state_is_read_out_and_what_flickers_is_not():
    flicker = tuple((10.0 + 0.4 * i, ("rest", "fasciculation")[i % 2]) for i in range(6))
    shown = monitor()
    aloud = lives(shown, (2.0, "after-discharge"), (4.0, "cramp"), (8.0, "rest"), *flicker, (12.4, "rest"), seconds=16)
    assert aloud == ["At 2.0 s: after-discharge.", "At 4.0 s: cramp.", "At 8.0 s: rest."]


@pytest.mark.long  # each muscle's states have tests beside its model and its figure
@pytest.mark.parametrize(("muscle", "figure", "button", "states"), [
    (LiveMuscle, LiveFigure, "contract", ["contraction"]),
    (LiveCramp, LiveCrampFigure, "contract", ["voluntary contraction"]),
    (LiveRelief, LiveReliefFigure, "set_off", ["voluntary contraction", "after-discharge", "cramp"]),
], ids=["chapter 5", "chapter 6", "chapter 7"])
def test_the_live_muscles_of_the_lessons_tell_their_states(muscle, figure, button, states):
    shown = live(muscle(), figure(), [])
    shown.build()
    aloud: list[str] = []
    shown._announcement.observe(lambda change: aloud.append(words_of(change["new"])), "value")
    shown.do(button)
    for _ in range(45):
        shown._frame(200)
    assert [words for _, words in shown.history[1:]] == [f"→ {state}" for state in states]
    # The first by the sentence that answers the press, the others by themselves.
    assert [words.partition(": ")[2] for words in aloud[1:]] == [f"{state}." for state in states[1:]]


def test_after_a_press_the_sentence_is_read_out_and_its_state_not_once_more():
    shown = monitor()
    shown.do("contract")
    aloud = lives(shown, (0.4, "contraction"), (3.0, "cramp"), seconds=5)
    assert len(aloud) == 2 and aloud[0].endswith("(contraction).") and aloud[1] == "At 3.0 s: cramp."


def test_when_a_cramp_began_and_ended_is_written_down():
    shown = monitor()
    shown.do("contract")
    lives(shown, (1.0, "cramp"), (5.0, "rest"), seconds=7)
    assert shown.history == [(0.0, "Contract"), (1.0, "→ cramp"), (5.0, "→ rest")]
    assert words_of(shown._done) == "Done: 0.0 s Contract; 1.0 s → cramp; 5.0 s → rest"
    (entry,) = shown._kept.all("log").values()
    assert entry["lines"][1:] == [[1.0, "→ cramp"], [5.0, "→ rest"]]


def test_every_run_is_kept_for_the_report_not_only_the_last():
    shown = monitor()
    shown.do("contract")
    shown.reset()
    shown.reset()  # nothing was done in between: no run
    shown.set(height_cm=2.0)
    shown.step()
    shown.end()  # its cell is run once more, or the kernel was restarted
    again = monitor()
    again.do("relax")
    entries = list(again._kept.all("log").values())
    assert [entry["lines"] for entry in entries] == [[[0.0, "Contract"]], [[0.0, "Height 2 cm"]], [[0.0, "Relax"]]]
    assert [entry["title"].partition(":")[0] for entry in entries] == [f"What was done in run {n}" for n in (1, 2, 3)]
    page = words_of(lab_report(again._key.partition(".")[0]).write().read_text(encoding="utf-8"))
    assert page.index("Contract") < page.index("Height 2 cm") < page.index("Relax")


def test_after_a_reset_the_answer_to_a_press_comes_as_soon_as_before():
    shown = monitor()
    lives(shown, seconds=5)
    shown.do("contract")
    shown.reset()
    shown.do("contract")
    assert lives(shown, seconds=2) == ["At 1.24 s it is 1.0 cm high (rest)."]


def test_what_comes_in_another_thread_is_done_where_the_clock_runs():
    """JupyterLab sends what a student does over a second thread of the kernel, with an event loop of its own."""
    async def scene() -> None:
        shown, seen = monitor(), []
        home = threading.current_thread()
        do = shown._muscle.do
        shown._muscle.do = lambda key: (seen.append(threading.current_thread()), do(key))

        async def hand() -> None:
            shown._start.click()
            shown._actions["contract"].click()
            shown._controls["height_cm"]._slider.value = 1.5

        other = threading.Thread(target=lambda: asyncio.run(hand()))
        other.start()
        await asyncio.to_thread(other.join)
        await until(lambda: shown.trace.top == 1.5)
        assert seen == [home]
        assert len(tasks()) == 1
        shown.pause()
        await until(lambda: not shown.is_running)

    play(scene)


def test_a_bad_value_is_refused_and_nothing_changes():
    shown = monitor()
    shown._controls["height_cm"]._number.value = "7.0"
    assert all(part in shown.problem for part in ("Height", "7", "cm", "0 to 2"))
    assert shown.model.height_cm == 1.0 and float(shown._controls["height_cm"]._number.value) == 1.0
    with pytest.raises(ValueError, match="0 to 2"):
        shown.set(height_cm=7.0)
    with pytest.raises(ValueError, match="height_cm"):
        shown.set(heigth_cm=1.0)
    with pytest.raises(ValueError, match="contract"):
        shown.do("contrakt")
    with pytest.raises(ValueError, match="at most 4"):
        live(Beat(), BeatFigure(), ["height_cm", "depth_cm", "a", "b", "c"])
    shown._controls["height_cm"]._number.value = "2.0"
    assert shown.problem == "" and shown.model.height_cm == 2.0


def test_one_drag_is_one_entry():
    shown = monitor()
    for value in (1.1, 1.2, 1.3):
        shown._controls["height_cm"]._slider.value = value
    shown._more.value = True
    shown._controls["depth_cm"]._slider.value = 0.5
    assert [words for _, words in shown.history] == ["Height 1.3 cm", "Depth 0.5 cm"]
    assert words_of(shown._done) == "Done: 0.0 s Height 1.3 cm; 0.0 s Depth 0.5 cm"


def test_what_was_done_goes_into_the_table_and_the_lab_report():
    shown = monitor()
    shown.do("contract")
    shown.step()
    shown.set(height_cm=2.0)
    shown.step()
    shown._record.button.click()
    rows = shown._record.rows
    assert [row.get("done") for row in rows] == ["Contract", "Height 2 cm", None]
    assert [row["top"] for row in rows] == [0.0, 1.0, 2.0]
    assert "What was done" in shown._record._record._table.value
    assert "Contract" in shown._record._record.csv
    shown._record.button.click()
    assert len(shown._record.rows) == 4, "what is in the table already does not come again"
    kept = json.loads(Path.cwd().joinpath(shown._kept.path.name).read_text(encoding="utf-8"))
    (entry,) = kept["log"].values()
    assert entry["lines"] == [[0.0, "Contract"], [0.1, "Height 2 cm"]]
    chapter = shown._key.partition(".")[0]
    page = lab_report(chapter).write().read_text(encoding="utf-8")
    assert "What was done in run 1: " in page and "<td>0.1 s</td><td>Height 2 cm</td>" in page


def test_two_hundred_actions_are_recorded_with_one_picture_and_one_writing(monkeypatch):
    """Each of them took a tenth of a second, in which the kernel heard nothing."""
    shown = monitor()
    shown.record()
    for _ in range(200):
        shown.do("contract")
    drawn, written = [], []
    figure, keep = shown._record._record._figure.stage, shown._kept.put_all
    png = figure.png
    monkeypatch.setattr(figure, "png", lambda *how: drawn.append(1) or png(*how))
    monkeypatch.setattr(shown._kept, "put_all", lambda entries: written.append(1) or keep(entries))
    shown._record.button.click()
    assert len(shown._record.rows) == 202
    assert (len(drawn), len(written)) == (1, 1)


def test_what_is_recorded_has_its_picture_in_the_lab_report_also_while_it_lives():
    async def scene() -> None:
        shown = monitor()
        shown.record()
        shown.record()
        assert len(shown._kept.all("picture")) == 1, "the same picture twice is one"
        shown.set(height_cm=2.0)
        shown.do("contract")
        shown.start_or_pause()
        await until(lambda: shown.trace.top == 2.0)
        shown.record()
        shown.pause()
        await until(lambda: not shown.is_running)
        first, second = shown._kept.all("picture").values()
        assert (first["settings"], second["settings"]) == ("All values as at the start", "Height 2 cm")
        assert "it is 2.0 cm high" in second["sentence"]
        png, still = (base64.b64decode(each["png"]) for each in (second, first))
        assert png != still and width(png) == width(still), "sharp"
        page = lab_report(shown._key.partition(".")[0]).write().read_text(encoding="utf-8")
        assert first["png"] in page and f"<p>{second['sentence']}</p>" in page

    play(scene)


def width(png: bytes) -> int:
    return Image.open(io.BytesIO(png)).width


def test_the_leg_of_a_live_muscle_is_in_its_lab_report_and_on_paper():
    shown = live(LiveCramp(), LiveCrampFigure(), ["drive_percent", "length"])
    shown.do("contract")
    shown.record()
    paper = shown._repr_mimebundle_()["text/html"]
    page = lab_report("hyperexcitability").write().read_text(encoding="utf-8")
    scene = shown._figure.stage.axes["leg"].get_position()
    for content in (page, paper):
        # The last: before it comes the plot of the table.
        png = re.findall(r'<img alt="[^"]+"[^>]* src="data:image/png;base64,([^"]+)"', content)[-1]
        picture = np.asarray(Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB"))
        skin = (picture == np.array([round(255 * part) for part in to_rgb(SKIN)])).all(axis=2)
        left = round(scene.x1 * skin.shape[1])
        assert skin[:, :left].mean() > 0.05 > 0.001 > skin[:, left:].mean()


def test_a_click_into_the_picture_acts_at_its_place_and_one_beside_it_does_nothing():
    shown = pond()
    assert "ml-pad" in shown._picture._dom_classes
    wide = shown._figure.stage.width_px
    field_of(shown).value = f"1 click {75 / wide} {25 / wide}"
    assert (shown.model.height_cm, shown.model.depth_cm) == pytest.approx((1.5, 0.5))
    assert float(shown._controls["height_cm"]._number.value) == pytest.approx(1.5)
    assert shown._muscle.on and [done for _, done in shown.history] == ["Contract"]
    shown.do("relax")
    field_of(shown).value = f"2 click {300 / wide} {25 / wide}"
    assert not shown._muscle.on and shown.model.height_cm == pytest.approx(1.5)


def test_arrow_keys_move_the_place_as_far_as_it_goes_and_enter_acts_there():
    shown = pond()
    for count, key in enumerate(["ArrowRight"] * 12 + ["ArrowUp"] * 3 + ["ArrowLeft", "ArrowDown"]):
        field_of(shown).value = f"{count + 1} {key}"
    assert (shown.model.height_cm, shown.model.depth_cm) == pytest.approx((1.9, 0.8))
    assert words_of(shown._announcement) == "Depth 0.8 cm"
    assert shown.history == [] and not shown._muscle.on, "to look for a place does nothing to the muscle"
    field_of(shown).value = "99 Enter"
    assert shown._muscle.on
    shown.step()
    assert shown.trace.top == pytest.approx(1.9)


def test_of_touches_that_come_together_each_counts_once():
    """Of several in a row the page sends the last one only, which tells the ones before it again."""
    shown = pond()
    for told in ("5 ArrowLeft", "5 ArrowLeft|6 ArrowLeft|7 ArrowUp", "6 ArrowLeft|7 ArrowUp|8 Enter"):
        field_of(shown).value = told
    assert (shown.model.height_cm, shown.model.depth_cm) == pytest.approx((0.8, 0.9))
    assert [done for _, done in shown.history] == ["Contract"]


def test_a_muscle_that_cannot_be_touched_has_no_field_for_it():
    shown = monitor()
    assert "ml-pad" not in shown._picture._dom_classes
    assert not [widget for widget in walk(shown) if "ml-touched" in getattr(widget, "_dom_classes", ())]
    descriptions = {getattr(widget, "description", "") for widget in walk(shown)}
    assert not {"Stills", "From above"} & descriptions


def test_a_model_may_live_at_a_quarter_of_real_time_in_as_many_pictures_and_says_so():
    async def scene() -> None:
        shown = pond()
        shown._start.click()
        begun = time.monotonic()
        await until(lambda: shown._muscle.now_s >= 0.2)
        assert time.monotonic() - begun > 0.7
        assert set(shown._muscle.steps_ms) == {0, 10} or set(shown._muscle.steps_ms) == {10}
        assert "25 % of real time" in words_of(shown._clock)
        shown._slow.value = True
        await until(lambda: shown._muscle.steps_ms[-1] == 5)
        shown._step.click()
        await until(lambda: not shown.is_running)
        # Who holds the key of “Step” down must not make it go faster than it lives.
        assert shown._muscle.steps_ms[-1] == 10

    play(scene)


def test_stills_show_one_picture_in_two_seconds_and_it_lives_on():
    shown = pond()
    pictures = []
    shown._picture.observe(lambda change: pictures.append(change["new"]), "value")
    shown.do("contract")
    shown._views.stills.value = True
    pictures.clear()
    for _ in range(100):
        shown._frame(10)
    assert len(pictures) <= 2 and shown._muscle.now_s == pytest.approx(1.0)
    shown._views.stills.value = False
    pictures.clear()
    shown.do("relax")
    shown._frame(10)
    assert pictures


def test_a_page_that_is_behind_gets_a_picture_a_second_and_one_that_answers_gets_all():
    shown, pictures = monitor(), []
    echo = shown._views._echo
    shown._show = lambda words: pictures.append(words)

    def live_on(frames: int, answers: bool) -> int:
        pictures.clear()
        for _ in range(frames):
            shown._frame(10)
            if answers:
                echo._answers.value = echo._asks.value
        return len(pictures)

    lived_s = shown._muscle.now_s
    assert live_on(50, answers=False) == 50, "from a page that never answers nothing is held back"
    assert live_on(50, answers=True) == 50
    assert live_on(50, answers=False) <= 9 + 2
    assert live_on(50, answers=False) == 2
    assert shown._muscle.now_s == pytest.approx(lived_s + 2.0), "the muscle lives on all the same"
    # It comes back, and all goes on as before.
    echo._answers.value = echo._asks.value
    assert live_on(50, answers=True) == 50


def test_a_press_is_dealt_with_between_two_pictures_however_long_they_take():
    """A message from the page passes through many hands in the kernel, each in a turn of the loop of its own."""
    async def scene() -> None:
        shown = monitor()
        shown._muscle.takes_s = 0.05  # longer than a picture may take
        shown._start.click()
        await until(lambda: shown._pictures > 0)
        hands, at = [], shown._pictures

        def hand_on() -> None:
            hands.append(shown._pictures - at)
            if len(hands) < 30:
                asyncio.get_running_loop().call_soon(hand_on)

        hand_on()
        await until(lambda: len(hands) == 30)
        assert hands[-1] <= 2
        shown.pause()
        await until(lambda: not shown.is_running)

    play(scene)


def test_what_moves_much_says_so_until_it_is_started():
    async def scene() -> None:
        shown = pond()
        warning = shown._views.warning
        assert words_of(warning) == "Much moves here." and "ml-unseen" not in warning._dom_classes
        shown._start.click()
        # Its room stays, or the picture under it would jump at the press of Start.
        assert words_of(warning) == "Much moves here." and "ml-unseen" in warning._dom_classes
        assert ".ml-unseen { visibility: hidden; }" in look._CSS
        await until(lambda: shown._muscle.now_s > 0.0)
        shown.pause()
        await until(lambda: not shown.is_running)

    play(scene)


def test_a_sentence_keeps_the_room_of_the_longest_one():
    shown = monitor()
    for words in ("At rest.", "It is <very> high now, and has never been higher before.", "Low."):
        shown._sentence.value = shown._views.sentence(words)
    assert words_of(shown._sentence) == "Low." == shown._sentence.value.split("<span>")[1].removesuffix("</span></div>")
    assert 'data-longest="It is &lt;very&gt; high now, and has never been higher before."' in shown._sentence.value
    shown.step()
    assert words_of(shown._sentence) == shown.sentence and "data-longest" in shown._sentence.value


def test_beside_a_living_picture_nothing_that_is_pressed_lies_under_words_that_change():
    """The sentence of a live muscle changes each second: presets and tools under it would jump away from the hand."""
    areas, = re.findall(r"\.ml-monitor \.ml-board \{ grid-template-areas: ([^;]*);", look._CSS)
    left, right = zip(*(line.split() for line in re.findall(r'"([^"]*)"', areas)), strict=True)
    assert left == ("screen", "try", "rest") and right == ("hand", "words", "words")
    # What the words need more goes into the last row, where “rest” begins at its top.
    assert "grid-template-rows: auto auto 1fr;" in look._CSS
    # And where all lies under one another, the words have their room.
    assert ".ml-monitor .ml-sentence::after { content: attr(data-longest); visibility: hidden; }" in look._CSS


def test_a_second_view_is_shown_at_once_and_while_it_stands():
    shown = pond()
    before = len(shown.history)
    shown._views.switch.value = True
    assert shown._figure.is_switched and len(shown.history) == before
    shown._views.switch.value = False
    assert not shown._figure.is_switched


def test_on_paper_it_is_a_run_of_ten_seconds():
    shown = monitor()
    paper = shown._repr_mimebundle_()
    assert "At 10.00 s it is 1.0 cm high." in paper["text/html"] and "<img alt=" in paper["text/html"]
    assert words_of(shown._sentence) == "At 0.00 s it is 0.0 cm high (rest)."
