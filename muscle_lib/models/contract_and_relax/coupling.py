"""One muscle fibre: an impulse goes in, calcium, cross-bridges and force come out. Later chapters call it each ms.

The equations in words, for each millisecond
--------------------------------------------
    release pulse ← + availability · amount per impulse / release time, at an impulse; then it decays
    availability of release ← loses a part at each impulse, and recovers in 100 ms
    release = pulse · store / store at rest;   leak in proportion to the store;   uptake by a pump with two sites:
        uptake = fastest · Ca² / (Ca² + 1 µM²)
    troponin = binding rate · Ca · free sites − release rate · sites with calcium
    free calcium = (release + leak − uptake − what troponin binds) / 4, as fast buffers hold the rest
    filament on, if it had time = T⁴ / (T⁴ + half⁴), where T is the part of troponin with calcium;
        the filament follows this with a delay
    heads attached = attach rate · filament on · free heads − detach rate · [1 + γ · (filament off)] · heads attached
    force = (heads attached − the same at rest) / the same in a fresh 100 Hz tetanus
A head needs ATP to let go and to be ready for the next stroke: nearly without ATP it stays as it is, on or off. Then
up to a quarter of the heads slowly attach without calcium, too (rigor of a muscle that was at rest).

Calcium in µM and in litres of cell water, time in ms, ATP in mM. 1 µM/ms is 1 mM/s.
The form of the model and its constants are our own; they were fitted to human twitches and tetani (Sale et al. 1982,
doi 10.1152/jappl.1982.52.6.1636; Vandervoort & McComas 1983, Eur J Appl Physiol 51:435; Thomas et al. 1991,
J Neurophysiol 65:1509). A match with those is no evidence for the model.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muscle_lib.compiled import GONE, compiled

#: Free calcium at rest, and the calcium of the store (counted as if it were dissolved in the cell's water).
REST_CA_uM, REST_STORE_uM = 0.05, 1500.0
#: Half saturation of the pump; free calcium and what fast buffers hold, as a multiple of the free calcium.
PUMP_HALF_uM, BUFFER = 1.0, 4.0
#: How long the potentiation of a twitch lasts, and what part of its room one impulse takes.
POTENTIATION_LASTS_ms, POTENTIATION_PER_IMPULSE = 200_000.0, 0.01
#: ATP of a rested fibre; at which ATP the heads' steps are half as fast, and the store's pump and gate.
REST_ATP_mM, DETACH_HALF_mM, STORE_HALF_mM = 8.2, 0.1, 0.5
#: The square of the ATP at which rigor is half on; how fast heads attach in it, as a part of the usual rate; and how
#: many of all heads at most.
RIGOR_mM2, RIGOR_PART, RIGOR_HEADS = 0.0025, 0.2, 0.25
#: Myosin heads (1000 × mM, so that rates per ms give mM/s), and what the Na/K pump uses in the ms of an impulse.
HEADS_uM, NA_K_PER_IMPULSE_mM_s = 240.0, 2.0
#: Inner steps in a millisecond.
SUBSTEPS = 4


class FibreType(NamedTuple):
    """The constants of a kind of fibre; all are floats, so that compiled code can take them."""

    #: Calcium released by one impulse, and the time in which it comes out.
    release_uM: float
    release_ms: float
    #: The fastest uptake by the pump.
    pump_uM_ms: float
    troponin_on_uM_ms: float
    troponin_off_ms: float
    #: The part of troponin with calcium at which half of the filament is on.
    half_on: float
    attach_ms: float
    detach_ms: float
    #: How many times faster heads detach from a filament that is off (γ).
    switch_off: float
    #: The part of its availability that release loses with an impulse, and the time in which that recovers.
    release_loss: float
    recovery_ms: float
    troponin_uM: float
    filament_ms: float
    #: The part of the heads that is attached in a fresh 100 Hz tetanus: force 1.
    full: float
    #: The most that potentiation can lower ``half_on``, as a part of it; 0 is off.
    potentiation: float


SLOW = FibreType(34.0, 2.9, 0.86, 0.04, 0.060, 0.236, 0.0054, 0.0024, 5.3, 0.21, 100.0, 75.0, 67.0, 0.6876, 0.02)
MIXED = FibreType(45.0, 1.7, 1.92, 0.04, 0.046, 0.243, 0.0057, 0.0042, 6.7, 0.06, 100.0, 100.0, 54.0, 0.5688, 0.17)
FAST = FibreType(63.0, 1.7, 2.45, 0.04, 0.059, 0.234, 0.0084, 0.0103, 6.9, 0.06, 100.0, 126.0, 46.0, 0.4431, 0.26)


class Supply(NamedTuple):
    """What drugs, diseases and the energy supply change; all 1 in a healthy, rested fibre. The heads' speed as a factor
    and ATP (for rigor) stand apart, so that a caller can count the factor from its own ATP at rest."""

    pump: float = 1.0
    release: float = 1.0
    leak: float = 1.0
    #: On both steps of a head, to let go and to get ready anew: ``detach_factor``.
    detach: float = 1.0
    #: On ``switch_off`` (γ).
    switch_off: float = 1.0
    #: On ``half_on``: above 1 the filament is less sensitive to calcium.
    half_on: float = 1.0
    #: On the force of an attached head.
    head_force: float = 1.0
    atp_mM: float = REST_ATP_mM


class FibreState(NamedTuple):
    """Everything that changes in a fibre."""

    pulse_uM_ms: float
    available: float
    Ca_uM: float
    #: The parts: of troponin with calcium, of the filament that is on, of the heads that are attached.
    troponin: float
    store_uM: float
    filament: float
    attached: float
    potentiation: float


class Step(NamedTuple):
    """What came out of a millisecond: force (1 = fresh tetanus) at its end, and means of ATP use and calcium flow."""

    force: float
    pump_ATP_mM_s: float
    bridges_ATP_mM_s: float
    release_uM_ms: float
    uptake_uM_ms: float


def unpotentiated(fibre: FibreType) -> FibreType:
    """The same fibre with its potentiation off."""
    return fibre._replace(potentiation=0.0)


def slowed(fibre: FibreType, factor: float) -> FibreType:
    """The same fibre with all its rates times a factor, as in the cold. What an impulse releases stays the same."""
    return fibre._replace(
        release_ms=fibre.release_ms / factor, pump_uM_ms=fibre.pump_uM_ms * factor,
        troponin_on_uM_ms=fibre.troponin_on_uM_ms * factor, troponin_off_ms=fibre.troponin_off_ms * factor,
        attach_ms=fibre.attach_ms * factor, detach_ms=fibre.detach_ms * factor,
        recovery_ms=fibre.recovery_ms / factor, filament_ms=fibre.filament_ms / factor)


@compiled
def detach_factor(atp_mM, rest_atp_mM):
    """How fast heads detach at some ATP: 1 at rest, 0 without ATP."""
    return atp_mM / (atp_mM + DETACH_HALF_mM) * (rest_atp_mM + DETACH_HALF_mM) / rest_atp_mM


@compiled
def short_of_atp(supply, atp_mM):
    """What a fibre gets when its ATP has fallen: heads, pump and the store's gate all feel it. 1 at rest."""
    store = atp_mM / (atp_mM + STORE_HALF_mM) * (REST_ATP_mM + STORE_HALF_mM) / REST_ATP_mM
    return Supply(supply.pump * store, supply.release * store, supply.leak, detach_factor(atp_mM, REST_ATP_mM),
                  supply.switch_off, supply.half_on, supply.head_force, atp_mM)


