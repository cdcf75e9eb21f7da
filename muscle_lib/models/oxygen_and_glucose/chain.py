"""The chain of impulse, calcium, force, energy and blood over minutes and hours; and its shortcut.

Calcium and cross-bridges need steps of a millisecond, the energy needs steps of some hundredths of a second. And one
contraction is much like the one before. So a contraction is worked out in full, and then its force and its ATP use are
taken again for the next contractions, while energy and blood go on in their own steps. How often: as long as the last
two contractions that were worked out differed by about ``alike`` for each repetition, and never longer than
``repeat_s``. With ``repeat_s`` = 0 each contraction is worked out; the tests compare the two.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from muscle_lib.compiled import compiled
from muscle_lib.models.contract_and_relax.coupling import (
    POTENTIATION_PER_IMPULSE,
    FibreState,
    HEADS_uM,
    NA_K_PER_IMPULSE_mM_s,
    POTENTIATION_LASTS_ms,
    at_rest,
    leak_uM_ms,
    one_ms,
)
from muscle_lib.models.oxygen_and_glucose.energy import (
    BASAL_mM_s,
    atp_mM,
    blood_step,
    cell_step,
    feedback,
    phosphate_mM,
    rested_blood,
    rested_cell,
    vessels_open,
)

#: Our choice: contractions that differ by less than this are taken as the same; in a sketch, by less than this, and
#: calcium and heads then have steps of a whole millisecond.
ALIKE, SKETCH_ALIKE, SKETCH_SUBSTEPS = 0.01, 0.03, 1
#: A held contraction, and the recovery, are cut into pieces of this length.
PIECE_s = 1.0
#: How fast the recruited part follows what a force asks for; a hold has failed below this part of its target.
RECRUIT_ms, FAILED_BELOW, SETTLING_s = 50.0, 0.95, 2.0
#: Our choice: while the force of a new contraction still rises, the recruited part stays; else too much is called in.
RISING_s = 0.3
#: Half of the force must be gone before this, or it is not counted as a relaxation.
LONGEST_RELAXATION_ms = 5000.0
COLUMNS = ("t_s", "force", "recruited", "used_mM_s", "oxidation_mM_s", "glycolysis_mM_s", "pcr_mM", "ATP_mM", "Pi_mM",
           "pH", "lactate_mM", "glycogen_mM", "po2_mmHg", "flowing_mL_100g_min", "resolved", "energy_mM",
           "mobilised", "wanted_mM_s", "open", "burnt_mM_s")


class Task(NamedTuple):
    """What the muscle is told to do. A target above 0 is a force to be reached by recruiting; then ``recruited`` is
    not used. All floats but the two that count."""

    rate_Hz: float
    recruited: float
    target: float
    contraction_s: float
    pause_s: float
    work_s: float
    end_s: float
    repeat_s: float
    dt_ms: int
    substeps: int
    alike: float = ALIKE


@compiled
def fibre_at_rest_mM_s(fibre):
    """What calcium pump and bridges of a resting fibre use."""
    state = at_rest(fibre)
    return leak_uM_ms(fibre) / 2.0 + HEADS_uM * fibre.attach_ms * state.filament * (1.0 - state.attached)


@compiled
def run_chain(fibre, muscle, blood, task, glycogen_mM):
    """Work and then rest. Returns a table (a row for each contraction or piece, see ``COLUMNS``), the relaxations
    (time in s, ms to half force) and the moment in s at which a force could no longer be held (−1: never)."""
    dt_ms, substeps = task.dt_ms, task.substeps
    dt_s = dt_ms / 1000.0
    held = task.pause_s < dt_s / 2.0
    n_on = max(1, round((min(PIECE_s, task.contraction_s) if held else task.contraction_s) / dt_s))
    n_off = 0 if held else round(task.pause_s / dt_s)
    n_rest = round(PIECE_s / dt_s)
    longest = max(n_on + n_off, n_rest)
    rows = int(task.end_s / (min(n_on + n_off, n_rest) * dt_s)) + 2
    table = np.empty((rows, len(COLUMNS)))
    relaxations = np.empty((rows, 2))
    n_relaxations = row = 0
    # What a repeated contraction takes over from the one that was worked out, step by step.
    used_by_fibre, opened, working_part = np.zeros(longest), np.ones(longest), np.zeros(longest)

    state = at_rest(fibre)
    attached_at_rest = state.attached
    resting = fibre_at_rest_mM_s(fibre)
    cell, vessels = rested_cell(glycogen_mM), rested_blood(blood)
    # The first row is the rest before.
    table[0, :] = 0.0
    recruited = task.target if task.target > 0.0 else task.recruited
    rising = min(RISING_s / dt_s, n_on / 2.0)  # in steps
    phase, since_ms, from_force, t_s, failed_s = 0.0, -1.0, 0.0, 0.0, -1.0
    working, period, left = True, 1, 0
    last_use = last_force = peak = end_force = before_end = 0.0
    impulses = 0
    first = True
    while t_s < task.end_s - 1e-9:
        if working and (t_s >= task.work_s - 1e-9 or failed_s >= 0.0):
            working, period, left, first = False, 1, 0, True
        steps = n_on + n_off if working else n_rest
        resolve = left == 0
        use_sum = oxidation = glycolysis = flow = used_sum = wanted = open_part = burnt = 0.0
        if resolve:
            peak, impulses, before_end = 0.0, 0, end_force
            if not held:
                phase = 0.0  # each contraction begins anew, so that one is like the other
            elif t_s > 0.0:
                rising = 0.0  # the pieces of a hold do not
        for step in range(steps):
            if resolve:
                supply = feedback(cell)
                use = open_sum = 0.0
                for _ in range(dt_ms):
                    impulse = False
                    if working and step < n_on:
                        phase += task.rate_Hz / 1000.0
                        if phase >= 1.0 - 1e-9:
                            phase -= 1.0
                            impulse = True
                            impulses += 1
                    state, out = one_ms(fibre, supply, state, attached_at_rest, impulse, substeps)
                    use += out.pump_ATP_mM_s + out.bridges_ATP_mM_s
                    if impulse:
                        use += NA_K_PER_IMPULSE_mM_s
                        since_ms, from_force = 0.0, out.force
                    elif since_ms >= 0.0:
                        since_ms += 1.0
                        if out.force <= 0.5 * from_force or since_ms > LONGEST_RELAXATION_ms:
                            gone = out.force <= 0.5 * from_force and from_force > 0.01
                            if gone and n_relaxations < rows and (step >= n_on or not working):
                                relaxations[n_relaxations, 0] = t_s + step * dt_s
                                relaxations[n_relaxations, 1] = since_ms
                                n_relaxations += 1
                            since_ms = -1.0
                    if task.target > 0.0 and working and rising <= step < n_on:
                        asked = 1.0 if out.force <= task.target else task.target / out.force
                        recruited += (asked - recruited) / RECRUIT_ms
                    end_force = recruited * out.force
                    peak = max(peak, end_force)
                    open_sum += vessels_open(end_force)
                used_by_fibre[step], opened[step], working_part[step] = use / dt_ms, open_sum / dt_ms, recruited
            part = working_part[step]
            used = BASAL_mM_s - resting + (1.0 - part) * resting + part * used_by_fibre[step]
            cell = cell_step(muscle, cell, used, vessels, dt_s)
            vessels = blood_step(blood, vessels, cell.wanted_mM_s, cell.oxidation_mM_s, muscle.oxidation_mM_s,
                                 opened[step], dt_s)
            use_sum += used_by_fibre[step]
            used_sum += used
            oxidation += cell.oxidation_mM_s
            glycolysis += cell.glycolysis_mM_s
            wanted += cell.wanted_mM_s
            burnt += cell.burnt_mM_s
            flow += vessels.flowing_mL_100g_min
            open_part += opened[step]
        if resolve:
            change = (abs(use_sum / steps - last_use) / max(last_use, 0.02)
                      + abs(peak - last_force) / max(last_force, 0.05))
            grown = 1.0 if first else period * min(2.0, task.alike / max(change, 1e-9))
            period = max(1, min(int(grown), int(task.repeat_s / (steps * dt_s)) + 1))
            # Near its limit a hold is followed closely, so that the moment of failing is found.
            if task.target > 0.0 and working and recruited > 0.9:
                period = 1
            last_use, last_force, first = use_sum / steps, peak, False
            left = period - 1
        else:
            left -= 1
            # Of the fibre only potentiation goes on; it takes minutes, so it cannot wait for the next full contraction.
            lacking = (fibre.potentiation - state.potentiation) * (1.0 - POTENTIATION_PER_IMPULSE) ** impulses
            potentiation = (fibre.potentiation - lacking) * (1.0 - steps * dt_ms / POTENTIATION_LASTS_ms)
            state = FibreState(state.pulse_uM_ms, state.available, state.Ca_uM, state.troponin, state.store_uM,
                               state.filament, state.attached, potentiation)
        t_s += steps * dt_s
        shown = end_force if held or not working else peak
        if task.target > 0.0 and working and t_s > SETTLING_s and shown < FAILED_BELOW * task.target:
            failed_s = t_s
            if held and before_end > shown:  # between the two ends
                failed_s -= steps * dt_s * (FAILED_BELOW * task.target - shown) / (before_end - shown)
        row += 1
        put = table[row]
        put[0], put[1], put[2], put[3] = t_s, shown, recruited if working else 0.0, used_sum / steps
        put[4], put[5], put[6] = oxidation / steps, glycolysis / steps, cell.pcr_mM
        atp = atp_mM(cell.energy_mM, cell.pcr_mM)
        put[7], put[8], put[9] = atp, phosphate_mM(cell.pcr_mM, atp), cell.pH
        put[10], put[11], put[12] = cell.lactate_mM, cell.glycogen_mM, vessels.po2_mmHg
        put[13], put[14], put[15] = flow / steps, 1.0 if resolve else 0.0, cell.energy_mM
        put[16], put[17], put[18], put[19] = cell.mobilised, wanted / steps, open_part / steps, burnt / steps
    rested, rested_vessels = rested_cell(glycogen_mM), rested_blood(blood)
    first_row = table[0]
    first_row[3], first_row[4], first_row[6] = BASAL_mM_s, BASAL_mM_s, rested.pcr_mM
    first_row[7] = atp_mM(rested.energy_mM, rested.pcr_mM)
    first_row[8], first_row[9] = phosphate_mM(rested.pcr_mM, first_row[7]), rested.pH
    first_row[10], first_row[11], first_row[12] = rested.lactate_mM, glycogen_mM, rested_vessels.po2_mmHg
    first_row[13], first_row[15], first_row[17] = rested_vessels.flowing_mL_100g_min, rested.energy_mM, BASAL_mM_s
    first_row[18] = 1.0
    return table[:row + 1], relaxations[:n_relaxations], failed_s
