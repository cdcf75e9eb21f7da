"""A stretch by hand: its check values, what speed does in each cord, and that time and chances do not matter."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from muscle_lib.models.hyperexcitability.loop import USUAL, TONIC_eu, advance_loop, inputs_of, start_loop
from muscle_lib.models.nervous_system import FastStretch, StretchTrace
from muscle_lib.models.nervous_system.cords import CORDS, HEALTHY, SPASTIC, SPINAL_SHOCK, with_baclofen
from muscle_lib.models.nervous_system.fast_stretch import DEGREES, TRIED_deg_s
from tests.checks import Check

#: The values are younger than the loop's: it was given what length holds back, which a stretch calls up.
OUR_RUN = "our earlier run of the same equations"
THROWS = range(1, 9)
SPASTIC_FAST, HEALTHY_FAST = FastStretch(), FastStretch(cord="healthy")
FULL_DOSE = FastStretch(baclofen_percent=100.0)
STROKE = FastStretch(cord="late after a stroke")
RIGID = FastStretch(cord="rigid")


@cache
def run(model: FastStretch) -> StretchTrace:
    return model.run()


def mean(model: FastStretch, name: str, lengths_s: float) -> float:
    """Of eight throws, at a speed in the model's lengths a second."""
    runs = (run(replace(model, seed=seed, speed_deg_s=lengths_s * DEGREES)) for seed in THROWS)
    return float(np.mean([getattr(each, name) for each in runs]))


def check(number: str, what: str, expected: str, within: float, model: FastStretch, name: str,
          lengths_s: float) -> Check:
    value = float(expected)
    return Check(f"nervous_system {number}", f"{what}, stretched at {lengths_s:g} lengths a second", "regression",
                 expected, value - within, value + within, "%", OUR_RUN, lambda: mean(model, name, lengths_s), 1)


