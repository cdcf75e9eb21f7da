"""What the presets of chapter 1 say is what their runs do: each whole text, and the check of it.

Who changes a text must look at its run again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from muscle_lib.models.nerve_signal import Junction, Membrane, MyelinatedAxon, UnmyelinatedAxon
from tests.models.presets import held, ids, start

near = pytest.approx

TRUE: dict[type, dict[str, Callable[[Any], bool]]] = {
    Membrane: {
        "one impulse that overshoots to about +39 mV": lambda t: (t.impulses, t.peak_mV) == (1, near(39.0, abs=0.5)),
        "a small bump, no impulse": lambda t: t.impulses == 0 and -62.0 < t.peak_mV < -50.0,
        "the second pulse falls into the refractory period and gives no impulse":
            lambda t: t.impulses == 1 and not t.second_fired,
        "most sodium channels blocked: even a strong pulse gives no impulse":
            lambda t: t.impulses == 0 and t.strongest_stimulus_uA_cm2 > 150.0,
        "impulse after impulse, nearly 70 a second":
            lambda t: t.impulses > 2 and 65.0 < 1000.0 / np.diff(t.impulse_times_ms).mean() < 70.0,
    },
    UnmyelinatedAxon: {
        "one impulse from end to end at nearly 19 m/s, as high at the end as at the beginning":
            lambda t: 18.5 < t.velocity_m_s < 19.0 and np.ptp(t.peaks_mV[10:-10]) < 10.0,
        "an impulse from each end; they meet in the middle and both end, since behind each the axon is refractory":
            lambda t: t.meeting_mm == near(t.length_mm / 2.0, abs=1.0) and t.transmitted == 0,
        "even a strong second pulse sends no second impulse down the axon": lambda t: t.transmitted == 1,
        "the gates that end the impulse have become so fast that none travels": lambda t: t.transmitted == 0,
        "one impulse at half a metre per second: two seconds from the foot to the spinal cord":
            lambda t: t.velocity_m_s == near(0.5, abs=0.02),
        "with so few sodium channels a C fibre's impulse gets smaller on its way and dies out":
            lambda t: t.transmitted == 0 and t.state == "dies out",
    },
    MyelinatedAxon: {
        "from node to node in 20 µs: nearly 50 m/s":
            lambda t: t.lesion_us / 2.0 == near(20.0, abs=0.5) and 49.0 < t.velocity_m_s < 50.0,
        "all impulses arrive, but the two thinned internodes take four times as long":
            lambda t: t.transmitted == t.pulses and t.lesion_times == near(4.0, abs=0.2),
        "the impulse stops at the first bare internode; nothing arrives behind it":
            lambda t: (t.reached_node, t.transmitted) == (20, 0),
        "the impulse just gets through: ten times slower in the lesion than elsewhere":
            lambda t: t.conducts and t.lesion_times == near(10.0, abs=0.5),
        "one degree warmer, and the same fibre is blocked; it recovers when it cools":
            lambda t: t.state == "blocked" and start(MyelinatedAxon, myelin_percent=4.2).conducts,
        "blocked: the potassium channels that came to light let the impulse's charge leak away":
            lambda t: t.state == "blocked" and start(MyelinatedAxon, myelin_percent=5.0).conducts,
        "with four fifths of them blocked the impulse gets through again, slowly":
            lambda t: t.conducts and t.lesion_times > 5.0,
        "a quarter of the sodium channels is too little: the impulse dies out on its way":
            lambda t: t.state == "dies out",
    },
    Junction: {
        "the end-plate potential is three times what is needed: every fibre fires, although release falls":
            lambda t: t.safety_factor == near(3.0, abs=0.05) and t.fraction_fired.min() > 0.99 and t.release_last < 0.9,
        "60 impulses in 2 s: nearly every fibre follows every one; tiredness does not begin here":
            lambda t: len(t.t_s) == 60 and t.transmitted > 0.99,
        "release falls to about half, yet nearly all fibres fire: this is not why low calcium harms":
            lambda t: t.quanta_first / 30.0 == near(0.5, abs=0.05) and t.fraction_fired.min() > 0.9,
        "receptors blocked: release is normal, but each quantum does less, and the response fades":
            lambda t: t.quanta_first == near(30.0, abs=0.1) and t.state == "fades",
        "the same receptors, but acetylcholine stays longer: most fibres fire again, though the response still fades "
        "a little": lambda t: t.fraction_first > 0.9 and t.state == "fades" and t.fraction_last > 0.8,
        "a loss that up to the fourth response stays below the 10 % of the rule, and grows after it: a borderline test":
            lambda t: 3.0 < t.decrement_percent < 10.0 and t.growth < 0.9,
        "the response falls by more than 10 % from the first to the fourth: the sign of myasthenia":
            lambda t: t.decrement_percent > 10.0,
        "nearly all fibres fire at first, and up to the fourth impulse hardly one is lost; later a few are":
            lambda t: t.fraction_first > 0.95 and t.decrement_percent < 4.0 and 0.9 < t.fraction_last < 0.95,
        "a small first response that more than doubles while the nerve fires at 30 Hz":
            lambda t: t.fraction_first < 0.2 and t.growth > 2.0,
        "a little more calcium enters, much more is released: most fibres fire from the start":
            lambda t: t.quanta_first / start(Junction, calcium_entry_percent=67.0).quanta_first > 1.5
            and t.fraction_first > 0.7,
        "a first response of little more than half that grows, but less than twofold":
            lambda t: 0.5 < t.fraction_first < 0.65 and 1.25 < t.growth < 2.0,
        "hardly a quantum is released: the muscle is paralysed":
            lambda t: t.quanta_first < 2.0 and t.state == "paralysed",
        "magnesium stands in calcium's way: small at first, growing, much as in Lambert–Eaton":
            lambda t: t.fraction_first < 0.35 and t.growth > 1.5,
        "calcium is the antidote: nearly all fibres fire": lambda t: t.fraction_fired.min() > 0.95,
        "the same number of quanta, a larger and longer end-plate potential; all fibres fired before":
            lambda t: t.quanta_first == near(start(Junction).quanta_first)
            and t.epp_first_mV > 1.2 * start(Junction).epp_first_mV
            and t.half_width_ms > 1.2 * start(Junction).half_width_ms and start(Junction).fraction_first > 0.99,
    },
}


@pytest.mark.parametrize("model", TRUE, ids=ids)
def test_what_a_preset_says_is_what_its_run_does(model: type) -> None:
    assert held(model, TRUE[model]) == []
