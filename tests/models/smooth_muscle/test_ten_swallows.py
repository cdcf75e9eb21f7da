"""Ten swallows: counted by the table, and named by the rule."""

from __future__ import annotations

import numpy as np
import pytest

from muscle_lib.models.smooth_muscle import Swallow, TenSwallows, TenTrace


def traced(*said: str, complains: str = "yes") -> TenTrace:
    """A patient with these swallows."""
    number = len(said)
    return TenTrace(arrives_s=np.full(number, 7.0), vigour_mmHg_s_cm=np.full(number, 2000.0), said=said,
                    word_number=np.arange(5.0), swallows_of_word=np.zeros(5), complains=complains)


@pytest.mark.parametrize(("said", "complains", "state"), [
    (["normal"] * 10, "yes", "normal"), (["premature"] + ["normal"] * 9, "yes", "normal"),
    (["premature"] * 2 + ["normal"] * 8, "yes", "spasm"), (["premature"] * 2 + ["normal"] * 8, "no", "premature"),
    (["premature"] * 9, "yes", "too few"), (["hypercontractile"] * 2 + ["normal"] * 8, "yes", "jackhammer"),
    (["hypercontractile"] * 2 + ["normal"] * 8, "no", "hypercontractile"),
    (["premature"] * 2 + ["hypercontractile"] * 8, "yes", "spasm"), (["weak"] * 7 + ["normal"] * 3, "yes", "unclear"),
    (["weak"] * 4 + ["normal"] * 6, "yes", "normal"), (["weak"] * 3 + ["failed"] * 2 + ["normal"] * 5, "no", "unclear"),
    (["weak"] * 8 + ["normal"] * 2, "yes", "ineffective"), (["failed"] * 4 + ["normal"] * 6, "yes", "normal"),
    (["failed"] * 5 + ["normal"] * 5, "no", "ineffective"), (["failed"] * 10, "no", "absent")])
def test_the_rule_for_ten(said, complains, state):
    assert traced(*said, complains=complains).state == state


def test_without_spread_each_swallow_is_that_of_the_model_before():
    settings = dict(inhibition_percent=30.0, amplitude_mmHg=150.0, squeeze_s=4.0)
    ten, one = TenSwallows(spread_percent=0.0, **settings).run(), Swallow(**settings).run()
    assert np.allclose(ten.vigour_mmHg_s_cm, one.vigour_mmHg_s_cm, rtol=1e-12)
    assert np.allclose(ten.arrives_s, one.latency_s, rtol=1e-12) and set(ten.said) == {one.state}


def test_a_swallow_stays_what_it_was_when_more_are_measured():
    ten, five = TenSwallows(inhibition_percent=25.0).run(), TenSwallows(inhibition_percent=25.0, measured=5).run()
    assert five.said == ten.said[:5] and (five.arrives_s == ten.arrives_s[:5]).all()
    assert five.measured == 5 and five.state == "too few"
    assert ten.swallows_of_word.sum() == 10.0


def test_no_healthy_patient_is_called_ill():
    assert {TenSwallows(patient=patient).run().state for patient in range(1, 31)} == {"normal"}


def test_no_swallow_takes_longer_than_the_picture_shows():
    for patient in range(1, 6):
        trace = TenSwallows(amplitude_mmHg=35.0, squeeze_s=8.0, spread_percent=50.0, patient=patient).run()
        fronts = trace.arrives_s[trace.arrives_s < 13.0]
        assert fronts.size and fronts.max() < 12.5 and trace.vigour_mmHg_s_cm.min() >= 30.0
