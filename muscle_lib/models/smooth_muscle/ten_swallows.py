"""Ten swallows of one patient: each gets its word, and only all of them together may name a disease."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from muscle_lib.models.smooth_muscle.manometry import (
    YADLAPATI,
    fronts_s,
    latency_s,
    vigour_mmHg_s_cm,
    wave_mmHg,
    word,
)
from muscle_lib.models.smooth_muscle.swallow import ROMAN, Swallow
from muscle_lib.preset import Preset, grouped
from muscle_lib.quantity import choice, model, quantity, same_as
from muscle_lib.trace import result, trace

TEN = 10
WORDS = ("failed", "weak", "normal", "premature", "hypercontractile")
#: Where a swallow without a front is drawn, and the least vigour that is drawn.
NO_FRONT_s, LEAST = 13.0, 30.0
#: Chance makes no swallow slower or longer than this.
MOST_INHIBITION, LONGEST_s = 1.2, 8.0


@trace
class TenTrace:
    """The swallows that were measured, one after the other, and what may be said of them."""

    #: Of each swallow: what the clinic reads (a swallow without a front stands at 13 s, and the vigour is at least 30).
    arrives_s: NDArray
    vigour_mmHg_s_cm: NDArray
    said: tuple[str, ...]
    #: The five words, by number, and how many swallows got each.
    word_number: NDArray
    swallows_of_word: NDArray
    complains: str

    @result("Swallows measured")
    def measured(self) -> int:
        """How many swallows were measured."""
        return len(self.said)

    @result("Premature swallows", headline=True)
    def premature(self) -> int:
        """How many came too early."""
        return self.said.count("premature")

    @result("Hypercontractile swallows")
    def hypercontractile(self) -> int:
        """How many were too strong."""
        return self.said.count("hypercontractile")

    @result("Weak or failed swallows")
    def ineffective(self) -> int:
        """How many were too weak."""
        return self.said.count("weak") + self.failed

    @result("Failed swallows")
    def failed(self) -> int:
        """How many of these were hardly a squeeze."""
        return self.said.count("failed")

    @cached_property
    def pattern(self) -> str:
        """What the table says of ten swallows: “premature”, “hypercontractile”, “ineffective”, “unclear” (perhaps
        ineffective), “absent” or “normal”."""
        if self.failed == self.measured:
            return "absent"
        if self.premature >= 0.2 * self.measured:
            return "premature"
        if self.hypercontractile >= 0.2 * self.measured:
            return "hypercontractile"
        if self.ineffective > 0.7 * self.measured or self.failed >= 0.5 * self.measured:
            return "ineffective"
        return "unclear" if self.ineffective >= 0.5 * self.measured else "normal"

    @property
    def state(self) -> str:
        """“too few” before ten swallows; then “normal”, “unclear”, “ineffective” or “absent”; and “spasm” or
        “jackhammer”, if the patient complains, or else “premature” or “hypercontractile”, which are no disease."""
        if self.measured < TEN:
            return "too few"
        if self.complains == "yes":
            return {"premature": "spasm", "hypercontractile": "jackhammer"}.get(self.pattern, self.pattern)
        return self.pattern


@model
class TenSwallows:
    """A patient swallows up to ten times; no two swallows are alike.

    The equations in words
    ----------------------
    Each swallow is one of the model before, without the mouthful. Its inhibition, greatest pressure and length are the
    patient's own, each times a number by chance:
        number = exp(spread · z),   z: normally distributed;   inhibition at most 120 %, length at most 8 s
    Each swallow gets its word from the table. Only after ten: at least two premature ones, in somebody with trouble
    swallowing or chest pain, are distal spasm; at least two hypercontractile ones jackhammer; more than seven weak or
    failed ones, or at least five failed ones, an ineffective oesophagus (five to seven: not clear); ten failed ones an
    absent squeeze.

    ``run()`` returns a TenTrace. Errors: a value out of range, of the wrong type or not finite raises a ValueError.
    """

    inhibition_percent: float = same_as(Swallow, "inhibition_percent")
    amplitude_mmHg: float = same_as(Swallow, "amplitude_mmHg")
    squeeze_s: float = same_as(Swallow, "squeeze_s")
    spread_percent: float = quantity(
        25.0, unit="%", low=0.0, high=50.0, step=5.0, symbol="σ", label="Swallows differ by",
        meaning="Standard deviation of the natural logarithm of each of the three, as a percentage.",
        source="Our choice: large enough that a border is sometimes crossed.")
    measured: int = quantity(
        TEN, unit="", low=1, high=TEN, step=1, symbol="n", label="Swallows measured",
        source="Our choice of range, up to the ten of the clinic: Richter et al. 1987, doi 10.1007/BF01296157")
    complains: str = choice(
        "yes", options={"yes": "Trouble swallowing or chest pain", "no": "None"}, symbol="c", label="Complaints",
        meaning="Chest pain counts only once it is known not to come from the heart.",
        source="Our choice: with or without. They belong to the disease: " + ROMAN)
    patient: int = quantity(1, unit="", low=1, high=99, symbol="p", label="Patient (number of the throw)", step=1,
                            source="Our choice: another patient with the same mean.")

    #: Said under “Look inside” and at the end of the lesson.
    leaves_out = (
        "All that one swallow leaves out.",
        "The clinic looks at the lower sphincter first, lets people swallow both lying and upright, and looks for a "
        "narrow place in other ways. Here the sphincter always opens, and nothing is in the way.",
        "How much swallows of one person differ is our choice; real ones do not differ by chance alone.",
    )
    presets = grouped({})  # filled in below the class: a preset is made of it

    def run(self) -> TenTrace:
        """Measure the swallows."""
        own = np.array([self.inhibition_percent / 100.0, self.amplitude_mmHg, self.squeeze_s])
        # As many throws whatever is measured: the fifth swallow stays the same with five and with ten.
        chance = np.random.default_rng(self.patient).standard_normal((TEN, own.size))[:self.measured]
        vigours, arrives, words = [], [], []
        for inhibition, amplitude_mmHg, squeeze_s in own * np.exp(self.spread_percent / 100.0 * chance):
            wave = wave_mmHg(min(inhibition, MOST_INHIBITION), amplitude_mmHg, min(squeeze_s, LONGEST_s))
            vigours.append(vigour_mmHg_s_cm(wave))
            arrives.append(latency_s(fronts_s(wave)))
            words.append(word(vigours[-1], arrives[-1]))
        return TenTrace(
            arrives_s=np.nan_to_num(np.array(arrives), nan=NO_FRONT_s),
            vigour_mmHg_s_cm=np.maximum(vigours, LEAST), said=tuple(words),
            word_number=np.arange(float(len(WORDS))),
            swallows_of_word=np.array([float(words.count(each)) for each in WORDS]), complains=self.complains)


_RULE = "Our choice of size; the rule: "
TenSwallows.presets = grouped({
    "patients": (
        Preset("Somebody well", TenSwallows(complains="no"), source=_RULE + YADLAPATI,
               expect="ten normal swallows, though no two are alike",
               signature={"premature": (0, 0), "state": ("normal", "normal")}),
        Preset("Patient A", TenSwallows(inhibition_percent=25.0, patient=4), source=_RULE + ROMAN,
               expect="two of ten come too early, the third and the last: with complaints that is enough for a name",
               signature={"premature": (2, 2), "state": ("spasm", "spasm")}),
        Preset("Patient B", TenSwallows(amplitude_mmHg=230.0, squeeze_s=4.5), source=_RULE + YADLAPATI,
               expect="six of ten are too strong, and all come in good order: another fault, another name",
               signature={"hypercontractile": (6, 6), "premature": (0, 0), "state": ("jackhammer", "jackhammer")}),
        Preset("Patient C", TenSwallows(inhibition_percent=25.0, patient=4, complains="no"), source=_RULE + ROMAN,
               expect="the same swallows as patient A's, without complaints: no disease",
               signature={"premature": (2, 2), "state": ("premature", "premature")}),
        Preset("Patient D", TenSwallows(inhibition_percent=25.0, patient=4, measured=9), source=_RULE + ROMAN,
               expect="patient A again, but only nine were measured: one came too early, and nothing is named yet",
               signature={"premature": (1, 1), "state": ("too few", "too few")}),
    ),
})
