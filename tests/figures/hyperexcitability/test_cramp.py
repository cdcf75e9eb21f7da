"""The sentence and the picture of the cramp: is what they say true?"""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from muscle_lib.figures.hyperexcitability import CrampFigure
from muscle_lib.figures.hyperexcitability.cramp import STATE_COLORS
from muscle_lib.figures.hyperexcitability.leg import MEAN_s, MOST_eu
from muscle_lib.models.hyperexcitability import STATES, Cramp, CrampTrace
from muscle_lib.preset import all_presets, preset
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims, complaints

PRESETS = tuple(all_presets(Cramp).values())
FIGURE = CrampFigure()


def shown(checked: Claims, pattern: str, percent: float) -> None:
    """A share: with a digit behind the point where it is small."""
    match = re.search(pattern, checked.words)
    if match and "less than 0.1" in match[0]:
        checked.claim("hardly anything", percent < 0.05)
    else:
        checked.shows(pattern, percent, 0.501 if percent >= 9.95 else 0.0501, "%")


def lies(trace: CrampTrace) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    words = FIGURE.describe(trace)
    checked = Claims(words)
    command = trace.command_percent.max()
    checked.claim("no command", ("No command" in words) == bool(command < 0.05))
    if command >= 0.05:
        shown(checked, r"up to [\w .]*%", command)
        shown(checked, r"force to [\w .]*%", trace.force_percent[trace.t_s <= trace.command_end_s].max())
    else:
        twitches = words.replace("there is no lone impulse", "there are 0 lone impulses").replace(
            "there is one lone impulse", "there are 1 lone impulses")
        checked.claim("one is one", "are 1 lone" not in words)
        found = re.search(r"there are (\d+) lone impulses", twitches)
        checked.claim("so many", bool(found) and abs(int(found[1]) - trace.fasciculations_per_min) <= 0.501)
    weak = trace.state_after == "cramp" and trace.cramp_force_percent < 20.0
    checked.claim("why it is felt as hard", ("as hard as wood" in words) == weak)
    checked.claim("the state", STATES[trace.states[round(10 * (trace.command_end_s + 3.5)) - 1]] in words)
    after = trace.emg_size_percent[round(50 * trace.command_end_s):]
    after = after[:after.size // 50 * 50].reshape(-1, 50).mean(axis=1)
    if "by itself" not in words:
        checked.claim("it is over at once", after[0] < 3.0)
    else:
        loud = int(re.search(r"(\d+) s", words.partition("by itself for")[2])[1])
        checked.claim("it goes on for so long", bool((after[:loud] >= 3.0).all()))
        checked.claim("and no longer", ("are left" in words) == (loud == after.size)
                      and (loud == after.size or after[loud] < 3.0))
    if "times a second" in words:
        low, high = trace.window_s
        inside = (trace.spike_ms > 1000.0 * low) & (trace.spike_ms <= 1000.0 * high)
        fired = np.bincount(trace.spike_unit[inside], minlength=121) / (high - low)
        said = 1 if "one unit" in words else int(re.search(r"(\d+) units", words)[1])
        checked.claim("the units", said == (fired >= 3.0).sum())
        checked.shows(r"about \d+", fired[fired >= 3.0].mean(), 0.501, "times a second")
    checked.claim("a relief is told", ("elief" in words) == math.isfinite(trace.relief_s))
    if "elief" in words:
        waited = trace.relief_s - trace.command_end_s
        checked.claim("no cramp to end", ("no cramp to end" in words) == (trace.cramp_s < 1.0))
        checked.claim("after a command", ("s after the command" in words.partition("elief")[2]) == bool(
            command >= 0.05 and waited >= 0.05))
    if "does not end" in words:
        checked.claim("it goes on", after[-1] >= 3.0)
    if "for the last time" in words:
        checked.shows(r"[\d.]+(?= s later)", trace.relieved_s, 0.0501, "s")
    return checked.lies


@pytest.mark.parametrize("model", [*along(Cramp), *corners(Cramp)[::61]], ids=setting)
def test_the_sentence_is_true_along_every_slider_and_in_corners(model):
    assert lies(model.preview()) == []


@pytest.mark.parametrize("case", PRESETS, ids=lambda case: case.name)
def test_the_sentence_is_true_for_every_preset(case):
    assert lies(case.model.run()) == []


def test_the_band_has_the_states_colours():
    trace = Cramp(stretch_by=1.0).run()
    FIGURE.show(trace)
    colors = {tuple(np.round(color, 6)) for color in FIGURE._band.get_array()[0].tolist()}
    assert len(colors) == len(set(trace.states.tolist()))


def test_each_state_has_a_colour_of_its_own():
    assert len(set(STATE_COLORS)) == len(STATES)


def test_the_widest_bands_bear_their_names():
    FIGURE.show(Cramp().run())
    assert "cramp" in [text.get_text() for text in FIGURE._names]


def leg_at(trace: CrampTrace, at_s: float | None = None) -> dict[str, object]:
    """What the leg shows: at first, or at a moment."""
    seen = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FIGURE.stage.drawn.drawing, "show", seen.append)
        FIGURE.stage.show_at(trace, at_s)
    return vars(seen[0])


