"""What chapter 7's questions say of its models, held to the models."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from muscle_lib.models.letting_go import REMEDIES, Case, MuscleSide, Relief, judge
from muscle_lib.questions import question
from tests.notebooks.test_grammar import DOI
from tests.sentences import numbers


@cache
def run(model):
    return model.run()


def relief(**settings):
    return run(Relief(**settings))


def halves(key, home):
    asked = question("predict", f"letting_go.{key}")
    return [run(replace(home, **settings)) for settings in (asked.before, asked.after)]


def test_massage_saves_more_than_a_tap():
    tap, massage = halves("tap_massage", Relief())
    assert massage.saved_s > 3.0 * tap.saved_s > 0.0
    twice = relief(action=6, strength_times=2.0)
    assert abs(twice.left_s - tap.left_s) < 12.0, "twice the tap changes little"


def test_magnesium_changes_nothing_and_a_low_level_about_halves_it():
    without, with_it = halves("magnesium", Relief())
    assert with_it.left_s == without.left_s and not with_it.changed
    low = relief(action=12, taken_before=1)
    assert 0.4 < low.left_s / without.left_s < 0.65


def test_pickle_juice_shortens_somewhat_and_not_at_once():
    water, pickle = halves("pickle", Relief())
    assert not water.changed and 0.6 * water.left_s < pickle.left_s < water.left_s - 3.0


def test_massage_saves_what_is_asked_for():
    asked = question("ask", "letting_go.q4")
    for seed in (1, 2, 3):
        within = asked.tolerance if seed == 1 else 3 * asked.tolerance
        assert abs(relief(action=3, seed=seed).saved_s - asked.answer) <= within


def test_a_block_changes_nothing_in_the_toy():
    free, blocked = halves("block", MuscleSide())
    assert not blocked.changed and free.self_firing_s == blocked.self_firing_s > 60.0


def test_without_emg_massage_is_sooner_than_stretch():
    stretch, massage = halves("silent", MuscleSide(half_K_mM=9.0, action_s=12.0))
    assert stretch.rate_at_action_Hz < 5.0 and massage.force_left_s < 0.7 * stretch.force_left_s


def test_ten_seconds_bring_nothing_out_and_thirty_do():
    short, long = halves("hard_enough", MuscleSide())
    assert short.self_firing_s < 0.5 and long.self_firing_s > 60.0


def test_the_points_are_those_of_the_rule():
    case = Case(seed=1)
    right, wrong = case.cause.block, next(block for block in ("nerve", "energy") if block != case.cause.block)
    points = {sure: (judge(case, right, sure).points, judge(case, wrong, sure).points) for sure in (95, 50, 25)}
    feedback = [choice.feedback for choice in question("ask", "letting_go.q11").choices]
    assert points[95] == (100, -90) and points[50] == (75, -25) and points[25][0] == 44
    assert {90.0, 100.0, 50.0, 25.0, 75.0} <= set(numbers(feedback[0])) and 44.0 in numbers(feedback[2])


@pytest.mark.parametrize("key", ["salt_drink", "pills", "accounts"])
def test_every_finding_names_its_paper_and_nothing_is_sold(key):
    board = question("evidence", f"letting_go.{key}")
    assert len({study.account for study in board.studies}) >= 2, "a board with one answer weighs nothing"
    known = " ".join(remedy.trials.source for remedy in REMEDIES) + " 10.1093/brain/118.4.983"
    for study in board.studies:
        doi = re.search(r"doi (\S+)", study.source)[1]
        assert DOI.fullmatch(doi) and doi in known
        assert not re.search(r"\bcures?\b|guarantee", study.finding + study.why)


def test_quinine_is_not_recommended_wherever_it_is_told():
    asked = question("ask", "letting_go.q7")
    assert "kills" in asked.choices[asked.right - 1].text
    assert any("not recommended" in study.why for study in question("evidence", "letting_go.e2").studies)
