"""A sheet of heart muscle: cells side by side, each excites its neighbours.

The equations in words
----------------------
Each cell is the one of ``cell.py``. Its voltage u changes by its own currents, and by what flows in from its four
neighbours:
    change of u = h · u² · (1 − u) / τ_in − u / τ_out + D · (the four neighbours − 4 · u) / (width of a cell)²
    change of h = (1 − h) / τ_open below the gate, u < 0.13; −h / τ_close above it
    change of force = (u − force) / 40 ms while it rises, / 60 ms while it falls
At the edges nothing flows: a ring of cells round the sheet mirrors the second row and column.

A ``Tissue`` is changed in place. Seen as a picture, row 0 is the uppermost, column 0 the left one:
    tissue = rested(128); pace_edge(tissue); advance(tissue, VF, 1000); inside(tissue.voltage)
The sheets called ``VF`` are chaotic: after a second or two a last bit that differs has become another picture.

Sources: Mitchell & Schaeffer 2003, doi 10.1016/S0092-8240(03)00041-7, for a cell. The sets but ``CELL``, the force,
the stimuli and all that is read off are our choice.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muscle_lib.compiled import GONE, compiled
from muscle_lib.models.heart.cell import CELL, GATE, FALL_ms, Membrane, RISE_ms

#: One persisting spiral; the same with a stronger inward current, where it breaks up; one that turns rigidly.
TACHY = CELL._replace(close_ms=100.0)
VF, RIGID = TACHY._replace(in_ms=0.2), Membrane(0.2, 6.0, 200.0, 60.0)
#: The step, and how wide a cell of the sheet is: a patch of real cells. A wave is then 5 % slower than with finer ones.
DT_ms, CELL_cm = 0.2, 0.05
STEPS_per_ms = 5
#: How readily the voltage spreads.
DIFFUSION_cm2_ms = 0.001
#: So often the force is worked out, and a sheet is looked at.
LOOK_ms = 4
#: A sketch has cells twice as wide, longer steps, and is looked at less often.
SKETCH_STEPS_per_ms, SKETCH_CELL_cm, SKETCH_LOOK_ms = 2, 2.0 * CELL_cm, 8
#: Over this voltage a cell is excited; with no such cell the sheet is quiet.
EXCITED = 0.3
#: A wave runs on where so many channels are ready for each ms of τ_in, as we found by trying.
NEEDED_per_ms = 0.93
#: What stimuli are: a strip at the left edge; strips all over the sheet, so far apart; a voltage; a round spot.
EDGE_cm, PURKINJE_cm, PURKINJE_EVERY_cm, PUSHED, SPOT_cm = 0.25, 0.15, 1.6, 0.9, 0.3
#: The electrode: so high over the sheet, and so far to the right of its left edge, in widths of it, at mid-height.
ELECTRODE_cm, ELECTRODE_WIDTHS = 2.0, 1.2
#: What the ECGs leave out.
ECG_FALLS = ("That fronts end bit by bit. The steep falls of its ECG are ours: all of a flat front runs out at the "
             "sheet's edge, or meets another one, at the same moment; and a stimulus lifts many cells at once.")
#: A rotor is seen from two pictures, so long apart; round it they turn about this voltage.
ROTOR_ms, ROTOR_VOLTAGE = 16, 0.4


class Tissue(NamedTuple):
    """A sheet: fields with a ring of mirror cells round them; ``inside(field)`` is what there is of it."""

    voltage: NDArray
    ready: NDArray
    force: NDArray
    #: Where the next voltages are written.
    spare: NDArray
    cell_cm: float = CELL_cm

    @property
    def size(self) -> int:
        """How many cells the sheet has along each side."""
        return len(self.voltage) - 2

    def cells(self, cm: float) -> int:
        """How many cells a length is."""
        return round(cm / self.cell_cm)


def rested(size: int, cell_cm: float = CELL_cm) -> Tissue:
    """A square sheet of so many cells along each side, all at rest. With wider cells it is a sketch."""
    shape = (size + 2, size + 2)
    return Tissue(np.zeros(shape), np.ones(shape), np.zeros(shape), np.zeros(shape), cell_cm)


def inside(field: NDArray) -> NDArray:
    """A field without its ring; what is written there is written into the field."""
    return field[1:-1, 1:-1]


# Time ----------------------------------------------------------------------------------------------------------------


def advance(tissue: Tissue, membrane: Membrane, steps: int, dt_ms: float = DT_ms,
            diffusion_cm2_ms: float = DIFFUSION_cm2_ms) -> None:
    """Let voltages and channels go on by so many steps. Stable while diffusion · dt / (width of a cell)² < 1/4."""
    coupling = diffusion_cm2_ms * dt_ms / tissue.cell_cm ** 2
    _steps(tissue.voltage, tissue.ready, tissue.spare, steps, dt_ms, coupling, membrane)


def pull(tissue: Tissue, ms: float = LOOK_ms) -> None:
    """Let the force follow the voltage for so long, in one step: at most 10 ms."""
    _follow(tissue.voltage, tissue.force, ms / RISE_ms, ms / FALL_ms)


def going_on(tissue: Tissue, membrane: Membrane, duration_ms: int,
             stimuli: Mapping[int, Callable[[Tissue], None]] | None = None,
             diffusion_cm2_ms: float = DIFFUSION_cm2_ms) -> Iterator[int]:
    """Let time go by with voltages, channels and force; every 4 ms (in a sketch, which has wider cells: 8 ms) it
    stops, says the time, and you may look.

    ``stimuli`` says what is done to the tissue at which ms. What is done at a time is done before that look.
    """
    stimuli = stimuli or {}
    look_ms, steps_per_ms = paced(tissue)
    for now in range(0, duration_ms + 1, look_ms):
        if now in stimuli:
            stimuli[now](tissue)
        yield now
        if now + look_ms > duration_ms:
            return
        between = sorted(ms for ms in stimuli if now < ms < now + look_ms)
        for start, end in zip([now, *between], [*between, now + look_ms], strict=True):
            if start != now:
                stimuli[start](tissue)
            advance(tissue, membrane, (end - start) * steps_per_ms, 1.0 / steps_per_ms, diffusion_cm2_ms)
        pull(tissue, look_ms)


def paced(tissue: Tissue) -> tuple[int, int]:
    """How often a sheet is looked at (ms), and how many steps it makes in a millisecond: fewer if it is a sketch."""
    is_sketch = tissue.cell_cm >= SKETCH_CELL_cm
    return (SKETCH_LOOK_ms, SKETCH_STEPS_per_ms) if is_sketch else (LOOK_ms, STEPS_per_ms)


def _cell_by_cell(voltage, ready, spare, steps, dt_ms, coupling, membrane):
    """Steps of all cells, each from the old values alone. No test of an index inside: so it becomes vector code."""
    rows, columns = voltage.shape
    inward, outward = dt_ms / membrane.in_ms, dt_ms / membrane.out_ms
    opening, closing = dt_ms / membrane.open_ms, dt_ms / membrane.close_ms
    old, new = voltage, spare
    for _ in range(steps):
        for i in range(rows):
            old[i, 0], old[i, columns - 1] = old[i, 2], old[i, columns - 3]
        for j in range(columns):
            old[0, j], old[rows - 1, j] = old[2, j], old[rows - 3, j]
        for i in range(1, rows - 1):
            above, here, below, h, after = old[i - 1], old[i], old[i + 1], ready[i], new[i]
            for j in range(1, columns - 1):
                u = here[j]
                after[j] = (u + coupling * (above[j] + below[j] + here[j - 1] + here[j + 1] - 4.0 * u)
                            + inward * h[j] * u * u * (1.0 - u) - outward * u)
                h[j] += opening * (1.0 - h[j]) if u < GATE else -closing * h[j]
        old, new = new, old
    for i in range(rows):
        now, other = old[i], voltage[i]
        for j in range(columns):
            other[j] = now[j] if now[j] > GONE else 0.0


def _all_at_once(voltage, ready, spare, steps, dt_ms, coupling, membrane):
    """The same in whole arrays, for where there is no Numba; in the same order, so that it is the same to the last bit.

    All rows lie behind each other, in one long array: so each pass over the cells takes half the time. What that makes
    of the ring at the left and right is wiped out before the next step.
    """
    inward, outward = dt_ms / membrane.in_ms, dt_ms / membrane.out_ms
    opening, closing = dt_ms / membrane.open_ms, dt_ms / membrane.close_ms
    width = len(voltage)
    first, end = width + 1, voltage.size - width - 1
    h = _in_a_row(ready)[first:end]
    flow, rest = np.empty_like(h), np.empty_like(h)
    excited = np.empty(h.shape, dtype=bool)
    old, new = voltage, spare
    for _ in range(steps):
        old[:, 0], old[:, -1] = old[:, 2], old[:, -3]
        old[0], old[-1] = old[2], old[-3]
        before, after = _in_a_row(old), _in_a_row(new)[first:end]
        u = before[first:end]
        np.add(before[first - width:end - width], before[first + width:end + width], out=flow)
        flow += before[first - 1:end - 1]
        flow += before[first + 1:end + 1]
        np.multiply(u, 4.0, out=rest)
        flow -= rest
        flow *= coupling
        np.add(u, flow, out=after)
        np.multiply(h, inward, out=flow)
        flow *= u
        flow *= u
        np.subtract(1.0, u, out=rest)
        flow *= rest
        after += flow
        np.multiply(u, outward, out=flow)
        after -= flow
        np.greater_equal(u, GATE, out=excited)
        np.subtract(1.0, h, out=flow)
        flow *= opening
        np.multiply(h, -closing, out=flow, where=excited)
        h += flow
        old, new = new, old
    np.multiply(old, old > GONE, out=voltage)


def _in_a_row(field: NDArray) -> NDArray:
    """A field as one long array: the same numbers, not a copy."""
    return field.reshape(-1, copy=False)


def _follow_one_by_one(voltage, force, rising, falling):
    rows, columns = voltage.shape
    for i in range(rows):
        u, pulled = voltage[i], force[i]
        for j in range(columns):
            gap = u[j] - pulled[j]
            pulled[j] += gap * (rising if gap > 0.0 else falling)
            pulled[j] *= pulled[j] > GONE


def _follow_all_at_once(voltage, force, rising, falling):
    gap = voltage - force
    force += gap * np.where(gap > 0.0, rising, falling)
    force *= force > GONE


_steps = compiled(_cell_by_cell, without_numba=_all_at_once)
_follow = compiled(_follow_one_by_one, without_numba=_follow_all_at_once)


# What is done to a sheet ---------------------------------------------------------------------------------------------


def pace_edge(tissue: Tissue) -> None:
    """A beat from the left edge, from where it has to run through the sheet."""
    inside(tissue.voltage)[:, :tissue.cells(EDGE_cm)] = 1.0


def pace_purkinje(tissue: Tissue) -> None:
    """A beat from many places at once, as the heart's own quick threads bring it."""
    for first in range(tissue.cells(PURKINJE_cm)):
        inside(tissue.voltage)[:, first::tissue.cells(PURKINJE_EVERY_cm)] = 1.0


