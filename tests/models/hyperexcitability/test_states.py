"""The names of a muscle's states: each row of the table of decisions, and that noise gets no name it should not."""

from __future__ import annotations

import numpy as np
import pytest

from muscle_lib.models.hyperexcitability import STATES, Cramp
from muscle_lib.models.hyperexcitability.loop import USUAL, LoopRun, advance_loop, inputs_of, start_loop
from muscle_lib.models.hyperexcitability.states import Seen, bands, expected, is_stiff, lasting, states_of, watch
from muscle_lib.preset import all_presets

LONG = 60


def seen(**changes) -> Seen:
    """A muscle at rest for six seconds, with what is said changed all the time."""
    nothing = {"command": 0.0, "emg": 0.0, "force": 0.0, "expected_emg": 0.0, "expected_force": 0.0, "busy_units": 0,
               "fastest_Hz": 0, "lone_per_min": 0, "since_spike_s": 60.0, "rhythm": 0.0, "is_stimulated": False}
    return Seen(**{name: np.full(LONG, value) for name, value in {**nothing, **changes}.items()})


FIRING = {"emg": 0.2, "busy_units": 50, "fastest_Hz": 15, "since_spike_s": 0.0}
MEANT = {"command": 0.5, "expected_force": 0.4, "expected_emg": 0.5, **FIRING}


NAMED = [
    ("rest", {}),
    ("rest", {"lone_per_min": 9}),
    ("rest", {"force": 0.04}),
    ("fasciculation", {"lone_per_min": 10, "fastest_Hz": 2}),
    ("after-discharge", {**FIRING, "emg": 0.02}),
    ("after-discharge", {**FIRING, "emg": 0.006, "busy_units": 3}),
    ("rest", {**FIRING, "emg": 0.02, "busy_units": 2}),
    ("cramp", FIRING),
    ("clonus", {**FIRING, "rhythm": 0.6}),
    ("clonus", {"emg": 0.02, "busy_units": 0, "rhythm": 0.6}),
    ("after-discharge", {**FIRING, "emg": 0.02, "rhythm": 0.6}),
    ("voluntary contraction", {**MEANT, "force": 0.4}),
    ("voluntary contraction", {"command": 0.03, "emg": 0.005}),
    ("rest", {"command": 0.03, "emg": 0.004}),
    ("weakness (nerve or junction)", {**MEANT, "force": 0.1, "emg": 0.2}),
    ("weakness (muscle)", {**MEANT, "force": 0.1, "emg": 0.5}),
    ("paralysis", {**MEANT, "force": 0.01, "emg": 0.005}),
    ("contracture", {"force": 0.06}),
    ("rest", {"force": 0.06, "since_spike_s": 0.9}),
    ("stimulated", {**FIRING, "is_stimulated": True}),
]


def test_each_name_has_its_conditions():
    for name, changes in NAMED:
        assert STATES[states_of(seen(**changes))[-1]] == name, changes


def test_a_silent_force_without_calcium_and_with_atp_is_no_contracture():
    stiff = {"force": 0.06}
    for calcium_uM, ATP_mM, name in ((0.5, 8.0, "contracture"), (0.05, 0.5, "contracture"), (0.05, 8.0, "rest")):
        fibre = is_stiff(np.full(LONG, calcium_uM), np.full(LONG, ATP_mM))
        assert STATES[states_of(seen(**stiff)._replace(is_stiff=fibre))[-1]] == name


def test_a_cramp_needs_two_seconds_and_is_an_after_discharge_until_then():
    assert bands(states_of(seen(**FIRING))) == [(0.0, 1.9, STATES.index("after-discharge")),
                                                (1.9, 6.0, STATES.index("cramp"))]


def test_how_long_something_lasts_starts_anew_after_each_break():
    assert lasting(np.array([True, True, False, True, True, True])) == pytest.approx([0.1, 0.2, 0.0, 0.1, 0.2, 0.3])


def test_the_bands_cover_the_whole_time_and_neighbours_differ():
    found = Cramp().run().bands
    assert found[0][0] == 0.0 and found[-1][1] == 75.0
    assert all(one[1] == other[0] and one[2] != other[2] for one, other in zip(found, found[1:], strict=False))


