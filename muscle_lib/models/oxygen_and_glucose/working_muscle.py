"""A muscle at work for some minutes, and its recovery: who pays, what is left, what it does to the force."""

from __future__ import annotations

from muscle_lib.blood import blood
from muscle_lib.models.contract_and_relax.coupling import MIXED, SUBSTEPS
from muscle_lib.models.oxygen_and_glucose.chain import ALIKE, SKETCH_ALIKE, SKETCH_SUBSTEPS, Task, run_chain
from muscle_lib.models.oxygen_and_glucose.energy import Blood, Muscle
from muscle_lib.models.oxygen_and_glucose.working_trace import WorkTrace, trace_of
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import model, quantity

FLOW = "Rådegran et al. 1999, doi 10.1152/jappl.1999.87.6.2375"
KEMP = "Kemp et al. 2007, doi 10.1002/nbm.1192"
MCCREARY = "McCreary et al. 1996, doi 10.1152/jappl.1996.81.3.1331"
VISSING = "Vissing & Haller 2003, doi 10.1002/ana.10725"
SPRIET = "Spriet et al. 1987, doi 10.1152/jappl.1987.62.2.611"
HYPO = "International Hypoglycaemia Study Group 2017, doi 10.1007/s00125-016-4146-6"


@model
class WorkingMuscle:
    """A calf muscle that contracts and pauses in turn, or holds, for some minutes, and then recovers.

    The equations in words
    ----------------------
    Each impulse releases calcium and makes force, as in the chapter before; pump and cross-bridges use ATP for it.
        change of the store (phosphocreatine + ATP) = oxygen's payment + glycolysis − ATP used
        oxygen's payment = fastest · fuel · phosphocreatine lost / phosphocreatine at rest, if oxygen is enough
        glycolysis switches on with ATP use, phosphate and ADP; each lactate brings an H⁺; acid brakes it
        phosphate = at rest + phosphocreatine lost + ATP lost
        pH = 7.05 − (lactate above rest − 0.5 · phosphocreatine lost) / 38 mM
        blood flow follows the oxygen's payment that is wanted; half of the full force shuts the vessels
        phosphate, acid and ADP weaken the force, slow the calcium pump and slow the letting go; ADP and acid together
        shut the membrane, so that no impulse is answered any more
    ``intensity_percent`` is the part of the muscle's fibres that works.

    ``run()`` returns a WorkTrace. Shortcut: a contraction that is like the one before is not worked out again, but
    repeated, for at most ``repeat_s``; that changes forces and stores by less than 1 %.
    Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    Sources: oxidation in proportion to the phosphocreatine lost: Meyer 1988, Am J Physiol 254:C548; stocks at rest:
    Kemp et al. 2007, doi 10.1002/nbm.1192. The form of the feedback and the sizes were set by hand to human data.
    """

    intensity_percent: float = quantity(
        50.0, unit="%", low=0.0, high=100.0, step=1.0, symbol="r", label="Intensity: fibres that work",
        source="Our choice: from rest to all fibres.")
    contraction_s: float = quantity(
        1.0, unit="s", low=0.2, high=5.0, step=0.1, symbol="t_on", label="Each contraction lasts",
        source="Our choice: from a quick step to a long pull.")
    pause_s: float = quantity(
        1.0, unit="s", low=0.0, high=5.0, step=0.1, symbol="t_off", label="Pause between contractions",
        meaning="0 is one held contraction.", source="Our choice: from a hold to easy work.")
    rate_Hz: float = quantity(
        25.0, unit="Hz", low=5.0, high=40.0, step=1.0, symbol="f", label="Impulses per second",
        source="Our choice: the usual range of a voluntary contraction.")
    work_min: float = quantity(
        3.0, unit="min", low=0.5, high=5.0, step=0.1, symbol="t_w", label="The work lasts",
        source="Our choice: what leaves a minute or more of recovery in the picture.")
    flow_max_mL_100g_min: float = quantity(
        150.0, unit="mL/100 g/min", low=10.0, high=250.0, step=1.0, symbol="Q_max", label="Greatest blood flow",
        meaning="A narrowed leg artery lets perhaps 15 to 40 through.",
        source=f"Our choice below the 246 that were measured in a small muscle group: {FLOW}")
    saturation_percent: float = quantity(
        97.0, unit="%", low=60.0, high=99.0, step=1.0, symbol="S_a", label="Oxygen saturation of arterial blood",
        **blood("oxygen saturation"),
        source="Our choice: sea level; the lowest is that of great heights or a severe illness.")
    Hb_g_L: float = quantity(
        150.0, unit="g/L", low=60.0, high=180.0, step=1.0, symbol="Hb", label="Haemoglobin",
        **blood("haemoglobin"), source="Our choice: a healthy adult; the lowest is a severe anaemia.")
    oxidation_mM_s: float = quantity(
        1.2, unit="mM/s", low=0.3, high=2.5, step=0.05, symbol="V_ox", label="Mitochondria: fastest ATP production",
        meaning="About 1.9 if trained, 0.6 in old age or a disease of the mitochondria.",
        source="Our choice: phosphocreatine then recovers with a time constant of 29 s; in people it was 45 s on "
               f"average ({MCCREARY}), from 22 to 61 s (Slade et al. 2006, doi 10.1002/nbm.1037)")
    glucose_mM: float = quantity(
        5.0, unit="mM", low=2.0, high=15.0, step=0.1, symbol="Glu", label="Blood glucose",
        **blood("glucose"), meaning="Below 3.9 is low, below 3.0 clearly too low.",
        source=f"Our choice; the limits of low: {HYPO}")
    glycogen_mM: float = quantity(
        100.0, unit="mM", low=0.0, high=150.0, step=1.0, symbol="G", label="Glycogen in the muscle at the start",
        source="Our choice: the usual textbook amount; 0 is after a very long effort.")
    phosphorylase_percent: float = quantity(
        100.0, unit="%", low=0.0, high=100.0, step=1.0, symbol="φ", label="Enzyme that opens glycogen",
        meaning="0 is McArdle's disease: the glycogen is there, but locked.",
        source=f"Our choice: all, or none as in the disease of {VISSING}")
    cuff_percent: float = quantity(
        0.0, unit="%", low=0.0, high=100.0, step=1.0, symbol="c", label="Tourniquet: flow taken away",
        source="Our choice: from none to a full one.")
    duration_min: float = quantity(
        6.0, unit="min", low=2.0, high=60.0, symbol="t_end", label="Length of the run",
        source="Our choice: three minutes of work and three of recovery.", fixed=True)
    repeat_s: float = quantity(
        12.0, unit="s", low=0.0, high=60.0, symbol="t_rep", label="A contraction is repeated for at most",
        source="Our choice: it changes results by less than 1 %; with 0 each contraction is worked out.", fixed=True)
    dt_ms: float = quantity(
        50.0, unit="ms", low=10.0, high=100.0, symbol="dt", label="Time step of energy and blood",
        source="Our choice: half of it changes results by less than 1 %. Calcium and heads have steps of 0.25 ms.",
        fixed=True)

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "All working fibres are alike and their stores are averages over the whole muscle: the real working fibres are "
        "worse off than shown.",
        "No heart and no lung: the greatest flow and the saturation are what you set.",
        "ATP is defended too well: in 6 of 12 exhausting efforts of people it fell to about half (Taylor et al. 1986).",
        "Under a tourniquet the muscle goes on spending for too long: the last quarter of 64 contractions costs nearly "
        "half of the first, in people a tenth; glycolysis pays 72 % of the last three quarters, in people 90 % (Spriet "
        "et al. 1987). In light work without blood the pH stays too high: it falls later than in people.",
        "One contraction costs a fifth less ATP here than was measured (Slade et al. 2006).",
        "A low saturation hardly changes the recovery here; in trained people it does, so do not read that from this "
        "model.",
        "The acid stays too long: its recovery takes over half an hour here, in people a quarter of an hour.",
        "A membrane short of energy stops answering (Leermakers et al. 2020). That ADP and acid together shut it, and "
        "when, is our choice: it saves a healthy muscle from rigor; without glycogen there is no acid, and no rescue.",
        "Pain, will and the brain, which end most efforts, are not here. Oxidation that goes on for an hour also "
        "empties the glycogen: that link is our own addition.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> WorkTrace:
        """Work, then rest until the end."""
        return worked(self, WorkTrace)