def pace_quarter(tissue: Tissue) -> None:
    """A stimulus to the upper left quarter."""
    half = tissue.size // 2
    quarter = inside(tissue.voltage)[:half, :half]
    np.maximum(quarter, PUSHED, out=quarter)


def poke(tissue: Tissue, row: float, column: float, radius_cm: float = SPOT_cm) -> None:
    """A stimulus to a round spot; a place outside the sheet is taken to its edge."""
    last = tissue.size - 1
    rows, columns = np.ogrid[:tissue.size, :tissue.size]
    spot = np.hypot(rows - np.clip(row, 0, last), columns - np.clip(column, 0, last)) <= tissue.cells(radius_cm)
    field = inside(tissue.voltage)
    field[spot] = np.maximum(field[spot], PUSHED)


def shock(tissue: Tissue, dose: float, part: float = 1.0) -> None:
    """Lift the voltage at one instant by a dose, but not over 1, in the left part of the sheet (1: in all of it)."""
    reached = inside(tissue.voltage)[:, :round(part * tissue.size)]
    np.maximum(reached, np.minimum(reached + dose, 1.0), out=reached)


# What is read off a sheet --------------------------------------------------------------------------------------------


def quiet(tissue: Tissue) -> bool:
    """Whether no cell of the whole sheet is excited."""
    return bool(inside(tissue.voltage).max() < EXCITED)


