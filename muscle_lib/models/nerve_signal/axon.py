"""An impulse on its way along an axon without myelin: the Hodgkin–Huxley cable."""

from __future__ import annotations

import functools
import math

import numpy as np
from numpy.typing import NDArray

from muscle_lib.compiled import compiled
from muscle_lib.models.nerve_signal.axon_trace import AxonTrace
from muscle_lib.models.nerve_signal.cable import (
    TABLE_mV,
    note_crossings,
    relaxation,
    relaxed,
    solve_tridiagonal,
    table_place,
)
from muscle_lib.models.nerve_signal.membrane import HH52, Membrane, rates_per_ms
from muscle_lib.models.nerve_signal.membrane_trace import REST_mV
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity, same_as

#: The impulse has arrived at a place when the voltage there rises through this.
ARRIVAL_mV = -20.0
#: When no place is above this, and no stimulus is to come, nothing more will happen.
QUIET_mV = -60.0
#: The electrode covers this part of the length constant (0.6 mm of the squid's axon).
ELECTRODE_LAMBDA = 0.057
#: The shortest run, and the longest wait for the quiet after the last pulse.
SHORTEST_ms, LONGEST_ms = 2.0, 40.0
PICTURE_ms = 0.04
#: Of up to this many impulses at each place the arrival times are kept.
KEPT_IMPULSES = 8


@functools.cache
def rate_table() -> NDArray:
    """The six rates of ``rates_per_ms`` (rows) at each voltage of the table."""
    table = np.array([rates_per_ms(v) for v in TABLE_mV]).T
    table.setflags(write=False)
    return table


