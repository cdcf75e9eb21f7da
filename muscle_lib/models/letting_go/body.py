"""A patient's body: what the models of the chapters give when they are run on the patient's parameters."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from muscle_lib.models.contract_and_relax import LegMuscle, LettingGo, LettingGoTrace
from muscle_lib.models.contract_and_relax.letting_go import END_ms
from muscle_lib.models.electrolytes import FibreTrace, MuscleFibre, NerveAtLowCalcium, NerveCalciumTrace
from muscle_lib.models.hyperexcitability.loop import LoopConstants
from muscle_lib.models.letting_go import cord
from muscle_lib.models.letting_go.muscle_side import MuscleSide, MuscleSideTrace
from muscle_lib.models.letting_go.patient import HEALTHY, Patient
from muscle_lib.models.nerve_signal import MyelinatedAxon, MyelinatedTrace
from muscle_lib.models.nerve_signal.bedside import Bedside, BedsideTest
from muscle_lib.models.nervous_system import Dystonia
from muscle_lib.models.oxygen_and_glucose import WorkingMuscle, WorkTrace

#: When stiffness is looked at, counted from the end of a hold, and once more after a stretch or a nerve block.
LOOK_s, AGAIN_s = 2.0, 2.7
#: How long the toy of the muscle side is driven, and its rate.
TOY_HOLD_s, TOY_Hz = 20.0, 25.0
#: The full hold: a minute with all fibres.
HOLD_Hz, HOLD_min = 30.0, 1.0
#: The fibre is given half a second of pulses and watched for a second more.
FIBRE_ms, FIBRE_DT_ms = 1500.0, 0.02
#: An action potential belongs to a pulse that began less than this before it.
ANSWER_ms = 10.0
#: So many impulses of the junction's train at 30 Hz make the first half second.
EFFORT = 15
STRETCH_cm = 1.0
#: No motor neuron drives a fibre faster than this; what is faster is fused anyhow.
FASTEST_Hz = 40.0
#: A motor neuron that is left takes over fibres of those that died, until its unit is so many times as large. Our
#: choice from “five to eight times”: Seven & Mitchell 2019, doi 10.1016/j.resp.2019.01.001
LARGEST_UNIT = 5.0


@lru_cache(maxsize=512)
def ran(model):
    """Run a model, and remember the trace: patients share most of their healthy parts."""
    return model.run()


def fibre(patient: Patient) -> FibreTrace:
    """The patient's muscle fibre under half a second of pulses."""
    return ran(MuscleFibre(
        chloride_percent=patient.chloride_percent, pore_mS_cm2=patient.pore_mS_cm2, K_out_mM=patient.K_out_mM,
        persistent_na_percent=patient.persistent_na_percent, Ca_out_mM=patient.Ca_out_mM, duration_ms=FIBRE_ms,
        dt_ms=FIBRE_DT_ms))


def junction(patient: Patient) -> BedsideTest:
    """The patient's junction under the trains of the bedside test."""
    return ran(Bedside(Ca_out_mM=patient.Ca_out_mM, calcium_entry_percent=patient.calcium_entry_percent,
                       release_machinery_percent=patient.release_machinery_percent,
                       receptors_percent=patient.receptors_percent))


def axon(patient: Patient) -> MyelinatedTrace:
    """One of the patient's damaged axons."""
    return ran(MyelinatedAxon(myelin_percent=patient.myelin_percent))


def nerve(patient: Patient) -> NerveCalciumTrace:
    """The patient's nerve membrane in the patient's blood."""
    return ran(NerveAtLowCalcium(Ca_out_mM=patient.Ca_out_mM, K_out_mM=patient.K_out_mM))


def worked(patient: Patient) -> WorkTrace:
    """Three minutes of work with pauses."""
    return ran(WorkingMuscle(phosphorylase_percent=patient.phosphorylase_percent,
                             flow_max_mL_100g_min=patient.flow_max_mL_100g_min))


def held(patient: Patient) -> WorkTrace:
    """A minute's hold with all fibres, and what is left after it."""
    return ran(WorkingMuscle(phosphorylase_percent=patient.phosphorylase_percent,
                             flow_max_mL_100g_min=patient.flow_max_mL_100g_min, intensity_percent=100.0, pause_s=0.0,
                             rate_Hz=HOLD_Hz, work_min=HOLD_min))


def toy(patient: Patient, action: str = "nothing") -> MuscleSideTrace:
    """The toy of the muscle side after its hold."""
    return ran(MuscleSide(half_K_mM=patient.half_K_mM, flow_percent=patient.rest_flow_percent, drive_Hz=TOY_Hz,
                          drive_s=TOY_HOLD_s, action=action, action_s=LOOK_s))


def links(patient: Patient) -> LoopConstants:
    """The patient's loop of motor neurons and reflexes. What the cord holds back with is out of order as a whole."""
    whole = patient.cord_inhibition_percent / 100.0
    return LoopConstants(
        pic=patient.pic_percent / 100.0, stretch=patient.stretch_times, tendon_organ=whole, by_length=whole,
        renshaw=whole * patient.renshaw_percent / 100.0, tonic_eu=whole * patient.tonic_eu,
        fasciculations=patient.fasciculation_percent / 100.0)


