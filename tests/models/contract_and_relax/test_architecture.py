"""The build of the leg muscles: the table of their heads, and what follows from it."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest

from muscle_lib.models.contract_and_relax import HEADS, LEG_MUSCLES, LegMuscle, LegMuscleTrace, force_N
from muscle_lib.models.contract_and_relax.architecture import best_force_N, heads_of, mean_fibre_cm, range_cm
from tests.checks import Check

RAJAGOPAL = "Rajagopal et al. 2016, doi 10.1109/TBME.2016.2586891"
#: The places agree with its text; but the table of our heads has its numbers (the lengths by way of Rajagopal's model).
TABLE = "our table has this paper's numbers: Ward et al. 2009, doi 10.1007/s11999-008-0594-8"
MEDIAL = HEADS["gastrocnemius, medial head"]
#: The words of the choice, and the muscles that they mean.
WORDS = {"hamstrings": "hamstrings", "calf": "gastrocnemius", "quadriceps": "quadriceps"}


@cache
def run(**settings: float | str) -> LegMuscleTrace:
    return LegMuscle(**settings).run()


def rank(quantity: str, *names: str) -> int:
    """The place, from 1, that the last of these heads has among all, from the largest down."""
    order = sorted(HEADS, key=lambda name: getattr(HEADS[name], quantity), reverse=True)
    return max(order.index(name) + 1 for name in names)


CHECKS = [
    Check("contract_and_relax B-7", "medial gastrocnemius: best force in the young set / in the older set",
          "regression", "2.00", 1.99, 2.01, "", "ratio of the values in two public model files: " + RAJAGOPAL + ", and "
          "gait2392, after Delp et al. 1990, doi 10.1109/10.102791", lambda: MEDIAL.young_N / MEDIAL.older_N),
    Check("contract_and_relax B-8a", "soleus and vastus lateralis: place by cross-section", "fitted", "2", 2, 2, "",
          TABLE, lambda: rank("pcsa_cm2", "soleus", "vastus lateralis")),
    Check("contract_and_relax B-8b", "the same: place by best force", "regression", "2", 2, 2, "",
          "the two sets agree on it", lambda: rank("young_N", "soleus", "vastus lateralis")),
    Check("contract_and_relax B-8c", "semitendinosus: place by fibre length", "fitted", "1", 1, 1, "", TABLE,
          lambda: rank("fibre_cm", "semitendinosus")),
]


@pytest.mark.parametrize("item", CHECKS, ids=lambda item: item.name)
def test_check(item):
    item.hold()


def test_every_muscle_is_made_of_heads_that_are_in_the_table_and_no_head_is_counted_twice():
    used = [name for heads in LEG_MUSCLES.values() for name in heads]
    assert len(set(used)) == len(used) and set(used) <= set(HEADS)


@pytest.mark.parametrize("people", ["young", "older"])
@pytest.mark.parametrize("muscle", WORDS)
def test_a_muscle_is_the_sum_and_the_mean_of_its_heads(muscle, people):
    heads = heads_of(WORDS[muscle])
    number = list(LEG_MUSCLES).index(WORDS[muscle])
    trace = run(muscle=muscle, people=people, change_cm=1.0, speed_cm_s=-5.0, activation_percent=70.0)
    parts = [force_N(head.best_N(people), head.pennation_deg(people), 0.7, 1.0 + 1.0 / head.fibre_cm,
                     -5.0 / (10.0 * head.fibre_cm)) for head in heads]
    assert trace.force_N == pytest.approx(sum(parts))
    assert trace.muscle == WORDS[muscle]
    fibres = [head.fibre_cm for head in heads]
    assert min(fibres) < trace.mean_fibre_cm < max(fibres)
    assert trace.pcsa_cm2[number] == pytest.approx(sum(head.pcsa_cm2 for head in heads))
    assert trace.strength_N == best_force_N(heads, people) < sum(head.best_N(people) for head in heads)


def test_held_at_its_best_length_a_muscle_gives_its_best_force_and_relaxed_none():
    for muscle in WORDS:
        assert run(muscle=muscle).force_percent == pytest.approx(100.0, abs=0.2)
        assert run(muscle=muscle, activation_percent=0.0).force_N == 0.0


def test_longer_fibres_are_faster_and_reach_further_but_are_not_stronger():
    trace = run()
    hamstrings, calf, front = range(3)
    assert trace.fibre_cm[hamstrings] > 1.5 * trace.fibre_cm[calf]
    assert trace.range_cm[hamstrings] > 1.5 * trace.range_cm[calf]
    assert trace.best_N[hamstrings] < trace.best_N[calf] < trace.best_N[front] / 2.0
    assert trace.pcsa_cm2[front] > 2.0 * trace.pcsa_cm2[hamstrings] > 2.0 * trace.pcsa_cm2[calf]


def test_one_head_alone_has_the_range_of_its_length_curve():
    assert range_cm((MEDIAL,)) == pytest.approx(0.691 * MEDIAL.fibre_cm, abs=0.05)
    assert mean_fibre_cm((MEDIAL,)) == MEDIAL.fibre_cm


def test_the_curve_of_the_chosen_muscle_runs_through_its_point():
    for muscle in WORDS:
        trace = run(muscle=muscle, change_cm=-1.2, speed_cm_s=-10.0)
        at = np.interp(-1.2, trace.changes_cm, trace.force_curves_percent[trace.chosen])
        assert at == pytest.approx(trace.force_percent, abs=0.01)


def test_the_same_two_centimetres_cost_the_calf_most():
    left = [run(muscle=muscle, change_cm=-2.0).force_percent for muscle in WORDS]
    assert left[1] < 0.6 * left[0] < 0.6 * left[2]


def test_power_is_given_in_shortening_and_taken_up_when_stretched():
    assert run(speed_cm_s=-15.0).power_W > 100.0
    assert run(speed_cm_s=15.0).power_W < 0.0
    assert run().power_W == run(activation_percent=0.0, speed_cm_s=-15.0).power_W == 0.0


def test_the_share_of_slow_fibres_is_told_only_where_it_is_known():
    assert math.isnan(run(muscle="hamstrings").slow_fibres_percent)
    assert 45.0 < run(muscle="calf").slow_fibres_percent < 55.0
    assert 40.0 < run(muscle="quadriceps").slow_fibres_percent < 50.0


def test_the_older_set_is_weaker_by_a_factor_of_about_two_in_calf_and_quadriceps():
    ratio = run().best_N / run(people="older").best_N
    assert (ratio[1:] > 1.9).all() and (ratio[1:] < 2.3).all()
    assert 1.3 < ratio[0] < 1.5
