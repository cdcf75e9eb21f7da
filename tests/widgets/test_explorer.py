"""The explorer over a small model: every control, every button, bad input, messages, and what is left on paper."""

from __future__ import annotations

import asyncio
import base64
import dataclasses
import io
import math
import re
import threading
from collections.abc import Callable
from html.parser import HTMLParser

import PIL.Image
import pytest

from muscle_lib.figures.letting_go import ReliefFigure
from muscle_lib.figures.nerve_signal import MembraneFigure
from muscle_lib.figures.stage import SHARPNESS, SHARPNESS_MOVING
from muscle_lib.models.letting_go import Relief
from muscle_lib.models.nerve_signal import Membrane, MyelinatedAxon
from muscle_lib.preset import Preset
from muscle_lib.quantity import model, quantity
from muscle_lib.widgets import explore, lab_report, leaves_out, live, predict
from muscle_lib.widgets.board import MOST_CONTROLS
from muscle_lib.widgets.rest import QUIET_SECONDS
from tests.widgets.hands import (
    PRESETS,
    Wave,
    WaveFigure,
    assert_agrees,
    assert_picture_agrees,
    button,
    figure,
    wave_explorer,
    words_of,
)

SLIDERS = ["height_cm", "speed_Hz", "bumps", "offset_cm"]
RANGES = {"height_cm": "0 to 2 cm", "speed_Hz": "0.01 to 100 Hz", "bumps": "1 to 9", "offset_cm": "-5 to 5 cm",
          "phase_deg": "-180 to 180 °"}


@pytest.fixture
def explorer():
    return wave_explorer()


def everything(explorer) -> tuple:
    """All that must stay as it is when something is refused."""
    return (explorer.model, explorer.trace, explorer._picture.value, explorer._sentence.value, dict(explorer._wanted),
            {name: (control._slider.value, control._number.value) for name, control in explorer._controls.items()})


# Moving

@pytest.mark.parametrize("way", ["set", "slider", "field"])
@pytest.mark.parametrize(("name", "value"), [
    ("height_cm", 0.0), ("height_cm", 2.0), ("speed_Hz", 0.01), ("speed_Hz", 100.0), ("bumps", 1), ("bumps", 9),
    ("offset_cm", 5.0), ("phase_deg", -180.0), ("phase_deg", 180.0)])
def test_every_control_to_both_ends_in_three_ways(explorer, name, value, way):
    explorer._more.value = True
    before = explorer._picture.value
    if way == "set":
        explorer.set(**{name: value})
    elif way == "slider":
        explorer._controls[name]._slider.value = value
    else:
        explorer._controls[name]._number.value = f"{value}"
    assert explorer.model == dataclasses.replace(Wave(), **{name: value})
    assert_agrees(explorer)
    assert_picture_agrees(explorer)
    assert explorer._picture.value != before or name == "phase_deg"


def test_the_page_is_told_of_the_picture_first(explorer):
    told = []
    control = explorer._controls["height_cm"]
    for name, widget in (("picture", explorer._picture), ("number", control._number), ("name", control._label),
                         ("sentence", explorer._sentence)):
        widget.observe(lambda _, name=name: told.append(name), "value")
    control._slider.value = 1.5
    assert told[0] == "picture"
    assert {"number", "name", "sentence"} <= set(told)


def test_several_values_at_once(explorer):
    explorer.set(height_cm=2.0, bumps=2)
    assert explorer.model == Wave(height_cm=2.0, bumps=2)
    assert_agrees(explorer)


def test_a_fixed_parameter_has_no_slider_but_can_be_set_in_code(explorer):
    explorer._more.value = True
    assert "points" not in explorer._controls
    explorer.set(points=11)
    assert explorer.trace.y.size == 11
    explorer.reset()
    assert explorer.trace.y.size == 50


def test_the_start_may_be_another_than_the_models_default():
    explorer = wave_explorer(model=Wave(height_cm=0.5), presets=())
    assert "ml-changed" not in explorer._controls["height_cm"]._label.value
    explorer.set(height_cm=1.0)
    assert "ml-changed" in explorer._controls["height_cm"]._label.value
    explorer.reset()
    assert explorer.model == Wave(height_cm=0.5)


# Buttons