@compiled
def integrate_cable(near, far, electrode, places, steps, shortest, store_every, dt_ms,
                    m_table, h_table, n_table,
                    m_start, h_start, n_start, coupling_mS_cm2, c_uF_cm2, g_na, g_k, g_l, e_na, e_k, e_l,
                    v_start, quiet_mV):
    """Step an axon with sealed ends through currents into its first and last places (µA/cm², one per step).

    Each step moves the gates at the present voltage (exponential Euler), then the voltages of all places
    together (Crank–Nicolson: solve for the voltage half a step on, then go as far again). It ends early,
    after at least ``shortest`` steps, once no place is above ``quiet_mV``.
    Returns the stored voltages (time, place), the arrivals in ms (impulse, place; NaN where there was none),
    the number of impulses at each place and the highest voltage at each.
    """
    v = np.full(places, v_start)
    m = np.full(places, m_start)
    h = np.full(places, h_start)
    n = np.full(places, n_start)
    coupling = np.full(places - 1, coupling_mS_cm2)
    constant = np.full(places, 2.0 * c_uF_cm2 / dt_ms + g_l + 2.0 * coupling_mS_cm2)
    constant[0] -= coupling_mS_cm2
    constant[-1] -= coupling_mS_cm2
    stored = np.full((steps // store_every + 1, places), v_start)
    rows = 1
    arrivals = np.full((KEPT_IMPULSES, places), np.nan)
    count = np.zeros(places, dtype=np.int64)
    peak = v.copy()
    for step in range(steps):
        index, part = table_place(v)
        m = relaxed(m, m_table[0], m_table[1], index, part)
        h = relaxed(h, h_table[0], h_table[1], index, part)
        n = relaxed(n, n_table[0], n_table[1], index, part)
        open_na = g_na * m * m * m * h
        open_k = g_k * n * n * n * n
        diagonal = constant + open_na + open_k
        middle = 2.0 * c_uF_cm2 / dt_ms * v + open_na * e_na + open_k * e_k + g_l * e_l
        if step < near.size:
            # Place by place: to put arrays into parts of arrays takes Numba seconds to compile.
            for i in range(electrode):
                middle[i] += near[step]
                middle[places - 1 - i] += far[step]
        solve_tridiagonal(diagonal, coupling, middle)
        after = 2.0 * middle - v
        note_crossings(v, after, ARRIVAL_mV, step * dt_ms, dt_ms, count, arrivals)
        v = after
        peak = np.maximum(peak, v)
        if (step + 1) % store_every == 0:
            # In this loop, because max() takes Numba twice as long to compile as the solver.
            is_quiet = step >= shortest
            for i in range(places):
                stored[rows, i] = v[i]
                is_quiet = is_quiet and v[i] < quiet_mV
            rows += 1
            if is_quiet:
                break
    return stored[:rows], arrivals, count, peak


@model
class UnmyelinatedAxon:
    """An axon without myelin: the membrane of Hodgkin & Huxley 1952 along a cable.

    The equations in words
    ----------------------
    The axon is cut into short places. At each of them:
        C · dV/dt = stimulus + current from the two neighbours − sodium current − potassium current − leak
        current from a neighbour = coupling · (its voltage − this voltage)
        coupling = radius / (2 · resistivity inside · length of a place²)
    The ionic currents and their gates are those of the membrane model. The ends are sealed.
    Lengths are counted in length constants, λ = √(diameter / (4 · resistivity inside · leak conductance)),
    about 10.6 mm in the squid. A thinner axon is therefore shorter here: the impulse takes the same time over
    it, and its velocity goes with the square root of the diameter.

    ``run()`` returns an AxonTrace. It ends when the axon is quiet again.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Source: Hodgkin & Huxley 1952, J Physiol 117:500, doi 10.1113/jphysiol.1952.sp004764.
    """

    diameter_um: float = quantity(
        476.0, unit="µm", low=1.0, high=1000.0, step=1.0, scale="log", symbol="d", label="Diameter",
        meaning="476 µm is a squid's giant axon; a C fibre has about 1 µm.", source=HH52)
    temperature_C: float = quantity(
        18.5, unit="°C", low=0.0, high=35.0, step=0.5, symbol="T", label="Temperature",
        meaning="Gates move three times as fast for every 10 °C. With a squid's membrane the impulse fails "
                "from about 33 °C on, so it must not be read as a warm human nerve.", source=HH52)
    na_channels_percent: float = same_as(Membrane, "na_channels_percent")
    stimulus_nC_cm2: float = quantity(
        1200.0, unit="nC/cm²", low=0.0, high=6000.0, step=10.0, symbol="Q₁", label="Pulse at the near end",
        meaning="Charge of a short current pulse into the first bit of the axon; most of it flows on inside.",
        source="Our choice: well above the threshold over the whole range of temperatures.")
    far_nC_cm2: float = quantity(
        0.0, unit="nC/cm²", low=0.0, high=6000.0, step=10.0, symbol="Q_far", label="Pulse at the far end",
        meaning="At the same moment as the first: two impulses then run towards each other.",
        source="Our choice: the range of the near end.")
    second_nC_cm2: float = quantity(
        0.0, unit="nC/cm²", low=0.0, high=6000.0, step=10.0, symbol="Q₂",
        label="Second pulse at the near end",
        meaning="A strong one, 6000 nC/cm², shows when the axon can conduct again.",
        source="Our choice: the range of the first pulse.")
    second_delay_ms: float = quantity(
        4.0, unit="ms", low=0.5, high=12.0, step=0.05, symbol="Δt", label="Second pulse comes after",
        meaning="From the start of the first pulse to the start of the second.", idle_at=({"second_nC_cm2": 0.0},),
        source="Our choice: spans the refractory period from 6.3 °C up.")
    Ri_ohm_cm: float = quantity(
        35.4, unit="Ω cm", low=20.0, high=200.0, symbol="R_i", label="Resistivity of the inside",
        meaning="Mammals: about 100 Ω cm.", source=HH52, fixed=True)
    # The squid's membrane itself. The limits are narrower than in the membrane model: beyond them an axon can
    # fire without a stimulus, and the run could not tell when all is over.
    g_Na_mS_cm2: float = same_as(Membrane, "g_Na_mS_cm2", low=100.0, high=140.0)
    g_K_mS_cm2: float = same_as(Membrane, "g_K_mS_cm2", low=32.0, high=72.0)
    g_L_mS_cm2: float = same_as(Membrane, "g_L_mS_cm2", low=0.2, high=0.4)
    E_Na_mV: float = same_as(Membrane, "E_Na_mV", low=40.0, high=60.0)
    E_K_mV: float = same_as(Membrane, "E_K_mV", low=-90.0, high=-76.0)
    E_L_mV: float = same_as(Membrane, "E_L_mV", low=-65.0, high=-54.0)
    C_uF_cm2: float = same_as(Membrane, "C_uF_cm2", low=0.8, high=1.5)
    start_ms: float = quantity(
        0.2, unit="ms", low=0.0, high=5.0, symbol="t₀", label="Start of the stimulus",
        source="Our choice: shows the rest before.", fixed=True)
    pulse_ms: float = quantity(
        0.2, unit="ms", low=0.05, high=1.0, symbol="t_p", label="Length of a pulse",
        source="Our choice: short beside the impulse.", fixed=True)
    length_lambda: float = quantity(
        5.7, unit="λ", low=3.0, high=20.0, symbol="L/λ", label="Length, in length constants",
        meaning="60 mm of the squid's axon.",
        source="Our choice: a velocity free of both ends can be measured.", fixed=True)
    places: int = quantity(
        150, unit="", low=50, high=1200, symbol="N", label="Places at which the voltage is computed",
        source="Our choice: doubling them changes the velocity by 0.1 %, by 0.6 % at 33 °C.", fixed=True)
    dt_ms: float = quantity(
        0.005, unit="ms", low=0.0002, high=0.01, symbol="dt", label="Time step, above 10 °C",
        meaning="Twice as long up to 10 °C.",
        source="Our choice: halving it changes velocities by less than 0.4 %.", fixed=True)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "It is a squid's membrane. For a C fibre 18.5 °C stands in for the kinetics of a warm mammal; a "
        "human C fibre has other channels.",
        "The squid's axon of the 1952 paper conducted at 21.2 m/s; the equations give 18.7.",
        "The conductances do not grow with temperature, only the gates get faster. So the temperature at "
        "which conduction fails, 33 °C, is the model's.",
        "Concentrations stay as they are: no potassium gathers outside, and there is no pump.",
        "One axon of one diameter, without branches. The outside has no resistance, and that of the inside is the same "
        "at all temperatures.",
        "The noise of single channels is left out.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> AxonTrace:
        """Run the experiment that the parameters describe."""
        return self._integrate(QUIET_mV)

    def _integrate(self, quiet_mV: float) -> AxonTrace:
        dt = self.dt_ms if self.temperature_C > 10.0 else 2.0 * self.dt_ms
        dx_lambda = self.length_lambda / self.places
        electrode = max(1, round(ELECTRODE_LAMBDA / dx_lambda))
        near, far = self._currents(dt, ELECTRODE_LAMBDA / (electrode * dx_lambda))
        steps = near.size + round(LONGEST_ms / dt)
        store_every = max(1, round(PICTURE_ms / dt))
        alpha_m, beta_m, alpha_h, beta_h, alpha_n, beta_n = rate_table()
        warmer_dt = dt * 3.0 ** ((self.temperature_C - 6.3) / 10.0)
        rest = rates_per_ms(REST_mV)
        v, arrivals, count, peak = integrate_cable(
            near, far, electrode, self.places, steps, near.size + round(SHORTEST_ms / dt), store_every, dt,
            relaxation(alpha_m, beta_m, warmer_dt), relaxation(alpha_h, beta_h, warmer_dt),
            relaxation(alpha_n, beta_n, warmer_dt), *(rest[i] / (rest[i] + rest[i + 1]) for i in (0, 2, 4)),
            self.g_L_mS_cm2 / dx_lambda**2, self.C_uF_cm2,
            self.g_Na_mS_cm2 * self.na_channels_percent / 100.0, self.g_K_mS_cm2, self.g_L_mS_cm2,
            self.E_Na_mV, self.E_K_mV, self.E_L_mV, REST_mV, quiet_mV)
        return AxonTrace(
            t_ms=np.arange(len(v)) * store_every * dt,
            x_mm=(np.arange(self.places) + 0.5) * dx_lambda * self.lambda_mm,
            v_mV=v, arrivals_ms=arrivals, impulses_at=count, peaks_mV=peak,
            pulses=int(self.stimulus_nC_cm2 > 0.0) + int(self.second_nC_cm2 > 0.0),
            far_pulses=int(self.far_nC_cm2 > 0.0), diameter_um=self.diameter_um)

    @property
    def lambda_mm(self) -> float:
        """The length constant of the resting axon."""
        # diameter/4 in cm; conductance in S/cm²; the result from cm to mm.
        return 10.0 * math.sqrt(self.diameter_um * 1e-4 / 4.0 / (self.Ri_ohm_cm * self.g_L_mS_cm2 * 1e-3))

    def _currents(self, dt_ms: float, per_place: float) -> tuple[NDArray, NDArray]:
        """The currents (µA/cm²) into each place under an electrode, one per step, to the end of the last."""
        first = round(self.start_ms / dt_ms)
        second = first + round(self.second_delay_ms / dt_ms)
        length = max(1, round(self.pulse_ms / dt_ms))
        near = np.zeros((second if self.second_nC_cm2 else first) + length)
        far = np.zeros_like(near)
        uA_per_nC = per_place / (length * dt_ms)
        near[first:first + length] += self.stimulus_nC_cm2 * uA_per_nC
        far[first:first + length] += self.far_nC_cm2 * uA_per_nC
        near[second:second + length] += self.second_nC_cm2 * uA_per_nC
        return near, far


UnmyelinatedAxon.presets = grouped({
    # Those that fit on one picture with the squid's axon.
    "squid": (
        Preset("Squid giant axon", UnmyelinatedAxon(), source=HH52,
               expect="one impulse from end to end at nearly 19 m/s, as high at the end as at the beginning",
               signature={"velocity_m_s": (18.5, 18.9), "transmitted": (1, 1), "peak_mV": (25.0, 26.0)}),
        Preset("Two impulses that meet", UnmyelinatedAxon(far_nC_cm2=1200.0), source=HH52,
               expect="an impulse from each end; they meet in the middle and both end, since behind each the "
                      "axon is refractory",
               signature={"meeting_mm": (28.5, 31.5), "transmitted": (0, 0)}),
        Preset("Too soon after the first", UnmyelinatedAxon(second_nC_cm2=6000.0, second_delay_ms=1.5),
               source=HH52,
               expect="even a strong second pulse sends no second impulse down the axon",
               signature={"transmitted": (1, 1)}),
        Preset("Too warm", UnmyelinatedAxon(temperature_C=34.5),
               source="Our choice of 34.5 °C; the model: " + HH52,
               expect="the gates that end the impulse have become so fast that none travels",
               signature={"transmitted": (0, 0), "peak_mV": (-66.0, -20.0)})),
    "C fibre": (
        Preset("C fibre", UnmyelinatedAxon(diameter_um=1.0, Ri_ohm_cm=100.0),
               source="Our choice: the same membrane, 1 µm thick, with a mammal's resistivity inside",
               expect="one impulse at half a metre per second: two seconds from the foot to the spinal cord",
               signature={"velocity_m_s": (0.50, 0.52), "transmitted": (1, 1)}),
        Preset("Local anaesthetic", UnmyelinatedAxon(diameter_um=1.0, Ri_ohm_cm=100.0, na_channels_percent=38.0),
               source="Our choice of 38 %",
               expect="with so few sodium channels a C fibre's impulse gets smaller on its way and dies out",
               signature={"transmitted": (0, 0), "peak_mV": (-66.0, -20.0)})),
})
