"""What a preset says is to be seen is what its own run shows. Each has its test here; a new one fails until it has."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest

from muscle_lib.models.contract_and_relax import LegMuscle, LengthAndSpeed, LettingGo, Tetanus, TwoFibres
from muscle_lib.preset import all_presets

MODELS = (TwoFibres, Tetanus, LettingGo, LengthAndSpeed, LegMuscle)


@cache
def run(model: Any) -> Any:
    return model.run()


def ratio(after: Any, before: Any, *names: str) -> list[float]:
    """How many times larger some results are in one run than in another."""
    return [getattr(after, name) / getattr(before, name) for name in names]


USUAL, SOLEUS = run(TwoFibres()), run(Tetanus(fibre="slow"))
HEALTHY, BEST, CALF = run(LettingGo()), run(LengthAndSpeed()), run(LegMuscle())
HAMSTRINGS = run(LegMuscle(muscle="hamstrings"))
PEAKS = ("slow_peak_percent", "fast_peak_percent")
TIMES = ("slow_contraction_ms", "fast_contraction_ms", "slow_half_relaxation_ms", "fast_half_relaxation_ms")

#: (model, preset, words of its text) → whether they are so.
TEXTS: dict[tuple[str, str, str], Callable[[Any], bool]] = {
    ("TwoFibres", "Healthy", "the fast fibre's twitch takes half the time"): lambda it: all(
        0.4 < getattr(it, f"fast_{what}") / getattr(it, f"slow_{what}") < 0.55
        for what in ("contraction_ms", "half_relaxation_ms")),
    ("TwoFibres", "Dantrolene", "less calcium, and far less force"): lambda it: (
        max(ratio(it, USUAL, "slow_peak_Ca_uM", "fast_peak_Ca_uM")) < 0.6 and max(ratio(it, USUAL, *PEAKS)) < 0.25),
    ("TwoFibres", "Brody disease", "both twitches become stronger, and let go later"): lambda it: min(
        ratio(it, USUAL, *PEAKS, *TIMES)) > 1.2,
    ("TwoFibres", "Two impulses, 50 ms apart", "the second twitch stands on the shoulders"): lambda it: min(
        ratio(it, USUAL, *PEAKS)) > 1.5,
    ("TwoFibres", "Cold muscle, 25 °C", "every step is slower, the first as much as the last"): lambda it: (
        np.ptp(ratio(it, USUAL, *TIMES)) < 0.15 and min(ratio(it, USUAL, *TIMES)) > 1.6),
    ("TwoFibres", "Pump at half its rate", "a quarter longer to rise, and a quarter longer to let go"): lambda it: (
        1.2 < min(ratio(it, USUAL, *TIMES)) and max(ratio(it, USUAL, *TIMES)) < 1.35),
    ("TwoFibres", "Cool leg, 30 °C", "slower still than with half of the pump"): lambda it: min(
        ratio(it, run(TwoFibres(pump_percent=50.0)), *TIMES)) > 1.0,
    ("Tetanus", "One impulse", "15 % of the force"): lambda it: (
        it.state == "twitch" and round(it.peak_percent) == 15),
    ("Tetanus", "Slow fibre, soleus-like, 10 a second", "fused already, but for a ripple"): lambda it: (
        it.state == "fused tetanus" and it.ripple_percent > 1.0),
    ("Tetanus", "Fast fibre, 10 a second", "half the force of the slow fibre"): lambda it: (
        0.45 < it.peak_percent / SOLEUS.peak_percent < 0.55 and it.state == "unfused tetanus"),
    ("Tetanus", "Fused, 50 a second", "one smooth pull, several times as strong as a twitch"): lambda it: (
        it.state == "fused tetanus" and it.times_twitch > 5.0),
    ("Tetanus", "Cold muscle, 25 °C", "now fuse, and give more force"): lambda it: (
        it.state == "fused tetanus" != run(Tetanus()).state and it.peak_percent > 1.3 * run(Tetanus()).peak_percent),
    ("Tetanus", "Dantrolene", "little more than half of the usual force"): lambda it: (
        it.rate_Hz == 30.0 and 0.5 < it.peak_percent / run(Tetanus(rate_Hz=30.0)).peak_percent < 0.65),
    ("LettingGo", "Healthy", "the force is gone within half a second"): lambda it: (
        it.force_percent[1800] < 0.5 and it.late_Ca_uM < 0.06),
    ("LettingGo", "Cramp", "impulses go on, and so does the force"): lambda it: it.state == "cramp",
    ("LettingGo", "Fatigued", "weaker, and half as fast to let go"): lambda it: (
        it.peak_percent < 0.8 * HEALTHY.peak_percent
        and 1.7 < it.half_relaxation_ms / HEALTHY.half_relaxation_ms < 2.3),
    ("LettingGo", "Brody disease, in a fast fibre", "ten times as long to let go as a healthy fast fibre (dotted)"):
        lambda it: 9.0 < it.half_relaxation_ms / it.healthy_half_relaxation_ms < 11.5 and it.impulses_after == 0,
    ("LettingGo", "Pump nearly gone", "a contracture: no impulses after the order, ATP is there"): lambda it: (
        it.state == "contracture" and it.late_atp_mM == pytest.approx(8.2) and it.impulses_after == 0),
    ("LettingGo", "No ATP", "ATP falls during the order; then the force stays as it is"): lambda it: (
        it.atp_mM[300] == 8.2 and it.atp_mM[1300] == it.late_atp_mM == 0.001
        and abs(it.late_percent - it.end_percent) < 2.0 and it.state == "rigor"),
    ("LettingGo", "Malignant hyperthermia", "a contracture without a single impulse"): lambda it: (
        it.state == "contracture" and len(it.impulses_ms) == 0),
    ("LettingGo", "… and dantrolene", "five times the usual leak in place of sixty"): lambda it: (
        it.late_percent < 2.0 and all_presets(LettingGo)["… and dantrolene"].model.leak_times == 5.0
        and all_presets(LettingGo)["Malignant hyperthermia"].model.leak_times == 60.0),
    ("LettingGo", "Cold muscle, 25 °C", "every step takes longer"): lambda it: (
        it.half_relaxation_ms > 1.7 * HEALTHY.half_relaxation_ms and it.late_percent < 0.1),
    ("LengthAndSpeed", "At its best length", "the best active force, no passive tension"): lambda it: (
        it.in_reach_percent == 100.0 and it.active > 0.99 and it.passive == 0.0),
    ("LengthAndSpeed", "Shortened", "two thirds of the force"): lambda it: (
        it.in_reach_percent == 100.0 and it.active / BEST.active == pytest.approx(2 / 3, abs=0.03)),
    ("LengthAndSpeed", "Stretched", "lost their thin filament, and the passive tension begins"): lambda it: (
        it.in_reach_percent < 90.0 and 0.0 < it.passive < 0.1),
    ("LengthAndSpeed", "Overstretched", "most of the tension is passive now"): lambda it: (
        it.in_reach_percent < 20.0 and it.passive_percent > 60.0),
    ("LengthAndSpeed", "Overstretched and relaxed", "no head pulls, yet the muscle is tense"): lambda it: (
        it.active == 0.0 and it.passive > 0.4),
    ("LengthAndSpeed", "Lifting at peak power", "about a third of its top speed"): lambda it: (
        it.active == pytest.approx(0.32, abs=0.03) and it.power == pytest.approx(it.peak_power, abs=0.002)),
    ("LengthAndSpeed", "Lowering a load", "almost one and a half times the force of holding"): lambda it: (
        1.4 < it.active / it.held < 1.5 and it.power < 0.0),
    ("LengthAndSpeed", "A slow fibre, lifting", "at the same speed it has almost no force left"): lambda it: (
        it.active < 0.05 and it.speed_lengths_s == -3.1),
    ("LegMuscle", "Calf at its best length", "strong, but only over a few centimetres"): lambda it: (
        it.reach_cm < 6.0 and it.mean_fibre_cm == min(it.fibre_cm)),
    ("LegMuscle", "Hamstrings", "about as strong as the calf, with fibres of nearly twice the length"): lambda it: (
        0.9 < it.strength_N / CALF.strength_N < 1.1 and 1.7 < it.mean_fibre_cm / CALF.mean_fibre_cm < 2.0),
    ("LegMuscle", "Quadriceps", "by far the strongest of the three: the largest cross-section"): lambda it: (
        it.strength_N > 2.0 * CALF.strength_N and it.pcsa_cm2.argmax() == it.chosen),
    ("LegMuscle", "Calf, 2 cm shorter", "0.63 of their best length: more than half of the force is lost"): lambda it: (
        it.change_cm == -2.0 and round(1.0 - 2.0 / it.mean_fibre_cm, 2) == 0.63 and it.force_percent < 50.0),
    ("LegMuscle", "Hamstrings, 2 cm shorter", "cost the longer fibres much less"): lambda it: (
        it.force_percent > 75.0 and it.change_cm == -2.0),
    ("LegMuscle", "Calf in the older set", "half the force from fibres of the same length"): lambda it: (
        0.45 < it.strength_N / CALF.strength_N < 0.5
        and it.mean_fibre_cm == pytest.approx(CALF.mean_fibre_cm, rel=0.01)),
    ("LegMuscle", "Calf stretched, relaxed", "no fibre is active, and yet it pulls"): lambda it: (
        it.force_N == it.passive_N > 0.0),
}


def test_every_preset_that_tells_something_has_its_test():
    told = {(cls.__name__, name) for cls in MODELS for name, one in all_presets(cls).items()
            if not one.expect.startswith("answer the question")}
    assert told == {(model, name) for model, name, _ in TEXTS}


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: f"{text[0]}: {text[1]}")
def test_the_text_is_so(text):
    model, name, words = text
    one = all_presets(next(cls for cls in MODELS if cls.__name__ == model))[name]
    assert words in one.expect
    assert TEXTS[text](run(one.model)), one.expect
