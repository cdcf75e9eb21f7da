"""Drugs that bring involuntary contractions about or take them away: which link of the loop each touches.

What is known (how a drug acts, what was seen in people) has its sources. By how much it moves the link is a handle of
our choice, and no dose: nobody can read from it what a drug does to a person. A drug is on the bench only if a source
says how it acts and which way it works.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from muscle_lib.models.hyperexcitability.loop import LoopConstants
from muscle_lib.models.nervous_system.cords import BACLOFEN_SPINDLE

#: The links that a drug can touch: how each is called, and what it is with less and with more.
LINKS = MappingProxyType({
    "nothing": ("nothing", "", ""), "spindle": ("the spindles' hold", "weaker", "stronger"),
    "current": ("the inward current", "weaker", "stronger"), "excitability": ("the excitability", "lower", "higher"),
    "junction": ("the junction", "weaker", "stronger"), "calcium": ("the fibres' calcium", "less", "more")})
#: What is tried on the bench, and what a drug can do there.
TRIALS, LESS, SAME, MORE = ("cramp", "stretch", "hold"), -1, 0, 1


@dataclass(frozen=True)
class Drug:
    """One drug, or a group of them: what it is for, what it touches, how far at a full dose, and what is known."""

    name: str
    #: As part of a sentence.
    phrase: str
    given_for: str
    #: One of ``LINKS``.
    link: str
    how: str
    how_source: str
    people: str
    people_source: str
    #: What a full dose leaves of the link, or makes of it.
    spindle: float = 1.0
    current: float = 1.0
    muscle: float = 1.0
    #: What it adds to the excitability.
    excitability_eu: float = 0.0
    #: Which way it works in people, as far as a source says so: LESS, SAME or MORE.
    claims: Mapping[str, int] = field(default_factory=dict)

    def at(self, dose: float) -> Drug:
        """The same drug at a part of the full dose: each handle as far on its way from “untouched”."""
        return replace(self, excitability_eu=dose * self.excitability_eu, **{
            name: 1.0 - dose + dose * getattr(self, name) for name in ("spindle", "current", "muscle")})

    def on(self, links: LoopConstants) -> LoopConstants:
        """The links of a loop, with the drug."""
        return links._replace(spindle=links.spindle * self.spindle, stretch=links.stretch * self.spindle,
                              pic=links.pic * self.current, muscle=links.muscle * self.muscle)


DAVIDOFF = "Davidoff 1985, Ann Neurol 17:107"
GARRISON = "Garrison et al. 2012, doi 10.1001/archinternmed.2011.1029"
CHU = "Chu et al. 2014, doi 10.1016/j.apmr.2013.11.001"
MONOAMINES = "D'Amico et al. 2013, J Neurophysiol"
SEROTONIN = "Thompson & Hornby 2013, doi 10.1089/neu.2012.2515"

#: Each drug by its short name: the word in code.
DRUGS = MappingProxyType({
    "none": Drug(
        "No drug", "no drug", "", "nothing", "Nothing is touched.", "Our choice: to compare with", "", ""),
    "baclofen": Drug(
        "Baclofen", "baclofen", "spasticity", "spindle",
        "In the cord it holds back what spindles tell the motor neurons; whether at their endings or at the cell, "
        "studies do not agree.",
        f"{DAVIDOFF}; Azouvi et al. 1993, doi 10.1136/jnnp.56.5.515",
        "44 people with spasticity: weaker stretch reflexes, and voluntary power unchanged. Ten others: weaker "
        "reflexes, strength not surely less.",
        f"Pedersen et al. 1974, Acta Neurol Scand 50:665; {CHU}",
        spindle=BACLOFEN_SPINDLE, claims={"stretch": LESS, "hold": SAME}),
    "diazepam": Drug(
        "Diazepam", "diazepam", "spasticity, anxiety, fits", "spindle",
        "It strengthens the brake (GABA) on the endings of the spindles' nerves in the cord.",
        f"{DAVIDOFF}; Delwaide 1985, doi 10.1002/ana.410170119",
        "42 people with multiple sclerosis: less spasticity, clonus and cramping; it makes sleepy. On ordinary cramps "
        "we know of no trial.",
        "Schmidt et al. 1976, J Neurol Neurosurg Psychiatry 39:350",
        spindle=0.7, claims={"stretch": LESS}),
    "tizanidine": Drug(
        "Tizanidine", "tizanidine", "spasticity", "current",
        "It quiets the brain stem's noradrenaline, which feeds the inward current, and cells between in the cord.",
        f"Coward 1994, Neurology 44(11 Suppl 9):S6; {MONOAMINES}",
        "78 people with an injured cord finished a trial: less muscle tone than with placebo, strength not changed; "
        "they were sleepy.",
        "Nance et al. 1994, Neurology 44(11 Suppl 9):S44",
        current=0.7, claims={"stretch": LESS, "hold": SAME}),
    "cyproheptadine": Drug(
        "Cyproheptadine", "cyproheptadine", "allergy; tried in spasticity", "current",
        "It shuts receptors for serotonin, which feed the inward current.", MONOAMINES,
        "12 people with an injured cord, one dose: less spasticity and spasms, and less strength.", SEROTONIN,
        current=0.5, claims={"stretch": LESS, "hold": LESS}),
    "mexiletine": Drug(
        "Mexiletine", "mexiletine", "an irregular heart", "current",
        "It blocks a lasting sodium current of axons; here, as in chapter 7, a part of the motor neurons' inward "
        "current.", "Isose et al. 2010, Clin Neurophysiol 121:719",
        "People with ALS (an illness of the motor neurons): fewer and milder cramps than with placebo, in two trials. "
        "A drug for specialists.",
        "Weiss et al. 2016, doi 10.1212/WNL.0000000000002507; Oskarsson et al. 2018, doi 10.1002/mus.26117",
        current=0.7, claims={"cramp": LESS}),
    "quinine": Drug(
        "Quinine", "quinine", "malaria; once for cramps", "excitability",
        "It blocks receptors of the junction; more is thought. As in chapter 7, here it lowers excitability.",
        "Gisselmann et al. 2018, doi 10.3389/fphar.2018.01339",
        "28 % fewer cramps than with placebo; but rarely it kills, through blood cells or heart rhythm. Not "
        "recommended for ordinary cramps.",
        "El-Tawil et al. 2015, doi 10.1002/14651858.CD005044.pub3; Food and Drug Administration 2010",
        excitability_eu=-1.0, claims={"cramp": LESS}),
    "dantrolene": Drug(
        "Dantrolene", "dantrolene", "spasticity, malignant hyperthermia", "calcium",
        "In the fibre it lets less calcium out of the store.",
        f"Krause et al. 2004, doi 10.1111/j.1365-2044.2004.03658.x; {DAVIDOFF}",
        "42 people: less spasticity and cramping. In 31 others, early after a stroke, healthy limbs became weaker, and "
        "muscle tone did not change.",
        "Schmidt et al. 1976, J Neurol Neurosurg Psychiatry 39:350; Katrak et al. 1992, Arch Phys Med Rehabil 73:4",
        muscle=0.5, claims={"stretch": LESS, "hold": LESS}),
    "botulinum toxin": Drug(
        "Botulinum toxin", "botulinum toxin", "spasticity, dystonia", "junction",
        "Injected into one muscle, it stops its nerve endings from releasing acetylcholine, for months.",
        "Pirazzini et al. 2017, doi 10.1124/pr.116.012658",
        "126 people after a stroke: softer wrist and fingers than with placebo, for 12 weeks.",
        "Brashear et al. 2002, doi 10.1056/NEJMoa011892",
        muscle=0.3, claims={"stretch": LESS}),
    "cholinesterase inhibitors": Drug(
        "Cholinesterase inhibitors", "a cholinesterase inhibitor", "myasthenia", "junction",
        "Acetylcholine stays longer: one impulse of the nerve can bring two of the fibre.",
        "Punga et al. 2008, doi 10.1002/mus.20935",
        "Of 22 people with myasthenia 8 had twitches, cramps or the like daily, more often those whose fibres fired "
        "twice. In healthy people a small dose changed no strength.",
        "Punga et al. 2008, doi 10.1002/mus.20935; Glikson et al. 1991, Fundam Appl Toxicol 16:288",
        muscle=1.3, claims={"cramp": MORE}),
    "diuretics": Drug(
        "Diuretics", "a diuretic", "high blood pressure, weak hearts", "excitability",
        "They carry salts out of the body. Little magnesium makes nerves excitable; which salt counts is not clear.",
        "Sica 2004, doi 10.1111/j.1524-6175.2004.03789.x",
        "4.2 million people's prescriptions: half as many again began a drug for cramps in the year after a diuretic "
        "as in the year before. That is no trial.",
        GARRISON, excitability_eu=0.5, claims={"cramp": MORE}),
    "serotonin drugs": Drug(
        "Serotonin drugs", "a serotonin drug", "depression, anxiety", "current",
        "More serotonin reaches the motor neurons and feeds their inward current.", MONOAMINES,
        "12 people with an injured cord, one dose: more strength, and more spasticity and spasms. On ordinary cramps "
        "we know of no study.", SEROTONIN,
        current=1.5, claims={"stretch": MORE, "hold": MORE}),
})

#: What is said to bring cramps and is not on the bench, and why.
LEFT_OFF = (
    "Statins are not on the bench. In the year after the first one a drug for cramps was begun a little more often "
    f"({GARRISON}), but against placebo muscles ached hardly more (Cholesterol Treatment Trialists' Collaboration "
    "2022, doi 10.1016/S0140-6736(22)01545-8), and no source says by which link they would bring a cramp.",
    f"Beta-2 agonists, which open the airways, are not on the bench either. Cramps do follow them ({GARRISON}), and "
    "they act on the muscle (Marsden & Meadows 1970, doi 10.1113/jphysiol.1970.sp009071); but how that would make a "
    "cramp no source says.",
)
