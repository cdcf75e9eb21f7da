"""The whole chain as one muscle: command, motor pool, nerve, junction, fibre, calcium, force, energy and blood."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from muscle_lib.blood import blood
from muscle_lib.models.contract_and_relax.coupling import SUBSTEPS
from muscle_lib.models.electrolytes import MuscleFibre
from muscle_lib.models.oxygen_and_glucose.energy import Blood, Muscle
from muscle_lib.models.voluntary_contraction.chain import FIBRES, Link, SUPPLY_ms, advance_chain, start_chain
from muscle_lib.models.voluntary_contraction.emg import emg_of, expected_rms, fibres_answer, waves_of
from muscle_lib.models.voluntary_contraction.hand_over import hand_over
from muscle_lib.models.voluntary_contraction.motor_pool import MotorPool
from muscle_lib.models.voluntary_contraction.pool import (
    FUGLEVAND,
    UNITS,
    NEVER_ms,
    maximal_excitation_eu,
    pool_steps,
    room_for,
    start_of,
    units_of,
)
from muscle_lib.models.voluntary_contraction.whole_chain_trace import ChainTrace
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity, same_as

#: A run lasts so long; the work begins and ends at these times, and each change of the command takes this long.
DURATION_ms, START_s, END_s, EDGE_s = 30_000.0, 1.0, 25.0, 0.2
#: The sketch: the beginning, in coarser steps.
SKETCH_ms, SKETCH_STEP_ms, SKETCH_SUBSTEPS = 10_000.0, 2, 2
#: Smallest and largest threshold, peak rate and irregularity of the pool are those of chapter 5's first model.
POOL = MotorPool()
#: Which axons are cut first: a random order, the same in every run.
ORDER = np.random.default_rng(5).permutation(UNITS)
ORDER.setflags(write=False)
RAJAGOPAL = "Rajagopal et al. 2016, doi 10.1109/TBME.2016.2586891"


@model
class WholeChain:
    """A calf muscle from the command to the force, with its supplies: thirty seconds of work and rest.

    The equations in words
    ----------------------
    Each link is the model of its own chapter:
        command → motor pool (this chapter) → impulses of 120 axons
        nerve: an impulse arrives after length / velocity; a cut axon carries none (chapter 1)
        junction: of a unit's fibres, the part is reached that chapter 1's junction reaches at this calcium
        fibre: it answers no faster than chapter 2's fibre follows at this potassium and calcium
        impulse → calcium → cross-bridges → force (chapter 3) ⇄ ATP, phosphocreatine, oxygen, blood (chapter 4)
    The 120 units are taken in thirds, small, middle and large. Each third is stood for by one fibre: slow, mixed, fast.
        force = best force · sum over thirds of (share of the third · part of it that is on · force of its fibre)
    A third's fibre gets the mean rate of its units that are on. One blood serves all.

    ``run()`` returns a ChainTrace, ``preview()`` a sketch of the first ten seconds in coarser steps. What junction and
    fibre hand over is worked out when potassium or calcium changes, and kept.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Sources: those of chapters 1 to 4; the pool: Fuglevand, Winter & Patla 1993, doi 10.1152/jn.1993.70.6.2470.
    """

    drive_percent: float = same_as(MotorPool, "drive_percent", default=60.0,
                                   source="Our choice: a strong command that leaves room above it.")
    contraction_s: float = quantity(
        1.0, unit="s", low=0.5, high=5.0, step=0.1, symbol="t_on", label="Each contraction lasts",
        source="Our choice: from a quick step to a long pull.")
    pause_s: float = quantity(
        1.0, unit="s", low=0.0, high=3.0, step=0.1, symbol="t_off", label="Pause between contractions",
        meaning="0: one hold of 24 s, which squeezes its own blood vessels shut.",
        source="Our choice: from a hold to easy work.")
    nerve_percent: float = quantity(
        100.0, unit="%", low=0.0, high=100.0, step=1.0, symbol="axons", label="Nerve: axons that conduct",
        meaning="0: the nerve is cut.", source="Our choice: from a healthy nerve to a cut one.")
    K_out_mM: float = same_as(MuscleFibre, "K_out_mM")
    Ca_out_mM: float = same_as(MuscleFibre, "Ca_out_mM")
    blood_percent: float = quantity(
        100.0, unit="%", low=0.0, high=100.0, step=1.0, symbol="open", label="Blood let through (oxygen)",
        meaning="0: a tourniquet. No blood, no oxygen.", source="Our choice: from free flow to none.")
    glycogen_mM: float = quantity(
        100.0, unit="mM", low=0.0, high=150.0, step=1.0, symbol="G", label="Glycogen in the muscle",
        meaning="The muscle's own store of glucose.",
        source="Our choice: a usual store; 0 is after a very long effort.")
    glucose_mM: float = quantity(
        5.0, unit="mM", low=2.0, high=15.0, step=0.1, symbol="Glu", label="Glucose in the blood",
        **blood("glucose"),
        source="Our choice of range; low and too low: International Hypoglycaemia Study Group 2017, "
               "doi 10.1007/s00125-016-4146-6")
    strength_N: float = quantity(
        4600.0, unit="N", low=500.0, high=12_000.0, symbol="F_max", label="Best force of the muscle", fixed=True,
        source="Our choice of the calf's gastrocnemius, both heads together; their forces: " + RAJAGOPAL)
    seed: int = same_as(MotorPool, "seed", fixed=True)
    dt_ms: int = quantity(
        1, unit="ms", low=1, high=2, symbol="dt", label="Step of the pool", fixed=True,
        source="Our choice: 2 ms changes the force by less than 1 %.")

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "Three fibres stand for all. In a third, those that work are in truth worse off than the mean that is shown.",
        "The nerve's own fatigue, reflexes, pain and the will are left out: the command stays what you set.",
        "One oxygen pressure stands for the fibres and their blood. In men at their hardest kicking it was 3 mmHg in "
        "the fibres of the thigh, 22 in the blood that left it (Richardson and others 1995).",
        "Potassium and calcium stay as you set them; what work and rest do to them is not followed.",
        "Low calcium also makes nerves fire by themselves (chapter 2): that is not in this chain.",
        "The muscle neither shortens nor turns a joint: the force is that along the tendon, at the best length.",
        "A supply that is cut takes minutes to stop a muscle. Thirty seconds show only how it begins.",
        "Brain and heart suffer from a lack of oxygen or glucose long before the muscle does; they are not here.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> ChainTrace:
        """Run the whole chain for thirty seconds."""
        return self._run(DURATION_ms, self.dt_ms, SUBSTEPS, is_sketch=False)

    def preview(self) -> ChainTrace:
        """A quick sketch: the first ten seconds."""
        return self._run(SKETCH_ms, SKETCH_STEP_ms, SKETCH_SUBSTEPS, is_sketch=True)

    def command_percent(self, t_s: NDArray) -> NDArray:
        """The command: contractions and pauses in turn, or, without a pause, one hold."""
        work_s = END_s - START_s
        length_s = self.contraction_s if self.pause_s > 0.0 else work_s
        starts = START_s + np.arange(math.ceil(work_s / (length_s + self.pause_s) - 1e-9)) * (length_s + self.pause_s)
        ends = np.minimum(starts + length_s, END_s)
        # The edges are steep, and the last contraction is never shorter than they are.
        edge_s = np.minimum(EDGE_s, np.minimum(ends - starts, self.pause_s if self.pause_s > 0.0 else EDGE_s) / 2.0)
        corners = np.column_stack((starts, starts + edge_s, ends, ends + edge_s)).ravel()
        return np.interp(t_s, corners, self.drive_percent * np.tile([0.0, 1.0, 1.0, 0.0], len(starts)))

    def _run(self, duration_ms: float, dt_ms: int, substeps: int, is_sketch: bool) -> ChainTrace:
        handed = hand_over(self.K_out_mM, self.Ca_out_mM)
        units = units_of(POOL.recruitment_fold, POOL.peak_rate_Hz, float(dt_ms))
        state, draws = start_of(self.seed)
        link, blood = link_of(self), blood_of(self)
        step_s = np.arange(1, round(duration_ms / dt_ms) + 1) * dt_ms / 1000.0
        excitation_eu = self.command_percent(step_s) / 100.0 * maximal_excitation_eu(units)
        _, spike_unit, spike_ms, counts = pool_steps(units, state, draws, excitation_eu, 0.0,
                                                     POOL.irregularity_percent / 100.0, float(dt_ms), 0,
                                                     room_for(units, duration_ms))
        carried = units.twitch[spike_unit]
        arriving = float((carried * link.intact[spike_unit]).sum() / carried.sum()) if carried.size else 0.0
        table, _ = advance_chain(units, link, FIBRES, Muscle(1.2, 1.0, self.glucose_mM), blood,
                                 start_chain(link, FIBRES, blood, self.glycogen_mM), counts, spike_unit, spike_ms,
                                 float(dt_ms), substeps)
        t_s = np.arange(1, len(table) + 1) * SUPPLY_ms / 1000.0
        return ChainTrace.of(table, t_s, self.command_percent(t_s), self.strength_N, handed, spike_unit + 1, spike_ms,
                             self.nerve_percent, arriving, self.blood_percent, is_sketch)


def link_of(of: Any) -> Link:
    """What lies between nerve cell and fibre, for the nerve and the salts of a muscle."""
    handed = hand_over(of.K_out_mM, of.Ca_out_mM)
    return Link(handed.delay_ms, handed.transmitted, _shortest_ms(handed.followed_Hz), _intact(of.nerve_percent))


def blood_of(of: Any) -> Blood:
    """A muscle's blood: healthy, and as much of it as is let through."""
    return Blood(150.0, 0.97, 150.0, of.blood_percent / 100.0)


