"""Each preset's words against its own run: what is not true of the model is not promised."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from muscle_lib.models.voluntary_contraction import LiveMuscle, Tiring, WholeChain
from muscle_lib.preset import Preset
from muscle_lib.quantity import Quantity, quantities
from tests.models.presets import of_chapter

EVERY = of_chapter("voluntary_contraction")


@cache
def run(model: Any) -> Any:
    return model.run()


def usual(model: type, **change: float) -> Any:
    return run(model(**change))


def best(trace: Any) -> Any:
    return run(EVERY["LegMuscles", "All at their best length"].model)


#: Each clause of what a preset lets one expect, in its order, asked of its run.
TRUE: dict[tuple[str, str], Callable[[Any], list[bool]]] = {
    ("MotorPool", "One unit"): lambda t: [t.units_on == 1, round(t.mean_rate_Hz) == 8],
    ("MotorPool", "Gentle hold"): lambda t: [50 <= t.units_on < 60, t.mean_force_percent < 5.0],
    ("MotorPool", "Hand muscle"): lambda t: [t.units_on == 120,
                                                 t.recruited_by_force_percent < 0.7 * t.mean_force_percent],
    ("MotorPool", "Leg muscle"): lambda t: [t.units_on < 120, 75.0 < t.recruited_by_force_percent < 85.0],
    ("MotorPool", "Ramp with inward current"): lambda t: [t.stop_below_start_eu > 1.0, t.outlasts_ms < 0.0],
    ("WholeChain", "All links whole"): lambda t: [t.broken_links == (), t.end_force_N < 15.0,
                                                  1.03 < t.last_to_first < 1.2],
    ("WholeChain", "Nerve cut"): lambda t: [t.nerve_mean_Hz == usual(WholeChain).nerve_mean_Hz > 0.0,
                                            t.fibre_mean_Hz == 0.0],
    ("WholeChain", "Potassium 8 mM"): lambda t: [t.arriving == 1.0, t.transmitted > 0.99, t.fibre_mean_Hz == 0.0],
    ("WholeChain", "Calcium 0.5 mM"): lambda t: [t.transmitted < 0.1],
    ("WholeChain", "No blood: oxygen cut"): lambda t: [
        abs(t.last_N / usual(WholeChain).last_N - 1.0) < 0.03, t.spent_pcr_mM > usual(WholeChain).spent_pcr_mM,
        t.glycogen_mM[-1] < usual(WholeChain).glycogen_mM[-1]],
    ("WholeChain", "No glucose: glycogen gone, blood low"): lambda t: [
        t.lowest_po2_mmHg > usual(WholeChain).lowest_po2_mmHg, t.spent_pcr_mM > 1.5 * usual(WholeChain).spent_pcr_mM],
    ("WholeChain", "Only blood glucose low"): lambda t: [abs(t.last_N / usual(WholeChain).last_N - 1.0) < 0.01],
    ("WholeChain", "One long hold"): lambda t: [t.broken_links == ("blood",), t.flow_mL_100g_min[600] < 1.0],
    ("LegMuscles", "All at their best length"): lambda t: [t.quadriceps_N > 2.0 * max(t.hamstrings_N, t.calf_N)],
    ("LegMuscles", "Foot pointed, knee bent"): lambda t: [
        t.calf_N / best(t).calf_N < min(t.hamstrings_N / best(t).hamstrings_N, t.quadriceps_N / best(t).quadriceps_N)],
    ("LegMuscles", "All fibres slow"): lambda t: [(t.best_N == best(t).best_N).all(), all(
        t.relaxation_ms(row) > best(t).relaxation_ms(row) for row in range(3))],
    ("LegMuscles", "All fibres fast"): lambda t: [(t.best_N == best(t).best_N).all(), all(
        t.relaxation_ms(row) < best(t).relaxation_ms(row) for row in range(3))],
    ("Tiring", "Hold 30 %"): lambda t: [120.0 < t.held_s < 600.0, t.hold_flow_mL_100g_min > 5.0],
    ("Tiring", "Hold 50 %"): lambda t: [t.held_s < 120.0, (t.command_percent[5:105:10][1:]
                                                           > t.command_percent[5:105:10][:-1]).all()],
    ("Tiring", "Hold 80 %"): lambda t: [t.hold_flow_mL_100g_min < 0.5],
    ("Tiring", "Hold 20 %"): lambda t: [not t.fails],
    ("Tiring", "Slow fibres"): lambda t: [t.held_s > 1.2 * usual(Tiring).held_s],
    ("Tiring", "Fast fibres"): lambda t: [t.held_s < 0.7 * usual(Tiring).held_s],
    ("Tiring", "Tourniquet"): lambda t: [0.9 < t.held_s / usual(Tiring).held_s < 1.0],
    ("LiveMuscle", "Rested and healthy"): lambda t: [t.force_peak_N > 1000.0, t.force_now_N < 15.0],
    ("LiveMuscle", "Half of the axons cut"): lambda t: [
        (t.spike_s == usual(LiveMuscle).spike_s).all(), t.force_peak_N < 0.7 * usual(LiveMuscle).force_peak_N,
        t.emg_peak_percent < 0.9 * usual(LiveMuscle).emg_peak_percent],
    ("LiveMuscle", "Tourniquet, strong command"): lambda t: [
        t.po2_mmHg[0] - t.oxygen_now_mmHg > 20.0, t.pcr_mM.min() < t.pcr_mM[0] - 2.0],
    ("LiveMuscle", "Potassium 8 mM"): lambda t: [t.spike_s.size > 0, t.force_peak_N < 1.0, t.emg_peak_percent == 0.0],
}


def test_every_preset_is_asked() -> None:
    assert TRUE.keys() == EVERY.keys()


@pytest.mark.parametrize("key", EVERY, ids=" · ".join)
def test_what_it_lets_expect_is_what_it_shows(key: tuple[str, str]) -> None:
    assert all(TRUE[key](run(EVERY[key].model))), EVERY[key].expect


@pytest.mark.parametrize("each", EVERY.values(), ids=lambda each: each.name)
def test_a_number_with_its_unit_in_a_name_is_what_is_set(each: Preset) -> None:
    settings = {(float(getattr(each.model, name)), record.unit) for name, record in quantities(each.model).items()
                if isinstance(record, Quantity)}
    assert {(float(number), unit) for number, unit in re.findall(r"([\d.]+) (mM|%)", each.name)} <= settings
