"""The wave's picture: is its sentence true for both kinds of axon, and does its film only move what moves?"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import numpy as np
import pytest

from muscle_lib.figures.nerve_signal import WaveFigure, axon
from muscle_lib.models.nerve_signal import MyelinatedAxon, UnmyelinatedAxon
from muscle_lib.models.nerve_signal.axon import ARRIVAL_mV
from muscle_lib.models.nerve_signal.cable_trace import CableTrace
from muscle_lib.models.nerve_signal.node import ARRIVAL_mV as NODE_ARRIVAL_mV
from muscle_lib.preset import all_presets
from tests.figures.sweep import along, corners, setting
from tests.sentences import Claims, numbers

FIGURE = WaveFigure()
#: As the lesson shows an axon with myelin.
FAST = WaveFigure(t_ms=3.0, shown_ms=0.6)
PRESETS = [preset.model for model in (UnmyelinatedAxon, MyelinatedAxon) for preset in all_presets(model).values()]

#: A setting for each kind of sentence, and how that sentence begins.
STATES = {
    "at rest": (UnmyelinatedAxon(stimulus_nC_cm2=0.0), "Nothing is sent: 60 mm of an axon 476 µm thick at rest."),
    "no impulse": (UnmyelinatedAxon(na_channels_percent=0.0), "No impulse gets going"),
    "two impulses met": (UnmyelinatedAxon(far_nC_cm2=1200.0), "Two impulses set out from the two ends"),
    "conducts backwards": (UnmyelinatedAxon(stimulus_nC_cm2=0.0, far_nC_cm2=1200.0),
                           "The impulse runs from the far end to the near one, at 18.7 m/s"),
    "dies out": (UnmyelinatedAxon(diameter_um=1.0, na_channels_percent=38.0), "The impulse sets out but gets smaller"),
    "blocked": (MyelinatedAxon(myelin_percent=3.0), "The impulse stops at node 20"),
    "conducts": (UnmyelinatedAxon(), "The impulse runs along 60 mm of an axon 476 µm thick at 18.7 m/s"),
    "slowed": (MyelinatedAxon(myelin_percent=10.0), "The impulse runs along 40 mm of an axon 10 µm thick at 49"),
    "second impulse fails": (UnmyelinatedAxon(second_nC_cm2=6000.0, second_delay_ms=1.5), "The impulse runs along"),
    "some impulses blocked": (MyelinatedAxon(myelin_percent=4.2, pulses=10, rate_Hz=1000.0), "The impulse runs along"),
}


@cache
def run(model: Any) -> CableTrace:
    """Each setting is run once, whatever is asked of it."""
    return model.run()


def column(trace: CableTrace, part: float) -> int:
    return round(part * (len(trace.x_mm) - 1))


def direction(trace: CableTrace) -> float:
    """Whether the first impulse came to 80 % of the length after it came to 40 % (above 0) or before (below 0)."""
    return trace.arrivals_ms[0, column(trace, 0.8)] - trace.arrivals_ms[0, column(trace, 0.4)]


def lies(model: Any) -> list[str]:
    """What the sentence says that is not so; an empty list if all of it is true."""
    trace = run(model)
    words = FIGURE.describe(trace)
    checked = Claims(words, setting(model))
    claim, shows, found = checked.claim, checked.shows, checked.lies

    shows(r"[\d.]+ mm of an axon", trace.x_mm[-1], 0.5 if trace.x_mm[-1] >= 10.0 else 0.05, "mm")
    shows(r"an axon [\d.]+ µm", model.diameter_um, 0.0005 * model.diameter_um, "µm")
    end = trace.peaks_mV[column(trace, 0.9)]
    if "Nothing is sent" in words:
        claim("nothing rises", (trace.peaks_mV < trace.v_mV[0] + 1.0).all())
    if "No impulse gets going" in words:
        claim("none arrives", np.isnan(trace.arrivals_ms[:, column(trace, 0.25)]).all())
        claim("it rises at an electrode", max(trace.peaks_mV[0], trace.peaks_mV[-1]) > trace.v_mV[0, 0] + 0.5)
    if "gets smaller" in words:
        half_way_mV = trace.peaks_mV[(len(trace.x_mm) - 1) // 2]
        shows(r"it only reaches [^ ]+", half_way_mV, 0.5, "mV")
        claim("it gets smaller", half_way_mV < trace.peaks_mV[column(trace, 0.1)])
        claim("what the end does", ("rises once more" in words) == (trace.peaks_mV[-1] > half_way_mV + 1.0))
        claim("it sets out", trace.peaks_mV[column(trace, 0.1)] > ARRIVAL_mV if isinstance(model, UnmyelinatedAxon)
              else trace.impulses_at[5] > 0)
    if "from neither end" in words:
        claim("none gets through", not trace.transmitted and trace.far_pulses > 0)
        claim("something sets out", (trace.impulses_at > 0).any())
    if "nothing arrives" in words:
        claim("nothing arrives", not trace.impulses_at[column(trace, 0.95)])
    if "meet" in words:
        shows(r"meet at [\d.]+", trace.x_mm[np.nanargmax(trace.arrivals_ms[0])], 0.5, "mm")
        claim("a second gets through", ("gets through" in words) == (trace.transmitted > 0))
    if "from the far end to the near one" in words:
        claim("it runs backwards", direction(trace) < 0.0)
        within = 0.051 if trace.velocity_m_s >= 3.0 else 0.0051
        shows(r"to the near one, at [\d.]+", abs(trace.velocity_m_s), within, "m/s")
    if words.startswith("The impulse runs along"):
        claim("it runs forwards", direction(trace) > 0.0)
        level_mV = ARRIVAL_mV if isinstance(model, UnmyelinatedAxon) else NODE_ARRIVAL_mV
        claim("it arrives as high as an impulse is", end > level_mV)
        half, most = column(trace, 0.5), column(trace, 0.8)
        healthy_m_s = (trace.x_mm[16] - trace.x_mm[6]) / (trace.arrivals_ms[0, 16] - trace.arrivals_ms[0, 6])
        if "holds it up" in words:
            shows(r" at [\d.]+", healthy_m_s, 0.051 if healthy_m_s >= 3.0 else 0.0051, "m/s")
            took_ms = trace.arrivals_ms[0, 30] - trace.arrivals_ms[0, 10]
            shows(r"by \d+ µs", 1000.0 * (took_ms - (trace.x_mm[30] - trace.x_mm[10]) / healthy_m_s), 0.51, "µs")
        else:
            shows(r"half-way its peak is [^ ]+", trace.peaks_mV[(len(trace.x_mm) - 1) // 2], 0.5, "mV")
            if isinstance(model, UnmyelinatedAxon) and not trace.far_pulses:
                start = column(trace, 0.4)
                took_ms = trace.arrivals_ms[0, most] - trace.arrivals_ms[0, start]
                velocity = (trace.x_mm[most] - trace.x_mm[start]) / took_ms
                shows(r" at [\d.]+", velocity, 0.051 if velocity >= 3.0 else 0.0051, "m/s")
        claim("it came by the middle", trace.impulses_at[half] > 0 or "damaged" in words or half == 20)
        claim("the pulses are counted", ("pulses sent" in words) == (trace.pulses > 1))
    if "pulses sent" in words:
        through, of = int((re.search(r"Only (\d+)", words) or [0, trace.pulses])[1]), numbers(words)[-1]
        claim("the number of pulses", of == trace.pulses)
        claim("how many got through", through == trace.impulses_at[38] if isinstance(model, MyelinatedAxon)
              else through == np.isfinite(trace.arrivals_ms[:, column(trace, 0.9)]).sum())
    return found


def test_no_kind_of_sentence_is_left_out():
    assert STATES.keys() == axon._WORDS.keys()


@pytest.mark.parametrize("state", STATES)
def test_the_sentence_for_every_state(state):
    model, beginning = STATES[state]
    trace = run(model)
    assert trace.state == state
    assert FIGURE.describe(trace).startswith(beginning)
    assert lies(model) == []


def test_two_impulses_that_fade_are_not_said_to_meet():
    model = UnmyelinatedAxon(na_channels_percent=37.0, far_nC_cm2=1200.0)
    assert model.run().state == "dies out"
    assert "from neither end does an impulse reach the other" in FIGURE.describe(model.run())
    assert lies(model) == []


def test_the_sentence_is_true_for_every_preset():
    assert [lie for model in PRESETS for lie in lies(model)] == []


@pytest.mark.parametrize("model", [UnmyelinatedAxon, MyelinatedAxon])
def test_the_sentence_is_true_along_every_slider(model):
    assert [lie for each in along(model) for lie in lies(each)] == []


@pytest.mark.parametrize("model", [UnmyelinatedAxon, MyelinatedAxon])
def test_the_sentence_is_true_in_every_corner_of_two_sliders(model):
    assert [lie for corner in corners(model) for lie in lies(corner)] == []


def test_a_peak_half_way_is_that_of_the_middle_of_the_axon():
    trace = MyelinatedAxon(myelin_percent=80.0).run()
    assert trace.state == "conducts"
    assert abs(numbers(FIGURE.describe(trace))[-1] - trace.peaks_mV[20]) <= 0.5


@pytest.mark.parametrize(("figure", "model"), [(FIGURE, UnmyelinatedAxon()), (FAST, MyelinatedAxon())],
                         ids=["without myelin", "with myelin"])
def test_a_film_has_ascending_moments_in_the_picture_and_the_run(figure, model):
    trace = model.run()
    moments = figure.moments(trace)
    assert (np.diff(moments) > 0.0).all()
    low, high = sorted(figure.stage.axes["map"].get_ylim())
    assert low <= moments[0] and moments[-1] <= high
    assert moments[-1] <= trace.t_ms[-1]


def test_the_wave_and_its_film_stay_inside_their_panels():
    low, high = FIGURE.stage.axes["wave"].get_ylim()
    for trace in map(run, along(UnmyelinatedAxon)):
        # Under a strong electrode the voltage jumps out of the picture; the impulse itself never does.
        away = (trace.x_mm > 0.15 * trace.x_mm[-1]) & (trace.x_mm < 0.85 * trace.x_mm[-1])
        for moment in FIGURE.moments(trace):
            FIGURE.show_at(trace, moment)
            wave = FIGURE._wave.get_ydata()[away]
            assert low <= wave.min() and wave.max() <= high


def test_showing_a_moment_moves_only_artists():
    trace = run(UnmyelinatedAxon())
    FIGURE.show(trace)
    FIGURE.stage.png()

    def scene() -> list:
        return [id(artist) for artist in FIGURE.stage.figure.findobj()] + [
            (axes.get_xlim(), axes.get_ylim(), axes.get_position().bounds) for axes in FIGURE.stage.axes.values()]

    before, pictures = scene(), set()
    for moment in (0.4, 1.0, 2.0):
        FIGURE.show_at(trace, moment)
        pictures.add(FIGURE.stage.png())
    assert scene() == before
    assert len(pictures) == 3


def test_a_moment_shows_the_voltages_of_that_moment():
    trace = run(UnmyelinatedAxon())
    FIGURE.show_at(trace, 1.5)
    row = int(np.argmin(np.abs(trace.t_ms - 1.5)))
    np.testing.assert_array_equal(FIGURE._wave.get_ydata(), trace.v_mV[row])
    np.testing.assert_array_equal(FIGURE._wave.get_xdata(), trace.x_mm)
    assert FIGURE._clock.get_text() == "at 1.50 ms"
    assert set(FIGURE._now.get_ydata()) == {1.5}


def test_the_cursor_reads_the_voltage_at_a_distance():
    trace = run(UnmyelinatedAxon())
    FIGURE.show_at(trace, 1.5)
    (reading,) = FIGURE.stage.readings(30.0)
    row = int(np.argmin(np.abs(trace.t_ms - 1.5)))
    assert reading == ("membrane potential", pytest.approx(np.interp(30.0, trace.x_mm, trace.v_mV[row])), "mV")
    assert FIGURE.stage.readings(trace.x_mm[-1] + 1.0) == []