def test_a_preset_sets_everything_marks_its_button_and_says_what_to_expect(explorer):
    explorer.set(offset_cm=3.0)
    explorer.choose("Flat")
    assert explorer.model == PRESETS[0].model
    assert [name for name, button in explorer._preset_buttons.items() if button.button_style] == ["Flat"]
    assert words_of(explorer._remark) == "Flat , expected: no wave <at all>. Source: nobody & sons"
    assert_agrees(explorer)
    assert_picture_agrees(explorer)


def test_a_preset_says_what_it_sets_where_nobody_sees_it():
    aside = Preset("Aside <1>", Wave(height_cm=0.5, offset_cm=-2.0, points=60), source="nobody", expect="a wave",
                   signature={})
    explorer = wave_explorer(controls=["height_cm"], presets=[aside])
    explorer.choose("Aside <1>")
    # “Height” has a slider in view.
    assert words_of(explorer._remark) == (
        "Aside <1> , expected: a wave. Set under “More”: Offset <of all> −2 cm. Also set: Points 60. Source: nobody")
    blind = wave_explorer(controls=[], presets=[aside])
    blind.choose("Aside <1>")
    assert words_of(blind._remark) == "Aside <1> , expected: a wave. Source: nobody"


def test_the_button_of_a_preset_that_is_the_start_says_so():
    usual = Preset("Usual", Wave(), source="nobody", expect="a wave", signature={})
    for start, buttons in ((Wave(), ["Usual (start)", "Flat"]), (PRESETS[0].model, ["Usual", "Flat (start)"])):
        explorer = wave_explorer(model=start, presets=[usual, PRESETS[0]])
        assert [button.description for button in explorer._preset_buttons.values()] == buttons
        explorer.choose("Flat")
        assert explorer.model == PRESETS[0].model


def test_a_preset_may_change_what_has_no_slider(explorer):
    explorer.choose("Many points")
    assert explorer.trace.y.size == 500
    explorer.choose("Flat")
    assert explorer.trace.y.size == 50


@pytest.mark.parametrize("change", [
    lambda explorer: explorer.set(height_cm=0.3),
    lambda explorer: setattr(explorer._controls["height_cm"]._slider, "value", 0.3),
    lambda explorer: explorer.reset(),
], ids=["set", "slider", "reset"])
def test_a_change_takes_the_presets_remark_away(explorer, change):
    explorer.choose("Flat")
    change(explorer)
    assert explorer._remark.value == ""
    assert not any(button.button_style for button in explorer._preset_buttons.values())


def test_a_preset_button_does_what_choose_does(explorer):
    explorer._preset_buttons["Flat"].click()
    assert explorer.model == PRESETS[0].model
    assert explorer._preset_buttons["Flat"].tooltip == "no wave <at all>"


def test_reset_brings_everything_back(explorer):
    start = everything(explorer)
    explorer._more.value = True
    explorer.set(height_cm=0.2, speed_Hz=3.0, bumps=1, offset_cm=1.0)
    explorer.pin()
    explorer._controls["height_cm"]._number.value = "77.0"
    assert explorer.problem
    explorer._reset.click()
    assert explorer._picture.value == start[2]
    assert explorer.model == Wave()
    assert not explorer._figure.stage.is_pinned
    assert explorer._pin.description == "Pin"
    assert_agrees(explorer)


def test_pin_keeps_a_ghost_and_unpin_takes_it_away(explorer):
    explorer.set(height_cm=2.0)
    plain = explorer._picture.value
    explorer.set(height_cm=0.5)
    explorer._pin.click()
    assert explorer._pin.description == "Unpin"
    explorer.set(height_cm=2.0)
    assert explorer._picture.value != plain
    explorer._pin.click()
    assert explorer._pin.description == "Pin"
    assert explorer._picture.value == plain


def test_more_shows_the_other_parameters_and_nothing_that_is_fixed(explorer):
    assert list(explorer._controls) == ["height_cm", "speed_Hz", "bumps"]
    explorer._more.value = True
    assert list(explorer._controls) == ["height_cm", "speed_Hz", "bumps", "offset_cm", "phase_deg"]
    assert explorer._more_box.layout.display in ("", None)
    explorer._more.value = False
    assert explorer._more_box.layout.display == "none"


