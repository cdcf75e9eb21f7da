"""The relief lab: what the loop answers to each action; and that the evidence from people is kept apart from it."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from muscle_lib.models.hyperexcitability import Cramp
from muscle_lib.models.hyperexcitability.goes_on import goes_on
from muscle_lib.models.hyperexcitability.loop import USUAL, advance_loop, inputs_of, start_loop
from muscle_lib.models.letting_go import FOUND, REMEDIES, SURE, Relief, ReliefTrace
from muscle_lib.models.letting_go import relief as lab
from muscle_lib.models.letting_go.remedies import MILLER_PICKLE, PLACES
from muscle_lib.models.series import means_of
from muscle_lib.preset import all_presets
from tests.checks import SD_OR_ERROR, Check

RUN = "own earlier run"
SEEDS = range(1, 5)
GEORGIEVA = "Georgieva et al. 2021, doi 10.3390/app112412096"


@cache
def sketch(**settings: float | str) -> ReliefTrace:
    return Relief(dt_ms=2.0, **settings).run()


@cache
def run(**settings: float | str) -> ReliefTrace:
    return Relief(**settings).run()


def mean_left_s(**settings: float | str) -> float:
    """How long the cramp goes on, over some throws."""
    return float(np.mean([sketch(seed=seed, **settings).left_s for seed in SEEDS]))


@cache
def inhibited_s(inhibition_eu: float) -> float:
    """The same for an inhibition that comes after ten seconds and lasts."""
    t_s = np.arange(1, 37_501) * 0.002
    lasting = np.where(t_s > 15.0, inhibition_eu, 0.0)
    found = []
    for seed in SEEDS:
        run = lab._run(np.full(t_s.size, -1.0), lasting, np.full(t_s.size, 4.0), 1.0, seed, 2.0)
        seconds = run["emg_size_percent"][750:].reshape(-1, 50).mean(axis=1)
        quiet = np.flatnonzero(seconds < 3.0)
        found.append(quiet[0] if quiet.size else seconds.size)
    return float(np.mean(found))


def after_stretch_percent() -> float:
    trace = sketch(action="stretch")
    again = (trace.t_s > 16.1) & (trace.t_s <= 36.1)
    assert (trace.length[again] == -1.0).all(), "it is to be short again"
    return float(trace.emg_size_percent[again].mean())


def pickle_part_percent() -> float:
    """How long the cramp goes on after pickle juice, of the time after water."""
    return 100.0 * mean_left_s(action="pickle juice", action_s=0.0) / mean_left_s(action="water", action_s=0.0)


def cut_off_s() -> float:
    """How long the EMG goes on after 150 pulses to the nerve, if nothing comes back from the spinal cord."""
    pulses_s = 150 / 18.0
    t_s = np.arange(1, 20_001) / 1000.0
    inputs = inputs_of(t_s.size, length=-1.0, stimulus_Hz=18.0 * (t_s <= pulses_s), inhibition_eu=1000.0,
                       excitability_eu=4.0)
    emg = advance_loop(USUAL, start_loop(1, lab.FATIGUE), inputs).emg
    return goes_on(t_s[19::20], 100.0 * means_of(emg, 20), 8.34).seconds


def untreated_s() -> float:
    return float(np.mean([sketch(seed=seed, action="massage").untreated_left_s for seed in SEEDS]))


def last_three_after_stretch_s() -> float:
    far = Cramp(stretch_by=2.0, stretch_takes_s=0.5, relief_after_s=10.0)
    return float(np.mean([replace(far, seed=seed, dt_ms=2.0).run().relieved_s for seed in SEEDS]))


def check(number, what, expected, low, high, unit, measure):
    return Check(id=f"letting_go {number}", what=what, kind="regression", expected=expected, low=low, high=high,
                 unit=unit, source=RUN, measure=measure)


def published(number, what, expected, told, source):
    """How long a cramp goes on after pickle juice. The size of its inhibition was not chosen to meet it. (What people's
    cramps are beside the loop's is among the check values of chapter 6.)"""
    return Check(f"letting_go {number}", what, "published", expected, 50.0, 100.0, "%", source, pickle_part_percent,
                 spread_told=told)


CHECKS = [
    published("P-3", "a cramp with pickle juice, of the time with water (84.6 of 133.7 s, 10 people)", "63.3",
              f"not given of the ratio: 49.1 ± 14.6 s shorter; {SD_OR_ERROR}", MILLER_PICKLE),
    published("P-4", "the same in another study (median, 11 people)", "82.8",
              "± 14.63, printed behind a median without a word", GEORGIEVA),
    check("C-1", "cramp left alone, from 10 s after the command", "46.9", 40.0, 54.0, "s", untreated_s),
    check("C-2a", "lasting inhibition of 1 eu", "32.1", 24.0, 40.1, "s", lambda: inhibited_s(1.0)),
    check("C-2b", "lasting inhibition of 2 eu", "20.9", 15.7, 26.1, "s", lambda: inhibited_s(2.0)),
    check("C-2c", "lasting inhibition of 4 eu", "8.6", 6.4, 10.8, "s", lambda: inhibited_s(4.0)),
    check("C-2d", "lasting inhibition of 6 eu", "2.0", 0.5, 3.5, "s", lambda: inhibited_s(6.0)),
    check("C-2e", "lasting inhibition of 10 eu", "0", 0.0, 1.5, "s", lambda: inhibited_s(10.0)),
    check("C-3", "inhibition of 3 eu for 5 s", "35.1", 28.0, 43.0, "s",
          lambda: mean_left_s(action="opposite muscle", strength_times=0.5)),
    check("C-4", "inhibition of 6 eu for 5 s", "2.0", 0.0, 4.0, "s", lambda: mean_left_s(action="opposite muscle")),
    check("C-5", "inhibition of 20 eu for 0.3 s", "41.6", 34.0, 49.0, "s", lambda: mean_left_s(action="tap")),
    check("C-6", "stretched in 0.5 s to the longest: last time three units fire", "0.10", 0.0, 0.4, "s",
          last_three_after_stretch_s),
    check("C-7", "EMG in the 20 s after a stretch of 5 s, short again", "0", 0.0, 1.0, "%", after_stretch_percent),
    check("C-8", "inward current 30 % smaller from the start: cramp after the command", "8", 4.0, 13.0, "s",
          lambda: mean_left_s(action="mexiletine", taken_before="yes")),
    check("C-9", "excitability 1 eu lower from the start: cramp after the command", "33", 25.0, 42.0, "s",
          lambda: mean_left_s(action="quinine", taken_before="yes")),
]


@pytest.mark.parametrize("item", CHECKS, ids=lambda item: item.name)
def test_check(item):
    item.hold()


def test_more_inhibition_lets_it_go_sooner():
    left = [inhibited_s(eu) for eu in (1.0, 2.0, 4.0, 6.0, 10.0)]
    assert left == sorted(left, reverse=True) and left[0] > left[-1] + 20.0 and untreated_s() > left[0]


def test_left_alone_it_is_the_cramp_of_the_chapter_before():
    trace, cramp = run(), Cramp().run()
    np.testing.assert_allclose(trace.untreated_emg_percent, cramp.emg_size_percent, rtol=0, atol=1e-9)
    assert trace.left_s == cramp.cramp_s


@pytest.mark.parametrize("action", REMEDIES)
def test_no_action_prolongs_a_cramp_except_shortening_it(action):
    # Taken before it is the same cramp again for what hands do, so that is looked at once only.
    ways = ("no", "yes") if REMEDIES[action].is_taken else ("no",)
    saved = [sketch(action=action, excitability_eu=who_eu, length=-0.95, taken_before=way).saved_s
             for who_eu in (2.0, 4.0) for way in ways]
    if action == "shorten":
        assert max(saved) <= 0.0 and saved[-1] < -3.0
    else:
        assert min(saved) >= -1.0


@pytest.mark.parametrize("action", ["stretch", "standing"])
def test_a_stretch_holds_back_by_length_and_by_force_and_wipes_the_spindles_and_each_alone_ends_it(action):
    """What the table of station 1 and the answer about the stretch that does not come back say."""
    links = ("by_length", "tendon_organ", "wiped")

    def left(*off: str) -> tuple[float, float]:
        """With links that are off from the action on: how long it goes on, and the EMG in the twenty seconds after."""
        if "wiped" in off:  # who does not feel the stretch does not answer its speed either
            off = (*off, "stretch")
        t_s = lab.FROM_s + np.arange(1, 75_001) / 1000.0
        length = Relief(action=action).moved(t_s)[0]
        command = np.interp(t_s, [lab.FROM_s + lab.START_s, lab.FROM_s + lab.START_s + lab.RISE_s, -lab.FALL_s, 0.0],
                            [0.0, lab.COMMAND, lab.COMMAND, 0.0])
        inputs = inputs_of(t_s.size, command, length, excitability_eu=4.0)
        loop, parts = start_loop(1, lab.FATIGUE), (slice(0, 15_000), slice(15_000, None))
        emg = np.concatenate([advance_loop(USUAL._replace(**dict.fromkeys(gone, 0.0)), loop, type(inputs)(
            *(values[part] for values in inputs))).emg for gone, part in zip(((), off), parts, strict=True)])
        means = 100.0 * means_of(emg, 20)
        shown_s = t_s[19::20]
        return goes_on(shown_s, means, 10.0).seconds, float(means[(shown_s > 16.5) & (shown_s < 36.5)].mean())

    for kept in links:
        seconds, later_percent = left(*(link for link in links if link != kept))
        assert seconds <= 2.0 and later_percent < 1.0, kept
    assert left(*links)[0] > 20.0, "a length that nobody feels"


def test_what_moves_nothing_leaves_the_trace_untouched():
    for action in (word for word, remedy in REMEDIES.items() if remedy.moves_nothing):
        for taken_before in ("no", "yes"):
            trace = sketch(action=action, taken_before=taken_before, strength_times=2.0)
            np.testing.assert_array_equal(trace.emg_size_percent, trace.untreated_emg_percent)
            assert trace.changed == 0 and trace.saved_s == 0.0


@pytest.mark.parametrize("action", [word for word in REMEDIES if word != "nothing"])
def test_nothing_acts_before_its_time(action):
    trace, remedy = sketch(action=action, action_s=12.0), REMEDIES[action]
    before = trace.t_s <= min(12.0 + remedy.delay_s, 1000.0)
    np.testing.assert_array_equal(trace.emg_size_percent[before], trace.untreated_emg_percent[before])
    if remedy.is_taken:
        assert remedy.delay_s >= 1800.0 and trace.changed == 0, "what has to reach the blood cannot be quick"


@pytest.mark.parametrize("action", [word for word, remedy in REMEDIES.items() if not remedy.moves_nothing])
def test_an_action_moves_its_own_part_of_the_loop_and_no_other(action):
    remedy = REMEDIES[action]
    # Heat begins after the picture; everything else moves something, at once or when taken before.
    trace = sketch(action=action, taken_before="yes" if remedy.is_taken else "no", length=-0.9, action_s=1.0)
    moved = {"length": np.ptp(trace.length) > 0.05, "inhibition": trace.inhibition_eu.max() > 0.0,
             "excitability": trace.excitability_change_eu.min() < 0.0,
             "inward current": trace.current_percent.max() < 100.0}
    assert {place for place, is_so in moved.items() if is_so} == ({remedy.place} if trace.begins_in_picture else set())
    assert trace.begins_in_picture or remedy.delay_s > 60.0
    assert trace.moves == PLACES[remedy.place]


def test_a_delay_is_said_in_its_own_unit():
    said = {word: remedy.delay for word, remedy in REMEDIES.items() if remedy.delay}
    assert said == {"pickle juice": "30 seconds", "water": "30 minutes", "salt drink": "45 minutes",
                    "salt drink, sodium low": "45 minutes", "magnesium": "3 days", "magnesium, level low": "3 days",
                    "quinine": "1 day", "mexiletine": "3 hours", "heat": "3 minutes"}


def test_strength_multiplies_the_size_and_timing_moves_it():
    for strength in (0.5, 1.0, 2.0):
        assert sketch(action="massage", strength_times=strength).inhibition_eu.max() == 2.0 * strength
    for at_s in (5.0, 20.0):
        trace = sketch(action="massage", action_s=at_s)
        assert trace.t_s[np.flatnonzero(trace.inhibition_eu)[0]] == pytest.approx(at_s, abs=0.03)
    assert sketch(action="massage", strength_times=2.0).left_s < sketch(action="massage", strength_times=0.5).left_s
    twice = sketch(action="mexiletine", taken_before="yes", strength_times=2.0)
    assert twice.current_percent.max() == pytest.approx(40.0)


def test_the_sooner_the_more_is_saved_and_the_more_excitable_the_longer():
    saved = [sketch(action="stretch", action_s=at_s).saved_s for at_s in (5.0, 20.0, 40.0)]
    assert saved == sorted(saved, reverse=True) and saved[0] > saved[-1] + 20.0
    alone = [sketch(excitability_eu=who_eu).left_s for who_eu in (2.0, 4.0, 5.0)]
    assert alone == sorted(alone) and alone[-1] > 2.0 * alone[0]


def test_pickle_juice_works_before_the_blood_and_not_at_once():
    trace = sketch(action="pickle juice", action_s=0.0)
    first = trace.t_s[np.flatnonzero(trace.inhibition_eu)[0]]
    assert 20.0 <= first <= 40.0 and trace.saved_s > 0.0


def test_what_hands_do_is_over_long_before_and_what_was_taken_is_not():
    for action in (word for word, remedy in REMEDIES.items() if not remedy.is_taken):
        assert sketch(action=action, taken_before="yes").changed == 0
    assert sketch(action="quinine", taken_before="yes").changed and not sketch(action="quinine").changed
    assert not sketch(action="water", taken_before="yes").changed


def test_a_cramp_that_is_not_over_says_so():
    trace = sketch(excitability_eu=6.0, action="opposite muscle", action_s=20.0)
    assert not trace.untreated_is_over and trace.untreated_left_s == 50.0


def test_the_seconds_are_what_the_array_says():
    trace = run(action="massage")
    after = trace.emg_size_percent[trace.t_s > 10.0 + 1e-6].reshape(-1, 50).mean(axis=1)
    assert (after[:int(trace.left_s)] >= 3.0).all() and after[int(trace.left_s)] < 3.0
    assert trace.counted_from_s == trace.begins_s == 10.0 and trace.begins_in_picture


def test_a_sketch_shows_nearly_the_same():
    trace, quick = run(action="massage"), sketch(action="massage")
    assert quick.t_s.size == trace.t_s.size == 3750
    assert quick.left_s == pytest.approx(trace.left_s, abs=4.0)


# ---------------------------------------------------------------- what it leaves out, in numbers

def held_back_percent(excitability_eu: float, command: float) -> tuple[float, float]:
    """4 eu for 0.3 s on what goes on after the hold: the EMG before, and how much of it is gone meanwhile."""
    t_s = np.arange(1, 12_301) / 1000.0
    kept = np.interp(t_s, [1.0, 1.1, 4.5, 4.6], [0.0, lab.COMMAND, lab.COMMAND, command])
    gone, before = [], []
    for seed in SEEDS:
        free, tapped = (advance_loop(USUAL, start_loop(seed, lab.FATIGUE), inputs_of(
            t_s.size, kept, -1.0, inhibition_eu=np.where(t_s >= 12.0, eu, 0.0), excitability_eu=excitability_eu)).emg
            for eu in (0.0, 4.0))
        before.append(100.0 * free[10_000:12_000].mean())
        gone.append((free - tapped)[12_000:12_300].mean() / free[12_000:12_300].mean())
    return float(np.mean(before)), 100.0 * float(np.mean(gone))


def test_what_it_leaves_out_is_told_in_its_own_numbers():
    told = " ".join(Relief.leaves_out)
    (emg, cramp), (willed_emg, willed) = held_back_percent(4.0, 0.0), held_back_percent(0.0, 0.2)
    assert emg == pytest.approx(willed_emg, rel=0.1), "the same EMG"
    assert cramp > willed and f"({cramp:.0f} and {willed:.0f} %)" in told
    trace = Cramp().run()
    goes = (trace.t_s > trace.command_end_s + 1.0) & (trace.t_s < trace.command_end_s + 50.0)
    assert "some 5 %" in told and 3.5 < trace.force_percent[goes].mean() < 6.5
    assert f"lasts {run().left_s:.0f} s" in told and cut_off_s() == 0.0
    assert pickle_part_percent() > 100.0 * 84.6 / 133.7 and run(action="quinine", taken_before="yes").saved_s > 10.0


# ---------------------------------------------------------------- what the buttons say

def nothing(t: ReliefTrace) -> bool:
    return not t.changed and t.saved_s == 0.0


def part(t: ReliefTrace) -> float:
    """What is left of the cramp's time."""
    return t.left_s / t.untreated_left_s


#: Of each button: words of what it says is expected, and whether its own run shows that.
TOLD = {
    "Nothing": ("nearly a minute, and ends by itself", lambda t: 50.0 <= t.left_s < 60.0 and t.is_over),
    "Stretch": ("over at once, and it does not come back", lambda t: t.left_s < 1.0 and t.is_over
                and t.emg_size_percent[t.t_s > 17.0].max() < 5.0 and t.length[-1] == t.length[0]),
    "Tense the opposite muscle": ("within a second or two", lambda t: t.left_s <= 2.0),
    "Massage": ("half as long, while it is pressed", lambda t: 0.4 < part(t) < 0.6 and t.inhibition_eu[-1] > 0.0),
    "Rest": ("nothing: the command had ended before", lambda t: nothing(t) and t.action_s > 0.0),
    "Stand on it": ("within a second or two", lambda t: t.left_s <= 2.0),
    "Tap the tendon": ("hardly lasting: the loop comes back", lambda t: 0.85 < part(t) < 1.0
                       and t.smooth_emg_percent[(t.t_s > 10.2) & (t.t_s < 10.5)].min() < 5.0),
    "Shorten a longer calf": ("its cramp lasts 10 s and not 45 s; made shorter still, it lasts longer", lambda t:
                              t.saved_s < -3.0 and abs(t.length[0] + 0.9) < 1e-9 and round(t.untreated_left_s) == 10
                              and round(Relief(action="shorten").run().untreated_left_s) == 45),
    "Pickle juice": ("somewhat shorter, from half a minute after the swallowing on", lambda t: 0.75 < part(t) < 0.95
                     and t.begins_s - t.action_s == 30.0),
    "Water": ("over before the water has arrived", lambda t: nothing(t) and t.begins_s > t.action_s + t.left_s),
    "Salt drink": ("nothing within this time", nothing),
    "Salt drink, sodium low": ("nothing within this time", nothing),
    "Magnesium": ("nothing in this cramp: it needs days", lambda t: nothing(t) and t.begins_s > 86400.0),
    "Magnesium, level low": ("nothing in this cramp: it needs days", lambda t: nothing(t) and t.begins_s > 86400.0),
    "Heat": ("nothing yet: heat needs minutes", lambda t: nothing(t) and 120.0 <= t.begins_s - t.action_s < 600.0),
    "Magnesium, for days before": ("as long as this one", nothing),
    "Magnesium, level low, for days before": ("the next cramp is shorter", lambda t: part(t) < 0.8),
    "Salt, sodium low, for days before": ("a little shorter", lambda t: 0.75 < part(t) < 0.95),
    "Quinine, for days before": ("shorter; and not worth its danger", lambda t: part(t) < 0.8
                                 and "harms" in t.evidence),
    "Mexiletine, before": ("short; a drug for specialists", lambda t: part(t) < 0.25
                           and "specialists" in t.remedy.trials.words),
}


def test_a_buttons_words_are_held_to_its_own_run():
    buttons = all_presets(Relief)
    assert list(TOLD) == list(buttons)
    for name, (words, is_so) in TOLD.items():
        assert words in buttons[name].expect, name
        assert is_so(buttons[name].model.run()), name
    # Drinks are compared with one another: all are swallowed at the same moment.
    assert {button.model.action_s for button in Relief.presets["drinks"]} == {0.0}


# ---------------------------------------------------------------- the evidence

@pytest.mark.parametrize("word", REMEDIES)
def test_every_remedy_has_its_evidence_and_nothing_is_sold(word):
    remedy = REMEDIES[word]
    trials = remedy.trials
    assert set(trials.found) <= FOUND.keys() and (trials.sure in SURE or word == "nothing")
    # What nobody has tested has found nothing, and what was found says how sure it is.
    assert bool(trials.found) == (trials.sure not in ("hardly tested", ""))
    assert trials.words.endswith(".") and len(trials.words) < 200
    assert re.search(r"(19|20)\d\d", trials.source) or trials.source.startswith("Our choice")
    assert not re.search(r"cure|heal|proven|works best|you should|take this", trials.words)
    assert remedy.size >= 0.0 or remedy.place != "inhibition"


def test_the_marks_follow_the_trials_and_not_the_model():
    # What the model likes best is hardly tested, what trials find useless can be long in the model, and so on.
    assert not any(remedy.trials.sure == "strong" for remedy in REMEDIES.values())
    quinine = REMEDIES["quinine"].trials
    assert quinine.marks == "helps, and harms (how sure: some)" and "Not recommended" in quinine.words
    assert sketch(action="quinine", taken_before="yes").saved_s > 10.0
    assert REMEDIES["opposite muscle"].trials.marks == "hardly tested"
    assert sketch(action="opposite muscle").saved_s > 30.0


def test_how_sure_it_is_and_what_was_found_are_two_things():
    """“none” was heard as “no evidence”, where eleven trials had found no effect; “harmful” as “no help”."""
    assert not set(FOUND) & set(SURE) and "none" not in FOUND
    assert REMEDIES["magnesium"].trials.marks == "no help shown (how sure: some)"
    for word, remedy in REMEDIES.items():
        assert ("we know of no trial" in remedy.trials.words.lower()) <= (remedy.trials.sure == "hardly tested"), word
    # Each arm of a trial with its own people, and by how much.
    assert "2.3 of 10 points in 38 people, with water by 0.4 in 36" in REMEDIES["pickle juice"].trials.words


def test_what_is_known_from_people_does_not_depend_on_the_settings():
    known = {sketch(action="stretch", excitability_eu=eu, action_s=at_s).evidence
             for eu in (2.0, 4.0) for at_s in (5.0, 40.0)}
    assert known == {"helps (how sure: some)"}


def test_every_action_has_a_button():
    assert {preset.model.action for preset in all_presets(Relief).values()} == REMEDIES.keys()
    assert all(math.isfinite(remedy.delay_s) for remedy in REMEDIES.values())
    for name in ("name", "phrase"):
        assert len({getattr(remedy, name) for remedy in REMEDIES.values()}) == len(REMEDIES)


def test_what_the_picture_shows_is_the_mean_over_a_fifth_of_a_second():
    trace = sketch(action="massage")
    for shown, values in ((trace.smooth_emg_percent, trace.emg_size_percent),
                          (trace.untreated_smooth_emg_percent, trace.untreated_emg_percent)):
        assert shown[1000] == pytest.approx(values[991:1001].mean(), rel=1e-9)
        assert shown[0] == values[0] and shown.size == values.size
