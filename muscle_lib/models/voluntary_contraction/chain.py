"""From the pool's spikes to force, energy and blood: three representative fibres, one for each third of the units.

Each third of the pool (small and slow, middle, large and fast) is stood for by one fibre of chapter 3, with the energy
of chapter 4; one blood serves all three. A third counts by its twitch force. Its fibre gets impulses at the mean rate
of those units of the third that are on, and stands for as many fibres as are on.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muscle_lib.compiled import compiled
from muscle_lib.models.contract_and_relax.coupling import (
    FAST,
    MIXED,
    SLOW,
    NA_K_PER_IMPULSE_mM_s,
    at_rest,
    one_ms,
)
from muscle_lib.models.oxygen_and_glucose.chain import fibre_at_rest_mM_s
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
from muscle_lib.models.voluntary_contraction.pool import UNITS, NEVER_ms

FIBRES = (SLOW, MIXED, FAST)
THIRD = UNITS // 3
#: A unit counts as on for so long after its last impulse; the recruited part follows within these times (our choice).
STILL_ON_ms, JOINS_ms, LEAVES_ms = 250.0, 20.0, 300.0
#: Energy and blood go in steps of this length, with the means of the milliseconds in between.
SUPPLY_ms = 20
COLUMNS = ("nerve_Hz", "fibre_Hz", "calcium_uM", "force", "used_mM_s", "pcr_mM", "ATP_mM", "Pi_mM", "pH", "lactate_mM",
           "glycogen_mM", "po2_mmHg", "flow_mL_100g_min", "recruited")


class Link(NamedTuple):
    """What lies between the nerve cell and the muscle; floats, and one array that says which axons conduct."""

    delay_ms: float
    transmitted: float
    #: A fibre answers no impulse that comes sooner than this after the one before; infinite if it answers none.
    shortest_ms: float
    intact: NDArray


class ChainState(NamedTuple):
    """What the chain goes on from. Arrays are changed in place; the rest is the fibres' and the blood's own states."""

    ms: NDArray
    last_ms: NDArray
    phase: NDArray
    recruited: NDArray
    last_ap_ms: NDArray
    #: The impulses that are still on their way along the nerve.
    on_the_way: NDArray
    slow: NamedTuple
    mixed: NamedTuple
    fast: NamedTuple
    attached: NDArray
    small_cell: NamedTuple
    middle_cell: NamedTuple
    large_cell: NamedTuple
    vessels: NamedTuple


@compiled
def shares_of(twitch):
    """The part of the whole pool's twitch force that each third has."""
    share = np.empty(3)
    for third in range(3):
        share[third] = np.sum(twitch[third * THIRD:(third + 1) * THIRD])
    return share / np.sum(share)


@compiled
def arrivals(units, link, last_ms, fired, count, now_ms, phase, recruited, spikes):
    """What the three fibres get in this millisecond: how far each is on to its next impulse, which grows by the mean
    rate of the units that are on; and the part of the third that is on, which follows with a delay.

    ``phase``, ``recruited`` and ``spikes`` (impulses of the nerve, for the record) are changed in place.
    """
    is_on = link.intact * (now_ms - last_ms < STILL_ON_ms)
    for third in range(3):
        first, end = third * THIRD, (third + 1) * THIRD
        on = np.sum(is_on[first:end] * units.twitch[first:end])
        part = link.transmitted * on / np.sum(units.twitch[first:end])
        recruited[third] += (part - recruited[third]) / (JOINS_ms if part > recruited[third] else LEAVES_ms)
        spikes[third] = on
    for j in range(count):
        unit = fired[j]
        third = unit // THIRD
        if link.intact[unit] > 0.0 and spikes[third] > 0.0:
            phase[third] += units.twitch[unit] / spikes[third]


@compiled
def start_chain(link, fibres, blood, glycogen_mM):
    """Three rested fibres and their blood."""
    slow, mixed, fast = at_rest(fibres[0]), at_rest(fibres[1]), at_rest(fibres[2])
    cell, vessels = rested_cell(glycogen_mM), rested_blood(blood)
    attached = np.array([slow.attached, mixed.attached, fast.attached])
    return ChainState(np.zeros(1, dtype=np.int64), np.full(UNITS, NEVER_ms), np.zeros(3), np.zeros(3), np.full(3, -1e9),
                      np.zeros((int(link.delay_ms) + 1, 3)), slow, mixed, fast, attached, cell, cell, cell, vessels)


