"""What people do about a cramp: what it changes in the loop of chapter 6, and, apart from that, what trials found.

The two are never mixed. The sizes are handles of our choice, by which the loop answers; a trial's result is not used to
choose one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

#: What studies in people found, and what each mark means. A remedy can have two of them, or none.
FOUND = {"helps": "fewer, shorter or milder cramps", "no help shown": "no sure change for the better",
         "mixed": "studies do not agree", "harms": "injures, or brings cramps about"}
#: How sure that is, and what each mark means.
SURE = {"strong": "many good trials agree", "some": "trials or experiments agree in part",
        "weak": "few and small studies", "hardly tested": "practice, or thought likely"}
#: What a remedy can move in the loop, and how it is said.
PLACES = {"nothing": "nothing in the loop", "length": "the muscle's length",
          "inhibition": "inhibition of the motor neurons", "excitability": "excitability of the motor neurons",
          "inward current": "the inward current of the motor neurons"}
MINUTE_s, HOUR_s, DAY_s = 60.0, 3600.0, 86400.0


@dataclass(frozen=True)
class Trials:
    """What studies in people say: what they found, how sure that is, the same in words, and where it stands."""

    found: tuple[str, ...]
    sure: str
    words: str
    source: str

    @property
    def marks(self) -> str:
        """Both marks as part of a sentence: “helps, and harms (how sure: some)”."""
        if not self.sure:
            return "nothing to judge"
        return f"{', and '.join(self.found)} (how sure: {self.sure})" if self.found else self.sure


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
        (), "", "Cramps end by themselves. Those set off by stimulation lasted 56 s in one study (8 people), 152 s in "
                "another (10 people).",
        "Minetto et al. 2011, doi 10.1113/jphysiol.2011.212332; " + MILLER_PICKLE)),
    "stretch": Remedy("Stretch", "a stretch", "length", 1.0, 0.0, 0.5, 5.0, False, Trials(
        ("helps",), "some", "In the laboratory a stretch ended cramps at once. Stretching before bed: about one cramp "
                            "a night fewer in one trial in people over 55; no sure difference in another.",
        BERTOLASI + "; Hallegraeff et al. 2012, doi 10.1016/S1836-9553(12)70068-1; Coppin et al. 2005, Br J Gen Pract "
        "55:186")),
    "opposite muscle": Remedy("Tense the opposite muscle", "tensing the opposite muscle", "inhibition", 6.0, 0.0, 0.0,
                              5.0, False, Trials((), "hardly tested", "Plausible; we know of no trial.", PRACTICE)),
    "massage": Remedy("Massage", "massage", "inhibition", 2.0, 0.0, 0.0, math.inf, False, Trials(
        (), "hardly tested", "Common practice; we know of no trial on a cramp.", PRACTICE)),
    "rest": Remedy("Rest", "rest", "nothing", 0.0, 0.0, 0.0, 0.0, False, Trials(
        (), "hardly tested", "Plausible against the next cramp; we know of no trial.", PRACTICE)),
    "standing": Remedy("Stand on it", "standing on it", "length", 1.0, 0.0, 2.0, math.inf, False, Trials(
        (), "hardly tested", "Common practice: weight stretches the calf. We know of no trial.", PRACTICE)),
    "tap": Remedy("Tap the tendon", "a tap on the tendon", "inhibition", 20.0, 0.0, 0.0, 0.3, False, Trials(
        (), "hardly tested", "In an experiment the EMG of a cramp fell while the tendon's nerves were stimulated "
                             "electrically. A tap is no treatment.", KHAN)),
    "pickle juice": Remedy("Pickle juice", "pickle juice", "inhibition", 1.0, 30.0, 0.0, math.inf, False, Trials(
        ("mixed",), "weak", "Ten people: 85 s after pickle juice, 134 s after water; the blood was unchanged. Eleven "
                            "others: not surely better. In cirrhosis cramps eased by 2.3 of 10 points in 38 people, "
                            "with water by 0.4 in 36.",
        MILLER_PICKLE + "; Georgieva et al. 2021, doi 10.3390/app112412096; Tapper et al. 2022, doi "
        "10.14309/ajg.0000000000001781")),
    "water": Remedy("Water", "water", "nothing", 0.0, 30.0 * MINUTE_s, 0.0, math.inf, True, Trials(
        ("no help shown",), "weak", "Ten people sweated away 3 % of their mass: no clear change in how easily "
                                    "electrical pulses set off a cramp. In ten others, who sweated and drank plain "
                                    "water, a cramp was then easier to set off.",
        "Miller et al. 2010, doi 10.1249/MSS.0b013e3181dd5e3a; " + LAU)),
    "salt drink": Remedy("Salt drink", "a salt drink", "nothing", 0.0, 45.0 * MINUTE_s, 0.0, math.inf, True, Trials(
        ("mixed",), "weak", "After sweating, a drink with salts made cramps harder to set off, in ten people. Runners "
                            "with cramps had a little less sodium in the blood than others, and still enough.",
        LAU + "; Schwellnus et al. 2004, Br J Sports Med 38:488")),
    "salt drink, sodium low": Remedy("Salt drink, sodium low", "a salt drink at low sodium", "excitability", -0.5,
                                     45.0 * MINUTE_s, 0.0, math.inf, True, Trials(
        (), "hardly tested", "Small experiments after sweating only. Low sodium is a matter for a doctor.", LAU)),
    "magnesium": Remedy("Magnesium", "magnesium at a normal blood level", "nothing", 0.0, 3.0 * DAY_s, 0.0,
                        math.inf, True, Trials(
        ("no help shown",), "some", "In older people there were 10 % fewer cramps, or anything from 23 % fewer to 4 % "
                                    "more: unlikely to help (3 trials, 177 people). In pregnancy studies contradict "
                                    "each other.", COCHRANE_MG)),
    "magnesium, level low": Remedy("Magnesium, level low", "magnesium at a low blood level", "excitability", -1.2,
                                   3.0 * DAY_s, 0.0, math.inf, True, Trials(
        (), "hardly tested", "A lack is treated by a doctor. The trials on cramps do not tell what it does there.",
        COCHRANE_MG)),
    "quinine": Remedy("Quinine", "quinine", "excitability", -1.0, DAY_s, 0.0, math.inf, True, Trials(
        ("helps", "harms"), "some", "28 % fewer cramps, and 20 % fewer days with cramps, than with placebo; but rarely "
                                    "it kills, through blood cells or heart rhythm. Not recommended for ordinary "
                                    "cramps.",
        "El-Tawil et al. 2015, doi 10.1002/14651858.CD005044.pub3; Food and Drug Administration 2010")),
    "mexiletine": Remedy("Mexiletine", "mexiletine", "inward current", -0.3, 3.0 * HOUR_s, 0.0, math.inf, True, Trials(
        ("helps",), "weak", "Fewer cramps in people with ALS (an illness of the motor neurons), in a trial. A drug for "
                            "specialists, not for ordinary cramps.", "Oskarsson et al. 2018, doi 10.1002/mus.26117")),
    "heat": Remedy("Heat", "heat", "excitability", -0.3, 3.0 * MINUTE_s, 0.0, math.inf, False, Trials(
        (), "hardly tested", "Comfortable; we know of no trial.", PRACTICE)),
    "shorten": Remedy("Shorten it more", "making it shorter still", "length", -0.2, 0.0, 0.5, math.inf, False, Trials(
        ("harms",), "some", "This is how cramps are brought about: a hard contraction made seven of ten people cramp "
                            "when their muscle was short, and none of ten when it was not.", BERTOLASI)),
}
