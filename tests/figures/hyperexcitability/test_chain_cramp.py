"""The sentence and the picture of the cramp on the whole chain: is what they say true?"""

from __future__ import annotations

import re

import numpy as np
import pytest

from muscle_lib.figures.hyperexcitability import ChainCrampFigure
from muscle_lib.models.hyperexcitability import ChainCramp, ChainCrampTrace
from muscle_lib.preset import all_presets
from tests.figures.hyperexcitability.test_cramp import shown
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

PRESETS = tuple(all_presets(ChainCramp).values())
FIGURE = ChainCrampFigure()


def newtons(checked: Claims, pattern: str, value: float) -> None:
    match = re.search(pattern + r" ([\d,]+) N", checked.words)
    within = 5.01 if value >= 100.0 else 0.501
    checked.claim(f"{pattern} {value:.2f} N", bool(match) and abs(float(match[1].replace(",", "")) - value) <= within)


def lies(trace: ChainCrampTrace) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    words = FIGURE.describe(trace)
    checked = Claims(words)
    end_s = trace.command_end_s
    effort = (trace.t_s > end_s - 1.2) & (trace.t_s <= end_s - 0.2)
    after = (trace.t_s > end_s + 1.0) & (trace.t_s <= end_s + 11.0)
    commanded = trace.command_percent.max() >= 0.05
    checked.claim("a command", ("No command" in words) == (not commanded))
    checked.shows(r"uses [\d.]+(?= mM ATP a second)", trace.used_mM_s[effort].mean(), 0.00501, "mM")
    if commanded:
        newtons(checked, "contraction gives", trace.force_N[effort].mean())
    emg = trace.emg_size_percent[round(50 * end_s):]
    first = emg[:50].mean()
    checked.claim("it goes on", ("by itself" in words) == (first >= 3.0))
    if "by itself" in words:
        newtons(checked, "by itself,", trace.force_N[after].mean())
        checked.shows(r"[\d.]+(?= mM a second)", trace.used_mM_s[after].mean(), 0.00501, "mM")
        shown(checked, r"with [\w .]*% of the EMG", trace.emg_size_percent[after].mean())
        checked.shows(r"for \d+", after.sum() / 50.0, 0.52, "s")
    if "potassium" in words:
        checked.shows(r"reaches [\d.]+", trace.cramp_K_mM, 0.0501, "mM")
        checked.shows(r"At \d+", trace.cramp_Hz, 0.501, "impulses a second")
    weak = first >= 3.0 and trace.force_N[after].mean() < 0.2 * 4600.0
    checked.claim("why it is felt as hard", ("as hard as wood" in words) == weak)
    lowest = trace.po2_mmHg.min()
    checked.claim("used up", ("used up" in words) == (lowest < 5.0))
    checked.shows(r"Oxygen falls (to|no lower than) [\d.]+", lowest, 0.0501 if lowest < 5.0 else 0.501, "mmHg")
    return checked.lies


@pytest.mark.parametrize("model", [*along(ChainCramp), *corners(ChainCramp)[::31]], ids=setting)
def test_the_sentence_is_true_along_every_slider_and_in_corners(model):
    assert lies(model.preview()) == []


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_the_sentence_is_true_for_every_preset(preset):
    assert lies(preset.model.run()) == []


@pytest.mark.parametrize("model", [ChainCramp(length=0.0, drive_percent=100.0, fatigue_percent=0.0),
                                   ChainCramp(whole_chain="yes", blood_percent=0.0, hold_s=10.0)], ids=setting)
def test_the_curves_stay_inside_their_panels(model):
    trace = model.run()
    FIGURE.show(trace)
    for curve in FIGURE.stage.curves:
        low, high = curve.line.axes.get_ylim()
        values = np.asarray(curve.line.get_ydata(), dtype=float)
        assert low <= values.min() and values.max() <= high, curve.label