def test_more_opens_with_the_present_values_and_its_sliders_work(explorer):
    explorer.set(offset_cm=2.5)
    explorer._more.value = True
    assert float(explorer._controls["offset_cm"]._number.value) == 2.5
    explorer._controls["offset_cm"]._slider.value = -1.0
    assert explorer.model.offset_cm == -1.0
    assert_agrees(explorer)


def test_closed_more_says_that_something_under_it_has_changed(explorer):
    assert explorer._more.description == "More"
    explorer.set(offset_cm=1.0)
    assert explorer._more.description == "More ●"
    explorer._more.value = True
    assert explorer._more.description == "More"
    explorer._more.value = False
    assert explorer._more.description == "More ●"
    explorer.reset()
    assert explorer._more.description == "More"


def test_there_is_no_more_when_every_parameter_is_shown():
    @model
    class Small:
        """A wave with one parameter."""

        height_cm: float = quantity(1.0, unit="cm", low=0, high=2, symbol="h", label="Height", source="Ours.")

        def run(self):
            return Wave(height_cm=self.height_cm).run()

    assert shows(explore(Wave(), WaveFigure(), controls=SLIDERS), "More")
    assert not shows(explore(Small(), WaveFigure(), controls=["height_cm"]), "More")


def shows(widget, description: str) -> bool:
    """Whether a button with this word stands somewhere in a widget."""
    if getattr(widget, "description", None) == description:
        return True
    return any(shows(child, description) for child in getattr(widget, "children", ()))


def test_look_inside_opens_and_closes(explorer):
    explorer._inside.value = True
    assert "A wave with one parameter of each kind." in explorer._inside_box.value
    explorer._inside.value = False
    assert explorer._inside_box.value == ""


def test_look_inside_follows_the_sliders(explorer):
    explorer._inside.value = True
    explorer.set(bumps=8)
    row = re.search(r"<tr><td>Bumps.*?</tr>", explorer._inside_box.value)[0]
    assert "<td>8</td>" in row


# A slider that does nothing

def test_a_slider_that_does_nothing_now_is_grey_and_says_why(explorer):
    explorer._more.value = True
    phase = explorer._controls["phase_deg"]

    def is_grey() -> bool:
        return "ml-idle" in phase._dom_classes

    line = phase._label.value.count("<br>")
    assert not is_grey() and line == 1, "room is kept for the words"
    explorer.set(height_cm=0.0)
    why = "no effect while Height is 0 cm (0 mm) and Speed is 1 Hz"
    assert is_grey() and why in words_of(phase._label) and f"Phase (°), {why}" in phase._label.value
    assert phase._label.value.count("<br>") == line
    phase._slider.value = 36.0  # it can be moved all the same
    assert is_grey() and why in words_of(phase._label) and explorer.model.phase_deg == 36.0
    explorer._controls["speed_Hz"]._slider.value = 10.0
    assert not is_grey() and "no effect" not in phase._label.value
    explorer.choose("Many points")
    assert is_grey() and "no effect while Bumps is 9" in words_of(phase._label)
    explorer.reset()
    assert not is_grey()
    assert_agrees(explorer)


# Bad input

BAD = [
    ("height_cm", 2.1, "2.1 cm"), ("height_cm", -0.1, "-0.1 cm"), ("height_cm", math.nan, "nan cm"),
    ("height_cm", math.inf, "inf cm"), ("height_cm", 1e300, "1e+300 cm"), ("speed_Hz", 0.0, "0 Hz"),
    ("speed_Hz", -1.0, "-1 Hz"), ("speed_Hz", 101.0, "101 Hz"), ("bumps", 0, "0"), ("bumps", 10, "10"),
    ("bumps", 2.5, "2.5"), ("offset_cm", 5.001, "5.001 cm"), ("phase_deg", 1e9, "1e+09 °"),
]


@pytest.mark.parametrize(("name", "value", "shown"), BAD)
def test_a_bad_value_in_code_raises_and_changes_nothing(explorer, name, value, shown):
    explorer._more.value = True
    before = everything(explorer)
    with pytest.raises(ValueError) as caught:
        explorer.set(**{name: value})
    assert_names_all(str(caught.value), explorer, name, shown)
    assert everything(explorer) == before
    assert_agrees(explorer)