def test_the_ways_back_swell_with_what_runs_along_them():
    quiet, loud = (leg_at(preset(Cramp, name).run()) for name in ("Rest", "Calf cramp at night"))
    assert all(loud[part] > quiet[part] + 0.1 for part in ("spindle", "current", "units"))
    assert loud["command"] == quiet["command"] == 0.0 and len(loud["impulses"]) > len(quiet["impulses"]) == 0
    assert leg_at(preset(Cramp, "Calf cramp at night").run(), 4.0)["command"] > 0.5


def test_what_runs_back_is_that_of_the_fifth_of_a_second_before():
    trace = Cramp().run()
    assert leg_at(trace, 10.0)["spindle"] == pytest.approx(trace.ia_eu[490:500].mean() / MOST_eu)


def test_at_first_the_leg_shows_why_the_short_muscle_cramps_and_the_half_shortened_one_does_not():
    """In the cramp; and where there is none just after the command, as later the force is gone, and holds nothing
    back."""
    half, short = (leg_at(Cramp(length=length).run()) for length in (-0.5, -1.0))
    assert (half["state"], short["state"]) == ("at 5.2 s", "at 8.5 s") and half["command"] == short["command"] == 0.0
    assert half["organ"] > 3.0 * short["organ"] > 0.0 and half["length"] > 0.12 and short["length"] == 0.0
    assert half["foot_degrees"] < short["foot_degrees"], "toes further down"


@pytest.mark.parametrize("name", all_presets(Cramp))
def test_where_a_cramp_comes_the_leg_shows_it(name):
    """Its moment lies in the band of that name, which the sentence calls its state."""
    trace = preset(Cramp, name).run()
    at_s = float(leg_at(trace)["state"].removeprefix("at ").removesuffix(" s"))
    if trace.state_after == "cramp":
        assert any(from_s < at_s < to_s and STATES[state] == "cramp" for from_s, to_s, state in trace.bands)
    else:
        assert at_s == pytest.approx(trace.command_end_s + MEAN_s, abs=0.051)


def test_the_curves_stay_inside_their_panels():
    for model in (Cramp(drive_percent=100.0, length=0.0, fatigue_percent=0.0),
                  Cramp(drive_percent=100.0, noise_percent=300.0, tendon_organ_percent=0.0)):
        trace = model.run()
        for name, values in (("force", trace.force_percent), ("emg", trace.emg_smooth_percent)):
            low, high = FIGURE.stage.axes[name].get_ylim()
            assert low <= values.min() and values.max() <= (high if name == "force" else 117.0), name


def test_a_cramp_is_heard_after_the_command_and_a_normal_contraction_is_not():
    for name, sounds in (("Calf cramp at night", True), ("Tired, but neutral length", False)):
        trace = preset(Cramp, name).run()
        words = FIGURE.hear(trace).words
        assert complaints(words) == []
        parts = [(float(a), float(b), name) for a, b, name in re.findall(
            r"From ([\d.]+) to ([\d.]+) s: ([a-z ]+)", words)]
        loud = [b for a, b, name in parts if "crackling" in name or "roar" in name]
        assert (max(loud) > trace.command_end_s + 2.0) == sounds, words


def test_of_a_long_hold_its_end_and_what_follows_is_heard():
    trace = Cramp(hold_s=12.0).preview()
    assert re.match(r"From 8\.7 ", FIGURE.hear(trace).words)
    assert len(FIGURE.hear(trace).wav) == pytest.approx(20.0 * 22_050 * 2, rel=0.01)
