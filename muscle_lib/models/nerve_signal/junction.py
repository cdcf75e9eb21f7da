"""The neuromuscular junction: how an impulse of the nerve becomes an impulse of the muscle fibre, or fails to."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from muscle_lib.blood import blood
from muscle_lib.compiled import compiled
from muscle_lib.models.nerve_signal.junction_trace import JunctionTrace
from muscle_lib.preset import grouped
from muscle_lib.quantity import model, quantity

DODGE = "Dodge & Rahamimoff 1967, doi 10.1113/jphysiol.1967.sp008367"
#: What could be read of the paper, its abstract, has the fourth power, but not these numbers.
SITES = "The number is from memory; the equation: " + DODGE
FITTED = "Our choice, fitted: "
RULES = "Kouyoumdjian & Estephan 2023, doi 10.1055/s-0043-1777749"
FEWER = "Fambrough et al. 1973, doi 10.1126/science.182.4109.293"

NORMAL_CA_mM = 1.2
NORMAL_MG_mM = 0.55
#: An effort before the train is made at this rate, and followed by this rest.
EFFORT_Hz, REST_s = 30.0, 2.0
#: The picture shows this many fibres, spread evenly over the thresholds of the whole muscle.
FIBRES = 30
#: With all receptors no fibre needs more quanta than these, whatever its threshold.
MOST_NEEDED = 50.0


@compiled
def release_train(times_s, lambda_rest, entry, ready_most, f, f_a, tau_r_s, tau_a_s, k0_per_s, k1_per_s):
    """Walk through the impulses: what each of them releases, and what it leaves behind for the next.

    ``lambda_rest`` is the release intensity of a rested terminal at normal calcium entry, ``entry`` the calcium
    entry of one impulse relative to normal. Returns four arrays with one value per impulse, as the impulse finds
    them: quanta released, fraction n of the store that is ready, facilitation r and augmentation a.
    """
    count = times_s.size
    quanta = np.empty(count)
    ready = np.empty(count)
    facilitation = np.empty(count)
    augmentation = np.empty(count)
    n, r, a = 1.0, 0.0, 0.0
    for i in range(count):
        ready[i], facilitation[i], augmentation[i] = n, r, a
        # Four calcium ions work together, hence the fourth power.
        p = 1.0 - math.exp(-lambda_rest * (entry * (1.0 + f * r + f_a * a)) ** 4)
        quanta[i] = ready_most * n * p
        n *= 1.0 - p
        r += entry
        a += entry
        if i + 1 < count:
            gap_s = times_s[i + 1] - times_s[i]
            r_left = math.exp(-gap_s / tau_r_s)
            # The store refills at rest (k0), and faster while calcium of the last impulses is still there (k1).
            n = 1.0 - (1.0 - n) * math.exp(-(k0_per_s * gap_s + k1_per_s * r * tau_r_s * (1.0 - r_left)))
            r *= r_left
            a *= math.exp(-gap_s / tau_a_s)
    return quanta, ready, facilitation, augmentation


@compiled
def epp_train(working_quanta, thresholds_mV, steps, dt_ms, tau_m_ms, tau_d_ms, tau_r_ms, g_q_per_ms, drive_mV):
    """The end-plate potential of every impulse, by exponential Euler with the conductance at mid-step.

    ``working_quanta`` are the released quanta times the fraction of receptors that work. Returns the peaks in mV;
    the times in ms at which each of the (ascending) thresholds is passed, NaN where it is not, one row per
    impulse; and the whole time course of the first and of the last impulse.
    """
    count = working_quanta.size
    peaks = np.zeros(count)
    passed_ms = np.full((count, thresholds_mV.size), np.nan)
    courses = np.zeros((2, steps + 1))
    top_ms = tau_r_ms * tau_d_ms / (tau_d_ms - tau_r_ms) * math.log(tau_d_ms / tau_r_ms)
    scale = g_q_per_ms / (math.exp(-top_ms / tau_d_ms) - math.exp(-top_ms / tau_r_ms))
    for i in range(count):
        whole = i == 0 or i == count - 1
        row = 0 if i == 0 else 1
        # The conductance is a difference of two exponentials; each shrinks by the same factor in every step.
        slow = scale * working_quanta[i] * math.exp(-0.5 * dt_ms / tau_d_ms)
        fast = scale * working_quanta[i] * math.exp(-0.5 * dt_ms / tau_r_ms)
        slow_factor = math.exp(-dt_ms / tau_d_ms)
        fast_factor = math.exp(-dt_ms / tau_r_ms)
        u, peak, j = 0.0, 0.0, 0
        for k in range(steps):
            g = slow - fast
            total = g + 1.0 / tau_m_ms
            u_end = g * drive_mV / total
            before = u
            u = u_end + (u - u_end) * math.exp(-dt_ms * total)
            slow *= slow_factor
            fast *= fast_factor
            if whole:
                courses[row, k + 1] = u
            if u > peak:
                peak = u
                while j < thresholds_mV.size and u >= thresholds_mV[j]:
                    passed_ms[i, j] = dt_ms * (k + (thresholds_mV[j] - before) / (u - before))
                    j += 1
            elif not whole:
                break
        peaks[i] = peak
    return peaks, passed_ms, courses


def calcium(default: float) -> Any:
    """The quantity “ionised calcium”, as all models of the junction declare it."""
    return quantity(
        default, unit="mM", low=0.1, high=2.5, step=0.01, symbol="[Ca²⁺]ₒ", label="Ionised calcium",
        meaning="Enters the nerve terminal with the impulse and sets the vesicles free.",
        **blood("ionised calcium"),
        source="Range: our choice. Normal, about (laboratories differ): Fogh-Andersen et al. 1978, "
               "doi 10.1093/clinchem/24.9.1545; Ladenson & Bowers 1973, doi 10.1093/clinchem/19.6.565")


def magnesium(default: float) -> Any:
    """The quantity “ionised magnesium”, as all models of the junction declare it."""
    return quantity(
        default, unit="mM", low=0.2, high=8.0, step=0.05, symbol="[Mg²⁺]ₒ", label="Ionised magnesium",
        meaning="Competes with calcium for its place at the terminal, and works against release.",
        **blood("ionised magnesium"),
        source="Range: our choice. Normal, about (laboratories differ): Greenway et al. 1996, Clin Biochem 29:515 "
               "(0.44 to 0.59 mM); Al-Maqbali et al. 2023, doi 10.3390/biomedicines11092539 (0.47 to 0.68 mM)")


def occupied(ca_mM, mg_mM, k1_mM: float, k2_mM: float):
    """Fraction of the terminal's sites that hold calcium, while magnesium competes for them; also for arrays."""
    return (ca_mM / k1_mM) / (1.0 + ca_mM / k1_mM + mg_mM / k2_mM)


