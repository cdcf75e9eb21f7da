"""The sentence and the picture of the causes: is what they say true?"""

from __future__ import annotations

import numpy as np
import pytest

from muscle_lib.figures.hyperexcitability import CausesFigure
from muscle_lib.models.hyperexcitability import Causes, CausesTrace
from muscle_lib.models.hyperexcitability.causes import NAMES
from muscle_lib.preset import all_presets
from tests.figures.hyperexcitability.test_cramp import shown
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

PRESETS = tuple(all_presets(Causes).values())
FIGURE = CausesFigure()


def lies(trace: CausesTrace) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    words = FIGURE.describe(trace)
    checked = Claims(words)
    checked.shows(r"excitability of [−\d.]+", float(trace.parts_eu.sum()), 0.0501, "eu")
    sizes = np.abs(trace.parts_eu[1:])
    checked.claim("a cause counts", ("most of all" in words) == bool(sizes.max() >= 0.05))
    if "most of all" in words:
        largest = 1 + int(sizes.argmax())
        does = "adds" if trace.parts_eu[largest] > 0.0 else "takes away"
        checked.claim("it is the largest", f"most of all {does}: {NAMES[largest]} (" in words)
        checked.shows(r"most of all [\w ]+: [\w ]+ \([−+][\d.]+", float(trace.parts_eu[largest]), 0.0501, "eu")
    checked.claim("the limit", ("does not reach" in words) == (not -2.0 <= trace.parts_eu.sum() <= 6.0))
    if "does not reach" in words:
        checked.shows(r"beyond [−\d.]+", 6.0 if trace.parts_eu.sum() > 6.0 else -2.0, 0.01, "eu")
    first, _, second = words.partition("; without causes ")
    parts = [(first, trace.cramp_s, trace.is_over), (second, trace.without_s, trace.without_is_over)]
    # Where no fibre answers, there is no contraction that could go on or let go.
    for part, seconds, is_over in parts if trace.conducting else parts[1:]:
        checked.claim("it lets go", ("lets go" in part) == (seconds < 1.0))
        checked.claim("how long", seconds < 1.0 or f" {seconds:.0f} s" in part)
        checked.claim("or longer", ("more than" in part) == (not is_over))
    checked.claim("no EMG and no force", ("no EMG and no force" in words) == (
        trace.emg_size_percent.max() == 0.0 == trace.force_percent.max()))
    if 0.0 < trace.conducting < 1.0:
        shown(checked, r"leaves [\w .]*% of EMG and force", 100.0 * trace.conducting)
    return checked.lies


@pytest.mark.parametrize("model", [*along(Causes), *corners(Causes)[::41]], ids=setting)
def test_the_sentence_is_true_along_every_slider_and_in_corners(model):
    assert lies(model.preview()) == []


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_the_sentence_is_true_for_every_preset(preset):
    assert lies(preset.model.run()) == []


def test_the_bars_are_the_parts_and_their_sum():
    trace = Causes(Ca_mM=0.9, Mg_mM=0.8).preview()
    FIGURE.show(trace)
    assert [bar.get_width() for bar in FIGURE._bars][::-1] == pytest.approx([*trace.parts_eu, trace.sum_eu])
