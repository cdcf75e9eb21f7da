"""The drug bench: does each drug go the way that its record says, and does the record say where that stands?"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial

import numpy as np
import pytest

from muscle_lib.models.hyperexcitability.goes_on import goes_on
from muscle_lib.models.hyperexcitability.loop import USUAL, advance_loop, inputs_of, start_loop
from muscle_lib.models.nervous_system import DRUGS, LEFT_OFF, LINKS, DrugBench, DrugBenchTrace
from muscle_lib.models.nervous_system.cords import CORDS
from muscle_lib.models.nervous_system.drug_bench import tried
from muscle_lib.models.nervous_system.drug_bench_trace import CHANGE
from muscle_lib.models.nervous_system.drugs import LESS, MORE, SAME, TRIALS
from muscle_lib.models.series import means_of
from muscle_lib.preset import all_presets
from tests.checks import Check
from tests.references import cited

SEEDS = (1, 50, 999)
TAKEN = [word for word in DRUGS if word != "none"]


@cache
def run(drug: str, dose_percent: float = 100.0, seed: int = 1) -> DrugBenchTrace:
    return DrugBench(drug=drug, dose_percent=dose_percent, seed=seed).run()


# ---------------------------------------------------------------- what is known

@pytest.mark.parametrize("word", TAKEN)
def test_every_drug_has_its_sources_in_the_table_and_says_which_way_it_works(word: str) -> None:
    drug = DRUGS[word]
    assert cited(drug.how_source) and cited(drug.people_source), word
    assert drug.given_for and drug.how.endswith(".") and drug.people.endswith(".")
    assert drug.link in LINKS and drug.link != "nothing"
    assert drug.claims and set(drug.claims) <= set(TRIALS) and set(drug.claims.values()) <= {LESS, SAME, MORE}


def test_what_is_left_off_says_why_and_with_which_sources() -> None:
    assert [name for name in ("Statins", "Beta-2 agonists") if not any(why.startswith(name) for why in LEFT_OFF)] == []
    assert all(cited(why) and "no source says" in why for why in LEFT_OFF)
    assert not any(word in " ".join(DRUGS) for word in ("statin", "beta"))


@pytest.mark.parametrize("word", TAKEN)
def test_a_drug_moves_the_link_that_it_names_and_no_other(word: str) -> None:
    drug = DRUGS[word]
    moved = {name for name, usual in (("spindle", 1.0), ("current", 1.0), ("muscle", 1.0), ("excitability_eu", 0.0))
             if getattr(drug, name) != usual}
    handle = {"junction": "muscle", "calcium": "muscle", "excitability": "excitability_eu"}
    assert moved == {handle.get(drug.link, drug.link)}


# ---------------------------------------------------------------- the model goes the way that people's sources say

@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("word", TAKEN)
def test_each_drugs_direction_in_the_model_is_the_one_that_its_record_claims(word: str, seed: int) -> None:
    found = dict(zip(TRIALS, run(word, seed=seed).directions, strict=True))
    assert {trial: found[trial] for trial in DRUGS[word].claims} == dict(DRUGS[word].claims)


def test_half_the_step_changes_no_direction() -> None:
    for word in ("baclofen", "tizanidine", "dantrolene", "diuretics", "cholinesterase inhibitors", "serotonin drugs"):
        fine = DrugBench(drug=word, dt_ms=1.0).run()
        assert fine.directions == run(word).directions, word
        assert fine.kept == pytest.approx(run(word).kept, rel=0.25, abs=0.06), word


def test_directions_are_what_the_forces_say_within_a_tenth() -> None:
    for word in DRUGS:
        trace = run(word)
        for kept, direction in zip(trace.kept, trace.directions, strict=True):
            assert direction == (MORE if kept > 1.0 + CHANGE else LESS if kept < 1.0 - CHANGE else SAME)


def test_the_greatest_half_second_is_that_of_the_curve() -> None:
    """Worked out anew from what is drawn."""
    for word in ("none", "baclofen", "botulinum toxin"):
        trace = run(word)
        for number, (trial, seconds, first, last) in enumerate(
                (("cramp", 60.0, 0.7, 60.0), ("stretch", 4.0, 1.0, 4.0), ("hold", 4.0, 1.0, 3.0))):
            tops = []
            for kind in ("drug", "without"):
                force = getattr(trace, f"{trial}_{kind}_percent")
                each = seconds / force.size
                width = max(1, round(0.5 / each))
                means = np.convolve(force, np.ones(width) / width)[:force.size]
                at = (np.arange(force.size) + 1) * each
                tops.append(means[(at > first) & (at <= last)].max())
            assert trace.kept[number] == pytest.approx(tops[0] / tops[1], rel=0.05), (word, trial)


# ---------------------------------------------------------------- dose

@pytest.mark.parametrize("word", TAKEN)
def test_a_dose_of_nothing_is_no_drug_and_a_full_one_is_more_than_half_of_it(word: str) -> None:
    nothing, none = run(word, 0.0), run("none")
    for trial in TRIALS:
        for kind in ("drug", "without"):
            assert np.array_equal(getattr(nothing, f"{trial}_{kind}_percent"),
                                  getattr(none, f"{trial}_without_percent"))
    assert nothing.directions == (SAME, SAME, SAME) and nothing.touched == "nothing" and not nothing.is_taken
    assert DRUGS[word].at(0.0).on(USUAL) == USUAL and DRUGS[word].at(0.0).excitability_eu == 0.0
    assert DRUGS[word].at(1.0) == DRUGS[word]
    half, full = run(word, 50.0), run(word)
    claimed = [TRIALS.index(trial) for trial, direction in DRUGS[word].claims.items() if direction != SAME]
    assert all(abs(full.kept[place] - 1.0) > abs(half.kept[place] - 1.0) for place in claimed)


def test_what_is_seen_in_the_drawing_are_the_handles() -> None:
    half = run("baclofen", 50.0)
    assert half.spindle_percent == pytest.approx(80.0) and half.current_percent == 100.0 and half.touched == "spindle"
    assert run("dantrolene").calcium_percent == 50.0 and run("dantrolene").junction_percent == 100.0
    assert run("botulinum toxin").junction_percent == 30.0 and run("botulinum toxin").calcium_percent == 100.0
    assert run("quinine").excitability_change_eu == -1.0


# ---------------------------------------------------------------- the loop

def test_less_force_lets_the_motor_neurons_fire_more() -> None:
    """What ``leaves_out`` says of dantrolene and botulinum toxin: the tendon organs feel less."""
    emg = [cramp_emg(DRUGS[word].on(USUAL), 0.0)[1].mean() for word in ("none", "dantrolene", "botulinum toxin")]
    assert emg[0] < emg[1] < emg[2]


def test_a_muscle_that_makes_nothing_of_its_impulses_has_no_force_and_the_usual_one_is_unchanged() -> None:
    def forces(muscle: float) -> np.ndarray:
        links = USUAL._replace(muscle=muscle)
        return advance_loop(links, start_loop(1, constants=links), inputs_of(1500, 0.5)).force

    assert not forces(0.0).any()
    assert forces(0.5) == pytest.approx(0.5 * forces(1.0), rel=0.05) and forces(1.0).max() > 0.3


def test_the_tests_are_those_that_the_model_names() -> None:
    assert CORDS["spastic"].links != USUAL
    # A healthy cord hardly answers the same stretch.
    assert tried("stretch", USUAL, 0.0, 1, 2.0)[1] < 0.01 < tried("stretch", CORDS["spastic"].links, 0.0, 1, 2.0)[1]


def cramp_emg(links, excitability_eu: float, seconds: float = 75.0) -> tuple[np.ndarray, np.ndarray]:
    """The EMG of the reference cramp after the command, as means over 20 ms."""
    t_s = np.arange(1, round(1000.0 * seconds) + 1) / 1000.0
    command = np.interp(t_s, [1.0, 1.5, 4.8, 5.0], [0.0, 0.6, 0.6, 0.0])
    run = advance_loop(links, start_loop(1, 0.5, constants=links),
                       inputs_of(t_s.size, command, -1.0, excitability_eu=4.0 + excitability_eu))
    after = t_s > 5.0
    return t_s[after][19::20] - 5.0, 100.0 * means_of(run.emg[after], 20)


def cramp_s(word: str) -> float:
    drug = DRUGS[word]
    t_s, emg_percent = cramp_emg(drug.on(USUAL), drug.excitability_eu, 95.0)
    return goes_on(t_s, emg_percent, 0.0).seconds


#: How long the reference cramp lasts on this loop. For us only: no student sees them, as the loop overstates each drug.
CHECKS = tuple(
    Check(f"nervous_system D-12 {word}", f"reference cramp, {word}", "regression", f"{seconds}", seconds - within,
          seconds + within, "s", "own earlier run", partial(cramp_s, word), decimals=0)
    for word, seconds, within in (("none", 55, 4), ("baclofen", 4, 3), ("tizanidine", 8, 3), ("quinine", 34, 5),
                                  ("diuretics", 69, 6)))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_check_value(check: Check) -> None:
    check.hold()


# ---------------------------------------------------------------- presets

def test_every_drug_is_a_preset_and_each_text_is_what_its_run_shows() -> None:
    presets = all_presets(DrugBench)
    assert {preset.model.drug for preset in presets.values()} == set(DRUGS)
    words = {LESS: "less", SAME: "unchanged", MORE: "more"}
    for preset in presets.values():
        cramp, stretch, hold = preset.model.run().directions
        text = preset.expect
        if "all three" in text:
            assert {words[cramp], words[stretch], words[hold]} == {text.split()[0]}, text
        if "cramp" in text:
            assert f"{words[cramp]} cramp" in text
        if "answer to the stretch" in text:
            assert f"{words[stretch]} answer" in text
        if "the will untouched" in text or "the will hardly touched" in text:
            assert hold == SAME
            kept = preset.model.run().kept[2]
            assert abs(kept - 1.0) < (0.04 if "untouched" in text else 0.1)
        if "the others unchanged" in text:
            assert (stretch, hold) == (SAME, SAME)
        if "most of the will" in text:
            kept = preset.model.run().kept
            assert kept[2] == kept.min()
        if "one" in text.split():
            assert (cramp, stretch, hold) == (SAME, SAME, SAME)
        if text == "as baclofen":
            assert (cramp, stretch, hold) == run("baclofen").directions


def test_a_preset_without_a_drug_is_the_default_run() -> None:
    assert all_presets(DrugBench)["No drug"].model == replace(DrugBench(), drug="none")
