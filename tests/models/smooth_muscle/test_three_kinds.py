"""Three kinds of muscle under the same stimuli: each is the model that it was, and only one of them never fuses."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

import numpy as np
import pytest

from muscle_lib.models.contract_and_relax import Tetanus, TwoFibres
from muscle_lib.models.heart import HeartCell
from muscle_lib.models.smooth_muscle import ThreeKinds, ThreeKindsTrace
from muscle_lib.models.smooth_muscle.bridges import PHOSPHATASE_per_s, force, steady
from muscle_lib.models.smooth_muscle.three_kinds import SEEN_s, TRAIN_s
from tests.checks import Check

OWN = "our earlier run of the same equations"
#: All rates of the slider that are told apart, from one in four seconds to thirty a second.
RATES = (0.25, 0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0, 15.0, 20.0, 25.0, 30.0)


@cache
def run(**settings: Any) -> ThreeKindsTrace:
    return ThreeKinds(**settings).run()


def measured(rate_Hz: float, name: str) -> float:
    return float(getattr(run(rate_Hz=rate_Hz), name))


CHECKS = [Check(f"smooth_muscle kinds-{place}", what, "regression", expected, float(expected) - within,
                float(expected) + within, unit, OWN, partial(measured, rate, name))
          for place, what, rate, expected, within, name, unit in (
              ("a", "heart: stimulus to the peak of a beat", 1.0, "0.137", 0.002, "heart_peak_s", "s"),
              ("b", "heart: half relaxation of a beat", 1.0, "0.169", 0.002, "heart_half_s", "s"),
              ("c", "smooth: stimulus to the peak of a twitch", 1.0, "3.46", 0.03, "smooth_peak_s", "s"),
              ("d", "smooth: half relaxation of a twitch", 1.0, "8.60", 0.05, "smooth_half_s", "s"),
              ("e", "skeletal: force at 20 a second, in twitches", 20.0, "5.12", 0.05, "skeletal_times", ""),
              ("f", "heart: force at 20 a second, in beats", 20.0, "1.00", 0.02, "heart_times", ""),
              ("g", "smooth: force at 1 a second, in twitches", 1.0, "3.86", 0.05, "smooth_times", ""),
              ("h", "stimuli that the heart answers, at 4 a second", 4.0, "50", 1.0, "answered_percent", "%"))]


@pytest.mark.parametrize("item", CHECKS, ids=lambda item: item.name)
def test_check(item: Check) -> None:
    item.hold()


@pytest.mark.parametrize("fibre", ["slow", "fast"])
def test_the_skeletal_twitch_is_the_one_of_chapter_3(fibre: str) -> None:
    ours, theirs = run(fibre=fibre), TwoFibres().run()
    assert 1000.0 * ours.skeletal_peak_s == pytest.approx(getattr(theirs, f"{fibre}_contraction_ms"), abs=1.0)
    assert 1000.0 * ours.skeletal_half_s == pytest.approx(getattr(theirs, f"{fibre}_half_relaxation_ms"), abs=1.5)
    assert ours.skeletal_alone_percent == pytest.approx(getattr(theirs, f"{fibre}_peak_percent"), rel=1e-6)


def test_the_skeletal_train_is_the_one_of_chapter_3() -> None:
    ours, theirs = run(rate_Hz=10.0), Tetanus(rate_Hz=10.0, train_ms=2000.0).run()
    assert ours.skeletal_percent[:1990] == pytest.approx(theirs.force_percent[:1990], abs=1e-9)


def test_the_heart_is_the_cell_of_its_own_chapter() -> None:
    ours, theirs = run(rate_Hz=2.5), HeartCell(rate_per_min=150.0).run()
    scale = theirs.peak_percent / 100.0
    assert ours.heart_percent[:5000] * scale == pytest.approx(theirs.force_percent[:5000], abs=1e-6)
    assert ours.answered_s[:10] * 1000.0 == pytest.approx(theirs.answered_ms[:10])


def test_smooth_muscle_driven_without_a_pause_comes_to_what_the_closed_form_says() -> None:
    """From one a second on the calcium of one stimulus is still there when the next one comes."""
    model = ThreeKinds(calcium_s=3.0)
    most = force(steady(model.kinase_per_s, PHOSPHATASE_per_s, model.latch_per_s))
    driven = model._smooth(np.arange(0.0, 200.0, 1.0), 200.0)
    assert driven[-1] == pytest.approx(float(most), abs=1e-4)
    assert run(calcium_s=3.0).smooth_percent.max() < 100.0


def test_each_twitch_is_a_whole_one_and_begins_at_rest() -> None:
    trace = run()
    for twitch in (trace.skeletal_twitch_percent, trace.heart_twitch_percent, trace.smooth_twitch_percent):
        assert twitch.max() == pytest.approx(100.0, abs=0.01) and twitch[0] < 3.0
        top = int(np.argmax(twitch))
        assert (np.diff(twitch[:top]) >= -1e-9).all() and (np.diff(twitch[top:]) <= 1e-9).all()
    assert trace.skeletal_peak_s < trace.heart_peak_s < 0.1 * trace.smooth_peak_s


@pytest.mark.parametrize("rate_Hz", RATES)
def test_the_heart_never_pulls_more_than_in_one_beat_and_always_lets_go_of_most(rate_Hz: float) -> None:
    trace = run(rate_Hz=rate_Hz)
    assert trace.heart_times == pytest.approx(1.0, abs=0.01) and trace.heart_falls_percent > 65.0


def test_the_heart_answers_all_up_to_three_a_second_and_never_more_than_five_beats_a_second() -> None:
    for rate_Hz in RATES:
        trace = run(rate_Hz=rate_Hz)
        assert (trace.answered_percent == 100.0) == (rate_Hz <= 3.0)
        assert len(trace.answered_s) <= 5.0 * TRAIN_s + 1


def test_the_other_two_fuse_the_smooth_one_at_rates_thirty_times_lower() -> None:
    """Fused: less than 5 % is lost between two stimuli. The skeletal fibre from 15 a second on, not at 10."""
    fused = {kind: [rate for rate in RATES if getattr(run(rate_Hz=rate), f"{kind}_falls_percent") < 5.0]
             for kind in ("skeletal", "heart", "smooth")}
    assert fused["skeletal"] == [15.0, 20.0, 25.0, 30.0] and fused["heart"] == [] and fused["smooth"] == [*RATES]
    for kind in ("skeletal", "smooth"):
        times = [getattr(run(rate_Hz=rate), f"{kind}_times") for rate in RATES]
        assert times == sorted(times) and times[-1] > 3.0


def test_falling_back_is_counted_from_a_peak_to_the_valley_before_the_next() -> None:
    """Worked out here stimulus by stimulus, for the skeletal fibre."""
    for rate_Hz in (3.0, 5.0, 10.0):
        trace = run(rate_Hz=rate_Hz)
        valleys = []
        for begin, end in zip(trace.stimuli_s[-5:-1], trace.stimuli_s[-4:], strict=True):
            between = trace.skeletal_percent[round(1000 * begin):round(1000 * end) + 40]
            top = int(np.argmax(between[:round(1000 * (end - begin))]))
            valleys.append(1.0 - between[top:].min() / between[top])
        assert trace.skeletal_falls_percent == pytest.approx(100.0 * max(valleys), abs=1.0)


def test_after_the_train_the_skeletal_fibre_and_the_heart_let_go_and_the_artery_holds() -> None:
    trace = run(rate_Hz=20.0)
    for kind, left in (("skeletal", 0.05), ("heart", 0.05), ("smooth", 0.7)):
        train = getattr(trace, f"{kind}_percent")
        end = train[-1] / train[round(1000 * TRAIN_s) - 1:].max()
        assert (end > left) == (kind == "smooth"), (kind, end)
    assert trace.t_s[-1] == SEEN_s


def test_finer_steps_of_smooth_muscle_change_nothing_that_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = run(rate_Hz=0.5)
    monkeypatch.setattr("muscle_lib.models.smooth_muscle.three_kinds.STEP_s", 0.0025)
    finer = ThreeKinds(rate_Hz=0.5).run()
    for name in ("smooth_peak_s", "smooth_half_s", "smooth_times", "smooth_falls_percent"):
        assert getattr(usual, name) == pytest.approx(getattr(finer, name), rel=0.01, abs=0.02), name


def test_the_moment_that_is_shown_is_between_two_beats_in_the_last_second() -> None:
    for rate_Hz in RATES:
        trace = run(rate_Hz=rate_Hz)
        assert TRAIN_s - 1.0 <= trace.let_go_s <= TRAIN_s
        assert trace.heart_percent[round(1000 * trace.let_go_s)] < 34.0
