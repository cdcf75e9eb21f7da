"""The sentence and the picture of the relief lab: is what they say true, and are model and trials kept apart?"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from muscle_lib.figures.letting_go import ReliefFigure
from muscle_lib.models.letting_go import FOUND, REMEDIES, SURE, Relief, ReliefTrace
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = ReliefFigure()
MODELS = [*along(Relief), *corners(Relief)[::7], *(preset.model for preset in all_presets(Relief).values()),
          *(Relief(action=action, action_s=at_s) for action in list(REMEDIES)[1:] for at_s in (20.0, 45.0))]


@cache
def sketch(model: Relief) -> ReliefTrace:
    return replace(model, dt_ms=2.0).run()


def seconds(emg_percent: np.ndarray, t_s: np.ndarray, from_s: float) -> tuple[int, bool]:
    """For how many whole seconds the EMG goes on, and whether it ends: counted anew."""
    after = emg_percent[t_s > from_s + 1e-6]
    means = [after[i:i + 50].mean() for i in range(0, after.size - 49, 50)]
    for number, mean in enumerate(means):
        if mean < 3.0:
            return number, True
    return len(means), False


def told(count: int, ends: bool) -> str:
    if not ends:
        return f"for more than {count} s"
    return f"for {count} s" if count else "for less than 1 s"


def lies(of: Relief) -> list[str]:
    trace = sketch(of)
    words = FIGURE.describe(trace)
    checked = Claims(words, setting(of))
    model, _, people = words.partition(". In people")
    trials = trace.remedy.trials
    checked.claim("the trials' words stand apart, and word by word", people.endswith(trials.words))
    checked.claim("the marks are the trials'", f": {trials.marks}. " in people)
    checked.claim("the model's part knows no trial", not any(word in model for word in ("trial", "people", "evidence")))
    never = seconds(trace.untreated_emg_percent, trace.t_s, 0.0) == (0, True)
    from_s = trace.action_s if trace.action != "nothing" and trace.taken_before == "no" else 0.0
    treated = seconds(trace.emg_size_percent, trace.t_s, from_s)
    alone = seconds(trace.untreated_emg_percent, trace.t_s, from_s)
    same = np.array_equal(trace.emg_size_percent, trace.untreated_emg_percent)
    checked.claim("no cramp where there is none", ("no cramp" in model) == (never and treated == (0, True)))
    weak = not never and trace.force_percent[trace.t_s > 1.0].max() < 20.0
    checked.claim("why it is felt as hard", ("as hard as wood" in model) == weak)
    if "no cramp" in model:
        checked.claim("what never was is not over", "over anyhow" not in model)
    elif "is over anyhow" in model:
        checked.claim("it is over", alone == (0, True) and (treated == (0, True)) != ("wakes" in model))
    else:
        checked.claim("how long it goes on alone", told(*alone) in model)
        checked.claim("how long it goes on", same or told(*treated) in model)
    if "would need" in model:
        checked.claim("it begins after the picture", trace.action_s + trace.remedy.delay_s > trace.t_s[-1])
    if "nothing" in model and trace.action != "nothing":
        checked.claim("nothing changes", same)
    ends = of.moved(trace.t_s)[0]
    if " comes " in model and (ends != of.length).any():
        furthest = ends[np.argmax(np.abs(ends - of.length))]
        checked.claim("which length", f"from {of.length:.2g} to {furthest:.2g}; −1".replace("-", "−") in model)
    checked.claim("at the command's end", " comes " not in model
                  or (trace.action_s == 0.0) == ("as the command ends" in model))
    if " comes " in model and trace.action_s:
        checked.shows(r"comes \d+ s", trace.action_s, 0.501, "s")
    return checked.lies


def test_the_sentence_is_true_along_every_slider_and_for_every_action_and_preset():
    assert [lie for model in dict.fromkeys(MODELS) for lie in lies(model)] == []


@pytest.mark.parametrize("action", [name for name, remedy in REMEDIES.items() if not remedy.delay_s])
def test_at_first_the_leg_shows_what_is_done_and_what_that_does(action):
    """A movement at its end, a tap while all is silent, and what holds the motor neurons back."""
    of = Relief(action=action, length=-0.9 if action == "shorten" else -1.0)
    trace, remedy, seen = sketch(of), REMEDIES[action], []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FIGURE.stage.drawn.drawing, "show", seen.append)
        at_s = FIGURE.stage.drawn.show(trace)
    (now,) = seen
    assert now.done == action and (now.inhibition > 0.0) == (remedy.place == "inhibition")
    if remedy.place == "length":
        assert np.interp(at_s, trace.t_s, trace.length) == max(of.length + remedy.size, -1.0)
    if action == "tap":
        assert now.units == 0.0 and not now.impulses and now.force < 0.02


def test_without_a_cramp_there_is_nothing_to_end_and_no_action_comes_after_0_seconds():
    calm = {"excitability_eu": 2.0, "length": -0.8}
    for settings in ({}, {"action": "water"}, {"action": "stretch"}, {"action": "quinine", "taken_before": "yes"}):
        assert "In the model: there is no cramp" in FIGURE.describe(sketch(Relief(**settings, **calm)))
    assert " comes as the command ends; " in FIGURE.describe(sketch(Relief(action="stretch", action_s=0.0)))


@pytest.mark.parametrize(("settings", "words"), [
    ({"action": "stretch"}, "s saved"), ({"action": "shorten", "length": -0.9}, "s longer"),
    ({"action": "stretch", "excitability_eu": 6.0}, "at least"), ({"action": "nothing"}, ""),
    ({"action": "quinine"}, "0 s saved")], ids=str)
def test_the_ruler_reaches_from_end_to_end(settings, words):
    trace = sketch(Relief(**settings))
    FIGURE.show(trace)
    said = FIGURE._saved.get_text()
    assert words in said and bool(words) == bool(said)
    assert not words or f"{abs(trace.saved_s):.0f} s " in said
    ends = np.asarray(FIGURE._ruler.get_xdata())
    assert (np.diff(ends) == trace.saved_s).all() and bool(ends.size) == bool(trace.saved_s)


@pytest.mark.parametrize("action", REMEDIES)
def test_both_marks_are_shown_with_what_they_mean_and_all_words_fit_on_the_picture(action):
    trace = sketch(Relief(action=action, taken_before="yes"))
    FIGURE.show(trace)
    FIGURE.stage.png()
    trials = trace.remedy.trials
    assert [mark for mark, _ in FIGURE._marks] == [*FOUND, *SURE]
    texts = {text.get_text(): text for text in FIGURE.stage.axes["trials"].texts}
    marked = [mark for mark, box in FIGURE._marks if box.get_hatch()]
    assert marked == [*trials.found, *filter(None, [trials.sure])]
    words = " ".join(FIGURE._words.get_text().split())
    assert words.endswith(trials.words)
    for mark, meaning in (FOUND | SURE).items():
        assert (f"{mark.capitalize()}: {meaning}." in words) == (mark in marked)
    page = FIGURE.stage.figure.bbox
    for text in (FIGURE._name, FIGURE._words, FIGURE._moves, FIGURE._saved):
        if text.get_text():
            box = text.get_window_extent()
            assert page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 and box.y1 <= page.y1
    marks = [(box.get_window_extent(), texts[mark].get_window_extent()) for mark, box in FIGURE._marks]
    assert FIGURE._name.get_window_extent().y0 > marks[0][1].y1
    assert FIGURE._words.get_window_extent().y1 < min(text.y0 for _, text in marks)
    for row in (marks[:len(FOUND)], marks[len(FOUND):]):
        places = [(part.x0, part.x1) for pair in row for part in pair]
        assert all(one[1] <= other[0] for one, other in zip(places, places[1:], strict=False)), "side by side"
        assert places[-1][1] < page.x1


def test_a_muscle_that_is_as_short_as_can_be_is_not_made_shorter_and_it_is_said():
    words = FIGURE.describe(sketch(Relief(action="shorten")))
    assert "making it shorter still comes 10 s after the command, but the muscle is as short as it can be" in words
    assert "as short as" not in FIGURE.describe(sketch(Relief(action="shorten", length=-0.9)))


def test_the_most_excitable_muscles_curve_stays_inside():
    trace = sketch(Relief(excitability_eu=6.0, action="shorten"))
    assert trace.smooth_emg_percent.max() <= FIGURE.stage.axes["emg"].get_ylim()[1]
    assert trace.smooth_emg_percent[trace.t_s > 1.0].max() < 62.0, "the ruler lies above it"


def test_a_strong_push_is_drawn_below_the_legend_and_read_in_full():
    trace = sketch(Relief(action="tap", strength_times=2.0))
    FIGURE.show(trace)
    FIGURE.stage.png()
    push = next(curve for curve in FIGURE.stage.curves if curve.label == "inhibition")
    legend = push.line.axes.get_legend().get_window_extent()
    for line in (push.line, push.ghost):
        assert line.get_clip_box().y1 < legend.y0
    at_s = float(trace.t_s[trace.inhibition_eu.argmax()])
    assert ("inhibition", 40.0, "eu") in FIGURE.stage.readings(at_s)
    assert ("length", -1.0, "") in FIGURE.stage.readings(at_s)
