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
#: What a remedy can move in the loop, and how it is said.
PLACES = {"nothing": "nothing in the loop", "length": "the muscle's length",
          "inhibition": "inhibition of the motor neurons", "excitability": "excitability of the motor neurons",
          "inward current": "the inward current of the motor neurons"}
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
    #: One of ``PLACES``.
    place: str
    #: In lengths, eu, or (current) parts of the whole; positive inhibition holds the motor neurons back.
    size: float
    delay_s: float
    takes_s: float
    lasts_s: float
    #: Something that is eaten, drunk or swallowed for days goes on working; what hands do is soon over.
    is_taken: bool
    trials: Trials

    @property
    def moves_nothing(self) -> bool:
        """Whether no part of the loop is moved."""
        return self.place == "nothing"

    @property
    def delay(self) -> str:
        """How long it takes to begin, in the unit in which people say it: “3 days”; empty if it begins at once."""
        for unit_s, name in ((DAY_s, "day"), (HOUR_s, "hour"), (MINUTE_s, "minute"), (1.0, "second")):
            if self.delay_s >= unit_s:
                count = round(self.delay_s / unit_s)
                return f"{count} {name}{'' if count == 1 else 's'}"
        return ""


BERTOLASI = "Bertolasi et al. 1993, doi 10.1002/ana.410330207"
KHAN = "Khan & Burne 2007, doi 10.1152/jn.00371.2007"
LAU = "Lau et al. 2019, doi 10.1136/bmjsem-2018-000478"
MILLER_PICKLE = "Miller et al. 2010, doi 10.1249/MSS.0b013e3181c0647e"
COCHRANE_MG = "Garrison et al. 2020, doi 10.1002/14651858.CD009402.pub3"
PRACTICE = "Our choice of words: common practice; we know of no trial"

