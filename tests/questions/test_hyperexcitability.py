"""Chapter 6's questions against its models: what is called right is what the model does, and what a text says is so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from muscle_lib.models.hyperexcitability import (
    CRAMP_PRESETS,
    LEG_CASES,
    RECORDINGS,
    Causes,
    ChainCramp,
    Cramp,
    Earning,
    Hysteresis,
    MapDot,
    ThresholdFrequency,
)
from muscle_lib.models.hyperexcitability.cramp_map import stored_map
from muscle_lib.questions import read
from tests.questions.test_questions import content

ENTRIES = read(content("hyperexcitability"), "hyperexcitability.toml")
START = {"recordings": RECORDINGS[0].model, "twitches": CRAMP_PRESETS[0].model, "short": Cramp(),
         "hold": CRAMP_PRESETS[4].model, "overuse": Earning(), "no_current": Cramp(), "up_and_down": Hysteresis(),
         "breathing": Causes(), "threshold": ThresholdFrequency(), "tired": ThresholdFrequency(), "half_way": MapDot(),
         "cost": ChainCramp(), "whole_chain": ChainCramp()}
#: For each prediction, what its right choice says, and what its number in the file is.
RIGHT: dict[str, tuple[int, Callable[[Any, Any], bool]]] = {
    "recordings": (3, lambda before, after: before.cramp_s == 0.0 < 30.0 < after.cramp_s
                   and after.cramp_emg_percent < 60.0 and after.cramp_force_percent < before.peak_percent),
    "twitches": (2, lambda before, after: before.fasciculations_per_min + 20 < after.fasciculations_per_min
                 and after.cramp_s == 0.0 and after.emg_size_percent.reshape(75, -1).mean(axis=1).max() < 3.0),
    "short": (2, lambda before, after: before.cramp_s == 0.0 and after.cramp_s > 30.0
              and before.peak_percent > after.peak_percent),
    "hold": (3, lambda before, after: 0.0 < before.cramp_s < after.cramp_s),
    "overuse": (1, lambda before, after: before.cramp_s + 10.0 < after.cramp_s),
    "no_current": (1, lambda before, after: after.cramp_s == 0.0 < before.cramp_s and after.peak_percent > 20.0),
    "up_and_down": (3, lambda before, after: before.after_10_s_percent < 1.0
                    and abs(after.after_10_s_percent - after.down_at_10_percent) < 5.0),
    "breathing": (2, lambda before, after: before.cramp_s + 3.0 < after.cramp_s),
    "threshold": (1, lambda before, after: after.threshold_Hz < before.threshold_Hz),
    "tired": (2, lambda before, after: after.threshold_Hz < before.threshold_Hz),
    "half_way": (3, lambda before, after: after.cramp_s == 0.0 < before.cramp_s),
    "cost": (1, lambda before, after: after.ATP_ratio < 0.5),
    "whole_chain": (3, lambda before, after: after.cramp_emg_percent > before.cramp_emg_percent + 5.0
                    and after.fatigue_change_percent > 10.0 and after.end_pcr_mM > 15.0),
}


@cache
def cramp_s(**settings: float) -> float:
    return Cramp(**settings).run().cramp_s


def test_every_prediction_is_held_to_its_model():
    assert ENTRIES["predict"].keys() == START.keys() == RIGHT.keys()


@pytest.mark.parametrize("key", RIGHT)
def test_the_right_choice_is_what_the_model_does(key):
    asked, (number, holds) = ENTRIES["predict"][key], RIGHT[key]
    before, after = (replace(START[key], **half).run() for half in (asked.before, asked.after))
    assert asked.right == number
    assert holds(before, after)


def test_the_numbers_that_are_asked_for():
    alone, on_map = ENTRIES["ask"]["fatigue_alone"], ENTRIES["ask"]["read_map"]
    assert abs(cramp_s(excitability_eu=0.0) - alone.answer) <= alone.tolerance
    X = np.linspace(-2.0, 6.0, 801)
    assert abs(X[np.argmax(stored_map().at(-1.0, 0.0, X) >= 5.0)] - on_map.answer) <= on_map.tolerance
    # “With half fatigue, less than 1 eu is enough.”
    assert X[np.argmax(stored_map().at(-1.0, 50.0, X) >= 5.0)] < 1.0


def test_what_the_texts_say_about_the_loop():
    usual = cramp_s()
    # “made longer, it always lets go”, “even at the end of the scale a long muscle lets go”
    assert cramp_s(length=1.0) == cramp_s(length=0.5) == cramp_s(length=1.0, excitability_eu=6.0) == 0.0
    # “Now cut the spindles instead and leave the current: no cramp either.”
    assert cramp_s(spindle_percent=0.0) == 0.0
    # What holds back, and what pushes; “without it the cramp is much shorter”
    assert min(cramp_s(tendon_organ_percent=0.0), cramp_s(renshaw_percent=0.0), cramp_s(wear_percent=0.0)) > usual
    assert cramp_s(fatigue_felt_percent=0.0) < 0.5 * usual
    # “Set the length to 0, and even the long hold ends with its command.”
    assert cramp_s(excitability_eu=2.0, fatigue_percent=0.0, drive_percent=100.0, hold_s=20.0, length=0.0) == 0.0


def test_what_the_texts_say_about_causes_and_the_map():
    # “it is a matter of two seconds”
    usual = Causes().run().cramp_s
    assert max(abs(Causes(Mg_mM=Mg).run().cramp_s - usual) for Mg in (0.45, 0.65)) <= 2.0
    # “at 0 % fatigue and 4 eu it still lasts more than ten seconds”; “a cramp of many seconds is left”
    assert MapDot(fatigue_percent=0.0).run().cramp_s > 10.0 and MapDot(excitability_eu=2.0).run().cramp_s > 10.0
    # “So it is at a length of −0.75. At −0.5 the tendon organs have won.”
    assert 5.0 < MapDot(excitability_eu=6.0, length=-0.75).run().cramp_s < MapDot().run().cramp_s
    # “At neutral length the whole panel is empty”, and from half way on
    assert stored_map().cramp_s[stored_map().length >= -0.5].max() < 1.0


def test_what_the_texts_say_about_the_leg_muscles():
    bent, straight = (preset.model.run() for preset in LEG_CASES[1:3])
    # “They pull about twice as hard there.”
    assert straight.effort_N / bent.effort_N == pytest.approx(2.0, abs=0.3)
    assert bent.cramp_s > 10.0 and straight.cramp_s == 0.0
    # “This cramp pulls with a few per cent of the greatest force”
    assert 2.0 < Cramp().run().cramp_force_percent < 10.0
    # “rises from 4 to a little above 5 mM”
    assert 5.0 < ChainCramp().run().cramp_K_mM < 5.6