@compiled
def filament_on(troponin, half_on):
    """The part of the filament that is on, if it had time enough."""
    q = troponin / half_on
    q = q * q * q * q
    return q / (1.0 + q)


@compiled
def leak_uM_ms(fibre):
    """The leak of a full store that is just what the pump takes up at rest."""
    return fibre.pump_uM_ms * REST_CA_uM**2 / (REST_CA_uM**2 + PUMP_HALF_uM**2)


@compiled
def at_rest(fibre):
    """The state of a rested, healthy fibre."""
    on = fibre.troponin_on_uM_ms * REST_CA_uM
    troponin = on / (on + fibre.troponin_off_ms)
    filament = filament_on(troponin, fibre.half_on)
    attach = fibre.attach_ms * filament
    attached = attach / (attach + fibre.detach_ms * (1.0 + fibre.switch_off * (1.0 - filament)))
    return FibreState(0.0, 1.0, REST_CA_uM, troponin, REST_STORE_uM, filament, attached, 0.0)


@compiled
def one_ms(fibre, supply, state, attached_at_rest, impulse, substeps):
    """Step a fibre by one millisecond, with or without an impulse at its beginning.

    ``attached_at_rest`` is ``at_rest(fibre).attached``, handed in so that it is worked out once. Returns the new
    FibreState and a Step. Force is never below 0, though a fibre with a strong pump rests below the usual rest.
    """
    pulse, available, Ca, troponin = state.pulse_uM_ms, state.available, state.Ca_uM, state.troponin
    store, filament, attached, potentiation = state.store_uM, state.filament, state.attached, state.potentiation
    half_on = fibre.half_on * (1.0 - potentiation) * supply.half_on
    if impulse:
        pulse += available * fibre.release_uM * supply.release / fibre.release_ms
        available *= 1.0 - fibre.release_loss
        potentiation += POTENTIATION_PER_IMPULSE * (fibre.potentiation - potentiation)
    elif pulse < GONE:
        pulse = 0.0
    available = 1.0 - (1.0 - available) * math.exp(-1.0 / fibre.recovery_ms)
    potentiation *= 1.0 - 1.0 / POTENTIATION_LASTS_ms
    s = 1.0 / substeps
    decay = math.exp(-s / fibre.release_ms)
    # The mean of the decaying pulse over the step: the amount released does not depend on the step.
    mean = fibre.release_ms * (1.0 - decay) / s
    leak = supply.leak * leak_uM_ms(fibre)
    gamma = fibre.switch_off * supply.switch_off
    rigor = RIGOR_PART * fibre.attach_ms * RIGOR_mM2 / (RIGOR_mM2 + supply.atp_mM * supply.atp_mM)
    released = taken_up = cycled = 0.0
    for _ in range(substeps):
        out = (pulse * mean + leak) * store / REST_STORE_uM
        pulse *= decay
        up = supply.pump * fibre.pump_uM_ms * Ca * Ca / (Ca * Ca + PUMP_HALF_uM * PUMP_HALF_uM)
        on = fibre.troponin_on_uM_ms * Ca
        bound = (troponin + s * on) / (1.0 + s * (on + fibre.troponin_off_ms))
        Ca += (s * (out - up) - fibre.troponin_uM * (bound - troponin)) / BUFFER
        store -= s * (out - up)
        troponin = bound
        filament = (filament * fibre.filament_ms + s * filament_on(troponin, half_on)) / (fibre.filament_ms + s)
        attach = fibre.attach_ms * supply.detach * filament
        detach = fibre.detach_ms * supply.detach * (1.0 + gamma * (1.0 - filament))
        stiff = rigor if attached < RIGOR_HEADS else 0.0
        attached = (attached + s * (attach + stiff * RIGOR_HEADS)) / (1.0 + s * (attach + stiff + detach))
        released += s * out
        taken_up += s * up
        cycled += s * detach * attached
    force = max(0.0, attached - attached_at_rest) / fibre.full * supply.head_force
    # The pump moves two calcium ions for one ATP; a head uses one ATP each time it lets go.
    return (FibreState(pulse, available, Ca, troponin, store, filament, attached, potentiation),
            Step(force, taken_up / 2.0, HEADS_uM * cycled, released, taken_up))


