"""From twitch to tetanus: the states, the curve, and what shifts it."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from muscle_lib.models.contract_and_relax import Tetanus
from muscle_lib.models.contract_and_relax.tetanus import CURVE_Hz


@pytest.mark.parametrize(("settings", "state"), [
    (dict(train_ms=10.0), "twitch"), (dict(rate_Hz=1.0), "separate twitches"), (dict(rate_Hz=8.0), "unfused tetanus"),
    (dict(rate_Hz=30.0), "fused tetanus"), (dict(release_percent=0.0), "no force")])
def test_the_states(settings, state):
    assert Tetanus(**settings).run().state == state


def test_the_curve_rises_and_a_long_enough_train_reaches_it():
    model = Tetanus(rate_Hz=20.0, train_ms=2000.0)
    assert (np.diff(model.curve_percent()) > 0.0).all()
    assert model.run().peak_percent == pytest.approx(model.curve_percent((20.0,))[0], rel=0.01)
    assert CURVE_Hz[0] == 1.0 and CURVE_Hz[-1] == 100.0


@cache
def half_rate_Hz(**changed: float | str) -> float:
    curve = Tetanus(**changed).curve_percent()
    return float(np.interp(50.0, curve, CURVE_Hz))


def test_a_slow_pump_and_the_cold_need_fewer_impulses_for_half_of_the_force():
    assert half_rate_Hz(pump_percent=50.0) < half_rate_Hz()
    assert half_rate_Hz(temperature_C=27.0) < half_rate_Hz()
    assert half_rate_Hz(fibre="slow") < half_rate_Hz(fibre="mixed") < half_rate_Hz(fibre="fast")


def test_a_tetanus_lasts_longer_than_its_train_and_the_train_is_as_long_as_asked():
    trace = Tetanus(rate_Hz=50.0, train_ms=500.0).run()
    assert trace.impulses == 25 and trace.impulses_ms[0] == 0.0
    assert 150.0 < trace.half_relaxation_ms < 200.0


def test_potentiation_makes_a_train_stronger_at_its_end():
    with_it, without = (Tetanus(fibre="fast", train_ms=2000.0, potentiates=on).run() for on in ("yes", "no"))
    assert with_it.force_percent[1900:2000].max() > 1.02 * without.force_percent[1900:2000].max()
