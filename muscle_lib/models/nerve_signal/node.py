"""The node of a myelinated axon and its channels, and the loop that steps a row of nodes and internodes."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from muscle_lib.compiled import compiled
from muscle_lib.models.nerve_signal.cable import (
    TABLE_mV,
    note_crossings,
    relaxed,
    solve_tridiagonal,
    table_place,
)

CHIU = ("Our choice: as in Chiu et al. 1979, J Physiol 292:149–166 (rabbit), in the form of Sweeney et al. 1987, "
        "IEEE EMBS 9:1577–1578")

REST_mV = -80.0
#: The impulse has arrived at a node when the voltage there rises through this.
ARRIVAL_mV = -30.0
#: Of up to this many impulses at each node the arrival times are kept.
KEPT_IMPULSES = 25


@functools.cache
def rate_table() -> NDArray:
    """At each voltage of the table, as rows: alpha_m, beta_m, alpha_h, beta_h of the node, and alpha, beta of
    the potassium channels of bare internodes; in 1/ms at 37 °C."""
    w = TABLE_mV - REST_mV
    alpha_m = np.maximum((97.0 + 0.363 * w) / (1.0 + np.exp((31.0 - w) / 5.3)), 1e-9)
    beta_m = alpha_m / np.exp((w - 23.8) / 4.17)
    beta_h = 15.6 / (1.0 + np.exp((24.0 - w) / 10.0))
    alpha_h = beta_h / np.exp((w - 5.5) / 5.0)
    n_end = 1.0 / (1.0 + np.exp(-(w - 30.0) / 12.0))
    tau_n_ms = 0.3 + 1.2 / (1.0 + np.exp((w - 30.0) / 20.0))
    table = np.stack((alpha_m, beta_m, alpha_h, beta_h, n_end / tau_n_ms, (1.0 - n_end) / tau_n_ms))
    table.setflags(write=False)
    return table


@compiled
def integrate_nodes(current, apart, steps, shortest, store_every, dt_ms,
                    m_table, h_table, n_table, m_start, h_start, n_start,
                    c_uF, leak_mS, coupling_mS, node_na_mS, bare_k_mS, first_bare, after_bare,
                    e_na, e_k, e_l, v_start, quiet_mV):
    """Step a fibre through the current (µA, one per step) into its first node.

    Every place has its capacitance and leak; every place that is a multiple of ``apart`` is a node with
    sodium channels; the places from ``first_bare`` up to ``after_bare`` may have potassium channels. Each
    step moves the gates at the present voltage (exponential Euler), then the voltages of all places together
    (Crank–Nicolson: solve for the voltage half a step on, then go as far again). It ends early, after at
    least ``shortest`` steps, once no place is above ``quiet_mV``.
    Returns, for the nodes: the stored voltages (time, node), the arrivals in ms (impulse, node; NaN where
    there was none), the number of impulses and the highest voltage.
    """
    places = c_uF.size
    nodes = places // apart + 1
    v = np.full(places, v_start)
    m = np.full(nodes, m_start)
    h = np.full(nodes, h_start)
    n = np.full(after_bare - first_bare, n_start)
    constant = 2.0 / dt_ms * c_uF + leak_mS
    # Added in loops or to a view with a name: to put arrays into parts of arrays takes Numba seconds to compile.
    for i in range(places - 1):
        constant[i] += coupling_mS[i]
        constant[i + 1] += coupling_mS[i]
    stored = np.full((steps // store_every + 1, nodes), v_start)
    rows = 1
    arrivals = np.full((KEPT_IMPULSES, nodes), np.nan)
    count = np.zeros(nodes, dtype=np.int64)
    at_node = v[::apart].copy()
    peak = at_node.copy()
    for step in range(steps):
        index, part = table_place(at_node)
        m = relaxed(m, m_table[0], m_table[1], index, part)
        h = relaxed(h, h_table[0], h_table[1], index, part)
        open_na = node_na_mS * m * m * h
        diagonal = constant.copy()
        diagonal_at_node = diagonal[::apart]
        diagonal_at_node += open_na
        middle = 2.0 / dt_ms * c_uF * v + leak_mS * e_l
        middle_at_node = middle[::apart]
        middle_at_node += open_na * e_na
        if after_bare > first_bare:
            index, part = table_place(v[first_bare:after_bare])
            n = relaxed(n, n_table[0], n_table[1], index, part)
            open_k = bare_k_mS * n * n
            diagonal_bare = diagonal[first_bare:after_bare]
            diagonal_bare += open_k
            middle_bare = middle[first_bare:after_bare]
            middle_bare += open_k * e_k
        if step < current.size:
            middle[0] += current[step]
        solve_tridiagonal(diagonal, coupling_mS, middle)
        v = 2.0 * middle - v
        after = v[::apart].copy()
        note_crossings(at_node, after, ARRIVAL_mV, step * dt_ms, dt_ms, count, arrivals)
        at_node = after
        peak = np.maximum(peak, at_node)
        if (step + 1) % store_every == 0:
            for i in range(nodes):
                stored[rows, i] = at_node[i]
            rows += 1
            is_quiet = step >= shortest
            for i in range(places):  # max() takes Numba longer to compile
                is_quiet = is_quiet and v[i] < quiet_mV
            if is_quiet:
                break
    return stored[:rows], arrivals, count, peak
