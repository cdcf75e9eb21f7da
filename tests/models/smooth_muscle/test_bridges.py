"""The four kinds of bridges: the closed form, the steps over time, and what Hai and Murphy said of them."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from muscle_lib.models.smooth_muscle import bridges
from muscle_lib.models.smooth_muscle.bridges import (
    ARTERY_LATCH_per_s,
    LATCH_per_s,
    PHOSPHATASE_per_s,
    cycling_atp_per_s,
    force,
    over_time,
    phosphorylated,
    steady,
    switching_atp_per_s,
)
from tests.checks import Check

FREE = np.array([1.0, 0.0, 0.0, 0.0])
DT_s = 0.05


def run(kinase: NDArray, latch: float = LATCH_per_s, start: NDArray = FREE, dt_s: float = DT_s) -> NDArray:
    return over_time(start, kinase, np.full(kinase.size, PHOSPHATASE_per_s), latch, dt_s)


def paper(first: float, duration_s: float = 400.0, dt_s: float = DT_s) -> NDArray:
    """The paper's contraction: a drive for five seconds, then the lasting one."""
    t = np.arange(round(duration_s / dt_s)) * dt_s
    return run(np.where(t < 5.0 - 1e-9, first, 0.3), dt_s=dt_s)


def half_s(values: NDArray) -> float:
    """When half of the way from the first to the last value is done."""
    part = (values - values[0]) / (values[-1] - values[0])
    return float(np.interp(0.5, part[:int(np.argmax(part >= 0.5)) + 1], DT_s * np.arange(np.argmax(part >= 0.5) + 1)))


def check(id: str, what: str, expected: str, within: float, unit: str, measure) -> Check:
    value = float(expected)
    return Check(f"smooth_muscle {id}", what, "regression", expected, value - within, value + within, unit,
                 "our earlier run of the same equations", measure)


def at(kinase: float, latch: float = LATCH_per_s) -> NDArray:
    return steady(kinase, PHOSPHATASE_per_s, latch)


CHECKS = (
    check("D-1", "phosphorylation that lasts", "0.375", 0.002, "", lambda: phosphorylated(paper(0.55))[-1]),
    check("D-1", "phosphorylation at five seconds", "0.521", 0.002, "", lambda: phosphorylated(paper(0.55))[100]),
    check("D-2", "force that lasts", "0.7594", 0.001, "", lambda: force(at(0.3))),
    check("D-3", "a fifteenth of the drive: phosphorylation", "0.0385", 0.001, "", lambda: phosphorylated(at(0.02))),
    check("D-3", "a fifteenth of the drive: force", "0.4077", 0.001, "", lambda: force(at(0.02))),
    check("D-4", "half of the force, with a strong drive at first", "3.97", 0.05, "s",
          lambda: half_s(force(paper(0.55)))),
    check("D-4", "half of the force, with a steady drive", "6.01", 0.05, "s", lambda: half_s(force(paper(0.3)))),
    *(check("D-11", f"artery, {what}", expected, 0.001, "",
            lambda kinase=kinase, phosphatase=phosphatase: force(steady(kinase, phosphatase, ARTERY_LATCH_per_s)))
      for what, expected, kinase, phosphatase in (
          ("no drug", "0.540", 0.3, 0.5), ("nitrate", "0.362", 0.3, 1.5), ("calcium blocker", "0.311", 0.1, 0.5),
          ("both", "0.170", 0.1, 1.5))),
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_check_value(check: Check) -> None:
    check.hold()


def test_a_strong_drive_at_first_changes_the_speed_and_not_the_end():
    """As Hai and Murphy 1988 said of their model, and saw in muscle."""
    assert force(paper(0.55))[-1] == pytest.approx(force(paper(0.3))[-1], abs=1e-6)
    assert half_s(force(paper(0.55))) < 0.7 * half_s(force(paper(0.3)))


@pytest.mark.parametrize("latch", [LATCH_per_s, ARTERY_LATCH_per_s])
@pytest.mark.parametrize("kinase", [0.02, 0.3, 1.0])
def test_after_a_long_time_the_steps_come_to_the_closed_form(kinase, latch):
    states = run(np.full(20_000, kinase), latch)
    assert states[-1] == pytest.approx(at(kinase, latch), abs=1e-6)
    assert np.abs(states.sum(axis=1) - 1.0).max() < 1e-12 and states.min() >= 0.0


def test_a_state_that_is_steady_stays():
    assert run(np.full(200, 0.3), start=at(0.3)) == pytest.approx(np.tile(at(0.3), (201, 1)), abs=1e-12)


def test_a_shorter_step_changes_nothing_that_is_seen():
    finer = paper(0.55, 60.0, DT_s / 4.0)[::4]
    assert paper(0.55, 60.0) == pytest.approx(finer, abs=1e-6)
    assert np.abs(paper(0.55, 60.0, 2.0 * DT_s) - finer[::2]).max() < 1e-4


def test_without_drive_all_let_go_as_fast_as_the_latch_allows():
    quick, slow = (half_s(force(run(np.zeros(20_000), latch, at(0.3, latch))))
                   for latch in (ARTERY_LATCH_per_s, LATCH_per_s))
    assert quick == pytest.approx(8.6, abs=0.1) and slow == pytest.approx(70.7, abs=0.1)
    assert force(at(0.0)) == 0.0
    for latch in (ARTERY_LATCH_per_s, LATCH_per_s):
        with_phosphate = phosphorylated(run(np.zeros(400), latch, at(0.3, latch)))
        assert half_s(with_phosphate) == pytest.approx(np.log(2.0) / PHOSPHATASE_per_s, abs=0.01)


def test_force_rises_with_the_drive_and_falls_with_the_phosphatase_and_the_latch_rate():
    drive = np.linspace(0.0, 1.0, 21)
    assert (np.diff(force(steady(drive, 0.5, 0.1))) > 0.0).all()
    assert (np.diff(force(steady(0.3, drive + 0.1, 0.1))) < 0.0).all()
    assert (np.diff(force(steady(0.3, 0.5, drive + 0.01))) < 0.0).all()


def test_what_is_used_is_what_goes_around():
    """Once all is steady, as many heads take hold as let go; and as many phosphates are hung on as taken off."""
    states = at(0.3)
    taken_hold = bridges.ATTACH_per_s * states[bridges.MP]
    assert cycling_atp_per_s(states, LATCH_per_s) == pytest.approx(taken_hold)
    assert switching_atp_per_s(states, 0.3) == pytest.approx(PHOSPHATASE_per_s * phosphorylated(states))


def test_plain_python_gives_the_same():
    kinase = np.full(100, 0.3)
    plain = over_time.py_func(FREE, kinase, np.full(100, 0.5), LATCH_per_s, DT_s)
    assert run(kinase) == pytest.approx(plain, abs=1e-14)