@model
class Junction:
    """A motor nerve's terminal and the end plates of the fibres that it serves, driven by a train of impulses.

    The equations in words
    ----------------------
    Calcium takes the sites at the terminal that magnesium leaves free (Dodge & Rahamimoff 1967):
        y = (Ca/K1) / (1 + Ca/K1 + Mg/K2),   entry = calcium channels left · y / y at normal Ca and Mg
    Four of them work together to release one vesicle (one “quantum”):
        intensity λ = λ0 · machinery left · [entry · (1 + f_r·r + f_a·a)]⁴,   chance p = 1 − exp(−λ)
        quanta released m = store · ready fraction n · p
    Each impulse empties a little of the ready store and leaves some calcium behind, which helps the next ones:
        n becomes n·(1 − p), and refills;   r and a grow by entry, and fade within 0.15 s and 10 s
    The acetylcholine opens channels of the end plate, which pull its voltage towards 0 mV:
        du/dt = −u/τm + G(t)·(80 mV − u),   G in proportion to m · receptors left
    A fibre fires if its end-plate potential u reaches its threshold. The thresholds of the fibres differ
    (lognormal), so that a fraction Φ(ln(EPP/threshold)/0.3) of them fires: this is the size of the muscle's
    electrical response (CMAP), 1 being full.

    ``run()`` returns a JunctionTrace for a train at ``rate_Hz``, after an effort if ``effort_s`` is not 0.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    """

    Ca_out_mM: float = calcium(NORMAL_CA_mM)
    Mg_out_mM: float = magnesium(NORMAL_MG_mM)
    calcium_entry_percent: float = quantity(
        100.0, unit="%", low=40.0, high=120.0, step=1.0, symbol="c", label="Calcium entry per impulse",
        meaning="What antibodies against the terminal's calcium channels leave; a drug that lengthens the nerve's "
                "impulse raises it.", source="Our choice: spans the disease and its treatment.")
    release_machinery_percent: float = quantity(
        100.0, unit="%", low=0.0, high=100.0, step=1.0, symbol="s", label="Release machinery intact",
        meaning="What botulinum toxin leaves of the proteins that fuse a vesicle with the membrane.",
        source="Our choice: all of the range. The target: Pirazzini et al. 2017, doi 10.1124/pr.116.012658")
    receptors_percent: float = quantity(
        100.0, unit="%", low=5.0, high=100.0, step=1.0, symbol="ρ", label="Receptors that work",
        meaning="What curare, or antibodies against the receptor, leave.", source="Our choice: nearly all.")
    esterase_factor: float = quantity(
        1.0, unit="", low=1.0, high=6.0, step=0.1, symbol="κ", label="Transmitter stays (times normal)",
        meaning="How many times longer the end-plate current lasts when its enzyme (cholinesterase) is inhibited.",
        source="Range: our choice. Further reading: Katz & Miledi 1973, doi 10.1113/jphysiol.1973.sp010248")
    rate_Hz: float = quantity(
        3.0, unit="Hz", low=0.5, high=50.0, step=0.5, symbol="f", label="Impulses per second", scale="log",
        source="Our choice: 3 Hz is the bedside test, 30 Hz a strong effort, 50 Hz the strongest.")
    impulses: int = quantity(
        10, unit="", low=1, high=300, step=1, symbol="N_imp", label="Number of impulses",
        source="Our choice: up to 10 s at 30 Hz.")
    effort_s: float = quantity(
        0.0, unit="s", low=0.0, high=30.0, step=1.0, symbol="t_eff", label="Effort before the train",
        meaning="The nerve fires at 30 Hz for so long, rests for 2 s, and then the train begins.",
        source="Our choice; 10 s is usual at the bedside (Kouyoumdjian & Estephan 2023, doi 10.1055/s-0043-1777749).")
    threshold_mV: float = quantity(
        8.0, unit="mV", low=4.0, high=15.0, step=0.1, symbol="θ", label="Threshold of the middle fibre",
        meaning="The end-plate potential that makes half of the fibres fire.",
        source=FITTED + "gives a safety factor of 3. Human junctions release few quanta and have a low one "
               "(Slater 2017, doi 10.3390/ijms18102183; Ruff 2011, doi 10.1002/mus.22177).")
    threshold_spread: float = quantity(
        0.3, unit="", low=0.05, high=0.6, symbol="σ", label="Spread of the thresholds",
        meaning="Standard deviation of their natural logarithm.", fixed=True,
        source="Our choice, not fitted; it gives the width of the block that Paton & Waud 1967 measured, "
               "doi 10.1113/jphysiol.1967.sp008237.")
    store: int = quantity(
        500, unit="", low=50, high=2000, symbol="N", label="Quanta ready in the rested terminal", fixed=True,
        source="Our choice: 30 of them are the 6 % that an impulse can take without emptying the terminal.")
    lambda_rest: float = quantity(0.0619, unit="", low=0.01, high=0.5, symbol="λ0", fixed=True,
                                  label="Release intensity, rested", source=FITTED + "30 quanta per impulse.")
    K1_mM: float = quantity(1.1, unit="mM", low=0.5, high=3.0, symbol="K1", label="Calcium at half of the sites",
                            source=SITES, fixed=True)
    K2_mM: float = quantity(2.97, unit="mM", low=1.0, high=8.0, symbol="K2", label="Magnesium at half of the sites",
                            source=SITES, fixed=True)
    facilitation: float = quantity(
        0.06, unit="", low=0.0, high=0.3, symbol="f_r", label="Facilitation per impulse", fixed=True,
        source=FITTED + "growth at 30 Hz.")
    tau_r_s: float = quantity(
        0.15, unit="s", low=0.02, high=0.5, symbol="τr", label="Facilitation lasts", fixed=True,
        source="Our choice; mouse muscle at 20 °C 0.035 and 0.163 s (Brain Res 1981, doi "
               "10.1016/0006-8993(81)90592-8).")
    augmentation: float = quantity(
        0.001, unit="", low=0.0, high=0.01, symbol="f_a", label="Augmentation per impulse", fixed=True,
        source=FITTED + "growth 2 s after an effort.")
    tau_a_s: float = quantity(
        10.0, unit="s", low=3.0, high=30.0, symbol="τa", label="Augmentation lasts", fixed=True,
        source="Our choice; about 7 s was measured (Magleby 1979, Prog Brain Res 49:175).")
    refill_per_s: float = quantity(
        0.35, unit="1/s", low=0.05, high=2.0, symbol="k0", label="Refilling of the store at rest", fixed=True,
        source=FITTED + "run-down at 3 Hz.")
    refill_driven_per_s: float = quantity(
        0.30, unit="1/s", low=0.0, high=2.0, symbol="k1", label="Refilling driven by calcium", fixed=True,
        source=FITTED + "plateau of release at 50 Hz.")
    quantum_per_ms: float = quantity(
        0.015684, unit="1/ms", low=0.005, high=0.05, symbol="g_q", label="Conductance of one quantum", fixed=True,
        meaning="Divided by the membrane's capacitance.", source="Our choice: one quantum gives 1 mV.")
    rest_mV: float = quantity(-80.0, unit="mV", low=-100.0, high=-60.0, symbol="V_rest", label="Resting potential",
                              source="Our choice; the end-plate channels pull towards 0 mV.", fixed=True)
    tau_m_ms: float = quantity(3.0, unit="ms", low=1.0, high=8.0, symbol="τm", fixed=True,
                               label="Time constant of the membrane",
                               source="Our choice: makes the end-plate potential last 4 to 5 ms.")
    decay_ms: float = quantity(1.0, unit="ms", low=0.5, high=3.0, symbol="τd", fixed=True,
                               label="Decay of the end-plate current", source="Our choice: warm, enzyme at work.")
    rise_ms: float = quantity(0.15, unit="ms", low=0.05, high=0.4, symbol="τrise", fixed=True,
                              label="Rise of the end-plate current", source="Our choice: short beside the decay.")
    synaptic_ms: float = quantity(
        0.5, unit="ms", low=0.1, high=2.0, symbol="t_syn", label="Synaptic delay", fixed=True,
        meaning="From the impulse's arrival to the first opening of channels.", source="Our choice: usual value.")
    picture_ms: float = quantity(30.0, unit="ms", low=10.0, high=100.0, symbol="t_end", label="Length of the picture",
                                 source="Our choice: shows the longest potential.", fixed=True)
    # Halving it moves the peak by less than 0.001 mV and the time to threshold by less than 0.0001 ms.
    dt_ms: float = quantity(0.01, unit="ms", low=0.001, high=0.05, symbol="dt", label="Time step",
                            source="Our choice: halving it changes no reported number by 0.1 %.", fixed=True)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "A train is the mean of many: the chance that rules each single release is the next picture.",
        "All quanta are of one size, and all end plates of one muscle have the same receptors.",
        "In real myasthenia the loss at 3 Hz is greatest at the 4th or 5th response and then eases; here it goes on.",
        "Real Lambert–Eaton junctions also lose 10 % and more at 3 Hz; here they lose 1 %.",
        "Real curare fades faster: the fourth of four responses is gone while the first is still a quarter. That "
        "comes from receptors on the nerve terminal, which are missing here.",
        "The exhaustion that follows some minutes after an effort is missing.",
        "With nearly all of the release machinery lost, growth with effort is too large for botulism.",
        "At 20 to 50 Hz the early rise of release in a healthy junction is larger than in real ones.",
        "Too much esterase inhibitor makes fibres fire repeatedly and then blocks them: not modelled, nor are "
        "receptors that tire under acetylcholine, or relaxants that depolarise.",
        "The folds of the end plate and their sodium channels, which raise the safety, are hidden in the threshold; "
        "the end plate is a point, and the spread of its potential along the fibre is left out.",
        "There is one store of vesicles. Real terminals have others, which are slower.",
        "No temperature: a cold muscle in myasthenia works better.",
    )
    presets = grouped({})  # filled in by junction_presets.py: a preset is made of it

    def run(self) -> JunctionTrace:
        """Run the train that the parameters describe."""
        effort_s = np.arange(round(self.effort_s * EFFORT_Hz)) / EFFORT_Hz
        start_s = effort_s[-1] + REST_s if len(effort_s) else 0.0
        t_s = np.arange(self.impulses) / self.rate_Hz
        quanta, ready, facilitation, augmentation = release(self, np.append(effort_s, start_s + t_s))
        thresholds_mV = fibre_thresholds_mV(self)
        epp_mV, passed_ms, courses = end_plate(self, quanta[-self.impulses:], thresholds_mV)
        rested_mV, _, _ = end_plate(self, quanta[:1], thresholds_mV)
        return JunctionTrace(
            t_s=t_s, quanta=quanta[-self.impulses:], ready=ready[-self.impulses:],
            facilitation=facilitation[-self.impulses:], augmentation=augmentation[-self.impulses:],
            epp_mV=epp_mV, fraction_fired=fraction_fired(self, epp_mV), delays_ms=self.synaptic_ms + passed_ms,
            t_ms=np.arange(courses.shape[1]) * self.dt_ms, first_epp_mV=courses[0],
            last_epp_mV=courses[1 if self.impulses > 1 else 0], thresholds_mV=thresholds_mV,
            threshold_mV=self.threshold_mV, synaptic_ms=self.synaptic_ms,
            rested_fraction=float(fraction_fired(self, rested_mV)[0]),
            calcium_in=self._entry * (1.0 + self.facilitation * float(facilitation[-self.impulses])
                                      + self.augmentation * float(augmentation[-self.impulses])),
            receptors_percent=self.receptors_percent, esterase_factor=self.esterase_factor,
            transmitter=course(np.arange(courses.shape[1]) * self.dt_ms, self.rise_ms,
                               self.decay_ms * self.esterase_factor),
            quanta_needed=quanta_needed(self))

    @property
    def _entry(self) -> float:
        """What a single impulse lets in of calcium, as a part of what it does in health."""
        return float(self.calcium_entry_percent / 100.0 * (
            occupied(self.Ca_out_mM, self.Mg_out_mM, self.K1_mM, self.K2_mM)
            / occupied(NORMAL_CA_mM, NORMAL_MG_mM, self.K1_mM, self.K2_mM)))


