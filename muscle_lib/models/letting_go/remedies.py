"""What people do about a cramp: what it changes in the loop of chapter 6, and, apart from that, what trials found.

The two are never mixed. The sizes are handles of our choice, by which the loop answers; a trial's result is not used to
choose one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

#: How good the evidence from people is, worst first, and what each word means.
LEVELS = ("harmful", "none", "weak", "some", "strong")
LEVEL_WORDS = {
    "harmful": "it does harm, or brings cramps about",
    "none": "trials found no effect",
    "weak": "practice, or few and small studies, or studies that contradict each other",
    "some": "experiments or trials agree on part of it",
    "strong": "trials agree",
}
#: What a remedy can move in the loop.
NO_PLACE, LENGTH, INHIBITION, EXCITABILITY, CURRENT = range(5)
PLACES = ("nothing in the loop", "the muscle's length", "inhibition of the motor neurons",
          "excitability of the motor neurons", "the inward current of the motor neurons")
MINUTE_s, HOUR_s, DAY_s = 60.0, 3600.0, 86400.0


@dataclass(frozen=True)
class Trials:
    """What studies in people say: how good they are, what they found, where it stands."""

    level: str
    words: str
    source: str

    @property
    def place(self) -> int:
        """The step of the level, from 0; −1 if there is nothing to judge."""
        return LEVELS.index(self.level) if self.level in LEVELS else -1


@dataclass(frozen=True)
class Remedy:
    """One thing to do: which part of the loop it moves, how far, after what delay, how fast and for how long."""

    name: str
    #: As part of a sentence: “…” 10 s after the command.
    phrase: str
    place: int
    #: In lengths, eu, or (current) parts of the whole; positive inhibition holds the motor neurons back.
    size: float
    delay_s: float
    takes_s: float
    lasts_s: float
    #: Something that is eaten, drunk or swallowed for days goes on working; what hands do is soon over.
    is_taken: bool
    trials: Trials


#: The numbers of the remedies with which a lesson begins.
NOTHING, STRETCH, OPPOSITE, MASSAGE, REST, STAND, TAP, PICKLE, WATER, SALT, SALT_LOW, MAGNESIUM, MAGNESIUM_LOW, \
    QUININE, MEXILETINE, HEAT, SHORTEN = range(17)

BERTOLASI = "Bertolasi et al. 1993, doi 10.1002/ana.410330207"
KHAN = "Khan & Burne 2007, doi 10.1152/jn.00371.2007"
LAU = "Lau et al. 2019, doi 10.1136/bmjsem-2018-000478"
COCHRANE_MG = "Garrison et al. 2020, doi 10.1002/14651858.CD009402.pub3"
PRACTICE = "Our choice of words: common practice; we know of no trial"

REMEDIES = (
    Remedy("Nothing", "nothing", NO_PLACE, 0.0, 0.0, 0.0, 0.0, False, Trials(
        "nothing to judge", "Cramps end by themselves: those set off by stimulation lasted 56 s, give or take 19 s.",
        "Minetto et al. 2011, doi 10.1113/jphysiol.2011.212332")),
    Remedy("Stretch", "a stretch", LENGTH, 1.0, 0.0, 0.5, 5.0, False, Trials(
        "some", "In the laboratory a stretch ended cramps at once. Stretching before bed: about one cramp a night "
                "fewer in one trial in people over 55; others did not confirm it.",
        BERTOLASI + "; Hallegraeff et al. 2012, doi 10.1016/S1836-9553(12)70068-1")),
    Remedy("Tense the opposite muscle", "tensing the opposite muscle", INHIBITION, 6.0, 0.0, 0.0, 5.0, False, Trials(
        "weak", "Plausible, and hardly tested.", PRACTICE)),
    Remedy("Massage", "massage", INHIBITION, 2.0, 0.0, 0.0, math.inf, False, Trials(
        "weak", "Common practice. Hardly tested on a cramp.", PRACTICE)),
    Remedy("Rest", "rest", NO_PLACE, 0.0, 0.0, 0.0, 0.0, False, Trials(
        "weak", "Plausible against the next cramp. Hardly tested.", PRACTICE)),
    Remedy("Stand on it", "standing on it", LENGTH, 1.0, 0.0, 2.0, math.inf, False, Trials(
        "weak", "Common practice: weight stretches the calf. Hardly tested.", PRACTICE)),
    Remedy("Tap the tendon", "a tap on the tendon", INHIBITION, 20.0, 0.0, 0.0, 0.3, False, Trials(
        "weak", "In an experiment the EMG of a cramp fell while the tendon's nerves were stimulated. It is no "
                "treatment.", KHAN)),
    Remedy("Pickle juice", "pickle juice", INHIBITION, 1.0, 30.0, 0.0, math.inf, False, Trials(
        "weak", "Mixed: 85 s after pickle juice, 134 s after water, in ten people; the blood was unchanged. In eleven "
                "others it did no better than water; 74 people with cirrhosis felt their cramps less.",
        "Miller et al. 2010, doi 10.1249/MSS.0b013e3181c0647e; Georgieva et al. 2021, doi 10.3390/app112412096; Tapper "
        "et al. 2022, doi 10.14309/ajg.0000000000001781")),
    Remedy("Water", "water", NO_PLACE, 0.0, 30.0 * MINUTE_s, 0.0, math.inf, True, Trials(
        "none", "After losing 3 % of their mass as water ten people's cramps were not surely easier to set off. Plain "
                "water after sweating made them easier.",
        "Miller et al. 2010, doi 10.1249/MSS.0b013e3181dd5e3a; " + LAU)),
    Remedy("Salt drink", "a salt drink", NO_PLACE, 0.0, 45.0 * MINUTE_s, 0.0, math.inf, True, Trials(
        "weak", "Mixed: after sweating, a drink with salts made cramps harder to set off, in ten people. Runners with "
                "and without cramps have much the same blood salts.",
        LAU + "; Schwellnus et al. 2004, Br J Sports Med 38:488")),
    Remedy("Salt drink, sodium low", "a salt drink at low sodium", EXCITABILITY, -0.5, 45.0 * MINUTE_s, 0.0, math.inf,
           True, Trials("weak", "Small experiments after sweating only. Low sodium is a matter for a doctor.", LAU)),
    Remedy("Magnesium", "magnesium at a normal blood level", NO_PLACE, 0.0, 3.0 * DAY_s, 0.0, math.inf, True, Trials(
        "none", "In older people there were 10 % fewer cramps, or anything from 23 % fewer to 4 % more: unlikely to "
                "help. In pregnancy studies contradict each other.", COCHRANE_MG)),
    Remedy("Magnesium, level low", "magnesium at a low blood level", EXCITABILITY, -1.2, 3.0 * DAY_s, 0.0, math.inf,
           True, Trials("weak", "A lack that a blood test shows is treated. The trials on cramps do not tell what it "
                                "does there.", COCHRANE_MG)),
    Remedy("Quinine", "quinine", EXCITABILITY, -1.0, DAY_s, 0.0, math.inf, True, Trials(
        "harmful", "20 to 28 % fewer cramps; but rarely it kills, through blood cells or heart rhythm. Not recommended "
                   "for ordinary cramps.", "El-Tawil et al. 2015, doi 10.1002/14651858.CD005044.pub3")),
    Remedy("Mexiletine", "mexiletine", CURRENT, -0.3, 3.0 * HOUR_s, 0.0, math.inf, True, Trials(
        "some", "Fewer cramps in people with ALS (an illness of the motor neurons), in a trial. A drug for "
                "specialists, not for ordinary cramps.", "Oskarsson et al. 2018, doi 10.1002/mus.26117")),
    Remedy("Heat", "heat", EXCITABILITY, -0.3, 3.0 * MINUTE_s, 0.0, math.inf, False, Trials(
        "weak", "Comfortable. Hardly tested.", PRACTICE)),
    Remedy("Shorten it more", "making it shorter still", LENGTH, -0.2, 0.0, 0.5, math.inf, False, Trials(
        "harmful", "This is how cramps are brought about: a hard contraction made seven of ten people cramp when their "
                   "muscle was short, and none of ten when it was not.", BERTOLASI)),
)