@compiled
def contract(fibre, supply, impulses, substeps):
    """Run a rested fibre through milliseconds with and without an impulse (an array of True and False).

    Returns one row for each moment from 0 on, one more than there are milliseconds. The columns: release (µM/ms),
    free calcium (µM), troponin, filament, attached heads, store (µM), force, uptake (µM/ms), and ATP use of the pump
    and of the bridges (mM/s); flows and ATP use are means over the millisecond before.
    """
    return contract_as_atp_falls(fibre, supply, impulses, np.empty(0), substeps)


@compiled
def contract_as_atp_falls(fibre, supply, impulses, atp_mM, substeps):
    """The same, with the ATP of each millisecond; an empty array leaves the supply as it is."""
    state = at_rest(fibre)
    attached_at_rest = state.attached
    leak = leak_uM_ms(fibre)
    kept = np.empty((impulses.size + 1, 10))
    kept[0, 0], kept[0, 1], kept[0, 2], kept[0, 3], kept[0, 4] = leak, state.Ca_uM, state.troponin, state.filament, \
        state.attached
    kept[0, 5], kept[0, 6], kept[0, 7], kept[0, 8], kept[0, 9] = state.store_uM, 0.0, leak, leak / 2.0, \
        HEADS_uM * fibre.attach_ms * state.filament * (1.0 - state.attached)
    for ms in range(impulses.size):
        now = short_of_atp(supply, atp_mM[ms]) if atp_mM.size else supply
        state, step = one_ms(fibre, now, state, attached_at_rest, impulses[ms], substeps)
        row = kept[ms + 1]
        row[0], row[1], row[2], row[3], row[4] = step.release_uM_ms, state.Ca_uM, state.troponin, state.filament, \
            state.attached
        row[5], row[6], row[7], row[8], row[9] = state.store_uM, step.force, step.uptake_uM_ms, \
            step.pump_ATP_mM_s, step.bridges_ATP_mM_s
    return kept


def train(rate_Hz: NDArray | float, duration_ms: int, at_once: bool = False) -> NDArray[np.bool_]:
    """Impulses at a rate, which may be an array with one value for each ms: whenever the integral of the rate passes a
    whole number. The first comes one interval after the beginning, or ``at_once``, in the first millisecond in which
    the rate is above 0."""
    rate = np.broadcast_to(np.asarray(rate_Hz, dtype=float), duration_ms)
    # Far less than an impulse, so that rounding does not put one into the next ms.
    passed = np.floor(np.cumsum(rate) / 1000.0 + 1e-9)
    impulses = np.diff(passed, prepend=0.0) > 0.0
    if at_once and rate.any():
        first = int(np.argmax(rate > 0.0))
        impulses[first + 1:] = impulses[first:-1].copy()
        impulses[first] = True
    return impulses