@pytest.mark.parametrize(("name", "value", "shown"), BAD)
def test_a_bad_value_in_the_number_field_is_explained_and_changes_nothing(explorer, name, value, shown):
    explorer._more.value = True
    explorer.set(height_cm=0.7)
    before = everything(explorer)
    explorer._controls[name]._number.value = f"{value}"
    assert_names_all(explorer.problem, explorer, name, shown if math.isfinite(value) else f"'{value}'", in_code=False)
    assert words_of(explorer._problem) == " ".join(explorer.problem.split())
    assert everything(explorer) == before
    # The next good value takes the message away.
    explorer._controls["height_cm"]._number.value = "0.8"
    assert explorer.model == Wave(height_cm=0.8)
    assert_agrees(explorer)


def assert_names_all(message: str, explorer, name: str, shown: str, in_code: bool = True) -> None:
    for part in (explorer._records[name].label, f"got {shown}", f"allowed is {RANGES[name]}."):
        assert part in message
    assert (f"({name})" in message) == in_code, "a student knows no names in code"


@pytest.mark.parametrize(("name", "value", "kind"), [
    ("height_cm", "1.0", "a number"), ("height_cm", None, "a number"), ("height_cm", True, "a number"),
    ("height_cm", [1.0], "a number"), ("bumps", 2.5, "a whole number"), ("bumps", "2", "a whole number"),
    ("bumps", False, "a whole number")])
def test_a_value_of_the_wrong_kind_raises_and_changes_nothing(explorer, name, value, kind):
    before = everything(explorer)
    with pytest.raises(ValueError, match=f"must be {kind}: got {re.escape(repr(value))}"):
        explorer.set(**{name: value})
    assert everything(explorer) == before


def test_one_bad_value_among_good_ones_changes_nothing(explorer):
    before = everything(explorer)
    with pytest.raises(ValueError, match="Bumps"):
        explorer.set(height_cm=0.5, bumps=99)
    assert everything(explorer) == before


@pytest.mark.parametrize(("mistyped", "meant"), [("heigth_cm", "height_cm"), ("speed", "speed_Hz"), ("Bumps", "bumps")])
def test_a_mistyped_control_is_answered_with_the_nearest(explorer, mistyped, meant):
    wanted = f"no control called {mistyped!r}. Did you mean {meant!r}"
    before = everything(explorer)
    with pytest.raises(ValueError, match=re.escape(wanted)):
        explorer.set(**{mistyped: 1.0})
    with pytest.raises(ValueError, match=re.escape(wanted)):
        explorer.check(**{mistyped: 1.0})
    with pytest.raises(ValueError, match=re.escape(wanted)):
        wave_explorer(controls=[mistyped])
    with pytest.raises(ValueError, match=re.escape(wanted)):
        wave_explorer(ranges={mistyped: (0, 1)})
    assert everything(explorer) == before


def test_a_mistyped_preset_is_answered_with_the_nearest(explorer):
    before = everything(explorer)
    with pytest.raises(ValueError, match=r"no preset called 'flat'\. Did you mean 'Flat'"):
        explorer.choose("flat")
    assert everything(explorer) == before


def test_a_fixed_parameter_is_refused_as_a_control():
    with pytest.raises(ValueError, match="no control called 'points'"):
        wave_explorer(controls=["points"])


def test_more_than_four_controls_are_refused():
    message = f"at most {MOST_CONTROLS} controls at once, got 5; the others are under “More”"
    with pytest.raises(ValueError, match=message):
        wave_explorer(controls=[*SLIDERS, "phase_deg"])


@pytest.mark.parametrize("controls", ["height_cm", ["height_cm", "height_cm"]])
def test_controls_must_be_a_list_of_different_names(controls):
    with pytest.raises(ValueError, match="a list of different names, got"):
        wave_explorer(controls=controls)


# Without sliders: cases to be guessed

def test_an_explorer_without_sliders_gives_no_setting_away():
    blind = wave_explorer(controls=[])
    for word in ("More", "Look inside", "Record"):
        assert not shows(blind, word), word
    for word in ("Reset", "Pin", "Flat"):
        assert shows(blind, word), word
    assert blind._controls == {}


def test_the_presets_of_an_explorer_without_sliders_work():
    blind = wave_explorer(controls=[])
    blind._preset_buttons["Flat"].click()
    assert blind.model == PRESETS[0].model
    assert_agrees(blind)
    assert_picture_agrees(blind)
    blind._reset.click()
    assert blind.model == Wave()


