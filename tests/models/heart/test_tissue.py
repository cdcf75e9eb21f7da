"""The sheet of heart muscle: does it do what its equations and earlier runs say?

What is chaotic (the sheets called VF, after a second or two) is held to ranges over several starts, never to one run:
another rounding is another run.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from muscle_lib.models.heart.tissue import (
    EXCITED,
    RIGID,
    TACHY,
    VF,
    CELL_cm,
    DIFFUSION_cm2_ms,
    DT_ms,
    LOOK_ms,
    ROTOR_ms,
    STEPS_per_ms,
    Tissue,
    _all_at_once,
    _cell_by_cell,
    _follow_all_at_once,
    _follow_one_by_one,
    advance,
    ecg,
    going_on,
    inside,
    mean_force,
    pace_edge,
    pace_purkinje,
    pace_quarter,
    picture,
    poke,
    pull,
    pump,
    quiet,
    rested,
    rotors,
    shock,
    waiting,
)
from tests.checks import Check

OWN = "our earlier run of the same equations"
#: Several starts of what is chaotic: when the second stimulus comes.
STARTS = (302, 320)
#: What of a neighbour's voltage a cell gets in a step.
COUPLING = DIFFUSION_cm2_ms * DT_ms / CELL_cm ** 2


def test_whole_arrays_and_cell_by_cell_are_the_same_for_200_ms():
    fast, plain = rested(128), rested(128)
    pace_edge(fast)
    pace_edge(plain)
    for _ in range(50):
        advance(fast, VF, 4 * STEPS_per_ms)
        pull(fast)
        _all_at_once(plain.voltage, plain.ready, plain.spare, 4 * STEPS_per_ms, DT_ms, COUPLING, VF)
        _follow_all_at_once(plain.voltage, plain.force, 4.0 / 40.0, 4.0 / 60.0)
    assert inside(fast.voltage).max() > 0.5
    for one, other in ((fast.voltage, plain.voltage), (fast.ready, plain.ready), (fast.force, plain.force)):
        np.testing.assert_allclose(inside(one), inside(other), atol=1e-9)


@pytest.mark.parametrize("steps", [1, 2, 151])
def test_the_loops_are_the_same_as_plain_python(steps):
    one, other = rested(10), rested(10)
    pace_edge(one)
    pace_edge(other)
    _cell_by_cell(one.voltage, one.ready, one.spare, steps, DT_ms, COUPLING, VF)
    _all_at_once(other.voltage, other.ready, other.spare, steps, DT_ms, COUPLING, VF)
    _follow_one_by_one(one.voltage, one.force, 0.1, 0.07)
    _follow_all_at_once(other.voltage, other.force, 0.1, 0.07)
    # To the last bit: with another order of the terms a sheet that fibrillates would have other counts without Numba.
    for field in ("voltage", "ready", "force"):
        np.testing.assert_array_equal(inside(getattr(one, field)), inside(getattr(other, field)))


def test_fields_that_do_not_lie_in_a_row_are_refused_and_not_copied_in_vain():
    """A copy would be changed in place of the sheet, and nobody would see it."""
    tissue = rested(10)
    with pytest.raises(ValueError, match="copy"):
        _all_at_once(tissue.voltage, tissue.ready.T, tissue.spare, 1, DT_ms, COUPLING, VF)


def test_whole_arrays_of_half_as_many_bytes_are_the_same_sheet():
    """So the living sheet is kept where there is no Numba."""
    fine = rested(64)
    pace_edge(fine)
    voltage, ready, force, spare = (field.astype(np.float32) for field in fine[:4])
    coarse = Tissue(voltage, ready, force, spare)
    for tissue in (fine, coarse):
        _all_at_once(tissue.voltage, tissue.ready, tissue.spare, 100 * STEPS_per_ms, DT_ms, COUPLING, VF)
    assert coarse.voltage.dtype == coarse.ready.dtype == np.float32 and inside(fine.voltage).max() > 0.5
    for field in ("voltage", "ready"):
        np.testing.assert_allclose(inside(getattr(fine, field)), inside(getattr(coarse, field)), atol=1e-3)


# ---------------------------------------------------------------- check values


def speed_cm_ms(cell_cm: float = CELL_cm, dt_ms: float = 0.1, diffusion: float = DIFFUSION_cm2_ms) -> float:
    """How fast a plane wave runs between a quarter and three quarters of 6.4 cm."""
    size = round(6.4 / cell_cm)
    tissue, first, last = rested(size, cell_cm), size // 4, 3 * size // 4
    row, passed = inside(tissue.voltage)[size // 2], {}
    pace_edge(tissue)
    for step in range(round(1000.0 / dt_ms)):
        before = row.copy()
        advance(tissue, TACHY, 1, dt_ms, diffusion)
        for place in (first, last):
            if before[place] < 0.5 <= row[place]:
                passed[place] = dt_ms * (step + (0.5 - before[place]) / (row[place] - before[place]))
        if len(passed) == 2:
            return (last - first) * cell_cm / (passed[last] - passed[first])
    raise AssertionError("it does not run")


def turning(membrane, size: int, second_ms: int, duration_ms: int, look: Callable[[int, Tissue], None]) -> Tissue:
    """A sheet after a badly timed second stimulus, looked at every 4 ms."""
    tissue = rested(size)
    for now in going_on(tissue, membrane, duration_ms, {0: pace_edge, second_ms: pace_quarter}):
        look(now, tissue)
    return tissue


@cache
def turns_rigidly_ms() -> float:
    """How long a turn takes at nine places: the median."""
    at, was = np.arange(32, 97, 32), np.zeros((3, 3))
    came: dict[tuple[int, int], list[int]] = {}

    def look(now: int, tissue: Tissue) -> None:
        nonlocal was
        here = inside(tissue.voltage)[np.ix_(at, at)]
        if now > 1000:
            for place in zip(*np.nonzero((was < 0.5) & (here >= 0.5)), strict=True):
                came.setdefault(place, []).append(now)
        was = here.copy()

    turning(RIGID, 128, 220, 4000, look)
    assert len(came) == 9
    return float(np.median(np.concatenate([np.diff(times) for times in came.values()])))


@cache
def watched(membrane, size: int, second_ms: int, seconds: int) -> tuple[list[int], float]:
    """A sheet on which something turns: how many rotors there are, every 100 ms from 1 s on, and how much its mean
    force goes up and down after the first two seconds."""
    found, force, earlier = [], [], np.zeros((size, size))

    def look(now: int, tissue: Tissue) -> None:
        nonlocal earlier
        force.append(mean_force(tissue))
        if now >= 1000 and now % 100 == 0:
            found.append(len(rotors(earlier, inside(tissue.voltage))))
        if now % 100 == 100 - ROTOR_ms:
            earlier = inside(tissue.voltage).copy()

    turning(membrane, size, second_ms, 1000 * seconds, look)
    return found, pump(np.array(force[2000 // LOOK_ms:]))


@cache
def pumps(membrane, size: int, pace: Callable[[Tissue], None], every_ms: int = 600) -> float:
    """How much the mean force goes up and down with regular beats, after the first two."""
    stimuli = {ms: pace for ms in range(0, 4 * every_ms, every_ms)}
    tissue = rested(size)
    force = [mean_force(tissue) for _ in going_on(tissue, membrane, 4 * every_ms, stimuli)]
    return pump(np.array(force[2 * every_ms // LOOK_ms:]))


CHECKS = [
    Check("heart E-3", "speed of a plane wave, cells of 0.05 cm, steps of 0.1 ms", "regression", "0.0318", 0.0314,
          0.0321, "cm/ms", OWN, speed_cm_ms, 4),
    Check("heart E-3a", "the same with steps of 0.2 ms, as everywhere in the lesson", "regression", "0.0309", 0.0306,
          0.0312, "cm/ms", OWN, lambda: speed_cm_ms(dt_ms=DT_ms), 4),
    Check("heart E-4", "how much faster with twice the diffusion (in theory √2 = 1.414)", "regression", "1.459", 1.33,
          1.5, "", OWN, lambda: speed_cm_ms() / speed_cm_ms(diffusion=DIFFUSION_cm2_ms / 2.0), 3),
    Check("heart E-5", "one turn of the sheet that turns rigidly, at nine places: the median", "regression", "152",
          148.0, 158.0, "ms", OWN, turns_rigidly_ms, 0),
    Check("heart E-6", "rotors from 1 s to 5 s with τ_in 0.3 ms, 6.4 cm: the most", "regression", "1", 1, 1, "", OWN,
          lambda: max(watched(TACHY, 128, 260, 10)[0][:41]), 0),
    Check("heart E-8", "how many times more the mean force goes up and down with a beat from the edge every 0.6 s than "
          "with a rotor (τ_in 0.3 ms, 6.4 cm)", "regression", "8", 5.0, 15.0, "", OWN,
          lambda: pumps(TACHY, 128, pace_edge) / watched(TACHY, 128, 260, 10)[1], 0),
    Check("heart E-8a", "mean force up and down, 12.8 cm, a beat from the edge every 0.6 s (τ_in 0.2 ms)", "regression",
          "0.53", 0.52, 0.54, "", OWN, lambda: pumps(VF, 256, pace_edge), 2),
    Check("heart E-8b", "the same with a beat from many places at once", "regression", "0.86", 0.85, 0.87, "", OWN,
          lambda: pumps(VF, 256, pace_purkinje), 2),
]


@pytest.mark.parametrize("item", CHECKS, ids=lambda item: item.name)
def test_check(item: Check) -> None:
    item.hold()


@pytest.mark.long
def test_with_the_stronger_current_one_rotor_becomes_many():
    """E-7, over two starts: at least three before 2.2 s; from 3 to 5 s a mean of more than 4, and 8 or more at times;
    and it goes on. (Three more starts, with the living sheet: test_live.py.
    Looked at for 20 s once, E-7b, it went on from all of four: too long for every test run.)"""
    for start in STARTS:
        found, _ = watched(VF, 256, start, 5)
        assert max(found[:12]) >= 3 and np.mean(found[20:]) > 4.0 and max(found[20:]) >= 8, found
        assert min(found[-5:]) > 0


@pytest.mark.long
def test_a_fibrillating_sheet_moves_its_mean_force_far_less_than_one_that_is_paced():
    """E-8b, over two starts."""
    found = [watched(VF, 256, start, 5)[1] for start in STARTS]
    assert max(found) < 0.4 and np.mean(found) < pumps(VF, 256, pace_purkinje) / 3.0, found


# ---------------------------------------------------------------- limits


def test_all_stays_within_its_limits_while_it_fibrillates():
    def look(now: int, tissue: Tissue) -> None:
        if now % 100 == 0:
            voltage, ready, force = (inside(field) for field in tissue[:3])
            assert ready.min() >= 0.0 and ready.max() <= 1.0
            assert voltage.min() >= -0.01 and voltage.max() <= 1.05
            assert force.min() >= 0.0 and force.max() <= 1.0

    turning(VF, 128, 310, 3000, look)


def test_without_a_stimulus_it_stays_at_rest():
    tissue = rested(32)
    for now in going_on(tissue, VF, 200):
        assert quiet(tissue) and mean_force(tissue) == ecg(tissue) == 0.0, now
    assert (inside(tissue.voltage) == 0.0).all() and (inside(tissue.ready) == 1.0).all()


def test_two_waves_that_meet_wipe_each_other_out():
    tissue = rested(64)
    pace_edge(tissue)
    inside(tissue.voltage)[:, -5:] = 1.0
    times = [now for now in going_on(tissue, TACHY, 600) if not quiet(tissue)]
    # Each cell is excited once: half of the way, and one action potential.
    assert 200 < times[-1] < 350


def test_finer_cells_make_a_wave_less_than_8_percent_faster():
    assert 1.0 < speed_cm_ms(cell_cm=0.025) / speed_cm_ms() < 1.08


def test_a_sketch_of_a_sheet_runs_like_it():
    assert speed_cm_ms(cell_cm=0.1) == pytest.approx(speed_cm_ms(), rel=0.1)


def test_what_is_done_at_a_time_is_done_at_that_time():
    """Also between two looks, and once."""
    done = []
    tissue = rested(8)
    stimuli = {at: lambda tissue, at=at: done.append(at) for at in (0, 4, 5, 7, 8, 30)}
    seen = [(now, len(done)) for now in going_on(tissue, VF, 12, stimuli)]
    assert seen == [(0, 1), (4, 2), (8, 5), (12, 5)] and done == [0, 4, 5, 7, 8]


def test_a_stimulus_between_two_looks_has_its_share_of_the_time():
    whole, parts = rested(16), rested(16)
    pace_edge(whole)
    advance(whole, VF, 20)
    assert list(going_on(parts, VF, 4, {0: pace_edge, 1: lambda tissue: None})) == [0, 4]
    np.testing.assert_array_equal(inside(whole.voltage), inside(parts.voltage))


# ---------------------------------------------------------------- what is done to it, and read off it


def test_stimuli_are_where_they_are_said_to_be():
    def of(stimulus: Callable[..., None], *more: float) -> np.ndarray:
        tissue = rested(128)
        stimulus(tissue, *more)
        return inside(tissue.voltage)

    edge, quarter, many, spot = of(pace_edge), of(pace_quarter), of(pace_purkinje), of(poke, 100, 20)
    assert (edge[:, :5] == 1.0).all() and not edge[:, 5:].any()
    assert (quarter[:64, :64] == 0.9).all() and quarter.sum() == pytest.approx(0.9 * 64 * 64)
    assert {*np.flatnonzero(many[0])} == {0, 1, 2, 32, 33, 34, 64, 65, 66, 96, 97, 98}
    assert spot[100, 20] == spot[100, 26] == 0.9 and not spot[100, 27] and (spot > 0.0).sum() == 113
    # Beyond the sheet: at its edge.
    assert of(poke, -50, 500)[0, 127] == 0.9


def test_a_poke_starts_a_wave():
    tissue = rested(64)
    poke(tissue, 32, 32)
    advance(tissue, TACHY, 100 * STEPS_per_ms)
    assert inside(tissue.voltage)[32, 60] > EXCITED


def test_a_stimulus_never_lowers_a_voltage():
    for stimulus in (pace_quarter, lambda tissue: poke(tissue, 3, 3), lambda tissue: shock(tissue, 0.5)):
        tissue = rested(16)
        inside(tissue.voltage)[:] = 1.02
        stimulus(tissue)
        assert (inside(tissue.voltage) == 1.02).all()


def test_a_shock_reaches_its_part_and_lifts_by_its_dose():
    tissue = rested(64)
    inside(tissue.voltage)[0] = 0.9
    shock(tissue, 0.3, 0.5)
    voltage = inside(tissue.voltage)
    assert (voltage[1:, :32] == 0.3).all() and not voltage[1:, 32:].any()
    assert (voltage[0, :32] == 1.0).all() and (voltage[0, 32:] == 0.9).all()


def test_the_ecg_is_the_sum_over_the_sheet_that_it_is_said_to_be():
    tissue = rested(32)
    pace_edge(tissue)
    poke(tissue, 20, 20)
    advance(tissue, TACHY, 200)
    u, cell = inside(tissue.voltage), tissue.cell_cm
    y, x = (np.indices(u.shape)) * cell
    away = np.array([0.5 * 32 * cell - y, 1.2 * 32 * cell - x])
    slope = np.array(np.gradient(u, cell))
    by_hand = -(slope * away).sum(axis=0) / ((away ** 2).sum(axis=0) + 4.0) ** 1.5
    assert ecg(tissue) == pytest.approx(by_hand.sum() * cell ** 2, rel=1e-9)


def test_the_ecg_goes_up_while_a_front_comes_nearer():
    tissue = rested(128)
    seen = [ecg(tissue) for _ in going_on(tissue, TACHY, 160, {0: pace_edge})]
    assert seen[-1] > seen[20] > 0.0


def test_rotors_are_found_where_something_turns():
    y, x = np.indices((40, 40))
    turning_at = (12.5, 27.5)

    def at(turn: float) -> np.ndarray:
        return 0.4 + 0.4 * np.cos(np.arctan2(y - turning_at[0], x - turning_at[1]) - turn)

    (found,) = rotors(at(0.0), at(np.pi / 2.0))
    assert tuple(found) == turning_at
    plane = [0.4 + 0.4 * np.cos(x / 5.0 - turn) for turn in (0.0, np.pi / 2.0)]
    assert len(rotors(*plane)) == 0


def test_a_wave_dies_where_cells_wait_and_runs_where_they_do_no_longer():
    """All cells are at the same place of their beat; a strip at the edge is stimulated while they wait, and after."""
    first = rested(48)
    inside(first.voltage)[:] = 1.0
    assert not waiting(first, VF, 6).any() and not waiting(rested(48), VF, 6).any()
    excited_ms = waits_ms = 0
    while not (waits := waiting(first, VF, 6)).any():
        advance(first, VF, STEPS_per_ms)
        excited_ms += 1
    while waits.all():
        advance(first, VF, STEPS_per_ms)
        waits, waits_ms = waiting(first, VF, 6), waits_ms + 1
    assert not waits.any() and waits_ms > 5
    for later_ms, runs_on in ((-8, False), (15, True)):
        tissue = rested(48)
        inside(tissue.voltage)[:] = 1.0
        advance(tissue, VF, (excited_ms + waits_ms + later_ms) * STEPS_per_ms)
        pace_edge(tissue)
        advance(tissue, VF, 100 * STEPS_per_ms)
        assert (inside(tissue.voltage)[24, 40] > EXCITED) == runs_on, later_ms


def test_waiting_cells_are_seen_where_they_are():
    tissue = rested(96)
    inside(tissue.ready)[:48, :24] = 0.0
    inside(tissue.voltage)[:24] = 1.0
    waits = waiting(tissue, VF, 12)
    assert waits.shape == (12, 12) and waits.sum() == 9 and waits[3:6, :3].all()


def test_a_picture_has_every_second_cell_in_per_cent():
    tissue = rested(8)
    inside(tissue.voltage)[2, 4] = 0.5
    seen = picture(tissue, 4)
    assert seen.shape == (4, 4) and seen[1, 2] == 50.0 and seen.sum() == 50.0
