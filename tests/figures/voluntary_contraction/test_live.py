"""The live muscle's monitor: is the sentence true, and does the picture show the last ten seconds up to now?"""

from __future__ import annotations

import re

import numpy as np
import pytest

from muscle_lib.figures.voluntary_contraction import LiveFigure
from muscle_lib.models.voluntary_contraction import LiveMuscle, LiveTrace
from muscle_lib.models.voluntary_contraction.shown import SAMPLES_A_STROKE, emg_outline
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

FIGURE = LiveFigure()


def lies(trace: LiveTrace) -> list[str]:
    """What the sentence says that is not so."""
    words = Claims(FIGURE.describe(trace))
    if not trace.t_s.size:
        words.claim("not begun", "clock stands at 0.0 s" in words.words)
        return words.lies
    recent = trace.spike_s > trace.now_s - 0.5
    units, force_N = len(set(trace.spike_unit[recent].tolist())), trace.force_N[-25:].mean()
    words.shows(r"\b[Aa]t [\d.]+ s,", trace.now_s, 0.0501, "s")
    words.claim("no unit", ("no motor unit" in words.words) == (units == 0))
    count = {"a single": 1, "all 120": 120, "no motor": 0}
    said = next((number for text, number in count.items() if text in words.words), None)
    words.claim("the units", (int(re.search(r"(\d+) of the 120", words.words)[1]) if said is None else said) == units)
    if units:
        words.shows(r"fires?, \d+ times", recent.sum() / units / 0.5, 0.501, "times a second")
    before, _, now = words.words.rpartition("; ")
    words.claim("the push is told first", bool(before) == (units == 0 and trace.spike_s.size > 0))
    if "reached" in before:
        words.shows(r"reached [\d.]+", trace.force_N.max() / (1000.0 if "kN" in before else 1.0),
                    0.00501 if "kN" in before else 0.501, "kN" if "kN" in before else "N")
        words.shows(r"the EMG [\d.]+ %", trace.emg_peak_percent, 0.501 if trace.emg_peak_percent >= 9.95 else 0.0501,
                    "%")
    elif "did not answer" in before:
        words.claim("nothing came", trace.force_N.max() < 5.0 and trace.spike_s.size > 0)
        words.shows(r"seconds \d+ of", len(set(trace.spike_unit.tolist())), 0.0, "")
    elif not units:
        words.claim("nobody fired", trace.spike_s.size == 0)
    said = re.search(r"([\d.]+) (kN|N)\b", now)
    if said:
        newton = float(said[1]) * (1000.0 if said[2] == "kN" else 1.0)
        words.claim("the force", abs(newton - force_N) <= (5.01 if said[2] == "kN" else 0.501))
    else:
        words.claim("no force", force_N < 5.0)
    emg = float(np.sqrt((trace.emg_percent[-1000:] ** 2).mean()))
    if "does not answer" in words.words:
        words.claim("silent", emg < 0.05)
    elif units:
        words.shows(r"EMG of [\d.]+ %", emg, 0.501 if emg >= 9.95 else 0.0501, "%")
    words.shows(r"Phosphocreatine is at \d+ mM", trace.pcr_mM[-1], 0.501, "mM")
    words.shows(r"oxygen in the muscle at \d+ mmHg", trace.po2_mmHg[-1], 0.501, "mmHg")
    return words.lies


def test_the_sentence_is_true_at_every_moment():
    false = []
    for model in [*along(LiveMuscle), *corners(LiveMuscle)[::3]]:
        muscle = model.start()
        false += lies(muscle.trace)
        for action, seconds in (("relax", 0.5), ("contract", 0.1), ("contract", 1.9), ("relax", 0.3), ("relax", 2.0)):
            muscle.do(action)
            muscle.advance(model, round(1000.0 * seconds))
            false += [f"{lie} at {setting(model)}" for lie in lies(muscle.trace)]
    assert false == []


def test_now_is_at_the_right_edge():
    model = LiveMuscle(drive_percent=80.0)
    muscle = model.start()
    muscle.do("contract")
    muscle.advance(model, 12_000)
    FIGURE.show(muscle.trace)
    lines = {curve.label: curve.line for curve in FIGURE.stage.curves}
    assert lines["force"].get_xdata()[-1] == 0.0
    assert lines["EMG"].get_xdata()[-1] == pytest.approx(-0.01)
    for unit in (1, 55, 120):
        x = lines[f"unit {unit}"].get_xdata()
        assert x.size and -10.0 < np.nanmin(x) and np.nanmax(x) <= 0.0


def test_the_emg_is_drawn_as_its_lowest_and_highest_values_and_scrolls_without_flicker():
    emg = np.random.default_rng(1).standard_normal(20_000)
    at_ms, y = emg_outline(emg, 0.0)
    assert y.min() == emg.min() and y.max() == emg.max()
    assert (at_ms[0], at_ms[-1]) == (-9990.0, -10.0)
    _, later = emg_outline(np.concatenate((emg, np.zeros(SAMPLES_A_STROKE)))[SAMPLES_A_STROKE:], 0.0)
    np.testing.assert_array_equal(later[:-2], y[2:])
    # What is left over lies at the beginning.
    at_ms, y = emg_outline(np.arange(50.0), 25.0)
    assert at_ms.tolist() == [15.0, 15.0] and y.tolist() == [10.0, 49.0]
    assert emg_outline(np.empty(0), 0.0)[1].size == 0


def test_the_curves_stay_inside_their_panels():
    for model in (LiveMuscle(drive_percent=100.0), LiveMuscle(drive_percent=100.0, K_out_mM=5.0)):
        trace = model.run()
        for name, values in (("emg", trace.emg_percent), ("force", trace.force_N / 1000.0),
                             ("force", trace.command_of_5), ("energy", trace.po2_mmHg), ("energy", trace.pcr_mM)):
            low, high = FIGURE.stage.axes[name].get_ylim()
            assert low <= values.min() and values.max() <= high, (name, setting(model))