def test_presets_of_another_model_are_refused():
    stranger = Preset("Nerve", Membrane(), source="", expect="", signature={})
    with pytest.raises(ValueError, match="'Nerve' is for Membrane, this explorer for Wave"):
        wave_explorer(presets=[stranger])


# Narrowed ranges

def test_ranges_narrow_the_slider_the_check_and_the_message():
    explorer = wave_explorer(ranges={"height_cm": (0.5, 1.5)}, presets=())
    slider = explorer._controls["height_cm"]._slider
    assert (slider.min, slider.max) == (0.5, 1.5)
    explorer.set(height_cm=1.5)
    with pytest.raises(ValueError, match=r"allowed is 0\.5 to 1\.5 cm"):
        explorer.set(height_cm=1.6)
    assert Wave(height_cm=1.6), "the model itself is not narrowed"


@pytest.mark.parametrize("span", [(-0.1, 1.0), (0.0, 2.1), (1.0, 1.0), (1.5, 0.5), (math.nan, 1.0)])
def test_ranges_never_widen_and_never_turn_around(span):
    with pytest.raises(ValueError, match=r"“Height” \(height_cm\) can be narrowed within 0 to 2 cm, not to"):
        wave_explorer(ranges={"height_cm": span}, presets=())


def test_a_preset_outside_a_narrowed_range_is_refused():
    with pytest.raises(ValueError, match=r"Height.*got 0 cm, allowed is 0\.5 to 1\.5 cm"):
        wave_explorer(ranges={"height_cm": (0.5, 1.5)})


def test_a_start_outside_a_narrowed_range_is_refused():
    with pytest.raises(ValueError, match=r"Height.*got 1 cm, allowed is 1\.5 to 2 cm"):
        wave_explorer(ranges={"height_cm": (1.5, 2.0)}, presets=())


# A model that fails

@pytest.mark.parametrize(("setting", "message"), [
    ({"offset_cm": -5.0}, "the wave broke"),
    ({"offset_cm": -4.0}, "RuntimeError"),
    ({"offset_cm": 5.0, "bumps": 7}, "Seven bumps and an offset of 5 cm do not go together."),
])
def test_a_model_that_fails_leaves_the_last_picture_and_a_message(explorer, setting, message):
    explorer.set(height_cm=1.7)
    model, trace, picture, sentence = everything(explorer)[:4]
    explorer.set(**setting)
    assert explorer.problem == message
    assert words_of(explorer._problem) == message
    assert (explorer.model, explorer.trace) == (model, trace)
    assert (explorer._picture.value, explorer._sentence.value) == (picture, sentence)
    explorer.set(offset_cm=0.0)
    assert_agrees(explorer)
    assert_picture_agrees(explorer)


def test_a_start_that_fails_is_the_lessons_fault_and_says_why():
    with pytest.raises(ZeroDivisionError, match="the wave broke"):
        wave_explorer(model=Wave(offset_cm=-5.0), presets=())


@pytest.mark.parametrize("need", [lambda explorer: explorer.trace, lambda explorer: explorer.set(height_cm=0.5),
                                  lambda explorer: explorer.sentence, lambda explorer: explorer.record(),
                                  lambda explorer: explorer._repr_mimebundle_()])
def test_it_is_built_when_it_is_first_needed_and_not_before(need):
    explorer = explore(Wave(), figure(), ["height_cm"], presets=PRESETS)
    assert not explorer._is_built and explorer.children == ()
    need(explorer)
    assert explorer._is_built and explorer.children and explorer._picture.value
    assert_agrees(explorer)


def test_a_page_that_asks_for_the_state_of_all_widgets_builds_none():
    """As Voilà does when it begins, and JupyterLab after a reload: what was built then came apart in the page."""
    explorer = explore(Membrane(), MembraneFigure(), ["stimulus_nC_cm2"])
    assert explorer.get_state()["children"] == [] and not explorer._is_built


def test_what_is_wrong_with_a_name_is_said_and_builds_nothing_more():
    explorer = explore(Wave(), figure(), ["height_cm"])
    with pytest.raises(AttributeError, match="no attribute 'picture'"):
        explorer.picture()


# A slow model, with a quick sketch

