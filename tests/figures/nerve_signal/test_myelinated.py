"""The picture of the lesion: is its sentence true, and does it stay inside its panels?"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from matplotlib.text import Text

from muscle_lib.figures.nerve_signal import LesionFigure
from muscle_lib.figures.nerve_signal.axon import LEFT
from muscle_lib.models.nerve_signal import MyelinatedAxon, MyelinatedTrace
from muscle_lib.models.nerve_signal.node import ARRIVAL_mV
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims, numbers

FIGURE = LesionFigure()
PRESETS = [preset.model for preset in all_presets(MyelinatedAxon).values()]
#: The first thinned internode lies behind this node, and an impulse that fires node 38 has got through.
LESION, LAST = 20, 38

#: A setting for each kind of sentence, its state, and how the sentence begins.
KINDS = {
    "nothing": (MyelinatedAxon(pulses=0), "at rest", "Nothing is sent: the axon rests."),
    "no impulse": (MyelinatedAxon(na_channels_percent=0.0), "no impulse", "No impulse gets going"),
    "dies out": (MyelinatedAxon(na_channels_percent=25.0), "dies out", "The impulse dies out: node 7 is the last"),
    "dies out before a lesion": (MyelinatedAxon(na_channels_percent=25.0, myelin_percent=3.0), "dies out",
                                 "The impulse dies out: node 7 is the last that fires, and that is not at the lesion."),
    "blocked": (MyelinatedAxon(myelin_percent=3.0), "blocked", "Blocked: node 20 is the last that fires; two nodes on"),
    "some blocked": (MyelinatedAxon(myelin_percent=4.2, pulses=10, rate_Hz=1000.0), "some impulses blocked",
                     "Of 10 impulses that set out only"),
    "whole": (MyelinatedAxon(), "conducts", "Every node fires, one after the other, at 49.2 m/s: no myelin"),
    "hardly thinned": (MyelinatedAxon(myelin_percent=99.0), "conducts", "The impulse gets through; the 2 damaged"),
    "slowed": (MyelinatedAxon(myelin_percent=10.0), "slowed", "The impulse gets through; the 2 damaged internodes"),
    "one slowed": (MyelinatedAxon(myelin_percent=10.0, damaged_internodes=1), "slowed",
                   "The impulse gets through; the damaged internode took"),
    "jumped": (MyelinatedAxon(myelin_percent=2.0, damaged_internodes=1), "slowed",
               "The impulse gets through, 417 µs late"),
    "several": (MyelinatedAxon(myelin_percent=5.0, damaged_internodes=1, pulses=3), "slowed",
                "All 3 impulses get through"),
}


@cache
def run(model: MyelinatedAxon) -> MyelinatedTrace:
    """Each setting is run once, whatever is asked of it."""
    return model.run()


def lies(model: Any) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = run(model)
    words = FIGURE.describe(trace)
    checked = Claims(words, setting(model))
    claim, shows, found = checked.claim, checked.shows, checked.lies

    fired = trace.peaks_mV >= ARRIVAL_mV
    last = int(np.flatnonzero(fired).max(initial=-1))
    arrived_ms = trace.arrivals_ms[0]
    if "Nothing is sent" in words:
        claim("nothing was sent", model.pulses == 0 and not fired.any())
    if "no node reaches" in words:
        claim("none reaches the line", not fired.any())
    if "behind number" in words:
        shows(r"behind number \d+", last, 0.0, "")
    if "is the last that fires" in words:
        shows(r"node \d+ is the last", last, 0.0, "")
        claim("nothing arrives", not trace.impulses_at[LAST])
        at_lesion = LESION - 2 <= last <= LESION + model.damaged_internodes and model.myelin_percent < 100.0
        claim("where it was", at_lesion == words.startswith("Blocked"))
        claim("whether there is a lesion", ("no lesion" in words) == (model.myelin_percent == 100.0))
    if "two nodes on" in words:
        shows(r"only reaches [^ ]+", trace.peaks_mV[last + 2], 0.5, "mV")
    if words.startswith("Of "):
        claim("the counts", numbers(words)[:2] == [trace.impulses_at[5], trace.impulses_at[LAST]])
        claim("some were lost", trace.impulses_at[LAST] < trace.impulses_at[5])
        if "internode" in words:
            claim("they came to the lesion", trace.impulses_at[LESION - 5] == trace.impulses_at[5])
    if words.startswith("Every node fires"):
        claim("no lesion", model.myelin_percent == 100.0)
        claim("every node", fired.all() and (np.diff(arrived_ms[:LAST]) > 0.0).all())
        velocity = (trace.x_mm[30] - trace.x_mm[10]) / (arrived_ms[30] - arrived_ms[10])
        shows(r" at [\d.]+", velocity, 0.051, "m/s")
    if "through; " in words or " late: " in words:
        claim("all get through", trace.impulses_at[LAST] == trace.impulses_at[5] == model.pulses or "All" in words)
        claim("how many", ("All" not in words) == (model.pulses == 1))
        claim("there is a lesion", model.myelin_percent < 100.0)
    if "took" in words:
        took_us = 1000.0 * (arrived_ms[LESION + model.damaged_internodes] - arrived_ms[LESION])
        healthy_us = 1000.0 * (arrived_ms[16] - arrived_ms[6]) / 10.0 * model.damaged_internodes
        shows(r"took \d+", took_us, 0.51, "µs")
        if "times as long" in words:
            shows(r"[\d.]+ times as long", took_us / healthy_us, 0.051, "")
        else:
            claim("hardly longer", took_us < 1.05 * healthy_us)
    if " late: " in words:
        before_us = 1000.0 * (arrived_ms[16] - arrived_ms[6]) / 10.0
        shows(r"through, \d+", 1000.0 * (arrived_ms[30] - arrived_ms[10]) - 20.0 * before_us, 0.51, "µs")
        claim("a node does not fire", np.isnan(arrived_ms[[LESION, LESION + model.damaged_internodes]]).any())
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_for_every_kind(kind):
    model, state, beginning = KINDS[kind]
    trace = run(model)
    assert trace.state == state
    assert FIGURE.describe(trace).startswith(beginning)
    assert lies(model) == []


def test_the_sentence_is_true_for_every_preset_and_along_every_slider():
    assert [lie for model in (*PRESETS, *along(MyelinatedAxon)) for lie in lies(model)] == []


def test_the_sentence_is_true_in_every_corner_of_two_sliders():
    assert [lie for corner in corners(MyelinatedAxon) for lie in lies(corner)] == []


@pytest.mark.parametrize("internodes", range(1, 6))
def test_the_sentence_is_true_while_the_myelin_goes(internodes):
    assert [lie for left in (1.0, 2.0, 2.7, 3.0, 4.0, 5.0, 10.0, 30.0, 95.0)
            for lie in lies(MyelinatedAxon(myelin_percent=left, damaged_internodes=internodes))] == []


def test_the_dots_stay_inside_their_panels():
    for trace in map(run, (*PRESETS, *along(MyelinatedAxon))):
        for name, values in (("peak", trace.peaks_mV), ("arrival", trace.arrivals_ms[0])):
            low, high = sorted(FIGURE.stage.axes[name].get_ylim())
            # The stimulated node is lifted by the electrode, however high.
            assert low <= np.nanmin(values[1:], initial=high) and np.nanmax(values[1:], initial=low) <= high


def words(figure):
    """All words of the drawing over the curves."""
    return [text.get_text() for text in figure.stage.axes["fibre"].findobj(Text)]


@pytest.mark.parametrize("internodes", [1, 5])
def test_the_shade_covers_the_damaged_stretch_and_only_a_damaged_one(internodes):
    FIGURE.show(MyelinatedAxon(myelin_percent=10.0, damaged_internodes=internodes).run())
    assert {(shade.get_x(), shade.get_width(), shade.get_visible()) for shade in FIGURE._shades} == {
        (LESION, internodes, True)}
    assert "thin myelin" in words(FIGURE)
    FIGURE.show(MyelinatedAxon(damaged_internodes=internodes).run())
    assert {shade.get_visible() for shade in FIGURE._shades} == {False}
    assert "thin myelin" not in words(FIGURE)


def test_the_cursor_reads_peak_and_arrival_at_a_node():
    trace = MyelinatedAxon(myelin_percent=10.0).run()
    FIGURE.show(trace)
    assert FIGURE.stage.readings(21.0) == [
        ("peak of the potential", pytest.approx(trace.peaks_mV[21]), "mV"),
        ("arrival of the first impulse", pytest.approx(trace.arrivals_ms[0, 21]), "ms")]


def test_the_cursor_reads_no_arrival_where_nothing_arrived():
    FIGURE.show(MyelinatedAxon(myelin_percent=3.0).run())
    assert [label for label, _, _ in FIGURE.stage.readings(30.0)] == ["peak of the potential"]


def test_the_dots_at_both_ends_are_whole_and_lie_under_their_nodes():
    trace = MyelinatedAxon().run()
    FIGURE.show(trace)
    FIGURE.stage.png()
    fibre = FIGURE.stage.axes["fibre"]
    for name in ("peak", "arrival"):
        axes = FIGURE.stage.axes[name]
        for node, place in ((0.0, LEFT), (40.0, 756.0)):
            x = axes.transData.transform((node, 0.0))[0]
            assert x == pytest.approx(fibre.transData.transform((place, 0.0))[0], abs=0.5)
            assert abs(x - axes.bbox.x0) > 4.0 and abs(x - axes.bbox.x1) > 4.0, "a dot is 5 wide"
    assert (FIGURE.stage.cursor.low, FIGURE.stage.cursor.high) == (0.0, 40.0)


def test_no_line_runs_through_the_words_about_the_line_and_no_shade_hides_them():
    FIGURE.show(MyelinatedAxon(myelin_percent=10.0, damaged_internodes=5).run())
    FIGURE.stage.png()
    axes = FIGURE.stage.axes["peak"]
    (label,) = (text for text in axes.texts if "not fired" in text.get_text())
    box = label.get_window_extent().transformed(axes.transData.inverted())
    low, high = sorted((box.y0, box.y1))
    assert not any(low < tick < high for tick in (*axes.get_yticks(), ARRIVAL_mV))
    assert box.x0 > LESION + 5