CHECKS = (
    *(check("D-9", "spastic cord: greatest EMG in a tenth of a second", expected, within, SPASTIC_FAST,
            "greatest_emg_percent", speed)
      for speed, expected, within in ((1, "0.0", 1.0), (2, "31.7", 3.0), (3, "69.1", 5.0), (4, "95.5", 5.0))),
    *(check("D-9b", "spastic cord: mean EMG of the first second", expected, within, SPASTIC_FAST,
            "first_second_percent", speed)
      for speed, expected, within in ((1, "0.0", 0.1), (2, "4.0", 0.4), (3, "7.2", 0.7), (4, "12.0", 1.2))),
    check("D-10", "spastic cord, full dose of baclofen: greatest EMG", "36.9", 4.0, FULL_DOSE,
          "greatest_emg_percent", 4),
    check("D-10", "spastic cord, full dose of baclofen: mean EMG of the first second", "3.7", 0.5, FULL_DOSE,
          "first_second_percent", 4),
    check("D-11", "healthy cord: greatest EMG", "0.0", 1.0, HEALTHY_FAST, "greatest_emg_percent", 4),
    check("D-16", "late after a stroke: greatest EMG", "11.1", 2.5, STROKE, "greatest_emg_percent", 2),
    check("D-16", "late after a stroke: greatest EMG", "61.5", 5.0, STROKE, "greatest_emg_percent", 4),
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_check_value(check: Check) -> None:
    check.hold()


# ---------------------------------------------------------------- does it ask how fast?

@pytest.mark.parametrize("model", [SPASTIC_FAST, STROKE, FULL_DOSE], ids=lambda model: model.cord)
def test_the_faster_the_stronger(model: FastStretch) -> None:
    """Greatest EMG and greatest force never fall as the speed rises (throws differ by some 2 %)."""
    runs = [run(replace(model, speed_deg_s=float(speed))) for speed in TRIED_deg_s]
    for name in ("greatest_emg_percent", "greatest_force_percent"):
        values = [getattr(each, name) for each in runs]
        assert all(np.diff(values) > -2.0) and values[-1] > values[0] + 5.0, name


@pytest.mark.parametrize("word", ["healthy", "spinal shock"])
def test_nothing_answers_in_health_and_in_spinal_shock_at_any_speed(word: str) -> None:
    for X in (-4.0, 0.0, 2.0):
        trace = run(FastStretch(cord=word, excitability_eu=X))
        assert trace.tried_emg_percent.max() < 0.5 and np.isnan(trace.slowest_deg_s) and not trace.answers
        assert np.isnan(trace.begins_ms) and np.isnan(trace.begins_deg)


def test_a_healthy_calf_answers_a_stretch_as_fast_as_a_taps() -> None:
    """So its reflex is there; a hand is too slow for it. A cord in shock answers even that with nothing."""
    def most(links, X: float) -> float:
        length = np.concatenate((np.full(1000, -0.5), np.minimum(-0.5 + 0.03 * np.arange(200), 0.5)))
        inputs = inputs_of(length.size, length=length, excitability_eu=X)
        return float(advance_loop(links, start_loop(1, constants=links), inputs).activity.max())

    assert most(HEALTHY.links, 0.0) > 0.03
    assert most(SPINAL_SHOCK.links, SPINAL_SHOCK.excitability_eu) == 0.0


def test_the_rigid_cord_does_not_ask_how_fast() -> None:
    """Force and EMG, eight throws: the same at all speeds but for what a longer look finds by chance."""
    speeds = (20.0, 45.0, 105.0, 140.0)
    force, emg = (np.array([mean(RIGID, name, speed / DEGREES) for speed in speeds])
                  for name in ("greatest_force_percent", "first_second_percent"))
    assert 3.5 < force.mean() < 5.5 and np.ptp(force) < 0.05 * force.mean()
    assert 5.0 < emg.mean() < 10.0 and np.ptp(emg) < 0.1 * emg.mean()
    spread = [np.ptp(run(replace(RIGID, seed=seed)).tried_emg_percent) for seed in THROWS]
    assert max(spread) < 2.0 < 80.0 < np.ptp(run(SPASTIC_FAST).tried_emg_percent)


def test_its_resistance_is_there_before_and_it_is_no_answer() -> None:
    trace = run(RIGID)
    still = trace.force_percent[trace.t_s < 0.0].mean()
    assert still > 3.0 and trace.before_percent > 5.0
    assert not trace.answers and np.isnan(trace.begins_ms)


def test_a_catch_comes_with_the_message_and_not_before() -> None:
    trace = run(SPASTIC_FAST)
    assert trace.before_percent == 0.0 and trace.force_percent[trace.t_s < 0.03].max() == 0.0
    assert 30.0 <= trace.begins_ms < 36.0, "the way of the message takes 30 ms"
    assert trace.begins_deg == pytest.approx(105.0 * trace.begins_ms / 1000.0)
    assert trace.begins_deg < 5.0 < trace.turned_deg == pytest.approx(35.0)
    # And it lets go by itself, though the foot stays where it is.
    assert trace.emg_percent[trace.t_s > trace.stretch_s + 0.3].max() < 1.0


def test_the_dot_lies_on_the_curve_of_speeds() -> None:
    for speed, tried in zip(TRIED_deg_s, run(SPASTIC_FAST).tried_emg_percent, strict=True):
        peak = run(replace(SPASTIC_FAST, speed_deg_s=float(speed))).greatest_emg_percent
        # The curve is made with every step of time, the trace with every fifth.
        assert peak == pytest.approx(tried, abs=1.5)


# ---------------------------------------------------------------- cords and baclofen

def test_the_conditions_change_what_they_are_said_to_change() -> None:
    for word, cord in CORDS.items():
        changed = {name for name, value in cord.links._asdict().items() if value != getattr(USUAL, name)}
        assert changed == {"healthy": set(), "spinal shock": {"pic", "stretch"}, "rigid": {"stretch", "wiped"}}.get(
            word, {"stretch", "renshaw", "tonic_eu", "pic"}), word
        assert (cord.drive > 0.0) == (word == "rigid") and (cord.excitability_eu != 0.0) == (word == "spinal shock")
        assert cord.lesion == {"spastic": "cord", "spinal shock": "cord", "late after a stroke": "brain"}.get(
            word, "nowhere")
    spastic, stroke = CORDS["spastic"].links, CORDS["late after a stroke"].links
    for name in ("stretch", "pic", "renshaw", "tonic_eu"):
        usual, some, most = (getattr(links, name) for links in (USUAL, stroke, spastic))
        assert usual < some < most or usual > some > most, f"{name}: a stroke changes less of each"


def test_a_dose_goes_from_nothing_to_all() -> None:
    assert with_baclofen(SPASTIC, 0.0) == SPASTIC
    half, full = with_baclofen(SPASTIC, 0.5), with_baclofen(SPASTIC, 1.0)
    assert (full.links.spindle, full.links.stretch) == pytest.approx((0.6, 6.0))
    assert (half.links.spindle, half.links.stretch) == pytest.approx((0.8, 8.0))
    assert full.links._replace(spindle=1.0, stretch=10.0) == SPASTIC.links, "nothing else"
    peaks = [run(FastStretch(baclofen_percent=dose)).greatest_emg_percent for dose in (0.0, 25.0, 50.0, 75.0, 100.0)]
    assert all(np.diff(peaks) < 0.0)


def test_what_holds_back_is_tonic_inhibition_less_excitability_and_a_command_lifts_it() -> None:
    held = {word: run(FastStretch(cord=word)).held_eu for word in CORDS}
    assert held == {"healthy": TONIC_eu, "spinal shock": TONIC_eu + 6.0, "spastic": 10.0,
                    "late after a stroke": 10.5, "rigid": 0.0}
    assert run(FULL_DOSE).held_eu == 10.0, "baclofen acts on what spindles tell"


# ---------------------------------------------------------------- time

def test_half_the_step_changes_little() -> None:
    """Means of eight throws; what throws differ by is about 3 %."""
    for lengths_s in (2.0, 3.0, 4.0):
        for name in ("greatest_emg_percent", "first_second_percent", "greatest_force_percent"):
            usual, fine = (mean(replace(SPASTIC_FAST, dt_ms=dt_ms), name, lengths_s) for dt_ms in (1.0, 0.5))
            assert fine == pytest.approx(usual, rel=0.05), (lengths_s, name)


def test_the_foot_goes_as_fast_as_it_is_told_and_stays_where_it_comes() -> None:
    for speed in (20.0, 50.0, 140.0):
        trace = run(FastStretch(speed_deg_s=speed))
        assert trace.toes_up_deg[0] == -17.5 and trace.toes_up_deg[-1] == 17.5
        on_its_way = (trace.t_s > 0.01) & (trace.t_s < trace.stretch_s - 0.01)
        assert np.gradient(trace.toes_up_deg, trace.t_s)[on_its_way] == pytest.approx(speed)
        assert set(trace.hand_deg_s[on_its_way]) == {speed}
        assert trace.hand_deg_s[(trace.t_s < -0.01) | (trace.t_s > trace.stretch_s + 0.01)].max() == 0.0


def test_the_results_are_what_the_curves_show() -> None:
    trace = run(SPASTIC_FAST)
    after = trace.t_s >= 0.1 - 1e-9
    assert trace.greatest_emg_percent == trace.emg_percent[after].max()
    assert trace.emg_percent[trace.t_s == trace.peak_s] == trace.greatest_emg_percent
    assert trace.greatest_force_percent == trace.force_percent.max()
    # Ten means over a tenth are the mean of a second: the impulses of it make them.
    root = np.sqrt(start_loop(1).units.twitch)
    inside = (trace.spike_s > 0.0) & (trace.spike_s <= 1.0)
    assert trace.first_second_percent == pytest.approx(100.0 * root[trace.spike_unit[inside] - 1].sum() / 14_400.0)
    assert trace.firing_at(trace.peak_s) > 50 > trace.firing_at(-0.1) == 0