class SlowWave(Wave):
    """A wave with a preview; it notes down what was run."""

    log: list[str] = []
    fails = False
    may_end = threading.Event()
    may_end.set()

    def preview(self):
        self.log.append("sketch")
        return Wave(height_cm=self.height_cm, offset_cm=self.offset_cm, points=10).run()

    def run(self):
        self.log.append("full")
        self.may_end.wait(10.0)
        if self.fails:
            raise RuntimeError("the full run failed")
        return Wave(height_cm=self.height_cm).run()


@pytest.fixture
def slow(monkeypatch):
    monkeypatch.setattr(SlowWave, "log", [])
    return wave_explorer(model=SlowWave(), presets=())


def test_a_slow_model_first_runs_in_full(slow):
    assert SlowWave.log == ["full"]
    assert "computing" not in slow._sentence.value


def test_a_slow_model_sketches_while_the_slider_moves_and_runs_when_it_rests(slow):
    async def drag() -> list[str]:
        seen = []
        for height in (0.2, 0.4, 0.6):
            slow._controls["height_cm"]._slider.value = height
            seen.append(words_of(slow._sentence))
        assert SlowWave.log == ["full", "sketch", "sketch", "sketch"]
        assert slow.trace.y.size == 10
        await asyncio.sleep(QUIET_SECONDS + 0.2)
        return seen

    assert all(words.endswith("(first sketch; computing…)") for words in asyncio.run(drag()))
    assert SlowWave.log == ["full", "sketch", "sketch", "sketch", "full"]
    assert slow.trace.y.size == 50
    assert words_of(slow._sentence) == slow.sentence
    assert words_of(slow._announcement) == slow.sentence


def test_without_an_event_loop_the_full_run_follows_at_once(slow):
    slow.set(height_cm=0.3)
    assert SlowWave.log == ["full", "sketch", "full"]
    assert "computing" not in slow._sentence.value


def test_a_full_run_that_fails_no_longer_says_computing(slow, monkeypatch):
    monkeypatch.setattr(SlowWave, "fails", True)
    slow.set(height_cm=0.3)
    assert slow.problem == "the full run failed"
    assert "computing" not in slow._sentence.value


async def until(happened: Callable[[], bool]) -> None:
    for _ in range(400):
        if happened():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not happen")


@pytest.fixture
def endless(slow, monkeypatch):
    """The same, and its full runs do not end before ``may_end`` is set."""
    monkeypatch.setattr(SlowWave, "may_end", threading.Event())
    yield slow
    SlowWave.may_end.set()


def test_while_a_full_run_goes_on_the_slider_is_answered_and_what_is_out_of_date_is_dropped(endless):
    async def move_on() -> None:
        endless.set(height_cm=0.4)
        await until(lambda: SlowWave.log.count("full") == 2)
        endless.set(height_cm=0.8)
        assert endless.model.height_cm == 0.8 and endless.trace.y.size == 10
        SlowWave.may_end.set()
        await until(lambda: endless.trace.y.size == 50)
        assert endless.trace.y.max() == pytest.approx(Wave(height_cm=0.8).run().y.max())

    asyncio.run(move_on())
    assert SlowWave.log == ["full", "sketch", "full", "sketch", "full"]
    assert words_of(endless._announcement) == endless.sentence and "computing" not in endless._sentence.value


def test_a_value_that_does_not_go_is_said_during_a_full_run_and_what_was_shown_is_worked_out(endless):
    async def move_on() -> None:
        endless.set(height_cm=0.4)
        await until(lambda: SlowWave.log.count("full") == 2)
        endless.set(offset_cm=-5.0)
        said = endless.problem
        assert "the wave broke" in said and endless.trace.y.size == 10
        SlowWave.may_end.set()
        await until(lambda: endless.trace.y.size == 50)
        assert endless.problem == said and endless.model.height_cm == 0.4

    asyncio.run(move_on())
    assert "computing" not in endless._sentence.value


def test_what_is_pinned_during_a_full_run_is_run_in_full(endless):
    async def pin() -> None:
        endless.set(height_cm=0.4)
        await until(lambda: SlowWave.log.count("full") == 2)
        SlowWave.may_end.set()
        endless.pin()
        assert endless.trace.y.size == 50 and endless._figure.stage.is_pinned
        picture = endless._picture.value
        await asyncio.sleep(QUIET_SECONDS + 0.2)
        assert endless._picture.value == picture

    asyncio.run(pin())


# A slow model where there is no Numba