def picture(tissue: Tissue, cells: int) -> NDArray:
    """The voltages as a small picture to be kept, in per cent: of so many cells along each side, evenly chosen."""
    every = tissue.size // cells
    return (100.0 * inside(tissue.voltage)[::every, ::every]).astype(np.float16)


def waiting(tissue: Tissue, membrane: Membrane, places: int) -> NDArray:
    """Where a cell is at rest, but not ready for a wave yet: so many places along each side, evenly chosen."""
    every = ((np.arange(places) + 0.5) * tissue.size / places).astype(int)
    voltage, ready = (inside(field)[np.ix_(every, every)] for field in (tissue.voltage, tissue.ready))
    return (voltage < EXCITED) & (ready < NEEDED_per_ms * membrane.in_ms)


def mean_force(tissue: Tissue) -> float:
    """The mean force of all cells, from 0 to 1."""
    return float(inside(tissue.force).mean())


def ecg(tissue: Tissue) -> float:
    """What an electrode over the sheet's right edge sees, in units of its own: up while a front comes nearer."""
    # Not np.dot: its threads cost more than they bring.
    return float(np.einsum("ij,ij->", _ecg_weights(tissue.size, tissue.cell_cm), inside(tissue.voltage)))


@functools.cache
def _ecg_weights(size: int, cell_cm: float) -> NDArray:
    """What a cell's voltage counts at the electrode: −∇u · ∇(1/r), summed over the sheet, sorted by cells."""
    place_cm = np.arange(size) * cell_cm
    x = ELECTRODE_WIDTHS * size * cell_cm - place_cm[np.newaxis, :]
    y = size * cell_cm / 2.0 - place_cm[:, np.newaxis]
    cubed = (x ** 2 + y ** 2 + ELECTRODE_cm ** 2) ** 1.5
    slope_of = np.asarray(np.gradient(np.eye(size), cell_cm, axis=0))
    return -(slope_of.T @ (y / cubed) + (x / cubed) @ slope_of) * cell_cm ** 2


def rotors(before: NDArray, now: NDArray) -> NDArray:
    """Where something turns: row and column of each rotor, from two pictures of the voltage 16 ms apart.

    Round a rotor a cell's phase (where it is on its way up and down) goes through a whole turn. Ends of waves that
    last for a few ms only are found, too.
    """
    phase = np.arctan2((before - ROTOR_VOLTAGE).astype(np.float32), (now - ROTOR_VOLTAGE).astype(np.float32))
    down, right = _wrapped(np.diff(phase, axis=0)), _wrapped(np.diff(phase, axis=1))
    turn = right[:-1] + down[:, 1:] - right[1:] - down[:, :-1]
    return np.argwhere(np.abs(turn) > np.pi) + 0.5


def _wrapped(angle: NDArray) -> NDArray:
    """The same angle between −π and π."""
    return angle - 2.0 * np.pi * np.rint(angle / (2.0 * np.pi))


def pump(mean_force: NDArray) -> float:
    """How much the sheet's mean force goes up and down, from 0 to 1: what would move blood."""
    return float(np.ptp(mean_force))
