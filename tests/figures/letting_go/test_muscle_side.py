"""The toy of the muscle-side account: is the sentence true, and is everything inside its panel?"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import numpy as np

from muscle_lib.figures.letting_go import MuscleSideFigure
from muscle_lib.models.letting_go import ACTIONS, MuscleSide, MuscleSideTrace
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = MuscleSideFigure()
SOME = [*along(MuscleSide), *corners(MuscleSide), *(preset.model for preset in all_presets(MuscleSide).values())]
MODELS = [*SOME, *(replace(model, action=action, action_s=when)
                   for model in along(MuscleSide) for action in list(ACTIONS)[1:] for when in (-9.0, 0.0, 12.0))]


@cache
def run(model: MuscleSide) -> MuscleSideTrace:
    return model.run()


def lies(model: MuscleSide) -> list[str]:
    trace = run(model)
    words = Claims(FIGURE.describe(trace), setting(model))
    after = trace.t_s >= 0.0
    if "No impulse" in words.words:
        words.claim("no impulse and no force", not trace.nerve_Hz.any() and trace.force_percent.max() < 1.0)
        return words.lies
    # Points of the picture are 0.05 s apart.
    words.shows(r"After \d+ s", np.count_nonzero(trace.nerve_Hz) * 0.05, 0.6, "s")
    words.claim("one, or several", ("with 1 impulse a" in words.words) == (model.drive_Hz == 1.0))
    words.shows(r"with \d+ impulse", model.drive_Hz, 0.51, "")
    firing, held = trace.t_s[after & (trace.rate_Hz > 5.0)], trace.t_s[after & (trace.force_percent >= 5.0)]
    words.claim("firing to the end", ("themselves to the end" in words.words) == (trace.rate_Hz[-1] > 5.0))
    words.claim("silent at once", ("the fibres are silent within" in words.words) == (
        trace.rate_Hz[-1] <= 5.0 and (not firing.size or firing[-1] < 1.0)))
    if "for the last time" in words.words:
        words.shows(r"for the last time \d+ s", firing[-1], 0.51, "s")
    words.claim("force to the end", ("force stays to the end" in words.words) == (trace.force_percent[-1] >= 5.0))
    words.claim("force gone at once", ("% within a second" in words.words) == (not held.size or held[-1] < 1.0))
    if re.search(r"% after \d+ s", words.words):
        words.shows(r"% after \d+ s", held[-1], 0.51, "s")
    silent = 0.05 * np.count_nonzero(after & (trace.rate_Hz <= 5.0) & (trace.force_percent >= 5.0))
    words.claim("a silent tail", ("without an impulse" in words.words) == (
        silent >= 0.999 and held.size > 0 and held[-1] >= 1.0))
    if "without an impulse" in words.words:
        words.shows(r"\d+ s of it", silent, 0.51, "s")
    words.lies += about_the_action(model, words.words)
    return words.lies


def about_the_action(model: MuscleSide, said: str) -> list[str]:
    trace, alone, doing = run(model), run(replace(model, action="nothing")), ACTIONS[model.action].phrase
    words = Claims(said, setting(model))
    if model.action == "nothing":
        words.claim("nothing done, nothing said", not any(act.phrase in said for act in ACTIONS.values()))
        return words.lies
    words.claim("the action begins a sentence", f". {doing} " in said)
    unchanged = np.array_equal(trace.force_percent, alone.force_percent)
    words.claim("it changes nothing", ("changes neither" in said) == (
        unchanged and np.array_equal(trace.rate_Hz, alone.rate_Hz)))
    same_end = abs(trace.held_s - alone.held_s) < 0.1
    words.claim("it came for nothing or for something", same_end == ("left alone" not in said))
    if "left alone" in said:
        to_the_end = alone.force_percent[-1] >= 5.0
        words.claim("to the end", to_the_end == ("stayed to the end" in said))
        if not to_the_end:
            words.shows(r"stayed for \d+ s", alone.held_s, 0.51, "s")
    if model.action_s:
        words.shows(doing + r" \d+ s", abs(model.action_s), 0.51, "s")
    return words.lies


def test_the_sentence_is_true_along_every_slider_in_all_corners_and_for_every_action():
    assert [lie for model in MODELS for lie in lies(model)] == []


def test_each_action_is_the_subject_of_its_sentence():
    """“Calcium channels shut came 4 s after” is none."""
    for action in list(ACTIONS)[1:]:
        said = FIGURE.describe(run(MuscleSide(action=action, action_s=4.0)))
        assert re.search(r"\. \w+ing( the [a-z ]+)? 4 s after the drive (changes|does|moves) ", said), said
    assert "with 1 impulse a second" in FIGURE.describe(run(MuscleSide(drive_Hz=1.0)))


def test_everything_stays_inside_its_panel():
    for model in SOME:
        trace = run(model)
        for name, values in (("impulses", trace.rate_Hz), ("force", trace.force_percent), ("potassium", trace.K_mM),
                             ("inside", trace.calcium_percent), ("inside", trace.flow_percent)):
            low, high = FIGURE.stage.axes[name].get_ylim()
            assert low <= values.min() and values.max() <= high, (name, setting(model))


def test_the_line_of_the_action_stands_where_it_was_and_only_then():
    for action, shown in (("nothing", False), ("massage", True)):
        FIGURE.show(MuscleSide(action=action, action_s=20.0).run())
        assert [line.get_visible() for line in FIGURE._acts] == [shown] * 4
    assert all(list(line.get_xdata()) == [20.0, 20.0] for line in FIGURE._acts)


def test_the_shade_is_the_time_in_which_the_nerve_really_drives():
    for settings, left, width in (({}, -30.0, 30.0), ({"drive_s": 5.0}, -5.0, 5.0), ({"drive_Hz": 0.0}, -30.0, 0.0),
                                  ({"action": "nerve block", "action_s": -20.0}, -30.0, 10.0)):
        FIGURE.show(MuscleSide(**settings).run())
        assert FIGURE._drive.get_x() == left and abs(FIGURE._drive.get_width() - width) < 0.06