#: Each remedy by its short name: the word in code.
REMEDIES = {
    "nothing": Remedy("Nothing", "nothing", "nothing", 0.0, 0.0, 0.0, 0.0, False, Trials(
        "nothing to judge", "Cramps end by themselves. Those set off by stimulation lasted 56 s in one study "
                              "(8 people), 152 s in another (10 people).",
        "Minetto et al. 2011, doi 10.1113/jphysiol.2011.212332; " + MILLER_PICKLE)),
    "stretch": Remedy("Stretch", "a stretch", "length", 1.0, 0.0, 0.5, 5.0, False, Trials(
        "some", "In the laboratory a stretch ended cramps at once. Stretching before bed: about one cramp a night "
                "fewer in one trial in people over 55; no sure difference in another.",
        BERTOLASI + "; Hallegraeff et al. 2012, doi 10.1016/S1836-9553(12)70068-1; Coppin et al. 2005, Br J Gen Pract "
        "55:186")),
    "opposite muscle": Remedy("Tense the opposite muscle", "tensing the opposite muscle", "inhibition", 6.0, 0.0, 0.0,
                              5.0, False, Trials("weak", "Plausible, and hardly tested.", PRACTICE)),
    "massage": Remedy("Massage", "massage", "inhibition", 2.0, 0.0, 0.0, math.inf, False, Trials(
        "weak", "Common practice. Hardly tested on a cramp.", PRACTICE)),
    "rest": Remedy("Rest", "rest", "nothing", 0.0, 0.0, 0.0, 0.0, False, Trials(
        "weak", "Plausible against the next cramp. Hardly tested.", PRACTICE)),
    "standing": Remedy("Stand on it", "standing on it", "length", 1.0, 0.0, 2.0, math.inf, False, Trials(
        "weak", "Common practice: weight stretches the calf. Hardly tested.", PRACTICE)),
    "tap": Remedy("Tap the tendon", "a tap on the tendon", "inhibition", 20.0, 0.0, 0.0, 0.3, False, Trials(
        "weak", "In an experiment the EMG of a cramp fell while the tendon's nerves were stimulated. It is no "
                "treatment.", KHAN)),
    "pickle juice": Remedy("Pickle juice", "pickle juice", "inhibition", 1.0, 30.0, 0.0, math.inf, False, Trials(
        "weak", "Mixed: 85 s after pickle juice, 134 s after water, in ten people; the blood was unchanged. In eleven "
                "others not surely better. In cirrhosis 38 people felt cramps less with it than 36 with water.",
        MILLER_PICKLE + "; Georgieva et al. 2021, doi 10.3390/app112412096; Tapper et al. 2022, doi "
        "10.14309/ajg.0000000000001781")),
    "water": Remedy("Water", "water", "nothing", 0.0, 30.0 * MINUTE_s, 0.0, math.inf, True, Trials(
        "none", "After losing 3 % of their mass as water ten people's cramps were not surely easier to set off. Plain "
                "water after sweating made them easier.",
        "Miller et al. 2010, doi 10.1249/MSS.0b013e3181dd5e3a; " + LAU)),
    "salt drink": Remedy("Salt drink", "a salt drink", "nothing", 0.0, 45.0 * MINUTE_s, 0.0, math.inf, True, Trials(
        "weak", "Mixed: after sweating, a drink with salts made cramps harder to set off, in ten people. Runners with "
                "cramps had a little less sodium in the blood than others, and still enough.",
        LAU + "; Schwellnus et al. 2004, Br J Sports Med 38:488")),
    "salt drink, sodium low": Remedy("Salt drink, sodium low", "a salt drink at low sodium", "excitability", -0.5,
                                     45.0 * MINUTE_s, 0.0, math.inf, True, Trials(
        "weak", "Small experiments after sweating only. Low sodium is a matter for a doctor.", LAU)),
    "magnesium": Remedy("Magnesium", "magnesium at a normal blood level", "nothing", 0.0, 3.0 * DAY_s, 0.0,
                        math.inf, True, Trials(
        "none", "In older people there were 10 % fewer cramps, or anything from 23 % fewer to 4 % more: unlikely to "
                "help (3 trials, 177 people). In pregnancy studies contradict each other.", COCHRANE_MG)),
    "magnesium, level low": Remedy("Magnesium, level low", "magnesium at a low blood level", "excitability", -1.2,
                                   3.0 * DAY_s, 0.0, math.inf, True, Trials(
        "weak", "A lack that a blood test shows is treated. The trials on cramps do not tell what it does there.",
        COCHRANE_MG)),
    "quinine": Remedy("Quinine", "quinine", "excitability", -1.0, DAY_s, 0.0, math.inf, True, Trials(
        "harmful", "28 % fewer cramps, and 20 % fewer days with cramps, than with placebo; but rarely it kills, "
                   "through blood cells or heart rhythm. Not recommended for ordinary cramps.",
        "El-Tawil et al. 2015, doi 10.1002/14651858.CD005044.pub3; Food and Drug Administration 2010")),
    "mexiletine": Remedy("Mexiletine", "mexiletine", "inward current", -0.3, 3.0 * HOUR_s, 0.0, math.inf, True, Trials(
        "some", "Fewer cramps in people with ALS (an illness of the motor neurons), in a trial. A drug for "
                "specialists, not for ordinary cramps.", "Oskarsson et al. 2018, doi 10.1002/mus.26117")),
    "heat": Remedy("Heat", "heat", "excitability", -0.3, 3.0 * MINUTE_s, 0.0, math.inf, False, Trials(
        "weak", "Comfortable. Hardly tested.", PRACTICE)),
    "shorten": Remedy("Shorten it more", "making it shorter still", "length", -0.2, 0.0, 0.5, math.inf, False, Trials(
        "harmful", "This is how cramps are brought about: a hard contraction made seven of ten people cramp when their "
                   "muscle was short, and none of ten when it was not.", BERTOLASI)),
}