def loop(patient: Patient, blocked: bool = False, stretched: bool = False) -> cord.Hold:
    """The patient's motor neurons and reflexes during and after a hold."""
    return cord.held(replace(cord.HOLD, excitability_eu=patient.excitability_eu), links(patient), LOOK_s, stretched,
                     blocked)


def answer_percent(patient: Patient, speed_deg_s: float) -> tuple[float, float]:
    """What a calf at rest answers to a stretch, and what is left of it later."""
    return cord.answer_percent(links(patient), patient.excitability_eu, speed_deg_s)


def twitches_per_min(patient: Patient) -> float:
    """Twitches of single motor units at rest; a unit that is lost does not twitch."""
    return patient.units_percent / 100.0 * cord.twitches_per_min(links(patient), patient.excitability_eu)


def together_percent(patient: Patient) -> float:
    """For how much of the time two opposed muscles pull at once, in a movement to and fro."""
    return ran(Dystonia(inhibition_percent=patient.cord_inhibition_percent / 100.0 * patient.mutual_percent)
               ).both_percent


def order(patient: Patient, blocked: bool = False) -> LettingGoTrace:
    """One second's order to a fibre, which lets go as its pump, its leak and the impulses that still come allow."""
    quick = cord.held(replace(cord.QUICK, excitability_eu=patient.excitability_eu), links(patient))
    own = fibre_impulses_Hz(patient) + (0.0 if blocked else nerve_impulses_Hz(patient) + quick.rate_Hz)
    return ran(LettingGo(pump_percent=patient.pump_percent, leak_times=patient.leak_times, order_Hz=HOLD_Hz,
                         after_Hz=min(own, FASTEST_Hz)))


def nerve_impulses_Hz(patient: Patient) -> float:
    """Impulses a second that come down the nerve although nobody ordered them."""
    return nerve(patient).spontaneous_Hz


def control_impulses_Hz(patient: Patient) -> float:
    """Impulses a second of the motor units that go on after a hold, without a command."""
    return loop(patient).rate_Hz


def fibre_impulses_Hz(patient: Patient) -> float:
    """Impulses a second that the fibre begins by itself in the second after its pulses; 0 with fewer than three."""
    trace = fibre(patient)
    return trace.own_rate_Hz if trace.n_after >= 3 else 0.0


def toy_impulses_Hz(patient: Patient) -> float:
    """What the fibres of the toy fire at the moment of looking."""
    trace = toy(patient)
    return float(np.interp(LOOK_s, trace.t_s, trace.rate_Hz))


def conducted(patient: Patient) -> float:
    """The part of the axons that carry an impulse to their end."""
    damaged = patient.damaged_axons_percent / 100.0
    return 1.0 - damaged * (1.0 - axon(patient).fraction_transmitted)


def unit_times(patient: Patient) -> float:
    """How many times as large as usual the motor units are that are left."""
    return min(LARGEST_UNIT, 100.0 / patient.units_percent)


def supplied(patient: Patient) -> float:
    """The part of the fibres that have a motor neuron."""
    return unit_times(patient) * patient.units_percent / 100.0


def excitable(patient: Patient) -> float:
    """The part of half a second's pulses that the fibre answers; its own impulses do not count."""
    trace = fibre(patient)
    return min(1.0, trace.n_in / len(trace.pulses_ms))


def starts(patient: Patient) -> bool:
    """Whether the rested fibre answers a single pulse."""
    trace = fibre(patient)
    return bool((trace.aps_ms < trace.pulses_ms[0] + ANSWER_ms).any())


def answering(patient: Patient) -> float:
    """The part of the fibres that answer in the first half second of an effort: motor neurons, axons, junctions and
    membranes."""
    return supplied(patient) * conducted(patient) * float(junction(patient).fast[:EFFORT].mean()) * excitable(patient)


def strength_percent(patient: Patient) -> float:
    """The force of the first second's order, of a healthy person's."""
    return 100.0 * answering(patient) * order(patient).peak_percent / order(HEALTHY).peak_percent


def stiffness_percent(patient: Patient, at_s: float = LOOK_s, blocked: bool = False, stretched: bool = False) -> float:
    """The force that stays so long after the end of a hold, of the greatest: the largest of five mechanisms.

    The store that leaks and the pump that is slow need no order; what follows an order only comes in fibres that
    answered it.
    """
    leaking = ran(LettingGo(pump_percent=patient.pump_percent, leak_times=patient.leak_times, order_Hz=0.0))
    at = END_ms + round(1000.0 * at_s)
    ordered = float(order(patient, blocked).force_percent[min(at, len(order(patient).t_ms) - 1)])
    energy = held(patient)
    after_s = 60.0 * (energy.t_min - energy.work_min)
    spent = float(np.interp(at_s, after_s, energy.force_percent))
    side = toy(patient, "stretch" if stretched else "nothing")
    gathered = float(np.interp(at_s, side.t_s, side.force_percent))
    reflex = loop(patient, blocked, stretched)
    going_on = float(np.interp(at_s, reflex.since_s, reflex.force_percent))
    return max(leaking.late_percent, answering(patient) * max(ordered, spent, gathered, going_on))


def resistance_N(patient: Patient) -> float:
    """The force of the calf muscle that is held 1 cm longer than its best length, two seconds after a hold."""
    stiff = min(stiffness_percent(patient), 100.0)
    return ran(LegMuscle(muscle="calf", change_cm=STRETCH_cm, activation_percent=stiff)).force_N