@pytest.fixture
def uncompiled(monkeypatch):
    monkeypatch.setattr("muscle_lib.widgets.explorer.is_compiled", lambda: False)
    monkeypatch.setattr(SlowWave, "log", [])
    return wave_explorer(model=SlowWave(), presets=())


def test_without_numba_a_slow_model_runs_in_full_only_when_asked(uncompiled):
    uncompiled.set(height_cm=0.3)
    uncompiled.leave_ghost()
    assert SlowWave.log == ["sketch", "sketch"]
    for said in (uncompiled._sentence, uncompiled._announcement):
        assert words_of(said) == f"{uncompiled.sentence} (first sketch; “Run in full” computes the rest)"
    assert width_px(uncompiled) == uncompiled._figure.stage.width_px * SHARPNESS
    button(uncompiled, "Run in full").click()
    assert SlowWave.log == ["sketch", "sketch", "full"]
    assert uncompiled.trace.y.size == 50
    assert words_of(uncompiled._sentence) == words_of(uncompiled._announcement) == uncompiled.sentence


@pytest.mark.parametrize("keep", ["pin", "record"])
def test_without_numba_what_is_kept_has_been_run_in_full(uncompiled, keep):
    getattr(uncompiled, keep)()
    assert SlowWave.log[-1] == "full" and uncompiled.trace.y.size == 50


def test_only_a_slow_model_and_only_without_numba_has_the_button(slow, monkeypatch):
    assert button(slow, "Run in full") is None
    monkeypatch.setattr("muscle_lib.widgets.explorer.is_compiled", lambda: False)
    assert button(wave_explorer(presets=()), "Run in full") is None


# Sharpness

def width_px(explorer) -> int:
    return PIL.Image.open(io.BytesIO(explorer._picture.value)).width


def test_the_picture_is_drawn_quickly_while_the_slider_moves_and_sharply_when_it_rests(explorer):
    css_px = explorer._figure.stage.width_px

    async def drag() -> None:
        for height in (0.2, 0.4):
            explorer._controls["height_cm"]._slider.value = height
            assert width_px(explorer) == css_px * SHARPNESS_MOVING
        await asyncio.sleep(QUIET_SECONDS + 0.2)
        assert width_px(explorer) == css_px * SHARPNESS

    assert width_px(explorer) == css_px * SHARPNESS
    asyncio.run(drag())


def test_what_is_pinned_is_sharp_also_when_the_slider_has_only_just_moved(explorer):
    async def drag_and_pin() -> None:
        explorer.set(height_cm=0.2)
        explorer.pin()
        assert width_px(explorer) == explorer._figure.stage.width_px * SHARPNESS

    asyncio.run(drag_and_pin())


# Reading out

def test_the_sentence_is_announced_when_the_slider_rests_and_not_before(explorer):
    async def drag() -> str:
        explorer.set(height_cm=0.2)
        explorer.set(height_cm=0.4)
        early = explorer._announcement.value
        await asyncio.sleep(QUIET_SECONDS + 0.2)
        return early

    assert asyncio.run(drag()) == ""
    assert words_of(explorer._announcement) == explorer.sentence


# On paper

class Tags(HTMLParser):
    """Collects the attributes of all elements of a kind."""

    def __init__(self, wanted: str, text: str) -> None:
        super().__init__()
        self.wanted, self.found = wanted, []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag == self.wanted:
            self.found.append(dict(attributes))


def test_on_paper_there_is_the_picture_with_its_sentence(explorer):
    explorer.set(height_cm=1.3)
    bundle = explorer._repr_mimebundle_()
    assert bundle["text/plain"] == explorer.sentence
    assert "application/vnd.jupyter.widget-view+json" in bundle
    (image,) = Tags("img", bundle["text/html"]).found
    assert image["alt"] == explorer.sentence
    assert image["width"] == str(explorer._figure.stage.width_px)
    kind, _, data = image["src"].partition(",")
    assert kind == "data:image/png;base64"
    assert base64.b64decode(data) == explorer._picture.value
    assert explorer.sentence in words_of(bundle["text/html"])


def test_odd_characters_in_a_sentence_are_shown_and_not_obeyed(monkeypatch):
    monkeypatch.setattr(WaveFigure, "describe", lambda self, trace: 'Less than "1" <b> & more.')
    explorer = wave_explorer()
    assert words_of(explorer._sentence) == 'Less than "1" <b> & more.'
    (image,) = Tags("img", explorer._repr_mimebundle_()["text/html"]).found
    assert image["alt"] == 'Less than "1" <b> & more.'