def worked(of, cls: type, is_sketch: bool = False, **more):
    """Run the chain for a model that has these quantities, and return a trace of a class, which may have more."""
    how = (SKETCH_SUBSTEPS, SKETCH_ALIKE) if is_sketch else (SUBSTEPS, ALIKE)
    task = Task(of.rate_Hz, of.intensity_percent / 100.0, 0.0, of.contraction_s, of.pause_s, 60.0 * of.work_min,
                60.0 * of.duration_min, of.repeat_s, round(of.dt_ms), *how)
    ran = run_chain(MIXED, muscle_of(of), blood_of(of), task, of.glycogen_mM)
    return trace_of(cls, ran, blood_of(of), of.work_min, held=of.pause_s < of.dt_ms / 2000.0, **more)


def muscle_of(of) -> Muscle:
    """The muscle that a model's quantities describe."""
    return Muscle(of.oxidation_mM_s, of.phosphorylase_percent / 100.0, of.glucose_mM)


def blood_of(of) -> Blood:
    """The blood that a model's quantities describe."""
    return Blood(of.flow_max_mL_100g_min, of.saturation_percent / 100.0, of.Hb_g_L, 1.0 - of.cuff_percent / 100.0)


WorkingMuscle.presets = grouped({
    "three people": (
        Preset("Untrained, healthy", WorkingMuscle(), source=f"Our choice of work; the stocks at rest: {KEMP}",
               expect="oxygen pays more than half, ATP is defended, and phosphocreatine recovers in half a minute",
               signature={"ATP_lowest_mM": (8.1, 8.2), "pcr_end_mM": (23.4, 25.4), "pcr_recovery_s": (27.5, 30.5),
                          "oxygen_share_percent": (53.0, 58.0)}),
        Preset("Trained", WorkingMuscle(oxidation_mM_s=1.9),
               source=f"Our choice of faster mitochondria; recovery in untrained people: {MCCREARY}",
               expect="the same work, and a recovery that is a third quicker",
               signature={"pcr_recovery_s": (18.5, 21.0), "ATP_lowest_mM": (8.1, 8.2)}),
        Preset("Old", WorkingMuscle(oxidation_mM_s=0.6),
               source=f"Our choice of half as fast mitochondria; recovery in young people: {MCCREARY}",
               expect="more phosphocreatine is spent, and its recovery takes twice as long",
               signature={"pcr_recovery_s": (53.0, 60.0), "pcr_end_mM": (20.8, 22.9)}),
    ),
    "supply": (
        Preset("Anaemia", WorkingMuscle(Hb_g_L=75.0),
               source=f"Our choice of half of the haemoglobin; flows to compare with: {FLOW}",
               expect="the flow rises by a half and makes good a part of it; phosphocreatine falls further",
               signature={"flow_end_mL_100g_min": (30.0, 34.0), "pcr_end_mM": (19.3, 21.4)}),
        Preset("High mountain", WorkingMuscle(saturation_percent=80.0),
               source=f"Our choice of 80 %; flows to compare with: {FLOW}",
               expect="the oxygen pressure in the muscle is lower; the flow makes good nearly all of it",
               signature={"po2_lowest_mmHg": (2.4, 3.4), "pcr_end_mM": (22.0, 24.2)}),
        Preset("Narrowed leg artery", WorkingMuscle(flow_max_mL_100g_min=25.0),
               source=f"Our choice of a sixth of the healthy flow; healthy flows: {FLOW}",
               expect="force falls by a quarter, and the recovery takes more than three times as long: claudication",
               signature={"force_left_percent": (72.0, 80.0), "pcr_recovery_s": (93.0, 103.0)}),
        Preset("Tourniquet", WorkingMuscle(cuff_percent=100.0), source=f"Our choice: no flow at all; as in {SPRIET}",
               expect="the oxygen that is there pays for half a minute, then phosphocreatine and glycolysis pay alone; "
                      "nothing recovers",
               signature={"pcr_end_mM": (11.0, 13.0), "oxygen_share_percent": (3.0, 6.0), "pH_end": (6.6, 6.85),
                          "ATP_lowest_mM": (8.0, 8.2), "force_after_percent": (0.0, 1.0)}),
    ),
    "tired": (
        "Narrowed leg artery", "Tourniquet",
        Preset("Low blood glucose", WorkingMuscle(glucose_mM=2.5), source=HYPO,
               expect="the muscle notices nothing: it has its own glycogen",
               signature={"force_left_percent": (88.0, 91.0), "pcr_end_mM": (23.4, 25.4)}),
        Preset("McArdle disease", WorkingMuscle(phosphorylase_percent=0.0), source=VISSING,
               expect="no lactate, no acid, and force is lost early all the same",
               signature={"pH_end": (7.2, 7.4), "lactate_end_mM": (1.0, 2.0), "force_left_percent": (33.0, 42.0)}),
        Preset("McArdle disease, held at full force",
               WorkingMuscle(phosphorylase_percent=0.0, intensity_percent=100.0, pause_s=0.0, rate_Hz=30.0,
                             work_min=1.0),
               source=VISSING,
               expect="the money runs out: the muscle does not let go, although no impulse comes any more "
                      "(contracture)",
               signature={"force_after_percent": (50.0, 70.0), "ATP_lowest_mM": (0.0, 1.0), "pH_end": (7.2, 7.6)}),
    ),
})