@compiled
def advance_chain(units, link, fibres, muscle, blood, chain, counts, spike_unit, spike_ms, dt_ms, substeps):
    """The chain goes on under the spikes of motor neurons: so many in each step (``counts``), of these units, at these
    times. A step is a whole number of milliseconds, and all steps together a whole number of ``SUPPLY_ms``.

    Whoever makes the spikes: the pool under a command, or one with reflexes. What changes from moment to moment (link,
    muscle, blood) may be another each time. Returns a table with a row for each ``SUPPLY_ms`` (see ``COLUMNS``), and
    the state to go on from: a run in parts is the same as one at once, to the last bit.
    """
    per_step = int(dt_ms)
    table = np.zeros((counts.size * per_step // SUPPLY_ms, 14))
    share, everything = shares_of(units.twitch), np.sum(units.twitch)
    phase, recruited, last_ap_ms, on_the_way = chain.phase, chain.recruited, chain.last_ap_ms, chain.on_the_way
    slow, mixed, fast, vessels = chain.slow, chain.mixed, chain.fast, chain.vessels
    cells = [chain.small_cell, chain.middle_cell, chain.large_cell]
    supplies = [feedback(cells[0]), feedback(cells[1]), feedback(cells[2])]
    attached = chain.attached
    resting = np.array([fibre_at_rest_mM_s(fibres[0]), fibre_at_rest_mM_s(fibres[1]),
                        fibre_at_rest_mM_s(fibres[2])])
    use, impulses, weight = np.zeros(3), np.zeros(3), np.zeros(3)
    open_sum = force = calcium = nerve = answered = 0.0
    first = row = 0
    ms = chain.ms[0]
    for step in range(counts.size):
        count = counts[step]
        fired = spike_unit[first:first + count]
        for j in range(count):
            chain.last_ms[fired[j]] = spike_ms[first + j]
            nerve += units.twitch[fired[j]] / everything
        first += count
        end_ms = float(ms + per_step)
        for inner in range(per_step):
            arrivals(units, link, chain.last_ms, fired, count if inner == 0 else 0, end_ms, phase, recruited, weight)
            place = ms % on_the_way.shape[0]
            for third in range(3):
                arrived = on_the_way[place, third] > 0.0
                on_the_way[place, third] = 0.0
                if phase[third] >= 1.0:
                    phase[third] -= 1.0
                    on_the_way[(ms + int(link.delay_ms)) % on_the_way.shape[0], third] = 1.0
                    arrived = arrived or int(link.delay_ms) == 0
                impulses[third] = 0.0
                if arrived and ms - last_ap_ms[third] >= link.shortest_ms and recruited[third] > 0.0:
                    impulses[third] = 1.0
                    last_ap_ms[third] = ms
                    answered += share[third] * recruited[third]
            slow, out_0 = one_ms(fibres[0], supplies[0], slow, attached[0], impulses[0] > 0.0, substeps)
            mixed, out_1 = one_ms(fibres[1], supplies[1], mixed, attached[1], impulses[1] > 0.0, substeps)
            fast, out_2 = one_ms(fibres[2], supplies[2], fast, attached[2], impulses[2] > 0.0, substeps)
            use[0] += out_0.pump_ATP_mM_s + out_0.bridges_ATP_mM_s + NA_K_PER_IMPULSE_mM_s * impulses[0]
            use[1] += out_1.pump_ATP_mM_s + out_1.bridges_ATP_mM_s + NA_K_PER_IMPULSE_mM_s * impulses[1]
            use[2] += out_2.pump_ATP_mM_s + out_2.bridges_ATP_mM_s + NA_K_PER_IMPULSE_mM_s * impulses[2]
            now = (share[0] * recruited[0] * out_0.force + share[1] * recruited[1] * out_1.force
                   + share[2] * recruited[2] * out_2.force)
            force += now
            open_sum += vessels_open(now)
            calcium += share[0] * slow.Ca_uM + share[1] * mixed.Ca_uM + share[2] * fast.Ca_uM
            ms += 1
            if ms % SUPPLY_ms == 0:
                dt_s = SUPPLY_ms / 1000.0
                oxidation = wanted = 0.0
                put = table[row]
                for third in range(3):
                    part = recruited[third]
                    used = BASAL_mM_s + part * (use[third] / SUPPLY_ms - resting[third])
                    cells[third] = cell_step(muscle, cells[third], used, vessels, dt_s)
                    supplies[third] = feedback(cells[third])
                    cell, atp = cells[third], atp_mM(cells[third].energy_mM, cells[third].pcr_mM)
                    oxidation += share[third] * cell.oxidation_mM_s
                    wanted += share[third] * cell.wanted_mM_s
                    put[4] += share[third] * used
                    put[5] += share[third] * cell.pcr_mM
                    put[6] += share[third] * atp
                    put[7] += share[third] * phosphate_mM(cell.pcr_mM, atp)
                    put[8] += share[third] * cell.pH
                    put[9] += share[third] * cell.lactate_mM
                    put[10] += share[third] * cell.glycogen_mM
                    put[13] += share[third] * part
                    use[third] = 0.0
                vessels = blood_step(blood, vessels, wanted, oxidation, muscle.oxidation_mM_s, open_sum / SUPPLY_ms,
                                     dt_s)
                put[0], put[1] = nerve / dt_s, answered / dt_s
                put[2], put[3] = calcium / SUPPLY_ms, force / SUPPLY_ms
                put[11], put[12] = vessels.po2_mmHg, vessels.flowing_mL_100g_min
                open_sum = force = calcium = nerve = answered = 0.0
                row += 1
    chain.ms[0] = ms
    return table, ChainState(chain.ms, chain.last_ms, phase, recruited, last_ap_ms, on_the_way, slow, mixed, fast,
                             attached, cells[0], cells[1], cells[2], vessels)
