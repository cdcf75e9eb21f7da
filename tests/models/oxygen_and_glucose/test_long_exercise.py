"""An hour: the shortcut's error, the fuels, and the second wind."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from muscle_lib.models.oxygen_and_glucose import LongExercise, LongTrace, WorkingMuscle
from muscle_lib.quantity import quantities
from tests.checks import Check

OWN = "own earlier run"
#: The twenty minutes of the check values.
LOCKED = LongExercise(phosphorylase_percent=0.0, work_min=20.0, duration_min=20.0)


@cache
def run(model: LongExercise) -> LongTrace:
    return model.run()


def force(model: LongExercise, minute: float) -> float:
    """Of a working fibre, as a part of its fresh tetanus."""
    trace = run(model)
    return float(np.interp(minute, trace.t_min, trace.force_percent)) / model.intensity_percent


def check(number, what, expected, measure):
    value = float(expected)
    return Check(id=f"oxygen_and_glucose C-{number}", what=what, kind="regression", expected=expected, low=0.95 * value,
                 high=1.05 * value, unit="", source=OWN, measure=measure)


CHECKS = [
    check("13o", "McArdle, moderate work: force at 1 min", "0.78", lambda: force(LOCKED, 1.0)),
    check("13p", "the same at 6 min", "0.60", lambda: force(LOCKED, 6.0)),
    check("13q", "the same at 20 min: the second wind", "0.63", lambda: force(LOCKED, 20.0)),
    check("13r", "with 10 mM of blood glucose at 6 min", "0.66", lambda: force(replace(LOCKED, glucose_mM=10.0), 6.0)),
    check("13s", "with 10 mM of blood glucose at 20 min", "0.69",
          lambda: force(replace(LOCKED, glucose_mM=10.0), 20.0)),
    check("13t", "glycogen locked and blood glucose at 2.5 mM, at 6 min", "0.55",
          lambda: force(replace(LOCKED, glucose_mM=2.5), 6.0)),
]


@pytest.mark.parametrize("item", CHECKS, ids=lambda item: item.name)
def test_check(item):
    item.hold()


@pytest.mark.parametrize(("changed", "within"), [
    (dict(), 0.01), (dict(phosphorylase_percent=0.0), 0.01), (dict(intensity_percent=80.0, pause_s=1.0), 0.02)],
    ids=["usual", "locked", "hard"])
def test_the_shortcut_and_the_step_change_little_in_five_minutes(changed, within):
    """Five minutes are where things change; later contractions are the more alike."""
    model = LongExercise(work_min=5.0, duration_min=10.0, **changed)
    usual = run(model)
    # The same chain, with each contraction worked out.
    each = WorkingMuscle(**{name: getattr(model, name) for name in quantities(model)} | {"repeat_s": 0.0})
    assert each.run().resolved > 2 * usual.resolved
    for other in (each, replace(model, dt_ms=50.0)):
        finer = other.run()
        for name in ("force_last_percent", "pcr_end_mM", "lactate_end_mM", "glycogen_end_mM", "used_mM"):
            assert getattr(usual, name) == pytest.approx(getattr(finer, name), rel=within), name


def test_glycogen_is_what_lactate_and_oxygen_have_taken():
    """Two lactates for a unit, and 30 ATP where it is burnt (with plenty of it, oxygen burns mostly glycogen)."""
    trace = run(LongExercise())
    seconds = 60.0 * np.diff(trace.t_min)
    burnt = float(np.sum(trace.oxygen_pays_mM_s[1:] * seconds)) / 30.0
    made = float(np.sum(trace.glycolysis_pays_mM_s[1:] * seconds)) / 3.0
    assert 0.6 * burnt < 100.0 - trace.glycogen_end_mM < burnt + made
    # What the drawing's arrow shows is this part; of the lactate a little is made from blood glucose.
    of_glycogen = float(np.sum(trace.glycogen_burnt_mM_s[1:] * seconds)) / 30.0
    assert 0.9 * made < 100.0 - trace.glycogen_end_mM - of_glycogen < made
    assert run(LOCKED).glycogen_burnt_mM_s.max() == 0.0


def test_low_blood_glucose_shows_only_without_glycogen():
    gap = run(LongExercise()).force_left_percent - run(LongExercise(glucose_mM=2.5)).force_left_percent
    assert abs(gap) < 1.0
    empty = LongExercise(glycogen_mM=0.0)
    assert run(empty).force_left_percent - run(replace(empty, glucose_mM=2.5)).force_left_percent > 2.0


def test_no_second_wind_in_health():
    assert run(LongExercise()).second_wind_percent < 1.0 < run(LOCKED).second_wind_percent


@pytest.mark.parametrize("settings", [{}, {"intensity_percent": 100.0}, {"intensity_percent": 100.0, "pause_s": 1.0},
                                      {"phosphorylase_percent": 0.0}, {"pause_s": 5.0, "glycogen_mM": 0.0}], ids=str)
def test_the_sketch_is_near(settings):
    sketch, full = LongExercise(**settings).preview(), run(LongExercise(**settings))
    for name, off in (("force_percent", 3.0), ("pcr_mM", 1.0), ("glycogen_mM", 0.5), ("pH", 0.02)):
        assert getattr(sketch, name) == pytest.approx(getattr(full, name), abs=off), name