def test_the_page_hook_and_the_live_regions_are_there(explorer):
    """Without them a screen reader would hear nothing; the page's script looks for these classes."""
    assert {"ml-root", "ml-explorer"} <= set(explorer._dom_classes)
    assert "ml-script" in explorer.children[0]._dom_classes
    assert "ml-live" in explorer._announcement._dom_classes
    assert "ml-live" in explorer._problem._dom_classes
    assert 'class="ml-sentence"' in explorer._sentence.value
    assert 'class="ml-label' in explorer._controls["height_cm"]._label.value


# What an instructor types, and what to type instead

MISTYPED = {
    "a model without brackets": (lambda: explore(Wave, figure(), []), "The brackets are missing: write Wave() for"),
    "a figure without brackets": (lambda: explore(Wave(), WaveFigure, []), "write WaveFigure() for WaveFigure."),
    "the two in the wrong order": (lambda: explore(figure(), Wave(), []), "The first must be a model, as Membrane()"),
    "no figure": (lambda: explore(Wave(), None, []), "After the model comes its figure"),
    "another chapter's figure": (lambda: explore(Membrane(), ReliefFigure(), []),
                                 "ReliefFigure is not for Membrane: write MembraneFigure()."),
    "another model's figure": (lambda: explore(MyelinatedAxon(), MembraneFigure(), []),
                               "MembraneFigure is not for MyelinatedAxon: write WaveFigure() or LesionFigure()."),
    "no controls": (lambda: explore(Wave(), figure(), None),
                    "got None. Write, for example, controls=['height_cm', 'speed_Hz']."),
    "a list in the list": (lambda: explore(Wave(), figure(), [["height_cm"]]), "Did you mean 'height_cm'?"),
    "a group in a list": (lambda: explore(Membrane(), MembraneFigure(), [], presets=["one pulse"]),
                          "'one pulse' is a group of presets: write presets='one pulse', without square brackets."),
    "a preset alone": (lambda: wave_explorer(presets=PRESETS[0]),
                       "'Flat' is one preset: put it in square brackets, as presets=['Flat']."),
    "a preset's name alone": (lambda: explore(Membrane(), MembraneFigure(), [], presets="One impulse"),
                              "'One impulse' is one preset: put it in square brackets"),
    "no presets": (lambda: wave_explorer(presets=None), "the name of a group, or a list, got None."),
    "a range for a word": (lambda: explore(Relief(), ReliefFigure(), [], ranges={"action": 3}),
                           "“Action” (action) is a choice and has no range."),
    "one end of a range": (lambda: wave_explorer(ranges={"height_cm": 3}), "not to 3. Write two numbers, as"),
    "words for a range": (lambda: wave_explorer(ranges={"height_cm": ("a", "b")}), 'as "height_cm": (0, 2).'),
    "three ends": (lambda: wave_explorer(ranges={"height_cm": (1, 2, 3)}), "not to (1, 2, 3). Write two numbers"),
    "a range of nothing": (lambda: wave_explorer(ranges=(1, 2)), 'as ranges={"height_cm": (1, 2)}, got (1, 2).'),
    "no chapter": (lambda: lab_report(None), 'its chapter, as lab_report("nerve_signal"), got None.'),
    "a prediction of a model": (lambda: predict("nerve_signal.p1", Wave()), "write predict('chapter.p1', explore(…))"),
    "a prediction the wrong way round": (lambda: predict(wave_explorer(), "nerve_signal.p1"), "got 'nerve"),
    "a model that does not live": (lambda: live(Wave(), figure(), []),
                                   "Wave does not live in real time: write explore(…) in place of live(…)."),
    "a live model without brackets": (lambda: live(Wave, figure(), []), "write Wave() for Wave."),
    "what is no model at the end": (lambda: leaves_out("Wave"), "as leaves_out(Membrane), got 'Wave'."),
}


@pytest.mark.parametrize("mistake", MISTYPED)
def test_a_mistake_is_answered_with_what_to_type(mistake):
    typed, answer = MISTYPED[mistake]
    with pytest.raises(ValueError, match=re.escape(answer)):
        typed()
