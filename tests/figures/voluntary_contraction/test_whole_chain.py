"""The whole chain: is the sentence true, and is everything inside its panel?"""

from __future__ import annotations

import re

import numpy as np

from muscle_lib.figures.voluntary_contraction import WholeChainFigure
from muscle_lib.models.voluntary_contraction import ChainTrace, WholeChain
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = WholeChainFigure()


def rounding(force_N: float) -> float:
    """How far a force in the sentence may be off: it is rounded to tens, a small one to ones."""
    return 5.01 if force_N >= 95.0 else 0.51


def lies(trace: ChainTrace, model: WholeChain) -> list[str]:
    words = Claims(FIGURE.describe(trace), setting(model))
    text = words.words.replace(",", "")
    fired, answered = trace.nerve_Hz.any(), trace.fibre_Hz.any()
    words.claim("silence", ("too weak for a single" in text) == (not fired))
    if fired:
        # Every place that is cut is named, and no other.
        squeezed = trace.po2_mmHg.min() < 1.0
        for place, is_cut in (("nerve", model.nerve_percent < 90.0), ("junction", trace.transmitted < 0.9),
                              ("blood", model.blood_percent < 90.0 or squeezed),
                              ("glycogen", model.glycogen_mM < 10.0)):
            words.claim(f"cut at the {place}", (f"at the {place}" in text) == is_cut)
        words.claim("cut at the fibre", ("at the muscle fibre" in text) <= (trace.followed_Hz < 50.0))
        words.claim("no fibre answers", ("cannot be excited" in text) == (trace.followed_Hz == 0.0))
        words.claim("no axon", ("no axon" in text) == (round(model.nerve_percent) == 0))
        words.claim("no blood", ("none is let through" in text) == (round(model.blood_percent) == 0))
    if "of its axons" in text:
        words.shows(r"only \d+ % of its axons", model.nerve_percent, 0.51, "%")
    if "of the fibres" in text and "hardly any of" not in text:
        words.shows(r"reaches only \d+ %", 100.0 * trace.transmitted, 0.51, "%")
    if "of it is let through" in text:
        words.shows(r"only \d+ % of it", model.blood_percent, 0.51, "%")
    if "follow only" in text:
        words.shows(r"follow only \d+ impulses", trace.followed_Hz, 0.0, "impulses a second")
    words.claim("no force", ("No force comes out" in text) <= (trace.force_N.max() < 0.5))
    words.claim("nothing answered", answered or "The force reaches" not in text or trace.peak_N < 0.5)
    said = re.search(r"reaches (\d+) N in the first (contraction|second)(?: and (\d+) N at the end)?", text)
    if said:
        parts = trace.contractions
        first = trace.force_N[slice(*parts[0])]
        last = trace.force_N[slice(*parts[-1])]
        if len(parts) == 1:
            first, last = first[:50], last[-50:]
        words.claim("how many", (said[2] == "second") == (len(parts) == 1))
        words.claim(f"first {first.max():.0f}", abs(float(said[1]) - first.max()) <= rounding(first.max()))
        if said[3]:
            words.claim(f"last {last.max():.0f}", abs(float(said[3]) - last.max()) <= rounding(last.max()))
        elif "as much at the end" in text:
            words.claim("as much", abs(last.max() / first.max() - 1.0) < 0.031)
    words.claim("it tires", ("the muscle tires" in text) <= (trace.last_N < 0.9 * trace.first_N))
    whole = (model.nerve_percent >= 90.0 and trace.transmitted >= 0.9 and model.blood_percent >= 90.0
             and trace.po2_mmHg.min() >= 1.0 and model.glycogen_mM >= 10.0)
    words.claim("all hold", ("All links of this muscle hold" in text) <= whole)
    if "stores stay full" in text:
        words.claim("full", trace.pcr_mM.min() > 32.4)
    else:
        words.shows(r"Phosphocreatine falls to \d+", trace.pcr_mM.min(), 0.51, "mM")
        words.claim("used up", ("is used up" in text) == (trace.po2_mmHg.min() < 1.0))
        words.shows(r"used up \([\d.]+" if "used up" in text else r"muscle to [\d.]+", trace.po2_mmHg.min(), 0.051,
                    "mmHg")
    return words.lies


#: Of the corners a ninth: a run takes a tenth of a second, and the fibre of chapter 2 as long for each new salt.
MODELS = [*along(WholeChain), *(preset.model for preset in all_presets(WholeChain).values()), *corners(WholeChain)[::9]]


def test_the_sentence_is_true_and_everything_inside_its_panel():
    """Both asked of the same runs, which take a while."""
    wrong, outside = [], []
    for model in MODELS:
        trace = model.run()
        wrong += lies(trace, model)
        FIGURE.show(trace)
        for curve in FIGURE.stage.curves:
            low, high = curve.line.axes.get_ylim()
            y = np.asarray(curve.line.get_ydata())
            # The strongest muscles, a slider of “More”, may reach beyond the usual scale of force.
            if low > y.min() + 1e-9 or y.max() > high:
                outside.append((curve.label, setting(model), float(y.max())))
    assert wrong == []
    assert outside == []


def test_a_sketch_is_described_as_truly():
    for model in (WholeChain(), WholeChain(pause_s=0.0)):
        assert lies(model.preview(), model) == []
