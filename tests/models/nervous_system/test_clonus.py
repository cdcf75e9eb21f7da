"""The beating foot: its check values, its limits, and what the beat depends on."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from typing import Any

import numpy as np
import pytest

from muscle_lib.models.nervous_system import Clonus, ClonusTrace
from muscle_lib.models.nervous_system.clonus import MS_PER_CM, GAIN_Nms, _swing
from tests.checks import READ_AS_SD, Check
from tests.models.presets import held

OUR_RUN = "our earlier run of the same equations"
UYSAL = "Uysal et al. 2011, doi 10.1016/j.jelekin.2010.11.005"
#: Six people with an injured cord: the means of their clonus (Wallace et al. 2005).
PEOPLE_Hz = (4.7, 7.0)


@cache
def run(**settings: float) -> ClonusTrace:
    return Clonus(**settings).run()


def delayed(ms: float) -> dict[str, float]:
    """A delay in place of the height to which it belongs."""
    return {"height_cm": ms / MS_PER_CM}


def late_deg(**settings: float) -> float:
    """The swing to either side from 5 s to 8 s."""
    return run(**settings).swing_deg


def check(id: str, what: str, expected: str, part: float, unit: str, measure: Any) -> Check:
    value = float(expected)
    return Check(f"nervous_system {id}", what, "regression", expected, value * (1 - part), value * (1 + part), unit,
                 OUR_RUN, measure)


#: A weak reflex, much damping and a stiff ankle, each alone.
AT_REST: tuple[tuple[str, dict[str, float]], ...] = (
    ("gain 2 N·m·s", {"gain": 2.0 / GAIN_Nms}), ("damping 0.8 N·m·s", {"damping_percent": 160.0}),
    ("stiffness 50 N·m", {"stiffness_percent": 500.0 / 3.0}))

CHECKS = (
    check("D-1", "clonus, default", "5.87", 0.01, "Hz", lambda: run().beats_Hz),
    check("D-1", "clonus, default: swing to either side", "6.5", 0.03, "°", late_deg),
    *(check("D-2", f"clonus, delay {ms:g} ms", expected, 0.01, "Hz", lambda ms=ms: run(**delayed(ms)).beats_Hz)
      for ms, expected in ((30.0, "6.49"), (60.0, "5.37"))),
    *(check("D-3", f"clonus, inertia {kg / 100.0:g} kg·m²", expected, 0.01, "Hz",
            lambda kg=kg: run(foot_kg=kg).beats_Hz)
      for kg, expected in ((3.0, "5.22"), (5.0, "4.39"))),
    *(Check("nervous_system D-4", f"clonus, {what}: swing from 5 to 8 s", "regression", "0.00", 0.0, 0.05, "°",
            OUR_RUN, partial(late_deg, **settings))
      for what, settings in AT_REST),
    Check("nervous_system D-5", "clonus, no push and no kick: greatest angle", "regression", "0.00", 0.0, 0.0, "°",
          OUR_RUN, lambda: float(np.abs(run(load_N=0.0, kick_N=0.0).angle_deg).max())),
    Check("nervous_system D-1f", "beats a second, beside 14 people's mean", "fitted", "5.4", 4.5, 6.3, "Hz",
          "the constants were chosen to come near six; Wallace et al. 2012, doi 10.1089/neu.2010.1549",
          lambda: run().beats_Hz, 2),
    # The sum of the two was fitted; that neither half is far off was not.
    *(Check("nervous_system D-1p", f"one beat: toes {way}", "published", expected, float(expected) - 2.0 * spread,
            float(expected) + 2.0 * spread, "ms", UYSAL, measure, 1, spread, f"11 patients; {READ_AS_SD}")
      for way, expected, spread, measure in (
          ("up", "88.63", 10.83, lambda: run().up_ms),
          ("down", "71.75", 6.73, lambda: 1000.0 / run().beats_Hz - run().up_ms))),
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_check_value(check: Check) -> None:
    check.hold()


# ---------------------------------------------------------------- what sets the beat

def rates(name: str, *values: float) -> list[float]:
    return [run(**{name: value}).beats_Hz for value in values]


def test_a_longer_path_makes_the_beats_slower():
    found = rates("height_cm", 110.0, 130.0, 150.0, 170.0, 190.0, 210.0, 230.0)
    assert found == sorted(found, reverse=True) and found[0] - found[-1] > 1.0


def test_a_heavier_foot_makes_the_beats_slower_and_a_stiffer_ankle_quicker():
    masses, springs = rates("foot_kg", 1.5, 2.0, 3.0, 4.0, 6.0), rates("stiffness_percent", 40.0, 70.0, 100.0, 130.0)
    assert masses == sorted(masses, reverse=True) and masses[0] - masses[-1] > 2.0
    assert springs == sorted(springs) and springs[-1] - springs[0] > 1.0


def test_the_gain_decides_whether_it_lasts_and_hardly_changes_the_rate():
    lasting = rates("gain", 5.5, 6.0, 8.0, 12.0, 20.0)
    assert max(lasting) / min(lasting) - 1.0 < 0.003
    counts = [run(gain=gain).beats for gain in (1.0, 1.5, 2.0, 3.0, 4.0, 5.0)]
    assert counts == sorted(counts) and counts[0] == 2 and counts[-1] < 30
    assert [run(gain=gain).lasts for gain in (1.0, 5.0, 5.5, 20.0)] == [0, 0, 1, 1]


def test_a_short_path_damps_out_and_a_strong_reflex_brings_it_back():
    """As in the larger model of Hidler & Rymer 1999."""
    assert not run(height_cm=100.0).lasts and run(height_cm=100.0, gain=12.0).lasts


def test_between_small_and_tall_adults_the_rate_is_one_that_people_have():
    low, high = PEOPLE_Hz
    assert all(low <= rate <= high for rate in rates("height_cm", *range(150, 201, 10)))


def test_it_must_be_triggered_and_then_does_not_know_by_what():
    """Too slow or too weak a push does not start it, however strong the reflex; whatever starts it, the beat is one."""
    for gain in (6.0, 20.0):
        assert run(kick_N=0.0, rise_s=1.0, gain=gain).beats == 0
    assert not run(kick_N=0.0, load_N=10.0).lasts
    started = [run(kick_N=0.0), run(load_N=0.0), run(load_N=60.0, kick_N=20.0), run()]
    assert all(trace.lasts for trace in started)
    assert np.ptp([trace.beats_Hz for trace in started]) < 0.005
    assert np.ptp([trace.swing_deg for trace in started]) < 0.005


def test_damping_ends_it_although_the_brake_is_as_weak_as_before():
    damped = run(damping_percent=160.0)
    assert damped.beats == 6 and not damped.lasts and damped.brake_percent == run().brake_percent
    assert np.isnan(damped.beats_Hz) and np.isnan(damped.up_ms) and 0.5 < damped.beating_s < 1.5
    heights = [damped.pull_N[np.argmin(abs(damped.t_s - beat))] for beat in damped.beat_s]
    assert heights == sorted(heights, reverse=True)


# ---------------------------------------------------------------- the equations at their limits

def test_with_smaller_steps_the_beat_converges():
    fine = run(dt_ms=0.25).beats_Hz
    off = [abs(run(dt_ms=dt).beats_Hz - fine) / fine for dt in (2.0, 1.0, 0.5)]
    assert off == sorted(off, reverse=True) and off[-1] < 0.003 and off[1] < 0.01


def test_a_delay_between_two_steps_lies_between_theirs():
    def at(steps: float) -> float:
        return float(_swing(np.full(4000, 4.0), steps, 3.0, 0.02, 0.5, 30.0, 5e-4)[0][2000])

    assert min(at(90.0), at(91.0)) < at(90.5) < max(at(90.0), at(91.0))
    assert at(90.0) == pytest.approx(at(90.0 + 1e-9), abs=1e-9)


def test_without_a_reflex_it_is_a_damped_pendulum():
    """Against the solution on paper, after the hand has begun to push."""
    dt, push, J, b, k = 1e-4, 3.0, 0.02, 0.5, 30.0
    angle, _, order, pull = _swing(np.full(10000, push), 450.0, 0.0, J, b, k, dt)
    t = np.arange(angle.size) * dt
    rate, own = b / (2.0 * J), np.sqrt(k / J - (b / (2.0 * J)) ** 2)
    exact = push / k * (1.0 - np.exp(-rate * t) * (np.cos(own * t) + rate / own * np.sin(own * t)))
    assert np.abs(angle - exact).max() < 1e-3 and not order.any() and not pull.any()


def test_the_answer_comes_one_delay_after_the_stretch():
    trace = run(dt_ms=0.25, kick_N=0.0)
    first = trace.t_s[np.argmax(trace.order_N > 0.0)]
    assert first - trace.sent_s[0] == pytest.approx(trace.delay_ms / 1000.0, abs=0.011)
    assert trace.delay_ms == pytest.approx(45.0)


def test_the_order_is_never_negative_and_never_above_the_most():
    trace = run(gain=20.0, damping_percent=30.0)
    assert trace.order_N.min() == 0.0 and trace.order_N.max() == pytest.approx(80.0)
    assert trace.pull_N.max() < trace.order_N.max()


# ---------------------------------------------------------------- what the trace says

def test_each_beat_is_a_peak_of_the_pull_and_the_rates_are_those_between_them():
    trace = run()
    assert trace.beats == trace.beat_s.size == trace.beats_each_Hz.size + 1
    np.testing.assert_allclose(trace.beats_each_Hz, 1.0 / np.diff(trace.beat_s))
    assert np.ptp(trace.beats_each_Hz[3:]) < 0.02, "one that lasts stays the same"
    for beat in trace.beat_s:
        near = abs(trace.t_s - beat) < 0.05
        assert trace.t_s[near][np.argmax(trace.pull_N[near])] == pytest.approx(beat, abs=0.001)


def test_dots_run_from_the_spindle_by_the_cord_to_the_calf_within_one_delay():
    trace = run()
    sent, delay = float(trace.sent_s[0]), trace.delay_ms / 1000.0
    assert trace.on_the_way(sent - 0.001) == ()
    assert trace.on_the_way(sent) == (0.0,)
    assert max(trace.on_the_way(sent + delay / 2.0)) == pytest.approx(0.5)
    assert max(trace.on_the_way(sent + delay - 1e-6)) == pytest.approx(1.0, abs=1e-3)
    assert len(trace.on_the_way(sent + delay - 1e-6)) <= 5
    assert run(kick_N=0.0, rise_s=1.0).sent_s.size == 0


def test_the_word_counts_the_beats():
    trace, slow = run(gain=2.0), run(kick_N=0.0, rise_s=1.0)
    first, *_, last = trace.beat_s
    assert [trace.word(t) for t in (0.0, 0.49, 0.55, first + 0.01, last + 0.01, 7.0)] == [
        "at rest", "at rest", "pushed up", "beat 1", f"beat {trace.beats}", "at rest"]
    assert [slow.word(t) for t in (0.3, 1.0, 3.0)] == ["at rest", "pushed up", "at rest"]


# ---------------------------------------------------------------- presets

#: What the words of each preset claim of its run.
CLAIMS = {
    "nearly six beats a second, and they go on": lambda t: 5.8 < t.beats_Hz < 6.0 and t.lasts,
    "two small beats, then rest": lambda t: t.beats == 2 and t.pull_N.max() < 0.4 * run().pull_N.max(),
    "four beats that fade": lambda t: t.beats == 4 and not t.lasts,
    "the reflex is as strong as before; still the beats fade, after six":
        lambda t: t.beats == 6 and not t.lasts and t.brake_percent == run().brake_percent,
    "the foot gives, and the calf is silent": lambda t: t.greatest_deg > 5.0 and t.pull_N.max() == 0.0,
    "nothing happens": lambda t: not t.angle_deg.any() and not t.pull_N.any(),
    "slower: the answer comes later": lambda t: t.beats_Hz < run().beats_Hz - 0.2 and t.delay_ms > run().delay_ms,
    "quicker: the answer comes sooner": lambda t: t.beats_Hz > run().beats_Hz + 0.2 and t.delay_ms < run().delay_ms,
    "slower: a heavier foot takes longer to turn back":
        lambda t: t.beats_Hz < run().beats_Hz - 1.0 and t.delay_ms == run().delay_ms,
    "hardly a wider swing, and the same number of beats a second":
        lambda t: t.swing_deg < 1.15 * run().swing_deg and abs(t.beats_Hz - run().beats_Hz) < 0.01,
}


def test_what_each_preset_says_is_what_its_run_does():
    assert held(Clonus, CLAIMS) == []


def test_every_preset_differs_from_the_default_in_what_its_name_says_alone():
    default = Clonus()
    for preset in Clonus.presets["body and reflex"][1:]:
        changed = [name for name in ("height_cm", "foot_kg", "gain") if getattr(preset.model, name) != getattr(
            default, name)]
        assert len(changed) == 1 and replace(preset.model, **{changed[0]: getattr(default, changed[0])}) == default
