"""What the words of a preset promise is what its own run does."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from tests.models.presets import of_chapter

PRESETS = {f"{model}: {name}": each for (model, name), each in of_chapter("hyperexcitability").items()}


@cache
def run(name: str) -> Any:
    return PRESETS[name].model.run()


def lets_go(trace: Any) -> bool:
    return trace.cramp_s == 0.0


#: Words of an expectation, and what they claim of the run; every expectation has at least one.
CLAIMS: dict[str, Callable[[Any], bool]] = {
    "silence, but for a unit": lambda t: lets_go(t) and 0 < t.fasciculations_per_min < 10,
    "follows the command and lets go with it": lambda t: lets_go(t) and t.peak_percent > 40.0,
    "about a minute, then it ends": lambda t: 45.0 < t.cramp_s < 66.0 and t.is_over == 1,
    "its force and its length both hold back": lambda t: lets_go(t) and min(
        values[t.t_s < t.command_end_s + 0.5].max() for values in (t.ib_eu, t.by_length_eu)) > 20.0,
    "a cramp of a few seconds; hold longer": lambda t: 2.0 <= t.cramp_s < 10.0,
    "a strong cramp that is not over after a minute": lambda t: t.cramp_s > 60.0 and t.cramp_emg_percent > 45.0,
    "over before the stretch is, and does not come back": lambda t: t.relieved_s < 1.0 and t.cramp_s < 12.0,
    "the force falls as fatigue grows": lambda t: t.force_lost_percent > 10.0 and t.cramp_s > 5.0,
    "hardly more than a cramp of a few seconds": lambda t: t.cramp_s < 5.0,
    "tired, but it lets go": lambda t: lets_go(t) and t.earned_percent > 35.0,
    "a long cramp": lambda t: t.cramp_s > 45.0,
    "less fatigue, and a shorter cramp": lambda t: t.earned_percent < 30.0 and t.cramp_s < run(
        "Earning: Hard work, then toes pointed").cramp_s,
    "two answers to one command, and no way back": lambda t: t.after_10_s_percent > 10.0,
    "still two answers, but it ends soon": lambda t: t.down_at_10_percent > t.up_at_10_percent + 4.0 and (
        t.after_10_s_percent < 1.0),
    "it ends with the command": lambda t: t.after_2_s_percent < 1.0,
    "one answer: what rises falls": lambda t: abs(t.down_at_10_percent - t.up_at_10_percent) < 2.0,
    "a few seconds at most": lambda t: t.cramp_s < 6.0,
    "it cramps easily": lambda t: t.cramp_s > 20.0,
    "somewhat longer": lambda t: 1.0 <= t.longer_s < 12.0,
    "longer; calcium that alkaline blood binds": lambda t: t.longer_s >= 1.0,
    "fasciculations, and longer cramps": lambda t: t.fasciculations_per_min > 20.0 and t.longer_s >= 1.0,
    "no EMG, no force and no cramp": lambda t: lets_go(t) and t.excitability_eu > 5.0 and (
        t.emg_size_percent.max() == 0.0 == t.force_percent.max()),
    "only above some twenty-five": lambda t: t.mean_threshold_Hz == pytest.approx(25.0, abs=2.0),
    "on average some fifteen": lambda t: t.mean_threshold_Hz == pytest.approx(15.0, abs=1.5),
    "some thirty-five a second": lambda t: t.mean_threshold_Hz == pytest.approx(35.0, abs=2.0),
    "the threshold is lower": lambda t: t.tired_to_fresh_Hz < -4.0,
    "no rate up to sixty": lambda t: t.cramps == 0 and t.last_Hz == 60.0,
    "a cramp of about a minute": lambda t: 50.0 < t.cramp_s < 66.0,
    "no cramp": lets_go,
    "not over after 115 s": lambda t: t.cramp_s == 115.0 and t.is_over == 0,
    "less than half of the ATP": lambda t: t.ATP_ratio < 0.5,
    "the supplies recover at once": lambda t: t.end_pcr_mM > t.lowest_pcr_mM + 1.0 and lets_go(t),
    "stronger: the cramp squeezes": lambda t: t.fatigue_change_percent > 10.0 and t.cramp_emg_percent > run(
        "ChainCramp: Calf cramp").cramp_emg_percent + 5.0,
    "nearly as strong as the contraction": lambda t: t.cramp_N > 0.85 * t.effort_N and t.lowest_po2_mmHg < 1.0,
    ": it cramps": lambda t: t.cramp_s > 10.0,
    "with a smaller force than the other two": lambda t: t.cramp_N < min(
        run(f"ChainCramp: {name}").cramp_N for name in ("Calf at night, toes pointed",
                                                        "Hamstrings, 80th minute, knee bent")),
    "it lets go": lambda t: t.state == "rest" if isinstance(getattr(t, "now_s", None), float) else lets_go(t),
    "the command ends, the contraction does not": lambda t: getattr(t, "state_after", t.state) == "cramp",
    # A recording that is to be guessed promises nothing.
    "answer the question": lambda t: True,
}


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_does_what_its_words_say(name: str) -> None:
    held = [words for words in CLAIMS if words in PRESETS[name].expect]
    assert held, PRESETS[name].expect
    assert [words for words in held if not CLAIMS[words](run(name))] == []


def test_no_claim_is_left_over() -> None:
    every = " | ".join(each.expect for each in PRESETS.values())
    assert [words for words in CLAIMS if words not in every] == []
