"""The picture of a nerve at low calcium: is its sentence true, and does it draw the run?"""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
import pytest

from muscle_lib.figures.electrolytes.nerve_calcium import NerveCalciumFigure
from muscle_lib.models.electrolytes import NerveAtLowCalcium, NerveCalciumTrace
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = NerveCalciumFigure()
MODELS = [*along(NerveAtLowCalcium), *(preset.model for preset in all_presets(NerveAtLowCalcium).values())]


@cache
def run(model: NerveAtLowCalcium) -> NerveCalciumTrace:
    return model.run()


def lies(model: Any) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = run(model)
    words = Claims(FIGURE.describe(trace), setting(model))
    if "as it is" in words.words:
        words.claim("no shift", abs(trace.shift_mV) < 0.05)
    else:
        words.shows(r"were [\d.]+", abs(trace.shift_mV), 0.051, "mV")
        words.claim("nearer", ("nearer to opening" in words.words) == (trace.shift_mV > 0.0))
    crossings = int(np.count_nonzero((trace.v_mV[:-1] < -20.0) & (trace.v_mV[1:] >= -20.0)))
    words.claim("it fires", ("fires by itself" in words.words) == (crossings >= 3))
    # Tetany is a matter of calcium and magnesium, never of potassium alone.
    start = NerveAtLowCalcium()
    hidden, normally = (at.Ca_out_mM + 0.3 * at.Mg_out_mM for at in (model, start))
    moved = 9.0 * math.log(normally / hidden)
    low, by_potassium = moved >= 1.0, "Its potassium does that" in words.words
    is_easy = crossings >= 3 or model.threshold_nC_cm2() < 0.8 * 6.514
    words.claim("tetany", (": tetany" in words.words or "(latent tetany)" in words.words) == (is_easy and low))
    words.claim("potassium's work", by_potassium == (is_easy and not low))
    if crossings >= 3:
        words.shows(r"about \d+", crossings / 0.3, 4.0, "times a second")
    else:
        threshold = model.threshold_nC_cm2()
        words.shows(r"a pulse of [\d.]+", threshold, 0.051, "nC/cm²")
        words.shows(r"cm² sets it off, \d+", 100.0 * threshold / 6.514, 0.6, "%")
    if "normal amount" in words.words:
        words.claim("the normal amount", abs(trace.quanta / trace.normal_quanta - 1.0) <= 0.005)
    else:
        words.shows(r"releases \d+", 100.0 * trace.quanta / trace.normal_quanta, 0.51, "%")
    fails = trace.fibres_fired < 0.5
    words.claim("most fibres fail", ("most fibres fail" in words.words) == fails)
    # A nerve that fires and fibres that fail, in one sentence, would say that tetany moves no muscle.
    at_once = fails and is_easy and low
    words.claim("and what people's do", ("In people nerves fire earlier" in words.words) == at_once)
    safety, unit = (100.0 * trace.safety_factor, "%") if fails else (trace.safety_factor, "times what")
    words.shows(r"(normal|amount)[,:] [\d.]+", safety, 0.51 if fails else 0.051, unit)
    return words.lies


def test_the_sentence_is_true_along_every_slider_and_for_every_preset():
    assert [lie for model in MODELS for lie in lies(model)] == []


@pytest.mark.parametrize("K_out_mM", [4.6, 5.0, 5.5])
def test_potassium_alone_is_no_tetany(K_out_mM: float) -> None:
    """At 5 mM, in its normal range, it brings the nerve nearer to its threshold by more than a fifth."""
    trace = run(NerveAtLowCalcium(K_out_mM=K_out_mM))
    assert trace.threshold_part < 0.8 and "tetany" not in trace.state
    assert lies(NerveAtLowCalcium(K_out_mM=K_out_mM)) == []


def test_the_sentence_is_true_in_every_corner_of_two_sliders():
    assert [lie for corner in corners(NerveAtLowCalcium) for lie in lies(corner)] == []


def test_the_run_and_the_two_points_stay_inside_their_panels():
    voltage, threshold, junction = (FIGURE.stage.axes[name].get_ylim() for name in ("voltage", "threshold", "junction"))
    for trace in map(run, MODELS):
        assert trace.needed_nC_cm2 == (0.0 if trace.spontaneous_Hz else trace.threshold_nC_cm2)
        assert 0.0 <= trace.needed_nC_cm2 < threshold[1] and 0.0 <= trace.safety_factor < junction[1]
        assert voltage[0] < trace.v_mV.min() and trace.v_mV.max() < voltage[1]
