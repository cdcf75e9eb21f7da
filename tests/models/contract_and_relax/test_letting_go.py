"""Letting go: the names of what is seen, and how each step that costs ATP fails."""

from __future__ import annotations

from functools import cache

import numpy as np

from muscle_lib.models.contract_and_relax import LettingGo, LettingGoTrace
from muscle_lib.preset import preset

STATES = {"Healthy": "lets go", "Cramp": "cramp", "Fatigued": "lets go slowly",
          "Brody disease, in a fast fibre": "lets go slowly", "Pump nearly gone": "contracture", "No ATP": "rigor",
          "Malignant hyperthermia": "contracture", "… and dantrolene": "no contraction",
          "Cold muscle, 25 °C": "lets go slowly"}


@cache
def run(**changed: float | str) -> LettingGoTrace:
    return LettingGo(**changed).run()


def test_every_preset_has_its_name():
    assert {one.name: one.model.run().state for one in LettingGo.presets["fibres"]} == STATES


def test_the_four_muscles_without_a_name_are_four_that_have_one():
    """What they show, and which question names it: tests/questions."""
    names = {"Muscle A": "Brody disease, in a fast fibre", "Muscle B": "No ATP", "Muscle C": "Cramp",
             "Muscle D": "Malignant hyperthermia"}
    assert [case.name for case in LettingGo.presets["without a name"]] == list(names)
    assert all(preset(LettingGo, case) == preset(LettingGo, name) for case, name in names.items())
    assert len({STATES[name] for name in names.values()}) == 4


def test_without_an_order_a_healthy_fibre_gives_no_force():
    for fibre in ("slow", "mixed", "fast"):
        assert run(order_Hz=0.0, fibre=fibre).force_percent.max() < 0.01


def test_the_healthy_fibre_is_its_own_reference():
    trace = run()
    np.testing.assert_array_equal(trace.force_percent, trace.healthy_force_percent)


def test_less_atp_lets_go_later_until_it_does_not_at_all():
    late = [run(atp_mM=atp).late_percent for atp in (8.2, 0.1, 0.01, 0.003, 0.001)]
    assert late == sorted(late) and late[0] < 0.1 and late[-1] > 85.0


def test_a_larger_leak_leaves_more_calcium_and_more_force():
    traces = [run(order_Hz=0.0, leak_times=leak) for leak in (1.0, 10.0, 30.0, 100.0)]
    for name in ("late_Ca_uM", "late_percent"):
        values = [getattr(trace, name) for trace in traces]
        assert values == sorted(values)


def test_the_pump_takes_about_a_third_of_the_bill_or_a_little_more():
    # Fitted: the model's share is at the top of the 30 to 40 % that are accepted.
    assert 35.0 < run().pump_share_percent < 45.0


def test_impulses_are_counted_in_the_order_and_after_it():
    trace = run(order_Hz=20.0, after_Hz=10.0)
    assert (trace.impulses_in_order, trace.impulses_after) == (20, 27)


def test_rigor_comes_after_the_order_and_not_before_it():
    """It was there before the order, and ended at 100 % with a corner."""
    for fibre in ("slow", "mixed", "fast"):
        trace, healthy = run(atp_mM=0.001, fibre=fibre), run(fibre=fibre)
        assert trace.start_percent < 0.01 and trace.atp_mM[300] == 8.2 and trace.atp_mM[1300] == 0.001
        # The fibre contracts as a healthy one does, while it has ATP …
        np.testing.assert_allclose(trace.force_percent[:600], healthy.force_percent[:600], atol=2.0)
        # … and keeps, without ATP, what it had.
        assert abs(trace.late_percent - trace.end_percent) < 2.0 and trace.peak_percent < 95.0
        # No corner: from one millisecond to the next the force changes as evenly as in a healthy fibre.
        corner = np.abs(np.diff(trace.force_percent, 2)).max()
        assert corner <= 1.05 * np.abs(np.diff(healthy.force_percent, 2)).max()


def test_without_atp_the_pump_stands_still_and_calcium_stays():
    stuck, healthy = run(atp_mM=0.001), run()
    assert stuck.late_Ca_uM > 1.0 and healthy.late_Ca_uM < 0.06
    rest = run(atp_mM=0.001, order_Hz=0.0)
    assert rest.state == "rigor" and rest.start_percent < 0.01
    # A muscle at rest stiffens slowly, first with little calcium, and less than one that pulls.
    assert rest.Ca_uM[1300] < 0.1 and 5.0 < rest.force_percent[1300] < rest.late_percent < 45.0


def test_impulses_do_not_make_a_cramp_of_rigor():
    assert run(atp_mM=0.001, after_Hz=20.0).state == "rigor" and run(after_Hz=20.0).state == "cramp"


def test_what_is_called_rigor_in_the_drawing_is_so_only_without_atp():
    stuck = run(atp_mM=0.001)
    assert [bool(stuck.stuck_at(t_ms)) for t_ms in (0.0, 600.0, 1300.0, 4000.0)] == [False, False, True, True]
    for other in (run(), run(after_Hz=20.0), run(pump_percent=10.0), run(atp_mM=1.0)):
        assert not any(other.stuck_at(t_ms) for t_ms in range(0, 4001, 500))


def test_in_rigor_about_half_of_the_heads_are_attached_as_the_model_says():
    assert any("about half" in text for text in LettingGo.leaves_out)
    for fibre in ("slow", "mixed", "fast"):
        stuck, pulls = run(atp_mM=0.001, fibre=fibre), run(fibre=fibre)
        assert 35.0 < stuck.attached_percent[-1] < 65.0
        assert abs(stuck.attached_percent[-1] - pulls.attached_percent[1300]) < 5.0


def test_the_drawing_s_word_says_that_rigor_takes_hours():
    assert "hours" in run(atp_mM=0.001).stuck_at(4000.0)
