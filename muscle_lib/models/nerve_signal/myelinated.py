"""An impulse on its way along a myelinated axon, healthy or with a stretch of thinned myelin."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.nerve_signal.cable import TABLE_mV, relaxation
from muscle_lib.models.nerve_signal.myelinated_trace import LESION_NODE, NODES, MyelinatedTrace
from muscle_lib.models.nerve_signal.node import CHIU, REST_mV, integrate_nodes, rate_table
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity

KOLES = "Koles & Rasminsky 1972, J Physiol 227:351–364"

#: When no place is above this, and no stimulus is to come, nothing more will happen: no impulse anywhere, and
#: no peak of a silent node that would move by 0.3 mV.
QUIET_mV = -75.0
#: The first pulse, and how long each lasts.
START_ms, PULSE_ms = 0.05, 0.1
#: The shortest run, and the longest wait for the quiet after the last pulse.
SHORTEST_ms, LONGEST_ms = 0.5, 6.0
PICTURE_ms = 0.02


@model
class MyelinatedAxon:
    """A myelinated motor fibre: 41 nodes, and internodes whose myelin can be thinned behind node 20.

    The equations in words
    ----------------------
    The fibre is cut into places: every node is one, every internode is several. At each of them:
        capacitance · dV/dt = current from the two neighbours − leak current − channel currents + stimulus
    Only nodes have sodium channels:  sodium current = g_Na · m² · h · (V − E_Na)
    There are no potassium channels at a mammal's node: inactivation (h) and the leak end the impulse.
    Myelin is a stack of n membranes in series. It divides the capacitance and the leak by n + 1:
        n = myelin left · thickness of the sheath / 8 nm
    Where myelin is thinned, potassium channels come to light, the more the less is left:
        potassium current = exposed · (1 − myelin left) · (1 − blocked) · n_K² · (V − E_K)
    Gates move 3 times as fast for every 10 °C, conductances grow 1.3 times; the inside and the myelin do not
    change.

    ``run()`` returns a MyelinatedTrace. It ends when the fibre is quiet again.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Sources: Chiu et al. 1979, J Physiol 292:149; Sweeney, Mortimer & Durand 1987, IEEE EMBS 9:1577.
    """

    diameter_um: float = quantity(
        10.0, unit="µm", low=1.0, high=20.0, step=0.1, symbol="D", label="Diameter of the fibre",
        meaning="With its myelin. The nodes are 100 diameters apart.",
        source="Our choice: the range of human fibres; 10 µm gives the velocity of a human leg nerve.")
    temperature_C: float = quantity(
        37.0, unit="°C", low=20.0, high=42.0, step=0.1, symbol="T", label="Temperature", normal=(36.0, 37.5),
        source="Our choice: from a cold limb to a high fever.")
    na_channels_percent: float = quantity(
        100.0, unit="%", low=0.0, high=100.0, step=1.0, symbol="g_Na left", label="Sodium channels left",
        meaning="At all nodes: what a local anaesthetic leaves.", source="Our choice: all of the range.")
    myelin_percent: float = quantity(
        100.0, unit="%", low=1.0, high=100.0, step=0.1, symbol="ρ", label="Myelin left", scale="log",
        meaning="Of the membranes in the sheath, in the damaged internodes.",
        source="Our choice: to below the block of one internode (further reading: " + KOLES + ").")
    damaged_internodes: int = quantity(
        2, unit="", low=1, high=5, symbol="k", label="Damaged internodes",
        meaning="Neighbours of each other, from node 20 on.",
        source="Our choice: one bare internode can just be jumped, two cannot.")
    exposed_k_mS_cm2: float = quantity(
        0.0, unit="mS/cm²", low=0.0, high=20.0, step=0.1, symbol="g_Kx", label="Exposed potassium channels",
        meaning="Per area of a wholly bare internode; they only count where myelin is thinned.",
        idle_at=({"myelin_percent": 100.0},),
        source="Our choice: too little is measured to fix it.")
    k_block_percent: float = quantity(
        0.0, unit="%", low=0.0, high=100.0, step=1.0, symbol="4-AP", label="K channels blocked by 4-AP",
        meaning="4-aminopyridine (fampridine).", source="Our choice: all of the range.",
        idle_at=({"myelin_percent": 100.0}, {"exposed_k_mS_cm2": 0.0}))
    pulses: int = quantity(
        1, unit="", low=0, high=20, symbol="N", label="Pulses", source="Our choice: a short train.")
    rate_Hz: float = quantity(
        500.0, unit="Hz", low=500.0, high=1000.0, step=10.0, symbol="f", label="Rate of the pulses",
        source="Our choice: around the rate at which a lesion stops following; "
               "slower trains get through nearly every lesion.", idle_at=({"pulses": 1}, {"pulses": 0}))
    g_ratio: float = quantity(
        0.7, unit="", low=0.5, high=0.9, symbol="g", label="Axon diameter / fibre diameter",
        source="Our choice: in the middle of what is found in nerves (0.6 to 0.77).", fixed=True)
    internode_diameters: float = quantity(
        100.0, unit="D", low=25.0, high=300.0, symbol="L/D", label="Length of an internode in diameters",
        source="Our choice: about as long as in nerves of grown animals.", fixed=True)
    node_um: float = quantity(
        1.5, unit="µm", low=0.5, high=3.0, symbol="l", label="Length of a node",
        source="Our choice: a round number.", fixed=True)
    g_Na_mS_cm2: float = quantity(
        3000.0, unit="mS/cm²", low=1000.0, high=5000.0, symbol="g_Na", label="Sodium conductance of a node",
        source="Our choice, fitted: the rabbit's 1445 was raised so that the velocity per µm is a mammal's (Hursh "
               "1939, doi 10.1152/ajplegacy.1939.127.1.131; Boyd & Kalu 1979, doi 10.1113/jphysiol.1979.sp012737).",
        fixed=True)
    g_L_mS_cm2: float = quantity(
        128.0, unit="mS/cm²", low=60.0, high=250.0, symbol="g_L", label="Leak conductance of a node",
        source=CHIU, fixed=True)
    C_uF_cm2: float = quantity(
        2.0, unit="µF/cm²", low=1.0, high=3.0, symbol="C", label="Capacitance of a node",
        source="Our choice, fitted: the rabbit's 2.5 was lowered so that the velocity per µm is a mammal's.",
        fixed=True)
    membrane_C_uF_cm2: float = quantity(
        1.0, unit="µF/cm²", low=0.5, high=2.0, symbol="C_m", label="Capacitance of one membrane",
        source="Our choice: as of other cell membranes.", fixed=True)
    membrane_g_mS_cm2: float = quantity(
        1.0, unit="mS/cm²", low=0.1, high=3.0, symbol="g_m", label="Leak conductance of one membrane",
        source="Our choice: a round number. A tenth of it makes the fibre 0.6 % faster, three times as much "
               "1.4 % slower.",
        fixed=True)
    membrane_nm: float = quantity(
        8.0, unit="nm", low=6.0, high=10.0, symbol="δ", label="Thickness of one membrane of myelin",
        source="Our choice: two membranes in a turn of 16 nm.", fixed=True)
    Ri_ohm_cm: float = quantity(
        54.7, unit="Ω cm", low=30.0, high=150.0, symbol="R_i", label="Resistivity of the inside",
        source="Our choice: as in Sweeney et al. 1987, IEEE EMBS 9:1577–1578.", fixed=True)
    E_Na_mV: float = quantity(
        35.0, unit="mV", low=20.0, high=60.0, symbol="E_Na", label="Equilibrium potential of sodium",
        source=CHIU + ", there 35.64 mV", fixed=True)
    E_K_mV: float = quantity(
        -90.0, unit="mV", low=-110.0, high=-75.0, symbol="E_K", label="Equilibrium potential of potassium",
        source="Our choice: 10 mV below rest; it only counts where potassium channels are exposed.", fixed=True)
    E_L_mV: float = quantity(
        -80.01, unit="mV", low=-82.0, high=-78.0, symbol="E_L", label="Equilibrium potential of the leak",
        source=CHIU, fixed=True)
    stimulus_nA_um: float = quantity(
        0.3, unit="nA/µm", low=0.1, high=2.0, symbol="I/D", label="Current of a pulse, per µm of diameter",
        meaning="Into node 0, for 0.1 ms.", source="Our choice: well above the threshold.", fixed=True)
    pieces: int = quantity(
        8, unit="", low=2, high=32, symbol="N_p", label="Places per internode in which the voltage is computed",
        source="Our choice: twice as many change the velocity by 0.1 %.", fixed=True)
    dt_ms: float = quantity(
        0.0025, unit="ms", low=0.0002, high=0.005, symbol="dt", label="Time step",
        source="Our choice: halving it raises the velocity by 0.5 % at 37 °C, by 1.0 % at 42 °C.", fixed=True)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "The sodium conductance and the capacitance of the node were chosen so that the velocity per µm is a "
        "mammal's: that this velocity comes out is no evidence for the model.",
        "The velocity grows in a straight line with temperature. In people it flattens when the nerve is "
        "warm (Todnem et al. 1989, doi 10.1136/jnnp.52.4.497).",
        "It works down to a quarter of its sodium channels, a safety factor of 3.8. Textbooks give 5 to 7, measured in "
        "another way: by the current that a node has to spare.",
        "The picture of the velocities does not show where its two curves cross: with these constants near 0.03 µm. "
        "Real animals stop myelinating axons below about 1 µm; why they do cannot be concluded from it.",
        "The thin space under the myelin is left out, and with it the afterpotentials.",
        "Some real axons conduct over 2.5 mm without myelin (Felts et al. 1997, "
        "doi 10.1523/JNEUROSCI.17-19-07267.1997), with sodium channels outside the nodes. This one cannot.",
        "This node has no slow recovery: a healthy fibre follows 1000 pulses a second, more than a real one.",
        "Sodium channels that stay open, slow potassium channels, the pump, and the potassium that gathers outside are "
        "left out. They matter when a nerve becomes hyperexcitable.",
        "The noise of single channels, branches, and the change of the inside's resistivity with temperature are left "
        "out.",
        "Myelin stays as it is: nothing heals, and no inflammation comes or goes.",
        "One fibre. A nerve holds thousands, of many diameters, with many lesions.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> MyelinatedTrace:
        """Run the experiment that the parameters describe."""
        return self._integrate(QUIET_mV)

    def _integrate(self, quiet_mV: float) -> MyelinatedTrace:
        dt = self.dt_ms
        current = self._current()
        store_every = max(1, round(PICTURE_ms / dt))
        degrees = (self.temperature_C - 37.0) / 10.0
        warmer_dt = dt * 3.0**degrees
        alpha_m, beta_m, alpha_h, beta_h, alpha_n, beta_n = rate_table()
        tables = (relaxation(alpha_m, beta_m, warmer_dt), relaxation(alpha_h, beta_h, warmer_dt),
                  relaxation(alpha_n, beta_n, warmer_dt))
        at_rest = [float(np.interp(REST_mV, TABLE_mV, table[0])) for table in tables]
        c_uF, leak_mS, coupling_mS, node_na_mS, bare_k_mS = self._electrical(1.3**degrees)
        apart = self.pieces + 1
        first_bare = LESION_NODE * apart + 1
        after_bare = first_bare + (self.damaged_internodes * apart - 1 if bare_k_mS.any() else 0)
        v, arrivals, count, peak = integrate_nodes(
            current, apart, current.size + round(LONGEST_ms / dt), current.size + round(SHORTEST_ms / dt),
            store_every, dt, *tables, *at_rest, c_uF, leak_mS, coupling_mS, node_na_mS,
            bare_k_mS[first_bare:after_bare], first_bare, after_bare,
            self.E_Na_mV, self.E_K_mV, self.E_L_mV, REST_mV, quiet_mV)
        return MyelinatedTrace(
            t_ms=np.arange(len(v)) * store_every * dt,
            x_mm=np.arange(NODES) * (self.internode_um + self.node_um) / 1000.0,
            v_mV=v, arrivals_ms=arrivals, impulses_at=count, peaks_mV=peak,
            pulses=self.pulses, damaged_internodes=self.damaged_internodes,
            has_lesion=self.myelin_percent < 100.0, myelin_percent=self.myelin_percent, diameter_um=self.diameter_um)

    @property
    def internode_um(self) -> float:
        """The length of an internode."""
        return self.internode_diameters * self.diameter_um

    def _electrical(self, warmer: float) -> tuple[NDArray, NDArray, NDArray, float, NDArray]:
        """Capacitance (µF), leak and coupling to the next place (mS) of every place, sodium conductance of a
        node (mS), exposed potassium conductance of every place (mS). ``warmer`` multiplies the membranes'."""
        axon_cm = self.g_ratio * self.diameter_um * 1e-4
        apart = self.pieces + 1
        node = np.zeros((NODES - 1) * apart + 1, dtype=bool)
        node[::apart] = True
        length_cm = np.where(node, self.node_um, self.internode_um / self.pieces) * 1e-4
        area_cm2 = math.pi * axon_cm * length_cm
        left = np.ones(node.size)
        first, after = LESION_NODE * apart, (LESION_NODE + self.damaged_internodes) * apart
        left[first:after] = self.myelin_percent / 100.0
        membranes = left * (1.0 - self.g_ratio) * self.diameter_um / 2.0 / (self.membrane_nm / 1000.0)
        c_uF = area_cm2 * np.where(node, self.C_uF_cm2, self.membrane_C_uF_cm2 / (membranes + 1.0))
        leak_mS = warmer * area_cm2 * np.where(
            node, self.g_L_mS_cm2, self.membrane_g_mS_cm2 / (membranes + 1.0))
        # Axial: cross-section over resistivity times the distance between two middles; S to mS.
        distance_cm = (length_cm[:-1] + length_cm[1:]) / 2.0
        coupling_mS = 1000.0 * math.pi * axon_cm**2 / 4.0 / (self.Ri_ohm_cm * distance_cm)
        node_na_mS = warmer * area_cm2[0] * self.g_Na_mS_cm2 * self.na_channels_percent / 100.0
        unblocked = self.exposed_k_mS_cm2 * (1.0 - self.k_block_percent / 100.0)
        bare_k_mS = np.where(node, 0.0, warmer * area_cm2 * unblocked * (1.0 - left))
        return c_uF, leak_mS, coupling_mS, node_na_mS, bare_k_mS

    def _current(self) -> NDArray:
        """The current (µA) into node 0, one value per step, to the end of the last pulse."""
        length = round(PULSE_ms / self.dt_ms)
        begins = [round((START_ms + i * 1000.0 / self.rate_Hz) / self.dt_ms) for i in range(self.pulses)]
        current = np.zeros((begins[-1] if begins else 0) + length)
        for begin in begins:
            current[begin:begin + length] = self.stimulus_nA_um * self.diameter_um / 1000.0
        return current


