"""The monitor of the muscle with reflexes: is the sentence true, and does the picture show what is now?"""

from __future__ import annotations

import re

import numpy as np
import pytest

from muscle_lib.figures.hyperexcitability import LiveCrampFigure
from muscle_lib.models.hyperexcitability import LiveCramp, LiveCrampTrace
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims

PRESETS = tuple(all_presets(LiveCramp).values())
FIGURE = LiveCrampFigure()


def lies(trace: LiveCrampTrace) -> list[str]:
    """What the sentence says that is not so."""
    words = Claims(FIGURE.describe(trace))
    if not trace.t_s.size:
        words.claim("not begun", "clock stands at 0.0 s" in words.words)
        return words.lies
    recent = trace.spike_s > trace.now_s - 0.5
    units = len(set(trace.spike_unit[recent].tolist()))
    words.shows(r"At [\d.]+", trace.now_s, 0.0501, "s")
    words.claim("the state", f"the state is {trace.state}:" in words.words)
    commanded = trace.command_percent[-1] >= 0.5, trace.command_percent[-50:].max() >= 0.5
    words.claim("a command", ("the command is" in words.words) == commanded[0])
    words.claim("nobody commands", "nobody commands" not in words.words or not any(commanded))
    weak = trace.state == "cramp" and trace.force_percent[-25:].mean() < 20.0
    words.claim("why it is felt as hard", ("as hard as wood" in words.words) == weak)
    of_the_will = trace.state == "voluntary contraction" or "weak" in trace.state
    words.claim("a will that nobody has", not (of_the_will and "nobody commands" in words.words))
    words.claim("it has just ended", "has just ended" not in words.words
                or trace.command_percent[-75:].max() >= 0.5 > trace.command_percent[-1])
    if "the command is" in words.words:
        words.shows(r"the command is \d+", trace.command_percent[-1], 0.501, "%")
    count = {"a single": 1, "all 120": 120, "no motor": 0}
    said = next((number for text, number in count.items() if text in words.words), None)
    words.claim("the units", (int(re.search(r"(\d+) of the 120", words.words)[1]) if said is None else said) == units)
    if units:
        words.shows(r"fires?, \d+", recent.sum() / units / 0.5, 0.501, "times a second")
        force = trace.force_percent[-25:].mean()
        if "less than 0.1 %" in words.words:
            words.claim("hardly any force", force < 0.05)
        else:
            words.shows(r"with [\d.]+(?= % of the greatest force)", force, 0.501 if force >= 9.95 else 0.0501, "%")
    for pattern, values in ((r"pindles push with \d+", trace.ia_eu), (r"inward current with \d+", trace.pic_eu),
                            (r"force holds back \d+", trace.ib_eu), (r"length holds back \d+", trace.by_length_eu)):
        size = values[-25:].mean()
        if re.search(pattern, words.words):
            words.shows(pattern, size, 0.501, "eu")
        else:
            words.claim(f"{pattern} is not worth a word", size < 0.5)
    words.shows(r"Fatigue: \d+", trace.fatigue_percent[-1], 0.501, "%")
    return words.lies


@pytest.mark.parametrize("model", [*along(LiveCramp), *corners(LiveCramp)[::5]], ids=setting)
def test_the_sentence_is_true_at_every_moment(model):
    muscle = model.start()
    false = lies(muscle.trace)
    for action, seconds in (("relax", 0.6), ("contract", 0.2), ("contract", 3.0), ("relax", 0.4), ("relax", 3.0),
                            ("stretch", 0.4), ("stretch", 1.0)):
        muscle.do(action)
        muscle.advance(model, round(1000.0 * seconds))
        false += lies(muscle.trace)
    assert false == []


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_the_sentence_is_true_for_every_preset(preset):
    assert lies(preset.model.run()) == []


def test_now_is_at_the_right_edge_and_the_band_names_the_state():
    trace = LiveCramp().run()
    FIGURE.show(trace)
    lines = {curve.label: curve.line for curve in FIGURE.stage.curves}
    assert lines["force"].get_xdata()[-1] == 0.0
    assert FIGURE._state.get_text() == "cramp"
    assert FIGURE._band.get_array().shape[1] == trace.states.size
    assert FIGURE._band.get_extent()[1] == trace.states_until_s - trace.now_s
    muscle = LiveCramp().start()
    FIGURE.show(muscle.trace)
    assert FIGURE._state.get_text() == ""


def test_what_is_heard_goes_on_after_the_command():
    heard = r"From 10.0 to 20.0 s: dense crackling, about 1\d impulses a second for each unit\."
    assert re.fullmatch(heard, FIGURE.hear(LiveCramp().run()).words)


@pytest.mark.parametrize("model", [LiveCramp(drive_percent=100.0), LiveCramp(excitability_eu=6.0)], ids=setting)
def test_the_curves_stay_inside_their_panels(model):
    trace = model.run()
    for name, values in (("force", trace.force_percent), ("force", trace.command_percent), ("length", trace.length)):
        low, high = FIGURE.stage.axes[name].get_ylim()
        assert low <= values.min() and values.max() <= high, name
    assert np.percentile(np.abs(trace.emg_percent), 99.9) < 420.0
