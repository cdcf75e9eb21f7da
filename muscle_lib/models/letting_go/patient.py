"""The people behind the mystery muscle: one set of parameters for the whole chain, and what can be wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from muscle_lib.models.contract_and_relax import LettingGo
from muscle_lib.models.electrolytes import MuscleFibre, NerveAtLowCalcium
from muscle_lib.models.hyperexcitability import Cramp
from muscle_lib.models.letting_go.muscle_side import MuscleSide
from muscle_lib.models.nerve_signal import MyelinatedAxon
from muscle_lib.models.nerve_signal.bedside import Bedside
from muscle_lib.models.nervous_system import Dystonia
from muscle_lib.models.oxygen_and_glucose import WorkingMuscle
from muscle_lib.quantity import model, quantity, same_as

#: The links of the chain, one of which has failed.
BLOCKS = ("nerve", "junction", "membrane", "calcium", "energy", "control")
#: What each of them does, for the student who has to choose; short enough for one line beside its button.
BLOCK_WORDS = {
    "nerve": "Nerve: its axon carries the impulses",
    "junction": "Junction: from nerve to muscle fibre",
    "membrane": "Membrane: the fibre's impulses and ions",
    "calcium": "Calcium: let out, and taken back",
    "energy": "Energy: fuel, oxygen and ATP",
    "control": "Control: motor neurons and their drive",
}
#: What points to each: read when the case is over.
POINTS_TO = {
    "nerve": "conduction is blocked, or the threshold is low while calcium in the blood is low",
    "junction": "responses shrink or grow with repetition, at 3 or 30 Hz",
    "membrane": "potassium is out of range, or single fibres fire on",
    "calcium": "a quick contraction ends slowly, or the muscle is stiff at rest, without impulses",
    "energy": "force fades with work; lactate does not rise, or too little blood comes",
    "control": "whole motor units fire on until a stretch or a block of the nerve ends it, or answer a fast stretch; "
               "two muscles pull against each other; few units are left, and large",
}


@model
class Patient:
    """A person, as far as the muscle goes: one parameter of each chapter's model that may be out of order.

    The defaults are a healthy person. It has no run of its own: the tests on the bench each run a chapter's model with
    those of the parameters that the model knows. Errors: a value out of range, of the wrong type or not finite raises
    a ValueError. Sources: those of the models that the parameters are taken from.
    """

    Ca_out_mM: float = same_as(NerveAtLowCalcium, "Ca_out_mM")
    K_out_mM: float = same_as(NerveAtLowCalcium, "K_out_mM")
    myelin_percent: float = same_as(MyelinatedAxon, "myelin_percent")
    damaged_axons_percent: float = quantity(
        0.0, unit="%", low=0.0, high=100.0, step=1.0, symbol="d", label="Axons whose myelin is damaged",
        source="Our choice: all of the range; in a real nerve the lesions are as different as its axons.")
    calcium_entry_percent: float = same_as(Bedside, "calcium_entry_percent")
    release_machinery_percent: float = same_as(Bedside, "release_machinery_percent")
    receptors_percent: float = same_as(Bedside, "receptors_percent")
    chloride_percent: float = same_as(MuscleFibre, "chloride_percent")
    pore_mS_cm2: float = same_as(MuscleFibre, "pore_mS_cm2")
    persistent_na_percent: float = same_as(MuscleFibre, "persistent_na_percent")
    # In the toy's middle a healthy muscle would cramp after every hard hold.
    half_K_mM: float = same_as(MuscleSide, "half_K_mM", default=9.2)
    rest_flow_percent: float = same_as(MuscleSide, "flow_percent")
    pump_percent: float = same_as(LettingGo, "pump_percent")
    leak_times: float = same_as(LettingGo, "leak_times")
    phosphorylase_percent: float = same_as(WorkingMuscle, "phosphorylase_percent")
    flow_max_mL_100g_min: float = same_as(WorkingMuscle, "flow_max_mL_100g_min")
    # Of somebody who does not cramp.
    excitability_eu: float = same_as(Cramp, "excitability_eu", default=0.0)
    pic_percent: float = same_as(Cramp, "pic_percent")
    renshaw_percent: float = same_as(Cramp, "renshaw_percent")
    tonic_eu: float = same_as(Cramp, "tonic_eu")
    stretch_times: float = quantity(
        1.0, unit="times", low=0.0, high=20.0, step=0.5, symbol="k_v", label="Spindles' answer to speed",
        source="Our choice: nothing in it was measured in people.")
    cord_inhibition_percent: float = quantity(
        100.0, unit="%", low=0.0, high=100.0, step=1.0, symbol="I", label="All that the spinal cord holds back with",
        meaning="Tonic inhibition, Renshaw cells, what force and length hold back, and opposed muscles each other.",
        source="Our choice: one slider for what one toxin or one poison takes away.")
    mutual_percent: float = same_as(Dystonia, "inhibition_percent")
    # The bench needs more of them than a lesson about cramps.
    fasciculation_percent: float = same_as(Cramp, "fasciculation_percent", high=5000.0)
    units_percent: float = quantity(
        100.0, unit="%", low=1.0, high=100.0, step=1.0, symbol="n", label="Motor units that are left",
        source="Our choice: all of the range.")

    #: Said beside the mystery muscle.
    leaves_out = (
        "One fault in a body that is otherwise healthy. Real patients have several, and none of them pure.",
        "The faults do not act on each other: each test runs its own chapter's model.",
        "All patients and what they tell are made up, and so are the prices. Real tests can mislead; these never do. "
        "Who is under an anaesthetic is tested as if awake.",
        "The own discharge of the myotonic fibre is too fast here: patients' lies between 20 and 80 a second.",
        "The muscle-side cramp is that of a toy with constants of our choice. Whether people have it is in dispute.",
        "The toy is driven for 20 s while everything else is held for a minute: after a minute even its healthy muscle "
        "would not let go.",
        "The loop of the motor neurons is held for four seconds, toes pointed, and not for a minute: after a minute in "
        "that position it would cramp in healthy people too.",
        "Who has a spastic calf is weak as well, as less of the command arrives; here all of it does. That the calf "
        "hardly lets go after a hold, toes pointed, is the loop's doing: we know of no measurement.",
        "Motor units that died are missing in strength, twitches and responses; the loop goes on with all of its own. "
        "In motor neuron disease the way down from the brain is often ill as well.",
    )


HEALTHY = Patient()


@dataclass(frozen=True)
class Cause:
    """What is wrong, the link of the chain in which it lies, and people who have it in different degrees."""

    name: str
    block: str
    #: What is told of it before the first test; it does not name the cause.
    history: str
    #: Read when the case is over.
    what: str
    patients: tuple[Patient, ...]
    #: Where it cannot wait in life: which of the signs in ``warning_signs.toml`` it shows (that has the rank), why, and
    #: who says so. All were read, in copies, in November 2026.
    sign: str = ""
    urgent: str = ""
    source: str = ""


def _cause(name: str, block: str, history: str, what: str, *changes: dict[str, float], sign: str = "",
           urgent: str = "", source: str = "") -> Cause:
    return Cause(name, block, history, what, tuple(Patient(**change) for change in changes), sign, urgent, source)


#: The hidden causes, each with its typical patient first. The degrees are our choice, within what the chapters show.
CAUSES = (
    _cause("Low calcium (tetany)", "nerve",
           "“Since the operation on my neck my lips and fingers tingle, and hands and calves draw together.”",
           "With little ionised calcium outside, the gates of the nerve open too easily. A tap or a cuff is enough.",
           {"Ca_out_mM": 0.80}, {"Ca_out_mM": 0.76}, {"Ca_out_mM": 0.84},
           sign="tingling_mouth",
           urgent="with a tight throat, a seizure or a heart that stumbles, call at once.",
           source="NHS Highland, parathyroidectomy guideline, tam.nhsh.scot; “Hypocalcaemia”, endobible.com"),
    _cause("Loss of myelin in a nerve", "nerve",
           "“For some weeks one foot has been dragging, and I cannot stand on its toes any more.”",
           "In many axons the impulse stops where the myelin is gone. Below that place, all is well.",
           {"myelin_percent": 3.0, "damaged_axons_percent": 60.0},
           {"myelin_percent": 2.0, "damaged_axons_percent": 70.0},
           {"myelin_percent": 3.0, "damaged_axons_percent": 55.0}),
    _cause("Myasthenia gravis", "junction",
           "“In the morning I climb the stairs; by the evening my legs give way and my eyelids droop.”",
           "Antibodies have taken receptors away from the end plate; that release falls with each impulse now shows.",
           {"receptors_percent": 35.0}, {"receptors_percent": 33.0}, {"receptors_percent": 37.0}),
    _cause("Lambert–Eaton syndrome", "junction",
           "“I can hardly get up from a chair. After some steps it is easier. And my mouth is always dry.”",
           "Antibodies have taken calcium channels away from the nerve's terminal; use lets calcium gather there.",
           {"calcium_entry_percent": 67.0}, {"calcium_entry_percent": 65.0}, {"calcium_entry_percent": 68.0}),
    _cause("Botulism", "junction",
           "“Since yesterday I see double and can hardly swallow. My legs still carry me.”",
           "The toxin has cut the proteins by which vesicles fuse with the terminal's membrane.",
           {"release_machinery_percent": 30.0}, {"release_machinery_percent": 29.0},
           {"release_machinery_percent": 32.0},
           sign="growing_weakness",
           urgent="breathing can fail next; the antitoxin helps more the sooner it is given.",
           source="NI Direct, “Botulism”, nidirect.gov.uk"),
    _cause("Myotonia congenita", "membrane",
           "“When I get up I am stiff for the first steps, then it is better. My brother has it too.”",
           "Chloride channels are missing; potassium in the tubule makes the fibre fire on by itself.",
           {"chloride_percent": 10.0}, {"chloride_percent": 8.0}, {"chloride_percent": 12.0}),
    _cause("Hypokalaemic paralysis, in an attack", "membrane",
           "“I woke and cannot move my legs. Last night I ate a mountain of pasta. It is not the first time.”",
           "A leak through the gating pore holds the membrane depolarised when potassium is low: no impulse can start.",
           {"pore_mS_cm2": 0.008, "K_out_mM": 2.5}, {"pore_mS_cm2": 0.008, "K_out_mM": 2.8},
           {"pore_mS_cm2": 0.0075, "K_out_mM": 2.6},
           sign="cannot_be_moved",
           urgent="low potassium can disturb the heart's beat, and an attack can reach breathing.",
           source="“Emergency treatment for a hypokalemic paralytic attack”, hkpp.org"),
    _cause("Hyperkalaemic paralysis, in an attack", "membrane",
           "“I sat down after sport, and half an hour later I could not lift my legs. I know it from childhood.”",
           "Sodium channels that do not shut, and potassium that is high: the membrane stays depolarised.",
           {"persistent_na_percent": 1.2, "K_out_mM": 5.5}, {"persistent_na_percent": 1.3, "K_out_mM": 5.5},
           {"persistent_na_percent": 1.2, "K_out_mM": 5.4},
           sign="cannot_be_moved",
           urgent="high potassium can disturb the heart's beat, and an attack can reach breathing.",
           source="GeneReviews, “Hyperkalemic periodic paralysis”, NBK1496; BMJ Case Reports 17:e260151"),
    _cause("Cramp by the muscle-side account (a toy)", "membrane",
           "“After long, hard holding my calf stays hard; in tight boots it is worse.”",
           "Potassium gathers outside the fibres, because little blood flows, and they fire by themselves. A toy.",
           {"half_K_mM": 8.4, "rest_flow_percent": 50.0}, {"half_K_mM": 8.45, "rest_flow_percent": 45.0},
           {"half_K_mM": 8.5, "rest_flow_percent": 40.0}),
    _cause("Brody disease", "calcium",
           "“When I run fast my legs get stiff and I have to stop. It hardly hurts, and it is the same every time.”",
           "Much of the pump that brings calcium back into the store is missing.",
           {"pump_percent": 30.0}, {"pump_percent": 25.0}, {"pump_percent": 35.0}),
    _cause("Malignant hyperthermia", "calcium",
           "The anaesthetist: “Soon after the gas was turned on, jaw and legs became hard, and now the fever rises.”",
           "The store's channel stays open under anaesthesia, and calcium leaks out without a single impulse.",
           {"leak_times": 60.0}, {"leak_times": 70.0}, {"leak_times": 50.0},
           sign="stiff_and_hot",
           urgent="without dantrolene and an end of the gas, within minutes, it can kill.",
           source="European Malignant Hyperthermia Group 2024, “Recognising and managing a malignant "
                  "hyperthermia crisis”, emhg.org; Rosenberg et al. 2015, doi 10.1186/s13023-015-0310-1"),
    _cause("McArdle disease", "energy",
           "“When I run for the bus my calves get hard and sore. After ten minutes of walking I can go on for long.”",
           "The enzyme that opens glycogen is missing: the fuel is there, but locked.",
           {"phosphorylase_percent": 0.0}, {"phosphorylase_percent": 1.0}, {"phosphorylase_percent": 3.0}),
    _cause("Narrowed leg artery (claudication)", "energy",
           "“After two hundred steps my calf hurts. I stand still, it goes; two hundred steps later it is back.”",
           "At rest enough blood comes; at work much too little does.",
           {"flow_max_mL_100g_min": 25.0}, {"flow_max_mL_100g_min": 20.0}, {"flow_max_mL_100g_min": 28.0}),
    _cause("Ordinary cramp", "control",
           "“At night my calf gets as hard as wood, always with the toes pointed. After a minute or two it is over.”",
           "The motor neurons of a tired, short muscle go on firing by themselves: the loop of the chapter before.",
           {"excitability_eu": 5.5}, {"excitability_eu": 5.0}, {"excitability_eu": 6.0}),
    _cause("Spastic calf", "control",
           "“Half a year after I broke my back I walk again. On stairs my foot snaps down; when I bend it slowly, it "
           "yields.”",
           "Below an old injury the cord holds back too little: a quick stretch is answered, a slow one is not.",
           *({"stretch_times": times, "tonic_eu": 10.0, "renshaw_percent": 50.0, "pic_percent": 150.0}
             for times in (10.0, 9.0, 11.0))),
    _cause("Tetanus", "control",
           "“A week ago I stepped on a rusty nail. Now my jaw hardly opens. When a door bangs I go stiff all over.”",
           "A toxin from a wound has taken away what the cord holds back with: a jerk sets off a spasm that goes on.",
           {"cord_inhibition_percent": 4.0}, {"cord_inhibition_percent": 2.0}, {"cord_inhibition_percent": 5.0},
           sign="spasms_after_wound",
           urgent="spasms can stop the breath, and the treatment needs a hospital.",
           source="CDC, “Tetanus”, as quoted at bchealthdept.org; NHS, “Tetanus”, as quoted at "
                  "travelclinicglasgow.co.uk"),
    _cause("Dystonia", "control",
           "“I have run for years. Now my foot twists as soon as I run. When I walk backwards, or stand, it does not.”",
           "The command to one muscle no longer silences the opposite one, in this one movement.",
           {"mutual_percent": 10.0}, {"mutual_percent": 5.0}, {"mutual_percent": 15.0}),
    _cause("Motor neuron disease", "control",
           "“For months my leg has been getting thinner and weaker. It does not hurt. Under the skin it flickers, even "
           "in bed.”",
           "Motor neurons die. The others have taken over as many of the fibres as they can, and twitch by themselves.",
           *({"units_percent": left, "fasciculation_percent": 1000.0, "excitability_eu": 3.0}
             for left in (10.0, 8.0, 12.0))),
)