def emg_percent(trace: ChainTrace) -> NDArray:
    """What an electrode over the muscle picks up in a run of the whole chain: the impulses that its fibres answer."""
    units = units_of(POOL.recruitment_fold, POOL.peak_rate_Hz, POOL.dt_ms)
    size, scale_ms = waves_of(units, POOL.emg_exponent, POOL.seed)
    # A copy: for an array that cannot be written to, the loop would be compiled once more.
    unit, at_ms = trace.spike_unit - 1, trace.spike_ms.copy()
    heard = fibres_answer(unit, at_ms, _intact(trace.nerve_percent), _shortest_ms(trace.followed_Hz),
                          np.full(UNITS, NEVER_ms))
    emg = emg_of(at_ms[heard], unit[heard], trace.transmitted * size, scale_ms, 1000.0 * trace.t_s[-1])
    return 100.0 * emg / expected_rms(units.peak_Hz, size, scale_ms)


def _intact(nerve_percent: float) -> NDArray:
    intact = np.zeros(UNITS)
    intact[ORDER[:round(UNITS * nerve_percent / 100.0)]] = 1.0
    return intact


def _shortest_ms(followed_Hz: float) -> float:
    return 1000.0 / followed_Hz if followed_Hz else math.inf


WholeChain.presets = grouped({
    "links": (
        Preset("All links whole", WholeChain(), source="Our choice of the work; the pool: " + FUGLEVAND,
               expect="each contraction follows the command up and down; later ones are a little stronger, as in a "
                      "warm-up",
               signature={"conducted": (0.99, 1.01), "end_force_N": (0.0, 15.0), "last_to_first": (1.0, 1.2)}),
        Preset("Nerve cut", WholeChain(nerve_percent=0.0), source="Our choice: all axons cut",
               expect="the brain commands, the motor neurons fire, and nothing arrives",
               signature={"peak_N": (0.0, 1.0), "nerve_mean_Hz": (10.0, 40.0)}),
        Preset("Potassium 8 mM", WholeChain(K_out_mM=8.0), source="Our choice of 8.0 mM, as in chapter 2",
               expect="the impulse arrives, but the fibre does not answer",
               signature={"peak_N": (0.0, 1.0), "followed_Hz": (0.0, 0.0), "nerve_mean_Hz": (10.0, 40.0)}),
        Preset("Calcium 0.5 mM", WholeChain(Ca_out_mM=0.5), source="Our choice of 0.5 mM, as in chapter 2",
               expect="the junction reaches only a small part of the fibres",
               signature={"transmitted": (0.0, 0.5), "followed_Hz": (50.0, 50.0)})),
    "supplies": (
        Preset("No blood: oxygen cut", WholeChain(blood_percent=0.0), source="Our choice: a tourniquet",
               expect="the force lasts for now, paid from phosphocreatine and glycogen: the stores fall faster",
               signature={"conducted": (0.99, 1.01), "lowest_po2_mmHg": (0.0, 2.0)}),
        Preset("No glucose: glycogen gone, blood low", WholeChain(glycogen_mM=0.0, glucose_mM=2.5),
               source="Our choice of 2.5 mM with no glycogen",
               expect="oxygen is there, but little to burn with it: the stores fall faster",
               signature={"conducted": (0.99, 1.01)}),
        Preset("Only blood glucose low", WholeChain(glucose_mM=2.5), source="Our choice of 2.5 mM",
               expect="nothing that the muscle would notice: the brain notices first",
               signature={"last_to_first": (1.0, 1.2)}),
        Preset("One long hold", WholeChain(pause_s=0.0), source="Our choice: the same command without a pause",
               expect="the muscle squeezes its own vessels shut",
               signature={"lowest_po2_mmHg": (0.0, 3.0), "end_force_N": (0.0, 25.0)})),
})