def release(junction: Junction, times_s: NDArray) -> tuple[NDArray, NDArray, NDArray, NDArray]:
    """Quanta, ready fraction, facilitation and augmentation at impulses that come at any (ascending) times."""
    return release_train(
        np.asarray(times_s, dtype=float), junction.lambda_rest * junction.release_machinery_percent / 100.0,
        junction._entry,
        float(junction.store), junction.facilitation, junction.augmentation, junction.tau_r_s, junction.tau_a_s,
        junction.refill_per_s, junction.refill_driven_per_s)


def end_plate(junction: Junction, quanta: NDArray, thresholds_mV: NDArray) -> tuple[NDArray, NDArray, NDArray]:
    """Peaks of the end-plate potentials that so many quanta make, the times at which they pass the thresholds, and
    the time courses of the first and the last."""
    return epp_train(
        np.asarray(quanta, dtype=float) * junction.receptors_percent / 100.0, thresholds_mV,
        round(junction.picture_ms / junction.dt_ms), junction.dt_ms, junction.tau_m_ms,
        junction.decay_ms * junction.esterase_factor, junction.rise_ms, junction.quantum_per_ms, -junction.rest_mV)


def course(t_ms: NDArray, rise_ms: float, decay_ms: float) -> NDArray:
    """How the end-plate channels open and shut again after an impulse, as a part of the most."""
    opened = np.exp(-t_ms / decay_ms) - np.exp(-t_ms / rise_ms)
    return opened / opened.max()


def quanta_needed(junction: Junction) -> float:
    """So many quanta just fire the middle fibre, with the receptors and the enzyme that there are."""
    quanta = np.linspace(0.0, MOST_NEEDED, 101)
    peaks_mV, _, _ = end_plate(replace(junction, receptors_percent=100.0), quanta, np.array([junction.threshold_mV]))
    return float(np.interp(junction.threshold_mV, peaks_mV, quanta)) * 100.0 / junction.receptors_percent


def fraction_fired(junction: Junction, epp_mV: NDArray) -> NDArray:
    """Which fraction of all fibres has a threshold below each of these end-plate potentials."""
    scale = junction.threshold_spread * math.sqrt(2.0)
    return np.array([0.5 * math.erfc(-math.log(epp / junction.threshold_mV) / scale) if epp > 0.0 else 0.0
                     for epp in epp_mV])


def fibre_thresholds_mV(junction: Junction) -> NDArray:
    """The thresholds of the fibres in the picture: evenly spread quantiles of the lognormal, ascending."""
    normal = NormalDist()
    steps = [normal.inv_cdf((i + 0.5) / FIBRES) for i in range(FIBRES)]
    return junction.threshold_mV * np.exp(junction.threshold_spread * np.array(steps))
