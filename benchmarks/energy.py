"""How fast energy and blood run beside SciPy's ``solve_ivp``.

    python benchmarks/energy.py [--rounds N]

Half an hour of one muscle: it uses ATP at 0.6 mM/s for three minutes with its vessels half open, then it rests; again
and again. We take steps of 50 ms, as the models do. The peer gets the same equations as slopes, and SciPy's LSODA
chooses its steps; once with the slopes in Python, once compiled by Numba. “The same accuracy” is measured: each is
compared with SciPy's own very fine run, and the coarsest of its tolerances is timed that is as accurate as our step.
All take turns in one run; what counts is the process's CPU time, and a ratio is worked out round by round.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rows import Row, add_option, leave
from scipy.integrate import solve_ivp

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from muscle_lib.compiled import compiled, is_compiled, status  # noqa: E402
from muscle_lib.models.oxygen_and_glucose import energy as e  # noqa: E402
from muscle_lib.models.oxygen_and_glucose.energy import (  # noqa: E402
    Blood,
    Muscle,
    blood_step,
    cell_step,
    kinase,
    oxygen_use_mM_s,
    phosphate_mM,
    rested_blood,
    rested_cell,
)
from muscle_lib.models.oxygen_and_glucose.haemoglobin import (  # noqa: E402
    P50_mmHg,
    arterial_mM,
    capacity_mM,
    saturation_slope_per_mmHg,
    venous_mM,
)

MUSCLE, BLOOD, GLYCOGEN_mM = Muscle(), Blood(), 100.0
WORK_mM_s, OPEN, TURN_s, TURNS = 0.6, 0.5, 180.0, 10
DT_s = 0.05
#: Phosphocreatine is compared so often; SciPy's tolerances, from coarse to fine, and one finer still.
EVERY_s = 1.0
RTOL, FINEST = (1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 1e-6, 1e-7), 1e-10
#: The fine runs of both must agree within this part of the phosphocreatine at rest.
AGREEMENT = 1e-3


@compiled
def in_steps(muscle, blood, glycogen_mM, dt_s, steps_per_turn, turns, every, uses, opens):
    """Our way: phosphocreatine at every so many steps."""
    cell, vessels = rested_cell(glycogen_mM), rested_blood(blood)
    kept = np.empty(turns * steps_per_turn // every)
    for step in range(turns * steps_per_turn):
        turn = step // steps_per_turn % 2
        cell = cell_step(muscle, cell, uses[turn], vessels, dt_s)
        vessels = blood_step(blood, vessels, cell.wanted_mM_s, cell.oxidation_mM_s, muscle.oxidation_mM_s,
                             opens[turn], dt_s)
        if (step + 1) % every == 0:
            kept[step // every] = cell.pcr_mM
    return kept


@compiled
def balance(energy_mM, lactate_mM):
    """Phosphocreatine and pH, each of which depends on the other; the pH only little, so it settles at once."""
    pH = e.REST_pH
    pcr = kinase(energy_mM, pH, 0.5 * energy_mM)
    for _ in range(6):
        pH = e.REST_pH - (lactate_mM - e.REST_LACTATE_mM - e.H_PER_PCR * (e.REST_PCR_mM - pcr)) / e.BUFFER_mM
        pcr = kinase(energy_mM, pH, pcr)
    return pcr, pH


def slopes(t_s, y, muscle, blood, used_mM_s, opened):
    """The equations of ``energy.py`` as SciPy wants them: how fast each of seven numbers changes."""
    energy, lactate, glycogen, activity, mobilised, flow, po2 = y
    pcr, pH = balance(energy, lactate)
    pi, lost = phosphate_mM(pcr, energy - pcr), e.REST_PCR_mM - pcr
    above = max(0.0, used_mM_s - e.BASAL_mM_s)
    half_use = e.HALF_USE_mM_s / (1.0 + ((e.ADENYLATE_mM - (energy - pcr)) / e.URGENT_ADP_mM) ** 3)
    on = max(0.0, activity) ** 3
    from_glycogen = (muscle.phosphorylase * e.LACTATE_mM_s * on / (on + half_use ** 3)
                     * pi * pi / (pi * pi + e.HALF_PI_mM ** 2) * glycogen / (glycogen + e.HALF_GLYCOGEN_mM)
                     / (1.0 + 10.0 ** (2.5 * (6.5 - pH))))
    from_glucose = (e.GLUCOSE_mM_s * min(1.0, activity) * muscle.glucose_mM / (muscle.glucose_mM + e.HALF_GLUCOSE_mM))
    glycogen_part = muscle.phosphorylase * 0.81 * glycogen / (glycogen + 2.0)
    fuel = glycogen_part + 0.15 + 0.20 * mobilised + 0.02 * muscle.glucose_mM * (0.4 + 0.6 * mobilised)
    wanted = max(0.0, e.BASAL_mM_s + muscle.oxidation_mM_s * min(1.0, fuel) * lost / e.REST_PCR_mM)
    oxidation = e.ATP_PER_O2 * oxygen_use_mM_s(wanted / e.ATP_PER_O2, po2)
    flowing = flow * opened * blood.open
    effort = min(1.0, (wanted - e.BASAL_mM_s) / muscle.oxidation_mM_s)
    wished = e.REST_FLOW_mL_100g_min + (blood.flow_max_mL_100g_min - e.REST_FLOW_mL_100g_min) * effort
    brought = flowing / e.ML_100G_MIN * (arterial_mM(blood.saturation, blood.Hb_g_L, P50_mmHg)
                                         - venous_mM(po2, blood.Hb_g_L, P50_mmHg))
    store = (e.BLOOD_PART * capacity_mM(blood.Hb_g_L) * saturation_slope_per_mmHg(po2, P50_mmHg)
             + e.MYOGLOBIN_mM * e.MYOGLOBIN_HALF_mmHg / (e.MYOGLOBIN_HALF_mmHg + po2) ** 2 + e.TISSUE_mM_mmHg)
    return np.array((
        oxidation + 1.5 * from_glycogen + from_glucose - used_mM_s,
        from_glycogen + from_glucose
        - e.LACTATE_AWAY_per_s * flowing / (flowing + 2.0) * (lactate - e.REST_LACTATE_mM),
        -(from_glycogen / 2.0 + oxidation * glycogen_part / fuel / e.ATP_PER_GLYCOGEN),
        (above - activity) / e.ACTIVITY_s,
        (min(1.0, above / e.MOBILISED_AT_mM_s) - mobilised) / e.MOBILISATION_s,
        (wished - flow) / e.FLOW_s,
        (brought - oxidation / e.ATP_PER_O2) / store))


def ours(dt_s: float) -> NDArray:
    """Phosphocreatine at every second, in steps."""
    return in_steps(MUSCLE, BLOOD, GLYCOGEN_mM, dt_s, round(TURN_s / dt_s), TURNS, round(EVERY_s / dt_s),
                    (WORK_mM_s, e.BASAL_mM_s), (OPEN, 1.0))


def theirs(slope: Callable, rtol: float) -> NDArray:
    """The same by SciPy; a new start at each change of the work, which no solver may step over."""
    cell, vessels = rested_cell(GLYCOGEN_mM), rested_blood(BLOOD)
    y = np.array((cell.energy_mM, cell.lactate_mM, cell.glycogen_mM, 0.0, 0.0, vessels.flow_mL_100g_min,
                  vessels.po2_mmHg))
    at_s, kept = np.arange(EVERY_s, TURN_s + EVERY_s / 2.0, EVERY_s), []
    for turn in range(TURNS):
        more = (MUSCLE, BLOOD, (WORK_mM_s, e.BASAL_mM_s)[turn % 2], (OPEN, 1.0)[turn % 2])
        solved = solve_ivp(slope, (0.0, TURN_s), y, "LSODA", at_s, args=more, rtol=rtol, atol=0.01 * rtol)
        y = solved.y[:, -1]
        kept += [balance(energy, lactate)[0] for energy, lactate in zip(solved.y[0], solved.y[1], strict=True)]
    return np.array(kept)


def seconds(work: Callable[[], object]) -> float:
    """The CPU time of some work."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--rounds", type=int, default=9, metavar="N")
    add_option(asked)
    options = asked.parse_args()
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{os.cpu_count()} cores{load}. {status()}")
    if not is_compiled():
        sys.exit("Without Numba there is nothing to compare.")
    quick = compiled(slopes)

    def off(one: NDArray, other: NDArray) -> float:
        return float(np.abs(one - other).max() / e.REST_PCR_mM)

    reference, our_fine = theirs(quick, FINEST), ours(DT_s / 100.0)
    if off(our_fine, reference) > AGREEMENT:
        sys.exit(f"The two do not solve the same equations: off by {off(our_fine, reference):.2g}.")
    error = off(ours(DT_s), reference)
    rtol = max((each for each in RTOL if off(theirs(quick, each), reference) <= error), default=RTOL[-1])
    print(f"{TURN_s * TURNS / 60.0:.0f} min of muscle; phosphocreatine off by at most {100.0 * error:.2g} % of rest; "
          f"SciPy's rtol {rtol:g}: {100.0 * off(theirs(quick, rtol), reference):.2g} %; "
          f"the fine runs differ by {100.0 * off(our_fine, reference):.2g} %")
    contestants = {"": lambda: [ours(DT_s) for _ in range(10)],
                   "SciPy's LSODA, slopes compiled by Numba": partial(theirs, quick, rtol),
                   "SciPy's LSODA, slopes in Python": partial(theirs, slopes, rtol)}
    for work in contestants.values():
        work()
    times = np.array([[seconds(work) for work in contestants.values()] for _ in range(options.rounds)])
    times[:, 0] /= 10.0
    middle, ahead = np.median(times, axis=0), np.median(times / times[:, :1], axis=0)
    rows = [Row("energy and blood, half an hour", name, middle[0], middle[i], ahead[i])
            for i, name in enumerate(contestants) if name]
    for row in rows:
        print(f"ours {1000.0 * row.ours_s:.2f} ms; {row.peer} {1000.0 * row.peer_s:.1f} ms: {row.ahead:.1f} × our time")
    leave(rows, options.rows)


if __name__ == "__main__":
    main()
