"""How causes enter: the handles' sizes, and that none goes beyond the model."""

from __future__ import annotations

import numpy as np
import pytest

from muscle_lib.models.hyperexcitability import Causes
from muscle_lib.models.hyperexcitability.causes import NAMES
from tests.checks import Check

OUR_RUN = "closed form: our own handle"


def adds(**changed: float) -> float:
    return float(Causes(person_eu=0.0, **changed).parts_eu.sum())


CHECKS = tuple(
    Check("hyperexcitability B5", f"excitability that is added by {what}", "regression", expected,
          float(expected) - within, float(expected) + within, "eu", OUR_RUN, lambda changed=changed: adds(**changed))
    for what, expected, within, changed in (
        ("ionised calcium 0.9 mM", "1.4", 0.06, {"Ca_mM": 0.9}),
        ("ionised calcium 0.6 mM", "3.5", 0.06, {"Ca_mM": 0.6}),
        ("ionised magnesium 0.3 mM", "1.2", 0.06, {"Mg_mM": 0.3}), ("pH 7.6", "1.5", 0.1, {"pH": 7.6}),
        ("potassium 7 mM around the fibres", "1.5", 0.01, {"K_mM": 7.0}),
        ("full metabolites, as large as pain", "1.5", 0.01, {"metabolites_percent": 100.0}),
        ("nerve disease", "1", 0.01, {"neuropathy_percent": 100.0})))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_check_value(check: Check) -> None:
    check.hold()


def test_usual_values_add_nothing():
    assert Causes().parts_eu[1:] == pytest.approx(np.zeros(len(NAMES) - 1), abs=1e-12)
    trace = Causes().run()
    assert trace.longer_s == 0.0 and not trace.is_limited


def test_causes_add_up_and_stop_at_the_models_end():
    trace = Causes(person_eu=4.0, Ca_mM=0.6, metabolites_percent=100.0).preview()
    assert trace.sum_eu == pytest.approx(4.0 + 3.466 + 1.5, abs=0.01) and trace.excitability_eu == 6.0
    assert trace.is_limited and trace.sum_eu == pytest.approx(trace.parts_eu.sum())
    assert Causes(person_eu=-2.0, Mg_mM=1.2).preview().excitability_eu == -2.0


def test_more_of_a_cause_never_shortens_the_cramp_by_more_than_chance():
    for name, values in (("Ca_mM", (1.2, 0.9, 0.6)), ("metabolites_percent", (0.0, 50.0, 100.0)),
                         ("neuropathy_percent", (0.0, 100.0))):
        lasts = [Causes(**{name: value}).preview().cramp_s for value in values]
        assert (np.diff(lasts) >= -2.0).all() and lasts[-1] > lasts[0], name


def test_much_potassium_takes_force_and_emg_alike_and_with_them_the_cramp():
    usual, much, most = (Causes(K_mM=K, person_eu=6.0).preview() for K in (9.0, 10.5, 12.0))
    assert (usual.conducting, much.conducting, most.conducting) == pytest.approx((1.0, 0.5, 0.0))
    np.testing.assert_allclose(much.force_percent, 0.5 * usual.force_percent)
    np.testing.assert_allclose(much.emg_size_percent, 0.5 * usual.emg_size_percent)
    assert most.force_percent.max() == 0.0 == most.emg_size_percent.max()
    assert most.cramp_s == 0.0 == most.fasciculations_per_min and most.is_over == 1


def test_magnesium_fills_a_lack_and_does_no_more():
    """As in chapter 7: “Where it is normal, more does nothing here”."""
    assert Causes(Mg_mM=0.3).parts_eu[2] > Causes(Mg_mM=0.5).parts_eu[2] > 0.0
    assert Causes(Mg_mM=0.65).parts_eu[2] == Causes(Mg_mM=1.2).parts_eu[2] == 0.0
    usual, more = (Causes(person_eu=5.0, Mg_mM=Mg).run().cramp_s for Mg in (0.55, 1.2))
    assert usual == more > 10.0


def test_bound_calcium_is_a_third_of_what_alkaline_blood_adds():
    both = Causes(pH=7.6).parts_eu[3]
    bound = 5.0 * np.log(1.2 / Causes(pH=7.6).ionised_mM)
    assert both == pytest.approx(1.435, abs=0.005) and bound / both == pytest.approx(1.0 / 3.0, abs=0.04)


def test_a_nerve_disease_makes_more_fasciculations_than_its_excitability_alone():
    ill = Causes(person_eu=1.0, neuropathy_percent=100.0, length=0.0).run()
    as_excitable = Causes(person_eu=2.0, length=0.0).run()
    assert ill.excitability_eu == as_excitable.excitability_eu
    assert ill.fasciculations_per_min > 1.5 * as_excitable.fasciculations_per_min


def test_alkaline_blood_binds_calcium():
    assert Causes(pH=7.5).ionised_mM == pytest.approx(1.15)
    assert Causes(pH=7.5, Ca_mM=0.9).parts_eu[3] > Causes(pH=7.5).parts_eu[3]