def test_what_is_expected_is_what_the_fresh_loop_gives():
    for D in (0.3, 0.6, 1.0):
        run = advance_loop(USUAL, start_loop(2), inputs_of(4000, D))
        emg, force = expected(np.array([D]), np.array([0.0]))
        assert run.emg[2000:].mean() == pytest.approx(emg[0], rel=0.12)
        assert run.force[2000:].mean() == pytest.approx(force[0], rel=0.25)


def made(per_step: np.ndarray, spike_unit: np.ndarray, spike_ms: np.ndarray) -> LoopRun:
    zero = np.zeros(per_step.size)
    return LoopRun(per_step, *9 * (zero,), spike_unit, spike_ms, zero)


def name_of(run: LoopRun) -> str:
    zero = np.zeros(run.emg.size)
    return STATES[states_of(watch(run, zero, zero, zero, 1.0))[-1]]


def test_a_pool_that_fires_in_volleys_has_clonus_and_one_that_fires_at_random_cramps():
    chance, volleys, random = np.random.default_rng(3), np.zeros(6000), np.zeros(6000)
    for beat_ms in np.arange(0.0, 6000.0, 1000.0 / 6.0):
        volleys[int(beat_ms):int(beat_ms) + 60] = 0.8
    at_ms = np.repeat(np.arange(5.0, 6000.0, 1000.0 / 6.0), 50)
    unit = np.tile(np.arange(50), at_ms.size // 50)
    assert name_of(made(volleys, unit, at_ms)) == "clonus"
    at_random_ms = chance.random(50 * 6 * 15) * 6000.0
    np.add.at(random, at_random_ms.astype(int), 0.3)
    assert name_of(made(random, chance.integers(0, 50, at_random_ms.size), at_random_ms)) == "cramp"


def test_chance_alone_is_rarely_called_clonus():
    """Twenty pools that fire on without a command: none of them has a rhythm of its own for two seconds."""
    for seed in range(20):
        run = advance_loop(USUAL, start_loop(seed, 0.5, 2.0), inputs_of(
            6000, np.interp(np.arange(6000), [100, 200, 1500, 1600], [0.0, 0.8, 0.8, 0.0]), -1.0, excitability_eu=4.0))
        command = np.interp(np.arange(6000), [100, 200, 1500, 1600], [0.0, 0.8, 0.8, 0.0])
        found = states_of(watch(run, command, np.full(6000, -1.0), np.zeros(6000), 2.0))
        assert STATES.index("clonus") not in found and STATES[found[-1]] == "cramp"


def test_noise_without_excitability_is_rest_and_fasciculations_are_called_so_only_if_frequent():
    for seed in range(5):
        steps = 30_000
        run = advance_loop(USUAL, start_loop(seed, dt_ms=2.0), inputs_of(steps))
        zero = np.zeros(steps)
        assert {STATES[state] for state in states_of(watch(run, zero, zero, zero, 2.0))} <= {"rest"}
        run = advance_loop(USUAL, start_loop(seed, dt_ms=2.0), inputs_of(steps, excitability_eu=4.0))
        assert STATES[states_of(watch(run, zero, zero, zero, 2.0))[-1]] == "fasciculation"


def test_an_order_to_a_blocked_pool_is_paralysis_and_a_stimulated_one_is_called_so():
    steps = 3000
    run = advance_loop(USUAL, start_loop(1), inputs_of(steps, 0.5, inhibition_eu=1000.0))
    zero, command = np.zeros(steps), np.full(steps, 0.5)
    assert STATES[states_of(watch(run, command, zero, zero, 1.0))[-1]] == "paralysis"
    run = advance_loop(USUAL, start_loop(1), inputs_of(steps, stimulus_Hz=20.0))
    assert STATES[states_of(watch(run, zero, zero, np.full(steps, 20.0), 1.0))[-1]] == "stimulated"


def test_each_preset_has_the_states_that_its_story_has():
    for preset in all_presets(Cramp).values():
        names = [STATES[state] for _, _, state in preset.model.run().bands]
        if preset.model.drive_percent:
            assert names[:2] == ["rest", "voluntary contraction"], preset.name
        assert ("cramp" in names) == (preset.model.length == -1.0), preset.name
        others = {"clonus", "contracture", "weakness (muscle)", "weakness (nerve or junction)", "paralysis"}
        assert not others & {*names}, preset.name