MyelinatedAxon.presets = grouped({
    "lesion": (
        Preset("Healthy motor fibre", MyelinatedAxon(), source=CHIU,
               expect="from node to node in 20 µs: nearly 50 m/s",
               signature={"velocity_m_s": (48.7, 49.7), "lesion_us": (40.0, 41.5), "transmitted": (1, 1)}),
        Preset("Thin myelin: slowed", MyelinatedAxon(myelin_percent=10.0),
               source="Our choice of 10 % in two internodes",
               expect="all impulses arrive, but the two thinned internodes take four times as long",
               signature={"lesion_us": (150.0, 164.0), "transmitted": (1, 1)}),
        Preset("Hardly any myelin: blocked", MyelinatedAxon(myelin_percent=3.0),
               source="Our choice of 3 % in two internodes. Further reading: " + KOLES,
               expect="the impulse stops at the first bare internode; nothing arrives behind it",
               signature={"transmitted": (0, 0), "reached_node": (20, 20)}),
        Preset("Uhthoff: at 37 °C", MyelinatedAxon(myelin_percent=4.2),
               source="Our choice of 4.2 % in two internodes",
               expect="the impulse just gets through: ten times slower in the lesion than elsewhere",
               signature={"transmitted": (1, 1), "lesion_us": (395.0, 435.0)}),
        Preset("Uhthoff: at 38 °C", MyelinatedAxon(myelin_percent=4.2, temperature_C=38.0),
               source="Our choice of 4.2 % in two internodes",
               expect="one degree warmer, and the same fibre is blocked; it recovers when it cools",
               signature={"transmitted": (0, 0)}),
        Preset("Exposed potassium channels", MyelinatedAxon(myelin_percent=5.0, exposed_k_mS_cm2=10.0),
               source="Our choice of the channels",
               expect="blocked: the potassium channels that came to light let the impulse's charge leak away",
               signature={"transmitted": (0, 0)}),
        Preset("The same with 4-aminopyridine", MyelinatedAxon(
                   myelin_percent=5.0, exposed_k_mS_cm2=10.0, k_block_percent=80.0),
               source="Our choice of 80 %; that 4-aminopyridine restores conduction: Targ & Kocsis 1985, "
                      "doi 10.1016/0006-8993(85)91049-2",
               expect="with four fifths of them blocked the impulse gets through again, slowly",
               signature={"transmitted": (1, 1), "lesion_us": (310.0, 350.0)})),
    "anaesthetic": (
        Preset("Local anaesthetic", MyelinatedAxon(na_channels_percent=25.0), source="Our choice of 25 %",
               expect="a quarter of the sodium channels is too little: the impulse dies out on its way",
               signature={"transmitted": (0, 0)}),
    ),
})
